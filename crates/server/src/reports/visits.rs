//! 走访台账: a line for each visit of the days, in the order they came.
//!
//! What was said on a visit is in its sealed bytes, which are read once for each line.

use std::collections::HashMap;

use domain::id::MemberId;
use protocol::row::{HouseholdV1, MemberV1};
use protocol::visit::{AnswerValueV1, GeoV1};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::deeds::{self, Deeds};
use super::rows::{Cell, Keyed};
use super::{Ask, Kind, Report, Sheet, Source, Span, column, text};
use crate::clock::date_text;
use crate::console::query::Values;
use crate::db::{Reader, Row, Value};
use crate::error::Error;

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
    source: Source::Paged(page, count),
    behind: None,
    groups: &["approved", "waiting"],
    switch: None,
    document: false,
    of_campaign: false,
};

/// What of a sealed visit a line tells; answers stay unread until one is asked for.
#[derive(Deserialize)]
struct Sealed<'a> {
    started_ms: i64,
    ended_ms: i64,
    geo: GeoV1,
    #[serde(borrow)]
    answers: Vec<Answer<'a>>,
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    item: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    value: &'a RawValue,
}

impl Sealed<'_> {
    fn answer(&self, item: &str) -> Option<AnswerValueV1> {
        let found = self.answers.iter().find(|answer| answer.item == item)?;
        serde_json::from_str(found.value.get()).ok()
    }

    fn respondent(&self) -> Option<MemberId> {
        match self.answer("respondent_member") {
            Some(AnswerValueV1::Member(member)) => Some(member),
            _ => None,
        }
    }

    fn method(&self) -> String {
        match self.answer("visit_method") {
            Some(AnswerValueV1::Choice(code)) => text::zh("visit_method", &code),
            _ => String::new(),
        }
    }

    /// What it was for, and what the visitor wrote.
    fn about(&self) -> String {
        let purposes = match self.answer("visit_purpose") {
            Some(AnswerValueV1::Choices(codes)) => {
                let words: Vec<_> = codes
                    .iter()
                    .map(|code| text::zh("visit_purpose", code))
                    .collect();
                words.join("、")
            }
            _ => String::new(),
        };
        let said = match self.answer("visit_summary") {
            Some(AnswerValueV1::Text(said)) => said.trim().to_owned(),
            _ => String::new(),
        };
        let parts = [purposes, said].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("；")
    }
}

fn conditions(ask: &Ask, values: &mut Values) -> String {
    let (from, until) = ask.milliseconds();
    let (from, until) = (values.add(from), values.add(until));
    let areas = ask.areas("v", values);
    let group = match ask.group.as_deref() {
        Some("approved") => " and v.state in ('captain_approved', 'batched', 'county_accepted')",
        Some("waiting") => " and v.state not in ('captain_approved', 'batched', 'county_accepted')",
        _ => "",
    };
    format!(
        "v.county_id = $1 and v.state <> 'voided'
             and coalesce(v.trusted_ended_ms, v.ended_ms) >= {from}
             and coalesce(v.trusted_ended_ms, v.ended_ms) < {until}{areas}{group}"
    )
}

fn count(reader: &mut Reader<'_>, ask: &Ask) -> Result<i64, Error> {
    let mut values = Values::new(ask.county);
    let conditions = conditions(ask, &mut values);
    let sql = format!("select count(*) as n from visit v where {conditions}");
    Ok(reader.count(&sql, values.all())?)
}

fn page(reader: &mut Reader<'_>, ask: &Ask, after: i64, most: i64) -> Result<Keyed, Error> {
    let mut values = Values::new(ask.county);
    let conditions = conditions(ask, &mut values);
    let (after, most) = (values.add(after), values.add(most));
    let found = reader.query(
        &format!(
            "select v.sequence, v.household_id, v.state, v.problems, v.photos,
                 coalesce(v.trusted_ended_ms, v.ended_ms) as ended_ms,
                 h.head_name, h.number, home.body as home, p.name as visitor, p.unit,
                 t.name as town, a.name as village, r.name as reviewer, c.edit
             from visit v
             join visit_revision s on s.county_id = v.county_id and s.visit_id = v.visit_id
                 and s.revision = v.revision
             join change c on c.county_id = s.county_id and c.change_id = s.change_id
             left join household h on h.county_id = v.county_id and h.household_id = v.household_id
             left join record home on home.county_id = v.county_id and home.kind = 'household'
                 and home.record_id = v.household_id
             left join person p on p.county_id = v.county_id and p.person_id = v.visitor_id
             left join person r on r.county_id = v.county_id and r.person_id = v.approved_by
             left join area t on t.county_id = v.county_id and t.code = v.town_code
             left join area a on a.county_id = v.county_id and a.code = v.area_code
             where {conditions} and v.sequence > {after}
             order by v.sequence limit {most}"
        ),
        values.all(),
    )?;
    let mut bytes = Vec::with_capacity(found.len());
    for row in &found {
        bytes.push(row.bytes("edit")?);
    }
    let mut sealed = Vec::with_capacity(found.len());
    for one in &bytes {
        let read = serde_json::from_slice::<Sealed<'_>>(one);
        sealed.push(read.map_err(|_| Error::Stored { what: "a revision" })?);
    }
    let names = respondents(reader, ask, &sealed)?;
    let mut houses: Vec<String> = Vec::with_capacity(found.len());
    for row in &found {
        houses.push(row.text("household_id")?);
    }
    houses.sort_unstable();
    houses.dedup();
    let people = people(reader, ask, &houses)?;
    let deeds = deeds::of_households(reader, ask, &houses)?;
    let lines = found.iter().zip(&sealed).map(|(row, sealed)| {
        let line = line(row, sealed, &names, &people, &deeds)?;
        Ok((row.int("sequence")?, line))
    });
    lines.collect()
}

fn line(
    row: &Row,
    sealed: &Sealed<'_>,
    names: &HashMap<String, String>,
    people: &HashMap<String, i64>,
    deeds: &Deeds,
) -> Result<Vec<Cell>, Error> {
    let home: Option<HouseholdV1> = row
        .optional_text("home")?
        .and_then(|body| serde_json::from_str(&body).ok());
    let ended = row.int("ended_ms")?;
    let house = row.text("household_id")?;
    let respondent = sealed.respondent().map(|member| member.to_string());
    let respondent = respondent.and_then(|member| names.get(&member));
    let minutes = sealed.ended_ms.saturating_sub(sealed.started_ms) / 60_000;
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
        Cell::text(minute_text(ended)),
        Cell::Number(minutes.max(0)),
        Cell::text(sealed.method()),
        respondent.map_or(Cell::Empty, Cell::text),
        Cell::text(sealed.about()),
        Cell::Number(row.int("problems")?),
        deeds.told(&house, &date_text(ended)),
        Cell::Number(row.int("photos")?),
        Cell::text(text::place(&sealed.geo)),
        Cell::text(text::visit_state(&row.text("state")?)),
        text::cell(row, "reviewer")?,
    ])
}

/// `2026-11-22 10:50`, in China.
fn minute_text(ms: i64) -> String {
    let whole = domain::Timestamp::from_ms(ms).shanghai_text();
    whole.get(..16).map(str::to_owned).unwrap_or(whole)
}

/// Names of who was spoken with.
fn respondents(
    reader: &mut Reader<'_>,
    ask: &Ask,
    sealed: &[Sealed<'_>],
) -> Result<HashMap<String, String>, Error> {
    let asked = sealed.iter().filter_map(Sealed::respondent);
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
