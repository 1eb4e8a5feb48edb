//! What is erased is nowhere in the files, and the log still says that it was there.

use reinstate::register::{
    Decision, KeptAnswer, NumberFormat, RecordedAcceptance, RequestKey, ShownStatus,
};
use serde_json::json;

use super::{Desk, SALT, account, actor, code, noon, purchase_order, quoted_with};

const DAY: &str = "2026-11-24";

/// All that a quote and what became of it say of persons and reasons; each is a word that nothing
/// else has.
const SECRETS: [&str; 10] = [
    "Zwartkruis",
    "Quillfeather",
    "quillfeather@zwartkruis.example",
    "Wharf Nine",
    "haggled-for-it",
    "approved-for-gold",
    "too-dear-after-all",
    "slow-post-it-was",
    "drawn-for-zwart",
    "signed-by-quill",
];

/// Which of them the register still has.
fn found(desk: &Desk) -> Vec<&'static str> {
    let all = desk.stored();
    let holds = |secret: &&str| all.windows(secret.len()).any(|part| part == secret.as_bytes());
    SECRETS.into_iter().filter(holds).collect()
}

/// A quote that names persons, with reasons, sent with a PDF that does so too; its number.
fn named(desk: &mut Desk) -> String {
    let quote = quoted_with(
        DAY,
        &json!({
            "concession": { "rate": "8%", "reason": "haggled-for-it" },
            "customer": { "name": "Zwartkruis BV", "org_id": "ORG-7", "contact": "Q. Quillfeather",
                          "address": ["Wharf Nine"] },
        }),
    );
    let now = noon(DAY);
    let sealed = desk.add("ann", &quote, now).expect("registered");
    let given = reinstate::register::DecisionGiven {
        quote_sha256: &sealed.quote_sha256,
        kind: None,
        decision: Decision::Approved,
        reason: "approved-for-gold",
    };
    desk.register.decide(&actor("cas"), &sealed.number, given, now).expect("approved");
    let link = desk.link();
    let pdf = b"%PDF-1.7 drawn-for-zwart";
    let given = reinstate::register::ToSend {
        quote_sha256: &sealed.quote_sha256,
        pdf,
        link_sha256: Some(&link),
    };
    desk.register.send(&actor("ann"), &sealed.number, given, now).expect("sent");
    sealed.number
}

#[test]
fn nothing_of_a_withdrawn_quote_is_left() {
    let mut desk = Desk::new(DAY);
    let number = named(&mut desk);
    let kept = desk.sent(DAY);
    let withdrawn = desk.register.withdraw(&actor("ann"), &number, "too-dear-after-all", noon(DAY));
    assert_eq!(code(withdrawn), "done");
    assert!(!found(&desk).is_empty(), "they were there");
    let erased = desk.register.erase(&actor("root"), &number, "asked for", noon(DAY));
    assert_eq!(erased.expect("erased"), 1);
    assert_eq!(found(&desk), Vec::<&str>::new());

    let verified = desk.is_whole();
    assert_eq!(verified.erased, [format!("{number}-1")]);
    let history = desk.history(&number, noon(DAY));
    assert_eq!(history.quote.customer, "(erased)");
    assert_eq!(history.revisions[0].2[0].reason, "");
    assert_eq!(desk.shown(&number, noon(DAY)), ShownStatus::Withdrawn);
    assert_eq!(desk.register.content(&number, 1).expect("read"), None);
    assert_eq!(desk.register.pdf(&number, 1).expect("read"), None);
    assert!(desk.register.content(&kept, 1).expect("read").is_some());
}

#[test]
fn nothing_is_left_while_somebody_else_has_the_register_open() {
    let mut desk = Desk::new(DAY);
    let other = desk.opened();
    let number = named(&mut desk);
    other.history(&number, noon(DAY)).expect("read");
    desk.register.erase(&actor("root"), &number, "asked for", noon(DAY)).expect("erased");
    assert_eq!(found(&desk), Vec::<&str>::new());
    desk.is_whole();
}

#[test]
fn an_accepted_quote_is_kept_for_its_term_and_erased_after() {
    let mut desk = Desk::new(DAY);
    let number = named(&mut desk);
    let given = RecordedAcceptance {
        by: "Q. Quillfeather",
        purchase_order: Some("PO 7"),
        proof: Some(b"From: quillfeather@zwartkruis.example\nsigned-by-quill"),
        late_reason: Some("slow-post-it-was"),
        ..purchase_order()
    };
    let late = noon("2026-12-28");
    desk.register.accept(&actor("dora"), &number, given, late).expect("accepted");
    assert_eq!(desk.history(&number, late).acceptances[0].salt.as_deref(), Some(SALT));
    for (day, expected) in [("2026-12-29", "within-retention"), ("2033-12-28", "within-retention")]
    {
        let erased = desk.register.erase(&actor("root"), &number, "seven years", noon(day));
        assert_eq!(code(erased), expected, "{day}");
    }
    let after = noon("2033-12-29");
    let erased = desk.register.erase(&actor("root"), &number, "seven years", after);
    assert_eq!(erased.expect("erased"), 1);
    assert_eq!(found(&desk), Vec::<&str>::new());
    desk.is_whole();
    let acceptance = &desk.history(&number, after).acceptances[0];
    assert_eq!((acceptance.salt.as_ref(), acceptance.person_name.as_ref()), (None, None));
    assert_eq!(acceptance.purchase_order.as_deref(), Some("PO 7"), "what was ordered stays known");
}

#[test]
fn a_term_that_ends_behind_the_calendar_never_ends() {
    let mut settings = super::settings("Europe/Amsterdam");
    settings.retention_years = 400_000;
    let mut desk = Desk::with(&settings, noon(DAY));
    let number = desk.sent(DAY);
    desk.accept("ann", &number, noon(DAY)).expect("accepted");
    let erased = desk.register.erase(&actor("root"), &number, "tidy", noon("2099-01-01"));
    assert_eq!(code(erased), "within-retention");
}

/// What nobody can read any more is neither approved nor sent nor accepted; it can be ended.
#[test]
fn what_was_erased_goes_nowhere_but_to_its_end() {
    let mut desk = Desk::new(DAY);
    let now = noon(DAY);
    let sent = named(&mut desk);
    let draft = desk.add("ann", &super::conceded(DAY, "8%"), now).expect("registered").number;
    for number in [&sent, &draft] {
        desk.register.erase(&actor("root"), number, "asked for", now).expect("erased");
    }
    let link = desk.link();
    assert_eq!(code(desk.accept("ann", &sent, now)), "erased");
    assert_eq!(code(desk.register.renew_link(&actor("ann"), &sent, &link, now)), "erased");
    assert_eq!(code(desk.decide("cas", &draft, Decision::Approved, now)), "erased");
    assert_eq!(code(desk.send("ann", &draft, now)), "erased");
    let again = desk.register.erase(&actor("root"), &sent, "asked for", now);
    assert_eq!(code(again), "already-erased");
    for number in [&sent, &draft] {
        let withdrawn = desk.register.withdraw(&actor("ann"), number, "a mistake", now);
        assert_eq!(code(withdrawn), "done");
    }
    desk.is_whole();
}

#[test]
fn an_account_stands_in_the_log_without_the_name_of_the_person() {
    let mut desk = Desk::new(DAY);
    let mut account = account("gina", reinstate::register::Role::Rep, None);
    account.name = "Gina Quillfeather".to_owned();
    desk.register.add_account(&actor("root"), &account, noon(DAY)).expect("added");
    let sql = "select count(*) from event where data like '%Quillfeather%'";
    assert_eq!(desk.raw().texts(sql), ["0"]);
}

/// Answers are kept in two forms: the event and the quote as JSON, or the number alone.
#[test]
fn answers_about_other_quotes_are_kept_where_one_is_erased() {
    let mut settings = super::settings("Europe/Amsterdam");
    settings.number_format = NumberFormat::parse("Q-{year}-{n}").expect("a format");
    let mut desk = Desk::with(&settings, noon(DAY));
    let number = desk.add("ann", &quoted_with(DAY, &json!({})), noon(DAY)).expect("added").number;
    assert_eq!(number, "Q-2026-1");
    for (key, body) in [
        ("erased-1", "Q-2026-1"),
        ("erased-2", "9\n{\n  \"number\": \"Q-2026-1\",\n  \"revision\": 1\n}\n"),
        ("erased-3", "9\n{\"number\":\"Q-2026-1\",\"revision\":1}"),
        ("kept-1", "Q-2026-10"),
        ("kept-2", "9\n{\n  \"number\": \"Q-2026-10\",\n  \"revision\": 1\n}\n"),
        ("kept-3", "9\n{\"number\":\"EQ-2026-1\",\"revision\":1}"),
    ] {
        let asked = RequestKey { account: "ann", key, fingerprint: "f" };
        let answer = KeptAnswer { status: 201, body: body.to_owned(), is_repeated: false };
        desk.register.once(asked, noon(DAY), |_| Ok(answer)).expect("kept");
    }
    desk.register.erase(&actor("root"), &number, "asked for", noon(DAY)).expect("erased");
    let kept = "select request_key from request_key order by request_key";
    assert_eq!(desk.raw().texts(kept), ["kept-1", "kept-2", "kept-3"]);
}
