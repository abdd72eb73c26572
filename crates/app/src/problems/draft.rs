//! Forms that were left: saved as they are typed, there again after the app was killed.

use domain::id::ProblemId;
use domain::problem::ProblemMove;
use protocol::problem::{MoveProblemV1, RaiseProblemV1};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::problem_draft::{self, Draft, RAISE};
use store::{Connection, Transaction, problem};

use super::act::words;
use super::case::{Case, Who};
use super::raise::{self, About};
use crate::App;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
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
            // What says nothing is nothing to go on with, and holds up nobody's handing in.
            let keep = keep && !is_blank(&draft);
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
                        About::given(&form.household_id, &form.area_code)?.check(tx)?;
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
            let about = About::given(&form.household_id, &form.area_code)?;
            words(&form.title, "title", MOST_KEPT)?;
            words(&form.detail, "detail", MOST_KEPT)?;
            Ok((about.subject(), RAISE.to_owned()))
        }
    }
}

/// Whether nothing was said in it: what is only tapped is tapped again in a moment.
fn is_blank(draft: &ProblemDraft) -> bool {
    let none = |texts: &[&str]| texts.iter().all(|text| text.trim().is_empty());
    match draft {
        ProblemDraft::Move(form) => {
            form.photos.is_empty() && none(&[&form.reason, &form.result, &form.photo_waiver])
        }
        ProblemDraft::Raise(form) => none(&[&form.title, &form.detail]),
    }
}

/// What a person wrote into a form of a move.
pub(super) fn words_in(draft: &Draft) -> Vec<String> {
    let form: Option<MoveInput> = serde_json::from_str(&draft.body).ok();
    form.map_or_else(Vec::new, |form| {
        vec![form.reason, form.result, form.photo_waiver]
    })
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

pub(super) fn of_raise(conn: &Connection, about: &About) -> Result<Option<RaiseInput>, CallError> {
    read(conn, &about.subject(), RAISE)
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
    let (subject, step) = (form.problem_id.clone(), form.step.clone());
    let form = ProblemDraft::Move(form);
    // A step without a form leaves nothing to go on with.
    match &form {
        ProblemDraft::Move(said) if !is_blank(&form) => put(desk, tx, subject, step, said),
        _ => Ok(()),
    }
}

/// The same of a report, with the words of what was done on top of it.
pub(super) fn keep_raised(
    desk: &Desk,
    tx: &Transaction<'_>,
    raised: &RaiseProblemV1,
    more: &[String],
) -> Result<(), CallError> {
    let mut detail = raised.detail.clone().unwrap_or_default();
    for words in more.iter().map(|words| words.trim()) {
        if !words.is_empty() {
            if !detail.is_empty() {
                detail.push('\n');
            }
            detail.push_str(words);
        }
    }
    let form = RaiseInput {
        household_id: raised.household_id.map(|id| id.to_string()),
        area_code: raised.area_code.clone(),
        member_id: raised.member.map(|id| id.to_string()),
        source: raised.source.clone(),
        category: raised.category.clone(),
        severity: raised.severity.clone(),
        title: raise::title_in(desk, tx, &raised.title)?,
        detail,
    };
    put(desk, tx, problem::subject(raised), RAISE.to_owned(), &form)
}

/// Every form that was left, the last one first.
pub(crate) fn list(desk: &Desk, conn: &Connection) -> Result<Vec<LedgerDraft>, CallError> {
    let who = Who::load(conn)?;
    problem_draft::list(conn)?
        .iter()
        .map(|draft| card(desk, conn, &who, draft))
        .collect()
}

fn card(
    desk: &Desk,
    conn: &Connection,
    who: &Who,
    draft: &Draft,
) -> Result<LedgerDraft, CallError> {
    if draft.step == RAISE {
        let about = About::kept(&draft.subject);
        let form: Option<RaiseInput> = read(conn, &draft.subject, RAISE)?;
        let (household_id, area_code) = about.ids();
        return Ok(LedgerDraft {
            problem_id: None,
            household_id,
            area_code,
            step: draft.step.clone(),
            title: form.map_or_else(String::new, |form| form.title),
            head_name: about.name(conn, who)?,
            saved_ms: draft.saved_ms,
            overtaken: false,
        });
    }
    let known = match draft.subject.parse::<ProblemId>() {
        Ok(id) => problem::get(conn, id)?,
        Err(_) => None,
    };
    let case = match known {
        Some(known) => Case::make(conn, who, known)?,
        None => None,
    };
    // What the problem was may not be known here any more: the form can still be given up.
    let is_open = case
        .as_ref()
        .is_some_and(|case| case.moves().iter().any(|step| step.as_str() == draft.step));
    Ok(LedgerDraft {
        problem_id: Some(draft.subject.clone()),
        household_id: case
            .as_ref()
            .and_then(|case| case.row.household_id)
            .map(|id| id.to_string()),
        area_code: None,
        step: draft.step.clone(),
        title: match &case {
            Some(case) => raise::title_in(desk, conn, &case.row.title)?,
            None => String::new(),
        },
        saved_ms: draft.saved_ms,
        overtaken: !is_open,
        head_name: case.map_or_else(String::new, |case| case.about()),
    })
}
