//! A quote from a file or from standard input, and the day that it is of.

use serde_json::Value;

use super::{Desk, REQUEST};

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
