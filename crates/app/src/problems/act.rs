//! What a person does with a problem: judged by the domain before it is saved, queued, and taken
//! back while it has not left.

use domain::id::{ChangeId, ProblemStepId};
use domain::problem::{ProblemMove, ProblemRefused, decide};
use protocol::edit::Edit;
use protocol::problem::{EvidenceV1, MoveProblemV1};
use store::{Connection, Transaction, problem, problem_draft};

use super::case::{Case, Who, given, is_on_phone};
use super::{draft, evidence, page};
use crate::App;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::views::me::ParkedRef;
use crate::views::problems::{EvidenceRef, LedgerPage, MoveInput, Withdrawn};

/// Characters in a reason, a result, a waiver or a detail.
pub(super) const MOST_WORDS: usize = 1000;
/// Photos with one report: before and after of one thing, not an album.
const MOST_PHOTOS: usize = 9;

impl App {
    pub(crate) async fn move_problem(&self, input: MoveInput) -> Result<LedgerPage, CallError> {
        let page = self
            .change(move |desk| {
                desk.write(|tx| {
                    let moved = save(desk, tx, &input)?;
                    page(desk, tx, moved.problem_id)
                })
            })
            .await?;
        self.start_round();
        Ok(page)
    }

    /// Takes back a move that never left or was refused, or the problem itself; what was typed
    /// for it is in its form again.
    pub(crate) async fn withdraw_problem_move(
        &self,
        wanted: ParkedRef,
    ) -> Result<Withdrawn, CallError> {
        self.change(move |desk| {
            let change: ChangeId = wanted
                .change_id
                .parse()
                .map_err(|_| CallError::new(ErrorCode::BadArguments).at("change_id"))?;
            desk.write(|tx| withdraw(desk, tx, change))
        })
        .await
    }
}

fn withdraw(desk: &Desk, tx: &Transaction<'_>, change: ChangeId) -> Result<Withdrawn, CallError> {
    let typed = problem_draft::list(tx)?;
    let mut edits = problem::withdraw(tx, change)?.into_iter();
    let on_top = |edits: std::vec::IntoIter<Edit>| {
        edits.filter_map(|edit| match edit {
            Edit::MoveProblemV1(moved) => Some(moved),
            _ => None,
        })
    };
    match edits.next() {
        Some(Edit::RaiseProblemV1(raised)) => {
            // There is no problem any more that a step could be a form of: its words stay with
            // the report.
            let mut words = Vec::new();
            for moved in on_top(edits) {
                words.extend(
                    [moved.reason, moved.result, moved.photo_waiver]
                        .into_iter()
                        .flatten(),
                );
            }
            let id = raised.id.to_string();
            for one in typed.iter().filter(|one| one.subject == id) {
                words.extend(draft::words_in(one));
            }
            draft::keep_raised(desk, tx, &raised, &words)?;
            Ok(Withdrawn {
                household_id: raised.household_id.map(|id| id.to_string()),
                area_code: raised.area_code.clone(),
                page: None,
            })
        }
        Some(Edit::MoveProblemV1(moved)) => {
            draft::keep_moved(desk, tx, &moved)?;
            for later in on_top(edits) {
                draft::keep_moved(desk, tx, &later)?;
            }
            let page = page(desk, tx, moved.problem_id)?;
            Ok(Withdrawn {
                household_id: page.card.household_id.clone(),
                area_code: None,
                page: Some(page),
            })
        }
        _ => Err(ErrorCode::NotFound.into()),
    }
}

fn save(desk: &Desk, tx: &Transaction<'_>, input: &MoveInput) -> Result<MoveProblemV1, CallError> {
    let id = super::id(&input.problem_id)?;
    let step: ProblemMove = input
        .step
        .parse()
        .map_err(|_| CallError::new(ErrorCode::AnswerNotAnOption).at("step"))?;
    if !is_on_phone(step) {
        return Err(CallError::new(ErrorCode::ProblemAtConsole).at("step"));
    }
    let who = Who::load(tx)?;
    let known = problem::get(tx, id)?.ok_or(ErrorCode::NotFound)?;
    let case = Case::make(tx, &who, known)?.ok_or(ErrorCode::NotFound)?;
    let moved = taken(desk, tx, &case, step, input)?;
    let standing = case.standing().ok_or(ErrorCode::ProblemMoved)?;
    decide(&standing, step, case.actor, &given(&moved))?;
    // A raising that was refused comes first, and a critical problem is verified once.
    if !case.moves().contains(&step) {
        return Err(CallError::new(ErrorCode::ProblemMoved).at("step"));
    }
    let change = ChangeId::from_uuid(desk::new_id());
    for behind in problem::save_move(tx, &moved, change, &desk.clock(tx)?)? {
        draft::keep_moved(desk, tx, &behind)?;
    }
    Ok(moved)
}

/// What was typed, as the wire takes it: each move takes what it needs and nothing else.
fn taken(
    desk: &Desk,
    conn: &Connection,
    case: &Case,
    step: ProblemMove,
    input: &MoveInput,
) -> Result<MoveProblemV1, CallError> {
    let MoveInput {
        problem_id: _,
        step: _,
        round,
        reason,
        result,
        photos,
        photo_waiver,
        on_site,
    } = input;
    let reports = step.reports();
    let photos = if reports {
        chosen(conn, case, step, photos)?
    } else {
        Vec::new()
    };
    let waiver = said(photo_waiver, "photo_waiver")?.filter(|_| reports && photos.is_empty());
    Ok(MoveProblemV1 {
        id: ProblemStepId::from_uuid(desk::new_id()),
        problem_id: case.row.id,
        step: step.as_str().to_owned(),
        round: *round,
        reason: said(reason, "reason")?.filter(|_| step.needs_reason()),
        photos,
        photo_waiver: waiver,
        on_site: *on_site && step.judges(),
        owner_id: None,
        unit: None,
        cooperating_units: None,
        due: None,
        mode: (step == ProblemMove::FixAtOnce).then(|| "immediate".to_owned()),
        measure: None,
        cause: None,
        result: said(result, "result")?.filter(|_| reports),
        other_id: None,
        moved_ms: desk.wall.as_ms(),
    })
}

/// Photos a person picked, which must be among those the page offers.
fn chosen(
    conn: &Connection,
    case: &Case,
    step: ProblemMove,
    picked: &[EvidenceRef],
) -> Result<Vec<EvidenceV1>, CallError> {
    if picked.is_empty() {
        return Ok(Vec::new());
    }
    if picked.len() > MOST_PHOTOS {
        return Err(CallError::new(ErrorCode::PhotoLimit).at("photos"));
    }
    let found = evidence::of_case(conn, case)?;
    let offered = evidence::since(&found, case, step == ProblemMove::FixAtOnce);
    let mut chosen: Vec<EvidenceV1> = Vec::with_capacity(picked.len());
    for one in picked {
        let known = offered.iter().map(|found| found.evidence()).find(|known| {
            known.photo_id.to_string() == one.photo_id && known.visit_id.to_string() == one.visit_id
        });
        let known = known.ok_or(CallError::new(ErrorCode::NotFound).at("photos"))?;
        if !chosen.contains(&known) {
            chosen.push(known);
        }
    }
    Ok(chosen)
}

/// What somebody wrote; nothing where nothing is said.
pub(super) fn said(text: &str, field: &str) -> Result<Option<String>, CallError> {
    words(text, field, MOST_WORDS).map(|text| (!text.is_empty()).then(|| text.to_owned()))
}

/// Text without its margins, that the county's database can hold.
pub(super) fn words<'a>(text: &'a str, field: &str, most: usize) -> Result<&'a str, CallError> {
    let text = text.trim();
    if text.contains('\0') {
        return Err(CallError::new(ErrorCode::BadArguments).at(field));
    }
    if text.chars().count() > most {
        return Err(CallError::new(ErrorCode::AnswerTooLong).at(field));
    }
    Ok(text)
}

impl From<ProblemRefused> for CallError {
    fn from(refused: ProblemRefused) -> Self {
        let (code, field) = match refused {
            ProblemRefused::NotFromHere { .. } => (ErrorCode::ProblemMoved, "step"),
            ProblemRefused::Stale => (ErrorCode::Stale, "round"),
            ProblemRefused::WrongRole => (ErrorCode::ProblemNotYours, "step"),
            ProblemRefused::OwnWork => (ErrorCode::ProblemOwnWork, "step"),
            ProblemRefused::ReasonNeeded => (ErrorCode::ReasonMissing, "reason"),
            ProblemRefused::EvidenceNeeded => (ErrorCode::ProblemNoEvidence, "photos"),
            ProblemRefused::OnSiteNeeded => (ErrorCode::ProblemNotOnSite, "on_site"),
            ProblemRefused::NotVerified
            | ProblemRefused::OwnerNeeded
            | ProblemRefused::LaterDayNeeded
            | ProblemRefused::OtherNeeded => (ErrorCode::ProblemAtConsole, "step"),
        };
        Self::new(code).at(field)
    }
}
