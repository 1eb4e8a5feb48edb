//! The words of the trade: the kinds of mistakes that readers found, and words that no customer
//! reads.

use reinstate::document::words::{Arg, Words};
use reinstate::engine::book::Language;
use serde_json::Value;

use crate::golden::all_findings;
use crate::support::{program, project, read, shipped_shelf, toml_value};
use crate::words::{Books, fragments, messages, names, said_in};

/// The plain errors that readers found: one test for each kind.
#[test]
fn german_has_its_dative_and_its_article_before_a_day() {
    let german = Words::of(Language::German);
    for (count, years) in [(1_u64, "1 Jahr"), (3, "3 Jahren")] {
        let values = [("years", Arg::counted("years.dative", count))];
        let said = german.say_with("charge-penalty-waived", &values);
        assert_eq!(said, format!("entfällt ab einer Laufzeit von {years}"));
    }
    let values = [("days", Arg::counted("days.dative", 1_000_u64))];
    let said = german.say_with("buying-never-cheaper", &values);
    assert_eq!(said, "In den nächsten 1.000 Tagen ist ein Neukauf nicht günstiger.");
    // `bis 23. März` and `ab 1. April` want `zum` and `dem` within a sentence.
    for (key, pattern) in messages(Language::German) {
        if pattern.trim_end().ends_with('.') {
            for bare in ["bis { $through", "bis { $date", "bis { $extended"] {
                assert!(!pattern.contains(bare), "{key}: {pattern}");
            }
            for bare in ["ab { $date", "ab { $first", "ab { $until", "Ab { $date"] {
                assert!(!pattern.contains(bare), "{key}: {pattern}");
            }
        }
    }
}

#[test]
fn french_has_a_space_that_does_not_break_before_its_marks() {
    for (key, pattern) in messages(Language::French) {
        for bare in [" :", " ;", " ?", " !", " »", "« "] {
            assert!(!pattern.contains(bare), "{key}: {pattern}");
        }
        let marks = |one: char| [':', ';', '?', '!'].contains(&one);
        for (place, _) in pattern.match_indices(marks) {
            let before = pattern[..place].chars().next_back();
            assert_eq!(before, Some('\u{a0}'), "{key}: {pattern}");
        }
    }
    let said = Words::of(Language::French).labelled("Important", "texte");
    assert_eq!(said, "Important\u{a0}: texte");
    assert!(said_in(Language::French, Books::Shipped).contains("• Important\u{a0}: "));
}

#[test]
fn dutch_says_what_there_is_no_support_for() {
    let key = "finding-end-of-life-within-term";
    let said = Words::of(Language::Dutch).say_with(key, &[]);
    assert!(said.ends_with(" meer voor deze release."), "{said}");
}

/// Words that no customer reads: those of insurance, of fines, of the tax office and of disaster
/// recovery, and what else reads as translated.
const FORBIDDEN: [(&str, &[&str]); 5] = [
    ("en", EN_FORBIDDEN),
    ("en-US", EN_FORBIDDEN),
    (
        "nl",
        &[
            "dekking",
            "gedekt",
            "boete",
            "naheffing",
            "geheven",
            "licentiebezit",
            "tegemoetkoming",
            "levensduur",
            "hersteltijd",
            "herstel",
            "ondersteuning",
            "raming",
            "geen aanbod",
            "ingetrokken",
            "termijnkorting",
            "inkooporder",
        ],
    ),
    (
        "de",
        &[
            "abdeckung",
            "abgedeckt",
            "abzudecken",
            "strafzuschlag",
            "strafzuschläge",
            "wiederherstellung",
            "wiederherstellungszeit",
            "wiederinkraftsetzung",
            "lebensdauer",
            "lizenzbestand",
            "lizenzbestände",
            "unterstützung",
            "schätzung",
            "stillgelegt",
            "stillzulegende",
            "pfleger",
            "nachzahlung",
            "je jahr",
            "sicherheitskorrekturen",
        ],
    ),
    (
        "fr",
        &[
            "couverture",
            "couvert",
            "couverte",
            "couvertes",
            "couvrir",
            "pénalité",
            "pénalités",
            "rétablissement",
            "remise en vigueur",
            "parc de licences",
            "parcs de licences",
            "parc",
            "assistance",
            "rattrapage",
            "livre de prix",
            "fournisseur",
            "tout compris",
            "remise de durée",
            "par année",
            "possédées",
        ],
    ),
];

const EN_FORBIDDEN: &[&str] = &[
    "cover",
    "covered",
    "coverage",
    "penalty",
    "penalties",
    "holding",
    "holdings",
    "retired",
    "put in your own",
    "unit list",
    "unit net",
    "back coverage",
];

/// The first forbidden word in a text, as a word of its own.
fn forbidden_in(tag: &str, text: &str) -> Option<&'static str> {
    let (_, words) = FORBIDDEN.iter().find(|(known, _)| *known == tag).expect("a language");
    let plain = |one: char| if one.is_alphanumeric() { one } else { ' ' };
    let text: String = text.to_lowercase().chars().map(plain).collect();
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = format!(" {} ", text.join(" "));
    words.iter().copied().find(|word| text.contains(&format!(" {word} ")))
}

#[test]
fn no_words_file_has_a_word_of_insurance_or_of_fines() {
    for (tag, language) in Language::ALL {
        for (key, pattern) in messages(language) {
            let text = fragments(&pattern).join(" ");
            assert_eq!(forbidden_in(tag, &text), None, "{tag}: {key} = {pattern}");
        }
    }
}

/// The texts by language in a price book, wherever they stand.
fn texts_by_language(value: &Value, found: &mut Vec<(String, String)>) {
    let Some(table) = value.as_object() else {
        for item in value.as_array().into_iter().flatten() {
            texts_by_language(item, found);
        }
        return;
    };
    for (key, item) in table {
        let is_language = Language::ALL.iter().any(|(tag, _)| tag == key);
        match item.as_str().filter(|_| is_language) {
            Some(text) => found.push((key.clone(), text.to_owned())),
            None => texts_by_language(item, found),
        }
    }
}

#[test]
fn no_shipped_book_has_a_word_of_insurance_or_of_fines() {
    let mut found = Vec::new();
    for folder in ["pricing", "pricing/vendors"] {
        for file in std::fs::read_dir(project(folder)).expect("a folder") {
            let path = file.expect("an entry").path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
                texts_by_language(&toml_value(&format!("{folder}/{name}")), &mut found);
            }
        }
    }
    assert!(found.len() > 500, "only {} texts", found.len());
    for (tag, text) in found {
        assert_eq!(forbidden_in(&tag, &text), None, "{tag}: {text}");
    }
}

#[test]
fn no_document_has_a_word_of_insurance_or_of_fines() {
    let shelf = shipped_shelf();
    for (tag, language) in Language::ALL {
        let mut said = said_in(language, Books::Shipped).to_string();
        for book in shelf.books() {
            for name in names(book) {
                said = said.replace(&name, " ");
            }
        }
        // Keys of a price book stand in the working, for whoever keeps it; codes beside findings.
        let is_key = |word: &str| word.contains(['_', '[']) || word.matches('.').count() > 1;
        let is_code = |word: &str| all_findings().contains(&word);
        for line in said.split([';', '•', '·', ':']) {
            let words = line.split_whitespace();
            let words: Vec<&str> = words.filter(|word| !is_key(word) && !is_code(word)).collect();
            let line = words.join(" ");
            assert_eq!(forbidden_in(tag, &line), None, "{tag}: {line}");
        }
    }
}

/// The prose of a text in Markdown: without code and addresses of links.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if !is_code && !line.starts_with("    ") {
            let outside = line.split('`').step_by(2).collect::<Vec<_>>().join(" ");
            let links =
                outside.split("](").map(|part| part.split_once(')').map_or(part, |(_, rest)| rest));
            let first = outside.split("](").next().unwrap_or_default().to_owned();
            prose.push_str(&first);
            links.skip(1).for_each(|rest| prose.push_str(rest));
            prose.push('\n');
        }
    }
    prose
}

/// Those who write a request or a book read the words of the trade as well; keys stay as they are.
#[test]
fn no_guide_has_a_word_of_insurance_or_of_fines() {
    for path in ["README.md", "GUIDE.md", "pricing/README.md"] {
        for line in prose(&read(path)).lines() {
            assert_eq!(forbidden_in("en", line), None, "{path}: {line}");
        }
    }
}

#[test]
#[cfg(feature = "cli")]
fn no_help_has_a_word_of_insurance_or_of_fines() {
    let help = |command: &[&str]| {
        let mut program = program();
        let output = program.args(command).arg("--help").output().expect("the program");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    // The commands that a list of them names, and those within.
    let commands = |text: &str| -> Vec<String> {
        let list = text.split("Commands:\n").nth(1).unwrap_or_default();
        let lines = list.lines().take_while(|line| !line.is_empty());
        let named = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        named.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
    };
    let mut all = vec![help(&[])];
    for command in commands(&all[0]).iter().filter(|command| *command != "help") {
        all.push(help(&[command]));
        let within = commands(&all[all.len() - 1]);
        all.extend(within.iter().filter(|one| *one != "help").map(|one| help(&[command, one])));
    }
    assert!(all.len() > 12, "only {} texts", all.len());
    for line in all.iter().flat_map(|text| text.lines()) {
        // Keys and flags stay as they are.
        let is_key = |word: &&str| word.contains(['_', '[', '`']) || word.contains("--");
        let words: Vec<&str> = line.split_whitespace().filter(|word| !is_key(word)).collect();
        assert_eq!(forbidden_in("en", &words.join(" ")), None, "{line}");
    }
}
