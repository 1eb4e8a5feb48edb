//! What customers send, and what is told where it cannot be.

use reinstate::register::token;
use serde_json::json;

use crate::register::{actor, purchase_order};
use crate::web::server::Answer;

use super::{LinkServer, OURS, SentQuote, days_ago, form_of, old_desk, sent, yesterday};

#[test]
fn what_stands_in_the_way_is_told_with_what_holds_now() {
    let mut desk = old_desk();
    let quote = sent(&mut desk, (days_ago(1), "en"), 1);
    let recorded = sent(&mut desk, (days_ago(1), "en"), 2);
    desk.register
        .accept(&actor("ann"), &recorded.number, purchase_order(), yesterday())
        .expect("recorded");
    let link = LinkServer::of(desk, &[]);
    let before = link.desk.events();
    let other = link.accept(&quote, &[("quote_sha256", &recorded.quote_sha256)]);
    assert_eq!(other.status, 409);
    assert!(other.text().contains("The form belonged to a different document"));
    assert!(other.text().contains("<form"), "it can be read and accepted");
    let declined = SentQuote { quote_sha256: recorded.quote_sha256.clone(), ..quote.clone() };
    assert_eq!(link.decline(&declined, "price").status, 409);
    for answer in [link.accept(&recorded, &[]), link.decline(&recorded, "price")] {
        assert_eq!(answer.status, 409);
        assert!(answer.text().contains("This was recorded on"), "{}", answer.text());
    }
    assert_eq!(link.desk.events(), before);
}

#[test]
fn all_wrong_fields_stand_at_their_fields_with_what_was_typed() {
    let (link, quote) = LinkServer::new();
    let before = link.desk.events();
    let long = "9".repeat(65);
    let answer = link.accept(
        &quote,
        &[("name", ""), ("email", "priya <at> harbour"), ("po_number", &long), ("agreed", "")],
    );
    assert_eq!(answer.status, 422);
    let text = answer.text();
    for (field, code, said) in [
        ("name", "missing", "This is missing."),
        ("email", "no-address", "“priya &#60;at&#62; harbour” is not an email address."),
        ("po_number", "too-long", "This text has more than 64 characters."),
        ("agreed", "missing", "The box is not ticked."),
    ] {
        assert!(
            text.contains(&format!("id=\"{field}-error\" data-code=\"{code}\">{said}")),
            "{said}"
        );
        assert!(text.contains(&format!("aria-describedby=\"{field}-error\"")), "{field}");
        assert!(
            text.contains(&format!("<li data-code=\"{code}\"><a href=\"#{field}\">")),
            "{field}"
        );
    }
    assert!(text.contains("4 fields need your attention"));
    assert!(text.contains("value=\"priya &#60;at&#62; harbour\""), "what was typed is kept");
    assert!(text.contains(&format!("value=\"{long}\"")));
    assert!(!text.contains("value=\"yes\" checked"));
    let answer = link.accept(&quote, &[("name", "Pri\u{202e}ya"), ("email", "a@b\u{0}")]);
    assert_eq!(answer.status, 422);
    assert!(answer.text().matches("data-code=\"unsafe\"").count() >= 2, "{}", answer.text());
    assert!(answer.text().contains("value=\"yes\" checked"));
    let answer = link.decline(&quote, "no-answer");
    assert_eq!(answer.status, 422, "nobody tells that they did not answer");
    assert!(answer.text().contains("No reason is chosen."));
    assert_eq!(link.desk.events(), before);
}

#[test]
fn a_form_of_another_site_does_nothing() {
    let (link, quote) = LinkServer::new();
    let before = link.desk.events();
    let path = format!("/q/{}/accept", quote.token);
    let form = form_of(&quote, &[]);
    let form: Vec<(&str, &str)> = form.iter().map(|(key, text)| (*key, &**text)).collect();
    let browser = "accept: text/html";
    for from in ["cross-site", "same-site", "none", "Same-Origin, cross-site"] {
        let answer = link.send(&path, &[&format!("sec-fetch-site: {from}"), browser], &form);
        assert_eq!(answer.status, 403, "{from}");
        assert!(answer.text().contains("Please open the link again"), "{}", answer.text());
    }
    let twice = [OURS, "sec-fetch-site: cross-site"];
    assert_eq!(link.send(&path, &twice, &form).status, 403);
    let other = token(&[7; 32]);
    for token in ["", &other] {
        assert_eq!(link.accept(&quote, &[("token", token)]).status, 403, "{token}");
    }
    let json = json!({ "token": quote.token }).to_string();
    assert_eq!(link.server.post(&path, &[], json.as_bytes()).status, 415);
    let plain = ["content-type: text/plain", OURS];
    assert_eq!(link.server.send(&crate::web::server::post(&path, &plain, b"a=b")).status, 415);
    assert_eq!(link.desk.events(), before);
    // Browsers that say nothing of where a form came from are many still.
    assert_eq!(link.send(&path, &[], &form).status, 200);
}

#[test]
fn a_customer_declines_once_and_the_link_ends() {
    let (link, quote) = LinkServer::new();
    let before = link.desk.events();
    for _ in 0..2 {
        let declined = link.decline(&quote, "not-needed");
        assert_eq!(declined.status, 200);
        assert!(declined.text().contains("You have declined this quote"));
    }
    assert_eq!(link.desk.events(), before + 1);
    assert_eq!(link.look(&quote).status, 410);
    assert_eq!(link.accept(&quote, &[]).status, 410);
    let history = link.desk.history(&quote.number, yesterday());
    assert_eq!(history.reasons[0].text, "not-needed");
    let event = history.events.last().expect("an event");
    assert_eq!((&*event.actor, &*event.kind), ("link", "declined"));
    let shown = crate::support::program()
        .args(["register", "--register", link.desk.path().to_str().expect("a plain path")])
        .args(["show", &quote.number, "--history"])
        .output()
        .expect("the program");
    let shown = String::from_utf8(shown.stdout).expect("text");
    assert!(
        shown.lines().any(|line| line.contains("declined") && line.contains("link")),
        "{shown}"
    );
    link.desk.is_whole();
}

#[test]
fn what_is_kept_of_the_client_is_its_address_and_the_beginning_of_its_name() {
    let mut desk = old_desk();
    let quote = sent(&mut desk, (days_ago(1), "en"), 1);
    let link = LinkServer::of(desk, &["--trusted-proxy", "127.0.0.0/8"]);
    let form = form_of(&quote, &[]);
    let form: Vec<(&str, &str)> = form.iter().map(|(key, text)| (*key, &**text)).collect();
    let agent = format!("user-agent: Mozilla\u{9}{}", "x".repeat(300));
    let head = [OURS, &agent, "x-forwarded-for: 203.0.113.9, 2001:db8::7"];
    let answer = link.send(&format!("/q/{}/accept", quote.token), &head, &form);
    assert_eq!(answer.status, 200);
    let kept = link.desk.history(&quote.number, yesterday()).acceptances.remove(0);
    assert_eq!(kept.ip.as_deref(), Some("2001:db8::7"));
    assert_eq!(kept.agent, Some(format!("Mozilla{}", "x".repeat(193))));
}

/// Many who look at links hold nobody up who wants an estimate, and the other way round.
#[test]
fn links_have_a_limit_of_their_own() {
    let mut desk = old_desk();
    let quote = sent(&mut desk, (days_ago(1), "en"), 1);
    let link = LinkServer::of(desk, &["--rate", "1"]);
    let answers: Vec<Answer> = (0..12).map(|_| link.look(&quote)).collect();
    let sent_away = answers.iter().find(|answer| answer.status == 429).expect("an end");
    assert!(sent_away.header("retry-after").is_some());
    assert_eq!(sent_away.header("x-robots-tag"), Some("noindex"));
    assert_eq!(link.server.get("/api/v1/books").status, 200);
}
