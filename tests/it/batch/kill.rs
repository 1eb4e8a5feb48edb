//! A run that is killed at any moment goes on to the same bytes.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::{Place, assert_same, batch, run, said};

const ROWS: u64 = 60_000;
const ROUNDS: u32 = 12;

/// Moments spread over a run by the golden ratio: dense, and none twice.
fn moment(round: u32, whole: Duration) -> Duration {
    let part = u64::from(round).wrapping_mul(618_034) % 1_000_000;
    let nanoseconds = u64::try_from(whole.as_nanos()).unwrap_or(0);
    Duration::from_nanos(nanoseconds / 1_000_000 * part)
}

#[test]
fn a_killed_run_goes_on_to_the_same_bytes() {
    let place = Place::new();
    let input = place.sample(ROWS, 11);
    let begun = Instant::now();
    assert_eq!(run(&[&input, "--out", &place.text("whole")]).status.code(), Some(1));
    // A little more, so that some are killed while files move to their place, or not at all.
    let whole = begun.elapsed() * 11 / 10;
    let (mut killed, mut rest) = (0, 0);
    for round in 1..=ROUNDS {
        let out = place.text(&format!("out-{round}"));
        let mut attempts = 0;
        loop {
            attempts += 1;
            let mut child = batch(&[&input, "--out", &out, "--resume"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts");
            std::thread::sleep(moment(round * 7 + attempts, whole));
            let _ = child.kill();
            let status = child.wait().expect("an end");
            match status.code() {
                Some(1) => break,
                Some(code) => panic!("it ended with {code}"),
                None => killed += 1,
            }
            if attempts == 4 {
                let output = run(&[&input, "--out", &out, "--resume"]);
                assert_eq!(output.status.code(), Some(1), "{}", said(&output));
                rest += 1;
                break;
            }
        }
        assert_same(&place.path("whole"), place.path(&format!("out-{round}")).as_path());
        assert!(!place.path(&format!("out-{round}/.reinstate-batch")).exists());
    }
    assert!(killed > ROUNDS, "{killed} kills, {rest} runs were left to end");
}

/// The moments between two renames are too short to hit by chance: something in the way of each
/// stops the run there.
#[test]
fn a_run_stopped_while_its_files_move_goes_on() {
    let place = Place::new();
    let input = place.sample(2_000, 12);
    assert_eq!(run(&[&input, "--out", &place.text("whole")]).status.code(), Some(1));
    for (moved, name) in super::OUTPUTS_AS_THEY_MOVE.iter().enumerate() {
        let out = format!("out-{moved}");
        let mut child = waiting(&place.text(&out));
        let in_the_way = place.path(&format!("{out}/{name}/in the way"));
        std::fs::create_dir_all(&in_the_way).expect("a folder");
        let mut stdin = child.stdin.take().expect("an input");
        std::io::copy(&mut std::fs::File::open(&input).expect("a table"), &mut stdin)
            .expect("a pipe");
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

/// A run that has begun and waits for its input.
fn waiting(out: &str) -> Child {
    let child = batch(&["-", "--out", out])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    while !Path::new(out).join(".reinstate-batch/lock").exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    child
}

#[test]
fn another_input_or_other_options_do_not_go_on() {
    let place = Place::new();
    let input = place.sample(60_000, 13);
    let text = std::fs::read(&input).expect("a table");
    let out = place.text("out");
    let mut child = waiting(&out);
    let mut stdin = child.stdin.take().expect("an input");
    let (first, second) = text.split_at(text.len() / 2);
    stdin.write_all(first).expect("a pipe");
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
