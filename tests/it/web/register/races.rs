//! Many who write at once.

use std::collections::BTreeSet;

use serde_json::json;

use super::{QUOTES, ServedRegister, asked, begun};
use crate::web::server::{Answer, post};

/// Clients that register at once, and how many quotes each of them makes.
const WRITERS: usize = 8;
const OF_EACH: usize = 12;

#[test]
fn numbers_have_no_gap_whoever_registers_at_once() {
    let served = ServedRegister::new();
    let numbers: BTreeSet<String> = std::thread::scope(|scope| {
        let served = &served;
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                scope.spawn(move || -> Vec<String> {
                    let own = (0..OF_EACH).map(|count| format!("C{writer}-{count}"));
                    own.map(|customer| served.added("ann", &customer)).collect()
                })
            })
            .collect();
        writers.into_iter().flat_map(|writer| writer.join().expect("a writer")).collect()
    });
    let year = numbers.first().expect("a number")[..7].to_owned();
    let expected: BTreeSet<String> =
        (1..=WRITERS * OF_EACH).map(|count| format!("{year}{count:05}")).collect();
    assert_eq!(numbers, expected);
    served.assert_whole();
}

/// One sees the quote as it is, and the others are told what became of it.
#[test]
fn of_two_who_change_one_quote_at_once_one_does() {
    let served = ServedRegister::new();
    for round in 0..10 {
        let number = served.sent(&format!("Harbour-{round}"));
        let seen = format!("if-match: {}", served.etag(&number));
        let request = |what: &str, body: serde_json::Value| {
            let head = served.head("dora", &[&seen, "content-type: application/json"]);
            let head: Vec<&str> = head.iter().map(String::as_str).collect();
            post(&format!("{QUOTES}/{number}/{what}"), &head, body.to_string().as_bytes())
        };
        let withdraw = request("withdraw", json!({ "reason": "a mistake" }));
        let send = request("decline", json!({ "reason": "price" }));
        let mut streams = [begun(&served.server, &withdraw), begun(&served.server, &send)];
        let answers = streams.each_mut().map(|stream| Answer::read(stream).expect("an answer"));
        let mut statuses = answers.each_ref().map(|answer| answer.status);
        statuses.sort_unstable();
        // Dora keeps none of these quotes: only an owner declines, so that only one can.
        assert!(statuses == [200, 403] || statuses == [200, 412], "{statuses:?}");
        assert_eq!(served.state(&number), "withdrawn");
    }
    let number = served.sent("Quay");
    let seen = format!("if-match: {}", served.etag(&number));
    let head = served.head("ann", &[&seen, "content-type: application/json"]);
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let place = format!("{QUOTES}/{number}/withdraw");
    let withdraw = post(&place, &head, br#"{ "reason": "a mistake" }"#);
    let mut streams: Vec<_> = (0..6).map(|_| begun(&served.server, &withdraw)).collect();
    let answers: Vec<_> =
        streams.iter_mut().map(|stream| Answer::read(stream).expect("an answer")).collect();
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    let stale: Vec<_> = answers.iter().filter(|answer| answer.status == 412).collect();
    assert_eq!(stale.len(), 5);
    for answer in stale {
        assert_eq!(answer.codes(), ["stale"]);
        assert_eq!(answer.json()["state"], "withdrawn");
    }
    served.assert_whole();
}

/// A client that asks again before it is answered does not register twice.
#[test]
fn one_key_registers_one_quote_however_often_it_is_sent_at_once() {
    let served = ServedRegister::new();
    let head = served.head("ann", &["idempotency-key: once", "content-type: application/json"]);
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let request = post(QUOTES, &head, asked("Harbour", json!({})).to_string().as_bytes());
    let mut streams: Vec<_> = (0..8).map(|_| begun(&served.server, &request)).collect();
    for stream in &mut streams {
        let answer = Answer::read(stream).expect("an answer");
        match answer.status {
            201 => assert!(answer.json()["number"].as_str().expect("it").ends_with("-00001")),
            409 => assert_eq!(answer.codes(), ["under-way"]),
            other => panic!("{other}: {}", answer.text()),
        }
    }
    let listed = served.get("ann", QUOTES).json();
    assert_eq!(listed["quotes"].as_array().expect("quotes").len(), 1);
}
