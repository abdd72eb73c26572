//! A photo looked at closely: what its stamp says, how far it has come, what is covered.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Labelled;

#[derive(Serialize, Deserialize, TS)]
pub struct PhotoQuery {
    pub photo_id: String,
}

/// How far a photo has come. One word and one icon each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PhotoDelivery {
    /// On this phone; it goes once the visit is sealed.
    Here,
    /// Waits for its text, or for a line.
    Waiting,
    /// Some of it is at the county.
    Sending,
    /// Refused: a person must look.
    Refused,
    /// The county proved to hold these very bytes.
    Verified,
    /// On the phone that took it: the county waits for it too.
    Elsewhere,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlikeKind {
    /// The same file.
    Exact,
    /// The same picture.
    Alike,
    /// Worth a look.
    Look,
}

/// Another photo on this phone that shows the same picture. To be looked at, never judged.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct AlikePhoto {
    pub photo_id: String,
    /// See [`super::visit::PhotoCard::copy`].
    pub copy: String,
    pub kind: AlikeKind,
    /// Bits of 128 that differ.
    pub distance: u32,
    /// Only when turned or mirrored.
    pub turned: bool,
    /// Of this very visit, for another item.
    pub same_visit: bool,
    /// The household's head, masked; absent when this phone may no longer see it.
    pub head_name: Option<String>,
    pub taken_ms: i64,
}

/// What an imported file claims. Shown, never trusted.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct PhotoExif {
    /// Local time as its maker wrote it: `2026-11-22T09:56:00`, perhaps with an offset.
    pub time: Option<String>,
    pub coordinates: Option<String>,
    /// From where the phone says the photo was added, when both are known.
    pub distance_m: Option<f64>,
}

/// What is known of one photo.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct PhotoDetails {
    pub photo_id: String,
    pub visit_id: String,
    pub kind: Labelled,
    /// The item it was taken for.
    pub item_label: Option<String>,
    pub taken_ms: i64,
    /// County, town, village and group, as on the stamp.
    pub place: String,
    /// Coordinates with their datum, as on the stamp; absent without a fix.
    pub coordinates: Option<String>,
    pub accuracy_m: Option<f64>,
    /// A code of `geo_quality`.
    pub quality: String,
    /// Set by hand instead of measured.
    pub manual: bool,
    pub mock: bool,
    /// From the household's known place, when both are known; 0 is north, 90 east.
    pub distance_m: Option<f64>,
    pub bearing_deg: Option<f64>,
    pub visitor: String,
    /// The household's head, masked.
    pub head_name: String,
    /// The last digits of the household's number.
    pub number_tail: String,
    pub check_code: String,
    pub bytes: u32,
    pub width: u32,
    pub height: u32,
    pub imported: bool,
    /// Of an imported file that says anything of itself.
    pub exif: Option<PhotoExif>,
    pub delivery: PhotoDelivery,
    /// Of a photo under way.
    pub sent_percent: u32,
    pub verified_ms: Option<i64>,
    /// How many parts are covered in the copy that is sent.
    pub blurred: u32,
    /// Whether parts may be covered now.
    pub can_blur: bool,
    /// Characters of the stamp that stand on the photo as crossed boxes: no font here has them.
    pub boxed: Option<String>,
}

/// A part of the upright picture, in fractions of its sides from the upper left.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct BlurArea {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

/// A photo to draw on.
#[derive(Serialize, Deserialize, TS)]
pub struct BlurPage {
    /// With nothing covered: `data:image/jpeg;base64,…`
    pub data_url: String,
    /// How much of it is the picture; the rest is a strip added for the stamp.
    pub scene_width: f64,
    pub scene_height: f64,
    pub areas: Vec<BlurArea>,
}

/// What to cover from now on; nothing uncovers the photo.
#[derive(Serialize, Deserialize, TS)]
pub struct BlurInput {
    pub visit_id: String,
    pub photo_id: String,
    pub areas: Vec<BlurArea>,
}
