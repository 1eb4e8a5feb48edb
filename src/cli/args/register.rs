//! What is asked of the register.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use crate::cli::base_url::BaseUrl;
use crate::cli::values::{date, days, head, mailbox, percent};
use crate::engine::calendar::Date;
use crate::engine::percent::Percent;
use crate::register::{DEFAULT_FORMAT, LogHead, Mailbox};

use super::batch::RowsArguments;
use super::documents::FontFlags;
use super::request::RequestArguments;

#[derive(Debug, Args)]
pub(in crate::cli) struct RegisterArguments {
    /// The register: a file that `register init` made, or postgres://USER@HOST/DATABASE
    #[arg(long, global = true, display_order = 80)]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) register: Option<PathBuf>,
    /// Act as this account [default: the user of the system]
    #[arg(long = "as", global = true, display_order = 81, value_name = "ACCOUNT")]
    pub(in crate::cli) account: Option<String>,
    #[command(subcommand)]
    pub(in crate::cli) command: RegisterCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RegisterCommand {
    /// Make a register, with you as its admin
    #[command(after_help = "Example:\n  \
        reinstate register init --register quotes.db --zone Europe/Amsterdam")]
    Init(InitArguments),
    /// Price a request, and register it as a quote with a number
    #[command(after_help = "Examples:\n  \
        reinstate register add request.toml\n  \
        reinstate register add --batch renewals.csv --run december")]
    Add(AddArguments),
    /// Make the next revision of a quote
    #[command(after_help = "Example:\n  \
        reinstate register revise Q-2026-00042 request.toml")]
    Revise(ReviseArguments),
    /// List the drafts that wait for an approval
    #[command(after_help = "Example:\n  reinstate register approvals --csv")]
    Approvals(ListOutput),
    /// Approve a draft
    #[command(after_help = "Example:\n  \
        reinstate register approve Q-2026-00042 --reason \"agreed with the board\"")]
    Approve(DecideArguments),
    /// Refuse to approve a draft
    #[command(after_help = "Example:\n  \
        reinstate register refuse Q-2026-00042 --reason \"the discount is too high\"")]
    Refuse(DecideArguments),
    /// Send a draft: draw its PDF, keep it, and let the quote stand
    #[command(after_help = "Examples:\n  \
        reinstate register send Q-2026-00042 --brand brand.toml --pdf quote.pdf\n  \
        reinstate register send Q-2026-00042 --base-url https://quotes.example.com\n  \
        reinstate register send Q-2026-00042 --base-url https://quotes.example.com --resend\n  \
        reinstate register send Q-2026-00042 --eml quote.eml --to e.jansen@example.com\n  \
        reinstate register send --run december --brand brand.toml --out december/\n\n\
        The PDF, or the message, is mailed with your own mail program.")]
    Send(SendArguments),
    /// Record that the customer accepted a quote
    #[command(after_help = "Examples:\n  \
        reinstate register accept Q-2026-00042 --by \"E. Jansen\" --po 4500012345\n  \
        reinstate register accept Q-2026-00042 --by \"E. Jansen\" --proof order.pdf")]
    Accept(AcceptArguments),
    /// Record that the customer does not want a quote
    #[command(after_help = "Example:\n  \
        reinstate register decline Q-2026-00042 --reason price")]
    Decline(DeclineArguments),
    /// Take a quote back
    #[command(after_help = "Example:\n  \
        reinstate register withdraw Q-2026-00042 --reason \"the customer moved\"")]
    Withdraw(ReasonArguments),
    /// Undo an acceptance
    #[command(after_help = "Example:\n  \
        reinstate register annul Q-2026-00042 --reason \"the order was cancelled\"")]
    Annul(ReasonArguments),
    /// List quotes, the next to end first
    #[command(after_help = "Examples:\n  \
        reinstate register list --status sent --due-within 14d\n  \
        reinstate register list --customer example --csv")]
    List(ListArguments),
    /// Show a quote, or one of its revisions
    #[command(after_help = "Examples:\n  \
        reinstate register show Q-2026-00042\n  \
        reinstate register show Q-2026-00042 --history\n  \
        reinstate register show Q-2026-00042-1 --json > quote.json\n  \
        reinstate register show Q-2026-00042-2 --pdf quote.pdf")]
    Show(ShowQuoteArguments),
    /// Show what each month brings: quotes and sums by their last day and status
    #[command(after_help = "Example:\n  reinstate register pipeline --csv")]
    Pipeline(ListOutput),
    /// Verify the log and the tables, and with --recompute every amount
    #[command(after_help = "Examples:\n  \
        reinstate register verify --recompute\n  \
        reinstate register verify --head 4711:9f3c…\n\n\
        Exit codes: 0 nothing is wrong, 1 something is, 3 the register cannot be read")]
    Verify(VerifyRegisterArguments),
    /// Print the head of the log, to be noted elsewhere
    #[command(after_help = "Example:\n  reinstate register head >> heads.txt")]
    Head(JsonSwitch),
    /// Write quotes, revisions and acceptances as CSV and the log as JSON lines to a new folder
    #[command(after_help = "Example:\n  reinstate register export november/")]
    Export(ExportRegisterArguments),
    /// Write a copy of the whole register to a new file
    #[command(after_help = "Example:\n  reinstate register backup quotes-2026-11-29.db")]
    Backup(BackupArguments),
    /// Bring a register of an earlier version up to date, with a backup of what it was
    #[command(after_help = "Examples:\n  \
        reinstate register migrate\n  \
        reinstate register migrate --backup quotes-before.db\n  \
        pg_dump --format=custom --file=quotes.dump quotes && reinstate register migrate --dumped")]
    Migrate(MigrateArguments),
    /// Erase the content of a quote; its number and its log stay
    #[command(after_help = "Example:\n  \
        reinstate register erase Q-2026-00042 --reason \"asked for by the customer\"")]
    Erase(EraseArguments),
    /// Add, end and list accounts
    #[command(
        arg_required_else_help = true,
        after_help = "Example:\n  reinstate register account add anna --role approver --limit 10%"
    )]
    Account(AccountArguments),
    /// Make, revoke and list the keys of accounts, for programs
    #[command(
        arg_required_else_help = true,
        after_help = "Example:\n  reinstate register key make anna --expires 2027-12-31"
    )]
    Key(KeyArguments),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct InitArguments {
    /// Where the days of its quotes end, for example Europe/Amsterdam
    #[arg(long, value_name = "ZONE")]
    pub(in crate::cli) zone: String,
    /// Its name [default: the name of the file]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) name: Option<String>,
    /// The format of its numbers: A–Z, 0–9, `-`, {year} and {n}
    #[arg(long, value_name = "FORMAT", default_value = DEFAULT_FORMAT)]
    pub(in crate::cli) number: String,
    /// Take quotes from books with sample prices, for trying it out
    #[arg(long)]
    pub(in crate::cli) samples: bool,
    /// Send no reinstatement before the vendor has approved it
    #[arg(long)]
    pub(in crate::cli) vendor_approval: bool,
    /// Keep accepted quotes for so many years at least
    #[arg(long, value_name = "YEARS", default_value_t = 7)]
    #[arg(value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(in crate::cli) retention_years: u32,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct AddArguments {
    /// Register a table of renewals: a quote for each account
    #[arg(long, value_name = "TABLE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) batch: Option<PathBuf>,
    /// The name of the run; the same table under the same name makes no quote twice
    /// [default: made of the table, the date, the price books and the flags]
    #[arg(long, value_name = "NAME", requires = "batch")]
    pub(in crate::cli) run: Option<String>,
    /// Write what became of each account to this file [default: register.csv beside the table]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "batch")]
    pub(in crate::cli) results: Option<PathBuf>,
    /// How the columns of the table are called, as for `batch --map`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "batch")]
    pub(in crate::cli) map: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) rows: RowsArguments,
    /// Say what would become of each account, and register nothing
    #[arg(long, requires = "batch")]
    pub(in crate::cli) dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) request: RequestArguments,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ReviseArguments {
    /// The number of the quote
    #[arg(value_name = "NUMBER")]
    pub(in crate::cli) number: String,
    /// Print the result as JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) request: RequestArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ApprovalArgument {
    /// The additional discount
    Concession,
    /// The vendor's agreement
    Vendor,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct DecideArguments {
    /// The number of the quote, or of the document that was looked at
    #[arg(value_name = "NUMBER")]
    pub(in crate::cli) number: String,
    /// Why; the vendor's reference, where it agreed
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) reason: String,
    /// Decide about this alone [default: all that is still open]
    #[arg(long, value_enum)]
    pub(in crate::cli) kind: Option<ApprovalArgument>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SendArguments {
    /// The number of the quote, or of the document that is meant
    #[arg(value_name = "NUMBER", required_unless_present = "run", conflicts_with = "run")]
    pub(in crate::cli) number: Option<String>,
    /// Brand file with the name, address, logo and colour of the sender
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) brand: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) fonts: FontFlags,
    /// Write the PDF that was sent to this file, too
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "run")]
    pub(in crate::cli) pdf: Option<PathBuf>,
    /// Make a link for the customer, at the address where the quotes are served, and print it
    #[arg(long, value_name = "URL", value_parser = BaseUrl::parse)]
    pub(in crate::cli) base_url: Option<BaseUrl>,
    /// Write a message with the PDF attached, which a mail program opens as a draft
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "run")]
    pub(in crate::cli) eml: Option<PathBuf>,
    /// The address that the message goes to [default: the customer's, as the request has it]
    #[arg(long, value_name = "ADDRESS", value_parser = mailbox, requires = "eml")]
    pub(in crate::cli) to: Option<Mailbox>,
    /// Make another link for what was sent, and end the one before; the document stays as it is
    #[arg(long, conflicts_with = "run")]
    pub(in crate::cli) resend: bool,
    /// Send the ready quotes of this run
    #[arg(long, value_name = "NAME", requires = "out")]
    pub(in crate::cli) run: Option<String>,
    /// Write the PDFs of a run and send.csv, for the mail merge, to this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, requires = "run")]
    pub(in crate::cli) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct AcceptArguments {
    /// The number of the quote, or of the document that was accepted
    #[arg(value_name = "NUMBER")]
    pub(in crate::cli) number: String,
    /// Who accepted, by name
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) by: String,
    /// The number of the purchase order
    #[arg(long = "po", value_name = "NUMBER")]
    pub(in crate::cli) purchase_order: Option<String>,
    /// A file that shows it: PDF, PNG, JPEG or a mail (EML), up to 5 MiB
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) proof: Option<PathBuf>,
    /// Take it after its last day; an approver may, with a reason
    #[arg(long, requires = "reason")]
    pub(in crate::cli) late: bool,
    /// Why it is taken late
    #[arg(long, value_name = "TEXT", requires = "late")]
    pub(in crate::cli) reason: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct DeclineArguments {
    /// The number of the quote, or of the document that was declined
    #[arg(value_name = "NUMBER")]
    pub(in crate::cli) number: String,
    /// Why
    #[arg(long, value_enum)]
    pub(in crate::cli) reason: DeclineArgument,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DeclineArgument {
    Price,
    Competitor,
    NotNeeded,
    Postponed,
    NoAnswer,
    Other,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ReasonArguments {
    /// The number of the quote, or of the document that is meant
    #[arg(value_name = "NUMBER")]
    pub(in crate::cli) number: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) reason: String,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct EraseArguments {
    /// The number of the quote
    #[arg(value_name = "NUMBER")]
    pub(in crate::cli) number: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) reason: String,
}

/// How a list is printed.
#[derive(Debug, Args)]
pub(in crate::cli) struct ListOutput {
    /// Print it as CSV
    #[arg(long, conflicts_with = "json")]
    pub(in crate::cli) csv: bool,
    /// Print it as JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct JsonSwitch {
    /// Print it as JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ListArguments {
    /// Those with this status, for example sent or expired; more with commas
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub(in crate::cli) status: Vec<String>,
    /// Those whose customer has this in its name, or this ORG ID
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) customer: Option<String>,
    /// Those that are open and end within so many days, for example 14d
    #[arg(long, value_name = "DAYS", value_parser = days)]
    pub(in crate::cli) due_within: Option<u32>,
    /// Those of this run
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) run: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) output: ListOutput,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ShowQuoteArguments {
    /// The number of the quote, or of one of its documents
    #[arg(value_name = "NUMBER")]
    pub(in crate::cli) number: String,
    /// Print the JSON that was sealed, byte for byte
    #[arg(long, conflicts_with_all = ["history", "pdf"])]
    pub(in crate::cli) json: bool,
    /// Print all that happened to it
    #[arg(long, conflicts_with = "pdf")]
    pub(in crate::cli) history: bool,
    /// Write the PDF that was sent, or that of the draft, to a file (`-` for standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) pdf: Option<PathBuf>,
    /// Brand file, for the PDF of a draft
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) brand: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) fonts: FontFlags,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct VerifyRegisterArguments {
    /// Only this quote, and the log
    #[arg(value_name = "NUMBER")]
    pub(in crate::cli) number: Option<String>,
    /// An event that was noted elsewhere, as SEQ:HASH (the first digits of the hash are enough)
    #[arg(long, value_name = "SEQ:HASH", value_parser = head)]
    pub(in crate::cli) head: Option<LogHead>,
    /// Price every revision again, with the book that it was priced with
    #[arg(long)]
    pub(in crate::cli) recompute: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ExportRegisterArguments {
    /// A folder that is not there yet
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BackupArguments {
    /// A file that is not there yet
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) file: PathBuf,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct MigrateArguments {
    /// Write the backup to this file, which is not there yet
    /// [default: beside the register, with its schema in the name]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) backup: Option<PathBuf>,
    /// The register is in PostgreSQL, and pg_dump has written a backup of it
    #[arg(long, conflicts_with = "backup")]
    pub(in crate::cli) dumped: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct AccountArguments {
    #[command(subcommand)]
    pub(in crate::cli) command: AccountCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum AccountCommand {
    /// Add an account
    #[command(after_help = "Example:\n  \
        reinstate register account add anna --role approver --limit 10%")]
    Add(AddAccountArguments),
    /// End an account; what it did stays
    #[command(after_help = "Example:\n  reinstate register account end anna")]
    End {
        /// Its id
        #[arg(value_name = "ACCOUNT")]
        id: String,
    },
    /// List the accounts
    #[command(after_help = "Example:\n  reinstate register account list --json")]
    List(JsonSwitch),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RoleArgument {
    /// Registers and sends quotes
    Rep,
    /// Approves them
    Approver,
    /// Registers whole tables, and follows what became of them
    Finance,
    /// Keeps the register
    Admin,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct AddAccountArguments {
    /// Its id: the name of the person on the system
    #[arg(value_name = "ACCOUNT")]
    pub(in crate::cli) id: String,
    /// What it is for
    #[arg(long, value_enum)]
    pub(in crate::cli) role: RoleArgument,
    /// The name of the person [default: the id]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) name: Option<String>,
    /// The highest additional discount that it may approve [default: any]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(in crate::cli) limit: Option<Percent>,
    /// The name that a proxy gives the person, for `serve --user-header`
    #[arg(long, value_name = "USER")]
    pub(in crate::cli) proxy_user: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct KeyArguments {
    #[command(subcommand)]
    pub(in crate::cli) command: KeyCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum KeyCommand {
    /// Make a key for an account, and print it: this once
    #[command(after_help = "Example:\n  \
        reinstate register key make anna --expires 2027-12-31 > anna.key")]
    Make {
        /// The account that whoever shows the key is
        #[arg(value_name = "ACCOUNT")]
        holder: String,
        /// Its last day, in the zone of the register [default: it has no end]
        #[arg(long, value_name = "DATE", value_parser = date)]
        expires: Option<Date>,
    },
    /// Revoke a key: from now on it does not work
    #[command(after_help = "Example:\n  reinstate register key revoke 4f1c09d2ab7e")]
    Revoke {
        /// Its id, as `key list` prints it
        #[arg(value_name = "ID")]
        id: String,
    },
    /// List the keys; what is secret of them is not kept
    #[command(after_help = "Example:\n  reinstate register key list --json")]
    List(JsonSwitch),
}
