//! Photos that may show a problem or that it is rectified: those of visits to its household, or in
//! its village where there is no household.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::{Path, Query, State};
use domain::id::{CountyId, ProblemId, VisitId};
use protocol::problem::EvidenceV1;
use serde::Deserialize;
use utoipa::IntoParams;

use super::problem_move::within;
use super::query::Values;
use super::session::Signed;
use super::views::{EvidencePage, EvidencePhoto};
use crate::app::Shared;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::problem::Current;

/// Photos shown at once: some visits' worth.
const PAGE: usize = 60;

const SELECT: &str = "
    select i.visit_id, i.photo_id, i.sha256, coalesce(v.trusted_ended_ms, v.ended_ms) as ended_ms,
        case when b.sha256 is null then 0 else 1 end as here
    from visit v
    join visit_photo i on i.county_id = v.county_id and i.visit_id = v.visit_id
    left join photo b on b.county_id = i.county_id and b.sha256 = i.sha256
    where v.county_id = $1 and v.state <> 'voided'";

#[derive(Deserialize, IntoParams)]
pub struct Asked {
    after: Option<String>,
}

#[utoipa::path(get, path = "/v1/console/problems/{id}/photos", tag = "console",
    security(("console" = [])), params(("id" = String, Path), Asked),
    responses((status = 200, body = EvidencePage), (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<EvidencePage>, Error> {
    let county = app.county.id;
    let id: ProblemId = id.parse().map_err(|_| Error::not_found())?;
    let page = app
        .db
        .read(move |reader| {
            let current = within(reader, county, &signed, id)?;
            offered(reader, county, &current, asked.after.as_deref())
        })
        .await?;
    Ok(Json(page))
}

/// Photos to choose evidence from, the newest visit first.
pub(super) fn offered(
    reader: &mut Reader<'_>,
    county: CountyId,
    current: &Current,
    after: Option<&str>,
) -> Result<EvidencePage, Error> {
    let mut values = Values::new(county);
    let mut sql = SELECT.to_owned();
    sql.push_str(&match current.household_id {
        Some(household) => format!(" and v.household_id = {}", values.add(household)),
        None => format!(" and v.area_code = {}", values.add(&current.area_code)),
    });
    if let Some((ended_ms, visit, photo)) = after.and_then(key) {
        let (ended, visit, photo) = (values.add(ended_ms), values.add(visit), values.add(photo));
        sql.push_str(&format!(
            " and (coalesce(v.trusted_ended_ms, v.ended_ms) < {ended}
                or coalesce(v.trusted_ended_ms, v.ended_ms) = {ended}
                    and (i.visit_id > {visit} or i.visit_id = {visit} and i.photo_id > {photo}))"
        ));
    }
    let limit = values.add(i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
    sql.push_str(&format!(
        " order by coalesce(v.trusted_ended_ms, v.ended_ms) desc, i.visit_id, i.photo_id
         limit {limit}"
    ));
    let rows = reader.query(&sql, values.all())?;
    let mut photos = rows.iter().map(photo).collect::<Result<Vec<_>, _>>()?;
    let more = photos.len() > PAGE;
    photos.truncate(PAGE);
    let next = photos
        .last()
        .filter(|_| more)
        .map(|last| format!("{}/{}/{}", last.ended_ms, last.visit_id, last.photo_id));
    Ok(EvidencePage { photos, next })
}

fn key(after: &str) -> Option<(i64, &str, &str)> {
    let mut parts = after.split('/');
    let ended_ms = parts.next()?.parse().ok()?;
    Some((ended_ms, parts.next()?, parts.next()?))
}

/// The photos of these visits, however old they are.
pub(super) fn of_visits(
    reader: &mut Reader<'_>,
    county: CountyId,
    visits: &BTreeSet<VisitId>,
) -> Result<BTreeMap<VisitId, Vec<EvidencePhoto>>, Error> {
    let sql = format!("{SELECT} and v.visit_id = $2 order by i.photo_id");
    let mut found = BTreeMap::new();
    for visit in visits {
        let rows = reader.query(&sql, &[county.into(), (*visit).into()])?;
        found.insert(*visit, rows.iter().map(photo).collect::<Result<_, _>>()?);
    }
    Ok(found)
}

/// Those that a step names.
pub(super) fn chosen(
    named: &[EvidenceV1],
    photos: &BTreeMap<VisitId, Vec<EvidencePhoto>>,
) -> Vec<EvidencePhoto> {
    named
        .iter()
        .filter_map(|one| {
            let photo = one.photo_id.to_string();
            let of_visit = photos.get(&one.visit_id)?;
            of_visit
                .iter()
                .find(|known| known.photo_id == photo)
                .cloned()
        })
        .collect()
}

fn photo(row: &Row) -> Result<EvidencePhoto, Error> {
    Ok(EvidencePhoto {
        visit_id: row.text("visit_id")?,
        photo_id: row.text("photo_id")?,
        sha256: row.text("sha256")?,
        here: row.flag("here")?,
        ended_ms: row.int("ended_ms")?,
    })
}
