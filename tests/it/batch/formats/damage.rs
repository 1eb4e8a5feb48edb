//! Files that are damaged, of another kind, or made to do harm: an error, never a crash.

use std::io::Write;
use std::num::NonZero;

use parquet::file::properties::WriterProperties;
use reinstate::batch::{
    BatchError, Destination, Due, Reading, Scattered, Settings, TableInput, Tables,
    WantedDocuments, run as run_here,
};
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::calendar::parse_iso;
use zip::write::SimpleFileOptions;

use super::{HEADER, Values, parquet, plain, put_typed, texts, with_part, workbook};
use crate::batch::{Place, row, run_small, said, table};
use crate::support::read;

/// Changed copies of a file that are tried.
const COPIES: u64 = 400;

fn small_workbook() -> Vec<u8> {
    let rows: Vec<String> = (0..40).map(|number| row(&format!("A{number}"), &[])).collect();
    workbook(|book| put_typed(book.add_worksheet(), table(&rows).as_bytes()))
}

fn small_parquet(properties: WriterProperties) -> Vec<u8> {
    let rows: Vec<Vec<String>> = (0..40).map(|number| plain(&format!("A{number}"))).collect();
    let columns = HEADER.split(',').map(|name| match name {
        "owned" => "optional int32 owned;".to_owned(),
        name => format!("optional binary {name} (UTF8);"),
    });
    let schema = format!("message table {{ {} }}", columns.collect::<String>());
    let mut all: Vec<Values> = (0..HEADER.split(',').count()).map(|at| texts(&rows, at)).collect();
    all[super::place("owned")] = Values::Small(vec![Some(10); rows.len()]);
    parquet(&schema, &[all], properties)
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(bytes).expect("a part");
    }
    archive.finish().expect("an archive").into_inner()
}

fn refusal(bytes: &[u8]) -> String {
    let place = Place::new();
    let input = place.file("table", bytes);
    let output = run_small(&[&input, "--out", &place.text("out")]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(!place.path("out/lines.csv").exists());
    let said = said(&output);
    assert!(said.contains("hint:"), "{said}");
    assert!(!said.contains("bug"), "{said}");
    said
}

#[test]
fn a_file_of_another_kind_is_named_with_the_way_out() {
    for (bytes, message, hint) in [
        (
            &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"[..],
            "password or is of the old kind",
            ".xlsx",
        ),
        (b"PARE and so on", "is encrypted", "without encryption"),
        (b"PAR1", "Parquet file is damaged", "as CSV"),
        (b"PAR1 with nothing behind it PAR1", "Parquet file is damaged", "as CSV"),
        (b"PK\x03\x04", "workbook is damaged", "as CSV"),
        (&archive(&[("renewals.csv", b"org_id")]), "ZIP archive and no workbook", "unpack it"),
        (
            &archive(&[
                ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                ("content.xml", b"<a/>"),
            ]),
            "another kind than .xlsx",
            "save it as .xlsx",
        ),
        (&archive(&[("xl/workbook.bin", b"\0")]), "another kind than .xlsx", "save it as .xlsx"),
    ] {
        let said = refusal(bytes);
        assert!(said.contains(message) && said.contains(hint), "{message}: {said}");
    }
}

#[test]
fn a_file_that_breaks_off_is_an_error() {
    for whole in [small_workbook(), small_parquet(WriterProperties::default())] {
        for part in 1..8 {
            let said = refusal(&whole[..whole.len() * part / 8]);
            assert!(said.contains("damaged"), "{said}");
        }
    }
}

#[test]
fn a_workbook_that_unpacks_to_very_much_is_refused() {
    let book = small_workbook();
    let count = with_part(&book, "xl/sharedStrings.xml", |texts| {
        texts.replace("uniqueCount=\"", "uniqueCount=\"99999999999")
    });
    let said = refusal(&count);
    assert!(said.contains("more texts than it has"), "{said}");
    let long = with_part(&book, "xl/worksheets/sheet1.xml", |sheet| {
        let text = "x".repeat(70 * 1024 * 1024);
        let cell = format!("<c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
        sheet.replacen("<c ", &format!("{cell}<c "), 1)
    });
    assert!(long.len() < 1024 * 1024);
    let said = refusal(&long);
    assert!(said.contains("larger than any text of a cell"), "{said}");
}

#[test]
fn a_row_or_a_cell_that_is_there_twice_is_an_error() {
    for (old, new) in [("<c r=\"D3\"", "<c r=\"C3\""), ("<row r=\"3\"", "<row r=\"2\"")] {
        let twice = with_part(&small_workbook(), "xl/worksheets/sheet1.xml", |sheet| {
            assert!(sheet.contains(old));
            let sheet = sheet.replace(old, new);
            if new.starts_with("<row") { sheet.replace("3\" t=", "2\" t=") } else { sheet }
        });
        let said = refusal(&twice);
        assert!(said.contains("not in their order"), "{said}");
    }
}

/// Prices a file here, so that many can be tried.
fn priced(shelf: &Shelf, input: &TableInput) -> Result<(), BatchError> {
    let today = parse_iso("2026-11-24").expect("a day");
    let settings = Settings {
        shelf,
        quote_date: None,
        today,
        map: None,
        reading: Reading::default(),
        scattered: Scattered::default(),
        due: Due::default(),
        documents: WantedDocuments::default(),
        tables: Tables::default(),
        compare_with: None,
        jobs: NonZero::<usize>::MIN,
    };
    run_here(&settings, input, &Destination::Nowhere, &|_| {}).map(drop)
}

/// A generator of numbers: the same for the same seed.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

fn changed(whole: &[u8], state: &mut u64) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let length = u64::try_from(bytes.len()).expect("a length");
    for _ in 0..=next(state) % 4 {
        let place = usize::try_from(next(state) % length).expect("a place");
        let [value, ..] = next(state).to_le_bytes();
        match next(state) % 3 {
            0 => bytes[place] ^= 1 << (value % 8),
            1 => bytes[place] = value,
            _ => bytes.iter_mut().skip(place).take(4).for_each(|byte| *byte = 0xff),
        }
    }
    if next(state).is_multiple_of(8) {
        bytes.truncate(usize::try_from(next(state) % length).expect("a length"));
    }
    bytes
}

#[test]
fn a_changed_byte_anywhere_is_an_error_or_a_table() {
    let book = PriceBook::read("book.toml", &read("tests/batch/book.toml"));
    let shelf = Shelf::of(book.map(|(book, _)| book)).expect("a book");
    let uncompressed = WriterProperties::builder().set_dictionary_enabled(false).build();
    let unpacked = with_stored_parts(&small_workbook());
    let place = Place::new();
    let mut errors = 0;
    for whole in [
        small_workbook(),
        unpacked,
        small_parquet(WriterProperties::default()),
        small_parquet(uncompressed),
    ] {
        let mut state = 0x9e37_79b9_7f4a_7c15;
        let input = TableInput::File(place.path("table"));
        place.file("table", &whole);
        assert!(priced(&shelf, &input).is_ok());
        for _ in 0..COPIES {
            place.file("table", changed(&whole, &mut state));
            match priced(&shelf, &input) {
                Ok(()) => {}
                Err(BatchError::Bug(what)) => panic!("{what}"),
                Err(_) => errors += 1,
            }
        }
    }
    assert!(errors > COPIES / 2, "{errors} errors");
}

/// The same workbook without compression, so that a changed byte is one of its text.
fn with_stored_parts(workbook: &[u8]) -> Vec<u8> {
    use std::io::Read;
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("an archive");
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for place in 0..old.len() {
        let mut part = old.by_index(place).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("bytes");
        new.start_file(name, stored).expect("a part");
        new.write_all(&bytes).expect("a part");
    }
    new.finish().expect("an archive").into_inner()
}
