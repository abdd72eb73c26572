//! The ledgers beside visits and problems: how entries come into them ([`save`]), are
//! corrected ([`correct`]) and move ([`step`]), what a move does to other records ([`effect`]), and the
//! row phones pull. What ledgers there are and what may move where is in `domain::ledger`.

pub(crate) mod correct;
pub(crate) mod doubt;
mod effect;
pub(crate) mod income;
mod part;
pub(crate) mod place;
pub(crate) mod roster;
pub(crate) mod save;
pub(crate) mod step;

use domain::id::{CountyId, EntryId, EntryStepId, HouseholdId, PersonId};
use domain::ledger::{EntryValue, Field, Ledger, Scope, Shape, Values, ledgers};
use domain::mask;
use protocol::entry::{EntryStateV1, EntryStepLineV1};
use protocol::row::{HouseholdV1, kind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::{Reader, Row, Tx, Value};
use crate::error::Error;
use crate::{facts, feed, secret};

/// The line of an entry that came in.
pub(crate) const SAVED: &str = "saved";
/// The line of a correction.
pub(crate) const CORRECTED: &str = "corrected";

/// An entry as it stands.
#[derive(Clone)]
pub(crate) struct Current {
    pub(crate) id: EntryId,
    pub(crate) ledger: &'static Ledger,
    pub(crate) household_id: Option<HouseholdId>,
    pub(crate) area_code: String,
    pub(crate) town_code: String,
    /// Absent for the county's own checks.
    pub(crate) author_id: Option<PersonId>,
    pub(crate) of_id: Option<EntryId>,
    pub(crate) state: String,
    pub(crate) due: Option<String>,
    pub(crate) made_ms: i64,
    pub(crate) version: i64,
    /// With whole ID numbers.
    pub(crate) values: Values,
}

const COLUMNS: &str = "entry_id, ledger, household_id, area_code, town_code, author_id, of_id,
    state, due, made_ms, version, body";

impl Current {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let ledger = ledgers().find(&row.text("ledger")?);
        Ok(Self {
            id: row.id("entry_id")?,
            ledger: ledger.ok_or(Error::Stored { what: "a ledger" })?,
            household_id: optional_id(row, "household_id")?,
            area_code: row.text("area_code")?,
            town_code: row.text("town_code")?,
            author_id: optional_id(row, "author_id")?,
            of_id: optional_id(row, "of_id")?,
            state: row.text("state")?,
            due: row.optional_text("due")?,
            made_ms: row.int("made_ms")?,
            version: row.int("version")?,
            values: row.json("body")?,
        })
    }

    /// A field that is a text.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.values.get(field)?.text()
    }

    /// The version as refusals tell it.
    pub(crate) fn revision(&self) -> u32 {
        u32::try_from(self.version).unwrap_or(u32::MAX)
    }
}

pub(crate) fn optional_id<T: std::str::FromStr>(
    row: &Row,
    column: &'static str,
) -> Result<Option<T>, Error> {
    Ok(row.optional_text(column)?.and_then(|id| id.parse().ok()))
}

/// The scope of an entry as it is stored, for who sees it: `own` is its author's and the county's.
pub(crate) const fn stored_scope(ledger: &Ledger) -> &'static str {
    if ledger.unsigned.is_some() {
        "own"
    } else {
        scope_name(ledger.scope)
    }
}

/// The scope of a ledger by its name.
pub(crate) const fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Household => "household",
        Scope::Village => "village",
        Scope::Person => "person",
    }
}

/// An entry by id.
pub(crate) fn find(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: EntryId,
) -> Result<Option<Current>, Error> {
    let row = reader.first(
        &format!("select {COLUMNS} from entry where county_id = $1 and entry_id = $2"),
        &[county.into(), id.into()],
    )?;
    row.as_ref().map(Current::from_row).transpose()
}

/// What was said with a step.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Said {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    #[serde(default, skip_serializing_if = "Values::is_empty")]
    pub(crate) fields: Values,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) contested: Vec<String>,
}

/// One line of the history.
pub(crate) struct Line<'a> {
    pub(crate) step_id: EntryStepId,
    pub(crate) step: &'a str,
    pub(crate) state: &'a str,
    pub(crate) by: Option<PersonId>,
    pub(crate) said: &'a Said,
    pub(crate) now: i64,
    pub(crate) sequence: i64,
}

impl Line<'_> {
    /// Says whether it is new.
    pub(crate) fn write(
        &self,
        tx: &mut Tx<'_>,
        county: CountyId,
        entry: EntryId,
    ) -> Result<bool, Error> {
        let stored = Error::Stored { what: "a step" };
        let said = serde_json::to_string(self.said).map_err(|_| stored)?;
        let values: [Value; 9] = [
            county.into(),
            entry.into(),
            self.sequence.into(),
            self.step_id.into(),
            self.step.into(),
            self.state.into(),
            self.by.into(),
            said.into(),
            self.now.into(),
        ];
        let stored = tx.execute(
            "insert into entry_step (county_id, entry_id, sequence, step_id, step, state,
                 by_person, body, received_ms)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (county_id, step_id) do nothing",
            &values,
        )?;
        Ok(stored > 0)
    }
}

/// An id for a line that no person chose one for.
pub(crate) fn step_id(now: i64) -> Result<EntryStepId, Error> {
    Ok(EntryStepId::from_uuid(secret::id(now)?))
}

/// A line of the history as it is kept: with whole ID numbers.
pub(crate) struct Kept {
    pub(crate) step: String,
    pub(crate) state: String,
    pub(crate) by_name: String,
    pub(crate) at_ms: i64,
    pub(crate) said: Said,
}

/// What happened to an entry, oldest first.
pub(crate) fn steps(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: EntryId,
) -> Result<Vec<Kept>, Error> {
    let rows = reader.query(
        "select s.step, s.state, s.body, s.received_ms, p.name from entry_step s
         left join person p on p.county_id = s.county_id and p.person_id = s.by_person
         where s.county_id = $1 and s.entry_id = $2 order by s.sequence",
        &[county.into(), id.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Kept {
                step: row.text("step")?,
                state: row.text("state")?,
                by_name: row.optional_text("name")?.unwrap_or_default(),
                at_ms: row.int("received_ms")?,
                said: row.json("body")?,
            })
        })
        .collect()
}

/// The same values with ID numbers masked, as they leave the county (DOMAIN §3.1).
pub(crate) fn masked(fields: &[Field], values: &Values) -> Values {
    let is_id = |code: &str| {
        let field = fields.iter().find(|field| field.code == code);
        field.is_some_and(|field| field.shape == Shape::IdNumber)
    };
    let mask = |(code, value): (&String, &EntryValue)| {
        let value = match value {
            EntryValue::Text(text) if is_id(code) => EntryValue::Text(mask::id_number(text)),
            other => other.clone(),
        };
        (code.clone(), value)
    };
    values.iter().map(mask).collect()
}

/// What a line of the history says to people: masked, and of what came in first only once
/// something of it was corrected, for it stands in the entry until then.
pub(crate) fn told(ledger: &Ledger, all: &[Kept]) -> Vec<EntryStepLineV1> {
    let corrected = all.iter().any(|line| line.step == CORRECTED);
    all.iter()
        .map(|line| {
            let said = ledger.step(&line.step);
            let fields = said.map_or(ledger.fields.as_slice(), |step| step.fields.as_slice());
            let fields = if line.step == SAVED && !corrected {
                Values::new()
            } else {
                masked(fields, &line.said.fields)
            };
            EntryStepLineV1 {
                step: line.step.clone(),
                state: line.state.clone(),
                by_name: line.by_name.clone(),
                at_ms: line.at_ms,
                reason: line.said.reason.clone(),
                fields,
                contested: line.said.contested.clone(),
            }
        })
        .collect()
}

/// Writes the row phones pull anew and shows it to whoever may see the entry.
pub(crate) fn refresh(tx: &mut Tx<'_>, county: CountyId, id: EntryId) -> Result<(), Error> {
    tx.execute(
        "update entry set version = version + 1 where county_id = $1 and entry_id = $2",
        &[county.into(), id.into()],
    )?;
    let current = find(tx, county, id)?.ok_or(Error::Stored { what: "an entry" })?;
    let row = row(tx, county, current)?;
    feed::put(tx, county, kind::ENTRY, &id.to_string(), &row)?;
    feed::publish_entry(tx, county, &id.to_string())
}

fn row(reader: &mut Reader<'_>, county: CountyId, current: Current) -> Result<EntryStateV1, Error> {
    let home = match current.household_id {
        Some(id) => facts::load::<HouseholdV1>(reader, county, &id.to_string())?,
        None => None,
    };
    let (head_name, village) = match home {
        Some(home) => (home.head_name, home.village),
        None => (
            String::new(),
            place::name(reader, county, &current.area_code)?,
        ),
    };
    let author_name = match current.author_id {
        Some(author) => crate::problem::name(reader, county, author)?,
        None => String::new(),
    };
    let steps = steps(reader, county, current.id)?;
    Ok(EntryStateV1 {
        id: current.id,
        ledger: current.ledger.code.clone(),
        household_id: current.household_id,
        area_code: current.area_code,
        of_id: current.of_id,
        head_name,
        village,
        // The county's own checks are nobody's.
        author_id: current
            .author_id
            .unwrap_or_else(|| PersonId::from_uuid(Uuid::nil())),
        author_name,
        state: current.state,
        fields: masked(&current.ledger.fields, &current.values),
        due: current.due,
        made_ms: current.made_ms,
        version: u64::try_from(current.version).unwrap_or(0),
        steps: told(current.ledger, &steps),
    })
}
