//! What a document says of itself to archives: its metadata as XMP, and what its colours mean.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};
use flate2::Compression;
use flate2::write::ZlibEncoder;

/// What the metadata says in several places, which have to agree.
pub(super) struct Described<'a> {
    pub(super) title: &'a str,
    pub(super) author: &'a str,
    pub(super) subject: &'a str,
    pub(super) keywords: &'a str,
    pub(super) language: &'a str,
    pub(super) created: NaiveDate,
}

/// The program that made a document, and the library that wrote it.
pub(super) const CREATOR: &str = concat!("reinstate ", env!("CARGO_PKG_VERSION"));
pub(super) const PRODUCER: &str = "printpdf";

/// PDF/A-3a and PDF/UA-1, with the description of the latter's schema that the former asks for.
const CLAIMS: &str = "\
<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" \
xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>\
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the document conforms to\
</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
";

/// The metadata as an XMP packet (ISO 16684-1).
pub(super) fn xmp(about: &Described<'_>) -> String {
    let day = about.created;
    let date = format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
    let mut text = String::with_capacity(3 * 1024);
    text.push_str("<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n");
    text.push_str("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n");
    text.push_str("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");
    text.push_str("<rdf:Description rdf:about=\"\" ");
    text.push_str("xmlns:dc=\"http://purl.org/dc/elements/1.1/\" ");
    text.push_str("xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" ");
    text.push_str("xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n");
    // Writing to a string does not fail.
    let _ = writeln!(
        text,
        "<dc:format>application/pdf</dc:format>{}",
        inside("Alt", "title", about.title)
    );
    if !about.author.is_empty() {
        text.push_str(&inside("Seq", "creator", about.author));
    }
    if !about.subject.is_empty() {
        text.push_str(&inside("Alt", "description", about.subject));
    }
    text.push_str(&inside("Bag", "language", about.language));
    let _ = writeln!(
        text,
        "\n<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool><xmp:CreateDate>{date}</xmp:CreateDate>\
         <xmp:ModifyDate>{date}</xmp:ModifyDate><pdf:Producer>{PRODUCER}</pdf:Producer>"
    );
    if !about.keywords.is_empty() {
        let _ = writeln!(text, "<pdf:Keywords>{}</pdf:Keywords>", escaped(about.keywords));
    }
    text.push_str("</rdf:Description>\n");
    text.push_str(CLAIMS);
    text.push_str("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
    text
}

/// A property of Dublin Core with one value in a collection of a kind.
fn inside(kind: &str, name: &str, value: &str) -> String {
    let language = if kind == "Alt" { " xml:lang=\"x-default\"" } else { "" };
    let value = escaped(value);
    format!("<dc:{name}><rdf:{kind}><rdf:li{language}>{value}</rdf:li></rdf:{kind}></dc:{name}>")
}

/// A text inside XML, without the characters that XML cannot hold at all.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if one.is_control() => {}
            _ => escaped.push(one),
        }
    }
    escaped
}

/// A day as the date of an object.
pub(super) fn date(day: NaiveDate) -> String {
    format!("D:{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// A profile of the colour space sRGB, as a zlib stream.
pub(super) fn srgb_deflated() -> &'static [u8] {
    static DEFLATED: OnceLock<Vec<u8>> = OnceLock::new();
    DEFLATED.get_or_init(|| {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        // Writing to memory does not fail; without it the profile would be empty, and tests say so.
        let _ = encoder.write_all(&srgb());
        encoder.finish().unwrap_or_default()
    })
}

/// 1 in numbers of 16 binary places, as a profile writes them.
const ONE: i32 = 1 << 16;
/// The white of a profile's own space, D50.
const D50: [i32; 3] = [0xf6d6, ONE, 0xd32d];
/// The primaries of sRGB (IEC 61966-2-1) as seen by D50 light: X, Y and Z of each.
const RED: [i32; 3] = [0x6fa2, 0x38f5, 0x0390];
const GREEN: [i32; 3] = [0x6299, 0xb785, 0x18da];
const BLUE: [i32; 3] = [0x24a0, 0x0f84, 0xb6cf];
/// From the white of sRGB, D65, to D50: the Bradford transform, row by row.
const ADAPTATION: [i32; 9] = [0x10c42, 0x5de, -0xcda, 0x793, 0xfd90, -0x45e, -0x25d, 0x3dc, 0xc06e];
/// The curve of sRGB: a power of 2.4 of a line, and a line near black.
const CURVE: [i32; 5] = [157_286, 62_119, 3_417, 5_072, 2_651];

/// A profile of sRGB of version 4.2 (ICC.1:2004-10), made of the numbers of its standard.
fn srgb() -> Vec<u8> {
    let numbers = |kind: &[u8; 4], head: [u8; 4], numbers: &[i32]| {
        let mut tag = [&kind[..], &[0; 4], &head].concat();
        if head == [0; 4] && kind != b"para" {
            tag.truncate(8);
        }
        tag.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
        tag
    };
    let xyz = |of: [i32; 3]| numbers(b"XYZ ", [0; 4], &of);
    let curve = numbers(b"para", [0, 3, 0, 0], &CURVE);
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", words("sRGB")),
        (b"cprt", words("No copyright, use freely")),
        (b"wtpt", xyz(D50)),
        (b"chad", numbers(b"sf32", [0; 4], &ADAPTATION)),
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = Vec::new();
    let mut bodies: Vec<u8> = Vec::new();
    let begin = 128 + 4 + 12 * tags.len();
    let length = |bytes: usize| u32::try_from(bytes).unwrap_or(0).to_be_bytes();
    table.extend(length(tags.len()));
    for (name, body) in &tags {
        table.extend(name.iter().copied().chain(length(begin + bodies.len())));
        table.extend(length(body.len()));
        bodies.extend(body);
        bodies.resize(bodies.len().next_multiple_of(4), 0);
    }
    let mut profile = Vec::with_capacity(begin + bodies.len());
    profile.extend(length(begin + bodies.len()));
    profile.extend(b"\0\0\0\0\x04\x20\0\0mntrRGB XYZ ");
    // The day of the standard; a profile has to have one.
    profile.extend([0x07, 0xd4, 0, 10, 0, 1, 0, 0, 0, 0, 0, 0]);
    profile.extend(b"acsp");
    profile.resize(68, 0);
    profile.extend(D50.iter().flat_map(|number| number.to_be_bytes()));
    profile.resize(128, 0);
    profile.extend(table);
    profile.extend(bodies);
    profile
}

/// English words, as a profile holds them.
fn words(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let length = u32::try_from(units.len()).unwrap_or(0).to_be_bytes();
    let mut tag = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS".to_vec();
    tag.extend(length);
    tag.extend(28_u32.to_be_bytes());
    tag.extend(units);
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_of_the_profile_is_that_of_the_standard() {
        // 2.4, 1 ÷ 1.055, 0.055 ÷ 1.055, 1 ÷ 12.92 and 0.04045 in 65,536ths, by hand.
        assert_eq!(CURVE, [157_286, 62_119, 3_417, 5_072, 2_651]);
    }

    #[test]
    fn the_primaries_are_those_that_are_published() {
        // Those of the profile sRGB2014 of the International Color Consortium, in 100,000ths.
        let published = [
            (RED, [43_607, 22_249, 1_392]),
            (GREEN, [38_515, 71_687, 9_708]),
            (BLUE, [14_307, 6_061, 71_410]),
        ];
        for (primary, decimals) in published {
            // 65,536 is to 100,000 as 2,048 to 3,125.
            assert_eq!(primary, decimals.map(|of: i32| (of * 2_048 + 1_562) / 3_125));
        }
        // White is as bright as all three, but for the rounding of each.
        let [_, red, _] = RED;
        let [_, green, _] = GREEN;
        let [_, blue, _] = BLUE;
        assert!((red + green + blue - ONE).abs() <= 3);
    }

    #[test]
    fn a_profile_says_how_long_it_is() {
        let profile = srgb();
        let length = u32::try_from(profile.len()).unwrap_or(0);
        assert_eq!(profile[..4], length.to_be_bytes());
        assert_eq!(&profile[36..40], b"acsp");
    }
}
