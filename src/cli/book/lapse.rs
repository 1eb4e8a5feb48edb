//! The lapse policy of a price book, in words.

use crate::cli::table::wrapped;
use crate::cli::terminal::width;
use crate::engine::book::{
    BackCoverage, BackCoveragePrice, Band, BandLimit, BandOutcome, Counts, GapStart, NewTerm,
    Penalty, PenaltyBase, PenaltyPer, PenaltyShape, PriceBook, ReleaseAge, When,
};
use crate::engine::percent::Multiplier;
use crate::engine::text::joined;

use super::prices::prices;

/// What happens after a lapse: grace, then each band.
pub(super) fn in_words(book: &PriceBook) -> String {
    let lapse = book.lapse();
    let mut text = String::from("AFTER A LAPSE\n");
    text.push_str(match lapse.counts {
        Counts::UncoveredDays => "  Days count from the first day without support.\n",
        Counts::DaysAfterExpiry => "  Days count from the last day with support.\n",
    });
    text.push_str(&match lapse.grace {
        BandLimit::Days(0) | BandLimit::None => "  No days of grace.\n".to_owned(),
        BandLimit::Days(days) => format!("  {days} days of grace: {GRACE}"),
        BandLimit::Months(months) => format!("  {months} months of grace: {GRACE}"),
    });
    for choice in &lapse.choices {
        text.push_str(&format!("  Choice {}: {}\n", choice.id, choice.name.english()));
    }
    if let Some(fee) = &lapse.once.fee {
        text.push_str(&format!("  Once a quote: a fee of {}\n", prices(fee)));
    }
    if let Some(least) = &lapse.once.penalties_at_least {
        text.push_str(&format!(
            "  All reinstatement fees of a quote: at least {}\n",
            prices(least)
        ));
    }
    for band in &lapse.bands {
        text.push_str(&band_in_words(band, book));
    }
    let is_last = |band: &Band| band.limit == BandLimit::None && band.when == When::default();
    if !lapse.bands.last().is_some_and(is_last) {
        text.push_str("\n  Whatever no band takes is not reinstated.\n");
    }
    text
}

const GRACE: &str = "a gap this short is part of the new term, at no charge.\n";

fn band_in_words(band: &Band, book: &PriceBook) -> String {
    let mut text = format!("\n  {} ({}), {}\n", band.id, band.name, limit(band.limit));
    let clause = band.clause.as_ref();
    let has_price = band.outcome.has_price();
    let facts = [
        Some(when(&band.when, book)).filter(|text| !text.is_empty()).map(|text| ("Only", text)),
        outcome(band.outcome).map(|text| ("Outcome", text.to_owned())),
        has_price.then(|| ("New term", new_term(band.new_term).to_owned())),
        has_price.then(|| ("Back support", back_coverage(band))),
        has_price.then(|| ("Reinstatement fee", penalties(&band.penalties))),
        clause.map(|clause| ("Clause", clause.clone())),
    ];
    for (name, fact) in facts.into_iter().flatten() {
        let fact = wrapped(&format!("{name}: {fact}"), width(), "      ");
        text.push_str(&format!("    {fact}"));
    }
    text
}

fn when(when: &When, book: &PriceBook) -> String {
    let level = when.level.and_then(|index| book.levels().iter().find(|one| one.index == index));
    let choice = when
        .choice
        .and_then(|index| book.lapse().choices.iter().find(|choice| choice.index == index));
    let conditions = [
        when.product_line.as_ref().map(|id| format!("product line {id}")),
        when.edition.as_ref().map(|id| format!("edition {id}")),
        level.map(|level| format!("service level {}", level.id)),
        when.min_term_years.map(|years| format!("terms of {} or more", counted_years(years))),
        when.release.map(|age| match age {
            ReleaseAge::Newest => "the newest release".to_owned(),
            ReleaseAge::Older => "an older release".to_owned(),
        }),
        when.released_in_gap.then(|| "a release came out during the gap".to_owned()),
        when.end_of_life_within_months
            .map(|months| format!("the release reaches End of Life within {months} months")),
        choice.map(|choice| format!("the customer chose {}", choice.id)),
    ];
    joined(conditions.into_iter().flatten(), ", ")
}

const fn outcome(outcome: BandOutcome) -> Option<&'static str> {
    match outcome {
        BandOutcome::Price => None,
        BandOutcome::NeedsApproval => Some("the vendor has to approve it"),
        BandOutcome::ByVendor => Some("the vendor alone can name a price"),
        BandOutcome::NotOffered => Some("not reinstated"),
    }
}

fn limit(limit: BandLimit) -> String {
    match limit {
        BandLimit::Days(days) => format!("up to {days} days late"),
        BandLimit::Months(months) => format!("up to {months} months late"),
        BandLimit::None => "however late".to_owned(),
    }
}

const fn new_term(rule: NewTerm) -> &'static str {
    match rule {
        NewTerm::FromStart => "from the day support starts again",
        NewTerm::FromExpiry => "from the first day without support, so it includes the gap",
        NewTerm::FromAnniversary => "from the latest anniversary of the first day without support",
        NewTerm::FromNextMonth => "from the first of a month",
    }
}

/// How the gap is charged, in words.
pub(super) fn back_coverage_rule(rule: &BackCoverage) -> String {
    let BackCoverage { day_count, price, from, multiplier, cap_years, .. } = *rule;
    let price = match price {
        BackCoveragePrice::List => "the list price",
        BackCoveragePrice::Net => "the price after the programme’s discount",
        BackCoveragePrice::LastPaid => "the price last paid",
    };
    let mut text = format!("the gap, counted as {}, at {price}", day_count.word());
    if from == GapStart::NextMonth {
        text.push_str(", from the first of a month");
    }
    if multiplier != Multiplier::ONE {
        text.push_str(&format!(", times {multiplier}"));
    }
    if let Some(years) = cap_years {
        text.push_str(&format!(", for at most {}", counted_years(years)));
    }
    text
}

fn back_coverage(band: &Band) -> String {
    band.back_coverage.as_ref().map_or_else(|| "none".to_owned(), back_coverage_rule)
}

/// Penalties, in words.
pub(super) fn penalties(penalties: &[Penalty]) -> String {
    if penalties.is_empty() {
        return "none".to_owned();
    }
    joined(penalties.iter().map(penalty), "; and ")
}

fn penalty(penalty: &Penalty) -> String {
    let mut text = match &penalty.shape {
        PenaltyShape::Rate { rate, of } => {
            let bases = joined(of.iter().map(|one| base(*one).to_owned()), " and ");
            format!("{rate} of {bases}")
        }
        PenaltyShape::Fixed { amount, per } => {
            let per = match per {
                PenaltyPer::Line => "line",
                PenaltyPer::Licence => "licence",
                PenaltyPer::StartedMonth => "started month",
            };
            format!("{} per {per}", prices(amount))
        }
    };
    if let Some(least) = &penalty.at_least {
        text.push_str(&format!(", at least {} per line", prices(least)));
    }
    if let Some(most) = &penalty.at_most {
        text.push_str(&format!(", at most {} per line", prices(most)));
    }
    if let Some(years) = penalty.waived_from_years {
        text.push_str(&format!(", none for a term of {} or more", counted_years(years)));
    }
    text
}

const fn base(base: PenaltyBase) -> &'static str {
    match base {
        PenaltyBase::BackCoverage => "back support",
        PenaltyBase::Annual => "a year’s price",
        PenaltyBase::Forward => "the price of the new term",
        PenaltyBase::Srp => "the SRP of all licences",
        PenaltyBase::LastAnnual => "the price last paid for a year",
    }
}

fn counted_years(years: u32) -> String {
    if years == 1 { "1 year".to_owned() } else { format!("{years} years") }
}
