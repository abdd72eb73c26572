//! The states, the moves and the table of DOMAIN §5.2, row by row.

use super::{ProblemActor, ProblemRefused, ProblemRole};

/// A code without a name here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code of the problem ledger")]
pub struct UnknownCode;

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$about])* $variant,)* }

        impl $name {
            /// All of them, in order.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$variant),*];

            /// Its code.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownCode;

            fn from_str(code: &str) -> Result<Self, UnknownCode> {
                Self::ALL.into_iter().find(|one| one.as_str() == code).ok_or(UnknownCode)
            }
        }
    };
}

codes! {
    /// Where a problem stands: the list `problem_state`.
    ProblemState {
        /// 发现: somebody says so.
        Found = "found",
        /// 建账: in the ledger, with a number.
        Registered = "registered",
        /// 交办: somebody answers for it.
        Assigned = "assigned",
        /// 退办: not his, he says.
        Declined = "declined",
        /// 整改中.
        Rectifying = "rectifying",
        /// 待核验: reported as rectified.
        ToVerify = "to_verify",
        /// 核验退回.
        Returned = "returned",
        /// 销号.
        Closed = "closed",
        /// 反弹重开.
        Reopened = "reopened",
        /// 并案: the same as another.
        Merged = "merged",
        /// 经核不属实.
        Cancelled = "cancelled",
        /// 长期坚持: nothing that ends.
        LongTerm = "long_term",
    }
}

codes! {
    /// What someone wants to do with a problem.
    ProblemMove {
        /// 建账: take it into the ledger.
        Register = "register",
        /// 立行立改: put right on the spot.
        FixAtOnce = "fix_at_once",
        /// 交办: name who answers for it, or name somebody else.
        Assign = "assign",
        /// 退办: say it is not one's own.
        Decline = "decline",
        /// 开始整改.
        Start = "start",
        /// 报整改完成.
        Finish = "finish",
        /// 核验通过.
        Verify = "verify",
        /// 县级销号 of a critical problem, after it was verified.
        SignOff = "sign_off",
        /// 核验退回.
        SendBack = "send_back",
        /// 延期: a later day; the first one stays for the figures.
        Extend = "extend",
        /// 长期坚持.
        KeepLongTerm = "keep_long_term",
        /// 反弹重开.
        Reopen = "reopen",
        /// 并案.
        Merge = "merge",
        /// 不属实.
        Cancel = "cancel",
    }
}

/// Whose move it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Anybody who sees the problem.
    Anyone,
    /// Whoever answers for it; town and county do it for a unit that has no phone.
    Owner,
    /// The village's captain, town or county.
    Captain,
    /// Town or county.
    Town,
    /// As [`Self::Captain`], but never whoever rectified it or answers for it.
    Verifier,
    /// The county, but never whoever rectified it or answers for it.
    CountyVerifier,
}

impl Whose {
    pub(super) fn allows(self, actor: ProblemActor) -> Result<(), ProblemRefused> {
        let least = match self {
            Self::Anyone => ProblemRole::Cadre,
            Self::Owner if actor.is_owner => ProblemRole::Cadre,
            Self::Captain | Self::Verifier => ProblemRole::Captain,
            Self::Owner | Self::Town => ProblemRole::Town,
            Self::CountyVerifier => ProblemRole::County,
        };
        if actor.role < least {
            return Err(ProblemRefused::WrongRole);
        }
        // Reported as finished on his behalf, it is his work all the same.
        let is_own = actor.is_rectifier || actor.is_owner;
        if matches!(self, Self::Verifier | Self::CountyVerifier) && is_own {
            return Err(ProblemRefused::OwnWork);
        }
        Ok(())
    }
}

pub(super) fn target(from: ProblemState, step: ProblemMove) -> Option<(ProblemState, Whose)> {
    use ProblemMove as Move;
    use ProblemState as State;
    Some(match (from, step) {
        (State::Found, Move::Register) => (State::Registered, Whose::Captain),
        (State::Found | State::Registered | State::Reopened, Move::FixAtOnce) => {
            (State::ToVerify, Whose::Anyone)
        }
        (
            State::Registered
            | State::Assigned
            | State::Declined
            | State::Rectifying
            | State::Returned
            | State::Reopened
            | State::LongTerm,
            Move::Assign,
        ) => (State::Assigned, Whose::Town),
        (State::Assigned, Move::Decline) => (State::Declined, Whose::Owner),
        (State::Assigned | State::Returned | State::Reopened, Move::Start) => {
            (State::Rectifying, Whose::Owner)
        }
        // Whoever put it right in one go says so in one tap.
        (State::Assigned | State::Rectifying | State::Returned | State::LongTerm, Move::Finish) => {
            (State::ToVerify, Whose::Owner)
        }
        (State::ToVerify, Move::Verify) => (State::Closed, Whose::Verifier),
        (State::ToVerify, Move::SignOff) => (State::Closed, Whose::CountyVerifier),
        (State::ToVerify, Move::SendBack) => (State::Returned, Whose::Verifier),
        (
            State::Registered
            | State::Assigned
            | State::Declined
            | State::Rectifying
            | State::Returned
            | State::Reopened,
            Move::Extend,
        ) => (from, Whose::Town),
        (
            State::Registered
            | State::Assigned
            | State::Declined
            | State::Rectifying
            | State::Returned
            | State::Reopened,
            Move::KeepLongTerm,
        ) => (State::LongTerm, Whose::Town),
        (State::Closed | State::Cancelled, Move::Reopen) => (State::Reopened, Whose::Anyone),
        (from, Move::Merge) if from.is_open() => (State::Merged, Whose::Captain),
        (
            State::Found
            | State::Registered
            | State::Assigned
            | State::Declined
            | State::Rectifying
            | State::Returned
            | State::Reopened,
            Move::Cancel,
        ) => (State::Cancelled, Whose::Captain),
        _ => return None,
    })
}

impl ProblemState {
    /// Whether anything is still to be done about it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Merged | Self::Cancelled)
    }
}

impl ProblemMove {
    /// Whether it judges a report that the problem is rectified.
    #[must_use]
    pub const fn judges(self) -> bool {
        matches!(self, Self::Verify | Self::SignOff | Self::SendBack)
    }

    /// Whether it reports the problem as rectified.
    #[must_use]
    pub const fn reports(self) -> bool {
        matches!(self, Self::FixAtOnce | Self::Finish)
    }

    /// Whether it needs a reason.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(
            self,
            Self::Decline
                | Self::SendBack
                | Self::Extend
                | Self::KeepLongTerm
                | Self::Reopen
                | Self::Cancel
        )
    }
}
