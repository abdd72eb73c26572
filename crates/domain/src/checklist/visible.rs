//! Which items are shown, for whom, and what is still missing.

use super::answers::CodeOf;
use super::heard::{Grid, Heard, Place, lay_out, subjects_of};
use super::{
    AnswerKey, Answers, Fact, Facts, Item, Lookup, Predicate, Profile, Scope, Section, Template,
    Value,
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
    answers: &'a Answers,
    heard: Grid<Heard<'a>>,
    in_profile: Vec<bool>,
    /// Subjects that member sections are asked of.
    members: Vec<usize>,
    /// By item; subject 0 is the household, then the members.
    shown: Grid<bool>,
    /// By section: whether its condition holds, once that is settled.
    open: Grid<Option<bool>>,
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
            Fact::Item(item) => item
                .place
                .map_or(Value::Null, |place| self.sight.at(place, self.subject)),
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
        // Who has left the household is not asked about.
        let members = facts.members.iter().zip(1..);
        let members = members.filter(|(member, _)| member.active != Some(false));
        let mut sight = Self {
            template,
            facts,
            answers,
            heard: lay_out(template, facts, answers),
            in_profile: template
                .sections
                .iter()
                .map(|section| !section.hidden && in_profile(section))
                .collect(),
            members: members.map(|(_, subject)| subject).collect(),
            shown: Grid::new(template.places.len(), subjects),
            open: Grid::new(template.sections.len(), subjects),
            drawn: std::collections::BTreeMap::new(),
        };
        sight.look();
        sight
    }

    /// Settles visibility item by item, each after those it depends on.
    fn look(&mut self) {
        let template = self.template;
        for &place in &template.order {
            let (at, within) = place;
            let (Some(section), true) = (template.sections.get(at), self.has_section(at)) else {
                continue;
            };
            let Some(item) = section.items.get(within) else {
                continue;
            };
            for turn in 0..self.subjects(section.scope).len() {
                let subject = self.subjects(section.scope)[turn];
                let eyes = Eyes {
                    sight: self,
                    subject,
                };
                let holds =
                    |rule: &Option<Predicate>| rule.as_ref().is_none_or(|rule| rule.holds(&eyes));
                // What a section depends on is settled before the first of its items.
                let known = self.open.get(at, subject);
                let open = known.unwrap_or_else(|| holds(&section.show_if));
                let shown = open && !item.hidden && holds(&item.show_if);
                if let Some(settled) = self.open.of(at, subject) {
                    *settled = Some(open);
                }
                if let Some(settled) = self.shown.of(template.row(place), subject) {
                    *settled = shown;
                }
            }
        }
    }

    /// Subjects a scope is asked of.
    pub(super) fn subjects(&self, scope: Scope) -> &[usize] {
        match scope {
            Scope::Member => &self.members,
            Scope::Visit | Scope::Household => &[0],
        }
    }

    pub(super) fn member(&self, subject: usize) -> Option<MemberId> {
        let at = subject.checked_sub(1)?;
        self.facts.members.get(at).map(|member| member.id)
    }

    pub(super) fn has_section(&self, section: usize) -> bool {
        self.in_profile.get(section).copied().unwrap_or(false)
    }

    pub(super) fn is_open(&self, section: usize, subject: usize) -> bool {
        self.open.get(section, subject) == Some(true)
    }

    pub(super) fn is_shown(&self, place: Place, subject: usize) -> bool {
        self.shown.get(self.template.row(place), subject)
    }

    /// An answer as rules see it, from a subject's point of view.
    pub(super) fn answer(&self, code: &str, subject: usize) -> Value<'a> {
        let place = self.template.places.get(code);
        place.map_or(Value::Null, |place| self.at(*place, subject))
    }

    /// The answer to the item at a place.
    fn at(&self, place: Place, subject: usize) -> Value<'a> {
        let Some(section) = self.template.sections.get(place.0) else {
            return Value::Null;
        };
        let is_member = section.scope == Scope::Member;
        let subject = if is_member { subject } else { 0 };
        if is_member && subject == 0 || !self.is_shown(place, subject) {
            return Value::Null;
        }
        let Some(item) = section.items.get(place.1) else {
            return Value::Null;
        };
        match self.heard.get(self.template.row(place), subject).value {
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
            let subjects = self.subjects(section.scope).iter().copied();
            let subjects: Vec<_> = subjects.filter(|s| self.is_open(at, *s)).collect();
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
                        let place = (at, within);
                        let item = self.item(section, item, (place, subject), blocks_seal, missing);
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
        (place, subject): (Place, usize),
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
        let heard = self.heard.get(self.template.row(place), subject);
        let photos = heard.photos().len();
        let excused = heard.is_excused;
        let enough = usize::try_from(wanted).is_ok_and(|wanted| photos >= wanted) || excused;
        let answered = if item.answer_type.is_photos() {
            photos > 0 || excused
        } else {
            self.at(place, subject) != Value::Null
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
        let mut hidden = Vec::new();
        for (code, member, _) in self.answers.entries() {
            let place = self.template.places.get(CodeOf::read(code).item());
            let is_shown = place.is_some_and(|place| {
                let mut subjects = subjects_of(self.facts, member);
                subjects.any(|subject| self.is_shown(*place, subject))
            });
            if !is_shown {
                let item = code.to_owned();
                hidden.push(AnswerKey { item, member });
            }
        }
        hidden
    }
}
