//! Tables in memory: what a row comes to is what a run writes of it, however the table is cut.
//!
//! Anvil Pro at Basic costs 100.00 × 18% = 18.00 a licence a year: ten are 180.00.

use std::collections::BTreeMap;

use reinstate::batch::table::{
    ACCOUNT_ROWS_MAX, PricedColumns, RowOutcome, TableCells, TablePricer,
};
use reinstate::batch::{BatchError, Due};
use reinstate::engine::book::{PriceBook, Shelf};
use reinstate::engine::calendar::parse_iso;

use super::{Place, QUOTE_DATE, row, run, said, table};
use crate::support::project;

/// A table as cells.
struct Cells {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Cells {
    fn of(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut rows = reader.records().map(|row| {
            let row = row.expect("a row");
            row.iter().map(str::to_owned).collect::<Vec<_>>()
        });
        let names = rows.next().expect("a head");
        Self { names, rows: rows.collect() }
    }

    fn pricer(&self, shelf: &Shelf, due: Due) -> TablePricer {
        self.pricer_of(std::slice::from_ref(shelf), due)
    }

    fn pricer_of(&self, shelves: &[Shelf], due: Due) -> TablePricer {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let today = parse_iso(QUOTE_DATE).expect("a day");
        TablePricer::new(shelves, &names, today, due).expect("all columns")
    }

    /// Prices the rows at some places, with the first shelf.
    fn price(
        &self,
        pricer: &mut TablePricer,
        places: &[usize],
        order: Option<&[u32]>,
    ) -> PricedColumns {
        self.price_all(pricer, places, order).swap_remove(0)
    }

    /// The same with every shelf.
    fn price_all(
        &self,
        pricer: &mut TablePricer,
        places: &[usize],
        order: Option<&[u32]>,
    ) -> Vec<PricedColumns> {
        pricer.price(places.len(), order, self.at(places)).expect("prices")
    }

    /// The cells of the rows at some places.
    fn at<'a>(&'a self, places: &'a [usize]) -> impl FnMut(usize, usize, &mut Vec<u8>) + 'a {
        |row, column, text| text.extend_from_slice(self.rows[places[row]][column].as_bytes())
    }

    /// Where each account begins.
    fn begins(&self) -> Vec<usize> {
        let id = |row: usize| self.rows[row][0].trim();
        (0..self.rows.len()).filter(|row| *row == 0 || id(*row) != id(row - 1)).collect()
    }
}

/// What a row came to, as text; the amounts in the order of `lines.csv`.
fn told(priced: &PricedColumns, row: usize) -> String {
    let row = priced.get(row).expect("a row");
    match row.outcome {
        RowOutcome::Priced(line) => {
            let amounts = [
                line.unit_list,
                line.unit_net,
                line.forward,
                line.term_discount,
                line.back_coverage,
                line.penalty,
                line.total,
            ];
            let head = [
                line.quantity.to_string(),
                line.status.to_owned(),
                line.gap_days.to_string(),
                line.forward_from.to_string(),
                line.forward_through.to_string(),
            ];
            let cells = head.into_iter().chain(amounts.map(|amount| amount.to_string()));
            cells.chain([line.currency.to_string()]).collect::<Vec<_>>().join(",")
        }
        RowOutcome::Skipped { code } => format!("skipped {code}"),
        RowOutcome::Rejected { code, reason } => format!("rejected {code}: {reason}"),
    }
}

/// What a run wrote of each row.
fn written(place: &Place) -> BTreeMap<usize, String> {
    let mut told = BTreeMap::new();
    for line in place.rows("out/lines.csv") {
        let row = line[0].parse().expect("a number");
        // Behind the row, the account, the product line and the edition.
        told.insert(row, line[4..17].join(","));
    }
    let mut reasons: BTreeMap<usize, (String, Vec<String>)> = BTreeMap::new();
    for cells in place.rows("out/rejects.csv") {
        let [row, code, _, reason] = &cells[cells.len() - 4..] else { panic!("four cells more") };
        let row = row.parse().expect("a number");
        reasons.entry(row).or_insert((code.clone(), Vec::new())).1.push(reason.clone());
    }
    for (row, (code, reasons)) in reasons {
        told.insert(row, format!("rejected {code}: {}", reasons.join("; ")));
    }
    told
}

fn samples() -> Shelf {
    let books = reinstate::samples::BOOKS.map(|(name, text)| PriceBook::read(name, text));
    Shelf::of(books.map(|book| book.expect("a book").0)).expect("a shelf")
}

fn small() -> Shelf {
    small_with(&[])
}

/// The small book with some of its text replaced.
fn small_with(replaced: &[(&str, &str)]) -> Shelf {
    let mut text = std::fs::read_to_string(project("tests/batch/book.toml")).expect("a book");
    for (from, to) in replaced {
        assert!(text.contains(from), "the book has `{from}`");
        text = text.replace(from, to);
    }
    Shelf::of([PriceBook::read("book.toml", &text).expect("a book").0]).expect("a shelf")
}

#[test]
fn each_row_comes_to_what_a_run_writes_however_the_table_is_cut() {
    let place = Place::new();
    let input = place.sample(4_000, 7);
    let output = run(&[&input, "--out", &place.text("out")]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let written = written(&place);
    let text = std::fs::read_to_string(&input).expect("a table");
    let cells = Cells::of(&text);
    assert_eq!(written.len(), cells.rows.len(), "each row is priced or rejected");
    let shelf = samples();
    let begins = cells.begins();
    for accounts in [1, 3, 50, begins.len()] {
        let mut pricer = cells.pricer(&shelf, Due::default());
        let mut first = 0;
        for (piece, some) in begins.chunks(accounts).enumerate() {
            let end = begins.get((piece + 1) * accounts).copied().unwrap_or(cells.rows.len());
            let places: Vec<usize> = (some[0]..end).collect();
            let priced = cells.price(&mut pricer, &places, None);
            for (at, row) in places.iter().enumerate() {
                assert_eq!(told(&priced, at), written[&(row + 1)], "row {}", row + 1);
                first += usize::from(priced.get(at).expect("a row").first);
            }
        }
        assert_eq!(first, begins.len());
        let summary = place.summary("out");
        let sums = serde_json::to_value(&pricer.sums()[0]).expect("JSON");
        assert_eq!(sums["rows"], summary["rows"]);
        assert_eq!(sums["accounts"], summary["accounts"]);
        assert_eq!(sums["currencies"], summary["currencies"]);
        assert_eq!(sums["rejects"], summary["rejects"]);
    }
}

#[test]
fn rows_in_any_order_come_to_the_same_once_they_are_grouped() {
    // Each pair has no factor in common: each row once, neighbours far apart. Where they are very
    // far apart, cells are copied first.
    same_in_any_order(3_000, 1_009);
    same_in_any_order(40_000, 16_001);
}

fn same_in_any_order(rows: usize, step: usize) {
    let place = Place::new();
    let mut cells = Cells::of(
        &std::fs::read_to_string(place.sample(u64::try_from(rows).expect("a count"), 11))
            .expect("a table"),
    );
    // Cells of every length that may be one byte or more than a byte can count.
    for (row, length) in [(7, 0), (70, 254), (700, 255), (1_700, 256), (2_700, 70_000)] {
        cells.rows[row][1] = "x".repeat(length);
    }
    let shelf = samples();
    let all: Vec<usize> = (0..cells.rows.len()).collect();
    let together = cells.price(&mut cells.pricer(&shelf, Due::default()), &all, None);
    // The rows of an account must keep their order among themselves, which tells them apart in
    // reasons.
    let mut scattered: Vec<usize> = all.iter().map(|row| row * step % rows).collect();
    let id = |row: usize| cells.rows[row][0].clone();
    let mut by_account: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in &all {
        by_account.entry(id(*row)).or_default().push(*row);
    }
    by_account.values_mut().for_each(|rows| rows.reverse());
    for slot in &mut scattered {
        *slot = by_account.get_mut(&id(*slot)).and_then(Vec::pop).expect("a row of the account");
    }
    let mut pricer = cells.pricer(&shelf, Due::default());
    // Where accounts stand together, all stays as it is.
    let order = pricer.grouped(all.len(), cells.at(&all)).expect("an order");
    assert_eq!(order.iter().map(|row| *row as usize).collect::<Vec<_>>(), all);
    let order = pricer.grouped(scattered.len(), cells.at(&scattered)).expect("an order");
    let apart = cells.price(&mut pricer, &scattered, Some(&order));
    for (at, row) in scattered.iter().enumerate() {
        assert_eq!(told(&apart, at), told(&together, *row), "row {}", row + 1);
        assert_eq!(apart.get(at), together.get(*row), "row {}", row + 1);
    }
}

#[test]
fn a_cell_that_takes_away_from_the_others_is_refused() {
    let rows: Vec<String> = (0..20_000).map(|at| row(&format!("A-{at}"), &[])).collect();
    let cells = Cells::of(&table(&rows));
    let order: Vec<u32> = (0..20_000).map(|at| at * 8_009 % 20_000).collect();
    let cell = |row: usize, column: usize, text: &mut Vec<u8>| {
        text.clear();
        text.extend_from_slice(cells.rows[row][column].as_bytes());
    };
    let error = cells.pricer(&small(), Due::default()).price(rows.len(), Some(&order), cell);
    let BatchError::Table { message, .. } = error.expect_err("an error") else {
        panic!("another error")
    };
    assert_eq!(message, "a cell took away from the text that it was given");
}

/// Cells that are wanted no more once it was asked so often.
struct Unwanted<'a>(&'a Cells, usize);

impl TableCells for Unwanted<'_> {
    fn push(&mut self, row: usize, column: usize, text: &mut Vec<u8>) {
        text.extend_from_slice(self.0.rows[row][column].as_bytes());
    }

    fn goes_on(&mut self) -> bool {
        self.1 = self.1.checked_sub(1).expect("no question after a no");
        self.1 > 0
    }
}

#[test]
fn whoever_gives_the_cells_ends_the_work() {
    let rows: Vec<String> = (0..20_000).map(|at| row(&format!("A-{at}"), &[])).collect();
    let cells = Cells::of(&table(&rows));
    let pricer = || cells.pricer(&small(), Due::default());
    let far: Vec<u32> = (0..20_000).map(|at| at * 8_009 % 20_000).collect();
    // 20,000 rows are five times 4,096: at the sixth time, those far apart are copied, and then
    // priced from there, with nothing asked of the cells.
    for at in [1, 5] {
        let stopped = pricer().price(rows.len(), None, Unwanted(&cells, at));
        assert!(matches!(stopped, Err(BatchError::Stopped)), "at {at}");
        let stopped = pricer().grouped(rows.len(), Unwanted(&cells, at));
        assert!(matches!(stopped, Err(BatchError::Stopped)), "at {at}");
    }
    for at in [1, 5, 6, 10] {
        let stopped = pricer().price(rows.len(), Some(&far), Unwanted(&cells, at));
        assert!(matches!(stopped, Err(BatchError::Stopped)), "at {at}");
    }
    assert!(pricer().price(rows.len(), Some(&far), Unwanted(&cells, 11)).is_ok());
}

/// What the rows of a table of the small book come to, in one piece.
fn priced(rows: &[String], due: Due) -> (Vec<String>, Vec<(bool, Option<String>)>) {
    let cells = Cells::of(&table(rows));
    let all: Vec<usize> = (0..cells.rows.len()).collect();
    let priced = cells.price(&mut cells.pricer(&small(), due), &all, None);
    let outcomes = all.iter().map(|row| {
        let told = told(&priced, *row);
        let short = told.split_once(": ").map_or(told.as_str(), |(code, _)| code);
        if short.contains(',') { "priced".to_owned() } else { short.to_owned() }
    });
    let whose = all.iter().map(|row| {
        let row = priced.get(*row).expect("a row");
        (row.first, row.account.map(str::to_owned))
    });
    (outcomes.collect(), whose.collect())
}

#[test]
fn a_row_without_an_id_is_rejected_alone() {
    // "é" as two characters and as one are the same id.
    let rows = [
        row(" Caf\u{e9} ", &[]),
        row("", &[]),
        row("Cafe\u{301}", &[]),
        row("", &[("product_line", "Total"), ("owned", "20")]),
        row("B", &[("owned", "many")]),
        row("B", &[]),
    ];
    let (outcomes, whose) = priced(&rows, Due::default());
    let expected = [
        "priced",
        "rejected missing-value",
        "priced",
        "rejected missing-value",
        "rejected bad-number",
        "rejected account-refused",
    ];
    assert_eq!(outcomes, expected);
    let of = |first, id: &str| (first, Some(id.to_owned()));
    let cafe = "Caf\u{e9}";
    let expected = [
        of(true, cafe),
        (false, None),
        of(false, cafe),
        (false, None),
        of(true, "B"),
        of(false, "B"),
    ];
    assert_eq!(whose, expected);
}

#[test]
fn an_account_that_comes_back_is_rejected_and_begins_once_more() {
    let (outcomes, whose) = priced(&[row("A", &[]), row("B", &[]), row("A", &[])], Due::default());
    assert_eq!(outcomes, ["priced", "priced", "rejected account-not-adjacent"]);
    // More first rows than accounts: that is how a reader of the whole sees it.
    assert!(whose.iter().all(|(first, _)| *first));
    // The same over two pieces.
    let cells = Cells::of(&table(&[row("A", &[]), row("A", &[])]));
    let mut pricer = cells.pricer(&small(), Due::default());
    assert!(told(&cells.price(&mut pricer, &[0], None), 0).ends_with(",180.00,EUR"));
    let back = told(&cells.price(&mut pricer, &[1], None), 0);
    assert!(back.starts_with("rejected account-not-adjacent"), "{back}");
}

#[test]
fn rows_that_ask_for_nothing_say_why() {
    let day = |text| parse_iso(text);
    let due = Due { from: day("2026-12-01"), through: day("2026-12-31") };
    let running = [("covered_through", "2027-06-30")];
    let rows = [row("A", &[]), row("A", &running), row("B", &running)];
    let (outcomes, _) = priced(&rows, due);
    assert_eq!(outcomes, ["priced", "skipped not-due", "skipped not-due"]);
    let head = "org_id,row_kind,customer,product_line,edition,owned,covered_through,service_level,\
                term_years,program,currency";
    let text = format!(
        "{head}\nA,,Smithy,anvil,pro,10,2026-12-31,basic,1,list,EUR\n\
         A,other,,forge,,,2027-03-31,plus,,,\nB,other,,forge,,,2027-03-31,plus,,,\n\
         C,other,,forge,,,2027-03-31,plus,,,\nC,,Smithy,anvil,pro,10,2027-06-30,basic,1,list,EUR\n"
    );
    let cells = Cells::of(&text);
    let all = [0, 1, 2, 3, 4];
    let priced = cells.price(&mut cells.pricer(&small(), Due::default()), &all, None);
    assert!(told(&priced, 0).ends_with(",180.00,EUR"), "{}", told(&priced, 0));
    for other in [1, 2, 3] {
        assert_eq!(told(&priced, other), "skipped other-contract");
    }
    let priced = cells.price(&mut cells.pricer(&small(), due), &all, None);
    let kinds = [2, 3, 4].map(|row| told(&priced, row));
    assert_eq!(kinds, ["skipped other-contract", "skipped other-contract", "skipped not-due"]);
}

#[test]
fn rejects_that_are_corrected_can_be_priced_in_memory_too() {
    let place = Place::new();
    let two_faults = row("A", &[("owned", "many"), ("covered_through", "soon")]);
    let input = place.file("table.csv", table(&[two_faults]));
    assert_eq!(super::run_small(&[&input, "--out", &place.text("out")]).status.code(), Some(1));
    let mended = place.read_text("out/rejects.csv").replace("many", "10");
    let cells = Cells::of(&mended.replace("soon", "2026-12-31"));
    assert_eq!(cells.rows.len(), 2);
    let priced = cells.price(&mut cells.pricer(&small(), Due::default()), &[0, 1], None);
    assert!(told(&priced, 0).ends_with(",180.00,EUR"), "{}", told(&priced, 0));
    assert_eq!(told(&priced, 1), "skipped further-reason");
}

/// Ten licences at 18%: of 100.00 they are 180.00, of 110.00 they are 198.00. In the last book
/// `anvil` is a name and no id, and there is no forge.
fn shelves() -> [Shelf; 3] {
    [
        small(),
        small_with(&[("EUR = \"100.00\"", "EUR = \"110.00\"")]),
        small_with(&[
            ("\"anvil\"", "\"amboss\""),
            ("\"Acme Anvil\"", "\"Anvil\""),
            ("\"forge\"", "\"esse\""),
            ("{ forge =", "{ esse ="),
        ]),
    ]
}

/// The code of a row, or its total.
fn short(columns: &PricedColumns, row: usize) -> String {
    let told = told(columns, row);
    match told.split_once(": ") {
        Some((code, _)) => code.to_owned(),
        None => told.rsplit(',').nth(1).expect("a total").to_owned(),
    }
}

#[test]
fn several_shelves_price_the_same_rows_each_by_its_own_books() {
    let shelves = shelves();
    let forge = [("product_line", "forge"), ("edition", "unit")];
    let cells = Cells::of(&table(&[
        row("A", &[]),
        row("", &[]),
        row("B", &forge),
        row("C", &[("owned", "many")]),
        row("C", &[]),
        row("A", &[]),
        row("D", &[]),
    ]));
    let all: Vec<usize> = (0..cells.rows.len()).collect();
    let mut pricer = cells.pricer_of(&shelves, Due::default());
    let priced = cells.price_all(&mut pricer, &all, None);
    // 999.99 × 18% is 180.00 a licence, to the cent.
    for (columns, [anvil, forge]) in priced.iter().zip([
        ["180.00", "1800.00"],
        ["198.00", "1800.00"],
        ["180.00", "rejected unknown-product-line"],
    ]) {
        let told: Vec<String> = all.iter().map(|row| short(columns, *row)).collect();
        assert_eq!(
            told,
            [
                anvil,
                "rejected missing-value",
                forge,
                "rejected bad-number",
                "rejected account-refused",
                "rejected account-not-adjacent",
                anvil,
            ]
        );
    }
    // Each as if it were alone, its sums too: seven rows of four accounts.
    for (at, shelf) in shelves.iter().enumerate() {
        let mut alone = cells.pricer(shelf, Due::default());
        let columns = cells.price(&mut alone, &all, None);
        assert!(all.iter().all(|row| columns.get(*row) == priced[at].get(*row)));
        assert_eq!(alone.sums()[0], pricer.sums()[at]);
        assert_eq!((alone.sums()[0].rows.total, alone.sums()[0].accounts.total), (7, 4));
    }
    assert!(cells.pricer_of(&[], Due::default()).sums().is_empty());
}

#[test]
fn several_shelves_price_rows_in_any_order_and_none_that_is_too_large() {
    let cells = Cells::of(&table(&[row("A", &[]), row("B", &[]), row("A", &[("retire", "1")])]));
    let mut pricer = cells.pricer_of(&shelves(), Due::default());
    let priced = cells.price_all(&mut pricer, &[0, 1, 2], Some(&[1, 0, 2]));
    let totals: Vec<String> = priced.iter().map(|columns| short(columns, 1)).collect();
    assert_eq!(totals, ["180.00", "198.00", "180.00"]);
    let rest = pricer.price_rest(1, cells.at(&[1]));
    for columns in rest.expect("rejects") {
        assert_eq!(short(&columns, 0), "rejected account-too-large");
    }
}

/// Rejects that come back have a line for each further reason: whoever waits for the end of the
/// account counts it, and so must what prices it, or half an account would be priced as a whole.
#[test]
fn lines_of_further_reasons_count_where_an_account_is_too_large() {
    let names = "org_id,customer,product_line,edition,owned,covered_through,service_level,\
                 term_years,program,currency,row,code,column,reason";
    let line = |number: usize| {
        let own = "A,Smithy,anvil,pro,10,2026-12-31,basic,1,list,EUR";
        format!("{own},{number},bad-number,owned,...\nA,,,,,,,,,,{number},bad-date,start,...\n")
    };
    let half = ACCOUNT_ROWS_MAX / 2;
    for (rows, first) in [(half, ",180.00,EUR"), (half + 1, "more than 10000 rows")] {
        let lines: String = (0..rows).map(line).collect();
        let cells = Cells::of(&format!("{names}\n{lines}"));
        let all: Vec<usize> = (0..cells.rows.len()).collect();
        let priced = cells.price(&mut cells.pricer(&small(), Due::default()), &all, None);
        assert!(told(&priced, 0).contains(first), "{}", told(&priced, 0));
        assert_eq!(told(&priced, 1), "skipped further-reason");
    }
    // A further line whose row was in the piece before is one all the same.
    let cells = Cells::of(&format!("{names}\n{}", line(1)));
    let mut pricer = cells.pricer(&small(), Due::default());
    cells.price(&mut pricer, &[0], None);
    let rest = pricer.price_rest(1, cells.at(&[1]));
    assert_eq!(told(&rest.expect("a rest")[0], 0), "skipped further-reason");
}

#[test]
fn what_is_too_large_is_rejected_whole() {
    let cells = Cells::of(&table(&[row("A", &[]), row("B", &[])]));
    let mut pricer = cells.pricer(&small(), Due::default());
    let places = vec![0; ACCOUNT_ROWS_MAX + 1];
    let large = cells.price(&mut pricer, &places, None);
    let rest = pricer.price_rest(2, cells.at(&[0, 0]));
    let rest = rest.expect("rejects").swap_remove(0);
    for (at, columns) in [(0, &large), (ACCOUNT_ROWS_MAX, &large), (0, &rest), (1, &rest)] {
        let told = told(columns, at);
        assert!(told.starts_with("rejected account-too-large: the account has more"), "{told}");
    }
    let first = |columns: &PricedColumns| columns.get(0).map(|row| row.first);
    assert_eq!((first(&large), first(&rest)), (Some(true), Some(false)));
    assert_eq!(pricer.sums()[0].accounts.rejected, 1);
    assert!(told(&cells.price(&mut pricer, &[1], None), 0).ends_with(",180.00,EUR"));
    // Rows of it that do not agree, and a day that asks for none of them, change nothing: in
    // another cut they would not be read together.
    let own = Cells::of(&table(&[row("A", &[]), row("A", &[("currency", "JPY")])]));
    let mut places = vec![0; ACCOUNT_ROWS_MAX];
    places.push(1);
    let day = Some(parse_iso("2027-06-30").expect("a day"));
    for due in [Due::default(), Due { from: day, through: None }] {
        let large = own.price(&mut own.pricer(&small(), due), &places, None);
        for at in [0, ACCOUNT_ROWS_MAX] {
            let told = told(&large, at);
            assert!(told.starts_with("rejected account-too-large"), "{told}");
        }
    }
    // A row of more than 64 KiB is named, and its account has no price.
    let long = "x".repeat(70_000);
    let (outcomes, _) = priced(&[row("A", &[("customer", &long)]), row("A", &[])], Due::default());
    assert_eq!(outcomes, ["rejected row-too-long", "rejected account-refused"]);
}

#[test]
fn columns_and_orders_that_cannot_be_used_are_named() {
    let cells = Cells::of(&table(&[row("A", &[]), row("B", &[])]));
    let today = parse_iso(QUOTE_DATE).expect("a day");
    let shelf = small();
    for (from, to, expected) in [
        ("owned", "", "the table lacks the columns owned"),
        ("edition", "org_id", "the table has the column `org_id` twice"),
        ("org_id", "orgid2", "the table lacks the columns org_id"),
        ("language", "langage", "the column `langage` is not known"),
    ] {
        let names: Vec<&str> =
            cells.names.iter().map(|name| if name == from { to } else { name.as_str() }).collect();
        match TablePricer::new(std::slice::from_ref(&shelf), &names, today, Due::default()) {
            Err(BatchError::Table { message, .. }) => {
                assert!(message.starts_with(expected), "{message}");
            }
            other => panic!("{other:?}"),
        }
    }
    let mut pricer = cells.pricer(&shelf, Due::default());
    for order in [&[0][..], &[0, 0], &[0, 2], &[0, 1, 1]] {
        let failed = pricer.price(2, Some(order), cells.at(&[0, 1]));
        assert!(matches!(failed, Err(BatchError::Table { .. })), "{order:?}");
    }
    assert!(cells.price(&mut pricer, &[], None).is_empty());
}
