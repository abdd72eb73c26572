//! Spot checks: the draw and what came of it. County staff only.

use axum::Json;
use axum::extract::{Path, Query, State};
use domain::id::CountyId;
use domain::time::Timestamp;

use super::problems::choices_of;
use super::query::{self, Values};
use super::session::Signed;
use super::views::{
    SpotCancelForm, SpotCheckList, SpotCheckPage, SpotCheckRow, SpotForm, SpotPreview,
    SpotProgress, SpotProof, SpotTown,
};
use crate::app::Shared;
use crate::clock::date_text;
use crate::county::audit;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::routes::extract;
use crate::spot::draw::{self, Plan, Said, Wish};
use crate::spot::{self, CHECKS, Check};
use crate::words;

/// Where a list goes on.
#[derive(serde::Deserialize)]
pub struct After {
    after: Option<String>,
}

#[utoipa::path(get, path = "/v1/console/spot-checks", tag = "console", security(("console" = [])),
    params(("after" = Option<String>, Query)),
    responses((status = 200, body = SpotCheckList), (status = 403, description = "not_allowed")))]
pub async fn list(
    State(app): State<Shared>,
    signed: Signed,
    Query(After { after }): Query<After>,
) -> Result<Json<SpotCheckList>, Error> {
    signed.needs_county()?;
    let county = app.county.id;
    let list = app
        .db
        .read(move |reader| {
            let values = Values::new(county);
            let sql = CHECKS.to_owned();
            let page = query::page(reader, sql, values, "c", after.as_ref(), Check::from_row)?;
            let mut checks = Vec::with_capacity(page.0.len());
            for check in &page.0 {
                checks.push(row(reader, county, check)?);
            }
            Ok::<_, Error>(SpotCheckList {
                checks,
                next: page.1,
            })
        })
        .await?;
    Ok(Json(list))
}

#[utoipa::path(post, path = "/v1/console/spot-checks/preview", tag = "console",
    security(("console" = [])), request_body = SpotForm,
    responses((status = 200, body = SpotPreview),
        (status = 400, description = "empty, empty_frame, sample_too_large, bad_seed, out_of_range, unknown_area, unknown_option, not_together, too_long"),
        (status = 403, description = "not_allowed")))]
pub async fn preview(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<SpotForm>,
) -> Result<Json<SpotPreview>, Error> {
    signed.needs_county()?;
    let (county, today) = (app.county.id, Timestamp::from_ms(app.now()).shanghai_date());
    let wish = wish(&form)?;
    let preview = app
        .db
        .read(move |reader| {
            let plan = draw::plan(reader, county, &wish, today, None)?;
            shown(reader, county, &plan, wish.seed)
        })
        .await?;
    Ok(Json(preview))
}

#[utoipa::path(post, path = "/v1/console/spot-checks", tag = "console", security(("console" = [])),
    request_body = SpotForm,
    responses((status = 200, body = SpotCheckPage),
        (status = 400, description = "empty, empty_frame, sample_too_large, bad_seed, out_of_range, unknown_area, unknown_option, not_together, too_long"),
        (status = 403, description = "not_allowed"), (status = 409, description = "frame_changed")))]
pub async fn make(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<SpotForm>,
) -> Result<Json<SpotCheckPage>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    if form
        .seed
        .as_deref()
        .is_none_or(|seed| seed.trim().is_empty())
    {
        return Err(Error::bad("empty", "seed"));
    }
    let wish = wish(&form)?;
    let seen = form.frame_sha256.unwrap_or_default();
    let page = app
        .db
        .write(move |tx| {
            let id = draw::draw(tx, county, &wish, &seen, (signed.person, now))?;
            read(tx, county, &id, now)
        })
        .await?;
    Ok(Json(page))
}

#[utoipa::path(get, path = "/v1/console/spot-checks/{id}", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = SpotCheckPage), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<SpotCheckPage>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .read(move |reader| read(reader, county, &id, now))
        .await?;
    Ok(Json(page))
}

#[utoipa::path(post, path = "/v1/console/spot-checks/{id}/cancel", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = SpotCancelForm,
    responses((status = 200, body = SpotCheckPage),
        (status = 400, description = "reason_needed, too_long"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale")))]
pub async fn cancel(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<SpotCancelForm>,
) -> Result<Json<SpotCheckPage>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let reason = words::reason(&form.reason)?;
    let page = app
        .db
        .write(move |tx| {
            draw::cancel(tx, county, &id, &reason, (signed.person, now))?;
            read(tx, county, &id, now)
        })
        .await?;
    Ok(Json(page))
}

#[utoipa::path(post, path = "/v1/console/spot-checks/{id}/proof", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = SpotProof), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn proof(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<SpotProof>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let proof = app
        .db
        .write(move |tx| {
            let proof = draw::prove(tx, county, &id)?;
            let number = spot::find(tx, county, &id)?.number;
            audit(tx, county, now, Some(signed.person), "spot_proved", &id)?;
            Ok::<_, Error>(SpotProof {
                frame_holds: proof.frame_holds,
                sample_holds: proof.sample_holds,
                frame: proof.frame,
                file_name: format!("spot-check-{number}-frame.tsv"),
            })
        })
        .await?;
    Ok(Json(proof))
}

fn wish(form: &SpotForm) -> Result<Wish, Error> {
    Wish::of(&Said {
        kind: &form.kind,
        method: &form.method,
        title: &form.title,
        towns: &form.towns,
        days: form.days,
        count: form.count,
        percent: form.percent,
        seed: form.seed.as_deref(),
    })
}

fn shown(
    reader: &mut Reader<'_>,
    county: CountyId,
    plan: &Plan,
    seed: String,
) -> Result<SpotPreview, Error> {
    let names = draw::town_names(reader, county)?;
    let town = |(code, town): (&String, &spot::frame::Town)| SpotTown {
        code: code.clone(),
        town: names.get(code).cloned().unwrap_or_default(),
        units: town.units,
        recent: town.recent,
        waiting: town.waiting,
        eligible: town.units - town.recent - town.waiting,
        alerted: town.alerted,
        quota: plan.quotas.get(code).copied().unwrap_or(0),
    };
    Ok(SpotPreview {
        seed,
        frame_sha256: plan.sha256.clone(),
        eligible: plan.eligible(),
        sample: plan.sample,
        towns: plan.towns().iter().map(town).collect(),
    })
}

/// What a group of items came to; one query for a check and for its towns.
const FIGURES: &str = "
    cast(count(*) as bigint) as drawn,
    cast(coalesce(sum(case when i.version > 0 then 1 else 0 end), 0) as bigint) as done,
    cast(coalesce(sum(case when i.reached = 'yes' then 1 else 0 end), 0) as bigint) as reached,
    cast(coalesce(sum(case when i.problem_id is not null then 1 else 0 end), 0) as bigint)
        as problems,
    cast(coalesce(sum(case when i.facts is not null then 1 else 0 end), 0) as bigint) as scored,
    cast(coalesce(sum(i.facts + i.policy + i.action + i.role + i.support), 0) as bigint) as points";

/// Points of a hundred on average, with one digit.
fn average(row: &Row) -> Result<Option<f64>, Error> {
    let (scored, points) = (row.count("scored")?, row.count("points")?);
    let tenths = (f64::from(points) * 10.0 / f64::from(scored.max(1))).round();
    Ok((scored > 0).then_some(tenths / 10.0))
}

/// A check with its figures.
pub(super) fn row(
    reader: &mut Reader<'_>,
    county: CountyId,
    check: &Check,
) -> Result<SpotCheckRow, Error> {
    let sql =
        format!("select {FIGURES} from spot_item i where i.county_id = $1 and i.check_id = $2");
    let figures = reader.first(&sql, &[county.into(), (&check.id).into()])?;
    let figures = figures.ok_or(Error::Stored { what: "a count" })?;
    Ok(SpotCheckRow {
        check_id: check.id.clone(),
        number: check.number.clone(),
        title: check.title.clone(),
        kind: check.kind.clone(),
        method: check.method.clone(),
        drawn: check.drawn,
        done: figures.count("done")?,
        reached: figures.count("reached")?,
        problems: figures.count("problems")?,
        average: average(&figures)?,
        made_ms: check.made_ms,
        made_by: check.made_by.clone(),
        cancelled: check.cancelled_ms.is_some(),
    })
}

fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: &str,
    now: i64,
) -> Result<SpotCheckPage, Error> {
    let check = spot::find(reader, county, id)?;
    let names = draw::town_names(reader, county)?;
    let named = |code: &String| names.get(code).cloned().unwrap_or_else(|| code.clone());
    let sql = format!(
        "select i.town_code, {FIGURES} from spot_item i
         where i.county_id = $1 and i.check_id = $2 group by i.town_code order by i.town_code"
    );
    let towns = reader.query(&sql, &[county.into(), id.into()])?;
    let towns = towns
        .iter()
        .map(|row| {
            let code = row.text("town_code")?;
            Ok(SpotProgress {
                town: named(&code),
                code,
                drawn: row.count("drawn")?,
                done: row.count("done")?,
                reached: row.count("reached")?,
                problems: row.count("problems")?,
                average: average(row)?,
            })
        })
        .collect::<Result<_, Error>>()?;
    let asked = check.asked.split_once(' ');
    let asked_for = |what: &str| {
        let number = asked.filter(|(kind, _)| *kind == what);
        number.and_then(|(_, number)| number.parse().ok())
    };
    Ok(SpotCheckPage {
        check: row(reader, county, &check)?,
        days: check.days,
        count: asked_for("count"),
        percent: asked_for("percent"),
        asked_towns: check.towns.iter().map(named).collect(),
        frame_units: check.frame_units,
        frame_sha256: check.frame_sha256,
        seed: check.seed,
        towns,
        cancelled_ms: check.cancelled_ms,
        cancelled_by: check.cancelled_by,
        cancel_reason: check.cancel_reason,
        areas: choices_of("spot_check_area"),
        today: date_text(now),
    })
}
