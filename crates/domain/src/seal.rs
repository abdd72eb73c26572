//! What stands between a draft and a sealed visit.

use crate::checklist::{Answers, Evaluation, MissingKind, Template};
use crate::id::MemberId;
use crate::time::Timestamp;

/// The item that says how the household was met.
const METHOD_ITEM: &str = "visit_method";
/// The item that holds the photo with the household.
const SCENE_ITEM: &str = "visit_scene_photo";

/// What sealing needs to know besides the answers.
#[derive(Debug, Clone, Copy)]
pub struct SealFacts {
    /// When the visit began.
    pub started_at: Timestamp,
    /// When it ended; `None` while it lasts.
    pub ended_at: Option<Timestamp>,
    /// A location was taken.
    pub has_location: bool,
    /// A reason is given for having none.
    pub has_no_location_reason: bool,
}

/// What is still wanting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealCode {
    /// A required item is unanswered.
    AnswerMissing,
    /// Photos of an item are missing, and the reason for having none.
    PhotoMissing,
    /// How the household was met is not said.
    MethodMissing,
    /// No location, and no reason.
    LocationMissing,
    /// The visit has not ended.
    EndMissing,
    /// The visit ended before it began.
    EndBeforeStart,
}

impl SealCode {
    /// The code that leaves the crate.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AnswerMissing => "answer_missing",
            Self::PhotoMissing => "photo_missing",
            Self::MethodMissing => "method_missing",
            Self::LocationMissing => "location_missing",
            Self::EndMissing => "end_missing",
            Self::EndBeforeStart => "end_before_start",
        }
    }
}

/// One thing still wanting, and where to go to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealGap {
    /// What is wanting.
    pub code: SealCode,
    /// The section to open.
    pub section: Option<String>,
    /// The item to go to.
    pub item: Option<String>,
    /// The member it is about.
    pub member: Option<MemberId>,
}

/// Lists what a visit still needs before it can be sealed; empty when it can be.
#[must_use]
pub fn gaps(
    template: &Template,
    answers: &Answers,
    evaluation: &Evaluation,
    facts: &SealFacts,
) -> Vec<SealGap> {
    let mut gaps = Vec::new();
    let place = |item: &str| template.item(item).map(|(section, _)| section.code.clone());
    let bare = |code| SealGap {
        code,
        section: None,
        item: None,
        member: None,
    };
    let at = |code, item: &str| SealGap {
        code,
        section: place(item),
        item: Some(item.to_owned()),
        member: None,
    };
    let method = answers
        .choice(METHOD_ITEM, None)
        .filter(|method| !method.is_empty());
    if method.is_none() {
        gaps.push(at(SealCode::MethodMissing, METHOD_ITEM));
    }
    for missing in evaluation
        .missing
        .iter()
        .filter(|missing| missing.blocks_seal)
    {
        if missing.item == METHOD_ITEM {
            continue;
        }
        gaps.push(SealGap {
            code: match missing.kind {
                MissingKind::Answer => SealCode::AnswerMissing,
                MissingKind::Photo => SealCode::PhotoMissing,
            },
            section: Some(missing.section.clone()),
            item: Some(missing.item.clone()),
            member: missing.member,
        });
    }
    // A county's overlay may leave the photo out of the checklist; a visit at the dwelling
    // needs one all the same, or a reason.
    let at_home = method == Some("on_site");
    let has_scene = !answers.photos(SCENE_ITEM, None).is_empty()
        || answers.waiver(SCENE_ITEM, None).is_some()
        || gaps
            .iter()
            .any(|gap| gap.item.as_deref() == Some(SCENE_ITEM));
    if at_home && !has_scene {
        gaps.push(at(SealCode::PhotoMissing, SCENE_ITEM));
    }
    if !facts.has_location && !facts.has_no_location_reason {
        gaps.push(bare(SealCode::LocationMissing));
    }
    match facts.ended_at {
        None => gaps.push(bare(SealCode::EndMissing)),
        Some(end) if end <= facts.started_at => gaps.push(bare(SealCode::EndBeforeStart)),
        Some(_) => {}
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::{AnswerKey, AnswerValue, Facts, builtin, evaluate, waiver_code};

    fn choice(code: &str) -> AnswerValue {
        AnswerValue::Choice(code.into())
    }

    /// A household that was away: only the visit itself is asked about.
    fn away() -> Answers {
        [
            (AnswerKey::of("visit_method"), choice("on_site")),
            (
                AnswerKey::of("visit_purpose"),
                AnswerValue::Choices(vec!["routine".into()]),
            ),
            (
                AnswerKey::of("household_presence"),
                choice("whole_family_migrant"),
            ),
            (
                AnswerKey::of(waiver_code("visit_scene_photo")),
                AnswerValue::Text("nobody home".into()),
            ),
            (
                AnswerKey::of("visit_summary"),
                AnswerValue::Text("away".into()),
            ),
        ]
        .into_iter()
        .collect()
    }

    const DONE: SealFacts = SealFacts {
        started_at: Timestamp::from_ms(1000),
        ended_at: Some(Timestamp::from_ms(2000)),
        has_location: false,
        has_no_location_reason: true,
    };

    fn codes(answers: &Answers, facts: &SealFacts) -> Vec<(SealCode, Option<String>)> {
        let template = &builtin().0;
        let evaluation = evaluate(template, "routine", &Facts::default(), answers);
        let gaps = gaps(template, answers, &evaluation, facts);
        gaps.into_iter().map(|gap| (gap.code, gap.item)).collect()
    }

    #[test]
    fn a_visit_to_an_empty_house_can_be_sealed() {
        assert_eq!(codes(&away(), &DONE), []);
    }

    #[test]
    fn each_thing_wanting_is_named_once() {
        let mut answers = away();
        let gone = |answers: &mut Answers, item: &str| answers.remove(&AnswerKey::of(item));
        gone(&mut answers, &waiver_code("visit_scene_photo"));
        assert_eq!(
            codes(&answers, &DONE),
            [(SealCode::PhotoMissing, Some("visit_scene_photo".into()))]
        );

        let mut answers = away();
        gone(&mut answers, "visit_method");
        assert_eq!(
            codes(&answers, &DONE),
            [(SealCode::MethodMissing, Some("visit_method".into()))]
        );

        let mut answers = away();
        gone(&mut answers, "visit_summary");
        assert_eq!(
            codes(&answers, &DONE),
            [(SealCode::AnswerMissing, Some("visit_summary".into()))]
        );

        let nowhere = SealFacts {
            has_no_location_reason: false,
            ..DONE
        };
        assert_eq!(
            codes(&away(), &nowhere),
            [(SealCode::LocationMissing, None)]
        );
        let endless = SealFacts {
            ended_at: None,
            ..DONE
        };
        assert_eq!(codes(&away(), &endless), [(SealCode::EndMissing, None)]);
        let backwards = SealFacts {
            ended_at: Some(DONE.started_at),
            ..DONE
        };
        assert_eq!(
            codes(&away(), &backwards),
            [(SealCode::EndBeforeStart, None)]
        );
    }

    #[test]
    fn a_household_that_was_met_owes_the_whole_checklist() {
        let mut answers = away();
        answers.set(AnswerKey::of("household_presence"), choice("present"));
        let items: Vec<_> = codes(&answers, &DONE)
            .into_iter()
            .filter_map(|(_, item)| item)
            .collect();
        for item in [
            "respondent_member",
            "grain_sufficient",
            "housing_source",
            "sudden_event",
        ] {
            assert!(items.iter().any(|found| found == item), "{item}");
        }
    }
}
