//! Photos that may have served twice, and what the county asks of photos.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Labelled, VisitRow};

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
    /// What the two have in common; absent where one is outside the person's scope.
    pub facts: Option<MatchFacts>,
    pub later: MatchedPhoto,
    pub earlier: MatchedPhoto,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct MatchFacts {
    pub same_household: bool,
    pub same_visitor: bool,
    /// In China.
    pub same_day: bool,
    pub same_village: bool,
    /// Metres between where the phones were; absent where one did not know.
    pub apart_m: Option<f64>,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct MatchedPhoto {
    pub photo_id: String,
    /// As the phone says; absent outside the person's scope, and where the visit dropped it.
    pub taken_ms: Option<i64>,
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

/// Which visits the photo desk lists; everything absent is everything.
#[derive(Deserialize, TS, ToSchema)]
pub struct PhotoDeskSearch {
    /// Nine digits.
    pub town: Option<String>,
    pub visitor_id: Option<String>,
    /// `imported`, `no_location`, `clock_off` or `arriving`; of those not verified.
    pub reason: Option<String>,
    pub after: Option<String>,
}

/// Visits that announced photos the county does not have, the longest waiting first.
#[derive(Serialize, TS, ToSchema)]
pub struct MissingPhotos {
    pub rows: Vec<MissingVisit>,
    pub next: Option<String>,
    /// With the first page only.
    pub counts: Option<MissingCounts>,
}

/// Of the whole search.
#[derive(Serialize, TS, ToSchema)]
pub struct MissingCounts {
    pub visits: u32,
    pub photos: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct MissingVisit {
    pub visit: VisitRow,
    pub missing: u32,
    /// Of those, begun and not whole yet.
    pub arriving: u32,
}

/// The same by visitor, the longest waiting first.
#[derive(Serialize, TS, ToSchema)]
pub struct MissingVisitors {
    pub rows: Vec<MissingVisitor>,
    pub next: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct MissingVisitor {
    pub person_id: String,
    pub name: String,
    pub unit: String,
    pub visits: u32,
    pub missing: u32,
    /// The first of these visits came then.
    pub since_ms: i64,
    /// One of the person's phones was last heard of then.
    pub contact_ms: Option<i64>,
}

/// Visits whose photos prove less than they could, the newest first.
#[derive(Serialize, TS, ToSchema)]
pub struct UnverifiedPhotos {
    pub rows: Vec<UnverifiedVisit>,
    pub next: Option<String>,
    /// With the first page only.
    pub counts: Option<UnverifiedCounts>,
}

/// Visits by reason, with the other conditions as asked.
#[derive(Serialize, TS, ToSchema)]
pub struct UnverifiedCounts {
    pub imported: u32,
    pub no_location: u32,
    pub clock_off: u32,
    /// Begun and not whole yet: nobody has hashed it again.
    pub arriving: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct UnverifiedVisit {
    pub visit: VisitRow,
    /// How far the phone's clock was ahead of the county's.
    pub wall_off_ms: Option<i64>,
    pub photos: Vec<DeskPhoto>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct DeskPhoto {
    pub photo_id: String,
    /// A code of `photo_kind`.
    pub kind: Labelled,
    pub sha256: String,
    /// The county has it and hashed it again.
    pub here: bool,
    pub imported: bool,
    /// It knows where it was taken.
    pub located: bool,
    pub taken_ms: i64,
}
