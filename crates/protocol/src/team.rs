//! Who of a captain's teams has work that has not arrived: what phones report of themselves, and
//! what the county tells captains of it. Counts only: nobody's place, nobody's diligence.

use domain::id::{PersonId, TeamId};
use serde::{Deserialize, Serialize};

/// What only a phone has, as it counts it itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutstandingV1 {
    /// Sealed visits that no receipt proves.
    pub visits: u32,
    /// Other changes that no receipt proves.
    pub changes: u32,
    /// Photos of sealed visits that no receipt proves.
    pub photos: u32,
}

impl OutstandingV1 {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// `GET /v1/team`: a captain's teams, a town captain's all of his town.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamReply {
    pub teams: Vec<TeamSyncV1>,
    /// When this was so, by the county's clock.
    pub server_ms: i64,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSyncV1 {
    pub id: TeamId,
    pub village: String,
    pub town: String,
    /// Names of the town's captains: they review what the team's captain visits himself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviewers: Vec<String>,
    /// By name.
    pub members: Vec<MemberSyncV1>,
    /// How far the village's half-year is; absent where nobody is to be visited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<CoverageV1>,
}

/// Households of a village that visits of the half-year are asked of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageV1 {
    /// `2026-H2`.
    pub period: String,
    pub due: u32,
    /// Of them with a counting visit in it.
    pub visited: u32,
    /// Of the visited, those with one a captain has approved.
    pub approved: u32,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberSyncV1 {
    pub id: PersonId,
    pub name: String,
    pub unit: String,
    /// Leads the team.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub captain: bool,
    /// Phones of his that are in use.
    pub phones: u32,
    /// When one of them was heard last; absent when none ever was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_ms: Option<i64>,
    /// Absent when none of them ever said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<ReportedV1>,
    /// Photos of his visits that the county waits for.
    pub photos_missing: u32,
    /// Visits of his that a captain has not decided.
    pub to_review: u32,
}

/// What a person's phones said they still have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedV1 {
    pub outstanding: OutstandingV1,
    /// When it was said; the oldest where several phones have something.
    pub at_ms: i64,
}

// People's names: `Debug` shows ids only.
impl std::fmt::Debug for TeamSyncV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TeamSyncV1({} of {})", self.id, self.members.len())
    }
}

impl std::fmt::Debug for MemberSyncV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MemberSyncV1({})", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Phones in the field speak exactly this.
    #[test]
    fn what_a_captain_is_told_of_his_teams_is_frozen() {
        let id = "00000000-0000-0000-0000-000000000001";
        let frozen = format!(
            concat!(
                r#"{{"teams":[{{"id":"{id}","village":"v","town":"t","reviewers":["r"],"#,
                r#""members":[{{"id":"{id}","name":"n","unit":"u","captain":true,"phones":1,"#,
                r#""contact_ms":2,"reported":{{"outstanding":{{"visits":1,"changes":2,"photos":3}},"#,
                r#""at_ms":4}},"photos_missing":5,"to_review":6}},"#,
                r#"{{"id":"{id}","name":"n","unit":"u","phones":0,"photos_missing":0,"#,
                r#""to_review":0}}],"coverage":{{"period":"p","due":8,"visited":9,"approved":10}}}}],"#,
                r#""server_ms":7}}"#
            ),
            id = id
        );
        let reply: TeamReply = serde_json::from_str(&frozen).unwrap();
        assert_eq!(serde_json::to_string(&reply).unwrap(), frozen);
        assert!(!format!("{reply:?}").contains("\"n\""));
    }
}
