//! The end of a run: its tables in the formats that were asked for, its summaries, and all of them
//! on the disk before the list says that they are whole.

use crate::batch::error::BatchError;
use crate::batch::report::TableRead;
use crate::batch::settings::{CsvStyle, Settings, TableFormat};
use crate::files::stage::Stage;

use super::compare::compare;
use super::csv_style::{self, styled_name};
use super::document_files;
#[cfg(feature = "formats")]
use super::grown::GrowingFile;
use super::outputs::{
    CHANGES, DOCUMENT_ROWS, DOCUMENTS, OutputForm, PAGE, QUOTES, SUMMARY, TABLES, TableColumnKinds,
};
#[cfg(feature = "formats")]
use super::outputs::{FINDINGS, LINES, REJECTS, WORKBOOK, parquet_name};
use super::page::page;
#[cfg(feature = "formats")]
use super::parquet;
use super::resume::{DONE, FinishedRun, State, Written, hashed, json};
use super::summary::{SCHEMA, Summary};
#[cfg(feature = "formats")]
use super::workbook::{self, SHEET_ROWS_MAX, SheetSource};

/// A run whose tables have grown to their end.
pub(super) struct Ending<'run> {
    pub(super) stage: &'run Stage,
    pub(super) settings: &'run Settings<'run>,
    pub(super) state: State,
    pub(super) table: &'run TableRead,
    /// What stands between two cells of the rejects, as in the input.
    pub(super) delimiter: u8,
}

impl Ending<'_> {
    /// Makes what is missing, and lists what has to move to its place.
    pub(super) fn write(self) -> Result<FinishedRun, BatchError> {
        let outputs = self.tables()?;
        let Self { stage, settings, state, table, .. } = self;
        let mut written = outputs.clone();
        let changes = match &settings.compare_with {
            None => None,
            Some(old) => {
                let changes = compare(stage, QUOTES.name, old)?;
                written.push(styled(stage, &changes_form(), b',', settings.tables.csv)?);
                Some(changes)
            }
        };
        let is_documented = !state.asked.documents.is_empty();
        let summary = Summary {
            schema: SCHEMA,
            basis: &state.basis,
            sums: &state.sums,
            look_alikes: &table.look_alikes,
            hidden_rows: (table.hidden_rows > 0).then_some(table.hidden_rows),
            outputs: &outputs,
            documents: is_documented.then_some(&state.documents),
            changes,
            asked: &state.asked,
            input: &state.input,
        };
        let lines = settings.shelf.books().flat_map(|book| book.lines());
        let names = lines.map(|line| (line.id.clone(), line.name.clone())).collect();
        for (name, bytes) in [
            (PAGE, page(&summary, &names, settings.reading.hidden)?.into_bytes()),
            (SUMMARY, json(&summary)),
        ] {
            stage.save(name, &bytes)?;
            written.push(digest_of(stage, name, name)?);
        }
        // The summary is the last: where it is, all is.
        let mut files: Vec<String> = written.iter().map(|one| one.name.clone()).collect();
        if is_documented {
            document_files::sync(stage)?;
            files.insert(files.len().saturating_sub(2), DOCUMENTS.to_owned());
        }
        for one in &written {
            stage.sync(&source_of(&one.name, &state))?;
        }
        let finished = FinishedRun { state, files, written };
        stage.save_synced(DONE, &json(&finished))?;
        Ok(finished)
    }

    /// A table of CSV, of which it is known what it holds where it stays as it grew.
    fn csv(&self, form: &OutputForm, style: CsvStyle) -> Result<Written, BatchError> {
        let grown = self.state.outputs.iter().find(|one| one.name == form.name);
        match (style, grown) {
            (CsvStyle::Plain, Some(grown)) => Ok(grown.clone()),
            (CsvStyle::Plain, None) | (CsvStyle::Excel(_), _) => {
                styled(self.stage, form, delimiter_of(form, self.delimiter), style)
            }
        }
    }

    /// The tables, in each format.
    fn tables(&self) -> Result<Vec<Written>, BatchError> {
        let Self { settings, state, .. } = self;
        #[cfg(feature = "formats")]
        let Self { stage, delimiter, .. } = self;
        let wanted = &settings.tables;
        let is_wanted = |form: &&OutputForm| {
            form.name != DOCUMENT_ROWS.name || !state.asked.documents.is_empty()
        };
        let mut outputs = Vec::new();
        for form in TABLES.iter().filter(is_wanted) {
            if wanted.has(TableFormat::Csv) {
                outputs.push(self.csv(form, wanted.csv)?);
            }
        }
        #[cfg(feature = "formats")]
        if wanted.has(TableFormat::Parquet) {
            for form in TABLES.iter().filter(is_wanted) {
                let name = parquet_name(form.name);
                let out = GrowingFile::begin(stage, &name)?;
                let csv = stage.read(form.name)?;
                let made = parquet::write(csv, delimiter_of(form, *delimiter), form.columns, out)?;
                outputs.push(made.written(&name));
            }
        }
        #[cfg(feature = "formats")]
        if wanted.has(TableFormat::Xlsx) {
            let mut sheets = Vec::new();
            for (name, form) in [
                ("Quotes", QUOTES),
                ("Lines", LINES),
                ("Rejects", REJECTS),
                ("Findings", FINDINGS),
                ("Documents", DOCUMENT_ROWS),
            ] {
                if is_wanted(&&form) {
                    let (csv, delimiter) =
                        (stage.read(form.name)?, delimiter_of(&form, *delimiter));
                    sheets.push(SheetSource { name, columns: form.columns, csv, delimiter });
                }
            }
            let mut out = GrowingFile::begin(stage, WORKBOOK)?;
            let summed = (&state.basis, &state.sums);
            workbook::write(sheets, summed, (stage.place(), SHEET_ROWS_MAX), &mut out)?;
            outputs.push(out.written(WORKBOOK));
        }
        Ok(outputs)
    }
}

/// The file of the unfinished work that an output comes from.
pub(super) fn source_of(name: &str, state: &State) -> String {
    match state.asked.csv {
        Some(_) if name.ends_with(".csv") => styled_name(name),
        Some(_) | None => name.to_owned(),
    }
}

/// What stands between two cells of a table.
const fn delimiter_of(form: &OutputForm, of_input: u8) -> u8 {
    match form.columns {
        TableColumnKinds::Fixed(_) => b',',
        TableColumnKinds::OfInput => of_input,
    }
}

const fn changes_form() -> OutputForm {
    OutputForm { name: CHANGES, columns: TableColumnKinds::Fixed(&super::compare::COLUMNS) }
}

/// A table of CSV in the style that was asked for.
fn styled(
    stage: &Stage,
    form: &OutputForm,
    delimiter: u8,
    style: CsvStyle,
) -> Result<Written, BatchError> {
    let name = form.name;
    match style {
        CsvStyle::Plain => digest_of(stage, name, name),
        CsvStyle::Excel(mark) => {
            let part = stage.part(&styled_name(name), 0)?;
            csv_style::write(stage.read(name)?, delimiter, form.columns, mark, part)?;
            digest_of(stage, &styled_name(name), name)
        }
    }
}

/// What a file of the unfinished work holds, under the name of the output that it becomes.
fn digest_of(stage: &Stage, source: &str, name: &str) -> Result<Written, BatchError> {
    use sha2::Digest;
    let file = stage.read(source)?;
    let bytes = file.length_bytes();
    let hash = hashed(file).map_err(BatchError::Input)?;
    let sha256 = crate::engine::digest::hex(&hash.finalize().into());
    Ok(Written { name: name.to_owned(), bytes, sha256 })
}
