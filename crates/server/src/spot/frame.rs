//! Who may be drawn today: the frame, and who is left out of it and why.

use std::collections::{BTreeMap, HashSet};

use domain::id::CountyId;
use domain::sampling::Unit;
use domain::time::Date;

use super::Kind;
use crate::change::town_code;
use crate::clock::days_before;
use crate::db::{Reader, Value};
use crate::error::Error;

/// One that may be drawn, and who and where it is.
pub(crate) struct Subject {
    pub person_id: Option<String>,
    pub team_id: Option<String>,
    pub area_code: String,
}

/// A town as the preview shows it.
#[derive(Clone, Default)]
pub(crate) struct Town {
    /// All of them.
    pub units: u32,
    /// Reached within the last days.
    pub recent: u32,
    /// Drawn and not yet checked.
    pub waiting: u32,
    /// Of those left, in a village with an alert.
    pub alerted: u32,
}

/// The frame of a draw: units, whose keys are the ids of those who may be drawn, and subjects in the
/// same order; and the towns asked for.
pub(crate) struct Frame {
    pub units: Vec<Unit>,
    pub subjects: Vec<Subject>,
    pub towns: BTreeMap<String, Town>,
}

/// Everybody on a team whose post has not ended, once: of two teams the first village's. The
/// captain is on his team whether or not the roster lists him among its members.
const MEMBERS: &str = "
    select s.person_id as id, s.person_id, t.team_id, t.village_code as area_code
    from (select county_id, team_id, person_id from team_member where county_id = $1
        union select county_id, team_id, captain_id as person_id from team
            where county_id = $1) s
    join team t on t.county_id = s.county_id and t.team_id = s.team_id
    join person p on p.county_id = s.county_id and p.person_id = s.person_id
    where p.post_end is null or p.post_end >= $2
    order by t.village_code, t.team_id, s.person_id";

const TEAMS: &str = "
    select t.team_id as id, t.captain_id as person_id, t.team_id, t.village_code as area_code
    from team t where t.county_id = $1 and cast($2 as text) is not null
    order by t.village_code, t.team_id";

const HOUSEHOLDS: &str = "
    select h.household_id as id, cast(null as text) as person_id, cast(null as text) as team_id,
        h.area_code
    from household h
    where h.county_id = $1 and (h.ended_on is null or h.ended_on > $2)
    order by h.household_id";

/// Reads the frame of today. `towns` empty is the whole county.
///
/// # Errors
/// `unknown_area` for a code that is no town.
pub(crate) fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    (kind, towns, days): (Kind, &[String], u32),
    today: Date,
) -> Result<Frame, Error> {
    let mut shown = towns_asked(reader, county, towns)?;
    let sql = match kind {
        Kind::Member => MEMBERS,
        Kind::Team => TEAMS,
        Kind::Household => HOUSEHOLDS,
    };
    let now = today.to_string();
    let all = reader.query(sql, &[county.into(), (&now).into()])?;
    let alerted = alerted(reader, county, &now)?;
    let recent = recent(reader, county, kind, days_before(today, days))?;
    let waiting = ids(
        reader,
        "select subject_id as id from spot_item
        where county_id = $1 and kind = $2 and is_open = 1",
        &[county.into(), kind.as_str().into()],
    )?;
    let mut seen = HashSet::new();
    let (mut units, mut subjects) = (Vec::new(), Vec::new());
    for row in &all {
        let id = row.text("id")?;
        let area_code = row.text("area_code")?;
        let town = town_code(&area_code);
        let Some(figures) = shown.get_mut(town) else {
            continue;
        };
        // Only somebody on a team can be on another as well.
        if kind == Kind::Member && !seen.insert(id.clone()) {
            continue;
        }
        figures.units += 1;
        if waiting.contains(&id) {
            figures.waiting += 1;
        } else if recent.contains(&id) {
            figures.recent += 1;
        } else {
            let is_alerted = alerted.contains(&area_code);
            figures.alerted += u32::from(is_alerted);
            units.push(Unit {
                stratum: town.to_owned(),
                key: id,
                tickets: if is_alerted { 2 } else { 1 },
            });
            subjects.push(Subject {
                person_id: row.optional_text("person_id")?,
                team_id: row.optional_text("team_id")?,
                area_code,
            });
        }
    }
    Ok(Frame {
        units,
        subjects,
        towns: shown,
    })
}

/// The towns asked for, all of the county's when none is named. One without anybody is shown too.
fn towns_asked(
    reader: &mut Reader<'_>,
    county: CountyId,
    asked: &[String],
) -> Result<BTreeMap<String, Town>, Error> {
    let known = ids(
        reader,
        "select code as id from area where county_id = $1 and length(code) = 9",
        &[county.into()],
    )?;
    if asked.iter().any(|code| !known.contains(code)) {
        return Err(Error::bad("unknown_area", "towns"));
    }
    let is_asked = |code: &String| asked.is_empty() || asked.contains(code);
    let towns = known.into_iter().filter(is_asked);
    Ok(towns.map(|code| (code, Town::default())).collect())
}

/// Villages with an alert 预警: an open problem that is critical or past its day.
fn alerted(
    reader: &mut Reader<'_>,
    county: CountyId,
    today: &str,
) -> Result<HashSet<String>, Error> {
    ids(
        reader,
        "select distinct area_code as id from problem
         where county_id = $1 and is_open = 1 and (severity = 'critical' or due < $2)",
        &[county.into(), today.into()],
    )
}

fn recent(
    reader: &mut Reader<'_>,
    county: CountyId,
    kind: Kind,
    since: String,
) -> Result<HashSet<String>, Error> {
    ids(
        reader,
        "select distinct subject_id as id from spot_item
         where county_id = $1 and kind = $2 and reached = 'yes' and checked_date > $3",
        &[county.into(), kind.as_str().into(), since.into()],
    )
}

fn ids(reader: &mut Reader<'_>, sql: &str, values: &[Value]) -> Result<HashSet<String>, Error> {
    let rows = reader.query(sql, values)?;
    rows.iter().map(|row| Ok(row.text("id")?)).collect()
}
