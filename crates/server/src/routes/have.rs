//! What this county lacks of what a phone has receipts for: asked after a restore.

use axum::Json;
use axum::extract::State;
use protocol::have::{HaveReply, HaveRequest, MAX_ASKED};

use super::auth::Phone;
use super::extract;
use crate::app::Shared;
use crate::change::is_digest;
use crate::db::{Reader, Value};
use crate::error::Error;

#[utoipa::path(post, path = "/v1/have", tag = "phone", security(("device" = [])),
    request_body(content = serde_json::Value, description = "protocol::have::HaveRequest"),
    responses((status = 200, body = serde_json::Value, description = "protocol::have::HaveReply"),
        (status = 400, description = "too_many"), (status = 401, description = "signed_out")))]
pub async fn have(
    State(app): State<Shared>,
    _phone: Phone,
    extract::Json(request): extract::Json<HaveRequest>,
) -> Result<Json<HaveReply>, Error> {
    if request.changes.len() > MAX_ASKED {
        return Err(Error::bad("too_many", "changes"));
    }
    if request.photos.len() > MAX_ASKED {
        return Err(Error::bad("too_many", "photos"));
    }
    let county = app.county.id;
    let reply = app
        .db
        .read(move |reader| {
            let mut missing_changes = Vec::new();
            for id in request.changes {
                if !is_here(reader, CHANGE, &[county.into(), id.into()])? {
                    missing_changes.push(id);
                }
            }
            let mut missing_photos = Vec::new();
            for sha256 in request.photos {
                if !is_digest(&sha256)
                    || !is_here(reader, PHOTO, &[county.into(), (&sha256).into()])?
                {
                    missing_photos.push(sha256);
                }
            }
            Ok::<_, Error>(HaveReply {
                missing_changes,
                missing_photos,
            })
        })
        .await?;
    Ok(Json(reply))
}

const CHANGE: &str = "select 1 as n from change where county_id = $1 and change_id = $2";
/// Rows of photos whose bytes are gone were taken out when the epoch was renewed.
const PHOTO: &str = "select 1 as n from photo where county_id = $1 and sha256 = $2";

fn is_here(reader: &mut Reader<'_>, sql: &str, values: &[Value]) -> Result<bool, Error> {
    Ok(reader.first(sql, values)?.is_some())
}
