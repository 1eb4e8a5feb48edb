//! What is done is done about the document that somebody looked at, whatever came meanwhile.

use reinstate::register::{DeclineReason, LookedAt, RevisionState, ShownStatus};

use super::{Desk, actor, code, conceded, link, noon, quoted};

const DAY: &str = "2026-11-24";

/// A quote that is sent, the digest that somebody saw, and another revision that was sent since.
fn overtaken(desk: &mut Desk) -> (String, String) {
    let number = desk.sent(DAY);
    let seen = desk.digest(&number, noon(DAY));
    desk.revise("fin", &number, &conceded(DAY, "3%"), noon(DAY)).expect("revised");
    desk.send("cas", &number, noon(DAY)).expect("sent");
    (number, seen)
}

#[test]
fn a_revision_that_was_sent_meanwhile_is_not_ended_for_the_one_before() {
    let mut desk = Desk::new(DAY);
    let (number, seen) = overtaken(&mut desk);
    let events = desk.events();
    let old = LookedAt { number: &number, quote_sha256: Some(&seen) };
    let (ann, now) = (actor("ann"), noon(DAY));
    let register = &mut desk.register;
    let declined = register.decline(&ann, old, DeclineReason::Price, now);
    assert_eq!(code(declined), "other-document");
    assert_eq!(code(register.withdraw(&ann, old, "a mistake", now)), "other-document");
    assert_eq!(code(register.renew_link(&ann, old, &link(77), now)), "other-document");
    assert_eq!(desk.shown(&number, now), ShownStatus::Sent);
    assert_eq!(desk.events(), events);
    let seen = desk.digest(&number, now);
    let new = LookedAt { number: &number, quote_sha256: Some(&seen) };
    assert_eq!(desk.register.decline(&ann, new, DeclineReason::Price, now).expect("declined"), 2);
    desk.is_whole();
}

#[test]
fn an_acceptance_of_another_revision_is_not_annulled() {
    let mut desk = Desk::new(DAY);
    let (number, seen) = overtaken(&mut desk);
    let now = noon(DAY);
    desk.accept("ann", &number, now).expect("accepted");
    let old = LookedAt { number: &number, quote_sha256: Some(&seen) };
    let annulled = desk.register.annul(&actor("dora"), old, "never ordered", now);
    assert_eq!(code(annulled), "other-document");
    assert_eq!(desk.shown(&number, now), ShownStatus::Accepted);
    desk.register.annul(&actor("dora"), &number, "never ordered", now).expect("annulled");
}

/// A draft that replaced the one that was looked at.
#[test]
fn a_draft_that_came_meanwhile_is_not_withdrawn_for_the_one_before() {
    let mut desk = Desk::new(DAY);
    let number = desk.add("ann", &quoted(DAY), noon(DAY)).expect("registered").number;
    let seen = desk.digest(&number, noon(DAY));
    desk.revise("fin", &number, &conceded(DAY, "3%"), noon(DAY)).expect("revised");
    let old = LookedAt { number: &number, quote_sha256: Some(&seen) };
    let withdrawn = desk.register.withdraw(&actor("ann"), old, "a mistake", noon(DAY));
    assert_eq!(code(withdrawn), "other-document");
    assert_eq!(desk.shown(&number, noon(DAY)), ShownStatus::Ready);
}

/// A quote that is sent, and a draft behind it.
fn with_draft_behind(desk: &mut Desk) -> String {
    let number = desk.sent(DAY);
    desk.revise("fin", &number, &conceded(DAY, "3%"), noon(DAY)).expect("revised");
    number
}

#[test]
fn a_draft_behind_what_was_sent_is_withdrawn_alone_where_it_was_looked_at() {
    let mut desk = Desk::new(DAY);
    let number = with_draft_behind(&mut desk);
    let (now, seen) = (noon(DAY), desk.digest(&number, noon(DAY)));
    let draft = LookedAt { number: &number, quote_sha256: Some(&seen) };
    let stranger = desk.register.withdraw(&actor("ben"), draft, "not needed", now);
    assert_eq!(code(stranger), "role-too-low");
    let events = desk.events();
    let withdrawn = desk.register.withdraw(&actor("ann"), draft, "not needed", now);
    assert_eq!(withdrawn.expect("withdrawn"), 2);
    assert_eq!(desk.events(), events + 1);
    assert_eq!(states(&desk, &number), [RevisionState::Sent, RevisionState::Withdrawn]);
    let again = desk.register.withdraw(&actor("ann"), draft, "not needed", now);
    assert_eq!(code(again), "other-document");
    desk.accept("ann", &number, now).expect("it stands");
    desk.is_whole();
}

#[test]
fn a_draft_behind_what_was_accepted_is_withdrawn_and_the_acceptance_stays() {
    let mut desk = Desk::new(DAY);
    let number = with_draft_behind(&mut desk);
    let (now, seen) = (noon(DAY), desk.digest(&number, noon(DAY)));
    desk.accept("ann", &number, now).expect("accepted");
    let draft = LookedAt { number: &number, quote_sha256: Some(&seen) };
    let withdrawn = desk.register.withdraw(&actor("ann"), draft, "ordered already", now);
    assert_eq!(withdrawn.expect("withdrawn"), 2);
    assert_eq!(states(&desk, &number), [RevisionState::Accepted, RevisionState::Withdrawn]);
    let all = desk.register.withdraw(&actor("ann"), &number, "a mistake", now);
    assert_eq!(code(all), "already-accepted");
    desk.is_whole();
}

#[test]
fn a_draft_goes_with_what_was_sent_where_that_is_withdrawn() {
    let mut desk = Desk::new(DAY);
    let number = with_draft_behind(&mut desk);
    let withdrawn = desk.register.withdraw(&actor("ann"), &number, "a mistake", noon(DAY));
    assert_eq!(withdrawn.expect("withdrawn"), 1);
    assert_eq!(states(&desk, &number), [RevisionState::Withdrawn; 2]);
    desk.is_whole();
}

fn states(desk: &Desk, number: &str) -> Vec<RevisionState> {
    let revisions = desk.history(number, noon(DAY)).revisions;
    revisions.into_iter().map(|(revision, _, _)| revision.state).collect()
}
