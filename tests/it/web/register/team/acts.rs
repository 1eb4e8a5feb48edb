//! What people do with quotes on their pages, each by its form.

use serde_json::json;

use super::super::{QUOTES, ServedRegister, asked};
use super::{Person, code, plain};
use crate::web::page::all_between;

const REASON: (&str, &str) = ("reason", "a good customer");

/// Rob asks for 8% less, an approver agrees, it is sent, and the customer accepts: by pages alone.
#[test]
fn a_quote_is_approved_sent_and_accepted() {
    let served = ServedRegister::with(&["--base-url", "https://quotes.example.com"]);
    let less = json!({ "concession": { "rate": "8%", "reason": "loyal" } });
    let number = served.added_with("ann", "Harbour", less);
    let (ann, cas) = (Person::signed_in(&served, "ann"), Person::signed_in(&served, "cas"));
    assert_eq!(ann.actions(&number), ["withdraw"]);
    assert_eq!(cas.actions(&number), ["decide", "withdraw"]);
    let decided = cas.act(&number, "decide", &[("decision", "approved"), REASON]);
    let to = format!("/register/quotes/{number}?done=decide");
    assert_eq!((decided.status, decided.header("location")), (303, Some(&*to.to_lowercase())));
    assert!(cas.page(&to).contains("What you decided is noted."));
    assert_eq!(ann.status(&number), "ready");
    assert_eq!(ann.actions(&number), ["send", "withdraw"]);

    let sent = ann.act(&number, "send", &[]);
    assert_eq!(sent.status, 200, "{}", sent.text());
    let link = all_between(sent.text(), "readonly value=\"", "\"")[0];
    let token = link.strip_prefix("https://quotes.example.com/q/").expect(link);
    assert_eq!(token.len(), 43);
    assert_eq!(ann.status(&number), "sent");
    // It is shown this once.
    assert!(!ann.page(&format!("/register/quotes/{number}")).contains(token));
    let again = ann.get(&format!("/register/quotes/{number}/1/quote.pdf"));
    assert!(again.body.starts_with(b"%PDF-"));
    assert_eq!(ann.actions(&number), ["link", "accept", "decline", "withdraw"]);
    let renewed = ann.act(&number, "link", &[]);
    let other = all_between(renewed.text(), "readonly value=\"", "\"")[0];
    assert!(other.starts_with("https://quotes.example.com/q/") && other != link);

    let fin = Person::signed_in(&served, "fin");
    assert_eq!(fin.actions(&number), ["accept", "withdraw"]);
    let order = [("by", "Priya Natarajan"), ("purchase_order", "PO 4500 118 220")];
    assert_eq!(fin.act(&number, "accept", &order).status, 303);
    let page = plain(&fin.page(&format!("/register/quotes/{number}")));
    assert!(page.contains("Accepted by Priya Natarajan"), "{page}");
    assert!(page.contains("purchase order PO 4500 118 220"), "{page}");
    assert_eq!(fin.actions(&number), [""; 0]);
    assert_eq!(cas.actions(&number), ["link", "annul"]);
    assert_eq!(cas.act(&number, "annul", &[REASON]).status, 303);
    assert_eq!(cas.status(&number), "annulled");
    served.assert_whole();
    let events = served.run(&["show", &number, "--history"]);
    assert!(events.contains("cas (session)"), "{events}");
}

#[test]
fn a_quote_is_declined_refused_or_withdrawn() {
    let served = ServedRegister::new();
    let ann = Person::signed_in(&served, "ann");
    let number = served.sent("Harbour");
    assert_eq!(ann.actions(&number), ["accept", "decline", "withdraw"], "no base, no links");
    assert_eq!(ann.act(&number, "decline", &[("why", "not-needed")]).status, 303);
    assert_eq!(ann.status(&number), "declined");
    assert!(ann.page(&format!("/register/quotes/{number}")).contains("not needed"));
    let draft = served.added("ann", "Quay");
    assert_eq!(ann.act(&draft, "withdraw", &[("reason", "two\r\nlines")]).status, 303);
    assert!(ann.page(&format!("/register/quotes/{draft}")).contains("two\nlines"));
    let less = json!({ "concession": { "rate": "8%", "reason": "loyal" } });
    let third = served.added_with("ann", "Pier", less);
    let dora = Person::signed_in(&served, "dora");
    assert_eq!(dora.act(&third, "decide", &[("decision", "rejected"), REASON]).status, 303);
    assert_eq!(ann.status(&third), "approval refused");
    served.assert_whole();
}

/// What is wrong stands beside its field, with what was typed.
#[test]
fn a_form_that_is_not_filled_in_keeps_what_was_typed() {
    let served = ServedRegister::new();
    let ann = Person::signed_in(&served, "ann");
    let number = served.sent("Harbour");
    let long = "x".repeat(2_001);
    for (reason, says) in [("", "A reason is needed."), (long.as_str(), "2,000 characters")] {
        let answer = ann.act(&number, "withdraw", &[("reason", reason)]);
        assert_eq!(answer.status, 422, "{}", answer.text());
        let error = all_between(answer.text(), "id=\"withdraw-error\">", "</p>");
        assert!(error[0].contains(says), "{error:?}");
        let form = all_between(answer.text(), "id=\"act-withdraw\"", "</form>")[0];
        assert!(form.starts_with(" open"), "{form}");
        assert!(form.contains(&format!(">{reason}</textarea>")));
    }
    let order = "9".repeat(65);
    let typed = [("by", "Priya <Natarajan>"), ("purchase_order", &*order)];
    let answer = ann.act(&number, "accept", &typed);
    assert_eq!(answer.status, 422);
    let form = all_between(answer.text(), "id=\"act-accept\"", "</form>")[0];
    assert!(form.contains(&format!("value=\"{order}\"")), "{form}");
    assert!(form.contains("value=\"Priya &#60;Natarajan&#62;\""), "{form}");
    assert!(form.contains("64 characters"), "{form}");
    assert_eq!(form.matches("aria-describedby=\"accept-error\"").count(), 3, "{form}");
    assert_eq!(served.state(&number), "sent");
}

/// A customer who has no purchase order signs the PDF, and that is kept.
#[test]
fn an_acceptance_is_noted_with_a_file() {
    let served = ServedRegister::new();
    let number = served.sent("Harbour");
    let ann = Person::signed_in(&served, "ann");
    let by = [("by", "Priya Natarajan"), ("purchase_order", "")];
    let refused = |name: &str, bytes: &[u8], says: &str| {
        let answer = ann.act_with_file(&number, "accept", (&by, name, bytes));
        assert_eq!(answer.status, 422, "{name}: {}", plain(answer.text()));
        let error = all_between(answer.text(), "id=\"accept-error\"", "</p>");
        assert!(error[0].contains(says), "{name}: {error:?}");
        assert!(answer.text().contains("value=\"Priya Natarajan\""), "{name}");
    };
    refused("", b"", "There is nothing to show for it");
    refused("order.docx", b"PK\x03\x04", "no PDF, PNG, JPEG or mail");
    let large = [&b"%PDF-"[..], &vec![b'x'; 5 * 1024 * 1024]].concat();
    refused("large.pdf", &large, "more than 5 MiB");
    let larger = vec![b'x'; 9 * 1024 * 1024];
    let answer = ann.act_with_file(&number, "accept", (&by, "larger.pdf", &larger));
    assert_eq!(answer.status, 413, "{}", plain(answer.text()));
    let (place, _) = ann.act_form(&number, "accept");
    for broken in [&b"--cut\r\ncontent-disposition: form-data; name=\"csrf\""[..], b"", b"--cut"] {
        let answer = ann.send_parts(&place, broken);
        assert_eq!((answer.status, code(&answer)), (400, "bad-form"));
    }
    assert_eq!(served.state(&number), "sent");

    let signed = b"%PDF-1.7\r\nsigned \xff\x00 by hand\r\n";
    let accepted = ann.act_with_file(&number, "accept", (&by, "signed.pdf", signed));
    assert_eq!(accepted.status, 303, "{}", plain(accepted.text()));
    assert_eq!(ann.status(&number), "accepted");
    let place = format!("/register/quotes/{number}/1/proof");
    assert!(ann.page(&format!("/register/quotes/{number}")).contains(&format!("href=\"{place}\"")));
    let kept = ann.get(&place);
    assert_eq!((kept.status, &*kept.body), (200, &signed[..]));
    assert_eq!(kept.header("content-type"), Some("application/pdf"));
    let saved = format!("attachment; filename=\"{number}-1-proof.pdf\"");
    assert_eq!(kept.written("content-disposition"), Some(&*saved));
    served.assert_whole();
}

/// Where none was chosen, a browser sends an empty file: the purchase order is enough.
#[test]
fn an_acceptance_without_a_file_has_none_to_fetch() {
    let served = ServedRegister::new();
    let number = served.sent("Harbour");
    let ann = Person::signed_in(&served, "ann");
    let order = [("by", "Priya Natarajan"), ("purchase_order", "PO 7")];
    assert_eq!(ann.act_with_file(&number, "accept", (&order, "", b"")).status, 303);
    let page = ann.page(&format!("/register/quotes/{number}"));
    assert!(!page.contains("/proof"), "{}", plain(&page));
    assert_eq!(ann.get(&format!("/register/quotes/{number}/1/proof")).status, 404);
    served.assert_whole();
}

/// A page that was open for a while: what it was about has changed.
#[test]
fn a_form_about_another_revision_does_nothing() {
    let served = ServedRegister::new();
    let (ann, cas) = (Person::signed_in(&served, "ann"), Person::signed_in(&served, "cas"));
    let number = served.added("ann", "Harbour");
    let digest = served.digest(&number);
    let revised = asked("Harbour", json!({ "term_years": 2 }));
    assert_eq!(served.change("ann", (&number, "revisions"), &revised).status, 201);
    let send = |person: &Person<'_>, action: &str, fields: &[(&str, &str)]| {
        let place = format!("/register/quotes/{number}/{action}");
        person.send(&place, &[&[("quote_sha256", &*digest)], fields].concat())
    };
    for (person, action) in [(&ann, "send"), (&ann, "withdraw"), (&cas, "decide")] {
        let answer = send(person, action, &[REASON, ("decision", "approved")]);
        assert_eq!((answer.status, code(&answer)), (409, "other-document"), "{action}");
        assert!(answer.text().contains(&format!("href=\"/register/quotes/{number}\"")));
    }
    assert_eq!(served.state(&number), "draft");
    assert_eq!(ann.act(&number, "send", &[]).status, 200);
    let twice = ann.send(
        &format!("/register/quotes/{number}/send"),
        &[("quote_sha256", &served.digest(&number))],
    );
    assert_eq!((twice.status, code(&twice)), (409, "already-sent"));
}

#[test]
fn what_the_rules_deny_is_told_on_a_page() {
    let served = ServedRegister::new();
    let people = ["ann", "ben", "cas", "dora"].map(|who| Person::signed_in(&served, who));
    let [ann, ben, cas, dora] = &people;
    let less = |rate: &str| json!({ "concession": { "rate": rate, "reason": "loyal" } });
    let number = served.added_with("ann", "Harbour", less("12%"));
    let digest = served.digest(&number);
    let send = |person: &Person<'_>, action: &str| {
        let place = format!("/register/quotes/{number}/{action}");
        let fields = [("quote_sha256", &*digest), ("decision", "approved"), REASON];
        let answer = person.send(&place, &fields);
        (answer.status, code(&answer).to_owned())
    };
    let is = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(send(ann, "send"), is(403, "needs-approval"));
    assert_eq!(send(ann, "decide"), is(403, "role-too-low"));
    assert_eq!(send(cas, "decide"), is(403, "above-limit"));
    assert_eq!(send(ben, "withdraw"), is(403, "role-too-low"));
    assert_eq!(send(ann, "decline"), is(409, "not-sent"));
    assert_eq!(send(ann, "link"), is(409, "no-base-url"));
    assert_eq!(send(dora, "decide"), is(303, ""));
    assert_eq!(send(ben, "send"), is(403, "role-too-low"));
    assert_eq!(served.get("root", &format!("{QUOTES}/{number}")).json()["shown"], "ready");
}
