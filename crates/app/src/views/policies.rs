//! The policy card 政策“一口清”: what a helper should be able to say at the door.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Labelled;

#[derive(Serialize, Deserialize, TS)]
pub struct PolicyCard {
    /// `YYYY-MM-DD`: the day the texts are read on.
    pub date: String,
    pub villages: Vec<VillageFacts>,
    pub policies: Vec<PolicyLine>,
    /// How many of them the county has filled in.
    pub filled: u32,
}

/// A village as this phone's list has it; the county's own figures may differ.
#[derive(Clone, Default, Serialize, Deserialize, TS)]
pub struct VillageFacts {
    pub town: String,
    pub village: String,
    pub groups: u32,
    pub households: u32,
    pub people: u32,
    pub exited: u32,
    pub exited_people: u32,
    pub monitored: u32,
    pub monitored_people: u32,
    /// The village's team, the captain first.
    pub team: Vec<TeamPerson>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct TeamPerson {
    pub name: String,
    pub unit: String,
    pub captain: bool,
}

#[derive(Serialize, Deserialize, TS)]
pub struct PolicyLine {
    pub code: String,
    pub name: String,
    /// Whose matter it is in a town.
    pub unit_role: Labelled,
    /// The text that holds today; absent while the county has not filled it in.
    pub text: Option<PolicyText>,
    /// The next text, where one is known already.
    pub next: Option<PolicyText>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct PolicyText {
    pub text: String,
    /// `YYYY-MM-DD`.
    pub from: String,
    /// The last day; absent while it holds on.
    pub until: Option<String>,
}
