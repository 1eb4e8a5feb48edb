//! How often an address may ask, and which address a request comes from.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;

/// Seconds of requests that an address may send at once.
const BURST_SECONDS: u32 = 5;
/// Addresses that are remembered; beyond it the older ones are forgotten.
const ADDRESSES_MAX: usize = 65_536;

/// Where a request came from on the network.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// How often an address may ask, and which proxies are believed when they name one.
pub(super) struct RateLimit {
    proxies: Vec<IpNet>,
    quota: Option<Quota>,
    limiter: Mutex<Arc<DefaultKeyedRateLimiter<IpAddr>>>,
}

impl RateLimit {
    /// A limit that lets so many requests a second through for each address; without a rate, all.
    pub(super) fn new(per_second: Option<NonZeroU32>, proxies: Vec<IpNet>) -> Self {
        let quota = per_second.map(|rate| {
            let burst = rate.saturating_mul(NonZeroU32::MIN.saturating_add(BURST_SECONDS - 1));
            Quota::per_second(rate).allow_burst(burst)
        });
        let any = quota.unwrap_or(Quota::per_second(NonZeroU32::MAX));
        Self { proxies, quota, limiter: Mutex::new(Arc::new(RateLimiter::keyed(any))) }
    }

    /// Seconds to wait, where the address has sent too much.
    pub(super) fn seconds_to_wait(&self, address: IpAddr) -> Option<u32> {
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

    /// Whose a connection is: the address, or the network of an IPv6 address; `None` for a trusted
    /// proxy, whose connections are those of many.
    pub(super) fn client(&self, peer: IpAddr) -> Option<IpAddr> {
        (!self.trusts(peer)).then(|| network(peer))
    }

    /// Whether an address is that of a trusted proxy.
    pub(super) fn trusts(&self, address: IpAddr) -> bool {
        self.proxies.iter().any(|net| net.contains(&address.to_canonical()))
    }

    /// The address that a request comes from: of the connection, or, where that is a trusted
    /// proxy, the last one in `X-Forwarded-For` that is not.
    pub(super) fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.trusts(peer) {
            return peer;
        }
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let texts = lines.filter_map(|line| line.to_str().ok());
        let mut nearest = peer;
        for text in texts.flat_map(|line| line.rsplit(',')) {
            // What stands before something that is no address was not written by a proxy.
            let Some(address) = forwarded_address(text.trim()) else { return nearest };
            nearest = address.to_canonical();
            if !self.trusts(nearest) {
                break;
            }
        }
        nearest
    }
}

/// An address as proxies write it: alone, with a port, or in brackets with or without one.
fn forwarded_address(text: &str) -> Option<IpAddr> {
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok().map(IpAddr::V6);
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    text.parse().ok().or_else(with_port).or_else(bracketed)
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
        let gate = RateLimit::new(None, proxies.into());
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
        // With the port of the client, as Azure writes it, and in brackets.
        assert_eq!(address("10.1.1.1", &["198.51.100.1:4711"]), ip("198.51.100.1"));
        assert_eq!(address("10.1.1.1", &["[2001:db8::7]:4711"]), ip("2001:db8::7"));
        assert_eq!(address("10.1.1.1", &["[2001:db8::7], 10.2.2.2:80"]), ip("2001:db8::7"));
        assert_eq!(address("10.1.1.1", &["198.51.100.1:x"]), ip("10.1.1.1"));
        assert_eq!(address("10.1.1.1", &["[198.51.100.1]"]), ip("10.1.1.1"));
    }

    #[test]
    fn connections_of_a_trusted_proxy_are_nobodys_and_others_count_by_their_network() {
        let proxies = ["10.0.0.0/8"].map(|net| net.parse().expect("a network"));
        let gate = RateLimit::new(None, proxies.into());
        assert_eq!(gate.client(ip("10.1.1.1")), None);
        assert_eq!(gate.client(ip("::ffff:10.1.1.1")), None);
        assert_eq!(gate.client(ip("192.0.2.7")), Some(ip("192.0.2.7")));
        assert_eq!(gate.client(ip("2001:db8:1:2:3:4:5:6")), Some(ip("2001:db8:1:2::")));
    }

    #[test]
    fn an_ipv6_client_is_its_network_of_64_bits() {
        assert_eq!(network(ip("2001:db8:1:2:3:4:5:6")), ip("2001:db8:1:2::"));
        assert_eq!(network(ip("::ffff:192.0.2.7")), ip("192.0.2.7"));
    }

    #[test]
    fn an_address_is_sent_away_after_its_burst_and_no_other_is() {
        let gate = RateLimit::new(NonZeroU32::new(2), Vec::new());
        let waits: Vec<_> = (0..11).map(|_| gate.seconds_to_wait(ip("192.0.2.1"))).collect();
        assert_eq!(waits[..10], [None; 10]);
        assert_eq!(waits[10], Some(1));
        assert_eq!(gate.seconds_to_wait(ip("192.0.2.2")), None);
    }

    #[test]
    fn addresses_without_end_take_bounded_memory() {
        let gate = RateLimit::new(NonZeroU32::new(1), Vec::new());
        for number in 0..200_000_u128 {
            let address = Ipv6Addr::from_bits((0x2001_0db8 << 96) | (number << 64));
            assert_eq!(gate.seconds_to_wait(IpAddr::V6(address)), None);
        }
        let limiter = gate.limiter.lock().expect("no panic held it");
        assert!(limiter.len() <= ADDRESSES_MAX);
    }
}
