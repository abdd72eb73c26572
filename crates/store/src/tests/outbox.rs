use std::collections::HashSet;

use proptest::prelude::*;
use protocol::edit::{Edit, VoidVisitV1};
use protocol::receipt::Disposition;

use crate::outbox::{self, Delivery};
use crate::testing::{Phone, ana, change, clock, receipt, visit, visit_id};
use crate::{Error, visit as visits};

fn void(number: u128) -> Edit {
    Edit::VoidVisitV1(VoidVisitV1 {
        visit_id: visit_id(number),
        revision: 1,
        reason: "r".into(),
    })
}

/// Queues the n-th change for a record.
fn queue(phone: &Phone, number: u128, record: u128) {
    phone
        .store
        .write(|tx| outbox::push(tx, change(number), &void(record), &clock()))
        .unwrap();
}

fn next(phone: &Phone) -> Vec<domain::ChangeId> {
    let none = HashSet::new();
    let batch = phone
        .store
        .read(|conn| outbox::next_batch(conn, 50, 1 << 20, &none))
        .unwrap();
    batch.iter().map(|waiting| waiting.change_id).collect()
}

#[test]
fn a_parked_change_holds_its_own_record_and_no_other() {
    let phone = ana();
    queue(&phone, 1, 1);
    queue(&phone, 2, 1);
    queue(&phone, 3, 2);
    phone
        .store
        .write(|tx| outbox::park(tx, change(1), "bad", Some("f")))
        .unwrap();
    assert_eq!(next(&phone), [change(3)]);
    let list = phone.store.read(outbox::list).unwrap();
    assert!(list[1].behind && !list[0].behind && !list[2].behind);
    assert_eq!(
        (list[0].code.as_deref(), list[0].field.as_deref()),
        (Some("bad"), Some("f"))
    );

    phone
        .store
        .write(|tx| outbox::retry(tx, change(1)))
        .unwrap();
    assert_eq!(next(&phone), [change(1), change(3)]);
}

#[test]
fn a_change_follows_the_last_one_of_its_record_even_when_that_is_confirmed() {
    let phone = ana();
    queue(&phone, 1, 1);
    phone
        .store
        .write(|tx| outbox::confirm(tx, &receipt(1, Disposition::Applied), &[]))
        .unwrap();
    queue(&phone, 2, 1);
    queue(&phone, 3, 2);
    let list = phone.store.read(outbox::list).unwrap();
    assert_eq!(list[0].after, Some(change(1)));
    assert_eq!(list[1].after, None);
    assert_eq!(
        list.iter()
            .map(|one| one.device_sequence)
            .collect::<Vec<_>>(),
        [2, 3]
    );
}

#[test]
fn confirming_twice_confirms_once() {
    let phone = ana();
    queue(&phone, 1, 1);
    for _ in 0..2 {
        phone
            .store
            .write(|tx| outbox::confirm(tx, &receipt(1, Disposition::Applied), &[]))
            .unwrap();
    }
    let tally = phone.store.read(outbox::tally).unwrap();
    assert_eq!((tally.recorded, tally.verified), (1, 1));
}

#[test]
fn a_held_change_goes_again_once_what_it_missed_is_confirmed() {
    let phone = ana();
    queue(&phone, 1, 1);
    queue(&phone, 2, 1);
    phone
        .store
        .write(|tx| outbox::hold(tx, &receipt(2, Disposition::Held)))
        .unwrap();
    assert_eq!(next(&phone), [change(1)]);
    let freed = phone
        .store
        .write(|tx| outbox::confirm(tx, &receipt(1, Disposition::Applied), &[]))
        .unwrap();
    assert_eq!((freed, next(&phone)), (1, vec![change(2)]));
}

#[test]
fn a_county_set_back_to_an_old_backup_gets_a_confirmed_change_again_in_its_old_place() {
    let phone = ana();
    queue(&phone, 1, 1);
    phone
        .store
        .write(|tx| outbox::confirm(tx, &receipt(1, Disposition::Applied), &[]))
        .unwrap();
    queue(&phone, 2, 1);
    phone
        .store
        .write(|tx| outbox::hold(tx, &receipt(2, Disposition::Held)))
        .unwrap();
    phone
        .store
        .write(|tx| outbox::requeue_confirmed(tx, change(1)))
        .unwrap();
    let list = phone.store.read(outbox::list).unwrap();
    assert_eq!(list[0].change_id, change(1));
    assert_eq!(list[0].device_sequence, 1);
    assert_eq!(next(&phone), [change(1)]);
}

#[test]
fn what_may_have_left_cannot_be_taken_back() {
    let phone = ana();
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &visit(1, 1), change(1), &clock()))
        .unwrap();
    phone
        .store
        .write(|tx| {
            let batch = outbox::next_batch(tx, 50, 1, &HashSet::new())?;
            outbox::mark_attempt(tx, &batch, 9)
        })
        .unwrap();
    let refused = phone.store.write(|tx| visits::reopen(tx, visit_id(1)));
    assert!(matches!(refused, Err(Error::AlreadySent)));
    assert_eq!(next(&phone), [change(1)]);
}

#[test]
fn a_large_change_travels_alone_and_keeps_its_turn() {
    let phone = ana();
    for number in 1..=3 {
        queue(&phone, number, number);
    }
    let none = HashSet::new();
    let batch = phone
        .store
        .read(|conn| outbox::next_batch(conn, 50, 1, &none))
        .unwrap();
    assert_eq!(batch.len(), 1);
    assert_eq!(batch[0].change_id, change(1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the outcomes, changes of one record are confirmed in the order they were made,
    /// and none is lost.
    #[test]
    fn no_change_overtakes_an_earlier_one_of_its_record(
        records in prop::collection::vec(0u128..4, 1..20),
        outcomes in prop::collection::vec(0u8..5, 200),
        limit in 1usize..6,
    ) {
        let phone = ana();
        for (number, record) in records.iter().enumerate() {
            queue(&phone, number as u128, *record);
        }
        let mut outcomes = outcomes.into_iter();
        let mut confirmed: Vec<(String, i64)> = Vec::new();
        // A round for each outcome drawn; parked ones are tried again, so that all end.
        for _ in 0..400 {
            let batch = phone.store.write(|tx| {
                let batch = outbox::next_batch(tx, limit, 1 << 20, &HashSet::new())?;
                outbox::mark_attempt(tx, &batch, 1)?;
                Ok(batch)
            }).unwrap();
            let ids: HashSet<_> = batch.iter().map(|one| one.record.id.clone()).collect();
            prop_assert_eq!(ids.len(), batch.len(), "two of a record in one batch");
            for waiting in &batch {
                let number = waiting.change_id.as_uuid().as_u128() - 0x1000;
                match outcomes.next().unwrap_or(0) {
                    0 | 1 => {
                        confirmed.push((waiting.record.id.clone(), waiting.device_sequence));
                        let receipt = receipt(number, Disposition::Applied);
                        phone.store.write(|tx| outbox::confirm(tx, &receipt, &[])).unwrap();
                    }
                    2 => phone.store
                        .write(|tx| outbox::park(tx, waiting.change_id, "bad", None)).unwrap(),
                    _ => {}
                }
            }
            if phone.store.read(outbox::list).unwrap().is_empty() {
                break;
            }
            for waiting in phone.store.read(outbox::list).unwrap() {
                if waiting.delivery == Delivery::Parked {
                    phone.store.write(|tx| outbox::retry(tx, waiting.change_id)).unwrap();
                }
            }
        }
        prop_assert_eq!(confirmed.len(), records.len());
        for (at, (record, sequence)) in confirmed.iter().enumerate() {
            prop_assert!(confirmed[..at].iter().all(|(r, s)| r != record || s < sequence));
        }
        let tally = phone.store.read(outbox::tally).unwrap();
        prop_assert_eq!(tally.verified as usize, records.len());
    }
}
