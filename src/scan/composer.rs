//! Packages of PHP: `composer.json`.

use super::version::Writing;
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
                let required = pair.value.text().unwrap_or_default();
                let name = pair.key.to_lowercase();
                let required = (required, Writing::Composer);
                reading.required(("composer", &name), required, scope, pair.line);
            } else if pair.key == "php" {
                let required = pair.value.text().unwrap_or_default();
                reading.runtime("php", required, Writing::Composer, scope, pair.line);
            }
        }
    }
}
