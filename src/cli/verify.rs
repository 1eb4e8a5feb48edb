//! `verify`: the request of a quote, as JSON or inside its PDF, priced again, and what differs.

use serde::Serialize;

use crate::document::attached::{self, AttachedError};
use crate::document::verify::{
    OtherBasis, VERIFIED_BYTES_MAX, Verdict, Verification, VerifyError, verify as verified,
};
use crate::document::words;
use crate::engine::book::Language;
use crate::engine::receipt::ENGINE;
use crate::engine::text::for_message;

use super::args::VerifyArguments;
use super::clock::today;
use super::error::{CommandError, CommandResult, say};
use super::global::Global;
use super::output::print;
use super::safe::safe;
use super::{books, input};

/// Characters of a value that are shown.
const SHOWN_MAX: usize = 20;

pub(super) fn verify(global: &Global, wanted: &VerifyArguments) -> CommandResult {
    let (origin, bytes) = input::bytes(&wanted.quote, VERIFIED_BYTES_MAX)?;
    let is_pdf = attached::is_pdf(&bytes);
    let text = if is_pdf { of_pdf(&origin, &bytes) } else { of_text(&origin, bytes) }?;
    let shelf = books::shelf(global)?;
    let text = text.trim_start_matches('\u{feff}');
    let found = verified(&origin, text, &shelf).map_err(|error| match error {
        VerifyError::Request(problems) => CommandError::from(problems),
        VerifyError::NotJson(_) | VerifyError::NotAQuote(_) => CommandError::unreadable(
            format!("{origin}: {error}"),
            "name a file that `reinstate quote REQUEST --json FILE` wrote",
        ),
    })?;
    let today = global.quote_date.unwrap_or_else(today);
    if let Some(last) = found.valid_through.filter(|last| *last < today) {
        say(&safe(&format!(
            "note: {origin} was valid through {last} and does not stand any more\n"
        )));
    }
    if is_pdf {
        let what = "its quote.json is priced again; what stands on its pages is not read";
        say(&safe(&format!("note: {origin}: {what}\n")));
    }
    print(&if wanted.json { json(&found) } else { text_of(&origin, &found) })?;
    if found.verdict.is_same() { Ok(()) } else { Err(CommandError::Checked) }
}

/// The quote that is attached to a PDF.
fn of_pdf(origin: &str, pdf: &[u8]) -> Result<String, CommandError> {
    attached::quote_json(pdf).map_err(|error| {
        let hint = match error {
            AttachedError::Encrypted => "save it without a password, or name the quote's JSON",
            AttachedError::Missing
            | AttachedError::Several
            | AttachedError::Damaged
            | AttachedError::OtherMethod
            | AttachedError::TooMany
            | AttachedError::TooLarge => {
                "name a PDF as `reinstate quote REQUEST --pdf FILE` wrote it, or the quote's JSON"
            }
        };
        CommandError::unreadable(format!("{origin}: {error}"), hint)
    })
}

fn of_text(origin: &str, bytes: Vec<u8>) -> Result<String, CommandError> {
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let message = format!("{origin}: byte {place} is not UTF-8");
        CommandError::unreadable(message, "name a quote as JSON in UTF-8, or as PDF")
    })
}

/// What came of it, for a person.
fn text_of(origin: &str, found: &Verification) -> String {
    let (currency, total) = &found.total;
    let mut lines = Vec::new();
    match &found.verdict {
        Verdict::Same => lines.push(format!("{origin}: the same to the cent, {currency} {total}")),
        Verdict::Differs { fields, more } => {
            lines.push(format!("{origin}: not the same"));
            for field in fields {
                let given = field.given.as_deref().map_or("nothing".into(), for_message);
                let now = field.now.as_deref().map_or("nothing".into(), for_message);
                lines.push(format!("  {}: {given} in the file, {now} priced again", field.place));
            }
            if *more > 0 {
                lines.push(format!("  and {more} more"));
            }
        }
        Verdict::Refused(refusals) => {
            lines.push(format!("{origin}: not the same, there is no price any more"));
            for refusal in refusals {
                let said = words::refusal(refusal, Language::English);
                lines.push(format!("  {}: {}", refusal.reason.code(), said.message));
            }
        }
    }
    for other in &found.others {
        lines.push(format!("  {}", reason(other)));
    }
    if !found.verdict.is_same() && found.others.is_empty() {
        lines.push(
            "  engine, price book and request are those of then: the file was changed".to_owned(),
        );
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn reason(other: &OtherBasis) -> String {
    let short = |of: &str| match of.rsplit_once(", ") {
        Some((name, digest)) => {
            let digest: String = digest.chars().take(SHOWN_MAX).collect();
            for_message(&format!("{name} ({digest}…)"))
        }
        None => for_message(of),
    };
    match other {
        OtherBasis::Engine { given } => {
            format!("engine: made by {}, priced again by {ENGINE}", for_message(given))
        }
        OtherBasis::Book { given, now: Some(now) } => {
            format!("price book: made with {}, priced again with {}", short(given), short(now))
        }
        OtherBasis::Book { given, now: None } => {
            format!("price book: made with {}, which is not at hand (see --books)", short(given))
        }
        OtherBasis::Request => "request: it is not the one that was priced".to_owned(),
    }
}

/// What came of it, as JSON.
fn json(found: &Verification) -> String {
    #[derive(Serialize)]
    struct FieldJson<'a> {
        place: &'a str,
        given: Option<&'a str>,
        now: Option<&'a str>,
    }
    #[derive(Serialize)]
    struct OtherJson<'a> {
        what: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        given: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        now: Option<&'a str>,
    }
    #[derive(Serialize)]
    struct VerificationJson<'a> {
        same: bool,
        currency: &'a str,
        total: &'a str,
        others: Vec<OtherJson<'a>>,
        fields: Vec<FieldJson<'a>>,
        more: usize,
        refusals: Vec<&'static str>,
    }
    let others = found.others.iter().map(|other| match other {
        OtherBasis::Engine { given } => {
            OtherJson { what: "engine", given: Some(given), now: Some(ENGINE) }
        }
        OtherBasis::Book { given, now } => {
            OtherJson { what: "book", given: Some(given), now: now.as_deref() }
        }
        OtherBasis::Request => OtherJson { what: "request", given: None, now: None },
    });
    let (mut fields, mut more, mut refusals) = (Vec::new(), 0, Vec::new());
    match &found.verdict {
        Verdict::Same => {}
        Verdict::Differs { fields: differing, more: others } => {
            more = *others;
            fields.extend(differing.iter().map(|field| FieldJson {
                place: &field.place,
                given: field.given.as_deref(),
                now: field.now.as_deref(),
            }));
        }
        Verdict::Refused(all) => refusals.extend(all.iter().map(|one| one.reason.code())),
    }
    let (currency, total) = (&*found.total.0, &*found.total.1);
    let same = found.verdict.is_same();
    let others = others.collect();
    let made = VerificationJson { same, currency, total, others, fields, more, refusals };
    let mut text = serde_json::to_string_pretty(&made).unwrap_or_default();
    text.push('\n');
    text
}
