//! Development containers: the image developers work in.

use super::{Manifest, Reading, Scope, node};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| ["devcontainer.json", ".devcontainer.json"].contains(&name.file),
    read,
};

fn read(reading: &mut Reading<'_>) {
    let Some(document) = reading.read(node::json(reading.text)) else {
        return;
    };
    if let Some(image) = document.get("image") {
        reading.image(image.text().unwrap_or_default(), Scope::Dev, image.line);
    }
}
