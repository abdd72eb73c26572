//! Households: the list with its search, and one page per household (一户一册).

mod list;
mod page;

use domain::id::{HouseholdId, PersonId};
use domain::mask;
use domain::task::TaskState;
use domain::time::{Date, full_years, parse_date};
use protocol::row::{AssignmentV1, MemberV1};
use store::standing::Found;

use crate::App;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::tasks::{self, Plans};
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

/// Whether somebody helps a household today, by its assignments.
pub(crate) fn is_helper(assigned: &[AssignmentV1], person: PersonId, today: Date) -> bool {
    let today = today.to_string();
    assigned
        .iter()
        .any(|one| one.person_id == person && one.from <= today && lasts(one, &today))
}

/// Whether it is in force today or later; what was taken back ends before it begins.
pub(crate) fn lasts(one: &AssignmentV1, today: &str) -> bool {
    let to = one.to.as_deref();
    to.is_none_or(|to| today <= to && one.from.as_str() <= to)
}

/// A household as a card.
pub(crate) fn card(desk: &Desk, plans: &Plans, found: &Found) -> view::HouseholdCard {
    let task = plans.visit(found);
    let is_open = matches!(
        task.state,
        TaskState::Due | TaskState::Overdue | TaskState::Upcoming
    );
    let asked = task.asked.filter(|_| is_open);
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
        task: tasks::state_view(task.state),
        task_reason: tasks::reason_view(task.state),
        due_on: asked.map(|asked| asked.period.end.to_string()),
        last_visit_on: found
            .standing
            .last_visit_ms
            .map(|ms| tasks::day(ms).to_string()),
        draft: found.standing.draft.map(|id| id.to_string()),
        contested: found.standing.contested,
    }
}

/// A member's age in full years.
pub(crate) fn age(member: &MemberV1, on: Date) -> Option<u32> {
    full_years(parse_date(&member.birth)?, on)
}
