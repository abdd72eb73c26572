//! 年度考核表: what is known of each member of a resident team in a year. It gathers; people judge.
//!
//! A grade is proposed only from unexcused absence (DOMAIN §5.4: once, no 优秀; twice, 基本称职; three
//! times, 不称职), and only where the county keeps attendance at all.

use std::collections::HashMap;

use domain::ledger::Values as Fields;

use super::rates::Share;
use super::rows::{Cell, Lines};
use super::{Ask, Kind, Report, Sheet, Source, Span, attendance, column, deeds, spot};
use crate::compliance;
use crate::console::query::Values;
use crate::db::Reader;
use crate::error::Error;

pub(super) static REPORT: Report = Report {
    id: "year",
    zh: "年度考核表",
    en: "Yearly assessment",
    span: Span::Year,
    columns: &[
        column("姓名", "Name", Kind::Text, 12),
        column("单位", "Unit", Kind::Text, 24),
        column("驻村天数", "Days stationed", Kind::Number, 11),
        column("走访", "Visits", Kind::Number, 9),
        column("问题", "Problems found", Kind::Number, 9),
        column("实事", "Good deeds", Kind::Number, 9),
        column("抽查", "Spot checks", Kind::Percent, 10),
        column("民主评议满意率", "Satisfied", Kind::Percent, 16),
        column("扣分项", "Deductions", Kind::Text, 22),
        column("建议等次", "Proposed grade", Kind::Text, 18),
    ],
    sheets: &[Sheet {
        zh: "年度考核表",
        en: "Yearly assessment",
        only: &[],
    }],
    source: Source::Whole(rows),
    behind: None,
    groups: &[],
    switch: None,
    document: false,
    of_campaign: false,
};

/// Visits that count, by who made them.
fn visits(reader: &mut Reader<'_>, ask: &Ask) -> Result<HashMap<String, i64>, Error> {
    let mut values = Values::new(ask.county);
    let counting = ask.counting_visits(&mut values);
    let areas = ask.areas("v", &mut values);
    let rows = reader.query(
        &format!(
            "select v.visitor_id, count(*) as n from visit v
             where v.county_id = $1 and {counting}{areas} group by v.visitor_id"
        ),
        values.all(),
    )?;
    let all = rows
        .iter()
        .map(|row| Ok((row.text("visitor_id")?, row.int("n")?)));
    all.collect()
}

/// Problems of the ledger, by who found them.
fn problems(reader: &mut Reader<'_>, ask: &Ask) -> Result<HashMap<String, i64>, Error> {
    let mut values = Values::new(ask.county);
    let (from, until) = ask.milliseconds();
    let (from, until) = (values.add(from), values.add(until));
    let areas = ask.areas("p", &mut values);
    let rows = reader.query(
        &format!(
            "select p.found_by, count(*) as n from problem p
             where p.county_id = $1 and p.found_by is not null
                 and p.state not in ('cancelled', 'merged')
                 and p.found_ms >= {from} and p.found_ms < {until}{areas}
             group by p.found_by"
        ),
        values.all(),
    )?;
    let all = rows
        .iter()
        .map(|row| Ok((row.text("found_by")?, row.int("n")?)));
    all.collect()
}

/// 满意度 = (4 + 5) ÷ valid, by who was judged: of the last vote in the days that the town confirmed.
fn votes(reader: &mut Reader<'_>, ask: &Ask) -> Result<HashMap<String, Share>, Error> {
    let mut values = Values::new(ask.county);
    let days = ask.days("e.day", &mut values);
    let rows = reader.query(
        &format!(
            "select e.author_id, e.body from entry e
             where e.county_id = $1 and e.ledger = 'appraisal' and e.state = 'confirmed'
                 and e.author_id is not null and {days}
             order by e.day, e.sequence"
        ),
        values.all(),
    )?;
    let all = rows.iter().map(|row| {
        let body: Fields = row.json("body")?;
        let sum = |grades: &[&str]| -> i64 {
            let votes = grades.iter().filter_map(|grade| body.get(*grade)?.number());
            votes.sum()
        };
        let part = sum(&["very_satisfied", "satisfied"]);
        let whole = part + sum(&["neutral", "dissatisfied", "very_dissatisfied"]);
        // Of several, the last stays.
        Ok((row.text("author_id")?, Share { part, whole }))
    });
    all.collect()
}

/// What follows from unexcused absence.
fn grade(absent: i64) -> &'static str {
    match absent {
        0 => "",
        1 => "称职（不评优秀）",
        2 => "基本称职",
        _ => "不称职",
    }
}

fn rows(reader: &mut Reader<'_>, ask: &Ask) -> Result<Lines, Error> {
    let (visits, problems) = (visits(reader, ask)?, problems(reader, ask)?);
    let deeds = deeds::of_people(reader, ask)?;
    let stationed = attendance::stationed(reader, ask)?;
    let kept = compliance::is_on(reader, ask.county, attendance::SWITCH)?;
    let tallies = kept.then(|| attendance::tallies(reader, ask)).transpose()?;
    let (checks, votes) = (spot::people(reader, ask)?, votes(reader, ask)?);
    let mut seen: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for one in attendance::posted(reader, ask)? {
        // Somebody in two teams is one person.
        if seen.contains(&one.person) {
            continue;
        }
        let of =
            |all: &HashMap<String, i64>| Cell::Number(all.get(&one.person).copied().unwrap_or(0));
        let tally = tallies.as_ref().map(|all| all.of(&one.person));
        let absent = tally.map_or(0, |tally| tally.absences);
        let days = stationed.get(&one.person).map_or(0, |(days, _)| *days);
        let check = checks.get(&one.person).copied().unwrap_or_default();
        let vote = votes.get(&one.person).copied().unwrap_or_default();
        lines.push(vec![
            Cell::text(one.name.as_str()),
            Cell::text(one.unit.as_str()),
            Cell::Number(days),
            of(&visits),
            of(&problems),
            of(&deeds),
            Cell::Share(check.part, check.whole),
            Cell::Share(vote.part, vote.whole),
            if absent > 0 {
                Cell::text(format!("缺勤 {absent} 次"))
            } else {
                Cell::Empty
            },
            Cell::text(grade(absent)),
        ]);
        seen.push(one.person);
    }
    Ok(lines)
}
