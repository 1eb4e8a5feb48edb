//! What is answered where a register does not do what was asked.

use axum::http::StatusCode;

use crate::register::{Denied, NotDrawn, RegisterError, StoreFault};
use crate::web::error::WebError;

/// The answer to a denial or a fault of the register, with the status that its code has.
///
/// Source: the quote register, section 12.
pub(super) fn fault(error: RegisterError) -> WebError {
    match error {
        RegisterError::Denied(Denied { fields, message, .. }) if !fields.is_empty() => {
            let fields =
                fields.into_iter().map(|one| (one.field, one.message, field_hint(one.field)));
            WebError::wrong_fields(message, fields)
        }
        RegisterError::Denied(denied) => {
            let status = status(denied.code);
            let hint = hint(&denied).to_owned();
            WebError::new(status, denied.code, denied.message, hint)
        }
        RegisterError::Store { kind, .. } => {
            let code = error.code();
            // What is wrong with it in particular is for the log: it may name a path.
            tracing::error!(code, problem = %error, "the register");
            let (status, message, hint) = match kind {
                StoreFault::Busy => {
                    (StatusCode::SERVICE_UNAVAILABLE, "the register is busy", "try again")
                }
                StoreFault::Full => (
                    StatusCode::INSUFFICIENT_STORAGE,
                    "there is no room left for the register",
                    "nothing was written; whoever keeps the register has to make room",
                ),
                StoreFault::ReadOnly
                | StoreFault::Absent
                | StoreFault::Exists
                | StoreFault::NotARegister
                | StoreFault::Newer
                | StoreFault::Older
                | StoreFault::ClockBehind
                | StoreFault::Damaged
                | StoreFault::Unsupported
                | StoreFault::Other => (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "the register cannot be used",
                    "whoever keeps it finds why in the log of the server",
                ),
            };
            WebError::new(status, code, message, hint)
        }
    }
}

/// The answer where a revision has no document.
pub(super) fn not_drawn(why: NotDrawn) -> WebError {
    let message = why.to_string();
    let (code, hint) = match why {
        NotDrawn::Register(error) => return fault(error),
        NotDrawn::Erased(_) => ("erased", "its number and its log are all that is left"),
        NotDrawn::NotRecomputed { .. } => ("not-recomputed", "make a new revision of it"),
        NotDrawn::NoIssuer => ("issuer-missing", "serve the register with `--brand FILE`"),
    };
    WebError::new(StatusCode::CONFLICT, code, message, hint)
}

fn status(code: &str) -> StatusCode {
    match code {
        "unknown" => StatusCode::NOT_FOUND,
        "unknown-key" | "key-expired" | "key-revoked" | "account-ended" => StatusCode::UNAUTHORIZED,
        "role-too-low" | "unknown-account" | "needs-approval" | "approval-refused"
        | "own-quote" | "own-acceptance" | "above-limit" | "not-yours" => StatusCode::FORBIDDEN,
        "stale" => StatusCode::PRECONDITION_FAILED,
        "wrong-field" | "no-customer" | "number-given" | "sample-prices" | "quote-date-ahead"
        | "other-customer" | "not-late" | "key-reused" => StatusCode::UNPROCESSABLE_ENTITY,
        // The quote is not what it was thought to be.
        _ => StatusCode::CONFLICT,
    }
}

/// The way out where a field is wrong.
fn field_hint(field: &str) -> String {
    let hint = match field {
        "po_number" => {
            "give the number of the purchase order, 64 characters at the most, or a file"
        }
        "proof" => "send a PDF, PNG, JPEG or EML of 5 MiB at the most",
        "reason" | "late_reason" => "give a reason of 1 to 2,000 characters",
        _ => "give 1 to 200 characters on one line",
    };
    hint.to_owned()
}

/// The way out; where the command line has a command for it, this says what there is here.
fn hint(denied: &Denied) -> &str {
    match denied.code {
        "unknown" => "look it up in the list of quotes",
        "unknown-key" | "key-expired" | "key-revoked" => "ask an admin of the register for a key",
        "account-ended" | "unknown-account" => "ask an admin of the register",
        "role-too-low" => "ask somebody with that role",
        "lapsed" | "expired" | "approval-refused" => "make a new revision",
        "needs-approval" => "an approver decides about it first",
        "other-customer" => "a quote for another customer is a new one",
        "not-late" => "leave `late_reason` out: it is not late",
        "no-customer" => "add `customer` with a `name` to the request",
        "sample-prices" => "a register for trying out takes them; others need a book of the vendor",
        _ => &denied.hint,
    }
}
