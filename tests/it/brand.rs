//! The brand of who sends a quote.

use reinstate::document::brand::{BrandFile, Logo, LogoError, LogoFormat};
use reinstate::document::{
    html, pdf,
    sheet::{Sheet, SheetExtras},
};

use crate::support::{offered, program, project, read, request, shipped_shelf, toml_value};

const SVG: &[u8] = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">
    <rect width="10" height="10" fill="red"/></svg>"#;

fn problems(text: &str) -> Vec<&'static str> {
    let found = BrandFile::read("brand.toml", text).expect_err("problems");
    found.list.iter().map(|problem| problem.code).collect()
}

#[test]
fn everything_wrong_with_a_brand_file_is_said_at_once() {
    let text = "[brand]\nname = \"\"\nlogos = \"x.svg\"\ncolour = \"#fefefe\"\n";
    assert_eq!(problems(text), ["empty-text", "unknown-key", "pale-colour"]);
    assert_eq!(problems("[brand]\nname = \"A\"\ncolour = \"blue\"\n"), ["bad-colour"]);
    assert_eq!(problems("name = \"A\"\n"), ["missing-key", "unknown-key"]);
    let lines = "\"x\", ".repeat(9);
    let text = format!("[brand]\nname = \"A\"\nlegal = [{lines}]\n");
    assert_eq!(problems(&text), ["list-too-long"]);
    let contact = "[brand]\nname = \"A\"\ncontact = {}\n";
    assert_eq!(problems(contact), ["empty-contact"]);
}

/// Terms are a page, and a contact is a page or mail: nothing else stands behind a link.
#[test]
fn an_address_of_a_brand_leads_to_a_page_or_to_mail() {
    let read = |key: &str, address: &str| {
        let text = format!("[brand]\nname = \"A\"\n{key} = \"{address}\"\n");
        BrandFile::read("brand.toml", &text).map_err(|found| found.list[0].code)
    };
    for good in ["https://a.example/terms", "HTTPS://a.example", "https://a.example:8443/?q=1#x"] {
        assert!(read("terms_url", good).is_ok(), "{good}");
        assert!(read("contact_url", good).is_ok(), "{good}");
    }
    assert!(read("contact_url", "mailto:sales@a.example?subject=Quote").is_ok());
    for bad in [
        "http://a.example/terms",
        "javascript:alert(1)",
        "data:text/html,x",
        "https:///terms",
        "https:terms",
        "www.a.example/terms",
        "https://a.example/ terms",
        "mailto:sales",
        "mailto:@a.example",
        "//a.example",
    ] {
        assert_eq!(read("terms_url", bad), Err("bad-address"), "{bad}");
        assert_eq!(read("contact_url", bad), Err("bad-address"), "{bad}");
    }
    assert_eq!(read("terms_url", "mailto:sales@a.example"), Err("bad-address"));
}

/// The red half of a drawing of 20 by 10 is the left half of its pixels.
#[test]
fn an_svg_becomes_pixels_with_their_cover() {
    let logo = Logo::of(SVG.to_vec()).expect("a logo");
    assert_eq!((logo.format, logo.width, logo.height), (LogoFormat::Svg, 1_200, 600));
    assert_eq!((&logo.rgb[..3], logo.alpha[0]), (&[255, 0, 0][..], 255));
    assert_eq!(logo.alpha[1_199], 0);
}

#[test]
fn what_is_no_logo_is_refused_with_a_reason() {
    let gif = Logo::of(b"GIF89a".to_vec());
    assert!(matches!(gif, Err(LogoError::UnknownFormat)), "{gif:?}");
    let text = Logo::of(b"<svg><text>A</text></svg>".to_vec());
    assert!(matches!(text, Err(LogoError::Text)), "{text:?}");
    let broken = Logo::of(b"<svg".to_vec());
    assert!(matches!(broken, Err(LogoError::Broken(_))), "{broken:?}");
    let mut huge = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".to_vec();
    huge.extend([0, 1, 0, 0, 0, 0, 0, 1, 8, 6, 0, 0, 0]);
    let huge = Logo::of(huge);
    assert!(matches!(huge, Err(LogoError::TooLarge)), "{huge:?}");
    let cut = Logo::of(b"\x89PNG\r\n\x1a\n\x00\x00".to_vec());
    assert!(matches!(cut, Err(LogoError::Broken(_))), "{cut:?}");
    assert!(cut.is_err_and(|error| std::error::Error::source(&error).is_some()));
}

#[test]
fn a_branded_quote_shows_its_issuer_in_both_documents() {
    let quote = offered(&request(&toml_value("examples/requests/renewal.toml")), &shipped_shelf());
    let file = BrandFile::read("brand.toml", &read("examples/brand/brand.toml")).expect("a brand");
    let brand = file.with_logo(Some(Logo::of(SVG.to_vec()).expect("a logo")));
    let shown = SheetExtras { brand: Some(&brand), ..SheetExtras::default() };
    let sheet = Sheet::for_customer(&quote, shown).expect("an issuer");
    let page = html::page(&sheet).expect("a page");
    assert!(page.contains("Northlight Software Partners"));
    assert!(page.contains("data:image/svg+xml;base64,") && page.contains("--accent: #0b6b5d"));
    let bytes = pdf::document(&sheet, pdf::Paper::A4, &[]).expect("a document");
    let find = |what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
    assert!(find(b"/Subtype/Image") && find(b"/SMask"));
    assert_eq!(bytes, pdf::document(&sheet, pdf::Paper::A4, &[]).expect("a document"));
}

/// A logo that is not there: a clear error, and nothing is written.
#[test]
fn a_missing_logo_stops_the_command_before_it_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let brand = folder.path().join("brand.toml");
    std::fs::write(&brand, "[brand]\nname = \"A\"\nlogo = \"none.png\"\n").expect("a file");
    let quote = folder.path().join("quote.pdf");
    let output = program()
        .args(["quote", "examples/requests/renewal.toml", "--brand"])
        .arg(&brand)
        .arg("--pdf")
        .arg(&quote)
        .current_dir(project("."))
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("none.png") && said.contains("hint:"), "{said}");
    assert!(!quote.exists());
}
