//! The CNCF landscape: `landscape.yml`, categories of subcategories of items.

use serde::Deserialize;

/// One item of the landscape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The category and subcategory it stands in.
    pub section: [String; 2],
    /// Its name.
    pub name: String,
    /// Its home page; empty where none is given.
    pub homepage: String,
    /// Its source code repository; empty where none is given.
    pub repository: String,
    /// `graduated`, `incubating`, `sandbox`, `archived`; empty for what is not the CNCF's.
    pub maturity: String,
    /// The days it was accepted, became incubating, graduated, was archived; empty where none is given.
    pub dates: [String; 4],
}

#[derive(Deserialize)]
struct File {
    landscape: Vec<Category>,
}

#[derive(Deserialize)]
struct Category {
    name: String,
    subcategories: Option<Vec<Subcategory>>,
}

#[derive(Deserialize)]
struct Subcategory {
    name: String,
    items: Option<Vec<RawItem>>,
}

#[derive(Deserialize)]
struct RawItem {
    name: String,
    homepage_url: Option<String>,
    repo_url: Option<String>,
    project: Option<String>,
    extra: Option<Extra>,
}

#[derive(Default, Deserialize)]
struct Extra {
    accepted: Option<String>,
    incubating: Option<String>,
    graduated: Option<String>,
    archived: Option<String>,
}

/// The items of a landscape, in its order.
///
/// # Errors
///
/// What is not YAML of this shape, with line and column.
pub fn items(text: &str) -> Result<Vec<Item>, String> {
    let file: File = serde_saphyr::from_str(text).map_err(|error| error.to_string())?;
    let mut items = Vec::new();
    for category in file.landscape {
        for subcategory in category.subcategories.unwrap_or_default() {
            let section = [category.name.clone(), subcategory.name];
            let read = subcategory.items.unwrap_or_default().into_iter();
            items.extend(read.map(|raw| item(section.clone(), raw)));
        }
    }
    Ok(items)
}

fn item(section: [String; 2], raw: RawItem) -> Item {
    let extra = raw.extra.unwrap_or_default();
    Item {
        section,
        name: raw.name,
        homepage: raw.homepage_url.unwrap_or_default(),
        repository: raw.repo_url.unwrap_or_default(),
        maturity: raw.project.unwrap_or_default(),
        dates: [
            extra.accepted,
            extra.incubating,
            extra.graduated,
            extra.archived,
        ]
        .map(Option::unwrap_or_default),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_has_its_place_maturity_and_dates() {
        let text = "landscape:\n  - category:\n    name: Runtime\n    subcategories:\n      - subcategory:\n        name: Storage\n        items:\n          \
            - item:\n            name: Rook\n            homepage_url: https://rook.io/\n            project: graduated\n            \
            extra:\n              accepted: '2018-01-29'\n";
        let items = items(text).unwrap();
        assert_eq!(items[0].section, ["Runtime", "Storage"]);
        assert_eq!(
            (&*items[0].name, &*items[0].maturity),
            ("Rook", "graduated")
        );
        assert_eq!(items[0].dates[0], "2018-01-29");
    }

    #[test]
    fn what_is_no_landscape_is_refused() {
        assert!(items("- a\n- b\n").is_err());
        assert!(items("landscape: [{name: 1").is_err());
    }
}
