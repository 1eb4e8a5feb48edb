//! What a customer may do with a link: look at what was sent, accept it, or decline it.
//!
//! A link holds a token, and the register its digest alone. It belongs to one revision and ends
//! with it; whoever holds one that has ended is told nothing of what came after.
//!
//! Source: the quote register, section 6.

use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::text::has_unsafe;
use crate::engine::worded::worded;

use super::acceptance::{Person, SealedWords, WrittenAcceptance};
use super::account::{EventAuthor, NAME_MAX};
use super::close::{DECLINING, DeclineReason, PURCHASE_ORDER_MAX};
use super::decide::check_digest;
use super::error::RegisterError;
use super::moment::Moment;
use super::rows::RevisionRow;
use super::sql;
use super::state::{RevisionState, ShownStatus};
use super::store::{Db, Register, Writing};
use super::values::values;

/// The most characters of an address for mail.
pub const EMAIL_MAX: usize = 254;
/// So many characters are kept of what a browser says it is.
const AGENT_MAX: usize = 200;
/// How whoever comes by a link is named in the log.
const BY_LINK: EventAuthor<'static> = EventAuthor { by: "link", account: None };

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Linked {
    /// A revision that is sent, expired or accepted.
    Shown(Box<LinkedRevision>),
    /// Nothing any more: the revision does not stand, or its content was erased.
    Ended {
        /// The language of the document; `None` where nobody can know it any more.
        language: Option<Language>,
    },
}

/// A revision, as its customer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedRevision {
    /// The revision.
    pub revision: RevisionRow,
    /// `sent`, `expired` or `accepted`.
    pub shown: ShownStatus,
    /// The customer, as the document names it.
    pub customer: String,
    /// The language of the document.
    pub language: Language,
    /// The sentence that accepting agrees to, in that language.
    pub sentence: String,
    /// Its JSON, as it was sealed.
    pub content: Vec<u8>,
    /// How it was accepted.
    pub acceptance: Option<LinkedAcceptance>,
}

/// An acceptance, as the customer sees it: anybody who has the link may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedAcceptance {
    /// `link` or `recorded`.
    pub via: String,
    /// When, in UTC.
    pub at: String,
    /// Whether it came after the last day.
    pub is_late: bool,
    /// The number of the purchase order.
    pub purchase_order: Option<String>,
    /// The sentence that was agreed to.
    pub statement: String,
    /// Its language.
    pub language: String,
    /// Who accepted.
    pub person_name: Option<String>,
}

/// What a customer fills in to accept, and what is known of where it came from. Blanks around a
/// text are not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkAcceptance<'a> {
    /// The bytes that were looked at.
    pub quote_sha256: &'a str,
    /// Whether the sentence was agreed to.
    pub is_agreed: bool,
    /// Who accepts, by name.
    pub name: &'a str,
    /// Their address for mail.
    pub email: &'a str,
    /// Their function; may be empty.
    pub function: &'a str,
    /// The number of the purchase order; may be empty.
    pub purchase_order: &'a str,
    /// The address that it came from.
    pub ip: Option<&'a str>,
    /// What the browser says it is; of a long text the beginning is kept.
    pub agent: Option<&'a str>,
    /// 32 random bytes, in hexadecimal digits.
    pub salt: &'a str,
}

worded! {
    /// A field that a customer fills in to accept.
    pub enum AcceptanceField {
        /// The box beside the sentence.
        Agreed = "agreed",
        /// The name of who accepts.
        Name = "name",
        /// Their address for mail.
        Email = "email",
        /// Their function.
        Function = "function",
        /// The number of the purchase order.
        PurchaseOrder = "po_number",
    }
    /// Its name in a form.
    fn word
}

worded! {
    /// What is wrong with a field.
    pub enum FieldFault {
        /// It is empty, or not ticked.
        Missing = "missing",
        /// It has more characters than it may.
        TooLong = "too-long",
        /// It holds characters that show nothing or steer a terminal.
        Unsafe = "unsafe",
        /// It is no address for mail.
        NoAddress = "no-address",
    }
    /// Its fixed code.
    fn code
}

impl AcceptanceField {
    /// The most characters of it.
    #[must_use]
    pub const fn length_max(self) -> usize {
        match self {
            Self::Agreed => 0,
            Self::Name | Self::Function => NAME_MAX,
            Self::Email => EMAIL_MAX,
            Self::PurchaseOrder => PURCHASE_ORDER_MAX,
        }
    }

    fn fault_of(self, text: &str) -> Option<FieldFault> {
        let text = text.trim();
        let is_needed = matches!(self, Self::Name | Self::Email);
        if text.is_empty() {
            return is_needed.then_some(FieldFault::Missing);
        }
        if text.chars().count() > self.length_max() {
            return Some(FieldFault::TooLong);
        }
        if has_unsafe(text) {
            return Some(FieldFault::Unsafe);
        }
        (self == Self::Email && !is_address(text)).then_some(FieldFault::NoAddress)
    }
}

/// Whether a text has the shape of an address for mail; whether mail arrives, only mail can tell.
fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
        && !text.contains(char::is_whitespace)
}

impl LinkAcceptance<'_> {
    /// All fields that have to be put in order, in the order of the form.
    #[must_use]
    pub fn wrong_fields(&self) -> Vec<(AcceptanceField, FieldFault)> {
        let texts = [
            (AcceptanceField::Name, self.name),
            (AcceptanceField::Email, self.email),
            (AcceptanceField::Function, self.function),
            (AcceptanceField::PurchaseOrder, self.purchase_order),
        ];
        let wrong =
            texts.into_iter().filter_map(|(field, text)| Some((field, field.fault_of(text)?)));
        let unticked = (!self.is_agreed).then_some((AcceptanceField::Agreed, FieldFault::Missing));
        wrong.chain(unticked).collect()
    }

    fn check(&self) -> Result<(), RegisterError> {
        let wrong: Vec<String> = self
            .wrong_fields()
            .iter()
            .map(|(field, fault)| format!("{}: {}", field.word(), fault.code()))
            .collect();
        if wrong.is_empty() {
            return Ok(());
        }
        Err(RegisterError::denied("wrong-field", wrong.join(", "), "change them"))
    }
}

impl Register {
    /// What a link leads to on a day, by the digest of its token.
    ///
    /// # Errors
    /// There is no such link, or the register cannot be read. Of all tokens that are unknown, those
    /// that were replaced by another among them, the same is said.
    pub fn linked(&self, link_sha256: &str, now: Moment) -> Result<Linked, RegisterError> {
        let today = self.settings().zone.day(now);
        self.read(|db| db.linked(&db.revision_of_link(link_sha256)?, today))
    }

    /// Accepts what a link leads to, and gives it as it is then. Where it was accepted by its link
    /// before, nothing changes.
    ///
    /// # Errors
    /// There is no such link, it has ended, its last day has passed, it was accepted another way,
    /// other bytes were looked at, or a field is wrong.
    pub fn accept_by_link(
        &mut self,
        link_sha256: &str,
        given: LinkAcceptance<'_>,
        now: Moment,
    ) -> Result<LinkedRevision, RegisterError> {
        self.write(now, |writing| writing.accept_by_link(link_sha256, given))
    }

    /// Declines what a link leads to, also after its last day; the link ends with it. Where it was
    /// declined before, nothing changes.
    ///
    /// # Errors
    /// There is no such link, it has ended, it was accepted, or other bytes were looked at.
    pub fn decline_by_link(
        &mut self,
        link_sha256: &str,
        quote_sha256: &str,
        reason: DeclineReason,
        now: Moment,
    ) -> Result<(), RegisterError> {
        self.write(now, |writing| {
            let revision = writing.db.revision_of_link(link_sha256)?;
            check_digest(&revision, quote_sha256)?;
            match revision.state {
                RevisionState::Declined => Ok(()),
                RevisionState::Sent if revision.erased_at.is_none() => {
                    writing.close_revision(BY_LINK, &revision, reason.word(), &DECLINING).map(drop)
                }
                RevisionState::Accepted if revision.erased_at.is_none() => {
                    Err(RegisterError::moved(&revision.document(), revision.state, "declined"))
                }
                RevisionState::Sent
                | RevisionState::Accepted
                | RevisionState::Draft
                | RevisionState::Withdrawn
                | RevisionState::Superseded
                | RevisionState::Annulled => Err(ended()),
            }
        })
    }
}

impl Writing<'_> {
    fn accept_by_link(
        &self,
        link_sha256: &str,
        given: LinkAcceptance<'_>,
    ) -> Result<LinkedRevision, RegisterError> {
        let revision = self.db.revision_of_link(link_sha256)?;
        let Linked::Shown(linked) = self.db.linked(&revision, self.today)? else {
            return Err(ended());
        };
        check_digest(&revision, given.quote_sha256)?;
        match (&linked.acceptance, linked.shown) {
            (Some(acceptance), _) if acceptance.via == "link" => return Ok(*linked),
            (_, ShownStatus::Sent) => {}
            (_, ShownStatus::Expired) => {
                return Err(RegisterError::denied(
                    "expired",
                    format!("{} was valid through {}", revision.document(), revision.valid_through),
                    "ask whoever sent it for a new one",
                ));
            }
            _ => {
                return Err(RegisterError::moved(&revision.document(), revision.state, "accepted"));
            }
        }
        given.check()?;
        let agent = given.agent.map(agent_kept);
        let person = Person {
            name: filled(given.name),
            email: filled(given.email),
            function: filled(given.function),
            ip: given.ip,
            agent: agent.as_deref(),
        };
        let written = WrittenAcceptance {
            via: "link",
            language: linked.language,
            sentence: &linked.sentence,
            person,
            purchase_order: filled(given.purchase_order),
            proof: None,
            late_reason: None,
            salt: given.salt,
        };
        self.write_acceptance(BY_LINK, &revision, written)?;
        let accepted = self.db.revision_of_link(link_sha256)?;
        match self.db.linked(&accepted, self.today)? {
            Linked::Shown(linked) => Ok(*linked),
            Linked::Ended { .. } => Err(ended()),
        }
    }
}

impl Db<'_> {
    fn revision_of_link(&self, link_sha256: &str) -> Result<RevisionRow, RegisterError> {
        let found = self.first(sql::REVISION_OF_LINK, values![link_sha256], RevisionRow::of_row)?;
        // The same words for all: nobody learns how near a token comes.
        found.ok_or_else(|| {
            RegisterError::denied("unknown", "there is no such link", "ask whoever sent it")
        })
    }

    fn linked(&self, revision: &RevisionRow, today: Date) -> Result<Linked, RegisterError> {
        let RevisionRow { number, rev, .. } = revision;
        let Some(content) = self.content(number, *rev)? else {
            return Ok(Linked::Ended { language: None });
        };
        let words = SealedWords::of(&content);
        let language = words.language;
        let is_shown = matches!(revision.state, RevisionState::Sent | RevisionState::Accepted);
        if !is_shown || revision.erased_at.is_some() {
            return Ok(Linked::Ended { language: Some(language) });
        }
        let (shown, _) = self.shown(revision, today)?;
        let acceptance = self.first(sql::ACCEPTANCE_SHOWN, values![number, rev], |row| {
            Ok(LinkedAcceptance {
                via: row.get(0)?,
                at: row.get(1)?,
                is_late: row.get(2)?,
                purchase_order: row.get(3)?,
                statement: row.get(4)?,
                language: row.get(5)?,
                person_name: row.get(6)?,
            })
        })?;
        let sentence = words.sentence(revision);
        let SealedWords { customer, .. } = words;
        let revision = revision.clone();
        let linked =
            LinkedRevision { revision, shown, customer, language, sentence, content, acceptance };
        Ok(Linked::Shown(Box::new(linked)))
    }
}

/// What was typed; `None` where that is nothing.
fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn ended() -> RegisterError {
    RegisterError::denied("link-ended", "the link has ended", "ask whoever sent it")
}

/// What a browser says it is, on one line and not too long.
fn agent_kept(agent: &str) -> String {
    agent.chars().filter(|one| !one.is_control()).take(AGENT_MAX).collect()
}
