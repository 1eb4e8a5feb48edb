//! Every statement of the register is one that the database takes; and rows that no program makes
//! are refused by the database itself.

use reinstate::register::sql::STATEMENTS;

use super::Desk;
use super::raw::Raw;

#[test]
fn every_statement_can_be_prepared() {
    let desk = Desk::new("2026-11-24");
    let raw = desk.raw();
    let wrong: Vec<String> = STATEMENTS
        .iter()
        .filter_map(|(name, text)| raw.prepared(text).err().map(|error| format!("{name}: {error}")))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn parameters_are_numbered_in_the_order_of_their_first_use() {
    for (name, text) in STATEMENTS {
        let mut next = 1;
        for part in text.split('$').skip(1) {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            let number: usize = digits.parse().expect(name);
            assert!(number <= next, "{name}: ${number} comes before ${next}");
            next = next.max(number + 1);
        }
    }
}

/// A copy of a row, with some of its columns changed.
fn copy(raw: &Raw, table: &str, changes: &[(&str, &str)]) -> Result<(), String> {
    let columns = raw.columns(table);
    let change = |name: &String| changes.iter().find(|(column, _)| column == name);
    let values: Vec<&str> =
        columns.iter().map(|name| change(name).map_or(name.as_str(), |(_, value)| value)).collect();
    raw.try_batch(&format!(
        "insert into {table} ({}) select {} from {table} limit 1",
        columns.join(", "),
        values.join(", ")
    ))
}

/// One for each kind of rule that stands in the tables: what is wrong, and the same put right.
#[test]
fn rows_that_no_program_makes_are_refused() {
    let mut desk = Desk::new("2026-11-24");
    desk.sent("2026-11-24");
    let raw = desk.raw();
    let other = ("number", "'Q-2026-00002'");
    let quote = [other, ("n", "2"), ("run", "null")];
    let draft = [("rev", "2"), ("state", "'draft'"), ("link_sha256", "null")];
    for (table, wrong) in [
        ("register", &[("id", "2")][..]),
        ("register", &[]),
        ("series", &[("series", "'other'"), ("next", "0")]),
        ("account", &[("id", "'hugo'"), ("role", "'king'")]),
        ("quote", &[other, ("run", "null")]),
        ("quote", &[other, ("n", "2"), ("owner", "'nobody'")]),
        ("revision", &[draft[0], draft[1], draft[2], other]),
        ("revision", &[draft[0], ("state", "'lost'"), draft[2]]),
        ("revision", &[draft[0], draft[2]]),
        ("revision", &[draft[0], ("state", "'declined'"), ("pdf_sha256", "null"), draft[2]]),
        ("revision", &[draft[0], draft[1], draft[2], ("total", "total + 1")]),
        ("revision", &[draft[0], draft[1], draft[2], ("valid_through", "'2026-11-23'")]),
        ("revision", &[draft[0], draft[1], draft[2], ("json", "null")]),
        ("event", &[("seq", "99"), ("hash", "'another'")]),
    ] {
        assert!(copy(&raw, table, wrong).is_err(), "{table}: {wrong:?}");
    }
    for (table, right) in
        [("series", &[("series", "'other'")][..]), ("quote", &quote), ("revision", &draft)]
    {
        copy(&raw, table, right).expect(table);
    }
    assert!(copy(&raw, "revision", &[("rev", "3"), draft[1], draft[2]]).is_err(), "two drafts");
}
