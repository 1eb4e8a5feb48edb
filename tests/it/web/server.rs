//! A server of the real binary, and a client that writes bytes as it likes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;

/// The day that every server here thinks it is.
pub(super) const TODAY: &str = "2026-11-24";

/// A client that waits longer than this has been forgotten.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server, ended with the test that began it.
pub(super) struct Server {
    child: Child,
    pub(super) address: SocketAddr,
    log: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

/// An answer as it came in.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    head: String,
    /// The head as it was written.
    #[cfg(feature = "register")]
    written: String,
    pub(super) body: Vec<u8>,
}

impl Server {
    /// A server with some arguments; it does not limit the rate, unless they do.
    pub(super) fn with(arguments: &[&str]) -> Self {
        Self::on(TODAY, arguments)
    }

    /// A server that thinks it is another day.
    pub(super) fn on(day: &str, arguments: &[&str]) -> Self {
        Self::begun(&[&["--quote-date", day], arguments].concat())
    }

    /// A server that knows what day it is.
    #[cfg(feature = "register")]
    pub(super) fn without_day(arguments: &[&str]) -> Self {
        Self::begun(arguments)
    }

    fn begun(arguments: &[&str]) -> Self {
        let mut command = crate::support::program();
        command.arg("serve");
        if !arguments.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        if !arguments.contains(&"--rate") {
            command.args(["--rate", "0"]);
        }
        let command = command.args(arguments);
        let mut child =
            command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program");
        let mut lines = BufReader::new(child.stderr.take().expect("standard error"));
        let mut first = String::new();
        lines.read_line(&mut first).expect("the log");
        let address = first.split("http://").nth(1).and_then(|rest| rest.split('"').next());
        let address = address.and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("it does not listen: {first}"));
        let log = Arc::new(Mutex::new(first));
        let written = Arc::clone(&log);
        let reader = std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                let mut log = written.lock().expect("the log");
                log.push_str(&line);
                log.push('\n');
            }
        });
        Self { child, address, log, reader: Some(reader) }
    }

    pub(super) fn new() -> Self {
        Self::with(&[])
    }

    /// A connection of its own.
    pub(super) fn connect(&self) -> TcpStream {
        self.try_connect().expect("a connection")
    }

    /// The same, to a server that may be gone.
    pub(super) fn try_connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(stream)
    }

    /// A connection from another address of this machine.
    pub(super) fn connect_from(&self, address: [u8; 4]) -> std::io::Result<TcpStream> {
        use socket2::{Domain, Socket, Type};
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.bind(&SocketAddr::from((address, 0)).into())?;
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.connect(&self.address.into())?;
        Ok(socket.into())
    }

    /// The answer to some bytes, on a connection of their own.
    pub(super) fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A server may answer and close before it has read all.
        let _ = stream.write_all(bytes);
        Answer::read(&mut stream).expect("an answer")
    }

    pub(super) fn get(&self, path: &str) -> Answer {
        self.send(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes())
    }

    /// Sends JSON, with further lines of the head.
    pub(super) fn post(&self, path: &str, head: &[&str], body: &[u8]) -> Answer {
        self.send(&post(path, &[&["content-type: application/json"], head].concat(), body))
    }

    /// Asks it to end, as a service manager does.
    pub(super) fn terminate(&self) {
        self.signal("-TERM");
    }

    /// Sends it a signal.
    pub(super) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let done = Command::new("kill").args([name, &id]).status().expect("kill");
        assert!(done.success());
    }

    /// How it ended, and how long that took, with its whole log.
    pub(super) fn ended(mut self) -> (ExitStatus, Duration, String) {
        let begun = Instant::now();
        let status = self.child.wait().expect("an end");
        let took = begun.elapsed();
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the whole log");
        }
        let log = self.log.lock().expect("the log").clone();
        (status, took, log)
    }

    /// Resident memory in KiB; `None` where the system does not tell.
    pub(super) fn memory_kib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request with a body.
pub(super) fn post(path: &str, head: &[&str], body: &[u8]) -> Vec<u8> {
    let lines: String = head.iter().map(|line| format!("{line}\r\n")).collect();
    let length = body.len();
    let head =
        format!("POST {path} HTTP/1.1\r\nhost: x\r\n{lines}content-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

impl Answer {
    /// The next answer of a connection; an error where it closes before.
    pub(super) fn read(stream: &mut TcpStream) -> std::io::Result<Self> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte)?;
            head.push(byte[0]);
        }
        let written = String::from_utf8(head).expect("a head in ASCII");
        let head = written.to_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut answer = Self {
            status: status.expect("a status"),
            head,
            #[cfg(feature = "register")]
            written,
            body: Vec::new(),
        };
        let length = answer.header("content-length").expect("a length").parse().expect("a number");
        answer.body = vec![0; length];
        stream.read_exact(&mut answer.body)?;
        Ok(answer)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let start = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(&start))
    }

    /// A line of the head as it was written.
    #[cfg(feature = "register")]
    pub(super) fn written(&self, name: &str) -> Option<&str> {
        let start = format!("{name}: ");
        self.written.lines().find_map(|line| line.strip_prefix(&start))
    }

    /// The line that sets a cookie.
    #[cfg(feature = "register")]
    pub(super) fn cookie(&self) -> Option<&str> {
        self.written("set-cookie")
    }

    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(self.text()).expect("JSON")
    }

    /// A counter, in an answer of `/metrics`.
    pub(super) fn counter(&self, name: &str) -> Option<u64> {
        let start = format!("{name} ");
        self.text().lines().find_map(|line| line.strip_prefix(&start)?.parse().ok())
    }

    /// The codes of a list of its JSON, after checks that hold for every such answer.
    pub(super) fn codes(&self) -> Vec<String> {
        let json = self.json();
        let is_refusal = self.header("content-type") == Some("application/json");
        let list = if is_refusal { &json["refusals"] } else { &json["problems"] };
        if !is_refusal {
            assert_eq!(self.header("content-type"), Some("application/problem+json"));
            assert_eq!(json["status"], self.status);
            assert_eq!(json["type"], "about:blank");
            assert!(json["title"].is_string() && json["detail"].is_string(), "{json}");
        }
        let codes = list.as_array().expect("a list").iter();
        codes.map(|one| one["code"].as_str().expect("a code").to_owned()).collect()
    }
}
