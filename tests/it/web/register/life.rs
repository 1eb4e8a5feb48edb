//! From registering to the end of a quote, over the API alone.

use base64::Engine as _;
use serde_json::{Value, json};

use super::{QUOTES, ServedRegister, asked};

fn of<'json>(value: &'json Value, key: &str) -> &'json str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}"))
}

#[test]
fn a_quote_is_registered_once_approved_sent_and_accepted() {
    let served = ServedRegister::with(&["--base-url", "https://quotes.example.com"]);
    let request = asked("Harbour", json!({ "concession": { "rate": "8%", "reason": "loyal" } }));
    let registered = served.post("ann", QUOTES, &["idempotency-key: h-1"], &request);
    assert_eq!(registered.status, 201, "{}", registered.text());
    let quote = registered.json();
    let number = of(&quote, "number").to_owned();
    let place = format!("{QUOTES}/{number}");
    assert_eq!(registered.header("location"), Some(place.to_lowercase().as_str()));
    // By hand: 3,888.00 less 8% is 3,576.96; 21% of that is 751.16 (751.1616).
    let amounts = ["subtotal", "tax", "total"].map(|key| of(&quote, key));
    assert_eq!(amounts, ["3576.96", "751.16", "4328.12"]);
    assert_eq!((of(&quote, "owner"), of(&quote, "needs")), ("ann", "concession"));
    assert_eq!(of(&quote, "shown"), "waiting for approval");
    // Asked again, it is the same quote.
    let again = served.post("ann", QUOTES, &["idempotency-key: h-1"], &request);
    assert_eq!((again.status, again.json()), (201, quote.clone()));
    assert_eq!(again.header("etag"), registered.header("etag"));
    let read = served.get("fin", &place);
    assert_eq!((read.status, read.json()), (200, quote.clone()));
    assert_eq!(read.header("etag"), registered.header("etag"));

    let decision = json!({
        "quote_sha256": quote["quote_sha256"], "decision": "approved", "reason": "a good customer",
    });
    let approved = served.change("cas", (&number, "revisions/1/approvals"), &decision);
    assert_eq!((approved.status, of(&approved.json(), "shown")), (200, "ready"));
    let sent = served.change("ann", (&number, "send"), &json!({}));
    assert_eq!(sent.status, 200, "{}", sent.text());
    let sent = sent.json();
    assert_eq!(of(&sent, "state"), "sent");
    let token = of(&sent, "link").strip_prefix("https://quotes.example.com/q/").expect("a link");
    assert_eq!(token.len(), 43);
    let order = json!({ "by": "Priya Natarajan", "po_number": "PO 118" });
    let accepted = served.change("fin", (&number, "accept"), &order);
    assert_eq!((accepted.status, of(&accepted.json(), "state")), (200, "accepted"));
    let events = served.get("fin", &format!("{place}/events")).json();
    let events = events["events"].as_array().expect("events");
    let kinds: Vec<&str> = events.iter().map(|event| of(event, "kind")).collect();
    assert_eq!(kinds, ["registered", "approved", "sent", "accepted"]);
    assert!(events.iter().all(|event| of(event, "actor").starts_with("key:")));
    served.assert_whole();
}

#[test]
fn what_is_read_is_what_the_command_line_reads() {
    let served = ServedRegister::new();
    let number = served.sent("Harbour");
    served.added("ben", "Quay");
    let place = format!("{QUOTES}/{number}");
    let content = served.get("ben", &format!("{place}.json"));
    assert_eq!(content.text(), served.run(&["show", &number, "--json"]));
    let pdf = served.get("ben", &format!("{place}/revisions/1.pdf"));
    assert_eq!(pdf.header("content-type"), Some("application/pdf"));
    let file = served.folder.path().join("kept.pdf");
    served.run(&["show", &number, "--pdf", file.to_str().expect("a plain path")]);
    assert!(pdf.body == std::fs::read(file).expect("a file"), "the PDF that was sent");
    let page = served.get("ben", &format!("{place}.html"));
    assert!(page.text().contains(&number) && page.text().contains("Harbour"));
    let listed: Value = serde_json::from_str(&served.run(&["list", "--json"])).expect("JSON");
    assert_eq!(served.get("ben", QUOTES).json(), listed);
    let pipeline: Value = serde_json::from_str(&served.run(&["pipeline", "--json"])).expect("JSON");
    assert_eq!(served.get("fin", "/api/v1/register/pipeline").json(), pipeline);
    let head = served.get("dora", "/api/v1/register/head").json();
    let head = format!("{}:{}", head["seq"], of(&head, "hash"));
    assert!(served.run(&["head"]).contains(&head), "{head}");
}

/// Each quote is on one page, in the order of its last day.
#[test]
fn a_list_goes_on_page_by_page() {
    let served = ServedRegister::new();
    let mut numbers: Vec<String> =
        (0..5).map(|count| served.added("ann", &format!("Customer-{count}"))).collect();
    served.added("ben", "Somebody");
    let mut found = Vec::new();
    let mut path = Some(format!("{QUOTES}?owner=ann&limit=2"));
    let mut pages = 0;
    while let Some(wanted) = path {
        // The client reads heads in lower case; a cursor has letters of both.
        let answer = served.get("fin", &wanted);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let quotes = answer.json()["quotes"].as_array().expect("quotes").clone();
        let last = quotes.last().cloned().expect("a quote");
        found.extend(quotes.iter().map(|quote| of(quote, "number").to_owned()));
        pages += 1;
        path = answer.header("link").map(|link| {
            assert!(link.ends_with("; rel=\"next\""), "{link}");
            let cursor = format!("{} {}", of(&last, "valid_through"), of(&last, "number"));
            let cursor = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(cursor);
            format!("{QUOTES}?owner=ann&limit=2&after={cursor}")
        });
    }
    numbers.sort_unstable();
    assert_eq!((found, pages), (numbers, 3));
    let names = |query: &str| -> Vec<String> {
        let found = served.get("fin", &format!("{QUOTES}?{query}")).json();
        let found = found["quotes"].as_array().expect("quotes");
        found.iter().map(|quote| of(quote, "customer").to_owned()).collect()
    };
    assert_eq!(names("q=some"), ["Somebody"]);
    assert_eq!(names("q=00003"), ["Customer-2"]);
    assert_eq!(names("customer=customer-4"), ["Customer-4"]);
    assert_eq!(names("status=sent,accepted"), [""; 0]);
    assert_eq!(names("due_before=2020-01-01"), [""; 0]);
    assert_eq!(names("due_before=2999-01-01&limit=200").len(), 6);
    let events = served.get("fin", "/api/v1/register/events?after=3&limit=2");
    let link = "</api/v1/register/events?after=5&limit=2>; rel=\"next\"";
    assert_eq!(events.header("link"), Some(link));
}

#[test]
fn a_later_revision_supersedes_what_was_sent_and_the_rest_ends_as_the_rules_have_it() {
    let served = ServedRegister::new();
    let number = served.sent("Harbour");
    let four = json!([{ "product_line": "historian", "edition": "server", "owned": 4,
        "covered_through": asked("Harbour", json!({}))["start"] }]);
    let changed = asked("Harbour", json!({ "holding": four }));
    let revised = served.change("fin", (&number, "revisions"), &changed);
    // By hand: four servers at 18% of EUR 7,200.00 each.
    assert_eq!(revised.status, 201, "{}", revised.text());
    assert_eq!(
        (revised.json()["revision"].as_u64(), of(&revised.json(), "subtotal")),
        (Some(2), "5184.00")
    );
    assert_eq!(served.state(&number), "sent", "the first still stands");
    let sent = served.change("ann", (&number, "send"), &json!({}));
    assert_eq!((sent.status, sent.json()["link"].is_null()), (200, true), "no base, no link");
    let first = served.get("ann", &format!("{QUOTES}/{number}/revisions/1"));
    assert_eq!(of(&first.json(), "state"), "superseded");
    // The number of a document means that one, whatever the quote shows. By hand: three servers.
    for (name, subtotal) in [("-1", "3888.00"), ("-2", "5184.00"), ("", "5184.00")] {
        let named = served.get("ann", &format!("{QUOTES}/{number}{name}.json"));
        assert_eq!(named.json()["totals"]["subtotal"], subtotal, "{name}");
    }
    assert_eq!(served.get("ann", &format!("{QUOTES}/{number}-3.json")).status, 404);
    let declined = served.change("ann", (&number, "decline"), &json!({ "reason": "price" }));
    assert_eq!((declined.status, of(&declined.json(), "state")), (200, "declined"));
    let other = served.sent("Quay");
    let proof = base64::engine::general_purpose::STANDARD.encode(b"%PDF-1.7 signed");
    let with_file = json!({ "by": "Priya Natarajan", "proof": proof });
    assert_eq!(served.change("fin", (&other, "accept"), &with_file).status, 200);
    let reason = json!({ "reason": "the wrong company" });
    let annulled = served.change("dora", (&other, "annul"), &reason);
    assert_eq!((annulled.status, of(&annulled.json(), "state")), (200, "annulled"));
    let third = served.added("ann", "Pier");
    let withdrawn = served.change("ann", (&third, "withdraw"), &reason);
    assert_eq!((withdrawn.status, of(&withdrawn.json(), "state")), (200, "withdrawn"));
    served.assert_whole();
}

#[test]
fn reps_see_their_own_quotes_alone_where_that_is_wanted() {
    let served = ServedRegister::with(&["--own-only"]);
    let number = served.added("ann", "Harbour");
    let place = format!("{QUOTES}/{number}");
    for path in ["", ".json", ".pdf", "/events"].map(|end| format!("{place}{end}")) {
        assert_eq!(served.get("ann", &path).status, 200, "{path}");
        let answer = served.get("ben", &path);
        assert_eq!((answer.status, answer.codes()), (404, vec!["unknown".to_owned()]), "{path}");
        let nothing = served.get("ben", &path.replace("00001", "00009"));
        assert_eq!(answer.text().replace("00001", "00009"), nothing.text(), "as if it were not");
    }
    let withdrawn = served.change("ben", (&number, "withdraw"), &json!({ "reason": "mine now" }));
    assert_eq!(withdrawn.status, 404);
    assert_eq!(served.get("ben", QUOTES).json()["quotes"], json!([]));
    assert_eq!(served.get("fin", &place).status, 200);
    let other = ServedRegister::new();
    let number = other.added("ann", "Harbour");
    assert_eq!(other.get("ben", &format!("{QUOTES}/{number}")).status, 200);
}

/// What the log of the server says shows later whether the register was cut or rewritten.
#[test]
fn the_head_goes_to_the_log_of_the_server_as_it_begins_and_ends() {
    let served = ServedRegister::new();
    let first = served.run(&["head"]);
    served.sent("Harbour");
    let last = served.run(&["head"]);
    served.server.terminate();
    let (status, _, log) = served.server.ended();
    assert!(status.success());
    let heads: Vec<String> = log
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|line| line["message"] == "head of the register")
        .map(|line| format!("{}:{}", line["seq"], of(&line, "hash")))
        .collect();
    assert_eq!(heads.len(), 2, "{log}");
    for (head, printed) in heads.iter().zip([first, last]) {
        assert!(printed.contains(head.as_str()), "{head} is not in {printed}");
    }
    let keys = served.keys.iter().map(|(_, key)| key.trim_start_matches("rk_"));
    assert!(keys.into_iter().all(|key| !log.contains(key)), "no key is in the log");
}

#[test]
fn the_description_has_the_register_only_where_one_is_served() {
    let served = ServedRegister::new();
    let described = served.server.get("/api/openapi.json").json();
    let paths = described["paths"].as_object().expect("paths");
    let of_register: Vec<&String> =
        paths.keys().filter(|path| path.starts_with("/api/v1/register/")).collect();
    assert_eq!(of_register.len(), 14, "{of_register:?}");
    let said = of(&described["info"], "description");
    assert!(said.contains("What is registered is"), "{said}");
    assert!(!said.contains("nothing is stored"), "{said}");
    for path in
        ["/api/v1/register/quotes/{number}", "/api/v1/register/quotes/{number}/revisions/{rev}"]
    {
        let answers = &described["paths"][path]["get"]["responses"];
        assert!(answers["400"].is_object() && answers["409"].is_object(), "{answers}");
    }
    assert_eq!(described["components"]["securitySchemes"]["key"]["scheme"], "bearer");
    let page = served.server.get("/api");
    assert!(page.text().contains("/api/v1/register/quotes/{number}/send"));
    let plain = crate::web::server::Server::new();
    let described = plain.get("/api/openapi.json");
    assert!(!described.text().contains("/api/v1/register"));
    assert!(of(&described.json()["info"], "description").contains("nothing is stored"));
    assert_eq!(plain.get(QUOTES).status, 404);
}
