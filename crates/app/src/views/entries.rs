//! The ledgers beside visits and problems: their lists, one entry's page, and the form of an entry
//! or a step. One shape serves all of them; what they hold is data (`data/ledgers.json`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Labelled;

/// A ledger in a list of ledgers.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LedgerCount {
    pub ledger: Labelled,
    /// What it is for, in a sentence.
    pub about: String,
    /// Entries something is still to be done about.
    pub open: u32,
    /// Of these, past their day.
    pub overdue: u32,
    /// All but those taken out.
    pub total: u32,
}

/// The village's and one's own ledgers, and what waits for this person in all of them.
#[derive(Serialize, Deserialize, TS)]
pub struct LedgerShelf {
    pub village: Vec<LedgerCount>,
    pub own: Vec<LedgerCount>,
    pub household: Vec<LedgerCount>,
    /// A step of these is this person's, the most pressing first.
    pub to_do: Vec<EntryCard>,
    /// Typed and not saved.
    pub drafts: Vec<EntryDraft>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EntriesQuery {
    pub ledger: String,
    /// Of one household; absent for all this phone has.
    pub household_id: Option<String>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct EntryList {
    pub ledger: Labelled,
    pub about: String,
    /// Something is still to be done, the most pressing first.
    pub open: Vec<EntryCard>,
    /// The rest, the latest first; at most 200.
    pub settled: Vec<EntryCard>,
    /// What all of them come to, fen; absent where nothing is added up.
    pub amount_fen: Option<i64>,
    pub can_add: bool,
    /// The county has not turned it on.
    pub off: bool,
    /// The head of the household it is the list of.
    pub head_name: Option<String>,
}

/// All entries of one household, ledger by ledger.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct HouseholdLedger {
    pub ledger: Labelled,
    pub about: String,
    pub entries: Vec<EntryCard>,
    pub can_add: bool,
}

/// One entry in a list.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EntryCard {
    pub entry_id: String,
    pub ledger: Labelled,
    /// What it is called by.
    pub title: String,
    /// What it is counted by.
    pub kind: Option<Labelled>,
    /// Where it stands, with what was done here laid over it.
    pub state: Labelled,
    pub settled: bool,
    pub voided: bool,
    /// `YYYY-MM-DD`: when it was, or is to be.
    pub day: Option<String>,
    pub amount_fen: Option<i64>,
    /// `YYYY-MM-DD`: by when it is to be dealt with.
    pub due: Option<String>,
    /// Negative once overdue.
    pub days_left: Option<i32>,
    pub overdue: bool,
    pub household_id: Option<String>,
    pub head_name: String,
    pub village: String,
    pub author_name: String,
    /// This person wrote it.
    pub mine: bool,
    /// Something done here has not reached the county.
    pub on_its_way: bool,
    /// Why the county refused what was done here.
    pub refused: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EntryRef {
    pub entry_id: String,
}

/// One entry, whole.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EntryPage {
    pub card: EntryCard,
    pub about: String,
    pub lines: Vec<EntryLine>,
    /// What follows from it: of an income survey, its sums and how they come about.
    pub reckoned: Vec<EntryLine>,
    /// What looks odd; never a refusal.
    pub notices: Vec<String>,
    /// Oldest first; what was done here and has not come back is last.
    pub steps: Vec<EntryStep>,
    pub moves: Vec<EntryMove>,
    pub may_correct: bool,
    /// What can be taken back: it has not left, or was refused.
    pub withdrawable: Option<String>,
}

/// A field with its value, ready to be read.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EntryLine {
    pub label: String,
    pub text: String,
    /// The heading it stands under.
    pub group: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EntryStep {
    pub step: Labelled,
    pub state: Labelled,
    pub by_name: String,
    pub at_ms: i64,
    pub reason: Option<String>,
    pub lines: Vec<EntryLine>,
    /// Fields somebody else had changed meanwhile: what stood there stayed.
    pub contested: Vec<String>,
    /// Only this phone has it.
    pub waiting: bool,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EntryMove {
    pub step: Labelled,
    /// It asks for something before it is done.
    pub has_form: bool,
    /// Ends it badly or takes it out: asked about once more.
    pub careful: bool,
}

/// Which form: a new entry (`ledger`), a correction (`entry_id`), a step (`entry_id` and `step`).
#[derive(Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EntryFormQuery {
    pub ledger: String,
    pub household_id: Option<String>,
    pub entry_id: Option<String>,
    pub step: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EntryForm {
    pub target: EntryFormQuery,
    pub ledger: Labelled,
    pub about: String,
    /// The step's name.
    pub step: Option<Labelled>,
    pub head_name: Option<String>,
    pub fields: Vec<FormField>,
    pub values: BTreeMap<String, FormValue>,
    pub needs_reason: bool,
    pub reason: String,
    /// It was left half typed and is there again.
    pub restored: bool,
    pub reckoned: EntryReckoned,
}

/// What was typed comes to so far.
#[derive(Clone, Default, Serialize, Deserialize, TS)]
pub struct EntryReckoned {
    pub lines: Vec<EntryLine>,
    pub notices: Vec<String>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct FormField {
    pub code: String,
    pub label: String,
    pub shape: FieldShape,
    pub required: bool,
    /// Of choices and members.
    pub options: Vec<Labelled>,
    /// Of numbers; money in fen.
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// Characters.
    pub most: Option<u32>,
    /// Shown only when another field holds one of these.
    pub show_if: Option<ShowIf>,
    pub group: Option<String>,
    pub help: Option<String>,
    /// A day that may not lie in the future.
    pub past: bool,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ShowIf {
    pub field: String,
    pub any_of: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FieldShape {
    Text,
    /// Several lines.
    LongText,
    Date,
    /// Fen; typed in yuan.
    Money,
    Integer,
    Choice,
    Choices,
    Member,
    Members,
    Household,
    Area,
    IdNumber,
}

/// The value of one field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum FormValue {
    Text(String),
    Number(i64),
    List(Vec<String>),
}

/// A form as it was filled in.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EntryInput {
    pub target: EntryFormQuery,
    pub values: BTreeMap<String, FormValue>,
    pub reason: String,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EntryDraftInput {
    pub input: EntryInput,
    /// False: given up.
    pub keep: bool,
}

/// A form that was left before it was saved.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EntryDraft {
    pub target: EntryFormQuery,
    pub ledger: Labelled,
    pub step: Option<Labelled>,
    pub title: String,
    pub head_name: Option<String>,
    pub saved_ms: i64,
    /// What it is about is no more, or has moved on: it can only be given up.
    pub overtaken: bool,
}

/// What was taken back is in its form again.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EntryWithdrawn {
    pub target: EntryFormQuery,
}
