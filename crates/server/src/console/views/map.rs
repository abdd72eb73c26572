//! The map: villages with their figures, where they end, and where pictures of the land come from.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::AreaFigures;

#[derive(Serialize, TS, ToSchema)]
pub struct MapPage {
    /// Absent until somebody brings boundaries.
    pub boundaries: Option<BoundarySet>,
    pub source: MapSource,
    /// In the order of codes.
    pub villages: Vec<MapVillage>,
    /// Whether this person may see where households are.
    pub shows_homes: bool,
    /// Whether this person may bring boundaries and set the source.
    pub may_set: bool,
}

/// Boundaries that hold.
#[derive(Serialize, TS, ToSchema)]
pub struct BoundarySet {
    pub version: u32,
    /// The file was in: `WGS84`, `CGCS2000` or `GCJ02`. What is kept is WGS-84.
    pub datum: String,
    pub villages: u32,
    /// Of all villages, after what cannot be seen was left out.
    pub points: u32,
    pub made_ms: i64,
    pub made_by: Option<String>,
    /// Whether others would hold in their place once they are taken back.
    pub has_before: bool,
}

/// Where pictures of the land come from, as far as a browser is told.
#[derive(Serialize, TS, ToSchema)]
pub struct MapSource {
    /// `none`, `tiles` or `file`.
    pub kind: String,
    pub attribution: String,
    pub least_zoom: u32,
    pub most_zoom: u32,
    /// Goes into addresses of tiles, so that none of another source is kept.
    pub version: i64,
}

#[derive(Serialize, TS, ToSchema)]
pub struct MapVillage {
    /// Twelve digits.
    pub code: String,
    pub name: String,
    pub town: String,
    pub bounded: bool,
    /// The middle of its households, WGS-84; absent where no place of any is known.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    #[serde(flatten)]
    #[ts(flatten)]
    pub figures: AreaFigures,
}

/// A file of boundaries beside the county's villages. Nothing was written unless `saved`.
#[derive(Serialize, TS, ToSchema)]
pub struct BoundaryCheck {
    /// Villages that would be drawn.
    pub villages: u32,
    pub points: u32,
    /// Features that are no village of this county.
    pub unknown: Vec<BoundaryUnknown>,
    /// Features, by their place in the file, whose village another drew before.
    pub repeated: Vec<u32>,
    /// Features whose name several villages have: they need a code.
    pub ambiguous: Vec<u32>,
    /// Villages with households that the file does not draw.
    pub missing: Vec<AreaName>,
    /// A GeoJSON `FeatureCollection`, WGS-84, as it would be drawn.
    pub preview: String,
    pub saved: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct BoundaryUnknown {
    /// Its place in the file, from 1.
    pub number: u32,
    /// The code or name it says; empty where it says none.
    pub says: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AreaName {
    pub code: String,
    pub name: String,
}

/// The part of the map somebody looks at, WGS-84.
#[derive(Clone, Copy, Deserialize, TS, ToSchema)]
pub struct MapHomesSearch {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
    pub zoom: f64,
}

/// Households together; each by itself only when one looks closely.
#[derive(Serialize, TS, ToSchema)]
pub struct MapHomes {
    pub clusters: Vec<MapCluster>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct MapCluster {
    pub lat: f64,
    pub lon: f64,
    pub households: u32,
    /// Of a single one, shown closely.
    pub household_id: Option<String>,
    pub number: Option<String>,
}

/// What an administrator sees of the source; the key stays where it is.
#[derive(Serialize, TS, ToSchema)]
pub struct MapSettings {
    /// `none`, `tiles` or `file`.
    pub kind: String,
    pub template: String,
    pub has_key: bool,
    pub attribution: String,
    pub least_zoom: u32,
    pub most_zoom: u32,
    /// Whether `map.pmtiles` lies beside the county's database.
    pub file_is_there: bool,
    pub set_ms: Option<i64>,
}

#[derive(Clone, Deserialize, TS, ToSchema)]
pub struct MapSettingsForm {
    pub kind: String,
    pub template: String,
    /// Absent or empty: the one there is stays, as long as the address stays.
    pub key: Option<String>,
    pub attribution: String,
    pub least_zoom: u32,
    pub most_zoom: u32,
}
