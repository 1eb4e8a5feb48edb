//! What is remembered of a register, and until when.

use std::path::Path;
use std::sync::Arc;

use axum::body::Bytes;

use crate::register::{QuoteRow, Register, RegisterWatch};

use super::access_tests::{empty_register, now, root};
use super::read_cache::{CONTENT_BYTES_MAX, ReadCache, RevisionPath, SealedJson};

/// A cache in front of a register, and the register as another process has it.
fn cached(folder: &Path) -> (ReadCache, Register) {
    let (place, register) = empty_register(folder);
    (ReadCache::of(RegisterWatch::begin(&place).expect("a file")), register)
}

fn write(register: &mut Register, seed: u8) {
    register.make_key(&root(), "root", (&[seed; 32], None), now()).expect("a key");
}

fn path(number: usize) -> RevisionPath {
    (format!("Q-{number:03}"), None)
}

fn sealed(bytes: usize) -> Arc<SealedJson> {
    let quote = QuoteRow {
        number: "Q-001".to_owned(),
        series: "2026".to_owned(),
        n: 1,
        org_id: None,
        customer: "Harbour".to_owned(),
        owner: "ann".to_owned(),
        run: None,
        run_account: None,
        created_at: now().to_string(),
    };
    let content = Some(Bytes::from(vec![b'x'; bytes]));
    Arc::new(SealedJson { quote, document: "Q-001-1".to_owned(), seq: 1, content })
}

#[test]
fn what_is_remembered_is_forgotten_when_anything_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (cache, mut register) = cached(folder.path());
    let made = register.make_key(&root(), "root", (&[1; 32], None), now()).expect("a key");
    let holder = Arc::new(register.key_holder(&made.secret).expect("root"));
    let (state, known) = cache.key(&made.kept.sha256);
    assert!(known.is_none());
    cache.remember_key(state, made.kept.sha256.clone(), holder);
    cache.remember_content(state, path(1), sealed(10));
    let (state, known) = cache.key(&made.kept.sha256);
    assert_eq!(known.map(|known| known.account.id.clone()).as_deref(), Some("root"));
    assert!(cache.content(state, &path(1)).is_some());
    assert!(cache.content(state, &path(2)).is_none());
    write(&mut register, 2);
    let (later, known) = cache.key(&made.kept.sha256);
    assert!(known.is_none());
    assert!(cache.content(later, &path(1)).is_none());
    assert!(cache.content(state, &path(1)).is_none(), "nor in the state of before");
}

#[test]
fn what_was_erased_goes_without_a_request() {
    let folder = tempfile::tempdir().expect("a folder");
    let (cache, mut register) = cached(folder.path());
    let (state, _) = cache.key("");
    let sealed = sealed(10);
    cache.remember_content(state, path(1), Arc::clone(&sealed));
    cache.look();
    assert_eq!(Arc::strong_count(&sealed), 2, "nothing was written");
    write(&mut register, 1);
    cache.look();
    assert_eq!(Arc::strong_count(&sealed), 1);
}

#[test]
fn what_was_read_before_something_was_written_is_not_remembered() {
    let folder = tempfile::tempdir().expect("a folder");
    let (cache, mut register) = cached(folder.path());
    let (state, _) = cache.key("");
    write(&mut register, 1);
    cache.remember_content(state, path(1), sealed(10));
    let (state, _) = cache.key("");
    assert!(cache.content(state, &path(1)).is_none());
    cache.remember_content(state, path(1), sealed(10));
    assert!(cache.content(state, &path(1)).is_some());
}

/// 4 MiB are 41 times 100,000 bytes with five of the number, and not 42 times.
#[test]
fn it_holds_some_megabytes_and_then_begins_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let (cache, _register) = cached(folder.path());
    let (state, _) = cache.key("");
    let known = || (1..=42).filter(|one| cache.content(state, &path(*one)).is_some()).count();
    for number in 1..=41 {
        cache.remember_content(state, path(number), sealed(100_000));
        cache.remember_content(state, path(number), sealed(100_000));
    }
    assert_eq!(known(), 41);
    cache.remember_content(state, path(100), sealed(CONTENT_BYTES_MAX));
    assert_eq!(known(), 41, "what has no room by itself is not remembered");
    cache.remember_content(state, path(42), sealed(100_000));
    assert_eq!(known(), 1);
}

#[test]
fn of_a_register_on_a_server_nothing_is_remembered() {
    let cache = ReadCache::of(None);
    let (state, _) = cache.key("");
    cache.remember_content(state, path(1), sealed(10));
    assert!(cache.content(state, &path(1)).is_none());
}
