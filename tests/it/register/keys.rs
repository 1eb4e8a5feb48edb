//! Keys of accounts: which work, who makes them, and what is kept of them.

use reinstate::register::{AccessKey, KeyStanding, MadeKey, Moment, Role, Zone};

use super::{Desk, account, actor, at, code, day, noon};

const DAY: &str = "2026-11-24";

fn key(desk: &mut Desk, who: &str, seed: u8, last_day: Option<&str>) -> MadeKey {
    let given = (&[seed; 32], last_day.map(day));
    desk.register.make_key(&actor("root"), who, given, noon(DAY)).expect("a key")
}

fn shown(desk: &Desk, secret: &str, now: Moment) -> &'static str {
    code(desk.register.account_of_key(secret, now))
}

#[test]
fn whoever_shows_a_key_is_its_account() {
    let mut desk = Desk::new(DAY);
    let made = key(&mut desk, "ann", 1, None);
    // 43 digits of base64url: see the test of the token.
    assert_eq!(made.secret, "rk_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE");
    let who = desk.register.account_of_key(&made.secret, noon("2036-01-01")).expect("Ann");
    assert_eq!((&*who.id, who.role), ("ann", Role::Rep));
    for wrong in ["", "rk_", &made.secret[3..], &made.kept.sha256, &made.kept.id] {
        assert_eq!(shown(&desk, wrong, noon(DAY)), "unknown-key", "{wrong}");
    }
    desk.is_whole();
}

/// In winter midnight in Amsterdam is 23:00 in UTC.
#[test]
fn a_key_works_through_its_last_day_in_the_zone_of_the_register() {
    let mut desk = Desk::new(DAY);
    let made = key(&mut desk, "ann", 1, Some("2026-12-31"));
    assert_eq!(made.kept.expires_at.as_deref(), Some("2026-12-31T23:00:00.000Z"));
    assert_eq!(shown(&desk, &made.secret, at("2026-12-31T22:59:59.999Z")), "done");
    assert_eq!(shown(&desk, &made.secret, at("2026-12-31T23:00:00.000Z")), "key-expired");
    let today = key(&mut desk, "ann", 2, Some(DAY));
    assert_eq!(shown(&desk, &today.secret, noon(DAY)), "done");
    let past = desk.register.make_key(
        &actor("root"),
        "ann",
        (&[3; 32], Some(day("2026-11-23"))),
        noon(DAY),
    );
    assert_eq!(code(past), "wrong-field");
}

/// By the rules of IANA: São Paulo had no 00:00 on 4 November 2018, and Samoa no 30 December 2011.
#[test]
fn a_day_ends_where_the_next_one_begins_even_without_a_midnight() {
    for (zone, last, end) in [
        ("Europe/Amsterdam", "2027-03-27", "2027-03-27T23:00:00.000Z"),
        ("Europe/Amsterdam", "2027-07-01", "2027-07-01T22:00:00.000Z"),
        ("America/Sao_Paulo", "2018-11-03", "2018-11-04T03:00:00.000Z"),
        ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00.000Z"),
    ] {
        let zone = Zone::of(zone).expect(zone);
        assert_eq!(zone.end_of(day(last)).to_string(), end, "{last} in {}", zone.name());
    }
}

#[test]
fn keys_that_were_revoked_and_keys_of_accounts_that_ended_do_not_work() {
    let mut desk = Desk::new(DAY);
    let (first, second) = (key(&mut desk, "ann", 1, None), key(&mut desk, "ann", 2, None));
    let other = key(&mut desk, "ben", 3, None);
    let now = noon(DAY);
    desk.register.revoke_key(&actor("root"), &first.kept.id, now).expect("revoked");
    assert_eq!(shown(&desk, &first.secret, now), "key-revoked");
    let again = desk.register.revoke_key(&actor("root"), &first.kept.id, now);
    assert_eq!(code(again), "already-revoked");
    assert_eq!(code(desk.register.revoke_key(&actor("root"), "0123", now)), "unknown");
    assert_eq!(shown(&desk, &second.secret, now), "done");
    desk.register.end_account(&actor("root"), "ann", now).expect("ended");
    assert_eq!(shown(&desk, &second.secret, now), "account-ended");
    assert_eq!(shown(&desk, &other.secret, now), "done");
    let standings: Vec<KeyStanding> =
        desk.register.keys(now).expect("keys").into_iter().map(|(_, standing)| standing).collect();
    assert_eq!(
        standings.len(),
        standings.iter().filter(|one| **one != KeyStanding::Expired).count()
    );
    let valid = standings.iter().filter(|one| **one == KeyStanding::Valid).count();
    assert_eq!((standings.len(), valid), (3, 1));
    let given = (&[4; 32], None);
    let made = desk.register.make_key(&actor("root"), "ann", given, now);
    assert_eq!(code(made), "account-ended");
    desk.is_whole();
}

#[test]
fn only_an_admin_makes_and_revokes_keys() {
    let mut desk = Desk::new(DAY);
    let made = key(&mut desk, "ann", 1, None);
    let events = desk.events();
    for who in ["ann", "cas", "fin"] {
        let given = (&[2; 32], None);
        let other = desk.register.make_key(&actor(who), who, given, noon(DAY));
        assert_eq!(code(other), "role-too-low", "{who}");
        let revoked = desk.register.revoke_key(&actor(who), &made.kept.id, noon(DAY));
        assert_eq!(code(revoked), "role-too-low", "{who}");
    }
    let given = (&[2; 32], None);
    let nobody = desk.register.make_key(&actor("root"), "nobody", given, noon(DAY));
    assert_eq!(code(nobody), "unknown");
    assert_eq!(desk.events(), events);
    let second = account("rita", Role::Admin, None);
    desk.register.add_account(&actor("root"), &second, noon(DAY)).expect("added");
    desk.register.revoke_key(&actor("rita"), &made.kept.id, noon(DAY)).expect("revoked");
}

/// Neither the file nor the log has the key; they have its digest.
#[test]
fn what_is_secret_of_a_key_is_nowhere() {
    let mut desk = Desk::new(DAY);
    let made = key(&mut desk, "ann", 0xa7, None);
    let all = desk.stored();
    let holds = |text: &[u8]| all.windows(text.len()).any(|part| part == text);
    assert!(holds(made.kept.sha256.as_bytes()));
    assert!(!holds(&made.secret.as_bytes()[3..]));
    assert!(!holds(&[0xa7; 32]));
}

/// Somebody who can write the file puts in a key of their own, or another digest.
#[test]
fn a_key_that_no_admin_made_is_found() {
    let mut desk = Desk::new(DAY);
    let AccessKey { id, .. } = key(&mut desk, "root", 1, None).kept;
    let connection = desk.raw();
    let insert = "insert into access_key (id, account, sha256, made_at) \
                  values ('planted', 'root', 'ab', '2026-11-24T12:00:00.000Z')";
    connection.run(insert, &[]);
    assert!(super::verify::is_found(&desk));
    let delete = "delete from access_key where id = $1";
    connection.run(delete, &["planted".to_owned().into()]);
    assert!(!super::verify::is_found(&desk));
    let update = "update access_key set sha256 = 'ab' where id = $1";
    connection.run(update, &[id.clone().into()]);
    assert!(super::verify::is_found(&desk));
    connection.run(delete, &[id.into()]);
    assert!(super::verify::is_found(&desk), "it was taken out");
}
