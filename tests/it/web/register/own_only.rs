//! Where reps see their own quotes alone: of a quote of somebody else all is answered as if it were
//! not there, in the words of what was asked.

use serde_json::{Value, json};

use super::{QUOTES, ServedRegister, asked};
use crate::web::server::Answer;

/// A number that no quote has.
const NOBODYS: &str = "00009";

fn said(answer: &Answer) -> (u16, String) {
    (answer.status, answer.text().replace("00001", NOBODYS))
}

/// The names of a quote and of its document, each with the same of a quote that is not there.
fn names(number: &str) -> [(String, String); 2] {
    [number.to_owned(), format!("{number}-1")]
        .map(|name| (name.clone(), name.replace("00001", NOBODYS)))
}

#[test]
fn what_is_read_of_anothers_quote_is_what_is_read_of_none() {
    let served = ServedRegister::with(&["--own-only"]);
    let number = served.added("ann", "Harbour");
    for (name, nobodys) in names(&number) {
        for end in ["", ".json", ".pdf", ".html", "/events", "/revisions/1", "/revisions/1.json"] {
            let own = served.get("ann", &format!("{QUOTES}/{name}{end}"));
            assert_eq!(own.status, 200, "{name}{end}");
            for _ in 0..2 {
                let answer = served.get("ben", &format!("{QUOTES}/{name}{end}"));
                let nothing = served.get("ben", &format!("{QUOTES}/{nobodys}{end}"));
                assert_eq!(nothing.status, 404, "{nobodys}{end}");
                assert_eq!(said(&answer), said(&nothing), "{name}{end}");
            }
        }
    }
}

#[test]
fn what_is_done_to_anothers_quote_is_answered_as_to_none() {
    let served = ServedRegister::with(&["--own-only"]);
    let number = served.added("ann", "Harbour");
    let changes: [(&str, Value); 6] = [
        ("send", json!({})),
        ("accept", json!({ "by": "Priya", "po_number": "1" })),
        ("decline", json!({ "reason": "price" })),
        ("withdraw", json!({ "reason": "a mistake" })),
        ("revisions", asked("Harbour", json!({}))),
        // The rules refuse it.
        ("revisions", asked("Harbour", json!({ "term_years": 9 }))),
    ];
    let compare = || {
        for (name, nobodys) in names(&number) {
            for (what, body) in &changes {
                let ask = |name: &str, head: &[&str]| {
                    served.post("ben", &format!("{QUOTES}/{name}/{what}"), head, body)
                };
                for head in [&["if-match: \"1\""][..], &["if-match: \"1\"", "idempotency-key: k"]] {
                    let (answer, nothing) = (ask(&name, head), ask(&nobodys, head));
                    assert_eq!(nothing.status, 404, "{nobodys} {what}: {}", nothing.text());
                    assert_eq!(said(&answer), said(&nothing), "{name} {what}");
                }
            }
        }
    };
    compare();
    assert_eq!(served.state(&number), "draft");
    served.run(&["erase", &number, "--reason", "asked for"]);
    compare();
}
