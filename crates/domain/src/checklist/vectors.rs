//! The test vectors that ship with the checklist, run as they stand.

use super::*;
use crate::codes::ParamValue;
use crate::id::{HouseholdId, MemberId};
use serde_json::Value as Json;
use uuid::Uuid;

pub(super) const WHO: u128 = 7;

pub(super) fn member() -> MemberId {
    MemberId::from_uuid(Uuid::from_u128(WHO))
}

fn answer(item: &Item, json: &Json) -> AnswerValue {
    let text = || json.as_str().unwrap().to_owned();
    match item.answer_type {
        AnswerType::MultiEnum => {
            let codes = json.as_array().unwrap().iter();
            AnswerValue::Choices(
                codes
                    .map(|code| code.as_str().unwrap().to_owned())
                    .collect(),
            )
        }
        AnswerType::Integer => AnswerValue::Integer(json.as_i64().unwrap()),
        AnswerType::Number => AnswerValue::Decimal(json.to_string()),
        AnswerType::YesNo | AnswerType::YesNoNa | AnswerType::Enum => AnswerValue::Choice(text()),
        other => panic!("no vector answers {other:?}"),
    }
}

fn facts(case: &Json) -> Facts {
    let of_member = &case["member"];
    let flag = |name: &str| of_member[name].as_bool();
    let params = case["param"].as_object().into_iter().flatten();
    let params = params.map(|(key, value)| {
        (
            key.clone(),
            ParamValue::Text(value.as_str().unwrap().to_owned()),
        )
    });
    Facts {
        visit: VisitFacts {
            insurance_year: case["visit"]["insurance_year"].as_i64(),
            days_to_campaign_end: case["visit"]["days_to_campaign_end"].as_i64(),
            campaign_has_four_ones: None,
        },
        household: HouseholdFacts::default(),
        members: vec![MemberFacts {
            age: of_member["age"]
                .as_u64()
                .map(|age| u32::try_from(age).unwrap()),
            active: flag("active"),
            compulsory_age: flag("compulsory_age"),
            in_school: flag("in_school"),
            ..MemberFacts::unknown(member())
        }],
        params: params.collect(),
    }
}

fn answers(template: &Template, case: &Json) -> Answers {
    let mut answers = Answers::new();
    for (code, json) in case["item"].as_object().unwrap() {
        let (section, item) = template.item(code).unwrap();
        let member = (section.scope == Scope::Member).then(member);
        let key = AnswerKey {
            item: code.clone(),
            member,
        };
        let value = answer(item, json);
        template.check(&key, &value).unwrap();
        answers.set(key, value);
    }
    answers
}

#[test]
fn every_vector_of_the_checklist_comes_out_as_written() {
    let template = &builtin().0;
    let file: Json = serde_json::from_str(include_str!("../../../../data/checklist.json")).unwrap();
    let cases = file["test_vectors"]["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 11);
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let evaluation = evaluate(template, "full", &facts(case), &answers(template, case));
        for (code, value) in case["expect_derived"].as_object().into_iter().flatten() {
            assert_eq!(
                evaluation.conclusion(code),
                value.as_str(),
                "{name}: {code}"
            );
        }
        // The file leaves derived water problems out of vectors without water.
        let about_water = case["item"].get("water_source").is_some();
        let mut got: Vec<_> = evaluation
            .candidates
            .iter()
            .filter(|found| about_water || found.from != "water_safe")
            .map(|found| {
                (
                    found.from.as_str(),
                    found.severity.as_str(),
                    found.title_zh.as_str(),
                )
            })
            .collect();
        let expected = case["expect_problems"].as_array().unwrap().iter();
        let text = |problem: &'_ Json, field: &str| problem[field].as_str().unwrap().to_owned();
        let mut expected: Vec<_> = expected
            .map(|problem| {
                (
                    text(problem, "from"),
                    text(problem, "severity"),
                    text(problem, "title_zh"),
                )
            })
            .collect();
        got.sort_unstable();
        expected.sort_unstable();
        let expected: Vec<_> = expected
            .iter()
            .map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str()))
            .collect();
        assert_eq!(got, expected, "{name}");
    }
}

#[test]
fn unsafe_water_is_handled_together_with_the_pond_it_comes_from() {
    let template = &builtin().0;
    let file: Json = serde_json::from_str(include_str!("../../../../data/checklist.json")).unwrap();
    let cases = file["test_vectors"]["cases"].as_array().unwrap();
    let pond = cases
        .iter()
        .find(|case| case["name"] == "open pond")
        .unwrap();
    let evaluation = evaluate(template, "full", &facts(pond), &answers(template, pond));
    let merged = |from: &str| {
        let found = evaluation
            .candidates
            .iter()
            .find(|found| found.from == from)
            .unwrap();
        found.merged_into.as_ref().map(|key| key.from.as_str())
    };
    assert_eq!(merged("water_safe"), Some("water_source"));
    assert_eq!(merged("water_source"), None);
    let household = HouseholdId::from_uuid(Uuid::from_u128(1));
    let key = evaluation.candidates[0].key.of(household);
    assert_eq!(
        key,
        "00000000-0000-0000-0000-000000000001/water_source/-/饮用露天塘水"
    );
}
