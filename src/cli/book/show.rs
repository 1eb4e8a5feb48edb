//! `book show`: what a price book holds, for a person or for a program.

use std::io::IsTerminal;

use crate::cli::args::ShowArguments;
use crate::cli::books;
use crate::cli::error::CommandResult;
use crate::cli::global::Global;
use crate::cli::output::{print, print_bytes};
use crate::cli::table::{table, wrapped};
use crate::cli::terminal::width;
use crate::document::text::Side::{Left, Right};
use crate::engine::book::{PriceBook, Prices, ProductLine, Shelf, SuccessManager, TermEnds};
use crate::engine::calendar::Date;
use crate::engine::digest::hex;
use crate::engine::node::{self, Format};
use crate::engine::problem::Problems;

use super::find::{Which, find};
use super::prices::prices;
use super::{lapse, sales};

pub(super) fn show(global: &Global, wanted: &ShowArguments) -> CommandResult {
    let shelf = books::shelf(global)?;
    let day = wanted.which.on.or(global.quote_date);
    let which = Which { id: wanted.id.as_deref(), version: wanted.which.version.as_deref(), day };
    let book = find(&shelf, which)?;
    if !wanted.toml && !wanted.json {
        return print(&overview(book, &shelf));
    }
    let texts = books::texts(global)?.into_iter().flatten();
    let text = texts.into_iter().find(|text| text.origin == book.origin());
    let text = text.map_or_else(String::new, |text| text.text.into_owned());
    if wanted.json {
        let root = node::parse(Format::Toml, &text, &mut Problems::none_in("", &text));
        print(&root.to_indented_json())
    } else if std::io::stdout().is_terminal() {
        print(&text)
    } else {
        // To the byte, so that its digest stays what it is.
        print_bytes(text.as_bytes())
    }
}

fn overview(book: &PriceBook, shelf: &Shelf) -> String {
    let parts = [
        head(book, shelf),
        terms(book),
        sales::in_words(book),
        levels(book),
        lines(book),
        rates(book),
        programs(book),
        lapse::in_words(book),
        texts(book),
    ];
    parts.join("\n")
}

fn head(book: &PriceBook, shelf: &Shelf) -> String {
    let about = book.about();
    let through = shelf.last_day_of(book);
    let through = through.map_or_else(String::new, |date| format!(" through {date}"));
    let facts = [
        ("Book", format!("{} {} ({})", about.id, about.version, about.status.word())),
        ("Vendor", about.vendor.clone()),
        ("In force", format!("from {}{through}", about.effective_from)),
        ("Quotes", format!("are valid for {} days", about.valid_days)),
        ("Rounding", rounding(book)),
        ("Read from", book.origin().to_owned()),
        ("SHA-256", hex(book.sha256())),
        ("Source", about.source.clone()),
    ];
    let indent = " ".repeat(11);
    let facts = facts.map(|(name, fact)| format!("{name:<11}{}", wrapped(&fact, width(), &indent)));
    format!("{}\n\n{}", about.title, facts.concat())
}

fn rounding(book: &PriceBook) -> String {
    let rule = book.rounding();
    let units = rule.unit_decimals.map(|digits| format!(", unit prices to {digits} decimals"));
    format!("{}{}", rule.mode.word(), units.unwrap_or_default())
}

fn terms(book: &PriceBook) -> String {
    let term = book.term();
    let mut text = format!("TERMS\n  {} to {} years", term.min_years, term.max_years);
    for (years, discount) in &term.discount {
        text.push_str(&format!("; {discount} off for {years} years"));
    }
    text.push('\n');
    if term.ends == TermEnds::MonthEnd {
        text.push_str("  Terms end on the last day of a month\n");
    }
    if let Some(day_count) = term.co_termination {
        let rule = day_count.word();
        text.push_str(&format!(
            "  All terms can end on one day; part of a year counts as {rule}\n"
        ));
    }
    if !book.concession_max().is_zero() {
        text.push_str(&format!("  A concession of up to {} is allowed\n", book.concession_max()));
    }
    text
}

fn levels(book: &PriceBook) -> String {
    let columns = [
        ("id", Left),
        ("name", Left),
        ("rank", Right),
        ("customer success manager, with cloud contracts", Left),
    ];
    let rows = book.levels().iter().map(|level| {
        let manager = match &level.success_manager {
            SuccessManager::Never => "no".to_owned(),
            SuccessManager::Always => "yes".to_owned(),
            SuccessManager::From(from) => format!("from {} a year", prices(from)),
        };
        vec![level.id.clone(), level.name.clone(), level.rank.to_string(), manager]
    });
    format!("SERVICE LEVELS\n{}", table("  ", &columns, &rows.collect::<Vec<_>>()))
}

fn lines(book: &PriceBook) -> String {
    let mut text = String::from("PRODUCT LINES, with the SRP of one licence\n");
    for (place, line) in book.lines().iter().enumerate() {
        let gap = if place == 0 { "" } else { "\n" };
        text.push_str(&format!("{gap}  {} ({}), {}\n", line.id, line.name, line.kind.word()));
        text.push_str(&editions(book, line));
        text.push_str(&releases(line));
    }
    text
}

fn editions(book: &PriceBook, line: &ProductLine) -> String {
    let mut columns = vec![("edition", Left), ("name", Left), ("licence", Left)];
    columns.extend(book.currencies().iter().map(|currency| (currency.code(), Right)));
    let priced = |id: String, name: String, metric: String, srp: &Prices| {
        let mut row = vec![id, name, metric];
        row.extend(book.currencies().iter().map(|currency| {
            let price = srp.in_currency(*currency);
            price.map_or_else(String::new, |price| price.to_string())
        }));
        row
    };
    let rows = line.editions.iter().flat_map(|edition| {
        let (id, name) = (edition.id.clone(), edition.name.clone());
        let first = priced(id, name, edition.metric.clone(), &edition.srp);
        let tiers = edition.tiers.iter().map(|tier| {
            priced(String::new(), format!("from {}", tier.from), String::new(), &tier.srp)
        });
        std::iter::once(first).chain(tiers).collect::<Vec<_>>()
    });
    table("    ", &columns, &rows.collect::<Vec<_>>())
}

fn releases(line: &ProductLine) -> String {
    if line.releases.is_empty() {
        return String::new();
    }
    let columns =
        ["release", "name", "released", "mainstream until", "end of life", "extended until"];
    let date = |date: Option<Date>| date.map_or_else(|| "-".to_owned(), |date| date.to_string());
    let rows = line.releases.iter().map(|release| {
        vec![
            release.id.clone(),
            release.name.clone(),
            date(release.released),
            date(release.end_of_mainstream),
            release.end_of_life.to_string(),
            date(release.end_of_extended_support),
        ]
    });
    table("    ", &columns.map(|head| (head, Left)), &rows.collect::<Vec<_>>())
}

/// A row for each combination of the narrower keys, a column for each level.
fn rates(book: &PriceBook) -> String {
    let mut columns = vec![("product line", Left), ("edition", Left), ("status", Left)];
    columns.extend(book.levels().iter().map(|level| (level.id.as_str(), Right)));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for rate in book.rates() {
        let any = || "any".to_owned();
        let keys = [
            rate.product_line.clone().unwrap_or_else(any),
            rate.edition.clone().unwrap_or_else(any),
            rate.status.map_or_else(any, |status| book.status_id(status).to_owned()),
        ];
        let level = book.levels().iter().position(|level| level.index == rate.level);
        let Some(level) = level.map(|level| level + keys.len()) else { continue };
        let is_free = |row: &&mut Vec<String>| {
            row.starts_with(&keys) && row.get(level).is_some_and(|cell| cell == "-")
        };
        let row = match rows.iter_mut().find(is_free) {
            Some(row) => row,
            None => {
                let mut row = keys.to_vec();
                row.resize(columns.len(), "-".to_owned());
                rows.push(row);
                let Some(row) = rows.last_mut() else { continue };
                row
            }
        };
        if let Some(cell) = row.get_mut(level) {
            let least = rate.at_least.as_ref();
            let least = least.map(|least| format!(", at least {}", prices(least)));
            *cell = format!("{}{}", rate.of_srp, least.unwrap_or_default());
        }
    }
    format!(
        "RATES, of the SRP per year; the most specific one applies\n{}",
        table("  ", &columns, &rows)
    )
}

fn programs(book: &PriceBook) -> String {
    let columns = [("id", Left), ("name", Left), ("discount", Right), ("other discounts", Left)];
    let rows = book.programs().iter().map(|program| {
        let own = book.lines().iter().filter_map(|line| {
            let discount = program.discount_by_product_line.get(&line.index)?;
            Some(format!("{discount} for {}", line.id))
        });
        let licences = program.licence_discount;
        let licences = licences.map(|discount| format!("{discount} on new licences"));
        let own = own.chain(licences).collect::<Vec<_>>().join(", ");
        vec![program.id.clone(), program.name.clone(), program.discount.to_string(), own]
    });
    format!("LICENSING PROGRAMMES\n{}", table("  ", &columns, &rows.collect::<Vec<_>>()))
}

fn texts(book: &PriceBook) -> String {
    let clauses: Vec<&str> = book.clauses().map(|(id, _)| id).collect();
    let clauses = if clauses.is_empty() { "none".to_owned() } else { clauses.join(", ") };
    let clauses = wrapped(&format!("  Clauses: {clauses}"), width(), "    ");
    format!("TEXTS\n  Benefits: {}\n  {clauses}", book.benefits().len())
}
