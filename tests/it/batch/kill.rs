//! A run that is killed at any moment goes on to the same bytes.

use std::io::Write;
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::time::Duration;

use super::{Place, assert_same, batch, run, said};

const ROWS: u64 = 60_000;
const ROUNDS: u64 = 8;
/// Attempts of a round that are killed; then the run is left to end.
const KILLS_MAX: u64 = 4;

/// Moments spread over a run by the golden ratio: dense, and none twice. Each is a part of the
/// bytes that the largest output has in the end.
pub(super) fn moment(number: u64, bytes: u64) -> u64 {
    bytes * (number * 618_034 % 1_000_000) / 1_000_000
}

/// Kills a run when an output has so many bytes; whether it had not ended before.
pub(super) fn killed_at(arguments: &[&str], output: &Path, bytes: u64) -> bool {
    let mut child = batch(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let is_there = || std::fs::metadata(output).is_ok_and(|found| found.len() >= bytes);
    while !is_there() && child.try_wait().expect("a state").is_none() {
        std::thread::sleep(Duration::from_micros(200));
    }
    let _ = child.kill();
    match child.wait().expect("an end").code() {
        None => true,
        Some(1) => false,
        Some(code) => panic!("it ended with {code}"),
    }
}

#[test]
fn a_killed_run_goes_on_to_the_same_bytes() {
    let place = Place::new();
    let input = place.sample(ROWS, 11);
    assert_eq!(run(&[&input, "--out", &place.text("whole")]).status.code(), Some(1));
    let bytes = place.read("whole/lines.csv").len();
    let bytes = u64::try_from(bytes).expect("not so many");
    let mut killed = 0;
    for round in 1..=ROUNDS {
        let out = place.text(&format!("out-{round}"));
        let arguments = [input.as_str(), "--out", &out, "--resume"];
        let growing = place.path(&format!("out-{round}/.reinstate-batch/lines.csv"));
        let mut moments: Vec<u64> =
            (1..=KILLS_MAX).map(|attempt| moment(round * 7 + attempt, bytes)).collect();
        moments.sort_unstable();
        let is_killed = |moment: &u64| killed_at(&arguments, &growing, *moment);
        killed += moments.iter().take_while(|moment| is_killed(moment)).count();
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert_same(&place.path("whole"), place.path(&format!("out-{round}")).as_path());
        assert!(!place.path(&format!("out-{round}/.reinstate-batch")).exists());
    }
    assert!(killed >= 8, "{killed} kills");
}

/// The moments between two renames are too short to hit by chance: something in the way of each
/// stops the run there.
#[test]
fn a_run_stopped_while_its_files_move_goes_on() {
    let place = Place::new();
    let input = place.sample(2_000, 12);
    let text = std::fs::read(&input).expect("a table");
    let (first, rest) = text.split_at(text.len() / 2);
    assert_eq!(run(&[&input, "--out", &place.text("whole")]).status.code(), Some(1));
    for (moved, name) in super::OUTPUTS_AS_THEY_MOVE.iter().enumerate() {
        let out = format!("out-{moved}");
        let (mut child, mut stdin) = begun(&place.text(&out), first);
        let in_the_way = place.path(&format!("{out}/{name}/in the way"));
        std::fs::create_dir_all(&in_the_way).expect("a folder");
        stdin.write_all(rest).expect("a pipe");
        drop(stdin);
        assert_eq!(child.wait().expect("an end").code(), Some(3), "{name}");
        for (place_of, other) in super::OUTPUTS_AS_THEY_MOVE.iter().enumerate() {
            let is_there = place.path(&format!("{out}/{other}")).is_file();
            assert_eq!(is_there, place_of < moved, "{other} before {name}");
        }
        std::fs::remove_dir_all(place.path(&format!("{out}/{name}"))).expect("gone");
        let output = run(&[&input, "--out", &place.text(&out), "--resume"]);
        assert_eq!(output.status.code(), Some(1), "{name}: {}", said(&output));
        assert_same(&place.path("whole"), &place.path(&out));
        assert!(!place.path(&format!("{out}/.reinstate-batch")).exists());
    }
}

#[test]
fn a_run_stopped_while_its_files_move_is_not_finished_as_another() {
    let place = Place::new();
    let input = place.sample(2_000, 14);
    let text = std::fs::read(&input).expect("a table");
    let (first, rest) = text.split_at(text.len() / 2);
    let (mut child, mut stdin) = begun(&place.text("out"), first);
    std::fs::create_dir_all(place.path("out/lines.csv/in the way")).expect("a folder");
    stdin.write_all(rest).expect("a pipe");
    drop(stdin);
    assert_eq!(child.wait().expect("an end").code(), Some(3));
    std::fs::remove_dir_all(place.path("out/lines.csv")).expect("gone");
    let resume = |input: &str, more: &[&str]| {
        let output = run(&[&[input, "--out", &place.text("out"), "--resume"], more].concat());
        (output.status.code(), said(&output))
    };
    let other = place.sample(2_000, 15);
    for (input, more, wanted) in [
        (&other, &[][..], "not the input"),
        (&input, &["--due-from", "2026-01-01"], "had another --due-from"),
        (&input, &["--documents", "html"], "had another --documents"),
    ] {
        let (code, message) = resume(input, more);
        assert_eq!(code, Some(3), "{wanted}: {message}");
        assert!(message.contains(wanted), "{wanted}: {message}");
        assert!(!place.path("out/lines.csv").exists(), "{wanted}");
    }
    // What it lists to be moved are outputs, and nothing else.
    let list = place.path("out/.reinstate-batch/done.json");
    let own = std::fs::read_to_string(&list).expect("a list");
    let kept = place.file("kept.txt", "keep");
    for name in ["../../kept.txt", kept.as_str(), "lock", "state.json"] {
        let listed = format!("\"files\": [\n    \"{name}\",");
        std::fs::write(&list, own.replace("\"files\": [", &listed)).expect("a list");
        let (code, message) = resume(&input, &[]);
        assert_eq!(code, Some(3), "{name}: {message}");
        assert!(message.contains("is no output of a run"), "{name}: {message}");
        assert_eq!(place.read_text("kept.txt"), "keep");
    }
    std::fs::write(&list, own).expect("a list");
    assert_eq!(resume(&input, &[]).0, Some(1));
    assert_eq!(run(&[&input, "--out", &place.text("whole")]).status.code(), Some(1));
    assert_same(&place.path("whole"), &place.path("out"));
}

#[test]
fn a_comparison_is_not_forgotten() {
    let place = Place::new();
    let input = place.sample(2_000, 16);
    let text = std::fs::read(&input).expect("a table");
    let (first, _) = text.split_at(text.len() / 2);
    for (name, seed) in [("old", 17), ("older", 18)] {
        let input = place.sample(1_000, seed);
        assert_eq!(run(&[&input, "--out", &place.text(name)]).status.code(), Some(1));
    }
    let old = place.text("old");
    let (mut child, _stdin) = begun_with(&place.text("out"), first, &["--compare-with", &old]);
    child.kill().expect("it runs");
    child.wait().expect("an end");
    let resume = |more: &[&str]| {
        let output = run(&[&[&input, "--out", &place.text("out"), "--resume"], more].concat());
        (output.status.code(), said(&output))
    };
    for more in [&[][..], &["--compare-with", &place.text("older")]] {
        let (code, message) = resume(more);
        assert_eq!(code, Some(3), "{message}");
        assert!(message.contains("had another --compare-with"), "{message}");
    }
    let (code, message) = resume(&["--compare-with", &old]);
    assert_eq!(code, Some(1), "{message}");
    assert!(place.path("out/changes.csv").is_file());
}

/// A run that has found its folder empty, and waits for more of its input. It takes the header from
/// the first 64 KiB.
fn begun(out: &str, first: &[u8]) -> (Child, ChildStdin) {
    begun_with(out, first, &[])
}

pub(super) fn begun_with(out: &str, first: &[u8], more: &[&str]) -> (Child, ChildStdin) {
    assert!(first.len() > 64 * 1024, "{} bytes", first.len());
    let mut child = batch(&[&["-", "--out", out], more].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("an input");
    stdin.write_all(first).expect("a pipe");
    while !Path::new(out).join(".reinstate-batch/state.json").exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    (child, stdin)
}

#[test]
fn another_input_or_other_options_do_not_go_on() {
    let place = Place::new();
    let input = place.sample(60_000, 13);
    let text = std::fs::read(&input).expect("a table");
    let out = place.text("out");
    let (first, second) = text.split_at(text.len() / 2);
    let (mut child, mut stdin) = begun(&out, first);
    // How far it is is kept with the first chunk that comes half a second later.
    std::thread::sleep(Duration::from_millis(700));
    stdin.write_all(second).expect("a pipe");
    let state = place.path("out/.reinstate-batch/state.json");
    let is_kept = || {
        let kept = std::fs::read_to_string(&state).unwrap_or_default();
        kept.contains("\"chunks\": ") && !kept.contains("\"chunks\": 0,")
    };
    while !is_kept() {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().expect("it runs");
    child.wait().expect("an end");
    let resume = |input: &str, more: &[&str]| {
        let output = run(&[&[input, "--out", &out, "--resume"], more].concat());
        (output.status.code(), said(&output))
    };
    let (code, message) = resume(&input, &["--due-from", "2026-01-01"]);
    assert_eq!(code, Some(3), "{message}");
    assert!(message.contains("had another --due-from"), "{message}");
    let mut changed = text.clone();
    let digit = changed.iter().position(|byte| *byte == b'5').expect("a digit");
    changed[digit] = b'6';
    let changed = place.file("changed.csv", changed);
    let shorter = place.file("shorter.csv", &text[..500_000]);
    for other in [changed, shorter] {
        let (code, message) = resume(&other, &[]);
        assert_eq!(code, Some(3), "{message}");
        assert!(message.contains("not the input"), "{message}");
    }
    assert_eq!(resume(&input, &[]).0, Some(1));
    assert_eq!(run(&[&input, "--out", &place.text("whole")]).status.code(), Some(1));
    assert_same(&place.path("whole"), &place.path("out"));
}
