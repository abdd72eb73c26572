//! What codes have meant so far: a code keeps its meaning for good (DOMAIN §2.1).

use crate::checklist::{AnswerType, Scope, Template};
use std::collections::{BTreeMap, BTreeSet};

/// What an item's code has meant.
struct Meaning {
    scope: Scope,
    answer_type: AnswerType,
    list: Option<String>,
    options: BTreeSet<String>,
}

/// The meanings of all codes of all versions that were ever answered under.
#[derive(Default)]
pub struct Past {
    sections: BTreeMap<String, Scope>,
    items: BTreeMap<String, Meaning>,
}

impl<'a> FromIterator<&'a Template> for Past {
    fn from_iter<I: IntoIterator<Item = &'a Template>>(templates: I) -> Self {
        let mut past = Self::default();
        for section in templates.into_iter().flat_map(|known| &known.sections) {
            past.sections.insert(section.code.clone(), section.scope);
            for item in &section.items {
                let meaning = past.items.entry(item.code.clone());
                let meaning = meaning.or_insert_with(|| Meaning {
                    scope: section.scope,
                    answer_type: item.answer_type,
                    list: item.options_ref.clone(),
                    options: BTreeSet::new(),
                });
                // The options of a list are the list's to keep.
                let chosen = matches!(item.answer_type, AnswerType::Enum | AnswerType::MultiEnum);
                if chosen && item.options_ref.is_none() {
                    let codes = item.options.iter().map(|option| option.code.clone());
                    meaning.options.extend(codes);
                }
            }
        }
        past
    }
}

/// Why a code cannot be used as an overlay wants.
pub(super) enum Clash {
    /// It belonged to another type of answer.
    Type(AnswerType),
    /// It was asked of others, chose from elsewhere, or had options that are gone.
    Meaning,
}

impl Past {
    /// Whether a section of this code may have this scope.
    pub(super) fn takes_section(&self, code: &str, scope: Scope) -> bool {
        self.sections.get(code).is_none_or(|known| *known == scope)
    }

    /// Whether a new item may have this code. `options` are all it lists, those left out among
    /// them.
    pub(super) fn clash(
        &self,
        code: &str,
        scope: Scope,
        answer_type: AnswerType,
        list: Option<&str>,
        options: &BTreeSet<String>,
    ) -> Option<Clash> {
        let known = self.items.get(code)?;
        if known.answer_type != answer_type {
            return Some(Clash::Type(known.answer_type));
        }
        let same = known.scope == scope
            && known.list.as_deref() == list
            && (list.is_some() || known.options.is_subset(options));
        (!same).then_some(Clash::Meaning)
    }
}
