//! Answers: one value per item, and per member where the item is about members.

use super::Value;
use super::decimal::Decimal;
use crate::id::{MemberId, PhotoId};
use std::collections::BTreeMap;
use std::fmt;

/// Which answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnswerKey {
    /// The item's code, or one from [`photo_code`] or [`waiver_code`].
    pub item: String,
    /// The member it is about.
    pub member: Option<MemberId>,
}

impl AnswerKey {
    /// The key of an answer about the visit or household.
    #[must_use]
    pub fn of(item: impl Into<String>) -> Self {
        Self {
            item: item.into(),
            member: None,
        }
    }

    /// The key of an answer about a member.
    #[must_use]
    pub fn about(item: impl Into<String>, member: MemberId) -> Self {
        Self {
            item: item.into(),
            member: Some(member),
        }
    }
}

const PHOTO_SUFFIX: &str = ".photo";
const WAIVER_SUFFIX: &str = ".waiver";

/// The code under which photos are attached to an item that is not itself a photo item,
/// such as pictures of a crack beside "visible danger".
#[must_use]
pub fn photo_code(item: &str) -> String {
    format!("{item}{PHOTO_SUFFIX}")
}

/// The code under which the reason for having no photo of an item is kept.
#[must_use]
pub fn waiver_code(item: &str) -> String {
    format!("{item}{WAIVER_SUFFIX}")
}

/// What an answer's code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodeOf<'a> {
    Item(&'a str),
    Photos(&'a str),
    Waiver(&'a str),
}

impl<'a> CodeOf<'a> {
    pub(super) fn read(code: &'a str) -> Self {
        if let Some(item) = code.strip_suffix(PHOTO_SUFFIX) {
            return Self::Photos(item);
        }
        code.strip_suffix(WAIVER_SUFFIX)
            .map_or(Self::Item(code), Self::Waiver)
    }

    pub(super) const fn item(self) -> &'a str {
        match self {
            Self::Item(item) | Self::Photos(item) | Self::Waiver(item) => item,
        }
    }
}

/// One answer's value.
#[derive(Clone, PartialEq, Eq)]
pub enum AnswerValue {
    /// Free text.
    Text(String),
    /// One option, `yes`, `no` or `na`.
    Choice(String),
    /// A set of options.
    Choices(Vec<String>),
    /// A whole number.
    Integer(i64),
    /// A decimal number, as written.
    Decimal(String),
    /// Fen.
    Money(i64),
    /// `YYYY-MM-DD`.
    Date(String),
    /// Photos, or a signature.
    Photos(Vec<PhotoId>),
    /// A member of the household.
    Member(MemberId),
}

impl fmt::Debug for AnswerValue {
    /// The kind only: answers are about people.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Text(_) => "Text(..)",
            Self::Choice(_) => "Choice(..)",
            Self::Choices(_) => "Choices(..)",
            Self::Integer(_) => "Integer(..)",
            Self::Decimal(_) => "Decimal(..)",
            Self::Money(_) => "Money(..)",
            Self::Date(_) => "Date(..)",
            Self::Photos(_) => "Photos(..)",
            Self::Member(_) => "Member(..)",
        })
    }
}

impl AnswerValue {
    /// Answered with nothing: an empty text, no options, no photos. The same as unanswered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Choice(text) | Self::Decimal(text) | Self::Date(text) => {
                text.trim().is_empty()
            }
            Self::Choices(list) => list.is_empty(),
            Self::Photos(list) => list.is_empty(),
            Self::Integer(_) | Self::Money(_) | Self::Member(_) => false,
        }
    }

    pub(super) fn value(&self) -> Value<'_> {
        match self {
            // Whether an empty set is an answer is for the item to say.
            Self::Choices(list) => Value::Set(list),
            _ if self.is_empty() => Value::Null,
            Self::Text(text) | Self::Choice(text) | Self::Date(text) => Value::Text(text),
            Self::Integer(number) => Decimal::whole(*number).map_or(Value::Null, Value::Number),
            Self::Decimal(text) => Decimal::parse(text).map_or(Value::Null, Value::Number),
            Self::Money(fen) => Value::Money(*fen),
            Self::Photos(_) | Self::Member(_) => Value::Present,
        }
    }
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What was answered.
    pub value: AnswerValue,
    /// Copied from an earlier visit by "no change".
    pub unchanged: bool,
}

/// All answers of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    by_item: BTreeMap<String, BTreeMap<Option<MemberId>, Answer>>,
}

impl Answers {
    /// No answers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers an item.
    pub fn set(&mut self, key: AnswerKey, value: AnswerValue) {
        self.insert(
            key,
            Answer {
                value,
                unchanged: false,
            },
        );
    }

    /// Puts an answer as it is.
    pub fn insert(&mut self, key: AnswerKey, answer: Answer) {
        self.by_item
            .entry(key.item)
            .or_default()
            .insert(key.member, answer);
    }

    /// Takes an answer back.
    pub fn remove(&mut self, key: &AnswerKey) -> Option<Answer> {
        let of_item = self.by_item.get_mut(&key.item)?;
        let answer = of_item.remove(&key.member);
        if of_item.is_empty() {
            self.by_item.remove(&key.item);
        }
        answer
    }

    /// One answer.
    #[must_use]
    pub fn get(&self, item: &str, member: Option<MemberId>) -> Option<&Answer> {
        self.by_item.get(item)?.get(&member)
    }

    /// One answer's value.
    #[must_use]
    pub fn value(&self, item: &str, member: Option<MemberId>) -> Option<&AnswerValue> {
        self.get(item, member).map(|answer| &answer.value)
    }

    /// The chosen option of an item.
    #[must_use]
    pub fn choice(&self, item: &str, member: Option<MemberId>) -> Option<&str> {
        match self.value(item, member)? {
            AnswerValue::Choice(code) => Some(code),
            _ => None,
        }
    }

    /// Photos of an item: its own, or those attached to it.
    #[must_use]
    pub fn photos(&self, item: &str, member: Option<MemberId>) -> &[PhotoId] {
        for code in [item, &photo_code(item)] {
            if let Some(AnswerValue::Photos(photos)) = self.value(code, member) {
                return photos;
            }
        }
        &[]
    }

    /// The reason an item has no photo.
    #[must_use]
    pub fn waiver(&self, item: &str, member: Option<MemberId>) -> Option<&str> {
        match self.value(&waiver_code(item), member)? {
            AnswerValue::Text(reason) if !reason.trim().is_empty() => Some(reason),
            _ => None,
        }
    }

    /// All answers by code and member, in that order.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, Option<MemberId>, &Answer)> {
        self.by_item.iter().flat_map(|(item, of_item)| {
            let of_item = of_item.iter();
            of_item.map(move |(member, answer)| (item.as_str(), *member, answer))
        })
    }

    /// All answers, ordered by item and member.
    pub fn iter(&self) -> impl Iterator<Item = (AnswerKey, &Answer)> {
        self.entries().map(|(item, member, answer)| {
            let item = item.to_owned();
            (AnswerKey { item, member }, answer)
        })
    }

    /// How many answers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_item.values().map(BTreeMap::len).sum()
    }

    /// Nothing answered yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_item.is_empty()
    }
}

impl FromIterator<(AnswerKey, AnswerValue)> for Answers {
    fn from_iter<I: IntoIterator<Item = (AnswerKey, AnswerValue)>>(pairs: I) -> Self {
        let mut answers = Self::new();
        for (key, value) in pairs {
            answers.set(key, value);
        }
        answers
    }
}
