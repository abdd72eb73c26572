//! Phones: whose, when last heard of, and taking one out of use.

use axum::Json;
use axum::extract::{Path, State};
use domain::id::{CountyId, DeviceId};

use super::query::{Values, anywhere, cut, limit};
use super::session::Signed;
use super::views::{DeviceList, DeviceRow, DeviceSearch, RevokeForm};
use crate::app::Shared;
use crate::bootstrap;
use crate::change::aside::WAITING;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::routes::extract;
use crate::words;

/// What a row shows of devices `d`; conditions follow.
fn select() -> String {
    format!(
        "select d.device_id, d.name, d.app_version, d.person_id, d.enrolled_ms, d.contact_ms,
             d.revoked_ms, d.revoked_reason, p.name as person_name, p.unit, b.name as revoked_by,
             (select count(*) from change c where c.county_id = d.county_id
                 and c.device_id = d.device_id and {WAITING}) as aside
         from device d
         left join person p on p.county_id = d.county_id and p.person_id = d.person_id
         left join person b on b.county_id = d.county_id and b.person_id = d.revoked_by
         where d.county_id = $1"
    )
}

fn row(row: &Row) -> Result<DeviceRow, Error> {
    Ok(DeviceRow {
        device_id: row.text("device_id")?,
        name: row.text("name")?,
        app_version: row.text("app_version")?,
        person_id: row.text("person_id")?,
        person_name: row.optional_text("person_name")?.unwrap_or_default(),
        unit: row.optional_text("unit")?.unwrap_or_default(),
        enrolled_ms: row.int("enrolled_ms")?,
        contact_ms: row.int("contact_ms")?,
        revoked_ms: row.optional_int("revoked_ms")?,
        revoked_reason: row
            .optional_text("revoked_reason")?
            .filter(|reason| !reason.is_empty()),
        revoked_by: row.optional_text("revoked_by")?,
        aside: row.count("aside")?,
    })
}

/// A phone not heard of for so long may be lost.
const SILENT_MS: i64 = 7 * DAY_MS;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[utoipa::path(post, path = "/v1/console/devices/search", tag = "console",
    security(("console" = [])), request_body = DeviceSearch,
    responses((status = 200, body = DeviceList), (status = 403, description = "not_allowed")))]
pub async fn search(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<DeviceSearch>,
) -> Result<Json<DeviceList>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let list = app
        .db
        .read(move |reader| read(reader, county, &asked, now))
        .await?;
    Ok(Json(list))
}

fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    asked: &DeviceSearch,
    now: i64,
) -> Result<DeviceList, Error> {
    let mut values = Values::new(county);
    let mut sql = select();
    if let Some(text) = asked.text.as_deref().filter(|text| !text.trim().is_empty()) {
        let like = values.add(anywhere(text));
        sql.push_str(&format!(
            " and (lower(p.name) like {like} escape '!' or lower(d.name) like {like} escape '!')"
        ));
    }
    match asked.state.as_deref() {
        Some("active") => sql.push_str(" and d.revoked_ms is null"),
        Some(heard @ ("day" | "week")) => {
            let within = if heard == "day" { DAY_MS } else { SILENT_MS };
            let since = values.add(now.saturating_sub(within));
            sql.push_str(&format!(
                " and d.revoked_ms is null and d.contact_ms >= {since}"
            ));
        }
        Some("revoked") => sql.push_str(" and d.revoked_ms is not null"),
        Some("silent") => {
            let before = values.add(now.saturating_sub(SILENT_MS));
            sql.push_str(&format!(
                " and d.revoked_ms is null and d.contact_ms < {before}"
            ));
        }
        _ => {}
    }
    if let Some((contact, id)) = asked
        .after
        .as_deref()
        .and_then(|after| after.split_once(' '))
    {
        let contact: i64 = contact.parse().unwrap_or(i64::MAX);
        let (contact, id) = (values.add(contact), values.add(id));
        sql.push_str(&format!(
            " and (d.contact_ms < {contact} or (d.contact_ms = {contact} and d.device_id > {id}))"
        ));
    }
    let limit = limit(&mut values);
    sql.push_str(&format!(
        " order by d.contact_ms desc, d.device_id limit {limit}"
    ));
    let mut devices = reader
        .query(&sql, values.all())?
        .iter()
        .map(row)
        .collect::<Result<Vec<_>, Error>>()?;
    let next = cut(&mut devices, |device| {
        format!("{} {}", device.contact_ms, device.device_id)
    });
    let counted = reader.first(
        "select count(*) as devices, count(revoked_ms) as revoked from device
         where county_id = $1",
        &[county.into()],
    )?;
    let (all, revoked) = match counted {
        Some(row) => (row.count("devices")?, row.count("revoked")?),
        None => (0, 0),
    };
    Ok(DeviceList {
        devices,
        next,
        active: all.saturating_sub(revoked),
        revoked,
    })
}

#[utoipa::path(post, path = "/v1/console/devices/{id}/revoke", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = RevokeForm,
    responses((status = 200, body = DeviceRow), (status = 400, description = "reason_needed"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found")))]
pub async fn revoke(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<RevokeForm>,
) -> Result<Json<DeviceRow>, Error> {
    signed.needs_county()?;
    let device: DeviceId = id.parse().map_err(|_| Error::not_found())?;
    let reason = words::reason(&form.reason)?;
    let (county, now) = (app.county.id, app.now());
    let device = app
        .db
        .write(move |tx| {
            if !bootstrap::revoke(tx, county, device, Some(signed.person), &reason, now)? {
                return Err(Error::not_found());
            }
            let found = tx.first(
                &format!("{} and d.device_id = $2", select()),
                &[county.into(), device.into()],
            )?;
            row(&found.ok_or_else(Error::not_found)?)
        })
        .await?;
    Ok(Json(device))
}
