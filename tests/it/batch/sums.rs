//! What a run adds up, as it is written and read again.

use reinstate::batch::{MonthKey, MonthTotal, Sum};
use reinstate::engine::money::{Currency, Money};
use serde_json::json;

#[test]
fn sums_are_written_as_amounts_are() {
    let read = |text: &str| {
        let total = serde_json::from_value(json!({ "lines": 0, "total": text }));
        total.ok().map(|total: MonthTotal| total.total)
    };
    let written = |total: Sum| {
        let total = serde_json::to_value(MonthTotal { lines: 0, total }).expect("JSON");
        total["total"].as_str().expect("a text").to_owned()
    };
    for code in ["EUR", "JPY", "KWD", "CLF"] {
        let Some(currency) = Currency::from_code(code) else { continue };
        for minor in [0, 1, 9, 10, 99, 100, 101, 12_345, 1_000_000, i64::MAX, -1, -100, i64::MIN] {
            let sum = Sum::from_minor(minor.into(), currency);
            assert_eq!(written(sum), Money::from_minor(minor, currency).to_string(), "{code}");
            assert_eq!(read(&written(sum)), Some(sum));
        }
    }
    for text in ["", "-", ".", "1.", "one", "1.2.3", "1,5"] {
        assert_ne!(read(text).map(written).as_deref(), Some(text));
    }
}

#[test]
fn months_are_written_and_read() {
    let key = |text| json!({ "covered_through": text, "currency": "EUR", "kind": "renewal" });
    let read = |text| serde_json::from_value::<MonthKey>(key(text)).ok();
    for text in ["1999-12", "2026-01", "2026-11", "2199-12"] {
        let month = read(text).expect(text);
        assert_eq!(month.month.to_string(), text);
        assert_eq!(serde_json::to_value(month).expect("JSON"), key(text));
    }
    for text in ["", "2026", "2026-13", "2026-00", "2026-1-1"] {
        assert_eq!(read(text), None, "{text}");
    }
}
