//! Rosters from files.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::JobView;
use crate::import::run::Counts;

/// Work that was begun.
#[derive(Serialize, TS, ToSchema)]
pub struct ImportStarted {
    pub job_id: String,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct ImportConfirmForm {
    /// The job that looked the file through.
    pub check_id: String,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct ImportUndoForm {
    pub reason: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ImportList {
    /// The newest first.
    pub imports: Vec<ImportRow>,
    /// One's own work under way, so that a page opened again finds it.
    pub job: Option<JobView>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ImportRow {
    pub import_id: String,
    pub person_name: String,
    /// `household`, `member`.
    pub kind: String,
    /// `running`, `done`, `stopped`, `failed`, `undoing`, `undone`, `undo_stopped`.
    pub state: String,
    /// Of the file.
    pub rows: u32,
    pub seen: u32,
    #[schema(value_type = Object)]
    pub counts: Counts,
    pub begun_ms: i64,
    pub ended_ms: Option<i64>,
    pub undone_by: Option<String>,
    pub undone_ms: Option<i64>,
    pub undo_reason: Option<String>,
    /// Records that were taken back, and that stay as they are.
    pub back: u32,
    pub stays: u32,
    /// SHA-256 of the file.
    pub digest: Option<String>,
    /// The last day on which it can be taken back.
    pub until: String,
    /// That day has passed: nothing of what it changed is kept any more.
    pub is_over: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ImportPage {
    pub import: ImportRow,
    pub stays: Vec<ImportStays>,
}

/// A record that an undone import still shows.
#[derive(Serialize, TS, ToSchema)]
pub struct ImportStays {
    /// Of the file.
    pub row: u32,
    /// `household`, `member`.
    pub kind: String,
    /// 户编号 or 人口编号.
    pub number: String,
    pub household_id: String,
    /// `used`, `changed_since`, `gone`.
    pub reason: String,
}
