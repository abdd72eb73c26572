//! A captain's work: visits to decide, decisions on their way.

mod page;
mod queue;

use domain::id::{ChangeId, PersonId, ReviewId};
use domain::review::{Actor, Move, ReviewState, Role, Standing, decide};
use protocol::edit::{CommentV1, DecisionV1, Edit, RecordRef, ReviewV1};
use store::board::Line;
use store::outbox::{self, Delivery};
use store::{Connection, Transaction, board, county_visit};

use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::views::Nothing;
use crate::views::me::ParkedRef;
use crate::views::review::{Decision, DecisionInput, ReviewPage, ReviewQueue};
use crate::views::visit::VisitRef;
use crate::visit::{id, member_id};
use crate::words;
use crate::{App, batch};
use queue::queue;

impl App {
    pub(crate) async fn review_queue(&self, _: Nothing) -> Result<ReviewQueue, CallError> {
        self.look(|desk| desk.read(|conn| queue(desk, conn))).await
    }

    pub(crate) async fn review_page(&self, visit: VisitRef) -> Result<ReviewPage, CallError> {
        self.look(move |desk| {
            let id = id(&visit.visit_id)?;
            desk.read(|conn| page::page(desk, conn, id))
        })
        .await
    }

    pub(crate) async fn decide(&self, input: DecisionInput) -> Result<ReviewQueue, CallError> {
        let queue = self
            .change(move |desk| {
                desk.write(|tx| {
                    save_decision(desk, tx, input)?;
                    queue(desk, tx)
                })
            })
            .await?;
        self.start_round();
        Ok(queue)
    }
}

impl App {
    /// Takes a decision or a batch back that has certainly not left; one the county refused is
    /// laid to rest by it.
    pub(crate) async fn withdraw_decision(
        &self,
        wanted: ParkedRef,
    ) -> Result<ReviewQueue, CallError> {
        self.change(move |desk| {
            let change: ChangeId = wanted
                .change_id
                .parse()
                .map_err(|_| CallError::new(ErrorCode::BadArguments).at("change_id"))?;
            desk.write(|tx| {
                captain(tx)?;
                withdraw(tx, change)?;
                queue(desk, tx)
            })
        })
        .await
    }
}

fn withdraw(tx: &Transaction<'_>, change: ChangeId) -> Result<(), CallError> {
    // Gone from the outbox, it is at the county.
    let waiting = outbox::get(tx, change)?.ok_or(ErrorCode::DecisionSent)?;
    match waiting.edit() {
        Some(Edit::SendBatchV1(_)) => {}
        Some(Edit::ReviewVisitV1(review)) => {
            if batch::is_on_its_way(tx, review.visit_id)? {
                return Err(ErrorCode::NotAllowed.into());
            }
        }
        _ => return Err(ErrorCode::NotFound.into()),
    }
    outbox::withdraw(tx, change).map_err(|error| match error {
        store::Error::AlreadySent => ErrorCode::DecisionSent.into(),
        other => other.into(),
    })
}

/// The phone's owner, who must be a captain.
pub(crate) fn captain(conn: &Connection) -> Result<PersonId, CallError> {
    match desk::owner(conn)? {
        Some(owner) if desk::is_captain(&owner) => Ok(owner.id),
        _ => Err(ErrorCode::NotAllowed.into()),
    }
}

/// Visits of others that wait for this captain: no decision of his is on its way.
pub(crate) fn waiting(conn: &Connection, me: PersonId) -> Result<Vec<Line>, CallError> {
    let mut lines = board::of_others(conn, me, ReviewState::Submitted.as_str())?;
    lines.extend(board::of_others(
        conn,
        me,
        ReviewState::ReturnedToCaptain.as_str(),
    )?);
    lines.retain(|line| !is_decided(line));
    Ok(lines)
}

/// The captain's own visits that wait for another captain.
pub(crate) fn own_waiting(conn: &Connection, me: PersonId) -> Result<Vec<Line>, CallError> {
    let mut lines = board::in_state(conn, ReviewState::Submitted.as_str())?;
    lines.retain(|line| line.visitor_id == me);
    Ok(lines)
}

/// A decision is queued here; one that was refused is no decision.
fn is_decided(line: &Line) -> bool {
    line.waiting_edits > line.refused_edits
}

/// The decision on this visit that waits to be sent.
pub(crate) fn pending(conn: &Connection, line: &Line) -> Result<Option<DecisionV1>, CallError> {
    let waiting = outbox::of_record(conn, &RecordRef::visit(line.visit_id))?;
    let decisions = waiting
        .iter()
        .rev()
        .filter(|one| one.delivery == Delivery::Queued);
    let mut decisions = decisions.filter_map(|one| match one.edit() {
        Some(Edit::ReviewVisitV1(review)) => Some(review.decision),
        _ => None,
    });
    Ok(decisions.next())
}

fn save_decision(desk: &Desk, tx: &Transaction<'_>, input: DecisionInput) -> Result<(), CallError> {
    let DecisionInput {
        visit_id,
        revision,
        decision,
        reasons,
        comments,
        note,
    } = input;
    let me = captain(tx)?;
    let id = id(&visit_id)?;
    let county = county_visit::row(tx, id)?.ok_or(ErrorCode::NotFound)?;
    let note = note
        .map(|note| note.trim().to_owned())
        .filter(|note| !note.is_empty());
    if let Some(unknown) = reasons
        .iter()
        .find(|code| words::codes().find("return_reason", code).is_none())
    {
        return Err(CallError::new(ErrorCode::BadArguments).at(unknown));
    }
    let comments = comments
        .into_iter()
        .filter(|comment| !comment.text.trim().is_empty())
        .map(|comment| {
            Ok(CommentV1 {
                item: comment.item,
                member: member_id(comment.member_id.as_deref())?,
                text: comment.text.trim().to_owned(),
            })
        })
        .collect::<Result<Vec<_>, CallError>>()?;
    let reason_given = !reasons.is_empty() || !comments.is_empty() || note.is_some();
    let (step, decision) = match decision {
        Decision::Approve => (Move::Approve, DecisionV1::Approve),
        Decision::Return => (Move::Return, DecisionV1::Return),
    };
    let standing = Standing {
        state: county.state.parse().map_err(|_| ErrorCode::NotAllowed)?,
        revision: county.revision,
        sent: true,
        voided_from: None,
    };
    let actor = Actor {
        is_visitor: county.visitor_id == me,
        role: Role::Captain,
    };
    decide(&standing, step, actor, revision, reason_given)?;
    if batch::is_on_its_way(tx, id)? {
        return Err(ErrorCode::NotAllowed.into());
    }
    // A refused decision is answered by this one; one still queued may have left already.
    for waiting in outbox::of_record(tx, &RecordRef::visit(id))? {
        let is_decision = matches!(waiting.edit(), Some(Edit::ReviewVisitV1(_)));
        if !is_decision {
            continue;
        }
        match waiting.delivery {
            Delivery::Parked => outbox::withdraw(tx, waiting.change_id)?,
            Delivery::Queued if waiting.attempts == 0 => outbox::withdraw(tx, waiting.change_id)?,
            _ => return Err(ErrorCode::Stale.into()),
        }
    }
    let review = ReviewV1 {
        id: ReviewId::from_uuid(desk::new_id()),
        visit_id: id,
        revision,
        decision,
        reasons,
        comments,
        note,
        decided_ms: desk.now.as_ms(),
        seen: Some(county.state),
    };
    let change = ChangeId::from_uuid(desk::new_id());
    outbox::push(tx, change, &Edit::ReviewVisitV1(review), &desk.clock(tx)?)?;
    Ok(())
}
