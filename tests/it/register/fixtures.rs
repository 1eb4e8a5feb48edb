//! Registers that earlier versions made: they open, verify, and come to the same cents.

use reinstate::register::{ListWanted, LogHead, Moment, Register, VerifyWanted};
use tempfile::TempDir;

use crate::support::project;

/// A register is not larger than this.
const BYTES_MAX: usize = 16 * 1024 * 1024;

/// Made on the command line with the approved book of the examples: three servers for a year, 18%
/// of EUR 7,200.00 each, as in the tests of the command line.
///
/// By hand: 3,888.00 and 21%; with 8% off 3,576.96 and 751.16.
#[test]
fn a_register_of_version_0_1_0_is_whole() {
    let packed = std::fs::read(project("tests/register/0.1.0.db.zst")).expect("a file");
    let bytes = zstd::bulk::decompress(&packed, BYTES_MAX).expect("a register");
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("quotes.db");
    std::fs::write(&path, bytes).expect("a file");
    let register = Register::open(&path).expect("a register");
    // As `register head` printed it when the file was made.
    let head = LogHead {
        seq: 15,
        hash: "22f4b5d5fc69c27f64b41a42652c8d376511ab40b2fc5be3febaa9f70d9a3f88".to_owned(),
    };
    let wanted = VerifyWanted { head: Some(head), recompute: true, ..VerifyWanted::default() };
    let found = register.verify(&wanted).expect("a register");
    assert!(found.is_whole(), "{:?}", found.faults);
    let recomputed = found.same_bytes + found.same_cents.values().sum::<usize>();
    assert_eq!((found.quotes, found.revisions, recomputed), (4, 5, 4));
    assert_eq!(found.erased, ["Q-2026-00003-1"]);
    let now = Moment::parse("2026-11-30T12:00:00.000Z").expect("a moment");
    let list = register.list(&ListWanted::default(), now).expect("a list");
    let mut list: Vec<_> = list
        .iter()
        .map(|one| {
            let total = one.revision.total.to_string();
            (one.quote.number.as_str(), one.revision.rev, one.shown.word(), total)
        })
        .collect();
    list.sort_unstable();
    let wanted = [
        ("Q-2026-00001", 1, "accepted", "4704.48"),
        ("Q-2026-00002", 1, "sent", "4328.12"),
        ("Q-2026-00003", 1, "ready", "4704.48"),
        ("Q-2026-00004", 1, "withdrawn", "4704.48"),
    ];
    assert_eq!(list.len(), wanted.len());
    for (found, (number, rev, shown, total)) in list.iter().zip(wanted) {
        assert_eq!((found.0, found.1, found.2, found.3.as_str()), (number, rev, shown, total));
    }
}
