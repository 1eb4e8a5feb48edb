//! Tables with names, words and forms of their own, and the map that says what they mean.

use serde_json::Value;

use crate::support::{project, read};

use super::{HEADER, Place, row, run_small, said, table};

/// A map for [`OFFICE`].
const MAP: &str = r#"
decimal = ","
dates = "day-month-year"

[column]
org_id = "Klantnummer"
customer = "Naam klant"
covered_through = "Einddatum contract"
owned = "Aantal"
term_years = { value = 1 }
currency = { value = "EUR" }
program = { value = "list" }
product_line = { from = "SKU", table = "skus.csv", key = "SKU", give = "line" }
edition = { from = "SKU", table = "skus.csv", key = "SKU", give = "edition" }
service_level = { from = "Niveau", words = { "Bas" = "basic", "Plus+" = "plus" } }
"#;

/// A table as an office has it.
const OFFICE: &str = "\
Klantnummer;Naam klant;SKU;Niveau;Aantal;Einddatum contract;Opmerking\n\
K-1;Smederij Jansen;ANV-P;Bas;1.250;31/12/2026;geen\n\
K-2;Smederij Vries;ANV-P;plus+;12,00;1-11-2026;\"a;b\"\n";

const SKUS: &str = "sku;line;edition\nANV-P;anvil;pro\nFRG-U;forge;unit\n";

/// The same as a table that needs no map.
fn plain() -> String {
    table(&[
        row("K-1", &[("customer", "Smederij Jansen"), ("owned", "1250")]),
        row(
            "K-2",
            &[
                ("customer", "Smederij Vries"),
                ("owned", "12"),
                ("service_level", "plus"),
                ("covered_through", "2026-11-01"),
            ],
        ),
    ])
}

/// A place with the map and the table of part numbers in it, and the path of the map.
fn office() -> (Place, String) {
    let place = Place::new();
    place.file("skus.csv", SKUS);
    let map = place.file("map.toml", MAP);
    (place, map)
}

/// Runs a table, with a map or without; the exit code and what was said.
fn run(place: &Place, text: &str, map: Option<&str>) -> (Option<i32>, String) {
    let input = place.file("table.csv", text);
    let out = place.text("out");
    let _ = std::fs::remove_dir_all(&out);
    let mut arguments = vec![input.as_str(), "--out", &out];
    arguments.extend(map.into_iter().flat_map(|map| ["--map", map]));
    let output = run_small(&arguments);
    (output.status.code(), said(&output))
}

/// Whether nothing was written.
fn is_empty(place: &Place) -> bool {
    std::fs::read_dir(place.path("out")).map_or(0, |entries| entries.count()) == 0
}

/// The lines without the numbers of their rows.
fn lines_without_rows(place: &Place) -> Vec<Vec<String>> {
    place.rows("out/lines.csv").into_iter().map(|row| row[1..].to_vec()).collect()
}

/// The codes and reasons of the rejects, by row.
fn rejects(place: &Place) -> Vec<(String, String)> {
    let text = place.read_text("out/rejects.csv");
    let delimiter =
        if text.lines().next().is_some_and(|head| head.contains(';')) { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let code = reader.headers().expect("a head").iter().position(|name| name == "code");
    let code = code.expect("a column");
    let records = reader.records().map(|record| record.expect("a row"));
    records.map(|record| (record[code].to_owned(), record[record.len() - 1].to_owned())).collect()
}

#[test]
fn case_spaces_hyphens_and_underscores_of_names_make_no_difference() {
    let place = Place::new();
    let text = table(&[row("A", &[]), row("B", &[("retire", "3")])]);
    assert_eq!(run(&place, &text, None).0, Some(0));
    let expected = place.read("out/lines.csv");
    let (head, rows) = text.split_once('\n').expect("a head");
    let heads = [
        head.to_uppercase(),
        head.replace('_', " "),
        head.replace('_', "-"),
        head.replace('_', ""),
        head.replace(',', " ,\u{a0}"),
    ];
    for head in heads {
        let (code, said) = run(&place, &format!("{head}\n{rows}"), None);
        assert_eq!(code, Some(0), "{head}: {said}");
        assert!(place.read("out/lines.csv") == expected, "{head}");
    }
    let (code, said) = run(&place, &format!("{head},Org ID\n{rows}"), None);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("the column `org_id` twice"), "{said}");
}

#[test]
fn a_map_reads_the_table_of_an_office() {
    let (place, map) = office();
    let (code, said) = run(&place, &plain(), None);
    assert_eq!(code, Some(0), "{said}");
    let (lines, quotes) = (place.read("out/lines.csv"), place.read("out/quotes.csv"));
    let (code, said) = run(&place, OFFICE, Some(&map));
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(place.read("out/lines.csv"), lines);
    assert_eq!(place.read("out/quotes.csv"), quotes);
    assert!(said.contains("Opmerking"), "{said}");
    assert!(!said.contains("SKU") && !said.contains("Niveau"), "{said}");
}

#[test]
fn all_that_is_wrong_in_a_map_is_told_at_once() {
    let (place, _) = office();
    let map = place.file(
        "wrong.toml",
        r#"decimals = ","
dates = "dmy"
header_row = 0
[column]
org_idd = "Klantnummer"
owned = { value = 1.5 }
currency = { value = "EUR", from = "Valuta" }
edition = { from = "SKU", table = "skus.csv", key = "SKU" }
service_level = { from = "Niveau", words = { "Bas" = "basic", "bas" = "plus" } }
customer = 5
"#,
    );
    let (code, said) = run(&place, OFFICE, Some(&map));
    assert_eq!(code, Some(3), "{said}");
    assert!(!place.path("out").exists(), "nothing is begun");
    for message in [
        "unknown key `decimals`",
        "did you mean `decimal`?",
        "`dates`: `dmy` is not known here",
        "\"day-month-year\"",
        "`header_row`: 0 is out of range",
        "there is no column `org_idd`",
        "did you mean `org_id`?",
        "`column.owned.value` must be a text in quotes",
        "the keys of `currency` do not go together",
        "the keys of `edition` do not go together",
        "`bas` is `Bas` again",
        "`column.customer` must be the name of a column",
        "wrong.toml:10:",
    ] {
        assert!(said.contains(message), "{message} in\n{said}");
    }
}

#[test]
fn a_map_that_does_not_fit_its_table_is_refused_before_anything_is_begun() {
    let (place, _) = office();
    let twice = format!("{SKUS}ANV-P;anvil;basic\n");
    place.file("twice.csv", twice);
    place.file("latin.csv", b"SKU;line;edition\nCaf\xe9;anvil;pro\n");
    let cases = [
        (MAP.replace("Naam klant", "Naam klnt"), "did you mean `Naam klant`?"),
        (MAP.replace("Naam klant", "Debiteur"), "the table has no column `Debiteur`"),
        (MAP.replace("Naam klant", "Debiteur"), "it has `Klantnummer`, `Naam klant`"),
        (MAP.replace("skus.csv", "none.csv"), "the table none.csv cannot be used"),
        (MAP.replace("skus.csv", "twice.csv"), "the key `ANV-P` twice: in the rows 1 and 3"),
        (MAP.replace("skus.csv", "latin.csv"), "row 1 of the table latin.csv is not UTF-8"),
        (MAP.replace("\"line\"", "\"lines\""), "the table skus.csv has no column `lines`"),
        (MAP.replace("\"line\"", "\"lines\""), "did you mean `line`?"),
        (MAP.replace("customer =", "#"), "the table lacks the columns customer"),
        ("[column".to_owned(), "error"),
    ];
    for (map, message) in cases {
        let map = place.file("other.toml", map);
        let (code, said) = run(&place, OFFICE, Some(&map));
        assert_eq!(code, Some(3), "{message}: {said}");
        assert!(said.contains(message), "{message} in\n{said}");
        assert!(is_empty(&place), "{message}");
    }
    let doubled = OFFICE.replace("Opmerking", "Naam klant");
    let map = place.file("map.toml", MAP);
    let (code, said) = run(&place, &doubled, Some(&map));
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("has 2 columns `Naam klant`"), "{said}");
    let (code, said) = run(&place, OFFICE, Some(&place.text("no-map.toml")));
    assert_eq!(code, Some(3), "{said}");
    let (code, said) = run(&place, OFFICE, Some(&place.file("latin.toml", b"# \xe9\n")));
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("UTF-8"), "{said}");
}

#[test]
fn a_cell_that_the_map_cannot_read_rejects_its_row() {
    let (place, map) = office();
    let (head, _) = OFFICE.split_once('\n').expect("a head");
    let cases = [
        ("K-1;A;NEW;Bas;5;31/12/2026;", "not-in-table", "`NEW` is not in the column `SKU`"),
        ("K-2;A;ANV-P;Gold;5;31/12/2026;", "word-not-mapped", "(Bas or Plus+)"),
        ("K-3;A;ANV-P;Bas;5;12/31/2026;", "bad-date", "as day-month-year"),
        ("K-4;A;ANV-P;Bas;5;31/12/26;", "bad-date", "leaves the century open"),
        ("K-5;A;ANV-P;Bas;12.50;31/12/2026;", "bad-number", "could mean two numbers"),
        ("K-6;A;ANV-P;Bas;1,000;31/12/2026;", "bad-number", "could mean two numbers"),
        ("K-7;A;ANV-P;Bas;1,5;31/12/2026;", "bad-number", "is not a whole number"),
        ("K-8;;ANV-P;Bas;5;31/12/2026;", "missing-value", "`customer` (in `Naam klant`)"),
        ("K-9;A;;Bas;5;31/12/2026;", "missing-value", "`product_line` (in `SKU`)"),
    ];
    let rows: Vec<&str> = cases.iter().map(|(row, ..)| *row).collect();
    let (code, said) = run(&place, &format!("{head}\n{}\n", rows.join("\n")), Some(&map));
    assert_eq!(code, Some(1), "{said}");
    let found: Vec<(String, String)> =
        rejects(&place).into_iter().filter(|(code, _)| !code.is_empty()).collect();
    for (row, code, reason) in cases {
        let is_it = |(own, why): &(String, String)| own == code && why.contains(reason);
        assert!(found.iter().any(is_it), "{row} {code}: {reason} in\n{found:#?}");
    }
}

/// Without a map nothing says whether a mark stands before decimals or before thousands.
#[test]
fn without_a_map_numbers_and_dates_are_not_guessed() {
    let place = Place::new();
    let cases = [
        ("owned", "1,250", "bad-number", "could mean two numbers"),
        ("owned", "1.000", "bad-number", "could mean two numbers"),
        ("owned", "1.250,00", "bad-number", "is not a whole number"),
        ("covered_through", "31/12/2026", "bad-date", "as year-month-day"),
        ("covered_through", "26-12-31", "bad-date", "leaves the century open"),
    ];
    let rows: Vec<String> = (1..)
        .zip(cases)
        .map(|(number, (column, cell, ..))| row(&format!("A-{number}"), &[(column, cell)]))
        .map(|row| row.replace("1,250", "\"1,250\"").replace("1.250,00", "\"1.250,00\""))
        .collect();
    let (code, said) = run(&place, &table(&rows), None);
    assert_eq!(code, Some(1), "{said}");
    for ((own, why), (_, cell, code, reason)) in rejects(&place).iter().zip(cases) {
        assert!(own == code && why.contains(reason), "{cell}: {own} {why}");
    }
    let rows = [row("B", &[("owned", "10.00")]), row("C", &[("covered_through", "2026/12/31")])];
    assert_eq!(run(&place, &table(&rows), None).0, Some(0));
}

#[test]
fn mended_rejects_are_read_with_the_same_map() {
    let (place, map) = office();
    let wrong = OFFICE.replace("ANV-P;Bas", "ANV-Q;Bas").replace(";plus+", ";gold");
    let (code, said) = run(&place, &wrong, Some(&map));
    assert_eq!(code, Some(1), "{said}");
    let rejects = place.read_text("out/rejects.csv");
    let mended = rejects.replace("ANV-Q;Bas", "ANV-P;Bas").replace(";gold", ";Plus+");
    let (code, said) = run(&place, &mended, Some(&map));
    assert_eq!(code, Some(0), "{said}");
    let lines = lines_without_rows(&place);
    assert_eq!(lines.len(), 2);
    assert_eq!(run(&place, OFFICE, Some(&map)).0, Some(0));
    assert_eq!(lines_without_rows(&place), lines);
}

#[test]
fn a_run_goes_on_with_its_own_map_alone() {
    let (place, map) = office();
    assert_eq!(run(&place, OFFICE, Some(&map)).0, Some(0));
    let (input, out) = (place.text("table.csv"), place.text("out"));
    let again = || run_small(&[&input, "--out", &out, "--resume", "--map", &map]);
    assert_eq!(again().status.code(), Some(0), "{}", said(&again()));
    place.file("map.toml", format!("{MAP}# another\n"));
    assert_eq!(again().status.code(), Some(3));
    assert!(said(&again()).contains("another --map"), "{}", said(&again()));
    place.file("map.toml", MAP);
    place.file("skus.csv", SKUS.replace("FRG-U", "FRG-V"));
    assert_eq!(again().status.code(), Some(3));
    assert!(said(&again()).contains("another --map"), "{}", said(&again()));
    let without = run_small(&[&input, "--out", &out, "--resume"]);
    assert_eq!(without.status.code(), Some(3), "{}", said(&without));
}

#[test]
fn a_table_without_its_columns_is_told_what_they_could_be() {
    let place = Place::new();
    let (code, said) = run(&place, OFFICE, None);
    assert_eq!(code, Some(3), "{said}");
    for message in [
        "the table lacks the columns org_id",
        "`Klantnummer` (org_id?)",
        "`Aantal` (owned?)",
        "`Einddatum contract` (covered_through?)",
        "Opmerking",
        "reinstate batch columns INPUT",
    ] {
        assert!(said.contains(message), "{message} in\n{said}");
    }
    assert!(is_empty(&place));
}

/// What `batch columns` prints for a table.
fn columns(place: &Place, text: &str) -> String {
    let input = place.file("table.csv", text);
    let output = run_small(&["columns", &input]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_first_map_of_a_table_reads_it_as_it_is_meant() {
    let place = Place::new();
    let (code, said) = run(&place, &plain(), None);
    assert_eq!(code, Some(0), "{said}");
    let expected = place.read("out/lines.csv");
    let dutch = "\
        Klantnr.;Klantnaam;Productlijn;Editie;Aantal licenties;Einddatum;Serviceniveau;\
        Looptijd (jaren);Programma;Valuta;Contactpersoon\n\
        K-1;Smederij Jansen;Anvil;Pro;1.250;31-12-2026;Basic;1;List;EUR;J. Jansen\n\
        K-2;Smederij Vries;Anvil;Pro;12,00;1-11-2026;Plus;1;List;EUR;\n";
    let german = "\
        Kundennummer\tFirma\tProduktlinie\tAusführung\tAnzahl\tVertragsende\tServicestufe\t\
        Laufzeit\tLizenzprogramm\tWährung\tBemerkung\n\
        K-1\tSmederij Jansen\tanvil\tpro\t1250\t31.12.2026\tbas\t1\tlist\tEUR\t\n\
        K-2\tSmederij Vries\tanvil\tpro\t12\t01.11.2026\tplu\t1\tlist\tEUR\tx\n";
    let french = "\
        N° client,Raison sociale,Gamme,Édition,Quantité,Fin du contrat,Niveau de service,\
        Durée,Programme de licences,Devise\n\
        K-1,Smederij Jansen,anvil,pro,1250,31/12/2026,basic,1,list,EUR\n\
        K-2,Smederij Vries,anvil,pro,12,01/11/2026,plus,1,list,EUR\n";
    let american = "\
        Customer No.,Customer Name,Product,Edition,Qty,Contract End,Support Level,Term,\
        Licensing Program,Currency\n\
        K-1,Smederij Jansen,anvil,pro,1250,12/31/2026,basic,1,list,EUR\n\
        K-2,Smederij Vries,anvil,pro,12,11/1/2026,plus,1,list,EUR\n";
    for text in [dutch, german, french, american] {
        let map = columns(&place, text);
        let path = place.file("guessed.toml", &map);
        let (code, said) = run(&place, text, Some(&path));
        assert_eq!(code, Some(0), "{map}\n{said}");
        assert!(place.read("out/lines.csv") == expected, "{map}");
    }
}

#[test]
fn what_is_not_found_waits_in_a_comment() {
    let (place, _) = office();
    let map = columns(&place, OFFICE);
    for line in [
        "# currency = { value = \"EUR\" }",
        "# term_years = { value = \"1\" }",
        "# program = { value = \"",
        "# edition = { from = \"SKU\", table = \"skus.csv\", key = \"sku\", give = \"edition\" }",
        "\n# Not used: \"Opmerking\"",
        "decimal = \",\"",
        "dates = \"day-month-year\"",
    ] {
        assert!(map.contains(line), "{line} in\n{map}");
    }
    // A day and a month that are both below 13 could be either.
    let either = OFFICE.replace("31/12/2026", "03/04/2026").replace("1-11-2026", "05/06/2026");
    assert!(columns(&place, &either).contains("CHECK"), "{}", columns(&place, &either));
    let input = place.file("table.csv", OFFICE);
    let output = run_small(&["columns", &input, "--json"]);
    let data: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(data["map"].as_str(), Some(map.as_str()));
    assert_eq!(data["decimal"], ",");
    assert_eq!(data["columns"][0]["column"], "org_id");
    assert_eq!(data["columns"][0]["from"], "Klantnummer");
    assert_eq!(data["unused"], serde_json::json!(["Opmerking"]));
    let empty = run_small(&["columns", &place.file("empty.csv", "")]);
    assert_eq!(empty.status.code(), Some(3), "{}", said(&empty));
}

/// Its own names need no map, and are found for one as well.
#[test]
fn the_first_map_of_a_table_with_the_known_names_changes_nothing() {
    let place = Place::new();
    let text = table(&[row("A", &[]), row("B", &[("retire", "3")])]);
    assert_eq!(run(&place, &text, None).0, Some(0));
    let expected = place.read("out/lines.csv");
    let map = columns(&place, &text);
    let is_there = |name: &&str| map.contains(&format!("\n{name} = \"{name}\""));
    let missing: Vec<&str> = HEADER.split(',').filter(|name| !is_there(name)).collect();
    assert!(missing.is_empty(), "{missing:?} in\n{map}");
    let path = place.file("guessed.toml", &map);
    assert_eq!(run(&place, &text, Some(&path)).0, Some(0));
    assert!(place.read("out/lines.csv") == expected);
}

/// The example of the guide is the one that is kept, and is priced.
#[test]
fn the_map_of_the_guide_reads_its_table() {
    let map = read("examples/batch/contracts.toml");
    assert!(read("GUIDE.md").contains(&map));
    let place = Place::new();
    let [table, map] = ["examples/batch/contracts.csv", "examples/batch/contracts.toml"]
        .map(|path| project(path).to_str().expect("a plain path").to_owned());
    let output = super::run(&[&table, "--map", &map, "--out", &place.text("out")]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    // 510.00 x 18% = 91.80 a year; for 1,250 licences 114,750.00.
    let lines = place.rows("out/lines.csv");
    let first = ["1", "00471", "virtual-apps-desktops", "premium", "1250", "renewal"];
    assert_eq!(lines[0][..6], first);
    assert!(lines[0].contains(&"114750.00".to_owned()), "{:?}", lines[0]);
    assert_eq!(lines.len(), 3);
}

/// A number is a number, whatever mark the texts of its table have.
#[cfg(feature = "formats")]
#[test]
fn numbers_of_a_workbook_are_not_taken_for_texts() {
    let place = Place::new();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let owned = HEADER.split(',').position(|name| name == "owned").expect("a column");
    let text = table(&[row("A", &[]), row("B", &[]), row("C", &[])]);
    for (at, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            sheet.write_string(at, column, cell).expect("a text");
        }
    }
    let owned = u16::try_from(owned).expect("a column");
    // One and an eighth is no number of licences; a thousand and more is one, as text or number.
    sheet.write_number(1, owned, 1.125).expect("a number");
    sheet.write_string(2, owned, "1.250").expect("a text");
    sheet.write_number(3, owned, 1250).expect("a number");
    let input = place.file("table.xlsx", workbook.save_to_buffer().expect("a workbook"));
    let map = place.file("map.toml", "decimal = \",\"\n");
    let output = run_small(&[&input, "--map", &map, "--out", &place.text("out")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let lines = place.rows("out/lines.csv");
    let owned: Vec<[&str; 2]> = lines.iter().map(|line| [&*line[1], &*line[4]]).collect();
    assert_eq!(owned, [["B", "1250"], ["C", "1250"]]);
    let [(code, reason)] = &rejects(&place)[..] else { panic!("one reject") };
    assert_eq!(code, "bad-number");
    assert!(reason.contains("`1,125` is not a whole number"), "{reason}");
    // What was written is read again in the same way.
    let again = place.text("out/rejects.csv");
    let output = run_small(&[&again, "--map", &map, "--out", &place.text("again")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let guessed = run_small(&["columns", &input]);
    assert_eq!(guessed.status.code(), Some(0), "{}", said(&guessed));
    let guessed = String::from_utf8(guessed.stdout).expect("text");
    assert!(guessed.contains("\nowned = \"owned\""), "{guessed}");
}
