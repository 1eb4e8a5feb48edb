//! Tables as offices make them: titles, blank rows, cells left off, other encodings.

use super::{HEADER, Place, row, run_small, said, table};

/// What a table comes to: the rows of its lines without their numbers, and its exit code.
fn lines_of(bytes: &[u8], flags: &[&str]) -> (Option<i32>, Vec<String>) {
    let place = Place::new();
    let input = place.file("table", bytes);
    let out = place.text("out");
    let output = run_small(&[&[&*input, "--out", &out], flags].concat());
    if output.status.code() == Some(3) {
        return (Some(3), vec![said(&output)]);
    }
    let lines = place.read_text("out/lines.csv");
    (output.status.code(), lines.lines().skip(1).map(str::to_owned).collect())
}

fn refusal(bytes: &[u8], flags: &[&str]) -> String {
    let (code, said) = lines_of(bytes, flags);
    assert_eq!(code, Some(3), "{said:?}");
    said.concat()
}

fn plain() -> String {
    table(&[row("A", &[]), row("A", &[("retire", "3")]), row("B", &[])])
}

/// All forms of one table, and what the plain one comes to.
fn assert_alike(forms: &[String]) {
    let expected = lines_of(plain().as_bytes(), &[]);
    assert_eq!((expected.0, expected.1.len()), (Some(0), 3));
    for form in forms {
        assert_eq!(lines_of(form.as_bytes(), &[]), expected, "{form}");
    }
}

#[test]
fn blank_rows_and_rows_of_empty_cells_are_nothing() {
    let plain = plain();
    let (header, rows) = plain.split_once('\n').expect("a header");
    let empty = ",".repeat(HEADER.matches(',').count());
    let between = |row: &str| {
        let rows: Vec<&str> = rows.lines().collect();
        format!("{header}\n{row}\n{}\n{row}\n", rows.join(&format!("\n{row}\n{row}\n")))
    };
    assert_alike(&[
        between(&empty),
        between("   "),
        between(", ,\t,"),
        between("\"\",\" \",,"),
        between("\u{a0},"),
        between(&empty).replace('\n', "\r\n"),
        between(&empty).replace(',', ";"),
        between(&empty).replace(',', "\t"),
        // More cells than the table has columns, and the last row without its end.
        format!("{plain}{empty},,,"),
        format!("{}{plain}", format!("{empty}\n").repeat(60)),
    ]);
}

#[test]
fn rows_of_empty_cells_take_no_memory_and_no_number() {
    let empty = ",".repeat(HEADER.matches(',').count()) + "\n";
    let text = table(&[row("A", &[]), empty.repeat(150_000), row("B", &[("owned", "x")])]);
    let place = Place::new();
    let output = run_small(&[&place.file("table", text), "--out", &place.text("out")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let rejects = place.rows("out/rejects.csv");
    let numbers: Vec<&str> = rejects.iter().map(|row| &*row[row.len() - 4]).collect();
    assert_eq!(numbers, ["2"]);
}

#[test]
fn cells_left_off_are_empty_and_empty_ones_beyond_the_head_are_nothing() {
    let plain = plain();
    let short: String =
        plain.lines().map(|line| line.trim_end_matches(',').to_owned() + "\n").collect();
    assert!(short.len() < plain.len());
    let long: String = plain.lines().map(|line| line.to_owned() + ", ,,\n").collect();
    let (_, long) = long.split_once('\n').expect("a header");
    assert_alike(&[short, format!("{HEADER}\n{long}")]);
}

#[test]
fn a_filled_cell_beyond_the_head_makes_its_row_unreadable() {
    let place = Place::new();
    let filled = row("A", &[("customer", "Acme, BV"), ("book", "acme")]);
    let input = place.file("filled", table(&[filled, row("B", &[])]));
    let output = run_small(&[&input, "--out", &place.text("filled-out")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let rejects = place.read_text("filled-out/rejects.csv");
    assert!(rejects.contains("wrong-number-of-cells") && rejects.contains("acme"), "{rejects}");
}

#[test]
fn a_first_line_may_name_the_delimiter() {
    let plain = plain();
    assert_alike(&[
        format!("sep=;\r\n{}", plain.replace(',', ";")),
        format!("\u{feff}SEP=,\n{plain}"),
        format!("\"sep=\t\"\n{}", plain.replace(',', "\t")),
        format!("sep=;\nInstall base, all of it\n\n{}", plain.replace(',', ";")),
    ]);
    let said = refusal(format!("sep=|\n{}", plain.replace(',', "|")).as_bytes(), &[]);
    assert!(said.contains("`|` stands between") && said.contains("hint:"), "{said}");
    // What is named is what counts.
    let said = refusal(format!("sep=;\n{plain}").as_bytes(), &[]);
    assert!(said.contains("org_id"), "{said}");
}

#[test]
fn titles_above_the_head_are_passed_over() {
    let plain = plain();
    let head = HEADER.split(',').take(3).collect::<Vec<_>>().join(",");
    assert_alike(&[
        format!("Install base 24-11-2026\n\n{plain}"),
        format!("\"Install base,\r\nall of it\",,\r\n\r\n{}", plain.replace('\n', "\r\n")),
        format!("5\" racks\n{plain}"),
        format!("\"a quote that nobody closes\n{plain}"),
        format!("Columns;{head}\n{}", plain.replace(',', ";")),
        format!("{}{plain}", "Title,of,it\n".repeat(49)),
    ]);
    let far = format!("{}{plain}", "Title,of,it\n".repeat(50));
    let said = refusal(far.as_bytes(), &[]);
    assert!(said.contains("50 rows") && said.contains("`Title`, `of`, `it`"), "{said}");
    assert!(said.contains("org_id"), "{said}");
    // The row that is nearest to a head is the one that is told.
    let lacking = format!("Install base\n{}", plain.replacen("customer,", "", 1));
    let said = refusal(lacking.as_bytes(), &[]);
    assert!(said.contains("lacks the columns customer"), "{said}");
}

/// “Müller” and “Łódź” in encodings that offices write.
const ENCODED: [(&str, &[u8]); 4] = [
    ("windows-1252", b"M\xfcller"),
    ("latin1", b"M\xfcller"),
    ("IBM866", b"M\x81\x8b\x8b"),
    ("utf-16le", b"M\0\xfc\0l\0l\0e\0r\0"),
];

fn in_encoding(label: &str, customer: &[u8]) -> Vec<u8> {
    let text = table(&[row("A", &[("customer", "*")])]);
    let is_wide = label.starts_with("utf-16");
    let mut bytes = Vec::new();
    for byte in text.bytes() {
        match byte {
            b'*' => bytes.extend_from_slice(customer),
            byte => bytes.extend([byte].into_iter().chain(is_wide.then_some(0))),
        }
    }
    bytes
}

fn customer_of(bytes: &[u8], flags: &[&str]) -> String {
    let place = Place::new();
    let input = place.file("table", bytes);
    let output = run_small(&[&[&*input, "--out", &place.text("out")], flags].concat());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    place.rows("out/quotes.csv")[0][1].clone()
}

#[test]
fn a_table_in_another_encoding_is_read_by_its_label() {
    for (label, customer) in ENCODED {
        let name = customer_of(&in_encoding(label, customer), &["--encoding", label]);
        let expected = if label == "IBM866" { "MБЛЛ" } else { "Müller" };
        assert_eq!(name, expected, "{label}");
    }
    // A mark at the beginning says what the text is, and counts for more.
    let wide = in_encoding("utf-16le", ENCODED[3].1);
    assert_eq!(customer_of(&[b"\xff\xfe", &*wide].concat(), &[]), "Müller");
    let other: Vec<u8> = wide.chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect();
    assert_eq!(customer_of(&[b"\xfe\xff", &*other].concat(), &[]), "Müller");
    let marked = format!("\u{feff}{}", table(&[row("A", &[("customer", "Müller")])]));
    assert_eq!(customer_of(marked.as_bytes(), &["--encoding", "latin1"]), "Müller");
    let place = Place::new();
    let input = place.file("table", plain());
    let output = run_small(&[&input, "--check", "--encoding", "windows-9"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("windows-1252"), "{}", said(&output));
}

/// A table larger than what is read at once, so that characters lie across the pieces.
#[test]
fn a_long_table_in_another_encoding_is_read_as_it_is_in_utf8() {
    let rows: Vec<String> =
        (0..8_000).map(|number| row(&format!("A{number}"), &[("customer", "Łódź é")])).collect();
    let text = table(&rows);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(lines_of(&wide, &["--encoding", "utf-16le"]), lines_of(text.as_bytes(), &[]));
}

#[test]
fn a_table_that_is_not_utf8_names_what_it_looks_like_and_the_flag() {
    let bytes = [in_encoding("windows-1252", ENCODED[0].1), row("B", &[]).into_bytes()].concat();
    let place = Place::new();
    let input = place.file("table", &bytes);
    let output = run_small(&[&input, "--out", &place.text("out")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    // The rejects are one file in one encoding.
    let rejects = place.read_text("out/rejects.csv");
    assert!(rejects.contains("not-utf8"), "{rejects}");
    assert!(
        rejects.contains("looks like windows-1252") && rejects.contains("--encoding windows-1252")
    );
    // Fed again as it is, the lost character is not taken for a name.
    let again = place.file("again", rejects);
    let output = run_small(&[&again, "--out", &place.text("again-out")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(place.read_text("again-out/rejects.csv").contains("U+FFFD"));

    let head = plain().replacen("customer", "customer,Gr\u{1}\u{2}e", 1);
    let head: Vec<u8> = head
        .bytes()
        .map(|byte| match byte {
            1 => 0xf6,
            2 => 0xdf,
            other => other,
        })
        .collect();
    let said_of_head = refusal(&head, &[]);
    assert!(said_of_head.contains("not UTF-8"), "{said_of_head}");
    assert!(said_of_head.contains("--encoding windows-1252"), "{said_of_head}");
    let wide = in_encoding("utf-16le", ENCODED[3].1);
    assert!(refusal(&wide, &[]).contains("--encoding utf-16le"));
}

/// The rejects of an earlier run are UTF-8, whatever the table was.
#[test]
fn rejects_are_read_as_utf8_with_the_flag_of_their_table() {
    let place = Place::new();
    let text = table(&[row("A", &[("customer", "Müller"), ("currency", "euro")])]);
    let latin: Vec<u8> = text.chars().map(|one| u8::try_from(one).expect("Latin-1")).collect();
    let flags = ["--encoding", "windows-1252"];
    let input = place.file("table", latin);
    let output = run_small(&[&[&*input, "--out", &place.text("out")], &flags[..]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let rejects = place.read_text("out/rejects.csv").replace("euro", "EUR");
    assert!(rejects.contains("Müller"), "{rejects}");
    assert_eq!(customer_of(rejects.as_bytes(), &flags), "Müller");
}
