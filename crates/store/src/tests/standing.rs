//! When a household was last visited, however the county's visits change.

use protocol::pull::PulledRow;
use protocol::row::kind;
use protocol::visit::{AnswerV1, AnswerValueV1};
use serde_json::json;

use crate::testing::{
    Phone, ana, change, clock, household, household_id, row, visit, visit_id, visit_state,
};
use crate::{pull, standing, visit as visits};

fn pulled(phone: &Phone, rows: &[PulledRow]) {
    let page = |tx: &rusqlite::Transaction<'_>| pull::apply_page(tx, rows, 1, 9);
    phone.store.write(page).unwrap();
}

fn method(code: &str) -> AnswerV1 {
    AnswerV1 {
        item: "visit_method".into(),
        member: None,
        value: AnswerValueV1::Choice(code.into()),
        unchanged: false,
    }
}

/// A visit of the first household as the county has it.
fn seen(number: u128, how: &str, state: &str, ended_ms: i64) -> PulledRow {
    let mut body = visit_state(number, 1, state);
    body["visit"]["household_id"] = household_id(1).to_string().into();
    body["visit"]["ended_ms"] = ended_ms.into();
    body["visit"]["answers"] = json!([method(how)]);
    row(1, kind::VISIT, visit_id(number), body)
}

/// As the list has it, and as its own page has it.
fn last_visit(phone: &Phone) -> Option<i64> {
    let listed = phone.store.read(standing::all).unwrap();
    let id = household_id(1);
    let alone = phone.store.read(|conn| standing::household(conn, id));
    let alone = alone.unwrap().unwrap().standing.last_visit_ms;
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[1].standing.last_visit_ms, None, "of the other home");
    assert_eq!(listed[0].standing.last_visit_ms, alone);
    alone
}

fn two_homes() -> Phone {
    let phone = ana();
    let home = |number, head| {
        let id = household_id(number);
        row(1, kind::HOUSEHOLD, id, household(number, head))
    };
    pulled(&phone, &[home(1, "张三"), home(2, "李四")]);
    phone
}

#[test]
fn the_last_visit_at_the_home_counts_until_it_is_voided_or_leaves() {
    let phone = two_homes();
    assert_eq!(last_visit(&phone), None);
    pulled(
        &phone,
        &[
            seen(1, "on_site", "submitted", 100),
            seen(2, "on_site", "submitted", 300),
            seen(3, "phone", "submitted", 900),
        ],
    );
    assert_eq!(last_visit(&phone), Some(300));
    pulled(&phone, &[seen(2, "on_site", "voided", 300)]);
    assert_eq!(last_visit(&phone), Some(100));
    // The county put its time right.
    pulled(&phone, &[seen(1, "on_site", "submitted", 80)]);
    assert_eq!(last_visit(&phone), Some(80));
    let left = PulledRow {
        body: None,
        ..seen(1, "on_site", "submitted", 80)
    };
    pulled(&phone, &[left]);
    assert_eq!(last_visit(&phone), None);
}

#[test]
fn ones_own_sealed_visit_counts_before_the_county_has_it() {
    let phone = two_homes();
    let mut own = visit(1, 1);
    own.ended_ms = 500;
    own.answers = vec![method("on_site")];
    let seal = |number| {
        let mut again = own.clone();
        again.id = visit_id(number);
        again
    };
    let save = |tx: &rusqlite::Transaction<'_>| {
        visits::save_sealed(tx, &seal(1), change(1), &clock())?;
        let mut call = seal(4);
        call.ended_ms = 800;
        call.answers = vec![method("phone")];
        visits::save_sealed(tx, &call, change(4), &clock())
    };
    phone.store.write(save).unwrap();
    assert_eq!(last_visit(&phone), Some(500));
    // Once there, the county says when it was.
    pulled(&phone, &[seen(1, "on_site", "submitted", 450)]);
    assert_eq!(last_visit(&phone), Some(450));
}
