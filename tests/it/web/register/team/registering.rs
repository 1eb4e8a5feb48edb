//! A price of the estimator's page becomes a quote, or the next revision of one.

use form_urlencoded::{Serializer, parse};
use serde_json::{Value, json};

use super::super::{ServedRegister, asked};
use super::{Person, code, form, plain};
use crate::web::page::all_between;
use crate::web::server::Answer;

/// What the page asks for to price `asked` for a customer, as its form sends it.
fn query() -> String {
    let asked = asked("Harbour", json!({}));
    let today = asked["start"].as_str().expect("a day");
    let mut query = Serializer::new(String::new());
    query.extend_pairs([
        ("lang", "en"),
        ("service_level", "standard"),
        ("term_years", "1"),
        ("program", "list"),
        ("currency", "EUR"),
        ("quote_date", today),
        ("tax_name", "VAT"),
        ("tax_rate", "21"),
        ("product_line.1", "historian"),
        ("edition.1", "server"),
        ("owned.1", "3"),
        ("covered_through.1", today),
    ]);
    query.finish()
}

/// What the form of a page carries by itself.
fn carried(page: &str) -> Vec<(String, String)> {
    let form = all_between(page, "<form class=\"register\"", "</form>");
    let form = form.first().unwrap_or_else(|| panic!("nothing is offered: {}", plain(page)));
    let hidden = all_between(form, "<input type=\"hidden\" name=\"", ">");
    let pairs = hidden.into_iter().filter_map(|one| one.split_once("\" value=\""));
    pairs
        .map(|(name, value)| {
            let value = value.trim_end_matches('"').replace("&#38;", "&").replace("&amp;", "&");
            (name.to_owned(), value)
        })
        .collect()
}

/// Sends the form of a page, with what somebody typed.
fn register(person: &Person<'_>, page: &str, typed: &[(&str, &str)]) -> Answer {
    let carried = carried(page);
    let own = carried.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<_> = own.chain(typed.iter().copied()).collect();
    person.send_with("/register/quotes", &["sec-fetch-site: same-origin"], &fields)
}

fn number_of(answer: &Answer) -> String {
    let place = answer.written("location").unwrap_or_else(|| panic!("{}", answer.text()));
    let number = place.strip_prefix("/register/quotes/").expect("a quote");
    assert_eq!(answer.status, 303);
    number.to_owned()
}

/// What was sealed.
fn sealed(served: &ServedRegister, document: &str) -> Value {
    serde_json::from_str(&served.run(&["show", document, "--json"])).expect("JSON")
}

/// By hand: three servers are EUR 3,888.00, with 21% 4,704.48; less 8% 4,328.12.
#[test]
fn a_price_is_registered_as_it_is_shown_and_once() {
    let served = ServedRegister::new();
    let ann = Person::signed_in(&served, "ann");
    let page = ann.page(&format!("/?{}", query()));
    assert!(page.contains("€4,704.48"), "{}", plain(&page));
    let typed = [("customer", "Harbour & Sons"), ("org_id", "ORG-7"), ("rate", ""), ("reason", "")];
    let first = register(&ann, &page, &typed);
    let number = number_of(&first);
    assert_eq!(number_of(&register(&ann, &page, &typed)), number, "sent twice");
    let quote = sealed(&served, &number);
    assert_eq!(quote["totals"]["total"], "4704.48");
    assert_eq!(quote["customer"], json!({ "name": "Harbour & Sons", "org_id": "ORG-7" }));
    assert_eq!(ann.status(&number), "ready");
    let other = register(&ann, &page, &[("customer", "Quay")]);
    assert_eq!((other.status, code(&other)), (422, "key-reused"), "one form, one quote");

    let page = ann.page(&format!("/?{}", query()));
    let less = [("customer", "Pier"), ("rate", "8"), ("reason", "loyal")];
    let number = number_of(&register(&ann, &page, &less));
    assert_eq!(sealed(&served, &number)["totals"]["total"], "4328.12");
    assert_eq!(ann.status(&number), "waiting for approval");
    served.assert_whole();
}

/// What stands in a field of the form.
fn field(page: &str, name: &str) -> String {
    let found = all_between(page, &format!("name=\"{name}\""), ">");
    let value = found.first().and_then(|one| one.split_once("value=\""));
    value.map_or_else(String::new, |(_, value)| value.trim_end_matches('"').to_owned())
}

/// By hand, as above.
#[test]
fn a_form_that_is_refused_keeps_what_was_typed() {
    let served = ServedRegister::new();
    let ann = Person::signed_in(&served, "ann");
    let page = ann.page(&format!("/?{}", query()));
    let wrong = [
        ("customer", "Harbour & Sons"),
        ("org_id", "ORG-7"),
        ("contact", "Jo \"J\" Poole"),
        ("email", "jo@x.example"),
        ("rate", "eight"),
        ("reason", "loyal"),
    ];
    let refused = register(&ann, &page, &wrong);
    let again = refused.text().to_owned();
    assert!(matches!(refused.status, 400 | 422), "{}", plain(&again));
    assert!(again.contains("id=\"register-error\"") && again.contains("€4,704.48"));
    let error = all_between(&again, "id=\"register-error\"", "</div>").concat();
    assert!(error.contains("<p>This was not registered.</p>"), "{error}");
    assert!(
        error.contains("Additional discount: &#34;eight%&#34; is not a percentage."),
        "{error}"
    );
    for (name, text) in wrong {
        let text = text.replace('&', "&#38;").replace('"', "&#34;");
        assert_eq!(field(&again, name), text, "{name}");
    }
    let right = wrong.map(|(name, text)| (name, if name == "rate" { "8" } else { text }));
    let number = number_of(&register(&ann, &again, &right));
    assert_eq!(sealed(&served, &number)["totals"]["total"], "4328.12");
    assert_eq!(served.run(&["list", "--csv"]).lines().count(), 2);
    served.assert_whole();
}

/// The form is shown again as of the event that was seen: a change meanwhile is still told.
#[test]
fn a_revision_that_is_refused_does_not_hide_what_changed_meanwhile() {
    let served = ServedRegister::new();
    let number = served.added("ann", "Harbour");
    let ann = Person::signed_in(&served, "ann");
    let link = ann.get(&format!("/register/quotes/{number}/revise"));
    let page = ann.page(link.written("location").expect("a place"));
    served.run(&["withdraw", &number, "--reason", "by telephone", "--as", "ann"]);
    let refused = register(&ann, &page, &[("rate", "many"), ("reason", "loyal")]);
    let again = refused.text().to_owned();
    assert!(again.contains("id=\"register-error\""), "{}", plain(&again));
    assert_eq!((field(&again, "rate"), field(&again, "reason")), ("many".into(), "loyal".into()));
    let stale = register(&ann, &again, &[("rate", "5"), ("reason", "loyal")]);
    assert_eq!((stale.status, code(&stale)), (412, "stale"));
    served.assert_whole();
}

#[test]
fn strangers_are_offered_nothing_and_a_form_of_theirs_registers_nothing() {
    let served = ServedRegister::new();
    let number = served.added("ann", "Harbour");
    for more in ["", "&revise=", &format!("&revise={number}"), "&revise=Q-2026-99999"] {
        let page = served.server.get(&format!("/?{}{more}", query()));
        assert_eq!(page.status, 200, "{}", plain(page.text()));
        assert!(!page.text().contains("/register"), "{more}");
        assert!(!page.text().contains("class=\"register\""), "{more}");
    }
    let query = query();
    let fields = [("query", query.as_str()), ("customer", "Quay"), ("once", "1")];
    let sent = served.server.send(&form("/register/quotes", &[], &fields));
    assert_eq!(sent.status, 401);
    let ann = Person::signed_in(&served, "ann");
    let sent = ann.send_with("/register/quotes", &[], &fields);
    assert_eq!((sent.status, code(&sent)), (403, "other-site"));
    // What is refused, or no request at all, is offered to nobody.
    let wrong = ann.get(&format!("/?{query}&term_years=99"));
    assert!(!wrong.text().contains("class=\"register\""));
    // A number that is none is no offer to register anything else.
    let unknown = ann.page(&format!("/?{query}&revise=Q-2026-99999"));
    assert!(!unknown.contains("class=\"register\""));
    assert_eq!(served.run(&["list", "--csv"]).lines().count(), 2);
}

/// By hand: five servers are EUR 6,480.00.
#[test]
fn a_quote_is_revised_in_the_form_of_the_estimator() {
    let served = ServedRegister::new();
    let seller = json!({ "seller": { "name": "Ann Visser" } });
    let number = served.added_with("ann", "Harbour", seller.clone());
    let ann = Person::signed_in(&served, "ann");
    let page = ann.page(&format!("/register/quotes/{number}"));
    assert!(page.contains(&format!("href=\"/register/quotes/{number}/revise\"")));
    let link = ann.get(&format!("/register/quotes/{number}/revise"));
    assert_eq!(link.status, 303);
    let place = link.written("location").expect("a place").to_owned();
    let filled: Vec<(String, String)> = parse(&place.as_bytes()[2..])
        .map(|(key, text)| (key.into_owned(), text.into_owned()))
        .collect();
    let has = |key: &str, text: &str| filled.contains(&(key.to_owned(), text.to_owned()));
    assert!(has("owned.1", "3") && has("tax_rate", "21%") && has("revise", &number), "{place}");
    assert!(!filled.iter().any(|(key, _)| key == "quote_date" || key == "start"), "{place}");

    let page = ann.page(&place.replace("owned.1=3", "owned.1=5"));
    assert!(page.contains("stays as it is: seller."), "{}", plain(&page));
    assert!(page.contains(&format!("Register as the next revision of {number}")));
    assert_eq!(number_of(&register(&ann, &page, &[("rate", ""), ("reason", "")])), number);
    let second = sealed(&served, &format!("{number}-2"));
    assert_eq!(second["totals"]["subtotal"], "6480.00");
    assert_eq!(second["request"]["seller"], seller["seller"]);
    assert_eq!(second["customer"], sealed(&served, &format!("{number}-1"))["customer"]);

    // Somebody else revised it while the form was open.
    let open = ann.page(&place);
    let four = json!({ "term_years": 2 });
    assert_eq!(served.change("fin", (&number, "revisions"), &asked("Harbour", four)).status, 201);
    let stale = register(&ann, &open, &[]);
    assert_eq!((stale.status, code(&stale)), (412, "stale"));
    // Ben keeps another's quotes no more than on the command line.
    let ben = Person::signed_in(&served, "ben");
    assert!(!ben.page(&format!("/register/quotes/{number}")).contains("/revise\""));
    let denied = register(&ben, &ben.page(&place), &[]);
    assert_eq!((denied.status, code(&denied)), (403, "role-too-low"));
    served.assert_whole();
}

#[test]
fn what_the_register_does_not_take_is_told_on_a_page() {
    let served = ServedRegister::new();
    let ann = Person::signed_in(&served, "ann");
    let page = || ann.page(&format!("/?{}", query()));
    let nobody = register(&ann, &page(), &[("customer", " ")]);
    assert_eq!((nobody.status, code(&nobody)), (422, "no-customer"));
    let discount = register(&ann, &page(), &[("customer", "Quay"), ("rate", "x"), ("reason", "y")]);
    assert_eq!(discount.status, 400, "{}", discount.text());
    let unasked = register(&ann, &page(), &[("customer", "Quay"), ("rate", "8")]);
    assert_eq!(unasked.status, 400, "a discount has a reason: {}", unasked.text());
    assert_eq!(served.run(&["list", "--csv"]).lines().count(), 1);
}
