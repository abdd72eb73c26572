//! One pass over a visit.

use super::visible::Sight;
use super::{
    AnswerKey, Answers, Candidate, Conclusion, Facts, Missing, SectionState, Template, derived,
    raises,
};

/// All that follows from a visit's answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// Sections that are shown, with their items and progress.
    pub sections: Vec<SectionState>,
    /// Shown items that still want an answer or photos.
    pub missing: Vec<Missing>,
    /// Problems proposed.
    pub candidates: Vec<Candidate>,
    /// Conclusions drawn.
    pub conclusions: Vec<Conclusion>,
    /// Answers kept on the phone but neither sent nor evaluated.
    pub hidden: Vec<AnswerKey>,
}

impl Evaluation {
    /// A conclusion's value.
    #[must_use]
    pub fn conclusion(&self, code: &str) -> Option<&str> {
        let found = self
            .conclusions
            .iter()
            .find(|conclusion| conclusion.code == code);
        found.map(|conclusion| conclusion.value.as_str())
    }

    /// A section that is shown.
    #[must_use]
    pub fn section(&self, code: &str) -> Option<&SectionState> {
        self.sections.iter().find(|section| section.code == code)
    }

    /// How many required items there are, and how many of them are answered.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let sum = |count: fn(&SectionState) -> usize| self.sections.iter().map(count).sum();
        (
            sum(|section| section.required),
            sum(|section| section.answered),
        )
    }
}

/// Evaluates a visit: on the phone while it is filled in and when it is sealed, and again on
/// the server with the same template version. An unknown profile means all sections.
#[must_use]
pub fn evaluate(
    template: &Template,
    profile: &str,
    facts: &Facts,
    answers: &Answers,
) -> Evaluation {
    let mut sight = Sight::new(template, profile, facts, answers);
    derived::draw(&mut sight);
    let mut candidates = raises::from_items(&sight);
    derived::draw_rest(&mut sight, &candidates);
    raises::from_conclusions(&sight, &mut candidates);
    let mut missing = Vec::new();
    let sections = sight.sections(&mut missing);
    Evaluation {
        sections,
        missing,
        candidates,
        conclusions: derived::conclusions(&sight),
        hidden: sight.hidden(),
    }
}
