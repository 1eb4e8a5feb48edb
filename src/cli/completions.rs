//! `completions`: what a shell needs to complete commands and flags.

use clap_complete::Shell;

use super::args::command;
use super::error::CommandResult;
use super::output::print_bytes;

pub(super) fn completions(shell: Shell) -> CommandResult {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command(), "reinstate", &mut text);
    print_bytes(&text)
}
