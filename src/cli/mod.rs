//! The command line: arguments in, exit code out. It alone reads the clock and the environment.

mod args;
mod book;
mod books;
mod compare;
mod diff;
mod error;
mod input;
mod output;
mod quote;
mod report;

use std::process::ExitCode;

use clap::Parser;

pub use args::command;
use args::{Arguments, Command};
use error::Failure;

/// Runs the program on the arguments of its process.
#[must_use]
pub fn run() -> ExitCode {
    error::report_bugs_plainly();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return error::usage(&error),
    };
    let done = match &arguments.command {
        Command::Quote(wanted) => quote::quote(&arguments.global, wanted),
        Command::Explain(wanted) => quote::explain(&arguments.global, wanted),
        Command::Compare(wanted) => compare::compare(&arguments.global, wanted),
        Command::Book(wanted) => book::book(&arguments.global, wanted),
        Command::Completions { shell } => output::completions(*shell),
        Command::Man { page } => output::man(page.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.exit(),
    }
}

/// What a command ends with.
type Done = Result<(), Failure>;
