//! What a ledger is made of.

use crate::codes::{Codes, Language, OptionItem};
use crate::ledger::decide::EntryRole;
use crate::ledger::value::{EntryValue, Values};

/// What the field of [`Ledger::unsigned`] holds where no name is given.
const UNNAMED: &str = "unnamed";

/// Everything in `data/ledgers.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledgers {
    pub(super) version: String,
    pub(super) all: Vec<Ledger>,
}

impl Ledgers {
    /// The version of the definitions.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All of them, in the order to show them.
    #[must_use]
    pub fn all(&self) -> &[Ledger] {
        &self.all
    }

    /// The ledger of this code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&Ledger> {
        self.all.iter().find(|ledger| ledger.code == code)
    }
}

/// Whose the entries of a ledger are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A household's.
    Household,
    /// A village's; they may name a household.
    Village,
    /// A cadre's own.
    Person,
}

/// One ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Permanent.
    pub code: String,
    /// Its name.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// What it is for, in a sentence.
    pub about_zh: String,
    /// The same in English.
    pub about_en: String,
    /// Whose its entries are.
    pub scope: Scope,
    /// Who may write one.
    pub authors: EntryRole,
    /// Kept only where the county has turned on this parameter, with its legal basis.
    pub switch: Option<String>,
    /// The field in which an author may say that he gives no name. Such a ledger is between him
    /// and the county: nobody leads him in it.
    pub unsigned: Option<String>,
    /// The field entries are counted by.
    pub kind: Option<String>,
    /// The field that says when.
    pub day: Option<String>,
    /// The field that is added up, fen.
    pub amount: Option<String>,
    /// The fields an entry is called by.
    pub title: Vec<String>,
    /// Fields no two entries of one household, village or person share.
    pub unique: Vec<String>,
    /// By when it is to be dealt with.
    pub due: Option<Due>,
    /// What an entry holds.
    pub fields: Vec<Field>,
    /// Where an entry can stand; the first is where it begins.
    pub states: Vec<State>,
    /// What can be done with it.
    pub moves: Vec<Move>,
}

impl Ledger {
    /// Its name in a language.
    #[must_use]
    pub fn label(&self, language: Language) -> &str {
        language.pick(&self.zh, Some(&self.en))
    }

    /// What it is for, in a language.
    #[must_use]
    pub fn about(&self, language: Language) -> &str {
        language.pick(&self.about_zh, Some(&self.about_en))
    }

    /// The state of this code.
    #[must_use]
    pub fn state(&self, code: &str) -> Option<&State> {
        self.states.iter().find(|state| state.code == code)
    }

    /// Whether the author of an entry with these values gave no name.
    #[must_use]
    pub fn is_unsigned(&self, values: &Values) -> bool {
        let said = self.unsigned.as_ref().and_then(|field| values.get(field));
        said.and_then(EntryValue::text) == Some(UNNAMED)
    }

    /// Where an entry begins.
    #[must_use]
    pub fn first_state(&self) -> &str {
        self.states.first().map_or("", |state| state.code.as_str())
    }

    /// Whether nothing is left to do about an entry in this state. One taken out is settled.
    #[must_use]
    pub fn is_settled(&self, state: &str) -> bool {
        self.state(state).is_none_or(|state| state.settled)
    }

    /// The move of this code.
    #[must_use]
    pub fn step(&self, code: &str) -> Option<&Move> {
        self.moves.iter().find(|step| step.code == code)
    }

    /// The field of this code.
    #[must_use]
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.code == code)
    }
}

/// By when an entry is to be dealt with: the day of a field, and days after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day it is counted from.
    pub field: String,
    /// Days after it, unless the county's parameter says otherwise.
    pub days: u32,
    /// The parameter.
    pub param: Option<String>,
    /// Only for entries of these kinds; all, where empty.
    pub kinds: Vec<String>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Permanent within its ledger.
    pub code: String,
    /// Its label.
    pub zh: String,
    /// Its label in English.
    pub en: String,
    /// What it holds.
    pub shape: Shape,
    /// Must be given where it is shown.
    pub required: bool,
    /// A date that may not lie in the future.
    pub past: bool,
    /// A date that is today unless somebody says otherwise.
    pub today: bool,
    /// A number a form begins with.
    pub initial: Option<i64>,
    /// Shown only when this field holds one of these codes.
    pub show_if: Option<(String, Vec<String>)>,
    /// The heading it stands under, where fields have headings.
    pub group: Option<(String, String)>,
    /// What to look for.
    pub help_zh: Option<String>,
    /// Personal or sensitive data (DOMAIN §3.1): never on a public notice.
    pub private: bool,
}

impl Field {
    /// Its label in a language.
    #[must_use]
    pub fn label(&self, language: Language) -> &str {
        language.pick(&self.zh, Some(&self.en))
    }

    /// What can be chosen.
    #[must_use]
    pub fn options<'a>(&'a self, codes: &'a Codes) -> &'a [OptionItem] {
        match &self.shape {
            Shape::Choice { list } | Shape::Choices { list } => {
                codes.list(list).unwrap_or_default()
            }
            Shape::Own { options } => options,
            _ => &[],
        }
    }
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Words, at most so many characters.
    Text {
        /// Characters.
        most: usize,
    },
    /// `YYYY-MM-DD`.
    Date,
    /// Whole fen, typed in yuan.
    Money {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// A whole number.
    Integer {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// One code of a list of `codes.json`.
    Choice {
        /// Its name.
        list: String,
    },
    /// Codes of a list, each once.
    Choices {
        /// Its name.
        list: String,
    },
    /// One of the field's own options.
    Own {
        /// They.
        options: Vec<OptionItem>,
    },
    /// A member of the household, by id.
    Member,
    /// Members of the household, by id.
    Members,
    /// A household, by id.
    Household,
    /// A village, by its twelve digits.
    Area,
    /// A resident ID number: one that does not check is kept and looked at (DOMAIN §3).
    IdNumber,
}

/// Where an entry can stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Permanent within its ledger.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Nothing is left to do.
    pub settled: bool,
    /// Its author may still correct it.
    pub editable: bool,
}

impl State {
    /// Its name in a language.
    #[must_use]
    pub fn label(&self, language: Language) -> &str {
        language.pick(&self.zh, Some(&self.en))
    }
}

/// What can be done with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Permanent within its ledger.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// From where.
    pub from: Vec<String>,
    /// To where.
    pub to: String,
    /// Whose it is, at least.
    pub by: EntryRole,
    /// Never the author's own (DOMAIN §5: nobody judges his own work).
    pub not_own: bool,
    /// It needs a reason.
    pub reason: bool,
    /// What it does to other records at the county.
    pub effect: Option<String>,
    /// What is said with it.
    pub fields: Vec<Field>,
}

impl Move {
    /// Its name in a language.
    #[must_use]
    pub fn label(&self, language: Language) -> &str {
        language.pick(&self.zh, Some(&self.en))
    }
}
