//! Sealing: a draft becomes a record and a change in the outbox, in one transaction. Opening
//! again, and taking out of the count.

use domain::id::ChangeId;
use domain::review::{Actor, Move, ReviewState, Role, Standing, decide};
use protocol::edit::VoidVisitV1;
use protocol::visit::{GeoV1, ProblemV1, VisitV1};
use store::journal::{self, Entry};
use store::visit::{Phase, save_sealed, save_void};
use store::{Connection, Transaction};

use super::id;
use super::sheet::{Sheet, submitted};
use crate::App;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::views::visit::{VisitForm, VisitRef, VoidVisit};

impl App {
    pub(crate) async fn seal_visit(&self, visit: VisitRef) -> Result<VisitForm, CallError> {
        let form = self
            .change(move |desk| {
                let id = id(&visit.visit_id)?;
                desk.write(|tx| {
                    seal(desk, tx, &Sheet::load(desk, tx, id)?)?;
                    Sheet::load(desk, tx, id)?.form(desk, tx)
                })
            })
            .await?;
        // Saved is saved; the network is another matter.
        self.start_round();
        Ok(form)
    }

    pub(crate) async fn reopen_visit(&self, visit: VisitRef) -> Result<VisitForm, CallError> {
        self.change(move |desk| {
            let id = id(&visit.visit_id)?;
            desk.write(|tx| {
                store::visit::reopen(tx, id)?;
                note(desk, tx, "reopened", &id.to_string())?;
                Sheet::load(desk, tx, id)?.form(desk, tx)
            })
        })
        .await
    }

    pub(crate) async fn void_visit(&self, void: VoidVisit) -> Result<VisitForm, CallError> {
        let form = self
            .change(move |desk| {
                let id = id(&void.visit_id)?;
                let reason = void.reason.trim().to_owned();
                desk.write(|tx| {
                    let sheet = Sheet::load(desk, tx, id)?;
                    let revision = may_void(tx, &sheet, !reason.is_empty())?;
                    let edit = VoidVisitV1 {
                        visit_id: id,
                        revision,
                        reason,
                    };
                    let change = ChangeId::from_uuid(desk::new_id());
                    save_void(tx, &edit, change, &desk.clock(tx)?)?;
                    note(desk, tx, "voided", &id.to_string())?;
                    Sheet::load(desk, tx, id)?.form(desk, tx)
                })
            })
            .await?;
        self.start_round();
        Ok(form)
    }
}

fn seal(desk: &Desk, tx: &Transaction<'_>, sheet: &Sheet) -> Result<(), CallError> {
    if !sheet.is_draft() || !sheet.is_mine(tx)? {
        return Err(ErrorCode::NotEditable.into());
    }
    if let Some(gap) = sheet.gaps(desk).into_iter().next() {
        let place = gap.item.or(gap.section).unwrap_or(gap.code);
        return Err(CallError::new(ErrorCode::NotReady).at(place));
    }
    let visit = record(desk, tx, sheet)?;
    let change = ChangeId::from_uuid(desk::new_id());
    save_sealed(tx, &visit, change, &visit.clock)?;
    note(desk, tx, "sealed", &visit.id.to_string())
}

/// The visit as it leaves.
fn record(desk: &Desk, conn: &Connection, sheet: &Sheet) -> Result<VisitV1, CallError> {
    let template = sheet.template();
    let answers = submitted(sheet);
    let photos = sheet
        .photos
        .iter()
        // A hidden item's photos stay on the phone with its answers.
        .filter(|shown| {
            sheet
                .answers
                .photos(&shown.photo.item, shown.photo.member)
                .contains(&shown.photo.id)
        })
        .filter(|shown| {
            !sheet.evaluation.hidden.iter().any(|key| {
                key.member == shown.photo.member
                    && (key.item == shown.photo.item
                        || key.item == domain::checklist::photo_code(&shown.photo.item))
            })
        })
        .map(|shown| shown.photo.clone())
        .collect();
    // All of them, merged ones too: the server runs the rules again and compares.
    let problems = sheet
        .evaluation
        .candidates
        .iter()
        .map(|candidate| {
            let key = candidate.key.of(sheet.household_id);
            ProblemV1 {
                dismissed: sheet.dismissed.get(&key).cloned(),
                key,
                from: candidate.from.clone(),
                member: candidate.member,
                category: candidate.category.clone(),
                severity: candidate.severity.clone(),
                title: candidate.title_zh.clone(),
            }
        })
        .collect();
    Ok(VisitV1 {
        id: sheet.id,
        revision: sheet.revision,
        household_id: sheet.household_id,
        visitor_id: sheet.visitor_id,
        template_id: template.id.clone(),
        template_version: sheet.template_version.clone(),
        profile: sheet.profile.clone(),
        started_ms: sheet.started_ms,
        ended_ms: sheet.end(desk).as_ms(),
        clock: desk.clock(conn)?,
        geo: sheet.location.clone().unwrap_or(GeoV1::Missing {
            reason: String::new(),
        }),
        answers,
        photos,
        photo_waiver: sheet
            .answers
            .waiver(super::SCENE_ITEM, None)
            .map(str::to_owned),
        problems,
    })
}

/// The revision a void is about, if the rules let this person void the visit.
fn may_void(conn: &Connection, sheet: &Sheet, reason_given: bool) -> Result<u32, CallError> {
    let captain = desk::owner(conn)?.is_some_and(|owner| desk::is_captain(&owner));
    let is_visitor = sheet.is_mine(conn)?;
    let county: Option<(ReviewState, u32)> = match &sheet.county {
        Some(county) => Some((
            county.state.parse().map_err(|_| ErrorCode::NotAllowed)?,
            county.revision,
        )),
        None => None,
    };
    let (state, revision) = county.unwrap_or_else(|| {
        let draft = sheet
            .own
            .as_ref()
            .is_none_or(|row| row.phase == Phase::Draft);
        (
            if draft {
                ReviewState::Draft
            } else {
                ReviewState::Sealed
            },
            sheet.revision,
        )
    });
    if sheet
        .own
        .as_ref()
        .is_some_and(|row| row.phase == Phase::Voided)
    {
        return Err(ErrorCode::NotAllowed.into());
    }
    let standing = Standing {
        state,
        revision,
        sent: true,
        voided_from: None,
    };
    let role = if captain && !is_visitor {
        Role::Captain
    } else {
        Role::Visitor
    };
    decide(
        &standing,
        Move::Void,
        Actor { is_visitor, role },
        revision,
        reason_given,
    )?;
    Ok(revision)
}

fn note(desk: &Desk, tx: &Transaction<'_>, event: &str, subject: &str) -> Result<(), CallError> {
    Ok(journal::write(
        tx,
        &Entry::new(desk.now.as_ms(), event).about(subject),
    )?)
}
