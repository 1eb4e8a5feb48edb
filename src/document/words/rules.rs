//! What the rules say, in words: for each refusal and each finding the keys of its sentences, and
//! their values by name.

use crate::engine::book::{GapReleases, Language, NotInForce};
use crate::engine::calendar::Date;
use crate::engine::finding::{Finding, ManagerCriteria};
use crate::engine::refusal::{Reason, Refusal, TermProblem, UnknownId};

use super::say::{Arg, NamedArg, Said, Words};

/// Ids beyond this many are left out of a list of those that are known.
const KNOWN_MAX: usize = 20;
/// Holdings beyond this many are left out of a finding.
const HOLDINGS_MAX: usize = 8;

/// Why there is no price, in words.
#[must_use]
pub fn refusal(refusal: &Refusal, language: Language) -> Said {
    let saying = of_reason(&refusal.reason);
    let words = Words::of(language);
    let hint = saying.said(&saying.hints, words);
    Said { message: saying.said(&saying.messages, words), hint: (!hint.is_empty()).then_some(hint) }
}

/// What the rules say about a quote, in words.
#[must_use]
pub fn finding(finding: &Finding, language: Language) -> String {
    let saying = of_finding(finding);
    saying.said(&saying.messages, Words::of(language))
}

/// The same for a finding that stands for several of one code, of whose days its `from` is the
/// earliest.
#[must_use]
pub fn finding_of_several(finding: &Finding, language: Language) -> String {
    let mut saying = of_finding(finding);
    for (name, value) in &mut saying.values {
        if *name == "from" {
            *value = Arg::Sentence("finding-earliest", vec![("date", value.clone())]);
        }
    }
    saying.said(&saying.messages, Words::of(language))
}

/// Which sentences say it, and the values that they share.
pub(super) struct Saying<'rules> {
    pub(super) messages: Vec<&'static str>,
    /// What to do; a key that begins with a point is an attribute of the first message.
    pub(super) hints: Vec<&'static str>,
    pub(super) values: Vec<NamedArg<'rules>>,
}

impl<'rules> Saying<'rules> {
    fn of(message: &'static str) -> Self {
        Self { messages: vec![message], hints: Vec::new(), values: Vec::new() }
    }

    /// A sentence more, where there is a value for it.
    fn also(mut self, message: &'static str, value: Option<NamedArg<'rules>>) -> Self {
        self.messages.extend(value.as_ref().map(|_| message));
        self.values.extend(value);
        self
    }

    fn hint(mut self, key: &'static str) -> Self {
        self.hints.push(key);
        self
    }

    fn with(mut self, name: &'static str, value: impl Into<Arg<'rules>>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    pub(super) fn said(&self, keys: &[&'static str], words: Words) -> String {
        let whole = |key: &&'static str| match self.messages.first() {
            Some(message) if key.starts_with('.') => {
                words.say_with(&format!("{message}{key}"), &self.values)
            }
            Some(_) | None => words.say_with(key, &self.values),
        };
        keys.iter().map(whole).collect::<Vec<_>>().join(" ")
    }
}

/// A message and its attribute `hint`.
fn both(message: &'static str) -> Saying<'static> {
    Saying::of(message).hint(".hint")
}

fn of_reason(reason: &Reason) -> Saying<'_> {
    match reason {
        Reason::UnknownProductLine(id) => of_unknown("refusal-unknown-product-line", id),
        Reason::UnknownEdition(id) => of_unknown("refusal-unknown-edition", id),
        Reason::UnknownRelease(id) => of_unknown_or_none("refusal-unknown-release", id),
        Reason::UnknownServiceLevel(id) => of_unknown("refusal-unknown-service-level", id),
        Reason::UnknownProgram(id) => of_unknown("refusal-unknown-program", id),
        Reason::UnknownPayment(id) => of_unknown_or_none("refusal-unknown-payment", id),
        Reason::UnknownChoice(id) => of_unknown_or_none("refusal-unknown-choice", id),
        Reason::NoBookInForce(why) => of_book(why),
        Reason::NoPrice { currency, known } => both("refusal-no-price")
            .with("currency", currency.code())
            .with("known", Arg::And(known.iter().map(|one| one.code().into()).collect())),
        Reason::NoRate { service_level, status } => {
            both("refusal-no-rate").with("level", service_level).with("status", status)
        }
        Reason::TermNotOffered { why, min_years, max_years } => {
            of_term(*why).with("min", *min_years).with("max", *max_years)
        }
        Reason::StartInThePast { start, quote_date } => {
            both("refusal-start-in-the-past").with("start", *start).with("date", *quote_date)
        }
        Reason::RetiredExceedsOwned { owned, retire } => {
            both("refusal-retired-exceeds-owned").with("owned", *owned).with("retired", *retire)
        }
        Reason::NothingToCover => both("refusal-nothing-to-cover"),
        Reason::NothingOwned => both("refusal-nothing-owned"),
        Reason::PartialCoverage { stated, due } => {
            both("refusal-partial-coverage").with("stated", *stated).with("due", *due)
        }
        Reason::MixedServiceLevels { levels } => both("refusal-mixed-service-levels")
            .with("levels", Arg::And(levels.iter().map(Arg::from).collect())),
        Reason::UpgradeMustCoverAllSoftware { to, product_line, level, covered_through } => {
            both("refusal-upgrade")
                .with("to", to)
                .with("product", product_line)
                .with("level", level)
                .with("date", *covered_through)
        }
        Reason::ReleaseEndOfLife { release, end_of_life, extended_support } => {
            of_end_of_life(release, *end_of_life, *extended_support)
        }
        Reason::ReinstatementNotOffered { gap_days, last_day } => {
            let saying = Saying::of("refusal-reinstatement-not-offered");
            let saying = saying.with("days", Arg::counted("days.dative", *gap_days));
            match last_day {
                Some(day) => saying.hint(".hint").with("date", *day),
                None => saying.hint(".never"),
            }
        }
        Reason::TermConsumedByGap { forward_through, start } => {
            both("refusal-term-consumed").with("through", *forward_through).with("start", *start)
        }
        Reason::AmountTooLarge => both("refusal-amount-too-large"),
        Reason::TooEarly { .. }
        | Reason::PaymentNotOffered { .. }
        | Reason::QuotedByVendor { .. }
        | Reason::ReleaseNeeded { .. }
        | Reason::LastPriceMissing
        | Reason::MidTermNotOffered
        | Reason::TrueUpNotOffered
        | Reason::ContractNotRunning { .. }
        | Reason::UsedSinceNotPast { .. }
        | Reason::NotARaise { .. }
        | Reason::OrderTooSmall { .. } => of_sale(reason),
    }
}

/// What a programme does not sell, or not so.
fn of_sale(reason: &Reason) -> Saying<'_> {
    match reason {
        Reason::TooEarly { first_day, months } => both("refusal-too-early")
            .with("date", *first_day)
            .with("months", Arg::counted("months", *months)),
        Reason::PaymentNotOffered { plan, common_end } => {
            let key = if *common_end { ".common-end" } else { ".hint" };
            Saying::of("refusal-payment-not-offered").hint(key).with("plan", Arg::Local(plan))
        }
        Reason::QuotedByVendor { vendor, band } => {
            both("refusal-quoted-by-vendor").with("vendor", vendor).with("band", band)
        }
        Reason::ReleaseNeeded { known } => both("refusal-release-needed")
            .with("known", Arg::Commas(known.iter().map(Arg::from).collect())),
        Reason::LastPriceMissing => both("refusal-last-price-missing"),
        Reason::MidTermNotOffered => both("refusal-mid-term-not-offered"),
        Reason::TrueUpNotOffered => both("refusal-true-up-not-offered"),
        Reason::ContractNotRunning { ends, start } => {
            both("refusal-contract-not-running").with("ends", *ends).with("start", *start)
        }
        Reason::UsedSinceNotPast { used_since, start } => {
            both("refusal-used-since-not-past").with("since", *used_since).with("start", *start)
        }
        Reason::NotARaise { from, to } => {
            both("refusal-not-a-raise").with("from", from).with("to", to)
        }
        Reason::OrderTooSmall { subtotal, at_least } => {
            both("refusal-order-too-small").with("subtotal", *subtotal).with("least", *at_least)
        }
        // Said by `of_reason`.
        Reason::UnknownProductLine(_)
        | Reason::UnknownEdition(_)
        | Reason::UnknownRelease(_)
        | Reason::UnknownServiceLevel(_)
        | Reason::UnknownProgram(_)
        | Reason::UnknownPayment(_)
        | Reason::UnknownChoice(_)
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
        | Reason::AmountTooLarge => Saying::of("refused-title"),
    }
}

fn of_end_of_life(release: &str, end: Date, extended: Option<Date>) -> Saying<'_> {
    let saying = both("refusal-release-end-of-life").with("release", release).with("date", end);
    match extended {
        Some(extended) => saying.hint(".extended").with("extended", extended),
        None => saying,
    }
}

fn of_term(why: TermProblem) -> Saying<'static> {
    match why {
        TermProblem::Years(years) => {
            both("refusal-term-not-offered").with("years", Arg::counted("years.dative", years))
        }
        TermProblem::NoCommonEnd => both("refusal-no-common-end"),
        TermProblem::CommonEnd { from, through } => {
            both("refusal-common-end").with("from", from).with("through", through)
        }
    }
}

fn of_book(why: &NotInForce) -> Saying<'_> {
    match why {
        NotInForce::NoBooks => both("refusal-no-book-none"),
        NotInForce::WhichFamily { known } => both("refusal-no-book-which")
            .with("known", Arg::Commas(known.iter().map(Arg::from).collect())),
        NotInForce::UnknownFamily { given, nearest, known } => {
            of_nearest("refusal-no-book-unknown", (given, nearest.as_deref(), known))
        }
        NotInForce::TooEarly { family, day, first } => both("refusal-no-book-early")
            .with("book", family)
            .with("day", *day)
            .with("first", *first),
        NotInForce::Ended { family, day, through } => both("refusal-no-book-ended")
            .with("book", family)
            .with("day", *day)
            .with("through", *through),
    }
}

fn of_unknown<'rules>(message: &'static str, id: &'rules UnknownId) -> Saying<'rules> {
    of_nearest(message, (&id.given, id.nearest.as_deref(), &id.known))
}

/// An id where the book may have none at all.
fn of_unknown_or_none<'rules>(message: &'static str, id: &'rules UnknownId) -> Saying<'rules> {
    let saying = of_unknown(message, id);
    if id.known.is_empty() { saying.hint(".none") } else { saying }
}

/// An id that is not known, and the nearest one or all that are.
fn of_nearest<'rules>(
    message: &'static str,
    (given, nearest, known): (&'rules str, Option<&'rules str>, &'rules [String]),
) -> Saying<'rules> {
    let saying = Saying::of(message).with("given", Arg::Given(given));
    match nearest {
        Some(nearest) => saying.hint("did-you-mean").with("nearest", nearest),
        None if known.is_empty() => saying,
        None => {
            let more = (known.len() > KNOWN_MAX).then_some(Arg::Text("…"));
            let some = known.iter().take(KNOWN_MAX).map(Arg::from).chain(more);
            saying.hint("known-ids").with("known", Arg::Commas(some.collect()))
        }
    }
}

pub(super) fn of_finding(finding: &Finding) -> Saying<'_> {
    match finding {
        Finding::SamplePrices => Saying::of("finding-sample-prices"),
        Finding::NoRefund => Saying::of("finding-no-refund"),
        Finding::SubjectToVendorApproval { vendor } => {
            Saying::of("finding-subject-to-vendor-approval").with("vendor", vendor)
        }
        Finding::CoverInterrupted { releases, from, through, lines } => {
            Saying::of(match releases {
                GapReleases::None => "finding-cover-interrupted",
                GapReleases::Restored => "finding-cover-interrupted-restored",
                GapReleases::Unstated => "finding-cover-interrupted-unstated",
            })
            .with("from", *from)
            .with("through", *through)
            .with("lines", Arg::holdings(lines, HOLDINGS_MAX))
        }
        Finding::EndOfLifeWithinTerm {
            product_line,
            release,
            end_of_life,
            extended_support,
            lines,
        } => Saying::of("finding-end-of-life-within-term")
            .with("product", product_line)
            .with("release", release)
            .with("date", *end_of_life)
            .with("lines", Arg::holdings(lines, HOLDINGS_MAX))
            .also(
                "finding-end-of-life-extended",
                extended_support.map(|day| ("extended", day.into())),
            ),
        Finding::LevelRaised { .. }
        | Finding::NotAllIn { .. }
        | Finding::SameHoldingTwice { .. }
        | Finding::OrgIdMissing
        | Finding::AlreadyAligned { .. }
        | Finding::UpliftCapped { .. } => of_lines(finding),
        Finding::ServiceLevelMismatch { quoted, others, delivered } => {
            let saying = Saying::of("finding-service-level-mismatch").with("delivered", delivered);
            let others = others.iter().map(|(product, level)| {
                let values = [("product", Arg::Given(product)), ("level", Arg::Given(level))];
                Arg::Sentence("finding-service-level-other", values.into())
            });
            let others = Arg::And(others.collect());
            saying.with("quoted", quoted).with("others", others)
        }
        Finding::RetirementIsPermanent { licences } => {
            Saying::of("finding-retirement-is-permanent").with("count", Arg::Plural(*licences))
        }
        Finding::NeedsApproval { rate, max, reason } => Saying::of("finding-needs-approval")
            .with("rate", *rate)
            .with("max", *max)
            .with("reason", reason),
        Finding::CustomerSuccessManager { service_level, criteria } => {
            of_manager(criteria).with("level", service_level)
        }
    }
}

/// What is to be said of single lines.
fn of_lines(finding: &Finding) -> Saying<'_> {
    match finding {
        Finding::LevelRaised { from, to, on, lines } => Saying::of("finding-level-raised")
            .with("from", from)
            .with("to", to)
            .with("date", *on)
            .with("lines", Arg::holdings(lines, HOLDINGS_MAX)),
        Finding::NotAllIn { product_line, covered_through } => Saying::of("finding-not-all-in")
            .with("product", product_line)
            .with("date", *covered_through),
        Finding::SameHoldingTwice { lines } => Saying::of("finding-same-holding-twice")
            .with("lines", Arg::holdings(lines, HOLDINGS_MAX)),
        Finding::OrgIdMissing => Saying::of("finding-org-id-missing"),
        Finding::AlreadyAligned { product_line, covered_through } => {
            Saying::of("finding-already-aligned")
                .with("product", product_line)
                .with("date", *covered_through)
        }
        Finding::UpliftCapped { at_most, saved, line } => Saying::of("finding-uplift-capped")
            .with("rate", *at_most)
            .with("amount", *saved)
            .with("lines", Arg::holdings(&[*line], HOLDINGS_MAX)),
        // Said by `of_finding`.
        Finding::SamplePrices
        | Finding::SubjectToVendorApproval { .. }
        | Finding::CoverInterrupted { .. }
        | Finding::EndOfLifeWithinTerm { .. }
        | Finding::ServiceLevelMismatch { .. }
        | Finding::RetirementIsPermanent { .. }
        | Finding::NeedsApproval { .. }
        | Finding::NoRefund
        | Finding::CustomerSuccessManager { .. } => Saying::of("findings-title"),
    }
}

fn of_manager(criteria: &ManagerCriteria) -> Saying<'_> {
    match criteria {
        ManagerCriteria::NotAtDeliveredLevel { delivered } => {
            Saying::of("finding-customer-success-manager-not-delivered")
                .with("delivered", delivered)
        }
        ManagerCriteria::Always => Saying::of("finding-customer-success-manager-always"),
        ManagerCriteria::Met { value, threshold } => {
            Saying::of("finding-customer-success-manager-met")
                .with("value", *value)
                .with("threshold", *threshold)
        }
        ManagerCriteria::Missing { value, threshold, missing, without_value } => {
            let unknown = Some(*without_value as u64).filter(|count| *count > 0);
            Saying::of("finding-customer-success-manager-missing")
                .with("value", *value)
                .with("threshold", *threshold)
                .with("missing", *missing)
                .also(
                    "finding-customer-success-manager-no-value",
                    unknown.map(|count| ("count", Arg::Plural(count))),
                )
        }
    }
}
