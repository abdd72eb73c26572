//! The policy card: what an administrator writes is what phones pull.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{boss, captain};
use crate::support::{ANA, CAI, County};

fn form(seen: &Value, texts: &Value) -> Value {
    json!({ "policy": "water", "seen": seen, "texts": texts })
}

fn line(page: &Value) -> &Value {
    let lines = page["policies"].as_array().unwrap();
    lines
        .iter()
        .find(|one| one["policy"]["code"] == "water")
        .unwrap()
}

#[tokio::test]
async fn the_countys_texts_reach_every_phone_and_nobody_overwrites_what_he_did_not_see() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let ana = county.phone(ANA).await;
    let page = boss.get("/policy-card").await;
    assert_eq!(page["policies"].as_array().unwrap().len(), 11);
    assert_eq!(
        line(&page)["texts"],
        json!([]),
        "none ship with the program"
    );
    let pulled = |rows: &[protocol::pull::PulledRow]| -> Vec<Value> {
        rows.iter()
            .filter(|row| row.kind == "policy_card")
            .map(|row| serde_json::from_str(row.body.as_ref().unwrap().get()).unwrap())
            .collect()
    };
    let first = county.pull(&ana, 0).await;
    let mut after = first.cursor;
    assert!(pulled(&first.rows).is_empty());

    let texts = json!([
        { "text": "每户每月补助", "from": "2026-01-01", "until": null },
        { "text": "去年的", "from": "2025-01-01", "until": "2025-12-31" },
    ]);
    let post = |body: Value| boss.ask(Method::POST, "/policy-card", Some(body));
    let (status, page) = post(form(&json!([]), &texts)).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(
        line(&page)["texts"][0]["from"],
        "2026-01-01",
        "the latest first"
    );
    assert!(line(&page)["set_ms"].is_number());
    let reply = county.pull(&ana, after).await;
    after = reply.cursor;
    let told = pulled(&reply.rows);
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0]["texts"][1],
        json!({ "policy": "water", "text": "每户每月补助", "from": "2026-01-01" })
    );

    let (status, error) = post(form(&json!([]), &json!([]))).await;
    assert_eq!((status, &error["code"]), (409, &json!("stale")));
    let (status, _) = post(form(&texts, &texts)).await;
    assert_eq!(status, 200);
    assert!(
        pulled(&county.pull(&ana, after).await.rows).is_empty(),
        "nothing changed, nothing told"
    );
    for (wrong, code, field) in [
        (
            json!([{ "text": " ", "from": "2026-01-01", "until": null }]),
            "empty",
            "text",
        ),
        (
            json!([{ "text": "t".repeat(2001), "from": "2026-01-01", "until": null }]),
            "too_long",
            "text",
        ),
        (
            json!([{ "text": "t", "from": "2026-02-30", "until": null }]),
            "bad_date",
            "from",
        ),
        (
            json!([{ "text": "t", "from": "2026-02-01", "until": "2026-01-31" }]),
            "backwards",
            "until",
        ),
        (
            json!([{ "text": "t", "from": "2026-01-01", "until": null },
                { "text": "u", "from": "2027-01-01", "until": null }]),
            "overlap",
            "from",
        ),
    ] {
        let (status, error) = post(form(&texts, &wrong)).await;
        assert_eq!(
            (status, &error["code"], &error["field"]),
            (400, &json!(code), &json!(field))
        );
    }
    let mut unknown = form(&json!([]), &texts);
    unknown["policy"] = "weather".into();
    assert_eq!(post(unknown).await.0, 400);
}

#[tokio::test]
async fn a_captain_reads_the_card_and_does_not_write_it() {
    let county = County::new().await;
    let cai = captain(&county, CAI, "cai").await;
    assert_eq!(cai.get("/policy-card").await["may_edit"], false);
    let texts = json!([{ "text": "t", "from": "2026-01-01", "until": null }]);
    let body = Some(form(&json!([]), &texts));
    let (status, error) = cai.ask(Method::POST, "/policy-card", body).await;
    assert_eq!((status, &error["code"]), (403, &json!("not_allowed")));
}
