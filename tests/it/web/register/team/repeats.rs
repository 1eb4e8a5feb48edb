//! A form that is sent again is answered as before, whatever has changed since.

use serde_json::json;

use super::super::{ServedRegister, asked};
use super::{Person, code};

/// As after midnight, where the first answer was lost: the same would be refused by now.
#[test]
fn a_form_that_made_its_quote_leads_to_it_again_though_it_would_be_refused_by_now() {
    let served = ServedRegister::new();
    let today = asked("Harbour", json!({}))["start"].as_str().expect("a day").to_owned();
    let price = [
        "lang=en&service_level=standard&term_years=1&program=list&currency=EUR",
        "&product_line.1=historian&edition.1=server&owned.1=3",
        &format!("&covered_through.1={today}&quote_date={today}"),
    ];
    let price = price.concat();
    let form = |once: &'static str| {
        [("query", price.as_str()), ("once", once), ("customer", "Harbour"), ("rate", "")]
    };
    let ann = Person::signed_in(&served, "ann");
    let first = ann.send("/register/quotes", &form("form-1"));
    let number = first.written("location").expect("a quote").to_owned();
    assert_eq!(first.status, 303);
    let (cookie, csrf) = (ann.cookie.clone(), ann.csrf.clone());

    let served = served.bare();
    let ann = Person { served: &served, cookie, csrf };
    let anew = ann.send("/register/quotes", &form("form-2"));
    assert!(matches!(anew.status, 400 | 422), "{}", anew.text());
    let again = ann.send("/register/quotes", &form("form-1"));
    assert_eq!((again.status, again.written("location")), (303, Some(&*number)));
    let mut other = form("form-1");
    other[2].1 = "Quay";
    let other = ann.send("/register/quotes", &other);
    assert_eq!((other.status, code(&other)), (422, "key-reused"));
    assert_eq!(served.run(&["list", "--csv"]).lines().count(), 2);
}
