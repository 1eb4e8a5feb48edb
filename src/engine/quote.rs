//! From a request to a quote: lines, totals, findings and receipt.

use std::sync::Arc;

use super::assess::{Priced, PricedLine, assess};
use super::book::{BookStatus, Kind, LevelIndex, PriceBook, Release, ServiceLevel, Shelf, Status};
use super::calendar::{Date, add_days};
use super::charges::{Amounts, Steps, Term};
use super::eligibility::{Finding, Reason, Refusal, findings};
use super::lapse::Gap;
use super::money::{Currency, Money, TooLarge};
use super::percent::Percent;
use super::receipt::Receipt;
use super::request::{Customer, Holding, HoldingRef, Request, Tax};
use super::working::{Basis, Name, NoCharge, Record, Value, Working};

/// What comes of a request: a quote, or all the reasons why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A price.
    Offered(Box<Quote>),
    /// No price.
    Refused(Vec<Refusal>),
}

/// Whether anything had lapsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuoteKind {
    /// No holding is in a band of the lapse policy.
    Renewal,
    /// At least one holding is.
    Reinstatement,
}

impl QuoteKind {
    /// What the statuses of its lines make a quote.
    ///
    /// Source: pricing rules, section 2.
    #[must_use]
    pub fn of(statuses: impl IntoIterator<Item = Status>) -> Self {
        let lapsed = statuses.into_iter().any(|status| matches!(status, Status::Band(_)));
        if lapsed { Self::Reinstatement } else { Self::Renewal }
    }

    /// The word that outputs use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Renewal => "renewal",
            Self::Reinstatement => "reinstatement",
        }
    }
}

/// An id and the name that documents print for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// Id in the price book.
    pub id: String,
    /// Name in the price book.
    pub name: String,
}

/// A priced request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quote {
    /// Renewal or reinstatement.
    pub kind: QuoteKind,
    /// The request it answers.
    pub request: Request,
    /// The price book it rests on.
    pub book: Arc<PriceBook>,
    /// Last day on which it stands.
    pub valid_through: Date,
    /// The service level.
    pub service_level: Named,
    /// The licensing programme.
    pub program: Named,
    /// One line for each holding, in the order of the request.
    pub lines: Vec<Line>,
    /// Sums over the lines.
    pub totals: Totals,
    /// The steps of the totals.
    pub totals_working: Working,
    /// What the rules say about it.
    pub findings: Vec<Finding>,
    /// What it takes to compute it again.
    pub receipt: Receipt,
}

impl Quote {
    /// The currency of all amounts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.request.currency
    }

    /// Who asks, where the request says.
    #[must_use]
    pub const fn customer(&self) -> Option<&Customer> {
        self.request.customer.as_ref()
    }

    /// Whether somebody has to approve it before it is sent.
    #[must_use]
    pub fn needs_approval(&self) -> bool {
        self.findings.iter().any(|finding| matches!(finding, Finding::NeedsApproval { .. }))
    }

    /// Whether the prices are samples.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.book.about().status == BookStatus::Sample
    }

    /// The tax that is charged, where the request names one.
    #[must_use]
    pub const fn tax(&self) -> Option<&Tax> {
        self.request.tax.as_ref()
    }
}

/// A priced holding.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// The product line.
    pub product_line: Named,
    /// Software, hardware or cloud.
    pub kind: Kind,
    /// The edition.
    pub edition: Named,
    /// What one licence counts.
    pub metric: String,
    /// The release in use, where known.
    pub release: Option<Release>,
    /// Place of its service level in the book.
    pub level: LevelIndex,
    /// Its service level.
    pub service_level: Named,
    /// Licences owned.
    pub owned: u64,
    /// Licences given up.
    pub retired: u64,
    /// Licences covered.
    pub quantity: u64,
    /// The last day with cover.
    pub covered_through: Date,
    /// Renewal, grace or a band.
    pub status: Status,
    /// Id of the status.
    pub status_id: String,
    /// The days without cover.
    pub gap: Gap,
    /// First day of the new term.
    pub forward_from: Date,
    /// Last day of the new term.
    pub forward_through: Date,
    /// Suggested retail price of one licence.
    pub srp: Money,
    /// Percentage of SRP a year.
    pub rate: Percent,
    /// Percentage off by the programme.
    pub program_discount: Percent,
    /// How long the new term is.
    pub term: Term,
    /// Percentage off for the number of years.
    pub term_discount: Percent,
    /// What it costs.
    pub amounts: Amounts,
    /// The steps of its amounts.
    pub working: Working,
}

/// Sums over the lines of a quote, and tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// The new terms.
    pub forward: Money,
    /// Off, for the number of years.
    pub term_discount: Money,
    /// Off by the sales rep, where asked for.
    pub concession: Option<Money>,
    /// The charges for the gaps.
    pub back_coverage: Money,
    /// The charges for having lapsed.
    pub penalty: Money,
    /// All of it, without tax.
    pub subtotal: Money,
    /// Tax on the subtotal.
    pub tax: Money,
    /// Subtotal and tax.
    pub total: Money,
}

/// Prices a request from the books on a shelf.
///
/// Every refusal is reported, not the first alone; one refused holding refuses the quote, because
/// the all-in rule allows no part of it.
///
/// Source: pricing rules, sections 1 to 7.
#[must_use]
pub fn price(request: &Request, shelf: &Shelf) -> Outcome {
    let holdings: Vec<HoldingRef<'_>> = request.holdings.iter().map(Holding::as_ref).collect();
    let priced: Priced<'_, Working> = match assess(request.as_ref(), &holdings, shelf) {
        Ok(priced) => priced,
        Err(refusals) => return Outcome::Refused(refusals),
    };
    let book = priced.book;
    let lines: Vec<Line> = priced.lines.into_iter().map(|line| Line::of(line, book)).collect();
    let amounts = lines.iter().map(|line| &line.amounts);
    match totals(request.tax.as_ref(), book, amounts) {
        Ok((totals, working)) => {
            let named = (
                priced.level.map(level_name).unwrap_or_default(),
                named(&priced.program.id, &priced.program.name),
            );
            let totals = (totals, working);
            Outcome::Offered(Box::new(quote(
                request,
                shelf,
                Arc::clone(book),
                named,
                lines,
                totals,
            )))
        }
        Err(TooLarge) => {
            Outcome::Refused(vec![Refusal { holding: None, reason: Reason::AmountTooLarge }])
        }
    }
}

fn quote(
    request: &Request,
    shelf: &Shelf,
    book: Arc<PriceBook>,
    (service_level, program): (Named, Named),
    lines: Vec<Line>,
    (totals, totals_working): (Totals, Working),
) -> Quote {
    let kind = QuoteKind::of(lines.iter().map(|line| line.status));
    let stands = add_days(request.quote_date, book.about().valid_days);
    let valid_through = shelf.last_day_of(&book).map_or(stands, |last| stands.min(last));
    Quote {
        kind,
        valid_through,
        service_level,
        program,
        findings: findings(request, &book, kind, &lines),
        receipt: Receipt::of(request, &book),
        request: request.clone(),
        book,
        lines,
        totals,
        totals_working,
    }
}

impl Line {
    fn of(priced: PricedLine<'_, Working>, book: &PriceBook) -> Self {
        Self {
            product_line: named(&priced.line.id, &priced.line.name),
            kind: priced.line.kind,
            edition: named(&priced.edition.id, &priced.edition.name),
            metric: priced.edition.metric.clone(),
            release: priced.release.cloned(),
            level: priced.level.index,
            service_level: level_name(priced.level),
            owned: priced.holding.owned,
            retired: priced.holding.retire,
            quantity: priced.quantity,
            covered_through: priced.holding.covered_through,
            status: priced.status,
            status_id: book.status_id(priced.status).to_owned(),
            gap: priced.gap,
            forward_from: priced.forward_from,
            forward_through: priced.forward_through,
            srp: priced.basis.srp,
            rate: priced.basis.rate.1,
            program_discount: priced.basis.program.percent,
            term: priced.basis.term,
            term_discount: priced.basis.term_discount,
            amounts: priced.amounts,
            working: priced.record,
        }
    }
}

/// The sums of some amounts and the tax on them; the record takes the steps.
///
/// # Errors
/// [`TooLarge`] when a sum does not fit, or there are no amounts.
pub fn totals<'line, R: Record + Default>(
    tax: Option<&Tax>,
    book: &PriceBook,
    lines: impl Iterator<Item = &'line Amounts> + Clone,
) -> Result<(Totals, R), TooLarge> {
    let sum = |amount: fn(&Amounts) -> Money| Money::sum(lines.clone().map(amount), None);
    let forward = sum(|amounts| amounts.forward)?;
    let term_discount = sum(|amounts| amounts.term_discount)?;
    let back_coverage = sum(|amounts| amounts.back_coverage)?;
    let penalty = sum(|amounts| amounts.penalty)?;
    let mut record = R::default();
    let mut steps = Steps { record: &mut record, rounding: book.rounding() };
    let plus = [
        Some((Name::Forward, forward)),
        Some((Name::BackCoverage, back_coverage)),
        Some((Name::Penalty, penalty)),
    ];
    let concession = lines
        .clone()
        .any(|amounts| amounts.concession.is_some())
        .then(|| sum(|amounts| amounts.concession.unwrap_or(Money::zero(amounts.total.currency()))))
        .transpose()?;
    let less = [
        Some((Name::TermDiscount, term_discount)),
        concession.map(|amount| (Name::Concession, amount)),
    ];
    let subtotal = steps.sum(Name::Subtotal, plus, less, Basis::Sum)?;
    let tax = match tax {
        None => steps.nothing(Name::Tax, NoCharge::NoTax, subtotal, Basis::Tax)?,
        Some(tax) => {
            let rate = Some((Name::TaxRate, Value::Percent(tax.rate)));
            let base = (Name::Subtotal, subtotal);
            steps.product(Name::Tax, base, [rate, None, None], Basis::Tax)?
        }
    };
    let both = [Some((Name::Subtotal, subtotal)), Some((Name::Tax, tax)), None];
    let total = steps.sum(Name::GrandTotal, both, [None, None], Basis::Sum)?;
    let totals =
        Totals { forward, term_discount, concession, back_coverage, penalty, subtotal, tax, total };
    Ok((totals, record))
}

fn named(id: &str, name: &str) -> Named {
    Named { id: id.to_owned(), name: name.to_owned() }
}

fn level_name(level: &ServiceLevel) -> Named {
    named(&level.id, &level.name)
}
