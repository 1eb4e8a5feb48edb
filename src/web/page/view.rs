//! The page as a template sees it: the form with its mistakes, and the answer beside.

use std::collections::BTreeMap;

use askama::Template;

use crate::document::sheet::{Chosen, OptionTable};
use crate::document::words::{Arg, Words};
use crate::engine::book::{Language, PriceBook};
use crate::web::estimator::Estimator;

use super::asset;
use super::fields::{Control, FieldMaker, FieldNeed, FormField, HoldingView};
use super::form::{ADD, ADD_CONTRACT, ELSEWHERE, Form, REMOVE_CONTRACT};
use super::mistake::Mistake;
use super::next_step::{NextStep, Question};
use super::register_offer::RegisterOffer;

/// The languages by their own names.
const LANGUAGES: [(Language, &str); Language::ALL.len()] = [
    (Language::English, "English"),
    (Language::AmericanEnglish, "English (US)"),
    (Language::Dutch, "Nederlands"),
    (Language::German, "Deutsch"),
    (Language::French, "Français"),
];

/// What the page answers to its form.
pub(super) enum PageAnswer {
    /// A price.
    Offered(Offered),
    /// The rules give none.
    Refused {
        /// What would be possible: another term, or new licences.
        ways: Vec<(&'static str, OptionTable)>,
    },
    /// The form has to be put in order first.
    Wrong,
}

/// A price, as the documents show it.
pub(super) struct Offered {
    pub(super) title: String,
    pub(super) standing: String,
    /// Until when it stands, or stood.
    pub(super) stands: String,
    /// Where it is over, the link to the same form on the day of the reader.
    pub(super) anew: Option<String>,
    pub(super) banner: Option<String>,
    pub(super) total_label: String,
    pub(super) total: String,
    /// The body that the page shares with the documents, in HTML.
    pub(super) body: String,
}

/// All that the page is made of.
#[derive(Template)]
#[template(path = "estimator.html", whitespace = "minimize")]
pub(super) struct EstimatorPage<'a> {
    words: Words,
    is_example: bool,
    issuer: Option<String>,
    logo: Option<String>,
    next: Option<NextStep>,
    languages: Vec<LanguageLink>,
    holdings: Vec<HoldingView>,
    shared: Vec<FormField>,
    contracts: Vec<HoldingView>,
    dates: Vec<FormField>,
    tax: Vec<FormField>,
    hidden: Vec<(String, String)>,
    mistakes: &'a [Mistake],
    answer: &'a PageAnswer,
    link: String,
    style: String,
    script: String,
    register: Option<RegisterOffer>,
}

/// The page in another language.
struct LanguageLink {
    tag: &'static str,
    name: &'static str,
    query: String,
    chosen: Chosen,
}

/// A mistake in the list of all of them.
struct Listed {
    code: &'static str,
    /// The id of its field, where it is on the page.
    target: Option<String>,
    text: String,
}

impl<'a> EstimatorPage<'a> {
    /// The page of a form, its mistakes and its answer.
    pub(super) fn of(
        (estimator, book): (&Estimator, Option<&PriceBook>),
        (form, is_example): (&'a Form, bool),
        language: Language,
        (mistakes, answer): (&'a [Mistake], &'a PageAnswer),
        (origin, register): (&str, Option<RegisterOffer>),
    ) -> Self {
        let words = Words::of(language);
        let maker = FieldMaker { words, book, form, mistakes };
        let query = |tag: &str| if is_example { format!("lang={tag}") } else { form.link_in(tag) };
        let languages = LANGUAGES.iter().map(|(known, name)| LanguageLink {
            tag: known.tag(),
            name,
            query: query(known.tag()),
            chosen: if *known == language { Chosen::Yes } else { Chosen::No },
        });
        let (shared, hidden) = maker.shared(estimator);
        let link = form.link(language.tag());
        let asked = match answer {
            PageAnswer::Offered(offered) => Some(Question::Estimate(&offered.title)),
            PageAnswer::Refused { .. } => Some(Question::Refused),
            PageAnswer::Wrong => None,
        };
        let brand = estimator.brand.as_ref();
        let next = brand.zip(asked).and_then(|(brand, asked)| {
            NextStep::of(brand, words, asked, &format!("{origin}/?{link}"))
        });
        Self {
            words,
            is_example,
            issuer: brand.map(|brand| brand.name.to_string()),
            logo: asset::logo_address(estimator),
            next,
            languages: languages.collect(),
            holdings: (1..).zip(&form.holdings).map(|one| maker.holding(one)).collect(),
            shared,
            contracts: (1..).zip(&form.contracts).map(|one| maker.contract(one)).collect(),
            dates: maker.dates(),
            tax: maker.tax(),
            hidden,
            mistakes,
            answer,
            link,
            style: asset::style_address(estimator),
            script: asset::script_address(),
            register,
        }
    }

    /// What stands in the window's head.
    fn title(&self) -> String {
        let title = self.words.say("page-title");
        match self.answer {
            PageAnswer::Offered(_) => title,
            PageAnswer::Refused { .. } | PageAnswer::Wrong => {
                format!("{} – {title}", self.headline())
            }
        }
    }

    /// What stands above the mistakes.
    fn headline(&self) -> String {
        match self.answer {
            PageAnswer::Offered(_) | PageAnswer::Refused { .. } => self.words.say("refused-title"),
            PageAnswer::Wrong => {
                let mut fields: Vec<&Mistake> = Vec::new();
                for mistake in self.mistakes {
                    let known = fields.iter().any(|other| other.field == mistake.field);
                    if !known || mistake.field.is_none() {
                        fields.push(mistake);
                    }
                }
                self.words.counted("page-wrong", fields.len() as u64)
            }
        }
    }

    /// The answer in a sentence, for those who hear the page.
    fn news(&self) -> String {
        match self.answer {
            PageAnswer::Offered(offered) => {
                let label = (&offered.total_label).into();
                let values = [("label", label), ("total", (&offered.total).into())];
                self.words.say_with("page-news", &values)
            }
            PageAnswer::Refused { .. } | PageAnswer::Wrong => self.headline(),
        }
    }

    /// All fields in the order of the page, each with the product or contract that it is about
    /// where that has to be said.
    fn fields(&self) -> impl Iterator<Item = (Option<String>, &FormField)> {
        let several = self.holdings.len() > 1;
        let of_holdings = self.holdings.iter().flat_map(move |holding| {
            let number = several.then(|| self.numbered("page-holding", &holding.number));
            let fields = holding.fields.iter().chain(&holding.more);
            fields.map(move |field| (number.clone(), field))
        });
        let of_contracts = self.contracts.iter().flat_map(|contract| {
            let number = self.numbered("page-contract", &contract.number);
            contract.fields.iter().map(move |field| (Some(number.clone()), field))
        });
        let shared = self.shared.iter().map(|field| (None, field));
        let last = self.dates.iter().chain(&self.tax).map(|field| (None, field));
        of_holdings.chain(shared).chain(of_contracts).chain(last)
    }

    /// The mistakes in one list, each with the name of its field, in the order of the page.
    fn listed(&self) -> Vec<Listed> {
        let places: BTreeMap<&str, usize> =
            self.fields().map(|(_, field)| field.id.as_str()).zip(0..).collect();
        let place = |one: &Listed| one.target.as_deref().and_then(|id| places.get(id)).copied();
        let mut listed: Vec<Listed> = self.mistakes.iter().map(|one| self.entry(one)).collect();
        listed.sort_by_key(place);
        listed
    }

    fn entry(&self, mistake: &Mistake) -> Listed {
        let (code, message) = (mistake.code, &mistake.said.message);
        let field = mistake.field.as_deref();
        let found = self.fields().find(|(_, one)| Some(one.id.as_str()) == field);
        match found {
            Some((about, found)) => {
                let label: Vec<String> = about.into_iter().chain([found.label.clone()]).collect();
                let label = label.join(", ");
                let text = self.words.labelled(&label, message);
                Listed { code, target: Some(found.id.clone()), text }
            }
            None => {
                let hint = mistake.said.hint.iter();
                let text: Vec<&str> = [message].into_iter().chain(hint).map(|one| &**one).collect();
                let is_there = |id: &&str| [ADD, ELSEWHERE].contains(id);
                let target = field.filter(is_there).map(str::to_owned);
                Listed { code, target, text: text.join(" ") }
            }
        }
    }

    /// What the mark beside a label asks, for those who hear it.
    fn meaning_of(&self, field: &FormField) -> String {
        self.words.say_with("page-meaning", &[("label", (&field.label).into())])
    }

    /// Whether the part with the contracts that run elsewhere is open.
    fn shows_contracts(&self) -> bool {
        let is_it = |one: &Mistake| one.field.as_deref() == Some(ELSEWHERE);
        !self.contracts.is_empty() || self.mistakes.iter().any(is_it)
    }

    /// A sentence about the holding or the contract of a number.
    fn numbered(&self, key: &str, number: &usize) -> String {
        self.words.say_with(key, &[("number", Arg::Number(*number as u64))])
    }
}
