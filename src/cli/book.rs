//! `book list`, `book show`, `book check`.

use crate::engine::book::{
    Band, BandLimit, NewTerm, PenaltyShape, PriceBook, Prices, Shelf, Status, SuccessManager,
};
use crate::engine::problem::{Problems, Severity};

use super::args::{BookArguments, BookCommand, Global};
use super::error::{Failure, say};
use super::output::print;
use super::{Done, books, report};

pub(super) fn book(global: &Global, wanted: &BookArguments) -> Done {
    match &wanted.command {
        BookCommand::List => list(global),
        BookCommand::Show { id, version, toml } => {
            let shelf = books::shelf(global)?;
            let book = find(global, &shelf, id.as_deref(), version.as_deref())?;
            if *toml {
                let texts = books::texts(global)?;
                let text = texts.iter().find(|text| text.origin == book.origin());
                return print(text.map_or("", |text| &text.text));
            }
            print(&show(book))
        }
        BookCommand::Diff { old, new, requests } => {
            super::diff::diff(global, (old, new), requests.as_deref())
        }
        BookCommand::Check { paths } => check(global, paths),
    }
}

fn list(global: &Global) -> Done {
    let shelf = books::shelf(global)?;
    let head = ["book", "version", "from", "through", "status", "title", "file"];
    let mut rows: Vec<Vec<String>> = vec![head.map(str::to_owned).to_vec()];
    for book in shelf.books() {
        let about = book.about();
        let through = shelf.last_day_of(book);
        rows.push(vec![
            about.id.clone(),
            about.version.clone(),
            about.effective_from.to_string(),
            through.map_or_else(|| "no end".to_owned(), |date| date.to_string()),
            about.status.word().to_owned(),
            about.title.clone(),
            book.origin().to_owned(),
        ]);
    }
    print(&table(&rows))
}

/// Columns of plain text, each as wide as its widest cell.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        let cells = cells.iter().map(|cell| report::safe(cell)).collect::<Vec<_>>();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn find<'shelf>(
    global: &Global,
    shelf: &'shelf Shelf,
    id: Option<&str>,
    version: Option<&str>,
) -> Result<&'shelf PriceBook, Failure> {
    let of_id = |book: &&PriceBook| id.is_none_or(|id| book.about().id == id);
    let known: Vec<&PriceBook> = shelf.books().map(AsRef::as_ref).filter(of_id).collect();
    let found = match (version, global.quote_date) {
        (Some(version), _) => known.iter().find(|book| book.about().version == version),
        (None, Some(day)) => known.iter().rfind(|book| book.about().effective_from <= day),
        (None, None) => known.last(),
    };
    found.copied().ok_or_else(|| Failure::Usage {
        message: "there is no such price book".to_owned(),
        hint: "`reinstate book list` lists what is loaded".to_owned(),
    })
}

fn show(book: &PriceBook) -> String {
    let about = book.about();
    let mut text = format!(
        "{} — {} {} ({})\nin force from {}; a quote stands {} days; amounts rounded {}\n\
         source: {}\n",
        about.title,
        about.id,
        about.version,
        about.status.word(),
        about.effective_from,
        about.valid_days,
        book.rounding().word(),
        about.source,
    );
    let term = book.term();
    text.push_str(&format!("\nTerms: {} to {} years\n", term.min_years, term.max_years));
    for (years, discount) in &term.discount {
        text.push_str(&format!("  {years} years: {discount} off\n"));
    }
    text.push_str("\nService levels\n");
    for level in book.levels() {
        let manager = match &level.success_manager {
            SuccessManager::Never => String::new(),
            SuccessManager::Always => "; customer success manager".to_owned(),
            SuccessManager::From(from) => {
                format!("; customer success manager from {} a year in cloud", prices(from))
            }
        };
        text.push_str(&format!("  {} ({}), rank {}{manager}\n", level.name, level.id, level.rank));
    }
    text.push_str("\nProduct lines\n");
    for line in book.lines() {
        text.push_str(&format!("  {} ({}), {}\n", line.name, line.id, line.kind.word()));
        let rows: Vec<Vec<String>> = line
            .editions
            .iter()
            .map(|edition| {
                let id = format!("    {}", edition.id);
                vec![id, edition.name.clone(), prices(&edition.srp), edition.metric.clone()]
            })
            .collect();
        text.push_str(&table(&rows));
        for release in &line.releases {
            text.push_str(&format!(
                "    release {} ({}): end of life {}\n",
                release.name, release.id, release.end_of_life
            ));
        }
    }
    show_rates(book, &mut text);
    show_programs(book, &mut text);
    show_lapse(book, &mut text);
    text
}

fn show_rates(book: &PriceBook, text: &mut String) {
    text.push_str("\nRates, of SRP a year (the narrowest wins)\n");
    for rate in book.rates() {
        let level = book.levels().iter().find(|level| level.index == rate.level);
        let mut keys = vec![level.map_or(String::new(), |level| level.id.clone())];
        keys.extend(rate.product_line.clone());
        keys.extend(rate.edition.clone());
        keys.extend(rate.status.map(|status| book.status_id(status).to_owned()));
        text.push_str(&format!("  {:>8}  {}\n", rate.of_srp.to_string(), keys.join(", ")));
    }
}

fn show_programs(book: &PriceBook, text: &mut String) {
    text.push_str("\nLicensing programmes\n");
    for program in book.programs() {
        text.push_str(&format!("  {} ({}): {} off", program.name, program.id, program.discount));
        for line in book.lines() {
            if let Some(discount) = program.discount_by_product_line.get(&line.index) {
                text.push_str(&format!("; {discount} off {}", line.id));
            }
        }
        text.push('\n');
    }
}

fn show_lapse(book: &PriceBook, text: &mut String) {
    let lapse = book.lapse();
    text.push_str(&format!("\nAfter a lapse: {} days of grace\n", lapse.grace_days));
    for band in &lapse.bands {
        text.push_str(&format!("  {} ({}), {}\n", band.name, band.id, limit(band)));
        if band.new_term == NewTerm::FromExpiry {
            text.push_str("    the new term runs from the old expiry\n");
        }
        match band.back_coverage {
            None => text.push_str("    no back coverage\n"),
            Some(back) => {
                let cap = back
                    .cap_years
                    .map_or(String::new(), |years| format!(", at most {years} years"));
                text.push_str(&format!(
                    "    back coverage: {} × {}{cap}\n",
                    back.multiplier,
                    back.day_count.word()
                ));
            }
        }
        text.push_str(&format!("    penalty: {}\n", penalty(band)));
        let rates =
            book.rates().iter().filter(|rate| rate.status == Some(Status::Band(band.index)));
        let own = rates.count();
        if own > 0 {
            text.push_str(&format!("    {own} rates of its own\n"));
        }
    }
    if lapse.bands.is_empty() {
        text.push_str("  no reinstatement\n");
    }
}

fn limit(band: &Band) -> String {
    match band.limit {
        BandLimit::Days(days) => format!("up to {days} days"),
        BandLimit::Months(months) => format!("up to {months} months"),
        BandLimit::None => "without limit".to_owned(),
    }
}

fn penalty(band: &Band) -> String {
    let Some(penalty) = &band.penalty else { return "none".to_owned() };
    let mut text = match &penalty.shape {
        PenaltyShape::Rate { rate, of } => format!("{rate} of {}", of.word()),
        PenaltyShape::PerLine(amount) => format!("{} a holding", prices(amount)),
        PenaltyShape::PerLicence(amount) => format!("{} a licence", prices(amount)),
    };
    if let Some(least) = &penalty.at_least {
        text.push_str(&format!(", at least {}", prices(least)));
    }
    if let Some(most) = &penalty.at_most {
        text.push_str(&format!(", at most {}", prices(most)));
    }
    if let Some(years) = penalty.waived_from_years {
        text.push_str(&format!(", waived from {years} years"));
    }
    text
}

fn prices(prices: &Prices) -> String {
    let amounts: Vec<String> =
        prices.iter().map(|price| format!("{} {price}", price.currency())).collect();
    amounts.join(" / ")
}

fn check(global: &Global, paths: &[std::path::PathBuf]) -> Done {
    let texts = if paths.is_empty() { books::texts(global)? } else { books::of_paths(paths)? };
    let mut all: Vec<Problems> = Vec::new();
    let mut good = Vec::new();
    for text in &texts {
        match PriceBook::read(&text.origin, &text.text) {
            Ok((book, mut warnings)) => {
                warnings.list.extend(book.lapse_warnings());
                warnings.sort();
                all.push(warnings);
                good.push(book);
            }
            Err(problems) => all.push(problems),
        }
    }
    let read = good.len();
    if let Err(problems) = Shelf::of(good) {
        all.push(problems);
    }
    for problems in all.iter().filter(|problems| !problems.list.is_empty()) {
        say(&report::problems(problems));
    }
    let count = |severity: Severity| {
        let list = all.iter().flat_map(|problems| &problems.list);
        list.filter(|problem| problem.severity == severity).count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    print(&format!(
        "{} price books checked, {read} good: {errors} errors, {warnings} warnings\n",
        texts.len()
    ))?;
    if errors > 0 { Err(Failure::Said) } else { Ok(()) }
}
