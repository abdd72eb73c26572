//! One bad change among good ones (DESIGN laws 4 and 5).

use std::collections::BTreeMap;

use app::views::me::Delivery;
use domain::id::{ChangeId, VisitId};
use fleet::phone::Phone;
use protocol::clock::ClockV1;
use protocol::edit::{Edit, VoidVisitV1};
use store::{Key, Store, outbox};
use tests::{County, me, sync, visit};

/// A second door to the phone's store: what a person could never queue with the app.
fn beside(phone: &Phone) -> Store {
    let secrets = std::fs::read(phone.dir.join("secrets.json")).unwrap();
    let secrets: BTreeMap<String, Vec<u8>> = serde_json::from_slice(&secrets).unwrap();
    // The store's key without a PIN: one byte says so, 32 are the key.
    let key = secrets.values().find(|secret| secret.len() == 33).unwrap();
    let key = Key::from_bytes(key[1..].try_into().unwrap());
    Store::open(&phone.dir.join("ruhu.db"), &key).unwrap()
}

/// Queues the end of a revision that never was; the county cannot but refuse.
fn queue_nonsense(store: &Store, visit_id: &str, change: &str) -> ChangeId {
    let visit_id: VisitId = visit_id.parse().unwrap();
    let void = Edit::VoidVisitV1(VoidVisitV1 {
        visit_id,
        revision: 9,
        reason: "?".to_owned(),
    });
    let clock = ClockV1 {
        wall_ms: 1,
        monotonic_ms: 1,
        boot_id: "b".to_owned(),
        server_offset_ms: None,
    };
    let change: ChangeId = change.parse().unwrap();
    store
        .write(|tx| outbox::push(tx, change, &void, &clock))
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_change_is_shown_to_a_person_and_blocks_only_its_own_record() {
    let county = County::new().await;
    let ana = county.ana().await;
    let store = beside(&ana);
    let first = visit(&ana, 0).await.visit_id;
    let bad = queue_nonsense(&store, &first, "00000000-0000-7000-8000-000000000001");
    let follower = queue_nonsense(&store, &first, "00000000-0000-7000-8000-000000000002");
    visit(&ana, 1).await;

    sync(&ana).await.unwrap();
    assert_eq!(county.visits().await.len(), 2);
    let state = me(&ana).await;
    let waiting: Vec<_> = state
        .waiting
        .iter()
        .map(|one| (one.change_id.clone(), one.delivery))
        .collect();
    assert_eq!(
        waiting,
        [
            (bad.to_string(), Delivery::Parked),
            (follower.to_string(), Delivery::Behind)
        ]
    );
    assert!(state.waiting[0].code.is_some(), "a person must be told why");

    // Its bytes are still here, and the next round neither sends them nor trips over them.
    sync(&ana).await.unwrap();
    assert_eq!(store.read(outbox::list).unwrap().len(), 2);
}
