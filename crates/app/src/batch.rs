//! Approved visits handed to the county together.

use domain::id::{BatchId, ChangeId, VisitId};
use domain::review::ReviewState;
use protocol::edit::{BatchV1, BatchVisitV1, DecisionV1, Edit, RecordKind, RecordRef};
use protocol::row::BatchStateV1;
use store::board::Line;
use store::outbox::{self, Delivery, Waiting};
use store::receipt::{self, Confirmed};
use store::{Connection, Transaction, board, county_visit, roll};

use crate::App;
use crate::cards::{self, count};
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::review::{self, captain};
use crate::views::Nothing;
use crate::views::review::{
    BatchCard, BatchInput, BatchPage, BatchReceipt, BatchRef, BatchVisit, ReviewQueue,
};
use crate::visit::id;

impl App {
    pub(crate) async fn send_batch(&self, input: BatchInput) -> Result<ReviewQueue, CallError> {
        self.change(move |desk| desk.write(|tx| send(desk, tx, &input.visit_ids)))
            .await?;
        self.start_round();
        self.review_queue(Nothing {}).await
    }

    pub(crate) async fn batch_page(&self, wanted: BatchRef) -> Result<BatchPage, CallError> {
        self.look(move |desk| {
            let id = wanted
                .batch_id
                .parse()
                .map_err(|_| CallError::new(ErrorCode::BadArguments).at("batch_id"))?;
            desk.read(|conn| page(desk, conn, id))
        })
        .await
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
            .filter(|(_, waiting)| waiting.delivery != Delivery::Parked)
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

/// Whether a batch with this visit waits on this phone; a refused batch holds nothing.
pub(crate) fn is_on_its_way(conn: &Connection, id: VisitId) -> Result<bool, CallError> {
    let waiting = waiting(conn)?;
    let mut going = waiting
        .iter()
        .filter(|(_, waiting)| waiting.delivery != Delivery::Parked);
    Ok(going.any(|(batch, _)| batch.visits.iter().any(|visit| visit.visit_id == id)))
}

/// Batches the county has not confirmed.
fn waiting(conn: &Connection) -> Result<Vec<(BatchV1, Waiting)>, CallError> {
    let waiting = outbox::list(conn)?;
    Ok(waiting
        .into_iter()
        .filter_map(|one| match one.edit() {
            Some(Edit::SendBatchV1(batch)) => Some((batch, one)),
            _ => None,
        })
        .collect())
}

/// Every batch, newest first: those only this phone has come first.
pub(crate) fn cards(conn: &Connection) -> Result<Vec<BatchCard>, CallError> {
    let mine = waiting(conn)?
        .into_iter()
        .rev()
        .map(|(batch, waiting)| only_here(&batch, &waiting));
    let known = roll::batches(conn)?.into_iter().map(at_county);
    Ok(mine.chain(known).collect())
}

fn only_here(batch: &BatchV1, waiting: &Waiting) -> BatchCard {
    BatchCard {
        batch_id: batch.id.to_string(),
        state: match waiting.delivery {
            Delivery::Parked | Delivery::Quarantined => "needs_person",
            _ => "waiting",
        }
        .to_owned(),
        visits: count(batch.visits.len()),
        accepted: 0,
        returned: 0,
        sent_ms: batch.sent_ms,
    }
}

fn at_county(batch: BatchStateV1) -> BatchCard {
    BatchCard {
        batch_id: batch.id.to_string(),
        state: batch.state,
        visits: batch.visits,
        accepted: batch.accepted,
        returned: batch.returned,
        sent_ms: batch.sent_ms,
    }
}

/// One batch from its sending to the county's answer for each visit.
fn page(desk: &Desk, conn: &Connection, id: BatchId) -> Result<BatchPage, CallError> {
    captain(conn)?;
    let known = roll::batch(conn, id)?;
    let record = RecordRef {
        kind: RecordKind::Batch,
        id: id.to_string(),
    };
    let confirmed = receipt::of_record(conn, &record)?.pop();
    let here = waiting(conn)?.into_iter().find(|(batch, _)| batch.id == id);
    let card = match (&known, &here) {
        (Some(known), _) => at_county(known.clone()),
        (None, Some((batch, waiting))) => only_here(batch, waiting),
        // Received, and not pulled back yet.
        (None, None) => match &confirmed {
            Some(confirmed) => match receipt::edit(conn, confirmed.change_id)? {
                Some(Edit::SendBatchV1(batch)) => BatchCard {
                    batch_id: id.to_string(),
                    state: "received".to_owned(),
                    visits: count(batch.visits.len()),
                    accepted: 0,
                    returned: 0,
                    sent_ms: batch.sent_ms,
                },
                _ => return Err(ErrorCode::NotFound.into()),
            },
            None => return Err(ErrorCode::NotFound.into()),
        },
    };
    let visits = visits_of(
        desk,
        conn,
        id,
        here.as_ref().map(|(batch, _)| batch),
        confirmed.as_ref(),
    )?;
    let (change_id, code) = match &here {
        Some((_, waiting)) => (Some(waiting.change_id.to_string()), waiting.code.clone()),
        None => (None, None),
    };
    Ok(BatchPage {
        takes_back: here
            .as_ref()
            .is_some_and(|(_, one)| one.never_left() || one.delivery == Delivery::Parked),
        card,
        change_id,
        code,
        receipt: confirmed.map(|confirmed| BatchReceipt {
            number: confirmed.receipt.server_sequence,
            received_ms: confirmed.receipt.received_ms,
        }),
        received_ms: known.map(|known| known.received_ms),
        visits,
    })
}

/// The visits of a batch: as this phone sent it; of another captain's, those that are still in it.
fn visits_of(
    desk: &Desk,
    conn: &Connection,
    id: BatchId,
    here: Option<&BatchV1>,
    confirmed: Option<&Confirmed>,
) -> Result<Vec<BatchVisit>, CallError> {
    let sent = match (here, confirmed) {
        (Some(batch), _) => Some(batch.clone()),
        (None, Some(confirmed)) => match receipt::edit(conn, confirmed.change_id)? {
            Some(Edit::SendBatchV1(batch)) => Some(batch),
            _ => None,
        },
        (None, None) => None,
    };
    let ids = match sent {
        Some(batch) => batch.visits.iter().map(|visit| visit.visit_id).collect(),
        None => county_visit::of_batch(conn, id)?,
    };
    let mut visits = Vec::new();
    for visit in ids {
        // One that left this phone's scope is the county's to show.
        if let Some(line) = board::visit(conn, visit)? {
            let state = line.county.as_ref().map(|county| county.state.as_str());
            let outcome = match state {
                _ if here.is_some() => "waiting",
                Some("county_accepted") => "accepted",
                Some("batched" | "captain_approved") | None => "waiting",
                Some(_) => "returned",
            };
            visits.push(BatchVisit {
                card: cards::card(desk, conn, &line)?,
                outcome: outcome.to_owned(),
            });
        }
    }
    Ok(visits)
}
