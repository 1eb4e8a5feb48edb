//! Who looks at the pages: somebody who signed in here with a key, or whom a proxy has signed in.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::register::{Actor, RegisterAccount, token_sha256};
use crate::web::error::WebError;
use crate::web::estimator::Estimator;
use crate::web::rate::Peer;

use super::desk::RegisterDesk;
use super::fault::fault;

/// The cookie that holds the token of a session, where the page came by `https`: a browser then
/// takes it from this host alone.
const SECURE_COOKIE: &str = "__Host-reinstate";
/// The same where it did not.
const PLAIN_COOKIE: &str = "reinstate";
/// Somebody at the pages.
#[derive(Debug, Clone)]
pub(in crate::web) struct TeamVisitor {
    pub(in crate::web) account: RegisterAccount,
    /// What each form has to carry.
    pub(in crate::web) csrf: String,
    pub(in crate::web) came: VisitorCame,
}

/// How somebody came to be signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) enum VisitorCame {
    /// With a key: the digest of the session's token.
    BySession(String),
    /// By a proxy.
    ByProxy,
}

impl TeamVisitor {
    /// Who acts, for the log.
    pub(in crate::web) fn actor(&self) -> Actor {
        let by = match self.came {
            VisitorCame::BySession(_) => "session",
            VisitorCame::ByProxy => "proxy",
        };
        Actor { by: by.to_owned(), account: self.account.id.clone() }
    }
}

/// What of a request says who sends it.
pub(in crate::web) struct AskedBy {
    headers: HeaderMap,
    peer: Option<IpAddr>,
}

impl AskedBy {
    pub(in crate::web) fn of(request: &Request) -> Self {
        Self::with(request.headers().clone(), request.extensions().get::<Peer>().copied())
    }

    pub(in crate::web) fn with(headers: HeaderMap, peer: Option<Peer>) -> Self {
        Self { headers, peer: peer.map(|Peer(peer)| peer) }
    }

    /// The address that it comes from, where that is known.
    pub(in crate::web) fn address(&self, estimator: &Estimator) -> Option<IpAddr> {
        Some(estimator.rate.address(self.peer?, &self.headers))
    }

    fn is_of_proxy(&self, estimator: &Estimator) -> bool {
        self.peer.is_some_and(|peer| estimator.rate.trusts(peer))
    }

    /// Whether the browser speaks `https` with the proxy in front.
    fn is_secure(&self, estimator: &Estimator) -> bool {
        let scheme = self.headers.get("x-forwarded-proto");
        self.is_of_proxy(estimator) && scheme.is_some_and(|scheme| scheme == "https")
    }

    /// Who sends it, if that is somebody; the register is read for it.
    ///
    /// # Errors
    /// A proxy names somebody who has no account.
    pub(in crate::web) fn visitor(
        &self,
        estimator: &Estimator,
        desk: &RegisterDesk,
    ) -> Result<Option<TeamVisitor>, WebError> {
        let user = desk.sign_in.proxy_user(&self.headers, self.is_of_proxy(estimator))?;
        if let Some(user) = user {
            let account = desk.read(|register, _| register.account_of_proxy_user(&user));
            let account = account.map_err(|error| as_forbidden(fault(error)))?;
            let csrf = desk.sign_in.csrf_of(&account.id);
            return Ok(Some(TeamVisitor { account, csrf, came: VisitorCame::ByProxy }));
        }
        let name = cookie_name(self.is_secure(estimator));
        let Some(token) = cookie(&self.headers, name) else { return Ok(None) };
        let digest = token_sha256(token);
        let session =
            desk.read(|register, now| register.session_of(&digest, now)).map_err(fault)?;
        Ok(session.map(|session| TeamVisitor {
            account: session.account,
            csrf: session.csrf,
            came: VisitorCame::BySession(digest),
        }))
    }

    /// The line that has a browser keep a token, for so many seconds; none: that has it forget one.
    pub(in crate::web) fn set_cookie(
        &self,
        estimator: &Estimator,
        (token, seconds): (&str, u32),
    ) -> Option<HeaderValue> {
        let is_secure = self.is_secure(estimator);
        let name = cookie_name(is_secure);
        let secure = if is_secure { "; Secure" } else { "" };
        let line =
            format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
        HeaderValue::try_from(line).ok()
    }

    /// Whether a form was sent from a page of ours, as far as the browser says where from.
    ///
    /// # Errors
    /// It was sent from elsewhere.
    pub(in crate::web) fn check_site(&self) -> Result<(), WebError> {
        let site = self.headers.get("sec-fetch-site");
        if site.is_none_or(|site| site == "same-origin") { Ok(()) } else { Err(other_site()) }
    }
}

/// Somebody sent a form that is none of ours.
pub(in crate::web) fn other_site() -> WebError {
    let message = "this form was not sent from a page of the register";
    let hint = "open the page again, and send the form from there";
    WebError::new(StatusCode::FORBIDDEN, "other-site", message, hint)
}

/// A proxy has signed somebody in, and the register does not know them: signing in again would not
/// help.
fn as_forbidden(error: WebError) -> WebError {
    match error.status {
        StatusCode::UNAUTHORIZED => error.forbidden(),
        _ => error,
    }
}

const fn cookie_name(is_secure: bool) -> &'static str {
    if is_secure { SECURE_COOKIE } else { PLAIN_COOKIE }
}

/// The value of a cookie; of several by one name none, since one of them may be somebody else's.
fn cookie<'request>(headers: &'request HeaderMap, name: &str) -> Option<&'request str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(known, _)| known.trim() == name).map(|(_, value)| value.trim());
    let first = values.next()?;
    values.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let lines = lines
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        lines.collect()
    }

    #[test]
    fn a_cookie_is_read_where_it_stands_once() {
        let of = |line| headers(&[("cookie", line)]);
        assert_eq!(cookie(&of("a=1; reinstate=x-_; b=2"), PLAIN_COOKIE), Some("x-_"));
        assert_eq!(cookie(&of("reinstate=x; reinstate=y"), PLAIN_COOKIE), None);
        assert_eq!(cookie(&of("__Host-reinstate=x"), PLAIN_COOKIE), None);
        assert_eq!(cookie(&of("__Host-reinstate=x"), SECURE_COOKIE), Some("x"));
        let two = headers(&[("cookie", "reinstate=x"), ("cookie", "reinstate=y")]);
        assert_eq!(cookie(&two, PLAIN_COOKIE), None);
    }

    #[test]
    fn a_form_from_elsewhere_is_known_by_what_the_browser_says() {
        let from = |lines: &[(&'static str, &'static str)]| {
            AskedBy::with(headers(lines), None).check_site().is_ok()
        };
        assert!(from(&[]) && from(&[("sec-fetch-site", "same-origin")]));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!from(&[("sec-fetch-site", site)]), "{site}");
        }
    }
}
