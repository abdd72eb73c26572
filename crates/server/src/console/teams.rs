//! Teams: whose village, who leads, who is in it and in which order.

use axum::Json;
use axum::extract::{Path, State};
use domain::id::{CountyId, TeamId};

use super::session::Signed;
use super::step_words::{self, Place};
use super::views::{EditHistory, TeamCard, TeamFacts, TeamForm, TeamList, TeamPerson};
use crate::app::Shared;
use crate::change::town_code;
use crate::db::Reader;
use crate::error::Error;
use crate::people::team;
use crate::roster::area_name;
use crate::routes::extract;
use crate::{history, secret};

#[utoipa::path(get, path = "/v1/console/teams", tag = "console", security(("console" = [])),
    responses((status = 200, body = TeamList), (status = 403, description = "not_allowed")))]
pub async fn list(State(app): State<Shared>, signed: Signed) -> Result<Json<TeamList>, Error> {
    signed.needs_county()?;
    let county = app.county.id;
    let list = app
        .db
        .read(move |reader| read(reader, county, &signed))
        .await?;
    Ok(Json(list))
}

#[utoipa::path(post, path = "/v1/console/teams", tag = "console", security(("console" = [])),
    request_body = TeamForm,
    responses((status = 200, body = TeamList),
        (status = 400, description = "unknown_area, unknown_person, too_many"),
        (status = 403, description = "not_allowed"), (status = 409, description = "stale")))]
pub async fn save(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<TeamForm>,
) -> Result<Json<TeamList>, Error> {
    signed.needs_administrator()?;
    let (county, now) = (app.county.id, app.now());
    let id = match &form.team_id {
        Some(id) => id.parse().map_err(|_| Error::not_found())?,
        None => TeamId::from_uuid(secret::id(now)?),
    };
    let seen = form.seen.map(facts).transpose()?;
    if seen.is_some() != form.team_id.is_some() {
        return Err(Error::bad("malformed", "seen"));
    }
    let wanted = facts(form.wanted)?;
    let list = app
        .db
        .write(move |tx| {
            team::save(tx, signed.clerk(county, now), id, seen, wanted)?;
            read(tx, county, &signed)
        })
        .await?;
    Ok(Json(list))
}

#[utoipa::path(get, path = "/v1/console/teams/{id}/history", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = EditHistory), (status = 403, description = "not_allowed")))]
pub async fn history(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<EditHistory>, Error> {
    signed.needs_county()?;
    let county = app.county.id;
    let steps = app
        .db
        .read(move |reader| {
            let steps = history::of(reader, county, team::TEAM, &id)?;
            step_words::rows(reader, county, Place::Team, "", steps)
        })
        .await?;
    Ok(Json(EditHistory { steps }))
}

fn facts(typed: TeamFacts) -> Result<team::Facts, Error> {
    let unknown = |field: String| move |_| Error::bad("unknown_person", field);
    let members = typed
        .members
        .iter()
        .enumerate()
        .map(|(place, id)| id.parse().map_err(unknown(format!("members[{place}]"))));
    let members = members.collect::<Result<_, Error>>()?;
    Ok(team::Facts {
        village_code: typed.village_code,
        captain: typed
            .captain_id
            .parse()
            .map_err(unknown("captain_id".to_owned()))?,
        members,
    })
}

fn read(reader: &mut Reader<'_>, county: CountyId, signed: &Signed) -> Result<TeamList, Error> {
    let rows = reader.query(
        "select t.team_id, t.village_code, t.captain_id,
             (select count(*) from household h where h.county_id = t.county_id
                 and h.area_code = t.village_code and h.ended_on is null) as households
         from team t where t.county_id = $1 order by t.village_code, t.team_id",
        &[county.into()],
    )?;
    let members = reader.query(
        "select m.team_id, m.person_id, p.name, p.unit from team_member m
         join person p on p.county_id = m.county_id and p.person_id = m.person_id
         where m.county_id = $1 order by m.team_id, m.position, m.person_id",
        &[county.into()],
    )?;
    let mut of_team = std::collections::HashMap::<String, Vec<TeamPerson>>::new();
    for row in &members {
        of_team
            .entry(row.text("team_id")?)
            .or_default()
            .push(TeamPerson {
                person_id: row.text("person_id")?,
                name: row.text("name")?,
                unit: row.text("unit")?,
            });
    }
    let mut teams = Vec::with_capacity(rows.len());
    for row in rows {
        let (team_id, village_code) = (row.text("team_id")?, row.text("village_code")?);
        teams.push(TeamCard {
            village: area_name(reader, county, &village_code)?,
            town: area_name(reader, county, town_code(&village_code))?,
            captain_id: row.text("captain_id")?,
            members: of_team.remove(&team_id).unwrap_or_default(),
            households: row.count("households")?,
            team_id,
            village_code,
        });
    }
    Ok(TeamList {
        teams,
        may_edit: signed.needs_administrator().is_ok(),
    })
}
