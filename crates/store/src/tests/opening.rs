use std::io::{Seek, SeekFrom, Write};

use rusqlite::Connection;

use crate::testing::{KEY, ana, enrolled};
use crate::{Error, Key, OpenError, Store, identity, set_aside};

#[test]
fn a_wrong_key_opens_nothing_and_harms_nothing() {
    let phone = ana();
    let path = phone.dir.path().join("ruhu.db");
    drop(phone.store);
    let before = std::fs::read(&path).unwrap();
    let refused = Store::open(&path, &Key::from_bytes([8; 32]));
    assert!(matches!(refused, Err(OpenError::WrongKey)));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let store = Store::open(&path, &Key::from_bytes(KEY)).unwrap();
    assert!(store.read(identity::device).unwrap().is_some());
}

#[test]
fn nothing_on_disk_is_readable_without_the_key() {
    let phone = ana();
    phone
        .store
        .write(|tx| identity::save_setting(tx, "k", "a telltale sentence"))
        .unwrap();
    for file in std::fs::read_dir(phone.dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let telltale = b"telltale";
        assert!(
            !bytes
                .windows(telltale.len())
                .any(|window| window == telltale)
        );
    }
}

#[test]
fn a_damaged_database_is_reported_and_kept() {
    let phone = ana();
    let path = phone.dir.path().join("ruhu.db");
    drop(phone.store);
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start(100)).unwrap();
    file.write_all(&[0xff; 500]).unwrap();
    drop(file);
    let before = std::fs::read(&path).unwrap();
    let refused = Store::open(&path, &Key::from_bytes(KEY));
    assert!(matches!(refused, Err(OpenError::Corrupt)));
    assert_eq!(std::fs::read(&path).unwrap(), before);

    let aside = set_aside(&path).unwrap();
    assert_eq!(std::fs::read(&aside).unwrap(), before);
    Store::open(&path, &Key::from_bytes(KEY)).unwrap();
    assert_eq!(
        std::fs::read(&aside).unwrap(),
        before,
        "a new store must not touch the old one"
    );
}

#[test]
fn a_truncated_database_is_not_taken_for_a_new_one() {
    let phone = ana();
    let path = phone.dir.path().join("ruhu.db");
    drop(phone.store);
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(1000).unwrap();
    assert!(matches!(
        Store::open(&path, &Key::from_bytes(KEY)),
        Err(OpenError::Corrupt)
    ));
    assert_eq!(std::fs::metadata(&path).unwrap().len(), 1000);
}

#[test]
fn a_database_from_a_newer_app_is_left_as_it_is() {
    let phone = ana();
    let path = phone.dir.path().join("ruhu.db");
    drop(phone.store);
    {
        let conn = Connection::open(&path).unwrap();
        let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
        conn.execute_batch(&format!(
            "pragma key = \"x'{hex}'\"; pragma user_version = 999;"
        ))
        .unwrap();
    }
    let before = std::fs::read(&path).unwrap();
    let refused = Store::open(&path, &Key::from_bytes(KEY));
    assert!(matches!(refused, Err(OpenError::TooNew { found: 999, .. })));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn one_persons_store_is_never_handed_to_another() {
    let phone = ana();
    let refused = phone
        .store
        .write(|tx| identity::save_enrolment(tx, "u", &enrolled(2)));
    assert!(matches!(refused, Err(Error::AnotherPerson)));
    phone
        .store
        .write(|tx| identity::save_enrolment(tx, "u", &enrolled(1)))
        .unwrap();
}

#[test]
fn a_sound_database_is_called_sound() {
    assert!(ana().store.is_sound().unwrap());
}

/// 2 is `full`: the disk is waited for.
fn waits_for_the_disk(store: &Store) -> bool {
    let level = store.write(|tx| {
        let pragma = tx.query_row("pragma synchronous", [], |row| row.get::<_, i64>(0));
        Ok(pragma?)
    });
    level.unwrap() == 2
}

#[test]
fn a_note_that_may_be_lost_never_makes_what_comes_after_it_lossy() {
    let phone = ana();
    let store = &phone.store;
    assert!(waits_for_the_disk(store));
    let within: i64 = store
        .jot(|tx| {
            identity::save_setting(tx, "k", "jotted")?;
            Ok(tx.query_row("pragma synchronous", [], |row| row.get(0))?)
        })
        .unwrap();
    assert_eq!(within, 1);
    assert!(waits_for_the_disk(store));

    // Nor does one that fails or panics, and neither leaves half of itself.
    let failed = store.jot(|tx| -> Result<(), Error> {
        identity::save_setting(tx, "k", "failed")?;
        Err(Error::Sqlite(rusqlite::Error::InvalidQuery))
    });
    assert!(failed.is_err());
    assert!(waits_for_the_disk(store));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.jot(|tx| -> Result<(), Error> {
            identity::save_setting(tx, "k", "panicked")?;
            panic!("as a slip would")
        })
    }));
    assert!(panicked.is_err());
    assert!(waits_for_the_disk(store));
    let kept = store.read(|conn| identity::setting(conn, "k")).unwrap();
    assert_eq!(kept.as_deref(), Some("jotted"));
}
