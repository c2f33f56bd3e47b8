//! What the columns of an everyday table hold, by what people call them.

use std::str::FromStr;

use crate::base::nearest::nearest;
use crate::base::slug::slug;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The name of the entry.
    Name,
    /// A link to its page or its code.
    Homepage,
    /// A link to its code, or owner and name of a repository on GitHub.
    Repository,
    /// The heading that it stands under.
    Category,
    /// A heading inside that.
    Subcategory,
    /// A heading where it names a need, else a note.
    Kind,
    /// The languages that it is written in.
    Language,
    /// Its licence.
    Licence,
    /// The verdict of whoever keeps the table.
    Ring,
    /// What it is.
    Description,
    /// Kept as a note, under the name of the column.
    Note,
    /// Left out.
    Nothing,
}

/// A kind of column: the name that a person maps a column to, what it becomes, an example, and its usual names as slugs,
/// the most telling first.
pub struct Usual {
    /// What it holds.
    pub field: Field,
    /// Its name.
    pub name: &'static str,
    /// What becomes of it.
    pub becomes: &'static str,
    /// What a cell may say.
    pub example: &'static str,
    /// What else people call it.
    pub names: &'static [&'static str],
}

/// Every kind of column that a table may have.
pub const FIELDS: &[Usual] = &[
    Usual {
        field: Field::Name,
        name: "name",
        becomes: "the entry; the known thing of that name where nothing speaks against it",
        example: "NATS",
        names: &[
            "name",
            "tool",
            "tool-name",
            "technology",
            "technology-name",
            "title",
            "product",
            "product-name",
            "software",
            "software-name",
            "library",
            "framework",
            "package",
            "application",
            "app",
            "component",
            "item",
            "blip",
            "solution",
            "entry",
            "label",
            "project",
            "service",
            "system",
            "bezeichnung",
            "werkzeug",
            "nom",
            "outil",
            "nombre",
            "herramienta",
            "nome",
            "tools",
            "technologies",
        ],
    },
    Usual {
        field: Field::Category,
        name: "category",
        becomes: "a heading, or a need of the catalogue where it names one",
        example: "Message broker",
        names: &[
            "category",
            "categories",
            "need",
            "needs",
            "capability",
            "purpose",
            "use-case",
            "area",
            "domain",
            "quadrant",
            "section",
            "group",
            "type",
            "kind",
            "class",
            "function",
            "field",
            "topic",
            "layer",
            "used-for",
            "kategorie",
            "bereich",
            "categorie",
            "categoria",
            "art",
            "typ",
        ],
    },
    Usual {
        field: Field::Subcategory,
        name: "subcategory",
        becomes: "a heading inside the category",
        example: "",
        names: &[
            "subcategory",
            "sub-category",
            "subcategories",
            "sub-type",
            "subgroup",
            "unterkategorie",
        ],
    },
    Usual {
        field: Field::Language,
        name: "language",
        becomes: "`sg:writtenIn`",
        example: "Go",
        names: &[
            "language",
            "languages",
            "lang",
            "langs",
            "programming-language",
            "programming-languages",
            "written-in",
            "implementation-language",
            "sprache",
            "programmiersprache",
            "langage",
            "lenguaje",
            "linguagem",
        ],
    },
    Usual {
        field: Field::Licence,
        name: "license",
        becomes: "`sg:license`, an SPDX expression",
        example: "Apache-2.0",
        names: &[
            "license",
            "licence",
            "licenses",
            "licences",
            "license-type",
            "licence-type",
            "spdx",
            "licensing",
            "lizenz",
            "licencia",
            "licenza",
            "oss-license",
        ],
    },
    Usual {
        field: Field::Homepage,
        name: "url",
        becomes: "`foaf:homepage`, or `doap:repository` where it leads to one",
        example: "https://nats.io",
        names: &[
            "url",
            "link",
            "homepage",
            "home-page",
            "website",
            "web-site",
            "site",
            "web",
            "links",
            "urls",
            "web-page",
            "webseite",
            "documentation",
            "docs",
            "doc",
            "sitio-web",
            "lien",
            "enlace",
        ],
    },
    Usual {
        field: Field::Repository,
        name: "repository",
        becomes: "`doap:repository`",
        example: "https://github.com/nats-io/nats-server",
        names: &[
            "repository",
            "repo",
            "github",
            "gitlab",
            "git",
            "code",
            "source-code",
            "source",
            "repository-url",
            "repo-url",
            "github-url",
            "git-url",
            "scm",
            "github-repo",
        ],
    },
    Usual {
        field: Field::Ring,
        name: "ring",
        becomes: "`sg:ring`: adopt, trial, assess or hold",
        example: "adopt",
        names: &[
            "ring",
            "status",
            "state",
            "phase",
            "stage",
            "lifecycle",
            "life-cycle",
            "verdict",
            "decision",
            "recommendation",
            "assessment",
            "adoption",
            "approval",
            "approved",
            "position",
            "usage-status",
            "estado",
            "statut",
            "stato",
        ],
    },
    Usual {
        field: Field::Description,
        name: "description",
        becomes: "`dcterms:description`",
        example: "Carries the events of orders and payments",
        names: &[
            "description",
            "desc",
            "summary",
            "about",
            "what",
            "what-it-does",
            "what-is-it",
            "details",
            "short-description",
            "explanation",
            "beschreibung",
            "descripcion",
            "descrizione",
            "descricao",
        ],
    },
    Usual {
        field: Field::Note,
        name: "note",
        becomes: "`skos:note` with the name of the column before it",
        example: "Platform team",
        names: &[
            "note",
            "notes",
            "owner",
            "owners",
            "team",
            "teams",
            "owned-by",
            "owning-team",
            "responsible",
            "contact",
            "contacts",
            "maintainer",
            "maintainers",
            "lead",
            "comment",
            "comments",
            "remark",
            "remarks",
            "department",
            "unit",
            "since",
            "version",
            "versions",
            "cost",
            "price",
            "vendor",
            "supplier",
            "publisher",
            "used-by",
            "users",
            "tags",
            "tag",
            "rationale",
            "reason",
            "why",
            "replacement",
            "alternative",
            "alternatives",
            "environment",
            "hosting",
            "last-updated",
            "updated",
            "last-review",
            "reviewed",
            "date",
            "criticality",
            "priority",
            "besitzer",
            "verantwortlich",
            "kommentar",
            "bemerkung",
            "bemerkungen",
            "notiz",
            "notizen",
            "equipe",
            "remarques",
            "responsable",
            "eigentumer",
            "eigentuemer",
            "active",
            "id",
            "no",
            "nr",
            "number",
            "row",
            "index",
            "lfd-nr",
        ],
    },
    Usual {
        field: Field::Nothing,
        name: "nothing",
        becomes: "left out",
        example: "",
        names: &["nothing", "isnew", "is-new", "new", "moved"],
    },
];

/// How well a name of a column is understood: the less, the better.
type Rank = usize;
/// A name that only one of its words tells.
const BY_A_WORD: Rank = 1000;

impl FromStr for Field {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        exactly(&slug(text)).map(|(field, _)| field).ok_or_else(|| {
            let names: Vec<&str> = FIELDS.iter().map(|it| it.name).collect();
            let near = nearest(text, names.iter().copied());
            let meant = near
                .map(|near| format!("; did you mean `{near}`?"))
                .unwrap_or_default();
            format!(
                "`{text}` is nothing that a column can be, expected {}{meant}",
                names.join(", ")
            )
        })
    }
}

fn exactly(folded: &str) -> Option<(Field, Rank)> {
    FIELDS.iter().find_map(|usual| {
        let at = usual.names.iter().position(|name| *name == folded)?;
        Some((usual.field, at))
    })
}

/// What a column of this name holds, and how sure that is; nothing for a name that says nothing.
fn understood(name: &str) -> Option<(Field, Rank)> {
    let plain = name
        .split(['(', '[', '*', ':'])
        .find(|it| !slug(it).is_empty())?;
    if let Some(known) = exactly(&slug(plain)) {
        return Some(known);
    }
    let either = plain
        .split(['/', '|', '&', '\n'])
        .find(|it| !slug(it).is_empty())?;
    let folded = slug(either);
    exactly(&folded).or_else(|| by_a_word(&folded))
}

/// The last word says what a column holds, as in `primary language`; else the first, as in `language used`. In `team name` the
/// word before does.
fn by_a_word(folded: &str) -> Option<(Field, Rank)> {
    let words: Vec<&str> = folded.split('-').collect();
    let (last, before) = words.split_last()?;
    let worse = |(field, rank): (Field, Rank)| (field, rank + BY_A_WORD);
    if *last == "name" {
        return match before.last().and_then(|word| exactly(word)) {
            Some(found) => Some(worse(found)),
            None => Some((Field::Name, 2 * BY_A_WORD)),
        };
    }
    let first = words.first().copied();
    [Some(*last), first]
        .into_iter()
        .flatten()
        .find_map(exactly)
        .map(worse)
}

/// What a column of a table is called, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    /// Nothing where its name says nothing; it is then kept as a note.
    pub(super) field: Option<Field>,
}

/// The columns of a header, if one of them is for the name. `mapped` are what a person said of columns, by name.
pub(super) fn columns(header: &[String], mapped: &[(String, Field)]) -> Option<Vec<Column>> {
    let said = |name: &str| {
        let mut all = mapped.iter();
        let found = all.find(|(column, _)| column.trim().eq_ignore_ascii_case(name.trim()));
        found.map(|(_, field)| (*field, 0))
    };
    let mut found: Vec<Option<(Field, Rank)>> = header
        .iter()
        .map(|name| said(name).or_else(|| understood(name).map(|(field, rank)| (field, rank + 1))))
        .collect();
    for (field, instead) in [
        (Field::Name, Field::Note),
        (Field::Category, Field::Kind),
        (Field::Ring, Field::Note),
        (Field::Description, Field::Note),
    ] {
        keep_the_best(&mut found, field, instead);
    }
    let has_name = found
        .iter()
        .flatten()
        .any(|(field, _)| *field == Field::Name);
    let column = |(name, found): (&String, Option<(Field, Rank)>)| Column {
        name: name.split_whitespace().collect::<Vec<_>>().join(" "),
        field: found.map(|(field, _)| field),
    };
    has_name.then(|| header.iter().zip(found).map(column).collect())
}

/// An entry has one name, one category, one verdict and one description: of several columns the most telling.
fn keep_the_best(found: &mut [Option<(Field, Rank)>], field: Field, instead: Field) {
    let ranks = found.iter().enumerate().filter_map(|(at, it)| match it {
        Some((its, rank)) if *its == field => Some((*rank, at)),
        _ => None,
    });
    let best = ranks.min().map(|(_, at)| at);
    for (at, it) in found.iter_mut().enumerate() {
        if let Some((its, _)) = it
            && *its == field
            && Some(at) != best
        {
            *its = instead;
        }
    }
}

/// How many columns of a header are understood.
pub(super) fn count_understood(columns: &[Column]) -> usize {
    columns.iter().filter(|it| it.field.is_some()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(header: &str) -> Vec<Option<Field>> {
        let names: Vec<String> = header.split(',').map(ToOwned::to_owned).collect();
        let columns = columns(&names, &[]).unwrap_or_default();
        columns.into_iter().map(|it| it.field).collect()
    }

    #[test]
    fn columns_are_known_by_what_people_call_them() {
        use Field::{
            Category, Description, Homepage, Kind, Language, Licence, Name, Note, Repository, Ring,
        };
        for (header, expected) in [
            (
                "Tool Name,Primary Language,License (SPDX),Current status",
                vec![Some(Name), Some(Language), Some(Licence), Some(Ring)],
            ),
            (
                "Team name,Product,Link to repo,Product URL",
                vec![Some(Note), Some(Name), Some(Repository), Some(Homepage)],
            ),
            (
                "Category,Type,Technology,System,What / Why,Floor",
                vec![
                    Some(Category),
                    Some(Kind),
                    Some(Name),
                    Some(Note),
                    Some(Description),
                    None,
                ],
            ),
            (
                "Bezeichnung,Kategorie,Lizenz",
                vec![Some(Name), Some(Category), Some(Licence)],
            ),
            ("Vendor name,Floor", vec![]),
        ] {
            assert_eq!(fields(header), expected, "{header}");
        }
    }

    #[test]
    fn what_a_person_says_of_a_column_wins() {
        let names = ["Thing".to_owned(), "Name".to_owned()];
        let mapped = [("thing".to_owned(), Field::Name)];
        let columns = columns(&names, &mapped).expect("a name is there");
        assert_eq!(columns[0].field, Some(Field::Name));
        assert_eq!(columns[1].field, Some(Field::Note));
    }

    #[test]
    fn a_field_that_is_none_names_the_nearest() {
        let error = "licens".parse::<Field>().expect_err("it is none");
        assert!(error.contains("did you mean `license`?"), "{error}");
        assert_eq!("homepage".parse(), Ok(Field::Homepage));
    }
}
