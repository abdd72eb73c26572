//! Many records back at once: those nobody has used, corrected or decided about since, as nearly
//! all of an import are that was the wrong file. Whatever is not that plain is left to
//! [`super::back`].

use std::collections::{HashMap, HashSet};

use domain::id::CountyId;
use protocol::facts::FactRow;
use protocol::roster::MemberRow;
use protocol::row::{HouseholdV1, MemberV1, kind};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::back::{plain, whole_or};
use super::remove::{forget, maybe_used};
use super::{Back, Change};
use crate::db::{Reader, Tx, Value};
use crate::error::Error;
use crate::import::apply::{KEPT, KEPT_AGAIN};
use crate::import::plan::as_map;
use crate::roster::said::{Known, households, members};
use crate::roster::{store_households, store_members};

/// Takes back what is plain; `None` for the others, of which nothing is done yet.
pub(super) fn records(
    tx: &mut Tx<'_>,
    county: CountyId,
    import: &str,
    changes: &[Change],
    now: i64,
) -> Result<Vec<Option<Back>>, Error> {
    let mut backs: Vec<Option<Back>> = changes.iter().map(|_| None).collect();
    let mut often: HashMap<(&str, &str), u32> = HashMap::new();
    for change in changes {
        *often.entry(change.name()).or_default() += 1;
    }
    for kind in [kind::MEMBER, kind::HOUSEHOLD] {
        let of_kind = changes.iter().enumerate();
        // What an import wrote twice goes back step by step.
        let of_kind = of_kind.filter(|(_, one)| one.kind == kind && often[&one.name()] == 1);
        let of_kind: Vec<Placed<'_>> = of_kind.collect();
        let later = written_later(tx, county, (import, kind), &values(&of_kind))?;
        let of_kind = of_kind.into_iter();
        let of_kind = of_kind.filter(|(_, one)| !later.contains(&one.record_id));
        let (new, old): (Vec<_>, Vec<_>) = of_kind.partition(|(_, one)| one.is_new);
        for (place, back) in if kind == kind::MEMBER {
            old_members(tx, county, &old, now)?
        } else {
            old_households(tx, county, &old, now)?
        } {
            backs[place] = Some(back);
        }
        for place in new_ones(tx, county, kind, &new)? {
            backs[place] = Some(Back::Whole);
        }
    }
    Ok(backs)
}

/// Changes with their place in the list.
type Placed<'a> = (usize, &'a Change);

fn ids(changes: &[Placed<'_>]) -> Vec<String> {
    changes
        .iter()
        .map(|(_, one)| one.record_id.clone())
        .collect()
}

fn values(changes: &[Placed<'_>]) -> Vec<Value> {
    let ids = changes.iter().map(|(_, one)| (&one.record_id).into());
    ids.collect()
}

/// Removes what the import brought and nobody used; their places.
fn new_ones(
    tx: &mut Tx<'_>,
    county: CountyId,
    kind: &str,
    changes: &[Placed<'_>],
) -> Result<Vec<usize>, Error> {
    let stays = maybe_used(tx, county, kind, &values(changes))?;
    let gone = changes
        .iter()
        .filter(|(_, one)| !stays.contains(&one.record_id));
    let (places, gone): (Vec<usize>, Vec<String>) = gone
        .map(|(place, one)| (*place, one.record_id.clone()))
        .unzip();
    forget(tx, county, kind, gone)?;
    Ok(places)
}

/// Records that a later import wrote too, and was not taken back.
pub(super) fn written_later(
    reader: &mut Reader<'_>,
    county: CountyId,
    (import, kind): (&str, &str),
    ids: &[Value],
) -> Result<HashSet<String>, Error> {
    let rows = reader.query_many(
        "select c.record_id from import_change c
         join import_run r on r.county_id = c.county_id and r.import_id = c.import_id
         join import_run o on o.county_id = c.county_id and o.import_id = $2
         where c.county_id = $1 and c.kind = $3 and c.record_id in ($many) and c.import_id <> $2
             and c.state in ('written', 'stays')
             and (r.begun_ms > o.begun_ms
                 or (r.begun_ms = o.begun_ms and r.import_id > o.import_id))",
        &[county.into(), import.into(), kind.into()],
        ids,
    )?;
    rows.iter().map(|row| Ok(row.text("record_id")?)).collect()
}

fn old_households(
    tx: &mut Tx<'_>,
    county: CountyId,
    changes: &[Placed<'_>],
    now: i64,
) -> Result<Vec<(usize, Back)>, Error> {
    let known = households(tx, county, &ids(changes))?;
    let merged =
        merged::<HouseholdV1, HouseholdV1>(changes, &known, |_, known| known.said.clone())?;
    let rows = merged.iter().map(|one| one.next.clone()).collect();
    let stored = store_households(tx, county, rows, now)?;
    end(tx, county, merged, stored)
}

fn old_members(
    tx: &mut Tx<'_>,
    county: CountyId,
    changes: &[Placed<'_>],
    now: i64,
) -> Result<Vec<(usize, Back)>, Error> {
    let known = members(tx, county, &ids(changes))?;
    let asked: Vec<Value> = known.keys().map(Into::into).collect();
    let rows = tx.query_many(
        "select member_id, id_number from member where county_id = $1 and member_id in ($many)",
        &[county.into()],
        &asked,
    )?;
    let mut numbers = HashMap::with_capacity(rows.len());
    for row in &rows {
        numbers.insert(row.text("member_id")?, row.text("id_number")?);
    }
    let merged = merged::<MemberV1, MemberRow>(changes, &known, |id, known| MemberRow {
        member: known.said.clone(),
        id_number: numbers.get(id).cloned().unwrap_or_default(),
    })?;
    let rows = merged.iter().map(|one| one.next.clone()).collect();
    let stored = store_members(tx, county, rows, now)?;
    end(tx, county, merged, stored)
}

/// A record as it will be.
struct Merged<'a, Whole> {
    place: usize,
    change: &'a Change,
    next: Whole,
    is_whole: bool,
}

/// What becomes of records that nobody corrected or decided about.
fn merged<'a, Row: FactRow, Whole: Serialize + DeserializeOwned>(
    changes: &[Placed<'a>],
    known: &HashMap<String, Known<Row>>,
    whole: impl Fn(&str, &Known<Row>) -> Whole,
) -> Result<Vec<Merged<'a, Whole>>, Error> {
    let mut all = Vec::with_capacity(changes.len());
    for (place, change) in changes {
        let Some(known) = known.get(&change.record_id) else {
            continue;
        };
        if !known.corrected.is_empty() || !known.decided.is_empty() {
            continue;
        }
        let said = as_map(&whole(&change.record_id, known))?;
        let (next, is_whole) = plain(said, change)?;
        all.push(Merged {
            place: *place,
            change,
            next,
            is_whole,
        });
    }
    Ok(all)
}

/// The columns nobody owns as they were, and what became of each record.
fn end<Whole>(
    tx: &mut Tx<'_>,
    county: CountyId,
    merged: Vec<Merged<'_, Whole>>,
    stored: Vec<Result<(), Error>>,
) -> Result<Vec<(usize, Back)>, Error> {
    let mut backs = Vec::with_capacity(merged.len());
    let mut kept = Vec::new();
    let mut bare: HashMap<&str, Vec<Value>> = HashMap::new();
    for (one, stored) in merged.iter().zip(stored) {
        if stored.is_err() {
            // What it was cannot be stored any more: a code of a list may be gone.
            backs.push((one.place, Back::Stays("changed_since")));
            continue;
        }
        let (kind, id) = one.change.name();
        match &one.change.kept_was {
            Some(was) => kept.push(vec![county.into(), kind.into(), id.into(), was.into()]),
            None => bare.entry(kind).or_default().push(id.into()),
        }
        backs.push((one.place, whole_or(one.is_whole)));
    }
    tx.insert_many(KEPT, kept, KEPT_AGAIN)?;
    for (kind, ids) in bare {
        tx.execute_many(
            "delete from roster_kept
             where county_id = $1 and kind = $2 and record_id in ($many)",
            &[county.into(), kind.into()],
            &ids,
        )?;
    }
    Ok(backs)
}
