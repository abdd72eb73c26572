//! The problem ledger 问题台账 (DOMAIN §5.2) on the wire: problems people report, what they do with
//! them, and the row a phone pulls. A visit's own problems travel inside the visit.

use domain::id::{HouseholdId, MemberId, PersonId, PhotoId, ProblemId, ProblemStepId, VisitId};
use serde::{Deserialize, Serialize};

use crate::facts::is_zero;

/// A problem somebody reports that no checklist found.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaiseProblemV1 {
    pub id: ProblemId,
    /// Absent for a problem of the village itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household_id: Option<HouseholdId>,
    /// The village's code: asked where there is no household, whose village it is otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// A code of `problem_source`.
    pub source: String,
    /// A code of `problem_category`.
    pub category: String,
    /// A code of `severity`.
    pub severity: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// By the phone's wall clock, UTC milliseconds.
    pub found_ms: i64,
}

/// What somebody does with a problem. Absent is what the move does not touch.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveProblemV1 {
    pub id: ProblemStepId,
    pub problem_id: ProblemId,
    /// A name of `domain::problem::ProblemMove`.
    pub step: String,
    /// How often the problem was reported as rectified when the person looked: a judgement of an
    /// older report is refused.
    pub round: u32,
    /// Why; asked of declining, sending back, extending, reopening, cancelling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Photos of visits to the household, or in the village, that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<EvidenceV1>,
    /// Why there are no photos.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo_waiver: Option<String>,
    /// The person stood before it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_site: bool,
    /// 责任人.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<PersonId>,
    /// 责任单位, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// 配合单位, by name; an empty list takes those named before out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cooperating_units: Option<Vec<String>>,
    /// 整改时限, `YYYY-MM-DD`; in a history also the day that opening again gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// 整改方式: a code of `rectify_mode`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// 整改措施.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// 产生原因.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// 整改结果.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// 并案: the problem this one is the same as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_id: Option<ProblemId>,
    /// By the phone's wall clock, UTC milliseconds; order comes from the server.
    pub moved_ms: i64,
}

/// A photo of a visit, as evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceV1 {
    pub visit_id: VisitId,
    pub photo_id: PhotoId,
}

/// A problem as the county has it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemStateV1 {
    pub id: ProblemId,
    /// 县码-年-序号; absent until it is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Absent for a problem of the village itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household_id: Option<HouseholdId>,
    /// For whoever must act and does not help the household.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub head_name: String,
    /// The village's code: in what capacity somebody acts goes by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_code: Option<String>,
    pub village: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// Codes of `problem_source`, `problem_category`, `severity`.
    pub source: String,
    pub category: String,
    pub severity: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// A name of `domain::problem::ProblemState`.
    pub state: String,
    #[serde(default, skip_serializing_if = "is_zero_u32")]
    pub round: u32,
    /// Critical, verified on site and waiting for the county.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub verified: bool,
    /// 责任单位: a code of `unit_role`, and its name in this town where one is known.
    pub role: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// 配合单位, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cooperating_units: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<PersonId>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectifier_id: Option<PersonId>,
    /// `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Before any extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_due: Option<String>,
    pub found_ms: i64,
    /// The visit that found it first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_id: Option<VisitId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ProblemId>,
    /// Counts the changes of this row.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub version: u64,
    /// What happened to it, oldest first.
    pub steps: Vec<ProblemStepV1>,
}

/// One line of a problem's history.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemStepV1 {
    /// A name of `ProblemMove`; or `raised`, or `seen` when a later visit found it again.
    pub step: String,
    /// Where it stood afterwards.
    pub state: String,
    pub by_name: String,
    /// When the county heard of it, UTC milliseconds.
    pub at_ms: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_id: Option<VisitId>,
    /// What was said with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<MoveProblemV1>,
}

fn is_zero_u32(number: &u32) -> bool {
    *number == 0
}

// Titles, reasons and results are about people: `Debug` shows ids and codes only.
impl std::fmt::Debug for RaiseProblemV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RaiseProblemV1({} {})", self.id, self.category)
    }
}

impl std::fmt::Debug for MoveProblemV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MoveProblemV1({} {})", self.problem_id, self.step)
    }
}

impl std::fmt::Debug for ProblemStateV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProblemStateV1({} {})", self.id, self.state)
    }
}

impl std::fmt::Debug for ProblemStepV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProblemStepV1({} {})", self.step, self.state)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::edit::Edit;

    const ID: &str = "00000000-0000-0000-0000-000000000001";

    fn json(value: &impl Serialize) -> String {
        serde_json::to_string(value).unwrap()
    }

    fn raised() -> RaiseProblemV1 {
        RaiseProblemV1 {
            id: ProblemId::from_uuid(Uuid::from_u128(1)),
            household_id: Some(HouseholdId::from_uuid(Uuid::from_u128(1))),
            area_code: None,
            member: None,
            source: "screening".into(),
            category: "road".into(),
            severity: "minor".into(),
            title: "t".into(),
            detail: Some("d".into()),
            found_ms: 5,
        }
    }

    #[test]
    fn raise_problem_v1_is_frozen() {
        let line = format!(
            r#"{{"kind":"raise_problem_v1","id":"{ID}","household_id":"{ID}","source":"screening","category":"road","severity":"minor","title":"t","detail":"d","found_ms":5}}"#
        );
        let edit = Edit::RaiseProblemV1(raised());
        assert_eq!(json(&edit), line);
        assert_eq!(serde_json::from_str::<Edit>(&line).unwrap(), edit);

        let line = format!(
            r#"{{"kind":"raise_problem_v1","id":"{ID}","area_code":"990101101001","source":"screening","category":"road","severity":"minor","title":"t","found_ms":5}}"#
        );
        let edit = Edit::RaiseProblemV1(RaiseProblemV1 {
            household_id: None,
            area_code: Some("990101101001".into()),
            detail: None,
            ..raised()
        });
        assert_eq!(json(&edit), line);
        assert_eq!(serde_json::from_str::<Edit>(&line).unwrap(), edit);
    }

    #[test]
    fn move_problem_v1_is_frozen() {
        let line = format!(
            r#"{{"kind":"move_problem_v1","id":"{ID}","problem_id":"{ID}","step":"finish","round":1,"photos":[{{"visit_id":"{ID}","photo_id":"{ID}"}}],"result":"r","moved_ms":5}}"#
        );
        let edit: Edit = serde_json::from_str(&line).unwrap();
        assert_eq!(json(&edit), line);
        let Edit::MoveProblemV1(said) = edit else {
            panic!("another kind")
        };
        assert_eq!((said.round, said.on_site, said.due), (1, false, None));
        assert_eq!(said.cooperating_units, None);

        let line = format!(
            r#"{{"kind":"move_problem_v1","id":"{ID}","problem_id":"{ID}","step":"assign","round":0,"owner_id":"{ID}","unit":"u","cooperating_units":["a","b"],"due":"2026-12-01","moved_ms":5}}"#
        );
        let edit: Edit = serde_json::from_str(&line).unwrap();
        assert_eq!(json(&edit), line);
    }

    /// With and without a household, with units that help, and as it was before rows named their
    /// village's code.
    #[test]
    fn problem_state_v1_is_frozen() {
        let end = r#""source":"visit","category":"water","severity":"major","title":"t","state":"registered","role":"village","due":"2026-12-01","found_ms":5,"version":2,"steps":[{"step":"raised","state":"found","by_name":"n","at_ms":6}]}"#;
        for line in [
            format!(
                r#"{{"id":"{ID}","number":"990101-2026-00001","household_id":"{ID}","head_name":"h","area_code":"990101101001","village":"v","group":"g",{end}"#
            ),
            format!(r#"{{"id":"{ID}","area_code":"990101101001","village":"v",{end}"#),
            format!(r#"{{"id":"{ID}","household_id":"{ID}","head_name":"h","village":"v",{end}"#),
            format!(r#"{{"id":"{ID}","village":"v",{end}"#)
                .replace(r#""due""#, r#""unit":"u","cooperating_units":["a"],"due""#),
        ] {
            let row: ProblemStateV1 = serde_json::from_str(&line).unwrap();
            assert_eq!(json(&row), line);
        }
    }
}
