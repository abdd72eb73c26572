//! Keys that follow one another, lives of a database, and versions that differ.

use protocol::county::introduced;
use protocol::enrol::CountyV1;
use protocol::have::HaveReply;
use protocol::push::Outcome;
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::upkeep;

use crate::support::{ANA, ANAS_HOUSE, BO, CAI, County, Phone, change_id, visit_id};

async fn county_of(county: &County, phone: &Phone) -> CountyV1 {
    county.get(phone, "/v1/county").await.json().await.unwrap()
}

fn key_of(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Accepted { receipt } | Outcome::Duplicate { receipt } => receipt.key_id.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_new_key_signs_from_then_on_and_old_receipts_are_repeated_to_the_letter() {
    let mut county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    let before = county.push_one(&ana, &change).await;
    let first = ana.reply.county.keys.clone();

    let new = upkeep::rotate_key(&county.opened(), None, "yearly")
        .await
        .unwrap();
    let newest = upkeep::rotate_key(&county.opened(), None, "again")
        .await
        .unwrap();
    let now = county_of(&county, &ana).await;
    let names: Vec<_> = introduced(now.id, &first, &now.keys)
        .into_iter()
        .map(|key| key.key_id)
        .collect();
    assert_eq!(names, [new, newest.clone()], "a chain from the first key");

    let Outcome::Accepted { receipt } = before else {
        panic!("{before:?}")
    };
    let again = county.push_one(&ana, &change).await;
    assert_eq!(again, Outcome::Duplicate { receipt });
    let change = ana.visit(2, &visit_id(2), ANAS_HOUSE, 1);
    assert_eq!(key_of(&county.push_one(&ana, &change).await), newest);

    // Whoever comes later gets them all, and a restart changes nothing.
    county.restart().await;
    assert_eq!(county_of(&county, &ana).await, now);
    assert_eq!(county.phone(BO).await.reply.county, now);
    let rows = county.pull(&ana, 0).await.rows;
    let shown = rows.iter().filter(|row| row.kind == "county").count();
    assert_eq!(shown, 1, "the county's row is in the feed");
}

#[tokio::test]
async fn a_key_is_not_replaced_without_a_reason() {
    let county = County::new().await;
    for reason in ["", "  "] {
        assert!(
            upkeep::rotate_key(&county.opened(), None, reason)
                .await
                .is_err()
        );
    }
    assert_eq!(
        county.count("select count(*) as n from county_key").await,
        1
    );
}

#[tokio::test]
async fn a_restored_county_says_what_it_lacks() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    county.push_one(&ana, &change).await;
    let asked =
        json!({ "changes": [change_id(1), change_id(2)], "photos": ["ab".repeat(32), "../x"] });
    let answer = county
        .http
        .post(county.url("/v1/have"))
        .bearer_auth(&ana.reply.token.token)
        .json(&asked)
        .send()
        .await
        .unwrap();
    let answer: HaveReply = answer.json().await.unwrap();
    assert_eq!(answer.missing_changes, [change_id(2).parse().unwrap()]);
    assert_eq!(answer.missing_photos, ["ab".repeat(32), "../x".to_owned()]);

    let many = json!({ "changes": vec![change_id(1); 501] });
    let refused = county
        .http
        .post(county.url("/v1/have"))
        .bearer_auth(&ana.reply.token.token)
        .json(&many)
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    let stranger = county.http.post(county.url("/v1/have")).json(&asked);
    let refused = stranger.send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_new_epoch_is_named_in_every_answer_and_a_cursor_ahead_is_told_to_restart() {
    let mut county = County::new().await;
    let ana = county.phone(ANA).await;
    let first = county.pull(&ana, 0).await;
    let epoch = first.epoch.clone().unwrap();
    assert_eq!(county.pull(&ana, first.cursor).await.epoch, first.epoch);
    assert!(!county.pull(&ana, first.cursor).await.restart);
    assert!(county.pull(&ana, 1_000_000).await.restart);
    county.restart().await;
    assert_eq!(county.pull(&ana, 0).await.epoch, Some(epoch.clone()));

    upkeep::new_epoch(&county.opened()).await.unwrap();
    let renewed = county.pull(&ana, 0).await.epoch.unwrap();
    assert_ne!(renewed, epoch);
    county.restart().await;
    assert_eq!(county.pull(&ana, 0).await.epoch, Some(renewed));
}

#[tokio::test]
async fn work_of_a_newer_app_is_kept_and_an_older_app_may_always_hand_in() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    // Kinds of edits, records, outcomes and fields that nobody here knows.
    let tomorrow = |mut change: Value, record: &str| {
        change["record"]["kind"] = record.into();
        change["a_field_of_tomorrow"] = json!({ "deep": [1] });
        change
    };
    for (id, record) in [(1, "visit"), (2, "soil_sample")] {
        let edit = json!({ "kind": "save_future_v9", "id": visit_id(id), "secret": 1 });
        let change = ana.change(id, ("visit", &visit_id(id)), edit);
        let outcome = county.push_one(&ana, &tomorrow(change, record)).await;
        assert!(
            matches!(&outcome, Outcome::Quarantined { code, .. } if code == "unknown_kind"),
            "{record}: {outcome:?}"
        );
    }
    let change = ana.visit(3, &visit_id(3), ANAS_HOUSE, 1);
    let outcome = county.push_one(&ana, &tomorrow(change, "visit")).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");

    upkeep::set_min_app_version(&county.opened(), "2.0")
        .await
        .unwrap();
    let refused = county.get(&ana, "/v1/pull?after=0&limit=1").await;
    assert_eq!(refused.status(), StatusCode::UPGRADE_REQUIRED);
    let reply: Value = refused.json().await.unwrap();
    assert_eq!(reply["code"], "app_too_old");
    let change = ana.visit(4, &visit_id(4), ANAS_HOUSE, 1);
    let outcome = county.push_one(&ana, &change).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    ana.refresh(&county, "AAAAAAAAAAAAAAAAAAAAAA==").await;
    let token = &ana.reply.token;
    assert_eq!(token.min_app_version.as_deref(), Some("2.0"));
    assert!(token.server_version.is_some());

    upkeep::set_min_app_version(&county.opened(), "")
        .await
        .unwrap();
    assert!(!county.pull(&ana, 0).await.rows.is_empty());
}

#[tokio::test]
async fn a_code_in_another_persons_phone_stays_good() {
    let county = County::new().await;
    let opened = county.opened();
    let code = server::bootstrap::issue_enrolment(&opened, BO.parse().unwrap())
        .await
        .unwrap()
        .code;
    let enrol = async |person: Option<&str>| {
        let request = json!({
            "code": code, "device_name": "test", "app_version": "1", "person_id": person,
            "device_key": "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=",
        });
        let sent = county.http.post(county.url("/v1/enrol")).json(&request);
        let answer = sent.send().await.unwrap();
        let status = answer.status();
        (status, answer.json::<Value>().await.unwrap())
    };
    let (status, reply) = enrol(Some(ANA)).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(reply["code"], "another_person");
    assert_eq!(
        county.count("select count(*) as n from device").await,
        0,
        "no device came of it"
    );
    let (status, _) = enrol(Some(BO)).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_decision_that_comes_back_before_its_visit_waits_for_it() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let mut cai = county.phone(CAI).await;
    upkeep::new_epoch(&county.opened()).await.unwrap();
    let review = cai.review(2, &visit_id(1), 1, "approve");
    let early = county.push_one(&cai, &review).await;
    assert!(
        matches!(&early, Outcome::Quarantined { code, .. } if code == "unknown_visit"),
        "{early:?}"
    );
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    let outcome = county.push_one(&ana, &change).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    let approved = "select count(*) as n from visit where state = 'captain_approved'";
    assert_eq!(county.count(approved).await, 1);
    let again = county.push_one(&cai, &review).await;
    assert!(matches!(again, Outcome::Duplicate { .. }), "{again:?}");
}
