//! Who may move a visit where. The server decides with this; the phone proposes with it.

/// Where a visit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewState {
    /// Being filled in.
    Draft,
    /// Complete on the phone, waiting to be received.
    Sealed,
    /// Received by the server.
    Submitted,
    /// Approved by a captain.
    CaptainApproved,
    /// Sent back to the visitor.
    Returned,
    /// Sent to the county.
    Batched,
    /// Accepted by the county; frozen.
    CountyAccepted,
    /// Sent back by the county.
    ReturnedToCaptain,
    /// Set aside; restorable, never deleted.
    Voided,
}

/// What someone wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Move {
    /// Finish the draft, or the edit of a returned visit.
    Seal,
    /// Back to the draft, before anything was sent.
    Reopen,
    /// The server has it for good.
    Receive,
    /// A captain approves.
    Approve,
    /// A captain sends it back with comments.
    Return,
    /// A captain puts it in a batch.
    Batch,
    /// The county accepts it.
    Accept,
    /// The county sends it back with comments.
    CountyReturn,
    /// The county takes its acceptance back, with a reason.
    Revoke,
    /// Set aside, with a reason.
    Void,
    /// Undo setting aside.
    Restore,
}

/// In what capacity someone acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A cadre.
    Visitor,
    /// A captain of the visit's team, or the town's chief captain.
    Captain,
    /// County staff.
    County,
    /// The server itself, when it stores a visit.
    Server,
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// Made the visit.
    pub is_visitor: bool,
    /// In what capacity.
    pub role: Role,
}

/// A visit as the decider knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub state: ReviewState,
    /// Its current revision.
    pub revision: u32,
    /// Sending has begun: a sealed visit can no longer be reopened.
    pub sent: bool,
    /// Where it stood when it was set aside.
    pub voided_from: Option<ReviewState>,
}

/// Why a move is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It was decided on an older revision; here is what is current.
    #[error("the visit is at revision {revision}, {}", state.as_str())]
    Stale {
        /// The current revision.
        revision: u32,
        /// The current state.
        state: ReviewState,
    },
    /// There is no such move from here, for anyone.
    #[error("no {} from {}", step.as_str(), state.as_str())]
    NotFromHere {
        /// Where the visit stands.
        state: ReviewState,
        /// The move.
        step: Move,
    },
    /// The move is someone else's.
    #[error("not yours to do")]
    WrongRole,
    /// A captain does not review his own visit.
    #[error("not on one's own visit")]
    OwnVisit,
    /// Sending has begun.
    #[error("sending has begun")]
    AlreadySent,
    /// The move needs a reason or comments.
    #[error("a reason is needed")]
    ReasonNeeded,
}

impl Refused {
    /// The code that leaves the crate.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Stale { .. } => "stale",
            Self::NotFromHere { .. } => "not_from_here",
            Self::WrongRole => "wrong_role",
            Self::OwnVisit => "own_visit",
            Self::AlreadySent => "already_sent",
            Self::ReasonNeeded => "reason_needed",
        }
    }
}

/// Whose move it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Visitor,
    /// A captain, whoever made the visit.
    Captain,
    /// A captain who did not make the visit.
    OtherCaptain,
    County,
    Server,
}

/// The state a move leads to.
///
/// Order of refusals: a stale revision first, as nothing else is then worth knowing; then
/// whether there is such a move, whose it is, and what it lacks.
///
/// # Errors
/// [`Refused`].
pub fn decide(
    standing: &Standing,
    step: Move,
    actor: Actor,
    seen_revision: u32,
    reason_given: bool,
) -> Result<ReviewState, Refused> {
    let Standing {
        state,
        revision,
        sent,
        voided_from,
    } = *standing;
    if seen_revision != revision {
        return Err(Refused::Stale { revision, state });
    }
    let (to, whose) =
        target(state, step, voided_from).ok_or(Refused::NotFromHere { state, step })?;
    match whose {
        Whose::Visitor if !actor.is_visitor || actor.role == Role::Server => {
            return Err(Refused::WrongRole);
        }
        Whose::Captain | Whose::OtherCaptain if actor.role != Role::Captain => {
            return Err(Refused::WrongRole);
        }
        Whose::OtherCaptain if actor.is_visitor => return Err(Refused::OwnVisit),
        Whose::County if actor.role != Role::County => return Err(Refused::WrongRole),
        Whose::Server if actor.role != Role::Server => return Err(Refused::WrongRole),
        _ => {}
    }
    if step == Move::Reopen && sent {
        return Err(Refused::AlreadySent);
    }
    if step.needs_reason() && !reason_given {
        return Err(Refused::ReasonNeeded);
    }
    Ok(to)
}

/// The moves someone has, for showing buttons.
#[must_use]
pub fn moves(standing: &Standing, actor: Actor) -> Vec<Move> {
    let open = |step: &Move| decide(standing, *step, actor, standing.revision, true).is_ok();
    Move::ALL.into_iter().filter(open).collect()
}

/// The revision after a move: editing a returned visit makes the next one, nothing else does.
#[must_use]
pub const fn next_revision(from: ReviewState, step: Move, revision: u32) -> u32 {
    match (from, step) {
        (ReviewState::Returned, Move::Seal) => revision.saturating_add(1),
        _ => revision,
    }
}

/// The table of DESIGN §4, row by row.
fn target(
    from: ReviewState,
    step: Move,
    voided_from: Option<ReviewState>,
) -> Option<(ReviewState, Whose)> {
    use ReviewState as State;
    Some(match (from, step) {
        (State::Draft | State::Returned, Move::Seal) => (State::Sealed, Whose::Visitor),
        (State::Sealed, Move::Reopen) => (State::Draft, Whose::Visitor),
        (State::Sealed, Move::Receive) => (State::Submitted, Whose::Server),
        (State::Submitted | State::ReturnedToCaptain, Move::Approve) => {
            (State::CaptainApproved, Whose::OtherCaptain)
        }
        (State::Submitted | State::CaptainApproved | State::ReturnedToCaptain, Move::Return) => {
            (State::Returned, Whose::OtherCaptain)
        }
        (State::CaptainApproved, Move::Batch) => (State::Batched, Whose::Captain),
        (State::Batched, Move::Accept) => (State::CountyAccepted, Whose::County),
        (State::Batched, Move::CountyReturn) => (State::ReturnedToCaptain, Whose::County),
        (State::CountyAccepted, Move::Revoke) => (State::CaptainApproved, Whose::County),
        (from, Move::Void) => (State::Voided, who_voids(from)?),
        // What was set aside comes back by the hand that could set it aside.
        (State::Voided, Move::Restore) => {
            let back = voided_from?;
            (back, who_voids(back)?)
        }
        _ => return None,
    })
}

/// The visitor before approval, the captain after; nobody once the county has accepted.
const fn who_voids(from: ReviewState) -> Option<Whose> {
    match from {
        ReviewState::Draft
        | ReviewState::Sealed
        | ReviewState::Submitted
        | ReviewState::Returned => Some(Whose::Visitor),
        ReviewState::CaptainApproved | ReviewState::Batched | ReviewState::ReturnedToCaptain => {
            Some(Whose::Captain)
        }
        ReviewState::CountyAccepted | ReviewState::Voided => None,
    }
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 11] = [
        Self::Seal,
        Self::Reopen,
        Self::Receive,
        Self::Approve,
        Self::Return,
        Self::Batch,
        Self::Accept,
        Self::CountyReturn,
        Self::Revoke,
        Self::Void,
        Self::Restore,
    ];

    /// Whether it needs comments or a reason.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(
            self,
            Self::Return | Self::CountyReturn | Self::Revoke | Self::Void
        )
    }

    /// Its code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::Reopen => "reopen",
            Self::Receive => "receive",
            Self::Approve => "approve",
            Self::Return => "return",
            Self::Batch => "batch",
            Self::Accept => "accept",
            Self::CountyReturn => "county_return",
            Self::Revoke => "revoke",
            Self::Void => "void",
            Self::Restore => "restore",
        }
    }
}

impl ReviewState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Sealed,
        Self::Submitted,
        Self::CaptainApproved,
        Self::Returned,
        Self::Batched,
        Self::CountyAccepted,
        Self::ReturnedToCaptain,
        Self::Voided,
    ];

    /// Its code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sealed => "sealed",
            Self::Submitted => "submitted",
            Self::CaptainApproved => "captain_approved",
            Self::Returned => "returned",
            Self::Batched => "batched",
            Self::CountyAccepted => "county_accepted",
            Self::ReturnedToCaptain => "returned_to_captain",
            Self::Voided => "voided",
        }
    }

    /// The visitor may change answers here.
    #[must_use]
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Visitor, Self::Captain, Self::County, Self::Server];

    /// Its code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Captain => "captain",
            Self::County => "county",
            Self::Server => "server",
        }
    }
}

/// The text is no code of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a known code")]
pub struct UnknownCode;

macro_rules! from_code {
    ($($name:ident)*) => {$(
        impl std::str::FromStr for $name {
            type Err = UnknownCode;

            fn from_str(code: &str) -> Result<Self, UnknownCode> {
                Self::ALL.into_iter().find(|known| known.as_str() == code).ok_or(UnknownCode)
            }
        }
    )*};
}

from_code! { ReviewState Move Role }

#[cfg(test)]
mod tests;
