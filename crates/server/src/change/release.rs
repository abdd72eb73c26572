//! Moving a change that was set aside, telling its phone, and releasing what waited for it.

use domain::id::{ChangeId, PersonId, VisitId};
use protocol::edit::{DecisionV1, Edit, RecordRef};
use protocol::receipt::{Disposition, ReceiptV1};
use protocol::row::kind;
use protocol::settled::ChangeStateV1;

use super::keep::{self, Place};
use super::{Arrival, Device, Reason, Stop, incoming, place};
use crate::county::{County, next_sequence};
use crate::db::{Row, Tx};
use crate::error::Error;
use crate::feed;

/// Applies, in order, what waited for a change that is now here. What followed a change in
/// quarantine goes there too.
pub(super) fn release(
    tx: &mut Tx<'_>,
    county: &County,
    arrived: ChangeId,
    now: i64,
) -> Result<(), Stop> {
    let mut arrived = vec![arrived];
    while let Some(earlier) = arrived.pop() {
        let waiting = tx.query(
            "select change_id, device_id, person_id, kind, edit, digest, disposition, code
             from change
             where county_id = $1 and missing = $2 and disposition in ('held', 'quarantined')
             order by device_sequence, sequence",
            &[county.id.into(), earlier.into()],
        )?;
        for row in waiting {
            arrived.extend(take_up(tx, county, &row, Some(earlier), now)?);
        }
    }
    Ok(())
}

/// Takes up again what was said of a record before it was here: after the county was set back to a
/// backup one phone may come before another.
pub(super) fn reconsider(
    tx: &mut Tx<'_>,
    county: &County,
    reason: Reason,
    record: &RecordRef,
    now: i64,
) -> Result<(), Stop> {
    let early = tx.query(
        "select change_id, device_id, person_id, kind, edit, digest, disposition, code
         from change
         where county_id = $1 and disposition = 'quarantined' and code = $2
             and record_kind = $3 and record_id = $4
         order by sequence",
        &[
            county.id.into(),
            reason.code().into(),
            keep::as_text(&record.kind)?.trim_matches('"').into(),
            (&record.id).into(),
        ],
    )?;
    take_up_all(tx, county, &early, now)
}

/// Takes up again what waited for what an edit brought: steps of a problem that was not here, and
/// whatever was said of a visit before it came.
pub(super) fn wake(tx: &mut Tx<'_>, county: &County, edit: &Edit, now: i64) -> Result<(), Stop> {
    match edit {
        Edit::RaiseProblemV1(raised) => {
            let record = RecordRef::problem(raised.id);
            reconsider(tx, county, Reason::UnknownProblem, &record, now)
        }
        Edit::ReviewVisitV1(review) if review.decision == DecisionV1::Approve => {
            wake_steps(tx, county, review.visit_id, now)
        }
        Edit::SaveVisitV1(visit) => {
            if county.live().was_set_back() {
                let record = RecordRef::visit(visit.id);
                reconsider(tx, county, Reason::UnknownVisit, &record, now)?;
            }
            wake_reports(tx, county, now)
        }
        Edit::SaveEntryV1(saved) => {
            let record = RecordRef::entry(saved.id);
            reconsider(tx, county, Reason::UnknownEntry, &record, now)
        }
        _ => Ok(()),
    }
}

/// Takes up again the steps of problems that came into the ledger with the approval of a visit.
///
/// # Errors
/// When the database failed.
pub(crate) fn wake_steps(
    tx: &mut Tx<'_>,
    county: &County,
    visit: VisitId,
    now: i64,
) -> Result<(), Stop> {
    let problems = tx.query(
        "select distinct p.problem_id from visit_problem i
         join visit v on v.county_id = i.county_id and v.visit_id = i.visit_id
         join problem p on p.county_id = i.county_id and p.household_id = v.household_id
             and p.problem_key = i.problem_key
         where i.county_id = $1 and i.visit_id = $2 order by p.problem_id",
        &[county.id.into(), visit.into()],
    )?;
    for row in problems {
        let record = RecordRef::problem(row.id("problem_id")?);
        reconsider(tx, county, Reason::UnknownProblem, &record, now)?;
    }
    Ok(())
}

/// Takes up again reports that named a photo of a visit that was not here. There is hardly ever
/// one, and asking costs one look into an index.
pub(super) fn wake_reports(tx: &mut Tx<'_>, county: &County, now: i64) -> Result<(), Stop> {
    let early = tx.query(
        "select change_id, device_id, person_id, kind, edit, digest, disposition, code
         from change
         where county_id = $1 and disposition = 'quarantined' and code = $2
             and record_kind = 'problem'
         order by sequence limit 100",
        &[county.id.into(), Reason::UnknownVisit.code().into()],
    )?;
    take_up_all(tx, county, &early, now)
}

fn take_up_all(tx: &mut Tx<'_>, county: &County, early: &[Row], now: i64) -> Result<(), Stop> {
    for row in early {
        if let Some(moved) = take_up(tx, county, row, None, now)? {
            release(tx, county, moved, now)?;
        }
    }
    Ok(())
}

/// Places a change that lies aside anew. Answers its id if it moved.
fn take_up(
    tx: &mut Tx<'_>,
    county: &County,
    row: &Row,
    after: Option<ChangeId>,
    now: i64,
) -> Result<Option<ChangeId>, Stop> {
    let kept = Kept::from_row(row)?;
    let arrival = kept.arrival(county, next_sequence(tx, county.id)?, now);
    let edit = incoming::kept(&kept.kind, &kept.edit_bytes)?;
    // The county gave a receipt for these bytes: a refusal now is for a person.
    let place = match place(tx, &arrival, edit.as_ref(), after) {
        Err(Stop::Reject(rejection)) => Place::refused(rejection.code),
        other => other?,
    };
    let (disposition, code, _) = keep::columns(&place);
    if disposition == row.text("disposition")? && code == row.text("code")? {
        return Ok(None);
    }
    move_to(tx, &arrival, &place, None)?;
    if let (Place::Applied, Some(edit)) = (&place, &edit) {
        wake(tx, county, edit, now)?;
    }
    Ok(Some(arrival.change_id))
}

/// A change as it lies here.
pub(super) struct Kept {
    change_id: ChangeId,
    device: Device,
    pub(super) kind: String,
    pub(super) edit_bytes: Vec<u8>,
    digest: String,
}

impl Kept {
    pub(super) fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            change_id: row.id("change_id")?,
            device: Device {
                id: row.id("device_id")?,
                person: row.id("person_id")?,
                // Asked once, when it came.
                revoked: false,
            },
            kind: row.text("kind")?,
            edit_bytes: row.bytes("edit")?,
            digest: row.text("digest")?,
        })
    }

    /// The same change, coming now.
    pub(super) fn arrival<'a>(
        &'a self,
        county: &'a County,
        sequence: i64,
        now: i64,
    ) -> Arrival<'a> {
        Arrival {
            county,
            device: self.device,
            now,
            sequence,
            change_id: self.change_id,
            edit_bytes: &self.edit_bytes,
            digest: &self.digest,
            made_at: None,
            contacts: None,
            assigned: None,
        }
    }
}

/// Puts a change that was aside somewhere else, and tells the phone it came from.
pub(super) fn move_to(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    place: &Place,
    note: Option<&str>,
) -> Result<(), Stop> {
    let (disposition, code, missing) = keep::columns(place);
    let outcome = keep::outcome(arrival, place);
    tx.execute(
        "update change set disposition = $3, code = $4, missing = $5, outcome = $6,
             sequence = $7, voided_from = null
         where county_id = $1 and change_id = $2",
        &[
            arrival.county.id.into(),
            arrival.change_id.into(),
            disposition.into(),
            code.into(),
            missing.into(),
            keep::as_text(&outcome)?.into(),
            arrival.sequence.into(),
        ],
    )?;
    let (signed, code) = match place {
        Place::Applied => (Disposition::Applied, None),
        Place::Held(_) => (Disposition::Held, Some(code)),
        Place::Quarantined { .. } => (Disposition::Quarantined, Some(code)),
    };
    tell(tx, arrival, keep::receipt(arrival, signed), code, note)
}

/// Sends where a change stands to the person who recorded it, whichever phone that is now.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    receipt: ReceiptV1,
    code: Option<&str>,
    note: Option<&str>,
) -> Result<(), Stop> {
    let state = ChangeStateV1 {
        change_id: arrival.change_id,
        disposition: receipt.disposition,
        // Phones pull it as it is stored.
        receipt: arrival.county.sign(receipt),
        code: code.map(str::to_owned),
        note: note.map(str::to_owned),
        decided_ms: arrival.now,
    };
    let (county, id) = (arrival.county.id, arrival.change_id.to_string());
    feed::put(tx, county, kind::CHANGE, &id, &state)?;
    let person: PersonId = owner(tx, arrival)?;
    feed::publish(tx, county, kind::CHANGE, &id, &[person.to_string()])?;
    Ok(())
}

/// Whose phone it came from, whoever answers for it now.
fn owner(tx: &mut Tx<'_>, arrival: &Arrival<'_>) -> Result<PersonId, Error> {
    let row = tx.first(
        "select person_id from change where county_id = $1 and change_id = $2",
        &[arrival.county.id.into(), arrival.change_id.into()],
    )?;
    Ok(row
        .ok_or(Error::Stored { what: "a change" })?
        .id("person_id")?)
}

/// What followed a voided change goes to quarantine: a person decides about each.
pub(super) fn set_followers_aside(
    tx: &mut Tx<'_>,
    county: &County,
    voided: ChangeId,
    now: i64,
) -> Result<(), Stop> {
    let waiting = tx.query(
        "select change_id, device_id, person_id, kind, edit, digest from change
         where county_id = $1 and missing = $2 and disposition = 'held'
         order by device_sequence, sequence",
        &[county.id.into(), voided.into()],
    )?;
    for row in waiting {
        let kept = Kept::from_row(&row)?;
        let arrival = kept.arrival(county, next_sequence(tx, county.id)?, now);
        let place = Place::behind(Reason::PredecessorVoided, voided);
        move_to(tx, &arrival, &place, None)?;
        release(tx, county, arrival.change_id, now)?;
    }
    Ok(())
}
