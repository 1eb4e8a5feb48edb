//! The pages of the team: people who have signed in, with a browser that runs no script.

mod access;
mod acts;
mod early;
mod pages;
mod registering;
mod repeats;
mod sign_in;

use form_urlencoded::Serializer;

use crate::web::page::all_between;
use crate::web::server::{Answer, post};

use super::ServedRegister;

/// Somebody with a browser: what it keeps, and what the forms of its pages carry.
struct Person<'a> {
    served: &'a ServedRegister,
    cookie: String,
    csrf: String,
}

impl<'a> Person<'a> {
    /// Signs somebody in with their key.
    fn signed_in(served: &'a ServedRegister, who: &str) -> Self {
        let answer = sign_in(served, served.key(who), &[]);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/register")));
        let cookie = answer.cookie().expect("a cookie").split(';').next().expect("it");
        let mut person = Self { served, cookie: cookie.to_owned(), csrf: String::new() };
        let page = person.get("/register");
        assert_eq!(page.status, 200, "{}", page.text());
        person.csrf = all_between(page.text(), "name=\"csrf\" value=\"", "\"")[0].to_owned();
        person
    }

    fn get(&self, path: &str) -> Answer {
        let cookie = &self.cookie;
        let bytes = format!("GET {path} HTTP/1.1\r\nhost: x\r\ncookie: {cookie}\r\n\r\n");
        self.served.server.send(bytes.as_bytes())
    }

    /// The text of a page that is there.
    fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text().to_owned()
    }

    /// Sends a form with all that its page would have it carry.
    fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let own = [("csrf", self.csrf.as_str())];
        self.send_with(path, &["sec-fetch-site: same-origin"], &[&own, fields].concat())
    }

    /// Sends whatever is given.
    fn send_with(&self, path: &str, head: &[&str], fields: &[(&str, &str)]) -> Answer {
        let cookie = format!("cookie: {}", self.cookie);
        self.served.server.send(&form(path, &[&[&*cookie], head].concat(), fields))
    }

    /// Uses one of the forms on the page of a quote, with what it carries.
    fn act(&self, number: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let (place, digest) = self.act_form(number, action);
        self.send(&place, &[&[("quote_sha256", &*digest)], fields].concat())
    }

    /// Uses one with a file, as a browser sends that (RFC 7578).
    fn act_with_file(
        &self,
        number: &str,
        action: &str,
        (fields, name, bytes): (&[(&str, &str)], &str, &[u8]),
    ) -> Answer {
        let (place, digest) = self.act_form(number, action);
        let own = [("csrf", self.csrf.as_str()), ("quote_sha256", &*digest)];
        let mut body = Vec::new();
        for (name, text) in own.iter().chain(fields) {
            let part = "--cut\r\ncontent-disposition: form-data; name=";
            body.extend(format!("{part}\"{name}\"\r\n\r\n{text}\r\n").bytes());
        }
        let part = "--cut\r\ncontent-disposition: form-data; name=\"proof\"; filename=";
        let kind = "content-type: application/octet-stream";
        body.extend(format!("{part}\"{name}\"\r\n{kind}\r\n\r\n").bytes());
        body.extend(bytes);
        body.extend(b"\r\n--cut--\r\n");
        self.send_parts(&place, &body)
    }

    /// Sends the parts of a form as they are.
    fn send_parts(&self, place: &str, body: &[u8]) -> Answer {
        let cookie = format!("cookie: {}", self.cookie);
        let kind = "content-type: multipart/form-data; boundary=cut";
        self.served.server.send(&post(place, &[kind, &cookie, "sec-fetch-site: same-origin"], body))
    }

    /// The address of a form on the page of a quote, and the digest that it carries.
    fn act_form(&self, number: &str, action: &str) -> (String, String) {
        let page = self.page(&format!("/register/quotes/{number}"));
        let place = format!("/register/quotes/{number}/{action}");
        let start = format!("action=\"{place}\"");
        let found = all_between(&page, &start, "</form>");
        let own = found.first().unwrap_or_else(|| panic!("no form {action}"));
        let digest = all_between(own, "name=\"quote_sha256\" value=\"", "\"")[0].to_owned();
        (place, digest)
    }

    /// The forms that the page of a quote has, in their order.
    fn actions(&self, number: &str) -> Vec<String> {
        let page = self.page(&format!("/register/quotes/{number}"));
        let start = format!("action=\"/register/quotes/{number}/");
        all_between(&page, &start, "\"").into_iter().map(str::to_owned).collect()
    }

    /// What the quote shows.
    fn status(&self, number: &str) -> String {
        let page = self.page(&format!("/register/quotes/{number}"));
        all_between(&page, "class=\"status\" data-status=\"", "\"")[0].to_owned()
    }
}

/// Sends a key, with further lines of the head.
fn sign_in(served: &ServedRegister, key: &str, head: &[&str]) -> Answer {
    served.server.send(&form("/register/sign-in", head, &[("key", key), ("to", "")]))
}

/// A form as a browser sends it.
fn form(path: &str, head: &[&str], fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Serializer::new(String::new());
    body.extend_pairs(fields);
    let kind = ["content-type: application/x-www-form-urlencoded"];
    post(path, &[&kind, head].concat(), body.finish().as_bytes())
}

/// The code of a page that says what is wrong.
fn code(answer: &Answer) -> &str {
    all_between(answer.text(), "data-code=\"", "\"").first().copied().unwrap_or_default()
}

/// The text of a part of a page, without its tags.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for one in html.chars() {
        match one {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                text.push(' ');
            }
            one if !is_tag => text.push(one),
            _ => {}
        }
    }
    let text = text.replace('\u{a0}', " ").replace("&amp;", "&").replace("&#38;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of the table with a caption, each as the text of its cells.
fn rows(page: &str, caption: &str) -> Vec<Vec<String>> {
    let start = format!("<caption class=\"hidden\">{caption}</caption>");
    let table = all_between(page, &start, "</table>");
    let table = table.first().unwrap_or_else(|| panic!("no table: {caption}"));
    let body = all_between(table, "<tbody>", "</tbody>")[0];
    let cells = |row: &str| {
        let cells = row.replace("<th ", "<td ");
        cells.split("<td ").skip(1).map(|cell| plain(&format!("<{cell}"))).collect()
    };
    body.split("<tr").skip(1).map(cells).collect()
}
