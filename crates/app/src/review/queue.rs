//! The captain's lists: what waits for him, what he decided and can still take back, what somebody
//! else decided first, and his own visits, which go to another.

use domain::id::PersonId;
use domain::review::ReviewState;
use protocol::edit::{DecisionV1, Edit, RecordRef, ReviewV1};
use store::board::Line;
use store::outbox::{self, Delivery, Waiting};
use store::{Connection, board, county_visit, household, team_news};

use super::{captain, own_waiting, pending, waiting};
use crate::desk::Desk;
use crate::error::CallError;
use crate::views::review::{Decided, Decision, OwnVisit, ReviewQueue, Superseded};
use crate::{batch, cards};

pub(crate) fn queue(desk: &Desk, conn: &Connection) -> Result<ReviewQueue, CallError> {
    let me = captain(conn)?;
    let approved = batch::ready(conn)?;
    let mut returned = board::of_others(conn, me, ReviewState::Returned.as_str())?;
    // What is decided here and not yet heard of by the county stands where it will be.
    let decidable = [
        ReviewState::Submitted,
        ReviewState::CaptainApproved,
        ReviewState::ReturnedToCaptain,
    ];
    for state in decidable {
        for line in board::of_others(conn, me, state.as_str())? {
            if pending(conn, &line)? == Some(DecisionV1::Return) {
                returned.push(line);
            }
        }
    }
    let (decided, superseded) = decisions(desk, conn)?;
    Ok(ReviewQueue {
        waiting: cards::cards(desk, conn, &waiting(conn, me)?)?,
        approved: cards::cards(desk, conn, &approved)?,
        returned: cards::cards(desk, conn, &returned)?,
        batches: batch::cards(conn)?,
        own: own(desk, conn, me)?,
        decided,
        superseded,
    })
}

/// One's own visits that wait for another captain.
fn own(desk: &Desk, conn: &Connection, me: PersonId) -> Result<Vec<OwnVisit>, CallError> {
    let mut own = Vec::new();
    for line in &own_waiting(conn, me)? {
        let area = household::get(conn, line.household_id)?.map(|home| home.area_code);
        own.push(OwnVisit {
            card: cards::card(desk, conn, line)?,
            reviewers: reviewers(conn, area.as_deref().unwrap_or_default())?,
        });
    }
    Ok(own)
}

/// Names of those who review what a village's captain visits himself, as the county said last.
pub(super) fn reviewers(conn: &Connection, area_code: &str) -> Result<Vec<String>, CallError> {
    let teams = store::roll::teams(conn)?;
    let of_village = teams.iter().filter(|team| team.village_code == area_code);
    let Some(news) = team_news::get(conn)? else {
        return Ok(Vec::new());
    };
    let mut found = of_village.filter_map(|team| news.teams.iter().find(|one| one.id == team.id));
    Ok(found
        .next()
        .map(|team| team.reviewers.clone())
        .unwrap_or_default())
}

/// The decision on this visit that only this phone has.
pub(super) fn decision_of(
    desk: &Desk,
    conn: &Connection,
    line: &Line,
) -> Result<Option<Decided>, CallError> {
    for one in outbox::of_record(conn, &RecordRef::visit(line.visit_id))?
        .iter()
        .rev()
    {
        if let (Delivery::Queued, Some(Edit::ReviewVisitV1(review))) = (one.delivery, one.edit()) {
            return Ok(Some(decided(desk, conn, one, &review, line)?));
        }
    }
    Ok(None)
}

fn decided(
    desk: &Desk,
    conn: &Connection,
    one: &Waiting,
    review: &ReviewV1,
    line: &Line,
) -> Result<Decided, CallError> {
    let in_batch = batch::is_on_its_way(conn, review.visit_id)?;
    Ok(Decided {
        change_id: one.change_id.to_string(),
        card: cards::card(desk, conn, line)?,
        decision: shown(review.decision),
        decided_ms: review.decided_ms,
        takes_back: one.never_left() && !in_batch,
        in_batch,
    })
}

/// Decisions still on this phone, and those the county refused, the latest first.
fn decisions(desk: &Desk, conn: &Connection) -> Result<(Vec<Decided>, Vec<Superseded>), CallError> {
    let (mut kept, mut overtaken) = (Vec::new(), Vec::new());
    for one in outbox::list(conn)?.iter().rev() {
        let Some(Edit::ReviewVisitV1(review)) = one.edit() else {
            continue;
        };
        let Some(line) = board::visit(conn, review.visit_id)? else {
            continue;
        };
        match one.delivery {
            Delivery::Queued => kept.push(decided(desk, conn, one, &review, &line)?),
            Delivery::Parked => overtaken.push(superseded(desk, conn, one, &review, &line)?),
            _ => {}
        }
    }
    Ok((kept, overtaken))
}

/// What stands in place of a refused decision.
fn superseded(
    desk: &Desk,
    conn: &Connection,
    one: &Waiting,
    review: &ReviewV1,
    line: &Line,
) -> Result<Superseded, CallError> {
    let county = county_visit::get(conn, review.visit_id)?;
    let latest = county.as_ref().and_then(|county| county.reviews.last());
    Ok(Superseded {
        change_id: one.change_id.to_string(),
        card: cards::card(desk, conn, line)?,
        decision: shown(review.decision),
        decided_ms: review.decided_ms,
        code: one.code.clone().unwrap_or_default(),
        newer_revision: county
            .as_ref()
            .map(|county| county.revision)
            .filter(|revision| *revision > review.revision),
        by: latest.map(|latest| latest.reviewer_name.clone()),
        theirs: latest.map(|latest| shown(latest.review.decision)),
        at_ms: latest.map(|latest| latest.received_ms),
    })
}

fn shown(decision: DecisionV1) -> Decision {
    match decision {
        DecisionV1::Approve => Decision::Approve,
        DecisionV1::Return => Decision::Return,
    }
}
