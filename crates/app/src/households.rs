//! Households: the list with its search, and one page per household (一户一册).

mod list;
mod page;

use domain::id::{HouseholdId, PersonId};
use domain::mask;
use domain::task::{self, Cadence, TaskFacts, TaskState};
use domain::time::{Date, Timestamp, full_years, parse_date};
use protocol::row::{AssignmentV1, MemberV1};
use store::standing::Found;

use crate::App;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::views::Nothing;
use crate::views::household as view;
use crate::views::me::Printing;
use crate::words::labelled;

impl App {
    pub(crate) async fn list_households(
        &self,
        query: view::HouseholdQuery,
    ) -> Result<view::HouseholdList, CallError> {
        self.look(move |desk| desk.read(|conn| list::list(desk, conn, &query)))
            .await
    }

    /// Prints what the screen shows, as this machine does such things.
    pub(crate) async fn print(&self, _: Nothing) -> Result<Printing, CallError> {
        self.look(|desk| Ok(desk.platform.print())).await
    }

    pub(crate) async fn household_tags(
        &self,
        _: Nothing,
    ) -> Result<Vec<view::HouseholdTag>, CallError> {
        self.look(|desk| desk.read(|conn| list::tags(desk, conn)))
            .await
    }

    pub(crate) async fn household(
        &self,
        wanted: view::HouseholdRef,
    ) -> Result<view::HouseholdPage, CallError> {
        self.look(move |desk| {
            let id = id(&wanted.household_id)?;
            desk.read(|conn| page::page(desk, conn, id))
        })
        .await
    }
}

pub(crate) fn id(text: &str) -> Result<HouseholdId, CallError> {
    text.parse()
        .map_err(|_| CallError::new(ErrorCode::BadArguments).at("household_id"))
}

/// Whether somebody helps a household, by its assignments.
pub(crate) fn is_helper(assigned: &[AssignmentV1], person: PersonId) -> bool {
    let mut now = assigned.iter().filter(|one| one.to.is_none());
    now.any(|one| one.person_id == person)
}

/// How a household stands today.
pub(crate) fn task_state(found: &Found, today: Date) -> TaskState {
    let facts = TaskFacts {
        // In scope without an assignment, as a captain sees it: as if it had always been.
        assigned_from: found
            .standing
            .assigned_from
            .as_deref()
            .and_then(parse_date)
            .unwrap_or(Date::MIN),
        last_visit: found.standing.last_visit_ms.map(day),
        ended: !found.row.in_scope,
    };
    task::state(&facts, today, Cadence::HalfYear)
}

fn day(ms: i64) -> Date {
    Timestamp::from_ms(ms).shanghai_date()
}

/// A household as a card.
pub(crate) fn card(desk: &Desk, found: &Found) -> view::HouseholdCard {
    let state = task_state(found, desk.today());
    let period = Cadence::HalfYear.period(desk.today());
    let due_on = matches!(
        state,
        TaskState::Due | TaskState::Overdue | TaskState::Upcoming
    )
    .then(|| period.end.to_string());
    view::HouseholdCard {
        household_id: found.row.household_id.to_string(),
        head_name: found.row.head_name.clone(),
        number_tail: mask::tail(&found.row.number),
        village: found.row.village.clone(),
        group: found.row.group_name.clone(),
        size: found.row.size,
        category: found
            .row
            .monitor_category
            .as_deref()
            .map(|code| labelled("household_type", code, desk.language)),
        task: task_view(state),
        due_on,
        last_visit_on: found.standing.last_visit_ms.map(|ms| day(ms).to_string()),
        draft: found.standing.draft.map(|id| id.to_string()),
        contested: found.standing.contested,
    }
}

fn task_view(state: TaskState) -> view::TaskState {
    match state {
        TaskState::Upcoming => view::TaskState::Upcoming,
        TaskState::Due => view::TaskState::Due,
        TaskState::Overdue => view::TaskState::Overdue,
        TaskState::Done => view::TaskState::Done,
        TaskState::Missed => view::TaskState::Missed,
        TaskState::Cancelled => view::TaskState::Cancelled,
    }
}

/// A member's age in full years.
pub(crate) fn age(member: &MemberV1, on: Date) -> Option<u32> {
    full_years(parse_date(&member.birth)?, on)
}
