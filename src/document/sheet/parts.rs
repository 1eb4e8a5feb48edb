//! The parts of a sheet: text that is final, in one language.

use std::sync::Arc;

use crate::document::brand::Logo;
use crate::document::drawing::palette::Rgb;
use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::finding::FindingSeverity;
use crate::engine::working::Name;

/// A quote as final text.
///
/// ```
/// use reinstate::document::sheet::Sheet;
/// use reinstate::engine::book::{PriceBook, Shelf};
/// use reinstate::engine::node::Format;
/// use reinstate::engine::price::price;
/// use reinstate::engine::quote::Outcome;
/// use reinstate::engine::request::{Request, Source};
///
/// let text = include_str!("../../../pricing/citrix-css-2026.2.toml");
/// let (book, _warnings) = PriceBook::read("citrix-css-2026.2.toml", text).unwrap();
/// let shelf = Shelf::of([book]).unwrap();
/// let text = r#"{
///     "quote_date": "2026-11-24", "start": "2026-12-01", "currency": "EUR", "language": "nl",
///     "service_level": "select", "term_years": 3, "program": "enterprise-3",
///     "holding": [{ "product_line": "virtual-apps-desktops", "edition": "premium",
///                   "owned": 500, "retire": 20, "covered_through": "2026-03-31" }]
/// }"#;
/// let source = Source { origin: "request", text, format: Format::Json };
/// let request = Request::read(source, None).unwrap();
///
/// let Outcome::Offered(quote) = price(&request, &shelf) else { panic!("refused") };
/// let sheet = Sheet::of(&quote);
/// assert_eq!(sheet.answer.total, "€\u{a0}108.527,22");
/// assert_eq!(sheet.table.lines[0].charges[1].amount, "20.619,54");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The language of all texts.
    pub language: Language,
    /// For example `Reinstatement quote Q-2026-00042`.
    pub title: String,
    /// What it is worth: that it binds nobody, or how long it stands and on what condition.
    pub standing: String,
    /// Stands on every page of a document for the seller alone.
    pub internal_banner: Option<String>,
    /// Stands on every page of a draft: that it is one, and what is missing.
    pub draft_banner: Option<String>,
    /// Stands on every page while the price book is a sample.
    pub sample_banner: Option<String>,
    /// Who sends the document, where a brand is given.
    pub issuer: Option<Issuer>,
    /// The colour of heads and bars, where a brand has its own.
    pub accent: Option<Rgb>,
    /// The customer: head, name, lines of address, contact.
    pub customer: Block,
    /// Number, dates, ORG ID, references, level, programme, contact: label and value.
    pub facts: Vec<Fact>,
    /// The answer, for page one.
    pub answer: Answer,
    /// The picture of the time.
    pub timeline: Timeline,
    /// A row for each holding with sums by product line, where there are many: the table is then an
    /// annex, which a brief document has not.
    pub overview: Option<OptionTable>,
    /// The table of holdings.
    pub table: Table,
    /// Sums by kind, subtotal, tax, total.
    pub totals: Vec<TotalRow>,
    /// When it is paid, where the price book has payment plans.
    pub payments: Option<OptionTable>,
    /// What is for the seller alone, in a document that is marked so.
    pub internal: Option<OptionTable>,
    /// What the rules say.
    pub findings: Notes,
    /// Terms side by side, the cost of waiting, buying new: where they apply.
    pub options: Option<Options>,
    /// What the service level gives, where the price book says.
    pub benefits: Option<Benefits>,
    /// The clauses the quote rests on.
    pub conditions: Conditions,
    /// Where the customer signs a quote; nobody signs an estimate or a draft.
    pub acceptance: Option<Acceptance>,
    /// Foot of every page.
    pub foot: Foot,
    /// For the metadata of a document.
    pub about: SheetMetadata,
}

impl Sheet {
    /// What stands on every page: that it is a draft, that its prices are samples.
    #[must_use]
    pub fn banner(&self) -> Option<String> {
        let all: Vec<&str> = [&self.internal_banner, &self.draft_banner, &self.sample_banner]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        (!all.is_empty()).then(|| all.join(" · "))
    }

    /// Whether the table of holdings is an annex.
    #[must_use]
    pub fn has_annex(&self) -> bool {
        self.overview.is_some() && !self.table.lines.is_empty()
    }

    /// Whether it is the short form, which names the conditions by reference.
    pub(in crate::document) const fn is_brief(&self) -> bool {
        self.conditions.reference.is_some()
    }
}

/// Who sends a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// Name.
    pub name: String,
    /// Lines of the address.
    pub lines: Vec<String>,
    /// The logo.
    pub logo: Option<Arc<Logo>>,
}

/// Whom a document is for: a head with lines of text below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Head.
    pub title: String,
    /// Lines; the first one weighs most.
    pub lines: Vec<String>,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Label.
    pub label: String,
    /// Value.
    pub value: String,
}

/// The answer first: total, term, cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What the total is, for example `Total excl. VAT`.
    pub label: String,
    /// The total without tax, with its currency.
    pub total: String,
    /// Each tax, and the total with all of them; none where no tax is charged.
    pub sums: Vec<Fact>,
    /// Term, cover, and what the lapse costs: label and value.
    pub facts: Vec<Fact>,
}

/// The picture of the time: for each holding a bar of covered, gap and new term on one axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Head.
    pub title: String,
    /// First day of the axis.
    pub from: Date,
    /// Last day of the axis.
    pub through: Date,
    /// Marks on the axis, by date.
    pub ticks: Vec<Tick>,
    /// The bars; holdings with the same dates share one, and it names them.
    pub rows: Vec<TimelineRow>,
    /// More bars than there is room for on the first page.
    pub rest: Option<TimelineRest>,
    /// What each kind of span means.
    pub legend: Vec<(SpanKind, String)>,
}

/// Bars that stand at the end of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineRest {
    /// Below the first bars: whose they are, and where.
    pub note: String,
    /// Head.
    pub title: String,
    /// The bars, on the same axis.
    pub rows: Vec<TimelineRow>,
}

/// A mark on a time axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// Where.
    pub date: Date,
    /// Its label.
    pub label: String,
}

/// A bar of the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineRow {
    /// Whose it is.
    pub label: String,
    /// Its parts, in order of time.
    pub spans: Vec<Span>,
    /// The same in words, for those who cannot see it.
    pub description: String,
}

/// A part of a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub kind: SpanKind,
    /// First day.
    pub from: Date,
    /// Last day.
    pub through: Date,
    /// Label inside it, where there is room, for example `244 days`.
    pub label: String,
}

/// What a part of a bar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpanKind {
    /// There was cover.
    Covered,
    /// There was none.
    Gap,
    /// The new term.
    Term,
}

/// The table of holdings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Head.
    pub title: String,
    /// For example `Amounts in EUR`.
    pub note: String,
    /// Heads of the nine columns: licences, SRP, rate, unit list, discount, unit net, per year,
    /// years, new term.
    pub columns: [String; 9],
    /// Stands behind the name of a holding that goes on on another page, for example
    /// `(continued)`.
    pub continued: String,
    /// One entry for each holding; none in a brief document of many, which has an overview alone.
    pub lines: Vec<SheetLine>,
}

/// A holding in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// Number in the quote, from 1.
    pub number: String,
    /// Product line and edition.
    pub title: String,
    /// Release, level, metric, licences, covered through, status, new term.
    pub details: Vec<String>,
    /// Values of the nine columns.
    pub cells: [String; 9],
    /// Term discount, back coverage, penalty: where they apply.
    pub charges: Vec<Charge>,
    /// What the holding costs.
    pub total: Charge,
}

/// A charge below a holding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Which amount it is, for its working.
    pub name: Name,
    /// What it is.
    pub label: String,
    /// How it comes about.
    pub how: String,
    /// The amount without currency.
    pub amount: String,
}

/// A row of the totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalRow {
    /// What it is.
    pub label: String,
    /// The amount; with its currency where `weight` is strong.
    pub amount: String,
    /// How much it stands out.
    pub weight: Weight,
}

/// How much a row stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// One of several.
    Plain,
    /// A sum.
    Sum,
    /// The answer.
    Strong,
}

/// Findings with their head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes {
    /// Head.
    pub title: String,
    /// The findings.
    pub notes: Vec<Note>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Fixed code, for links and tests.
    pub code: &'static str,
    /// Whether it is a warning.
    pub weight: FindingSeverity,
    /// The same as a word, for example `Important`.
    pub severity: String,
    /// The sentence.
    pub text: String,
    /// Number of the condition it rests on, for example `4`.
    pub condition: Option<String>,
}

/// The options of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Head.
    pub title: String,
    /// The terms side by side.
    pub terms: Option<OptionTable>,
    /// Other service levels.
    pub levels: Option<OptionTable>,
    /// Other rules for a lapse.
    pub choices: Option<OptionTable>,
    /// The cost of waiting.
    pub waiting: Option<Waiting>,
    /// Buying new instead.
    pub buying_new: Option<OptionTable>,
}

/// A small table of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionTable {
    /// Head.
    pub title: String,
    /// Sentences below the head.
    pub text: Vec<String>,
    /// Heads of the columns; the first is left-aligned, the others right-aligned.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<OptionRow>,
}

/// A row of an option's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionRow {
    /// Values, as many as columns.
    pub cells: Vec<String>,
    /// Whether it is the one that is quoted.
    pub chosen: Chosen,
}

/// Whether a row is the one that is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// It is.
    Yes,
    /// It is another one.
    No,
    /// It adds up rows before it.
    Sum,
}

/// The cost of waiting: a table and a plot of the same numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The table.
    pub table: OptionTable,
    /// The plot.
    pub plot: Plot,
}

/// A plot of a total by date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plot {
    /// The points in order of time; `None` where there is no price.
    pub points: Vec<PlotPoint>,
    /// Days on which a status changes, with their label.
    pub marks: Vec<Tick>,
    /// Values on the upright axis, in minor units, with their labels.
    pub levels: Vec<(i64, String)>,
    /// The same in words.
    pub description: String,
}

/// A point of a plot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlotPoint {
    /// The day cover would begin again.
    pub date: Date,
    /// The total, in minor units, where there is a price.
    pub minor: Option<i64>,
    /// Label below the axis.
    pub label: String,
}

/// What a service level gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Benefits {
    /// Head.
    pub title: String,
    /// What every level gives, in a sentence.
    pub alike: Option<String>,
    /// Heads of the columns: benefit, and all levels, the lowest first.
    pub columns: Vec<String>,
    /// Rows of what differs: name and what each level gives.
    pub rows: Vec<(String, Vec<BenefitCell>)>,
}

/// What a level gives of a benefit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BenefitCell {
    /// Given; with the word for it.
    Yes(String),
    /// Not given; with the word for it.
    No(String),
    /// Given, to this extent.
    Text(String),
}

impl BenefitCell {
    /// What it says.
    #[must_use]
    pub fn text(&self) -> &str {
        let (Self::Yes(text) | Self::No(text) | Self::Text(text)) = self;
        text
    }
}

/// The clauses a quote rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions {
    /// Head.
    pub title: String,
    /// The clauses, numbered from 1 in this order.
    pub clauses: Vec<Condition>,
    /// Where they stand, in a document that does not quote them.
    pub reference: Option<String>,
    /// The terms of the issuer, where a brand names them.
    pub terms: Option<IssuerTerms>,
}

impl Conditions {
    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty() && self.terms.is_none() && self.reference.is_none()
    }
}

/// IssuerTerms that stand elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerTerms {
    /// Whose they are, for example `The terms of Northlight apply:`.
    pub text: String,
    /// Where they stand, `https`.
    pub address: String,
}

/// A clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Its number, as findings name it.
    pub number: String,
    /// Id in the price book.
    pub id: String,
    /// The text.
    pub text: String,
    /// The language the text is in.
    pub language: Language,
    /// A word where the text is not in the language of the sheet.
    pub remark: Option<String>,
}

/// Where the customer signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Head.
    pub title: String,
    /// What signing means.
    pub text: String,
    /// Labels of the fields: name, function, place, date, purchase order, signature.
    pub fields: Vec<String>,
}

/// The foot of every page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foot {
    /// Price book and version.
    pub book: String,
    /// The short receipt.
    pub receipt: String,
    /// Lines of the issuer: company number, VAT id, bank.
    pub legal: Vec<String>,
    /// `Page {page} of {pages}` with those two marks in it.
    pub(super) page_pattern: String,
}

impl Foot {
    /// `Page {page} of {pages}` with those two marks in it, for readers that count for themselves.
    #[must_use]
    pub fn page_pattern(&self) -> &str {
        &self.page_pattern
    }

    /// For example `Page 1 of 2`.
    #[must_use]
    pub fn page(&self, page: usize, pages: usize) -> String {
        self.page_pattern
            .replace("{page}", &page.to_string())
            .replace("{pages}", &pages.to_string())
    }
}

/// What the metadata of a document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetMetadata {
    /// Title.
    pub title: String,
    /// Author: the issuer, or the program.
    pub author: String,
    /// Subject.
    pub subject: String,
    /// The day of the quote.
    pub created: Date,
    /// Digest of the book and the request: what makes one document the same as another.
    pub digest: [u8; 32],
}
