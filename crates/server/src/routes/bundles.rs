//! Parts of sealed bundles, brought by any phone of the county.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use protocol::bundle::{BundleReply, MAX_REQUEST_BYTES};

use super::auth::Phone;
use crate::app::Shared;
use crate::bundles::{self, Via};
use crate::error::Error;

#[utoipa::path(post, path = "/v1/bundles", tag = "phone", security(("device" = [])),
    request_body(content = Vec<u8>, description = "parts of a bundle: protocol::bundle",
        content_type = "application/octet-stream"),
    responses((status = 200, body = serde_json::Value, description = "protocol::bundle::BundleReply"),
        (status = 401, description = "signed_out"), (status = 413, description = "too_large")))]
pub async fn take(
    State(app): State<Shared>,
    Phone(device): Phone,
    body: Body,
) -> Result<Json<BundleReply>, Error> {
    let taken = bundles::take(&app, Via::Phone(device.id), body, MAX_REQUEST_BYTES as u64).await?;
    Ok(Json(BundleReply {
        parts: taken.parts,
        damaged: taken.damaged,
        server_ms: app.now(),
    }))
}
