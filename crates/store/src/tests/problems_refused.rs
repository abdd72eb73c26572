//! Moves and reports the county refused, and what is taken back.

use protocol::edit::{Edit, RecordRef};

use super::problems::{
    known, moved, of_problem, problem_id, pulled, raised, refuse, save_move, state,
};
use crate::outbox::{self, Delivery};
use crate::testing::{ana, change, clock};
use crate::{Error, problem, taken_back};

#[test]
fn what_is_taken_back_takes_along_what_was_done_on_top_of_it() {
    let phone = ana();
    pulled(&phone, 1, state(1, "assigned"));
    save_move(&phone, 1, "start", 1);
    save_move(&phone, 1, "decline", 2);
    let edits = phone
        .store
        .write(|tx| problem::withdraw(tx, change(1)))
        .unwrap();
    assert!(
        matches!(&edits[..], [Edit::MoveProblemV1(first), Edit::MoveProblemV1(top)]
            if first.step == "start" && top.step == "decline"),
        "their words are not lost"
    );
    assert!(known(&phone, 1).unwrap().pending.is_empty());

    // What may have left stays.
    save_move(&phone, 1, "start", 3);
    phone
        .store
        .write(|tx| {
            let batch = outbox::list(tx)?;
            outbox::mark_attempt(tx, &batch, 1)
        })
        .unwrap();
    let refused = phone.store.write(|tx| problem::withdraw(tx, change(3)));
    assert!(matches!(refused, Err(Error::AlreadySent)));
}

#[test]
fn a_refused_move_gives_way_to_the_next_one() {
    let phone = ana();
    pulled(&phone, 1, state(1, "assigned"));
    save_move(&phone, 1, "start", 1);
    phone
        .store
        .write(|tx| outbox::park(tx, change(1), "wrong_role", None))
        .unwrap();
    save_move(&phone, 1, "decline", 2);
    let waiting = phone
        .store
        .read(|conn| outbox::of_record(conn, &RecordRef::problem(problem_id(1))))
        .unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (waiting[0].change_id, waiting[0].delivery, waiting[0].behind),
        (change(2), Delivery::Queued, false)
    );
    assert_eq!(phone.store.read(outbox::sendable).unwrap(), 1);
}

/// Or it would leave before the new one, and mean something else.
#[test]
fn what_stood_behind_a_refused_move_gives_way_with_it_and_its_words_are_told() {
    let phone = ana();
    pulled(&phone, 1, state(1, "assigned"));
    save_move(&phone, 1, "start", 1);
    save_move(&phone, 1, "finish", 2);
    refuse(&phone, 1);
    let behind = phone
        .store
        .write(|tx| problem::save_move(tx, &moved(1, "decline"), change(3), &clock()))
        .unwrap();
    assert_eq!(behind.len(), 1);
    assert_eq!(behind[0].step, "finish");
    let waiting = of_problem(&phone, 1);
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].change_id, change(3));
}

#[test]
fn a_refused_report_taken_back_takes_its_steps_along_and_brings_them_back() {
    let phone = ana();
    phone
        .store
        .write(|tx| problem::save_raised(tx, &raised(2), change(1), &clock()))
        .unwrap();
    save_move(&phone, 2, "register", 2);
    save_move(&phone, 2, "fix_at_once", 3);
    refuse(&phone, 1);
    phone
        .store
        .write(|tx| taken_back::take_back(tx, change(1), "重复", 9))
        .unwrap();
    assert!(of_problem(&phone, 2).is_empty());
    assert_eq!(phone.store.read(outbox::sendable).unwrap(), 0);
    assert_eq!(phone.store.read(taken_back::list).unwrap().len(), 1);
    phone
        .store
        .write(|tx| taken_back::put_back(tx, change(1)))
        .unwrap();
    let waiting = of_problem(&phone, 2);
    let after: Vec<_> = waiting.iter().map(|one| one.after).collect();
    assert_eq!(after, [None, Some(change(1)), Some(change(2))]);
    assert!(waiting[1].behind && waiting[2].behind);
    // Sent again, they leave in their order.
    phone
        .store
        .write(|tx| outbox::retry(tx, change(1)))
        .unwrap();
    let next = phone
        .store
        .read(|conn| outbox::next_batch(conn, 9, 9999, &std::collections::HashSet::new()))
        .unwrap();
    assert_eq!(next.len(), 1);
    assert_eq!(next[0].change_id, change(1));
}
