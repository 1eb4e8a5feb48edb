//! `register send`: drafts go out.

use std::path::Path;

use crate::cli::args::SendArguments;
use crate::cli::base_url::BaseUrl;
use crate::cli::brand::brand;
use crate::cli::error::{CommandError, CommandResult, say};
use crate::cli::global::Global;
use crate::cli::output::{Output, OutputFlags, print, publish};
use crate::engine::quote::SealStage;
use crate::files;
use crate::register::{LookedAt, RegisterError, RevisionRow, ShownStatus, ToSend};

use super::document::DocumentDesk;
use super::link::{NewLink, RunLinks};
use super::list::{csv_of, status_of};
use super::mail::MailDesk;
use super::opened::Opened;

/// A document that was sent.
struct SentDocument {
    revision: RevisionRow,
    customer: String,
    org_id: String,
    pdf: Vec<u8>,
    /// The link of the customer; empty where it has none.
    link: String,
    /// The message that it is mailed with, where one is wanted.
    message: Option<Vec<u8>>,
}

pub(super) fn send(global: &Global, opened: &mut Opened, given: &SendArguments) -> CommandResult {
    let flags = OutputFlags::of(&[("pdf", &given.pdf), ("eml", &given.eml)]);
    flags.check(None)?;
    let to = given.to.as_ref();
    let base = global.base_url(given.base_url.as_ref()).map(|held| held.value);
    if let (true, Some(number)) = (given.resend, &given.number) {
        let base = base.ok_or_else(|| {
            CommandError::usage(
                "--resend makes a link, and needs to know where it begins",
                "give --base-url URL, or `base_url` in reinstate.toml",
            )
        })?;
        let brand = brand(global, given.brand.as_deref())?;
        let mail = given.eml.as_ref().map(|_| MailDesk { brand: brand.as_ref(), to });
        let sent = renew(opened, number, &NewLink::of(&base)?, mail)?;
        return told(given, &flags, sent, "has a new link, and the one before has ended");
    }
    let desk = DocumentDesk::of(global, given.brand.as_deref(), &given.fonts)?;
    if let (Some(run), Some(out)) = (&given.run, &given.out) {
        return send_run(opened, &desk, (run, out), base.as_ref());
    }
    let Some(number) = &given.number else { return Ok(()) };
    let link = base.as_ref().map(NewLink::of).transpose()?;
    let mail = given.eml.as_ref().map(|_| MailDesk { brand: Some(desk.brand()), to });
    let sent = send_one(opened, &desk, number, (link, mail))?;
    told(given, &flags, sent, "is sent")
}

/// The link goes to standard output, unless a file is asked for there.
fn told(
    given: &SendArguments,
    flags: &OutputFlags<'_>,
    sent: SentDocument,
    what: &str,
) -> CommandResult {
    let SentDocument { revision, pdf, link, message, .. } = sent;
    let files = [(&given.pdf, Some(pdf)), (&given.eml, message)];
    let wanted = files
        .into_iter()
        .filter_map(|(path, bytes)| Some(Output { path: path.clone()?, bytes: bytes? }));
    publish(wanted.collect())?;
    say(&format!("{} {what}\n", revision.document()));
    match flags.on_standard_output() {
        _ if link.is_empty() => Ok(()),
        Some(_) => {
            say(&format!("its link is {link}\n"));
            Ok(())
        }
        None => print(&format!("{link}\n")),
    }
}

/// Draws the PDF of a draft, the newest revision unless another is named, then sends it: nothing is
/// drawn while others wait.
fn send_one(
    opened: &mut Opened,
    desk: &DocumentDesk,
    number: &str,
    (link, mail): (Option<NewLink>, Option<MailDesk<'_>>),
) -> Result<SentDocument, CommandError> {
    let (history, named) = opened.register.history(number, opened.now())?;
    // A document that is named is the one that is meant: a later one is not sent for it.
    let mut revisions = history.revisions.iter();
    let revision = match named {
        Some(rev) => revisions.find(|(one, _, _)| one.rev == rev),
        None => revisions.next_back(),
    };
    let Some((revision, _, _)) = revision.cloned() else {
        return Err(RegisterError::unknown("quote", number).into());
    };
    let number = &history.quote.number;
    // What may not be sent is told before anything is drawn.
    opened.register.check_send(&opened.actor, number, opened.now())?;
    let pdf = desk.pdf(opened, &revision, SealStage::Sent)?;
    let (address, link_sha256) = match &link {
        Some(link) => (Some(&*link.address), Some(&*link.sha256)),
        None => (None, None),
    };
    // All that can fail comes before it is sent.
    let message = mail.map(|mail| mail.message(opened, &revision, (address, &pdf))).transpose()?;
    let given = ToSend { quote_sha256: &revision.quote_sha256, pdf: &pdf, link_sha256 };
    opened.register.send(&opened.actor, number, given, opened.now())?;
    Ok(SentDocument {
        revision,
        customer: history.quote.customer,
        org_id: history.quote.org_id.unwrap_or_default(),
        pdf,
        link: link.map(|link| link.address).unwrap_or_default(),
        message,
    })
}

/// Gives what was sent another link. The PDF is the one that was kept.
fn renew(
    opened: &mut Opened,
    name: &str,
    link: &NewLink,
    mail: Option<MailDesk<'_>>,
) -> Result<SentDocument, CommandError> {
    let (history, named) = opened.register.history(name, opened.now())?;
    let rev = named.unwrap_or(history.shown_rev);
    let mut revisions = history.revisions.into_iter().map(|(revision, _, _)| revision);
    let revision = revisions.find(|one| one.rev == rev);
    let revision = revision.ok_or_else(|| RegisterError::unknown("quote", name))?;
    let pdf = opened.register.pdf(&revision.number, rev)?.unwrap_or_default();
    let shown = (Some(&*link.address), &*pdf);
    let message = mail.map(|mail| mail.message(opened, &revision, shown)).transpose()?;
    let looked_at =
        LookedAt { number: &revision.number, quote_sha256: Some(&revision.quote_sha256) };
    opened.register.renew_link(&opened.actor, looked_at, &link.sha256, opened.now())?;
    Ok(SentDocument {
        revision,
        customer: history.quote.customer,
        org_id: history.quote.org_id.unwrap_or_default(),
        pdf,
        link: link.address.clone(),
        message,
    })
}

/// What became of a quote of a run.
enum OfRun {
    /// It was sent now, or before by a run of this that was stopped: its files are made again.
    Sent(Box<SentDocument>),
    /// It is left, with what is shown of it.
    Left(String, String),
}

/// The heads of send.csv.
const HEADS: [&str; 12] = [
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
    "link",
];

/// Sends what is ready of a run, and writes what a mail merge needs.
fn send_run(
    opened: &mut Opened,
    desk: &DocumentDesk,
    (run, out): (&str, &Path),
    base: Option<&BaseUrl>,
) -> CommandResult {
    let numbers = opened.register.numbers_of_run(run)?;
    if numbers.is_empty() {
        return Err(CommandError::usage(
            format!("there is no run `{run}`"),
            "`reinstate register list --csv` names the runs",
        ));
    }
    files::create_folder(out)?;
    let links = base.map(|base| links_of_run(opened, &numbers, (base, out))).transpose()?;
    let (mut rows, mut left) = (Vec::new(), 0_u64);
    for number in numbers {
        match of_run(opened, desk, &number, links.as_ref())? {
            OfRun::Sent(sent) => {
                let name = format!("{}.pdf", sent.revision.document());
                rows.push(merge_row(opened, &sent, &name)?);
                publish(vec![Output { path: out.join(name), bytes: sent.pdf }])?;
            }
            OfRun::Left(document, status) => {
                left = left.saturating_add(1);
                say(&format!("{document} is left: {status}\n"));
            }
        }
    }
    let count = rows.len();
    publish(vec![Output { path: out.join("send.csv"), bytes: csv_of(&HEADS, rows)? }])?;
    say(&format!("{count} in send.csv, {left} left\n"));
    Ok(())
}

/// Links for what is to be sent, and for what was sent without one.
fn links_of_run<'a>(
    opened: &Opened,
    numbers: &[String],
    (base, out): (&'a BaseUrl, &Path),
) -> Result<RunLinks<'a>, CommandError> {
    let mut documents = Vec::new();
    for number in numbers {
        let (history, _) = opened.register.history(number, opened.now())?;
        let newest = history.revisions.last();
        let has_none = |revision: &RevisionRow| revision.link_sha256.is_none();
        documents.extend(
            newest.filter(|(revision, _, _)| has_none(revision)).map(|(one, _, _)| one.document()),
        );
    }
    RunLinks::prepare(base, out, &documents)
}

fn of_run(
    opened: &mut Opened,
    desk: &DocumentDesk,
    number: &str,
    links: Option<&RunLinks<'_>>,
) -> Result<OfRun, CommandError> {
    let (history, _) = opened.register.history(number, opened.now())?;
    let newest = history.revisions.last().cloned();
    let (revision, shown, _) =
        newest.ok_or_else(|| CommandError::from(RegisterError::unknown("quote", number)))?;
    let document = revision.document();
    let left = || OfRun::Left(revision.document(), status_of(&revision, shown));
    let new_link = links.and_then(|links| links.new_of(&document));
    if revision.erased_at.is_some() {
        return Ok(left());
    }
    if shown == ShownStatus::Ready {
        let sent = send_one(opened, desk, &document, (new_link, None))?;
        return Ok(OfRun::Sent(Box::new(sent)));
    }
    if shown != ShownStatus::Sent {
        return Ok(left());
    }
    // It was sent before; where that was without a link, it gets one now.
    if let Some(link) = new_link.filter(|_| revision.link_sha256.is_none()) {
        return renew(opened, &document, &link, None).map(|sent| OfRun::Sent(Box::new(sent)));
    }
    let Some(pdf) = opened.register.pdf(number, revision.rev)? else {
        return Ok(left());
    };
    let link = links.and_then(|links| links.known_of(&revision));
    if link.is_none() && links.is_some() {
        say(&format!(
            "{document} has a link that is not known here; `send {document} --resend` makes \
             another\n"
        ));
    }
    Ok(OfRun::Sent(Box::new(SentDocument {
        revision,
        customer: history.quote.customer,
        org_id: history.quote.org_id.unwrap_or_default(),
        pdf,
        link: link.unwrap_or_default(),
        message: None,
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
        sent.link.clone(),
    ])
}
