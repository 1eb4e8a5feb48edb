//! Price lists through the real binary: prices from tables into books and back, new versions, and
//! what is said of a table that cannot be used.

use std::path::PathBuf;

use reinstate::engine::book::PriceBook;

use crate::support::{program, project, read};

/// A folder of its own for a test, in which it runs the program.
pub(crate) struct Shop(tempfile::TempDir);

/// What a run of the program ended with.
pub(crate) struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    #[track_caller]
    pub(crate) fn expect(self, code: i32, said: &[&str]) -> Self {
        let all = format!("{}\n{}", self.out, self.err);
        assert_eq!(self.code, code, "{all}");
        let plain = all.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in said {
            assert!(plain.contains(part), "`{part}` is not in\n{all}");
        }
        self
    }
}

impl Shop {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect(name);
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect(name)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let mut command = program();
        command.args(arguments).current_dir(self.0.path());
        command.env_remove("RUST_BACKTRACE");
        let output = command.output().expect("the program");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let code = output.status.code().expect("no signal");
        Run { code, out: text(output.stdout), err: text(output.stderr) }
    }

    /// A small book, with comments wherever one can stand.
    pub(crate) fn with_book() -> Self {
        let shop = Self::new();
        shop.write("book.toml", BOOK);
        shop
    }

    /// Imports a table of these lines into the small book, and expects the book to be the old one.
    #[track_caller]
    fn refused(&self, table: &str, code: i32, said: &[&str]) {
        self.write("prices.csv", table);
        self.run(&["book", "import", "prices.csv", "--into", "book.toml"]).expect(code, said);
        assert_eq!(self.read("book.toml"), BOOK, "a book that is refused is as it was");
    }
}

pub(crate) const BOOK: &str = r#"# Acme prices.
[book]
id = "acme"
version = "2027.1"     # of the list
title = "Acme Care"
vendor = "Acme"
status = "sample"
effective_from = 2027-01-01
valid_days = 30
source = "Acme price list"

[rules]
all_in = "product-line"
one_service_level = true
refunds = "none"
releases_in_gap = "none"

[rounding]
mode = "half-up"

[term]
min_years = 1
max_years = 3

[[service_level]]
id = "standard"
name = "Standard"
rank = 1

# What is sold.
[[product_line]]
id = "anvil"
name = "Acme Anvil"
kind = "on-premises"
[[product_line.edition]]
id = "pro"
name = "Pro"
metric = "user"        # not device
srp = { EUR = "100.00", USD = "110.00" }   # since 2020
tier = [{ from = 100, srp = { EUR = "90.00", USD = "99.00" } }]
[[product_line.release]]
id = "r1"
name = "R1"
end_of_life = 2030-01-01

# What it costs a year.
[[rate]]
service_level = "standard"
of_srp = "20%"

[[program]]
id = "list"
name = "List price"
discount = "0%"

[lapse]
grace_days = 0
[[lapse.band]]
id = "late"
name = "Late"
back_coverage = { day_count = "actual/365", price = "net" }
penalty = "none"
"#;

const HEAD: &str = "product_line,edition,metric,kind,currency,srp,tier_from,sku\n";

#[test]
fn prices_change_and_all_else_of_a_book_stays() {
    let shop = Shop::with_book();
    shop.write(
        "prices.csv",
        "Product Line;Edition;SRP EUR;SRP USD;Edition name;Metric\n\
         Acme Anvil;PRO;104.5;110;;\n\
         anvil;lite;40;44.00;Lite;user\n",
    );
    let args = ["book", "import", "prices.csv", "--into", "book.toml"];
    shop.run(&args).expect(
        0,
        &[
            "1 edition, 2 prices new; 1 value changed; 1 price unchanged; checked",
            "new: anvil lite",
            "product_line.anvil.edition.pro.srp.EUR 100.00 104.50",
        ],
    );
    let wanted = BOOK.replace(r#"EUR = "100.00""#, r#"EUR = "104.50""#).replace(
        "[[product_line.release]]",
        "\n[[product_line.edition]]\nid = \"lite\"\nname = \"Lite\"\nmetric = \"user\"\n\
         srp = { EUR = \"40.00\", USD = \"44.00\" }\n[[product_line.release]]",
    );
    assert_eq!(shop.read("book.toml"), wanted);
    shop.run(&["book", "check", "book.toml"]).expect(0, &["no errors"]);
    // A second time there is nothing to do, to the byte.
    shop.run(&args).expect(0, &["4 prices unchanged"]);
    assert_eq!(shop.read("book.toml"), wanted);
}

#[test]
fn a_long_table_gives_tiers_and_part_numbers() {
    let shop = Shop::with_book();
    let rows = "anvil,pro,,,EUR,100,,A-1\nanvil,pro,,,USD,110,,A-1\n\
                anvil,pro,,,EUR,95,50,A-1\nanvil,pro,,,USD,104,50,A-1\n\
                anvil,pro,,,EUR,80,500,A-1\nanvil,pro,,,USD,88,500,A-1\n";
    shop.write("prices.csv", &format!("{HEAD}{rows}"));
    shop.run(&["book", "import", "prices.csv", "--into", "book.toml"]).expect(
        0,
        &[
            "1 part number new; 4 values added; 2 values removed; 2 prices unchanged",
            "product_line.anvil.edition.pro.tier from 100.srp.EUR 90.00 –",
            "product_line.anvil.edition.pro.tier from 500.srp.USD – 88.00",
        ],
    );
    let book = shop.read("book.toml");
    let tiers = "tier = [{ from = 50, srp = { EUR = \"95.00\", USD = \"104.00\" } }, \
                 { from = 500, srp = { EUR = \"80.00\", USD = \"88.00\" } }]\n";
    assert!(book.contains(tiers), "{book}");
    assert!(
        book.ends_with("\n[[sku]]\nid = \"A-1\"\nproduct_line = \"anvil\"\nedition = \"pro\"\n")
    );
    // Without the column of tiers, a table says nothing of them.
    shop.write("prices.csv", "product_line,edition,srp_EUR,sku\nanvil,pro,101,A-2\n");
    let done = shop.run(&["book", "import", "prices.csv", "--into", "book.toml"]);
    done.expect(0, &["2 values changed; checked", "sku.anvil.pro.id A-1 A-2"]);
    assert!(shop.read("book.toml").contains(tiers));
    assert!(shop.read("book.toml").contains("id = \"A-2\""));
}

#[test]
fn line_ends_and_a_byte_order_mark_stay_what_they_are() {
    let shop = Shop::new();
    let book = format!("\u{feff}{}", BOOK.replace('\n', "\r\n"));
    shop.write("book.toml", &book);
    shop.write("prices.csv", "\u{feff}product_line\tedition\tsrp_EUR\r\nanvil\tpro\t101\r\n");
    shop.run(&["book", "import", "prices.csv", "--into", "book.toml"]).expect(0, &["checked"]);
    assert_eq!(shop.read("book.toml"), book.replace("\"100.00\"", "\"101.00\""));
}

/// 300 products in two currencies, from a workbook to a checked book in one command.
#[test]
fn a_whole_price_list_becomes_a_checked_book_in_one_command() {
    let shop = Shop::new();
    let mut table = String::from("Prices of 2027,,,,,,,\n,,,,,,,\n");
    table.push_str("product_line,product_line_name,kind,edition,edition_name,metric,srp_EUR,");
    table.push_str("srp_USD\n");
    for at in 0..300 {
        let (line, edition) = (at / 10, at % 10);
        let kind = ["on-premises", "Termed", "cloud", "hardware"][line % 4];
        table.push_str(&format!(
            "line-{line},Line {line},{kind},e{edition},Edition {edition},user,{}.5,{}\n",
            100 + at,
            120 + at
        ));
    }
    shop.write("prices.csv", &table);
    let flags = ["--into", "acme.toml", "--effective-from", "2027-01-01"];
    let new = "30 product lines, 300 editions, 600 prices new; checked";
    let import = |table: &str| shop.run(&[&["book", "import", table][..], &flags].concat());
    import("prices.csv").expect(0, &[new, "the sample `acme` 1, in force from 2027-01-01"]);
    let book = shop.read("acme.toml");
    assert!(PriceBook::read("acme.toml", &book).is_ok());
    assert_eq!(book.matches("[[product_line.edition]]").count(), 300);
    // The last: 100 + 299 and a half, 120 + 299.
    assert!(book.contains("srp = { EUR = \"399.50\", USD = \"419.00\" }"));
    assert!(!book.contains("GBP"), "a currency that the list does not have");
    // The mentions of a product that the list does not have, in rates, discounts and part numbers.
    assert!(!book.contains("netscaler-mpx =") && !book.contains("\"netscaler-mpx\""), "{book}");
    // The same from a workbook.
    shop.run(&["book", "export", "acme.toml", "--xlsx", "p.xlsx"]).expect(0, &["300 rows"]);
    std::fs::remove_file(shop.path("acme.toml")).expect("a book");
    #[cfg(feature = "formats")]
    {
        import("p.xlsx").expect(0, &[new]);
        assert_eq!(shop.read("acme.toml").replace("p.xlsx", "prices.csv"), book);
    }
}

#[test]
fn a_new_book_can_take_the_rules_of_another_vendor() {
    let shop = Shop::new();
    shop.write("prices.csv", &format!("{HEAD}Anvil X,Pro,user,cloud,CHF,12.50,,\n"));
    let import = ["book", "import", "prices.csv", "--into"];
    let like = |file, name: &'static str| [&import[..], &[file, "--like", name]].concat();
    shop.run(&[&like("a.toml", "oracle")[..], &["--id", "x", "--version", "7"]].concat())
        .expect(0, &["the sample `x` 7", "rules and rates of oracle 1"]);
    let book = shop.read("a.toml");
    for part in ["id = \"anvil-x\"\nname = \"Anvil X\"\nkind = \"cloud\"", "CHF = \"12.50\"", "8%"]
    {
        assert!(book.contains(part), "{part} is not in\n{book}");
    }
    // The penalty of these rules is an amount, and nobody can tell what it is in francs.
    shop.run(&like("b.toml", "sonicwall")).expect(
        2,
        &["have amounts in USD, and the price list has CHF: `lapse.band[1].penalty.amount`"],
    );
    shop.run(&[&import[..], &["b.toml"]].concat()).expect(2, &["`citrix-css` have amounts in"]);
    shop.run(&like("b.toml", "orcle")).expect(2, &["did you mean `oracle`?"]);
    assert!(!shop.path("b.toml").exists());
    shop.run(&like("a.toml", "oracle")).expect(2, &["a.toml is there already"]);
    assert_eq!(shop.read("a.toml"), book);
}

#[test]
fn what_is_exported_and_imported_again_changes_nothing() {
    let shop = Shop::new();
    let mut books = vec!["tests/books/good".to_owned(), "pricing".to_owned()];
    let mut count = 0;
    while let Some(folder) = books.pop() {
        for entry in std::fs::read_dir(project(&folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
            if path.is_dir() {
                books.push(format!("{folder}/{name}"));
            } else if name.ends_with(".toml") {
                let text = read(&format!("{folder}/{name}"));
                shop.write(name, &text);
                for (flag, table) in [("--csv", "p.csv"), ("--xlsx", "p.xlsx")] {
                    if flag == "--xlsx" && cfg!(not(feature = "formats")) {
                        continue;
                    }
                    shop.run(&["book", "export", name, flag, table]).expect(0, &["of prices of"]);
                    let done = shop.run(&["book", "import", table, "--into", name]);
                    done.expect(0, &["unchanged"]);
                    assert!(shop.read(name) == text, "{name} differs after {table}");
                }
                count += 1;
            }
        }
    }
    assert!(count > 30, "{count} books");
}

#[cfg(feature = "formats")]
#[test]
fn an_export_is_the_same_bytes_each_time() {
    let shop = Shop::new();
    for name in ["a.xlsx", "b.xlsx"] {
        shop.run(&["book", "export", "citrix-css", "--version", "2027.1", "--xlsx", name])
            .expect(0, &["28 rows"]);
        std::thread::sleep(std::time::Duration::from_millis(2_100));
    }
    let bytes = |name| std::fs::read(shop.path(name)).expect("a workbook");
    assert!(bytes("a.xlsx") == bytes("b.xlsx"));
    let csv = shop.run(&["book", "export", "citrix-css", "--version", "2027.1", "--csv", "-"]);
    let csv = csv.expect(0, &[]).out;
    assert!(
        csv.starts_with("product_line,product_line_name,kind,edition,edition_name,metric,srp_")
    );
    assert!(csv.contains("premium,Premium,user or device,510.00,440.00,550.00,\n"), "{csv}");
    shop.run(&["book", "export", "citrix-css"]).expect(2, &["--xlsx"]);
    shop.run(&["book", "export", "citrx-css", "--csv", "p.csv"]).expect(2, &["`citrix-css`"]);
}

/// By hand, with 4% and steps of 0.50: 100.00 × 1.04 = 104.00; 110.00 × 1.04 = 114.40, nearer to
/// 114.50; 90.00 × 1.04 = 93.60 → 93.50; 99.00 × 1.04 = 102.96 → 103.00.
#[test]
fn an_uplift_makes_a_new_version_beside_the_old_one() {
    let shop = Shop::with_book();
    let flags = ["--version", "2028.1", "--effective-from", "2028-01-01", "--into", "new.toml"];
    let uplift = ["book", "import", "book.toml", "--uplift", "4%", "--round-to", "0.50"];
    let uplift = [&uplift[..], &flags].concat();
    shop.run(&uplift).expect(0, &["its 4 SRPs raised, 0 unchanged", "USD 99.00 103.00"]);
    let wanted = BOOK
        .replace("version = \"2027.1\"", "version = \"2028.1\"")
        .replace("from = 2027-01-01", "from = 2028-01-01")
        .replace(
            "list\"\n\n[rules]",
            "list; SRPs: those of 2027.1, raised by 4% and rounded to 0.50\"\n\n[rules]",
        )
        .replace("EUR = \"100.00\", USD = \"110.00\"", "EUR = \"104.00\", USD = \"114.50\"")
        .replace("EUR = \"90.00\", USD = \"99.00\"", "EUR = \"93.50\", USD = \"103.00\"");
    assert_eq!(shop.read("new.toml"), wanted);
    shop.run(&["book", "check", "book.toml", "new.toml"])
        .expect(0, &["2 price books", "no errors"]);
    assert_eq!(shop.read("book.toml"), BOOK);
    // A book that is loaded goes by its ID, and the latest version is meant: 510.00 × 1.04 is
    // 530.40.
    let of_loaded = ["book", "import", "citrix-css", "--uplift", "4%", "--version", "9"];
    let flags = ["--effective-from", "2028-01-01", "--into", "loaded.toml"];
    shop.run(&[&of_loaded[..], &flags].concat()).expect(0, &["`citrix-css` 9", "2027.1", "530.40"]);
    // Nothing is written over.
    shop.run(&uplift).expect(2, &["new.toml is there already"]);
    assert_eq!(shop.read("new.toml"), wanted);
}

/// By hand: 10% on 105 and 115 gives 115.50 and 126.50, each half-way between two whole numbers.
/// 103.00 and 92.70 are 206 and 185.4 times 0.50; 11330 and 10197 are 113.3 and 101.97 times 100.
#[test]
fn an_uplift_rounds_as_the_book_does_and_each_currency_by_its_step() {
    for (mode, euro, dollar) in [
        ("half-up", "116.00", "127.00"),
        ("half-even", "116.00", "126.00"),
        ("up", "116.00", "127.00"),
        ("down", "115.00", "126.00"),
    ] {
        let shop = Shop::new();
        let book = BOOK.replace("half-up", mode).replace("\"100.00\"", "\"105.00\"");
        shop.write("book.toml", &book.replace("\"110.00\"", "\"115.00\""));
        let flags = ["--version", "2", "--effective-from", "2028-01-01", "--into", "new.toml"];
        let uplift = ["book", "import", "book.toml", "--uplift", "10%", "--round-to", "1"];
        shop.run(&[&uplift[..], &flags].concat()).expect(0, &[]);
        let srp = format!("srp = {{ EUR = \"{euro}\", USD = \"{dollar}\" }}   # since 2020");
        assert!(shop.read("new.toml").contains(&srp), "{mode}\n{}", shop.read("new.toml"));
    }
    let shop = Shop::new();
    shop.write(
        "book.toml",
        &BOOK
            .replace("USD = \"110.00\"", "JPY = \"11000\"")
            .replace("USD = \"99.00\"", "JPY = \"9900\""),
    );
    let flags = ["--version", "2", "--effective-from", "2028-01-01", "--into", "new.toml"];
    let uplift = ["book", "import", "book.toml", "--uplift", "3%"];
    let with = |steps: &[&'static str]| shop.run(&[&uplift[..], &flags, steps].concat());
    with(&["--round-to", "0.50"]).expect(
        1,
        &[
            "`product_line.anvil.edition.pro.srp.JPY`: prices in JPY have 0 decimals and cannot be \
         rounded to 0.50",
            "--round-to JPY=1",
        ],
    );
    with(&["--round-to", "500"]).expect(1, &["100.00 would be rounded to nothing"]);
    assert!(!shop.path("new.toml").exists());
    with(&["--round-to", "JPY=100", "--round-to", "0.50"]).expect(0, &["rounded"; 0]);
    let book = shop.read("new.toml");
    assert!(book.contains("srp = { EUR = \"103.00\", JPY = \"11300\" }"), "{book}");
    assert!(book.contains("srp = { EUR = \"92.50\", JPY = \"10200\" }"), "{book}");
}

#[test]
fn an_uplift_that_makes_no_new_version_is_refused() {
    let shop = Shop::with_book();
    let uplift = |more: &[&'static str]| {
        shop.run(&[&["book", "import", "book.toml", "--uplift", "4%"][..], more].concat())
    };
    let from = ["--effective-from", "2028-01-01"];
    let version = ["--version", "2028.1"];
    let into = ["--into", "new.toml"];
    uplift(&[&version[..], &into].concat()).expect(2, &["--effective-from"]);
    uplift(&[&from[..], &into].concat()).expect(2, &["--version"]);
    uplift(&[&from[..], &version].concat()).expect(2, &["--into"]);
    uplift(&[&from[..], &version, &["--into", "./book.toml"]].concat())
        .expect(2, &["--into is the book whose prices are raised"]);
    uplift(&[&from[..], &["--version", "2027.1"], &into].concat()).expect(1, &["two-versions"]);
    uplift(&[&version[..], &["--effective-from", "2027-01-01"], &into].concat())
        .expect(2, &["begins on 2027-01-01, the old one on 2027-01-01", "a later day"]);
    uplift(&[&from[..], &version, &into, &["--id", "other"]].concat()).expect(2, &["--id"]);
    uplift(&[&from[..], &version, &into, &["--round-to", "0.00"]].concat())
        .expect(2, &["an amount above 0"]);
    shop.run(&["book", "import", "book.toml", "--uplift", "4", "--into", "new.toml"])
        .expect(2, &["for example 4%"]);
    shop.run(
        &[&["book", "import", "no.toml", "--uplift", "4%"][..], &from, &version, &into].concat(),
    )
    .expect(2, &["there is no price book `no.toml`"]);
    shop.run(&["book", "import", "book.toml", "--into", "new.toml"])
        .expect(2, &["book.toml is a price book, not a table of prices", "--uplift"]);
    shop.write("table.csv", "product_line,edition,srp_EUR\n");
    shop.run(
        &[&["book", "import", "table.csv", "--uplift", "4%"][..], &from, &version, &into].concat(),
    )
    .expect(1, &["table.csv"]);
    assert!(!shop.path("new.toml").exists());
    assert_eq!(shop.read("book.toml"), BOOK);
}

#[test]
fn the_last_day_of_an_old_version_is_not_that_of_the_new_one() {
    let shop = Shop::new();
    let day = |day: &str| {
        BOOK.replace("valid_days", &format!("effective_through = {day} # planned\nvalid_days"))
    };
    let flags = ["--version", "2", "--effective-from", "2028-01-01", "--into"];
    let uplift = ["book", "import", "book.toml", "--uplift", "0%"];
    let into = |name: &'static str| shop.run(&[&uplift[..], &flags, &[name]].concat());
    shop.write("book.toml", &day("2027-12-30"));
    into("a.toml").expect(
        0,
        &["The old version ends on 2027-12-30", "From 2027-12-31 until then no version"],
    );
    assert!(!shop.read("a.toml").contains("effective_through"));
    shop.write("book.toml", &day("2028-06-30"));
    into("b.toml").expect(0, &["the new one ends on 2028-06-30"]);
    assert!(shop.read("b.toml").contains("effective_through = 2028-06-30 # planned"));
    for name in ["a.toml", "b.toml"] {
        shop.run(&["book", "check", "book.toml", name]).expect(0, &["no errors"]);
    }
}

#[test]
fn a_book_begins_from_a_shipped_one_or_a_vendors_policy() {
    let shop = Shop::new();
    let mut names = vec!["citrix-css-2026.1".to_owned()];
    for entry in std::fs::read_dir(project("pricing/vendors")).expect("a folder") {
        let path = entry.expect("an entry").path();
        names.push(path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned());
    }
    assert!(names.len() > 30, "{names:?}");
    for name in &names {
        let folder = if name.starts_with("citrix") { "pricing" } else { "pricing/vendors" };
        shop.run(&["book", "new", "--like", name, "--into", "b.toml"]).expect(0, &["checked"]);
        assert_eq!(shop.read("b.toml"), read(&format!("{folder}/{name}.toml")), "{name}");
        std::fs::remove_file(shop.path("b.toml")).expect("a book");
    }
    let flags = ["--id", "mine", "--version", "1", "--effective-from", "2027-05-01"];
    let new = ["book", "new", "--like", "citrix-css", "--into", "b.toml"];
    shop.run(&[&new[..], &flags].concat()).expect(0, &["begun from citrix-css 2027.1"]);
    let wanted = read("pricing/citrix-css-2027.1.toml")
        .replacen("id = \"citrix-css\"", "id = \"mine\"", 1)
        .replacen("version = \"2027.1\"", "version = \"1\"", 1)
        .replacen("effective_from = 2027-01-01", "effective_from = 2027-05-01", 1);
    assert_eq!(shop.read("b.toml"), wanted);
    shop.run(&new).expect(2, &["b.toml is there already"]);
    shop.run(&["book", "new", "--like", "orcale", "--into", "c.toml"])
        .expect(2, &["there is no price book `orcale`", "did you mean `oracle`?"]);
    shop.run(&["book", "new", "--like", "oracle", "--into", "c.toml", "--id", "a b"])
        .expect(2, &["letters, digits, hyphens"]);
    shop.run(&["book", "new", "--like", "oracle", "--into", "-"]).expect(2, &["--into is no file"]);
    assert!(!shop.path("c.toml").exists());
}

#[test]
fn what_is_wrong_with_rows_is_told_at_once_each_with_its_row() {
    let shop = Shop::with_book();
    let rows = "anvil,pro,,,EUR,1.005,,\n\
                anvil,pro,,on-premise,EUR,-5,,\n\
                ,,,,,,,\n\
                anvil,pro,,,EURO,5,,\n\
                anvil,pro,,,EUR,\"1,250.00\",,\n\
                anvil,pro,,,EUR,5,ten,\n\
                anvil,pro,,,,5,,\n\
                anvil,pro,,,EUR,,,\n\
                ,pro,,,EUR,5,,\n\
                anvil,,,,EUR,5,,\n\
                anvil,pro,,,EUR,5,,a b\n\
                anvil,pro,,,EUR,5,,A,beyond\n\
                anvil,\"a\nb\",,,EUR,5,,A\n";
    shop.refused(
        &format!("{HEAD}{rows}"),
        1,
        &[
            "error[bad-price]: row 1: the price `1.005` has more decimals than EUR has (2)",
            "error[unknown-word]: row 2: `kind` cannot be `on-premise`",
            "write on-premises, termed, cloud or hardware",
            "error[bad-price]: row 2: the price `-5` is negative",
            "error[unknown-currency]: row 3: `EURO` is not a currency of ISO 4217",
            "error[bad-price]: row 4: `1,250.00` is not a price",
            "error[bad-quantity]: row 5: `tier_from` cannot be `ten`",
            "error[missing-cell]: row 6: `currency` is empty",
            "error[missing-cell]: row 7: `srp` is empty",
            "error[missing-cell]: row 8: `product_line` is empty",
            "error[missing-cell]: row 9: `edition` is empty",
            "error[bad-id]: row 10: `a b` is not a part number",
            "error[wrong-number-of-cells]: row 11: it has 9 cells, and the head 8",
            "error[unsafe-text]: row 12:",
            "--> prices.csv",
        ],
    );
}

#[test]
fn rows_that_contradict_each_other_are_told_with_both() {
    let shop = Shop::with_book();
    let said = |rows: &str, said: &[&str]| shop.refused(&format!("{HEAD}{rows}"), 1, said);
    said(
        "anvil,pro,,,EUR,5,,\nanvil,pro,,,EUR,5.00,,\nAnvil,PRO,,,EUR,6,,\n",
        &["row 3: the price EUR 6.00 differs from EUR 5.00 in row 1", "leave one of the two"],
    );
    said(
        "anvil,pro,user,,EUR,5,,\nanvil,pro,device,,USD,6,,\n",
        &["row 2: `metric` differs from row 1"],
    );
    said("anvil,pro,,,EUR,5,,A\nanvil,pro,,,USD,6,,B\n", &["row 2: `sku` differs from row 1"]);
    said(
        "anvil,pro,,,EUR,5,,\nanvil,pro,,,EUR,3,250,\nanvil,pro,,,EUR,4,100,\n",
        &["tiers-not-rising", "row 3: the price from 100 follows the one from 250 (row 2)"],
    );
    said(
        "anvil,pro,,,EUR,5,,\nanvil,pro,,,USD,5,,\nanvil,pro,,,EUR,4,100,\n",
        &["row 3: the price of `anvil` `pro` from 100 lacks USD"],
    );
    said(
        "anvil,new,,,EUR,5,,\n",
        &["row 1: the edition `new` of `anvil` is new and has no metric"],
    );
    said("new,pro,user,,EUR,5,,\n", &["row 1: the product line `new` is new and has no kind"]);
    said("anvil,new,user,,EUR,5,10,\n", &["row 1:", "has no price but from a quantity on"]);
    // What only the book can tell: the other products have dollars too.
    said(
        "anvil,pro,,,EUR,5,,\nanvil,new,user,,EUR,5,,\n",
        &["currency-missing", "has no USD", "(prices.csv, row 2)", "book.toml (not written)"],
    );
}

#[test]
fn a_table_that_is_no_price_list_says_what_it_lacks_and_has() {
    let shop = Shop::with_book();
    shop.refused(
        "Klant,Product Line,Prijs\nx,anvil,5\n",
        3,
        &[
            "lacks the columns `edition`, `currency`, `srp`",
            "found: `Klant`, `Product Line`, `Prijs`",
            "srp_EUR",
        ],
    );
    let head = |head: &str, said: &[&str]| shop.refused(&format!("{head}\na,b,5,5\n"), 3, said);
    head("product_line,edition,srp_EUR,SRP-eur", &["has the column `srp_EUR` twice"]);
    head("product_line,edition,srp_EUR,srp_ABC", &["ABC is not a currency"]);
    head("product_line,edition,srp_EUR,metrc", &["the column `metrc` is not known", "`metric`"]);
    head("product_line,edition,currency,srp,srp_EUR", &["`srp` and a column of prices in one"]);
    shop.refused("", 3, &["empty"]);
    shop.refused("product_line,edition,srp_EUR\n", 3, &["no row below its head"]);
    std::fs::write(shop.path("prices.csv"), b"product_line,edition,srp_EUR\nanv\xeel,pro,5\n")
        .expect("a file");
    shop.run(&["book", "import", "prices.csv", "--into", "book.toml"])
        .expect(1, &["row 1: a cell is not UTF-8"]);
    // Workbooks of old programs, and those with a password.
    std::fs::write(shop.path("old.xls"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").expect("a file");
    shop.run(&["book", "import", "old.xls", "--into", "book.toml"]).expect(3, &["has a password"]);
    shop.run(&["book", "import", "no.csv", "--into", "book.toml"]).expect(3, &["no.csv"]);
    shop.run(&["book", "import", "prices.csv", "--into", "prices.csv"])
        .expect(2, &["--into is the table of prices itself"]);
    shop.run(&["book", "import", "prices.csv", "--into", "-"]).expect(2, &["--into is no file"]);
    shop.write("broken.toml", "[book\n");
    shop.run(&["book", "import", "prices.csv", "--into", "broken.toml"])
        .expect(1, &["error[syntax]", "broken.toml:1"]);
    assert_eq!(shop.read("book.toml"), BOOK);
}

/// A spreadsheet keeps 107.1 as 107.10000000000001 when it comes of a formula, and shows 107.1.
#[cfg(feature = "formats")]
#[test]
fn numbers_of_a_workbook_are_prices_as_the_sheet_shows_them() {
    use rust_xlsxwriter::{Formula, Workbook};
    let shop = Shop::with_book();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "Acme price list").expect("a title");
    for (column, head) in (0..).zip(["product_line", "edition", "srp_EUR", "srp_USD"]) {
        sheet.write(2, column, head).expect("a head");
    }
    sheet.write(3, 0, "anvil").expect("a cell");
    sheet.write(3, 1, "pro").expect("a cell");
    let raised = Formula::new("=102*1.05").set_result("107.10000000000001");
    sheet.write(3, 2, raised).expect("a cell");
    sheet.write(3, 3, 110).expect("a cell");
    workbook.save(shop.path("p.xlsx")).expect("a workbook");
    shop.run(&["book", "import", "p.xlsx", "--into", "book.toml"])
        .expect(0, &["srp.EUR 100.00 107.10", "1 price unchanged"]);
}
