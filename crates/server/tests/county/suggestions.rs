//! Complaints and suggestions: to the county alone, without a name if so wished, and answered.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{boss, captain};
use crate::entries_phone::{entries, entry_id, own, saved};
use crate::support::{ANA, CAI, County, TANG};

fn said(signature: &str) -> Value {
    json!({ "kind": "burden", "text": "同一张表填三遍", "signature": signature })
}

#[tokio::test]
async fn whoever_gives_no_name_is_not_named_to_the_county_and_still_gets_his_answer() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let change = saved(&mut ana, 1, "suggestion", &own(), said("unnamed"));
    let told = serde_json::to_value(county.push_one(&ana, &change).await).unwrap();
    assert_eq!(told["outcome"], "accepted", "{told}");
    let change = saved(&mut ana, 2, "suggestion", &own(), said("named"));
    county.push_one(&ana, &change).await;

    let boss = boss(&county).await;
    let list = boss
        .search("entries", json!({ "ledger": "suggestion" }))
        .await;
    let rows = list["entries"].as_array().unwrap();
    assert_eq!(rows[0]["author_name"], "Ana");
    assert_eq!(rows[1]["unsigned"], true);
    for part in ["author_name", "village", "town"] {
        assert_eq!(rows[1][part], "", "{part}");
    }
    let (status, waiting) = boss
        .ask(Method::POST, "/entries/waiting", Some(json!({})))
        .await;
    assert_eq!(status, 200);
    assert_eq!(waiting["entries"].as_array().unwrap().len(), 2);
    let path = format!("/entries/{}", entry_id(1));
    let page = boss.get(&path).await;
    assert!(!page.to_string().contains("Ana"), "{page}");

    let answer = json!({ "step": "answer", "seen_state": "open",
        "values": { "answer": "明年合成一张表" } });
    let (status, page) = boss
        .ask(Method::POST, &format!("{path}/moves"), Some(answer))
        .await;
    assert_eq!(status, 200, "{page}");
    assert!(
        page.to_string().contains("郭主任"),
        "who answers is no secret"
    );
    let here = entries(&county, &ana).await;
    let told = here.iter().find(|one| one["id"] == entry_id(1)).unwrap();
    assert_eq!(told["state"], "answered");
    assert!(told.to_string().contains("明年合成一张表"));

    let close = json!({ "step": "close", "seen_state": "answered", "reason": "已落实",
        "values": {} });
    let (status, page) = boss
        .ask(Method::POST, &format!("{path}/moves"), Some(close))
        .await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["row"]["state"]["code"], "closed");
}

#[tokio::test]
async fn no_captain_reads_what_his_people_say_to_the_county() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let change = saved(&mut ana, 1, "suggestion", &own(), said("named"));
    county.push_one(&ana, &change).await;
    for (person, login) in [(CAI, "cai"), (TANG, "tang")] {
        let phone = county.phone(person).await;
        assert!(entries(&county, &phone).await.is_empty(), "{login}");
        let browser = captain(&county, person, login).await;
        let list = browser
            .search("entries", json!({ "ledger": "suggestion" }))
            .await;
        assert_eq!(list["entries"], json!([]), "{login}");
        let path = format!("/entries/{}", entry_id(1));
        assert_eq!(browser.ask(Method::GET, &path, None).await.0, 404);
    }
}
