//! The roster from a file.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Request, State};
use protocol::roster::RosterReply;

use super::session::Signed;
use crate::app::Shared;
use crate::error::Error;
use crate::routes::extract;

#[utoipa::path(post, path = "/v1/console/roster", tag = "console", security(("console" = [])),
    request_body(content = String, description = "protocol::roster::RosterRow, a JSON value a line",
        content_type = "application/x-ndjson"),
    responses((status = 200, body = serde_json::Value, description = "protocol::roster::RosterReply"),
        (status = 403, description = "not_allowed"), (status = 413, description = "too_large")))]
pub async fn import(
    State(app): State<Shared>,
    signed: Signed,
    request: Request,
) -> Result<Json<RosterReply>, Error> {
    signed.needs_administrator()?;
    let body = extract::body(request, &()).await?;
    crate::roster::import(&app, &body, Some(signed.person))
        .await
        .map(Json)
}

/// A county of ten thousand households, in one request.
pub(super) fn limit() -> DefaultBodyLimit {
    const MAX_BYTES: usize = 32 * 1024 * 1024;
    DefaultBodyLimit::max(MAX_BYTES)
}
