//! Entries and the roster. The national system follows what was decided here weeks later: until
//! then its lines must neither undo that nor bring the same people a second time.

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::id::{CountyId, EntryId, HouseholdId, MemberId};
use protocol::row::{HouseholdV1, MemberV1, kind};
use serde_json::Value as Json;

use super::income::INCOME;
pub(super) use super::part::{ACTIVE, ENDED, HOME, MONITORING, PLACE, RELATION};
use super::part::{of_household, of_member, says};
pub(crate) use super::part::{set_household, set_member, take_back_household, take_back_member};
use crate::db::{Reader, Row, Tx, Value};
use crate::error::Error;
use crate::facts;

/// Remembers what stood before an entry changed it, unless an earlier entry did already.
pub(super) fn note(
    tx: &mut Tx<'_>,
    county: CountyId,
    (kind, id): (&str, &str),
    (part, said): (&str, &Json),
    entry: EntryId,
) -> Result<(), Error> {
    tx.execute(
        "insert into roster_said (county_id, kind, record_id, part, said, entry_id)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        &[
            county.into(),
            kind.into(),
            id.into(),
            part.into(),
            said.to_string().into(),
            entry.into(),
        ],
    )?;
    Ok(())
}

/// What the roster said of a part that entries changed.
pub(super) fn said(
    reader: &mut Reader<'_>,
    county: CountyId,
    (kind, id): (&str, &str),
    part: &str,
) -> Result<Option<Json>, Error> {
    let row = reader.first(
        "select said from roster_said
         where county_id = $1 and kind = $2 and record_id = $3 and part = $4",
        &[county.into(), kind.into(), id.into(), part.into()],
    )?;
    Ok(row.map(|row| row.json("said")).transpose()?)
}

/// Remembers a part of a household as it stands.
pub(super) fn note_household(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: &HouseholdV1,
    part: &str,
    entry: EntryId,
) -> Result<(), Error> {
    let id = row.id.to_string();
    let said = of_household(row, part);
    note(tx, county, (kind::HOUSEHOLD, &id), (part, &said), entry)
}

/// Remembers a part of a member as it stands.
pub(super) fn note_member(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: &MemberV1,
    part: &str,
    entry: EntryId,
) -> Result<(), Error> {
    let id = row.id.to_string();
    let said = of_member(row, part);
    note(tx, county, (kind::MEMBER, &id), (part, &said), entry)
}

/// Parts of a record that entries changed, with what the roster said of each.
fn parts(
    reader: &mut Reader<'_>,
    county: CountyId,
    kind: &str,
    id: &str,
) -> Result<Vec<(String, Json)>, Error> {
    let rows = reader.query(
        "select part, said from roster_said
         where county_id = $1 and kind = $2 and record_id = $3",
        &[county.into(), kind.into(), id.into()],
    )?;
    rows.iter()
        .map(|row| Ok((row.text("part")?, row.json("said")?)))
        .collect()
}

/// A household of the roster as it is to be stored: under the id it has here, with what was
/// decided here as long as the roster says of it what it said before.
pub(crate) fn household(
    tx: &mut Tx<'_>,
    county: CountyId,
    mut incoming: HouseholdV1,
) -> Result<HouseholdV1, Error> {
    incoming.id = known_household(tx, county, &incoming)?;
    let id = incoming.id.to_string();
    let parts = parts(tx, county, kind::HOUSEHOLD, &id)?;
    if parts.is_empty() {
        return Ok(incoming);
    }
    let Some(current) = facts::load::<HouseholdV1>(tx, county, &id)? else {
        return Ok(incoming);
    };
    for (part, said) in parts {
        let now = of_household(&incoming, &part);
        if now != said {
            says(tx, county, (kind::HOUSEHOLD, &id), (&part, &now))?;
            continue;
        }
        match part.as_str() {
            INCOME => incoming.net_income_fen = current.net_income_fen,
            MONITORING => {
                incoming.monitor_category = current.monitor_category.clone();
                incoming.monitor_since = current.monitor_since.clone();
                incoming.risk_types = current.risk_types.clone();
                incoming.risk_eliminated = current.risk_eliminated;
            }
            PLACE => {
                incoming.area_code = current.area_code.clone();
                incoming.town = current.town.clone();
                incoming.village = current.village.clone();
            }
            ENDED => {
                incoming.ended_on = current.ended_on.clone();
                incoming.ended_reason = current.ended_reason.clone();
            }
            // The people of the year are a fact that people correct: it keeps itself.
            _ => {}
        }
    }
    if incoming.risk_eliminated && incoming.eliminated_on.is_none() {
        incoming.eliminated_on = current.eliminated_on;
        incoming.elimination_mode = current.elimination_mode;
    }
    Ok(incoming)
}

/// The same for a member.
pub(crate) fn member(
    tx: &mut Tx<'_>,
    county: CountyId,
    mut incoming: MemberV1,
    id_number: &str,
) -> Result<MemberV1, Error> {
    incoming.household_id = household_id(tx, county, incoming.household_id)?;
    incoming.id = known_member(tx, county, &incoming, id_number)?;
    let id = incoming.id.to_string();
    let parts = parts(tx, county, kind::MEMBER, &id)?;
    if parts.is_empty() {
        return Ok(incoming);
    }
    let Some(current) = facts::load::<MemberV1>(tx, county, &id)? else {
        return Ok(incoming);
    };
    for (part, said) in parts {
        let now = of_member(&incoming, &part);
        if now != said {
            says(tx, county, (kind::MEMBER, &id), (&part, &now))?;
            continue;
        }
        match part.as_str() {
            ACTIVE => {
                incoming.active = current.active;
                incoming.change_type.clone_from(&current.change_type);
                incoming.changed_on.clone_from(&current.changed_on);
            }
            HOME => incoming.household_id = current.household_id,
            RELATION => incoming.relation = current.relation.clone(),
            _ => {}
        }
    }
    Ok(incoming)
}

/// The id a household of the roster has here.
pub(crate) fn household_id(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: HouseholdId,
) -> Result<HouseholdId, Error> {
    let known = reader.first(
        "select record_id from roster_name
         where county_id = $1 and kind = 'household' and roster_id = $2",
        &[county.into(), id.into()],
    )?;
    Ok(known.map_or(Ok(id), |row| row.id("record_id"))?)
}

fn named(tx: &mut Tx<'_>, county: CountyId, kind: &str, ids: (&str, &str)) -> Result<(), Error> {
    tx.execute(
        "insert into roster_name (county_id, kind, roster_id, record_id)
         values ($1, $2, $3, $4) on conflict do nothing",
        &[county.into(), kind.into(), ids.0.into(), ids.1.into()],
    )?;
    Ok(())
}

/// The household this line is of: that of its id, or one an entry made that is plainly the same.
fn known_household(
    tx: &mut Tx<'_>,
    county: CountyId,
    incoming: &HouseholdV1,
) -> Result<HouseholdId, Error> {
    let id = incoming.id;
    let here = tx.count(
        "select count(*) as n from household where county_id = $1 and household_id = $2",
        &[county.into(), id.into()],
    )?;
    if here > 0 {
        return Ok(id);
    }
    let known = household_id(tx, county, id)?;
    if known != id {
        return Ok(known);
    }
    let Some(made) = made_household(tx, county, incoming)? else {
        return Ok(id);
    };
    let ids = (id.to_string(), made.to_string());
    named(tx, county, kind::HOUSEHOLD, (&ids.0, &ids.1))?;
    Ok(made)
}

/// The household an entry made that is plainly this one.
fn made_household(
    reader: &mut Reader<'_>,
    county: CountyId,
    incoming: &HouseholdV1,
) -> Result<Option<HouseholdId>, Error> {
    let made = Made::of(reader, county, [incoming].into_iter())?;
    made.household(incoming)
}

/// Households that entries made, by their village.
pub(crate) struct Made(HashMap<String, Vec<Row>>);

impl Made {
    /// Those of the villages of these households.
    pub(crate) fn of<'a>(
        reader: &mut Reader<'_>,
        county: CountyId,
        incoming: impl Iterator<Item = &'a HouseholdV1>,
    ) -> Result<Self, Error> {
        let areas: BTreeSet<&str> = incoming.map(|home| home.area_code.as_str()).collect();
        let areas: Vec<_> = areas.into_iter().map(Into::into).collect();
        let rows = reader.query_many(
            "select area_code, household_id, number, head_name from household
             where county_id = $1 and area_code in ($many) and entry_id is not null
             order by number desc, household_id",
            &[county.into()],
            &areas,
        )?;
        let mut made: HashMap<String, Vec<Row>> = HashMap::new();
        for row in rows {
            made.entry(row.text("area_code")?).or_default().push(row);
        }
        Ok(Self(made))
    }

    /// The one that is plainly this: of the same number, or of the same head while it has none.
    pub(crate) fn household(&self, incoming: &HouseholdV1) -> Result<Option<HouseholdId>, Error> {
        for row in self.0.get(&incoming.area_code).into_iter().flatten() {
            let number = row.text("number")?;
            let same = number == incoming.number
                || (number.is_empty() && row.text("head_name")? == incoming.head_name);
            if same {
                return Ok(Some(row.id("household_id")?));
            }
        }
        Ok(None)
    }
}

/// Those of these households in which entries made members.
pub(crate) fn homes_with_made(
    reader: &mut Reader<'_>,
    county: CountyId,
    homes: &[Value],
) -> Result<HashSet<String>, Error> {
    let rows = reader.query_many(
        "select household_id from member
         where county_id = $1 and household_id in ($many) and entry_id is not null",
        &[county.into()],
        homes,
    )?;
    rows.iter()
        .map(|row| Ok(row.text("household_id")?))
        .collect()
}

/// The member an entry made who is plainly this one: of the same number, or the same name and
/// birthday.
pub(crate) fn made_member(
    reader: &mut Reader<'_>,
    county: CountyId,
    incoming: &MemberV1,
    id_number: &str,
) -> Result<Option<MemberId>, Error> {
    let made = reader.query(
        "select member_id, id_number from member
         where county_id = $1 and household_id = $2 and entry_id is not null order by member_id",
        &[county.into(), incoming.household_id.into()],
    )?;
    for row in made {
        let (made, number) = (row.text("member_id")?, row.text("id_number")?);
        let same = |made: &MemberV1| made.name == incoming.name && made.birth == incoming.birth;
        let same_number = !number.is_empty() && number == id_number;
        if same_number
            || facts::load(reader, county, &made)?
                .as_ref()
                .is_some_and(same)
        {
            return Ok(Some(row.id("member_id")?));
        }
    }
    Ok(None)
}

/// The member this line is of: that of its id, or one an entry made.
fn known_member(
    tx: &mut Tx<'_>,
    county: CountyId,
    incoming: &MemberV1,
    id_number: &str,
) -> Result<MemberId, Error> {
    let id = incoming.id;
    let known = tx.first(
        "select member_id as id from member where county_id = $1 and member_id = $2
         union all select record_id from roster_name
             where county_id = $1 and kind = 'member' and roster_id = $2 limit 1",
        &[county.into(), id.into()],
    )?;
    if let Some(known) = known {
        return Ok(known.id("id")?);
    }
    let Some(made) = made_member(tx, county, incoming, id_number)? else {
        return Ok(id);
    };
    let ids = (id.to_string(), made.to_string());
    named(tx, county, kind::MEMBER, (&ids.0, &ids.1))?;
    Ok(made)
}
