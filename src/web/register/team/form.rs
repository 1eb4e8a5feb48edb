//! A form of these pages, as it was sent.

use axum::body::Bytes;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use form_urlencoded::parse;

use crate::engine::digest::{hex, sha256};
use crate::web::error::WebError;
use crate::web::register::session::{AskedBy, TeamVisitor, other_site};

/// The fields of a form, as text, and nothing of them checked.
#[derive(Debug, Clone, Default)]
pub(super) struct TeamForm {
    fields: Vec<(String, String)>,
    /// The file that came with it, where one was chosen.
    file: Option<Bytes>,
}

impl TeamForm {
    /// Reads a body, whatever it is.
    pub(super) fn read(body: &[u8]) -> Self {
        let pairs = parse(body).map(|(name, text)| (name.into_owned(), plain(&text)));
        Self { fields: pairs.collect(), file: None }
    }

    /// Reads a form that may have a file in it, as the request says. The guard has read its body,
    /// within the limits of one.
    ///
    /// # Errors
    /// It ends before it should, or is no form.
    pub(super) async fn of_request(request: Request) -> Result<Self, WebError> {
        if !is_in_parts(request.headers()) {
            let body = axum::body::to_bytes(request.into_body(), usize::MAX).await;
            return body.map(|body| Self::read(&body)).map_err(|_| WebError::bug());
        }
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| no_form())?;
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|_| no_form())? {
            let name = part.name().unwrap_or_default().to_owned();
            if part.file_name().is_some() {
                let bytes = part.bytes().await.map_err(|_| no_form())?;
                // A browser sends an empty one where none was chosen.
                form.file = Some(bytes).filter(|bytes| !bytes.is_empty()).or(form.file);
            } else {
                let text = part.text().await.map_err(|_| no_form())?;
                form.fields.push((name, plain(&text)));
            }
        }
        Ok(form)
    }

    /// That a page of ours sent it for this visitor.
    ///
    /// # Errors
    /// It came from elsewhere.
    pub(super) fn check_sent(
        &self,
        asked: &AskedBy,
        visitor: &TeamVisitor,
    ) -> Result<(), WebError> {
        asked.check_site()?;
        if self.get("csrf") == visitor.csrf { Ok(()) } else { Err(other_site()) }
    }

    /// Its fields, by their names.
    pub(super) fn fields(&self) -> Vec<(String, String)> {
        self.fields.clone()
    }

    /// The file that came with it.
    pub(super) fn file(&self) -> Option<&[u8]> {
        self.file.as_deref()
    }

    /// A digest of all its fields.
    pub(super) fn fingerprint(&self) -> String {
        let fields =
            self.fields.iter().map(|(name, text)| format!("{}:{name}={text}\n", text.len()));
        hex(&sha256(fields.collect::<String>().as_bytes()))
    }

    /// The text of a field; empty where it is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, text)| text.as_str())
    }

    /// The same where something was filled in.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty())
    }
}

/// A text as it was typed: browsers send line ends as two characters.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Whether a form comes in parts, as one with a file does (RFC 7578).
fn is_in_parts(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}

fn no_form() -> WebError {
    let message = "the form did not come whole";
    let hint = "go back, and send it again";
    WebError::new(StatusCode::BAD_REQUEST, "bad-form", message, hint)
}
