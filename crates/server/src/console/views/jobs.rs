//! Work that outlasts a request.

use serde::Serialize;
use ts_rs::TS;
use utoipa::ToSchema;

#[derive(Serialize, TS, ToSchema)]
pub struct JobView {
    pub job_id: String,
    /// `report`, `import_check`, `import`, `import_undo`, `backup`.
    pub kind: String,
    /// `running`, `done`, `failed`, `stopped`.
    pub state: String,
    pub done: u64,
    /// 0 while nobody knows.
    pub total: u64,
    pub begun_ms: i64,
    pub ended_ms: Option<i64>,
    /// Why it failed.
    pub code: Option<String>,
    /// Of the kind's own shape.
    #[ts(type = "unknown")]
    #[schema(value_type = Option<Object>)]
    pub result: Option<serde_json::Value>,
    /// What it made, to be fetched from `/v1/console/jobs/{job}/file`, for a day.
    pub file: Option<JobFile>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct JobFile {
    pub name: String,
    pub bytes: i64,
}
