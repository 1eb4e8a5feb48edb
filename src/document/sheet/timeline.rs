//! The picture of the time: which days had cover, which had none, and the new term.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::document::words::Arg;
use crate::engine::calendar::{Date, day_before, months_before};
use crate::engine::quote::Line;

use super::builder::{Builder, title_of};
use super::parts::{Span, SpanKind, Tick, Timeline, TimelineRow};

/// Bars beyond this many are left to the table.
const ROWS_MAX: usize = 8;
/// Beyond this many products a bar names product lines, and beyond as many of these it counts.
const NAMES_MAX: usize = 10;
/// Beyond this many key dates the axis shows years instead.
const KEY_DATES_MAX: usize = 5;
/// How much of the cover before the gap is shown.
const MONTHS_BEFORE: u32 = 6;

/// Holdings that share all dates.
struct Alike<'quote> {
    first: &'quote Line,
    all: Vec<&'quote Line>,
}

pub(super) fn timeline(builder: &Builder<'_>) -> Timeline {
    let groups = groups(&builder.quote.lines);
    let shown = groups.get(..ROWS_MAX.min(groups.len())).unwrap_or_default();
    let ends =
        shown.iter().map(|group| group.first.covered_through.unwrap_or(group.first.gap.start));
    let earliest = ends.min().unwrap_or(builder.quote.request.start);
    let from = months_before(earliest, MONTHS_BEFORE);
    let through = shown.iter().map(|group| group.first.forward_through).max();
    let through = through.unwrap_or(earliest);
    let left_out: usize = groups.iter().skip(ROWS_MAX).map(|group| group.all.len()).sum();
    let has_gap = shown.iter().any(|group| group.first.gap.days > 0);
    let legend = [
        (SpanKind::Covered, "timeline-covered"),
        (SpanKind::Gap, "timeline-gap"),
        (SpanKind::Term, "timeline-term"),
    ];
    Timeline {
        title: builder.words.say("timeline-title"),
        from,
        through,
        ticks: ticks(builder, shown, from, through),
        rows: shown.iter().map(|group| row(builder, group, from)).collect(),
        more: (left_out > 0).then(|| builder.words.counted("timeline-more", left_out as u64)),
        legend: legend
            .into_iter()
            .filter(|(kind, _)| has_gap || *kind != SpanKind::Gap)
            .map(|(kind, key)| (kind, builder.words.say(key)))
            .collect(),
    }
}

fn groups(lines: &[Line]) -> Vec<Alike<'_>> {
    let mut groups: Vec<Alike<'_>> = Vec::new();
    // A quote of thousands of holdings has hundreds of days.
    let mut places = BTreeMap::new();
    for line in lines {
        let dates = (line.covered_through, line.forward_from, line.forward_through);
        let place = *places.entry(dates).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.all.push(line),
            None => groups.push(Alike { first: line, all: vec![line] }),
        }
    }
    groups
}

fn row(builder: &Builder<'_>, group: &Alike<'_>, from: Date) -> TimelineRow {
    let line = group.first;
    let label =
        names(group).unwrap_or_else(|| builder.words.counted("holdings", group.all.len() as u64));
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

/// The products of a bar, each once; where they are many, their product lines.
fn names(group: &Alike<'_>) -> Option<String> {
    let joined = |name: fn(&Line) -> String| {
        let mut names: Vec<String> = Vec::new();
        for line in &group.all {
            let name = name(line);
            if !names.contains(&name) {
                names.push(name);
            }
            if names.len() > NAMES_MAX {
                return None;
            }
        }
        Some(names.join(", "))
    };
    joined(title_of).or_else(|| joined(|line| line.product_line.name.clone()))
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
