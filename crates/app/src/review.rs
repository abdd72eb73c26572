//! A captain's work: visits to decide, decisions on their way.

use domain::id::{ChangeId, PersonId, ReviewId};
use domain::review::{Actor, Move, ReviewState, Role, Standing, decide};
use protocol::edit::{CommentV1, DecisionV1, Edit, RecordRef, ReviewV1};
use protocol::visit::GeoV1;
use store::board::Line;
use store::outbox::{self, Delivery};
use store::{Connection, Transaction, board, county_visit};

use crate::cards;
use crate::convert;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::views::Nothing;
use crate::views::review::{ChangedAnswer, Decision, DecisionInput, ReviewPage, ReviewQueue};
use crate::views::visit::VisitRef;
use crate::visit::sheet::Sheet;
use crate::visit::{id, member_id};
use crate::words;
use crate::{App, batch};

/// Further from the household's known place than this is worth a look.
const FAR_M: f64 = 1000.0;
/// Sealed later than this after its end, a visit is `late` (DOMAIN §5.1).
const LATE_MS: i64 = 48 * 60 * 60 * 1000;

impl App {
    pub(crate) async fn review_queue(&self, _: Nothing) -> Result<ReviewQueue, CallError> {
        self.look(|desk| desk.read(|conn| queue(desk, conn))).await
    }

    pub(crate) async fn review_page(&self, visit: VisitRef) -> Result<ReviewPage, CallError> {
        self.look(move |desk| {
            let id = id(&visit.visit_id)?;
            desk.read(|conn| {
                captain(conn)?;
                let sheet = Sheet::load(desk, conn, id)?;
                let line = board::visit(conn, id)?.ok_or(ErrorCode::NotFound)?;
                Ok(ReviewPage {
                    card: cards::card(desk, conn, &line)?,
                    changed: changed(desk, &sheet),
                    flags: flags(&sheet, &line),
                    form: sheet.form(desk, conn)?,
                    return_reasons: words::list("return_reason", desk.language),
                })
            })
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

/// A decision is queued here; one that was refused is no decision.
fn is_decided(line: &Line) -> bool {
    line.waiting_edits > line.refused_edits
}

fn queue(desk: &Desk, conn: &Connection) -> Result<ReviewQueue, CallError> {
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
    Ok(ReviewQueue {
        waiting: cards::cards(desk, conn, &waiting(conn, me)?)?,
        approved: cards::cards(desk, conn, &approved)?,
        returned: cards::cards(desk, conn, &returned)?,
        batches: batch::cards(conn)?,
    })
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
    };
    let change = ChangeId::from_uuid(desk::new_id());
    outbox::push(tx, change, &Edit::ReviewVisitV1(review), &desk.clock(tx)?)?;
    Ok(())
}

/// Answers that differ from the visit before, in the checklist's order.
fn changed(desk: &Desk, sheet: &Sheet) -> Vec<ChangedAnswer> {
    let items = sheet
        .evaluation
        .sections
        .iter()
        .flat_map(|section| &section.items);
    items
        .filter_map(|state| {
            let (section, item) = sheet.template().item(&state.code)?;
            if section.scope == domain::checklist::Scope::Visit || item.answer_type.is_photos() {
                return None;
            }
            let before = sheet.previous.value(&state.code, state.member);
            let now = sheet.answers.value(&state.code, state.member);
            // Without a visit before, everything would be new and nothing would stand out.
            if before == now || before.is_none() {
                return None;
            }
            let in_words = |value| sheet.in_words(desk, item, value);
            Some(ChangedAnswer {
                item: state.code.clone(),
                label: item.label(desk.language).to_owned(),
                member_name: state.member.and_then(|member| sheet.member_name(member)),
                before: before.map(in_words),
                now: now.map(in_words),
            })
        })
        .collect()
}

/// Things to look at: evidence is shown, never judged.
fn flags(sheet: &Sheet, line: &Line) -> Vec<String> {
    let mut flags = Vec::new();
    let mut flag = |holds: bool, code: &str| {
        if holds {
            flags.push(code.to_owned());
        }
    };
    match &sheet.location {
        Some(place @ GeoV1::At { mock, provider, .. }) => {
            flag(convert::is_mock(mock), "location_mock");
            flag(provider == "manual", "location_manual");
            flag(convert::quality(place).as_str() == "poor", "location_poor");
            flag(
                sheet.distance_m().is_some_and(|far| far > FAR_M),
                "location_far",
            );
        }
        Some(GeoV1::Missing { .. }) | None => flag(true, "no_location"),
    }
    if let Some(county) = &sheet.county {
        flag(county.visit.sealed_after_ms() > LATE_MS, "late");
        flag(county.visit.photo_waiver.is_some(), "photo_waived");
        let dismissed = county
            .visit
            .problems
            .iter()
            .any(|problem| problem.dismissed.is_some());
        flag(dismissed, "problem_dismissed");
    }
    flag(
        sheet.photos.iter().any(|shown| shown.photo.imported),
        "imported_photo",
    );
    let outstanding = line
        .county
        .as_ref()
        .is_some_and(|county| county.photos_verified < county.photos);
    flag(outstanding, "photos_outstanding");
    flags
}
