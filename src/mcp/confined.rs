//! Paths that an assistant names: inside one folder, and nowhere else.

use std::path::Path;

use serde_json::Value;

/// Makes a path absolute and refuses it where it leads out of the folder, by `..` or by a link.
pub(super) fn confined(root: &Path, argument: Option<&mut Value>) -> Result<(), String> {
    let Some(argument) = argument else {
        return Ok(());
    };
    let text = argument.as_str().ok_or("a path is text")?.to_owned();
    let place = root
        .join(&text)
        .canonicalize()
        .map_err(|error| format!("{}: {error}", crate::base::text::one_line(&text)))?;
    if !place.starts_with(root) {
        let text = crate::base::text::one_line(&text);
        return Err(format!(
            "{text}: outside of the folder that was given at the start"
        ));
    }
    *argument = Value::String(place.to_string_lossy().into_owned());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .canonicalize()
            .unwrap();
        let tried = |path: &str| {
            let mut value = Value::String(path.to_owned());
            confined(&root, Some(&mut value)).map(|()| value)
        };
        assert!(tried("src").is_ok());
        assert!(tried("..").is_err());
        assert!(tried("/etc/passwd").is_err());
        assert!(tried("src/../../..").is_err());
        assert!(tried("no-such-file").is_err());
    }
}
