//! Phones as the console sees them: who has one, and taking one out of use.

use reqwest::Method;
use serde_json::json;

use crate::console::boss;
use crate::support::{ANA, County, NOW};

#[tokio::test]
async fn a_phone_is_revoked_once_with_its_reason_and_a_new_one_gets_a_short_code() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let lost = county.phone(ANA).await;
    let devices = boss.search("devices", json!({})).await;
    assert_eq!(
        (&devices["active"], &devices["revoked"]),
        (&json!(1), &json!(0))
    );
    let path = format!("/devices/{}/revoke", lost.reply.device_id);
    let (status, _) = boss
        .ask(Method::POST, &path, Some(json!({ "reason": "" })))
        .await;
    assert_eq!(status, 400);
    for reason in ["丢在山上", "再点一次"] {
        let (status, device) = boss
            .ask(Method::POST, &path, Some(json!({ "reason": reason })))
            .await;
        assert_eq!(
            (status, &device["revoked_reason"]),
            (200, &json!("丢在山上"))
        );
        assert_eq!(device["revoked_by"], "郭主任");
    }
    assert_eq!(county.get(&lost, "/v1/pull").await.status(), 403);
    let revoked = "select count(*) as n from audit where action = 'device_revoked'";
    assert_eq!(county.count(revoked).await, 1);
    let list = boss.search("devices", json!({ "state": "active" })).await;
    assert_eq!(list["devices"], json!([]));

    let form = |hours: u32| Some(json!({ "person_id": ANA, "hours": hours }));
    let (status, _) = boss.ask(Method::POST, "/enrolments", form(1000)).await;
    assert_eq!(status, 400);
    let (_, made) = boss.ask(Method::POST, "/enrolments", form(2)).await;
    let left = made["expires_ms"].as_i64().unwrap() - NOW;
    assert_eq!(left, 2 * 60 * 60 * 1000);
}
