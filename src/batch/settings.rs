//! What a run is asked for.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::path::PathBuf;

use crate::document::brand::Brand;
use crate::document::fallback::UserFonts;
use crate::document::pdf::PaperChoice;
use crate::document::sheet::Detail;
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::engine::digest::hex;
use crate::engine::node::DecimalMark;

use super::rows::map::TableMap;

use super::rows::reading::Reading;

/// What a run is asked for.
pub struct Settings<'run> {
    /// The price books.
    pub shelf: &'run Shelf,
    /// The day of all quotes, where it is named.
    pub quote_date: Option<Date>,
    /// The day of all quotes, where none is named and no begun run says.
    pub today: Date,
    /// Which columns of the table are which, where its own names do not say so.
    pub map: Option<&'run TableMap>,
    /// Only holdings whose cover ends in these days.
    pub due: Due,
    /// How the table is to be read, where it does not say so itself.
    pub reading: Reading,
    /// What becomes of accounts whose rows do not stand together.
    pub scattered: Scattered,
    /// Documents for each priced account.
    pub documents: WantedDocuments<'run>,
    /// How the tables are written.
    pub tables: Tables,
    /// The folder of an earlier run to compare with.
    pub compare_with: Option<PathBuf>,
    /// How many threads work.
    pub jobs: NonZero<usize>,
}

/// What becomes of accounts whose rows do not stand together in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scattered {
    /// They are rejected.
    #[default]
    Reject,
    /// The rows of each account are put together before it is priced: accounts in the order of
    /// their first rows, rows in the order of the table.
    Group,
}

/// A file format of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableFormat {
    /// Text, a file for each table.
    Csv,
    /// Typed columns, a file for each table.
    Parquet,
    /// One workbook of all tables.
    Xlsx,
}

/// How CSV is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CsvStyle {
    /// With commas between cells and points in numbers, and nothing else.
    #[default]
    Plain,
    /// As Excel opens it by a double click: with a byte order mark, and the marks that a country
    /// uses in numbers.
    Excel(DecimalMark),
}

/// How lines, quotes, rejects and findings are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tables {
    /// In which formats; without any, as CSV.
    pub formats: BTreeSet<TableFormat>,
    /// How CSV is written, where it is.
    pub csv: CsvStyle,
}

impl Tables {
    pub(super) fn has(&self, format: TableFormat) -> bool {
        self.formats.contains(&format) || (format == TableFormat::Csv && self.formats.is_empty())
    }

    /// The names of the formats, as they are asked for.
    pub(super) fn words(&self) -> Vec<String> {
        let all = [
            ("csv", TableFormat::Csv),
            ("parquet", TableFormat::Parquet),
            ("xlsx", TableFormat::Xlsx),
        ];
        all.iter()
            .filter(|(_, format)| self.has(*format))
            .map(|(word, _)| (*word).to_owned())
            .collect()
    }

    /// The style of the CSV, where it is not the plain one.
    pub(super) fn style_word(&self) -> Option<String> {
        match self.csv {
            CsvStyle::Plain => None,
            CsvStyle::Excel(DecimalMark::Point) => Some("excel".to_owned()),
            CsvStyle::Excel(DecimalMark::Comma) => Some("excel-decimal-comma".to_owned()),
        }
    }
}

/// Where the outputs go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// To a folder.
    Folder(PathBuf, Attempt),
    /// Nowhere: all is done but the writing.
    Nowhere,
}

/// Whether a run may find the beginnings of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// The folder must be empty.
    First,
    /// A run that was cut short is resumed; with none, one begins.
    Resume,
}

/// The days in which cover ends, both inclusive; without any, all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Due {
    /// Not earlier.
    pub from: Option<Date>,
    /// Not later.
    pub through: Option<Date>,
}

/// Which documents are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WantedDocuments<'run> {
    /// A PDF, on this paper.
    pub pdf: Option<PaperChoice>,
    /// An HTML page.
    pub html: Option<HtmlDocument>,
    /// The brand of who sends them.
    pub brand: Option<&'run Brand>,
    /// Fonts of the user, for PDFs with letters that the built-in one lacks.
    pub fonts: Option<&'run UserFonts>,
    /// How much they say.
    pub detail: Detail,
}

/// One HTML page an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HtmlDocument;

impl WantedDocuments<'_> {
    pub(super) const fn is_none(self) -> bool {
        self.pdf.is_none() && self.html.is_none()
    }

    /// What the documents depend on besides the quotes, as a word for each.
    pub(super) fn words(self) -> Vec<String> {
        let pdf = self.pdf.map(|paper| match paper {
            PaperChoice::OfLanguage => "pdf".to_owned(),
            PaperChoice::Given(paper) => format!("pdf-{}", paper.word()),
        });
        let html = self.html.map(|HtmlDocument| "html".to_owned());
        let brand = self.brand.map(|brand| format!("brand-{}", hex(&brand.sha256())));
        let fonts = self.fonts.filter(|fonts| !fonts.is_empty());
        let fonts = fonts.map(|fonts| format!("fonts-{}", hex(&fonts.sha256())));
        let detail = match self.detail {
            Detail::Full => None,
            Detail::Brief => Some("brief".to_owned()),
            Detail::Internal => Some("internal".to_owned()),
        };
        pdf.into_iter().chain(html).chain(brand).chain(fonts).chain(detail).collect()
    }
}
