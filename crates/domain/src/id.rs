//! One type per kind of id, so that a household's id cannot be passed as a member's.
//!
//! Ids are made at the edges (`Uuid::now_v7`) and only carried here.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The text was not an id. It is not repeated: it may be anything a person typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes an id made at an edge.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare id, for a database or a wire.
            #[must_use]
            pub const fn as_uuid(&self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::parse_str(text).map(Self).map_err(|_| NotAnId)
            }
        }
    )*};
}

ids! {
    /// A county: the tenant every row belongs to.
    CountyId
    /// A person who signs in: cadre, captain, county staff.
    PersonId
    /// An enrolled phone.
    DeviceId
    /// A household.
    HouseholdId
    /// A member of a household.
    MemberId
    /// A visit, through all its revisions.
    VisitId
    /// A photo, whatever its variants.
    PhotoId
    /// Visits sent to the county together.
    BatchId
    /// One change on its way to the server; the idempotency key.
    ChangeId
    /// One review decision.
    ReviewId
    /// Who helps which household.
    AssignmentId
    /// A resident team.
    TeamId
    /// A campaign: visits of many households by a day.
    CampaignId
    /// A problem in the ledger.
    ProblemId
    /// One step of a problem through the ledger.
    ProblemStepId
    /// An entry of one of the other ledgers.
    EntryId
    /// One step of an entry.
    EntryStepId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_text_and_json() {
        let id = HouseholdId::from_uuid(Uuid::from_u128(7));
        assert_eq!(id.to_string().parse(), Ok(id));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, r#""00000000-0000-0000-0000-000000000007""#);
        assert_eq!(serde_json::from_str::<HouseholdId>(&json).unwrap(), id);
        assert_eq!("张三".parse::<MemberId>(), Err(NotAnId));
    }
}
