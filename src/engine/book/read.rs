//! From the text of a price book to a draft: each table read key by key, every problem noted.
//!
//! A part that cannot be read is left out of the draft and its id remembered, so that one mistake
//! does not make each mention of it another.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::engine::day_count::DayCount;
use crate::engine::node::{Context, Cursor, FromNode as _, Node, Read, TableCursor};
use crate::engine::path::KeyPath;
use crate::engine::percent::Percent;
use crate::engine::problem::{Problem, Problems};
use crate::engine::text::for_message;

use super::draft::{Draft, Placed, placed};
use super::local_text::{Language, LocalText};
use super::model::{
    About, BookStatus, Clause, Program, Rate, ServiceLevel, SuccessManager, TermEnds, TermRule,
};
use super::place::{LevelIndex, LineIndex, ProgramIndex, Status};
use super::values::{
    Resolved, SOURCE_MAX, date, id, name, number, reference, resolved, source, word,
};

const CLAUSE_MAX: usize = 4_000;
pub(super) const ITEMS_MAX: usize = 2_000;
pub(super) const YEARS_MAX: u32 = 30;

/// Ids that stand in the book, whether or not what they name could be read.
#[derive(Default)]
pub(super) struct Declared {
    pub(super) levels: BTreeSet<String>,
    pub(super) lines: BTreeMap<String, BTreeSet<String>>,
    pub(super) bands: BTreeSet<String>,
    pub(super) choices: BTreeSet<String>,
}

/// Reads a book part by part.
#[derive(Default)]
pub(super) struct BookReader {
    pub(super) declared: Declared,
    pub(super) edition_count: usize,
    pub(super) draft: Draft,
}

/// Whether a list must be there and hold something.
#[derive(Clone, Copy)]
pub(super) enum Need {
    Required,
    Optional,
}

pub(super) fn read(root: &Node<'_>, problems: &mut Problems) -> Draft {
    let mut reader = BookReader::default();
    if let Ok(table) = Cursor::root(root, Context::default(), problems).table() {
        reader.root(table);
        reader.unique_ids(problems);
    }
    reader.draft
}

impl BookReader {
    fn root(&mut self, mut table: TableCursor<'_, '_>) {
        let table = &mut table;
        self.draft.about = table.need_with("book", about).ok();
        // Before any price: it says how many decimals prices may have.
        self.rounding(table);
        self.draft.term = table.need_with("term", term).ok();
        self.draft.term_span = table.span_of("term");
        self.sales_rules(table);
        self.each(table, "service_level", Need::Required, Self::level);
        self.each(table, "product_line", Need::Required, Self::line);
        // What is wrong with it was reported.
        let _ = table.need_with("lapse", |at| self.lapse(at));
        self.each(table, "rate", Need::Required, Self::rate);
        self.each(table, "sku", Need::Optional, Self::sku);
        self.each(table, "program", Need::Required, Self::program);
        self.each(table, "benefit", Need::Optional, Self::benefit);
        let _ = table.may_with("clause", |at| self.clauses(at));
        table.finish();
    }

    /// Reads each table of a list such as `[[rate]]`.
    pub(super) fn each(
        &mut self,
        table: &mut TableCursor<'_, '_>,
        key: &'static str,
        need: Need,
        read: fn(&mut Self, Cursor<'_, '_>) -> Read<()>,
    ) {
        let list = |mut at: Cursor<'_, '_>| {
            if matches!(need, Need::Required) {
                not_empty(&mut at);
            }
            at.each(ITEMS_MAX, |item| read(self, item));
            Ok(())
        };
        let _ = match need {
            Need::Required => table.need_with(key, list).map(Some),
            Need::Optional => table.may_with(key, list),
        };
    }

    fn level(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        let mut table = at.table()?;
        let id = table.need_with("id", id);
        let name = table.need_with("name", name);
        let rank = table.need_with("rank", number(1..=1_000));
        let manager = table.may_with("customer_success_manager", |at| self.success_manager(at));
        source(&mut table);
        let place = placed((), &table);
        table.finish();
        self.declared.levels.extend(id.clone());
        let index = LevelIndex(self.draft.levels.len());
        let success_manager = manager?.unwrap_or(SuccessManager::Never);
        let level = ServiceLevel { index, id: id?, name: name?, rank: rank?, success_manager };
        self.draft.levels.push(place.with(level));
        Ok(())
    }

    fn success_manager(&mut self, mut at: Cursor<'_, '_>) -> Read<SuccessManager> {
        if at.as_text() == Some("always") {
            return Ok(SuccessManager::Always);
        }
        if !at.is_table() {
            let what = "\"always\" or { from = { USD = \"1000000.00\" } }";
            return Err(at.expected(what));
        }
        let mut table = at.table()?;
        let prices = table.need_with("from", |at| self.draft.prices(at));
        table.finish();
        prices.map(SuccessManager::From)
    }

    fn rate(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        let rate = self.rate_of(at);
        if rate.is_err() {
            self.draft.unread_rates = self.draft.unread_rates.saturating_add(1);
        }
        self.draft.rates.extend(rate);
        Ok(())
    }

    fn rate_of(&mut self, at: Cursor<'_, '_>) -> Read<Placed<Rate>> {
        let mut table = at.table()?;
        let level = table.need_with("service_level", self.level_reference());
        let (product_line, edition) = self.product_keys(&mut table);
        let status = table.may_with("status", reference(|id| self.status(id)));
        let of_srp = table.need_with("of_srp", |mut at| at.percent(Percent::MAX));
        let at_least = table.may_with("at_least", |at| self.draft.prices(at));
        let source = source(&mut table);
        self.draft.note_source(&source, &table);
        let place = placed((), &table);
        table.finish();
        Ok(place.with(Rate {
            level: level?,
            product_line: product_line?,
            edition: edition?,
            status: status?,
            of_srp: of_srp?,
            at_least: at_least?,
            source,
        }))
    }

    /// Reads the id of a service level.
    pub(super) fn level_reference(&self) -> impl FnOnce(Cursor<'_, '_>) -> Read<LevelIndex> {
        reference(|id| {
            let found = self.draft.levels.iter().find(|level| level.value.id == id);
            let found = found.map(|level| level.value.index);
            resolved(found, "service level", id, &self.declared.levels)
        })
    }

    /// Reads the keys `product_line` and `edition`, which narrow a table to some products.
    pub(super) fn product_keys(
        &self,
        table: &mut TableCursor<'_, '_>,
    ) -> (Read<Option<String>>, Read<Option<String>>) {
        let lines = &self.declared.lines;
        let product_line = table.may_with(
            "product_line",
            reference(|id| {
                let found = lines.contains_key(id).then(|| id.to_owned());
                resolved(found, "product line", id, &lines.keys().cloned().collect())
            }),
        );
        let within = product_line.clone().ok().flatten();
        let edition = table.may_with(
            "edition",
            reference(|id| {
                let within = |line: &String| within.as_ref().is_none_or(|within| within == line);
                let known = lines.iter().filter(|(line, _)| within(line));
                let known = known.flat_map(|(_, editions)| editions.iter().cloned()).collect();
                let found = BTreeSet::contains(&known, id).then(|| id.to_owned());
                resolved(found, "edition", id, &known)
            }),
        );
        (product_line, edition)
    }

    pub(super) fn status(&self, id: &str) -> Resolved<Status> {
        let band = || {
            let band = self.draft.bands.iter().find(|band| band.value.id == id)?;
            Some(Status::Band(band.value.index))
        };
        let reserved = Status::RESERVED.iter().find(|(reserved, _)| *reserved == id);
        let found = reserved.map(|(_, status)| *status).or_else(band);
        let mut known = self.declared.bands.clone();
        known.extend(Status::RESERVED.map(|(id, _)| id.to_owned()));
        resolved(found, "status", id, &known)
    }

    fn program(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        let mut table = at.table()?;
        let id = table.need_with("id", id);
        let name = table.need_with("name", name);
        let discount = table.need_with("discount", |mut at| at.percent(Percent::WHOLE));
        let licence_discount =
            table.may_with("licence_discount", |mut at| at.percent(Percent::WHOLE));
        let mut by_line = BTreeMap::new();
        let _ = table.may_with("discount_by_product_line", |at| {
            at.table()?.each_key(|key, key_span, mut at| {
                let percent = at.percent(Percent::WHOLE);
                let line = self.line_index(key, key_span, &mut at);
                by_line.extend(line.ok().zip(percent.ok()));
            });
            Ok(())
        });
        let source = source(&mut table);
        self.draft.note_source(&source, &table);
        let place = placed((), &table);
        table.finish();
        let index = ProgramIndex(self.draft.programs.len());
        let program = Program {
            index,
            id: id?,
            name: name?,
            discount: discount?,
            licence_discount: licence_discount?,
            discount_by_product_line: by_line,
            source,
        };
        self.draft.programs.push(place.with(program));
        Ok(())
    }

    fn line_index(
        &self,
        id: &str,
        key_span: Range<usize>,
        at: &mut Cursor<'_, '_>,
    ) -> Read<LineIndex> {
        let found = self.draft.lines.iter().find(|line| line.value.id == id);
        let known = self.declared.lines.keys().cloned().collect();
        resolved(found.map(|line| line.value.index), "product line", id, &known)
            .or_report(at, key_span)
    }

    fn clauses(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        at.table()?.each_key(|key, _, at| {
            self.draft.clause_ids.insert(key.to_owned());
            if let Ok(clause) = clause(at) {
                self.draft.clauses.insert(key.to_owned(), clause);
            }
        });
        Ok(())
    }

    fn unique_ids(&self, problems: &mut Problems) {
        let Draft { levels, lines, programs, bands, choices, payments, .. } = &self.draft;
        unique(levels, |level| &level.id, "service level", problems);
        unique_ranks(levels, problems);
        unique(lines, |line| &line.id, "product line", problems);
        unique(programs, |program| &program.id, "programme", problems);
        unique(bands, |band| &band.id, "band", problems);
        unique(choices, |choice| &choice.id, "choice", problems);
        unique(payments, |plan| &plan.id, "payment plan", problems);
    }
}

pub(super) fn not_empty(at: &mut Cursor<'_, '_>) {
    if at.is_empty_list() {
        let message = format!("`{}` holds nothing", at.path());
        let problem = Problem::error("empty-list", at.path(), message);
        at.report(problem.hint("add at least one table"));
    }
}

fn about(at: Cursor<'_, '_>) -> Read<About> {
    let mut table = at.table()?;
    let id_read = table.need_with("id", id);
    let version = table.need_with("version", id);
    let title = table.need_with("title", name);
    let vendor = table.need_with("vendor", name);
    let status = table.need_with("status", word(&BookStatus::ALL));
    let effective_from = table.need_with("effective_from", date);
    let effective_through = table.may_with("effective_through", date);
    let valid_days = table.need_with("valid_days", number(0..=3_650));
    let source = table.need_with("source", |mut at| at.text(SOURCE_MAX).map(str::to_owned));
    let through_span = table.span_of("effective_through");
    if let (Ok(from), Ok(Some(through))) = (effective_from, effective_through)
        && through < from
    {
        let message = format!("the book ends on {through}, before it begins on {from}");
        let path = KeyPath::from(table.path_of("effective_through"));
        let problem = Problem::error("dates-out-of-order", path, message).at(through_span);
        table.report(problem.hint("`effective_through` is the last day in force"));
    }
    table.finish();
    Ok(About {
        id: id_read?,
        version: version?,
        title: title?,
        vendor: vendor?,
        status: status?,
        effective_from: effective_from?,
        effective_through: effective_through?,
        valid_days: valid_days?,
        source: source?,
    })
}

fn term(at: Cursor<'_, '_>) -> Read<TermRule> {
    let mut table = at.table()?;
    let co_termination = co_termination(&mut table);
    // A term of less than a year can only come of a common end.
    let least = u32::from(!matches!(co_termination, Ok(Some(_))));
    let min_years = table.need_with("min_years", number(least..=YEARS_MAX));
    let max_years = table.need_with("max_years", number(1..=YEARS_MAX));
    let mut discount = BTreeMap::new();
    let _ = table.may_with("discount", |at| {
        at.table()?.each_key(|key, key_span, at| {
            if let Ok((years, percent)) = term_discount(key, key_span, at, (min_years, max_years)) {
                discount.insert(years, percent);
            }
        });
        Ok(())
    });
    let ends = table.may_with("ends", word(&TermEnds::ALL));
    source(&mut table);
    if let (Ok(min), Ok(max)) = (min_years, max_years)
        && max < min
    {
        let message = format!("`max_years` {max} is less than `min_years` {min}");
        let path = KeyPath::from(table.path_of("max_years"));
        let problem = Problem::error("out-of-range", path, message).at(table.span_of("max_years"));
        table.report(problem.hint("offer at least one number of years"));
    }
    table.finish();
    let (min_years, max_years) = (min_years?, max_years?);
    let ends = ends?.unwrap_or(TermEnds::AnyDay);
    Ok(TermRule { min_years, max_years, discount, ends, co_termination: co_termination? })
}

/// The day count of common ends, where terms may end on one day.
fn co_termination(table: &mut TableCursor<'_, '_>) -> Read<Option<DayCount>> {
    let key = "co_termination_day_count";
    let allowed = table.may_with("co_termination", bool::from_node)?.unwrap_or(false);
    if allowed {
        return table.need_with(key, word(&DayCount::ALL)).map(Some);
    }
    let unused = table.may_with(key, |mut at| -> Read<()> {
        let message = format!("`{key}` is of no use without `co_termination = true`");
        let problem = Problem::error("unused-key", at.path(), message);
        Err(at.report(problem.hint("add `co_termination = true`, or remove this key")))
    });
    unused.map(|_| None)
}

fn term_discount(
    key: &str,
    key_span: Range<usize>,
    mut at: Cursor<'_, '_>,
    (min_years, max_years): (Read<u32>, Read<u32>),
) -> Read<(u32, Percent)> {
    // A limit that could not be read leaves out nothing.
    let is_offered = |years: &u32| {
        min_years.map_or(true, |min| *years >= min) && max_years.map_or(true, |max| *years <= max)
    };
    let Some(years) = key.parse().ok().filter(is_offered) else {
        let message = format!("`{}` is not a number of years on offer", for_message(key));
        let problem = Problem::error("bad-years", at.path(), message).at(key_span);
        let hint = "write a whole number from `min_years` to `max_years`";
        return Err(at.report_at(problem.hint(hint)));
    };
    at.percent(Percent::WHOLE).map(|percent| (years, percent))
}

fn clause(at: Cursor<'_, '_>) -> Read<Clause> {
    let mut table = at.table()?;
    let text = table.need_with("text", |at| local_text(at, CLAUSE_MAX));
    let source = source(&mut table);
    table.finish();
    Ok(Clause { text: text?, source })
}

pub(super) fn local_text(at: Cursor<'_, '_>, length_max: usize) -> Read<LocalText> {
    let mut table = at.table()?;
    let read = |mut at: Cursor<'_, '_>| at.text(length_max).map(str::to_owned);
    let english = table.need_with("en", read);
    let mut others = BTreeMap::new();
    // The text in `en` serves the English of the United States, too.
    let is_other = |language| !matches!(language, Language::English | Language::AmericanEnglish);
    for (tag, language) in Language::ALL.into_iter().filter(|(_, language)| is_other(*language)) {
        if let Ok(Some(text)) = table.may_with(tag, read) {
            others.insert(language, text);
        }
    }
    table.finish();
    Ok(LocalText { english: english?, others })
}

pub(super) fn unique<T>(
    items: &[Placed<T>],
    id_of: fn(&T) -> &String,
    what: &str,
    problems: &mut Problems,
) {
    let mut first: BTreeMap<&str, Range<usize>> = BTreeMap::new();
    for item in items {
        let id = id_of(&item.value);
        if let Some(earlier) = first.get(id.as_str()) {
            let message = format!("there are two entries `{id}` ({what})");
            problems.push(
                Problem::error("duplicate-id", item.path.clone(), message)
                    .at(item.span.clone())
                    .related(earlier.clone(), "first here")
                    .hint("give each its own id"),
            );
        } else {
            first.insert(id, item.span.clone());
        }
    }
}

fn unique_ranks(levels: &[Placed<ServiceLevel>], problems: &mut Problems) {
    let mut first: BTreeMap<u32, Range<usize>> = BTreeMap::new();
    for level in levels {
        let rank = level.value.rank;
        if let Some(earlier) = first.insert(rank, level.span.clone()) {
            let message = format!("two service levels have rank {rank}");
            problems.push(
                Problem::error("duplicate-rank", level.path.clone(), message)
                    .at(level.span.clone())
                    .related(earlier, "first here")
                    .hint("rank the levels from 1, the lowest, upwards"),
            );
        }
    }
}
