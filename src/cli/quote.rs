//! `quote`: a request's price as a table or in three lines, and as files.

use crate::document::brand::{Brand, IssuerMissing};
use crate::document::enclosed::Enclosed;
use crate::document::fallback::UserFonts;
use crate::document::pdf::PaperChoice;
use crate::document::sheet::{Sheet, SheetExtras};
use crate::document::{html, json, pdf, text, ubl};
use crate::engine::alternatives::alternatives;
use crate::engine::price::price;
use crate::engine::quote::{Outcome, Quote};

use super::args::{PaperArgument, QuoteArguments};
use super::brand::{brand, issuer_missing};
use super::clock::today;
use super::error::{CommandError, CommandResult, say};
use super::fonts::{FontUse, fonts};
use super::global::Global;
use super::output::{Output, OutputFlags, print, publish};
use super::refusals::{NewLicences, report_refusals};
use super::terminal::width;
use super::{books, input};

pub(super) fn quote(global: &Global, wanted: &QuoteArguments) -> CommandResult {
    let files = OutputFlags::of(&[
        ("json", &wanted.json),
        ("html", &wanted.html),
        ("pdf", &wanted.pdf),
        ("ubl", &wanted.ubl),
    ]);
    files.check(wanted.request.file.as_deref())?;
    let printed = PrintedForm::of(wanted, &files)?;
    let request = input::request(global, &wanted.request)?;
    let brand = brand(global, wanted.brand.as_deref())?;
    if wanted.ubl.is_some() && brand.is_none() {
        return Err(issuer_missing("a UBL quotation has to name who sends it"));
    }
    let font_use = if wanted.pdf.is_some() { FontUse::Pdf } else { FontUse::None };
    let fonts = fonts(global, &wanted.fonts, font_use)?;
    let shelf = books::shelf(global)?;
    let quote = match price(&request, &shelf) {
        Outcome::Offered(quote) => quote,
        Outcome::Refused(refusals) => {
            let buying_new = match printed {
                PrintedForm::Table | PrintedForm::ThreeLines => NewLicences::Printed,
                PrintedForm::Nothing => NewLicences::Left,
            };
            let json = wanted.json.as_deref();
            return report_refusals(&request, &shelf, &refusals, json, buying_new);
        }
    };
    let found = alternatives(&request, &shelf);
    let shown = SheetExtras {
        alternatives: found.as_ref(),
        brand: brand.as_ref(),
        detail: wanted.detail.detail(),
        register_head: None,
    };
    let sheet = Sheet::for_customer(&quote, shown).map_err(|IssuerMissing| {
        issuer_missing("a quote with a number has to name who sends it")
    })?;
    let paper = PaperArgument::choice(global.paper(wanted.paper).map(|held| held.value));
    publish(outputs(wanted, (&quote, &sheet), brand.as_ref(), (&fonts, paper))?)?;
    // Said here alone: what was written does not know the hour.
    let last = quote.valid_through;
    if last < global.quote_date.unwrap_or_else(today) {
        say(&format!("note: it was valid through {last} and does not stand any more\n"));
    }
    match printed {
        PrintedForm::Table => print(&text::quote(&sheet, width())),
        PrintedForm::ThreeLines => print(&text::brief(&quote, &sheet, &files.shown())),
        PrintedForm::Nothing => Ok(()),
    }
}

/// What standard output gets for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PrintedForm {
    Table,
    /// The files say the rest, or nobody asked for it.
    ThreeLines,
    /// Data stands there, or it is to be quiet.
    Nothing,
}

impl PrintedForm {
    fn of(wanted: &QuoteArguments, files: &OutputFlags<'_>) -> Result<Self, CommandError> {
        match files.on_standard_output() {
            Some(flag) if wanted.brief => Err(CommandError::usage(
                format!("--brief and --{flag} cannot both go to standard output"),
                format!("name a file for --{flag}, or leave out --brief"),
            )),
            Some(_) => Ok(Self::Nothing),
            None if wanted.quiet => Ok(Self::Nothing),
            None if wanted.brief || !files.0.is_empty() => Ok(Self::ThreeLines),
            None => Ok(Self::Table),
        }
    }
}

fn outputs(
    wanted: &QuoteArguments,
    (quote, sheet): (&Quote, &Sheet),
    brand: Option<&Brand>,
    (fonts, paper): (&UserFonts, PaperChoice),
) -> Result<Vec<Output>, CommandError> {
    let mut outputs = Vec::new();
    if let Some(path) = &wanted.json {
        outputs.push(Output { path: path.clone(), bytes: json::quote(quote).into_bytes() });
    }
    if let Some(path) = &wanted.html {
        let page =
            html::page(sheet).map_err(|error| CommandError::no_document("HTML page", &error))?;
        outputs.push(Output { path: path.clone(), bytes: page.into_bytes() });
    }
    if let Some(path) = &wanted.pdf {
        let inside = Enclosed::of(quote, sheet, brand);
        let paper = paper.paper(sheet.language);
        let bytes = pdf::document_in(fonts, sheet, paper, &inside.attachments())
            .map_err(|error| CommandError::no_pdf(&error))?;
        outputs.push(Output { path: path.clone(), bytes });
    }
    if let (Some(path), Some(issuer)) = (&wanted.ubl, brand) {
        outputs.push(Output { path: path.clone(), bytes: ubl::quotation(quote, issuer) });
    }
    Ok(outputs)
}
