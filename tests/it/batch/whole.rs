//! An account is priced whole or not at all, and as people read its rows.
//!
//! Anvil Pro at Basic costs 100.00 × 18% = 18.00 a licence a year: ten are 180.00.

use super::{HEADER, Place, row, run_small, said, table};

/// Runs a table with more arguments; its exit code.
fn run_table(place: &Place, text: impl AsRef<[u8]>, more: &[&str]) -> Option<i32> {
    let input = place.file("table.csv", text);
    let out = place.text("out");
    let _ = std::fs::remove_dir_all(&out);
    let output = run_small(&[&[&input, "--out", &out], more].concat());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(&output));
    output.status.code()
}

/// Account and total of each line.
fn lines(place: &Place) -> Vec<(String, String)> {
    let rows = place.rows("out/lines.csv").into_iter();
    rows.map(|row| (row[1].clone(), row[15].clone())).collect()
}

/// Row, code and column of each line of the rejects.
fn rejects(place: &Place) -> Vec<(String, String, String)> {
    let rows = place.rows("out/rejects.csv").into_iter();
    rows.map(|row| {
        let added = &row[row.len() - 4..];
        (added[0].clone(), added[1].clone(), added[2].clone())
    })
    .collect()
}

fn rejected(rows: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    let owned = |(row, code, column): &(&str, &str, &str)| {
        ((*row).to_owned(), (*code).to_owned(), (*column).to_owned())
    };
    rows.iter().map(owned).collect()
}

/// A head with more columns, and rows of cells for them.
fn with_columns(more: &str, rows: &[(String, &str)]) -> String {
    let mut text = format!("{HEADER},{more}\n");
    for (row, cells) in rows {
        text.push_str(&format!("{},{cells}\n", row.trim_end()));
    }
    text
}

#[test]
fn ids_and_names_are_compared_as_people_read_them() {
    let place = Place::new();
    for (one, other) in [
        ("ORG-1", "ORG-1 "),
        ("ORG-1", "\u{a0}ORG-1\u{a0}"),
        ("\u{2003}ORG-1", "ORG-1"),
        // An e with an accent, as one character and as two.
        ("ORG-\u{e9}", "ORG-e\u{301}"),
    ] {
        let text = table(&[row(one, &[]), row(other, &[])]);
        assert_eq!(run_table(&place, text, &[]), Some(0), "{one:?} and {other:?}");
        assert_eq!(place.rows("out/quotes.csv").len(), 1, "{one:?} and {other:?}");
    }
    let named = |name: &str| row("A", &[("customer", name)]);
    let text = table(&[named("Caf\u{e9} BV"), named(" Cafe\u{301} BV ")]);
    assert_eq!(run_table(&place, text, &[]), Some(0));
    assert_eq!(place.rows("out/quotes.csv")[0][1], "Caf\u{e9} BV");
}

#[test]
fn ids_that_look_alike_are_told_and_stay_apart() {
    let place = Place::new();
    let ids = ["ORG-12", "B", "org 12", "Org12", "b", "C"];
    assert_eq!(run_table(&place, table(&ids.map(|id| row(id, &[]))), &[]), Some(0));
    assert_eq!(place.rows("out/quotes.csv").len(), 6);
    let alike = serde_json::json!([["B", "b"], ["ORG-12", "Org12", "org 12"]]);
    assert_eq!(place.summary("out")["look_alikes"], alike);
    assert_eq!(run_table(&place, table(&["A", "B"].map(|id| row(id, &[]))), &[]), Some(0));
    assert_eq!(place.summary("out").get("look_alikes"), None);
}

#[test]
fn an_account_that_comes_back_has_none_of_its_rows_priced() {
    let place = Place::new();
    let mut rows = vec![row("FIRST", &[])];
    // Far enough apart that they are never held at once.
    rows.extend((0..20_000).map(|number| row(&format!("ORG-{number}"), &[])));
    rows.extend([row("FIRST ", &[]), row("LAST", &[])]);
    for jobs in ["1", "3"] {
        assert_eq!(run_table(&place, table(&rows), &["--jobs", jobs]), Some(1));
        let expected =
            [("1", "account-not-adjacent", "org_id"), ("20002", "account-not-adjacent", "org_id")];
        assert_eq!(rejects(&place), rejected(&expected));
        let summary = place.summary("out");
        assert_eq!(summary["accounts"]["in"], 20_002);
        assert_eq!(summary["accounts"]["rejected"], 1);
        assert_eq!(summary["rows"]["priced"], 20_001);
        assert_eq!(lines(&place)[0].0, "ORG-0");
    }
}

#[test]
fn a_table_from_a_pipe_is_read_once_more_too() {
    use std::io::Write as _;
    use std::process::Stdio;

    let place = Place::new();
    let mut rows: Vec<String> = (0..30_000).map(|id| row(&format!("ORG-{id}"), &[])).collect();
    rows.push(row("ORG-3", &[]));
    let books = crate::support::project("tests/batch");
    let mut command = super::batch(&["-", "--out", &place.text("out")]);
    let command = command.args(["--books", books.to_str().expect("a plain path")]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program runs");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(table(&rows).as_bytes()).expect("it reads");
    drop(input);
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
    let expected =
        [("4", "account-not-adjacent", "org_id"), ("30001", "account-not-adjacent", "org_id")];
    assert_eq!(rejects(&place), rejected(&expected));
    assert_eq!(place.summary("out")["rows"]["priced"], 29_999);
}

/// A chunk ends between two accounts: the row before it is known to the next one all the same.
#[test]
fn a_row_that_names_nobody_refuses_both_sides_wherever_the_table_is_cut() {
    let place = Place::new();
    let mut text = table(&[]);
    let mut expected = Vec::new();
    let mut number = 0_u64;
    for account in 0..6_000 {
        text.push_str(&row(&format!("ORG-{account}"), &[]));
        number += 1;
        if account % 10 == 4 {
            expected.push((number, "account-refused"));
            text.push_str(&row("", &[]));
            number += 1;
            expected.push((number, "missing-value"));
        }
        if account % 10 == 5 {
            expected.push((number, "account-refused"));
        }
    }
    assert_eq!(run_table(&place, text, &["--jobs", "2"]), Some(1));
    let found: Vec<(u64, String)> = rejects(&place)
        .into_iter()
        .map(|(row, code, _)| (row.parse().expect("a number"), code))
        .collect();
    let expected: Vec<(u64, String)> =
        expected.into_iter().map(|(row, code)| (row, code.to_owned())).collect();
    assert_eq!(found, expected);
}

#[test]
fn rows_of_sums_are_passed_over() {
    let place = Place::new();
    let sums = |customer: &str, owned: &str| {
        HEADER
            .split(',')
            .map(|name| match name {
                "customer" => customer,
                "owned" => owned,
                _ => "",
            })
            .collect::<Vec<_>>()
            .join(",")
            + "\n"
    };
    let text = table(&[
        row("A", &[]),
        row("A", &[("retire", "1")]),
        sums("", "20"),
        row("B", &[]),
        sums("Subtotaal B", ""),
        row("C", &[]),
        sums("", "40"),
        sums("Totaal", "40"),
    ]);
    assert_eq!(run_table(&place, &text, &[]), Some(0));
    let summary = place.summary("out");
    assert_eq!(summary["sum_rows"], serde_json::json!({ "count": 4, "first": [3, 5, 7, 8] }));
    assert_eq!(summary["rows"]["skipped"], 4);
    assert_eq!(summary["accounts"]["priced"], 3);
    // One that is no sum of what stands above it is a row without an account.
    assert_eq!(run_table(&place, table(&[row("A", &[]), sums("", "11")]), &[]), Some(1));
    let expected = [("1", "account-refused", ""), ("2", "missing-value", "org_id")];
    assert_eq!(rejects(&place), rejected(&expected));
}

#[test]
fn every_reason_of_a_row_is_told_and_the_rejects_can_be_fed_again() {
    let place = Place::new();
    let bad = [("owned", "many"), ("covered_through", "soon"), ("currency", "EURO")];
    let text = table(&[row("A", &bad), row("B", &[("edition", "prof"), ("program", "lists")])]);
    assert_eq!(run_table(&place, text, &[]), Some(1));
    let expected = [
        ("1", "bad-number", "owned"),
        ("1", "bad-date", "covered_through"),
        ("1", "unknown-currency", "currency"),
        ("2", "unknown-edition", "edition"),
        ("2", "unknown-program", "program"),
    ];
    assert_eq!(rejects(&place), rejected(&expected));
    assert_eq!(place.summary("out")["rows"]["rejected"], 2);
    let mended =
        place.read_text("out/rejects.csv").replace("many", "10").replace("soon", "2026-12-31");
    let mended = mended.replace("EURO", "EUR").replace("prof", "pro").replace("lists", "list");
    assert_eq!(run_table(&place, mended, &[]), Some(0));
    assert_eq!(place.summary("out")["rows"]["in"], 2);
    let expected = [("A", "180.00"), ("B", "180.00")];
    assert_eq!(lines(&place), expected.map(|(id, sum)| (id.to_owned(), sum.to_owned())));
}

#[test]
fn rows_that_do_not_agree_say_both_values() {
    let place = Place::new();
    let text = table(&[row("A", &[]), row("A", &[("program", "volume")])]);
    assert_eq!(run_table(&place, text, &[]), Some(1));
    let reason = place.rows("out/rejects.csv")[0].last().expect("a reason").clone();
    assert_eq!(
        reason,
        "the rows of an account must agree: `program` is `list` in its row 1 and `volume` in its \
         row 2"
    );
}

#[test]
fn names_stand_for_ids_in_any_case() {
    let place = Place::new();
    let by_id = table(&[row("A", &[]), row("A", &[("service_level", "basic")])]);
    assert_eq!(run_table(&place, by_id, &[]), Some(0));
    let expected = lines(&place);
    let named = [
        ("product_line", "ANVIL"),
        ("edition", "Pro"),
        ("service_level", "BASIC"),
        ("program", "List"),
        ("book", "ACME"),
    ];
    let by_name = table(&[row("A", &named), row("A", &named)]);
    assert_eq!(run_table(&place, by_name, &[]), Some(0));
    assert_eq!(lines(&place), expected);
}

/// 10 licences of 18.00 are 180.00; 21% of 180.00 is 37.80, and 8.1% is 14.58.
#[test]
fn taxes_and_a_concession_have_their_columns() {
    let place = Place::new();
    let columns = "tax_name,tax_rate,tax_name_2,tax_rate_2";
    let text = with_columns(
        columns,
        &[
            (row("A", &[]), "BTW,21%,,"),
            (row("B", &[]), "BTW,21%,GST,8.1%"),
            (row("C", &[]), ",21%,,"),
        ],
    );
    assert_eq!(run_table(&place, text, &[]), Some(1));
    let quotes = place.rows("out/quotes.csv");
    assert_eq!(quotes[0][9..13], ["180.00", "0.00", "37.80", "217.80"]);
    assert_eq!(quotes[1][9..13], ["180.00", "0.00", "52.38", "232.38"]);
    assert_eq!(rejects(&place), rejected(&[("3", "missing-value", "tax_name")]));
    let total = &place.summary("out")["quotes"][0];
    assert_eq!(total["tax"], "90.18");
    assert_eq!(total["total"], "450.18");
}

#[test]
fn the_days_asked_for_keep_an_account_together() {
    let place = Place::new();
    let window = ["--due-from", "2026-12-01", "--due-through", "2026-12-31"];
    let due = row("A", &[]);
    // Running, at another level: it is held against the quote.
    let running = row(
        "A",
        &[
            ("product_line", "forge"),
            ("edition", "unit"),
            ("covered_through", "2027-06-30"),
            ("service_level", "plus"),
        ],
    );
    assert_eq!(run_table(&place, table(&[due.clone(), running]), &window), Some(0));
    assert_eq!(place.summary("out")["rows"]["skipped"], 1);
    assert_eq!(lines(&place).len(), 1);
    // Run out, of the same product line.
    let run_out = row("A", &[("covered_through", "2026-10-31")]);
    let alone = row("B", &[("covered_through", "2026-10-31")]);
    let code = run_table(&place, table(&[due, run_out, alone]), &window);
    let all_in = place.read_text("out/lines.csv").lines().count() == 1;
    assert_eq!((code, all_in), (Some(1), true));
    assert_eq!(rejects(&place), rejected(&[("1", "not-all-in", "covered_through")]));
    let reason = place.rows("out/rejects.csv")[0].last().expect("a reason").clone();
    let begin = "row 2 of this account is of the same product line, ran out on 2026-10-31 and is";
    assert!(reason.starts_with(begin), "{reason}");
    assert_eq!(place.summary("out")["accounts"]["skipped"], 1);
    // Of several that have run out the first is named, and how many more there are.
    let ended = |day| row("A", &[("covered_through", day)]);
    let rows = [row("A", &[]), ended("2026-10-31"), ended("2026-10-30"), ended("2026-10-29")];
    assert_eq!(run_table(&place, table(&rows), &window), Some(1));
    assert_eq!(rejects(&place), rejected(&[("1", "not-all-in", "covered_through")]));
    let reason = place.rows("out/rejects.csv")[0].last().expect("a reason").clone();
    assert!(reason.contains("ran out on 2026-10-31 (as did 2 more) and is not"), "{reason}");
}

/// On 1 July 2026 by the golden book `wide`, ten licences of Suite cost 2000.00 a year at Basic.
/// Cover through 11 September is 73 days, a fifth of a year: 400.00. The rise from 200.00 to
/// 250.00 a licence is 500.00 a year, and a fifth of it 100.00. A concession of 10% takes 40.00 off
/// the 400.00.
#[test]
fn rows_may_be_additions_raises_and_other_contracts() {
    let place = Place::new();
    let head = "row_kind,org_id,customer,product_line,edition,owned,covered_through,quantity,ends,\
                from_level,service_level,term_years,program,currency,concession_rate,\
                concession_reason,annual_value";
    let text = [
        head,
        "addition,A,Smithy,suite,whole,,,10,2026-09-11,,basic,,list,EUR,,,",
        "holding,A,Smithy,suite,whole,10,2026-06-30,,,,basic,1,list,EUR,,,",
        "other,A,,hosted,,,2027-06-30,,,,basic,,,,,,50.00",
        "Raise,B,Smithy,suite,whole,,,10,2026-09-11,basic,better,,list,EUR,,,",
        "addition,C,Smithy,suite,whole,,,10,2026-09-11,,basic,,list,EUR,10%,loyal,",
        "addition,D,Smithy,suite,whole,,,,,,basic,,list,EUR,,,",
        "holding,E,Smithy,suite,whole,10,2026-06-30,,,,basic,,list,EUR,,,",
        "gift,F,Smithy,suite,whole,10,2026-06-30,,,,basic,1,list,EUR,,,",
    ]
    .join("\n");
    let input = place.file("table.csv", text);
    let book = place.path("books");
    std::fs::create_dir(&book).expect("a folder");
    let wide = crate::support::read("tests/golden/books/wide.toml");
    std::fs::write(book.join("wide.toml"), wide).expect("a book");
    let arguments = ["--quote-date", "2026-07-01", "--books", &place.text("books")];
    let mut command = crate::support::program();
    let command = command.args(arguments).args(["batch", &input, "--out", &place.text("out")]);
    let output = command.output().expect("the program runs");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let lines = place.rows("out/lines.csv");
    let shown: Vec<[&str; 6]> = lines
        .iter()
        .map(|row| [row[0].as_str(), &row[1], &row[5], &row[11], &row[15], &row[31]])
        .collect();
    assert_eq!(
        shown,
        [
            ["2", "A", "renewal", "2000.00", "2000.00", ""],
            ["1", "A", "addition", "400.00", "400.00", ""],
            ["4", "B", "raise", "100.00", "100.00", ""],
            ["5", "C", "addition", "400.00", "360.00", "40.00"],
        ]
    );
    let expected = [
        ("6", "missing-value", "quantity"),
        ("6", "missing-value", "ends"),
        ("7", "missing-value", "term_years"),
        ("8", "unknown-row-kind", "row_kind"),
    ];
    assert_eq!(rejects(&place), rejected(&expected));
    let quotes = place.rows("out/quotes.csv");
    assert_eq!(quotes[0][2], "renewal");
    assert_eq!(quotes[1][2], "change");
    assert_eq!(quotes[1][13], "better");
    assert!(quotes[1][17].contains("level-raised"));
    assert_eq!(place.summary("out")["rows"]["priced"], 5);
}
