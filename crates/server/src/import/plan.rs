//! What a file would do to the roster, some rows at a time. The check and the import ask the same
//! question, so that what was shown is what is done.

mod homes;
mod people;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::Date;
use domain::facts::FactValue;
use domain::id::CountyId;
use domain::time::Timestamp;
use protocol::facts::FactRow;
use protocol::roster::MemberRow;
use protocol::row::HouseholdV1;
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::book::Book;
use super::columns::FileKind;
use super::fields::{Level, Problem};
use super::places::Places;
use super::read::Row;
use super::rules;
use crate::db::Reader;
use crate::error::Error;
use crate::roster::said::Known;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    Adds,
    Changes,
    Nothing,
    Refused,
}

/// A row looked at.
pub(super) struct Planned {
    /// Of the file, as its program shows it.
    pub row: u32,
    pub does: Does,
    /// Facts that people corrected and of which the roster now says something else.
    pub contested: Vec<String>,
    pub problems: Vec<Problem>,
    pub write: Option<Write>,
}

/// A record to be written, and what is needed to take that back.
pub(super) struct Write {
    pub record: Record,
    pub was: Map<String, Value>,
    pub became: Map<String, Value>,
    pub kept: Option<String>,
    pub kept_was: Option<String>,
}

pub(super) enum Record {
    Household(Box<HouseholdV1>),
    Member(Box<MemberRow>),
}

impl Record {
    /// Its kind, and its id here.
    pub(super) fn name(&self) -> (&'static str, String) {
        match self {
            Self::Household(home) => (FileKind::Household.name(), home.id.to_string()),
            Self::Member(row) => (FileKind::Member.name(), row.member.id.to_string()),
        }
    }
}

impl Planned {
    fn refused(row: u32, problems: Vec<Problem>) -> Self {
        Self {
            row,
            does: Does::Refused,
            contested: Vec::new(),
            problems,
            write: None,
        }
    }

    fn whole(row: u32, code: &'static str) -> Self {
        let level = Level::Error;
        let column = None;
        Self::refused(
            row,
            vec![Problem {
                column,
                level,
                code,
            }],
        )
    }
}

/// What was seen of a file so far, and what its rows are compared with.
pub(super) struct Plan {
    pub county: CountyId,
    book: Arc<Book>,
    places: Places,
    today: Date,
    /// Phone numbers and names of those who help.
    helpers: HashSet<(String, String)>,
    /// Numbers that stood in a row above.
    numbers: HashSet<String>,
    /// Records that a row above is of: no file says two things of one.
    records: HashSet<Uuid>,
    /// ID numbers above, with the household each was in.
    id_numbers: HashMap<String, String>,
    pub families: rules::Homes,
}

impl Plan {
    pub fn begin(
        reader: &mut Reader<'_>,
        county: (CountyId, &str),
        book: Arc<Book>,
        now: i64,
    ) -> Result<Self, Error> {
        let mut helpers = HashSet::new();
        if book.header.kind == FileKind::Member {
            let rows = reader.query(
                "select name, phone from person where county_id = $1 and phone is not null",
                &[county.0.into()],
            )?;
            for row in &rows {
                helpers.insert((row.text("phone")?, row.text("name")?));
            }
        }
        Ok(Self {
            county: county.0,
            places: Places::load(reader, county.0, county.1)?,
            book,
            today: Timestamp::from_ms(now).shanghai_date(),
            helpers,
            numbers: HashSet::new(),
            records: HashSet::new(),
            id_numbers: HashMap::new(),
            families: rules::Homes::default(),
        })
    }

    /// Looks at the rows from `from` on, at most `count` of them. Rows come in the order of the
    /// file, each once: what stood above counts.
    pub fn next(
        &mut self,
        reader: &mut Reader<'_>,
        from: usize,
        count: usize,
    ) -> Result<Vec<Planned>, Error> {
        let book = self.book.clone();
        let rows = book.rows().iter().skip(from).take(count);
        let rows: Vec<&Row> = rows.collect();
        let (hidden, seen): (Vec<&Row>, Vec<&Row>) = rows.into_iter().partition(|row| row.hidden);
        let mut planned: Vec<Planned> = hidden
            .into_iter()
            .map(|row| Planned::whole(row.number, "hidden_row"))
            .collect();
        let looked = match book.header.kind {
            FileKind::Household => homes::look(self, reader, &book, &seen)?,
            FileKind::Member => people::look(self, reader, &book, &seen)?,
        };
        planned.extend(looked);
        planned.sort_by_key(|planned| planned.row);
        Ok(planned)
    }
}

/// What a row would do: the difference between the roster's last word and its new one.
fn compare<Row: FactRow + Clone>(
    row: u32,
    problems: Vec<Problem>,
    (known, next): (Option<&Known<Row>>, &Row),
    (was, became): (Map<String, Value>, Map<String, Value>),
    kept: Map<String, Value>,
    record: Record,
) -> Planned {
    let contested = known.map_or_else(Vec::new, |known| contested(known, next));
    let kept_was = known.and_then(|known| known.kept.clone());
    let kept = (!kept.is_empty()).then(|| Value::Object(kept).to_string());
    let does = match known {
        None => Does::Adds,
        Some(_) if !became.is_empty() || (kept.is_some() && kept != kept_was) => Does::Changes,
        Some(_) => Does::Nothing,
    };
    let write = (does != Does::Nothing).then_some(Write {
        record,
        was,
        became,
        kept,
        kept_was,
    });
    Planned {
        row,
        does,
        contested,
        problems,
        write,
    }
}

/// Facts people corrected, of which the roster now says neither what it said nor what they say.
fn contested<Row: FactRow>(known: &Known<Row>, next: &Row) -> Vec<String> {
    let differs = |(name, base): &&(String, FactValue)| {
        let mine = next.fact(name).unwrap_or(FactValue::Nothing);
        mine != *base && Some(&mine) != known.stands.fact(name).as_ref()
    };
    let names = known.corrected.iter().filter(differs);
    names.map(|(name, _)| name.clone()).collect()
}

/// The fields that differ between two states of a record, before and after. `null` is an absent
/// one.
fn differences(
    before: &impl Serialize,
    after: &impl Serialize,
) -> Result<[Map<String, Value>; 2], Error> {
    let before = as_map(before)?;
    let after = as_map(after)?;
    let (mut was, mut became) = (Map::new(), Map::new());
    let names: HashSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        let pair = [&before, &after].map(|map| map.get(name).cloned().unwrap_or(Value::Null));
        let [old, new] = pair;
        if old != new {
            was.insert(name.clone(), old);
            became.insert(name.clone(), new);
        }
    }
    Ok([was, became])
}

pub(super) fn as_map(row: &impl Serialize) -> Result<Map<String, Value>, Error> {
    match serde_json::to_value(row) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Error::Stored { what: "a row" }),
    }
}

/// The id of what a number names. The same file after an import was taken back makes the same
/// records: what a phone did with one meanwhile finds it again.
fn id_of(county: CountyId, kind: &str, number: &str) -> Uuid {
    let digest = Sha256::digest(format!("{county} {kind} {number}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
