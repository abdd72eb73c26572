//! 抽查名单, and what spot checks say in other reports: points reached of a hundred, five areas of
//! twenty each.
//!
//! Who is drawn and not yet asked is the county's to know, as on the pages of the checks: a call
//! somebody waits for finds out nothing.

use std::collections::{BTreeMap, HashMap};

use super::rates::Share;
use super::rows::{Cell, Lines};
use super::{Ask, Kind, Report, Sheet, Source, Span, column, text};
use crate::console::query::Values;
use crate::db::{Reader, Row};
use crate::error::Error;

pub(super) static REPORT: Report = Report {
    id: "spot",
    zh: "抽查名单",
    en: "Spot checks",
    span: Span::Quarter,
    columns: &[
        column("批次", "Batch", Kind::Text, 16),
        column("抽样种子", "Seed", Kind::Text, 20),
        column("镇", "Town", Kind::Text, 12),
        column("村", "Village", Kind::Text, 12),
        column("队", "Team", Kind::Text, 18),
        column("被抽人", "Person", Kind::Text, 12),
        column("方式", "How", Kind::Text, 10),
        column("接通", "Reached", Kind::Text, 8),
        column("五项得分", "Five scores", Kind::Text, 18),
        column("问题", "Problem", Kind::Text, 34),
        column("整改期限", "Due", Kind::Date, 12),
        column("整改结果", "Result", Kind::Text, 30),
    ],
    sheets: &[Sheet {
        zh: "抽查名单",
        en: "Spot checks",
        only: &[],
    }],
    source: Source::Whole(rows),
    behind: None,
    groups: &[],
    switch: None,
    document: false,
    of_campaign: false,
};

/// Checks drawn within the days and not cancelled, with what was found of each.
const FROM: &str = "from spot_check c
    join spot_item i on i.county_id = c.county_id and i.check_id = c.check_id";

fn conditions(ask: &Ask, values: &mut Values) -> String {
    let days = ask.days("c.made_date", values);
    let areas = ask.areas("i", values);
    format!("c.county_id = $1 and c.cancelled_ms is null and {days}{areas}")
}

/// Everybody drawn within the days; for captains those who were asked. From the seed somebody could
/// reckon who else is drawn: they have it once nobody of the check waits.
fn rows(reader: &mut Reader<'_>, ask: &Ask) -> Result<Lines, Error> {
    let mut values = Values::new(ask.county);
    let mut conditions = conditions(ask, &mut values);
    let mut seed = "c.seed";
    if ask.signed.needs_county().is_err() {
        conditions.push_str(" and i.version > 0");
        seed = "case when exists (select 1 from spot_item o where o.county_id = c.county_id
            and o.check_id = c.check_id and o.is_open = 1) then null else c.seed end";
    }
    let found = reader.query(
        &format!(
            "select c.number, {seed} as seed, c.method, i.reached, i.facts, i.policy, i.action, i.role,
                 i.support, i.notes, t.name as town, a.name as village, p.name as person,
                 h.head_name, g.title, g.due, g.result, g.state, i.team_id
             {FROM}
             left join area t on t.county_id = i.county_id and t.code = i.town_code
             left join area a on a.county_id = i.county_id and a.code = i.area_code
             left join person p on p.county_id = i.county_id and p.person_id = i.person_id
             left join household h on h.county_id = i.county_id
                 and h.household_id = i.household_id
             left join problem g on g.county_id = i.county_id and g.problem_id = i.problem_id
             where {conditions} order by c.sequence, i.position"
        ),
        values.all(),
    )?;
    found.iter().map(line).collect()
}

fn line(row: &Row) -> Result<Vec<Cell>, Error> {
    let method = match row.text("method")?.as_str() {
        "video" => "视频",
        "phone" => "电话",
        _ => "实地",
    };
    let reached = match row.optional_text("reached")?.as_deref() {
        None => "",
        Some("yes") => "接通",
        Some("no_answer") => "未接",
        Some("off") => "关机或停机",
        Some(_) => "已离岗",
    };
    let mut scores = Vec::new();
    for area in ["facts", "policy", "action", "role", "support"] {
        scores.extend(row.optional_int(area)?);
    }
    let total: i64 = scores.iter().sum();
    let each: Vec<String> = scores.iter().map(ToString::to_string).collect();
    let scores = if each.is_empty() {
        Cell::Empty
    } else {
        Cell::text(format!("{total}（{}）", each.join("/")))
    };
    let village = row.optional_text("village")?.unwrap_or_default();
    let person = match row.optional_text("person")? {
        Some(name) => Cell::text(name),
        None => text::cell(row, "head_name")?,
    };
    let problem = match row.optional_text("title")? {
        Some(title) => Cell::text(title),
        None => text::cell(row, "notes")?,
    };
    let result = match row.optional_text("result")? {
        Some(result) if !result.is_empty() => Cell::text(result),
        _ => row.optional_text("state")?.map_or(Cell::Empty, |state| {
            Cell::text(text::zh("problem_state", &state))
        }),
    };
    Ok(vec![
        text::cell(row, "number")?,
        text::cell(row, "seed")?,
        text::cell(row, "town")?,
        Cell::text(village.as_str()),
        match row.optional_text("team_id")? {
            Some(_) => Cell::text(format!("{village}驻村工作队")),
            None => Cell::Empty,
        },
        person,
        Cell::text(method),
        Cell::text(reached),
        scores,
        problem,
        text::cell(row, "due")?,
        result,
    ])
}

/// Points reached of those possible, by a column of `spot_item`.
fn points(reader: &mut Reader<'_>, ask: &Ask, by: &str) -> Result<Vec<(String, Share)>, Error> {
    let mut values = Values::new(ask.county);
    let conditions = conditions(ask, &mut values);
    let rows = reader.query(
        &format!(
            "select i.{by} as who, count(*) as n,
                 cast(sum(i.facts + i.policy + i.action + i.role + i.support) as bigint) as points
             {FROM}
             where {conditions} and i.{by} is not null and i.facts is not null
                 and i.policy is not null and i.action is not null and i.role is not null
                 and i.support is not null
             group by i.{by}"
        ),
        values.all(),
    )?;
    let all = rows.iter().map(|row| {
        let share = Share {
            part: row.int("points")?,
            whole: row.int("n")? * 100,
        };
        Ok((row.text("who")?, share))
    });
    all.collect()
}

/// 抽查得分 by village.
pub(super) fn scores(reader: &mut Reader<'_>, ask: &Ask) -> Result<BTreeMap<String, Share>, Error> {
    Ok(points(reader, ask, "area_code")?.into_iter().collect())
}

/// The same by person.
pub(super) fn people(reader: &mut Reader<'_>, ask: &Ask) -> Result<HashMap<String, Share>, Error> {
    Ok(points(reader, ask, "person_id")?.into_iter().collect())
}
