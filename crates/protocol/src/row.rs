//! The rows a phone pulls: what it needs to work without a network, and no more.

use domain::campaign::Group;
use domain::id::{
    AssignmentId, BatchId, HouseholdId, MemberId, PersonId, PhotoId, TeamId, VisitId,
};
use serde::{Deserialize, Serialize};

use crate::facts::{ContestedV1, is_zero};
use crate::{edit::ReviewV1, visit::VisitV1};

/// The `kind` of a [`crate::pull::PulledRow`] and the type of its body.
pub mod kind {
    /// [`super::PersonV1`]: the phone's owner.
    pub const PERSON: &str = "person";
    /// [`super::TeamV1`].
    pub const TEAM: &str = "team";
    /// [`super::HouseholdV1`].
    pub const HOUSEHOLD: &str = "household";
    /// [`super::MemberV1`].
    pub const MEMBER: &str = "member";
    /// [`super::AssignmentV1`].
    pub const ASSIGNMENT: &str = "assignment";
    /// [`super::VisitStateV1`].
    pub const VISIT: &str = "visit";
    /// [`super::BatchStateV1`].
    pub const BATCH: &str = "batch";
    /// [`super::ParamsV1`].
    pub const PARAMS: &str = "params";
    /// [`super::TemplateV1`]: a version of the checklist.
    pub const TEMPLATE: &str = "template";
    /// [`crate::problem::ProblemStateV1`].
    pub const PROBLEM: &str = "problem";
    /// [`crate::entry::EntryStateV1`].
    pub const ENTRY: &str = "entry";
    /// [`crate::policy::PolicyCardV1`]: one for the county.
    pub const POLICY_CARD: &str = "policy_card";
    /// [`crate::campaign::CampaignV1`]: to everybody in the county.
    pub const CAMPAIGN: &str = "campaign";
    /// [`crate::settled::ChangeStateV1`]: what became of a change that was set aside.
    pub const CHANGE: &str = "change";
    /// [`crate::enrol::CountyV1`]: the county's name and keys.
    pub const COUNTY: &str = "county";
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonV1 {
    pub id: PersonId,
    pub name: String,
    pub unit: String,
    pub phone: Option<String>,
    pub roles: Vec<RoleV1>,
}

/// A role over an area code (county 6 digits, town 9, village 12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleV1 {
    pub role: Role,
    pub area: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Cadre,
    Captain,
    TownCaptain,
    County,
    Administrator,
    /// One that a newer county knows: it gives no rights here, and spoils no row.
    #[serde(other)]
    Unknown,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamV1 {
    pub id: TeamId,
    pub village_code: String,
    pub village: String,
    pub town: String,
    pub captain_id: PersonId,
    pub members: Vec<TeamMemberV1>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMemberV1 {
    pub id: PersonId,
    pub name: String,
    pub unit: String,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct HouseholdV1 {
    pub id: HouseholdId,
    /// 户编号 of the national system; text.
    pub number: String,
    pub area_code: String,
    pub county: String,
    pub town: String,
    pub village: String,
    pub group: String,
    pub head_name: String,
    /// `general` or `exited`.
    pub base_type: String,
    /// A code of `household_type` for monitored households.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitor_category: Option<String>,
    /// `YYYYMM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitor_since: Option<String>,
    /// Up to five, in order of weight.
    #[serde(default)]
    pub risk_types: Vec<String>,
    #[serde(default)]
    pub risk_eliminated: bool,
    /// `YYYY-MM-DD`: when the county decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eliminated_on: Option<String>,
    /// A code of `risk_elimination_mode`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elimination_mode: Option<String>,
    #[serde(default)]
    pub welfare_tags: Vec<String>,
    #[serde(default)]
    pub relocated: bool,
    #[serde(default)]
    pub no_labor: bool,
    /// 年度家庭人口数: the divisor of per-capita income.
    pub annual_family_size: u32,
    /// Net income of the last reporting year, fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_income_fen: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Degrees, WGS-84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// `YYYY-MM-DD`, of a household that is no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<String>,
    /// `merged` into another, or `extinct`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_reason: Option<String>,
    /// Counts the changes of this row.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub version: u64,
    /// Facts of which two values are known, until a person decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contested: Vec<ContestedV1>,
}

impl HouseholdV1 {
    /// What it is to those who plan visits.
    pub fn group_of_help(&self) -> Group {
        Group::of(
            &self.base_type,
            self.monitor_category.as_deref(),
            self.risk_eliminated,
        )
    }

    /// Since which month more is asked of its helpers, `YYYY-MM`: it is monitored.
    pub fn asked_month(&self) -> Option<String> {
        let since = self.monitor_since.as_deref()?;
        let (year, month) = (since.get(..4)?, since.get(4..6)?);
        Some(format!("{year}-{month}"))
    }
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberV1 {
    pub id: MemberId,
    pub household_id: HouseholdId,
    /// 人口编号 of the national system; text.
    pub number: String,
    pub name: String,
    /// First six, eight stars, last four (DOMAIN §3.1); the full number stays at the county.
    pub id_number_masked: String,
    /// GB/T 2261.1: `1` male, `2` female.
    pub gender: String,
    /// `YYYY-MM-DD`.
    pub birth: String,
    /// A label of `relationship_export_crosswalk`: 户主, 配偶, 之子 …
    pub relation: String,
    /// A code of `education_export`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub education: Option<String>,
    /// A code of `school_status`.
    pub school_status: String,
    #[serde(default)]
    pub health: Vec<String>,
    /// A code of `labor_skill`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disability_level: Option<String>,
    /// A code of `work_place`, when working away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_place: Option<String>,
    #[serde(default)]
    pub work_months: u32,
    /// A code of `id_doc_type`; absent where it is the identity card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_type: Option<String>,
    /// A code of `ethnicity_gb3304`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ethnicity: Option<String>,
    /// A code of `political_status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub political: Option<String>,
    /// A code of `disability_category`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disability_category: Option<String>,
    /// Where somebody who works away is employed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_company: Option<String>,
    /// A code of `medins_type`, as the roster says; each visit asks again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medins: Option<String>,
    /// A code of `pension_type`, as the roster says; each visit asks again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pension: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Who answers for a child, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guardian: Option<String>,
    /// A code of `member_change`: what last changed whether he belongs here, and its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_type: Option<String>,
    /// `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_on: Option<String>,
    /// Not dead, moved away or otherwise gone.
    pub active: bool,
    /// Counts the changes of this row.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub version: u64,
    /// Facts of which two values are known, until a person decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contested: Vec<ContestedV1>,
}

impl MemberV1 {
    /// Whether somebody who is there is ill or disabled.
    pub fn is_ill(&self) -> bool {
        self.active && self.health.iter().any(|health| health != "healthy")
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentV1 {
    pub id: AssignmentId,
    pub household_id: HouseholdId,
    pub person_id: PersonId,
    /// `primary` or `co`.
    pub kind: String,
    /// `YYYY-MM-DD`.
    pub from: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A visit as the county has it: the latest revision and where it is in review.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct VisitStateV1 {
    pub id: VisitId,
    pub revision: u32,
    /// A name of `domain::review::ReviewState`.
    pub state: String,
    pub visitor_name: String,
    pub received_ms: i64,
    /// When the visit ended by the county's reckoning, whatever the phone's clock said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trusted_ended_ms: Option<i64>,
    /// Photos whose bytes the county holds and has hashed again.
    pub photos_verified: Vec<String>,
    pub reviews: Vec<ReviewedV1>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch_id: Option<BatchId>,
    /// Who answers for the visit in place of its visitor: it was handed in late, by somebody who
    /// no longer helps the household. A returned one is his to mend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answerable_id: Option<PersonId>,
    /// Photos that may have served before, and that nobody found fair: a captain looks at them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeated: Vec<PhotoId>,
    pub visit: VisitV1,
}

/// A decision as the county recorded it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedV1 {
    pub review: ReviewV1,
    pub reviewer_name: String,
    /// `captain` or `county`.
    pub by: String,
    pub received_ms: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchStateV1 {
    pub id: BatchId,
    /// A code of `batch_state`.
    pub state: String,
    pub visits: u32,
    pub accepted: u32,
    pub returned: u32,
    pub sent_ms: i64,
    pub received_ms: i64,
}

/// Parameters in force for this county (codes.json `params`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParamsV1 {
    /// In force when the row was made.
    pub values: serde_json::Map<String, serde_json::Value>,
    /// Those that change: what begins within two years of that day, before or after it, and what
    /// was in force at the beginning of that time. In the order they begin.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dated: Vec<DatedParamV1>,
    /// What bundles are sealed to now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle_key: Option<crate::bundle::BundleKeyV1>,
}

/// A value that begins on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatedParamV1 {
    pub key: String,
    /// `YYYY-MM-DD`; `0001-01-01` for since ever.
    pub from: String,
    pub value: serde_json::Value,
}

/// A version of the checklist, whole: visits answered under it are shown and judged with it for
/// good. Phones are built with a base and are sent what the county published.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TemplateV1 {
    pub version: String,
    /// What it was made from; itself for a base, which is not begun under for its own sake.
    pub base: String,
    /// First day visits are begun under it, `YYYY-MM-DD`.
    pub from: String,
    /// Of two that begin on one day, the one published later counts.
    pub published_ms: i64,
    /// What `domain::checklist::Template::parse` reads.
    pub document: Box<serde_json::value::RawValue>,
}

macro_rules! debug_by_id {
    ($($name:ident),*) => {$(
        // People's facts: `Debug` shows the id only.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.id)
            }
        }
    )*};
}
debug_by_id!(
    PersonV1,
    TeamV1,
    TeamMemberV1,
    HouseholdV1,
    MemberV1,
    VisitStateV1
);

impl std::fmt::Debug for ReviewedV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReviewedV1({:?})", self.review)
    }
}
