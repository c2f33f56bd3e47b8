//! Terraform and `OpenTofu`: resources, modules, charts and images; jobs of Nomad, which are written the same way.

use super::code::{self, Piece, Token};
use super::{Kind, Manifest, Reading, Scope, kubernetes};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| name.ends(&[".tf", ".tofu"]),
    read,
};

pub(super) const NOMAD: Manifest = Manifest {
    is: |name| name.ends(&[".nomad", ".nomad.hcl"]),
    read: read_job,
};

fn read(reading: &mut Reading<'_>) {
    let tokens = code::tokens(reading.text, &code::HCL);
    let mut at = 0;
    let mut platform = false;
    while let Some(token) = tokens.get(at) {
        let Some(word) = token.word() else {
            at += 1;
            continue;
        };
        let Some(open) = tokens[at..]
            .iter()
            .take(4)
            .position(|it| it.is_sign('{'))
            .map(|it| it + at)
        else {
            at += 1;
            continue;
        };
        let end = code::closed(&tokens, open);
        if ["resource", "module", "provider", "terraform"].contains(&word) && !platform {
            platform = true;
            reading.add("file", "terraform", Kind::Platform, Scope::Main, token.line);
        }
        let body = &tokens[open..end];
        match (word, tokens.get(at + 1).and_then(Token::text)) {
            ("resource", Some(kind)) => read_resource(reading, kind, tokens[at + 1].line, body),
            ("module", Some(_)) => read_module(reading, body),
            _ => {}
        }
        at = end;
    }
}

fn read_resource(reading: &mut Reading<'_>, kind: &str, line: usize, body: &[Token<'_>]) {
    reading.add("terraform", kind, Kind::Service, Scope::Main, line);
    add_engine(reading, kind, body);
    if let Some((chart, line)) = attribute(body, "chart") {
        kubernetes::read_chart(reading, chart, line);
    }
    let image = if kind == "docker_image" {
        "name"
    } else {
        "image"
    };
    read_images(reading, body, image);
}

fn read_module(reading: &mut Reading<'_>, body: &[Token<'_>]) {
    if let Some((source, line)) = attribute(body, "source").filter(|it| !it.0.starts_with('.')) {
        let name = source
            .trim_start_matches("registry.terraform.io/")
            .split("//")
            .next()
            .unwrap_or(source);
        reading.add("terraform", name, Kind::Service, Scope::Main, line);
        add_engine(reading, name, body);
    }
}

/// Notes what a managed database or broker runs, as `aws_db_instance:postgres`.
fn add_engine(reading: &mut Reading<'_>, kind: &str, body: &[Token<'_>]) {
    let engine = ["engine", "engine_type", "database_version"]
        .iter()
        .find_map(|it| attribute(body, it));
    if let Some((engine, line)) = engine {
        let name = format!("{kind}:{}", engine.to_lowercase());
        reading.add("terraform", &name, Kind::Service, Scope::Main, line);
    }
}

fn read_job(reading: &mut Reading<'_>) {
    let tokens = code::tokens(reading.text, &code::HCL);
    if let Some(job) = tokens.iter().find(|it| it.is_word("job")) {
        reading.add("file", "nomad", Kind::Platform, Scope::Main, job.line);
        read_images(reading, &tokens, "image");
    }
}

/// The first attribute of a name that is a text.
fn attribute<'a>(body: &[Token<'a>], name: &str) -> Option<(&'a str, usize)> {
    body.windows(3)
        .find_map(|it| match (it[0].piece, it[1].piece, it[2].piece) {
            (Piece::Word(word), Piece::Sign('='), Piece::Text(text)) if word == name => {
                Some((text, it[2].line))
            }
            _ => None,
        })
}

/// Every attribute that names an image, also in JSON inside: `image = "x"`, `"image": "x"`.
fn read_images(reading: &mut Reading<'_>, body: &[Token<'_>], name: &str) {
    for it in body.windows(3) {
        let named = it[0].word() == Some(name) || it[0].text() == Some(name);
        if let (true, Piece::Sign('=' | ':'), Some(reference)) = (named, it[1].piece, it[2].text())
        {
            reading.image(reference, Scope::Main, it[2].line);
        }
    }
}
