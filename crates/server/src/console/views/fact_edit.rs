//! Facts of a household and its members as a form.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::Labelled;

#[derive(Serialize, TS, ToSchema)]
pub struct FactForm {
    /// The household first, then its members.
    pub records: Vec<FactRecord>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct FactRecord {
    /// `household`, `member`.
    pub kind: String,
    pub record_id: String,
    pub name: String,
    pub version: u32,
    pub fields: Vec<FactField>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct FactField {
    pub field: Labelled,
    /// `text`, `phone`, `choice`, `choices`, `number`, `flag`, `place`.
    pub shape: String,
    pub least: Option<i64>,
    /// Of a number; characters of a text.
    pub most: Option<i64>,
    pub required: bool,
    pub options: Vec<Labelled>,
    #[ts(type = "unknown")]
    #[schema(value_type = Option<Object>)]
    pub value: serde_json::Value,
    /// Another value contests it; that stays for a person to decide.
    pub contested: bool,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct FactSaveForm {
    pub kind: String,
    pub record_id: String,
    /// Of the row on the screen. Another by now is refused as stale.
    pub version: u32,
    pub fields: Vec<FactSaved>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct FactSaved {
    pub field: String,
    #[ts(type = "unknown")]
    #[schema(value_type = Option<Object>)]
    pub value: serde_json::Value,
}
