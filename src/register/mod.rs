//! The quote register: numbers, revisions, approval, sending, acceptance with evidence, and a log
//! that shows tampering.
//!
//! A *quote* is a number, one customer and a chain of *revisions*; a revision is one priced
//! request, sealed: its bytes never change. What is shown of it on a day follows from its state,
//! its approvals and that day, and is stored nowhere. Each change is one transaction that also
//! adds an event to the log, and each event carries the hash of the one before.
//!
//! The hour is a parameter: only the command line and the server have a clock.
//!
//! Source: the quote register.

mod acceptance;
mod account;
mod chain;
mod close;
mod database;
mod decide;
mod difference;
mod drawn;
mod erase;
mod error;
mod expected;
mod init;
mod kept;
mod kept_book;
mod key;
mod link;
mod listed_json;
mod looked_at;
mod message;
mod migrate;
mod moment;
mod number;
mod pack;
mod place;
#[cfg(feature = "postgres")]
mod postgresql;
mod read;
mod recompute;
mod request_key;
mod rows;
mod run;
pub mod schema;
mod seal;
mod sealed_fields;
mod send;
mod session;
pub mod sql;
mod sqlite;
mod state;
mod store;
mod token;
mod values;
mod verification;
mod verify;
mod verify_keys;
mod verify_log;
mod verify_quotes;
mod watch;

pub use account::{Actor, NAME_MAX, RegisterAccount, Role};
pub use chain::{EventKind, LogEvent};
pub use close::{
    DeclineReason, PROOF_BYTES_MAX, PURCHASE_ORDER_MAX, RecordedAcceptance, proof_kind,
};
pub use decide::{DecisionGiven, REASON_MAX};
pub use difference::{AmountDifference, RevisionDifference, difference};
pub use drawn::{DrawnRevision, DrawnWith, NotDrawn};
pub use error::{Denied, RegisterError, StoreFault, WrongField};
pub use key::{AccessKey, KEY_PREFIX, KeyHolder, KeyStanding, MadeKey};
pub use link::{
    AcceptanceField, EMAIL_MAX, FieldFault, LinkAcceptance, Linked, LinkedAcceptance,
    LinkedRevision,
};
pub use listed_json::{ListedJson, ListedQuotesJson};
pub use looked_at::LookedAt;
pub use message::{Mailbox, MessageParts, message};
pub use migrate::{Migrated, MigrationBackup};
pub use moment::{Moment, Zone};
pub use number::{DEFAULT_FORMAT, NUMBER_MAX, NumberFormat};
pub use place::RegisterPlace;
pub use read::{AcceptanceRow, GivenReason, ListWanted, ListedQuote, PipelineRow, QuoteHistory};
pub use recompute::{Recomputed, quote_of, recomputed, shelf_of};
pub use request_key::{KeptAnswer, REQUEST_KEY_MAX, RequestKey};
pub use rows::{ApprovalRow, QuoteRow, RevisionRow};
pub use run::{RUN_CHUNK, Registered, RunEntry, RunOutcome, RunStage};
pub use seal::{Sealed, ToRegister};
pub use send::ToSend;
pub use session::{NewSession, RegisterSession, SESSION_SECONDS};
pub use state::{
    ApprovalKind, Decision, Needs, RevisionState, ShownStatus, VendorApproval, by_word, shown,
};
pub use store::{LogHead, Register, RegisterSettings, SampleBooks};
pub use token::{TOKEN_BYTES, token, token_sha256};
pub use verification::{Fault, RegisterVerification, VerifyWanted};
pub use watch::{RegisterVersion, RegisterWatch};
