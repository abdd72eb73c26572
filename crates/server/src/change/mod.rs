//! What becomes of a change: applied, held, put in quarantine or refused, once and for ever.
//!
//! Start with [`receive`]. Each change runs in a savepoint of its own, and its id, its effect,
//! its receipt and what it shows to whom are stored together or not at all (laws 2 to 5).

pub(crate) mod batch;
mod check;
mod findings;
pub use check::is_digest;
pub(crate) use findings::distance_m;
pub(crate) use save_visit::town_code;
mod parse;
pub mod review;
mod save_visit;

use axum::http::StatusCode;
use domain::id::{ChangeId, DeviceId, PersonId};
use protocol::edit::Edit;
use protocol::push::{ChangeV1, CurrentState, Outcome, Rejection};
use protocol::receipt::{Disposition, ReceiptV1};

use crate::county::{County, next_sequence};
use crate::db::{Row, Tx};
use crate::error::Error;

/// Seconds before a phone tries a change again that the server failed at.
const FAILED_RETRY_S: u32 = 60;

/// The phone a change came from, and whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Device {
    pub id: DeviceId,
    pub person: PersonId,
    /// May hand in what it holds, for a person at the county to decide.
    pub revoked: bool,
}

/// Who brings a change, and when it arrived.
pub struct Arrival<'a> {
    pub county: &'a County,
    pub device: Device,
    pub now: i64,
    /// The server's number for this change.
    pub sequence: i64,
    pub change_id: ChangeId,
    /// Exactly the bytes that were sealed on the phone.
    pub edit_bytes: &'a [u8],
    pub digest: &'a str,
}

/// Why a change has no effect.
pub enum Stop {
    /// Refused; the phone keeps it and shows it.
    Reject(Rejection),
    /// Kept here with its bytes until a person decides.
    Quarantine(&'static str),
    Fail(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Fail(error)
    }
}

impl From<crate::db::Error> for Stop {
    fn from(error: crate::db::Error) -> Self {
        Self::Fail(error.into())
    }
}

impl Stop {
    pub fn reject(code: &str, field: impl Into<String>) -> Self {
        Self::Reject(Rejection {
            code: code.to_owned(),
            field: Some(field.into()),
            current: None,
        })
    }

    /// A refusal that says where the record stands now.
    pub fn too_late(code: &str, state: &str, revision: u32) -> Self {
        Self::Reject(Rejection {
            code: code.to_owned(),
            field: None,
            current: Some(CurrentState {
                state: state.to_owned(),
                revision,
            }),
        })
    }
}

impl Stop {
    /// The same refusal for somebody at a screen instead of a phone.
    pub(crate) fn into_error(self) -> Error {
        match self {
            Self::Reject(rejection) if rejection.current.is_some() => {
                Error::refused(StatusCode::CONFLICT, rejection.code)
            }
            Self::Reject(rejection) => {
                let field = rejection.field.unwrap_or_default();
                let field = field.strip_prefix("edit.").unwrap_or(&field).to_owned();
                Error::bad(rejection.code, field)
            }
            Self::Quarantine(code) => Error::refused(StatusCode::CONFLICT, code),
            Self::Fail(error) => error,
        }
    }
}

/// Where a change ended up.
enum Place {
    Applied,
    Held(ChangeId),
    Quarantined(String),
}

/// Receives one change. What fails in it is undone alone and said in its outcome.
pub fn receive(
    tx: &mut Tx<'_>,
    county: &County,
    device: Device,
    change: &ChangeV1,
    now: i64,
) -> Outcome {
    let result = tx.savepoint(|tx| receive_new(tx, county, device, change, now));
    match result {
        Ok(outcome) => outcome,
        Err(Stop::Reject(rejection)) => Outcome::Rejected(rejection),
        Err(Stop::Quarantine(code)) => Outcome::Rejected(Rejection {
            code: code.to_owned(),
            field: None,
            current: None,
        }),
        Err(Stop::Fail(error)) => {
            tracing::error!(change_id = %change.change_id, %error, "A change failed");
            Outcome::RetryAfter {
                seconds: FAILED_RETRY_S,
            }
        }
    }
}

fn receive_new(
    tx: &mut Tx<'_>,
    county: &County,
    device: Device,
    change: &ChangeV1,
    now: i64,
) -> Result<Outcome, Stop> {
    let edit_bytes = change.edit.get().as_bytes();
    let digest = protocol::digest(edit_bytes);
    if let Some(known) = find(tx, county, change.change_id)? {
        return repeat(&known, &digest);
    }
    let kind = parse::kind(edit_bytes);
    let edit = match &kind {
        Some(kind) => parse::edit(kind, edit_bytes)?,
        None => return Err(Stop::reject("malformed", "edit.kind")),
    };
    if change.device_sequence < 1 {
        return Err(Stop::reject("malformed", "device_sequence"));
    }
    if change.after == Some(change.change_id) {
        // It would wait for itself, for ever.
        return Err(Stop::reject("malformed", "after"));
    }
    if edit
        .as_ref()
        .is_some_and(|edit| edit.record() != change.record)
    {
        return Err(Stop::reject("malformed", "record"));
    }
    let arrival = Arrival {
        county,
        device,
        now,
        sequence: next_sequence(tx, county.id)?,
        change_id: change.change_id,
        edit_bytes,
        digest: &digest,
    };
    let place = place(tx, &arrival, edit.as_ref(), change.after)?;
    let outcome = outcome(&arrival, &place);
    store(
        tx,
        &arrival,
        change,
        kind.as_deref().unwrap_or_default(),
        &place,
        &outcome,
    )?;
    if !matches!(place, Place::Held(_)) {
        release(tx, county, change.change_id, now)?;
    }
    Ok(outcome)
}

/// Decides where a change goes, and gives it its effect if it has one now.
fn place(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    edit: Option<&Edit>,
    after: Option<ChangeId>,
) -> Result<Place, Stop> {
    let quarantined = |code: &str| Ok(Place::Quarantined(code.to_owned()));
    if arrival.device.revoked {
        return quarantined("device_revoked");
    }
    let Some(edit) = edit else {
        return quarantined("unknown_kind");
    };
    if let Some(after) = after {
        let Some(earlier) = find(tx, arrival.county, after)? else {
            return Ok(Place::Held(after));
        };
        match earlier.text("disposition").map_err(Error::from)?.as_str() {
            "held" => return Ok(Place::Held(after)),
            "quarantined" => return quarantined("predecessor_quarantined"),
            _ => {}
        }
    }
    match tx.savepoint(|tx| apply(tx, arrival, edit)) {
        Ok(()) => Ok(Place::Applied),
        Err(Stop::Quarantine(code)) => quarantined(code),
        Err(other) => Err(other),
    }
}

fn apply(tx: &mut Tx<'_>, arrival: &Arrival<'_>, edit: &Edit) -> Result<(), Stop> {
    match edit {
        Edit::SaveVisitV1(visit) => save_visit::apply(tx, arrival, visit),
        Edit::VoidVisitV1(void) => review::apply_void(tx, arrival, void),
        Edit::ReviewVisitV1(decision) => review::apply(tx, arrival, decision),
        Edit::SendBatchV1(sent) => batch::apply(tx, arrival, sent),
    }
}

fn find(tx: &mut Tx<'_>, county: &County, id: ChangeId) -> Result<Option<Row>, Stop> {
    Ok(tx.first(
        "select digest, disposition, outcome from change where county_id = $1 and change_id = $2",
        &[county.id.into(), id.into()],
    )?)
}

/// The answer to a change that is here already: the same receipt, to the byte.
fn repeat(known: &Row, digest: &str) -> Result<Outcome, Stop> {
    if known.text("digest")? != digest {
        return Err(Stop::reject("change_id_reused", "change_id"));
    }
    Ok(match known.json::<Outcome>("outcome")? {
        Outcome::Accepted { receipt } => Outcome::Duplicate { receipt },
        // Still held, or in quarantine: the phone hears where its change is.
        same => same,
    })
}

fn outcome(arrival: &Arrival<'_>, place: &Place) -> Outcome {
    match place {
        Place::Applied => Outcome::Accepted {
            receipt: receipt(arrival, Disposition::Applied),
        },
        Place::Held(missing) => Outcome::Held {
            receipt: receipt(arrival, Disposition::Held),
            missing: *missing,
        },
        Place::Quarantined(code) => Outcome::Quarantined {
            receipt: receipt(arrival, Disposition::Quarantined),
            code: code.clone(),
        },
    }
}

fn receipt(arrival: &Arrival<'_>, disposition: Disposition) -> ReceiptV1 {
    arrival.county.receipt(
        arrival.change_id,
        arrival.digest,
        arrival.sequence,
        arrival.now,
        disposition,
    )
}

fn store(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    change: &ChangeV1,
    kind: &str,
    place: &Place,
    outcome: &Outcome,
) -> Result<(), Stop> {
    let (disposition, code, missing) = match place {
        Place::Applied => ("applied", "", None),
        Place::Held(missing) => ("held", "predecessor_missing", Some(*missing)),
        Place::Quarantined(code) => ("quarantined", code.as_str(), None),
    };
    let record_kind = as_text(&change.record.kind)?;
    tx.execute(
        "insert into change (county_id, change_id, device_id, person_id, device_sequence,
             record_kind, record_id, kind, edit, made_at, digest, disposition, code, missing,
             outcome, received_ms, sequence)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        &[
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
        ],
    )?;
    Ok(())
}

/// Applies, in order, what was held for a change that is now here. What followed a change in
/// quarantine goes there too.
fn release(tx: &mut Tx<'_>, county: &County, arrived: ChangeId, now: i64) -> Result<(), Stop> {
    let mut arrived = vec![arrived];
    while let Some(earlier) = arrived.pop() {
        let waiting = tx.query(
            "select change_id, device_id, person_id, kind, edit, digest from change
             where county_id = $1 and missing = $2 and disposition = 'held'
             order by device_sequence, sequence",
            &[county.id.into(), earlier.into()],
        )?;
        for row in waiting {
            let edit_bytes = row.bytes("edit")?;
            let digest = row.text("digest")?;
            let arrival = Arrival {
                county,
                device: Device {
                    id: row.id("device_id")?,
                    person: row.id("person_id")?,
                    revoked: false,
                },
                now,
                sequence: next_sequence(tx, county.id)?,
                change_id: row.id("change_id")?,
                edit_bytes: &edit_bytes,
                digest: &digest,
            };
            let edit = parse::edit(&row.text("kind")?, &edit_bytes)?;
            // The county gave a receipt for these bytes: a refusal now is for a person.
            let place = match place(tx, &arrival, edit.as_ref(), Some(earlier)) {
                Err(Stop::Reject(rejection)) => Place::Quarantined(rejection.code),
                other => other?,
            };
            move_to(tx, &arrival, &place)?;
            arrived.push(arrival.change_id);
        }
    }
    Ok(())
}

fn move_to(tx: &mut Tx<'_>, arrival: &Arrival<'_>, place: &Place) -> Result<(), Stop> {
    let (disposition, code) = match place {
        Place::Quarantined(code) => ("quarantined", code.as_str()),
        _ => ("applied", ""),
    };
    tx.execute(
        "update change set disposition = $3, code = $4, missing = null, outcome = $5,
             sequence = $6
         where county_id = $1 and change_id = $2",
        &[
            arrival.county.id.into(),
            arrival.change_id.into(),
            disposition.into(),
            code.into(),
            as_text(&outcome(arrival, place))?.into(),
            arrival.sequence.into(),
        ],
    )?;
    Ok(())
}

fn as_text(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Stored { what: "a change" })
}
