//! Changes the county holds aside, for a person to look at.

use axum::Json;
use axum::extract::State;

use super::session::Signed;
use super::views::{AsideList, AsideRow};
use crate::app::Shared;
use crate::error::Error;

/// More than a person looks through; the oldest come first.
const MOST: i64 = 500;

#[utoipa::path(get, path = "/v1/console/aside", tag = "console", security(("console" = [])),
    responses((status = 200, body = AsideList), (status = 403, description = "not_allowed")))]
pub async fn list(State(app): State<Shared>, signed: Signed) -> Result<Json<AsideList>, Error> {
    signed.needs_county()?;
    let county = app.county.id;
    let changes = app
        .db
        .read(move |reader| {
            let rows = reader.query(
                "select c.change_id, c.disposition, c.code, c.kind, c.received_ms,
                     cast(length(c.edit) as bigint) as bytes, p.name
                 from change c
                 left join person p on p.county_id = c.county_id and p.person_id = c.person_id
                 where c.county_id = $1 and c.disposition in ('held', 'quarantined')
                 order by c.received_ms, c.change_id limit $2",
                &[county.into(), MOST.into()],
            )?;
            rows.iter()
                .map(|row| {
                    Ok(AsideRow {
                        change_id: row.text("change_id")?,
                        disposition: row.text("disposition")?,
                        code: row.text("code")?,
                        kind: row.text("kind")?,
                        person_name: row.optional_text("name")?.unwrap_or_default(),
                        received_ms: row.int("received_ms")?,
                        bytes: row.count("bytes")?,
                    })
                })
                .collect::<Result<Vec<_>, Error>>()
        })
        .await?;
    Ok(Json(AsideList { changes }))
}
