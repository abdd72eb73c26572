//! Forms that were left: saved as they are typed, there again after the app was killed.

use domain::id::{HouseholdId, ProblemId};
use domain::problem::ProblemMove;
use protocol::problem::{MoveProblemV1, RaiseProblemV1};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::problem_draft::{self, Draft, RAISE};
use store::{Connection, Transaction, household, problem};

use super::act::words;
use super::case::{Case, Who};
use super::{head_name, raise};
use crate::App;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::households;
use crate::views::Nothing;
use crate::views::problems::{
    EvidenceRef, LedgerDraft, MoveInput, ProblemDraft, ProblemDraftInput, RaiseInput,
};

/// Characters of one text in a form: more than may be sent, so that nothing is cut off unseen.
const MOST_KEPT: usize = 4000;

impl App {
    /// Nobody else shows a form being typed: no listener is told.
    pub(crate) async fn keep_problem_draft(
        &self,
        input: ProblemDraftInput,
    ) -> Result<Nothing, CallError> {
        self.look(move |desk| {
            let ProblemDraftInput { draft, keep } = input;
            let (subject, step) = place(&draft)?;
            desk.write(|tx| {
                if !keep {
                    return Ok(problem_draft::discard(tx, &subject, &step)?);
                }
                // What belongs to nothing could be neither opened again nor given up.
                match &draft {
                    ProblemDraft::Move(form) => {
                        problem::get(tx, super::id(&form.problem_id)?)?
                            .ok_or(ErrorCode::NotFound)?;
                        put(desk, tx, subject, step, form)
                    }
                    ProblemDraft::Raise(form) => {
                        let home = households::id(&form.household_id)?;
                        household::row(tx, home)?.ok_or(ErrorCode::NotFound)?;
                        put(desk, tx, subject, step, form)
                    }
                }
            })?;
            Ok(Nothing {})
        })
        .await
    }
}

/// Where a form belongs, and whether its texts can be kept at all.
fn place(draft: &ProblemDraft) -> Result<(String, String), CallError> {
    match draft {
        ProblemDraft::Move(form) => {
            let id = super::id(&form.problem_id)?;
            let step: ProblemMove = form
                .step
                .parse()
                .map_err(|_| CallError::new(ErrorCode::AnswerNotAnOption).at("step"))?;
            words(&form.reason, "reason", MOST_KEPT)?;
            words(&form.result, "result", MOST_KEPT)?;
            words(&form.photo_waiver, "photo_waiver", MOST_KEPT)?;
            Ok((id.to_string(), step.as_str().to_owned()))
        }
        ProblemDraft::Raise(form) => {
            let id = households::id(&form.household_id)?;
            words(&form.title, "title", MOST_KEPT)?;
            words(&form.detail, "detail", MOST_KEPT)?;
            Ok((id.to_string(), RAISE.to_owned()))
        }
    }
}

fn put(
    desk: &Desk,
    tx: &Transaction<'_>,
    subject: String,
    step: String,
    form: &impl Serialize,
) -> Result<(), CallError> {
    let draft = Draft {
        subject,
        step,
        body: serde_json::to_string(form).map_err(CallError::internal)?,
        saved_ms: desk.now.as_ms(),
    };
    Ok(problem_draft::keep(tx, &draft)?)
}

pub(super) fn of_move(
    conn: &Connection,
    id: ProblemId,
    step: ProblemMove,
) -> Result<Option<MoveInput>, CallError> {
    read(conn, &id.to_string(), step.as_str())
}

pub(super) fn of_raise(
    conn: &Connection,
    id: HouseholdId,
) -> Result<Option<RaiseInput>, CallError> {
    read(conn, &id.to_string(), RAISE)
}

/// One that another version wrote and this one cannot read is as good as none.
fn read<T: DeserializeOwned>(
    conn: &Connection,
    subject: &str,
    step: &str,
) -> Result<Option<T>, CallError> {
    let draft = problem_draft::get(conn, subject, step)?;
    Ok(draft.and_then(|draft| serde_json::from_str(&draft.body).ok()))
}

/// What was taken back is in its form again.
pub(super) fn keep_moved(
    desk: &Desk,
    tx: &Transaction<'_>,
    moved: &MoveProblemV1,
) -> Result<(), CallError> {
    let form = MoveInput {
        problem_id: moved.problem_id.to_string(),
        step: moved.step.clone(),
        round: moved.round,
        reason: moved.reason.clone().unwrap_or_default(),
        result: moved.result.clone().unwrap_or_default(),
        photos: moved
            .photos
            .iter()
            .map(|photo| EvidenceRef {
                visit_id: photo.visit_id.to_string(),
                photo_id: photo.photo_id.to_string(),
            })
            .collect(),
        photo_waiver: moved.photo_waiver.clone().unwrap_or_default(),
        on_site: moved.on_site,
    };
    // A step without a form leaves nothing to go on with.
    let is_blank = form.reason.is_empty()
        && form.result.is_empty()
        && form.photos.is_empty()
        && form.photo_waiver.is_empty();
    if is_blank {
        return Ok(());
    }
    put(desk, tx, form.problem_id.clone(), form.step.clone(), &form)
}

pub(super) fn keep_raised(
    desk: &Desk,
    tx: &Transaction<'_>,
    raised: &RaiseProblemV1,
) -> Result<(), CallError> {
    let form = RaiseInput {
        household_id: raised.household_id.to_string(),
        member_id: raised.member.map(|id| id.to_string()),
        source: raised.source.clone(),
        category: raised.category.clone(),
        severity: raised.severity.clone(),
        title: raise::title_in(&raised.title, desk.language),
        detail: raised.detail.clone().unwrap_or_default(),
    };
    put(desk, tx, form.household_id.clone(), RAISE.to_owned(), &form)
}

/// Every form that was left, the last one first.
pub(crate) fn list(desk: &Desk, conn: &Connection) -> Result<Vec<LedgerDraft>, CallError> {
    let who = Who::load(conn)?;
    let mut found = Vec::new();
    for draft in problem_draft::list(conn)? {
        found.extend(card(desk, conn, &who, &draft)?);
    }
    Ok(found)
}

fn card(
    desk: &Desk,
    conn: &Connection,
    who: &Who,
    draft: &Draft,
) -> Result<Option<LedgerDraft>, CallError> {
    if draft.step == RAISE {
        let Ok(household) = draft.subject.parse::<HouseholdId>() else {
            return Ok(None);
        };
        let form = of_raise(conn, household)?;
        return Ok(Some(LedgerDraft {
            problem_id: None,
            household_id: Some(draft.subject.clone()),
            step: draft.step.clone(),
            title: form.map_or_else(String::new, |form| form.title),
            head_name: head_name(conn, household)?,
            saved_ms: draft.saved_ms,
            overtaken: false,
        }));
    }
    let Ok(id) = draft.subject.parse::<ProblemId>() else {
        return Ok(None);
    };
    let Some(known) = problem::get(conn, id)? else {
        return Ok(None);
    };
    Ok(Case::make(conn, who, known)?.map(|case| LedgerDraft {
        problem_id: Some(draft.subject.clone()),
        household_id: Some(case.row.household_id.to_string()),
        step: draft.step.clone(),
        title: raise::title_in(&case.row.title, desk.language),
        saved_ms: draft.saved_ms,
        overtaken: !case.moves().iter().any(|step| step.as_str() == draft.step),
        head_name: case.row.head_name,
    }))
}
