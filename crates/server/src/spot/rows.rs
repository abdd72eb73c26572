//! Spot checks as rows: 抽查名单 (DOMAIN §6) on a screen and in a report.

use domain::id::CountyId;

use super::result::Scores;
use crate::db::{Reader, Row, Value};
use crate::error::Error;

/// One that was drawn: 批次 抽样种子 镇 村 队 被抽人 方式 接通 五项得分 问题 整改期限 整改结果.
pub(crate) struct SpotRow {
    pub item_id: String,
    /// 批次.
    pub number: String,
    pub seed: String,
    pub position: u32,
    pub town: String,
    pub village: String,
    /// 队: its captain's name; empty for a household.
    pub team: String,
    /// 被抽人: the member, the team's captain, or the head of the household.
    pub asked: String,
    pub unit: String,
    pub household_id: Option<String>,
    pub method: String,
    /// 接通: `yes`, `no_answer`, `off`, `left`; absent while it waits.
    pub reached: Option<String>,
    pub in_village: Option<bool>,
    pub scores: Option<Scores>,
    pub notes: String,
    pub checked_date: Option<String>,
    pub checked_by: String,
    /// Results so far.
    pub version: u32,
    pub is_alerted: bool,
    pub problem_id: Option<String>,
    pub problem_number: Option<String>,
    pub problem: String,
    /// 整改期限.
    pub due: Option<String>,
    /// A code of `problem_state`.
    pub problem_state: Option<String>,
    /// 整改结果, in words.
    pub outcome: String,
}

/// Every row of every check that was not cancelled; `$1` is the county. Conditions follow.
const ROWS: &str = "
    select i.item_id, c.number, c.seed, i.position, t.name as town,
        a.name as village, k.name as captain, coalesce(p.name, h.head_name) as asked, p.unit,
        i.household_id, c.method, i.reached, i.in_village, i.facts, i.policy, i.action, i.role,
        i.support, i.notes, i.checked_date, b.name as checked_by, i.version, i.tickets,
        i.problem_id, o.number as problem_number, o.title as problem, o.due,
        o.state as problem_state, o.result as outcome
    from spot_check c
    join spot_item i on i.county_id = c.county_id and i.check_id = c.check_id
    left join area t on t.county_id = i.county_id and t.code = i.town_code
    left join area a on a.county_id = i.county_id and a.code = i.area_code
    left join team m on m.county_id = i.county_id and m.team_id = i.team_id
    left join person k on k.county_id = m.county_id and k.person_id = m.captain_id
    left join person p on p.county_id = i.county_id and p.person_id = i.person_id
    left join household h on h.county_id = i.county_id and h.household_id = i.household_id
    left join person b on b.county_id = i.county_id and b.person_id = i.checked_by
    left join problem o on o.county_id = i.county_id and o.problem_id = i.problem_id
    where c.county_id = $1";

impl SpotRow {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let named = |column| Ok::<_, Error>(row.optional_text(column)?.unwrap_or_default());
        Ok(Self {
            item_id: row.text("item_id")?,
            number: row.text("number")?,
            seed: row.text("seed")?,
            position: row.count("position")?,
            town: named("town")?,
            village: named("village")?,
            team: named("captain")?,
            asked: named("asked")?,
            unit: named("unit")?,
            household_id: row.optional_text("household_id")?,
            method: row.text("method")?,
            reached: row.optional_text("reached")?,
            in_village: row.optional_int("in_village")?.map(|seen| seen != 0),
            scores: Scores::of(row)?,
            notes: row.text("notes")?,
            checked_date: row.optional_text("checked_date")?,
            checked_by: named("checked_by")?,
            version: row.count("version")?,
            is_alerted: row.count("tickets")? > 1,
            problem_id: row.optional_text("problem_id")?,
            problem_number: row.optional_text("problem_number")?,
            problem: named("problem")?,
            due: row.optional_text("due")?,
            problem_state: row.optional_text("problem_state")?,
            outcome: named("outcome")?,
        })
    }
}

/// Which rows; everything absent is everything.
#[derive(Default)]
pub(crate) struct Wanted<'a> {
    pub check: Option<&'a str>,
    pub item: Option<&'a str>,
    /// A person, a team or a household by id.
    pub subject: Option<&'a str>,
    /// Days a check was drawn on, both included, `YYYY-MM-DD`.
    pub from: Option<&'a str>,
    pub to: Option<&'a str>,
    /// Nine digits.
    pub town: Option<&'a str>,
    /// `waiting`, `checked`, `unreached`, `problem`.
    pub group: Option<&'a str>,
    /// The check's sequence and the position of the last row read.
    pub after: Option<(i64, i64)>,
    pub limit: Option<usize>,
    /// With checks that were cancelled.
    pub cancelled: bool,
}

/// Rows in the order of checks and of their draws.
///
/// # Errors
/// When the database failed.
pub(crate) fn rows(
    reader: &mut Reader<'_>,
    county: CountyId,
    wanted: &Wanted<'_>,
) -> Result<Vec<SpotRow>, Error> {
    let mut values: Vec<Value> = vec![county.into()];
    let mut sql = ROWS.to_owned();
    let texts = [
        (" and c.check_id = ", wanted.check),
        (" and i.item_id = ", wanted.item),
        (" and i.subject_id = ", wanted.subject),
        (" and c.made_date >= ", wanted.from),
        (" and c.made_date <= ", wanted.to),
        (" and i.town_code = ", wanted.town),
    ];
    for (condition, text) in texts {
        if let Some(text) = text {
            values.push(text.into());
            sql.push_str(&format!("{condition}${}", values.len()));
        }
    }
    sql.push_str(match wanted.group {
        Some("waiting") => " and i.version = 0",
        Some("checked") => " and i.reached = 'yes'",
        Some("unreached") => " and i.reached is not null and i.reached <> 'yes'",
        Some("problem") => " and i.problem_id is not null",
        _ => "",
    });
    if !wanted.cancelled {
        sql.push_str(" and c.cancelled_ms is null");
    }
    if let Some((sequence, position)) = wanted.after {
        values.extend([sequence.into(), position.into()]);
        let (sequence, position) = (values.len() - 1, values.len());
        sql.push_str(&format!(
            " and (c.sequence > ${sequence} or c.sequence = ${sequence} and i.position > ${position})"
        ));
    }
    sql.push_str(" order by c.sequence, i.position");
    if let Some(limit) = wanted.limit {
        values.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
        sql.push_str(&format!(" limit ${}", values.len()));
    }
    let found = reader.query(&sql, &values)?;
    found.iter().map(SpotRow::from_row).collect()
}
