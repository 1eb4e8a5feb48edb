//! What is asked of a table: to price it, or to hold it against the rules.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use crate::batch::{Due, HiddenRows, Reading, Scattered, TextEncoding};
use crate::cli::values::{date, encoding};
use crate::engine::calendar::Date;

use super::documents::{DetailArgument, FontFlags, PaperArgument};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(in crate::cli) struct BatchArguments {
    #[command(subcommand)]
    pub(in crate::cli) other: Option<BatchCommand>,
    #[command(flatten)]
    pub(in crate::cli) run: RunArguments,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum BatchCommand {
    /// Print a first map for a table that has its own column names
    #[command(after_help = "Examples:\n  \
        reinstate batch columns contracts.xlsx > contracts.toml\n  \
        reinstate batch contracts.xlsx --map contracts.toml --out december/")]
    Columns {
        /// A table of products, as for a run (`-` for standard input)
        #[arg(value_name = "INPUT", value_hint = ValueHint::FilePath)]
        input: PathBuf,
        /// Print what was found as JSON, with the map in it
        #[arg(long)]
        json: bool,
    },
    /// Print a made-up install base as CSV, for trying out a run
    #[command(after_help = "Example:\n  \
        reinstate batch sample --rows 1000000 --seed 1 > renewals.csv")]
    Sample {
        /// Number of products
        #[arg(long, value_name = "N", default_value_t = 1_000)]
        rows: u64,
        /// Seed of the random numbers: the same seed gives the same products
        #[arg(long, value_name = "S", default_value_t = 1)]
        seed: u64,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RunArguments {
    /// A table of products: CSV (also compressed with gzip or zstd), Parquet or XLSX (`-` for
    /// standard input)
    #[arg(value_name = "INPUT", value_hint = ValueHint::FilePath, required = true)]
    pub(in crate::cli) input: Option<PathBuf>,
    /// Folder for the results; it must be empty or not exist yet
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    #[arg(required_unless_present = "check")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// A map (TOML) that says which columns of the table are which; `reinstate batch columns INPUT`
    /// begins one
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) map: Option<PathBuf>,
    /// Do everything except write files, and show what the result would be
    #[arg(long, conflicts_with_all = ["out", "resume", "documents", "compare_with"])]
    pub(in crate::cli) check: bool,
    /// Resume an interrupted run in DIR
    #[arg(long)]
    pub(in crate::cli) resume: bool,
    #[command(flatten)]
    pub(in crate::cli) rows: RowsArguments,
    /// Make documents for each account, in DIR/documents
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KINDS")]
    pub(in crate::cli) documents: Vec<DocumentArgument>,
    /// File format of lines, quotes, rejects and findings
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FORMATS")]
    #[arg(default_value = "csv", conflicts_with = "check")]
    pub(in crate::cli) format: Vec<FormatArgument>,
    /// Style of the CSV files
    #[arg(long, value_enum, default_value_t = CsvArgument::Plain, value_name = "STYLE")]
    #[arg(conflicts_with = "check")]
    pub(in crate::cli) csv: CsvArgument,
    /// Paper size of the PDF documents [default: letter in en-US, else a4]
    #[arg(long, value_enum, ignore_case = true, requires = "documents")]
    pub(in crate::cli) paper: Option<PaperArgument>,
    /// How much the documents say
    #[arg(long, value_enum, default_value_t = DetailArgument::Full, requires = "documents")]
    pub(in crate::cli) detail: DetailArgument,
    /// Brand file with the name, address, logo and colour of the sender
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "documents")]
    pub(in crate::cli) brand: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) fonts: FontFlags,
    /// List in DIR/changes.csv which accounts changed since the run in this folder, and by how much
    #[arg(long, value_name = "OLDDIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) compare_with: Option<PathBuf>,
    /// Number of threads; by default one per processor
    #[arg(long, value_name = "N")]
    pub(in crate::cli) jobs: Option<NonZero<usize>>,
}

/// Which rows of a table are asked for, and how they are to be read.
#[derive(Debug, Args)]
pub(in crate::cli) struct RowsArguments {
    /// Price only products whose support ends on or after this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(in crate::cli) due_from: Option<Date>,
    /// Price only products whose support ends on or before this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(in crate::cli) due_through: Option<Date>,
    /// Encoding of a CSV that is not UTF-8, for example windows-1252 (any label of the WHATWG's
    /// list)
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    pub(in crate::cli) encoding: Option<TextEncoding>,
    /// What to do with rows that a workbook hides, by hand or by a filter; they are counted
    /// [default: price]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(in crate::cli) hidden: Option<HiddenArgument>,
    /// Put the rows of each account together first, by a sort on the disk; without it, an account
    /// that comes back later in the table is rejected
    #[arg(long)]
    pub(in crate::cli) group: bool,
}

impl RowsArguments {
    pub(in crate::cli) fn reading(&self) -> Reading {
        Reading { encoding: self.encoding, hidden: self.hidden_rows(), ..Reading::default() }
    }

    pub(in crate::cli) fn hidden_rows(&self) -> HiddenRows {
        self.hidden.map_or_else(HiddenRows::default, HiddenArgument::rows)
    }

    pub(in crate::cli) const fn due(&self) -> Due {
        Due { from: self.due_from, through: self.due_through }
    }

    pub(in crate::cli) const fn scattered(&self) -> Scattered {
        if self.group { Scattered::Group } else { Scattered::Reject }
    }

    /// The flags that were given, each with its value.
    #[cfg(feature = "register")]
    pub(in crate::cli) fn given(&self) -> impl Iterator<Item = (&'static str, String)> {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let hidden = self.hidden.map(|hidden| format!("{hidden:?}").to_lowercase());
        [
            ("--due-from", day(self.due_from)),
            ("--due-through", day(self.due_through)),
            ("--encoding", self.encoding.map(|encoding| encoding.to_string())),
            ("--hidden", hidden),
            ("--group", self.group.then(String::new)),
        ]
        .into_iter()
        .filter_map(|(flag, value)| Some((flag, value?)))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DocumentArgument {
    Pdf,
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum HiddenArgument {
    /// Price them like all others
    Price,
    /// Leave them out
    Skip,
}

impl HiddenArgument {
    pub(in crate::cli) const fn rows(self) -> HiddenRows {
        match self {
            Self::Price => HiddenRows::Price,
            Self::Skip => HiddenRows::Skip,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FormatArgument {
    /// Text, for spreadsheets and everything else
    Csv,
    /// Typed columns, for databases
    Parquet,
    /// One workbook, batch.xlsx, with a sheet for each table
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CsvArgument {
    /// Commas between cells, points in numbers
    Plain,
    /// As Excel opens it by a double click: with a byte order mark, and with semicolons and decimal
    /// commas where the table has those
    Excel,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ComplianceArguments {
    /// A table of products, as for `batch` (`-` for standard input)
    #[arg(value_name = "INPUT", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) input: PathBuf,
    /// Folder for compliance.csv, compliance.html and rejects.csv; it must be empty or not exist
    /// yet
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) out: PathBuf,
    /// A map (TOML) that says which columns of the table are which, as for `batch`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) map: Option<PathBuf>,
    /// The same table, with the same map, at an earlier time: find licences that moved between
    /// accounts since then
    #[arg(long, value_name = "OLD", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) compare_with: Option<PathBuf>,
}
