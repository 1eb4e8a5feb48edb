//! `batch`: many renewals at once, from a table to a folder.

use std::io::{ErrorKind, IsTerminal, stderr, stdout};
use std::num::NonZero;
use std::path::Path;
use std::thread::available_parallelism;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::batch::{
    Attempt, CsvStyle, CurrencyKey, Destination, DocumentFailure, Ended, GuessedMap, HiddenRows,
    HtmlDocument, Progress, Report, SampleError, SampleSettings, Settings, TableFormat, TableInput,
    TableMap, TableRead, Tables, WantedDocuments, guess_map, run, sample,
};
use crate::document::language;
use crate::document::words;
use crate::engine::book::Language;
use crate::engine::refusal::{Reason, Refusal};

use super::args::{
    BatchArguments, BatchCommand, CsvArgument, DocumentArgument, FormatArgument, PaperArgument,
    RunArguments,
};
use super::books;
use super::brand::brand;
use super::clock::today;
use super::error::{CommandError, CommandResult, say};
use super::fonts::{FontUse, fonts};
use super::global::Global;
use super::output::print;
use super::safe::safe;

pub(super) fn batch(global: &Global, wanted: &BatchArguments) -> CommandResult {
    match &wanted.other {
        Some(BatchCommand::Columns { input, json: false }) => print(&guess(global, input)?.map),
        Some(BatchCommand::Columns { input, json: true }) => {
            print(&guess(global, input)?.to_json())
        }
        Some(BatchCommand::Sample { rows, seed }) => print_sample(global, *rows, *seed),
        None => price(global, &wanted.run),
    }
}

fn guess(global: &Global, input: &Path) -> Result<GuessedMap, CommandError> {
    Ok(guess_map(&table_input(input), &books::shelf(global)?)?)
}

fn print_sample(global: &Global, rows: u64, seed: u64) -> CommandResult {
    let shelf = books::shelf(global)?;
    let quote_date = global.quote_date.unwrap_or_else(today);
    let wanted = SampleSettings { shelf: &shelf, quote_date, rows, seed };
    match sample(&wanted, &mut stdout().lock()) {
        Ok(()) => Ok(()),
        // Whoever closed the pipe has seen enough.
        Err(SampleError::Write(source)) if source.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(SampleError::Write(source)) => {
            Err(CommandError::Stream { action: "write to standard output", source })
        }
        Err(SampleError::Book(why)) => {
            let refusal = Refusal { line: None, reason: Reason::NoBookInForce(why) };
            Err(CommandError::Place(words::refusal(&refusal, Language::English)))
        }
        Err(SampleError::Empty) => Err(no_sample("the price book offers nothing".to_owned())),
    }
}

fn no_sample(message: String) -> CommandError {
    CommandError::usage(message, "name a day with --quote-date, or other books with --books")
}

fn price(global: &Global, wanted: &RunArguments) -> CommandResult {
    let shelf = books::shelf(global)?;
    let brand = match wanted.documents.is_empty() {
        true => None,
        false => brand(global, wanted.brand.as_deref())?,
    };
    let makes_pdf = wanted.documents.contains(&DocumentArgument::Pdf);
    let font_use = if makes_pdf { FontUse::Pdf } else { FontUse::None };
    let fonts = fonts(global, &wanted.fonts, font_use)?;
    let map = wanted.map.as_deref().map(TableMap::read).transpose()?;
    let paper = global.paper(wanted.paper).map(|held| held.value);
    let jobs = wanted.jobs.or(available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
    let settings = Settings {
        shelf: &shelf,
        quote_date: global.quote_date,
        today: today(),
        map: map.as_ref(),
        reading: wanted.rows.reading(),
        scattered: wanted.rows.scattered(),
        due: wanted.rows.due(),
        documents: WantedDocuments {
            pdf: makes_pdf.then_some(PaperArgument::choice(paper)),
            html: wanted.documents.contains(&DocumentArgument::Html).then_some(HtmlDocument),
            brand: brand.as_ref(),
            fonts: Some(&fonts),
            detail: wanted.detail.detail(),
        },
        tables: tables(wanted, map.as_ref()),
        compare_with: wanted.compare_with.clone(),
        jobs,
    };
    let input = wanted.input.as_deref().map_or(TableInput::Standard, table_input);
    let attempt = if wanted.resume { Attempt::Resume } else { Attempt::First };
    let destination = match &wanted.out {
        Some(folder) => Destination::Folder(folder.clone(), attempt),
        None => Destination::Nowhere,
    };
    let bar = bar(&input);
    let watcher = |progress: Progress| show_progress(&bar, progress);
    let report = run(&settings, &input, &destination, &watcher);
    bar.finish_and_clear();
    report_run(wanted, &report?)
}

/// A table by its path; `-` is standard input.
pub(super) fn table_input(path: &Path) -> TableInput {
    if path.as_os_str() == "-" { TableInput::Standard } else { TableInput::File(path.to_owned()) }
}

fn tables(wanted: &RunArguments, map: Option<&TableMap>) -> Tables {
    let format = |format: &FormatArgument| match format {
        FormatArgument::Csv => TableFormat::Csv,
        FormatArgument::Parquet => TableFormat::Parquet,
        FormatArgument::Xlsx => TableFormat::Xlsx,
    };
    let csv = match wanted.csv {
        CsvArgument::Plain => CsvStyle::Plain,
        CsvArgument::Excel => {
            CsvStyle::Excel(map.map(|map| map.cell_notation().decimal).unwrap_or_default())
        }
    };
    Tables { formats: wanted.format.iter().map(format).collect(), csv }
}

/// A bar on a terminal; elsewhere nothing is shown.
fn bar(input: &TableInput) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = match input {
        TableInput::File(_) => "{wide_bar} {percent}%  {msg}  {bytes_per_sec}  {eta} left",
        // Nobody knows how much is to come.
        TableInput::Standard => "{spinner} {bytes} read  {msg}  {bytes_per_sec}",
    };
    bar.set_style(ProgressStyle::with_template(style).unwrap_or(ProgressStyle::default_bar()));
    bar
}

fn show_progress(bar: &ProgressBar, progress: Progress) {
    if bar.is_hidden() {
        return;
    }
    if let Some(bytes) = progress.input_bytes {
        bar.set_length(bytes);
    }
    bar.set_position(progress.read_bytes);
    bar.set_message(format!("{} rows", language::count(Language::English, progress.rows)));
}

/// What came of it, for a person; a run with rejects ends with 1.
fn report_run(wanted: &RunArguments, report: &Report) -> CommandResult {
    let (rows, accounts) = (&report.sums.rows, &report.sums.accounts);
    let mut text = String::new();
    if report.ended == Ended::Before {
        text.push_str("There was nothing left to do.\n");
    }
    for (name, count) in [("rows", rows), ("accounts", accounts)] {
        text.push_str(&format!(
            "{name}: {} in = {} priced + {} rejected + {} skipped\n",
            count.total, count.priced, count.rejected, count.skipped
        ));
    }
    for (CurrencyKey { currency }, total) in &report.sums.currencies {
        text.push_str(&format!("{currency} {}\n", total.total));
    }
    for (code, count) in &report.sums.rejects {
        text.push_str(&format!("  {code}: {count}\n"));
    }
    notes(wanted, &report.table);
    if !report.table.unknown_columns.is_empty() {
        let names = report.table.unknown_columns.join(", ");
        say(&safe(&format!("note: unknown columns, ignored: {names}")));
        say("\n");
    }
    for ids in &report.table.look_alikes {
        say(&safe(&format!("warning: these ids look alike: {}", ids.join(", "))));
        say("\n");
    }
    if report.sums.sum_rows.count > 0 {
        let count = report.sums.sum_rows.count;
        say(&format!("note: rows of sums that were passed over: {count} (see summary.json)\n"));
    }
    for DocumentFailure { row, reason } in &report.documents.first_failures {
        say(&safe(&format!("warning: no document for the account at row {row}: {reason}")));
        say("\n");
    }
    print(&text)?;
    if let Some(folder) = wanted.out.as_ref().filter(|_| rows.rejected > 0) {
        let has = |format| wanted.format.contains(&format);
        let (what, name) = match (has(FormatArgument::Csv), has(FormatArgument::Parquet)) {
            (true, _) => ("correct", "rejects.csv"),
            (false, true) => ("correct", "rejects.parquet"),
            (false, false) => ("correct the sheet Rejects, saved alone, of", "batch.xlsx"),
        };
        let path = folder.join(name).display().to_string();
        say(&safe(&format!("hint: {what} {path} and run it as a batch of its own")));
        say("\n");
    }
    let is_whole = rows.rejected == 0 && report.documents.failed == 0;
    if is_whole { Ok(()) } else { Err(CommandError::Checked) }
}

/// What was found in the table besides its rows.
fn notes(wanted: &RunArguments, table: &TableRead) {
    if let Some(sheet) = &table.sheet {
        say(&safe(&format!("note: read the sheet `{sheet}` of the workbook")));
        say("\n");
    }
    tell_hidden(table.hidden_rows, wanted.rows.hidden_rows());
}

/// Says that a workbook hides rows, and what became of them.
pub(super) fn tell_hidden(count: u64, treated: HiddenRows) {
    if count == 0 {
        return;
    }
    let (what, other) = match treated {
        HiddenRows::Price => ("were priced like all others", "; --hidden skip leaves them out"),
        HiddenRows::Skip => ("were left out", ""),
    };
    say(&format!("note: rows that the workbook hides: {count}; they {what}{other}\n"));
}
