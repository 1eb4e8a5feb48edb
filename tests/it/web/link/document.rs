//! The document on the page, and the language that all of it is in.

use serde_json::Value;

use crate::register::{BOOK, CUSTOMER, PDF, actor, purchase_order};
use crate::web::page::texts_of;
use crate::web::server::Server;

use super::{LinkServer, days_ago, old_desk, sent, yesterday};

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
pub(in crate::web) fn said(tag: &str) -> String {
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
