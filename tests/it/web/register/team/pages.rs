//! What the pages show is what the register has.

use serde_json::json;

use super::super::{ServedRegister, asked};
use super::{Person, code, plain, rows};
use crate::web::page::all_between;

const ALL: &str = "Quotes, the next to end first";

/// A day as the pages write it, and the last day of what is quoted today: the book has 30 days.
fn written(days: u64) -> String {
    let now = chrono::Utc::now().with_timezone(&chrono_tz::Europe::Amsterdam);
    let day = now.date_naive() + chrono::Days::new(days);
    day.format("%-d %B %Y").to_string()
}

/// By hand: three servers are EUR 3,888.00, with 21% 4,704.48; less 8% 3,576.96 and 4,328.12.
#[test]
fn the_list_has_each_quote_with_what_it_shows() {
    let served = ServedRegister::new();
    served.added("ann", "Harbour&Sons");
    served.added_with("cas", "Quay", json!({ "concession": { "rate": "8%", "reason": "loyal" } }));
    let sent = served.sent("Pier");
    let fin = Person::signed_in(&served, "fin");
    let page = fin.page("/register");
    let year = &sent[..7];
    let until = written(30);
    let numbers = [1, 2, 3].map(|count| format!("{year}{count:05}"));
    let row = |number: &str, customer: &str, status: &str, owner: &str, total: &str| {
        let customer = format!("{customer} ORG-{customer}");
        [number, &customer, status, &until, owner, total].map(str::to_owned).to_vec()
    };
    assert_eq!(
        rows(&page, ALL),
        [
            row(&numbers[0], "Harbour&Sons", "ready", "ann", "EUR 4,704.48"),
            row(&numbers[1], "Quay", "waiting for approval", "cas", "EUR 4,328.12"),
            row(&numbers[2], "Pier", "sent", "ann", "EUR 4,704.48"),
        ]
    );
    assert!(page.contains("<h2 id=\"found\">3 quotes</h2>"));
    let found = |query: &str| {
        let page = fin.page(&format!("/register?{query}"));
        if page.contains("No quote is like that") {
            return Vec::new();
        }
        let numbers = rows(&page, ALL).into_iter().map(|row| row[0].clone());
        numbers.map(|number| number.trim_start_matches(year).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("status=sent"), ["00003"]);
    assert_eq!(found("status=waiting+for+approval&customer=quay"), ["00002"]);
    assert_eq!(found("customer=ORG-Pier"), ["00003"]);
    assert_eq!(found("customer=harbour%26"), ["00001"]);
    assert_eq!(found("owner=cas&status=&run="), ["00002"]);
    assert_eq!(found("due=29"), [""; 0]);
    assert_eq!(found("due=30").len(), 3);
    assert_eq!(found("run=december"), [""; 0]);
    let wrong = fin.page("/register?due=soon");
    assert!(wrong.contains("id=\"due-error\""), "and the others are shown: {wrong}");
    assert_eq!(rows(&wrong, ALL).len(), 3);
}

#[test]
fn fifty_quotes_are_on_a_page_and_the_rest_behind_a_link() {
    let served = ServedRegister::new();
    let customers = (1..=53).map(|count| format!("Customer-{count}"));
    let numbers: Vec<String> = customers.map(|customer| served.added("ann", &customer)).collect();
    let ann = Person::signed_in(&served, "ann");
    let first = ann.page("/register?owner=ann");
    let of = |page: &str| -> Vec<String> {
        rows(page, ALL).into_iter().map(|row| row[0].clone()).collect()
    };
    assert_eq!(of(&first), numbers[..50]);
    let next = all_between(&first, "rel=\"next\" href=\"", "\"")[0].replace("&#38;", "&");
    assert!(next.starts_with("/register?owner=ann&after="), "{next}");
    let second = ann.page(&next);
    assert_eq!(of(&second), numbers[50..]);
    assert!(!second.contains("rel=\"next\""));
    // A page that is full has no next one where nothing is left.
    let exactly = ann.page("/register?customer=Customer-1");
    assert_eq!(of(&exactly).len(), 11);
    // What nobody would write is as if it were not there.
    assert_eq!(of(&ann.page("/register?after=x&after=2026-99-99.y")).len(), 50);
}

/// By hand: five servers are EUR 6,480.00, which is 2,592.00 more; 21% of it is 1,360.80, which is
/// 544.32 more than 816.48.
#[test]
fn a_quote_shows_its_revisions_and_what_the_newest_changes() {
    let served = ServedRegister::new();
    let number = served.sent("Harbour");
    let holding = asked("Harbour", json!({}))["holding"][0].clone();
    let mut five = holding.clone();
    five["owned"] = json!(5);
    let revised = asked("Harbour", json!({ "holding": [five], "language": "nl" }));
    assert_eq!(served.change("fin", (&number, "revisions"), &revised).status, 201);
    let ann = Person::signed_in(&served, "ann");
    let page = ann.page(&format!("/register/quotes/{number}"));
    assert_eq!(ann.status(&number), "sent", "the first stands until the second is sent");
    let cells = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    assert_eq!(
        rows(&page, "The sums before and after"),
        [
            cells(["New term", "EUR 3,888.00", "EUR 6,480.00", "+2,592.00"]),
            cells(["Total without tax", "EUR 3,888.00", "EUR 6,480.00", "+2,592.00"]),
            cells(["Tax", "EUR 816.48", "EUR 1,360.80", "+544.32"]),
            cells(["Total", "EUR 4,704.48", "EUR 7,840.80", "+3,136.32"]),
        ]
    );
    assert_eq!(
        rows(&page, "The total of each product before and after"),
        [cells(["historian, server", "EUR 3,888.00", "EUR 6,480.00", "+2,592.00"])]
    );
    assert_eq!(
        rows(&page, "What was asked for, before and after"),
        [["Holding 1, owned", "3", "5"], ["Language", "en", "nl"]]
    );
    let revisions = rows(&page, "Revisions, the newest first");
    let statuses: Vec<[&str; 4]> =
        revisions.iter().map(|row| [&*row[0], &*row[1], &*row[4], &*row[5]]).collect();
    assert_eq!(
        statuses,
        [["2", "ready", "fin", "EUR 7,840.80"], ["1", "sent", "ann", "EUR 4,704.48"]]
    );
    let happened = all_between(&page, "<ol class=\"timeline\"", "</ol>")[0];
    let said: Vec<String> = all_between(happened, "<p>", "</p>").into_iter().map(plain).collect();
    let key = |who: &str| format!("(a program, with the key {})", served.key_id(who));
    assert_eq!(
        said,
        [
            format!("fin made revision 2. {}", key("fin")),
            format!("ann sent revision 1, without a link. {}", key("ann")),
            format!("ann registered revision 1. {}", key("ann")),
        ]
    );
}

#[test]
fn the_documents_of_a_revision_are_those_of_the_register() {
    let served = ServedRegister::new();
    let number = served.sent("Harbour");
    let ann = Person::signed_in(&served, "ann");
    let place = format!("/register/quotes/{number}/1");
    let json = ann.get(&format!("{place}/quote.json"));
    assert_eq!(json.status, 200);
    assert_eq!(json.text(), served.run(&["show", &number, "--json"]));
    let api = format!("/api/v1/register/quotes/{number}/revisions/1.pdf");
    let pdf = ann.get(&format!("{place}/quote.pdf"));
    assert_eq!(pdf.body, served.get("ann", &api).body, "what was sent");
    assert_eq!(pdf.header("content-type"), Some("application/pdf"));
    let html = ann.get(&format!("{place}/quote.html"));
    assert!(html.text().contains("4,704.48"));
    assert!(html.header("content-security-policy").expect("a policy").ends_with("sandbox"));
    let draft = served.added("ann", "Quay");
    let pdf = ann.get(&format!("/register/quotes/{draft}/1/quote.pdf"));
    assert!(pdf.body.starts_with(b"%PDF-"));
    for wrong in ["2/quote.pdf", "0/quote.pdf", "01/quote.pdf", "x/quote.pdf", "1/quote.xml"] {
        let answer = ann.get(&format!("/register/quotes/{number}/{wrong}"));
        assert_eq!((answer.status, code(&answer)), (404, "unknown"), "{wrong}");
    }
}

/// By hand: 3,888.00 and 2 × 3,576.96 are 11,041.92.
#[test]
fn the_pipeline_adds_up_what_ends_in_a_month() {
    let served = ServedRegister::new();
    let less = || json!({ "concession": { "rate": "8%", "reason": "loyal" } });
    served.added("ann", "Harbour");
    served.added_with("ann", "Quay", less());
    served.added_with("ann", "Pier", less());
    let fin = Person::signed_in(&served, "fin");
    let page = fin.page("/register/pipeline");
    let until = written(30);
    let month = until.split_once(' ').expect("a month").1;
    let found = rows(&page, &format!("{month}, by status and currency"));
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    assert_eq!(
        found,
        [
            row(["waiting for approval", "2", "EUR 7,153.92"]),
            row(["ready", "1", "EUR 3,888.00"]),
            row(["All", "3", "EUR 11,041.92"]),
        ]
    );
    let ann = Person::signed_in(&served, "ann");
    assert!(!ann.page("/register").contains("/register/pipeline"), "reps are not led there");
}

#[test]
fn what_waits_for_approval_is_shown_with_how_much_it_is() {
    let served = ServedRegister::new();
    let less = json!({ "concession": { "rate": "8%", "reason": "a loyal customer" } });
    let number = served.added_with("ann", "Quay", less);
    served.added("ann", "Harbour");
    let cas = Person::signed_in(&served, "cas");
    let page = cas.page("/register/approvals");
    assert_eq!(all_between(&page, "<h2 id=\"draft-", "</h2>").len(), 1);
    // By hand: 8% of 3,888.00 is 311.04.
    let said = plain(&page);
    assert!(said.contains("An additional discount of 8%, EUR 311.04: a loyal customer"), "{said}");
    assert!(page.contains(&format!("action=\"/register/quotes/{number}/decide\"")));
    let ann = Person::signed_in(&served, "ann");
    let page = ann.page("/register/approvals");
    assert!(page.contains("An approver decides about it."), "{page}");
    assert!(!page.contains("/decide\""));
}

/// A page has fifty drafts: those of others take no room on it.
#[test]
fn reps_find_their_own_drafts_however_many_others_wait() {
    let served = ServedRegister::with(&["--own-only"]);
    let less = || json!({ "concession": { "rate": "8%", "reason": "loyal" } });
    for count in 0..51 {
        served.added_with("ann", &format!("Customer-{count}"), less());
    }
    let number = served.added_with("ben", "Quay", less());
    let of = |who: &str| {
        let page = Person::signed_in(&served, who).page("/register/approvals");
        (all_between(&page, "<h2 id=\"draft-", "</h2>").len(), page)
    };
    let (count, page) = of("ben");
    assert_eq!((count, page.contains(&number), page.contains("Customer-")), (1, true, false));
    assert_eq!(of("ann").0, 50);
    assert_eq!(of("cas").0, 50, "an approver sees those of everybody");
}

#[test]
fn a_page_that_is_not_there_says_so_to_those_who_are_signed_in() {
    let served = ServedRegister::with(&["--own-only"]);
    let number = served.added("ann", "Harbour");
    let ben = Person::signed_in(&served, "ben");
    for path in ["Q-2026-99999".to_owned(), number.clone(), format!("{number}/1/quote.json")] {
        let answer = ben.get(&format!("/register/quotes/{path}"));
        assert_eq!((answer.status, code(&answer)), (404, "unknown"), "{path}");
        assert!(!answer.text().contains("Harbour"));
    }
    assert!(ben.page("/register").contains("Nothing has been registered yet."));
    assert_eq!(served.server.get(&format!("/register/quotes/{number}")).status, 401);
}
