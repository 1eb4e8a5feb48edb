//! A handler of axum that reads a request and answers a fixed body: what the estimator is measured
//! against.
//!
//! `cargo run --release --example fixed_answer -- ADDRESS BODY_FILE`
#![expect(clippy::disallowed_methods, reason = "a benchmark reads its own files")]

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::post;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().ok_or("name an address")?;
    let body = Bytes::from(std::fs::read(arguments.next().ok_or("name a file")?)?);
    let answer = move |_request: Bytes| {
        let body = body.clone();
        async move { ([(header::CONTENT_TYPE, "application/json")], body) }
    };
    let router = Router::new().route("/", post(answer));
    let listener = tokio::net::TcpListener::bind(address).await?;
    Ok(axum::serve(listener, router).await?)
}
