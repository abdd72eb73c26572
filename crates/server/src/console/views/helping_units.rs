//! Units that help villages, and who guides whom.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{EditStepRow, Labelled};

/// Which units to look for. A form and not an address: names belong in no address.
#[derive(Deserialize, TS, ToSchema)]
pub struct HelpingUnitSearch {
    /// The unit shown last.
    pub after: Option<String>,
    /// Part of the name.
    pub text: Option<String>,
    pub level: Option<String>,
    pub kind: Option<String>,
    /// `current`, `ended`; all when absent.
    pub state: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct HelpingUnitList {
    pub units: Vec<HelpingUnitCard>,
    pub next: Option<String>,
    pub total: u32,
    /// What people name as their unit and is none of the list.
    pub unlisted: Vec<UnlistedUnit>,
    pub levels: Vec<Labelled>,
    pub kinds: Vec<HelpingUnitKind>,
    pub classes: Vec<Labelled>,
    pub may_edit: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct HelpingUnitKind {
    pub kind: Labelled,
    /// Whether a unit of it has an enterprise class.
    pub enterprise: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct HelpingUnitCard {
    pub helping_unit_id: String,
    pub name: String,
    pub level: Labelled,
    pub kind: Labelled,
    pub class: Option<Labelled>,
    /// The head who answers for it; the number is masked.
    pub head_name: String,
    pub head_phone: String,
    /// People who are with the county.
    pub people: u32,
    /// Villages it helps today.
    pub villages: u32,
    /// Households its people answer for today.
    pub households: u32,
    /// Households an enterprise of its class is to help; a notice, never a limit.
    pub quota: Option<u32>,
    pub ended_on: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct UnlistedUnit {
    pub unit: String,
    pub people: u32,
}

/// What is written of a unit.
#[derive(Clone, Serialize, Deserialize, TS, ToSchema)]
pub struct HelpingUnitFacts {
    pub name: String,
    /// A code of `unit_level`.
    pub level: String,
    /// A code of `unit_type`.
    pub kind: String,
    /// A code of `enterprise_class_quota`, of enterprises.
    pub class: Option<String>,
    pub head_name: String,
    pub head_phone: String,
    pub villages: Vec<HelpedVillage>,
}

#[derive(Clone, Serialize, Deserialize, TS, ToSchema)]
pub struct HelpedVillage {
    pub village_code: String,
    /// `YYYY-MM-DD`.
    pub from: String,
    /// The last day.
    pub to: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct HelpingUnitPage {
    pub unit: HelpingUnitCard,
    /// With the number whole, for whoever may change it; masked for others.
    pub facts: HelpingUnitFacts,
    /// The villages in words: town and village.
    pub village_names: Vec<String>,
    pub people: Vec<HelpingUnitPerson>,
    /// There are more than are shown.
    pub more_people: bool,
    pub end_reason: Option<String>,
    pub history: Vec<EditStepRow>,
    /// `YYYY-MM-DD`.
    pub today: String,
    pub may_edit: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct HelpingUnitPerson {
    pub person_id: String,
    pub name: String,
    pub households: u32,
}

/// A new unit where nothing was seen.
#[derive(Deserialize, TS, ToSchema)]
pub struct HelpingUnitForm {
    /// Absent for a new unit.
    pub helping_unit_id: Option<String>,
    pub seen: Option<HelpingUnitFacts>,
    pub wanted: HelpingUnitFacts,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct HelpingUnitEndForm {
    pub seen: HelpingUnitFacts,
    /// `YYYY-MM-DD`, its last day.
    pub day: String,
    pub reason: String,
    /// `moved`, `left`; needed when it has people.
    pub people: Option<String>,
    /// `moved`, `left`; needed when it helps villages.
    pub villages: Option<String>,
    /// The unit that takes over.
    pub successor_id: Option<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct UnitLinkForm {
    /// The text in people's `unit`.
    pub unit: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct UnitLinked {
    pub people: u32,
}
