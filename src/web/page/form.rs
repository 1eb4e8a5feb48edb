//! The form of the page: its query as raw texts, and those as a request and as a link.

use std::collections::BTreeMap;

use form_urlencoded::Serializer;
#[cfg(feature = "register")]
use serde_json::Value;

use crate::document::pdf::Paper;
use crate::engine::book::Language;
use crate::engine::calendar::{Date, parse_iso};
use crate::engine::money::Currency;
use crate::engine::node::{Entry, Node, NodeValue, unique};
use crate::engine::path::{KeyPath, PathStep};
use crate::engine::problem::Problems;
use crate::engine::request::{LABEL_MAX, Request};
use crate::web::estimator::HOLDINGS_MAX;

use super::numbers;

/// What is asked once, by its key in the request, in the order of the page.
pub(super) const SHARED: [&str; 7] =
    ["book", "service_level", "term_years", "program", "currency", "quote_date", "start"];
/// What is asked of each holding, by its key in the request, in the order of the page; the last
/// two have no field, but a link may hold them.
pub(super) const OF_HOLDING: [&str; 9] = [
    "product_line",
    "edition",
    "owned",
    "retire",
    "covered_through",
    "release",
    "service_level",
    "current_service_level",
    "quantity",
];
/// What is asked of each contract that runs elsewhere, by its key in the request, in the order of
/// the page.
pub(super) const OF_CONTRACT: [&str; 4] =
    ["product_line", "service_level", "covered_through", "annual_value"];
/// All that the page asks for, by the keys of a request.
#[cfg(feature = "register")]
pub(in crate::web) const ASKED: [&str; 11] = [
    "book",
    "quote_date",
    "start",
    "currency",
    "service_level",
    "term_years",
    "program",
    "language",
    "tax",
    HOLDING,
    CONTRACT,
];
/// What the tax is asked by: its key in the query, and that in the request's table.
pub(super) const TAX: [(&str, &str); 2] = [("tax_name", "name"), ("tax_rate", "rate")];
/// The key of a request for its holdings.
pub(super) const HOLDING: &str = "holding";
/// The key of a request for the contracts that run elsewhere.
const CONTRACT: &str = "other_contract";
/// What the keys of such a contract begin with in the query.
const OTHER: &str = "other_";
/// The query's key for the language.
pub(super) const LANGUAGE: &str = "lang";
/// The query's key for the paper of the PDF.
pub(super) const PAPER: &str = "paper";
/// The query's key for the quote that gets another revision.
pub(super) const REVISE: &str = "revise";
/// The most characters of the number of a quote.
const NUMBER_MAX: usize = 64;
/// What each holding's lists were made for; see [`Form::follow_products`].
pub(super) const LISTED: &str = "listed";
/// The id and the name of the button that adds a holding.
pub(super) const ADD: &str = "add";
/// The name of the buttons that take a holding away.
pub(super) const REMOVE: &str = "remove";
/// The id of the part with the contracts that run elsewhere.
pub(super) const ELSEWHERE: &str = "elsewhere";
/// What the button that adds a contract sends as [`ADD`].
pub(super) const ADD_CONTRACT: &str = "contract";
/// The name of the buttons that take a contract away.
pub(super) const REMOVE_CONTRACT: &str = "remove_contract";

/// What a person filled in, as text, and nothing of it checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// The language asked for, where one is.
    pub(super) language: Option<String>,
    /// The paper of the PDF, where it is not that of the language.
    pub(super) paper: Option<Paper>,
    /// The number of the quote that gets another revision, for those who keep a register.
    pub(super) revise: Option<String>,
    /// What is asked once; also what the page does not know.
    pub(super) shared: Fields,
    /// The holdings.
    pub(super) holdings: Vec<Fields>,
    /// The contracts that run elsewhere.
    pub(super) contracts: Vec<Fields>,
    /// The button that was used.
    pub(super) action: Action,
}

/// The buttons of the form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Action {
    /// Calculate, or none: a link.
    #[default]
    Calculate,
    /// One holding more.
    Add,
    /// The holding of this number, from 1, goes.
    Remove(usize),
    /// One contract more.
    AddContract,
    /// The contract of this number, from 1, goes.
    RemoveContract(usize),
}

/// Texts by key, in the order in which they came; a key may stand twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The last text of a key that is not empty.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let mut texts = self.0.iter().rev().filter(|(known, _)| known == key);
        texts.next().map(|(_, text)| text.as_str())
    }

    /// Puts a text in the place of all earlier ones of its key.
    pub(super) fn set(&mut self, key: &str, text: &str) {
        self.remove(key);
        self.push(key, text);
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.0.retain(|(known, _)| known != key);
    }

    /// An empty field is one that was left out.
    fn push(&mut self, key: &str, text: &str) {
        // One character more than any text may have is enough to see that it is too long.
        let text: String = text.trim().chars().take(LABEL_MAX + 1).collect();
        if !text.is_empty() {
            self.0.push((key.to_owned(), text));
        }
    }

    /// The texts as a table; a key that stands twice is reported.
    fn tree<'a>(&'a self, more: Vec<Entry<'a>>, problems: &mut Problems) -> Node<'a> {
        let is_tax = |key: &str| TAX.iter().any(|(known, _)| *known == key);
        let texts = self.0.iter().filter(|(key, _)| key != LISTED && !is_tax(key));
        let entries = texts.map(|(key, text)| Entry::of(key.as_str(), Node::typed(text.as_str())));
        Node::table(unique(entries.chain(more).collect(), problems))
    }

    /// The tax as a table; none where nothing of it was filled in.
    fn tax<'a>(&'a self, problems: &mut Problems) -> Option<Node<'a>> {
        let texts = self.0.iter().filter_map(|(key, text)| {
            let (_, own) = TAX.iter().find(|(known, _)| known == key)?;
            Some(Entry::of(*own, Node::text(text.as_str())))
        });
        let entries: Vec<Entry<'_>> = texts.collect();
        (!entries.is_empty()).then(|| Node::table(unique(entries, problems)))
    }

    /// Writes what a person wrote under a key as the request has it, where there is no doubt.
    fn rewrite(&mut self, key: &str, plain: impl Fn(&str) -> Option<String>) {
        for (_, text) in self.0.iter_mut().filter(|(known, _)| known == key) {
            if let Some(plain) = plain(text) {
                *text = plain;
            }
        }
    }
}

impl Form {
    /// Reads a query, whatever it is.
    pub(super) fn read(query: &str) -> Self {
        let mut form = Self::default();
        let mut holdings: BTreeMap<u32, Fields> = BTreeMap::new();
        let mut contracts: BTreeMap<u32, Fields> = BTreeMap::new();
        for (key, text) in form_urlencoded::parse(query.as_bytes()) {
            let holding = key.split_once('.').and_then(|(key, number)| {
                let number = number.parse::<u32>().ok()?;
                Some((key.to_owned(), number))
            });
            match (&*key, holding) {
                (_, Some((key, number))) => match key.strip_prefix(OTHER) {
                    Some(key) => contracts.entry(number).or_default().push(key, &text),
                    None => holdings.entry(number).or_default().push(&key, &text),
                },
                (LANGUAGE, None) => form.language = Some(text.trim().to_owned()),
                (ADD, None) if text == ADD_CONTRACT => form.action = Action::AddContract,
                (ADD, None) => form.action = Action::Add,
                (REMOVE_CONTRACT, None) => {
                    form.action = text.parse().map_or(Action::Calculate, Action::RemoveContract);
                }
                (REMOVE, None) => {
                    form.action = text.parse().map_or(Action::Calculate, Action::Remove);
                }
                (REVISE, None) => form.revise = number_of_quote(&text),
                (PAPER, None) => form.paper = Paper::of_word(&text),
                (key, None) => form.shared.push(key, &text),
            }
        }
        form.language = form.language.filter(|language| !language.is_empty());
        // One more than is allowed is enough to see that there are too many.
        form.holdings = holdings.into_values().take(HOLDINGS_MAX + 1).collect();
        form.contracts = contracts.into_values().take(HOLDINGS_MAX + 1).collect();
        form
    }

    /// Keeps the language of the page, so that the form's link gives the same page again. Paper of
    /// its own goes with a language that was chosen, and not with one that a browser asks for.
    pub(super) fn keep_language(&mut self, language: Language) {
        if self.language.is_none() {
            self.language = Some(language.tag().to_owned());
            let is_usual = Paper::usual_in(language) == Paper::A4;
            self.paper = self.paper.or_else(|| (!is_usual).then_some(Paper::A4));
        }
    }

    /// Whether nothing has been filled in: a first visit, perhaps in a language.
    pub(super) fn is_empty(&self) -> bool {
        self.shared.0.is_empty() && self.holdings.is_empty() && self.contracts.is_empty()
    }

    /// Numbers as the language of the page writes them, as the request has them; what could be two
    /// numbers stays as it is.
    pub(super) fn plain_numbers(&mut self, language: Language) {
        for fields in &mut self.holdings {
            for key in ["owned", "retire", "quantity"] {
                fields.rewrite(key, |text| numbers::count(text, language));
            }
        }
        let decimals = self.shared.get("currency").and_then(Currency::from_code);
        let decimals = decimals.map_or(0, |currency| currency.decimals());
        for fields in &mut self.contracts {
            fields.rewrite("annual_value", |text| numbers::amount(text, language, decimals));
        }
        self.shared.rewrite("tax_rate", numbers::percent);
    }

    /// The day that the lists of the page are for.
    pub(super) fn quote_date(&self) -> Option<Date> {
        self.shared.get("quote_date").and_then(parse_iso)
    }

    /// The request that the form asks for.
    ///
    /// # Errors
    /// All that is wrong with it, by the keys of a request.
    pub(super) fn request(&self) -> Result<Request, Problems> {
        let mut problems = Problems::none_in("form", "");
        let holdings = self.holdings.iter().map(|fields| fields.tree(Vec::new(), &mut problems));
        let holdings = Node::of(NodeValue::List(holdings.collect()));
        let mut entries = vec![Entry::of(HOLDING, holdings)];
        if !self.contracts.is_empty() {
            let contracts = self.contracts.iter();
            let contracts = contracts.map(|fields| fields.tree(Vec::new(), &mut problems));
            entries.push(Entry::of(CONTRACT, Node::of(NodeValue::List(contracts.collect()))));
        }
        entries.extend(self.shared.tax(&mut problems).map(|tax| Entry::of("tax", tax)));
        if let Some(language) = &self.language {
            entries.push(Entry::of("language", Node::typed(language.as_str())));
        }
        let root = self.shared.tree(entries, &mut problems);
        Request::of(&root, None, problems)
    }

    /// The form that asks for what a request in JSON asks for, as far as the page has fields.
    #[cfg(feature = "register")]
    pub(super) fn of_json(request: &Value) -> Self {
        let text = |of: &Value, key: &str| match of.get(key) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(_) | None => None,
        };
        let fields = |of: &Value, keys: &[(&str, &str)]| {
            let mut fields = Fields::default();
            for (name, key) in keys {
                if let Some(text) = text(of, key) {
                    fields.push(name, &text);
                }
            }
            fields
        };
        let same = |keys: &[&'static str]| keys.iter().map(|key| (*key, *key)).collect::<Vec<_>>();
        let list = |key: &str, keys: &[&'static str]| -> Vec<Fields> {
            let all = request.get(key).and_then(Value::as_array).into_iter().flatten();
            all.map(|one| fields(one, &same(keys))).collect()
        };
        let mut shared = fields(request, &same(&SHARED));
        if let Some(tax) = request.get("tax") {
            shared.0.extend(fields(tax, &TAX).0);
        }
        Self {
            language: text(request, "language"),
            shared,
            holdings: list(HOLDING, &OF_HOLDING),
            contracts: list(CONTRACT, &OF_CONTRACT),
            ..Self::default()
        }
    }

    /// Dates it on the day on which its link is opened; cover that begins later still does.
    #[cfg(feature = "register")]
    pub(super) fn begin_today(&mut self, today: Date) {
        self.shared.remove("quote_date");
        if self.shared.get("start").and_then(parse_iso).is_none_or(|start| start <= today) {
            self.shared.remove("start");
        }
    }

    /// The query that holds all that was filled in and that the page knows, in one fixed order.
    pub(super) fn link(&self, language: &str) -> String {
        self.query(language, self.paper)
    }

    /// The same in a language that is chosen by it.
    pub(super) fn link_in(&self, language: &str) -> String {
        self.query(language, None)
    }

    /// The same for another day: the one on which the link is opened.
    pub(super) fn link_anew(&self, language: &str) -> String {
        let mut anew = self.clone();
        anew.shared.remove("quote_date");
        anew.shared.remove("start");
        anew.link(language)
    }

    fn query(&self, language: &str, paper: Option<Paper>) -> String {
        let mut query = Serializer::new(String::new());
        query.append_pair(LANGUAGE, language);
        if let Some(paper) = paper {
            query.append_pair(PAPER, paper.word());
        }
        if let Some(number) = &self.revise {
            query.append_pair(REVISE, number);
        }
        for key in SHARED.into_iter().chain(TAX.map(|(key, _)| key)) {
            if let Some(text) = self.shared.get(key) {
                query.append_pair(key, text);
            }
        }
        for (number, fields) in (1..).zip(&self.holdings) {
            for key in OF_HOLDING {
                if let Some(text) = fields.get(key) {
                    query.append_pair(&format!("{key}.{number}"), text);
                }
            }
        }
        for (number, fields) in (1..).zip(&self.contracts) {
            for key in OF_CONTRACT {
                if let Some(text) = fields.get(key) {
                    query.append_pair(&format!("{OTHER}{key}.{number}"), text);
                }
            }
        }
        query.finish()
    }
}

/// What can be the number of a quote.
fn number_of_quote(text: &str) -> Option<String> {
    let is_plain = |one: char| one.is_ascii_uppercase() || one.is_ascii_digit() || one == '-';
    let is_number = !text.is_empty() && text.len() <= NUMBER_MAX && text.chars().all(is_plain);
    is_number.then(|| text.to_owned())
}

/// The id of the field that a path of a request is about, for example `owned-1` for
/// `holding[0].owned` and `holding-2` for `holding[1]`; `None` for what has no field.
pub(super) fn field_of(path: &KeyPath) -> Option<String> {
    match path.steps() {
        [PathStep::Key(key)] if key == HOLDING => Some(ADD.to_owned()),
        [PathStep::Key(key)] if key == CONTRACT => Some(ELSEWHERE.to_owned()),
        [PathStep::Key(key)] => shared_field(key),
        [PathStep::Key(list), PathStep::Item(place)] if list == HOLDING => {
            Some(format!("holding-{}", place + 1))
        }
        [PathStep::Key(list), PathStep::Item(place), PathStep::Key(key)] if list == HOLDING => {
            holding_field(*place, key)
        }
        [PathStep::Key(list), PathStep::Item(place)] if list == CONTRACT => {
            Some(format!("contract-{}", place + 1))
        }
        [PathStep::Key(list), PathStep::Item(place), PathStep::Key(key)] if list == CONTRACT => {
            OF_CONTRACT.contains(&&**key).then(|| contract_field(*place, key))
        }
        [PathStep::Key(table), PathStep::Key(key)] if table == "tax" => {
            let found = TAX.iter().find(|(_, own)| own == key);
            found.map(|(field, _)| (*field).to_owned())
        }
        _ => None,
    }
}

/// The text that stands at a path of a request.
pub(super) fn text_at<'form>(form: &'form Form, path: &KeyPath) -> Option<&'form str> {
    match path.steps() {
        [PathStep::Key(list), PathStep::Item(place), PathStep::Key(key)] => {
            let of = if list == CONTRACT { &form.contracts } else { &form.holdings };
            of.get(*place)?.get(key)
        }
        [PathStep::Key(table), PathStep::Key(key)] if table == "tax" => {
            let (field, _) = TAX.iter().find(|(_, own)| own == key)?;
            form.shared.get(field)
        }
        [.., PathStep::Key(key)] if key == "language" => form.language.as_deref(),
        [.., PathStep::Key(key)] => form.shared.get(key),
        _ => None,
    }
}

/// The id of the field of a key of a contract, which is counted from 0.
pub(super) fn contract_field(place: usize, key: &str) -> String {
    format!("{OTHER}{key}-{}", place + 1)
}

/// The name of that field.
pub(super) fn contract_name(place: usize, key: &str) -> String {
    format!("{OTHER}{key}.{}", place + 1)
}

/// The id of the field of a key that is asked once.
pub(super) fn shared_field(key: &str) -> Option<String> {
    SHARED.contains(&key).then(|| key.to_owned())
}

/// The id of the field of a key of a holding, which is counted from 0.
pub(super) fn holding_field(place: usize, key: &str) -> Option<String> {
    OF_HOLDING.contains(&key).then(|| format!("{key}-{}", place + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(query: &str) -> Result<Request, Vec<(&'static str, String)>> {
        let told = |problems: Problems| {
            let told = |one: &crate::engine::problem::Problem| (one.code, one.path.to_string());
            problems.list.iter().map(told).collect()
        };
        Form::read(query).request().map_err(told)
    }

    #[test]
    fn a_query_is_a_request_in_the_words_of_the_request() {
        let query = "lang=nl&quote_date=2026-11-24&currency=EUR&term_years=3&start=\
                     &service_level=select&program=easy\
                     &product_line.2=b&edition.2=e&owned.2=+7+&covered_through.2=2026-12-31\
                     &product_line.1=a&edition.1=e&owned.1=007&covered_through.1=2026-12-31";
        assert_eq!(
            request(query).map(|request| request.canonical_json()),
            Ok("{\"quote_date\":\"2026-11-24\",\"start\":\"2026-11-24\",\"currency\":\"EUR\",\
                \"service_level\":\"select\",\"term_years\":3,\"program\":\"easy\",\
                \"language\":\"nl\",\"holding\":[\
                {\"product_line\":\"a\",\"edition\":\"e\",\"owned\":7,\
                \"covered_through\":\"2026-12-31\"},\
                {\"product_line\":\"b\",\"edition\":\"e\",\"owned\":7,\
                \"covered_through\":\"2026-12-31\"}]}"
                .to_owned())
        );
        assert_eq!(
            Form::read(query).link("nl"),
            "lang=nl&service_level=select&term_years=3&program=easy&currency=EUR\
             &quote_date=2026-11-24&product_line.1=a&edition.1=e&owned.1=007\
             &covered_through.1=2026-12-31&product_line.2=b&edition.2=e&owned.2=7\
             &covered_through.2=2026-12-31"
        );
    }

    #[test]
    fn what_stands_twice_or_is_no_number_is_wrong_in_the_request() {
        let query = "quote_date=2026-11-24&currency=EUR&currency=USD&term_years=3&program=easy\
                     &service_level=select&product_line.1=a&edition.1=e&owned.1=1&owned.1=2\
                     &retire.1=5,5&covered_through.1=2026-12-31";
        assert_eq!(
            request(query),
            Err(vec![
                ("syntax", "owned".to_owned()),
                ("syntax", "currency".to_owned()),
                ("bad-number", "holding[0].retire".to_owned()),
            ])
        );
    }

    #[test]
    fn a_path_leads_to_its_field() {
        use crate::engine::path::Path;
        let list = Path::Key(&Path::Root, HOLDING);
        let field = |path: Path<'_>| field_of(&path.into());
        let key = |place, key| field(Path::Key(&Path::Item(&list, place), key));
        assert_eq!(key(0, "owned").as_deref(), Some("owned-1"));
        assert_eq!(key(0, "strange"), None);
        assert_eq!(field(Path::Item(&list, 11)).as_deref(), Some("holding-12"));
        assert_eq!(field(list).as_deref(), Some("add"));
        assert_eq!(field(Path::Key(&Path::Root, "term_years")).as_deref(), Some("term_years"));
        assert_eq!(field(Path::Key(&Path::Root, "strange")), None);
        assert_eq!(field(Path::Root), None);
    }
}
