//! The small parts that the engine reads and writes with: texts, numbers, paths, trees, problems.

use reinstate::engine::calendar::Date;
use reinstate::engine::digits::Digits;
use reinstate::engine::money::{Currency, Money};
use reinstate::engine::node::{
    DecimalMark, Entry, FromCell as _, Looks, Node, NodeValue, Notation, PlainContext,
};
use reinstate::engine::path::{KeyPath, Path};
use reinstate::engine::percent::Percent;
use reinstate::engine::problem::Problems;
use reinstate::engine::text::{has_unsafe, is_unsafe, nearest, one_of, without_unsafe};

/// ISO 4217: the euro has two decimals.
#[test]
fn an_amount_is_read_in_the_currency_of_its_row() {
    let euro = || Currency::from_code("EUR");
    let about = PlainContext { looks: Looks::Other, currency: &euro, notation: None };
    let read = |text, about| Money::from_cell(text, about).map(|amount| amount.to_string());
    let code = |text, about| read(text, about).map_err(|error| error.code);
    assert_eq!(code("64.5", about), Ok("64.50".to_owned()));
    assert_eq!(code("64.505", about), Err("bad-amount"));
    assert_eq!(code("64,50", about), Err("bad-amount"));
    let unknown = PlainContext { looks: Looks::Other, currency: &|| None, notation: None };
    assert_eq!(code("64.50", unknown), Err("unknown-currency"));
}

/// 0.21 could be a share of one (21%) or a percentage of itself, and so could 1.
#[test]
fn a_bare_percentage_of_a_table_is_above_one() {
    let about = |mark| PlainContext {
        looks: Looks::Other,
        currency: &|| None,
        notation: Some(Notation { decimal: mark, ..Notation::PLAIN }),
    };
    let read = |text, mark| {
        let read = Percent::from_cell(text, about(mark)).map(|percent| percent.to_string());
        read.map_err(|error| error.code)
    };
    for (text, expected) in [
        ("21", Ok("21%")),
        ("21%", Ok("21%")),
        ("21 %", Ok("21%")),
        ("0", Ok("0%")),
        ("0%", Ok("0%")),
        ("0.21%", Ok("0.21%")),
        ("1%", Ok("1%")),
        ("1.5", Ok("1.5%")),
        ("0.21", Err("ambiguous-percent")),
        ("1", Err("ambiguous-percent")),
        ("1.00", Err("ambiguous-percent")),
        ("0.000001", Err("ambiguous-percent")),
        ("0,21", Err("bad-percent")),
        ("101", Err("bad-percent")),
        ("-5", Err("bad-percent")),
        ("%", Err("bad-percent")),
    ] {
        let expected = expected.map(str::to_owned);
        assert_eq!(read(text, DecimalMark::Point), expected, "{text}");
    }
    assert_eq!(read("1,5", DecimalMark::Comma), Ok("1.5%".to_owned()));
    assert_eq!(read("0,21", DecimalMark::Comma), Err("ambiguous-percent"));
    let elsewhere = PlainContext { notation: None, ..about(DecimalMark::Point) };
    assert_eq!(Percent::from_cell("21", elsewhere).map_err(|error| error.code), Err("bad-percent"));
}

/// By RFC 8259: what must be escaped is, and nothing else.
#[test]
fn a_tree_is_json_in_one_line_or_indented() {
    let list = Node::of(NodeValue::List(vec![Node::count(1), Node::of(NodeValue::Null)]));
    let table = Node::of(NodeValue::Table(vec![
        Entry::of("a", Node::text("\"\\\n\u{1} é/")),
        Entry::of("b", list),
        Entry::of("c", Node::of(NodeValue::Table(Vec::new()))),
    ]));
    let text = "\"\\\"\\\\\\n\\u0001 é/\"";
    assert_eq!(table.to_json(), format!("{{\"a\":{text},\"b\":[1,null],\"c\":{{}}}}"));
    assert_eq!(
        table.to_indented_json(),
        format!("{{\n  \"a\": {text},\n  \"b\": [\n    1,\n    null\n  ],\n  \"c\": {{}}\n}}\n")
    );
}

#[test]
fn a_path_prints_the_same_borrowed_and_kept() {
    let root = Path::Root;
    let list = Path::Key(&root, "holding");
    let item = Path::Item(&list, 3);
    let key = Path::Key(&item, "owned");
    for (path, text) in
        [(root, ""), (list, "holding"), (item, "holding[3]"), (key, "holding[3].owned")]
    {
        assert_eq!(path.to_string(), text);
        assert_eq!(KeyPath::from(path).to_string(), text);
    }
    assert_eq!(KeyPath::from(key).last_key(), Some("owned"));
    assert_eq!(KeyPath::from(item).last_key(), None);
}

#[test]
fn columns_count_characters_not_bytes() {
    let problems = Problems::none_in("x", "a\né = 1\n");
    let place = problems.text.find('=').unwrap_or(0);
    assert_eq!(problems.line_and_column(place), (2, 3));
    assert_eq!(problems.line_and_column(999), (3, 1));
}

#[test]
fn a_slip_finds_its_word_and_a_stranger_finds_none() {
    let known = ["select", "priority", "priority-plus"];
    assert_eq!(nearest("selct", known), Some("select"));
    assert_eq!(nearest("Priority", known), Some("priority"));
    assert_eq!(nearest("prioirty-plus", known), Some("priority-plus"));
    assert_eq!(nearest("gold", known), None);
    assert_eq!(nearest(&"x".repeat(10_000), known), None);
}

#[test]
fn words_are_listed_as_a_sentence_would() {
    assert_eq!(one_of(["a", "b", "c"]), "a, b or c");
    assert_eq!(one_of(["a"]), "a");
    assert_eq!(one_of([]), "");
}

/// Source: the Unicode Character Database, general categories and default ignorable code
/// points.
#[test]
fn characters_that_hide_something_are_unsafe_and_letters_are_not() {
    for unsafe_one in [
        '\0',
        '\n',
        '\u{7f}',
        '\u{85}',
        '\u{ad}',
        '\u{34f}',
        '\u{61c}',
        '\u{115f}',
        '\u{180e}',
        '\u{200b}',
        '\u{200e}',
        '\u{2028}',
        '\u{202e}',
        '\u{2060}',
        '\u{2062}',
        '\u{2066}',
        '\u{3164}',
        '\u{e000}',
        '\u{feff}',
        '\u{fff9}',
        '\u{e0001}',
        '\u{e007f}',
        '\u{f0000}',
    ] {
        assert!(is_unsafe(unsafe_one), "{:04X}", u32::from(unsafe_one));
    }
    for safe in [' ', '~', '\u{a0}', 'é', 'ạ', 'Ж', '中', '\u{301}', '€', '＝'] {
        assert!(!is_unsafe(safe), "{safe}");
    }
}

/// Spelled as people and dictionaries do; and RFC 5892, appendix A.1 and A.2.
#[test]
fn joiners_may_stand_where_a_script_is_not_written_right_without_them() {
    for right in [
        // Persian: Mihan-gostar, ketab-ha; with a vowel sign between letter and joiner.
        "میهن\u{200c}گستر",
        "کتاب\u{200c}ها",
        "کتابِ\u{200c}ها",
        // Kar-afarin, bazar-yabi, kar-ha: parts of a word, behind a letter that joins no next one.
        "کار\u{200c}آفرین",
        "بازار\u{200c}یابی",
        "کار\u{200c}ها",
        // Hindi with a halant that is seen, and with a half form; Malayalam with an old chillu.
        "श्री\u{20}लक्ष्\u{200c}मी",
        "क्\u{200d}ष",
        "അവന്\u{200d}",
        // Sinhala: Sri Lanka.
        "ශ්\u{200d}රී ලංකා",
        // Bengali: Rangs; Kannada: ra that stays whole.
        "র\u{200d}্যাংগস",
        "ರ\u{200d}್ಕ",
    ] {
        assert!(!has_unsafe(right), "{right}");
        assert_eq!(without_unsafe(right), right);
    }
    for (wrong, shown) in [
        ("Da\u{200c}ta", "Da\u{fffd}ta"),
        ("\u{200c}کتاب", "\u{fffd}کتاب"),
        ("کتاب\u{200c}", "کتاب\u{fffd}"),
        ("کتاب\u{200c} ها", "کتاب\u{fffd} ها"),
        ("کار\u{200c} ها", "کار\u{fffd} ها"),
        ("کار\u{200c}", "کار\u{fffd}"),
        ("کار\u{200c}Data", "کار\u{fffd}Data"),
        ("کار\u{200c}12", "کار\u{fffd}12"),
        ("کار\u{200c}\u{200c}ها", "کار\u{fffd}\u{fffd}ها"),
        ("کتاب\u{200d}ها", "کتاب\u{fffd}ها"),
        // One is enough.
        ("کتاب\u{200c}\u{200c}ها", "کتاب\u{fffd}\u{fffd}ها"),
        ("क\u{200d}ष", "क\u{fffd}ष"),
        ("क्\u{200c}", "क्\u{fffd}"),
        ("क्\u{200c}a", "क्\u{fffd}a"),
        ("ক\u{200d}্য", "ক\u{fffd}্য"),
        ("👨\u{200d}👩", "👨\u{fffd}👩"),
    ] {
        assert!(has_unsafe(wrong), "{wrong}");
        assert_eq!(without_unsafe(wrong), shown);
    }
}

#[test]
fn numbers_and_dates_are_written_as_the_library_prints_them() {
    let mut number = 1_u64;
    for step in 0..64 {
        assert_eq!(Digits::of(number).as_str(), number.to_string());
        number = number.wrapping_mul(7).wrapping_add(step);
    }
    for number in (0..1_000).chain([u64::MAX]) {
        assert_eq!(Digits::of(number).as_str(), number.to_string());
    }
    for (year, month, day) in [
        (0, 1, 1),
        (7, 12, 9),
        (1900, 1, 1),
        (2028, 2, 29),
        (9999, 12, 31),
        (10_000, 1, 1),
        (-1, 10, 31),
    ] {
        let date = Date::from_ymd_opt(year, month, day).expect("a date");
        assert_eq!(Digits::of_date(date).as_str(), date.to_string());
    }
    for date in [Date::MIN, Date::MAX] {
        assert_eq!(Digits::of_date(date).as_str(), date.to_string());
    }
}
