//! One problem whole: its facts, its history, its photos, and what may be done with it.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::{Path, State};
use domain::id::{CountyId, ProblemId, VisitId};
use domain::problem::moves;
use protocol::problem::ProblemStepV1;
use protocol::row::MemberV1;

use super::problem_move::{actor, within};
use super::session::Signed;
use super::views::{EvidencePhoto, ProblemName, ProblemOwner, ProblemPage, ProblemStepRow};
use super::{evidence, labels, problems};
use crate::app::Shared;
use crate::clock::date_text;
use crate::db::Reader;
use crate::error::Error;
use crate::problem::{self, Current};

#[utoipa::path(get, path = "/v1/console/problems/{id}", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = ProblemPage), (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<ProblemPage>, Error> {
    let (county, now) = (app.county.id, app.now());
    let id: ProblemId = id.parse().map_err(|_| Error::not_found())?;
    let page = app
        .db
        .read(move |reader| read(reader, county, &signed, id, now))
        .await?;
    Ok(Json(page))
}

/// One problem's page, as far as this person sees.
pub(super) fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    id: ProblemId,
    now: i64,
) -> Result<ProblemPage, Error> {
    let current = within(reader, county, signed, id)?;
    let sql = format!("{} and p.problem_id = $3", problems::SELECT);
    let values = [county.into(), date_text(now).into(), id.into()];
    let found = reader.first(&sql, &values)?.ok_or_else(Error::not_found)?;
    let words = reader.first(
        "select mode, measure, cause, result from problem
         where county_id = $1 and problem_id = $2",
        &[county.into(), id.into()],
    )?;
    let words = words.ok_or_else(Error::not_found)?;
    // An administrator looks on: there is nothing he may do.
    let open = actor(reader, county, signed, &current)
        .map(|actor| moves(&current.standing(), actor))
        .unwrap_or_default();
    let steps = problem::steps(reader, county, id)?;
    let named = steps.iter().filter_map(|step| step.said.as_ref());
    let visits: BTreeSet<VisitId> = named
        .flat_map(|said| said.photos.iter().map(|photo| photo.visit_id))
        .chain(current.visit_id)
        .collect();
    let shown = evidence::of_visits(reader, county, &visits)?;
    let offered = evidence::offered(reader, county, &current, None)?;
    Ok(ProblemPage {
        problem: problems::row(&found)?,
        detail: current.detail.clone(),
        member_name: member_name(reader, county, &current)?,
        cooperating_units: current.cooperating.clone(),
        units: units(reader, county, &current)?,
        mode: Some(words.text("mode")?)
            .filter(|mode| !mode.is_empty())
            .map(|mode| labels::labelled("rectify_mode", &mode)),
        measure: words.text("measure")?,
        cause: words.text("cause")?,
        result: words.text("result")?,
        round: current.round,
        visit_id: current.visit_id.map(|id| id.to_string()),
        merged_into: match current.merged_into {
            Some(into) => problem::find(reader, county, into)?.map(|into| name(&into)),
            None => None,
        },
        before: current
            .visit_id
            .and_then(|visit| shown.get(&visit).cloned())
            .unwrap_or_default(),
        steps: step_rows(reader, county, steps, &shown)?,
        moves: open.iter().map(|step| step.as_str().to_owned()).collect(),
        owners: owners(reader, county, &current)?,
        others: others(reader, county, &current)?,
        photos: offered.photos,
        photos_next: offered.next,
        modes: problems::choices_of("rectify_mode"),
    })
}

fn name(problem: &Current) -> ProblemName {
    ProblemName {
        problem_id: problem.id.to_string(),
        number: problem.number.clone(),
        title: problem.title.clone(),
    }
}

fn member_name(
    reader: &mut Reader<'_>,
    county: CountyId,
    current: &Current,
) -> Result<Option<String>, Error> {
    let Some(member) = current.member_id else {
        return Ok(None);
    };
    let row = reader.first(
        "select body from record where county_id = $1 and kind = 'member' and record_id = $2",
        &[county.into(), member.into()],
    )?;
    let member: Option<MemberV1> = row.map(|row| row.json("body")).transpose()?;
    Ok(member.map(|member| member.name))
}

fn step_rows(
    reader: &mut Reader<'_>,
    county: CountyId,
    steps: Vec<ProblemStepV1>,
    photos: &BTreeMap<VisitId, Vec<EvidencePhoto>>,
) -> Result<Vec<ProblemStepRow>, Error> {
    let mut people = BTreeMap::new();
    let mut rows = Vec::with_capacity(steps.len());
    for ProblemStepV1 {
        step,
        state,
        by_name,
        at_ms,
        visit_id,
        said,
    } in steps
    {
        let said = said.as_ref();
        let owner = said.and_then(|said| said.owner_id);
        if let Some(owner) = owner
            && !people.contains_key(&owner)
        {
            people.insert(owner, problem::name(reader, county, owner)?);
        }
        let other = match said.and_then(|said| said.other_id) {
            Some(other) => problem::find(reader, county, other)?.map(|other| name(&other)),
            None => None,
        };
        rows.push(ProblemStepRow {
            step,
            state: labels::labelled("problem_state", &state),
            by_name,
            at_ms,
            visit_id: visit_id.map(|id| id.to_string()),
            reason: said.and_then(|said| said.reason.clone()),
            photos: said.map_or_else(Vec::new, |said| evidence::chosen(&said.photos, photos)),
            photo_waiver: said.and_then(|said| said.photo_waiver.clone()),
            on_site: said.is_some_and(|said| said.on_site),
            owner_name: owner.and_then(|owner| people.get(&owner).cloned()),
            unit: said.and_then(|said| said.unit.clone()),
            cooperating_units: said.and_then(|said| said.cooperating_units.clone()),
            due: said.and_then(|said| said.due.clone()),
            mode: said
                .and_then(|said| said.mode.as_deref())
                .map(|mode| labels::labelled("rectify_mode", mode)),
            measure: said.and_then(|said| said.measure.clone()),
            cause: said.and_then(|said| said.cause.clone()),
            result: said.and_then(|said| said.result.clone()),
            other,
        });
    }
    Ok(rows)
}

/// What units are called in the town.
fn units(
    reader: &mut Reader<'_>,
    county: CountyId,
    current: &Current,
) -> Result<Vec<String>, Error> {
    let rows = reader.query(
        "select distinct name from unit where county_id = $1 and town_code = $2 and name <> ''
         order by name",
        &[county.into(), (&current.town_code).into()],
    )?;
    rows.iter().map(|row| Ok(row.text("name")?)).collect()
}

/// The household's helpers, then the village's team.
fn owners(
    reader: &mut Reader<'_>,
    county: CountyId,
    current: &Current,
) -> Result<Vec<ProblemOwner>, Error> {
    let rows = reader.query(
        "select i.person_id, i.role, p.name, p.unit from (
             select a.person_id, 'helper' as role, 0 as place from assignment a
                 where a.county_id = $1 and a.household_id = $2 and a.active = 1
             union all select c.person_id, 'captain', 1 from captaincy c
                 where c.county_id = $1 and c.village_code = $3
             union all select m.person_id, 'member', 2 from team_member m
                 join team t on t.county_id = m.county_id and t.team_id = m.team_id
                 where m.county_id = $1 and t.village_code = $3) i
         join person p on p.county_id = $1 and p.person_id = i.person_id
         order by i.place, p.name, i.person_id",
        &[
            county.into(),
            current.household_id.into(),
            (&current.area_code).into(),
        ],
    )?;
    let mut owners: Vec<ProblemOwner> = Vec::new();
    for row in &rows {
        let owner = ProblemOwner {
            person_id: row.text("person_id")?,
            name: row.text("name")?,
            unit: row.text("unit")?,
            role: row.text("role")?,
        };
        // A captain may help the household too: once is enough.
        if owners
            .iter()
            .all(|known| known.person_id != owner.person_id)
        {
            owners.push(owner);
        }
    }
    Ok(owners)
}

fn others(
    reader: &mut Reader<'_>,
    county: CountyId,
    current: &Current,
) -> Result<Vec<ProblemName>, Error> {
    let rows = reader.query(
        "select problem_id, number, title from problem
         where county_id = $1 and is_open = 1 and problem_id <> $3
             and (household_id = $2 or cast($2 as text) is null and household_id is null
                 and area_code = $4)
         order by sequence",
        &[
            county.into(),
            current.household_id.into(),
            current.id.into(),
            (&current.area_code).into(),
        ],
    )?;
    rows.iter()
        .map(|row| {
            Ok(ProblemName {
                problem_id: row.text("problem_id")?,
                number: row.optional_text("number")?,
                title: row.text("title")?,
            })
        })
        .collect()
}
