//! Making any text safe to show.

/// `text` on one line and without anything that steers a terminal or turns the direction of what follows: control
/// and direction characters become visible escapes, white space a blank.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => line.push(' '),
            character if is_steering(character) => line.extend(character.escape_unicode()),
            character => line.push(character),
        }
    }
    line
}

/// Control characters and those that change the direction of text (Unicode Standard Annex 9, explicit formatting).
fn is_steering(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
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
        if is_steering(character) && !character.is_ascii_whitespace() {
            escaped.push_str(&format!("\\u{:04X}", u32::from(character)));
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
    }

    #[test]
    fn nothing_leaves_an_xml_attribute() {
        assert_eq!(
            xml("<script a='b' c=\"d\">&"),
            "&lt;script a=&#39;b&#39; c=&quot;d&quot;&gt;&amp;"
        );
    }
}
