//! The picture of the time: which days had cover, which had none, and the new term.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::document::words::Arg;
use crate::engine::calendar::{Date, day_before, months_before};
use crate::engine::quote::Line;

use super::builder::{Builder, title_of};
use super::parts::{Span, SpanKind, Tick, Timeline, TimelineRest, TimelineRow};

/// Bars beyond this many stand at the end, so that the first page has room for the answer.
const ROWS_MAX: usize = 12;
/// Beyond this many names a bar has them by product line; beyond as many products their numbers are
/// not among them.
const NAMES_MAX: usize = 10;
/// Beyond this many key dates the axis shows years instead.
const KEY_DATES_MAX: usize = 5;
/// How much of the cover before the gap is shown.
const MONTHS_BEFORE: u32 = 6;

/// Holdings that share all dates.
struct Alike<'quote> {
    first: &'quote Line,
    all: Vec<&'quote Line>,
    /// Their places in the quote.
    places: Vec<usize>,
}

pub(super) fn timeline(builder: &Builder<'_>) -> Timeline {
    let groups = groups(&builder.quote.lines);
    let (shown, others) = groups.split_at(ROWS_MAX.min(groups.len()));
    let ends =
        groups.iter().map(|group| group.first.covered_through.unwrap_or(group.first.gap.start));
    let earliest = ends.min().unwrap_or(builder.quote.request.start);
    let from = months_before(earliest, MONTHS_BEFORE);
    let through = groups.iter().map(|group| group.first.forward_through).max();
    let through = through.unwrap_or(earliest);
    let repeated = repeated(&groups);
    let rows = |groups: &[Alike<'_>]| {
        groups.iter().map(|group| row(builder, group, from, &repeated)).collect()
    };
    let has_gap = groups.iter().any(|group| group.first.gap.days > 0);
    let legend = [
        (SpanKind::Covered, "timeline-covered"),
        (SpanKind::Gap, "timeline-gap"),
        (SpanKind::Term, "timeline-term"),
    ];
    Timeline {
        title: builder.words.say("timeline-title"),
        from,
        through,
        ticks: ticks(builder, &groups, from, through),
        rows: rows(shown),
        rest: (!others.is_empty()).then(|| rest(builder, others, rows(others))),
        legend: legend
            .into_iter()
            .filter(|(kind, _)| has_gap || *kind != SpanKind::Gap)
            .map(|(kind, key)| (kind, builder.words.say(key)))
            .collect(),
    }
}

/// The bars that stand at the end.
fn rest(builder: &Builder<'_>, groups: &[Alike<'_>], rows: Vec<TimelineRow>) -> TimelineRest {
    let words = builder.words;
    let mut places: Vec<usize> = groups.iter().flat_map(|group| group.places.clone()).collect();
    places.sort_unstable();
    let title = format!("{} {}", words.say("timeline-title"), words.say("lines-continued"));
    let shown = numbers(&places);
    let values = [("lines", Arg::numbered(places.len(), &shown)), ("title", Arg::from(&title))];
    TimelineRest { note: words.say_with("timeline-more", &values), title, rows }
}

fn groups(lines: &[Line]) -> Vec<Alike<'_>> {
    let mut groups: Vec<Alike<'_>> = Vec::new();
    // A quote of thousands of holdings has hundreds of days.
    let mut places = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let dates = (line.covered_through, line.forward_from, line.forward_through);
        let place = *places.entry(dates).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => {
                group.all.push(line);
                group.places.push(at);
            }
            None => groups.push(Alike { first: line, all: vec![line], places: vec![at] }),
        }
    }
    groups
}

fn row(
    builder: &Builder<'_>,
    group: &Alike<'_>,
    from: Date,
    repeated: &BTreeSet<String>,
) -> TimelineRow {
    let line = group.first;
    let label = names(group, repeated);
    let mut spans = Vec::new();
    if let Some(through) = line.covered_through {
        let label = builder.words.say("timeline-covered");
        spans.push(Span { kind: SpanKind::Covered, from, through, label });
    }
    if line.gap.days > 0 {
        let (from, through) = (line.gap.first_uncovered, day_before(line.gap.start));
        let label = builder.words.counted("days", line.gap.days);
        spans.push(Span { kind: SpanKind::Gap, from, through, label });
    }
    spans.push(Span {
        kind: SpanKind::Term,
        // A term that runs from the expiry is drawn from the day cover begins again.
        from: if line.gap.days > 0 { line.gap.start } else { line.forward_from },
        through: line.forward_through,
        label: match line.amounts.term_share {
            None => builder.words.counted("years", line.term.whole_years()),
            Some(_) => builder.words.say("timeline-term"),
        },
    });
    TimelineRow { description: description(builder, line, &label), label, spans }
}

/// Names that stand at more than one bar.
fn repeated(groups: &[Alike<'_>]) -> BTreeSet<String> {
    let mut bars: BTreeMap<String, usize> = BTreeMap::new();
    for group in groups {
        let names: BTreeSet<String> = group.all.iter().map(|line| title_of(line)).collect();
        names.into_iter().for_each(|name| *bars.entry(name).or_default() += 1);
    }
    bars.into_iter().filter(|(_, bars)| *bars > 1).map(|(name, _)| name).collect()
}

/// The products of a bar, each once; those that stand at other bars, too, with their numbers. Where
/// they are many, they stand by product line.
fn names(group: &Alike<'_>, repeated: &BTreeSet<String>) -> String {
    let mut names: Vec<(String, Vec<usize>)> = Vec::new();
    for (line, place) in group.all.iter().zip(&group.places) {
        let name = title_of(line);
        match names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, places)) => places.push(*place),
            None => names.push((name, vec![*place])),
        }
    }
    if names.len() > NAMES_MAX {
        return by_product_line(&group.all);
    }
    let is_small = group.all.len() <= NAMES_MAX;
    let one = |(name, places): &(String, Vec<usize>)| match repeated.contains(name) && is_small {
        true => format!("{name} ({})", numbers(places)),
        false => name.clone(),
    };
    names.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Each product line with its editions.
fn by_product_line(lines: &[&Line]) -> String {
    let mut editions: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines {
        let (product, edition) = (line.product_line.name.as_str(), line.edition.name.as_str());
        match editions.iter_mut().find(|(known, _)| *known == product) {
            Some((_, known)) if known.contains(&edition) => {}
            Some((_, known)) => known.push(edition),
            None => editions.push((product, vec![edition])),
        }
    }
    let one = |(product, editions): &(&str, Vec<&str>)| {
        format!("{product}\u{a0}({})", editions.join(", "))
    };
    editions.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The numbers of lines by their places, those in a row as one: `1, 4–7`.
fn numbers(places: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for place in places {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *place => *last = *place,
            Some(_) | None => runs.push((*place, *place)),
        }
    }
    let one = |(first, last): &(usize, usize)| match last - first {
        0 => format!("{}", first + 1),
        1 => format!("{}, {}", first + 1, last + 1),
        _ => format!("{}–{}", first + 1, last + 1),
    };
    runs.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn description(builder: &Builder<'_>, line: &Line, label: &str) -> String {
    let key = match line.covered_through {
        None => "timeline-row-change",
        Some(_) if line.gap.days > 0 => "timeline-row-gap",
        Some(_) => "timeline-row",
    };
    let values = [
        ("label", label.into()),
        ("covered", line.covered_through.unwrap_or(line.gap.start).into()),
        ("days", Arg::counted("days", line.gap.days)),
        ("from", line.forward_from.into()),
        ("through", line.forward_through.into()),
    ];
    builder.words.say_with(key, &values)
}

/// The days on which something changes, or the years where there are many.
fn ticks(builder: &Builder<'_>, groups: &[Alike<'_>], from: Date, through: Date) -> Vec<Tick> {
    let mut dates: Vec<Date> = groups
        .iter()
        .flat_map(|group| {
            let line = group.first;
            let start = if line.gap.days > 0 { line.gap.start } else { line.forward_from };
            [line.covered_through.unwrap_or(start), start, line.forward_through]
        })
        .collect();
    dates.sort_unstable();
    dates.dedup();
    if dates.len() <= KEY_DATES_MAX {
        return dates
            .into_iter()
            .map(|date| Tick { date, label: builder.words.write(date) })
            .collect();
    }
    (from.year() + 1..=through.year())
        .filter_map(|year| {
            let date = Date::from_ymd_opt(year, 1, 1)?;
            Some(Tick { date, label: year.to_string() })
        })
        .collect()
}
