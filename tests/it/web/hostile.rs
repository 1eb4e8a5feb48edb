//! Hostile input, the end of the server, and what its log holds.

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use serde_json::json;

use super::answers::good;
use super::server::{Answer, Server, post};
use crate::support::skipped;

const SCRIPT: &str = "<script>alert(1)</script>";

#[test]
fn hostile_requests_are_answered_and_the_server_goes_on() {
    let server = Server::new();
    let holding = good()["holding"][0].to_string();
    let numbers = format!("{{\"holding\":[{}]}}", vec!["1"; 100_000].join(","));
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(30_000), close.repeat(30_000));
    let endless = format!("{{\"holding\":[{}", format!("{holding},").repeat(1_000_000));
    let long = format!("{{\"book\":\"{}\"}}", "a".repeat(200_000));
    let many_keys: String = (0..15_000).map(|key| format!("\"k{key}\":1,")).collect();
    let many_keys = format!("{{{many_keys}\"x\":1}}");
    let equal_keys = format!("{{{}\"a\":1}}", "\"a\":1,".repeat(37_000));
    for (name, body, status) in [
        ("a list of numbers", numbers.as_bytes(), 400),
        ("a million holdings", endless.as_bytes(), 413),
        ("deep lists", deep("[", "]").as_bytes(), 400),
        ("deep objects", deep("{\"a\":", "}").as_bytes(), 400),
        ("a long id", long.as_bytes(), 400),
        ("many keys", many_keys.as_bytes(), 400),
        ("equal keys", equal_keys.as_bytes(), 400),
        ("no text", b"\xff\x00\xfe", 400),
        ("a null byte", b"{\"book\":\"\x00\"}", 400),
        ("null", b"null", 400),
    ] {
        let answer = server.post("/api/v1/quotes", &[], body);
        assert_eq!(answer.status, status, "{name}");
        assert!(!answer.codes().is_empty(), "{name}");
        assert!(answer.body.len() < 64 * 1024, "{name}: {} bytes", answer.body.len());
    }
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /api/v1/quotes HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
        b"POST /api/v1/quotes HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let mut stream = server.connect();
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        if let Ok(answer) = Answer::read(&mut stream) {
            assert!((400..500).contains(&answer.status), "{bytes:?}: {}", answer.status);
        }
    }
    assert_eq!(server.post("/api/v1/quotes", &[], good().to_string().as_bytes()).status, 200);
}

#[test]
fn a_script_in_a_name_stays_text() {
    let server = Server::new();
    let mut request = good();
    request["customer"]["name"] = json!(SCRIPT);
    let page = server.post("/api/v1/quotes?format=html", &[], request.to_string().as_bytes());
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("<script"));
    assert!(page.header("content-security-policy").expect("a policy").contains("sandbox"));
    request["program"] = json!(SCRIPT);
    let refused = server.post("/api/v1/quotes", &[], request.to_string().as_bytes());
    assert_eq!((refused.status, refused.header("content-type")), (422, Some("application/json")));
    let path = "/api/v1/quotes?%3Cscript%3E=1";
    let fault = server.post(path, &[], b"{}");
    assert_eq!(fault.header("content-type"), Some("application/problem+json"));
}

/// A character that the font of a PDF lacks.
#[test]
fn a_name_that_no_font_has_is_a_problem_of_the_request() {
    let server = Server::new();
    let mut request = good();
    request["customer"]["name"] = json!("株式会社");
    let body = request.to_string();
    let answer = server.post("/api/v1/quotes?format=pdf", &[], body.as_bytes());
    assert_eq!((answer.status, answer.codes()), (400, vec!["no-document".to_owned()]));
    assert_eq!(server.post("/api/v1/quotes?format=html", &[], body.as_bytes()).status, 200);
}

#[test]
fn the_log_and_the_counters_hold_nothing_of_a_client() {
    let server = Server::with(&["--trusted-proxy", "127.0.0.1"]);
    let mut request = good();
    request["customer"]["reference"] = json!("SECRET-BODY");
    let head = ["x-forwarded-for: 198.51.100.77", "x-request-id: SECRET-ID", "cookie: SECRET-C"];
    for path in ["/api/v1/quotes?SECRET-QUERY", "/api/v1/quotes", "/SECRET-PATH"] {
        server.post(path, &head, request.to_string().as_bytes());
    }
    server.send(b"SECRETMETHOD /healthz HTTP/1.1\r\nhost: SECRET-HOST\r\n\r\n");
    let answer = server.post("/api/v1/quotes", &head, b"{\"SECRET-KEY\": 1}");
    let id = answer.header("x-request-id").expect("a name").to_owned();
    let metrics = server.get("/metrics").text().to_owned();
    server.terminate();
    let (status, _, log) = server.ended();
    assert_eq!(status.code(), Some(0));
    for text in [&metrics, &log] {
        for secret in ["SECRET", "Noordzee", "ORG-4711", "198.51.100.77", "127.0.0.1:1"] {
            let lines = text.lines().filter(|line| !line.contains("listening on"));
            let found: Vec<_> = lines.filter(|line| line.contains(secret)).collect();
            assert!(found.is_empty(), "{secret} in {found:?}");
        }
    }
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let line = lines.iter().find(|line| line["request_id"] == *id).expect("its line");
    assert_eq!(line["method"], "POST");
    assert_eq!(line["route"], "/api/v1/quotes");
    assert_eq!(line["status"], 400);
    assert_eq!(line["bytes"], answer.body.len());
    assert!(line["duration_us"].is_u64());
    assert!(metrics.contains(r#"route="none",status="404"} 1"#), "{metrics}");
    assert!(metrics.contains(r#"method="other",route="/healthz",status="405"} 1"#), "{metrics}");
}

/// Under load the server stops taking connections, answers every request that it has begun to
/// read, and ends with 0.
#[test]
fn a_signal_to_end_loses_no_request_under_way() {
    let server = Server::new();
    let body = good().to_string();
    let head = ["content-type: application/json", "connection: close"];
    let bytes = post("/api/v1/quotes?format=pdf", &head, body.as_bytes());
    let is_ending = AtomicBool::new(false);
    let [answered, broken] = [AtomicU32::new(0), AtomicU32::new(0)];
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Ok(mut stream) = std::net::TcpStream::connect(server.address) {
                    let was_ending = is_ending.load(Ordering::SeqCst);
                    let sent = stream.write_all(&bytes);
                    match sent.and_then(|()| Answer::read(&mut stream)) {
                        Ok(answer) => {
                            assert_eq!(answer.status, 200);
                            answered.fetch_add(1, Ordering::SeqCst);
                        }
                        // A connection that nobody had taken when the end began.
                        Err(_) if was_ending || is_ending.load(Ordering::SeqCst) => break,
                        Err(_) => {
                            broken.fetch_add(1, Ordering::SeqCst);
                        }
                    }
                }
            });
        }
        std::thread::sleep(Duration::from_millis(500));
        is_ending.store(true, Ordering::SeqCst);
        server.terminate();
    });
    let (status, took, log) = server.ended();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert_eq!(broken.into_inner(), 0);
    // Each request that the log knows was answered to its client.
    let logged = log.lines().filter(|line| line.contains("\"answered\"")).count();
    assert_eq!(logged, usize::try_from(answered.into_inner()).expect("few"));
    assert!(logged > 0);
    assert!(!log.contains("under way"), "{log}");
}

#[test]
fn an_idle_connection_does_not_hold_up_the_end() {
    let server = Server::new();
    let mut idle = server.connect();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").expect("room");
    assert_eq!(Answer::read(&mut idle).expect("an answer").status, 200);
    let _silent = server.connect();
    server.terminate();
    let (status, took, _) = server.ended();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(8), "{took:?}");
}

#[test]
fn memory_stays_where_it_is() {
    let server = Server::new();
    let body = good().to_string();
    let bytes = post("/api/v1/quotes", &["content-type: application/json"], body.as_bytes());
    let mut stream = server.connect();
    let mut ask = |count: u32| {
        for _ in 0..count {
            stream.write_all(&bytes).expect("room");
            assert_eq!(Answer::read(&mut stream).expect("an answer").status, 200);
        }
    };
    ask(500);
    let Some(before) = server.memory_kib() else {
        skipped("this system does not tell how much memory a process has");
        return;
    };
    ask(2_000);
    let after = server.memory_kib().expect("as before");
    assert!(after < before + 4 * 1024, "{before} KiB, then {after} KiB");
}
