//! What a checklist is made of. Read by [`Template::parse`], never changed afterwards.

use super::heard::Place;
use super::{Decimal, Predicate};
use crate::codes::{Language, OptionItem};
use std::collections::HashMap;

/// A checklist, with its rules parsed.
#[derive(Debug, Clone)]
pub struct Template {
    /// Which checklist, such as `visit_checklist_lbsb`.
    pub id: String,
    /// The version answers are given under.
    pub version: String,
    /// Chinese title.
    pub title_zh: String,
    /// English title.
    pub title_en: String,
    /// First day it applies, `YYYY-MM-DD`.
    pub effective_from: String,
    /// How much of it a visit fills in.
    pub profiles: Vec<Profile>,
    /// In the order to show them.
    pub sections: Vec<Section>,
    /// Conclusions, in the order to work them out.
    pub derived: Vec<Derived>,
    /// Item code → (section, item).
    pub(super) places: HashMap<String, Place>,
    /// Items so ordered that each comes after those its visibility depends on.
    pub(super) order: Vec<Place>,
}

/// A group of items shown together.
#[derive(Debug, Clone)]
pub struct Section {
    /// Permanent code.
    pub code: String,
    /// Chinese title.
    pub title_zh: String,
    /// English title.
    pub title_en: String,
    /// Whether it is answered per visit, household or member.
    pub scope: Scope,
    /// Belongs to the core of every visit.
    pub core: bool,
    /// Left out by the county, with all its items. The codes stay taken.
    pub hidden: bool,
    /// Shown only where this holds; for each member where the scope is members.
    pub show_if: Option<Predicate>,
    /// In the order to show them.
    pub items: Vec<Item>,
    /// Problems the section as a whole raises.
    pub raises: Vec<Raise>,
    /// How many items stand before its first in the whole template.
    pub(super) before: usize,
}

/// Whom an answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// This visit; never carried over from an earlier one.
    Visit,
    /// The household.
    Household,
    /// Each member it is shown for.
    Member,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Item {
    /// Permanent code, unique in the template.
    pub code: String,
    /// Chinese label.
    pub label_zh: String,
    /// English label.
    pub label_en: String,
    /// Chinese help under the question.
    pub help_zh: Option<String>,
    /// English help under the question.
    pub help_en: Option<String>,
    /// What kind of answer.
    pub answer_type: AnswerType,
    /// Must be answered where visible.
    pub required: bool,
    /// Choices of `Enum` and `MultiEnum`; `yes`, `no` (and `na`) of the yes/no types.
    pub options: Vec<OptionItem>,
    /// The code list the choices come from.
    pub options_ref: Option<String>,
    /// Left out by the county: never asked, and null to every rule. The code stays taken.
    pub hidden: bool,
    /// Shown only where this holds.
    pub show_if: Option<Predicate>,
    /// Problems the answer raises.
    pub raises: Vec<Raise>,
    /// Photos the item wants.
    pub photo: Option<PhotoRule>,
    /// The reason for having no photo is asked for by name.
    pub waiver_reason: bool,
    /// Prefilled from the last accepted visit.
    pub carry_forward: bool,
    /// Smallest answer; yuan for money.
    pub min: Option<Decimal>,
    /// Largest answer; yuan for money.
    pub max: Option<Decimal>,
    /// How many decimals a number may have.
    pub decimals: Option<u8>,
    /// Longest text, in characters.
    pub max_length: Option<u32>,
    /// The unit to show.
    pub unit: Option<String>,
    /// The unit in English.
    pub unit_en: Option<String>,
    /// How careful to be with the answer.
    pub sensitivity: Option<Sensitivity>,
    /// Choosing none of the options is an answer: a rule counts them.
    pub none_is_answer: bool,
    /// Worked out elsewhere, such as `income.percap_net`; never asked.
    pub computed: Option<String>,
}

impl Item {
    /// The label in a language.
    #[must_use]
    pub fn label(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.label_zh,
            Language::En => &self.label_en,
        }
    }

    /// The help in a language; Chinese where there is no English.
    #[must_use]
    pub fn help(&self, language: Language) -> Option<&str> {
        let zh = self.help_zh.as_deref()?;
        Some(language.pick(zh, self.help_en.as_deref()))
    }

    /// The unit in a language; as it stands where there is no English.
    #[must_use]
    pub fn unit(&self, language: Language) -> Option<&str> {
        let zh = self.unit.as_deref()?;
        Some(language.pick(zh, self.unit_en.as_deref()))
    }

    /// One of the choices.
    #[must_use]
    pub fn option(&self, code: &str) -> Option<&OptionItem> {
        self.options.iter().find(|option| option.code == code)
    }
}

/// The kind of answer an item takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerType {
    /// `yes` or `no`.
    YesNo,
    /// `yes`, `no` or `na` (not applicable, which is not "unanswered").
    YesNoNa,
    /// One option.
    Enum,
    /// A set of options.
    MultiEnum,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// Fen, entered in yuan.
    Money,
    /// Free text.
    Text,
    /// A calendar day.
    Date,
    /// Photos.
    Photo,
    /// A photo of kind `signature`.
    Signature,
    /// A member of the household.
    MemberRef,
}

impl AnswerType {
    /// The name in the template.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::YesNo => "yes_no",
            Self::YesNoNa => "yes_no_na",
            Self::Enum => "enum",
            Self::MultiEnum => "multi_enum",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Money => "money",
            Self::Text => "text",
            Self::Date => "date",
            Self::Photo => "photo",
            Self::Signature => "signature",
            Self::MemberRef => "member_ref",
        }
    }

    /// Every type.
    pub const ALL: [Self; 12] = [
        Self::YesNo,
        Self::YesNoNa,
        Self::Enum,
        Self::MultiEnum,
        Self::Integer,
        Self::Number,
        Self::Money,
        Self::Text,
        Self::Date,
        Self::Photo,
        Self::Signature,
        Self::MemberRef,
    ];

    /// Answered with photos.
    #[must_use]
    pub const fn is_photos(self) -> bool {
        matches!(self, Self::Photo | Self::Signature)
    }
}

/// How careful to be with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sensitivity {
    /// Personal.
    Personal,
    /// Sensitive personal: health, disability, children.
    Sensitive,
}

/// Photos an item wants.
#[derive(Debug, Clone)]
pub struct PhotoRule {
    /// Code of `photo_kind`.
    pub kind: String,
    /// At least this many, or a reason why not.
    pub min: u32,
    /// At most this many.
    pub max: u32,
    /// Wanted only where this holds.
    pub when: Option<Predicate>,
}

/// A problem an answer raises.
#[derive(Debug, Clone)]
pub struct Raise {
    /// What the problem is filed under: the item, or the conclusion it follows from.
    pub from: String,
    /// Follows from a conclusion rather than from one answer.
    pub is_derived: bool,
    /// When.
    pub when: Predicate,
    /// Code of `problem_category`.
    pub category: String,
    /// Code of `severity`.
    pub severity: String,
    /// Code of `unit_role`.
    pub unit_role: String,
    /// The problem's Chinese title, which also tells it apart from the item's others.
    pub title_zh: String,
    /// The problem's English title, where there is one.
    pub title_en: Option<String>,
    /// Also proposes a risk lead of this type.
    pub risk_lead: Option<String>,
    /// Code of `rectify_mode`.
    pub rectify_mode: Option<String>,
    /// Must be reported within hours.
    pub report_within_hours: Option<u32>,
}

/// A conclusion drawn from the answers.
#[derive(Debug, Clone)]
pub struct Derived {
    /// Permanent code.
    pub code: String,
    /// Chinese title.
    pub title_zh: String,
    /// English title, where there is one.
    pub title_en: Option<String>,
    /// First row that holds gives the value; empty for rules written in code.
    pub table: Vec<TableRow>,
    /// Problems the conclusion raises.
    pub raises: Vec<Raise>,
    /// The rule in words.
    pub rule: Option<String>,
    /// Sections it is drawn from: without any of them there is no conclusion.
    pub(super) homes: Vec<usize>,
}

impl Derived {
    /// The title in a language; Chinese where there is no English.
    #[must_use]
    pub fn title(&self, language: Language) -> &str {
        language.pick(&self.title_zh, self.title_en.as_deref())
    }
}

/// One row of a conclusion's table.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// `None` in the `else` row.
    pub when: Option<Predicate>,
    /// The value it gives.
    pub then: String,
}

/// How much of the checklist a visit fills in.
#[derive(Debug, Clone)]
pub struct Profile {
    /// `full`, `routine`, `four_ones`.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// English name, where there is one.
    pub en: Option<String>,
    /// Section codes; `None` for all.
    pub sections: Option<Vec<String>>,
    /// Whether a section can be confirmed unchanged at one tap.
    pub mode: ProfileMode,
}

/// How earlier answers help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileMode {
    /// Some items are prefilled; each is confirmed.
    Prefill,
    /// One tap per section copies all earlier answers.
    CarryForward,
}

impl Profile {
    /// Whether visits of this profile fill in the section.
    #[must_use]
    pub fn has(&self, section: &str) -> bool {
        self.sections
            .as_ref()
            .is_none_or(|codes| codes.iter().any(|code| code == section))
    }
}

impl Template {
    /// A profile by code.
    #[must_use]
    pub fn profile(&self, code: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.code == code)
    }

    /// A section by code.
    #[must_use]
    pub fn section(&self, code: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.code == code)
    }

    /// A conclusion by code.
    #[must_use]
    pub fn conclusion(&self, code: &str) -> Option<&Derived> {
        self.derived.iter().find(|derived| derived.code == code)
    }

    /// The rule that raises a problem: what it comes from, and its Chinese title.
    #[must_use]
    pub fn raise(&self, from: &str, title_zh: &str) -> Option<&Raise> {
        let sections = self.sections.iter();
        let items = sections.clone().flat_map(|section| &section.items);
        let mut raises = sections
            .flat_map(|section| &section.raises)
            .chain(items.flat_map(|item| &item.raises))
            .chain(self.derived.iter().flat_map(|derived| &derived.raises));
        raises.find(|raise| raise.from == from && raise.title_zh == title_zh)
    }

    /// Where an item stands among all of the template's.
    pub(super) fn row(&self, (section, item): Place) -> usize {
        self.sections
            .get(section)
            .map_or(usize::MAX, |section| section.before + item)
    }

    /// An item by code, with its section.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<(&Section, &Item)> {
        let (section, item) = *self.places.get(code)?;
        let section = self.sections.get(section)?;
        Some((section, section.items.get(item)?))
    }
}
