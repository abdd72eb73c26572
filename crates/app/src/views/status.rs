//! What the app needs to know before it can show anything.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Status {
    pub phase: Phase,
    pub settings: Settings,
    pub person: Option<Owner>,
    /// True where a location is set by hand (desktop, preview).
    pub manual_location: bool,
    pub has_pin: bool,
    pub app_version: String,
    /// This app met something that only a newer one can read, or the county asks for a newer one.
    /// Everything is kept meanwhile.
    pub update_wanted: bool,
    /// Counts for the tab badges.
    pub returned: u32,
    pub unsent: u32,
    pub to_review: u32,
    /// For photos; words need next to none.
    pub room: Room,
    /// Whether the last round found the county; absent before the first since the app was opened.
    pub reached: Option<bool>,
}

/// Whether the phone's disk has room for photos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    Enough,
    /// For an afternoon.
    Low,
    /// No photo is taken any more; everything else goes on.
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// No county yet: show enrolment.
    New,
    /// A PIN guards the store.
    Locked,
    Ready,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Owner {
    pub person_id: String,
    pub name: String,
    pub unit: String,
    pub county: String,
    pub team: Option<String>,
    /// Whether this person reviews others' visits.
    pub captain: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Settings {
    /// `zh` or `en`.
    pub language: String,
    /// 100, 125, 150 or 200.
    pub text_percent: u32,
    pub high_contrast: bool,
    pub photos_on_wifi_only: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: "zh".to_owned(),
            text_percent: 100,
            high_contrast: false,
            photos_on_wifi_only: false,
        }
    }
}

#[derive(Serialize, Deserialize, TS)]
pub struct EnrolForm {
    /// `https://…` as printed beside the code.
    pub server: String,
    pub code: String,
}

#[derive(Serialize, Deserialize, TS)]
pub struct PinForm {
    pub pin: String,
}

/// Sets, changes or (with an empty `new_pin`) removes the PIN.
#[derive(Serialize, Deserialize, TS)]
pub struct PinChange {
    pub old_pin: Option<String>,
    pub new_pin: String,
}
