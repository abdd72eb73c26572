//! Whatever is answered, evaluation answers back.

use super::*;
use crate::codes::ParamValue;
use crate::id::{MemberId, PhotoId};
use proptest::prelude::*;
use uuid::Uuid;

fn id(number: u8) -> MemberId {
    MemberId::from_uuid(Uuid::from_u128(u128::from(number)))
}

fn item_code() -> impl Strategy<Value = String> {
    let sections = builtin().0.sections.iter();
    let known: Vec<String> = sections
        .flat_map(|section| section.items.iter().map(|item| item.code.clone()))
        .collect();
    let attached = prop_oneof![Just(""), Just(".photo"), Just(".waiver")];
    prop_oneof![
        9 => (proptest::sample::select(known), attached).prop_map(|(item, tail)| format!("{item}{tail}")),
        1 => "\\PC{0,12}",
    ]
}

fn word() -> impl Strategy<Value = String> {
    let mut words = vec!["yes".to_owned(), "no".to_owned(), "na".to_owned()];
    for section in &builtin().0.sections {
        for item in &section.items {
            words.extend(item.options.iter().map(|option| option.code.clone()));
        }
    }
    prop_oneof![9 => proptest::sample::select(words), 1 => "\\PC{0,12}"]
}

fn value() -> impl Strategy<Value = AnswerValue> {
    prop_oneof![
        6 => word().prop_map(AnswerValue::Choice),
        3 => proptest::collection::vec(word(), 0..5).prop_map(AnswerValue::Choices),
        1 => any::<i64>().prop_map(AnswerValue::Integer),
        1 => (0i64..100).prop_map(AnswerValue::Integer),
        1 => any::<i64>().prop_map(AnswerValue::Money),
        1 => "-?[0-9]{0,14}\\.?[0-9]{0,8}".prop_map(AnswerValue::Decimal),
        1 => "\\PC{0,20}".prop_map(AnswerValue::Text),
        1 => "\\PC{0,12}".prop_map(AnswerValue::Date),
        1 => (0u8..9).prop_map(|who| AnswerValue::Member(id(who))),
        1 => proptest::collection::vec(any::<u128>(), 0..6).prop_map(|ids| {
            AnswerValue::Photos(ids.into_iter().map(Uuid::from_u128).map(PhotoId::from_uuid).collect())
        }),
    ]
}

fn answers() -> impl Strategy<Value = Answers> {
    let key = (item_code(), proptest::option::of(0u8..4)).prop_map(|(item, member)| AnswerKey {
        item,
        member: member.map(id),
    });
    proptest::collection::vec((key, value()), 0..120).prop_map(|pairs| pairs.into_iter().collect())
}

fn facts() -> impl Strategy<Value = Facts> {
    let flag = || any::<Option<bool>>();
    let member = (any::<Option<u32>>(), flag(), flag(), flag(), flag(), flag());
    let household = (flag(), flag(), flag(), flag());
    let param = prop_oneof![
        any::<i64>().prop_map(ParamValue::Number),
        Just(ParamValue::Text("scarce".into())),
    ];
    let keys = [
        "elderly_age",
        "monitor_line_yuan",
        "oop_lead_yuan",
        "water_region",
        "pension_age_min",
    ];
    let params = proptest::collection::btree_map(
        proptest::sample::select(keys.map(str::to_owned).to_vec()),
        param,
        0..5,
    );
    (
        proptest::collection::vec(member, 0..4),
        household,
        params,
        any::<Option<i64>>(),
    )
        .prop_map(|(members, household, params, year)| Facts {
            visit: VisitFacts {
                insurance_year: year,
                days_to_campaign_end: year,
                campaign_has_four_ones: household.0,
            },
            household: HouseholdFacts {
                has_special_group: household.0,
                is_monitored: household.1,
                relocated: household.2,
                subsidy_eligible: household.3,
            },
            members: members
                .into_iter()
                .zip(0u8..)
                .map(
                    |((age, active, compulsory, school, above, disabled), at)| MemberFacts {
                        id: id(at),
                        age,
                        active,
                        compulsory_age: compulsory,
                        in_school: school,
                        in_school_above_compulsory: above,
                        disabled,
                    },
                )
                .collect(),
            params: params.into_iter().collect(),
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_answers_are_evaluated_and_hidden_ones_change_nothing(
        answers in answers(), facts in facts(), profile in "full|routine|four_ones|other",
    ) {
        let template = &builtin().0;
        let evaluation = evaluate(template, &profile, &facts, &answers);
        prop_assert_eq!(&evaluate(template, &profile, &facts, &answers), &evaluation);

        let mut without = answers.clone();
        for key in &evaluation.hidden {
            without.remove(key);
        }
        let again = evaluate(template, &profile, &facts, &without);
        prop_assert!(again.hidden.is_empty());
        prop_assert_eq!(again.sections, evaluation.sections);
        prop_assert_eq!(again.candidates, evaluation.candidates);
        prop_assert_eq!(again.conclusions, evaluation.conclusions);
        prop_assert_eq!(again.missing, evaluation.missing);
    }

    #[test]
    fn problems_of_a_visit_never_share_a_key(answers in answers(), facts in facts()) {
        let evaluation = evaluate(&builtin().0, "full", &facts, &answers);
        let mut keys: Vec<_> = evaluation.candidates.iter().map(|found| &found.key).collect();
        let found = keys.len();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), found);
    }

    #[test]
    fn copying_never_panics_and_copies_only_what_checks(
        previous in answers(), current in answers(), facts in facts(), at in 0usize..17,
    ) {
        let template = &builtin().0;
        let section = &template.sections[at].code;
        let after = no_change(template, "routine", &facts, section, &previous, &current);
        for key in &after.copied {
            let copy = after.answers.get(&key.item, key.member).unwrap();
            prop_assert!(copy.unchanged);
            prop_assert!(template.check(key, &copy.value).is_ok());
            prop_assert!(!after.evaluation.hidden.contains(key));
        }
        for (key, answer) in current.iter().filter(|(_, answer)| !answer.value.is_empty()) {
            prop_assert_eq!(after.answers.get(&key.item, key.member), Some(answer));
        }
        let _ = prefill(template, "full", &facts, &previous, &current);
    }

    #[test]
    fn any_value_is_checked_without_panic(item in item_code(), member in proptest::option::of(0u8..4), value in value()) {
        let key = AnswerKey { item, member: member.map(id) };
        let _ = builtin().0.check(&key, &value);
    }
}
