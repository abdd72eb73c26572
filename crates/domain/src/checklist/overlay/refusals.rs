//! What is refused, and where the fault is.

use super::tests::{built, faults, one, overlay, past, stove};
use super::*;
use serde_json::json;

#[test]
fn every_fault_is_found_in_one_look_and_named_by_its_place() {
    use FaultCode as Code;
    let found = faults(json!([
        {"code": "basic_living", "items": [
            {"code": "grain", "required": false},
            {"code": "grain_sufficient", "type": "integer"},
            {"code": "seasonal_clothing", "lable_zh": "衣"}]},
        {"code": "attic", "title_zh": "阁楼"},
        {"code": "housing", "scope": "member", "items": [
            {"code": "housing_area_m2", "min": 90, "max": 10},
            {"code": "visible_danger", "options": [{"code": "ghosts", "zh": "鬼"}]}]}
    ]));
    let expected = [
        (Code::UnknownItem, "sections[0].items[0].code"),
        (Code::ChangedType, "sections[0].items[1].type"),
        (Code::UnknownField, "sections[0].items[2].lable_zh"),
        (Code::UnknownSection, "sections[1].code"),
        (Code::NotChangeable, "sections[2].scope"),
        (Code::MinOverMax, "sections[2].items[0].min"),
        (Code::UnknownOption, "sections[2].items[1].options[0].code"),
    ];
    for (code, path) in expected {
        assert!(
            found.contains(&(code, path.to_owned())),
            "{code:?} {path} in {found:?}"
        );
    }
    assert_eq!(found.len(), expected.len(), "{found:?}");
}

#[test]
fn a_new_item_is_refused_by_the_place_of_its_fault() {
    use FaultCode as Code;
    let at = |tail: &str| format!("sections[0].items[0]{tail}");
    let when = |fact: &str| json!({"fact": fact, "op": "eq", "value": 1});
    type Change = Box<dyn FnOnce(&mut Value)>;
    let table: Vec<(Change, Code, &str)> = vec![
        (
            Box::new(|item| item["type"] = "essay".into()),
            Code::UnknownType,
            ".type",
        ),
        (
            Box::new(|item| item["code"] = "Local".into()),
            Code::BadCode,
            ".code",
        ),
        (
            Box::new(|item| item["code"] = "fuel".into()),
            Code::DuplicateCode,
            ".code",
        ),
        (
            Box::new(|item| item["code"] = "env_pass".into()),
            Code::DuplicateCode,
            ".code",
        ),
        (
            Box::new(|item| item["label_en"] = "".into()),
            Code::Missing,
            ".label_en",
        ),
        (
            Box::new(|item| item["after"] = "fuel".into()),
            Code::UnknownItem,
            ".after",
        ),
        (
            Box::new(|item| item["options"] = json!([])),
            Code::EmptyOptions,
            ".options",
        ),
        (
            Box::new(|item| item["options_ref"] = "attic".into()),
            Code::UnknownList,
            ".options_ref",
        ),
        (
            Box::new(|item| item["max_length"] = 5.into()),
            Code::LimitUnwanted,
            ".max_length",
        ),
        (
            Box::new(|item| {
                item["options"][1]["code"] = "stove".into();
                item["raises"][0]["when"]["value"] = "stove".into();
            }),
            Code::DuplicateCode,
            ".options[1].code",
        ),
        (
            Box::new(move |item| item["show_if"] = when("param.shoe_size")),
            Code::UnknownParam,
            ".show_if",
        ),
        (
            Box::new(move |item| item["show_if"] = when("member.shoe_size")),
            Code::UnknownFact,
            ".show_if",
        ),
        (
            Box::new(move |item| item["show_if"] = when("item.attic")),
            Code::UnknownItem,
            ".show_if",
        ),
        (
            Box::new(|item| item["raises"][0]["severity"] = "grave".into()),
            Code::UnknownCode,
            ".raises[0].severity",
        ),
        (
            Box::new(|item| item["raises"][0]["when"]["value"] = "fire".into()),
            Code::UnknownOption,
            ".raises[0].when",
        ),
        (
            Box::new(|item| item["raises"][0]["title_en"] = Value::Null),
            Code::Missing,
            ".raises[0].title_en",
        ),
        (
            Box::new(|item| item["photo"] = json!({"kind": "house_outside", "min": 3, "max": 1})),
            Code::MinOverMax,
            ".photo",
        ),
    ];
    for (change, code, tail) in table {
        assert_eq!(one(stove(change)), (code, at(tail)));
    }
}

#[test]
fn an_item_nobody_can_ever_see_is_refused() {
    use FaultCode as Code;
    let at = || "sections[0].items[0]".to_owned();
    let stove = |when: Value| {
        stove(|item| {
            item["show_if"] = when;
            item["required"] = false.into();
        })
    };
    let on = |item: &str, op: &str, value: Value| json!({"fact": item, "op": op, "value": value});
    let contradicts = json!({"all": [
        on("item.protein_available", "eq", "rarely".into()),
        on("item.protein_available", "eq", "often".into())]});
    let narrow = json!({"all": [
        on("item.housing_area_m2", "gt", 50.into()), on("item.housing_area_m2", "lt", 20.into())]});
    let beyond = on("item.housing_area_m2", "ge", 9_000.into());
    let of_nobody = on("member.age", "ge", 60.into());
    let nothing = json!({"any": []});
    for when in [narrow, beyond, of_nobody, nothing] {
        assert_eq!(one(stove(when.clone())), (Code::NeverSeen, at()), "{when}");
    }
    let found = faults(stove(contradicts));
    assert!(found.contains(&(Code::NeverSeen, at())), "{found:?}");
    // In a chain: shown only where another is shown, and what that one rests on is the opposite.
    let chain = json!([{"code": "housing", "items": [
        {"code": "local_roof", "new": true, "type": "yes_no", "label_zh": "屋顶", "label_en": "Roof",
         "show_if": on("item.housing_source", "eq", "renovated".into())},
        {"code": "local_tiles", "new": true, "type": "yes_no", "label_zh": "瓦", "label_en": "Tiles",
         "required": true,
         "show_if": {"all": [on("item.local_roof", "eq", "yes".into()),
            on("item.housing_source", "eq", "none".into())]}}]}]);
    assert_eq!(
        one(chain),
        (Code::RequiredHidden, "sections[0].items[1]".to_owned())
    );
}

#[test]
fn items_that_wait_for_each_other_are_refused() {
    let on = |item: &str| json!({"fact": item, "op": "not_null"});
    let item = |code: &str, other: &str| {
        json!({"code": code, "new": true, "type": "yes_no", "label_zh": "甲", "label_en": "A",
            "show_if": on(other)})
    };
    let (code, path) = one(json!([{"code": "housing", "items": [
        item("local_a", "item.local_b"), item("local_b", "item.local_a")]}]));
    assert_eq!(code, FaultCode::Cycle);
    assert_eq!(path, "sections[0].items[0].show_if");
}

#[test]
fn what_the_rules_need_cannot_be_left_out() {
    let hide = |section: &str, item: &str| {
        let sections = json!([{"code": section, "items": [{"code": item, "hide": true}]}]);
        built(&overlay(sections), &past())
    };
    for (section, item) in [
        ("visit_basics", "visit_method"),
        ("basic_living", "grain_sufficient"),
        ("compulsory_education", "enrolled"),
        ("drinking_water", "water_source"),
        ("housing", "housing_grade"),
    ] {
        let faults = hide(section, item).unwrap_err();
        let needed = faults.iter().any(|fault| {
            fault.code == FaultCode::Needed && fault.path == "sections[0].items[0].hide"
        });
        assert!(needed, "{item}: {faults:?}");
    }
    // Not needed by anything else.
    assert!(hide("infrastructure", "tv_signal").is_ok());
    // A whole section, with the conclusions that are about nothing else.
    let whole = |section: &str| built(&overlay(json!([{"code": section, "hide": true}])), &past());
    assert!(whole("living_environment").is_ok());
    let faults = whole("drinking_water").unwrap_err();
    assert!(
        faults.iter().all(|fault| fault.path == "sections[0].hide"),
        "{faults:?}"
    );
    assert!(
        faults
            .iter()
            .any(|fault| fault.subject == "lbsb_conclusion")
    );
}
