//! Forms that were left: saved as they are typed, there again after the app was killed.

use domain::id::{EntryId, HouseholdId};
use store::entry_draft::{self, CORRECT, Draft, NEW};
use store::{Connection, Transaction, entry, household};

use super::case::Case;
use super::form::{Target, to_values};
use super::{known, page, text};
use crate::App;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::problems::Who;
use crate::views::entries as view;

/// Characters of one text in a form: more than may be saved, so that nothing is cut off unseen.
const MOST_KEPT: usize = 8000;

impl App {
    /// Nobody else shows a form being typed: no listener is told. Answers what it comes to so far.
    pub(crate) async fn keep_entry_draft(
        &self,
        draft: view::EntryDraftInput,
    ) -> Result<view::EntryReckoned, CallError> {
        self.look(move |desk| {
            let view::EntryDraftInput { input, keep } = draft;
            if !keep {
                let (ledger, subject, step) = place(&input.target)?;
                desk.write(|tx| Ok(entry_draft::discard(tx, &ledger, &subject, &step)?))?;
                return Ok(view::EntryReckoned::default());
            }
            fits(&input)?;
            desk.write(|tx| {
                // What belongs to nothing could be neither opened again nor given up.
                let target = Target::find(desk, tx, &input.target)?;
                put(desk, tx, &input)?;
                if target.step.is_some() {
                    return Ok(view::EntryReckoned::default());
                }
                let family = known::family(tx, target.household_id, &target.members)?;
                let values = to_values(input.values);
                let mut so_far = text::reckoned(desk, tx, target.ledger, &values, family)?;
                let doubts = text::doubtful(desk, target.fields(), &values);
                so_far.notices.extend(doubts);
                Ok(so_far)
            })
        })
        .await
    }
}

fn fits(input: &view::EntryInput) -> Result<(), CallError> {
    let too_long = |text: &String| text.chars().count() > MOST_KEPT;
    for (code, value) in &input.values {
        if matches!(value, view::FormValue::Text(text) if too_long(text)) {
            return Err(CallError::new(ErrorCode::AnswerTooLong).at(code));
        }
    }
    if too_long(&input.reason) {
        return Err(CallError::new(ErrorCode::AnswerTooLong).at("reason"));
    }
    Ok(())
}

/// Where a form belongs.
fn place(target: &view::EntryFormQuery) -> Result<(String, String, String), CallError> {
    let ledger = super::ledger(&target.ledger)?.code.clone();
    Ok(match (&target.entry_id, &target.step) {
        (Some(entry), Some(step)) => (ledger, super::id(entry)?.to_string(), step.clone()),
        (Some(entry), None) => (ledger, super::id(entry)?.to_string(), CORRECT.to_owned()),
        (None, _) => {
            let home = target.household_id.clone().unwrap_or_default();
            (ledger, home, NEW.to_owned())
        }
    })
}

pub(super) fn put(
    desk: &Desk,
    tx: &Transaction<'_>,
    input: &view::EntryInput,
) -> Result<(), CallError> {
    let (ledger, subject, step) = place(&input.target)?;
    let draft = Draft {
        ledger,
        subject,
        step,
        body: serde_json::to_string(input).map_err(CallError::internal)?,
        saved_ms: desk.now.as_ms(),
    };
    Ok(entry_draft::keep(tx, &draft)?)
}

/// One that another version wrote and this one cannot read is as good as none.
pub(super) fn get(
    conn: &Connection,
    target: &Target,
) -> Result<Option<view::EntryInput>, CallError> {
    let (subject, step) = match (&target.case, &target.step) {
        (Some(case), Some(step)) => (case.id.to_string(), step.as_str()),
        (Some(case), None) => (case.id.to_string(), CORRECT),
        (None, _) => {
            let home = target.household_id.map(|id| id.to_string());
            (home.unwrap_or_default(), NEW)
        }
    };
    let draft = entry_draft::get(conn, &target.ledger.code, &subject, step)?;
    Ok(draft.and_then(|draft| serde_json::from_str(&draft.body).ok()))
}

/// Every form that was left, the last one first.
pub(crate) fn list(desk: &Desk, conn: &Connection) -> Result<Vec<view::EntryDraft>, CallError> {
    let who = Who::load(conn)?;
    let mut found = Vec::new();
    for draft in entry_draft::list(conn)? {
        found.extend(card(desk, conn, &who, &draft)?);
    }
    Ok(found)
}

fn card(
    desk: &Desk,
    conn: &Connection,
    who: &Who,
    draft: &Draft,
) -> Result<Option<view::EntryDraft>, CallError> {
    let Ok(ledger) = super::ledger(&draft.ledger) else {
        return Ok(None);
    };
    let mut target = view::EntryFormQuery {
        ledger: draft.ledger.clone(),
        household_id: None,
        entry_id: None,
        step: None,
    };
    let mut head_name = None;
    let (mut title, mut overtaken) = (String::new(), false);
    if draft.step == NEW {
        if let Ok(id) = draft.subject.parse::<HouseholdId>() {
            let home = household::row(conn, id)?;
            overtaken = home.is_none();
            head_name = home.map(|home| home.head_name);
            target.household_id = Some(draft.subject.clone());
        }
    } else {
        target.entry_id = Some(draft.subject.clone());
        let is_step = draft.step != CORRECT;
        target.step = is_step.then(|| draft.step.clone());
        let known = match draft.subject.parse::<EntryId>() {
            Ok(id) => entry::get(conn, id)?,
            Err(_) => None,
        };
        let case = known
            .map(|known| Case::make(conn, who, known))
            .transpose()?;
        match case.flatten() {
            Some(case) => {
                overtaken = if is_step {
                    !case.moves().contains(&draft.step.as_str())
                } else {
                    !case.may_correct()
                };
                title = text::title(&case, desk);
                head_name = Some(case.head_name.clone()).filter(|name| !name.is_empty());
            }
            None => overtaken = true,
        }
    }
    let step = target.step.as_deref();
    Ok(Some(view::EntryDraft {
        ledger: super::name(ledger, desk),
        step: step.map(|step| page::step_name(ledger, step, desk)),
        title,
        head_name,
        saved_ms: draft.saved_ms,
        overtaken,
        target,
    }))
}
