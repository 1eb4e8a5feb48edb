//! `register account`: who may do what.

use serde::Serialize;

use crate::cli::args::{AccountCommand, AddAccountArguments, JsonSwitch, RoleArgument};
use crate::cli::error::{CommandResult, say};
use crate::cli::output::print;
use crate::cli::safe::safe;
use crate::cli::table::table;
use crate::document::text::Side::Left;
use crate::register::{RegisterAccount, Role};

use super::list::print_json;
use super::opened::Opened;

pub(super) fn account(opened: &mut Opened, command: &AccountCommand) -> CommandResult {
    match command {
        AccountCommand::Add(given) => add(opened, given),
        AccountCommand::End { id } => {
            opened.register.end_account(&opened.actor, id, opened.now())?;
            say(&safe(&format!("the account {id} has ended")));
            say("\n");
            Ok(())
        }
        AccountCommand::List(given) => list(opened, given),
    }
}

fn add(opened: &mut Opened, given: &AddAccountArguments) -> CommandResult {
    let account = RegisterAccount {
        id: given.id.clone(),
        name: given.name.clone().unwrap_or_else(|| given.id.clone()),
        proxy_user: given.proxy_user.clone(),
        role: match given.role {
            RoleArgument::Rep => Role::Rep,
            RoleArgument::Approver => Role::Approver,
            RoleArgument::Finance => Role::Finance,
            RoleArgument::Admin => Role::Admin,
        },
        limit: given.limit,
        ended_at: None,
    };
    opened.register.add_account(&opened.actor, &account, opened.now())?;
    say(&safe(&format!("{} is {} now", account.id, account.role.word())));
    say("\n");
    Ok(())
}

fn list(opened: &Opened, given: &JsonSwitch) -> CommandResult {
    let accounts = opened.register.accounts()?;
    if given.json {
        #[derive(Serialize)]
        struct AccountJson<'a> {
            id: &'a str,
            name: &'a str,
            proxy_user: Option<&'a str>,
            role: &'static str,
            limit: Option<String>,
            ended_at: Option<&'a str>,
        }
        #[derive(Serialize)]
        struct AccountsJson<'a> {
            accounts: Vec<AccountJson<'a>>,
        }
        let accounts = accounts.iter().map(|one| AccountJson {
            id: &one.id,
            name: &one.name,
            proxy_user: one.proxy_user.as_deref(),
            role: one.role.word(),
            limit: one.limit.map(|limit| limit.to_string()),
            ended_at: one.ended_at.as_deref(),
        });
        return print_json(&AccountsJson { accounts: accounts.collect() });
    }
    let rows: Vec<Vec<String>> = accounts
        .into_iter()
        .map(|one| {
            let limit = one.limit.map_or_else(|| "any".to_owned(), |limit| limit.to_string());
            let may_approve = matches!(one.role, Role::Approver | Role::Admin);
            let limit = if may_approve { limit } else { "none".to_owned() };
            let ended = one.ended_at.unwrap_or_default();
            let user = one.proxy_user.unwrap_or_default();
            vec![one.id, one.role.word().to_owned(), limit, one.name, user, ended]
        })
        .collect();
    let heads = ["account", "role", "may approve", "name", "proxy user", "ended"];
    print(&table("", &heads.map(|head| (head, Left)), &rows))
}
