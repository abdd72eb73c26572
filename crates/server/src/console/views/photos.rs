//! Photos that may have served twice, and what the county asks of photos.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::VisitRow;

/// A page of pairs, exact ones first, then the nearest.
#[derive(Serialize, TS, ToSchema)]
pub struct PhotoMatchList {
    pub matches: Vec<PhotoMatch>,
    pub next: Option<String>,
    pub open: u32,
    pub settled: u32,
}

/// Two photos that may be one.
#[derive(Clone, Serialize, TS, ToSchema)]
pub struct PhotoMatch {
    pub match_id: u32,
    /// `exact`, `alike`, or `look`: near enough for a person to look.
    pub kind: String,
    /// Of 128 bits.
    pub distance: u32,
    /// `as_taken`, `turned` or `mirrored`.
    pub turned: String,
    pub found_ms: i64,
    /// `open`, `fair` or `reused`.
    pub outcome: String,
    pub reason: String,
    pub settled_by: Option<String>,
    pub settled_ms: Option<i64>,
    /// Whether the signed-in person may settle it.
    pub may_settle: bool,
    pub later: MatchedPhoto,
    pub earlier: MatchedPhoto,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct MatchedPhoto {
    pub photo_id: String,
    /// Absent outside the person's scope, as is everything but the town.
    pub sha256: Option<String>,
    pub visit: Option<VisitRow>,
    pub town: String,
    /// Whether the visit as it stands still has this photo.
    pub is_kept: bool,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct PhotoMatchForm {
    /// What was on the screen: `open`, `fair` or `reused`. Anything else by now is refused as stale.
    pub seen: String,
    /// `fair` or `reused`.
    pub outcome: String,
    pub reason: String,
}

/// What the county asks of photos; phones hear of it with their next pull.
#[derive(Serialize, TS, ToSchema)]
pub struct PhotoSettings {
    /// Size a photo aims at.
    pub budget_kb: u32,
    pub least_kb: u32,
    pub most_kb: u32,
    /// Whether photos may be picked from the phone's gallery: turned on with its legal basis, elsewhere.
    pub gallery: bool,
    /// Absent while the defaults stand.
    pub set_ms: Option<i64>,
    pub set_by: Option<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct PhotoSettingsForm {
    pub budget_kb: u32,
}
