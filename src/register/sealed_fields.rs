//! What a sealed quote says of itself, read without what nobody asks for.

use memchr::memmem::find_iter;
use serde::Deserialize;

use super::kept_book::KeptBooks;
use super::rows::RevisionRow;
use super::verification::{Fault, RegisterVerification};

/// The fields of a sealed quote that its columns repeat.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct SealedFields {
    number: String,
    revision: u32,
    standing: String,
    kind: String,
    quote_date: String,
    start: String,
    valid_through: String,
    currency: String,
    pub(super) customer: SealedCustomer,
    totals: SealedTotals,
    receipt: SealedReceipt,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct SealedCustomer {
    pub(super) name: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct SealedTotals {
    subtotal: String,
    tax: String,
    total: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct SealedReceipt {
    engine: String,
    book: String,
    book_version: String,
    book_sha256: String,
    request_sha256: String,
}

/// How a field begins that stands in the quote itself: on a line of its own, behind two spaces. No
/// string holds a line feed (RFC 8259, section 7), so this is never part of one.
const FIELD: &[u8] = b"\n  \"";
/// The fields that are long and say nothing that a column repeats.
const LONG: [&[u8]; 3] = [b"lines\":", b"findings\":", b"request\":"];

impl SealedFields {
    /// Reads the JSON of a sealed quote; `short` is memory for what of it is read.
    ///
    /// Whoever writes a content that reads otherwise in short has its digest to get past.
    ///
    /// # Errors
    /// It is not that, in words.
    pub(super) fn read(content: &[u8], short: &mut Vec<u8>) -> Result<Self, String> {
        short.clear();
        if shorten(content, short).is_some()
            && let Ok(fields) = serde_json::from_slice(short)
        {
            return Ok(fields);
        }
        // What is not laid out as quotes are is read whole, and so is what has a fault.
        serde_json::from_slice(content).map_err(|error| error.to_string())
    }

    /// Where they are not what the columns of a revision say.
    pub(super) fn differences(
        &self,
        revision: &RevisionRow,
        document: &str,
        books: &KeptBooks,
    ) -> Vec<Fault> {
        let Self { totals, receipt, .. } = self;
        let mut found = RegisterVerification::default();
        let currency = revision.total.currency();
        let pairs = [
            ("number", &*revision.number, &self.number),
            ("kind", &*revision.kind, &self.kind),
            ("quote_date", &*revision.quote_date.to_string(), &self.quote_date),
            ("start_date", &*revision.start.to_string(), &self.start),
            ("valid_through", &*revision.valid_through.to_string(), &self.valid_through),
            ("currency", currency.code(), &self.currency),
            ("subtotal", &*revision.subtotal.to_string(), &totals.subtotal),
            ("tax", &*revision.tax.to_string(), &totals.tax),
            ("total", &*revision.total.to_string(), &totals.total),
            ("engine", &*revision.engine, &receipt.engine),
            ("book_sha256", &*revision.book_sha256, &receipt.book_sha256),
            ("request_sha256", &*revision.request_sha256, &receipt.request_sha256),
        ];
        for (column, there, sealed) in pairs {
            found.equal(document, column, (there, sealed.as_str()));
        }
        found.equal(document, "rev", (revision.rev, self.revision));
        found.equal(document, "its standing", (self.standing.as_str(), "offer"));
        match books.get(&receipt.book_sha256) {
            None => found.fault(document, "its price book is not there"),
            Some(book) => {
                let place = format!("book {}", receipt.book_sha256);
                found.equal(&place, "id", (&book.id, &receipt.book));
                found.equal(&place, "version", (&book.version, &receipt.book_version));
            }
        }
        found.faults
    }
}

/// Writes the same JSON without its long fields, where it is laid out as quotes are: four parts of
/// five of it. `None` where it is not.
fn shorten(content: &[u8], short: &mut Vec<u8>) -> Option<()> {
    let inner = content.strip_prefix(b"{")?.trim_ascii_end().strip_suffix(b"\n}")?;
    let mut starts = find_iter(inner, FIELD).peekable();
    if starts.peek() != Some(&0) {
        return None;
    }
    short.push(b'{');
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(inner.len());
        let field = inner.get(start..end)?;
        let name = field.get(FIELD.len()..)?;
        if LONG.iter().any(|long| name.starts_with(long)) {
            continue;
        }
        if short.len() > 1 {
            short.push(b',');
        }
        short.extend(field.strip_suffix(b",").unwrap_or(field));
    }
    short.push(b'}');
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A quote by hand, laid out as quotes are.
    const QUOTE: &str = r#"{
  "schema": 2,
  "kind": "renewal",
  "standing": "offer",
  "number": "Q-2026-00042",
  "revision": 1,
  "quote_date": "2026-11-24",
  "start": "2026-12-01",
  "valid_through": "2026-12-24",
  "currency": "EUR",
  "customer": {"name":"A \"B\", C {","org_id":null},
  "lines": [
    {
      "total": "1.00"
    }
  ],
  "totals": {
    "subtotal": "1.00",
    "tax": "0.21",
    "total": "1.21"
  },
  "findings": [],
  "receipt": {
    "engine": "reinstate 0.1.0",
    "book": "b",
    "book_version": "1",
    "book_sha256": "00",
    "request_sha256": "ff"
  },
  "request": {
    "schema": 1
  }
}
"#;

    /// What the whole of it says.
    fn whole(content: &str) -> Result<SealedFields, String> {
        serde_json::from_str(content).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_left_out_changes_nothing_that_is_read() {
        let mut short = Vec::new();
        shorten(QUOTE.as_bytes(), &mut short).unwrap();
        let text = str::from_utf8(&short).unwrap();
        for gone in ["lines", "findings", "request\":"] {
            assert!(!text.contains(gone), "{text}");
        }
        let fields: SealedFields = serde_json::from_slice(&short).unwrap();
        assert_eq!(fields.number, "Q-2026-00042");
        assert_eq!(fields.customer.name, "A \"B\", C {");
        assert_eq!(fields.totals.total, "1.21");
        assert_eq!(fields.receipt.request_sha256, "ff");
        assert_eq!(whole(QUOTE), Ok(fields));
    }

    /// The same quote in other layouts, and what is no quote: always what the whole says.
    #[test]
    fn another_layout_is_read_whole() {
        let compact = QUOTE.replace('\n', "");
        let without = QUOTE.replace("  \"kind\": \"renewal\",\n", "");
        let twice = QUOTE.replace("\"schema\": 2", "\"kind\": \"quote\"");
        let nested = QUOTE.replace("    {\n      \"total\"", "{\n  \"total\"");
        let number = QUOTE.replace("\"revision\": 1", "\"revision\": \"1\"");
        let torn = &QUOTE[..QUOTE.len() - 40];
        let all = [&compact, &without, &twice, &nested, &number, torn, "{\n}", "{", "", "[1]"];
        for content in all {
            let mut short = Vec::new();
            let read = SealedFields::read(content.as_bytes(), &mut short);
            assert_eq!(read, whole(content), "{content}");
        }
        assert!(whole(&compact).is_ok() && whole(&nested).is_ok());
        assert!(whole(&twice).is_err_and(|error| error.contains("duplicate field `kind`")));
    }
}
