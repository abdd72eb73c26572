//! The captain's desk: whose work has not arrived, as the county said last, and what this phone
//! itself knows of the village. Known facts and since when; nobody is ranked.

mod coverage;

use std::collections::HashMap;

use domain::id::PersonId;
use protocol::row::{Role, TeamV1};
use protocol::team::{CoverageV1, MemberSyncV1, ReportedV1, TeamReply};
use store::{Connection, county_visit, roll, sync_state, team_news, told};
use sync::{HttpServer, Parties};

use crate::App;
use crate::cards::count;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::line::Line;
use crate::problems;
use crate::review;
use crate::views::Nothing;
use crate::views::team as view;

/// Asked for again within a round after this long, so that a captain without signal has something
/// to go by. When he looks, it is asked for at once.
const STALE_MS: i64 = 4 * 60 * 60 * 1000;

/// Problems on the page; the rest are in the ledger.
const PROBLEMS: usize = 50;
/// Days ahead.
const WEEK: i32 = 7;
/// Digits of a town's code (DOMAIN §3).
const TOWN_DIGITS: usize = 9;

impl App {
    pub(crate) async fn team(&self, _: Nothing) -> Result<view::TeamPage, CallError> {
        self.look(|desk| desk.read(|conn| page(desk, conn))).await
    }

    /// Asks the county, and shows what is known then.
    pub(crate) async fn ask_team(&self, _: Nothing) -> Result<view::TeamPage, CallError> {
        let desk = self.desk()?;
        desk.read(review::captain)?;
        if !desk.platform.network_allowed() {
            return Err(ErrorCode::Offline.into());
        }
        let line = Line::to_county(&desk)?;
        sync::ask_team(&line.parties(&desk)).await?;
        self.team(Nothing {}).await
    }
}

/// Asks within a round. What goes wrong with it is nothing to the round: he sees since when the
/// last is known.
pub(crate) async fn refresh(
    desk: &Desk,
    parties: &Parties<'_, HttpServer>,
) -> Result<(), CallError> {
    let (captain, heard) = desk.read(|conn| {
        let owner = desk::owner(conn)?;
        let captain = owner.is_some_and(|owner| desk::is_captain(&owner));
        Ok((captain, team_news::get(conn)?.map(|news| news.server_ms)))
    })?;
    if !captain {
        // Of a team he led before.
        return match heard {
            Some(_) => desk.write(|tx| Ok(team_news::clear(tx)?)),
            None => Ok(()),
        };
    }
    let is_fresh = |heard: i64| desk.now.as_ms().saturating_sub(heard) < STALE_MS;
    if !heard.is_some_and(is_fresh)
        && let Err(failure) = sync::ask_team(parties).await
    {
        tracing::debug!(code = failure.code(), "The team was not asked for");
    }
    Ok(())
}

/// What the owner leads.
struct Led {
    me: PersonId,
    /// Of villages.
    villages: Vec<TeamV1>,
    /// Of his towns, where he leads no village of theirs.
    of_town: Vec<TeamV1>,
}

fn led(conn: &Connection) -> Result<Led, CallError> {
    let me = review::captain(conn)?;
    let owner = desk::owner(conn)?.ok_or(ErrorCode::NotAllowed)?;
    let has = |wanted: Role, area: &str| {
        let mut roles = owner.roles.iter();
        roles.any(|role| role.role == wanted && role.area == area)
    };
    let (mut villages, mut of_town) = (Vec::new(), Vec::new());
    for team in roll::teams(conn)? {
        let town = team.village_code.get(..TOWN_DIGITS).unwrap_or_default();
        if team.captain_id == me || has(Role::Captain, &team.village_code) {
            villages.push(team);
        } else if has(Role::TownCaptain, town) {
            of_town.push(team);
        }
    }
    Ok(Led {
        me,
        villages,
        of_town,
    })
}

fn page(desk: &Desk, conn: &Connection) -> Result<view::TeamPage, CallError> {
    let led = led(conn)?;
    let news = team_news::get(conn)?;
    let mut teams = Vec::new();
    for team in &led.villages {
        // His village's visits are on this phone: counted here, his last decisions included.
        let counted = Counted::load(conn, led.me, team)?;
        teams.push(card(
            desk,
            conn,
            led.me,
            team,
            news.as_ref(),
            Some(&counted),
        )?);
    }
    for team in &led.of_town {
        teams.push(card(desk, conn, led.me, team, news.as_ref(), None)?);
    }
    let codes: Vec<&str> = led
        .villages
        .iter()
        .map(|team| team.village_code.as_str())
        .collect();
    let mut problems = problems::due_within(desk, conn, WEEK)?;
    let problems_total = count(problems.len());
    problems.truncate(PROBLEMS);
    let (coverage, campaigns) = coverage::of_villages(desk, conn, &codes)?;
    Ok(view::TeamPage {
        teams,
        heard_ms: news.map(|news| news.server_ms),
        now_ms: desk.now.as_ms(),
        coverage,
        campaigns,
        problems,
        problems_total,
    })
}

/// What this phone counts itself, by person.
struct Counted {
    to_review: HashMap<PersonId, u32>,
    photos_missing: HashMap<PersonId, u32>,
}

impl Counted {
    fn load(conn: &Connection, me: PersonId, team: &TeamV1) -> Result<Self, CallError> {
        let mut to_review: HashMap<PersonId, u32> = HashMap::new();
        for line in review::waiting(conn, me)? {
            *to_review.entry(line.visitor_id).or_default() += 1;
        }
        for line in review::own_waiting(conn, me)? {
            *to_review.entry(line.visitor_id).or_default() += 1;
        }
        Ok(Self {
            to_review,
            photos_missing: county_visit::photos_missing(conn, &team.village_code)?,
        })
    }
}

fn card(
    desk: &Desk,
    conn: &Connection,
    me: PersonId,
    team: &TeamV1,
    news: Option<&TeamReply>,
    counted: Option<&Counted>,
) -> Result<view::TeamCard, CallError> {
    let said = news.and_then(|news| news.teams.iter().find(|one| one.id == team.id));
    let told: &[MemberSyncV1] = said.map_or(&[], |team| &team.members);
    let mut members: Vec<view::PersonSync> =
        told.iter().map(|member| person(member, team)).collect();
    // Somebody who joined since the county was asked: nothing is known of him.
    for member in &team.members {
        if !told.iter().any(|known| known.id == member.id) {
            members.push(view::PersonSync {
                person_id: member.id.to_string(),
                name: member.name.clone(),
                unit: member.unit.clone(),
                captain: member.id == team.captain_id,
                me: false,
                known: false,
                phones: 0,
                contact_ms: None,
                reported: None,
                photos_missing: 0,
                to_review: 0,
            });
        }
    }
    // As the county has them, by name; with the newcomers among them.
    members.sort_by(|one, other| (&one.name, &one.person_id).cmp(&(&other.name, &other.person_id)));
    for member in &mut members {
        let Ok(id) = member.person_id.parse::<PersonId>() else {
            continue;
        };
        if let Some(counted) = counted {
            member.to_review = counted.to_review.get(&id).copied().unwrap_or(0);
            member.photos_missing = counted.photos_missing.get(&id).copied().unwrap_or(0);
        }
        if id == me {
            count_own(desk, conn, member)?;
        }
    }
    Ok(view::TeamCard {
        team_id: team.id.to_string(),
        village: team.village.clone(),
        town: team.town.clone(),
        members,
        coverage: match counted {
            Some(_) => None,
            None => said.and_then(|said| said.coverage.as_ref()).map(village),
        },
    })
}

fn village(told: &CoverageV1) -> view::VillageCoverage {
    view::VillageCoverage {
        period: told.period.clone(),
        due: told.due,
        visited: told.visited,
        approved: told.approved,
    }
}

fn person(member: &MemberSyncV1, team: &TeamV1) -> view::PersonSync {
    view::PersonSync {
        person_id: member.id.to_string(),
        name: member.name.clone(),
        unit: member.unit.clone(),
        captain: member.captain || member.id == team.captain_id,
        me: false,
        known: true,
        phones: member.phones,
        contact_ms: member.contact_ms,
        reported: member
            .reported
            .map(|ReportedV1 { outstanding, at_ms }| view::Reported {
                visits: outstanding.visits,
                changes: outstanding.changes,
                photos: outstanding.photos,
                at_ms,
            }),
        photos_missing: member.photos_missing,
        to_review: member.to_review,
    }
}

/// This very phone knows of itself without asking.
fn count_own(desk: &Desk, conn: &Connection, own: &mut view::PersonSync) -> Result<(), CallError> {
    let left = told::left(conn)?;
    let state = sync_state::get(conn)?;
    own.me = true;
    own.known = true;
    own.phones = own.phones.max(1);
    own.contact_ms = own.contact_ms.max(state.last_success_ms);
    own.reported = Some(view::Reported {
        visits: left.visits,
        changes: left.changes,
        photos: left.photos,
        at_ms: desk.now.as_ms(),
    });
    Ok(())
}
