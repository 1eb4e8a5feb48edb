//! `man`: the page of the program or of one of its commands, in roff.

use super::args::command;
use super::error::{CommandError, CommandResult};
use super::output::print_bytes;

pub(super) fn man(page: &[String]) -> CommandResult {
    let mut wanted = command();
    wanted.build();
    let mut words = vec!["reinstate"];
    for word in page {
        let Some(found) = wanted.find_subcommand(word) else {
            let known: Vec<&str> = wanted.get_subcommands().map(clap::Command::get_name).collect();
            return Err(CommandError::usage(
                format!("`{}` has no command `{word}`", words.join(" ")),
                match known.as_slice() {
                    [] => format!("see `{} --help`", words.join(" ")),
                    known => format!("its commands are {}", known.join(", ")),
                },
            ));
        };
        wanted = found.clone();
        words.push(word);
    }
    let page = clap_mangen::Man::new(wanted.bin_name(words.join(" "))).title(words.join("-"));
    let mut text = Vec::new();
    page.render(&mut text)
        .map_err(|source| CommandError::Stream { action: "write the manual", source })?;
    print_bytes(&text)
}
