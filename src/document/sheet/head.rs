//! The head of a sheet: which kind of document it is, what it is worth, whom it is for.

use crate::document::words::Arg;
use crate::engine::finding::{Finding, FindingSeverity};
use crate::engine::quote::{QuoteKind, QuoteStanding};

use super::builder::Builder;
use super::extras::Detail;
use super::parts::{Acceptance, Block, Chosen, Fact, Issuer, IssuerTerms, OptionRow, OptionTable};

impl Builder<'_> {
    /// Whether it is an estimate or, with a number, a quote; and of what.
    pub(super) fn title(&self) -> String {
        let kind = if self.quote.number().is_some() { "quote" } else { "estimate" };
        let what = match self.quote.kind {
            QuoteKind::Renewal => "renewal",
            QuoteKind::Reinstatement => "reinstatement",
            QuoteKind::Change => "change",
        };
        let title = self.words.say(&format!("{kind}-{what}"));
        let title = match self.quote.number() {
            Some(number) => format!("{title} {number}"),
            None => title,
        };
        if self.quote.standing() == QuoteStanding::Draft {
            return self.words.say_with("title-draft", &[("title", Arg::Text(&title))]);
        }
        title
    }

    /// What it is worth, in a sentence.
    pub(super) fn standing(&self) -> String {
        match self.quote.standing() {
            QuoteStanding::Draft => self.words.say("says-draft"),
            QuoteStanding::Estimate => self.words.say("says-estimate"),
            QuoteStanding::Offer => {
                let is_brief = self.detail == Detail::Brief;
                let title = if is_brief { "conditions-title" } else { "findings-title" };
                let title = self.words.say(title);
                let values =
                    [("date", self.quote.valid_through.into()), ("title", Arg::Text(&title))];
                let is_condition =
                    |finding: &Finding| finding.severity() == FindingSeverity::Warning;
                if self.quote.findings.iter().any(is_condition) {
                    self.words.say_with("says-quote-subject", &values)
                } else {
                    self.words.say_with("says-quote", &values[..1])
                }
            }
        }
    }

    /// What is missing of a draft, for every page.
    pub(super) fn draft_banner(&self) -> Option<String> {
        if self.quote.standing() != QuoteStanding::Draft {
            return None;
        }
        if self.quote.seal.is_some() {
            return Some(self.words.say("draft-banner-not-sent"));
        }
        self.quote.findings.iter().find_map(|finding| {
            let Finding::NeedsApproval { rate, .. } = finding else { return None };
            Some(self.words.say_with("draft-banner", &[("rate", (*rate).into())]))
        })
    }

    pub(super) fn customer(&self) -> Block {
        let title = self.words.say("customer");
        let Some(customer) = self.quote.customer() else {
            return Block { title, lines: vec![self.words.say("anonymous")] };
        };
        let mut lines = vec![customer.name.to_string()];
        lines.extend(customer.address.iter().map(ToString::to_string));
        lines.extend(customer.country.iter().map(ToString::to_string));
        if let Some(contact) = &customer.contact {
            let values = [("name", contact.as_str().into())];
            lines.push(self.words.say_with("contact", &values));
        }
        if let Some(id) = &customer.tax_id {
            lines.push(self.words.say_with("customer-tax-id", &[("id", id.as_str().into())]));
        }
        Block { title, lines }
    }

    pub(super) fn facts(&self) -> Vec<Fact> {
        let quote = self.quote;
        let request = &quote.request;
        let number = quote.number();
        let date = if number.is_some() { "quote-date" } else { "estimate-date" };
        let mut facts: Vec<Fact> =
            number.iter().map(|number| self.fact("quote-number", *number)).collect();
        facts.extend([
            self.fact(date, request.quote_date),
            self.fact("valid-through", quote.valid_through),
        ]);
        // A renewal in time goes on where the old cover ends, whatever day was asked for.
        if quote.lines.iter().any(|line| line.gap.days > 0) {
            facts.push(self.fact("cover-begins", request.start));
        }
        if let Some(customer) = quote.customer() {
            let given = [
                ("org-id", &customer.org_id),
                ("reference", &customer.reference),
                ("purchase-order", &customer.purchase_order),
            ];
            for (key, value) in given {
                facts.extend(value.iter().map(|value| self.fact(key, value.as_str())));
            }
        }
        facts.push(self.fact("service-level", &quote.service_level.name));
        facts.push(self.fact("program", &quote.program.name));
        facts.push(self.fact("currency", quote.currency().code()));
        let seller =
            request.seller.as_ref().or(self.brand.and_then(|brand| brand.contact.as_ref()));
        if let Some(seller) = seller {
            // A number for the telephone is read in one piece.
            let phone = seller.phone.as_ref().map(|phone| phone.as_str().replace(' ', "\u{a0}"));
            let name = seller.name.as_ref().map(|name| name.as_str());
            let email = seller.email.as_ref().map(|email| email.as_str());
            let known: Vec<&str> = [name, phone.as_deref(), email].into_iter().flatten().collect();
            if !known.is_empty() {
                facts.push(self.fact("seller-contact", &known.join("\u{a0}· ")));
            }
        }
        facts
    }

    /// Where notes and conditions stand that a brief document leaves out.
    pub(super) fn conditions_reference(&self) -> String {
        let receipt = self.short_receipt();
        self.words.say_with("conditions-reference", &[("receipt", Arg::Text(&receipt))])
    }

    /// What a seller may give, and what a licence cost last.
    pub(super) fn internal(&self) -> OptionTable {
        let row = |label: String, value: String| OptionRow {
            cells: vec![label, value],
            chosen: Chosen::No,
        };
        let max = self.words.write(self.quote.book.concession_max());
        let mut rows = vec![row(self.words.say("internal-max"), max)];
        if let Some(concession) = &self.quote.request.concession {
            rows.push(row(self.words.say("internal-given"), self.words.write(concession.rate)));
        }
        for (number, line) in (1..).zip(&self.quote.lines) {
            let Some(last) = line.last_unit_net else { continue };
            let values = [("number", Arg::Number(number))];
            let label = self.words.say_with("internal-last", &values);
            rows.push(row(label, self.words.write(last)));
        }
        OptionTable {
            title: self.words.say("internal-title"),
            text: Vec::new(),
            columns: vec![self.words.say("column-what"), self.words.say("internal-value")],
            rows,
        }
    }

    /// Where the customer signs: a quote that may be sent, and nothing else.
    pub(super) fn acceptance(&self) -> Option<Acceptance> {
        if self.quote.standing() != QuoteStanding::Offer || self.detail == Detail::Internal {
            return None;
        }
        let fields = [
            "acceptance-name",
            "acceptance-function",
            "acceptance-place",
            "acceptance-date",
            "acceptance-purchase-order",
            "acceptance-signature",
        ];
        Some(Acceptance {
            title: self.words.say("acceptance-title"),
            text: self.words.say("acceptance-text"),
            fields: fields.map(|key| self.words.say(key)).to_vec(),
        })
    }

    /// Who sends the document.
    pub(super) fn issuer(&self) -> Option<Issuer> {
        let brand = self.brand?;
        Some(Issuer {
            name: brand.name.to_string(),
            lines: brand.address.iter().map(ToString::to_string).collect(),
            logo: brand.logo.clone(),
        })
    }

    /// For the metadata: the issuer, or the program.
    pub(super) fn author(&self) -> String {
        self.brand
            .map_or_else(|| self.quote.receipt.engine.to_owned(), |brand| brand.name.to_string())
    }

    /// Whose terms apply besides the clauses, and where they stand.
    pub(super) fn terms(&self) -> Option<IssuerTerms> {
        let brand = self.brand?;
        let address = brand.terms_url.as_ref()?.to_string();
        let values = [("name", brand.name.as_str().into())];
        Some(IssuerTerms { text: self.words.say_with("conditions-terms", &values), address })
    }

    /// What the law wants on a letter: company number, VAT id, bank.
    pub(super) fn legal(&self) -> Vec<String> {
        let lines = self.brand.map(|brand| brand.legal.as_slice()).unwrap_or_default();
        lines.iter().map(ToString::to_string).collect()
    }
}
