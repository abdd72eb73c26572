//! One visit being recorded, or shown as it was.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::photo::{AlikePhoto, PhotoDelivery};
use super::{Labelled, Place};

#[derive(Serialize, Deserialize, TS)]
pub struct VisitRef {
    pub visit_id: String,
}

#[derive(Serialize, Deserialize, TS)]
pub struct StartVisit {
    pub household_id: String,
    /// `full`, `routine` or `four_ones`.
    pub profile: String,
}

/// The whole visit as the engine sees it now. Every change answers with it anew.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct VisitForm {
    pub visit_id: String,
    pub household_id: String,
    pub head_name: String,
    pub place_name: String,
    pub profile: String,
    pub template_version: String,
    pub revision: u32,
    pub place: Place,
    /// False once it has left the phone or been sealed.
    pub editable: bool,
    /// Sealed and not yet on its way: may be opened again.
    pub reopenable: bool,
    pub started_ms: i64,
    pub ended_ms: Option<i64>,
    pub sections: Vec<SectionForm>,
    pub answered: u32,
    pub required: u32,
    /// What still stands between this visit and sealing.
    pub gaps: Vec<Gap>,
    pub location: LocationCard,
    pub photo_waiver: Option<String>,
    /// A picture may be picked from files; it is marked as imported.
    pub gallery_allowed: bool,
    pub problems: Vec<ProblemCard>,
    pub conclusions: Vec<ConclusionCard>,
    /// From the captain or the county, on the revision that came back.
    pub comments: Vec<CommentCard>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SectionForm {
    pub code: String,
    pub title: String,
    /// The member this part is about, when the section is asked per member.
    pub groups: Vec<ItemGroup>,
    pub answered: u32,
    pub required: u32,
    /// Offered when the visit before answered this section and nothing here was touched.
    pub can_confirm_unchanged: bool,
    /// Confirmed as unchanged.
    pub unchanged: bool,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ItemGroup {
    pub member_id: Option<String>,
    pub member_name: Option<String>,
    /// Relation and age, such as `之子 · 12`.
    pub member_note: Option<String>,
    pub items: Vec<ItemForm>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ItemForm {
    pub code: String,
    pub label: String,
    pub help: Option<String>,
    pub kind: ItemKind,
    pub required: bool,
    pub options: Vec<OptionForm>,
    pub unit: Option<String>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub decimals: u32,
    pub max_length: Option<u32>,
    pub value: Option<AnswerInputValue>,
    /// Taken over from an earlier visit and not yet touched.
    pub carried: bool,
    /// Filled in by the app from what it knows.
    pub computed: bool,
    pub photos: Vec<PhotoCard>,
    pub photos_min: u32,
    pub photos_max: u32,
    /// A photo may be replaced by a reason.
    pub waivable: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    YesNo,
    YesNoNa,
    Enum,
    MultiEnum,
    Integer,
    Number,
    Money,
    Text,
    Date,
    Photo,
    Signature,
    MemberRef,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct OptionForm {
    pub code: String,
    pub label: String,
    /// Chosen alone.
    pub exclusive: bool,
}

#[derive(Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum AnswerInputValue {
    Text(String),
    Choice(String),
    Choices(Vec<String>),
    Integer(i64),
    /// As typed.
    Decimal(String),
    /// Fen.
    Money(i64),
    Date(String),
    Member(String),
}

/// An answer given, or with no value taken back.
#[derive(Serialize, Deserialize, TS)]
pub struct AnswerInput {
    pub visit_id: String,
    pub item: String,
    pub member_id: Option<String>,
    pub value: Option<AnswerInputValue>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct SectionRef {
    pub visit_id: String,
    pub section: String,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct PhotoCard {
    pub photo_id: String,
    pub kind: Labelled,
    pub taken_ms: i64,
    pub bytes: u32,
    pub imported: bool,
    /// A valid receipt of the county is here.
    pub verified: bool,
    /// Whether this phone holds the picture.
    pub here: bool,
    pub delivery: PhotoDelivery,
    /// Names the bytes that are sent: another copy of the same photo is another picture to show.
    pub copy: String,
    /// How many parts are covered in it.
    pub blurred: u32,
    /// Photos that show the same picture, until the visit is sealed.
    pub alike: Vec<AlikePhoto>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct PhotoInput {
    pub visit_id: String,
    pub item: String,
    pub member_id: Option<String>,
    /// The camera's file, base64.
    pub data: String,
    /// Picked from files instead of taken with the camera.
    pub imported: bool,
}

/// The stamp as it would stand on a photo taken now.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct StampPreview {
    pub lines: Vec<String>,
    /// Which of the lines is the time, as `2026-11-22 10:00:00` in Asia/Shanghai.
    pub time_line: u32,
    /// The county's time, which the phone's clock may miss.
    pub now_ms: i64,
}

#[derive(Serialize, Deserialize, TS)]
pub struct PhotoRef {
    pub visit_id: String,
    pub photo_id: String,
}

#[derive(Serialize, Deserialize, TS)]
pub struct PictureQuery {
    pub photo_id: String,
    pub size: PictureSize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PictureSize {
    Thumbnail,
    Full,
}

#[derive(Serialize, Deserialize, TS)]
pub struct Picture {
    /// `data:image/jpeg;base64,…`
    pub data_url: String,
}

#[derive(Serialize, Deserialize, TS)]
pub struct PhotoWaiver {
    pub visit_id: String,
    /// Empty takes the waiver back.
    pub reason: String,
    /// Whose photo could not be taken; the photo with the household when absent.
    #[serde(default)]
    #[ts(optional)]
    pub item: Option<String>,
    #[serde(default)]
    #[ts(optional)]
    pub member_id: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LocationCard {
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub accuracy_m: Option<f64>,
    /// A code of `geo_quality`.
    pub quality: String,
    /// Set by hand instead of measured.
    pub manual: bool,
    pub mock: bool,
    pub missing_reason: Option<String>,
    /// From the household's known place, when both are known.
    pub distance_m: Option<f64>,
}

/// Takes a fix; with coordinates where the platform has no receiver (desktop, preview).
#[derive(Serialize, Deserialize, TS)]
pub struct LocateInput {
    pub visit_id: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct LocationWaiver {
    pub visit_id: String,
    pub reason: String,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Gap {
    /// `item_missing`, `photo_missing`, `location_missing`, `times_wrong` …
    pub code: String,
    pub section: Option<String>,
    pub item: Option<String>,
    pub member_id: Option<String>,
    /// The item's label.
    pub label: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ProblemCard {
    pub key: String,
    pub title: String,
    pub member_name: Option<String>,
    pub category: Labelled,
    pub severity: Labelled,
    pub unit: Labelled,
    /// The visitor's reason for setting it aside.
    pub dismissed: Option<String>,
    /// Proposes a lead of this risk type; people decide.
    pub risk_lead: Option<Labelled>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct DismissProblem {
    pub visit_id: String,
    pub key: String,
    /// Empty takes the dismissal back.
    pub reason: String,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ConclusionCard {
    pub code: String,
    pub title: String,
    /// `ok`, `basic`, `fail`, `yes`, `no`, `unknown`, `incomplete`, `problem`, `not_applicable` or a count.
    pub value: String,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct CommentCard {
    pub item: Option<String>,
    pub item_label: Option<String>,
    pub member_id: Option<String>,
    pub text: String,
    pub author: String,
    pub made_ms: i64,
}

#[derive(Serialize, Deserialize, TS)]
pub struct VoidVisit {
    pub visit_id: String,
    pub reason: String,
}
