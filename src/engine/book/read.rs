//! From the text of a price book to a draft: each table read key by key, every problem noted.
//!
//! A part that cannot be read is left out of the draft and its id remembered, so that one mistake
//! does not make each mention of it another.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::engine::day_count::DayCount;
use crate::engine::money::{Currency, RoundingMode};
use crate::engine::node::{self, Entry, Fields, Node, NodeValue, expected, for_message};
use crate::engine::percent::Percent;
use crate::engine::problem::{Problem, Problems};

use super::local_text::{Language, LocalText};
use super::model::{
    About, Benefit, BenefitValue, BookStatus, Clause, GRACE, ProductLine, Program, RENEWAL, Rate,
    ServiceLevel, SuccessManager, TermRule,
};
use super::place::{LevelIndex, LineIndex, ProgramIndex, Status};
use super::policy::Band;
use super::values::{Need, Resolved};

pub(super) const NAME_MAX: usize = 200;
pub(super) const SOURCE_MAX: usize = 2_000;
const CLAUSE_MAX: usize = 4_000;
pub(super) const ITEMS_MAX: usize = 2_000;
const YEARS_MAX: i64 = 30;

/// A piece of the book and the bytes it stands in.
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
    pub(super) path: String,
}

/// The book as read; references resolve, but nothing was compared with anything else yet.
pub(super) struct Draft {
    pub(super) about: Option<About>,
    pub(super) rounding: Option<RoundingMode>,
    pub(super) term: Option<TermRule>,
    pub(super) concession_max: Option<Percent>,
    pub(super) levels: Vec<Placed<ServiceLevel>>,
    pub(super) lines: Vec<Placed<ProductLine>>,
    pub(super) rates: Vec<Placed<Rate>>,
    /// Rates that could not be read: what they are for is not known.
    pub(super) unread_rates: usize,
    pub(super) programs: Vec<Placed<Program>>,
    pub(super) grace_days: Option<u32>,
    pub(super) bands: Vec<Placed<Band>>,
    pub(super) benefits: Vec<Benefit>,
    pub(super) clauses: BTreeMap<String, Clause>,
    /// Ids of clauses, also of those whose text could not be read.
    pub(super) clause_ids: BTreeSet<String>,
    /// Where amounts stand, and in which currencies.
    pub(super) prices: Vec<Placed<BTreeSet<Currency>>>,
    /// Where clauses are cited.
    pub(super) citations: Vec<Placed<String>>,
    /// Parts that must name their source in an approved book and do not.
    pub(super) without_source: Vec<Placed<()>>,
}

/// Ids that stand in the book, whether or not what they name could be read.
#[derive(Default)]
pub(super) struct Declared {
    pub(super) levels: BTreeSet<String>,
    pub(super) lines: BTreeMap<String, BTreeSet<String>>,
    pub(super) bands: BTreeSet<String>,
}

pub(super) struct Reader<'text> {
    pub(super) problems: &'text mut Problems,
    pub(super) declared: Declared,
    pub(super) edition_count: usize,
    pub(super) draft: Draft,
}

pub(super) fn read(root: &Node<'_>, problems: &mut Problems) -> Draft {
    let draft = Draft {
        about: None,
        rounding: None,
        term: None,
        concession_max: None,
        levels: Vec::new(),
        lines: Vec::new(),
        rates: Vec::new(),
        unread_rates: 0,
        programs: Vec::new(),
        grace_days: None,
        bands: Vec::new(),
        benefits: Vec::new(),
        clauses: BTreeMap::new(),
        clause_ids: BTreeSet::new(),
        prices: Vec::new(),
        citations: Vec::new(),
        without_source: Vec::new(),
    };
    let mut reader = Reader { problems, declared: Declared::default(), edition_count: 0, draft };
    reader.root(root);
    reader.draft
}

impl Reader<'_> {
    fn root(&mut self, root: &Node<'_>) {
        let Some(mut fields) = Fields::of(root, "", self.problems) else { return };
        if let Some(node) = fields.required("book", self.problems) {
            self.draft.about = self.about(node);
        }
        if let Some(node) = fields.required("rounding", self.problems) {
            self.draft.rounding = self.rounding(node);
        }
        if let Some(node) = fields.required("term", self.problems) {
            self.draft.term = self.term(node);
        }
        self.draft.concession_max = match fields.optional("concession") {
            None => Some(Percent::ZERO),
            Some(node) => self.concession_max(node),
        };
        self.each(&mut fields, "service_level", Need::Required, Self::level);
        self.each(&mut fields, "product_line", Need::Required, Self::line);
        if let Some(node) = fields.required("lapse", self.problems) {
            self.lapse(node);
        }
        self.each(&mut fields, "rate", Need::Required, Self::rate);
        self.each(&mut fields, "program", Need::Required, Self::program);
        self.each(&mut fields, "benefit", Need::Optional, Self::benefit);
        if let Some(node) = fields.optional("clause") {
            self.clauses(node);
        }
        fields.finish(self.problems);
        self.unique_ids();
    }

    /// Reads each table of a list such as `[[rate]]`.
    pub(super) fn each(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        need: Need,
        read: fn(&mut Self, &Node<'_>, &str),
    ) {
        let node = match need {
            Need::Required => fields.required(key, self.problems),
            Need::Optional => fields.optional(key),
        };
        let Some(node) = node else { return };
        let path = fields.path_of(key).to_string();
        if matches!(need, Need::Required) {
            self.not_empty(node, &path);
        }
        for (path, item) in node::list(node, &path, ITEMS_MAX, self.problems) {
            read(self, item, &path.to_string());
        }
    }

    pub(super) fn not_empty(&mut self, node: &Node<'_>, path: &str) {
        if matches!(&node.value, NodeValue::List(items) if items.is_empty()) {
            let problem = Problem::error("empty-list", path, format!("`{path}` holds nothing"));
            self.problems.list.push(problem.at(node.span.clone()).hint("add at least one table"));
        }
    }

    fn about(&mut self, node: &Node<'_>) -> Option<About> {
        let mut fields = Fields::of(node, "book", self.problems)?;
        let id = self.id(&mut fields, "id");
        let version = self.id(&mut fields, "version");
        let title = self.text(&mut fields, "title", NAME_MAX);
        let vendor = self.text(&mut fields, "vendor", NAME_MAX);
        let status = self.word(&mut fields, "status", &BookStatus::ALL);
        let effective_from = self.required_date(&mut fields, "effective_from");
        let effective_through = self.optional_date(&mut fields, "effective_through");
        let valid_days = self.number(&mut fields, "valid_days", 0, 3_650);
        let source = self.text(&mut fields, "source", SOURCE_MAX);
        let through_span = fields.span_of("effective_through");
        fields.finish(self.problems);
        if let (Some(from), Some(through)) = (effective_from, effective_through)
            && through < from
        {
            let message = format!("the book ends on {through}, before it begins on {from}");
            self.problems.list.push(
                Problem::error("dates-out-of-order", "book.effective_through", message)
                    .at(through_span)
                    .hint("`effective_through` is the last day in force"),
            );
        }
        Some(About {
            id: id?,
            version: version?,
            title: title?,
            vendor: vendor?,
            status: status?,
            effective_from: effective_from?,
            effective_through,
            valid_days: valid_days?,
            source: source?,
        })
    }

    fn rounding(&mut self, node: &Node<'_>) -> Option<RoundingMode> {
        let mut fields = Fields::of(node, "rounding", self.problems)?;
        let mode = self.word(&mut fields, "mode", &RoundingMode::ALL);
        self.source(&mut fields);
        fields.finish(self.problems);
        mode
    }

    fn concession_max(&mut self, node: &Node<'_>) -> Option<Percent> {
        let mut fields = Fields::of(node, "concession", self.problems)?;
        let max = fields
            .required("max", self.problems)
            .and_then(|node| self.percent_up_to(node, "concession.max", Percent::WHOLE));
        self.source(&mut fields);
        fields.finish(self.problems);
        max
    }

    fn term(&mut self, node: &Node<'_>) -> Option<TermRule> {
        let mut fields = Fields::of(node, "term", self.problems)?;
        let co_termination = self.co_termination(&mut fields);
        // A term of less than a year can only come of a common end.
        let least = i64::from(!matches!(co_termination, Some(Some(_))));
        let min_years = self.number(&mut fields, "min_years", least, YEARS_MAX);
        let max_years = self.number(&mut fields, "max_years", 1, YEARS_MAX);
        let mut discount = BTreeMap::new();
        if let Some(node) = fields.optional("discount")
            && let Some(mut table) = Fields::of(node, "term.discount", self.problems)
        {
            for entry in table.all() {
                self.term_discount(entry, (min_years, max_years), &mut discount);
            }
        }
        self.source(&mut fields);
        let max_span = fields.span_of("max_years");
        fields.finish(self.problems);
        let (min_years, max_years) = (min_years?, max_years?);
        if max_years < min_years {
            let message = format!("`max_years` {max_years} is less than `min_years` {min_years}");
            self.problems.list.push(
                Problem::error("out-of-range", "term.max_years", message)
                    .at(max_span)
                    .hint("offer at least one number of years"),
            );
        }
        Some(TermRule { min_years, max_years, discount, co_termination: co_termination? })
    }

    /// `Some(None)` where terms may not end on one day; `None` where the keys are wrong.
    fn co_termination(&mut self, fields: &mut Fields<'_>) -> Option<Option<DayCount>> {
        let allowed = match fields.optional("co_termination") {
            None => false,
            Some(node) => self.boolean(node, "term.co_termination")?,
        };
        let key = "co_termination_day_count";
        match (allowed, fields.optional(key)) {
            (true, _) => self.word(fields, key, &DayCount::ALL).map(Some),
            (false, None) => Some(None),
            (false, Some(node)) => {
                let message = format!("`{key}` is of no use without `co_termination = true`");
                self.problems.list.push(
                    Problem::error("unused-key", format!("term.{key}"), message)
                        .at(node.span.clone())
                        .hint("add `co_termination = true`, or remove this key"),
                );
                None
            }
        }
    }

    fn term_discount(
        &mut self,
        entry: &Entry<'_>,
        (min_years, max_years): (Option<u32>, Option<u32>),
        discount: &mut BTreeMap<u32, Percent>,
    ) {
        let path = format!("term.discount.{}", for_message(&entry.key));
        let years: Option<u32> = entry.key.parse().ok();
        let offered = years.is_some_and(|years| {
            min_years.is_none_or(|min| years >= min) && max_years.is_none_or(|max| years <= max)
        });
        if !offered {
            let message =
                format!("`{}` is not a number of years on offer", for_message(&entry.key));
            self.problems.list.push(
                Problem::error("bad-years", path, message)
                    .at(entry.key_span.clone())
                    .hint("write a whole number from `min_years` to `max_years`"),
            );
        } else if let (Some(years), Some(percent)) =
            (years, self.percent_up_to(&entry.node, &path, Percent::WHOLE))
        {
            discount.insert(years, percent);
        }
    }

    fn level(&mut self, node: &Node<'_>, path: &str) {
        let Some(mut fields) = Fields::of(node, path, self.problems) else { return };
        let id = self.id(&mut fields, "id");
        let name = self.text(&mut fields, "name", NAME_MAX);
        let rank = self.number(&mut fields, "rank", 1, 1_000);
        let success_manager = match fields.optional("customer_success_manager") {
            None => Some(SuccessManager::Never),
            Some(node) => self.success_manager(node, &format!("{path}.customer_success_manager")),
        };
        self.source(&mut fields);
        fields.finish(self.problems);
        if let Some(id) = &id {
            self.declared.levels.insert(id.clone());
        }
        let index = LevelIndex(self.draft.levels.len());
        if let (Some(id), Some(name), Some(rank), Some(success_manager)) =
            (id, name, rank, success_manager)
        {
            let value = ServiceLevel { index, id, name, rank, success_manager };
            self.draft.levels.push(placed(value, node, path));
        }
    }

    fn success_manager(&mut self, node: &Node<'_>, path: &str) -> Option<SuccessManager> {
        match &node.value {
            NodeValue::Text(word) if word == "always" => Some(SuccessManager::Always),
            NodeValue::Table(_) => {
                let mut fields = Fields::of(node, path, self.problems)?;
                let from = fields.required("from", self.problems);
                let prices = from.and_then(|from| self.prices(from, &format!("{path}.from")));
                fields.finish(self.problems);
                prices.map(SuccessManager::From)
            }
            NodeValue::Text(_)
            | NodeValue::Integer(_)
            | NodeValue::HugeInteger
            | NodeValue::Float
            | NodeValue::Boolean(_)
            | NodeValue::Date(_)
            | NodeValue::DateTime
            | NodeValue::List(_)
            | NodeValue::Null => {
                let what = "\"always\" or { from = { USD = \"1000000.00\" } }";
                self.problems.list.push(expected(what, node, path));
                None
            }
        }
    }

    fn rate(&mut self, node: &Node<'_>, path: &str) {
        let Some(mut fields) = Fields::of(node, path, self.problems) else { return };
        let level = self.reference(&mut fields, "service_level", Need::Required, |reader, id| {
            let found = reader.draft.levels.iter().find(|level| level.value.id == id);
            let found = found.map(|level| level.value.index);
            reader.resolved(found, "service level", id, &reader.declared.levels)
        });
        let product_line =
            self.reference(&mut fields, "product_line", Need::Optional, |reader, id| {
                let known = reader.declared.lines.keys().cloned().collect();
                let found = reader.declared.lines.contains_key(id).then(|| id.to_owned());
                reader.resolved(found, "product line", id, &known)
            });
        let within = product_line.clone().flatten();
        let edition = self.reference(&mut fields, "edition", Need::Optional, |reader, id| {
            let known: BTreeSet<String> = reader
                .declared
                .lines
                .iter()
                .filter(|(line, _)| within.as_ref().is_none_or(|within| within == *line))
                .flat_map(|(_, editions)| editions.iter().cloned())
                .collect();
            let found = known.contains(id).then(|| id.to_owned());
            reader.resolved(found, "edition", id, &known)
        });
        let status = self.reference(&mut fields, "status", Need::Optional, Self::status);
        let of_srp = fields
            .required("of_srp", self.problems)
            .and_then(|node| self.percent_up_to(node, &format!("{path}.of_srp"), Percent::MAX));
        let source = self.source(&mut fields);
        fields.finish(self.problems);
        self.note_source(&source, node, path);
        let (Some(Some(level)), Some(product_line), Some(edition), Some(status), Some(of_srp)) =
            (level, product_line, edition, status, of_srp)
        else {
            self.draft.unread_rates = self.draft.unread_rates.saturating_add(1);
            return;
        };
        let value = Rate { level, product_line, edition, status, of_srp, source };
        self.draft.rates.push(placed(value, node, path));
    }

    fn status(&self, id: &str) -> Resolved<Status> {
        let found = match id {
            RENEWAL => Some(Status::Renewal),
            GRACE => Some(Status::Grace),
            _ => {
                let band = self.draft.bands.iter().find(|band| band.value.id == id);
                band.map(|band| Status::Band(band.value.index))
            }
        };
        let mut known = self.declared.bands.clone();
        known.extend([RENEWAL.to_owned(), GRACE.to_owned()]);
        self.resolved(found, "status", id, &known)
    }

    fn program(&mut self, node: &Node<'_>, path: &str) {
        let Some(mut fields) = Fields::of(node, path, self.problems) else { return };
        let id = self.id(&mut fields, "id");
        let name = self.text(&mut fields, "name", NAME_MAX);
        let discount = fields
            .required("discount", self.problems)
            .and_then(|node| self.percent_up_to(node, &format!("{path}.discount"), Percent::WHOLE));
        let mut by_line = BTreeMap::new();
        let key = "discount_by_product_line";
        if let Some(table) = fields.optional(key)
            && let Some(mut table) = Fields::of(table, fields.path_of(key), self.problems)
        {
            for entry in table.all() {
                let path = format!("{path}.{key}.{}", for_message(&entry.key));
                let percent = self.percent_up_to(&entry.node, &path, Percent::WHOLE);
                let line = self.line_index(entry, &path);
                by_line.extend(line.zip(percent));
            }
        }
        let source = self.source(&mut fields);
        fields.finish(self.problems);
        self.note_source(&source, node, path);
        let index = ProgramIndex(self.draft.programs.len());
        if let (Some(id), Some(name), Some(discount)) = (id, name, discount) {
            let value =
                Program { index, id, name, discount, discount_by_product_line: by_line, source };
            self.draft.programs.push(placed(value, node, path));
        }
    }

    fn line_index(&mut self, entry: &Entry<'_>, path: &str) -> Option<LineIndex> {
        let found = self.draft.lines.iter().find(|line| line.value.id == entry.key);
        let found = found.map(|line| line.value.index);
        let known = self.declared.lines.keys().cloned().collect();
        match self.resolved(found, "product line", &entry.key, &known) {
            Resolved::Found(index) => Some(index),
            Resolved::Broken => None,
            Resolved::Unknown(problem) => {
                let problem = Problem { path: path.to_owned(), ..*problem };
                self.problems.list.push(problem.at(entry.key_span.clone()));
                None
            }
        }
    }

    fn benefit(&mut self, node: &Node<'_>, path: &str) {
        let Some(mut fields) = Fields::of(node, path, self.problems) else { return };
        let id = self.id(&mut fields, "id");
        let name = fields
            .required("name", self.problems)
            .and_then(|node| self.local_text(node, &format!("{path}.name"), NAME_MAX));
        let mut levels = BTreeMap::new();
        if let Some(node) = fields.required("levels", self.problems)
            && let Some(mut table) = Fields::of(node, &format!("{path}.levels"), self.problems)
        {
            for entry in table.all() {
                let path = format!("{path}.levels.{}", for_message(&entry.key));
                let level = self.benefit_level(entry, &path);
                let value = self.benefit_value(&entry.node, &path);
                levels.extend(level.zip(value));
            }
        }
        self.source(&mut fields);
        fields.finish(self.problems);
        if let (Some(id), Some(name)) = (id, name) {
            if let Some(twice) = self.draft.benefits.iter().find(|benefit| benefit.id == id) {
                let message = format!("there are two benefits `{}`", twice.id);
                let problem = Problem::error("duplicate-id", path, message).at(node.span.clone());
                self.problems.list.push(problem.hint("give each its own id"));
            }
            self.draft.benefits.push(Benefit { id, name, levels });
        }
    }

    fn benefit_level(&mut self, entry: &Entry<'_>, path: &str) -> Option<LevelIndex> {
        let found = self.draft.levels.iter().find(|level| level.value.id == entry.key);
        let found = found.map(|level| level.value.index);
        match self.resolved(found, "service level", &entry.key, &self.declared.levels) {
            Resolved::Found(index) => Some(index),
            Resolved::Broken => None,
            Resolved::Unknown(problem) => {
                let problem = Problem { path: path.to_owned(), ..*problem };
                self.problems.list.push(problem.at(entry.key_span.clone()));
                None
            }
        }
    }

    fn benefit_value(&mut self, node: &Node<'_>, path: &str) -> Option<BenefitValue> {
        match &node.value {
            NodeValue::Boolean(true) => Some(BenefitValue::Yes),
            NodeValue::Boolean(false) => Some(BenefitValue::No),
            NodeValue::Text(_) => node::text(node, path, NAME_MAX, self.problems)
                .map(|text| BenefitValue::Text(text.to_owned())),
            NodeValue::Integer(_)
            | NodeValue::HugeInteger
            | NodeValue::Float
            | NodeValue::Date(_)
            | NodeValue::DateTime
            | NodeValue::List(_)
            | NodeValue::Table(_)
            | NodeValue::Null => {
                self.problems.list.push(expected("a text, true or false", node, path));
                None
            }
        }
    }

    fn clauses(&mut self, node: &Node<'_>) {
        let Some(mut fields) = Fields::of(node, "clause", self.problems) else { return };
        for entry in fields.all() {
            self.draft.clause_ids.insert(entry.key.to_string());
            let path = format!("clause.{}", for_message(&entry.key));
            let Some(mut fields) = Fields::of(&entry.node, &path, self.problems) else { continue };
            let text = fields
                .required("text", self.problems)
                .and_then(|node| self.local_text(node, &format!("{path}.text"), CLAUSE_MAX));
            let source = self.source(&mut fields);
            fields.finish(self.problems);
            if let Some(text) = text {
                self.draft.clauses.insert(entry.key.to_string(), Clause { text, source });
            }
        }
    }

    fn local_text(&mut self, node: &Node<'_>, path: &str, length_max: usize) -> Option<LocalText> {
        let mut fields = Fields::of(node, path, self.problems)?;
        let english = self.text(&mut fields, "en", length_max);
        let mut others = BTreeMap::new();
        for (tag, language) in Language::ALL {
            if language == Language::English {
                continue;
            }
            if let Some(node) = fields.optional(tag) {
                let text = node::text(node, fields.path_of(tag), length_max, self.problems);
                others.extend(text.map(|text| (language, text.to_owned())));
            }
        }
        fields.finish(self.problems);
        Some(LocalText { english: english?, others })
    }

    fn unique_ids(&mut self) {
        let levels = std::mem::take(&mut self.draft.levels);
        self.unique(&levels, |level| level.id.as_str(), "service level");
        self.unique_ranks(&levels);
        self.draft.levels = levels;
        let lines = std::mem::take(&mut self.draft.lines);
        self.unique(&lines, |line| line.id.as_str(), "product line");
        self.draft.lines = lines;
        let programs = std::mem::take(&mut self.draft.programs);
        self.unique(&programs, |program| program.id.as_str(), "programme");
        self.draft.programs = programs;
        let bands = std::mem::take(&mut self.draft.bands);
        self.unique(&bands, |band| band.id.as_str(), "band");
        self.draft.bands = bands;
    }

    pub(super) fn unique<T>(&mut self, items: &[Placed<T>], id_of: fn(&T) -> &str, what: &str) {
        let mut first: BTreeMap<&str, Range<usize>> = BTreeMap::new();
        for item in items {
            let id = id_of(&item.value);
            if let Some(earlier) = first.get(id) {
                let message = format!("there are two entries `{id}` ({what})");
                self.problems.list.push(
                    Problem::error("duplicate-id", item.path.clone(), message)
                        .at(item.span.clone())
                        .related(earlier.clone(), "first here")
                        .hint("give each its own id"),
                );
            } else {
                first.insert(id, item.span.clone());
            }
        }
    }

    fn unique_ranks(&mut self, levels: &[Placed<ServiceLevel>]) {
        let mut first: BTreeMap<u32, Range<usize>> = BTreeMap::new();
        for level in levels {
            let rank = level.value.rank;
            if let Some(earlier) = first.insert(rank, level.span.clone()) {
                let message = format!("two service levels have rank {rank}");
                self.problems.list.push(
                    Problem::error("duplicate-rank", level.path.clone(), message)
                        .at(level.span.clone())
                        .related(earlier, "first here")
                        .hint("rank the levels from 1, the lowest, upwards"),
                );
            }
        }
    }
}

pub(super) fn placed<T>(value: T, node: &Node<'_>, path: &str) -> Placed<T> {
    Placed { value, span: node.span.clone(), path: path.to_owned() }
}
