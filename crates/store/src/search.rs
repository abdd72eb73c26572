//! Finding a household by what a person remembers of it. Names are read once and kept while the
//! store is open: a letter typed must not read the fifty thousand rows of a full phone again.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::id::HouseholdId;
use rusqlite::{Connection, Row, Transaction};

use crate::household::{self, HouseholdRow};
use crate::{Result, column, tag};

/// What households in scope are searched by, in the order of the list: by place.
pub struct Names {
    /// How often names had changed when these were read.
    changed: i64,
    homes: Vec<Home>,
    /// Homes by the head's name, as positions in `homes`.
    by_name: Vec<usize>,
    /// How many households have each tag that a row holds.
    tags: BTreeMap<String, u32>,
}

/// One household, as far as finding it goes.
pub struct Home {
    /// For [`household::of_rows`].
    pub row: i64,
    pub id: HouseholdId,
    /// Names of head and members, number, group and village, a line each: no word typed reaches
    /// over the end of one.
    words: String,
    /// Pinyin and initials, every reading after a `|`.
    latin: String,
    /// What may be searched by, each between two `|`. Health is among them in the households of
    /// the phone's owner alone (DOMAIN §3.1).
    tags: String,
    /// Days of birth of the youngest and the oldest, `YYYY-MM-DD`; empty when unknown.
    youngest: String,
    oldest: String,
}

impl Home {
    pub fn is_monitored(&self) -> bool {
        self.tags.contains("|monitor.")
    }

    fn has(&self, tag: &str, ages: &Ages<'_>) -> bool {
        match tag {
            tag::CHILD => self.youngest.as_str() > ages.child_after,
            tag::ELDER => !self.oldest.is_empty() && self.oldest.as_str() <= ages.elder_until,
            _ => {
                let ends = |at: usize| self.tags.as_bytes().get(at) == Some(&b'|');
                self.tags
                    .match_indices(tag)
                    .any(|(at, found)| at > 0 && ends(at - 1) && ends(at + found.len()))
            }
        }
    }
}

/// What is looked for. All of it must match.
#[derive(Default)]
pub struct Wanted<'a> {
    pub words: Vec<Word<'a>>,
    /// Of each of these, one.
    pub tags: Vec<Vec<&'a str>>,
    pub ages: Ages<'a>,
    pub order: Order,
}

impl<'a> Wanted<'a> {
    /// These words, and nothing else.
    pub fn typed(text: &'a str) -> Self {
        let words = text.split_whitespace();
        Self {
            words: words
                .map(|text| Word {
                    text,
                    tags: Vec::new(),
                })
                .collect(),
            ..Self::default()
        }
    }
}

/// A word typed: a piece of the head's or a member's name, pinyin or its initials from the front, a
/// piece of the number, the group or the village, or one of the tags that are called so.
pub struct Word<'a> {
    pub text: &'a str,
    pub tags: Vec<&'a str>,
}

/// Days of birth, `YYYY-MM-DD`: who was born after the first is under age, who was born until the
/// second is old.
#[derive(Clone, Copy, Default)]
pub struct Ages<'a> {
    pub child_after: &'a str,
    pub elder_until: &'a str,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Village, group, number.
    #[default]
    Place,
    /// The head's name, by pinyin.
    Name,
}

impl Names {
    pub(crate) fn read(conn: &Connection) -> Result<Self> {
        let mut homes = Vec::new();
        let mut places = HashMap::new();
        let mut names = Vec::new();
        let own = own(conn)?;
        let mut read = conn.prepare_cached(
            "select household_row, household_id, head_name, number, group_name, village, pinyin,
                 initials, tags
             from household where in_scope = 1 order by area_code, group_name, number",
        )?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let id = text(row, "household_id")?;
            let is_own = own.contains(id);
            places.insert(id.to_owned(), (homes.len(), is_own));
            let pinyin = text(row, "pinyin")?;
            names.push((first_reading(pinyin).to_owned(), homes.len()));
            let mut home = Home {
                row: row.get("household_row")?,
                id: column::id(row, "household_id")?,
                words: [
                    text(row, "head_name")?,
                    text(row, "number")?,
                    text(row, "group_name")?,
                    text(row, "village")?,
                ]
                .join("\n"),
                latin: [pinyin, text(row, "initials")?].concat(),
                tags: "|".to_owned(),
                youngest: String::new(),
                oldest: String::new(),
            };
            add_tags(&mut home.tags, text(row, "tags")?, is_own);
            homes.push(home);
        }
        let mut read = conn.prepare_cached(
            "select household_id, name, pinyin, initials, tags, birth from member
             where active = 1",
        )?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let Some((place, is_own)) = places.get(text(row, "household_id")?) else {
                continue;
            };
            let Some(home) = homes.get_mut(*place) else {
                continue;
            };
            home.words.push('\n');
            home.words.push_str(text(row, "name")?);
            for column in ["pinyin", "initials"] {
                home.latin.push_str(text(row, column)?);
            }
            add_tags(&mut home.tags, text(row, "tags")?, *is_own);
            let birth = text(row, "birth")?;
            if birth > home.youngest.as_str() {
                birth.clone_into(&mut home.youngest);
            }
            if !birth.is_empty() && (home.oldest.is_empty() || birth < home.oldest.as_str()) {
                birth.clone_into(&mut home.oldest);
            }
        }
        // The same name keeps the order of the village.
        names.sort();
        Ok(Self {
            changed: changed(conn)?,
            by_name: names.into_iter().map(|(_, place)| place).collect(),
            tags: counted(&homes),
            homes,
        })
    }

    /// Whether nothing they were read from has changed.
    pub(crate) fn are_current(&self, conn: &Connection) -> Result<bool> {
        Ok(self.changed == changed(conn)?)
    }

    /// Households that match, in the order asked for; all of them when nothing is asked.
    pub fn find(&self, wanted: &Wanted<'_>) -> Vec<&Home> {
        // Text, never a pattern.
        let typed: Vec<String> = wanted
            .words
            .iter()
            .map(|word| format!("|{}", word.text.to_lowercase()))
            .collect();
        let ages = &wanted.ages;
        let matches = |home: &&Home| {
            let mut words = wanted.words.iter().zip(&typed);
            words.all(|(word, typed)| {
                home.words.contains(word.text)
                    || home.latin.contains(typed)
                    || word.tags.iter().any(|tag| home.has(tag, ages))
            }) && wanted
                .tags
                .iter()
                .all(|any| any.iter().any(|tag| home.has(tag, ages)))
        };
        match wanted.order {
            Order::Place => self.homes.iter().filter(matches).collect(),
            Order::Name => {
                let named = self.by_name.iter().filter_map(|at| self.homes.get(*at));
                named.filter(matches).collect()
            }
        }
    }

    /// Every tag that some household has, and how many have it.
    pub fn tags(&self, ages: &Ages<'_>) -> BTreeMap<&str, u32> {
        let mut found: BTreeMap<&str, u32> = self
            .tags
            .iter()
            .map(|(tag, count)| (tag.as_str(), *count))
            .collect();
        for tag in [tag::CHILD, tag::ELDER] {
            let count = self.homes.iter().filter(|home| home.has(tag, ages)).count();
            if count > 0 {
                found.insert(tag, u32::try_from(count).unwrap_or(u32::MAX));
            }
        }
        found
    }
}

/// Households whose helper owns this phone.
fn own(conn: &Connection) -> Result<HashSet<String>> {
    Ok(conn
        .prepare_cached(
            "select household_id from assignment join device using (person_id)
             where to_date is null",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

fn add_tags(tags: &mut String, column: &str, is_own: bool) {
    for tag in tag::split(column) {
        if (is_own || !tag::tells_health(tag)) && !tags.contains(&format!("|{tag}|")) {
            tags.push_str(tag);
            tags.push('|');
        }
    }
}

fn counted(homes: &[Home]) -> BTreeMap<String, u32> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for tag in homes.iter().flat_map(|home| tag::split(&home.tags)) {
        *counts.entry(tag).or_default() += 1;
    }
    let counts = counts.into_iter();
    counts.map(|(tag, count)| (tag.to_owned(), count)).collect()
}

/// Of `|zhangsan|changsan`, the first.
fn first_reading(pinyin: &str) -> &str {
    pinyin.split('|').nth(1).unwrap_or_default()
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

/// Households that match words, read anew: see [`Names::find`].
pub fn households(conn: &Connection, text: &str) -> Result<Vec<HouseholdRow>> {
    let names = Names::read(conn)?;
    let rows: Vec<i64> = names
        .find(&Wanted::typed(text))
        .iter()
        .map(|home| home.row)
        .collect();
    household::of_rows(conn, &rows)
}
