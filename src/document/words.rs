//! The words of each language, and the sentences for refusals and findings.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};
use unic_langid::LanguageIdentifier;

use crate::engine::book::{Language, NotInForce};
use crate::engine::calendar::Date;
use crate::engine::finding::{Finding, ManagerCriteria};
use crate::engine::node::for_message;
use crate::engine::refusal::{Reason, Refusal, TermProblem, UnknownId};

use super::language;

/// The texts of the four languages, as they are shipped.
pub const TEXTS: [(Language, &str); 4] = [
    (Language::English, include_str!("../../templates/words/en.ftl")),
    (Language::Dutch, include_str!("../../templates/words/nl.ftl")),
    (Language::German, include_str!("../../templates/words/de.ftl")),
    (Language::French, include_str!("../../templates/words/fr.ftl")),
];

/// Most sentences are shorter.
const SENTENCE_BYTES: usize = 128;

type Bundle = FluentBundle<FluentResource>;

/// The words of one language.
#[derive(Clone, Copy)]
pub struct Words {
    language: Language,
    bundle: &'static Bundle,
}

/// A value that a sentence is made with.
#[derive(Debug, Clone)]
pub enum Arg<'text> {
    /// Text, written out.
    Text(&'text str),
    /// A number that selects the plural.
    Count(u64),
}

impl<'text> From<&'text str> for Arg<'text> {
    fn from(text: &'text str) -> Self {
        Self::Text(text)
    }
}

impl<'text> From<&'text String> for Arg<'text> {
    fn from(text: &'text String) -> Self {
        Self::Text(text)
    }
}

impl Words {
    /// The words of a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        static BUNDLES: [OnceLock<Bundle>; 4] = [const { OnceLock::new() }; 4];
        let place = match language {
            Language::English => 0,
            Language::Dutch => 1,
            Language::German => 2,
            Language::French => 3,
        };
        Self { language, bundle: BUNDLES[place].get_or_init(|| bundle(language)) }
    }

    /// The language.
    #[must_use]
    pub const fn language(self) -> Language {
        self.language
    }

    /// A sentence without values.
    #[must_use]
    pub fn say(self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// A sentence with values; `key.attribute` names an attribute of a message.
    #[must_use]
    pub fn say_with(self, key: &str, values: &[(&'static str, Arg<'_>)]) -> String {
        let (id, attribute) = match key.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (key, None),
        };
        let message = self.bundle.get_message(id);
        let pattern = message.and_then(|message| match attribute {
            Some(attribute) => message.get_attribute(attribute).map(|found| found.value()),
            None => message.value(),
        });
        // A test holds every language to the same keys, so the key itself never shows.
        let Some(pattern) = pattern else { return key.to_owned() };
        if let Some(text) = filled_in(pattern, values) {
            return text;
        }
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            let value = match value {
                Arg::Text(text) => FluentValue::from(*text),
                Arg::Count(count) => FluentValue::from(*count),
            };
            args.set(*name, value);
        }
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// A number of things, for example `3 years`; the key selects the plural by `$count`.
    #[must_use]
    pub fn counted(self, key: &str, count: u64) -> String {
        let shown = language::count(self.language, count);
        self.say_with(key, &[("count", Arg::Count(count)), ("shown", Arg::from(&shown))])
    }

    /// `a, b and c`.
    #[must_use]
    pub fn and(self, items: &[String]) -> String {
        match items.split_last() {
            None => String::new(),
            Some((last, [])) => last.clone(),
            Some((last, rest)) => {
                let start = rest.join(", ");
                self.say_with("list-and", &[("start", Arg::from(&start)), ("last", last.into())])
            }
        }
    }
}

/// A sentence of plain text and values that are text, as almost all are: put together here, sooner
/// than a bundle does. `None` where it takes more, such as a plural.
fn filled_in(pattern: &Pattern<&str>, values: &[(&'static str, Arg<'_>)]) -> Option<String> {
    let pieces = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => Some(*value),
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => values.iter().find_map(|(name, value)| match value {
            Arg::Text(text) if *name == id.name => Some(*text),
            Arg::Text(_) | Arg::Count(_) => None,
        }),
        PatternElement::Placeable { .. } => None,
    });
    let mut text = String::with_capacity(SENTENCE_BYTES);
    for piece in pieces {
        text.push_str(piece?);
    }
    Some(text)
}

fn bundle(language: Language) -> Bundle {
    let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Marks that isolate the direction of writing would print as boxes.
    bundle.set_use_isolating(false);
    for (known, text) in TEXTS {
        if known == language {
            // What cannot be read is left out; a test reads all four texts without an error.
            let resource =
                FluentResource::try_new(text.to_owned()).unwrap_or_else(|(partly, _errors)| partly);
            bundle.add_resource_overriding(resource);
        }
    }
    bundle
}

/// A sentence, and the way out where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What is the matter.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// Why there is no price, in words.
#[must_use]
pub fn refusal(refusal: &Refusal, language: Language) -> Said {
    Speaker { words: Words::of(language) }.reason(&refusal.reason)
}

/// What the rules say about a quote, in words.
#[must_use]
pub fn finding(finding: &Finding, language: Language) -> String {
    Speaker { words: Words::of(language) }.finding(finding)
}

struct Speaker {
    words: Words,
}

impl Speaker {
    fn count(&self, count: u64) -> String {
        language::count(self.words.language, count)
    }

    fn date(&self, date: Date) -> String {
        language::date(self.words.language, date)
    }

    fn reason(&self, reason: &Reason) -> Said {
        match reason {
            Reason::UnknownProductLine(id) => self.unknown("refusal-unknown-product-line", id),
            Reason::UnknownEdition(id) => self.unknown("refusal-unknown-edition", id),
            Reason::UnknownRelease(id) if id.known.is_empty() => {
                let said = self.unknown("refusal-unknown-release", id);
                Said { hint: Some(self.words.say("refusal-unknown-release.none")), ..said }
            }
            Reason::UnknownRelease(id) => self.unknown("refusal-unknown-release", id),
            Reason::UnknownServiceLevel(id) => self.unknown("refusal-unknown-service-level", id),
            Reason::UnknownProgram(id) => self.unknown("refusal-unknown-program", id),
            Reason::NoBookInForce(why) => self.no_book(why),
            Reason::NoPrice { currency, known } => {
                let known: Vec<String> = known.iter().map(ToString::to_string).collect();
                let known = self.words.and(&known);
                let values = [("currency", currency.code().into()), ("known", (&known).into())];
                self.both("refusal-no-price", &values)
            }
            Reason::NoRate { service_level, status } => self.both(
                "refusal-no-rate",
                &[("level", service_level.into()), ("status", status.into())],
            ),
            Reason::TermNotOffered { why, min_years, max_years } => {
                self.term_not_offered(*why, *min_years, *max_years)
            }
            Reason::StartInThePast { start, quote_date } => {
                let (start, date) = (self.date(*start), self.date(*quote_date));
                let values = [("start", (&start).into()), ("date", (&date).into())];
                self.both("refusal-start-in-the-past", &values)
            }
            Reason::RetiredExceedsOwned { owned, retire } => {
                let (owned, retired) = (self.count(*owned), self.count(*retire));
                let values = [("owned", (&owned).into()), ("retired", (&retired).into())];
                self.both("refusal-retired-exceeds-owned", &values)
            }
            Reason::NothingToCover => self.both("refusal-nothing-to-cover", &[]),
            Reason::PartialCoverage { stated, due } => {
                let (stated, due) = (self.count(*stated), self.count(*due));
                let values = [("stated", (&stated).into()), ("due", (&due).into())];
                self.both("refusal-partial-coverage", &values)
            }
            Reason::MixedServiceLevels { levels } => {
                let levels = self.words.and(levels);
                self.both("refusal-mixed-service-levels", &[("levels", (&levels).into())])
            }
            Reason::UpgradeMustCoverAllSoftware { to, product_line, level, covered_through } => {
                let date = self.date(*covered_through);
                let values = [
                    ("to", to.into()),
                    ("product", product_line.into()),
                    ("level", level.into()),
                    ("date", (&date).into()),
                ];
                self.both("refusal-upgrade", &values)
            }
            Reason::ReleaseEndOfLife { release, end_of_life, extended_support } => {
                self.ended_release(release, *end_of_life, *extended_support)
            }
            Reason::ReinstatementNotOffered { gap_days, last_day } => {
                self.not_offered(*gap_days, *last_day)
            }
            Reason::TermConsumedByGap { forward_through, start } => {
                let (through, start) = (self.date(*forward_through), self.date(*start));
                let values = [("through", (&through).into()), ("start", (&start).into())];
                self.both("refusal-term-consumed", &values)
            }
            Reason::AmountTooLarge => self.both("refusal-amount-too-large", &[]),
        }
    }

    fn term_not_offered(&self, why: TermProblem, min_years: u32, max_years: u32) -> Said {
        let (min, max) = (min_years.to_string(), max_years.to_string());
        let mut values = vec![("min", (&min).into()), ("max", (&max).into())];
        match why {
            TermProblem::Years(years) => {
                let years = self.words.counted("years", u64::from(years));
                values.push(("years", (&years).into()));
                self.both("refusal-term-not-offered", &values)
            }
            TermProblem::NoCommonEnd => self.both("refusal-no-common-end", &values),
            TermProblem::CommonEnd { from, through } => {
                let (from, through) = (self.date(from), self.date(through));
                values.extend([("from", (&from).into()), ("through", (&through).into())]);
                self.both("refusal-common-end", &values)
            }
        }
    }

    fn ended_release(&self, release: &str, end_of_life: Date, extended: Option<Date>) -> Said {
        let date = self.date(end_of_life);
        let values = [("release", release.into()), ("date", (&date).into())];
        let said = self.both("refusal-release-end-of-life", &values);
        let extended = extended.map(|date| {
            let date = self.date(date);
            let key = "refusal-release-end-of-life.extended";
            self.words.say_with(key, &[("date", (&date).into())])
        });
        let hint = said.hint.into_iter().chain(extended).collect::<Vec<_>>().join(" ");
        Said { message: said.message, hint: Some(hint) }
    }

    fn not_offered(&self, gap_days: u32, last_day: Option<Date>) -> Said {
        let days = self.words.counted("days", u64::from(gap_days));
        let key = "refusal-reinstatement-not-offered";
        let message = self.words.say_with(key, &[("days", (&days).into())]);
        let hint = match last_day {
            Some(day) => {
                let date = self.date(day);
                let key = "refusal-reinstatement-not-offered.hint";
                self.words.say_with(key, &[("date", (&date).into())])
            }
            None => self.words.say("refusal-reinstatement-not-offered.never"),
        };
        Said { message, hint: Some(hint) }
    }

    fn no_book(&self, why: &NotInForce) -> Said {
        match why {
            NotInForce::NoBooks => self.both("refusal-no-book-none", &[]),
            NotInForce::WhichFamily { known } => {
                let known = known.join(", ");
                self.both("refusal-no-book-which", &[("known", (&known).into())])
            }
            NotInForce::UnknownFamily { given, nearest, known } => {
                let id = UnknownId {
                    given: given.clone(),
                    nearest: nearest.clone(),
                    known: known.clone(),
                };
                self.unknown("refusal-no-book-unknown", &id)
            }
            NotInForce::TooEarly { family, day, first } => {
                let (day, first) = (self.date(*day), self.date(*first));
                let values =
                    [("book", family.into()), ("day", (&day).into()), ("first", (&first).into())];
                self.both("refusal-no-book-early", &values)
            }
            NotInForce::Ended { family, day, through } => {
                let (day, through) = (self.date(*day), self.date(*through));
                let values = [
                    ("book", family.into()),
                    ("day", (&day).into()),
                    ("through", (&through).into()),
                ];
                self.both("refusal-no-book-ended", &values)
            }
        }
    }

    /// A message and its attribute `hint`.
    fn both(&self, key: &str, values: &[(&'static str, Arg<'_>)]) -> Said {
        let hint = self.words.say_with(&format!("{key}.hint"), values);
        Said { message: self.words.say_with(key, values), hint: Some(hint) }
    }

    fn unknown(&self, key: &str, id: &UnknownId) -> Said {
        const KNOWN_MAX: usize = 20;
        let given = for_message(&id.given);
        let message = self.words.say_with(key, &[("given", (&given).into())]);
        let hint = match &id.nearest {
            Some(nearest) => {
                Some(self.words.say_with("did-you-mean", &[("nearest", nearest.into())]))
            }
            None if id.known.is_empty() => None,
            None => {
                let mut known = id.known.clone();
                if known.len() > KNOWN_MAX {
                    known.truncate(KNOWN_MAX);
                    known.push("…".to_owned());
                }
                let known = known.join(", ");
                Some(self.words.say_with("known-ids", &[("known", (&known).into())]))
            }
        };
        Said { message, hint }
    }

    fn finding(&self, finding: &Finding) -> String {
        match finding {
            Finding::SamplePrices => self.words.say("finding-sample-prices"),
            Finding::NoRefund => self.words.say("finding-no-refund"),
            Finding::SubjectToVendorApproval { vendor } => self
                .words
                .say_with("finding-subject-to-vendor-approval", &[("vendor", vendor.into())]),
            Finding::CoverInterrupted { from, through, lines } => {
                let (from, through) = (self.date(*from), self.date(*through));
                let lines = self.lines(lines);
                let values = [
                    ("from", (&from).into()),
                    ("through", (&through).into()),
                    ("lines", (&lines).into()),
                ];
                self.words.say_with("finding-cover-interrupted", &values)
            }
            Finding::EndOfLifeWithinTerm { .. } => self.end_of_life(finding),
            Finding::ServiceLevelMismatch { quoted, others, delivered } => {
                self.mismatch(quoted, others, delivered.as_deref())
            }
            Finding::RetirementIsPermanent { licences } => {
                let licences = self.words.counted("licences", *licences);
                let values = [("licences", (&licences).into())];
                self.words.say_with("finding-retirement-is-permanent", &values)
            }
            Finding::NeedsApproval { rate, max, reason } => {
                let percent = |percent| language::percent(self.words.language(), percent);
                let (rate, max) = (percent(*rate), percent(*max));
                let values =
                    [("rate", (&rate).into()), ("max", (&max).into()), ("reason", reason.into())];
                self.words.say_with("finding-needs-approval", &values)
            }
            Finding::CustomerSuccessManager { service_level, criteria } => {
                self.success_manager(service_level, criteria)
            }
        }
    }

    fn end_of_life(&self, finding: &Finding) -> String {
        let Finding::EndOfLifeWithinTerm {
            product_line,
            release,
            end_of_life,
            extended_support,
            lines,
        } = finding
        else {
            return String::new();
        };
        let (date, lines) = (self.date(*end_of_life), self.lines(lines));
        let values = [
            ("product", product_line.into()),
            ("release", release.into()),
            ("date", (&date).into()),
            ("lines", (&lines).into()),
        ];
        let mut text = self.words.say_with("finding-end-of-life-within-term", &values);
        if let Some(extended) = extended_support {
            let date = self.date(*extended);
            let values = [("date", (&date).into())];
            text.push(' ');
            text.push_str(&self.words.say_with("finding-end-of-life-extended", &values));
        }
        text
    }

    fn mismatch(
        &self,
        quoted: &str,
        others: &[(String, String)],
        delivered: Option<&str>,
    ) -> String {
        let others: Vec<String> = others
            .iter()
            .map(|(product, level)| {
                let (product, level) = (for_message(product), for_message(level));
                let values = [("product", (&product).into()), ("level", (&level).into())];
                self.words.say_with("finding-service-level-other", &values)
            })
            .collect();
        let others = self.words.and(&others);
        let mut values = vec![("quoted", quoted.into()), ("others", (&others).into())];
        let key = match delivered {
            Some(delivered) => {
                values.push(("delivered", delivered.into()));
                "finding-service-level-mismatch"
            }
            None => "finding-service-level-mismatch-unknown",
        };
        self.words.say_with(key, &values)
    }

    fn success_manager(&self, level: &str, criteria: &ManagerCriteria) -> String {
        let money = |amount| language::money(self.words.language, amount);
        let say = |key: &str, values: &[(&'static str, Arg<'_>)]| self.words.say_with(key, values);
        match criteria {
            ManagerCriteria::Always => {
                say("finding-customer-success-manager-always", &[("level", level.into())])
            }
            ManagerCriteria::Met { value, threshold } => {
                let (value, threshold) = (money(*value), money(*threshold));
                let values = [
                    ("level", level.into()),
                    ("value", (&value).into()),
                    ("threshold", (&threshold).into()),
                ];
                say("finding-customer-success-manager-met", &values)
            }
            ManagerCriteria::Missing { value, threshold, missing, without_value } => {
                let missing = money(*missing);
                let (value, threshold) = (money(*value), money(*threshold));
                let values = [
                    ("level", level.into()),
                    ("value", (&value).into()),
                    ("threshold", (&threshold).into()),
                    ("missing", (&missing).into()),
                ];
                let mut text = say("finding-customer-success-manager-missing", &values);
                if *without_value > 0 {
                    let key = "finding-customer-success-manager-no-value";
                    text.push(' ');
                    text.push_str(&self.words.counted(key, *without_value as u64));
                }
                text
            }
        }
    }

    /// `holdings 1, 2 and 5`, counted from 1.
    fn lines(&self, lines: &[usize]) -> String {
        const SHOWN_MAX: usize = 8;
        let mut shown: Vec<String> =
            lines.iter().take(SHOWN_MAX).map(|line| (line + 1).to_string()).collect();
        if lines.len() > SHOWN_MAX {
            shown.push("…".to_owned());
        }
        let shown = self.words.and(&shown);
        let values = [("count", Arg::Count(lines.len() as u64)), ("shown", (&shown).into())];
        self.words.say_with("on-line", &values)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_syntax::ast::Entry;

    use super::*;

    /// The names of the values in a sentence.
    fn names(pattern: &Pattern<&str>) -> Vec<&'static str> {
        let elements = pattern.elements.iter();
        let found = elements.filter_map(|element| match element {
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => Some(&*id.name.to_owned().leak()),
            PatternElement::Placeable { .. } | PatternElement::TextElement { .. } => None,
        });
        // A name that stands twice has one value.
        found.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Expected: what fluent makes of the same sentence.
    #[test]
    fn sentences_are_put_together_as_fluent_does() {
        for (language, text) in TEXTS {
            let resource = FluentResource::try_new(text.to_owned()).expect("a good text");
            let messages = resource.entries().filter_map(|entry| match entry {
                Entry::Message(message) => Some(message),
                Entry::Term(_)
                | Entry::Comment(_)
                | Entry::GroupComment(_)
                | Entry::ResourceComment(_)
                | Entry::Junk { .. } => None,
            });
            let patterns = messages.flat_map(|message| {
                message.value.iter().chain(message.attributes.iter().map(|found| &found.value))
            });
            let mut filled = 0;
            for pattern in patterns {
                let texts = ["\u{a0}1.234,50 €", "{ $x }", "", "a \"b\""].into_iter().cycle();
                let names = names(pattern).into_iter();
                let values: Vec<_> =
                    names.zip(texts).map(|(name, text)| (name, Arg::Text(text))).collect();
                let args: FluentArgs<'_> = values
                    .iter()
                    .map(|(name, value)| match value {
                        Arg::Text(text) => (*name, FluentValue::from(*text)),
                        Arg::Count(count) => (*name, FluentValue::from(*count)),
                    })
                    .collect();
                let Some(text) = filled_in(pattern, &values) else { continue };
                let bundle = Words::of(language).bundle;
                let expected = bundle.format_pattern(pattern, Some(&args), &mut Vec::new());
                assert_eq!(text, expected);
                filled += 1;
            }
            assert!(filled > 100, "{filled} sentences were compared");
        }
    }
}
