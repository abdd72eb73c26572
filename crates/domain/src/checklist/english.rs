//! Chinese first, English complete: a phone set to English shows no Chinese of ours.

use super::*;
use crate::codes::Language;

/// What a person may read of the checklist and the code lists: where it is, and its English.
fn shown() -> Vec<(String, Option<&'static str>)> {
    let (template, codes) = builtin();
    let mut shown = vec![("title".to_owned(), Some(template.title_en.as_str()))];
    for name in codes.names() {
        for option in codes.list(name).unwrap() {
            shown.push((format!("{name}/{}", option.code), option.en.as_deref()));
        }
    }
    for profile in &template.profiles {
        let place = format!("profile/{}", profile.code);
        shown.push((place, profile.en.as_deref()));
    }
    for section in &template.sections {
        shown.push((section.code.clone(), Some(&section.title_en)));
        problems(&section.code, &section.raises, &mut shown);
        for item in &section.items {
            shown.push((item.code.clone(), Some(&item.label_en)));
            if item.help_zh.is_some() {
                shown.push((format!("{}/help", item.code), item.help_en.as_deref()));
            }
            if item.unit.is_some() {
                shown.push((format!("{}/unit", item.code), item.unit_en.as_deref()));
            }
            for option in &item.options {
                let place = format!("{}/{}", item.code, option.code);
                shown.push((place, option.en.as_deref()));
            }
            problems(&item.code, &item.raises, &mut shown);
        }
    }
    for derived in &template.derived {
        shown.push((derived.code.clone(), derived.title_en.as_deref()));
        problems(&derived.code, &derived.raises, &mut shown);
    }
    shown
}

fn problems(from: &str, raises: &'static [Raise], shown: &mut Vec<(String, Option<&'static str>)>) {
    for raise in raises {
        let place = format!("{from}/{}", raise.title_zh);
        shown.push((place, raise.title_en.as_deref()));
    }
}

#[test]
fn everything_a_person_reads_has_an_english_label() {
    let shown = shown();
    assert!(shown.len() > 1000, "only {} labels", shown.len());
    let missing: Vec<_> = shown
        .iter()
        .filter(|(_, en)| en.is_none_or(|en| en.trim().is_empty()))
        .map(|(place, _)| place.as_str())
        .collect();
    assert!(missing.is_empty(), "no English for {missing:?}");
}

#[test]
fn a_problem_is_told_apart_by_its_chinese_title_and_shown_in_either_language() {
    let household = crate::id::HouseholdId::from_uuid(uuid::Uuid::from_u128(1));
    let answers: Answers = [(
        AnswerKey::of("seasonal_clothing"),
        AnswerValue::Choice("no".into()),
    )]
    .into_iter()
    .collect();
    let found = evaluate(&builtin().0, "full", &super::tests::adult(), &answers);
    let candidate = found
        .candidates
        .iter()
        .find(|candidate| candidate.from == "seasonal_clothing")
        .unwrap();
    assert_eq!(candidate.title(Language::Zh), "缺少应季衣物");
    assert_eq!(
        candidate.title(Language::En),
        "Lacks clothes for the season"
    );
    assert!(candidate.key.of(household).ends_with("/缺少应季衣物"));
}
