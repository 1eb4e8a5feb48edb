//! Discounts by years that make a longer term the cheaper one: legal, and rarely meant.

use std::collections::BTreeMap;

use crate::engine::percent::Percent;
use crate::engine::problem::{Problem, Problems};

use super::draft::Draft;

const PATH: &str = "term.discount";

pub(super) fn terms(draft: &Draft, problems: &mut Problems) {
    let Some(term) = &draft.term else { return };
    for ((years, percent), (more, less)) in term.discount.iter().zip(term.discount.iter().skip(1)) {
        if less < percent {
            let (years, more) = (counted(*years), counted(*more));
            let message =
                format!("the discount falls from {percent} for {years} to {less} for {more}");
            let problem = Problem::warning("discount-falls", PATH, message);
            let problem = problem.at(draft.term_span.clone());
            problems.push(problem.hint("a longer term rarely gets less: check the two"));
        }
    }
    for years in term.min_years.max(1)..term.max_years {
        let more = years.saturating_add(1);
        if years_paid(more, &term.discount) < years_paid(years, &term.discount) {
            let (more, years) = (counted(more), counted(years));
            let message = format!("a term of {more} costs less than one of {years}");
            let problem = Problem::warning("longer-term-costs-less", PATH, message);
            let problem = problem.at(draft.term_span.clone());
            problems.push(problem.hint("lower the discount of the longer term"));
        }
    }
}

fn counted(years: u32) -> String {
    if years == 1 { "1 year".to_owned() } else { format!("{years} years") }
}

/// What a term costs beside one year, in the units of percentages.
fn years_paid(years: u32, discount: &BTreeMap<u32, Percent>) -> u64 {
    let off = discount.get(&years).copied().unwrap_or(Percent::ZERO);
    u64::from(years).saturating_mul(Percent::WHOLE.units().saturating_sub(off.units()))
}
