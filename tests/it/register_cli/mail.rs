//! A quote as a message that a mail program opens.

use std::io::Write as _;
use std::process::{Command, Stdio};

use reinstate::register::{Mailbox, MessageParts, Moment, message};
use serde_json::Value;

use super::{RegisterDesk, brand};
use crate::support::{PYTHON, skipped};

/// What Python's reader of mail makes of a message.
const READER: &str = "
import email, email.header, email.policy, hashlib, json, sys
data = sys.stdin.buffer.read()
mail = email.message_from_bytes(data, policy=email.policy.default)
body = mail.get_body()
# The newer reader takes the spaces between the parts of a long name for its own (RFC 2047, 6.2).
raw = email.message_from_bytes(data)['To']
to = str(email.header.make_header(email.header.decode_header(raw))) if raw else None
files = [{'name': part.get_filename(), 'type': part.get_content_type(),
          'sha256': hashlib.sha256(part.get_content()).hexdigest()}
         for part in mail.iter_attachments()]
defects = [str(defect) for part in mail.walk() for defect in part.defects]
print(json.dumps({'headers': {key: str(value) for key, value in mail.items()},
                  'to': to, 'body': body.get_content().replace('\\r\\n', '\\n'),
                  'files': files, 'defects': defects}))
";

/// `None`, and a word, where there is no Python.
fn parsed(bytes: &[u8]) -> Option<Value> {
    let child = Command::new("python3")
        .args(["-c", READER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        skipped(&format!("python3 is not installed; install {PYTHON}"));
        return None;
    };
    child.stdin.take().expect("an input").write_all(bytes).expect("written");
    let output = child.wait_with_output().expect("an end");
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

/// As RFC 5322 wants it: lines of ASCII that end with CR LF and have no more than 998 characters.
fn assert_lines(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("text");
    assert!(text.is_ascii(), "{text}");
    for line in text.split("\r\n") {
        assert!(line.len() <= 998, "{line}");
        assert!(!line.contains(['\r', '\n']), "{line:?}");
    }
}

#[test]
fn a_quote_is_a_message_in_its_language_with_the_document_attached() {
    let desk = RegisterDesk::new();
    let request = desk.request("request.toml", "Zoë & Müller GmbH", "language = \"de\"");
    let text = std::fs::read_to_string(&request).expect("a file");
    let with_contact = text.replace(
        "[[holding]]",
        "contact = \"Jürgen Groß\"\nemail = \"j.gross@example.com\"\n[[holding]]",
    );
    let request = desk.file("request.toml", &with_contact);
    let number = desk.run(&["add", &request]).done().trim_end().to_owned();
    let (pdf, eml) = (desk.text("q.pdf"), desk.text("q.eml"));
    let link = desk
        .run(&[
            "send",
            &number,
            "--brand",
            &brand(),
            "--pdf",
            &pdf,
            "--eml",
            &eml,
            "--base-url",
            "https://quotes.example.com",
        ])
        .done();
    let bytes = std::fs::read(&eml).expect("a file");
    assert_lines(&bytes);
    let Some(mail) = parsed(&bytes) else { return };
    assert_eq!(mail["defects"], serde_json::json!([]));
    let headers = &mail["headers"];
    assert_eq!(headers["X-Unsent"], "1");
    assert_eq!(headers["From"], "Maya Lindqvist <sales@northlight.example>");
    assert_eq!(headers["To"], "Jürgen Groß <j.gross@example.com>");
    assert_eq!(headers["Subject"], format!("Angebot {number}-1 für Zoë & Müller GmbH"));
    let body = mail["body"].as_str().expect("text");
    assert!(body.starts_with("Guten Tag Jürgen Groß,"), "{body}");
    // As the other tests of the command line reckon it.
    assert!(body.contains("4.704,48"), "{body}");
    assert!(body.contains(link.trim_end()), "{body}");
    assert!(body.trim_end().ends_with("Maya Lindqvist\nNorthlight Software Partners"), "{body}");
    let sent = std::fs::read(&pdf).expect("a file");
    let digest = reinstate::engine::digest::hex(&reinstate::engine::digest::sha256(&sent));
    let [file] = &mail["files"].as_array().expect("files")[..] else { panic!("{mail}") };
    assert_eq!(file["sha256"], digest);
    assert_eq!(file["name"], format!("{number}-1.pdf"));
    assert_eq!(file["type"], "application/pdf");

    // Again, to somebody else: another link and the same document.
    let again = desk.text("again.eml");
    let resend = ["send", &number, "--resend", "--base-url", "https://quotes.example.com"];
    let more = ["--eml", &again, "--to", "orders@example.com", "--brand", &brand()];
    let other = desk.run(&[&resend[..], &more].concat()).done();
    assert_ne!(other, link);
    let Some(mail) = parsed(&std::fs::read(&again).expect("a file")) else { return };
    assert_eq!(mail["headers"]["To"], "orders@example.com");
    assert!(mail["body"].as_str().expect("text").contains(other.trim_end()));
    assert_eq!(mail["files"][0]["sha256"], digest);
}

#[test]
fn nobody_is_named_where_nobody_is_known() {
    let desk = RegisterDesk::new();
    let number = desk.added("rob", "Harbour", "");
    let brand = desk.file("plain.toml", "[brand]\nname = \"Seller\"\n");
    let eml = desk.text("q.eml");
    desk.run(&["send", &number, "--brand", &brand, "--eml", &eml]).done();
    let bytes = std::fs::read(&eml).expect("a file");
    assert_lines(&bytes);
    let Some(mail) = parsed(&bytes) else { return };
    assert!(mail["headers"]["From"].is_null() && mail["headers"]["To"].is_null(), "{mail}");
    assert!(mail["body"].as_str().expect("text").starts_with("Dear Sir or Madam,"));
    assert!(!mail["body"].as_str().expect("text").contains("http"));
}

#[test]
fn an_address_that_is_none_or_holds_more_is_refused() {
    let desk = RegisterDesk::new();
    for wrong in [
        "",
        "e.jansen",
        "@example.com",
        "e@",
        "e@x@example.com",
        "e jansen@example.com",
        "e@example.com\nBcc: all@example.com",
        "e@example.com\r\nBcc: all@example.com",
        "E. Jansen <e@example.com>",
        "e@example.com, f@example.com",
        "é@example.com",
    ] {
        let eml = desk.text("q.eml");
        desk.run(&["send", "Q-1", "--eml", &eml, "--to", wrong]).failed(2, "--to");
        assert!(Mailbox::of(None, wrong).is_err());
    }
    desk.run(&["send", "Q-1", "--to", "e@example.com"]).failed(2, "--eml");
    assert!(Mailbox::of(None, &format!("{}@example.com", "x".repeat(243))).is_err());
    assert!(Mailbox::of(Some("E. Jansen\r\nBcc: all@example.com"), "e@example.com").is_err());
}

/// Names as long as a request may have them, in scripts that need four bytes a letter.
#[test]
fn long_names_in_any_script_are_folded() {
    let name = "𐌰Ω".repeat(100);
    let mailbox = Mailbox::of(Some(&name), "e@example.com").expect("an address");
    let (subject, body) = (format!("Quote for {name}"), "x".repeat(5_000));
    let parts = MessageParts {
        from: Some(&mailbox),
        to: Some(&mailbox),
        subject: &subject,
        body: &body,
        document: "Q-1-1",
        pdf: b"%PDF-1.7",
        now: Moment::parse("2026-11-24T12:00:00.000Z").expect("a moment"),
    };
    let bytes = message(&parts).expect("a message");
    assert_lines(&bytes);
    let broken = MessageParts { subject: "a\r\nBcc: all@example.com", ..parts };
    assert_eq!(message(&broken).expect_err("two lines").code(), "line-feed");
    let Some(mail) = parsed(&bytes) else { return };
    assert_eq!(mail["headers"]["Subject"], subject);
    assert_eq!(mail["to"], format!("{name} <e@example.com>"));
    assert_eq!(mail["headers"]["Date"], "Tue, 24 Nov 2026 12:00:00 +0000");
    assert_eq!(mail["body"].as_str().map(str::trim_end), Some(&*body));
}
