//! Links for customers: each holds a token that is nowhere else.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::base_url::BaseUrl;
use crate::cli::error::{CommandError, CommandResult};
use crate::cli::output::{Output, publish};
use crate::files;
use crate::register::{RevisionRow, token, token_sha256};

use super::list::csv_of;
use super::random::random;

/// The file of the links of a run.
const LINKS: &str = "links.csv";
const LINKS_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// What stands in a link before its token.
const BEFORE_TOKEN: &str = "/q/";

/// A link that is not the customer's yet.
pub(super) struct NewLink {
    pub(super) address: String,
    /// What the register keeps of it.
    pub(super) sha256: String,
}

impl NewLink {
    pub(super) fn of(base: &BaseUrl) -> Result<Self, CommandError> {
        Ok(Self::of_token(base, &token(&random()?)))
    }

    fn of_token(base: &BaseUrl, token: &str) -> Self {
        let address = format!("{base}{BEFORE_TOKEN}{token}");
        Self { address, sha256: token_sha256(token) }
    }
}

/// The links of a run. They are on the disk before anything is sent: of a link that was given out
/// the register knows only the digest, and a run that is stopped must not lose one.
pub(super) struct RunLinks<'a> {
    base: &'a BaseUrl,
    /// By the numbers of their documents.
    tokens: BTreeMap<String, String>,
}

impl<'a> RunLinks<'a> {
    /// Those that a folder has, and new ones for the other documents.
    pub(super) fn prepare<'doc>(
        base: &'a BaseUrl,
        folder: &Path,
        documents: impl IntoIterator<Item = &'doc String>,
    ) -> Result<Self, CommandError> {
        let place = folder.join(LINKS);
        let mut tokens = if place.exists() { read(&place)? } else { BTreeMap::new() };
        for document in documents {
            if !tokens.contains_key(document) {
                tokens.insert(document.clone(), token(&random()?));
            }
        }
        let links = Self { base, tokens };
        links.write(&place)?;
        Ok(links)
    }

    fn write(&self, place: &Path) -> CommandResult {
        let rows = self.tokens.iter().map(|(document, token)| {
            vec![document.clone(), NewLink::of_token(self.base, token).address]
        });
        let bytes = csv_of(&["document", "link"], rows)?;
        publish(vec![Output { path: place.to_owned(), bytes }])
    }

    /// The link of a document that is not sent yet, or has none.
    pub(super) fn new_of(&self, document: &str) -> Option<NewLink> {
        self.tokens.get(document).map(|token| NewLink::of_token(self.base, token))
    }

    /// The link that was given out with a document, where it is known here.
    pub(super) fn known_of(&self, revision: &RevisionRow) -> Option<String> {
        let link = self.new_of(&revision.document())?;
        (revision.link_sha256.as_ref() == Some(&link.sha256)).then_some(link.address)
    }
}

fn read(place: &Path) -> Result<BTreeMap<String, String>, CommandError> {
    let wrong = || {
        let message = format!("{} does not hold the links of a run", place.display());
        CommandError::unreadable(message, "choose another folder with --out")
    };
    let bytes = files::read_bytes(place, LINKS_BYTES_MAX)?;
    let mut tokens = BTreeMap::new();
    for record in csv::Reader::from_reader(&*bytes).into_records() {
        let record = record.map_err(|_| wrong())?;
        let link = record.get(1).and_then(|link| link.rsplit_once(BEFORE_TOKEN));
        let (Some(document), Some((_, token))) = (record.get(0), link) else {
            return Err(wrong());
        };
        tokens.insert(document.to_owned(), token.to_owned());
    }
    Ok(tokens)
}
