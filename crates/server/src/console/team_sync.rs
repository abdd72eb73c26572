//! Teams as captains see them in a browser: whose work has not arrived, and since when.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use domain::id::CountyId;
use protocol::team::{MemberSyncV1, ReportedV1, TeamSyncV1};

use super::query::{Values, anywhere, cut, limit};
use super::session::{Scope, Signed};
use super::views::{TeamSync, TeamSyncList, TeamSyncMember, TeamSyncReport, TeamSyncSearch};
use crate::app::Shared;
use crate::db::Reader;
use crate::error::Error;
use crate::routes::extract;
use crate::team::{self, TEAMS, Team};

#[utoipa::path(post, path = "/v1/console/team-sync/search", tag = "console",
    security(("console" = [])), request_body = TeamSyncSearch,
    responses((status = 200, body = TeamSyncList), (status = 401, description = "signed_out")))]
pub async fn search(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<TeamSyncSearch>,
) -> Result<Json<TeamSyncList>, Error> {
    let county = app.county.id;
    let list = app
        .db
        .read(move |reader| read(reader, county, &signed, &asked))
        .await?;
    Ok(Json(list))
}

fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    asked: &TeamSyncSearch,
) -> Result<TeamSyncList, Error> {
    let mut values = Values::new(county);
    let mut sql = TEAMS.to_owned();
    if let Scope::Areas { towns, villages } = &signed.scope {
        let mut parts = vec!["1 = 0".to_owned()];
        if !towns.is_empty() {
            let towns = values.list(towns);
            parts.push(format!("substr(t.village_code, 1, 9) in ({towns})"));
        }
        if !villages.is_empty() {
            parts.push(format!("t.village_code in ({})", values.list(villages)));
        }
        sql.push_str(&format!(" and ({})", parts.join(" or ")));
    }
    if let Some(text) = asked.text.as_deref().filter(|text| !text.trim().is_empty()) {
        let like = values.add(anywhere(text));
        sql.push_str(&format!(
            " and (lower(v.name) like {like} escape '!' or lower(w.name) like {like} escape '!')"
        ));
    }
    if let Some((village, id)) = asked
        .after
        .as_deref()
        .and_then(|after| after.split_once(' '))
    {
        let (village, id) = (values.add(village), values.add(id));
        sql.push_str(&format!(
            " and (t.village_code > {village}
                 or (t.village_code = {village} and t.team_id > {id}))"
        ));
    }
    let limit = limit(&mut values);
    sql.push_str(&format!(
        " order by t.village_code, t.team_id limit {limit}"
    ));
    let mut teams = reader
        .query(&sql, values.all())?
        .iter()
        .map(Team::from_row)
        .collect::<Result<Vec<_>, Error>>()?;
    let next = cut(&mut teams, |team| {
        format!("{} {}", team.village_code, team.id)
    });
    // How far villages are is on the overview.
    let states = team::states(reader, county, teams, &HashMap::new())?;
    Ok(TeamSyncList {
        teams: states.into_iter().map(view).collect(),
        next,
    })
}

fn view(team: TeamSyncV1) -> TeamSync {
    let TeamSyncV1 {
        id,
        village,
        town,
        reviewers,
        members,
        coverage: _,
    } = team;
    TeamSync {
        team_id: id.to_string(),
        village,
        town,
        reviewers,
        members: members.into_iter().map(member).collect(),
    }
}

fn member(member: MemberSyncV1) -> TeamSyncMember {
    let MemberSyncV1 {
        id,
        name,
        unit,
        captain,
        phones,
        contact_ms,
        reported,
        photos_missing,
        to_review,
    } = member;
    TeamSyncMember {
        person_id: id.to_string(),
        name,
        unit,
        captain,
        phones,
        contact_ms,
        reported: reported.map(|ReportedV1 { outstanding, at_ms }| TeamSyncReport {
            visits: outstanding.visits,
            changes: outstanding.changes,
            photos: outstanding.photos,
            at_ms,
        }),
        photos_missing,
        to_review,
    }
}
