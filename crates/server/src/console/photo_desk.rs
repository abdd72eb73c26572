//! The photo desk 照片台: photos that were announced and have not come, and those that prove less
//! than they could. Shown with the visit behind each; nothing is judged here.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use domain::id::{CountyId, VisitId};
use protocol::visit::GeoV1;

use super::query::{self, PAGE, Values, cut, limit};
use super::session::Signed;
use super::views::{
    DeskPhoto, MissingCounts, MissingPhotos, MissingVisit, MissingVisitor, MissingVisitors,
    PhotoDeskSearch, UnverifiedCounts, UnverifiedPhotos, UnverifiedVisit, VisitRow,
};
use super::{labels, visits};
use crate::app::Shared;
use crate::db::{Reader, Value};
use crate::error::Error;
use crate::routes::extract;
use crate::visit;

/// As the index `visit_lacking` says it.
const LACKING: &str = " and v.photos_verified < v.photos and v.state <> 'voided'";

/// As the index `visit_flagged` says it, and only visits with photos to doubt.
const FLAGGED: &str = " and v.flags <> '' and v.photos > 0 and v.state <> 'voided'";

/// Of those that lack photos: some have begun to come.
const ARRIVING: &str = " and exists (select 1 from visit_photo i
    join upload u on u.county_id = i.county_id and u.sha256 = i.sha256
    where i.county_id = v.county_id and i.visit_id = v.visit_id)";

#[utoipa::path(post, path = "/v1/console/photo-desk/missing", tag = "console",
    security(("console" = [])), request_body = PhotoDeskSearch,
    responses((status = 200, body = MissingPhotos)))]
pub async fn missing(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<PhotoDeskSearch>,
) -> Result<Json<MissingPhotos>, Error> {
    let county = app.county.id;
    let page = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            let conditions = conditions(&signed, &asked, &mut values);
            let counts = match asked.after {
                None => Some(lacking(reader, &conditions, &values)?),
                Some(_) => None,
            };
            let mut sql = format!("{}{LACKING}{conditions}", visits::SELECT);
            if let Some(after) = asked
                .after
                .as_deref()
                .and_then(|key| key.parse::<i64>().ok())
            {
                sql.push_str(&format!(" and v.sequence > {}", values.add(after)));
            }
            let limit = limit(&mut values);
            sql.push_str(&format!(" order by v.sequence limit {limit}"));
            let mut rows = reader
                .query(&sql, values.all())?
                .iter()
                .map(|row| Ok((row.int("sequence")?, visits::row(row)?)))
                .collect::<Result<Vec<_>, Error>>()?;
            let next = cut(&mut rows, |(sequence, _)| sequence.to_string());
            let arriving = arriving(reader, county, rows.iter().map(|(_, visit)| visit))?;
            let rows = rows.into_iter().map(|(_, visit)| MissingVisit {
                missing: visit.photos.saturating_sub(visit.photos_verified),
                arriving: arriving.get(&visit.visit_id).copied().unwrap_or(0),
                visit,
            });
            Ok::<_, Error>(MissingPhotos {
                rows: rows.collect(),
                next,
                counts,
            })
        })
        .await?;
    Ok(Json(page))
}

/// How many visits lack photos, and how many they lack: read from the index `visit_lacking` alone.
fn lacking(
    reader: &mut Reader<'_>,
    conditions: &str,
    values: &Values,
) -> Result<MissingCounts, Error> {
    let total = reader.first(&count_lacking(conditions), values.all())?;
    let total = total.ok_or(Error::Stored { what: "a count" })?;
    Ok(MissingCounts {
        visits: total.count("visits")?,
        photos: total.count("photos")?,
    })
}

fn count_lacking(conditions: &str) -> String {
    format!(
        "select count(*) as visits,
             cast(coalesce(sum(v.photos - v.photos_verified), 0) as bigint) as photos
         from visit v where v.county_id = $1{LACKING}{conditions}"
    )
}

/// How many photos of each visit have begun to come.
fn arriving<'a>(
    reader: &mut Reader<'_>,
    county: CountyId,
    visits: impl Iterator<Item = &'a VisitRow>,
) -> Result<BTreeMap<String, u32>, Error> {
    let ids: Vec<Value> = visits.map(|visit| (&visit.visit_id).into()).collect();
    let rows = reader.query_many(
        "select i.visit_id, count(*) as n from visit_photo i
         join upload u on u.county_id = i.county_id and u.sha256 = i.sha256
         where i.county_id = $1 and i.visit_id in ($many) group by i.visit_id",
        &[county.into()],
        &ids,
    )?;
    rows.iter()
        .map(|row| Ok((row.text("visit_id")?, row.count("n")?)))
        .collect()
}

#[utoipa::path(post, path = "/v1/console/photo-desk/visitors", tag = "console",
    security(("console" = [])), request_body = PhotoDeskSearch,
    responses((status = 200, body = MissingVisitors)))]
pub async fn visitors(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<PhotoDeskSearch>,
) -> Result<Json<MissingVisitors>, Error> {
    let county = app.county.id;
    let page = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            let conditions = conditions(&signed, &asked, &mut values);
            let after = match asked.after.as_deref().and_then(visitor_key) {
                Some((since, person)) => {
                    let (since, person) = (values.add(since), values.add(person));
                    format!(
                        " having min(v.received_ms) > {since}
                            or min(v.received_ms) = {since} and v.visitor_id > {person}"
                    )
                }
                None => String::new(),
            };
            let limit = limit(&mut values);
            let sql = format!(
                "select g.visitor_id, g.visits, g.missing, g.since_ms, p.name, p.unit,
                     (select max(d.contact_ms) from device d where d.county_id = $1
                         and d.person_id = g.visitor_id and d.revoked_ms is null) as contact_ms
                 from (select v.visitor_id, count(*) as visits,
                         cast(sum(v.photos - v.photos_verified) as bigint) as missing,
                         min(v.received_ms) as since_ms
                     from visit v where v.county_id = $1{LACKING}{conditions}
                     group by v.visitor_id{after}) g
                 left join person p on p.county_id = $1 and p.person_id = g.visitor_id
                 order by g.since_ms, g.visitor_id limit {limit}"
            );
            let mut rows = reader
                .query(&sql, values.all())?
                .iter()
                .map(|row| {
                    Ok(MissingVisitor {
                        person_id: row.text("visitor_id")?,
                        name: row.optional_text("name")?.unwrap_or_default(),
                        unit: row.optional_text("unit")?.unwrap_or_default(),
                        visits: row.count("visits")?,
                        missing: row.count("missing")?,
                        since_ms: row.int("since_ms")?,
                        contact_ms: row.optional_int("contact_ms")?,
                    })
                })
                .collect::<Result<Vec<_>, Error>>()?;
            let next = cut(&mut rows, |row| {
                format!("{} {}", row.since_ms, row.person_id)
            });
            Ok::<_, Error>(MissingVisitors { rows, next })
        })
        .await?;
    Ok(Json(page))
}

/// The key of the row shown last.
fn visitor_key(after: &str) -> Option<(i64, &str)> {
    let (since, person) = after.split_once(' ')?;
    Some((since.parse().ok()?, person))
}

#[utoipa::path(post, path = "/v1/console/photo-desk/unverified", tag = "console",
    security(("console" = [])), request_body = PhotoDeskSearch,
    responses((status = 200, body = UnverifiedPhotos), (status = 400, description = "unknown_option")))]
pub async fn unverified(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<PhotoDeskSearch>,
) -> Result<Json<UnverifiedPhotos>, Error> {
    let county = app.county.id;
    let page = app
        .db
        .read(move |reader| {
            let name = asked.reason.as_deref().unwrap_or("imported");
            let reason = reason(name).ok_or_else(|| Error::bad("unknown_option", "reason"))?;
            let mut values = Values::new(county);
            let conditions = conditions(&signed, &asked, &mut values);
            let counts = match asked.after {
                None => Some(counts(reader, &conditions, &values)?),
                Some(_) => None,
            };
            let sql = format!("{}{reason}{conditions}", visits::SELECT);
            let after = asked.after.as_ref();
            let (found, next) = query::page(reader, sql, values, "v", after, visits::row)?;
            let mut rows = Vec::with_capacity(found.len().min(PAGE));
            for visit in found {
                rows.push(whole(reader, county, visit)?);
            }
            Ok::<_, Error>(UnverifiedPhotos { rows, next, counts })
        })
        .await?;
    Ok(Json(page))
}

/// Why photos prove less, as conditions on visits `v`.
fn reason(name: &str) -> Option<String> {
    let flag = match name {
        "imported" => "imported_photo",
        "no_location" => "no_location",
        "clock_off" => "clock_off",
        "arriving" => return Some(format!("{LACKING}{ARRIVING}")),
        _ => return None,
    };
    Some(format!("{FLAGGED} and v.flags like '%{flag}%'"))
}

/// How many visits each reason has.
fn counts(
    reader: &mut Reader<'_>,
    conditions: &str,
    values: &Values,
) -> Result<UnverifiedCounts, Error> {
    let with = |flag: &str| {
        format!(
            "cast(coalesce(sum(case when v.flags like '%{flag}%' then 1 else 0 end), 0) as bigint)
                 as {flag}"
        )
    };
    let flagged = reader.first(
        &format!(
            "select {}, {}, {} from visit v where v.county_id = $1{FLAGGED}{conditions}",
            with("imported_photo"),
            with("no_location"),
            with("clock_off")
        ),
        values.all(),
    )?;
    let flagged = flagged.ok_or(Error::Stored { what: "a count" })?;
    let arriving = reader.count(
        &format!(
            "select count(*) as n from visit v
             where v.county_id = $1{LACKING}{ARRIVING}{conditions}"
        ),
        values.all(),
    )?;
    Ok(UnverifiedCounts {
        imported: flagged.count("imported_photo")?,
        no_location: flagged.count("no_location")?,
        clock_off: flagged.count("clock_off")?,
        arriving: u32::try_from(arriving).unwrap_or(u32::MAX),
    })
}

fn conditions(signed: &Signed, asked: &PhotoDeskSearch, values: &mut Values) -> String {
    let mut sql = signed.scope.clause("v", values);
    for (column, value) in [
        ("town_code", &asked.town),
        ("visitor_id", &asked.visitor_id),
    ] {
        if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
            sql.push_str(&format!(" and v.{column} = {}", values.add(value)));
        }
    }
    sql
}

/// A visit with its photos as it was sealed, and which of them are here.
fn whole(
    reader: &mut Reader<'_>,
    county: CountyId,
    row: VisitRow,
) -> Result<UnverifiedVisit, Error> {
    let id: VisitId = row.visit_id.parse().map_err(|_| Error::not_found())?;
    let sealed = visit::sealed(reader, county, id, row.revision)?;
    let digests: Vec<Value> = sealed
        .photos
        .iter()
        .map(|photo| (&photo.sha256).into())
        .collect();
    let here = reader.query_many(
        "select sha256 from photo where county_id = $1 and sha256 in ($many)",
        &[county.into()],
        &digests,
    )?;
    let here = here
        .iter()
        .map(|row| Ok(row.text("sha256")?))
        .collect::<Result<Vec<_>, Error>>()?;
    let off = reader.first(
        "select wall_off_ms from visit where county_id = $1 and visit_id = $2",
        &[county.into(), id.into()],
    )?;
    Ok(UnverifiedVisit {
        visit: row,
        wall_off_ms: match off {
            Some(off) => off.optional_int("wall_off_ms")?,
            None => None,
        },
        photos: sealed
            .photos
            .iter()
            .map(|photo| DeskPhoto {
                photo_id: photo.id.to_string(),
                kind: labels::labelled("photo_kind", &photo.kind),
                sha256: photo.sha256.clone(),
                here: here.contains(&photo.sha256),
                imported: photo.imported,
                located: matches!(photo.geo, GeoV1::At { .. }),
                taken_ms: photo.taken_ms,
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::session::Scope;
    use super::*;
    use crate::db::{self, Db, Place};

    /// Whoever looks at a county with a million visits waits for those that lack photos alone.
    #[tokio::test]
    async fn what_lacks_photos_is_counted_without_reading_a_visit() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&Place::Sqlite(folder.path().join("county.sqlite"))).unwrap();
        let town = Scope::Areas {
            towns: vec!["990101101".to_owned()],
            villages: vec!["990101102200".to_owned()],
        };
        for (scope, of_one) in [
            (Scope::County, false),
            (Scope::County, true),
            (town.clone(), false),
            (town, true),
        ] {
            let mut values = Values::new("");
            let mut conditions = scope.clause("v", &mut values);
            if of_one {
                conditions.push_str(&format!(" and v.visitor_id = {}", values.add("")));
            }
            let sql = format!("explain query plan {}", count_lacking(&conditions));
            let plan = db
                .read(move |reader| reader.query(&sql, values.all()))
                .await
                .map_err(|error: db::Error| error)
                .unwrap();
            let plan = plan.iter().map(|row| row.text("detail").unwrap());
            let plan = plan.collect::<Vec<_>>().join("; ");
            assert!(plan.contains("COVERING INDEX visit_lacking"), "{plan}");
        }
        db.close().await;
    }
}
