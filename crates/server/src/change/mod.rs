//! What becomes of a change: applied, held, put in quarantine or refused, once and for ever.
//!
//! Start with [`receive`]. Each change runs in a savepoint of its own, and its id, its effect,
//! its receipt and what it shows to whom are stored together or not at all (laws 2 to 5).

pub(crate) mod batch;
mod check;
mod findings;
pub use check::is_digest;
pub(crate) use findings::distance_m;
pub(crate) use visit_rows::town_code;
pub(crate) mod aside;
pub(crate) mod carried;
mod entry;
mod incoming;
mod judge;
mod keep;
mod known;
mod new_visits;
mod problem;
mod reason;
mod release;
pub(crate) use release::wake_steps;
pub mod review;
mod rights;
mod save_facts;
mod save_visit;
mod seen;
mod several;
mod visit_rows;
mod when;
pub use incoming::Incoming;
pub use reason::Reason;
pub use seen::Seen;
pub use several::{Came, Pace, receive_all};

use axum::http::StatusCode;
use domain::id::{ChangeId, DeviceId, PersonId};
use protocol::clock::{ClockV1, ContactsV1};
use protocol::edit::Edit;
use protocol::push::{CurrentState, Outcome, Rejection};
use protocol::row::{HouseholdV1, MemberV1};

use crate::county::{County, next_sequence};
use crate::db::{Row, Tx};
use crate::error::Error;
use keep::Place;

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
    /// When the phone says it was made; absent for one that was kept (see [`when`]).
    pub made_at: Option<&'a ClockV1>,
    /// What the phone knew of the county's time; absent for one that was kept.
    pub contacts: Option<&'a ContactsV1>,
    /// Who answers for it, when a person at the county said so (see [`aside`]).
    pub assigned: Option<PersonId>,
}

impl<'a> Arrival<'a> {
    /// A change that comes now, from its own phone or carried by another.
    fn of(
        incoming: &'a Incoming,
        county: &'a County,
        device: Device,
        sequence: i64,
        now: i64,
    ) -> Self {
        Self {
            county,
            device,
            now,
            sequence,
            change_id: incoming.id(),
            edit_bytes: incoming.edit_bytes(),
            digest: &incoming.digest,
            made_at: Some(&incoming.change.made_at),
            contacts: incoming.change.contacts.as_ref(),
            assigned: None,
        }
    }
}

/// Why a change has no effect.
pub enum Stop {
    /// Refused; the phone keeps it and shows it.
    Reject(Rejection),
    /// Kept here with its bytes until a person decides.
    Quarantine(Reason),
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
                let field = field.strip_prefix("edit.").unwrap_or(&field);
                // A form at a screen has its fields by their own names.
                let field = field.strip_prefix("fields.").unwrap_or(field).to_owned();
                Error::bad(rejection.code, field)
            }
            Self::Quarantine(reason) => Error::refused(StatusCode::CONFLICT, reason.code()),
            Self::Fail(error) => error,
        }
    }
}

/// Receives one change. What fails in it is undone alone and said in its outcome.
pub fn receive(
    tx: &mut Tx<'_>,
    county: &County,
    device: Device,
    incoming: &Incoming,
    now: i64,
) -> Outcome {
    let result = tx.savepoint(|tx| receive_new(tx, county, device, incoming, now));
    match result {
        Ok(outcome) => outcome,
        Err(Stop::Reject(rejection)) => Outcome::Rejected(rejection),
        Err(Stop::Quarantine(reason)) => Outcome::Rejected(Rejection {
            code: reason.code().to_owned(),
            field: None,
            current: None,
        }),
        Err(Stop::Fail(error)) => {
            tracing::error!(change_id = %incoming.id(), %error, "A change failed");
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
    incoming: &Incoming,
    now: i64,
) -> Result<Outcome, Stop> {
    if let Some(known) = find(tx, county, incoming.id())? {
        return repeat(&known, &incoming.digest);
    }
    let edit = incoming.edit().map_err(Stop::Reject)?;
    let change = &incoming.change;
    let sequence = next_sequence(tx, county.id)?;
    let arrival = Arrival::of(incoming, county, device, sequence, now);
    let place = place(tx, &arrival, edit, change.after)?;
    let outcome = keep::outcome(&arrival, &place);
    let outcome = save_facts::told(tx, &arrival, edit, outcome)?;
    let kind = incoming.kind.as_deref().unwrap_or_default();
    keep::store(tx, &arrival, change, kind, &place, &outcome)?;
    if !matches!(place, Place::Held(_)) {
        release::release(tx, county, change.change_id, now)?;
    }
    if let (Place::Applied, Some(edit)) = (&place, edit) {
        release::wake(tx, county, edit, now)?;
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
    if arrival.device.revoked {
        return Ok(Place::aside(Reason::DeviceRevoked));
    }
    let Some(edit) = edit else {
        return Ok(Place::aside(Reason::UnknownKind));
    };
    if let Some(after) = after {
        let Some(earlier) = find(tx, arrival.county, after)? else {
            return Ok(Place::Held(after));
        };
        match earlier.text("disposition").map_err(Error::from)?.as_str() {
            "held" => return Ok(Place::Held(after)),
            "quarantined" => return Ok(Place::behind(Reason::PredecessorQuarantined, after)),
            "voided" => return Ok(Place::behind(Reason::PredecessorVoided, after)),
            _ => {}
        }
    }
    match tx.savepoint(|tx| apply(tx, arrival, edit)) {
        Ok(()) => Ok(Place::Applied),
        Err(Stop::Quarantine(reason)) => Ok(Place::aside(reason)),
        Err(other) => Err(other),
    }
}

fn apply(tx: &mut Tx<'_>, arrival: &Arrival<'_>, edit: &Edit) -> Result<(), Stop> {
    match edit {
        Edit::SaveVisitV1(visit) => save_visit::apply(tx, arrival, visit),
        Edit::VoidVisitV1(void) => review::apply_void(tx, arrival, void),
        Edit::ReviewVisitV1(decision) => review::apply(tx, arrival, decision),
        Edit::SendBatchV1(sent) => batch::apply(tx, arrival, sent),
        Edit::SaveHouseholdV1(facts) => save_facts::apply::<HouseholdV1, _>(tx, arrival, facts),
        Edit::SaveMemberV1(facts) => save_facts::apply::<MemberV1, _>(tx, arrival, facts),
        Edit::ResolveFactV1(resolve) => save_facts::apply_resolve(tx, arrival, resolve),
        Edit::RaiseProblemV1(raised) => problem::raise(tx, arrival, raised),
        Edit::MoveProblemV1(said) => problem::moved(tx, arrival, said),
        Edit::SaveEntryV1(saved) => entry::saved(tx, arrival, saved),
        Edit::MoveEntryV1(said) => entry::moved(tx, arrival, said),
    }
}

/// The same outcome with the county's signature on its receipt.
pub fn signed(county: &County, mut outcome: Outcome) -> Outcome {
    if let Outcome::Accepted { receipt }
    | Outcome::Merged { receipt, .. }
    | Outcome::Duplicate { receipt }
    | Outcome::Held { receipt, .. }
    | Outcome::Quarantined { receipt, .. } = &mut outcome
    {
        *receipt = county.sign(receipt.clone());
    }
    outcome
}

fn find(tx: &mut Tx<'_>, county: &County, id: ChangeId) -> Result<Option<Row>, Stop> {
    Ok(tx.first(
        "select digest, disposition, outcome from change where county_id = $1 and change_id = $2",
        &[county.id.into(), id.into()],
    )?)
}

/// The answer to a change that is here already: the same receipt, to the byte once it is signed.
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
