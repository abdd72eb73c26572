//! Photos that may have served twice: pairs, shown and settled by a person.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use domain::id::{CountyId, PhotoId, VisitId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{PAGE, Values, cut, limit};
use super::session::{Scope, Signed};
use super::views::{
    MatchFacts, MatchedPhoto, PhotoMatch, PhotoMatchForm, PhotoMatchList, VisitRow,
};
use super::{photo_shots, visits};
use crate::app::Shared;
use crate::clock::date_text;
use crate::county::audit;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::routes::extract;
use crate::{visit, words};

/// Pairs of visits `v`, the later, and `w`. Conditions follow.
const SELECT: &str = "
    select m.number, m.kind, m.distance, m.turned, m.rank, m.found_ms, m.outcome, m.reason,
        m.settled_ms, p.name as settled_by, m.visit_id, m.photo_id, m.other_visit_id,
        m.other_photo_id, a.sha256, b.sha256 as other_sha256,
        case when v.visitor_id = w.visitor_id then 1 else 0 end as same_visitor,
        case when v.household_id = w.household_id then 1 else 0 end as same_household,
        case when v.area_code = w.area_code then 1 else 0 end as same_village,
        t.name as town, u.name as other_town,
        (select count(*) from visit_photo i where i.county_id = m.county_id
             and i.visit_id = m.visit_id and i.photo_id = m.photo_id) as is_kept,
        (select count(*) from visit_photo i where i.county_id = m.county_id
             and i.visit_id = m.other_visit_id and i.photo_id = m.other_photo_id) as other_is_kept
    from photo_match m
    join visit v on v.county_id = m.county_id and v.visit_id = m.visit_id
    join visit w on w.county_id = m.county_id and w.visit_id = m.other_visit_id
    left join photo_print a on a.county_id = m.county_id and a.visit_id = m.visit_id
        and a.photo_id = m.photo_id
    left join photo_print b on b.county_id = m.county_id and b.visit_id = m.other_visit_id
        and b.photo_id = m.other_photo_id
    left join area t on t.county_id = m.county_id and t.code = v.town_code
    left join area u on u.county_id = m.county_id and u.code = w.town_code
    left join person p on p.county_id = m.county_id and p.person_id = m.settled_by
    where m.county_id = $1";

#[derive(Deserialize, IntoParams)]
pub struct Asked {
    after: Option<String>,
    /// `open` or `settled`; open ones when absent.
    state: Option<String>,
}

#[utoipa::path(get, path = "/v1/console/photo-matches", tag = "console", security(("console" = [])),
    params(Asked), responses((status = 200, body = PhotoMatchList)))]
pub async fn list(
    State(app): State<Shared>,
    signed: Signed,
    Query(asked): Query<Asked>,
) -> Result<Json<PhotoMatchList>, Error> {
    let county = app.county.id;
    let list = app
        .db
        .read(move |reader| {
            let is = match asked.state.as_deref().unwrap_or("open") {
                "open" => "=",
                "settled" => "<>",
                _ => return Err(Error::bad("unknown_option", "state")),
            };
            let mut values = Values::new(county);
            let mut sql = format!(
                "{SELECT} and m.outcome {is} 'open'{}",
                within(&signed, &mut values)
            );
            if let Some((rank, number)) = asked.after.as_deref().and_then(key) {
                let (rank, number) = (values.add(rank), values.add(number));
                sql.push_str(&format!(
                    " and (m.rank > {rank} or (m.rank = {rank} and m.number < {number}))"
                ));
            }
            let limit = limit(&mut values);
            sql.push_str(&format!(" order by m.rank, m.number desc limit {limit}"));
            let mut rows = reader.query(&sql, values.all())?;
            rows.truncate(PAGE + 1);
            let mut keys = rows
                .iter()
                .map(|row| Ok(format!("{}-{}", row.int("rank")?, row.int("number")?)))
                .collect::<Result<Vec<_>, Error>>()?;
            let next = cut(&mut keys, Clone::clone);
            rows.truncate(keys.len());
            Ok::<_, Error>(PhotoMatchList {
                matches: views(reader, county, &signed, &rows)?,
                next,
                open: count(reader, county, &signed, "=")?,
                settled: count(reader, county, &signed, "<>")?,
            })
        })
        .await?;
    Ok(Json(list))
}

#[utoipa::path(post, path = "/v1/console/photo-matches/{id}/settle", tag = "console",
    security(("console" = [])), params(("id" = u32, Path)), request_body = PhotoMatchForm,
    responses((status = 200, body = PhotoMatch), (status = 400, description = "reason_needed, too_long"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale, own_visit")))]
pub async fn settle(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<u32>,
    extract::Json(form): extract::Json<PhotoMatchForm>,
) -> Result<Json<PhotoMatch>, Error> {
    let outcome = match form.outcome.as_str() {
        "fair" => "fair",
        "reused" => "reused",
        _ => return Err(Error::bad("unknown_option", "outcome")),
    };
    let reason = words::reason(&form.reason)?;
    let (county, now) = (app.county.id, app.now());
    let settled = app
        .db
        .write(move |tx| {
            let row = one(tx, county, &signed, id)?;
            match standing(tx, county, &signed, &row)? {
                Standing::May => {}
                Standing::Own => return Err(Error::refused(StatusCode::CONFLICT, "own_visit")),
                Standing::MayNot => return Err(Error::not_allowed()),
            }
            if row.text("outcome")? != form.seen {
                return Err(Error::refused(StatusCode::CONFLICT, "stale"));
            }
            tx.execute(
                "update photo_match set outcome = $3, reason = $4, settled_by = $5, settled_ms = $6
                 where county_id = $1 and number = $2",
                &[
                    county.into(),
                    id.into(),
                    outcome.into(),
                    reason.into(),
                    signed.person.into(),
                    now.into(),
                ],
            )?;
            let photos = (row.text("photo_id")?, row.text("other_photo_id")?);
            let subject = format!("{outcome} {} {}", photos.0, photos.1);
            let by = Some(signed.person);
            audit(tx, county, now, by, "photo_match_settled", &subject)?;
            visit::refresh(tx, county, row.id("visit_id")?)?;
            let row = one(tx, county, &signed, id)?;
            let views = views(tx, county, &signed, std::slice::from_ref(&row))?;
            views.into_iter().next().ok_or_else(Error::not_found)
        })
        .await?;
    Ok(Json(settled))
}

/// Every pair of a visit's photos that the person may see, the nearest first.
pub(super) fn of_visit(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    id: VisitId,
) -> Result<Vec<PhotoMatch>, Error> {
    let rows = reader.query(
        &format!(
            "{SELECT} and (m.visit_id = $2 or m.other_visit_id = $2)
             order by m.rank, m.number desc limit 200"
        ),
        &[county.into(), id.into()],
    )?;
    views(reader, county, signed, &rows)
}

/// Those of a visit's pairs that have this photo in them.
pub(super) fn of_photo(all: &[PhotoMatch], visit: VisitId, photo: PhotoId) -> Vec<PhotoMatch> {
    let (visit, photo) = (visit.to_string(), photo.to_string());
    let is_it = |side: &MatchedPhoto| {
        let own = side.visit.as_ref().is_some_and(|row| row.visit_id == visit);
        own && side.photo_id == photo
    };
    let has = |pair: &&PhotoMatch| is_it(&pair.later) || is_it(&pair.earlier);
    all.iter().filter(has).cloned().collect()
}

fn one(reader: &mut Reader<'_>, county: CountyId, signed: &Signed, id: u32) -> Result<Row, Error> {
    let mut values = Values::new(county);
    let key = values.add(id);
    let within = within(signed, &mut values);
    let sql = format!("{SELECT} and m.number = {key}{within}");
    reader
        .first(&sql, values.all())?
        .ok_or_else(Error::not_found)
}

/// A pair is seen by whoever may see one of its visits.
fn within(signed: &Signed, values: &mut Values) -> String {
    match signed.scope {
        Scope::County => String::new(),
        Scope::Areas { .. } => {
            let (later, other) = (
                signed.scope.clause("v", values),
                signed.scope.clause("w", values),
            );
            // Each begins with a word that does not fit here.
            let (later, other) = (
                later.trim_start_matches(" and "),
                other.trim_start_matches(" and "),
            );
            format!(" and ({later} or {other})")
        }
    }
}

fn count(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    is: &str,
) -> Result<u32, Error> {
    let mut values = Values::new(county);
    let within = within(signed, &mut values);
    let sql = format!(
        "select count(*) as n from photo_match m
         join visit v on v.county_id = m.county_id and v.visit_id = m.visit_id
         join visit w on w.county_id = m.county_id and w.visit_id = m.other_visit_id
         where m.county_id = $1 and m.outcome {is} 'open'{within}"
    );
    Ok(u32::try_from(reader.count(&sql, values.all())?).unwrap_or(u32::MAX))
}

/// The key of the row shown last.
fn key(after: &str) -> Option<(i64, i64)> {
    let (rank, number) = after.split_once('-')?;
    Some((rank.parse().ok()?, number.parse().ok()?))
}

enum Standing {
    May,
    /// One of the visits is the person's own.
    Own,
    MayNot,
}

/// Who decides about visits settles pairs: county staff, and captains where both visits are theirs
/// to see. Never about a visit of one's own.
fn standing(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    row: &Row,
) -> Result<Standing, Error> {
    for column in ["visit_id", "other_visit_id"] {
        let Some(current) = visit::find(reader, county, row.id(column)?)? else {
            return Ok(Standing::MayNot);
        };
        if current.is_of(signed.person) {
            return Ok(Standing::Own);
        }
        let may = match &signed.scope {
            Scope::County => signed.is_county(),
            Scope::Areas { towns, villages } => {
                towns.contains(&current.town_code) || villages.contains(&current.area_code)
            }
        };
        if !may {
            return Ok(Standing::MayNot);
        }
    }
    Ok(Standing::May)
}

fn views(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    rows: &[Row],
) -> Result<Vec<PhotoMatch>, Error> {
    let mut ids = Vec::with_capacity(rows.len() * 2);
    for row in rows {
        ids.push(row.text("visit_id")?);
        ids.push(row.text("other_visit_id")?);
    }
    ids.sort_unstable();
    ids.dedup();
    let visits = seen(reader, county, signed, &ids)?;
    let shots = photo_shots::of(reader, county, &visits)?;
    rows.iter()
        .map(|row| {
            let shot = |visit: &'static str, photo: &'static str| {
                Ok::<_, Error>(shots.get(&(row.text(visit)?, row.text(photo)?)))
            };
            let taken = (
                shot("visit_id", "photo_id")?,
                shot("other_visit_id", "other_photo_id")?,
            );
            let side = |id: &'static str, [photo, sha256, town, kept]: [&'static str; 4]| {
                let visit = visits.get(&row.text(id)?).cloned();
                Ok::<_, Error>(MatchedPhoto {
                    photo_id: row.text(photo)?,
                    taken_ms: shot(id, photo)?.map(|shot| shot.taken_ms),
                    sha256: match visit {
                        Some(_) => row.optional_text(sha256)?,
                        None => None,
                    },
                    visit,
                    town: row.optional_text(town)?.unwrap_or_default(),
                    is_kept: row.int(kept)? > 0,
                })
            };
            let later = visits.get(&row.text("visit_id")?);
            let earlier = visits.get(&row.text("other_visit_id")?);
            let facts = match (later, earlier) {
                (Some(later), Some(earlier)) => Some(MatchFacts {
                    same_household: row.flag("same_household")?,
                    same_visitor: row.flag("same_visitor")?,
                    same_day: date_text(later.ended_ms) == date_text(earlier.ended_ms),
                    same_village: row.flag("same_village")?,
                    apart_m: photo_shots::apart_m(taken),
                }),
                _ => None,
            };
            Ok(PhotoMatch {
                facts,
                match_id: row.count("number")?,
                kind: row.text("kind")?,
                distance: row.count("distance")?,
                turned: row.text("turned")?,
                found_ms: row.int("found_ms")?,
                outcome: row.text("outcome")?,
                reason: row.text("reason")?,
                settled_by: row.optional_text("settled_by")?,
                settled_ms: row.optional_int("settled_ms")?,
                may_settle: matches!(standing(reader, county, signed, row)?, Standing::May),
                later: side("visit_id", ["photo_id", "sha256", "town", "is_kept"])?,
                earlier: side(
                    "other_visit_id",
                    [
                        "other_photo_id",
                        "other_sha256",
                        "other_town",
                        "other_is_kept",
                    ],
                )?,
            })
        })
        .collect()
}

/// Those of the visits that the person may see.
fn seen(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    ids: &[String],
) -> Result<BTreeMap<String, VisitRow>, Error> {
    let mut visits = BTreeMap::new();
    // As many as one statement takes on either database, and then some room.
    for some in ids.chunks(PAGE) {
        let mut values = Values::new(county);
        let list = values.list(some);
        let scope = signed.scope.clause("v", &mut values);
        let sql = format!("{} and v.visit_id in ({list}){scope}", visits::SELECT);
        for row in reader.query(&sql, values.all())? {
            let visit = visits::row(&row)?;
            visits.insert(visit.visit_id.clone(), visit);
        }
    }
    Ok(visits)
}
