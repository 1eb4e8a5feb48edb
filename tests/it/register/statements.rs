//! Every statement of the register is one that the database takes.

use reinstate::register::sql::STATEMENTS;
use rusqlite::Connection;

use super::Desk;

#[test]
fn every_statement_can_be_prepared() {
    let desk = Desk::new("2026-11-24");
    let connection = Connection::open(desk.path()).expect("a database");
    let wrong: Vec<String> = STATEMENTS
        .iter()
        .filter_map(|(name, text)| {
            connection.prepare(text).err().map(|error| format!("{name}: {error}"))
        })
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
