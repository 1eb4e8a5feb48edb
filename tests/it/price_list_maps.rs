//! Price lists with names of their own, read by a map through the real binary, and the sheets of
//! their workbooks.

use crate::price_lists::{BOOK, Run, Shop};

/// A price list as a vendor makes it: names of its own, a comma before decimals, one part number
/// for what a product is.
const OWN: &str = "Acme;Preisliste 2028\n\n\
                   Produkt;Art.-Nr.;Listenpreis;Ab Menge;Bezugsgröße\n\
                   Amboss;A-1;1.250,50;;Nutzer\n\
                   Amboss;A-1;1.100;1.000;Nutzer\n\
                   Amboss;A-2;40;;Nutzer\n";
const OWN_MAP: &str = r#"decimal = ","
[column]
product_line = { from = "Produkt", words = { "Amboss" = "anvil" } }
edition = { from = "Art.-Nr.", table = "parts.csv", key = "no", give = "edition" }
metric = { from = "Bezugsgröße", words = { "Nutzer" = "user" } }
srp = "Listenpreis"
currency = { value = "EUR" }
tier_from = "Ab Menge"
sku = "Art.-Nr."
"#;
const PARTS: &str = "no;edition\nA-1;pro\nA-2;lite\n";

impl Shop {
    /// With the small book in euros alone, a price list with names of its own, and what its map
    /// looks up.
    fn with_map(map: &str) -> Self {
        let shop = Self::new();
        let in_euros = BOOK.replace(", USD = \"110.00\"", "").replace(", USD = \"99.00\"", "");
        shop.write("book.toml", &in_euros);
        shop.write("own.csv", OWN);
        shop.write("parts.csv", PARTS);
        shop.write("map.toml", map);
        shop
    }

    fn import_mapped(&self, table: &str) -> Run {
        self.run(&["book", "import", table, "--map", "map.toml", "--into", "book.toml"])
    }
}

/// By hand, with a comma before decimals: 1.250,50 is 1250.50, 1.100 is 1100, from 1.000 on.
#[test]
fn a_map_reads_a_price_list_with_names_of_its_own() {
    let shop = Shop::with_map(OWN_MAP);
    shop.import_mapped("own.csv").expect(
        0,
        &[
            "new: anvil lite",
            "edition.pro.srp.EUR 100.00 1250.50",
            "edition.pro.tier from 1000.srp.EUR – 1100.00",
        ],
    );
    let book = shop.read("book.toml");
    for part in ["id = \"lite\"", "metric = \"user\"", "EUR = \"40.00\"", "id = \"A-2\""] {
        assert!(book.contains(part), "{part} is not in\n{book}");
    }
    // The columns that a map does not name go by their names; and a row of the head that is named.
    shop.write("own.csv", "x,y\nproduct_line,edition,Preis\nanvil,pro,101.5\n");
    shop.write(
        "map.toml",
        "header_row = 2\n[column]\nsrp = \"preis\"\ncurrency = { value = \"EUR\" }\n",
    );
    shop.import_mapped("own.csv").expect(0, &["srp.EUR 1250.50 101.50"]);
    // A column for each currency, each by its own name; a new book is made in the same way.
    shop.write("own.csv", "product_line,edition,Preis,Prijs\nanvil,pro,\"1,000.50\",1'000\n");
    let map = "[column]\nsrp_CHF = \"Prijs\"\nsrp_EUR = \"Preis\"\nmetric = { value = \"user\" }\n\
               kind = { value = \"cloud\" }\n";
    shop.write("map.toml", map);
    let new = ["--into", "new.toml", "--like", "oracle"];
    shop.run(&[&["book", "import", "own.csv", "--map", "map.toml"][..], &new].concat())
        .expect(0, &["1 edition, 2 prices new"]);
    let srp = "srp = { EUR = \"1000.50\", CHF = \"1000.00\" }";
    let other = "srp = { CHF = \"1000.00\", EUR = \"1000.50\" }";
    let book = shop.read("new.toml");
    assert!(book.contains(srp) || book.contains(other), "{book}");
}

#[test]
fn what_is_wrong_in_a_map_of_prices_is_told_with_its_place() {
    let refused = |map: &str, said: &[&str]| {
        let shop = Shop::with_map(map);
        let before = shop.read("book.toml");
        shop.import_mapped("own.csv").expect(3, said);
        assert_eq!(shop.read("book.toml"), before, "{map}");
    };
    let with = |old: &str, new: &str| OWN_MAP.replace(old, new);
    assert!(OWN_MAP.contains("srp = \"Listenpreis\""));
    refused(
        &with("\"Listenpreis\"", "\"Listenprijs\""),
        &[
            "error[unknown-column]: the table has no column `Listenprijs`",
            "--> map.toml:6:",
            "did you mean `Listenpreis`?",
        ],
    );
    refused(
        &with("\"Listenpreis\"", "\"Betrag je Stück\""),
        &["no column `Betrag je Stück`", "it has `Produkt`, `Art.-Nr.`, `Listenpreis`"],
    );
    refused(
        &with("metric =", "metrik ="),
        &["there is no column `metrik`", "--> map.toml:5:", "did you mean `metric`?"],
    );
    refused(&with("metric =", "owned ="), &["no column `owned`", "one of product_line,"]);
    refused(&with("srp =", "srp_ABC ="), &["there is no column `srp_ABC`"]);
    refused(
        &with("give = \"edition\"", "give = \"edtion\""),
        &["the table parts.csv has no column `edtion`", "did you mean `edition`?"],
    );
    refused(
        &with("parts.csv", "part.csv"),
        &["the table part.csv cannot be used", "--> map.toml:4"],
    );
    refused(&with("decimal = \",\"", "decimal = \";\""), &["`;` is not known here"]);
    refused(
        &with("decimal", "dates = \"dmy\"\ndecimal"),
        &["unknown key `dates`", "--> map.toml:1"],
    );
    refused(&with("key = \"no\", ", ""), &["the keys of `edition` do not go together"]);
    refused(&with("currency =", "Currency = \"Produkt\"\ncurrency ="), &["mapped twice"]);
    refused("decimal = \",\"\n", &["lacks the columns `product_line`, `edition`, `currency`"]);
    refused(&with("decimal", "header_row = 2\ndecimal"), &["line 2", "is blank or not there"]);
    refused(
        &with("currency = { value = \"EUR\" }\n", ""),
        &["lacks the columns `currency`; found: `Produkt`"],
    );
    // A key that stands twice in the table that values are looked up in.
    let shop = Shop::with_map(OWN_MAP);
    shop.write("parts.csv", &format!("{PARTS}A-1;max\n"));
    shop.import_mapped("own.csv").expect(
        3,
        &["the table parts.csv has the key `A-1` twice: in the rows 1 and 3", "leave one of them"],
    );
    let flags = ["--uplift", "4%", "--version", "2", "--effective-from", "2028-01-01"];
    let uplift = ["book", "import", "book.toml", "--map", "map.toml", "--into", "new.toml"];
    shop.run(&[&uplift[..], &flags].concat()).expect(2, &["cannot be used with"]);
    shop.run(&["book", "import", "own.csv", "--map", "no.toml", "--into", "book.toml"])
        .expect(3, &["no.toml"]);
}

#[test]
fn cells_that_a_map_can_make_nothing_of_are_told_with_their_rows() {
    let shop = Shop::with_map(OWN_MAP);
    let before = shop.read("book.toml");
    shop.write(
        "own.csv",
        "Produkt;Art.-Nr.;Listenpreis;Ab Menge;Bezugsgröße\n\
         Amboss;A-1;12.50;;Nutzer\n\
         Amboß;A-1;5;;Nutzer\n\
         Amboss;A-9;5;;Nutzer\n\
         Amboss;A-1;5 EUR;;Nutzer\n\
         Amboss;A-1;5;1,5;Nutzer\n\
         Amboss;A-1;#N/A;;Nutzer\n\
         Amboss;A-1;-5;;Nutzer\n\
         ;A-1;5;;Nutzer\n\
         Amboss;A-1;;;Nutzer\n",
    );
    shop.import_mapped("own.csv").expect(
        1,
        &[
            "row 1: `srp` (in `Listenpreis`): `12.50` could mean two numbers",
            "row 2: `product_line` (in `Produkt`): `Amboß` is none of the words that the map \
             translates (Amboss): add it to `words` of `product_line` in the map",
            "row 3: `edition` (in `Art.-Nr.`): `A-9` is not in the column `no` of parts.csv",
            "row 4: `srp` (in `Listenpreis`): `5 EUR` is not a price",
            "the decimal mark `,` that the map names",
            "row 5: `tier_from` (in `Ab Menge`): `1,5` is not a whole number",
            "row 6: `srp` (in `Listenpreis`): `#N/A` is an error of a spreadsheet",
            "row 7: the price `-5` is negative",
            "row 8: `product_line` (in `Produkt`) is empty",
            "row 9: `srp` (in `Listenpreis`) is empty",
        ],
    );
    assert_eq!(shop.read("book.toml"), before);
}

/// A workbook as a vendor makes it: a sheet that tells about it, one for each region with a title
/// and merged cells, part numbers that are numbers with zeros in front.
#[cfg(feature = "formats")]
fn regions(path: &std::path::Path, heads: [&str; 4]) {
    use rust_xlsxwriter::{Format, Workbook};
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("About").expect("a sheet").write(0, 0, "Acme").expect("text");
    let zeros = Format::new().set_num_format("00000");
    for (region, price) in [("EMEA", 104.5), ("Americas", 114.5)] {
        let sheet = workbook.add_worksheet().set_name(region).expect("a sheet");
        sheet.write(0, 0, format!("Prices for {region}")).expect("a title");
        for (column, head) in (1..).zip(heads) {
            sheet.write(2, column, head).expect("a head");
        }
        sheet.merge_range(3, 1, 4, 1, "anvil", &Format::new()).expect("merged cells");
        for (row, (edition, amount, number)) in
            (3..).zip([("pro", price, 471), ("lite", 40.25, 472)])
        {
            sheet.write(row, 2, edition).expect("a cell");
            sheet.write(row, 3, amount).expect("a cell");
            sheet.write_with_format(row, 4, number, &zeros).expect("a cell");
        }
        sheet.set_row_hidden(4).expect("a row");
    }
    workbook.save(path).expect("a workbook");
}

#[cfg(feature = "formats")]
#[test]
fn a_map_says_which_sheet_of_a_workbook_is_the_price_list() {
    let map = "decimal = \",\"\n[column]\nproduct_line = \"Line\"\nedition = \"Name\"\n\
               srp_EUR = \"List\"\nsku = \"No\"\nmetric = { value = \"user\" }\n";
    let shop = Shop::with_map(map);
    regions(&shop.path("own.xlsx"), ["Line", "Name", "List", "No"]);
    shop.import_mapped("own.xlsx").expect(
        3,
        &["the sheets `EMEA`, `Americas` all have the columns", "sheet = \"Prices\"", "hide"],
    );
    shop.write("map.toml", &format!("sheet = \"apac\"\n{map}"));
    shop.import_mapped("own.xlsx")
        .expect(3, &["no sheet `apac`", "one of these: `About`, `EMEA`, `Americas`"]);
    shop.write("map.toml", &format!("sheet = \"americas\"\n{map}"));
    shop.import_mapped("own.xlsx").expect(
        0,
        &[
            "edition.pro.srp.EUR 100.00 114.50",
            "new: anvil lite",
            "note: read the sheet `Americas` of the workbook",
            "note: rows that the workbook hides: 1; they were read like all others",
        ],
    );
    let book = shop.read("book.toml");
    assert!(book.contains("id = \"00471\"") && book.contains("EUR = \"40.25\""), "{book}");
    // A row of the head that is named, counted in the sheet.
    shop.write("map.toml", &format!("sheet = \"EMEA\"\nheader_row = 3\n{map}"));
    shop.import_mapped("own.xlsx").expect(0, &["edition.pro.srp.EUR 114.50 104.50"]);
    shop.write("map.toml", &format!("sheet = \"EMEA\"\nheader_row = 2\n{map}"));
    shop.import_mapped("own.xlsx").expect(3, &["row 2 of the sheet `EMEA`", "blank or not there"]);
    // With one column by another name, none of the sheets has them all.
    let other = map.replace("\"List\"", "\"Lst\"");
    shop.write("map.toml", &other);
    shop.import_mapped("own.xlsx").expect(
        3,
        &[
            "none of the sheets `About`, `EMEA`, `Americas` has all the columns that the map \
             names: `Line`, `Lst`, `Name`, `No`",
            "say which sheet is meant",
        ],
    );
    shop.write("map.toml", &format!("sheet = \"EMEA\"\n{other}"));
    shop.import_mapped("own.xlsx")
        .expect(3, &["no column `Lst`", "--> map.toml:6:", "did you mean `List`?"]);
}

#[cfg(feature = "formats")]
#[test]
fn a_workbook_with_the_names_of_a_price_list_needs_no_map_to_tell_its_sheet() {
    use rust_xlsxwriter::{Format, Formula, Workbook};
    let shop = Shop::with_book();
    regions(&shop.path("p.xlsx"), ["product_line", "edition", "srp_EUR", "sku"]);
    let import = || shop.run(&["book", "import", "p.xlsx", "--into", "book.toml"]);
    import().expect(3, &["the sheets `EMEA`, `Americas` all have the columns"]);
    let save = |with: &dyn Fn(&mut rust_xlsxwriter::Worksheet)| {
        let mut workbook = Workbook::new();
        let about = workbook.add_worksheet().set_name("About").expect("a sheet");
        about.write(0, 0, "product_line and edition").expect("a cell");
        let sheet = workbook.add_worksheet().set_name("Prices").expect("a sheet");
        for (column, head) in (0..).zip(["product_line", "edition", "srp_EUR", "srp_USD"]) {
            sheet.write(0, column, head).expect("a head");
        }
        sheet.write(1, 0, "anvil").expect("a cell");
        sheet.write(1, 1, "pro").expect("a cell");
        sheet.write(1, 2, 101).expect("a cell");
        sheet.write(1, 3, 110).expect("a cell");
        with(sheet);
        workbook.save(shop.path("p.xlsx")).expect("a workbook");
    };
    save(&|_| ());
    import().expect(0, &["srp.EUR 100.00 101.00", "note: read the sheet `Prices`"]);
    let before = shop.read("book.toml");
    save(&|sheet| {
        let percent = Format::new().set_num_format("0.0\" v\"");
        sheet.write_with_format(1, 1, 8.2, &percent).expect("a cell");
        sheet.write(1, 2, Formula::new("=NA()").set_result("#N/A")).expect("a cell");
    });
    import().expect(
        1,
        &[
            "row 1: `edition`: 8.2 is a number with the format `0.0\" v\"`",
            "row 1: `srp_EUR`: `#N/A` is an error of a spreadsheet",
        ],
    );
    assert_eq!(shop.read("book.toml"), before);
}
