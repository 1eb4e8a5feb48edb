//! A sealed revision priced again: by the request that is in it, with the price book that the
//! register kept.

use serde_json::Value;

use crate::document::json;
use crate::document::verify::{Verdict, compared};
use crate::engine::book::{PriceBook, Shelf};
use crate::engine::calendar::parse_iso;
use crate::engine::digest::hex;
use crate::engine::node::Format;
use crate::engine::price::price;
use crate::engine::quote::{Outcome, Quote, Seal, SealStage};
use crate::engine::receipt::ENGINE;
use crate::engine::request::{Request, Source};

/// What comes of pricing a sealed revision again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recomputed {
    /// The same bytes.
    SameBytes,
    /// The same amounts, by another version of the engine.
    SameCents {
        /// The engine that sealed it.
        sealed_by: String,
    },
    /// Something else, in so many words.
    Differs(String),
}

/// A price book that a register kept, alone on its shelf.
///
/// # Errors
/// Why it cannot be used, in words.
pub fn shelf_of(book: &str) -> Result<Shelf, String> {
    let (read, _warnings) = PriceBook::read("the book of the register", book)
        .map_err(|_| "its price book cannot be read".to_owned())?;
    Shelf::of([read]).map_err(|_| "its price book cannot be used".to_owned())
}

/// Prices a sealed revision again, with the book that the register kept.
#[must_use]
pub fn recomputed(content: &[u8], shelf: &Shelf) -> Recomputed {
    again(content, shelf).unwrap_or_else(Recomputed::Differs)
}

/// The quote of a sealed revision, priced again with the price book that the register kept; its
/// documents are those of this stage.
///
/// # Errors
/// Why there is none, in words.
pub fn quote_of(content: &[u8], book: &str, stage: SealStage) -> Result<Quote, String> {
    let given: Value = serde_json::from_slice(content).map_err(|error| error.to_string())?;
    priced(&given, &shelf_of(book)?, stage)
}

fn priced(given: &Value, shelf: &Shelf, stage: SealStage) -> Result<Quote, String> {
    let text = |pointer: &str| given.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let wanted = given.get("request").map(Value::to_string).unwrap_or_default();
    let source = Source { origin: "the request", text: &wanted, format: Format::Json };
    let request =
        Request::read(source, None).map_err(|_| "its request cannot be read".to_owned())?;
    let Outcome::Offered(mut quote) = price(&request, shelf) else {
        return Err("its request is refused now".to_owned());
    };
    // A later version of the book, which is not kept, may have ended it earlier.
    let sealed_day = parse_iso(text("/valid_through"));
    quote.valid_through =
        sealed_day.map_or(quote.valid_through, |day| day.min(quote.valid_through));
    let rev = given.get("revision").and_then(Value::as_u64).and_then(|rev| rev.try_into().ok());
    Ok(quote.sealed(Seal::of(text("/number"), rev.unwrap_or_default(), stage)))
}

fn again(content: &[u8], shelf: &Shelf) -> Result<Recomputed, String> {
    let given: Value = serde_json::from_slice(content).map_err(|error| error.to_string())?;
    let text = |pointer: &str| given.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let quote = priced(&given, shelf, SealStage::Sent)?;
    for (what, sealed, now) in [
        ("book", text("/receipt/book_sha256"), &quote.receipt.book_sha256),
        ("request", text("/receipt/request_sha256"), &quote.receipt.request_sha256),
    ] {
        if sealed != hex(now) {
            return Err(format!("the digest of its {what} is another one"));
        }
    }
    let now = json::quote(&quote);
    if now.as_bytes() == content {
        return Ok(Recomputed::SameBytes);
    }
    let now: Value = serde_json::from_str(&now).map_err(|error| error.to_string())?;
    match compared(&given, &now) {
        Verdict::Same if text("/receipt/engine") != ENGINE => {
            Ok(Recomputed::SameCents { sealed_by: text("/receipt/engine").to_owned() })
        }
        Verdict::Same => {
            Err("its bytes are other ones, though its amounts are the same".to_owned())
        }
        Verdict::Differs { fields, more } => {
            let mut said: Vec<String> = fields
                .iter()
                .map(|field| {
                    let shown = |value: &Option<String>| value.clone().unwrap_or("nothing".into());
                    format!("{}: {}, now {}", field.place, shown(&field.given), shown(&field.now))
                })
                .collect();
            if more > 0 {
                said.push(format!("and {more} more"));
            }
            Err(said.join("; "))
        }
        Verdict::Refused(_) => Err("its request is refused now".to_owned()),
    }
}
