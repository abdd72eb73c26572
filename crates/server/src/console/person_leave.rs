//! Somebody leaves and hands over in one go: looked at first, then done as it was seen.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use domain::id::{CountyId, PersonId};
use domain::time::{Date, parse_date};

use super::helper_load;
use super::person_edit::{person, write};
use super::person_page::area;
use super::session::Signed;
use super::step_words;
use super::views::{
    LeaveForm, LeaveGain, LeaveHousehold, LeavePhone, LeavePlanned, LeavePreview, LeaveProblem,
    LeaveRole, LeaveTeam, LeaveVillage, LoadNotice, PersonPage, TeamSyncReport,
};
use crate::app::Shared;
use crate::db::Reader;
use crate::error::Error;
use crate::people::leave::{self, Becomes, Plan, Wanted};
use crate::people::load;
use crate::problem::ledger::Clerk;
use crate::problem::name;
use crate::routes::extract;
use crate::{params, words};

/// Villages one person can be replaced in by different people: more is a slip.
const MAX_VILLAGES: usize = 100;

#[utoipa::path(post, path = "/v1/console/people/{id}/leave-preview", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = LeaveForm,
    responses((status = 200, body = LeavePreview),
        (status = 400, description = "not_a_date, date_in_past, date_too_far, same_person, unknown_person, unknown_option, bad_id, too_many"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "person_ended")))]
pub async fn preview(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<LeaveForm>,
) -> Result<Json<LeavePreview>, Error> {
    signed.needs_administrator()?;
    let wanted = read(person(&id)?, &form, String::new())?;
    let clerk = signed.clerk(app.county.id, app.now());
    let preview = app
        .db
        .read(move |reader| {
            let plan = leave::plan(reader, clerk, &wanted)?;
            view(reader, clerk, &wanted, &plan)
        })
        .await?;
    Ok(Json(preview))
}

#[utoipa::path(post, path = "/v1/console/people/{id}/leave", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = LeaveForm,
    responses((status = 200, body = PersonPage),
        (status = 400, description = "reason_needed, missing, and what the preview is refused with"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale, has_open_work, last_administrator, person_ended")))]
pub async fn carry_out(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<LeaveForm>,
) -> Result<Json<PersonPage>, Error> {
    let id = person(&id)?;
    let wanted = read(id, &form, words::reason(&form.reason)?)?;
    let seen = form.seen.ok_or_else(|| Error::bad("missing", "seen"))?;
    write(app, signed, id, move |tx, clerk| {
        leave::carry_out(tx, clerk, &wanted, &seen)
    })
    .await
}

#[utoipa::path(post, path = "/v1/console/people/{id}/stay", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = PersonPage), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found"), (status = 409, description = "stale, person_ended")))]
pub async fn stay(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<PersonPage>, Error> {
    let id = person(&id)?;
    write(app, signed, id, move |tx, clerk| leave::stay(tx, clerk, id)).await
}

fn read(person: PersonId, form: &LeaveForm, reason: String) -> Result<Wanted, Error> {
    let day = |text: &str, field: &'static str| -> Result<Date, Error> {
        parse_date(text.trim()).ok_or_else(|| Error::bad("not_a_date", field))
    };
    if form.by_village.len() > MAX_VILLAGES {
        return Err(Error::bad("too_many", "by_village"));
    }
    let bad = |field: &'static str| move |_| Error::bad("bad_id", field);
    let mut by_village = BTreeMap::new();
    for one in &form.by_village {
        let heir = one.person_id.parse().map_err(bad("by_village"))?;
        by_village.insert(one.village_code.clone(), heir);
    }
    let successor = form.successor_id.as_ref().map(|id| id.parse());
    Ok(Wanted {
        person,
        first_day: day(&form.first_day, "first_day")?,
        last_day: day(&form.last_day, "last_day")?,
        successor: successor.transpose().map_err(bad("successor_id"))?,
        by_village,
        planned: form.planned.as_deref().map(str::parse).transpose()?,
        reason,
    })
}

fn view(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    wanted: &Wanted,
    plan: &Plan,
) -> Result<LeavePreview, Error> {
    let county = clerk.county;
    let gains = gains(reader, county, plan)?;
    let mut households = Vec::with_capacity(plan.homes.len());
    for home in &plan.homes {
        households.push(LeaveHousehold {
            household_id: home.id.to_string(),
            number: home.number.clone(),
            head_name: home.head_name.clone(),
            village: area(reader, county, &home.village_code)?,
            primary: home.primary,
            becomes: home.becomes.as_str().to_owned(),
            successor_name: named(reader, county, home.heir)?,
            planned: match home.planned {
                Some((person, from)) => Some(LeavePlanned {
                    name: name(reader, county, person)?,
                    from: from.to_string(),
                }),
                None => None,
            },
            refused: home.refused.clone(),
        });
    }
    let mut teams = Vec::with_capacity(plan.teams.len());
    for team in &plan.teams {
        teams.push(LeaveTeam {
            team_id: team.id.to_string(),
            village: area(reader, county, &team.village_code)?,
            leads: team.leads,
            successor_name: named(reader, county, team.heir)?,
            refused: team.refused.clone(),
        });
    }
    let mut problems = Vec::with_capacity(plan.problems.len());
    for problem in &plan.problems {
        problems.push(LeaveProblem {
            problem_id: problem.id.to_string(),
            number: problem.number.clone(),
            title: problem.title.clone(),
            village: area(reader, county, &problem.village_code)?,
            successor_name: named(reader, county, problem.heir)?,
            refused: problem.refused.clone(),
        });
    }
    Ok(LeavePreview {
        households,
        teams,
        problems,
        roles: roles(reader, county, wanted, plan)?,
        villages: villages(reader, county, plan)?,
        notices: notices(reader, clerk, &gains)?,
        gains,
        phones: phones(reader, county, wanted.person)?,
        returned_visits: u32::try_from(reader.count(
            "select count(*) as n from visit
             where county_id = $1 and visitor_id = $2 and state = 'returned'",
            &[county.into(), wanted.person.into()],
        )?)
        .unwrap_or(u32::MAX),
        can: plan.can(),
        seen: plan.seen(wanted),
    })
}

fn named(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: Option<PersonId>,
) -> Result<Option<String>, Error> {
    person.map(|id| name(reader, county, id)).transpose()
}

fn roles(
    reader: &mut Reader<'_>,
    county: CountyId,
    wanted: &Wanted,
    plan: &Plan,
) -> Result<Vec<LeaveRole>, Error> {
    let stored = load(reader, county, wanted.person)?.ok_or_else(Error::not_found)?;
    let mut roles = Vec::with_capacity(stored.facts.roles.len());
    for role in &stored.facts.roles {
        let code = step_words::role_name(role);
        let mut led = plan.villages.iter();
        let led = led.find(|one| code == "captain" && one.code == role.area);
        roles.push(LeaveRole {
            area: area(reader, county, &role.area)?,
            successor_name: named(reader, county, led.and_then(|one| one.heir))?,
            role: code,
        });
    }
    Ok(roles)
}

/// Where he has something that somebody must or may take over.
fn villages(
    reader: &mut Reader<'_>,
    county: CountyId,
    plan: &Plan,
) -> Result<Vec<LeaveVillage>, Error> {
    let mut all: BTreeMap<&str, (u32, u32, bool)> = BTreeMap::new();
    for home in &plan.homes {
        all.entry(&home.village_code).or_default().0 += 1;
    }
    for problem in &plan.problems {
        all.entry(&problem.village_code).or_default().1 += 1;
    }
    for team in &plan.teams {
        all.entry(&team.village_code).or_default().2 |= team.leads;
    }
    for village in &plan.villages {
        all.entry(&village.code).or_default().2 = true;
    }
    all.into_iter()
        .map(|(code, (households, problems, leads))| {
            Ok(LeaveVillage {
                name: area(reader, county, code)?,
                code: code.to_owned(),
                households,
                problems,
                leads,
            })
        })
        .collect()
}

fn gains(reader: &mut Reader<'_>, county: CountyId, plan: &Plan) -> Result<Vec<LeaveGain>, Error> {
    let mut all: BTreeMap<PersonId, LeaveGain> = BTreeMap::new();
    let mut of = |heir: Option<PersonId>, count: fn(&mut LeaveGain)| {
        if let Some(id) = heir {
            count(all.entry(id).or_insert_with(|| LeaveGain {
                person_id: id.to_string(),
                name: String::new(),
                households: 0,
                co_households: 0,
                problems: 0,
                teams: 0,
            }));
        }
    };
    for home in plan.homes.iter().filter(|one| one.refused.is_none()) {
        match (home.becomes, home.primary) {
            (Becomes::HandedOver, true) => of(home.heir, |gain| gain.households += 1),
            (Becomes::HandedOver, false) => of(home.heir, |gain| gain.co_households += 1),
            _ => {}
        }
    }
    for problem in &plan.problems {
        of(problem.heir, |gain| gain.problems += 1);
    }
    for team in &plan.teams {
        of(team.heir, |gain| gain.teams += 1);
    }
    let mut gains: Vec<LeaveGain> = Vec::with_capacity(all.len());
    for (id, mut gain) in all {
        gain.name = name(reader, county, id)?;
        gains.push(gain);
    }
    Ok(gains)
}

/// Quotas are notices and refuse nothing.
fn notices(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    gains: &[LeaveGain],
) -> Result<Vec<LoadNotice>, Error> {
    let most = helper_load::most(&params::at(reader, clerk.county, clerk.now)?);
    let mut notices = Vec::new();
    for gain in gains {
        let id = gain.person_id.parse().map_err(|_| Error::not_found())?;
        let (name, rank, has) = helper_load::of(reader, clerk, id)?;
        let households = has.saturating_add(gain.households);
        notices.extend(helper_load::notice(
            id,
            name,
            households,
            rank.as_deref(),
            most,
        ));
    }
    Ok(notices)
}

fn phones(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
) -> Result<Vec<LeavePhone>, Error> {
    let rows = reader.query(
        "select d.device_id, d.name, d.contact_ms, o.visits, o.changes, o.photos, o.reported_ms
         from device d
         left join outstanding o on o.county_id = d.county_id and o.device_id = d.device_id
         where d.county_id = $1 and d.person_id = $2 and d.revoked_ms is null
         order by d.contact_ms desc, d.device_id",
        &[county.into(), person.into()],
    )?;
    rows.iter()
        .map(|row| {
            let reported = match row.optional_int("reported_ms")? {
                None => None,
                Some(at_ms) => Some(TeamSyncReport {
                    visits: row.count("visits")?,
                    changes: row.count("changes")?,
                    photos: row.count("photos")?,
                    at_ms,
                }),
            };
            Ok(LeavePhone {
                device_id: row.text("device_id")?,
                name: row.text("name")?,
                contact_ms: row.int("contact_ms")?,
                reported,
            })
        })
        .collect()
}
