//! The lapse policy of a price book, read key by key.

use crate::engine::day_count::DayCount;
use crate::engine::node::{Cursor, NodeValue, Read, Reported, TableCursor};
use crate::engine::path::KeyPath;
use crate::engine::percent::{Multiplier, Percent};
use crate::engine::problem::Problem;

use super::draft::{Placed, placed};
use super::place::{BandIndex, ChoiceIndex, Status};
use super::policy::{
    BackCoverage, BackCoveragePrice, Band, BandLimit, BandOutcome, Counts, GapStart, LapseChoice,
    LapseOnce, NewTerm, Penalty, PenaltyBase, PenaltyPer, PenaltyShape, ReleaseAge, When,
};
use super::prices::Prices;
use super::read::{BookReader, Need, YEARS_MAX, local_text, not_empty};
use super::values::{NAME_MAX, id, name, number, reference, resolved, source, word};

const PENALTIES_MAX: usize = 20;

impl BookReader {
    pub(super) fn lapse(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        let mut table = at.table()?;
        let counts = table.may_with("counts", word(&Counts::ALL));
        self.draft.counts = counts.map(|given| given.unwrap_or(Counts::UncoveredDays)).ok();
        self.draft.grace = grace(&mut table).ok();
        self.each(&mut table, "choice", Need::Optional, Self::choice);
        if let Ok(Some(once)) = table.may_with("once", |at| self.once(at)) {
            self.draft.once = once;
        }
        self.each(&mut table, "band", Need::Optional, Self::band);
        source(&mut table);
        table.finish();
        Ok(())
    }

    fn choice(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        let mut table = at.table()?;
        let id = table.need_with("id", id);
        let name = table.need_with("name", |at| local_text(at, NAME_MAX));
        source(&mut table);
        let place = placed((), &table);
        table.finish();
        self.declared.choices.extend(id.clone());
        let index = ChoiceIndex(self.draft.choices.len());
        self.draft.choices.push(place.with(LapseChoice { index, id: id?, name: name? }));
        Ok(())
    }

    fn once(&mut self, at: Cursor<'_, '_>) -> Read<LapseOnce> {
        let mut table = at.table()?;
        let fee = table.may_with("fee", |at| self.draft.prices(at));
        let least = table.may_with("penalties_at_least", |at| self.draft.prices(at));
        source(&mut table);
        table.finish();
        Ok(LapseOnce { fee: fee?, penalties_at_least: least? })
    }

    fn band(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        let mut table = at.table()?;
        let id_read = table.need_with("id", id);
        let title = table.need_with("name", name);
        let limit = band_limit(&mut table);
        let when = table.may_with("when", |at| self.when(at));
        let outcome = table.may_with("outcome", word(&BandOutcome::ALL));
        let outcome = outcome.map(|given| given.unwrap_or(BandOutcome::Price));
        let charges = match outcome {
            Ok(outcome) if !outcome.has_price() => Ok(no_charges(&mut table, outcome)),
            Ok(_) | Err(_) => self.charges(&mut table),
        };
        let clause = table.may_with("clause", |at| {
            let (span, path) = (at.span(), at.path().into());
            let id = name(at)?;
            self.draft.citations.push(Placed { value: id.clone(), span, path });
            Ok(id)
        });
        let source = source(&mut table);
        self.draft.note_source(&source, &table);
        if let Ok(id) = &id_read {
            self.declared.bands.insert(id.clone());
            if Status::RESERVED.iter().any(|(reserved, _)| reserved == id) {
                reserved_id(&mut table, id);
            }
        }
        let place = placed((), &table);
        table.finish();
        let (new_term, back_coverage, penalties) = charges?;
        let band = Band {
            index: BandIndex(self.draft.bands.len()),
            id: id_read?,
            name: title?,
            limit: limit?,
            when: when?.unwrap_or_default(),
            outcome: outcome?,
            new_term,
            back_coverage,
            penalties,
            clause: clause.ok().flatten(),
            source,
        };
        self.draft.bands.push(place.with(band));
        Ok(())
    }

    /// Which holdings a band takes.
    fn when(&mut self, at: Cursor<'_, '_>) -> Read<When> {
        let mut table = at.table()?;
        let (product_line, edition) = self.product_keys(&mut table);
        let level = table.may_with("service_level", self.level_reference());
        let min_term_years = table.may_with("min_term_years", number(1..=YEARS_MAX));
        let release = table.may_with("release", word(&ReleaseAge::ALL));
        let released_in_gap = table.may_with("released_in_gap", |mut at| {
            if matches!(at.value(), NodeValue::Boolean(true)) {
                return Ok(());
            }
            let rest = " can only be true";
            Err(at.wrong("unknown-word", rest, "write true, or leave the key out"))
        });
        let months = table.may_with("end_of_life_within_months", number(0..=1_200));
        let choice = table.may_with(
            "choice",
            reference(|id| {
                let found = self.draft.choices.iter().find(|choice| choice.value.id == id);
                let found = found.map(|choice| choice.value.index);
                resolved(found, "choice", id, &self.declared.choices)
            }),
        );
        table.finish();
        Ok(When {
            product_line: product_line?,
            edition: edition?,
            level: level?,
            min_term_years: min_term_years?,
            release: release?,
            released_in_gap: released_in_gap?.is_some(),
            end_of_life_within_months: months?,
            choice: choice?,
        })
    }

    /// What a band with a price charges.
    fn charges(&mut self, table: &mut TableCursor<'_, '_>) -> Read<BandCharges> {
        let new_term = table.may_with("new_term", word(&NewTerm::ALL));
        let new_term = new_term.map(|given| given.unwrap_or(NewTerm::FromStart));
        let back_coverage = back_coverage(table, new_term);
        let penalties = table.need_with("penalty", |at| self.penalties(at));
        Ok((new_term?, back_coverage?, penalties?))
    }

    /// Penalties: `"none"`, one table, or a list of them.
    pub(super) fn penalties(&mut self, mut at: Cursor<'_, '_>) -> Read<Vec<Penalty>> {
        if at.as_text() == Some("none") {
            return Ok(Vec::new());
        }
        if at.is_table() {
            return self.penalty(at).map(|penalty| vec![penalty]);
        }
        let NodeValue::List(items) = at.value() else {
            let what = "\"none\", { rate = …, of = … }, { amount = …, per = … } or a list of them";
            return Err(at.expected(what));
        };
        let count = items.len();
        not_empty(&mut at);
        let read = at.each(PENALTIES_MAX, |item| self.penalty(item));
        if read.len() == count { Ok(read) } else { Err(Reported) }
    }

    fn penalty(&mut self, at: Cursor<'_, '_>) -> Read<Penalty> {
        let mut table = at.table()?;
        let shape = self.penalty_shape(&mut table);
        let at_least = table.may_with("at_least", |at| self.draft.prices(at));
        let at_most = table.may_with("at_most", |at| self.draft.prices(at));
        let waived_from_years = table.may_with("waived_from_years", number(1..=100));
        source(&mut table);
        if let (Ok(Some(least)), Ok(Some(most))) = (&at_least, &at_most) {
            limits_crossed(&mut table, least, most);
        }
        table.finish();
        Ok(Penalty {
            at_least: at_least?,
            at_most: at_most?,
            waived_from_years: waived_from_years?,
            shape: shape?,
        })
    }

    fn penalty_shape(&mut self, table: &mut TableCursor<'_, '_>) -> Read<PenaltyShape> {
        match (table.has("rate"), table.has("amount")) {
            (true, false) => {
                let rate = table.need_with("rate", |mut at| at.percent(Percent::MAX));
                let of = table.need_with("of", penalty_bases);
                Ok(PenaltyShape::Rate { rate: rate?, of: of? })
            }
            (false, true) => {
                let amount = table.need_with("amount", |at| self.draft.prices(at));
                let per = table.need_with("per", word(&PenaltyPer::ALL));
                Ok(PenaltyShape::Fixed { amount: amount?, per: per? })
            }
            (true, true) | (false, false) => {
                for key in ["of", "per"] {
                    table.has(key);
                }
                let message = "a penalty is either a `rate` of something or a fixed `amount`";
                let path = KeyPath::from(table.path_of("amount"));
                let problem = Problem::error("penalty-shape", path, message).at(table.span());
                Err(table.report(problem.hint(
                    "write `rate = \"20%\", of = \"back-coverage\"` \
                     or `amount = { USD = \"25.00\" }, per = \"licence\"`",
                )))
            }
        }
    }
}

fn reserved_id(table: &mut TableCursor<'_, '_>, id: &str) {
    let message = format!("a band cannot be named `{id}`");
    let path = KeyPath::from(table.path_of("id"));
    let problem = Problem::error("reserved-id", path, message).at(table.span_of("id"));
    table.report(problem.hint("every book has a status of that name: choose another"));
}

fn limits_crossed(table: &mut TableCursor<'_, '_>, least: &Prices, most: &Prices) {
    let crossed = least
        .iter()
        .find(|floor| most.in_currency(floor.currency()).is_some_and(|ceiling| ceiling < *floor));
    if let Some(floor) = crossed {
        let message = format!("`at_most` is less than `at_least` in {}", floor.currency());
        let path = KeyPath::from(table.path_of("at_most"));
        let problem = Problem::error("limits-crossed", path, message).at(table.span_of("at_most"));
        table.report(
            problem.hint("the floor applies first, then the ceiling: make the ceiling higher"),
        );
    }
}

/// What a band charges: when its term begins, how the gap is charged, and the penalties.
type BandCharges = (NewTerm, Option<BackCoverage>, Vec<Penalty>);

/// A band without a price has neither charges nor a term.
fn no_charges(table: &mut TableCursor<'_, '_>, outcome: BandOutcome) -> BandCharges {
    for key in ["new_term", "back_coverage", "penalty"] {
        let _ = table.may_with(key, |mut at| -> Read<()> {
            let rest = format!(" is of no use: the outcome of its band is `{}`", outcome.word());
            Err(at.wrong("unused-key", rest, "remove it, or give the band a price"))
        });
    }
    (NewTerm::FromStart, None, Vec::new())
}

/// One base, or a list of bases that are added up.
fn penalty_bases(mut at: Cursor<'_, '_>) -> Read<Vec<PenaltyBase>> {
    let NodeValue::List(items) = at.value() else {
        return word(&PenaltyBase::ALL)(at).map(|base| vec![base]);
    };
    let count = items.len();
    not_empty(&mut at);
    let mut bases: Vec<PenaltyBase> = Vec::new();
    at.each(PenaltyBase::ALL.len(), |mut item| {
        let base = word(&PenaltyBase::ALL)(item.reborrow())?;
        if bases.contains(&base) {
            let rest = format!(" names `{}` again", base.word());
            return Err(item.wrong("duplicate-base", rest, "name each base once"));
        }
        bases.push(base);
        Ok(())
    });
    if bases.len() == count && count > 0 { Ok(bases) } else { Err(Reported) }
}

/// One of two keys that exclude each other, in days or months.
fn days_or_months(
    table: &mut TableCursor<'_, '_>,
    (days, months): (&'static str, &'static str),
    least: u32,
) -> Read<BandLimit> {
    match (table.has(days), table.has(months)) {
        (false, false) => Ok(BandLimit::None),
        (true, false) => table.need_with(days, number(least..=36_500)).map(BandLimit::Days),
        (false, true) => table.need_with(months, number(least..=1_200)).map(BandLimit::Months),
        (true, true) => {
            let message = format!("`{days}` and `{months}` exclude each other");
            let path = KeyPath::from(table.path_of(days));
            let problem = Problem::error("two-limits", path, message).at(table.span_of(days));
            Err(table.report(problem.hint(format!("remove `{days}` or `{months}`"))))
        }
    }
}

fn band_limit(table: &mut TableCursor<'_, '_>) -> Read<BandLimit> {
    days_or_months(table, ("up_to_days", "up_to_months"), 1)
}

/// How late costs nothing extra, which every book has to say.
fn grace(table: &mut TableCursor<'_, '_>) -> Read<BandLimit> {
    match days_or_months(table, ("grace_days", "grace_months"), 0)? {
        BandLimit::None => Err(table.missing("grace_days")),
        limit @ (BandLimit::Days(_) | BandLimit::Months(_)) => Ok(limit),
    }
}

fn back_coverage(
    table: &mut TableCursor<'_, '_>,
    new_term: Read<NewTerm>,
) -> Read<Option<BackCoverage>> {
    if new_term != Ok(NewTerm::FromExpiry) {
        return table.need_with("back_coverage", |at| BackCoverageOf::Band.read(at));
    }
    let unused = table.may_with("back_coverage", |mut at| {
        let (span, path) = (at.span(), KeyPath::from(at.path()));
        let is_table = at.is_table();
        let back_coverage = BackCoverageOf::Band.read(at.reborrow())?;
        if is_table && back_coverage.is_some() {
            let message = "a band whose new term runs from the expiry charges no back coverage";
            let problem = Problem::warning("back-coverage-unused", path, message).at(span);
            let hint = "write `back_coverage = \"none\"`: the gap lies inside the new term";
            at.report_at(problem.hint(hint));
        }
        Ok(())
    });
    unused.map(|_| None)
}

/// Where back coverage is charged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BackCoverageOf {
    /// In a band.
    Band,
    /// For licences that were in use without cover: no last price, and no expiry.
    TrueUp,
}

impl BackCoverageOf {
    /// Reads `"none"` or a table.
    pub(super) fn read(self, mut at: Cursor<'_, '_>) -> Read<Option<BackCoverage>> {
        if at.as_text() == Some("none") {
            return Ok(None);
        }
        if !at.is_table() {
            return Err(at.expected("\"none\" or { day_count = …, price = … }"));
        }
        let mut table = at.table()?;
        let day_count = table.need_with("day_count", word(&DayCount::ALL));
        let price = table.need_with("price", |mut at| {
            let price = word(&BackCoveragePrice::ALL)(at.reborrow())?;
            if self == Self::TrueUp && price == BackCoveragePrice::LastPaid {
                let rest = " cannot be `last-paid`: a true-up has no last price";
                return Err(at.wrong("not-in-true-up", rest, "write \"net\" or \"list\""));
            }
            Ok(price)
        });
        let from = table.may_with("from", |mut at| {
            if self == Self::TrueUp {
                let rest = " has no place in a true-up, which is charged from its first day";
                return Err(at.wrong("not-in-true-up", rest, "remove it"));
            }
            word(&GapStart::ALL)(at)
        });
        let multiplier = table.may_with("multiplier", |mut at| at.multiplier());
        let cap_years = table.may_with("cap_years", number(1..=100));
        source(&mut table);
        table.finish();
        Ok(Some(BackCoverage {
            day_count: day_count?,
            price: price?,
            from: from?.unwrap_or(GapStart::Expiry),
            multiplier: multiplier?.unwrap_or(Multiplier::ONE),
            cap_years: cap_years?,
        }))
    }
}
