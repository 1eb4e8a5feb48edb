//! The fields of the page: each with its label, what explains it, its text and what is wrong.

use crate::document::words::Words;
use crate::engine::book::{PriceBook, ProductLine};
use crate::engine::calendar::parse_iso;
use crate::web::estimator::Estimator;

use super::choices::{self, Choice, Unchosen};
use super::form::{self, Fields, Form, LISTED, PAPER, REVISE, TAX};
use super::mistake::Mistake;

/// Products whose fields are all explained; of more, those of the first one are.
const EXPLAINED_MAX: usize = 10;

/// A holding of the form, or a contract that runs elsewhere.
pub(super) struct HoldingView {
    pub(super) number: usize,
    pub(super) fields: Vec<FormField>,
    pub(super) more: Vec<FormField>,
    pub(super) hidden: Vec<(String, String)>,
}

/// A field with its label.
pub(super) struct FormField {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) need: FieldNeed,
    /// What stands below the label.
    pub(super) help: Option<String>,
    /// What opens behind a mark: what the label means, and where to find what is asked.
    pub(super) meaning: Option<String>,
    pub(super) value: String,
    pub(super) control: Control,
    pub(super) mistakes: Vec<Mistake>,
}

/// Whether a field may stay empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldNeed {
    Asked,
    Optional,
}

/// How a field is filled in.
pub(super) enum Control {
    WholeNumber,
    Text,
    Date,
    List(Vec<Choice>),
}

impl FormField {
    /// The ids of what describes it, for assistive technology.
    pub(super) fn described_by(&self) -> String {
        let help = self.help.as_ref().map(|_| format!("{}-help", self.id));
        let error = (!self.mistakes.is_empty()).then(|| format!("{}-error", self.id));
        help.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    /// A field for dates cannot show what is no date, so that stands in a field for text.
    pub(super) fn date_type(&self) -> &'static str {
        let is_date = self.value.is_empty() || parse_iso(&self.value).is_some();
        if is_date { "date" } else { "text" }
    }

    pub(super) fn is_wrong(&self) -> bool {
        !self.mistakes.is_empty()
    }

    /// Whether a part that is folded away has to be open for it.
    pub(super) fn shows(&self) -> bool {
        !self.value.is_empty() || !self.mistakes.is_empty()
    }
}

/// Makes fields.
pub(super) struct FieldMaker<'a> {
    pub(super) words: Words,
    pub(super) book: Option<&'a PriceBook>,
    pub(super) form: &'a Form,
    pub(super) mistakes: &'a [Mistake],
}

/// A field that is to be made.
struct AskedField<'a> {
    name: String,
    id: String,
    /// The key of its label.
    label: &'a str,
    need: FieldNeed,
    given: Option<&'a str>,
}

impl FieldMaker<'_> {
    pub(super) fn holding(&self, (number, fields): (usize, &Fields)) -> HoldingView {
        let product = fields.get("product_line").and_then(|id| self.book?.line(id));
        let own = |key: &'static str, label, need, control| {
            let (name, id) = (format!("{key}.{number}"), format!("{key}-{number}"));
            let mut field =
                self.field(AskedField { name, id, label, need, given: fields.get(key) }, control);
            if number > 1 && self.form.holdings.len() > EXPLAINED_MAX {
                field.meaning = None;
            }
            field
        };
        let list = |known, key| self.list(known, fields.get(key));
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
        let products = list(self.products(), "product_line");
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

    /// A contract that runs elsewhere.
    pub(super) fn contract(&self, (number, fields): (usize, &Fields)) -> HoldingView {
        let place = number.saturating_sub(1);
        let list = |known, key| self.list(known, fields.get(key));
        let own = |key: &'static str, label, need, control| {
            let (name, id) = (form::contract_name(place, key), form::contract_field(place, key));
            let given = fields.get(key);
            let mut field = self.field(AskedField { name, id, label, need, given }, control);
            // What is asked is what was asked of the products, but no price hangs on it.
            field.meaning = None;
            field.help = field.help.filter(|_| need == FieldNeed::Optional);
            field
        };
        let products = list(self.products(), "product_line");
        let levels = list(self.levels(), "service_level");
        let (asked, optional) = (FieldNeed::Asked, FieldNeed::Optional);
        HoldingView {
            number,
            fields: vec![
                own("product_line", "field-product-line", asked, products),
                own("service_level", "service-level", asked, levels),
                own("covered_through", "field-runs-through", asked, Control::Date),
                own("annual_value", "field-annual-value", optional, Control::WholeNumber),
            ],
            more: Vec::new(),
            hidden: Vec::new(),
        }
    }

    /// A list of which something has to be chosen.
    fn list(&self, known: Vec<(String, String)>, given: Option<&str>) -> Control {
        let asked = self.words.say("page-choose");
        Control::List(choices::list(known, given, Unchosen::Asked(&asked)))
    }

    fn products(&self) -> Vec<(String, String)> {
        let lines = self.book.map_or(&[][..], PriceBook::lines);
        lines.iter().map(|line| (line.id.clone(), line.name.clone())).collect()
    }

    fn levels(&self) -> Vec<(String, String)> {
        self.book.map_or_else(Vec::new, choices::levels)
    }

    /// What is asked once, with a list; and what the page carries along unseen.
    pub(super) fn shared(&self, estimator: &Estimator) -> (Vec<FormField>, Vec<(String, String)>) {
        let given = self.form.shared.get("book");
        let mut families: Vec<(String, String)> = Vec::new();
        for book in estimator.shelf.books() {
            let about = book.about();
            families.retain(|(id, _)| *id != about.id);
            families.push((about.id.clone(), about.title.clone()));
        }
        let is_only = |id: &str| families.iter().all(|(known, _)| known == id);
        let programs = self.book.map_or_else(Vec::new, choices::programs);
        let currencies = self.book.map_or(&[][..], PriceBook::currencies).iter();
        let mut fields = Vec::new();
        let mut hidden = Vec::new();
        match given {
            Some(only) if is_only(only) => hidden.push(("book".to_owned(), only.to_owned())),
            None if families.len() == 1 => {}
            Some(_) | None => fields.push(self.shared_list("book", "field-book", families)),
        }
        let terms = self.book.map_or_else(Vec::new, |book| choices::terms(book, self.words));
        let programs = programs.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
        let currencies = currencies.map(|one| (one.to_string(), one.to_string())).collect();
        let mut program = self.shared_list("program", "program", programs);
        if !self.book.is_some_and(choices::is_first_highest) {
            program.help = None;
        }
        fields.extend([
            self.shared_list("service_level", "service-level", self.levels()),
            self.shared_list("term_years", "answer-term", terms),
            program,
            self.shared_list("currency", "currency", currencies),
        ]);
        hidden.extend(self.form.revise.clone().map(|number| (REVISE.to_owned(), number)));
        hidden.extend(self.form.paper.map(|paper| (PAPER.to_owned(), paper.word().to_owned())));
        (fields, hidden)
    }

    fn shared_list(&self, key: &str, label: &str, known: Vec<(String, String)>) -> FormField {
        let control = self.list(known, self.form.shared.get(key));
        self.once(key, label, FieldNeed::Asked, control)
    }

    pub(super) fn dates(&self) -> Vec<FormField> {
        vec![
            self.once("quote_date", "field-quote-date", FieldNeed::Asked, Control::Date),
            self.once("start", "field-start", FieldNeed::Optional, Control::Date),
        ]
    }

    /// The tax on the sum.
    pub(super) fn tax(&self) -> Vec<FormField> {
        let [name, rate] = TAX.map(|(key, _)| key);
        vec![
            self.once(name, "field-tax-name", FieldNeed::Optional, Control::Text),
            self.once(rate, "field-tax-rate", FieldNeed::Optional, Control::Text),
        ]
    }

    /// A field of what is asked once.
    fn once(&self, key: &str, label: &str, need: FieldNeed, control: Control) -> FormField {
        let (name, id) = (key.to_owned(), key.to_owned());
        let given = self.form.shared.get(key);
        self.field(AskedField { name, id, label, need, given }, control)
    }

    fn field(&self, wanted: AskedField<'_>, control: Control) -> FormField {
        let AskedField { name, id, label, need, given } = wanted;
        let bare = label.strip_prefix("field-").unwrap_or(label);
        let said = |kind: &str| {
            let key = format!("{kind}-{bare}");
            self.words.knows(&key).then(|| self.words.say(&key))
        };
        let (help, meaning) = (said("help"), said("meaning"));
        let mistakes = self.mistakes.iter();
        let mistakes = mistakes.filter(|one| one.field.as_deref() == Some(&*id)).cloned().collect();
        let (label, value) = (self.words.say(label), given.unwrap_or_default().to_owned());
        FormField { id, name, label, need, help, meaning, value, control, mistakes }
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
