//! 配合单位 and 佐证: units named to help with a problem, and the photos that show it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss};
use crate::problems_phone::{WATER, accepted, approve, approved, found, refusal, step, titled};
use crate::reports::{half_year, rows};
use crate::support::{ANA, ANAS_HOUSE, BO, CAI, County, TANG, photo, visit_id};

async fn assigned(desk: &Browser<'_>, id: &str, more: Value) -> (u16, Value) {
    let mut form = json!({ "step": "assign", "owner_id": ANA });
    for (name, value) in more.as_object().unwrap() {
        form[name] = value.clone();
    }
    let path = format!("/problems/{id}/move");
    desk.ask(Method::POST, &path, Some(form)).await
}

fn id_of(problem: &Value) -> String {
    problem["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn units_named_to_help_stand_on_the_problem_on_phones_and_in_reports() {
    let county = County::new().await;
    let (ana, _) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let id = id_of(&titled(&county, &ana, WATER).await);
    let desk = boss(&county).await;
    let both = json!([" 东镇卫生院 ", "山村", "东镇卫生院"]);
    let more = json!({ "unit": "东镇供水站", "cooperating_units": both });
    let (status, page) = assigned(&desk, &id, more).await;
    assert_eq!(status, 200, "{page}");
    let kept = json!(["东镇卫生院", "山村"]);
    assert_eq!(page["cooperating_units"], kept);
    assert_eq!(
        page["steps"][2]["cooperating_units"], both,
        "as it was said"
    );
    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(mine["cooperating_units"], kept);
    let line = &rows(&desk, "problems", half_year()).await[0];
    assert_eq!(
        (&line[13], &line[15]),
        (&json!("东镇供水站"), &json!("东镇卫生院、山村"))
    );
    let (_, lines) = desk
        .ask(Method::POST, "/problems/lines", Some(json!({})))
        .await;
    assert_eq!(lines["lines"][0]["cooperating_units"], kept);

    // Given to another: whoever becomes responsible helps no longer, the others stay.
    let (_, page) = assigned(&desk, &id, json!({ "unit": "山村" })).await;
    assert_eq!(page["cooperating_units"], json!(["东镇卫生院"]));
    let (_, page) = assigned(&desk, &id, json!({ "cooperating_units": [] })).await;
    assert_eq!(page["cooperating_units"], json!([]));
    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(mine.get("cooperating_units"), None, "as old phones know it");
}

#[tokio::test]
async fn many_are_given_the_same_units_and_none_is_its_own_helper() {
    let county = County::new().await;
    let both = json!([found("a", "minor", WATER), found("b", "minor", "门坏")]);
    let (ana, _) = approved(&county, 1, both).await;
    let desk = boss(&county).await;
    let (water, door) = (
        id_of(&titled(&county, &ana, WATER).await),
        id_of(&titled(&county, &ana, "门坏").await),
    );
    assigned(&desk, &water, json!({ "unit": "东镇供水站" })).await;
    let form = json!({ "problem_ids": [water, door], "to_helpers": true, "also_answered": true,
        "form": { "step": "assign", "cooperating_units": ["东镇供水站", "山村"] } });
    let (_, moved) = desk.ask(Method::POST, "/problems/moves", Some(form)).await;
    assert_eq!(moved["moved"], 2, "{moved}");
    for (title, units) in [
        (WATER, json!(["山村"])),
        ("门坏", json!(["东镇供水站", "山村"])),
    ] {
        let mine = titled(&county, &ana, title).await;
        assert_eq!(mine["cooperating_units"], units, "{title}");
    }
}

#[tokio::test]
async fn units_come_only_with_an_assignment_and_have_names() {
    let county = County::new().await;
    let (mut ana, mut cai) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let id = id_of(&titled(&county, &ana, WATER).await);
    let desk = boss(&county).await;
    let eleven: Vec<String> = (0..11).map(|number| format!("单位{number}")).collect();
    for (units, code, field) in [
        (json!(["甲", "  "]), "empty", "cooperating_units[1]"),
        (
            json!(["字".repeat(101)]),
            "too_long",
            "cooperating_units[0]",
        ),
        (json!(["甲\0"]), "malformed", "cooperating_units[0]"),
        (json!(eleven), "too_many", "cooperating_units"),
    ] {
        let (status, refused) = assigned(&desk, &id, json!({ "cooperating_units": units })).await;
        assert_eq!(
            (status, &refused["code"], &refused["field"]),
            (400, &json!(code), &json!(field))
        );
    }
    let mut tang = county.phone(TANG).await;
    let named = json!({ "step": "assign", "owner_id": ANA, "cooperating_units": ["山村"] });
    let change = step(&mut tang, 2, &id, named);
    accepted(&county.push_one(&tang, &change).await);
    let begun = json!({ "step": "start", "cooperating_units": ["山村"] });
    let change = step(&mut ana, 3, &id, begun);
    let refused = refusal(county.push_one(&ana, &change).await);
    assert_eq!(
        refused,
        ("malformed".into(), Some("edit.cooperating_units".into()))
    );
    // Whoever may not assign may not name them either.
    let named = json!({ "step": "assign", "owner_id": BO, "cooperating_units": ["山村"] });
    let change = step(&mut cai, 4, &id, named);
    assert_eq!(
        refusal(county.push_one(&cai, &change).await).0,
        "wrong_role"
    );
}

/// A visit with so many photos, received.
async fn with_photos(county: &County, number: u32, problems: Value, photos: u32) {
    let mut ana = county.phone(ANA).await;
    let mut change = ana.visit(number, &visit_id(number), ANAS_HOUSE, 1);
    change["edit"]["problems"] = problems;
    let shown = (1..=photos).map(|place| {
        let mut one = photo(&format!("{:064x}", number * 100 + place), 1000);
        one["id"] = photo_id(number, place).into();
        one
    });
    change["edit"]["photos"] = shown.collect();
    change["edit"]
        .as_object_mut()
        .unwrap()
        .remove("photo_waiver");
    accepted(&county.push_one(&ana, &change).await);
}

fn photo_id(visit: u32, place: u32) -> String {
    format!("00000000-0000-7000-8000-0000000f{visit:02}{place:02}")
}

fn named(visit: u32, place: u32) -> Value {
    json!({ "visit_id": visit_id(visit), "photo_id": photo_id(visit, place) })
}

#[tokio::test]
async fn evidence_is_counted_by_what_it_shows_and_begins_anew_with_each_report() {
    let county = County::new().await;
    with_photos(&county, 1, json!([found("a", "minor", WATER)]), 2).await;
    with_photos(&county, 2, json!([]), 3).await;
    let mut cai = county.phone(CAI).await;
    approve(&county, &mut cai, 1).await;
    let mut ana = county.phone(ANA).await;
    let id = id_of(&titled(&county, &ana, WATER).await);
    let desk = boss(&county).await;
    let told = async || {
        let line = &rows(&desk, "problems", half_year()).await[0];
        line[22].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(told().await, "照片 2 张（整改前 2）");
    assigned(&desk, &id, json!({})).await;

    let mut at = 10;
    let mut take = async |who: &mut crate::support::Phone, said: Value| {
        at += 1;
        let change = step(who, at, &id, said);
        accepted(&county.push_one(who, &change).await);
    };
    let first = json!({ "step": "finish", "photos": [named(2, 1)], "result": "换了滤芯" });
    take(&mut ana, first).await;
    assert_eq!(told().await, "照片 3 张（整改前 2、整改后 1）");
    take(
        &mut cai,
        json!({ "step": "send_back", "round": 1, "reason": "没修好" }),
    )
    .await;
    let none =
        json!({ "step": "finish", "round": 1, "photo_waiver": "相机坏了", "result": "又换" });
    take(&mut ana, none).await;
    assert_eq!(
        told().await,
        "照片 2 张（整改前 2）；整改后无照片：相机坏了"
    );
    take(
        &mut cai,
        json!({ "step": "send_back", "round": 2, "reason": "没修好" }),
    )
    .await;
    let second = json!({ "step": "finish", "round": 2, "result": "换了水管",
        "photos": [named(2, 1), named(2, 2), named(2, 2)] });
    take(&mut ana, second).await;
    let seen = json!({ "step": "verify", "round": 3, "on_site": true,
        "photos": [named(2, 2), named(2, 3)] });
    take(&mut cai, seen).await;
    assert_eq!(told().await, "照片 5 张（整改前 2、整改后 2、核验 1）");
    let (_, lines) = desk
        .ask(Method::POST, "/problems/lines", Some(json!({})))
        .await;
    assert_eq!(
        lines["lines"][0]["evidence"],
        json!({ "before": 2, "after": 2, "verified": 1, "waiver": null })
    );
    // Open again: what was shown did not last.
    take(
        &mut cai,
        json!({ "step": "reopen", "round": 3, "reason": "又坏了" }),
    )
    .await;
    assert_eq!(told().await, "照片 2 张（整改前 2）");
}

/// A unit that helps villages, saved; its page.
async fn helping(desk: &Browser<'_>, name: &str, before: Option<&Value>) -> Value {
    let wanted = json!({ "name": name, "level": "county", "kind": "gov", "class": null,
        "head_name": "", "head_phone": "", "villages": [] });
    let form = json!({ "wanted": wanted, "seen": before.map(|page| &page["facts"]),
        "helping_unit_id": before.map(|page| &page["unit"]["helping_unit_id"]) });
    let (status, page) = desk.ask(Method::POST, "/helping-units", Some(form)).await;
    assert_eq!(status, 200, "{page}");
    page
}

#[tokio::test]
async fn a_unit_that_is_renamed_helps_on_under_its_new_name_and_what_was_said_stays() {
    let county = County::new().await;
    let three = json!([
        found("a", "minor", WATER),
        found("b", "minor", "门坏"),
        found("c", "minor", "灯坏")
    ]);
    let (ana, _) = approved(&county, 1, three).await;
    let desk = boss(&county).await;
    let role = async |name: &str| {
        let form =
            json!({ "town": "990101101", "role": "town_health", "name": name, "contact": "" });
        let (status, units) = desk.ask(Method::POST, "/units", Some(form)).await;
        assert_eq!(status, 200, "{units}");
    };
    role("东镇卫生院").await;
    let bureau = helping(&desk, "县水务局", None).await;
    for (title, unit) in [(WATER, "山村"), ("门坏", "县水利局"), ("灯坏", "山村")] {
        let id = id_of(&titled(&county, &ana, title).await);
        let units = json!(["县水务局", "东镇卫生院", "县电力公司"]);
        let more = json!({ "unit": unit, "cooperating_units": units });
        assert_eq!(assigned(&desk, &id, more).await.0, 200);
    }
    let lamp = id_of(&titled(&county, &ana, "灯坏").await);
    let untrue = json!({ "step": "cancel", "reason": "看错" });
    let path = format!("/problems/{lamp}/move");
    assert_eq!(desk.ask(Method::POST, &path, Some(untrue)).await.0, 200);

    role("东镇中心卫生院").await;
    helping(&desk, "县水利局", Some(&bureau)).await;
    for (title, units) in [
        (WATER, json!(["县水利局", "东镇中心卫生院", "县电力公司"])),
        // Whoever is responsible under that name already does not help himself.
        ("门坏", json!(["东镇中心卫生院", "县电力公司"])),
        // What is settled keeps the names of its day.
        ("灯坏", json!(["县水务局", "东镇卫生院", "县电力公司"])),
    ] {
        let mine = titled(&county, &ana, title).await;
        assert_eq!(mine["cooperating_units"], units, "{title}");
    }
    let water = id_of(&titled(&county, &ana, WATER).await);
    let page = desk.get(&format!("/problems/{water}")).await;
    let said = json!(["县水务局", "东镇卫生院", "县电力公司"]);
    assert_eq!(page["steps"][2]["cooperating_units"], said);
    // A name taken away leaves nobody without one.
    role("").await;
    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(mine["cooperating_units"][1], "东镇中心卫生院");
}
