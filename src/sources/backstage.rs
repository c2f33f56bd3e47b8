//! Backstage: the entities of `catalog-info.yaml` files → systems, and what they use.
//!
//! Components, resources, APIs and systems are systems here. Their tags, annotations and `dependsOn` name technologies; what
//! a resource is made of counts for each component that depends on it. A word that means several things, or none that is
//! known, is kept as a note.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::NamedNode;
use serde::Deserialize;
use serde_saphyr::Spanned;

use super::known::{Known, Thing, node};
use super::listing::{self, is_repository};
use super::text;
use crate::base::place::Place;
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::model::fact::{Facts, Pen};
use crate::model::problem::Problem;

/// A file: its name as the user gave it, and its bytes.
pub struct File<'a> {
    /// The name.
    pub name: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// What every entity says how it is read: the beginning of its `apiVersion`.
pub(super) const API: &str = "backstage.io/";
const EXPECTED: &str = "expected Backstage entities, each with `apiVersion`, `kind`, `metadata`";
/// The kinds that are systems here, and those that say who and where.
const SYSTEMS: [&str; 4] = ["component", "system", "resource", "api"];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Entity {
    kind: Option<Spanned<String>>,
    metadata: Option<Metadata>,
    spec: Option<Spec>,
    relations: Option<Vec<Relation>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    name: Option<Spanned<String>>,
    namespace: Option<String>,
    title: Option<String>,
    description: Option<String>,
    tags: Option<Vec<Spanned<String>>>,
    annotations: Option<BTreeMap<String, Option<Spanned<String>>>>,
    links: Option<Vec<Link>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Link {
    url: Option<String>,
    title: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Spec {
    r#type: Option<Spanned<String>>,
    lifecycle: Option<String>,
    owner: Option<String>,
    system: Option<Spanned<String>>,
    subcomponent_of: Option<Spanned<String>>,
    depends_on: Option<Vec<Spanned<String>>>,
    provides_apis: Option<Vec<Spanned<String>>>,
    consumes_apis: Option<Vec<Spanned<String>>>,
}

/// A relation as the API of Backstage tells it.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Relation {
    r#type: Option<String>,
    target_ref: Option<Spanned<String>>,
}

/// Text and its line.
#[derive(Clone, Debug)]
struct Said {
    text: String,
    line: u32,
}

impl From<Spanned<String>> for Said {
    fn from(spanned: Spanned<String>) -> Self {
        Self {
            line: u32::try_from(spanned.referenced.line()).unwrap_or(0),
            text: spanned.value.trim().to_owned(),
        }
    }
}

fn said(all: Option<Vec<Spanned<String>>>) -> Vec<Said> {
    all.unwrap_or_default()
        .into_iter()
        .map(Said::from)
        .collect()
}

/// A component, system, resource or API.
struct Part {
    file: usize,
    line: u32,
    kind: &'static str,
    namespace: String,
    name: String,
    title: String,
    description: String,
    kind_of: Option<Said>,
    tags: Vec<Said>,
    annotations: Vec<(String, Said)>,
    notes: Vec<String>,
    repository: String,
    /// What it is part of.
    within: Vec<Said>,
    /// What it needs to run.
    needs: Vec<Said>,
    /// The APIs that it offers.
    offers: Vec<Said>,
    system: NamedNode,
}

/// Reads files together, so that what one names another may hold. Each is a source of its own.
#[must_use]
pub fn read(files: &[File<'_>], known: &dyn Known) -> (Facts, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut parts = Vec::new();
    for (at, file) in files.iter().enumerate() {
        match entities(file) {
            Ok(entities) => take(at, file.name, entities, &mut parts, &mut problems),
            Err(problem) => problems.push(problem),
        }
    }
    let mut facts = Facts::default();
    name_apart(&mut parts, known);
    let mut writer = Writer {
        files,
        known,
        by_reference: parts
            .iter()
            .enumerate()
            .map(|(at, it)| (it.reference(), at))
            .collect(),
        parts: &parts,
        defined: BTreeSet::new(),
        problems: Vec::new(),
    };
    for part in &parts {
        writer.write(&mut facts, part);
    }
    problems.extend(writer.problems);
    problems.sort();
    (facts, problems)
}

fn entities(file: &File<'_>) -> Result<Vec<Entity>, Problem> {
    let text = text::decode(file.name, file.bytes)?;
    let read: Result<Vec<Option<Entity>>, _> = serde_saphyr::from_multiple(text);
    match read {
        Ok(entities) => Ok(entities.into_iter().flatten().collect()),
        Err(error) => {
            let mut place = place(file.name, 0);
            if let Some(at) = error.location() {
                (place.line, place.column) = (at.line(), at.column());
            }
            let message = error.to_string();
            let first = message.lines().next().unwrap_or_default();
            let first = first.strip_prefix("error: ").unwrap_or(first);
            Err(Problem::malformed(place, format!("{first}; {EXPECTED}")))
        }
    }
}

fn place(file: &str, line: u32) -> Place {
    Place {
        file: file.to_owned(),
        line: line.into(),
        column: 0,
    }
}

/// Takes the systems among the entities of a file; the others are passed over.
fn take(
    file: usize,
    name: &str,
    entities: Vec<Entity>,
    parts: &mut Vec<Part>,
    problems: &mut Vec<Problem>,
) {
    let before = parts.len();
    let mut skipped = Vec::new();
    for entity in entities {
        let kind = entity.kind.clone().map(Said::from);
        let metadata = entity.metadata.unwrap_or_default();
        let line = |it: &Option<Said>| it.as_ref().map_or(0, |it| it.line);
        let called = metadata.name.clone().map(Said::from);
        let known = kind.as_ref().and_then(|kind| {
            let lower = kind.text.to_lowercase();
            SYSTEMS.into_iter().find(|it| *it == lower)
        });
        match (known, &called, &kind) {
            (Some(known), Some(called), _) if !called.text.is_empty() => {
                let spec = entity.spec.unwrap_or_default();
                let relations = entity.relations.unwrap_or_default();
                parts.push(part(file, known, called, metadata, spec, relations));
            }
            (Some(_), ..) => skipped.push((line(&kind).into(), "it has no name".to_owned())),
            (None, _, Some(other)) => {
                let why = format!("it is a {}, which uses nothing", other.text);
                skipped.push((other.line.into(), why));
            }
            (None, ..) => skipped.push((line(&called).into(), "it has no kind".to_owned())),
        }
    }
    if parts.len() == before {
        let message = format!("no component, system, resource or API, {EXPECTED}");
        problems.push(Problem::malformed(place(name, 0), message));
    }
    problems.extend(text::passed_over(name, &skipped));
}

fn part(
    file: usize,
    kind: &'static str,
    called: &Said,
    metadata: Metadata,
    spec: Spec,
    relations: Vec<Relation>,
) -> Part {
    let mut needs = said(spec.depends_on);
    needs.extend(
        said(spec.consumes_apis)
            .into_iter()
            .map(|it| of_kind("api", it)),
    );
    let mut offers: Vec<Said> = said(spec.provides_apis);
    let mut within: Vec<Said> = Vec::new();
    within.extend(spec.system.map(|it| of_kind("system", it.into())));
    within.extend(spec.subcomponent_of.map(Said::from));
    for relation in relations {
        let Some(target) = relation.target_ref.map(Said::from) else {
            continue;
        };
        match relation.r#type.as_deref() {
            Some("dependsOn" | "consumesApi") => needs.push(target),
            Some("providesApi") => offers.push(target),
            Some("partOf") => within.push(target),
            _ => {}
        }
    }
    let offers = offers.into_iter().map(|it| of_kind("api", it)).collect();
    let kind_of = spec.r#type.map(Said::from);
    let mut notes: Vec<String> = Vec::new();
    let type_of = kind_of.as_ref().map(|it| it.text.clone());
    for (name, text) in [
        ("type", type_of),
        ("lifecycle", spec.lifecycle),
        ("owner", spec.owner),
    ] {
        notes.extend(
            text.filter(|it| !it.trim().is_empty())
                .map(|it| format!("{name}: {}", it.trim())),
        );
    }
    for link in metadata.links.unwrap_or_default() {
        let title = link.title.unwrap_or_else(|| "link".to_owned());
        notes.extend(link.url.map(|url| format!("{title}: {url}")));
    }
    let annotations: Vec<(String, Said)> = metadata
        .annotations
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?.into())))
        .collect();
    Part {
        file,
        line: called.line,
        kind,
        namespace: metadata
            .namespace
            .unwrap_or_else(|| DEFAULT.to_owned())
            .to_lowercase(),
        name: called.text.clone(),
        title: metadata.title.unwrap_or_default(),
        description: metadata.description.unwrap_or_default(),
        kind_of,
        tags: said(metadata.tags),
        repository: repository(&annotations),
        annotations,
        notes,
        within,
        needs,
        offers,
        system: node("system", ""),
    }
}

/// The namespace of what names none.
const DEFAULT: &str = "default";

/// A reference that leaves out the kind means one of this kind.
fn of_kind(kind: &str, reference: Said) -> Said {
    if reference.text.contains(':') {
        return reference;
    }
    Said {
        text: format!("{kind}:{}", reference.text),
        ..reference
    }
}

/// `resource:default/orders` in full and in small letters; without a kind it means a component.
fn full(reference: &str) -> [String; 3] {
    let lower = reference.trim().to_lowercase();
    let (kind, rest) = lower.split_once(':').unwrap_or(("component", &lower));
    let (namespace, name) = rest.split_once('/').unwrap_or((DEFAULT, rest));
    [kind, namespace, name].map(|it| it.trim().to_owned())
}

/// Where the code is, as annotations tell it.
fn repository(annotations: &[(String, Said)]) -> String {
    let value = |key: &str| {
        annotations
            .iter()
            .find(|(it, _)| it == key)
            .map(|(_, value)| value.text.as_str())
    };
    for (key, host) in [
        ("github.com/project-slug", "github.com"),
        ("gitlab.com/project-slug", "gitlab.com"),
        ("bitbucket.org/project-slug", "bitbucket.org"),
    ] {
        if let Some(slug) = value(key) {
            return format!("https://{host}/{slug}");
        }
    }
    let location = value("backstage.io/source-location").unwrap_or_default();
    let location = location
        .strip_prefix("url:")
        .unwrap_or(location)
        .trim_end_matches('/');
    let location = location.split("/tree/").next().unwrap_or_default();
    if is_repository(location) {
        location.to_owned()
    } else {
        String::new()
    }
}

impl Part {
    fn reference(&self) -> [String; 3] {
        [
            self.kind.to_owned(),
            self.namespace.clone(),
            self.name.to_lowercase(),
        ]
    }
}

/// Gives each part a slug of its own: its name, its name and kind, or a number; a component comes first.
fn name_apart(parts: &mut [Part], known: &dyn Known) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut met: BTreeMap<[String; 3], NamedNode> = BTreeMap::new();
    for kind in SYSTEMS {
        for part in parts.iter_mut().filter(|it| it.kind == kind) {
            let reference = part.reference();
            // Told twice, as in a file and in a copy of it.
            if let Some(same) = met.get(&reference) {
                part.system = same.clone();
                continue;
            }
            let base = if part.namespace == DEFAULT {
                slug(&part.name)
            } else {
                slug(&format!("{} {}", part.namespace, part.name))
            };
            let mut is_free = |it: &String| {
                !it.is_empty() && known.is_free("system", it) && taken.insert(it.clone())
            };
            let first = [base.clone(), format!("{base}-{kind}")];
            let own = first.into_iter().find(&mut is_free).unwrap_or_else(|| {
                loop {
                    let number = numbers.entry(base.clone()).or_insert(1);
                    *number += 1;
                    let slug = format!("{base}-{kind}-{number}");
                    if is_free(&slug) {
                        break slug;
                    }
                }
            });
            part.system = node("system", &own);
            met.insert(reference, part.system.clone());
        }
    }
}

struct Writer<'a> {
    files: &'a [File<'a>],
    known: &'a dyn Known,
    parts: &'a [Part],
    by_reference: BTreeMap<[String; 3], usize>,
    /// Source and thing that are defined already.
    defined: BTreeSet<(NamedNode, String)>,
    problems: Vec<Problem>,
}

impl Writer<'_> {
    fn write(&mut self, facts: &mut Facts, part: &Part) {
        let file_name = self.files[part.file].name;
        let source = node("source", &source_slug(file_name));
        let file = facts.file(file_name);
        let mut pen = Pen::new(facts, file, 0, source.clone());
        if self.defined.insert((source.clone(), String::new())) {
            pen.say_types(&source, &[sg::SOURCE, sg::PROV_ENTITY, sg::DATASET]);
            pen.say_text(&source, sg::LABEL, &source_slug(file_name));
        }
        pen.line = part.line;
        say_what_it_is(&mut pen, part);
        let mut notes = vec![format!("kind: {}", part.kind)];
        notes.extend(part.notes.iter().cloned());
        notes.extend(self.say_what_it_is_part_of(&mut pen, part));
        let mut uses = self.made_of(part);
        let (more, outside) = self.needed(&mut pen, part);
        uses.extend(more);
        notes.extend(outside);
        notes.extend(self.tags_that_name_nothing(part));
        pen.line = part.line;
        for note in notes {
            pen.say_text(&part.system, sg::NOTE, &note);
        }
        let languages = part.tags.iter();
        let languages: Vec<(u32, Thing)> = languages
            .filter_map(|tag| Some((tag.line, self.known.language(&tag.text)?)))
            .collect();
        for (property, things) in [(sg::WRITTEN_IN, languages), (sg::USES, uses)] {
            let mut met = BTreeSet::new();
            for (line, thing) in things {
                if !met.insert(thing.iri.as_str().to_owned()) {
                    continue;
                }
                pen.line = line;
                let defined = (source.clone(), thing.iri.as_str().to_owned());
                if self.defined.insert(defined) {
                    thing.define(&mut pen);
                }
                pen.say(&part.system, property, thing.iri);
            }
        }
    }

    /// Says what holds it; what is not in these files is a note.
    fn say_what_it_is_part_of(&self, pen: &mut Pen<'_>, part: &Part) -> Vec<String> {
        let mut notes = Vec::new();
        for whole in &part.within {
            if let Some(at) = self.by_reference.get(&full(&whole.text)) {
                pen.line = whole.line;
                pen.say(&part.system, sg::IS_PART_OF, self.parts[*at].system.clone());
            } else {
                notes.push(format!("part of: {}", whole.text));
            }
        }
        notes
    }

    /// Says which systems it needs; gives what it uses thereby, and notes of what nobody knows.
    fn needed(&mut self, pen: &mut Pen<'_>, part: &Part) -> (Vec<(u32, Thing)>, Vec<String>) {
        let (mut uses, mut notes) = (Vec::new(), Vec::new());
        let needs = part.needs.iter().map(|it| (it, true));
        for (needed, is_required) in needs.chain(part.offers.iter().map(|it| (it, false))) {
            let at = self.by_reference.get(&full(&needed.text));
            if let Some(other) = at.map(|at| &self.parts[*at]) {
                if is_required {
                    pen.line = needed.line;
                    pen.say(&part.system, sg::REQUIRES, other.system.clone());
                }
                // What is behind another component is that one's own affair.
                if ["resource", "api"].contains(&other.kind) {
                    let made = self.made_of(other).into_iter();
                    uses.extend(made.map(|(_, it)| (needed.line, it)));
                }
            } else if let Some(thing) = self.outside(&needed.text) {
                uses.push((needed.line, thing));
            } else {
                notes.push(format!("depends on: {}", needed.text));
                let message = format!(
                    "`{}` is neither in these files nor the name of a known technology, kept as a note",
                    needed.text
                );
                let place = place(self.files[part.file].name, needed.line);
                self.problems.push(Problem::skipped(place, message));
            }
        }
        (uses, notes)
    }

    fn tags_that_name_nothing(&self, part: &Part) -> Vec<String> {
        let is_said = |tag: &Said| {
            let known = self.known;
            known.language(&tag.text).is_some() || known.tagged(&tag.text).is_some()
        };
        let tags = part.tags.iter().filter(|tag| !is_said(tag));
        tags.map(|tag| format!("tag: {}", tag.text)).collect()
    }

    /// What an entity by itself says that it is made of, each with its line.
    fn made_of(&self, part: &Part) -> Vec<(u32, Thing)> {
        let known = self.known;
        let is_no_language = |tag: &&Said| known.language(&tag.text).is_none();
        let tags = part.tags.iter().filter(is_no_language);
        let tags = tags.filter_map(|tag| Some((tag.line, known.tagged(&tag.text)?)));
        let annotations = part.annotations.iter();
        let annotations =
            annotations.filter_map(|(key, value)| Some((value.line, self.annotated(key)?)));
        let mut made: Vec<(u32, Thing)> = tags.chain(annotations).collect();
        if part.kind != "component" && part.kind != "system" {
            let kind_of = part
                .kind_of
                .iter()
                .filter_map(|it| Some((it.line, self.by_words(&it.text)?)));
            made.extend(kind_of);
        }
        if part.kind == "resource" {
            made.extend(self.by_words(&part.name).map(|it| (part.line, it)));
        }
        made
    }

    /// What an annotation belongs to: `jenkins.io/job-full-name`, `grafana/alert-label-selector`; those of Backstage itself by
    /// the word behind it, as in `backstage.io/kubernetes-id`. Where the code is says nothing of what runs.
    fn annotated(&self, key: &str) -> Option<Thing> {
        const OF_CODE: &[&str] = &["github", "gitlab", "bitbucket", "dev"];
        let (domain, rest) = key.split_once('/')?;
        let owner = domain.split('.').next()?;
        let word = if domain == "backstage.io" {
            rest.split('-').next()?
        } else {
            owner
        };
        (!OF_CODE.contains(&word))
            .then(|| self.known.tagged(word))
            .flatten()
    }

    /// What is described elsewhere, by its name: of a resource a word of it will do.
    fn outside(&self, reference: &str) -> Option<Thing> {
        let [kind, _, name] = full(reference);
        let is_named_kind = reference.contains(':');
        if kind == "resource" || !is_named_kind {
            self.by_words(&name)
        } else {
            self.known.tagged(&name)
        }
    }

    /// The technology that a name as a whole means, or the only one that its words mean.
    fn by_words(&self, name: &str) -> Option<Thing> {
        if let Some(thing) = self.known.tagged(name) {
            return Some(thing);
        }
        let words = name
            .split(|it: char| !it.is_alphanumeric())
            .filter(|word| word.len() > 2);
        let mut things: Vec<Thing> = words.filter_map(|word| self.known.tagged(word)).collect();
        things.dedup();
        (things.len() == 1).then(|| things.remove(0))
    }
}

fn say_what_it_is(pen: &mut Pen<'_>, part: &Part) {
    let system = &part.system;
    pen.say_types(system, &[sg::SYSTEM]);
    let label = if part.title.is_empty() {
        &part.name
    } else {
        &part.title
    };
    pen.say_text(system, sg::LABEL, label);
    if label != &part.name {
        pen.say_text(system, sg::ALT_LABEL, &part.name);
    }
    pen.say_text(system, sg::DESCRIPTION, part.description.trim());
    if !part.repository.is_empty()
        && let Ok(repository) = NamedNode::new(&part.repository)
    {
        pen.say(system, sg::REPOSITORY, repository);
    }
}

/// The file's name; every repository calls it the same, so the folder tells which one it is.
fn source_slug(file: &str) -> String {
    let own = listing::source_slug(file, "");
    let mut folders = file.rsplit(['/', '\\']).skip(1).map(slug);
    match folders.find(|it| !it.is_empty()) {
        Some(folder) if own == "catalog-info" => format!("{folder}-{own}"),
        _ => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::known::Nothing;

    /// Knows the things of these tests.
    struct Some3;

    impl Known for Some3 {
        fn language(&self, heading: &str) -> Option<Thing> {
            (heading == "go").then(|| Thing {
                iri: node("language", "go"),
                name: "Go".to_owned(),
            })
        }

        fn tagged(&self, word: &str) -> Option<Thing> {
            ["kafka", "postgresql", "jenkins", "kubernetes"]
                .contains(&word)
                .then(|| Thing {
                    iri: node("technology", word),
                    name: word.to_owned(),
                })
        }
    }

    const ORDERS: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders\n  title: Orders\n  annotations:\n    jenkins.io/job-full-name: a/b\n    backstage.io/kubernetes-id: orders\n    github.com/project-slug: acme/orders\n    port: 80\n  tags: [go, kafka, internal]\nspec:\n  type: service\n  lifecycle: production\n  owner: team-a\n  system: shop\n  dependsOn:\n    - resource:orders-db\n    - component:payments\n    - resource:default/nowhere\n---\n---\napiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata:\n  name: orders-db\nspec:\n  type: postgresql\n  owner: team-a\n---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: team-a\n";

    fn statements(files: &[(&str, &str)]) -> (Vec<String>, Vec<Problem>) {
        let files: Vec<File<'_>> = files
            .iter()
            .map(|(name, text)| File {
                name,
                bytes: text.as_bytes(),
            })
            .collect();
        let (facts, problems) = read(&files, &Some3);
        (
            facts.quads().map(|quad| quad.to_string()).collect(),
            problems,
        )
    }

    #[test]
    fn a_component_uses_what_tags_annotations_and_its_resources_name() {
        let payments = ORDERS
            .split("---")
            .next()
            .unwrap_or_default()
            .replace("orders", "payments");
        let (quads, problems) = statements(&[
            ("orders/catalog-info.yaml", ORDERS),
            ("payments/catalog-info.yaml", &payments),
        ]);
        let id = "https://w3id.org/stackgen/id";
        for (property, object) in [
            ("https://w3id.org/stackgen/ns#uses", "technology/kafka"),
            ("https://w3id.org/stackgen/ns#uses", "technology/postgresql"),
            ("https://w3id.org/stackgen/ns#uses", "technology/jenkins"),
            ("https://w3id.org/stackgen/ns#uses", "technology/kubernetes"),
            ("https://w3id.org/stackgen/ns#writtenIn", "language/go"),
            ("http://purl.org/dc/terms/requires", "system/payments"),
            ("http://purl.org/dc/terms/requires", "system/orders-db"),
        ] {
            let quad = format!(
                "<{id}/system/orders> <{property}> <{id}/{object}> <{id}/source/orders-catalog-info>"
            );
            assert!(quads.contains(&quad), "{quad}: {quads:#?}");
        }
        for note in [
            "kind: component",
            "owner: team-a",
            "lifecycle: production",
            "tag: internal",
            "part of: system:shop",
            "depends on: resource:default/nowhere",
        ] {
            assert!(
                quads
                    .iter()
                    .any(|quad| quad.contains(&format!("\"{note}\""))),
                "{note}: {quads:#?}"
            );
        }
        let told: Vec<String> = problems
            .iter()
            .map(|it| format!("{}: {}", it.place, it.message))
            .collect();
        assert!(told.iter().any(|it| it.starts_with("orders/catalog-info.yaml:20: `resource:default/nowhere`")), "{told:?}");
        assert!(
            told.iter().any(|it| it.contains("it is a Group")),
            "{told:?}"
        );
    }

    #[test]
    fn what_is_no_entity_is_refused_with_its_place() {
        for text in [
            "",
            "a: b",
            "- 1\n",
            "kind: Component\nmetadata: {name: [",
            "apiVersion: backstage.io/v1\nkind: User\nmetadata: {name: a}\n",
        ] {
            let file = File {
                name: "c.yaml",
                bytes: text.as_bytes(),
            };
            let (facts, problems) = read(&[file], &Nothing);
            assert!(facts.is_empty(), "{text}");
            assert!(
                problems
                    .iter()
                    .any(|it| it.message.contains("expected Backstage entities")),
                "{text}: {problems:?}"
            );
        }
    }
}
