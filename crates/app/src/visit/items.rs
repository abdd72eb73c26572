//! Sections and items as the screen shows them.

use domain::checklist::{
    AnswerKey, AnswerType, AnswerValue, Item, ItemState, Scope, Section, SectionState,
};
use domain::codes::Language;
use domain::id::MemberId;
use store::answer::Origin;

use super::attached::{Shown, copy};
use super::sheet::Sheet;
use crate::cards::{bytes, count};
use crate::convert;
use crate::desk::Desk;
use crate::views::visit::{ItemForm, ItemGroup, ItemKind, OptionForm, PhotoCard, SectionForm};
use crate::words::labelled;

impl Sheet {
    pub(crate) fn sections(&self, desk: &Desk) -> Vec<SectionForm> {
        let states = self.evaluation.sections.iter();
        states
            .filter_map(|state| {
                let section = self.template().section(&state.code)?;
                Some(self.section(desk, section, state))
            })
            .collect()
    }

    fn section(&self, desk: &Desk, section: &Section, state: &SectionState) -> SectionForm {
        let about: Vec<Option<MemberId>> = if section.scope == Scope::Member {
            state.members.iter().copied().map(Some).collect()
        } else {
            vec![None]
        };
        let groups = about
            .into_iter()
            .map(|member| ItemGroup {
                member_id: member.map(|id| id.to_string()),
                member_name: member.and_then(|id| self.member_name(id)),
                member_note: member.and_then(|id| self.member_note(desk, id)),
                items: state
                    .items
                    .iter()
                    .filter(|item| item.member == member)
                    .filter_map(|item| self.item(desk, section, item))
                    .collect(),
            })
            .collect();
        let carried = state
            .items
            .iter()
            .filter(|item| item.required && item.answered)
            .filter(|item| self.is_carried(&key(item)))
            .count();
        SectionForm {
            code: section.code.clone(),
            title: match desk.language {
                Language::En => section.title_en.clone(),
                Language::Zh => section.title_zh.clone(),
            },
            groups,
            answered: count(state.answered.saturating_sub(carried)),
            required: count(state.required),
            can_confirm_unchanged: self.can_confirm(section),
            unchanged: self.is_unchanged(section),
        }
    }

    /// Offered when an earlier visit answered something that the section asks here too, and nothing
    /// here was touched. What was said of somebody who is gone confirms nothing.
    pub(crate) fn can_confirm(&self, section: &Section) -> bool {
        let of_section = |key: &AnswerKey| section.items.iter().any(|item| item.code == key.item);
        let mut states = self.evaluation.sections.iter();
        let state = states.find(|state| state.code == section.code);
        let asked = |key: &AnswerKey| {
            let mut items = state.iter().flat_map(|state| &state.items);
            items.any(|item| item.code == key.item && item.member == key.member)
        };
        let known_before = self.previous.iter().any(|(key, answer)| {
            asked(&key)
                && !self.computed.contains(&key)
                && !matches!(answer.value, AnswerValue::Photos(_))
                && self.template().check(&key, &answer.value).is_ok()
        });
        let touched = self.origins.iter().any(|(key, origin)| {
            of_section(key) && matches!(origin, Origin::Touched | Origin::Unchanged)
        });
        self.is_draft()
            && self.confirms_sections()
            && section.scope != Scope::Visit
            && known_before
            && !touched
    }

    fn is_unchanged(&self, section: &Section) -> bool {
        let mut origins = self
            .answers
            .iter()
            .filter(|(key, _)| section.items.iter().any(|item| item.code == key.item))
            .filter(|(key, _)| !self.computed.contains(key))
            .map(|(_, answer)| answer.unchanged)
            .peekable();
        origins.peek().is_some() && origins.all(|unchanged| unchanged)
    }

    fn item(&self, desk: &Desk, section: &Section, state: &ItemState) -> Option<ItemForm> {
        let item = section.items.iter().find(|item| item.code == state.code)?;
        let key = key(state);
        let value = self.answers.value(&item.code, state.member);
        let is_computed = self.computed.contains(&key);
        // Worked out elsewhere: shown when there is something to show, never asked.
        if item.computed.is_some() && value.is_none() {
            return None;
        }
        let photos: Vec<PhotoCard> = self
            .photos
            .iter()
            .filter(|shown| shown.photo.item == item.code && shown.photo.member == state.member)
            .map(|shown| photo_card(desk, shown))
            .collect();
        let photos_max = match (&item.photo, item.answer_type) {
            (Some(rule), _) if item.answer_type.is_photos() || state.photos_wanted > 0 => rule.max,
            (_, AnswerType::Signature) => 1,
            _ => 0,
        };
        Some(ItemForm {
            code: item.code.clone(),
            label: item.label(desk.language).to_owned(),
            help: item.help(desk.language).map(str::to_owned),
            kind: kind(item.answer_type),
            required: state.required,
            options: self.options(desk, item),
            unit: item.unit(desk.language).map(str::to_owned),
            min: item.min.map(|least| as_number(&least.to_string())),
            max: item.max.map(|most| as_number(&most.to_string())),
            decimals: item.decimals.map_or(
                if item.answer_type == AnswerType::Number {
                    2
                } else {
                    0
                },
                u32::from,
            ),
            max_length: item.max_length,
            value: value.and_then(convert::to_screen),
            carried: self.is_carried(&key),
            computed: is_computed || item.computed.is_some(),
            photos_min: state.photos_wanted,
            photos_max: photos_max.max(count(photos.len())),
            photos,
            waivable: item.waiver_reason || state.photos_wanted > 0,
        })
    }

    fn options(&self, desk: &Desk, item: &Item) -> Vec<OptionForm> {
        if item.answer_type == AnswerType::MemberRef {
            let active = self.members.iter().filter(|member| member.active);
            return active
                .map(|member| OptionForm {
                    code: member.id.to_string(),
                    label: member.name.clone(),
                    exclusive: false,
                })
                .collect();
        }
        let options = item.options.iter();
        options
            .map(|option| OptionForm {
                code: option.code.clone(),
                label: option.label(desk.language).to_owned(),
                exclusive: option.exclusive,
            })
            .collect()
    }

    /// An answer in words, for a captain who compares.
    pub(crate) fn in_words(&self, desk: &Desk, item: &Item, value: &AnswerValue) -> String {
        let label = |code: &str| {
            item.option(code)
                .map_or(code, |option| option.label(desk.language))
                .to_owned()
        };
        match value {
            AnswerValue::Choice(code) => label(code),
            AnswerValue::Choices(codes) => codes
                .iter()
                .map(|code| label(code))
                .collect::<Vec<_>>()
                .join(match desk.language {
                    Language::Zh => "、",
                    Language::En => ", ",
                }),
            AnswerValue::Text(text) | AnswerValue::Decimal(text) | AnswerValue::Date(text) => {
                text.clone()
            }
            AnswerValue::Integer(number) => number.to_string(),
            AnswerValue::Money(fen) => domain::income::yuan_text(*fen),
            AnswerValue::Photos(ids) => ids.len().to_string(),
            AnswerValue::Member(id) => self.member_name(*id).unwrap_or_default(),
        }
    }
}

fn key(state: &ItemState) -> AnswerKey {
    AnswerKey {
        item: state.code.clone(),
        member: state.member,
    }
}

/// A photo as a visit and a problem show it.
pub(crate) fn photo_card(desk: &Desk, shown: &Shown) -> PhotoCard {
    PhotoCard {
        photo_id: shown.photo.id.to_string(),
        kind: labelled("photo_kind", &shown.photo.kind, desk.language),
        taken_ms: shown.photo.taken_ms,
        bytes: bytes(shown.photo.bytes),
        imported: shown.photo.imported,
        verified: shown.verified,
        here: shown.here,
        delivery: shown.delivery,
        copy: copy(&shown.photo),
        blurred: count(shown.blurred),
        alike: shown.alike.clone(),
    }
}

/// A limit for an input field: exact decimals are the engine's business.
fn as_number(text: &str) -> f64 {
    text.parse().unwrap_or(0.0)
}

fn kind(answer_type: AnswerType) -> ItemKind {
    match answer_type {
        AnswerType::YesNo => ItemKind::YesNo,
        AnswerType::YesNoNa => ItemKind::YesNoNa,
        AnswerType::Enum => ItemKind::Enum,
        AnswerType::MultiEnum => ItemKind::MultiEnum,
        AnswerType::Integer => ItemKind::Integer,
        AnswerType::Number => ItemKind::Number,
        AnswerType::Money => ItemKind::Money,
        AnswerType::Text => ItemKind::Text,
        AnswerType::Date => ItemKind::Date,
        AnswerType::Photo => ItemKind::Photo,
        AnswerType::Signature => ItemKind::Signature,
        AnswerType::MemberRef => ItemKind::MemberRef,
    }
}
