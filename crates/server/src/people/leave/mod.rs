//! Somebody leaves and hands over what he answers for, in one go (撤一补一, 先补后撤): households by
//! the rules of [`domain::assignment`], teams and villages he leads, problems as they stand. It is
//! planned, looked at, and done as it was looked at, all or nothing. Until his last day he helps
//! beside whoever takes over; his phones are never cut off. Taking it back is a change of its own.

mod homes;
mod office;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::assignment::BACK_DAYS;
use domain::id::{CountyId, HouseholdId, PersonId, ProblemId, TeamId};
use domain::time::{Date, Timestamp, days_between};
use serde_json::json;

use super::end::{end, end_on, ended};
use super::{Stored, administrators, load};
use crate::assignment::write::today;
use crate::clock::date_text;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::problem::ledger::Clerk;

/// Households or problems handed over with one request.
const MOST: usize = 500;
/// The longest time of helping beside whoever takes over: an overlap of [`domain::assignment`].
const MOST_DAYS: i32 = 91;
/// Characters of what names a plan: enough for a slip, this is no secret.
const SEEN_CHARS: usize = 16;

/// Who is to take over, and from when.
pub(crate) struct Wanted {
    pub person: PersonId,
    /// The first day of those who take over.
    pub first_day: Date,
    /// The last day of the one who leaves.
    pub last_day: Date,
    /// For every village that is not named in `by_village`.
    pub successor: Option<PersonId>,
    pub by_village: BTreeMap<String, PersonId>,
    /// Of households that are to go to somebody else later than he leaves; absent while nobody said.
    pub planned: Option<Planned>,
    pub reason: String,
}

/// What becomes of a hand-over planned for a day when he is gone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Planned {
    /// Whoever was to take over does so now.
    Keep,
    /// It is taken back: whoever is named here takes over.
    Replace,
}

impl std::str::FromStr for Planned {
    type Err = Error;

    fn from_str(code: &str) -> Result<Self, Error> {
        match code {
            "keep" => Ok(Self::Keep),
            "replace" => Ok(Self::Replace),
            _ => Err(Error::bad("unknown_option", "planned")),
        }
    }
}

impl Wanted {
    fn heir(&self, village: &str) -> Option<PersonId> {
        self.by_village.get(village).copied().or(self.successor)
    }
}

/// What becomes of everything somebody answers for.
pub(crate) struct Plan {
    pub homes: Vec<Home>,
    pub teams: Vec<Team>,
    /// Villages he leads by role.
    pub villages: Vec<Village>,
    pub problems: Vec<Problem>,
}

/// What becomes of his part in a household.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Becomes {
    HandedOver,
    /// It ends with him: another answers for the household already, or it is no more.
    Ends,
    /// Somebody else takes it over in time, as was planned before.
    AsPlanned,
    /// It was not to begin before he leaves.
    Withdrawn,
}

impl Becomes {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HandedOver => "handed_over",
            Self::Ends => "ends",
            Self::AsPlanned => "as_planned",
            Self::Withdrawn => "withdrawn",
        }
    }
}

pub(crate) struct Home {
    pub id: HouseholdId,
    pub number: String,
    pub head_name: String,
    pub village_code: String,
    /// Whether he answers for it.
    pub primary: bool,
    pub becomes: Becomes,
    pub heir: Option<PersonId>,
    /// Who was to take it over before he left, and from when.
    pub planned: Option<(PersonId, Date)>,
    pub refused: Option<String>,
    seen: String,
    changes: Vec<domain::assignment::Change>,
}

pub(crate) struct Team {
    pub id: TeamId,
    pub village_code: String,
    pub leads: bool,
    pub heir: Option<PersonId>,
    pub refused: Option<String>,
    facts: super::team::Facts,
}

pub(crate) struct Village {
    pub code: String,
    pub heir: Option<PersonId>,
}

pub(crate) struct Problem {
    pub id: ProblemId,
    pub number: Option<String>,
    pub title: String,
    pub village_code: String,
    pub heir: Option<PersonId>,
    pub refused: Option<String>,
    version: i64,
}

/// Nobody was named who takes it over.
const UNNAMED: &str = "successor_needed";
/// Somebody else was to take it over after he is gone, and nobody chose between the two.
const PLANNED: &str = "planned_to_another";

impl Plan {
    /// Whether all of it can be done.
    pub fn can(&self) -> bool {
        let homes = self.homes.iter().map(|one| &one.refused);
        let teams = self.teams.iter().map(|one| &one.refused);
        let problems = self.problems.iter().map(|one| &one.refused);
        homes.chain(teams).chain(problems).all(Option::is_none)
    }

    /// Names what was looked at and what was wanted of it: it is done only as it was seen.
    pub fn seen(&self, wanted: &Wanted) -> String {
        let mut lines = vec![format!(
            "{} {} {}",
            wanted.person, wanted.first_day, wanted.last_day
        )];
        let heir = |heir: Option<PersonId>| heir.map(|id| id.to_string()).unwrap_or_default();
        for home in &self.homes {
            lines.push(format!("{} {} {}", home.id, home.seen, heir(home.heir)));
        }
        for team in &self.teams {
            let facts = &team.facts;
            let members: Vec<String> = facts.members.iter().map(PersonId::to_string).collect();
            lines.push(format!(
                "{} {} {} {} {}",
                team.id,
                facts.village_code,
                facts.captain,
                members.join(" "),
                heir(team.heir)
            ));
        }
        for village in &self.villages {
            lines.push(format!("{} {}", village.code, heir(village.heir)));
        }
        for problem in &self.problems {
            lines.push(format!(
                "{} {} {}",
                problem.id,
                problem.version,
                heir(problem.heir)
            ));
        }
        let mut digest = protocol::digest(lines.join("\n").as_bytes());
        digest.truncate(SEEN_CHARS);
        digest
    }
}

/// What would become of everything, without doing it.
///
/// # Errors
/// `person_ended`, `not_found`, `date_in_past`, `date_too_far`, `no_overlap`, `same_person`,
/// `unknown_person`, `too_many`.
pub(crate) fn plan(reader: &mut Reader<'_>, clerk: Clerk, wanted: &Wanted) -> Result<Plan, Error> {
    stays_no_longer(reader, clerk, wanted)?;
    Ok(Plan {
        homes: homes::plan(reader, clerk, wanted)?,
        teams: office::teams(reader, clerk, wanted)?,
        villages: office::villages(reader, clerk, wanted)?,
        problems: office::problems(reader, clerk, wanted)?,
    })
}

/// Does it as it was seen. Who leaves today is ended with it, otherwise on his last day.
///
/// # Errors
/// As [`plan`]; `stale` when it would be another by now; `has_open_work` when it cannot be done
/// whole; `last_administrator`.
pub(crate) fn carry_out(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    wanted: &Wanted,
    seen: &str,
) -> Result<(), Error> {
    let plan = plan(tx, clerk, wanted)?;
    if plan.seen(wanted) != seen {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    }
    if !plan.can() {
        return Err(Error::refused(StatusCode::CONFLICT, "has_open_work"));
    }
    homes::carry_out(tx, clerk, wanted, &plan.homes)?;
    // Teams before villages: whoever leads a village by its team needs no role for it.
    office::hand_over_teams(tx, clerk, wanted.person, &plan.teams)?;
    office::hand_over_villages(tx, clerk, &plan.villages)?;
    office::hand_over_problems(tx, clerk, &plan.problems)?;
    if wanted.last_day == today(clerk) {
        return end(tx, clerk, wanted.person, &wanted.reason);
    }
    is_not_the_last_administrator(tx, clerk, wanted.person)?;
    let before = leaving(tx, clerk.county, wanted.person)?;
    let day = wanted.last_day.to_string();
    tx.execute(
        "update person set leaves_on = $3, leaves_reason = $4, leaves_by = $5
         where county_id = $1 and person_id = $2",
        &[
            clerk.county.into(),
            wanted.person.into(),
            (&day).into(),
            (&wanted.reason).into(),
            clerk.by.into(),
        ],
    )?;
    let change = (json!(before), json!(day));
    ended(tx, clerk, wanted.person, "leaves_on", change)?;
    let id = wanted.person.to_string();
    audit(tx, clerk.county, clerk.now, clerk.by, "person_leaving", &id)
}

/// Somebody who was to leave stays. What he handed over is not his again by that.
///
/// # Errors
/// `stale` for somebody who was not to leave; `person_ended`, `not_found`.
pub(crate) fn stay(tx: &mut Tx<'_>, clerk: Clerk, id: PersonId) -> Result<(), Error> {
    is_here(tx, clerk.county, id)?;
    let Some(day) = leaving(tx, clerk.county, id)? else {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    };
    tx.execute(
        "update person set leaves_on = null, leaves_reason = null, leaves_by = null
         where county_id = $1 and person_id = $2",
        &[clerk.county.into(), id.into()],
    )?;
    ended(tx, clerk, id, "leaves_on", (json!(day), json!(null)))?;
    let id = id.to_string();
    audit(tx, clerk.county, clerk.now, clerk.by, "person_stays", &id)
}

/// Ends whoever's last day is over. Who was given something since stays until it is handed over;
/// his page says so.
///
/// # Errors
/// When the database failed.
pub(crate) fn end_due(tx: &mut Tx<'_>, county: CountyId, now: i64) -> Result<(), Error> {
    let due = tx.query(
        "select person_id, leaves_on, leaves_reason, leaves_by from person
         where county_id = $1 and leaves_on < $2 and ended_on is null order by person_id",
        &[county.into(), date_text(now).into()],
    )?;
    for row in &due {
        let id: PersonId = row.id("person_id")?;
        let by = row.optional_text("leaves_by")?;
        let clerk = Clerk {
            county,
            by: by.and_then(|by| by.parse().ok()),
            now,
        };
        let reason = row.optional_text("leaves_reason")?.unwrap_or_default();
        let day = row.text("leaves_on")?;
        let done = tx.savepoint(|tx| end_on(tx, clerk, id, &reason, &day));
        match done {
            Ok(()) | Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The last day of somebody who is to leave.
fn leaving(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: PersonId,
) -> Result<Option<String>, Error> {
    let row = reader.first(
        "select leaves_on from person where county_id = $1 and person_id = $2",
        &[county.into(), id.into()],
    )?;
    Ok(row
        .ok_or_else(Error::not_found)?
        .optional_text("leaves_on")?)
}

fn is_here(reader: &mut Reader<'_>, county: CountyId, id: PersonId) -> Result<Stored, Error> {
    let stands = load(reader, county, id)?.ok_or_else(Error::not_found)?;
    if stands.ended_on.is_some() {
        return Err(Error::refused(StatusCode::CONFLICT, "person_ended"));
    }
    Ok(stands)
}

/// Whether the days can be, and whether those who take over are there to do so.
fn stays_no_longer(reader: &mut Reader<'_>, clerk: Clerk, wanted: &Wanted) -> Result<(), Error> {
    is_here(reader, clerk.county, wanted.person)?;
    let now = Timestamp::from_ms(clerk.now).shanghai_date();
    if wanted.last_day < now {
        return Err(Error::bad("date_in_past", "last_day"));
    }
    if days_between(now, wanted.last_day) > MOST_DAYS {
        return Err(Error::bad("date_too_far", "last_day"));
    }
    if wanted.first_day > now {
        // Problems and teams change hands at once, so households do.
        return Err(Error::bad("date_too_far", "first_day"));
    }
    if days_between(wanted.first_day, now) > BACK_DAYS {
        return Err(Error::bad("date_in_past", "first_day"));
    }
    let named = wanted.successor.iter().map(|heir| ("successor_id", *heir));
    let named = named.chain(wanted.by_village.values().map(|heir| ("by_village", *heir)));
    for (field, heir) in named {
        if heir == wanted.person {
            return Err(Error::bad("same_person", field));
        }
        is_there(reader, clerk.county, heir, field)?;
    }
    Ok(())
}

/// Whether somebody can take over: he is here and does not leave himself.
fn is_there(
    reader: &mut Reader<'_>,
    county: CountyId,
    heir: PersonId,
    field: &'static str,
) -> Result<(), Error> {
    let known = reader.count(
        "select count(*) as n from person where county_id = $1 and person_id = $2
         and ended_on is null and leaves_on is null",
        &[county.into(), heir.into()],
    )?;
    if known == 0 {
        return Err(Error::bad("unknown_person", field));
    }
    Ok(())
}

/// Said on the day it is planned, not weeks later when nobody looks.
fn is_not_the_last_administrator(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    id: PersonId,
) -> Result<(), Error> {
    let own = reader.count(
        "select count(*) as n from person p
         join role r on r.county_id = p.county_id and r.person_id = p.person_id
             and r.role = 'administrator'
         where p.county_id = $1 and p.person_id = $2 and p.password_hash is not null",
        &[clerk.county.into(), id.into()],
    )?;
    if own > 0 && administrators(reader, clerk.county)? <= 1 {
        return Err(Error::refused(StatusCode::CONFLICT, "last_administrator"));
    }
    Ok(())
}
