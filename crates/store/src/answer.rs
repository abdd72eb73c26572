//! Answers of a visit being recorded, and the problems its visitor set aside.

use domain::id::{MemberId, VisitId};
use protocol::visit::{AnswerV1, AnswerValueV1};
use rusqlite::{Connection, Transaction, named_params};

use crate::{Error, Result, column};

/// Where an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Given by the visitor.
    Touched,
    /// Taken over from the visit before and not yet looked at.
    Carried,
    /// Taken over and confirmed as unchanged.
    Unchanged,
}

impl Origin {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Touched => "touched",
            Self::Carried => "carried",
            Self::Unchanged => "unchanged",
        }
    }
}

impl std::str::FromStr for Origin {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "touched" => Ok(Self::Touched),
            "carried" => Ok(Self::Carried),
            "unchanged" => Ok(Self::Unchanged),
            _ => Err(Error::NotFound("origin")),
        }
    }
}

#[derive(Clone, PartialEq)]
pub struct Answer {
    pub item: String,
    /// Absent when the item is about the household.
    pub member: Option<MemberId>,
    pub value: AnswerValueV1,
    pub origin: Origin,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({} {:?})", self.item, self.origin)
    }
}

/// Gives or replaces one answer of a draft.
pub fn save(tx: &Transaction<'_>, visit: VisitId, answer: &Answer) -> Result<()> {
    require_draft(tx, visit)?;
    insert(tx, visit, answer)
}

/// Takes one answer of a draft back.
pub fn clear(
    tx: &Transaction<'_>,
    visit: VisitId,
    item: &str,
    member: Option<MemberId>,
) -> Result<()> {
    require_draft(tx, visit)?;
    tx.execute(
        "delete from answer where visit_id = ?1 and item = ?2 and member_id = ?3",
        (visit.to_string(), item, about(member)),
    )?;
    Ok(())
}

/// Every answer of a visit.
pub fn list(conn: &Connection, visit: VisitId) -> Result<Vec<Answer>> {
    Ok(conn
        .prepare_cached("select * from answer where visit_id = ?1 order by item, member_id")?
        .query_map([visit.to_string()], |row| {
            Ok(Answer {
                item: row.get("item")?,
                member: column::maybe_id(row, "member_id")?,
                value: column::json(row, "value")?,
                origin: column::id(row, "origin")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// Sets a problem of a draft aside; an empty reason takes that back.
pub fn dismiss(
    tx: &Transaction<'_>,
    visit: VisitId,
    problem_key: &str,
    reason: &str,
) -> Result<()> {
    require_draft(tx, visit)?;
    if reason.is_empty() {
        tx.execute(
            "delete from dismissal where visit_id = ?1 and problem_key = ?2",
            (visit.to_string(), problem_key),
        )?;
    } else {
        tx.execute(
            "insert or replace into dismissal (visit_id, problem_key, reason) values (?1, ?2, ?3)",
            (visit.to_string(), problem_key, reason),
        )?;
    }
    Ok(())
}

/// Problem keys and the reasons they were set aside for.
pub fn dismissals(conn: &Connection, visit: VisitId) -> Result<Vec<(String, String)>> {
    Ok(conn
        .prepare_cached("select problem_key, reason from dismissal where visit_id = ?1")?
        .query_map([visit.to_string()], |row| {
            Ok((row.get("problem_key")?, row.get("reason")?))
        })?
        .collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn exist(conn: &Connection, visit: VisitId) -> Result<bool> {
    Ok(conn
        .prepare_cached("select 1 from answer where visit_id = ?1")?
        .exists([visit.to_string()])?)
}

pub(crate) fn insert_all(
    tx: &Transaction<'_>,
    visit: VisitId,
    answers: &[AnswerV1],
    origin: Origin,
) -> Result<()> {
    for answer in answers {
        let AnswerV1 {
            item,
            member,
            value,
            unchanged,
        } = answer;
        let answer = Answer {
            item: item.clone(),
            member: *member,
            value: value.clone(),
            origin: if *unchanged {
                Origin::Unchanged
            } else {
                origin
            },
        };
        insert(tx, visit, &answer)?;
    }
    Ok(())
}

pub(crate) fn insert(tx: &Transaction<'_>, visit: VisitId, answer: &Answer) -> Result<()> {
    tx.prepare_cached(
        "insert or replace into answer (visit_id, item, member_id, value, origin)
         values (:visit_id, :item, :member_id, :value, :origin)",
    )?
    .execute(named_params! {
        ":visit_id": visit.to_string(),
        ":item": answer.item,
        ":member_id": about(answer.member),
        ":value": column::to_json(&answer.value)?,
        ":origin": answer.origin.as_str(),
    })?;
    Ok(())
}

/// A sealed visit is immutable: every write to a draft passes here.
pub(crate) fn require_draft(conn: &Connection, visit: VisitId) -> Result<()> {
    let is_draft = conn
        .prepare_cached("select 1 from visit where visit_id = ?1 and phase = 'draft'")?
        .exists([visit.to_string()])?;
    if is_draft {
        Ok(())
    } else {
        Err(Error::NotDraft)
    }
}

fn about(member: Option<MemberId>) -> String {
    member.map(|id| id.to_string()).unwrap_or_default()
}
