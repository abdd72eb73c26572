//! What the county asks of photos: parameters like the others, set by an administrator.

use axum::Json;
use axum::extract::State;
use domain::codes::ParamValue;
use domain::id::CountyId;
use domain::time::Timestamp;

use super::session::Signed;
use super::views::{PhotoSettings, PhotoSettingsForm};
use crate::app::Shared;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::params;
use crate::routes::extract;

/// Names of the parameters, in `codes.json` and in the row phones pull.
const BUDGET: &str = "photo_budget_kb";
/// 0 or 1; turned on the page of switches that need a legal basis.
const GALLERY: &str = "gallery_allowed";

/// Less is no evidence any more, at any quality.
const LEAST_KB: u32 = 60;
/// More does not get out of a village.
const MOST_KB: u32 = 800;

#[utoipa::path(get, path = "/v1/console/photo-settings", tag = "console",
    security(("console" = [])),
    responses((status = 200, body = PhotoSettings), (status = 403, description = "not_allowed")))]
pub async fn get(State(app): State<Shared>, signed: Signed) -> Result<Json<PhotoSettings>, Error> {
    signed.needs_administrator()?;
    let county = app.county.id;
    let now = app.now();
    let settings = app.db.read(move |reader| read(reader, county, now)).await?;
    Ok(Json(settings))
}

#[utoipa::path(post, path = "/v1/console/photo-settings", tag = "console",
    security(("console" = [])), request_body = PhotoSettingsForm,
    responses((status = 200, body = PhotoSettings), (status = 400, description = "out_of_range"),
        (status = 403, description = "not_allowed")))]
pub async fn set(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<PhotoSettingsForm>,
) -> Result<Json<PhotoSettings>, Error> {
    signed.needs_administrator()?;
    if !(LEAST_KB..=MOST_KB).contains(&form.budget_kb) {
        return Err(Error::bad("out_of_range", "budget_kb"));
    }
    let (county, live, now) = (app.county.id, app.county.live(), app.now());
    let settings = app
        .db
        .write(move |tx| {
            put(tx, county, &signed, (BUDGET, form.budget_kb), now)?;
            params::tell(tx, county, &live, now)?;
            read(tx, county, now)
        })
        .await?;
    Ok(Json(settings))
}

/// Sets one parameter, with a line in the audit log if that changes it.
fn put(
    tx: &mut Tx<'_>,
    county: CountyId,
    signed: &Signed,
    (name, value): (&str, u32),
    now: i64,
) -> Result<(), Error> {
    if params::at(tx, county, now)?.number(name) == Some(i64::from(value)) {
        return Ok(());
    }
    let new = params::New {
        key: name,
        from: Timestamp::from_ms(now).shanghai_date(),
        value: ParamValue::Number(value.into()),
        basis: "",
    };
    params::add(tx, county, Some(signed.person), &new, now)
}

fn read(reader: &mut Reader<'_>, county: CountyId, now: i64) -> Result<PhotoSettings, Error> {
    let params = params::at(reader, county, now)?;
    let number = |name| u32::try_from(params.number(name).unwrap_or(0)).unwrap_or(0);
    let set = reader.first(
        "select a.set_ms, p.name from param_value a
         left join person p on p.county_id = a.county_id and p.person_id = a.set_by
         where a.county_id = $1 and a.name = $2
         order by a.set_ms desc, a.sequence desc limit 1",
        &[county.into(), BUDGET.into()],
    )?;
    Ok(PhotoSettings {
        budget_kb: number(BUDGET),
        least_kb: LEAST_KB,
        most_kb: MOST_KB,
        gallery: number(GALLERY) == 1,
        set_ms: set.as_ref().map(|row| row.int("set_ms")).transpose()?,
        set_by: match &set {
            Some(row) => row.optional_text("name")?,
            None => None,
        },
    })
}
