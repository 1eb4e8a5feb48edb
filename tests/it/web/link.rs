//! The page behind a customer's link, on a real socket: looking writes nothing, accepting happens
//! once, and what does not stand any more names nothing that came after.
//!
//! Source of what is expected: sections 6, 10, 12 and 14 of the register's rules; amounts by hand,
//! three servers for a year at 18% of EUR 7,200: 3,888.00, and 4,704.48 with 21%.

use std::io::{Read, Write};

use chrono::{Days, NaiveDate, Utc};
use form_urlencoded::Serializer;
use reinstate::register::{Moment, ToSend, token, token_sha256};
use serde_json::{Value, json};

use crate::register::{BOOK, CUSTOMER, Desk, PDF, actor, noon, purchase_order, quoted_with};
use crate::support::project;

use super::page::texts_of;
use super::server::{Answer, Server};

/// A register that is served to customers, and somebody who works at it beside the server.
struct LinkServer {
    server: Server,
    desk: Desk,
}

/// A quote that is sent, with its token.
#[derive(Clone)]
struct SentQuote {
    number: String,
    token: String,
    quote_sha256: String,
}

/// So many days ago; what happens at noon of yesterday has happened.
fn days_ago(days: u64) -> NaiveDate {
    Utc::now().date_naive().checked_sub_days(Days::new(days)).expect("a day")
}

fn yesterday() -> Moment {
    noon(days_ago(1))
}

/// A register that was made long enough ago.
fn old_desk() -> Desk {
    Desk::new(&days_ago(60).to_string())
}

/// Sends a quote of a day with a token of its own, in a language.
fn sent(desk: &mut Desk, (day, tag): (NaiveDate, &str), seed: u8) -> SentQuote {
    let change = json!({ "language": tag, "tax": { "name": "VAT", "rate": "21%" } });
    let sealed = desk.add("ann", &quoted_with(day, &change), noon(day)).expect("registered");
    let token = token(&[seed; 32]);
    let link = token_sha256(&token);
    let given = ToSend { quote_sha256: &sealed.quote_sha256, pdf: PDF, link_sha256: Some(&link) };
    desk.register.send(&actor("ann"), &sealed.number, given, noon(day)).expect("sent");
    SentQuote { number: sealed.number, token, quote_sha256: sealed.quote_sha256 }
}

impl LinkServer {
    fn of(desk: Desk, arguments: &[&str]) -> Self {
        let path = desk.path();
        let brand = project("examples/brand/brand.toml");
        let register = ["--register", path.to_str().expect("a plain path")];
        let brand = ["--brand", brand.to_str().expect("a plain path")];
        let server = Server::with(&[&register[..], &brand, arguments].concat());
        Self { server, desk }
    }

    /// With a quote that was sent yesterday.
    fn new() -> (Self, SentQuote) {
        let mut desk = old_desk();
        let quote = sent(&mut desk, (days_ago(1), "en"), 1);
        (Self::of(desk, &[]), quote)
    }

    fn look(&self, quote: &SentQuote) -> Answer {
        self.server.get(&format!("/q/{}", quote.token))
    }

    /// Sends a form, with further lines of the head.
    fn send(&self, path: &str, head: &[&str], form: &[(&str, &str)]) -> Answer {
        let body = Serializer::new(String::new()).extend_pairs(form).finish();
        let kind = ["content-type: application/x-www-form-urlencoded"];
        let head = [&kind[..], head].concat();
        self.server.send(&super::server::post(path, &head, body.as_bytes()))
    }

    fn accept(&self, quote: &SentQuote, changes: &[(&str, &str)]) -> Answer {
        let form = form_of(quote, changes);
        let form: Vec<(&str, &str)> = form.iter().map(|(key, text)| (*key, &**text)).collect();
        self.send(&format!("/q/{}/accept", quote.token), &[OURS], &form)
    }

    fn decline(&self, quote: &SentQuote, reason: &str) -> Answer {
        let form =
            [("token", &*quote.token), ("quote_sha256", &quote.quote_sha256), ("reason", reason)];
        self.send(&format!("/q/{}/decline", quote.token), &[OURS], &form)
    }
}

/// What a browser says of a form of the page.
const OURS: &str = "sec-fetch-site: same-origin";

/// The form filled in, with some of it changed, or left out where it is empty.
fn form_of<'a>(quote: &SentQuote, changes: &[(&'a str, &str)]) -> Vec<(&'a str, String)> {
    let filled: [(&str, &str); 6] = [
        ("token", &quote.token),
        ("quote_sha256", &quote.quote_sha256),
        ("name", "Priya Natarajan"),
        ("email", "priya@harbour.example"),
        ("po_number", "PO 118"),
        ("agreed", "yes"),
    ];
    let changed = |key: &str| changes.iter().find(|(known, _)| *known == key);
    let kept = filled.into_iter().filter(|(key, _)| changed(key).is_none());
    let kept = kept.map(|(key, text)| (key, text.to_owned()));
    let new = changes.iter().filter(|(_, text)| !text.is_empty());
    kept.chain(new.map(|(key, text)| (*key, (*text).to_owned()))).collect()
}

/// The status and the length of an answer without a body.
fn head(server: &Server, path: &str) -> String {
    let mut stream = server.connect();
    let request = format!("HEAD {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("room");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("a head alone");
    answer
}

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
    for what in ["accept", "decline"] {
        assert_eq!(link.server.get(&format!("{path}/{what}")).status, 405);
    }
    assert_eq!(link.desk.events(), before);
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
    assert_eq!(link.server.send(&super::server::post(&path, &plain, b"a=b")).status, 415);
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

/// A quote whose document cannot be made here is told by what the register knows of it.
#[test]
fn without_a_brand_the_page_tells_the_columns_and_gives_the_pdf() {
    let mut desk = old_desk();
    let quote = sent(&mut desk, (days_ago(1), "en"), 1);
    let path = desk.path();
    let server = Server::with(&["--register", path.to_str().expect("a plain path")]);
    let page = server.get(&format!("/q/{}", quote.token));
    assert_eq!(page.status, 200);
    for part in ["€4,704.48", &quote.number, "<form", "Harbour &#38; Sons Ltd", ".pdf"] {
        assert!(page.text().contains(part), "{part}");
    }
    assert!(!page.text().contains("Price breakdown"));
    assert_eq!(CUSTOMER, "Harbour & Sons Ltd");
}

/// A price book that was changed under the register gives other amounts, and no customer sees them.
#[test]
fn a_document_that_comes_to_other_amounts_now_is_not_shown() {
    let (link, quote) = LinkServer::new();
    assert!(link.look(&quote).text().contains("Price breakdown"));
    let path = link.desk.path();
    if !path.is_file() {
        // On a server it is the same code, and another way to change a book.
        return;
    }
    let changed = BOOK.replace("7200.00", "7100.00");
    assert_ne!(changed, *BOOK);
    let database = rusqlite::Connection::open(path).expect("a database");
    let update = "update book set body = ?1";
    assert_eq!(database.execute(update, [changed.as_bytes()]).expect("changed"), 1);
    let page = link.look(&quote);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("€4,704.48"), "what was sealed is told");
    assert!(!page.text().contains("Price breakdown"), "{}", page.text());
    assert_eq!(link.server.get(&format!("/q/{}.pdf", quote.token)).body, PDF);
}

/// The page is in the language of its document, whatever a browser asks for.
#[test]
fn the_page_speaks_the_language_of_the_document() {
    let mut desk = old_desk();
    let quote = sent(&mut desk, (days_ago(1), "fr"), 1);
    let link = LinkServer::of(desk, &[]);
    let path = format!("/q/{}", quote.token);
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\naccept-language: de\r\n\r\n");
    let page = link.server.send(request.as_bytes());
    assert_eq!(page.header("content-language"), Some("fr"));
    assert!(page.text().contains("<html lang=\"fr\">"));
    assert!(page.text().contains("(heure locale\u{a0}: Amsterdam)"), "{}", page.text());
    let unknown = "GET /q/x HTTP/1.1\r\nhost: x\r\naccept-language: de\r\n\r\n";
    let unknown = link.server.send(unknown.as_bytes());
    assert_eq!(unknown.header("content-language"), Some("de"));
}

/// All that the pages behind links say in a language.
pub(super) fn said(tag: &str) -> String {
    let mut desk = old_desk();
    let expired = sent(&mut desk, (days_ago(40), tag), 1);
    let day = days_ago(1);
    let [open, accepted, recorded, declined, withdrawn] =
        [2, 3, 4, 5, 6].map(|seed| sent(&mut desk, (day, tag), seed));
    let now = yesterday();
    desk.register.accept(&actor("ann"), &recorded.number, purchase_order(), now).expect("recorded");
    desk.register.withdraw(&actor("ann"), &withdrawn.number, "a mistake", now).expect("withdrawn");
    let link = LinkServer::of(desk, &["--rate", "20"]);
    let language = format!("accept-language: {tag}\r\naccept: text/html");
    let get = |path: &str| {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\n{language}\r\n\r\n");
        link.server.send(request.as_bytes())
    };
    let wrong = [("name", "x\u{202e}"), ("email", "nobody"), ("agreed", "")];
    let mut answers = vec![
        link.look(&expired),
        link.look(&open),
        link.look(&recorded),
        link.look(&withdrawn),
        get("/q/nothing"),
        link.accept(&open, &wrong),
        link.accept(&open, &[("quote_sha256", "other")]),
        link.accept(&accepted, &[]),
        link.decline(&open, ""),
        link.decline(&declined, "price"),
        link.send(&format!("/q/{}/accept", open.token), &[&language, "sec-fetch-site: none"], &[]),
    ];
    let busy = (0..300).map(|_| get("/q/nothing")).find(|answer| answer.status == 429);
    answers.push(busy.expect("an end of patience"));
    answers.iter().map(|answer| texts_of(answer.text())).collect()
}

/// Every word of a page is of the texts: none is left in its template.
#[test]
fn two_languages_of_the_page_share_no_label() {
    let [english, german] = ["en", "de"].map(said);
    for label in ["Your name", "Accept the quote", "Decline this quote", "Amsterdam time"] {
        assert!(english.contains(label), "{label}");
        assert!(!german.contains(label), "{label}");
    }
}

/// The book of these quotes is the one that the register kept, not one of the server's.
#[test]
fn the_page_needs_no_price_book_of_the_server() {
    let (link, quote) = LinkServer::new();
    assert!(BOOK.contains("meridian-care"));
    let books: Value = link.server.get("/api/v1/books").json();
    let ids = books["books"].as_array().expect("books").iter().map(|book| &book["id"]);
    assert!(ids.into_iter().all(|id| id != "meridian-care"));
    assert!(link.look(&quote).text().contains("Price breakdown"));
}
