//! Somebody else writes for longer than a writer waits.

use std::time::{Duration, Instant};

use super::{Desk, code, noon, quoted};

/// A writer waits ten seconds, and says so; nothing of it is there, and readers go on meanwhile.
#[test]
fn a_writer_waits_ten_seconds_for_another_and_gives_up() {
    let day = "2026-11-24";
    let mut desk = Desk::new(day);
    let quote = quoted(day);
    let first = desk.add("ann", &quote, noon(day)).expect("registered");
    let events = desk.events();
    let other = desk.raw();
    other.holds();
    let begun = Instant::now();
    let reader = desk.opened();
    assert_eq!(reader.head().expect("a head").seq, events);
    assert!(begun.elapsed() < Duration::from_secs(5), "readers do not wait");
    let begun = Instant::now();
    let failed = desk.add("ann", &quote, noon(day));
    let waited = begun.elapsed();
    assert_eq!(code(failed), "register-busy");
    assert!(waited >= Duration::from_secs(9), "{waited:?}");
    other.batch("rollback");
    assert_eq!(desk.events(), events);
    let second = desk.add("ann", &quote, noon(day)).expect("registered");
    // The number that was not given is the next one.
    assert!(first.number.ends_with("-00001") && second.number.ends_with("-00002"));
    desk.is_whole();
}
