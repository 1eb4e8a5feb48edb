//! Limits: what is too large, too slow, too often or too much is sent away, and nobody else is.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use serde_json::json;

use super::answers::good;
use super::server::{Answer, Server, post};

/// A client whose connection the server closes gets no more bytes; how long that took.
fn closed(stream: &mut std::net::TcpStream) -> Duration {
    let begun = Instant::now();
    let mut rest = Vec::new();
    // A reset closes it, too.
    let _ = stream.read_to_end(&mut rest);
    begun.elapsed()
}

#[test]
fn a_client_that_does_not_send_its_request_is_let_go() {
    let server = Server::new();
    let mut silent = server.connect();
    let mut half_head = server.connect();
    half_head.write_all(b"POST /api/v1/quotes HTTP/1.1\r\nhost: x\r\n").expect("room");
    let mut half_body = server.connect();
    let body = good().to_string();
    let whole = post("/api/v1/quotes", &["content-type: application/json"], body.as_bytes());
    half_body.write_all(&whole[..whole.len() - 10]).expect("room");
    // Others are served meanwhile.
    assert_eq!(server.get("/healthz").status, 200);
    let answer = Answer::read(&mut half_body).expect("an answer");
    assert_eq!((answer.status, answer.codes()), (408, vec!["too-slow".to_owned()]));
    for stream in [&mut silent, &mut half_head, &mut half_body] {
        assert!(closed(stream) < Duration::from_secs(11));
    }
}

/// A byte every half a second never lets the connection rest, and is too slow all the same.
#[test]
fn a_client_that_trickles_is_let_go() {
    let server = Server::new();
    let mut stream = server.connect();
    let begun = Instant::now();
    let head = b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-filler: ";
    let _ = stream.write_all(head);
    while begun.elapsed() < Duration::from_secs(15) {
        if stream.write_all(b"a").is_err() {
            break;
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
}

/// Answers of 20 MB that nobody reads: more than the system keeps for a connection.
#[test]
fn a_client_that_does_not_read_its_answers_is_let_go() {
    let server = Server::new();
    let open = || {
        let metrics = server.get("/metrics");
        let line = metrics.text().lines().find_map(|line| {
            line.strip_prefix("reinstate_connections ").map(|number| number.parse::<u32>())
        });
        line.expect("the counter").expect("a number")
    };
    let mut deaf = server.connect();
    let ask = "GET /api HTTP/1.1\r\nhost: x\r\n\r\n".repeat(500);
    deaf.write_all(ask.as_bytes()).expect("room");
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(open(), 2, "its connection, and the one that asks");
    let begun = Instant::now();
    while open() > 1 {
        assert!(begun.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_body_beyond_256_kib_is_refused_and_one_of_256_kib_is_read() {
    let server = Server::new();
    let body = good().to_string();
    let filled = |bytes: usize| format!("{body}{}", " ".repeat(bytes - body.len()));
    let most = server.post("/api/v1/quotes", &[], filled(256 * 1024).as_bytes());
    assert_eq!(most.status, 200);
    // Said beforehand, whether it would come or not, and in parts without saying.
    let huge = "POST /api/v1/quotes HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999\r\n\r\n";
    assert_eq!(server.send(huge.as_bytes()).status, 413);
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x1_0000));
    let head = "POST /api/v1/quotes HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunked = format!("{head}{}0\r\n\r\n", chunk.repeat(32));
    assert_eq!(server.send(chunked.as_bytes()).status, 413);
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_head_beyond_64_kib_is_refused() {
    let server = Server::new();
    let head = |bytes: usize| {
        format!("GET /healthz HTTP/1.1\r\nhost: x\r\nx-filler: {}\r\n\r\n", "a".repeat(bytes))
    };
    assert_eq!(server.send(head(32 * 1024).as_bytes()).status, 200);
    assert_eq!(server.send(head(128 * 1024).as_bytes()).status, 431);
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn two_hundred_holdings_are_priced_and_one_more_is_not() {
    let server = Server::new();
    let mut request = good();
    let holding = request["holding"][0].clone();
    request["holding"] = json!(vec![holding.clone(); 200]);
    let path = "/api/v1/quotes?format=pdf";
    assert_eq!(server.post(path, &[], request.to_string().as_bytes()).status, 200);
    request["holding"] = json!(vec![holding; 201]);
    let answer = server.post(path, &[], request.to_string().as_bytes());
    assert_eq!((answer.status, answer.codes()), (400, vec!["list-too-long".to_owned()]));
    assert_eq!(answer.json()["problems"][0]["pointer"], "#/holding");
}

#[test]
fn connections_beyond_the_limit_are_sent_away_at_once_and_the_others_served() {
    let server = Server::with(&["--connections", "4"]);
    let mut open: Vec<_> = (0..4).map(|_| server.connect()).collect();
    let ask = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    for stream in &mut open {
        stream.write_all(ask).expect("room");
        assert_eq!(Answer::read(stream).expect("an answer").status, 200);
    }
    let body = good().to_string();
    for _ in 0..50 {
        let begun = Instant::now();
        let answer = server.post("/api/v1/quotes", &[], body.as_bytes());
        assert_eq!((answer.status, answer.codes()), (503, vec!["busy".to_owned()]));
        assert_eq!(answer.header("retry-after"), Some("1"));
        assert_eq!(answer.header("connection"), Some("close"));
        assert!(begun.elapsed() < Duration::from_secs(1));
        // Whoever watches over it is never sent away.
        assert_eq!(server.get("/healthz").status, 200);
    }
    let metrics = server.get("/metrics");
    assert_eq!(metrics.counter("reinstate_connections_refused_total"), Some(101));
    for stream in &mut open {
        stream.write_all(ask).expect("room");
        assert_eq!(Answer::read(stream).expect("an answer").status, 200);
    }
    drop(open);
    // The places are free again, as soon as the server has seen that they are.
    let begun = Instant::now();
    while server.get("/api/v1/books").status != 200 {
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
}

/// Waits until the server has so many connections open, the one that asks among them.
fn until_open(server: &Server, wanted: u64) {
    let begun = Instant::now();
    while server.get("/metrics").counter("reinstate_connections") != Some(wanted) {
        assert!(begun.elapsed() < Duration::from_secs(20), "{}", server.get("/metrics").text());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Idle connections of one address, more than there are places: what an attacker with one machine
/// has. Linux alone has all of 127.0.0.0/8 as addresses.
#[test]
#[cfg(target_os = "linux")]
fn connections_of_one_address_leave_places_to_the_others() {
    const ATTACKER: [u8; 4] = [127, 0, 0, 9];
    let server = Server::with(&["--connections", "100"]);
    let ask = b"GET /api/v1/books HTTP/1.1\r\nhost: x\r\n\r\n";
    // Those that have asked once stay open for some seconds.
    let mut held: Vec<_> = (0..64)
        .map(|_| {
            let mut stream = server.connect_from(ATTACKER).expect("a connection");
            stream.write_all(ask).expect("room");
            assert_eq!(Answer::read(&mut stream).expect("an answer").status, 200);
            stream
        })
        .collect();
    let idle: Vec<_> = (0..200).map(|_| server.connect_from(ATTACKER)).collect();
    let body = good().to_string();
    for _ in 0..20 {
        assert_eq!(server.post("/api/v1/quotes", &[], body.as_bytes()).status, 200);
        assert_eq!(server.get("/healthz").status, 200);
    }
    drop(idle);
    until_open(&server, 64 + 1);
    let mut more = server.connect_from(ATTACKER).expect("a connection");
    more.write_all(ask).expect("room");
    let answer = Answer::read(&mut more).expect("an answer");
    assert_eq!((answer.status, answer.codes()), (429, vec!["too-many-connections".to_owned()]));
    assert_eq!(answer.header("retry-after"), Some("1"));
    let stream = held.first_mut().expect("a connection");
    stream.write_all(ask).expect("room");
    assert_eq!(Answer::read(stream).expect("an answer").status, 200);
}

#[test]
fn a_trusted_proxy_may_have_as_many_connections_as_there_are() {
    let server = Server::with(&["--connections", "100", "--trusted-proxy", "127.0.0.1"]);
    let ask = b"GET /api/v1/books HTTP/1.1\r\nhost: x\r\n\r\n";
    let open: Vec<_> = (0..90)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(ask).expect("room");
            assert_eq!(Answer::read(&mut stream).expect("an answer").status, 200);
            stream
        })
        .collect();
    assert_eq!(open.len(), 90);
}

/// One that has said nothing is let go before one that has said a part of its request.
#[test]
fn a_connection_that_says_nothing_is_let_go_first() {
    let server = Server::new();
    let silent = server.connect();
    let mut begun = server.connect();
    begun.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n").expect("room");
    until_open(&server, 3);
    until_open(&server, 2);
    begun.write_all(b"\r\n").expect("room");
    assert_eq!(Answer::read(&mut begun).expect("an answer").status, 200);
    drop(silent);
}

/// Answers of 20 MB, of which a byte is read now and then.
#[test]
fn a_client_that_trickles_its_answers_is_let_go() {
    let server = Server::new();
    let mut slow = server.connect();
    let ask = "GET /api HTTP/1.1\r\nhost: x\r\n\r\n".repeat(500);
    slow.write_all(ask.as_bytes()).expect("room");
    until_open(&server, 2);
    let begun = Instant::now();
    while server.get("/metrics").counter("reinstate_connections") != Some(1) {
        assert!(begun.elapsed() < Duration::from_secs(25));
        let _ = slow.read(&mut [0]);
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_host_is_named_once() {
    let server = Server::new();
    let statuses = |head: &str| {
        ["/healthz", "/", "/api/v1/books"]
            .map(|path| server.send(format!("GET {path} {head}\r\n\r\n").as_bytes()).status)
    };
    for head in [
        "HTTP/1.1",
        "HTTP/1.1\r\nhost: a\r\nhost: a",
        "HTTP/1.1\r\nhost: a\r\nHost: b",
        "HTTP/1.1\r\nhost: a b",
        "HTTP/1.1\r\nhost: a,b/c",
    ] {
        assert_eq!(statuses(head), [400; 3], "{head}");
    }
    for head in ["HTTP/1.1\r\nhost:", "HTTP/1.1\r\nhost: [::1]:8080", "HTTP/1.0"] {
        assert_eq!(statuses(head), [200; 3], "{head}");
    }
    let answer = server.send(b"GET /api/v1/books HTTP/1.1\r\n\r\n");
    assert_eq!(answer.codes(), ["wrong-host"]);
}

/// A link of 63 KB is the most that a head may hold.
#[test]
fn no_page_is_above_a_megabyte_and_a_half() {
    const LINK_BYTES: usize = 63_000;
    let server = Server::new();
    let filled = |mut part: Box<dyn FnMut(usize) -> String>| {
        let mut query = String::new();
        for number in 1.. {
            let part = part(number);
            if query.len() + part.len() > LINK_BYTES {
                break;
            }
            query.push_str(&part);
        }
        query
    };
    let quotes = "'".repeat(210);
    let text = quotes.clone();
    let many_texts = move |number: usize| {
        let key = ["product_line", "edition", "owned", "release"][number % 4];
        format!("&{key}.{}={text}", number / 4)
    };
    for query in [
        filled(Box::new(|number| format!("&owned.{number}="))),
        filled(Box::new(|number| format!("&owned.{number}=x"))),
        filled(Box::new(|number| format!("&owned.1={number}"))),
        filled(Box::new(|number| format!("&a{number}.1=1"))),
        filled(Box::new(|number| format!("&curenc{number}=1"))),
        format!("program={}", "'".repeat(LINK_BYTES)),
        filled(Box::new(many_texts)),
        filled(Box::new(move |number| format!("&a.{number}={quotes}"))),
    ] {
        let answer = server.get(&format!("/?{query}"));
        let start = &query[..40];
        assert!(answer.body.len() <= 1_500_000, "{} bytes for {start}", answer.body.len());
        // A page, or that there is none because it would be too large.
        assert!([422, 414].contains(&answer.status), "{start}: {}", answer.status);
    }
}

#[test]
fn an_address_that_asks_too_often_is_told_when_to_come_again() {
    let server = Server::with(&["--rate", "1"]);
    let body = good().to_string();
    let statuses: Vec<u16> = (0..8)
        .map(|_| server.post("/api/v1/quotes", &[], body.as_bytes()))
        .map(|answer| {
            if answer.status == 429 {
                assert_eq!(answer.codes(), ["too-many-requests"]);
                let wait = answer.header("retry-after").expect("a time");
                assert!((1..=2).contains(&wait.parse().expect("seconds")), "{wait}");
            }
            answer.status
        })
        .collect();
    assert_eq!(statuses[..5], [200; 5], "five seconds' worth at once");
    assert!(statuses.contains(&429), "{statuses:?}");
    // Whoever watches over it is never sent away.
    assert_eq!(server.get("/healthz").status, 200);
    let metrics = server.get("/metrics");
    let limited = metrics.text().lines().find(|line| line.contains("rate_limited_total "));
    assert!(limited.is_some_and(|line| !line.ends_with(" 0")), "{limited:?}");
}

#[test]
fn behind_a_trusted_proxy_each_client_has_its_own_rate() {
    let server = Server::with(&["--rate", "1", "--trusted-proxy", "127.0.0.1"]);
    let from = |address: &str| {
        let line = format!("x-forwarded-for: {address}");
        server.post("/api/v1/quotes", &[&line], good().to_string().as_bytes()).status
    };
    let first: Vec<u16> = (0..8).map(|_| from("192.0.2.1")).collect();
    assert!(first.contains(&429), "{first:?}");
    assert_eq!(from("192.0.2.2"), 200);
    // Networks of 64 bits are one client.
    let network: Vec<u16> = (1..9).map(|host| from(&format!("2001:db8::{host}"))).collect();
    assert!(network.contains(&429), "{network:?}");
    assert_eq!(from("2001:db8:0:1::1"), 200);
}

#[test]
fn without_a_trusted_proxy_nobody_is_believed() {
    let server = Server::with(&["--rate", "1"]);
    let from = |address: u8| {
        let line = format!("x-forwarded-for: 192.0.2.{address}");
        server.post("/api/v1/quotes", &[&line], good().to_string().as_bytes()).status
    };
    let statuses: Vec<u16> = (1..9).map(from).collect();
    assert!(statuses.contains(&429), "{statuses:?}");
}

/// One thread works, and 32 requests may wait for 5 s; more at once, or for longer, are sent away
/// rather than kept.
#[test]
fn work_beyond_the_queue_is_sent_away_and_never_stalls() {
    let server = Server::with(&["--workers", "1"]);
    let mut request = good();
    request["holding"] = json!(vec![request["holding"][0].clone(); 100]);
    let body = request.to_string();
    let head = ["content-type: application/json"];
    let bytes = post("/api/v1/quotes?format=pdf", &head, body.as_bytes());
    let mut streams: Vec<_> = (0..60).map(|_| server.connect()).collect();
    for stream in &mut streams {
        stream.write_all(&bytes).expect("room");
    }
    let begun = Instant::now();
    // Sockets never wait for work.
    assert_eq!(server.get("/healthz").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    let mut statuses = Vec::new();
    for stream in &mut streams {
        let answer = Answer::read(stream).expect("an answer");
        if answer.status == 503 {
            assert_eq!(answer.codes(), ["busy"]);
            assert_eq!(answer.header("retry-after"), Some("1"));
        }
        statuses.push(answer.status);
    }
    // At the most: the wait, and then one document before and one of its own.
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let count = |wanted: u16| statuses.iter().filter(|status| **status == wanted).count();
    assert!(count(200) >= 2 && count(503) >= 60 - 33, "{statuses:?}");
    assert_eq!(count(200) + count(503), 60);
}
