//! The command line, through the real binary: exit codes, what is said, and what is written.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::support::{program, project, read};

const REQUEST: &str = r#"quote_date = 2026-11-24
currency = "EUR"
service_level = "select"
term_years = 3
program = "enterprise-3"

[customer]
name = "Noordzee Logistics B.V."
org_id = "ORG-4711"

[[holding]]
product_line = "virtual-apps-desktops"
edition = "premium"
owned = 500
retire = 20
covered_through = 2026-03-31
"#;

/// The flags of one whole holding.
const HOLDING: [&str; 16] = [
    "--product-line",
    "virtual-apps-desktops",
    "--edition",
    "premium",
    "--owned",
    "500",
    "--covered-through",
    "2026-03-31",
    "--service-level",
    "select",
    "--term",
    "3",
    "--program",
    "easy",
    "--currency",
    "EUR",
];

/// What a run of the program ended with.
struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Ended {
    /// The code and what stands on standard error, where neither is as expected.
    #[track_caller]
    fn expect(self, code: i32, said: &[&str]) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        for part in said {
            assert!(self.err.contains(part), "`{part}` is not in\n{}", self.err);
        }
        self
    }
}

/// A folder of its own for a test, in which it runs the program.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// With the request as `request.toml`.
    fn with_request() -> Self {
        let desk = Self::new();
        desk.write("request.toml", REQUEST);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::create_dir_all(self.path(name).parent().expect("a folder")).expect(name);
        std::fs::write(self.path(name), text).expect(name);
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect(name)
    }

    /// All that lies in the folder.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).expect("a folder");
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.expect("an entry").file_name().into_string().expect("a plain name")
        };
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.args(arguments).current_dir(self.0.path());
        command.env_remove("RUST_BACKTRACE");
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Ended {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program");
        // Where the program does not read it, the pipe closes early.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_ref());
        ended(child.wait_with_output().expect("an end"))
    }
}

fn ended(output: Output) -> Ended {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let code = output.status.code().expect("no signal");
    Ended { code, out: text(output.stdout), err: text(output.stderr) }
}

/// The flags of a holding after the words of a command.
fn by_flags<'a>(words: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [words, &HOLDING, more].concat()
}

#[test]
fn a_quote_of_a_file_is_a_table_and_any_files_together() {
    let desk = Desk::with_request();
    let done = desk.run(&["quote", "request.toml", "--quote-date", "2026-11-24"]).expect(0, &[]);
    assert!(done.out.contains("Noordzee Logistics B.V."), "{}", done.out);
    assert_eq!(done.err, "");
    let files = ["--json", "q.json", "--html", "q.html", "--pdf", "q.pdf", "--paper", "letter"];
    let done = desk.run(&[&["quote", "request.toml"][..], &files].concat()).expect(0, &[]);
    assert_eq!(done.out.lines().count(), 3, "{}", done.out);
    assert_eq!(desk.names(), ["q.html", "q.json", "q.pdf", "request.toml"]);
    let quote: Value = serde_json::from_str(&desk.read("q.json")).expect("JSON");
    assert_eq!(quote["lines"][0]["quantity"], 480);
    assert!(desk.read("q.html").to_lowercase().starts_with("<!doctype html>"));
    assert!(std::fs::read(desk.path("q.pdf")).expect("a PDF").starts_with(b"%PDF-"));
}

/// The sample books let a quote stand for 30 days: that of 10 July through 9 August 2026.
#[test]
fn a_quote_past_its_days_says_so_and_its_files_do_not() {
    let desk = Desk::new();
    let old = REQUEST.replace("2026-11-24", "2026-07-10");
    assert_ne!(old, REQUEST);
    let note = "note: it was valid through 2026-08-09 and does not stand any more\n";
    let done = desk.run_with(&["quote", "-", "--json", "q.json"], &old).expect(0, &[]);
    assert_eq!(done.err, note);
    assert!(!done.out.contains("does not stand") && !desk.read("q.json").contains("not stand"));
    let same_day = ["quote", "-", "--json", "-", "--quote-date", "2026-07-10"];
    assert_eq!(desk.run_with(&same_day, &old).expect(0, &[]).err, "");
}

#[test]
fn an_output_to_standard_output_stands_there_alone() {
    let desk = Desk::with_request();
    let done =
        desk.run(&["quote", "request.toml", "--json", "-", "--html", "q.html"]).expect(0, &[]);
    let quote: Value = serde_json::from_str(&done.out).expect("JSON and nothing else");
    assert_eq!(quote["schema"], 2);
    assert_eq!(desk.names(), ["q.html", "request.toml"]);
    desk.run(&["quote", "request.toml", "--json", "-", "--pdf", "-"])
        .expect(2, &["--json and --pdf cannot both go to standard output", "hint: "]);
    desk.run(&["quote", "request.toml", "--json", "q", "--html", "q"])
        .expect(2, &["--json and --html cannot both go to q"]);
    for place in ["request.toml", "./request.toml"] {
        desk.run(&["quote", "request.toml", "--json", place])
            .expect(2, &["--json would overwrite the request"]);
    }
    desk.run(&["quote", "request.toml", "--json", "q", "--html", "./q"])
        .expect(3, &["q: it is written twice"]);
    assert_eq!(desk.read("request.toml"), REQUEST);
}

#[test]
fn standard_input_holds_toml_or_json() {
    let desk = Desk::new();
    let of_toml = desk.run_with(&["quote", "-", "--json", "-"], REQUEST).expect(0, &[]);
    let quote: Value = serde_json::from_str(&of_toml.out).expect("JSON");
    // The quote repeats its request; read back as JSON, it must give the same quote.
    for before in ["", " \n\t", "\u{feff}"] {
        let request = format!("{before}{}", quote["request"]);
        let of_json = desk.run_with(&["quote", "-", "--json", "-"], request).expect(0, &[]);
        assert_eq!(of_json.out, of_toml.out);
    }
    let with_mark = format!("\u{feff}{REQUEST}");
    desk.run_with(&["quote", "-"], with_mark).expect(0, &[]);
    desk.run_with(&["quote", "-"], [0x63, 0xff]).expect(1, &["byte 1 is not UTF-8"]);
    desk.run_with(&["quote", "-"], "").expect(1, &["the key `holding` is missing"]);
}

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

/// A start that the request gives stands; one that it leaves out is the day of the quote.
#[test]
fn another_day_moves_the_start_only_where_the_request_gives_none() {
    let desk = Desk::new();
    let start = |given: &str, day: &str| {
        let request = format!("{given}\n{REQUEST}");
        let done = desk.run_with(&["quote", "-", "--json", "-", "--quote-date", day], request);
        let quote: Value = serde_json::from_str(&done.out).expect("JSON");
        (quote["quote_date"].clone(), quote["start"].clone())
    };
    let days = |date: &str, start: &str| (Value::from(date), Value::from(start));
    assert_eq!(start("", "2026-11-20"), days("2026-11-20", "2026-11-20"));
    let given = "start = 2026-11-24";
    assert_eq!(start(given, "2026-11-20"), days("2026-11-20", "2026-11-24"));
    let later =
        desk.run_with(&["quote", "-", "--quote-date", "2026-11-30"], format!("{given}\n{REQUEST}"));
    later.expect(1, &["error[start-in-the-past]"]);
}

#[test]
fn without_a_day_the_quote_is_of_today() {
    let desk = Desk::new();
    let request =
        REQUEST.replace("quote_date = 2026-11-24\n", "").replace("2026-03-31", "2199-01-01");
    let before = chrono::Local::now().date_naive();
    let done = desk.run_with(&["quote", "-", "--json", "-"], request);
    let after = chrono::Local::now().date_naive();
    let quote: Value = serde_json::from_str(&done.expect(0, &[]).out).expect("JSON");
    let day = quote["quote_date"].as_str().expect("a day").to_owned();
    assert!([before.to_string(), after.to_string()].contains(&day), "{day}");
}

#[test]
fn a_malformed_request_shows_all_its_problems_and_writes_nothing() {
    let desk = Desk::new();
    let request = REQUEST
        .replace("currency", "curency")
        .replace("owned = 500", "owned = 5.5")
        .replace("2026-03-31", "2025-02-29")
        .replace("Noordzee", "\\u001b[31mNoordzee");
    desk.write("request.toml", request);
    let arguments = ["quote", "request.toml", "--json", "q.json", "--pdf", "q.pdf"];
    let said = [
        "error[unknown-key]: unknown key `curency`",
        " --> request.toml:2:1",
        "2 | curency = \"EUR\"\n  | ^^^^^^^\n",
        "hint: did you mean `currency`?",
        "`customer.name` holds the invisible character U+001B",
        "`holding[0].owned` must be a whole number",
        "  --> request.toml:16:19",
        "expected day between 01 and 28",
    ];
    let done = desk.run(&arguments).expect(1, &said);
    assert_eq!(done.out, "");
    assert_eq!(desk.names(), ["request.toml"]);
}

#[test]
fn numbers_at_their_limits_are_refused_and_no_bug() {
    let desk = Desk::new();
    let refused = |old: &str, new: &str, said: &[&str]| {
        let request = REQUEST.replace(old, new);
        desk.run_with(&["quote", "-"], &request).expect(1, said);
        desk.run_with(&["explain", "-"], &request).expect(1, said);
    };
    let largest = "owned = 9223372036854775807";
    let said = ["error[amount-too-large]: holding 1 (virtual-apps-desktops premium): ", "hint: "];
    refused("owned = 500", largest, &said);
    refused("owned = 500", "owned = 9223372036854775808", &["out of range", "9223372036854775807"]);
    refused("owned = 500", "owned = -1", &["out of range"]);
    refused("term_years = 3", "term_years = 0", &["error[term-not-offered]"]);
    refused("term_years = 3", "term_years = 6", &["error[term-not-offered]", "1 to 5"]);
    refused("2026-03-31", "2025-02-29", &["expected day between 01 and 28"]);
    let by_flag = by_flags(&["quote", "--retire", "9223372036854775807"], &[]);
    desk.run(&by_flag).expect(1, &["error[retired-exceeds-owned]"]);
}

#[test]
fn each_refusal_has_its_code_its_holding_and_a_way_out() {
    let desk = Desk::new();
    let second = "\n[[holding]]\nproduct_line = \"virtual-apps-desktop\"\nedition = \"premium\"\n\
                  owned = 3\ncovered_through = 2026-12-31\n";
    desk.write("request.toml", REQUEST.replace("term_years = 3", "term_years = 6") + second);
    let files = ["--json", "q.json", "--html", "q.html", "--pdf", "q.pdf"];
    let said = [
        "error[term-not-offered]: ",
        "error[unknown-product-line]: holding 2 (virtual-apps-desktop premium): ",
        "hint: Did you mean “virtual-apps-desktops”?",
    ];
    desk.run(&[&["quote", "request.toml"][..], &files].concat()).expect(1, &said);
    // The reasons are data, too; documents are of quotes alone.
    assert_eq!(desk.names(), ["q.json", "request.toml"]);
    let written: Value = serde_json::from_str(&desk.read("q.json")).expect("JSON");
    assert_eq!(written["refusals"][1]["code"], "unknown-product-line");
    let done = desk.run(&["quote", "request.toml", "--json", "-"]).expect(1, &said);
    assert_eq!(serde_json::from_str::<Value>(&done.out).expect("JSON"), written);
}

#[test]
fn a_name_of_ten_thousand_characters_is_cut_where_it_is_shown() {
    let desk = Desk::new();
    let request = REQUEST.replace("Noordzee", &"é".repeat(10_000));
    let done = desk.run_with(&["quote", "-"], request);
    let said = ["has 10015 characters; 200 is the most", "standard input:8:8", "hint: shorten it"];
    let done = done.expect(1, &said);
    assert!(done.err.lines().all(|line| line.chars().count() <= 110), "{}", done.err);
    let long = "x".repeat(10_000);
    desk.run(&["quote", &long]).expect(3, &["cannot read"]);
    desk.run(&by_flags(&["quote", "--customer", &long, "--org-id", "x"], &[]))
        .expect(2, &["--customer: has 10000 characters"]);
}

#[test]
fn many_problems_are_counted_and_not_all_shown() {
    let desk = Desk::new();
    let request = (0..80).fold(String::new(), |text, key| text + &format!("key{key} = 1\n"));
    let done =
        desk.run_with(&["quote", "-"], request).expect(1, &["and 35 more in standard input"]);
    assert_eq!(done.err.matches("error[").count(), 50);
}

#[test]
fn nothing_that_steers_a_terminal_is_printed() {
    let desk = Desk::new();
    let steering = "\u{1b}]0;title\u{7}\u{9b}31m\u{202e}";
    desk.write("request.toml", format!("x{steering}y\n{REQUEST}"));
    desk.write("books/a.toml", format!("# {steering}\n[book]\nid = \"{steering}\"\n"));
    let arguments: [&[&str]; 7] = [
        &["quote", "request.toml"],
        &["--books", "books", "quote", "request.toml"],
        &["book", "check", "books"],
        &["quote", &format!("{steering}.toml")],
        &["--books", steering, "book", "list"],
        &["book", "show", steering],
        &["man", steering],
    ];
    for arguments in arguments {
        let done = desk.run(arguments);
        let text = done.out + &done.err;
        let left = text.chars().find(|one| one.is_control() && *one != '\n' || *one == '\u{202e}');
        assert_eq!(left, None, "{arguments:?}\n{text}");
        assert_ne!(done.code, 0, "{arguments:?}");
    }
    let unknown = format!("unknown{steering}");
    let done = desk.run(&[&unknown]).expect(2, &["unrecognized subcommand"]);
    assert!(!done.err.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']), "{}", done.err);
}

#[test]
fn a_place_that_cannot_be_written_leaves_nothing_behind() {
    let desk = Desk::with_request();
    let json = ["quote", "request.toml", "--json", "q.json", "--html"];
    for (place, said) in [
        ("missing/q.html", "cannot write missing/q.html: No such file or directory"),
        (".", "cannot write .: it is a folder"),
    ] {
        let done = desk.run(&[&json[..], &[place]].concat()).expect(3, &[said, "hint: "]);
        assert_eq!(done.out, "");
        assert!(!done.err.contains(".reinstate-"), "{}", done.err);
        assert_eq!(desk.names(), ["request.toml"]);
    }
    desk.write("q.html", "kept");
    let mut permissions = std::fs::metadata(desk.path("q.html")).expect("a file").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(desk.path("q.html"), permissions).expect("a file");
    desk.run(&[&json[..], &["q.html"]].concat()).expect(3, &["q.html: it is read-only"]);
    assert_eq!(desk.names(), ["q.html", "request.toml"]);
    assert_eq!(desk.read("q.html"), "kept");
    desk.run(&["quote", "absent.toml"]).expect(3, &["cannot read absent.toml", "check the path"]);
}

#[cfg(unix)]
#[test]
fn devices_stay_devices_links_stay_links_and_permissions_stay() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    let desk = Desk::with_request();
    desk.write("real.json", "old");
    let secret = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(desk.path("real.json"), secret).expect("a file");
    symlink("real.json", desk.path("link.json")).expect("a link");
    let files = ["--json", "link.json", "--html", "/dev/null", "--pdf", "new.pdf"];
    desk.run(&[&["quote", "request.toml"][..], &files].concat()).expect(0, &[]);
    assert!(std::fs::symlink_metadata(desk.path("link.json")).expect("a link").is_symlink());
    assert!(desk.read("real.json").contains("\"schema\": 2"));
    let mode =
        |name: &str| std::fs::metadata(desk.path(name)).expect(name).permissions().mode() & 0o777;
    assert_eq!(mode("real.json"), 0o600);
    assert_eq!(mode("new.pdf") & 0o600, 0o600);
    let null = std::fs::metadata(Path::new("/dev/null")).expect("a device");
    assert!(null.file_type().is_char_device());
    symlink("later.json", desk.path("dangling.json")).expect("a link");
    desk.run(&["quote", "request.toml", "--json", "dangling.json"]).expect(0, &[]);
    assert!(std::fs::symlink_metadata(desk.path("dangling.json")).expect("a link").is_symlink());
    assert_eq!(desk.read("later.json"), desk.read("real.json"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_every_file_is_as_before() {
    let desk = Desk::with_request();
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
    let output = desk.command(&["quote", "request.toml"]).stdout(full()).output();
    ended(output.expect("an end"))
        .expect(3, &["cannot write to standard output", "hint: free some disk space"]);
    desk.write("q.html", "kept");
    let files = ["quote", "request.toml", "--html", "q.html", "--json"];
    let to_full = [&files[..], &["-", "--pdf", "q.pdf"]].concat();
    let output = desk.command(&to_full).stdout(full()).output();
    ended(output.expect("an end")).expect(3, &["cannot write to standard output"]);
    let to_full = [&files[..], &["q.json", "--pdf", "/dev/full"]].concat();
    desk.run(&to_full).expect(3, &["cannot write /dev/full"]);
    assert_eq!(desk.names(), ["q.html", "request.toml"]);
    assert_eq!(desk.read("q.html"), "kept");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = Desk::with_request();
    let late = REQUEST.replace("2026-03-31", "2016-03-31");
    desk.write("late.toml", late);
    for (arguments, code) in [
        (&["quote", "request.toml"][..], 0),
        (&["book", "show", "--json"], 0),
        (&["completions", "zsh"], 0),
        (&["--help"], 0),
        // A refusal is one, whoever reads the data beside it.
        (&["quote", "late.toml"], 1),
        (&["quote", "late.toml", "--json", "-"], 1),
    ] {
        let mut command = desk.command(arguments);
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output();
        let done = ended(output.expect("an end")).expect(code, &[]);
        assert!(!done.err.contains("pipe") && !done.err.contains("bug"), "{}", done.err);
    }
}

#[test]
fn books_of_a_folder_replace_the_samples() {
    let desk = Desk::with_request();
    desk.write("books/one.toml", read("tests/conformance/books/gamma/gamma.toml"));
    desk.write("empty/readme.md", "none");
    let done = desk.run(&["--books", "books", "book", "list"]).expect(0, &[]);
    assert!(done.out.contains("books/one.toml") && !done.out.contains("citrix"), "{}", done.out);
    let output = desk.command(&["book", "list"]).env("REINSTATE_BOOKS", "books").output();
    assert_eq!(ended(output.expect("an end")).out, done.out);
    let output = desk.command(&["book", "list"]).env("REINSTATE_BOOKS", "").output();
    assert!(ended(output.expect("an end")).out.contains("citrix-css"));
    let empty =
        ["there is no price book in empty", "hint: price books are files that end in .toml"];
    desk.run(&["quote", "request.toml", "--books", "empty"]).expect(3, &empty);
    // What programs and systems hide in a folder is no book, but can be named.
    desk.write("books/._one.toml", [0, 5, 22, 7]);
    desk.write("books/.one.toml", "draft");
    desk.write("books/.git/two.toml", "draft");
    assert_eq!(desk.run(&["--books", "books", "book", "list"]).expect(0, &[]).out, done.out);
    desk.run(&["book", "check", "books"]).expect(0, &[]);
    desk.run(&["book", "check", "books/._one.toml"]).expect(1, &["books/._one.toml"]);
    desk.write("hidden/.one.toml", "draft");
    desk.run(&["--books", "hidden", "book", "list"]).expect(3, &["no price book in hidden"]);
    desk.run(&["--books", "missing", "quote", "request.toml"])
        .expect(3, &["cannot read missing", "hint: check the path"]);
}

#[test]
fn all_problems_of_all_books_are_shown() {
    let desk = Desk::with_request();
    let book = read("pricing/citrix-css-2026.2.toml");
    desk.write("books/a.toml", book.replace("EUR = \"255.00\"", "EUR = 255.0"));
    desk.write("books/b.toml", book.replace("of_srp = \"18%\"", "of_srp = 0.18"));
    desk.write("books/c.toml", [0xff, 0xfe]);
    let said = [
        "books/a.toml:",
        "`product_line[0].edition[0].srp.EUR` must be quoted text",
        "a number with a fraction has lost digits",
        "books/b.toml:",
        "`rate[0].of_srp` must be quoted text",
        "error[not-text]: byte 0 is not UTF-8",
        "--> books/c.toml",
    ];
    desk.run(&["--books", "books", "quote", "request.toml", "--json", "q.json"]).expect(1, &said);
    assert_eq!(desk.names(), ["books", "request.toml"]);
    let done = desk.run(&["book", "check", "books"]).expect(1, &said);
    assert_eq!(done.out, "3 price books checked: 3 errors, no warnings\n");
}

#[test]
fn book_check_tells_errors_from_warnings() {
    let desk = Desk::new();
    let done = desk.run(&["book", "check"]).expect(0, &[]);
    assert_eq!(done.out, "3 price books checked: no errors, no warnings\n");
    let book = read("pricing/citrix-css-2026.2.toml");
    desk.write("one.toml", &book);
    desk.write("two.toml", &book);
    // A file that is named twice is one book; two files with one version are a mistake.
    let done = desk.run(&["book", "check", "one.toml", "one.toml"]).expect(0, &[]);
    assert!(done.out.starts_with("1 price book checked"), "{}", done.out);
    desk.run(&["book", "check", "."]).expect(1, &["error[two-versions]", "one.toml", "two.toml"]);
    let nothing =
        book.replace("back_coverage = { day_count = \"actual/365\"", "back_coverage = \"none\" # ");
    assert_ne!(nothing, book);
    desk.write("warned.toml", nothing);
    let done =
        desk.run(&["book", "check", "warned.toml"]).expect(0, &["warning[penalty-of-nothing]"]);
    assert!(done.out.contains("no errors, ") && done.out.contains(" warning"), "{}", done.out);
    desk.run(&["book", "check", "missing.toml"]).expect(3, &["cannot read missing.toml"]);
}

#[test]
fn book_show_is_for_persons_and_for_programs() {
    let desk = Desk::new();
    let shown = desk.run(&["book", "show", "--on", "2026-11-24"]).expect(0, &[]).out;
    for part in [
        "citrix-css 2026.2 (sample)",
        "RATES, of the SRP per year",
        "enterprise-6  Enterprise License Program, level 6       45%  40% for netscaler-mpx",
        "Back support: the gap, counted as years-up, at the list price",
        "Whatever no band takes is not reinstated.",
    ] {
        assert!(shown.contains(part), "`{part}` is not in\n{shown}");
    }
    let older = desk.run(&["book", "show", "citrix-css", "--version", "2026.1", "--toml"]);
    assert_eq!(older.expect(0, &[]).out, read("pricing/citrix-css-2026.1.toml"));
    let tree = desk.run(&["book", "show", "--on", "2026-03-01", "--json"]).expect(0, &[]).out;
    let tree: Value = serde_json::from_str(&tree).expect("JSON");
    assert_eq!(tree["book"]["version"], "2026.1");
    assert_eq!(tree["book"]["effective_from"], "2026-01-01");
    assert_eq!(tree["term"]["max_years"], 5);
    desk.run(&["book", "show", "--version", "2027"])
        .expect(2, &["hint: choose 2026.1, 2026.2 or 2027.1"]);
    desk.run(&["book", "show", "citrix-cs"]).expect(2, &["did you mean `citrix-css`?"]);
    desk.run(&["book", "show", "--on", "2020-01-01"]).expect(2, &["1 January 2026", "--version"]);
    desk.run(&["book", "show", "--on", "2026-01-01", "--version", "2026.1"]).expect(2, &[]);
}

#[test]
fn book_diff_reads_all_before_it_prints() {
    let desk = Desk::with_request();
    let [old, new] = ["2026.1", "2026.2"].map(|version| {
        project(&format!("pricing/citrix-css-{version}.toml")).to_str().expect("a path").to_owned()
    });
    let done = desk.run(&["book", "diff", &old, &new, "--requests", "request.toml"]).expect(0, &[]);
    assert!(done.out.contains("book.version") && done.out.contains("request.toml"), "{}", done.out);
    desk.write("requests/a.toml", REQUEST.replace("500", "x"));
    desk.write("requests/b.json", "{");
    let said = ["requests/a.toml", "requests/b.json"];
    let done = desk.run(&["book", "diff", &old, &new, "--requests", "requests"]).expect(1, &said);
    assert_eq!(done.out, "");
    desk.run(&["book", "diff", "request.toml", &new]).expect(1, &["request.toml"]);
}

/// Each command with the words that lead to it.
fn commands(command: &clap::Command, words: &[String], found: &mut Vec<(Vec<String>, String)>) {
    let text = |help: Option<&clap::builder::StyledStr>| help.map(ToString::to_string);
    found.push((words.to_vec(), text(command.get_after_help()).unwrap_or_default()));
    for inner in command.get_subcommands() {
        let words = [words, &[inner.get_name().to_owned()]].concat();
        commands(inner, &words, found);
    }
}

#[test]
fn every_command_has_help_with_an_example_and_a_manual_page() {
    let desk = Desk::new();
    let mut all = Vec::new();
    commands(&reinstate::cli::command(), &[], &mut all);
    assert!(all.len() >= 11, "{all:?}");
    for (words, after_help) in all {
        let example = ["reinstate".to_owned()].into_iter().chain(words.iter().cloned());
        let example = example.collect::<Vec<_>>().join(" ");
        let has_example = after_help.contains("Example")
            // Flags of the program may stand before the words of a command.
            && words.iter().all(|word| after_help.contains(word.as_str()));
        assert!(has_example, "`{example}` has no example of itself:\n{after_help}");
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let help = desk.run(&[&words[..], &["--help"]].concat()).expect(0, &[]);
        assert!(help.out.contains("Example"), "{}", help.out);
        assert!(help.out.lines().all(|line| line.chars().count() <= 100), "{}", help.out);
        let page = desk.run(&[&["man"][..], &words].concat()).expect(0, &[]);
        assert!(page.out.contains(&format!(".TH {}", example.replace(' ', "-"))), "{}", page.out);
    }
    desk.run(&["man", "quoet"]).expect(2, &["`reinstate` has no command `quoet`"]);
}

#[test]
fn shells_are_helped_to_complete() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let done = desk.run(&["completions", shell]).expect(0, &[]);
        for word in ["quote", "covered-through", "check"] {
            assert!(done.out.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn without_a_command_the_help_is_shown_as_wrong_usage() {
    let desk = Desk::new();
    desk.run(&[])
        .expect(2, &["Usage: reinstate", "Exit codes:", "REINSTATE_BOOKS", "reinstate.toml"]);
    desk.run(&["book"]).expect(2, &["Usage: reinstate book"]);
    desk.run(&["qoute"]).expect(2, &["a similar subcommand exists: 'quote'"]);
    desk.run(&["quote", "--ownd", "5"]).expect(2, &["a similar argument exists: '--owned'"]);
    let version = desk.run(&["--version"]).expect(0, &[]);
    assert_eq!(version.out, format!("reinstate {}\n", env!("CARGO_PKG_VERSION")));
}
