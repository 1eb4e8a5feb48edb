//! A disk that is full: what was acknowledged is there, and nothing is half.

use std::process::Command;

use super::RegisterDesk;
use crate::support::{in_shell, skipped};

/// In a file system of its own, which goes with the script: quotes until there is no room, what the
/// last one said, then room again. The arguments are a folder, a request, and the books.
const SCRIPT: &str = r#"
set -u
mount -t tmpfs -o size=4m tmpfs "$1" || exit 99
cd "$1" || exit 98
program="$0"; request="$2"; books="$3"
register() { "$program" --books "$books" register --register quotes.db --as admin "$@"; }
register init --zone Europe/Amsterdam 2>/dev/null || exit 97
register add "$request" 2>/dev/null || exit 96
# Fills what is left but for some quotes.
cat /dev/zero > filler 2>/dev/null
truncate -s -300000 filler || exit 95
exec 3>&1
code=0
while [ "$code" = 0 ]; do
  said=$(register add "$request" 2>&1 >&3)
  code=$?
done
echo "code $code"
echo "$said"
rm filler
register verify --recompute || exit 94
register add "$request" 2>/dev/null || exit 93
register list --csv
"#;

/// A shell that may mount something, where this user has one: as root, or as root of a world of
/// its own.
fn mounting(flags: &[&str]) -> Option<Command> {
    let mut probe = Command::new("unshare");
    let probed = probe.args(flags).args(["mount", "-t", "tmpfs", "tmpfs", "/mnt"]).output();
    let may = probed.is_ok_and(|output| output.status.success());
    may.then(|| {
        let shell = in_shell(SCRIPT);
        let mut command = Command::new("unshare");
        command.args(flags).arg("sh").args(shell.get_args());
        for (name, value) in shell.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    })
}

#[test]
fn a_register_on_a_full_disk_loses_nothing_and_says_so() {
    let flags: [&[&str]; 2] = [&["--mount"], &["--map-root-user", "--mount"]];
    let Some(mut shell) = flags.into_iter().find_map(mounting) else {
        skipped("this user may mount no file system, which a full disk is tried on");
        return;
    };
    let desk = RegisterDesk::new();
    let request = desk.request("request.toml", "Harbour", "");
    let folder = desk.path("disk");
    std::fs::create_dir(&folder).expect("a folder");
    let books = crate::support::project("examples/quote/books");
    let output = shell.arg(&folder).arg(&request).arg(&books).output().expect("a shell");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{:?} {said} {told}", output.status);
    assert!(said.contains("code 3\n"), "{said}");
    assert!(said.contains("error: there is no room left for the register"), "{said}");
    assert!(said.contains("hint: free some disk space"), "{said}");
    assert!(said.contains("nothing is wrong"), "{said}");
    let numbers: Vec<&str> = said.lines().filter(|line| is_number(line)).collect();
    assert!(numbers.len() > 3, "{said}");
    // All that were told, in a row; the last was made when there was room again.
    for (count, number) in (1..).zip(&numbers) {
        assert!(number.ends_with(&format!("-{count:05}")), "{said}");
    }
    let listed = said.lines().filter(|line| line.contains(",ready,")).count();
    assert_eq!(listed, numbers.len(), "{said}");
}

fn is_number(line: &str) -> bool {
    line.starts_with("Q-") && !line.contains(',')
}
