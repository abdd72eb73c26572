//! When a household was last visited, however the county's visits change.

use protocol::pull::PulledRow;
use protocol::row::kind;
use protocol::visit::{AnswerV1, AnswerValueV1};
use serde_json::json;

use crate::testing::{
    Phone, ana, change, clock, helps, household, household_id, row, visit, visit_id, visit_state,
};
use crate::{campaign, pull, standing, visit as visits};

const TODAY: &str = "2026-11-22";
const DAY_MS: i64 = 86_400_000;
/// 2026-11-22 10:00 in China.
const NOON: i64 = 1_795_312_800_000;

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
    let listed = phone.store.read(|conn| standing::all(conn, TODAY)).unwrap();
    let id = household_id(1);
    let alone = phone
        .store
        .read(|conn| standing::household(conn, id, TODAY));
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
    let helped = row(1, kind::ASSIGNMENT, "a", helps(1, 1, "1970-01-01", None));
    pulled(&phone, &[home(1, "张三"), home(2, "李四"), helped]);
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

fn by(person: u128, visit: PulledRow) -> PulledRow {
    let mut body: serde_json::Value = serde_json::from_str(visit.body.unwrap().get()).unwrap();
    body["visit"]["visitor_id"] = uuid::Uuid::from_u128(person).to_string().into();
    row(1, kind::VISIT, visit.id, body)
}

fn on(number: u128, ended_ms: i64) -> PulledRow {
    seen(number, "on_site", "submitted", ended_ms)
}

#[test]
fn only_who_helped_the_household_that_day_makes_a_visit_that_counts() {
    let phone = two_homes();
    pulled(&phone, &[by(7, on(1, NOON)), on(2, NOON - 9 * DAY_MS)]);
    assert_eq!(last_visit(&phone), Some(NOON - 9 * DAY_MS));
    // He comes to help, from the day before his visit on: the row comes after the visit.
    let mut other = helps(1, 7, "2026-11-21", None);
    other["id"] = household_id(99).to_string().into();
    let joined = row(1, kind::ASSIGNMENT, "b", other.clone());
    pulled(&phone, &[joined]);
    assert_eq!(last_visit(&phone), Some(NOON));
    // From the day after it on: not yet a helper's.
    other["from"] = "2026-11-23".into();
    let later = row(1, kind::ASSIGNMENT, "b", other.clone());
    pulled(&phone, &[later]);
    assert_eq!(last_visit(&phone), Some(NOON - 9 * DAY_MS));
    // He helped, and no longer does: what he did counts.
    (other["from"], other["to"]) = ("2026-01-01".into(), "2026-11-22".into());
    pulled(&phone, &[row(1, kind::ASSIGNMENT, "b", other)]);
    assert_eq!(last_visit(&phone), Some(NOON));
    let counting = phone.store.read(|conn| {
        let found = standing::household(conn, household_id(1), TODAY)?;
        Ok(found.unwrap().standing)
    });
    assert_eq!(counting.unwrap().visits_ms, [NOON, NOON - 9 * DAY_MS]);
}

#[test]
fn where_nobody_helps_a_visit_of_the_village_s_team_counts() {
    let phone = two_homes();
    let gone = PulledRow {
        body: None,
        ..row(1, kind::ASSIGNMENT, household_id(0), json!(null))
    };
    let id = uuid::Uuid::from_u128(0x4001);
    pulled(
        &phone,
        &[
            PulledRow {
                id: id.to_string(),
                ..gone
            },
            by(7, on(1, NOON)),
        ],
    );
    assert_eq!(last_visit(&phone), None);
    let team = json!({ "id": household_id(50), "village_code": "520000000001", "village": "v",
        "town": "t", "captain_id": household_id(51),
        "members": [{ "id": uuid::Uuid::from_u128(7), "name": "n", "unit": "u" }] });
    pulled(
        &phone,
        &[row(1, kind::TEAM, household_id(50), team.clone())],
    );
    assert_eq!(last_visit(&phone), Some(NOON));
    let mut elsewhere = team;
    elsewhere["village_code"] = "520000000002".into();
    let moved = PulledRow {
        body: None,
        ..row(1, kind::TEAM, household_id(50), json!(null))
    };
    pulled(
        &phone,
        &[moved, row(1, kind::TEAM, household_id(50), elsewhere)],
    );
    assert_eq!(last_visit(&phone), None);
}

#[test]
fn any_visit_at_a_dwelling_is_seen_by_campaigns() {
    let phone = two_homes();
    let mut own = visit(9, 1);
    (own.ended_ms, own.household_id) = (NOON, household_id(1));
    own.answers = vec![method("on_site")];
    let seal = |tx: &rusqlite::Transaction<'_>| visits::save_sealed(tx, &own, change(9), &clock());
    phone.store.write(seal).unwrap();
    pulled(
        &phone,
        &[
            by(7, on(1, NOON - DAY_MS)),
            on(2, NOON - 2 * DAY_MS),
            seen(3, "phone", "submitted", NOON),
            seen(4, "on_site", "voided", NOON),
        ],
    );
    let found = phone
        .store
        .read(|conn| campaign::visited_since(conn, NOON - DAY_MS, None));
    let mut ends: Vec<_> = found.unwrap().into_iter().map(|one| one.ended_ms).collect();
    ends.sort_unstable();
    assert_eq!(ends, [NOON - DAY_MS, NOON]);
}

#[test]
fn campaigns_are_kept_until_they_are_taken_away() {
    let phone = ana();
    let of = |number: u128, starts: &str, ends: &str, cancelled: bool| {
        let id = uuid::Uuid::from_u128(0x5000 + number);
        let body = json!({ "id": id, "title": "回头看", "starts": starts, "ends": ends,
            "scope": {}, "profile": "full", "required_coverage": 100, "legal_basis": "县发〔2026〕1号",
            "cancelled": cancelled });
        row(1, kind::CAMPAIGN, id, body)
    };
    pulled(
        &phone,
        &[
            of(1, "2026-11-01", "2026-12-31", false),
            of(2, "2026-10-01", "2026-11-30", false),
            of(3, "2026-10-01", "2026-11-30", true),
            of(4, "2026-12-01", "2026-12-31", false),
            of(5, "2026-09-01", "2026-09-30", false),
        ],
    );
    let running = || {
        let found = phone
            .store
            .read(|conn| campaign::between(conn, TODAY, TODAY));
        let found = found.unwrap().into_iter();
        found
            .map(|one| one.id.as_uuid().as_u128() - 0x5000)
            .collect::<Vec<_>>()
    };
    assert_eq!(running(), [2, 1], "the one that ends first");
    let gone = PulledRow {
        body: None,
        ..of(2, "", "", false)
    };
    pulled(&phone, &[gone]);
    assert_eq!(running(), [1]);
}
