//! Approved visits handed to the county together.

use protocol::edit::BatchV1;
use protocol::row::BatchStateV1;

use super::{Arrival, Stop, review};
use crate::clock::date_text;
use crate::county::audit;
use crate::db::Tx;
use crate::error::Error;
use crate::{feed, visit};

/// Visits in one batch: a town's half-year, with room.
const MAX_VISITS: usize = 2000;

pub(super) fn apply(tx: &mut Tx<'_>, arrival: &Arrival<'_>, batch: &BatchV1) -> Result<(), Stop> {
    let county = arrival.county.id;
    if batch.visits.is_empty() || batch.visits.len() > MAX_VISITS {
        return Err(Stop::reject("out_of_range", "edit.visits"));
    }
    if BatchV1::manifest(&batch.visits) != batch.manifest_sha256 {
        return Err(Stop::reject("manifest_mismatch", "edit.manifest_sha256"));
    }
    let exists = tx.count(
        "select count(*) as n from batch where county_id = $1 and batch_id = $2",
        &[county.into(), batch.id.into()],
    )?;
    if exists > 0 {
        return Err(Stop::reject("batch_exists", "edit.id"));
    }
    let mut area = None;
    for (place, listed) in batch.visits.iter().enumerate() {
        let field = || format!("edit.visits[{place}]");
        let Some(current) = visit::find(tx, county, listed.visit_id)? else {
            return Err(Stop::reject("unknown_visit", field()));
        };
        let state = review::include_in_batch(tx, arrival, &current, listed.revision)
            .map_err(|stop| with_field(stop, field()))?;
        area.get_or_insert((current.area_code.clone(), current.town_code.clone()));
        visit::set_state(tx, county, current.id, &state)?;
        tx.execute(
            "update visit set batch_id = $3 where county_id = $1 and visit_id = $2",
            &[county.into(), current.id.into(), batch.id.into()],
        )?;
        tx.execute(
            "insert into batch_visit (county_id, batch_id, visit_id, revision, outcome)
             values ($1, $2, $3, $4, 'waiting')",
            &[
                county.into(),
                batch.id.into(),
                listed.visit_id.into(),
                listed.revision.into(),
            ],
        )?;
    }
    let Some((area_code, town_code)) = area else {
        return Err(Stop::reject("out_of_range", "edit.visits"));
    };
    tx.execute(
        "insert into batch (county_id, batch_id, sender_id, area_code, town_code,
             manifest_sha256, state, visits, accepted, returned, sent_ms, received_ms,
             received_date, sequence)
         values ($1, $2, $3, $4, $5, $6, 'received', $7, 0, 0, $8, $9, $10, $11)",
        &[
            county.into(),
            batch.id.into(),
            arrival.device.person.into(),
            area_code.into(),
            town_code.into(),
            (&batch.manifest_sha256).into(),
            u32::try_from(batch.visits.len()).unwrap_or(u32::MAX).into(),
            batch.sent_ms.into(),
            arrival.now.into(),
            date_text(arrival.now).into(),
            arrival.sequence.into(),
        ],
    )?;
    for listed in &batch.visits {
        visit::refresh(tx, county, listed.visit_id)?;
    }
    let id = batch.id.to_string();
    show(tx, county, &id)?;
    audit(
        tx,
        county,
        arrival.now,
        Some(arrival.device.person),
        "batch_sent",
        &id,
    )?;
    Ok(())
}

fn with_field(stop: Stop, field: String) -> Stop {
    match stop {
        Stop::Reject(mut rejection) => {
            rejection.field = Some(field);
            Stop::Reject(rejection)
        }
        other => other,
    }
}

/// Counts a batch's answers so far and shows it anew.
pub(crate) fn show(tx: &mut Tx<'_>, county: domain::CountyId, id: &str) -> Result<(), Error> {
    let Some(batch) = tx.first(
        "select b.batch_id, b.sent_ms, b.received_ms, b.visits,
             (select count(*) from batch_visit v where v.county_id = b.county_id
                 and v.batch_id = b.batch_id and v.outcome = 'accepted') as accepted,
             (select count(*) from batch_visit v where v.county_id = b.county_id
                 and v.batch_id = b.batch_id and v.outcome = 'returned') as returned
         from batch b where b.county_id = $1 and b.batch_id = $2",
        &[county.into(), id.into()],
    )?
    else {
        return Ok(());
    };
    let (visits, accepted, returned) = (
        batch.count("visits")?,
        batch.count("accepted")?,
        batch.count("returned")?,
    );
    let state = match (accepted, returned) {
        (accepted, _) if accepted == visits => "accepted",
        (_, returned) if returned == visits => "rejected",
        (0, 0) => "received",
        _ => "partially_accepted",
    };
    tx.execute(
        "update batch set accepted = $3, returned = $4, state = $5
         where county_id = $1 and batch_id = $2",
        &[
            county.into(),
            id.into(),
            accepted.into(),
            returned.into(),
            state.into(),
        ],
    )?;
    let row = BatchStateV1 {
        id: batch.id("batch_id")?,
        state: state.to_owned(),
        visits,
        accepted,
        returned,
        sent_ms: batch.int("sent_ms")?,
        received_ms: batch.int("received_ms")?,
    };
    feed::put(tx, county, protocol::row::kind::BATCH, id, &row)?;
    feed::publish_batch(tx, county, id)
}

/// Notes what became of a visit in the batch it came in.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    county: domain::CountyId,
    batch: &str,
    visit: domain::VisitId,
    outcome: &str,
) -> Result<(), Error> {
    tx.execute(
        "update batch_visit set outcome = $4
         where county_id = $1 and batch_id = $2 and visit_id = $3",
        &[county.into(), batch.into(), visit.into(), outcome.into()],
    )?;
    show(tx, county, batch)
}
