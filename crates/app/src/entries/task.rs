//! What the ledgers say about a household's tasks: good deeds, and visits that could not be made.
//! What is on its way counts; what was taken out or refused does not.

use std::collections::HashMap;

use domain::id::HouseholdId;
use domain::ledger::EntryValue;
use domain::time::{Date, parse_date};
use store::{Connection, entry};

use super::case::Case;
use super::text;
use crate::desk::Desk;
use crate::error::CallError;
use crate::problems::Who;
use crate::views::tasks::Attempt;

/// The ledgers' codes in `data/ledgers.json`.
const GOOD_DEED: &str = "good_deed";
const NO_VISIT: &str = "no_visit";

/// Attempts looked back at, of a whole phone.
const ATTEMPTS: u32 = 2000;

/// Good deeds looked back at, of a whole phone.
const DEEDS: u32 = 5000;

/// A visit that could not be made.
pub(crate) struct Tried {
    pub(crate) on: Date,
    pub(crate) card: Attempt,
}

/// What is written about one household's tasks.
pub(crate) struct OfTasks {
    /// The days of its good deeds, one each: two on one day are two.
    pub(crate) deeds: Vec<Date>,
    pub(crate) tried: Vec<Tried>,
}

pub(crate) fn of_tasks(
    desk: &Desk,
    conn: &Connection,
    household: HouseholdId,
) -> Result<OfTasks, CallError> {
    let who = Who::load(conn)?;
    let mut found = OfTasks {
        deeds: Vec::new(),
        tried: Vec::new(),
    };
    for case in Case::all(conn, &who, entry::of_household(conn, household)?)? {
        match case.ledger.code.as_str() {
            GOOD_DEED => found.deeds.extend(day(&case)),
            NO_VISIT => found.tried.extend(tried(desk, &case)),
            _ => {}
        }
    }
    Ok(found)
}

/// Every attempt this phone knows of, with its household.
pub(crate) fn all_tried(
    desk: &Desk,
    conn: &Connection,
) -> Result<Vec<(HouseholdId, Tried)>, CallError> {
    let who = Who::load(conn)?;
    let cases = Case::all(conn, &who, entry::of_ledger(conn, NO_VISIT, ATTEMPTS)?)?;
    let tried = cases.iter().filter_map(|case| {
        let household = case.household_id?;
        tried(desk, case).map(|tried| (household, tried))
    });
    Ok(tried.collect())
}

/// When good deeds were done, by household: as many as this phone lists, the newest first.
pub(crate) fn all_deeds(conn: &Connection) -> Result<HashMap<HouseholdId, Vec<Date>>, CallError> {
    let who = Who::load(conn)?;
    let mut days: HashMap<HouseholdId, Vec<Date>> = HashMap::new();
    for case in Case::all(conn, &who, entry::of_ledger(conn, GOOD_DEED, DEEDS)?)? {
        if let (Some(household), Some(day)) = (case.household_id, day(&case)) {
            days.entry(household).or_default().push(day);
        }
    }
    Ok(days)
}

fn tried(desk: &Desk, case: &Case) -> Option<Tried> {
    let on = day(case)?;
    let card = Attempt {
        entry_id: case.id.to_string(),
        on: on.to_string(),
        reason: text::kind(case, desk)?,
    };
    Some(Tried { on, card })
}

/// When it was, unless it does not count.
fn day(case: &Case) -> Option<Date> {
    if case.is_voided() || case.is_refused_whole() {
        return None;
    }
    let field = case.ledger.day.as_ref()?;
    parse_date(case.values.get(field).and_then(EntryValue::text)?)
}
