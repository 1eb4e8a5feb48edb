//! What becomes of the files that are written, and of those that are in the way.

use std::path::Path;
use std::process::Stdio;

use super::{Desk, REQUEST, ended};

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
