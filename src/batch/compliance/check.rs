//! One account held against the rules of the book in force.

use std::collections::{BTreeMap, BTreeSet};

use crate::batch::price::chunk::FromRows;
use crate::document::words;
use crate::engine::book::{AllIn, Language, PriceBook, ProductLine, Release, ServiceLevel, Shelf};
use crate::engine::price::price;
use crate::engine::quote::Outcome;
use crate::engine::request::{Holding, Label, OtherContract, Raise, Request};

use super::breach::{Breach, Remedy};

/// A holding and the number of its row.
type Row<'a> = (&'a Holding, u64);

/// All breaches of one account.
pub(super) fn breaches(from: &FromRows, shelf: &Shelf) -> Vec<Breach> {
    let request = &from.request;
    let book = shelf.in_force(request.book.as_ref().map(Label::as_str), request.quote_date);
    let Ok(book) = book else { return Vec::new() };
    let account = Account { request, book, shelf, rows: holdings_of(from) };
    let mut found = Vec::new();
    if book.rules().all_in == AllIn::ProductLine {
        found.extend(account.not_all_in());
    }
    if book.rules().one_service_level {
        found.extend(account.service_level_mismatch());
    }
    found.extend(account.release_end_of_life());
    found.extend(account.same_holding_twice());
    found
}

fn holdings_of(from: &FromRows) -> Vec<Row<'_>> {
    from.request.holdings.iter().zip(from.holding_rows.iter().copied()).collect()
}

/// An account and the book it is held against.
struct Account<'a> {
    request: &'a Request,
    book: &'a PriceBook,
    shelf: &'a Shelf,
    rows: Vec<Row<'a>>,
}

impl<'a> Account<'a> {
    /// Whether cover still runs on the day of the check.
    fn runs(&self, holding: &Holding) -> bool {
        holding.covered_through >= self.request.quote_date
    }

    fn level_of(&self, holding: &'a Holding) -> Option<&'a ServiceLevel> {
        let own = holding.service_level.as_ref().unwrap_or(&self.request.service_level);
        self.book.level(own.as_str())
    }

    fn breach(&self, code: &'static str, clause: &str, rows: &[Row<'_>]) -> Breach {
        let customer = self.request.customer.as_ref();
        let org_id = customer.and_then(|customer| customer.org_id.as_ref());
        let lines: BTreeSet<&str> =
            rows.iter().map(|(holding, _)| holding.product_line.as_str()).collect();
        Breach {
            org_id: org_id.map(Label::to_string).unwrap_or_default(),
            customer: customer.map(|customer| customer.name.to_string()).unwrap_or_default(),
            product_line: lines.into_iter().collect::<Vec<_>>().join(" "),
            code,
            rows: rows.iter().map(|(_, row)| *row).collect(),
            clause: self.book.clause(clause).map_or("", |_| clause).to_owned(),
            remedy: "",
            cost: Remedy::Unknown(String::new()),
            message: String::new(),
        }
    }

    fn name_of<'b>(&'b self, id: &'b str) -> &'b str {
        self.book.line(id).map_or(id, |line| line.name.as_str())
    }

    /// Product lines of which some licences are supported and others are not.
    fn not_all_in(&self) -> Vec<Breach> {
        let mut lines: BTreeMap<&str, (Vec<Row<'_>>, Vec<Row<'_>>)> = BTreeMap::new();
        for (holding, row) in &self.rows {
            let (running, over) = lines.entry(holding.product_line.as_str()).or_default();
            if self.runs(holding) { running } else { over }.push((*holding, *row));
        }
        let mixed = lines.into_iter().filter(|(_, (running, over))| {
            let is_owned = |(holding, _): &Row<'_>| holding.owned > holding.retire;
            !running.is_empty() && over.iter().any(is_owned)
        });
        let breach = |(line, (running, over)): (&str, (Vec<Row<'_>>, Vec<Row<'_>>))| {
            let licences = |rows: &[Row<'_>]| -> u128 {
                rows.iter().map(|(holding, _)| u128::from(holding.owned)).sum()
            };
            Breach {
                remedy: "reinstate",
                cost: self.cost(&self.reinstating(&running, &over)),
                message: format!(
                    "{} of the licences of {} have support and {} do not: it is bought for all \
                     licences of a product line or for none.",
                    licences(&running),
                    self.name_of(line),
                    licences(&over)
                ),
                ..self.breach("not-all-in", "all-in", &over)
            }
        };
        mixed.map(breach).collect()
    }

    /// A request for the licences whose support ran out, beside those whose runs.
    fn reinstating(&self, running: &[Row<'_>], over: &[Row<'_>]) -> Request {
        let other = |(holding, _): &Row<'_>| OtherContract {
            product_line: holding.product_line.clone(),
            service_level: holding
                .service_level
                .clone()
                .unwrap_or_else(|| self.request.service_level.clone()),
            covered_through: holding.covered_through,
            annual_value: None,
        };
        let mut request = self.request.clone();
        request.start = request.quote_date;
        request.holdings = over.iter().map(|(holding, _)| (*holding).clone()).collect();
        request.additions.clear();
        request.raises.clear();
        request.other_contracts.extend(running.iter().map(other));
        request
    }

    /// Software at different service levels: the lowest is what is delivered.
    fn service_level_mismatch(&self) -> Option<Breach> {
        let is_software = |holding: &Holding| {
            let line = self.book.line(holding.product_line.as_str());
            line.is_none_or(|line| line.kind.is_software())
        };
        let software: Vec<(Row<'_>, &ServiceLevel)> = self
            .rows
            .iter()
            .filter(|(holding, _)| self.runs(holding) && is_software(holding))
            .filter_map(|(holding, row)| Some(((*holding, *row), self.level_of(holding)?)))
            .collect();
        let lowest = software.iter().map(|(_, level)| *level).min_by_key(|level| level.rank)?;
        let highest = software.iter().map(|(_, level)| *level).max_by_key(|level| level.rank)?;
        if lowest.rank == highest.rank {
            return None;
        }
        let below: Vec<Row<'_>> = software
            .iter()
            .filter(|(_, level)| level.rank < highest.rank)
            .map(|(row, _)| *row)
            .collect();
        Some(Breach {
            remedy: "raise",
            cost: self.raising(&below, highest).map_or_else(
                || Remedy::Unknown("The book does not know the levels.".to_owned()),
                |request| self.cost(&request),
            ),
            message: format!(
                "The software of this account is at more than one service level: {} is what is \
                 delivered for all of it, and {} is paid for some.",
                lowest.name, highest.name
            ),
            ..self.breach("service-level-mismatch", "service-level-compliance", &below)
        })
    }

    /// A request that raises holdings to a level for the time that their cover still runs.
    fn raising(&self, below: &[Row<'_>], to: &ServiceLevel) -> Option<Request> {
        let raise = |(holding, _): &Row<'a>| {
            Some(Raise {
                product_line: holding.product_line.clone(),
                edition: holding.edition.clone(),
                release: holding.release.clone(),
                quantity: holding.owned.saturating_sub(holding.retire),
                from_level: Label::of(&self.level_of(holding)?.id)?,
                ends: holding.covered_through,
            })
        };
        let mut request = self.request.clone();
        request.start = request.quote_date;
        request.service_level = Label::of(&to.id)?;
        request.term_years = None;
        request.common_end = None;
        request.payment = None;
        request.holdings.clear();
        request.additions.clear();
        let below: Vec<Row<'a>> =
            self.rows.iter().copied().filter(|row| below.contains(row)).collect();
        request.raises = below.iter().map(raise).collect::<Option<Vec<_>>>()?;
        Some(request)
    }

    /// Releases in use past their end of life.
    fn release_end_of_life(&self) -> Vec<Breach> {
        let mut over: BTreeMap<(&str, &str), Vec<Row<'_>>> = BTreeMap::new();
        for (holding, row) in &self.rows {
            let Some(id) = &holding.release else { continue };
            let line = self.book.line(holding.product_line.as_str());
            let release =
                line.and_then(|line| line.releases.iter().find(|one| one.id == id.as_str()));
            if release.is_some_and(|release| release.end_of_life < self.request.quote_date) {
                let key = (holding.product_line.as_str(), id.as_str());
                over.entry(key).or_default().push((*holding, *row));
            }
        }
        let breach = |((line, id), rows): ((&str, &str), Vec<Row<'_>>)| {
            let line = self.book.line(line)?;
            let release = line.releases.iter().find(|one| one.id == id)?;
            let (remedy, cost, how) = self.supported_again(line, &rows);
            Some(Breach {
                remedy,
                cost,
                message: format!(
                    "{} {} reached its end of life on {}: no support can be given for it.{how}",
                    line.name, release.name, release.end_of_life
                ),
                ..self.breach("release-end-of-life", "end-of-life", &rows)
            })
        };
        over.into_iter().filter_map(breach).collect()
    }

    /// What mends a release without support, what that costs, and how it is priced: licences whose
    /// support ran out are reinstated on the newest release that has support.
    fn supported_again(
        &self,
        line: &ProductLine,
        rows: &[Row<'_>],
    ) -> (&'static str, Remedy, String) {
        let is_over = |row: &&Row<'_>| !self.runs(row.0) && row.0.owned > row.0.retire;
        let over: Vec<Row<'_>> = rows.iter().filter(is_over).copied().collect();
        let unknown = |why: &str| ("upgrade", Remedy::Unknown(why.to_owned()), String::new());
        if over.is_empty() {
            return unknown(
                "The price book has no price for moving to a release that is supported; with \
                 support that runs, newer releases come with it.",
            );
        }
        let today = self.request.quote_date;
        let is_supported = |release: &&Release| {
            release.end_of_life >= today && release.released.is_none_or(|day| day <= today)
        };
        let newest = line.releases.iter().filter(is_supported);
        let newest = newest.max_by_key(|release| (release.released, release.end_of_life));
        let label = newest.and_then(|release| Label::of(&release.id));
        let (Some(newest), Some(label)) = (newest, label) else {
            return unknown("The price book has no release of it that is supported.");
        };
        let is_beside = |row: &&Row<'_>| row.0.product_line.as_str() == line.id && self.runs(row.0);
        let running: Vec<Row<'_>> = self.rows.iter().filter(is_beside).copied().collect();
        let mut request = self.reinstating(&running, &over);
        for holding in &mut request.holdings {
            holding.release = Some(label.clone());
        }
        let mut how = format!(" The cost is that of reinstating it on {}.", newest.name);
        if over.len() < rows.len() {
            how.push_str(" Where support runs, newer releases come with it.");
        }
        ("reinstate", self.cost(&request), how)
    }

    /// Holdings that are alike in every cell.
    fn same_holding_twice(&self) -> Option<Breach> {
        let mut first: BTreeMap<_, usize> = BTreeMap::new();
        let mut places: BTreeSet<usize> = BTreeSet::new();
        for (place, (holding, _)) in self.rows.iter().enumerate() {
            if let Some(known) = first.insert(holding.as_ref(), place) {
                places.extend([known, place]);
            }
        }
        let rows: Vec<Row<'_>> =
            places.into_iter().filter_map(|place| self.rows.get(place).copied()).collect();
        (!rows.is_empty()).then(|| Breach {
            remedy: "correct",
            cost: Remedy::Unknown("Nothing is due if one was entered twice.".to_owned()),
            message: "These rows are the same in every cell.".to_owned(),
            ..self.breach("same-holding-twice", "all-in", &rows)
        })
    }

    /// What a request costs, without tax; or why that cannot be said.
    fn cost(&self, request: &Request) -> Remedy {
        match price(request, self.shelf) {
            Outcome::Offered(quote) => Remedy::Costs(quote.totals.subtotal),
            Outcome::Refused(refusals) => {
                let said = refusals.first().map(|refusal| {
                    let said = words::refusal(refusal, Language::English);
                    format!("No price ({}): {}", refusal.reason.code(), said.message)
                });
                Remedy::Unknown(said.unwrap_or_default())
            }
        }
    }
}
