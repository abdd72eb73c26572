//! Entries of the ledgers beside visits and problems (`domain::ledger`): what phones save and do,
//! and the rows they pull.

use domain::id::{EntryId, EntryStepId, HouseholdId, PersonId};
use domain::ledger::{EntryValue, Values};
use serde::{Deserialize, Serialize};

use crate::facts::is_zero;

/// An entry as it was written, or what its author corrected.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveEntryV1 {
    pub id: EntryId,
    /// A code of `data/ledgers.json`.
    pub ledger: String,
    /// Whose it is, in a household's ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household_id: Option<HouseholdId>,
    /// Twelve digits: whose it is, in a village's ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_code: Option<String>,
    /// Another entry this one belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_id: Option<EntryId>,
    /// New: all fields. Corrected: those that changed.
    pub fields: Vec<EntryFieldV1>,
    /// The version the person saw; 0 for a new one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub base_version: u64,
    /// By the phone's wall clock, UTC milliseconds; order comes from the server.
    pub saved_ms: i64,
}

/// One field as it was seen and as it should be. Absent is empty.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryFieldV1 {
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<EntryValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<EntryValue>,
}

/// What somebody does with an entry.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveEntryV1 {
    pub id: EntryStepId,
    pub entry_id: EntryId,
    /// A move of its ledger, or `void`.
    pub step: String,
    /// Where the entry stood when the person looked: a step from elsewhere is refused.
    pub seen_state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the move asks for.
    #[serde(default, skip_serializing_if = "Values::is_empty")]
    pub fields: Values,
    pub moved_ms: i64,
}

/// An entry as the county has it. ID numbers are masked (DOMAIN §3.1).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryStateV1 {
    pub id: EntryId,
    pub ledger: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household_id: Option<HouseholdId>,
    /// The village it belongs to; of a cadre's own entries, where he works.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub area_code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_id: Option<EntryId>,
    /// For whoever must act and does not help the household.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub head_name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub village: String,
    pub author_id: PersonId,
    pub author_name: String,
    /// A state of its ledger, or `voided`.
    pub state: String,
    pub fields: Values,
    /// `YYYY-MM-DD`: by when it is to be dealt with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// When the county heard of it first, UTC milliseconds.
    pub made_ms: i64,
    /// Counts the changes of this row.
    pub version: u64,
    /// What happened to it, oldest first.
    pub steps: Vec<EntryStepLineV1>,
}

/// One line of an entry's history.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryStepLineV1 {
    /// A move of its ledger; `saved`, `corrected` or `void`.
    pub step: String,
    /// Where it stood afterwards.
    pub state: String,
    pub by_name: String,
    pub at_ms: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was said with it; of a correction, what the fields became.
    #[serde(default, skip_serializing_if = "Values::is_empty")]
    pub fields: Values,
    /// Fields of a correction that somebody else had changed meanwhile: what stood there stayed,
    /// and what was meant is in `fields`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contested: Vec<String>,
}

// What is written in ledgers is about people: `Debug` shows ids and codes only.
impl std::fmt::Debug for SaveEntryV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SaveEntryV1({} {})", self.ledger, self.id)
    }
}

impl std::fmt::Debug for EntryFieldV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EntryFieldV1({})", self.field)
    }
}

impl std::fmt::Debug for MoveEntryV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MoveEntryV1({} {})", self.entry_id, self.step)
    }
}

impl std::fmt::Debug for EntryStateV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "EntryStateV1({} {} {})",
            self.ledger, self.id, self.state
        )
    }
}

impl std::fmt::Debug for EntryStepLineV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EntryStepLineV1({} {})", self.step, self.state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edit;
    use uuid::Uuid;

    const ID: &str = "00000000-0000-0000-0000-000000000001";

    /// Phones in the field speak exactly these lines.
    #[test]
    fn entries_and_their_steps_are_frozen() {
        let one = Uuid::from_u128(1);
        let save = Edit::SaveEntryV1(SaveEntryV1 {
            id: EntryId::from_uuid(one),
            ledger: "good_deed".to_owned(),
            household_id: Some(HouseholdId::from_uuid(one)),
            area_code: None,
            of_id: None,
            fields: vec![
                EntryFieldV1 {
                    field: "text".to_owned(),
                    base: None,
                    mine: Some(EntryValue::Text("t".to_owned())),
                },
                EntryFieldV1 {
                    field: "value".to_owned(),
                    base: Some(EntryValue::Number(5)),
                    mine: None,
                },
                EntryFieldV1 {
                    field: "risk_types".to_owned(),
                    base: None,
                    mine: Some(EntryValue::List(vec!["illness".to_owned()])),
                },
            ],
            base_version: 0,
            saved_ms: 3,
        });
        let line = format!(
            r#"{{"kind":"save_entry_v1","id":"{ID}","ledger":"good_deed","household_id":"{ID}","fields":[{{"field":"text","mine":"t"}},{{"field":"value","base":5}},{{"field":"risk_types","mine":["illness"]}}],"saved_ms":3}}"#
        );
        assert_eq!(serde_json::to_string(&save).unwrap(), line);
        assert_eq!(serde_json::from_str::<Edit>(&line).unwrap(), save);

        let moved = Edit::MoveEntryV1(MoveEntryV1 {
            id: EntryStepId::from_uuid(one),
            entry_id: EntryId::from_uuid(one),
            step: "finish".to_owned(),
            seen_state: "planned".to_owned(),
            reason: None,
            fields: Values::from([("effect".to_owned(), EntryValue::Text("e".to_owned()))]),
            moved_ms: 4,
        });
        let line = format!(
            r#"{{"kind":"move_entry_v1","id":"{ID}","entry_id":"{ID}","step":"finish","seen_state":"planned","fields":{{"effect":"e"}},"moved_ms":4}}"#
        );
        assert_eq!(serde_json::to_string(&moved).unwrap(), line);
        assert_eq!(serde_json::from_str::<Edit>(&line).unwrap(), moved);
    }
}
