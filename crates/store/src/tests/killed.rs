//! The process ends at any step of a save, in thought: see [`crate::Fuse`].

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use protocol::receipt::Disposition;

use crate::testing::{change, clock, receipt, visit, visit_id};
use crate::visit::{self as visits};
use crate::{Error, Fuse, Key, Store, outbox};

struct Steps(AtomicI64);

impl Fuse for Steps {
    fn holds(&self) -> bool {
        self.0.fetch_sub(1, Ordering::SeqCst) > 0
    }

    fn is_disk_full(&self) -> bool {
        false
    }
}

#[test]
fn a_save_cut_off_at_any_step_leaves_the_record_and_its_change_or_neither() {
    let key = Key::from_bytes([7; 32]);
    let (mut cut, mut whole) = (0, 0);
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ruhu.db");
        let fuse: Arc<dyn Fuse> = Arc::new(Steps(AtomicI64::new(steps)));
        let dying = Store::open_with(&path, &key, Some(fuse)).unwrap();
        let saved = dying.write(|tx| visits::save_sealed(tx, &visit(1, 1), change(1), &clock()));
        // Nothing after the end, not even a look.
        if saved.is_err() {
            assert!(dying.read(outbox::list).is_err());
        }
        drop(dying);

        let store = Store::open(&path, &key).unwrap();
        let record = store.read(|conn| visits::get(conn, visit_id(1))).unwrap();
        let waiting = store.read(outbox::list).unwrap();
        assert_eq!(record.is_some(), !waiting.is_empty(), "after {steps} steps");
        // What was said to be saved is.
        assert!(saved.is_err() || record.is_some());
        match record {
            None => cut += 1,
            Some(_) => whole += 1,
        }
        if saved.is_ok() {
            break;
        }
    }
    assert!(cut > 3, "there are steps within a save, not {cut}");
    assert!(whole > 1, "one may die after a save, before it is said");
}

struct Full;

impl Fuse for Full {
    fn holds(&self) -> bool {
        true
    }

    fn is_disk_full(&self) -> bool {
        true
    }
}

#[test]
fn a_full_disk_is_said_to_be_one_and_changes_nothing() {
    let key = Key::from_bytes([7; 32]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ruhu.db");
    let store = Store::open_with(&path, &key, Some(Arc::new(Full))).unwrap();
    let mut saved = 0;
    let refused = loop {
        let number = saved + 1;
        let save =
            store.write(|tx| visits::save_sealed(tx, &visit(number, 1), change(number), &clock()));
        match save {
            Ok(()) => saved = number,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, Error::DiskFull));
    let waiting = store.read(outbox::list).unwrap();
    assert_eq!(waiting.len(), usize::try_from(saved).unwrap());
    // What needs no room still goes through.
    let proof = receipt(1, Disposition::Applied);
    let _ = store.write(|tx| outbox::confirm(tx, &proof, &[]));
    assert!(store.is_sound().unwrap());
}
