//! The ledgers beside visits and problems on the phone: lists, one entry's page, forms. What each
//! ledger holds is data (`domain::ledger`); the county's rows are shown with this phone's own work
//! laid over them ([`case`]).

mod case;
mod draft;
mod form;
mod known;
mod page;
mod save;
mod task;
mod text;

use domain::id::{EntryId, HouseholdId};
use domain::ledger::{Ledger, Scope, ledgers};
use domain::time::Date;
use store::{Connection, entry, household};

use crate::App;
use crate::cards::count;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::households;
use crate::problems::Who;
use crate::views::entries as view;
use crate::views::household::HouseholdRef;
use crate::views::{Labelled, Nothing};
use crate::visit::sheet;
use case::Case;

pub(crate) use draft::list as drafts;
pub(crate) use task::{Tried, all_deeds, all_tried, of_tasks};

/// Settled entries in a list; older ones are at the county.
const SETTLED_SHOWN: u32 = 200;
/// What waits for this person, on the shelf.
const TO_DO_SHOWN: usize = 30;

impl App {
    pub(crate) async fn ledgers(&self, _: Nothing) -> Result<view::LedgerShelf, CallError> {
        self.look(|desk| desk.read(|conn| shelf(desk, conn))).await
    }

    pub(crate) async fn entries(
        &self,
        query: view::EntriesQuery,
    ) -> Result<view::EntryList, CallError> {
        self.look(move |desk| desk.read(|conn| list(desk, conn, &query)))
            .await
    }

    pub(crate) async fn household_entries(
        &self,
        wanted: HouseholdRef,
    ) -> Result<Vec<view::HouseholdLedger>, CallError> {
        self.look(move |desk| {
            let id = households::id(&wanted.household_id)?;
            desk.read(|conn| of_household(desk, conn, id))
        })
        .await
    }
}

fn id(text: &str) -> Result<EntryId, CallError> {
    text.parse()
        .map_err(|_| CallError::new(ErrorCode::BadArguments).at("entry_id"))
}

fn ledger(code: &str) -> Result<&'static Ledger, CallError> {
    ledgers()
        .find(code)
        .ok_or_else(|| CallError::new(ErrorCode::BadArguments).at("ledger"))
}

fn name(ledger: &Ledger, desk: &Desk) -> Labelled {
    Labelled {
        code: ledger.code.clone(),
        label: ledger.label(desk.language).to_owned(),
    }
}

/// Whether the county keeps this ledger at all.
fn is_off(desk: &Desk, conn: &Connection, ledger: &Ledger) -> Result<bool, CallError> {
    Ok(match &ledger.switch {
        Some(switch) => sheet::params(conn, desk.today())?.number(switch) != Some(1),
        None => false,
    })
}

/// How pressing, as a key to sort by: what was refused, then by the day it is due.
fn urgency(case: &Case) -> (bool, bool, Option<Date>, i64) {
    (
        case.refused.is_none(),
        case.due.is_none(),
        case.due,
        case.made_ms,
    )
}

/// Open cases, the most pressing first.
fn open(conn: &Connection, who: &Who) -> Result<Vec<Case>, CallError> {
    let mut cases = Case::all(conn, who, entry::open(conn)?)?;
    cases.retain(|case| !case.is_settled());
    cases.sort_by_key(urgency);
    Ok(cases)
}

/// What waits for this person in all ledgers, for the first screen.
pub(crate) fn to_do(desk: &Desk, conn: &Connection) -> Result<Vec<view::EntryCard>, CallError> {
    let who = Who::load(conn)?;
    let cases = open(conn, &who)?;
    let asked = cases.iter().filter(|case| case.asks(desk.today()));
    Ok(asked.map(|case| case.card(desk)).collect())
}

fn shelf(desk: &Desk, conn: &Connection) -> Result<view::LedgerShelf, CallError> {
    let who = Who::load(conn)?;
    let counts = entry::counts(conn)?;
    let open = open(conn, &who)?;
    let asked = open.iter().filter(|case| case.asks(desk.today()));
    let mut shelf = view::LedgerShelf {
        village: Vec::new(),
        own: Vec::new(),
        household: Vec::new(),
        to_do: asked
            .take(TO_DO_SHOWN)
            .map(|case| case.card(desk))
            .collect(),
        drafts: draft::list(desk, conn)?,
    };
    for ledger in ledgers().all() {
        if is_off(desk, conn, ledger)? {
            continue;
        }
        let of_this = open.iter().filter(|case| case.ledger.code == ledger.code);
        let (mut open_here, mut overdue, mut unseen) = (0, 0, 0);
        for case in of_this {
            open_here += 1;
            overdue += usize::from(case.is_overdue(desk.today()));
            unseen += usize::from(!case.is_at_county);
        }
        let at_county = counts.iter().find(|(code, ..)| *code == ledger.code);
        let count = view::LedgerCount {
            ledger: name(ledger, desk),
            about: ledger.about(desk.language).to_owned(),
            open: count(open_here),
            overdue: count(overdue),
            total: at_county.map_or(0, |(_, all, _)| *all) + count(unseen),
        };
        match ledger.scope {
            Scope::Village => shelf.village.push(count),
            Scope::Person => shelf.own.push(count),
            Scope::Household => shelf.household.push(count),
        }
    }
    Ok(shelf)
}

fn list(
    desk: &Desk,
    conn: &Connection,
    query: &view::EntriesQuery,
) -> Result<view::EntryList, CallError> {
    let ledger = ledger(&query.ledger)?;
    let who = Who::load(conn)?;
    let (home, known) = match &query.household_id {
        Some(id) => {
            let id = households::id(id)?;
            (Some(id), entry::of_household(conn, id)?)
        }
        None => (None, entry::of_ledger(conn, &ledger.code, SETTLED_SHOWN)?),
    };
    let mut cases = Case::all(conn, &who, known)?;
    cases.retain(|case| case.ledger.code == ledger.code);
    let amount_fen = ledger.amount.as_ref().map(|_| {
        let counted = cases.iter().filter(|case| !case.is_voided());
        counted
            .filter_map(Case::amount)
            .fold(0_i64, i64::saturating_add)
    });
    let (mut open, settled): (Vec<Case>, Vec<Case>) =
        cases.into_iter().partition(|case| !case.is_settled());
    open.sort_by_key(urgency);
    let off = is_off(desk, conn, ledger)?;
    Ok(view::EntryList {
        ledger: name(ledger, desk),
        about: ledger.about(desk.language).to_owned(),
        open: open.iter().map(|case| case.card(desk)).collect(),
        settled: settled.iter().map(|case| case.card(desk)).collect(),
        amount_fen,
        can_add: !off && known::may_add(&who, ledger, home.is_some()),
        off,
        head_name: match home {
            Some(id) => household::row(conn, id)?.map(|home| home.head_name),
            None => None,
        },
    })
}

fn of_household(
    desk: &Desk,
    conn: &Connection,
    id: HouseholdId,
) -> Result<Vec<view::HouseholdLedger>, CallError> {
    let who = Who::load(conn)?;
    let here = household::row(conn, id)?.is_some_and(|home| home.in_scope);
    let mut cases = Case::all(conn, &who, entry::of_household(conn, id)?)?;
    cases.sort_by_key(Case::is_settled);
    let all = ledgers().all().iter();
    let of_homes = all.filter(|ledger| ledger.scope == Scope::Household);
    Ok(of_homes
        .map(|ledger| view::HouseholdLedger {
            ledger: name(ledger, desk),
            about: ledger.about(desk.language).to_owned(),
            entries: cases
                .iter()
                .filter(|case| case.ledger.code == ledger.code && !case.is_voided())
                .map(|case| case.card(desk))
                .collect(),
            can_add: here,
        })
        .collect())
}
