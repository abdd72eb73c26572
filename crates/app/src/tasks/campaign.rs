//! Campaigns on the phone: which concern its households, how far each is, and one's own page.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::campaign::fulfils;
use domain::id::{CampaignId, HouseholdId};
use domain::task::{self, Period, TaskState};
use domain::time::{Date, Timestamp, days_between, parse_date};
use protocol::campaign::CampaignV1;
use store::Connection;
use store::campaign::{self, Visited};
use store::standing::{self, Found};

use super::{Plans, day, ended, home};
use crate::App;
use crate::cards::count;
use crate::desk::Desk;
use crate::entries::{self, Tried};
use crate::error::{CallError, ErrorCode};
use crate::households;
use crate::views::tasks as view;
use crate::views::team::CampaignCoverage;

/// Days an ended campaign stays in sight while households of it were not visited.
const AFTER_DAYS: u32 = 7;
/// Households of a list; a phone with more is not one that visits them all.
const SHOWN: usize = 500;

impl App {
    pub(crate) async fn campaign(
        &self,
        wanted: view::CampaignRef,
    ) -> Result<view::CampaignPage, CallError> {
        self.look(move |desk| {
            let id = wanted
                .campaign_id
                .parse()
                .map_err(|_| CallError::new(ErrorCode::BadArguments).at("campaign_id"))?;
            desk.read(|conn| page(desk, conn, id))
        })
        .await
    }
}

/// A campaign with its days read.
pub(super) struct Campaign {
    pub(super) row: CampaignV1,
    pub(super) days: Period,
}

impl Campaign {
    /// Nothing for one whose days are none.
    fn read(row: CampaignV1) -> Option<Self> {
        let days = Period {
            start: parse_date(&row.starts)?,
            end: parse_date(&row.ends)?,
        };
        Some(Self { row, days })
    }

    pub(super) fn concerns(&self, found: &Found) -> bool {
        self.row.scope.concerns(&home(&found.row))
    }

    /// The day of a visit that fulfils it: the one it ended on (DOMAIN §5.1).
    pub(super) fn day_of(&self, visit: &Visited) -> Option<Date> {
        let on = day(visit.ended_ms);
        let fits = fulfils(&self.row.profile, &visit.profile) && self.days.holds(on);
        fits.then_some(on)
    }

    pub(super) fn state(&self, found: &Found, visited: bool, today: Date) -> TaskState {
        task::campaign(self.days, visited, ended(&found.row), today)
    }

    /// The last day on which each household was visited for it.
    fn visited(&self, made: &[Visited]) -> HashMap<HouseholdId, Date> {
        let mut days: HashMap<HouseholdId, Date> = HashMap::new();
        for visit in made {
            if let Some(on) = self.day_of(visit) {
                let last = days.entry(visit.household_id).or_insert(on);
                *last = on.max(*last);
            }
        }
        days
    }

    fn card(&self, homes: usize, visited: usize, today: Date) -> view::CampaignCard {
        view::CampaignCard {
            campaign_id: self.row.id.to_string(),
            title: self.row.title.clone(),
            starts: self.days.start.to_string(),
            ends: self.days.end.to_string(),
            days_left: days_between(today, self.days.end),
            households: count(homes),
            visited: count(visited),
            required_coverage: self.row.required_coverage,
        }
    }
}

/// Those that are business on a day, or were until a few days ago.
pub(super) fn for_visits(conn: &Connection, today: Date) -> Result<Vec<Campaign>, CallError> {
    let since = (0..AFTER_DAYS).fold(today, |day, _| day.yesterday().unwrap_or(day));
    let rows = campaign::between(conn, &today.to_string(), &since.to_string())?;
    Ok(rows.into_iter().filter_map(Campaign::read).collect())
}

/// The campaigns of the first screen: running ones, and those just ended with households left,
/// as far as they concern any household of this phone.
pub(crate) fn on_today(
    conn: &Connection,
    plans: &Plans,
    found: &[Found],
) -> Result<Vec<view::CampaignCard>, CallError> {
    let campaigns = for_visits(conn, plans.today)?;
    let Some(since) = campaigns.iter().map(|one| one.days.start).min() else {
        return Ok(Vec::new());
    };
    let made = campaign::visited_since(conn, Timestamp::shanghai_midnight(since).as_ms(), None)?;
    let cards = campaigns.iter().filter_map(|campaign| {
        let days = campaign.visited(&made);
        let concerned = found.iter().filter(|found| campaign.concerns(found));
        let (mut homes, mut visited) = (0, 0);
        for found in concerned {
            homes += 1;
            visited += usize::from(days.contains_key(&found.row.household_id));
        }
        let is_over = campaign.days.end < plans.today && visited == homes;
        (homes > 0 && !is_over).then(|| campaign.card(homes, visited, plans.today))
    });
    Ok(cards.collect())
}

/// The same campaigns with how many of the visited households have an approved visit.
pub(crate) fn coverage(
    conn: &Connection,
    plans: &Plans,
    found: &[Found],
) -> Result<Vec<CampaignCoverage>, CallError> {
    let campaigns = for_visits(conn, plans.today)?;
    let Some(since) = campaigns.iter().map(|one| one.days.start).min() else {
        return Ok(Vec::new());
    };
    let since_ms = Timestamp::shanghai_midnight(since).as_ms();
    let approved = campaign::approved_since(conn, since_ms)?;
    let cards = on_today(conn, plans, found)?;
    let with_approved = |card: view::CampaignCard| {
        let campaign = campaigns
            .iter()
            .find(|one| one.row.id.to_string() == card.campaign_id)?;
        let days = campaign.visited(&approved);
        let concerned = found.iter().filter(|found| campaign.concerns(found));
        let done = concerned.filter(|found| days.contains_key(&found.row.household_id));
        Some(CampaignCoverage {
            approved: count(done.count()),
            card,
        })
    };
    Ok(cards.into_iter().filter_map(with_approved).collect())
}

fn page(desk: &Desk, conn: &Connection, id: CampaignId) -> Result<view::CampaignPage, CallError> {
    let row = campaign::get(conn, id)?.ok_or(ErrorCode::NotFound)?;
    let campaign = Campaign::read(row).ok_or(ErrorCode::NotFound)?;
    let plans = Plans::load(desk, conn)?;
    let made = campaign::visited_since(
        conn,
        Timestamp::shanghai_midnight(campaign.days.start).as_ms(),
        None,
    )?;
    let days = campaign.visited(&made);
    let tried = last_tried(desk, conn, campaign.days)?;
    let mut found = standing::all(conn, &desk.today().to_string())?;
    found.retain(|found| campaign.concerns(found));
    let (mut visited, mut waiting): (Vec<&Found>, Vec<&Found>) = found
        .iter()
        .partition(|found| days.contains_key(&found.row.household_id));
    visited.sort_by_key(|found| Reverse(days.get(&found.row.household_id)));
    // Stable: among those nobody tried the order of the village stays.
    waiting.sort_by_key(|found| {
        let tried = tried.get(&found.row.household_id);
        (tried.is_none(), Reverse(tried.map(|one| one.on)))
    });
    let line = |found: &&Found| view::CampaignHousehold {
        household: households::card(desk, &plans, found),
        visited_on: days.get(&found.row.household_id).map(|day| day.to_string()),
        could_not: tried
            .get(&found.row.household_id)
            .map(|one| one.card.clone()),
    };
    let today = plans.today;
    Ok(view::CampaignPage {
        card: campaign.card(found.len(), visited.len(), today),
        profile: campaign.row.profile.clone(),
        cancelled: campaign.row.cancelled,
        stages: stages(&campaign, today),
        legal_basis: campaign.row.legal_basis.clone(),
        waiting: waiting.iter().take(SHOWN).map(line).collect(),
        waiting_total: count(waiting.len()),
        visited: visited.iter().take(SHOWN).map(line).collect(),
        visited_total: count(visited.len()),
    })
}

fn stages(campaign: &Campaign, today: Date) -> Vec<view::CampaignStage> {
    let stages = campaign.row.stages.iter();
    stages
        .filter_map(|stage| {
            Some(view::CampaignStage {
                title: stage.title.clone(),
                ends: stage.ends.clone(),
                days_left: days_between(today, parse_date(&stage.ends)?),
            })
        })
        .collect()
}

/// The last attempt at each household within some days.
fn last_tried(
    desk: &Desk,
    conn: &Connection,
    days: Period,
) -> Result<HashMap<HouseholdId, Tried>, CallError> {
    let mut last: HashMap<HouseholdId, Tried> = HashMap::new();
    for (household, tried) in entries::all_tried(desk, conn)? {
        let is_later = last
            .get(&household)
            .is_none_or(|known| known.on <= tried.on);
        if days.holds(tried.on) && is_later {
            last.insert(household, tried);
        }
    }
    Ok(last)
}
