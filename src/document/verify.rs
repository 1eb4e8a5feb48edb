//! Whether a quote, as its JSON says it, still comes of its own request: priced again with the
//! books at hand, and compared field by field.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::engine::book::Shelf;
use crate::engine::calendar::{Date, parse_iso};
use crate::engine::digest::{hex, sha256};
use crate::engine::node::Format;
use crate::engine::price::price;
use crate::engine::problem::Problems;
use crate::engine::quote::{Outcome, Seal, SealStage};
use crate::engine::receipt::ENGINE;
use crate::engine::refusal::Refusal;
use crate::engine::request::{Request, Source};

use super::json::{SCHEMA, quote};

/// Most bytes of a quote's JSON that are read.
pub const VERIFIED_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// So many fields that differ are named; the others are counted.
pub const DIFFERENCES_MAX: usize = 100;

/// What came of pricing a quote's request again.
#[derive(Debug, PartialEq, Eq)]
pub struct Verification {
    /// Whether it comes to the same.
    pub verdict: Verdict,
    /// What is another one than what the quote was made with.
    pub others: Vec<OtherBasis>,
    /// The currency and the total that the quote says.
    pub total: (String, String),
    /// The last day on which it is valid, where that can be read.
    pub valid_through: Option<Date>,
}

/// Whether a quote comes to the same again.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All fields are equal, but for what its receipt says of the engine and the book.
    Same,
    /// Some fields differ.
    Differs {
        /// The first of them, in the order of their names.
        fields: Vec<DifferingField>,
        /// How many more there are.
        more: usize,
    },
    /// There is no price for the request any more.
    Refused(Vec<Refusal>),
}

impl Verdict {
    /// Whether it is the same.
    #[must_use]
    pub const fn is_same(&self) -> bool {
        matches!(self, Self::Same)
    }
}

/// A field that differs.
#[derive(Debug, PartialEq, Eq)]
pub struct DifferingField {
    /// Where it stands, for example `lines[0].total`.
    pub place: String,
    /// What the quote says; `None` where it lacks the field.
    pub given: Option<String>,
    /// What comes of its request now.
    pub now: Option<String>,
}

/// Why a quote may come to something else.
#[derive(Debug, PartialEq, Eq)]
pub enum OtherBasis {
    /// It was made by another engine.
    Engine {
        /// Its name and version.
        given: String,
    },
    /// It was made with another price book, or another text of it.
    Book {
        /// Id, version and SHA-256 of that one.
        given: String,
        /// Those of the one at hand; `None` where there is none.
        now: Option<String>,
    },
    /// Its request is not the one that was priced.
    Request,
}

/// Why a text cannot be verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It is no JSON.
    #[error("it is not JSON: {0}")]
    NotJson(String),
    /// It is no quote.
    #[error("it is not the JSON of a quote: {0}")]
    NotAQuote(&'static str),
    /// Its request cannot be read.
    #[error("its request cannot be read")]
    Request(Problems),
}

/// Prices the request of a quote again.
///
/// # Errors
/// [`VerifyError`] where the text is not the JSON of a quote.
pub fn verify(origin: &str, text: &str, shelf: &Shelf) -> Result<Verification, VerifyError> {
    let given: Value =
        serde_json::from_str(text).map_err(|error| VerifyError::NotJson(error.to_string()))?;
    let wanted = given.get("request").filter(|request| request.is_object());
    let wanted = wanted.ok_or(VerifyError::NotAQuote("it has no `request`"))?.to_string();
    if given.get("schema") != Some(&Value::from(SCHEMA)) {
        return Err(VerifyError::NotAQuote("its `schema` is not 2"));
    }
    let said = |keys: [&str; 2]| {
        let [of, key] = keys;
        let said = given.get(of).and_then(|part| part.get(key)).and_then(Value::as_str);
        said.unwrap_or_default().to_owned()
    };
    let source = Source { origin, text: &wanted, format: Format::Json };
    let request = Request::read(source, None).map_err(VerifyError::Request)?;
    let mut others = Vec::new();
    if said(["receipt", "engine"]) != ENGINE {
        others.push(OtherBasis::Engine { given: said(["receipt", "engine"]) });
    }
    let book = shelf.in_force(request.as_ref().book, request.quote_date).ok();
    let book = book.map(|book| {
        let about = book.about();
        format!("{} {}, {}", about.id, about.version, hex(book.sha256()))
    });
    let [id, version, digest] =
        ["book", "book_version", "book_sha256"].map(|key| said(["receipt", key]));
    let given_book = format!("{id} {version}, {digest}");
    if book.as_ref() != Some(&given_book) {
        others.push(OtherBasis::Book { given: given_book, now: book });
    }
    let is_other =
        said(["receipt", "request_sha256"]) != hex(&sha256(request.canonical_json().as_bytes()));
    if is_other {
        others.push(OtherBasis::Request);
    }
    let verdict = match price(&request, shelf) {
        Outcome::Refused(refusals) => Verdict::Refused(refusals),
        Outcome::Offered(offered) => {
            let offered = match seal_of(&given) {
                Some(seal) => offered.sealed(seal),
                None => *offered,
            };
            let now: Value = serde_json::from_str(&quote(&offered)).unwrap_or_default();
            let verdict = compared(&given, &now);
            if verdict.is_same() && is_other {
                Verdict::Differs { fields: Vec::new(), more: 0 }
            } else {
                verdict
            }
        }
    };
    let currency = given.get("currency").and_then(Value::as_str).unwrap_or_default().to_owned();
    let valid = given.get("valid_through").and_then(Value::as_str).and_then(parse_iso);
    Ok(Verification {
        verdict,
        others,
        total: (currency, said(["totals", "total"])),
        valid_through: valid,
    })
}

/// What a register made of the quote: that is no result of its request.
fn seal_of(given: &Value) -> Option<Seal> {
    let number = given.get("number")?.as_str()?;
    let revision = given.get("revision")?.as_u64()?.try_into().ok()?;
    Some(Seal::of(number, revision, SealStage::Sent))
}

/// Whether two quotes are the same, but for what their receipts say.
#[must_use]
pub fn compared(given: &Value, now: &Value) -> Verdict {
    let mut found = Differences::default();
    found.compare("", Some(given), Some(now));
    if found.count == 0 {
        return Verdict::Same;
    }
    let more = found.count.saturating_sub(found.fields.len());
    Verdict::Differs { fields: found.fields, more }
}

/// The fields that differ.
#[derive(Default)]
struct Differences {
    fields: Vec<DifferingField>,
    count: usize,
}

impl Differences {
    fn compare(&mut self, place: &str, given: Option<&Value>, now: Option<&Value>) {
        match (given, now) {
            (Some(Value::Object(one)), Some(Value::Object(other))) => {
                let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
                for key in keys {
                    let inner =
                        if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
                    // The receipt says what a quote was made with, which is told by itself.
                    if inner != "receipt" {
                        self.compare(&inner, one.get(key), other.get(key));
                    }
                }
            }
            (Some(Value::Array(one)), Some(Value::Array(other))) => {
                for at in 0..one.len().max(other.len()) {
                    self.compare(&format!("{place}[{at}]"), one.get(at), other.get(at));
                }
            }
            (given, now) if given == now => {}
            (given, now) => {
                self.count = self.count.saturating_add(1);
                if self.fields.len() < DIFFERENCES_MAX {
                    let place = place.to_owned();
                    self.fields.push(DifferingField {
                        place,
                        given: given.map(shown),
                        now: now.map(shown),
                    });
                }
            }
        }
    }
}

/// A value as a person reads it.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
