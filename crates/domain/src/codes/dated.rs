//! Parameters over time: every threshold begins on a day (DOMAIN, first fact). What a visit is
//! judged by are the values of its own day.

use super::{ParamValue, Params};
use crate::time::Date;
use jiff::Span;
use std::collections::BTreeMap;

/// Years before and after a day that a phone knows values of: it may be away, and late.
const YEARS_KNOWN: i64 = 2;

/// A value and the day it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedValue {
    /// First day it applies.
    pub from: Date,
    /// The value.
    pub value: ParamValue,
}

/// All values a county has set, by key, in the order they begin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dated {
    /// In force at all times where no dated value says otherwise.
    steady: Params,
    dated: BTreeMap<String, Vec<DatedValue>>,
}

/// The day that stands for "since ever".
pub const ALWAYS: Date = Date::constant(1, 1, 1);

impl Dated {
    /// Values that never change.
    #[must_use]
    pub fn steady(params: Params) -> Self {
        Self {
            steady: params,
            dated: BTreeMap::new(),
        }
    }

    /// Adds a value from a day on. Of two that begin on one day, the one added later counts.
    pub fn add(&mut self, key: &str, from: Date, value: ParamValue) {
        let values = self.dated.entry(key.to_owned()).or_default();
        match values.binary_search_by_key(&from, |one| one.from) {
            Ok(at) => values[at].value = value,
            Err(at) => values.insert(at, DatedValue { from, value }),
        }
    }

    /// One parameter's values, in the order they begin.
    #[must_use]
    pub fn values(&self, key: &str) -> &[DatedValue] {
        self.dated.get(key).map_or(&[], Vec::as_slice)
    }

    /// What is in force on a day. Before a parameter's first value, it is as if the county had
    /// said nothing.
    #[must_use]
    pub fn on(&self, day: Date) -> Params {
        let mut params = self.steady.clone();
        for (key, values) in &self.dated {
            if let Some(value) = in_force(values, day) {
                params.set(key.clone(), value.clone());
            }
        }
        params
    }

    /// The values that matter within two years of a day.
    #[must_use]
    pub fn around(&self, day: Date) -> Vec<(&str, &DatedValue)> {
        let years = Span::new().years(YEARS_KNOWN);
        self.between(day.saturating_sub(years), day.saturating_add(years))
    }

    /// The values that matter between two days: those that begin then, and what was in force
    /// when the first of the two began. Parameters that do not change are left out.
    #[must_use]
    pub fn between(&self, first: Date, last: Date) -> Vec<(&str, &DatedValue)> {
        let mut found = Vec::new();
        for (key, values) in &self.dated {
            let first = values
                .partition_point(|one| one.from <= first)
                .saturating_sub(1);
            let until = values.partition_point(|one| one.from <= last);
            let values = values.get(first..until).unwrap_or_default();
            let changes = values.len() > 1 || values.iter().any(|one| one.from > ALWAYS);
            if changes {
                found.extend(values.iter().map(|one| (key.as_str(), one)));
            }
        }
        found
    }
}

fn in_force(values: &[DatedValue], day: Date) -> Option<&ParamValue> {
    let begun = values.partition_point(|one| one.from <= day);
    begun
        .checked_sub(1)
        .and_then(|at| values.get(at))
        .map(|one| &one.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn line() -> Dated {
        let mut dated = Dated::steady(Params::default());
        // As they may be typed: not in order.
        dated.add(
            "monitor_line_yuan",
            date(2026, 1, 1),
            ParamValue::Number(9000),
        );
        dated.add(
            "monitor_line_yuan",
            date(2025, 1, 1),
            ParamValue::Number(8700),
        );
        dated
    }

    #[test]
    fn a_value_counts_from_its_first_day_to_the_day_before_the_next() {
        let line = line();
        let on = |day| line.on(day).number("monitor_line_yuan");
        assert_eq!(on(date(2024, 12, 31)), None);
        assert_eq!(on(date(2025, 1, 1)), Some(8700));
        assert_eq!(on(date(2025, 12, 31)), Some(8700));
        assert_eq!(on(date(2026, 1, 1)), Some(9000));
    }

    #[test]
    fn a_correction_of_the_same_day_counts() {
        let mut line = line();
        line.add(
            "monitor_line_yuan",
            date(2026, 1, 1),
            ParamValue::Number(9100),
        );
        assert_eq!(
            line.on(date(2026, 6, 1)).number("monitor_line_yuan"),
            Some(9100)
        );
        assert_eq!(line.values("monitor_line_yuan").len(), 2);
    }

    #[test]
    fn before_the_first_value_the_default_holds() {
        let defaults = Params::from_iter([("elderly_age".to_owned(), ParamValue::Number(60))]);
        let mut dated = Dated::steady(defaults);
        dated.add("elderly_age", date(2026, 7, 1), ParamValue::Number(65));
        assert_eq!(dated.on(date(2026, 6, 30)).number("elderly_age"), Some(60));
        assert_eq!(dated.on(date(2026, 7, 1)).number("elderly_age"), Some(65));
    }

    #[test]
    fn what_travels_is_enough_for_every_day_between() {
        let mut line = line();
        line.add(
            "monitor_line_yuan",
            date(2020, 1, 1),
            ParamValue::Number(4000),
        );
        line.add(
            "monitor_line_yuan",
            date(2030, 1, 1),
            ParamValue::Number(9999),
        );
        line.add("photo_budget_kb", ALWAYS, ParamValue::Number(300));
        let between = line.between(date(2024, 11, 29), date(2028, 11, 29));
        let days: Vec<_> = between.iter().map(|(key, one)| (*key, one.from)).collect();
        assert_eq!(
            days,
            [
                ("monitor_line_yuan", date(2020, 1, 1)),
                ("monitor_line_yuan", date(2025, 1, 1)),
                ("monitor_line_yuan", date(2026, 1, 1)),
            ]
        );
        let mut carried = Dated::steady(Params::default());
        for (key, one) in between {
            carried.add(key, one.from, one.value.clone());
        }
        for day in [
            date(2024, 12, 1),
            date(2025, 6, 1),
            date(2026, 1, 1),
            date(2028, 1, 1),
        ] {
            let key = "monitor_line_yuan";
            assert_eq!(
                carried.on(day).number(key),
                line.on(day).number(key),
                "{day}"
            );
        }
    }
}
