//! Finding a household by what a person remembers of it. Names are read once and kept while the
//! store is open: a letter typed must not read the fifty thousand rows of a full phone again.

use std::collections::HashMap;

use rusqlite::{Connection, Row, Transaction};

use crate::Result;
use crate::household::{self, HouseholdRow};

/// What households in scope are searched by, in the order of the list.
pub struct Names {
    /// How often names had changed when these were read.
    changed: i64,
    homes: Vec<Home>,
}

struct Home {
    row: i64,
    /// Names of head and members, number, group and village, a line each: no word typed reaches
    /// over the end of one.
    words: String,
    /// Pinyin and initials, every reading after a `|`.
    latin: String,
}

impl Names {
    pub(crate) fn read(conn: &Connection) -> Result<Self> {
        let mut homes = Vec::new();
        let mut places = HashMap::new();
        let mut read = conn.prepare_cached(
            "select household_row, household_id, head_name, number, group_name, village, pinyin,
                 initials
             from household where in_scope = 1 order by area_code, group_name, number",
        )?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            places.insert(text(row, "household_id")?.to_owned(), homes.len());
            homes.push(Home {
                row: row.get("household_row")?,
                words: [
                    text(row, "head_name")?,
                    text(row, "number")?,
                    text(row, "group_name")?,
                    text(row, "village")?,
                ]
                .join("\n"),
                latin: [text(row, "pinyin")?, text(row, "initials")?].concat(),
            });
        }
        let mut read = conn.prepare_cached(
            "select household_id, name, pinyin, initials from member where active = 1",
        )?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let home = places.get(text(row, "household_id")?);
            let Some(home) = home.and_then(|place| homes.get_mut(*place)) else {
                continue;
            };
            home.words.push('\n');
            home.words.push_str(text(row, "name")?);
            for column in ["pinyin", "initials"] {
                home.latin.push_str(text(row, column)?);
            }
        }
        Ok(Self {
            changed: changed(conn)?,
            homes,
        })
    }

    /// Whether nothing they were read from has changed.
    pub(crate) fn are_current(&self, conn: &Connection) -> Result<bool> {
        Ok(self.changed == changed(conn)?)
    }

    /// Households that match `text`, by place: a piece of the head's or a member's name, pinyin or
    /// its initials from the front, a piece of the number, the group or the village. All of them
    /// when `text` is blank. Several words must each match. For [`household::of_rows`].
    pub fn find(&self, text: &str) -> Vec<i64> {
        // Text, never a pattern.
        let words: Vec<(&str, String)> = text
            .split_whitespace()
            .map(|word| (word, format!("|{}", word.to_lowercase())))
            .collect();
        let matches = |home: &&Home| {
            words
                .iter()
                .all(|(word, typed)| home.words.contains(word) || home.latin.contains(typed))
        };
        self.homes
            .iter()
            .filter(matches)
            .map(|home| home.row)
            .collect()
    }
}

fn text<'a>(row: &'a Row<'_>, column: &str) -> rusqlite::Result<&'a str> {
    Ok(row.get_ref(column)?.as_str()?)
}

/// Whatever households are searched by has changed, in this transaction.
pub(crate) fn names_changed(tx: &Transaction<'_>) -> Result<()> {
    tx.prepare_cached("update sync_state set names_changed = names_changed + 1")?
        .execute([])?;
    Ok(())
}

fn changed(conn: &Connection) -> Result<i64> {
    Ok(conn
        .prepare_cached("select names_changed from sync_state")?
        .query_row([], |row| row.get(0))?)
}

/// Households that match, read anew: see [`Names::find`].
pub fn households(conn: &Connection, text: &str) -> Result<Vec<HouseholdRow>> {
    household::of_rows(conn, &Names::read(conn)?.find(text))
}
