//! What a customer may do with a link, and what is known of it afterwards.
//!
//! Source of what is expected: sections 3, 6, 8 and 12 of the register's rules; amounts by hand,
//! three servers for a year at 18% of EUR 7,200.

use reinstate::engine::book::Language;
use reinstate::register::{
    AcceptanceField, DeclineReason, FieldFault, LinkAcceptance, Linked, LinkedRevision, Moment,
    RegisterError, ShownStatus, token, token_sha256,
};
use serde_json::{Value, json};

use super::verify::is_found;
use super::zones::{LAST_DAYS, with_draft};
use super::{Desk, SALT, actor, at, code, conceded, day, noon, quoted, quoted_with};

const DAY: &str = "2026-11-24";

/// All that a customer may fill in.
pub(super) const fn filled_in<'a>(quote_sha256: &'a str) -> LinkAcceptance<'a> {
    LinkAcceptance {
        quote_sha256,
        is_agreed: true,
        name: "Priya Natarajan",
        email: "priya@harbour.example",
        function: "Head of IT",
        purchase_order: "PO 4500 118 220",
        ip: Some("2001:db8::7"),
        agent: Some("Mozilla/5.0 (X11; Linux x86_64)"),
        salt: SALT,
    }
}

/// A quote that is sent: its number, the digest of its link, and that of its document.
struct SentLink {
    number: String,
    link: String,
    quote: String,
}

impl SentLink {
    fn of(desk: &mut Desk) -> Self {
        let number = desk.sent(DAY);
        Self::newest(desk, number)
    }

    /// The link of the newest revision.
    fn newest(desk: &Desk, number: String) -> Self {
        let history = desk.history(&number, noon(DAY));
        let revision = history.revisions.last().expect("a revision").0.clone();
        let link = revision.link_sha256.expect("a link");
        Self { number, link, quote: revision.quote_sha256 }
    }

    fn shown(&self, desk: &Desk, now: Moment) -> LinkedRevision {
        match desk.register.linked(&self.link, now).expect("a link") {
            Linked::Shown(linked) => *linked,
            Linked::Ended { .. } => panic!("{} has ended", self.number),
        }
    }

    fn accept(&self, desk: &mut Desk, now: Moment) -> Result<LinkedRevision, RegisterError> {
        desk.register.accept_by_link(&self.link, filled_in(&self.quote), now)
    }

    fn decline(&self, desk: &mut Desk, now: Moment) -> Result<(), RegisterError> {
        desk.register.decline_by_link(&self.link, &self.quote, DeclineReason::Price, now)
    }
}

/// The values of the last event.
fn last_event(desk: &Desk) -> (String, String, Value) {
    let event = desk.register.events(desk.events() - 1).expect("events").remove(0);
    (event.actor, event.kind, serde_json::from_str(&event.data).expect("JSON"))
}

#[test]
fn a_link_leads_to_what_was_sent() {
    let mut desk = Desk::new(DAY);
    let sent = SentLink::of(&mut desk);
    let events = desk.events();
    let linked = sent.shown(&desk, noon(DAY));
    assert_eq!(linked.revision.document(), "Q-2026-00001-1");
    assert_eq!((linked.shown, linked.language), (ShownStatus::Sent, Language::English));
    assert_eq!(linked.customer, super::CUSTOMER);
    assert_eq!(
        linked.sentence,
        "On behalf of Harbour & Sons Ltd I accept quote Q-2026-00001-1 of €3,888.00, valid \
         through 24 December 2026."
    );
    assert_eq!(linked.acceptance, None);
    let content = desk.register.content(&sent.number, 1).expect("read").expect("content");
    assert_eq!(linked.content, content);
    // A draft behind it may have another customer; this document has not.
    let customer = json!({ "customer": { "name": "Another Ltd", "org_id": "ORG-2088" } });
    desk.revise("ann", &sent.number, &quoted_with(DAY, &customer), noon(DAY)).expect("revised");
    assert_eq!(sent.shown(&desk, noon(DAY)).sentence, linked.sentence);
    assert_eq!(desk.events(), events + 1, "looking writes nothing");
}

#[test]
fn the_sentence_is_in_the_language_of_the_document() {
    let mut desk = Desk::new(DAY);
    let quote = quoted_with(DAY, &json!({ "language": "nl" }));
    let number = desk.add("ann", &quote, noon(DAY)).expect("registered").number;
    desk.send("ann", &number, noon(DAY)).expect("sent");
    let sent = SentLink::newest(&desk, number);
    let linked = sent.accept(&mut desk, noon(DAY)).expect("accepted");
    assert_eq!(linked.language, Language::Dutch);
    let acceptance = linked.acceptance.expect("an acceptance");
    assert_eq!((&acceptance.statement, &*acceptance.language), (&linked.sentence, "nl"));
    assert!(acceptance.statement.contains("24 december 2026"), "{}", acceptance.statement);
}

/// Also what is stored of a token is none.
#[test]
fn of_all_unknown_tokens_the_same_is_said() {
    let mut desk = Desk::new(DAY);
    let sent = SentLink::of(&mut desk);
    let replaced = sent.link.clone();
    let another = desk.link();
    desk.register.renew_link(&actor("ann"), &sent.number, &another, noon(DAY)).expect("renewed");
    let digests = [
        replaced,
        token_sha256(&another),
        token_sha256(&token(&[7; 32])),
        token_sha256(""),
        String::new(),
        "'; drop table event; --".to_owned(),
    ];
    let now = noon(DAY);
    let mut said = Vec::new();
    for digest in &digests {
        let denied = desk.register.linked(digest, now).expect_err("unknown");
        assert_eq!(denied.code(), "unknown");
        said.push(denied.to_string());
        let accepted = desk.register.accept_by_link(digest, filled_in(&sent.quote), now);
        assert_eq!(code(accepted), "unknown");
        let declined =
            desk.register.decline_by_link(digest, &sent.quote, DeclineReason::Price, now);
        assert_eq!(code(declined), "unknown");
    }
    said.dedup();
    assert_eq!(said, ["there is no such link"]);
    assert_eq!(code(desk.register.linked(&another, now)), "done");
    desk.is_whole();
}

/// A way in which a quote comes to its end.
type End = fn(&mut Desk, &SentLink);

#[test]
fn a_link_that_has_ended_names_nothing() {
    let ends: [(&str, End); 6] = [
        ("superseded", |desk, sent| {
            desk.revise("ann", &sent.number, &conceded(DAY, "3%"), noon(DAY)).expect("revised");
            desk.send("ann", &sent.number, noon(DAY)).expect("sent");
        }),
        ("withdrawn", |desk, sent| {
            let withdrawn =
                desk.register.withdraw(&actor("ann"), &sent.number, "a mistake", noon(DAY));
            withdrawn.expect("withdrawn");
        }),
        ("declined", |desk, sent| sent.decline(desk, noon(DAY)).expect("declined")),
        ("annulled", |desk, sent| {
            sent.accept(desk, noon(DAY)).expect("accepted");
            let annulled =
                desk.register.annul(&actor("cas"), &sent.number, "never ordered", noon(DAY));
            annulled.expect("annulled");
        }),
        ("erased", |desk, sent| {
            let erased = desk.register.erase(&actor("root"), &sent.number, "asked for", noon(DAY));
            erased.expect("erased");
        }),
        ("accepted and erased", |desk, sent| {
            sent.accept(desk, noon(DAY)).expect("accepted");
            let later = noon("2033-11-25");
            desk.register.erase(&actor("root"), &sent.number, "old", later).expect("erased");
        }),
    ];
    for (name, end) in ends {
        let mut desk = Desk::new(DAY);
        let sent = SentLink::of(&mut desk);
        end(&mut desk, &sent);
        let events = desk.events();
        let now = if name.starts_with("accepted") { noon("2033-11-25") } else { noon(DAY) };
        let language = (!name.ends_with("erased")).then_some(Language::English);
        let linked = desk.register.linked(&sent.link, now).expect(name);
        assert_eq!(linked, Linked::Ended { language }, "{name}");
        let denied = sent.accept(&mut desk, now).expect_err(name);
        assert_eq!(denied.code(), "link-ended", "{name}");
        assert_eq!(denied.to_string(), "the link has ended", "{name}");
        let declined = code(sent.decline(&mut desk, now));
        let again = if name == "declined" { "done" } else { "link-ended" };
        assert_eq!(declined, again, "{name}");
        assert_eq!(desk.events(), events, "{name}");
        desk.is_whole();
    }
}

#[test]
fn an_acceptance_is_kept_with_its_evidence_and_is_in_the_log_without_the_person() {
    let mut desk = Desk::new(DAY);
    let sent = SentLink::of(&mut desk);
    let now = noon("2026-11-25");
    let linked = sent.accept(&mut desk, now).expect("accepted");
    assert_eq!(linked.shown, ShownStatus::Accepted);
    let seen = linked.acceptance.expect("an acceptance");
    assert_eq!(seen.person_name.as_deref(), Some("Priya Natarajan"));
    assert_eq!((&*seen.via, &*seen.at, seen.is_late), ("link", "2026-11-25T12:00:00.000Z", false));
    assert_eq!(seen.purchase_order.as_deref(), Some("PO 4500 118 220"));
    assert_eq!((&seen.statement, &*seen.language), (&linked.sentence, "en"));
    let history = desk.history(&sent.number, now);
    let kept = &history.acceptances[0];
    assert_eq!(kept.quote_sha256, sent.quote);
    assert_eq!(Some(&kept.pdf_sha256), history.revisions[0].0.pdf_sha256.as_ref());
    assert_eq!(kept.person_email.as_deref(), Some("priya@harbour.example"));
    assert_eq!(kept.person_role.as_deref(), Some("Head of IT"));
    assert_eq!(kept.ip.as_deref(), Some("2001:db8::7"));
    assert_eq!(kept.agent.as_deref(), Some("Mozilla/5.0 (X11; Linux x86_64)"));
    let (by, kind, data) = last_event(&desk);
    assert_eq!((&*by, &*kind), ("link", "accepted"));
    let keys: Vec<&str> = data.as_object().expect("values").keys().map(String::as_str).collect();
    let expected = [
        "evidence",
        "language",
        "late",
        "pdf_sha256",
        "po_number",
        "quote_sha256",
        "statement",
        "via",
    ];
    assert_eq!(keys, expected);
    // By hand, with Python's hashlib: the salt, and then the five texts as JSON by their keys.
    assert_eq!(
        data["evidence"],
        "050e6058c9f4150e7009fcfdb389dfbd3d0a6b07c2de77c1dc1c460ecfd3f442"
    );
    desk.is_whole();
}

/// Whoever presses twice, or whose answer was lost, is told what was kept the first time.
#[test]
fn the_same_form_again_changes_nothing() {
    let mut desk = Desk::new(DAY);
    let sent = SentLink::of(&mut desk);
    let first = sent.accept(&mut desk, noon(DAY)).expect("accepted");
    let events = desk.events();
    let another = LinkAcceptance { name: "Somebody Else", ..filled_in(&sent.quote) };
    for (given, now) in [
        (filled_in(&sent.quote), noon("2026-11-25")),
        (filled_in(&sent.quote), noon("2027-02-01")),
        (another, noon("2026-11-25")),
    ] {
        let again = desk.register.accept_by_link(&sent.link, given, now).expect("accepted");
        assert_eq!(again, first);
    }
    assert_eq!(code(sent.decline(&mut desk, noon(DAY))), "already-accepted");
    assert_eq!(desk.events(), events);
    // What the seller recorded is not what this form did.
    let recorded = SentLink::of(&mut desk);
    desk.accept("ann", &recorded.number, noon(DAY)).expect("recorded");
    assert_eq!(code(recorded.accept(&mut desk, noon(DAY))), "already-accepted");
    let acceptance = recorded.shown(&desk, noon(DAY)).acceptance.expect("an acceptance");
    assert_eq!(acceptance.via, "recorded");
    desk.is_whole();
}

#[test]
fn what_was_not_looked_at_is_not_accepted() {
    let mut desk = Desk::new(DAY);
    let (sent, other) = (SentLink::of(&mut desk), SentLink::of(&mut desk));
    let given = filled_in(&other.quote);
    let accepted = desk.register.accept_by_link(&sent.link, given, noon(DAY));
    assert_eq!(code(accepted), "other-document");
    let declined =
        desk.register.decline_by_link(&sent.link, &other.quote, DeclineReason::Other, noon(DAY));
    assert_eq!(code(declined), "other-document");
}

#[test]
fn all_wrong_fields_are_told_at_once() {
    use AcceptanceField::{Agreed, Email, Function, Name, PurchaseOrder};
    use FieldFault::{Missing, NoAddress, TooLong, Unsafe};
    let mut desk = Desk::new(DAY);
    let sent = SentLink::of(&mut desk);
    let good = filled_in(&sent.quote);
    let (x200, x201) = ("x".repeat(200), "x".repeat(201));
    let (order64, order65) = ("9".repeat(64), "9".repeat(65));
    let mail254 = format!("{}@b.example", "a".repeat(244));
    let mail255 = format!("a{mail254}");
    let cases = [
        (
            LinkAcceptance { name: "", email: " ", is_agreed: false, ..good },
            vec![(Name, Missing), (Email, Missing), (Agreed, Missing)],
        ),
        (
            LinkAcceptance {
                name: &x201,
                email: &mail255,
                function: &x201,
                purchase_order: &order65,
                ..good
            },
            vec![(Name, TooLong), (Email, TooLong), (Function, TooLong), (PurchaseOrder, TooLong)],
        ),
        (
            LinkAcceptance {
                name: "Pri\u{0}ya",
                email: "a@b\u{202e}c",
                function: "a\u{7f}",
                purchase_order: "PO\n7",
                ..good
            },
            vec![(Name, Unsafe), (Email, Unsafe), (Function, Unsafe), (PurchaseOrder, Unsafe)],
        ),
        (LinkAcceptance { email: "priya", ..good }, vec![(Email, NoAddress)]),
        (LinkAcceptance { email: "priya@", ..good }, vec![(Email, NoAddress)]),
        (LinkAcceptance { email: "@harbour.example", ..good }, vec![(Email, NoAddress)]),
        (LinkAcceptance { email: "priya n@harbour.example", ..good }, vec![(Email, NoAddress)]),
    ];
    for (given, expected) in cases {
        assert_eq!(given.wrong_fields(), expected);
        let denied = desk.register.accept_by_link(&sent.link, given, noon(DAY));
        let denied = denied.expect_err("a wrong field");
        assert_eq!(denied.code(), "wrong-field");
        for (field, fault) in expected {
            let said = format!("{}: {}", field.word(), fault.code());
            assert!(denied.to_string().contains(&said), "{said}: {denied}");
        }
    }
    let long = "y".repeat(500);
    let agent = format!("\u{1}\r\n{long}");
    let fits = LinkAcceptance {
        name: &format!(" {x200} "),
        email: &mail254,
        function: "",
        purchase_order: &order64,
        agent: Some(&agent),
        ip: None,
        ..good
    };
    assert_eq!(fits.wrong_fields(), []);
    desk.register.accept_by_link(&sent.link, fits, noon(DAY)).expect("accepted");
    let kept = desk.history(&sent.number, noon(DAY)).acceptances.remove(0);
    assert_eq!(kept.person_name, Some(x200));
    assert_eq!((kept.person_role, kept.ip), (None, None));
    assert_eq!(kept.agent.as_deref(), Some(&*"y".repeat(200)), "cut, and on one line");
    desk.is_whole();
}

/// The days are those of the zone tests: by hand from the rules of each zone.
#[test]
fn a_link_accepts_through_the_last_day_where_the_register_is() {
    for (zone, last_day, last, first_after) in LAST_DAYS {
        let sent = || {
            let (mut desk, number) = with_draft(zone, last_day);
            let early = noon(day(last_day).pred_opt().expect("a day"));
            desk.send("ann", &number, early).expect("sent");
            let sent = SentLink::newest(&desk, number);
            (desk, sent)
        };
        let (mut desk, link) = sent();
        assert_eq!(link.shown(&desk, at(last)).shown, ShownStatus::Sent, "{zone}");
        assert_eq!(link.shown(&desk, at(first_after)).shown, ShownStatus::Expired, "{zone}");
        assert_eq!(code(link.accept(&mut desk, at(last))), "done", "{zone} {last_day}");
        let (mut desk, link) = sent();
        let late = code(link.accept(&mut desk, at(first_after)));
        assert_eq!(late, "expired", "{zone} {last_day}");
        assert_eq!(code(link.decline(&mut desk, at(first_after))), "done", "{zone} {last_day}");
    }
}

#[test]
fn a_customer_declines_with_a_reason_and_once() {
    let mut desk = Desk::new(DAY);
    let sent = SentLink::of(&mut desk);
    desk.revise("ann", &sent.number, &quoted(DAY), noon(DAY)).expect("a draft behind");
    for _ in 0..2 {
        sent.decline(&mut desk, noon(DAY)).expect("declined");
    }
    let (by, kind, data) = last_event(&desk);
    assert_eq!((&*by, &*kind), ("link", "declined"));
    let keys: Vec<&String> = data.as_object().expect("values").keys().collect();
    assert_eq!(keys, ["quote_sha256", "reason_sha256"]);
    let history = desk.history(&sent.number, noon(DAY));
    let reasons: Vec<&str> = history.reasons.iter().map(|reason| &*reason.text).collect();
    assert_eq!(reasons, ["price"]);
    assert_eq!(history.revisions[0].1, ShownStatus::Declined);
    desk.is_whole();
}

#[test]
fn what_a_customer_said_of_themselves_is_erased() {
    let mut desk = Desk::new(DAY);
    let sent = SentLink::of(&mut desk);
    sent.accept(&mut desk, noon(DAY)).expect("accepted");
    let persons =
        ["Priya Natarajan", "priya@harbour.example", "Head of IT", "2001:db8::7", "Mozilla/5.0"];
    let found = |desk: &Desk| {
        let all = desk.stored();
        let holds = |text: &&str| all.windows(text.len()).any(|part| part == text.as_bytes());
        persons.into_iter().filter(holds).collect::<Vec<_>>()
    };
    assert_eq!(found(&desk), persons, "they were there");
    let later = noon("2033-11-25");
    desk.register.erase(&actor("root"), &sent.number, "seven years", later).expect("erased");
    assert_eq!(found(&desk), Vec::<&str>::new());
    desk.is_whole();
}

#[test]
fn whoever_changes_what_is_known_of_a_customer_is_found() {
    let mut desk = Desk::new(DAY);
    let sent = SentLink::of(&mut desk);
    sent.accept(&mut desk, noon(DAY)).expect("accepted");
    let raw = desk.forced();
    for column in
        ["person_name", "person_email", "person_role", "ip", "agent", "po_number", "statement"]
    {
        raw.batch(&format!("update acceptance set {column} = {column} || '.'"));
        assert!(is_found(&desk), "{column}");
        let text = format!("substr({column}, 1, length({column}) - 1)");
        raw.batch(&format!("update acceptance set {column} = {text}"));
        assert!(!is_found(&desk), "{column}");
    }
    raw.batch("update acceptance set via = 'recorded'");
    assert!(is_found(&desk), "via");
}
