//! What a visit, a household, a checklist and a review *are*: pure rules, values in and
//! values out. The phone and the server both run this code, so they cannot disagree.
//!
//! Knows no clock, no disk, no network, no SQL and no wire format: `now` and ids come in
//! as arguments, and `protocol`, `store` and `app` convert to types of their own.
//!
//! Start at [`checklist::evaluate`] for what a visit still needs and what it found,
//! [`assignment::plan`] for who may answer for a household, [`review::decide`] for who may move a
//! visit where, [`problem::decide`] for who may move a problem where, [`seal::gaps`] for what stands
//! between a draft and a sealed visit.

pub mod assignment;
pub mod campaign;
pub mod checklist;
pub mod codes;
pub mod facts;
pub mod fingerprint;
pub mod geo;
pub mod id;
pub mod identity;
pub mod income;
pub mod ledger;
pub mod mask;
pub mod merge;
pub mod policy;
pub mod problem;
pub mod review;
pub mod sampling;
pub mod seal;
pub mod task;
pub mod time;

pub use id::{
    AssignmentId, BatchId, CampaignId, ChangeId, CountyId, DeviceId, EntryId, EntryStepId,
    HouseholdId, MemberId, PersonId, PhotoId, ProblemId, ProblemStepId, ReviewId, TeamId, VisitId,
};
pub use time::{Date, Timestamp};
