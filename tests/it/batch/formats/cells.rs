//! What a cell of a workbook or a value of Parquet is taken for.

use parquet::file::properties::WriterProperties;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use super::{HEADER, Values, parquet, place, plain, put_typed, texts, with_part, workbook};
use crate::batch::{Place, row, run_small, said, table};

/// Prices a table; the codes and reasons of its rejects by the account's name.
fn rejects(bytes: Vec<u8>) -> Vec<(String, String, String)> {
    let place = Place::new();
    let input = place.file("table", bytes);
    let output = run_small(&[&input, "--out", &place.text("out")]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(&output));
    let rows = place.rows("out/rejects.csv").into_iter();
    rows.map(|row| {
        let [code, _, reason] = &row[row.len() - 3..] else { panic!("a short row") };
        (row[0].clone(), code.clone(), reason.clone())
    })
    .collect()
}

fn refusal(bytes: Vec<u8>) -> String {
    let place = Place::new();
    let input = place.file("table", bytes);
    let output = run_small(&[&input, "--out", &place.text("out")]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(!place.path("out/lines.csv").exists());
    said(&output)
}

fn put_row(sheet: &mut Worksheet, number: u32, cells: &[String]) {
    for (column, cell) in (0..).zip(cells) {
        if !cell.is_empty() {
            sheet.write_string(number, column, cell).expect("a text");
        }
    }
}

fn put_header(sheet: &mut Worksheet) {
    put_row(sheet, 0, &HEADER.split(',').map(str::to_owned).collect::<Vec<_>>());
}

type Write = fn(&mut Worksheet, u32, u16);
/// The code of a rejected row, and what its reason holds.
type Rejected = Option<(&'static str, &'static str)>;

/// One account for each case: a plain row with one cell replaced.
fn one_by_one(cases: &[(&str, Write)]) -> Vec<u8> {
    workbook(|book| {
        let sheet = book.add_worksheet();
        put_header(sheet);
        for (number, (column, write)) in (1..).zip(cases) {
            put_row(sheet, number, &plain(&format!("case-{number}")));
            write(sheet, number, u16::try_from(place(column)).expect("a column"));
        }
    })
}

#[expect(clippy::disallowed_types, reason = "a number of a spreadsheet is a float")]
fn number(sheet: &mut Worksheet, row: u32, column: u16, format: &str, value: impl Into<f64>) {
    let format = Format::new().set_num_format(format);
    sheet.write_number_with_format(row, column, value, &format).expect("a number");
}

fn text(sheet: &mut Worksheet, row: u32, column: u16, text: &str) {
    sheet.write_string(row, column, text).expect("a text");
}

fn formula(sheet: &mut Worksheet, row: u32, column: u16, result: &str) {
    let formula = Formula::new("=A1").set_result(result);
    sheet.write_formula(row, column, formula).expect("a formula");
}

const PLAIN: [(&str, Write); 5] = [
    ("owned", |sheet, row, column| number(sheet, row, column, "0.00", 1250)),
    ("owned", |sheet, row, column| number(sheet, row, column, "#,##0", 1250)),
    ("covered_through", |sheet, row, column| number(sheet, row, column, "d mmm yy", 46387)),
    ("customer", |sheet, row, column| number(sheet, row, column, "General", 4711)),
    ("owned", |sheet, row, column| formula(sheet, row, column, "10")),
];

const NUMBERS: [(&str, Write, &str); 7] = [
    ("owned", |sheet, row, column| number(sheet, row, column, "0", 1250.4), "`1250.4`"),
    ("owned", |sheet, row, column| number(sheet, row, column, "0", 1e17), "`1e17`"),
    ("owned", |sheet, row, column| number(sheet, row, column, "yyyy-mm-dd", 1250), "1903-06-03"),
    ("owned", |sheet, row, column| number(sheet, row, column, "[h]:mm", 10), "`10 days`"),
    (
        "owned",
        |sheet, row, column| {
            sheet.write_boolean(row, column, true).expect("a cell");
        },
        "`TRUE`",
    ),
    ("owned", |sheet, row, column| text(sheet, row, column, "1.250"), "`1.250`"),
    ("owned", |sheet, row, column| text(sheet, row, column, "5323,54"), "`5323,54`"),
];

const DATES: [(&str, Write, &str); 4] = [
    (
        "covered_through",
        |sheet, row, column| number(sheet, row, column, "yyyy-mm-dd hh:mm", 46387.5),
        "`46387.5`",
    ),
    (
        "covered_through",
        |sheet, row, column| number(sheet, row, column, "General", 46387),
        "`46387`",
    ),
    (
        "covered_through",
        |sheet, row, column| number(sheet, row, column, "yyyy-mm-dd", 60),
        "`60.0`",
    ),
    (
        "covered_through",
        |sheet, row, column| text(sheet, row, column, "03/04/2026"),
        "`03/04/2026`",
    ),
];

#[test]
fn what_a_cell_of_a_workbook_could_be_taken_for_is_rejected_unless_it_is_plain() {
    let with = |code| {
        move |(column, write, part): (&'static str, Write, &'static str)| {
            (column, write, Some((code, part)))
        }
    };
    let mut cases: Vec<(&str, Write, Rejected)> = Vec::new();
    cases.extend(PLAIN.map(|(column, write)| (column, write, None)));
    cases.extend(NUMBERS.map(with("bad-number")));
    cases.extend(DATES.map(with("bad-date")));
    let error: Write = |sheet, row, column| formula(sheet, row, column, "#N/A");
    cases.push(("customer", error, Some(("spreadsheet-error", "#N/A"))));
    for column in ["retire", "customer", "release"] {
        let without: Write = |sheet, row, column| formula(sheet, row, column, "WITHOUT");
        cases.push((column, without, Some(("formula-without-result", "without its result"))));
    }
    let beyond: Write = |sheet, row, column| text(sheet, row, column + 1, "beyond");
    cases.push(("book", beyond, Some(("wrong-number-of-cells", "beyond"))));
    // A row that is too long is not the last that is read.
    cases.push(("customer", error, Some(("spreadsheet-error", "#N/A"))));
    let book: Vec<(&str, Write)> =
        cases.iter().map(|(column, write, _)| (*column, *write)).collect();
    let book = with_part(&one_by_one(&book), "xl/worksheets/sheet1.xml", |sheet| {
        assert!(sheet.contains("<v>WITHOUT</v>"));
        sheet.replace("<v>WITHOUT</v>", "")
    });
    let rejects = rejects(book);
    for (number, (column, _, expected)) in (1..).zip(&cases) {
        let own = rejects.iter().find(|(org_id, ..)| *org_id == format!("case-{number}"));
        match (own, expected) {
            (None, None) => {}
            (Some((_, code, reason)), Some((wanted, part))) => {
                assert_eq!(code, wanted, "case {number}, {column}: {reason}");
                assert!(reason.contains(part), "case {number}: {reason} has no {part}");
            }
            other => panic!("case {number}, {column}: {other:?}"),
        }
    }
}

/// The same day has 1,462 days less where days count from 1904.
#[test]
fn a_workbook_that_counts_days_from_1904_has_the_same_days() {
    let lines = |bytes: Vec<u8>| {
        let place = Place::new();
        let input = place.file("table", bytes);
        let output = run_small(&[&input, "--out", &place.text("out")]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        place.read_text("out/lines.csv")
    };
    let of_1904 = one_by_one(&[("covered_through", |sheet, row, column| {
        number(sheet, row, column, "yyyy-mm-dd", 46_326 - 1_462);
    })]);
    let of_1904 = with_part(&of_1904, "xl/workbook.xml", |book| {
        assert!(book.contains("<workbookPr "));
        book.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    let csv = table(&[row("case-1", &[("covered_through", "2026-10-31")])]);
    assert_eq!(lines(of_1904), lines(csv.into_bytes()));
}

fn put_table(sheet: &mut Worksheet) {
    put_typed(sheet, table(&[row("A", &[]), row("B", &[])]).as_bytes());
}

#[test]
fn the_first_sheet_that_is_shown_and_has_the_columns_is_the_table() {
    assert_eq!(rejects(workbook(|book| put_table(book.add_worksheet()))), []);
    let several = workbook(|book| {
        book.add_worksheet().write_string(0, 0, "How to fill this in").expect("a text");
        let hidden = book.add_worksheet();
        put_typed(hidden, table(&[row("X", &[("edition", "none")])]).as_bytes());
        hidden.set_hidden(true);
        put_table(book.add_worksheet());
        let other = book.add_worksheet();
        put_typed(other, table(&[row("Y", &[("edition", "none")])]).as_bytes());
    });
    assert_eq!(rejects(several), []);
    let none = workbook(|book| {
        for name in ["Notes", "Sums"] {
            book.add_worksheet().set_name(name).expect("a name");
        }
    });
    let message = refusal(none);
    assert!(message.contains("none of the sheets `Notes`, `Sums` has the columns"), "{message}");
    let lacking = workbook(|book| {
        book.add_worksheet().write_string(0, 0, "org_id").expect("a text");
    });
    let message = refusal(lacking);
    assert!(message.contains("lacks the columns customer"), "{message}");
    let hidden = workbook(|book| {
        put_table(book.add_worksheet());
    });
    let hidden = with_part(&hidden, "xl/workbook.xml", |book| {
        book.replace("<sheet ", "<sheet state=\"hidden\" ")
    });
    assert!(refusal(hidden).contains("shows no sheet"));
}

#[test]
fn a_table_may_stand_anywhere_in_its_sheet_with_blank_rows_in_it() {
    let moved = workbook(|book: &mut Workbook| {
        let sheet = book.add_worksheet();
        let header: Vec<String> = HEADER.split(',').map(str::to_owned).collect();
        for (number, cells) in
            [(4, header), (6, plain("A")), (7, plain("A")), (9, plain("B")), (12, plain("A"))]
        {
            let cells = [vec![String::new(); 2], cells].concat();
            put_row(sheet, number, &cells);
        }
        sheet.write_string(8, 3, "   ").expect("a blank");
    });
    let rejects = rejects(moved);
    let found: Vec<_> = rejects.iter().map(|(org_id, code, _)| (&**org_id, &**code)).collect();
    assert_eq!(found, [("A", "account-not-adjacent"); 3]);
}

fn with_column(kind: &str, column: &str, values: impl Fn(usize) -> Values) -> Vec<u8> {
    let rows: Vec<Vec<String>> = (1..=2).map(|number| plain(&format!("case-{number}"))).collect();
    let columns = HEADER.split(',').map(|name| {
        if name == column {
            kind.replace("NAME", name)
        } else {
            format!("optional binary {name} (UTF8);")
        }
    });
    let schema = format!("message table {{ {} }}", columns.collect::<String>());
    let mut all: Vec<Values> = (0..HEADER.split(',').count()).map(|at| texts(&rows, at)).collect();
    all[place(column)] = values(rows.len());
    parquet(&schema, &[all], WriterProperties::default())
}

/// The small book's rows end on 2026-12-31, which is day 20,818 of 1970 and later.
const DAY: i64 = 20_818;
const MOMENT: &str = "optional int64 NAME (TIMESTAMP(MICROS,true));";
const THOUSANDTHS: &str = "optional int64 NAME (DECIMAL(18,3));";
const SMALL_DECIMAL: &str = "required fixed_len_byte_array(5) NAME (DECIMAL(10,2));";

fn large(kind: &str, column: &str, value: i64) -> Vec<u8> {
    with_column(kind, column, |rows| Values::Large(vec![Some(value); rows]))
}

#[test]
fn what_a_value_of_parquet_could_be_taken_for_is_rejected_unless_it_is_plain() {
    let truth = |rows| Values::Bool(vec![true; rows]);
    let half = |rows| Values::Single(vec![0.5; rows]);
    // 1250.00 as 125,000 hundredths, most significant byte first.
    let decimal = |rows| Values::Fixed(vec![vec![0, 0, 1, 0xe8, 0x48]; rows]);
    let name = |rows| Values::Text(vec![Some("Émile".to_owned()); rows]);
    let cases: Vec<(Vec<u8>, Rejected)> = vec![
        (large("optional int64 NAME;", "owned", 1250), None),
        (large(THOUSANDTHS, "owned", 1_250_000), None),
        (large(THOUSANDTHS, "owned", 1_250_500), Some(("bad-number", "`1250.500`"))),
        // 2^64 - 1, and no number below zero.
        (
            large("optional int64 NAME (UINT_64);", "owned", -1),
            Some(("out-of-range", "18446744073709551615")),
        ),
        (large("optional int64 NAME;", "owned", -1), Some(("out-of-range", "-1 is"))),
        (large(MOMENT, "covered_through", DAY * 86_400_000_000), None),
        (
            large(MOMENT, "covered_through", DAY * 86_400_000_000 + 1),
            Some(("bad-date", "2026-12-31T00:00:00.000001")),
        ),
        (large("optional int64 NAME;", "covered_through", DAY), Some(("bad-date", "`20818`"))),
        (with_column("required boolean NAME;", "owned", truth), Some(("bad-number", "`true`"))),
        (with_column("required float NAME;", "owned", half), Some(("bad-number", "`0.5`"))),
        (with_column(SMALL_DECIMAL, "owned", decimal), None),
        (with_column("optional binary NAME;", "customer", name), None),
    ];
    for (number, (bytes, expected)) in cases.into_iter().enumerate() {
        let rejects = rejects(bytes);
        match (rejects.first(), expected) {
            (None, None) => {}
            (Some((_, code, reason)), Some((wanted, part))) => {
                assert_eq!(code, wanted, "case {number}: {reason}");
                assert!(reason.contains(part), "case {number}: {reason} has no {part}");
            }
            other => panic!("case {number}: {other:?}"),
        }
    }
}

#[test]
fn a_column_of_lists_is_refused_by_name_or_left_out() {
    let rows = [plain("A"), plain("B")];
    let table = |extra: &str, renamed: &str| {
        let name = |name: &str| if name == "book" { renamed.to_owned() } else { name.to_owned() };
        let columns = HEADER.split(',').map(|column| match name(column) {
            own if own == extra => format!("repeated binary {own} (UTF8);"),
            own => format!("optional binary {own} (UTF8);"),
        });
        format!("message table {{ {} }}", columns.collect::<String>())
    };
    let write = |schema: &str| {
        use parquet::data_type::{ByteArray, ByteArrayType};
        let schema = parquet::schema::parser::parse_message_type(schema).expect("a schema");
        let mut writer = parquet::file::writer::SerializedFileWriter::new(
            Vec::new(),
            schema.into(),
            WriterProperties::default().into(),
        )
        .expect("a writer");
        let mut group = writer.next_row_group().expect("a group");
        for column in 0..HEADER.split(',').count() {
            let mut out = group.next_column().expect("a column").expect("one more");
            if column == place("book") {
                let texts = ["x", "y", "z"].map(ByteArray::from);
                let out = out.typed::<ByteArrayType>();
                out.write_batch(&texts, Some(&[1, 1, 1]), Some(&[0, 1, 0])).expect("lists");
            } else {
                super::put(&mut out, &texts(&rows, column));
            }
            out.close().expect("a column");
        }
        group.close().expect("a group");
        writer.into_inner().expect("a file")
    };
    assert_eq!(rejects(write(&table("tags", "tags"))), []);
    let message = refusal(write(&table("book", "book")));
    assert!(message.contains("the column `book` holds no plain values"), "{message}");
}
