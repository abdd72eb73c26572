//! What a cell means: text, a day, a number, yes or no.

use domain::identity::{IdCheck, check_id};
use domain::time::parse_date;
use domain::{Date, mask};

use super::read::Cell;

/// Why a cell cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A long number became a floating one: its last digits are gone for good.
    DigitsLost,
    /// A formula nobody worked out.
    NoValue,
    /// `#N/A` and its like.
    Broken,
    NotADay,
    NotANumber,
    /// Neither yes nor no.
    Label,
}

impl Fault {
    pub fn code(self) -> &'static str {
        match self {
            Self::DigitsLost => "digits_lost",
            Self::NoValue => "formula_no_value",
            Self::Broken => "cell_error",
            Self::NotADay => "not_a_date",
            Self::NotANumber => "not_a_number",
            Self::Label => "unknown_label",
        }
    }
}

/// From here on a sheet keeps no longer every digit.
const EXACT: f64 = 1e15;

/// The first and last day a sheet counts to as a number, up to the year 2100.
const SERIALS: std::ops::RangeInclusive<f64> = 1.0..=73_050.0;

pub(crate) fn text(cell: &Cell) -> Result<Option<String>, Fault> {
    Ok(Some(match cell {
        Cell::Empty => return Ok(None),
        Cell::Text(text) => text.to_string(),
        Cell::Number(number) if number.abs() >= EXACT => return Err(Fault::DigitsLost),
        // Whole numbers below 10^15 are exact.
        Cell::Number(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.clone(),
        Cell::Flag(true) => "是".to_owned(),
        Cell::Flag(false) => "否".to_owned(),
        Cell::Broken => return Err(Fault::Broken),
        Cell::NoValue => return Err(Fault::NoValue),
    }))
}

/// What a sheet shows of a cell nobody here owns: a number that lost its digits too.
pub(crate) fn shown(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Number(number) => Some(number.to_string()),
        Cell::Broken => Some("#N/A".to_owned()),
        other => text(other).ok().flatten(),
    }
}

/// A text in which every ID number is masked, as it is anywhere it is not needed. One that does not
/// check looks like many other numbers; its length tells.
pub(crate) fn without_id_numbers(text: &str, today: Date) -> String {
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, 'X' | 'x');
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(from) = rest.find(is_part) {
        let (before, number) = rest.split_at(from);
        let until = number.find(|letter| !is_part(letter));
        let (number, after) = number.split_at(until.unwrap_or(number.len()));
        let is_one = match number.len() {
            18 | 20 => true,
            15 => !matches!(check_id(number, today), IdCheck::Failed(_)),
            _ => false,
        };
        shown.push_str(before);
        match is_one {
            true => shown.push_str(&mask::id_number(number)),
            false => shown.push_str(number),
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// Letters and digits of full width, as Chinese keyboards write them, in their plain form.
pub(crate) fn half_width(text: &str) -> String {
    let letters = text.chars().map(|letter| match letter {
        '\u{3000}' => ' ',
        // They lie in one block beside ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        letter => letter,
    });
    letters.collect()
}

/// A number that names something, without the blanks, letters and signs that sheets add.
pub(crate) fn number_text(cell: &Cell) -> Result<Option<String>, Fault> {
    if let Cell::Number(number) = cell
        && number.fract() != 0.0
    {
        return Err(Fault::DigitsLost);
    }
    let Some(text) = text(cell)? else {
        return Ok(None);
    };
    let number = domain::identity::normalise(&half_width(&text));
    if is_scientific(&number) {
        return Err(Fault::DigitsLost);
    }
    Ok((!number.is_empty()).then_some(number))
}

/// `1.1010519E+17`: what a sheet shows of a long number, saved as text.
fn is_scientific(text: &str) -> bool {
    let Some((digits, power)) = text.split_once('E') else {
        return false;
    };
    let digits = digits.replacen('.', "", 1);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number(&digits) && is_number(power.trim_start_matches('+'))
}

pub(crate) fn day(cell: &Cell) -> Result<Option<String>, Fault> {
    if let Cell::Number(number) = cell
        && SERIALS.contains(number)
    {
        return Ok(Some(serial_day(number.trunc() as i64)));
    }
    let Some(text) = text(cell)? else {
        return Ok(None);
    };
    let text = half_width(&text);
    let parts: Vec<&str> = text
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let (year, month, day) = match parts.as_slice() {
        [one] if one.len() == 8 => (&one[..4], &one[4..6], &one[6..]),
        [one] if one.len() == 6 => (&one[..4], &one[4..], "1"),
        [year, month] if year.len() == 4 => (*year, *month, "1"),
        // An hour may stand behind it.
        [year, month, day, ..] if year.len() == 4 => (*year, *month, *day),
        _ => return Err(Fault::NotADay),
    };
    let iso = format!("{year:0>4}-{month:0>2}-{day:0>2}");
    match parse_date(&iso) {
        Some(_) => Ok(Some(iso)),
        None => Err(Fault::NotADay),
    }
}

/// The day a sheet counts from the end of 1899, and a leap day in 1900 that never was.
fn serial_day(serial: i64) -> String {
    let serial = if serial < 60 { serial + 1 } else { serial };
    // Days since 0000-03-01 (civil-from-days): 1899-12-30 is the 693,899th.
    let days = serial + 693_899;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

pub(crate) fn amount(cell: &Cell) -> Result<Option<f64>, Fault> {
    if let Cell::Number(number) = cell {
        return Ok(Some(*number));
    }
    let Some(text) = text(cell)? else {
        return Ok(None);
    };
    let bare: String = half_width(&text)
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, ',' | '¥' | '￥'))
        .collect();
    let bare = ["元", "月", "个月", "人"]
        .iter()
        .find_map(|unit| bare.strip_suffix(unit))
        .unwrap_or(&bare)
        .trim_end_matches('个');
    match bare.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some(number)),
        _ => Err(Fault::NotANumber),
    }
}

pub(crate) fn flag(cell: &Cell) -> Result<Option<bool>, Fault> {
    let Some(text) = text(cell)? else {
        return Ok(None);
    };
    match half_width(&text).as_str() {
        "是" | "有" | "1" | "Y" | "y" | "√" | "已消除" | "已参加" | "已解决" => {
            Ok(Some(true))
        }
        "否" | "无" | "没有" | "0" | "N" | "n" | "×" | "未消除" | "未参加" | "未解决" => {
            Ok(Some(false))
        }
        _ => Err(Fault::Label),
    }
}

/// Several values of one cell.
pub(crate) fn several(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、', ';', '；'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn a_number_whose_digits_a_sheet_lost_is_never_taken() {
        let lost = Err(Fault::DigitsLost);
        assert_eq!(number_text(&Cell::Number(1.101_051_949_123_1e17)), lost);
        assert_eq!(number_text(&words("1.10105E+17")), lost);
        assert_eq!(number_text(&Cell::Number(12.5)), lost);
        let legacy = number_text(&Cell::Number(110_105_491_231_002.0));
        assert_eq!(legacy, Ok(Some("110105491231002".to_owned())));
        let wide = number_text(&words("６２０５０２　０１"));
        assert_eq!(wide, Ok(Some("62050201".to_owned())));
        let typed = number_text(&words("G110105 19491231 002x"));
        assert_eq!(typed, Ok(Some("11010519491231002X".to_owned())));
    }

    #[test]
    fn no_id_number_is_kept_in_what_nobody_owns() {
        let today = parse_date("2026-11-22").unwrap();
        for (text, shown) in [
            ("11010519491231002X", "110105********002X"),
            (
                "担保人11010519491231002x、李四",
                "担保人110105********002x、李四",
            ),
            ("11010519491231002X43", "110105**********2X43"),
            ("110105491231002", "110105*****1002"),
            ("620502000001234", "620502000001234"),
            ("13800000001", "13800000001"),
            ("五星", "五星"),
        ] {
            assert_eq!(without_id_numbers(text, today), shown);
        }
    }

    #[test]
    fn days_are_the_same_however_they_are_written() {
        for (cell, iso) in [
            (words("20250301"), "2025-03-01"),
            (words("２０２５年３月１日"), "2025-03-01"),
            (words("202503"), "2025-03-01"),
            (words("2025-3-1"), "2025-03-01"),
            (words("2025年3月1日"), "2025-03-01"),
            (words("2025/03/01 00:00"), "2025-03-01"),
            (Cell::Number(202_503.0), "2025-03-01"),
            (Cell::Number(45_717.0), "2025-03-01"),
            (Cell::Number(60.0), "1900-02-28"),
            (Cell::Number(18_264.0), "1950-01-01"),
            (Cell::Day("2024-02-29".to_owned()), "2024-02-29"),
        ] {
            assert_eq!(day(&cell), Ok(Some(iso.to_owned())), "{cell:?}");
        }
        assert_eq!(day(&words("2025-02-30")), Err(Fault::NotADay));
        assert_eq!(day(&words("去年")), Err(Fault::NotADay));
    }

    #[test]
    fn amounts_and_lists_are_read_as_people_write_them() {
        assert_eq!(amount(&words("12,500.5元")), Ok(Some(12_500.5)));
        assert_eq!(amount(&words("１２，５００．５元")), Ok(Some(12_500.5)));
        assert_eq!(amount(&words("3个月")), Ok(Some(3.0)));
        assert_eq!(amount(&words("很多")), Err(Fault::NotANumber));
        let all: Vec<_> = several("残疾，长期慢性病、患有大病").collect();
        assert_eq!(all, ["残疾", "长期慢性病", "患有大病"]);
    }
}
