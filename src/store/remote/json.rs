//! Results in JSON without what services add to them.

use std::io::Read;

use serde::Deserialize;
use serde_json::value::RawValue;

/// The members that the format has. Services have more, in any place: `meta` and `metadata` are seen.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    head: &'a RawValue,
    #[serde(borrow)]
    results: Option<Results<'a>>,
    boolean: Option<bool>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    vars: Vec<serde::de::IgnoredAny>,
}

/// How many columns a document of results names; none where it is no such document.
pub(super) fn columns(body: &[u8]) -> usize {
    let document: Option<Document<'_>> = serde_json::from_slice(body).ok();
    let head = document.and_then(|it| serde_json::from_str::<Head>(it.head.get()).ok());
    head.map_or(0, |head| head.vars.len())
}

#[derive(Deserialize)]
struct Results<'a> {
    #[serde(borrow)]
    bindings: &'a RawValue,
}

/// A document of results with the members of its format alone, in the order that a reader likes best.
pub(super) fn plain(body: &[u8]) -> serde_json::Result<impl Read> {
    let document: Document<'_> = serde_json::from_slice(body)?;
    let (before, value, after) = match (&document.results, document.boolean) {
        (Some(results), _) => (",\"results\":{\"bindings\":", results.bindings.get(), "}}"),
        (None, Some(true)) => (",\"boolean\":", "true", "}"),
        (None, Some(false)) => (",\"boolean\":", "false", "}"),
        (None, None) => ("", "", "}"),
    };
    let parts = ["{\"head\":", document.head.get(), before, value, after];
    let [a, b, c, d, e] = parts.map(str::as_bytes);
    Ok(a.chain(b).chain(c).chain(d).chain(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(body: &str, expected: &str) {
        let mut text = String::new();
        let mut reader = plain(body.as_bytes()).unwrap();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, expected);
    }

    #[test]
    fn what_services_add_is_left_out() {
        let expected = r#"{"head":{"vars":["a"]},"results":{"bindings":[{}]}}"#;
        becomes(expected, expected);
        becomes(
            r#"{"meta":{"ms":1},"results":{"ordered":true,"bindings":[{}],"more":[]},"head":{"vars":["a"]},"x":1}"#,
            expected,
        );
        becomes(
            r#"{"head":{},"boolean":false,"metadata":{"httpRequests":0}}"#,
            r#"{"head":{},"boolean":false}"#,
        );
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for body in [
            "",
            "[]",
            "{\"head\":",
            "{\"head\":{}} x",
            "{\"results\":{}}",
        ] {
            assert!(plain(body.as_bytes()).is_err(), "{body}");
        }
    }
}
