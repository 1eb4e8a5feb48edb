//! `register send`: drafts go out.

use std::path::Path;

use crate::cli::args::SendArguments;
use crate::cli::error::{CommandError, CommandResult, say};
use crate::cli::global::Global;
use crate::cli::output::{Output, OutputFlags, publish};
use crate::engine::quote::SealStage;
use crate::files;
use crate::register::{RegisterError, RevisionRow, ShownStatus, ToSend};

use super::document::DocumentDesk;
use super::list::csv_of;
use super::opened::Opened;

/// A draft that was sent.
struct SentDocument {
    revision: RevisionRow,
    customer: String,
    org_id: String,
    pdf: Vec<u8>,
}

pub(super) fn send(global: &Global, opened: &mut Opened, given: &SendArguments) -> CommandResult {
    OutputFlags::of(&[("pdf", &given.pdf)]).check(None)?;
    let desk = DocumentDesk::of(global, given.brand.as_deref(), &given.fonts)?;
    if let (Some(run), Some(out)) = (&given.run, &given.out) {
        return send_run(opened, &desk, run, out);
    }
    let Some(number) = &given.number else { return Ok(()) };
    let sent = send_one(opened, &desk, number)?;
    say(&format!("{} is sent\n", sent.revision.document()));
    match &given.pdf {
        Some(path) => publish(vec![Output { path: path.clone(), bytes: sent.pdf }]),
        None => Ok(()),
    }
}

/// Draws the PDF of the newest revision, then sends it: nothing is drawn while others wait.
fn send_one(
    opened: &mut Opened,
    desk: &DocumentDesk,
    number: &str,
) -> Result<SentDocument, CommandError> {
    let (history, _) = opened.register.history(number, opened.now)?;
    let Some((revision, _, _)) = history.revisions.last().cloned() else {
        return Err(RegisterError::unknown("quote", number).into());
    };
    let number = &history.quote.number;
    // What may not be sent is told before anything is drawn.
    opened.register.check_send(&opened.actor, number, opened.now)?;
    let pdf = desk.pdf(opened, &revision, SealStage::Sent)?;
    let given = ToSend { quote_sha256: &revision.quote_sha256, pdf: &pdf, link_sha256: None };
    opened.register.send(&opened.actor, number, given, opened.now)?;
    Ok(SentDocument {
        revision,
        customer: history.quote.customer,
        org_id: history.quote.org_id.unwrap_or_default(),
        pdf,
    })
}

/// What became of a quote of a run.
enum OfRun {
    /// It was sent now, or before by a run of this that was stopped: its files are made again.
    Sent(Box<SentDocument>),
    /// It is left, with what is shown of it.
    Left(String, ShownStatus),
}

/// The heads of send.csv.
const HEADS: [&str; 11] = [
    "document",
    "customer",
    "org_id",
    "contact",
    "email",
    "currency",
    "subtotal",
    "tax",
    "total",
    "valid_through",
    "pdf",
];

/// Sends what is ready of a run, and writes what a mail merge needs.
fn send_run(opened: &mut Opened, desk: &DocumentDesk, run: &str, out: &Path) -> CommandResult {
    let numbers = opened.register.numbers_of_run(run)?;
    if numbers.is_empty() {
        return Err(CommandError::usage(
            format!("there is no run `{run}`"),
            "`reinstate register list --csv` names the runs",
        ));
    }
    files::create_folder(out)?;
    let (mut rows, mut left) = (Vec::new(), 0_u64);
    for number in numbers {
        match of_run(opened, desk, &number)? {
            OfRun::Sent(sent) => {
                let name = format!("{}.pdf", sent.revision.document());
                rows.push(merge_row(opened, &sent, &name)?);
                publish(vec![Output { path: out.join(name), bytes: sent.pdf }])?;
            }
            OfRun::Left(document, shown) => {
                left = left.saturating_add(1);
                say(&format!("{document} is not sent: {}\n", shown.word()));
            }
        }
    }
    let count = rows.len();
    publish(vec![Output { path: out.join("send.csv"), bytes: csv_of(&HEADS, rows)? }])?;
    say(&format!("{count} in send.csv, {left} left\n"));
    Ok(())
}

fn of_run(opened: &mut Opened, desk: &DocumentDesk, number: &str) -> Result<OfRun, CommandError> {
    let (history, _) = opened.register.history(number, opened.now)?;
    let newest = history.revisions.last().cloned();
    let (revision, shown, _) =
        newest.ok_or_else(|| CommandError::from(RegisterError::unknown("quote", number)))?;
    if shown == ShownStatus::Ready {
        return send_one(opened, desk, number).map(|sent| OfRun::Sent(Box::new(sent)));
    }
    let pdf = match shown {
        ShownStatus::Sent => opened.register.pdf(number, revision.rev)?,
        ShownStatus::WaitingForApproval
        | ShownStatus::ApprovalRefused
        | ShownStatus::Ready
        | ShownStatus::Lapsed
        | ShownStatus::Expired
        | ShownStatus::Accepted
        | ShownStatus::Declined
        | ShownStatus::Withdrawn
        | ShownStatus::Superseded
        | ShownStatus::Annulled => None,
    };
    let Some(pdf) = pdf else { return Ok(OfRun::Left(revision.document(), shown)) };
    Ok(OfRun::Sent(Box::new(SentDocument {
        revision,
        customer: history.quote.customer,
        org_id: history.quote.org_id.unwrap_or_default(),
        pdf,
    })))
}

fn merge_row(
    opened: &Opened,
    sent: &SentDocument,
    name: &str,
) -> Result<Vec<String>, CommandError> {
    let revision = &sent.revision;
    let (contact, email) = opened.contact(revision)?;
    Ok(vec![
        revision.document(),
        sent.customer.clone(),
        sent.org_id.clone(),
        contact,
        email,
        revision.total.currency().code().to_owned(),
        revision.subtotal.to_string(),
        revision.tax.to_string(),
        revision.total.to_string(),
        revision.valid_through.to_string(),
        name.to_owned(),
    ])
}
