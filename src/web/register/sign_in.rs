//! How people sign in to the pages: with a key, as often as an address may try; or at a proxy,
//! which names them in a header.

use std::net::IpAddr;
use std::num::NonZeroU32;

use axum::http::{HeaderMap, HeaderName, StatusCode};

use crate::engine::digest::{hex, sha256};
use crate::register::TOKEN_BYTES;
use crate::web::error::WebError;
use crate::web::rate::RateLimit;

/// The most characters of the name that a proxy gives somebody.
const USER_MAX: usize = 200;
/// So many keys an address may try in a second, in bursts of up to five times as many.
const SIGN_IN_RATE: NonZeroU32 = NonZeroU32::MIN;

/// How people sign in.
pub(super) struct SignIn {
    /// The header in which a trusted proxy says whom it has signed in.
    user_header: Option<HeaderName>,
    /// How often an address may try a key.
    rate: RateLimit,
    /// What the forms of those are made with whom a proxy has signed in.
    secret: [u8; TOKEN_BYTES],
}

impl SignIn {
    pub(super) fn of(user_header: Option<HeaderName>, secret: [u8; TOKEN_BYTES]) -> Self {
        Self { user_header, rate: RateLimit::new(Some(SIGN_IN_RATE), Vec::new()), secret }
    }

    /// Seconds to wait, where an address has tried too many keys.
    pub(super) fn seconds_to_wait(&self, address: IpAddr) -> Option<u32> {
        self.rate.seconds_to_wait(address)
    }

    /// What the forms of an account carry that a proxy has signed in: nobody can tell it who does
    /// not see its pages.
    pub(super) fn csrf_of(&self, account: &str) -> String {
        let secret = hex(&self.secret);
        hex(&sha256(format!("reinstate-form-1\n{secret}\n{account}\n{secret}").as_bytes()))
    }

    /// The name that a proxy gives whoever asks; none where nobody is believed who could give one.
    ///
    /// # Errors
    /// It stands twice, or is no name.
    pub(super) fn proxy_user(
        &self,
        headers: &HeaderMap,
        is_believed: bool,
    ) -> Result<Option<String>, WebError> {
        let Some(name) = self.user_header.as_ref().filter(|_| is_believed) else { return Ok(None) };
        let mut values = headers.get_all(name).iter();
        let wrong = |message: &str| {
            let hint = "the proxy has to set it once, and take out what a client sends";
            Err(WebError::new(StatusCode::BAD_REQUEST, "wrong-user", message, hint))
        };
        let Some(value) = values.next() else { return Ok(None) };
        if values.next().is_some() {
            return wrong("the header that names the user stands twice");
        }
        let user = std::str::from_utf8(value.as_bytes()).unwrap_or_default().trim();
        if user.is_empty() || user.chars().count() > USER_MAX {
            return wrong("the header that names the user holds no name");
        }
        Ok(Some(user.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let lines = lines
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        lines.collect()
    }

    #[test]
    fn a_name_is_taken_from_a_believed_proxy_and_once() {
        let name = HeaderName::from_static("x-user");
        let sign_in = SignIn::of(Some(name), [1; TOKEN_BYTES]);
        let user = |lines: &[(&'static str, &'static str)], is_believed| {
            sign_in.proxy_user(&headers(lines), is_believed).map_err(|error| error.status.as_u16())
        };
        assert_eq!(user(&[("x-user", " eva ")], true), Ok(Some("eva".to_owned())));
        assert_eq!(user(&[("x-user", "eva")], false), Ok(None));
        assert_eq!(user(&[], true), Ok(None));
        assert_eq!(user(&[("x-user", "eva"), ("x-user", "eva")], true), Err(400));
        assert_eq!(user(&[("x-user", "eva"), ("x-user", "eva")], false), Ok(None));
        assert_eq!(user(&[("x-user", "")], true), Err(400));
        let none = SignIn::of(None, [1; TOKEN_BYTES]);
        assert_eq!(none.proxy_user(&headers(&[("x-user", "eva")]), true), Ok(None));
    }

    #[test]
    fn forms_of_two_accounts_and_of_two_servers_carry_something_else() {
        let (one, other) = (SignIn::of(None, [1; 32]), SignIn::of(None, [2; 32]));
        assert_ne!(one.csrf_of("ann"), one.csrf_of("ben"));
        assert_ne!(one.csrf_of("ann"), other.csrf_of("ann"));
        assert_eq!(one.csrf_of("ann"), one.csrf_of("ann"));
    }
}
