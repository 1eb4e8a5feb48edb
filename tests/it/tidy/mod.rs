//! Holds the style of the house by reading its files: what no compiler and no lint checks.

mod house;

use std::path::Path;

use house::House;

use crate::support::{project, read};

const LINE_CHARACTERS_MAX: usize = 100;
const FUNCTION_LINES_MAX: usize = 70;

/// Each room, and the rooms it may use besides itself.
const DIRECTIONS: [(&str, &[&str]); 11] = [
    ("engine", &[]),
    ("document", &["engine"]),
    ("files", &[]),
    ("samples", &[]),
    ("batch", &["document", "engine", "files"]),
    ("web", &["document", "engine", "files", "register"]),
    ("price_list", &["batch", "engine"]),
    ("register", &["document", "engine", "files"]),
    ("cli", &["batch", "document", "engine", "files", "price_list", "register", "samples", "web"]),
    ("lib", &["engine"]),
    ("main", &["cli"]),
];

/// What only some rooms may touch.
const TOUCHES: [(&str, &[&str]); 7] = [
    ("std::fs", &["files"]),
    // When a file was written is what a file says, and not what hour it is.
    ("SystemTime", &["cli", "files"]),
    ("Local::now", &["cli"]),
    ("Utc::now", &["cli"]),
    ("Instant::now", &["cli", "web", "batch"]),
    ("std::env::", &["cli"]),
    ("std::process", &["cli", "main"]),
];

/// The files of the project with an ending, in folders that hold what people write.
fn sources(ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["src", "tests", "examples", "benches", "templates", "pricing", "python"] {
        walk(&project(folder), folder, ending, &mut found);
    }
    found.sort();
    found
}

fn walk(folder: &Path, name: &str, ending: &str, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect(name).path();
        let inner = path.file_name().and_then(|file| file.to_str()).expect("a plain name");
        let inner = format!("{name}/{inner}");
        if path.is_dir() {
            walk(&path, &inner, ending, found);
        } else if inner.ends_with(ending) {
            found.push(inner);
        }
    }
}

/// Each line of each Rust file, with its place.
fn lines() -> Vec<(String, String)> {
    let files = sources(".rs").into_iter();
    files
        .flat_map(|path| {
            let text = read(&path);
            let numbered = (1..).zip(text.lines());
            let placed =
                numbered.map(|(number, line)| (format!("{path}:{number}"), line.to_owned()));
            placed.collect::<Vec<_>>()
        })
        .collect()
}

fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn lines_have_at_most_100_characters() {
    let long = |line: &str| line.chars().count() > LINE_CHARACTERS_MAX;
    let found: Vec<String> =
        lines().into_iter().filter(|(_, line)| long(line)).map(|(place, _)| place).collect();
    none("long lines", &found);
}

#[test]
fn functions_have_fewer_than_70_lines() {
    let mut found = Vec::new();
    for path in sources(".rs") {
        let text = read(&path);
        let lines: Vec<&str> = text.lines().collect();
        for (place, line) in lines.iter().enumerate() {
            let code = line.trim_start();
            let indent = &line[..line.len() - code.len()];
            if !begins_function(code) || line.ends_with(';') {
                continue;
            }
            let end = format!("{indent}}}");
            // In a proptest, an argument's braces end a line, too; only a lone one ends a function.
            let length = lines[place..].iter().position(|line| *line == end);
            let length = length.map_or(1, |length| length + 1);
            if length >= FUNCTION_LINES_MAX && !line.ends_with('}') {
                found.push(format!("{path}:{}: {length} lines", place + 1));
            }
        }
    }
    none("long functions", &found);
}

/// Whether a line begins a function, whoever may call it and however it is run.
fn begins_function(code: &str) -> bool {
    let mut rest = code;
    if let Some(after) = rest.strip_prefix("pub") {
        rest = match after.strip_prefix('(').and_then(|after| after.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        }
        .trim_start();
    }
    while let Some(after) = ["const ", "async ", "unsafe ", "extern \"C\" "]
        .iter()
        .find_map(|modifier| rest.strip_prefix(modifier))
    {
        rest = after;
    }
    // A name without arguments is one that a macro takes.
    rest.starts_with("fn ") && rest.contains(['(', '<'])
}

#[test]
fn every_way_to_begin_a_function_is_seen() {
    for code in [
        "fn f() {",
        "pub fn f<T>(",
        "pub(crate) async fn f() {",
        "pub(in crate::engine) const fn f() {",
        "async fn f(",
        "pub unsafe extern \"C\" fn f() {",
    ] {
        assert!(begins_function(code), "{code}");
    }
    for code in ["let f = fn_of(x);", "const F: fn() = f;", "pub type F = fn(u8);", "// fn f() {"] {
        assert!(!begins_function(code), "{code}");
    }
}

#[test]
fn each_file_says_what_it_is_for() {
    let silent = |path: &String| !read(path).starts_with("//! ");
    let found: Vec<String> = sources(".rs").into_iter().filter(silent).collect();
    // The binary hands its arguments on and nothing else.
    none("files without a first sentence", &found);
}

fn room(path: &str) -> Option<&str> {
    let path = path.strip_prefix("src/")?;
    path.split(['/', '.']).next()
}

#[test]
fn rooms_use_each_other_in_one_direction() {
    none("directions of the house", &wrong_directions(&house()));
}

fn wrong_directions(house: &House) -> Vec<String> {
    let mut found = Vec::new();
    for ((from, to), names) in house.arrows() {
        let room = |file: &str| room(&format!("src/{file}")).unwrap_or_default().to_owned();
        let (room, used) = (room(&from), room(&to));
        let (_, allowed) = DIRECTIONS
            .iter()
            .find(|(known, _)| *known == room)
            .unwrap_or_else(|| panic!("{from}: the room `{room}` has no directions"));
        if used != room && !allowed.contains(&used.as_str()) {
            found.push(format!("{from} uses {to}: {names:?}"));
        }
    }
    found
}

#[test]
fn a_wrong_direction_is_found_in_the_middle_of_a_group() {
    let web = ("web/mod.rs", "pub struct Page;");
    let cli = ("cli/mod.rs", "pub fn run() {} use crate::{web::Page, files::File};");
    let files = ("files.rs", "pub struct File;");
    let main = ("main.rs", "fn main() { reinstate::cli::run() }");
    assert_eq!(wrong_directions(&House::of([web, cli, files, main])), [""; 0]);
    let document = ("document/mod.rs", "use crate::{files::{self, File}, web::{Page}};");
    let expected = [
        r#"document/mod.rs uses files.rs: {"crate::files::File"}"#,
        r#"document/mod.rs uses web/mod.rs: {"crate::web::Page"}"#,
    ];
    assert_eq!(wrong_directions(&House::of([web, cli, files, main, document])), expected);
    let engine = ("engine/mod.rs", "fn f() { crate::cli::run() }");
    let expected = [r#"engine/mod.rs uses cli/mod.rs: {"crate::cli::run"}"#];
    assert_eq!(wrong_directions(&House::of([web, cli, files, engine])), expected);
}

#[test]
fn only_some_rooms_touch_the_outside_world() {
    let mut found = Vec::new();
    for (place, line) in lines() {
        let Some(room) = room(&place) else { continue };
        let code = line.split("//").next().unwrap_or_default();
        for (what, rooms) in TOUCHES {
            if code.contains(what) && !rooms.contains(&room) {
                found.push(format!("{place}: {what}"));
            }
        }
    }
    none("files, clock, environment or processes where they do not belong", &found);
}

#[test]
fn nothing_is_left_to_do_and_nothing_is_allowed_without_a_reason() {
    // Written apart, so that they do not find themselves.
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X "),
        concat!("to", "do!("),
        concat!("unimpl", "emented!("),
        concat!("db", "g!("),
        concat!("#[al", "low("),
        concat!("#![al", "low("),
    ];
    let found: Vec<String> = lines()
        .into_iter()
        .filter(|(_, line)| marks.iter().any(|mark| line.contains(mark)))
        .map(|(place, line)| format!("{place}: {}", line.trim()))
        .collect();
    none("marks of unfinished work", &found);
}

#[test]
fn an_expected_lint_has_its_reason() {
    for path in sources(".rs") {
        let text = read(&path);
        for start in [concat!("#[exp", "ect("), concat!("#![exp", "ect(")] {
            for rest in text.split(start).skip(1) {
                let attribute = rest.split(")]").next().unwrap_or_default();
                assert!(attribute.contains("reason = "), "{path}: {start}{attribute}");
            }
        }
    }
}

#[test]
fn no_file_names_a_place_of_one_machine() {
    let places =
        [concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/wo", "rk/"), concat!("/tm", "p/")];
    let endings = [".rs", ".toml", ".md", ".py", ".ftl", ".html", ".css"];
    let mut found = Vec::new();
    for path in endings.iter().flat_map(|ending| sources(ending)) {
        let text = read(&path);
        found.extend(places.iter().filter(|place| text.contains(**place)).map(|_| path.clone()));
    }
    none("files that name a place of one machine", &found);
}

/// The files of `src`, as a graph.
fn house() -> House {
    let files: Vec<(String, String)> = sources(".rs")
        .into_iter()
        .filter_map(|path| Some((path.strip_prefix("src/")?.to_owned(), read(&path))))
        .collect();
    House::of(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// A file can be read, and changed, with those that it uses; in a circle only with all of it.
#[test]
fn no_files_use_each_other_in_a_circle() {
    none("circles of files", &house().circles());
}

/// One word, one meaning.
#[test]
fn no_two_types_have_the_same_name() {
    none("types of the same name", &house().equal_types());
}
