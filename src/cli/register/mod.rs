//! `register`: quotes that are kept.

mod account;
mod add;
mod close;
mod columns;
mod decide;
mod document;
mod export;
mod init;
mod key;
mod link;
mod list;
mod mail;
mod migrate;
mod opened;
mod random;
mod run;
mod send;
mod show;
mod verify;

use super::args::{RegisterArguments, RegisterCommand};
use super::error::CommandResult;
use super::global::Global;
use opened::Opened;

pub(super) fn register(global: &Global, wanted: &RegisterArguments) -> CommandResult {
    if let RegisterCommand::Init(init) = &wanted.command {
        return init::init(global, wanted, init);
    }
    if let RegisterCommand::Migrate(given) = &wanted.command {
        return migrate::migrate(global, wanted, given);
    }
    let mut opened = Opened::of(global, wanted)?;
    match &wanted.command {
        RegisterCommand::Init(_) | RegisterCommand::Migrate(_) => Ok(()),
        RegisterCommand::Add(given) => add::add(global, &mut opened, given),
        RegisterCommand::Revise(given) => add::revise(global, &mut opened, given),
        RegisterCommand::Approvals(output) => list::approvals(&opened, output),
        RegisterCommand::Approve(given) => decide::approve(&mut opened, given),
        RegisterCommand::Refuse(given) => decide::refuse(&mut opened, given),
        RegisterCommand::Send(given) => send::send(global, &mut opened, given),
        RegisterCommand::Accept(given) => close::accept(&mut opened, given),
        RegisterCommand::Decline(given) => close::decline(&mut opened, given),
        RegisterCommand::Withdraw(given) => close::withdraw(&mut opened, given),
        RegisterCommand::Annul(given) => close::annul(&mut opened, given),
        RegisterCommand::List(given) => list::list(&opened, given),
        RegisterCommand::Show(given) => show::show(global, &opened, given),
        RegisterCommand::Pipeline(output) => list::pipeline(&opened, output),
        RegisterCommand::Verify(given) => verify::verify(&opened, given),
        RegisterCommand::Head(given) => verify::head(&opened, given),
        RegisterCommand::Export(given) => export::export(&opened, &given.folder),
        RegisterCommand::Backup(given) => export::back_up(&opened, &given.file),
        RegisterCommand::Erase(given) => close::erase(&mut opened, given),
        RegisterCommand::Key(given) => key::key(&mut opened, &given.command),
        RegisterCommand::Account(given) => account::account(&mut opened, &given.command),
    }
}
