//! The PIN, and what happens to those who guess it.

use protocol::row::Role;
use serde_json::json;

use super::county::{ZHANG, wang};
use crate::ErrorCode;

#[tokio::test]
async fn a_pin_locks_the_store_and_only_it_opens_it_again() {
    let mut wang = wang(Role::Cadre);
    let set = json!({ "old_pin": null, "new_pin": "2468" });
    assert_eq!(wang.call("change_pin", set).await["has_pin"], true);
    wang.restart();
    assert_eq!(wang.call("status", json!({})).await["phase"], "locked");
    assert_eq!(wang.refusal("today", json!({})).await, ErrorCode::Locked);
    assert_eq!(
        wang.refusal("unlock", json!({ "pin": "1357" })).await,
        ErrorCode::WrongPin
    );
    let open = wang.call("unlock", json!({ "pin": "2468" })).await;
    assert_eq!(open["phase"], "ready");
    wang.call("household", json!({ "household_id": ZHANG }))
        .await;

    assert_eq!(wang.call("lock", json!({})).await["phase"], "locked");
    wang.call("unlock", json!({ "pin": "2468" })).await;
    let wrong = json!({ "old_pin": "0000", "new_pin": "" });
    assert_eq!(wang.refusal("change_pin", wrong).await, ErrorCode::WrongPin);
    let remove = json!({ "old_pin": "2468", "new_pin": "" });
    assert_eq!(wang.call("change_pin", remove).await["has_pin"], false);
    wang.restart();
    assert_eq!(wang.call("status", json!({})).await["phase"], "ready");
}

#[tokio::test]
async fn guessing_a_pin_takes_longer_every_time() {
    let mut wang = wang(Role::Cadre);
    wang.call("change_pin", json!({ "old_pin": null, "new_pin": "2468" }))
        .await;
    wang.restart();
    let mut waits = Vec::new();
    for _ in 0..6 {
        let error = wang
            .try_call("unlock", json!({ "pin": "0000" }))
            .await
            .unwrap_err();
        assert_eq!(error.code, ErrorCode::WrongPin);
        let wait = error.retry_after_s.unwrap_or(0);
        waits.push(wait);
        if wait > 0 {
            // Not even the right one is looked at before its time, and a restart does not help.
            wang.restart();
            let early = wang
                .try_call("unlock", json!({ "pin": "2468" }))
                .await
                .unwrap_err();
            assert_eq!(early.code, ErrorCode::PinWait);
            wang.machine.advance(i64::from(wait) * 1000);
        }
    }
    assert_eq!(waits, [0, 0, 0, 30, 60, 120]);
    assert_eq!(
        wang.call("unlock", json!({ "pin": "2468" })).await["phase"],
        "ready"
    );
}

#[tokio::test]
async fn a_pin_is_four_digits_at_least() {
    let mut wang = wang(Role::Cadre);
    for bad in ["123", "abcd", "1234567890123"] {
        let set = json!({ "old_pin": null, "new_pin": bad });
        assert_eq!(wang.refusal("change_pin", set).await, ErrorCode::BadPin);
    }
    assert_eq!(wang.call("status", json!({})).await["has_pin"], false);
}

#[tokio::test]
async fn a_database_without_its_key_is_not_given_a_new_one() {
    let wang = wang(Role::Cadre);
    let platform = std::sync::Arc::new(super::phone::blank_machine());
    let lost = crate::App::open(crate::Config {
        data_dir: wang.folder(),
        platform,
    });
    assert!(matches!(lost, Err(crate::OpenError::KeyLost)));
    assert!(wang.folder().join("ruhu.db").exists());
}
