//! Golden cases: written by hand from the rules, with a sentence for a name.
//!
//! A file of `tests/golden/` names its books, a request and a holding that all its cases share, and
//! the cases, which say what they change and what comes of it. `tests/golden/README.md` has the
//! keys. The amounts are worked out on paper, in the comments; none is copied from the program.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use reinstate::engine::book::{Penalty, PenaltyBase, PenaltyPer, PenaltyShape, Shelf};
use reinstate::engine::day_count::DayCount;
use reinstate::engine::finding::{Finding, ManagerCriteria};
use reinstate::engine::money::RoundingMode;
use reinstate::engine::price::price;
use reinstate::engine::quote::{Line, Outcome, Quote};
use reinstate::engine::refusal::Reason;
use reinstate::engine::request::Request;
use reinstate::engine::working::{Name, NoCharge, Operation, Value as Worked, replay};
use serde_json::{Value, json};

use crate::support::{differences, files, quote_value, read, request, shelf, toml_value};

/// Keys of a case that say what it changes; all others say what comes of it.
const CHANGES: [&str; 8] =
    ["name", "edit", "next_version_from", "request", "holding", "holdings", "additions", "raises"];
const OUTCOMES: [&str; 11] = [
    "kind",
    "standing",
    "valid_through",
    "book_version",
    "line",
    "lines",
    "totals",
    "payments",
    "taxes",
    "findings",
    "managers",
];

/// A case, ready to be priced.
pub(crate) struct Case {
    /// File and name.
    pub(crate) name: String,
    /// The books, as changed by the case.
    pub(crate) books: Vec<(String, String)>,
    /// The request as data.
    pub(crate) request: Value,
    /// What should come of it.
    pub(crate) expected: Value,
}

impl Case {
    pub(crate) fn shelf(&self) -> Shelf {
        // Most cases share their books, which take longer to read than to price from.
        static SHELVES: Mutex<BTreeMap<Vec<(String, String)>, Shelf>> = Mutex::new(BTreeMap::new());
        if let Some(shelf) = SHELVES.lock().expect("no panic before").get(&self.books) {
            return shelf.clone();
        }
        let texts = self.books.iter().map(|(origin, text)| (origin.as_str(), text.as_str()));
        let shelf = shelf(texts);
        SHELVES.lock().expect("no panic before").insert(self.books.clone(), shelf.clone());
        shelf
    }

    pub(crate) fn request(&self) -> Request {
        request(&self.request)
    }

    pub(crate) fn outcome(&self) -> Outcome {
        price(&self.request(), &self.shelf())
    }
}

/// Every golden case.
pub(crate) fn cases() -> Vec<Case> {
    files("tests/golden", &[".toml"]).iter().flat_map(|path| cases_of(path)).collect()
}

fn cases_of(path: &str) -> Vec<Case> {
    let file = toml_value(path);
    let books: Vec<(String, String)> = file["books"]
        .as_array()
        .expect("books")
        .iter()
        .map(|book| book.as_str().expect("a path"))
        .map(|book| (book.to_owned(), read(book)))
        .collect();
    let cases = file["case"].as_array().expect("cases");
    cases.iter().map(|case| case_of(path, &file, &books, case)).collect()
}

fn case_of(path: &str, file: &Value, books: &[(String, String)], case: &Value) -> Case {
    let name = format!("{path}: {}", case["name"].as_str().expect("a name"));
    for key in case.as_object().expect("a table").keys() {
        let known = [&CHANGES[..], &OUTCOMES[..], &["refusals"]].concat();
        assert!(known.contains(&key.as_str()), "{name}: unknown key {key}");
    }
    let mut books = books.to_vec();
    for edit in case["edit"].as_array().into_iter().flatten() {
        let (from, to) = (edit[0].as_str().expect(&name), edit[1].as_str().expect(&name));
        let found: usize = books.iter().map(|(_, text)| text.matches(from).count()).sum();
        assert_eq!(found, 1, "{name}: `{from}` must stand in the books once");
        for (_, text) in &mut books {
            *text = text.replace(from, to);
        }
    }
    if let Some(next) = case["next_version_from"].as_str() {
        let (_, text) = books.first().expect("a book");
        let next = text
            .replace("version = \"1\"", "version = \"2\"")
            .replace("effective_from = 2026-01-01", &format!("effective_from = {next}"));
        books.push(("next version".to_owned(), next));
    }
    let mut request = merged(&file["request"], &case["request"]);
    let shared = file["holding"].is_object();
    let one_holding = shared.then(|| vec![merged(&file["holding"], &case["holding"])]);
    for (key, lines) in [
        ("holding", listed(&file["holding"], &case["holdings"]).or(one_holding)),
        ("addition", listed(&file["addition"], &case["additions"])),
        ("raise", listed(&file["raise"], &case["raises"])),
    ] {
        if let Some(lines) = lines.filter(|lines| !lines.is_empty()) {
            request[key] = Value::Array(lines);
        }
    }
    Case { name, books, request, expected: case.clone() }
}

/// The lines that a case lists, each over the one that the file shares.
fn listed(base: &Value, lines: &Value) -> Option<Vec<Value>> {
    Some(lines.as_array()?.iter().map(|one| merged(base, one)).collect())
}

/// A table with the keys of another put over it.
fn merged(base: &Value, over: &Value) -> Value {
    let mut merged = base.as_object().cloned().unwrap_or_default();
    merged.extend(over.as_object().cloned().unwrap_or_default());
    Value::Object(merged)
}

#[test]
fn every_case_comes_out_as_worked_out_by_hand() {
    let cases = cases();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "two cases have one name");
    let wrong: Vec<String> = cases.iter().flat_map(wrong_in).collect();
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

fn wrong_in(case: &Case) -> Vec<String> {
    let refusals = case.expected.get("refusals");
    match (refusals, case.outcome()) {
        (Some(expected), Outcome::Refused(refusals)) => {
            let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.reason.code()).collect();
            differences(expected, &json!(codes), &case.name)
        }
        (None, Outcome::Offered(quote)) => {
            let mut expected = case.expected.clone();
            let table = expected.as_object_mut().expect("a table");
            CHANGES.iter().for_each(|key| drop(table.remove(*key)));
            assert!(!table.is_empty(), "{}: nothing is expected", case.name);
            if let Some(line) = table.remove("line") {
                table.insert("lines".to_owned(), json!([line]));
            }
            let mut wrong = differences(&expected, &value_of(&quote), &case.name);
            let workings = quote.lines.iter().map(|line| &line.working);
            let payments = quote.payments.iter().map(|payments| &payments.working);
            for working in workings.chain([&quote.totals_working]).chain(payments) {
                if let Err(error) = replay(working) {
                    wrong.push(format!("{}: the working does not hold: {error:?}", case.name));
                }
            }
            wrong
        }
        (Some(expected), Outcome::Offered(quote)) => {
            vec![format!("{}: expected {expected}, offered {}", case.name, quote.totals.total)]
        }
        (None, Outcome::Refused(refusals)) => vec![format!("{}: refused {refusals:?}", case.name)],
    }
}

/// The quote as its JSON has it, with what the cases name beside it.
fn value_of(quote: &Quote) -> Value {
    let mut value = quote_value(quote);
    value["book_version"] = value["receipt"]["book_version"].clone();
    value["managers"] = quote.findings.iter().filter_map(manager).collect();
    if value["taxes"].is_null() {
        value["taxes"] = json!([]);
    }
    for line in value["lines"].as_array_mut().expect("lines") {
        line["share"] = line["gap"]["share"].clone();
    }
    value
}

/// What a finding says of a customer success manager.
fn manager(finding: &Finding) -> Option<String> {
    let Finding::CustomerSuccessManager { service_level, criteria } = finding else { return None };
    Some(match criteria {
        ManagerCriteria::NotAtDeliveredLevel { delivered } => format!("{delivered}: none"),
        ManagerCriteria::Always => format!("{service_level}: always"),
        ManagerCriteria::Met { value, threshold } => {
            format!("{service_level}: {value} of {threshold}")
        }
        ManagerCriteria::Missing { value, threshold, missing, without_value } => format!(
            "{service_level}: {value} of {threshold}, {missing} missing, {without_value} unknown"
        ),
    })
}

// --- the registry: what no case reaches ---------------------------------------------------------

/// What the golden cases reach, by kind of thing.
#[derive(Default)]
struct Reached {
    refusals: BTreeSet<&'static str>,
    present: BTreeSet<&'static str>,
    absent: BTreeSet<&'static str>,
    day_counts: BTreeSet<&'static str>,
    bases: BTreeSet<&'static str>,
    shapes: BTreeSet<&'static str>,
    modes: BTreeSet<&'static str>,
    no_charges: BTreeSet<&'static str>,
    bands: BTreeSet<String>,
}

impl Reached {
    fn by(cases: &[Case]) -> Self {
        let mut reached = Self::default();
        for case in cases {
            match case.outcome() {
                Outcome::Refused(refusals) => {
                    reached.refusals.extend(refusals.iter().map(|one| one.reason.code()));
                }
                Outcome::Offered(quote) => reached.quote(&quote, case),
            }
        }
        reached
    }

    fn quote(&mut self, quote: &Quote, case: &Case) {
        let codes: BTreeSet<&str> = quote.findings.iter().map(Finding::code).collect();
        // Only a case that lists its findings shows that one is there, or is not.
        if case.expected.get("findings").is_some() {
            self.present.extend(all_findings().iter().filter(|code| codes.contains(*code)));
            self.absent.extend(all_findings().iter().filter(|code| !codes.contains(*code)));
        }
        let workings = quote.lines.iter().map(|line| &line.working);
        let steps = workings.chain([&quote.totals_working]).flat_map(|working| working.steps());
        for step in steps {
            match step.operation {
                Operation::Nothing(why, _) => drop(self.no_charges.insert(why.word())),
                Operation::ShareOfYear { day_count, .. } => {
                    self.day_counts.insert(day_count.word());
                }
                Operation::Product { .. }
                | Operation::ProductOfSum { .. }
                | Operation::Sum { .. }
                | Operation::AtLeast { .. }
                | Operation::AtMost { .. }
                | Operation::Shortfall { .. }
                | Operation::Proportion { .. }
                | Operation::TermLength { .. } => {}
            }
        }
        let inexact = quote.lines.iter().any(unit_list_was_rounded);
        if inexact {
            self.modes.insert(quote.book.rounding().mode.word());
        }
        for line in &quote.lines {
            let Some(band) = quote.book.band(line.status) else { continue };
            let book = &quote.receipt.book;
            self.bands.insert(format!("{book} {} {}", quote.receipt.book_version, band.id));
            if !line.amounts.penalty.is_zero() {
                band.penalties.iter().for_each(|penalty| self.penalty(penalty));
            }
        }
    }

    fn penalty(&mut self, penalty: &Penalty) {
        match &penalty.shape {
            PenaltyShape::Rate { of, .. } => self.bases.extend(of.iter().map(|base| base.word())),
            PenaltyShape::Fixed { per, .. } => drop(self.shapes.insert(per.word())),
        }
    }
}

/// Whether the price of one licence lay between two minor units before it was rounded.
fn unit_list_was_rounded(line: &Line) -> bool {
    let exact = i128::from(line.srp.minor()) * i128::from(line.rate.units());
    exact != i128::from(line.amounts.unit_list.minor()) * 100_000_000
}

#[test]
fn no_rule_is_without_a_case() {
    let reached = Reached::by(&cases());
    let day_counts = DayCount::ALL.map(|(word, _)| word);
    let bases = PenaltyBase::ALL.map(|(word, _)| word);
    let no_charges = NoCharge::ALL.map(|(word, _)| word);
    let shapes = PenaltyPer::ALL.map(|(word, _)| word);
    let modes = RoundingMode::ALL.map(|(word, _)| word);
    // A book in which an edition lacks a rate that the rules can ask for prices nothing.
    let refusals = all_refusals().into_iter().filter(|code| *code != "no-rate");
    let refusals: Vec<&str> = refusals.collect();
    let shipped = ["2026.1", "2026.2", "2027.1"].map(|version| {
        ["reinstatement", "recovery"].map(|band| format!("citrix-css {version} {band}"))
    });
    let shipped: Vec<String> = shipped.into_iter().flatten().collect();
    let shipped: Vec<&str> = shipped.iter().map(String::as_str).collect();
    let bands: BTreeSet<&str> = reached.bands.iter().map(String::as_str).collect();
    for (what, all, reached) in [
        ("refusals", &refusals[..], &reached.refusals),
        ("findings that are there", all_findings(), &reached.present),
        ("findings that are not", all_findings(), &reached.absent),
        ("day counts", &day_counts, &reached.day_counts),
        ("bases of a penalty", &bases, &reached.bases),
        ("fixed penalties", &shapes, &reached.shapes),
        ("rounding modes that round", &modes, &reached.modes),
        ("reasons to charge nothing", &no_charges, &reached.no_charges),
        ("bands of the shipped books", &shipped, &bands),
    ] {
        let missed: Vec<&&str> = all.iter().filter(|one| !reached.contains(**one)).collect();
        assert!(missed.is_empty(), "{what} without a golden case: {missed:?}");
    }
}

#[test]
fn the_working_names_each_step_it_takes() {
    for case in cases() {
        let Outcome::Offered(quote) = case.outcome() else { continue };
        for line in &quote.lines {
            let amounts = &line.amounts;
            // Changes have no term to discount, and only a true-up has the charges of a lapse.
            let holding = line.holding().map(|_| ());
            let lapse = holding.or(line.used_since.map(|_| ()));
            let named = [
                Some((Name::UnitList, amounts.unit_list)),
                Some((Name::UnitNet, amounts.unit_net)),
                amounts.unit_cap.map(|cap| (Name::UnitCap, cap.cap)),
                amounts.unit_net_from.map(|amount| (Name::UnitNetFrom, amount)),
                amounts.unit_licence.map(|amount| (Name::UnitLicence, amount)),
                Some((Name::Annual, amounts.annual)),
                Some((Name::Forward, amounts.forward)),
                holding.map(|()| (Name::TermDiscount, amounts.term_discount)),
                amounts.concession.map(|amount| (Name::Concession, amount)),
                amounts.surcharge.map(|amount| (Name::Surcharge, amount)),
                amounts.licence.map(|amount| (Name::Licence, amount)),
                lapse.map(|()| (Name::BackCoverage, amounts.back_coverage)),
                lapse.map(|()| (Name::Penalty, amounts.penalty)),
                Some((Name::Total, amounts.total)),
            ];
            for (name, amount) in named.into_iter().flatten() {
                let step = line.working.step(name).map(|step| step.result);
                assert_eq!(step, Some(Worked::Money(amount)), "{}: {name:?}", case.name);
            }
        }
    }
}

/// The codes of all refusals: a new one does not compile until it stands in the match below, and
/// does not pass until it stands in the list and a case reaches it.
pub(crate) fn all_refusals() -> [&'static str; 32] {
    let _complete = |reason: &Reason| match reason {
        Reason::UnknownProductLine(_)
        | Reason::UnknownEdition(_)
        | Reason::UnknownRelease(_)
        | Reason::UnknownServiceLevel(_)
        | Reason::UnknownProgram(_)
        | Reason::NoBookInForce(_)
        | Reason::NoPrice { .. }
        | Reason::NoRate { .. }
        | Reason::TermNotOffered { .. }
        | Reason::StartInThePast { .. }
        | Reason::RetiredExceedsOwned { .. }
        | Reason::NothingToCover
        | Reason::NothingOwned
        | Reason::PartialCoverage { .. }
        | Reason::MixedServiceLevels { .. }
        | Reason::UpgradeMustCoverAllSoftware { .. }
        | Reason::ReleaseEndOfLife { .. }
        | Reason::ReinstatementNotOffered { .. }
        | Reason::TermConsumedByGap { .. }
        | Reason::UnknownPayment(_)
        | Reason::UnknownChoice(_)
        | Reason::PaymentNotOffered { .. }
        | Reason::TooEarly { .. }
        | Reason::QuotedByVendor { .. }
        | Reason::ReleaseNeeded { .. }
        | Reason::LastPriceMissing
        | Reason::MidTermNotOffered
        | Reason::TrueUpNotOffered
        | Reason::ContractNotRunning { .. }
        | Reason::UsedSinceNotPast { .. }
        | Reason::NotARaise { .. }
        | Reason::OrderTooSmall { .. }
        | Reason::AmountTooLarge => (),
    };
    REFUSALS
}

/// As sections 2, 4, 7 and 8 of the rules have them.
const REFUSALS: [&str; 32] = [
    "unknown-payment",
    "unknown-choice",
    "payment-not-offered",
    "too-early",
    "quoted-by-vendor",
    "release-needed",
    "last-price-missing",
    "mid-term-not-offered",
    "true-up-not-offered",
    "contract-not-running",
    "used-since-not-past",
    "not-a-raise",
    "order-too-small",
    "unknown-product-line",
    "unknown-edition",
    "unknown-release",
    "unknown-service-level",
    "unknown-program",
    "no-book-in-force",
    "no-price",
    "no-rate",
    "term-not-offered",
    "start-in-the-past",
    "retired-exceeds-owned",
    "nothing-to-cover",
    "partial-coverage",
    "mixed-service-levels",
    "upgrade-must-cover-all-software",
    "release-end-of-life",
    "reinstatement-not-offered",
    "term-consumed-by-gap",
    "amount-too-large",
];

/// The codes of all findings, as section 9 of the rules has them.
pub(crate) fn all_findings() -> &'static [&'static str] {
    let _complete = |finding: &Finding| match finding {
        Finding::SamplePrices
        | Finding::SubjectToVendorApproval { .. }
        | Finding::CoverInterrupted { .. }
        | Finding::EndOfLifeWithinTerm { .. }
        | Finding::LevelRaised { .. }
        | Finding::NotAllIn { .. }
        | Finding::SameHoldingTwice { .. }
        | Finding::OrgIdMissing
        | Finding::AlreadyAligned { .. }
        | Finding::UpliftCapped { .. }
        | Finding::ServiceLevelMismatch { .. }
        | Finding::RetirementIsPermanent { .. }
        | Finding::NeedsApproval { .. }
        | Finding::NoRefund
        | Finding::CustomerSuccessManager { .. } => (),
    };
    &[
        "sample-prices",
        "subject-to-vendor-approval",
        "cover-interrupted",
        "end-of-life-within-term",
        "level-raised",
        "not-all-in",
        "same-holding-twice",
        "org-id-missing",
        "already-aligned",
        "uplift-capped",
        "service-level-mismatch",
        "retirement-is-permanent",
        "needs-approval",
        "no-refund",
        "customer-success-manager",
    ]
}
