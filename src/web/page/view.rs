//! The page as a template sees it: fields with their lists and mistakes, and the answer beside.

use std::collections::BTreeMap;

use askama::Template;

use crate::document::sheet::{Chosen, OptionTable};
use crate::document::words::{Arg, Words};
use crate::engine::book::{Language, PriceBook, ProductLine};
use crate::engine::calendar::parse_iso;
use crate::web::estimator::Estimator;

use super::asset;
use super::choices::{self, Choice, Unchosen};
use super::form::{ADD, Fields, Form, LISTED, PAPER};
use super::mistake::Mistake;
use super::next_step::{NextStep, Question};

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
    dates: Vec<FormField>,
    hidden: Vec<(String, String)>,
    mistakes: &'a [Mistake],
    answer: &'a PageAnswer,
    link: String,
    style: String,
    script: String,
}

/// The page in another language.
struct LanguageLink {
    tag: &'static str,
    name: &'static str,
    query: String,
    chosen: Chosen,
}

/// A holding of the form.
struct HoldingView {
    number: usize,
    fields: Vec<FormField>,
    more: Vec<FormField>,
    hidden: Vec<(String, String)>,
}

/// A mistake in the list of all of them.
struct Listed {
    code: &'static str,
    /// The id of its field, where it is on the page.
    target: Option<String>,
    text: String,
}

/// A field with its label.
struct FormField {
    id: String,
    name: String,
    label: String,
    need: FieldNeed,
    help: Option<String>,
    value: String,
    control: Control,
    mistakes: Vec<Mistake>,
}

/// Whether a field may stay empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FieldNeed {
    Asked,
    Optional,
}

/// How a field is filled in.
enum Control {
    WholeNumber,
    Date,
    List(Vec<Choice>),
}

impl FormField {
    /// The ids of what describes it, for assistive technology.
    fn described_by(&self) -> String {
        let help = self.help.as_ref().map(|_| format!("{}-help", self.id));
        let error = (!self.mistakes.is_empty()).then(|| format!("{}-error", self.id));
        help.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    /// A field for dates cannot show what is no date, so that stands in a field for text.
    fn date_type(&self) -> &'static str {
        let is_date = self.value.is_empty() || parse_iso(&self.value).is_some();
        if is_date { "date" } else { "text" }
    }

    fn is_wrong(&self) -> bool {
        !self.mistakes.is_empty()
    }

    /// Whether a part that is folded away has to be open for it.
    fn shows(&self) -> bool {
        !self.value.is_empty() || !self.mistakes.is_empty()
    }
}

impl<'a> EstimatorPage<'a> {
    /// The page of a form, its mistakes and its answer.
    pub(super) fn of(
        (estimator, book): (&Estimator, Option<&PriceBook>),
        (form, is_example): (&'a Form, bool),
        language: Language,
        (mistakes, answer): (&'a [Mistake], &'a PageAnswer),
        origin: &str,
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
            dates: maker.dates(),
            hidden,
            mistakes,
            answer,
            link,
            style: asset::style_address(estimator),
            script: asset::script_address(),
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

    /// The mistakes in one list, each with the name of its field, in the order of the page.
    fn listed(&self) -> Vec<Listed> {
        let of_holdings = self.holdings.iter().flat_map(|one| one.fields.iter().chain(&one.more));
        let fields = of_holdings.chain(&self.shared).chain(&self.dates);
        let places: BTreeMap<&str, usize> = fields.map(|one| one.id.as_str()).zip(0..).collect();
        let place = |one: &Listed| one.target.as_deref().and_then(|id| places.get(id)).copied();
        let mut listed: Vec<Listed> = self.mistakes.iter().map(|one| self.entry(one)).collect();
        listed.sort_by_key(place);
        listed
    }

    fn entry(&self, mistake: &Mistake) -> Listed {
        let (code, message) = (mistake.code, &mistake.said.message);
        let field = mistake.field.as_deref();
        let is_it = |one: &&FormField| Some(one.id.as_str()) == field;
        let of_holding = self.holdings.iter().find_map(|holding| {
            let found = holding.fields.iter().chain(&holding.more).find(is_it)?;
            let several = self.holdings.len() > 1;
            let number = several.then(|| self.numbered("page-holding", &holding.number));
            Some((found, number))
        });
        let shared = || self.shared.iter().chain(&self.dates).find(is_it).map(|one| (one, None));
        match of_holding.or_else(shared) {
            Some((found, holding)) => {
                let label: Vec<String> = holding.into_iter().chain([found.label.clone()]).collect();
                let label = label.join(", ");
                let text = self.words.labelled(&label, message);
                Listed { code, target: Some(found.id.clone()), text }
            }
            None => {
                let hint = mistake.said.hint.iter();
                let text: Vec<&str> = [message].into_iter().chain(hint).map(|one| &**one).collect();
                let target = field.filter(|id| *id == ADD).map(str::to_owned);
                Listed { code, target, text: text.join(" ") }
            }
        }
    }

    /// A sentence about the holding of a number.
    fn numbered(&self, key: &str, number: &usize) -> String {
        self.words.say_with(key, &[("number", Arg::Number(*number as u64))])
    }
}

/// Makes fields.
struct FieldMaker<'a> {
    words: Words,
    book: Option<&'a PriceBook>,
    form: &'a Form,
    mistakes: &'a [Mistake],
}

impl FieldMaker<'_> {
    fn holding(&self, (number, fields): (usize, &Fields)) -> HoldingView {
        let product = fields.get("product_line").and_then(|id| self.book?.line(id));
        let lines = self.book.map_or(&[][..], PriceBook::lines);
        let products = lines.iter().map(|line| (line.id.clone(), line.name.clone()));
        let own = |key: &'static str, label: &str, need, control| {
            let name = format!("{key}.{number}");
            self.field(name, format!("{key}-{number}"), (label, need), fields.get(key), control)
        };
        let asked = self.words.say("page-choose");
        let list = |known, key| {
            Control::List(choices::list(known, fields.get(key), Unchosen::Asked(&asked)))
        };
        let optional_list = |known, key, none: &str| {
            let none = self.words.say(none);
            Control::List(choices::list(known, fields.get(key), Unchosen::Allowed(&none)))
        };
        let (editions, releases) = (editions(product), releases(product));
        let edition = list(editions, "edition");
        let release = optional_list(releases, "release", "field-release.none");
        let level = optional_list(self.levels(), "service_level", "field-own-level.none");
        let hidden = ["current_service_level", "quantity"].into_iter();
        let hidden = hidden.filter_map(|key| Some((format!("{key}.{number}"), fields.get(key)?)));
        let listed = product.map(|line| (format!("{LISTED}.{number}"), line.id.as_str()));
        let (asked, optional) = (FieldNeed::Asked, FieldNeed::Optional);
        let products = list(products.collect(), "product_line");
        HoldingView {
            number,
            fields: vec![
                own("product_line", "field-product-line", asked, products),
                own("edition", "field-edition", asked, edition),
                own("owned", "field-owned", asked, Control::WholeNumber),
                own("covered_through", "field-covered-through", asked, Control::Date),
                own("retire", "field-retire", optional, Control::WholeNumber),
            ],
            more: vec![
                own("release", "field-release", optional, release),
                own("service_level", "field-own-level", optional, level),
            ],
            hidden: hidden.chain(listed).map(|(key, text)| (key, text.to_owned())).collect(),
        }
    }

    fn levels(&self) -> Vec<(String, String)> {
        let levels = self.book.map_or(&[][..], PriceBook::levels);
        levels.iter().map(|level| (level.id.clone(), level.name.clone())).collect()
    }

    /// What is asked once, with a list; and what the page carries along unseen.
    fn shared(&self, estimator: &Estimator) -> (Vec<FormField>, Vec<(String, String)>) {
        let given = self.form.shared.get("book");
        let mut families: Vec<(String, String)> = Vec::new();
        for book in estimator.shelf.books() {
            let about = book.about();
            families.retain(|(id, _)| *id != about.id);
            families.push((about.id.clone(), about.title.clone()));
        }
        let is_only = |id: &str| families.iter().all(|(known, _)| known == id);
        let programs = self.book.map_or(&[][..], PriceBook::programs).iter();
        let currencies = self.book.map_or(&[][..], PriceBook::currencies).iter();
        let mut fields = Vec::new();
        let mut hidden = Vec::new();
        match given {
            Some(only) if is_only(only) => hidden.push(("book".to_owned(), only.to_owned())),
            None if families.len() == 1 => {}
            Some(_) | None => fields.push(self.shared_list("book", "field-book", families)),
        }
        let terms = self.book.map_or_else(Vec::new, |book| choices::terms(book, self.words));
        let programs = programs.map(|one| (one.id.clone(), one.name.clone())).collect();
        let currencies = currencies.map(|one| (one.to_string(), one.to_string())).collect();
        fields.extend([
            self.shared_list("service_level", "service-level", self.levels()),
            self.shared_list("term_years", "answer-term", terms),
            self.shared_list("program", "program", programs),
            self.shared_list("currency", "currency", currencies),
        ]);
        hidden.extend(self.form.paper.map(|paper| (PAPER.to_owned(), paper.word().to_owned())));
        (fields, hidden)
    }

    fn shared_list(&self, key: &str, label: &str, known: Vec<(String, String)>) -> FormField {
        let (given, asked) = (self.form.shared.get(key), self.words.say("page-choose"));
        let control = Control::List(choices::list(known, given, Unchosen::Asked(&asked)));
        self.field(key.to_owned(), key.to_owned(), (label, FieldNeed::Asked), given, control)
    }

    fn dates(&self) -> Vec<FormField> {
        let date = |key: &str, label: &str, need| {
            let given = self.form.shared.get(key);
            let (name, id) = (key.to_owned(), key.to_owned());
            self.field(name, id, (label, need), given, Control::Date)
        };
        vec![
            date("quote_date", "field-quote-date", FieldNeed::Asked),
            date("start", "field-start", FieldNeed::Optional),
        ]
    }

    fn field(
        &self,
        name: String,
        id: String,
        (label, need): (&str, FieldNeed),
        given: Option<&str>,
        control: Control,
    ) -> FormField {
        let has_help = ["field-retire", "field-quote-date", "field-start"].contains(&label);
        let help = has_help.then(|| self.words.say(&format!("{label}.help")));
        let mistakes = self.mistakes.iter();
        let mistakes = mistakes.filter(|one| one.field.as_deref() == Some(&*id)).cloned().collect();
        let (label, value) = (self.words.say(label), given.unwrap_or_default().to_owned());
        FormField { id, name, label, need, help, value, control, mistakes }
    }
}

fn editions(product: Option<&ProductLine>) -> Vec<(String, String)> {
    let editions = product.map_or(&[][..], |line| &line.editions);
    editions.iter().map(|edition| (edition.id.clone(), edition.name.clone())).collect()
}

fn releases(product: Option<&ProductLine>) -> Vec<(String, String)> {
    let releases = product.map_or(&[][..], |line| &line.releases);
    releases.iter().map(|release| (release.id.clone(), release.name.clone())).collect()
}
