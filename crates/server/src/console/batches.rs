//! Batches, and accepting what needs no second look.

use axum::Json;
use axum::extract::{Path, Query, State};
use domain::CountyId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{self, Values};
use super::session::{Scope, Signed};
use super::views::{BatchList, BatchPage, BatchRow};
use super::{decide, labels, visits};
use crate::app::Shared;
use crate::db::{Reader, Row};
use crate::error::Error;

/// Batches within somebody's scope, with what he may see of each: its visits may lie in
/// neighbouring villages that are not his, and are not counted to him.
fn select(scope: &Scope, values: &mut Values) -> String {
    let seen = scope.clause("v", values);
    let sum = |what: &str| {
        format!(
            "(select cast(coalesce(sum({what}), 0) as bigint) from batch_visit i
                join visit v on v.county_id = i.county_id and v.visit_id = i.visit_id
                where i.county_id = b.county_id and i.batch_id = b.batch_id{seen})"
        )
    };
    let (visits, accepted, returned): (String, String, String) = match scope {
        Scope::County => ("b.visits".into(), "b.accepted".into(), "b.returned".into()),
        Scope::Areas { .. } => (
            sum("1"),
            sum("case when i.outcome = 'accepted' then 1 else 0 end"),
            sum("case when i.outcome = 'returned' then 1 else 0 end"),
        ),
    };
    let (problems, photos) = (sum("v.problems"), sum("v.photos - v.photos_verified"));
    let own = scope.clause("b", values);
    format!(
        "select b.batch_id, b.state, b.sent_ms, b.received_ms, b.sequence, b.manifest_sha256,
             {visits} as visits, {accepted} as accepted, {returned} as returned,
             {problems} as problems, {photos} as photos_outstanding,
             p.name as sender_name, t.name as town, a.name as village
         from batch b
         left join person p on p.county_id = b.county_id and p.person_id = b.sender_id
         left join area t on t.county_id = b.county_id and t.code = b.town_code
         left join area a on a.county_id = b.county_id and a.code = b.area_code
         where b.county_id = $1{own}"
    )
}

fn row(row: &Row) -> Result<BatchRow, Error> {
    let named = |column| Ok::<_, Error>(row.optional_text(column)?.unwrap_or_default());
    let (visits, accepted, returned) = (
        row.count("visits")?,
        row.count("accepted")?,
        row.count("returned")?,
    );
    Ok(BatchRow {
        batch_id: row.text("batch_id")?,
        state: labels::labelled("batch_state", &row.text("state")?),
        town: named("town")?,
        village: named("village")?,
        sender_name: named("sender_name")?,
        visits,
        waiting: visits.saturating_sub(accepted + returned),
        accepted,
        returned,
        problems: row.count("problems")?,
        photos_outstanding: row.count("photos_outstanding")?,
        sent_ms: row.int("sent_ms")?,
        received_ms: row.int("received_ms")?,
    })
}

#[derive(Deserialize, IntoParams)]
pub struct Asked {
    after: Option<String>,
    /// A code of `batch_state`, or `waiting` for those not answered to the end.
    state: Option<String>,
}

#[utoipa::path(get, path = "/v1/console/batches", tag = "console", security(("console" = [])),
    params(Asked), responses((status = 200, body = BatchList)))]
pub async fn list(
    State(app): State<Shared>,
    signed: Signed,
    Query(asked): Query<Asked>,
) -> Result<Json<BatchList>, Error> {
    let county = app.county.id;
    let list = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            let mut sql = select(&signed.scope, &mut values);
            match asked.state.as_deref().unwrap_or_default() {
                "" => {}
                "waiting" => sql.push_str(" and b.state in ('received', 'partially_accepted')"),
                state => sql.push_str(&format!(" and b.state = {}", values.add(state))),
            }
            let (batches, next) = query::page(reader, sql, values, "b", asked.after.as_ref(), row)?;
            Ok::<_, Error>(BatchList { batches, next })
        })
        .await?;
    Ok(Json(list))
}

#[utoipa::path(get, path = "/v1/console/batches/{id}", tag = "console", security(("console" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = BatchPage), (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<BatchPage>, Error> {
    let county = app.county.id;
    let page = app
        .db
        .read(move |reader| read(reader, county, &signed, &id))
        .await?;
    Ok(Json(page))
}

fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    id: &str,
) -> Result<BatchPage, Error> {
    let mut values = Values::new(county);
    let sql = select(&signed.scope, &mut values);
    let key = values.add(id);
    let found = reader.first(&format!("{sql} and b.batch_id = {key}"), values.all())?;
    let found = found.ok_or_else(Error::not_found)?;
    let mut values = Values::new(county);
    let key = values.add(id);
    let scope = signed.scope.clause("v", &mut values);
    let sql = format!(
        "{} and v.visit_id in (select i.visit_id from batch_visit i
             where i.county_id = $1 and i.batch_id = {key}){scope}
         order by case when v.flags = '' then 1 else 0 end, v.sequence",
        visits::SELECT
    );
    let visits = reader
        .query(&sql, values.all())?
        .iter()
        .map(visits::row)
        .collect::<Result<_, _>>()?;
    Ok(BatchPage {
        batch: row(&found)?,
        manifest_sha256: found.text("manifest_sha256")?,
        visits,
    })
}

#[utoipa::path(post, path = "/v1/console/batches/{id}/accept-clean", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = BatchPage), (status = 404, description = "not_found")))]
pub async fn accept_clean(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<BatchPage>, Error> {
    if !signed.is_county() {
        return Err(Error::not_allowed());
    }
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .write(move |tx| {
            let clean = tx.query(
                "select v.visit_id from batch_visit i
                 join visit v on v.county_id = i.county_id and v.visit_id = i.visit_id
                 where i.county_id = $1 and i.batch_id = $2 and i.outcome = 'waiting'
                     and v.state = 'batched' and v.batch_id = $2 and v.revision = i.revision
                     and v.flags = ''
                     and not exists (select 1 from photo_match m where m.county_id = $1
                         and (m.visit_id = v.visit_id or m.other_visit_id = v.visit_id)
                         and m.kind <> 'look' and m.outcome <> 'fair')
                 order by v.sequence",
                &[county.into(), (&id).into()],
            )?;
            for visit in clean {
                decide::accept(tx, county, &signed, visit.id("visit_id")?, now)?;
            }
            read(tx, county, &signed, &id)
        })
        .await?;
    Ok(Json(page))
}
