//! Which role may open what: each page and each form, by each role.

use super::super::ServedRegister;
use super::{Person, code};

const ROLES: [&str; 4] = ["ann", "cas", "fin", "root"];

/// Each page and form, and which of rep, approver, finance and admin may use it, by hand from the
/// table of the quote register, section 3 and 10. Who else may use a form of a quote goes by who
/// owns it, and is told by the register.
const ROUTES: [(&str, &str, [bool; 4]); 15] = [
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
