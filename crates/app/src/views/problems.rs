//! The problem ledger 问题台账: lists, one problem's page, and what a person does with it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Labelled;
use super::me::Delivery;
use super::visit::PhotoCard;

/// One problem in a list.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LedgerCard {
    pub problem_id: String,
    /// Absent for a problem of the village itself.
    pub household_id: Option<String>,
    /// 县码-年-序号; the county gives it when the problem is registered.
    pub number: Option<String>,
    pub title: String,
    /// Empty for a problem of the village itself.
    pub head_name: String,
    /// Village and group.
    pub place_name: String,
    pub category: Labelled,
    pub severity: Labelled,
    /// Where it stands, with what was done here laid over it.
    pub state: Labelled,
    pub open: bool,
    /// `YYYY-MM-DD`.
    pub due: Option<String>,
    /// Negative once overdue; of open problems alone.
    pub days_left: Option<i32>,
    pub overdue: bool,
    /// Something done here has not reached the county.
    pub on_its_way: bool,
    /// Why the county refused what was done here.
    pub refused: Option<String>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct LedgerList {
    /// A move is this person's.
    pub to_do: Vec<LedgerCard>,
    /// Reported as rectified; this person may verify.
    pub to_verify: Vec<LedgerCard>,
    /// Open, and somebody else's to move.
    pub others: Vec<LedgerCard>,
    /// The last weeks', latest first.
    pub closed: Vec<LedgerCard>,
    /// Typed and not sent.
    pub drafts: Vec<LedgerDraft>,
    /// This person leads them, and may report about them.
    pub villages: Vec<LedgerVillage>,
}

/// A village somebody leads.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LedgerVillage {
    /// Twelve digits.
    pub area_code: String,
    pub name: String,
}

/// A form that was left before it was sent.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LedgerDraft {
    /// Absent for a problem that is not raised yet.
    pub problem_id: Option<String>,
    pub household_id: Option<String>,
    /// For one of a village that is not raised yet.
    pub area_code: Option<String>,
    /// A name of `domain::problem::ProblemMove`, or `raise`.
    pub step: String,
    /// Empty where the problem is not on this phone any more.
    pub title: String,
    /// The head of the household; the village where there is none.
    pub head_name: String,
    pub saved_ms: i64,
    /// The move is not open any more: the form can only be given up.
    pub overtaken: bool,
}

#[derive(Serialize, Deserialize, TS)]
pub struct ProblemRef {
    pub problem_id: String,
}

/// One problem, whole.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LedgerPage {
    pub card: LedgerCard,
    pub member_name: Option<String>,
    pub detail: Option<String>,
    pub source: Labelled,
    /// 责任单位: its name, or its role where the name is not known; empty before it is assigned
    /// and without a checklist that says.
    pub unit: String,
    /// 配合单位, by name.
    pub cooperating_units: Vec<String>,
    /// 责任人; empty when nobody is named.
    pub owner_name: String,
    /// This person answers for it.
    pub mine: bool,
    pub found_ms: i64,
    /// Before an extension; absent without one.
    pub first_due: Option<String>,
    /// Verified on the spot by another person, then signed off by the county.
    pub critical: bool,
    /// Critical, verified, and waiting for the county.
    pub waits_for_county: bool,
    /// How often it was reported as rectified: a move names the report that was on the screen.
    pub round: u32,
    pub merged_into: Option<String>,
    /// The household can be opened and visited on this phone.
    pub household_here: bool,
    /// An unfinished visit there.
    pub visit_draft: Option<String>,
    /// Oldest first; what was done here and has not come back is last.
    pub steps: Vec<LedgerStep>,
    /// Of the visit that found it.
    pub before: Vec<LedgerPhoto>,
    /// Named by whoever reported it as rectified.
    pub after: Vec<LedgerPhoto>,
    /// Named photos of visits this phone does not have.
    pub photos_elsewhere: u32,
    /// What this person may do now; the one to do first stands first.
    pub moves: Vec<LedgerMove>,
    /// Photos to choose from for a report; of visits made since.
    pub evidence: Vec<LedgerPhoto>,
    /// What is done at the county's console alone: assigning, extending, keeping open, merging.
    pub at_console: bool,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LedgerStep {
    /// A name of `domain::problem::ProblemMove`; `raised`, or `seen` by a later visit.
    pub step: String,
    /// Where it stood afterwards; absent while the county has not said.
    pub state: Option<Labelled>,
    pub by_name: String,
    pub at_ms: i64,
    pub reason: Option<String>,
    pub result: Option<String>,
    /// Why there were no photos.
    pub photo_waiver: Option<String>,
    pub photos: u32,
    pub on_site: bool,
    /// 责任单位 and 配合单位, where the step named them.
    pub unit: Option<String>,
    pub cooperating_units: Vec<String>,
    /// A new day, where the step named one.
    pub due: Option<String>,
    /// Done on this phone, and not in the county's row.
    pub waiting: Option<LedgerWaiting>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LedgerWaiting {
    pub change_id: String,
    /// Absent once the county confirmed it and only its row has not come.
    pub delivery: Option<Delivery>,
    pub code: Option<String>,
    /// Never left, or was refused.
    pub can_withdraw: bool,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LedgerPhoto {
    pub visit_id: String,
    pub photo: PhotoCard,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LedgerMove {
    pub step: String,
    /// The one to do first.
    pub main: bool,
    /// What was typed for it before.
    pub draft: Option<MoveInput>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EvidenceRef {
    pub visit_id: String,
    pub photo_id: String,
}

/// A move. Empty texts say nothing; what the move does not take is left out.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct MoveInput {
    pub problem_id: String,
    pub step: String,
    /// The page's.
    pub round: u32,
    pub reason: String,
    pub result: String,
    pub photos: Vec<EvidenceRef>,
    pub photo_waiver: String,
    pub on_site: bool,
}

/// What a new problem is about: a household, or the village itself.
#[derive(Serialize, Deserialize, TS)]
pub struct RaiseAbout {
    pub household_id: Option<String>,
    pub area_code: Option<String>,
}

/// What the form for a new problem offers.
#[derive(Serialize, Deserialize, TS)]
pub struct RaisePage {
    /// Absent for a problem of the village itself.
    pub household_id: Option<String>,
    pub area_code: Option<String>,
    /// Empty for the village itself.
    pub head_name: String,
    pub place_name: String,
    pub members: Vec<LedgerMember>,
    pub categories: Vec<Labelled>,
    pub severities: Vec<Labelled>,
    /// Where a cadre may have it from.
    pub sources: Vec<Labelled>,
    /// Titles the checklist has for a category.
    pub titles: Vec<TitleHint>,
    pub draft: Option<RaiseInput>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LedgerMember {
    pub member_id: String,
    pub name: String,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct TitleHint {
    pub category: String,
    pub severity: String,
    pub title: String,
}

/// A problem found without a visit.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct RaiseInput {
    /// Absent for a problem of the village itself.
    #[serde(default)]
    pub household_id: Option<String>,
    /// The village's code, where there is no household.
    #[serde(default)]
    pub area_code: Option<String>,
    pub member_id: Option<String>,
    /// Empty: screening.
    pub source: String,
    pub category: String,
    pub severity: String,
    pub title: String,
    pub detail: String,
}

/// A form as it stands.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum ProblemDraft {
    Move(MoveInput),
    Raise(RaiseInput),
}

#[derive(Serialize, Deserialize, TS)]
pub struct ProblemDraftInput {
    pub draft: ProblemDraft,
    /// False gives it up.
    pub keep: bool,
}

/// What is left after a move was taken back.
#[derive(Serialize, Deserialize, TS)]
pub struct Withdrawn {
    pub household_id: Option<String>,
    /// The village of a problem without a household.
    pub area_code: Option<String>,
    /// Absent when the problem itself was taken back.
    pub page: Option<LedgerPage>,
}
