//! What the API of a register refuses, each with its status and its code.
//!
//! Source: the quote register, section 12.

use std::process::Stdio;

use serde_json::{Value, json};

use super::{QUOTES, ServedRegister, asked, today};
use crate::support::program;
use crate::web::server::Answer;

fn is(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.codes().join(",").as_str()), (status, code));
}

#[test]
fn keys_that_open_nothing() {
    let served = ServedRegister::new();
    let place = "/api/v1/register/quotes";
    let answer = served.server.get(place);
    is(&answer, 401, "no-key");
    assert_eq!(answer.header("www-authenticate"), Some("bearer"));
    for (head, code) in [
        ("authorization: Basic cm9vdDpyb290", "no-key"),
        ("authorization: rk_abc", "no-key"),
        ("authorization: Bearer rk_abc", "unknown-key"),
        ("authorization: Bearer rk_abc\r\nauthorization: Bearer rk_abc", "no-key"),
    ] {
        let bytes = format!("GET {place} HTTP/1.1\r\nhost: x\r\n{head}\r\n\r\n");
        let answer = served.server.send(bytes.as_bytes());
        is(&answer, 401, code);
        assert_eq!(answer.header("www-authenticate"), Some("bearer"));
    }
    // Without a key nobody learns whether a quote is there, nor that a body would be wrong.
    is(&served.server.post(&format!("{QUOTES}/Q-2026-00001/send"), &[], b"{"), 401, "no-key");
    let id = served.run(&["key", "list", "--json"]);
    let id: Value = serde_json::from_str(&id).expect("JSON");
    let id = id["keys"].as_array().expect("keys").iter().find(|key| key["account"] == "ann");
    let id = id.expect("a key of Ann's")["id"].as_str().expect("an id").to_owned();
    served.run(&["key", "revoke", &id]);
    is(&served.get("ann", QUOTES), 401, "key-revoked");
    served.run(&["account", "end", "ben"]);
    is(&served.get("ben", QUOTES), 401, "account-ended");
}

#[test]
fn headers_that_are_needed() {
    let served = ServedRegister::new();
    let request = asked("Harbour", json!({}));
    let add = |head: &[&str], body: &Value| served.post("ann", QUOTES, head, body);
    is(&add(&[], &request), 400, "no-idempotency-key");
    let long = format!("idempotency-key: {}", "k".repeat(129));
    let most = format!("idempotency-key: {}", "k".repeat(128));
    is(&add(&[&long], &request), 400, "wrong-idempotency-key");
    is(&add(&["idempotency-key: "], &request), 400, "wrong-idempotency-key");
    is(&add(&["idempotency-key: a b"], &request), 400, "wrong-idempotency-key");
    let twice = ["idempotency-key: a", "idempotency-key: a"];
    is(&add(&twice, &request), 400, "wrong-idempotency-key");
    assert_eq!(add(&[&most], &request).status, 201);
    is(&add(&[&most], &asked("Quay", json!({}))), 422, "key-reused");
    // Somebody else's key of that name is another.
    assert_eq!(served.post("ben", QUOTES, &[&most], &request).status, 201);

    let number = served.added("ann", "Pier");
    let place = format!("{QUOTES}/{number}/withdraw");
    let reason = json!({ "reason": "a mistake" });
    is(&served.post("ann", &place, &[], &reason), 428, "no-if-match");
    for wrong in ["if-match: *", "if-match: 12", "if-match: W/\"12\"", "if-match: \"x\""] {
        is(&served.post("ann", &place, &[wrong], &reason), 400, "wrong-if-match");
    }
    let stale = served.post("ann", &place, &["if-match: \"1\""], &reason);
    is(&stale, 412, "stale");
    assert_eq!(stale.json()["state"], "draft");
    assert_eq!(served.state(&number), "draft");
}

#[test]
fn requests_that_are_not_registered() {
    let served = ServedRegister::new();
    let add = |more: Value| {
        let key = format!("idempotency-key: {}", more.to_string().len());
        served.post("ann", QUOTES, &[&key], &asked("Harbour", more))
    };
    is(&add(json!({ "customer": null })), 400, "wrong-type");
    let mut anonymous = asked("Harbour", json!({}));
    anonymous.as_object_mut().expect("a table").remove("customer");
    let answer = served.post("ann", QUOTES, &["idempotency-key: a"], &anonymous);
    is(&answer, 422, "no-customer");
    is(&add(json!({ "quote_number": "Q-1" })), 422, "number-given");
    let tomorrow = today().checked_add_days(chrono::Days::new(1)).expect("a day").to_string();
    let ahead = json!({ "quote_date": tomorrow, "start": tomorrow });
    is(&add(ahead), 422, "quote-date-ahead");
    let refused = add(json!({ "term_years": 9 }));
    assert_eq!(refused.status, 422);
    assert!(refused.json()["refusals"].is_array(), "{}", refused.text());
    is(&add(json!({ "unheard_of": 1 })), 400, "unknown-key");
    // The books in the program are samples, and a register for real quotes takes none.
    let sample = json!({
        "start": "2026-12-01", "currency": "EUR", "service_level": "select", "term_years": 3,
        "program": "enterprise-3", "customer": { "name": "Noordzee", "org_id": "ORG-4711" },
        "holding": [{ "product_line": "virtual-apps-desktops", "edition": "premium",
                      "owned": 500, "covered_through": "2026-11-30" }],
    });
    let folder = served.folder.path().join("books");
    std::fs::create_dir(&folder).expect("a folder");
    let answer = served.post("ann", QUOTES, &["idempotency-key: s"], &sample);
    assert_eq!(answer.status, 422, "there is no such book: {}", answer.text());
    let number = served.added("ann", "Harbour");
    let other = served.change("ann", (&number, "revisions"), &asked("Quay", json!({})));
    is(&other, 422, "other-customer");
    assert_eq!(served.get("ann", QUOTES).json()["quotes"].as_array().map(Vec::len), Some(1));
}

#[test]
fn changes_that_the_rules_deny() {
    let served = ServedRegister::new();
    let conceded = |customer: &str, rate: &str| {
        let more = json!({ "concession": { "rate": rate, "reason": "loyal" } });
        served.added_with("cas", customer, more)
    };
    let number = conceded("Harbour", "8%");
    let (order, reason) =
        (json!({ "by": "Priya", "po_number": "PO 1" }), json!({ "reason": "a mistake" }));
    is(&served.change("cas", (&number, "send"), &json!({})), 403, "needs-approval");
    is(&served.change("ben", (&number, "send"), &json!({})), 403, "role-too-low");
    let digest = |number: &str| {
        served.get("root", &format!("{QUOTES}/{number}")).json()["quote_sha256"].clone()
    };
    let approvals = "revisions/1/approvals";
    let decide = |who: &str, number: &str, digest: &Value| {
        let body = json!({ "quote_sha256": digest, "decision": "approved", "reason": "fine" });
        served.change(who, (number, approvals), &body)
    };
    is(&decide("cas", &number, &digest(&number)), 403, "own-quote");
    is(&decide("ann", &number, &digest(&number)), 403, "role-too-low");
    is(&decide("dora", &number, &json!("0".repeat(64))), 409, "other-document");
    let high = served.added_with(
        "ann",
        "Quay",
        json!({ "concession": { "rate": "12%", "reason": "loyal" } }),
    );
    is(&decide("cas", &high, &digest(&high)), 403, "above-limit");
    let unknown = json!({ "quote_sha256": "x", "decision": "maybe", "reason": "fine" });
    is(&served.change("dora", (&high, approvals), &unknown), 422, "wrong-field");
    let no_reason = json!({ "quote_sha256": digest(&high), "decision": "rejected", "reason": " " });
    is(&served.change("dora", (&high, approvals), &no_reason), 422, "wrong-field");
    assert_eq!(decide("dora", &number, &digest(&number)).status, 200);
    is(&decide("dora", &number, &digest(&number)), 409, "nothing-to-decide");
    let wrong = json!({ "quote_sha256": "0".repeat(64) });
    is(&served.change("cas", (&number, "send"), &wrong), 409, "other-document");
    is(&served.change("cas", (&number, "accept"), &order), 409, "not-sent");
    assert_eq!(served.change("cas", (&number, "send"), &json!({})).status, 200);
    is(&served.change("cas", (&number, "send"), &json!({})), 409, "already-sent");
    let nothing = json!({ "by": "Priya" });
    is(&served.change("cas", (&number, "accept"), &nothing), 422, "wrong-field");
    let all_wrong = json!({ "by": " ", "po_number": "1".repeat(65), "proof": "bm90aGluZw==" });
    let answer = served.change("cas", (&number, "accept"), &all_wrong);
    is(&answer, 422, "wrong-field,wrong-field,wrong-field");
    let problems = answer.json()["problems"].clone();
    let fields: Vec<&str> =
        (0..3).map(|place| problems[place]["field"].as_str().expect("a field")).collect();
    assert_eq!(fields, ["by", "po_number", "proof"]);
    let no_base64 = json!({ "by": "Priya", "proof": "%%%" });
    is(&served.change("cas", (&number, "accept"), &no_base64), 422, "wrong-field");
    let not_late = json!({ "by": "Priya", "po_number": "1", "late_reason": "post" });
    is(&served.change("cas", (&number, "accept"), &not_late), 422, "not-late");
    assert_eq!(served.change("cas", (&number, "accept"), &order).status, 200);
    is(&served.change("cas", (&number, "annul"), &reason), 403, "own-acceptance");
    is(&served.change("cas", (&number, "withdraw"), &reason), 409, "already-accepted");
    let declined = json!({ "reason": "because" });
    is(&served.change("cas", (&number, "decline"), &declined), 422, "wrong-field");
    is(&served.change("cas", (&number, "withdraw"), &json!({})), 422, "wrong-body");
    is(&served.change("cas", (&number, "withdraw"), &json!({ "why": 1 })), 422, "wrong-body");
    served.assert_whole();
}

/// The fields and what to do of the problems of an answer.
fn fields(answer: &Answer) -> Vec<(String, String)> {
    let problems = answer.json()["problems"].as_array().expect("problems").clone();
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    problems.iter().map(|one| (text(one, "field"), text(one, "hint"))).collect()
}

#[test]
fn each_wrong_field_is_named_with_what_a_program_can_do() {
    let served = ServedRegister::new();
    let less = json!({ "concession": { "rate": "8%", "reason": "loyal" } });
    let draft = served.added_with("ann", "Harbour", less);
    let digest = served.digest(&draft);
    let sent = served.sent("Quay");
    let decision = |decision: &str, kind: &str, reason: &str| {
        let mut given = json!({ "decision": decision, "kind": kind, "reason": reason });
        given["quote_sha256"] = json!(digest);
        given
    };
    let by = |more: &str, text: &str| json!({ "by": "Priya", "po_number": "1", more: text });
    let one_of = "write one of: price, competitor, not-needed, postponed, no-answer, other";
    let reason = "give a reason of 1 to 2,000 characters";
    let base64 = "encode the bytes of the file with the alphabet of RFC 4648, section 4";
    let (draft, sent) = (draft.as_str(), sent.as_str());
    let approvals = (draft, "revisions/1/approvals");
    for (who, place, body, expected) in [
        (
            "dora",
            approvals,
            decision("aproved", "vendors", "fine"),
            vec![("decision", "did you mean `approved`?"), ("kind", "did you mean `vendor`?")],
        ),
        ("dora", approvals, decision("rejected", "concession", " "), vec![("reason", reason)]),
        ("ann", (sent, "decline"), json!({ "reason": "because" }), vec![("reason", one_of)]),
        ("ann", (sent, "withdraw"), json!({ "reason": "" }), vec![("reason", reason)]),
        ("ann", (sent, "accept"), by("proof", "%%%"), vec![("proof", base64)]),
        ("dora", (sent, "accept"), by("late_reason", " "), vec![("late_reason", reason)]),
    ] {
        let answer = served.change(who, place, &body);
        assert_eq!(answer.status, 422, "{}", answer.text());
        let found = fields(&answer);
        let found: Vec<_> = found.iter().map(|(field, hint)| (&**field, &**hint)).collect();
        assert_eq!(found, expected, "{}", answer.text());
    }
    let early = served.change("ann", (sent, "accept"), &by("late_reason", "post"));
    is(&early, 422, "not-late");
    assert_eq!(fields(&early)[0].1, "leave `late_reason` out: it is not late");
    assert_eq!((served.state(draft), served.state(sent)), ("draft".into(), "sent".into()));
}

#[test]
fn what_is_not_there_and_queries_that_mean_nothing() {
    let served = ServedRegister::new();
    let number = served.added("ann", "Harbour");
    for path in [
        "Q-2026-99999",
        "Q-2026-99999.pdf",
        "x",
        "Q-2026-99999/events",
        &format!("{number}/revisions/2"),
        &format!("{number}/revisions/0"),
        &format!("{number}/revisions/01"),
        &format!("{number}/revisions/-1.json"),
        &format!("{number}/revisions/99999999999"),
    ] {
        is(&served.get("ann", &format!("{QUOTES}/{path}")), 404, "unknown");
    }
    for query in [
        "limit=0",
        "limit=201",
        "limit=x",
        "status=lost",
        "due_before=soon",
        "after=x",
        "colour=red",
    ] {
        is(&served.get("ann", &format!("{QUOTES}?{query}")), 400, "wrong-query");
    }
    is(&served.get("fin", "/api/v1/register/events?limit=201"), 400, "wrong-query");
    let seen = ["if-match: \"1\""];
    let place = format!("{QUOTES}/Q-2026-99999/withdraw");
    is(&served.post("ann", &place, &seen, &json!({ "reason": "x" })), 404, "unknown");
    let wrong_method = served.post("ann", "/api/v1/register/head", &[], &json!({}));
    assert_eq!(wrong_method.status, 405);
}

#[test]
fn what_comes_with_a_file_may_be_larger_and_not_endless() {
    let served = ServedRegister::new();
    let number = served.sent("Harbour");
    let file = |bytes: usize| json!({ "by": "Priya", "proof": "JVBERi0x".repeat(bytes / 6) });
    let accept = |bytes: usize| served.change("fin", (&number, "accept"), &file(bytes));
    is(&accept(6_500_000), 413, "too-large");
    is(&accept(5_300_000), 422, "wrong-field");
    assert_eq!(accept(5_000_000).status, 200);
    let many = json!({ "reason": "x".repeat(300_000) });
    is(&served.change("fin", (&number, "withdraw"), &many), 413, "too-large");
}

#[test]
fn a_register_that_cannot_be_served_ends_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("no-register.db");
    std::fs::write(&file, "nothing of the kind").expect("a file");
    let run = |arguments: &[&str]| {
        let mut command = program();
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments).stdin(Stdio::null());
        let output = command.output().expect("the program");
        (output.status.code(), String::from_utf8(output.stderr).expect("text"))
    };
    let (code, said) = run(&["--register", file.to_str().expect("a plain path")]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("not a register"), "{said}");
    let (code, said) = run(&["--own-only"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("--register"), "{said}");
}
