//! `reinstate serve` as a command: what stops it before it serves, and its brand.

use std::process::Command;

use super::answers::good;
use super::server::Server;
use crate::support::project;

/// The exit code and standard error of a server that does not begin.
fn refused(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reinstate"));
    command.arg("serve").args(arguments).env_remove("REINSTATE_BOOKS");
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
