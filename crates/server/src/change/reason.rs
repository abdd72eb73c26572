//! Why a change is aside. The console has words for every one; forgetting one does not compile
//! there.

use serde::Serialize;
use ts_rs::TS;
use utoipa::ToSchema;

macro_rules! reasons {
    ($($(#[$docs:meta])* $name:ident = $code:literal,)*) => {
        /// Why a change is aside, by what a person must find out.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Reason {
            $($(#[$docs])* $name,)*
            /// Held at first, then refused by the rules: the change's own code says why.
            RefusedLater,
        }

        impl Reason {
            /// As it is stored and as phones read it.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                    Self::RefusedLater => "refused_later",
                }
            }

            /// From what is stored: any other code is a refusal of the rules.
            pub fn of(code: &str) -> Self {
                match code {
                    $($code => Self::$name,)*
                    _ => Self::RefusedLater,
                }
            }

            /// Every reason that is stored by its own code.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

reasons! {
    /// It came from a phone that had been revoked.
    DeviceRevoked = "device_revoked",
    /// This server has not learnt its kind yet.
    UnknownKind = "unknown_kind",
    /// The change it follows has not come.
    PredecessorMissing = "predecessor_missing",
    /// The change it follows is in quarantine.
    PredecessorQuarantined = "predecessor_quarantined",
    /// The change it follows was voided here.
    PredecessorVoided = "predecessor_voided",
    /// The phone is another person's.
    WrongPerson = "wrong_person",
    /// Answered under a checklist this server does not know.
    UnknownTemplate = "unknown_template",
    UnknownHousehold = "unknown_household",
    UnknownMember = "unknown_member",
    UnknownVisit = "unknown_visit",
    UnknownProblem = "unknown_problem",
    UnknownEntry = "unknown_entry",
    /// The same id names another visit here.
    AnotherVisit = "another_visit",
    /// Nobody asked this person to help the household.
    NoAssignment = "no_assignment",
    /// The person no longer helped the household on that day.
    AssignmentClosed = "assignment_closed",
    /// It touches what the person may not see.
    OutOfScope = "out_of_scope",
}

impl Reason {
    /// Aside only because of the change before it: released when that one takes effect.
    pub fn is_about_predecessor(self) -> bool {
        matches!(
            self,
            Self::PredecessorMissing | Self::PredecessorQuarantined | Self::PredecessorVoided
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn every_reason_is_read_back_from_its_code() {
        for reason in Reason::ALL {
            assert_eq!(Reason::of(reason.code()), *reason);
        }
        assert_eq!(Reason::of("revision_gap"), Reason::RefusedLater);
    }
}
