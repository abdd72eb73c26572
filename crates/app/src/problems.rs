//! The problem ledger 问题台账 on the phone: what a person has to act on, and one problem's page.
//! The county's rows are shown with this phone's own moves laid over them ([`case`]).

mod act;
mod case;
mod draft;
mod evidence;
mod page;
mod raise;

use domain::id::{HouseholdId, ProblemId};
use domain::problem::{ProblemMove, is_overdue};
use protocol::problem::RaiseProblemV1;
use store::Connection;
use store::problem::{self, Known};

use crate::App;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::households;
use crate::views::Nothing;
use crate::views::household::{HistoryKind, HistoryLine, HouseholdRef};
use crate::views::problems as view;
use crate::words::labelled;
use case::Case;
use raise::About;

pub(crate) use case::Who;
pub(crate) use draft::list as drafts;
pub(crate) use page::page;

/// Closed problems are listed for as long as somebody may still ask about them.
const CLOSED_SHOWN_MS: i64 = 30 * 24 * 60 * 60 * 1000;

impl App {
    pub(crate) async fn problems(&self, _: Nothing) -> Result<view::LedgerList, CallError> {
        self.look(|desk| desk.read(|conn| list(desk, conn))).await
    }

    pub(crate) async fn household_problems(
        &self,
        wanted: HouseholdRef,
    ) -> Result<Vec<view::LedgerCard>, CallError> {
        self.look(move |desk| {
            let id = households::id(&wanted.household_id)?;
            desk.read(|conn| of_household(desk, conn, id))
        })
        .await
    }
}

pub(crate) fn id(text: &str) -> Result<ProblemId, CallError> {
    text.parse()
        .map_err(|_| CallError::new(ErrorCode::BadArguments).at("problem_id"))
}

/// How pressing, as a key to sort by: what was refused, then by the day it is due.
fn urgency(case: &Case) -> (bool, bool, Option<domain::Date>, u8, i64) {
    let severity = match case.row.severity.as_str() {
        "critical" => 0,
        "major" => 1,
        "minor" => 2,
        _ => 3,
    };
    (
        case.refused.is_none(),
        case.due.is_none(),
        case.due,
        severity,
        case.row.found_ms,
    )
}

/// Open cases, the most pressing first.
fn open(conn: &Connection, who: &Who) -> Result<Vec<Case>, CallError> {
    let mut cases = cases(conn, who, problem::open(conn)?)?;
    cases.retain(Case::is_open);
    cases.sort_by_key(urgency);
    Ok(cases)
}

fn cases(conn: &Connection, who: &Who, known: Vec<Known>) -> Result<Vec<Case>, CallError> {
    known
        .into_iter()
        .filter_map(|known| Case::make(conn, who, known).transpose())
        .collect()
}

fn list(desk: &Desk, conn: &Connection) -> Result<view::LedgerList, CallError> {
    let who = Who::load(conn)?;
    let mut list = view::LedgerList {
        to_do: Vec::new(),
        to_verify: Vec::new(),
        others: Vec::new(),
        closed: Vec::new(),
        drafts: draft::list(desk, conn)?,
        villages: who.villages(),
    };
    for case in open(conn, &who)? {
        let group = match case.asks() {
            Some(Asks::ToDo) => &mut list.to_do,
            Some(Asks::ToVerify) => &mut list.to_verify,
            None => &mut list.others,
        };
        group.push(card(desk, conn, &case)?);
    }
    let since_ms = desk.now.as_ms().saturating_sub(CLOSED_SHOWN_MS);
    // One that is opened again here is above already.
    let closed = cases(conn, &who, problem::closed_since(conn, since_ms)?)?;
    let closed = closed.iter().filter(|case| !case.is_open());
    list.closed = closed
        .map(|case| card(desk, conn, case))
        .collect::<Result<_, _>>()?;
    Ok(list)
}

/// What a problem asks of the phone's owner.
enum Asks {
    ToDo,
    ToVerify,
}

impl Case {
    fn asks(&self) -> Option<Asks> {
        let moves = self.moves();
        if moves.contains(&ProblemMove::Verify) {
            return Some(Asks::ToVerify);
        }
        // Town may rectify for a unit without a phone; what has a person is that person's to do.
        let rectifies = moves.contains(&ProblemMove::Start) || moves.contains(&ProblemMove::Finish);
        let is_mine = self.actor.is_owner || self.row.owner_id.is_none();
        let is_asked = moves.contains(&ProblemMove::Register) || (rectifies && is_mine);
        (is_asked || self.refused.is_some()).then_some(Asks::ToDo)
    }
}

/// What this person has to act on, for the first screen.
pub(crate) fn to_act(desk: &Desk, conn: &Connection) -> Result<Vec<view::LedgerCard>, CallError> {
    let who = Who::load(conn)?;
    let cases = open(conn, &who)?;
    let asked = cases.iter().filter(|case| case.asks().is_some());
    asked.map(|case| card(desk, conn, case)).collect()
}

/// Open problems due within some days or overdue, whoever is to act, the most pressing first.
pub(crate) fn due_within(
    desk: &Desk,
    conn: &Connection,
    days: i32,
) -> Result<Vec<view::LedgerCard>, CallError> {
    let who = Who::load(conn)?;
    let mut cards = Vec::new();
    for case in open(conn, &who)? {
        let card = card(desk, conn, &case)?;
        if card.days_left.is_some_and(|left| left <= days) {
            cards.push(card);
        }
    }
    Ok(cards)
}

/// Every problem of a household, open ones first.
pub(crate) fn of_household(
    desk: &Desk,
    conn: &Connection,
    id: HouseholdId,
) -> Result<Vec<view::LedgerCard>, CallError> {
    let who = Who::load(conn)?;
    let mut cases = cases(conn, &who, problem::of_household(conn, id)?)?;
    cases.sort_by_key(|case| (!case.is_open(), urgency(case)));
    cases.iter().map(|case| card(desk, conn, case)).collect()
}

/// What happened to a household's problems, for its history: found, and every step since.
pub(crate) fn history(
    desk: &Desk,
    conn: &Connection,
    id: HouseholdId,
) -> Result<Vec<HistoryLine>, CallError> {
    let known = problem::of_household(conn, id)?;
    let rows = known.iter().filter_map(|known| known.row.as_ref());
    let mut lines = Vec::new();
    for row in rows {
        let title = raise::title_in(desk, conn, &row.title)?;
        lines.extend(row.steps.iter().map(|step| {
            let state = labelled("problem_state", &step.state, desk.language).label;
            HistoryLine {
                at_ms: step.at_ms,
                kind: HistoryKind::Problem,
                what: format!("{title} · {state}"),
                of: step.by_name.clone(),
                record_id: row.id.to_string(),
            }
        }));
    }
    Ok(lines)
}

/// A problem as a card.
fn card(desk: &Desk, conn: &Connection, case: &Case) -> Result<view::LedgerCard, CallError> {
    let (row, language) = (&case.row, desk.language);
    let today = desk.today();
    let open = case.is_open();
    Ok(view::LedgerCard {
        problem_id: row.id.to_string(),
        household_id: row.household_id.map(|id| id.to_string()),
        number: row.number.clone(),
        title: raise::title_in(desk, conn, &row.title)?,
        head_name: row.head_name.clone(),
        place_name: format!("{}{}", row.village, row.group),
        category: labelled("problem_category", &row.category, language),
        severity: labelled("severity", &row.severity, language),
        state: labelled("problem_state", &row.state, language),
        open,
        due: case.due.map(|due| due.to_string()),
        days_left: case
            .due
            .filter(|_| open)
            .and_then(|due| today.until(due).ok())
            .map(|left| left.get_days()),
        overdue: case
            .state
            .is_some_and(|state| is_overdue(state, case.due, today)),
        on_its_way: case.on_its_way,
        refused: case.refused.clone(),
    })
}

/// Who or what a problem is about: the head of the household, or the village.
pub(crate) fn about(conn: &Connection, id: ProblemId) -> Result<String, CallError> {
    let Some(known) = problem::get(conn, id)? else {
        return Ok(String::new());
    };
    let case = Case::make(conn, &Who::load(conn)?, known)?;
    Ok(case.map_or_else(String::new, |case| case.about()))
}

/// The same of one that was reported here, taken back or not.
pub(crate) fn about_raised(
    conn: &Connection,
    raised: &RaiseProblemV1,
) -> Result<String, CallError> {
    let who = Who::load(conn)?;
    match About::of(raised) {
        Some(about) => about.name(conn, &who),
        None => Ok(String::new()),
    }
}

impl Case {
    fn about(&self) -> String {
        match self.row.household_id {
            Some(_) => self.row.head_name.clone(),
            None => self.row.village.clone(),
        }
    }
}
