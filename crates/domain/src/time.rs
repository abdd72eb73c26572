//! Moments, days and ages. Nothing here reads a clock.

use jiff::tz::Offset;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A calendar day.
pub type Date = jiff::civil::Date;

/// China keeps one time, eight hours ahead of UTC, without summer time.
const SHANGHAI: Offset = Offset::constant(8);

/// A moment: milliseconds of UTC since 1970.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds of UTC.
    #[must_use]
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds of UTC.
    #[must_use]
    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// The day it is in China at this moment.
    #[must_use]
    pub fn shanghai_date(self) -> Date {
        self.shanghai().date()
    }

    /// The first moment of a day in China.
    #[must_use]
    pub fn shanghai_midnight(day: Date) -> Self {
        let begins = SHANGHAI.to_timestamp(day.at(0, 0, 0, 0));
        Self(begins.map_or(0, jiff::Timestamp::as_millisecond))
    }

    /// As people read it: `2026-11-22 14:03:05`.
    #[must_use]
    pub fn shanghai_text(self) -> String {
        let at = self.shanghai();
        format!(
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
            at.year(),
            at.month(),
            at.day(),
            at.hour(),
            at.minute(),
            at.second()
        )
    }

    /// Milliseconds from `earlier` to this moment; negative when it is the other way round.
    #[must_use]
    pub const fn ms_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    fn shanghai(self) -> jiff::civil::DateTime {
        // A phone's clock may say anything at all; what no calendar holds becomes its edge.
        let moment = jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        });
        SHANGHAI.to_datetime(moment)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.shanghai_text())
    }
}

/// Reads `YYYY-MM-DD`, and nothing looser: spreadsheets hold looser things elsewhere.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let digits = |part: std::ops::Range<usize>| -> Option<u16> {
        let part = text.get(part)?;
        part.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(())?;
        part.parse().ok()
    };
    Date::new(
        i16::try_from(digits(0..4)?).ok()?,
        i8::try_from(digits(5..7)?).ok()?,
        i8::try_from(digits(8..10)?).ok()?,
    )
    .ok()
}

/// Days from one day to another; negative backwards.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i32 {
    // Of two days jiff always knows it, and counts in days.
    from.until(to).map_or(0, |span| span.get_days())
}

/// So many days earlier; the beginning of the calendar stays where it is.
#[must_use]
pub fn days_before(day: Date, days: u32) -> Date {
    day.saturating_sub(jiff::Span::new().days(i64::from(days)))
}

/// Age in full years on a day; `None` before birth.
#[must_use]
pub fn full_years(birth: Date, on: Date) -> Option<u32> {
    let mut years = i32::from(on.year()) - i32::from(birth.year());
    if (on.month(), on.day()) < (birth.month(), birth.day()) {
        years -= 1;
    }
    u32::try_from(years).ok()
}

/// The month and day a school year looks back to, such as 31 August.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchoolCutoff {
    month: i8,
    day: i8,
}

impl SchoolCutoff {
    /// 31 August, unless the county says otherwise.
    pub const DEFAULT: Self = Self { month: 8, day: 31 };

    /// Reads `MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // 2001 has no 29 February: a cut-off must exist every year.
        let date = parse_date(&format!("2001-{text}"))?;
        Some(Self {
            month: date.month(),
            day: date.day(),
        })
    }

    /// The cut-off of the school year that holds this day: the last one already behind it.
    #[must_use]
    pub fn before(self, day: Date) -> Date {
        let year = if (day.month(), day.day()) > (self.month, self.day) {
            day.year()
        } else {
            day.year() - 1
        };
        Date::new(year, self.month, self.day).unwrap_or(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_moment_late_at_night_in_utc_is_the_next_day_in_china() {
        let moment = Timestamp::from_ms(1_795_366_985_000);
        assert_eq!(moment.shanghai_text(), "2026-11-23 01:03:05");
        assert_eq!(moment.shanghai_date(), date(2026, 11, 23));
    }

    #[test]
    fn a_mad_clock_does_not_panic() {
        for ms in [i64::MIN, i64::MAX, 0] {
            assert!(!Timestamp::from_ms(ms).shanghai_text().is_empty());
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        let day = date(2026, 11, 22);
        let begins = Timestamp::shanghai_midnight(day);
        assert_eq!(begins.shanghai_text(), "2026-11-22 00:00:00");
        let before = Timestamp::from_ms(begins.as_ms() - 1);
        assert_eq!(before.shanghai_date(), date(2026, 11, 21));
    }

    #[test]
    fn days_are_counted_over_the_end_of_a_year_and_backwards() {
        let (from, to) = (date(2026, 12, 30), date(2027, 1, 2));
        assert_eq!((days_between(from, to), days_between(to, from)), (3, -3));
        assert_eq!(days_between(Date::MIN, Date::MAX), 7_304_483);
    }

    #[test]
    fn an_age_changes_on_the_birthday_and_not_before() {
        let birth = date(2010, 9, 1);
        assert_eq!(full_years(birth, date(2026, 8, 31)), Some(15));
        assert_eq!(full_years(birth, date(2026, 9, 1)), Some(16));
        assert_eq!(full_years(birth, date(2010, 8, 31)), None);
    }

    #[test]
    fn the_school_year_looks_back_to_the_last_cutoff() {
        let cutoff = SchoolCutoff::parse("08-31").unwrap();
        assert_eq!(cutoff.before(date(2026, 11, 22)), date(2026, 8, 31));
        assert_eq!(cutoff.before(date(2026, 8, 31)), date(2025, 8, 31));
        assert_eq!(cutoff.before(date(2026, 3, 1)), date(2025, 8, 31));
        assert_eq!(SchoolCutoff::parse("02-29"), None);
    }

    #[test]
    fn only_whole_iso_dates_are_dates() {
        assert_eq!(parse_date("2026-02-28"), Some(date(2026, 2, 28)));
        for bad in [
            "2026-02-29",
            "2026-2-28",
            "20260228",
            "2026/02/28",
            "",
            "2026-0２-28",
        ] {
            assert_eq!(parse_date(bad), None, "{bad}");
        }
    }
}
