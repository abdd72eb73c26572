//! Approved visits handed to the county together.

use domain::id::{BatchId, ChangeId};
use domain::review::ReviewState;
use protocol::edit::{BatchV1, BatchVisitV1, DecisionV1, Edit};
use store::board::Line;
use store::outbox::{self, Delivery};
use store::{Connection, Transaction, board, roll};

use crate::App;
use crate::cards::count;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::review::{self, captain};
use crate::views::Nothing;
use crate::views::review::{BatchCard, BatchInput, ReviewQueue};
use crate::visit::id;

impl App {
    pub(crate) async fn send_batch(&self, input: BatchInput) -> Result<ReviewQueue, CallError> {
        self.change(move |desk| desk.write(|tx| send(desk, tx, &input.visit_ids)))
            .await?;
        self.start_round();
        self.review_queue(Nothing {}).await
    }
}

/// Visits that may go into a batch now: approved, as the county knows or as this phone decided.
pub(crate) fn ready(conn: &Connection) -> Result<Vec<Line>, CallError> {
    let me = captain(conn)?;
    // A captain's own visits, approved by the captain of the town, go with the rest.
    let mut lines = board::in_state(conn, ReviewState::CaptainApproved.as_str())?;
    for state in [ReviewState::Submitted, ReviewState::ReturnedToCaptain] {
        for line in board::of_others(conn, me, state.as_str())? {
            if review::pending(conn, &line)? == Some(DecisionV1::Approve) {
                lines.push(line);
            }
        }
    }
    let on_their_way = waiting(conn)?;
    lines.retain(|line| {
        // A refused batch holds nothing back.
        !on_their_way
            .iter()
            .filter(|(_, delivery)| *delivery != Delivery::Parked)
            .any(|(batch, _)| {
                batch
                    .visits
                    .iter()
                    .any(|visit| visit.visit_id == line.visit_id)
            })
    });
    let mut ready = Vec::new();
    for line in lines {
        // Approved once, and called back since.
        if review::pending(conn, &line)? != Some(DecisionV1::Return) {
            ready.push(line);
        }
    }
    Ok(ready)
}

fn send(desk: &Desk, tx: &Transaction<'_>, wanted: &[String]) -> Result<(), CallError> {
    if wanted.is_empty() {
        return Err(CallError::new(ErrorCode::BadArguments).at("visit_ids"));
    }
    let ready = ready(tx)?;
    let mut visits = Vec::new();
    for text in wanted {
        let id = id(text)?;
        let line = ready.iter().find(|line| line.visit_id == id);
        let county = line
            .and_then(|line| line.county.as_ref())
            .ok_or_else(|| CallError::new(ErrorCode::NotAllowed).at(text))?;
        visits.push(BatchVisitV1 {
            visit_id: id,
            revision: county.revision,
        });
    }
    visits.sort();
    visits.dedup();
    let batch = BatchV1 {
        id: BatchId::from_uuid(desk::new_id()),
        manifest_sha256: BatchV1::manifest(&visits),
        visits,
        sent_ms: desk.now.as_ms(),
    };
    let change = ChangeId::from_uuid(desk::new_id());
    outbox::push(tx, change, &Edit::SendBatchV1(batch), &desk.clock(tx)?)?;
    Ok(())
}

/// Batches the county has not confirmed.
fn waiting(conn: &Connection) -> Result<Vec<(BatchV1, Delivery)>, CallError> {
    let waiting = outbox::list(conn)?;
    Ok(waiting
        .into_iter()
        .filter_map(|one| match one.edit() {
            Some(Edit::SendBatchV1(batch)) => Some((batch, one.delivery)),
            _ => None,
        })
        .collect())
}

/// Every batch, newest first: those only this phone has come first.
pub(crate) fn cards(conn: &Connection) -> Result<Vec<BatchCard>, CallError> {
    let mine = waiting(conn)?
        .into_iter()
        .rev()
        .map(|(batch, delivery)| BatchCard {
            batch_id: batch.id.to_string(),
            state: match delivery {
                Delivery::Parked | Delivery::Quarantined => "needs_person",
                _ => "waiting",
            }
            .to_owned(),
            visits: count(batch.visits.len()),
            accepted: 0,
            returned: 0,
            sent_ms: batch.sent_ms,
        });
    let known = roll::batches(conn)?.into_iter().map(|batch| BatchCard {
        batch_id: batch.id.to_string(),
        state: batch.state,
        visits: batch.visits,
        accepted: batch.accepted,
        returned: batch.returned,
        sent_ms: batch.sent_ms,
    });
    Ok(mine.chain(known).collect())
}
