//! Household dynamics (DOMAIN §5.3) from a lead to the county's decision, the sheet for the notice
//! board, and a household that moves to another village.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss, captain};
use crate::entries_effects::{decide, family, import, row, rows};
use crate::entries_phone::{deed, entry, entry_id, put, step};
use crate::problems_phone::{WATER, accepted, approve, found, refusal, titled, visit};
use crate::support::{ANAS_HOUSE, BOS_HOUSE, County, DING, Phone, TANG, household};

fn lead(kind: &str) -> Value {
    let mut fields = json!({ "kind": kind, "source": "screening", "found_on": "2026-11-20",
        "risk_types": ["illness", "accident"], "text": "心脏手术，欠债" });
    if kind == "eliminate" {
        fields["elimination_mode"] = json!("by_help");
    }
    fields
}

/// From a lead to where the county decides.
async fn to_the_county(
    county: &County,
    (ana, cai, tang): (&mut Phone, &mut Phone, &mut Phone),
    id: u32,
    kind: &str,
) {
    put(county, ana, id, "case", lead(kind)).await;
    let entry = entry_id(id);
    let check = json!({ "fields": { "checked_on": "2026-11-21", "authorised": "yes",
        "finding": "属实" } });
    let change = step(ana, id + 1, (&entry, "check", "lead"), check);
    accepted(&county.push_one(ana, &change).await);
    let vote = json!({ "fields": { "voted_on": "2026-11-22", "attended": 30, "in_favour": 28,
        "conflict": "none" } });
    let change = step(cai, id + 2, (&entry, "vote", "checked"), vote);
    accepted(&county.push_one(cai, &change).await);
    let publish = json!({ "fields": { "notice_from": "2026-11-17", "notice_to": "2026-11-21",
        "notice_place": "村委会公示栏" } });
    let change = step(cai, id + 3, (&entry, "publish", "voted"), publish);
    accepted(&county.push_one(cai, &change).await);
    let pass = json!({ "fields": { "passed_on": "2026-11-22", "objections": "none" } });
    let change = step(tang, id + 4, (&entry, "pass", "on_notice"), pass);
    accepted(&county.push_one(tang, &change).await);
}

fn decision(category: Option<&str>) -> Value {
    let mut values = json!({ "decided_on": "2026-11-22", "document_no": "云帮发〔2026〕3号" });
    if let Some(category) = category {
        values["category"] = json!(category);
    }
    json!({ "step": "decide", "seen_state": "town_passed", "values": values })
}

#[tokio::test]
async fn the_county_takes_a_household_in_and_out_again_and_keeps_both() {
    let (county, mut ana, mut cai) = family().await;
    let mut tang = county.phone(TANG).await;
    to_the_county(&county, (&mut ana, &mut cai, &mut tang), 10, "identify").await;
    let mine = entry(&county, &ana, 10).await.unwrap();
    assert_eq!(mine["due"], "2026-12-05");
    let desk = boss(&county).await;
    for (category, code) in [
        (None, "category_needed"),
        (Some("general"), "unknown_option"),
    ] {
        let (status, refused) = decide(&desk, 10, decision(category)).await;
        assert_eq!(
            (status, &refused["code"], &refused["field"]),
            (400, &json!(code), &json!("category"))
        );
    }
    let (status, page) = decide(&desk, 10, decision(Some("prevention_target"))).await;
    assert_eq!(
        (status, &page["row"]["state"]["code"]),
        (200, &json!("decided"))
    );
    let home = row(&county, &ana, "household", ANAS_HOUSE).await;
    assert_eq!(
        (
            &home["monitor_category"],
            &home["monitor_since"],
            &home["risk_types"]
        ),
        (
            &json!("prevention_target"),
            &json!("202611"),
            &json!(["illness", "accident"])
        )
    );
    let monitored = desk
        .search("households", json!({ "filter": "monitored" }))
        .await;
    assert_eq!(monitored["total"], 1);
    // The roster has not heard of it, and the decision stands; what it learns counts.
    let mut line = household(ANAS_HOUSE, "1001", "990101101200");
    line["phone"] = json!("13900001234");
    import(&county, &[line.clone()]).await;
    let home = row(&county, &ana, "household", ANAS_HOUSE).await;
    assert_eq!(home["monitor_category"], "prevention_target");
    let lists = "select count(*) as n from household where category = 'prevention_target'";
    assert_eq!(county.count(lists).await, 1);
    line["monitor_category"] = json!("prevention_target");
    line["monitor_since"] = json!("202512");
    line["risk_types"] = json!(["illness"]);
    import(&county, &[line]).await;
    let home = row(&county, &ana, "household", ANAS_HOUSE).await;
    assert_eq!(home["monitor_since"], "202512");

    to_the_county(&county, (&mut ana, &mut cai, &mut tang), 20, "eliminate").await;
    let (status, _) = decide(&desk, 20, decision(None)).await;
    assert_eq!(status, 200);
    let home = row(&county, &ana, "household", ANAS_HOUSE).await;
    assert_eq!(
        (
            &home["risk_eliminated"],
            &home["eliminated_on"],
            &home["elimination_mode"],
            &home["monitor_category"]
        ),
        (
            &json!(true),
            &json!("2026-11-22"),
            &json!("by_help"),
            &json!("prevention_target")
        )
    );
    let history = "select count(*) as n from household_status where on_day = '2026-11-22'
        and change in ('identify', 'eliminate')";
    assert_eq!(county.count(history).await, 2);
}

#[tokio::test]
async fn what_was_considered_and_not_changed_stays_considered() {
    let (county, mut ana, mut cai) = family().await;
    put(&county, &mut ana, 1, "case", lead("identify")).await;
    let early = step(&mut cai, 2, (&entry_id(1), "vote", "lead"), json!({}));
    assert_eq!(
        refusal(county.push_one(&cai, &early).await).0,
        "not_from_here"
    );
    let unsigned = json!({ "fields": { "checked_on": "2026-11-21", "authorised": "no",
        "finding": "x" } });
    let change = step(&mut ana, 3, (&entry_id(1), "check", "lead"), unsigned);
    accepted(&county.push_one(&ana, &change).await);
    let vote = json!({ "fields": { "voted_on": "2026-11-22", "attended": 3, "in_favour": 3,
        "conflict": "recused" } });
    let change = step(&mut cai, 4, (&entry_id(1), "vote", "checked"), vote.clone());
    assert_eq!(
        refusal(county.push_one(&cai, &change).await),
        ("empty".into(), Some("edit.fields.conflict_note".into()))
    );
    let mut vote = vote;
    vote["fields"]["conflict_note"] = json!("李某");
    let change = step(&mut cai, 5, (&entry_id(1), "vote", "checked"), vote);
    assert_eq!(
        refusal(county.push_one(&cai, &change).await),
        (
            "authorisation_needed".into(),
            Some("edit.fields.authorised".into())
        )
    );
    let none = json!({ "reason": "不同意授权" });
    let change = step(&mut cai, 6, (&entry_id(1), "not_changed", "checked"), none);
    accepted(&county.push_one(&cai, &change).await);
    let mine = entry(&county, &ana, 1).await.unwrap();
    assert_eq!(
        (&mine["state"], &mine["due"]),
        (&json!("not_changed"), &Value::Null)
    );
    let home = row(&county, &ana, "household", ANAS_HOUSE).await;
    assert_eq!(home["monitor_category"], Value::Null);
}

async fn sheet(county: &County, browser: &Browser<'_>, id: u32) -> (u16, String) {
    let response = county
        .http
        .get(county.url(&format!("/v1/console/entries/{}/notice", entry_id(id))))
        .header("cookie", &browser.cookie)
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16();
    (status, response.text().await.unwrap())
}

#[tokio::test]
async fn the_sheet_on_the_notice_board_holds_nothing_that_must_not_hang_there() {
    let (county, mut ana, mut cai) = family().await;
    let mut line = household(ANAS_HOUSE, "1001", "990101101200");
    line["phone"] = json!("13800001234");
    line["address"] = json!("秘密小区7号");
    line["risk_types"] = json!(["disability"]);
    line["net_income_fen"] = json!(1_234_567);
    (line["lat"], line["lon"]) = (json!(34.5808), json!(105.7242));
    import(&county, &[line]).await;
    put(&county, &mut ana, 1, "case", lead("identify")).await;
    let check = json!({ "fields": { "checked_on": "2026-11-21", "authorised": "yes",
        "finding": "存折尾号6217" } });
    let change = step(&mut ana, 2, (&entry_id(1), "check", "lead"), check);
    accepted(&county.push_one(&ana, &change).await);
    let desk = boss(&county).await;
    assert_eq!(sheet(&county, &desk, 1).await.0, 409);
    let vote = json!({ "fields": { "voted_on": "2026-11-22", "attended": 30, "in_favour": 28,
        "conflict": "recused", "conflict_note": "李某回避" } });
    let change = step(&mut cai, 3, (&entry_id(1), "vote", "checked"), vote);
    accepted(&county.push_one(&cai, &change).await);
    let unit = json!({ "town": "990101101", "role": "town_relief", "name": "东镇帮扶办",
        "contact": "0999-8765432" });
    assert_eq!(desk.ask(Method::POST, "/units", Some(unit)).await.0, 200);
    let publish = json!({ "fields": { "notice_from": "2026-11-22", "notice_to": "2026-11-26",
        "notice_place": "村口" } });
    let change = step(&mut cai, 4, (&entry_id(1), "publish", "voted"), publish);
    accepted(&county.push_one(&cai, &change).await);
    let pass = json!({ "step": "pass", "seen_state": "on_notice",
        "values": { "passed_on": "2026-11-22", "objections": "none" } });
    let (status, refused) = decide(&desk, 1, pass).await;
    assert_eq!((status, &refused["code"]), (400, &json!("notice_running")));
    let town = captain(&county, TANG, "tang").await;
    let (status, text) = sheet(&county, &town, 1).await;
    assert_eq!(status, 200);
    for said in [
        "张三",
        "3 人",
        "拟纳入",
        "2026-11-26",
        "村口",
        "0999-8765432",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    for kept_off in [
        "11010519491231002X",
        "110105",
        "002X",
        "13800001234",
        "1234567",
        "12345.67",
        "秘密小区",
        "1001",
        "因病",
        "illness",
        "心脏",
        "欠债",
        "属实",
        "6217",
        "disability",
        "残",
        "34.58",
        "105.72",
        "李四",
        "张小",
        "李某",
        "28",
        ANAS_HOUSE,
    ] {
        assert!(!text.contains(kept_off), "{kept_off} in {text}");
    }
    let stranger = captain(&county, DING, "ding").await;
    assert_eq!(sheet(&county, &stranger, 1).await.0, 404);
    put(&county, &mut ana, 9, "good_deed", deed()).await;
    assert_eq!(sheet(&county, &desk, 9).await.0, 404);
}

#[tokio::test]
async fn a_household_that_moves_is_the_new_villages_with_all_that_is_open() {
    let (county, mut ana, mut cai) = family().await;
    let problem = json!([found("a", "minor", WATER)]);
    visit(&county, &mut ana, 50, problem).await;
    approve(&county, &mut cai, 50).await;
    put(&county, &mut ana, 2, "good_deed", deed()).await;
    let moving = |village: &str| json!({ "kind": "move_village", "on": "2026-11-01", "village": village, "text": "搬迁" });
    let house = crate::entries_phone::of_house(ANAS_HOUSE);
    for (id, village, code) in [
        (10, "990101101200", "same_village"),
        (11, "990101101999", "unknown_area"),
    ] {
        let fields = moving(village);
        let change = crate::entries_phone::saved(&mut ana, id, "household_change", &house, fields);
        assert_eq!(
            refusal(county.push_one(&ana, &change).await),
            (code.into(), Some("edit.fields.village".into()))
        );
    }
    put(
        &county,
        &mut ana,
        12,
        "household_change",
        moving("990101102200"),
    )
    .await;
    let desk = boss(&county).await;
    let confirm = json!({ "step": "confirm", "seen_state": "proposed", "values": {} });
    assert_eq!(decide(&desk, 12, confirm).await.0, 200);
    let home = row(&county, &ana, "household", ANAS_HOUSE).await;
    assert_eq!(
        (&home["area_code"], &home["village"], &home["town"]),
        (&json!("990101102200"), &json!("河村"), &json!("西镇"))
    );
    let ding = county.phone(DING).await;
    assert_eq!(titled(&county, &ding, WATER).await["village"], "河村");
    assert_eq!(entry(&county, &ding, 2).await.unwrap()["village"], "河村");
    assert!(rows(&county, &cai, "problem").await.is_empty());
    assert_eq!(entry(&county, &cai, 2).await, None);
    import(&county, &[household(ANAS_HOUSE, "1001", "990101101200")]).await;
    let home = row(&county, &ana, "household", ANAS_HOUSE).await;
    assert_eq!(home["village"], "河村");
}

#[tokio::test]
async fn whoever_goes_out_is_decided_before_whoever_comes_in() {
    let (county, mut ana, mut cai) = family().await;
    let mut tang = county.phone(TANG).await;
    let mut line = household(BOS_HOUSE, "1002", "990101101200");
    line["monitor_category"] = json!("marginal");
    line["monitor_since"] = json!("202401");
    import(&county, &[line]).await;
    let mut bo = county.phone(crate::support::BO).await;
    let house = crate::entries_phone::of_house(BOS_HOUSE);
    let change = crate::entries_phone::saved(&mut bo, 30, "case", &house, lead("remove"));
    accepted(&county.push_one(&bo, &change).await);
    for (at, (step_name, seen, fields)) in (31..).zip([
        ("check", "lead", json!({ "checked_on": "2026-11-21", "authorised": "no", "finding": "错" })),
        ("vote", "checked", json!({ "voted_on": "2026-11-22", "attended": 9, "in_favour": 9, "conflict": "none" })),
        ("publish", "voted", json!({ "notice_from": "2026-11-17", "notice_to": "2026-11-21", "notice_place": "村口" })),
        ("pass", "on_notice", json!({ "passed_on": "2026-11-22", "objections": "none" })),
    ]) {
        let who = match step_name {
            "check" => &mut bo,
            "pass" => &mut tang,
            _ => &mut cai,
        };
        let change = step(who, at, (&entry_id(30), step_name, seen), json!({ "fields": fields }));
        accepted(&county.push_one(who, &change).await);
    }
    to_the_county(&county, (&mut ana, &mut cai, &mut tang), 10, "identify").await;
    let desk = boss(&county).await;
    let (status, refused) = decide(&desk, 10, decision(Some("prevention_target"))).await;
    assert_eq!((status, &refused["code"]), (400, &json!("exits_first")));
    assert_eq!(decide(&desk, 30, decision(None)).await.0, 200);
    let out = row(&county, &bo, "household", BOS_HOUSE).await;
    assert_eq!(out["monitor_category"], Value::Null);
    let (status, _) = decide(&desk, 10, decision(Some("prevention_target"))).await;
    assert_eq!(status, 200);
}
