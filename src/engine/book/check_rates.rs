//! Rates, part numbers and unit prices held against the products they are for.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::money::{Exact, Money};
use crate::engine::problem::{Problem, Problems};

use super::draft::{Draft, Placed};
use super::model::{ProductLine, Rate};
use super::place::{BandIndex, LevelIndex, RateIndex, Status};
use super::policy::BandLimit;
use super::prices::Prices;
use super::rules::{Sku, SkuQuery};

/// Cells of the rate table: level × edition × status.
const RATE_CELLS_MAX: usize = 4_000_000;
/// Part numbers looked at to tell whether two that compete meet.
const SKU_LOOKS_MAX: usize = 20_000_000;

/// The rate that wins for each level, edition and status; `None` where something is wrong.
pub(super) fn rates(draft: &Draft, problems: &mut Problems) -> Option<Vec<Option<RateIndex>>> {
    let statuses: Vec<Status> = Status::all(draft.bands.len()).collect();
    let editions: usize = draft.lines.iter().map(|line| line.value.editions.len()).sum();
    let cells = draft.levels.len().saturating_mul(editions).saturating_mul(statuses.len());
    if cells > RATE_CELLS_MAX {
        let message = "the book has too many levels, editions and bands to check";
        // It must not be lost among others.
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
                let (mut all, mut gaps) = (0_usize, Vec::new());
                for status in &statuses {
                    let given = can_be(*status, level.value.index, names, draft);
                    all = all.saturating_add(usize::from(given));
                    let Winner { rate, tied } = winner(&candidates, names, *status);
                    // Rates may be tied for a status that there never is.
                    if let Some((first, second)) = tied.filter(|_| given)
                        && reported.insert((first.0, second.0))
                    {
                        problems.push(tie(names, first.1, second.1));
                    }
                    if given && rate.is_none() {
                        gaps.push(status_id(*status, draft));
                    }
                    table.push(rate);
                }
                if !gaps.is_empty() && draft.unread_rates == 0 {
                    let name = (level.value.id.as_str(), names);
                    problems.push(no_rate(name, &gaps, all, line));
                }
            }
        }
    }
    Some(table)
}

/// Whether the rules can give a line of an edition at a level a status that has a price.
fn can_be(status: Status, level: LevelIndex, (line, edition): (&str, &str), draft: &Draft) -> bool {
    match status {
        Status::Renewal => true,
        Status::Grace => draft.grace != Some(BandLimit::Days(0)),
        Status::Addition => draft.mid_term.is_some(),
        Status::TrueUp => draft.mid_term.is_some() && draft.true_up.is_some(),
        Status::Raise => draft.mid_term.is_some() && draft.levels.len() > 1,
        Status::Band(BandIndex(place)) => draft.bands.get(place).is_some_and(|band| {
            let when = &band.value.when;
            band.value.outcome.has_price()
                && when.product_line.as_deref().is_none_or(|only| only == line)
                && when.edition.as_deref().is_none_or(|only| only == edition)
                && when.level.is_none_or(|only| only == level)
        }),
    }
}

fn status_id(status: Status, draft: &Draft) -> &str {
    match status {
        Status::Band(BandIndex(place)) => {
            draft.bands.get(place).map_or("", |band| band.value.id.as_str())
        }
        Status::Renewal | Status::Grace | Status::Addition | Status::TrueUp | Status::Raise => {
            status.reserved_id().unwrap_or_default()
        }
    }
}

fn no_rate(
    (level, (line, edition)): (&str, (&str, &str)),
    gaps: &[&str],
    statuses: usize,
    place: &Placed<ProductLine>,
) -> Problem {
    let mut message = format!("`{line}` `{edition}` has no rate at service level `{level}`");
    if gaps.len() < statuses {
        message = format!("{message} when {}", gaps.join(", "));
    }
    Problem::error("no-rate", place.path.clone(), message)
        .at(place.span.clone())
        .hint(format!("add [[rate]] service_level = \"{level}\", of_srp = \"…\""))
}

/// A rate of a draft with its place.
type DraftRate<'a> = (RateIndex, &'a Placed<Rate>);

/// Which rate wins.
struct Winner<'a> {
    rate: Option<RateIndex>,
    /// The first two where several have most keys. The book is then refused; one of them stands in,
    /// so that no rate seems to be missing.
    tied: Option<(DraftRate<'a>, DraftRate<'a>)>,
}

/// The rate with most keys; two with equally many that match the same holding compete.
fn winner<'a>(
    candidates: &[DraftRate<'a>],
    (line, edition): (&str, &str),
    status: Status,
) -> Winner<'a> {
    let mut by_keys: BTreeMap<usize, Vec<DraftRate<'a>>> = BTreeMap::new();
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
    let narrowest = by_keys.pop_last().map(|(_, rates)| rates).unwrap_or_default();
    let tied = match narrowest.as_slice() {
        [first, second, ..] => Some((*first, *second)),
        [_] | [] => None,
    };
    Winner { rate: narrowest.first().map(|(index, _)| *index), tied }
}

fn tie((line, edition): (&str, &str), first: &Placed<Rate>, second: &Placed<Rate>) -> Problem {
    let message = format!("two rates are equally narrow for `{line}` `{edition}`");
    Problem::error("ambiguous-rate", second.path.clone(), message)
        .at(second.span.clone())
        .related(first.span.clone(), "the other one")
        .hint("add a rate with the keys of both, or remove one of the two")
}

/// Two part numbers that are equally narrow and can be for the same charge of the same line.
pub(super) fn skus(draft: &Draft, problems: &mut Problems) {
    let mut looks_left = SKU_LOOKS_MAX;
    for (place, sku) in draft.skus.iter().enumerate() {
        let earlier = draft.skus.get(..place).unwrap_or_default();
        let rival = earlier.iter().find(|other| {
            competes(&sku.value, &other.value)
                && meet(&sku.value, &other.value, draft, &mut looks_left)
        });
        if let Some(rival) = rival {
            let (id, other) = (&sku.value.id, &rival.value.id);
            let message = format!("the part numbers `{other}` and `{id}` are equally narrow");
            problems.push(
                Problem::error("ambiguous-sku", sku.path.clone(), message)
                    .at(sku.span.clone())
                    .related(rival.span.clone(), "the other one")
                    .hint("add a part number with the keys of both, or remove one of the two"),
            );
        }
    }
}

/// Whether a line can be for two part numbers and for no narrower one. Where a book has too many
/// kinds of lines to look at each, it can.
fn meet(one: &Sku, other: &Sku, draft: &Draft, looks_left: &mut usize) -> bool {
    let statuses: Vec<Status> = Status::all(draft.bands.len()).collect();
    let years = draft.term.as_ref().map_or(1..=1, |term| term.min_years.max(1)..=term.max_years);
    let years: Vec<Option<u32>> = std::iter::once(None).chain(years.map(Some)).collect();
    for line in &draft.lines {
        for edition in &line.value.editions {
            for level in &draft.levels {
                for status in &statuses {
                    for term_years in &years {
                        let query = SkuQuery {
                            product_line: &line.value.id,
                            edition: &edition.id,
                            level: level.value.index,
                            status: *status,
                            term_years: term_years.filter(|_| !status.is_change()),
                        };
                        if !is_of_both(one, other, query) {
                            continue;
                        }
                        *looks_left = looks_left.saturating_sub(draft.skus.len());
                        if *looks_left == 0 || !has_narrower(one, query, draft) {
                            return true;
                        }
                    }
                }
            }
        }
    }
    false
}

fn is_of_both(one: &Sku, other: &Sku, query: SkuQuery<'_>) -> bool {
    one.keys_matching(query).is_some() && other.keys_matching(query).is_some()
}

/// Whether a part number for the same charge has more keys that all hold.
fn has_narrower(sku: &Sku, query: SkuQuery<'_>, draft: &Draft) -> bool {
    let keys = sku.keys_matching(query);
    let others = draft.skus.iter().filter(|other| other.value.charge == sku.charge);
    others.into_iter().any(|other| other.value.keys_matching(query) > keys)
}

/// Whether two keys can hold of the same line.
fn agree<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
    one.is_none() || other.is_none() || one == other
}

fn key_count(sku: &Sku) -> usize {
    let keys = [
        sku.product_line.is_some(),
        sku.edition.is_some(),
        sku.level.is_some(),
        sku.status.is_some(),
        sku.term_years.is_some(),
    ];
    keys.into_iter().filter(|given| *given).count()
}

fn competes(one: &Sku, other: &Sku) -> bool {
    let status = one.status.or(other.status);
    let has_years = one.term_years.is_some() || other.term_years.is_some();
    one.charge == other.charge
        && key_count(one) == key_count(other)
        && agree(&one.product_line, &other.product_line)
        && agree(&one.edition, &other.edition)
        && agree(&one.level, &other.level)
        && agree(&one.status, &other.status)
        && agree(&one.term_years, &other.term_years)
        // A change while cover runs has no number of years.
        && !(has_years && status.is_some_and(Status::is_change))
}

/// Unit prices that lose more than half a percent to rounding: one warning an edition.
pub(super) fn unit_prices(draft: &Draft, problems: &mut Problems) {
    let Some(rounding) = draft.rounding else { return };
    let editions: usize = draft.lines.iter().map(|line| line.value.editions.len()).sum();
    if editions.saturating_mul(draft.rates.len()) > RATE_CELLS_MAX {
        return;
    }
    for line in &draft.lines {
        for edition in &line.value.editions {
            let names = (line.value.id.as_str(), edition.id.as_str());
            let tiers = edition.tiers.iter().map(|tier| &tier.srp);
            let prices = [&edition.srp].into_iter().chain(tiers).flat_map(Prices::iter);
            let rates = draft.rates.iter().filter(|rate| is_for(&rate.value, names));
            let mut all = prices.flat_map(|srp| rates.clone().map(move |rate| (srp, rate)));
            let off = all.find_map(|(srp, rate)| {
                let exact = Exact::of(srp).times_percent(rate.value.of_srp).ok()?;
                let decimals = rounding.decimals_of_units(srp.currency());
                let rounded = exact.round_to(decimals, rounding.mode).ok()?;
                exact.is_off_by_one_in(200, rounded).then_some((srp, rate, rounded))
            });
            if let Some((srp, rate, rounded)) = off {
                problems.push(rounded_away(names, srp, &rate.value, rounded, line));
            }
        }
    }
}

fn is_for(rate: &Rate, (line, edition): (&str, &str)) -> bool {
    rate.product_line.as_deref().is_none_or(|only| only == line)
        && rate.edition.as_deref().is_none_or(|only| only == edition)
}

fn rounded_away(
    (line, edition): (&str, &str),
    srp: Money,
    rate: &Rate,
    rounded: Money,
    place: &Placed<ProductLine>,
) -> Problem {
    let currency = srp.currency();
    let message = format!(
        "the unit price of `{line}` `{edition}` is off by more than half a percent: {} of \
         {currency} {srp} is rounded to {rounded}",
        rate.of_srp
    );
    Problem::warning("unit-price-rounded", place.path.clone(), message)
        .at(place.span.clone())
        .hint("name `unit_decimals` in [rounding], for example 4")
}
