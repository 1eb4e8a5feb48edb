//! Elements of UBL, one after the other, into one text.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesStart, BytesText, Event};

use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::digits::Digits;
use crate::engine::money::Money;

/// A UBL document that is being written.
///
/// Writing to memory does not fail, so nothing here does.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A document with one root, filled in by `write`.
    pub(super) fn document(
        name: &str,
        namespaces: &[(&str, &str)],
        write: impl FnOnce(&mut Self),
    ) -> Vec<u8> {
        let mut xml = Self(Writer::new_with_indent(Vec::new(), b' ', 1));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml.element(BytesStart::new(name).with_attributes(namespaces.iter().copied()), write);
        let mut bytes = xml.0.into_inner();
        bytes.push(b'\n');
        bytes
    }

    /// An element with others inside.
    pub(super) fn parent(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.element(BytesStart::new(name), write);
    }

    /// An element with text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.element(BytesStart::new(name), |xml| xml.characters(text));
    }

    /// An element with text, where there is one.
    pub(super) fn may(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// An element with text and an attribute.
    pub(super) fn text_with(&mut self, name: &str, attribute: (&str, &str), text: &str) {
        let start = BytesStart::new(name).with_attributes([attribute]);
        self.element(start, |xml| xml.characters(text));
    }

    /// A text in a language.
    pub(super) fn sentence(&mut self, name: &str, language: Language, text: &str) {
        self.text_with(name, ("languageID", language.tag()), text);
    }

    /// An amount with its currency.
    pub(super) fn amount(&mut self, name: &str, amount: Money) {
        let currency = amount.currency();
        self.text_with(name, ("currencyID", currency.code()), amount.digits().as_str());
    }

    /// A number of pieces (UN/ECE recommendation 20: `C62` is one).
    pub(super) fn quantity(&mut self, name: &str, quantity: u64) {
        self.text_with(name, ("unitCode", "C62"), &quantity.to_string());
    }

    /// A day.
    pub(super) fn date(&mut self, name: &str, date: Date) {
        self.text(name, Digits::of_date(date).as_str());
    }

    fn element(&mut self, start: BytesStart<'_>, write: impl FnOnce(&mut Self)) {
        let end = start.to_end().into_owned();
        self.event(Event::Start(start));
        write(self);
        self.event(Event::End(end));
    }

    fn characters(&mut self, text: &str) {
        let text = allowed(text);
        self.event(Event::Text(BytesText::new(&text)));
    }

    fn event(&mut self, event: Event<'_>) {
        let _ = self.0.write_event(event);
    }
}

/// A text with U+FFFD for each character that XML has no way to write.
///
/// Source: XML 1.0, section 2.2.
fn allowed(text: &str) -> Cow<'_, str> {
    let is_allowed = |character: char| {
        matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}'
            | '\u{10000}'..='\u{10ffff}')
    };
    if text.chars().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    let replaced = |character| if is_allowed(character) { character } else { '\u{fffd}' };
    text.chars().map(replaced).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_say_is_replaced_and_what_it_marks_is_written_out() {
        let bytes = Xml::document("a", &[("xmlns", "u\"<")], |xml| {
            xml.text("b", "\u{0}<&>\u{fffe}\u{1b}\"'\u{ffff}é日\u{1f600}");
        });
        let text = String::from_utf8(bytes).expect("UTF-8");
        let body = "\u{fffd}&lt;&amp;&gt;\u{fffd}\u{fffd}&quot;&apos;\u{fffd}é日\u{1f600}";
        let expected = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a xmlns=\"u&quot;&lt;\">\n \
             <b>{body}</b>\n</a>\n"
        );
        assert_eq!(text, expected);
    }
}
