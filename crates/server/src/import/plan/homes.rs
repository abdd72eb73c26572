//! Rows of households: found by 户编号.

use std::collections::{HashMap, HashSet};

use domain::id::HouseholdId;
use protocol::row::HouseholdV1;

use super::{Plan, Planned, Record, compare, differences, id_of};
use crate::db::{Reader, Value};
use crate::entry::roster::Made;
use crate::error::Error;
use crate::import::book::Book;
use crate::import::fields::{Fields, Said};
use crate::import::household::{OWNED, read};
use crate::import::read::Row;
use crate::roster::said::{Known, households};

pub(super) fn look(
    plan: &mut Plan,
    reader: &mut Reader<'_>,
    book: &Book,
    rows: &[&Row],
) -> Result<Vec<Planned>, Error> {
    let codes = &domain::checklist::builtin().1;
    let mut planned = Vec::with_capacity(rows.len());
    let mut asked = Vec::with_capacity(rows.len());
    for row in rows.iter().filter(|row| !row.is_empty()) {
        let mut fields = Fields::new(row, &book.header, codes, plan.today);
        match fields.number_text("number") {
            Said::Is(number) if plan.numbers.insert(number.clone()) => {
                asked.push((fields, number));
            }
            Said::Is(_) => {
                fields.error("number", "twice_in_file");
                planned.push(Planned::refused(row.number, fields.problems));
            }
            Said::Nothing | Said::Absent => {
                if !fields.is_refused() {
                    fields.error("number", "empty");
                }
                planned.push(Planned::refused(row.number, fields.problems));
            }
        }
    }
    let numbers: Vec<&str> = asked.iter().map(|(_, number)| number.as_str()).collect();
    let ids = ids_of(plan, reader, &numbers)?;
    let known = households(
        reader,
        plan.county,
        &ids.values().cloned().collect::<Vec<_>>(),
    )?;
    let taken = taken(plan, reader, &numbers)?;
    let mut looked = Vec::with_capacity(asked.len());
    for (mut fields, number) in asked {
        let known = ids.get(&number).and_then(|id| known.get(id));
        let id = HouseholdId::from_uuid(id_of(plan.county, "household", &number));
        let before = known.map(|known| known.said.clone());
        let next = read(&mut fields, number, before, id, &plan.places);
        looked.push(Looked {
            fields,
            known,
            next,
        });
    }
    let new = looked.iter().filter(|one| one.known.is_none());
    let made = Made::of(reader, plan.county, new.map(|one| &one.next))?;
    for one in looked {
        planned.push(end(plan, reader, one, &made, &taken)?);
    }
    Ok(planned)
}

/// A row that was read, before it is known whether an entry made its household.
struct Looked<'a> {
    fields: Fields<'a>,
    known: Option<&'a Known<HouseholdV1>>,
    next: HouseholdV1,
}

/// Ids of the households with these numbers.
pub(super) fn ids_of(
    plan: &Plan,
    reader: &mut Reader<'_>,
    numbers: &[&str],
) -> Result<HashMap<String, String>, Error> {
    let values: Vec<Value> = numbers.iter().map(|number| (*number).into()).collect();
    let rows = reader.query_many(
        "select number, household_id from household
         where county_id = $1 and number in ($many) and number <> ''",
        &[plan.county.into()],
        &values,
    )?;
    rows.iter()
        .map(|row| Ok((row.text("number")?, row.text("household_id")?)))
        .collect()
}

/// Ids that new households would get and that others have, whose number is another by now.
fn taken(plan: &Plan, reader: &mut Reader<'_>, numbers: &[&str]) -> Result<HashSet<String>, Error> {
    let ids = numbers
        .iter()
        .map(|number| id_of(plan.county, "household", number));
    let values: Vec<Value> = ids.map(|id| id.to_string().into()).collect();
    let rows = reader.query_many(
        "select household_id from household where county_id = $1 and household_id in ($many)",
        &[plan.county.into()],
        &values,
    )?;
    rows.iter()
        .map(|row| Ok(row.text("household_id")?))
        .collect()
}

fn end(
    plan: &mut Plan,
    reader: &mut Reader<'_>,
    looked: Looked<'_>,
    all_made: &Made,
    taken: &HashSet<String>,
) -> Result<Planned, Error> {
    let Looked {
        mut fields,
        known,
        mut next,
    } = looked;
    let mut made = None;
    if known.is_none() && !fields.is_refused() {
        // Of two heads of one name the first is the one an entry brought.
        let is_free = |id: &HouseholdId| plan.records.insert(id.as_uuid());
        if let Some(id) = all_made.household(&next)?.filter(is_free) {
            let id = id.to_string();
            made = households(reader, plan.county, std::slice::from_ref(&id))?.remove(&id);
        }
        if let Some(made) = &made {
            fields = Fields::new(fields.row, fields.header, fields.codes, plan.today);
            let before = Some(made.said.clone());
            next = read(&mut fields, next.number, before, made.said.id, &plan.places);
        } else if taken.contains(&next.id.to_string()) {
            fields.error("number", "number_taken");
        }
    }
    let row = fields.row.number;
    if fields.is_refused() {
        return Ok(Planned::refused(row, fields.problems));
    }
    let known = known.or(made.as_ref());
    let [was, became] = match known {
        Some(known) => differences(&known.said, &next)?,
        None => Default::default(),
    };
    if known.is_some_and(|known| replaces(known, &became)) {
        fields.notice("number", "replaces_decision");
    }
    let kept = fields.kept(OWNED);
    let record = Record::Household(Box::new(next.clone()));
    Ok(compare(
        row,
        fields.problems,
        (known, &next),
        (was, became),
        kept,
        record,
    ))
}

/// Whether the roster now says something else of what was decided here since.
fn replaces(
    known: &Known<HouseholdV1>,
    became: &serde_json::Map<String, serde_json::Value>,
) -> bool {
    known.decided.iter().any(|part| {
        let fields: &[&str] = match part.as_str() {
            "monitoring" => &[
                "monitor_category",
                "monitor_since",
                "risk_types",
                "risk_eliminated",
            ],
            "place" => &["area_code"],
            "ended" => &["ended_on"],
            "income" => &["net_income_fen"],
            _ => &[],
        };
        fields.iter().any(|field| became.contains_key(*field))
    })
}
