//! Files that say by their presence what a repository is made for, and platforms with a manifest of a few lines.

use super::{Kind, Manifest, Name, Reading, Scope, node};

pub(super) const SERVERLESS: Manifest = Manifest {
    is: |name| platform(name).is_some(),
    read: |reading| {
        let lower = reading.path.to_lowercase();
        if let Some(platform) = platform(&Name::of(&lower)) {
            reading.add("file", platform, Kind::Platform, Scope::Main, 1);
        }
    },
};

pub(super) const APP_JSON: Manifest = Manifest {
    is: |name| name.file == "app.json",
    read: read_app,
};

/// The platform whose file this is.
fn platform(name: &Name<'_>) -> Option<&'static str> {
    Some(match name.file {
        "serverless.yml" | "serverless.yaml" | "serverless.ts" => "serverless",
        "tiltfile" => "tilt",
        "pulumi.yaml" => "pulumi",
        "procfile" => "procfile",
        "fly.toml" => "fly",
        "dapr.yaml" => "dapr",
        "garden.yml" => "garden",
        "devspace.yaml" => "devspace",
        "wrangler.toml" | "wrangler.jsonc" => "wrangler",
        "werf.yaml" => "werf",
        _ => return None,
    })
}

/// Add-ons of Heroku.
fn read_app(reading: &mut Reading<'_>) {
    let Ok(document) = node::json(reading.text) else {
        return;
    };
    for addon in document.items_of("addons") {
        let plan = addon
            .text()
            .map(|it| (it, addon.line))
            .or_else(|| addon.get("plan").and_then(|it| Some((it.text()?, it.line))));
        if let Some((plan, line)) = plan {
            reading.add(
                "heroku",
                plan.split(':').next().unwrap_or(plan),
                Kind::Service,
                Scope::Main,
                line,
            );
        }
    }
}
