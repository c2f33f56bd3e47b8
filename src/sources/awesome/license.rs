//! The licence that a list states of itself: an SPDX mark anywhere, else what its last heading `License` names.

use std::collections::BTreeSet;

const MARK: &str = "SPDX-License-Identifier:";
/// Addresses of licences; those of Creative Commons go on with terms and version.
const ZERO: &str = "creativecommons.org/publicdomain/zero/1.0";
const COMMONS: &str = "creativecommons.org/licenses/";

/// The SPDX expression of a list's licence; empty where it states none, or several.
pub(super) fn license(text: &str) -> String {
    let marked: BTreeSet<&str> = text.lines().filter_map(marked).collect();
    let stated = if marked.is_empty() {
        below_heading(text)
    } else {
        marked.into_iter().map(ToOwned::to_owned).collect()
    };
    match stated.into_iter().collect::<Vec<_>>().as_slice() {
        [one] if spdx::Expression::parse(one).is_ok() => one.clone(),
        _ => String::new(),
    }
}

fn marked(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once(MARK)?;
    Some(rest.split("--").next().unwrap_or(rest).trim())
}

/// The licences named between the last heading that says `License` and the next one.
fn below_heading(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with('#') {
            let letters: String = line.chars().filter(char::is_ascii_alphabetic).collect();
            inside = ["license", "licence"].contains(&letters.to_lowercase().as_str());
            if inside {
                found.clear();
            }
        } else if inside {
            named(line, &mut found);
        }
    }
    found
}

fn named(line: &str, found: &mut BTreeSet<String>) {
    if line.contains(ZERO) {
        found.insert("CC0-1.0".to_owned());
    }
    for rest in line.split(COMMONS).skip(1) {
        let mut parts = rest.split(|it: char| !(it.is_ascii_alphanumeric() || "-.".contains(it)));
        if let (Some(terms), Some(version)) = (parts.next(), parts.next()) {
            found.insert(format!("CC-{}-{version}", terms.to_uppercase()));
        }
    }
    if line.contains("MIT License") {
        found.insert("MIT".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::license;

    #[test]
    fn a_mark_or_the_heading_states_the_licence() {
        let zero = "[![CC0](x.png)](https://creativecommons.org/publicdomain/zero/1.0/)";
        for (text, expected) in [
            (
                "# A\n<!-- SPDX-License-Identifier: CC-BY-4.0 -->\n",
                "CC-BY-4.0",
            ),
            (&format!("# A\n\n## License\n\n{zero}\n"), "CC0-1.0"),
            (
                "## 📜 Licence\n[x](http://creativecommons.org/licenses/by-sa/4.0/).",
                "CC-BY-SA-4.0",
            ),
            ("## License\nUnder the [MIT License](LICENSE).\n", "MIT"),
            // About something else, several, unknown, none.
            (
                &format!("## Tools\n{zero}\n## License\n## End\n{zero}\n"),
                "",
            ),
            (&format!("## License\n{zero} MIT License\n"), ""),
            (
                "## License\nhttps://creativecommons.org/licenses/zz/9.9/\n",
                "",
            ),
            ("SPDX-License-Identifier: no licence\n", ""),
            ("# A\n", ""),
        ] {
            assert_eq!(license(text), expected, "{text}");
        }
    }
}
