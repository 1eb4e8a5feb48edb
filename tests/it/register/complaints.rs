//! What users of other programs complained of, each as a case of ours; its number is the row of the
//! list of complaints.
//!
//! Left to the pages, the links and the proxy of the estimator, as they need one of these: 9
//! (public routes take no content), 18 and 19 (scanners and readers), 20 (the digest as a token),
//! 21 and 22 (addresses without numbers, and without signing in), 31 (the header of a proxy). The
//! same goes for what a page shows in 3, 11, 16 and 23. 26 (the number as a bottleneck) is one with
//! 17.

use std::sync::Barrier;
use std::time::Duration;

use reinstate::register::{
    Decision, DecisionGiven, DeclineReason, ListWanted, LogHead, RecordedAcceptance, Register,
    RevisionState, ShownStatus, ToSend, VerifyWanted,
};
use serde_json::json;

use super::{
    Desk, PDF, actor, at, code, conceded, link, noon, purchase_order, quoted, quoted_with,
};

const DAY: &str = "2026-11-24";
/// A quote of [`DAY`] is valid for 30 days, through 24 December.
const LONG_AFTER: &str = "2027-02-01";

/// <https://github.com/frappe/erpnext/issues/25248>,
/// <https://github.com/frappe/erpnext/pull/20354>
#[test]
fn complaint_01_a_lost_quote_stays_lost_when_its_day_passes() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    let done = desk.register.decline(&actor("ann"), &number, DeclineReason::Competitor, noon(DAY));
    assert_eq!(code(done), "done");
    let events = desk.events();
    assert_eq!(desk.shown(&number, noon(LONG_AFTER)), ShownStatus::Declined);
    assert_eq!(desk.events(), events, "looking changes nothing");
    let words = RevisionState::ALL.map(|(word, _)| word);
    assert!(!words.contains(&"expired") && !words.contains(&"lapsed"), "{words:?}");
}

/// <https://github.com/frappe/erpnext/issues/20745>
#[test]
fn complaint_02_only_what_is_sent_expires() {
    let mut desk = Desk::new(DAY);
    let sent = desk.sent(DAY);
    let accepted = desk.sent(DAY);
    desk.accept("ann", &accepted, noon(DAY)).expect("accepted");
    let withdrawn = desk.sent(DAY);
    desk.register.withdraw(&actor("ann"), &withdrawn, "a mistake", noon(DAY)).expect("withdrawn");
    let later = noon(LONG_AFTER);
    assert_eq!(desk.shown(&sent, later), ShownStatus::Expired);
    assert_eq!(desk.shown(&accepted, later), ShownStatus::Accepted);
    assert_eq!(desk.shown(&withdrawn, later), ShownStatus::Withdrawn);
}

/// <https://github.com/Jaal-Yantra-Textiles/v2/issues/1510>
#[test]
fn complaint_03_list_history_and_counts_show_the_same() {
    let mut desk = Desk::new(DAY);
    for _ in 0..3 {
        desk.sent(DAY);
    }
    desk.add("ann", &quoted(DAY), noon(DAY)).expect("registered");
    for (now, sent, expired) in [(noon(DAY), 3, 0), (noon(LONG_AFTER), 0, 3)] {
        let listed = |status| {
            let wanted = ListWanted { statuses: vec![status], ..ListWanted::default() };
            desk.register.list(&wanted, now).expect("a list")
        };
        assert_eq!(listed(ShownStatus::Sent).len(), sent);
        assert_eq!(listed(ShownStatus::Expired).len(), expired);
        let pipeline = desk.register.pipeline(now).expect("a pipeline");
        let count =
            |status| pipeline.iter().find(|row| row.shown == status).map_or(0, |row| row.count);
        assert_eq!(count(ShownStatus::Sent), sent);
        assert_eq!(count(ShownStatus::Expired), expired);
        for one in desk.register.list(&ListWanted::default(), now).expect("a list") {
            assert_eq!(desk.shown(&one.quote.number, now), one.shown);
        }
    }
}

/// <https://github.com/invoiceninja/ui/issues/2997>
#[test]
fn complaint_04_valid_until_today_is_not_expired() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    for (now, shown) in [
        ("2026-12-23T23:00:00.000Z", ShownStatus::Sent),
        ("2026-12-24T22:59:59.000Z", ShownStatus::Sent),
        ("2026-12-24T23:00:00.000Z", ShownStatus::Expired),
    ] {
        assert_eq!(desk.shown(&number, at(now)), shown, "{now}");
    }
    assert_eq!(code(desk.accept("ann", &number, at("2026-12-24T22:59:59.000Z"))), "done");
}

/// <https://github.com/Programa-Semilla/bds-ps/issues/437>,
/// <https://github.com/sourcegraph/sourcegraph-public-snapshot/issues/60409>
#[test]
fn complaint_05_the_evening_of_a_day_is_still_that_day() {
    let mut settings = super::settings("America/Costa_Rica");
    settings.name = "Meridian Costa Rica".to_owned();
    let mut desk = Desk::with(&settings, noon(DAY));
    // 18:30 there on the quote date, when it is the next day in UTC; and on the last day.
    let evening = at("2026-11-25T00:30:00.000Z");
    assert_eq!(code(desk.add("ann", &quoted("2026-11-25"), evening)), "quote-date-ahead");
    let number = desk.add("ann", &quoted(DAY), evening).expect("registered").number;
    assert_eq!(code(desk.send("ann", &number, at("2026-12-25T00:30:00.000Z"))), "done");
    assert_eq!(code(desk.accept("ann", &number, at("2026-12-25T00:30:00.000Z"))), "done");
}

/// <https://github.com/invoiceninja/invoiceninja/issues/11371>
#[test]
fn complaint_06_a_late_order_is_taken_by_choice_and_marked() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    let late = noon("2026-12-28");
    assert_eq!(code(desk.accept("ann", &number, late)), "expired");
    let given = RecordedAcceptance { late_reason: Some("the post was slow"), ..purchase_order() };
    for who in ["ann", "fin"] {
        let denied = desk.register.accept(&actor(who), &number, given, late);
        assert_eq!(code(denied), "role-too-low", "{who}");
    }
    let without = RecordedAcceptance { late_reason: Some(" "), ..purchase_order() };
    assert_eq!(code(desk.register.accept(&actor("dora"), &number, without, late)), "wrong-field");
    assert_eq!(code(desk.register.accept(&actor("dora"), &number, given, late)), "done");
    let history = desk.history(&number, late);
    assert!(history.acceptances[0].is_late);
    assert_eq!(history.reasons[0].text, "the post was slow");
}

/// <https://github.com/invoiceninja/invoiceninja/issues/9488>
#[test]
fn complaint_07_a_no_is_not_an_expiry_and_not_a_withdrawal() {
    let mut desk = Desk::new(DAY);
    for (word, reason) in DeclineReason::ALL {
        let number = desk.sent(DAY);
        desk.register.decline(&actor("ann"), &number, reason, noon(DAY)).expect(word);
        assert_eq!(desk.shown(&number, noon(DAY)), ShownStatus::Declined);
        assert_eq!(desk.history(&number, noon(DAY)).reasons[0].text, word);
    }
    let words = DeclineReason::ALL.map(|(word, _)| word);
    let expected = ["price", "competitor", "not-needed", "postponed", "no-answer", "other"];
    assert_eq!(words, expected);
}

/// <https://github.com/invoiceninja/invoiceninja/issues/9463>,
/// <https://github.com/itflow-org/itflow/issues/153>
#[test]
fn complaint_08_a_sealed_revision_is_never_edited() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    let sealed = desk.register.content(&number, 1).expect("read");
    desk.revise("ann", &number, &conceded(DAY, "3%"), noon(DAY)).expect("revised");
    assert_eq!(desk.register.content(&number, 1).expect("read"), sealed);
    desk.accept("ann", &number, noon(DAY)).expect("accepted");
    assert_eq!(code(desk.revise("ann", &number, &quoted(DAY), noon(DAY))), "already-accepted");
    assert_eq!(desk.register.content(&number, 1).expect("read"), sealed);
    // Not even by somebody who has the database, without taking the triggers away.
    let connection = desk.raw();
    for update in [
        "update revision set total = total - 1, subtotal = subtotal - 1",
        "update revision set json = pdf",
        "update revision set quote_sha256 = 'x'",
        "delete from revision",
        "update event set actor = 'nobody'",
        "delete from event",
    ] {
        let denied = connection.try_batch(update).expect_err(update);
        assert!(denied.contains("sealed") || denied.contains("never"), "{update}: {denied}");
    }
}

/// <https://github.com/odoo/odoo/pull/245198>
#[test]
fn complaint_10_evidence_belongs_to_the_bytes_that_were_accepted() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    let digest = desk.digest(&number, noon(DAY));
    desk.accept("ann", &number, noon(DAY)).expect("accepted");
    desk.register.annul(&actor("dora"), &number, "never ordered", noon(DAY)).expect("annulled");
    let history = desk.history(&number, noon(DAY));
    assert_eq!(history.acceptances.len(), 1);
    let acceptance = &history.acceptances[0];
    assert_eq!((acceptance.rev, &acceptance.quote_sha256), (1, &digest));
    let pdf_sha256 = history.revisions[0].0.pdf_sha256.as_ref();
    assert_eq!(Some(&acceptance.pdf_sha256), pdf_sha256);
    assert!(acceptance.statement.contains(&format!("{number}-1")), "{}", acceptance.statement);
}

/// <https://github.com/odoo/odoo/pull/261288>
#[test]
fn complaint_10_the_sentence_names_the_customer_of_the_accepted_document() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    let renamed = json!({ "customer": { "name": "Harbour Group plc", "org_id": "ORG-2088" } });
    desk.revise("ann", &number, &quoted_with(DAY, &renamed), noon(DAY)).expect("revised");
    desk.accept("ann", &number, noon(DAY)).expect("accepted");
    let statement = &desk.history(&number, noon(DAY)).acceptances[0].statement;
    assert!(statement.contains(super::CUSTOMER), "{statement}");
    desk.is_whole();
}

/// <https://github.com/odoo/odoo/pull/213206>,
/// <https://github.com/Nine-Minds/alga-psa/pull/3152>
#[test]
fn complaint_11_the_pdf_that_was_sent_is_the_one_that_is_kept() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    desk.revise("ann", &number, &conceded(DAY, "3%"), noon(DAY)).expect("revised");
    let digest = desk.digest(&number, noon(DAY));
    let (pdf, link) = (b"%PDF-1.7 another brand", desk.link());
    let given = ToSend { quote_sha256: &digest, pdf, link_sha256: Some(&link) };
    desk.register.send(&actor("ann"), &number, given, noon(DAY)).expect("sent");
    assert_eq!(desk.register.pdf(&number, 1).expect("read").as_deref(), Some(PDF));
    assert_eq!(desk.register.pdf(&number, 2).expect("read").as_deref(), Some(&pdf[..]));
}

/// <https://github.com/sinfactura/types/issues/121>
#[test]
fn complaint_12_each_revision_has_all_its_content() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    desk.revise("ann", &number, &conceded(DAY, "3%"), noon(DAY)).expect("revised");
    desk.send("ann", &number, noon(DAY)).expect("sent");
    // 18% of three times 7,200.00; and less 3% of it.
    for (rev, subtotal) in [(1, "3888.00"), (2, "3771.36")] {
        let content = desk.register.content(&number, rev).expect("read").expect("there");
        let content: serde_json::Value = serde_json::from_slice(&content).expect("JSON");
        assert_eq!(content["totals"]["subtotal"], subtotal);
        assert_eq!(content["revision"], json!(rev));
    }
}

/// <https://github.com/OCA/sale-workflow/issues/1087>
#[test]
fn complaint_13_an_approval_is_for_these_bytes_alone() {
    let mut desk = Desk::new(DAY);
    let now = noon(DAY);
    let number = desk.add("ann", &conceded(DAY, "8%"), now).expect("registered").number;
    let looked_at = desk.digest(&number, now);
    assert_eq!(code(desk.send("ann", &number, now)), "needs-approval");
    desk.decide("cas", &number, Decision::Approved, now).expect("approved");
    // The same request again is another document.
    desk.revise("ann", &number, &conceded(DAY, "8%"), now).expect("revised");
    assert_eq!(code(desk.send("ann", &number, now)), "needs-approval");
    let given = DecisionGiven {
        quote_sha256: &looked_at,
        kind: None,
        decision: Decision::Approved,
        reason: "looked at it",
    };
    let old = desk.register.decide(&actor("cas"), &number, given, now);
    assert_eq!(code(old), "other-document");
    let copy = desk.add("ann", &conceded(DAY, "8%"), now).expect("registered").number;
    assert_eq!(code(desk.send("ann", &copy, now)), "needs-approval");
}

/// <https://github.com/avniproject/avni-server/issues/1025>,
/// <https://github.com/shopware/shopware/issues/13397>
#[test]
fn complaint_14_nobody_approves_his_own_or_above_his_limit() {
    let mut desk = Desk::new(DAY);
    let now = noon(DAY);
    for (author, rate, who, expected) in [
        ("cas", "8%", "cas", "own-quote"),
        ("root", "8%", "root", "own-quote"),
        ("ann", "10%", "cas", "done"),
        ("ann", "10.5%", "cas", "above-limit"),
        ("ann", "30%", "dora", "done"),
        ("ann", "8%", "ben", "role-too-low"),
    ] {
        let number = desk.add(author, &conceded(DAY, rate), now).expect("registered").number;
        let decided = desk.decide(who, &number, Decision::Approved, now);
        assert_eq!(code(decided), expected, "{who} approves {rate} of {author}");
    }
}

/// <https://github.com/frappe/erpnext/issues/52963>,
/// <https://github.com/OCA/sale-workflow/issues/3196>
#[test]
fn complaint_15_one_revision_of_a_quote_stands() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    for rate in ["1%", "2%", "3%"] {
        desk.revise("ann", &number, &conceded(DAY, rate), noon(DAY)).expect("revised");
        desk.send("ann", &number, noon(DAY)).expect("sent");
    }
    let history = desk.history(&number, noon(DAY));
    let states: Vec<_> = history.revisions.iter().map(|(one, _, _)| one.state).collect();
    let superseded = RevisionState::Superseded;
    assert_eq!(states, [superseded, superseded, superseded, RevisionState::Sent]);
    let listed = desk.register.list(&ListWanted::default(), noon(DAY)).expect("a list");
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].revision.rev, 4);
}

/// <https://github.com/LanternOps/breeze/issues/3796>
#[test]
fn complaint_16_sending_a_revision_retires_the_one_before_in_one_step() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    desk.revise("ann", &number, &conceded(DAY, "3%"), noon(DAY)).expect("revised");
    assert_eq!(desk.shown(&number, noon(DAY)), ShownStatus::Sent, "until then it stands");
    assert_eq!(desk.history(&number, noon(DAY)).shown_rev, 1);
    desk.send("ann", &number, noon(DAY)).expect("sent");
    let history = desk.history(&number, noon(DAY));
    let kinds: Vec<&str> = history.events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["registered", "sent", "revised", "superseded", "sent"]);
    assert_eq!(history.events[3].at, history.events[4].at);
}

/// <https://github.com/LanternOps/breeze/issues/3905>
#[test]
fn complaint_17_drawing_the_next_document_holds_nobody_up() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    let next = desk.revise("ann", &number, &conceded(DAY, "3%"), noon(DAY)).expect("revised");
    // What is drawn is read in a transaction of its own, which is over when drawing begins.
    desk.register.content(&number, next.rev).expect("read");
    let mut other = desk.opened();
    let begun = std::time::Instant::now();
    let done = other.accept(&actor("fin"), &number, purchase_order(), noon(DAY));
    assert_eq!(code(done), "done");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(code(desk.send("ann", &number, noon(DAY))), "already-accepted");
}

/// <https://github.com/donataskasp/quoteready/issues/40>
#[test]
fn complaint_23_two_clicks_are_one_acceptance() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    assert_eq!(code(desk.accept("ann", &number, noon(DAY))), "done");
    let events = desk.events();
    assert_eq!(code(desk.accept("ann", &number, noon(DAY))), "already-accepted");
    assert_eq!(desk.events(), events);
    assert_eq!(desk.history(&number, noon(DAY)).acceptances.len(), 1);
}

/// <https://github.com/crbnos/carbon/pull/1284>, <https://github.com/hitobito/hitobito/issues/4005>
#[test]
fn complaint_24_two_at_once_get_two_numbers() {
    let desk = Desk::new(DAY);
    let quote = quoted(DAY);
    let start = Barrier::new(2);
    let mut numbers = std::thread::scope(|scope| {
        [0, 1]
            .map(|_| {
                let mut register = desk.opened();
                let (start, quote) = (&start, &quote);
                scope.spawn(move || {
                    start.wait();
                    let wanted = reinstate::register::ToRegister { quote, book: &super::BOOK };
                    register.add(&actor("ann"), wanted, noon(DAY)).expect("registered").number
                })
            })
            .map(|thread| thread.join().expect("no panic"))
    });
    numbers.sort_unstable();
    assert_eq!(numbers, ["Q-2026-00001", "Q-2026-00002"]);
}

/// <https://github.com/xtuple/xtuple/pull/2099>
#[test]
fn complaint_25_a_denied_quote_takes_no_number() {
    let mut desk = Desk::new(DAY);
    assert_eq!(code(desk.add("ann", &quoted("2026-11-25"), noon(DAY))), "quote-date-ahead");
    let anonymous = quoted_with(DAY, &json!({ "customer": null }));
    assert_eq!(code(desk.add("ann", &anonymous, noon(DAY))), "no-customer");
    let sealed = desk.add("ann", &quoted(DAY), noon(DAY)).expect("registered");
    assert_eq!(sealed.number, "Q-2026-00001");
}

/// <https://github.com/invoiceninja/invoiceninja/issues/10240>
#[test]
fn complaint_27_a_withdrawn_quote_keeps_its_number_and_is_listed() {
    let mut desk = Desk::new(DAY);
    let first = desk.add("ann", &quoted(DAY), noon(DAY)).expect("registered").number;
    desk.register.withdraw(&actor("ann"), &first, "a mistake", noon(DAY)).expect("withdrawn");
    let second = desk.add("ann", &quoted(DAY), noon(DAY)).expect("registered").number;
    assert_eq!([&*first, &*second], ["Q-2026-00001", "Q-2026-00002"]);
    let listed = desk.register.list(&ListWanted::default(), noon(DAY)).expect("a list");
    assert_eq!(listed.len(), 2);
}

/// <https://github.com/OCA/sale-workflow/pull/2704>
#[test]
fn complaint_28_two_registers_count_for_themselves() {
    let mut desks = ["NL{n:4}", "DE{n:4}"].map(|format| {
        let mut settings = super::settings("Europe/Amsterdam");
        settings.number_format =
            reinstate::register::NumberFormat::parse(format).expect("a format");
        Desk::with(&settings, noon(DAY))
    });
    let mut numbers = Vec::new();
    for desk in [0, 1, 0, 1] {
        let sealed = desks[desk].add("ann", &quoted(DAY), noon(DAY)).expect("registered");
        numbers.push(sealed.number);
    }
    assert_eq!(numbers, ["NL0001", "DE0001", "NL0002", "DE0002"]);
}

/// <https://github.com/bsutton/hmb/issues/204>
#[test]
fn complaint_29_a_quote_is_accepted_as_a_whole() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    desk.accept("ann", &number, noon(DAY)).expect("accepted");
    let history = desk.history(&number, noon(DAY));
    let total = history.revisions[0].0.total.to_string();
    assert_eq!(total, "3888.00");
    let statement = &history.acceptances[0].statement;
    assert!(statement.contains("3,888.00"), "{statement}");
}

/// <https://github.com/msaad00/agent-bom/issues/3697>,
/// <https://github.com/alphaonedev/ai-memory-mcp/issues/1873>
#[test]
fn complaint_30_a_cut_log_is_found_by_a_head_that_was_noted() {
    let desk = Desk::new(DAY);
    let head = desk.register.head().expect("a head");
    let connection = desk.forced();
    // The last account is gone, and the log ends before it.
    connection.batch(
        "delete from event where seq = (select max(seq) from event);
         delete from account where id = 'fin';
         update register set (head_seq, head_hash) =
           (select seq, hash from event order by seq desc limit 1);",
    );
    let register = Register::open(&desk.path()).expect("a register");
    assert!(register.verify(&VerifyWanted::default()).expect("read").is_whole());
    let verify = |head: &LogHead| {
        let wanted = VerifyWanted { head: Some(head.clone()), ..VerifyWanted::default() };
        register.verify(&wanted).expect("read").is_whole()
    };
    assert!(!verify(&head));
    assert!(verify(&register.head().expect("a head")));
}

/// <https://github.com/Dictionarry-Hub/profilarr/pull/519>,
/// <https://github.com/vjt/grappa-irc/issues/524>
#[test]
fn complaint_32_a_writer_waits_for_another() {
    let mut desk = Desk::new(DAY);
    let number = desk.sent(DAY);
    let raw = desk.raw();
    let is_held = Barrier::new(2);
    std::thread::scope(|scope| {
        let is_held = &is_held;
        scope.spawn(move || {
            raw.holds();
            is_held.wait();
            std::thread::sleep(Duration::from_millis(300));
            raw.batch("commit");
        });
        is_held.wait();
        // It reads first: a transaction that began by reading would be refused at once.
        let link = link(77);
        let done = desk.register.renew_link(&actor("ann"), &number, &link, noon(DAY));
        assert_eq!(code(done), "done");
    });
}
