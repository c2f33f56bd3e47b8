//! Making any text safe to show.

/// `text` on one line and without anything that steers a terminal or turns the direction of what follows: control
/// and direction characters become visible escapes, white space a blank.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut before = ' ';
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => line.push(' '),
            character if is_steering(character) => line.extend(character.escape_unicode()),
            // Joiners belong to scripts that have them, and to nothing in ASCII.
            '\u{200C}' | '\u{200D}' if before.is_ascii() => line.extend(character.escape_unicode()),
            character => line.push(character),
        }
        before = character;
    }
    line
}

/// As many characters of a text as a message may repeat of what it is about.
const SHOWN: usize = 1000;

/// `text` on one line as [`one_line`] writes it, and no longer than a message may be.
#[must_use]
pub fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", one_line(&text[..end])),
        None => one_line(text),
    }
}

/// Control characters, those that change the direction of text (Unicode Standard Annex 9, explicit formatting), and those
/// that nobody sees: two names that differ by one of them look alike.
fn is_steering(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

/// Whether XML 1.0 has this character, in whatever spelling.
fn is_of_xml(character: char) -> bool {
    !matches!(character, '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// A document of XML with every character that steers a terminal or turns the direction of text as a reference, which means
/// the same there. Line ends and tabs stay.
///
/// # Errors
///
/// The character of the text that XML cannot say.
pub fn xml_document(text: &str) -> Result<String, char> {
    if let Some(found) = text.chars().find(|it| !is_of_xml(*it)) {
        return Err(found);
    }
    let mut document = String::with_capacity(text.len());
    for character in text.chars() {
        if is_steering(character) && !character.is_ascii_whitespace() {
            document.push_str(&format!("&#x{:X};", u32::from(character)));
        } else {
            document.push(character);
        }
    }
    Ok(document)
}

/// A text of JSON or of the Turtle family, with every character that steers a terminal or turns the direction of text as
/// a `\uXXXX` escape, which means the same there. Line ends and tabs stay.
#[must_use]
pub fn escaped(text: &str) -> String {
    if !text
        .chars()
        .any(|it| is_steering(it) && !it.is_ascii_whitespace())
    {
        return text.to_owned();
    }
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        let number = u32::from(character);
        if is_steering(character) && !character.is_ascii_whitespace() && number <= 0xFFFF {
            escaped.push_str(&format!("\\u{number:04X}"));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// `text` as XML or HTML character data and attribute value: on one line, with the five special characters escaped.
#[must_use]
pub fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in one_line(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Not characters of XML 1.0.
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(
            one_line("a\nb\u{1b}[31m\u{202e}x"),
            "a b\\u{1b}[31m\\u{202e}x"
        );
        assert_eq!(one_line("日本 שלום 🚀"), "日本 שלום 🚀");
        assert_eq!(one_line("a\u{200b}b\u{200d}"), "a\\u{200b}b\\u{200d}");
        assert_eq!(one_line("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }

    #[test]
    fn a_document_of_xml_says_what_it_can_and_nothing_else() {
        let document = xml_document("<a>\u{85}\u{202e}\n</a>");
        assert_eq!(document.as_deref(), Ok("<a>&#x85;&#x202E;\n</a>"));
        for odd in ['\u{0}', '\u{1}', '\u{1f}', '\u{ffff}'] {
            assert_eq!(xml_document(&format!("<a>{odd}</a>")), Err(odd));
        }
    }

    #[test]
    fn a_message_repeats_no_more_than_fits() {
        assert_eq!(shown(&"é".repeat(100_000)).chars().count(), SHOWN + 1);
        assert_eq!(shown("a\nb"), "a b");
    }

    #[test]
    fn nothing_leaves_an_xml_attribute() {
        assert_eq!(
            xml("<script a='b' c=\"d\">&"),
            "&lt;script a=&#39;b&#39; c=&quot;d&quot;&gt;&amp;"
        );
    }
}
