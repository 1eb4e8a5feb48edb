//! Looks through a workbook before it is read: for what would take memory without end, and for what
//! the reader of its cells does not tell — hidden rows, merged cells, formulas without a result.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Read, Seek};

use memchr::{memchr, memmem};
use quick_xml::events::Event;
use quick_xml::{Error as XmlError, Reader as XmlReader};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::batch::error::BatchError;
use crate::engine::text::for_message;

use super::look_sheet::{PartSeen, SheetFacts};
use super::pipe::damaged;

/// Most bytes of a part that is held in memory.
const UNPACKED_BYTES_MAX: u64 = 1024 * 1024 * 1024;
/// Most bytes of all parts, unpacked.
const ALL_BYTES_MAX: u64 = 8 * 1024 * 1024 * 1024;
/// Parts of so few bytes need not be looked into.
const SMALL_BYTES: u64 = 64 * 1024 * 1024;
/// Most bytes between two marks of a part: more than the longest text of a cell takes.
const TEXT_BYTES_MAX: u64 = 4 * 1024 * 1024;
const PARTS_MAX: usize = 20_000;
const PIECE_BYTES: usize = 64 * 1024;
/// Most facts of all sheets together.
const FACTS_MAX: usize = 4_000_000;
/// What says how many texts there are; room is made for so many at once.
const COUNT: &[u8] = b"uniqueCount";
/// As many bytes as its name and its number take.
const COUNT_BYTES: usize = 64;

/// What is known of a workbook before it is read.
#[derive(Debug, Default)]
pub(super) struct WorkbookFacts {
    /// By the name of the part that holds the sheet.
    parts: BTreeMap<String, SheetFacts>,
    /// Names of sheets, each with the part that lists it and its id there.
    listed: Vec<(String, String, String)>,
    /// By the part whose relations they are, and the id: the part that is meant.
    targets: BTreeMap<(String, String), String>,
}

impl WorkbookFacts {
    /// What is known of a sheet.
    pub(super) fn sheet(&self, name: &str) -> SheetFacts {
        let listed = self.listed.iter().find(|(own, ..)| own == name);
        let target =
            listed.and_then(|(_, part, id)| self.targets.get(&(relations_of(part), id.clone())));
        target.and_then(|part| self.parts.get(part)).cloned().unwrap_or_default()
    }

    fn add(&mut self, name: &str, seen: PartSeen) {
        let PartSeen { facts, sheets, targets, .. } = seen;
        let part = plain(name);
        if !facts.is_empty() {
            self.parts.insert(part.clone(), facts);
        }
        for (id, target) in targets {
            // Relative to the folder of the part whose relations these are.
            let folder = part.rsplit_once("_rels/").map_or("", |(folder, _)| folder);
            let target = match target.strip_prefix('/') {
                Some(absolute) => plain(absolute),
                None => plain(&format!("{folder}{target}")),
            };
            self.targets.insert((part.clone(), id), target);
        }
        self.listed.extend(sheets.into_iter().map(|(name, id)| (name, part.clone(), id)));
    }

    fn count(&self) -> usize {
        self.parts.values().map(SheetFacts::len).sum()
    }
}

/// A part's name as it is compared.
fn plain(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// The part that holds the relations of a part.
fn relations_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let between = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{between}_rels/{name}.rels")
}

/// Looks into the parts of a workbook, before any of them is held in memory.
pub(super) fn look(file: &mut (impl Read + Seek)) -> Result<WorkbookFacts, BatchError> {
    let mut archive = ZipArchive::new(file).map_err(unzipped)?;
    if archive.len() > PARTS_MAX {
        return Err(damaged("workbook", format!("it has {} parts", archive.len())));
    }
    let mut names = Vec::new();
    for name in archive.file_names() {
        names.push(name.map_err(unzipped)?.into_owned());
    }
    let has = |end: &str| names.iter().any(|name| name.to_ascii_lowercase().ends_with(end));
    if has("workbook.bin") || has("content.xml") && names.iter().any(|name| name == "mimetype") {
        return Err(BatchError::table(
            "the workbook is of another kind than .xlsx",
            "save it as .xlsx, or give the table as CSV",
        ));
    }
    let mut facts = WorkbookFacts::default();
    let mut bytes = 0;
    for name in names.iter().filter(|name| is_read(name)) {
        let part = archive.by_name(name).map_err(unzipped)?;
        let mut counted = CheckedPart::new(name, part);
        facts.add(name, look_at(name, &mut counted)?);
        bytes += counted.bytes;
        if bytes > ALL_BYTES_MAX {
            return Err(damaged("workbook", "it unpacks to more than 8 gigabytes"));
        }
        if facts.count() > FACTS_MAX {
            return Err(damaged("workbook", "it has too many merged cells and hidden rows"));
        }
    }
    Ok(facts)
}

fn unzipped(error: ZipError) -> BatchError {
    if let ZipError::Io(error) = error { failed(error) } else { damaged("workbook", error) }
}

/// What the system says is no damage.
pub(super) fn failed(error: io::Error) -> BatchError {
    let is_said = error.raw_os_error().is_some();
    if is_said { BatchError::Input(error) } else { damaged("workbook", error) }
}

/// Whether a part is one that is read: pictures, notes and the like are not.
fn is_read(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_other = |folder: &str| name.starts_with(folder) || name.contains(&format!("/{folder}"));
    let others = ["docprops/", "customxml/", "drawings/", "charts/", "media/", "embeddings/"];
    (name.ends_with(".xml") || name.ends_with(".rels")) && !others.into_iter().any(is_other)
}

fn damaged_part(name: &str, why: &str) -> BatchError {
    damaged("workbook", format!("its part {} {why}", for_message(name)))
}

/// Unpacks a part, tag by tag, and throws it away.
fn look_at<R: Read>(name: &str, part: &mut CheckedPart<R>) -> Result<PartSeen, BatchError> {
    let mut seen = PartSeen::default();
    let mut buffer = Vec::new();
    let mut xml = XmlReader::from_reader(BufReader::with_capacity(PIECE_BYTES, &mut *part));
    // As the reader of the cells has it, so that both stop at the same fault.
    let config = xml.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    config.expand_empty_elements = true;
    let ended = loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break Ok(()),
            Ok(event) => seen.see(&event).map_err(|why| damaged_part(name, why))?,
            Err(error) => break Err(error),
        }
    };
    drop(xml);
    if let Some(why) = part.fault {
        return Err(damaged_part(name, why));
    }
    if let Err(XmlError::Io(error)) = ended {
        let error = std::sync::Arc::try_unwrap(error);
        return Err(error.map_or_else(|error| damaged("workbook", error), failed));
    }
    // What is no XML is told by whoever reads it, if anyone does.
    if part.count > part.marks {
        return Err(damaged_part(name, "says that it has more texts than it has"));
    }
    seen.facts.sort();
    Ok(seen)
}

/// A part that is being unpacked, and what was seen of its bytes so far.
struct CheckedPart<R> {
    part: R,
    is_sheet: bool,
    bytes: u64,
    /// How many `<` there are, and most bytes between two of them.
    marks: u64,
    longest: u64,
    run: u64,
    /// Whether there are comments or the like, which can be of any length.
    has_notes: bool,
    /// The largest number of texts that it says it has.
    count: u64,
    /// The last bytes that were looked at: a name may begin in them.
    last: Vec<u8>,
    /// What is wrong with it.
    fault: Option<&'static str>,
}

impl<R> CheckedPart<R> {
    fn new(name: &str, part: R) -> Self {
        Self {
            part,
            is_sheet: name.to_ascii_lowercase().contains("worksheets/"),
            bytes: 0,
            marks: 0,
            longest: 0,
            run: 0,
            has_notes: false,
            count: 0,
            last: Vec::new(),
            fault: None,
        }
    }

    /// Looks at the next bytes.
    fn look(&mut self, bytes: &[u8]) {
        self.look_for_count(bytes);
        self.bytes += length(bytes);
        let mut rest = bytes;
        while let Some(place) = memchr(b'<', rest) {
            self.run += length(rest.get(..place).unwrap_or_default());
            self.longest = self.longest.max(self.run);
            self.run = 0;
            self.marks += 1;
            rest = rest.get(place + 1..).unwrap_or_default();
            self.has_notes |= rest.first() == Some(&b'!');
        }
        self.run += length(rest);
        self.longest = self.longest.max(self.run);
        if !self.is_sheet && self.bytes > UNPACKED_BYTES_MAX {
            self.fault = Some("unpacks to more than a gigabyte");
        }
        if self.bytes > SMALL_BYTES && (self.has_notes || self.longest > TEXT_BYTES_MAX) {
            self.fault = Some("holds something larger than any text of a cell");
        }
    }

    fn look_for_count(&mut self, bytes: &[u8]) {
        // What may be the beginning of a name stood before these bytes.
        let begin = bytes.get(..bytes.len().min(COUNT_BYTES)).unwrap_or_default();
        let joint = [self.last.as_slice(), begin].concat();
        for text in [joint.as_slice(), bytes] {
            for place in memmem::find_iter(text, COUNT) {
                let rest = text.get(place + COUNT.len()..).unwrap_or_default();
                self.count = self.count.max(count_after(rest));
            }
        }
        let kept = bytes.len().saturating_sub(COUNT_BYTES);
        self.last.clear();
        self.last.extend_from_slice(bytes.get(kept..).unwrap_or_default());
    }
}

impl<R: Read> Read for CheckedPart<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.part.read(into)?;
        self.look(into.get(..read).unwrap_or_default());
        match self.fault {
            None => Ok(read),
            Some(why) => Err(io::Error::new(io::ErrorKind::InvalidData, why)),
        }
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// The number in `="123"`, as far as it is there; too large a one is the largest.
fn count_after(rest: &[u8]) -> u64 {
    let digits = rest
        .iter()
        .skip_while(|byte| matches!(byte, b'=' | b'"' | b'\'' | b' ' | b'\t' | b'\n' | b'\r'));
    let digits = digits.take_while(|byte| byte.is_ascii_digit());
    digits.fold(0_u64, |number, digit| {
        number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    })
}
