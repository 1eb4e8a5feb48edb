//! How a register numbers its quotes.

/// The format of the numbers where none was chosen.
pub const DEFAULT_FORMAT: &str = "Q-{year}-{n:5}";
/// The most characters of a number.
pub const NUMBER_MAX: usize = 32;
/// So many digits of `{n}` are kept free.
const DIGITS_KEPT: usize = 9;

/// The format of a register's numbers: fixed text with `{n}`, or `{n:5}` for at least five digits,
/// and `{year}` where each year begins with 1 again.
///
/// Source: the quote register, section 4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFormat {
    text: String,
    parts: Vec<FormatPart>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum FormatPart {
    Fixed(String),
    Year,
    Count { digits_min: usize },
}

impl NumberFormat {
    /// Reads a format.
    ///
    /// # Errors
    /// What is wrong with it, for a person.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (fixed, after) = rest.split_once('{').unwrap_or((rest, ""));
            if !fixed.is_empty() {
                parts.push(FormatPart::Fixed(fixed_text(fixed)?));
            }
            if fixed.len() == rest.len() {
                break;
            }
            let (name, after) =
                after.split_once('}').ok_or_else(|| "a `{` has no `}`".to_owned())?;
            parts.push(placeholder(name)?);
            rest = after;
        }
        let counts = parts.iter().filter(|part| matches!(part, FormatPart::Count { .. })).count();
        let years = parts.iter().filter(|part| matches!(part, FormatPart::Year)).count();
        if counts != 1 {
            return Err("it must hold `{n}` once, for example `Q-{year}-{n:5}`".to_owned());
        }
        if years > 1 {
            return Err("it may hold `{year}` once".to_owned());
        }
        if text.starts_with('-') || text.ends_with('-') {
            return Err("it may not begin or end with `-`".to_owned());
        }
        let length: usize = parts.iter().map(FormatPart::length_max).sum();
        if length > NUMBER_MAX {
            return Err(format!(
                "its numbers can have {length} characters, and may have {NUMBER_MAX}"
            ));
        }
        Ok(Self { text: text.to_owned(), parts })
    }

    /// The text that it was read from.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The series that counts in this year: the format with the year in it.
    #[must_use]
    pub fn series(&self, year: i32) -> String {
        self.text.replace("{year}", &year.to_string())
    }

    /// A number; `None` where it is too long.
    #[must_use]
    pub fn number(&self, year: i32, count: i64) -> Option<String> {
        let number: String = self
            .parts
            .iter()
            .map(|part| match part {
                FormatPart::Fixed(text) => text.clone(),
                FormatPart::Year => year.to_string(),
                FormatPart::Count { digits_min } => format!("{count:0digits_min$}"),
            })
            .collect();
        (number.len() <= NUMBER_MAX).then_some(number)
    }
}

impl FormatPart {
    fn length_max(&self) -> usize {
        match self {
            Self::Fixed(text) => text.len(),
            Self::Year => 4,
            Self::Count { digits_min } => (*digits_min).max(DIGITS_KEPT),
        }
    }
}

fn fixed_text(text: &str) -> Result<String, String> {
    let is_allowed = |one: char| one.is_ascii_uppercase() || one.is_ascii_digit() || one == '-';
    match text.chars().find(|one| !is_allowed(*one)) {
        None => Ok(text.to_owned()),
        Some('}') => Err("a `}` has no `{`".to_owned()),
        Some(_) => Err("it may hold A–Z, 0–9 and `-`, and `{year}` and `{n}`".to_owned()),
    }
}

fn placeholder(name: &str) -> Result<FormatPart, String> {
    let digits = match name {
        "year" => return Ok(FormatPart::Year),
        "n" => Some(1),
        _ => name.strip_prefix("n:").and_then(|digits| digits.parse().ok()),
    };
    match digits {
        Some(digits_min) if (1..=DIGITS_KEPT).contains(&digits_min) => {
            Ok(FormatPart::Count { digits_min })
        }
        Some(_) => Err(format!("`{{n:…}}` has 1 to {DIGITS_KEPT} digits")),
        None => Err("what stands in `{…}` is `year`, `n`, or `n:5` for five digits".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_made_of_the_year_and_the_count() {
        let format = NumberFormat::parse(DEFAULT_FORMAT).expect("a format");
        assert_eq!(format.number(2026, 42).as_deref(), Some("Q-2026-00042"));
        assert_eq!(format.number(2026, 123_456).as_deref(), Some("Q-2026-123456"));
        assert_eq!(format.series(2026), "Q-2026-{n:5}");
        let plain = NumberFormat::parse("NL7{n}").expect("a format");
        assert_eq!(plain.number(2026, 8).as_deref(), Some("NL78"));
        assert_eq!(plain.series(2026), plain.series(2027));
    }

    #[test]
    fn a_wrong_format_says_what_is_wrong() {
        for (text, says) in [
            ("", "`{n}` once"),
            ("Q-{year}", "`{n}` once"),
            ("{n}-{n}", "`{n}` once"),
            ("{year}-{year}-{n}", "`{year}` once"),
            ("q-{n}", "A–Z"),
            ("Q {n}", "A–Z"),
            ("Q-{n", "no `}`"),
            ("Q-n}{n}", "A–Z"),
            ("Q-}{n}", "no `{`"),
            ("Q-{n:0}", "1 to 9 digits"),
            ("Q-{n:10}", "1 to 9 digits"),
            ("Q-{month}-{n}", "`year`, `n`"),
            ("-{n}", "begin or end"),
            ("{n}-", "begin or end"),
            ("ABCDEFGHIJKLMNOPQRSTUVWX{n}", "33 characters"),
        ] {
            let wrong = NumberFormat::parse(text).expect_err(text);
            assert!(wrong.contains(says), "{text}: {wrong}");
        }
    }
}
