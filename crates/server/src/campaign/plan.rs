//! What a campaign must be like before it is made or changed.

use domain::campaign::{Group, Scope};
use domain::id::CountyId;
use domain::time::{Date, days_between, parse_date};
use protocol::campaign::{CampaignV1, StageV1};

use super::{TOWN_DIGITS, profiles};
use crate::db::Reader;
use crate::error::Error;

/// Characters in the title of a campaign or of a stage.
const MAX_TITLE: usize = 60;
/// Characters in what it rests on.
const MAX_BASIS: usize = 500;
/// A campaign goes on for a year and a bit: whatever is longer is no campaign but a slip.
const MAX_DAYS: i32 = 400;
/// Three are usual (三阶段).
const MAX_STAGES: usize = 12;
/// A county has some hundreds of villages; whoever means all of them names none.
const MAX_AREAS: usize = 500;

/// The plan as it can stand: texts trimmed, lists in order and without repeats.
///
/// # Errors
/// `missing`, `too_long`, `malformed`, `not_a_date`, `backwards`, `too_many_days`, `out_of_range`,
/// `outside_dates`, `unknown_option`, `unknown_area` or `too_many`, each at its field.
pub(crate) fn check(
    reader: &mut Reader<'_>,
    county: CountyId,
    plan: CampaignV1,
    today: Date,
) -> Result<CampaignV1, Error> {
    let title = words(&plan.title, "title", MAX_TITLE)?;
    let legal_basis = words(&plan.legal_basis, "legal_basis", MAX_BASIS)?;
    let (starts, ends) = (day(&plan.starts, "starts")?, day(&plan.ends, "ends")?);
    if days_between(today, starts) > MAX_DAYS {
        return Err(Error::bad("out_of_range", "starts"));
    }
    if ends < starts {
        return Err(Error::bad("backwards", "ends"));
    }
    if days_between(starts, ends) >= MAX_DAYS {
        return Err(Error::bad("too_many_days", "ends"));
    }
    if !profiles().any(|code| code == plan.profile) {
        return Err(Error::bad("unknown_option", "profile"));
    }
    if !(1..=100).contains(&plan.required_coverage) {
        return Err(Error::bad("out_of_range", "required_coverage"));
    }
    Ok(CampaignV1 {
        title,
        legal_basis,
        scope: scope(reader, county, plan.scope)?,
        stages: stages(plan.stages, (starts, ends))?,
        ..plan
    })
}

fn words(text: &str, field: &str, most: usize) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::bad("missing", field));
    }
    if text.chars().count() > most {
        return Err(Error::bad("too_long", field));
    }
    // Neither database nor screen has a use for them.
    if text
        .chars()
        .any(|letter| letter.is_control() && letter != '\n')
    {
        return Err(Error::bad("malformed", field));
    }
    Ok(text.to_owned())
}

fn day(text: &str, field: &str) -> Result<Date, Error> {
    parse_date(text).ok_or_else(|| Error::bad("not_a_date", field))
}

/// A scope whose areas are there and whose groups are known.
///
/// # Errors
/// `unknown_area` or `too_many` at `areas`, `unknown_option` at `groups`.
pub(crate) fn scope(
    reader: &mut Reader<'_>,
    county: CountyId,
    scope: Scope,
) -> Result<Scope, Error> {
    let Scope {
        mut areas,
        mut groups,
    } = scope;
    areas.sort();
    areas.dedup();
    if areas.len() > MAX_AREAS {
        return Err(Error::bad("too_many", "areas"));
    }
    let is_code = |code: &String| {
        matches!(code.len(), TOWN_DIGITS | 12) && code.bytes().all(|digit| digit.is_ascii_digit())
    };
    if !areas.iter().all(is_code) {
        return Err(Error::bad("unknown_area", "areas"));
    }
    let codes: Vec<_> = areas.iter().map(Into::into).collect();
    let known = reader.query_many(
        "select distinct code from area where county_id = $1 and code in ($many)",
        &[county.into()],
        &codes,
    )?;
    if known.len() != areas.len() {
        return Err(Error::bad("unknown_area", "areas"));
    }
    // A village of a town that is meant anyway says nothing.
    let towns: Vec<String> = areas
        .iter()
        .filter(|code| code.len() == TOWN_DIGITS)
        .cloned()
        .collect();
    areas.retain(|code| {
        code.len() == TOWN_DIGITS || !towns.iter().any(|town| code.starts_with(town.as_str()))
    });
    let order = Group::ALL.map(Group::as_str);
    if !groups.iter().all(|group| order.contains(&group.as_str())) {
        return Err(Error::bad("unknown_option", "groups"));
    }
    groups.sort_by_key(|group| order.iter().position(|known| known == group));
    groups.dedup();
    Ok(Scope { areas, groups })
}

/// Stages lie within the campaign, one after the other.
fn stages(stages: Vec<StageV1>, (starts, ends): (Date, Date)) -> Result<Vec<StageV1>, Error> {
    if stages.len() > MAX_STAGES {
        return Err(Error::bad("too_many", "stages"));
    }
    let mut before = None;
    let mut all = Vec::with_capacity(stages.len());
    for (at, stage) in stages.into_iter().enumerate() {
        let title = words(&stage.title, &format!("stages[{at}].title"), MAX_TITLE)?;
        let field = format!("stages[{at}].ends");
        let last = day(&stage.ends, &field)?;
        if last < starts || last > ends {
            return Err(Error::bad("outside_dates", field));
        }
        if before.is_some_and(|before| last <= before) {
            return Err(Error::bad("backwards", field));
        }
        before = Some(last);
        all.push(StageV1 {
            title,
            ends: stage.ends,
        });
    }
    Ok(all)
}
