//! Who is signed in: with a key, or by the name that a proxy gives.

use reinstate::register::{
    MadeKey, Moment, NewSession, RegisterAccount, RegisterSession, Role, token_sha256,
};

use super::raw::said;
use super::{Desk, account, actor, at, code, day, noon};

const DAY: &str = "2026-11-24";
const CSRF: &str = "what each form carries";

fn key(desk: &mut Desk, who: &str, last_day: Option<&str>) -> MadeKey {
    let given = (&[7; 32], last_day.map(day));
    desk.register.make_key(&actor("root"), who, given, noon(DAY)).expect("a key")
}

fn sign_in(desk: &mut Desk, made: &MadeKey, token: &str, now: Moment) -> RegisterSession {
    let digest = token_sha256(token);
    let given = NewSession { key: &made.secret, token_sha256: &digest, csrf: CSRF };
    desk.register.sign_in(given, now).expect("signed in")
}

/// The account of whoever shows a token.
fn whose(desk: &Desk, token: &str, now: Moment) -> Option<String> {
    let session = desk.register.session_of(&token_sha256(token), now).expect("it can be read");
    session.map(|session| session.account.id)
}

/// Twelve hours from noon in UTC are midnight.
#[test]
fn who_signs_in_with_a_key_stays_so_for_twelve_hours() {
    let mut desk = Desk::new(DAY);
    let made = key(&mut desk, "ann", None);
    let events = desk.events();
    let session = sign_in(&mut desk, &made, "first", noon(DAY));
    assert_eq!((&*session.account.id, session.account.role), ("ann", Role::Rep));
    assert_eq!((&*session.csrf, &*session.expires_at), (CSRF, "2026-11-25T00:00:00.000Z"));
    assert_eq!(whose(&desk, "first", at("2026-11-24T23:59:59.999Z")).as_deref(), Some("ann"));
    assert_eq!(whose(&desk, "first", at("2026-11-25T00:00:00.000Z")), None);
    assert_eq!(whose(&desk, "other", noon(DAY)), None);
    // Nor does the digest that is kept open anything.
    assert_eq!(whose(&desk, &token_sha256("first"), noon(DAY)), None);
    assert_eq!(desk.events(), events, "nothing happened to the quotes");
    desk.is_whole();
}

/// A key ends with its last day in Amsterdam, which in winter is at 23:00 in UTC.
#[test]
fn a_session_ends_with_its_key() {
    let mut desk = Desk::new(DAY);
    let made = key(&mut desk, "ann", Some(DAY));
    let session = sign_in(&mut desk, &made, "first", noon(DAY));
    assert_eq!(session.expires_at, "2026-11-24T23:00:00.000Z");
    let other = NewSession { key: &made.secret, token_sha256: "00", csrf: CSRF };
    let late = desk.register.sign_in(other, at("2026-11-24T23:00:00.000Z"));
    assert_eq!(code(late), "key-expired");
}

#[test]
fn wrong_keys_sign_nobody_in() {
    let mut desk = Desk::new(DAY);
    let made = key(&mut desk, "ann", None);
    for wrong in ["", "rk_", &made.kept.sha256, &made.kept.id] {
        let given = NewSession { key: wrong, token_sha256: "00", csrf: CSRF };
        assert_eq!(code(desk.register.sign_in(given, noon(DAY))), "unknown-key", "{wrong}");
    }
    assert_eq!(desk.register.session_of("00", noon(DAY)).expect("it can be read"), None);
}

#[test]
fn signing_out_revoking_a_key_and_ending_an_account_end_a_session() {
    let mut desk = Desk::new(DAY);
    let made = key(&mut desk, "ann", None);
    for token in ["first", "second", "third"] {
        sign_in(&mut desk, &made, token, noon(DAY));
    }
    desk.register.sign_out(&token_sha256("first"), noon(DAY)).expect("signed out");
    desk.register.sign_out(&token_sha256("first"), noon(DAY)).expect("out already");
    assert_eq!(whose(&desk, "first", noon(DAY)), None);
    assert_eq!(whose(&desk, "second", noon(DAY)).as_deref(), Some("ann"));
    desk.register.revoke_key(&actor("root"), &made.kept.id, noon(DAY)).expect("revoked");
    assert_eq!(whose(&desk, "second", noon(DAY)), None);
    assert_eq!(whose(&desk, "third", noon(DAY)), None);

    let made = desk.register.make_key(&actor("root"), "ben", (&[8; 32], None), noon(DAY));
    sign_in(&mut desk, &made.expect("a key"), "fourth", noon(DAY));
    desk.register.end_account(&actor("root"), "ben", noon(DAY)).expect("ended");
    assert_eq!(whose(&desk, "fourth", noon(DAY)), None);
}

/// The token and what stands for it are in no table once the session is over.
#[test]
fn sessions_that_are_over_are_cleared_away() {
    let mut desk = Desk::new(DAY);
    let made = key(&mut desk, "ann", None);
    sign_in(&mut desk, &made, "first", noon(DAY));
    let count = |desk: &Desk| said(&desk.raw().value("select count(*) from session", &[]));
    assert_eq!(count(&desk), "1");
    sign_in(&mut desk, &made, "second", at("2026-11-24T23:59:59.999Z"));
    assert_eq!(count(&desk), "2");
    sign_in(&mut desk, &made, "third", at("2026-11-25T00:00:00.000Z"));
    assert_eq!(count(&desk), "2");
}

#[test]
fn a_user_of_a_proxy_is_the_account_with_that_name() {
    let mut desk = Desk::new(DAY);
    let proxied = RegisterAccount {
        proxy_user: Some("eva@meridian.example".to_owned()),
        ..account("eva", Role::Finance, None)
    };
    desk.register.add_account(&actor("root"), &proxied, noon(DAY)).expect("added");
    let of = |desk: &Desk, user: &str| desk.register.account_of_proxy_user(user);
    assert_eq!(of(&desk, "eva@meridian.example").expect("Eva").id, "eva");
    // Neither is the id of an account a user of the proxy, nor another way to write one.
    for other in ["eva", "ann", "", "EVA@meridian.example"] {
        assert_eq!(code(of(&desk, other)), "unknown-account", "{other}");
    }
    desk.register.end_account(&actor("root"), "eva", noon(DAY)).expect("ended");
    assert_eq!(code(of(&desk, "eva@meridian.example")), "account-ended");
    // It is a person's address: the log, which nothing is taken out of, has a digest of it.
    let holding = |text: &str| {
        let count = format!("select count(*) from event where data like '%{text}%'");
        said(&desk.raw().value(&count, &[]))
    };
    assert_eq!(holding("\"proxy_user_sha256\":\""), "1");
    assert_eq!(holding("eva@"), "0");
    desk.is_whole();
}
