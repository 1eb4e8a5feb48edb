//! Which role may open what: each page and each form, by each role.

use super::super::ServedRegister;
use super::{Person, code};

const ROLES: [&str; 4] = ["ann", "cas", "fin", "root"];

/// Each page and form, and which of rep, approver, finance and admin may use it, by hand from the
/// table of the quote register, section 3 and 10. Who else may use a form of a quote goes by who
/// owns it, and is told by the register.
const ROUTES: [(&str, &str, [bool; 4]); 23] = [
    ("GET", "/register", [true, true, true, true]),
    ("GET", "/register/approvals", [true, true, true, true]),
    ("GET", "/register/pipeline", [false, true, true, true]),
    ("GET", "/register/quotes/N", [true, true, true, true]),
    ("GET", "/register/quotes/N/1/quote.json", [true, true, true, true]),
    ("GET", "/register/quotes/N/1/quote.html", [true, true, true, true]),
    ("POST", "/register/quotes/N/send", [true, true, true, true]),
    ("POST", "/register/quotes/N/link", [true, true, true, true]),
    ("POST", "/register/quotes/N/decide", [false, true, false, true]),
    ("POST", "/register/quotes/N/accept", [true, true, true, true]),
    ("POST", "/register/quotes/N/accept-late", [false, true, false, true]),
    ("POST", "/register/quotes/N/decline", [true, true, true, true]),
    ("POST", "/register/quotes/N/withdraw", [true, true, true, true]),
    ("POST", "/register/quotes/N/annul", [false, true, false, true]),
    ("POST", "/register/sign-out", [true, true, true, true]),
    // Where a page came from is asked for again as a page: that leads on, whoever asks.
    ("GET", "/register/quotes", [true, true, true, true]),
    ("GET", "/register/quotes/N/send", [true, true, true, true]),
    ("GET", "/register/quotes/N/link", [true, true, true, true]),
    ("GET", "/register/quotes/N/decide", [true, true, true, true]),
    ("GET", "/register/quotes/N/accept", [true, true, true, true]),
    ("GET", "/register/quotes/N/accept-late", [true, true, true, true]),
    ("GET", "/register/quotes/N/withdraw", [true, true, true, true]),
    ("GET", "/register/quotes/N/annul", [true, true, true, true]),
];

#[test]
fn each_role_may_use_what_is_for_it_and_strangers_nothing() {
    let served = ServedRegister::new();
    let number = served.added("ann", "Harbour");
    let people = ROLES.map(|who| Person::signed_in(&served, who));
    for (method, path, may) in ROUTES {
        let path = path.replace('N', &number);
        let bytes = format!("{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n");
        let stranger = served.server.send(bytes.as_bytes());
        assert_eq!(stranger.status, 401, "{method} {path}");
        assert!(!stranger.text().contains("Harbour"));
        for (person, (who, may)) in people.iter().zip(ROLES.into_iter().zip(may)) {
            // Without what a form carries nothing is done: that comes after the role.
            let answer = match method {
                "GET" => person.get(&path),
                _ => person.send_with(&path, &[], &[]),
            };
            let is_denied = code(&answer) == "role-too-low";
            assert_eq!(is_denied, !may, "{who}: {method} {path}: {}", answer.status);
            assert_eq!(answer.status == 403, method == "POST" || !may, "{who}: {method} {path}");
        }
    }
    assert_eq!(served.state(&number), "draft");
    let other = people[0].send_with("/register", &[], &[]);
    assert_eq!(other.status, 405);
}

#[test]
fn the_address_of_a_form_leads_back_to_its_page_and_does_nothing() {
    let served = ServedRegister::new();
    let number = served.added("ann", "Harbour");
    let ann = Person::signed_in(&served, "ann");
    let before = served.etag(&number);
    let quote = format!("/register/quotes/{number}");
    for what in ["send", "link", "decide", "accept", "accept-late", "decline", "withdraw", "annul"]
    {
        let answer = ann.get(&format!("{quote}/{what}"));
        assert_eq!((answer.status, answer.written("location")), (303, Some(&*quote)), "{what}");
    }
    for path in ["/register/quotes", "/register/sign-out"] {
        let answer = ann.get(path);
        assert_eq!((answer.status, answer.written("location")), (303, Some("/register")), "{path}");
    }
    assert_eq!(ann.get("/register").status, 200, "still signed in");
    assert_eq!(served.etag(&number), before);
}

/// Of a quote of somebody else all is answered as if it were not there, in the words of what was
/// asked.
#[test]
fn where_reps_see_their_own_alone_no_form_tells_of_anothers_quote() {
    let served = ServedRegister::with(&["--own-only", "--base-url", "https://quotes.example.com"]);
    let number = served.sent("Harbour");
    let ben = Person::signed_in(&served, "ben");
    let nobodys = number.replace("00001", "00009");
    let digest = served.digest(&number);
    let fields = [("quote_sha256", &*digest), ("reason", "mine now"), ("by", "Priya")];
    let compare = || {
        for end in ["", "-1"] {
            let (name, other) = (format!("{number}{end}"), format!("{nobodys}{end}"));
            for what in ["", "/revise", "/1/quote.json", "/1/quote.pdf", "/1/proof"] {
                let ask = |name: &str| ben.get(&format!("/register/quotes/{name}{what}"));
                let (answer, nothing) = (ask(&name), ask(&other));
                assert_eq!((nothing.status, code(&nothing)), (404, "unknown"), "{other}{what}");
                assert_eq!(answer.status, 404, "{name}{what}");
                assert_eq!(answer.text().replace("00001", "00009"), nothing.text(), "{name}{what}");
            }
            for what in ["send", "link", "accept", "decline", "withdraw"] {
                let ask =
                    |name: &str| ben.send(&format!("/register/quotes/{name}/{what}"), &fields);
                let (answer, nothing) = (ask(&name), ask(&other));
                assert_eq!((nothing.status, code(&nothing)), (404, "unknown"), "{other} {what}");
                assert_eq!(answer.status, 404, "{name} {what}");
                assert_eq!(
                    answer.text().replace("00001", "00009"),
                    nothing.text(),
                    "{name} {what}"
                );
            }
        }
    };
    compare();
    served.run(&["erase", &number, "--reason", "asked for"]);
    compare();
}
