//! Batches, and what is in them.

use serde::Serialize;
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Labelled, VisitRow};

/// A page of rows; `next` goes back as `after`.
#[derive(Serialize, TS, ToSchema)]
pub struct BatchList {
    pub batches: Vec<BatchRow>,
    pub next: Option<String>,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct BatchRow {
    pub batch_id: String,
    /// A code of `batch_state`.
    pub state: Labelled,
    pub town: String,
    pub village: String,
    pub sender_name: String,
    pub visits: u32,
    pub waiting: u32,
    pub accepted: u32,
    pub returned: u32,
    pub problems: u32,
    pub photos_outstanding: u32,
    pub sent_ms: i64,
    pub received_ms: i64,
}

#[derive(Serialize, TS, ToSchema)]
pub struct BatchPage {
    pub batch: BatchRow,
    pub manifest_sha256: String,
    pub visits: Vec<VisitRow>,
}
