//! Where the time comes from. Everything below the edges takes `now` as an argument.

/// Tells the time: the real one in the program, any other in tests.
pub trait Clock: Send + Sync + 'static {
    /// Milliseconds of UTC since 1970.
    fn now_ms(&self) -> i64;
}

/// The time of this machine.
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the server is one of the edges where clocks are read
    fn now_ms(&self) -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
    }
}

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// China is ahead of UTC by as much.
const SHANGHAI_MS: i64 = 8 * 60 * 60 * 1000;

/// `YYYY-MM-DD` in China.
pub fn date_text(ms: i64) -> String {
    domain::Timestamp::from_ms(ms).shanghai_date().to_string()
}

/// The half-year a moment falls in: `2026-H2`.
pub fn period(ms: i64) -> String {
    period_of(domain::Timestamp::from_ms(ms).shanghai_date())
}

/// The half-year a day falls in.
pub fn period_of(date: domain::Date) -> String {
    format!(
        "{:04}-H{}",
        date.year(),
        if date.month() <= 6 { 1 } else { 2 }
    )
}

/// The first and the last month of a half-year: `2026-07` and `2026-12`.
pub fn months_of(period: &str) -> (String, String) {
    let (first, last) = if period.ends_with("H1") {
        ("01", "06")
    } else {
        ("07", "12")
    };
    let year = period.get(..4).unwrap_or_default();
    (format!("{year}-{first}"), format!("{year}-{last}"))
}

/// The first millisecond of a day in China.
pub fn day_begins_ms(date: domain::Date) -> i64 {
    let days = domain::Date::constant(1970, 1, 1).until(date);
    days.map_or(0, |span| i64::from(span.get_days())) * DAY_MS - SHANGHAI_MS
}

/// The day so many days before another.
pub fn days_before(date: domain::Date, days: u32) -> String {
    date_text(day_begins_ms(date) - i64::from(days) * DAY_MS)
}

/// The last `days` days up to now, oldest first.
pub fn last_days(now: i64, days: i64) -> Vec<String> {
    (0..days)
        .rev()
        .map(|ago| date_text(now - ago * DAY_MS))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_in_china_belongs_to_the_next_day_and_half_year() {
        // 2026-06-30 18:00 UTC is already July in China.
        let night = 1_782_842_400_000;
        assert_eq!(date_text(night), "2026-07-01");
        assert_eq!(period(night), "2026-H2");
        assert_eq!(last_days(night, 2), ["2026-06-30", "2026-07-01"]);
        let begins = day_begins_ms(domain::Date::constant(2026, 7, 1));
        assert_eq!(date_text(begins), "2026-07-01");
        assert_eq!(date_text(begins - 1), "2026-06-30");
    }
}
