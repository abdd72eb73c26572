//! Facts of households and members as the county holds them: the value that stands, and those
//! that contest it until a person decides (DESIGN law 10).
//!
//! The rule is `domain::merge`; here it meets the rows. [`merge`] takes in a phone's corrections,
//! [`resolve`] a decision, [`import`] the roster's next edition. Each ends by writing the row
//! anew, one version on, and showing it to whoever may see it.

mod contest;
mod import;

use domain::facts::{FactValue, Field, find};
use domain::id::{ChangeId, CountyId, HouseholdId, PersonId};
use domain::merge::Fact;
use protocol::facts::{ContestedV1, FactRow, to_json};
use protocol::row::kind;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use import::{Imported, import, import_plain, take_back};

use crate::county::next_sequence;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::feed;
use crate::history::{self, Changed};

/// Whose value it is: a person, or nobody for the roster.
pub(crate) type Author = Option<PersonId>;

/// A correction of one field, read and checked.
pub(crate) struct Correction {
    pub field: &'static Field,
    pub base: FactValue,
    pub mine: FactValue,
}

/// Who makes it, and when by the county's clock.
pub(crate) struct Source {
    pub author: Author,
    pub contest_id: ChangeId,
    pub base_version: u64,
    pub at_ms: i64,
}

/// The name of a row's kind in the feed.
pub(crate) fn kind_of<Row: FactRow>() -> &'static str {
    match Row::SUBJECT {
        domain::facts::Subject::Household => kind::HOUSEHOLD,
        domain::facts::Subject::Member => kind::MEMBER,
    }
}

/// A row as it stands.
pub(crate) fn load<Row: FactRow + DeserializeOwned>(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: &str,
) -> Result<Option<Row>, Error> {
    let found = reader.first(
        "select body from record where county_id = $1 and kind = $2 and record_id = $3",
        &[county.into(), kind_of::<Row>().into(), id.into()],
    )?;
    Ok(found.map(|row| row.json("body")).transpose()?)
}

/// Merges corrections into a row, field by field. What is contested is asked of
/// [`brought`] afterwards.
pub(crate) fn merge<Row: FactRow + Serialize>(
    tx: &mut Tx<'_>,
    county: CountyId,
    mut row: Row,
    source: &Source,
    corrections: &[Correction],
) -> Result<(), Error> {
    let mut moved = false;
    for correction in corrections {
        moved |= merge_one(tx, county, &mut row, source, correction)?;
    }
    if moved {
        write(tx, county, row)?;
    }
    Ok(())
}

/// Whether anything is different now.
fn merge_one<Row: FactRow>(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: &mut Row,
    source: &Source,
    correction: &Correction,
) -> Result<bool, Error> {
    let name = correction.field.name;
    let before = standing(tx, county, row, correction.field)?;
    let after = before
        .clone()
        .edit(&source.author, &correction.base, correction.mine.clone());
    let contests = after.others.iter().any(|other| other.by == source.author);
    if after == before && !contests {
        return Ok(false);
    }
    note(tx, county, row, name, &before.value)?;
    if after.value != before.value {
        let by = (source.author, source.at_ms);
        step(tx, county, row, name, (&before.value, &after.value), by)?;
        row.set_fact(name, after.value.clone());
        set_by(tx, county, row, name, source.author, source.at_ms)?;
    }
    contest::settle(tx, county, row, name, source, &after)?;
    Ok(true)
}

/// A fact with what contests it.
pub(crate) fn standing<Row: FactRow>(
    reader: &mut Reader<'_>,
    county: CountyId,
    row: &Row,
    field: &'static Field,
) -> Result<Fact<Author, FactValue>, Error> {
    let others = contest::open(reader, county, row, field)?;
    Ok(Fact {
        value: row.fact(field.name).unwrap_or(FactValue::Nothing),
        others: others.into_iter().map(|open| open.other).collect(),
    })
}

/// A decision read from the wire or from a screen.
pub(crate) struct Decision {
    pub field: &'static Field,
    pub seen_kept: FactValue,
    pub seen_others: Vec<ChangeId>,
    /// The contest that wins; `None` for the value that stands.
    pub chosen: Option<ChangeId>,
    pub by: PersonId,
    pub now: i64,
}

/// What a decision did.
pub(crate) enum Resolved {
    Done,
    /// Decided the same way already: nothing is left to do.
    Already,
    /// Something else stands than what was seen.
    Stale,
}

/// Settles a contested fact as a person decided.
pub(crate) fn resolve<Row: FactRow + Serialize>(
    tx: &mut Tx<'_>,
    county: CountyId,
    mut row: Row,
    decision: &Decision,
) -> Result<Resolved, Error> {
    let (field, name) = (decision.field, decision.field.name);
    let open = contest::open(tx, county, &row, field)?;
    let value = row.fact(name).unwrap_or(FactValue::Nothing);
    let winner = match decision.chosen {
        None => None,
        Some(id) => Some(contest::get(tx, county, &row, field, id)?.ok_or_else(Error::not_found)?),
    };
    let wanted = winner
        .as_ref()
        .map_or(&decision.seen_kept, |other| &other.value);
    let mut here: Vec<ChangeId> = open.iter().map(|open| open.contest_id).collect();
    let mut seen = decision.seen_others.clone();
    here.sort_unstable();
    seen.sort_unstable();
    seen.dedup();
    if here.is_empty() && *wanted == value {
        return Ok(Resolved::Already);
    }
    let chosen_is_open = decision.chosen.is_none_or(|id| here.contains(&id));
    if here.is_empty() || value != decision.seen_kept || here != seen || !chosen_is_open {
        return Ok(Resolved::Stale);
    }
    if let Some(winner) = &winner {
        let by = (Some(decision.by), decision.now);
        step(tx, county, &row, name, (&value, &winner.value), by)?;
        row.set_fact(name, winner.value.clone());
        set_by(tx, county, &row, name, winner.by, decision.now)?;
    }
    for id in here {
        let outcome = if decision.chosen == Some(id) {
            "chosen"
        } else {
            "refused"
        };
        let by = (decision.by, decision.now);
        contest::close(tx, county, &row, name, id, outcome, Some(by))?;
    }
    write(tx, county, row)?;
    Ok(Resolved::Done)
}

/// The fields in which a change's values contest what stands, by name.
pub(crate) fn brought(
    reader: &mut Reader<'_>,
    county: CountyId,
    change: ChangeId,
) -> Result<Vec<String>, Error> {
    contest::brought(reader, county, change)
}

/// Writes a row one version on, with what is contested, and shows it.
pub(crate) fn write<Row: FactRow + Serialize>(
    tx: &mut Tx<'_>,
    county: CountyId,
    mut row: Row,
) -> Result<(), Error> {
    let contested = contested(tx, county, &row)?;
    row.set_standing(row.version() + 1, contested);
    let id = row.record().id;
    feed::put(tx, county, kind_of::<Row>(), &id, &row)?;
    match Row::SUBJECT {
        domain::facts::Subject::Household => feed::publish_household(tx, county, &id)?,
        domain::facts::Subject::Member => {
            feed::publish_member(tx, county, &id, &row.household().to_string())?;
        }
    }
    count(tx, county, row.household())
}

/// Every open contest of a row, as the row carries it.
fn contested<Row: FactRow>(
    reader: &mut Reader<'_>,
    county: CountyId,
    row: &Row,
) -> Result<Vec<ContestedV1>, Error> {
    let record = row.record();
    let found = reader.query(
        "select c.contest_id, c.field, c.other, c.at_ms, p.name as by_name, k.name as kept_name,
             f.set_ms
         from contest c
         left join person p on p.county_id = c.county_id and p.person_id = c.person_id
         left join fact f on f.county_id = c.county_id and f.kind = c.kind
             and f.record_id = c.record_id and f.field = c.field
         left join person k on k.county_id = f.county_id and k.person_id = f.set_by
         where c.county_id = $1 and c.kind = $2 and c.record_id = $3 and c.outcome = 'open'
         order by c.field, c.sequence, c.contest_id",
        &[county.into(), kind_of::<Row>().into(), (&record.id).into()],
    )?;
    let mut all = Vec::with_capacity(found.len());
    for open in found {
        let field = open.text("field")?;
        let kept = row.fact(&field).unwrap_or(FactValue::Nothing);
        all.push(ContestedV1 {
            contest_id: open.id("contest_id")?,
            field,
            kept: to_json(&kept),
            other: open.json("other")?,
            by_name: open.optional_text("by_name")?,
            at_ms: open.int("at_ms")?,
            kept_by_name: open.optional_text("kept_name")?,
            kept_at_ms: open.optional_int("set_ms")?,
        });
    }
    Ok(all)
}

/// Keeps the number of contested facts beside the household, for lists.
pub(crate) fn count(
    tx: &mut Tx<'_>,
    county: CountyId,
    household: HouseholdId,
) -> Result<(), Error> {
    tx.execute(
        "update household set contested = (
             select count(*) from (
                 select distinct kind, record_id, field from contest
                 where county_id = $1 and household_id = $2 and outcome = 'open') as open)
         where county_id = $1 and household_id = $2",
        &[county.into(), household.into()],
    )?;
    Ok(())
}

/// Remembers what the roster said of a field before anybody corrected it.
fn note<Row: FactRow>(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: &Row,
    field: &str,
    roster: &FactValue,
) -> Result<(), Error> {
    tx.execute(
        "insert into fact (county_id, kind, record_id, field, roster) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        &[
            county.into(),
            kind_of::<Row>().into(),
            row.record().id.into(),
            field.into(),
            to_json(roster).to_string().into(),
        ],
    )?;
    Ok(())
}

/// Who changed a field from what to what, for the household's page.
fn step<Row: FactRow>(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: &Row,
    field: &str,
    (was, became): (&FactValue, &FactValue),
    by: (Author, i64),
) -> Result<(), Error> {
    let change = Changed {
        field,
        was: to_json(was),
        became: to_json(became),
    };
    let at = (kind_of::<Row>(), &*row.record().id);
    history::note(tx, county, at, by, &[change])
}

fn set_by<Row: FactRow>(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: &Row,
    field: &str,
    author: Author,
    at_ms: i64,
) -> Result<(), Error> {
    tx.execute(
        "update fact set set_by = $5, set_ms = $6
         where county_id = $1 and kind = $2 and record_id = $3 and field = $4",
        &[
            county.into(),
            kind_of::<Row>().into(),
            row.record().id.into(),
            field.into(),
            author.into(),
            at_ms.into(),
        ],
    )?;
    Ok(())
}

/// A field of a row by its name.
pub(crate) fn field<Row: FactRow>(name: &str) -> Option<&'static Field> {
    find(Row::SUBJECT, name)
}

/// The number of the change under way, for the order of contests.
fn sequence(tx: &mut Tx<'_>, county: CountyId) -> Result<i64, Error> {
    next_sequence(tx, county)
}
