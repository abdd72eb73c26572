//! The parts of a record that entries change, as the roster says them.

use domain::id::CountyId;
use protocol::row::{HouseholdV1, MemberV1, kind};
use serde_json::{Value, json};

use super::income::{INCOME, PEOPLE};
use crate::db::Tx;
use crate::error::Error;

/// Category, since when, risks, and whether they are gone.
pub(super) const MONITORING: &str = "monitoring";
/// Village and town.
pub(super) const PLACE: &str = "place";
/// That the household has ended.
pub(super) const ENDED: &str = "ended";
/// That a member is there.
pub(super) const ACTIVE: &str = "active";
/// Whose household a member is in.
pub(super) const HOME: &str = "home";
/// To the head of the household.
pub(super) const RELATION: &str = "relation";

pub(super) fn of_household(row: &HouseholdV1, part: &str) -> Value {
    match part {
        INCOME => json!(row.net_income_fen),
        PEOPLE => json!(row.annual_family_size),
        MONITORING => json!([
            row.monitor_category,
            row.monitor_since,
            row.risk_types,
            row.risk_eliminated
        ]),
        PLACE => json!(row.area_code),
        ENDED => json!(row.ended_on),
        _ => Value::Null,
    }
}

pub(super) fn of_member(row: &MemberV1, part: &str) -> Value {
    match part {
        ACTIVE => json!(row.active),
        HOME => json!(row.household_id),
        RELATION => json!(row.relation),
        _ => Value::Null,
    }
}

/// Puts a part back to what [`of_household`] told.
pub(crate) fn set_household(row: &mut HouseholdV1, part: &str, said: &Value) {
    match part {
        INCOME => row.net_income_fen = said.as_i64(),
        MONITORING => {
            let [category, since, risks, gone] = [0, 1, 2, 3].map(|at| said.get(at));
            let text = |value: Option<&Value>| Some(value?.as_str()?.to_owned());
            row.monitor_category = text(category);
            row.monitor_since = text(since);
            let risks = risks.and_then(Value::as_array).into_iter().flatten();
            row.risk_types = risks.filter_map(|risk| text(Some(risk))).collect();
            row.risk_eliminated = gone.and_then(Value::as_bool).unwrap_or(false);
        }
        PLACE => {
            if let Some(code) = said.as_str().filter(|code| **code != row.area_code) {
                // The names come with the next line that tells a place.
                code.clone_into(&mut row.area_code);
                row.town.clear();
                row.village.clear();
            }
        }
        ENDED => {
            row.ended_on = said.as_str().map(str::to_owned);
            if row.ended_on.is_none() {
                row.ended_reason = None;
            }
        }
        _ => {}
    }
}

/// Puts a part back to what [`of_member`] told.
pub(crate) fn set_member(row: &mut MemberV1, part: &str, said: &Value) {
    match part {
        ACTIVE => {
            row.active = said.as_bool().unwrap_or(true);
            if row.active {
                row.change_type = None;
                row.changed_on = None;
            }
        }
        HOME => {
            if let Some(home) = said.as_str().and_then(|id| id.parse().ok()) {
                row.household_id = home;
            }
        }
        RELATION => {
            if let Some(relation) = said.as_str() {
                relation.clone_into(&mut row.relation);
            }
        }
        _ => {}
    }
}

/// The roster takes back what it said of these parts of a household: what was decided here stays.
pub(crate) fn take_back_household(
    tx: &mut Tx<'_>,
    county: CountyId,
    said: &HouseholdV1,
    parts: &[String],
) -> Result<(), Error> {
    let id = said.id.to_string();
    for part in parts {
        let before = of_household(said, part);
        says(tx, county, (kind::HOUSEHOLD, &id), (part, &before))?;
    }
    Ok(())
}

/// The same for a member.
pub(crate) fn take_back_member(
    tx: &mut Tx<'_>,
    county: CountyId,
    said: &MemberV1,
    parts: &[String],
) -> Result<(), Error> {
    let id = said.id.to_string();
    for part in parts {
        let before = of_member(said, part);
        says(tx, county, (kind::MEMBER, &id), (part, &before))?;
    }
    Ok(())
}

/// The roster has something else to say: from here on that counts.
pub(super) fn says(
    tx: &mut Tx<'_>,
    county: CountyId,
    (kind, id): (&str, &str),
    (part, said): (&str, &Value),
) -> Result<(), Error> {
    tx.execute(
        "update roster_said set said = $5
         where county_id = $1 and kind = $2 and record_id = $3 and part = $4",
        &[
            county.into(),
            kind.into(),
            id.into(),
            part.into(),
            said.to_string().into(),
        ],
    )?;
    Ok(())
}
