//! 周简报 and 月汇报/半月调度: the figures of the days, and what people write beside them.

use domain::ledger::Values as Fields;
use domain::time::Date;

use super::rates::{self, Share};
use super::rows::{Cell, Lines};
use super::{Ask, Kind, Report, Sheet, Source, Span, column, text};
use crate::console::query::Values;
use crate::db::Reader;
use crate::error::Error;

pub(super) static WEEK: Report = Report {
    id: "week",
    zh: "周简报",
    en: "Weekly brief",
    span: Span::Week,
    columns: &[
        column("本周走访户数/人次", "Households and visits", Kind::Text, 20),
        column("新增问题(按类别)", "New problems by kind", Kind::Text, 34),
        column("已销号", "Closed", Kind::Number, 9),
        column("逾期", "Overdue", Kind::Number, 9),
        column("风险线索", "Risk leads", Kind::Number, 10),
        column("实事件数", "Good deeds", Kind::Number, 10),
        column("典型做法", "What worked", Kind::Text, 40),
        column("下周安排", "Next week", Kind::Text, 40),
    ],
    sheets: &[Sheet {
        zh: "周简报",
        en: "Weekly brief",
        only: &[],
    }],
    source: Source::Whole(week),
    behind: None,
    groups: &[],
    switch: None,
    document: true,
    of_campaign: false,
};

pub(super) static MONTH: Report = Report {
    id: "month",
    zh: "月汇报/半月调度",
    en: "Monthly report",
    span: Span::Month,
    columns: &[
        column("走访户数/人次", "Households and visits", Kind::Text, 26),
        column("新增问题(按类别)", "New problems by kind", Kind::Text, 34),
        column("已销号", "Closed", Kind::Text, 16),
        column("逾期", "Overdue", Kind::Number, 9),
        column("风险线索", "Risk leads", Kind::Text, 16),
        column("实事件数", "Good deeds", Kind::Text, 16),
        column("培训", "Training", Kind::Text, 16),
        column("会议", "Meetings", Kind::Text, 16),
        column(
            "项目进度(形象/资金支付)",
            "Projects: progress and payments",
            Kind::Text,
            48,
        ),
        column("典型做法", "What worked", Kind::Text, 40),
        column("下月安排", "Next month", Kind::Text, 40),
    ],
    sheets: &[Sheet {
        zh: "月汇报",
        en: "Monthly report",
        only: &[],
    }],
    source: Source::Whole(month),
    behind: None,
    groups: &[],
    switch: None,
    document: true,
    of_campaign: false,
};

/// What happened in some days.
#[derive(Clone, Default)]
pub(super) struct Figures {
    pub homes: i64,
    pub visits: i64,
    /// By category, the most first.
    pub found: Vec<(String, i64)>,
    pub closed: i64,
    pub leads: i64,
    pub deeds: i64,
    pub trainings: i64,
    pub meetings: i64,
}

/// A project under way.
pub(super) struct Project {
    pub name: String,
    pub percent: i64,
    /// Fen.
    pub paid: i64,
    pub budget: i64,
}

/// All that a brief tells.
pub(super) struct Brief {
    pub now: Figures,
    /// Since the first of January.
    pub year: Figures,
    pub overdue: i64,
    pub rectified: Share,
    pub projects: Vec<Project>,
}

pub(super) fn read(reader: &mut Reader<'_>, ask: &Ask) -> Result<Brief, Error> {
    let year = Ask {
        from: Date::new(ask.to.year(), 1, 1)
            .unwrap_or(ask.from)
            .min(ask.from),
        ..ask.clone()
    };
    let mut rectified = Share::default();
    for share in rates::rectified(reader, ask)?.into_values() {
        rectified.add(share);
    }
    Ok(Brief {
        now: figures(reader, ask)?,
        year: figures(reader, &year)?,
        overdue: overdue(reader, ask)?,
        rectified,
        projects: projects(reader, ask)?,
    })
}

fn figures(reader: &mut Reader<'_>, ask: &Ask) -> Result<Figures, Error> {
    let mut values = Values::new(ask.county);
    let counting = ask.counting_visits(&mut values);
    let areas = ask.areas("v", &mut values);
    let visits = reader.first(
        &format!(
            "select count(distinct v.household_id) as homes, count(*) as visits
             from visit v where v.county_id = $1 and {counting}{areas}"
        ),
        values.all(),
    )?;
    let visits = visits.ok_or(Error::Stored { what: "a count" })?;
    Ok(Figures {
        homes: visits.int("homes")?,
        visits: visits.int("visits")?,
        found: found(reader, ask)?,
        closed: closed(reader, ask)?,
        leads: entries(reader, ask, "case", "e.kind = 'identify'")?,
        deeds: entries(reader, ask, "good_deed", "1 = 1")?,
        trainings: activities(reader, ask, &["training"])?,
        meetings: activities(reader, ask, &["mass_meeting", "party_day"])?,
    })
}

/// New problems by category; what was found to be untrue or the same as another is none.
fn found(reader: &mut Reader<'_>, ask: &Ask) -> Result<Vec<(String, i64)>, Error> {
    let mut values = Values::new(ask.county);
    let (from, until) = ask.milliseconds();
    let (from, until) = (values.add(from), values.add(until));
    let areas = ask.areas("p", &mut values);
    let rows = reader.query(
        &format!(
            "select p.category, count(*) as n from problem p
             where p.county_id = $1 and p.state not in ('cancelled', 'merged')
                 and p.found_ms >= {from} and p.found_ms < {until}{areas}
             group by p.category order by count(*) desc, p.category"
        ),
        values.all(),
    )?;
    let all = rows.iter().map(|row| {
        let word = text::zh("problem_category", &row.text("category")?);
        Ok((word, row.int("n")?))
    });
    all.collect()
}

fn closed(reader: &mut Reader<'_>, ask: &Ask) -> Result<i64, Error> {
    let mut values = Values::new(ask.county);
    let (from, until) = ask.milliseconds();
    let (from, until) = (values.add(from), values.add(until));
    let areas = ask.areas("p", &mut values);
    Ok(reader.count(
        &format!(
            "select count(*) as n from problem p
             where p.county_id = $1 and p.state = 'closed'
                 and p.closed_ms >= {from} and p.closed_ms < {until}{areas}"
        ),
        values.all(),
    )?)
}

/// Open and past their day, as things stand now.
fn overdue(reader: &mut Reader<'_>, ask: &Ask) -> Result<i64, Error> {
    let mut values = Values::new(ask.county);
    let today = values.add(ask.today());
    let areas = ask.areas("p", &mut values);
    Ok(reader.count(
        &format!(
            "select count(*) as n from problem p
             where p.county_id = $1 and p.is_open = 1 and p.due < {today}{areas}"
        ),
        values.all(),
    )?)
}

fn entries(reader: &mut Reader<'_>, ask: &Ask, ledger: &str, which: &str) -> Result<i64, Error> {
    let mut values = Values::new(ask.county);
    let ledger = values.add(ledger);
    let days = ask.days("e.day", &mut values);
    let areas = ask.areas("e", &mut values);
    Ok(reader.count(
        &format!(
            "select count(*) as n from entry e
             where e.county_id = $1 and e.ledger = {ledger} and e.state <> 'voided'
                 and {which} and {days}{areas}"
        ),
        values.all(),
    )?)
}

/// How often: an activity may have taken place several times.
fn activities(reader: &mut Reader<'_>, ask: &Ask, kinds: &[&str]) -> Result<i64, Error> {
    let mut values = Values::new(ask.county);
    let days = ask.days("e.day", &mut values);
    let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    let kinds = values.list(&kinds);
    let areas = ask.areas("e", &mut values);
    let rows = reader.query(
        &format!(
            "select e.body from entry e
             where e.county_id = $1 and e.ledger = 'activity' and e.state <> 'voided'
                 and e.kind in ({kinds}) and {days}{areas}"
        ),
        values.all(),
    )?;
    let mut all = 0;
    for row in rows {
        let body: Fields = row.json("body")?;
        let times = body.get("times").and_then(|value| value.number());
        all += times.unwrap_or(1).max(1);
    }
    Ok(all)
}

/// Projects under way or accepted in the days, with what was last reported by their end.
fn projects(reader: &mut Reader<'_>, ask: &Ask) -> Result<Vec<Project>, Error> {
    let mut values = Values::new(ask.county);
    let to = values.add(ask.to.to_string());
    let areas = ask.areas("e", &mut values);
    let rows = reader.query(
        &format!(
            "select e.entry_id, e.body, e.amount, s.step, s.body as said from entry e
             join entry_step s on s.county_id = e.county_id and s.entry_id = e.entry_id
                 and s.step in ('progress', 'accept')
             where e.county_id = $1 and e.ledger = 'project' and e.day <= {to}
                 and e.state in ('under_way', 'accepted'){areas}
             order by e.day, e.sequence, s.sequence"
        ),
        values.all(),
    )?;
    let mut all: Vec<(String, Project)> = Vec::new();
    for row in rows {
        let id = row.text("entry_id")?;
        let said: crate::entry::Said = row.json("said")?;
        let number = |field: &str| said.fields.get(field).and_then(|value| value.number());
        let on = ["on", "accepted_on"]
            .iter()
            .find_map(|field| said.fields.get(*field).and_then(|value| value.text()));
        if on.is_some_and(|on| on > ask.to.to_string().as_str()) {
            continue;
        }
        if all.last().is_none_or(|(last, _)| *last != id) {
            let body: Fields = row.json("body")?;
            let name = body.get("name").and_then(|value| value.text());
            let project = Project {
                name: name.unwrap_or_default().to_owned(),
                percent: 0,
                paid: 0,
                budget: row.optional_int("amount")?.unwrap_or(0),
            };
            all.push((id, project));
        }
        if let Some((_, project)) = all.last_mut() {
            project.percent = match row.text("step")?.as_str() {
                "accept" => 100,
                _ => number("percent").unwrap_or(project.percent),
            };
            project.paid = number("paid").unwrap_or(project.paid);
        }
    }
    Ok(all.into_iter().map(|(_, project)| project).collect())
}

/// Ten thousand yuan with two decimals, from fen; never through a float.
pub(super) fn ten_thousand(fen: i64) -> String {
    let hundredths = (fen.abs() + 5_000) / 10_000;
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
}

impl Figures {
    pub fn found_words(&self) -> String {
        let words: Vec<_> = self
            .found
            .iter()
            .map(|(kind, count)| format!("{kind} {count}"))
            .collect();
        words.join("、")
    }

    pub fn found_count(&self) -> i64 {
        self.found.iter().map(|(_, count)| count).sum()
    }
}

impl Brief {
    pub fn project_words(&self) -> String {
        let words = self.projects.iter().map(|project| {
            format!(
                "{}：形象进度 {}%，支付 {}/{} 万元",
                project.name,
                project.percent,
                ten_thousand(project.paid),
                ten_thousand(project.budget)
            )
        });
        words.collect::<Vec<_>>().join("；")
    }
}

fn week(reader: &mut Reader<'_>, ask: &Ask) -> Result<Lines, Error> {
    let brief = read(reader, ask)?;
    let now = &brief.now;
    Ok(vec![vec![
        Cell::text(format!("{}/{}", now.homes, now.visits)),
        Cell::text(now.found_words()),
        Cell::Number(now.closed),
        Cell::Number(brief.overdue),
        Cell::Number(now.leads),
        Cell::Number(now.deeds),
        Cell::text(ask.practice.as_str()),
        Cell::text(ask.plans.as_str()),
    ]])
}

fn month(reader: &mut Reader<'_>, ask: &Ask) -> Result<Lines, Error> {
    let brief = read(reader, ask)?;
    let (now, year) = (&brief.now, &brief.year);
    let both = |of: fn(&Figures) -> i64| Cell::text(format!("{}（累计 {}）", of(now), of(year)));
    let found = match now.found_words() {
        words if words.is_empty() => format!("0（累计 {}）", year.found_count()),
        words => format!("{words}（累计 {}）", year.found_count()),
    };
    Ok(vec![vec![
        Cell::text(format!(
            "{}/{}（累计 {}/{}）",
            now.homes, now.visits, year.homes, year.visits
        )),
        Cell::text(found),
        both(|figures| figures.closed),
        Cell::Number(brief.overdue),
        both(|figures| figures.leads),
        both(|figures| figures.deeds),
        both(|figures| figures.trainings),
        both(|figures| figures.meetings),
        Cell::text(brief.project_words()),
        Cell::text(ask.practice.as_str()),
        Cell::text(ask.plans.as_str()),
    ]])
}

#[cfg(test)]
mod tests {
    #[test]
    fn money_of_projects_is_not_lost_on_the_way_to_ten_thousands() {
        assert_eq!(super::ten_thousand(12_345_678), "12.35");
        assert_eq!(super::ten_thousand(0), "0.00");
    }
}
