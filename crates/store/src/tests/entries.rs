//! Entries of the ledgers on the phone: the county's rows and the phone's own work side by side.

use domain::id::EntryId;
use domain::ledger::{EntryValue, Values};
use protocol::edit::Edit;
use protocol::row::kind;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::entry::{self, Written};
use crate::entry_draft::{self, Draft, NEW};
use crate::outbox;
use crate::testing::{Phone, ana, change, clock, household, household_id, row};
use crate::{epoch, household as households, pull};

fn entry_id(number: u128) -> EntryId {
    EntryId::from_uuid(Uuid::from_u128(0x6000 + number))
}

fn values(text: &str) -> Values {
    let pairs = [
        ("category", "labor"),
        ("done_on", "2026-11-20"),
        ("text", text),
    ];
    pairs
        .into_iter()
        .map(|(code, text)| (code.to_owned(), EntryValue::Text(text.to_owned())))
        .collect()
}

fn state(number: u128, text: &str) -> Value {
    json!({
        "id": entry_id(number), "ledger": "good_deed", "household_id": household_id(1),
        "author_id": Uuid::from_u128(1), "author_name": "李", "state": "recorded",
        "fields": values(text), "made_ms": 5, "version": 1, "steps": [],
    })
}

fn pulled(phone: &Phone, number: u128, body: Value) {
    let rows = [row(9, kind::ENTRY, entry_id(number), body)];
    phone
        .store
        .write(|tx| pull::apply_page(tx, &rows, 9, 1))
        .unwrap();
}

fn save(phone: &Phone, number: u128, text: &str, change_number: u128) -> bool {
    let values = values(text);
    let written = Written {
        id: entry_id(number),
        ledger: "good_deed",
        household_id: Some(household_id(1)),
        area_code: None,
        values: &values,
        saved_ms: 8,
    };
    phone
        .store
        .write(|tx| entry::save(tx, &written, change(change_number), &clock()))
        .unwrap()
}

#[test]
fn a_pulled_row_never_overwrites_an_unsent_correction() {
    let phone = ana();
    pulled(&phone, 1, state(1, "old"));
    assert!(save(&phone, 1, "mine", 1));
    pulled(&phone, 1, state(1, "theirs"));
    let known = phone
        .store
        .read(|conn| entry::get(conn, entry_id(1)))
        .unwrap()
        .unwrap();
    assert_eq!(known.pending.len(), 1);
    let Edit::SaveEntryV1(saved) = &known.pending[0].edit else {
        panic!()
    };
    assert_eq!(saved.fields.len(), 1, "only what was corrected travels");
}

#[test]
fn what_is_as_the_county_has_it_is_not_queued() {
    let phone = ana();
    pulled(&phone, 1, state(1, "same"));
    assert!(!save(&phone, 1, "same", 1));
    assert!(phone.store.read(outbox::list).unwrap().is_empty());
}

#[test]
fn an_entry_out_of_scope_stays_until_its_work_has_arrived() {
    let phone = ana();
    pulled(&phone, 1, state(1, "old"));
    save(&phone, 1, "mine", 1);
    let leave = |number| {
        phone
            .store
            .write(|tx| pull::remove(tx, kind::ENTRY, &entry_id(number).to_string()))
    };
    leave(1).unwrap();
    assert!(
        phone
            .store
            .read(|conn| entry::get(conn, entry_id(1)))
            .unwrap()
            .is_some()
    );
    phone
        .store
        .write(|tx| entry::withdraw(tx, change(1)))
        .unwrap();
    phone.store.write(households::sweep).unwrap();
    assert!(
        phone
            .store
            .read(|conn| entry::get(conn, entry_id(1)))
            .unwrap()
            .is_none()
    );
}

#[test]
fn a_household_with_a_form_half_typed_is_not_let_go() {
    let phone = ana();
    let rows = [row(
        3,
        kind::HOUSEHOLD,
        household_id(1),
        household(1, "张三"),
    )];
    phone
        .store
        .write(|tx| pull::apply_page(tx, &rows, 3, 1))
        .unwrap();
    let draft = Draft {
        ledger: "good_deed".into(),
        subject: household_id(1).to_string(),
        step: NEW.into(),
        body: "{}".into(),
        saved_ms: 1,
    };
    phone
        .store
        .write(|tx| entry_draft::keep(tx, &draft))
        .unwrap();
    phone
        .store
        .write(|tx| pull::remove(tx, kind::HOUSEHOLD, &household_id(1).to_string()))
        .unwrap();
    assert!(
        phone
            .store
            .read(|conn| households::get(conn, household_id(1)))
            .unwrap()
            .is_some()
    );
}

#[test]
fn entries_of_a_county_before_it_was_restored_are_doubted() {
    let phone = ana();
    pulled(&phone, 1, state(1, "old"));
    phone
        .store
        .write(|tx| epoch::begin_again(tx, None, 1))
        .unwrap();
    phone.store.write(|tx| epoch::sweep(tx, 2)).unwrap();
    assert!(
        phone
            .store
            .read(|conn| entry::get(conn, entry_id(1)))
            .unwrap()
            .is_none()
    );
}
