//! Moves of a visit through review. What may move where is in `domain::review`; this finds out
//! who asks, carries the answer out and writes it down.

use domain::id::{CountyId, PersonId, ReviewId};
use domain::review::{Actor, Move, Refused, ReviewState, Role, Standing, decide};
use protocol::edit::{DecisionV1, ReviewV1, VoidVisitV1};

use super::{Arrival, Reason, Stop, batch};
use crate::clock::date_text;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::problem::ledger::{self, Clerk};
use crate::secret;
use crate::visit::{self, Current};

/// Characters in a comment, note or reason.
const MAX_WORDS: usize = 1000;
/// Comments on one visit: more than there are items.
const MAX_COMMENTS: usize = 300;

/// A step somebody takes on a visit, with its reasons.
pub struct Step<'a> {
    pub to_do: Move,
    pub by: PersonId,
    pub role: Role,
    pub now: i64,
    pub sequence: i64,
    pub review: &'a ReviewV1,
}

/// In what capacity a person stands before a visit: as its captain, or as a cadre. The town's
/// captain is captain of the visits the village's captains make themselves.
pub fn phone_role(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
    visit: &Current,
) -> Result<Role, Error> {
    let leads = reader.count(
        "select count(*) as n from captaincy
         where county_id = $1 and person_id = $2 and village_code = $3",
        &[county.into(), person.into(), (&visit.area_code).into()],
    )? > 0;
    let leads_town = visit.by_captain
        && reader.count(
            "select count(*) as n from role where county_id = $1 and person_id = $2
             and role = 'town_captain' and area = $3",
            &[county.into(), person.into(), (&visit.town_code).into()],
        )? > 0;
    Ok(if leads || leads_town {
        Role::Captain
    } else {
        Role::Visitor
    })
}

/// A visit as the rules know it.
pub fn standing(
    reader: &mut Reader<'_>,
    county: CountyId,
    visit: &Current,
) -> Result<Standing, Error> {
    let voided_from = reader
        .first(
            "select voided_from from visit where county_id = $1 and visit_id = $2",
            &[county.into(), visit.id.into()],
        )?
        .map(|row| row.optional_text("voided_from"))
        .transpose()?
        .flatten();
    Ok(Standing {
        state: state(&visit.state)?,
        revision: visit.revision,
        sent: true,
        voided_from: voided_from.and_then(|state| state.parse().ok()),
    })
}

fn state(text: &str) -> Result<ReviewState, Error> {
    text.parse().map_err(|_| Error::Stored {
        what: "a review state",
    })
}

fn refused(refused: &Refused, visit: &Current) -> Stop {
    Stop::too_late(refused.as_str(), &visit.state, visit.revision)
}

/// In what capacity a phone's owner stands before a visit. Whoever has none is told nothing of
/// where it stands: it may lie anywhere in the county.
fn capacity(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
    visit: &Current,
) -> Result<Role, Stop> {
    let role = phone_role(reader, county, person, visit)?;
    if role == Role::Visitor && !visit.is_of(person) {
        return Err(Stop::reject(Refused::WrongRole.as_str(), "edit.visit_id"));
    }
    Ok(role)
}

fn actor(role: Role, by: PersonId, visit: &Current) -> Actor {
    Actor {
        is_visitor: visit.is_of(by),
        role,
    }
}

/// A captain's decision from a phone.
pub(super) fn apply(tx: &mut Tx<'_>, arrival: &Arrival<'_>, review: &ReviewV1) -> Result<(), Stop> {
    let county = arrival.county.id;
    words(review)?;
    let Some(current) = visit::find(tx, county, review.visit_id)? else {
        return Err(Stop::Quarantine(Reason::UnknownVisit));
    };
    if overtaken(&current, arrival.device.person, review) {
        return Err(Stop::too_late("stale", &current.state, current.revision));
    }
    let step = Step {
        to_do: match review.decision {
            DecisionV1::Approve => Move::Approve,
            DecisionV1::Return => Move::Return,
        },
        by: arrival.device.person,
        role: capacity(tx, county, arrival.device.person, &current)?,
        now: arrival.now,
        sequence: arrival.sequence,
        review,
    };
    take(tx, county, &current, &step)
}

/// Whether another captain approved the visit since this one looked at it. Of two who decide the
/// first received counts; who saw the approval may still call the visit back.
pub fn overtaken(current: &Current, by: PersonId, review: &ReviewV1) -> bool {
    let moved = review
        .seen
        .as_ref()
        .is_some_and(|seen| *seen != current.state);
    moved && current.approved_by.is_some_and(|other| other != by)
}

/// A visit taken out of the count from a phone.
pub(super) fn apply_void(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    void: &VoidVisitV1,
) -> Result<(), Stop> {
    let county = arrival.county.id;
    let Some(current) = visit::find(tx, county, void.visit_id)? else {
        return Err(Stop::Quarantine(Reason::UnknownVisit));
    };
    let review = ReviewV1 {
        id: ReviewId::from_uuid(secret::id(arrival.now)?),
        visit_id: void.visit_id,
        revision: void.revision,
        decision: DecisionV1::Return,
        reasons: Vec::new(),
        comments: Vec::new(),
        note: Some(void.reason.clone()),
        decided_ms: arrival.now,
        seen: None,
    };
    words(&review)?;
    let step = Step {
        to_do: Move::Void,
        by: arrival.device.person,
        role: capacity(tx, county, arrival.device.person, &current)?,
        now: arrival.now,
        sequence: arrival.sequence,
        review: &review,
    };
    take(tx, county, &current, &step)
}

/// The state of a visit that goes into a batch.
pub(super) fn include_in_batch(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    visit: &Current,
    revision: u32,
) -> Result<String, Stop> {
    let county = arrival.county.id;
    let by = arrival.device.person;
    // A captain's own visits go to the county with the rest of his team's.
    let role = capacity(tx, county, by, visit)?;
    let standing = standing(tx, county, visit)?;
    match decide(
        &standing,
        Move::Batch,
        actor(role, by, visit),
        revision,
        false,
    ) {
        Ok(to) => Ok(to.as_str().to_owned()),
        Err(error) => Err(refused(&error, visit)),
    }
}

/// Reasons must be known and words must end somewhere.
pub fn words(review: &ReviewV1) -> Result<(), Stop> {
    let codes = &domain::checklist::builtin().1;
    for (place, reason) in review.reasons.iter().enumerate() {
        if codes.find("return_reason", reason).is_none() {
            return Err(Stop::reject(
                "unknown_reason",
                format!("edit.reasons[{place}]"),
            ));
        }
    }
    if review.comments.len() > MAX_COMMENTS {
        return Err(Stop::reject("too_many", "edit.comments"));
    }
    for (place, comment) in review.comments.iter().enumerate() {
        if comment.text.chars().count() > MAX_WORDS {
            return Err(Stop::reject(
                "too_long",
                format!("edit.comments[{place}].text"),
            ));
        }
    }
    if review
        .note
        .as_ref()
        .is_some_and(|note| note.chars().count() > MAX_WORDS)
    {
        return Err(Stop::reject("too_long", "edit.note"));
    }
    Ok(())
}

/// Takes a step if the rules allow it: the new state, the decision, who sees it.
pub fn take(
    tx: &mut Tx<'_>,
    county: CountyId,
    current: &Current,
    step: &Step<'_>,
) -> Result<(), Stop> {
    let review = step.review;
    let has_reason = !review.reasons.is_empty()
        || !review.comments.is_empty()
        || review
            .note
            .as_ref()
            .is_some_and(|note| !note.trim().is_empty());
    let standing = standing(tx, county, current)?;
    let to = decide(
        &standing,
        step.to_do,
        actor(step.role, step.by, current),
        review.revision,
        has_reason,
    )
    .map_err(|error| refused(&error, current))?;
    visit::set_state(tx, county, current.id, to.as_str())?;
    record(tx, county, step)?;
    leave_traces(tx, county, current, step)?;
    visit::refresh(tx, county, current.id)?;
    if step.to_do == Move::Approve {
        // 建账: with his approval the captain takes what the visit found into the ledger.
        let clerk = Clerk {
            county,
            by: Some(step.by),
            now: step.now,
        };
        ledger::of_visit(tx, clerk, current.id)?;
    }
    let action = action(step.to_do);
    audit(
        tx,
        county,
        step.now,
        Some(step.by),
        action,
        &current.id.to_string(),
    )?;
    Ok(())
}

/// What a move changes besides the state.
fn leave_traces(
    tx: &mut Tx<'_>,
    county: CountyId,
    current: &Current,
    step: &Step<'_>,
) -> Result<(), Error> {
    let key = [county.into(), current.id.into()];
    let set = |tx: &mut Tx<'_>, what: &str| {
        tx.execute(
            &format!("update visit set {what} where county_id = $1 and visit_id = $2"),
            &key,
        )
    };
    match step.to_do {
        Move::Approve => {
            tx.execute(
                "update visit set approved_by = $3 where county_id = $1 and visit_id = $2",
                &[county.into(), current.id.into(), step.by.into()],
            )?;
        }
        Move::Accept => {
            tx.execute(
                "update visit set accepted_date = $3 where county_id = $1 and visit_id = $2",
                &[county.into(), current.id.into(), date_text(step.now).into()],
            )?;
        }
        Move::Void => {
            tx.execute(
                "update visit set voided_from = $3 where county_id = $1 and visit_id = $2",
                &[county.into(), current.id.into(), (&current.state).into()],
            )?;
        }
        Move::CountyReturn | Move::Revoke => {
            set(tx, "batch_id = null, accepted_date = null")?;
        }
        _ => {}
    }
    if let Some(batch_id) = current.batch_id {
        let outcome = match step.to_do {
            Move::Accept => "accepted",
            Move::CountyReturn | Move::Revoke | Move::Void => "returned",
            _ => return Ok(()),
        };
        batch::note(tx, county, &batch_id.to_string(), current.id, outcome)?;
    }
    Ok(())
}

fn action(step: Move) -> &'static str {
    match step {
        Move::Approve => "visit_approved",
        Move::Return => "visit_returned",
        Move::Accept => "visit_accepted",
        Move::CountyReturn => "visit_returned_by_county",
        Move::Revoke => "visit_revoked",
        Move::Void => "visit_voided",
        Move::Restore => "visit_restored",
        Move::Seal | Move::Reopen | Move::Receive | Move::Batch => "visit_moved",
    }
}

fn record(tx: &mut Tx<'_>, county: CountyId, step: &Step<'_>) -> Result<(), Stop> {
    let body =
        serde_json::to_string(step.review).map_err(|_| Error::Stored { what: "a review" })?;
    let side = if step.role == Role::County {
        "county"
    } else {
        "captain"
    };
    let decision = match step.to_do {
        Move::CountyReturn => "return",
        other => other.as_str(),
    };
    let stored = tx.execute(
        "insert into review (county_id, review_id, visit_id, revision, reviewer_id, by_side,
             decision, body, received_ms, sequence)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (county_id, review_id) do nothing",
        &[
            county.into(),
            step.review.id.into(),
            step.review.visit_id.into(),
            step.review.revision.into(),
            step.by.into(),
            side.into(),
            decision.into(),
            body.into(),
            step.now.into(),
            step.sequence.into(),
        ],
    )?;
    if stored == 0 {
        return Err(Stop::reject("review_exists", "edit.id"));
    }
    Ok(())
}
