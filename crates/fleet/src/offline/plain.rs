//! The same queries over a copy of the database that is not encrypted, without the app.

use std::path::Path;

use domain::id::{ChangeId, HouseholdId};
use protocol::visit::VisitV1;
use store::{Connection, board, household, member, standing, visit};

use crate::bench::Error;
use crate::bench::times::Times;

/// Cards in a page of the list, as the app shows it.
const PAGE: usize = 50;

/// Which day it is changes nothing about how long it takes.
const TODAY: &str = "2026-11-22";

/// Copies an encrypted database into a plain one.
pub fn copy(from: &Path, key: &[u8; 32], to: &Path) -> Result<(), Error> {
    let copied = || -> Result<(), store::Error> {
        let sealed = Connection::open(from)?;
        sealed.execute_batch(&format!("pragma key = \"x'{}'\"", protocol::hex(key)))?;
        let to = to.to_string_lossy().replace('\'', "''");
        sealed.execute_batch(&format!(
            "attach database '{to}' as plain key '';
             select sqlcipher_export('plain');
             detach database plain;"
        ))?;
        Ok(())
    };
    Ok(copied()?)
}

pub fn open(file: &Path) -> Result<Connection, Error> {
    let opened = || -> Result<Connection, store::Error> {
        let plain = Connection::open(file)?;
        plain.execute_batch("pragma journal_mode = wal; pragma synchronous = full;")?;
        Ok(plain)
    };
    Ok(opened()?)
}

pub fn open_and_list(file: &Path, times: &mut Times) -> Result<(), Error> {
    let begun = Times::begin();
    let plain = open(file)?;
    standing::all(&plain, TODAY)?;
    begun.end(times);
    Ok(())
}

/// Asks the database itself: every name is read for each letter, and the first page kept.
pub fn search(plain: &Connection, typed: &str, times: &mut Times) -> Result<(), Error> {
    let asked = || -> Result<(), store::Error> {
        let mut asked = plain.prepare_cached(
            "select household_row from household
             where in_scope = 1 and (
                 instr(head_name, ?1) or instr(number, ?1) or instr(group_name, ?1)
                 or instr(village, ?1) or instr(pinyin, '|' || ?1) or instr(initials, '|' || ?1)
                 or household_id in (
                     select household_id from member
                     where active = 1 and (instr(name, ?1) or instr(pinyin, '|' || ?1)
                         or instr(initials, '|' || ?1))))
             order by area_code, group_name, number",
        )?;
        let mut found: Vec<i64> = Vec::new();
        let mut rows = asked.query([typed])?;
        while let Some(row) = rows.next()? {
            found.push(row.get(0)?);
        }
        found.truncate(PAGE);
        standing::of_rows(plain, &found, TODAY).map(drop)
    };
    let begun = Times::begin();
    asked()?;
    begun.end(times);
    Ok(())
}

pub fn household(plain: &Connection, id: HouseholdId, times: &mut Times) -> Result<(), Error> {
    let begun = Times::begin();
    standing::household(plain, id, TODAY)?;
    household::get(plain, id)?;
    member::of_household(plain, id)?;
    board::of_household(plain, id)?;
    begun.end(times);
    Ok(())
}

/// Visits into the record and the outbox, each in a transaction of its own.
pub fn save(file: &Path, visits: &[VisitV1]) -> Result<Times, Error> {
    let mut plain = open(file)?;
    let mut times = Times::default();
    for sealed in visits {
        let begun = Times::begin();
        let tx = plain.transaction().map_err(store::Error::from)?;
        visit::save_sealed(
            &tx,
            sealed,
            ChangeId::from_uuid(uuid::Uuid::now_v7()),
            &sealed.clock,
        )?;
        tx.commit().map_err(store::Error::from)?;
        begun.end(&mut times);
    }
    Ok(times)
}
