//! Limits on what a client may send: how large, for how long, and how often.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http_body_util::BodyExt;
use ipnet::IpNet;
use tokio::time::timeout;

use super::Context;
use super::problem::Fault;

/// Most bytes of a body.
pub(super) const BODY_BYTES_MAX: usize = 256 * 1024;
/// A body that is too large is read to its end up to here, so that its client reads the answer.
const BODY_BYTES_DROPPED_MAX: usize = 4 * 1024 * 1024;
/// How long a client may take for the body of a request.
const BODY_TIME: Duration = Duration::from_secs(4);
/// Seconds of requests that an address may send at once.
const BURST_SECONDS: u32 = 5;
/// Addresses that are remembered; beyond it the older ones are forgotten.
const ADDRESSES_MAX: usize = 65_536;

/// Where a request came from on the network.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// How often an address may ask, and which proxies are believed when they name one.
pub(super) struct Gate {
    proxies: Vec<IpNet>,
    quota: Option<Quota>,
    limiter: Mutex<Arc<DefaultKeyedRateLimiter<IpAddr>>>,
}

impl Gate {
    /// A gate that lets so many requests a second through for each address; without a rate, all.
    pub(super) fn new(per_second: Option<NonZeroU32>, proxies: Vec<IpNet>) -> Self {
        let quota = per_second.map(|rate| {
            let burst = rate.saturating_mul(NonZeroU32::MIN.saturating_add(BURST_SECONDS - 1));
            Quota::per_second(rate).allow_burst(burst)
        });
        let any = quota.unwrap_or(Quota::per_second(NonZeroU32::MAX));
        Self { proxies, quota, limiter: Mutex::new(Arc::new(RateLimiter::keyed(any))) }
    }

    /// Seconds to wait, where the address has sent too much.
    fn seconds_to_wait(&self, address: IpAddr) -> Option<u32> {
        let quota = self.quota?;
        let limiter = {
            let mut limiter = self.limiter.lock().unwrap_or_else(PoisonError::into_inner);
            if limiter.len() >= ADDRESSES_MAX {
                limiter.retain_recent();
                // Addresses that are all busy at once are many clients, or one with many
                // addresses, which no limit by address holds back.
                if limiter.len() > ADDRESSES_MAX / 2 {
                    *limiter = Arc::new(RateLimiter::keyed(quota));
                }
            }
            Arc::clone(&limiter)
        };
        let until = limiter.check_key(&network(address)).err()?;
        let wait = until.wait_time_from(DefaultClock::default().now());
        Some(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// The address that a request comes from: of the connection, or, where that is a trusted
    /// proxy, the last one in `X-Forwarded-For` that is not.
    fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let is_trusted = |address: &IpAddr| self.proxies.iter().any(|net| net.contains(address));
        let peer = peer.to_canonical();
        if !is_trusted(&peer) {
            return peer;
        }
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let texts = lines.filter_map(|line| line.to_str().ok());
        let mut nearest = peer;
        for text in texts.flat_map(|line| line.rsplit(',')) {
            // What stands before something that is no address was not written by a proxy.
            let Ok(address) = text.trim().parse::<IpAddr>() else { return nearest };
            nearest = address.to_canonical();
            if !is_trusted(&nearest) {
                break;
            }
        }
        nearest
    }
}

/// What one client holds: an IPv4 address, or the /64 network of an IPv6 address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let upper = address.to_bits() & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from_bits(upper))
        }
    }
}

/// Lets a request in: of an address that does not send too much, with its whole body.
pub(super) async fn admit(
    State(context): State<Context>,
    request: Request,
    next: Next,
) -> Response {
    let wait = request.extensions().get::<Peer>().and_then(|Peer(peer)| {
        let address = context.gate.address(*peer, request.headers());
        context.gate.seconds_to_wait(address)
    });
    if let Some(seconds) = wait {
        context.observer.rate_limited.inc();
        return Fault::too_many(seconds).into_response();
    }
    match with_whole_body(request).await {
        Ok(request) => next.run(request).await,
        Err(fault) => fault.into_response(),
    }
}

/// Reads the whole body before anything works on it, within its limits of size and time.
async fn with_whole_body(request: Request) -> Result<Request, Fault> {
    let (parts, body) = request.into_parts();
    if body.is_end_stream() {
        return Ok(Request::from_parts(parts, body));
    }
    let bytes = timeout(BODY_TIME, collected(body)).await.map_err(|_| {
        let message = "the request did not arrive in time";
        let hint = format!("send it within {} s", BODY_TIME.as_secs());
        Fault::new(StatusCode::REQUEST_TIMEOUT, "too-slow", message, hint)
    })??;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

async fn collected(mut body: Body) -> Result<Bytes, Fault> {
    let limit = u64::try_from(BODY_BYTES_MAX).unwrap_or(u64::MAX);
    if body.size_hint().lower() > limit {
        drop_rest(body, 0).await;
        return Err(too_large());
    }
    // What comes in one piece, as almost all do, stays as it is.
    let mut first = Bytes::new();
    let mut all = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| {
            let message = "the request broke off";
            Fault::new(StatusCode::BAD_REQUEST, "broken-off", message, "send it again")
        })?;
        let Ok(part) = frame.into_data() else { continue };
        let read = first.len().max(all.len());
        if read + part.len() > BODY_BYTES_MAX {
            drop_rest(body, read).await;
            return Err(too_large());
        }
        if read == 0 {
            first = part;
            continue;
        }
        if all.is_empty() {
            all.extend_from_slice(&first);
        }
        all.extend_from_slice(&part);
    }
    Ok(if all.is_empty() { first } else { all.into() })
}

/// Reads on without keeping: a connection that closes with bytes unread may lose its answer.
async fn drop_rest(mut body: Body, mut read: usize) {
    let limit = u64::try_from(BODY_BYTES_DROPPED_MAX).unwrap_or(u64::MAX);
    if body.size_hint().lower() > limit {
        return;
    }
    while let Some(Ok(frame)) = body.frame().await {
        read = read.saturating_add(frame.data_ref().map_or(0, Bytes::len));
        if read > BODY_BYTES_DROPPED_MAX {
            return;
        }
    }
}

fn too_large() -> Fault {
    let message = "the request has more than 256 KiB";
    let hint = "split it: one request is one quote";
    Fault::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn forwarded(lines: &[&'static str]) -> HeaderMap {
        let lines = lines.iter().map(|line| {
            let name = axum::http::HeaderName::from_static("x-forwarded-for");
            (name, axum::http::HeaderValue::from_static(line))
        });
        lines.collect()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxies = ["10.0.0.0/8", "::1/128"].map(|net| net.parse().expect("a network"));
        let gate = Gate::new(None, proxies.into());
        let address =
            |peer: &str, lines: &[&'static str]| gate.address(ip(peer), &forwarded(lines));
        assert_eq!(address("192.0.2.7", &["198.51.100.1"]), ip("192.0.2.7"));
        assert_eq!(address("10.1.1.1", &["198.51.100.1"]), ip("198.51.100.1"));
        assert_eq!(address("::ffff:10.1.1.1", &["198.51.100.1"]), ip("198.51.100.1"));
        assert_eq!(address("10.1.1.1", &["203.0.113.9, 198.51.100.1"]), ip("198.51.100.1"));
        assert_eq!(address("10.1.1.1", &["198.51.100.1, 10.2.2.2"]), ip("198.51.100.1"));
        assert_eq!(address("::1", &["203.0.113.9", "198.51.100.1"]), ip("198.51.100.1"));
        assert_eq!(address("10.1.1.1", &["198.51.100.1, nonsense, 10.2.2.2"]), ip("10.2.2.2"));
        assert_eq!(address("10.1.1.1", &[]), ip("10.1.1.1"));
    }

    #[test]
    fn an_ipv6_client_is_its_network_of_64_bits() {
        assert_eq!(network(ip("2001:db8:1:2:3:4:5:6")), ip("2001:db8:1:2::"));
        assert_eq!(network(ip("::ffff:192.0.2.7")), ip("192.0.2.7"));
    }

    #[test]
    fn an_address_is_sent_away_after_its_burst_and_no_other_is() {
        let gate = Gate::new(NonZeroU32::new(2), Vec::new());
        let waits: Vec<_> = (0..11).map(|_| gate.seconds_to_wait(ip("192.0.2.1"))).collect();
        assert_eq!(waits[..10], [None; 10]);
        assert_eq!(waits[10], Some(1));
        assert_eq!(gate.seconds_to_wait(ip("192.0.2.2")), None);
    }

    #[test]
    fn addresses_without_end_take_bounded_memory() {
        let gate = Gate::new(NonZeroU32::new(1), Vec::new());
        for number in 0..200_000_u128 {
            let address = Ipv6Addr::from_bits((0x2001_0db8 << 96) | (number << 64));
            assert_eq!(gate.seconds_to_wait(IpAddr::V6(address)), None);
        }
        let limiter = gate.limiter.lock().expect("no panic held it");
        assert!(limiter.len() <= ADDRESSES_MAX);
    }
}
