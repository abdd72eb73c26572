//! 问题台账 (对账销号表) and 四清单: the problems found in the days, and the same rows on four sheets.

use std::collections::HashMap;

use super::rows::{Cell, Keyed};
use super::{Ask, Column, Kind, Report, Sheet, Source, Span, column, text};
use crate::clock::date_text;
use crate::console::query::Values;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::problem::evidence::{self, Evidence, FoundBy};

const COLUMNS: &[Column] = &[
    column("序号", "No.", Kind::Number, 6),
    column("问题编号", "Number", Kind::Text, 13),
    column("来源", "Source", Kind::Text, 10),
    column("镇", "Town", Kind::Text, 9),
    column("村", "Village", Kind::Text, 9),
    column("户主", "Head", Kind::Text, 9),
    column("户编号", "Household no.", Kind::Text, 15),
    column("问题类别", "Kind", Kind::Text, 10),
    column("严重程度", "Severity", Kind::Text, 11),
    column("具体问题", "Problem", Kind::Text, 26),
    column("产生原因", "Cause", Kind::Text, 15),
    column("整改方式", "How rectified", Kind::Text, 9),
    column("整改措施", "Measure", Kind::Text, 18),
    column("责任单位", "Unit", Kind::Text, 13),
    column("责任人", "Owner", Kind::Text, 9),
    column("配合单位", "Cooperating units", Kind::Text, 13),
    column("发现时间", "Found on", Kind::Date, 11),
    column("交办时间", "Assigned on", Kind::Date, 11),
    column("整改时限", "Due", Kind::Date, 11),
    column("延期", "Put off", Kind::Text, 11),
    column("完成时间", "Done on", Kind::Date, 11),
    column("整改结果", "Result", Kind::Text, 18),
    column("佐证", "Evidence", Kind::Text, 18),
    column("核验人", "Verified by", Kind::Text, 9),
    column("核验时间", "Verified on", Kind::Date, 11),
    column("是否销号", "Closed", Kind::Text, 6),
    column("是否逾期", "Overdue", Kind::Text, 6),
];

const GROUPS: &[&str] = &["open", "overdue", "closed"];

pub(super) static LEDGER: Report = Report {
    id: "problems",
    zh: "问题台账",
    en: "Problem ledger",
    span: Span::HalfYear,
    columns: COLUMNS,
    sheets: &[Sheet {
        zh: "问题台账",
        en: "Problem ledger",
        only: &[],
    }],
    source: Source::Paged(page, count),
    behind: None,
    groups: GROUPS,
    switch: None,
    document: false,
    of_campaign: false,
};

pub(super) static FOUR_LISTS: Report = Report {
    id: "four_lists",
    zh: "四清单",
    en: "Four lists",
    span: Span::HalfYear,
    columns: COLUMNS,
    sheets: &[
        Sheet {
            zh: "问题清单",
            en: "Problems",
            only: &[
                "序号",
                "问题编号",
                "来源",
                "镇",
                "村",
                "户主",
                "户编号",
                "问题类别",
                "严重程度",
                "具体问题",
                "产生原因",
                "发现时间",
            ],
        },
        Sheet {
            zh: "任务清单",
            en: "Tasks",
            only: &[
                "序号",
                "问题编号",
                "镇",
                "村",
                "户主",
                "具体问题",
                "整改方式",
                "整改措施",
                "整改结果",
                "佐证",
            ],
        },
        Sheet {
            zh: "责任清单",
            en: "Responsibilities",
            only: &[
                "序号",
                "问题编号",
                "镇",
                "村",
                "户主",
                "具体问题",
                "责任单位",
                "责任人",
                "配合单位",
                "核验人",
            ],
        },
        Sheet {
            zh: "时限清单",
            en: "Deadlines",
            only: &[
                "序号",
                "问题编号",
                "镇",
                "村",
                "户主",
                "具体问题",
                "发现时间",
                "交办时间",
                "整改时限",
                "延期",
                "完成时间",
                "核验时间",
                "是否销号",
                "是否逾期",
            ],
        },
    ],
    source: Source::Paged(page, count),
    behind: None,
    groups: GROUPS,
    switch: None,
    document: false,
    of_campaign: false,
};

fn conditions(ask: &Ask, values: &mut Values) -> String {
    let (from, until) = ask.milliseconds();
    let (from, until) = (values.add(from), values.add(until));
    let areas = ask.areas("p", values);
    let group = match ask.group.as_deref() {
        Some("open") => " and p.is_open = 1".to_owned(),
        Some("overdue") => format!(" and p.is_open = 1 and p.due < {}", values.add(ask.today())),
        Some("closed") => " and p.state = 'closed'".to_owned(),
        _ => String::new(),
    };
    format!("p.county_id = $1 and p.found_ms >= {from} and p.found_ms < {until}{areas}{group}")
}

fn count(reader: &mut Reader<'_>, ask: &Ask) -> Result<i64, Error> {
    let mut values = Values::new(ask.county);
    let conditions = conditions(ask, &mut values);
    let sql = format!("select count(*) as n from problem p where {conditions}");
    Ok(reader.count(&sql, values.all())?)
}

fn page(reader: &mut Reader<'_>, ask: &Ask, after: i64, most: i64) -> Result<Keyed, Error> {
    let mut values = Values::new(ask.county);
    let conditions = conditions(ask, &mut values);
    let (after, most) = (values.add(after), values.add(most));
    let found = reader.query(
        &format!(
            "select p.sequence, p.problem_id, p.number, p.source, p.category, p.severity, p.title,
                 p.detail, p.cause, p.mode, p.measure, p.unit, p.unit_role, p.cooperating, p.found_ms,
                 p.assigned_ms, p.due, p.first_due, p.done_date, p.result, p.closed_ms, p.state,
                 p.is_open, p.visit_id, t.name as town, a.name as village, h.head_name, h.number as house,
                 o.name as owner, v.name as verifier
             from problem p
             left join household h on h.county_id = p.county_id and h.household_id = p.household_id
             left join person o on o.county_id = p.county_id and o.person_id = p.owner_id
             left join person v on v.county_id = p.county_id and v.person_id = p.verifier_id
             left join area t on t.county_id = p.county_id and t.code = p.town_code
             left join area a on a.county_id = p.county_id and a.code = p.area_code
             where {conditions} and p.sequence > {after}
             order by p.sequence limit {most}"
        ),
        values.all(),
    )?;
    let problems = found.iter().map(FoundBy::from_row);
    let evidence = evidence::of(reader, ask.county, problems.collect::<Result<_, _>>()?)?;
    let today = ask.today();
    let lines = found
        .iter()
        .map(|row| Ok((row.int("sequence")?, line(row, &evidence, &today)?)));
    lines.collect()
}

fn line(row: &Row, evidence: &HashMap<String, Evidence>, today: &str) -> Result<Vec<Cell>, Error> {
    let coded = |list, column| Ok::<_, Error>(Cell::text(text::zh(list, &row.text(column)?)));
    let day = |column| {
        let ms = row.optional_int(column)?;
        Ok::<_, Error>(ms.map_or(Cell::Empty, |ms| Cell::text(date_text(ms))))
    };
    let (title, detail) = (row.text("title")?, row.text("detail")?);
    let what = if detail.is_empty() {
        title
    } else {
        format!("{title}：{detail}")
    };
    let (unit, mode) = (row.text("unit")?, row.text("mode")?);
    let unit = if unit.is_empty() {
        text::zh("unit_role", &row.text("unit_role")?)
    } else {
        unit
    };
    let (due, first) = (row.optional_text("due")?, row.optional_text("first_due")?);
    let put_off = match (&due, &first) {
        (Some(due), Some(first)) if due != first => Cell::text(format!("原时限 {first}")),
        _ => Cell::Empty,
    };
    let closed = row.text("state")? == "closed";
    let overdue = row.flag("is_open")? && due.as_deref().is_some_and(|due| due < today);
    let shown = evidence.get(&row.text("problem_id")?);
    let cooperating: Vec<String> = row.json("cooperating")?;
    Ok(vec![
        text::cell(row, "number")?,
        coded("problem_source", "source")?,
        text::cell(row, "town")?,
        text::cell(row, "village")?,
        text::cell(row, "head_name")?,
        text::cell(row, "house")?,
        coded("problem_category", "category")?,
        coded("severity", "severity")?,
        Cell::text(what),
        text::cell(row, "cause")?,
        if mode.is_empty() {
            Cell::Empty
        } else {
            Cell::text(text::zh("rectify_mode", &mode))
        },
        text::cell(row, "measure")?,
        Cell::text(unit),
        text::cell(row, "owner")?,
        Cell::text(cooperating.join("、")),
        day("found_ms")?,
        day("assigned_ms")?,
        due.map_or(Cell::Empty, Cell::text),
        put_off,
        text::cell(row, "done_date")?,
        text::cell(row, "result")?,
        shown.map_or(Cell::Empty, |shown| Cell::text(said(shown))),
        text::cell(row, "verifier")?,
        // What was merged or cancelled has such a moment too, and nobody verified it.
        if closed {
            day("closed_ms")?
        } else {
            Cell::Empty
        },
        text::yes(closed),
        text::yes(overdue),
    ])
}

/// The photos by what they show, or why there are none of what was rectified.
fn said(shown: &Evidence) -> String {
    let kinds = [
        ("整改前", shown.before),
        ("整改后", shown.after),
        ("核验", shown.verified),
    ];
    let parts = kinds.iter().filter(|(_, photos)| *photos > 0);
    let parts: Vec<String> = parts
        .map(|(kind, photos)| format!("{kind} {photos}"))
        .collect();
    let all: usize = kinds.iter().map(|(_, photos)| photos).sum();
    let photos = (all > 0).then(|| format!("照片 {all} 张（{}）", parts.join("、")));
    let waiver = shown.waiver.as_ref();
    let waiver = waiver.map(|reason| format!("整改后无照片：{reason}"));
    [photos, waiver]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("；")
}
