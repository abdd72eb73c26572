//! The county's signing keys, and which life of the database this is.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

#[derive(Serialize, TS, ToSchema)]
pub struct CountyKeyList {
    /// The one that signs now first.
    pub keys: Vec<CountyKeyRow>,
    /// Another one after every restore from a backup.
    pub epoch: String,
    pub server_version: String,
    pub min_app_version: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct CountyKeyRow {
    pub key_id: String,
    pub made_ms: i64,
    pub signs_now: bool,
    /// The key that vouches for it; absent for the first.
    pub introduced_by: Option<String>,
    /// Why the key before it was replaced.
    pub reason: String,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct KeyRotation {
    pub reason: String,
}
