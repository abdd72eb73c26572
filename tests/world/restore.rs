//! The county is set back to an older backup, and gets everything again from the phones.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use app::views::me::JournalPage;
use app::views::visit::VisitForm;
use fleet::phone::Phone;
use serde_json::{Value, json};
use server::{Config, Running, upkeep};
use tests::{County, me, sync, visit};

/// How the county's server was started, to start it again over the same folder.
fn config(county: &County) -> Config {
    Config {
        data_dir: county.dir.path().join("county"),
        listen: SocketAddr::from(([127, 0, 0, 1], county.stage.server.addr.port())),
        database: county.database.clone(),
        blobs: server::BlobPlace::Folder,
        county: server::CountySeed::default(),
        clock: county.clock(),
    }
}

/// A copy of the database is SQLite's; PostgreSQL has tools of its own.
fn is_sqlite(county: &County) -> bool {
    matches!(county.database, server::Database::Sqlite)
}

/// What the county knows of its visits, whatever order it lists them in.
async fn known(running: &Running) -> BTreeMap<String, (String, i64, i64)> {
    let rows = running
        .opened()
        .db()
        .read(|reader| {
            reader.query(
                "select visit_id, state, revision, photos, photos_verified from visit",
                &[],
            )
        })
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
    rows.iter()
        .map(|row| {
            let outstanding = row.int("photos").unwrap() - row.int("photos_verified").unwrap();
            let standing = (
                row.text("state").unwrap(),
                row.int("revision").unwrap(),
                outstanding,
            );
            (row.text("visit_id").unwrap(), standing)
        })
        .collect()
}

async fn approve(phone: &Phone, form: &VisitForm) {
    let decision = json!({
        "visit_id": form.visit_id, "revision": form.revision, "decision": "approve",
        "reasons": [], "comments": [], "note": null,
    });
    phone.call::<Value>("decide", decision).await.unwrap();
}

async fn events(phone: &Phone) -> Vec<String> {
    let page: JournalPage = phone
        .call("journal", json!({ "before": null }))
        .await
        .unwrap();
    page.entries.into_iter().map(|entry| entry.event).collect()
}

async fn place(phone: &Phone, visit_id: &str) -> Value {
    let form: Value = phone
        .call("visit", json!({ "visit_id": visit_id }))
        .await
        .unwrap();
    form["place"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_restored_from_an_older_backup_gets_everything_back_once() {
    let county = County::new().await;
    if !is_sqlite(&county) {
        return;
    }
    let (ana, bo, chen) = (county.ana().await, county.bo().await, county.chen().await);
    let first = visit(&ana, 0).await;
    sync(&ana).await.unwrap();
    let backup = county.dir.path().join("backup.sqlite");
    let config = config(&county);
    let made = upkeep::back_up(&config, &backup).await.unwrap();
    assert!(made.photos > 0, "the first visit's photo is listed");

    // All this is in nobody's backup: two visits with photos, a decision, and a batch.
    let second = visit(&ana, 1).await;
    let third = visit(&bo, 0).await;
    sync(&ana).await.unwrap();
    sync(&bo).await.unwrap();
    sync(&chen).await.unwrap();
    approve(&chen, &first).await;
    approve(&chen, &second).await;
    let sent = json!({ "visit_ids": [first.visit_id, second.visit_id] });
    chen.call::<Value>("send_batch", sent).await.unwrap();
    for phone in [&chen, &ana, &bo, &chen] {
        sync(phone).await.unwrap();
    }
    let before = known(&county.stage.server).await;
    // And this only on the phone.
    ana.signal(false);
    visit(&ana, 2).await;
    ana.signal(true);

    let County {
        stage,
        road: _road,
        dir,
        ..
    } = county;
    stage.server.stop().await;
    let restored = upkeep::restore(&config, &backup).await.unwrap();
    assert!(restored.aside.is_some_and(|aside| aside.exists()));
    let running = server::start(config.clone()).await.unwrap();
    assert_eq!(known(&running).await.len(), 1, "the county was set back");

    // The one who decides comes back before those who recorded: his decision on a visit that is
    // not there yet waits for it, and his batch is shown to him to be sent again.
    for phone in [&chen, &ana, &bo] {
        sync(phone).await.unwrap();
    }
    for parked in me(&chen).await.waiting {
        let again = json!({ "change_id": parked.change_id });
        chen.call::<Value>("retry_parked", again).await.unwrap();
    }
    for phone in [&chen, &ana, &bo, &chen] {
        sync(phone).await.unwrap();
    }
    let mut after = known(&running).await;
    after.retain(|id, _| before.contains_key(id));
    assert_eq!(after, before, "everything is where it was");
    assert_eq!(
        known(&running).await.len(),
        4,
        "and the new one came as well"
    );
    for (name, phone) in [("ana", &ana), ("bo", &bo), ("chen", &chen)] {
        let state = me(phone).await;
        let waiting: Vec<_> = state
            .waiting
            .iter()
            .map(|one| (&one.kind, &one.code))
            .collect();
        assert!(waiting.is_empty(), "{name} still waits: {waiting:?}");
        assert_eq!(state.photos_waiting, 0, "{name}");
        assert_eq!(state.recorded, state.verified, "{name}");
        assert!(
            events(phone).await.contains(&"county_restored".to_owned()),
            "{name}'s journal says what happened"
        );
    }
    assert!(events(&ana).await.contains(&"sent_again".to_owned()));
    assert_eq!(place(&bo, &third.visit_id).await, "received");
    assert_eq!(place(&ana, &second.visit_id).await, "batched");
    assert_eq!(place(&chen, &second.visit_id).await, "batched");

    // It is over: the next round has nothing to do.
    let quiet = sync(&ana).await.unwrap();
    assert_eq!((quiet.sent, quiet.received, quiet.photos), (0, 0, 0));
    running.stop().await;
    drop(dir);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_went_with_the_disk_is_asked_for_again() {
    let county = County::new().await;
    if !is_sqlite(&county) {
        return;
    }
    let ana = county.ana().await;
    visit(&ana, 0).await;
    sync(&ana).await.unwrap();
    let backup = county.dir.path().join("backup.sqlite");
    let config = config(&county);
    upkeep::back_up(&config, &backup).await.unwrap();
    let County {
        stage,
        road: _road,
        dir,
        ..
    } = county;
    stage.server.stop().await;
    std::fs::remove_dir_all(config.data_dir.join("photos")).unwrap();

    let restored = upkeep::restore(&config, &backup).await.unwrap();
    assert_eq!(restored.photos_gone, 1);
    let running = server::start(config).await.unwrap();
    sync(&ana).await.unwrap();
    assert_eq!(me(&ana).await.photos_waiting, 0);
    let known = known(&running).await;
    assert!(known.values().all(|(_, _, outstanding)| *outstanding == 0));
    assert!(events(&ana).await.contains(&"photos_again".to_owned()));
    running.stop().await;
    drop(dir);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_set_back_by_hand_is_noticed_by_its_sequence() {
    let county = County::new().await;
    if !is_sqlite(&county) {
        return;
    }
    let ana = county.ana().await;
    let config = config(&county);
    let backup = county.dir.path().join("backup.sqlite");
    upkeep::back_up(&config, &backup).await.unwrap();
    visit(&ana, 0).await;
    sync(&ana).await.unwrap();
    let County {
        stage,
        road: _road,
        dir,
        ..
    } = county;
    stage.server.stop().await;
    // Copied over by somebody who has not read the manual: the epoch stays.
    let file: PathBuf = config.data_dir.join("county.sqlite");
    std::fs::copy(&backup, &file).unwrap();
    let running = server::start(config).await.unwrap();

    sync(&ana).await.unwrap();
    assert_eq!(known(&running).await.len(), 1, "the visit came again");
    let state = me(&ana).await;
    assert_eq!((state.waiting.len(), state.photos_waiting), (0, 0));
    running.stop().await;
    drop(dir);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_the_backup_has_never_heard_of_enrols_again_and_loses_nothing() {
    let county = County::new().await;
    if !is_sqlite(&county) {
        return;
    }
    let config = config(&county);
    let backup = county.dir.path().join("backup.sqlite");
    upkeep::back_up(&config, &backup).await.unwrap();
    let ana = county.ana().await;
    visit(&ana, 0).await;
    sync(&ana).await.unwrap();
    let road = county.road.url();
    let person = county.stage.county.cadres[0].id;
    let County {
        stage,
        road: _road,
        dir,
        ..
    } = county;
    stage.server.stop().await;
    upkeep::restore(&config, &backup).await.unwrap();
    let running = server::start(config).await.unwrap();

    sync(&ana).await.unwrap_err();
    assert_eq!(
        me(&ana).await.sync.last_error.as_deref(),
        Some("signed_out")
    );
    let opened = running.opened();
    let code = server::bootstrap::issue_enrolment(&opened, person).await;
    ana.enrol(&road, &code.unwrap().code).await.unwrap();
    sync(&ana).await.unwrap();
    assert_eq!(known(&running).await.len(), 1);
    let state = me(&ana).await;
    assert_eq!((state.waiting.len(), state.photos_waiting), (0, 0));
    assert_eq!(state.recorded, state.verified);
    running.stop().await;
    drop(dir);
}
