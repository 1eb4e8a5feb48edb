//! Several things in one transaction, and requests that are asked again.

use std::panic::{AssertUnwindSafe, catch_unwind};

use reinstate::register::{
    DeclineReason, KeptAnswer, Moment, Register, RegisterError, RequestKey, ToRegister,
};

use super::{BOOK, Desk, actor, at, code, noon, quoted};

const DAY: &str = "2026-11-24";

fn add(register: &mut Register, who: &str) -> Result<String, RegisterError> {
    let quote = quoted(DAY);
    let wanted = ToRegister { quote: &quote, book: &BOOK };
    register.add(&actor(who), wanted, noon(DAY)).map(|sealed| sealed.number)
}

#[test]
fn each_is_done_or_denied_alone_and_all_are_kept_together() {
    let mut desk = Desk::new(DAY);
    let before = desk.events();
    let done = desk.register.together(|register| {
        let first = add(register, "ann");
        // Denied: nothing was sent. Its traces go, and nobody else's.
        let denied =
            register.decline(&actor("ann"), "Q-2026-00001", DeclineReason::Price, noon(DAY));
        let stranger = add(register, "nobody");
        assert_eq!(register.history("Q-2026-00001", noon(DAY)).expect("read").0.events.len(), 1);
        Ok([code(denied), code(stranger), code(first), code(add(register, "ben"))])
    });
    assert_eq!(done.expect("written"), ["not-sent", "unknown-account", "done", "done"]);
    assert_eq!(desk.events(), before + 2);
    assert_eq!(desk.history("Q-2026-00002", noon(DAY)).quote.owner, "ben");
    desk.is_whole();
}

#[test]
fn nothing_is_kept_where_the_whole_fails() {
    let mut desk = Desk::new(DAY);
    let before = desk.register.head().expect("a head");
    let failed = desk.register.together(|register| {
        add(register, "ann").expect("a number");
        register.check_unchanged("Q-2026-00001", 1)
    });
    assert_eq!(code(failed), "stale");
    assert_eq!(desk.register.head().expect("a head"), before);
    // A mistake in the program ends it as well, and does not stay open.
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        desk.register.together(|register| -> Result<(), RegisterError> {
            add(register, "ann").expect("a number");
            panic!("a mistake")
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(desk.register.head().expect("a head"), before);
    assert_eq!(add(&mut desk.register, "ann").expect("a number"), "Q-2026-00001");
    assert_eq!(desk.opened().head().expect("a head").seq, before.seq + 1, "and it is kept");
    desk.is_whole();
}

/// Registers a quote of Ann's once for a key, and answers with its number.
fn once(
    register: &mut Register,
    (account, key, fingerprint): (&str, &str, &str),
    now: Moment,
) -> Result<KeptAnswer, RegisterError> {
    let key = RequestKey { account, key, fingerprint };
    register.once(key, now, |register| {
        let body = add(register, "ann")?;
        Ok(KeptAnswer { status: 201, body, is_repeated: false })
    })
}

#[test]
fn what_is_asked_again_is_done_once() {
    let mut desk = Desk::new(DAY);
    let now = noon(DAY);
    let asked = ("ann", "key-1", "digest");
    let first = once(&mut desk.register, asked, now).expect("registered");
    assert_eq!((first.body.as_str(), first.is_repeated), ("Q-2026-00001", false));
    let again = once(&mut desk.register, asked, now).expect("answered");
    assert_eq!(again, KeptAnswer { is_repeated: true, ..first });
    let other = once(&mut desk.register, ("ann", "key-1", "another digest"), now);
    assert_eq!(code(other), "key-reused");
    // A key of somebody else is another key, and so is another key.
    for (asked, number) in
        [(("ben", "key-1", "digest"), "Q-2026-00002"), (("ann", "key-2", "digest"), "Q-2026-00003")]
    {
        assert_eq!(once(&mut desk.register, asked, now).expect("registered").body, number);
    }
    desk.is_whole();
}

/// Source: the quote register, section 3: answers end after seven days.
#[test]
fn an_answer_is_kept_for_seven_days_and_a_denial_not_at_all() {
    let mut desk = Desk::new(DAY);
    let asked = ("ann", "key-1", "digest");
    let key = RequestKey { account: "ann", key: "key-1", fingerprint: "digest" };
    let denied = desk.register.once(key, noon(DAY), |register| {
        add(register, "nobody")?;
        Ok(KeptAnswer { status: 201, body: String::new(), is_repeated: false })
    });
    assert_eq!(code(denied), "unknown-account");
    let once = |desk: &mut Desk, time: &str| {
        once(&mut desk.register, asked, at(time)).expect("answered").body
    };
    assert_eq!(once(&mut desk, "2026-11-24T12:00:00.000Z"), "Q-2026-00001");
    assert_eq!(once(&mut desk, "2026-12-01T12:00:00.000Z"), "Q-2026-00001");
    assert_eq!(once(&mut desk, "2026-12-01T12:00:00.001Z"), "Q-2026-00002");
}

/// What is old is gone when room is made, and what is not stays.
#[test]
fn old_answers_are_cleared_away() {
    let mut desk = Desk::new(DAY);
    for (key, time) in [("old", "2026-11-24T12:00:00.000Z"), ("new", "2026-11-30T12:00:00.000Z")] {
        once(&mut desk.register, ("ann", key, "digest"), at(time)).expect("registered");
    }
    let kept =
        |desk: &Desk| desk.raw().texts("select request_key from request_key order by request_key");
    desk.register.end_answers(at("2026-12-01T12:00:00.000Z")).expect("cleared");
    assert_eq!(kept(&desk), ["new", "old"]);
    desk.register.end_answers(at("2026-12-01T12:00:00.001Z")).expect("cleared");
    assert_eq!(kept(&desk), ["new"]);
}

#[test]
fn an_answer_that_names_an_erased_quote_goes_with_it() {
    let mut desk = Desk::new(DAY);
    let asked = ("ann", "key-1", "digest");
    let first = once(&mut desk.register, asked, noon(DAY)).expect("registered");
    desk.register.erase(&actor("root"), &first.body, "asked for", noon(DAY)).expect("erased");
    let again = once(&mut desk.register, asked, noon(DAY)).expect("registered");
    assert!(!again.is_repeated);
}
