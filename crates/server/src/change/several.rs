//! All changes of a request, in their order, one outcome each.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::id::ChangeId;
use protocol::push::{ChangeOutcome, Outcome, Rejection};
use protocol::visit::VisitV1;

use super::seen::{Seen, may_come_together};
use super::{Device, Incoming, new_visits, receive};
use crate::county::County;
use crate::db::{self, Tx};
use crate::error::Error;

/// Seconds until a change is tried again whose predecessor was refused beside it.
const WAIT_FOR_PREDECESSOR_S: u32 = 60;

/// One change of a request.
pub enum Came {
    Whole(Box<Incoming>),
    /// Its id can be read, but not this field.
    Broken(ChangeId, String),
}

impl Came {
    fn id(&self) -> ChangeId {
        match self {
            Self::Whole(incoming) => incoming.id(),
            Self::Broken(id, _) => *id,
        }
    }

    pub(super) fn new_visit(&self) -> Option<(&Incoming, &VisitV1)> {
        match self {
            Self::Whole(incoming) => Some((incoming, incoming.new_visit()?)),
            Self::Broken(..) => None,
        }
    }
}

/// How to go about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// New visits that follow one another are stored together. If that fails, all of it fails.
    Together,
    /// Each by itself: what fails in one is undone alone.
    OneByOne,
}

/// Receives the changes of one request, whose new visits may have been seen before.
///
/// # Errors
/// At [`Pace::Together`], when what is stored together could not be.
pub fn receive_all(
    tx: &mut Tx<'_>,
    county: &County,
    device: Device,
    (changes, seen): (&[Came], Option<&Seen>),
    (pace, now): (Pace, i64),
) -> Result<Vec<ChangeOutcome>, Error> {
    let together = pace == Pace::Together && may_come_together(county, device);
    let mut refused = HashSet::new();
    let mut outcomes = Vec::with_capacity(changes.len());
    let mut left = changes;
    while !left.is_empty() {
        let run = if together { run(left) } else { Vec::new() };
        let stored = match run.len() {
            0 => vec![None],
            // A slip in what judges one of them is no reason to refuse the rest.
            _ => catch_unwind(AssertUnwindSafe(|| {
                new_visits::receive(tx, county, device, &run, seen, now)
            }))
            .unwrap_or_else(|_| Err(db::Error::Panicked.into()))?,
        };
        let (these, rest) = left.split_at_checked(stored.len()).unwrap_or((left, &[]));
        for (came, stored) in these.iter().zip(stored) {
            let outcome = match (stored, came) {
                (Some(outcome), _) => outcome,
                (None, Came::Broken(_, field)) => malformed(field),
                (None, Came::Whole(incoming)) if follows(incoming, &refused) => {
                    let seconds = WAIT_FOR_PREDECESSOR_S;
                    Outcome::RetryAfter { seconds }
                }
                (None, Came::Whole(incoming)) => receive(tx, county, device, incoming, now),
            };
            let change_id = came.id();
            if matches!(outcome, Outcome::Rejected(_) | Outcome::RetryAfter { .. }) {
                refused.insert(change_id);
            }
            outcomes.push(ChangeOutcome { change_id, outcome });
        }
        left = rest;
    }
    Ok(outcomes)
}

/// The new visits at the beginning, none of them twice.
fn run(changes: &[Came]) -> Vec<(&Incoming, &VisitV1)> {
    let (mut ids, mut visits) = (HashSet::new(), HashSet::new());
    changes
        .iter()
        .map_while(Came::new_visit)
        .take_while(|(incoming, visit)| ids.insert(incoming.id()) && visits.insert(visit.id))
        .collect()
}

fn follows(incoming: &Incoming, refused: &HashSet<ChangeId>) -> bool {
    let after = incoming.change.after;
    after.is_some_and(|after| refused.contains(&after))
}

fn malformed(field: &str) -> Outcome {
    Outcome::Rejected(Rejection {
        code: "malformed".to_owned(),
        field: Some(field.to_owned()),
        current: None,
    })
}
