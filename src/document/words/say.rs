//! Sentences by their keys, and the values that they are made with.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::document::language;
use crate::engine::book::{Language, LocalText};
use crate::engine::calendar::Date;
use crate::engine::day_count::{DayCount, Share};
use crate::engine::money::{Money, RoundingMode};
use crate::engine::percent::{Multiplier, Percent};
use crate::engine::text::for_message;

/// The texts of the languages, as they are shipped; that of `en-US` has what differs from `en`.
pub const TEXTS: [(Language, &str); Language::ALL.len()] = [
    (Language::English, include_str!("../../../templates/words/en.ftl")),
    (Language::AmericanEnglish, include_str!("../../../templates/words/en-US.ftl")),
    (Language::Dutch, include_str!("../../../templates/words/nl.ftl")),
    (Language::German, include_str!("../../../templates/words/de.ftl")),
    (Language::French, include_str!("../../../templates/words/fr.ftl")),
];

type Bundle = FluentBundle<FluentResource>;

/// The words of one language.
#[derive(Clone, Copy)]
pub struct Words {
    language: Language,
    bundle: &'static Bundle,
}

/// A value of a sentence, by its name.
pub type NamedArg<'text> = (&'static str, Arg<'text>);

/// What a value of a sentence is; the language writes it out where it is said.
#[derive(Debug, Clone)]
pub enum Arg<'text> {
    /// Text, as it stands.
    Text(&'text str),
    /// Text from outside: shortened, and what is invisible in it marked.
    Given(&'text str),
    /// A number of things.
    Count(u64),
    /// A number that selects the plural. Written out it is `$shown`, unless that is given.
    Plural(u64),
    /// `3 years`: a number of things, by the key of their sentence.
    Counted(&'static str, u64),
    /// A number that things are numbered with.
    Number(u64),
    /// A day.
    Date(Date),
    /// An amount with its currency.
    Money(Money),
    /// A percentage.
    Percent(Percent),
    /// A multiplier.
    Multiplier(Multiplier),
    /// A share of a year.
    Share(Share),
    /// The name of a day count.
    DayCount(DayCount),
    /// The name of a way of rounding.
    Rounding(RoundingMode),
    /// A text of the price book, in the language of the sentence where it has one.
    Local(&'text LocalText),
    /// Another sentence, by its key.
    Sentence(&'static str, Vec<NamedArg<'text>>),
    /// `a, b and c`.
    And(Vec<Self>),
    /// `a, b, c`.
    Commas(Vec<Self>),
}

impl<'text> Arg<'text> {
    /// `3 years`: a number of things, by the key of their sentence.
    #[must_use]
    pub fn counted(key: &'static str, count: impl Into<u64>) -> Self {
        Self::Counted(key, count.into())
    }

    /// `holdings 1, 4–7`: so many holdings, by their numbers as they are written.
    #[must_use]
    pub fn numbered(count: usize, shown: &'text str) -> Self {
        let values = [("count", Arg::Plural(count as u64)), ("shown", Arg::Text(shown))];
        Self::Sentence("on-line", values.into())
    }

    /// `holdings 1, 2 and 5`: holdings counted from 0, of which at most so many are named.
    #[must_use]
    pub fn holdings(places: &[usize], named_max: usize) -> Self {
        let more = (places.len() > named_max).then_some(Arg::Text("…"));
        let named = places.iter().take(named_max).map(|place| Arg::Number(*place as u64 + 1));
        let values = [
            ("count", Arg::Plural(places.len() as u64)),
            ("shown", Arg::And(named.chain(more).collect())),
        ];
        Self::Sentence("on-line", values.into())
    }
}

/// What is always written the same way becomes a value by itself.
macro_rules! becomes {
    ($($of:ty => $arg:ident),*) => {
        $(impl<'text> From<$of> for Arg<'text> {
            fn from(value: $of) -> Self {
                Self::$arg(value.into())
            }
        })*
    };
}

becomes! {
    &'text str => Text, u64 => Count, u32 => Count, Date => Date,
    Money => Money, Percent => Percent, Multiplier => Multiplier, Share => Share,
    DayCount => DayCount, RoundingMode => Rounding
}

impl<'text> From<&'text String> for Arg<'text> {
    fn from(text: &'text String) -> Self {
        Self::Text(text)
    }
}

/// A sentence, and the way out where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What is the matter.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Words {
    /// The words of a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        static BUNDLES: [OnceLock<Bundle>; Language::ALL.len()] =
            [const { OnceLock::new() }; Language::ALL.len()];
        Self { language, bundle: BUNDLES[language as usize].get_or_init(|| bundle(language)) }
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
    pub fn say_with(self, key: &str, values: &[NamedArg<'_>]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            if let Arg::Plural(count) = value {
                args.set(*name, *count);
                args.set("shown", language::count(self.language, *count));
            } else {
                args.set(*name, self.written(value));
            }
        }
        // A test holds every language to the same keys, so the key itself never shows.
        self.found(key, &args).unwrap_or_else(|| key.to_owned())
    }

    fn found(self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let (id, attribute) = match key.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (key, None),
        };
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let text = self.bundle.format_pattern(pattern, Some(args), &mut Vec::new());
        Some(text.into_owned())
    }

    /// A message and its attribute `hint`.
    #[must_use]
    pub fn said(self, key: &str, values: &[NamedArg<'_>]) -> Said {
        let hint = self.say_with(&format!("{key}.hint"), values);
        Said { message: self.say_with(key, values), hint: Some(hint) }
    }

    /// Whether there is a message of this key.
    #[must_use]
    pub fn knows(self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A number of things, for example `3 years`; the key selects the plural by `$count`.
    #[must_use]
    pub fn counted(self, key: &str, count: impl Into<u64>) -> String {
        self.say_with(key, &[("count", Arg::Plural(count.into()))])
    }

    /// `Label: text`, with the space that the language has there.
    #[must_use]
    pub fn labelled(self, label: &str, text: &str) -> String {
        self.say_with("labelled", &[("label", label.into()), ("text", text.into())])
    }

    /// A value by itself, as the language writes it.
    #[must_use]
    pub fn write<'text>(self, value: impl Into<Arg<'text>>) -> String {
        self.written(&value.into()).into_owned()
    }

    fn written<'text>(self, value: &Arg<'text>) -> Cow<'text, str> {
        let language = self.language;
        Cow::Owned(match value {
            Arg::Text(text) => return Cow::Borrowed(text),
            Arg::Given(text) => for_message(text),
            Arg::Count(count) | Arg::Plural(count) => language::count(language, *count),
            Arg::Counted(key, count) => self.counted(key, *count),
            Arg::Number(number) => number.to_string(),
            Arg::Date(date) => language::date(language, *date),
            Arg::Money(money) => language::money(language, *money),
            Arg::Percent(percent) => language::percent(language, *percent),
            Arg::Multiplier(multiplier) => language::multiplier(language, *multiplier),
            Arg::Share(share) => language::share(*share),
            Arg::DayCount(count) => {
                self.say(&format!("daycount-{}", count.word().replace('/', "-")))
            }
            Arg::Local(text) => text.in_language(self.language).0.to_owned(),
            Arg::Rounding(mode) => self.say(&format!("rounding-{}", mode.word())),
            Arg::Sentence(key, values) => self.say_with(key, values),
            Arg::And(items) => self.and(items),
            Arg::Commas(items) => self.commas(items),
        })
    }

    fn and(self, items: &[Arg<'_>]) -> String {
        match items.split_last() {
            None => String::new(),
            Some((last, [])) => self.written(last).into_owned(),
            Some((last, rest)) => {
                let (start, last) = (self.commas(rest), self.written(last));
                let values = [("start", Arg::Text(&start)), ("last", Arg::Text(&last))];
                self.say_with("list-and", &values)
            }
        }
    }

    fn commas(self, items: &[Arg<'_>]) -> String {
        items.iter().map(|item| self.written(item)).collect::<Vec<_>>().join(", ")
    }
}

fn bundle(language: Language) -> Bundle {
    let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Marks that isolate the direction of writing would print as boxes.
    bundle.set_use_isolating(false);
    let is_below = |known| known == Language::English && language == Language::AmericanEnglish;
    for (known, text) in TEXTS {
        if known == language || is_below(known) {
            // What cannot be read is left out; a test reads all texts without an error.
            let resource =
                FluentResource::try_new(text.to_owned()).unwrap_or_else(|(partly, _errors)| partly);
            bundle.add_resource_overriding(resource);
        }
    }
    bundle
}
