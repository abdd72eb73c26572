//! Who answers for a household (帮扶责任, DOMAIN §1 S0 and S1): what may change, and what follows.
//!
//! **The model.** On each day a household has at most one `primary` helper, and any number of `co`
//! helpers. A hand-over from A to B on day D with an overlap of N days leaves A primary up to the
//! day before D, makes B primary from D on, and keeps A as `co` from D for N days: somebody is
//! accountable every day, never two, and both help during the overlap (先补后撤). A row whose last
//! day is before its first was withdrawn: it was never in force.
//!
//! A monitored household whose risk is not gone is never left without a primary helper
//! (不脱贫不脱钩). Quotas ([`quota`]) are notices and refuse nothing (DOMAIN §9, 16).

mod desk;
mod quota;
mod term;

use crate::id::{AssignmentId, PersonId};
use crate::time::{Date, parse_date};

pub use quota::{Load, load, quota};
pub use term::{Rotation, Seat, Term, TermState, terms};

/// How long ago a change may have taken effect: papers are late, history is not rewritten.
pub const BACK_DAYS: i32 = 31;
/// How far ahead a change may be planned.
pub const AHEAD_DAYS: i32 = 366;
/// The longest overlap of a hand-over.
pub const MOST_OVERLAP_DAYS: u32 = 92;

/// In what capacity somebody helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Answers for the household.
    Primary,
    /// Helps beside the primary.
    Co,
}

impl Kind {
    /// Its code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Co => "co",
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        match code {
            "primary" => Ok(Self::Primary),
            "co" => Ok(Self::Co),
            _ => Err(()),
        }
    }
}

/// Somebody's time with a household, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assigned {
    /// Of the row.
    pub id: AssignmentId,
    /// Who.
    pub person: PersonId,
    /// In what capacity.
    pub kind: Kind,
    /// First day.
    pub from: Date,
    /// Last day; before `from` in a row that was withdrawn.
    pub to: Option<Date>,
}

impl Assigned {
    /// Whether it is in force on the day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.lasts_until(day)
    }

    /// Whether it was taken back before it began.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.to.is_some_and(|to| to < self.from)
    }

    fn lasts_until(&self, day: Date) -> bool {
        self.to.is_none_or(|to| day <= to)
    }

    /// In force on the day or some day after it.
    fn reaches(&self, day: Date) -> bool {
        !self.is_withdrawn() && self.lasts_until(day)
    }
}

/// What the rules ask of a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home {
    /// Monitored, and its risk is not eliminated.
    pub monitored: bool,
    /// It is no more.
    pub ended: bool,
}

/// What somebody at the county wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Somebody begins to help.
    Assign {
        /// Who.
        person: PersonId,
        /// In what capacity.
        kind: Kind,
        /// First day.
        day: Date,
    },
    /// Somebody takes over from whoever holds a row.
    HandOver {
        /// The row that is handed over.
        row: AssignmentId,
        /// Who takes over.
        person: PersonId,
        /// His first day.
        day: Date,
        /// Days on which both help, from `day` on.
        overlap_days: u32,
    },
    /// Somebody helps no longer.
    End {
        /// The row that ends.
        row: AssignmentId,
        /// The last day.
        day: Date,
        /// A reason was given.
        has_reason: bool,
    },
    /// What was planned is taken back: a beginning, a hand-over, or an end still to come.
    Withdraw {
        /// The row that was not to begin, or not to end.
        row: AssignmentId,
    },
}

/// One row changed or made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A row gets another last day.
    Close {
        /// The row.
        id: AssignmentId,
        /// Its last day; `None` for open.
        to: Option<Date>,
    },
    /// A new row.
    Open {
        /// Who.
        person: PersonId,
        /// In what capacity.
        kind: Kind,
        /// First day.
        from: Date,
        /// Last day.
        to: Option<Date>,
    },
}

/// Why a change cannot be, and at which field of the form it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// `primary_exists`, `no_overlap`, `gap`, `date_in_past`, `date_too_far`, `same_person`,
    /// `household_ended`, `not_a_date`, `before_the_start`, `not_in_force`, `reason_needed`,
    /// `out_of_range`.
    pub code: &'static str,
    /// The field.
    pub field: &'static str,
}

const fn refuse<T>(code: &'static str, field: &'static str) -> Result<T, Refusal> {
    Err(Refusal { code, field })
}

/// Reads a day as it was typed.
///
/// # Errors
/// `not_a_date`.
pub fn day(text: &str) -> Result<Date, Refusal> {
    parse_date(text).map_or_else(|| refuse("not_a_date", "day"), Ok)
}

/// The steps a change comes to. They are to be taken together, in this order: rows close before
/// others open, so that no moment has two primaries.
///
/// # Errors
/// [`Refusal`].
pub fn plan(
    home: Home,
    rows: &[Assigned],
    change: &Change,
    today: Date,
) -> Result<Vec<Step>, Refusal> {
    let desk = desk::Desk { home, rows, today };
    match *change {
        Change::Assign { person, kind, day } => desk.assign(person, kind, day),
        Change::HandOver {
            row,
            person,
            day,
            overlap_days,
        } => desk.hand_over(row, person, day, overlap_days),
        Change::End {
            row,
            day,
            has_reason,
        } => desk.end(row, day, has_reason),
        Change::Withdraw { row } => desk.withdraw(row),
    }
}

/// The rows after the steps; `id` names each new one.
pub fn apply(
    rows: &[Assigned],
    steps: &[Step],
    mut id: impl FnMut() -> AssignmentId,
) -> Vec<Assigned> {
    let mut after = rows.to_vec();
    for step in steps {
        match *step {
            Step::Close { id, to } => {
                for row in after.iter_mut().filter(|row| row.id == id) {
                    row.to = to;
                }
            }
            Step::Open {
                person,
                kind,
                from,
                to,
            } => after.push(Assigned {
                id: id(),
                person,
                kind,
                from,
                to,
            }),
        }
    }
    after
}

/// Whether another primary row would share a day, from `since` on, with these days.
#[must_use]
pub fn would_be_second(rows: &[Assigned], one: &Assigned, since: Date) -> bool {
    if one.kind != Kind::Primary || one.is_withdrawn() {
        return false;
    }
    let first = one.from.max(since);
    one.lasts_until(first)
        && rows
            .iter()
            .filter(|row| row.id != one.id && row.kind == Kind::Primary && row.reaches(first))
            .any(|row| one.lasts_until(row.from.max(first)))
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
