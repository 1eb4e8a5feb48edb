//! The rules that refuse a contract or speak of a quote: one function a rule.

use std::collections::BTreeMap;

use super::book::{
    AllIn, BandOutcome, BookStatus, Kind, PriceBook, ProductLine, Refunds, ServiceLevel,
    SuccessManager,
};
use super::calendar::{Date, day_before};
use super::finding::{Finding, ManagerCriteria};
use super::money::Money;
use super::priced::{AskedAs, Priced, PricedLine};
use super::refusal::Reason;
use super::request::{HoldingRef, OtherContract, OtherContracts, RequestRef};

/// What is told of: a request, borrowed, and the book and lines that it came to.
#[derive(Clone, Copy)]
pub struct Told<'a, R> {
    /// The request.
    pub request: RequestRef<'a>,
    /// Its holdings.
    pub holdings: &'a [HoldingRef<'a>],
    /// Whether a customer is named, and how.
    pub customer: CustomerNamed,
    /// Why there is a concession.
    pub concession_reason: Option<&'a str>,
    /// The lines, and the book they are priced from.
    pub priced: &'a Priced<'a, R>,
}

/// How a request names its customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomerNamed {
    /// Not at all.
    No,
    /// By a name alone.
    ByName,
    /// With the id by which the vendor knows it.
    WithId,
}

/// All findings of a quote, in the order of the rules' page.
///
/// Source: pricing rules, section 9.
#[must_use]
pub fn findings<R>(told: &Told<'_, R>) -> Vec<Finding> {
    let Told { request, holdings, priced, .. } = *told;
    let (book, lines) = (priced.book.as_ref(), priced.lines.as_slice());
    let rules = book.rules();
    // As many as most quotes have.
    let mut findings = Vec::with_capacity(8);
    if book.about().status == BookStatus::Sample {
        findings.push(Finding::SamplePrices);
    }
    if lines.iter().any(|line| needs_approval_of_vendor(line, book)) {
        findings.push(Finding::SubjectToVendorApproval { vendor: book.about().vendor.clone() });
    }
    findings.extend(needs_approval(told, book));
    findings.extend(cover_interrupted(book, lines));
    findings.extend(end_of_life_within_term(lines));
    findings.extend(level_raised(request, book, lines));
    if rules.all_in == AllIn::ProductLine {
        findings.extend(not_all_in(request, book, lines));
    }
    if rules.one_service_level {
        findings.extend(service_level_mismatch(request, book, lines));
    }
    findings.extend(retirement_is_permanent(lines));
    findings.extend(same_holding_twice(holdings));
    if told.customer == CustomerNamed::ByName {
        findings.push(Finding::OrgIdMissing);
    }
    findings.extend(already_aligned(holdings, book, &priced.aligned));
    findings.extend(uplift_capped(book, lines));
    if rules.refunds == Refunds::None {
        findings.push(Finding::NoRefund);
    }
    findings.extend(customer_success_manager(request, book, lines));
    findings
}

fn needs_approval_of_vendor<R>(line: &PricedLine<'_, R>, book: &PriceBook) -> bool {
    book.band(line.status).is_some_and(|band| band.outcome == BandOutcome::NeedsApproval)
}

/// Holdings in a band whose new term does not begin where the old one ended.
fn cover_interrupted<R>(book: &PriceBook, lines: &[PricedLine<'_, R>]) -> Vec<Finding> {
    let releases = book.rules().releases_in_gap;
    let mut found: Vec<Finding> = Vec::new();
    let mut known: BTreeMap<(Date, Date), usize> = BTreeMap::new();
    let lapsed = lines.iter().enumerate().filter(|(_, line)| line.status.is_band());
    for (place, line) in lapsed {
        let (from, until) = (line.gap.first_uncovered, line.forward_from);
        if from >= until {
            continue;
        }
        let through = day_before(until);
        // Most quotes have one line, for which nothing is looked up.
        let at = match lines {
            [_] => 0,
            _ => *known.entry((from, through)).or_insert(found.len()),
        };
        match found.get_mut(at) {
            Some(Finding::CoverInterrupted { lines, .. }) => lines.push(place),
            Some(_) | None => {
                let lines = vec![place];
                found.push(Finding::CoverInterrupted { releases, from, through, lines });
            }
        }
    }
    found
}

/// Software that rises above the level it has.
fn level_raised<R>(
    request: RequestRef<'_>,
    book: &PriceBook,
    lines: &[PricedLine<'_, R>],
) -> Vec<Finding> {
    let mut found: Vec<(String, String, Date, Vec<usize>)> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let before = match line.asked {
            AskedAs::Raise(_, from) => Some(from),
            AskedAs::Addition(_) => None,
            AskedAs::Holding(holding) => {
                let current = holding.current_service_level.and_then(|id| book.level(id));
                current.filter(|current| line.level.rank > current.rank)
            }
        };
        let Some(from) = before.map(|level| level.name.clone()) else { continue };
        let (to, on) = (line.level.name.clone(), line.forward_from.max(request.start));
        match found.iter_mut().find(|one| (&one.0, &one.1, one.2) == (&from, &to, on)) {
            Some((.., places)) => places.push(place),
            None => found.push((from, to, on, vec![place])),
        }
    }
    let finding = |(from, to, on, lines)| Finding::LevelRaised { from, to, on, lines };
    found.into_iter().map(finding).collect()
}

/// Contracts of a product line of the quote that do not run on the day cover begins.
fn not_all_in<R>(
    request: RequestRef<'_>,
    book: &PriceBook,
    lines: &[PricedLine<'_, R>],
) -> Vec<Finding> {
    let mut found: Vec<(String, Date)> = Vec::new();
    let over = |contract: &&OtherContract| contract.covered_through < request.start;
    for contract in request.others.list.iter().filter(over) {
        let id = contract.product_line.as_str();
        if !lines.iter().any(|line| line.line.id == id) {
            continue;
        }
        let name = line_name(book, id);
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, day)) => *day = contract.covered_through.min(*day),
            None => found.push((name, contract.covered_through)),
        }
    }
    let finding =
        |(product_line, covered_through)| Finding::NotAllIn { product_line, covered_through };
    found.into_iter().map(finding).collect()
}

/// Few holdings are compared with each other, many are looked up.
fn same_holding_twice(holdings: &[HoldingRef<'_>]) -> Option<Finding> {
    const FEW: usize = 8;
    let mut lines = Vec::new();
    if holdings.len() <= FEW {
        for (place, holding) in holdings.iter().enumerate() {
            let before = holdings.iter().take(place).rposition(|other| other == holding);
            lines.extend(before.into_iter().flat_map(|first| [first, place]));
        }
    } else {
        let mut known: BTreeMap<&HoldingRef<'_>, usize> = BTreeMap::new();
        for (place, holding) in holdings.iter().enumerate() {
            lines.extend(known.insert(holding, place).into_iter().flat_map(|one| [one, place]));
        }
    }
    lines.sort_unstable();
    lines.dedup();
    (!lines.is_empty()).then_some(Finding::SameHoldingTwice { lines })
}

fn already_aligned(
    holdings: &[HoldingRef<'_>],
    book: &PriceBook,
    aligned: &[usize],
) -> Vec<Finding> {
    let finding = |holding: &HoldingRef<'_>| Finding::AlreadyAligned {
        product_line: line_name(book, holding.product_line),
        covered_through: holding.covered_through,
    };
    aligned.iter().filter_map(|place| holdings.get(*place)).map(finding).collect()
}

fn uplift_capped<R>(book: &PriceBook, lines: &[PricedLine<'_, R>]) -> Vec<Finding> {
    let Some(at_most) = book.sales().renewal.uplift_at_most else { return Vec::new() };
    let capped = lines.iter().enumerate().filter_map(|(line, of)| {
        let saved = of.amounts.unit_cap?.saved()?;
        Some(Finding::UpliftCapped { at_most, saved, line })
    });
    capped.collect()
}

/// The name of a product line; its id where the book does not know it.
fn line_name(book: &PriceBook, id: &str) -> String {
    book.line(id).map_or(id, |line| &line.name).to_owned()
}

fn end_of_life_within_term<R>(lines: &[PricedLine<'_, R>]) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let Some(in_use) = line.release else { continue };
        // A release that ended before the term begins was refused.
        if in_use.end_of_life >= line.forward_through {
            continue;
        }
        let (line_name, release_name) = (&line.line.name, &in_use.name);
        let same = found.iter_mut().find_map(|finding| {
            let Finding::EndOfLifeWithinTerm { product_line, release, lines, .. } = finding else {
                return None;
            };
            (product_line == line_name && release == release_name).then_some(lines)
        });
        match same {
            Some(lines) => lines.push(place),
            None => found.push(Finding::EndOfLifeWithinTerm {
                product_line: line_name.clone(),
                release: release_name.clone(),
                end_of_life: in_use.end_of_life,
                extended_support: in_use.end_of_extended_support,
                lines: vec![place],
            }),
        }
    }
    found
}

/// Whether a contract outside the quote is software: what the book does not know counts as such.
fn is_software(contract: &OtherContract, book: &PriceBook) -> bool {
    book.line(contract.product_line.as_str()).is_none_or(|line| line.kind.is_software())
}

/// The contracts outside the quote that still run on the day cover begins.
fn running(others: OtherContracts<'_>) -> impl Iterator<Item = &OtherContract> {
    others.list.iter().filter(move |contract| contract.covered_through >= others.start)
}

/// The level of a contract outside the quote: the lowest where the book does not know it.
fn level_of<'book>(
    contract: &OtherContract,
    book: &'book PriceBook,
) -> Option<&'book ServiceLevel> {
    let lowest = || book.levels().iter().min_by_key(|level| level.rank);
    book.level(contract.service_level.as_str()).or_else(lowest)
}

/// Refuses a rise that leaves a running software contract behind at a lower level, where the
/// programme has one level for all software.
pub(super) fn left_behind(
    others: OtherContracts<'_>,
    book: &PriceBook,
    line: &ProductLine,
    to: &ServiceLevel,
) -> Option<Reason> {
    if !book.rules().one_service_level || !line.kind.is_software() {
        return None;
    }
    running(others).filter(|contract| is_software(contract, book)).find_map(|contract| {
        let level = level_of(contract, book)?;
        (level.rank < to.rank).then(|| Reason::UpgradeMustCoverAllSoftware {
            to: to.name.clone(),
            product_line: line_name(book, contract.product_line.as_str()),
            level: level.name.clone(),
            covered_through: contract.covered_through,
        })
    })
}

/// The level of the quote's software, and the lowest of it and of the other software contracts,
/// which is what is delivered; `None` where the quote has no software.
fn quoted_and_delivered<'a, R>(
    request: RequestRef<'_>,
    book: &'a PriceBook,
    lines: &[PricedLine<'a, R>],
) -> Option<(&'a ServiceLevel, &'a ServiceLevel)> {
    let quoted = lines.iter().find(|line| line.line.kind.is_software()).map(|line| line.level)?;
    let others = running(request.others).filter(|one| is_software(one, book));
    let all = others.filter_map(|contract| level_of(contract, book)).chain([quoted]);
    Some((quoted, all.min_by_key(|level| level.rank).unwrap_or(quoted)))
}

fn service_level_mismatch<R>(
    request: RequestRef<'_>,
    book: &PriceBook,
    lines: &[PricedLine<'_, R>],
) -> Option<Finding> {
    let (quoted, delivered) = quoted_and_delivered(request, book, lines)?;
    let mut others = Vec::new();
    let software = running(request.others).filter(|one| is_software(one, book));
    for contract in software {
        let Some(level) = level_of(contract, book).filter(|level| level.index != quoted.index)
        else {
            continue;
        };
        others.push((line_name(book, contract.product_line.as_str()), level.name.clone()));
    }
    (!others.is_empty()).then(|| Finding::ServiceLevelMismatch {
        quoted: quoted.name.clone(),
        others,
        delivered: delivered.name.clone(),
    })
}

fn needs_approval<R>(told: &Told<'_, R>, book: &PriceBook) -> Option<Finding> {
    let rate = told.request.concession?;
    let max = book.concession_max();
    (rate > max).then(|| Finding::NeedsApproval {
        rate,
        max,
        reason: told.concession_reason.unwrap_or_default().to_owned(),
    })
}

fn retirement_is_permanent<R>(lines: &[PricedLine<'_, R>]) -> Option<Finding> {
    let licences = lines.iter().fold(0_u64, |sum, line| sum.saturating_add(line.retired()));
    (licences > 0).then_some(Finding::RetirementIsPermanent { licences })
}

fn customer_success_manager<R>(
    request: RequestRef<'_>,
    book: &PriceBook,
    lines: &[PricedLine<'_, R>],
) -> Vec<Finding> {
    let is_cloud = |contract: &&OtherContract| {
        book.line(contract.product_line.as_str()).is_some_and(|line| line.kind == Kind::Cloud)
    };
    let here: Vec<&PricedLine<'_, R>> =
        lines.iter().filter(|line| line.line.kind == Kind::Cloud).collect();
    let elsewhere: Vec<&OtherContract> = running(request.others).filter(is_cloud).collect();
    if here.is_empty() && elsewhere.is_empty() {
        return Vec::new();
    }
    let delivered = quoted_and_delivered(request, book, lines)
        .filter(|_| book.rules().one_service_level)
        .map(|(_, delivered)| delivered);
    let mut findings = Vec::new();
    // The highest first: where one level is delivered to all, one finding says all.
    let mut levels: Vec<&ServiceLevel> = book.levels().iter().collect();
    levels.sort_by_key(|level| std::cmp::Reverse(level.rank));
    for level in levels {
        let at = |line: &&&PricedLine<'_, R>| line.level.index == level.index;
        let there = |contract: &&&OtherContract| {
            level_of(contract, book).is_some_and(|of| of.index == level.index)
        };
        let here_at: Vec<&PricedLine<'_, R>> = here.iter().filter(at).copied().collect();
        let there_at: Vec<&OtherContract> = elsewhere.iter().filter(there).copied().collect();
        if level.success_manager == SuccessManager::Never
            || (here_at.is_empty() && there_at.is_empty())
        {
            continue;
        }
        let service_level = level.name.clone();
        let Some(delivered) = delivered else {
            let criteria = criteria(request, level, &here_at, &there_at);
            findings.extend(
                criteria
                    .map(|criteria| Finding::CustomerSuccessManager { service_level, criteria }),
            );
            continue;
        };
        let criteria = if delivered.success_manager == SuccessManager::Never {
            Some(ManagerCriteria::NotAtDeliveredLevel { delivered: delivered.name.clone() })
        } else {
            criteria(request, delivered, &here, &elsewhere)
        };
        findings.extend(
            criteria.map(|criteria| Finding::CustomerSuccessManager { service_level, criteria }),
        );
        break;
    }
    findings
}

/// Whether cloud contracts bring a manager at a level.
fn criteria<R>(
    request: RequestRef<'_>,
    level: &ServiceLevel,
    here: &[&PricedLine<'_, R>],
    elsewhere: &[&OtherContract],
) -> Option<ManagerCriteria> {
    match &level.success_manager {
        SuccessManager::Never => None,
        SuccessManager::Always => Some(ManagerCriteria::Always),
        SuccessManager::From(thresholds) => {
            let threshold = thresholds.in_currency(request.currency)?;
            Some(manager_criteria(threshold, here, elsewhere))
        }
    }
}

fn manager_criteria<R>(
    threshold: Money,
    here: &[&PricedLine<'_, R>],
    elsewhere: &[&OtherContract],
) -> ManagerCriteria {
    let quoted = here.iter().map(|line| line.amounts.annual);
    let others = elsewhere.iter().filter_map(|contract| contract.annual_value);
    let most = Money::from_minor(i64::MAX, threshold.currency());
    let value = quoted
        .chain(others)
        // A sum beyond the largest amount is beyond any threshold.
        .fold(Money::zero(threshold.currency()), |sum, one| sum.plus(one).unwrap_or(most));
    let missing = match threshold.minus(value) {
        Ok(missing) if value < threshold => missing,
        Ok(_) | Err(_) => return ManagerCriteria::Met { value, threshold },
    };
    let without_value = elsewhere.iter().filter(|contract| contract.annual_value.is_none()).count();
    ManagerCriteria::Missing { value, threshold, missing, without_value }
}
