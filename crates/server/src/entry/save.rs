//! An entry comes in: from a phone or at a screen, the rules are the same.

use domain::checklist::builtin;
use domain::codes::Params;
use domain::id::{EntryId, HouseholdId, MemberId, PersonId};
use domain::ledger::{
    Checked, EntryValue, Field, Ground, Ledger, Shape, VOIDED, Values, check, due,
};
use domain::time::Timestamp;
use protocol::entry::EntryFieldV1;
use std::collections::HashSet;

use super::place::Place;
use super::{Current, Line, SAVED, Said, doubt, effect, income, refresh, step_id, stored_scope};
use crate::change::Stop;
use crate::county::{audit, next_sequence};
use crate::db::{Reader, Tx, Value};
use crate::error::Error;
use crate::params;
use crate::problem::ledger::Clerk;

/// Fields in one edit: more than any ledger has.
const MAX_FIELDS: usize = 100;

/// An entry that is new.
pub(crate) struct New {
    pub(crate) id: EntryId,
    pub(crate) ledger: &'static Ledger,
    pub(crate) place: Place,
    pub(crate) author: Option<PersonId>,
    pub(crate) of_id: Option<EntryId>,
    /// Of the county's own checks: whom it concerns.
    pub(crate) member: Option<MemberId>,
}

/// A fault of one field, as a phone is told.
pub(super) fn fault(code: &str, field: &str) -> Stop {
    Stop::reject(code, format!("edit.fields.{field}"))
}

/// Each field once, and not without end.
pub(super) fn once(fields: &[EntryFieldV1]) -> Result<(), Stop> {
    if fields.len() > MAX_FIELDS {
        return Err(Stop::reject("too_many", "edit.fields"));
    }
    let mut seen = HashSet::new();
    match fields.iter().find(|one| !seen.insert(&one.field)) {
        Some(twice) => Err(fault("repeated", &twice.field)),
        None => Ok(()),
    }
}

/// The fields of a new entry as they were typed.
pub(crate) fn typed(fields: &[EntryFieldV1]) -> Result<Values, Stop> {
    once(fields)?;
    let filled = fields.iter().filter_map(|one| {
        let value = one.mine.clone()?;
        Some((one.field.clone(), value))
    });
    Ok(filled.collect())
}

/// Puts an entry in.
pub(crate) fn add(tx: &mut Tx<'_>, clerk: Clerk, new: &New, given: &Values) -> Result<(), Stop> {
    let params = params::at(tx, clerk.county, clerk.now)?;
    if let Some(switch) = &new.ledger.switch
        && params.number(switch) != Some(1)
    {
        return Err(Stop::reject("ledger_off", "edit.ledger"));
    }
    let home = new.place.household_id;
    let checked = checked(tx, clerk, &new.ledger.fields, given, home)?;
    alone(tx, clerk, new.ledger, &new.place, &checked.values, None)?;
    effect::fits(tx, clerk.county, new.ledger, home, &checked.values)?;
    store(tx, clerk, new, &checked.values, &params)?;
    if !checked.doubtful_ids.is_empty() {
        doubt::of_entry(tx, clerk, new.id, &new.place, &checked.values)?;
    }
    settled(tx, clerk, new.ledger, home, new.id)?;
    Ok(refresh(tx, clerk.county, new.id)?)
}

/// What follows from an entry's figures beyond its ledger.
pub(super) fn settled(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    ledger: &Ledger,
    household: Option<HouseholdId>,
    id: EntryId,
) -> Result<(), Error> {
    match household {
        Some(household) if domain::ledger::income::is_income(ledger) => {
            income::follow(tx, clerk, household, id)
        }
        _ => Ok(()),
    }
}

/// Stores a new entry whose fields were checked, with its first line.
pub(super) fn store(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    new: &New,
    values: &Values,
    params: &Params,
) -> Result<(), Error> {
    let Clerk { county, by, now } = clerk;
    let sequence = next_sequence(tx, county)?;
    let state = new.ledger.first_state();
    let mut row: Vec<Value> = vec![
        county.into(),
        new.id.into(),
        (&new.ledger.code).into(),
        stored_scope(new.ledger).into(),
        new.place.household_id.into(),
        (&new.place.area_code).into(),
        (&new.place.town_code).into(),
        new.author.into(),
        new.of_id.into(),
        new.member.into(),
        sequence.into(),
        now.into(),
    ];
    row.extend(columns(new.ledger, &new.place, state, values, params)?);
    row.push(now.into());
    tx.insert_many(
        "insert into entry (county_id, entry_id, ledger, scope, household_id, area_code,
             town_code, author_id, of_id, member_id, sequence, made_ms, state, is_open, kind, day,
             amount, due, unique_key, body, changed_ms)",
        vec![row],
        "",
    )?;
    let said = Said {
        fields: values.clone(),
        ..Said::default()
    };
    let line = Line {
        step_id: step_id(now)?,
        step: SAVED,
        state,
        by,
        said: &said,
        now,
        sequence,
    };
    line.write(tx, county, new.id)?;
    audit(tx, county, now, by, "entry_saved", &new.id.to_string())
}

/// What lists are made from: `state, is_open, kind, day, amount, due, unique_key, body`.
pub(super) fn columns(
    ledger: &Ledger,
    place: &Place,
    state: &str,
    values: &Values,
    params: &Params,
) -> Result<Vec<Value>, Error> {
    let field = |name: &Option<String>| name.as_ref().and_then(|name| values.get(name));
    let text = |name: &Option<String>| field(name).and_then(EntryValue::text).map(str::to_owned);
    let body = serde_json::to_string(values).map_err(|_| Error::Stored { what: "an entry" })?;
    Ok(vec![
        state.into(),
        (!ledger.is_settled(state)).into(),
        text(&ledger.kind).into(),
        text(&ledger.day).into(),
        field(&ledger.amount).and_then(EntryValue::number).into(),
        due(ledger, state, values, params)
            .map(|day| day.to_string())
            .into(),
        unique_key(ledger, place, state, values).into(),
        body.into(),
    ])
}

/// Writes the state and fields of an entry anew.
pub(super) fn rewrite(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    current: &Current,
    state: &str,
    values: &Values,
) -> Result<(), Error> {
    let params = params::at(tx, clerk.county, clerk.now)?;
    let place = Place::of(current);
    let mut row: Vec<Value> = vec![clerk.county.into(), current.id.into(), clerk.now.into()];
    row.extend(columns(current.ledger, &place, state, values, &params)?);
    tx.execute(
        "update entry set changed_ms = $3, state = $4, is_open = $5, kind = $6, day = $7,
             amount = $8, due = $9, unique_key = $10, body = $11
         where county_id = $1 and entry_id = $2",
        &row,
    )?;
    Ok(())
}

/// What no other entry of the ledger may share: of one household, village or person.
fn unique_key(ledger: &Ledger, place: &Place, state: &str, values: &Values) -> Option<String> {
    if ledger.unique.is_empty() || state == VOIDED {
        return None;
    }
    let fields: Vec<_> = ledger.unique.iter().map(|name| values.get(name)).collect();
    let fields = serde_json::to_string(&fields).ok()?;
    Some(format!("{} {fields}", place.owner()))
}

/// Refuses a second entry of what there is one of.
pub(super) fn alone(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    ledger: &Ledger,
    place: &Place,
    values: &Values,
    own: Option<EntryId>,
) -> Result<(), Stop> {
    let state = ledger.first_state();
    let Some(key) = unique_key(ledger, place, state, values) else {
        return Ok(());
    };
    let others = reader.count(
        "select count(*) as n from entry where county_id = $1 and ledger = $2
         and unique_key = $3 and entry_id <> $4",
        &[
            clerk.county.into(),
            (&ledger.code).into(),
            key.into(),
            own.map(|id| id.to_string()).unwrap_or_default().into(),
        ],
    )?;
    if others > 0 {
        let field = ledger.unique.first().map_or("", String::as_str);
        return Err(fault("entry_twice", field));
    }
    Ok(())
}

/// Fields as they would be kept; the first fault is named.
pub(super) fn checked(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    fields: &[Field],
    given: &Values,
    household: Option<HouseholdId>,
) -> Result<Checked, Stop> {
    let members = match household {
        Some(household) => members(reader, clerk, household)?,
        None => Vec::new(),
    };
    let ground = Ground {
        today: Timestamp::from_ms(clerk.now).shanghai_date(),
        codes: &builtin().1,
        members: Some(&members),
    };
    let checked = check(fields, given, &ground);
    if let Some(first) = checked.faults.first() {
        return Err(fault(first.code, &first.field));
    }
    for field in fields {
        let Some(text) = checked.values.get(&field.code).and_then(EntryValue::text) else {
            continue;
        };
        let (sql, code) = match field.shape {
            Shape::Household if household.is_some_and(|own| own.to_string() == text) => {
                return Err(fault("same_household", &field.code));
            }
            Shape::Household => (
                "select count(*) as n from household where county_id = $1 and household_id = $2",
                "unknown_household",
            ),
            Shape::Area => (
                "select count(*) as n from area where county_id = $1 and code = $2",
                "unknown_area",
            ),
            _ => continue,
        };
        if reader.count(sql, &[clerk.county.into(), text.into()])? == 0 {
            return Err(fault(code, &field.code));
        }
    }
    Ok(checked)
}

fn members(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    household: HouseholdId,
) -> Result<Vec<MemberId>, Error> {
    let rows = reader.query(
        "select member_id from member where county_id = $1 and household_id = $2",
        &[clerk.county.into(), household.into()],
    )?;
    rows.iter().map(|row| Ok(row.id("member_id")?)).collect()
}
