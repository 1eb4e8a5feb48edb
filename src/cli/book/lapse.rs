//! The lapse policy of a price book, in words.

use crate::cli::table::wrapped;
use crate::cli::terminal::width;
use crate::engine::book::{
    BackCoverage, BackCoveragePrice, Band, BandLimit, NewTerm, Penalty, PenaltyBase, PenaltyShape,
    PriceBook,
};
use crate::engine::percent::Multiplier;

use super::prices::prices;

/// What happens after a lapse: grace, then each band.
pub(super) fn in_words(book: &PriceBook) -> String {
    let lapse = book.lapse();
    let mut text = String::from("AFTER A LAPSE\n");
    text.push_str(&match lapse.grace_days {
        0 => "  No days of grace.\n".to_owned(),
        days => format!(
            "  {days} days of grace: a gap this short is part of the new term, at no charge.\n"
        ),
    });
    for band in &lapse.bands {
        text.push_str(&format!("\n  {} ({}), {}\n", band.id, band.name, limit(band.limit)));
        let clause = band.clause.as_ref();
        let facts = [
            Some(("New term", new_term(band.new_term).to_owned())),
            Some(("Back coverage", back_coverage(band))),
            Some(("Penalty", band.penalty.as_ref().map_or_else(|| "none".to_owned(), penalty))),
            clause.map(|clause| ("Clause", clause.clone())),
        ];
        for (name, fact) in facts.into_iter().flatten() {
            let fact = wrapped(&format!("{name}: {fact}"), width(), "      ");
            text.push_str(&format!("    {fact}"));
        }
    }
    let unlimited = lapse.bands.last().is_some_and(|band| band.limit == BandLimit::None);
    if !unlimited {
        text.push_str("\n  A longer gap is not reinstated.\n");
    }
    text
}

fn limit(limit: BandLimit) -> String {
    match limit {
        BandLimit::Days(days) => format!("for a gap of up to {days} days"),
        BandLimit::Months(months) => format!("for a gap of up to {months} months"),
        BandLimit::None => "for any longer gap".to_owned(),
    }
}

const fn new_term(rule: NewTerm) -> &'static str {
    match rule {
        NewTerm::FromStart => "from the day cover begins again",
        NewTerm::FromExpiry => "from the first day without cover, so it includes the gap",
    }
}

fn back_coverage(band: &Band) -> String {
    let Some(BackCoverage { day_count, price, multiplier, cap_years, .. }) = band.back_coverage
    else {
        return "none".to_owned();
    };
    let price = match price {
        BackCoveragePrice::List => "the list price",
        BackCoveragePrice::Net => "the price after the programme’s discount",
    };
    let mut text = format!("the gap, counted as {}, at {price}", day_count.word());
    if multiplier != Multiplier::ONE {
        text.push_str(&format!(", times {multiplier}"));
    }
    if let Some(years) = cap_years {
        text.push_str(&format!(", for at most {}", counted_years(years)));
    }
    text
}

fn penalty(penalty: &Penalty) -> String {
    let mut text = match &penalty.shape {
        PenaltyShape::Rate { rate, of } => format!("{rate} of {}", base(*of)),
        PenaltyShape::PerLine(amount) => format!("{} per holding", prices(amount)),
        PenaltyShape::PerLicence(amount) => format!("{} per licence", prices(amount)),
    };
    if let Some(least) = &penalty.at_least {
        text.push_str(&format!(", at least {} per holding", prices(least)));
    }
    if let Some(most) = &penalty.at_most {
        text.push_str(&format!(", at most {} per holding", prices(most)));
    }
    if let Some(years) = penalty.waived_from_years {
        text.push_str(&format!("; none for a term of {} or more", counted_years(years)));
    }
    text
}

const fn base(base: PenaltyBase) -> &'static str {
    match base {
        PenaltyBase::BackCoverage => "back coverage",
        PenaltyBase::Annual => "a year’s price",
        PenaltyBase::Forward => "the price of the new term",
        PenaltyBase::Srp => "the SRP of all licences",
        PenaltyBase::BackCoverageAndAnnual => "back coverage and a year’s price together",
    }
}

fn counted_years(years: u32) -> String {
    if years == 1 { "1 year".to_owned() } else { format!("{years} years") }
}
