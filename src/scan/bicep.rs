//! Bicep: the resources of Azure a template makes, and the public modules it takes.

use super::code::{self, Token};
use super::{Kind, Manifest, Reading, Scope};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| name.ends(&[".bicep"]),
    read,
};

fn read(reading: &mut Reading<'_>) {
    let tokens = code::tokens(reading.text, &code::BICEP);
    for (at, token) in tokens.iter().enumerate() {
        let Some(kind) = token
            .word()
            .filter(|it| ["resource", "module"].contains(it))
        else {
            continue;
        };
        let Some(name) = tokens.get(at + 2).and_then(Token::text) else {
            continue;
        };
        let line = tokens[at + 2].line;
        // `existing` refers to what another template makes.
        let existing = tokens.get(at + 3).is_some_and(|it| it.is_word("existing"));
        let scope = if existing { Scope::Dev } else { Scope::Main };
        if kind == "resource" && name.contains('.') {
            let name = name.split('@').next().unwrap_or(name).to_lowercase();
            reading.add("bicep", &name, Kind::Service, scope, line);
        } else if let Some(module) = name.strip_prefix("br/public:") {
            let name = module.split(':').next().unwrap_or(module).to_lowercase();
            reading.add("bicep", &name, Kind::Service, scope, line);
        }
    }
}
