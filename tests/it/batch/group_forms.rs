//! `--group` together with what else a run may have: compressed tables, a map, documents in PDF.

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Place, row, run_small, said, table};

/// The outputs that hold no digest of what was read.
const OF_ROWS: [&str; 4] = ["lines.csv", "quotes.csv", "rejects.csv", "findings.csv"];

/// Two accounts whose rows stand apart, and a row that is rejected with its account.
fn apart() -> String {
    table(&[
        row("A", &[]),
        row("B", &[("owned", "5")]),
        row("C", &[("owned", "many")]),
        row("A", &[("retire", "1")]),
        row("B", &[]),
        row("C", &[]),
    ])
}

fn run_grouped(place: &Place, input: &str, out: &str, more: &[&str]) {
    let output = run_small(&[&[input, "--out", &place.text(out), "--group"], more].concat());
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
}

/// The totals of the quotes, by account.
fn totals(place: &Place, out: &str) -> Vec<[String; 2]> {
    let rows = place.rows(&format!("{out}/quotes.csv")).into_iter();
    rows.map(|row| [row[0].clone(), row[9].clone()]).collect()
}

/// Ten, and nine of ten, are 180.00 + 162.00; five and ten are 90.00 + 180.00.
#[test]
fn a_compressed_table_is_put_together_as_a_plain_one() {
    let place = Place::new();
    let plain = apart();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(plain.as_bytes()).expect("bytes");
    let gzip = gzip.finish().expect("bytes");
    let zstd = zstd::encode_all(plain.as_bytes(), 3).expect("bytes");
    run_grouped(&place, &place.file("table.csv", &plain), "plain", &[]);
    assert_eq!(totals(&place, "plain"), [["A", "342.00"], ["B", "270.00"]]);
    assert_eq!(place.rows("plain/rejects.csv").len(), 2);
    for (name, bytes) in [("gz", gzip), ("zst", zstd)] {
        run_grouped(
            &place,
            &place.file(&format!("table.csv.{name}"), bytes),
            name,
            &["--jobs", "2"],
        );
        for output in OF_ROWS {
            let read = |out: &str| place.read_text(&format!("{out}/{output}"));
            assert_eq!(read(name), read("plain"), "{name}: {output}");
        }
    }
}

/// Cells are what the map makes of them, and accounts are told apart by the column that it names.
#[test]
fn a_table_with_a_map_is_put_together_by_the_column_that_the_map_names() {
    let place = Place::new();
    let map = place.file(
        "map.toml",
        "decimal = \",\"\ndates = \"day-month-year\"\n[column]\norg_id = \"Klantnummer\"\n\
         customer = \"Naam klant\"\ncovered_through = \"Einddatum\"\nowned = \"Aantal\"\n\
         retire = \"Vervalt\"\nterm_years = { value = 1 }\ncurrency = { value = \"EUR\" }\n\
         program = { value = \"list\" }\nproduct_line = { value = \"anvil\" }\n\
         edition = { value = \"pro\" }\nservice_level = { from = \"Niveau\", words = { \"Bas\" = \
         \"basic\" } }\n",
    );
    let office = "Naam klant;Niveau;Aantal;Vervalt;Einddatum;Klantnummer\n\
        Smithy;Bas;10;;31/12/2026;A\n\
        Smithy;Bas;5,00;;31-12-2026;B\n\
        Smithy;Bas;veel;;31-12-2026;C\n\
        Smithy;Bas;10;1;31/12/2026; A \n\
        Smithy;Bas;10;;31.12.2026;B\n\
        Smithy;Bas;10;;31/12/2026;C\n";
    run_grouped(&place, &place.file("office.csv", office), "office", &["--map", &map]);
    run_grouped(&place, &place.file("table.csv", apart()), "plain", &[]);
    assert_eq!(totals(&place, "office"), [["A", "342.00"], ["B", "270.00"]]);
    for output in ["lines.csv", "quotes.csv", "findings.csv"] {
        let read = |out: &str| place.read_text(&format!("{out}/{output}"));
        assert_eq!(read("office"), read("plain"), "{output}");
    }
    // Rejects are rows of their own table, with its marks between cells.
    let rejects = place.read_text("office/rejects.csv");
    let reasons: Vec<&str> = rejects.lines().skip(1).collect();
    assert_eq!(reasons.len(), 2, "{rejects}");
    assert!(reasons[0].contains("veel") && reasons[0].contains("bad-number"), "{rejects}");
    assert!(reasons[1].contains("account-refused"), "{rejects}");
}

#[test]
fn documents_are_those_of_rows_that_stood_together() {
    let place = Place::new();
    let together = table(&[
        row("A", &[]),
        row("A", &[("retire", "1")]),
        row("B", &[("owned", "5")]),
        row("B", &[]),
        row("C", &[("owned", "many")]),
        row("C", &[]),
    ]);
    let more = ["--documents", "pdf,html", "--jobs", "2"];
    run_grouped(&place, &place.file("apart.csv", apart()), "apart", &more);
    let together = place.file("together.csv", together);
    let output = run_small(&[&[&*together, "--out", &place.text("together")][..], &more].concat());
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    // By account and kind: a name also has the first row of its account.
    let documents = |out: &str| -> BTreeMap<[String; 2], Vec<u8>> {
        let listed = place.rows(&format!("{out}/documents.csv")).into_iter();
        let listed = listed.filter(|row| !row[3].is_empty());
        let file = |row: Vec<String>| {
            let kind = row[3].rsplit('.').next().unwrap_or_default().to_owned();
            ([row[0].clone(), kind], place.read(&format!("{out}/{}", row[3])))
        };
        listed.map(file).collect()
    };
    let found = documents("apart");
    assert!(found == documents("together"));
    assert!(place.path("apart/documents/account-B-row-2.pdf").is_file());
    // Two kinds for each of two accounts: the one that is refused has none.
    assert_eq!(found.len(), 4, "{:?}", found.keys());
    for account in ["A", "B"] {
        assert!(found[&[account.to_owned(), "pdf".to_owned()]].starts_with(b"%PDF-"));
    }
    let count = std::fs::read_dir(place.path("apart/documents")).expect("a folder").count();
    assert_eq!(count, 4, "nothing else is there");
}
