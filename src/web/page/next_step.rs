//! What a reader does with an answer: asks a person for a quote, by a page or by mail.

use axum::http::uri::Authority;
use axum::http::{HeaderMap, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::document::brand::Brand;
use crate::document::words::{Arg, Words};

/// Programs for mail cut longer addresses off, and systems refuse to open them.
const MAIL_ADDRESS_BYTES_MAX: usize = 2_000;

/// What stands for itself in an address (RFC 3986, 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What stands for itself in the address of a mailbox as well (RFC 6068, 2).
const MAILBOX: &AsciiSet = &UNRESERVED.remove(b'@').remove(b'+');

/// A way to a person.
pub(super) struct NextStep {
    /// What that person can do.
    pub(super) text: String,
    /// What the link says.
    pub(super) ask: String,
    /// Where it leads: `https`, or `mailto` with a subject and a text.
    pub(super) address: String,
}

/// What there is to ask about.
#[derive(Clone, Copy)]
pub(super) enum Question<'page> {
    /// An estimate, by its title.
    Estimate(&'page str),
    /// A request that the rules give no price for.
    Refused,
}

impl NextStep {
    /// The step that a brand offers; `None` where it names nobody who can be written to.
    pub(super) fn of(brand: &Brand, words: Words, asked: Question<'_>, link: &str) -> Option<Self> {
        let mail = Mail::of(words, asked, link);
        let address = match (&brand.contact_url, brand.contact.as_ref()) {
            (Some(url), _) if is_mail(url.as_str()) => mail.to(url.as_str()),
            (Some(url), _) => url.to_string(),
            (None, contact) => {
                let mailbox = contact?.email.as_ref()?.as_str();
                mail.to(&mail_address(mailbox))
            }
        };
        let (text, ask) = match asked {
            Question::Estimate(_) => ("next-text", "next-ask"),
            Question::Refused => ("next-text-refused", "next-ask-refused"),
        };
        let issuer = [("issuer", Arg::Text(brand.name.as_str()))];
        Some(Self { text: words.say_with(text, &issuer), ask: words.say(ask), address })
    }
}

/// The address that a browser opens to write to a mailbox.
pub(in crate::web) fn mail_address(mailbox: &str) -> String {
    format!("mailto:{}", utf8_percent_encode(mailbox, MAILBOX))
}

fn is_mail(address: &str) -> bool {
    address.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
}

/// A mail to be sent.
struct Mail {
    subject: String,
    /// The text with the link, and the text where that is too long.
    texts: [String; 2],
}

impl Mail {
    fn of(words: Words, asked: Question<'_>, link: &str) -> Self {
        let (subject, text) = match asked {
            Question::Estimate(title) => {
                let subject = words.say_with("next-subject", &[("title", Arg::Text(title))]);
                (subject, words.say("next-mail"))
            }
            Question::Refused => {
                (words.say("next-subject-refused"), words.say("next-mail-refused"))
            }
        };
        // Lines of a mail end with both (RFC 6068, 5).
        let long = words.say("next-mail-long");
        Self { subject, texts: [link, &long].map(|more| format!("{text}\r\n\r\n{more}\r\n")) }
    }

    /// An address with subject and text, but for those that it has already.
    fn to(&self, address: &str) -> String {
        let [text, without_link] = &self.texts;
        let whole = self.address(address, text);
        if whole.len() > MAIL_ADDRESS_BYTES_MAX {
            return self.address(address, without_link);
        }
        whole
    }

    fn address(&self, address: &str, text: &str) -> String {
        let (mut whole, mut fields) = (address.to_owned(), address.contains('?'));
        let given = address.split_once('?').map_or("", |(_, query)| query);
        for (name, value) in [("subject", self.subject.as_str()), ("body", text)] {
            let is_it = |field: &str| {
                field.split('=').next().is_some_and(|key| key.eq_ignore_ascii_case(name))
            };
            if !given.split('&').any(is_it) {
                whole.push(if fields { '&' } else { '?' });
                whole.push_str(name);
                whole.push('=');
                whole.extend(utf8_percent_encode(value, UNRESERVED));
                fields = true;
            }
        }
        whole
    }
}

/// Where the page stands for whoever asks for it, for example `https://quotes.example.com`; nothing
/// where that is not said. It is believed, since the asker alone reads what is made of it.
pub(super) fn origin(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.and_then(|host| host.parse::<Authority>().ok());
    let Some(host) = host.filter(|host| !host.as_str().contains('@')) else {
        return String::new();
    };
    let is_secure = headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https");
    format!("{}://{host}", if is_secure { "https" } else { "http" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::brand::BrandFile;
    use crate::engine::book::Language;

    fn step(brand: &str, language: Language, asked: Question<'_>, link: &str) -> Option<String> {
        let text = format!("[brand]\nname = \"Northlight\"\n{brand}");
        let brand = BrandFile::read("brand.toml", &text).ok()?.with_logo(None);
        NextStep::of(&brand, Words::of(language), asked, link).map(|step| step.address)
    }

    #[test]
    fn a_mail_has_its_subject_and_the_link_encoded_once_more() {
        let link = "http://a.example/?owned.1=500&customer=B%26C%20%2B";
        let address = step(
            "contact_url = \"mailto:sales@a.example\"",
            Language::French,
            Question::Estimate("Estimation : remise sous support"),
            link,
        );
        // By hand from RFC 6068: a blank is %20, the end of a line %0D%0A, a percent sign %25.
        let expected = "mailto:sales@a.example\
            ?subject=Demande%20de%20devis%C2%A0%3A%20Estimation%20%3A%20remise%20sous%20support\
            &body=Merci%20de%20m%E2%80%99adresser%20un%20devis%20sur%20la%20base%20de%20cette\
            %20estimation%C2%A0%3A%0D%0A%0D%0A\
            http%3A%2F%2Fa.example%2F%3Fowned.1%3D500%26customer%3DB%2526C%2520%252B%0D%0A";
        assert_eq!(address.as_deref(), Some(expected));
    }

    #[test]
    fn a_page_is_linked_as_it_is_and_a_mailbox_is_encoded() {
        let to = |brand: &str| step(brand, Language::English, Question::Refused, "http://a/?b=c");
        let page = to("contact_url = \"https://a.example/ask?x=1\"\ncontact = { email = \"a@b\" }");
        assert_eq!(page.as_deref(), Some("https://a.example/ask?x=1"));
        let mail = to("contact = { email = \"m&m+1@a.example\" }").expect("a step");
        assert!(mail.starts_with("mailto:m%26m+1@a.example?subject="), "{mail}");
        let own = to("contact_url = \"mailto:a@b.example?Subject=Hi\"").expect("a step");
        assert!(own.starts_with("mailto:a@b.example?Subject=Hi&body="), "{own}");
        assert_eq!(to("contact = { name = \"Maya\", phone = \"1\" }"), None);
        assert_eq!(to(""), None);
    }

    #[test]
    fn a_link_that_is_too_long_for_a_mail_is_left_out() {
        let brand = "contact = { email = \"a@b.example\" }";
        let of = |length: usize| {
            let link = format!("http://a/?{}", "x".repeat(length));
            let asked = Question::Estimate("Estimate");
            step(brand, Language::English, asked, &link).expect("a step")
        };
        assert!(of(1_500).contains("xxx"));
        let long = of(2_000);
        assert!(!long.contains("xxx") && long.contains("PDF"), "{long}");
    }

    #[test]
    fn an_origin_is_a_host_and_nothing_else() {
        let of = |host: &'static str, proto: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().expect("a header"));
            if let Some(proto) = proto {
                headers.insert("x-forwarded-proto", proto.parse().expect("a header"));
            }
            origin(&headers)
        };
        assert_eq!(of("quotes.example.com", Some("https")), "https://quotes.example.com");
        assert_eq!(of("127.0.0.1:8080", None), "http://127.0.0.1:8080");
        assert_eq!(of("[::1]:8080", Some("ftp")), "http://[::1]:8080");
        assert_eq!(of("a@b", None), "");
        assert_eq!(of("a/b", None), "");
        assert_eq!(origin(&HeaderMap::new()), "");
    }
}
