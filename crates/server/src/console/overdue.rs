//! Overdue households of a whole county: those nobody visited since the first day of the period
//! before this one, by the cadence of their group (`domain::task`). The days of a single helper,
//! of which a phone knows more, are not looked at.

use domain::campaign::Group;
use domain::id::CountyId;
use domain::time::{Date, Timestamp};

use super::query::Values;
use crate::clock::day_begins_ms;
use crate::db::Reader;
use crate::error::Error;
use crate::params;

/// For each group something is asked of, the day since which it should have been done.
pub(super) struct Overdue(Vec<(Group, Date)>);

impl Overdue {
    pub(super) fn load(reader: &mut Reader<'_>, county: CountyId, now: i64) -> Result<Self, Error> {
        let today = Timestamp::from_ms(now).shanghai_date();
        let asked = params::visits_asked(reader, county, today)?;
        let since = asked.into_iter();
        let since = since.filter_map(|(group, plan)| Some((group, plan.missed_since()?)));
        Ok(Self(since.collect()))
    }

    /// Condition on counters `t` of households.
    pub(super) fn of_tally(&self, values: &mut Values) -> String {
        self.any(values, |group, since, values| {
            let month = values.add(month(since));
            format!("t.home_group = {group} and t.month < {month} and t.asked < {month}")
        })
    }

    /// The same condition on households `h`.
    pub(super) fn of_homes(&self, values: &mut Values) -> String {
        self.any(values, |group, since, values| {
            let (from, month) = (values.add(day_begins_ms(since)), values.add(month(since)));
            format!(
                "coalesce(h.home_group, 'general') = {group} and coalesce(h.counted_ms, 0) < {from}
                     and coalesce(h.asked_month, '-') < {month} and h.ended_on is null"
            )
        })
    }

    fn any(
        &self,
        values: &mut Values,
        each: impl Fn(String, Date, &mut Values) -> String,
    ) -> String {
        let mut parts = vec!["1 = 0".to_owned()];
        for (group, since) in &self.0 {
            let group = values.add(group.as_str());
            parts.push(format!("({})", each(group, *since, values)));
        }
        format!("({})", parts.join(" or "))
    }
}

/// Periods begin with months.
fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}
