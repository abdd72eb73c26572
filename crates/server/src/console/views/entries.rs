//! The ledgers beside visits and problems: their definitions, rows, one entry's page and forms.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::Labelled;

/// Everything a screen needs to show and fill in any ledger.
#[derive(Clone, Serialize, TS, ToSchema)]
pub struct LedgerDefinition {
    pub ledger: Labelled,
    pub about_zh: String,
    pub about_en: String,
    /// `household`, `village` or `person`.
    pub scope: String,
    /// The county has not turned it on.
    pub off: bool,
    pub has_amount: bool,
    pub has_due: bool,
    /// What entries are counted by; empty where they are not.
    pub kinds: Vec<Labelled>,
    pub fields: Vec<DefinedField>,
    pub states: Vec<DefinedState>,
    pub moves: Vec<DefinedMove>,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct DefinedField {
    pub field: Labelled,
    /// `text`, `long_text`, `date`, `money` (fen), `integer`, `choice`, `choices`, `member`,
    /// `members`, `household`, `area` or `id_number`.
    pub shape: String,
    pub required: bool,
    pub past: bool,
    pub options: Vec<Labelled>,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub most: Option<u32>,
    pub show_if: Option<DefinedShowIf>,
    pub group_zh: Option<String>,
    pub group_en: Option<String>,
    pub help_zh: Option<String>,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct DefinedShowIf {
    pub field: String,
    pub any_of: Vec<String>,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct DefinedState {
    pub state: Labelled,
    pub settled: bool,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct DefinedMove {
    pub step: Labelled,
    pub needs_reason: bool,
    /// It changes other records of the county.
    pub takes_effect: bool,
    pub fields: Vec<DefinedField>,
}

/// What to list; everything absent is everything.
#[derive(Clone, Deserialize, TS, ToSchema)]
pub struct EntrySearch {
    pub ledger: String,
    /// `open`, `overdue`, `settled`, `voided` or `all`.
    pub group: Option<String>,
    pub kind: Option<String>,
    /// Nine digits.
    pub town: Option<String>,
    pub household_id: Option<String>,
    /// `YYYY-MM-DD`, of the day an entry is about.
    pub from: Option<String>,
    pub to: Option<String>,
    pub after: Option<String>,
}

/// A page of entries, the newest first; `next` goes back as `after`.
#[derive(Serialize, TS, ToSchema)]
pub struct EntryList {
    pub entries: Vec<EntryRow>,
    pub counts: EntryCounts,
    /// What all that were asked for come to, fen.
    pub amount_fen: Option<i64>,
    pub next: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct EntryCounts {
    pub open: u32,
    pub overdue: u32,
    pub settled: u32,
    pub voided: u32,
    pub all: u32,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct EntryRow {
    pub entry_id: String,
    pub ledger: Labelled,
    pub state: Labelled,
    pub settled: bool,
    pub kind: Option<Labelled>,
    pub title: String,
    pub household_id: Option<String>,
    pub head_name: String,
    pub town: String,
    pub village: String,
    pub author_name: String,
    /// Its author gave no name; nobody is told it here.
    pub unsigned: bool,
    /// `YYYY-MM-DD`.
    pub day: Option<String>,
    pub amount_fen: Option<i64>,
    pub due: Option<String>,
    pub overdue: bool,
    pub made_ms: i64,
}

#[derive(Serialize, TS, ToSchema)]
pub struct EntryPage {
    pub row: EntryRow,
    pub values: BTreeMap<String, EntryFieldValue>,
    /// Names of members and households that `values` refer to, by id.
    pub names: BTreeMap<String, String>,
    pub members: Vec<EntryMember>,
    pub steps: Vec<EntryStepRow>,
    /// Codes of the moves this person has now.
    pub moves: Vec<String>,
    pub may_correct: bool,
    /// Of an income survey: what it comes to.
    pub income: Option<IncomeFigures>,
    /// Codes of what looks odd.
    pub notices: Vec<Labelled>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct EntryMember {
    pub member_id: String,
    pub name: String,
}

/// All in fen.
#[derive(Serialize, TS, ToSchema)]
pub struct IncomeFigures {
    pub wage: i64,
    pub business: i64,
    pub property: i64,
    pub transfer: i64,
    pub expense: i64,
    pub claim: i64,
    pub out_of_pocket: i64,
    pub people: u32,
    pub net: i64,
    pub per_capita_net: i64,
    pub reference: i64,
    pub per_capita_reference: i64,
    /// The line in force, where the county has set one.
    pub line_fen: Option<i64>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct EntryStepRow {
    /// A move of the ledger; `saved`, `corrected` or `void`.
    pub step: Labelled,
    pub state: Labelled,
    pub by_name: String,
    pub at_ms: i64,
    pub reason: Option<String>,
    pub values: BTreeMap<String, EntryFieldValue>,
    pub contested: Vec<String>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize, TS, ToSchema)]
#[serde(untagged)]
pub enum EntryFieldValue {
    Text(String),
    Number(i64),
    List(Vec<String>),
}

/// A new entry, or a correction.
#[derive(Clone, Deserialize, TS, ToSchema)]
pub struct EntrySaveForm {
    pub ledger: String,
    /// Absent for a new one.
    pub entry_id: Option<String>,
    pub household_id: Option<String>,
    /// Twelve digits, of a village's ledger.
    pub area_code: Option<String>,
    pub values: BTreeMap<String, EntryFieldValue>,
}

#[derive(Clone, Deserialize, TS, ToSchema)]
pub struct EntryMoveForm {
    pub step: String,
    /// Where it stood on the screen.
    pub seen_state: String,
    pub reason: Option<String>,
    pub values: BTreeMap<String, EntryFieldValue>,
}
