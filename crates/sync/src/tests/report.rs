//! What is left on the phone is told when it changes, and at no other time.

use protocol::team::OutstandingV1;
use store::{outbox, told};
use uuid::Uuid;

use super::{Phone, ana};
use crate::report::beside;

fn other(changes: u32) -> OutstandingV1 {
    OutstandingV1 {
        changes,
        ..OutstandingV1::default()
    }
}

fn told_beside(phone: &Phone, batch: &[domain::ChangeId]) -> Option<OutstandingV1> {
    phone.store.read(|conn| beside(conn, batch)).unwrap()
}

#[test]
fn what_stays_behind_a_batch_is_told_with_it_and_not_twice() {
    let phone = ana();
    let only = domain::ChangeId::from_uuid(Uuid::from_u128(5));
    // All of it goes, and nothing was ever said to be left: there is nothing to take back.
    assert_eq!(told_beside(&phone, &[only]), None);
    assert_eq!(told_beside(&phone, &[]), Some(other(1)));
    phone.store.write(|tx| told::note(tx, other(1))).unwrap();
    assert_eq!(told_beside(&phone, &[]), None);
    // What was said to be left goes now: the county hears that at once.
    assert_eq!(told_beside(&phone, &[only]), Some(other(0)));
}

#[test]
fn what_was_taken_back_is_not_left_and_what_was_refused_is() {
    let phone = ana();
    let only = domain::ChangeId::from_uuid(Uuid::from_u128(5));
    phone
        .store
        .write(|tx| outbox::park(tx, only, "stale", None))
        .unwrap();
    assert_eq!(phone.store.read(told::left).unwrap(), other(1));
    phone.store.write(|tx| outbox::withdraw(tx, only)).unwrap();
    assert_eq!(phone.store.read(told::left).unwrap(), other(0));
}
