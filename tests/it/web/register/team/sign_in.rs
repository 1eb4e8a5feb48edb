//! Who gets to the pages: with a key, or by a proxy that is believed, and nobody else.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;

use super::super::ServedRegister;
use super::{Person, code, form, sign_in};
use crate::support::{program, skipped};
use crate::web::page::all_between;
use crate::web::server::Answer;

#[test]
fn a_key_opens_the_pages_until_somebody_signs_out() {
    let served = ServedRegister::new();
    let stranger = served.server.get("/register");
    assert_eq!(stranger.status, 401);
    assert!(stranger.text().contains("<label for=\"key\">"), "{}", stranger.text());
    assert_eq!(served.server.get("/register/sign-in").status, 200);
    let ann = Person::signed_in(&served, "ann");
    assert!(ann.page("/register").contains("ann, rep"));
    let out = ann.send("/register/sign-out", &[]);
    assert_eq!((out.status, out.header("location")), (303, Some("/register/sign-in")));
    assert!(out.cookie().expect("a cookie").contains("Max-Age=0"));
    // The cookie that somebody copied before opens nothing any more.
    assert_eq!(ann.get("/register").status, 401);
}

#[test]
fn a_cookie_is_for_this_host_and_hidden_from_scripts() {
    let served = ServedRegister::with(&["--trusted-proxy", "127.0.0.1"]);
    let plain = sign_in(&served, served.key("ann"), &[]);
    let plain = plain.cookie().expect("a cookie");
    assert!(plain.starts_with("reinstate="), "{plain}");
    assert!(plain.ends_with("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict"), "{plain}");
    let secure = sign_in(&served, served.key("ann"), &["x-forwarded-proto: https"]);
    let secure = secure.cookie().expect("a cookie");
    assert!(secure.starts_with("__Host-reinstate="), "{secure}");
    assert!(secure.ends_with("; HttpOnly; SameSite=Strict; Secure"), "{secure}");
    // 32 bytes are 43 characters.
    let token = all_between(secure, "=", ";")[0];
    assert_eq!(token.len(), 43);
    // A stranger's word that it was https is not taken.
    let strange = ServedRegister::new();
    let answer = sign_in(&strange, strange.key("ann"), &["x-forwarded-proto: https"]);
    assert!(answer.cookie().expect("a cookie").starts_with("reinstate="));
}

#[test]
fn a_wrong_key_is_told_in_the_form_and_not_tried_for_ever() {
    let served = ServedRegister::new();
    let wrong = sign_in(&served, "rk_wrong", &[]);
    assert_eq!((wrong.status, wrong.cookie()), (401, None));
    assert!(wrong.text().contains("id=\"key-error\""), "{}", wrong.text());
    assert!(!wrong.text().contains("rk_wrong"));
    let statuses: Vec<u16> = (0..12).map(|_| sign_in(&served, "rk_x", &[]).status).collect();
    // Five at once and one a second: the first took one of these.
    assert_eq!(statuses[..4], [401; 4]);
    assert!(statuses[4..].contains(&429), "{statuses:?}");
    // Nor does the right one get in before it is its turn, and other pages are not held up.
    assert_eq!(sign_in(&served, served.key("ann"), &[]).status, 429);
    assert_eq!(served.server.get("/register/sign-in").status, 200);
}

#[test]
fn keys_of_accounts_that_ended_and_keys_that_were_revoked_open_nothing() {
    let served = ServedRegister::new();
    let ben = Person::signed_in(&served, "ben");
    served.run(&["account", "end", "ben"]);
    assert_eq!(ben.get("/register").status, 401);
    assert_eq!(sign_in(&served, served.key("ben"), &[]).status, 401);
}

#[test]
fn somebody_who_signs_in_comes_to_the_page_that_they_asked_for() {
    let served = ServedRegister::new();
    let asked = served.server.get("/register/approvals?x=1");
    assert_eq!(
        all_between(asked.text(), "name=\"to\" value=\"", "\""),
        ["/register/approvals?x=1"]
    );
    let to = |to: &str| {
        let fields = [("key", served.key("root")), ("to", to)];
        served.server.send(&form("/register/sign-in", &[], &fields))
    };
    let inside = to("/register/approvals");
    assert_eq!(inside.header("location"), Some("/register/approvals"));
    let outside = to("https://evil.example/register");
    assert_eq!(outside.header("location"), Some("/register"));
}

/// A form of another site has neither what ours carry nor the browser's word for it.
#[test]
fn a_form_that_is_none_of_ours_does_nothing() {
    let served = ServedRegister::new();
    let number = served.added("ann", "Harbour");
    let ann = Person::signed_in(&served, "ann");
    let ben = Person::signed_in(&served, "ben");
    let place = format!("/register/quotes/{number}/withdraw");
    let digest = served.digest(&number);
    let fields = |csrf: &'static str| [("csrf", csrf), ("reason", "x")];
    let with_digest =
        |csrf: &'static str| [&fields(csrf)[..], &[("quote_sha256", digest.as_str())]].concat();
    let none = ann.send_with(&place, &[], &with_digest("")[1..]);
    assert_eq!((none.status, code(&none)), (403, "other-site"));
    let wrong = ann.send_with(&place, &[], &with_digest("abc"));
    assert_eq!((wrong.status, code(&wrong)), (403, "other-site"));
    let others = [("csrf", ben.csrf.as_str()), ("reason", "x"), ("quote_sha256", &digest)];
    assert_eq!(ann.send_with(&place, &[], &others).status, 403);
    let own = [("csrf", ann.csrf.as_str()), ("reason", "x"), ("quote_sha256", &digest)];
    for site in ["cross-site", "same-site", "none"] {
        let head = format!("sec-fetch-site: {site}");
        let answer = ann.send_with(&place, &[&head], &own);
        assert_eq!((answer.status, code(&answer)), (403, "other-site"), "{site}");
    }
    let out = ann.send_with("/register/sign-out", &[], &[]);
    assert_eq!(out.status, 403);
    let from_elsewhere = sign_in(&served, served.key("ann"), &["sec-fetch-site: cross-site"]);
    assert_eq!((from_elsewhere.status, from_elsewhere.cookie()), (403, None));
    assert_eq!(served.state(&number), "draft");
    // And ours does.
    assert_eq!(ann.send_with(&place, &[], &own).status, 303);
    assert_eq!(served.state(&number), "withdrawn");
}

/// Who asks with a header that names a user, from where the server sees a connection come.
fn named(served: &ServedRegister, lines: &[&str]) -> Answer {
    let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    let bytes = format!("GET /register HTTP/1.1\r\nhost: x\r\n{lines}\r\n");
    let Some(port) = both_kinds(served) else { return served.server.send(bytes.as_bytes()) };
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    stream.write_all(bytes.as_bytes()).expect("sent");
    Answer::read(&mut stream).expect("an answer")
}

/// The port of a server that listens for both kinds of addresses; IPv4 ones come to it mapped.
fn both_kinds(served: &ServedRegister) -> Option<u16> {
    let address = served.server.address;
    (address.is_ipv6() && address.ip().is_unspecified()).then(|| address.port())
}

const USER: &str = "x-auth-request-email: eva@meridian.example";

/// A register with Eva, whom a proxy signs in.
fn proxied(listen: &str, proxies: &[&str]) -> ServedRegister {
    let place = format!("{listen}:0");
    let mut arguments = vec!["--user-header", "X-Auth-Request-Email", "--listen", &place];
    proxies.iter().for_each(|net| arguments.extend(["--trusted-proxy", net]));
    let served = ServedRegister::with(&arguments);
    let eva = ["--role", "finance", "--proxy-user", "eva@meridian.example"];
    served.run(&[&["account", "add", "eva"][..], &eva].concat());
    served
}

#[test]
fn a_proxy_that_is_believed_signs_people_in() {
    let served = proxied("127.0.0.1", &["127.0.0.1"]);
    let page = named(&served, &[USER]);
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("eva, finance"));
    assert!(!page.text().contains("Sign out"), "the proxy does that");
    let twice = named(&served, &[USER, USER]);
    assert_eq!((twice.status, code(&twice)), (400, "wrong-user"));
    let nobody = named(&served, &["x-auth-request-email: "]);
    assert_eq!((nobody.status, code(&nobody)), (400, "wrong-user"));
    let unknown = named(&served, &["x-auth-request-email: mallory@meridian.example"]);
    assert_eq!((unknown.status, code(&unknown)), (403, "unknown-account"));
    // The id of an account is not what the proxy calls somebody.
    assert_eq!(named(&served, &["x-auth-request-email: root"]).status, 403);
    assert_eq!(named(&served, &[]).status, 401);
    // A form needs what the page of this account carries.
    let number = served.added("fin", "Harbour");
    let page = served.server.send(
        format!("GET /register/quotes/{number} HTTP/1.1\r\nhost: x\r\n{USER}\r\n\r\n").as_bytes(),
    );
    let csrf = all_between(page.text(), "name=\"csrf\" value=\"", "\"")[0];
    let digest = served.digest(&number);
    let withdraw = |csrf: &str| {
        let fields = [("csrf", csrf), ("reason", "a mistake"), ("quote_sha256", &digest)];
        let place = format!("/register/quotes/{number}/withdraw");
        served.server.send(&form(&place, &[USER], &fields))
    };
    assert_eq!(withdraw("").status, 403);
    assert_eq!(withdraw(csrf).status, 303);
    let events = served.run(&["show", &number, "--history"]);
    assert!(events.contains("eva (proxy)"), "{events}");
    served.run(&["account", "end", "eva"]);
    let ended = named(&served, &[USER]);
    assert_eq!((ended.status, code(&ended)), (403, "account-ended"));
}

/// Wherever a stranger comes from, the header is no more than a line that they wrote.
#[test]
fn a_user_header_of_a_stranger_is_ignored() {
    for (listen, proxies, is_believed) in [
        ("127.0.0.1", &["127.0.0.1"][..], true),
        ("127.0.0.1", &["127.0.0.0/8"], true),
        ("127.0.0.1", &["10.0.0.0/8", "192.168.0.0/16"], false),
        ("127.0.0.1", &["::1"], false),
        ("127.0.0.1", &["127.0.0.2"], false),
        ("[::1]", &["::1"], true),
        ("[::1]", &["fd00::/8"], false),
        ("[::1]", &["127.0.0.1"], false),
        // A socket for both kinds sees an IPv4 address inside an IPv6 one.
        ("[::]", &["127.0.0.1"], true),
        ("[::]", &["::ffff:127.0.0.1"], false),
        ("[::]", &["10.0.0.0/8"], false),
    ] {
        if listen != "127.0.0.1" && TcpListener::bind("[::1]:0").is_err() {
            skipped("this machine has no IPv6");
            continue;
        }
        let served = proxied(listen, proxies);
        let answer = named(&served, &[USER]);
        let expected = if is_believed { 200 } else { 401 };
        assert_eq!(answer.status, expected, "{listen} behind {proxies:?}");
        if !is_believed {
            assert!(!answer.text().contains("eva"), "{listen} behind {proxies:?}");
            // Twice is no more than once.
            assert_eq!(named(&served, &[USER, USER]).status, 401);
            let through = [USER, "x-forwarded-for: 127.0.0.1"];
            assert_eq!(named(&served, &through).status, 401, "{listen} behind {proxies:?}");
        }
    }
}

#[test]
fn a_header_that_everybody_could_send_is_not_begun_with() {
    let served = ServedRegister::new();
    let path = served.path();
    let path = path.to_str().expect("a plain path");
    for (more, says) in [
        (&["--user-header", "X-User"][..], "--trusted-proxy"),
        (&["--user-header", "X-User", "--trusted-proxy", "0.0.0.0/0"], "everybody"),
        (&["--user-header", "X-User", "--trusted-proxy", "::/0"], "everybody"),
        (
            &["--user-header", "X-User", "--trusted-proxy", "127.0.0.1", "--trusted-proxy", "::/0"],
            "everybody",
        ),
        (&["--user-header", "X User", "--trusted-proxy", "127.0.0.1"], "X User"),
    ] {
        let mut command = program();
        command.args(["serve", "--listen", "127.0.0.1:0", "--register", path]).args(more);
        let output = command.stdin(Stdio::null()).output().expect("the program");
        let said = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(2), "{more:?}: {said}");
        assert!(said.contains(says), "{more:?}: {said}");
    }
}
