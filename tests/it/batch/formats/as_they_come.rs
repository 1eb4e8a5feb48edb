//! Workbooks as offices make them: merged cells, hidden rows, titles, identifiers that are numbers.

use std::num::NonZero;

use reinstate::batch::{
    BatchError, Destination, Due, Reading, Report, Scattered, Settings, TableInput, Tables,
    WantedDocuments, run as run_here,
};
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::calendar::parse_iso;
use rust_xlsxwriter::{Format, Worksheet};

use super::{HEADER, place, plain, put_typed, with_part, workbook};
use crate::batch::{Place, row, run_small, said, table};
use crate::support::read;

/// Puts rows of texts into a sheet, the header in the row of this number.
fn put_at(sheet: &mut Worksheet, header: u32, rows: &[Vec<String>]) {
    let names: Vec<String> = HEADER.split(',').map(str::to_owned).collect();
    for (number, cells) in (header..).zip(std::iter::once(&names).chain(rows)) {
        for (column, cell) in (0..).zip(cells) {
            if !cell.is_empty() {
                sheet.write_string(number, column, cell).expect("a text");
            }
        }
    }
}

fn column(name: &str) -> u16 {
    u16::try_from(place(name)).expect("a column")
}

/// A run that is whole: what it said, and the folder.
fn run_whole(bytes: Vec<u8>, flags: &[&str]) -> (Place, String) {
    let place = Place::new();
    let input = place.file("table.xlsx", bytes);
    let output = run_small(&[&[&*input, "--out", &place.text("out")], flags].concat());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(&output));
    let said = said(&output);
    (place, said)
}

/// The rows of the lines: account and number of licences.
fn lines(place: &Place) -> Vec<(String, String)> {
    let rows = place.rows("out/lines.csv").into_iter();
    rows.map(|row| (row[1].clone(), row[4].clone())).collect()
}

/// Codes and reasons of the rejects, by account.
fn rejects(place: &Place) -> Vec<(String, String, String)> {
    let rows = place.rows("out/rejects.csv").into_iter();
    let of = |row: &Vec<String>, back: usize| row[row.len() - back].clone();
    rows.map(|row| (row[0].clone(), of(&row, 3), of(&row, 1))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(one, two)| ((*one).to_owned(), (*two).to_owned())).collect()
}

#[test]
fn merged_cells_give_their_value_to_each_row() {
    let without = |org_id: &str, empty: &[&str]| {
        let mut cells = plain(org_id);
        for name in empty {
            cells[place(name)].clear();
        }
        cells
    };
    let book = workbook(|book| {
        let sheet = book.add_worksheet();
        let both = ["org_id", "customer"];
        let rows = [
            without("A", &[]),
            without("", &both),
            without("", &both),
            without("B", &["owned"]),
            without("C", &["owned"]),
            without("", &["org_id"]),
        ];
        put_at(sheet, 0, &rows);
        let format = Format::new();
        for (name, value) in [("org_id", "A"), ("customer", "Smithy")] {
            let column = column(name);
            sheet.merge_range(1, column, 3, column, value, &format).expect("merged");
        }
        // From one account to the next.
        let owned = column("owned");
        sheet.merge_range(4, owned, 5, owned, "7", &format).expect("merged");
        // What is merged over columns alone has its value in the first of them.
        let release = column("release");
        sheet.merge_range(6, release + 1, 6, release + 2, "10", &format).expect("merged");
    });
    let (place, _) = run_whole(book, &[]);
    // The row below C names nobody, and so refuses it.
    let expected = [("A", "10"), ("A", "10"), ("A", "10"), ("B", "7")];
    assert_eq!(lines(&place), pairs(&expected));
    let rejects = rejects(&place);
    let codes: Vec<&str> = rejects.iter().map(|(_, code, _)| &**code).collect();
    assert_eq!(codes, ["account-refused", "missing-value"]);
}

/// A merged cell makes no row of those that have nothing else.
#[test]
fn merged_cells_over_blank_rows_make_no_rows() {
    let book = workbook(|book| {
        let sheet = book.add_worksheet();
        put_at(sheet, 0, &[plain("A")]);
        sheet.merge_range(1, 0, 500, 0, "A", &Format::new()).expect("merged");
        sheet.write_string(600, 0, "B").expect("a text");
        for (at, cell) in (0..).zip(plain("B")) {
            if !cell.is_empty() {
                sheet.write_string(600, at, cell).expect("a text");
            }
        }
    });
    let (place, _) = run_whole(book, &[]);
    assert_eq!(lines(&place), pairs(&[("A", "10"), ("B", "10")]));
}

fn page_of(place: &Place) -> String {
    String::from_utf8(place.read("out/summary.html")).expect("UTF-8")
}

fn with_hidden() -> Vec<u8> {
    workbook(|book| {
        let sheet = book.add_worksheet();
        put_at(sheet, 0, &[plain("A"), plain("B"), plain("C"), plain("D"), plain("E")]);
        // Rows 3, 4 and 6, by their numbers in the sheet; 9 is blank.
        for number in [2, 3, 5, 8] {
            sheet.set_row_hidden(number).expect("a row");
        }
        sheet.autofilter(0, 0, 5, 3).expect("a filter");
    })
}

#[test]
fn hidden_rows_are_priced_and_counted() {
    let (place, said) = run_whole(with_hidden(), &[]);
    assert_eq!(lines(&place).len(), 5);
    assert!(said.contains("rows that the workbook hides: 3; they were priced"), "{said}");
    assert!(said.contains("--hidden skip"), "{said}");
    assert_eq!(place.summary("out")["hidden_rows"], 3);
    let page = page_of(&place);
    let told = "<p>3 of these rows are hidden in the workbook, by hand or by a filter. They were \
                priced like all others.</p>";
    assert!(page.contains(told), "{page}");
}

#[test]
fn hidden_rows_are_left_out_where_that_is_asked() {
    let (place, said) = run_whole(with_hidden(), &["--hidden", "skip"]);
    assert_eq!(lines(&place), pairs(&[("A", "10"), ("D", "10")]));
    assert!(said.contains("rows that the workbook hides: 3; they were left out"), "{said}");
    assert_eq!(place.summary("out")["hidden_rows"], 3);
    let page = page_of(&place);
    let told = "<p>3 more rows are hidden in the workbook, by hand or by a filter. They were left \
                out.</p>";
    assert!(page.contains(told), "{page}");
    let shown = workbook(|book| put_at(book.add_worksheet(), 0, &[plain("A")]));
    let (place, said) = run_whole(shown, &["--hidden", "skip"]);
    assert!(!said.contains("hides"), "{said}");
    assert!(place.summary("out").get("hidden_rows").is_none());
    assert!(!page_of(&place).contains("in the workbook"));
}

#[test]
fn one_hidden_row_is_told_as_one() {
    let one = || {
        workbook(|book| {
            let sheet = book.add_worksheet();
            put_at(sheet, 0, &[plain("A"), plain("B")]);
            sheet.set_row_hidden(2).expect("a row");
        })
    };
    let (place, _) = run_whole(one(), &[]);
    let told = "<p>1 of these rows is hidden in the workbook, by hand or by a filter. It was ";
    assert!(page_of(&place).contains(told));
    let (place, _) = run_whole(one(), &["--hidden", "skip"]);
    let told = "<p>1 more row is hidden in the workbook, by hand or by a filter. It was left out.";
    assert!(page_of(&place).contains(told));
}

#[expect(clippy::disallowed_types, reason = "a number of a spreadsheet is a float")]
fn with_number(column_name: &str, format: &str, value: f64) -> Vec<u8> {
    workbook(|book| {
        let sheet = book.add_worksheet();
        put_at(sheet, 0, &[plain("A")]);
        let format = Format::new().set_num_format(format);
        let column = column(column_name);
        sheet.write_number_with_format(1, column, value, &format).expect("a number");
    })
}

#[test]
fn an_identifier_that_is_a_number_is_what_the_sheet_shows() {
    for (format, value, shown) in [
        ("General", 471.0, "471"),
        ("00000", 471.0, "00471"),
        ("0", 471.0, "471"),
        ("000", 123_456.0, "123456"),
        ("General", 999_999_999_999_999.0, "999999999999999"),
    ] {
        let (place, _) = run_whole(with_number("org_id", format, value), &[]);
        assert_eq!(lines(&place), pairs(&[(shown, "10")]), "{format}");
    }
    for (format, value, came, part) in [
        ("#,##0", 4711.0, "4711", "`#,##0`"),
        ("0.00", 4711.0, "4711", "`0.00`"),
        ("yyyy-mm-dd", 46_387.0, "46387", "`yyyy-mm-dd`"),
        ("\"ORG-\"0", 4711.0, "4711", "ORG-"),
        ("0", 4711.4, "4711.4", "`0`"),
        ("General", 1_234_567_890_123_450.0, "1234567890123450", "15 digits"),
    ] {
        let (place, _) = run_whole(with_number("org_id", format, value), &[]);
        let rejects = rejects(&place);
        let (org_id, code, reason) = &rejects[0];
        assert_eq!((&**org_id, &**code), (came, "number-not-as-shown"), "{format}: {reason}");
        assert!(reason.contains(part), "{format}: {reason}");
    }
    // A count is a number, however it is shown.
    let (place, _) = run_whole(with_number("owned", "#,##0", 4711.0), &[]);
    assert_eq!(lines(&place), pairs(&[("A", "4711")]));
}

/// 0.21 is 21%, in a column of one's own too: it comes back as the sheet shows it.
#[test]
fn a_percentage_is_read_as_shown() {
    for (value, format, shown) in [
        (0.21, "0%", "21%"),
        (0.145, "0.0%", "14.5%"),
        (1.0 - 0.79, "0%", "21%"),
        (0.21, "0.00", "0.21"),
    ] {
        let book = workbook(|book| {
            let sheet = book.add_worksheet();
            let mut cells = plain("A");
            cells[place("currency")] = "euro".to_owned();
            put_at(sheet, 0, &[cells]);
            let own = u16::try_from(HEADER.split(',').count()).expect("a column");
            sheet.write_string(0, own, "discount").expect("a text");
            let format = Format::new().set_num_format(format);
            sheet.write_number_with_format(1, own, value, &format).expect("a number");
        });
        let (place, _) = run_whole(book, &[]);
        let row = place.rows("out/rejects.csv").remove(0);
        assert!(row.iter().any(|cell| cell == shown), "{shown}: {row:?}");
    }
}

fn priced(bytes: &[u8], reading: Reading) -> Result<Report, BatchError> {
    let place = Place::new();
    place.file("table", bytes);
    let book = PriceBook::read("book.toml", &read("tests/batch/book.toml"));
    let shelf = Shelf::of(book.map(|(book, _)| book)).expect("a book");
    let settings = Settings {
        shelf: &shelf,
        quote_date: None,
        today: parse_iso("2026-11-24").expect("a day"),
        reading,
        scattered: Scattered::default(),
        due: Due::default(),
        documents: WantedDocuments::default(),
        tables: Tables::default(),
        map: None,
        compare_with: None,
        jobs: NonZero::<usize>::MIN,
    };
    run_here(&settings, &TableInput::File(place.path("table")), &Destination::Nowhere, &|_| {})
}

fn reading(sheet: Option<&str>, header_row: Option<u64>) -> Reading {
    let header_row = header_row.and_then(NonZero::new);
    Reading { sheet: sheet.map(str::to_owned), header_row, ..Reading::default() }
}

/// The rows that were priced, or the message.
fn outcome(bytes: &[u8], sheet: Option<&str>, header_row: Option<u64>) -> Result<u64, String> {
    let report = priced(bytes, reading(sheet, header_row));
    report.map(|report| report.sums.rows.priced).map_err(|error| {
        let BatchError::Table { message, hint } = error else { panic!("{error}") };
        format!("{message}; {hint}")
    })
}

fn several_sheets() -> Vec<u8> {
    workbook(|book| {
        let notes = book.add_worksheet().set_name("Notes").expect("a name");
        notes.write_string(0, 0, "How to fill this in").expect("a text");
        let old = book.add_worksheet().set_name("2025").expect("a name");
        old.write_string(0, 0, "Install base").expect("a text");
        put_at(old, 4, &[plain("A"), plain("B"), plain("C")]);
        let contracts = book.add_worksheet().set_name("Contracts").expect("a name");
        put_at(contracts, 0, &[plain("A"), plain("B")]);
    })
}

#[test]
fn a_sheet_may_be_named_and_else_the_first_with_a_head_is_read() {
    let book = several_sheets();
    assert_eq!(outcome(&book, None, None), Ok(3));
    assert_eq!(outcome(&book, Some("Contracts"), None), Ok(2));
    assert_eq!(outcome(&book, Some(" contracts "), None), Ok(2));
    let message = outcome(&book, Some("Contract"), None).expect_err("no such sheet");
    assert!(message.contains("no sheet `Contract`"), "{message}");
    assert!(message.contains("`Notes`, `2025`, `Contracts`"), "{message}");
    let message = outcome(&book, Some("Notes"), None).expect_err("no table");
    assert!(message.contains("`How to fill this in`"), "{message}");
    let report = priced(&book, reading(None, None)).expect("a table");
    assert_eq!(report.table.sheet.as_deref(), Some("2025"));
    let (_, said) = run_whole(book, &[]);
    assert!(said.contains("read the sheet `2025`"), "{said}");
}

#[test]
fn titles_above_the_head_of_a_sheet_are_passed_over() {
    let book = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 1, 9, "Install base, all of it", &Format::new()).expect("a title");
        sheet.write_string(2, 0, "as of").expect("a text");
        sheet.write_string(2, 4, "24-11-2026").expect("a text");
        put_at(sheet, 6, &[plain("A"), plain("B")]);
    });
    assert_eq!(outcome(&book, None, None), Ok(2));
    assert_eq!(outcome(&book, None, Some(7)), Ok(2));
    let message = outcome(&book, None, Some(6)).expect_err("a blank row");
    assert!(message.contains("row 6 of the sheet `Sheet1`"), "{message}");
    assert!(message.contains("blank ones too"), "{message}");
    let message = outcome(&book, None, Some(3)).expect_err("a title");
    assert!(message.contains("`as of`") && message.contains("`24-11-2026`"), "{message}");
    let message = outcome(&book, None, Some(900)).expect_err("no such row");
    assert!(message.contains("row 900"), "{message}");
}

#[test]
fn the_row_of_the_head_may_be_named_in_text_too() {
    let plain = table(&[row("A", &[]), row("B", &[])]);
    let text = format!("Install base\r\n\r\n\"two\nlines\"\n{plain}");
    assert_eq!(outcome(text.as_bytes(), None, Some(5)), Ok(2));
    assert_eq!(outcome(text.as_bytes(), None, None), Ok(2));
    let message = outcome(text.as_bytes(), None, Some(2)).expect_err("a blank line");
    assert!(message.contains("line 2") && message.contains("blank"), "{message}");
    let message = outcome(text.as_bytes(), None, Some(1)).expect_err("a title");
    assert!(message.contains("`Install base`"), "{message}");
    let message = outcome(text.as_bytes(), None, Some(5_000)).expect_err("no such line");
    assert!(message.contains("line 5000"), "{message}");
    // The line with the delimiter is one of them, and the rejects of an earlier run have their
    // head in the first line whatever is named.
    let named = format!("sep=;\n{}", plain.replace(',', ";"));
    assert_eq!(outcome(named.as_bytes(), None, Some(2)), Ok(2));
    let (header, rows) = plain.split_once('\n').expect("a header");
    let rejects = format!("{header},row,code,column,reason\n{}", rows.replace('\n', ",1,x,,y\n"));
    assert_eq!(outcome(rejects.as_bytes(), None, Some(3)), Ok(2));
}

#[test]
fn a_cell_with_the_longest_text_is_read() {
    let long = "x".repeat(32_767);
    let book = workbook(|book| {
        let sheet = book.add_worksheet();
        put_at(sheet, 0, &[plain("A"), plain("B")]);
        let own = u16::try_from(HEADER.split(',').count()).expect("a column");
        sheet.write_string(0, own, "remarks").expect("a text");
        sheet.write_string(1, own, &long).expect("a text");
    });
    assert_eq!(outcome(&book, None, None), Ok(2));
}

#[test]
fn an_encoding_is_for_text_alone() {
    let book = workbook(|book| put_at(book.add_worksheet(), 0, &[plain("A")]));
    let place = Place::new();
    let input = place.file("table.xlsx", book);
    let output = run_small(&[&input, "--check", "--encoding", "latin1"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("leave out --encoding"), "{}", said(&output));
}

fn refusal(bytes: &[u8]) -> String {
    outcome(bytes, None, None).expect_err("a workbook that is refused")
}

#[test]
fn tags_inside_one_another_without_end_are_refused() {
    let book = workbook(|book| put_typed(book.add_worksheet(), table(&[row("A", &[])]).as_bytes()));
    for (part, before) in [
        ("xl/worksheets/sheet1.xml", "<sheetData>"),
        ("xl/sharedStrings.xml", "<si>"),
        ("xl/styles.xml", "<cellXfs"),
    ] {
        let nested = with_part(&book, part, |text| {
            assert!(text.contains(before), "{text}");
            text.replacen(before, &format!("{}{before}", "<a b=\"/>\">".repeat(1_000)), 1)
        });
        let message = refusal(&nested);
        assert!(message.contains("more tags inside one another"), "{part}: {message}");
    }
}

#[test]
fn a_row_beyond_the_last_of_a_sheet_is_refused() {
    let book = workbook(|book| put_typed(book.add_worksheet(), table(&[row("A", &[])]).as_bytes()));
    let far = with_part(&book, "xl/worksheets/sheet1.xml", |text| {
        text.replacen("<row r=\"2\"", "<row r=\"1048577\"", 1)
    });
    assert!(refusal(&far).contains("1,048,576"));
}
