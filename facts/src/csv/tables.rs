//! The tables: their files, their columns, and what a row of each says. A table is a line in [`TABLES`] and a function.

use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode};

use super::{Row, TableReader, node};
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::model::problem::Problem;

/// Every table, in reading order.
pub(super) const TABLES: &[TableReader] = &[
    TableReader {
        file: "sources.csv",
        row: "where statements come from",
        columns: &[
            "slug",
            "name",
            "date",
            "license",
            "link",
            "directness",
            "revision_of",
            "description",
        ],
        say: source,
    },
    TableReader {
        file: "languages.csv",
        row: "a language or family",
        columns: &["slug", "name", "broader", "interop", "aliases"],
        say: language,
    },
    TableReader {
        file: "needs.csv",
        row: "what a person asks for",
        columns: &[
            "slug",
            "name",
            "broader",
            "members",
            "description",
            "aliases",
        ],
        say: need,
    },
    TableReader {
        file: "categories.csv",
        row: "a heading of a list, in its order",
        columns: &["slug", "name", "broader", "position", "source", "made_for"],
        say: category,
    },
    TableReader {
        file: "entries.csv",
        row: "a technology or publication",
        columns: &[
            "slug",
            "name",
            "kind",
            "needs",
            "made_for",
            "homepage",
            "repository",
            "license",
            "description",
            "note",
        ],
        say: entry,
    },
    TableReader {
        file: "standards.csv",
        row: "a protocol, format, recommendation",
        columns: &[
            "slug",
            "name",
            "identifier",
            "body",
            "link",
            "version_of",
            "description",
        ],
        say: standard,
    },
    TableReader {
        file: "listings.csv",
        row: "an entry as a list has it",
        columns: &[
            "source",
            "category",
            "name",
            "link",
            "entry",
            "stars",
            "days_since_push",
            "commercial",
        ],
        say: listing,
    },
    TableReader {
        file: "relations.csv",
        row: "a relation and its evidence",
        columns: &[
            "subject", "relation", "object", "source", "evidence", "words",
        ],
        say: relation,
    },
    TableReader {
        file: "statuses.csv",
        row: "active, maintenance or retired",
        columns: &[
            "slug", "status", "since", "date", "basis", "source", "evidence", "words",
        ],
        say: status,
    },
    TableReader {
        file: "forks.csv",
        row: "what began as a copy of another's code",
        columns: &["slug", "origin", "reason", "source", "evidence", "words"],
        say: fork,
    },
    TableReader {
        file: "successors.csv",
        row: "what took the place of something",
        columns: &[
            "slug",
            "successor",
            "kind",
            "none",
            "source",
            "evidence",
            "words",
        ],
        say: successor,
    },
    TableReader {
        file: "clients.csv",
        row: "a package through which a language talks to a technology",
        columns: &["technology", "language", "package", "official", "evidence"],
        say: client,
    },
    TableReader {
        file: "packages.csv",
        row: "a package or image and what it is to a technology",
        columns: &["technology", "package", "role", "source", "evidence"],
        say: package,
    },
    TableReader {
        file: "package-statuses.csv",
        row: "a package of clients.csv that was given up",
        columns: &[
            "package",
            "status",
            "since",
            "date",
            "basis",
            "successor",
            "kind",
            "none",
            "source",
            "evidence",
            "words",
        ],
        say: package_status,
    },
    TableReader {
        file: "downloads.csv",
        row: "figures of a package",
        columns: &["package", "monthly_downloads", "rank", "source"],
        say: downloads,
    },
    TableReader {
        file: "landscape.csv",
        row: "a technology as the CNCF landscape has it",
        columns: &[
            "slug",
            "name",
            "category",
            "homepage",
            "repository",
            "maturity",
            "accepted",
            "incubating",
            "graduated",
            "archived",
            "source",
        ],
        say: landscape,
    },
    TableReader {
        file: "systems.csv",
        row: "a real system",
        columns: &[
            "slug",
            "name",
            "repository",
            "commit",
            "date",
            "languages",
            "source",
        ],
        say: system,
    },
    TableReader {
        file: "uses.csv",
        row: "what a system uses, by its own manifest",
        columns: &["system", "technology", "source", "evidence", "words"],
        say: uses,
    },
    TableReader {
        file: "images.csv",
        row: "a container image",
        columns: &["technology", "image", "port", "evidence"],
        say: image,
    },
    TableReader {
        file: "aliases.csv",
        row: "another name people type",
        columns: &["slug", "alias"],
        say: alias,
    },
    TableReader {
        file: "products.csv",
        row: "what is released under versions of its own",
        columns: &["slug", "name", "entry", "packages", "source", "evidence"],
        say: product,
    },
    TableReader {
        file: "cycles.csv",
        row: "versions of a product that are supported together",
        columns: &["product", "cycle", "also", "end", "source"],
        say: cycle,
    },
];

/// The relations of `relations.csv`: name, property, kind of the object.
const RELATIONS: &[(&str, &str, &str)] = &[
    ("alternativeTo", sg::ALTERNATIVE_TO, "technology"),
    ("builtOn", sg::BUILT_ON, "technology"),
    ("forkOf", sg::FORK_OF, "technology"),
    ("implements", sg::IMPLEMENTS, "standard"),
    ("integratesWith", sg::INTEGRATES_WITH, "technology"),
    ("partOf", sg::IS_PART_OF, "technology"),
    ("replacedBy", sg::REPLACED_BY, "technology"),
    ("speaks", sg::SPEAKS, "standard"),
    ("writtenIn", sg::WRITTEN_IN, "language"),
];

fn source(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    row.define(slug);
    let source = node("source", slug);
    row.pen.source = source.clone();
    row.pen
        .say_types(&source, &[sg::SOURCE, sg::PROV_ENTITY, sg::DATASET]);
    row.pen.say_text(&source, sg::LABEL, row.text("name"));
    row.say_issued(&source)?;
    let licence = row.text("license").to_owned();
    row.pen.say_licence(&source, &licence);
    row.pen
        .say_text(&source, sg::DESCRIPTION, row.text("description"));
    if let Some(directness) = row.number("directness")? {
        row.pen.say_number(&source, sg::DIRECTNESS, directness);
    }
    if let Some(before) = row.optional_slug("revision_of")? {
        row.pen
            .say(&source, sg::REVISION_OF, node("source", before));
    }
    if let Some(link) = row.address("link")? {
        row.pen.say(&source, sg::HOMEPAGE, link.clone());
        row.pen.say(&source, sg::DERIVED_FROM, link);
    }
    Ok(())
}

fn language(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    row.define(slug);
    let language = node("language", slug);
    row.pen
        .say_types(&language, &[sg::LANGUAGE, sg::COMPUTER_LANGUAGE]);
    row.pen.say_text(&language, sg::LABEL, row.text("name"));
    for broader in row.slugs("broader")? {
        row.pen
            .say(&language, sg::BROADER, node("language", broader));
    }
    for other in row.slugs("interop")? {
        row.pen
            .say(&language, sg::INTEROPERATES_WITH, node("language", other));
    }
    row.say_aliases(&language);
    Ok(())
}

fn need(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    row.define(slug);
    let need = node("category", slug);
    let members = row.slugs("members")?;
    let classes: &[&str] = if members.is_empty() {
        &[sg::NEED, sg::CATEGORY, sg::CONCEPT]
    } else {
        &[sg::COLLECTION]
    };
    row.pen.say_types(&need, classes);
    for member in members {
        row.pen.say(&need, sg::MEMBER, node("category", member));
    }
    row.pen.say_text(&need, sg::LABEL, row.text("name"));
    row.pen
        .say_text(&need, sg::DESCRIPTION, row.text("description"));
    for broader in row.slugs("broader")? {
        row.pen.say(&need, sg::BROADER, node("category", broader));
    }
    row.say_aliases(&need);
    Ok(())
}

fn category(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    // Two lists may have the same heading: it is one category, and each says where it stands.
    row.define(&format!("{slug} {}", row.text("source")));
    row.use_source()?;
    let category = node("category", slug);
    row.pen.say_types(&category, &[sg::CATEGORY, sg::CONCEPT]);
    row.pen.say_text(&category, sg::LABEL, row.text("name"));
    let scheme = row.pen.source.clone();
    row.pen.say(&category, sg::IN_SCHEME, scheme);
    for broader in row.slugs("broader")? {
        row.pen
            .say(&category, sg::BROADER, node("category", broader));
    }
    if let Some(position) = row.number("position")? {
        row.pen.say_number(&category, sg::POSITION, position);
    }
    for language in row.slugs("made_for")? {
        row.pen
            .say(&category, sg::MADE_FOR, node("language", language));
    }
    Ok(())
}

fn entry(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    let kind = row.one_of("kind", &["technology", "standard", "publication"])?;
    let needs = row.slugs("needs")?;
    let made_for = row.slugs("made_for")?;
    let (homepage, repository) = (row.address("homepage")?, row.address("repository")?);
    row.define(slug);
    let entry = node(kind, slug);
    let classes: &[&str] = match kind {
        "technology" => &[sg::TECHNOLOGY, sg::PROJECT],
        "standard" => &[sg::STANDARD, sg::SPECIFICATION],
        _ => &[sg::PUBLICATION, sg::CREATIVE_WORK],
    };
    row.pen.say_types(&entry, classes);
    row.pen.say_text(&entry, sg::LABEL, row.text("name"));
    row.pen
        .say_text(&entry, sg::DESCRIPTION, row.text("description"));
    if let Some(main) = needs.first() {
        row.pen.say(&entry, sg::PURPOSE, node("category", main));
    }
    for need in needs {
        row.pen.say(&entry, sg::IN_CATEGORY, node("category", need));
    }
    for language in made_for {
        row.pen
            .say(&entry, sg::MADE_FOR, node("language", language));
    }
    if let Some(homepage) = homepage {
        row.pen.say(&entry, sg::HOMEPAGE, homepage);
    }
    if let Some(repository) = repository {
        row.pen.say(&entry, sg::REPOSITORY, repository);
    }
    row.pen.say_text(&entry, sg::LICENSE, row.text("license"));
    row.pen.say_text(&entry, sg::NOTE, row.text("note"));
    Ok(())
}

fn standard(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    let versions = row.slugs("version_of")?;
    let link = row.address("link")?;
    row.define(slug);
    let standard = node("standard", slug);
    row.pen
        .say_types(&standard, &[sg::STANDARD, sg::SPECIFICATION]);
    row.pen.say_text(&standard, sg::LABEL, row.text("name"));
    row.pen
        .say_text(&standard, sg::IDENTIFIER, row.text("identifier"));
    row.pen.say_text(&standard, sg::PUBLISHER, row.text("body"));
    row.pen
        .say_text(&standard, sg::DESCRIPTION, row.text("description"));
    for version in versions {
        row.pen
            .say(&standard, sg::IS_VERSION_OF, node("standard", version));
    }
    if let Some(link) = link {
        row.pen.say(&standard, sg::HOMEPAGE, link);
    }
    Ok(())
}

fn listing(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let slug = row.slug("entry")?;
    let category = row.slug("category")?;
    let (stars, days) = (row.number("stars")?, row.number("days_since_push")?);
    let link = row.address("link")?;
    let entry = row.entry(slug, "technology");
    row.pen
        .say(&entry, sg::IN_CATEGORY, node("category", category));
    row.pen.say_text(&entry, sg::ALT_LABEL, row.text("name"));
    if let Some(link) = link {
        let property = if is_repository(link.as_str()) {
            sg::REPOSITORY
        } else {
            sg::HOMEPAGE
        };
        row.pen.say(&entry, property, link);
    }
    if let Some(stars) = stars {
        row.pen.say_number(&entry, sg::STARS, stars);
    }
    if let Some(days) = days {
        row.pen.say_number(&entry, sg::DAYS_SINCE_PUSH, days);
    }
    if row.yes("commercial")? {
        row.pen.say(&entry, sg::COMMERCIAL, Literal::from(true));
    }
    Ok(())
}

/// Whether an address is a source code repository: owner and name on a well-known host.
fn is_repository(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("://") else {
        return false;
    };
    let mut parts = rest.trim_end_matches('/').split('/');
    let host = parts.next().unwrap_or_default();
    matches!(
        host,
        "github.com" | "www.github.com" | "gitlab.com" | "bitbucket.org"
    ) && parts.count() == 2
}

fn relation(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let names: Vec<&'static str> = RELATIONS.iter().map(|(name, ..)| *name).collect();
    let name = row.one_of("relation", &names)?;
    let (subject, object) = (row.slug("subject")?, row.slug("object")?);
    let &(_, property, range) = RELATIONS
        .iter()
        .find(|(known, ..)| *known == name)
        .expect("one_of returned a known name");
    let from = row.entry(subject, "technology");
    let to = if range == "language" {
        node(range, object)
    } else {
        row.entry(object, range)
    };
    row.pen.say(&from, property, to.clone());
    row.say_evidence(
        &from,
        property,
        &to.into(),
        &format!("{subject}--{}--{object}", slug_of(name)),
    )
}

/// `builtOn` → `built-on`.
fn slug_of(name: &str) -> String {
    name.chars()
        .flat_map(|letter| {
            letter
                .is_uppercase()
                .then_some('-')
                .into_iter()
                .chain(letter.to_lowercase())
        })
        .collect()
}

/// The statuses that a thing can have.
const STATUSES: &[&str] = &["active", "maintenance", "retired"];
/// What a status can rest on.
const BASES: &[&str] = &["announced", "registry", "archived", "silent"];
/// How a successor can have come to be one.
const SUCCESSOR_KINDS: &[&str] = &["renamed", "merged", "fork", "advised", "suggested"];

fn status(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let slug = row.slug("slug")?;
    let entry = row.entry(slug, "technology");
    say_status(row, slug, &[entry])
}

/// Writes the status of things, since when it holds, what it rests on and when that was read. `slug` names the statement.
fn say_status(row: &mut Row<'_, '_>, slug: &str, things: &[NamedNode]) -> Result<(), Problem> {
    let status = row.one_of("status", STATUSES)?;
    let (since, date) = (row.number("since")?, row.date("date")?);
    let basis = row.optional_one_of("basis", BASES)?;
    let literal = Literal::new_simple_literal(status).into();
    for (number, thing) in things.iter().enumerate() {
        row.pen.say_text(thing, sg::STATUS, status);
        if let Some(year) = since {
            row.pen.say_number(thing, sg::STATUS_SINCE, year);
        }
        if let Some(date) = date {
            let day = Literal::new_typed_literal(date, xsd::DATE);
            row.pen.say(thing, sg::STATUS_DATE, day);
        }
        row.pen
            .say_text(thing, sg::STATUS_BASIS, basis.unwrap_or_default());
        let name = numbered(&format!("{slug}--status--{status}"), number);
        row.say_evidence(thing, sg::STATUS, &literal, &name)?;
    }
    Ok(())
}

/// The name of a statement: the first has no number.
fn numbered(name: &str, number: usize) -> String {
    match number {
        0 => name.to_owned(),
        _ => format!("{name}--{number}"),
    }
}

fn fork(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let (slug, origin) = (row.slug("slug")?, row.slug("origin")?);
    let fork = row.entry(slug, "technology");
    let of = row.entry(origin, "technology");
    let name = format!("{slug}--fork-of--{origin}");
    row.pen.say(&fork, sg::FORK_OF, of.clone());
    row.say_evidence(&fork, sg::FORK_OF, &of.clone().into(), &name)?;
    let reason = row.text("reason");
    if !reason.is_empty() {
        let statement = row.say_statement(&fork, sg::FORK_OF, &of.into(), &name);
        row.pen.say_text(&statement, sg::NOTE, reason);
    }
    Ok(())
}

fn successor(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let slug = row.slug("slug")?;
    let entry = row.entry(slug, "technology");
    let Some(successor) = row.optional_slug("successor")? else {
        return say_none(row, &[entry]);
    };
    let object = row.entry(successor, "technology");
    let name = format!("{slug}--replaced-by--{successor}");
    say_successor(row, &entry, object, &name)
}

/// Writes why nothing took the place of things.
fn say_none(row: &mut Row<'_, '_>, things: &[NamedNode]) -> Result<(), Problem> {
    let none = row.text("none");
    if none.is_empty() {
        let message = "no successor, expected one, or a sentence in column `none` that says why nothing took its place";
        return Err(row.problem("successor", message.to_owned()));
    }
    for thing in things {
        row.pen.say_text(thing, sg::NO_SUCCESSOR, none);
    }
    Ok(())
}

/// Writes what took the place of a thing, and how that came.
fn say_successor(
    row: &mut Row<'_, '_>,
    of: &NamedNode,
    successor: NamedNode,
    name: &str,
) -> Result<(), Problem> {
    let kind = row.one_of("kind", SUCCESSOR_KINDS)?;
    row.pen.say(of, sg::REPLACED_BY, successor.clone());
    row.say_evidence(of, sg::REPLACED_BY, &successor.clone().into(), name)?;
    let statement = row.say_statement(of, sg::REPLACED_BY, &successor.into(), name);
    row.pen.say_text(&statement, sg::SUCCESSOR_KIND, kind);
    Ok(())
}

fn package_status(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let package = row.package()?;
    let clients = row.clients(package)?;
    let name = slug(package);
    say_status(row, &name, &clients)?;
    let successor = row.text("successor");
    if successor.is_empty() {
        let none = row.text("none");
        return if none.is_empty() {
            Ok(())
        } else {
            say_none(row, &clients)
        };
    }
    let successors = row.clients(successor)?;
    let mut number = 0;
    for client in &clients {
        for successor in &successors {
            let name = numbered(&format!("{name}--replaced-by"), number);
            say_successor(row, client, successor.clone(), &name)?;
            number += 1;
        }
    }
    Ok(())
}

fn client(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let technology = row.slug("technology")?;
    let language = row.slug("language")?;
    let official = row.one_of("official", &["official", "community"])?;
    let package = row.package()?;
    let client = node(
        "client",
        &slug(&format!("{package} {technology} {language}")),
    );
    row.pen.say_types(&client, &[sg::CLIENT]);
    row.pen.say_text(&client, sg::LABEL, package);
    row.pen.say_text(&client, sg::PACKAGE, package);
    row.remember_package(package, &client);
    row.pen
        .say(&client, sg::CLIENT_OF, row.entry(technology, "technology"));
    row.pen
        .say(&client, sg::FOR_LANGUAGE, node("language", language));
    row.pen
        .say(&client, sg::OFFICIAL, Literal::from(official == "official"));
    if let Some(evidence) = row.address("evidence")? {
        row.pen.say(&client, sg::PRIMARY_SOURCE, evidence);
    }
    Ok(())
}

/// What a package is to a technology: the word of `packages.csv`, and the property it says.
const ROLES: [(&str, &str); 5] = [
    ("own", sg::PACKAGE),
    ("client", sg::CLIENT_PACKAGE),
    ("part", sg::PART_PACKAGE),
    ("plugin", sg::PLUGIN_PACKAGE),
    ("starter", sg::STARTER_PACKAGE),
];

fn package(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let package = row.package()?;
    let role = match row.text("role") {
        "" => "own",
        _ => row.one_of("role", &ROLES.map(|(role, _)| role))?,
    };
    let (_, property) = ROLES
        .iter()
        .find(|(known, _)| *known == role)
        .expect("one_of returned a known role");
    row.define(&format!("{package} {role} {}", row.text("source")));
    let literal: oxrdf::Term = Literal::new_simple_literal(package).into();
    for meant in row.slugs("technology")? {
        let technology = row.entry(meant, "technology");
        row.pen.say(&technology, property, literal.clone());
        if role == "own" {
            row.remember_package(package, &technology);
        }
        let statement = format!("{meant}--package--{}", slug(package));
        row.say_evidence(&technology, property, &literal, &statement)?;
    }
    Ok(())
}

fn downloads(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let package = row.package()?;
    let (downloads, rank) = (row.number("monthly_downloads")?, row.number("rank")?);
    for thing in row.packaged(package)? {
        if let Some(downloads) = downloads {
            row.pen.say_number(&thing, sg::MONTHLY_DOWNLOADS, downloads);
        }
        if let Some(rank) = rank {
            row.pen.say_number(&thing, sg::DOWNLOAD_RANK, rank);
        }
    }
    Ok(())
}

/// The columns of `landscape.csv` that hold a date, and what each says.
const MILESTONES: &[(&str, &str)] = &[
    ("accepted", sg::ACCEPTED),
    ("incubating", sg::INCUBATING_SINCE),
    ("graduated", sg::GRADUATED_SINCE),
    ("archived", sg::ARCHIVED_SINCE),
];

fn landscape(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let entry = row.entry(row.slug("slug")?, "technology");
    let (homepage, repository) = (row.address("homepage")?, row.address("repository")?);
    row.pen.say_text(&entry, sg::ALT_LABEL, row.text("name"));
    for category in row.slugs("category")? {
        row.pen
            .say(&entry, sg::IN_CATEGORY, node("category", category));
    }
    if let Some(homepage) = homepage {
        row.pen.say(&entry, sg::HOMEPAGE, homepage);
    }
    if let Some(repository) = repository {
        row.pen.say(&entry, sg::REPOSITORY, repository);
    }
    if !row.text("maturity").is_empty() {
        let maturities = ["graduated", "incubating", "sandbox", "archived"];
        let maturity = row.one_of("maturity", &maturities)?;
        row.pen.say_text(&entry, sg::MATURITY, maturity);
    }
    for (column, property) in MILESTONES {
        if let Some(date) = row.date(column)? {
            row.pen.say(
                &entry,
                property,
                Literal::new_typed_literal(date, xsd::DATE),
            );
        }
    }
    Ok(())
}

fn system(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    let (repository, languages) = (row.address("repository")?, row.slugs("languages")?);
    row.define(slug);
    row.use_source()?;
    let system = node("system", slug);
    row.pen.say_types(&system, &[sg::SYSTEM]);
    row.pen.say_text(&system, sg::LABEL, row.text("name"));
    row.pen.say_text(&system, sg::REVISION, row.text("commit"));
    if let Some(date) = row.date("date")? {
        let date = Literal::new_typed_literal(date, xsd::DATE);
        row.pen.say(&system, sg::MODIFIED, date);
    }
    if let Some(repository) = repository {
        row.pen.say(&system, sg::REPOSITORY, repository);
    }
    for language in languages {
        row.pen
            .say(&system, sg::WRITTEN_IN, node("language", language));
    }
    Ok(())
}

fn uses(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let (system, technology) = (row.slug("system")?, row.slug("technology")?);
    let from = node("system", system);
    let to = row.entry(technology, "technology");
    row.pen.say(&from, sg::USES, to.clone());
    row.say_evidence(
        &from,
        sg::USES,
        &to.into(),
        &format!("{system}--uses--{technology}"),
    )
}

fn image(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let technology = row.slug("technology")?;
    let port = row.number("port")?;
    let image = row.text("image");
    if !image.contains(':') {
        let message = format!("`{image}` is no image with a tag, expected one such as `nats:2`");
        return Err(row.problem("image", message));
    }
    let technology = row.entry(technology, "technology");
    row.pen.say_text(&technology, sg::CONTAINER_IMAGE, image);
    if let Some(port) = port {
        row.pen.say_number(&technology, sg::PORT, port);
    }
    let literal = Literal::new_simple_literal(image).into();
    let name = format!("{}--container-image", row.text("technology"));
    row.say_evidence(&technology, sg::CONTAINER_IMAGE, &literal, &name)
}

fn alias(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    let slug = row.slug("slug")?;
    let entry = row.entry(slug, "technology");
    row.pen.say_text(&entry, sg::ALT_LABEL, row.text("alias"));
    Ok(())
}

fn product(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let slug = row.slug("slug")?;
    let of = row.optional_slug("entry")?;
    let evidence = row.address("evidence")?;
    row.define(slug);
    let product = node("product", slug);
    row.pen.say_types(&product, &[sg::PRODUCT]);
    row.pen.say_text(&product, sg::LABEL, row.text("name"));
    // Runtimes are languages here; what is no entry has only its cycles.
    if let Some(of) = of {
        let of = row.entry(of, "language");
        row.pen.say(&product, sg::PRODUCT_OF, of);
    }
    for package in row.text("packages").split(';').map(str::trim) {
        if !package.contains(':') {
            let message = format!(
                "`{package}` is no package, expected a registry and a name such as `docker:redis`"
            );
            return Err(row.problem("packages", message));
        }
        row.pen.say_text(&product, sg::VERSIONED_PACKAGE, package);
    }
    if let Some(evidence) = evidence {
        row.pen.say(&product, sg::PRIMARY_SOURCE, evidence);
    }
    Ok(())
}

fn cycle(row: &mut Row<'_, '_>) -> Result<(), Problem> {
    row.use_source()?;
    let (product, end) = (row.slug("product")?, row.date("end")?);
    let name = row.text("cycle");
    if name.is_empty() {
        let message = "no cycle, expected the beginning of its versions, such as `3.8`";
        return Err(row.problem("cycle", message.to_owned()));
    }
    row.define(&format!("{product} {name}"));
    let cycle = node("cycle", &slug(&format!("{product} {name}")));
    row.pen.say_types(&cycle, &[sg::RELEASE_CYCLE]);
    row.pen.say(&cycle, sg::CYCLE_OF, node("product", product));
    row.pen.say_text(&cycle, sg::CYCLE, name);
    row.pen.say_text(&cycle, sg::ALT_LABEL, row.text("also"));
    if let Some(end) = end {
        let end = Literal::new_typed_literal(end, xsd::DATE);
        row.pen.say(&cycle, sg::END_OF_LIFE, end);
    }
    Ok(())
}
