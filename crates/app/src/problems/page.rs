//! One problem's page: everything known of it, and what this person may do.

use std::str::FromStr as _;

use domain::id::ProblemId;
use domain::problem::ProblemMove;
use protocol::edit::Edit;
use protocol::problem::{MoveProblemV1, ProblemStepV1};
use store::facts::Pending;
use store::{Connection, member, problem, standing};

use super::case::{Case, Who};
use super::{card, draft, evidence};
use crate::App;
use crate::cards::count;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::me::delivery;
use crate::views::problems as view;
use crate::words::labelled;

impl App {
    pub(crate) async fn problem_page(
        &self,
        wanted: view::ProblemRef,
    ) -> Result<view::LedgerPage, CallError> {
        self.look(move |desk| {
            let id = super::id(&wanted.problem_id)?;
            desk.read(|conn| page(desk, conn, id))
        })
        .await
    }
}

pub(crate) fn page(
    desk: &Desk,
    conn: &Connection,
    id: ProblemId,
) -> Result<view::LedgerPage, CallError> {
    let who = Who::load(conn)?;
    let known = problem::get(conn, id)?.ok_or(ErrorCode::NotFound)?;
    let case = Case::make(conn, &who, known)?.ok_or(ErrorCode::NotFound)?;
    let home = match case.row.household_id {
        Some(household) => standing::household(conn, household, &desk.today().to_string())?,
        None => None,
    };
    let photos = evidence::of_case(conn, &case)?;
    let moves = case.moves();
    let at_once = moves.contains(&ProblemMove::FixAtOnce);
    let since = if moves.iter().any(|step| step.reports()) {
        evidence::since(&photos, &case, at_once)
    } else {
        Vec::new()
    };
    let (after, elsewhere) = evidence::after(&photos, &case);
    let cards = |found: &[&evidence::Found]| found.iter().map(|one| one.card(desk)).collect();
    let row = &case.row;
    let member_name = match row.member {
        Some(member) => member::get(conn, member)?.map(|member| member.name),
        None => None,
    };
    Ok(view::LedgerPage {
        card: card(desk, conn, &case)?,
        member_name,
        detail: row.detail.clone(),
        source: labelled("problem_source", &row.source, desk.language),
        unit: unit(desk, &case),
        cooperating_units: row.cooperating_units.clone(),
        owner_name: row.owner_name.clone(),
        mine: case.actor.is_owner,
        found_ms: row.found_ms,
        first_due: row
            .first_due
            .clone()
            .filter(|first| Some(first) != row.due.as_ref()),
        critical: case.is_critical(),
        waits_for_county: row.verified && case.is_open(),
        round: row.round,
        merged_into: row.merged_into.map(|id| id.to_string()),
        household_here: home.as_ref().is_some_and(|home| home.row.in_scope),
        visit_draft: home.and_then(|home| home.standing.draft.map(|id| id.to_string())),
        steps: steps(desk, &who, &case),
        before: cards(&evidence::before(&photos, &case)),
        after: cards(&after),
        photos_elsewhere: count(elsewhere),
        moves: moves
            .iter()
            .enumerate()
            .map(|(at, step)| ledger_move(conn, &case, *step, at == 0))
            .collect::<Result<_, CallError>>()?,
        evidence: cards(&since),
        at_console: case.is_for_console(),
    })
}

/// The unit's own name, or what kind of unit it is.
fn unit(desk: &Desk, case: &Case) -> String {
    let row = &case.row;
    if row.unit.is_empty() && !row.role.is_empty() {
        labelled("unit_role", &row.role, desk.language).label
    } else {
        row.unit.clone()
    }
}

fn ledger_move(
    conn: &Connection,
    case: &Case,
    step: ProblemMove,
    is_first: bool,
) -> Result<view::LedgerMove, CallError> {
    // Taking a problem up again or striking it out is nobody's next thing to do.
    let is_rare = matches!(
        step,
        ProblemMove::Reopen | ProblemMove::Cancel | ProblemMove::Decline | ProblemMove::SendBack
    );
    Ok(view::LedgerMove {
        step: step.as_str().to_owned(),
        main: is_first && !is_rare,
        draft: draft::of_move(conn, case.row.id, step)?,
    })
}

fn steps(desk: &Desk, who: &Who, case: &Case) -> Vec<view::LedgerStep> {
    let done = case.row.steps.iter().map(|step| step_card(desk, step));
    let waiting = case.pending.iter().map(|one| pending_card(desk, who, one));
    done.chain(waiting).collect()
}

fn step_card(desk: &Desk, step: &ProblemStepV1) -> view::LedgerStep {
    let ProblemStepV1 {
        step,
        state,
        by_name,
        at_ms,
        visit_id: _,
        said,
    } = step;
    view::LedgerStep {
        step: step.clone(),
        state: Some(labelled("problem_state", state, desk.language)),
        by_name: by_name.clone(),
        at_ms: *at_ms,
        ..said_card(said.as_ref())
    }
}

fn pending_card(desk: &Desk, who: &Who, one: &Pending) -> view::LedgerStep {
    let (step, at_ms, said) = match &one.edit {
        Edit::MoveProblemV1(moved) => (moved.step.as_str(), moved.moved_ms, Some(moved)),
        Edit::RaiseProblemV1(raised) => ("raised", raised.found_ms, None),
        _ => ("", desk.now.as_ms(), None),
    };
    view::LedgerStep {
        step: step.to_owned(),
        by_name: who.name.clone(),
        at_ms,
        waiting: Some(view::LedgerWaiting {
            change_id: one.change_id.to_string(),
            delivery: one.delivery.map(|stands| delivery(stands, one.behind)),
            code: one.code.clone(),
            can_withdraw: one.can_undo,
        }),
        ..said_card(said)
    }
}

fn said_card(said: Option<&MoveProblemV1>) -> view::LedgerStep {
    // Of a step that takes none, a day that came along says nothing.
    let names_day = said.is_some_and(|said| {
        matches!(
            ProblemMove::from_str(&said.step),
            Ok(ProblemMove::Assign | ProblemMove::Extend | ProblemMove::Reopen)
        )
    });
    view::LedgerStep {
        step: String::new(),
        state: None,
        by_name: String::new(),
        at_ms: 0,
        reason: said.and_then(|said| said.reason.clone()),
        result: said.and_then(|said| said.result.clone()),
        photo_waiver: said.and_then(|said| said.photo_waiver.clone()),
        photos: said.map_or(0, |said| count(said.photos.len())),
        on_site: said.is_some_and(|said| said.on_site),
        unit: said.and_then(|said| said.unit.clone()),
        cooperating_units: said
            .and_then(|said| said.cooperating_units.clone())
            .unwrap_or_default(),
        due: said.and_then(|said| said.due.clone()).filter(|_| names_day),
        waiting: None,
    }
}
