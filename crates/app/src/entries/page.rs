//! One entry's page.

use domain::ledger::{Ledger, VOID, Values};
use protocol::edit::Edit;
use protocol::entry::EntryStepLineV1;
use store::outbox::Delivery;
use store::{Connection, entry};

use super::case::{Case, state};
use super::{known, text};
use crate::App;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::problems::Who;
use crate::views::Labelled;
use crate::views::entries as view;

impl App {
    pub(crate) async fn entry_page(
        &self,
        wanted: view::EntryRef,
    ) -> Result<view::EntryPage, CallError> {
        self.look(move |desk| {
            let id = super::id(&wanted.entry_id)?;
            desk.read(|conn| page(desk, conn, id))
        })
        .await
    }
}

pub(super) fn page(
    desk: &Desk,
    conn: &Connection,
    id: domain::EntryId,
) -> Result<view::EntryPage, CallError> {
    let who = Who::load(conn)?;
    let known = entry::get(conn, id)?.ok_or(ErrorCode::NotFound)?;
    let case = Case::make(conn, &who, known)?.ok_or(ErrorCode::NotFound)?;
    let members = known::members(conn, case.household_id)?;
    let family = known::family(conn, case.household_id, &members)?;
    let reckoned = text::reckoned(desk, conn, case.ledger, &case.values, family)?;
    Ok(view::EntryPage {
        card: case.card(desk),
        about: case.ledger.about(desk.language).to_owned(),
        lines: text::lines(desk, conn, &case.ledger.fields, &case.values)?,
        reckoned: reckoned.lines,
        notices: reckoned.notices,
        steps: steps(desk, conn, &who, &case)?,
        moves: case
            .moves()
            .into_iter()
            .map(|step| entry_move(case.ledger, step, desk))
            .collect(),
        may_correct: case.may_correct(),
        withdrawable: case
            .pending
            .iter()
            .find(|one| one.can_undo)
            .map(|one| one.change_id.to_string()),
    })
}

fn entry_move(ledger: &Ledger, code: &str, desk: &Desk) -> view::EntryMove {
    let step = ledger.step(code);
    view::EntryMove {
        step: step_name(ledger, code, desk),
        has_form: step.is_none_or(|step| step.reason || !step.fields.is_empty()),
        careful: step.is_none_or(|step| step.reason),
    }
}

/// A step by its name; a newer county's is shown as it is.
pub(super) fn step_name(ledger: &Ledger, code: &str, desk: &Desk) -> Labelled {
    let say = |zh, en| desk.language.pick(zh, Some(en));
    let label = match (ledger.step(code), code) {
        (Some(step), _) => step.label(desk.language),
        (None, "saved") => say("新建", "Written"),
        (None, "corrected") => say("更正", "Corrected"),
        (None, VOID) => say("作废", "Take out"),
        (None, other) => other,
    };
    Labelled {
        code: code.to_owned(),
        label: label.to_owned(),
    }
}

/// The county's lines, then what was done here and has not come back.
fn steps(
    desk: &Desk,
    conn: &Connection,
    who: &Who,
    case: &Case,
) -> Result<Vec<view::EntryStep>, CallError> {
    let mut all = Vec::new();
    for line in &case.steps {
        all.push(step(desk, conn, case, line, false)?);
    }
    let mut has_begun = case.is_at_county;
    for one in &case.pending {
        let line = match &one.edit {
            Edit::SaveEntryV1(saved) => {
                let mut fields = Values::new();
                entry::lay(&mut fields, saved);
                EntryStepLineV1 {
                    step: if has_begun { "corrected" } else { "saved" }.to_owned(),
                    state: String::new(),
                    by_name: who.name.clone(),
                    at_ms: saved.saved_ms,
                    reason: None,
                    fields: if has_begun { fields } else { Values::new() },
                    contested: Vec::new(),
                }
            }
            Edit::MoveEntryV1(moved) => EntryStepLineV1 {
                step: moved.step.clone(),
                state: String::new(),
                by_name: who.name.clone(),
                at_ms: moved.moved_ms,
                reason: moved.reason.clone(),
                fields: moved.fields.clone(),
                contested: Vec::new(),
            },
            _ => continue,
        };
        has_begun = true;
        let is_refused = one.delivery == Some(Delivery::Parked);
        all.push(view::EntryStep {
            waiting: !is_refused,
            ..step(desk, conn, case, &line, true)?
        });
    }
    Ok(all)
}

fn step(
    desk: &Desk,
    conn: &Connection,
    case: &Case,
    line: &EntryStepLineV1,
    waiting: bool,
) -> Result<view::EntryStep, CallError> {
    let fields = match case.ledger.step(&line.step) {
        Some(step) => &step.fields,
        None => &case.ledger.fields,
    };
    let label = |code: &String| {
        let field = fields.iter().find(|field| field.code == *code);
        field
            .map_or(code.as_str(), |field| field.label(desk.language))
            .to_owned()
    };
    let lines = text::lines(desk, conn, fields, &line.fields)?;
    Ok(view::EntryStep {
        step: step_name(case.ledger, &line.step, desk),
        state: state(case.ledger, &line.state, desk),
        by_name: line.by_name.clone(),
        at_ms: line.at_ms,
        reason: line.reason.clone(),
        // The whole entry stands above; its first line repeats nothing.
        lines: if line.step == "saved" {
            Vec::new()
        } else {
            lines
        },
        contested: line.contested.iter().map(label).collect(),
        waiting,
    })
}
