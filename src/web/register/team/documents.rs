//! The documents of a revision, for who is signed in.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::document::html;
use crate::engine::quote::SealStage;
use crate::register::{ListedQuote, NotDrawn, RegisterError, RevisionRow, proof_kind};
use crate::web::api::quotes::DOCUMENT_POLICY;
use crate::web::error::WebError;
use crate::web::register::act::{drawn, revision_number};
use crate::web::register::fault::{fault, not_drawn};

use super::frame::{Team, told};

/// `GET /register/quotes/{number}/{rev}/{file}`: `quote.pdf`, `quote.html` or `quote.json`; or
/// `proof`, the file that its acceptance was noted with.
pub(in crate::web::register) async fn document(
    team: Team,
    Path((number, rev, file)): Path<(String, String, String)>,
) -> Response {
    team.page(move |team| {
        let revision = revision(team, &number, &rev)?;
        match &*file {
            "quote.pdf" => pdf(team, &revision),
            "quote.html" => page(team, &revision),
            "quote.json" => json(team, &revision),
            "proof" => proof(team, &revision),
            _ => Err(fault(RegisterError::unknown("document", &file))),
        }
    })
    .await
}

/// A revision that somebody may see.
fn revision(team: &Team, number: &str, rev: &str) -> Result<RevisionRow, WebError> {
    let unknown = || fault(RegisterError::unknown("quote", number));
    let rev = revision_number(rev).ok_or_else(unknown)?;
    let read = team.desk.read(|register, now| register.shown(number, Some(rev), now));
    let (ListedQuote { quote, revision, .. }, _) = told(read)?;
    told(team.desk.check_sees(&team.visitor.account, (number, &quote)))?;
    if quote.number == number { Ok(revision) } else { Err(unknown()) }
}

/// The PDF that was sent, or that of the draft as it is.
fn pdf(team: &Team, revision: &RevisionRow) -> Result<Response, WebError> {
    let kept = told(team.desk.read(|register, _| register.pdf(&revision.number, revision.rev)))?;
    let bytes = match kept {
        Some(bytes) => bytes,
        None => {
            let drawn = drawn(&team.estimator, &team.desk, revision, SealStage::Draft)?;
            let with = (team.estimator.brand.as_ref(), &*team.estimator.fonts);
            drawn.pdf(with, team.desk.paper).map_err(|error| WebError::no_pdf(&error))?
        }
    };
    let name = format!("{}.pdf", revision.document());
    Ok(file(("inline", &name), "application/pdf", bytes))
}

fn page(team: &Team, revision: &RevisionRow) -> Result<Response, WebError> {
    let stage = if revision.sent_at.is_some() { SealStage::Sent } else { SealStage::Draft };
    let drawn = drawn(&team.estimator, &team.desk, revision, stage)?;
    let text = html::page(&drawn.sheet).map_err(WebError::no_document)?;
    let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8");
    Ok(([kind, DOCUMENT_POLICY], text).into_response())
}

fn json(team: &Team, revision: &RevisionRow) -> Result<Response, WebError> {
    let content = team.desk.read(|register, _| register.content(&revision.number, revision.rev));
    let content = told(content)?;
    let erased = || not_drawn(NotDrawn::Erased(revision.document()));
    let content = content.ok_or_else(erased)?;
    let name = format!("{}.json", revision.document());
    Ok(file(("inline", &name), "application/json", content))
}

/// What an acceptance was noted with. It came from outside: it is saved, and not shown.
fn proof(team: &Team, revision: &RevisionRow) -> Result<Response, WebError> {
    let read = team.desk.read(|register, now| register.history(&revision.number, now));
    let (history, _) = told(read)?;
    let mut acceptances = history.acceptances.into_iter().filter(|one| one.rev == revision.rev);
    let kept = acceptances.find_map(|one| one.proof);
    let kept = kept.and_then(|bytes| Some((proof_kind(&bytes)?, bytes)));
    let ((kind, ending), bytes) =
        kept.ok_or_else(|| fault(RegisterError::unknown("document", "proof")))?;
    let name = format!("{}-proof.{ending}", revision.document());
    Ok(file(("attachment", &name), kind, bytes))
}

/// A file that is shown or saved, and its name.
fn file((how, name): (&str, &str), kind: &'static str, bytes: Vec<u8>) -> Response {
    let how = HeaderValue::try_from(format!("{how}; filename=\"{name}\"")).ok();
    let how = how.map(|how| [(header::CONTENT_DISPOSITION, how)]);
    (how, [(header::CONTENT_TYPE, kind)], bytes).into_response()
}
