//! What a call or a visit found: written down once, corrected with a reason, asked again. The
//! former values stay.

use axum::http::StatusCode;
use domain::id::{CountyId, PersonId};
use domain::time::{Timestamp, parse_date};
use serde::{Deserialize, Serialize};

use crate::county::audit;
use crate::db::{Reader, Row, Tx};
use crate::error::Error;
use crate::words;

/// The most points of one area (`spot_check_form` of the checklist).
pub(crate) const MOST_POINTS: u32 = 20;
/// Characters in the notes.
const MAX_NOTES: usize = 1000;
/// Whether somebody was reached. The last is ours: whoever was drawn may have left since.
pub(crate) const REACHED: [&str; 4] = ["yes", "no_answer", "off", "left"];

/// What was found.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub reached: String,
    pub in_village: Option<bool>,
    pub scores: Option<Scores>,
    pub notes: String,
    /// `YYYY-MM-DD`.
    pub checked_on: String,
}

/// The five areas of S0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Scores {
    pub facts: u32,
    pub policy: u32,
    pub action: u32,
    pub role: u32,
    pub support: u32,
}

impl Scores {
    pub fn total(self) -> u32 {
        self.facts + self.policy + self.action + self.role + self.support
    }

    fn all(self) -> [(&'static str, u32); 5] {
        [
            ("facts", self.facts),
            ("policy", self.policy),
            ("action", self.action),
            ("role", self.role),
            ("support", self.support),
        ]
    }

    /// From a row with columns of their names; `None` where there are none.
    pub fn of(row: &Row) -> Result<Option<Self>, Error> {
        let mut points = [0; 5];
        let columns = ["facts", "policy", "action", "role", "support"];
        for (place, column) in points.iter_mut().zip(columns) {
            match row.optional_int(column)? {
                Some(found) => *place = u32::try_from(found).unwrap_or(0),
                None => return Ok(None),
            }
        }
        let [facts, policy, action, role, support] = points;
        Ok(Some(Self {
            facts,
            policy,
            action,
            role,
            support,
        }))
    }
}

/// How a result stands to the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    First,
    /// Asked once more: nobody answered, or to see whether it is mended.
    Again,
    /// What was written down was wrong.
    Correct,
}

impl How {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Again => "again",
            Self::Correct => "correct",
        }
    }

    pub fn of(code: &str) -> Result<Self, Error> {
        [Self::First, Self::Again, Self::Correct]
            .into_iter()
            .find(|how| how.as_str() == code)
            .ok_or_else(|| Error::bad("unknown_option", "how"))
    }
}

/// One that was drawn, as far as a result is judged by it.
pub(crate) struct Item {
    pub check_id: String,
    pub kind: String,
    pub subject_id: String,
    pub person_id: Option<String>,
    pub household_id: Option<String>,
    pub area_code: String,
    pub version: u32,
    pub problem_id: Option<String>,
    checked_date: Option<String>,
    made_date: String,
    is_cancelled: bool,
}

/// One that was drawn, by id.
///
/// # Errors
/// `not_found`.
pub(crate) fn item(reader: &mut Reader<'_>, county: CountyId, id: &str) -> Result<Item, Error> {
    let row = reader.first(
        "select i.check_id, i.kind, i.subject_id, i.person_id, i.household_id, i.area_code, i.version,
             i.problem_id, i.checked_date, c.made_date,
             case when c.cancelled_ms is null then 0 else 1 end as is_cancelled
         from spot_item i
         join spot_check c on c.county_id = i.county_id and c.check_id = i.check_id
         where i.county_id = $1 and i.item_id = $2",
        &[county.into(), id.into()],
    )?;
    let row = row.ok_or_else(Error::not_found)?;
    Ok(Item {
        check_id: row.text("check_id")?,
        kind: row.text("kind")?,
        subject_id: row.text("subject_id")?,
        person_id: row.optional_text("person_id")?,
        household_id: row.optional_text("household_id")?,
        area_code: row.text("area_code")?,
        version: row.count("version")?,
        problem_id: row.optional_text("problem_id")?,
        checked_date: row.optional_text("checked_date")?,
        made_date: row.text("made_date")?,
        is_cancelled: row.flag("is_cancelled")?,
    })
}

impl Item {
    /// # Errors
    /// `check_cancelled` with status 409.
    pub fn is_alive(&self) -> Result<(), Error> {
        if self.is_cancelled {
            return Err(Error::refused(StatusCode::CONFLICT, "check_cancelled"));
        }
        Ok(())
    }
}

/// Writes a result down. `version` is what the person saw.
///
/// # Errors
/// `not_found`; `check_cancelled`, `stale`; whatever is wrong with what was said, at its field.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    county: CountyId,
    id: &str,
    (how, version, reason): (How, u32, &str),
    said: &Said,
    (by, now): (PersonId, i64),
) -> Result<(), Error> {
    let item = item(tx, county, id)?;
    item.is_alive()?;
    if item.version != version || (version == 0) != (how == How::First) {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    }
    let reason = match how {
        How::Correct => words::reason(reason)?,
        How::First | How::Again => String::new(),
    };
    check(tx, county, &item, how, said, now)?;
    let next = version + 1;
    let body = serde_json::to_string(said).map_err(|_| Error::Stored { what: "a result" })?;
    tx.execute(
        "insert into spot_result (county_id, item_id, version, how, reason, body, by_person, at_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            county.into(),
            id.into(),
            next.into(),
            how.as_str().into(),
            reason.into(),
            body.into(),
            by.into(),
            now.into(),
        ],
    )?;
    let scores = said.scores;
    let points = |of: fn(Scores) -> u32| scores.map(of);
    tx.execute(
        "update spot_item set is_open = 0, version = $3, reached = $4, in_village = $5, facts = $6,
             policy = $7, action = $8, role = $9, support = $10, notes = $11, checked_date = $12,
             checked_by = $13
         where county_id = $1 and item_id = $2",
        &[
            county.into(),
            id.into(),
            next.into(),
            (&said.reached).into(),
            said.in_village.into(),
            points(|scores| scores.facts).into(),
            points(|scores| scores.policy).into(),
            points(|scores| scores.action).into(),
            points(|scores| scores.role).into(),
            points(|scores| scores.support).into(),
            (&said.notes).into(),
            (&said.checked_on).into(),
            by.into(),
        ],
    )?;
    let action = match how {
        How::First => "spot_result",
        How::Again => "spot_result_again",
        How::Correct => "spot_result_corrected",
    };
    audit(tx, county, now, Some(by), action, id)
}

fn check(
    reader: &mut Reader<'_>,
    county: CountyId,
    item: &Item,
    how: How,
    said: &Said,
    now: i64,
) -> Result<(), Error> {
    if !REACHED.contains(&said.reached.as_str()) {
        return Err(Error::bad("unknown_option", "reached"));
    }
    if said.notes.chars().count() > MAX_NOTES {
        return Err(Error::bad("too_long", "notes"));
    }
    let day = parse_date(&said.checked_on).ok_or_else(|| Error::bad("not_a_date", "checked_on"))?;
    if day > Timestamp::from_ms(now).shanghai_date() {
        return Err(Error::bad("in_the_future", "checked_on"));
    }
    let before = match how {
        How::Again => item.checked_date.as_deref(),
        How::First | How::Correct => None,
    };
    let since = before.unwrap_or(&item.made_date);
    if parse_date(since).is_some_and(|since| day < since) {
        return Err(Error::bad("before_the_start", "checked_on"));
    }
    let is_reached = said.reached == "yes";
    match said.scores {
        None if is_reached && item.kind != "household" => {
            return Err(Error::bad("empty", "scores"));
        }
        Some(_) if !is_reached => return Err(Error::bad("not_together", "scores")),
        _ => {}
    }
    if !is_reached && said.in_village.is_some() {
        return Err(Error::bad("not_together", "in_village"));
    }
    for (area, points) in said.scores.into_iter().flat_map(Scores::all) {
        if points > MOST_POINTS {
            return Err(Error::bad("out_of_range", format!("scores.{area}")));
        }
    }
    if is_reached && has_left(reader, county, item, &said.checked_on)? {
        return Err(Error::bad("person_left", "reached"));
    }
    Ok(())
}

/// Whether whoever was drawn was no longer on a team that day: what a replacement knows is not his.
pub(crate) fn has_left(
    reader: &mut Reader<'_>,
    county: CountyId,
    item: &Item,
    day: &str,
) -> Result<bool, Error> {
    let Some(person) = item.person_id.as_ref() else {
        return Ok(false);
    };
    if item.kind != "member" {
        return Ok(false);
    }
    let there = reader.count(
        "select count(*) as n from person p
         where p.county_id = $1 and p.person_id = $2
             and (p.post_end is null or p.post_end >= $3)
             and (exists (select 1 from team_member m where m.county_id = p.county_id
                     and m.person_id = p.person_id)
                 or exists (select 1 from team t where t.county_id = p.county_id
                     and t.captain_id = p.person_id))",
        &[county.into(), person.into(), day.into()],
    )?;
    Ok(there == 0)
}

/// A result that was written down, the latest first.
pub(crate) struct Past {
    pub version: u32,
    pub how: String,
    pub reason: String,
    pub said: Said,
    pub by_name: String,
    pub at_ms: i64,
}

/// Every result of one that was drawn.
///
/// # Errors
/// When the database failed.
pub(crate) fn past(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: &str,
) -> Result<Vec<Past>, Error> {
    let rows = reader.query(
        "select r.version, r.how, r.reason, r.body, r.at_ms, p.name from spot_result r
         left join person p on p.county_id = r.county_id and p.person_id = r.by_person
         where r.county_id = $1 and r.item_id = $2 order by r.version desc",
        &[county.into(), id.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Past {
                version: row.count("version")?,
                how: row.text("how")?,
                reason: row.text("reason")?,
                said: row.json("body")?,
                by_name: row.optional_text("name")?.unwrap_or_default(),
                at_ms: row.int("at_ms")?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The form of the checklist is what people know; ours must ask the same of them.
    #[test]
    fn the_five_areas_and_their_points_are_the_checklists() {
        let text = include_str!("../../../../data/checklist.json");
        let whole: serde_json::Value = serde_json::from_str(text).unwrap();
        let items = whole["spot_check_form"]["items"].as_array().unwrap();
        let points: Vec<u64> = items
            .iter()
            .filter(|item| item["type"] == "integer")
            .map(|item| item["max"].as_u64().unwrap())
            .collect();
        assert_eq!(points, [u64::from(MOST_POINTS); 5]);
        let reached: Vec<&str> = items[0]["options"]
            .as_array()
            .unwrap()
            .iter()
            .map(|option| option["code"].as_str().unwrap())
            .collect();
        assert_eq!(reached, REACHED[..3]);
    }
}
