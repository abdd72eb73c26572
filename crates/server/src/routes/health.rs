//! Whether the server and its database answer.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::Shared;
use crate::disk::Room;
use crate::error::Error;

#[derive(Serialize, ToSchema)]
pub struct Health {
    pub ok: bool,
    /// The version of the conversation with phones.
    pub protocol: u32,
    pub server_ms: i64,
    /// `enough`, `low`, or `no_photos`: then only words are taken.
    pub room: Room,
}

#[utoipa::path(get, path = "/v1/health", tag = "phone", responses((status = 200, body = Health)))]
pub async fn health(State(app): State<Shared>) -> Result<Json<Health>, Error> {
    app.db
        .read(|reader| -> Result<(), Error> {
            reader.count("select 1 as n", &[])?;
            Ok(())
        })
        .await?;
    Ok(Json(Health {
        ok: true,
        protocol: protocol::PROTOCOL,
        server_ms: app.now(),
        room: app.disk.room(),
    }))
}
