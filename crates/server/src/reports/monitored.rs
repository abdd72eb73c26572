//! 监测对象变动表: who came into monitoring and out of it, by the county's decisions.
//!
//! A risk may tell of somebody's health: that column is for county staff alone (DOMAIN §3.1).

use std::collections::HashMap;

use super::rows::{Cell, Keyed};
use super::{Ask, Kind, Report, Sheet, Source, Span, column, text};
use crate::console::query::Values;
use crate::db::{Reader, Row, Value};
use crate::entry::Said;
use crate::error::Error;

pub(super) static REPORT: Report = Report {
    id: "monitored",
    zh: "监测对象变动表",
    en: "Changes of monitored households",
    span: Span::HalfYear,
    columns: &[
        column("变动类型", "Change", Kind::Text, 14),
        column("户主", "Head", Kind::Text, 12),
        column("户编号", "Household no.", Kind::Text, 20),
        column("人口", "People", Kind::Number, 8),
        column("识别/消除时间", "Identified or eliminated", Kind::Date, 15),
        column("风险类型", "Risks", Kind::Text, 26),
        column("公示起止", "Public notice", Kind::Text, 26),
        column("审定文号", "Document no.", Kind::Text, 26),
    ],
    sheets: &[Sheet {
        zh: "监测对象变动表",
        en: "Monitored households",
        only: &[],
    }],
    source: Source::Paged(page, count),
    behind: None,
    groups: &[],
    switch: None,
    document: false,
    of_campaign: false,
};

fn conditions(ask: &Ask, values: &mut Values) -> String {
    let days = ask.days("s.on_day", values);
    let areas = ask.areas("h", values);
    format!("s.county_id = $1 and {days}{areas}")
}

const FROM: &str = "from household_status s
    join household h on h.county_id = s.county_id and h.household_id = s.household_id";

fn count(reader: &mut Reader<'_>, ask: &Ask) -> Result<i64, Error> {
    let mut values = Values::new(ask.county);
    let conditions = conditions(ask, &mut values);
    let sql = format!("select count(*) as n {FROM} where {conditions}");
    Ok(reader.count(&sql, values.all())?)
}

fn page(reader: &mut Reader<'_>, ask: &Ask, after: i64, most: i64) -> Result<Keyed, Error> {
    let mut values = Values::new(ask.county);
    let conditions = conditions(ask, &mut values);
    let (after, most) = (values.add(after), values.add(most));
    let found = reader.query(
        &format!(
            "select s.sequence, s.change, s.on_day, s.risk_types, s.document_no, s.entry_id,
                 h.head_name, h.number,
                 (select count(*) from member m where m.county_id = h.county_id
                     and m.household_id = h.household_id and m.active = 1) as people
             {FROM}
             where {conditions} and s.sequence > {after}
             order by s.sequence limit {most}"
        ),
        values.all(),
    )?;
    let notices = notices(reader, ask, &found)?;
    let lines = found
        .iter()
        .map(|row| Ok((row.int("sequence")?, line(row, ask, &notices)?)));
    lines.collect()
}

fn line(row: &Row, ask: &Ask, notices: &HashMap<String, String>) -> Result<Vec<Cell>, Error> {
    let change = match row.text("change")?.as_str() {
        "identify" => "纳入监测".to_owned(),
        "return" => "消除后回退".to_owned(),
        "eliminate" => "风险消除".to_owned(),
        "remove" => "识别有误剔除".to_owned(),
        other => other.to_owned(),
    };
    let risks = if ask.signed.is_county() {
        let codes: Vec<String> = row.json("risk_types")?;
        let words: Vec<_> = codes
            .iter()
            .map(|code| text::zh("risk_type", code))
            .collect();
        Cell::text(words.join("、"))
    } else {
        Cell::Empty
    };
    let notice = notices.get(&row.text("entry_id")?);
    Ok(vec![
        Cell::text(change),
        text::cell(row, "head_name")?,
        text::cell(row, "number")?,
        Cell::Number(row.int("people")?),
        text::cell(row, "on_day")?,
        risks,
        notice.map_or(Cell::Empty, Cell::text),
        text::cell(row, "document_no")?,
    ])
}

/// From when to when each case hung in the village.
fn notices(
    reader: &mut Reader<'_>,
    ask: &Ask,
    found: &[Row],
) -> Result<HashMap<String, String>, Error> {
    let mut ids: Vec<Value> = Vec::with_capacity(found.len());
    for row in found {
        ids.push(row.text("entry_id")?.into());
    }
    let rows = reader.query_many(
        "select entry_id, body from entry_step
         where county_id = $1 and step = 'publish' and entry_id in ($many)
         order by entry_id, sequence",
        &[ask.county.into()],
        &ids,
    )?;
    let mut all = HashMap::new();
    for row in rows {
        let said: Said = row.json("body")?;
        let day = |field: &str| said.fields.get(field).and_then(|value| value.text());
        if let (Some(from), Some(to)) = (day("notice_from"), day("notice_to")) {
            all.insert(row.text("entry_id")?, format!("{from} 至 {to}"));
        }
    }
    Ok(all)
}
