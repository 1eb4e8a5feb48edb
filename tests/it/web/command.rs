//! `reinstate serve` as a command: what stops it before it serves, and its brand.

use std::time::{Duration, Instant};

use super::answers::good;
use super::server::Server;
use crate::support::{program, project, read};

/// The exit code and standard error of a server that does not begin.
fn refused(arguments: &[&str]) -> (i32, String) {
    let mut command = program();
    command.arg("serve").args(arguments);
    let output = command.output().expect("the program");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    (output.status.code().expect("no signal"), said)
}

#[test]
fn a_port_that_is_taken_is_an_error_with_a_way_out() {
    let server = Server::new();
    let address = server.address.to_string();
    let (code, said) = refused(&["--listen", &address]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains(&format!("error: cannot listen on {address}")), "{said}");
    assert!(said.contains("hint: choose another address or port with --listen"), "{said}");
}

#[test]
fn wrong_arguments_and_books_are_told_before_it_serves() {
    for (arguments, expected) in [
        (&["--listen", "nowhere"][..], 2),
        (&["--trusted-proxy", "proxy.example"], 2),
        (&["--rate", "-1"], 2),
        (&["--embed-origin", "www.example.com"], 2),
        (&["--embed-origin", "https://example.com/shop"], 2),
        (&["--embed-origin", "*"], 2),
        (&["--workers", "0"], 2),
        (&["--connections", "0"], 2),
        (&["--books", "no-such-folder"], 3),
    ] {
        let (code, said) = refused(arguments);
        assert_eq!(code, expected, "{said}");
        assert!(said.starts_with("error: "), "{said}");
    }
}

#[test]
fn documents_have_the_brand_of_who_serves_them() {
    let brand = project("examples/brand/brand.toml");
    let brand = brand.to_str().expect("a path in UTF-8");
    let server = Server::with(&["--brand", brand]);
    let body = good().to_string();
    let branded = server.post("/api/v1/quotes?format=html", &[], body.as_bytes());
    let plain = Server::new().post("/api/v1/quotes?format=html", &[], body.as_bytes());
    assert_eq!((branded.status, plain.status), (200, 200));
    assert!(branded.text().contains("class=\"logo\"") && !plain.text().contains("class=\"logo\""));
}

/// The page may be framed, and the API asked, by whom the server names and by nobody else.
#[test]
fn pages_of_others_that_are_named_may_embed_the_estimator() {
    let shop = "https://www.example.com";
    let named = Server::with(&[
        "--embed-origin",
        "https://WWW.example.com/",
        "--embed-origin",
        "https://other.example:8443",
    ]);
    let plain = Server::new();
    let ask = |server: &Server, method: &str, path: &str, origin: &str| {
        let asks = "access-control-request-method: POST\r\n\
                    access-control-request-headers: content-type";
        let head = format!("{method} {path} HTTP/1.1\r\nhost: x\r\norigin: {origin}\r\n{asks}");
        server.send(format!("{head}\r\n\r\n").as_bytes())
    };
    let allowed = "access-control-allow-origin";
    let before = ask(&named, "OPTIONS", "/api/v1/quotes", shop);
    assert_eq!((before.status, before.header(allowed)), (200, Some(shop)));
    assert_eq!(before.header("access-control-allow-methods"), Some("get,post"));
    assert_eq!(before.header("access-control-allow-headers"), Some("accept,content-type"));
    let origin = format!("origin: {shop}");
    let body = good().to_string();
    for (status, body) in [(200, body.as_bytes()), (400, b"{")] {
        let answer = named.post("/api/v1/quotes", &[&origin], body);
        assert_eq!((answer.status, answer.header(allowed)), (status, Some(shop)));
    }
    let stranger = ask(&named, "GET", "/api/v1/books", "https://evil.example");
    assert_eq!((stranger.status, stranger.header(allowed)), (200, None));
    // The page is framed and not read; a document is neither.
    let page = ask(&named, "GET", "/", shop);
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.ends_with("frame-ancestors https://www.example.com https://other.example:8443"));
    assert_eq!((page.header("x-frame-options"), page.header(allowed)), (None, None));
    for path in ["/healthz", "/api", "/api/v1/books"] {
        let policy = ask(&named, "GET", path, shop);
        let policy = policy.header("content-security-policy").expect("a policy");
        assert!(policy.ends_with("frame-ancestors 'none'"), "{path}: {policy}");
    }
    // Without a name, neither.
    let before = ask(&plain, "OPTIONS", "/api/v1/quotes", shop);
    assert_eq!((before.status, before.header(allowed)), (405, None));
    assert_eq!(ask(&plain, "GET", "/api/v1/books", shop).header(allowed), None);
    let page = ask(&plain, "GET", "/", shop);
    assert_eq!(page.header("x-frame-options"), Some("deny"));
}

/// Price books that change are read anew between two requests; broken ones leave those before.
#[test]
fn price_books_are_read_anew_when_they_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let book = folder.path().join("book.toml");
    let text = read("pricing/citrix-css-2026.2.toml");
    let write = |text: &str| std::fs::write(&book, text).expect("a file");
    write(&text);
    let books = folder.path().to_str().expect("a path in UTF-8");
    let server = Server::with(&["--books", books]);
    let title = || server.get("/api/v1/books").json()["books"][0]["title"].clone();
    let counter = |name: &str| server.get("/metrics").counter(name);
    let until = |what: &str, is_so: &dyn Fn() -> bool| {
        let begun = Instant::now();
        while !is_so() {
            assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    let before = title();
    let line = format!("title = {before}");
    assert!(text.contains(&line), "{line}");
    write(&text.replace(&line, "title = \"Anew\""));
    until("a changed book", &|| title() == "Anew");
    assert_eq!(counter("reinstate_books_read_total"), Some(1));
    write("title = ");
    until("a broken book", &|| counter("reinstate_books_broken") == Some(1));
    assert_eq!(title(), "Anew");
    assert_eq!(server.post("/api/v1/quotes", &[], good().to_string().as_bytes()).status, 200);
    write(&text.replace(&line, "title = \"Mended\""));
    server.signal("-HUP");
    until("a mended book", &|| title() == "Mended");
    assert_eq!(counter("reinstate_books_broken"), Some(0));
    server.terminate();
    let (status, _, log) = server.ended();
    assert_eq!(status.code(), Some(0));
    assert!(log.contains("price books are broken") && log.contains("book.toml"), "{log}");
    assert!(log.contains("price books read anew"), "{log}");
}

/// A page that leads to nobody is told to who serves it, and to nobody else.
#[test]
fn a_brand_without_a_contact_is_told_at_the_start() {
    let told = |server: Server| {
        server.terminate();
        server.ended().2.contains("nobody to ask for a quote")
    };
    let brand = project("examples/brand/brand.toml");
    let brand = brand.to_str().expect("a path in UTF-8");
    assert!(told(Server::new()) && !told(Server::with(&["--brand", brand])));
}
