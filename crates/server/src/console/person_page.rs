//! One person whole: what he is, how he signs in, what he answers for, who changed what.

use axum::Json;
use axum::extract::{Path, State};
use domain::id::{CountyId, PersonId};
use protocol::row::RoleV1;

use super::labels;
use super::people::without_mentor;
use super::session::Signed;
use super::step_words::{self, Place};
use super::views::{
    MentorFacts, PersonDevice, PersonFacts, PersonGuided, PersonMentor, PersonPage, PersonSignIn,
    PersonTeam, PersonWork, RoleFacts,
};
use crate::app::Shared;
use crate::bootstrap::needs_totp;
use crate::clock::date_text;
use crate::county::County;
use crate::db::Reader;
use crate::error::Error;
use crate::helping_unit;
use crate::history;
use crate::people::{self, OpenWork, mentor};
use crate::problem::name;
use crate::roster::area_name;

#[utoipa::path(get, path = "/v1/console/people/{id}", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = PersonPage), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<PersonPage>, Error> {
    signed.needs_county()?;
    let id: PersonId = id.parse().map_err(|_| Error::not_found())?;
    let (county, now) = (app.county.clone(), app.now());
    let page = app
        .db
        .read(move |reader| read(reader, &county, &signed, id, now))
        .await?;
    Ok(Json(page))
}

pub(super) fn read(
    reader: &mut Reader<'_>,
    county: &County,
    signed: &Signed,
    id: PersonId,
    now: i64,
) -> Result<PersonPage, Error> {
    let stored = people::load(reader, county.id, id)?.ok_or_else(Error::not_found)?;
    let row = reader.first(
        "select login, password_hash, password_until_ms, rank, post_start, post_end, leaves_on,
             leaves_reason, case when totp_secret is null then 0 else 1 end as has_totp
         from person where county_id = $1 and person_id = $2",
        &[county.id.into(), id.into()],
    )?;
    let row = row.ok_or_else(Error::not_found)?;
    let OpenWork {
        households,
        teams_led,
        problems,
        phones,
        last_contact_ms,
    } = people::open_work(reader, county.id, id, &date_text(now))?;
    let may_sign_in = super::session::signed(reader, county.id, id)?.is_some();
    let steps = history::of(reader, county.id, people::PERSON, &id.to_string())?;
    let facts = &stored.facts;
    Ok(PersonPage {
        person_id: id.to_string(),
        role_areas: facts
            .roles
            .iter()
            .map(|role| area(reader, county.id, &role.area))
            .collect::<Result<_, Error>>()?,
        facts: PersonFacts {
            name: facts.name.clone(),
            unit: facts.unit.clone(),
            phone: facts.phone.clone(),
            roles: facts.roles.iter().map(role_facts).collect(),
        },
        county_code: county.code.clone(),
        rank: row
            .optional_text("rank")?
            .map(|code| labels::labelled("cadre_rank_quota", &code)),
        post_start: row.optional_text("post_start")?,
        post_end: row.optional_text("post_end")?,
        sign_in: PersonSignIn {
            login: row.optional_text("login")?,
            has_password: row.optional_text("password_hash")?.is_some(),
            one_time_until_ms: row.optional_int("password_until_ms")?,
            needs_totp: needs_totp(reader, county.id, id)?,
            has_totp: row.int("has_totp")? == 1,
            may_sign_in,
        },
        work: PersonWork {
            households,
            teams_led,
            problems,
            phones,
            last_contact_ms,
        },
        teams: teams(reader, county.id, id)?,
        devices: devices(reader, county.id, id)?,
        helping_unit_id: helping_unit::people::called(reader, county.id, &facts.unit)?,
        needs_mentor: needs_mentor(reader, county.id, id, now)?,
        mentor: guide(reader, county.id, id)?,
        guides: guides(reader, county.id, id, now)?,
        leaves_on: row.optional_text("leaves_on")?,
        leaves_reason: row.optional_text("leaves_reason")?,
        today: date_text(now),
        ended_on: stored.ended_on,
        end_reason: stored.end_reason,
        history: step_words::rows(reader, county.id, Place::Person, "", steps)?,
        may_edit: signed.needs_administrator().is_ok(),
    })
}

pub(super) fn role_facts(role: &RoleV1) -> RoleFacts {
    RoleFacts {
        role: step_words::role_name(role),
        area: role.area.clone(),
    }
}

/// Town and village, as people say it.
pub(super) fn area(reader: &mut Reader<'_>, county: CountyId, code: &str) -> Result<String, Error> {
    let name = area_name(reader, county, code)?;
    if code.len() <= 9 {
        return Ok(name);
    }
    let town = area_name(reader, county, crate::change::town_code(code))?;
    let both = [town, name];
    Ok(both
        .into_iter()
        .filter(|one| !one.is_empty())
        .collect::<Vec<_>>()
        .join(" · "))
}

fn guide(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: PersonId,
) -> Result<Option<PersonMentor>, Error> {
    let Some(mentor) = mentor::of(reader, county, id)? else {
        return Ok(None);
    };
    Ok(Some(PersonMentor {
        name: name(reader, county, mentor.id)?,
        facts: MentorFacts {
            mentor_id: mentor.id.to_string(),
            from: mentor.from,
            to: mentor.to,
        },
    }))
}

fn guides(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: PersonId,
    now: i64,
) -> Result<Vec<PersonGuided>, Error> {
    let guided = mentor::guided_by(reader, county, id, &date_text(now))?;
    let guided = guided.into_iter().map(|(id, name)| PersonGuided {
        person_id: id.to_string(),
        name,
    });
    Ok(guided.collect())
}

fn needs_mentor(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: PersonId,
    now: i64,
) -> Result<bool, Error> {
    let since = mentor::new_since(reader, county, now)?;
    let filter = without_mentor("$3", "$4");
    let found = reader.count(
        &format!(
            "select count(*) as n from person p
             where p.county_id = $1 and p.person_id = $2{filter}"
        ),
        &[
            county.into(),
            id.into(),
            since.into(),
            date_text(now).into(),
        ],
    )?;
    Ok(found > 0)
}

fn teams(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: PersonId,
) -> Result<Vec<PersonTeam>, Error> {
    let rows = reader.query(
        "select t.team_id, t.village_code,
             case when t.captain_id = $2 then 1 else 0 end as leads
         from team t where t.county_id = $1 and (t.captain_id = $2 or exists (
             select 1 from team_member m where m.county_id = t.county_id
                 and m.team_id = t.team_id and m.person_id = $2))
         order by t.village_code, t.team_id",
        &[county.into(), id.into()],
    )?;
    let mut teams = Vec::with_capacity(rows.len());
    for row in rows {
        let village = row.text("village_code")?;
        teams.push(PersonTeam {
            team_id: row.text("team_id")?,
            town: area_name(reader, county, crate::change::town_code(&village))?,
            village: area_name(reader, county, &village)?,
            leads: row.int("leads")? == 1,
        });
    }
    Ok(teams)
}

fn devices(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: PersonId,
) -> Result<Vec<PersonDevice>, Error> {
    let rows = reader.query(
        "select device_id, name, app_version, contact_ms, revoked_ms from device
         where county_id = $1 and person_id = $2 order by contact_ms desc, device_id",
        &[county.into(), id.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(PersonDevice {
                device_id: row.text("device_id")?,
                name: row.text("name")?,
                app_version: row.text("app_version")?,
                contact_ms: row.int("contact_ms")?,
                revoked_ms: row.optional_int("revoked_ms")?,
            })
        })
        .collect()
}
