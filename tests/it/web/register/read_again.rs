//! What the server remembers of what it read: never longer than the register is as it was.

use serde_json::json;

use super::{QUOTES, ServedRegister, asked};

/// Each is asked for twice, so that the second answer may come from memory, and once more after
/// another process has written.
#[test]
fn a_key_that_another_process_revokes_opens_nothing_any_more() {
    let served = ServedRegister::new();
    let place = format!("{QUOTES}/{}.json", served.added("ann", "Harbour"));
    for who in ["ann", "ben"] {
        let [first, second] = [served.get(who, &place), served.get(who, &place)];
        assert_eq!((first.status, first.body), (200, second.body), "{who}");
    }
    served.run(&["key", "revoke", &served.key_id("ann")]);
    let answer = served.get("ann", &place);
    assert_eq!((answer.status, answer.codes()), (401, vec!["key-revoked".to_owned()]));
    assert_eq!(served.get("ben", &place).status, 200);
    served.run(&["account", "end", "ben"]);
    let answer = served.get("ben", &place);
    assert_eq!((answer.status, answer.codes()), (401, vec!["account-ended".to_owned()]));
    served.assert_whole();
}

/// Subtotals by hand: three and four servers at 18% of EUR 7,200.00 each.
#[test]
fn a_quote_is_read_as_it_is_now() {
    let served = ServedRegister::new();
    let number = served.added("ann", "Harbour");
    let subtotal = |name: &str| {
        let read = || served.get("fin", &format!("{QUOTES}/{name}.json"));
        let [first, second] = [read(), read()];
        assert_eq!(first.header("etag"), second.header("etag"), "{name}");
        assert_eq!(first.header("etag").map(str::to_owned), Some(served.etag(&number)), "{name}");
        assert_eq!(first.body, second.body, "{name}");
        first.json()["totals"]["subtotal"].as_str().expect("an amount").to_owned()
    };
    let of_first = format!("{number}/revisions/1");
    assert_eq!((subtotal(&number), subtotal(&of_first)), ("3888.00".into(), "3888.00".into()));
    let four = json!([{ "product_line": "historian", "edition": "server", "owned": 4,
        "covered_through": asked("Harbour", json!({}))["start"] }]);
    let revised =
        served.change("ann", (&number, "revisions"), &asked("Harbour", json!({ "holding": four })));
    assert_eq!(revised.status, 201, "{}", revised.text());
    assert_eq!((subtotal(&number), subtotal(&of_first)), ("5184.00".into(), "3888.00".into()));
    served.run(&["erase", &number, "--reason", "asked for"]);
    for name in [&number, &of_first] {
        let answer = served.get("fin", &format!("{QUOTES}/{name}.json"));
        assert_eq!(answer.codes(), ["erased"], "{}", answer.text());
    }
}
