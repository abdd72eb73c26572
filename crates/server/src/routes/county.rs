//! What a phone must know of its county: asked when a receipt names a key it has not met.

use axum::Json;
use axum::extract::State;
use protocol::enrol::CountyV1;

use super::auth::Phone;
use crate::app::Shared;

#[utoipa::path(get, path = "/v1/county", tag = "phone", security(("device" = [])),
    responses((status = 200, body = serde_json::Value, description = "protocol::enrol::CountyV1"),
        (status = 401, description = "signed_out")))]
pub async fn county(State(app): State<Shared>, _phone: Phone) -> Json<CountyV1> {
    Json(app.county.public())
}
