//! JSON over several lines, laid out as `serde_json` lays it out, for values that derive
//! [`Serialize`].
//!
//! Writing was the largest part of an estimate over HTTP. `serde_json` writes each mark and each
//! indent by itself, looks at every byte of every key for what is to be escaped, and gives bytes
//! that have to be checked to be UTF-8. What is written here is known to be text.

use std::fmt::{self, Write as _};

use serde::Serialize;
use serde::ser::{
    self, Error as _, Impossible, SerializeMap, SerializeSeq, SerializeStruct, Serializer,
};

use crate::engine::digits::Digits;

/// A line break, and the indent of the deepest level that is written at once.
const LINE: &str = "\n                                ";
/// Spaces of a level.
const INDENT: &str = "  ";

/// A value as JSON, without a line break at the end; `None` where it holds what JSON here has no
/// shape for: floats, numbers of 128 bits, tuples, variants with values, and keys that are no text.
pub(super) fn written(value: &impl Serialize, capacity: usize) -> Option<String> {
    let mut writer = Writer { out: String::with_capacity(capacity), depth: 0 };
    value.serialize(&mut writer).ok()?;
    Some(writer.out)
}

/// Writes values one after the other.
pub(super) struct Writer {
    out: String,
    depth: usize,
}

impl Writer {
    /// Begins the line of a member, after a comma where it is not the first.
    #[inline(always)]
    fn line(&mut self, is_first: bool) {
        if !is_first {
            self.out.push(',');
        }
        let end = self.out.len() + 1 + self.depth * INDENT.len();
        // One piece of a fixed length is copied without a call; what is too long is cut off.
        self.out.push_str(LINE);
        while self.out.len() < end {
            self.out.push_str(INDENT);
        }
        self.out.truncate(end);
    }

    #[inline]
    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        self.escaped(text);
        self.out.push('"');
    }

    #[inline]
    fn escaped(&mut self, text: &str) {
        if has_special(text.as_bytes()) {
            text.chars().for_each(|character| self.character(character));
        } else {
            self.out.push_str(text);
        }
    }

    /// A character that may have to be escaped (RFC 8259, section 7).
    fn character(&mut self, character: char) {
        let short = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\0'..' ' => {
                // Writing to a String cannot fail.
                let _ = write!(self.out, "\\u{:04x}", u32::from(character));
                return;
            }
            plain => return self.out.push(plain),
        };
        self.out.push_str(short);
    }

    fn open(&mut self, bracket: char, close: char) -> Members<'_> {
        self.out.push(bracket);
        self.depth += 1;
        Members { writer: self, close, is_empty: true }
    }
}

/// Whether a byte has to be escaped: eight bytes at a time, without a branch for each.
///
/// A byte of `word - 0x01…` is negative where that of `word` was nothing; the same goes for less
/// than a space, and for equality once the byte that is sought is taken away by `^`.
#[inline]
fn has_special(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (words, rest) = bytes.as_chunks::<8>();
    let found = words.iter().fold(0, |found, word| {
        let word = u64::from_le_bytes(*word);
        let quote = word ^ (ONES * u64::from(b'"'));
        let backslash = word ^ (ONES * u64::from(b'\\'));
        found
            | (word.wrapping_sub(ONES * u64::from(b' ')) & !word)
            | (quote.wrapping_sub(ONES) & !quote)
            | (backslash.wrapping_sub(ONES) & !backslash)
    });
    found & HIGH != 0 || rest.iter().any(|byte| *byte < b' ' || *byte == b'"' || *byte == b'\\')
}

/// The members of a list or an object.
pub(super) struct Members<'writer> {
    writer: &'writer mut Writer,
    close: char,
    is_empty: bool,
}

impl Members<'_> {
    #[inline(always)]
    fn line(&mut self) {
        self.writer.line(self.is_empty);
        self.is_empty = false;
    }

    fn end(self) {
        self.writer.depth -= 1;
        if !self.is_empty {
            self.writer.line(true);
        }
        self.writer.out.push(self.close);
    }
}

/// A value that JSON here has no shape for.
#[derive(Debug)]
pub(super) struct NoShape;

impl fmt::Display for NoShape {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value that JSON here has no shape for")
    }
}

impl std::error::Error for NoShape {}

impl ser::Error for NoShape {
    fn custom<Message: fmt::Display>(_: Message) -> Self {
        Self
    }
}

type Done = Result<(), NoShape>;
type NoValue = Impossible<(), NoShape>;

impl<'writer> Serializer for &'writer mut Writer {
    type Ok = ();
    type Error = NoShape;
    type SerializeSeq = Members<'writer>;
    type SerializeTuple = NoValue;
    type SerializeTupleStruct = NoValue;
    type SerializeTupleVariant = NoValue;
    type SerializeMap = Members<'writer>;
    type SerializeStruct = Members<'writer>;
    type SerializeStructVariant = NoValue;

    fn serialize_bool(self, value: bool) -> Done {
        self.out.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Done {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Done {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Done {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Done {
        if value < 0 {
            self.out.push('-');
        }
        self.serialize_u64(value.unsigned_abs())
    }

    fn serialize_u8(self, value: u8) -> Done {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Done {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Done {
        self.serialize_u64(value.into())
    }

    #[inline]
    fn serialize_u64(self, value: u64) -> Done {
        self.out.push_str(Digits::of(value).as_str());
        Ok(())
    }

    #[expect(clippy::disallowed_types, reason = "serde asks for it; no amount is a float")]
    fn serialize_f32(self, _: f32) -> Done {
        Err(NoShape)
    }

    #[expect(clippy::disallowed_types, reason = "serde asks for it; no amount is a float")]
    fn serialize_f64(self, _: f64) -> Done {
        Err(NoShape)
    }

    fn serialize_char(self, value: char) -> Done {
        self.quoted(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    #[inline]
    fn serialize_str(self, text: &str) -> Done {
        self.quoted(text);
        Ok(())
    }

    /// JSON that is written already.
    fn serialize_bytes(self, json: &[u8]) -> Done {
        self.out.push_str(std::str::from_utf8(json).map_err(NoShape::custom)?);
        Ok(())
    }

    /// It prints to where it belongs; only what has to be escaped is taken back for that.
    fn collect_str<Shown: fmt::Display + ?Sized>(self, shown: &Shown) -> Done {
        self.out.push('"');
        let begin = self.out.len();
        write!(self.out, "{shown}").map_err(NoShape::custom)?;
        if self.out.as_bytes().get(begin..).is_some_and(has_special) {
            let printed = self.out.split_off(begin);
            self.escaped(&printed);
        }
        self.out.push('"');
        Ok(())
    }

    fn serialize_none(self) -> Done {
        self.serialize_unit()
    }

    fn serialize_some<Value: Serialize + ?Sized>(self, value: &Value) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.out.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, word: &'static str) -> Done {
        self.serialize_str(word)
    }

    fn serialize_newtype_struct<Value: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &Value,
    ) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<Value: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &Value,
    ) -> Done {
        Err(NoShape)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'writer>, NoShape> {
        Ok(self.open('[', ']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<NoValue, NoShape> {
        Err(NoShape)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<NoValue, NoShape> {
        Err(NoShape)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<NoValue, NoShape> {
        Err(NoShape)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'writer>, NoShape> {
        Ok(self.open('{', '}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'writer>, NoShape> {
        Ok(self.open('{', '}'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<NoValue, NoShape> {
        Err(NoShape)
    }
}

impl SerializeSeq for Members<'_> {
    type Ok = ();
    type Error = NoShape;

    fn serialize_element<Value: Serialize + ?Sized>(&mut self, value: &Value) -> Done {
        self.line();
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Done {
        Members::end(self);
        Ok(())
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = NoShape;

    fn serialize_key<Key: Serialize + ?Sized>(&mut self, key: &Key) -> Done {
        self.line();
        let begin = self.writer.out.len();
        key.serialize(&mut *self.writer)?;
        let is_text = self.writer.out.as_bytes().get(begin) == Some(&b'"');
        self.writer.out.push_str(": ");
        if is_text { Ok(()) } else { Err(NoShape) }
    }

    fn serialize_value<Value: Serialize + ?Sized>(&mut self, value: &Value) -> Done {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Done {
        Members::end(self);
        Ok(())
    }
}

impl SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = NoShape;

    /// The name of a field is a word, with nothing to escape; here it is a constant, of a length
    /// that is known.
    #[inline(always)]
    fn serialize_field<Value: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &Value,
    ) -> Done {
        self.line();
        self.writer.out.push('"');
        self.writer.out.push_str(name);
        self.writer.out.push_str("\": ");
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Done {
        Members::end(self);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[derive(Serialize)]
    struct Sample<'text> {
        text: &'text str,
        absent: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        left_out: Option<u64>,
        numbers: Vec<i64>,
        letter: char,
        rest: Inner,
        #[serde(flatten)]
        flat: Flat,
    }

    #[derive(Serialize)]
    struct Inner {
        yes: bool,
    }

    #[derive(Serialize)]
    #[serde(untagged)]
    enum Flat {
        One { one: u8 },
    }

    fn assert_same(value: &impl Serialize) {
        let expected = serde_json::to_string_pretty(value).expect("plain data");
        assert_eq!(written(value, 0), Some(expected));
    }

    /// Expected: what `serde_json` writes.
    #[test]
    fn the_layout_is_that_of_serde_json() {
        let mut deep = json!({});
        for level in 0..40 {
            deep = json!({ "level": level, "empty": [], "none": {}, "inner": [deep, {}, [1, 2]] });
        }
        for value in [deep, json!([]), json!({}), json!([[], {}]), Value::Null, json!({ "a": 1 })] {
            assert_same(&value);
        }
        assert_same(&Sample {
            text: "text",
            absent: None,
            left_out: None,
            numbers: vec![0, -1, i64::MIN, i64::MAX],
            letter: '"',
            rest: Inner { yes: true },
            flat: Flat::One { one: 1 },
        });
    }

    /// Expected: what `serde_json` writes.
    #[test]
    fn every_character_is_escaped_as_serde_json_does() {
        for character in ('\0'..='\u{2100}').chain(['\u{feff}', '\u{1f600}', char::MAX]) {
            assert_same(&json!({ format!("a{character}b"): format!("{character}é{character}") }));
            let shown = format_args!("é{character}").to_string();
            let mut writer = Writer { out: String::new(), depth: 0 };
            writer.collect_str(&shown).expect("text");
            assert_eq!(writer.out, serde_json::to_string(&shown).expect("text"));
        }
    }

    /// Expected: a look at each byte by itself, at every place of texts longer than two words.
    #[test]
    fn a_byte_to_escape_is_found_wherever_it_stands() {
        for around in ["a", "\u{7f}", "~", " ", "!", "#", "[", "]"] {
            for (place, code) in (0..20).flat_map(|place| (0..128).map(move |code| (place, code))) {
                let mut text = around.repeat(20);
                text.replace_range(place..=place, &char::from(code).to_string());
                let expected = code < b' ' || code == b'"' || code == b'\\';
                assert_eq!(has_special(text.as_bytes()), expected, "{text:?}");
            }
        }
        assert!(!has_special("é×−…\u{1f600}".repeat(9).as_bytes()));
    }

    #[test]
    fn what_has_no_shape_is_told() {
        assert_eq!(written(&json!([1.5]), 0), None);
        assert_eq!(written(&(1, 2), 0), None);
        assert_eq!(written(&std::collections::BTreeMap::from([(1, 2)]), 0), None);
    }
}
