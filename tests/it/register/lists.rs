//! What a list shows of a quote that has more than one revision.

use reinstate::register::{Decision, ListWanted, ShownStatus};

use super::{Desk, conceded, day, noon, quoted, quoted_with};

const DAY: &str = "2026-11-24";
const NEXT_DAY: &str = "2026-11-25";
const WAITING: ListWanted = ListWanted {
    statuses: Vec::new(),
    customer: None,
    due_within_days: None,
    due_before: None,
    owner: None,
    search: None,
    run: None,
    after: None,
    limit: None,
};

/// The numbers and revisions of what waits for approval.
fn waiting(desk: &Desk, more: ListWanted) -> Vec<(String, u32)> {
    let wanted = ListWanted { statuses: vec![ShownStatus::WaitingForApproval], ..more };
    listed(desk, &wanted)
}

fn listed(desk: &Desk, wanted: &ListWanted) -> Vec<(String, u32)> {
    let found = desk.register.list(wanted, noon(NEXT_DAY)).expect("a list");
    found.into_iter().map(|one| (one.quote.number, one.revision.rev)).collect()
}

/// A quote that is sent, and behind it a draft with 8% off, which somebody has to approve.
fn sent_and_waiting(desk: &mut Desk, day: &str) -> String {
    let number = desk.sent(day);
    desk.revise("ann", &number, &conceded(day, "8%"), noon(day)).expect("revised");
    number
}

fn rows<const N: usize>(expected: [(&str, u32); N]) -> Vec<(String, u32)> {
    expected.map(|(number, rev)| (number.to_owned(), rev)).into()
}

#[test]
fn a_draft_waits_for_approval_behind_what_was_sent() {
    let mut desk = Desk::new(DAY);
    let number = sent_and_waiting(&mut desk, DAY);
    assert_eq!(waiting(&desk, WAITING), rows([("Q-2026-00001", 2)]));
    // The quote itself is still shown by what stands, and once.
    assert_eq!(listed(&desk, &WAITING), rows([("Q-2026-00001", 1)]));
    let sent = ListWanted { statuses: vec![ShownStatus::Sent], ..WAITING };
    assert_eq!(listed(&desk, &sent), rows([("Q-2026-00001", 1)]));
    let both = vec![ShownStatus::Sent, ShownStatus::WaitingForApproval];
    let both = ListWanted { statuses: both, ..WAITING };
    assert_eq!(listed(&desk, &both), rows([("Q-2026-00001", 1)]));
    desk.decide("cas", &number, Decision::Approved, noon(NEXT_DAY)).expect("approved");
    assert_eq!(waiting(&desk, WAITING), rows([]));
}

#[test]
fn what_waits_behind_an_acceptance_or_before_a_newer_revision_does_not_count() {
    let mut desk = Desk::new(DAY);
    let accepted = sent_and_waiting(&mut desk, DAY);
    desk.accept("ann", &accepted, noon(DAY)).expect("accepted");
    let replaced = sent_and_waiting(&mut desk, DAY);
    desk.revise("ann", &replaced, &quoted(DAY), noon(DAY)).expect("revised");
    let revised = sent_and_waiting(&mut desk, DAY);
    desk.revise("ann", &revised, &conceded(DAY, "7%"), noon(DAY)).expect("revised");
    let withdrawn = sent_and_waiting(&mut desk, DAY);
    let gone = &super::actor("ann");
    desk.register.withdraw(gone, &withdrawn, "a mistake", noon(DAY)).expect("withdrawn");
    assert_eq!(waiting(&desk, WAITING), rows([("Q-2026-00003", 3)]));
}

/// By hand: quotes stand for 30 days, so that those of the 24th end on 24 December and that of the
/// 25th on 25 December.
#[test]
fn pages_of_what_waits_hold_what_was_asked_for_and_go_on_after_the_last() {
    let mut desk = Desk::new(DAY);
    for _ in 0..2 {
        sent_and_waiting(&mut desk, DAY);
    }
    desk.add("ann", &conceded(NEXT_DAY, "8%"), noon(NEXT_DAY)).expect("registered");
    desk.add("ann", &conceded(DAY, "8%"), noon(NEXT_DAY)).expect("registered");
    desk.add("ann", &quoted(DAY), noon(NEXT_DAY)).expect("registered");
    let page = |after, limit| waiting(&desk, ListWanted { after, limit: Some(limit), ..WAITING });
    let first = page(None, 2);
    assert_eq!(first, rows([("Q-2026-00001", 2), ("Q-2026-00002", 2)]));
    let after = Some((day("2026-12-24"), "Q-2026-00002".to_owned()));
    assert_eq!(page(after, 1), rows([("Q-2026-00004", 1)]));
    let after = Some((day("2026-12-24"), "Q-2026-00004".to_owned()));
    assert_eq!(page(after, 9), rows([("Q-2026-00003", 1)]));
    let due = ListWanted { due_before: Some(day("2026-12-25")), ..WAITING };
    assert_eq!(waiting(&desk, due).len(), 3);
    let other = quoted_with(DAY, &serde_json::json!({}));
    assert_eq!(other.valid_through, day("2026-12-24"));
}
