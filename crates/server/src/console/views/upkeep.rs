//! Switches with a legal basis, and copies of the database.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

#[derive(Serialize, TS, ToSchema)]
pub struct CompliancePage {
    pub switches: Vec<ComplianceSwitch>,
    pub may_turn: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ComplianceSwitch {
    /// `ranking`, `attendance`, `gallery_import`.
    pub name: String,
    pub is_on: bool,
    /// The newest first.
    pub steps: Vec<ComplianceStep>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ComplianceStep {
    pub is_on: bool,
    /// Empty where it was turned off.
    pub document: String,
    pub number: String,
    pub issued_on: String,
    /// Empty where it was turned on.
    pub reason: String,
    pub by_name: String,
    pub at_ms: i64,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct ComplianceForm {
    pub name: String,
    /// How it stood on the screen.
    pub seen: bool,
    pub on: bool,
    pub document: String,
    pub number: String,
    pub issued_on: String,
    pub reason: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct BackupList {
    /// False on PostgreSQL, which has tools of its own.
    pub is_sqlite: bool,
    /// On the server's disk.
    pub folder: Option<String>,
    pub backups: Vec<BackupRow>,
    /// A copy of the reader's own that is being made.
    pub job_id: Option<String>,
    /// Free on the server's disk, when the system says.
    pub free_bytes: Option<u64>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct BackupRow {
    pub name: String,
    pub bytes: u64,
    pub made_ms: i64,
    /// Photos it speaks of, which are not in it.
    pub photos: Option<u64>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct JobBegun {
    pub job_id: String,
}
