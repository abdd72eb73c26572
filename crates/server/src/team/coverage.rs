//! How far the half-year's visits of a village are, from its counters ([`crate::tally`]): for
//! captains of towns, whose phones have no households of other captains' villages.

use std::collections::HashMap;

use domain::id::CountyId;
use domain::time::Timestamp;
use protocol::team::CoverageV1;

use crate::clock::{months_of, period};
use crate::console::query::Values;
use crate::db::Reader;
use crate::error::Error;
use crate::params;

use super::Team;

/// By the code of the teams' villages. Of households that visits are asked of by their cadence
/// today, as a captain's own phone counts them.
pub fn coverage(
    reader: &mut Reader<'_>,
    county: CountyId,
    teams: &[Team],
    now: i64,
) -> Result<HashMap<String, CoverageV1>, Error> {
    let today = Timestamp::from_ms(now).shanghai_date();
    let asked = params::visits_asked(reader, county, today)?;
    let groups: Vec<String> = asked
        .iter()
        .map(|(group, _)| group.as_str().to_owned())
        .collect();
    let villages: Vec<String> = teams.iter().map(|team| team.village_code.clone()).collect();
    let half = period(now);
    let mut found = HashMap::new();
    if groups.is_empty() || villages.is_empty() {
        return Ok(found);
    }
    let (first, last) = months_of(&half);
    let mut values = Values::new(county);
    let (first, last) = (values.add(first), values.add(last));
    let (approved, groups) = (values.add(&half), values.list(&groups));
    let villages = values.list(&villages);
    let rows = reader.query(
        &format!(
            "select t.area_code, cast(sum(t.n) as bigint) as due,
                 cast(sum(case when t.month >= {first} and t.month <= {last} then t.n else 0 end)
                     as bigint) as visited,
                 cast(sum(case when t.approved = {approved} then t.n else 0 end) as bigint)
                     as approved
             from tally_home t
             where t.county_id = $1 and t.area_code in ({villages}) and t.home_group in ({groups})
             group by t.area_code"
        ),
        values.all(),
    )?;
    for row in rows {
        let coverage = CoverageV1 {
            period: half.clone(),
            due: row.count("due")?,
            visited: row.count("visited")?,
            approved: row.count("approved")?,
        };
        found.insert(row.text("area_code")?, coverage);
    }
    Ok(found)
}
