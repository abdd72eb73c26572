//! What became of changes that were set aside, for a phone that may no longer pull: a revoked one
//! must still learn that it can be handed in.

use axum::Json;
use axum::extract::State;
use protocol::row::kind;
use protocol::settled::{ChangeStateV1, MAX_ASKED, SettledReply, SettledRequest};

use super::auth::Phone;
use super::extract;
use crate::app::Shared;
use crate::error::Error;

#[utoipa::path(post, path = "/v1/settled", tag = "phone", security(("device" = [])),
    request_body(content = serde_json::Value, description = "protocol::settled::SettledRequest"),
    responses((status = 200, body = serde_json::Value, description = "protocol::settled::SettledReply"),
        (status = 400, description = "too_many"), (status = 401, description = "signed_out")))]
pub async fn settled(
    State(app): State<Shared>,
    Phone(device): Phone,
    extract::Json(request): extract::Json<SettledRequest>,
) -> Result<Json<SettledReply>, Error> {
    if request.changes.len() > MAX_ASKED {
        return Err(Error::bad("too_many", "changes"));
    }
    let county = app.county.id;
    let settled = app
        .db
        .read(move |reader| {
            let mut settled: Vec<ChangeStateV1> = Vec::new();
            for change in request.changes {
                // Nothing is said of what other phones handed in.
                let row = reader.first(
                    "select r.body from change c
                     join record r on r.county_id = c.county_id and r.kind = $4
                         and r.record_id = c.change_id
                     where c.county_id = $1 and c.change_id = $2 and c.device_id = $3",
                    &[
                        county.into(),
                        change.into(),
                        device.id.into(),
                        kind::CHANGE.into(),
                    ],
                )?;
                if let Some(row) = row {
                    settled.push(row.json("body")?);
                }
            }
            Ok::<_, Error>(settled)
        })
        .await?;
    Ok(Json(SettledReply { settled }))
}
