//! Tasks of households: what the county's rules ask on this day, and how each household stands.
//! The rules are `domain::task`'s; nothing of this is stored.

mod campaign;
mod of_household;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use domain::campaign::{Group, Home};
use domain::codes::Params;
use domain::id::HouseholdId;
use domain::task::{self, Cadence, Plan, Reason, Rules, Task, TaskFacts, TaskState};
use domain::time::{Date, Timestamp, parse_date};
use protocol::row::ParamsV1;
use protocol::rules;
use store::household::HouseholdRow;
use store::standing::Found;
use store::{Connection, roll};

use crate::desk::Desk;
use crate::entries;
use crate::error::CallError;
use crate::views::household::TaskState as StateView;
use crate::views::tasks as view;
use crate::words::codes;

pub(crate) use campaign::{coverage, on_today};
pub(crate) use of_household::of_household;

/// What is asked today of each group of households, worked out once for a whole list.
pub(crate) struct Plans {
    pub(crate) today: Date,
    visits: [Plan; 3],
    deeds: [Plan; 3],
}

impl Plans {
    pub(crate) fn load(desk: &Desk, conn: &Connection) -> Result<Self, CallError> {
        let told = roll::params(conn)?;
        let known: RefCell<HashMap<Date, Params>> = RefCell::default();
        let params = |day: Date| {
            let mut known = known.borrow_mut();
            known
                .entry(day)
                .or_insert_with(|| in_force(told.as_ref(), day))
                .clone()
        };
        let today = desk.today();
        let of = |group: Group| {
            let params = &params;
            move |day: Date| Rules::of(&params(day), group)
        };
        Ok(Self {
            today,
            visits: Group::ALL.map(|group| task::visits(today, of(group))),
            deeds: Group::ALL.map(|group| task::deeds(today, of(group))),
        })
    }

    /// How a household stands by its cadence.
    pub(crate) fn visit(&self, found: &Found) -> Task {
        let days: Vec<Date> = found.standing.visits_ms.iter().copied().map(day).collect();
        self.visits[index(group(&found.row))].task(&facts(found, &days), self.today)
    }

    /// How a household stands by its good deeds, done on these days; nothing where none are asked.
    fn deeds(&self, found: &Found, days: &[Date]) -> Option<Task> {
        let plan = &self.deeds[index(group(&found.row))];
        (!plan.is_empty()).then(|| plan.task(&facts(found, days), self.today))
    }

    /// Households a good deed is now due for, or overdue.
    pub(crate) fn deeds_due(
        &self,
        conn: &Connection,
        all: &[Found],
    ) -> Result<HashSet<HouseholdId>, CallError> {
        if self.deeds.iter().all(Plan::is_empty) {
            return Ok(HashSet::new());
        }
        let done = entries::all_deeds(conn)?;
        let due = all.iter().filter(|found| {
            let days = done
                .get(&found.row.household_id)
                .map_or(&[][..], Vec::as_slice);
            let task = self.deeds(found, days);
            task.is_some_and(|task| task.state.is_pressing())
        });
        Ok(due.map(|found| found.row.household_id).collect())
    }

    /// Whether visits are asked of households like this one.
    pub(crate) fn asks(&self, found: &Found) -> bool {
        !self.visits[index(group(&found.row))].is_empty() && ended(&found.row).is_none()
    }

    /// Whether a household was visited in this half-year, whatever its cadence (DOMAIN §6).
    pub(crate) fn visited_this_half_year(&self, found: &Found) -> bool {
        let half = Cadence::HalfYear.period(self.today);
        let mut days = found.standing.visits_ms.iter().copied().map(day);
        days.any(|day| half.holds(day))
    }
}

fn in_force(told: Option<&ParamsV1>, day: Date) -> Params {
    let defaults = codes().default_params();
    told.map_or_else(
        || defaults.clone(),
        |told| rules::params(told, defaults, day),
    )
}

const fn index(group: Group) -> usize {
    match group {
        Group::Monitored => 0,
        Group::Exited => 1,
        Group::General => 2,
    }
}

/// What a household is to those who plan visits.
fn group(row: &HouseholdRow) -> Group {
    Group::of(
        &row.base_type,
        row.monitor_category.as_deref(),
        row.risk_eliminated,
    )
}

/// What a campaign asks about it.
fn home(row: &HouseholdRow) -> Home<'_> {
    Home {
        area_code: &row.area_code,
        group: group(row),
        ended: row.ended_on.is_some(),
    }
}

fn ended(row: &HouseholdRow) -> Option<Reason> {
    if row.ended_on.is_some() {
        Some(Reason::HouseholdEnded)
    } else {
        (!row.in_scope).then_some(Reason::AssignmentEnded)
    }
}

fn facts<'a>(found: &Found, days: &'a [Date]) -> TaskFacts<'a> {
    let row = &found.row;
    let assigned = found.standing.assigned_from.as_deref().and_then(parse_date);
    let monitored = (group(row) == Group::Monitored)
        .then(|| row.monitor_since.as_deref().and_then(month))
        .flatten();
    TaskFacts {
        // In scope without an assignment, as a captain sees it: as if it had always been. What is
        // asked of monitored households is not asked of the time before.
        since: assigned.max(monitored).unwrap_or(Date::MIN),
        ended: ended(row),
        days,
    }
}

/// The first day of `YYYYMM`.
fn month(text: &str) -> Option<Date> {
    let (year, month) = (text.get(..4)?, text.get(4..6)?);
    parse_date(&format!("{year}-{month}-01"))
}

pub(crate) fn day(ms: i64) -> Date {
    Timestamp::from_ms(ms).shanghai_date()
}

pub(crate) fn state_view(state: TaskState) -> StateView {
    match state {
        TaskState::Upcoming => StateView::Upcoming,
        TaskState::Due => StateView::Due,
        TaskState::Overdue => StateView::Overdue,
        TaskState::Done => StateView::Done,
        TaskState::Missed => StateView::Missed,
        TaskState::Cancelled(_) => StateView::Cancelled,
    }
}

pub(crate) fn reason_view(state: TaskState) -> Option<view::TaskReason> {
    Some(match state.reason()? {
        Reason::HouseholdEnded => view::TaskReason::HouseholdEnded,
        Reason::AssignmentEnded => view::TaskReason::AssignmentEnded,
        Reason::AssignedTooLate => view::TaskReason::AssignedTooLate,
        Reason::NoCadence => view::TaskReason::NoCadence,
    })
}
