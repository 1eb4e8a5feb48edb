//! What is legal TOML and still wrong: the parts of a book held against each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::digest::sha256;
use crate::engine::money::Currency;
use crate::engine::node::{self, Format};
use crate::engine::problem::{Problem, Problems};

use super::draft::{Draft, Placed};
use super::model::{BookStatus, GRACE, PriceBook, RENEWAL, Rate};
use super::place::{BandIndex, RateIndex, Status};
use super::policy::{Band, BandLimit, Lapse, PenaltyBase, PenaltyShape};
use super::read::read;

/// A book is a page or two of TOML; a file beyond this is something else.
const BYTES_MAX: usize = 8 * 1024 * 1024;

/// Cells of the rate table: level × edition × status.
const RATE_CELLS_MAX: usize = 4_000_000;

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
    let values = |rates: Vec<Placed<Rate>>| rates.into_iter().map(|rate| rate.value).collect();
    let lines: Vec<_> = draft.lines.into_iter().map(|line| line.value).collect();
    Some(PriceBook {
        origin: origin.to_owned(),
        about: draft.about?,
        rounding: draft.rounding?,
        term: draft.term?,
        concession_max: draft.concession_max?,
        levels: draft.levels.into_iter().map(|level| level.value).collect(),
        edition_count: lines.iter().map(|line| line.editions.len()).sum(),
        lines,
        rates: values(draft.rates),
        rate_table,
        band_spans: draft.bands.iter().map(|band| band.span.clone()).collect(),
        programs: draft.programs.into_iter().map(|program| program.value).collect(),
        lapse: Lapse {
            grace_days: draft.grace_days?,
            bands: draft.bands.into_iter().map(|band| band.value).collect(),
        },
        benefits: draft.benefits,
        clauses: draft.clauses,
        currencies: currencies(&draft.prices).into_iter().collect(),
        sha256,
    })
}

fn cross_check(draft: &Draft, problems: &mut Problems) -> Option<Vec<Option<RateIndex>>> {
    same_currencies(draft, problems);
    cited_clauses(draft, problems);
    bands(draft, problems);
    if draft.about.as_ref().is_some_and(|about| about.status == BookStatus::Approved) {
        sources(draft, problems);
    }
    rates(draft, problems)
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

fn bands(draft: &Draft, problems: &mut Problems) {
    let mut before: Option<&Placed<Band>> = None;
    for (place, band) in draft.bands.iter().enumerate() {
        let is_last = place.saturating_add(1) == draft.bands.len();
        if let Some(problem) = band_problem(band, before, is_last, draft.grace_days) {
            problems.list.push(problem);
        }
        if let Some(problem) = penalty_of_nothing(band) {
            problems.list.push(problem);
        }
        before = Some(band);
    }
}

fn band_problem(
    band: &Placed<Band>,
    before: Option<&Placed<Band>>,
    is_last: bool,
    grace_days: Option<u32>,
) -> Option<Problem> {
    let (id, path) = (&band.value.id, band.path.clone());
    let limit = |band: &Band| match band.limit {
        BandLimit::Days(days) => Some((days, "days")),
        BandLimit::Months(months) => Some((months, "months")),
        BandLimit::None => None,
    };
    let Some((most, unit)) = limit(&band.value) else {
        return (!is_last).then(|| {
            Problem::error("limit-missing", path, format!("the band `{id}` has no limit"))
                .at(band.span.clone())
                .hint("only the last band may go on without limit: add `up_to_months` here")
        });
    };
    if let (BandLimit::Days(days), Some(grace)) = (band.value.limit, grace_days)
        && days <= grace
        && before.is_none()
    {
        let message = format!("the band `{id}` is never reached: grace lasts {grace} days");
        return Some(
            Problem::error("band-unreachable", path, message)
                .at(band.span.clone())
                .hint("raise its `up_to_days` above `grace_days`, or remove the band"),
        );
    }
    let before = before?;
    let (least, unit_before) = limit(&before.value)?;
    let problem = if unit != unit_before {
        Problem::error("band-units", path, format!("the band `{id}` counts in {unit}"))
            .hint("all bands count in days, or all in months")
    } else if most <= least {
        let message = format!("the band `{id}` ends at {most} {unit}, not after the one before it");
        Problem::error("bands-not-rising", path, message)
            .hint(format!("order the bands by their limit; this one must exceed {least} {unit}"))
    } else {
        return None;
    };
    Some(problem.at(band.span.clone()).related(before.span.clone(), "the band before it"))
}

fn penalty_of_nothing(band: &Placed<Band>) -> Option<Problem> {
    let penalty = band.value.penalty.as_ref()?;
    let PenaltyShape::Rate { of: PenaltyBase::BackCoverage, .. } = penalty.shape else {
        return None;
    };
    band.value.back_coverage.is_none().then(|| {
        let id = &band.value.id;
        let message =
            format!("the band `{id}` takes its penalty of back coverage and charges none");
        Problem::warning("penalty-of-nothing", band.path.clone(), message)
            .at(band.span.clone())
            .hint("the penalty is its `at_least`, or nothing: choose another base")
    })
}

/// The rate that wins for each level, edition and status; `None` where something is wrong.
fn rates(draft: &Draft, problems: &mut Problems) -> Option<Vec<Option<RateIndex>>> {
    let statuses: Vec<Status> = [Status::Renewal, Status::Grace]
        .into_iter()
        .chain((0..draft.bands.len()).map(|band| Status::Band(BandIndex(band))))
        .collect();
    let editions: usize = draft.lines.iter().map(|line| line.value.editions.len()).sum();
    let cells = draft.levels.len().saturating_mul(editions).saturating_mul(statuses.len());
    if cells > RATE_CELLS_MAX {
        let message = "the book has too many levels, editions and bands to check";
        problems.list.push(Problem::error("too-large", "rate", message).hint("split the book"));
        return None;
    }
    let mut table = Vec::with_capacity(cells);
    let mut reported = BTreeSet::new();
    for level in &draft.levels {
        let candidates: Vec<(RateIndex, &Placed<Rate>)> = (0..)
            .map(RateIndex)
            .zip(&draft.rates)
            .filter(|(_, rate)| rate.value.level == level.value.index)
            .collect();
        for line in &draft.lines {
            for edition in &line.value.editions {
                let names = (line.value.id.as_str(), edition.id.as_str());
                let from = table.len();
                for status in &statuses {
                    table.push(winner(&candidates, names, *status, &mut reported, problems));
                }
                let found = table.get(from..).unwrap_or_default();
                let gaps = missing(found, &statuses, &draft.bands);
                if !gaps.is_empty() && draft.unread_rates == 0 {
                    let name = (level.value.id.as_str(), names);
                    problems.list.push(no_rate(name, &gaps, statuses.len(), line));
                }
            }
        }
    }
    Some(table)
}

fn missing<'draft>(
    found: &[Option<RateIndex>],
    statuses: &[Status],
    bands: &'draft [Placed<Band>],
) -> Vec<&'draft str> {
    found
        .iter()
        .zip(statuses)
        .filter(|(rate, _)| rate.is_none())
        .map(|(_, status)| match status {
            Status::Renewal => RENEWAL,
            Status::Grace => GRACE,
            Status::Band(BandIndex(place)) => {
                bands.get(*place).map_or("", |band| band.value.id.as_str())
            }
        })
        .collect()
}

fn no_rate(
    (level, (line, edition)): (&str, (&str, &str)),
    gaps: &[&str],
    statuses: usize,
    place: &Placed<super::ProductLine>,
) -> Problem {
    let problem = if gaps.len() == statuses {
        let message = format!("`{line}` `{edition}` has no rate at service level `{level}`");
        Problem::error("no-rate", place.path.clone(), message)
    } else {
        let gaps = gaps.join(", ");
        let message =
            format!("`{line}` `{edition}` has no rate at service level `{level}` when {gaps}");
        Problem::warning("no-rate", place.path.clone(), message)
    };
    problem
        .at(place.span.clone())
        .hint(format!("add [[rate]] service_level = \"{level}\", of_srp = \"…\""))
}

/// The rate with most keys; two with equally many that match the same holding compete.
fn winner(
    candidates: &[(RateIndex, &Placed<Rate>)],
    (line, edition): (&str, &str),
    status: Status,
    reported: &mut BTreeSet<(RateIndex, RateIndex)>,
    problems: &mut Problems,
) -> Option<RateIndex> {
    let mut by_keys: BTreeMap<usize, Vec<(RateIndex, &Placed<Rate>)>> = BTreeMap::new();
    for (index, rate) in candidates {
        let Rate { product_line, edition: only, status: when, .. } = &rate.value;
        let matches = product_line.as_deref().is_none_or(|only| only == line)
            && only.as_deref().is_none_or(|only| only == edition)
            && when.is_none_or(|when| when == status);
        if matches {
            let given = [product_line.is_some(), only.is_some(), when.is_some()];
            let keys = given.into_iter().filter(|given| *given).count();
            by_keys.entry(keys).or_default().push((*index, rate));
        }
    }
    let (_, narrowest) = by_keys.pop_last()?;
    match narrowest.as_slice() {
        [(first, rate), (second, other), ..] => {
            if reported.insert((*first, *second)) {
                let message = format!("two rates are equally narrow for `{line}` `{edition}`");
                problems.list.push(
                    Problem::error("ambiguous-rate", other.path.clone(), message)
                        .at(other.span.clone())
                        .related(rate.span.clone(), "the other one")
                        .hint("add a rate with the keys of both, or remove one of the two"),
                );
            }
            // The book is refused; one of the two stands in, so that no rate seems to be missing.
            Some(*first)
        }
        [(only, _)] => Some(*only),
        [] => None,
    }
}
