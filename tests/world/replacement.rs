//! A phone is lost, replaced, and found again; a person is sent to other households. Whatever
//! left either phone ends where somebody can see it, once.

use app::views::me::{HandIn, HandInWhat, SetAside};
use app::views::review::ReviewQueue;
use app::views::visit::VisitForm;
use domain::PersonId;
use fleet::phone::Phone;
use protocol::roster::{AssignmentRow, RosterRow};
use serde_json::{Value, json};
use tests::{County, household, sync, visit};

async fn hand_in(phone: &Phone) -> HandIn {
    phone.call("hand_in", json!({})).await.unwrap()
}

async fn form(phone: &Phone, visit_id: &str) -> VisitForm {
    phone
        .call("visit", json!({ "visit_id": visit_id }))
        .await
        .unwrap()
}

async fn staff(county: &County) -> fleet::desk::Desk {
    // A code of the authenticator is good once.
    county.clock().advance(31_000);
    county.stage.desk(&county.stage.staff).await.unwrap()
}

/// Decides about everything set aside, as the console would; what was refused, by code.
async fn decide(county: &County, action: &str, person: Option<PersonId>) -> Vec<Option<String>> {
    let desk = staff(county).await;
    let list = desk.get("aside").await.unwrap();
    let changes: Vec<Value> = list["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!({ "change_id": one["change_id"], "sequence": one["sequence"] }))
        .collect();
    let form = json!({
        "decision_id": format!("00000000-0000-7000-8000-{:012}", county.clock().ms() % 1_000_000_000_000), "action": action, "reason": "核对过",
        "person_id": person.map(|id| id.to_string()), "changes": changes,
    });
    let told = desk.post("aside-decisions", &form).await.unwrap();
    told["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["refused"].as_str().map(str::to_owned))
        .collect()
}

async fn revoke(county: &County, person: PersonId) {
    let desk = staff(county).await;
    let active = json!({ "state": "active" });
    let devices = desk.post("devices/search", &active).await.unwrap();
    let device = devices["devices"]
        .as_array()
        .unwrap()
        .iter()
        .find(|device| device["person_id"] == person.to_string())
        .unwrap();
    let path = format!("devices/{}/revoke", device["device_id"].as_str().unwrap());
    desk.post(&path, &json!({ "reason": "丢失" }))
        .await
        .unwrap();
}

async fn returned(chen: &Phone, form: &VisitForm) {
    sync(chen).await.unwrap();
    let decision = json!({
        "visit_id": form.visit_id, "revision": form.revision, "decision": "return",
        "reasons": ["incomplete"], "comments": [], "note": null,
    });
    chen.call::<Value>("decide", decision).await.unwrap();
    sync(chen).await.unwrap();
}

/// Answers a returned visit and seals its next revision.
async fn mend(phone: &Phone, visit_id: &str, words: &str) {
    let answer = json!({
        "visit_id": visit_id, "item": "visit_summary", "member_id": null,
        "value": { "type": "text", "value": words },
    });
    phone.call::<Value>("answer", answer).await.unwrap();
    phone.clock().advance(60_000);
    phone
        .call::<Value>("seal_visit", json!({ "visit_id": visit_id }))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_phones_work_comes_home_once_and_the_new_phone_starts_from_the_server() {
    let county = County::new().await;
    let person = county.stage.county.cadres[0].id;
    let old = county.ana().await;
    let chen = county.chen().await;
    let sent = visit(&old, 0).await;
    sync(&old).await.unwrap();
    returned(&chen, &sent).await;
    sync(&old).await.unwrap();
    // Mended and sealed again, and a second visit, all without a signal: then it is lost.
    old.signal(false);
    mend(&old, &sent.visit_id, "第一部手机上补的").await;
    let unsent = visit(&old, 1).await;
    revoke(&county, person).await;

    let road = county.road.url();
    let new = county.stage.phone("ana-new", person, &road).await.unwrap();
    sync(&new).await.unwrap();
    let shown = form(&new, &sent.visit_id).await;
    assert!(shown.editable, "a returned visit goes on from the server's");
    assert!(
        new.call::<VisitForm>("visit", json!({ "visit_id": unsent.visit_id }))
            .await
            .is_err()
    );
    mend(&new, &sent.visit_id, "新手机上补的").await;
    sync(&new).await.unwrap();
    assert_eq!(county.visits().await.len(), 1);

    // Found again. It may hand in, and see nothing.
    old.signal(true);
    sync(&old).await.unwrap_err();
    assert_eq!(
        county.visits().await.len(),
        1,
        "nothing takes effect by itself"
    );
    let page = hand_in(&old).await;
    assert!(!page.safe);
    assert_eq!(page.left.len(), 2);
    assert!(
        page.left
            .iter()
            .all(|one| one.what == HandInWhat::Quarantined)
    );

    // The visit is released; the revision that the new phone overtook is refused and kept.
    let told = decide(&county, "release", None).await;
    assert_eq!(told, [Some("stale".to_owned()), None]);
    sync(&old).await.unwrap_err();
    let page = hand_in(&old).await;
    assert_eq!((page.safe, page.outstanding), (false, 1));
    assert_eq!(decide(&county, "void", None).await, [None]);
    sync(&old).await.unwrap_err();
    let page = hand_in(&old).await;
    assert!(
        page.safe,
        "everything on it is proved: {} left",
        page.outstanding
    );
    assert_eq!(page.recorded, page.verified);

    // Everybody sees the visit, and it is there once.
    let visits = county.visits().await;
    assert_eq!(visits.len(), 2);
    assert!(
        visits
            .iter()
            .all(|visit| visit["photos"] == visit["photos_verified"])
    );
    sync(&new).await.unwrap();
    assert_eq!(form(&new, &unsent.visit_id).await.revision, 1);
    sync(&chen).await.unwrap();
    let queue: ReviewQueue = chen.call("review_queue", json!({})).await.unwrap();
    assert_eq!(queue.waiting.len(), 2);
    assert!(hand_in(&new).await.safe);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reassigned_persons_late_visit_is_answered_for_by_who_helps_there_now() {
    let county = County::new().await;
    let (ana, bo, chen) = (county.ana().await, county.bo().await, county.chen().await);
    let house = household(&ana, 0).await;
    let (from, to) = (
        county.stage.county.cadres[0].id,
        county.stage.county.cadres[1].id,
    );
    // Since last month the household is Bo's. Ana's phone has not heard of it.
    ana.signal(false);
    let late = visit(&ana, 0).await;
    let mut lines = String::new();
    for row in &county.stage.county.rows {
        let RosterRow::Assignment(row) = row else {
            continue;
        };
        if row.household_id.to_string() != house {
            continue;
        }
        let ended = AssignmentRow {
            to: Some("2026-10-31".to_owned()),
            ..row.clone()
        };
        let begun = AssignmentRow {
            id: "00000000-0000-7000-8000-000000009901".parse().unwrap(),
            person_id: to,
            from: "2026-11-01".to_owned(),
            ..row.clone()
        };
        for line in [ended, begun] {
            lines.push_str(&serde_json::to_string(&RosterRow::Assignment(line)).unwrap());
            lines.push('\n');
        }
    }
    county.clock().advance(31_000);
    let desk = county.stage.desk(&county.stage.administrator);
    let desk = desk.await.unwrap();
    let reply = desk.post_lines("roster", lines).await.unwrap();
    assert_eq!(reply["refused"], json!([]));

    ana.signal(true);
    sync(&ana).await.unwrap();
    let aside: SetAside = ana.call("set_aside", json!({})).await.unwrap();
    assert_eq!(aside.at_county.len(), 1);
    assert_eq!(
        aside.at_county[0].change.code.as_deref(),
        Some("assignment_closed")
    );
    assert!(!hand_in(&ana).await.safe);

    let told = decide(&county, "release", None).await;
    assert_eq!(
        told,
        [Some("assignment_closed".to_owned())],
        "the rules still refuse it"
    );
    assert_eq!(decide(&county, "assign", Some(to)).await, [None]);
    sync(&ana).await.unwrap();
    assert!(hand_in(&ana).await.safe);
    assert_ne!(from, to);

    // Who recorded it stays; who answers for it mends it when it comes back.
    let visits = county.visits().await;
    assert_eq!(visits.len(), 1);
    assert_eq!(
        visits[0]["visitor_name"],
        county.stage.county.cadres[0].name
    );
    returned(&chen, &late).await;
    sync(&bo).await.unwrap();
    assert!(form(&bo, &late.visit_id).await.editable);
    mend(&bo, &late.visit_id, "接手后补的").await;
    sync(&bo).await.unwrap();
    let aside: SetAside = bo.call("set_aside", json!({})).await.unwrap();
    assert_eq!(aside.refused.len() + aside.at_county.len(), 0);
    sync(&chen).await.unwrap();
    assert_eq!(form(&chen, &late.visit_id).await.revision, 2);
}
