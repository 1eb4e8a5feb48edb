//! The command line, through the real binary: exit codes, what is said, and what is written.

mod books;
mod files;
mod flags;
mod help;
mod quote;
mod wrong;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use crate::support::program;

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
