//! Slugs: the names of things in IRIs and on the command line.

/// The lower-case ASCII words of `text`, joined by `-`.
///
/// Letters with accents lose them (`Træfɪk` → `traefik`); what has no ASCII reading separates words.
/// Empty when nothing in `text` has one.
///
/// ```
/// assert_eq!(stackgen_facts::base::slug::slug("Node.js / Vert.X"), "node-js-vert-x");
/// ```
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        if let Some(ascii) = fold(character) {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push_str(ascii.as_str());
        } else if !matches!(character, '\'' | '’') {
            gap = true;
        }
    }
    slug
}

/// Whether `text` is already a slug: lower-case ASCII words joined by single `-`.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

/// One folded character: up to two ASCII letters or digits.
struct Folded([u8; 2], usize);

impl Folded {
    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0[..self.1]).unwrap_or_default()
    }
}

/// The ASCII letters a reader would type for `character`: Latin letters without their accents, by the Unicode charts
/// Latin-1 Supplement and Latin Extended-A, and the few others that names of projects really use.
fn fold(character: char) -> Option<Folded> {
    let lower = character.to_lowercase().next().unwrap_or(character);
    let ascii: &[u8] = match lower {
        'a'..='z' | '0'..='9' => return Some(Folded([lower as u8, 0], 1)),
        'à'..='å' | 'ā' | 'ă' | 'ą' => b"a",
        'æ' => b"ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => b"c",
        'ď' | 'đ' | 'ð' => b"d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => b"e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => b"g",
        'ĥ' | 'ħ' => b"h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ɪ' => b"i",
        'ĵ' => b"j",
        'ķ' => b"k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => b"l",
        'ñ' | 'ń' | 'ņ' | 'ň' => b"n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => b"o",
        'œ' => b"oe",
        'ŕ' | 'ŗ' | 'ř' => b"r",
        'ś' | 'ŝ' | 'ş' | 'š' => b"s",
        'ß' => b"ss",
        'ţ' | 'ť' | 'ŧ' => b"t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => b"u",
        'ŵ' => b"w",
        'ý' | 'ÿ' | 'ŷ' => b"y",
        'ź' | 'ż' | 'ž' => b"z",
        'þ' => b"th",
        _ => return None,
    };
    Some(Folded([ascii[0], *ascii.get(1).unwrap_or(&0)], ascii.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words_joined_by_hyphens() {
        for (name, expected) in [
            ("Go kit", "go-kit"),
            ("Træfɪk", "traefik"),
            ("Cap’n Proto", "capn-proto"),
            ("  C++ / D  ", "c-d"),
            ("Erlang/OTP", "erlang-otp"),
            ("日本語", ""),
            ("<script>", "script"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
            assert!(expected.is_empty() || is_slug(expected));
        }
    }

    #[test]
    fn only_folded_words_are_slugs() {
        for text in ["", "-a", "a--b", "A", "a b", "ø"] {
            assert!(!is_slug(text), "{text}");
        }
    }
}
