//! 帮扶责任人进度: how each helper's households stand in the half-year, by the county's cadence.
//!
//! 频次达标率 = 达标户 ÷ 本半年应访: households of which everything asked so far was done, of those
//! something was asked of. Whoever began fewer than thirty days before a period's end owes nothing
//! in it (`domain::task`).

use std::collections::{BTreeMap, HashMap};

use domain::assignment::quota;
use domain::campaign::Group;
use domain::checklist::builtin;
use domain::codes::Dated;
use domain::task::{self, Cadence, Demand, Rules, TaskFacts, TaskState};
use domain::time::{Date, parse_date};

use super::rows::{Cell, Lines};
use super::{Ask, Kind, Report, Sheet, Source, Span, column, deeds, text};
use crate::console::query::Values;
use crate::db::Reader;
use crate::error::Error;
use crate::params;

pub(super) static REPORT: Report = Report {
    id: "helpers",
    zh: "帮扶责任人进度",
    en: "Progress of helpers",
    span: Span::HalfYear,
    columns: &[
        column("责任人", "Helper", Kind::Text, 12),
        column("单位", "Unit", Kind::Text, 24),
        column("职级", "Rank", Kind::Text, 16),
        column("包户数", "Households", Kind::Number, 10),
        column("配额", "Quota", Kind::Number, 8),
        column("本半年应访", "To visit this half-year", Kind::Number, 12),
        column("已访", "Visited", Kind::Number, 8),
        column("达标户", "As often as asked", Kind::Number, 10),
        column("好事实事件数", "Good deeds", Kind::Number, 14),
        column("未达标户", "Not yet", Kind::Number, 10),
    ],
    sheets: &[Sheet {
        zh: "帮扶责任人进度",
        en: "Progress of helpers",
        only: &[],
    }],
    source: Source::Whole(rows),
    behind: None,
    groups: &[],
    switch: None,
    document: false,
    of_campaign: false,
};

/// How a person's households stand.
#[derive(Default)]
struct Standing {
    name: String,
    unit: String,
    rank: Option<String>,
    households: i64,
    due: i64,
    visited: i64,
    met: i64,
}

/// What is asked of each group in the part of the half-year that has come.
struct Asked {
    until: Date,
    demands: HashMap<&'static str, Vec<Demand>>,
}

impl Asked {
    fn read(reader: &mut Reader<'_>, ask: &Ask) -> Result<Self, Error> {
        let dated = params::dated(reader, ask.county)?;
        let today = domain::Timestamp::from_ms(ask.now).shanghai_date();
        let half = Cadence::HalfYear.period(ask.from);
        let until = half.end.min(today);
        let groups = Group::ALL;
        let of = |group: Group| (group.as_str(), demands(&dated, group, half.start, until));
        Ok(Self {
            until,
            demands: groups.into_iter().map(of).collect(),
        })
    }

    /// Whether something was asked of a household, and whether all of it was done.
    fn stands(&self, group: &str, since: Date, days: &[Date]) -> Option<bool> {
        let facts = TaskFacts {
            since,
            ended: None,
            days,
        };
        let demands = self.demands.get(group).map_or(&[][..], Vec::as_slice);
        let states = demands.iter().map(|demand| demand.closed(&facts));
        let owed: Vec<_> = states
            .filter(|state| !matches!(state, TaskState::Cancelled(_)))
            .collect();
        (!owed.is_empty()).then(|| owed.iter().all(|state| *state == TaskState::Done))
    }
}

/// Every demand whose period lies in the half-year and has begun, once.
fn demands(dated: &Dated, group: Group, start: Date, until: Date) -> Vec<Demand> {
    let mut all: Vec<Demand> = Vec::new();
    let mut day = start;
    while day <= until {
        let plan = task::visits(day, |on| Rules::of(&dated.on(on), group));
        for demand in plan.now() {
            if demand.period.start >= start && !all.contains(&demand) {
                all.push(demand);
            }
        }
        let Ok(next) = day.last_of_month().tomorrow() else {
            break;
        };
        day = next;
    }
    all
}

/// Days a helper visited, by household.
fn visited(reader: &mut Reader<'_>, ask: &Ask) -> Result<HashMap<String, Vec<Date>>, Error> {
    let mut values = Values::new(ask.county);
    let counting = ask.counting_visits(&mut values);
    let areas = ask.areas("v", &mut values);
    let rows = reader.query(
        &format!(
            "select v.household_id, coalesce(v.trusted_ended_ms, v.ended_ms) as ended_ms
             from visit v where v.county_id = $1 and v.by_helper = 1 and {counting}{areas}"
        ),
        values.all(),
    )?;
    let mut all: HashMap<String, Vec<Date>> = HashMap::new();
    for row in rows {
        let day = domain::Timestamp::from_ms(row.int("ended_ms")?).shanghai_date();
        let days = all.entry(row.text("household_id")?).or_default();
        // Two visits on one day are one.
        if !days.contains(&day) {
            days.push(day);
        }
    }
    Ok(all)
}

fn rows(reader: &mut Reader<'_>, ask: &Ask) -> Result<Lines, Error> {
    let half = Cadence::HalfYear.period(ask.from);
    // The cadence is judged over half-years, whatever days were asked for.
    let ask = &Ask {
        from: half.start,
        to: half.end,
        ..ask.clone()
    };
    let asked = Asked::read(reader, ask)?;
    let visited = visited(reader, ask)?;
    let deeds = deeds::of_people(reader, ask)?;
    let mut values = Values::new(ask.county);
    let until = values.add(asked.until.to_string());
    let areas = ask.areas("h", &mut values);
    let found = reader.query(
        &format!(
            "select s.person_id, s.household_id, s.starts, h.home_group, p.name, p.unit, p.rank
             from assignment s
             join household h on h.county_id = s.county_id and h.household_id = s.household_id
             join person p on p.county_id = s.county_id and p.person_id = s.person_id
             where s.county_id = $1 and s.kind = 'primary' and h.ended_on is null
                 and s.starts <= {until} and (s.ends is null or s.ends >= {until}){areas}
             order by p.name, s.person_id"
        ),
        values.all(),
    )?;
    let mut people: BTreeMap<(String, String), Standing> = BTreeMap::new();
    for row in found {
        let key = (row.text("unit")?, row.text("person_id")?);
        let own = people.entry(key).or_default();
        (own.name, own.unit) = (row.text("name")?, row.text("unit")?);
        own.rank = row.optional_text("rank")?;
        own.households += 1;
        let house = row.text("household_id")?;
        let days = visited.get(&house).map_or(&[][..], Vec::as_slice);
        let since = parse_date(&row.text("starts")?).unwrap_or(half.start);
        let group = row.optional_text("home_group")?;
        let group = group.as_deref().unwrap_or(Group::General.as_str());
        if let Some(met) = asked.stands(group, since, days) {
            own.due += 1;
            own.visited += i64::from(!days.is_empty());
            own.met += i64::from(met);
        }
    }
    let lines = people.into_iter().map(|((_, person), own)| {
        let rank = own.rank.as_deref();
        vec![
            Cell::text(own.name),
            Cell::text(own.unit),
            rank.map_or(Cell::Empty, |rank| {
                Cell::text(text::zh("cadre_rank_quota", rank))
            }),
            Cell::Number(own.households),
            quota(&builtin().1, rank).map_or(Cell::Empty, |least| Cell::Number(i64::from(least))),
            Cell::Number(own.due),
            Cell::Number(own.visited),
            Cell::Number(own.met),
            Cell::Number(deeds.get(&person).copied().unwrap_or(0)),
            Cell::Number(own.due - own.met),
        ]
    });
    Ok(lines.collect())
}
