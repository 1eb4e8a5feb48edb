//! A request that is asked again is answered as before, whatever has changed since.

use serde_json::{Value, json};

use super::{QUOTES, ServedRegister, asked};
use crate::web::server::Answer;

fn said(answer: &Answer) -> (u16, Value, Option<String>) {
    (answer.status, answer.json(), answer.header("etag").map(str::to_owned))
}

/// As after midnight, where the first answer was lost: the request would be refused by now.
#[test]
fn what_was_done_is_answered_again_though_it_would_be_refused_by_now() {
    let served = ServedRegister::with(&["--base-url", "https://quotes.example.com"]);
    let request = asked("Harbour", json!({}));
    let registered = served.post("ann", QUOTES, &["idempotency-key: 1"], &request);
    assert_eq!(registered.status, 201, "{}", registered.text());
    let number = registered.json()["number"].as_str().expect("a number").to_owned();
    let place = format!("{QUOTES}/{number}");
    let change = |served: &ServedRegister, what: &str, (seen, key): (&str, &str), body: &Value| {
        let head = [&*format!("if-match: {seen}"), &*format!("idempotency-key: {key}")];
        served.post("ann", &format!("{place}/{what}"), &head, body)
    };
    let four = json!([{ "product_line": "historian", "edition": "server", "owned": 4,
        "covered_through": request["start"] }]);
    let revision = asked("Harbour", json!({ "holding": four }));
    let first = served.etag(&number);
    let revised = change(&served, "revisions", (&first, "2"), &revision);
    assert_eq!(revised.status, 201, "{}", revised.text());
    let second = served.etag(&number);
    let sent = change(&served, "send", (&second, "3"), &json!({}));
    assert_eq!((sent.status, sent.json()["link"].is_string()), (200, true), "{}", sent.text());
    let draft = served.added("ann", "Quay");
    let head = served.run(&["head"]);

    let served = served.bare();
    // Asked for the first time, each is refused here.
    let anew = served.post("ann", QUOTES, &["idempotency-key: 4"], &request);
    assert!(matches!(anew.status, 400 | 422), "{}", anew.text());
    let third = served.etag(&number);
    let anew = change(&served, "revisions", (&third, "5"), &revision);
    assert!(matches!(anew.status, 400 | 422), "{}", anew.text());
    let anew = served.change("ann", (&draft, "send"), &json!({}));
    assert_eq!(anew.status, 409, "{}", anew.text());

    let again = served.post("ann", QUOTES, &["idempotency-key: 1"], &request);
    assert_eq!(said(&again), said(&registered));
    assert_eq!(again.header("location"), registered.header("location"));
    assert_eq!(said(&change(&served, "revisions", (&first, "2"), &revision)), said(&revised));
    let again = change(&served, "send", (&second, "3"), &json!({}));
    let mut untold = sent.json();
    untold["link"] = Value::Null;
    assert_eq!((again.status, again.json()), (200, untold), "a link is told once");

    // Another request by the same key is told so, whatever else is wrong with it.
    let answers = [
        served.post("ann", QUOTES, &["idempotency-key: 1"], &asked("Pier", json!({}))),
        change(&served, "revisions", (&first, "2"), &request),
        change(&served, "send", (&third, "3"), &json!({})),
    ];
    for answer in answers {
        assert_eq!((answer.status, answer.codes()), (422, vec!["key-reused".to_owned()]));
    }
    assert_eq!(served.run(&["head"]), head, "nothing was written");
    served.assert_whole();
}
