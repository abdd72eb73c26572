//! The problem ledger 问题台账: where a problem stands, and who may move it where (DOMAIN §5.2). The
//! server decides with this; the phone proposes with it.
//!
//! Start at [`decide`]. Overdue 逾期 is computed from dates ([`is_overdue`]) and never a state.

mod table;
#[cfg(test)]
mod tests;

use crate::time::Date;
use table::target;
pub use table::{ProblemMove, ProblemState, UnknownCode};

/// In what capacity someone acts on a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemRole {
    /// Helps the household, or answers for the problem.
    Cadre,
    /// Leads the village's team.
    Captain,
    /// The town's chief captain.
    Town,
    /// County staff.
    County,
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProblemActor {
    /// In what capacity.
    pub role: ProblemRole,
    /// Answers for the problem 责任人.
    pub is_owner: bool,
    /// Reported it as rectified.
    pub is_rectifier: bool,
}

/// A problem as the decider knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProblemStanding {
    /// Where it stands.
    pub state: ProblemState,
    /// How often it was reported as rectified: a verifier names the report he saw.
    pub round: u32,
    /// Severity `critical`: verified on site by another person, then signed off by the county.
    pub critical: bool,
    /// Verified on site in this round, and waiting for the county.
    pub verified: bool,
    /// The day it is due, if any.
    pub due: Option<Date>,
}

/// What comes with a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Given {
    /// The round the person saw; asked of whoever judges a report.
    pub round: u32,
    /// A reason in words or by code.
    pub reason: bool,
    /// Photos, or why there are none.
    pub evidence: bool,
    /// The verifier stood before it.
    pub on_site: bool,
    /// Who is to answer for it.
    pub owner: bool,
    /// A new due day.
    pub due: Option<Date>,
    /// The problem this one is the same as.
    pub other: bool,
}

/// Where a move leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// The new state.
    pub state: ProblemState,
    /// The new round.
    pub round: u32,
    /// Whether a critical problem now waits for the county only.
    pub verified: bool,
}

/// Why a move is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProblemRefused {
    /// There is no such move from here, for anyone.
    #[error("no {} from {}", step.as_str(), state.as_str())]
    NotFromHere {
        /// Where the problem stands.
        state: ProblemState,
        /// The move.
        step: ProblemMove,
    },
    /// It was judged on an older report.
    #[error("reported as rectified again since")]
    Stale,
    /// The move is someone else's.
    #[error("not yours to do")]
    WrongRole,
    /// Whoever rectified it or answers for it does not verify it.
    #[error("not on one's own rectification")]
    OwnWork,
    /// The move needs a reason.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// The move needs photos, or why there are none.
    #[error("evidence is needed")]
    EvidenceNeeded,
    /// A critical problem is verified where it is.
    #[error("must be verified on site")]
    OnSiteNeeded,
    /// A critical problem is signed off after somebody verified it on site.
    #[error("must be verified first")]
    NotVerified,
    /// Somebody must answer for it.
    #[error("a responsible person is needed")]
    OwnerNeeded,
    /// An extension names a later day.
    #[error("a later day is needed")]
    LaterDayNeeded,
    /// Which problem it is the same as.
    #[error("the other problem is needed")]
    OtherNeeded,
}

impl ProblemRefused {
    /// The code that leaves the crate.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NotFromHere { .. } => "not_from_here",
            Self::Stale => "stale",
            Self::WrongRole => "wrong_role",
            Self::OwnWork => "own_work",
            Self::ReasonNeeded => "reason_needed",
            Self::EvidenceNeeded => "evidence_needed",
            Self::OnSiteNeeded => "on_site_needed",
            Self::NotVerified => "not_verified",
            Self::OwnerNeeded => "owner_needed",
            Self::LaterDayNeeded => "later_day_needed",
            Self::OtherNeeded => "other_needed",
        }
    }
}

/// Where a move leads.
///
/// Order of refusals: whether there is such a move, whether it judges an old report, whose it is,
/// and what it lacks.
///
/// # Errors
/// [`ProblemRefused`].
pub fn decide(
    standing: &ProblemStanding,
    step: ProblemMove,
    actor: ProblemActor,
    given: &Given,
) -> Result<After, ProblemRefused> {
    let state = standing.state;
    let (to, whose) = target(state, step).ok_or(ProblemRefused::NotFromHere { state, step })?;
    if step.judges() && given.round != standing.round {
        return Err(ProblemRefused::Stale);
    }
    whose.allows(actor)?;
    lacks(standing, step, given)?;
    let waits = step == ProblemMove::Verify && standing.critical;
    Ok(After {
        // Verified on site, a critical problem waits where it is for the county.
        state: if waits { state } else { to },
        round: standing.round + u32::from(step.reports()),
        verified: waits || (to == state && standing.verified),
    })
}

fn lacks(
    standing: &ProblemStanding,
    step: ProblemMove,
    given: &Given,
) -> Result<(), ProblemRefused> {
    if step.needs_reason() && !given.reason {
        return Err(ProblemRefused::ReasonNeeded);
    }
    if step.reports() && !given.evidence {
        return Err(ProblemRefused::EvidenceNeeded);
    }
    match step {
        ProblemMove::Assign if !given.owner => Err(ProblemRefused::OwnerNeeded),
        ProblemMove::Merge if !given.other => Err(ProblemRefused::OtherNeeded),
        ProblemMove::Verify if standing.critical && !given.on_site => {
            Err(ProblemRefused::OnSiteNeeded)
        }
        ProblemMove::SignOff if !(standing.critical && standing.verified) => {
            Err(ProblemRefused::NotVerified)
        }
        ProblemMove::Extend => match (standing.due, given.due) {
            (Some(due), Some(later)) if later > due => Ok(()),
            _ => Err(ProblemRefused::LaterDayNeeded),
        },
        _ => Ok(()),
    }
}

/// The moves someone has, for showing buttons.
#[must_use]
pub fn moves(standing: &ProblemStanding, actor: ProblemActor) -> Vec<ProblemMove> {
    let given = Given {
        round: standing.round,
        reason: true,
        evidence: true,
        on_site: true,
        owner: true,
        due: Some(Date::MAX),
        other: true,
    };
    let open = |step: &ProblemMove| decide(standing, *step, actor, &given).is_ok();
    ProblemMove::ALL.into_iter().filter(open).collect()
}

/// Whether it is still open after the day it was due: also while it waits to be verified (list
/// `problem_state`). What is kept up for good 长期坚持 has no day.
#[must_use]
pub fn is_overdue(state: ProblemState, due: Option<Date>, today: Date) -> bool {
    let has_an_end = state.is_open() && state != ProblemState::LongTerm;
    has_an_end && due.is_some_and(|due| due < today)
}

/// The day it is due after a move: opened again it has the days of its severity anew, `again`;
/// what is kept up for good has none; otherwise as `said`, or as before.
#[must_use]
pub fn due_after(
    step: ProblemMove,
    before: Option<Date>,
    said: Option<Date>,
    again: Option<Date>,
) -> Option<Date> {
    match step {
        ProblemMove::Reopen => again,
        ProblemMove::KeepLongTerm => None,
        _ => said.or(before),
    }
}

/// The first due day: the severity's days after it was registered, at latest the campaign's end
/// (DOMAIN §2.2). A severity without days has none.
#[must_use]
pub fn due(registered: Date, days: Option<u32>, campaign_end: Option<Date>) -> Option<Date> {
    let days = days.map(|days| {
        let days = jiff::Span::new().try_days(i64::from(days));
        days.and_then(|days| registered.checked_add(days))
            .unwrap_or(Date::MAX)
    });
    match (days, campaign_end) {
        (Some(days), Some(end)) => Some(days.min(end)),
        (days, _) => days,
    }
}

/// 县码+年+序号: given by the server, never by a phone (DOMAIN §3).
#[must_use]
pub fn number(county_code: &str, year: i16, nth: u32) -> String {
    format!("{county_code}-{year:04}-{nth:05}")
}
