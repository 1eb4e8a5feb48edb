//! Any text: no panic, and problems that stand inside it.

use std::sync::LazyLock;

use proptest::prelude::*;
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::calendar::parse_iso;
use reinstate::engine::node::{self, Format};
use reinstate::engine::price::price;
use reinstate::engine::problem::{ERRORS_MAX, Problems};
use reinstate::engine::request::{Request, Source};

use super::{SHIPPED, config, plain_request};
use crate::support::{files, read, request};

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folders =
        ["tests/books/good", "tests/books/bad", "tests/requests/good", "tests/requests/bad"];
    let mut paths: Vec<String> =
        folders.iter().flat_map(|folder| files(folder, &[".toml", ".json"])).collect();
    paths.extend(files("examples/requests", &[".toml"]));
    let mut texts: Vec<String> = paths.iter().map(|path| read(path)).collect();
    // The same requests as JSON, too.
    let requests: Vec<String> = texts
        .iter()
        .filter_map(|text| {
            Request::read(Source { origin: "", text, format: Format::Toml }, None).ok()
        })
        .map(|request| request.canonical_json())
        .collect();
    texts.extend(requests);
    texts
});

/// Reads a text as everything that a text can be read as; nothing may panic, and every problem must
/// stand inside the text and print.
fn read_as_anything(text: &str) {
    let today = parse_iso("2026-07-01");
    let mut problems = Vec::new();
    match PriceBook::read("any", text) {
        Ok((book, warnings)) => {
            problems.push(warnings);
            let shelf = Shelf::of([book]).expect("one book");
            let plain = plain_request(today.expect("a date"), today.expect("a date"), 3, 1);
            let _ = price(&request(&plain), &shelf);
        }
        Err(found) => problems.push(found),
    }
    for format in [Format::Toml, Format::Json] {
        match Request::read(Source { origin: "any", text, format }, today) {
            Ok(request) => drop(price(&request, &SHIPPED)),
            Err(found) => problems.push(found),
        }
    }
    for problems in problems {
        for problem in &problems.list {
            let related = problem.related.as_ref().map(|(span, _)| span);
            for span in problem.span.iter().chain(related) {
                assert!(text.get(span.clone()).is_some(), "{span:?} is not in {text:?}");
            }
        }
        let said = problems.to_string();
        assert!(!said.chars().any(|one| one.is_control() && one != '\n'), "{said:?}");
    }
}

/// A text with a piece of it cut out, doubled, or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let pieces = proptest::sample::select(vec![
        "",
        "\"",
        "=",
        "[",
        "]",
        "[[",
        "{",
        "}",
        ",",
        "\n",
        "#",
        "\\",
        "\u{0}",
        "\u{202e}",
        "é",
        "💶",
        "9223372036854775807",
        "9223372036854775808",
        "-1",
        "1e400",
        "0x7f",
        "nan",
        "1979-05-27T07:32",
        "2025-02-29",
        "0000-00-00",
        "true",
        "null",
        "''",
        "\"\"\"",
        "a.b.c",
        "[[lapse.band]]\n",
        "id = \"late\"\n",
        "up_to_days = 1\n",
        "srp = {}\n",
        "holding = []\n",
        "100000%",
        "\u{feff}",
    ]);
    let edit = (any::<prop::sample::Index>(), 0_usize..40, pieces, any::<bool>());
    let edits = proptest::collection::vec(edit, 1..5);
    (any::<prop::sample::Index>(), edits).prop_map(|(which, edits)| {
        let mut text: Vec<char> = which.get(&TEXTS).chars().collect();
        for (place, length, piece, keep) in edits {
            if text.is_empty() {
                break;
            }
            let from = place.index(text.len());
            let until = (from + length).min(text.len());
            let mut new: Vec<char> = piece.chars().collect();
            if keep {
                // Doubled, with the piece between.
                new.splice(0..0, text[from..until].to_vec());
                new.extend(text[from..until].to_vec());
            }
            text.splice(from..until, new);
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(config(1_500))]

    #[test]
    fn any_text_is_read_without_a_panic(text in "(?s).{0,120}") {
        read_as_anything(&text);
    }

    #[test]
    fn any_text_of_marks_is_read_without_a_panic(text in "[\\[\\]{}\"'=.,:#\\\\\n a1-]{0,80}") {
        read_as_anything(&text);
    }

    #[test]
    fn a_mutated_text_is_read_without_a_panic(text in mutated()) {
        read_as_anything(&text);
    }
}

/// Whatever is wrong with a text, the problems that are kept have an end, and the rest is counted.
#[test]
fn a_text_that_is_wrong_in_every_key_has_a_bounded_list_of_problems() {
    const KEYS: usize = 20_000;
    let table = |key: &dyn Fn(usize) -> String| {
        let keys: Vec<String> = (0..KEYS).map(|number| format!("\"{}\":1", key(number))).collect();
        format!("{{{}}}", keys.join(","))
    };
    // The keys that a request needs are missing as well: currency, service_level, term_years,
    // program and holding.
    for (text, wrong) in [
        // One of the equal keys is unknown, and each further one is there again.
        (table(&|_| "a".to_owned()), KEYS),
        (table(&|number| format!("key-{number}")), KEYS),
    ] {
        let source = Source { origin: "request", text: &text, format: Format::Json };
        let today = parse_iso("2026-11-24");
        let problems = Request::read(source, today).expect_err("every key is wrong");
        assert!(problems.list.len() <= ERRORS_MAX, "{}", problems.list.len());
        let missing = problems.list.iter().filter(|one| one.code == "missing-key").count();
        assert!([0, 5].contains(&missing), "{missing}");
        assert!(problems.list.len() + problems.omitted >= wrong, "{}", problems.omitted);
    }
}

/// Source: JSON Schema 2020-12, validation, 6.1.1: a number without a fractional part is an
/// integer, however it is written.
#[test]
fn a_whole_number_of_json_may_have_a_point_or_an_exponent() {
    let owned = |written: &str| {
        let text = format!(
            "{{\"quote_date\":\"2026-11-24\",\"currency\":\"EUR\",\"service_level\":\"select\",\
             \"term_years\":1.0,\"program\":\"easy\",\"holding\":[{{\"product_line\":\"a\",\
             \"edition\":\"b\",\"owned\":{written},\"covered_through\":\"2026-12-31\"}}]}}"
        );
        let source = Source { origin: "request", text: &text, format: Format::Json };
        let request = Request::read(source, None);
        request.map(|request| request.holdings[0].owned).map_err(|problems| problems.list[0].code)
    };
    for (written, expected) in [
        ("100", Ok(100)),
        ("100.0", Ok(100)),
        ("1e2", Ok(100)),
        ("1.5E+1", Ok(15)),
        ("0.0", Ok(0)),
        ("100.5", Err("wrong-type")),
        ("1e-2", Err("wrong-type")),
        ("1e400", Err("wrong-type")),
        ("-1.0", Err("out-of-range")),
        ("1e19", Err("wrong-type")),
    ] {
        assert_eq!(owned(written), expected, "{written}");
    }
}

/// Nested as deeply as a text of some size can be: the stack must hold.
#[test]
fn a_deeply_nested_text_is_read_without_a_panic() {
    for depth in [100, 1_000, 100_000] {
        for (open, close) in
            [("[", "]"), ("{\"a\":", "}"), ("a=[", "]"), ("a={a=", "}"), ("a.", "")]
        {
            let nested = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            read_as_anything(&nested);
            read_as_anything(&format!("a = {nested}"));
            read_as_anything(&open.repeat(depth));
        }
        read_as_anything(&format!("[{}a]", "a.".repeat(depth)));
    }
}

/// Few keys are compared one by one, and many are looked up: the answer is the same.
#[test]
fn a_key_that_stands_twice_is_told_among_few_keys_and_among_many() {
    for before in [2, 31, 32, 100_000] {
        let keys: String = (0..before).map(|number| format!("\"k{number}\": 1, ")).collect();
        let text = format!("{{{keys}\"k1\": 2}}");
        let mut problems = Problems::none_in("request", &text);
        node::parse(Format::Json, &text, &mut problems);
        let [problem] = problems.list.as_slice() else { panic!("one problem, not {problems}") };
        let (first, second) = (text.find("\"k1\""), text.rfind("\"k1\""));
        assert_eq!((problem.code, problem.path.to_string().as_str()), ("syntax", "k1"));
        assert_eq!(problem.span.as_ref().map(|span| span.start), second);
        assert_eq!(problem.related.as_ref().map(|(span, _)| span.start), first);
    }
}
