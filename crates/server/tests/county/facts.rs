//! Facts of households and members that several people correct (DESIGN law 10).

use protocol::pull::PullReply;
use protocol::push::Outcome;
use serde_json::{Value, json};
use server::bootstrap;

use crate::support::{ANA, ANAS_HOUSE, BO, CAI, County, MEMBER, NOW, Phone, change_id, member};

fn clock() -> Value {
    json!({ "wall_ms": NOW - 60_000, "monotonic_ms": 5, "boot_id": "b" })
}

pub fn facts(phone: &mut Phone, id: u32, record: (&str, &str), fields: Value) -> Value {
    let kind = format!("save_{}_v1", record.0);
    let edit = json!({ "kind": kind, "id": record.1, "base_version": 1, "fields": fields,
        "clock": clock() });
    phone.change(id, record, edit)
}

pub fn field(name: &str, base: impl Into<Value>, mine: impl Into<Value>) -> Value {
    json!([{ "field": name, "base": base.into(), "mine": mine.into() }])
}

fn resolve(phone: &mut Phone, id: u32, name: &str, seen: Value, choice: Value) -> Value {
    let edit = json!({ "kind": "resolve_fact_v1", "record": house(), "field": name, "seen": seen,
        "choice": choice, "clock": clock() });
    phone.change(id, ("household", ANAS_HOUSE), edit)
}

fn house() -> Value {
    json!({ "kind": "household", "id": ANAS_HOUSE })
}

fn body(page: &PullReply, id: &str) -> Value {
    let row = page.rows.iter().find(|row| row.id == id).unwrap();
    serde_json::from_str(row.body.as_ref().unwrap().get()).unwrap()
}

pub async fn row(county: &County, phone: &Phone, id: &str) -> Value {
    body(&county.pull(phone, 0).await, id)
}

pub fn contested(outcome: &Outcome) -> &[String] {
    match outcome {
        Outcome::Merged { contested, .. } => contested,
        Outcome::Accepted { .. } => &[],
        other => panic!("{other:?}"),
    }
}

/// Ana and Cai correct the phone number of the same household, each without the other.
async fn two_numbers(county: &County) -> (Phone, Phone) {
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let hers = facts(
        &mut ana,
        1,
        ("household", ANAS_HOUSE),
        field("phone", "13800001234", "13900000001"),
    );
    let his = facts(
        &mut cai,
        2,
        ("household", ANAS_HOUSE),
        field("phone", "13800001234", "13900000002"),
    );
    assert!(contested(&county.push_one(&ana, &hers).await).is_empty());
    assert_eq!(contested(&county.push_one(&cai, &his).await), ["phone"]);
    (ana, cai)
}

#[tokio::test]
async fn corrections_of_different_fields_both_stand() {
    let county = County::new().await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    assert_eq!(row(&county, &ana, ANAS_HOUSE).await["version"], 1);
    let address = field("address", Value::Null, "村东头");
    let hers = facts(&mut ana, 1, ("household", ANAS_HOUSE), address);
    let group = field("group", "一组", "二组");
    let his = facts(&mut cai, 2, ("household", ANAS_HOUSE), group);
    for (phone, change) in [(&ana, &hers), (&cai, &his)] {
        assert!(contested(&county.push_one(phone, change).await).is_empty());
    }
    for phone in [&ana, &cai] {
        let row = row(&county, phone, ANAS_HOUSE).await;
        assert_eq!(
            (&row["address"], &row["group"]),
            (&json!("村东头"), &json!("二组"))
        );
        assert_eq!(row["version"], 3);
        assert!(row.get("contested").is_none());
    }
}

#[tokio::test]
async fn two_values_of_one_fact_are_both_kept_and_shown_to_both() {
    let county = County::new().await;
    let (ana, cai) = two_numbers(&county).await;
    for phone in [&ana, &cai] {
        let row = row(&county, phone, ANAS_HOUSE).await;
        assert_eq!(row["phone"], "13900000001");
        let contest = &row["contested"][0];
        assert_eq!(contest["field"], "phone");
        assert_eq!(contest["kept"], "13900000001");
        assert_eq!(contest["other"], "13900000002");
        assert_eq!(contest["by_name"], "Cai");
        assert_eq!(contest["kept_by_name"], "Ana");
        assert_eq!(contest["contest_id"], change_id(2));
        // His clock says a minute earlier, when his phone was not enrolled yet.
        assert_eq!(contest["at_ms"], NOW);
    }
}

#[tokio::test]
async fn a_retry_merges_once_and_hears_the_same() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let mut cai = county.phone(CAI).await;
    let record = ("household", ANAS_HOUSE);
    let hers = facts(&mut ana, 1, record, field("group", "一组", "二组"));
    let his = facts(&mut cai, 2, record, field("group", "一组", "三组"));
    county.push_one(&ana, &hers).await;
    let first = county.push_one(&cai, &his).await;
    assert_eq!(contested(&first), ["group"]);
    assert_eq!(county.push_one(&cai, &his).await, first);
    let row = row(&county, &cai, ANAS_HOUSE).await;
    assert_eq!(row["contested"].as_array().unwrap().len(), 1);
    assert_eq!(row["version"], 3);
}

#[tokio::test]
async fn what_a_person_says_anew_takes_the_place_of_what_he_said() {
    let county = County::new().await;
    let (_ana, mut cai) = two_numbers(&county).await;
    let again = facts(
        &mut cai,
        3,
        ("household", ANAS_HOUSE),
        field("phone", "13900000002", "13900000003"),
    );
    assert_eq!(contested(&county.push_one(&cai, &again).await), ["phone"]);
    let row_now = row(&county, &cai, ANAS_HOUSE).await;
    let contests = row_now["contested"].as_array().unwrap();
    assert_eq!(contests.len(), 1);
    assert_eq!(contests[0]["other"], "13900000003");

    // He comes round to what stands: nothing is contested any more, and nothing is forgotten.
    let agree = facts(
        &mut cai,
        4,
        ("household", ANAS_HOUSE),
        field("phone", "13900000003", "13900000001"),
    );
    assert!(contested(&county.push_one(&cai, &agree).await).is_empty());
    let row_now = row(&county, &cai, ANAS_HOUSE).await;
    assert!(row_now.get("contested").is_none());
    assert_eq!(county.count("select count(*) as n from contest").await, 2);
}

#[tokio::test]
async fn a_decision_travels_back_to_everybody() {
    let county = County::new().await;
    let (mut ana, cai) = two_numbers(&county).await;
    let cursor = county.pull(&cai, 0).await.cursor;
    let seen = json!({ "kept": "13900000001", "others": [change_id(2)] });
    let choice = json!({ "pick": "other", "contest_id": change_id(2) });
    let decided = resolve(&mut ana, 5, "phone", seen.clone(), choice.clone());
    assert!(matches!(
        county.push_one(&ana, &decided).await,
        Outcome::Accepted { .. }
    ));
    let page = county.pull(&cai, cursor).await;
    let row_now = body(&page, ANAS_HOUSE);
    assert_eq!(row_now["phone"], "13900000002");
    assert!(row_now.get("contested").is_none());

    // The same choice by somebody else, made before he heard: nothing is left to do.
    let mut cai = cai;
    let same = resolve(&mut cai, 6, "phone", seen.clone(), choice);
    assert!(matches!(
        county.push_one(&cai, &same).await,
        Outcome::Accepted { .. }
    ));
    // The other choice is refused, with where the record stands.
    let other = resolve(&mut cai, 7, "phone", seen, json!({ "pick": "kept" }));
    match county.push_one(&cai, &other).await {
        Outcome::Rejected(rejection) => {
            assert_eq!(rejection.code, "stale");
            assert_eq!(rejection.current.unwrap().state, "contested");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(row(&county, &cai, ANAS_HOUSE).await["phone"], "13900000002");
}

#[tokio::test]
async fn a_decision_that_did_not_see_every_value_is_refused() {
    let county = County::new().await;
    let (mut ana, _cai) = two_numbers(&county).await;
    for (id, seen) in [
        (
            5,
            json!({ "kept": "13800001234", "others": [change_id(2)] }),
        ),
        (6, json!({ "kept": "13900000001", "others": [] })),
        (
            7,
            json!({ "kept": "13900000001", "others": [change_id(2), change_id(3)] }),
        ),
    ] {
        let decided = resolve(&mut ana, id, "phone", seen, json!({ "pick": "kept" }));
        assert!(
            matches!(county.push_one(&ana, &decided).await,
                Outcome::Rejected(rejection) if rejection.code == "stale"),
            "{id}"
        );
    }
    let unknown = json!({ "pick": "other", "contest_id": change_id(9) });
    let seen = json!({ "kept": "13900000001", "others": [change_id(2)] });
    let decided = resolve(&mut ana, 8, "phone", seen, unknown);
    assert!(matches!(
        county.push_one(&ana, &decided).await,
        Outcome::Rejected(rejection) if rejection.code == "stale"
    ));
    assert_eq!(row(&county, &ana, ANAS_HOUSE).await["phone"], "13900000001");
}

#[tokio::test]
async fn nobody_corrects_a_household_that_is_not_his() {
    let county = County::new().await;
    let mut bo = county.phone(BO).await;
    let edits = [
        facts(
            &mut bo,
            1,
            ("household", ANAS_HOUSE),
            field("group", "一组", "二组"),
        ),
        facts(&mut bo, 2, ("member", MEMBER), field("work_months", 0, 3)),
        resolve(
            &mut bo,
            3,
            "group",
            json!({ "kept": "一组", "others": [] }),
            json!({ "pick": "kept" }),
        ),
    ];
    for change in &edits {
        assert!(matches!(
            county.push_one(&bo, change).await,
            Outcome::Quarantined { code, .. } if code == "no_assignment"
        ));
    }
    let gone = "00000000-0000-7000-8000-000000000999";
    let unknown = facts(
        &mut bo,
        4,
        ("household", gone),
        field("group", "一组", "二组"),
    );
    assert!(matches!(
        county.push_one(&bo, &unknown).await,
        Outcome::Quarantined { code, .. } if code == "unknown_household"
    ));
}

#[tokio::test]
async fn what_may_not_be_edited_or_is_malformed_is_refused_with_its_place() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let wrong = [
        (
            field("monitor_category", Value::Null, "tuopin"),
            "unknown_field",
            "edit.fields[0].field",
        ),
        (
            field("head_name", "张三", "李四"),
            "unknown_field",
            "edit.fields[0].field",
        ),
        (
            field("phone", "13800001234", "12"),
            "not_a_phone",
            "edit.fields[0].mine",
        ),
        (
            field("phone", 3, "13800001235"),
            "malformed",
            "edit.fields[0].base",
        ),
        (
            field("annual_family_size", 3, 0),
            "out_of_range",
            "edit.fields[0].mine",
        ),
        (
            field("annual_family_size", 3, Value::Null),
            "empty",
            "edit.fields[0].mine",
        ),
        (
            field("address", Value::Null, "a\u{0}b"),
            "malformed",
            "edit.fields[0].mine",
        ),
        (
            field(
                "place",
                Value::Null,
                json!({ "lat_e7": 910_000_000, "lon_e7": 1 }),
            ),
            "out_of_range",
            "edit.fields[0].mine",
        ),
        (json!([]), "empty", "edit.fields"),
    ];
    for (id, (fields, code, place)) in (10..).zip(wrong) {
        let change = facts(&mut ana, id, ("household", ANAS_HOUSE), fields);
        match county.push_one(&ana, &change).await {
            Outcome::Rejected(rejection) => {
                assert_eq!(
                    (rejection.code.as_str(), rejection.field.as_deref()),
                    (code, Some(place))
                );
            }
            other => panic!("{code}: {other:?}"),
        }
    }
    assert_eq!(row(&county, &ana, ANAS_HOUSE).await["version"], 1);
}

#[tokio::test]
async fn a_member_is_corrected_like_the_household_and_only_while_there() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let health = json!(["chronic", "disabled"]);
    let fields = json!([
        { "field": "health", "base": null, "mine": ["disabled", "chronic"] },
        { "field": "work_place", "base": null, "mine": "04" },
        { "field": "work_months", "base": 0, "mine": 6 },
    ]);
    let change = facts(&mut ana, 1, ("member", MEMBER), fields);
    assert!(contested(&county.push_one(&ana, &change).await).is_empty());
    let stands = row(&county, &ana, MEMBER).await;
    assert_eq!(
        (&stands["health"], &stands["work_months"]),
        (&health, &json!(6))
    );
    assert_eq!(stands["version"], 2);

    let mut gone = member("11010519491231002X");
    gone["active"] = json!(false);
    bootstrap::import_roster(&county.opened(), gone.to_string())
        .await
        .unwrap();
    assert_eq!(row(&county, &ana, MEMBER).await["work_months"], 6);
    let late = facts(&mut ana, 2, ("member", MEMBER), field("work_months", 6, 7));
    assert!(matches!(
        county.push_one(&ana, &late).await,
        Outcome::Quarantined { code, .. } if code == "unknown_member"
    ));
}

#[tokio::test]
async fn the_audit_log_says_whose_facts_moved_and_never_how() {
    let county = County::new().await;
    let (mut ana, _cai) = two_numbers(&county).await;
    let seen = json!({ "kept": "13900000001", "others": [change_id(2)] });
    let decided = resolve(&mut ana, 5, "phone", seen, json!({ "pick": "kept" }));
    county.push_one(&ana, &decided).await;
    let lines = county
        .count(
            "select count(*) as n from audit where action in ('facts_received', 'fact_resolved')",
        )
        .await;
    assert_eq!(lines, 3);
    let leaks = county
        .count("select count(*) as n from audit where subject like '%1390000%'")
        .await;
    assert_eq!(leaks, 0);
    assert_eq!(
        county
            .count("select count(*) as n from household where contested > 0")
            .await,
        0
    );
}
