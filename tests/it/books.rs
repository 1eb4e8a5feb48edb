//! Good and bad price books and requests, each bad one with its diagnostics stored beside it.
//!
//! `UPDATE_EXPECTED=1` writes the stored diagnostics anew; read the difference before you keep it.

use std::collections::BTreeSet;

use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::node::Format;
use reinstate::engine::problem::{Problem, Problems, Severity};
use reinstate::engine::request::{BYTES_MAX, Request, Source};

use crate::support::{files, project, read, refused, shelf_of_files};

/// The problems of a book's text, named after its file; `None` where there are none.
fn problems_of_book(path: &str) -> Option<Problems> {
    let text = read(path);
    match PriceBook::read(name(path), &text) {
        Ok((_, warnings)) => (!warnings.list.is_empty()).then_some(warnings),
        Err(problems) => Some(problems),
    }
}

fn problems_of_request(path: &str) -> Option<Problems> {
    let text = read(path);
    let format = if path.ends_with(".json") { Format::Json } else { Format::Toml };
    Request::read(Source { origin: name(path), text: &text, format }, None).err()
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What differs between what was said and what is stored; writes it where that was asked for.
fn compare(path: &str, said: &str) -> Option<String> {
    let expected = format!("{path}.expected");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(project(&expected), said).expect(path);
        return None;
    }
    let stored = std::fs::read_to_string(project(&expected)).unwrap_or_default();
    (stored != said).then(|| format!("{path}\n--- stored\n{stored}--- said\n{said}"))
}

fn bad_files() -> Vec<(String, Option<Problems>)> {
    let books = files("tests/books/bad", &[".toml"]);
    let requests = files("tests/requests/bad", &[".toml", ".json"]);
    let books = books.into_iter().map(|path| {
        let problems = problems_of_book(&path);
        (path, problems)
    });
    let requests = requests.into_iter().map(|path| {
        let problems = problems_of_request(&path);
        (path, problems)
    });
    books.chain(requests).collect()
}

#[test]
fn each_bad_file_is_refused_with_its_stored_diagnostics() {
    let mut wrong = Vec::new();
    let bad = bad_files();
    assert!(bad.len() > 80, "only {} bad files", bad.len());
    for (path, problems) in bad {
        match problems.filter(Problems::has_errors) {
            Some(problems) => wrong.extend(compare(&path, &problems.to_string())),
            None => wrong.push(format!("{path}: nothing is wrong with it")),
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_problem_has_a_place_a_hint_and_one_line() {
    for (path, problems) in bad_files() {
        let problems = problems.expect(&path);
        for problem in &problems.list {
            let what = format!("{path}: {}", problem.message);
            let whole_text = problem.message == "the text is empty";
            assert!(problem.span.is_some() || whole_text, "{what}: no place");
            let hint = problem.hint.as_deref().unwrap_or_default();
            assert!(!hint.is_empty(), "{what}: no hint");
            for text in [problem.message.as_str(), hint] {
                assert!(!text.chars().any(char::is_control), "{what}: a control character");
                assert!(text.chars().count() <= 300, "{what}: too long to read");
            }
            in_the_text(problem, &problems, &what);
        }
        let places = problems.list.iter().filter_map(|one| one.span.as_ref().map(|at| at.start));
        assert!(places.is_sorted(), "{path}: not in the order of the text");
    }
}

fn in_the_text(problem: &Problem, problems: &Problems, what: &str) {
    let related = problem.related.as_ref().map(|(span, _)| span);
    for span in problem.span.iter().chain(related) {
        assert!(problems.text.get(span.clone()).is_some(), "{what}: {span:?} is not in the text");
    }
}

#[test]
fn good_books_have_no_problem_but_the_warnings_stored_beside_them() {
    let mut wrong = Vec::new();
    let good = files("tests/books/good", &[".toml"]);
    for path in good.iter().chain(&files("pricing/vendors", &[".toml"])) {
        let problems = problems_of_book(path);
        let errors = problems.as_ref().is_some_and(Problems::has_errors);
        match problems {
            None => assert!(!path.contains("/warn-"), "{path}: no warning"),
            Some(problems) if !errors && path.contains("/warn-") => {
                wrong.extend(compare(path, &problems.to_string()));
            }
            // A rule that asks for the last price says so; the vendor wants it that way.
            Some(_) if !errors && path.starts_with("pricing/vendors/") => {}
            Some(problems) => wrong.push(problems.to_string()),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_shipped_books_have_no_problem() {
    for path in files("pricing", &[".toml"]) {
        assert_eq!(problems_of_book(&path), None, "{path}");
    }
}

#[test]
fn good_requests_have_no_problem() {
    let examples = files("examples/requests", &[".toml"]);
    for path in examples.iter().chain(&files("tests/requests/good", &[".toml"])) {
        assert_eq!(problems_of_request(path), None, "{path}");
    }
}

#[test]
fn the_largest_quantity_can_be_read_and_is_refused_for_its_price() {
    let text = read("tests/requests/good/largest-quantity.toml");
    let source = Source { origin: "largest", text: &text, format: Format::Toml };
    let request = Request::read(source, None).expect("a number of 63 bits");
    let shelf = shelf_of_files(&["tests/golden/books/plain.toml"]);
    assert_eq!(refused(&request, &shelf), ["amount-too-large"]);
}

/// Every code that a reader or a check can give is given by a bad or a warned-of file.
#[test]
fn no_diagnostic_is_without_a_file() {
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    for (path, problems) in bad_files() {
        reached.extend(problems.expect(&path).list.iter().map(|problem| problem.code));
    }
    for path in files("tests/books/good", &[".toml"]) {
        let problems = problems_of_book(&path).into_iter();
        reached.extend(problems.flat_map(|problems| problems.list).map(|problem| problem.code));
    }
    let elsewhere = [
        "too-large",        // a text of 8 MiB and a table of millions of cells, below
        "two-versions",     // takes two books, below
        "list-too-long",    // 2,001 rates, below; 11 lines of an address, among the requests
        "lapse-costs-less", // a question of money, in lapse_check.rs
        "incomplete",       // guards against a mistake of the reader: no text is known to reach it
    ];
    reached.extend(elsewhere);
    let mut sources = files("src/engine/book", &[".rs"]);
    sources.extend(files("src/engine/request", &[".rs"]));
    sources.extend(files("src/engine/node", &[".rs"]));
    let codes: BTreeSet<String> = sources.iter().flat_map(|path| codes_in(&read(path))).collect();
    assert!(codes.len() > 30, "{codes:?}");
    let missed: Vec<&String> =
        codes.iter().filter(|code| !reached.contains(code.as_str())).collect();
    assert!(missed.is_empty(), "no file shows {missed:?}");
}

/// The codes in a source: the first text after each call that makes a problem.
fn codes_in(source: &str) -> Vec<String> {
    ["Problem::error(", "Problem::warning(", "bad_number("]
        .iter()
        .flat_map(|call| source.split(call).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"'))
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

// --- what needs more than a file ----------------------------------------------------------------

#[test]
fn a_text_of_more_than_8_mib_is_refused_without_being_read() {
    let text = " ".repeat(BYTES_MAX + 1);
    let problems = PriceBook::read("large", &text).expect_err("too large");
    assert_eq!(
        problems.to_string(),
        "large: error: the file has more than 8 MiB (hint: is this a price book?)\n"
    );
    for format in [Format::Toml, Format::Json] {
        let source = Source { origin: "large", text: &text, format };
        let problems = Request::read(source, None).expect_err("too large");
        assert_eq!(problems.list.len(), 1);
        assert_eq!(problems.list[0].code, "too-large");
    }
}

#[test]
fn a_list_longer_than_any_book_needs_is_refused() {
    let rate = "[[rate]]\nservice_level = \"basic\"\nof_srp = \"20%\"\n";
    let text = format!("{}{}", read("tests/books/good/small.toml"), rate.repeat(2_001));
    let problems = PriceBook::read("many", &text).expect_err("too many");
    assert!(problems.list.iter().any(|problem| problem.code == "list-too-long"), "{problems}");
}

#[test]
fn a_table_of_rates_beyond_four_million_cells_is_refused() {
    let mut text = read("tests/books/good/small.toml");
    for place in 0..1_990 {
        text.push_str(&format!("[[service_level]]\nid = \"l{place}\"\nname = \"L\"\n"));
        // Ranks end at a thousand, but a level is counted by its id.
        text.push_str(&format!("rank = {}\n", place % 900 + 3));
    }
    text.push_str("[[product_line]]\nid = \"wide\"\nname = \"Wide\"\nkind = \"cloud\"\n");
    for place in 0..1_990 {
        text.push_str(&format!("[[product_line.edition]]\nid = \"e{place}\"\nname = \"E\"\n"));
        text.push_str("metric = \"user\"\nsrp = { EUR = \"1.00\", USD = \"1.00\" }\n");
    }
    let problems = PriceBook::read("wide", &text).expect_err("too large");
    assert!(problems.list.iter().any(|problem| problem.code == "too-large"));
}

#[test]
fn two_versions_from_one_day_or_with_one_name_do_not_stand_on_one_shelf() {
    let text = read("tests/books/good/small.toml");
    let other_name = text.replace("version = \"1\"", "version = \"2\"");
    let other_day = text.replace("effective_from = 2026-01-01", "effective_from = 2026-02-01");
    for second in [&text, &other_name, &other_day] {
        let books = [("first", &text), ("second", second)]
            .map(|(origin, text)| PriceBook::read(origin, text).expect("a good book").0);
        let problems = Shelf::of(books).expect_err("two versions");
        assert_eq!(problems.list.len(), 1);
        assert_eq!(problems.list[0].code, "two-versions");
        assert_eq!(problems.list[0].severity, Severity::Error);
        for origin in ["first", "second"] {
            assert!(problems.list[0].message.contains(origin), "{problems}");
        }
    }
}
