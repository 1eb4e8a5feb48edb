//! What can be said of documents, by every command that makes them.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use crate::document::pdf::{Paper, PaperChoice};
use crate::document::sheet::Detail;

#[derive(Debug, Args)]
pub(in crate::cli) struct FontFlags {
    /// A font (TTF, OTF or TTC) for the PDF, for names with letters that the built-in font lacks;
    /// up to four, tried in their order; FILE#2 is the second font of a collection
    #[arg(long = "font", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) fonts: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum PaperArgument {
    A4,
    Letter,
}

impl PaperArgument {
    /// As it is typed.
    pub(in crate::cli) const fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "letter",
        }
    }

    /// What is chosen by a flag, or by leaving it out.
    pub(in crate::cli) fn choice(given: Option<Self>) -> PaperChoice {
        let paper = |given| match given {
            Self::A4 => Paper::A4,
            Self::Letter => Paper::Letter,
        };
        given.map(paper).into()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DetailArgument {
    /// What it costs and where to sign, with notes and conditions by reference
    Brief,
    /// Everything for the customer
    Full,
    /// With what is for the seller alone; marked on every page
    Internal,
}

impl DetailArgument {
    /// How much a sheet says.
    pub(in crate::cli) const fn detail(self) -> Detail {
        match self {
            Self::Brief => Detail::Brief,
            Self::Full => Detail::Full,
            Self::Internal => Detail::Internal,
        }
    }
}
