//! What an overlay may do, and how each fault is named.

use super::*;
use crate::checklist::{
    AnswerKey, AnswerValue, Answers, Facts, builtin, builtin_document, evaluate,
};
use crate::codes::Language;
use jiff::civil::date;
use serde_json::json;

pub(super) fn overlay(sections: Value) -> String {
    json!({
        "schema_version": 1,
        "base": builtin().0.version,
        "version": "620502.1",
        "sections": sections,
    })
    .to_string()
}

pub(super) fn built(overlay: &str, past: &Past) -> Result<Built, Vec<Fault>> {
    let codes = &builtin().1;
    apply(builtin_document(), overlay, codes, past, date(2027, 1, 1))
}

pub(super) fn past() -> Past {
    [&builtin().0].into_iter().collect()
}

fn made(sections: Value) -> Template {
    built(&overlay(sections), &past()).unwrap().template
}

/// Code and path of each fault.
pub(super) fn faults(sections: Value) -> Vec<(FaultCode, String)> {
    let faults = built(&overlay(sections), &past()).unwrap_err();
    faults
        .into_iter()
        .map(|fault| (fault.code, fault.path))
        .collect()
}

pub(super) fn one(sections: Value) -> (FaultCode, String) {
    let mut all = faults(sections);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

pub(super) fn stove(change: impl FnOnce(&mut Value)) -> Value {
    let mut item = json!({
        "code": "local_stove", "new": true, "after": "bedding_sufficient", "type": "enum",
        "label_zh": "取暖方式", "label_en": "Heating", "required": true,
        "options": [
            {"code": "stove", "zh": "煤炉", "en": "Coal stove"},
            {"code": "none", "zh": "无", "en": "None"}
        ],
        "raises": [{
            "when": {"fact": "item.local_stove", "op": "eq", "value": "none"},
            "category": "housing", "severity": "minor", "unit_role": "village",
            "title_zh": "冬季无取暖", "title_en": "No heating in winter"
        }]
    });
    change(&mut item);
    json!([{"code": "basic_living", "items": [item]}])
}

#[test]
fn a_county_adds_words_anew_leaves_out_and_moves_limits() {
    let template = made(json!([
        {"code": "basic_living", "title_zh": "吃穿和取暖", "title_en": "Food, clothes, heating",
         "items": [stove(|_| {})[0]["items"][0]]},
        {"code": "housing", "items": [
            {"code": "housing_area_m2", "max": 800},
            {"code": "house_photo", "hide": true}]},
        {"code": "infrastructure", "items": [
            {"code": "fuel", "label_zh": "主要燃料", "options": [
                {"code": "straw", "new": true, "zh": "秸秆", "en": "Straw"}]}]},
        {"code": "four_ones", "hide": true},
        {"code": "local_tea", "new": true, "scope": "household", "title_zh": "茶园",
         "title_en": "Tea garden", "profiles": ["routine"], "after": "industry_finance",
         "items": [{"code": "local_tea_mu", "new": true, "type": "number", "label_zh": "茶园亩数",
            "label_en": "Tea, mu", "min": 0, "max": 500, "decimals": 1}]}
    ]));
    assert_eq!(
        template.version,
        format!("{}+620502.1", builtin().0.version)
    );
    assert_eq!(template.applies_from(), Some(date(2027, 1, 1)));
    let living = template.section("basic_living").unwrap();
    assert_eq!(living.title_zh, "吃穿和取暖");
    let codes: Vec<_> = living.items.iter().map(|item| item.code.as_str()).collect();
    let at = codes
        .iter()
        .position(|code| *code == "local_stove")
        .unwrap();
    assert_eq!(codes[at - 1], "bedding_sufficient");
    let (_, area) = template.item("housing_area_m2").unwrap();
    assert_eq!(area.max.unwrap().to_string(), "800");
    assert!(template.item("house_photo").unwrap().1.hidden);
    let (_, fuel) = template.item("fuel").unwrap();
    assert_eq!(fuel.label_zh, "主要燃料");
    assert_eq!(fuel.option("straw").unwrap().label(Language::En), "Straw");
    assert!(template.section("four_ones").unwrap().hidden);
    assert!(template.profile("routine").unwrap().has("local_tea"));

    let mut answers = Answers::new();
    answers.set(
        AnswerKey::of("local_stove"),
        AnswerValue::Choice("none".into()),
    );
    let found = evaluate(&template, "full", &Facts::default(), &answers);
    let shown = |code: &str| {
        let mut items = found.sections.iter().flat_map(|section| &section.items);
        items.any(|item| item.code == code)
    };
    assert!(shown("local_stove") && shown("local_tea_mu") && !shown("house_photo"));
    assert!(found.section("four_ones").is_none());
    let titles: Vec<_> = found
        .candidates
        .iter()
        .map(|one| one.title_zh.as_str())
        .collect();
    assert!(titles.contains(&"冬季无取暖"));
}

#[test]
fn what_is_made_is_read_back_from_its_document() {
    let built = built(&overlay(stove(|_| {})), &past()).unwrap();
    let again = Template::parse(&built.document, &builtin().1).unwrap();
    assert_eq!(again.version, built.template.version);
    assert!(again.item("local_stove").is_some());
    // Without sources and notes a phone has less to carry.
    assert!(built.document.len() < 80_000, "{}", built.document.len());
    assert!(!built.document.contains("\"source\""));
}

#[test]
fn an_empty_overlay_is_the_base_under_another_version() {
    let template = made(json!([]));
    let codes = |template: &Template| -> Vec<String> {
        let sections = template.sections.iter();
        sections
            .flat_map(|section| section.items.iter().map(|item| item.code.clone()))
            .collect()
    };
    assert_eq!(codes(&template), codes(&builtin().0));
}

#[test]
fn hiding_and_wording_options_keeps_what_the_list_says_of_them() {
    let fuel = builtin().1.list("fuel").unwrap()[0].code.as_str();
    let template = made(json!([
        {"code": "basic_medical", "items": [
            {"code": "medins_type", "options": [{"code": "none", "zh": "没有参保"}]}]},
        {"code": "basic_living", "items": [
            {"code": "protein_available", "options": [{"code": "sometimes", "hide": true}]}]},
        {"code": "infrastructure", "items": [
            {"code": "fuel", "options": [{"code": fuel, "hide": true}]}]}
    ]));
    let (_, medins) = template.item("medins_type").unwrap();
    let none = medins.option("none").unwrap();
    assert_eq!(
        (none.zh.as_str(), none.flag("insured")),
        ("没有参保", Some(false))
    );
    for (item, option) in [("protein_available", "sometimes"), ("fuel", fuel)] {
        assert!(
            template.item(item).unwrap().1.option(option).is_none(),
            "{item}"
        );
    }
}

#[test]
fn a_code_keeps_its_meaning_over_all_versions() {
    let first = made(stove(|_| {}));
    let past: Past = [&builtin().0, &first].into_iter().collect();
    let again = |change: fn(&mut Value)| built(&overlay(stove(change)), &past);
    assert!(again(|_| {}).is_ok());
    let with_wood = |item: &mut Value| {
        let wood = json!({"code": "wood", "zh": "柴火", "en": "Wood"});
        item["options"].as_array_mut().unwrap().push(wood);
    };
    assert!(again(with_wood).is_ok());
    let code = |built: Result<Built, Vec<Fault>>| built.unwrap_err()[0].code;
    let lost = |item: &mut Value| {
        item["options"] = json!([{"code": "stove", "zh": "煤炉", "en": "Coal stove"}]);
        item["raises"] = json!([]);
    };
    assert_eq!(code(again(lost)), FaultCode::ReusedCode);
    let left_out = |item: &mut Value| {
        item["options"][1]["hide"] = true.into();
        item["raises"] = json!([]);
    };
    let made = again(left_out).unwrap().template;
    assert_eq!(made.item("local_stove").unwrap().1.options.len(), 1);
    let a_count = |item: &mut Value| {
        item["type"] = "integer".into();
        item["options"] = Value::Null;
        item["raises"] = json!([]);
    };
    assert_eq!(code(again(a_count)), FaultCode::ChangedType);
    // A later overlay that no longer has it leaves the code taken.
    let without = built(&overlay(json!([])), &past).unwrap().template;
    assert!(without.item("local_stove").is_none());
    let elsewhere = json!([{"code": "visit_basics", "items": stove(|item| {
        item["after"] = Value::Null;
    })[0]["items"]}]);
    assert_eq!(
        code(built(&overlay(elsewhere), &past)),
        FaultCode::ReusedCode
    );
}

#[test]
fn an_overlay_says_what_it_is_for() {
    let with = |name: &str, value: Value| {
        let mut json: Value = serde_json::from_str(&overlay(json!([]))).unwrap();
        json[name] = value;
        let faults = built(&json.to_string(), &past()).unwrap_err();
        (faults[0].code, faults[0].path.clone(), faults.len())
    };
    let at = |code, path: &str| (code, path.to_owned(), 1);
    assert_eq!(
        with("base", "2025.1".into()),
        at(FaultCode::OtherBase, "base")
    );
    assert_eq!(
        with("version", "版本一".into()),
        at(FaultCode::BadVersion, "version")
    );
    assert_eq!(
        with("version", Value::Null),
        at(FaultCode::Missing, "version")
    );
    assert_eq!(
        with("schema_version", 2.into()),
        at(FaultCode::UnknownSchema, "schema_version")
    );
    assert_eq!(
        with("sections", 5.into()),
        at(FaultCode::WrongType, "sections")
    );
    assert_eq!(
        with("notes", "x".into()),
        at(FaultCode::UnknownField, "notes")
    );
    let code = |text: &str| built(text, &past()).unwrap_err()[0].code;
    assert_eq!(code("{"), FaultCode::NotJson);
    assert_eq!(code("[]"), FaultCode::WrongType);
    assert_eq!(code(&" ".repeat(600_000)), FaultCode::TooLarge);
    let many: Vec<Value> = (0..201)
        .map(|nth| {
            json!({"code": format!("local_{nth}"), "new": true, "type": "yes_no",
            "label_zh": "甲", "label_en": "A"})
        })
        .collect();
    assert_eq!(
        one(json!([{"code": "housing", "items": many}])).0,
        FaultCode::TooMany
    );
}

#[test]
fn a_threshold_of_the_countys_own_may_be_any_parameter() {
    let template = made(json!([{"code": "housing", "items": [{
        "code": "local_wait", "new": true, "type": "integer", "label_zh": "等待天数",
        "label_en": "Days waited", "min": 0, "max": 999,
        "raises": [{"when": {"fact": "item.local_wait", "op": "gt",
            "value": {"fact": "param.measure_deadline_days"}},
            "category": "housing", "severity": "minor", "unit_role": "town_housing",
            "title_zh": "等待过久", "title_en": "Waited too long"}]}]}]));
    let facts = Facts {
        params: builtin().1.default_params().clone(),
        ..Facts::default()
    };
    let found = |days| {
        let mut answers = Answers::new();
        answers.set(AnswerKey::of("local_wait"), AnswerValue::Integer(days));
        let found = evaluate(&template, "full", &facts, &answers);
        found.candidates.iter().any(|one| one.from == "local_wait")
    };
    assert!(found(31) && !found(30));
}

#[test]
fn faults_speak_both_languages_and_have_codes_of_their_own() {
    let mut codes: Vec<_> = FaultCode::ALL.iter().map(|code| code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), FaultCode::ALL.len());
    for code in FaultCode::ALL {
        let fault = Fault::new("sections[0]", *code, "fuel");
        assert!(!fault.zh().is_ascii() && fault.en().is_ascii(), "{code:?}");
        assert!(!fault.zh().contains("{}") && !fault.en().contains("{}"));
    }
    let fault = Fault::new("sections[0]", FaultCode::WrongType, "true or false");
    assert_eq!(fault.zh(), "内容类型不对，应为 true 或 false");
}
