//! JSON over several lines, as `serde_json` lays it out, each break and indent written at once.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// A comma, a line break, and the indent of the deepest level that is written at once.
const BREAK: &[u8; 34] = b",\n                                ";
/// Spaces of a level.
const INDENT: usize = 2;

/// Where the text stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Layout {
    depth: usize,
    is_filled: bool,
}

impl Layout {
    /// A new line, after a comma where it is not the first.
    fn line<To: Write + ?Sized>(&self, to: &mut To, first: bool) -> io::Result<()> {
        let from = usize::from(first);
        let spaces = self.depth * INDENT;
        match BREAK.get(from..2 + spaces) {
            Some(line) => to.write_all(line),
            None => {
                to.write_all(&BREAK[from..2])?;
                to.write_all(&b" ".repeat(spaces))
            }
        }
    }

    fn open<To: Write + ?Sized>(&mut self, to: &mut To, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.is_filled = false;
        to.write_all(bracket)
    }

    fn close<To: Write + ?Sized>(&mut self, to: &mut To, bracket: &[u8]) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.is_filled {
            self.line(to, true)?;
        }
        self.is_filled = true;
        to.write_all(bracket)
    }
}

impl Formatter for Layout {
    fn begin_array<To: Write + ?Sized>(&mut self, to: &mut To) -> io::Result<()> {
        self.open(to, b"[")
    }

    fn end_array<To: Write + ?Sized>(&mut self, to: &mut To) -> io::Result<()> {
        self.close(to, b"]")
    }

    fn begin_array_value<To: Write + ?Sized>(
        &mut self,
        to: &mut To,
        first: bool,
    ) -> io::Result<()> {
        self.line(to, first)
    }

    fn end_array_value<To: Write + ?Sized>(&mut self, _: &mut To) -> io::Result<()> {
        self.is_filled = true;
        Ok(())
    }

    fn begin_object<To: Write + ?Sized>(&mut self, to: &mut To) -> io::Result<()> {
        self.open(to, b"{")
    }

    fn end_object<To: Write + ?Sized>(&mut self, to: &mut To) -> io::Result<()> {
        self.close(to, b"}")
    }

    fn begin_object_key<To: Write + ?Sized>(&mut self, to: &mut To, first: bool) -> io::Result<()> {
        self.line(to, first)
    }

    fn begin_object_value<To: Write + ?Sized>(&mut self, to: &mut To) -> io::Result<()> {
        to.write_all(b": ")
    }

    fn end_object_value<To: Write + ?Sized>(&mut self, _: &mut To) -> io::Result<()> {
        self.is_filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::{Serializer, Value, json};

    use super::*;

    /// Whatever the value, the text is that of `serde_json`.
    #[test]
    fn the_layout_is_that_of_serde_json() {
        let mut deep = json!({});
        for level in 0..40 {
            deep = json!({ "level": level, "empty": [], "none": {}, "inner": [deep, {}, [1, 2]] });
        }
        for value in [deep, json!([]), json!({}), json!([[], {}]), Value::Null, json!({ "a": 1 })] {
            let mut bytes = Vec::new();
            let mut serializer = Serializer::with_formatter(&mut bytes, Layout::default());
            value.serialize(&mut serializer).expect("plain data");
            let expected = serde_json::to_string_pretty(&value).expect("plain data");
            assert_eq!(String::from_utf8(bytes).expect("UTF-8"), expected);
        }
    }
}
