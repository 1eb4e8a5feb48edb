//! What somebody looked at before they acted.

use super::decide::check_digest;
use super::error::RegisterError;
use super::rows::RevisionRow;
use super::sql;
use super::store::Writing;
use super::values::values;

/// A quote, and the bytes of it that somebody looked at: what is done is done about these, and not
/// about a revision that came meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookedAt<'a> {
    /// The number of the quote.
    pub number: &'a str,
    /// SHA-256 of the revision's JSON, in hexadecimal digits. `None`: whichever the quote shows.
    pub quote_sha256: Option<&'a str>,
}

impl<'a> From<&'a str> for LookedAt<'a> {
    fn from(number: &'a str) -> Self {
        Self { number, quote_sha256: None }
    }
}

impl<'a> From<&'a String> for LookedAt<'a> {
    fn from(number: &'a String) -> Self {
        number.as_str().into()
    }
}

impl Writing<'_> {
    /// The revision that a quote shows: the one that stands, else the newest.
    pub(super) fn shown_revision(&self, number: &str) -> Result<RevisionRow, RegisterError> {
        let found = self.db.first(sql::SHOWN_OF_QUOTE, values![number], RevisionRow::of_row)?;
        found.ok_or_else(|| RegisterError::unknown("quote", number))
    }

    /// The revision that a quote shows, where it is the one that was looked at.
    pub(super) fn revision_looked_at(
        &self,
        looked_at: LookedAt<'_>,
    ) -> Result<RevisionRow, RegisterError> {
        let revision = self.shown_revision(looked_at.number)?;
        if let Some(digest) = looked_at.quote_sha256 {
            check_digest(&revision, digest)?;
        }
        Ok(revision)
    }
}
