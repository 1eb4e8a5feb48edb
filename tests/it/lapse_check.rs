//! The warning for a lapse that costs less than renewing on time would have.

use reinstate::engine::lapse_check::lapse_warnings;

use crate::support::{SHIPPED_BOOKS, book, read};

/// The conformance books have caps and waivers under which letting cover lapse pays.
#[test]
fn a_lapse_that_pays_is_warned_of_with_an_example() {
    let text = read("tests/conformance/books/alpha/alpha-2025.toml");
    let warnings = lapse_warnings(&book("alpha", &text));
    // By hand, workspace standard at priority-plus in EUR: 111.11 × 33.333% = 37.04 a year. Three
    // years are 111.12 less 5% (5.56), that is 105.56. After 731 days three years have started, so
    // on time it would have been 105.56 + 3 × 37.04 = 216.68. Lapsed, back coverage is capped at
    // two years and the penalty is waived: 105.56 + 2 × 37.04 = 179.64.
    let recovery = warnings.iter().find(|warning| warning.path.to_string() == "lapse.band[1]");
    let warning = recovery.expect("a warning for the capped band");
    assert_eq!(warning.code, "lapse-costs-less");
    let start = warning.span.clone().expect("a place").start;
    assert!(text[start..].starts_with("[[lapse.band]]\nid = \"recovery\""));
    let ends = "after 731 days, 1 × `workspace` `standard` at `priority-plus`, programme `easy`, \
                for 3 years, EUR 179.64 instead of 216.68";
    assert!(warning.message.ends_with(ends), "{}", warning.message);
}

#[test]
fn the_shipped_books_have_no_lapse_that_pays() {
    for path in SHIPPED_BOOKS {
        let book = book(path, &read(path));
        assert_eq!(lapse_warnings(&book), [], "{path}");
    }
}
