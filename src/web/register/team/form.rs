//! A form of these pages, as it was sent.

use form_urlencoded::parse;

use crate::engine::digest::{hex, sha256};
use crate::web::error::WebError;
use crate::web::register::session::{AskedBy, TeamVisitor, other_site};

/// The fields of a form, as text, and nothing of them checked.
#[derive(Debug, Clone, Default)]
pub(super) struct TeamForm(Vec<(String, String)>);

impl TeamForm {
    /// Reads a body, whatever it is.
    pub(super) fn read(body: &[u8]) -> Self {
        // Browsers send line ends as two characters.
        let pairs = parse(body).map(|(name, text)| (name.into_owned(), text.replace("\r\n", "\n")));
        Self(pairs.collect())
    }

    /// The same of a form that a page of ours sent for this visitor.
    ///
    /// # Errors
    /// It came from elsewhere.
    pub(super) fn sent(
        body: &[u8],
        asked: &AskedBy,
        visitor: &TeamVisitor,
    ) -> Result<Self, WebError> {
        asked.check_site()?;
        let form = Self::read(body);
        if form.get("csrf") == visitor.csrf { Ok(form) } else { Err(other_site()) }
    }

    /// A digest of all its fields.
    pub(super) fn fingerprint(&self) -> String {
        let fields = self.0.iter().map(|(name, text)| format!("{}:{name}={text}\n", text.len()));
        hex(&sha256(fields.collect::<String>().as_bytes()))
    }

    /// The text of a field; empty where it is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, text)| text.as_str())
    }

    /// The same where something was filled in.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty())
    }
}
