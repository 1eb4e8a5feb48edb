//! A sheet as one HTML file: no script, no request, readable on paper, a screen and a phone.

use std::collections::BTreeMap;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::engine::finding::FindingSeverity;
use crate::engine::working::Name;

use super::brand::LogoFormat;
use super::chart;
use super::drawing::fonts::TextError;
use super::drawing::palette::Rgb;
use super::drawing::{Drawing, MM, Micrometres};
use super::explain::Explained;
use super::fallback::UserFonts;
use super::fallback::ruler::Ruler;
use super::sheet::{BenefitCell, Charge, Chosen, Note, Sheet, TimelineRow, Weight};
use super::svg::svg;

/// The page of a sheet: a whole HTML5 document that stands on its own.
///
/// Every text of the sheet is in it, escaped; equal sheets give equal bytes.
///
/// # Errors
/// Only when the page cannot be written into memory.
pub fn page(sheet: &Sheet) -> Result<String, askama::Error> {
    Page {
        sheet,
        body: body(sheet, Beyond::default())?,
        page_rule: page_rule(sheet),
        logo: logo_address(sheet),
        brand_style: brand_style(sheet.accent),
    }
    .render()
}

/// What leads to each amount of a holding, in words.
pub type Workings = Vec<(Name, Vec<Explained>)>;

/// What a page on a screen has beyond a document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beyond<'page> {
    /// What leads to the amounts of the holdings, in their order: each charge opens to its steps.
    pub workings: &'page [Workings],
    /// Words of the prices with what they mean.
    pub glossary: Option<&'page Glossary>,
    /// Whether what is long opens on demand.
    pub folds: Folds,
}

/// Words with what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glossary {
    /// What it opens behind.
    pub title: String,
    /// A word, and a sentence.
    pub entries: Vec<(String, String)>,
}

/// Whether the services of a level and the conditions open on demand; paper shows them always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Folds {
    /// They are there.
    #[default]
    None,
    /// They open.
    Long,
}

/// The body of a page, as a part of another page.
///
/// # Errors
/// Only when the part cannot be written into memory.
pub fn body(sheet: &Sheet, beyond: Beyond<'_>) -> Result<String, askama::Error> {
    let section = if sheet.overview.is_some() { "section-annex" } else { "section-costs" };
    let Beyond { workings, glossary, folds } = beyond;
    Body {
        sheet,
        folds,
        holdings: Holdings { sheet, workings, glossary, section }.render()?,
        notes: anchored(&sheet.findings.notes),
        timeline: timeline_picture(sheet),
        timeline_rest: timeline_rest_picture(sheet),
        waiting: waiting_picture(sheet),
    }
    .render()
}

#[derive(Template)]
#[template(path = "quote.html", whitespace = "minimize")]
struct Page<'sheet> {
    sheet: &'sheet Sheet,
    body: String,
    page_rule: String,
    logo: Option<String>,
    brand_style: String,
}

#[derive(Template)]
#[template(path = "quote_body.html", whitespace = "minimize")]
struct Body<'sheet> {
    sheet: &'sheet Sheet,
    folds: Folds,
    holdings: String,
    notes: Vec<(String, &'sheet Note)>,
    timeline: Option<Picture>,
    timeline_rest: Option<RestPicture>,
    waiting: Option<Picture>,
}

/// The holdings with how each comes about: where it is read first, or as an annex.
#[derive(Template)]
#[template(path = "quote_holdings.html", whitespace = "minimize")]
struct Holdings<'sheet> {
    sheet: &'sheet Sheet,
    workings: &'sheet [Workings],
    glossary: Option<&'sheet Glossary>,
    /// The id of its head.
    section: &'static str,
}

impl Holdings<'_> {
    /// The steps of an amount of a holding; none where the page shows no workings.
    fn steps(&self, holding: &usize, name: &Name) -> &[Explained] {
        let amounts = self.workings.get(*holding).map_or(&[][..], Vec::as_slice);
        amounts.iter().find(|(known, _)| known == name).map_or(&[], |(_, steps)| steps)
    }

    /// The new term as a charge that opens, where the page shows workings.
    fn forward(&self, holding: &usize) -> Option<Charge> {
        let line = self.sheet.table.lines.get(*holding)?;
        let [.., label] = &self.sheet.table.columns;
        let [.., amount] = &line.cells;
        (!self.steps(holding, &Name::Forward).is_empty()).then(|| Charge {
            name: Name::Forward,
            label: label.clone(),
            how: String::new(),
            amount: amount.clone(),
        })
    }
}

/// The logo inside the page, as a data URL.
fn logo_address(sheet: &Sheet) -> Option<String> {
    let logo = sheet.issuer.as_ref()?.logo.as_ref()?;
    let kind = match logo.format {
        LogoFormat::Png => "image/png",
        LogoFormat::Svg => "image/svg+xml",
    };
    Some(format!("data:{kind};base64,{}", BASE64.encode(&logo.bytes)))
}

/// The colours of a brand as a style; on a dark ground a lighter shade, so that it can be read.
#[must_use]
pub fn brand_style(accent: Option<Rgb>) -> String {
    let Some(accent) = accent else { return String::new() };
    let night = Rgb { red: 0x17, green: 0x1b, blue: 0x20 };
    let rule = |accent: Rgb, soft: Rgb| {
        format!(":root {{ --accent: {}; --accent-soft: {}; }}", hex(accent), hex(soft))
    };
    let light = rule(accent, accent.mixed(Rgb::WHITE, 15));
    let dark = rule(accent.mixed(Rgb::WHITE, 40), accent.mixed(night, 35));
    format!("{light}\n@media screen and (prefers-color-scheme: dark) {{ {dark} }}")
}

fn hex(colour: Rgb) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue)
}

/// One picture drawn twice, so that its labels can be read on paper and on a phone.
struct Picture {
    wide: String,
    narrow: String,
}

impl Picture {
    /// The drawing at both widths; `None` where it has a letter that its font cannot measure, in
    /// which case the same is said in words.
    fn of(
        draw: impl Fn(Micrometres) -> Result<Drawing, TextError>,
        (title, description): (&str, &str),
        id: &str,
    ) -> Option<Self> {
        let picture = |width_um, name: &str| {
            draw(width_um).map(|found| svg(&found, title, description, &format!("{id}-{name}")))
        };
        let wide = picture(174 * MM, "wide").ok()?;
        Some(Self { wide, narrow: picture(84 * MM, "narrow").ok()? })
    }
}

fn timeline_picture(sheet: &Sheet) -> Option<Picture> {
    let rows = sheet.timeline.rows.iter().map(|row| row.description.as_str());
    let description = rows.collect::<Vec<_>>().join(". ");
    let said = (sheet.timeline.title.as_str(), description.as_str());
    Picture::of(
        |width_um| {
            let size_um = (width_um, Micrometres::MAX);
            chart::timeline(&sheet.timeline, size_um, &Ruler::new(&UserFonts::NONE))
        },
        said,
        "picture-time",
    )
}

/// The bars that stand at the end: as pictures that fit on a page of paper each, and as one for a
/// phone.
struct RestPicture {
    wide: Vec<String>,
    narrow: String,
}

fn timeline_rest_picture(sheet: &Sheet) -> Option<RestPicture> {
    let rest = sheet.timeline.rest.as_ref()?;
    let pictures = |(width_um, height_um): (Micrometres, Micrometres), name: &str| {
        let fonts = UserFonts::NONE;
        let ruler = Ruler::new(&fonts);
        let size_um = (width_um, height_um, height_um);
        let drawn = chart::timeline_parts(&sheet.timeline, &rest.rows, size_um, &ruler).ok()?;
        let one = |(number, (drawing, rows)): (usize, (Drawing, &[TimelineRow]))| {
            let words: Vec<&str> = rows.iter().map(|row| row.description.as_str()).collect();
            let id = format!("picture-time-rest-{name}-{number}");
            svg(&drawing, &rest.title, &words.join(". "), &id)
        };
        Some((1..).zip(drawn).map(one).collect::<Vec<_>>())
    };
    Some(RestPicture {
        wide: pictures((174 * MM, 190 * MM), "wide")?,
        narrow: pictures((84 * MM, Micrometres::MAX), "narrow")?.concat(),
    })
}

fn waiting_picture(sheet: &Sheet) -> Option<Picture> {
    let waiting = sheet.options.as_ref()?.waiting.as_ref()?;
    let said = (waiting.table.title.as_str(), waiting.plot.description.as_str());
    let draw = |width_um| {
        chart::waiting(&waiting.plot, (width_um, 42 * MM), &Ruler::new(&UserFonts::NONE))
    };
    Picture::of(draw, said, "picture-waiting")
}

/// Gives each finding its code as the id that links to it name; a repeated code gets a number at
/// its end, because an id is unique in a page.
fn anchored(notes: &[Note]) -> Vec<(String, &Note)> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let anchor = |note: &Note| {
        let time = times.entry(note.code).or_default();
        *time += 1;
        if *time == 1 { note.code.to_owned() } else { format!("{}-{time}", note.code) }
    };
    notes.iter().map(anchor).zip(notes).collect()
}

/// The rule that numbers printed pages, where a browser has margin boxes.
fn page_rule(sheet: &Sheet) -> String {
    let mut content = String::new();
    let mut rest = sheet.foot.page_pattern();
    while let Some(place) = rest.find('{') {
        let (before, from) = rest.split_at(place);
        content.push_str(&css_string(before));
        let (counter, after) = if let Some(after) = from.strip_prefix("{page}") {
            ("counter(page) ", after)
        } else if let Some(after) = from.strip_prefix("{pages}") {
            ("counter(pages) ", after)
        } else {
            (r#""{" "#, &from[1..])
        };
        content.push_str(counter);
        rest = after;
    }
    content.push_str(&css_string(rest));
    format!("@page {{ @bottom-right {{ content: {content}; }} }}")
}

/// Text as a string of CSS, in characters that end neither the string nor the element it is in.
fn css_string(text: &str) -> String {
    let mut written = String::from('"');
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            written.push(letter);
        } else {
            written.push_str(&format!("\\{:x} ", u32::from(letter)));
        }
    }
    written.push_str("\" ");
    written
}

/// The longest total that a phone shows in large letters, in characters.
const LARGE_TOTAL_CHARS_MAX: usize = 13;

/// The class of the total: a long one is set smaller on a phone, so that it stays on one line.
fn total_class(total: &str) -> &'static str {
    if total.chars().count() > LARGE_TOTAL_CHARS_MAX { "total long" } else { "total" }
}

/// The words of a title, and whether each is a number that a browser would break at its hyphens.
pub(crate) fn title_words(title: &str) -> impl Iterator<Item = (&str, bool)> {
    let is_number = |word: &str| {
        let is_plain = |letter: char| letter.is_alphanumeric() || "-./_".contains(letter);
        let has_digit = word.contains(|letter: char| letter.is_ascii_digit());
        has_digit && word.contains('-') && word.chars().all(is_plain)
    };
    title.split(' ').map(move |word| (word, is_number(word)))
}

/// An amount, and what stands behind its last digit: in a column of amounts it hangs out, so that
/// the decimals stay below each other.
fn split_tail(amount: &str) -> (&str, &str) {
    let end = amount.rfind(|last: char| last.is_ascii_digit()).map_or(amount.len(), |at| at + 1);
    amount.split_at(end)
}
