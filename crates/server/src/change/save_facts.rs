//! Corrections of a household's or member's facts become the county's, field by field; and a
//! person's decision between two values of one.

use std::collections::HashSet;

use domain::Timestamp;
use domain::checklist::builtin;
use domain::facts::check;
use domain::id::HouseholdId;
use protocol::clock::ClockV1;
use protocol::edit::{Edit, RecordKind};
use protocol::facts::{ChoiceV1, FactRow, FactsV1, FieldV1, MAX_FIELDS, ResolveFactV1, from_json};
use protocol::push::Outcome;
use protocol::row::{HouseholdV1, MemberV1};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::when::when;
use super::{Arrival, Reason, Stop, rights};
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::facts::{self, Correction, Decision, Resolved, Source};

/// Takes in corrections of one row.
pub(super) fn apply<Row, Id>(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    edit: &FactsV1<Id>,
) -> Result<(), Stop>
where
    Row: Known,
    Id: std::fmt::Display,
{
    let id = edit.id.to_string();
    let county = arrival.county.id;
    let row: Row = find(tx, arrival, &id, &edit.clock)?;
    let corrections = read::<Row>(&edit.fields)?;
    let source = Source {
        author: Some(arrival.device.person),
        contest_id: arrival.change_id,
        base_version: edit.base_version,
        at_ms: when(tx, arrival, &edit.clock)?.at_ms,
    };
    facts::merge(tx, county, row, &source, &corrections)?;
    note(tx, arrival, "facts_received", &id)
}

/// Takes in a decision.
pub(super) fn apply_resolve(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    edit: &ResolveFactV1,
) -> Result<(), Stop> {
    match edit.record.kind {
        RecordKind::Household => resolve::<HouseholdV1>(tx, arrival, edit),
        RecordKind::Member => resolve::<MemberV1>(tx, arrival, edit),
        RecordKind::Visit
        | RecordKind::Batch
        | RecordKind::Problem
        | RecordKind::Entry
        | RecordKind::Unknown => Err(Stop::reject("unknown_option", "edit.record.kind")),
    }
}

fn resolve<Row: Known>(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    edit: &ResolveFactV1,
) -> Result<(), Stop> {
    let id = &edit.record.id;
    if id.parse::<HouseholdId>().is_err() {
        return Err(Stop::reject("malformed", "edit.record.id"));
    }
    let row: Row = find(tx, arrival, id, &edit.clock)?;
    let version = u32::try_from(row.version()).unwrap_or(u32::MAX);
    let field = facts::field::<Row>(&edit.field)
        .ok_or_else(|| Stop::reject("unknown_field", "edit.field"))?;
    let seen_kept = from_json(field, &edit.seen.kept)
        .ok_or_else(|| Stop::reject("malformed", "edit.seen.kept"))?;
    let decision = Decision {
        field,
        seen_kept,
        seen_others: edit.seen.others.clone(),
        chosen: match edit.choice {
            ChoiceV1::Kept => None,
            ChoiceV1::Other { contest_id } => Some(contest_id),
        },
        by: arrival.device.person,
        now: arrival.now,
    };
    match facts::resolve(tx, arrival.county.id, row, &decision) {
        Ok(Resolved::Done | Resolved::Already) => {}
        Ok(Resolved::Stale) => return Err(Stop::too_late("stale", "contested", version)),
        // The contest it chose was never here.
        Err(crate::error::Error::Refused(_)) => {
            return Err(Stop::too_late("stale", "contested", version));
        }
        Err(other) => return Err(other.into()),
    }
    note(tx, arrival, "fact_resolved", id)
}

/// As the phone hears it: merged, when some of its values are contested.
pub(super) fn told(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    edit: Option<&Edit>,
    outcome: Outcome,
) -> Result<Outcome, Stop> {
    let Some(Edit::SaveHouseholdV1(_) | Edit::SaveMemberV1(_)) = edit else {
        return Ok(outcome);
    };
    let Outcome::Accepted { receipt } = outcome else {
        return Ok(outcome);
    };
    let contested = facts::brought(tx, arrival.county.id, arrival.change_id)?;
    Ok(if contested.is_empty() {
        Outcome::Accepted { receipt }
    } else {
        Outcome::Merged { receipt, contested }
    })
}

/// A row this person may correct.
fn find<Row: Known>(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    id: &str,
    clock: &ClockV1,
) -> Result<Row, Stop> {
    let county = arrival.county.id;
    let row = facts::load::<Row>(tx, county, id)?;
    let row = row.filter(Row::is_there);
    let row = row.ok_or(Stop::Quarantine(Row::UNKNOWN))?;
    let household: HouseholdId = row.household();
    let village = village(tx, arrival, household)?;
    let made = when(tx, arrival, clock)?;
    let day = Timestamp::from_ms(made.at_ms).shanghai_date();
    let day = day.to_string();
    // A person at the county may have called for it in somebody else's name.
    let answerable = arrival.assigned.unwrap_or(arrival.device.person);
    rights::may_record(tx, county, household, &village, answerable, &day)?;
    Ok(row)
}

fn village(
    reader: &mut Reader<'_>,
    arrival: &Arrival<'_>,
    household: HouseholdId,
) -> Result<String, Stop> {
    let found = reader.first(
        "select area_code from household where county_id = $1 and household_id = $2",
        &[arrival.county.id.into(), household.into()],
    )?;
    let found = found.ok_or(Stop::Quarantine(Reason::UnknownHousehold))?;
    Ok(found.text("area_code")?)
}

/// Reads and checks every field; the first fault is named.
fn read<Row: FactRow>(fields: &[FieldV1]) -> Result<Vec<Correction>, Stop> {
    if fields.is_empty() {
        return Err(Stop::reject("empty", "edit.fields"));
    }
    if fields.len() > MAX_FIELDS {
        return Err(Stop::reject("too_many", "edit.fields"));
    }
    let mut seen = HashSet::new();
    let mut read = Vec::with_capacity(fields.len());
    for (place, one) in fields.iter().enumerate() {
        let at = |part: &str| format!("edit.fields[{place}].{part}");
        let field = facts::field::<Row>(&one.field)
            .ok_or_else(|| Stop::reject("unknown_field", at("field")))?;
        if !seen.insert(field.name) {
            return Err(Stop::reject("repeated", at("field")));
        }
        let base =
            from_json(field, &one.base).ok_or_else(|| Stop::reject("malformed", at("base")))?;
        let mine =
            from_json(field, &one.mine).ok_or_else(|| Stop::reject("malformed", at("mine")))?;
        let mine = check(field, mine, &builtin().1)
            .map_err(|fault| Stop::reject(fault.code(), at("mine")))?;
        read.push(Correction { field, base, mine });
    }
    Ok(read)
}

/// Whose facts moved, never which or how.
fn note(tx: &mut Tx<'_>, arrival: &Arrival<'_>, action: &str, id: &str) -> Result<(), Stop> {
    let (county, by) = (arrival.county.id, arrival.device.person);
    Ok(audit(tx, county, arrival.now, Some(by), action, id)?)
}

/// A row that may have gone.
pub(super) trait Known: FactRow + Serialize + DeserializeOwned {
    /// Why an edit of one that is not here is aside.
    const UNKNOWN: Reason;

    fn is_there(&self) -> bool;
}

impl Known for HouseholdV1 {
    const UNKNOWN: Reason = Reason::UnknownHousehold;

    fn is_there(&self) -> bool {
        true
    }
}

impl Known for MemberV1 {
    const UNKNOWN: Reason = Reason::UnknownMember;

    fn is_there(&self) -> bool {
        self.active
    }
}
