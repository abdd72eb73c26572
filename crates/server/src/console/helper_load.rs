//! How many households people help, and what is expected of their rank (DOMAIN §1 S1, §6).

use domain::assignment::{Load, load, quota};
use domain::checklist::builtin;
use domain::codes::Params;
use domain::id::PersonId;

use super::query::Values;
use super::views::LoadNotice;
use crate::db::Reader;
use crate::error::Error;
use crate::params;
use crate::problem::ledger::Clerk;

/// Households of one person before a notice, from the parameters in force.
pub(super) fn most(params: &Params) -> Option<u32> {
    let most = params.number("helper_most_households")?;
    u32::try_from(most).ok()
}

/// Notices about these people, as their households stand now.
pub(super) fn notices(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    people: &[PersonId],
) -> Result<Vec<LoadNotice>, Error> {
    let most = most(&params::at(reader, clerk.county, clerk.now)?);
    let mut notices = Vec::new();
    for person in people {
        let (name, rank, households) = of(reader, clerk, *person)?;
        notices.extend(notice(*person, name, households, rank.as_deref(), most));
    }
    Ok(notices)
}

/// A notice, if there is anything to notice.
pub(super) fn notice(
    person: PersonId,
    name: String,
    households: u32,
    rank: Option<&str>,
    most: Option<u32>,
) -> Option<LoadNotice> {
    let quota = quota(&builtin().1, rank);
    let load = load(households, quota, most);
    (load != Load::Fits).then(|| LoadNotice {
        person_id: person.to_string(),
        name,
        households,
        quota,
        load: load.as_str().to_owned(),
    })
}

/// A person's name, rank, and the households he answers for or is to answer for without an end.
pub(super) fn of(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    person: PersonId,
) -> Result<(String, Option<String>, u32), Error> {
    let found = reader.first(
        "select p.name, p.rank,
             (select count(distinct a.household_id) from assignment a
              where a.county_id = p.county_id and a.person_id = p.person_id
                  and a.kind = 'primary' and a.ends is null) as n
         from person p where p.county_id = $1 and p.person_id = $2",
        &[clerk.county.into(), person.into()],
    )?;
    let found = found.ok_or_else(|| Error::bad("unknown_person", "person_id"))?;
    Ok((
        found.text("name")?,
        found.optional_text("rank")?,
        found.count("n")?,
    ))
}

/// The quota of each rank as an expression over `p.rank`.
pub(super) fn quota_of_rank(values: &mut Values) -> String {
    let codes = &builtin().1;
    let mut sql = "case".to_owned();
    for option in codes.list("cadre_rank_quota").unwrap_or_default() {
        if let Some(quota) = option.min_households {
            let code = values.add(option.code.as_str());
            sql.push_str(&format!(" when p.rank = {code} then {quota}"));
        }
    }
    sql.push_str(" when 1 = 0 then 0 end");
    sql
}
