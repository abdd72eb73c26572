//! Visits, by state and day, and the photos they still miss.

use domain::id::{CountyId, HouseholdId, VisitId};

use super::counter::{Deltas, Part, VISITS};
use super::{NONE, campaign, home};
use crate::db::{Tx, Value};
use crate::error::Error;

/// A visit that came with others, for [`received`].
pub(crate) struct Received {
    pub household_id: HouseholdId,
    pub area_code: String,
    /// What [`tallied_new`] said of it.
    pub tallied: String,
    /// Made at the dwelling by who helps there.
    pub counts: bool,
    pub profile: String,
    pub ended_ms: i64,
}

/// As what a new visit is counted; it is stored with its row.
pub(crate) fn tallied_new(missing: usize, received_date: &str) -> String {
    format!("submitted {missing} {received_date} {NONE}")
}

/// Counts new visits whose rows are stored already, with their `tallied`.
///
/// # Errors
/// When the database failed.
pub(crate) fn received(
    tx: &mut Tx<'_>,
    county: CountyId,
    visits: &[Received],
) -> Result<(), Error> {
    let mut deltas = Deltas::default();
    for visit in visits {
        count(&mut deltas, &visit.area_code, &visit.tallied, 1);
    }
    deltas.store(tx, county, &VISITS)?;
    let counting: Vec<&Received> = visits.iter().filter(|visit| visit.counts).collect();
    let homes: Vec<Value> = counting
        .iter()
        .map(|visit| visit.household_id.into())
        .collect();
    home::in_villages(tx, county, &homes)?;
    campaign::gained(tx, county, &counting)
}

/// Counts one visit as it stands now. Its household is counted by [`super::homes`].
///
/// # Errors
/// When the database failed.
pub(crate) fn visit(tx: &mut Tx<'_>, county: CountyId, id: VisitId) -> Result<(), Error> {
    let row = tx.first(
        &format!(
            "select v.area_code, v.tallied, {TALLIED} as fresh from visit v
             where v.county_id = $1 and v.visit_id = $2"
        ),
        &[county.into(), id.into()],
    )?;
    let Some(row) = row else { return Ok(()) };
    let (before, fresh) = (row.optional_text("tallied")?, row.text("fresh")?);
    if before.as_ref() == Some(&fresh) {
        return Ok(());
    }
    let (mut deltas, area) = (Deltas::default(), row.text("area_code")?);
    if let Some(before) = &before {
        count(&mut deltas, &area, before, -1);
    }
    count(&mut deltas, &area, &fresh, 1);
    tx.execute(
        "update visit set tallied = $3 where county_id = $1 and visit_id = $2",
        &[county.into(), id.into(), fresh.into()],
    )?;
    deltas.store(tx, county, &VISITS)
}

/// As what a visit `v` is counted: state, photos missing, days of arrival and acceptance.
pub(super) const TALLIED: &str = "v.state || ' ' || cast(case when v.state <> 'voided'
        and v.photos > v.photos_verified then v.photos - v.photos_verified else 0 end as text)
    || ' ' || v.received_date || ' ' || case when v.state = 'county_accepted'
        then coalesce(v.accepted_date, '-') else '-' end";

/// One or more visits that are counted the same.
pub(super) fn count(deltas: &mut Deltas, area: &str, tallied: &str, n: i64) {
    let mut parts = tallied.split(' ');
    let mut next = || parts.next().unwrap_or(NONE);
    let (state, missing, came, accepted) = (next(), next(), next(), next());
    let missing: i64 = missing.parse().unwrap_or(0);
    let mut add = |figure: &str, part: &str, n: i64| {
        deltas.add(area, vec![Part::from(figure), Part::from(part)], n);
    };
    add("state", state, n);
    if state != "voided" {
        add("in", came, n);
    }
    if accepted != NONE {
        add("out", accepted, n);
    }
    if missing > 0 {
        add("photos", "", n * missing);
        add("missing", "", n);
    }
}
