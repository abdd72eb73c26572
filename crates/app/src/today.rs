//! The first screen: what this day asks for.

use domain::task::Cadence;
use store::{Connection, standing};

use crate::cards::{self, count};
use crate::desk::{self, Desk};
use crate::error::CallError;
use crate::tasks::{self, Plans};
use crate::views::Nothing;
use crate::views::today::Today;
use crate::{App, entries, households, problems, review};

/// The screen shows the most pressing; the rest are under Households.
const DUE_SHOWN: usize = 20;
/// The rest are in the ledger.
const PROBLEMS_SHOWN: usize = 3;
/// The rest are on the shelf of ledgers.
const ENTRIES_SHOWN: usize = 3;

impl App {
    pub(crate) async fn today(&self, _: Nothing) -> Result<Today, CallError> {
        self.look(|desk| desk.read(|conn| today(desk, conn))).await
    }
}

fn today(desk: &Desk, conn: &Connection) -> Result<Today, CallError> {
    let me = desk::device(conn)?.person_id;
    let mine = cards::mine(conn, me)?;
    let found = standing::all(conn, &desk.today().to_string())?;
    let plans = Plans::load(desk, conn)?;
    let mut due: Vec<_> = found
        .iter()
        .map(|found| (plans.visit(found).state, found))
        .filter(|(state, _)| state.is_pressing())
        .collect();
    due.sort_by_key(|(state, found)| (state.urgency(), found.standing.last_visit_ms));
    let period = Cadence::HalfYear.period(desk.today());
    let owed: Vec<_> = found.iter().filter(|found| plans.asks(found)).collect();
    let visited = owed
        .iter()
        .filter(|found| plans.visited_this_half_year(found))
        .count();
    let contested = found.iter().filter(|found| found.standing.contested > 0);
    let contested = count(contested.count());
    let problems = problems::to_act(desk, conn)?;
    let waiting = entries::to_do(desk, conn)?;
    let captain = desk::owner(conn)?.is_some_and(|owner| desk::is_captain(&owner));
    Ok(Today {
        date: desk.today().to_string(),
        period: format!(
            "{}-H{}",
            period.start.year(),
            if period.start.month() == 1 { 1 } else { 2 }
        ),
        households: count(found.len()),
        owed: count(owed.len()),
        visited: count(visited),
        campaigns: tasks::on_today(conn, &plans, &found)?,
        drafts: cards::cards(desk, conn, &mine.drafts)?,
        returned: cards::cards(desk, conn, &mine.returned)?,
        unsent: cards::cards(desk, conn, &mine.unsent)?,
        due: due
            .iter()
            .take(DUE_SHOWN)
            .map(|(_, found)| households::card(desk, &plans, found))
            .collect(),
        due_total: count(due.len()),
        deeds_due: count(plans.deeds_due(conn, &found)?.len()),
        to_review: if captain {
            count(review::waiting(conn, me)?.len())
        } else {
            0
        },
        contested,
        entries_total: count(waiting.len()),
        entries: waiting.into_iter().take(ENTRIES_SHOWN).collect(),
        problems_total: count(problems.len()),
        problems: problems.into_iter().take(PROBLEMS_SHOWN).collect(),
    })
}
