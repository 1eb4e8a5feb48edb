//! `--font` and `REINSTATE_FONTS`: what is said of fonts that cannot be used and of letters that
//! none has, and which files there are then.

use std::path::PathBuf;
use std::process::Output;

use crate::support::{program, project, read};

const FONT: &str = "templates/fonts/inter-regular.ttf";

struct Desk(tempfile::TempDir);

impl Desk {
    /// With a request of a customer whose name the built-in font lacks letters of.
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().expect("a folder"));
        let request = read("examples/requests/renewal.toml");
        let request = request.replace("Harbour & Sons Ltd", "東京 & Sons Ltd");
        desk.write("request.toml", request.as_bytes());
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).expect("a file");
    }

    /// Runs the program; names that begin with `desk/` are files of the desk.
    fn run(&self, fonts: &str, arguments: &[&str]) -> Output {
        let arguments = arguments.iter().map(|argument| match argument.strip_prefix("desk/") {
            Some(name) => self.path(name),
            None => PathBuf::from(argument),
        });
        program()
            .args(arguments)
            .current_dir(project("."))
            .env("REINSTATE_FONTS", fonts)
            .output()
            .expect("the program runs")
    }

    fn quote(&self, fonts: &str, arguments: &[&str]) -> Output {
        self.run(fonts, &[&["quote", "desk/request.toml"], arguments].concat())
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn expect(output: &Output, code: i32, words: &[&str]) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for part in words {
        assert!(said.contains(part), "`{part}` is not in\n{said}");
    }
}

#[test]
fn letters_that_no_font_has_are_named_and_no_file_is_made() {
    let desk = Desk::new();
    let output = desk.quote("", &["--pdf", "desk/q.pdf", "--html", "desk/q.html", "--font", FONT]);
    let words = ["“京” (U+4EAC), “東” (U+6771); tried: the built-in font, ", FONT, "--font FILE"];
    expect(&output, 1, &words);
    assert!(!desk.path("q.pdf").exists() && !desk.path("q.html").exists());
    // Without a PDF no font is needed.
    expect(&desk.quote("no/such.ttf", &["--html", "desk/q.html"]), 0, &[]);
    assert!(desk.path("q.html").exists());
}

#[test]
fn a_font_that_cannot_be_used_is_named_with_the_way_out() {
    let desk = Desk::new();
    desk.write("web.woff2", b"wOF2 and more of it");
    desk.write("cut.ttf", &std::fs::read(project(FONT)).expect("a font")[..20_000]);
    std::fs::File::create(desk.path("huge.ttc"))
        .and_then(|file| file.set_len(65 * 1024 * 1024))
        .expect("a file");
    let five = [["--font", FONT]; 5].concat();
    for (arguments, code, words) in [
        (["--font", "desk/web.woff2"].as_slice(), 1, ["web.woff2: this is a WOFF2 font", "TTF"]),
        (&["--font", "desk/cut.ttf"], 1, ["cut.ttf: the font is damaged", "anew"]),
        (&["--font", "desk/huge.ttc"], 1, ["huge.ttc", "67108864 bytes"]),
        (&["--font", "desk/none.ttf"], 3, ["none.ttf", "check the path"]),
        (
            &["--font", "templates/fonts/inter-regular.ttf#2"],
            1,
            ["ttf#2: the file has 1", "from 1"],
        ),
        (&five, 2, ["5 fonts are named with --font", "name the 4"]),
    ] {
        let wanted = [arguments, &["--pdf", "desk/q.pdf"]].concat();
        expect(&desk.quote("", &wanted), code, &words);
    }
    let variable = desk.path("web.woff2").display().to_string();
    let output = desk.quote(&variable, &["--pdf", "desk/q.pdf"]);
    expect(&output, 1, &["web.woff2: this is a WOFF2 font"]);
    // Flags stand in place of the variable.
    let output = desk.quote(&variable, &["--pdf", "desk/q.pdf", "--font", FONT]);
    expect(&output, 1, &["no font has"]);
    assert!(!desk.path("q.pdf").exists());
}

#[test]
fn a_batch_keeps_the_page_and_says_why_there_is_no_pdf() {
    let desk = Desk::new();
    let table = read("examples/batch/install-base.csv");
    let mut rows = table.lines();
    let head = rows.next().expect("a head");
    let place = head.split(',').position(|name| name == "customer").expect("a column");
    let row: Vec<&str> = rows.next().expect("a row").split(',').collect();
    let row: Vec<&str> =
        row.iter().enumerate().map(|(at, cell)| if at == place { "東京" } else { *cell }).collect();
    desk.write("base.csv", format!("{head}\n{}\n", row.join(",")).as_bytes());
    let output = desk.run(
        "",
        &[
            "--quote-date",
            "2026-11-24",
            "batch",
            "desk/base.csv",
            "--out",
            "desk/out",
            "--documents",
            "pdf,html",
        ],
    );
    expect(&output, 1, &["no font has “京” (U+4EAC), “東” (U+6771)"]);
    let documents = std::fs::read_to_string(desk.path("out/documents.csv")).expect("a table");
    assert!(documents.contains("“東” (U+6771); tried: the built-in font"), "{documents}");
    assert!(documents.contains("--font FILE") && documents.contains(".html"), "{documents}");
    let made = std::fs::read_dir(desk.path("out/documents")).expect("a folder");
    assert_eq!(made.count(), 1);
}
