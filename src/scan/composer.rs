//! Packages of PHP: `composer.json`.

use super::{Manifest, Reading, Scope, node};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| name.file == "composer.json",
    read,
};

fn read(reading: &mut Reading<'_>) {
    let Some(document) = reading.read(node::json(reading.text)) else {
        return;
    };
    reading
        .own
        .extend(document.text_of("name").map(|it| format!("composer:{it}")));
    for (table, scope) in [("require", Scope::Main), ("require-dev", Scope::Dev)] {
        for pair in document.pairs_of(table) {
            // Without a vendor it is PHP itself or one of its extensions.
            if pair.key.contains('/') || pair.key.starts_with("ext-") {
                reading.package("composer", &pair.key.to_lowercase(), scope, pair.line);
            }
        }
    }
}
