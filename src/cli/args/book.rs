//! What is asked of price books.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use crate::cli::values::{book_id, date, percent, price_step};
use crate::engine::calendar::Date;
use crate::engine::percent::Percent;
use crate::price_list::uplift::PriceStep;

#[derive(Debug, Args)]
pub(in crate::cli) struct BookArguments {
    #[command(subcommand)]
    pub(in crate::cli) command: BookCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum BookCommand {
    /// List the price books and when each is in force
    #[command(after_help = "Example:\n  reinstate --books my-prices/ book list")]
    List,
    /// Show what is in a price book
    #[command(after_help = "Examples:\n  \
        reinstate book show\n  reinstate book show citrix-css --version 2026.1\n  \
        reinstate book show --on 2026-03-01\n  \
        reinstate book show --toml > my-prices/book.toml")]
    Show(ShowArguments),
    /// Show what changed between two price books, and what that does to prices
    #[command(after_help = "Examples:\n  \
        reinstate book diff prices-2026.1.toml prices-2026.2.toml\n  \
        reinstate book diff old.toml new.toml --requests renewals/")]
    Diff {
        /// File with the old version
        #[arg(value_name = "OLD", value_hint = ValueHint::FilePath)]
        old: PathBuf,
        /// File with the new version
        #[arg(value_name = "NEW", value_hint = ValueHint::FilePath)]
        new: PathBuf,
        /// Price these requests with both books: a file, a folder of .toml and .json files, or a
        /// table with one row per product
        #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
        requests: Option<PathBuf>,
    },
    /// Check price books and show every mistake with its place
    #[command(after_help = "Examples:\n  \
        reinstate book check\n  reinstate book check my-prices/ draft.toml")]
    Check {
        /// Files and folders to check; by default the loaded books
        #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
        paths: Vec<PathBuf>,
    },
    /// Begin a price book from a shipped one or a vendor's policy
    #[command(after_help = "Examples:\n  \
        reinstate book new --like citrix-css --into my-prices/mine.toml\n  \
        reinstate book new --like oracle --into my-prices/oracle.toml --effective-from 2027-01-01")]
    New(NewArguments),
    /// Take prices from a table into a price book, or raise them for a new version
    #[command(after_help = "Examples:\n  \
        reinstate book import prices.xlsx --into my-prices/mine.toml\n  \
        reinstate book import prices.csv --into my-prices/acme.toml --like oracle\n  \
        reinstate book import vendor.xlsx --map vendor-map.toml --into my-prices/acme.toml\n  \
        reinstate book import my-prices/mine.toml --uplift 4% --round-to 0.50 \\\n    \
        --version 2027.2 --effective-from 2027-07-01 --into my-prices/mine-2027.2.toml\n\n\
        Columns, in any order: product_line, product_line_name, kind, edition, edition_name,\n\
        metric, tier_from, sku, and currency and srp, or srp_EUR, srp_USD and so on.\n\
        A table with names of its own needs a map (--map), for example:\n  \
        sheet = \"EMEA\"\n  \
        decimal = \",\"\n  \
        [column]\n  \
        product_line = \"Product\"\n  \
        edition = \"Edition\"\n  \
        srp_EUR = \"List price\"\n  \
        kind = { value = \"on-premises\" }\n\
        The book is checked before it is written; one with an error is not.")]
    Import(ImportArguments),
    /// Write the prices of a book as a table, which `book import` reads
    #[command(after_help = "Examples:\n  \
        reinstate book export citrix-css --xlsx prices.xlsx\n  \
        reinstate book export my-prices/mine.toml --csv prices.csv")]
    Export(ExportArguments),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct NewArguments {
    /// The book to begin from: a shipped one or a vendor's policy by its ID or file name, one of
    /// --books, or a file
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) like: String,
    /// File for the new book; it must not exist yet
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) into: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) head: HeadArguments,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct HeadArguments {
    /// ID of the book
    #[arg(long, value_name = "ID", value_parser = book_id)]
    pub(in crate::cli) id: Option<String>,
    /// Version of the book
    #[arg(long, value_name = "VERSION")]
    pub(in crate::cli) version: Option<String>,
    /// First day on which the book is in force
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(in crate::cli) effective_from: Option<Date>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ImportArguments {
    /// A table of prices: CSV (also compressed with gzip or zstd) or XLSX (`-` for standard input);
    /// with --uplift, the price book whose prices are raised, by its file or ID
    #[arg(value_name = "PRICES", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) prices: PathBuf,
    /// A map: a TOML file that says which columns of PRICES are which, which sheet and row they
    /// stand in, and how the table writes prices
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "uplift")]
    pub(in crate::cli) map: Option<PathBuf>,
    /// The price book: one that is there is changed, another one is made; with --uplift, the file
    /// of the new version, which must not exist yet
    #[arg(long, value_name = "BOOK", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) into: PathBuf,
    /// Where BOOK is not there yet: the book whose rules it begins with, by its ID or file name; by
    /// default the sample inside the program, or the only book of --books
    #[arg(long, value_name = "NAME", conflicts_with = "uplift")]
    pub(in crate::cli) like: Option<String>,
    /// Make a new version of the book PRICES with every SRP raised by this percentage
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    #[arg(requires_all = ["version", "effective_from"])]
    pub(in crate::cli) uplift: Option<Percent>,
    /// What raised prices are rounded to a multiple of, by the book's own rounding: for example
    /// 0.50, or JPY=100 for one currency; can be repeated; by default the smallest amount
    #[arg(long, value_name = "STEP", requires = "uplift", value_parser = price_step)]
    pub(in crate::cli) round_to: Vec<PriceStep>,
    #[command(flatten)]
    pub(in crate::cli) head: HeadArguments,
}

/// Which version of a book is meant.
#[derive(Debug, Args)]
pub(in crate::cli) struct VersionArguments {
    /// This version, instead of the one in force
    #[arg(long, value_name = "VERSION", conflicts_with = "on")]
    pub(in crate::cli) version: Option<String>,
    /// The version in force on this day, instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(in crate::cli) on: Option<Date>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ExportArguments {
    /// ID of the book, or its file; optional when only one book is loaded
    #[arg(value_name = "ID")]
    pub(in crate::cli) id: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) which: VersionArguments,
    /// Write the prices as a workbook
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    #[arg(required_unless_present = "csv")]
    pub(in crate::cli) xlsx: Option<PathBuf>,
    /// Write the prices as CSV (`-` for standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) csv: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ShowArguments {
    /// ID of the book; optional when only one is loaded
    #[arg(value_name = "ID")]
    pub(in crate::cli) id: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) which: VersionArguments,
    /// Print the file as it is
    #[arg(long, conflicts_with = "json")]
    pub(in crate::cli) toml: bool,
    /// Print the whole file as JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
