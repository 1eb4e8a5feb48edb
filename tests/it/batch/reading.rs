//! The table as programs write it: delimiters, line ends, columns in any order, columns of others.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{HEADER, Place, row, run_small, said, table};

fn lines_of(place: &Place, text: impl AsRef<[u8]>) -> String {
    let input = place.file("table.csv", text);
    let out = place.text("out");
    let _ = std::fs::remove_dir_all(&out);
    let output = run_small(&[&input, "--out", &out]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    place.read_text("out/lines.csv")
}

#[test]
fn one_table_in_many_forms_is_priced_alike() {
    let place = Place::new();
    let plain = table(&[row("A", &[]), row("A", &[("retire", "3")]), row("B", &[])]);
    let expected = lines_of(&place, &plain);
    assert_eq!(expected.lines().count(), 4);
    let quoted: String = plain
        .lines()
        .map(|line| line.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(","))
        .map(|line| line + "\r\n")
        .collect();
    let forms = [
        plain.replace('\n', "\r\n"),
        plain.replace('\n', "\r"),
        plain.replace('\n', "\n\n\r\n"),
        plain.trim_end().to_owned(),
        format!("\u{feff}{plain}"),
        plain.replace(',', ";"),
        plain.replace(',', "\t"),
        quoted,
    ];
    for form in forms {
        assert_eq!(lines_of(&place, &form), expected, "{form}");
    }
}

#[test]
fn columns_stand_in_any_order_and_others_are_left_alone() {
    let place = Place::new();
    let plain = table(&[row("A", &[]), row("B", &[("retire", "3")])]);
    let turned: String = plain
        .lines()
        .zip(["remark", "one", "two"])
        .map(|(line, remark)| {
            let cells: Vec<&str> = line.split(',').rev().collect();
            format!("{remark},{}\n", cells.join(","))
        })
        .collect();
    assert_eq!(lines_of(&place, turned), lines_of(&place, &plain));
    let short = plain.replace(",start,quantity,current_service_level,language,book", "");
    let short = short.replace(",,,,,\n", "\n");
    assert_eq!(lines_of(&place, short), lines_of(&place, &plain));
}

#[test]
fn a_row_is_written_as_the_rules_price_it() {
    let place = Place::new();
    let text = table(&[
        row("A", &[("retire", "2"), ("term_years", "3"), ("covered_through", "2026-10-31")]),
        row("B", &[("currency", "JPY"), ("program", "volume"), ("start", "2026-12-01")]),
        row("C", &[("currency", "KWD"), ("covered_through", "2026-11-20")]),
    ]);
    // 100.00 × 18% = 18.00; × 8 × 3 = 432.00; 5% off: 21.60; the gap is 23 days: 18 × 8 × 23 ÷ 365
    // = 9.0739…; the penalty is 10% of 144.00. 16000 × 18% = 2880; less 12.5%: 2520. 33.500 × 18%
    // = 6.030; a gap of 3 days is within grace.
    let expected = [
        "1,A,anvil,pro,8,late,23,2026-11-24,2029-11-23,18.00,18.00,432.00,21.60,9.07,14.40,\
         433.87,EUR,Smithy,Acme Anvil,Pro,,basic,3,list,2026-10-31,10,2,100.00,18,0,144.00,,,,,\
         cover-interrupted",
        "2,B,anvil,pro,10,renewal,0,2027-01-01,2027-12-31,2880,2520,25200,0,0,0,25200,JPY,\
         Smithy,Acme Anvil,Pro,,basic,1,volume,2026-12-31,10,0,16000,18,12.5,25200,,,,,",
        "3,C,anvil,pro,10,grace,3,2026-11-21,2027-11-20,6.030,6.030,60.300,0.000,0.000,0.000,\
         60.300,KWD,Smithy,Acme Anvil,Pro,,basic,1,list,2026-11-20,10,0,33.500,18,0,60.300,,,,,",
    ];
    let lines = lines_of(&place, text);
    assert_eq!(lines.lines().skip(1).collect::<Vec<_>>(), expected);
    let quotes = place.read_text("out/quotes.csv");
    // Neither a fee nor a tax; it stands for 30 days. What is told of each quote of this book:
    let found = "sample-prices cover-interrupted retirement-is-permanent no-refund";
    let expected = format!(
        "A,Smithy,reinstatement,EUR,1,432.00,21.60,9.07,14.40,433.87,0.00,0.00,433.87,basic,3,\
         2026-11-24,2026-12-24,{found},,acme/2026.1/"
    );
    let quote = quotes.lines().nth(1).expect("a quote");
    assert!(quote.starts_with(&expected), "{quote}");
    assert!(HEADER.starts_with("org_id"));
}

/// A name that a spreadsheet could run is written as text, and read again as the name it was.
#[test]
fn a_formula_in_a_name_stays_text() {
    let place = Place::new();
    let name = "=HYPERLINK(1)";
    let text = table(&[
        row("@A", &[("customer", name)]),
        row("B", &[("customer", name), ("currency", "euro")]),
    ]);
    let input = place.file("table.csv", text);
    let output = run_small(&[&input, "--out", &place.text("first")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(place.read_text("first/lines.csv").contains("\n1,'@A,anvil,"));
    assert!(place.read_text("first/quotes.csv").contains("\n'@A,'=HYPERLINK(1),renewal,"));
    let rejects = place.read_text("first/rejects.csv");
    assert!(rejects.contains("\nB,'=HYPERLINK(1),anvil,"), "{rejects}");
    let mended = place.file("mended.csv", rejects.replace("euro", "EUR"));
    let output = run_small(&[&mended, "--out", &place.text("second")]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    // With one mark, not two: the name that was read is the one that came first.
    assert!(place.read_text("second/quotes.csv").contains("\nB,'=HYPERLINK(1),renewal,"));
}

/// A spreadsheet for East Asian text runs the wide forms, too.
#[test]
fn a_wide_formula_in_a_name_stays_text() {
    for (number, mark) in (0..).zip(["\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}"]) {
        let place = Place::new();
        let name = format!("{mark}SUM(1)");
        let text = table(&[
            row("A", &[("customer", &name)]),
            row("B", &[("customer", &name), ("currency", "euro")]),
        ]);
        let input = place.file("table.csv", text);
        let output = run_small(&[&input, "--out", &place.text("first")]);
        assert_eq!(output.status.code(), Some(1), "{number}: {}", said(&output));
        let quotes = place.read_text("first/quotes.csv");
        assert!(quotes.contains(&format!("\nA,'{name},renewal,")), "{quotes}");
        let rejects = place.read_text("first/rejects.csv");
        assert!(rejects.contains(&format!("\nB,'{name},anvil,")), "{rejects}");
        let mended = place.file("mended.csv", rejects.replace("euro", "EUR"));
        let output = run_small(&[&mended, "--out", &place.text("second")]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let quotes = place.read_text("second/quotes.csv");
        assert!(quotes.contains(&format!("\nB,'{name},renewal,")), "{quotes}");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("bytes");
    encoder.finish().expect("bytes")
}

#[test]
fn gzip_of_several_members_is_one_table() {
    let place = Place::new();
    let plain = table(&[row("A", &[]), row("A", &[("retire", "3")]), row("B", &[])]);
    let expected = lines_of(&place, &plain);
    let (first, second) = plain.split_at(plain.len() / 2);
    let members = [gzip(first.as_bytes()), gzip(b""), gzip(second.as_bytes())].concat();
    assert_eq!(lines_of(&place, &members), expected);
    // Zeros fill the last block of a tape.
    assert_eq!(lines_of(&place, [members, vec![0; 100_000]].concat()), expected);
}

#[test]
fn what_follows_gzip_is_an_error_that_says_so() {
    let place = Place::new();
    let whole = gzip(table(&[row("A", &[])]).as_bytes());
    for (more, wanted) in [
        (&b"and then some"[..], "other bytes follow the end of the gzip data"),
        (b"\0\0and then some", "other bytes follow the end of the gzip data"),
        (&[&b"\0"[..], &whole].concat(), "other bytes follow the end of the gzip data"),
        (b"\x1f and then some", "invalid gzip header"),
        (&whole[..whole.len() / 2], "cannot read the input"),
    ] {
        let input = place.file("table.csv.gz", [&whole, more].concat());
        let output = run_small(&[&input, "--out", &place.text("out")]);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        assert!(said(&output).contains(wanted), "{wanted}: {}", said(&output));
        assert!(!place.path("out/lines.csv").exists());
        let _ = std::fs::remove_dir_all(place.path("out"));
    }
}
