//! Which items are shown, for whom, and what is still missing.

use super::answers::CodeOf;
use super::{
    AnswerKey, Answers, Fact, Facts, Item, Lookup, Profile, Scope, Section, Template, Value,
};
use crate::id::MemberId;

/// A section that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionState {
    /// The section's code.
    pub code: String,
    /// Whether it is answered per visit, household or member.
    pub scope: Scope,
    /// The members it is shown for; empty unless its scope is members.
    pub members: Vec<MemberId>,
    /// Shown items, member by member, in the order to show them.
    pub items: Vec<ItemState>,
    /// How many shown items must be answered.
    pub required: usize,
    /// How many of those are.
    pub answered: usize,
}

/// An item that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemState {
    /// The item's code.
    pub code: String,
    /// The member it is shown for.
    pub member: Option<MemberId>,
    /// Must be answered.
    pub required: bool,
    /// Has an answer.
    pub answered: bool,
    /// Photos it wants now, 0 for none.
    pub photos_wanted: u32,
    /// Photos it has.
    pub photos: usize,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingKind {
    /// The answer.
    Answer,
    /// Photos, or a reason for having none.
    Photo,
}

/// A shown item that still wants something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The section's code.
    pub section: String,
    /// The item's code.
    pub item: String,
    /// The member it is about.
    pub member: Option<MemberId>,
    /// What is missing.
    pub kind: MissingKind,
    /// The visit cannot be sealed without it. Of a household that could not be met, only
    /// what is about the visit itself is needed.
    pub blocks_seal: bool,
}

/// Answers and facts seen through visibility: hidden answers are null.
pub(super) struct Sight<'a> {
    pub(super) template: &'a Template,
    pub(super) facts: &'a Facts,
    pub(super) answers: &'a Answers,
    in_profile: Vec<bool>,
    /// [section][item][subject]; subject 0 is the household, then the members.
    shown: Vec<Vec<Vec<bool>>>,
    /// [section][subject].
    open: Vec<Vec<bool>>,
    pub(super) drawn: std::collections::BTreeMap<String, super::derived::Drawn>,
}

/// One subject's view.
pub(super) struct Eyes<'a, 'b> {
    pub(super) sight: &'b Sight<'a>,
    pub(super) subject: usize,
}

impl Lookup for Eyes<'_, '_> {
    fn fact(&self, fact: &Fact) -> Value<'_> {
        match fact {
            Fact::Item(code) => self.sight.answer(code, self.subject),
            Fact::Member(field) => {
                let member = self.subject.checked_sub(1);
                let member = member.and_then(|at| self.sight.facts.members.get(at));
                member.map_or(Value::Null, |member| member.field(field))
            }
            Fact::Household(field) => self.sight.facts.household.field(field),
            Fact::Visit(field) => self.sight.facts.visit.field(field),
            Fact::Param(key) => self.sight.facts.param(key),
        }
    }

    fn derived(&self, code: &str) -> Value<'_> {
        self.sight
            .drawn
            .get(code)
            .map_or(Value::Null, super::derived::Drawn::value)
    }
}

impl<'a> Sight<'a> {
    pub(super) fn new(
        template: &'a Template,
        profile: &str,
        facts: &'a Facts,
        answers: &'a Answers,
    ) -> Self {
        let subjects = facts.members.len() + 1;
        let profile = template.profile(profile);
        let in_profile = |section: &Section| profile.is_none_or(|p: &Profile| p.has(&section.code));
        let mut sight = Self {
            template,
            facts,
            answers,
            in_profile: template.sections.iter().map(in_profile).collect(),
            shown: template
                .sections
                .iter()
                .map(|section| vec![vec![false; subjects]; section.items.len()])
                .collect(),
            open: vec![vec![false; subjects]; template.sections.len()],
            drawn: std::collections::BTreeMap::new(),
        };
        sight.look();
        sight
    }

    /// Settles visibility item by item, each after those it depends on.
    fn look(&mut self) {
        let template = self.template;
        for &(at, within) in &template.order {
            let (Some(section), true) = (template.sections.get(at), self.in_profile[at]) else {
                continue;
            };
            let Some(item) = section.items.get(within) else {
                continue;
            };
            for subject in self.subjects(section.scope) {
                let eyes = Eyes {
                    sight: self,
                    subject,
                };
                let open = section
                    .show_if
                    .as_ref()
                    .is_none_or(|rule| rule.holds(&eyes));
                let shown = open && item.show_if.as_ref().is_none_or(|rule| rule.holds(&eyes));
                self.open[at][subject] = open;
                self.shown[at][within][subject] = shown;
            }
        }
    }

    /// Subjects a scope is asked of. Who has left the household is not asked about.
    pub(super) fn subjects(&self, scope: Scope) -> Vec<usize> {
        if scope != Scope::Member {
            return vec![0];
        }
        let members = self.facts.members.iter().enumerate();
        members
            .filter(|(_, m)| m.active != Some(false))
            .map(|(at, _)| at + 1)
            .collect()
    }

    pub(super) fn member(&self, subject: usize) -> Option<MemberId> {
        let at = subject.checked_sub(1)?;
        self.facts.members.get(at).map(|member| member.id)
    }

    pub(super) fn has_section(&self, section: usize) -> bool {
        self.in_profile.get(section).copied().unwrap_or(false)
    }

    pub(super) fn is_open(&self, section: usize, subject: usize) -> bool {
        self.open
            .get(section)
            .and_then(|open| open.get(subject))
            .copied()
            .unwrap_or(false)
    }

    pub(super) fn is_shown(&self, place: (usize, usize), subject: usize) -> bool {
        let item = self
            .shown
            .get(place.0)
            .and_then(|section| section.get(place.1));
        item.and_then(|item| item.get(subject))
            .copied()
            .unwrap_or(false)
    }

    /// An answer as rules see it, from a subject's point of view.
    pub(super) fn answer(&self, code: &str, subject: usize) -> Value<'a> {
        let Some(&(at, within)) = self.template.places.get(code) else {
            return Value::Null;
        };
        let Some(section) = self.template.sections.get(at) else {
            return Value::Null;
        };
        let subject = if section.scope == Scope::Member {
            subject
        } else {
            0
        };
        if section.scope == Scope::Member && subject == 0 || !self.is_shown((at, within), subject) {
            return Value::Null;
        }
        let Some(item) = section.items.get(within) else {
            return Value::Null;
        };
        match self.answers.value(code, self.member(subject)) {
            Some(answer) if answer.is_empty() && !item.none_is_answer => Value::Null,
            Some(answer) => answer.value(),
            None => Value::Null,
        }
    }

    pub(super) fn choice(&self, code: &str, subject: usize) -> Option<&'a str> {
        match self.answer(code, subject) {
            Value::Text(choice) => Some(choice),
            _ => None,
        }
    }

    /// Whether the household was met at all. Until the worker says otherwise, it was.
    pub(super) fn was_met(&self) -> bool {
        let met = |item, expected| self.choice(item, 0).is_none_or(|code| code == expected);
        met("visit_method", "on_site") && met("household_presence", "present")
    }

    pub(super) fn sections(&self, missing: &mut Vec<Missing>) -> Vec<SectionState> {
        let met = self.was_met();
        let mut states = Vec::new();
        for (at, section) in self.template.sections.iter().enumerate() {
            let subjects = self.subjects(section.scope);
            let subjects: Vec<_> = subjects
                .into_iter()
                .filter(|s| self.is_open(at, *s))
                .collect();
            if subjects.is_empty() {
                continue;
            }
            let mut state = SectionState {
                code: section.code.clone(),
                scope: section.scope,
                members: subjects
                    .iter()
                    .filter_map(|subject| self.member(*subject))
                    .collect(),
                items: Vec::new(),
                required: 0,
                answered: 0,
            };
            let blocks_seal = met || section.scope == Scope::Visit;
            for &subject in &subjects {
                for (within, item) in section.items.iter().enumerate() {
                    if self.is_shown((at, within), subject) {
                        let item = self.item(section, item, subject, blocks_seal, missing);
                        state.required += usize::from(item.required);
                        state.answered += usize::from(item.required && item.answered);
                        state.items.push(item);
                    }
                }
            }
            states.push(state);
        }
        states
    }

    fn item(
        &self,
        section: &Section,
        item: &Item,
        subject: usize,
        blocks_seal: bool,
        missing: &mut Vec<Missing>,
    ) -> ItemState {
        let member = self.member(subject);
        let eyes = Eyes {
            sight: self,
            subject,
        };
        let wanted = item.photo.as_ref().map_or(0, |rule| {
            let now = rule.when.as_ref().is_none_or(|when| when.holds(&eyes));
            if now { rule.min } else { 0 }
        });
        let photos = self.answers.photos(&item.code, member).len();
        let excused = self.answers.waiver(&item.code, member).is_some();
        let enough = usize::try_from(wanted).is_ok_and(|wanted| photos >= wanted) || excused;
        let answered = if item.answer_type.is_photos() {
            photos > 0 || excused
        } else {
            self.answer(&item.code, subject) != Value::Null
        };
        let mut miss = |kind| {
            missing.push(Missing {
                section: section.code.clone(),
                item: item.code.clone(),
                member,
                kind,
                blocks_seal,
            });
        };
        if !enough {
            miss(MissingKind::Photo);
        } else if item.required && !answered {
            miss(if item.answer_type.is_photos() {
                MissingKind::Photo
            } else {
                MissingKind::Answer
            });
        }
        if !enough && item.required && !answered && !item.answer_type.is_photos() {
            miss(MissingKind::Answer);
        }
        ItemState {
            code: item.code.clone(),
            member,
            required: item.required,
            answered,
            photos_wanted: wanted,
            photos,
        }
    }

    /// Answers that are kept but neither sent nor evaluated: their item is not shown, or is
    /// not known to this template.
    pub(super) fn hidden(&self) -> Vec<AnswerKey> {
        let is_hidden = |key: &AnswerKey| {
            let Some(place) = self.template.places.get(CodeOf::read(&key.item).item()) else {
                return true;
            };
            let subject = match key.member {
                None => Some(0),
                Some(id) => {
                    let members = &self.facts.members;
                    members
                        .iter()
                        .position(|member| member.id == id)
                        .map(|at| at + 1)
                }
            };
            !subject.is_some_and(|subject| self.is_shown(*place, subject))
        };
        self.answers
            .iter()
            .map(|(key, _)| key)
            .filter(is_hidden)
            .collect()
    }
}
