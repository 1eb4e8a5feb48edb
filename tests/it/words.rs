//! The words of four languages: the same keys and values in each, nothing unsaid, nothing left in
//! English.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};

use fluent_bundle::FluentResource;
use reinstate::document::brand::BrandFile;
use reinstate::document::mail::{self, MailedDocument};
use reinstate::document::sheet::{Sheet, SheetExtras, options};
use reinstate::document::statement::{AcceptedDocument, accepted};
use reinstate::document::words::{Arg, TEXTS, Words};
use reinstate::document::{json, text};
use reinstate::engine::alternatives::alternatives;
use reinstate::engine::book::{Language, PriceBook, Shelf};
use reinstate::engine::price::price;
use reinstate::engine::quote::{Outcome, Seal, SealStage};
use reinstate::engine::request::{Label, Request};
use serde_json::{Value, json};

use crate::golden::cases;
use crate::support::{
    conformance_shelf, offered, read, request, shelf, shelf_of_files, shipped_shelf,
};

/// The messages of a language: what stands after each key, attributes as `key.attribute`. Those of
/// `en-US` are those of `en`, and over them what differs.
pub(crate) fn messages(language: Language) -> BTreeMap<String, String> {
    let mut messages = match language {
        Language::AmericanEnglish => own_messages(Language::English),
        Language::English | Language::Dutch | Language::German | Language::French => {
            BTreeMap::new()
        }
    };
    messages.extend(own_messages(language));
    messages
}

/// The messages in the file of a language.
fn own_messages(language: Language) -> BTreeMap<String, String> {
    let (_, text) = TEXTS.iter().find(|(known, _)| *known == language).expect("a language");
    let mut messages: BTreeMap<String, String> = BTreeMap::new();
    let (mut id, mut last) = (String::new(), String::new());
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let attribute = line.strip_prefix("    .").and_then(|rest| rest.split_once(" = "));
        match (line.split_once(" = ").filter(|_| !line.starts_with(' ')), attribute) {
            (Some((key, pattern)), _) => {
                assert!(!messages.contains_key(key), "{key} stands twice in {}", language.tag());
                id = key.to_owned();
                last = key.to_owned();
                messages.insert(last.clone(), pattern.to_owned());
            }
            (None, Some((key, pattern))) => {
                last = format!("{id}.{key}");
                messages.insert(last.clone(), pattern.to_owned());
            }
            (None, None) => {
                let message = messages.get_mut(&last).expect("a message goes on");
                message.push('\n');
                message.push_str(line);
            }
        }
    }
    messages
}

/// The names after `$` in a pattern.
fn variables(pattern: &str) -> BTreeSet<&str> {
    let ends = |one: char| !one.is_ascii_alphanumeric() && one != '-' && one != '_';
    pattern.split('$').skip(1).filter_map(|rest| rest.split(ends).next()).collect()
}

/// The texts between the values of a pattern.
pub(crate) fn fragments(pattern: &str) -> Vec<String> {
    variants(pattern).into_iter().flatten().collect()
}

/// For each plural of a pattern the texts between its values.
fn variants(pattern: &str) -> Vec<Vec<String>> {
    let plain = pattern.lines().filter_map(|line| {
        let variant = line.trim_start().trim_start_matches('*');
        match variant.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
            Some((_, text)) => Some(text),
            None if line.ends_with("->") || line.trim() == "}" => None,
            None => Some(line),
        }
    });
    let parts = |line: &str| {
        let parts = line.split('{').flat_map(|part| part.split('}').next_back());
        parts.map(|part| part.trim().to_owned()).collect()
    };
    plain.map(parts).collect()
}

#[test]
fn each_text_parses_without_an_error_and_each_key_is_said() {
    for (language, text) in TEXTS {
        let parsed = FluentResource::try_new(text.to_owned());
        assert!(parsed.is_ok(), "{}: {:?}", language.tag(), parsed.err().map(|(_, errors)| errors));
        let entries = parsed.map(|resource| resource.entries().count()).unwrap_or_default();
        let least = if language == Language::AmericanEnglish { 50 } else { 350 };
        assert!(entries > least, "{} has {entries} entries", language.tag());
        let words = Words::of(language);
        for (key, pattern) in messages(language) {
            let values: Vec<(&'static str, Arg<'_>)> = variables(&pattern)
                .into_iter()
                .map(|name| {
                    let name: &'static str = name.to_owned().leak();
                    let value = if name == "count" { Arg::Plural(1) } else { Arg::Text("VALUE") };
                    (name, value)
                })
                .collect();
            let said = words.say_with(&key, &values);
            assert!(!said.is_empty() && said != key, "{} says nothing of {key}", language.tag());
            assert!(!said.contains(['{', '}', '$']), "{}: {key}: {said}", language.tag());
            let spaces = said.contains("  ") || said.trim() != said;
            assert!(!spaces, "{}: {key}: stray spaces: {said:?}", language.tag());
        }
    }
}

/// Messages in which a language needs no name of the tax: *netto*, *HT* and *TTC* say it all.
const WITHOUT_ITS_VALUE: [(&str, &[&str]); 2] =
    [("answer-without-named-tax", &["de", "fr"]), ("answer-total-tax", &["de", "fr"])];

#[test]
fn each_language_has_the_keys_and_the_values_of_english() {
    let english = messages(Language::English);
    for (tag, language) in Language::ALL {
        let own = messages(language);
        let keys = |messages: &BTreeMap<String, String>| -> Vec<String> {
            messages.keys().cloned().collect()
        };
        assert_eq!(keys(&own), keys(&english), "{tag}");
        for (key, pattern) in &own {
            let unnamed = WITHOUT_ITS_VALUE.iter().find(|(known, _)| known == key);
            if unnamed.is_some_and(|(_, tags)| tags.contains(&tag)) {
                assert!(variables(pattern).is_empty(), "{tag}: {key} = {pattern}");
            } else {
                assert_eq!(variables(pattern), variables(&english[key]), "{tag}: {key}");
            }
            let plural = |pattern: &str| pattern.contains("->");
            assert_eq!(plural(pattern), plural(&english[key]), "{tag}: {key}");
        }
    }
}

/// `en-US` has what is spelled or called otherwise, and nothing that is the same in `en`.
#[test]
fn american_english_has_what_differs_and_nothing_else() {
    let english = own_messages(Language::English);
    let american = own_messages(Language::AmericanEnglish);
    for (key, pattern) in &american {
        let base = key.split('.').next().unwrap_or_default();
        let attributes = |of: &BTreeMap<String, String>| -> Vec<String> {
            of.keys().filter(|one| one.starts_with(&format!("{base}."))).cloned().collect()
        };
        // A message in the upper file takes the place of the whole message below.
        assert_eq!(attributes(&american), attributes(&english), "{base}");
        let whole = |of: &BTreeMap<String, String>| -> Vec<Option<String>> {
            let keys = std::iter::once(base.to_owned()).chain(attributes(&english));
            keys.map(|one| of.get(&one).cloned()).collect()
        };
        assert_ne!(whole(&american), whole(&english), "{key} = {pattern}");
    }
    for (key, pattern) in messages(Language::AmericanEnglish) {
        let text = fragments(&pattern).join(" ").to_lowercase();
        for british in ["licence", "programme", "vat", "instalment", "colour", "catalogue"] {
            let found = text.split(|one: char| !one.is_alphabetic());
            let found = found.into_iter().any(|word| word.trim_end_matches('s') == british);
            assert!(!found, "{key}: {british} in {pattern}");
        }
    }
}

#[test]
fn a_plural_is_chosen_by_its_number() {
    for (tag, language) in Language::ALL {
        let words = Words::of(language);
        for (key, pattern) in messages(language) {
            if !pattern.contains("->") || key == "on-line" {
                continue;
            }
            let [none, one, two, million] =
                [0_u64, 1, 2, 1_000_000].map(|count| words.counted(&key, count));
            let alike = one.replace('1', "2") == two;
            let same_word = [
                ("nl", "years"),
                ("nl", "years.dative"),
                ("nl", "buying-support"),
                ("fr", "months"),
            ];
            let same_word = same_word.contains(&(tag, key.as_str()));
            assert_eq!(alike, same_word, "{tag}: {key}: {one}, {two}");
            for (count, said) in [("0", none), ("1", one), ("2", two), ("000", million)] {
                assert!(said.contains(count), "{tag}: {key}: {said}");
            }
        }
    }
}

// --- what documents say -------------------------------------------------------------------------

/// Which price books make the program speak.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Books {
    /// All of the golden cases, and a few beside them: their names are English.
    All,
    /// Those that are shipped, whose texts are in all languages.
    Shipped,
}

/// All that the golden cases make the program say in a language.
pub(crate) fn said_in(language: Language, books: Books) -> Arc<str> {
    type Said = Arc<OnceLock<Arc<str>>>;
    static SAID: Mutex<BTreeMap<(Language, Books), Said>> = Mutex::new(BTreeMap::new());
    let mut all = SAID.lock().expect("no panic before");
    let said = Arc::clone(all.entry((language, books)).or_default());
    drop(all);
    // Whoever else asks for it waits, rather than to make it a second time.
    Arc::clone(said.get_or_init(|| compute_said_in(language, books).into()))
}

fn compute_said_in(language: Language, books: Books) -> String {
    let mut said = String::new();
    for mut case in cases() {
        let shipped = case.books.iter().all(|(origin, _)| origin.starts_with("pricing/citrix-"));
        if shipped || books == Books::All {
            case.request["language"] = json!(language.tag());
            say(&case.outcome(), language, &mut said);
            if shipped {
                say_options(&case.request(), &case.shelf(), &mut said);
            }
        }
    }
    if books == Books::All {
        beside_the_golden_cases(language, &mut said);
        say_sealed(language, &mut said);
        #[cfg(feature = "cli")]
        said.push_str(&crate::web::said(language.tag()));
    }
    // Lines are wrapped at 120 columns in the working; joined, sentences stand whole.
    let words: Vec<&str> = said.split([' ', '\n']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn say(outcome: &Outcome, language: Language, said: &mut String) {
    match outcome {
        Outcome::Offered(quote) => {
            let sheet = Sheet::of(quote);
            said.push_str(&text::quote(&sheet, 10_000));
            said.push_str(&text::brief(quote, &sheet, &[]));
            said.push_str(&text::brief(quote, &sheet, &["FILE".to_owned()]));
            said.push_str(&text::explain(quote, None));
            said.push_str(&texts_of(&format!("{sheet:?}")));
            said.push_str(&format!("{}\n", sheet.foot.page(1, 2)));
            let value: Value = serde_json::from_str(&json::quote(quote)).expect("valid JSON");
            for finding in value["findings"].as_array().expect("findings") {
                said.push_str(finding["message"].as_str().expect("a message"));
                said.push('\n');
            }
        }
        Outcome::Refused(refusals) => {
            let value: Value = serde_json::from_str(&json::refusals(refusals, language, None))
                .expect("valid JSON");
            for refusal in value["refusals"].as_array().expect("refusals") {
                for key in ["message", "hint"] {
                    said.push_str(refusal[key].as_str().unwrap_or_default());
                    said.push('\n');
                }
            }
        }
    }
}

/// Terms side by side, the cost of waiting, and buying new.
fn say_options(request: &Request, shelf: &Shelf, said: &mut String) {
    let Some(alternatives) = alternatives(request, shelf) else { return };
    let book = shelf.in_force(request.book.as_ref().map(Label::as_str), request.quote_date);
    let options = options(request, book.expect("a book, for there are options"), &alternatives);
    if let Outcome::Offered(quote) = price(request, shelf) {
        said.push_str(&text::explain(&quote, Some(&alternatives)));
    }
    said.push_str(&text::options(&options, 10_000));
    said.push_str(&texts_of(&format!("{options:?}")));
}

/// The texts in quotes of a value printed for debugging, each on its own line.
fn texts_of(debug: &str) -> String {
    let mut texts = String::new();
    let (mut inside, mut escaped) = (false, false);
    for one in debug.chars() {
        match one {
            '"' if !escaped => {
                inside = !inside;
                texts.push('\n');
            }
            _ if inside => texts.push(one),
            _ => {}
        }
        escaped = inside && one == '\\' && !escaped;
    }
    texts.replace("\\u{a0}", "\u{a0}").replace("\\u{202f}", "\u{202f}").replace("\\\"", "\"")
}

/// Quotes, drafts and estimates, in a brand.
fn say_kinds(language: Language, said: &mut String) {
    for sheet in crate::kinds::sheets(language) {
        said.push_str(&text::quote(&sheet, 10_000));
        said.push_str(&texts_of(&format!("{sheet:?}")));
    }
}

/// What takes no book, several books, a book with one language, or many holdings.
fn beside_the_golden_cases(language: Language, said: &mut String) {
    say_kinds(language, said);
    let small = "tests/books/good/small.toml";
    let holding = |covered_through: &str| {
        json!({
            "product_line": "suite", "edition": "whole", "owned": 1,
            "covered_through": covered_through,
        })
    };
    let value = json!({
        "quote_date": "2026-07-01", "currency": "EUR", "service_level": "basic",
        "term_years": 1, "program": "list", "language": language.tag(),
        "customer": {
            "name": "Noordzee", "org_id": "ORG-1", "contact": "J. de Vries", "reference": "R-1",
        },
        "holding": [holding("2026-03-31")],
        "other_contract": [{
            "product_line": "suite", "service_level": "gold", "covered_through": "2027-01-01",
        }],
    });
    let mut many = value.clone();
    let days = (1..=30).map(|day| holding(&format!("2026-04-{day:02}")));
    many["holding"] = days.collect();
    let both = shelf_of_files(&[small, "tests/golden/books/plain.toml"]);
    say(&price(&request(&value), &Shelf::default()), language, said);
    say(&price(&request(&value), &both), language, said);
    // New licences are cheaper today, at some later day, or never.
    let rates = ["of_srp = \"2000%\"", "of_srp = \"30%\"", "of_srp = \"2%\""];
    let texts = rates.map(|rate| read(small).replace("of_srp = \"20%\"", rate));
    for text in &texts {
        let shelf = shelf([("small", text.as_str())]);
        say_options(&request(&value), &shelf, said);
    }
    // Rules to choose from; a price that comes back; releases of a gap; a first year that is extra.
    let late = "back_coverage = { day_count = \"actual/365\", price = \"net\" }\n\
                penalty = { rate = \"20%\", of = \"back-coverage\", \
                at_least = { EUR = \"5.00\", USD = \"5.00\" } }";
    let text = read(small).replace(late, "outcome = \"not-offered\"");
    say_options(&request(&value), &shelf([("steps", steps(late).as_str())]), said);
    let mut lapsed = value.clone();
    lapsed["payment"] = json!("weekly");
    lapsed["lapse_choice"] = json!("later");
    say(&price(&request(&lapsed), &shelf_of_files(&[small])), language, said);
    let mut lapsed = value.clone();
    lapsed["holding"][0]["covered_through"] = json!("2026-06-25");
    say_options(&request(&lapsed), &shelf([("back", text.as_str())]), said);
    let conformance = conformance_shelf();
    for (book, service_level, product_line, edition, covered_through) in [
        ("theta", "basic", "suite", "pro", "2026-05-15"),
        ("eta", "premium", "box", "b1", "2025-06-15"),
    ] {
        let mut lapsed = value.clone();
        lapsed["book"] = json!(book);
        lapsed["service_level"] = json!(service_level);
        lapsed["holding"][0]["product_line"] = json!(product_line);
        lapsed["holding"][0]["edition"] = json!(edition);
        lapsed["holding"][0]["covered_through"] = json!(covered_through);
        lapsed["currency"] = json!("USD");
        say(&price(&request(&lapsed), &conformance), language, said);
        say_options(&request(&lapsed), &conformance, said);
    }
    for value in [value, many] {
        let shelf = shelf_of_files(&[small]);
        say(&price(&request(&value), &shelf), language, said);
        say_options(&request(&value), &shelf, said);
    }
}

/// What a register makes of a quote: a draft, what is sent, and what the customer agrees to.
fn say_sealed(language: Language, said: &mut String) {
    let value = json!({
        "quote_date": "2026-07-01", "currency": "EUR", "service_level": "basic",
        "term_years": 1, "program": "list", "language": language.tag(),
        "holding": [{
            "product_line": "suite", "edition": "whole", "owned": 1,
            "covered_through": "2026-03-31",
        }],
    });
    let quote = offered(&request(&value), &shelf_of_files(&["tests/books/good/small.toml"]));
    let draft = quote.clone().sealed(Seal::of("Q-1", 2, SealStage::Draft));
    let (total, valid_through) = (quote.totals.total, quote.valid_through);
    say(&Outcome::Offered(Box::new(draft)), language, said);
    let document =
        AcceptedDocument { customer: "Noordzee", document: "Q-1-2", total, valid_through };
    said.push_str(&format!("{}\n", accepted(language, &document)));
    for (contact, link) in [(None, None), (Some("E. Jansen"), Some("https://q.example/q/T"))] {
        let mailed = MailedDocument {
            customer: "Noordzee",
            contact,
            document: "Q-1-2",
            total,
            valid_through,
            link,
            sender: &["Seller"],
        };
        said.push_str(&format!("{}\n", mail::subject(language, &mailed)));
        said.push_str(&mail::body(language, &mailed));
    }
    let sent = quote.sealed(Seal::of("Q-1", 2, SealStage::Sent));
    let brand = BrandFile::read("brand.toml", "[brand]\nname = \"Seller\"").expect("a brand");
    let brand = brand.with_logo(None);
    let shown = SheetExtras {
        brand: Some(&brand),
        register_head: Some("4711·9f3c"),
        ..SheetExtras::default()
    };
    let sheet = Sheet::for_customer(&sent, shown).expect("a brand is named");
    said.push_str(&format!("{}\n", sheet.foot.receipt));
}

/// A book of months that begin, each for less than a twelfth of a year's price.
fn steps(late: &str) -> String {
    let months = "back_coverage = { day_count = \"months-up\", price = \"net\", \
                  multiplier = \"0.5\" }\n\
                  penalty = { rate = \"20%\", of = \"back-coverage\" }";
    read("tests/books/good/small.toml").replace(late, months)
}

/// Messages that nothing here brings about, with the reason.
#[cfg(all(feature = "cli", feature = "register"))]
const UNSAID: [(&str, &[&str], &str); 3] = [
    (
        "refusal-no-rate",
        &["en", "en-US", "nl", "de", "fr"],
        "a book lacks no rate that is asked for",
    ),
    (
        "refusal-no-rate.hint",
        &["en", "en-US", "nl", "de", "fr"],
        "a book lacks no rate that is asked for",
    ),
    ("condition-english", &["en", "en-US"], "every clause is written in English"),
];

#[test]
#[cfg(all(feature = "cli", feature = "register"))]
fn each_message_is_brought_about_by_some_request() {
    for (tag, language) in Language::ALL {
        let said = said_in(language, Books::All);
        let unsaid: Vec<String> = messages(language)
            .into_iter()
            .filter(|(_, pattern)| {
                let longest = |parts: Vec<String>| {
                    parts.into_iter().max_by_key(String::len).unwrap_or_default()
                };
                // One of its plurals is enough.
                !variants(pattern).into_iter().any(|parts| said.contains(&longest(parts)))
            })
            .map(|(key, _)| key)
            .collect();
        let expected: Vec<&str> =
            UNSAID.iter().filter(|one| one.1.contains(&tag)).map(|one| one.0).collect();
        let mut unsaid: Vec<&str> = unsaid.iter().map(String::as_str).collect();
        unsaid.sort_by_key(|key| expected.iter().position(|known| known == key));
        assert_eq!(unsaid, expected, "{tag}: messages that no quote and no refusal brings about");
    }
}

#[test]
fn no_key_and_no_value_is_left_unsaid() {
    for (tag, language) in Language::ALL {
        let said = said_in(language, Books::All);
        for mark in ["{ $", "{$", "{\"", "FluentError"] {
            assert!(!said.contains(mark), "{tag}: {mark} in {}", around(&said, mark));
        }
        // Keys with a hyphen in them are no words of any language.
        for key in messages(language).keys().filter(|key| key.matches('-').count() > 1) {
            let shown = format!(" {key} ");
            assert!(!said.contains(&shown), "{tag}: {}", around(&said, &shown));
        }
    }
}

/// Messages that are the same in English and another language, with the reason.
const ALIKE: [(&str, &[&str], &str); 24] = [
    ("foot-register", &["nl"], "Dutch says register"),
    ("charge-licence", &["fr"], "French says Licences"),
    ("total-licence", &["fr"], "French says Licences"),
    ("name-licence", &["fr"], "French says licences"),
    ("name-part-of-all", &["fr"], "French says part"),
    ("org-id", &["nl", "de", "fr"], "the vendor's own name for it"),
    ("line-release", &["nl"], "Dutch says release"),
    ("acceptance-name", &["de"], "German says Name"),
    ("acceptance-date", &["fr"], "French says Date"),
    ("acceptance-signature", &["fr"], "French says Signature"),
    ("total-subtotal", &["fr"], "French says Total"),
    ("answer-without-named-tax", &["nl"], "Dutch says excl."),
    ("column-licences", &["fr"], "French says Licences"),
    ("name-quantity", &["fr"], "French says licences"),
    ("licences", &["fr"], "French says licence"),
    ("conditions-title", &["fr"], "French says Conditions"),
    ("explain-clause", &["fr"], "French says Clause"),
    ("severity-warning", &["fr"], "French says Important"),
    ("field-product-line", &["nl"], "Dutch says product"),
    ("field-edition", &["de"], "German says Edition"),
    ("field-release", &["nl", "de"], "Dutch and German say release"),
    ("page-holding", &["nl"], "Dutch says product"),
    ("page-optional", &["de"], "German says optional"),
    ("page-dates", &["fr"], "French says Dates"),
];

#[test]
fn a_message_is_alike_in_two_languages_on_purpose_only() {
    let english = messages(Language::English);
    let mut wrong = Vec::new();
    for (tag, language) in Language::ALL.into_iter().filter(|(tag, _)| !tag.starts_with("en")) {
        for (key, pattern) in messages(language) {
            let words =
                fragments(&pattern).iter().any(|part| part.chars().any(char::is_alphabetic));
            let alike = words && english[&key] == pattern;
            let listed = ALIKE.iter().any(|(known, tags, _)| *known == key && tags.contains(&tag));
            if alike != listed {
                wrong.push(format!("{tag}: {key} = {pattern}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "alike and not listed, or listed and not alike:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn no_english_sentence_is_in_a_document_of_another_language() {
    let english = messages(Language::English);
    let sentences: BTreeSet<String> = english
        .values()
        .flat_map(|pattern| fragments(pattern))
        .filter(|part| part.chars().count() >= 8)
        // The vendor's own word, which a clause gives behind the native one.
        .filter(|part| part != "reinstatement fee")
        .collect();
    assert!(sentences.len() > 150, "only {} sentences", sentences.len());
    for (tag, language) in Language::ALL.into_iter().filter(|(tag, _)| !tag.starts_with("en")) {
        let (_, own) = TEXTS.iter().find(|(known, _)| *known == language).expect("a language");
        let said = said_in(language, Books::Shipped);
        for sentence in sentences.iter().filter(|sentence| !own.contains(sentence.as_str())) {
            assert!(!said.contains(sentence), "{tag}: {}", around(&said, sentence));
        }
    }
}

/// Words of English that no sentence in Dutch, German or French has in small letters.
const ENGLISH: [&str; 32] = [
    "the", "and", "with", "without", "from", "through", "this", "that", "not", "must", "years",
    "year", "days", "licence", "licences", "holding", "holdings", "covered", "cover", "gap",
    "quote", "price", "amount", "renewal", "discount", "rounded", "share", "because", "is not",
    "of the", "owned", "retired",
];

#[test]
fn no_english_word_is_in_a_document_of_another_language() {
    let shelf = shipped_shelf();
    for (tag, language) in Language::ALL.into_iter().filter(|(tag, _)| !tag.starts_with("en")) {
        let mut said = said_in(language, Books::Shipped).to_string();
        for book in shelf.books() {
            for name in names(book) {
                said = said.replace(&name, "NAME");
            }
        }
        let bounded: String = said
            .chars()
            .map(|one| if one.is_alphabetic() || "-_.’'".contains(one) { one } else { ' ' })
            .collect();
        for word in ENGLISH {
            if tag == "fr" && word.starts_with("licence") {
                continue; // a French word, too
            }
            let shown = format!(" {word} ");
            assert!(!bounded.contains(&shown), "{tag}: {word}: {}", around(&bounded, &shown));
        }
    }
}

/// Names and ids of a book, which are the same in every language; longest first.
pub(crate) fn names(book: &PriceBook) -> Vec<String> {
    let mut names = vec![book.about().title.clone(), "Virtual Apps and Desktops".to_owned()];
    for line in book.lines() {
        names.push(line.name.clone());
        names.extend(line.editions.iter().map(|edition| edition.name.clone()));
        names.extend(line.editions.iter().map(|edition| edition.metric.clone()));
        names.extend(line.releases.iter().map(|release| release.name.clone()));
    }
    names.extend(book.programs().iter().map(|program| program.name.clone()));
    names.extend(book.levels().iter().map(|level| level.name.clone()));
    names.extend(book.lapse().bands.iter().map(|band| band.name.clone()));
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

fn around(text: &str, part: &str) -> String {
    let place = text.find(part).unwrap_or(0);
    let before: String = text[..place].chars().rev().take(60).collect();
    let after: String = text[place..].chars().take(120).collect();
    format!("…{}{after}…", before.chars().rev().collect::<String>())
}

/// German says *das Servicelevel*, and never *der Level*.
#[test]
fn a_service_level_is_neuter_in_german() {
    let wrong = [" Level ", "Der Servicelevel", "denselben Servicelevel", "einen Servicelevel"];
    for (key, pattern) in own_messages(Language::German) {
        assert!(!wrong.iter().any(|words| pattern.contains(words)), "{key} = {pattern}");
    }
}
