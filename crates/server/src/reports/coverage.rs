//! 走访覆盖率/遍访进度 by village, and the households behind 未访户. Of a campaign, or of the days.

use super::rates;
use super::rows::{Cell, Lines, Named};
use super::{Ask, Behind, Kind, Report, Sheet, Source, Span, column, text};
use crate::clock::date_text;
use crate::console::campaign_coverage;
use crate::console::query::Values;
use crate::db::Reader;
use crate::error::Error;

/// Rows of a file read at a time: who was visited is worked out for each page.
const ROWS: i64 = 5_000;

pub(super) static REPORT: Report = Report {
    id: "coverage",
    zh: "走访覆盖率/遍访进度",
    en: "Coverage of visits",
    span: Span::HalfYear,
    columns: &[
        column("镇", "Town", Kind::Text, 14),
        column("村", "Village", Kind::Text, 14),
        column("应访户", "To visit", Kind::Number, 10),
        column("已提交", "Submitted", Kind::Number, 10),
        column("已审核", "Approved", Kind::Number, 10),
        column("覆盖率", "Coverage", Kind::Percent, 10),
        column("未访户", "Not visited", Kind::Number, 10),
        column("应访人", "People", Kind::Number, 10),
        column("已查人", "People seen", Kind::Number, 10),
        column("逾期未访", "Overdue", Kind::Number, 10),
        column("责任人", "Responsible", Kind::Text, 20),
    ],
    sheets: &[Sheet {
        zh: "走访覆盖率",
        en: "Coverage of visits",
        only: &[],
    }],
    source: Source::Whole(rows),
    behind: Some(Behind {
        zh: "未访名单",
        en: "Not visited",
        columns: &[
            column("序号", "No.", Kind::Number, 7),
            column("镇", "Town", Kind::Text, 14),
            column("村", "Village", Kind::Text, 14),
            column("户主", "Head", Kind::Text, 10),
            column("户编号", "Household no.", Kind::Text, 20),
            column("帮扶责任人", "Helper", Kind::Text, 14),
            column("上次走访", "Last visit", Kind::Date, 12),
        ],
        source: Source::Named(not_visited, count_not_visited, ROWS),
    }),
    groups: &[],
    switch: None,
    document: false,
    of_campaign: true,
};

fn rows(reader: &mut Reader<'_>, ask: &Ask) -> Result<Lines, Error> {
    let villages = rates::coverage(reader, ask)?;
    let mut lines = Vec::new();
    for town in campaign_coverage::towns(reader, ask.county, villages)? {
        for village in town.villages {
            let one = village.coverage;
            let number = |count: u32| Cell::Number(i64::from(count));
            lines.push(vec![
                Cell::text(town.name.as_str()),
                Cell::text(village.name),
                number(one.households),
                number(one.submitted),
                number(one.approved),
                Cell::Share(i64::from(one.submitted), i64::from(one.households)),
                number(one.not_visited),
                number(one.people),
                number(one.people_visited),
                number(one.overdue),
                Cell::text(village.responsible.join("、")),
            ]);
        }
    }
    Ok(lines)
}

/// The households that were to be visited and were not; columns go where `$columns` stands.
fn behind(reader: &mut Reader<'_>, ask: &Ask, values: &mut Values) -> Result<String, Error> {
    let campaign = rates::counted(reader, ask)?;
    let visited = campaign_coverage::visited(&campaign, values);
    let homes = campaign_coverage::households(&campaign, values);
    let areas = ask.areas("h", values);
    // The areas of homes are asked of the household itself, names are added outside.
    Ok(format!(
        "with {visited},
         home as (
             select h.household_id, h.number, h.head_name, h.helper_name, h.last_visit_ms,
                 h.area_code, h.town_code
             {homes}{areas} and c.added_ms is null
                 and not exists (select 1 from visited x where x.household_id = h.household_id))"
    ))
}

fn count_not_visited(reader: &mut Reader<'_>, ask: &Ask) -> Result<i64, Error> {
    let mut values = Values::new(ask.county);
    let behind = behind(reader, ask, &mut values)?;
    Ok(reader.count(
        &format!("{behind} select count(*) as n from home"),
        values.all(),
    )?)
}

/// A page, by village and number: who is visited meanwhile moves nobody else.
fn not_visited(
    reader: &mut Reader<'_>,
    ask: &Ask,
    after: Option<&str>,
    most: i64,
) -> Result<Named, Error> {
    let mut values = Values::new(ask.county);
    let behind = behind(reader, ask, &mut values)?;
    let last = match after {
        Some(id) => reader.first(
            "select area_code, number from household where county_id = $1 and household_id = $2",
            &[ask.county.into(), id.into()],
        )?,
        None => None,
    };
    let beyond = match (last, after) {
        (Some(last), Some(id)) => format!(
            "where (home.area_code, home.number, home.household_id) > ({}, {}, {})",
            values.add(last.text("area_code")?),
            values.add(last.text("number")?),
            values.add(id)
        ),
        _ => String::new(),
    };
    let (county, most) = (values.add(ask.county), values.add(most));
    let rows = reader.query(
        &format!(
            "{behind} select home.*, t.name as town, a.name as village from home
             left join area t on t.county_id = {county} and t.code = home.town_code
             left join area a on a.county_id = {county} and a.code = home.area_code
             {beyond}
             order by home.area_code, home.number, home.household_id limit {most}"
        ),
        values.all(),
    )?;
    let lines = rows.iter().map(|row| {
        let last = row.optional_int("last_visit_ms")?;
        let line = vec![
            text::cell(row, "town")?,
            text::cell(row, "village")?,
            text::cell(row, "head_name")?,
            text::cell(row, "number")?,
            text::cell(row, "helper_name")?,
            last.map_or(Cell::Empty, |ms| Cell::text(date_text(ms))),
        ];
        Ok((row.text("household_id")?, line))
    });
    lines.collect()
}
