//! The tables of `data/` read without a problem.

use stackgen::base::licence::{Family, family};
use stackgen::sources::csv::{File, read, table_names};

#[test]
fn every_row_of_the_catalogue_is_understood() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let files: Vec<File> = table_names()
        .filter_map(|name| {
            Some(File {
                name: format!("data/{name}"),
                bytes: std::fs::read(folder.join(name)).ok()?,
            })
        })
        .collect();
    let (facts, problems) = read(&files);
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(!facts.is_empty());
}

/// The rows of a table of `data/`, without its header.
fn rows(table: &str) -> Vec<csv::StringRecord> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(table);
    csv::Reader::from_path(path)
        .unwrap()
        .records()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn the_list_of_2016_is_whole() {
    let mut listings = rows("listings.csv");
    listings.retain(|row| &row[0] == "awesome-microservices-2016");
    assert_eq!(listings.len(), 347, "entries");
    let sections: std::collections::BTreeSet<&str> = listings.iter().map(|row| &row[1]).collect();
    assert_eq!(sections.len(), 53, "sections that hold entries");
    assert_eq!(
        listings.iter().filter(|row| !row[5].is_empty()).count(),
        103,
        "entries with figures"
    );
    let categories = rows("categories.csv");
    let known: std::collections::BTreeSet<&str> = categories.iter().map(|row| &row[0]).collect();
    assert!(sections.is_subset(&known));
}

/// Licences that the SPDX list does not have, each read by somebody: a new one gets its line here.
const OWN_LICENCES: &[(&str, Family)] = &[
    ("LicenseRef-Brakeman-Public-Use", Family::SourceAvailable),
    ("LicenseRef-Camunda-1.0", Family::SourceAvailable),
    (
        "LicenseRef-CockroachDB-Software-License",
        Family::SourceAvailable,
    ),
    (
        "LicenseRef-Confluent-Community-1.0",
        Family::SourceAvailable,
    ),
    ("LicenseRef-Dify", Family::SourceAvailable),
    ("LicenseRef-Duende", Family::SourceAvailable),
    ("LicenseRef-FCL-1.0-MIT", Family::SourceAvailable),
    ("LicenseRef-IDPL-1.0", Family::Copyleft),
    ("LicenseRef-Kurrent-1.0", Family::SourceAvailable),
    ("LicenseRef-LuckyPenny", Family::SourceAvailable),
    ("LicenseRef-MassTransit-Commercial", Family::Proprietary),
    ("LicenseRef-Memphis-BSL-1.0", Family::SourceAvailable),
    ("LicenseRef-MulanPubL-2.0", Family::Copyleft),
    ("LicenseRef-NBomber", Family::Proprietary),
    ("LicenseRef-OpenFaaS-CE", Family::SourceAvailable),
    ("LicenseRef-Particular", Family::SourceAvailable),
    ("LicenseRef-Public-Domain", Family::Permissive),
    ("LicenseRef-RSALv2", Family::SourceAvailable),
    ("LicenseRef-Repoze", Family::Permissive),
    (
        "LicenseRef-ScyllaDB-Source-Available-1.0",
        Family::SourceAvailable,
    ),
    ("LicenseRef-ServiceStack", Family::Proprietary),
    ("LicenseRef-Sustainable-Use-1.0", Family::SourceAvailable),
    ("LicenseRef-TOST-1.0", Family::Permissive),
    ("LicenseRef-Timescale", Family::SourceAvailable),
    ("LicenseRef-Langfuse-Enterprise", Family::SourceAvailable),
    ("LicenseRef-Qt-Commercial", Family::Proprietary),
    ("LicenseRef-Six-Labors-Split", Family::SourceAvailable),
    ("LicenseRef-Xceed-Community", Family::SourceAvailable),
    ("LicenseRef-bytebase", Family::SourceAvailable),
    ("LicenseRef-gridgain-community", Family::SourceAvailable),
    ("LicenseRef-matplotlib", Family::Permissive),
    ("LicenseRef-open-webui", Family::SourceAvailable),
    ("LicenseRef-pentaho", Family::SourceAvailable),
    ("LicenseRef-snowplow-limited", Family::SourceAvailable),
    ("LicenseRef-proprietary", Family::Proprietary),
];

#[test]
fn each_licence_outside_the_spdx_list_has_the_family_that_its_text_says() {
    let entries = rows("entries.csv");
    let used: std::collections::BTreeSet<&str> = entries
        .iter()
        .flat_map(|row| row[7].split([' ', '(', ')']))
        .filter(|part| part.starts_with("LicenseRef-"))
        .collect();
    let known: std::collections::BTreeSet<&str> =
        OWN_LICENCES.iter().map(|(name, _)| *name).collect();
    let unread: Vec<&&str> = used.difference(&known).collect();
    assert!(unread.is_empty(), "a line for each of {unread:?}");
    for (name, expected) in OWN_LICENCES {
        assert_eq!(family(name), Some(*expected), "{name}");
    }
}
