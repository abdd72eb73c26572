//! 考勤月报: a line for each member of a resident team. Off until the county recorded its legal basis.
//!
//! A morning or an afternoon counts half. What the attendance ledger says of one stands before
//! what a granted leave says of it.

use std::collections::{BTreeMap, HashMap};

use domain::ledger::Values as Fields;
use domain::time::{Date, parse_date};

use super::rates::Share;
use super::rows::{Cell, Lines};
use super::{Ask, Kind, Report, Sheet, Source, Span, column};
use crate::console::query::Values;
use crate::db::Reader;
use crate::error::Error;
use crate::params;

/// The switch it waits for.
pub(super) const SWITCH: &str = "attendance";

pub(super) static REPORT: Report = Report {
    id: "attendance",
    zh: "考勤月报",
    en: "Monthly attendance",
    span: Span::Month,
    columns: &[
        column("序号", "No.", Kind::Number, 7),
        column("镇", "Town", Kind::Text, 12),
        column("村", "Village", Kind::Text, 12),
        column("工作队", "Team", Kind::Text, 20),
        column("姓名", "Name", Kind::Text, 10),
        column("单位", "Unit", Kind::Text, 22),
        column("职务", "Post", Kind::Text, 9),
        column("应到天数", "Days required", Kind::Number, 10),
        column("打卡天数", "Days present", Kind::Number, 10),
        column("补卡", "Added later", Kind::Number, 8),
        column("培训", "Training", Kind::Number, 8),
        column("公务外出", "Trips", Kind::Number, 10),
        column("病假", "Sick leave", Kind::Number, 8),
        column("事假", "Personal leave", Kind::Number, 8),
        column("年休", "Annual leave", Kind::Number, 8),
        column("缺勤", "Absent", Kind::Number, 8),
        column("到岗率", "Present", Kind::Percent, 9),
        column("累计驻村天数", "Days stationed this year", Kind::Number, 14),
        column("备注", "Note", Kind::Text, 26),
    ],
    sheets: &[Sheet {
        zh: "考勤月报",
        en: "Monthly attendance",
        only: &[],
    }],
    source: Source::Whole(rows),
    behind: None,
    groups: &[],
    switch: Some(SWITCH),
    document: false,
    of_campaign: false,
};

/// Somebody in a team.
pub(super) struct Posted {
    pub person: String,
    pub name: String,
    pub unit: String,
    pub town: String,
    pub village: String,
    pub area_code: String,
    pub is_captain: bool,
}

/// The members and captains of teams within the areas asked for, each once for each team.
pub(super) fn posted(reader: &mut Reader<'_>, ask: &Ask) -> Result<Vec<Posted>, Error> {
    let mut values = Values::new(ask.county);
    let areas = ask.areas("t", &mut values);
    let rows = reader.query(
        &format!(
            "select p.person_id, p.name, p.unit, t.area_code, a.name as village, b.name as town,
                 max(m.is_captain) as is_captain
             from (select county_id, team_id, village_code as area_code,
                     substr(village_code, 1, 9) as town_code from team) t
             join (select county_id, team_id, person_id, 0 as is_captain from team_member
                   union select county_id, team_id, captain_id, 1 from team) m
                 on m.county_id = t.county_id and m.team_id = t.team_id
             join person p on p.county_id = m.county_id and p.person_id = m.person_id
             left join area a on a.county_id = t.county_id and a.code = t.area_code
             left join area b on b.county_id = t.county_id and b.code = t.town_code
             where t.county_id = $1{areas}
             group by p.person_id, p.name, p.unit, t.team_id, t.area_code, a.name, b.name
             order by t.area_code, max(m.is_captain) desc, p.name, p.person_id"
        ),
        values.all(),
    )?;
    let all = rows.iter().map(|row| {
        let named = |column| Ok::<_, Error>(row.optional_text(column)?.unwrap_or_default());
        Ok(Posted {
            person: row.text("person_id")?,
            name: row.text("name")?,
            unit: row.text("unit")?,
            town: named("town")?,
            village: named("village")?,
            area_code: row.text("area_code")?,
            is_captain: row.int("is_captain")? > 0,
        })
    });
    all.collect()
}

/// Half-days of one person.
#[derive(Clone, Default)]
pub(super) struct Tally {
    pub required: i64,
    by_type: BTreeMap<String, i64>,
    makeup_approved: i64,
    /// Days with an unexcused absence: a morning and an afternoon of one day are one.
    pub absences: i64,
}

impl Tally {
    pub fn of(&self, kind: &str) -> i64 {
        self.by_type.get(kind).copied().unwrap_or(0)
    }

    /// 到岗率 = (present + approved makeup + counted trips) ÷ (required − approved leave).
    pub fn rate(&self) -> Share {
        let leave = [
            "leave_sick",
            "leave_personal",
            "leave_annual",
            "leave_family",
        ];
        let leave: i64 = leave.iter().map(|kind| self.of(kind)).sum();
        let there = self.of("present") + self.of("training") + self.of("project_trip");
        let whole = (self.required - leave).max(0);
        Share {
            part: (there + self.makeup_approved).min(whole),
            whole,
        }
    }
}

/// Half-days by person.
pub(super) struct Tallies {
    known: HashMap<String, Tally>,
    /// Of whom nothing is known: where the county asks for days, he owes them all.
    unknown: Tally,
}

impl Tallies {
    pub fn of(&self, person: &str) -> &Tally {
        self.known.get(person).unwrap_or(&self.unknown)
    }
}

/// What is known of one half of a day.
struct Half {
    kind: String,
    approved: bool,
}

type Halves = HashMap<String, BTreeMap<(Date, bool), Half>>;

/// Everybody's half-days within the days asked for.
pub(super) fn tallies(reader: &mut Reader<'_>, ask: &Ask) -> Result<Tallies, Error> {
    let mut halves = leaves(reader, ask)?;
    attended(reader, ask, &mut halves)?;
    let asked = params::at(reader, ask.county, ask.now)?.number("station_days_per_month");
    let months = (i64::from(ask.to.year()) - i64::from(ask.from.year())) * 12
        + i64::from(ask.to.month())
        - i64::from(ask.from.month())
        + 1;
    // Where the county asks for so many days a month, that many are required.
    let required = asked.map(|days| days * 2 * months);
    let all = halves.into_iter().map(|(person, known)| {
        let mut tally = Tally::default();
        let mut absent_on = None;
        for ((day, _), half) in known {
            if half.kind != "rest" {
                tally.required += 1;
            }
            if half.kind == "makeup" && half.approved {
                tally.makeup_approved += 1;
            }
            if half.kind == "absent" && absent_on.replace(day) != Some(day) {
                tally.absences += 1;
            }
            *tally.by_type.entry(half.kind).or_insert(0) += 1;
        }
        tally.required = required.unwrap_or(tally.required);
        (person, tally)
    });
    Ok(Tallies {
        known: all.collect(),
        unknown: Tally {
            required: required.unwrap_or(0),
            ..Tally::default()
        },
    })
}

/// Half-days of granted leave.
fn leaves(reader: &mut Reader<'_>, ask: &Ask) -> Result<Halves, Error> {
    let rows = reader.query(
        "select author_id, kind, day, body from entry
         where county_id = $1 and ledger = 'leave' and state = 'approved' and day <= $2
             and author_id is not null
         order by sequence",
        &[ask.county.into(), ask.to.to_string().into()],
    )?;
    let mut all = Halves::new();
    for row in rows {
        let body: Fields = row.json("body")?;
        let last = body.get("to").and_then(|value| value.text());
        let (Some(first), Some(last)) = (parse_date(&row.text("day")?), last.and_then(parse_date))
        else {
            continue;
        };
        let mut left = body
            .get("halfdays")
            .and_then(|value| value.number())
            .unwrap_or(0);
        let own = all.entry(row.text("author_id")?).or_default();
        let mut day = first;
        while day <= last && left > 0 {
            for afternoon in [false, true] {
                if left > 0 && ask.from <= day && day <= ask.to {
                    let half = Half {
                        kind: row.text("kind")?,
                        approved: true,
                    };
                    own.insert((day, afternoon), half);
                }
                left -= 1;
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
    }
    Ok(all)
}

/// What the attendance ledger says of half-days.
fn attended(reader: &mut Reader<'_>, ask: &Ask, all: &mut Halves) -> Result<(), Error> {
    let mut values = Values::new(ask.county);
    let days = ask.days("day", &mut values);
    let rows = reader.query(
        &format!(
            "select author_id, kind, day, state, body from entry
             where county_id = $1 and ledger = 'attendance' and state <> 'voided'
                 and author_id is not null and kind is not null and {days}
             order by sequence"
        ),
        values.all(),
    )?;
    for row in rows {
        let body: Fields = row.json("body")?;
        let slot = body.get("slot").and_then(|value| value.text());
        let Some(day) = parse_date(&row.text("day")?) else {
            continue;
        };
        let half = Half {
            kind: row.text("kind")?,
            approved: row.text("state")? == "confirmed",
        };
        all.entry(row.text("author_id")?)
            .or_default()
            .insert((day, slot == Some("pm")), half);
    }
    Ok(())
}

/// 驻村天数 as people wrote them down month by month, with the days that count as such; and what
/// they noted in the months asked for.
pub(super) fn stationed(
    reader: &mut Reader<'_>,
    ask: &Ask,
) -> Result<HashMap<String, (i64, String)>, Error> {
    let year = Date::new(ask.to.year(), 1, 1).unwrap_or(ask.from);
    let rows = reader.query(
        "select author_id, day, body from entry
         where county_id = $1 and ledger = 'stationed' and state <> 'voided'
             and author_id is not null and day >= $2 and day <= $3
         order by author_id, day",
        &[
            ask.county.into(),
            year.to_string().into(),
            ask.to.to_string().into(),
        ],
    )?;
    let mut all: HashMap<String, (i64, String)> = HashMap::new();
    for row in rows {
        let body: Fields = row.json("body")?;
        let number = |field: &str| {
            body.get(field)
                .and_then(|value| value.number())
                .unwrap_or(0)
        };
        let own = all.entry(row.text("author_id")?).or_default();
        own.0 += number("days") + number("counted");
        let note = body.get("note").and_then(|value| value.text());
        if row.text("day")? >= ask.from.to_string() {
            own.1 = note.unwrap_or_default().to_owned();
        }
    }
    Ok(all)
}

fn rows(reader: &mut Reader<'_>, ask: &Ask) -> Result<Lines, Error> {
    let tallies = tallies(reader, ask)?;
    let stationed = stationed(reader, ask)?;
    let lines = posted(reader, ask)?.into_iter().map(|one| {
        let tally = tallies.of(&one.person);
        let rate = tally.rate();
        let (days, note) = stationed.get(&one.person).cloned().unwrap_or_default();
        let halves = |kind: &str| Cell::Halves(tally.of(kind));
        vec![
            Cell::text(one.town),
            Cell::text(one.village.as_str()),
            Cell::text(format!("{}驻村工作队", one.village)),
            Cell::text(one.name),
            Cell::text(one.unit),
            Cell::text(if one.is_captain { "队长" } else { "队员" }),
            Cell::Halves(tally.required),
            halves("present"),
            halves("makeup"),
            halves("training"),
            halves("project_trip"),
            halves("leave_sick"),
            halves("leave_personal"),
            halves("leave_annual"),
            halves("absent"),
            Cell::Share(rate.part, rate.whole),
            Cell::Number(days),
            Cell::text(note),
        ]
    });
    Ok(lines.collect())
}
