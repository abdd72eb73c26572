//! Sealed bundles, brought to the county on a stick.

use axum::Json;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use protocol::bundle::MAX_BUNDLE_BYTES;

use super::session::Signed;
use super::views::{BundleList, BundleResult, BundleRow};
use crate::app::Shared;
use crate::bundles::{self, Taken, Via};
use crate::db::Row;
use crate::error::Error;

/// More than a person looks through; the newest come first.
const MOST: i64 = 200;

#[utoipa::path(post, path = "/v1/console/bundles", tag = "console", security(("console" = [])),
    request_body(content = Vec<u8>, description = "a bundle file, whole or what is left of it",
        content_type = "application/octet-stream"),
    responses((status = 200, body = BundleResult), (status = 403, description = "not_allowed"),
        (status = 413, description = "too_large")))]
pub async fn import(
    State(app): State<Shared>,
    signed: Signed,
    body: Body,
) -> Result<Json<BundleResult>, Error> {
    signed.needs_county()?;
    let via = Via::Console(signed.person);
    let taken = bundles::take(&app, via, body, MAX_BUNDLE_BYTES).await?;
    result(&app, &taken).await.map(Json)
}

/// Nothing is held in memory, so the only limit is the bundle's own.
pub(super) fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::disable()
}

async fn result(app: &Shared, taken: &Taken) -> Result<BundleResult, Error> {
    let proved = taken.parts.iter().filter(|part| part.receipt.is_some());
    let parts = u32::try_from(proved.count()).unwrap_or(u32::MAX);
    let all = u32::try_from(taken.parts.len()).unwrap_or(u32::MAX);
    let bundle_id = taken
        .parts
        .iter()
        .find(|part| part.receipt.is_some())
        .map(|part| part.bundle_id.to_string());
    let (person_name, made_ms) = match &bundle_id {
        Some(id) => whose(app, id.clone()).await?,
        None => (String::new(), None),
    };
    let counts = taken.counts();
    Ok(BundleResult {
        bundle_id,
        person_name,
        made_ms,
        parts,
        parts_lost: all - parts + taken.damaged,
        changes_new: counts.new,
        changes_known: counts.known,
        changes_aside: counts.aside,
        photos_new: counts.photos_new,
        photos_known: counts.photos_known,
        code: taken.code().map(str::to_owned),
    })
}

async fn whose(app: &Shared, bundle: String) -> Result<(String, Option<i64>), Error> {
    let county = app.county.id;
    app.db
        .read(move |reader| {
            let row = reader.first(
                "select b.made_ms, p.name from bundle b
                 left join person p on p.county_id = b.county_id and p.person_id = b.person_id
                 where b.county_id = $1 and b.bundle_id = $2",
                &[county.into(), bundle.into()],
            )?;
            Ok(match row {
                Some(row) => (
                    row.optional_text("name")?.unwrap_or_default(),
                    Some(row.int("made_ms")?),
                ),
                None => (String::new(), None),
            })
        })
        .await
}

#[utoipa::path(get, path = "/v1/console/bundles", tag = "console", security(("console" = [])),
    responses((status = 200, body = BundleList), (status = 403, description = "not_allowed")))]
pub async fn list(State(app): State<Shared>, signed: Signed) -> Result<Json<BundleList>, Error> {
    signed.needs_county()?;
    let county = app.county.id;
    let bundles = app
        .db
        .read(move |reader| {
            reader
                .query(
                    "select b.bundle_id, b.made_ms, b.last_ms, b.last_part, b.via_person,
                         p.name, v.name as via_name, count(t.number) as parts,
                         cast(coalesce(sum(t.changes_new), 0) as bigint) as changes_new,
                         cast(coalesce(sum(t.changes_known), 0) as bigint) as changes_known,
                         cast(coalesce(sum(t.changes_aside), 0) as bigint) as changes_aside,
                         cast(coalesce(sum(t.photos_new), 0) as bigint) as photos_new,
                         cast(coalesce(sum(t.photos_known), 0) as bigint) as photos_known
                     from bundle b
                     left join bundle_part t on t.county_id = b.county_id
                         and t.bundle_id = b.bundle_id
                     left join person p on p.county_id = b.county_id
                         and p.person_id = b.person_id
                     left join device d on d.county_id = b.county_id
                         and d.device_id = b.via_device
                     left join person v on v.county_id = b.county_id
                         and v.person_id = coalesce(b.via_person, d.person_id)
                     where b.county_id = $1
                     group by b.bundle_id, b.made_ms, b.last_ms, b.last_part, b.via_person,
                         p.name, v.name
                     order by b.last_ms desc, b.bundle_id limit $2",
                    &[county.into(), MOST.into()],
                )?
                .iter()
                .map(row)
                .collect::<Result<Vec<_>, Error>>()
        })
        .await?;
    Ok(Json(BundleList { bundles }))
}

fn row(row: &Row) -> Result<BundleRow, Error> {
    Ok(BundleRow {
        bundle_id: row.text("bundle_id")?,
        person_name: row.optional_text("name")?.unwrap_or_default(),
        made_ms: row.int("made_ms")?,
        received_ms: row.int("last_ms")?,
        via_name: row.optional_text("via_name")?.unwrap_or_default(),
        via_console: row.optional_text("via_person")?.is_some(),
        parts: row.count("parts")?,
        parts_all: row
            .optional_int("last_part")?
            .and_then(|last| u32::try_from(last).ok()),
        changes_new: row.count("changes_new")?,
        changes_known: row.count("changes_known")?,
        changes_aside: row.count("changes_aside")?,
        photos_new: row.count("photos_new")?,
        photos_known: row.count("photos_known")?,
    })
}
