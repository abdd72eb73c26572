//! What is to be done for a household, and how it stands: visits by cadence, good deeds, visits
//! for a campaign. A function of dates, never stored, never about anybody's diligence.
//!
//! [`visits`] and [`deeds`] say what the county's rules ask ([`Plan`]), [`Plan::task`] how one
//! household stands against it, [`campaign`] how it stands in a campaign.

mod plan;
#[cfg(test)]
mod tests;

use crate::time::{Date, days_between};

pub use plan::{Asked, Demand, Plan, Rules, deeds, visits};

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

/// Why nothing is asked any longer, or not in this period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The household is no more: merged into another, or extinct.
    HouseholdEnded,
    /// Nobody here helps it any longer.
    AssignmentEnded,
    /// Fewer than thirty days of the period were left when it began (DOMAIN §6, pro rata).
    AssignedTooLate,
    /// The county asks for no visits of such households.
    NoCadence,
}

impl Reason {
    /// Its code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HouseholdEnded => "household_ended",
            Self::AssignmentEnded => "assignment_ended",
            Self::AssignedTooLate => "assigned_too_late",
            Self::NoCadence => "no_cadence",
        }
    }
}

/// How a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// Not yet this period's business.
    Upcoming,
    /// Should be done before the period ends.
    Due,
    /// Was missed in the last period and still not done.
    Overdue,
    /// Done in this period.
    Done,
    /// A period that ended without it.
    Missed,
    /// Not to be done.
    Cancelled(Reason),
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
            Self::Cancelled(_) => "cancelled",
        }
    }

    /// Why it is not to be done.
    #[must_use]
    pub const fn reason(self) -> Option<Reason> {
        match self {
            Self::Cancelled(reason) => Some(reason),
            _ => None,
        }
    }

    /// The lower, the more pressing.
    #[must_use]
    pub const fn urgency(self) -> u8 {
        match self {
            Self::Overdue => 0,
            Self::Due => 1,
            Self::Upcoming => 2,
            Self::Missed => 3,
            Self::Done => 4,
            Self::Cancelled(_) => 5,
        }
    }

    /// Whether somebody should do something now.
    #[must_use]
    pub const fn is_pressing(self) -> bool {
        matches!(self, Self::Overdue | Self::Due)
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

/// What a household's state follows from.
#[derive(Debug, Clone, Copy)]
pub struct TaskFacts<'a> {
    /// Since when it has been asked: somebody helps the household, and it is one of its group.
    pub since: Date,
    /// Why nothing is asked of it any longer.
    pub ended: Option<Reason>,
    /// The days it was done on, in any order. Of visits, those that count ([`counts`]) and were
    /// made by who helps the household.
    pub days: &'a [Date],
}

/// How a household stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// The most pressing of what is asked.
    pub state: TaskState,
    /// What that is; nothing where nothing is asked.
    pub asked: Option<Demand>,
    /// How many times it was done in that period.
    pub done: u32,
}

/// Whoever was assigned for fewer days of a period owes nothing in it.
const FAIR_DAYS: i32 = 30;

impl Cadence {
    /// By its code in the county's parameters; nothing for `none` and for what is not known.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "month" => Some(Self::Month),
            "quarter" => Some(Self::Quarter),
            "half_year" => Some(Self::HalfYear),
            _ => None,
        }
    }

    const fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
        }
    }

    /// How many visits it makes in a half-year.
    #[must_use]
    pub const fn times_a_half_year(self) -> u32 {
        match self {
            Self::Month => 6,
            Self::Quarter => 2,
            Self::HalfYear => 1,
        }
    }

    /// The period that holds a day.
    #[must_use]
    pub fn period(self, day: Date) -> Period {
        let months = self.months();
        let first = (day.month() - 1) / months * months + 1;
        let start = Date::new(day.year(), first, 1).unwrap_or(day);
        let last = Date::new(day.year(), first + months - 1, 1).unwrap_or(day);
        Period {
            start,
            end: last.last_of_month(),
        }
    }
}

impl Period {
    /// Whether the day lies in the period.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.start <= day && day <= self.end
    }

    /// How many of the days lie in it.
    fn count(&self, days: &[Date]) -> u32 {
        let within = days.iter().filter(|day| self.holds(**day)).count();
        u32::try_from(within).unwrap_or(u32::MAX)
    }

    /// Its days from this one on.
    fn days_from(&self, from: Date) -> i32 {
        days_between(from.max(self.start), self.end) + 1
    }

    fn length(&self) -> i32 {
        self.days_from(self.start)
    }

    /// Whether who began on this day owes what is asked of the period.
    fn is_owed(&self, since: Date) -> bool {
        self.days_from(since) >= FAIR_DAYS.min(self.length())
    }
}

/// A visit counts only if it was made at the dwelling.
#[must_use]
pub fn counts(visit_method: &str) -> bool {
    visit_method == "on_site"
}

/// How a household stands in a campaign it is concerned by: `visited` by a visit that fulfils it,
/// within its days. A campaign is business from its first day, and nothing is left of it after
/// the last.
#[must_use]
pub fn campaign(days: Period, visited: bool, ended: Option<Reason>, today: Date) -> TaskState {
    if visited {
        TaskState::Done
    } else if let Some(reason) = ended {
        TaskState::Cancelled(reason)
    } else if today < days.start {
        TaskState::Upcoming
    } else if today <= days.end {
        TaskState::Due
    } else {
        TaskState::Missed
    }
}
