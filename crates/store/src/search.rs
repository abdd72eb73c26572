//! Finding a household by what a person remembers of it.

use rusqlite::{Connection, named_params};

use crate::Result;
use crate::household::{self, HouseholdRow};

/// Households in scope that match `text`, by place: a piece of the head's or a member's name,
/// pinyin or its initials from the front, a piece of the number, the group or the village. All of
/// them when `text` is blank. Several words must each match.
pub fn households(conn: &Connection, text: &str) -> Result<Vec<HouseholdRow>> {
    let mut words = text.split_whitespace();
    let mut found = match words.next() {
        None => return household::list(conn),
        Some(word) => matching(conn, word)?,
    };
    for word in words {
        let also = matching(conn, word)?;
        found.retain(|row| {
            also.iter()
                .any(|other| other.household_id == row.household_id)
        });
    }
    Ok(found)
}

fn matching(conn: &Connection, word: &str) -> Result<Vec<HouseholdRow>> {
    let typed = format!("|{}", word.to_lowercase());
    // `instr`, not `like`: what people type is text, never a pattern.
    let rows = conn
        .prepare_cached(
            "select * from household
             where in_scope = 1 and (
                 instr(head_name, :word) or instr(number, :word) or instr(group_name, :word)
                 or instr(village, :word) or instr(pinyin, :typed) or instr(initials, :typed)
                 or household_id in (
                     select household_id from member
                     where active = 1 and (instr(name, :word) or instr(pinyin, :typed)
                         or instr(initials, :typed))))
             order by area_code, group_name, number",
        )?
        .query_map(
            named_params! { ":word": word, ":typed": typed },
            household::from_row,
        )?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}
