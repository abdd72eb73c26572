//! Rows go down, by cursor, in pages.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use domain::id::{CountyId, DeviceId, PersonId};
use protocol::pull::{PAGE_ROWS, PullReply, PulledRow};
use protocol::version::is_older;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::auth::Phone;
use crate::app::Shared;
use crate::db::Reader;
use crate::error::Error;
use crate::visit;

/// More rows than this are never sent at once, however many are asked for.
const MAX_ROWS: u32 = 500;
/// A page ends after this many bytes, unpacked: some seconds of a bad line.
const PAGE_BYTES: usize = 1024 * 1024;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    after: i64,
    #[serde(default)]
    limit: u32,
}

#[utoipa::path(get, path = "/v1/pull", tag = "phone", security(("device" = [])),
    params(("after" = i64, Query, description = "the cursor saved last"), ("limit" = u32, Query)),
    responses((status = 200, body = serde_json::Value, description = "protocol::pull::PullReply"),
        (status = 401, description = "signed_out"), (status = 403, description = "device_revoked")))]
pub async fn pull(
    State(app): State<Shared>,
    Phone(device): Phone,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<PullReply>, Error> {
    if device.revoked {
        return Err(Error::refused(StatusCode::FORBIDDEN, "device_revoked"));
    }
    let Query(asked) = asked.map_err(|_| Error::bad("bad_query", "after"))?;
    let limit = match asked.limit {
        0 => PAGE_ROWS,
        rows => rows.min(MAX_ROWS),
    };
    let (county, now) = (app.county.id, app.now());
    let live = app.county.live();
    let min = live.min_app_version.clone();
    let (rows, more, restart) = app
        .db
        .read(move |reader| {
            new_enough(reader, county, device.id, min.as_deref())?;
            let (rows, more) = page(reader, county, device.person, asked.after, limit)?;
            let restart = rows.is_empty() && is_ahead(reader, county, asked.after)?;
            Ok::<_, Error>((rows, more, restart))
        })
        .await?;
    let cursor = rows.last().map_or(asked.after, |row| row.sequence);
    Ok(Json(PullReply {
        rows,
        cursor,
        more,
        server_ms: now,
        epoch: Some(live.epoch.clone()),
        restart,
    }))
}

/// Refuses rows to an app the county no longer supports. Its work is taken in all the same.
fn new_enough(
    reader: &mut Reader<'_>,
    county: CountyId,
    device: DeviceId,
    min: Option<&str>,
) -> Result<(), Error> {
    let Some(min) = min else { return Ok(()) };
    let row = reader.first(
        "select app_version from device where county_id = $1 and device_id = $2",
        &[county.into(), device.into()],
    )?;
    let version = row.map(|row| row.text("app_version")).transpose()?;
    if version.is_some_and(|version| is_older(&version, min)) {
        return Err(Error::refused(StatusCode::UPGRADE_REQUIRED, "app_too_old"));
    }
    Ok(())
}

/// Whether a cursor is beyond everything here: the database was set back without saying so.
fn is_ahead(reader: &mut Reader<'_>, county: CountyId, after: i64) -> Result<bool, Error> {
    if after <= 0 {
        return Ok(false);
    }
    let row = reader.first(
        "select next_sequence from county where county_id = $1",
        &[county.into()],
    )?;
    Ok(row.map_or(Ok(0), |row| row.int("next_sequence"))? < after)
}

fn page(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
    after: i64,
    limit: u32,
) -> Result<(Vec<PulledRow>, bool), Error> {
    let found = reader.query(
        "select f.sequence, f.kind, f.record_id, f.removed, r.body, c.edit from feed f
         left join record r on r.county_id = f.county_id and r.kind = f.kind
             and r.record_id = f.record_id
         left join change c on c.county_id = r.county_id and c.change_id = r.sealed
         where f.county_id = $1 and f.person_id = $2 and f.sequence > $3
         order by f.sequence limit $4",
        &[
            county.into(),
            person.into(),
            after.into(),
            (limit + 1).into(),
        ],
    )?;
    let mut rows = Vec::with_capacity(found.len());
    let mut bytes = 0;
    for row in &found {
        if rows.len() >= limit as usize || bytes >= PAGE_BYTES {
            return Ok((rows, true));
        }
        let body = match row.optional_text("body")? {
            Some(body) if !row.flag("removed")? => {
                let body = match row.optional_bytes("edit")? {
                    Some(edit) => visit::whole(&body, &edit)?,
                    None => body,
                };
                bytes += body.len();
                Some(RawValue::from_string(body).map_err(|_| Error::Stored { what: "a row" })?)
            }
            _ => None,
        };
        rows.push(PulledRow {
            sequence: row.int("sequence")?,
            kind: row.text("kind")?,
            id: row.text("record_id")?,
            body,
        });
    }
    Ok((rows, false))
}
