//! Notices at the head of repositories: that a project moved, was renamed, is no longer maintained. Prints what a person
//! should look at; decides and writes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

use super::table::Table;

/// How many lines of a read-me are its head.
const HEAD: usize = 60;
/// Words by which projects say that they ended, moved or want help.
const NOTICES: &str = r"(?i)\b(is now (?:called|known|part|archived|deprecated|\[)|ha(?:s|ve) (?:been )?(?:moved|renamed|superseded|replaced|merged|archived|deprecated|retired|discontinued|sunset)|mov(?:ed|ing) to\b|successor|end[- ]of[- ](?:life|support)|no longer (?:being )?(?:maintained|supported|developed|active|recommended)|not (?:being )?(?:actively )?maintained|unmaintained|(?:new )?maintainers? (?:is |are )?(?:wanted|needed)|looking for (?:a )?(?:new )?maintainers?|was renamed|superseded|(?:is|was|be) archived|last generation|maintenance[- ]mode|deprecated in favou?r|discontinued|will (?:be )?sunset|abandoned|we recommend (?:you )?(?:to )?migrat)";

/// Reads the heads of the repositories in `folder`: work trees or bare ones, named `owner+name` or `owner/name`.
pub(crate) fn look(data: &Path, folder: &Path) -> Result<String, String> {
    let notices = Regex::new(NOTICES).map_err(|error| error.to_string())?;
    let known = known(data)?;
    let (mut told, mut read) = (String::new(), 0);
    for (name, at) in repositories(folder)? {
        let Some((file, text)) = read_me(&at) else {
            continue;
        };
        read += 1;
        let (slug, status) = known
            .get(&name.to_lowercase())
            .map_or(("?", "not in the catalogue"), |(slug, status)| {
                (slug, status)
            });
        for (number, line) in text.lines().take(HEAD).enumerate() {
            if notices.is_match(line) {
                let words: String = line.trim().chars().take(240).collect();
                told += &format!("{slug}\t{status}\t{name}/{file}:{}\t{words}\n", number + 1);
            }
        }
    }
    let count = told.lines().count();
    Ok(format!(
        "{told}{read} read-me files read, {count} notices to look at"
    ))
}

/// Repository, as `owner/name` in lower case → slug and status of the entry that has it.
fn known(data: &Path) -> Result<BTreeMap<String, (String, String)>, String> {
    let statuses = Table::open(data, "statuses.csv", &[])?;
    let of: BTreeMap<&str, &str> = statuses
        .rows
        .iter()
        .map(|row| (row["slug"].as_str(), row["status"].as_str()))
        .collect();
    let entries = Table::open(data, "entries.csv", &[])?;
    let known = entries.rows.iter().filter_map(|row| {
        let slug = row["slug"].as_str();
        let path = row["repository"].strip_prefix("https://github.com/")?;
        let status = of.get(slug).copied().unwrap_or("without a status");
        let name = path.trim_end_matches('/').to_lowercase();
        Some((name, (slug.to_owned(), status.to_owned())))
    });
    Ok(known.collect())
}

/// The repositories of a folder by `owner/name`, sorted.
fn repositories(folder: &Path) -> Result<BTreeMap<String, PathBuf>, String> {
    let mut found = BTreeMap::new();
    for (name, at) in folders(folder)? {
        match name.split_once('+') {
            Some((owner, name)) => {
                found.insert(format!("{owner}/{name}"), at);
            }
            None => {
                for (inner, at) in folders(&at)? {
                    found.insert(format!("{name}/{inner}"), at);
                }
            }
        }
    }
    Ok(found)
}

fn folders(of: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let wrong = |error: std::io::Error| format!("{}: {error}", of.display());
    let mut found = Vec::new();
    for it in fs::read_dir(of).map_err(wrong)? {
        let at = it.map_err(wrong)?.path();
        if let Some(name) = at.file_name().filter(|_| at.is_dir()) {
            found.push((name.to_string_lossy().into_owned(), at.clone()));
        }
    }
    Ok(found)
}

/// The read-me of a repository: from its work tree, or from the newest commit of a bare one.
fn read_me(at: &Path) -> Option<(String, String)> {
    let named = |name: &str| name.to_lowercase().starts_with("readme");
    let file = fs::read_dir(at)
        .ok()?
        .flatten()
        .find(|it| it.file_name().to_str().is_some_and(named) && it.path().is_file());
    if let Some(file) = file {
        let text = fs::read(file.path()).ok()?;
        let name = file.file_name().to_string_lossy().into_owned();
        return Some((name, String::from_utf8_lossy(&text).into_owned()));
    }
    let bare = [
        at.to_owned(),
        at.join("repo"),
        at.join("repo/.git"),
        at.join(".git"),
    ];
    let bare = bare.into_iter().find(|it| it.join("HEAD").is_file())?;
    let listed = git(&bare, &["ls-tree", "--name-only", "HEAD"])?;
    let name = listed.lines().find(|it| named(it))?.to_owned();
    let text = git(&bare, &["show", &format!("HEAD:{name}")])?;
    Some((name, text))
}

fn git(repository: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .arg("--git-dir")
        .arg(repository)
        .args(arguments)
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    output.status.success().then_some(text)
}
