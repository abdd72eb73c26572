//! Rows go down, by cursor, in pages.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use domain::id::{CountyId, DeviceId, PersonId};
use protocol::pull::{MAX_PAGE_ROWS, PAGE_ROWS, PullReply, PulledRow};
use protocol::version::is_older;
use serde::Deserialize;

use super::auth::Phone;
use crate::app::Shared;
use crate::db::Reader;
use crate::error::Error;
use crate::visit;

/// A page ends after so many bytes for each row that was asked for, unpacked: a phone asks for more
/// only where they come quickly.
const ROW_BYTES: usize = 5 * 1024;

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
) -> Result<Response, Error> {
    if device.revoked {
        return Err(Error::refused(StatusCode::FORBIDDEN, "device_revoked"));
    }
    let Query(asked) = asked.map_err(|_| Error::bad("bad_query", "after"))?;
    let limit = match asked.limit {
        0 => PAGE_ROWS,
        rows => rows.min(MAX_PAGE_ROWS),
    };
    let (county, now) = (app.county.id, app.now());
    let live = app.county.live();
    let min = live.min_app_version.clone();
    let text = app
        .db
        .read(move |reader| {
            new_enough(reader, county, device.id, min.as_deref())?;
            let page = page(reader, county, device.person, asked.after, limit)?;
            let is_empty = page.rows.is_empty();
            let reply = PullReply {
                rows: Vec::new(),
                cursor: page.cursor,
                more: page.more,
                server_ms: now,
                epoch: Some(live.epoch.clone()),
                restart: is_empty && is_ahead(reader, county, asked.after)?,
            };
            with_rows(&reply, &page.rows).ok_or(Error::Stored { what: "a page" })
        })
        .await?;
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}

/// A reply with rows that are JSON already, between commas.
fn with_rows(reply: &PullReply, rows: &str) -> Option<String> {
    const BEFORE_ROWS: &str = "{\"rows\":[";
    let reply = serde_json::to_string(reply).ok()?;
    let after_rows = reply.strip_prefix(BEFORE_ROWS)?;
    Some([BEFORE_ROWS, rows, after_rows].concat())
}

/// Adds a row whose body is JSON already: exactly what is stored is sent, and read by nobody here.
fn add_row(rows: &mut String, row: &PulledRow, body: Option<&str>) -> Option<()> {
    let row = serde_json::to_string(row).ok()?;
    if !rows.is_empty() {
        rows.push(',');
    }
    match body {
        None => rows.push_str(&row),
        Some(body) => {
            rows.push_str(row.strip_suffix('}')?);
            rows.push_str(",\"body\":");
            rows.push_str(body);
            rows.push('}');
        }
    }
    Some(())
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

/// Rows after a cursor, as they travel.
struct Page {
    rows: String,
    cursor: i64,
    more: bool,
}

fn page(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
    after: i64,
    limit: u32,
) -> Result<Page, Error> {
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
    let most = limit as usize;
    let mut page = Page {
        rows: String::new(),
        cursor: after,
        more: false,
    };
    let mut bytes = 0;
    for (count, row) in found.iter().enumerate() {
        if count >= most || bytes >= most.saturating_mul(ROW_BYTES) {
            page.more = true;
            break;
        }
        let body = match row.optional_text("body")? {
            Some(body) if !row.flag("removed")? => Some(match row.optional_bytes("edit")? {
                Some(edit) => visit::whole(&body, &edit)?,
                None => body,
            }),
            _ => None,
        };
        bytes += body.as_ref().map_or(0, String::len);
        let head = PulledRow {
            sequence: row.int("sequence")?,
            kind: row.text("kind")?,
            id: row.text("record_id")?,
            body: None,
        };
        add_row(&mut page.rows, &head, body.as_deref()).ok_or(Error::Stored { what: "a row" })?;
        page.cursor = head.sequence;
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    fn row(sequence: i64, body: Option<&str>) -> PulledRow {
        PulledRow {
            sequence,
            kind: "household".to_owned(),
            id: "a \"b\"".to_owned(),
            body: body.map(|body| RawValue::from_string(body.to_owned()).unwrap()),
        }
    }

    #[test]
    fn a_page_put_together_from_stored_text_is_the_page_that_phones_read() {
        for bodies in [
            &[][..],
            &[None],
            &[
                Some(r#"{"name":"张三","a":[1,{"b":"}"}]}"#),
                None,
                Some("{}"),
            ],
        ] {
            let rows: Vec<PulledRow> = (7..).zip(bodies).map(|(at, body)| row(at, *body)).collect();
            let mut text = String::new();
            for (at, body) in (7..).zip(bodies) {
                add_row(&mut text, &row(at, None), *body).unwrap();
            }
            let mut reply = PullReply {
                rows: Vec::new(),
                cursor: 9,
                more: true,
                server_ms: 5,
                epoch: Some("e".to_owned()),
                restart: true,
            };
            let said = with_rows(&reply, &text).unwrap();
            reply.rows = rows;
            assert_eq!(said, serde_json::to_string(&reply).unwrap());
        }
    }
}
