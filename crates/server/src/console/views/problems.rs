//! The problem ledger: rows, one problem's page, and what somebody does with it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Labelled, VillageName};

/// What to list; everything absent is everything.
#[derive(Clone, Deserialize, Serialize, TS, ToSchema)]
pub struct ProblemSearch {
    /// `open`, `unassigned`, `under_way`, `overdue`, `to_verify`, `to_sign_off`, `closed` or `all`.
    pub group: Option<String>,
    /// A code of `severity`.
    pub severity: Option<String>,
    /// A code of `problem_category`.
    pub category: Option<String>,
    /// Nine digits.
    pub town: Option<String>,
    /// Twelve digits.
    pub village: Option<String>,
    /// Days since it was found: `week` (0–7), `fortnight` (8–15), `month` (16–30) or `older`.
    pub age: Option<String>,
    pub household_id: Option<String>,
    /// `household` or `village`: whose problems they are.
    pub of: Option<String>,
    /// A code of `problem_source`.
    pub source: Option<String>,
    /// Who answers for it; `nobody` for those without.
    pub owner_id: Option<String>,
    /// A responsible unit, by its name.
    pub unit: Option<String>,
    /// Found at least so many days ago.
    pub older_than: Option<u32>,
    /// Due on or after, and on or before; `YYYY-MM-DD`.
    pub due_from: Option<String>,
    pub due_to: Option<String>,
    /// `newest` first, or `due` first.
    pub sort: Option<String>,
    /// Part of a number, a title, details, or the name of the head of the household.
    pub text: Option<String>,
    pub after: Option<String>,
}

/// A page of problems, the newest first; `next` goes back as `after`.
#[derive(Serialize, TS, ToSchema)]
pub struct ProblemList {
    pub problems: Vec<ProblemRow>,
    /// With the first page only.
    pub counts: Option<ProblemCounts>,
    pub next: Option<String>,
}

/// How many there are in each group, with the other conditions as asked.
#[derive(Serialize, TS, ToSchema)]
pub struct ProblemCounts {
    pub open: u32,
    /// Registered, declined or reopened: nobody answers for them.
    pub unassigned: u32,
    /// Somebody answers for them and has not reported yet.
    pub under_way: u32,
    pub overdue: u32,
    pub to_verify: u32,
    /// Critical and verified on site: they wait for the county.
    pub to_sign_off: u32,
    pub closed: u32,
    pub all: u32,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct ProblemRow {
    pub problem_id: String,
    /// Absent until it is registered.
    pub number: Option<String>,
    /// A code of `problem_state`.
    pub state: Labelled,
    /// Critical and verified on site: it waits for the county.
    pub verified: bool,
    pub severity: Labelled,
    pub category: Labelled,
    pub source: Labelled,
    pub title: String,
    /// Absent for a problem of the village itself.
    pub household_id: Option<String>,
    pub head_name: String,
    pub town: String,
    pub village: String,
    /// A code of `unit_role`.
    pub role: Labelled,
    /// The responsible unit's name in this town; empty where nobody said.
    pub unit: String,
    pub owner_name: Option<String>,
    pub found_ms: i64,
    /// `YYYY-MM-DD`.
    pub due: Option<String>,
    /// Before it was put off.
    pub first_due: Option<String>,
    pub overdue: bool,
    /// Visits that found it.
    pub seen: u32,
    /// How often it was reported as rectified; goes back with a judgement.
    pub round: u32,
}

/// A problem as the four lists 四清单 show it: all of their columns.
#[derive(Clone, Serialize, TS, ToSchema)]
pub struct ProblemLine {
    pub problem: ProblemRow,
    /// Of the household; empty for a village's.
    pub household_number: String,
    pub detail: String,
    pub cause: String,
    /// A code of `rectify_mode`.
    pub mode: Option<Labelled>,
    pub measure: String,
    pub result: String,
    /// 配合单位.
    pub cooperating_units: Vec<String>,
    pub evidence: ProblemEvidence,
    /// `YYYY-MM-DD`.
    pub registered_on: Option<String>,
    pub assigned_ms: Option<i64>,
    /// How often its day was put off.
    pub extended: u32,
    /// `YYYY-MM-DD`.
    pub done_on: Option<String>,
    pub rectifier_name: Option<String>,
    pub verifier_name: Option<String>,
    pub closed_ms: Option<i64>,
}

/// 佐证: photos by what they show.
#[derive(Clone, Serialize, TS, ToSchema)]
pub struct ProblemEvidence {
    /// Of the visit that found it.
    pub before: u32,
    /// Of the last report that it is rectified.
    pub after: u32,
    /// Of whoever judged that report.
    pub verified: u32,
    /// Why the report has none.
    pub waiver: Option<String>,
}

/// A page of lines; `next` goes back as `after`.
#[derive(Serialize, TS, ToSchema)]
pub struct ProblemLines {
    pub lines: Vec<ProblemLine>,
    pub next: Option<String>,
}

/// Filters somebody keeps under a name, and those others share.
#[derive(Serialize, TS, ToSchema)]
pub struct SavedFilterList {
    pub filters: Vec<SavedFilter>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct SavedFilter {
    pub filter_id: String,
    pub name: String,
    pub shared: bool,
    pub mine: bool,
    pub owner_name: String,
    pub search: ProblemSearch,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct SavedFilterForm {
    /// Absent for a new one.
    pub filter_id: Option<String>,
    pub name: String,
    pub shared: bool,
    pub search: ProblemSearch,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ProblemPage {
    pub problem: ProblemRow,
    pub detail: String,
    pub member_name: Option<String>,
    /// 配合单位.
    pub cooperating_units: Vec<String>,
    /// A code of `rectify_mode`.
    pub mode: Option<Labelled>,
    pub measure: String,
    pub cause: String,
    pub result: String,
    /// How often it was reported as rectified; goes back with a judgement.
    pub round: u32,
    pub visit_id: Option<String>,
    pub merged_into: Option<ProblemName>,
    /// Of the visit that found it.
    pub before: Vec<EvidencePhoto>,
    pub steps: Vec<ProblemStepRow>,
    /// What the signed-in person may do now.
    pub moves: Vec<String>,
    /// What units of its town are called, to choose from.
    pub units: Vec<String>,
    /// Who could answer for it: the household's helpers and the village's team first.
    pub owners: Vec<ProblemOwner>,
    /// Photos of visits to the household, or in the village, to choose evidence from: the newest.
    pub photos: Vec<EvidencePhoto>,
    /// Asks for those before; absent at the end.
    pub photos_next: Option<String>,
    /// Other open problems of the household, to merge into.
    pub others: Vec<ProblemName>,
    /// The list `rectify_mode`.
    pub modes: Vec<Labelled>,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct ProblemName {
    pub problem_id: String,
    pub number: Option<String>,
    pub title: String,
}

/// A photo of a visit; asked for by its digest.
#[derive(Clone, Serialize, TS, ToSchema)]
pub struct EvidencePhoto {
    pub visit_id: String,
    pub photo_id: String,
    pub sha256: String,
    /// The county has it.
    pub here: bool,
    pub ended_ms: i64,
}

/// A page of photos, the newest first; `next` goes back as `after`.
#[derive(Serialize, TS, ToSchema)]
pub struct EvidencePage {
    pub photos: Vec<EvidencePhoto>,
    pub next: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ProblemOwner {
    pub person_id: String,
    pub name: String,
    pub unit: String,
    /// `helper`, `captain` or `member` of the village's team.
    pub role: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ProblemStepRow {
    /// A move; or `raised`, or `seen` when a later visit found it again.
    pub step: String,
    /// Where it stood afterwards.
    pub state: Labelled,
    pub by_name: String,
    pub at_ms: i64,
    pub visit_id: Option<String>,
    pub reason: Option<String>,
    pub photos: Vec<EvidencePhoto>,
    pub photo_waiver: Option<String>,
    pub on_site: bool,
    pub owner_name: Option<String>,
    pub unit: Option<String>,
    /// Absent where the step did not name any; empty where it took out those there were.
    pub cooperating_units: Option<Vec<String>>,
    pub due: Option<String>,
    /// A code of `rectify_mode`.
    pub mode: Option<Labelled>,
    pub measure: Option<String>,
    pub cause: Option<String>,
    pub result: Option<String>,
    pub other: Option<ProblemName>,
}

/// A step through the ledger; what is absent stays as it is.
#[derive(Clone, Deserialize, TS, ToSchema)]
pub struct ProblemMoveForm {
    pub step: String,
    /// As the page said.
    #[serde(default)]
    pub round: u32,
    pub reason: Option<String>,
    #[serde(default)]
    pub photos: Vec<EvidenceChoice>,
    pub photo_waiver: Option<String>,
    #[serde(default)]
    pub on_site: bool,
    pub owner_id: Option<String>,
    pub unit: Option<String>,
    /// 配合单位, when assigning; an empty list takes out those there are.
    pub cooperating_units: Option<Vec<String>>,
    /// `YYYY-MM-DD`.
    pub due: Option<String>,
    pub mode: Option<String>,
    pub measure: Option<String>,
    pub cause: Option<String>,
    pub result: Option<String>,
    pub other_id: Option<String>,
}

#[derive(Clone, Deserialize, TS, ToSchema)]
pub struct EvidenceChoice {
    pub visit_id: String,
    pub photo_id: String,
}

/// The same step for many problems.
#[derive(Deserialize, TS, ToSchema)]
pub struct ProblemMovesForm {
    pub problem_ids: Vec<String>,
    pub form: ProblemMoveForm,
    /// Whoever helps each household answers for its problem; its captain for a village's.
    #[serde(default)]
    pub to_helpers: bool,
    /// When assigning: also those that somebody answers for already.
    #[serde(default)]
    pub also_answered: bool,
    /// When judging: the round that was seen of each, in the same order.
    #[serde(default)]
    pub rounds: Vec<u32>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ProblemMoves {
    pub moved: u32,
    /// Left as they are, because somebody answers for them already.
    pub answered: Vec<String>,
    pub refused: Vec<RefusedProblem>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct RefusedProblem {
    pub problem_id: String,
    pub number: Option<String>,
    pub code: String,
}

/// A problem that a spot check, a complaint or a meeting found.
#[derive(Deserialize, TS, ToSchema)]
pub struct RaiseProblemForm {
    /// Absent for a problem of the village itself.
    pub household_id: Option<String>,
    /// Twelve digits; asked where there is no household.
    pub area_code: Option<String>,
    /// A code of `problem_source`.
    pub source: String,
    /// A code of `problem_category`.
    pub category: String,
    /// A code of `severity`.
    pub severity: String,
    pub title: String,
    pub detail: Option<String>,
    /// A code of `unit_role`.
    pub role: String,
}

/// The lists a form about problems chooses from.
#[derive(Serialize, TS, ToSchema)]
pub struct ProblemChoices {
    pub sources: Vec<Labelled>,
    pub categories: Vec<Labelled>,
    pub severities: Vec<Labelled>,
    pub roles: Vec<Labelled>,
    /// Those the person sees, for problems of a village itself.
    pub villages: Vec<VillageName>,
    /// Whoever answers for a problem the person sees.
    pub owners: Vec<ProblemOwnerName>,
    /// Responsible units of problems the person sees.
    pub units: Vec<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ProblemOwnerName {
    pub person_id: String,
    pub name: String,
    pub unit: String,
}

/// The responsible units of a town.
#[derive(Serialize, TS, ToSchema)]
pub struct UnitList {
    pub town: String,
    pub units: Vec<UnitRow>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct UnitRow {
    /// A code of `unit_role`.
    pub role: Labelled,
    /// Empty where nobody said.
    pub name: String,
    pub contact: String,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct UnitForm {
    /// Nine digits.
    pub town: String,
    pub role: String,
    pub name: String,
    #[serde(default)]
    pub contact: String,
}
