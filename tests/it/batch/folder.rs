//! The folder: whose it is, and what a run does not do to it.

use std::process::Stdio;

use super::{Place, assert_same, batch, row, run, run_small, said, table};

#[test]
fn a_folder_that_is_not_empty_is_refused() {
    let place = Place::new();
    let input = place.file("table.csv", table(&[row("A", &[])]));
    std::fs::create_dir(place.path("out")).expect("a folder");
    place.file("out/mine.txt", "keep");
    for more in [&[][..], &["--resume"]] {
        let out = place.text("out");
        let arguments = [&[input.as_str(), "--out", &out], more].concat();
        let output = run_small(&arguments);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        assert!(said(&output).contains("is not empty"), "{}", said(&output));
        let left: Vec<_> = std::fs::read_dir(place.path("out")).expect("a folder").collect();
        assert_eq!(left.len(), 1, "nothing was left in it");
    }
}

#[test]
fn a_finished_run_has_nothing_left_to_do() {
    let place = Place::new();
    let input = place.file("table.csv", table(&[row("A", &[]), row("B", &[("edition", "x")])]));
    let arguments = [input.as_str(), "--out", &place.text("out")];
    assert_eq!(run_small(&arguments).status.code(), Some(1));
    assert_eq!(run_small(&arguments).status.code(), Some(3), "without --resume");
    let before = place.read("out/summary.json");
    let output = run_small(&[&arguments[..], &["--resume"]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(place.read("out/summary.json"), before);
    assert!(!place.path("out/.reinstate-batch").exists());
}

#[test]
fn a_finished_run_is_that_of_its_input_and_flags_alone() {
    let place = Place::new();
    let rows = [row("A", &[]), row("B", &[("edition", "x")]), row("C", &[])];
    let input = place.file("table.csv", table(&rows));
    let other = place.file("other.csv", table(&rows).replace("Smithy", "Smithx"));
    let shorter = place.file("shorter.csv", table(&rows[..2]));
    let longer = place.file("longer.csv", table(&[&rows[..], &[row("D", &[])]].concat()));
    let turned =
        place.file("turned.csv", table(&rows).replace("org_id,customer", "customer,org_id"));
    let (out, old) = (place.text("out"), place.text("old"));
    assert_eq!(run_small(&[&input, "--out", &old]).status.code(), Some(1));
    assert_eq!(run_small(&[&input, "--out", &out]).status.code(), Some(1));
    let before = place.read("out/summary.json");
    for (input, more, wanted) in [
        (&other, &[][..], "not the input"),
        (&shorter, &[], "not the input"),
        (&longer, &[], "not the input"),
        (&turned, &[], "had another input (its first line differs)"),
        (&input, &["--due-from", "2026-01-01"], "had another --due-from"),
        (&input, &["--due-through", "2027-01-01"], "had another --due-through"),
        (&input, &["--documents", "html"], "had another --documents"),
        (&input, &["--hidden", "skip"], "had another --hidden"),
        (&input, &["--encoding", "utf-8"], "had another --encoding"),
        (&input, &["--compare-with", &old], "had another --compare-with"),
    ] {
        let output = run_small(&[&[input.as_str(), "--out", &out, "--resume"], more].concat());
        assert_eq!(output.status.code(), Some(3), "{wanted}: {}", said(&output));
        assert!(said(&output).contains(wanted), "{wanted}: {}", said(&output));
        assert_eq!(place.read("out/summary.json"), before);
        assert!(!place.path("out/.reinstate-batch").exists(), "{wanted}");
    }
    let books = crate::support::project("tests/batch");
    let output = crate::support::program()
        .args(["--quote-date", "2026-11-25", "batch", &input, "--out", &out, "--resume"])
        .arg("--books")
        .arg(books)
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("had another --quote-date"), "{}", said(&output));
    let output = run(&[&input, "--out", &out, "--resume"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("had another price books"), "{}", said(&output));
    let output = run_small(&[&input, "--out", &out, "--resume"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("nothing left to do"));
}

/// Whoever may write to the folder must not be able to have files of others deleted or moved.
#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_folder_of_a_begun_run_is_refused() {
    let place = Place::new();
    let input = place.file("table.csv", table(&[row("A", &[])]));
    std::fs::create_dir_all(place.path("theirs/inner")).expect("a folder");
    place.file("theirs/inner/kept.txt", "keep");
    place.file("theirs/state.json", "{}");
    for link in [".reinstate-batch", ".reinstate-batch/documents"] {
        let out = place.path("out");
        std::fs::create_dir_all(out.join(link).parent().expect("a folder")).expect("a folder");
        std::os::unix::fs::symlink(place.path("theirs"), out.join(link)).expect("a link");
        for more in [&[][..], &["--resume"]] {
            let arguments = [input.as_str(), "--out", &place.text("out"), "--documents", "html"];
            let output = run_small(&[&arguments[..], more].concat());
            assert_eq!(output.status.code(), Some(3), "{}", said(&output));
            assert!(said(&output).contains("is a symbolic link"), "{}", said(&output));
            assert_eq!(place.read_text("theirs/inner/kept.txt"), "keep");
            assert_eq!(std::fs::read_dir(place.path("theirs")).expect("a folder").count(), 2);
        }
        std::fs::remove_dir_all(out).expect("gone");
    }
}

#[test]
fn two_runs_at_once_in_one_folder_are_refused() {
    let place = Place::new();
    let input = place.sample(2_000, 1);
    // The first waits for its input.
    let mut first = batch(&["-", "--out", &place.text("out")])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    while !place.path("out/.reinstate-batch/lock").exists() {
        std::thread::yield_now();
    }
    for more in [&[][..], &["--resume"]] {
        let out = place.text("out");
        let arguments = [&[input.as_str(), "--out", &out], more].concat();
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        assert!(said(&output).contains("another run works in"), "{}", said(&output));
    }
    let mut stdin = first.stdin.take().expect("an input");
    let copied = std::io::copy(&mut std::fs::File::open(&input).expect("a table"), &mut stdin);
    assert!(copied.is_ok());
    drop(stdin);
    assert_eq!(first.wait().expect("an end").code(), Some(1));
    assert_eq!(run(&[&input, "--out", &place.text("other")]).status.code(), Some(1));
    assert_same(&place.path("other"), &place.path("out"));
}

/// A limit on the size of a file stands in for a full disk: the same error, at the same call.
#[cfg(unix)]
#[test]
fn a_full_disk_is_an_error_that_leaves_the_run_to_go_on() {
    let place = Place::new();
    let input = place.sample(30_000, 5);
    assert_eq!(run(&[&input, "--out", &place.text("whole")]).status.code(), Some(1));
    // 512-byte blocks; the shell has the program ignore the signal, so that it sees the error.
    let script = "trap '' XFSZ; ulimit -f 3000; exec \"$0\" \"$@\"";
    let output = crate::support::in_shell(script)
        .args(["--quote-date", super::QUOTE_DATE, "batch"])
        .args([&input, "--out", &place.text("out")])
        .output()
        .expect("a shell");
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("cannot write"), "{}", said(&output));
    assert!(said(&output).contains("run it again with --resume"), "{}", said(&output));
    assert!(!place.path("out/lines.csv").exists(), "an output is whole or absent");
    let output = run(&[&input, "--out", &place.text("out"), "--resume"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_same(&place.path("whole"), &place.path("out"));
}

#[test]
fn a_check_writes_nothing_and_says_the_same() {
    let place = Place::new();
    let input = place.sample(2_000, 9);
    let run_all = run(&[&input, "--out", &place.text("out")]);
    let check = run(&[&input, "--check"]);
    assert_eq!(check.status.code(), Some(1), "{}", said(&check));
    assert_eq!(check.stdout, run_all.stdout);
}

#[test]
fn a_table_that_is_none_is_refused_with_what_to_do() {
    let place = Place::new();
    for (text, message) in [
        ("", "the table is empty"),
        ("a,b,c\n1,2,3\n", "the table lacks the columns org_id"),
        ("\u{feff}\n", "the table is empty"),
        (&format!("{},Retier\n", super::HEADER.replace(",retire", "")), "name it `retire`"),
        (&format!("{}\n", super::HEADER.replace(",owned", "")), "lacks the columns owned"),
        (&format!("{}\n", super::HEADER.replace(",quantity", ",quantty")), "`quantty`"),
        (&format!("{},owned\n", super::HEADER), "`owned` twice"),
        ("PAR1", if cfg!(feature = "formats") { "is damaged" } else { "`formats`" }),
        ("\u{1f}\u{8b}\u{8}", "the table lacks"),
    ] {
        let input = place.file("table.csv", text);
        let output = run_small(&[&input, "--out", &place.text("out")]);
        assert_eq!(output.status.code(), Some(3), "{text}: {}", said(&output));
        assert!(said(&output).contains(message), "{text}: {}", said(&output));
        let _ = std::fs::remove_dir_all(place.path("out"));
    }
}

#[test]
fn what_cannot_begin_leaves_nothing_behind() {
    let place = Place::new();
    let input = place.file("table.csv", table(&[row("A", &[])]));
    let no_table = place.file("no-table.csv", "name,amount\nA,5\n");
    let out = place.text("out");
    let missing = place.text("nothing.csv");
    let old = place.text("no-run");
    std::fs::create_dir(&old).expect("a folder");
    for (arguments, wanted) in [
        (&[missing.as_str(), "--out", &out][..], "nothing.csv"),
        (&[no_table.as_str(), "--out", &out], "the table lacks the columns"),
        (&[input.as_str(), "--out", &out, "--compare-with", &old], "quotes.csv"),
    ] {
        let output = run_small(arguments);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
        assert!(said(&output).contains(wanted), "{wanted}: {}", said(&output));
        let left = std::fs::read_dir(&out).map_or(0, |entries| entries.count());
        assert_eq!(left, 0, "{wanted}");
    }
    let output = run_small(&[&input, "--out", &out]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}
