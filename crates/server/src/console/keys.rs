//! The county's signing keys, for administrators.

use axum::Json;
use axum::extract::State;

use super::session::Signed;
use super::views::{CountyKeyList, CountyKeyRow, KeyRotation};
use crate::app::Shared;
use crate::error::Error;
use crate::keys;
use crate::routes::extract;
use crate::{Opened, upkeep};

#[utoipa::path(get, path = "/v1/console/keys", tag = "console", security(("console" = [])),
    responses((status = 200, body = CountyKeyList), (status = 403, description = "not_allowed")))]
pub async fn list(State(app): State<Shared>, signed: Signed) -> Result<Json<CountyKeyList>, Error> {
    signed.needs_administrator()?;
    answer(&app).await
}

#[utoipa::path(post, path = "/v1/console/keys/replace", tag = "console",
    security(("console" = [])), request_body = KeyRotation,
    responses((status = 200, body = CountyKeyList), (status = 400, description = "reason_needed"),
        (status = 403, description = "not_allowed")))]
pub async fn replace(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<KeyRotation>,
) -> Result<Json<CountyKeyList>, Error> {
    signed.needs_administrator()?;
    upkeep::rotate_key(&Opened(app.clone()), Some(signed.person), &form.reason).await?;
    answer(&app).await
}

async fn answer(app: &Shared) -> Result<Json<CountyKeyList>, Error> {
    let county = app.county.id;
    let lines = app
        .db
        .read(move |reader| keys::lines(reader, county))
        .await?;
    let live = app.county.live();
    let mut keys: Vec<CountyKeyRow> = lines
        .into_iter()
        .map(|line| CountyKeyRow {
            signs_now: line.key_id == live.key_id,
            key_id: line.key_id,
            made_ms: line.made_ms,
            introduced_by: line.introduced_by,
            reason: line.reason,
        })
        .collect();
    keys.reverse();
    Ok(Json(CountyKeyList {
        keys,
        epoch: live.epoch.clone(),
        server_version: env!("CARGO_PKG_VERSION").to_owned(),
        min_app_version: live.min_app_version.clone(),
    }))
}
