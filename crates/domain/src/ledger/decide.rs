//! Who may move an entry where.

use super::definition::{Ledger, Move};
use super::value::{EntryValue, Values};
use super::{VOID, VOIDED};
use crate::codes::Params;
use crate::problem::UnknownCode;
use crate::time::{Date, parse_date};

/// In what capacity someone acts on an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryRole {
    /// Sees it: helps the household, works in the village, or it is his own.
    Anyone,
    /// Leads the village's team.
    Captain,
    /// The town's chief captain.
    Town,
    /// County staff.
    County,
}

impl std::str::FromStr for EntryRole {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        Ok(match code {
            "anyone" => Self::Anyone,
            "captain" => Self::Captain,
            "town" => Self::Town,
            "county" => Self::County,
            _ => return Err(UnknownCode),
        })
    }
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryActor {
    /// In what capacity.
    pub role: EntryRole,
    /// Wrote it.
    pub is_author: bool,
}

/// Why a move is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryRefused {
    /// There is no such move from here.
    #[error("no such move from here")]
    NotFromHere,
    /// The move is someone else's.
    #[error("not yours to do")]
    WrongRole,
    /// Nobody judges his own.
    #[error("not on one's own entry")]
    OwnWork,
    /// The move needs a reason.
    #[error("a reason is needed")]
    ReasonNeeded,
}

impl EntryRefused {
    /// The code that leaves the crate.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotFromHere => "not_from_here",
            Self::WrongRole => "wrong_role",
            Self::OwnWork => "own_work",
            Self::ReasonNeeded => "reason_needed",
        }
    }
}

/// Where a move leads.
///
/// # Errors
/// [`EntryRefused`]: whether there is such a move, whose it is, what it lacks; in this order.
pub fn decide<'a>(
    ledger: &'a Ledger,
    state: &str,
    step: &str,
    actor: EntryActor,
    has_reason: bool,
) -> Result<&'a str, EntryRefused> {
    if step == VOID {
        return void(ledger, state, actor, has_reason);
    }
    let step = ledger
        .step(step)
        .filter(|step| step.from.iter().any(|from| from == state))
        .ok_or(EntryRefused::NotFromHere)?;
    allows(step, actor)?;
    if step.reason && !has_reason {
        return Err(EntryRefused::ReasonNeeded);
    }
    Ok(&step.to)
}

fn allows(step: &Move, actor: EntryActor) -> Result<(), EntryRefused> {
    if actor.role < step.by {
        return Err(EntryRefused::WrongRole);
    }
    if step.not_own && actor.is_author {
        return Err(EntryRefused::OwnWork);
    }
    Ok(())
}

/// Its author takes out what is still his; afterwards the captain, and what changed other
/// records only the county, which must undo that by hand.
fn void(
    ledger: &Ledger,
    state: &str,
    actor: EntryActor,
    has_reason: bool,
) -> Result<&'static str, EntryRefused> {
    let standing = ledger.state(state).ok_or(EntryRefused::NotFromHere)?;
    let took_effect = ledger
        .moves
        .iter()
        .any(|step| step.effect.is_some() && step.to == state);
    let least = if took_effect {
        return Err(EntryRefused::NotFromHere);
    } else if standing.editable && actor.is_author {
        EntryRole::Anyone
    } else {
        EntryRole::Captain
    };
    if actor.role < least {
        return Err(EntryRefused::WrongRole);
    }
    if !has_reason {
        return Err(EntryRefused::ReasonNeeded);
    }
    Ok(VOIDED)
}

/// Whether someone may still correct an entry's fields: its author, where the state says so; a
/// captain what is another's only by returning it.
#[must_use]
pub fn may_correct(ledger: &Ledger, state: &str, actor: EntryActor) -> bool {
    let editable = ledger.state(state).is_some_and(|state| state.editable);
    editable && (actor.is_author || actor.role == EntryRole::County)
}

/// The moves someone has, for showing buttons; taking out comes last.
#[must_use]
pub fn moves<'a>(ledger: &'a Ledger, state: &str, actor: EntryActor) -> Vec<&'a str> {
    let steps = ledger.moves.iter().map(|step| step.code.as_str());
    steps
        .chain([VOID])
        .filter(|step| decide(ledger, state, step, actor, true).is_ok())
        .collect()
}

/// By when an entry is to be dealt with, while anything is left to do about it.
#[must_use]
pub fn due(ledger: &Ledger, state: &str, values: &Values, params: &Params) -> Option<Date> {
    let due = ledger.due.as_ref().filter(|_| !ledger.is_settled(state))?;
    if !due.kinds.is_empty() {
        let kind = values.get(ledger.kind.as_deref()?)?.text()?;
        due.kinds.iter().find(|one| *one == kind)?;
    }
    let from = parse_date(values.get(&due.field).and_then(EntryValue::text)?)?;
    let own = due.param.as_deref().and_then(|param| params.number(param));
    let days = own.unwrap_or(i64::from(due.days));
    let days = jiff::Span::new().try_days(days).ok()?;
    from.checked_add(days).ok()
}
