//! Who the page is of, and its way to a person.

use std::collections::BTreeMap;

use form_urlencoded::parse;

use crate::support::read;

use super::page::{GOOD, all_between, holdings};
use super::server::{Answer, Server};

const BRAND: &str = "examples/brand/brand.toml";

fn ask(page: &Answer) -> Vec<&str> {
    all_between(page.text(), "id=\"ask\" href=\"", "</a>")
}

/// The mail of the step on a page: mailbox, subject and text, decoded.
fn mail_of(page: &Answer) -> (String, String, String) {
    let link = ask(page)[0].split('"').next().unwrap_or_default().replace("&#38;", "&");
    let (mailbox, query) = link.split_once('?').expect("a subject and a text");
    // A plus is a plus in a mail (RFC 6068, 5), so none may stand for a blank.
    assert!(query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'+'), "{query}");
    let fields: BTreeMap<_, _> = parse(query.as_bytes()).into_owned().collect();
    (mailbox.to_owned(), fields["subject"].clone(), fields["body"].clone())
}

/// What the steps of an estimate, of a refusal and of a long request say in a language, without the
/// name of the issuer and the link.
pub(super) fn said(tag: &str) -> String {
    let server = Server::with(&["--brand", BRAND]);
    let mut said = String::new();
    for query in [GOOD.to_owned(), lapsed(), holdings(40)] {
        let page = server.get(&format!("/?lang={tag}&{query}"));
        let step = all_between(page.text(), "<p class=\"next\"><span>", "</a>")[0];
        let (text, ask) = (step.split('<').next(), step.rsplit('>').next());
        let (_, subject, mail) = mail_of(&page);
        let lines = mail.lines().filter(|line| !line.starts_with("http"));
        for part in text.into_iter().chain(ask).chain([subject.as_str()]).chain(lines) {
            said.push_str(&part.replace("Northlight Software Partners", ""));
            said.push('\n');
        }
    }
    said
}

/// A request of the same holding, so late that the rules give no price.
fn lapsed() -> String {
    GOOD.replace("covered_through.1=2026-03-31", "covered_through.1=2018-02-28")
}

#[test]
fn logo_and_name_of_the_issuer_stand_above_the_page() {
    let server = Server::with(&["--brand", BRAND]);
    let page = server.get("/");
    let issuer = all_between(page.text(), "<p class=\"issuer\">", "</p>")[0];
    assert!(issuer.ends_with("<span>Northlight Software Partners</span>"), "{issuer}");
    let logo = server.get(all_between(issuer, "<img class=\"logo\" src=\"", "\"")[0]);
    assert_eq!(logo.header("content-type"), Some("image/svg+xml"));
    assert_eq!(logo.text(), read("examples/brand/logo.svg"));
    // Opened by itself it may do nothing, and the page shows nothing from elsewhere.
    let policy =
        |answer: &Answer| answer.header("content-security-policy").expect("a policy").to_owned();
    assert!(policy(&logo).starts_with("default-src 'none';") && policy(&logo).ends_with("sandbox"));
    assert!(policy(&page).contains("img-src 'self' data:;"), "{}", policy(&page));
}

#[test]
fn a_page_of_nobody_has_neither_issuer_nor_step() {
    let server = Server::new();
    let page = server.get("/");
    assert!(!page.text().contains("class=\"issuer\"") && ask(&page).is_empty());
    assert_eq!(server.get("/assets/logo").status, 404);
}

#[test]
fn the_next_step_is_a_mail_with_the_link_in_it() {
    let server = Server::with(&["--brand", BRAND]);
    for (language, step, subject) in [
        ("en", "Ask for a quote", "Request for a quote: Estimate"),
        ("en-US", "Ask for a quote", "Request for a quote: Estimate"),
        ("nl", "Offerte aanvragen", "Offerteaanvraag: Prijsindicatie"),
        ("de", "Angebot anfordern", "Angebotsanfrage: Unverbindliche Preisindikation"),
        ("fr", "Demander un devis", "Demande de devis\u{a0}: Estimation"),
    ] {
        let head = "host: quotes.example.com\r\nx-forwarded-proto: https";
        let page = server
            .send(format!("GET /?lang={language}&{GOOD} HTTP/1.1\r\n{head}\r\n\r\n").as_bytes());
        assert!(ask(&page)[0].ends_with(&format!(">{step}")), "{language}");
        let (mailbox, said, text) = mail_of(&page);
        assert_eq!(mailbox, "mailto:sales@northlight.example");
        assert!(said.starts_with(subject), "{said}");
        let link = all_between(page.text(), "id=\"link\" href=\"", "\"")[0].replace("&#38;", "&");
        let end = format!("\r\n\r\nhttps://quotes.example.com{link}\r\n");
        assert!(text.ends_with(&end), "{text}");
    }
}

/// Without a price there is a question to ask; a form has to be put in order first.
#[test]
fn a_refusal_leads_to_a_person_and_a_mistake_to_its_field() {
    let server = Server::with(&["--brand", BRAND]);
    let page = server.get(&format!("/?lang=en&{}", lapsed()));
    assert_eq!(page.status, 422);
    assert!(ask(&page)[0].ends_with(">Get in touch"));
    assert_eq!(mail_of(&page).1, "Question about support");
    let page = server.get("/?lang=en&owned.1=x");
    assert!(page.status == 422 && ask(&page).is_empty());
}
