//! Whether a lapse can cost less than renewing on time would have: legal, and rarely meant.

use super::assess::program_discount;
use super::book::{
    Band, BandLimit, Edition, NewTerm, PriceBook, ProductLine, Program, ServiceLevel, Status,
};
use super::calendar::{Date, add_days, add_months, add_years, days_between};
use super::charges::{Amounts, ChargeBasis, Term, charge};
use super::day_count::DayCount;
use super::lapse::Gap;
use super::money::{Currency, Exact, Money};
use super::path::Path;
use super::problem::Problem;
use super::working::WithoutWorking;

/// Quantities at which floors and ceilings of a penalty show: few licences, and many.
const QUANTITIES: [u64; 2] = [1, 100_000];
/// Years looked at in a band without limit.
const YEARS_MAX: u32 = 10;

/// A lapse, as an example.
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

type Product<'book> = (&'book ProductLine, &'book Edition, &'book ServiceLevel, &'book Program);

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
    let found = bands.filter_map(|(place, band)| {
        let after = place.checked_sub(1).and_then(|before| book.lapse().bands.get(before));
        let (lapse, compared) = worst(book, band, &gaps(book, band, after))?;
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

/// The lengths of gap at which a band is cheapest: its ends, and both sides of each anniversary.
fn gaps(book: &PriceBook, band: &Band, before: Option<&Band>) -> Vec<u32> {
    let anchor = book.about().effective_from;
    let last_of = |limit: BandLimit| match limit {
        BandLimit::Days(days) => days,
        BandLimit::Months(months) => days_between(anchor, add_months(anchor, months)),
        BandLimit::None => days_between(anchor, add_years(anchor, YEARS_MAX)),
    };
    let first = before.map_or(book.lapse().grace_days, |band| last_of(band.limit));
    let first = first.max(book.lapse().grace_days).saturating_add(1);
    let last = last_of(band.limit);
    let mut days = vec![first, last];
    for year in 1..=YEARS_MAX {
        let anniversary = days_between(anchor, add_years(anchor, year));
        days.extend([anniversary.saturating_sub(1), anniversary, anniversary.saturating_add(1)]);
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
    for (line, edition) in editions {
        for level in book.levels() {
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
    (line, edition, level, program): Product<'book>,
    visit: &mut impl FnMut(LapseExample<'book>),
) {
    for years in book.term().min_years..=book.term().max_years {
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

/// The same term, and the gap priced as cover at the renewal's price by the band's own day count.
/// Where the new term runs from the expiry, the gap is inside it in both cases.
fn compare(book: &PriceBook, lapse: &LapseExample<'_>) -> Option<Compared> {
    let anchor = book.about().effective_from;
    let start = add_days(anchor, lapse.days);
    let on_time = total(book, lapse, None, anchor)?;
    let lapsed = total(book, lapse, Some(lapse.band), start)?;
    let gap = match lapse.band.new_term {
        NewTerm::FromExpiry => Money::zero(lapse.currency),
        NewTerm::FromStart => {
            let day_count =
                lapse.band.back_coverage.map_or(DayCount::ActualActual, |back| back.day_count);
            let share = day_count.share(anchor, start);
            let cover = Exact::of(on_time.annual).times_share(share);
            cover.and_then(|cover| cover.round(book.rounding())).ok()?
        }
    };
    Some(Compared { lapsed: lapsed.total, on_time: on_time.total.plus(gap).ok()? })
}

/// What a holding costs in a band, or on time; `None` where it has no price.
fn total(
    book: &PriceBook,
    lapse: &LapseExample<'_>,
    band: Option<&Band>,
    start: Date,
) -> Option<Amounts> {
    let status = band.map_or(Status::Renewal, |band| Status::Band(band.index));
    let rate = book.rate(lapse.level.index, lapse.edition.index, status)?;
    let first_uncovered = book.about().effective_from;
    let basis = ChargeBasis {
        srp: lapse.edition.srp.in_currency(lapse.currency)?,
        rate: (rate, book.rate_at(rate)?.of_srp),
        program: program_discount(lapse.program, lapse.line),
        quantity: lapse.quantity,
        term: Term::Years(lapse.years),
        concession: None,
        term_discount: book.term_discount(lapse.years),
        rounding: book.rounding(),
        gap: Gap { first_uncovered, start, days: days_between(first_uncovered, start) },
        band,
    };
    charge(&basis, &mut WithoutWorking).ok()
}
