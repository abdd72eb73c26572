//! A phone set to English shows no Chinese but what people and places are called.

use protocol::row::Role;
use serde_json::{Value, json};

use super::county::{ZHANG, wang};

/// Every text on a screen that holds Chinese.
fn chinese(shown: &Value, found: &mut Vec<String>) {
    match shown {
        Value::String(text)
            if text
                .chars()
                .any(|one| ('\u{4e00}'..='\u{9fff}').contains(&one)) =>
        {
            found.push(text.clone());
        }
        Value::Array(list) => list.iter().for_each(|one| chinese(one, found)),
        Value::Object(fields) => fields.values().for_each(|one| chinese(one, found)),
        _ => {}
    }
}

#[tokio::test]
async fn a_phone_set_to_english_shows_the_checklist_in_english() {
    let mut wang = wang(Role::Cadre);
    let english = json!({ "language": "en", "text_percent": 100, "high_contrast": false,
        "photos_on_wifi_only": false });
    wang.call("save_settings", english).await;
    let begin = json!({ "household_id": ZHANG, "profile": "routine" });
    let mut form = wang.form("start_visit", begin).await;
    let visit = json!({ "visit_id": form.visit_id });
    for (item, value) in [
        ("visit_method", "on_site"),
        ("household_presence", "present"),
        ("seasonal_clothing", "no"),
        ("water_source", "open_pond"),
        ("housing_source", "self_built"),
        ("housing_appraised", "yes"),
        ("housing_grade", "D"),
    ] {
        let input = json!({ "visit_id": form.visit_id, "item": item, "member_id": null,
            "value": { "type": "choice", "value": value } });
        wang.call("answer", input).await;
        form = wang.form("visit", visit.clone()).await;
    }
    let titles: Vec<_> = form.problems.iter().map(|one| one.title.as_str()).collect();
    assert!(
        titles.contains(&"Lacks clothes for the season"),
        "{titles:?}"
    );
    assert!(!form.conclusions.is_empty(), "nothing was concluded");
    for problem in &mut form.problems {
        problem.key.clear(); // stored, never shown
    }
    let mut found = Vec::new();
    chinese(&serde_json::to_value(&form).unwrap(), &mut found);
    let household = json!({ "household_id": ZHANG });
    chinese(&wang.call("household", household).await, &mut found);
    found.sort();
    found.dedup();
    let people = ["张三", "李梅", "张小明", "王桂英", "王芳"];
    let places = [
        "兴县",
        "蔚汾镇",
        "三组",
        "李家湾村",
        "李家湾村三组",
        "县水利局",
    ];
    found.retain(|text| !people.contains(&text.as_str()) && !places.contains(&text.as_str()));
    assert!(found.is_empty(), "still Chinese: {found:?}");
}

#[tokio::test]
async fn a_phone_set_to_english_shows_the_ledger_in_english_and_keeps_titles_in_chinese() {
    let mut wang = wang(Role::Cadre);
    let english = json!({ "language": "en", "text_percent": 100, "high_contrast": false,
        "photos_on_wifi_only": false });
    wang.call("save_settings", english).await;
    let form = wang
        .call("raise_page", json!({ "household_id": ZHANG }))
        .await;
    let hint = &form["titles"][0];
    let input = json!({ "household_id": ZHANG, "member_id": null, "source": "",
        "category": hint["category"], "severity": hint["severity"], "title": hint["title"],
        "detail": "" });
    let page = wang.call("raise_problem", input).await;
    assert_eq!(page["card"]["title"], hint["title"]);
    let desk = wang.app.desk().unwrap();
    let waiting = desk.store.read(store::outbox::list).unwrap();
    let kept: Value = serde_json::from_str(waiting[0].edit.get()).unwrap();
    let mut in_chinese = Vec::new();
    chinese(&kept["title"], &mut in_chinese);
    assert_eq!(in_chinese.len(), 1, "the ledger is one for all");
    let mut found = Vec::new();
    chinese(&form, &mut found);
    chinese(&page, &mut found);
    let known = ["张三", "李梅", "张小明", "王桂英", "王芳", "李家湾村三组"];
    found.retain(|text| !known.contains(&text.as_str()));
    assert!(found.is_empty(), "still Chinese: {found:?}");
}
