//! The estimator's page and API inside a server that has routes of its own.
//!
//! `cargo run --example router -- [ADDRESS]`, then open `http://127.0.0.1:8080/` or `/about`.
//!
//! The estimator's links begin at the root, so its routes are merged rather than nested. Limits on
//! connections, times and addresses are the server's own task here; `reinstate serve` has them.

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use reinstate::document::fallback::UserFonts;
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::calendar::parse_iso;
use reinstate::web::{Estimator, Setup, router};
use tokio::net::TcpListener;

const BOOK: &str = include_str!("../pricing/citrix-css-2026.2.toml");

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1).unwrap_or("127.0.0.1:8080".to_owned());

    let (book, _warnings) = PriceBook::read("citrix-css-2026.2.toml", BOOK)?;
    let shelf = Shelf::of([book])?;
    let day = parse_iso("2026-11-24").ok_or("no day")?;
    let estimator = Estimator::of(Setup {
        shelf,
        // Asked for each request; a server that runs for more than a day reads its clock here.
        today: Box::new(move || day),
        brand: None,
        fonts: UserFonts::NONE,
        rate: None,
        proxies: Vec::new(),
        embed_origins: Vec::new(),
        workers: 2,
        waiting_max: 64,
    })?;
    let routes = Router::new()
        .route("/about", get(async || "Prices of renewals, by Northlight Software Partners.\n"))
        .merge(router(Arc::new(estimator)));

    let listener = TcpListener::bind(address).await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, routes).await?)
}
