//! Corrections lie over the county's rows until the county's own row tells.

use domain::facts::FactValue;
use protocol::edit::{Edit, RecordRef};
use protocol::facts::FieldV1;
use protocol::receipt::Disposition;
use protocol::row::{HouseholdV1, kind};
use serde_json::{Value, json};

use crate::testing::{Phone, ana, change, clock, household, household_id, receipt, row};
use crate::waiting::Delivery;
use crate::{Error, facts, household as households, outbox, pull, standing};

fn home() -> RecordRef {
    RecordRef::household(household_id(1))
}

fn pulled(phone: &Phone, sequence: i64, body: Value) {
    let page = [row(sequence, kind::HOUSEHOLD, household_id(1), body)];
    phone
        .store
        .write(|tx| pull::apply_page(tx, &page, sequence, 1))
        .unwrap();
}

/// Ana with one household, as the county had it at sequence 5.
fn at_home() -> Phone {
    let phone = ana();
    pulled(&phone, 5, household(1, "张三"));
    phone
}

fn correct(phone: &Phone, number: u128, field: &str, text: &str) -> bool {
    let values = [(field, FactValue::text(text))];
    phone
        .store
        .write(|tx| facts::save(tx, &home(), &values, change(number), &clock()))
        .unwrap()
}

fn group(phone: &Phone) -> String {
    let found = phone
        .store
        .read(|conn| households::get(conn, household_id(1)));
    found.unwrap().unwrap().group
}

fn queued(phone: &Phone) -> Vec<(Vec<FieldV1>, Delivery)> {
    let waiting = phone
        .store
        .read(|conn| outbox::of_record(conn, &home()))
        .unwrap();
    waiting
        .iter()
        .map(|one| match one.edit() {
            Some(Edit::SaveHouseholdV1(facts)) => (facts.fields, one.delivery),
            _ => panic!("only corrections here"),
        })
        .collect()
}

fn sent(phone: &Phone) {
    phone
        .store
        .write(|tx| {
            let batch = outbox::next_batch(tx, 10, 100_000, &Default::default())?;
            outbox::mark_attempt(tx, &batch, 1)
        })
        .unwrap();
}

#[test]
fn a_pulled_row_never_hides_a_correction_that_waits() {
    let phone = at_home();
    assert!(correct(&phone, 1, "group", "九组"));
    let mut newer = household(1, "张三");
    newer["group"] = json!("八组");
    pulled(&phone, 6, newer);
    assert_eq!(group(&phone), "九组");
    let county: HouseholdV1 = phone
        .store
        .read(|conn| facts::county(conn, &household_id(1).to_string()))
        .unwrap()
        .unwrap();
    assert_eq!(
        county.group, "八组",
        "the county's row is what the county says"
    );
    let found = phone
        .store
        .read(|conn| standing::all(conn, "2026-11-22"))
        .unwrap();
    assert_eq!(found[0].row.group_name, "九组", "lists show it too");
}

#[test]
fn a_confirmed_correction_is_shown_until_the_countys_row_comes() {
    let phone = at_home();
    correct(&phone, 1, "group", "九组");
    sent(&phone);
    let mut proof = receipt(1, Disposition::Applied);
    proof.server_sequence = 9;
    phone
        .store
        .write(|tx| outbox::confirm(tx, &proof, &[]))
        .unwrap();
    assert_eq!(
        group(&phone),
        "九组",
        "the row here is older than the correction"
    );

    let mut merged = household(1, "张三");
    merged["group"] = json!("七组");
    merged["version"] = json!(2);
    pulled(&phone, 10, merged);
    assert_eq!(group(&phone), "七组", "from here on the county tells");
}

#[test]
fn corrections_that_never_left_become_one_with_the_value_first_seen() {
    let phone = at_home();
    correct(&phone, 1, "group", "九组");
    correct(&phone, 2, "address", "村东头");
    correct(&phone, 3, "group", "十组");
    let waiting = queued(&phone);
    assert_eq!(waiting.len(), 1);
    let group = &waiting[0].0[0];
    assert_eq!((&group.base, &group.mine), (&json!("1组"), &json!("十组")));
    assert_eq!(waiting[0].0[1].field, "address");

    assert!(correct(&phone, 4, "group", "1组"));
    assert_eq!(
        queued(&phone)[0].0.len(),
        1,
        "back at the county's value: only the address"
    );
}

#[test]
fn a_correction_over_one_that_may_have_left_follows_it() {
    let phone = at_home();
    correct(&phone, 1, "group", "九组");
    sent(&phone);
    correct(&phone, 2, "group", "十组");
    let waiting = queued(&phone);
    assert_eq!(waiting.len(), 2);
    assert_eq!(
        waiting[1].0[0].base,
        json!("九组"),
        "it was made over what she saw"
    );
    let undone = phone.store.write(|tx| facts::undo(tx, change(1)));
    assert!(matches!(undone, Err(Error::AlreadySent)));
    phone.store.write(|tx| facts::undo(tx, change(2))).unwrap();
    assert_eq!(group(&phone), "九组");
}

#[test]
fn a_refused_correction_is_taken_up_by_the_next() {
    let phone = at_home();
    correct(&phone, 1, "group", "九组");
    sent(&phone);
    phone
        .store
        .write(|tx| outbox::park(tx, change(1), "too_long", Some("edit.fields[0].mine")))
        .unwrap();
    correct(&phone, 2, "group", "十组");
    let waiting = queued(&phone);
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].1, Delivery::Queued);
    assert_eq!(waiting[0].0[0].base, json!("1组"));
}

#[test]
fn a_household_with_a_correction_stays_when_it_leaves_the_scope() {
    let phone = at_home();
    correct(&phone, 1, "group", "九组");
    let gone = [row(7, kind::HOUSEHOLD, household_id(1), Value::Null)];
    phone
        .store
        .write(|tx| pull::apply_page(tx, &gone, 7, 1))
        .unwrap();
    assert_eq!(group(&phone), "九组");
    phone.store.write(|tx| facts::undo(tx, change(1))).unwrap();
    phone.store.write(households::sweep).unwrap();
    let left = phone
        .store
        .read(|conn| households::get(conn, household_id(1)))
        .unwrap();
    assert!(left.is_none());
}

#[test]
fn a_contested_fact_is_counted_from_its_row() {
    let phone = at_home();
    let mut body = household(1, "张三");
    body["version"] = json!(3);
    body["contested"] = json!([
        { "contest_id": change(9), "field": "group", "kept": "1组", "other": "2组", "at_ms": 1 },
        { "contest_id": change(8), "field": "group", "kept": "1组", "other": "3组", "at_ms": 1 },
    ]);
    pulled(&phone, 6, body);
    let count = |phone: &Phone| {
        let count = phone
            .store
            .read(|conn| facts::contested(conn, household_id(1)));
        count.unwrap()
    };
    assert_eq!(count(&phone), 1);
    let found = phone
        .store
        .read(|conn| standing::all(conn, "2026-11-22"))
        .unwrap();
    assert_eq!(found[0].standing.contested, 1);
    pulled(&phone, 7, household(1, "张三"));
    assert_eq!(count(&phone), 0);
}
