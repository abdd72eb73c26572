//! The problem ledger where things come late, change hands or begin again (DOMAIN §5.2).

use protocol::push::Outcome;
use reqwest::Method;
use serde_json::{Value, json};
use server::bootstrap;

use crate::console::{Browser, boss, captain};
use crate::problems_phone::{
    WATER, accepted, approve, approved, found, problems, raised, refusal, step, titled, visit,
};
use crate::support::{
    ANA, ANAS_HOUSE, BO, CAI, County, DING, NOW, TANG, household, photo, visit_edit, visit_id,
};

const DAY_MS: i64 = 86_400_000;

async fn moved(desk: &Browser<'_>, problem: &str, form: Value) -> (u16, Value) {
    let path = format!("/problems/{problem}/move");
    desk.ask(Method::POST, &path, Some(form)).await
}

async fn id_of(county: &County, phone: &crate::support::Phone, title: &str) -> String {
    let mine = titled(county, phone, title).await;
    mine["id"].as_str().unwrap().to_owned()
}

fn quarantined(outcome: Outcome, why: &str) {
    match outcome {
        Outcome::Quarantined { code, .. } => assert_eq!(code, why),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn work_done_in_time_far_from_any_signal_was_done_in_time() {
    let county = County::new().await;
    let (mut ana, _) = approved(&county, 1, json!([found("a", "critical", WATER)])).await;
    let id = id_of(&county, &ana, WATER).await;
    county.pass_ms(3 * DAY_MS);
    let fixed = json!({ "step": "fix_at_once", "photo_waiver": "x", "moved_ms": NOW + DAY_MS });
    let mut change = step(&mut ana, 2, &id, fixed);
    change["made_at"]["wall_ms"] = json!(NOW + DAY_MS);
    // It comes when the day it was due is long over.
    county.pass_ms(20 * DAY_MS);
    ana.refresh(&county, "0123456789abcdef").await;
    accepted(&county.push_one(&ana, &change).await);
    let done = "select count(*) as n from problem where done_date = '2026-11-23'
        and done_date <= first_due";
    assert_eq!(county.count(done).await, 1);

    // A clock that runs ahead makes nothing later than its arrival.
    let back = json!({ "step": "send_back", "round": 1, "reason": "还漏" });
    let mut cai = county.phone(CAI).await;
    let change = step(&mut cai, 3, &id, back);
    accepted(&county.push_one(&cai, &change).await);
    let desk = boss(&county).await;
    let form = json!({ "step": "assign", "owner_id": ANA });
    assert_eq!(moved(&desk, &id, form).await.0, 200);
    let ahead = json!({ "step": "finish", "photo_waiver": "x", "moved_ms": NOW + 900 * DAY_MS });
    let mut change = step(&mut ana, 4, &id, ahead);
    change["made_at"]["wall_ms"] = json!(NOW + 900 * DAY_MS);
    accepted(&county.push_one(&ana, &change).await);
    let arrived = "select count(*) as n from problem where done_date = '2026-12-15'";
    assert_eq!(county.count(arrived).await, 1);
}

#[tokio::test]
async fn a_problem_goes_with_its_household_to_another_village() {
    let county = County::new().await;
    let (ana, cai) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let elsewhere = household(ANAS_HOUSE, "1001", "990101102200").to_string();
    let reply = bootstrap::import_roster(&county.opened(), elsewhere)
        .await
        .unwrap();
    assert_eq!(reply.refused, []);
    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(mine["area_code"], "990101102200");
    let ding = county.phone(DING).await;
    assert_eq!(titled(&county, &ding, WATER).await["id"], mine["id"]);
    for phone in [cai, county.phone(TANG).await] {
        assert_eq!(problems(&county, &phone).await, [] as [Value; 0]);
    }
    let town = captain(&county, DING, "ding").await;
    let list = town.search("problems", json!({})).await;
    assert_eq!(list["counts"]["all"], 1);
}

#[tokio::test]
async fn many_assigned_at_once_take_nothing_from_whoever_answers_already() {
    let county = County::new().await;
    let two = json!([found("a", "minor", WATER), found("b", "minor", "水压低")]);
    let (ana, _) = approved(&county, 1, two).await;
    let (first, second) = (
        id_of(&county, &ana, WATER).await,
        id_of(&county, &ana, "水压低").await,
    );
    let desk = boss(&county).await;
    let form = json!({ "step": "assign", "owner_id": BO });
    assert_eq!(moved(&desk, &first, form).await.0, 200);
    let many = |also: bool| {
        json!({ "problem_ids": [first, second], "to_helpers": true, "also_answered": also,
            "form": { "step": "assign" } })
    };
    let (_, told) = desk
        .ask(Method::POST, "/problems/moves", Some(many(false)))
        .await;
    assert_eq!(
        (&told["moved"], &told["answered"]),
        (&json!(1), &json!([first]))
    );
    assert_eq!(titled(&county, &ana, WATER).await["owner_name"], "Bo");
    assert_eq!(titled(&county, &ana, "水压低").await["owner_name"], "Ana");
    let (_, told) = desk
        .ask(Method::POST, "/problems/moves", Some(many(true)))
        .await;
    assert_eq!((&told["moved"], &told["answered"]), (&json!(2), &json!([])));
    assert_eq!(titled(&county, &ana, WATER).await["owner_name"], "Ana");
}

#[tokio::test]
async fn opened_again_it_counts_anew_and_kept_up_for_good_it_has_no_day() {
    let county = County::new().await;
    let (mut ana, mut cai) = approved(&county, 1, json!([found("a", "critical", WATER)])).await;
    let id = id_of(&county, &ana, WATER).await;
    let cancel = json!({ "step": "cancel", "reason": "看错" });
    let change = step(&mut cai, 2, &id, cancel);
    accepted(&county.push_one(&cai, &change).await);
    county.pass_ms(30 * DAY_MS);
    ana.refresh(&county, "0123456789abcdef").await;
    let again = json!({ "step": "reopen", "reason": "又浑了" });
    let change = step(&mut ana, 3, &id, again);
    accepted(&county.push_one(&ana, &change).await);
    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(
        (&mine["due"], &mine["first_due"], &mine["number"]),
        (
            &json!("2026-12-29"),
            &json!("2026-12-29"),
            &json!("990101-2026-00001")
        )
    );
    let said = &mine["steps"].as_array().unwrap().last().unwrap()["said"];
    assert_eq!(
        (&said["due"], &said["reason"]),
        (&json!("2026-12-29"), &json!("又浑了"))
    );
    let kept = "select count(*) as n from problem_term where first_due = '2026-11-29'
        and state = 'cancelled' and closed_ms is not null";
    assert_eq!(county.count(kept).await, 1);
    let town = captain(&county, TANG, "tang").await;
    let counts = &town.search("problems", json!({})).await["counts"];
    assert_eq!(
        (&counts["overdue"], &counts["open"]),
        (&json!(0), &json!(1))
    );

    let (status, page) = moved(
        &town,
        &id,
        json!({ "step": "keep_long_term", "reason": "季节性" }),
    )
    .await;
    assert_eq!((status, &page["problem"]["due"]), (200, &Value::Null));
    county.pass_ms(300 * DAY_MS);
    let town = captain(&county, TANG, "tang").await;
    let counts = &town.search("problems", json!({})).await["counts"];
    assert_eq!(
        (&counts["overdue"], &counts["open"]),
        (&json!(0), &json!(1))
    );
}

#[tokio::test]
async fn whoever_answers_for_it_does_not_verify_what_the_county_reported_for_him() {
    let county = County::new().await;
    let (ana, mut cai) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let id = id_of(&county, &ana, WATER).await;
    let desk = boss(&county).await;
    for form in [
        json!({ "step": "assign", "owner_id": CAI }),
        json!({ "step": "finish", "photo_waiver": "单位报来" }),
    ] {
        assert_eq!(moved(&desk, &id, form).await.0, 200);
    }
    let change = step(&mut cai, 2, &id, json!({ "step": "verify", "round": 1 }));
    assert_eq!(refusal(county.push_one(&cai, &change).await).0, "own_work");
    let mut tang = county.phone(TANG).await;
    let change = step(&mut tang, 3, &id, json!({ "step": "verify", "round": 1 }));
    accepted(&county.push_one(&tang, &change).await);
}

#[tokio::test]
async fn a_towns_captain_reports_about_households_of_his_town_and_no_other() {
    let county = County::new().await;
    let mut tang = county.phone(TANG).await;
    let change = raised(&mut tang, 1, json!({}));
    accepted(&county.push_one(&tang, &change).await);
    let ana = county.phone(ANA).await;
    assert_eq!(titled(&county, &ana, "门口路断了").await["state"], "found");
    let mut ding = county.phone(DING).await;
    let change = raised(&mut ding, 2, json!({}));
    quarantined(county.push_one(&ding, &change).await, "no_assignment");
}

#[tokio::test]
async fn a_problem_has_the_same_id_again_after_the_county_was_set_back() {
    let water = json!([found("a", "minor", WATER)]);
    let county = County::new().await;
    let (ana, _) = approved(&county, 1, water.clone()).await;
    let id = id_of(&county, &ana, WATER).await;

    // Another life of the county, in which other visits come first; a step comes before them all.
    let county = County::new().await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let fixed = json!({ "step": "fix_at_once", "photo_waiver": "x" });
    let change = step(&mut ana, 9, &id, fixed);
    quarantined(county.push_one(&ana, &change).await, "unknown_problem");
    visit(&county, &mut ana, 7, water).await;
    approve(&county, &mut cai, 7).await;
    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(
        (&mine["id"], &mine["state"]),
        (&json!(id), &json!("to_verify"))
    );
}

#[tokio::test]
async fn a_step_that_came_before_its_report_is_taken_up_with_it() {
    let county = County::new().await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let report = raised(&mut ana, 1, json!({}));
    let id = report["edit"]["id"].as_str().unwrap().to_owned();
    let change = step(&mut cai, 2, &id, json!({ "step": "register" }));
    quarantined(county.push_one(&cai, &change).await, "unknown_problem");
    accepted(&county.push_one(&ana, &report).await);
    let mine = titled(&county, &cai, "门口路断了").await;
    assert_eq!(mine["state"], "registered");
    // The captain's phone hears of it.
    let page = county.pull(&cai, 0).await;
    assert!(page.rows.iter().any(|row| row.kind == "change"));
}

#[tokio::test]
async fn a_report_with_a_photo_of_a_visit_on_its_way_waits_for_it() {
    let county = County::new().await;
    let (mut ana, _) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let id = id_of(&county, &ana, WATER).await;
    let shown = photo(&"a".repeat(64), 9);
    let evidence = json!([{ "visit_id": visit_id(2), "photo_id": shown["id"] }]);
    let fixed = json!({ "step": "fix_at_once", "photos": evidence });
    let change = step(&mut ana, 3, &id, fixed);
    quarantined(county.push_one(&ana, &change).await, "unknown_visit");
    let mut change = ana.visit(4, &visit_id(2), ANAS_HOUSE, 1);
    change["edit"]["photos"] = json!([shown]);
    accepted(&county.push_one(&ana, &change).await);
    assert_eq!(titled(&county, &ana, WATER).await["state"], "to_verify");
}

#[tokio::test]
async fn a_units_new_name_reaches_phones() {
    let county = County::new().await;
    let (ana, _) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let id = id_of(&county, &ana, WATER).await;
    let desk = boss(&county).await;
    let form = json!({ "step": "assign", "owner_id": ANA });
    assert_eq!(moved(&desk, &id, form).await.0, 200);
    for name in ["山村村委会", "山村居委会"] {
        let after = county.pull(&ana, 0).await.cursor;
        let form = json!({ "town": "990101101", "role": "village", "name": name });
        let (status, _) = desk.ask(Method::POST, "/units", Some(form)).await;
        assert_eq!(status, 200);
        let page = county.pull(&ana, after).await;
        let row = page.rows.iter().find(|row| row.kind == "problem").unwrap();
        let body: Value = serde_json::from_str(row.body.as_ref().unwrap().get()).unwrap();
        assert_eq!(body["unit"], name);
    }
}

#[tokio::test]
async fn photos_of_years_ago_can_still_be_reached() {
    let county = County::new().await;
    let (mut ana, _) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let id = id_of(&county, &ana, WATER).await;
    let photos: Vec<Value> = (1..=70)
        .map(|number| {
            let mut one = photo(&"a".repeat(64), 9);
            one["id"] = json!(format!("00000000-0000-7000-8000-0000000f{number:04}"));
            one
        })
        .collect();
    let mut edit = visit_edit(&visit_id(2), ANA, ANAS_HOUSE, 1);
    edit["photos"] = json!(photos);
    let change = ana.change(5, ("visit", &visit_id(2)), edit);
    accepted(&county.push_one(&ana, &change).await);
    let oldest = json!([{ "visit_id": visit_id(2), "photo_id": photos[69]["id"] }]);
    let fixed = json!({ "step": "fix_at_once", "photos": oldest });
    let change = step(&mut ana, 6, &id, fixed);
    accepted(&county.push_one(&ana, &change).await);
    let desk = boss(&county).await;
    let page = desk.get(&format!("/problems/{id}")).await;
    let named = &page["steps"].as_array().unwrap().last().unwrap()["photos"];
    assert_eq!(
        named[0]["photo_id"], photos[69]["id"],
        "named, though not on the first page"
    );
    let next = page["photos_next"].as_str().unwrap();
    let rest = desk
        .get(&format!("/problems/{id}/photos?after={next}"))
        .await;
    let first = page["photos"].as_array().unwrap().len();
    assert_eq!(first + rest["photos"].as_array().unwrap().len(), 70);
    assert_eq!(rest["next"], Value::Null);
}
