use serde::Serialize;
use ts_rs::TS;
use utoipa::ToSchema;

/// What became of a bundle that was brought to the console.
#[derive(Serialize, TS, ToSchema)]
pub struct BundleResult {
    /// Absent when nothing in the file was a bundle of this county.
    pub bundle_id: Option<String>,
    pub person_name: String,
    pub made_ms: Option<i64>,
    /// Parts of which the county now holds everything.
    pub parts: u32,
    /// Parts that could not be taken in, and stretches of the file that are no part.
    pub parts_lost: u32,
    pub changes_new: u32,
    pub changes_known: u32,
    pub changes_aside: u32,
    pub photos_new: u32,
    pub photos_known: u32,
    /// Why not everything was taken in; absent when it was.
    pub code: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct BundleList {
    pub bundles: Vec<BundleRow>,
}

/// A bundle of which at least a part came.
#[derive(Serialize, TS, ToSchema)]
pub struct BundleRow {
    pub bundle_id: String,
    /// Whose work it is.
    pub person_name: String,
    pub made_ms: i64,
    pub received_ms: i64,
    /// Who brought it; the same person when the phone carried its own.
    pub via_name: String,
    /// Brought to the console rather than by a phone.
    pub via_console: bool,
    pub parts: u32,
    /// How many it has, once the last one came.
    pub parts_all: Option<u32>,
    pub changes_new: u32,
    pub changes_known: u32,
    pub changes_aside: u32,
    pub photos_new: u32,
    pub photos_known: u32,
}
