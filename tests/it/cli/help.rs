//! Help, manual pages and completions.

use super::Desk;

/// Each command with the words that lead to it.
fn commands(command: &clap::Command, words: &[String], found: &mut Vec<(Vec<String>, String)>) {
    let text = |help: Option<&clap::builder::StyledStr>| help.map(ToString::to_string);
    found.push((words.to_vec(), text(command.get_after_help()).unwrap_or_default()));
    for inner in command.get_subcommands() {
        let words = [words, &[inner.get_name().to_owned()]].concat();
        commands(inner, &words, found);
    }
}

#[test]
fn every_command_has_help_with_an_example_and_a_manual_page() {
    let desk = Desk::new();
    let mut all = Vec::new();
    commands(&reinstate::cli::command(), &[], &mut all);
    assert!(all.len() >= 11, "{all:?}");
    for (words, after_help) in all {
        let example = ["reinstate".to_owned()].into_iter().chain(words.iter().cloned());
        let example = example.collect::<Vec<_>>().join(" ");
        let has_example = after_help.contains("Example")
            // Flags of the program may stand before the words of a command.
            && words.iter().all(|word| after_help.contains(word.as_str()));
        assert!(has_example, "`{example}` has no example of itself:\n{after_help}");
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let help = desk.run(&[&words[..], &["--help"]].concat()).expect(0, &[]);
        assert!(help.out.contains("Example"), "{}", help.out);
        assert!(help.out.lines().all(|line| line.chars().count() <= 100), "{}", help.out);
        let page = desk.run(&[&["man"][..], &words].concat()).expect(0, &[]);
        assert!(page.out.contains(&format!(".TH {}", example.replace(' ', "-"))), "{}", page.out);
    }
    desk.run(&["man", "quoet"]).expect(2, &["`reinstate` has no command `quoet`"]);
}

#[test]
fn shells_are_helped_to_complete() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let done = desk.run(&["completions", shell]).expect(0, &[]);
        for word in ["quote", "covered-through", "check"] {
            assert!(done.out.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn without_a_command_the_help_is_shown_as_wrong_usage() {
    let desk = Desk::new();
    desk.run(&[])
        .expect(2, &["Usage: reinstate", "Exit codes:", "REINSTATE_BOOKS", "reinstate.toml"]);
    desk.run(&["book"]).expect(2, &["Usage: reinstate book"]);
    desk.run(&["qoute"]).expect(2, &["a similar subcommand exists: 'quote'"]);
    desk.run(&["quote", "--ownd", "5"]).expect(2, &["a similar argument exists: '--owned'"]);
    let version = desk.run(&["--version"]).expect(0, &[]);
    assert_eq!(version.out, format!("reinstate {}\n", env!("CARGO_PKG_VERSION")));
}
