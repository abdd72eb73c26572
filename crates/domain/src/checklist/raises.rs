//! Problems the answers raise. The worker may dismiss one with a reason; nothing here
//! decides about a household.

use super::visible::{Eyes, Sight};
use super::{Raise, Scope, Value};
use crate::codes::Language;
use crate::id::{HouseholdId, MemberId};
use std::cmp::Reverse;

/// What makes two finds of a problem in one household the same problem.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProblemKey {
    /// The item or conclusion it comes from.
    pub from: String,
    /// The member it is about.
    pub member: Option<MemberId>,
    /// The problem's Chinese title, which tells apart the problems of one item.
    pub title: String,
}

impl ProblemKey {
    /// The key as stored: the same on every phone, on the server and over the years.
    #[must_use]
    pub fn of(&self, household: HouseholdId) -> String {
        let member = self
            .member
            .map_or_else(|| "-".to_owned(), |member| member.to_string());
        format!("{household}/{}/{member}/{}", self.from, self.title)
    }
}

/// A problem proposed by a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Which problem.
    pub key: ProblemKey,
    /// The item or conclusion it comes from.
    pub from: String,
    /// Follows from a conclusion rather than from one answer.
    pub is_derived: bool,
    /// The member it is about.
    pub member: Option<MemberId>,
    /// Code of `problem_category`.
    pub category: String,
    /// Code of `severity`.
    pub severity: String,
    /// Code of `unit_role`.
    pub unit_role: String,
    /// Its Chinese title, as stored and sent.
    pub title_zh: String,
    /// Its English title, where there is one: only to show.
    pub title_en: Option<String>,
    /// Also proposes a risk lead of this type; never changes the household's type.
    pub risk_lead: Option<String>,
    /// Code of `rectify_mode`.
    pub rectify_mode: Option<String>,
    /// Must be reported within hours.
    pub report_within_hours: Option<u32>,
    /// The candidate this one is handled together with (并案). Open problems of earlier
    /// visits are for whoever holds the ledger to match.
    pub merged_into: Option<ProblemKey>,
}

/// How grave a severity is; unknown ones are least.
pub(super) fn gravity(severity: &str) -> u8 {
    match severity {
        "critical" => 4,
        "major" => 3,
        "minor" => 2,
        "notice" => 1,
        _ => 0,
    }
}

impl Candidate {
    fn new(raise: &Raise, member: Option<MemberId>) -> Self {
        Self {
            key: ProblemKey {
                from: raise.from.clone(),
                member,
                title: raise.title_zh.clone(),
            },
            from: raise.from.clone(),
            is_derived: raise.is_derived,
            member,
            category: raise.category.clone(),
            severity: raise.severity.clone(),
            unit_role: raise.unit_role.clone(),
            title_zh: raise.title_zh.clone(),
            title_en: raise.title_en.clone(),
            risk_lead: raise.risk_lead.clone(),
            rectify_mode: raise.rectify_mode.clone(),
            report_within_hours: raise.report_within_hours,
            merged_into: None,
        }
    }

    /// The title in a language; Chinese where there is no English.
    #[must_use]
    pub fn title(&self, language: Language) -> &str {
        language.pick(&self.title_zh, self.title_en.as_deref())
    }
}

/// Problems raised by single answers.
pub(super) fn from_items(sight: &Sight<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (at, section) in sight.template.sections.iter().enumerate() {
        for &subject in sight.subjects(section.scope) {
            for (within, item) in section.items.iter().enumerate() {
                if item.raises.is_empty() || !sight.is_shown((at, within), subject) {
                    continue;
                }
                hits(sight, &item.raises, subject, &mut found);
            }
        }
    }
    found
}

/// Problems raised by whole sections and by conclusions.
pub(super) fn from_conclusions(sight: &Sight<'_>, found: &mut Vec<Candidate>) {
    for (at, section) in sight.template.sections.iter().enumerate() {
        for &subject in sight.subjects(section.scope) {
            if sight.is_open(at, subject) {
                hits(sight, &section.raises, subject, found);
            }
        }
    }
    let met = sight.was_met();
    for derived in &sight.template.derived {
        // Nobody was there and nothing was answered: "not assessed" would be no news.
        if met || !untouched(sight, &derived.homes) {
            hits(sight, &derived.raises, 0, found);
        }
    }
    merge(found);
}

fn hits(sight: &Sight<'_>, raises: &[Raise], subject: usize, found: &mut Vec<Candidate>) {
    let eyes = Eyes { sight, subject };
    for raise in raises.iter().filter(|raise| raise.when.holds(&eyes)) {
        let candidate = Candidate::new(raise, sight.member(subject));
        if !found.iter().any(|known| known.key == candidate.key) {
            found.push(candidate);
        }
    }
}

/// Whether the household's part of these sections holds no answer a rule can see.
fn untouched(sight: &Sight<'_>, homes: &[usize]) -> bool {
    let sections = homes
        .iter()
        .filter_map(|home| sight.template.sections.get(*home));
    let mut items = sections
        .filter(|section| section.scope != Scope::Member)
        .flat_map(|section| &section.items);
    items.all(|item| sight.answer(&item.code, 0) == Value::Null)
}

/// Joins each derived problem to the gravest of the same category that one answer raised.
fn merge(found: &mut [Candidate]) {
    let single: Vec<_> = found
        .iter()
        .filter(|candidate| !candidate.is_derived)
        .map(|candidate| {
            (
                candidate.category.clone(),
                gravity(&candidate.severity),
                candidate.key.clone(),
            )
        })
        .collect();
    for candidate in found.iter_mut().filter(|candidate| candidate.is_derived) {
        let same = single
            .iter()
            .filter(|(category, ..)| *category == candidate.category);
        let gravest = same.min_by_key(|(_, gravity, key)| (Reverse(*gravity), key));
        candidate.merged_into = gravest.map(|(.., key)| key.clone());
    }
}
