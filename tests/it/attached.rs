//! A quote taken out of a PDF: as programs write PDFs, and as nobody should.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
use lopdf::{Document, Object, Stream, StringFormat, dictionary, text_string};
use reinstate::document::attached::{AttachedError, is_pdf, quote_json};

const JSON: &str = "{\n  \"schema\": 2,\n  \"kind\": \"renewal\"\n}\n";

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("zlib")
}

/// A packed file as an embedded one.
fn packed(bytes: &[u8]) -> Stream {
    let about = dictionary! {
        "Type" => "EmbeddedFile", "Subtype" => "application/json", "Filter" => "FlateDecode"
    };
    Stream::new(about, deflated(bytes))
}

fn plain(bytes: &[u8]) -> Stream {
    Stream::new(dictionary! { "Type" => "EmbeddedFile" }, bytes.to_vec())
}

/// A document of one page that has files attached.
fn document(files: impl IntoIterator<Item = Stream>) -> Document {
    let mut document = Document::with_version("1.7");
    let mut names = Vec::new();
    for (number, file) in files.into_iter().enumerate() {
        let file = document.add_object(file);
        let name = text_string(&format!("file-{number}"));
        let about = dictionary! {
            "Type" => "Filespec", "F" => name.clone(), "EF" => dictionary! { "F" => file }
        };
        names.extend([name, document.add_object(about).into()]);
    }
    let pages = document.new_object_id();
    let page = dictionary! { "Type" => "Page", "Parent" => pages };
    let page = document.add_object(page);
    let all = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, all.into());
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages,
        "Names" => dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } },
    });
    document.trailer.set("Root", catalog);
    let id = Object::String(vec![7; 16], StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    document
}

/// A PDF that has this text packed into it.
pub(crate) fn pdf_with(text: &str) -> Vec<u8> {
    saved(document([packed(text.as_bytes())]))
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a PDF");
    assert!(is_pdf(&bytes));
    bytes
}

fn of(files: impl IntoIterator<Item = Stream>) -> Result<String, AttachedError> {
    quote_json(&saved(document(files)))
}

#[test]
fn a_quote_is_found_however_it_is_kept() {
    let found = Ok(JSON.to_owned());
    assert_eq!(of([packed(JSON.as_bytes())]), found);
    assert_eq!(of([plain(JSON.as_bytes())]), found);
    // Among others, and twice.
    let xml = packed(b"<?xml version=\"1.0\"?><Quotation/>");
    let other = plain(b"{ \"rows\": [] }");
    let all = [xml, other, packed(JSON.as_bytes()), plain(JSON.as_bytes())];
    assert_eq!(of(all), found);
    // Packed twice; with a mark before it.
    let mut twice = packed(&deflated(JSON.as_bytes()));
    twice.dict.set("Filter", vec!["FlateDecode".into(), "FlateDecode".into()]);
    assert_eq!(of([twice]), found);
    let marked = format!("\u{feff}{JSON}");
    assert_eq!(of([packed(marked.as_bytes())]), Ok(marked));
    // With all other objects in packed streams.
    let mut bytes = Vec::new();
    document([packed(JSON.as_bytes())]).save_modern(&mut bytes).expect("a PDF");
    assert_eq!(quote_json(&bytes), found);
    // Its length in an object of its own, or wrong.
    for length in ["99 0 R", "3", "-1", "99999999999"] {
        let pdf = format!(
            "%PDF-1.7\n1 0 obj\n<</Type/EmbeddedFile/Length {length}>>\nstream\r\n{JSON}endstream\n"
        );
        assert_eq!(quote_json(pdf.as_bytes()), found, "{length}");
    }
}

#[test]
fn where_there_is_no_one_quote_it_is_said_why() {
    let other = JSON.replace("renewal", "change");
    let two = of([packed(JSON.as_bytes()), packed(other.as_bytes())]);
    assert_eq!(two, Err(AttachedError::Several));
    assert_eq!(of([]), Err(AttachedError::Missing));
    assert_eq!(of([packed(b"<xml/>"), plain(b"[]"), plain(b"")]), Err(AttachedError::Missing));
    assert_eq!(quote_json(b""), Err(AttachedError::Missing));
    let mut method = packed(JSON.as_bytes());
    method.dict.set("Filter", "LZWDecode");
    assert_eq!(of([method]), Err(AttachedError::OtherMethod));
    let mut predicted = packed(JSON.as_bytes());
    predicted.dict.set("DecodeParms", dictionary! { "Predictor" => 12, "Columns" => i64::MAX });
    assert_eq!(of([predicted]), Err(AttachedError::OtherMethod));
    let mut deep = packed(JSON.as_bytes());
    deep.dict.set("Filter", vec![Object::from("FlateDecode"); 200]);
    assert_eq!(of([deep]), Err(AttachedError::OtherMethod));
    let mut damaged = packed(JSON.repeat(50).as_bytes());
    let middle = damaged.content.len() / 2;
    damaged.content[middle] ^= 0xff;
    assert_eq!(of([damaged]), Err(AttachedError::Damaged));
    let not_text = [JSON.as_bytes(), b"\xff"].concat();
    assert_eq!(of([packed(&not_text)]), Err(AttachedError::Damaged));
}

#[test]
fn an_encrypted_pdf_says_that_it_is() {
    let mut document = document([packed(JSON.as_bytes())]);
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "user",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).expect("a state");
    document.encrypt(&state).expect("it is encrypted");
    assert_eq!(quote_json(&saved(document)), Err(AttachedError::Encrypted));
}

/// A JSON whose text has the mark of a PDF is no PDF.
#[test]
fn a_pdf_is_known_by_how_it_begins() {
    assert!(is_pdf(b"%PDF-1.7\n"));
    assert!(is_pdf(b"\n\njunk %PDF-2.0"));
    assert!(!is_pdf(b"{\"name\":\"%PDF-1.7\"}"));
    assert!(!is_pdf(b" \xef\xbb\xbf\n{\"name\":\"%PDF-1.7\"}"));
    assert!(!is_pdf(b""));
    assert!(!is_pdf(&[vec![b' '; 2_000], b"%PDF-1.7".to_vec()].concat()));
}

/// What is cut off or changed anywhere gives the quote, or an error, and nothing else.
#[test]
fn no_byte_of_a_pdf_is_trusted() {
    let bytes = saved(document([plain(b"<xml/>"), packed(JSON.as_bytes())]));
    let good =
        |found: Result<String, AttachedError>| found.is_err() || found.as_deref() == Ok(JSON);
    for length in 0..bytes.len() {
        assert!(good(quote_json(&bytes[..length])), "{length} bytes");
    }
    for place in 0..bytes.len() {
        for change in [1, 0x20, 0x80, 0xff] {
            let mut changed = bytes.clone();
            changed[place] ^= change;
            // What was changed in the packed text, its checksum tells.
            assert!(good(quote_json(&changed)), "byte {place} changed by {change}");
        }
    }
}

/// What is hostile costs no more than a large quote does: seconds, where nothing is optimized.
#[test]
fn bombs_are_cut_off() {
    let begun = Instant::now();
    // 100 MiB that begin like a quote: 64 MiB is the most.
    let bomb = [b"{\"schema\":2,".to_vec(), vec![b' '; 100 * 1024 * 1024]].concat();
    assert_eq!(of([packed(&bomb)]), Err(AttachedError::TooLarge));
    // Packed twice, a hundred KiB are less than one; what does not begin like a quote is let be.
    let mut twice = packed(&deflated(&bomb));
    twice.dict.set("Filter", vec!["FlateDecode".into(), "FlateDecode".into()]);
    assert_eq!(of([twice]), Err(AttachedError::TooLarge));
    let nothing = packed(&bomb[12..]);
    assert_eq!(of([nothing.clone(), packed(JSON.as_bytes()), nothing]), Ok(JSON.to_owned()));
    // A hundred times the PDF is the most: 8 MiB of spaces are packed to 8 KiB. 1 MiB is let be.
    let small = [&bomb[..8 * 1024 * 1024], b"}"].concat();
    assert_eq!(of([packed(&small)]), Err(AttachedError::TooLarge));
    let smaller = [&bomb[..1024 * 1024], b"}"].concat();
    assert_eq!(of([packed(&smaller)]).map(|json| json.len()), Ok(smaller.len()));
    // Several that are within the limit, each by itself, in a PDF that is large enough.
    let half = [&bomb[..40 * 1024 * 1024], b"}"].concat();
    let ballast = plain(&vec![b'x'; 1024 * 1024]);
    assert_eq!(of([packed(&half), ballast.clone()]).map(|json| json.len()), Ok(half.len()));
    let both = of([ballast, packed(&half), packed(&half)]);
    assert_eq!(both, Err(AttachedError::TooLarge));
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}

#[test]
fn what_only_looks_like_attachments_is_soon_left() {
    let begun = Instant::now();
    let many = [b"%PDF-1.7\n1 0 obj<<".to_vec(), b"/EmbeddedFile ".repeat(1_000_000)].concat();
    assert_eq!(quote_json(&many), Err(AttachedError::TooMany));
    // Brackets inside brackets, ended and not.
    for (open, close) in [("[", "]"), ("<<", ">>"), ("(", ")"), ("<</A", ">>"), ("[<</A(", ")>>]")]
    {
        for close in [close, ""] {
            for depth in [50, 99, 101, 600] {
                let inner = format!("{}{}", open.repeat(depth), close.repeat(depth));
                let about = format!("1 0 obj<</Type/EmbeddedFile/A {inner}/B 1>>stream\n");
                let pdf = format!("%PDF-1.7\n{about}{JSON}endstream endobj");
                let found = quote_json(pdf.as_bytes());
                assert!(found.is_err() || found.as_deref() == Ok(JSON), "{about}");
            }
        }
    }
    // A description without end, before and behind.
    let filler = "/A 1 ".repeat(100_000);
    let pdf = format!("%PDF-1.7\n1 0 obj<<{filler}/Type/EmbeddedFile {filler}>>stream\n{JSON}");
    assert_eq!(quote_json(pdf.as_bytes()), Err(AttachedError::Missing));
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}
