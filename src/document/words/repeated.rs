//! Findings that are said again and again: sentences that differ in their days and amounts alone
//! are made once.
#![expect(clippy::disallowed_types, reason = "sentences are looked up, and never gone through")]

use std::collections::HashMap;

use crate::document::language;
use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::finding::Finding;
use crate::engine::money::Money;

use super::rules::{Saying, of_finding};
use super::say::{Arg, Words};

/// So many sentences are kept; beyond them, all are made anew.
const SENTENCES_MAX: usize = 4_096;

/// What stands around the number of a day or an amount in a sentence that is kept. A text that has
/// it itself is said without being kept.
const MARK: char = '\u{e000}';

/// The sentences of findings in one language.
pub struct FindingSentences {
    words: Words,
    known: HashMap<Vec<u8>, Sentence>,
    /// What the sentence of the finding at hand is kept under, its days and amounts, and the
    /// sentence.
    key: Vec<u8>,
    filled: Vec<SentenceValue>,
    said: String,
}

/// What fills a place of a sentence.
#[derive(Clone, Copy)]
enum SentenceValue {
    Day(Date),
    Amount(Money),
}

impl SentenceValue {
    fn of(value: &Arg<'_>) -> Option<Self> {
        // Nothing else is written in the same way whatever stands around it.
        if let Arg::Date(day) = value {
            Some(Self::Day(*day))
        } else if let Arg::Money(amount) = value {
            Some(Self::Amount(*amount))
        } else {
            None
        }
    }

    fn write(self, language: Language, to: &mut String) {
        match self {
            Self::Day(day) => language::push_date(language, day, to),
            Self::Amount(amount) => to.push_str(&language::money(language, amount)),
        }
    }
}

/// A sentence with places for its days and amounts: what stands before each, by its number, and
/// what stands behind them all.
struct Sentence {
    before: Vec<(String, usize)>,
    end: String,
}

impl FindingSentences {
    /// Those of a language, of which none is made yet.
    #[must_use]
    pub fn in_language(language: Language) -> Self {
        let words = Words::of(language);
        let (known, key) = (HashMap::new(), Vec::new());
        Self { words, known, key, filled: Vec::new(), said: String::new() }
    }

    /// What [`super::rules::finding`] says.
    pub fn of(&mut self, finding: &Finding) -> &str {
        let saying = of_finding(finding);
        self.key.clear();
        self.filled.clear();
        for message in &saying.messages {
            push_text(&mut self.key, message);
        }
        let mut is_kept = true;
        for (name, value) in &saying.values {
            push_text(&mut self.key, name);
            match SentenceValue::of(value) {
                Some(filled) => self.filled.push(filled),
                None => is_kept &= push_value(&mut self.key, value),
            }
        }
        if !is_kept {
            self.said = saying.said(&saying.messages, self.words);
            return &self.said;
        }
        self.said.clear();
        let language = self.words.language();
        if let Some(known) = self.known.get(&self.key) {
            known.say(&self.filled, language, &mut self.said);
            return &self.said;
        }
        let sentence = Sentence::of(&with_marks(&saying, self.words));
        sentence.say(&self.filled, language, &mut self.said);
        if self.known.len() >= SENTENCES_MAX {
            self.known.clear();
        }
        self.known.insert(self.key.clone(), sentence);
        &self.said
    }
}

/// Adds a value to what a sentence is kept under; `false` where it cannot be kept.
fn push_value(key: &mut Vec<u8>, value: &Arg<'_>) -> bool {
    match value {
        Arg::Text(text) | Arg::Given(text) => {
            push_text(key, text);
            !text.contains(MARK)
        }
        Arg::Count(count) | Arg::Plural(count) | Arg::Number(count) => {
            key.extend_from_slice(&count.to_le_bytes());
            true
        }
        Arg::Counted(of, count) => {
            push_text(key, of);
            key.extend_from_slice(&count.to_le_bytes());
            true
        }
        Arg::Sentence(of, values) => {
            push_text(key, of);
            values.iter().all(|(name, value)| {
                push_text(key, name);
                push_value(key, value)
            })
        }
        Arg::And(items) | Arg::Commas(items) => {
            key.extend_from_slice(&items.len().to_le_bytes());
            items.iter().all(|item| {
                // A text of digits is not a number.
                key.push(u8::from(matches!(item, Arg::Text(_))));
                push_value(key, item)
            })
        }
        Arg::Money(_)
        | Arg::Percent(_)
        | Arg::Multiplier(_)
        | Arg::Share(_)
        | Arg::DayCount(_)
        | Arg::Rounding(_) => {
            push_text(key, &format!("{value:?}"));
            true
        }
        Arg::Date(_) | Arg::Local(_) => false,
    }
}

/// A text with its length before it: no two lists of texts come to the same bytes.
fn push_text(key: &mut Vec<u8>, text: &str) {
    key.extend_from_slice(&text.len().to_le_bytes());
    key.extend_from_slice(text.as_bytes());
}

impl Sentence {
    /// Takes apart a sentence that has marks where its days and amounts stand.
    fn of(marked: &str) -> Self {
        let (mut before, mut rest) = (Vec::new(), marked);
        while let Some((text, behind)) = rest.split_once(MARK) {
            let (place, behind) = behind.split_once(MARK).unwrap_or((behind, ""));
            before.push((text.to_owned(), place.parse().unwrap_or(0)));
            rest = behind;
        }
        Self { before, end: rest.to_owned() }
    }

    /// Says it with days and amounts in their places.
    fn say(&self, filled: &[SentenceValue], language: Language, to: &mut String) {
        for (text, place) in &self.before {
            to.push_str(text);
            if let Some(value) = filled.get(*place) {
                value.write(language, to);
            }
        }
        to.push_str(&self.end);
    }
}

/// What is said, with marks in place of its days and amounts.
fn with_marks(saying: &Saying<'_>, words: Words) -> String {
    let is_filled = |value: &Arg<'_>| SentenceValue::of(value).is_some();
    let places = saying.values.iter().filter(|(_, value)| is_filled(value)).count();
    let marks: Vec<String> = (0..places).map(|at| format!("{MARK}{at}{MARK}")).collect();
    let mut unused = marks.iter();
    let values = saying.values.iter().map(|(name, value)| {
        let mark = if is_filled(value) { unused.next() } else { None };
        (*name, mark.map_or_else(|| value.clone(), Arg::from))
    });
    let messages = saying.messages.clone();
    let marked = Saying { messages, hints: Vec::new(), values: values.collect() };
    marked.said(&marked.messages, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::words::rules;
    use crate::engine::book::GapReleases;
    use crate::engine::finding::ManagerCriteria;
    use crate::engine::money::Currency;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn interrupted(from: &str, through: &str, lines: &[usize]) -> Finding {
        let (from, through, lines) = (day(from), day(through), lines.to_vec());
        Finding::CoverInterrupted { releases: GapReleases::Unstated, from, through, lines }
    }

    fn retired(licences: u64) -> Finding {
        Finding::RetirementIsPermanent { licences }
    }

    fn missing_annual_value(missing: &str) -> Finding {
        let currency = Currency::from_code("EUR").expect("a currency");
        let money = |text: &str| Money::parse(text, currency).expect("an amount");
        let (value, threshold) = (money("1.00"), money("50000.00"));
        let missing = money(missing);
        let criteria = ManagerCriteria::Missing { value, threshold, missing, without_value: 2 };
        Finding::CustomerSuccessManager { service_level: "Priority".to_owned(), criteria }
    }

    fn vendor(name: &str) -> Finding {
        Finding::SubjectToVendorApproval { vendor: name.to_owned() }
    }

    #[test]
    fn a_sentence_that_is_kept_is_the_one_that_is_made_anew() {
        let end_of_life = |release: &str, extended: Option<&str>| Finding::EndOfLifeWithinTerm {
            product_line: "A product".to_owned(),
            release: release.to_owned(),
            end_of_life: day("2027-03-01"),
            extended_support: extended.map(day),
            lines: vec![1],
        };
        let findings = [
            Finding::SamplePrices,
            interrupted("2026-01-02", "2026-11-23", &[0]),
            interrupted("2025-06-30", "2026-11-23", &[0]),
            interrupted("2025-06-30", "2026-11-23", &[1]),
            interrupted("2025-06-30", "2026-11-23", &[0, 1]),
            interrupted("2025-06-30", "2026-11-23", &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
            retired(1),
            retired(2),
            retired(1_234),
            end_of_life("7", None),
            end_of_life("7", Some("2028-03-01")),
            end_of_life("8", Some("2028-12-24")),
            missing_annual_value("17.20"),
            missing_annual_value("1234.56"),
            vendor("Citrix"),
            vendor("Another"),
            // A mark of its own must not be taken for the place of a day.
            vendor("\u{e000}0\u{e000}"),
        ];
        for (_, language) in Language::ALL {
            let mut sentences = FindingSentences::in_language(language);
            for finding in findings.iter().chain(&findings) {
                assert_eq!(sentences.of(finding), rules::finding(finding, language));
            }
        }
    }

    #[test]
    fn sentences_of_other_days_are_kept_once() {
        let mut sentences = FindingSentences::in_language(Language::English);
        for through in ["2026-11-23", "2026-11-24", "2027-01-01"] {
            sentences.of(&interrupted("2025-06-30", through, &[0]));
        }
        assert_eq!(sentences.known.len(), 1);
        for licences in 0..2 * SENTENCES_MAX as u64 {
            sentences.of(&retired(licences));
            assert!(sentences.known.len() <= SENTENCES_MAX);
        }
    }
}
