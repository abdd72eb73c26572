//! Facts corrected at a screen: phones learn of it, what is contested stays, and who did it is
//! on record.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{boss, captain};
use crate::facts::facts;
use crate::support::{ANA, ANAS_HOUSE, CAI, County, DING, MEMBER};

fn record<'a>(form: &'a Value, id: &str) -> &'a Value {
    let mut records = form["records"].as_array().unwrap().iter();
    records.find(|one| one["record_id"] == id).unwrap()
}

fn saved(form: &Value, id: &str, field: &str, value: &Value) -> Option<Value> {
    let record = record(form, id);
    Some(
        json!({ "kind": record["kind"], "record_id": id, "version": record["version"],
        "fields": [{ "field": field, "value": value }] }),
    )
}

#[tokio::test]
async fn a_fact_corrected_at_the_screen_reaches_the_phone_with_who_did_it() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let ana = county.phone(ANA).await;
    let after = county.pull(&ana, 0).await.cursor;
    let path = format!("/households/{ANAS_HOUSE}/facts");
    let (status, form) = boss.ask(Method::POST, &path, None).await;
    assert_eq!(status, 200, "{form}");
    let body = saved(&form, ANAS_HOUSE, "group", &json!("三组"));
    let (status, page) = boss.ask(Method::POST, "/facts/save", body.clone()).await;
    assert_eq!(status, 200, "{page}");
    let (status, error) = boss.ask(Method::POST, "/facts/save", body).await;
    assert_eq!((status, &error["code"]), (409, &json!("stale")));

    let rows = county.pull(&ana, after).await.rows;
    let row = rows.iter().find(|row| row.kind == "household").unwrap();
    assert!(row.body.as_ref().unwrap().get().contains("三组"));
    let body = saved(&form, MEMBER, "work_months", &json!(7));
    let (status, page) = boss.ask(Method::POST, "/facts/save", body).await;
    assert_eq!(status, 200, "{page}");
    let history = boss.get(&format!("/households/{ANAS_HOUSE}/history")).await;
    let steps = history["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 2, "{history}");
    assert_eq!(steps[0]["of"], "张三");
    assert_eq!(steps[1]["field"]["code"], "group");
    assert_eq!(steps[1]["was_zh"], "一组");
    assert_eq!(steps[1]["became_zh"], "三组");
    assert_eq!(steps[1]["by_name"], "郭主任");

    let (_, form) = boss.ask(Method::POST, &path, None).await;
    for (field, value, code) in [
        ("group", json!(null), "empty"),
        ("phone", json!("12"), "not_a_phone"),
        ("head_name", json!("李四"), "unknown_field"),
        ("annual_family_size", json!(99), "out_of_range"),
    ] {
        let body = saved(&form, ANAS_HOUSE, field, &value);
        let (status, error) = boss.ask(Method::POST, "/facts/save", body).await;
        assert_eq!((status, &error["code"]), (400, &json!(code)), "{field}");
        assert_eq!(error["field"], field);
    }
}

#[tokio::test]
async fn a_value_that_contests_another_stays_beside_what_the_screen_writes() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let mut ana = county.phone(ANA).await;
    let path = format!("/households/{ANAS_HOUSE}/facts");
    let (_, form) = boss.ask(Method::POST, &path, None).await;
    let body = saved(&form, ANAS_HOUSE, "address", &json!("河边 3 号"));
    assert_eq!(boss.ask(Method::POST, "/facts/save", body).await.0, 200);
    // Ana had not heard of it.
    let edit = json!({ "kind": "save_household_v1", "id": ANAS_HOUSE, "base_version": 1,
        "fields": [{ "field": "address", "base": null, "mine": "坡上 5 号" }],
        "clock": { "wall_ms": crate::support::NOW, "monotonic_ms": 5, "boot_id": "b" } });
    let change = ana.change(1, ("household", ANAS_HOUSE), edit);
    let told = serde_json::to_value(county.push_one(&ana, &change).await).unwrap();
    assert_eq!(told["outcome"], "merged", "{told}");
    let (_, form) = boss.ask(Method::POST, &path, None).await;
    let body = saved(&form, ANAS_HOUSE, "address", &json!("桥头 1 号"));
    let (status, page) = boss.ask(Method::POST, "/facts/save", body).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["address"], "桥头 1 号");
    assert_eq!(page["contested"].as_array().unwrap().len(), 1, "{page}");
}

#[tokio::test]
async fn nobody_edits_facts_beyond_his_village() {
    let county = County::new().await;
    let cai = captain(&county, CAI, "cai").await;
    let path = format!("/households/{ANAS_HOUSE}/facts");
    let (status, form) = cai.ask(Method::POST, &path, None).await;
    assert_eq!(status, 200, "{form}");
    let ding = captain(&county, DING, "ding").await;
    let nobodys = ANAS_HOUSE.replace("0101", "0999");
    // The same answer for a household elsewhere and for none at all.
    for house in [ANAS_HOUSE, &nobodys] {
        let path = format!("/households/{house}/facts");
        assert_eq!(ding.ask(Method::POST, &path, None).await.0, 404, "{house}");
        let mut body = saved(&form, ANAS_HOUSE, "group", &json!("九组")).unwrap();
        body["record_id"] = json!(house);
        let saved = ding.ask(Method::POST, "/facts/save", Some(body)).await;
        assert_eq!(saved.0, 404, "{house}");
        let body = json!({ "kind": "household", "record_id": house, "version": 1,
            "field": "group", "contest_id": null });
        let decided = ding.ask(Method::POST, "/facts/resolve", Some(body)).await;
        assert_eq!(decided.0, 404, "{house}");
    }
    let path = format!("/households/{ANAS_HOUSE}/history");
    assert_eq!(ding.ask(Method::GET, &path, None).await.0, 404);
}

#[tokio::test]
async fn nobody_decides_about_somebodys_health_unseen() {
    let county = County::new().await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    for (phone, id, health) in [(&mut ana, 1, "chronic"), (&mut cai, 2, "disabled")] {
        let edit = json!([{ "field": "health", "base": null, "mine": [health] }]);
        let change = facts(phone, id, ("member", MEMBER), edit);
        county.push_one(phone, &change).await;
    }
    let desk = boss(&county).await;
    let page = desk.get(&format!("/households/{ANAS_HOUSE}")).await;
    let contested = &page["contested"][0];
    assert_eq!(contested["field"]["code"], "health", "{page}");
    let body = json!({ "kind": "member", "record_id": MEMBER, "version": contested["version"],
        "field": "health", "contest_id": contested["values"][1]["contest_id"] });
    let cai = captain(&county, CAI, "cai").await;
    let (status, refused) = cai.ask(Method::POST, "/facts/resolve", Some(body)).await;
    assert_eq!((status, &refused["code"]), (400, &json!("unknown_field")));
}
