//! The rules of a programme that are not about lapses, in words.

use crate::cli::table::table;
use crate::document::text::Side::Left;
use crate::engine::book::{
    AllIn, FirstYear, GapReleases, PaymentPlan, PriceBook, Refunds, Sku, TrueUp, TrueUpLicence,
};
use crate::engine::text::joined;

use super::lapse::{back_coverage_rule, penalties};
use super::prices::prices;

/// Which rules there are, and what is sold when and how.
pub(super) fn in_words(book: &PriceBook) -> String {
    let sales = book.sales();
    let mut facts = rules(book);
    if let Some(uplift) = sales.renewal.uplift {
        facts.push(format!("A renewal costs the price last paid and {uplift} more"));
    }
    if let Some(most) = sales.renewal.uplift_at_most {
        facts.push(format!("A renewal costs at most the price last paid and {most} more"));
    }
    if let Some(months) = sales.renewal.earliest_months {
        facts.push(format!("A renewal is sold from {months} months before support ends"));
    }
    if let Some(least) = &sales.order_at_least {
        facts.push(format!("An order comes to at least {}", prices(least)));
    }
    if let Some(day_count) = sales.mid_term {
        let rule = day_count.word();
        facts.push(format!("Running support can be changed; what is left of it counts as {rule}"));
    }
    facts.extend(sales.true_up.as_ref().map(true_up));
    if sales.first_year == FirstYear::Extra {
        facts.push("A new licence does not include its first year of support".to_owned());
    }
    facts.extend(sales.payments.iter().map(payment));
    let facts = facts.into_iter().map(|fact| format!("  {fact}\n"));
    format!("RULES\n{}{}", joined(facts, ""), skus(book))
}

fn rules(book: &PriceBook) -> Vec<String> {
    let rules = book.rules();
    let all_in = match rules.all_in {
        AllIn::ProductLine => "All licences of a product line have support together",
        AllIn::None => "Licences need not have support together",
    };
    let level = if rules.one_service_level {
        "All software has one service level"
    } else {
        "Service levels may differ"
    };
    let refunds = match rules.refunds {
        Refunds::None => "Nothing is refunded",
        Refunds::Unstated => "Nothing is said of refunds",
    };
    let releases = match rules.releases_in_gap {
        GapReleases::None => "Releases of a gap may not be used after it",
        GapReleases::Restored => "Releases of a gap may be used after it",
        GapReleases::Unstated => "Nothing is said of releases of a gap",
    };
    [all_in, level, refunds, releases].map(str::to_owned).to_vec()
}

fn true_up(rule: &TrueUp) -> String {
    let licence = match rule.licence {
        TrueUpLicence::Srp => "at SRP",
        TrueUpLicence::Net => "at the price of new licences",
        TrueUpLicence::None => "not charged",
    };
    let back_coverage =
        rule.back_coverage.as_ref().map_or_else(|| "none".to_owned(), back_coverage_rule);
    format!(
        "Use without support: licences {licence}; back support: {back_coverage}; fee: {}",
        penalties(&rule.penalties)
    )
}

fn payment(plan: &PaymentPlan) -> String {
    let surcharge =
        if plan.surcharge.is_zero() { String::new() } else { format!(", {} more", plan.surcharge) };
    let times = if plan.parts_a_year == 1 { "part" } else { "parts" };
    let (name, parts) = (plan.name.english(), plan.parts_a_year);
    format!("Payment {}: {name}, {parts} {times} a year{surcharge}", plan.id)
}

fn skus(book: &PriceBook) -> String {
    let all = &book.sales().skus;
    if all.is_empty() {
        return String::new();
    }
    let any = || "any".to_owned();
    let row = |sku: &Sku| {
        let level = sku.level.and_then(|index| book.levels().iter().find(|one| one.index == index));
        vec![
            sku.id.clone(),
            sku.charge.word().to_owned(),
            sku.product_line.clone().unwrap_or_else(any),
            sku.edition.clone().unwrap_or_else(any),
            level.map_or_else(any, |level| level.id.clone()),
            sku.status.map_or_else(any, |status| book.status_id(status).to_owned()),
            sku.term_years.map_or_else(any, |years| years.to_string()),
        ]
    };
    let columns = ["part number", "charge", "product line", "edition", "level", "status", "years"];
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    format!("\nPART NUMBERS\n{}", table("  ", &columns.map(|head| (head, Left)), &rows))
}
