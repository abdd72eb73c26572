//! Rows of members: found by 人口编号, else by ID number.

use std::collections::{HashMap, HashSet};

use domain::id::{HouseholdId, MemberId};
use protocol::roster::MemberRow;
use protocol::row::MemberV1;

use super::{Plan, Planned, Record, compare, differences, homes, id_of};
use crate::db::{Reader, Row as Found, Value};
use crate::entry::roster::{homes_with_made, made_member};
use crate::error::Error;
use crate::import::book::Book;
use crate::import::fields::{Fields, Said};
use crate::import::member::{OWNED, Who, read, who};
use crate::import::read::Row;
use crate::roster::said::{Known, members};

/// Letters of an ID number that a certificate of disability repeats.
const ID_LETTERS: usize = 18;

/// Characters of a number that can only be counted within a household: 1, 2 … or 01, 02 …
const WITHIN_HOME: usize = 3;

/// What is known of all rows together.
struct Beside {
    /// Ids that new members would get and that others have.
    taken: HashSet<String>,
    /// Households in which entries made members.
    made_in: HashSet<String>,
}

/// A member as the tables know him.
struct Listed {
    id: String,
    household: String,
    number: String,
    id_number: String,
}

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
        let who = who(&mut fields);
        repeated(plan, &mut fields, &who);
        if fields.is_refused() {
            planned.push(Planned::refused(row.number, fields.problems));
        } else {
            asked.push((fields, who));
        }
    }
    let numbers: Vec<&str> = asked
        .iter()
        .map(|(_, who)| who.household_number.as_str())
        .collect();
    let homes = homes::ids_of(plan, reader, &numbers)?;
    let listed = listed(plan, reader, &asked, &homes)?;
    let mut by_number: HashMap<&str, Vec<&Listed>> = HashMap::new();
    let mut by_id_number: HashMap<&str, Vec<&Listed>> = HashMap::new();
    for one in &listed {
        by_number.entry(&one.number).or_default().push(one);
        by_id_number.entry(&one.id_number).or_default().push(one);
    }
    let mut matched = Vec::with_capacity(asked.len());
    for (fields, who) in asked {
        let home = homes.get(&who.household_number).cloned();
        let found = find(&who, home.as_deref(), &by_number, &by_id_number);
        matched.push((fields, who, home, found));
    }
    let ids: Vec<String> = matched
        .iter()
        .filter_map(|one| Some(one.3?.id.clone()))
        .collect();
    let known = members(reader, plan.county, &ids)?;
    let taken = taken(plan, reader, matched.iter().map(|one| &one.1))?;
    let new = matched.iter().filter(|one| one.3.is_none());
    let new: Vec<Value> = new.filter_map(|one| Some(one.2.as_ref()?.into())).collect();
    let made_in = homes_with_made(reader, plan.county, &new)?;
    let beside = Beside { taken, made_in };
    for (mut fields, who, home, found) in matched {
        let Some(home) = home else {
            fields.error("household_number", "unknown_household");
            planned.push(Planned::refused(fields.row.number, fields.problems));
            continue;
        };
        let found = found.and_then(|one| Some((one.id_number.clone(), known.get(&one.id)?)));
        planned.push(one(plan, reader, fields, &who, &home, found, &beside)?);
    }
    Ok(planned)
}

/// The same person in a row above: a second row of one number, or of one ID number in the same
/// household, is not taken. One ID number in two households is told: history has it.
fn repeated(plan: &mut Plan, fields: &mut Fields<'_>, who: &Who) {
    if !who.number.is_empty() {
        let number = match who.number.chars().count() {
            ..=WITHIN_HOME => format!("{} {}", who.household_number, who.number),
            _ => who.number.clone(),
        };
        if !plan.numbers.insert(number) {
            fields.error("number", "twice_in_file");
            return;
        }
    }
    if let Said::Is(number) = &who.id_number {
        let number = number.get(..ID_LETTERS).unwrap_or(number).to_owned();
        match plan.id_numbers.get(&number) {
            Some(home) if *home == who.household_number => {
                fields.error("id_number", "twice_in_file")
            }
            Some(_) => fields.notice("id_number", "id_twice_in_file"),
            None => {
                plan.id_numbers.insert(number, who.household_number.clone());
            }
        }
    }
}

fn listed(
    plan: &Plan,
    reader: &mut Reader<'_>,
    asked: &[(Fields<'_>, Who)],
    homes: &HashMap<String, String>,
) -> Result<Vec<Listed>, Error> {
    // By household, not by number: many are counted from one in each household.
    let homes: Vec<Value> = homes.values().map(Into::into).collect();
    let id_numbers: Vec<Value> = asked
        .iter()
        .filter_map(|(_, who)| match &who.id_number {
            Said::Is(number) => Some(number.into()),
            _ => None,
        })
        .collect();
    let mut rows = reader.query_many(
        "select member_id, household_id, number, id_number from member
         where county_id = $1 and household_id in ($many)",
        &[plan.county.into()],
        &homes,
    )?;
    rows.extend(reader.query_many(
        "select member_id, household_id, number, id_number from member
         where county_id = $1 and id_number in ($many) and id_number <> ''",
        &[plan.county.into()],
        &id_numbers,
    )?);
    let mut all: HashMap<String, Listed> = HashMap::new();
    for row in &rows {
        let one = Listed::from_row(row)?;
        all.insert(one.id.clone(), one);
    }
    Ok(all.into_values().collect())
}

impl Listed {
    fn from_row(row: &Found) -> Result<Self, Error> {
        Ok(Self {
            id: row.text("member_id")?,
            household: row.text("household_id")?,
            number: row.text("number")?,
            id_number: row.text("id_number")?,
        })
    }
}

/// Who this is: by number in the household, by a number nobody else has, by ID number.
fn find<'a>(
    who: &Who,
    home: Option<&str>,
    by_number: &HashMap<&str, Vec<&'a Listed>>,
    by_id_number: &HashMap<&str, Vec<&'a Listed>>,
) -> Option<&'a Listed> {
    let id_number = match &who.id_number {
        Said::Is(number) => number.as_str(),
        _ => "",
    };
    if !who.number.is_empty()
        && let Some(all) = by_number.get(who.number.as_str())
    {
        let here = all.iter().find(|one| Some(one.household.as_str()) == home);
        if let Some(one) = here {
            return Some(one);
        }
        // Whoever moved brings his number along; a number of one digit is of no use elsewhere.
        let same = |one: &&&Listed| one.id_number == id_number && !id_number.is_empty();
        if let Some(one) = all.iter().find(same) {
            return Some(one);
        }
    }
    if id_number.is_empty() {
        return None;
    }
    let all = by_id_number.get(id_number)?;
    let here = all.iter().find(|one| Some(one.household.as_str()) == home);
    match (here, all.as_slice()) {
        (Some(one), _) => Some(one),
        // Of two with one number only the household tells which.
        (None, [one]) if who.number.is_empty() || one.number.is_empty() => Some(one),
        _ => None,
    }
}

/// What a new member is called by: his number, or else his ID number.
fn name_of(who: &Who) -> String {
    match &who.id_number {
        Said::Is(number) if who.number.is_empty() => number.clone(),
        // A number is often counted within the household.
        _ => format!("{} {}", who.household_number, who.number),
    }
}

fn taken<'a>(
    plan: &Plan,
    reader: &mut Reader<'_>,
    all: impl Iterator<Item = &'a Who>,
) -> Result<HashSet<String>, Error> {
    let ids = all.map(|who| id_of(plan.county, "member", &name_of(who)).to_string());
    let values: Vec<Value> = ids.map(Into::into).collect();
    let rows = reader.query_many(
        "select member_id from member where county_id = $1 and member_id in ($many)",
        &[plan.county.into()],
        &values,
    )?;
    rows.iter().map(|row| Ok(row.text("member_id")?)).collect()
}

fn one(
    plan: &mut Plan,
    reader: &mut Reader<'_>,
    mut fields: Fields<'_>,
    who: &Who,
    home: &str,
    found: Option<(String, &Known<MemberV1>)>,
    beside: &Beside,
) -> Result<Planned, Error> {
    let home: HouseholdId = home.parse().map_err(|_| Error::Stored {
        what: "a household",
    })?;
    let id = MemberId::from_uuid(id_of(plan.county, "member", &name_of(who)));
    let before = |id_number: &str, known: &Known<MemberV1>| MemberRow {
        member: known.said.clone(),
        id_number: id_number.to_owned(),
    };
    let mut said = found.as_ref().map(|(number, known)| before(number, known));
    let mut next = read(&mut fields, who, said.clone(), (home, id), plan.today);
    let mut made = None;
    if said.is_none() && !fields.is_refused() {
        // An entry here may have made him already.
        let made_id = match beside.made_in.contains(&home.to_string()) {
            true => made_member(reader, plan.county, &next.member, &next.id_number)?,
            false => None,
        };
        if let Some(id) = made_id {
            let id = id.to_string();
            made = members(reader, plan.county, std::slice::from_ref(&id))?.remove(&id);
        }
        if let Some(known) = &made {
            fields = Fields::new(fields.row, fields.header, fields.codes, plan.today);
            said = Some(before(&next.id_number, known));
            next = read(
                &mut fields,
                who,
                said.clone(),
                (home, known.said.id),
                plan.today,
            );
        } else if beside.taken.contains(&id.to_string()) {
            fields.error("number", "number_taken");
        }
    }
    let row = fields.row.number;
    // Whoever has no number of his own is the same person in whatever household he stands.
    if !fields.is_refused() && !plan.records.insert(next.member.id.as_uuid()) {
        fields.error("id_number", "twice_in_file");
    }
    if fields.is_refused() {
        return Ok(Planned::refused(row, fields.problems));
    }
    let phone = next.member.phone.clone().unwrap_or_default();
    if plan.helpers.contains(&(phone, next.member.name.clone())) {
        fields.notice("name", "is_a_helper");
    }
    next.member.id_number_masked = domain::mask::id_number(&next.id_number);
    plan.families.note(&who.household_number, row, &next.member);
    let known = found.map(|(_, known)| known).or(made.as_ref());
    let [was, became] = match &said {
        Some(said) => differences(said, &next)?,
        None => Default::default(),
    };
    let kept = fields.kept(OWNED);
    let member = next.member.clone();
    let record = Record::Member(Box::new(next));
    Ok(compare(
        row,
        fields.problems,
        (known, &member),
        (was, became),
        kept,
        record,
    ))
}
