//! From a quote to its sheet: words and numbers written out, nothing computed.

use crate::document::brand::IssuerMissing;
use crate::document::words::{Arg, Words};
use crate::engine::alternatives::Alternatives;
use crate::engine::book::Status;
use crate::engine::digest::{hex, sha256};
use crate::engine::quote::{Line, PaymentPart, Quote, QuoteKind};
use crate::engine::request::Tax;
use crate::engine::working::Name;

use super::builder::{Builder, title_of, without_tax};
use super::extras::{Detail, SheetExtras};
use super::options::options;
use super::parts::{
    Answer, Charge, Chosen, Condition, Conditions, Fact, Foot, OptionRow, OptionTable, Sheet,
    SheetLine, SheetMetadata, Table, TotalRow, Weight,
};
use super::{benefits, charges, overview, timeline};

/// Clauses that every quote rests on, where the price book has them.
const GENERAL_CLAUSES: [&str; 9] = [
    "price-basis",
    "term",
    "all-in",
    "no-transfer",
    "service-levels",
    "support-hours",
    "response-times",
    "support-guide",
    "audit",
];

impl Sheet {
    /// The sheet of a quote alone, in the language of its request.
    #[must_use]
    pub fn of(quote: &Quote) -> Self {
        Self::made(quote, SheetExtras::default())
    }

    /// The sheet of a quote with the customer's options.
    #[must_use]
    pub fn with_options(quote: &Quote, alternatives: &Alternatives) -> Self {
        Self::made(
            quote,
            SheetExtras { alternatives: Some(alternatives), ..SheetExtras::default() },
        )
    }

    /// The sheet that a customer gets.
    ///
    /// # Errors
    /// It is a quote, and there is no brand to say who makes it.
    pub fn for_customer(quote: &Quote, shown: SheetExtras<'_>) -> Result<Self, IssuerMissing> {
        IssuerMissing::check(quote, shown.brand)?;
        Ok(Self::made(quote, shown))
    }

    fn made(quote: &Quote, shown: SheetExtras<'_>) -> Self {
        let words = Words::of(quote.request.language);
        let sheet = Builder {
            quote,
            words,
            brand: shown.brand,
            detail: shown.detail,
            register_head: shown.register_head,
        };
        sheet.sheet(shown.alternatives)
    }
}

impl Builder<'_> {
    fn sheet(&self, alternatives: Option<&Alternatives>) -> Sheet {
        let is_brief = self.detail == Detail::Brief;
        let mut conditions = self.conditions();
        let mut findings = self.findings(&conditions);
        if is_brief {
            conditions.clauses.clear();
            conditions.reference = Some(self.conditions_reference());
            findings.notes.clear();
        }
        let (request, book) = (&self.quote.request, &self.quote.book);
        Sheet {
            language: self.words.language(),
            title: self.title(),
            standing: self.standing(),
            internal_banner: (self.detail == Detail::Internal)
                .then(|| self.words.say("internal-banner")),
            draft_banner: self.draft_banner(),
            sample_banner: self.quote.is_sample().then(|| self.words.say("sample-banner")),
            issuer: self.issuer(),
            accent: self.brand.and_then(|brand| brand.colour),
            customer: self.customer(),
            facts: self.facts(),
            answer: self.answer(),
            timeline: timeline::timeline(self),
            overview: overview::overview(self),
            table: self.table(),
            totals: self.totals(),
            payments: self.payments(),
            internal: (self.detail == Detail::Internal).then(|| self.internal()),
            findings,
            options: alternatives.filter(|_| !is_brief).map(|found| options(request, book, found)),
            benefits: if is_brief { None } else { benefits::benefits(self) },
            conditions,
            acceptance: self.acceptance(),
            foot: self.foot(),
            about: self.about(),
        }
    }

    fn answer(&self) -> Answer {
        let quote = self.quote;
        let mut facts: Vec<Fact> =
            self.term().iter().map(|term| self.fact("answer-term", term)).collect();
        facts.push(self.fact("answer-cover", &self.cover()));
        if quote.kind == QuoteKind::Reinstatement {
            let totals = &quote.totals;
            facts.push(self.fact("total-back-coverage", totals.back_coverage));
            facts.push(self.fact("total-penalty", totals.penalty));
        }
        let mut sums: Vec<Fact> = quote
            .taxes()
            .map(|(tax, amount)| Fact {
                label: self.tax_label(tax),
                value: self.words.write(amount),
            })
            .collect();
        if !sums.is_empty() {
            sums.push(Fact { label: self.gross(), value: self.words.write(quote.totals.total) });
        }
        Answer {
            label: self.net("total-subtotal"),
            total: self.words.write(quote.totals.subtotal),
            sums,
            facts,
        }
    }

    fn tax_label(&self, tax: &Tax) -> String {
        let values = [("name", tax.name.as_str().into()), ("rate", tax.rate.into())];
        let label = self.words.say_with("total-tax", &values);
        match &tax.note {
            Some(note) => format!("{label} — {note}"),
            None => label,
        }
    }

    /// The head of the sum with all taxes.
    fn gross(&self) -> String {
        let names = self.quote.request.taxes().iter().map(|tax| tax.name.as_str().into());
        self.words.say_with("answer-total-tax", &[("tax", Arg::And(names.collect()))])
    }

    /// `3 years`, or a word where all terms end on one day; nothing for changes alone.
    fn term(&self) -> Option<String> {
        if self.quote.kind == QuoteKind::Change {
            return None;
        }
        match self.quote.request.common_end {
            None => Some(self.words.counted("years", self.quote.request.term_years?)),
            Some(_) => Some(self.words.say("answer-common-end")),
        }
    }

    fn cover(&self) -> String {
        let terms =
            || self.quote.lines.iter().map(|line| (line.forward_from, line.forward_through));
        let from = terms().map(|(from, _)| from).min();
        let through = terms().map(|(_, through)| through).max();
        let (Some(from), Some(through)) = (from, through) else { return String::new() };
        if terms().all(|term| term == (from, through)) {
            return self.period("answer-from-through", from, through);
        }
        self.period("answer-several-terms", from, through)
    }

    fn table(&self) -> Table {
        let currency = self.quote.currency();
        let values = [("currency", currency.code().into())];
        Table {
            title: self.words.say(if overview::is_needed(self.quote) {
                "annex-title"
            } else {
                "lines-title"
            }),
            note: format!(
                "{}, {}",
                self.words.say_with("amounts-in", &values),
                without_tax(self.words, self.quote.request.taxes())
            ),
            columns: [
                self.words.say("column-licences"),
                self.words.say("column-srp"),
                self.words.say("column-rate"),
                self.words.say("column-unit-list"),
                self.words.say("column-discount"),
                self.words.say("column-unit-net"),
                self.net("column-annual"),
                self.words.say("column-years"),
                self.net("column-forward"),
            ],
            continued: self.words.say("lines-continued"),
            lines: if self.has_workings() {
                (1..).zip(&self.quote.lines).map(|(n, line)| self.line(n, line)).collect()
            } else {
                Vec::new()
            },
        }
    }

    /// Whether it shows how each line comes about: a brief document of many has an overview alone.
    fn has_workings(&self) -> bool {
        self.detail != Detail::Brief || !overview::is_needed(self.quote)
    }

    fn line(&self, number: u64, line: &Line) -> SheetLine {
        SheetLine {
            number: number.to_string(),
            title: title_of(line),
            details: self.details(line),
            cells: [
                self.words.write(line.quantity),
                self.amount(line.srp),
                self.words.write(line.rate),
                self.amount(line.amounts.unit_list),
                self.words.write(line.program_discount),
                self.amount(line.amounts.unit_net),
                self.amount(line.amounts.annual),
                self.term_cell(line),
                self.amount(line.amounts.forward),
            ],
            charges: charges::charges(self, line),
            total: Charge {
                name: Name::Total,
                label: self.words.say_with("charge-total", &[("number", Arg::Number(number))]),
                how: String::new(),
                amount: self.amount(line.amounts.total),
            },
        }
    }

    /// `3`, or `3 + 45/365` where the term is not whole years.
    fn term_cell(&self, line: &Line) -> String {
        let Some(share) = line.amounts.term_share else {
            return line.term.whole_years().to_string();
        };
        let (years, rest) = share.whole_and_rest();
        match rest {
            0 => years.to_string(),
            rest => format!("{years} + {rest}/{}", share.denominator()),
        }
    }

    fn details(&self, line: &Line) -> Vec<String> {
        let mut details = Vec::new();
        if let Some(release) = &line.release {
            let values = [("release", (&release.name).into())];
            details.push(self.words.say_with("line-release", &values));
        }
        if !line.skus.is_empty() {
            let skus = line.skus.iter().map(|(_, sku)| Arg::from(sku)).collect();
            details.push(self.words.say_with("line-sku", &[("skus", Arg::Commas(skus))]));
        }
        let level = [("level", (&line.service_level.name).into())];
        details.push(self.words.say_with("line-level", &level));
        if line.retired > 0 {
            let values = [
                ("owned", line.owned.into()),
                ("retired", line.retired.into()),
                ("covered", line.quantity.into()),
            ];
            details.push(self.words.say_with("line-licences", &values));
        }
        if let Some(covered_through) = line.covered_through {
            let date = [("date", covered_through.into())];
            details.push(self.words.say_with("line-covered-through", &date));
        }
        details.push(self.status(line));
        details.push(self.period("line-term", line.forward_from, line.forward_through));
        details
    }

    fn status(&self, line: &Line) -> String {
        let days = ("days", Arg::counted("days", line.gap.days));
        match line.status {
            Status::Renewal => self.words.say("status-renewal"),
            Status::Addition => self.words.say("status-addition"),
            Status::TrueUp => {
                let since = line.used_since.unwrap_or(line.gap.start);
                self.words.say_with("status-true-up", &[("date", since.into())])
            }
            Status::Raise => {
                let from = line.raised_from.as_deref().unwrap_or_default();
                let so_far = line.amounts.unit_net_from.unwrap_or(line.amounts.unit_net);
                let values = [("level", from.into()), ("amount", so_far.into())];
                self.words.say_with("status-raise", &values)
            }
            Status::Grace => self.words.say_with("status-grace", &[days]),
            Status::Band(_) => {
                let band = self.quote.book.band(line.status);
                let name = band.map_or("", |band| band.name.as_str());
                self.words.say_with("status-band", &[("band", name.into()), days])
            }
        }
    }

    fn totals(&self) -> Vec<TotalRow> {
        let totals = &self.quote.totals;
        let row = |key: &str, amount: String, weight| TotalRow {
            label: self.words.say(key),
            amount,
            weight,
        };
        let mut rows = vec![row("total-forward", self.amount(totals.forward), Weight::Plain)];
        if !totals.term_discount.is_zero() {
            let amount = self.less(totals.term_discount);
            rows.push(row("total-term-discount", amount, Weight::Plain));
        }
        if let Some(concession) = totals.concession {
            rows.push(row("total-concession", self.less(concession), Weight::Plain));
        }
        let optional = [("total-surcharge", totals.surcharge), ("total-licence", totals.licence)];
        for (key, amount) in optional {
            rows.extend(amount.map(|amount| row(key, self.amount(amount), Weight::Plain)));
        }
        let lapsed = self.quote.kind == QuoteKind::Reinstatement;
        for (key, amount) in
            [("total-back-coverage", totals.back_coverage), ("total-penalty", totals.penalty)]
        {
            if lapsed || !amount.is_zero() {
                rows.push(row(key, self.amount(amount), Weight::Plain));
            }
        }
        if !totals.quote_fee.is_zero() {
            rows.push(row("total-quote-fee", self.amount(totals.quote_fee), Weight::Plain));
        }
        if self.quote.request.taxes().is_empty() {
            let amount = self.words.write(totals.subtotal);
            rows.push(TotalRow {
                label: self.net("total-subtotal"),
                amount,
                weight: Weight::Strong,
            });
            return rows;
        }
        let amount = self.amount(totals.subtotal);
        rows.push(TotalRow { label: self.net("total-subtotal"), amount, weight: Weight::Sum });
        rows.extend(self.quote.taxes().map(|(tax, amount)| TotalRow {
            label: self.tax_label(tax),
            amount: self.amount(amount),
            weight: Weight::Plain,
        }));
        let amount = self.words.write(totals.total);
        rows.push(TotalRow { label: self.gross(), amount, weight: Weight::Strong });
        rows
    }

    /// When it is paid, where that is in more than one part.
    fn payments(&self) -> Option<OptionTable> {
        let schedule = self.quote.payments.as_ref()?;
        let (name, _) = schedule.plan.name.in_language(self.language());
        let taxed = !self.quote.request.taxes().is_empty();
        let row = |part: &PaymentPart| {
            let mut cells = vec![self.words.write(part.due), self.amount(part.net)];
            if taxed {
                cells.extend([self.amount(part.tax), self.amount(part.total)]);
            }
            OptionRow { cells, chosen: Chosen::No }
        };
        let mut columns = vec![self.words.say("column-due"), self.net("column-amount")];
        if taxed {
            columns.extend([self.words.say("column-tax"), self.gross()]);
        }
        Some(OptionTable {
            title: self.words.say_with("payments-title", &[("plan", name.into())]),
            text: Vec::new(),
            columns,
            rows: schedule.parts.iter().map(row).collect(),
        })
    }

    /// The clauses that the quote rests on, in the order they come up.
    fn conditions(&self) -> Conditions {
        let bands = self.quote.lines.iter().filter_map(|line| self.quote.book.band(line.status));
        let cited = GENERAL_CLAUSES
            .into_iter()
            .chain(bands.filter_map(|band| band.clause.as_deref()))
            .chain(self.quote.findings.iter().map(|finding| finding.clause()));
        let mut clauses: Vec<Condition> = Vec::new();
        for id in cited {
            if clauses.iter().any(|clause| clause.id == id) {
                continue;
            }
            let Some(clause) = self.quote.book.clause(id) else { continue };
            let (text, language) = clause.text.in_language(self.language());
            let foreign = language != self.language();
            clauses.push(Condition {
                number: (clauses.len() + 1).to_string(),
                id: id.to_owned(),
                text: text.to_owned(),
                language,
                remark: foreign.then(|| self.words.say("condition-english")),
            });
        }
        let title = self.words.say("conditions-title");
        Conditions { title, clauses, reference: None, terms: self.terms() }
    }

    fn foot(&self) -> Foot {
        let about = self.quote.book.about();
        let book = [
            ("id", (&about.id).into()),
            ("version", (&about.version).into()),
            ("from", about.effective_from.into()),
        ];
        let receipt = self.short_receipt();
        let receipt = self.words.say_with("foot-receipt", &[("receipt", Arg::Text(&receipt))]);
        let page = [("page", "{page}".into()), ("pages", "{pages}".into())];
        Foot {
            book: self.words.say_with("foot-book", &book),
            receipt: match self.register_head {
                Some(head) => {
                    let head = self.words.say_with("foot-register", &[("head", Arg::Text(head))]);
                    format!("{receipt} · {head}")
                }
                None => receipt,
            },
            legal: self.legal(),
            page_pattern: self.words.say_with("page-of", &page),
        }
    }

    /// The first digits of both digests: enough to tell one receipt from another.
    pub(super) fn short_receipt(&self) -> String {
        let start = |digest: &[u8; 32]| hex(digest).chars().take(8).collect::<String>();
        let receipt = &self.quote.receipt;
        format!("{}-{}", start(&receipt.book_sha256), start(&receipt.request_sha256))
    }

    fn about(&self) -> SheetMetadata {
        let receipt = &self.quote.receipt;
        let mut both = receipt.book_sha256.to_vec();
        both.extend(receipt.request_sha256);
        both.extend(receipt.engine.as_bytes());
        let title = match self.quote.customer() {
            Some(customer) => format!("{} — {}", self.title(), customer.name),
            None => self.title(),
        };
        let (vendor, kind) = (&self.quote.book.about().title, self.title());
        let values = [("vendor", vendor.into()), ("title", Arg::Text(&kind))];
        SheetMetadata {
            title,
            author: self.author(),
            subject: self.words.say_with("subject", &values),
            created: self.quote.request.quote_date,
            digest: sha256(&both),
        }
    }
}
