//! What the API of the register reads: queries, and the bodies of changes.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::{IntoParams, ToSchema};

use crate::engine::calendar::{Date, parse_iso};
use crate::engine::text::nearest;
use crate::register::{ApprovalKind, Decision, DeclineReason, ListWanted, ShownStatus, by_word};
use crate::web::api::reading;
use crate::web::error::WebError;

/// Most quotes or events of an answer.
const LIMIT_MAX: u32 = 200;
/// How many where nothing is said.
const LIMIT: u32 = 50;

/// Which quotes are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// What is shown of them, one or several with commas between: `sent,expired`. A hyphen may
    /// stand for a space.
    pub(super) status: Option<String>,
    /// A part of the customer's name, or the whole ORG ID.
    pub(super) customer: Option<String>,
    /// A part of the number or of the customer's name, or the whole ORG ID.
    pub(super) q: Option<String>,
    /// Those whose last day comes before this one.
    #[param(format = Date)]
    pub(super) due_before: Option<String>,
    /// The account that keeps them.
    pub(super) owner: Option<String>,
    /// The run that made them.
    pub(super) run: Option<String>,
    /// How many at most: 50 where nothing is said, 200 at the most.
    #[param(minimum = 1, maximum = 200)]
    pub(super) limit: Option<u32>,
    /// Where the list goes on, as the header `link` of the page before says.
    pub(super) after: Option<String>,
}

/// Which events are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsQuery {
    /// Those after this one; from the first where nothing is said.
    #[param(minimum = 0)]
    pub(super) after: Option<i64>,
    /// How many at most: 50 where nothing is said, 200 at the most.
    #[param(minimum = 1, maximum = 200)]
    pub(super) limit: Option<u32>,
}

/// A draft that is to be sent.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SendQuote)]
pub(super) struct SendGiven {
    /// SHA-256 of the bytes that were looked at. Where nothing is said, `if-match` says it.
    pub(super) quote_sha256: Option<String>,
}

/// An acceptance that came another way than by the customer's link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AcceptQuote)]
pub(super) struct AcceptGiven {
    /// Who accepted, by name.
    pub(super) by: String,
    /// The number of the purchase order; this or a file has to be there.
    pub(super) po_number: Option<String>,
    /// A file that shows it, in base64: PDF, PNG, JPEG or EML, 5 MiB at the most.
    #[schema(content_encoding = "base64")]
    pub(super) proof: Option<String>,
    /// Why it is taken after the last day; for approvers.
    pub(super) late_reason: Option<String>,
}

/// That a customer does not want a quote.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeclineQuote)]
pub(super) struct DeclineGiven {
    /// `price`, `competitor`, `not-needed`, `postponed`, `no-answer` or `other`.
    pub(super) reason: String,
}

/// Why a quote is withdrawn or an acceptance annulled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GiveReason)]
pub(super) struct ReasonGiven {
    /// The reason, 2,000 characters at the most.
    pub(super) reason: String,
}

/// A decision about a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DecideQuote)]
pub(super) struct DecisionJson {
    /// SHA-256 of the bytes that were looked at.
    pub(super) quote_sha256: String,
    /// `approved` or `rejected`.
    pub(super) decision: String,
    /// `concession` or `vendor`; all that is open where nothing is said.
    pub(super) kind: Option<String>,
    /// Why; the vendor's reference, where it approves.
    pub(super) reason: String,
}

impl ListQuery {
    /// What is wanted of the register: one more than is shown, to know whether there is more.
    ///
    /// # Errors
    /// All that is wrong with the query.
    pub(super) fn wanted(&self) -> Result<(ListWanted, usize), WebError> {
        let limit = limit(self.limit)?;
        let words = self.status.iter().flat_map(|list| list.split(','));
        let after = self.after.as_deref().map(|text| {
            cursor_of(text).ok_or_else(|| {
                wrong(
                    "after",
                    "it is not the end of a page",
                    "use the address in the header `link`",
                )
            })
        });
        let due_before = self.due_before.as_deref().map(|text| {
            parse_iso(text)
                .ok_or_else(|| wrong("due_before", "it is no day", "write a day as 2026-12-31"))
        });
        let shown = usize::try_from(limit).unwrap_or(usize::MAX);
        let wanted = ListWanted {
            statuses: words.map(status).collect::<Result<_, _>>()?,
            customer: self.customer.clone(),
            due_within_days: None,
            due_before: due_before.transpose()?,
            owner: self.owner.clone(),
            search: self.q.clone(),
            run: self.run.clone(),
            after: after.transpose()?,
            limit: Some(shown.saturating_add(1)),
        };
        Ok((wanted, shown))
    }

    /// The same query for what comes after a quote.
    pub(super) fn next(&self, valid_through: Date, number: &str) -> String {
        let cursor = URL_SAFE_NO_PAD.encode(format!("{valid_through} {number}"));
        let limit = self.limit.map(|limit| limit.to_string());
        let keys = [
            ("status", &self.status),
            ("customer", &self.customer),
            ("q", &self.q),
            ("due_before", &self.due_before),
            ("owner", &self.owner),
            ("run", &self.run),
            ("limit", &limit),
            ("after", &Some(cursor)),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (key, value) in keys {
            if let Some(value) = value {
                query.append_pair(key, value);
            }
        }
        query.finish()
    }
}

/// How many are wanted.
///
/// # Errors
/// None, or too many.
pub(super) fn limit(given: Option<u32>) -> Result<u32, WebError> {
    let limit = given.unwrap_or(LIMIT);
    if (1..=LIMIT_MAX).contains(&limit) {
        return Ok(limit);
    }
    Err(wrong("limit", "it is not between 1 and 200", "read page after page"))
}

fn cursor_of(text: &str) -> Option<(Date, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let (day, number) = text.split_once(' ')?;
    Some((parse_iso(day)?, number.to_owned()))
}

fn status(word: &str) -> Result<ShownStatus, WebError> {
    let plain = word.trim().to_lowercase().replace('-', " ");
    by_word(&ShownStatus::ALL, &plain).ok_or_else(|| {
        let known = || ShownStatus::ALL.iter().map(|(word, _)| *word);
        let hint = match nearest(&plain, known()) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("write one of: {}", known().collect::<Vec<_>>().join(", ")),
        };
        wrong("status", "it is no status", &hint)
    })
}

fn wrong(key: &str, what: &str, hint: &str) -> WebError {
    WebError::new(StatusCode::BAD_REQUEST, "wrong-query", format!("`{key}`: {what}"), hint)
}

/// The JSON of a change. Without a body it is an object without keys.
///
/// # Errors
/// It is no JSON, or has other keys or values than it should.
pub(super) fn body<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Result<T, WebError> {
    let bytes: &[u8] = if body.is_empty() && !headers.contains_key(header::CONTENT_TYPE) {
        b"{}"
    } else {
        reading::check_body(headers)?;
        body
    };
    serde_json::from_slice(bytes).map_err(|error| {
        let hint = "see /api for the keys of this request";
        let status = if error.is_data() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::BAD_REQUEST
        };
        WebError::new(status, "wrong-body", error.to_string(), hint)
    })
}

impl AcceptGiven {
    /// The file that shows it.
    ///
    /// # Errors
    /// It is not in base64.
    pub(super) fn proof(&self) -> Result<Option<Vec<u8>>, WebError> {
        let decoded = self.proof.as_ref().map(|text| STANDARD.decode(text)).transpose();
        decoded.map_err(|_| {
            let hint = "encode the bytes of the file with the alphabet of RFC 4648, section 4";
            wrong_fields([Some(("proof", "`proof`: it is not in base64".to_owned(), hint.into()))])
        })
    }
}

impl DeclineGiven {
    /// The reason.
    ///
    /// # Errors
    /// There is no such reason.
    pub(super) fn reason(&self) -> Result<DeclineReason, WebError> {
        let reason = one_of("reason", &DeclineReason::ALL, &self.reason);
        reason.map_err(|wrong| wrong_fields([Some(wrong)]))
    }
}

impl DecisionJson {
    /// What is decided, and about what.
    ///
    /// # Errors
    /// A word is unknown.
    pub(super) fn read(&self) -> Result<(Decision, Option<ApprovalKind>), WebError> {
        let decision = one_of("decision", &Decision::ALL, &self.decision);
        let kind = self.kind.as_deref().map(|word| one_of("kind", &ApprovalKind::ALL, word));
        match (decision, kind.transpose()) {
            (Ok(decision), Ok(kind)) => Ok((decision, kind)),
            (decision, kind) => Err(wrong_fields([decision.err(), kind.err()])),
        }
    }
}

/// A field that is wrong: its name, what is wrong, and what to do.
type WrongGiven = (&'static str, String, String);

fn one_of<T: Copy>(
    key: &'static str,
    all: &[(&'static str, T)],
    word: &str,
) -> Result<T, WrongGiven> {
    by_word(all, word).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|(word, _)| *word).collect();
        let hint = match nearest(word, known.iter().copied()) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("write one of: {}", known.join(", ")),
        };
        (key, format!("`{key}`: it is none of {}", known.join(", ")), hint)
    })
}

/// All fields that are wrong.
fn wrong_fields<const COUNT: usize>(fields: [Option<WrongGiven>; COUNT]) -> WebError {
    let texts = fields.iter().flatten().map(|(_, text, _)| text.as_str());
    let detail = texts.collect::<Vec<_>>().join("; ");
    WebError::wrong_fields(detail, fields.into_iter().flatten())
}
