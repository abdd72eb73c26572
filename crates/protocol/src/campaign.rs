//! Campaigns: visits of many households by a day (DOMAIN §1 S2/S3, §3 campaign).

use domain::campaign::Scope;
use domain::id::CampaignId;
use serde::{Deserialize, Serialize};

/// A campaign as phones know it; it names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignV1 {
    pub id: CampaignId,
    pub title: String,
    /// First day, `YYYY-MM-DD`.
    pub starts: String,
    /// Last day, `YYYY-MM-DD`.
    pub ends: String,
    pub scope: Scope,
    /// A profile of the checklist: `full`, `routine` or `four_ones`.
    pub profile: String,
    /// Percent of the households that are to be visited.
    pub required_coverage: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageV1>,
    /// The rule or document it rests on, in words.
    pub legal_basis: String,
    /// Ended early or withdrawn: no longer a task of anybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
}

/// A part of a campaign with a day of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageV1 {
    pub title: String,
    /// Last day, `YYYY-MM-DD`.
    pub ends: String,
}
