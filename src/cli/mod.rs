//! The command line: arguments in, exit code out. It alone reads the clock and the environment.
//!
//! What a command was asked for is in `args`, what it does in a file of its own, and what is said
//! when it fails, with the exit code, in `error`.

mod args;
mod base_url;
mod batch;
mod book;
mod books;
mod brand;
mod clock;
mod compare;
mod completions;
mod compliance;
mod config;
mod config_file;
mod error;
mod explain;
mod flags;
mod fonts;
mod global;
mod input;
mod man;
mod output;
mod quote;
mod refusals;
#[cfg(feature = "register")]
mod register;
mod report;
mod safe;
mod serve;
mod table;
mod terminal;
mod values;
mod vendors;
mod verify;

use std::process::ExitCode;

use clap::Parser;

pub use args::command;
use args::{Arguments, Command};
use error::CommandResult;
use global::Global;

/// Runs the program on the arguments of its process.
#[must_use]
pub fn run() -> ExitCode {
    ExitCode::from(error::guarded(|| {
        let arguments = match Arguments::try_parse() {
            Ok(arguments) => arguments,
            Err(error) => return error::usage(&error),
        };
        match run_command(&arguments) {
            Ok(()) => error::DONE,
            Err(failure) => failure.report(),
        }
    }))
}

fn run_command(arguments: &Arguments) -> CommandResult {
    let global = || Global::of(&arguments.global);
    match &arguments.command {
        Command::Quote(wanted) => quote::quote(&global()?, wanted),
        Command::Explain(wanted) => explain::explain(&global()?, wanted),
        Command::Compare(wanted) => compare::compare(&global()?, wanted),
        Command::Verify(wanted) => verify::verify(&global()?, wanted),
        Command::Book(wanted) => book::book(&global()?, &wanted.command),
        Command::Batch(wanted) => batch::batch(&global()?, wanted),
        Command::Compliance(wanted) => compliance::compliance(&global()?, wanted),
        Command::Serve(wanted) => serve::serve(&global()?, wanted),
        #[cfg(feature = "register")]
        Command::Register(wanted) => register::register(&global()?, wanted),
        Command::Config(wanted) => config::config(&global()?, wanted),
        Command::Completions { shell } => completions::completions(*shell),
        Command::Man { page } => man::man(page),
    }
}
