//! A document as the bytes of a file.
//!
//! The tree of a tagged document is hundreds of small objects. They are written together as
//! compressed streams of objects, with a compressed table of where each object is (ISO 32000-1,
//! 7.5.7 and 7.5.8). lopdf can do so, too; it took four times as long.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, StringFormat, dictionary};

use crate::engine::digits::Digits;

/// How many objects a stream holds: whoever wants one of them has to read the stream up to it.
const STREAM_OBJECTS: usize = 1_000;
/// The bytes of an entry of the table: what it is, where, and which one there.
const ENTRY_BYTES: usize = 1 + 4 + 2;

/// Objects that are written as text from the start, numbered in a row.
pub(super) struct ObjectTexts {
    first: u32,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl ObjectTexts {
    /// None yet; the first will have a number.
    pub(super) const fn from(first: u32) -> Self {
        Self { first, text: Vec::new(), ends: Vec::new() }
    }

    /// The number of the next object.
    pub(super) fn next(&self) -> u32 {
        self.first.saturating_add(number(self.ends.len()))
    }

    /// Writes to the next object.
    pub(super) fn push(&mut self, text: &str) {
        self.text.extend(text.as_bytes());
    }

    /// Writes a whole number to the next object.
    pub(super) fn push_number(&mut self, number: u32) {
        self.push(Digits::of(number.into()).as_str());
    }

    /// Writes a reference to an object to the next object.
    pub(super) fn push_reference(&mut self, to: u32) {
        self.push_number(to);
        self.push(" 0 R");
    }

    /// Writes a value to the next object.
    pub(super) fn push_value(&mut self, value: &Object) {
        write_object(value, &mut self.text);
    }

    /// The next object is whole.
    pub(super) fn end(&mut self) {
        self.ends.push(self.text.len());
    }

    fn iter(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let texts = starts.zip(&self.ends).map(|(start, end)| self.text.get(start..*end));
        (self.first..).zip(texts.map(Option::unwrap_or_default))
    }
}

/// The bytes of a document and of more objects beside those that it has.
pub(super) fn write(document: &Document, more: &ObjectTexts) -> io::Result<Vec<u8>> {
    let mut file = FileWriter {
        bytes: Vec::with_capacity(64 * 1024),
        table: Vec::new(),
        encoder: ZlibEncoder::new(Vec::new(), Compression::fast()),
        next: more.next(),
    };
    file.bytes.extend(b"%PDF-");
    file.bytes.extend(document.version.as_bytes());
    // Four bytes that are no text say that neither is the file.
    file.bytes.extend(b"\n%\xe2\xe3\xcf\xd3\n");
    let mut packed = Packed::default();
    let mut text = Vec::new();
    for (&(id, _), object) in &document.objects {
        if let Object::Stream(stream) = object {
            file.stream(id, &stream.dict, &stream.content);
        } else {
            text.clear();
            write_object(object, &mut text);
            file.pack(&mut packed, id, &text)?;
        }
    }
    for (id, text) in more.iter() {
        file.pack(&mut packed, id, text)?;
    }
    file.flush(&mut packed)?;
    file.finished(&document.trailer)
}

/// The objects of a stream that is not written yet.
#[derive(Default)]
struct Packed {
    ids: Vec<u32>,
    /// The number of each object, and where it begins.
    index: Vec<u8>,
    bodies: Vec<u8>,
}

struct FileWriter {
    bytes: Vec<u8>,
    /// The entry of each object, in the order of their numbers; object 0 is none.
    table: Vec<[u8; ENTRY_BYTES]>,
    encoder: ZlibEncoder<Vec<u8>>,
    /// The number of the next object that nobody has asked for.
    next: u32,
}

impl FileWriter {
    fn enter(&mut self, id: u32, kind: u8, place: u32, index: u16) {
        let at = usize::try_from(id).unwrap_or(0);
        if self.table.len() <= at {
            // A number that no object has is free.
            self.table.resize(at + 1, [0; ENTRY_BYTES]);
        }
        let ([a, b, c, d], [e, f]) = (place.to_be_bytes(), index.to_be_bytes());
        if let Some(entry) = self.table.get_mut(at) {
            *entry = [kind, a, b, c, d, e, f];
        }
    }

    fn stream(&mut self, id: u32, dictionary: &Dictionary, content: &[u8]) {
        self.enter(id, 1, number(self.bytes.len()), 0);
        self.bytes.extend(Digits::of(id.into()).as_str().as_bytes());
        self.bytes.extend(b" 0 obj\n");
        write_dictionary(dictionary, &mut self.bytes);
        self.bytes.extend(b"stream\n");
        self.bytes.extend(content);
        self.bytes.extend(b"\nendstream\nendobj\n");
    }

    fn pack(&mut self, packed: &mut Packed, id: u32, text: &[u8]) -> io::Result<()> {
        packed.ids.push(id);
        for part in [u64::from(id), packed.bodies.len() as u64] {
            packed.index.extend(Digits::of(part).as_str().as_bytes());
            packed.index.push(b' ');
        }
        packed.bodies.extend(text);
        packed.bodies.push(b'\n');
        if packed.ids.len() >= STREAM_OBJECTS { self.flush(packed) } else { Ok(()) }
    }

    fn flush(&mut self, packed: &mut Packed) -> io::Result<()> {
        if packed.ids.is_empty() {
            return Ok(());
        }
        let Packed { ids, index, bodies } = std::mem::take(packed);
        let id = self.next;
        self.next += 1;
        for (place, packed) in (0..).zip(&ids) {
            self.enter(*packed, 2, id, place);
        }
        let stream = dictionary! {
            "Type" => "ObjStm",
            "N" => i64::from(number(ids.len())),
            "First" => i64::from(number(index.len())),
        };
        self.encoder.write_all(&index)?;
        self.encoder.write_all(&bodies)?;
        self.deflated(id, stream)
    }

    /// A stream of what the encoder has taken in.
    fn deflated(&mut self, id: u32, mut dictionary: Dictionary) -> io::Result<()> {
        let content = self.encoder.reset(Vec::new())?;
        dictionary.set("Filter", "FlateDecode");
        dictionary.set("Length", i64::from(number(content.len())));
        self.stream(id, &dictionary, &content);
        Ok(())
    }

    /// The table of objects, which is an object itself, and where it begins.
    fn finished(mut self, trailer: &Dictionary) -> io::Result<Vec<u8>> {
        let (id, start) = (self.next, self.bytes.len());
        self.enter(id, 1, number(start), 0);
        // The highest generation marks the free object 0.
        self.enter(0, 0, 0, u16::MAX);
        let mut table = dictionary! {
            "Type" => "XRef",
            "Size" => i64::from(id) + 1,
            "W" => vec![1.into(), 4.into(), 2.into()],
            // Each entry is written as what it differs by from the one before.
            "DecodeParms" => dictionary! { "Predictor" => 12, "Columns" => 7 },
        };
        for key in ["Root", "Info", "ID"] {
            if let Ok(value) = trailer.get(key.as_bytes()) {
                table.set(key, value.clone());
            }
        }
        let mut last = [0; ENTRY_BYTES];
        for entry in &self.table {
            let mut row = [2; ENTRY_BYTES + 1];
            for (place, (byte, above)) in row.iter_mut().skip(1).zip(entry.iter().zip(last)) {
                *place = byte.wrapping_sub(above);
            }
            self.encoder.write_all(&row)?;
            last = *entry;
        }
        self.deflated(id, table)?;
        write!(self.bytes, "startxref\n{start}\n%%EOF\n")?;
        Ok(self.bytes)
    }
}

/// A number of objects, or a place in a file.
fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn write_object(object: &Object, text: &mut Vec<u8>) {
    match object {
        Object::Null => text.extend(b"null"),
        Object::Boolean(value) => text.extend(if *value { &b"true"[..] } else { b"false" }),
        Object::Integer(value) => {
            if *value < 0 {
                text.push(b'-');
            }
            text.extend(Digits::of(value.unsigned_abs()).as_str().as_bytes());
        }
        Object::Real(value) => text.extend(value.to_string().as_bytes()),
        Object::Name(name) => write_name(name, text),
        Object::String(bytes, format) => write_string(bytes, format, text),
        Object::Array(items) => {
            text.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    text.push(b' ');
                }
                write_object(item, text);
            }
            text.push(b']');
        }
        Object::Dictionary(dictionary) => write_dictionary(dictionary, text),
        // A stream is no part of another object.
        Object::Stream(stream) => write_dictionary(&stream.dict, text),
        Object::Reference((id, generation)) => {
            text.extend(Digits::of(u64::from(*id)).as_str().as_bytes());
            text.push(b' ');
            text.extend(Digits::of(u64::from(*generation)).as_str().as_bytes());
            text.extend(b" R");
        }
    }
}

fn write_dictionary(dictionary: &Dictionary, text: &mut Vec<u8>) {
    text.extend(b"<<");
    for (key, value) in dictionary {
        write_name(key, text);
        if !matches!(value, Object::Array(_) | Object::Dictionary(_) | Object::Name(_)) {
            text.push(b' ');
        }
        write_object(value, text);
    }
    text.extend(b">>");
}

fn write_name(name: &[u8], text: &mut Vec<u8>) {
    text.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            text.push(byte);
        } else {
            text.push(b'#');
            text.extend(hexadecimal(byte));
        }
    }
}

fn write_string(bytes: &[u8], format: &StringFormat, text: &mut Vec<u8>) {
    match format {
        StringFormat::Literal => {
            text.push(b'(');
            for &byte in bytes {
                match byte {
                    b'(' | b')' | b'\\' => text.extend([b'\\', byte]),
                    b'\r' => text.extend(b"\\r"),
                    _ => text.push(byte),
                }
            }
            text.push(b')');
        }
        StringFormat::Hexadecimal => {
            text.push(b'<');
            bytes.iter().for_each(|&byte| text.extend(hexadecimal(byte)));
            text.push(b'>');
        }
    }
}

fn hexadecimal(byte: u8) -> [u8; 2] {
    let digit = |value: u8| if value < 10 { b'0' + value } else { b'A' + value - 10 };
    [digit(byte >> 4), digit(byte & 15)]
}
