//! The county replaces its signing key while phones are on the road.

use std::collections::BTreeMap;

use app::ErrorCode;
use fleet::phone::{Error, Phone};
use serde_json::{Value, json};
use server::upkeep;
use store::{Key, Store, identity};
use tests::{County, me, sync, visit};

/// A second door to the phone's store.
fn beside(phone: &Phone) -> Store {
    let secrets = std::fs::read(phone.dir.join("secrets.json")).unwrap();
    let secrets: BTreeMap<String, Vec<u8>> = serde_json::from_slice(&secrets).unwrap();
    // The store's key without a PIN: one byte says so, 32 are the key.
    let key = secrets.values().find(|secret| secret.len() == 33).unwrap();
    let key = Key::from_bytes(key[1..].try_into().unwrap());
    Store::open(&phone.dir.join("ruhu.db"), &key).unwrap()
}

fn keys(phone: &Phone) -> Vec<String> {
    let county = beside(phone).read(identity::county).unwrap().unwrap();
    county.keys.into_iter().map(|key| key.key_id).collect()
}

async fn rotate(county: &County, reason: &str) -> String {
    let opened = county.stage.server.opened();
    upkeep::rotate_key(&opened, None, reason).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_follows_two_new_keys_in_the_round_that_meets_them() {
    let county = County::new().await;
    let ana = county.ana().await;
    visit(&ana, 0).await;
    sync(&ana).await.unwrap();
    let first = keys(&ana);
    assert_eq!(first.len(), 1);

    // She was away for both.
    visit(&ana, 1).await;
    rotate(&county, "yearly").await;
    let newest = rotate(&county, "again").await;
    let summary = sync(&ana).await.unwrap();
    assert_eq!((summary.sent, summary.photos), (1, 1), "no round is lost");
    let state = me(&ana).await;
    assert_eq!((state.waiting.len(), state.photos_waiting), (0, 0));
    let known = keys(&ana);
    assert_eq!(known.len(), 3, "and no key is forgotten");
    assert!(known.contains(&first[0]) && known.contains(&newest));

    // A phone enrolled by the newest key knows them all as well.
    let bo = county.bo().await;
    visit(&bo, 0).await;
    assert_eq!(sync(&bo).await.unwrap().sent, 1);
    assert_eq!(keys(&bo).len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_with_nothing_to_send_hears_of_a_new_key_in_its_pull() {
    let county = County::new().await;
    let ana = county.ana().await;
    let newest = rotate(&county, "yearly").await;
    sync(&ana).await.unwrap();
    assert!(keys(&ana).contains(&newest));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_nobody_vouches_for_proves_nothing_and_loses_nothing() {
    let county = County::new().await;
    let ana = county.ana().await;
    rotate(&county, "by a thief").await;
    // As if somebody had put a key of his own into the county's place.
    let forget = "update county_key set introduced_by = null where position = 1";
    let db = county.stage.server.opened();
    db.db()
        .write(move |tx| {
            tx.execute("delete from feed where kind = 'county'", &[])?;
            tx.execute(forget, &[])
        })
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
    upkeep::set_min_app_version(&db, "").await.unwrap();

    visit(&ana, 0).await;
    let summary = sync(&ana).await.unwrap();
    assert_eq!(summary.sent, 0, "what a stranger signed is not delivered");
    let state = me(&ana).await;
    assert_eq!(state.waiting.len(), 1, "and is still here");
    assert_eq!(keys(&ana).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_with_somebodys_work_is_not_handed_on_and_the_code_stays_good() {
    let county = County::new().await;
    let ana = county.ana().await;
    ana.signal(false);
    visit(&ana, 0).await;
    ana.signal(true);
    // The county signs her phone out; somebody tries his own code on it.
    let opened = county.stage.server.opened();
    let device = beside(&ana).read(identity::device).unwrap().unwrap();
    let forget = "delete from device where device_id = $1";
    opened
        .db()
        .write(move |tx| {
            tx.execute("delete from device_token", &[])?;
            tx.execute(forget, &[device.device_id.into()])
        })
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
    sync(&ana).await.unwrap_err();
    let bos = county.stage.county.cadres[1].id;
    let code = county.stage.enrolment(bos).await.unwrap();
    let refused = ana.enrol(&county.road.url(), &code).await;
    assert!(
        matches!(&refused, Err(Error::Call(error)) if error.code == ErrorCode::AnotherPerson),
        "{refused:?}"
    );
    assert_eq!(me(&ana).await.waiting.len(), 1);

    let bo = Phone::open(&county.dir.path().join("bo"), county.clock()).unwrap();
    bo.enrol(&county.road.url(), &code).await.unwrap();
    let again = county.stage.county.cadres[0].id;
    let again = county.stage.enrolment(again).await.unwrap();
    ana.enrol(&county.road.url(), &again).await.unwrap();
    sync(&ana).await.unwrap();
    assert_eq!(me(&ana).await.waiting.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_an_enrolment_fails_has_words_of_its_own() {
    let county = County::new().await;
    let person = county.stage.county.cadres[0].id;
    let phone = Phone::open(&county.dir.path().join("new"), county.clock()).unwrap();
    let road = county.road.url();
    let enrol = async |server: &str, code: &str| match phone.enrol(server, code).await {
        Err(Error::Call(error)) => error.code,
        other => panic!("{other:?}"),
    };
    let used = county.stage.enrolment(person).await.unwrap();
    let other = Phone::open(&county.dir.path().join("other"), county.clock()).unwrap();
    other.enrol(&road, &used).await.unwrap();
    assert_eq!(enrol(&road, &used).await, ErrorCode::CodeUsed);
    assert_eq!(enrol(&road, "ABCD-EFGH-JKMN").await, ErrorCode::BadCode);
    let late = county.stage.enrolment(person).await.unwrap();
    county.clock().advance(73 * 60 * 60 * 1000);
    assert_eq!(enrol(&road, &late).await, ErrorCode::CodeExpired);
    assert_eq!(enrol("nowhere", "ABCD").await, ErrorCode::BadAddress);
    county.road.captive_portal();
    assert_eq!(enrol(&road, "ABCD").await, ErrorCode::NotOurServer);
    county.road.close();
    assert_eq!(enrol(&road, "ABCD").await, ErrorCode::Offline);
    county.road.open();
    for _ in 0..30 {
        let _ = phone.enrol(&road, "ABCD-EFGH-JKMN").await;
    }
    assert_eq!(enrol(&road, "ABCD").await, ErrorCode::TooManyTries);
    // Nothing of all this stuck: later the right code works, once.
    county.clock().advance(16 * 60 * 1000);
    let good = county.stage.enrolment(person).await.unwrap();
    phone.enrol(&road, &good).await.unwrap();
    assert_eq!(enrol(&road, &good).await, ErrorCode::AlreadyEnrolled);
    let status: Value = phone.call("status", json!({})).await.unwrap();
    assert_eq!(status["phase"], "ready");
}
