//! The warning for a lapse that costs less than renewing on time would have.

use reinstate::engine::lapse_check::lapse_warnings;

#[cfg(feature = "cli")]
use crate::support::{SHIPPED_BOOKS, program, project};
use crate::support::{book, read};

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

/// The command line is asked, for it may be an optimised one: all lapses of a book are many.
#[cfg(feature = "cli")]
#[test]
fn the_shipped_books_have_no_lapse_that_pays() {
    let is_warned_of = |path: &str| {
        let mut check = program();
        let output = check.args(["book", "check"]).arg(project(path)).output();
        let output = output.expect("the program runs");
        assert_eq!(output.status.code(), Some(0), "{path}: {output:?}");
        let said = [output.stdout, output.stderr].concat();
        String::from_utf8(said).expect("a text").contains("lapse-costs-less")
    };
    assert!(is_warned_of("tests/conformance/books/alpha/alpha-2025.toml"));
    for path in SHIPPED_BOOKS {
        assert!(!is_warned_of(path), "{path}");
    }
}

/// The golden book `plain` charges each gap at least at what it would have cost as cover, and a
/// penalty on top. A band that charges nothing lets whoever lapses keep the price of the gap; a fee
/// once a quote that is more than any gap takes that back, and a band without a price has none that
/// could be less.
#[test]
fn what_a_lapse_costs_once_and_bands_without_a_price_count() {
    const RULES: &str = "back_coverage = { day_count = \"actual/365\", price = \"net\" }\n\
                         penalty = { rate = \"20%\", of = \"back-coverage\" }";
    const FREE: &str = "back_coverage = \"none\"\npenalty = \"none\"";
    let warned = |edits: &[(&str, &str)]| -> Vec<String> {
        let mut text = read("tests/golden/books/plain.toml");
        for (from, to) in edits {
            assert_eq!(text.matches(from).count(), 1, "`{from}` stands in the book once");
            text = text.replace(from, to);
        }
        let warnings = lapse_warnings(&book("plain", &text));
        warnings.iter().map(|warning| warning.path.to_string()).collect()
    };
    let fee = |fee: &str| format!("once = {{ fee = {{ EUR = \"{fee}\" }} }}\ngrace_days = 30");
    assert_eq!(warned(&[]), Vec::<String>::new());
    assert_eq!(warned(&[(RULES, FREE)]), ["lapse.band[0]"]);
    assert_eq!(
        warned(&[(RULES, FREE), ("grace_days = 30", "grace_months = 1")]),
        ["lapse.band[0]"]
    );
    assert_eq!(warned(&[(RULES, FREE), ("grace_days = 30", &fee("0.01"))]), ["lapse.band[0]"]);
    assert_eq!(
        warned(&[(RULES, FREE), ("grace_days = 30", &fee("99999999999.00"))]),
        Vec::<String>::new()
    );
    let by_vendor = ("outcome = \"needs-approval\"", "outcome = \"by-vendor\"");
    assert_eq!(warned(&[by_vendor, (RULES, "")]), Vec::<String>::new());
}
