//! Codes with their labels, from the lists the program was built with.

use domain::checklist::builtin;
use domain::codes::{Codes, Language};
use domain::income::yuan_text;
use domain::time::parse_date;

use crate::views::Labelled;

pub(crate) fn codes() -> &'static Codes {
    &builtin().1
}

/// A code with its label; a code the list lacks is shown as it is.
pub(crate) fn labelled(list: &str, code: &str, language: Language) -> Labelled {
    let label = codes().label(list, code, language).unwrap_or(code);
    Labelled {
        code: code.to_owned(),
        label: label.to_owned(),
    }
}

/// How a member is related to the head of the household. Rosters hold the national system's
/// words themselves; one it does not use is shown as it stands.
pub(crate) fn relation(zh: &str, language: Language) -> String {
    labelled("relationship_export_crosswalk", zh, language).label
}

pub(crate) fn all_labelled(list: &str, found: &[String], language: Language) -> Vec<Labelled> {
    found
        .iter()
        .map(|code| labelled(list, code, language))
        .collect()
}

/// A whole list, in the order to show it.
pub(crate) fn list(list: &str, language: Language) -> Vec<Labelled> {
    let options = codes().list(list).unwrap_or_default().iter();
    options
        .map(|option| Labelled {
            code: option.code.clone(),
            label: option.label(language).to_owned(),
        })
        .collect()
}

/// Fen as people write money: `15,000 元`, `12,345.60 yuan`.
pub(crate) fn money(fen: i64, language: Language) -> String {
    format!("{} {}", digits(fen), language.pick("元", Some("yuan")))
}

/// Fen as yuan in groups of three; decimals only where there are any.
pub(crate) fn digits(fen: i64) -> String {
    let text = yuan_text(fen);
    let (sign, text) = text
        .strip_prefix('-')
        .map_or(("", text.as_str()), |text| ("-", text));
    let (whole, cents) = text.split_once('.').unwrap_or((text, "00"));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match cents {
        "00" => format!("{sign}{grouped}"),
        cents => format!("{sign}{grouped}.{cents}"),
    }
}

/// A `YYYY-MM-DD` as people write it: `2026年3月8日`, `8 March 2026`. Anything else stands as it is.
pub(crate) fn day(text: &str, language: Language) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let Some(date) = parse_date(text) else {
        return text.to_owned();
    };
    let month = usize::try_from(date.month() - 1).unwrap_or(0);
    match language.pick("zh", Some("en")) {
        "zh" => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        _ => format!("{} {} {}", date.day(), MONTHS[month], date.year()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_days_are_written_as_people_write_them() {
        for (fen, text) in [
            (0, "0"),
            (1_500_000, "15,000"),
            (-123_456_789, "-1,234,567.89"),
            (99_950, "999.50"),
        ] {
            assert_eq!(digits(fen), text);
        }
        assert_eq!(day("2026-03-08", Language::Zh), "2026年3月8日");
        assert_eq!(day("2026-03-08", Language::En), "8 March 2026");
        assert_eq!(day("202603", Language::En), "202603");
    }
}
