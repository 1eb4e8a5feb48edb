//! An acceptance as it is kept: its row, its event, and the evidence that binds the two.

use serde_json::Value;

use crate::document::statement;
use crate::engine::book::Language;
use crate::engine::digest::{hex, sha256};

use super::account::EventAuthor;
use super::chain::{EventData, EventKind};
use super::decide::data_of;
use super::error::RegisterError;
use super::rows::RevisionRow;
use super::sql;
use super::state::RevisionState;
use super::store::{Db, Writing};
use super::values::values;

/// An acceptance, as it is written.
#[derive(Clone, Copy)]
pub(super) struct WrittenAcceptance<'a> {
    /// `link` or `recorded`.
    pub(super) via: &'static str,
    /// The language of the sentence.
    pub(super) language: Language,
    /// The sentence that was agreed to.
    pub(super) sentence: &'a str,
    pub(super) person: Person<'a>,
    pub(super) purchase_order: Option<&'a str>,
    pub(super) proof: Option<&'a [u8]>,
    pub(super) late_reason: Option<&'a str>,
    pub(super) salt: &'a str,
}

/// What a document says that the sentence about it is made of.
pub(super) struct SealedWords {
    /// The language that it was made in.
    pub(super) language: Language,
    /// The customer, as that document names it: a later draft may have another name.
    pub(super) customer: String,
}

impl Writing<'_> {
    /// Moves a revision to accepted, with its row and its event.
    pub(super) fn write_acceptance(
        &self,
        author: EventAuthor<'_>,
        revision: &RevisionRow,
        given: WrittenAcceptance<'_>,
    ) -> Result<(), RegisterError> {
        self.moves(revision, RevisionState::Accepted, "accepted")?;
        let data = self.insert_acceptance(author.account, revision, given)?;
        let RevisionRow { number, rev, .. } = revision;
        let seq = self.log(author.by, EventKind::Accepted, Some((number, *rev)), &data)?;
        if let Some(reason) = given.late_reason {
            self.db.run(sql::INSERT_REASON, values![seq, number, rev, reason])?;
        }
        Ok(())
    }

    /// Writes the row, and gives what the event says.
    fn insert_acceptance(
        &self,
        account: Option<&str>,
        revision: &RevisionRow,
        given: WrittenAcceptance<'_>,
    ) -> Result<EventData, RegisterError> {
        let WrittenAcceptance { via, language, sentence, person, salt, .. } = given;
        let late = given.late_reason.is_some();
        let pdf_sha256 = revision.pdf_sha256.as_deref().unwrap_or_default();
        let proof_sha256 = given.proof.map(|proof| hex(&sha256(proof)));
        self.db.run(
            sql::INSERT_ACCEPTANCE,
            values![
                revision.number,
                revision.rev,
                revision.quote_sha256,
                pdf_sha256,
                via,
                self.now.to_string(),
                late,
                given.purchase_order,
                sentence,
                language.tag(),
                salt,
                person.name,
                person.email,
                person.function,
                person.ip,
                person.agent,
                proof_sha256,
                given.proof,
            ],
        )?;
        let mut data = match given.late_reason {
            Some(reason) => self.data_with_reason(account, revision, reason)?,
            None => data_of(account, revision),
        };
        data.extend([
            ("evidence", Value::from(person.evidence(salt))),
            ("language", Value::from(language.tag())),
            ("late", Value::from(u8::from(late))),
            ("pdf_sha256", Value::from(pdf_sha256)),
            ("statement", Value::from(statement_sha256(salt, language.tag(), sentence))),
            ("via", Value::from(via)),
        ]);
        data.extend(given.purchase_order.map(|number| ("po_number", Value::from(number))));
        data.extend(proof_sha256.map(|digest| ("proof_sha256", Value::from(digest))));
        Ok(data)
    }
}

impl Db<'_> {
    /// What the document of a revision says of itself.
    pub(super) fn sealed_words(
        &self,
        revision: &RevisionRow,
    ) -> Result<SealedWords, RegisterError> {
        let content = self.content(&revision.number, revision.rev)?;
        Ok(SealedWords::of(&content.unwrap_or_default()))
    }
}

impl SealedWords {
    /// Those of the JSON of a revision.
    pub(super) fn of(content: &[u8]) -> Self {
        let content: Value = serde_json::from_slice(content).unwrap_or_default();
        let language = content.pointer("/request/language").and_then(Value::as_str);
        let customer = content.pointer("/customer/name").and_then(Value::as_str);
        Self {
            language: language.and_then(Language::of_tag).unwrap_or(Language::English),
            customer: customer.unwrap_or_default().to_owned(),
        }
    }

    /// The sentence that a customer agrees to.
    pub(super) fn sentence(&self, revision: &RevisionRow) -> String {
        statement::accepted(
            self.language,
            &statement::AcceptedDocument {
                customer: &self.customer,
                document: &revision.document(),
                total: revision.total,
                valid_through: revision.valid_through,
            },
        )
    }
}

/// What is known of the person who accepted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Person<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) email: Option<&'a str>,
    pub(super) function: Option<&'a str>,
    pub(super) ip: Option<&'a str>,
    pub(super) agent: Option<&'a str>,
}

impl Person<'_> {
    /// What the log holds of a person: it shows that nothing was changed, and nothing else once the
    /// salt is gone.
    pub(super) fn evidence(&self, salt: &str) -> String {
        let all = [
            ("agent", self.agent),
            ("email", self.email),
            ("function", self.function),
            ("ip", self.ip),
            ("name", self.name),
        ];
        let known: EventData =
            all.into_iter().filter_map(|(key, value)| Some((key, Value::from(value?)))).collect();
        let text = serde_json::to_string(&known).unwrap_or_default();
        hex(&sha256(format!("{salt}{text}").as_bytes()))
    }
}

/// What the log holds of the sentence that was agreed to: it names the customer, and can be erased.
pub(super) fn statement_sha256(salt: &str, language: &str, sentence: &str) -> String {
    hex(&sha256(format!("{salt}\n{language}\n{sentence}").as_bytes()))
}
