//! Who looks at a link, and what it says once it has ended.

use chrono::Days;
use reinstate::register::{token, token_sha256};
use serde_json::json;

use crate::register::{PDF, actor, quoted_with};

use super::{LinkServer, SentQuote, days_ago, head, old_desk, sent, yesterday};

#[test]
fn the_page_shows_what_was_sealed_with_a_form() {
    let (link, quote) = LinkServer::new();
    let page = link.look(&quote);
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("content-language"), Some("en"));
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-robots-tag", "noindex"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(page.header(name), Some(value));
    }
    let text = page.text();
    let until = days_ago(1).checked_add_days(Days::new(30)).expect("a day");
    let until = until.format("%-d %B %Y");
    for part in [
        format!("<title>Renewal quote {}-1</title>", quote.number),
        "Total incl. VAT <strong>€4,704.48</strong>".to_owned(),
        format!("Valid through {until}, Amsterdam time"),
        format!(
            "On behalf of Harbour &#38; Sons Ltd I accept quote {}-1 of €4,704.48, valid through \
             {until}.",
            quote.number
        ),
        "Price breakdown".to_owned(),
        format!("name=\"quote_sha256\" value=\"{}\"", quote.quote_sha256),
        format!("href=\"/q/{}.pdf\"", quote.token),
        "mailto:sales@northlight.example".to_owned(),
    ] {
        assert!(text.contains(&part), "{part}");
    }
    assert!(!text.contains("<script"));
    let pdf = link.server.get(&format!("/q/{}.pdf", quote.token));
    assert_eq!((pdf.status, pdf.header("content-type")), (200, Some("application/pdf")));
    assert_eq!(pdf.body, PDF);
    let name = format!("attachment; filename=\"{}-1.pdf\"", quote.number.to_lowercase());
    assert_eq!(pdf.header("content-disposition"), Some(&*name));
    assert_eq!(pdf.header("x-robots-tag"), Some("noindex"));
}

/// Programs that look for harm in mail open every link before its reader does.
#[test]
fn a_scanner_that_looks_first_leaves_the_customer_the_form() {
    let (link, quote) = LinkServer::new();
    let before = link.desk.events();
    let path = format!("/q/{}", quote.token);
    assert!(head(&link.server, &path).starts_with("HTTP/1.1 200 OK\r\n"));
    for _ in 0..2 {
        assert_eq!(link.look(&quote).status, 200);
    }
    assert_eq!(link.desk.events(), before);
    let accepted = link.accept(&quote, &[]);
    assert_eq!(accepted.status, 200, "{}", accepted.text());
    assert!(accepted.text().contains("This quote has been accepted"));
    assert!(accepted.text().contains("Priya Natarajan accepted it on "));
    assert!(accepted.text().contains("PO 118"));
    assert_eq!(link.desk.events(), before + 1);
    let kept = link.desk.history(&quote.number, yesterday()).acceptances.remove(0);
    assert_eq!((&*kept.via, &*kept.quote_sha256), ("link", &*quote.quote_sha256));
    assert_eq!(kept.ip.as_deref(), Some("127.0.0.1"));
    assert_eq!(kept.person_email.as_deref(), Some("priya@harbour.example"));
    // The page says so from then on, gives the PDF, and has no form any more.
    let page = link.look(&quote);
    assert!(page.text().contains("This quote has been accepted"));
    assert!(!page.text().contains("<form"));
    assert!(!page.text().contains("priya@harbour.example"), "nobody's address is shown");
    assert_eq!(link.server.get(&format!("{path}.pdf")).body, PDF);
    // The same form again, and another one.
    for changes in [&[][..], &[("name", "Somebody Else")]] {
        let again = link.accept(&quote, changes);
        assert_eq!(again.status, 200);
        assert!(again.text().contains("Priya Natarajan accepted it on "));
    }
    assert_eq!(link.desk.events(), before + 1);
    link.desk.is_whole();
}

#[test]
fn whoever_looks_a_hundred_times_writes_nothing() {
    let (link, quote) = LinkServer::new();
    let before = link.desk.events();
    let path = format!("/q/{}", quote.token);
    for count in 0..100 {
        match count % 3 {
            0 => assert!(head(&link.server, &path).starts_with("HTTP/1.1 200 ")),
            1 => assert_eq!(link.look(&quote).status, 200),
            _ => assert_eq!(link.server.get(&format!("{path}.pdf")).status, 200),
        }
    }
    assert_eq!(link.desk.events(), before);
}

/// A browser asks like that where its user presses return in the address of what a form led to.
#[test]
fn the_address_of_a_form_leads_back_to_the_page_and_writes_nothing() {
    let (link, quote) = LinkServer::new();
    let before = link.desk.events();
    for token in [&*quote.token, "x", "%2F%2Fevil.example", "%ff"] {
        for what in ["accept", "decline"] {
            let answer = link.server.get(&format!("/q/{token}/{what}"));
            assert_eq!(answer.status, 303, "{token}");
            assert_eq!(answer.written("location"), Some(&*format!("/q/{token}")));
            assert_eq!(answer.header("x-robots-tag"), Some("noindex"));
            let head = head(&link.server, &format!("/q/{token}/{what}"));
            assert!(head.starts_with("HTTP/1.1 303 "), "{head}");
        }
    }
    assert_eq!(link.desk.events(), before);
    assert!(link.look(&quote).text().contains("<form"), "it can still be accepted");
}

#[test]
fn no_token_is_in_the_log_or_the_counters() {
    let (link, quote) = LinkServer::new();
    link.look(&quote);
    link.server.get(&format!("/q/{}.pdf", quote.token));
    link.accept(&quote, &[("email", "no address")]);
    link.accept(&quote, &[]);
    link.decline(&quote, "price");
    let metrics = link.server.get("/metrics");
    assert!(metrics.text().contains("route=\"/q/{token}/accept\""), "{}", metrics.text());
    link.server.terminate();
    let (_, _, log) = link.server.ended();
    assert!(log.contains("/q/{token}"), "{log}");
    for text in [metrics.text(), &log] {
        for secret in [&*quote.token, "Priya", "priya@", "PO 118", "127.0.0.1:", "Harbour"] {
            let text = text.lines().filter(|line| !line.contains("listening on"));
            let found: Vec<&str> = text.filter(|line| line.contains(secret)).collect();
            assert_eq!(found, Vec::<&str>::new(), "{secret}");
        }
    }
}

/// What is stored of a token is none; nor is one that was replaced.
#[test]
fn of_all_unknown_tokens_the_same_is_said() {
    let mut desk = old_desk();
    let quote = sent(&mut desk, (days_ago(1), "en"), 1);
    let replaced = quote.clone();
    let other = token_sha256(&token(&[9; 32]));
    desk.register.renew_link(&actor("ann"), &quote.number, &other, yesterday()).expect("renewed");
    let link = LinkServer::of(desk, &[]);
    let mut pages = Vec::new();
    for unknown in [
        &*replaced.token,
        &token_sha256(&token(&[9; 32])),
        &token(&[7; 32]),
        "x",
        "%00",
        "%ff%fe",
        "..%2f..",
        &"y".repeat(5_000),
    ] {
        for ending in ["", ".pdf"] {
            let answer = link.server.get(&format!("/q/{unknown}{ending}"));
            assert_eq!(answer.status, 404, "{unknown}");
            assert_eq!(answer.header("x-robots-tag"), Some("noindex"));
            pages.push(answer.text().to_owned());
        }
    }
    pages.dedup();
    assert_eq!(pages.len(), 1);
    assert!(pages[0].contains("There is no quote at this link"), "{}", pages[0]);
    assert!(pages[0].contains("sales@northlight.example"), "whom to ask");
    assert_eq!(link.accept(&replaced, &[]).status, 404);
    assert_eq!(link.decline(&replaced, "price").status, 404);
    let now = SentQuote { token: token(&[9; 32]), ..quote };
    assert_eq!(link.look(&now).status, 200);
}

#[test]
fn a_link_that_has_ended_says_whom_to_ask_and_names_nothing() {
    let mut desk = old_desk();
    let (day, now) = (days_ago(1), yesterday());
    let superseded = sent(&mut desk, (day, "nl"), 1);
    let change = json!({ "concession": { "rate": "3%", "reason": "a good customer" } });
    desk.revise("ann", &superseded.number, &quoted_with(day, &change), now).expect("revised");
    desk.send("ann", &superseded.number, now).expect("sent");
    let withdrawn = sent(&mut desk, (day, "nl"), 2);
    desk.register.withdraw(&actor("ann"), &withdrawn.number, "a mistake", now).expect("withdrawn");
    let annulled = sent(&mut desk, (day, "nl"), 3);
    desk.accept("ann", &annulled.number, now).expect("accepted");
    desk.register.annul(&actor("cas"), &annulled.number, "never ordered", now).expect("annulled");
    let erased = sent(&mut desk, (day, "nl"), 4);
    desk.register.erase(&actor("root"), &erased.number, "asked for", now).expect("erased");
    let link = LinkServer::of(desk, &[]);
    let before = link.desk.events();
    for (name, quote) in [
        ("superseded", superseded),
        ("withdrawn", withdrawn),
        ("annulled", annulled),
        ("erased", erased),
    ] {
        let answers = [
            link.look(&quote),
            link.server.get(&format!("/q/{}.pdf", quote.token)),
            link.accept(&quote, &[]),
            link.decline(&quote, "price"),
        ];
        for answer in answers {
            assert_eq!(answer.status, 410, "{name}");
            let text = answer.text();
            let tag = if name == "erased" { "en" } else { "nl" };
            assert_eq!(answer.header("content-language"), Some(tag), "{name}");
            let said =
                if tag == "nl" { "Deze link werkt niet meer" } else { "This link no longer works" };
            assert!(text.contains(said), "{name}: {text}");
            assert!(text.contains("sales@northlight.example"), "{name}: whom to ask");
            for hidden in [&*quote.number, name, "Harbour", "a mistake", "never ordered"] {
                assert!(!text.contains(hidden), "{name}: {hidden}");
            }
        }
    }
    assert_eq!(link.desk.events(), before);
    link.desk.is_whole();
}

#[test]
fn an_expired_quote_is_shown_without_a_form() {
    let mut desk = old_desk();
    let quote = sent(&mut desk, (days_ago(40), "en"), 1);
    let link = LinkServer::of(desk, &[]);
    let page = link.look(&quote);
    assert_eq!(page.status, 200);
    let until = days_ago(10).format("%-d %B %Y");
    let said = format!("This quote was valid through {until}, Amsterdam time");
    assert!(page.text().contains(&said), "{}", page.text());
    assert!(page.text().contains("€4,704.48"));
    assert!(!page.text().contains("<form"));
    assert_eq!(link.server.get(&format!("/q/{}.pdf", quote.token)).body, PDF);
    let late = link.accept(&quote, &[]);
    assert_eq!(late.status, 409);
    assert!(late.text().contains(&said));
}
