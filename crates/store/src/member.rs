//! Members of households as the county has them, with this phone's corrections laid over.

use domain::id::{HouseholdId, MemberId};
use protocol::row::MemberV1;
use rusqlite::{Connection, Transaction, named_params};

use crate::{Result, column, facts, household, pinyin, search, tag};

/// Saves what the county sent.
pub fn apply(tx: &Transaction<'_>, member: &MemberV1, body: &str) -> Result<()> {
    let keys = pinyin::keys(&member.name);
    let mut upsert = tx.prepare_cached(
        "insert into member (member_id, household_id, number, name, pinyin, initials, relation,
             active, in_scope, contested, tags, birth)
         values (:id, :household_id, :number, :name, :pinyin, :initials, :relation, :active, 1,
             :contested, :tags, :birth)
         on conflict (member_id) do update set household_id = excluded.household_id,
             number = excluded.number, name = excluded.name, pinyin = excluded.pinyin,
             initials = excluded.initials, relation = excluded.relation,
             active = excluded.active, in_scope = 1, contested = excluded.contested,
             tags = excluded.tags, birth = excluded.birth
         returning member_row",
    )?;
    let values = named_params! {
        ":id": member.id.to_string(),
        ":household_id": member.household_id.to_string(),
        ":number": member.number,
        ":name": member.name,
        ":pinyin": keys.pinyin,
        ":initials": keys.initials,
        ":relation": member.relation,
        ":active": member.active,
        ":contested": facts::count(member),
        ":tags": tag::of_member(member),
        ":birth": member.birth,
    };
    let row: i64 = upsert.query_row(values, |row| row.get("member_row"))?;
    tx.prepare_cached("insert or replace into member_body (member_row, body) values (?1, ?2)")?
        .execute((row, body))?;
    Ok(())
}

/// The member left this phone's scope; unsent answers about them keep the row.
pub(crate) fn remove(tx: &Transaction<'_>, id: &str) -> Result<()> {
    search::names_changed(tx)?;
    tx.execute("update member set in_scope = 0 where member_id = ?1", [id])?;
    tx.execute(
        &format!(
            "delete from member where member_id = ?1 and household_id not in ({})",
            household::WITH_UNSENT_WORK
        ),
        [id],
    )?;
    Ok(())
}

pub fn get(conn: &Connection, id: MemberId) -> Result<Option<MemberV1>> {
    let mut found = facts::county::<MemberV1>(conn, &id.to_string())?;
    if let Some(member) = &mut found {
        facts::overlay(conn, member)?;
    }
    Ok(found)
}

/// Everyone in a household, the head first, then by number.
pub fn of_household(conn: &Connection, household: HouseholdId) -> Result<Vec<MemberV1>> {
    let mut found: Vec<MemberV1> = conn
        .prepare_cached(
            "select body from member join member_body using (member_row) where household_id = ?1
             order by relation <> '户主', number, member_id",
        )?
        .query_map([household.to_string()], |row| column::json(row, "body"))?
        .collect::<rusqlite::Result<_>>()?;
    for member in &mut found {
        facts::overlay(conn, member)?;
    }
    Ok(found)
}
