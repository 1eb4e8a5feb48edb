//! `register key`: what programs show to be an account.

use serde::Serialize;

use crate::cli::args::{JsonSwitch, KeyCommand};
use crate::cli::error::{CommandResult, say};
use crate::cli::output::print;
use crate::cli::safe::safe;
use crate::cli::table::table;
use crate::document::text::Side::Left;
use crate::engine::calendar::Date;

use super::list::print_json;
use super::opened::Opened;
use super::random::random;

pub(super) fn key(opened: &mut Opened, command: &KeyCommand) -> CommandResult {
    match command {
        KeyCommand::Make { holder, expires } => make(opened, holder, *expires),
        KeyCommand::Revoke { id } => {
            opened.register.revoke_key(&opened.actor, id, opened.now())?;
            say(&format!("the key {} is revoked\n", safe(id)));
            Ok(())
        }
        KeyCommand::List(given) => list(opened, given),
    }
}

/// The key goes to standard output, and is nowhere else.
fn make(opened: &mut Opened, holder: &str, last_day: Option<Date>) -> CommandResult {
    let random = random()?;
    let now = opened.now();
    let made = opened.register.make_key(&opened.actor, holder, (&random, last_day), now)?;
    print(&format!("{}\n", made.secret))?;
    let until = last_day.map_or_else(String::new, |day| format!(", through {day}"));
    say(&format!(
        "the key {} is for {}{until}; it is shown this once, and kept nowhere\n",
        made.kept.id,
        safe(holder)
    ));
    Ok(())
}

fn list(opened: &Opened, given: &JsonSwitch) -> CommandResult {
    let keys = opened.register.keys(opened.now())?;
    if given.json {
        #[derive(Serialize)]
        struct KeyJson<'a> {
            id: &'a str,
            account: &'a str,
            standing: &'static str,
            made_at: &'a str,
            expires_at: Option<&'a str>,
            revoked_at: Option<&'a str>,
        }
        #[derive(Serialize)]
        struct KeysJson<'a> {
            keys: Vec<KeyJson<'a>>,
        }
        let keys = keys.iter().map(|(key, standing)| KeyJson {
            id: &key.id,
            account: &key.account,
            standing: standing.word(),
            made_at: &key.made_at,
            expires_at: key.expires_at.as_deref(),
            revoked_at: key.revoked_at.as_deref(),
        });
        return print_json(&KeysJson { keys: keys.collect() });
    }
    if keys.is_empty() {
        return print("no keys\n");
    }
    let rows: Vec<Vec<String>> = keys
        .into_iter()
        .map(|(key, standing)| {
            let ends = key.expires_at.unwrap_or_else(|| "never".to_owned());
            vec![key.id, key.account, standing.word().to_owned(), key.made_at, ends]
        })
        .collect();
    let heads = ["key", "account", "status", "made", "expires"];
    print(&table("", &heads.map(|head| (head, Left)), &rows))
}
