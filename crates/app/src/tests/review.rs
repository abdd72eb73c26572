//! A captain's decisions.

use protocol::edit::{BatchV1, DecisionV1, Edit};
use protocol::row::Role;
use protocol::visit::VisitV1;
use serde_json::json;
use store::outbox;

use super::county::{LI, ZHANG, apply, person, receive_all, sealed, state, wang};
use super::phone::Phone;
use crate::ErrorCode;

/// A visit of Li's to the same household, as the county has it.
async fn lis_visit(number: u8) -> VisitV1 {
    let mut li = wang(Role::Cadre);
    li.machine.advance(i64::from(number) * 60_000);
    let form = li.visit(ZHANG, "routine").await;
    let mut visit = sealed(&li, &form.visit_id);
    visit.visitor_id = person(LI);
    visit
}

fn waiting(phone: &Phone) -> Vec<Edit> {
    let desk = phone.app.desk().unwrap();
    let waiting = desk.store.read(outbox::list).unwrap();
    waiting.iter().map(|one| one.edit().unwrap()).collect()
}

fn decision(
    visit: &VisitV1,
    revision: u32,
    decision: &str,
    note: Option<&str>,
) -> serde_json::Value {
    json!({ "visit_id": visit.id, "revision": revision, "decision": decision, "reasons": [],
        "comments": [], "note": note })
}

#[tokio::test]
async fn a_captain_cannot_review_his_own_visit() {
    let mut captain = wang(Role::Captain);
    let form = captain.visit(ZHANG, "routine").await;
    let visit = sealed(&captain, &form.visit_id);
    receive_all(&captain);
    apply(&captain, &[state(visit.clone(), "submitted", Vec::new())]);
    let queue = captain.call("review_queue", json!({})).await;
    assert!(queue["waiting"].as_array().unwrap().is_empty());
    let approve = decision(&visit, 1, "approve", None);
    assert_eq!(
        captain.refusal("decide", approve).await,
        ErrorCode::NotYours
    );
    assert!(waiting(&captain).is_empty());
}

#[tokio::test]
async fn a_decision_is_queued_once_and_the_visit_leaves_the_queue() {
    let mut captain = wang(Role::Captain);
    let visit = lis_visit(1).await;
    apply(&captain, &[state(visit.clone(), "submitted", Vec::new())]);
    let queue = captain.call("review_queue", json!({})).await;
    assert_eq!(queue["waiting"].as_array().unwrap().len(), 1);
    let page = captain
        .call("review_page", json!({ "visit_id": visit.id }))
        .await;
    assert_eq!(page["form"]["editable"], false);
    assert_eq!(page["card"]["visitor_name"], "某某");

    let stale = decision(&visit, 2, "approve", None);
    assert_eq!(captain.refusal("decide", stale).await, ErrorCode::Stale);
    let bare = decision(&visit, 1, "return", None);
    assert_eq!(
        captain.refusal("decide", bare).await,
        ErrorCode::ReasonMissing
    );

    let queue = captain
        .call("decide", decision(&visit, 1, "return", Some("照片不清")))
        .await;
    assert!(queue["waiting"].as_array().unwrap().is_empty());
    assert_eq!(queue["returned"].as_array().unwrap().len(), 1);
    // Before it leaves, the captain may think again.
    let queue = captain
        .call("decide", decision(&visit, 1, "approve", None))
        .await;
    assert_eq!(queue["approved"].as_array().unwrap().len(), 1);
    assert!(queue["returned"].as_array().unwrap().is_empty());
    assert!(matches!(&waiting(&captain)[..],
        [Edit::ReviewVisitV1(review)] if review.decision == DecisionV1::Approve));
}

#[tokio::test]
async fn a_refused_decision_brings_the_visit_back_to_the_captain() {
    let mut captain = wang(Role::Captain);
    let visit = lis_visit(1).await;
    apply(&captain, &[state(visit.clone(), "submitted", Vec::new())]);
    captain
        .call("decide", decision(&visit, 1, "approve", None))
        .await;
    let desk = captain.app.desk().unwrap();
    desk.store
        .write(|tx| {
            let id = outbox::list(tx)?[0].change_id;
            outbox::park(tx, id, "stale", None)
        })
        .unwrap();
    let queue = captain.call("review_queue", json!({})).await;
    assert_eq!(queue["waiting"][0]["place"], "needs_person");
    let me = captain.call("me", json!({})).await;
    assert_eq!(
        (&me["waiting"][0]["delivery"], &me["waiting"][0]["code"]),
        (&json!("parked"), &json!("stale"))
    );
    captain
        .call("decide", decision(&visit, 1, "return", Some("请补充")))
        .await;
    assert_eq!(
        waiting(&captain).len(),
        1,
        "the refused decision still stands in the way"
    );
}

#[tokio::test]
async fn a_batch_names_exactly_the_visits_sent() {
    let mut captain = wang(Role::Captain);
    let (one, two) = (lis_visit(1).await, lis_visit(2).await);
    let rows = [
        state(one.clone(), "captain_approved", Vec::new()),
        state(two.clone(), "submitted", Vec::new()),
    ];
    apply(&captain, &rows);
    let both = json!({ "visit_ids": [one.id, two.id] });
    assert_eq!(
        captain.refusal("send_batch", both.clone()).await,
        ErrorCode::NotAllowed
    );
    captain
        .call("decide", decision(&two, 1, "approve", None))
        .await;
    let queue = captain.call("send_batch", both.clone()).await;
    assert!(queue["approved"].as_array().unwrap().is_empty());
    assert_eq!(queue["batches"][0]["state"], "waiting");
    assert_eq!(queue["batches"][0]["visits"], 2);
    let queued = waiting(&captain);
    assert!(
        matches!(&queued[..], [Edit::ReviewVisitV1(_), Edit::SendBatchV1(batch)]
        if batch.visits.len() == 2 && batch.manifest_sha256 == BatchV1::manifest(&batch.visits))
    );
    assert_eq!(
        captain.refusal("send_batch", both).await,
        ErrorCode::NotAllowed
    );
}

#[tokio::test]
async fn a_cadre_reviews_nothing() {
    let mut cadre = wang(Role::Cadre);
    assert_eq!(
        cadre.refusal("review_queue", json!({})).await,
        ErrorCode::NotAllowed
    );
}

#[tokio::test]
async fn a_picture_once_seen_stays_until_its_visit_leaves_the_phone() {
    let mut captain = wang(Role::Captain);
    let visit = lis_visit(1).await;
    apply(&captain, &[state(visit.clone(), "submitted", Vec::new())]);
    let photo = &visit.photos[0];
    let query = json!({ "photo_id": photo.id, "size": "full" });
    assert_eq!(
        captain.refusal("picture", query.clone()).await,
        ErrorCode::PhotoNotHere
    );

    let seen = captain.folder().join("photos/seen");
    std::fs::create_dir_all(&seen).unwrap();
    std::fs::write(seen.join(&photo.sha256), b"a picture").unwrap();
    std::fs::write(seen.join("b".repeat(64)), b"of no visit here").unwrap();
    crate::seen::let_go(&captain.app.desk().unwrap()).unwrap();
    assert_eq!(std::fs::read_dir(&seen).unwrap().count(), 1);
    let shown = captain.call("picture", query.clone()).await;
    assert_eq!(shown["data_url"], "data:image/jpeg;base64,YSBwaWN0dXJl");

    let mut gone = state(visit, "submitted", Vec::new());
    gone.body = None;
    apply(&captain, &[gone]);
    crate::seen::let_go(&captain.app.desk().unwrap()).unwrap();
    assert_eq!(std::fs::read_dir(&seen).unwrap().count(), 0);
    assert_eq!(
        captain.refusal("picture", query).await,
        ErrorCode::PhotoNotHere
    );
}
