//! The `reinstate` command: hands the arguments to the command line of the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    reinstate::cli::run()
}
