//! Whether a household is due a visit: a function of dates, never stored, never about
//! anybody's diligence.

use crate::time::Date;

/// How often a household is visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cadence {
    /// Every calendar month.
    Month,
    /// Every calendar quarter.
    Quarter,
    /// January to June, July to December: what the rules ask for by default.
    HalfYear,
}

/// How a household's visit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// Not yet this period's business.
    Upcoming,
    /// Should be visited before the period ends.
    Due,
    /// Was missed in the last period and still not visited.
    Overdue,
    /// Visited in this period.
    Done,
    /// A period that ended without a visit.
    Missed,
    /// No longer to be visited.
    Cancelled,
}

impl TaskState {
    /// Its code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::Done => "done",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A calendar period, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

/// What the state follows from. Only visits at the dwelling count as visits.
#[derive(Debug, Clone, Copy)]
pub struct TaskFacts {
    /// Since when the household has been assigned.
    pub assigned_from: Date,
    /// The last counting visit.
    pub last_visit: Option<Date>,
    /// The assignment or the household has ended.
    pub ended: bool,
}

/// Whoever was assigned for fewer days of a period owes no visit in it.
const FAIR_DAYS: i32 = 30;

impl Cadence {
    /// The period that holds a day.
    #[must_use]
    pub fn period(self, day: Date) -> Period {
        let months = match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
        };
        let first = (day.month() - 1) / months * months + 1;
        let start = Date::new(day.year(), first, 1).unwrap_or(day);
        let last = Date::new(day.year(), first + months - 1, 1).unwrap_or(day);
        Period {
            start,
            end: last.last_of_month(),
        }
    }

    fn before(self, period: Period) -> Option<Period> {
        period.start.yesterday().ok().map(|day| self.period(day))
    }
}

impl Period {
    /// Whether the day lies in the period.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.start <= day && day <= self.end
    }

    fn days(&self, from: Date) -> i32 {
        days_between(from.max(self.start), self.end) + 1
    }
}

/// A visit counts only if it was made at the dwelling.
#[must_use]
pub fn counts(visit_method: &str) -> bool {
    visit_method == "on_site"
}

/// How a household stands today. It becomes due in the last third of the period, and is
/// overdue from the first day if the period before was missed.
#[must_use]
pub fn state(facts: &TaskFacts, today: Date, cadence: Cadence) -> TaskState {
    if facts.ended {
        return TaskState::Cancelled;
    }
    let period = cadence.period(today);
    if facts.last_visit.is_some_and(|visit| visit >= period.start) {
        return TaskState::Done;
    }
    let missed = cadence
        .before(period)
        .is_some_and(|before| period_state(facts, before, today) == TaskState::Missed);
    if missed {
        return TaskState::Overdue;
    }
    let (left, length) = (
        days_between(today, period.end) + 1,
        period.days(period.start),
    );
    if facts.assigned_from <= today && left * 3 <= length {
        TaskState::Due
    } else {
        TaskState::Upcoming
    }
}

/// How one period stands, for lists and reports over closed periods. `last_visit` is the
/// last counting visit up to the period's end.
#[must_use]
pub fn period_state(facts: &TaskFacts, period: Period, today: Date) -> TaskState {
    if facts.last_visit.is_some_and(|visit| visit >= period.start) {
        return TaskState::Done;
    }
    let owed = period.days(facts.assigned_from) >= FAIR_DAYS.min(period.days(period.start));
    if facts.ended || !owed && today > period.end {
        return TaskState::Cancelled;
    }
    if today > period.end {
        TaskState::Missed
    } else if today < period.start {
        TaskState::Upcoming
    } else {
        TaskState::Due
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn facts(assigned: Date, last: Option<Date>) -> TaskFacts {
        TaskFacts {
            assigned_from: assigned,
            last_visit: last,
            ended: false,
        }
    }

    #[test]
    fn a_half_year_ends_in_june_and_in_december() {
        let first = Cadence::HalfYear.period(date(2026, 6, 30));
        assert_eq!(
            (first.start, first.end),
            (date(2026, 1, 1), date(2026, 6, 30))
        );
        let second = Cadence::HalfYear.period(date(2026, 7, 1));
        assert_eq!(
            (second.start, second.end),
            (date(2026, 7, 1), date(2026, 12, 31))
        );
        let february = Cadence::Month.period(date(2028, 2, 3));
        assert_eq!(february.end, date(2028, 2, 29));
        assert_eq!(
            Cadence::Quarter.period(date(2026, 11, 22)).start,
            date(2026, 10, 1)
        );
    }

    #[test]
    fn a_household_goes_from_upcoming_to_due_to_done_and_overdue() {
        let long_ago = date(2025, 1, 1);
        let spring = Some(date(2026, 3, 3));
        let table = [
            // last visit, today, state
            (spring, date(2026, 5, 1), TaskState::Done),
            (spring, date(2026, 7, 1), TaskState::Upcoming),
            (spring, date(2026, 10, 31), TaskState::Upcoming),
            (spring, date(2026, 11, 22), TaskState::Due),
            (spring, date(2027, 1, 1), TaskState::Overdue),
            (Some(date(2027, 1, 2)), date(2027, 1, 2), TaskState::Done),
            (None, date(2026, 2, 1), TaskState::Overdue),
        ];
        for (last, today, expected) in table {
            let got = state(&facts(long_ago, last), today, Cadence::HalfYear);
            assert_eq!(got, expected, "{last:?} {today}");
        }
    }

    #[test]
    fn who_was_assigned_for_the_last_weeks_only_missed_nothing() {
        let late = facts(date(2026, 12, 10), None);
        assert_eq!(
            state(&late, date(2027, 1, 5), Cadence::HalfYear),
            TaskState::Upcoming
        );
        let early = facts(date(2026, 12, 1), None);
        assert_eq!(
            state(&early, date(2027, 1, 5), Cadence::HalfYear),
            TaskState::Overdue
        );
    }

    #[test]
    fn an_ended_assignment_is_cancelled_and_a_phone_call_is_no_visit() {
        let ended = TaskFacts {
            ended: true,
            ..facts(date(2025, 1, 1), None)
        };
        assert_eq!(
            state(&ended, date(2026, 12, 31), Cadence::HalfYear),
            TaskState::Cancelled
        );
        assert!(counts("on_site"));
        assert!(!counts("phone") && !counts("video") && !counts("met_elsewhere"));
    }
}
