//! `batch`: many renewals at once, from a table to a folder.

use std::io::{ErrorKind, IsTerminal, stderr, stdout};
use std::num::NonZero;
use std::path::PathBuf;
use std::thread::available_parallelism;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::batch::{
    Attempt, BatchError, Destination, Due, Ended, Input, Page, Progress, Report, Sample,
    SampleError, Settings, Tables, Wanted, amount_text, run, sample,
};
use crate::document::language;
use crate::document::words::{self, Said};
use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::refusal::{Reason, Refusal};

use super::args::{Global, PaperArgument, date};
use super::brand::brand;
use super::clock::today;
use super::error::{Failure, say};
use super::output::{print, safe};
use super::{Done, books};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct BatchArguments {
    #[command(subcommand)]
    other: Option<BatchCommand>,
    #[command(flatten)]
    run: RunArguments,
}

#[derive(Debug, Subcommand)]
enum BatchCommand {
    /// Print a made-up install base as CSV, to try a run on
    #[command(after_help = "Example:\n  \
        reinstate batch sample --rows 1000000 --seed 1 > renewals.csv")]
    Sample {
        /// How many holdings
        #[arg(long, value_name = "N", default_value_t = 1_000)]
        rows: u64,
        /// Another seed gives other holdings; the same gives the same
        #[arg(long, value_name = "S", default_value_t = 1)]
        seed: u64,
    },
}

#[derive(Debug, Args)]
struct RunArguments {
    /// A table of holdings: CSV, plain or compressed with gzip or zstd, Parquet or XLSX (`-` for
    /// standard input)
    #[arg(value_name = "INPUT", value_hint = ValueHint::FilePath, required = true)]
    input: Option<PathBuf>,
    /// The folder for the outputs; it must be empty or not there yet
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    #[arg(required_unless_present = "check")]
    out: Option<PathBuf>,
    /// Do all but the writing, and say what would come of it
    #[arg(long, conflicts_with_all = ["out", "resume", "documents", "compare_with"])]
    check: bool,
    /// Go on with a run that was cut short in DIR
    #[arg(long)]
    resume: bool,
    /// Only holdings whose cover ends on this day or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    due_from: Option<Date>,
    /// Only holdings whose cover ends on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    due_through: Option<Date>,
    /// Make a document for each account, in DIR/documents
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KINDS")]
    documents: Vec<Kind>,
    /// How lines, quotes and rejects are written
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FORMATS")]
    #[arg(default_value = "csv", conflicts_with = "check")]
    format: Vec<Format>,
    /// The paper of the PDF documents
    #[arg(long, value_enum, default_value_t = PaperArgument::A4, requires = "documents")]
    paper: PaperArgument,
    /// Name, address, logo and colour of who sends the documents, from this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "documents")]
    brand: Option<PathBuf>,
    /// Say in DIR/changes.csv which accounts changed since the run in this folder, by how much
    #[arg(long, value_name = "OLDDIR", value_hint = ValueHint::DirPath)]
    compare_with: Option<PathBuf>,
    /// How many threads work; all cores where it is not given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Pdf,
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text, for spreadsheets and all else
    Csv,
    /// Typed columns, for databases
    Parquet,
}

pub(super) fn batch(global: &Global, wanted: &BatchArguments) -> Done {
    match &wanted.other {
        Some(BatchCommand::Sample { rows, seed }) => draw(global, *rows, *seed),
        None => price(global, &wanted.run),
    }
}

fn draw(global: &Global, rows: u64, seed: u64) -> Done {
    let shelf = books::shelf(global)?;
    let quote_date = global.quote_date.unwrap_or_else(today);
    let wanted = Sample { shelf: &shelf, quote_date, rows, seed };
    match sample(&wanted, &mut stdout().lock()) {
        Ok(()) => Ok(()),
        // Whoever closed the pipe has seen enough.
        Err(SampleError::Write(source)) if source.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(SampleError::Write(source)) => {
            Err(Failure::Stream { action: "write to standard output", source })
        }
        Err(SampleError::Book(why)) => {
            let refusal = Refusal { holding: None, reason: Reason::NoBookInForce(why) };
            Err(Failure::Batch(words::refusal(&refusal, Language::English)))
        }
        Err(SampleError::Empty) => Err(no_sample("the price book offers nothing".to_owned())),
    }
}

fn no_sample(message: String) -> Failure {
    Failure::usage(message, "name a day with --quote-date, or other books with --books")
}

fn price(global: &Global, wanted: &RunArguments) -> Done {
    let shelf = books::shelf(global)?;
    let brand = wanted.brand.as_deref().map(brand).transpose()?;
    let jobs = wanted.jobs.or(available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
    let settings = Settings {
        shelf: &shelf,
        quote_date: global.quote_date,
        today: today(),
        due: Due { from: wanted.due_from, through: wanted.due_through },
        documents: Wanted {
            pdf: wanted.documents.contains(&Kind::Pdf).then_some(wanted.paper.paper()),
            html: wanted.documents.contains(&Kind::Html).then_some(Page),
            brand: brand.as_ref(),
        },
        tables: tables(&wanted.format),
        compare_with: wanted.compare_with.clone(),
        jobs,
    };
    let input = match &wanted.input {
        Some(path) if path.as_os_str() != "-" => Input::File(path.clone()),
        Some(_) | None => Input::Standard,
    };
    let attempt = if wanted.resume { Attempt::Resume } else { Attempt::First };
    let destination = match &wanted.out {
        Some(folder) => Destination::Folder(folder.clone(), attempt),
        None => Destination::Nowhere,
    };
    let bar = bar(&input);
    let watcher = |progress: Progress| show(&bar, progress);
    let report = run(&settings, &input, &destination, &watcher);
    bar.finish_and_clear();
    tell(wanted, &report.map_err(failure)?)
}

fn tables(formats: &[Format]) -> Tables {
    match (formats.contains(&Format::Csv), formats.contains(&Format::Parquet)) {
        (_, false) => Tables::Csv,
        (false, true) => Tables::Parquet,
        (true, true) => Tables::Both,
    }
}

/// A bar on a terminal; elsewhere nothing is shown.
fn bar(input: &Input) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = match input {
        Input::File(_) => "{wide_bar} {percent}%  {msg}  {bytes_per_sec}  {eta} left",
        // Nobody knows how much is to come.
        Input::Standard => "{spinner} {bytes} read  {msg}  {bytes_per_sec}",
    };
    bar.set_style(ProgressStyle::with_template(style).unwrap_or(ProgressStyle::default_bar()));
    bar
}

fn show(bar: &ProgressBar, progress: Progress) {
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
fn tell(wanted: &RunArguments, report: &Report) -> Done {
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
    for (currency, total) in report.sums.currencies() {
        text.push_str(&format!("{currency} {}\n", amount_text(total.total, currency)));
    }
    for (code, count) in &report.sums.rejects {
        text.push_str(&format!("  {code}: {count}\n"));
    }
    if !report.unknown_columns.is_empty() {
        let names = report.unknown_columns.join(", ");
        say(&safe(&format!("note: columns that mean nothing here: {names}")));
        say("\n");
    }
    for (row, reason) in &report.sums.failures {
        say(&safe(&format!("warning: no document for the account at row {row}: {reason}")));
        say("\n");
    }
    print(&text)?;
    if let Some(folder) = wanted.out.as_ref().filter(|_| rows.rejected > 0) {
        let name = match tables(&wanted.format) {
            Tables::Csv | Tables::Both => "rejects.csv",
            Tables::Parquet => "rejects.parquet",
        };
        let path = folder.join(name);
        say(&safe(&format!("hint: correct {} and feed it again", path.display())));
        say("\n");
    }
    let is_whole = rows.rejected == 0 && report.sums.documents_failed == 0;
    if is_whole { Ok(()) } else { Err(Failure::Checked) }
}

pub(super) fn failure(error: BatchError) -> Failure {
    match error {
        BatchError::File(error) => Failure::File(error),
        BatchError::Input(source) => Failure::Batch(Said {
            message: format!("cannot read the input: {source}"),
            hint: Some("check that the file is whole; what was written is kept".to_owned()),
        }),
        BatchError::Table { message, hint } | BatchError::Folder { message, hint } => {
            Failure::Batch(Said { message, hint: Some(hint) })
        }
        BatchError::Bug(what) => panic!("{what}"),
    }
}
