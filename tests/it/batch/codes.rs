//! Every way in which a row can be rejected.

use super::{HEADER, Place, row, run_small, said, table};

/// Runs a table; the codes of its rejects by row.
fn rejects(place: &Place, text: impl AsRef<[u8]>) -> Vec<(u64, String)> {
    let input = place.file("table.csv", text);
    let out = place.text("out");
    let _ = std::fs::remove_dir_all(&out);
    let output = run_small(&[&input, "--out", &out]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(&output));
    let columns = place.read_text("out/rejects.csv");
    let columns = columns.lines().next().expect("a header").split(',').count();
    let rows = place.rows("out/rejects.csv").into_iter();
    rows.map(|row| {
        let number = row[columns - 4].parse().expect("a row's number");
        assert!(!row[columns - 1].is_empty(), "a reason");
        (number, row[columns - 3].clone())
    })
    .collect()
}

#[test]
fn each_code_is_reached_by_a_row_of_its_own() {
    let place = Place::new();
    let long = "x".repeat(201);
    let cases: [(&str, &[(&str, &str)]); 31] = [
        ("unknown-product-line", &[("product_line", "anvile")]),
        ("unknown-edition", &[("edition", "prof")]),
        ("unknown-release", &[("release", "newest")]),
        ("unknown-service-level", &[("service_level", "basics")]),
        ("unknown-service-level", &[("current_service_level", "basics")]),
        ("unknown-program", &[("program", "lists")]),
        ("no-book-in-force", &[("book", "acne")]),
        ("no-price", &[("currency", "USD")]),
        ("term-not-offered", &[("term_years", "4")]),
        ("out-of-range", &[("term_years", "99999999999")]),
        ("start-in-the-past", &[("start", "2026-11-23")]),
        ("retired-exceeds-owned", &[("retire", "11")]),
        ("nothing-to-cover", &[("retire", "10")]),
        ("partial-coverage", &[("quantity", "9")]),
        ("release-end-of-life", &[("release", "old")]),
        ("reinstatement-not-offered", &[("covered_through", "2024-01-31")]),
        ("term-consumed-by-gap", &[("covered_through", "2025-10-31")]),
        ("amount-too-large", &[("owned", "9223372036854775807")]),
        ("bad-number", &[("owned", "1.250")]),
        ("out-of-range", &[("owned", "99999999999999999999")]),
        ("out-of-range", &[("quantity", "-5")]),
        ("bad-date", &[("covered_through", "03/04/2026")]),
        ("bad-date", &[("start", "2027-02-29")]),
        ("unknown-currency", &[("currency", "eur")]),
        ("unknown-language", &[("language", "dutch")]),
        ("missing-value", &[("owned", "")]),
        ("missing-value", &[("customer", "  ")]),
        ("spreadsheet-error", &[("customer", "#REF!")]),
        ("spreadsheet-error", &[("release", "#N/A")]),
        ("text-too-long", &[("customer", &long)]),
        ("control-character", &[("customer", "a\u{202e}b")]),
    ];
    let rows: Vec<String> = (1..)
        .zip(&cases)
        .map(|(number, (_, replaced))| row(&format!("ORG-{number}"), replaced))
        .collect();
    let expected: Vec<(u64, String)> =
        (1..).zip(&cases).map(|(number, (code, _))| (number, (*code).to_owned())).collect();
    assert_eq!(rejects(&place, table(&rows)), expected);
}

#[test]
fn a_decimal_comma_is_no_number_and_no_cell_of_its_own() {
    let place = Place::new();
    let semicolons = HEADER.replace(',', ";");
    let row = row("ORG-1", &[("owned", "5323/54")]).replace(',', ";").replace('/', ",");
    let input = place.file("table.csv", format!("{semicolons}\n{row}"));
    let output = run_small(&[&input, "--out", &place.text("out")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    // The rejects have the input's delimiter.
    let text = place.read_text("out/rejects.csv");
    assert!(text.contains(";\"5323,54\";"), "{text}");
    assert!(text.contains(";1;bad-number;"), "{text}");
}

#[test]
fn an_account_stands_or_falls_as_one() {
    let place = Place::new();
    let text = table(&[
        row("A", &[]),
        row("A", &[("edition", "prof")]),
        row("B", &[]),
        row("B", &[("customer", "Other")]),
        row("A", &[]),
        row("C", &[("service_level", "basic")]),
        row("C", &[("service_level", "plus")]),
        row("D", &[]),
        row("D", &[("product_line", "forge"), ("edition", "unit"), ("service_level", "rare")]),
        row("E", &[]),
        row("", &[]),
        row("E", &[]),
        row("F", &[]),
        row("", &[]),
        row("G", &[]),
        row("H", &[]),
        row("H", &[("edition", "prof")]),
    ]);
    let expected = [
        (1, "account-not-adjacent"),
        (2, "account-not-adjacent"),
        (3, "inconsistent-account"),
        (4, "inconsistent-account"),
        (5, "account-not-adjacent"),
        (6, "mixed-service-levels"),
        (7, "mixed-service-levels"),
        (10, "account-refused"),
        (11, "missing-value"),
        (12, "account-refused"),
        (13, "account-refused"),
        (14, "missing-value"),
        (15, "account-refused"),
        (16, "account-refused"),
        (17, "unknown-edition"),
    ];
    let expected: Vec<(u64, String)> =
        expected.iter().map(|(number, code)| (*number, (*code).to_owned())).collect();
    assert_eq!(rejects(&place, &text), expected);
    let priced: Vec<String> =
        place.rows("out/lines.csv").into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(priced, ["8", "9"]);
}

/// A row that names nobody may belong to the accounts on both sides of it, and to no other.
#[test]
fn damaged_rows_cost_their_neighbours_and_nobody_else() {
    let place = Place::new();
    let one_more = row("X", &[]).trim_end().to_owned() + ",one more\n";
    let unclosed = row("X", &[("customer", "\"never closed")]);
    let too_long = row("X", &[("customer", &"x".repeat(70_000))]);
    for (damaged, code) in [
        (one_more.into_bytes(), "wrong-number-of-cells"),
        (unclosed.into_bytes(), "unclosed-quote"),
        (too_long.into_bytes(), "row-too-long"),
    ] {
        let mut text = table(&["A", "B"].map(|org_id| row(org_id, &[]))).into_bytes();
        text.extend(damaged);
        text.extend(["C", "D"].map(|org_id| row(org_id, &[])).concat().bytes());
        let expected = [(2, "account-refused"), (3, code), (4, "account-refused")];
        let expected: Vec<(u64, String)> =
            expected.iter().map(|(number, code)| (*number, (*code).to_owned())).collect();
        assert_eq!(rejects(&place, text), expected);
        let priced: Vec<String> =
            place.rows("out/lines.csv").into_iter().map(|row| row[1].clone()).collect();
        assert_eq!(priced, ["A", "D"]);
    }
    // A row that can be told to be of an account refuses it alone.
    let mut text = table(&[row("A", &[])]).into_bytes();
    let latin1 = row("B", &[("customer", "Caf#")]).into_bytes();
    text.extend(latin1.into_iter().map(|byte| if byte == b'#' { 0xe9 } else { byte }));
    text.extend(row("C", &[]).bytes());
    let input = place.file("table.csv", &text);
    let out = place.text("latin1");
    let output = run_small(&[&input, "--out", &out]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let rejects = String::from_utf8_lossy(&place.read("latin1/rejects.csv")).into_owned();
    assert!(rejects.contains(",2,not-utf8,"), "{rejects}");
    assert_eq!(place.summary("latin1")["rows"]["rejected"], 1);
}

/// Each of the 15,000 rows lacks six cells: all that is wrong with them is told, and it takes no
/// more for a row than in a small account. Compared with each other they would take minutes.
#[test]
fn an_account_of_many_rows_that_are_all_wrong_is_told_row_by_row() {
    let place = Place::new();
    let mut text = table(&[]);
    text.extend((0..15_000).map(|_| "A\n"));
    let found = rejects(&place, text);
    let lacking = ["customer", "product_line", "edition", "owned", "covered_through"];
    let missing = found.iter().filter(|(_, code)| code == "missing-value").count();
    assert!(missing >= 15_000 * lacking.len(), "{missing}");
    let too_large = found.iter().filter(|(_, code)| code == "account-too-large");
    assert_eq!(too_large.count(), 15_000);
}

#[test]
fn an_account_without_end_is_too_large() {
    let place = Place::new();
    let mut rows: Vec<String> = vec![row("A", &[])];
    rows.extend((0..25_000).map(|_| row("B", &[])));
    rows.push(row("C", &[]));
    rows.extend((0..10_000).map(|_| row("D", &[("retire", "1")])));
    rows.extend((0..10_001).map(|_| row("E", &[])));
    let found = rejects(&place, table(&rows));
    assert_eq!(found.len(), 25_000 + 10_001);
    assert!(found.iter().all(|(_, code)| code == "account-too-large"));
    let summary = place.summary("out");
    assert_eq!(summary["accounts"]["in"], 5);
    assert_eq!(summary["accounts"]["priced"], 3);
    assert_eq!(summary["rows"]["priced"], 10_002);
}
