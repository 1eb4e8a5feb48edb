//! The lists that the page offers, all of them read off the price book.

use crate::document::sheet::Chosen;
use crate::document::words::Words;
use crate::engine::book::{PriceBook, ProductLine, Program};
use crate::engine::calendar::{Date, add_days, day_before};
use crate::engine::price::price;
use crate::engine::quote::Outcome;
use crate::engine::text::for_message;
use crate::web::estimator::Estimator;

use super::form::{Fields, Form, LISTED};

/// Licences of the example that a first visit begins with.
const EXAMPLE_LICENCES: &str = "100";
/// Years of its term, where the price book offers them.
const EXAMPLE_YEARS: u32 = 3;
/// Days for which its cover has lapsed, where the price book reinstates.
const EXAMPLE_GAP_DAYS: u32 = 90;

/// Days for which a contract that was just added runs.
const DAYS_OF_YEAR: u32 = 365;

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) chosen: Chosen,
}

/// What a list offers where nothing is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unchosen<'text> {
    /// It may stay so; the text says what that means.
    Allowed(&'text str),
    /// Something must be chosen; the text asks for it while nothing is.
    Asked(&'text str),
}

/// A list with what is chosen in it; an id that the price book does not have stands in it too, so
/// that what was asked for is seen.
pub(super) fn list(
    known: impl IntoIterator<Item = (String, String)>,
    given: Option<&str>,
    unchosen: Unchosen<'_>,
) -> Vec<Choice> {
    let chosen = |is_it| if is_it { Chosen::Yes } else { Chosen::No };
    let mut choices: Vec<Choice> = known
        .into_iter()
        .map(|(value, text)| Choice { chosen: chosen(given == Some(value.as_str())), value, text })
        .collect();
    let found = choices.iter().any(|choice| choice.chosen == Chosen::Yes);
    if let Some(given) = given.filter(|_| !found) {
        let (value, text) = (given.to_owned(), for_message(given));
        choices.insert(0, Choice { value, text, chosen: Chosen::Yes });
    }
    let none = |text: &str| Choice {
        value: String::new(),
        text: text.to_owned(),
        chosen: chosen(given.is_none()),
    };
    match unchosen {
        Unchosen::Allowed(text) => choices.insert(0, none(text)),
        Unchosen::Asked(text) if given.is_none() => choices.insert(0, none(text)),
        Unchosen::Asked(_) => {}
    }
    choices
}

/// The price book that the lists are read off: the one in force on the day of the form, else the
/// latest of its family, else the latest of all.
pub(super) fn book<'shelf>(estimator: &'shelf Estimator, form: &Form) -> Option<&'shelf PriceBook> {
    let day = form.quote_date().unwrap_or_else(|| estimator.today());
    let family = form.shared.get("book");
    let shelf = &estimator.shelf;
    let first = shelf.families().next();
    let in_force = shelf.in_force(family, day).or_else(|_| shelf.in_force(first, day));
    let of_family = || shelf.books().filter(|book| Some(book.about().id.as_str()) == family).last();
    let found = in_force.ok().or_else(of_family).or_else(|| shelf.books().last());
    found.map(|book| &**book)
}

/// The service levels, from the lowest up.
pub(super) fn levels(book: &PriceBook) -> Vec<(String, String)> {
    let mut levels: Vec<_> = book.levels().iter().collect();
    levels.sort_by_key(|level| level.rank);
    levels.into_iter().map(|level| (level.id.clone(), level.name.clone())).collect()
}

/// The licensing programmes, from the one that gives the highest price down.
pub(super) fn programs(book: &PriceBook) -> Vec<&Program> {
    let mut programs: Vec<&Program> = book.programs().iter().collect();
    programs.sort_by_key(|program| program.discount);
    programs
}

/// Whether the first of them gives the highest price of every product: whoever does not know
/// theirs can then take it.
pub(super) fn is_first_highest(book: &PriceBook) -> bool {
    let programs = programs(book);
    let Some(first) = programs.first() else { return false };
    let discount = |program: &Program, line: &ProductLine| {
        program.discount_by_product_line.get(&line.index).copied().unwrap_or(program.discount)
    };
    programs
        .iter()
        .all(|other| book.lines().iter().all(|line| discount(first, line) <= discount(other, line)))
}

/// The terms on offer, in years.
pub(super) fn terms(book: &PriceBook, words: Words) -> Vec<(String, String)> {
    let years = book.term().min_years.max(1)..=book.term().max_years;
    years.map(|years| (years.to_string(), words.counted("years", years))).collect()
}

impl Form {
    /// Where another product was chosen than the lists were made for, an edition and a release
    /// that it does not have give way to its first edition and to no release.
    pub(super) fn follow_products(&mut self, book: &PriceBook) {
        for fields in &mut self.holdings {
            let listed = fields.get(LISTED).map(str::to_owned);
            fields.remove(LISTED);
            let product = fields.get("product_line").and_then(|id| book.line(id));
            let Some(product) = product else { continue };
            if listed.is_none_or(|listed| listed == product.id) {
                continue;
            }
            let has_edition = |id: &str| product.editions.iter().any(|one| one.id == id);
            if !fields.get("edition").is_some_and(has_edition) {
                set_first_edition(fields, product);
            }
            let has_release = |id: &str| product.releases.iter().any(|one| one.id == id);
            if !fields.get("release").is_some_and(has_release) {
                fields.remove("release");
            }
        }
    }

    /// One holding more: as many licences as the last one and covered as long, of the first
    /// product that is not in the form yet.
    pub(super) fn add(&mut self, book: &PriceBook, today: Date) {
        let Some(last) = self.holdings.last() else {
            self.holdings.push(example_holding(book, day_before(today)));
            return;
        };
        let mut added = Fields::default();
        for key in ["product_line", "edition", "owned", "covered_through"] {
            if let Some(text) = last.get(key) {
                added.set(key, text);
            }
        }
        let asked = |id: &str| self.holdings.iter().any(|one| one.get("product_line") == Some(id));
        if let Some(product) = book.lines().iter().find(|line| !asked(&line.id)) {
            added.set("product_line", &product.id);
            set_first_edition(&mut added, product);
        }
        self.holdings.push(added);
    }

    /// One contract that runs elsewhere more: of the first product that the form does not ask a
    /// price for, at its level, for a year from its day on.
    pub(super) fn add_contract(&mut self, book: &PriceBook, today: Date) {
        let mut added = Fields::default();
        let asked = |id: &str| {
            let all = self.holdings.iter().chain(&self.contracts);
            all.into_iter().any(|one| one.get("product_line") == Some(id))
        };
        let lines = book.lines();
        if let Some(product) = lines.iter().find(|line| !asked(&line.id)).or(lines.first()) {
            added.set("product_line", &product.id);
        }
        added.set("service_level", self.shared.get("service_level").unwrap_or_default());
        let day = self.quote_date().unwrap_or(today);
        added.set("covered_through", &day_before(add_days(day, DAYS_OF_YEAR)).to_string());
        self.contracts.push(added);
    }

    /// The contract of a number goes.
    pub(super) fn remove_contract(&mut self, number: usize) {
        let place = number.wrapping_sub(1);
        if place < self.contracts.len() {
            self.contracts.remove(place);
        }
    }

    /// The holding of a number goes; the last one stays.
    pub(super) fn remove_holding(&mut self, number: usize) {
        let place = number.wrapping_sub(1);
        if self.holdings.len() > 1 && place < self.holdings.len() {
            self.holdings.remove(place);
        }
    }
}

fn set_first_edition(fields: &mut Fields, product: &ProductLine) {
    if let Some(edition) = product.editions.first() {
        fields.set("edition", &edition.id);
    }
}

fn example_holding(book: &PriceBook, covered_through: Date) -> Fields {
    let mut holding = Fields::default();
    if let Some(product) = book.lines().first() {
        holding.set("product_line", &product.id);
        set_first_edition(&mut holding, product);
    }
    holding.set("owned", EXAMPLE_LICENCES);
    holding.set("covered_through", &covered_through.to_string());
    holding
}

/// What a first visit begins with: a lapse, or where the price book has no price for it a renewal.
pub(super) fn example(estimator: &Estimator, book: &PriceBook, language: Option<&str>) -> Form {
    let today = estimator.today();
    let term = book.term();
    let mut form = Form { language: language.map(str::to_owned), ..Form::default() };
    form.shared.set("book", &book.about().id);
    let lowest = book.levels().iter().min_by_key(|level| level.rank);
    let firsts = [
        ("service_level", lowest.map(|level| level.id.clone())),
        ("program", programs(book).first().map(|program| program.id.clone())),
        ("currency", book.currencies().first().map(ToString::to_string)),
    ];
    for (key, id) in firsts {
        form.shared.set(key, &id.unwrap_or_default());
    }
    let years = EXAMPLE_YEARS.clamp(term.min_years.max(1), term.max_years.max(1));
    form.shared.set("term_years", &years.to_string());
    form.shared.set("quote_date", &today.to_string());
    let lapsed = today.checked_sub_days(chrono::Days::new(u64::from(EXAMPLE_GAP_DAYS) + 1));
    for covered_through in [lapsed.unwrap_or(today), add_days(today, 30)] {
        form.holdings = vec![example_holding(book, covered_through)];
        let outcome = form.request().map(|request| price(&request, &estimator.shelf));
        if matches!(outcome, Ok(Outcome::Offered(_))) {
            break;
        }
    }
    form
}
