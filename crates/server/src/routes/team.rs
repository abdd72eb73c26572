//! Who of a captain's teams has work that has not arrived. Asked when he looks, and kept on his
//! phone: told through the feed, each contact of each phone would wake every captain's.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::team::TeamReply;

use super::auth::Phone;
use crate::app::Shared;
use crate::error::Error;
use crate::team;

#[utoipa::path(get, path = "/v1/team", tag = "phone", security(("device" = [])),
    responses((status = 200, body = serde_json::Value, description = "protocol::team::TeamReply"),
        (status = 401, description = "signed_out"),
        (status = 403, description = "device_revoked, not_allowed")))]
pub async fn team(
    State(app): State<Shared>,
    Phone(device): Phone,
) -> Result<Json<TeamReply>, Error> {
    if device.revoked {
        return Err(Error::refused(StatusCode::FORBIDDEN, "device_revoked"));
    }
    let (county, now) = (app.county.id, app.now());
    let teams = app
        .db
        .read(move |reader| {
            let teams = team::of_captain(reader, county, device.person)?;
            if teams.is_empty() {
                return Err(Error::not_allowed());
            }
            let coverage = team::coverage(reader, county, &teams, now)?;
            team::states(reader, county, teams, &coverage)
        })
        .await?;
    Ok(Json(TeamReply {
        teams,
        server_ms: now,
    }))
}
