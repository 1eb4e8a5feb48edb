//! The rules that refuse a contract or speak of a quote: one function a rule.

use super::book::{BookStatus, Kind, PriceBook, ServiceLevel, SuccessManager};
use super::calendar::Date;
use super::finding::{Finding, ManagerCriteria};
use super::money::Money;
use super::quote::{Line, QuoteKind};
use super::request::{OtherContract, OtherContracts, Request};

/// All findings of a quote, in the order of the rules' page.
///
/// Source: pricing rules, section 7.
#[must_use]
pub fn findings(
    request: &Request,
    book: &PriceBook,
    kind: QuoteKind,
    lines: &[Line],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if book.about().status == BookStatus::Sample {
        findings.push(Finding::SamplePrices);
    }
    if kind == QuoteKind::Reinstatement {
        findings.push(Finding::SubjectToVendorApproval { vendor: book.about().vendor.clone() });
    }
    findings.extend(cover_interrupted(lines));
    findings.extend(end_of_life_within_term(lines));
    findings.extend(service_level_mismatch(request, book, lines));
    findings.extend(retirement_is_permanent(lines));
    findings.extend(needs_approval(request, book));
    findings.push(Finding::NoRefund);
    findings.extend(customer_success_manager(request, book, lines));
    findings
}

fn cover_interrupted(lines: &[Line]) -> Vec<Finding> {
    let mut gaps: Vec<(Date, Date, Vec<usize>)> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let Some(through) = line.gap.through() else { continue };
        let from = line.gap.first_uncovered;
        match gaps.iter_mut().find(|gap| (gap.0, gap.1) == (from, through)) {
            Some((_, _, places)) => places.push(place),
            None => gaps.push((from, through, vec![place])),
        }
    }
    gaps.into_iter()
        .map(|(from, through, lines)| Finding::CoverInterrupted { from, through, lines })
        .collect()
}

fn end_of_life_within_term(lines: &[Line]) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let Some(in_use) = &line.release else { continue };
        // A release that ended before the term begins was refused.
        if in_use.end_of_life > line.forward_through {
            continue;
        }
        let (line_name, release_name) = (&line.product_line.name, &in_use.name);
        let same = found.iter_mut().find_map(|finding| match finding {
            Finding::EndOfLifeWithinTerm { product_line, release, lines, .. }
                if product_line == line_name && release == release_name =>
            {
                Some(lines)
            }
            Finding::EndOfLifeWithinTerm { .. }
            | Finding::SamplePrices
            | Finding::SubjectToVendorApproval { .. }
            | Finding::CoverInterrupted { .. }
            | Finding::ServiceLevelMismatch { .. }
            | Finding::RetirementIsPermanent { .. }
            | Finding::NeedsApproval { .. }
            | Finding::NoRefund
            | Finding::CustomerSuccessManager { .. } => None,
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

/// The first running software contract at a lower level than the one asked for.
pub(super) fn left_behind<'request>(
    others: OtherContracts<'request>,
    book: &PriceBook,
    to: &ServiceLevel,
) -> Option<(&'request OtherContract, String)> {
    running(others).filter(|contract| is_software(contract, book)).find_map(|contract| {
        let level = book.level(contract.service_level.as_str())?;
        (level.rank < to.rank).then(|| (contract, level.name.clone()))
    })
}

fn service_level_mismatch(request: &Request, book: &PriceBook, lines: &[Line]) -> Option<Finding> {
    let quoted = lines.iter().find(|line| line.kind.is_software()).map(|line| line.level)?;
    let quoted = book.levels().iter().find(|level| level.index == quoted)?;
    let mut ranks = vec![Some((quoted.rank, &quoted.name))];
    let mut others = Vec::new();
    for contract in
        running(request.other_contracts()).filter(|contract| is_software(contract, book))
    {
        let level = book.level(contract.service_level.as_str());
        if level.is_some_and(|level| level.index == quoted.index) {
            continue;
        }
        let line = book.line(contract.product_line.as_str());
        let line = line.map_or(contract.product_line.as_str(), |line| &line.name);
        let name = level.map_or(contract.service_level.as_str(), |level| &level.name);
        others.push((line.to_owned(), name.to_owned()));
        ranks.push(level.map(|level| (level.rank, &level.name)));
    }
    let delivered = ranks.into_iter().collect::<Option<Vec<_>>>();
    let delivered = delivered.and_then(|ranks| ranks.into_iter().min());
    (!others.is_empty()).then(|| Finding::ServiceLevelMismatch {
        quoted: quoted.name.clone(),
        others,
        delivered: delivered.map(|(_, name)| name.clone()),
    })
}

fn needs_approval(request: &Request, book: &PriceBook) -> Option<Finding> {
    let concession = request.concession.as_ref()?;
    let max = book.concession_max();
    (concession.rate > max).then(|| Finding::NeedsApproval {
        rate: concession.rate,
        max,
        reason: concession.reason.to_string(),
    })
}

fn retirement_is_permanent(lines: &[Line]) -> Option<Finding> {
    let licences = lines.iter().fold(0_u64, |sum, line| sum.saturating_add(line.retired));
    (licences > 0).then_some(Finding::RetirementIsPermanent { licences })
}

fn customer_success_manager(request: &Request, book: &PriceBook, lines: &[Line]) -> Vec<Finding> {
    let is_cloud = |contract: &OtherContract| {
        book.line(contract.product_line.as_str()).is_some_and(|line| line.kind == Kind::Cloud)
    };
    let mut findings = Vec::new();
    for level in book.levels() {
        let here: Vec<&Line> = lines
            .iter()
            .filter(|line| line.kind == Kind::Cloud && line.level == level.index)
            .collect();
        let elsewhere: Vec<&OtherContract> = running(request.other_contracts())
            .filter(|contract| is_cloud(contract) && contract.service_level.as_str() == level.id)
            .collect();
        if here.is_empty() && elsewhere.is_empty() {
            continue;
        }
        let criteria = match &level.success_manager {
            SuccessManager::Never => continue,
            SuccessManager::Always => ManagerCriteria::Always,
            SuccessManager::From(thresholds) => {
                let Some(threshold) = thresholds.in_currency(request.currency) else { continue };
                manager_criteria(threshold, &here, &elsewhere)
            }
        };
        let service_level = level.name.clone();
        findings.push(Finding::CustomerSuccessManager { service_level, criteria });
    }
    findings
}

fn manager_criteria(
    threshold: Money,
    here: &[&Line],
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
