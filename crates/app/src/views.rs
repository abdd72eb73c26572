//! What the screens show and send, one file a screen. These types exist for the UI alone: the
//! store and the wire have their own. TypeScript is written from them by `cargo test`.
//!
//! Labels of checklist items come ready in the phone's language; every other word belongs to the
//! UI, which finds it by code.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub mod bundle;
pub mod entries;
pub mod facts;
pub mod household;
pub mod me;
pub mod photo;
pub mod policies;
pub mod problems;
pub mod review;
pub mod status;
pub mod tasks;
pub mod team;
pub mod today;
pub mod visit;

/// Nothing to say.
#[derive(Debug, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// A code with its label in the phone's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Labelled {
    pub code: String,
    pub label: String,
}

/// Where a visit is, as its visitor sees it. One word and one icon each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Begun, not sealed.
    Draft,
    /// Sealed; only this phone has it.
    Waiting,
    /// The county holds it (a valid receipt is here); the captain has not decided.
    Received,
    CaptainApproved,
    /// Comes back with comments to be answered.
    Returned,
    /// In a batch at the county.
    Batched,
    CountyAccepted,
    /// Refused or set aside: a person must look.
    NeedsPerson,
    Voided,
}

/// One visit in a list.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct VisitCard {
    pub visit_id: String,
    pub household_id: String,
    pub head_name: String,
    /// Village and group.
    pub place_name: String,
    pub visitor_name: String,
    pub place: Place,
    pub revision: u32,
    pub ended_ms: Option<i64>,
    pub answered: u32,
    pub required: u32,
    pub photos: u32,
    /// Photos the county has not confirmed yet.
    pub photos_outstanding: u32,
    pub problems: u32,
    pub comments: u32,
}
