//! Facts of households and members that people correct, and how two values of one are settled.
//!
//! An edit says what the person saw and what it should be, field by field; the county merges it
//! with what it holds by then (`domain::merge`). Where both changed, the county's value stands,
//! the other is kept beside it in the row, and a person decides.

use domain::facts::{FactValue, Field, Shape, Subject};
use domain::id::{ChangeId, HouseholdId, MemberId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock::ClockV1;
use crate::edit::{RecordKind, RecordRef};
use crate::row::{HouseholdV1, MemberV1};

/// At most this many fields in an edit: more than any record has.
pub const MAX_FIELDS: usize = 64;

/// Corrections of one record's facts, made together.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct FactsV1<Id> {
    pub id: Id,
    /// The version of the row the person saw.
    pub base_version: u64,
    pub fields: Vec<FieldV1>,
    /// When it was made; order comes from the server.
    pub clock: ClockV1,
}

/// One field, as it was seen and as it should be. `null` is no value.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldV1 {
    /// A name of `domain::facts::FIELDS`.
    pub field: String,
    pub base: Value,
    pub mine: Value,
}

/// A person's decision between the values of one contested fact.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ResolveFactV1 {
    /// A household or a member.
    pub record: RecordRef,
    pub field: String,
    /// What the person saw; a decision on anything else is refused.
    pub seen: SeenV1,
    pub choice: ChoiceV1,
    pub clock: ClockV1,
}

/// A contested fact as a person saw it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct SeenV1 {
    pub kept: Value,
    /// The `contest_id` of every other value.
    pub others: Vec<ChangeId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "pick", rename_all = "snake_case")]
pub enum ChoiceV1 {
    /// The value that stands.
    Kept,
    /// The value that came with this change.
    Other { contest_id: ChangeId },
}

/// A value that contests the one that stands, as the row carries it to every phone.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ContestedV1 {
    /// The change that brought the other value.
    pub contest_id: ChangeId,
    pub field: String,
    pub kept: Value,
    pub other: Value,
    /// Who says the other value; absent when it is the roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_name: Option<String>,
    /// When, by the county's clock.
    pub at_ms: i64,
    /// Who gave the value that stands; absent when it is the roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_by_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_at_ms: Option<i64>,
}

/// For rows written before there were versions, and to keep them as they were.
pub(crate) fn is_zero(version: &u64) -> bool {
    *version == 0
}

/// The value as it travels.
pub fn to_json(value: &FactValue) -> Value {
    match value {
        FactValue::Nothing => Value::Null,
        FactValue::Text(text) => json!(text),
        FactValue::Codes(codes) => json!(codes),
        FactValue::Number(number) => json!(number),
        FactValue::Flag(flag) => json!(flag),
        FactValue::Place { lat_e7, lon_e7 } => json!({ "lat_e7": lat_e7, "lon_e7": lon_e7 }),
    }
}

/// Reads a value of this field; `None` when it is of another type. What it may hold is for
/// `domain::facts::check`: a value seen in an old row need not pass that.
pub fn from_json(field: &Field, value: &Value) -> Option<FactValue> {
    if value.is_null() {
        return Some(FactValue::Nothing);
    }
    Some(match field.shape {
        Shape::Text { .. } | Shape::Phone | Shape::Choice { .. } => {
            FactValue::text(value.as_str()?)
        }
        Shape::Choices { .. } => {
            let codes = value.as_array()?.iter();
            let codes: Option<Vec<String>> =
                codes.map(|code| code.as_str().map(str::to_owned)).collect();
            FactValue::codes(codes?)
        }
        Shape::Number { .. } => FactValue::Number(value.as_i64()?),
        Shape::Flag => FactValue::Flag(value.as_bool()?),
        Shape::Place => FactValue::Place {
            lat_e7: value.get("lat_e7")?.as_i64()?,
            lon_e7: value.get("lon_e7")?.as_i64()?,
        },
    })
}

/// A row whose facts people correct.
pub trait FactRow {
    const SUBJECT: Subject;

    fn record(&self) -> RecordRef;
    fn household(&self) -> HouseholdId;
    fn version(&self) -> u64;
    fn contested(&self) -> &[ContestedV1];
    fn set_standing(&mut self, version: u64, contested: Vec<ContestedV1>);

    /// The value of a field; `None` for a name that is no fact.
    fn fact(&self, name: &str) -> Option<FactValue>;

    /// Takes a value of the field's type; any other changes nothing.
    fn set_fact(&mut self, name: &str, value: FactValue);
}

/// How a row says which version it is and what is contested: alike in every row with facts.
macro_rules! standing {
    () => {
        fn version(&self) -> u64 {
            self.version
        }

        fn contested(&self) -> &[ContestedV1] {
            &self.contested
        }

        fn set_standing(&mut self, version: u64, contested: Vec<ContestedV1>) {
            self.version = version;
            self.contested = contested;
        }
    };
}

impl FactRow for HouseholdV1 {
    const SUBJECT: Subject = Subject::Household;

    fn record(&self) -> RecordRef {
        RecordRef::household(self.id)
    }

    fn household(&self) -> HouseholdId {
        self.id
    }

    standing!();

    fn fact(&self, name: &str) -> Option<FactValue> {
        Some(match name {
            "phone" => optional(self.phone.as_deref()),
            "address" => optional(self.address.as_deref()),
            "group" => FactValue::text(&self.group),
            "annual_family_size" => FactValue::Number(self.annual_family_size.into()),
            "no_labor" => FactValue::Flag(self.no_labor),
            "place" => match (self.lat, self.lon) {
                (Some(lat), Some(lon)) => FactValue::place(lat, lon).unwrap_or(FactValue::Nothing),
                _ => FactValue::Nothing,
            },
            _ => return None,
        })
    }

    fn set_fact(&mut self, name: &str, value: FactValue) {
        match (name, value) {
            ("phone", value) => put(&mut self.phone, value),
            ("address", value) => put(&mut self.address, value),
            ("group", FactValue::Text(group)) => self.group = group,
            ("annual_family_size", FactValue::Number(size)) => {
                self.annual_family_size = u32::try_from(size).unwrap_or(self.annual_family_size);
            }
            ("no_labor", FactValue::Flag(no_labor)) => self.no_labor = no_labor,
            ("place", value) => {
                (self.lat, self.lon) = value.degrees().unzip();
            }
            _ => {}
        }
    }
}

impl FactRow for MemberV1 {
    const SUBJECT: Subject = Subject::Member;

    fn record(&self) -> RecordRef {
        RecordRef::member(self.id)
    }

    fn household(&self) -> HouseholdId {
        self.household_id
    }

    standing!();

    fn fact(&self, name: &str) -> Option<FactValue> {
        Some(match name {
            "education" => optional(self.education.as_deref()),
            "school_status" => FactValue::text(&self.school_status),
            "health" => FactValue::codes(self.health.clone()),
            "labor" => optional(self.labor.as_deref()),
            "work_place" => optional(self.work_place.as_deref()),
            "work_months" => FactValue::Number(self.work_months.into()),
            "work_company" => optional(self.work_company.as_deref()),
            "medins" => optional(self.medins.as_deref()),
            "pension" => optional(self.pension.as_deref()),
            "phone" => optional(self.phone.as_deref()),
            "guardian" => optional(self.guardian.as_deref()),
            _ => return None,
        })
    }

    fn set_fact(&mut self, name: &str, value: FactValue) {
        match (name, value) {
            ("education", value) => put(&mut self.education, value),
            ("school_status", FactValue::Text(code)) => self.school_status = code,
            ("school_status", FactValue::Nothing) => self.school_status.clear(),
            ("health", FactValue::Codes(codes)) => self.health = codes,
            ("health", FactValue::Nothing) => self.health.clear(),
            ("labor", value) => put(&mut self.labor, value),
            ("work_place", value) => put(&mut self.work_place, value),
            ("work_company", value) => put(&mut self.work_company, value),
            ("medins", value) => put(&mut self.medins, value),
            ("pension", value) => put(&mut self.pension, value),
            ("phone", value) => put(&mut self.phone, value),
            ("guardian", value) => put(&mut self.guardian, value),
            ("work_months", FactValue::Number(months)) => {
                self.work_months = u32::try_from(months).unwrap_or(self.work_months);
            }
            _ => {}
        }
    }
}

fn optional(text: Option<&str>) -> FactValue {
    text.map_or(FactValue::Nothing, FactValue::text)
}

fn put(place: &mut Option<String>, value: FactValue) {
    match value {
        FactValue::Text(text) => *place = Some(text),
        FactValue::Nothing => *place = None,
        _ => {}
    }
}

/// Whose facts a kind of record holds; `None` for records without any.
pub fn subject(kind: RecordKind) -> Option<Subject> {
    match kind {
        RecordKind::Household => Some(Subject::Household),
        RecordKind::Member => Some(Subject::Member),
        RecordKind::Visit
        | RecordKind::Batch
        | RecordKind::Problem
        | RecordKind::Entry
        | RecordKind::Unknown => None,
    }
}

impl RecordRef {
    pub fn member(id: MemberId) -> Self {
        Self {
            kind: RecordKind::Member,
            id: id.to_string(),
        }
    }
}

// Values are what people say of a household: `Debug` shows ids and field names only.
impl<Id: std::fmt::Display> std::fmt::Debug for FactsV1<Id> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FactsV1({} v{}", self.id, self.base_version)?;
        for field in &self.fields {
            write!(f, " {}", field.field)?;
        }
        f.write_str(")")
    }
}

impl std::fmt::Debug for FieldV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FieldV1({})", self.field)
    }
}

impl std::fmt::Debug for ResolveFactV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ResolveFactV1({} {})", self.record.id, self.field)
    }
}

impl std::fmt::Debug for SeenV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SeenV1({} others)", self.others.len())
    }
}

impl std::fmt::Debug for ContestedV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ContestedV1({} {})", self.contest_id, self.field)
    }
}

#[cfg(test)]
mod tests;
