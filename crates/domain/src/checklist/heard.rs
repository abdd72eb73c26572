//! Answers laid out by place, so that rules find them by counting instead of by name: a visit is
//! evaluated at every tap, and again on the server.

use super::answers::CodeOf;
use super::{AnswerValue, Answers, Facts, Template};
use crate::id::{MemberId, PhotoId};

/// Section and item, counted from 0.
pub(super) type Place = (usize, usize);

/// One value for each item and subject of a visit.
pub(super) struct Grid<T> {
    values: Vec<T>,
    subjects: usize,
}

impl<T: Copy + Default> Grid<T> {
    pub(super) fn new(rows: usize, subjects: usize) -> Self {
        Self {
            values: vec![T::default(); rows * subjects],
            subjects,
        }
    }

    pub(super) fn get(&self, row: usize, subject: usize) -> T {
        let known = subject < self.subjects;
        let value = self.values.get(row * self.subjects + subject);
        value.filter(|_| known).copied().unwrap_or_default()
    }

    pub(super) fn of(&mut self, row: usize, subject: usize) -> Option<&mut T> {
        let known = subject < self.subjects;
        let value = self.values.get_mut(row * self.subjects + subject);
        value.filter(|_| known)
    }
}

/// What was answered to one item about one subject.
#[derive(Clone, Copy, Default)]
pub(super) struct Heard<'a> {
    pub(super) value: Option<&'a AnswerValue>,
    /// Attached to an item that is not itself a photo item.
    attached: Option<&'a [PhotoId]>,
    /// There is a reason for having no photo.
    pub(super) is_excused: bool,
}

impl<'a> Heard<'a> {
    /// Photos of the item: its own, or those attached to it.
    pub(super) fn photos(&self) -> &'a [PhotoId] {
        match self.value {
            Some(AnswerValue::Photos(photos)) => photos,
            _ => self.attached.unwrap_or_default(),
        }
    }
}

/// Lays the answers out. Those to items the template does not have, or about people who are not
/// in the household, are in no place.
pub(super) fn lay_out<'a>(
    template: &Template,
    facts: &Facts,
    answers: &'a Answers,
) -> Grid<Heard<'a>> {
    let mut grid = Grid::<Heard<'a>>::new(template.places.len(), facts.members.len() + 1);
    for (code, member, answer) in answers.entries() {
        let code = CodeOf::read(code);
        let Some(&place) = template.places.get(code.item()) else {
            continue;
        };
        for subject in subjects_of(facts, member) {
            let Some(heard) = grid.of(template.row(place), subject) else {
                continue;
            };
            match (code, &answer.value) {
                (CodeOf::Item(_), value) => heard.value = Some(value),
                (CodeOf::Photos(_), AnswerValue::Photos(photos)) => heard.attached = Some(photos),
                (CodeOf::Waiver(_), AnswerValue::Text(reason)) => {
                    heard.is_excused = !reason.trim().is_empty();
                }
                _ => {}
            }
        }
    }
    grid
}

/// The places of a member among the subjects; the first is the household.
pub(super) fn subjects_of(
    facts: &Facts,
    member: Option<MemberId>,
) -> impl Iterator<Item = usize> + '_ {
    let members = facts.members.iter().enumerate();
    let these = members
        .filter(move |(_, known)| Some(known.id) == member)
        .map(|(at, _)| at + 1);
    member.is_none().then_some(0).into_iter().chain(these)
}
