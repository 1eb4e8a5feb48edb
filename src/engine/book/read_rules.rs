//! The rules of a programme beside its lapse policy, read key by key.

use std::ops::RangeInclusive;

use crate::engine::day_count::DayCount;
use crate::engine::money::RoundingMode;
use crate::engine::node::{Cursor, FromNode as _, Read, TableCursor};
use crate::engine::path::KeyPath;
use crate::engine::percent::Percent;
use crate::engine::problem::Problem;

use super::draft::placed;
use super::model::Rounding;
use super::policy::PenaltyBase;
use super::prices::Prices;
use super::read::{BookReader, Need, YEARS_MAX, local_text};
use super::read_lapse::BackCoverageOf;
use super::rules::{
    AllIn, FirstYear, GapReleases, PaymentPlan, Refunds, Renewal, Rules, Sku, SkuCharge, TrueUp,
    TrueUpLicence,
};
use super::values::{NAME_MAX, UNIT_DECIMALS_MAX, id, number, reference, source, word};

const MONTHS: RangeInclusive<u32> = 1..=1_200;

impl BookReader {
    /// How amounts are rounded.
    pub(super) fn rounding(&mut self, table: &mut TableCursor<'_, '_>) {
        self.draft.rounding = table.need_with("rounding", rounding).ok();
    }

    /// The tables that are neither products nor prices nor about a lapse.
    pub(super) fn sales_rules(&mut self, table: &mut TableCursor<'_, '_>) {
        self.draft.rules = table.need_with("rules", rules).ok();
        self.draft.renewal = or_default(table.may_with("renewal", renewal));
        let order = table.may_with("order", |at| self.order(at));
        self.draft.order_at_least = order.ok().flatten();
        let max = table.may_with("concession", concession_max);
        self.draft.concession_max = max.map(|max| max.unwrap_or(Percent::ZERO)).ok();
        self.draft.mid_term = table.may_with("mid_term", mid_term).ok().flatten();
        let true_up = table.may_with("true_up", |at| self.true_up(at));
        self.draft.true_up = true_up.ok().flatten();
        let first_year = table.may_with("new_licence", new_licence);
        self.draft.first_year = first_year.map(|given| given.unwrap_or(FirstYear::Included)).ok();
        self.each(table, "payment", Need::Optional, Self::payment);
    }

    fn order(&mut self, at: Cursor<'_, '_>) -> Read<Prices> {
        let mut table = at.table()?;
        let at_least = table.need_with("at_least", |at| self.draft.prices(at));
        source(&mut table);
        table.finish();
        at_least
    }

    fn true_up(&mut self, at: Cursor<'_, '_>) -> Read<TrueUp> {
        let mut table = at.table()?;
        let licence = table.need_with("licence", word(&TrueUpLicence::ALL));
        let back_coverage = table.need_with("back_coverage", |at| BackCoverageOf::TrueUp.read(at));
        let penalties = table.need_with("penalty", |mut at| {
            let span = at.span();
            let path = KeyPath::from(at.path());
            let penalties = self.penalties(at.reborrow())?;
            let wrong = |key: &str, message: String| {
                let problem = Problem::error("not-in-true-up", path.clone(), message);
                problem.at(span.clone()).hint(format!("remove `{key}`"))
            };
            for penalty in &penalties {
                if penalty.waived_from_years.is_some() {
                    let message = "a true-up has no number of years: its penalty cannot be waived";
                    at.report_at(wrong("waived_from_years", message.to_owned()));
                }
                if penalty.is_of(PenaltyBase::LastAnnual) {
                    let message = "a true-up has no last price to take a penalty of";
                    at.report_at(wrong("last-annual", message.to_owned()));
                }
            }
            Ok(penalties)
        });
        source(&mut table);
        table.finish();
        Ok(TrueUp { licence: licence?, back_coverage: back_coverage?, penalties: penalties? })
    }

    fn payment(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        let mut table = at.table()?;
        let id = table.need_with("id", id);
        let name = table.need_with("name", |at| local_text(at, NAME_MAX));
        let parts_a_year = table.need_with("parts_a_year", |mut at| {
            let parts = number(1..=12)(at.reborrow())?;
            if [1, 2, 4, 12].contains(&parts) {
                return Ok(parts);
            }
            let rest = format!(": a year is not paid in {parts} parts");
            Err(at.wrong("out-of-range", rest, "write 1, 2, 4 or 12"))
        });
        let surcharge = table.need_with("surcharge", |mut at| at.percent(Percent::WHOLE));
        source(&mut table);
        let place = placed((), &table);
        table.finish();
        let plan = PaymentPlan {
            id: id?,
            name: name?,
            parts_a_year: parts_a_year?,
            surcharge: surcharge?,
        };
        self.draft.payments.push(place.with(plan));
        Ok(())
    }

    pub(super) fn sku(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        let mut table = at.table()?;
        let id = table.need_with("id", id);
        let charge = table.may_with("charge", word(&SkuCharge::ALL));
        let (product_line, edition) = self.product_keys(&mut table);
        let level = table.may_with("service_level", self.level_reference());
        let status = table.may_with("status", reference(|id| self.status(id)));
        let term_years = table.may_with("term_years", number(1..=YEARS_MAX));
        source(&mut table);
        let place = placed((), &table);
        table.finish();
        let sku = Sku {
            id: id?,
            charge: charge?.unwrap_or(SkuCharge::Forward),
            product_line: product_line?,
            edition: edition?,
            level: level?,
            status: status?,
            term_years: term_years?,
        };
        self.draft.skus.push(place.with(sku));
        Ok(())
    }
}

fn or_default<T: Default>(read: Read<Option<T>>) -> Option<T> {
    read.map(Option::unwrap_or_default).ok()
}

fn rules(at: Cursor<'_, '_>) -> Read<Rules> {
    let mut table = at.table()?;
    let all_in = table.need_with("all_in", word(&AllIn::ALL));
    let one_service_level = table.need_with("one_service_level", bool::from_node);
    let refunds = table.need_with("refunds", word(&Refunds::ALL));
    let releases_in_gap = table.need_with("releases_in_gap", word(&GapReleases::ALL));
    source(&mut table);
    table.finish();
    Ok(Rules {
        all_in: all_in?,
        one_service_level: one_service_level?,
        refunds: refunds?,
        releases_in_gap: releases_in_gap?,
    })
}

fn rounding(at: Cursor<'_, '_>) -> Read<Rounding> {
    let mut table = at.table()?;
    let mode = table.need_with("mode", word(&RoundingMode::ALL));
    let unit_decimals = table.may_with("unit_decimals", number(0..=UNIT_DECIMALS_MAX.into()));
    source(&mut table);
    table.finish();
    let unit_decimals = unit_decimals?.and_then(|decimals| u8::try_from(decimals).ok());
    Ok(Rounding { mode: mode?, unit_decimals })
}

fn renewal(at: Cursor<'_, '_>) -> Read<Renewal> {
    let mut table = at.table()?;
    let uplift = table.may_with("uplift", |mut at| at.percent(Percent::MAX));
    let uplift_at_most = table.may_with("uplift_at_most", |mut at| at.percent(Percent::MAX));
    let earliest_months = table.may_with("earliest_months", number(MONTHS));
    source(&mut table);
    if matches!((uplift, uplift_at_most), (Ok(Some(_)), Ok(Some(_)))) {
        let message = "a renewal has one rule for its last price: `uplift` or `uplift_at_most`";
        let path = KeyPath::from(table.path_of("uplift_at_most"));
        let problem = Problem::error("two-uplifts", path, message);
        let problem = problem.at(table.span_of("uplift_at_most"));
        table.report(problem.hint("`uplift` sets the price, `uplift_at_most` caps it: keep one"));
    }
    table.finish();
    Ok(Renewal {
        uplift: uplift?,
        uplift_at_most: uplift_at_most?,
        earliest_months: earliest_months?,
    })
}

fn concession_max(at: Cursor<'_, '_>) -> Read<Percent> {
    let mut table = at.table()?;
    let max = table.need_with("max", |mut at| at.percent(Percent::WHOLE));
    source(&mut table);
    table.finish();
    max
}

fn mid_term(at: Cursor<'_, '_>) -> Read<DayCount> {
    let mut table = at.table()?;
    let day_count = table.need_with("day_count", word(&DayCount::ALL));
    source(&mut table);
    table.finish();
    day_count
}

fn new_licence(at: Cursor<'_, '_>) -> Read<FirstYear> {
    let mut table = at.table()?;
    let first_year = table.may_with("first_year", word(&FirstYear::ALL));
    source(&mut table);
    table.finish();
    Ok(first_year?.unwrap_or(FirstYear::Included))
}
