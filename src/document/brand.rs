//! The brand of who sends a document, from a file of the user: name, address, logo, colour, lines
//! for the foot, terms, and whom to ask.
//!
//! ```
//! use reinstate::document::brand::{BrandFile, Logo};
//!
//! let text = r##"
//!     [brand]
//!     name = "Northlight Software Partners"
//!     logo = "logo.svg"
//!     colour = "#0b6b5d"
//! "##;
//! let file = BrandFile::read("brand.toml", text).unwrap();
//! assert_eq!(file.logo.as_deref(), Some("logo.svg"));
//!
//! let bytes = include_bytes!("../../examples/brand/logo.svg").to_vec();
//! let brand = file.with_logo(Some(Logo::of(bytes)?));
//! // `Sheet::for_customer` takes it, and every document made of the sheet shows it.
//! assert!(brand.logo.is_some());
//! # Ok::<(), reinstate::document::brand::LogoError>(())
//! ```

use std::error::Error;
use std::fmt;
use std::io::Write;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use iri_string::types::UriStr;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

use crate::engine::digest::sha256;
use crate::engine::node::{self, Context, Cursor, Format, FromNode as _, LABEL_MAX, Read};
use crate::engine::problem::{Problem, Problems};
use crate::engine::quote::Quote;
use crate::engine::request::{Label, Seller};
use crate::engine::text::for_message;

use super::drawing::palette::Rgb;

/// The most bytes that a logo may have.
pub const LOGO_BYTES_MAX: u64 = 1024 * 1024;
/// The most pixels that a side of a logo may have.
const LOGO_SIDE_MAX: u32 = 4_000;
/// Pixels of the longer side of an SVG logo when it is drawn for print.
const SVG_SIDE: u32 = 1_200;
const ADDRESS_LINES_MAX: usize = 8;
const LEGAL_LINES_MAX: usize = 8;

/// A brand as its file describes it, before its logo is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandFile {
    /// Name of the issuer.
    pub name: Label,
    /// Lines of the address.
    pub address: Vec<Label>,
    /// Path of the logo, from the folder of the file.
    pub logo: Option<String>,
    /// Colour of heads and bars.
    pub colour: Option<Rgb>,
    /// Lines for the foot: company number, VAT id, bank.
    pub legal: Vec<Label>,
    /// Where the issuer's terms stand, `https`.
    pub terms_url: Option<LinkAddress>,
    /// Who sells, unless a request says.
    pub contact: Option<Seller>,
    /// Where a reader of the estimator's page reaches a person, `https` or `mailto`.
    pub contact_url: Option<LinkAddress>,
}

/// A brand that documents can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// Name of the issuer.
    pub name: Label,
    /// Lines of the address.
    pub address: Vec<Label>,
    /// The logo, shared by all documents of the brand.
    pub logo: Option<Arc<Logo>>,
    /// Colour of heads and bars.
    pub colour: Option<Rgb>,
    /// Lines for the foot: company number, VAT id, bank.
    pub legal: Vec<Label>,
    /// Where the issuer's terms stand, `https`.
    pub terms_url: Option<LinkAddress>,
    /// Who sells, unless a request says.
    pub contact: Option<Seller>,
    /// Where a reader of the estimator's page reaches a person, `https` or `mailto`.
    pub contact_url: Option<LinkAddress>,
}

/// An address that a browser opens: `https`, or `mailto`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkAddress(String);

impl LinkAddress {
    /// The address as a text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LinkAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Brand {
    /// SHA-256 of everything that documents show of it.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        let Self { name, address, logo, colour, legal, terms_url, contact, contact_url } = self;
        let texts = (name, address, colour, legal, terms_url, contact, contact_url);
        let mut shown = format!("{texts:?}\n").into_bytes();
        shown.extend(logo.iter().flat_map(|logo| &logo.bytes));
        sha256(&shown)
    }
}

/// A quote has a number and an issuer, and every quotation in UBL has one: without, there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a quote needs an issuer, and none is named")]
pub struct IssuerMissing;

impl IssuerMissing {
    /// Its fixed code.
    pub const CODE: &'static str = "issuer-missing";
    /// Whether what comes of a request may go out in a brand, or without one.
    ///
    /// # Errors
    /// It is a quote, and there is no brand.
    pub fn check(quote: &Quote, brand: Option<&Brand>) -> Result<(), Self> {
        if quote.number().is_some() && brand.is_none() { Err(Self) } else { Ok(()) }
    }
}

/// The formats of a logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoFormat {
    /// Portable Network Graphics.
    Png,
    /// Scalable Vector Graphics.
    Svg,
}

/// A logo: its own bytes for HTML, its pixels for print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// What it is.
    pub format: LogoFormat,
    /// The file.
    pub bytes: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green and blue of each pixel, from the top left.
    pub rgb: Vec<u8>,
    /// How much each pixel covers.
    pub alpha: Vec<u8>,
    /// The same two as zlib streams: compressed once, for any number of PDF documents.
    pub(super) deflated: Deflated,
}

/// The pixels of a logo as zlib streams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deflated {
    pub(super) rgb: Vec<u8>,
    pub(super) alpha: Vec<u8>,
}

/// Why a file cannot be a logo.
#[derive(Debug, thiserror::Error)]
pub enum LogoError {
    /// Neither PNG nor SVG.
    #[error("it is neither a PNG nor an SVG image")]
    UnknownFormat,
    /// It cannot be read as the format that it seems to have.
    #[error("the image cannot be read: {0}")]
    Broken(#[source] Box<dyn Error + Send + Sync>),
    /// A side of more than 4,000 pixels.
    #[error("the image has a side of more than {LOGO_SIDE_MAX} pixels")]
    TooLarge,
    /// An SVG with text, whose font is not inside it.
    #[error("the SVG holds text; turn its text into paths")]
    Text,
}

impl BrandFile {
    /// Reads a `[brand]` file.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the text.
    pub fn read(origin: &str, text: &str) -> Result<Self, Problems> {
        let mut problems = Problems::none_in(origin, text);
        let root = node::parse(Format::Toml, text, &mut problems);
        let root = Cursor::root(&root, Context::default(), &mut problems);
        let brand = root.table().and_then(|mut table| {
            let brand = table.need_with("brand", brand);
            table.finish();
            brand
        });
        problems.sort();
        match brand {
            Ok(brand) if !problems.has_errors() => Ok(brand),
            Ok(_) | Err(_) => Err(problems),
        }
    }

    /// The brand with its logo.
    #[must_use]
    pub fn with_logo(self, logo: Option<Logo>) -> Brand {
        let Self { name, address, logo: _, colour, legal, terms_url, contact, contact_url } = self;
        let logo = logo.map(Arc::new);
        Brand { name, address, logo, colour, legal, terms_url, contact, contact_url }
    }
}

fn brand(at: Cursor<'_, '_>) -> Read<BrandFile> {
    let mut table = at.table()?;
    let name = table.need("name");
    let address = table.list("address", ADDRESS_LINES_MAX);
    let logo = table.may::<&str>("logo");
    let colour = table.may_with("colour", colour);
    let legal = table.list("legal", LEGAL_LINES_MAX);
    let terms_url = table.may_with("terms_url", |at| link(at, &[HTTPS]));
    let contact = table.may_with("contact", contact);
    let contact_url = table.may_with("contact_url", |at| link(at, &[HTTPS, MAILTO]));
    table.finish();
    Ok(BrandFile {
        name: name?,
        address: address?,
        logo: logo?.map(str::to_owned),
        colour: colour?,
        legal: legal?,
        terms_url: terms_url?,
        contact: contact?,
        contact_url: contact_url?,
    })
}

/// Somebody who can be reached, or at least has a name.
fn contact(mut at: Cursor<'_, '_>) -> Read<Seller> {
    let seller = Seller::from_node(at.reborrow())?;
    let Seller { name, phone, email } = &seller;
    if name.is_none() && phone.is_none() && email.is_none() {
        let hint = "write { name = \"…\", phone = \"…\", email = \"…\" }, or leave it out";
        return Err(at.wrong("empty-contact", " names nobody", hint));
    }
    Ok(seller)
}

/// An address of one of some schemes: of a place that has a name, or of mail.
fn link(mut at: Cursor<'_, '_>, schemes: &[Scheme]) -> Read<LinkAddress> {
    let text = at.text(LABEL_MAX)?;
    let address = UriStr::new(text).ok();
    let fits = |scheme: &Scheme| address.is_some_and(|address| (scheme.leads)(address));
    if schemes.iter().any(fits) {
        return Ok(LinkAddress(text.to_owned()));
    }
    let rest = format!(": `{}` is no address that can be used here", for_message(text));
    let examples: Vec<&str> = schemes.iter().map(|scheme| scheme.example).collect();
    let hint = format!("write it in full, for example {}", examples.join(" or "));
    Err(at.wrong("bad-address", rest, hint))
}

/// A scheme of addresses.
struct Scheme {
    example: &'static str,
    leads: fn(&UriStr) -> bool,
}

const HTTPS: Scheme = Scheme {
    example: "\"https://www.example.com/terms\"",
    leads: |address| {
        let host = address.authority_components().map(|authority| authority.host());
        address.scheme_str().eq_ignore_ascii_case("https")
            && host.is_some_and(|host| !host.is_empty())
    },
};

const MAILTO: Scheme = Scheme {
    example: "\"mailto:sales@example.com\"",
    leads: |address| {
        let (name, host) = address.path_str().split_once('@').unwrap_or_default();
        address.scheme_str().eq_ignore_ascii_case("mailto") && !name.is_empty() && !host.is_empty()
    },
};

fn colour(mut at: Cursor<'_, '_>) -> Read<Rgb> {
    let text = at.quoted("\"#1b4f8f\"")?;
    match hex_colour(text) {
        // White text stands on it, and it stands on white: both have to be read (WCAG 2.2, 1.4.3).
        Some(colour) if colour.is_dark_enough() => Ok(colour),
        Some(_) => {
            let message = format!("`{text}` is too pale to read");
            let problem = Problem::error("pale-colour", at.path(), message);
            let hint = "choose a darker colour: its contrast with white has to be 4.5 or more";
            Err(at.report(problem.hint(hint)))
        }
        None => {
            let rest = format!(": `{}` is not a colour", for_message(text));
            let hint = "write six hexadecimal digits, for example \"#1b4f8f\"";
            Err(at.wrong("bad-colour", rest, hint))
        }
    }
}

fn hex_colour(text: &str) -> Option<Rgb> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |from: usize| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
    Some(Rgb { red: part(0)?, green: part(2)?, blue: part(4)? })
}

impl Logo {
    /// A logo from the bytes of a PNG or SVG file.
    ///
    /// # Errors
    /// Another format, a broken image, one that is too large, or an SVG with text.
    pub fn of(bytes: Vec<u8>) -> Result<Self, LogoError> {
        let (format, pixels) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            (LogoFormat::Png, png(&bytes)?)
        } else if std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg")) {
            (LogoFormat::Svg, svg(&bytes)?)
        } else {
            return Err(LogoError::UnknownFormat);
        };
        let (width, height) = (pixels.width(), pixels.height());
        let (mut rgb, mut alpha) = (Vec::new(), Vec::new());
        for pixel in pixels.pixels() {
            let colour = pixel.demultiply();
            rgb.extend([colour.red(), colour.green(), colour.blue()]);
            alpha.push(colour.alpha());
        }
        let deflated = |bytes: &[u8]| {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(bytes).and_then(|()| encoder.finish())
        };
        let broken = |error: std::io::Error| LogoError::Broken(error.into());
        let deflated = Deflated {
            rgb: deflated(&rgb).map_err(broken)?,
            alpha: deflated(&alpha).map_err(broken)?,
        };
        Ok(Self { format, bytes, width, height, rgb, alpha, deflated })
    }
}

fn png(bytes: &[u8]) -> Result<Pixmap, LogoError> {
    // A PNG has width and height at fixed places: check them before making room for the pixels.
    let side = |from: usize| {
        let bytes = bytes.get(from..from + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map(u32::from_be_bytes)
    };
    if [side(16), side(20)].into_iter().flatten().any(|side| side > LOGO_SIDE_MAX) {
        return Err(LogoError::TooLarge);
    }
    Pixmap::decode_png(bytes).map_err(|error| LogoError::Broken(error.into()))
}

#[expect(clippy::disallowed_types, reason = "the SVG library measures in f32")]
fn svg(bytes: &[u8]) -> Result<Pixmap, LogoError> {
    if std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<text")) {
        return Err(LogoError::Text);
    }
    let tree = usvg::Tree::from_data(bytes, &usvg::Options::default())
        .map_err(|error| LogoError::Broken(error.into()))?;
    let longer = tree.size().width().max(tree.size().height());
    let scale = SVG_SIDE as f32 / longer;
    let side = |length: f32| ((length * scale).round() as u32).clamp(1, SVG_SIDE);
    let (width, height) = (side(tree.size().width()), side(tree.size().height()));
    let mut pixels =
        Pixmap::new(width, height).ok_or_else(|| LogoError::Broken("it has no size".into()))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Ok(pixels)
}
