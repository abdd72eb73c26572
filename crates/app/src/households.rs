//! Households: the list with its search, and one page per household (一户一册).

use domain::id::HouseholdId;
use domain::mask;
use domain::task::{self, Cadence, TaskFacts, TaskState};
use domain::time::{Date, Timestamp, full_years, parse_date};
use protocol::row::{HouseholdV1, MemberV1};
use store::standing::Found;
use store::{Connection, board, facts, household, member, roll, standing};

use crate::App;
use crate::cards::{self, count};
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::problems;
use crate::today::urgency;
use crate::views::household as view;
use crate::words::{all_labelled, labelled, relation};

/// Cards in a page of the list.
const PAGE: usize = 50;

impl App {
    pub(crate) async fn list_households(
        &self,
        query: view::HouseholdQuery,
    ) -> Result<view::HouseholdList, CallError> {
        self.look(move |desk| desk.read(|conn| list(desk, conn, &query)))
            .await
    }

    pub(crate) async fn household(
        &self,
        wanted: view::HouseholdRef,
    ) -> Result<view::HouseholdPage, CallError> {
        self.look(move |desk| {
            let id = id(&wanted.household_id)?;
            desk.read(|conn| page(desk, conn, id))
        })
        .await
    }
}

pub(crate) fn id(text: &str) -> Result<HouseholdId, CallError> {
    text.parse()
        .map_err(|_| CallError::new(ErrorCode::BadArguments).at("household_id"))
}

fn list(
    desk: &Desk,
    conn: &Connection,
    query: &view::HouseholdQuery,
) -> Result<view::HouseholdList, CallError> {
    let today = desk.today();
    let matching = desk.store.names(conn)?.find(&query.text);
    let skip = usize::try_from(query.skip).unwrap_or(usize::MAX);
    if query.filter == view::HouseholdFilter::All {
        // What is not on the page need not be read.
        let shown = matching.get(skip..).unwrap_or_default();
        let shown = shown.get(..PAGE).unwrap_or(shown);
        let found = standing::of_rows(conn, shown)?;
        return Ok(view::HouseholdList {
            total: count(matching.len()),
            households: found.iter().map(|found| card(desk, found)).collect(),
        });
    }
    let mut found: Vec<(TaskState, Found)> = standing::of_rows(conn, &matching)?
        .into_iter()
        .map(|found| (task_state(&found, today), found))
        .filter(|(state, found)| match query.filter {
            view::HouseholdFilter::All => true,
            view::HouseholdFilter::Due => matches!(state, TaskState::Due | TaskState::Overdue),
            view::HouseholdFilter::Monitored => found.row.monitor_category.is_some(),
            view::HouseholdFilter::Visited => *state == TaskState::Done,
            view::HouseholdFilter::Contested => found.standing.contested > 0,
        })
        .collect();
    if query.filter == view::HouseholdFilter::Due {
        // Stable: within a state the order of the village stays.
        found.sort_by_key(|(state, _)| urgency(*state));
    }
    Ok(view::HouseholdList {
        total: count(found.len()),
        households: found
            .iter()
            .skip(skip)
            .take(PAGE)
            .map(|(_, found)| card(desk, found))
            .collect(),
    })
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

fn page(desk: &Desk, conn: &Connection, id: HouseholdId) -> Result<view::HouseholdPage, CallError> {
    let found = standing::household(conn, id)?.ok_or(ErrorCode::NotFound)?;
    let household = household::get(conn, id)?.ok_or(ErrorCode::NotFound)?;
    let members = member::of_household(conn, id)?;
    let helper_name = helper(conn, id)?;
    let HouseholdV1 {
        id: _,
        number,
        area_code: _,
        county: _,
        town: _,
        village: _,
        group: _,
        head_name: _,
        base_type,
        monitor_category: _,
        monitor_since,
        risk_types,
        risk_eliminated,
        eliminated_on,
        elimination_mode: _,
        ended_on,
        ended_reason: _,
        welfare_tags,
        relocated: _,
        no_labor: _,
        annual_family_size,
        net_income_fen,
        phone,
        address,
        lat,
        lon,
        version: _,
        contested: _,
    } = household;
    let percap_fen =
        net_income_fen.and_then(|net| domain::income::per_capita(net, annual_family_size).ok());
    let problems = problems::of_household(desk, conn, id)?;
    let (open, closed): (Vec<_>, Vec<_>) = problems.into_iter().partition(|card| card.open);
    Ok(view::HouseholdPage {
        card: card(desk, &found),
        number,
        address,
        phone_masked: phone.as_deref().map(mask::phone),
        phone,
        base_type: labelled("household_type", &base_type, desk.language),
        monitor_since,
        risks: all_labelled("risk_type", &risk_types, desk.language),
        risk_eliminated,
        eliminated_on,
        ended_on,
        welfare: all_labelled("welfare_status", &welfare_tags, desk.language),
        net_income_fen,
        percap_fen,
        helper_name,
        members: members
            .iter()
            .map(|member| member_card(desk, member))
            .collect(),
        visits: cards::cards(desk, conn, &board::of_household(conn, id)?)?,
        problems: open,
        problems_closed: count(closed.len()),
        lat,
        lon,
        facts_waiting: facts::waiting(conn, id)?,
    })
}

/// The primary helper's name, where this phone knows it.
fn helper(conn: &Connection, id: HouseholdId) -> Result<Option<String>, CallError> {
    let assigned = roll::assignments(conn, id)?;
    let Some(primary) = assigned
        .into_iter()
        .find(|a| a.kind == "primary" && a.to.is_none())
    else {
        return Ok(None);
    };
    if let Some(owner) = desk::owner(conn)?.filter(|owner| owner.id == primary.person_id) {
        return Ok(Some(owner.name));
    }
    let teams = roll::teams(conn)?;
    let mut members = teams.into_iter().flat_map(|team| team.members);
    Ok(members
        .find(|member| member.id == primary.person_id)
        .map(|member| member.name))
}

fn member_card(desk: &Desk, member: &MemberV1) -> view::MemberCard {
    let language = desk.language;
    let in_list = |list: &str, code: &Option<String>| {
        code.as_deref().map(|code| labelled(list, code, language))
    };
    view::MemberCard {
        member_id: member.id.to_string(),
        name: member.name.clone(),
        id_number_masked: member.id_number_masked.clone(),
        relation: relation(&member.relation, language),
        gender: labelled("gender_gb2261_1", &member.gender, language),
        age: age(member, desk.today()).unwrap_or(0),
        school: (!member.school_status.is_empty())
            .then(|| labelled("school_status", &member.school_status, language)),
        health: all_labelled("health_status", &member.health, language),
        labor: in_list("labor_skill", &member.labor),
        work: in_list("work_place", &member.work_place),
        active: member.active,
    }
}

/// A member's age in full years.
pub(crate) fn age(member: &MemberV1, on: Date) -> Option<u32> {
    full_years(parse_date(&member.birth)?, on)
}
