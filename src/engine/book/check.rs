//! What is legal TOML and still wrong: the parts of a book held against each other.

use std::collections::BTreeSet;

use crate::engine::digest::sha256;
use crate::engine::money::Currency;
use crate::engine::node::{self, Format};
use crate::engine::problem::{Problem, Problems};

use super::draft::{Draft, Placed};
use super::model::{BookStatus, PriceBook};
use super::place::RateIndex;
use super::policy::Lapse;
use super::read::read;
use super::rules::SalesRules;
use super::{check_lapse, check_rates, check_terms};

/// A book is a page or two of TOML; a file beyond this is something else.
const BYTES_MAX: usize = 8 * 1024 * 1024;

impl PriceBook {
    /// Reads and checks a book; with it come the warnings.
    ///
    /// # Errors
    /// All that is wrong, in the order of the text, when anything is.
    pub fn read(origin: &str, text: &str) -> Result<(Self, Problems), Problems> {
        book(origin, text)
    }
}

fn book(origin: &str, text: &str) -> Result<(PriceBook, Problems), Problems> {
    let mut problems = Problems::none_in(origin, text);
    if text.len() > BYTES_MAX {
        problems.text.clear();
        problems.list.push(
            Problem::error("too-large", "", "the file has more than 8 MiB")
                .hint("is this a price book?"),
        );
        return Err(problems);
    }
    let root = node::parse(Format::Toml, text, &mut problems);
    let syntax_errors = problems.has_errors();
    let draft = read(&root, &mut problems);
    let rate_table = if syntax_errors { None } else { cross_check(&draft, &mut problems) };
    problems.sort();
    let digest = sha256(text.as_bytes());
    match rate_table.and_then(|table| build(draft, table, origin, digest)) {
        Some(book) if !problems.has_errors() => Ok((book, problems)),
        Some(_) | None => {
            if !problems.has_errors() {
                problems.list.push(Problem::error("incomplete", "", "the book is incomplete"));
            }
            Err(problems)
        }
    }
}

fn build(
    draft: Draft,
    rate_table: Vec<Option<RateIndex>>,
    origin: &str,
    sha256: [u8; 32],
) -> Option<PriceBook> {
    let lines = values(draft.lines);
    Some(PriceBook {
        origin: origin.to_owned(),
        about: draft.about?,
        rounding: draft.rounding?,
        term: draft.term?,
        sales: SalesRules {
            rules: draft.rules?,
            renewal: draft.renewal?,
            order_at_least: draft.order_at_least,
            concession_max: draft.concession_max?,
            mid_term: draft.mid_term,
            true_up: draft.true_up,
            first_year: draft.first_year?,
            payments: values(draft.payments),
            skus: values(draft.skus),
        },
        levels: values(draft.levels),
        edition_count: lines.iter().map(|line| line.editions.len()).sum(),
        lines,
        rates: values(draft.rates),
        rate_table,
        band_spans: draft.bands.iter().map(|band| band.span.clone()).collect(),
        programs: values(draft.programs),
        lapse: Lapse {
            counts: draft.counts?,
            grace: draft.grace?,
            choices: values(draft.choices),
            once: draft.once,
            bands: values(draft.bands),
        },
        benefits: draft.benefits,
        clauses: draft.clauses,
        currencies: currencies(&draft.prices).into_iter().collect(),
        sha256,
    })
}

fn values<T>(placed: Vec<Placed<T>>) -> Vec<T> {
    placed.into_iter().map(|placed| placed.value).collect()
}

fn cross_check(draft: &Draft, problems: &mut Problems) -> Option<Vec<Option<RateIndex>>> {
    same_currencies(draft, problems);
    cited_clauses(draft, problems);
    check_lapse::lapse(draft, problems);
    check_terms::terms(draft, problems);
    if draft.about.as_ref().is_some_and(|about| about.status == BookStatus::Approved) {
        sources(draft, problems);
    }
    check_rates::skus(draft, problems);
    let table = check_rates::rates(draft, problems);
    check_rates::unit_prices(draft, problems);
    table
}

fn currencies(places: &[Placed<BTreeSet<Currency>>]) -> BTreeSet<Currency> {
    places.iter().flat_map(|place| place.value.iter().copied()).collect()
}

/// A currency present in one price and missing in another would make a quote fail halfway.
fn same_currencies(draft: &Draft, problems: &mut Problems) {
    let all = currencies(&draft.prices);
    for place in &draft.prices {
        for missing in all.difference(&place.value) {
            let holder = draft.prices.iter().find(|other| other.value.contains(missing));
            let mut problem = Problem::error(
                "currency-missing",
                place.path.clone(),
                format!("`{}` has no {missing}, which other amounts of the book have", place.path),
            )
            .at(place.span.clone())
            .hint(format!("add {missing} here, or remove it everywhere"));
            if let Some(holder) = holder {
                problem = problem.related(holder.span.clone(), format!("{missing} stands here"));
            }
            problems.list.push(problem);
        }
    }
}

fn cited_clauses(draft: &Draft, problems: &mut Problems) {
    for citation in &draft.citations {
        if !draft.clause_ids.contains(&citation.value) {
            let known = draft.clause_ids.iter().map(String::as_str);
            let nearest = crate::engine::problem::nearest(&citation.value, known);
            let hint = match nearest {
                Some(id) => format!("did you mean `{id}`?"),
                None => format!("write [clause.{}] with its text", citation.value),
            };
            let message = format!("the clause `{}` is cited and not written", citation.value);
            problems.list.push(
                Problem::error("unknown-clause", citation.path.clone(), message)
                    .at(citation.span.clone())
                    .hint(hint),
            );
        }
    }
}

fn sources(draft: &Draft, problems: &mut Problems) {
    for place in &draft.without_source {
        let message = format!("`{}` names no source", place.path);
        problems.list.push(
            Problem::error("no-source", place.path.clone(), message)
                .at(place.span.clone())
                .hint("in an approved book each rate, programme and band says where it comes from"),
        );
    }
}
