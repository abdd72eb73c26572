//! What an earlier visit can answer for this one.

use super::answers::CodeOf;
use super::visible::Sight;
use super::{
    Answer, AnswerKey, AnswerValue, Answers, Evaluation, Facts, Missing, Scope, Template, evaluate,
};

/// Answers to show greyed until the worker confirms each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Carried {
    /// Suggested answers, by item and member.
    pub suggestions: Vec<(AnswerKey, AnswerValue)>,
}

/// A section confirmed unchanged at one tap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchanged {
    /// The visit's answers with the copies in place.
    pub answers: Answers,
    /// Keys of the answers that were copied.
    pub copied: Vec<AnswerKey>,
    /// What the section still wants: photos, signatures, items never answered before.
    pub still_missing: Vec<Missing>,
    /// The visit as it now stands.
    pub evaluation: Evaluation,
}

/// Suggests answers from the last accepted visit for items that carry forward. Suggestions
/// do not overwrite what is answered, and only what would be shown is suggested.
#[must_use]
pub fn prefill(
    template: &Template,
    profile: &str,
    facts: &Facts,
    previous: &Answers,
    current: &Answers,
) -> Carried {
    let mut trial = current.clone();
    let mut keys = Vec::new();
    for (key, answer) in previous.iter() {
        let carries = template
            .item(&key.item)
            .is_some_and(|(section, item)| item.carry_forward && section.scope != Scope::Visit);
        if carries && fits(template, current, &key, &answer.value) {
            trial.set(key.clone(), answer.value.clone());
            keys.push(key);
        }
    }
    drop_hidden(template, profile, facts, &mut trial, &keys);
    let suggestions = keys.into_iter().filter_map(|key| {
        let value = trial.value(&key.item, key.member)?.clone();
        Some((key, value))
    });
    Carried {
        suggestions: suggestions.collect(),
    }
}

/// Copies all earlier answers of a section, as "no change" says. What is about the visit
/// itself, and photos and signatures, must be new each time; what the worker has already
/// answered stands; what is no longer shown is dropped.
#[must_use]
pub fn no_change(
    template: &Template,
    profile: &str,
    facts: &Facts,
    section: &str,
    previous: &Answers,
    current: &Answers,
) -> Unchanged {
    let mut answers = current.clone();
    let mut copied = Vec::new();
    for (key, answer) in previous.iter() {
        let ours = template.item(&key.item).is_some_and(|(home, item)| {
            home.code == section && home.scope != Scope::Visit && item.computed.is_none()
        });
        if ours && fits(template, current, &key, &answer.value) {
            answers.insert(
                key.clone(),
                Answer {
                    value: answer.value.clone(),
                    unchanged: true,
                },
            );
            copied.push(key);
        }
    }
    drop_hidden(template, profile, facts, &mut answers, &copied);
    copied.retain(|key| answers.get(&key.item, key.member).is_some());
    let evaluation = evaluate(template, profile, facts, &answers);
    let missing = evaluation.missing.iter();
    let still_missing = missing
        .filter(|missing| missing.section == section)
        .cloned()
        .collect();
    Unchanged {
        answers,
        copied,
        still_missing,
        evaluation,
    }
}

/// An earlier answer fits if nothing newer stands there and the item still takes it.
fn fits(template: &Template, current: &Answers, key: &AnswerKey, value: &AnswerValue) -> bool {
    let free = current
        .value(&key.item, key.member)
        .is_none_or(AnswerValue::is_empty);
    free && !matches!(value, AnswerValue::Photos(_))
        && matches!(CodeOf::read(&key.item), CodeOf::Item(_))
        && !value.is_empty()
        && template.check(key, value).is_ok()
}

/// Takes back copies that are not shown. One look is enough: a hidden answer is already null
/// to every rule, so removing it hides nothing further.
fn drop_hidden(
    template: &Template,
    profile: &str,
    facts: &Facts,
    answers: &mut Answers,
    copies: &[AnswerKey],
) {
    let hidden = Sight::new(template, profile, facts, answers).hidden();
    for key in hidden.iter().filter(|key| copies.contains(key)) {
        answers.remove(key);
    }
}
