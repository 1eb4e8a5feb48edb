//! Whether a lapse can cost less than renewing on time would have: legal, and rarely meant.

use super::book::{
    Band, BandLimit, Counts, Edition, PriceBook, ProductLine, Program, ServiceLevel, Status,
};
use super::calendar::{add_days, add_months, add_years, day_before, days_between};
use super::charges::{Amounts, ChargeBasis, Term, charge};
use super::day_count::DayCount;
use super::lapse::{Gap, Lateness, charged_gap, forward_from};
use super::money::{Currency, Exact, Money};
use super::path::Path;
use super::percent::Percent;
use super::price::totals;
use super::problem::Problem;
use super::terms::{list_price, program_discount, renewal_rule};
use super::working::WithoutWorking;

/// Quantities at which floors and ceilings of a penalty show: few licences, and many.
const QUANTITIES: [u64; 2] = [1, 100_000];
/// Years looked at in a band without limit.
const YEARS_MAX: u32 = 10;

/// A lapse, as an example: cover began again so many days after the first day without.
struct LapseExample<'book> {
    band: &'book Band,
    days: u32,
    level: &'book ServiceLevel,
    line: &'book ProductLine,
    edition: &'book Edition,
    program: &'book Program,
    years: u32,
    quantity: u64,
    currency: Currency,
}

type ExampleProduct<'book> =
    (&'book ProductLine, &'book Edition, &'book ServiceLevel, &'book Program);

/// What an example costs, and what renewing on time and staying covered would have cost.
struct Compared {
    lapsed: Money,
    on_time: Money,
}

/// Bands in which a lapse can cost less than renewing on time would have: one warning a band,
/// with the example that saves most.
///
/// It prices every edition at every level, programme, term and currency, so it is for those
/// who keep books, not for each quote.
#[must_use]
pub fn lapse_warnings(book: &PriceBook) -> Vec<Problem> {
    let bands = book.lapse().bands.iter().enumerate();
    let priced = bands.filter(|(_, band)| band.outcome.has_price());
    let found = priced.filter_map(|(place, band)| {
        let before = book.lapse().bands.get(..place).unwrap_or_default();
        let (lapse, compared) = worst(book, band, &gaps(book, band, before))?;
        let problem = warning(&lapse, &compared, place);
        Some(match book.band_spans().get(place) {
            Some(span) => problem.at(span.clone()),
            None => problem,
        })
    });
    found.collect()
}

fn warning(lapse: &LapseExample<'_>, compared: &Compared, place: usize) -> Problem {
    let message = format!(
        "a lapse in the band `{}` can cost less than renewing on time: after {} days, {} × `{}` \
         `{}` at `{}`, programme `{}`, for {}, {} {} instead of {}",
        lapse.band.id,
        lapse.days,
        lapse.quantity,
        lapse.line.id,
        lapse.edition.id,
        lapse.level.id,
        lapse.program.id,
        if lapse.years == 1 { "1 year".to_owned() } else { format!("{} years", lapse.years) },
        lapse.currency,
        compared.lapsed,
        compared.on_time,
    );
    let bands = Path::Key(&Path::Key(&Path::Root, "lapse"), "band");
    Problem::warning("lapse-costs-less", Path::Item(&bands, place), message)
        .hint("raise its rate, back coverage or penalty, lower `cap_years`, or keep it if meant")
}

/// The lengths of gap at which a band is cheapest: its ends, and both sides of each anniversary and
/// of the end of a month.
fn gaps(book: &PriceBook, band: &Band, before: &[Band]) -> Vec<u32> {
    let first_uncovered = book.about().effective_from;
    let late_from = match book.lapse().counts {
        Counts::UncoveredDays => first_uncovered,
        Counts::DaysAfterExpiry => day_before(first_uncovered),
    };
    let last_of = |limit: BandLimit| match limit {
        BandLimit::Days(days) => days_between(first_uncovered, add_days(late_from, days)),
        BandLimit::Months(months) => days_between(first_uncovered, add_months(late_from, months)),
        BandLimit::None => days_between(first_uncovered, add_years(first_uncovered, YEARS_MAX)),
    };
    let wider = before.iter().filter(|other| other.when.is_at_least_as_wide_as(&band.when));
    let taken = wider.map(|other| last_of(other.limit)).chain([last_of(book.lapse().grace)]);
    let first = taken.max().unwrap_or_default().saturating_add(1);
    let last = last_of(band.limit);
    let mut days = vec![first, last];
    for months in (0..=12).chain((2..=YEARS_MAX).map(|year| year.saturating_mul(12))) {
        let turn = days_between(first_uncovered, add_months(first_uncovered, months));
        days.extend([turn.saturating_sub(1), turn, turn.saturating_add(1)]);
    }
    days.retain(|days| (first..=last).contains(days));
    days.sort_unstable();
    days.dedup();
    days
}

/// The example that saves the largest part of what renewing on time would have cost.
fn worst<'book>(
    book: &'book PriceBook,
    band: &'book Band,
    gaps: &[u32],
) -> Option<(LapseExample<'book>, Compared)> {
    let mut worst: Option<(LapseExample<'book>, Compared)> = None;
    each_example(book, band, gaps, &mut |lapse| {
        let Some(compared) = compare(book, &lapse).filter(|c| c.lapsed < c.on_time) else {
            return;
        };
        let saves_more = worst.as_ref().is_none_or(|(_, other)| {
            let cross = |one: &Compared, by: &Compared| {
                i128::from(one.lapsed.minor()).saturating_mul(i128::from(by.on_time.minor()))
            };
            cross(&compared, other) < cross(other, &compared)
        });
        if saves_more {
            worst = Some((lapse, compared));
        }
    });
    worst
}

fn each_example<'book>(
    book: &'book PriceBook,
    band: &'book Band,
    gaps: &[u32],
    visit: &mut impl FnMut(LapseExample<'book>),
) {
    let lines = || book.lines().iter();
    let editions = lines().flat_map(|line| line.editions.iter().map(move |one| (line, one)));
    let is = |only: &Option<String>, id: &str| only.as_deref().is_none_or(|only| only == id);
    let taken = editions.filter(|(line, edition)| {
        is(&band.when.product_line, &line.id) && is(&band.when.edition, &edition.id)
    });
    for (line, edition) in taken {
        let at = |level: &&ServiceLevel| band.when.level.is_none_or(|only| only == level.index);
        for level in book.levels().iter().filter(at) {
            for program in book.programs() {
                let product = (line, edition, level, program);
                each_amount(book, band, gaps, product, visit);
            }
        }
    }
}

fn each_amount<'book>(
    book: &'book PriceBook,
    band: &'book Band,
    gaps: &[u32],
    (line, edition, level, program): ExampleProduct<'book>,
    visit: &mut impl FnMut(LapseExample<'book>),
) {
    let least = book.term().min_years.max(1).max(band.when.min_term_years.unwrap_or(1));
    for years in least..=book.term().max_years {
        for currency in book.currencies() {
            for quantity in QUANTITIES {
                for days in gaps {
                    let (days, currency) = (*days, *currency);
                    visit(LapseExample {
                        band,
                        days,
                        level,
                        line,
                        edition,
                        program,
                        years,
                        quantity,
                        currency,
                    });
                }
            }
        }
    }
}

/// The same term, and the time up to its beginning priced as cover at the renewal's price by the
/// band's own day count. Where the new term runs from the expiry, no time is left in between.
fn compare(book: &PriceBook, lapse: &LapseExample<'_>) -> Option<Compared> {
    let first_uncovered = book.about().effective_from;
    let start = add_days(first_uncovered, lapse.days);
    let gap = Gap { first_uncovered, start, days: lapse.days };
    let in_time = Gap { first_uncovered, start: first_uncovered, days: 0 };
    let (on_time, on_time_total) = total(book, lapse, None, in_time, None)?;
    // Where a rule asks for the last price, it was that of the renewal.
    let last = Some(on_time.unit_net);
    let (_, lapsed) = total(book, lapse, Some(lapse.band), gap, last)?;
    let day_count = lapse.band.back_coverage.map_or(DayCount::ActualActual, |back| back.day_count);
    let share = day_count.share(first_uncovered, forward_from(Some(lapse.band), gap));
    let cover = Exact::of(on_time.annual).times_share(share);
    let cover = cover.and_then(|cover| cover.round(book.rounding().mode)).ok()?;
    Some(Compared { lapsed, on_time: on_time_total.plus(cover).ok()? })
}

/// What a holding costs in a band, or on time, with what is charged once a quote; `None` where it
/// has no price.
fn total(
    book: &PriceBook,
    lapse: &LapseExample<'_>,
    band: Option<&Band>,
    gap: Gap,
    last_unit_net: Option<Money>,
) -> Option<(Amounts, Money)> {
    let status = band.map_or(Status::Renewal, |band| Status::Band(band.index));
    let rate = book.rate(lapse.level.index, lapse.edition.index, status)?;
    let srp = lapse.edition.srp_of(lapse.quantity).in_currency(lapse.currency)?;
    let forward_from = forward_from(band, gap);
    let basis = ChargeBasis {
        list: list_price(book, rate, srp),
        program: program_discount(lapse.program, lapse.line),
        owned: lapse.quantity,
        quantity: lapse.quantity,
        last_unit_net,
        renewal: renewal_rule(book, status),
        term: Term::Years(lapse.years),
        concession: None,
        surcharge: Percent::ZERO,
        term_discount: book.term_discount(lapse.years),
        rounding: book.rounding(),
        late: band.and_then(|_| Lateness::of(book.lapse().counts, gap, gap.start)),
        start: gap.start,
        band,
        charged: band.and_then(|band| charged_gap(band, gap, forward_from)),
    };
    let amounts = charge(&basis, &mut WithoutWorking).ok()?;
    let all = totals::<WithoutWorking>(&[], book, band.is_some(), std::iter::once(&amounts));
    Some((amounts, all.ok()?.totals.total))
}
