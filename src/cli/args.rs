//! What can be asked on the command line.

use std::net::SocketAddr;
use std::num::{NonZero, NonZeroU8};
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint, value_parser};
use clap_complete::Shell;
use ipnet::IpNet;

use crate::batch::{HiddenRows, TextEncoding};
use crate::document::pdf::{Paper, PaperChoice};
use crate::document::sheet::Detail;
use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::percent::Percent;
use crate::price_list::uplift::PriceStep;
use crate::web::EmbedOrigin;

use super::flags::HoldingFlags;
use super::fonts::FontFlags;
use super::values::{book_id, date, encoding, language, network, percent, price_step};

/// What it costs to renew support on software you own, or to reinstate it after a lapse
#[derive(Debug, Parser)]
#[command(
    name = "reinstate",
    version,
    arg_required_else_help = true,
    subcommand_required = true,
    after_help = "Examples:\n  \
        reinstate quote request.toml --pdf quote.pdf\n  \
        reinstate compare request.toml\n  \
        reinstate book check my-prices/\n\n\
        Environment:\n  \
        REINSTATE_BOOKS  a folder of price books, used without --books\n  \
        REINSTATE_FONTS  fonts for PDFs (paths, parted as in PATH), used without --font\n  \
        NO_COLOR         no colour, even on a terminal\n\n\
        Exit codes:\n  \
        0 done, 1 refused by the rules or bad data, 2 wrong usage,\n  \
        3 a file cannot be read or written, 70 a bug"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The whole command, for completions and the manual.
#[must_use]
pub fn command() -> clap::Command {
    Arguments::command()
}

#[derive(Debug, Args)]
pub(super) struct Global {
    /// Use the price books in this folder (all its .toml files), not the built-in samples
    #[arg(long, global = true, display_order = 90)]
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) books: Option<PathBuf>,
    /// The quote date, for example 2026-11-24; by default that of the request, or today
    #[arg(long, global = true, display_order = 91, value_name = "DATE", value_parser = date)]
    pub(super) quote_date: Option<Date>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Price a request, or one product given by flags
    #[command(after_help = "Examples:\n  \
        reinstate quote request.toml\n  \
        reinstate quote request.json --html quote.html --pdf quote.pdf\n  \
        reinstate quote request.toml --brand brand.toml --ubl quotation.xml\n  \
        cat request.toml | reinstate quote - --json -\n  \
        reinstate quote --product-line virtual-apps-desktops --edition premium \\\n    \
        --owned 500 --covered-through 2026-03-31 --service-level select \\\n    \
        --term 3 --program easy --currency EUR")]
    Quote(QuoteArguments),
    /// Show how each amount is calculated, step by step, with the clauses behind it
    #[command(after_help = "Example:\n  reinstate explain request.toml")]
    Explain(RequestArguments),
    /// Compare terms side by side, the cost of waiting, and buying new licences
    #[command(after_help = "Examples:\n  \
        reinstate compare request.toml\n  \
        reinstate compare request.toml --json comparison.json")]
    Compare(CompareArguments),
    /// Price the request of a quote again, and say whether the same amounts come of it
    #[command(after_help = "Examples:\n  \
        reinstate verify quote.json\n  reinstate verify quote.pdf\n  \
        reinstate --books books-of-then/ verify quote.json --json\n\n\
        Exit codes: 0 the same to the cent, 1 not the same, 3 a file cannot be read")]
    Verify(VerifyArguments),
    /// List, show, check and compare price books; begin one; prices from and to tables
    #[command(
        arg_required_else_help = true,
        after_help = "Examples:\n  \
        reinstate book list\n  reinstate book show\n  reinstate book check my-prices/"
    )]
    Book(BookArguments),
    /// Price a table of renewals and write the results to a folder
    #[command(after_help = "Examples:\n  \
        reinstate batch renewals.csv --out december/\n  \
        reinstate batch renewals.csv.gz --out december/ --documents pdf,html\n  \
        reinstate batch renewals.xlsx --out december/ --format xlsx\n  \
        reinstate batch contracts.xlsx --out december/ --map contracts.toml\n  \
        reinstate batch renewals.csv --out december/ --csv excel\n  \
        reinstate batch renewals.csv --out december/ --resume")]
    Batch(BatchArguments),
    /// Find out who breaks the rules of the programme in an install base, and what mends it
    #[command(after_help = "Examples:\n  \
        reinstate compliance install-base.csv --out compliance/\n  \
        reinstate compliance now.xlsx --compare-with last-year.xlsx --out compliance/\n\n\
        Exit codes: 0 nothing found, 1 something found, 3 a file cannot be read or written")]
    Compliance(ComplianceArguments),
    /// Serve the estimator: a web page and an API
    #[command(after_help = "Examples:\n  \
        reinstate serve\n  \
        reinstate serve --listen 0.0.0.0:8080 --books my-prices/\n  \
        reinstate serve --trusted-proxy 127.0.0.1 --rate 50\n\n\
        The page is at /, the API at /api; monitor it at /healthz and /metrics.\n\
        The log goes to standard error, one line of JSON per request.\n\
        SIGTERM and SIGINT stop it after the requests in progress, with exit code 0.")]
    Serve(ServeArguments),
    /// Print shell completions
    #[command(after_help = "Example:\n  \
        reinstate completions bash > /etc/bash_completion.d/reinstate")]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page of the program or of a command
    #[command(after_help = "Examples:\n  \
        reinstate man > reinstate.1\n  reinstate man quote > reinstate-quote.1")]
    Man {
        /// A command, for example `quote` or `book check`; without one, the program itself
        #[arg(value_name = "COMMAND")]
        page: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub(super) struct QuoteArguments {
    /// Write the quote as JSON (`-` for standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) json: Option<PathBuf>,
    /// Write the quote as a single HTML page (`-` for standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) html: Option<PathBuf>,
    /// Write the quote as PDF (`-` for standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) pdf: Option<PathBuf>,
    /// Write the quote as a UBL 2.5 quotation (XML; `-` for standard output); needs --brand
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) ubl: Option<PathBuf>,
    /// Brand file with the name, address, logo and colour of the sender
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) brand: Option<PathBuf>,
    #[command(flatten)]
    pub(super) fonts: FontFlags,
    /// Paper size of the PDF [default: letter in en-US, else a4]
    #[arg(long, value_enum)]
    pub(super) paper: Option<PaperArgument>,
    /// How much the documents say
    #[arg(long, value_enum, default_value_t = DetailArgument::Full)]
    pub(super) detail: DetailArgument,
    // Last, for its flags stand under a heading of their own.
    #[command(flatten)]
    pub(super) request: RequestArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PaperArgument {
    A4,
    Letter,
}

impl PaperArgument {
    /// What is chosen by a flag, or by leaving it out.
    pub(super) fn choice(given: Option<Self>) -> PaperChoice {
        let paper = |given| match given {
            Self::A4 => Paper::A4,
            Self::Letter => Paper::Letter,
        };
        given.map(paper).into()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DetailArgument {
    /// What it costs and where to sign, with notes and conditions by reference
    Brief,
    /// Everything for the customer
    Full,
    /// With what is for the seller alone; marked on every page
    Internal,
}

impl DetailArgument {
    /// How much a sheet says.
    pub(super) const fn detail(self) -> Detail {
        match self {
            Self::Brief => Detail::Brief,
            Self::Full => Detail::Full,
            Self::Internal => Detail::Internal,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct CompareArguments {
    /// Write the comparison as JSON (`-` for standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) json: Option<PathBuf>,
    #[command(flatten)]
    pub(super) request: RequestArguments,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// A quote as `quote --json` or `quote --pdf` writes it (`-` for standard input)
    #[arg(value_name = "QUOTE", value_hint = ValueHint::FilePath)]
    pub(super) quote: PathBuf,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct BatchArguments {
    #[command(subcommand)]
    pub(super) other: Option<BatchCommand>,
    #[command(flatten)]
    pub(super) run: RunArguments,
}

#[derive(Debug, Subcommand)]
pub(super) enum BatchCommand {
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
pub(super) struct RunArguments {
    /// A table of products: CSV (also compressed with gzip or zstd), Parquet or XLSX (`-` for
    /// standard input)
    #[arg(value_name = "INPUT", value_hint = ValueHint::FilePath, required = true)]
    pub(super) input: Option<PathBuf>,
    /// Folder for the results; it must be empty or not exist yet
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    #[arg(required_unless_present = "check")]
    pub(super) out: Option<PathBuf>,
    /// A map (TOML) that says which columns of the table are which; `reinstate batch columns INPUT`
    /// begins one
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) map: Option<PathBuf>,
    /// Do everything except write files, and show what the result would be
    #[arg(long, conflicts_with_all = ["out", "resume", "documents", "compare_with"])]
    pub(super) check: bool,
    /// Resume an interrupted run in DIR
    #[arg(long)]
    pub(super) resume: bool,
    /// Price only products whose support ends on or after this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) due_from: Option<Date>,
    /// Price only products whose support ends on or before this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) due_through: Option<Date>,
    /// Make documents for each account, in DIR/documents
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KINDS")]
    pub(super) documents: Vec<DocumentArgument>,
    /// File format of lines, quotes, rejects and findings
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FORMATS")]
    #[arg(default_value = "csv", conflicts_with = "check")]
    pub(super) format: Vec<FormatArgument>,
    /// Style of the CSV files
    #[arg(long, value_enum, default_value_t = CsvArgument::Plain, value_name = "STYLE")]
    #[arg(conflicts_with = "check")]
    pub(super) csv: CsvArgument,
    /// Paper size of the PDF documents [default: letter in en-US, else a4]
    #[arg(long, value_enum, requires = "documents")]
    pub(super) paper: Option<PaperArgument>,
    /// How much the documents say
    #[arg(long, value_enum, default_value_t = DetailArgument::Full, requires = "documents")]
    pub(super) detail: DetailArgument,
    /// Brand file with the name, address, logo and colour of the sender
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "documents")]
    pub(super) brand: Option<PathBuf>,
    #[command(flatten)]
    pub(super) fonts: FontFlags,
    /// List in DIR/changes.csv which accounts changed since the run in this folder, and by how much
    #[arg(long, value_name = "OLDDIR", value_hint = ValueHint::DirPath)]
    pub(super) compare_with: Option<PathBuf>,
    /// Encoding of a CSV that is not UTF-8, for example windows-1252 (any label of the WHATWG's
    /// list)
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    pub(super) encoding: Option<TextEncoding>,
    /// What to do with rows that a workbook hides, by hand or by a filter; they are counted
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = HiddenArgument::Price)]
    pub(super) hidden: HiddenArgument,
    /// Put the rows of each account together first, by a sort on the disk of DIR; without it, an
    /// account that comes back later in the table is rejected
    #[arg(long)]
    pub(super) group: bool,
    /// Number of threads; by default one per processor
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<NonZero<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DocumentArgument {
    Pdf,
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum HiddenArgument {
    /// Price them like all others
    Price,
    /// Leave them out
    Skip,
}

impl HiddenArgument {
    pub(super) const fn rows(self) -> HiddenRows {
        match self {
            Self::Price => HiddenRows::Price,
            Self::Skip => HiddenRows::Skip,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArgument {
    /// Text, for spreadsheets and everything else
    Csv,
    /// Typed columns, for databases
    Parquet,
    /// One workbook, batch.xlsx, with a sheet for each table
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CsvArgument {
    /// Commas between cells, points in numbers
    Plain,
    /// As Excel opens it by a double click: with a byte order mark, and with semicolons and decimal
    /// commas where the table has those
    Excel,
}

#[derive(Debug, Args)]
pub(super) struct ComplianceArguments {
    /// A table of products, as for `batch` (`-` for standard input)
    #[arg(value_name = "INPUT", value_hint = ValueHint::FilePath)]
    pub(super) input: PathBuf,
    /// Folder for compliance.csv, compliance.html and rejects.csv; it must be empty or not exist
    /// yet
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: PathBuf,
    /// A map (TOML) that says which columns of the table are which, as for `batch`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) map: Option<PathBuf>,
    /// The same table, with the same map, at an earlier time: find licences that moved between
    /// accounts since then
    #[arg(long, value_name = "OLD", value_hint = ValueHint::FilePath)]
    pub(super) compare_with: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(super) listen: SocketAddr,
    /// Brand file with the name, address, logo and colour of the sender
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) brand: Option<PathBuf>,
    #[command(flatten)]
    pub(super) fonts: FontFlags,
    /// Requests per second from one address (for IPv6, one /64 network), in bursts of up to five
    /// times as many; 0 for no limit
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) rate: u32,
    /// A proxy, or a network of proxies, whose `X-Forwarded-For` is trusted to name the client;
    /// can be repeated
    #[arg(long, value_name = "NETWORK", value_parser = network)]
    pub(super) trusted_proxy: Vec<IpNet>,
    /// A page that may show the estimator in a frame, and whose script may ask its API, by its
    /// origin, for example https://www.example.com; can be repeated
    #[arg(long, value_name = "ORIGIN")]
    pub(super) embed_origin: Vec<EmbedOrigin>,
    /// Maximum number of open connections; any more get status 503
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    #[arg(value_parser = value_parser!(u16).range(1..))]
    pub(super) connections: u16,
    /// Threads that price requests and make documents; by default one per processor
    #[arg(long, value_name = "N")]
    pub(super) workers: Option<NonZeroU8>,
}

/// A request file, or one product by flags.
#[derive(Debug, Args)]
pub(super) struct RequestArguments {
    /// A request in TOML or JSON (`-` for standard input); leave it out to use the flags below
    #[arg(value_name = "REQUEST", value_hint = ValueHint::FilePath)]
    pub(super) file: Option<PathBuf>,
    /// Language of the documents (en, en-US, nl, de or fr), instead of the request's own
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub(super) language: Option<Language>,
    #[command(flatten)]
    pub(super) holding: HoldingFlags,
}

#[derive(Debug, Args)]
pub(super) struct BookArguments {
    #[command(subcommand)]
    pub(super) command: BookCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum BookCommand {
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
pub(super) struct NewArguments {
    /// The book to begin from: a shipped one or a vendor's policy by its ID or file name, one of
    /// --books, or a file
    #[arg(long, value_name = "NAME")]
    pub(super) like: String,
    /// File for the new book; it must not exist yet
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) into: PathBuf,
    #[command(flatten)]
    pub(super) head: HeadArguments,
}

#[derive(Debug, Args)]
pub(super) struct HeadArguments {
    /// ID of the book
    #[arg(long, value_name = "ID", value_parser = book_id)]
    pub(super) id: Option<String>,
    /// Version of the book
    #[arg(long, value_name = "VERSION")]
    pub(super) version: Option<String>,
    /// First day on which the book is in force
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) effective_from: Option<Date>,
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// A table of prices: CSV (also compressed with gzip or zstd) or XLSX (`-` for standard input);
    /// with --uplift, the price book whose prices are raised, by its file or ID
    #[arg(value_name = "PRICES", value_hint = ValueHint::FilePath)]
    pub(super) prices: PathBuf,
    /// A map: a TOML file that says which columns of PRICES are which, which sheet and row they
    /// stand in, and how the table writes prices
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "uplift")]
    pub(super) map: Option<PathBuf>,
    /// The price book: one that is there is changed, another one is made; with --uplift, the file
    /// of the new version, which must not exist yet
    #[arg(long, value_name = "BOOK", value_hint = ValueHint::FilePath)]
    pub(super) into: PathBuf,
    /// Where BOOK is not there yet: the book whose rules it begins with, by its ID or file name; by
    /// default the sample inside the program, or the only book of --books
    #[arg(long, value_name = "NAME", conflicts_with = "uplift")]
    pub(super) like: Option<String>,
    /// Make a new version of the book PRICES with every SRP raised by this percentage
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    #[arg(requires_all = ["version", "effective_from"])]
    pub(super) uplift: Option<Percent>,
    /// What raised prices are rounded to a multiple of, by the book's own rounding: for example
    /// 0.50, or JPY=100 for one currency; can be repeated; by default the smallest amount
    #[arg(long, value_name = "STEP", requires = "uplift", value_parser = price_step)]
    pub(super) round_to: Vec<PriceStep>,
    #[command(flatten)]
    pub(super) head: HeadArguments,
}

/// Which version of a book is meant.
#[derive(Debug, Args)]
pub(super) struct VersionArguments {
    /// This version, instead of the one in force
    #[arg(long, value_name = "VERSION", conflicts_with = "on")]
    pub(super) version: Option<String>,
    /// The version in force on this day, instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) on: Option<Date>,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// ID of the book, or its file; optional when only one book is loaded
    #[arg(value_name = "ID")]
    pub(super) id: Option<String>,
    #[command(flatten)]
    pub(super) which: VersionArguments,
    /// Write the prices as a workbook
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    #[arg(required_unless_present = "csv")]
    pub(super) xlsx: Option<PathBuf>,
    /// Write the prices as CSV (`-` for standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) csv: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ShowArguments {
    /// ID of the book; optional when only one is loaded
    #[arg(value_name = "ID")]
    pub(super) id: Option<String>,
    #[command(flatten)]
    pub(super) which: VersionArguments,
    /// Print the file as it is
    #[arg(long, conflicts_with = "json")]
    pub(super) toml: bool,
    /// Print the whole file as JSON
    #[arg(long)]
    pub(super) json: bool,
}
