//! Rows that are something else than a holding, and what they and the others say of their account.
//! Prices are not what these tests are about: those of the golden book `wide` are in `whole`.

use super::{Place, run, said};

const HEAD: &str = "org_id,row_kind,customer,product_line,edition,owned,covered_through,quantity,\
                    ends,service_level,term_years,program,currency,concession_rate,\
                    concession_reason";

/// A holding whose row says this term.
fn holding(org_id: &str, term: &str) -> String {
    format!("{org_id},,Smithy,suite,whole,10,2026-06-30,,,basic,{term},list,EUR,,")
}

/// Licences that join; its row says this term, or none.
fn addition(org_id: &str, term: &str) -> String {
    format!("{org_id},addition,Smithy,suite,whole,,,10,2026-09-11,basic,{term},list,EUR,,")
}

/// What becomes of a table, and the rows that are rejected: number, code, and reason.
fn rejects(place: &Place, rows: &[String], more: &[&str]) -> Vec<[String; 3]> {
    let books = place.path("books");
    std::fs::create_dir_all(&books).expect("a folder");
    let wide = crate::support::read("tests/golden/books/wide.toml");
    std::fs::write(books.join("wide.toml"), wide).expect("a book");
    let input = place.file("table.csv", format!("{HEAD}\n{}\n", rows.join("\n")));
    let (books, out) = (place.text("books"), place.text("out"));
    let output = run(&[&[&*input, "--books", &books, "--out", &out], more].concat());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(&output));
    let rows = place.rows("out/rejects.csv").into_iter();
    rows.map(|row| {
        let [number, code, _, reason] = row.last_chunk().expect("four columns").clone();
        [number, code, reason]
    })
    .collect()
}

#[test]
fn a_holding_without_a_term_is_rejected_wherever_it_stands() {
    // Every order of an addition, which needs no term, a holding that has one and one without.
    for (at, order) in
        [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].iter().enumerate()
    {
        let place = Place::new();
        let rows = [addition("A", ""), holding("A", "1"), holding("A", "")];
        let rows: Vec<String> = order.iter().map(|row| rows[*row].clone()).collect();
        let without = order.iter().position(|row| *row == 2).expect("one of them") + 1;
        let rejects = rejects(&place, &rows, &[]);
        assert_eq!(rejects.len(), 3, "{at}: {rejects:?}");
        for [number, code, reason] in rejects {
            if number == without.to_string() {
                assert_eq!((&*code, &*reason), ("missing-value", "`term_years` is empty"));
            } else {
                let expected = format!(
                    "row {without} of this account was rejected, and a quote covers all of it"
                );
                assert_eq!((code, reason), ("account-refused".to_owned(), expected));
            }
        }
    }
}

#[test]
fn rows_of_two_terms_are_named_by_those_that_say_them() {
    let place = Place::new();
    let rows = [addition("A", ""), holding("A", "1"), holding("A", "3")];
    let expected = "the rows of an account must agree: `term_years` is `1` in its row 2 and `3` in \
                    its row 3";
    for [_, code, reason] in rejects(&place, &rows, &[]) {
        assert_eq!((&*code, &*reason), ("inconsistent-account", expected));
    }
}

#[test]
fn each_row_that_says_half_of_a_concession_is_told() {
    let place = Place::new();
    let half = holding("A", "1").replace("EUR,,", "EUR,5%,");
    let rejects = rejects(&place, &[half.clone(), half], &[]);
    let expected = ["1", "2"]
        .map(|row| [row, "missing-value", "`concession_reason` is empty"].map(str::to_owned));
    assert_eq!(rejects, expected);
}

/// All rows say each difference: without a bound, 2,000 rows would say a thousand.
#[test]
fn the_first_eight_rows_that_differ_are_named() {
    let place = Place::new();
    let other = holding("A", "1").replace("Smithy", "Forge");
    let rows: Vec<String> =
        (0..2_000).map(|at| if at % 2 == 0 { holding("A", "1") } else { other.clone() }).collect();
    let rejects = rejects(&place, &rows, &[]);
    assert_eq!(rejects.len(), 2_000 * 8);
    for (at, [_, code, reason]) in rejects.iter().enumerate() {
        let expected = format!(
            "the rows of an account must agree: `customer` is `Smithy` in its row 1 and `Forge` in \
             its row {}",
            (at % 8 + 1) * 2
        );
        assert_eq!((&**code, &**reason), ("inconsistent-account", &*expected));
    }
}

#[test]
fn an_account_of_contracts_outside_the_quote_alone_is_skipped() {
    let other = "B,other,,hosted,,,2027-06-30,,,basic,,,,,".to_owned();
    for due in [&[][..], &["--due-from", "2026-06-01"]] {
        let place = Place::new();
        let rows = [holding("A", "1"), other.clone(), other.clone()];
        assert_eq!(rejects(&place, &rows, due), [[""; 3]; 0]);
        let summary = place.summary("out");
        assert_eq!(
            (&summary["rows"]["priced"], &summary["rows"]["skipped"]),
            (&1.into(), &2.into())
        );
        let accounts = &summary["accounts"];
        assert_eq!((&accounts["priced"], &accounts["skipped"]), (&1.into(), &1.into()));
        assert_eq!(accounts["rejected"], 0);
    }
}
