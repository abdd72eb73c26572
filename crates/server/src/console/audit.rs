//! The audit log, newest first.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{PAGE, cut, number};
use super::session::Signed;
use super::views::{AuditList, AuditRow};
use crate::app::Shared;
use crate::error::Error;

#[derive(Deserialize, IntoParams)]
pub struct Asked {
    after: Option<String>,
}

#[utoipa::path(get, path = "/v1/console/audit", tag = "console", security(("console" = [])),
    params(Asked), responses((status = 200, body = AuditList), (status = 403, description = "not_allowed")))]
pub async fn list(
    State(app): State<Shared>,
    signed: Signed,
    Query(asked): Query<Asked>,
) -> Result<Json<AuditList>, Error> {
    signed.needs_administrator()?;
    let county = app.county.id;
    let list = app
        .db
        .read(move |reader| {
            let rows = reader.query(
                "select a.position, a.at_ms, a.action, a.subject, p.name from audit a
                 left join person p on p.county_id = a.county_id and p.person_id = a.actor_id
                 where a.county_id = $1 and a.position < $2 order by a.position desc limit $3",
                &[
                    county.into(),
                    number(asked.after.as_ref()).into(),
                    i64::try_from(PAGE + 1).unwrap_or(i64::MAX).into(),
                ],
            )?;
            let mut entries = rows
                .iter()
                .map(|row| {
                    Ok(AuditRow {
                        position: row.int("position")?,
                        at_ms: row.int("at_ms")?,
                        actor_name: row.optional_text("name")?.unwrap_or_default(),
                        action: row.text("action")?,
                        subject: row.text("subject")?,
                    })
                })
                .collect::<Result<Vec<_>, Error>>()?;
            let next = cut(&mut entries, |entry| entry.position.to_string());
            Ok::<_, Error>(AuditList { entries, next })
        })
        .await?;
    Ok(Json(list))
}
