//! The lapse policy of a price book, read key by key.

use crate::engine::day_count::DayCount;
use crate::engine::node::{self, Fields, Node, NodeValue, expected};
use crate::engine::percent::{Multiplier, Percent};
use crate::engine::problem::Problem;

use super::model::{GRACE, RENEWAL};
use super::place::BandIndex;
use super::policy::{
    BackCoverage, BackCoveragePrice, Band, BandLimit, NewTerm, Penalty, PenaltyBase, PenaltyShape,
};
use super::read::{NAME_MAX, Reader, placed};
use super::values::Need;

impl Reader<'_> {
    pub(super) fn lapse(&mut self, node: &Node<'_>) {
        let Some(mut fields) = Fields::of(node, "lapse", self.problems) else { return };
        self.draft.grace_days = self.number(&mut fields, "grace_days", 0, 3_650);
        self.each(&mut fields, "band", Need::Optional, Self::band);
        self.source(&mut fields);
        fields.finish(self.problems);
    }

    fn band(&mut self, node: &Node<'_>, path: &str) {
        let Some(mut fields) = Fields::of(node, path, self.problems) else { return };
        let id = self.id(&mut fields, "id");
        let name = self.text(&mut fields, "name", NAME_MAX);
        let limit = self.band_limit(&mut fields);
        let new_term = match fields.optional("new_term") {
            None => Some(NewTerm::FromStart),
            Some(_) => self.word(&mut fields, "new_term", &NewTerm::ALL),
        };
        let back_coverage = self.back_coverage(&mut fields, new_term);
        let penalty = fields
            .required("penalty", self.problems)
            .and_then(|node| self.penalty(node, &format!("{path}.penalty")));
        let clause = fields.optional("clause").and_then(|cited| {
            let path = format!("{path}.clause");
            let id = node::text(cited, &path, NAME_MAX, self.problems)?;
            self.draft.citations.push(placed(id.to_owned(), cited, &path));
            Some(id.to_owned())
        });
        let source = self.source(&mut fields);
        let id_span = fields.span_of("id");
        fields.finish(self.problems);
        self.note_source(&source, node, path);
        if let Some(id) = &id {
            self.declared.bands.insert(id.clone());
            if id == RENEWAL || id == GRACE {
                let message = format!("a band cannot be named `{id}`");
                self.problems.list.push(
                    Problem::error("reserved-id", format!("{path}.id"), message)
                        .at(id_span)
                        .hint("`renewal` and `grace` are statuses without a lapse"),
                );
            }
        }
        let index = BandIndex(self.draft.bands.len());
        if let (Some(id), Some(name), Some(limit), Some(new_term), Some(back), Some(penalty)) =
            (id, name, limit, new_term, back_coverage, penalty)
        {
            let value = Band {
                index,
                id,
                name,
                limit,
                new_term,
                back_coverage: back,
                penalty,
                clause,
                source,
            };
            self.draft.bands.push(placed(value, node, path));
        }
    }

    fn band_limit(&mut self, fields: &mut Fields<'_>) -> Option<BandLimit> {
        let days = fields.optional("up_to_days").is_some();
        let months = fields.optional("up_to_months").is_some();
        match (days, months) {
            (false, false) => Some(BandLimit::None),
            (true, false) => self.number(fields, "up_to_days", 1, 36_500).map(BandLimit::Days),
            (false, true) => self.number(fields, "up_to_months", 1, 1_200).map(BandLimit::Months),
            (true, true) => {
                let path = fields.path_of("up_to_days");
                self.problems.list.push(
                    Problem::error("two-limits", path, "a band has one limit, in days or months")
                        .at(fields.span_of("up_to_days"))
                        .hint("remove `up_to_days` or `up_to_months`"),
                );
                None
            }
        }
    }

    fn back_coverage(
        &mut self,
        fields: &mut Fields<'_>,
        new_term: Option<NewTerm>,
    ) -> Option<Option<BackCoverage>> {
        let path = fields.path_of("back_coverage").to_string();
        let from_expiry = new_term == Some(NewTerm::FromExpiry);
        let node = if from_expiry {
            fields.optional("back_coverage")
        } else {
            fields.required("back_coverage", self.problems)
        };
        let Some(node) = node else { return from_expiry.then_some(None) };
        if matches!(&node.value, NodeValue::Text(word) if word == "none") {
            return Some(None);
        }
        let NodeValue::Table(_) = &node.value else {
            let what = "\"none\" or { day_count = …, program_discount = … }";
            self.problems.list.push(expected(what, node, &path));
            return None;
        };
        let back_coverage = self.back_coverage_table(node, &path);
        if from_expiry {
            let message = "a band whose new term runs from the expiry charges no back coverage";
            self.problems.list.push(
                Problem::warning("back-coverage-unused", path, message)
                    .at(node.span.clone())
                    .hint("write `back_coverage = \"none\"`: the gap lies inside the new term"),
            );
            return back_coverage.map(|_| None);
        }
        back_coverage.map(Some)
    }

    fn back_coverage_table(&mut self, node: &Node<'_>, path: &str) -> Option<BackCoverage> {
        let mut fields = Fields::of(node, path, self.problems)?;
        let day_count = self.word(&mut fields, "day_count", &DayCount::ALL);
        let price = fields.required("program_discount", self.problems).and_then(|node| {
            let net = self.boolean(node, &format!("{path}.program_discount"))?;
            Some(if net { BackCoveragePrice::Net } else { BackCoveragePrice::List })
        });
        let multiplier = match fields.optional("multiplier") {
            None => Some(Multiplier::ONE),
            Some(node) => self.multiplier(node, &format!("{path}.multiplier")),
        };
        let cap_years = self.optional_number(&mut fields, "cap_years", 1, 100);
        self.source(&mut fields);
        fields.finish(self.problems);
        Some(BackCoverage {
            day_count: day_count?,
            price: price?,
            multiplier: multiplier?,
            cap_years: cap_years?,
        })
    }

    fn penalty(&mut self, node: &Node<'_>, path: &str) -> Option<Option<Penalty>> {
        if matches!(&node.value, NodeValue::Text(word) if word == "none") {
            return Some(None);
        }
        let NodeValue::Table(_) = &node.value else {
            let what = "\"none\", { rate = …, of = … } or { amount = …, per = … }";
            self.problems.list.push(expected(what, node, path));
            return None;
        };
        let mut fields = Fields::of(node, path, self.problems)?;
        let shape = self.penalty_shape(&mut fields);
        let at_least = self.optional_prices(&mut fields, "at_least");
        let at_most = self.optional_prices(&mut fields, "at_most");
        let waived_from_years = self.optional_number(&mut fields, "waived_from_years", 1, 100);
        self.source(&mut fields);
        let most_span = fields.span_of("at_most");
        fields.finish(self.problems);
        let (at_least, at_most) = (at_least?, at_most?);
        if let (Some(least), Some(most)) = (&at_least, &at_most) {
            let crossed = least.iter().find(|floor| {
                most.in_currency(floor.currency()).is_some_and(|ceiling| ceiling < *floor)
            });
            if let Some(floor) = crossed {
                let message = format!("`at_most` is less than `at_least` in {}", floor.currency());
                self.problems.list.push(
                    Problem::error("limits-crossed", format!("{path}.at_most"), message)
                        .at(most_span)
                        .hint("the floor applies first, then the ceiling: make the ceiling higher"),
                );
            }
        }
        let waived_from_years = waived_from_years?;
        Some(Some(Penalty { shape: shape?, at_least, at_most, waived_from_years }))
    }

    fn penalty_shape(&mut self, fields: &mut Fields<'_>) -> Option<PenaltyShape> {
        let path = fields.path_of("amount").to_string();
        let (rate, amount) = (fields.optional("rate"), fields.optional("amount"));
        match (rate, amount) {
            (Some(rate), None) => {
                let rate =
                    self.percent_up_to(rate, &fields.path_of("rate").to_string(), Percent::MAX);
                let of = self.word(fields, "of", &PenaltyBase::ALL);
                Some(PenaltyShape::Rate { rate: rate?, of: of? })
            }
            (None, Some(amount)) => {
                let amount = self.prices(amount, &path);
                let per = self.word(fields, "per", &PenaltyPer::ALL);
                Some(match per? {
                    PenaltyPer::Line => PenaltyShape::PerLine(amount?),
                    PenaltyPer::Licence => PenaltyShape::PerLicence(amount?),
                })
            }
            (Some(_), Some(_)) | (None, None) => {
                for key in ["of", "per"] {
                    fields.optional(key);
                }
                let message = "a penalty is either a `rate` of something or a fixed `amount`";
                self.problems.list.push(
                    Problem::error("penalty-shape", path, message).at(fields.span()).hint(
                        "write `rate = \"20%\", of = \"back-coverage\"` \
                         or `amount = { USD = \"25.00\" }, per = \"licence\"`",
                    ),
                );
                None
            }
        }
    }
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
