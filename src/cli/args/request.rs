//! What is asked of one request: to quote it, to explain it, to compare, and to verify.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::cli::flags::HoldingFlags;
use crate::cli::values::language;
use crate::engine::book::Language;

use super::documents::{DetailArgument, FontFlags, PaperArgument};

#[derive(Debug, Args)]
pub(in crate::cli) struct QuoteArguments {
    /// Write the quote as JSON (`-` for standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) json: Option<PathBuf>,
    /// Write the quote as a single HTML page (`-` for standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) html: Option<PathBuf>,
    /// Write the quote as PDF (`-` for standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) pdf: Option<PathBuf>,
    /// Write the quote as a UBL 2.5 quotation (XML; `-` for standard output); needs --brand
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) ubl: Option<PathBuf>,
    /// Brand file with the name, address, logo and colour of the sender
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) brand: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) fonts: FontFlags,
    /// Paper size of the PDF [default: letter in en-US, else a4]
    #[arg(long, value_enum, ignore_case = true)]
    pub(in crate::cli) paper: Option<PaperArgument>,
    /// How much the documents say
    #[arg(long, value_enum, default_value_t = DetailArgument::Full)]
    pub(in crate::cli) detail: DetailArgument,
    /// Print three lines, also where no file is written: what it costs, through when that stands,
    /// and the files
    #[arg(long, conflicts_with = "quiet")]
    pub(in crate::cli) brief: bool,
    /// Print nothing on standard output; what is wrong is told all the same
    #[arg(long)]
    pub(in crate::cli) quiet: bool,
    // Last, for its flags stand under a heading of their own.
    #[command(flatten)]
    pub(in crate::cli) request: RequestArguments,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CompareArguments {
    /// Write the comparison as JSON (`-` for standard output)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) json: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) request: RequestArguments,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct VerifyArguments {
    /// A quote as `quote --json` or `quote --pdf` writes it (`-` for standard input)
    #[arg(value_name = "QUOTE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) quote: PathBuf,
    /// Print the result as JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// A request file, or one product by flags.
#[derive(Debug, Args)]
pub(in crate::cli) struct RequestArguments {
    /// A request in TOML or JSON (`-` for standard input); leave it out to use the flags below
    #[arg(value_name = "REQUEST", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) file: Option<PathBuf>,
    /// Language of the documents (en, en-US, nl, de or fr), instead of the request's own
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub(in crate::cli) language: Option<Language>,
    #[command(flatten)]
    pub(in crate::cli) holding: HoldingFlags,
}
