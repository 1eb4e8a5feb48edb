//! What is seen of a part of a workbook, tag by tag.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// Most tags inside one another: a workbook has about ten.
const DEPTH_MAX: usize = 64;
/// Most rows of a sheet, by the format.
pub(super) const SHEET_ROWS_MAX: u32 = 1_048_576;
/// Most texts of a workbook, and most bytes of all of them.
const TEXTS_MAX: u64 = 4_000_000;
const TEXTS_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Most sheets, relations, merged cells and formulas without a result of a part.
const KEPT_MAX: usize = 2_000_000;
/// Most styles of a workbook; spreadsheets have some ten thousands.
const STYLES_MAX: u64 = 1_000_000;

/// What is known of a sheet before its cells are read; rows and columns are counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SheetFacts {
    /// Rows that are not shown, each range with both ends.
    pub(super) hidden: Vec<(u32, u32)>,
    /// Cells that are merged over several rows, in the order of their first rows.
    pub(super) merged: Vec<MergedCells>,
    /// Formulas without a result, in their order.
    pub(super) unresolved: Vec<(u32, u32)>,
}

/// Cells that are merged: the first of them has the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MergedCells {
    pub(super) first_row: u32,
    pub(super) last_row: u32,
    pub(super) column: u32,
}

impl SheetFacts {
    pub(super) const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) const fn len(&self) -> usize {
        self.hidden.len() + self.merged.len() + self.unresolved.len()
    }

    pub(super) fn sort(&mut self) {
        self.merged.sort_unstable();
        self.unresolved.sort_unstable();
    }

    fn hide(&mut self, row: u32) {
        match self.hidden.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(row) => *last = row,
            Some(_) | None => self.hidden.push((row, row)),
        }
    }
}

/// What was seen of a part so far.
#[derive(Debug, Default)]
pub(super) struct PartSeen {
    pub(super) facts: SheetFacts,
    /// Sheets that it lists, each with its id.
    pub(super) sheets: Vec<(String, String)>,
    /// Parts that it relates to, each with its id.
    pub(super) targets: Vec<(String, String)>,
    depth: usize,
    rows: u32,
    texts: u64,
    texts_bytes: usize,
    styles: u64,
    /// The row and the column that come next where they are not numbered.
    row: u32,
    column: u32,
    /// The attributes of the cell that is open, and what it has.
    cell: String,
    has_formula: bool,
    has_result: bool,
    is_in_value: bool,
}

impl PartSeen {
    /// Looks at what comes next.
    pub(super) fn see(&mut self, event: &Event<'_>) -> Result<(), &'static str> {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth > DEPTH_MAX {
                    return Err("has more tags inside one another than any workbook");
                }
                self.begin(tag)
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                self.end(tag.local_name().as_ref());
                Ok(())
            }
            Event::Text(text) => {
                self.has_result |= self.is_in_value && !text.is_empty();
                if self.texts > 0 {
                    self.texts_bytes = self.texts_bytes.saturating_add(text.len());
                }
                if self.texts_bytes > TEXTS_BYTES_MAX {
                    return Err("has more than 256 MiB of texts");
                }
                Ok(())
            }
            Event::GeneralRef(_) => {
                self.has_result |= self.is_in_value;
                Ok(())
            }
            Event::Empty(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::Eof => Ok(()),
        }
    }

    /// Whether there is more to keep than any workbook has.
    fn check_kept(&self) -> Result<(), &'static str> {
        let kept = self.facts.len() + self.sheets.len() + self.targets.len();
        if kept > KEPT_MAX {
            Err("has more sheets or merged cells than any workbook")
        } else {
            Ok(())
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<(), &'static str> {
        match tag.local_name().as_ref() {
            "row" => return self.begin_row(tag),
            "c" => {
                self.cell.clear();
                self.cell.push_str(tag.attributes_raw());
                self.has_formula = false;
                self.has_result = false;
                return Ok(());
            }
            "f" => self.has_formula = true,
            // A text that is empty is a result, too.
            "v" | "is" => {
                self.is_in_value = true;
                self.has_result |= self.cell.contains("\"str\"") || self.cell.contains("'str'");
            }
            "mergeCell" => self.facts.merged.extend(merged(tag)),
            "si" => {
                self.texts += 1;
                if self.texts > TEXTS_MAX {
                    return Err("has more than 4 million texts");
                }
            }
            "xf" | "font" | "fill" | "border" | "numFmt" | "dxf" | "cellStyle" => {
                self.styles += 1;
                if self.styles > STYLES_MAX {
                    return Err("has more than a million styles");
                }
            }
            "sheet" => {
                let name = value(tag, "name");
                self.sheets.extend(name.zip(value(tag, "id")));
            }
            "Relationship" => {
                let id = value(tag, "Id");
                self.targets.extend(id.zip(value(tag, "Target")));
            }
            _ => return Ok(()),
        }
        self.check_kept()
    }

    fn begin_row(&mut self, tag: &BytesStart<'_>) -> Result<(), &'static str> {
        self.rows += 1;
        if let Some(number) = value(tag, "r").and_then(|number| number.parse::<u32>().ok()) {
            self.row = number.saturating_sub(1);
        }
        if self.rows > SHEET_ROWS_MAX || self.row >= SHEET_ROWS_MAX {
            return Err("has more rows than a sheet can have: 1,048,576");
        }
        if value(tag, "hidden").is_some_and(|hidden| matches!(&*hidden, "1" | "true")) {
            self.facts.hide(self.row);
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "row" => {
                self.row = self.row.saturating_add(1);
                self.column = 0;
            }
            "c" => {
                if self.has_formula && !self.has_result {
                    let place = place_of(&self.cell).unwrap_or((self.row, self.column));
                    self.facts.unresolved.push(place);
                }
                self.has_formula = false;
                self.column = self.column.saturating_add(1);
            }
            "v" | "is" => self.is_in_value = false,
            _ => {}
        }
    }
}

/// The value of an attribute, by its name without what stands before a colon.
fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    let own = all.with_checks(false).flatten().find(|one| one.key.local_name().as_ref() == name)?;
    own.normalized_value(XmlVersion::Implicit1_0).ok().map(|text| text.into_owned())
}

/// Cells that are merged over several rows.
fn merged(tag: &BytesStart<'_>) -> Option<MergedCells> {
    let range = value(tag, "ref")?;
    let (first, last) = range.split_once(':')?;
    let ((first_row, column), (last_row, _)) = (cell(first)?, cell(last)?);
    (last_row > first_row).then_some(MergedCells { first_row, last_row, column })
}

/// The place of a cell from its attributes as they stand in the text.
fn place_of(attributes: &str) -> Option<(u32, u32)> {
    let (_, rest) = attributes.split_once(" r=")?;
    let mut parts = rest.split(['"', '\'']);
    parts.next()?;
    cell(parts.next()?)
}

/// The row and the column that a name such as `B3` means.
fn cell(name: &str) -> Option<(u32, u32)> {
    let name = name.trim();
    let digits = name.find(|one: char| one.is_ascii_digit())?;
    let (letters, number) = name.split_at_checked(digits)?;
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let place = letter.to_ascii_uppercase().checked_sub(b'A').filter(|place| *place < 26)?;
        column.checked_mul(26)?.checked_add(u32::from(place) + 1)
    })?;
    Some((number.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_cell_is_a_place() {
        for (name, place) in [
            ("A1", Some((0, 0))),
            ("B3", Some((2, 1))),
            ("Z10", Some((9, 25))),
            ("AA10", Some((9, 26))),
            ("XFD1048576", Some((1_048_575, 16_383))),
            ("A0", None),
            ("1", None),
            ("A", None),
            ("É1", None),
            ("AAAAAAAAAAAAAAAA1", None),
            ("", None),
        ] {
            assert_eq!(cell(name), place, "{name}");
        }
    }
    /// What is said of as many tags of a name, in a part that had so many before.
    fn said(mut seen: PartSeen, name: &str) -> Result<(), &'static str> {
        let tag = BytesStart::new(name);
        seen.see(&Event::Start(tag.borrow()))?;
        seen.see(&Event::End(tag.to_end()))?;
        seen.see(&Event::Start(tag))
    }

    #[test]
    fn a_part_has_no_more_than_a_workbook_can_have() {
        let rows = |rows| PartSeen { rows, ..PartSeen::default() };
        assert_eq!(said(rows(SHEET_ROWS_MAX - 2), "row"), Ok(()));
        assert!(said(rows(SHEET_ROWS_MAX - 1), "row").is_err_and(|why| why.contains("1,048,576")));
        let texts = |texts| PartSeen { texts, ..PartSeen::default() };
        assert_eq!(said(texts(TEXTS_MAX - 2), "si"), Ok(()));
        assert!(said(texts(TEXTS_MAX - 1), "si").is_err_and(|why| why.contains("4 million")));
        let styles = |styles| PartSeen { styles, ..PartSeen::default() };
        assert_eq!(said(styles(STYLES_MAX - 2), "x:xf"), Ok(()));
        assert!(said(styles(STYLES_MAX - 1), "x:xf").is_err_and(|why| why.contains("styles")));
        let long = PartSeen { texts: 1, texts_bytes: TEXTS_BYTES_MAX - 1, ..PartSeen::default() };
        let text = |text| Event::Text(quick_xml::events::BytesText::new(text));
        let mut seen = long;
        assert_eq!(seen.see(&text("x")), Ok(()));
        assert!(seen.see(&text("x")).is_err_and(|why| why.contains("256 MiB")));
    }
}
