//! The tasks on one household's page.

use domain::task::{Period, Task};
use domain::time::{Date, Timestamp, days_between};
use store::standing::Found;
use store::{Connection, campaign};

use super::campaign::{Campaign, for_visits};
use super::{Plans, day, reason_view, state_view};
use crate::desk::Desk;
use crate::entries::{self, Tried};
use crate::error::CallError;
use crate::views::tasks as view;

/// Of a household whose group is asked nothing else: the shortest.
const PROFILE: &str = "routine";

/// All of them: the visit, the good deeds, then campaigns by their last day.
pub(crate) fn of_household(
    desk: &Desk,
    conn: &Connection,
    plans: &Plans,
    found: &Found,
) -> Result<Vec<view::TaskCard>, CallError> {
    let id = found.row.household_id;
    let here = entries::of_tasks(desk, conn, id)?;
    let visits: Vec<Date> = found.standing.visits_ms.iter().copied().map(day).collect();
    let visit = plans.visit(found);
    let mut cards = vec![view::TaskCard {
        could_not: visit
            .asked
            .and_then(|asked| last_tried(&here.tried, asked.period)),
        ..card(plans, view::TaskKind::Visit, &visit, &visits)
    }];
    if let Some(deeds) = plans.deeds(found, &here.deeds) {
        cards.push(card(plans, view::TaskKind::GoodDeed, &deeds, &here.deeds));
    }
    let campaigns = for_visits(conn, plans.today)?;
    let Some(since) = campaigns.iter().map(|one| one.days.start).min() else {
        return Ok(cards);
    };
    let made =
        campaign::visited_since(conn, Timestamp::shanghai_midnight(since).as_ms(), Some(id))?;
    for campaign in campaigns.iter().filter(|one| one.concerns(found)) {
        let visited = made.iter().filter_map(|one| campaign.day_of(one)).max();
        cards.push(of_campaign(plans, found, campaign, visited, &here.tried));
    }
    Ok(cards)
}

/// The last attempt of a period.
fn last_tried(tried: &[Tried], period: Period) -> Option<view::Attempt> {
    let within = tried.iter().filter(|one| period.holds(one.on));
    within.max_by_key(|one| one.on).map(|one| one.card.clone())
}

fn card(plans: &Plans, kind: view::TaskKind, task: &Task, days: &[Date]) -> view::TaskCard {
    let period = task.asked.map(|asked| asked.period);
    let within = days
        .iter()
        .filter(|day| period.is_some_and(|period| period.holds(**day)));
    view::TaskCard {
        kind,
        state: state_view(task.state),
        reason: reason_view(task.state),
        campaign_id: None,
        title: String::new(),
        profile: PROFILE.to_owned(),
        from: period.map(|period| period.start.to_string()),
        until: period.map(|period| period.end.to_string()),
        days_left: period.map(|period| days_between(plans.today, period.end)),
        done: task.done,
        times: task.asked.map_or(0, |asked| asked.times),
        done_on: within.max().map(ToString::to_string),
        could_not: None,
    }
}

fn of_campaign(
    plans: &Plans,
    found: &Found,
    campaign: &Campaign,
    visited: Option<Date>,
    tried: &[Tried],
) -> view::TaskCard {
    let state = campaign.state(found, visited.is_some(), plans.today);
    view::TaskCard {
        kind: view::TaskKind::Campaign,
        state: state_view(state),
        reason: reason_view(state),
        campaign_id: Some(campaign.row.id.to_string()),
        title: campaign.row.title.clone(),
        profile: campaign.row.profile.clone(),
        from: Some(campaign.days.start.to_string()),
        until: Some(campaign.days.end.to_string()),
        days_left: Some(days_between(plans.today, campaign.days.end)),
        done: u32::from(visited.is_some()),
        times: 1,
        done_on: visited.map(|day| day.to_string()),
        could_not: last_tried(tried, campaign.days),
    }
}
