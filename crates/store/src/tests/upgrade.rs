//! Stores that earlier versions left open with everything inside.

use protocol::pull::PulledRow;
use rusqlite::Connection;

use crate::testing::{KEY, row};
use crate::{
    Key, Store, draft, epoch, household, identity, journal, outbox, photo, pull, receipt, search,
    sync_state, versions,
};

/// Every schema that was ever released, by its number.
const RELEASED: &[(i64, &str)] = &[(4, include_str!("../../../../tests/fixtures/device-4.sql"))];

fn upgraded(dump: &str, number: i64) -> (Store, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ruhu.db");
    let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    let old = Connection::open(&path).unwrap();
    old.execute_batch(&format!(
        "pragma key = \"x'{hex}'\"; pragma foreign_keys = off;"
    ))
    .unwrap();
    old.execute_batch(dump).unwrap();
    let found: i64 = old
        .query_row("pragma user_version", [], |row| row.get(0))
        .unwrap();
    assert_eq!(found, number);
    drop(old);
    (Store::open(&path, &Key::from_bytes(KEY)).unwrap(), dir)
}

#[test]
fn a_store_of_every_released_version_opens_with_all_its_work() {
    for (number, dump) in RELEASED {
        let (store, _dir) = upgraded(dump, *number);
        assert!(store.read(identity::device).unwrap().is_some());
        let county = store.read(identity::county).unwrap().unwrap();
        assert_eq!(county.keys.len(), 1, "schema {number}");
        let waiting = store.read(outbox::list).unwrap();
        assert_eq!(waiting.len(), 1, "what waited still waits");
        assert!(waiting[0].edit().is_some(), "and can still be read");
        assert_eq!(store.read(receipt::count).unwrap(), 1);
        assert_eq!(store.read(photo::outstanding).unwrap(), (1, 9));
        assert_eq!(store.read(household::count).unwrap(), 1);
        let home = "00000000-0000-7000-8000-000000000101".parse().unwrap();
        let whole = store.read(|conn| household::get(conn, home)).unwrap();
        assert_eq!(whole.unwrap().head_name, "张三", "with all of its row");
        assert_eq!(
            store
                .read(|conn| search::households(conn, "zs"))
                .unwrap()
                .len(),
            1
        );
        assert_eq!(store.read(draft::list).unwrap().len(), 1);
        assert_eq!(
            store
                .read(|conn| identity::setting(conn, "language"))
                .unwrap()
                .as_deref(),
            Some("zh")
        );
        let state = store.read(sync_state::get).unwrap();
        assert_eq!((state.cursor, state.last_success_ms), (42, Some(5)));
        assert_eq!(
            store
                .read(|conn| journal::page(conn, None, 9))
                .unwrap()
                .len(),
            1
        );

        // And it goes on: the first epoch is taken on without beginning again.
        assert_eq!(store.read(epoch::get).unwrap().name, None);
        store
            .write(|tx| {
                epoch::adopt(tx, "e1")?;
                pull::apply_page(tx, &[], 43, 6)
            })
            .unwrap();
        let now = store.read(epoch::get).unwrap();
        assert_eq!((now.name.as_deref(), now.recovering), (Some("e1"), false));
        assert!(
            store.read(versions::get).unwrap().update_wanted,
            "a row is kept that no version here could read"
        );
    }
}

/// A county set back sends everything again; what does not come again goes, and the phone's own
/// work stays.
#[test]
fn what_a_restored_county_no_longer_shows_goes_and_own_work_stays() {
    let (store, _dir) = upgraded(RELEASED[0].1, RELEASED[0].0);
    store
        .write(|tx| epoch::begin_again(tx, Some("e2"), 6))
        .unwrap();
    assert_eq!(store.read(sync_state::get).unwrap().cursor, 0);
    assert_eq!(
        store.read(household::count).unwrap(),
        1,
        "nothing goes before the pull has been through"
    );
    let asked = store
        .read(|conn| epoch::confirmed(conn, i64::MIN, 10))
        .unwrap();
    assert_eq!(asked.len(), 1);
    store
        .write(|tx| {
            assert!(epoch::send_again(tx, asked[0].1)?);
            assert!(!epoch::send_again(tx, asked[0].1)?, "twice is once");
            epoch::recovered(tx)
        })
        .unwrap();
    assert_eq!(store.read(outbox::list).unwrap().len(), 2);
    let owner: Vec<PulledRow> = vec![row(
        1,
        "person",
        "00000000-0000-7000-8000-000000000001",
        serde_json::json!({ "id": "00000000-0000-7000-8000-000000000001", "name": "王芳",
            "unit": "", "phone": null, "roles": [{ "role": "a_role_of_tomorrow", "area": "1" }] }),
    )];
    store
        .write(|tx| {
            pull::apply_page(tx, &owner, 1, 7)?;
            epoch::sweep(tx, 7)
        })
        .unwrap();
    let person = "00000000-0000-7000-8000-000000000001".parse().unwrap();
    let owner = store
        .read(|conn| crate::roll::person(conn, person))
        .unwrap()
        .expect("a role nobody knows yet spoils no row");
    assert_eq!(owner.name, "王芳");
    // Unsent work holds the household until it has arrived.
    let household = "00000000-0000-7000-8000-000000000101".parse().unwrap();
    assert!(
        store
            .read(|conn| household::get(conn, household))
            .unwrap()
            .is_some()
    );
    assert_eq!(store.read(outbox::list).unwrap().len(), 2);
}
