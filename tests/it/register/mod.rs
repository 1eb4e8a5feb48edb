//! The quote register: what it allows, what it refuses, and what `verify` sees.
//!
//! What these tests expect is written from the rules of the register and not from its code.

mod busy;
mod busy_desk;
mod complaints;
mod customer;
mod denials;
mod difference;
mod erasure;
pub(crate) mod fixtures;
mod keys;
mod lists;
mod looked_at;
mod model;
mod model_rules;
#[cfg(feature = "postgres")]
mod on_server;
mod races;
pub(crate) mod raw;
#[cfg(feature = "postgres")]
mod server;
mod sessions;
mod statements;
mod together;
mod verify;
mod verify_log;
mod zones;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use reinstate::engine::book::Shelf;
use reinstate::engine::calendar::Date;
use reinstate::engine::percent::Percent;
use reinstate::engine::quote::Quote;
use reinstate::register::{
    Actor, Decision, DecisionGiven, Moment, NumberFormat, QuoteHistory, RecordedAcceptance,
    Register, RegisterAccount, RegisterError, RegisterSettings, RegisterVerification, Role,
    SampleBooks, Sealed, ShownStatus, ToRegister, ToSend, VendorApproval, VerifyWanted, Zone,
};
use serde_json::{Value, json};

use crate::support::{offered, read, request, shelf};
use raw::{Place, Raw};

/// The approved book, which is made up: 30 days valid, and approval above 5% of additional
/// discount. In one language, so that it is read sooner.
pub(crate) static BOOK: LazyLock<String> = LazyLock::new(|| {
    let text = read("examples/quote/books/meridian-care-2026.1.toml");
    let is_other =
        |line: &&str| ["text.nl", "text.de", "text.fr"].iter().any(|key| line.starts_with(key));
    text.lines().filter(|line| !is_other(line)).collect::<Vec<_>>().join("\n")
});
static SHELF: LazyLock<Shelf> = LazyLock::new(|| shelf([("meridian-care", BOOK.as_str())]));

/// Who works at the register of these tests. Ann and Ben are reps, Cas approves up to 10%, Dora
/// anything, Fin does the finances and Root keeps the register.
pub(super) const PEOPLE: [(&str, Role, Option<&str>); 6] = [
    ("root", Role::Admin, None),
    ("ann", Role::Rep, None),
    ("ben", Role::Rep, None),
    ("cas", Role::Approver, Some("10%")),
    ("dora", Role::Approver, None),
    ("fin", Role::Finance, None),
];

pub(crate) const CUSTOMER: &str = "Harbour & Sons Ltd";
pub(crate) const PDF: &[u8] = b"%PDF-1.7 what was sent to Harbour & Sons Ltd";
pub(super) const SALT: &str = "5a17000000000000000000000000000000000000000000000000000000005a17";

pub(super) fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap_or_else(|| panic!("{text} is no moment"))
}

/// Noon of a day, in UTC.
pub(crate) fn noon(day: impl std::fmt::Display) -> Moment {
    at(&format!("{day}T12:00:00.000Z"))
}

pub(crate) fn actor(id: &str) -> Actor {
    Actor { by: format!("cli:{id}"), account: id.to_owned() }
}

/// The digest of a link that is not used elsewhere.
pub(super) fn link(count: usize) -> String {
    format!("{count:064x}")
}

/// What is asked for on a day: three servers for a year, with something changed, or left out where
/// it is `null`.
pub(crate) fn quoted_with(day: impl std::fmt::Display, change: &Value) -> Quote {
    let day = day.to_string();
    let mut asked = json!({
        "quote_date": day, "start": day, "currency": "EUR", "service_level": "standard",
        "term_years": 1, "program": "list",
        "customer": { "name": CUSTOMER, "org_id": "ORG-2088", "contact": "Priya Natarajan" },
        "holding": [{ "product_line": "historian", "edition": "server", "owned": 3,
                      "covered_through": day }],
    });
    let table = asked.as_object_mut().expect("a table");
    table.extend(change.as_object().expect("a table").clone());
    table.retain(|_, value| !value.is_null());
    offered(&request(&asked), &SHELF)
}

/// The same, as it is.
pub(super) fn quoted(day: impl std::fmt::Display) -> Quote {
    quoted_with(day, &json!({}))
}

/// With an additional discount: above 5% somebody has to approve.
pub(super) fn conceded(day: impl std::fmt::Display, rate: &str) -> Quote {
    quoted_with(day, &json!({ "concession": { "rate": rate, "reason": "a good customer" } }))
}

pub(super) fn settings(zone: &str) -> RegisterSettings {
    RegisterSettings {
        name: "Meridian".to_owned(),
        zone: Zone::of(zone).expect(zone),
        number_format: NumberFormat::parse("Q-{year}-{n:5}").expect("a format"),
        samples: SampleBooks::Refused,
        vendor_approval: VendorApproval::NotWaitedFor,
        retention_years: 7,
    }
}

pub(super) fn account(id: &str, role: Role, limit: Option<&str>) -> RegisterAccount {
    RegisterAccount {
        id: id.to_owned(),
        name: format!("{id} of Meridian"),
        proxy_user: None,
        role,
        limit: limit.map(|limit| Percent::parse(limit).expect(limit)),
        ended_at: None,
    }
}

/// A register in a folder of its own, which goes with it.
pub(crate) struct Desk {
    pub(crate) register: Register,
    pub(super) folder: tempfile::TempDir,
    place: Place,
    links: usize,
}

impl Desk {
    /// A register with all [`PEOPLE`], made at noon of a day.
    pub(crate) fn new(day: &str) -> Self {
        Self::with(&settings("Europe/Amsterdam"), noon(day))
    }

    pub(super) fn with(settings: &RegisterSettings, now: Moment) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::new(folder.path());
        let mut register =
            Register::create(&place.path(), settings, &actor("root"), now).expect("a register");
        for (id, role, limit) in &PEOPLE[1..] {
            let account = account(id, *role, *limit);
            register.add_account(&actor("root"), &account, now).expect(id);
        }
        Self { register, folder, place, links: 0 }
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.place.path()
    }

    /// The database under the register.
    fn raw(&self) -> Raw {
        Raw::open(&self.place)
    }

    /// The same, for somebody who does not want to be stopped.
    fn forced(&self) -> Raw {
        Raw::forced(&self.place)
    }

    /// All bytes that are kept of the register: those of its files, or on a server of its tables.
    fn stored(&self) -> Vec<u8> {
        self.raw().tables_as_text().unwrap_or_else(|| {
            let endings = ["", "-wal", "-shm", "-journal"];
            let files = endings.map(|ending| self.folder().join(format!("quotes.db{ending}")));
            files.iter().filter_map(|file| std::fs::read(file).ok()).flatten().collect()
        })
    }

    /// Another handle on the same register.
    pub(super) fn opened(&self) -> Register {
        Register::open(&self.path()).expect("a register")
    }

    pub(super) fn link(&mut self) -> String {
        self.links += 1;
        link(self.links)
    }

    pub(crate) fn add(
        &mut self,
        who: &str,
        quote: &Quote,
        now: Moment,
    ) -> Result<Sealed, RegisterError> {
        self.register.add(&actor(who), ToRegister { quote, book: &BOOK }, now)
    }

    pub(crate) fn revise(
        &mut self,
        who: &str,
        number: &str,
        quote: &Quote,
        now: Moment,
    ) -> Result<Sealed, RegisterError> {
        self.register.revise(&actor(who), number, ToRegister { quote, book: &BOOK }, now)
    }

    /// The digest of the newest revision.
    pub(super) fn digest(&self, number: &str, now: Moment) -> String {
        let history = self.history(number, now);
        history.revisions.last().expect("a revision").0.quote_sha256.clone()
    }

    pub(super) fn decide(
        &mut self,
        who: &str,
        number: &str,
        decision: Decision,
        now: Moment,
    ) -> Result<(), RegisterError> {
        let digest = self.digest(number, now);
        let given =
            DecisionGiven { quote_sha256: &digest, kind: None, decision, reason: "looked at it" };
        self.register.decide(&actor(who), number, given, now).map(drop)
    }

    /// Sends the newest revision.
    pub(crate) fn send(
        &mut self,
        who: &str,
        number: &str,
        now: Moment,
    ) -> Result<u32, RegisterError> {
        let (digest, link) = (self.digest(number, now), self.link());
        let given = ToSend { quote_sha256: &digest, pdf: PDF, link_sha256: Some(&link) };
        self.register.send(&actor(who), number, given, now)
    }

    /// A quote of Ann's for a day, sent at noon; its number.
    pub(super) fn sent(&mut self, day: &str) -> String {
        let sealed = self.add("ann", &quoted(day), noon(day)).expect("registered");
        self.send("ann", &sealed.number, noon(day)).expect("sent");
        sealed.number
    }

    pub(crate) fn accept(
        &mut self,
        who: &str,
        number: &str,
        now: Moment,
    ) -> Result<u32, RegisterError> {
        self.register.accept(&actor(who), number, purchase_order(), now)
    }

    pub(crate) fn history(&self, name: &str, now: Moment) -> QuoteHistory {
        self.register.history(name, now).expect(name).0
    }

    /// What the quote shows.
    pub(super) fn shown(&self, number: &str, now: Moment) -> ShownStatus {
        let history = self.history(number, now);
        let shown = history.revisions.iter().find(|(one, _, _)| one.rev == history.shown_rev);
        shown.expect("a revision").1
    }

    pub(crate) fn events(&self) -> i64 {
        self.register.head().expect("a head").seq
    }

    /// Everything is verified, and priced again.
    pub(crate) fn is_whole(&self) -> RegisterVerification {
        let wanted = VerifyWanted { recompute: true, ..VerifyWanted::default() };
        let found = self.register.verify(&wanted).expect("it can be read");
        assert!(found.is_whole(), "{:#?}", found.faults);
        found
    }
}

/// An acceptance with a purchase order.
pub(crate) const fn purchase_order() -> RecordedAcceptance<'static> {
    RecordedAcceptance {
        by: "Priya Natarajan",
        purchase_order: Some("PO 4500 118 220"),
        proof: None,
        late_reason: None,
        quote_sha256: None,
        salt: SALT,
    }
}

/// The code of a denial; `done` where there was none.
pub(super) fn code<T>(result: Result<T, RegisterError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "done")
}

/// Which day is meant.
pub(super) fn day(text: &str) -> Date {
    reinstate::engine::calendar::parse_iso(text).expect(text)
}
