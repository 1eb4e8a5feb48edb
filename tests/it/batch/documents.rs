//! A document for each account: the one that `quote` makes of the same request.

use std::path::Path;
use std::process::Stdio;

use super::{Place, QUOTE_DATE, row, run, run_small, said, slow_batch, table};
use crate::support::{program, project};

/// Two accounts on the sample book, the first with a lapse and hardware at a level of its own.
const TABLE: &str = "\
org_id,customer,product_line,edition,release,owned,retire,covered_through,service_level,\
term_years,program,currency,start,language
ORG-4711,Noordzee Logistics B.V.,virtual-apps-desktops,premium,2203-ltsr,500,20,2026-03-31,\
select,3,enterprise-3,EUR,2026-12-01,nl
ORG-4711,Noordzee Logistics B.V.,netscaler-mpx,mpx-8900,,2,,2026-12-31,\
priority,3,enterprise-3,EUR,2026-12-01,nl
ORG-2088,Harbour & Sons Ltd,virtual-apps-desktops,advanced,,250,,2026-12-31,priority,1,easy,USD,,
";

/// The same accounts as requests.
const REQUESTS: [(&str, &str); 2] = [
    (
        "account-ORG-4711-row-1",
        r#"
quote_date = 2026-11-24
start = 2026-12-01
currency = "EUR"
service_level = "select"
term_years = 3
program = "enterprise-3"
language = "nl"
[customer]
name = "Noordzee Logistics B.V."
org_id = "ORG-4711"
[[holding]]
product_line = "virtual-apps-desktops"
edition = "premium"
release = "2203-ltsr"
owned = 500
retire = 20
covered_through = 2026-03-31
[[holding]]
product_line = "netscaler-mpx"
edition = "mpx-8900"
owned = 2
service_level = "priority"
covered_through = 2026-12-31
"#,
    ),
    (
        "account-ORG-2088-row-3",
        r#"
quote_date = 2026-11-24
currency = "USD"
service_level = "priority"
term_years = 1
program = "easy"
[customer]
name = "Harbour & Sons Ltd"
org_id = "ORG-2088"
[[holding]]
product_line = "virtual-apps-desktops"
edition = "advanced"
owned = 250
covered_through = 2026-12-31
"#,
    ),
];

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn each_document_is_the_one_that_a_quote_makes() {
    let place = Place::new();
    let input = place.file("table.csv", TABLE);
    let brand = project("examples/brand/brand.toml");
    let brand = brand.to_str().expect("a plain path");
    let plain: &[&str] = &[];
    for (out, more) in [("plain", plain), ("branded", &["--brand", brand, "--paper", "letter"])] {
        let arguments = [&input, "--out", &place.text(out), "--documents", "pdf,html"];
        let output = run(&[&arguments, more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let found = names(&place.path(&format!("{out}/documents")));
        assert_eq!(found.len(), 4, "{found:?}");
        for (name, request) in REQUESTS {
            let request = place.file("request.toml", request);
            let (pdf, html) = (place.text("quote.pdf"), place.text("quote.html"));
            let mut quote = program();
            quote.args(["quote", &request, "--pdf", &pdf, "--html", &html]).args(more);
            let output = quote.output().expect("the program runs");
            assert_eq!(output.status.code(), Some(0), "{}", said(&output));
            for kind in ["pdf", "html"] {
                let made = place.read(&format!("{out}/documents/{name}.{kind}"));
                assert!(made == place.read(&format!("quote.{kind}")), "{out} {name}.{kind}");
            }
        }
    }
}

#[test]
fn a_run_with_documents_goes_on_to_the_same_bytes() {
    let place = Place::new();
    let input = place.sample(400, 5);
    let whole = place.text("whole");
    let documents = ["--documents", "pdf,html"];
    let made = run(&[&[&input, "--out", &whole, "--jobs", "2"], &documents[..]].concat());
    assert_eq!(made.status.code(), Some(1), "{}", said(&made));
    let all = names(&place.path("whole/documents"));
    let accounts = place.summary("whole")["accounts"]["priced"].as_u64().expect("a count");
    assert_eq!(u64::try_from(all.len()).ok(), Some(accounts * 2));
    let out = place.text("out");
    let again = [&[&input, "--out", &out, "--resume", "--jobs", "1"], &documents[..]].concat();
    let folder = place.path("out/.reinstate-batch/documents");
    let mut child = slow_batch(&again)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let some = || std::fs::read_dir(&folder).is_ok_and(|entries| entries.count() > 40);
    while !some() && child.try_wait().expect("a state").is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let _ = child.kill();
    assert_eq!(child.wait().expect("an end").code(), None, "it was killed before its end");
    assert!(!place.path("out/documents").exists());
    let output = run(&again);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    super::assert_same(&place.path("whole"), &place.path("out"));
    assert_eq!(names(&place.path("out/documents")), all);
    for name in &all {
        let read = |out: &str| place.read(&format!("{out}/documents/{name}"));
        assert!(read("whole") == read("out"), "{name}");
    }
}

#[test]
fn a_name_that_the_font_lacks_costs_its_own_document_alone() {
    let place = Place::new();
    let text = table(&[
        row("A", &[]),
        row("B", &[("customer", "\u{30a2}\u{30f3}\u{30d3}\u{30eb}")]),
        row("../C", &[]),
    ]);
    let input = place.file("table.csv", text);
    let output = run_small(&[&input, "--out", &place.text("out"), "--documents", "pdf"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("no document for the account at row 2"), "{}", said(&output));
    assert!(said(&output).contains('\u{30a2}'), "{}", said(&output));
    let found = names(&place.path("out/documents"));
    assert_eq!(found, ["account-A-row-1.pdf", "account-___C-row-3.pdf"]);
    let summary = place.summary("out");
    assert_eq!(summary["rows"]["priced"], 3);
    assert_eq!(summary["documents"]["made"], 2);
    assert_eq!(summary["documents"]["failed"], 1);
    assert!(summary["quote_date"] == QUOTE_DATE);
}
