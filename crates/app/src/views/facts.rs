//! Facts of a household and its members: what is known, what a person corrects, and what two
//! people say differently.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Labelled;

#[derive(Serialize, Deserialize, TS)]
pub struct FactsPage {
    pub household_id: String,
    pub head_name: String,
    /// The household first, then everyone in it.
    pub sheets: Vec<FactSheet>,
    /// Facts of which two values are known.
    pub contested: u32,
    /// Corrections and decisions only this phone has.
    pub waiting: u32,
}

/// One record's facts.
#[derive(Serialize, Deserialize, TS)]
pub struct FactSheet {
    pub kind: FactKind,
    pub record_id: String,
    /// The household's head, or the member.
    pub title: String,
    /// How the member is related to the head.
    pub relation: Option<String>,
    /// Of the county's row; a decision names the one it saw.
    pub version: u32,
    pub fields: Vec<FactField>,
    /// What is on its way, oldest first.
    pub changes: Vec<FactChange>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    Household,
    Member,
}

#[derive(Serialize, Deserialize, TS)]
pub struct FactField {
    pub field: String,
    pub label: String,
    pub shape: FactShape,
    /// As this phone has it: with what is not sent yet.
    pub value: FactInput,
    pub words: String,
    /// What the county has, where this phone says otherwise.
    pub county_words: Option<String>,
    /// The correction that waits.
    pub change_id: Option<String>,
    /// Why the county refused it.
    pub refused: Option<String>,
    pub contest: Option<FactContest>,
}

#[derive(Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FactShape {
    Text {
        most: u32,
    },
    Phone,
    Choice {
        options: Vec<Labelled>,
    },
    Choices {
        options: Vec<Labelled>,
        alone: Vec<String>,
    },
    Number {
        least: i32,
        most: i32,
    },
    Flag,
    Place,
}

#[derive(Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum FactInput {
    Nothing,
    Text(String),
    Codes(Vec<String>),
    Number(i32),
    Flag(bool),
    /// WGS-84 degrees.
    Place {
        lat: f64,
        lon: f64,
    },
}

/// Two or more values of one fact; a person decides.
#[derive(Serialize, Deserialize, TS)]
pub struct FactContest {
    /// What stands comes first.
    pub values: Vec<ContestedValue>,
    /// The decision on its way, if one was made here.
    pub change: Option<FactChange>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct ContestedValue {
    /// Absent for the value that stands.
    pub contest_id: Option<String>,
    pub words: String,
    /// Absent: as the roster says.
    pub by_name: Option<String>,
    pub at_ms: Option<i64>,
    /// This phone's owner said so.
    pub mine: bool,
    /// Chosen here, not yet heard of by the county.
    pub chosen: bool,
}

/// A correction or decision on its way.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct FactChange {
    pub change_id: String,
    pub is_decision: bool,
    pub delivery: FactDelivery,
    /// Why a person is needed.
    pub code: Option<String>,
    /// Never left, or was refused.
    pub can_undo: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FactDelivery {
    Queued,
    Held,
    Quarantined,
    Parked,
    Behind,
    /// The county has it; its row comes with the next pull.
    Confirmed,
}

#[derive(Serialize, Deserialize, TS)]
pub struct FactsInput {
    pub household_id: String,
    pub kind: FactKind,
    pub record_id: String,
    /// Only what was changed.
    pub fields: Vec<FactFieldInput>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct FactFieldInput {
    pub field: String,
    pub value: FactInput,
}

#[derive(Serialize, Deserialize, TS)]
pub struct FactDecision {
    pub household_id: String,
    pub kind: FactKind,
    pub record_id: String,
    pub field: String,
    /// The version of the sheet the person saw.
    pub version: u32,
    /// The value that wins; absent for the one that stands.
    pub contest_id: Option<String>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct FactUndo {
    pub household_id: String,
    pub change_id: String,
}
