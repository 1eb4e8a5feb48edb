//! The documents: every code of the rules is in the guide, and every link leads somewhere.

use crate::golden::{all_findings, all_refusals};
use crate::support::{project, read};

const DOCUMENTS: [&str; 8] = [
    "README.md",
    "GUIDE.md",
    "DESIGN.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "benches/README.md",
    "pricing/README.md",
];

#[test]
fn the_guide_explains_every_refusal_and_finding() {
    let guide = read("GUIDE.md");
    let refusals = all_refusals();
    let codes = refusals.iter().chain(all_findings());
    let missing: Vec<&&str> = codes.filter(|code| !guide.contains(&format!("`{code}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_link_between_files_leads_somewhere() {
    let mut broken = Vec::new();
    for document in DOCUMENTS {
        let text = read(document);
        let folder = project(document).parent().expect("a folder").to_owned();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            if !file.is_empty() && !file.contains("://") && !folder.join(file).exists() {
                broken.push(format!("{document}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:?}");
}

/// The figures of the guide's worked quote are those of its example.
#[test]
fn the_worked_quote_of_the_guide_is_the_example() {
    let text = read("GUIDE.md");
    let quote = crate::support::offered(
        &crate::support::request(&crate::support::toml_value(
            "examples/requests/reinstatement-nl.toml",
        )),
        &crate::support::shipped_shelf(),
    );
    let english = |money| {
        reinstate::document::language::amount(reinstate::engine::book::Language::English, money)
    };
    let amounts = &quote.lines[0].amounts;
    for amount in [
        amounts.unit_list,
        amounts.unit_net,
        amounts.annual,
        amounts.forward,
        amounts.term_discount,
        amounts.back_coverage,
        amounts.total,
        quote.totals.tax,
        quote.totals.total,
    ] {
        assert!(text.contains(&english(amount)), "{}", english(amount));
    }
}
