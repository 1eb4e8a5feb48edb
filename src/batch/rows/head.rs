//! Where the head of a table stands: the row that names its columns, below titles or not.

use crate::batch::error::BatchError;
use crate::engine::text::for_message;

use super::columns::{ADDED, DELIMITERS, HEAD_ROWS_MAX, HeadNames};
use super::encoding::not_utf8;
use super::row_parser::{ROW_BYTES_MAX, RowEnd, RowParser};

/// So many bytes are looked through for it.
pub(super) const HEAD_BYTES_MAX: usize = 256 * 1024;

/// Which row names the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeadPlace {
    /// The first that has all that a table needs.
    Search,
    /// The one in this line, counted from 1.
    Line(u64),
    /// The first there is.
    First,
}

/// The head of a table of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableHead {
    /// What stands between two cells.
    pub(crate) delimiter: u8,
    pub(crate) names: Vec<String>,
    /// Where its row begins and ends.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Finds the head near the beginning of a text.
pub(crate) fn find(
    text: &[u8],
    place: HeadPlace,
    known: &dyn HeadNames,
) -> Result<TableHead, BatchError> {
    let (named, begin) = named_delimiter(text)?;
    let delimiters = DELIMITERS.into_iter().filter(|own| named.is_none_or(|named| *own == named));
    let place = if is_rejects(text) { HeadPlace::First } else { place };
    let (start, rows) = match place {
        HeadPlace::Search => (begin, HEAD_ROWS_MAX),
        HeadPlace::First => (begin, 1),
        HeadPlace::Line(line) => (line_start(text, line)?.max(begin), 1),
    };
    let mut best: Option<(TableHead, usize)> = None;
    let mut first: Option<TableHead> = None;
    for delimiter in delimiters {
        let mut parser = RowParser::new(delimiter);
        let mut at = start;
        let mut looked = 0;
        while looked < rows {
            let Some(head) = row_at(text, at, &mut parser, delimiter) else { break };
            at = head.end;
            let is_blank = head.names.iter().all(|name| name.trim().is_empty());
            if is_blank && !matches!(place, HeadPlace::Line(_)) {
                continue;
            }
            looked += 1;
            let count = head.names.iter().filter(|name| known.is_known(name)).count();
            let is_head = known.is_head(&head.names);
            // Of equally good ones the first; one that is whole is better than any that is not.
            let worth = if is_head { usize::MAX - head.start } else { count };
            if best.as_ref().is_none_or(|(_, most)| worth > *most) {
                best = Some((head.clone(), worth));
            }
            // A title has fewer cells than a head.
            let is_wider = |known: &TableHead| head.names.len() > known.names.len();
            if first.as_ref().is_none_or(is_wider) {
                first = Some(head);
            }
            if is_head {
                break;
            }
        }
    }
    match (best, first) {
        (Some((head, worth)), _) if worth > 0 => utf8(text, head),
        (_, Some(first)) => Err(no_head(text, &first, known)),
        (_, None) => {
            Err(BatchError::table("the table is empty", "its first line names the columns"))
        }
    }
}

/// A head has to be text.
fn utf8(text: &[u8], head: TableHead) -> Result<TableHead, BatchError> {
    let own = text.get(head.start..head.end).unwrap_or_default();
    if std::str::from_utf8(own).is_ok() { Ok(head) } else { Err(not_utf8(text)) }
}

/// What is said where no row names a column.
fn no_head(text: &[u8], first: &TableHead, known: &dyn HeadNames) -> BatchError {
    let own = text.get(first.start..first.end).unwrap_or_default();
    if std::str::from_utf8(own).is_err() || own.contains(&0) {
        return not_utf8(text);
    }
    known.lacking(&first.names)
}

/// The row at a place, behind blank lines.
fn row_at(text: &[u8], at: usize, parser: &mut RowParser, delimiter: u8) -> Option<TableHead> {
    let blank = text.get(at..)?.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let start = at + blank;
    let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
    let may = rest.get(..ROW_BYTES_MAX).unwrap_or(rest);
    let length = match parser.read(may) {
        RowEnd::At(end) => end,
        // A quote that nobody closes: the row is its line.
        RowEnd::InQuotes => {
            let line = line_end(may);
            parser.read(may.get(..line)?);
            line
        }
        RowEnd::ToCome => may.len(),
    };
    let name = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
    let names = parser.record().iter().map(name).collect();
    Some(TableHead { delimiter, names, start, end: start + length })
}

/// Where the first line ends, with its end.
fn line_end(text: &[u8]) -> usize {
    let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    let Some(end) = end else { return text.len() };
    let is_pair = text.get(end..end + 2) == Some(b"\r\n");
    end + if is_pair { 2 } else { 1 }
}

/// Where a line begins, counted from 1, blank ones too.
fn line_start(text: &[u8], line: u64) -> Result<usize, BatchError> {
    let mut at = 0;
    for _ in 1..line {
        let rest = text.get(at..).unwrap_or_default();
        if rest.is_empty() {
            break;
        }
        at += line_end(rest);
    }
    let rest = text.get(at..).unwrap_or_default();
    if matches!(rest.first(), None | Some(b'\n' | b'\r')) {
        return Err(BatchError::table(
            format!("line {line}, which is to be the head of the table, is blank or not there"),
            format!(
                "`header_row` counts lines from 1, blank ones too, and the head stands within the \
                 first {HEAD_BYTES_MAX} bytes"
            ),
        ));
    }
    Ok(at)
}

/// The delimiter that a first line such as `sep=;` names, and where what follows it begins.
fn named_delimiter(text: &[u8]) -> Result<(Option<u8>, usize), BatchError> {
    let end = line_end(text);
    let line = text.get(..end).unwrap_or_default();
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let bare = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\""));
    match bare.unwrap_or(line) {
        [s, e, p, b'=', delimiter] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => {
            if DELIMITERS.contains(delimiter) {
                return Ok((Some(*delimiter), end));
            }
            let shown = for_message(&String::from_utf8_lossy(&[*delimiter]));
            Err(BatchError::table(
                format!("the first line says that `{shown}` stands between two cells"),
                "write the table with `,`, `;` or a tab between them",
            ))
        }
        _ => Ok((None, 0)),
    }
}

/// Whether a text is the rejects of an earlier run: they have their head in the first line, and
/// are UTF-8.
pub(super) fn is_rejects(text: &[u8]) -> bool {
    let line = text.get(..line_end(text)).unwrap_or_default();
    let line = line.trim_ascii_end();
    DELIMITERS.iter().any(|delimiter| {
        let mut cells = line.rsplit(|byte| byte == delimiter);
        ADDED.iter().rev().all(|name| cells.next() == Some(name.as_bytes()))
            && cells.next().is_some()
    })
}
