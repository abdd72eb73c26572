//! Two captains of one village before their screens: the first received counts.

use reqwest::Method;
use serde_json::json;
use server::bootstrap;

use crate::console::captain;
use crate::problems_phone::accepted;
use crate::support::{ANA, ANAS_HOUSE, BO, CAI, County, visit_id};

#[tokio::test]
async fn who_did_not_see_the_others_approval_takes_nothing_back() {
    let county = County::new().await;
    let line = json!({ "row": "person", "id": BO, "name": "Bo", "unit": "县水务局",
        "roles": [{ "role": "captain", "area": "990101101200" }] });
    let reply = bootstrap::import_roster(&county.opened(), line.to_string()).await;
    assert_eq!(reply.unwrap().refused, []);
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    accepted(&county.push_one(&ana, &change).await);
    let (bo, cai) = (
        captain(&county, BO, "bo").await,
        captain(&county, CAI, "cai").await,
    );
    let path = format!("/visits/{}", visit_id(1));
    let seen = cai.get(&path).await["visit"]["state"].clone();
    assert_eq!(seen, "submitted");
    let decision = |decision: &str, seen| {
        json!({ "revision": 1, "seen": seen, "decision": decision, "reasons": [], "comments": [],
            "note": "请补照片" })
    };
    let decide = format!("{path}/decide");
    let approve = decision("approve", json!("submitted"));
    let (status, page) = bo.ask(Method::POST, &decide, Some(approve)).await;
    assert_eq!(status, 200, "{page}");
    let (status, told) = cai
        .ask(Method::POST, &decide, Some(decision("return", seen)))
        .await;
    assert_eq!((status, &told["code"]), (409, &json!("stale")));
    // Who saw the approval may still call the visit back.
    let seen = cai.get(&path).await["visit"]["state"].clone();
    let (status, page) = cai
        .ask(Method::POST, &decide, Some(decision("return", seen)))
        .await;
    assert_eq!((status, &page["visit"]["state"]), (200, &json!("returned")));
}
