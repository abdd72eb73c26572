//! Members.

use std::collections::{HashMap, HashSet};

use domain::id::CountyId;
use domain::{Timestamp, identity, mask};
use protocol::roster::MemberRow;
use protocol::row::kind;

use super::{Stored, alone, texts, touched};
use crate::db::{Reader, Tx, Value};
use crate::entry::roster::homes_with_made;
use crate::error::Error;
use crate::roster::homes::check_number;
use crate::roster::lines::check_member;
use crate::roster::store_member;
use crate::{facts, feed};

/// Checks and stores members, each once in the list; what became of each, in their order.
///
/// # Errors
/// When the database failed: nothing is stored then.
pub(crate) fn store_members(
    tx: &mut Tx<'_>,
    county: CountyId,
    rows: Vec<MemberRow>,
    now: i64,
) -> Result<Stored, Error> {
    let codes = &domain::checklist::builtin().1;
    let today = Timestamp::from_ms(now).shanghai_date();
    let mut stored: Stored = rows
        .iter()
        .map(|row| check_member(&row.member, codes))
        .collect();
    let rows: Vec<Checked> = rows
        .into_iter()
        .map(|row| {
            let id_number = identity::normalise(&row.id_number);
            let id_check = check_number(&id_number, today);
            Checked {
                row,
                id_number,
                id_check,
            }
        })
        .collect();
    let here = Here::of(tx, county, &rows)?;
    let (mut plain, mut single) = (Vec::new(), Vec::new());
    for (place, one) in rows.into_iter().enumerate() {
        if stored[place].is_err() {
            continue;
        }
        match here.is_plain(&one) {
            true => plain.push(one),
            false => single.push((place, one.row)),
        }
    }
    write(tx, county, &here, plain)?;
    alone(tx, &mut stored, single, |tx, row| {
        store_member(tx, county, row, now)
    })?;
    Ok(stored)
}

/// A row whose number was looked at.
struct Checked {
    row: MemberRow,
    id_number: String,
    id_check: &'static str,
}

/// A member as the table knows him.
struct Listed {
    household: String,
    number: String,
    id_number: String,
    active: bool,
}

/// What the county has of them.
struct Here {
    listed: HashMap<String, Listed>,
    touched: HashSet<String>,
    /// Households that are here, under the id the rows give.
    homes: HashSet<String>,
    /// Households in which entries made members.
    made_in: HashSet<String>,
    /// Numbers of which there is more than one member, here or in the list.
    shared: HashSet<String>,
}

impl Here {
    fn of(reader: &mut Reader<'_>, county: CountyId, rows: &[Checked]) -> Result<Self, Error> {
        let fixed = [county.into()];
        let ids: Vec<Value> = rows.iter().map(|one| one.row.member.id.into()).collect();
        let found = reader.query_many(
            "select member_id, household_id, number, id_number, active from member
             where county_id = $1 and member_id in ($many)",
            &fixed,
            &ids,
        )?;
        let mut listed = HashMap::with_capacity(found.len());
        for row in &found {
            let one = Listed {
                household: row.text("household_id")?,
                number: row.text("number")?,
                id_number: row.text("id_number")?,
                active: row.flag("active")?,
            };
            listed.insert(row.text("member_id")?, one);
        }
        let homes = rows.iter().map(|one| one.row.member.household_id);
        let homes: HashSet<String> = homes.map(|id| id.to_string()).collect();
        let homes: Vec<Value> = homes.into_iter().map(Into::into).collect();
        let here = "select household_id as id from household
             where county_id = $1 and household_id in ($many)";
        let renamed = "select roster_id as id from roster_name
             where county_id = $1 and kind = 'household' and roster_id in ($many)";
        let renamed = texts(reader, renamed, &fixed, &homes)?;
        let mut here = texts(reader, here, &fixed, &homes)?;
        here.retain(|id| !renamed.contains(id));
        Ok(Self {
            touched: touched(reader, county, kind::MEMBER, &ids)?,
            homes: here,
            made_in: homes_with_made(reader, county, &homes)?,
            shared: shared(reader, county, rows)?,
            listed,
        })
    }

    fn listed(&self, one: &Checked) -> Option<&Listed> {
        self.listed.get(&one.row.member.id.to_string())
    }

    /// Whether the columns of the table differ.
    fn is_moved(&self, one: &Checked) -> bool {
        self.listed(one).is_none_or(|listed| {
            listed.household != one.row.member.household_id.to_string()
                || listed.number != one.row.member.number
                || listed.id_number != one.id_number
        })
    }

    fn is_plain(&self, one: &Checked) -> bool {
        let id = one.row.member.id.to_string();
        let home = one.row.member.household_id.to_string();
        if self.touched.contains(&id) || !self.homes.contains(&home) {
            return false;
        }
        if self.listed(one).is_none() && self.made_in.contains(&home) {
            return false;
        }
        // A number that is doubtful becomes a data check.
        let is_doubtful = one.id_check == "fail" || self.shared.contains(&one.id_number);
        one.id_number.is_empty() || !is_doubtful || !self.is_moved(one)
    }
}

fn shared(
    reader: &mut Reader<'_>,
    county: CountyId,
    rows: &[Checked],
) -> Result<HashSet<String>, Error> {
    let mut whose: HashMap<&str, String> = HashMap::with_capacity(rows.len());
    let mut shared = HashSet::new();
    for one in rows.iter().filter(|one| !one.id_number.is_empty()) {
        let id = one.row.member.id.to_string();
        let before = whose.insert(&one.id_number, id.clone());
        if before.is_some_and(|before| before != id) {
            shared.insert(one.id_number.clone());
        }
    }
    let numbers: Vec<Value> = whose.keys().map(|number| (*number).into()).collect();
    let found = reader.query_many(
        "select id_number, member_id from member
         where county_id = $1 and id_number in ($many) and id_number <> ''",
        &[county.into()],
        &numbers,
    )?;
    for row in &found {
        let (number, id) = (row.text("id_number")?, row.text("member_id")?);
        if whose.get(number.as_str()).is_some_and(|own| *own != id) {
            shared.insert(number);
        }
    }
    Ok(shared)
}

fn write(tx: &mut Tx<'_>, county: CountyId, here: &Here, plain: Vec<Checked>) -> Result<(), Error> {
    let mut members = Vec::with_capacity(plain.len());
    let mut rows = Vec::new();
    for mut one in plain {
        one.row.member.id_number_masked = mask::id_number(&one.id_number);
        // Whether somebody is still there is said in the body and in the table.
        let stood = here.listed(&one).is_some_and(|listed| listed.active);
        if here.is_moved(&one) || stood != one.row.member.active {
            rows.push(member_row(county, &one));
        }
        members.push(one.row.member);
    }
    tx.insert_many(MEMBER, rows, MEMBER_AGAIN)?;
    let changed = facts::import_plain(tx, county, members)?;
    feed::put_many(tx, county, kind::MEMBER, &changed, |row| row.id.to_string())?;
    let shown = changed
        .iter()
        .map(|row| (row.id.to_string(), Some(row.household_id.to_string())));
    feed::publish_many(tx, county, kind::MEMBER, &shown.collect::<Vec<_>>())
}

/// The columns of [`member_row`].
const MEMBER: &str = "insert into member (county_id, member_id, household_id, number, id_number,
    id_check, active)";

const MEMBER_AGAIN: &str = "on conflict (county_id, member_id) do update set
    household_id = excluded.household_id, number = excluded.number,
    id_number = excluded.id_number, id_check = excluded.id_check, active = excluded.active";

fn member_row(county: CountyId, one: &Checked) -> Vec<Value> {
    let member = &one.row.member;
    vec![
        county.into(),
        member.id.into(),
        member.household_id.into(),
        (&member.number).into(),
        (&one.id_number).into(),
        one.id_check.into(),
        member.active.into(),
    ]
}
