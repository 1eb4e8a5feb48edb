//! What is sent away before it is looked at is told on a page of the register.

use std::io::Write as _;

use super::super::ServedRegister;
use super::{Person, code, plain};
use crate::web::server::{Answer, post};

const BROWSER: &str = "accept: text/html";

/// That an answer is a page of the register which says this.
fn says(answer: &Answer, (status, known): (u16, &str), text: &str) {
    assert_eq!((answer.status, code(answer)), (status, known), "{}", plain(answer.text()));
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    let said = plain(answer.text());
    assert!(said.contains(text), "{said}");
    assert!(said.contains("To the quotes") && !said.contains("address of this page"), "{said}");
}

#[test]
fn what_is_too_large_is_told_with_how_large_it_may_be() {
    let served = ServedRegister::new();
    let number = served.sent("Harbour");
    let ann = Person::signed_in(&served, "ann");
    let long = "x".repeat(300_000);
    let place = format!("/register/quotes/{number}/withdraw");
    let answer = ann.send_with(&place, &[BROWSER], &[("csrf", &ann.csrf), ("reason", &long)]);
    says(&answer, (413, "too-large"), "The form has more than 256 KiB.");
    assert!(plain(answer.text()).contains("ann, rep"), "who is signed in stays so");
    let file = vec![b'x'; 9 * 1024 * 1024];
    let by = [("by", "Priya"), ("purchase_order", "")];
    let answer = ann.act_with_file(&number, "accept", (&by, "order.pdf", &file));
    says(&answer, (413, "too-large"), "The form has more than 8 MiB. Go back; the file may have 5");
    let key = format!("key={long}");
    let answer = served.server.send(&post("/register/sign-in", &[BROWSER], key.as_bytes()));
    says(&answer, (413, "too-large"), "The form has more than 256 KiB.");
    assert_eq!(served.state(&number), "sent");
}

#[test]
fn what_comes_too_slowly_or_too_often_is_told_on_a_page_of_the_register() {
    let served = ServedRegister::new();
    let ann = Person::signed_in(&served, "ann");
    let mut slow = served.server.connect();
    let cookie = &ann.cookie;
    let head = format!(
        "POST /register/quotes HTTP/1.1\r\nhost: x\r\n{BROWSER}\r\ncookie: {cookie}\r\n\
         content-length: 9\r\n\r\ncsrf"
    );
    slow.write_all(head.as_bytes()).expect("room");
    let answer = Answer::read(&mut slow).expect("an answer");
    says(&answer, (408, "too-slow"), "The request did not arrive in time. Send it within 4 s.");

    let served = ServedRegister::with(&["--rate", "1"]);
    for path in ["/register", "/register/sign-in"] {
        let ask = || {
            let text = format!("GET {path} HTTP/1.1\r\nhost: x\r\n{BROWSER}\r\n\r\n");
            served.server.send(text.as_bytes())
        };
        let answer = (0..100).map(|_| ask()).find(|answer| answer.status == 429);
        let answer = answer.expect("one too many");
        says(&answer, (429, "too-many-requests"), "Too many requests from this address.");
        assert!(answer.header("retry-after").is_some(), "{path}");
    }
}

#[test]
fn where_there_is_no_place_left_a_page_of_the_register_says_so() {
    let served = ServedRegister::with(&["--connections", "2"]);
    let mut open: Vec<_> = (0..2).map(|_| served.server.connect()).collect();
    for stream in &mut open {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").expect("room");
        assert_eq!(Answer::read(stream).expect("an answer").status, 200);
    }
    for path in ["/register", "/register/sign-in"] {
        let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\n{BROWSER}\r\n\r\n");
        let answer = served.server.send(head.as_bytes());
        says(&answer, (503, "busy"), "Try again in 1 s.");
        assert_eq!(answer.header("retry-after"), Some("1"));
    }
}

#[test]
fn an_address_that_leads_nowhere_leads_back_to_the_quotes() {
    let served = ServedRegister::new();
    for (method, path, status) in
        [("GET", "/register/nothing", 404), ("PUT", "/register/approvals", 405)]
    {
        let head = format!("{method} {path} HTTP/1.1\r\nhost: x\r\n{BROWSER}\r\n\r\n");
        let answer = served.server.send(head.as_bytes());
        says(&answer, (status, "not-found"), "There is nothing at this address.");
        assert_eq!(answer.header("allow").is_some(), status == 405);
    }
    // Where no register is served, the estimator is all there is.
    let plain = crate::web::server::Server::new();
    let head = format!("GET /register HTTP/1.1\r\nhost: x\r\n{BROWSER}\r\n\r\n");
    let answer = plain.send(head.as_bytes());
    assert_eq!((answer.status, code(&answer)), (404, ""));
    assert!(answer.text().contains("The estimator is a single page"), "{}", answer.text());
}
