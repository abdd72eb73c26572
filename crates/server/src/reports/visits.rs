//! 走访台账: a line for each visit of the days, in the order they were made.
//!
//! What was said on a visit is in its sealed bytes. What a line tells of it is kept beside them
//! ([`Told`]); the bytes themselves are read only for visits from before it was.

use std::collections::HashMap;

use protocol::row::{HouseholdV1, MemberV1};
use protocol::visit::VisitV1;

use super::deeds::{self, Deeds};
use super::rows::{Cell, Named};
use super::{Ask, Kind, Report, Sheet, Source, Span, column, text};
use crate::clock::date_text;
use crate::console::query::Values;
use crate::db::{Reader, Row, Value};
use crate::error::Error;
use crate::visit::told::Told;

/// Rows of a file read at a time: few megabytes, and the next are read while they are written.
const ROWS: i64 = 2_000;

pub(super) static REPORT: Report = Report {
    id: "visits",
    zh: "走访台账",
    en: "Visit ledger",
    span: Span::HalfYear,
    columns: &[
        column("序号", "No.", Kind::Number, 6),
        column("镇", "Town", Kind::Text, 9),
        column("村", "Village", Kind::Text, 9),
        column("组", "Group", Kind::Text, 7),
        column("户主", "Head", Kind::Text, 9),
        column("户编号", "Household no.", Kind::Text, 15),
        column("户类型", "Household type", Kind::Text, 9),
        column("监测类别", "Monitored as", Kind::Text, 12),
        column("家庭人口", "People", Kind::Number, 6),
        column("走访人", "Visitor", Kind::Text, 9),
        column("单位", "Unit", Kind::Text, 14),
        column("走访时间", "Visited at", Kind::Date, 18),
        column("时长(分)", "Minutes", Kind::Number, 6),
        column("方式", "How", Kind::Text, 10),
        column("受访人", "Respondent", Kind::Text, 9),
        column("走访内容", "What about", Kind::Text, 32),
        column("发现问题数", "Problems found", Kind::Number, 7),
        column("帮办实事", "Good deeds", Kind::Text, 18),
        column("照片数", "Photos", Kind::Number, 6),
        column("定位状态", "Location", Kind::Text, 9),
        column("审核状态", "Review", Kind::Text, 10),
        column("审核人", "Reviewer", Kind::Text, 9),
    ],
    sheets: &[Sheet {
        zh: "走访台账",
        en: "Visit ledger",
        only: &[],
    }],
    source: Source::Named(page, count, ROWS),
    behind: None,
    groups: &["approved", "waiting"],
    switch: None,
    document: false,
    of_campaign: false,
};

/// What it was for, and what the visitor wrote.
fn about(told: &Told) -> String {
    let purposes = told.purposes.split_whitespace();
    let purposes: Vec<_> = purposes
        .map(|code| text::zh("visit_purpose", code))
        .collect();
    let parts = [purposes.join("、"), told.summary.clone()];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("；")
}

/// Visits of the days, made after a place in their order.
fn conditions(ask: &Ask, after: (i64, i64), values: &mut Values) -> String {
    let (_, until) = ask.milliseconds();
    let (made, sequence) = (values.add(after.0), values.add(after.1));
    let until = values.add(until);
    let areas = ask.areas("v", values);
    let group = match ask.group.as_deref() {
        Some("approved") => " and v.state in ('captain_approved', 'batched', 'county_accepted')",
        Some("waiting") => " and v.state not in ('captain_approved', 'batched', 'county_accepted')",
        _ => "",
    };
    format!(
        "v.county_id = $1 and v.state <> 'voided'
             and (v.trusted_ended_ms, v.sequence) > ({made}, {sequence})
             and v.trusted_ended_ms < {until}{areas}{group}"
    )
}

/// Before the first visit of the days.
fn beginning(ask: &Ask) -> (i64, i64) {
    (ask.milliseconds().0, -1)
}

/// The place a page ended at; two visits can have been made at the same moment.
fn place(key: &str) -> Option<(i64, i64)> {
    let (made, sequence) = key.split_once('_')?;
    Some((made.parse().ok()?, sequence.parse().ok()?))
}

fn count(reader: &mut Reader<'_>, ask: &Ask) -> Result<i64, Error> {
    let mut values = Values::new(ask.county);
    let conditions = conditions(ask, beginning(ask), &mut values);
    let sql = format!("select count(*) as n from visit v where {conditions}");
    Ok(reader.count(&sql, values.all())?)
}

fn page(
    reader: &mut Reader<'_>,
    ask: &Ask,
    after: Option<&str>,
    most: i64,
) -> Result<Named, Error> {
    let mut values = Values::new(ask.county);
    let after = after.and_then(place).unwrap_or_default();
    let conditions = conditions(ask, after.max(beginning(ask)), &mut values);
    let most = values.add(most);
    let found = reader.query(
        &format!(
            "select v.sequence, v.household_id, v.state, v.problems, v.photos,
                 v.trusted_ended_ms as made_ms, v.ended_ms,
                 h.head_name, h.number, home.body as home, p.name as visitor, p.unit,
                 t.name as town, a.name as village, r.name as reviewer,
                 s.change_id, s.started_ms, s.method, s.respondent_id, s.purposes, s.summary, s.place
             from visit v
             join visit_revision s on s.county_id = v.county_id and s.visit_id = v.visit_id
                 and s.revision = v.revision
             left join household h on h.county_id = v.county_id and h.household_id = v.household_id
             left join record home on home.county_id = v.county_id and home.kind = 'household'
                 and home.record_id = v.household_id
             left join person p on p.county_id = v.county_id and p.person_id = v.visitor_id
             left join person r on r.county_id = v.county_id and r.person_id = v.approved_by
             left join area t on t.county_id = v.county_id and t.code = v.town_code
             left join area a on a.county_id = v.county_id and a.code = v.area_code
             where {conditions}
             order by v.trusted_ended_ms, v.sequence limit {most}"
        ),
        values.all(),
    )?;
    let told = told(reader, ask, &found)?;
    let names = respondents(reader, ask, &told)?;
    let mut houses: Vec<String> = Vec::with_capacity(found.len());
    for row in &found {
        houses.push(row.text("household_id")?);
    }
    houses.sort_unstable();
    houses.dedup();
    let people = people(reader, ask, &houses)?;
    let deeds = deeds::of_households(reader, ask, &houses)?;
    let lines = found.iter().zip(&told).map(|(row, told)| {
        let line = line(row, told, &names, &people, &deeds)?;
        let key = format!("{}_{}", row.int("made_ms")?, row.int("sequence")?);
        Ok((key, line))
    });
    lines.collect()
}

fn line(
    row: &Row,
    told: &Told,
    names: &HashMap<String, String>,
    people: &HashMap<String, i64>,
    deeds: &Deeds,
) -> Result<Vec<Cell>, Error> {
    let home: Option<HouseholdV1> = row
        .optional_text("home")?
        .and_then(|body| serde_json::from_str(&body).ok());
    let made = row.int("made_ms")?;
    let house = row.text("household_id")?;
    let respondent = told.respondent.map(|member| member.to_string());
    let respondent = respondent.and_then(|member| names.get(&member));
    let minutes = row.int("ended_ms")?.saturating_sub(told.started_ms) / 60_000;
    let method = told.method.as_deref();
    let monitored = |home: &HouseholdV1| {
        let category = home.monitor_category.as_deref().map(text::base_type);
        let over = if home.risk_eliminated {
            "（风险已消除）"
        } else {
            ""
        };
        category.map_or(Cell::Empty, |category| {
            Cell::text(format!("{category}{over}"))
        })
    };
    let of_home = |cell: fn(&HouseholdV1) -> Cell| home.as_ref().map_or(Cell::Empty, cell);
    Ok(vec![
        text::cell(row, "town")?,
        text::cell(row, "village")?,
        of_home(|home| Cell::text(home.group.as_str())),
        text::cell(row, "head_name")?,
        text::cell(row, "number")?,
        of_home(|home| Cell::text(text::base_type(&home.base_type))),
        home.as_ref().map_or(Cell::Empty, monitored),
        Cell::Number(people.get(&house).copied().unwrap_or(0)),
        text::cell(row, "visitor")?,
        text::cell(row, "unit")?,
        Cell::text(minute_text(made)),
        Cell::Number(minutes.max(0)),
        method.map_or(Cell::Empty, |code| {
            Cell::text(text::zh("visit_method", code))
        }),
        respondent.map_or(Cell::Empty, Cell::text),
        Cell::text(about(told)),
        Cell::Number(row.int("problems")?),
        deeds.told(&house, &date_text(made)),
        Cell::Number(row.int("photos")?),
        Cell::text(text::place(told.place)),
        Cell::text(text::visit_state(&row.text("state")?)),
        text::cell(row, "reviewer")?,
    ])
}

/// `2026-11-22 10:50`, in China.
fn minute_text(ms: i64) -> String {
    let whole = domain::Timestamp::from_ms(ms).shanghai_text();
    whole.get(..16).map(str::to_owned).unwrap_or(whole)
}

/// What is told of each visit, in the order of the rows.
fn told(reader: &mut Reader<'_>, ask: &Ask, rows: &[Row]) -> Result<Vec<Told>, Error> {
    let kept = rows.iter().map(Told::from_row);
    let kept = kept.collect::<Result<Vec<_>, _>>()?;
    let mut missing: Vec<Value> = Vec::new();
    for (row, kept) in rows.iter().zip(&kept) {
        if kept.is_none() {
            missing.push(row.text("change_id")?.into());
        }
    }
    let read = read_again(reader, ask, &missing)?;
    let whole = rows.iter().zip(kept).map(|(row, kept)| match kept {
        Some(told) => Ok(told),
        None => read
            .get(&row.text("change_id")?)
            .cloned()
            .ok_or(Error::Stored { what: "a revision" }),
    });
    whole.collect()
}

/// From the sealed bytes, by the change that brought them.
fn read_again(
    reader: &mut Reader<'_>,
    ask: &Ask,
    changes: &[Value],
) -> Result<HashMap<String, Told>, Error> {
    let rows = reader.query_many(
        "select change_id, edit from change where county_id = $1 and change_id in ($many)",
        &[ask.county.into()],
        changes,
    )?;
    let mut read = HashMap::new();
    for row in rows {
        if let Ok(visit) = serde_json::from_slice::<VisitV1>(&row.bytes("edit")?) {
            read.insert(row.text("change_id")?, Told::of(&visit));
        }
    }
    Ok(read)
}

/// Names of who was spoken with.
fn respondents(
    reader: &mut Reader<'_>,
    ask: &Ask,
    told: &[Told],
) -> Result<HashMap<String, String>, Error> {
    let asked = told.iter().filter_map(|told| told.respondent);
    let ids: Vec<Value> = asked.map(|member| member.to_string().into()).collect();
    let rows = reader.query_many(
        "select record_id, body from record
         where county_id = $1 and kind = 'member' and record_id in ($many)",
        &[ask.county.into()],
        &ids,
    )?;
    let mut names = HashMap::new();
    for row in rows {
        let member: MemberV1 = row.json("body")?;
        names.insert(row.text("record_id")?, member.name);
    }
    Ok(names)
}

/// 家庭人口: members who are there.
fn people(
    reader: &mut Reader<'_>,
    ask: &Ask,
    houses: &[String],
) -> Result<HashMap<String, i64>, Error> {
    let ids: Vec<Value> = houses.iter().map(Into::into).collect();
    let rows = reader.query_many(
        "select household_id, count(*) as n from member
         where county_id = $1 and active = 1 and household_id in ($many) group by household_id",
        &[ask.county.into()],
        &ids,
    )?;
    let all = rows
        .iter()
        .map(|row| Ok((row.text("household_id")?, row.int("n")?)));
    all.collect()
}
