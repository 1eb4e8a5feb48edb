//! What lets a request to the register: not too many of one address, of somebody who may, and then
//! with its whole body.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::register::{Actor, KeyHolder, RegisterAccount, RegisterError, Role, token_sha256};
use crate::web::admit::{self, BodyLimits};
use crate::web::current::Current;
use crate::web::error::WebError;
use crate::web::estimator::SharedEstimator;

use super::desk::RegisterDesk;
use super::fault::fault;
use super::read_cache::SeenState;

/// What a route for programs is guarded with.
#[derive(Clone)]
pub(super) struct RouteGuard {
    pub(super) current: Current,
    /// The roles that may use it.
    pub(super) roles: &'static [Role],
    pub(super) takes_files: bool,
}

/// Who asks, as the guard found out.
#[derive(Debug, Clone)]
pub(super) struct SignedIn {
    holder: Arc<KeyHolder>,
    /// The state of the register in which its key was found.
    pub(super) state: SeenState,
}

impl SignedIn {
    /// The account.
    pub(super) fn account(&self) -> &RegisterAccount {
        &self.holder.account
    }

    pub(super) fn actor(&self) -> Actor {
        let by = format!("key:{}", self.holder.key_id());
        Actor { by, account: self.account().id.clone() }
    }
}

/// Lets a program in that shows a key, or says why not.
pub(super) async fn guard(
    State(RouteGuard { current, roles, takes_files }): State<RouteGuard>,
    mut request: Request,
    next: Next,
) -> Response {
    let estimator = current.now();
    let key = admit::check_rate(&estimator, &request).and_then(|()| bearer(request.headers()));
    let signed_in = match key {
        Ok(key) => of_key(&estimator, key.to_owned(), roles).await,
        Err(error) => Err(error),
    };
    let signed_in = match signed_in {
        Ok(signed_in) => signed_in,
        Err(error) => return error.into_response(),
    };
    request.extensions_mut().insert(signed_in);
    // A stranger's body is not read to be kept.
    match admit::with_whole_body(request, BodyLimits::of(takes_files)).await {
        Ok(request) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// What whoever comes with a link gets: the link itself is what lets them in. No robot keeps it.
pub(super) async fn link_guard(
    State(current): State<Current>,
    request: Request,
    next: Next,
) -> Response {
    let estimator = current.now();
    let request = match admit::check_rate_of(&estimator.link_rate, &estimator, &request) {
        Ok(()) => admit::with_whole_body(request, BodyLimits::USUAL).await,
        Err(error) => Err(error),
    };
    let mut answer = match request {
        Ok(request) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    answer.headers_mut().insert(NO_ROBOTS.0, NO_ROBOTS.1);
    answer
}

/// What is for one customer alone is in no index.
const NO_ROBOTS: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));

/// The account of a key, where it has one of these roles.
async fn of_key(
    estimator: &SharedEstimator,
    key: String,
    roles: &[Role],
) -> Result<SignedIn, WebError> {
    let desk = desk_of(estimator)?;
    let denied = |error: RegisterError| fault(error).with(CHALLENGE.0, CHALLENGE.1);
    let sha256 = token_sha256(&key);
    let (state, known) = desk.cache.key(&sha256);
    let holder = match known {
        Some(holder) => holder,
        // In a box, so that requests whose key is remembered carry no room for it along.
        None => {
            let read = read_holder(estimator, &desk, (key, sha256, state));
            Box::pin(read).await?.map_err(denied)?
        }
    };
    holder.check_works(desk.now()).map_err(denied)?;
    if holder.account.is_one_of(roles) {
        return Ok(SignedIn { holder, state });
    }
    let (id, role) = (&holder.account.id, holder.account.role.word());
    Err(role_too_low(&format!("`{id}` is {role}"), roles))
}

/// Reads whom a key was made for, and remembers it.
async fn read_holder(
    estimator: &SharedEstimator,
    desk: &Arc<RegisterDesk>,
    (key, sha256, state): (String, String, SeenState),
) -> Result<Result<Arc<KeyHolder>, RegisterError>, WebError> {
    let desk = Arc::clone(desk);
    let read = move || {
        let holder = Arc::new(desk.read(|register, _| register.key_holder(&key))?);
        desk.cache.remember_key(state, sha256, Arc::clone(&holder));
        Ok(holder)
    };
    estimator.work(read).await
}

/// What somebody is told whose role may not use a route.
pub(super) fn role_too_low(who: &str, roles: &[Role]) -> WebError {
    let words: Vec<&str> = roles.iter().map(|role| role.word()).chain(["admin"]).collect();
    let message = format!("{who}, and this is for {}", words.join(", "));
    let hint = "ask somebody with that role";
    WebError::new(StatusCode::FORBIDDEN, "role-too-low", message, hint)
}

/// The register that is served.
///
/// # Errors
/// There is none, though its routes are there: a mistake in the program.
pub(super) fn desk_of(estimator: &SharedEstimator) -> Result<Arc<RegisterDesk>, WebError> {
    estimator.register.clone().ok_or_else(WebError::bug)
}

/// What a client without a key is told (RFC 6750, section 3).
const CHALLENGE: (header::HeaderName, HeaderValue) =
    (header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));

/// The key of a request (RFC 6750, section 2.1).
fn bearer(headers: &HeaderMap) -> Result<&str, WebError> {
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let line = lines.next().and_then(|line| line.to_str().ok());
    let key = line.and_then(|line| line.split_once(' ')).filter(|_| lines.next().is_none());
    match key {
        Some((scheme, key)) if scheme.eq_ignore_ascii_case("bearer") => Ok(key.trim()),
        Some(_) | None => {
            let message = "this address needs a key of the register";
            let hint = "send it once, with the header `authorization: Bearer rk_…`; an admin makes \
                        one with `reinstate register key make`";
            Err(WebError::new(StatusCode::UNAUTHORIZED, "no-key", message, hint)
                .with(CHALLENGE.0, CHALLENGE.1))
        }
    }
}
