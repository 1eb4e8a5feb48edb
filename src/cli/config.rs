//! `config`: what holds where a command has no flag, and what says so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::document::text::Side;

use super::args::{ConfigArguments, PaperArgument};
use super::error::CommandResult;
use super::global::{Global, Held, HeldFrom};
use super::output::print;
use super::table::table;

pub(super) fn config(global: &Global, wanted: &ConfigArguments) -> CommandResult {
    print(&if wanted.json { json(global) } else { text(global) })
}

/// A key with its value as texts, several of a list, and what says it.
struct Setting {
    key: &'static str,
    values: Option<(Vec<String>, HeldFrom)>,
    /// What is meant where nothing says a value, and what stands for it where that has a name.
    built_in: (&'static str, Option<&'static str>),
}

fn settings(global: &Global) -> [Setting; 8] {
    let one = |held: Option<Held<PathBuf>>| held.map(|held| (vec![shown(&held.value)], held.from));
    let fonts = global.fonts(&[]);
    let fonts = fonts.map(|held| (held.value.iter().map(|path| shown(path)).collect(), held.from));
    let language = global.language();
    let language = language.map(|held| (vec![held.value.tag().to_owned()], held.from));
    let paper = global.paper(None);
    let paper = paper.map(|held| (vec![PaperArgument::name(held.value).to_owned()], held.from));
    let currency = global.currency();
    let currency = currency.map(|held| (vec![held.value.code().to_owned()], held.from));
    let base_url = global.base_url(None);
    let base_url = base_url.map(|held| (vec![held.value.to_string()], held.from));
    let register = global.register(None);
    let register = register.map(|held| (vec![shown_register(&held.value)], held.from));
    let setting = |key, values, built_in| Setting { key, values, built_in };
    [
        setting("books", one(global.books()), ("the samples inside the program", None)),
        setting("brand", one(global.brand(None)), ("none", None)),
        setting("fonts", fonts, ("none", None)),
        setting("language", language, ("en", Some("en"))),
        setting("paper", paper, ("letter in en-US, else a4", None)),
        setting("currency", currency, ("none", None)),
        setting("register", register, ("none", None)),
        setting("base_url", base_url, ("none", None)),
    ]
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The URL of a server may hold a password.
#[cfg(feature = "register")]
fn shown_register(path: &Path) -> String {
    crate::register::RegisterPlace::of(path).to_string()
}

#[cfg(not(feature = "register"))]
fn shown_register(path: &Path) -> String {
    shown(path)
}

/// What becomes of a file that may be there.
fn standing(global: &Global, place: &Path) -> &'static str {
    match &global.no_files {
        Some(_) => "not read",
        None if global.files.iter().any(|file| file.path == place) => "read",
        None => "not there",
    }
}

/// For a person.
fn text(global: &Global) -> String {
    let row = |Setting { key, values, built_in: (meant, _) }: Setting| {
        let (value, from) = match values {
            None => (meant.to_owned(), "built in".to_owned()),
            Some((values, from)) => {
                let value = if values.is_empty() { "none".to_owned() } else { values.join(", ") };
                let from = match &from {
                    HeldFrom::Flag(name) => format!("flag {name}"),
                    HeldFrom::Variable(name) => format!("variable {name}"),
                    HeldFrom::File(path) => shown(path),
                };
                (value, from)
            }
        };
        vec![key.to_owned(), value, from]
    };
    let rows: Vec<Vec<String>> = settings(global).into_iter().map(row).collect();
    let columns = [("KEY", Side::Left), ("VALUE", Side::Left), ("FROM", Side::Left)];
    let mut text = table("", &columns, &rows);
    let files: Vec<Vec<String>> = global
        .places
        .iter()
        .map(|place| vec![shown(place), standing(global, place).to_owned()])
        .collect();
    let why = global.no_files.as_ref().map_or_else(String::new, |from| format!(" ({from})"));
    text.push_str(&format!("\nFiles, the first one wins{why}:\n"));
    for line in table("  ", &[("", Side::Left), ("", Side::Left)], &files).lines().skip(1) {
        text.push_str(&format!("{line}\n"));
    }
    text
}

/// For a program.
fn json(global: &Global) -> String {
    #[derive(Serialize)]
    struct SettingJson {
        value: serde_json::Value,
        source: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    }
    #[derive(Serialize)]
    struct PlaceJson {
        path: String,
        standing: &'static str,
    }
    #[derive(Serialize)]
    struct ConfigJson {
        settings: BTreeMap<&'static str, SettingJson>,
        files: Vec<PlaceJson>,
    }
    let setting = |Setting { key, values, built_in: (_, value) }: Setting| match values {
        None => (key, SettingJson { value: value.into(), source: "built-in", name: None }),
        Some((values, from)) => {
            let value = match (key, values.first()) {
                ("fonts", _) | (_, None) => values.into(),
                (_, Some(value)) => value.as_str().into(),
            };
            let source = match &from {
                HeldFrom::Flag(_) => "flag",
                HeldFrom::Variable(_) => "environment",
                HeldFrom::File(_) => "file",
            };
            (key, SettingJson { value, source, name: Some(from.to_string()) })
        }
    };
    let file =
        |place: &PathBuf| PlaceJson { path: shown(place), standing: standing(global, place) };
    let made = ConfigJson {
        settings: settings(global).into_iter().map(setting).collect(),
        files: global.places.iter().map(file).collect(),
    };
    let mut text = serde_json::to_string_pretty(&made).unwrap_or_default();
    text.push('\n');
    text
}
