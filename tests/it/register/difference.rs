//! What is another in a revision than in the one before.
//!
//! By hand: a server of the historian lists EUR 7,200 and costs 18% a year, EUR 1,296.00; three are
//! 3,888.00, five are 6,480.00.

use reinstate::engine::money::{Currency, Money};
use reinstate::register::{AmountDifference, difference};
use serde_json::json;

use super::{Desk, noon, quoted, quoted_with};

const DAY: &str = "2026-11-24";

fn euro(minor: i64) -> Option<Money> {
    Some(Money::from_minor(minor, Currency::from_code("EUR").expect("the euro")))
}

fn names(of: &[AmountDifference]) -> Vec<&str> {
    of.iter().map(|one| one.name.as_str()).collect()
}

#[test]
fn amounts_and_what_was_asked_for_are_told_before_and_after() {
    let mut desk = Desk::new(DAY);
    let number = desk.add("ann", &quoted(DAY), noon(DAY)).expect("added").number;
    let more = json!({
        "service_level": "standard",
        "tax": { "name": "VAT", "rate": "21%" },
        "holding": [{ "product_line": "historian", "edition": "server", "owned": 5,
                      "covered_through": DAY }],
    });
    desk.revise("ann", &number, &quoted_with(DAY, &more), noon(DAY)).expect("revised");
    let content =
        |rev| desk.register.content(&number, rev).expect("it can be read").expect("content");
    let found = difference(&content(1), &content(2)).expect("two quotes");
    assert_eq!(names(&found.totals), ["forward", "subtotal", "tax", "total"]);
    let [forward, subtotal, tax, total] = &found.totals[..] else { panic!("four sums") };
    for sum in [forward, subtotal] {
        assert_eq!((sum.before, sum.after), (euro(388_800), euro(648_000)));
        assert_eq!(sum.more(), euro(259_200));
    }
    // 21% of 6,480.00 are 1,360.80.
    assert_eq!((tax.before, tax.after, tax.more()), (euro(0), euro(136_080), euro(136_080)));
    assert_eq!((total.after, total.more()), (euro(784_080), euro(395_280)));
    assert_eq!(names(&found.lines), ["historian, server"]);
    assert_eq!(found.lines[0].more(), euro(259_200));
    let request: Vec<_> = found
        .request
        .iter()
        .map(|one| (one.place.as_str(), one.given.as_deref(), one.now.as_deref()))
        .collect();
    assert_eq!(request[0], ("holding[0].owned", Some("3"), Some("5")));
    assert_eq!((request.len(), found.more, request[1].0), (2, 0, "tax"));
    assert_eq!(request[1].1, None);
}

/// By hand: 8% of 3,888.00 is 311.04, and 10% is 388.80.
#[test]
fn a_discount_counts_below_zero_so_that_the_sums_add_up() {
    let sealed = |rate: &str| {
        let seal = reinstate::engine::quote::Seal::of(
            "Q-2026-00001",
            1,
            reinstate::engine::quote::SealStage::Sent,
        );
        let quote = super::conceded(DAY, rate).sealed(seal);
        reinstate::document::json::quote(&quote).into_bytes()
    };
    let found = difference(&sealed("8%"), &sealed("10%")).expect("two quotes").totals;
    assert_eq!(names(&found), ["forward", "concession", "subtotal", "total"]);
    let discount = &found[1];
    assert_eq!((discount.before, discount.after), (euro(-31_104), euro(-38_880)));
    assert_eq!((discount.more(), found[2].more()), (euro(-7_776), euro(-7_776)));
}

#[test]
fn lines_that_came_or_went_have_one_side_alone() {
    let server = |owned| {
        json!({ "product_line": "historian", "edition": "server", "owned": owned,
                "covered_through": DAY })
    };
    let sealed = |rev: u32, holdings: serde_json::Value| {
        let quote = quoted_with(DAY, &json!({ "holding": holdings }));
        let seal = reinstate::engine::quote::Seal::of(
            "Q-2026-00001",
            rev,
            reinstate::engine::quote::SealStage::Sent,
        );
        reinstate::document::json::quote(&quote.sealed(seal)).into_bytes()
    };
    let (one, two) = (sealed(1, json!([server(3)])), sealed(2, json!([server(3), server(5)])));
    let came = difference(&one, &two).expect("two quotes").lines;
    assert_eq!(names(&came), ["historian, server", "historian, server"]);
    assert_eq!((came[0].more(), came[1].before, came[1].more()), (euro(0), None, euro(648_000)));
    let went = difference(&two, &one).expect("two quotes").lines;
    assert_eq!((went[1].after, went[1].more()), (None, euro(-648_000)));
    let none = difference(&one, &one).expect("two quotes");
    assert!(none.request.is_empty() && none.lines[0].more() == euro(0));
    assert_eq!(difference(b"{}", &one), None);
    assert_eq!(difference(b"no JSON", &one), None);
}
