//! 季排队: areas beside one another. Off until an administrator recorded what it rests on; of areas
//! only, never of persons, and without places in a group under five.

use std::collections::{BTreeMap, HashMap};

use super::attendance;
use super::rates::{self, Share};
use super::rows::{Cell, Lines};
use super::{Ask, Kind, Report, Sheet, Source, Span, column, spot};
use crate::change::town_code;
use crate::compliance;
use crate::db::Reader;
use crate::error::Error;

pub(super) static REPORT: Report = Report {
    id: "quarter",
    zh: "季排队",
    en: "Quarterly ranking",
    span: Span::Quarter,
    columns: &[
        column("镇/村", "Town or village", Kind::Text, 22),
        column("覆盖率", "Coverage", Kind::Percent, 12),
        column("按期销号率", "Closed in time", Kind::Percent, 14),
        column("到岗率", "Present", Kind::Percent, 12),
        column("抽查得分", "Spot checks", Kind::Percent, 12),
        column("综合", "Overall", Kind::Percent, 12),
        column("名次", "Place", Kind::Number, 9),
    ],
    sheets: &[Sheet {
        zh: "季排队",
        en: "Quarterly ranking",
        only: &[],
    }],
    source: Source::Whole(rows),
    behind: None,
    groups: &[],
    switch: Some("ranking"),
    document: false,
    of_campaign: false,
};

/// What one area reached.
#[derive(Default)]
struct Reached {
    coverage: Share,
    on_time: Share,
    present: Share,
    checks: Share,
}

impl Reached {
    fn parts(&self) -> [Share; 4] {
        [self.coverage, self.on_time, self.present, self.checks]
    }

    /// 综合: the mean of what there is, each weighing the same. Hundredths of a percent.
    fn overall(&self) -> Option<i64> {
        let parts: Vec<i64> = self.parts().into_iter().filter_map(Share::points).collect();
        let count = i64::try_from(parts.len()).unwrap_or(0);
        (count > 0).then(|| (parts.iter().sum::<i64>() * 2 + count) / (count * 2))
    }
}

/// Towns beside one another; of one town, its villages.
fn rows(reader: &mut Reader<'_>, ask: &Ask) -> Result<Lines, Error> {
    let area = |village: &str| match ask.town {
        Some(_) => village.to_owned(),
        None => town_code(village).to_owned(),
    };
    let mut all: BTreeMap<String, Reached> = BTreeMap::new();
    for (village, one) in rates::coverage(reader, ask)? {
        let share = Share {
            part: i64::from(one.submitted),
            whole: i64::from(one.households),
        };
        all.entry(area(&village)).or_default().coverage.add(share);
    }
    for (village, share) in rates::on_time(reader, ask)? {
        all.entry(area(&village)).or_default().on_time.add(share);
    }
    if compliance::is_on(reader, ask.county, attendance::SWITCH)? {
        let tallies = attendance::tallies(reader, ask)?;
        for one in attendance::posted(reader, ask)? {
            let share = tallies.of(&one.person).rate();
            if share.whole > 0 {
                let reached = all.entry(area(&one.area_code)).or_default();
                reached.present.add(share);
            }
        }
    }
    for (village, share) in spot::scores(reader, ask)? {
        all.entry(area(&village)).or_default().checks.add(share);
    }
    let names = names(reader, ask)?;
    let scores: Vec<Option<i64>> = all.values().map(Reached::overall).collect();
    let places = rates::ranks(&scores);
    let mut lines: Vec<(Option<i64>, Vec<Cell>)> = Vec::new();
    for (((code, reached), score), place) in all.into_iter().zip(scores).zip(places) {
        let share = |share: Share| Cell::Share(share.part, share.whole);
        let name = names.get(&code).cloned().unwrap_or(code);
        let [coverage, on_time, present, checks] = reached.parts();
        let line = vec![
            Cell::text(name),
            share(coverage),
            share(on_time),
            share(present),
            share(checks),
            score.map_or(Cell::Empty, |points| Cell::Share(points, 10_000)),
            place.map_or(Cell::Empty, Cell::Number),
        ];
        lines.push((place, line));
    }
    // In order only where there are places; otherwise the order would be one.
    if lines.iter().any(|(place, _)| place.is_some()) {
        lines.sort_by_key(|(place, _)| place.unwrap_or(i64::MAX));
    }
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

fn names(reader: &mut Reader<'_>, ask: &Ask) -> Result<HashMap<String, String>, Error> {
    let rows = reader.query(
        "select code, name from area where county_id = $1",
        &[ask.county.into()],
    )?;
    let all = rows
        .iter()
        .map(|row| Ok((row.text("code")?, row.text("name")?)));
    all.collect()
}
