//! What must not go wrong while a visit is filled in.

use super::vectors::member;
use super::*;
use crate::id::{MemberId, PhotoId};
use std::time::{Duration, Instant};
use uuid::Uuid;

pub(super) fn choice(code: &str) -> AnswerValue {
    AnswerValue::Choice(code.into())
}

pub(super) fn choices(codes: &[&str]) -> AnswerValue {
    AnswerValue::Choices(codes.iter().map(|code| (*code).to_owned()).collect())
}

pub(super) fn about(item: &str) -> AnswerKey {
    AnswerKey::about(item, member())
}

pub(super) fn adult() -> Facts {
    let codes = &builtin().1;
    Facts {
        members: vec![MemberFacts {
            age: Some(45),
            active: Some(true),
            compulsory_age: Some(false),
            in_school: Some(false),
            ..MemberFacts::unknown(member())
        }],
        params: codes.demo_params(),
        visit: VisitFacts {
            insurance_year: Some(2026),
            ..VisitFacts::default()
        },
        ..Facts::default()
    }
}

fn pupil() -> Facts {
    let mut facts = adult();
    facts.members[0].age = Some(10);
    facts.members[0].compulsory_age = Some(true);
    facts
}

fn run(facts: &Facts, answers: &Answers) -> Evaluation {
    evaluate(&builtin().0, "full", facts, answers)
}

fn raised(evaluation: &Evaluation, title: &str) -> bool {
    evaluation
        .candidates
        .iter()
        .any(|found| found.title_zh == title)
}

#[test]
fn an_answer_that_became_hidden_raises_nothing_and_is_listed_as_hidden() {
    let mut answers: Answers = [
        (about("enrolled"), choice("no")),
        (about("not_in_school_reason"), choice("poverty")),
        (about("return_persuaded"), choice("no")),
    ]
    .into_iter()
    .collect();
    assert!(raised(
        &run(&pupil(), &answers),
        "义务教育适龄儿童少年失学辍学"
    ));
    assert_eq!(
        run(&pupil(), &answers).conclusion("education_ok"),
        Some("no")
    );

    answers.set(about("enrolled"), choice("yes"));
    let evaluation = run(&pupil(), &answers);
    let education = evaluation
        .candidates
        .iter()
        .any(|found| found.category == "education");
    assert!(!education);
    assert_eq!(evaluation.conclusion("education_ok"), Some("yes"));
    assert_eq!(
        evaluation.hidden,
        [about("not_in_school_reason"), about("return_persuaded")]
    );
}

#[test]
fn hiding_reaches_through_items_that_depend_on_hidden_items() {
    let mut answers: Answers = [
        (about("enrolled"), choice("no")),
        (about("not_in_school_reason"), choice("illness")),
        (about("home_teaching"), choice("no")),
    ]
    .into_iter()
    .collect();
    let shown = |answers: &Answers| {
        let evaluation = run(&pupil(), answers);
        let section = evaluation.section("compulsory_education").unwrap();
        section
            .items
            .iter()
            .any(|item| item.code == "home_teaching")
    };
    assert!(shown(&answers));
    answers.set(about("enrolled"), choice("yes"));
    assert!(!shown(&answers));
}

#[test]
fn a_member_who_left_is_not_asked_about() {
    let mut facts = pupil();
    facts.members[0].active = Some(false);
    let evaluation = run(&facts, &Answers::new());
    assert!(evaluation.section("basic_medical").is_none());
    assert!(evaluation.section("compulsory_education").is_none());
    assert_eq!(
        evaluation.conclusion("education_ok"),
        Some("not_applicable")
    );
}

#[test]
fn an_answer_about_a_stranger_is_hidden() {
    let stranger = MemberId::from_uuid(Uuid::from_u128(99));
    let key = AnswerKey::about("medins_type", stranger);
    let answers: Answers = [(key.clone(), choice("none"))].into_iter().collect();
    let evaluation = run(&adult(), &answers);
    assert_eq!(evaluation.hidden, [key]);
    assert!(!raised(&evaluation, "未参加基本医疗保险"));
}

#[test]
fn insurance_of_last_year_is_no_insurance() {
    let mut answers: Answers = [
        (about("medins_type"), choice("resident")),
        (about("medins_year"), AnswerValue::Integer(2025)),
    ]
    .into_iter()
    .collect();
    let lapsed = run(&adult(), &answers);
    assert!(raised(&lapsed, "本年度未续保"));
    assert_eq!(lapsed.conclusion("medical_ok"), Some("no"));
    answers.set(about("medins_year"), AnswerValue::Integer(2026));
    assert_eq!(
        run(&adult(), &answers).conclusion("medical_ok"),
        Some("yes")
    );
    answers.set(about("medins_type"), choice("serving_sentence"));
    assert_eq!(
        run(&adult(), &answers).conclusion("medical_ok"),
        Some("yes")
    );
    answers.remove(&about("medins_type"));
    assert_eq!(
        run(&adult(), &answers).conclusion("medical_ok"),
        Some("unknown")
    );
}

#[test]
fn a_house_is_judged_by_its_appraisal_and_not_by_the_cadre() {
    let table: [(&[(&str, AnswerValue)], &str); 7] = [
        (&[("housing_grade", choice("A"))], "yes"),
        (
            &[
                ("housing_grade", choice("A")),
                ("visible_danger", choices(&["wall_crack"])),
            ],
            "unknown",
        ),
        (&[("housing_grade", choice("U"))], "unknown"),
        (
            &[
                ("housing_grade", choice("D")),
                ("actually_living_in", choice("yes")),
            ],
            "no",
        ),
        (
            &[
                ("housing_grade", choice("D")),
                ("actually_living_in", choice("no")),
            ],
            "unknown",
        ),
        (&[("housing_source", choice("none"))], "no"),
        (&[("housing_source", choice("central_support"))], "yes"),
    ];
    for (given, expected) in table {
        let mut answers: Answers = [(AnswerKey::of("housing_source"), choice("self_built"))]
            .into_iter()
            .collect();
        for (item, value) in given {
            answers.set(AnswerKey::of(*item), value.clone());
        }
        assert_eq!(
            run(&adult(), &answers).conclusion("housing_safe"),
            Some(expected),
            "{given:?}"
        );
    }
}

#[test]
fn the_five_clean_are_not_counted_before_all_are_asked() {
    let mut answers = Answers::new();
    for item in ["env_doors", "env_bedroom", "env_kitchen", "env_personal"] {
        answers.set(AnswerKey::of(item), choice("yes"));
    }
    let title = "未达到“五净一有一整齐”";
    let early = run(&adult(), &answers);
    assert_eq!(early.conclusion("env_clean_count"), None);
    assert!(!raised(&early, title));
    answers.set(AnswerKey::of("env_yard"), choice("no"));
    let complete = run(&adult(), &answers);
    assert_eq!(complete.conclusion("env_clean_count"), Some("4"));
    let found = complete
        .candidates
        .iter()
        .find(|found| found.title_zh == title)
        .unwrap();
    assert_eq!(found.from, "env_clean_count");
}

#[test]
fn a_household_with_none_of_the_goods_is_an_answer_and_a_problem() {
    let none: Answers = [(AnswerKey::of("env_goods"), choices(&[]))]
        .into_iter()
        .collect();
    let evaluation = run(&adult(), &none);
    assert!(
        !evaluation
            .missing
            .iter()
            .any(|missing| missing.item == "env_goods")
    );
    assert!(
        evaluation
            .candidates
            .iter()
            .any(|found| found.from == "env_goods")
    );
    // Where nothing counts the options, choosing none is no answer.
    let purpose: Answers = [(AnswerKey::of("visit_purpose"), choices(&[]))]
        .into_iter()
        .collect();
    assert!(
        run(&adult(), &purpose)
            .missing
            .iter()
            .any(|missing| missing.item == "visit_purpose")
    );
}

#[test]
fn income_below_the_countys_line_is_a_lead_and_a_missing_line_is_silent() {
    let answers: Answers = [(
        AnswerKey::of("percap_income_est"),
        AnswerValue::Money(869_999),
    )]
    .into_iter()
    .collect();
    let mut facts = adult();
    let title = "人均纯收入低于当年监测范围";
    assert!(raised(&run(&facts, &answers), title));
    let params = std::mem::take(&mut facts.params);
    let params = params.iter().filter(|(key, _)| *key != "monitor_line_yuan");
    facts.params = params
        .map(|(key, value)| (key.to_owned(), value.clone()))
        .collect();
    assert!(!raised(&run(&facts, &answers), title));
}

#[test]
fn a_crack_wants_a_photo_or_a_reason() {
    let mut answers: Answers = [
        (AnswerKey::of("housing_source"), choice("self_built")),
        (AnswerKey::of("visible_danger"), choices(&["wall_crack"])),
    ]
    .into_iter()
    .collect();
    let wants = |answers: &Answers| {
        let missing = run(&adult(), answers).missing;
        missing
            .iter()
            .any(|m| m.item == "visible_danger" && m.kind == MissingKind::Photo)
    };
    assert!(wants(&answers));
    let mut excused = answers.clone();
    excused.set(
        AnswerKey::of(waiver_code("visible_danger")),
        AnswerValue::Text("dark".into()),
    );
    assert!(!wants(&excused));
    let photo = PhotoId::from_uuid(Uuid::from_u128(5));
    answers.set(
        AnswerKey::of(photo_code("visible_danger")),
        AnswerValue::Photos(vec![photo]),
    );
    assert!(!wants(&answers));
    answers.set(AnswerKey::of("visible_danger"), choices(&["none"]));
    assert!(!wants(&answers));
}

#[test]
fn a_profile_asks_and_concludes_only_about_its_sections() {
    let template = &builtin().0;
    let four_ones = evaluate(template, "four_ones", &adult(), &Answers::new());
    assert!(four_ones.section("drinking_water").is_none());
    assert_eq!(four_ones.conclusion("water_safe"), None);
    assert!(four_ones.candidates.is_empty());
    let routine = evaluate(template, "routine", &adult(), &Answers::new());
    assert_eq!(routine.conclusion("lbsb_conclusion"), Some("incomplete"));
}

#[test]
fn nobody_at_home_is_no_news_about_water_and_owes_no_answers() {
    let away: Answers = [
        (AnswerKey::of("water_lab"), choice("fail")), // hidden: no basis is given
        (AnswerKey::of("visit_method"), choice("on_site")),
        (AnswerKey::of("household_presence"), choice("temp_out")),
    ]
    .into_iter()
    .collect();
    let evaluation = run(&adult(), &away);
    assert!(evaluation.candidates.is_empty());
    let blocking = evaluation
        .missing
        .iter()
        .filter(|missing| missing.blocks_seal);
    assert!(blocking.clone().count() > 0);
    assert!(
        blocking
            .clone()
            .all(|missing| missing.section == "visit_basics")
    );
}

#[test]
fn six_members_are_evaluated_between_two_taps() {
    let mut facts = adult();
    facts.members = (0..6)
        .map(|at| MemberFacts {
            age: Some(45),
            active: Some(true),
            in_school: Some(false),
            ..MemberFacts::unknown(MemberId::from_uuid(Uuid::from_u128(at)))
        })
        .collect();
    let mut answers = Answers::new();
    for section in &builtin().0.sections {
        for item in section.items.iter().filter(|item| !item.options.is_empty()) {
            let code = &item.options[0].code;
            let value = if item.answer_type == AnswerType::MultiEnum {
                choices(&[code])
            } else {
                choice(code)
            };
            if section.scope == Scope::Member {
                for member in &facts.members {
                    answers.set(
                        AnswerKey::about(item.code.clone(), member.id),
                        value.clone(),
                    );
                }
            } else {
                answers.set(AnswerKey::of(item.code.clone()), value);
            }
        }
    }
    let best = (0..20)
        .map(|_| {
            let start = Instant::now();
            assert!(!run(&facts, &answers).sections.is_empty());
            start.elapsed()
        })
        .min()
        .unwrap();
    println!("evaluated in {best:?}");
    let limit = if cfg!(debug_assertions) { 40 } else { 2 };
    assert!(best < Duration::from_millis(limit), "{best:?}");
}
