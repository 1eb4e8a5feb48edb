//! What a disk loses when the power goes: files that are shorter than they were, empty or gone,
//! although those that were written later are there. Each state of a run ends in the right bytes,
//! from its beginning if need be, or says what is not as it was.

use std::path::Path;
use std::process::{Child, Stdio};

use super::{Place, assert_same, batch, run, said, slow_batch};

const DOCUMENTS: [&str; 2] = ["--documents", "html"];

/// Ways in which a file can be lost.
const LOSSES: [fn(&Path); 3] = [
    |path| {
        let bytes = std::fs::read(path).expect("a file");
        std::fs::write(path, &bytes[..bytes.len() / 2]).expect("a file");
    },
    |path| std::fs::write(path, "").expect("a file"),
    |path| std::fs::remove_file(path).expect("a file"),
];

fn resume(place: &Place, input: &str, out: &str) -> (Option<i32>, String) {
    let out = place.text(out);
    let output = run(&[&[input, "--out", &out, "--resume"], &DOCUMENTS[..]].concat());
    (output.status.code(), said(&output))
}

/// A document of a folder.
fn one_of(folder: &Path) -> std::path::PathBuf {
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    all.sort();
    all.swap_remove(all.len() / 2)
}

fn assert_whole(place: &Place, out: &str) {
    assert_same(&place.path("whole"), &place.path(out));
    let names = |out: &str| {
        let entries = std::fs::read_dir(place.path(&format!("{out}/documents"))).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("whole"), names(out));
    for name in names(out) {
        let read = |out: &str| place.read(&format!("{out}/documents/{name}"));
        assert!(read("whole") == read(out), "{name}");
    }
    assert!(!place.path(&format!("{out}/.reinstate-batch")).exists());
}

/// A run in its middle, which has kept how far it is with some documents.
fn half_way(place: &Place, input: &str, out: &str) -> Child {
    let out_text = place.text(out);
    let arguments = [&[input, "--out", &out_text, "--jobs", "1"], &DOCUMENTS[..]].concat();
    let mut child = slow_batch(&arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let state = place.path(&format!("{out}/.reinstate-batch/state.json"));
    let is_kept = || {
        let kept = std::fs::read_to_string(&state).unwrap_or_default();
        kept.contains("\"chunks\": ") && !kept.contains("\"chunks\": 0,")
    };
    while !is_kept() {
        assert_eq!(child.try_wait().expect("a state"), None, "it has not ended before that");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child
}

fn stopped(mut child: Child) {
    child.kill().expect("it runs");
    assert_eq!(child.wait().expect("an end").code(), None, "it was killed before its end");
}

#[test]
fn a_run_that_lost_something_in_its_middle_ends_with_the_same_bytes() {
    let place = Place::new();
    let input = place.sample(150, 21);
    let whole = place.text("whole");
    let expected = run(&[&[&input, "--out", &whole], &DOCUMENTS[..]].concat()).status.code();
    for (number, lose) in LOSSES.iter().enumerate() {
        for what in ["document", "lines.csv", "documents.sha256", "state.json"] {
            let out = format!("out-{number}-{what}");
            stopped(half_way(&place, &input, &out));
            let hidden = place.path(&format!("{out}/.reinstate-batch"));
            lose(&match what {
                // The first are those that were kept.
                "document" => {
                    let first = std::fs::read_to_string(hidden.join("documents.sha256"));
                    let first = first.expect("a list");
                    let name = first.lines().next().and_then(|line| line.split_once("  "));
                    hidden.join("documents").join(name.expect("a document").1)
                }
                name => hidden.join(name),
            });
            let (code, message) = resume(&place, &input, &out);
            assert_eq!(code, expected, "{out}: {message}");
            assert_whole(&place, &out);
        }
    }
}

/// Something in the way of a rename stops a run when all is written and nothing has moved, or when
/// the tables have.
#[test]
fn a_run_that_lost_something_before_its_files_moved_ends_with_the_same_bytes() {
    let place = Place::new();
    let input = place.sample(40, 22);
    let whole = place.text("whole");
    let expected = run(&[&[&input, "--out", &whole], &DOCUMENTS[..]].concat()).status.code();
    for (number, lose) in LOSSES.iter().enumerate() {
        for in_the_way in ["lines.csv", "summary.html"] {
            for what in ["summary.json", "document", "done.json"] {
                let out = format!("out-{number}-{in_the_way}-{what}");
                let child = half_way_to(&place, &input, &out, in_the_way);
                assert_eq!(child, Some(3), "{out}");
                std::fs::remove_dir_all(place.path(&format!("{out}/{in_the_way}"))).expect("gone");
                let hidden = place.path(&format!("{out}/.reinstate-batch"));
                lose(&match what {
                    "document" if in_the_way == "summary.html" => {
                        one_of(&place.path(&format!("{out}/documents")))
                    }
                    "document" => one_of(&hidden.join("documents")),
                    name => hidden.join(name),
                });
                let (code, message) = resume(&place, &input, &out);
                if (in_the_way, what) == ("summary.html", "done.json") {
                    // Which of the files that are in their place are this run's is not known.
                    assert_eq!(code, Some(3), "{out}: {message}");
                    assert!(message.contains("the list of those"), "{message}");
                } else {
                    assert_eq!(code, expected, "{out}: {message}");
                    assert_whole(&place, &out);
                }
            }
        }
    }
}

/// How a run ends whose output cannot move to its place.
fn half_way_to(place: &Place, input: &str, out: &str, in_the_way: &str) -> Option<i32> {
    use std::io::Write;
    let text = std::fs::read(input).expect("a table");
    let out_text = place.text(out);
    let mut child = batch(&[&["-", "--out", &out_text], &DOCUMENTS[..]].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    while !place.path(&format!("{out}/.reinstate-batch/lock")).exists() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    // The folder was looked at once it is locked, and before the input is read.
    std::thread::sleep(std::time::Duration::from_millis(200));
    std::fs::create_dir_all(place.path(&format!("{out}/{in_the_way}/in the way")))
        .expect("a folder");
    child.stdin.take().expect("an input").write_all(&text).expect("a pipe");
    child.wait().expect("an end").code()
}

/// Copies a folder and those in it.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let copied = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            std::fs::copy(&path, &copied).expect("a copy");
        }
    }
}

#[test]
fn a_finished_run_that_is_not_as_it_was_is_told() {
    let place = Place::new();
    let input = place.sample(150, 23);
    let whole = place.text("whole");
    let output = run(&[&[&input, "--out", &whole], &DOCUMENTS[..]].concat());
    let expected = output.status.code();
    for (number, lose) in LOSSES.iter().enumerate() {
        let out = format!("out-{number}");
        let tables = ["lines.csv", "quotes.csv", "rejects.csv", "findings.csv"];
        for what in tables.iter().chain(&["summary.html", "documents"]) {
            copy(&place.path("whole"), &place.path(&out));
            let path = place.path(&format!("{out}/{what}"));
            let is_shorter = number == 0;
            match *what {
                // Of these is looked only whether they are there.
                "summary.html" | "documents" if is_shorter => {}
                "documents" => lose(&one_of(&path)),
                _ => lose(&path),
            }
            let (code, message) = resume(&place, &input, &out);
            if is_shorter && ["summary.html", "documents"].contains(what) {
                assert_eq!(code, expected, "{message}");
            } else {
                assert_eq!(code, Some(3), "{what}: {message}");
                assert!(
                    message.contains(&format!("{what} is not what the run wrote")),
                    "{message}"
                );
                assert!(message.contains("run into an empty folder"), "{message}");
            }
            assert!(!place.path(&format!("{out}/.reinstate-batch")).exists());
            std::fs::remove_dir_all(place.path(&out)).expect("gone");
        }
    }
}

/// The table goes on otherwise than when it was killed: nothing of what it was stays.
#[test]
fn documents_of_rows_that_are_not_there_any_more_go() {
    let place = Place::new();
    let input = place.sample(600, 24);
    let child = half_way(&place, &input, "out");
    // More documents come than are kept.
    std::thread::sleep(std::time::Duration::from_millis(150));
    stopped(child);
    let state = place.read_text("out/.reinstate-batch/state.json");
    let state: serde_json::Value = serde_json::from_str(&state).expect("JSON");
    let rows = state["sums"]["rows"]["in"].as_u64().expect("rows");
    let text = std::fs::read_to_string(&input).expect("a table");
    // The accounts behind what was kept have other names.
    let kept = usize::try_from(rows).expect("not so many") + 1;
    let renamed = |(number, line): (usize, &str)| match number < kept {
        true => format!("{line}\n"),
        false => format!("{}\n", line.replace("ORG-", "NEW-")),
    };
    let other = place.file("other.csv", text.lines().enumerate().map(renamed).collect::<String>());
    let whole = place.text("whole");
    run(&[&[&other, "--out", &whole], &DOCUMENTS[..]].concat());
    let (code, message) = resume(&place, &other, "out");
    assert_eq!(code, Some(1), "{message}");
    assert_whole(&place, "out");
}
