//! A quote by flags.

use super::{Desk, REQUEST, by_flags};

#[test]
fn flags_give_the_quote_that_a_file_gives() {
    let desk = Desk::new();
    let request = REQUEST
        .replace(
            "program = \"enterprise-3\"",
            "program = \"easy\"\ntax = { name = \"BTW\", rate = \"21%\" }",
        )
        .replace("retire = 20\n", "")
        .replace("org_id = \"ORG-4711\"", "org_id = \"ORG-4711\"\nreference = \"a \\\"b\\\"\"");
    let more = [
        "--quote-date=2026-11-24",
        "--tax-name=BTW",
        "--tax-rate=21%",
        "--customer=Noordzee Logistics B.V.",
        "--org-id=ORG-4711",
        "--reference=a \"b\"",
        "--json=-",
    ];
    let of_flags = desk.run(&by_flags(&["quote"], &more)).expect(0, &[]);
    let of_file = desk.run_with(&["quote", "-", "--json", "-"], request).expect(0, &[]);
    assert_eq!(of_flags.out, of_file.out);
}

#[test]
fn what_is_missing_of_the_flags_is_said_at_once_with_examples() {
    let desk = Desk::new();
    desk.run(&["quote"]).expect(
        2,
        &[
            "--product-line, --edition, --owned, --covered-through, --service-level, --term, \
             --program, --currency are missing",
            "--covered-through 2026-03-31",
            "name a file",
        ],
    );
    let flags = ["quote", "--edition", "premium", "--tax-rate", "21%", "--reference", "x"];
    let done = desk.run(&flags).expect(2, &["--customer", "--tax-name VAT"]);
    assert_eq!(done.err.matches("error:").count(), 1, "{}", done.err);
    assert!(!done.err.contains("--edition"), "{}", done.err);
}

#[test]
fn what_is_wrong_with_flags_is_said_at_once_by_flag() {
    let desk = Desk::new();
    let wrong = [
        "quote",
        "--product-line=virtual-apps-desktops",
        "--edition=premium",
        "--owned=5.5",
        "--retire=99999999999999999999",
        "--covered-through=2025-02-29",
        "--service-level=select",
        "--term=three",
        "--program=easy",
        "--currency=eur",
        "--tax-name=BTW",
        "--tax-rate=21",
        "--customer=a\u{1b}[31mb",
        "--org-id=x",
    ];
    let said = [
        "--owned: `5.5` is not a whole number",
        "--retire: 99999999999999999999 is out of range",
        "--covered-through: `2025-02-29` is not a date",
        "--term: `three` is not a whole number",
        "--currency: `eur` is not a currency",
        "hint: did you mean EUR?",
        "--tax-rate: `21` is not a percentage",
        "--customer: holds the invisible character U+001B",
    ];
    let done = desk.run(&wrong).expect(2, &said);
    assert_eq!(done.err.matches("error:").count(), 7, "{}", done.err);
    assert!(!done.err.contains('\u{1b}'), "{}", done.err);
}

#[test]
fn a_file_and_flags_do_not_go_together_but_for_language_and_day() {
    let desk = Desk::with_request();
    desk.run(&["quote", "request.toml", "--owned", "5", "--term", "1"])
        .expect(2, &["a request file cannot be combined with --owned, --term"]);
    let arguments = ["quote", "request.toml", "--language", "nl", "--quote-date", "2026-12-01"];
    let done = desk.run(&arguments).expect(0, &[]);
    assert!(done.out.contains("1 december 2026"), "{}", done.out);
    desk.run(&["quote", "request.toml", "--language", "xx"])
        .expect(2, &["en, en-US, nl, de or fr"]);
    let regional = desk.run(&[&arguments[..3], &["nl-BE"], &arguments[4..]].concat());
    assert_eq!(regional.expect(0, &[]).out, done.out);
    desk.run(&["quote", "request.toml", "--quote-date", "2025-02-29"])
        .expect(2, &["a day that exists"]);
}
