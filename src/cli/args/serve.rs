//! How the estimator is to be served.

use std::net::SocketAddr;
use std::num::NonZeroU8;
use std::path::PathBuf;

#[cfg(feature = "register")]
use axum::http::HeaderName;
use clap::{Args, ValueHint, value_parser};
use ipnet::IpNet;

#[cfg(feature = "register")]
use crate::cli::base_url::BaseUrl;
use crate::cli::values::network;
use crate::web::EmbedOrigin;

use super::documents::FontFlags;

#[derive(Debug, Args)]
pub(in crate::cli) struct ServeArguments {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(in crate::cli) listen: SocketAddr,
    /// Brand file with the name, address, logo and colour of the sender
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) brand: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) fonts: FontFlags,
    /// Requests per second from one address (for IPv6, one /64 network), in bursts of up to five
    /// times as many; 0 for no limit
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(in crate::cli) rate: u32,
    /// A proxy, or a network of proxies, whose `X-Forwarded-For` is trusted to name the client;
    /// can be repeated
    #[arg(long, value_name = "NETWORK", value_parser = network)]
    pub(in crate::cli) trusted_proxy: Vec<IpNet>,
    /// A page that may show the estimator in a frame, and whose script may ask its API, by its
    /// origin, for example https://www.example.com; can be repeated
    #[arg(long, value_name = "ORIGIN")]
    pub(in crate::cli) embed_origin: Vec<EmbedOrigin>,
    /// Maximum number of open connections; any more get status 503
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    #[arg(value_parser = value_parser!(u16).range(1..))]
    pub(in crate::cli) connections: u16,
    /// Serve this register: pages for the team, an API for programs with a key, and the links of
    /// customers. Neither `REINSTATE_REGISTER` nor reinstate.toml does that
    #[cfg(feature = "register")]
    #[arg(long, value_name = "FILE|URL", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) register: Option<PathBuf>,
    /// Where the links of customers begin, for what is sent from here: the public address of this
    /// server
    #[cfg(feature = "register")]
    #[arg(long, value_name = "URL", value_parser = BaseUrl::parse, requires = "register")]
    pub(in crate::cli) base_url: Option<BaseUrl>,
    /// The header in which a trusted proxy names whom it has signed in to the register, for example
    /// X-Auth-Request-Email; without it, people sign in with a key
    #[cfg(feature = "register")]
    #[arg(long, value_name = "NAME", requires_all = ["register", "trusted_proxy"])]
    pub(in crate::cli) user_header: Option<HeaderName>,
    /// Show reps their own quotes alone
    #[cfg(feature = "register")]
    #[arg(long, requires = "register")]
    pub(in crate::cli) own_only: bool,
    /// Threads that price requests and make documents; by default one per processor
    #[arg(long, value_name = "N")]
    pub(in crate::cli) workers: Option<NonZeroU8>,
}
