//! Which graph the environment names where no option does, and which one would have known a name.

use std::path::PathBuf;

use crate::commands::Origin;
use crate::commands::failure::Failure;
use crate::commands::known::is_in_the_catalogue;

/// What `STACKGEN_DATA` or `STACKGEN_STORE` names; the built-in catalogue where neither is set.
///
/// # Errors
///
/// When both are set: they name two graphs.
pub(super) fn origin() -> Result<Origin, Failure> {
    let value = |name| std::env::var_os(name).filter(|it| !it.is_empty());
    match (value("STACKGEN_DATA"), value("STACKGEN_STORE")) {
        (None, None) => Ok(Origin::Files(Vec::new())),
        // Parted as the paths of programs are: by `:`, or by `;` on Windows.
        (Some(data), None) => Ok(Origin::Files(std::env::split_paths(&data).collect())),
        (None, Some(folder)) => Ok(Origin::Store(PathBuf::from(folder))),
        (Some(_), Some(_)) => Err(Failure::Usage {
            message: "STACKGEN_DATA and STACKGEN_STORE in the environment name two graphs, expected one of them".to_owned(),
            hints: vec!["`--data` or `--store` says which one is meant".to_owned()],
        }),
    }
}

/// How to ask a graph that knows what this one does not: the catalogue beside one's own files.
pub(super) fn beside_the_catalogue(failure: &Failure, origin: &Origin) -> Option<String> {
    let Failure::Unknown { what, name, .. } = failure else {
        return None;
    };
    let way = match origin {
        Origin::Files(files) if !files.is_empty() && !files.iter().any(|it| it == "builtin") => {
            "add `--data builtin`".to_owned()
        }
        Origin::Store(folder) => {
            format!(
                "`stackgen import builtin --store {}` adds it",
                folder.display()
            )
        }
        Origin::Files(_) | Origin::Endpoint(_) => return None,
    };
    is_in_the_catalogue(*what, name)
        .then(|| format!("the built-in catalogue knows `{name}`: {way}"))
}
