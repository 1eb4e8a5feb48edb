//! `--group`: rows of an account that do not stand together are priced as if they did.
//!
//! Anvil Pro at Basic costs 100.00 × 18% = 18.00 a licence a year: ten are 180.00, five 90.00.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::Stdio;

use super::kill::{begun_with, killed_at, moment};
use super::{HEADER, OUTPUTS, Place, assert_same, batch, row, run, run_small, said, table};

/// Runs a table with `--group`; its exit code.
fn run_grouped(place: &Place, text: impl AsRef<[u8]>, more: &[&str]) -> Option<i32> {
    let input = place.file("table.csv", text);
    let out = place.text("out");
    let _ = std::fs::remove_dir_all(&out);
    let output = run_small(&[&[&input, "--out", &out, "--group"], more].concat());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(&output));
    output.status.code()
}

/// Row, account and total of each line.
fn lines(place: &Place) -> Vec<(String, String, String)> {
    let rows = place.rows("out/lines.csv").into_iter();
    rows.map(|row| (row[0].clone(), row[1].clone(), row[15].clone())).collect()
}

/// Row and code of each line of the rejects.
fn rejects(place: &Place) -> Vec<(String, String)> {
    let rows = place.rows("out/rejects.csv").into_iter();
    rows.map(|row| (row[row.len() - 4].clone(), row[row.len() - 3].clone())).collect()
}

fn owned<const N: usize>(cells: [&str; N]) -> [String; N] {
    cells.map(str::to_owned)
}

/// A table of the same rows in another order, far from the first one: its head stays.
fn scattered(text: &[u8]) -> String {
    let text = std::str::from_utf8(text).expect("text");
    let (head, rows) = text.split_once('\n').expect("a head");
    let rows: Vec<&str> = rows.split_inclusive('\n').collect();
    // A step that has no factor in common with the number of rows comes to each of them once.
    let step = (rows.len() / 3..).find(|step| is_coprime(*step, rows.len())).expect("a step");
    let order = (0..rows.len()).map(|place| rows[place * step % rows.len()]);
    format!("{head}\n{}", order.collect::<String>())
}

fn is_coprime(one: usize, other: usize) -> bool {
    if other == 0 { one == 1 } else { is_coprime(other, one % other) }
}

/// The same rows with those of each account together, accounts in the order of their first rows;
/// and for each row, which one of the table it was.
fn by_hand(text: &str) -> (String, Vec<String>) {
    let (head, rows) = text.split_once('\n').expect("a head");
    let mut accounts: Vec<(&str, Vec<(usize, &str)>)> = Vec::new();
    let mut places = BTreeMap::new();
    for (number, row) in rows.split_inclusive('\n').enumerate() {
        let id = row.split(',').next().expect("an id");
        let place = *places.entry(id).or_insert(accounts.len());
        if place == accounts.len() {
            accounts.push((id, Vec::new()));
        }
        accounts[place].1.push((number + 1, row));
    }
    let all = || accounts.iter().flat_map(|(_, rows)| rows);
    let text = all().map(|(_, row)| *row).collect::<String>();
    (format!("{head}\n{text}"), all().map(|(number, _)| number.to_string()).collect())
}

#[test]
fn rows_of_an_account_are_one_quote_wherever_they_stand() {
    let place = Place::new();
    // An e with an accent, as two characters and as one.
    let text = table(&[
        row("ORG-e\u{301}", &[]),
        row("B", &[("owned", "5")]),
        row("C", &[]),
        row(" ORG-\u{e9} ", &[("owned", "5")]),
        row("B", &[]),
        row("ORG-\u{e9}", &[]),
    ]);
    assert_eq!(run_grouped(&place, &text, &[]), Some(0));
    let expected = [
        ["1", "ORG-é", "180.00"],
        ["4", "ORG-é", "90.00"],
        ["6", "ORG-é", "180.00"],
        ["2", "B", "90.00"],
        ["5", "B", "180.00"],
        ["3", "C", "180.00"],
    ];
    let expected = expected.map(owned).map(|[row, id, total]| (row, id, total));
    assert_eq!(lines(&place), expected);
    let quotes = place.rows("out/quotes.csv");
    let sums: Vec<[&str; 3]> = quotes.iter().map(|row| [&*row[0], &row[4], &row[9]]).collect();
    assert_eq!(sums, [["ORG-é", "3", "450.00"], ["B", "2", "270.00"], ["C", "1", "180.00"]]);
    let summary = place.summary("out");
    assert_eq!(summary["accounts"]["in"], 3);
    assert_eq!(summary["rows"]["priced"], 6);
    let all = std::fs::read_dir(place.path("out")).expect("a folder").count();
    assert_eq!(all, OUTPUTS.len(), "nothing but outputs is left");
    // Without it, two of the three are rejected, and the reason says what to do.
    let input = place.text("table.csv");
    let output = run_small(&[&input, "--out", &place.text("apart")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(place.summary("apart")["rejects"]["account-not-adjacent"], 5);
    let reason = place.rows("apart/rejects.csv")[0].last().expect("a reason").clone();
    assert!(reason.contains("sort the table by it, or run it with --group"), "{reason}");
}

/// Amounts of a large table are those of the same rows put together by another program.
#[test]
fn a_scattered_table_is_priced_as_one_that_was_put_together_by_hand() {
    let place = Place::new();
    let sample = std::fs::read(place.sample(3_000, 61)).expect("a table");
    let apart = scattered(&sample);
    let (together, numbers) = by_hand(&apart);
    let (apart, together) = (place.file("apart.csv", &apart), place.file("hand.csv", together));
    assert_eq!(run(&[&together, "--out", &place.text("hand")]).status.code(), Some(1));
    for jobs in ["1", "2", "4"] {
        let out = place.text(&format!("out-{jobs}"));
        let output = run(&[&apart, "--out", &out, "--group", "--jobs", jobs]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert_same(&place.path("out-1"), &place.path(&format!("out-{jobs}")));
    }
    assert!(place.read("hand/quotes.csv") == place.read("out-1/quotes.csv"));
    let number = |row: &str| numbers[row.parse::<usize>().expect("a number") - 1].clone();
    let mut expected = place.rows("hand/lines.csv");
    expected.iter_mut().for_each(|row| row[0] = number(&row[0]));
    assert!(expected.len() > 2_000);
    assert_eq!(expected, place.rows("out-1/lines.csv"));
    let codes = |out: &str| -> Vec<(String, Vec<String>)> {
        let rows = place.rows(&format!("{out}/rejects.csv")).into_iter();
        rows.map(|mut row| (row.remove(row.len() - 4), row[..row.len() - 1].to_vec())).collect()
    };
    let expected: Vec<_> =
        codes("hand").into_iter().map(|(row, cells)| (number(&row), cells)).collect();
    assert!(expected.len() > 50);
    assert_eq!(expected, codes("out-1"));
    // From a pipe, and with nothing written.
    let mut child = batch(&["-", "--out", &place.text("piped"), "--group"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(&std::fs::read(&apart).expect("a table")).expect("it reads");
    drop(stdin);
    assert_eq!(child.wait().expect("an end").code(), Some(1));
    assert_same(&place.path("out-1"), &place.path("piped"));
    let written = run(&[&apart, "--out", &place.text("again"), "--group"]);
    let checked = run(&[&apart, "--check", "--group"]);
    assert_eq!(checked.stdout, written.stdout);
}

#[test]
fn a_table_that_stands_together_gives_the_same_bytes() {
    let place = Place::new();
    let sums = |owned: &str| row("", &[("customer", "Totaal"), ("owned", owned)]);
    let sums = |owned: &str| {
        sums(owned).replace(",anvil,pro,", ",,,").replace(",2026-12-31,basic,1,list,EUR", ",,,,,")
    };
    let text = [
        table(&[row("A", &[]), row("A", &[("retire", "1")]), sums("20"), row("B", &[])]),
        "\r\n\n,,,,\n".to_owned(),
        row("B", &[("owned", "many")]).replace('\n', "\r\n"),
        row("", &[]),
        row("C", &[]),
        row("D", &[]),
        row("", &[]),
        row("D", &[("customer", "\"Smithy\"")]),
        row("E", &[("customer", "=1+1")]),
        format!("{},beyond,the,last\n", row("E", &[]).trim_end()),
        row("F", &[("org_id", "f")]).trim_end().replace(",EUR,", ",\"EUR\n"),
    ]
    .concat();
    let input = place.file("table.csv", text);
    let more = ["--documents", "html", "--jobs", "2"];
    for (out, group) in [("plain", &[][..]), ("grouped", &["--group"])] {
        let output = run_small(&[&[&input, "--out", &place.text(out)], &more[..], group].concat());
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    }
    let rejected = place.rows("plain/rejects.csv");
    assert!(rejected.len() > 5, "{rejected:?}");
    let names = ["lines.csv", "quotes.csv", "rejects.csv", "findings.csv", "documents.csv"];
    for name in names.into_iter().chain(["summary.html"]) {
        let read = |out: &str| place.read_text(&format!("{out}/{name}"));
        assert_eq!(read("plain"), read("grouped"), "{name}");
    }
    // What was asked for is kept, and so is what was read.
    let mut grouped = place.summary("grouped");
    let plain = place.summary("plain");
    assert_eq!(grouped["asked"]["group"].take(), true);
    grouped["asked"].as_object_mut().expect("a table").remove("group");
    grouped["input"]["sha256"] = plain["input"]["sha256"].clone();
    assert_eq!(grouped, plain);
    let documents = |out: &str| {
        let folder = std::fs::read_dir(place.path(&format!("{out}/documents"))).expect("a folder");
        let mut all = BTreeMap::new();
        for entry in folder {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_owned();
            all.insert(name, std::fs::read(&path).expect("a page"));
        }
        all
    };
    assert!(documents("plain") == documents("grouped"));
    assert!(!documents("plain").is_empty());
}

/// A row of sums holds the sum of the rows above it in the table, and a row that cannot be read
/// may belong to those beside it there: not beside it where rows are put together.
#[test]
fn what_a_row_is_its_neighbours_in_the_table_say() {
    let place = Place::new();
    let cell = |name: &str| if name == "owned" { "35" } else { "" };
    let sums = HEADER.split(',').map(cell).collect::<Vec<_>>().join(",") + "\n";
    let text = table(&[
        row("A", &[]),
        row("B", &[("owned", "5")]),
        // 10, 5 and 20 stand above it.
        row("A", &[("owned", "20")]),
        sums,
        row("C", &[]),
        row("", &[]),
        row("D", &[]),
        row("B", &[]),
    ]);
    assert_eq!(run_grouped(&place, text, &[]), Some(1));
    let expected = [
        ["1", "A", "180.00"],
        // Twenty are 360.00.
        ["3", "A", "360.00"],
        ["2", "B", "90.00"],
        ["8", "B", "180.00"],
    ];
    assert_eq!(lines(&place), expected.map(owned).map(|[row, id, total]| (row, id, total)));
    let expected = [["5", "account-refused"], ["6", "missing-value"], ["7", "account-refused"]];
    assert_eq!(rejects(&place), expected.map(owned).map(|[row, code]| (row, code)));
    let reasons = place.rows("out/rejects.csv");
    let said = "row 6 of the table stands beside this account, cannot be read and may belong to \
                it: correct that row";
    assert_eq!(reasons[0].last().map(String::as_str), Some(said));
    assert_eq!(reasons[2].last().map(String::as_str), Some(said));
    let summary = place.summary("out");
    assert_eq!(summary["sum_rows"], serde_json::json!({ "count": 1, "first": [4] }));
    // All rows of an account are refused with one of them: those that stand elsewhere too.
    let text = table(&[row("A", &[]), row("B", &[]), row("", &[]), row("C", &[]), row("A", &[])]);
    assert_eq!(run_grouped(&place, text, &[]), Some(1));
    let expected = [["2", "account-refused"], ["3", "missing-value"], ["4", "account-refused"]];
    assert_eq!(rejects(&place), expected.map(owned).map(|[row, code]| (row, code)));
    assert_eq!(lines(&place).len(), 2);
    let text = table(&[row("A", &[]), row("", &[]), row("B", &[]), row("C", &[]), row("A", &[])]);
    assert_eq!(run_grouped(&place, text, &[]), Some(1));
    let expected = [
        ["1", "account-refused"],
        ["5", "account-refused"],
        ["2", "missing-value"],
        ["3", "account-refused"],
    ];
    assert_eq!(rejects(&place), expected.map(owned).map(|[row, code]| (row, code)));
    assert_eq!(lines(&place).len(), 1);
}

/// A quote that row 4 leaves open would be closed by those of row 2, which comes to stand below it.
#[test]
fn rows_that_cannot_be_read_stay_what_they_were() {
    let place = Place::new();
    let quoted = [("customer", "\"Smithy\"")];
    let long = "x".repeat(70_000);
    let text = table(&[
        row("A", &[]),
        row("B", &quoted),
        row("A", &[]),
        row("A", &[("customer", "\"Smithy")]),
        row("A", &[]),
        row("C", &[]),
        row("C", &[("customer", &long)]),
        row("C", &[]),
        row("B", &[]),
    ]);
    assert_eq!(run_grouped(&place, text, &[]), Some(1));
    let expected = [
        ["1", "account-refused"],
        ["3", "account-refused"],
        ["4", "unclosed-quote"],
        ["5", "account-refused"],
        ["6", "account-refused"],
        ["7", "row-too-long"],
        ["8", "account-refused"],
    ];
    assert_eq!(rejects(&place), expected.map(owned).map(|[row, code]| (row, code)));
    let expected = [["2", "B", "180.00"], ["9", "B", "180.00"]];
    assert_eq!(lines(&place), expected.map(owned).map(|[row, id, total]| (row, id, total)));
}

#[test]
fn an_account_has_at_most_ten_thousand_rows_wherever_they_stand() {
    let place = Place::new();
    for (rows, expected) in [(10_000, 0), (10_001, 10_001), (20_000, 20_000)] {
        let mut all = vec![row("B", &[])];
        all.extend(std::iter::repeat_n(row("A", &[]), rows / 2));
        all.push(row("B", &[]));
        all.extend(std::iter::repeat_n(row("A", &[]), rows - rows / 2));
        all.push(row("C", &[]));
        let code = run_grouped(&place, table(&all), &[]);
        assert_eq!(code, Some(i32::from(expected > 0)), "{rows}");
        let summary = place.summary("out");
        assert_eq!(summary["accounts"]["in"], 3, "{rows}");
        assert_eq!(summary["rows"]["rejected"], expected, "{rows}");
        let found = summary["rejects"].get("account-too-large").cloned();
        assert_eq!(found.unwrap_or_else(|| 0.into()), expected, "{rows}");
        let last = lines(&place).pop().map(|(row, id, _)| (row, id));
        assert_eq!(last, Some(((rows + 3).to_string(), "C".to_owned())), "{rows}");
    }
}

#[test]
fn rejects_of_scattered_rows_can_be_fed_again() {
    let place = Place::new();
    let bad = [("owned", "many"), ("covered_through", "soon")];
    let text = table(&[row("A", &bad), row("B", &[("edition", "prof")]), row("A", &[])]);
    assert_eq!(run_grouped(&place, text, &[]), Some(1));
    let expected = [
        ["1", "bad-number"],
        ["1", "bad-date"],
        ["3", "account-refused"],
        ["2", "unknown-edition"],
    ];
    assert_eq!(rejects(&place), expected.map(owned).map(|[row, code]| (row, code)));
    let mended = place.read_text("out/rejects.csv").replace("many", "5").replace("prof", "pro");
    let mended = mended.replace("soon", "2026-12-31");
    assert_eq!(run_grouped(&place, mended, &[]), Some(0));
    assert_eq!(place.summary("out")["rows"]["in"], 3);
    let totals: Vec<String> = lines(&place).into_iter().map(|(_, _, total)| total).collect();
    assert_eq!(totals, ["90.00", "180.00", "180.00"]);
}

#[test]
fn the_days_asked_for_are_those_of_all_rows_of_an_account() {
    let place = Place::new();
    let run_out = row("A", &[("covered_through", "2026-10-31")]);
    let text = table(&[row("A", &[]), row("B", &[]), run_out]);
    let window = ["--due-from", "2026-12-01", "--due-through", "2026-12-31"];
    assert_eq!(run_grouped(&place, text, &window), Some(1));
    assert_eq!(rejects(&place), [owned(["1", "not-all-in"])].map(|[row, code]| (row, code)));
    let reason = place.rows("out/rejects.csv")[0].last().expect("a reason").clone();
    assert!(reason.starts_with("row 2 of this account is of the same product line"), "{reason}");
}

#[test]
fn a_killed_run_goes_on_to_the_same_bytes() {
    let place = Place::new();
    let sample = std::fs::read(place.sample(8_000, 62)).expect("a table");
    let input = place.file("apart.csv", scattered(&sample));
    let whole = run(&[&input, "--out", &place.text("whole"), "--group"]);
    assert_eq!(whole.status.code(), Some(1), "{}", said(&whole));
    let bytes = place.read("whole/lines.csv").len();
    let bytes = u64::try_from(bytes).expect("not so many");
    let mut killed = 0;
    for round in 1..=2 {
        let out = place.text(&format!("out-{round}"));
        let arguments = [input.as_str(), "--out", &out, "--group", "--resume"];
        let growing = place.path(&format!("out-{round}/.reinstate-batch/lines.csv"));
        // The first of each is there before a row is sorted.
        for bytes in [1, moment(round, bytes)] {
            killed += u32::from(killed_at(&arguments, &growing, bytes));
        }
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert_same(&place.path("whole"), &place.path(&format!("out-{round}")));
        assert!(!place.path(&format!("out-{round}/.reinstate-batch")).exists());
        let output = run(&arguments);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.starts_with("There was nothing left to do."), "{text}");
    }
    assert!(killed >= 2, "{killed} kills");
}

#[test]
fn a_run_goes_on_as_it_was_asked_for() {
    let place = Place::new();
    let input = place.sample(2_000, 63);
    let text = std::fs::read(&input).expect("a table");
    let (first, _) = text.split_at(text.len() / 2);
    for (name, begun, other) in [("in", &["--group"][..], &[][..]), ("out", &[], &["--group"])] {
        let out = place.text(name);
        let (mut child, stdin) = begun_with(&out, first, begun);
        child.kill().expect("it runs");
        child.wait().expect("an end");
        drop(stdin);
        let resume = |more: &[&str]| {
            let output = run(&[&[input.as_str(), "--out", &out, "--resume"], more].concat());
            (output.status.code(), said(&output))
        };
        for _ in 0..2 {
            let (code, message) = resume(other);
            assert_eq!(code, Some(3), "{name}: {message}");
            assert!(message.contains("had another --group"), "{name}: {message}");
        }
        assert_eq!(resume(begun).0, Some(1), "{name}");
        // A run that has ended is not taken for another one.
        let (code, message) = resume(other);
        assert_eq!(code, Some(3), "{name}: {message}");
        assert!(message.contains("had another --group"), "{name}: {message}");
    }
}

/// A limit on the size of a file stands in for a full disk, as elsewhere.
#[cfg(unix)]
#[test]
fn a_full_disk_while_rows_are_sorted_is_an_error_that_leaves_the_run_to_go_on() {
    let place = Place::new();
    let sample = std::fs::read(place.sample(5_000, 64)).expect("a table");
    let input = place.file("apart.csv", scattered(&sample));
    let whole = run(&[&input, "--out", &place.text("whole"), "--group"]);
    assert_eq!(whole.status.code(), Some(1), "{}", said(&whole));
    // 512-byte blocks: the rows have half a megabyte, and nothing else is written before them.
    let script = "trap '' XFSZ; ulimit -f 600; exec \"$0\" \"$@\"";
    let output = crate::support::in_shell(script)
        .args(["--quote-date", super::QUOTE_DATE, "batch"])
        .args([&input, "--out", &place.text("out"), "--group"])
        .output()
        .expect("a shell");
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("/out/.reinstate-batch: "), "{}", said(&output));
    assert!(said(&output).contains("run it again with --resume"), "{}", said(&output));
    let mut left: Vec<_> = std::fs::read_dir(place.path("out/.reinstate-batch"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    left.retain(|name| !OUTPUTS.contains(&name.as_str()) && !name.starts_with("documents"));
    left.sort();
    assert_eq!(left, ["lock", "state.json"], "no sorted rows are left");
    let output = run(&[&input, "--out", &place.text("out"), "--group", "--resume"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_same(&place.path("whole"), &place.path("out"));
}
