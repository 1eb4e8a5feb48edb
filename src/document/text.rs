//! A quote on a terminal: the sheet as plain text, and the working of every amount.

use crate::engine::alternatives::{Alternatives, WaitingOption};
use crate::engine::quote::Quote;
use crate::engine::working::Working;

use super::drawing::wrap::{self, LongWord};
use super::explain::{Explained, Explainer};
use super::sheet::{BenefitCell, Chosen, OptionTable, Options, Sheet, Table, Weight, title_of};
use super::words::{Arg, Words};
use super::working::basis_key;

/// Narrowest text that still shows a table.
const WIDTH_MIN: usize = 60;
/// Wider than this, lines are hard to follow.
const WIDTH_MAX: usize = 120;

/// A quote as text of at most so many columns, where its words and amounts allow.
#[must_use]
pub fn quote(sheet: &Sheet, width: usize) -> String {
    let mut page = TextPage { lines: Vec::new(), width: width.clamp(WIDTH_MIN, WIDTH_MAX) };
    page.head(sheet);
    match &sheet.overview {
        Some(overview) => page.option(overview),
        None => page.table(&sheet.table),
    }
    page.totals(sheet);
    page.payments(sheet);
    page.notes(sheet);
    page.options(sheet);
    page.foot(sheet);
    if sheet.has_annex() {
        page.table(&sheet.table);
    }
    page.finished()
}

/// A quote in three lines: what the customer pays, what it is and through when it stands, and the
/// files that were written of it, by names that must be safe to print.
#[must_use]
pub fn brief(quote: &Quote, sheet: &Sheet, files: &[String]) -> String {
    let words = Words::of(sheet.language);
    let answer = &sheet.answer;
    let mut sums = vec![words.labelled(&answer.label, &answer.total)];
    sums.extend(answer.sums.last().map(|sum| words.labelled(&sum.label, &sum.value)));
    let through = words.say_with("says-quote", &[("date", quote.valid_through.into())]);
    let written = match files {
        [] => words.say("files-none"),
        files => words.labelled(&words.say("files-written"), &files.join(", ")),
    };
    format!("{}\n{} · {through}\n{written}\n", sums.join(" · "), sheet.title)
}

struct TextPage {
    lines: Vec<String>,
    width: usize,
}

impl TextPage {
    fn finished(self) -> String {
        let mut text = self.lines.join("\n");
        text.push('\n');
        text
    }

    fn put(&mut self, line: impl Into<String>) {
        self.lines.push(line.into().trim_end().to_owned());
    }

    fn gap(&mut self) {
        self.put("");
    }

    fn title(&mut self, title: &str) {
        self.gap();
        self.put(title);
        self.put("─".repeat(length(title)));
    }

    fn wrapped(&mut self, first: &str, rest: &str, text: &str) {
        let room = self.width.saturating_sub(length(first)).max(20);
        for (place, line) in wrap::in_columns(text, room, LongWord::Broken).into_iter().enumerate()
        {
            let indent = if place == 0 { first } else { rest };
            self.put(format!("{indent}{line}"));
        }
    }

    /// Left and right text on one line; the right one below where there is no room.
    fn both_ends(&mut self, left: &str, right: &str) {
        let room = self.width.saturating_sub(length(left) + length(right));
        if room > 0 {
            self.put(format!("{left}{}{right}", " ".repeat(room)));
        } else {
            self.put(left.to_owned());
            self.put(right_aligned(right, self.width));
        }
    }

    fn head(&mut self, sheet: &Sheet) {
        self.both_ends(&sheet.title, &sheet.standing);
        if let Some(banner) = sheet.banner() {
            self.wrapped("", "", &banner);
        }
        self.gap();
        let customer = sheet.customer.lines.first().cloned().unwrap_or_default();
        let mut facts = vec![(sheet.customer.title.as_str(), customer.as_str())];
        facts.extend(sheet.facts.iter().map(|fact| (fact.label.as_str(), fact.value.as_str())));
        let label = facts.iter().map(|(label, _)| length(label)).max().unwrap_or(0);
        for (name, value) in facts {
            let first = format!("{name}{}", " ".repeat(label + 2 - length(name)));
            self.wrapped(&first, &" ".repeat(label + 2), value);
        }
        self.gap();
        self.both_ends(&sheet.answer.label, &sheet.answer.total);
        for fact in sheet.answer.sums.iter().chain(&sheet.answer.facts) {
            self.both_ends(&fact.label, &fact.value);
        }
        self.title(&sheet.timeline.title);
        let rest = sheet.timeline.rest.iter().flat_map(|rest| &rest.rows);
        for row in sheet.timeline.rows.iter().chain(rest) {
            self.wrapped("", "  ", &row.description);
        }
    }

    fn table(&mut self, table: &Table) {
        self.title(&format!("{} — {}", table.title, table.note));
        let cells = table.lines.iter().map(|line| &line.cells[..]);
        let rows = aligned(std::iter::once(&table.columns[..]).chain(cells), |_| Side::Right);
        let Some((head, rows)) = rows.split_first() else { return };
        // Where the columns do not fit, each value stands on a line of its own.
        let whole = length(head) <= self.width;
        for (line, row) in table.lines.iter().zip(rows) {
            self.gap();
            self.wrapped(&format!("{}. ", line.number), "   ", &line.title);
            self.wrapped("   ", "   ", &line.details.join(" · "));
            if whole {
                self.put(head);
                self.put(row);
            } else {
                for (name, cell) in table.columns.iter().zip(&line.cells) {
                    self.both_ends(&format!("   {name}"), cell);
                }
            }
            for charge in line.charges.iter().chain([&line.total]) {
                self.both_ends(&format!("   {}", charge.label), &charge.amount);
                if !charge.how.is_empty() {
                    self.wrapped("     ", "     ", &charge.how);
                }
            }
        }
    }

    fn totals(&mut self, sheet: &Sheet) {
        self.gap();
        self.put("─".repeat(self.width));
        for row in &sheet.totals {
            match row.weight {
                Weight::Plain | Weight::Sum => self.both_ends(&row.label, &row.amount),
                Weight::Strong => {
                    self.put("─".repeat(self.width));
                    self.both_ends(&row.label, &row.amount);
                }
            }
        }
    }

    fn payments(&mut self, sheet: &Sheet) {
        if let Some(payments) = &sheet.payments {
            self.option(payments);
        }
    }

    fn notes(&mut self, sheet: &Sheet) {
        self.title(&sheet.findings.title);
        for note in &sheet.findings.notes {
            let condition =
                note.condition.as_ref().map_or_else(String::new, |number| format!(" [{number}]"));
            let text = Words::of(sheet.language).labelled(&note.severity, &note.text);
            self.wrapped("• ", "  ", &format!("{text}{condition}"));
        }
    }

    fn options(&mut self, sheet: &Sheet) {
        if let Some(options) = &sheet.options {
            self.title(&options.title);
            self.option_tables(options);
        }
    }

    fn option_tables(&mut self, options: &Options) {
        let waiting = options.waiting.as_ref().map(|waiting| &waiting.table);
        let [terms, levels, choices] =
            [&options.terms, &options.levels, &options.choices].map(Option::as_ref);
        let tables = [terms, levels, choices, waiting, options.buying_new.as_ref()];
        for table in tables.into_iter().flatten() {
            self.option(table);
        }
    }

    fn option(&mut self, table: &OptionTable) {
        self.gap();
        self.put(table.title.clone());
        for text in &table.text {
            self.wrapped("", "", text);
        }
        if table.rows.is_empty() {
            return;
        }
        let cells = table.rows.iter().map(|row| &row.cells[..]);
        let side = |column| if column == 0 { Side::Left } else { Side::Right };
        let lines = aligned(std::iter::once(&table.columns[..]).chain(cells), side);
        let marks = table.rows.iter().map(|row| match row.chosen {
            Chosen::Yes => "→ ",
            Chosen::No | Chosen::Sum => "  ",
        });
        for (mark, line) in std::iter::once("  ").chain(marks).zip(lines) {
            self.put(format!("{mark}{line}"));
        }
    }

    fn foot(&mut self, sheet: &Sheet) {
        if let Some(benefits) = &sheet.benefits {
            self.title(&benefits.title);
            if let Some(alike) = &benefits.alike {
                self.wrapped("", "", alike);
            }
            if let Some((head, levels)) = benefits.columns.split_first()
                && !benefits.rows.is_empty()
            {
                self.both_ends(head, &levels.join(" | "));
            }
            for (name, cells) in &benefits.rows {
                let cells: Vec<&str> = cells.iter().map(BenefitCell::text).collect();
                self.both_ends(name, &cells.join(" | "));
            }
        }
        if !sheet.conditions.is_empty() {
            self.title(&sheet.conditions.title);
        }
        for clause in &sheet.conditions.clauses {
            let remark =
                clause.remark.as_ref().map_or_else(String::new, |remark| format!(" ({remark})"));
            let first = format!("{}. ", clause.number);
            let rest = " ".repeat(length(&first));
            self.wrapped(&first, &rest, &format!("{}{remark}", clause.text));
        }
        if let Some(reference) = &sheet.conditions.reference {
            self.wrapped("", "", reference);
        }
        if let Some(terms) = &sheet.conditions.terms {
            self.wrapped("", "", &format!("{} {}", terms.text, terms.address));
        }
        self.gap();
        self.both_ends(&sheet.foot.book, &sheet.foot.receipt);
        for line in &sheet.foot.legal {
            self.wrapped("", "", line);
        }
    }
}

/// The options of a request as text of at most so many columns, where its amounts allow.
#[must_use]
pub fn options(options: &Options, width: usize) -> String {
    let mut page = TextPage { lines: Vec::new(), width: width.clamp(WIDTH_MIN, WIDTH_MAX) };
    page.put(options.title.clone());
    page.option_tables(options);
    page.finished()
}

/// The working of every amount of a quote, in the language of its request; with the alternatives,
/// also that of what waiting costs.
#[must_use]
pub fn explain(quote: &Quote, alternatives: Option<&Alternatives>) -> String {
    let page = TextPage { lines: Vec::new(), width: WIDTH_MAX };
    let mut explainer = ExplanationWriter { speaker: Explainer::of(quote), page };
    let words = explainer.speaker.words;
    explainer.page.put(words.say("explain-title"));
    for (number, line) in (1..).zip(&quote.lines) {
        explainer.page.title(&format!("{number}. {}", title_of(line)));
        explainer.working(&line.working);
    }
    explainer.page.title(&words.say("explain-totals"));
    explainer.working(&quote.totals_working);
    if let Some(payments) = &quote.payments {
        let (name, _) = payments.plan.name.in_language(words.language());
        let title = words.say_with("payments-title", &[("plan", name.into())]);
        explainer.page.title(&title);
        explainer.working(&payments.working);
    }
    let waiting = alternatives.map_or(&[][..], |found| &found.waiting.options);
    for option in waiting.iter().filter(|option| option.days_later > 0) {
        explainer.waiting(option);
    }
    explainer.clauses();
    explainer.page.finished()
}

struct ExplanationWriter<'quote> {
    speaker: Explainer<'quote>,
    page: TextPage,
}

impl ExplanationWriter<'_> {
    fn working(&mut self, working: &Working) {
        for (number, step) in (1..).zip(working.steps()) {
            let Explained { text, key, clause } = self.speaker.step(step);
            self.page.wrapped(&format!("{number:>3}  "), "       ", &text);
            let Some(key) = key else { continue };
            let clause = clause.map_or_else(String::new, |(id, _)| {
                let words = self.speaker.words;
                format!("; {}", words.labelled(&words.say("explain-clause"), &id))
            });
            self.page.wrapped("       ", "       ", &format!("{key}{clause}"));
        }
    }

    fn waiting(&mut self, option: &WaitingOption) {
        let Some(price) = &option.price else { return };
        let days = Arg::counted("days", option.days_later);
        let values = [("date", option.start.into()), ("days", days)];
        self.page.title(&self.speaker.words.say_with("explain-waiting", &values));
        self.working(&price.working);
    }

    /// The clauses that the steps cite, once each.
    fn clauses(&mut self) {
        let workings = self.speaker.quote.lines.iter().map(|line| &line.working);
        let mut ids: Vec<&str> = workings
            .chain([&self.speaker.quote.totals_working])
            .flat_map(|working| working.steps())
            .filter_map(|step| basis_key(step.basis, &self.speaker.quote.book).1)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return;
        }
        self.page.title(&self.speaker.words.say("conditions-title"));
        for id in ids {
            if let Some(clause) = self.speaker.quote.book.clause(id) {
                let (text, _) = clause.text.in_language(self.speaker.words.language());
                self.page.wrapped("", "  ", &format!("{id}: {text}"));
            }
        }
    }
}

/// On which side of its column a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// Rows of cells as lines; each column is as wide as its widest cell, and stands at its side.
pub(crate) fn aligned<'cell>(
    rows: impl Iterator<Item = &'cell [String]> + Clone,
    side: impl Fn(usize) -> Side,
) -> Vec<String> {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows.clone() {
        widths.resize(widths.len().max(row.len()), 0);
        widths.iter_mut().zip(row).for_each(|(width, cell)| *width = length(cell).max(*width));
    }
    let line = |row: &[String]| {
        let cells =
            row.iter().zip(&widths).enumerate().map(|(place, (cell, width))| match side(place) {
                Side::Left => format!("{cell}{}", " ".repeat(width - length(cell))),
                Side::Right => right_aligned(cell, *width),
            });
        cells.collect::<Vec<_>>().join("  ")
    };
    rows.map(line).collect()
}

fn length(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

fn right_aligned(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(length(text))))
}
