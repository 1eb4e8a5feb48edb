//! Where the links of customers begin.

use std::fmt;

use iri_string::types::UriStr;

/// The most characters of one.
const BASE_URL_MAX: usize = 1_000;

/// The address under which the quotes of a register are served, without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BaseUrl(String);

impl BaseUrl {
    /// Reads one: `http` or `https`, with a host, and with neither user, query nor fragment.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let hint = "write an address that begins with https:// or http:// and has neither a query \
                    nor a fragment, for example https://quotes.example.com";
        let address = UriStr::new(text).map_err(|_| hint.to_owned())?;
        let scheme = address.scheme_str();
        let is_web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        let host = address.authority_components();
        let has_host =
            host.is_some_and(|host| !host.host().is_empty() && host.userinfo().is_none());
        let is_bare = address.query().is_none() && address.fragment().is_none();
        if is_web && has_host && is_bare && text.len() <= BASE_URL_MAX {
            Ok(Self(text.trim_end_matches('/').to_owned()))
        } else {
            Err(hint.to_owned())
        }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_query_and_fragment_is_a_base() {
        for (text, base) in [
            ("https://quotes.example.com", "https://quotes.example.com"),
            ("https://example.com/quotes/", "https://example.com/quotes"),
            ("HTTP://127.0.0.1:8080/", "HTTP://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(BaseUrl::parse(text).map(|base| base.to_string()).as_deref(), Ok(base));
        }
        for text in [
            "",
            "quotes.example.com",
            "ftp://example.com",
            "https://",
            "https:///path",
            "https://example.com/?a=b",
            "https://example.com/?",
            "https://example.com/#top",
            "https://anna:secret@example.com",
            "https://exa mple.com",
            "https://example.com/\nX-Header: 1",
            "javascript:alert(1)",
        ] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
        assert!(BaseUrl::parse(&format!("https://e.com/{}", "x".repeat(1_000))).is_err());
    }
}
