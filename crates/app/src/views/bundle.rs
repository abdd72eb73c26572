//! Rescue files: made here, or carried for another phone.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Rescue {
    /// What only this phone has, and a new file would hold.
    pub changes: u32,
    pub photos: u32,
    pub bytes: u32,
    /// False until the county's key has been pulled and checked.
    pub can_export: bool,
    /// The file being written now.
    pub exporting: Option<BundleProgress>,
    pub exported: Vec<ExportedBundle>,
    pub carried: Vec<CarriedBundle>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BundleProgress {
    pub bytes_done: u32,
    pub bytes_total: u32,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ExportedBundle {
    pub bundle_id: String,
    pub file_name: String,
    pub made_ms: i64,
    pub bytes: u32,
    pub changes: u32,
    pub photos: u32,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct CarriedBundle {
    pub bundle_id: String,
    pub made_ms: i64,
    pub arrived_ms: i64,
    pub bytes: u32,
    pub changes: u32,
    pub photos: u32,
    pub state: CarriedState,
    /// Parts the county proved to hold, and all there are.
    pub proved: u32,
    pub parts: u32,
    /// Why the county did not take a part.
    pub code: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CarriedState {
    Waiting,
    Sending,
    /// The county proved to hold everything.
    Delivered,
    /// What is whole was delivered; something of the file is missing or spoilt.
    Damaged,
    /// The county did not take a part: it stays here until a person decides.
    Refused,
}

#[derive(Serialize, Deserialize, TS)]
pub struct BundleRef {
    pub bundle_id: String,
}

/// How a rescue file left the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum HandedOver {
    /// Written where the person finds it.
    Saved { folder: String },
    /// The system asked where it should go.
    Shared,
    /// The screen fetches it in pieces and saves it.
    Download { file_name: String, bytes: u32 },
}

#[derive(Serialize, Deserialize, TS)]
pub struct BundlePieceRef {
    pub bundle_id: String,
    pub offset: u32,
}

#[derive(Serialize, Deserialize, TS)]
pub struct BundlePiece {
    /// Base64; empty at the end.
    pub data: String,
}

/// A file somebody brought, in pieces: none is ever held whole.
#[derive(Serialize, Deserialize, TS)]
pub struct ImportPiece {
    /// Absent with the first piece.
    pub import_id: Option<String>,
    pub offset: u32,
    /// Base64.
    pub data: String,
}

#[derive(Serialize, Deserialize, TS)]
pub struct ImportRef {
    pub import_id: String,
}

#[derive(Serialize, Deserialize, TS)]
pub struct Imported {
    /// It was here before, or was delivered already.
    pub known: bool,
    pub rescue: Rescue,
}
