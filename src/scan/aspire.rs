//! The host of a .NET Aspire application: `builder.AddRedis("cache")` runs Redis beside the system.

use super::code::{self, Token};
use super::{Kind, Manifest, Reading, Scope};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| name.ends(&[".cs"]) && name.path.contains("apphost"),
    read,
};

fn read(reading: &mut Reading<'_>) {
    if !reading.text.contains("DistributedApplication") {
        return;
    }
    let tokens = code::tokens(reading.text, &code::C_LIKE);
    for (at, token) in tokens.iter().enumerate() {
        let Some(call) = token.word() else { continue };
        let is_call = at > 0
            && tokens[at - 1].is_sign('.')
            && tokens
                .get(at + 1)
                .is_some_and(|it| it.is_sign('(') || it.is_sign('<'));
        if !is_call {
            continue;
        }
        match call {
            "AddContainer" => read_image(reading, &tokens, at, 1),
            "WithImage" => read_image(reading, &tokens, at, 0),
            "AddProject" | "AddParameter" | "AddConnectionString" | "AddDatabase" => {}
            _ if call.starts_with("Add") => {
                reading.add("aspire", call, Kind::Service, Scope::Main, token.line);
            }
            _ => {}
        }
    }
}

/// No call that names an image has more pieces.
const LONGEST: usize = 400;

/// The image among the texts of a call.
fn read_image(reading: &mut Reading<'_>, tokens: &[Token<'_>], call: usize, position: usize) {
    let rest = &tokens[call..tokens.len().min(call + LONGEST)];
    let end = call + code::closed(rest, 1);
    let texts: Vec<&Token<'_>> = tokens[call..end]
        .iter()
        .filter(|it| it.text().is_some())
        .collect();
    if let Some(token) = texts.get(position) {
        reading.image(token.text().unwrap_or_default(), Scope::Main, token.line);
    }
}
