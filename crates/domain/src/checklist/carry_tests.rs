//! What an earlier visit may answer, and what it must not.

use super::tests::{about, adult, choice, choices};
use super::*;
use crate::id::PhotoId;
use uuid::Uuid;

#[test]
fn no_change_copies_what_is_still_asked_and_says_what_is_not_there() {
    let (template, _) = builtin();
    let photo = PhotoId::from_uuid(Uuid::from_u128(5));
    let previous: Answers = [
        (AnswerKey::of("housing_source"), choice("self_built")),
        (AnswerKey::of("housing_grade"), choice("A")),
        (AnswerKey::of("renovation_status"), choice("done_in")), // not asked at grade A
        (
            AnswerKey::of("house_photo"),
            AnswerValue::Photos(vec![photo]),
        ),
        (AnswerKey::of("visible_danger"), choices(&["wall_crack"])),
        (AnswerKey::of("housing_structure"), choice("igloo")), // no longer an option
        (AnswerKey::of("water_source"), choice("spring")),
    ]
    .into_iter()
    .collect();
    let current: Answers = [(AnswerKey::of("housing_grade"), choice("B"))]
        .into_iter()
        .collect();
    let facts = adult();
    let after = no_change(template, "routine", &facts, "housing", &previous, &current);

    let copied: Vec<_> = after.copied.iter().map(|key| key.item.as_str()).collect();
    assert_eq!(copied, ["housing_source", "visible_danger"]);
    assert!(after.answers.get("housing_source", None).unwrap().unchanged);
    let grade = after.answers.get("housing_grade", None).unwrap();
    assert_eq!((&grade.value, grade.unchanged), (&choice("B"), false));
    let missing = |item: &str, kind| {
        after
            .still_missing
            .iter()
            .any(|missing| missing.item == item && missing.kind == kind)
    };
    assert!(missing("visible_danger", MissingKind::Photo));
    assert!(missing("housing_structure", MissingKind::Answer));
    assert!(
        after
            .still_missing
            .iter()
            .all(|missing| missing.section == "housing")
    );
}

#[test]
fn what_is_about_the_visit_itself_is_never_copied() {
    let (template, _) = builtin();
    let previous: Answers = [(AnswerKey::of("visit_method"), choice("on_site"))]
        .into_iter()
        .collect();
    let after = no_change(
        template,
        "routine",
        &adult(),
        "visit_basics",
        &previous,
        &Answers::new(),
    );
    assert!(after.copied.is_empty() && after.answers.is_empty());
}

#[test]
fn prefill_suggests_only_lasting_facts_and_overwrites_nothing() {
    let (template, _) = builtin();
    let previous: Answers = [
        (AnswerKey::of("housing_source"), choice("self_built")),
        (AnswerKey::of("housing_structure"), choice("cave")),
        (AnswerKey::of("actually_living_in"), choice("yes")), // asked anew each time
        (about("health_status"), choices(&["chronic"])),
    ]
    .into_iter()
    .collect();
    let current: Answers = [(about("health_status"), choices(&["healthy"]))]
        .into_iter()
        .collect();
    let carried = prefill(template, "full", &adult(), &previous, &current);
    let items: Vec<_> = carried
        .suggestions
        .iter()
        .map(|(key, _)| key.item.as_str())
        .collect();
    assert_eq!(items, ["housing_source", "housing_structure"]);
    let moved: Answers = [(AnswerKey::of("housing_source"), choice("central_support"))]
        .into_iter()
        .collect();
    assert!(
        prefill(template, "full", &adult(), &previous, &moved)
            .suggestions
            .iter()
            .all(|(key, _)| key.item == "health_status")
    );
}
