//! The whole road: village, captain, county, and back.

use app::ErrorCode;
use app::views::Place;
use app::views::review::ReviewQueue;
use app::views::visit::{PhotoCard, Picture, VisitForm};
use fleet::phone::Error;
use fleet::stage::accept_clean;
use serde_json::{Value, json};
use tests::{County, sync, visit};

async fn place(phone: &fleet::phone::Phone, visit_id: &str) -> (Place, u32) {
    let form: VisitForm = phone
        .call("visit", json!({ "visit_id": visit_id }))
        .await
        .unwrap();
    (form.place, form.revision)
}

fn decision(form: &VisitForm, decision: &str) -> Value {
    let comments = match decision {
        "return" => json!([{ "item": "visit_summary", "member_id": null, "text": "请补充" }]),
        _ => json!([]),
    };
    let reasons = if decision == "return" {
        json!(["incomplete"])
    } else {
        json!([])
    };
    json!({
        "visit_id": form.visit_id, "revision": form.revision, "decision": decision,
        "reasons": reasons, "comments": comments, "note": null,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_travels_from_the_village_to_the_county() {
    let county = County::new().await;
    let ana = county.ana().await;
    let chen = county.chen().await;

    ana.signal(false);
    let form = visit(&ana, 0).await;
    assert_eq!(place(&ana, &form.visit_id).await.0, Place::Waiting);
    ana.signal(true);
    sync(&ana).await.unwrap();
    assert_eq!(place(&ana, &form.visit_id).await.0, Place::Received);

    sync(&chen).await.unwrap();
    let queue: ReviewQueue = chen.call("review_queue", json!({})).await.unwrap();
    assert_eq!(queue.waiting.len(), 1);
    chen.call::<Value>("decide", decision(&form, "approve"))
        .await
        .unwrap();
    let sent: ReviewQueue = chen
        .call("send_batch", json!({ "visit_ids": [form.visit_id] }))
        .await
        .unwrap();
    sync(&chen).await.unwrap();
    sync(&ana).await.unwrap();
    assert_eq!(place(&ana, &form.visit_id).await.0, Place::Batched);

    let desk = county.stage.desk(&county.stage.staff).await.unwrap();
    let batch = &sent.batches[0].batch_id;
    assert_eq!(accept_clean(&desk, batch).await.unwrap(), 1);
    sync(&ana).await.unwrap();
    sync(&chen).await.unwrap();
    assert_eq!(place(&ana, &form.visit_id).await.0, Place::CountyAccepted);
    assert_eq!(place(&chen, &form.visit_id).await.0, Place::CountyAccepted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_visit_comes_back_as_its_next_revision() {
    let county = County::new().await;
    let ana = county.ana().await;
    let chen = county.chen().await;
    let form = visit(&ana, 0).await;
    sync(&ana).await.unwrap();
    sync(&chen).await.unwrap();
    chen.call::<Value>("decide", decision(&form, "return"))
        .await
        .unwrap();
    sync(&chen).await.unwrap();
    sync(&ana).await.unwrap();

    let returned: VisitForm = ana
        .call("visit", json!({ "visit_id": form.visit_id }))
        .await
        .unwrap();
    assert_eq!(returned.place, Place::Returned);
    assert_eq!(returned.comments.len(), 1);
    let answer = json!({
        "visit_id": form.visit_id, "item": "visit_summary", "member_id": null,
        "value": { "type": "text", "value": "已补充务工情况。" },
    });
    ana.call::<Value>("answer", answer).await.unwrap();
    ana.clock().advance(60_000);
    ana.call::<Value>("seal_visit", json!({ "visit_id": form.visit_id }))
        .await
        .unwrap();
    sync(&ana).await.unwrap();
    sync(&chen).await.unwrap();
    assert_eq!(place(&chen, &form.visit_id).await, (Place::Received, 2));
    assert_eq!(county.visits().await.len(), 1, "one visit, two revisions");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_on_an_old_revision_is_refused_and_shown() {
    let county = County::new().await;
    let ana = county.ana().await;
    let chen = county.chen().await;
    let form = visit(&ana, 0).await;
    sync(&ana).await.unwrap();
    sync(&chen).await.unwrap();

    // The visitor takes it out of the count while the captain, offline, approves it.
    let void = json!({ "visit_id": form.visit_id, "reason": "走错了门" });
    ana.call::<Value>("void_visit", void).await.unwrap();
    sync(&ana).await.unwrap();
    chen.call::<Value>("decide", decision(&form, "approve"))
        .await
        .unwrap();
    sync(&chen).await.unwrap();

    let state = tests::me(&chen).await;
    assert_eq!(state.waiting.len(), 1);
    assert!(state.waiting[0].code.is_some());
    assert_eq!(county.visits().await[0]["state"], "voided");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_captain_never_decides_his_own_visit() {
    let county = County::new().await;
    let chen = county.chen().await;
    let form = visit(&chen, 0).await;
    sync(&chen).await.unwrap();
    let queue: ReviewQueue = chen.call("review_queue", json!({})).await.unwrap();
    assert_eq!(queue.waiting.len(), 0);
    assert!(
        chen.call::<Value>("decide", decision(&form, "approve"))
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cadre_pulls_his_own_households_only() {
    let county = County::new().await;
    let ana = county.ana().await;
    let bo = county.bo().await;
    let ids = async |phone: &fleet::phone::Phone| {
        let query = json!({ "text": "", "filter": "all", "skip": 0 });
        let list: Value = phone.call("list_households", query).await.unwrap();
        let cards = list["households"].as_array().unwrap().clone();
        cards
            .iter()
            .map(|card| card["household_id"].to_string())
            .collect::<Vec<_>>()
    };
    let (hers, his) = (ids(&ana).await, ids(&bo).await);
    assert!(!hers.is_empty() && !his.is_empty());
    assert!(hers.iter().all(|id| !his.contains(id)));
}

fn photos(form: &VisitForm) -> Vec<PhotoCard> {
    let groups = form.sections.iter().flat_map(|section| &section.groups);
    let items = groups.flat_map(|group| &group.items);
    items.flat_map(|item| item.photos.clone()).collect()
}

async fn picture(phone: &fleet::phone::Phone, photo: &PhotoCard) -> Result<String, Error> {
    let query = json!({ "photo_id": photo.photo_id, "size": "full" });
    Ok(phone.call::<Picture>("picture", query).await?.data_url)
}

fn is_not_here(failed: &Result<String, Error>) -> bool {
    matches!(failed, Err(Error::Call(error)) if error.code == ErrorCode::PhotoNotHere)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_captain_sees_the_photos_of_a_visit_made_with_another_phone() {
    let county = County::new().await;
    let ana = county.ana().await;
    let bo = county.bo().await;
    let chen = county.chen().await;
    let form = visit(&ana, 0).await;
    sync(&ana).await.unwrap();
    sync(&chen).await.unwrap();
    let shown: VisitForm = chen
        .call("visit", json!({ "visit_id": form.visit_id }))
        .await
        .unwrap();
    let photos = photos(&shown);
    assert!(!photos.is_empty());
    let photo = &photos[0];
    assert!(photo.verified && !photo.here);

    chen.signal(false);
    assert!(
        is_not_here(&picture(&chen, photo).await),
        "never seen, and no line"
    );
    chen.signal(true);
    let seen = picture(&chen, photo).await.unwrap();
    assert_eq!(
        seen,
        picture(&ana, photo).await.unwrap(),
        "the very bytes that were sent"
    );

    // Once seen it stays, and a round does not take it away.
    sync(&chen).await.unwrap();
    chen.signal(false);
    assert_eq!(picture(&chen, photo).await.unwrap(), seen);
    assert!(is_not_here(&picture(&bo, photo).await), "not his to see");
}
