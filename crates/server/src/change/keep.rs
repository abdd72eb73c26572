//! A change and its receipt, written down together.

use domain::id::ChangeId;
use protocol::push::{ChangeV1, Outcome};
use protocol::receipt::{Disposition, ReceiptV1};

use super::{Arrival, Reason, Stop};
use crate::db::{Tx, Value};
use crate::error::Error;

/// Where a change ended up.
pub(super) enum Place {
    Applied,
    Held(ChangeId),
    Quarantined {
        code: String,
        /// The change it is aside for, where that is the reason.
        behind: Option<ChangeId>,
    },
}

impl Place {
    pub(super) fn aside(reason: Reason) -> Self {
        Self::refused(reason.code().to_owned())
    }

    pub(super) fn behind(reason: Reason, earlier: ChangeId) -> Self {
        Self::Quarantined {
            code: reason.code().to_owned(),
            behind: Some(earlier),
        }
    }

    /// In quarantine for what the rules say.
    pub(super) fn refused(code: String) -> Self {
        Self::Quarantined { code, behind: None }
    }
}

/// As the phone hears it, once its receipt is signed: the writer has no time for signatures, and
/// whoever answers the phone makes them (see [`super::signed`]).
pub(super) fn outcome(arrival: &Arrival<'_>, place: &Place) -> Outcome {
    let receipt = receipt(arrival, disposition(place));
    match place {
        Place::Applied => Outcome::Accepted { receipt },
        Place::Held(missing) => Outcome::Held {
            receipt,
            missing: *missing,
        },
        Place::Quarantined { code, .. } => Outcome::Quarantined {
            receipt,
            code: code.clone(),
        },
    }
}

fn disposition(place: &Place) -> Disposition {
    match place {
        Place::Applied => Disposition::Applied,
        Place::Held(_) => Disposition::Held,
        Place::Quarantined { .. } => Disposition::Quarantined,
    }
}

pub(super) fn receipt(arrival: &Arrival<'_>, disposition: Disposition) -> ReceiptV1 {
    arrival.county.receipt(
        arrival.change_id,
        arrival.digest,
        arrival.sequence,
        arrival.now,
        disposition,
    )
}

/// The columns that say where a change is.
pub(super) fn columns(place: &Place) -> (&'static str, &str, Option<ChangeId>) {
    match place {
        Place::Applied => ("applied", "", None),
        Place::Held(missing) => ("held", Reason::PredecessorMissing.code(), Some(*missing)),
        Place::Quarantined { code, behind } => ("quarantined", code, *behind),
    }
}

/// The columns of a change.
pub(super) const CHANGE: &str = "insert into change (county_id, change_id, device_id, person_id,
    device_sequence, record_kind, record_id, kind, edit, made_at, digest, disposition, code,
    missing, outcome, received_ms, sequence, contacts)";

/// A new change with its bytes and the answer to give again to a retry.
pub(super) fn row(
    arrival: &Arrival<'_>,
    change: &ChangeV1,
    kind: &str,
    place: &Place,
    outcome: &Outcome,
) -> Result<Vec<Value>, Error> {
    let (disposition, code, missing) = columns(place);
    let record_kind = as_text(&change.record.kind)?;
    Ok(vec![
        arrival.county.id.into(),
        change.change_id.into(),
        arrival.device.id.into(),
        arrival.device.person.into(),
        change.device_sequence.into(),
        record_kind.trim_matches('"').into(),
        (&change.record.id).into(),
        kind.into(),
        arrival.edit_bytes.into(),
        as_text(&change.made_at)?.into(),
        arrival.digest.into(),
        disposition.into(),
        code.into(),
        missing.into(),
        as_text(outcome)?.into(),
        arrival.now.into(),
        arrival.sequence.into(),
        change.contacts.as_ref().map(as_text).transpose()?.into(),
    ])
}

/// Stores a new change.
pub(super) fn store(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    change: &ChangeV1,
    kind: &str,
    place: &Place,
    outcome: &Outcome,
) -> Result<(), Stop> {
    let row = row(arrival, change, kind, place, outcome)?;
    Ok(tx.insert_many(CHANGE, vec![row], "")?)
}

pub(super) fn as_text(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Stored { what: "a change" })
}
