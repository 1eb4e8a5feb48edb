//! Who breaks the rules in an install base, through the program as a user runs it.
//!
//! Anvil Pro at Basic costs 100.00 × 18% = 18.00 a licence a year.

use std::process::Output;

use super::{Place, QUOTE_DATE, row, said, table};
use crate::support::{program, project};

fn compliance(arguments: &[&str]) -> Output {
    let books = project("tests/batch");
    let mut command = program();
    command.args(["--quote-date", QUOTE_DATE, "compliance"]).args(arguments);
    command.args(["--books", books.to_str().expect("a plain path")]);
    command.output().expect("the program runs")
}

/// Checks a table; its rows of `compliance.csv`.
fn found(place: &Place, text: impl AsRef<[u8]>, more: &[&str]) -> Vec<Vec<String>> {
    let input = place.file("table.csv", text);
    let out = place.text("out");
    let _ = std::fs::remove_dir_all(&out);
    let output = compliance(&[&[&input, "--out", &out], more].concat());
    let rows = place.rows("out/compliance.csv");
    let expected = if rows.is_empty() { Some(0) } else { Some(1) };
    assert_eq!(output.status.code(), expected, "{}", said(&output));
    rows
}

#[test]
fn a_clean_install_base_has_no_breach() {
    let place = Place::new();
    let text = table(&[row("A", &[]), row("A", &[("owned", "5")]), row("B", &[])]);
    assert_eq!(found(&place, text, &[]), Vec::<Vec<String>>::new());
    assert!(place.read_text("out/compliance.html").contains("No breach of the rules was found"));
}

/// Ten licences ran out on 31 October: a year is 180.00; 23 days without cover are 180.00 × 23 ÷
/// 365 = 11.34; the penalty of the band is 10% of the year, 18.00. Together 209.34.
#[test]
fn licences_that_ran_out_beside_others_cost_their_reinstatement() {
    let place = Place::new();
    let text =
        table(&[row("A", &[("owned", "5")]), row("A", &[("covered_through", "2026-10-31")])]);
    let rows = found(&place, text, &[]);
    assert_eq!(rows.len(), 1);
    let expected = ["A", "Smithy", "anvil", "not-all-in", "2", "", "reinstate", "209.34", "EUR"];
    assert_eq!(rows[0][..9], expected);
    let said = "5 of the licences of Acme Anvil have support and 10 do not";
    assert!(rows[0][9].starts_with(said), "{}", rows[0][9]);
    assert!(place.read_text("out/compliance.html").contains("EUR 209.34"));
}

/// Licences whose support ran out cannot have it again on a release past its end of life: they are
/// priced on the newest one that has support, which is the amount of the test above, as a release
/// changes no price. With support that runs there is nothing to price.
#[test]
fn a_release_past_its_end_is_priced_as_reinstated_on_a_supported_one() {
    let place = Place::new();
    let over = [("release", "old"), ("covered_through", "2026-10-31")];
    let text = table(&[row("A", &over), row("B", &[("release", "old")])]);
    let rows = found(&place, text, &[]);
    assert_eq!(rows.len(), 2, "{rows:?}");
    let expected = ["A", "Smithy", "anvil", "release-end-of-life", "1", "", "reinstate"];
    assert_eq!(rows[0][..7], expected);
    assert_eq!(rows[0][7..9], ["209.34", "EUR"]);
    let end = "no support can be given for it. The cost is that of reinstating it on New.";
    assert!(rows[0][9].ends_with(end), "{}", rows[0][9]);
    assert_eq!(rows[1][6..9], ["upgrade", "", ""]);
    assert!(rows[1][9].ends_with("newer releases come with it."), "{}", rows[1][9]);
}

#[test]
fn each_breach_has_its_rows_and_says_why_it_has_no_cost() {
    let place = Place::new();
    let text = table(&[
        row("A", &[]),
        row("A", &[("service_level", "plus")]),
        row("B", &[("release", "old")]),
        row("C", &[("owned", "7")]),
        row("C", &[("owned", "7")]),
        row("org-1", &[]),
        row("ORG 1", &[]),
    ]);
    let rows = found(&place, text, &[]);
    let shown: Vec<[&str; 5]> =
        rows.iter().map(|row| [row[0].as_str(), &row[2], &row[3], &row[4], &row[6]]).collect();
    assert_eq!(
        shown,
        [
            ["A", "anvil", "service-level-mismatch", "1", "raise"],
            ["B", "anvil", "release-end-of-life", "3", "upgrade"],
            ["C", "anvil", "same-holding-twice", "4 5", "correct"],
            ["org-1", "", "look-alike", "6 7", "correct"],
        ]
    );
    for row in &rows {
        assert_eq!(row[7..9], ["", ""]);
    }
    // The small book sells nothing while cover runs.
    assert!(rows[0][9].contains("No price (mid-term-not-offered)"), "{}", rows[0][9]);
    assert!(rows[3][9].contains("\"org-1\", \"ORG 1\""), "{}", rows[3][9]);
}

#[test]
fn licences_that_moved_are_found_in_an_earlier_table() {
    let place = Place::new();
    let owned = |org_id: &str, owned: &str| row(org_id, &[("owned", owned)]);
    let old = place.file("old.csv", table(&[owned("A", "30"), owned("B", "5"), owned("C", "9")]));
    let now = table(&[owned("A", "10"), owned("B", "25"), owned("C", "8")]);
    let rows = found(&place, now, &["--compare-with", &old]);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0][..5], ["B", "Smithy", "anvil", "licences-moved", "2 1"]);
    let said = "20 licences of anvil pro seem to have moved here from A (Smithy)";
    assert!(rows[0][9].starts_with(said), "{}", rows[0][9]);
}

#[test]
fn what_cannot_be_read_is_no_clean_install_base() {
    let place = Place::new();
    let input = place.file("table.csv", table(&[row("A", &[("owned", "many")]), row("B", &[])]));
    let out = place.text("out");
    let output = compliance(&[&input, "--out", &out]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("1 rows could not be read"), "{}", said(&output));
    assert_eq!(place.rows("out/rejects.csv")[0][..2], ["1", "bad-number"]);
    assert_eq!(compliance(&[&place.text("none.csv"), "--out", &out]).status.code(), Some(3));
    assert_eq!(compliance(&[&input, "--out", &out]).status.code(), Some(3), "it is not empty");
}
