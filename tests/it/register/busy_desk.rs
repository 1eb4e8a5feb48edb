//! A small register that has rows of every kind.

use reinstate::register::{
    Decision, DeclineReason, RecordedAcceptance, RegisterAccount, Role, RunEntry, RunStage,
    ToRegister, VendorApproval,
};
use serde_json::json;

use super::customer::filled_in;
use super::{
    BOOK, Desk, account, actor, conceded, noon, purchase_order, quoted, quoted_with, settings,
};

const DAY: &str = "2026-11-24";

/// Every state and every kind of event, and who did it all.
pub(super) fn busy_desk() -> Desk {
    let mut settings = settings("Europe/Amsterdam");
    settings.vendor_approval = VendorApproval::BeforeSending;
    let mut desk = Desk::with(&settings, noon("2026-10-01"));
    let now = noon(DAY);
    let late = desk.sent("2026-10-20");
    let given = RecordedAcceptance { late_reason: Some("the post was slow"), ..purchase_order() };
    desk.register.accept(&actor("dora"), &late, given, now).expect("late");
    let with_proxy = RegisterAccount {
        proxy_user: Some("gina@meridian.example".to_owned()),
        ..account("gina", Role::Rep, None)
    };
    desk.register.add_account(&actor("root"), &with_proxy, now).expect("added");
    let until = super::day("2027-12-31");
    let given = (&[1; 32], Some(until));
    let key = desk.register.make_key(&actor("root"), "ann", given, now).expect("a key");
    desk.register.revoke_key(&actor("root"), &key.kept.id, now).expect("revoked");
    desk.register.make_key(&actor("root"), "gina", (&[2; 32], None), now).expect("a key");
    desk.register.end_account(&actor("root"), "gina", now).expect("ended");
    standing(&mut desk);
    ended(&mut desk);
    decided(&mut desk);
    let quote = quoted_with(DAY, &json!({ "concession": { "rate": "2%", "reason": "a run" } }));
    let entry = RunEntry { account: "A-7", wanted: ToRegister { quote: &quote, book: &BOOK } };
    desk.register
        .add_run(&actor("fin"), ("december", RunStage::Written), &[entry], now)
        .expect("registered");
    // The last event is one that can be cut off with all that it made.
    desk.add("ben", &quoted(DAY), now).expect("registered");
    desk.is_whole();
    desk
}

/// Sent with two links; sent again as another revision, with a draft behind; accepted, with proof
/// and by a link.
fn standing(desk: &mut Desk) {
    let now = noon(DAY);
    let sent = desk.sent(DAY);
    let link = desk.link();
    desk.register.renew_link(&actor("ann"), &sent, &link, now).expect("another link");

    let revised = desk.sent(DAY);
    desk.revise("ann", &revised, &conceded(DAY, "3%"), now).expect("revised");
    desk.send("ann", &revised, now).expect("sent");
    desk.revise("ann", &revised, &conceded(DAY, "4%"), now).expect("revised");
    desk.revise("fin", &revised, &conceded(DAY, "5%"), now).expect("revised");

    let accepted = desk.sent(DAY);
    let given = RecordedAcceptance { proof: Some(b"%PDF-1.7 signed"), ..purchase_order() };
    desk.register.accept(&actor("fin"), &accepted, given, now).expect("accepted");
    let by_link = desk.sent(DAY);
    let revision = desk.history(&by_link, now).revisions.remove(0).0;
    let (link, given) = (revision.link_sha256.expect("a link"), filled_in(&revision.quote_sha256));
    desk.register.accept_by_link(&link, given, now).expect("accepted");
}

/// Declined, withdrawn, annulled, erased.
fn ended(desk: &mut Desk) {
    let now = noon(DAY);
    let declined = desk.sent(DAY);
    desk.register.decline(&actor("ann"), &declined, DeclineReason::Price, now).expect("declined");
    let withdrawn = desk.add("ben", &quoted(DAY), now).expect("registered").number;
    desk.register.withdraw(&actor("fin"), &withdrawn, "a mistake", now).expect("withdrawn");
    let annulled = desk.sent(DAY);
    desk.accept("ann", &annulled, now).expect("accepted");
    desk.register.annul(&actor("cas"), &annulled, "never ordered", now).expect("annulled");

    let erased = desk.add("ann", &conceded(DAY, "8%"), now).expect("registered").number;
    desk.decide("cas", &erased, Decision::Approved, now).expect("approved");
    desk.send("ann", &erased, now).expect("sent");
    desk.register.withdraw(&actor("ann"), &erased, "asked for", now).expect("withdrawn");
    desk.register.erase(&actor("root"), &erased, "asked for", now).expect("erased");
}

/// Approved, refused, and approved by the vendor.
fn decided(desk: &mut Desk) {
    let now = noon(DAY);
    for decision in [Decision::Approved, Decision::Rejected] {
        let number = desk.add("ann", &conceded(DAY, "8%"), now).expect("registered").number;
        desk.decide("cas", &number, decision, now).expect("decided");
    }
    let lapsed = quoted_with(
        DAY,
        &json!({ "holding": [{ "product_line": "historian", "edition": "server", "owned": 3,
                               "covered_through": "2025-05-31" }] }),
    );
    let number = desk.add("ann", &lapsed, now).expect("registered").number;
    desk.decide("dora", &number, Decision::Approved, now).expect("decided");
}

/// A register of which every acceptance is past its term, erased.
pub(super) fn erased_desk() -> Desk {
    let mut desk = Desk::new("2026-11-24");
    let number = desk.sent(DAY);
    let given = RecordedAcceptance { proof: Some(b"%PDF-1.7 signed"), ..purchase_order() };
    desk.register.accept(&actor("fin"), &number, given, noon(DAY)).expect("accepted");
    let later = noon("2033-11-25");
    desk.register.erase(&actor("root"), &number, "seven years", later).expect("erased");
    desk.is_whole();
    desk
}
