//! What can be asked on the command line.

mod batch;
mod book;
mod documents;
#[cfg(feature = "register")]
mod register;
mod request;
mod serve;

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueHint};
use clap_complete::Shell;

use crate::engine::calendar::Date;

use super::values::date;

pub(super) use batch::{
    BatchArguments, BatchCommand, ComplianceArguments, CsvArgument, DocumentArgument,
    FormatArgument, RunArguments,
};
pub(super) use book::{
    BookArguments, BookCommand, ExportArguments, HeadArguments, ImportArguments, NewArguments,
    ShowArguments,
};
pub(super) use documents::{FontFlags, PaperArgument};
#[cfg(feature = "register")]
pub(super) use register::{
    AcceptArguments, AccountCommand, AddAccountArguments, AddArguments, ApprovalArgument,
    DecideArguments, DeclineArgument, DeclineArguments, EraseArguments, InitArguments, JsonSwitch,
    KeyCommand, ListArguments, ListOutput, MigrateArguments, ReasonArguments, RegisterArguments,
    RegisterCommand, ReviseArguments, RoleArgument, SendArguments, ShowQuoteArguments,
    VerifyRegisterArguments,
};
pub(super) use request::{CompareArguments, QuoteArguments, RequestArguments, VerifyArguments};
pub(super) use serve::ServeArguments;

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
        REINSTATE_BOOKS      a folder of price books, used without --books\n  \
        REINSTATE_FONTS      fonts for PDFs (paths, parted as in PATH), used without --font\n  \
        REINSTATE_REGISTER   the register, used without --register\n  \
        REINSTATE_NO_CONFIG  not empty: as --no-config\n  \
        NO_COLOR             no colour, even on a terminal\n\n\
        Configuration:\n  \
        reinstate.toml in the working folder, then in the user's configuration folder\n  \
        (see `reinstate config --help`); flags and the environment win over both\n\n\
        Exit codes:\n  \
        0 done, 1 refused by the rules or bad data, 2 wrong usage,\n  \
        3 a file cannot be read or written, 70 a bug"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: GlobalFlags,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The whole command, for completions and the manual.
#[must_use]
pub fn command() -> clap::Command {
    Arguments::command()
}

#[derive(Debug, Args)]
pub(super) struct GlobalFlags {
    /// Use the price books in this folder (all its .toml files), not the built-in samples
    #[arg(long, global = true, display_order = 90)]
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) books: Option<PathBuf>,
    /// The quote date, for example 2026-11-24; by default that of the request, or today
    #[arg(long, global = true, display_order = 91, value_name = "DATE", value_parser = date)]
    pub(super) quote_date: Option<Date>,
    /// Read no reinstate.toml, neither here nor in the user's configuration folder
    #[arg(long, global = true, display_order = 92)]
    pub(super) no_config: bool,
}

#[derive(Debug, Args)]
pub(super) struct ConfigArguments {
    /// Print it as JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Price a request, or one product given by flags
    #[command(after_help = "Examples:\n  \
        reinstate quote request.toml\n  \
        reinstate quote request.toml --brief\n  \
        reinstate quote request.json --html quote.html --pdf quote.pdf\n  \
        reinstate quote request.toml --brand brand.toml --ubl quotation.xml\n  \
        cat request.toml | reinstate quote - --json -\n  \
        reinstate quote --product-line virtual-apps-desktops --edition premium \\\n    \
        --owned 500 --covered-through 2026-03-31 --service-level select \\\n    \
        --term 3 --program easy --currency EUR\n\n\
        It prints the quote as a table, or three lines where it writes files.")]
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
    /// Keep quotes: numbers, revisions, approval, sending, acceptance, and a log of it all
    #[cfg(feature = "register")]
    #[command(
        arg_required_else_help = true,
        after_help = "Examples:\n  \
        reinstate register init --register quotes.db --zone Europe/Amsterdam\n  \
        export REINSTATE_REGISTER=quotes.db\n  \
        reinstate register add request.toml\n  \
        reinstate register list --due-within 14d\n  \
        reinstate register verify --recompute"
    )]
    Register(RegisterArguments),
    /// Show which price books, brand, fonts, language, paper and currency hold, and what says so
    #[command(after_help = "Examples:\n  \
        reinstate config\n  reinstate config --json\n\n\
        A reinstate.toml may have any of these keys, with paths from its own folder:\n  \
        books = \"prices\"           # as --books\n  \
        brand = \"brand.toml\"       # as --brand\n  \
        fonts = [\"NotoSans.ttf\"]   # as --font, at most four\n  \
        language = \"nl\"            # of requests that name none\n  \
        paper = \"a4\"               # as --paper: a4 or letter\n  \
        currency = \"EUR\"           # of requests that name none\n  \
        register = \"quotes.db\"     # as register --register\n\n\
        It is read in the working folder and in the user's configuration folder:\n  \
        ~/.config/reinstate/reinstate.toml, or below $XDG_CONFIG_HOME where that is set;\n  \
        on Windows %APPDATA%\\reinstate\\reinstate.toml.\n\
        A flag wins over the environment, that over the working folder, that over the user.")]
    Config(ConfigArguments),
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
