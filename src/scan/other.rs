//! Files that say by their presence what a repository is made for, and platforms with a manifest of a few lines.

use super::{Kind, Manifest, Name, Reading, Scope, code, kubernetes, node, yaml};

pub(super) const SERVERLESS: Manifest = Manifest {
    is: |name| platform(name).is_some(),
    read: |reading| {
        let lower = reading.path.to_lowercase();
        if let Some(platform) = platform(&Name::of(&lower)) {
            reading.add("file", platform, Kind::Platform, Scope::Main, 1);
            let name = Name::of(&lower);
            if platform == "serverless" && name.yaml() {
                read_serverless(reading);
            }
        }
    },
};

pub(super) const TILT: Manifest = Manifest {
    is: |name| name.file == "tiltfile" || name.ends(&[".tiltfile"]),
    read: read_tilt,
};

pub(super) const CLOUDFORMATION: Manifest = Manifest {
    is: |name| name.yaml() || name.ends(&[".template"]),
    read: |reading| {
        if reading.text.contains("AWSTemplateFormatVersion") {
            let (documents, problem) = yaml::documents(reading.text);
            if let Some((line, message)) = problem {
                reading.problem(line, message);
            }
            for document in &documents {
                if document.get("AWSTemplateFormatVersion").is_some() {
                    read_resources(reading, document);
                }
            }
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

/// The resources of the Serverless Framework: those of `CloudFormation` it makes, and functions on Lambda.
fn read_serverless(reading: &mut Reading<'_>) {
    let (documents, problem) = yaml::documents(reading.text);
    if let Some((line, message)) = problem {
        reading.problem(line, message);
    }
    for document in &documents {
        // Resources may be one map or a list of them.
        let resources = document.get("resources");
        let parts = resources
            .into_iter()
            .flat_map(|it| it.items().iter().chain([it]));
        for part in parts {
            read_resources(reading, part);
        }
        let provider = document.at(&["provider", "name"]);
        if let Some(aws) = provider.filter(|it| it.text() == Some("aws"))
            && document.get("functions").is_some()
        {
            let function = "AWS::Lambda::Function";
            reading.add(
                "cloudformation",
                function,
                Kind::Service,
                Scope::Main,
                aws.line,
            );
        }
    }
}

/// The resources that a template of `CloudFormation` makes.
fn read_resources(reading: &mut Reading<'_>, template: &node::Node) {
    for resource in template.pairs_of("Resources") {
        if let Some(kind) = resource.value.get("Type") {
            let name = kind.text().unwrap_or_default();
            reading.add(
                "cloudformation",
                name,
                Kind::Service,
                Scope::Main,
                kind.line,
            );
        }
    }
}

/// What runs beside a system under Tilt: `helm_remote('redis')` and `helm_resource('cache', 'bitnami/redis')` take charts.
fn read_tilt(reading: &mut Reading<'_>) {
    let tokens = code::tokens(reading.text, &code::PYTHON);
    for (at, token) in tokens.iter().enumerate() {
        let position = match token.word() {
            Some("helm_remote") => 0,
            Some("helm_resource") => 1,
            _ => continue,
        };
        if !tokens.get(at + 1).is_some_and(|it| it.is_sign('(')) {
            continue;
        }
        let inside = &tokens[at + 1..code::closed(&tokens, at + 1)];
        let mut texts = inside.iter().filter_map(|it| Some((it.text()?, it.line)));
        if let Some((chart, line)) = texts.nth(position) {
            kubernetes::read_chart(reading, chart, line);
        }
    }
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
