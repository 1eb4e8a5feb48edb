//! The lapse policy of a price book, read key by key.

use crate::engine::day_count::DayCount;
use crate::engine::node::{Cursor, FromNode as _, Read, TableCursor};
use crate::engine::path::KeyPath;
use crate::engine::percent::{Multiplier, Percent};
use crate::engine::problem::Problem;

use super::draft::placed;
use super::model::{GRACE, RENEWAL};
use super::place::BandIndex;
use super::policy::{
    BackCoverage, BackCoveragePrice, Band, BandLimit, NewTerm, Penalty, PenaltyBase, PenaltyShape,
};
use super::prices::Prices;
use super::read::{BookReader, Need};
use super::values::{id, name, number, source, word};

impl BookReader {
    pub(super) fn lapse(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        let mut table = at.table()?;
        self.draft.grace_days = table.need_with("grace_days", number(0..=3_650)).ok();
        self.each(&mut table, "band", Need::Optional, Self::band);
        source(&mut table);
        table.finish();
        Ok(())
    }

    fn band(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        let mut table = at.table()?;
        let id_read = table.need_with("id", id);
        let title = table.need_with("name", name);
        let limit = band_limit(&mut table);
        let new_term = table.may_with("new_term", word(&NewTerm::ALL));
        let new_term = new_term.map(|given| given.unwrap_or(NewTerm::FromStart));
        let back_coverage = back_coverage(&mut table, new_term);
        let penalty = table.need_with("penalty", |at| self.penalty(at));
        let clause = table.may_with("clause", |at| {
            let (span, path) = (at.span(), at.path().into());
            let id = name(at)?;
            let citation = super::draft::Placed { value: id.clone(), span, path };
            self.draft.citations.push(citation);
            Ok(id)
        });
        let source = source(&mut table);
        self.draft.note_source(&source, &table);
        if let Ok(id) = &id_read {
            self.declared.bands.insert(id.clone());
            if id == RENEWAL || id == GRACE {
                reserved_id(&mut table, id);
            }
        }
        let place = placed((), &table);
        table.finish();
        let band = Band {
            index: BandIndex(self.draft.bands.len()),
            id: id_read?,
            name: title?,
            limit: limit?,
            new_term: new_term?,
            back_coverage: back_coverage?,
            penalty: penalty?,
            clause: clause.ok().flatten(),
            source,
        };
        self.draft.bands.push(place.with(band));
        Ok(())
    }

    fn penalty(&mut self, mut at: Cursor<'_, '_>) -> Read<Option<Penalty>> {
        if at.as_text() == Some("none") {
            return Ok(None);
        }
        if !at.is_table() {
            let what = "\"none\", { rate = …, of = … } or { amount = …, per = … }";
            return Err(at.expected(what));
        }
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
        Ok(Some(Penalty {
            at_least: at_least?,
            at_most: at_most?,
            waived_from_years: waived_from_years?,
            shape: shape?,
        }))
    }

    fn penalty_shape(&mut self, table: &mut TableCursor<'_, '_>) -> Read<PenaltyShape> {
        match (table.has("rate"), table.has("amount")) {
            (true, false) => {
                let rate = table.need_with("rate", |mut at| at.percent(Percent::MAX));
                let of = table.need_with("of", word(&PenaltyBase::ALL));
                Ok(PenaltyShape::Rate { rate: rate?, of: of? })
            }
            (false, true) => {
                let amount = table.need_with("amount", |at| self.draft.prices(at));
                let per = table.need_with("per", word(&PenaltyPer::ALL));
                Ok(match per? {
                    PenaltyPer::Line => PenaltyShape::PerLine(amount?),
                    PenaltyPer::Licence => PenaltyShape::PerLicence(amount?),
                })
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
    table.report(problem.hint("`renewal` and `grace` are statuses without a lapse"));
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

fn band_limit(table: &mut TableCursor<'_, '_>) -> Read<BandLimit> {
    match (table.has("up_to_days"), table.has("up_to_months")) {
        (false, false) => Ok(BandLimit::None),
        (true, false) => table.need_with("up_to_days", number(1..=36_500)).map(BandLimit::Days),
        (false, true) => table.need_with("up_to_months", number(1..=1_200)).map(BandLimit::Months),
        (true, true) => {
            let message = "a band has one limit, in days or months";
            let path = KeyPath::from(table.path_of("up_to_days"));
            let problem = Problem::error("two-limits", path, message);
            let problem = problem.at(table.span_of("up_to_days"));
            Err(table.report(problem.hint("remove `up_to_days` or `up_to_months`")))
        }
    }
}

fn back_coverage(
    table: &mut TableCursor<'_, '_>,
    new_term: Read<NewTerm>,
) -> Read<Option<BackCoverage>> {
    if new_term != Ok(NewTerm::FromExpiry) {
        return table.need_with("back_coverage", back_coverage_shape);
    }
    let unused = table.may_with("back_coverage", |mut at| {
        let (span, path) = (at.span(), KeyPath::from(at.path()));
        let is_table = at.is_table();
        let context = at.reborrow();
        let back_coverage = back_coverage_shape(context)?;
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

fn back_coverage_shape(mut at: Cursor<'_, '_>) -> Read<Option<BackCoverage>> {
    if at.as_text() == Some("none") {
        return Ok(None);
    }
    if !at.is_table() {
        return Err(at.expected("\"none\" or { day_count = …, program_discount = … }"));
    }
    let mut table = at.table()?;
    let day_count = table.need_with("day_count", word(&DayCount::ALL));
    let net = table.need_with("program_discount", bool::from_node);
    let multiplier = table.may_with("multiplier", |mut at| at.multiplier());
    let cap_years = table.may_with("cap_years", number(1..=100));
    source(&mut table);
    table.finish();
    Ok(Some(BackCoverage {
        day_count: day_count?,
        price: if net? { BackCoveragePrice::Net } else { BackCoveragePrice::List },
        multiplier: multiplier?.unwrap_or(Multiplier::ONE),
        cap_years: cap_years?,
    }))
}

/// What a fixed penalty is charged for.
#[derive(Clone, Copy)]
enum PenaltyPer {
    Line,
    Licence,
}

impl PenaltyPer {
    const ALL: [(&'static str, Self); 2] = [("line", Self::Line), ("licence", Self::Licence)];
}
