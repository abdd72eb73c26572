//! The problem ledger (DOMAIN §5.2) at the county's screens.

use reqwest::Method;
use serde_json::{Value, json};
use server::bootstrap;

use crate::console::{Browser, boss, browser, captain};
use crate::problems_phone::{WATER, accepted, approved, found, step, titled, visit};
use crate::support::{ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County, DING, TANG};

const DAY_MS: i64 = 86_400_000;

impl Browser<'_> {
    async fn moved(&self, problem: &str, form: Value) -> (u16, Value) {
        let path = format!("/problems/{problem}/move");
        self.ask(Method::POST, &path, Some(form)).await
    }

    async fn ledger(&self, group: &str) -> Value {
        self.search("problems", json!({ "group": group })).await
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn titles(list: &Value) -> Vec<&str> {
    let rows = list["problems"].as_array().unwrap().iter();
    rows.map(|row| row["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_county_follows_a_critical_problem_to_its_end() {
    let county = County::new().await;
    let (ana, mut cai) = approved(&county, 1, json!([found("a", "critical", WATER)])).await;
    let desk = boss(&county).await;
    let list = desk.ledger("unassigned").await;
    let at = list["problems"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["title"] == WATER)
        .unwrap();
    assert_eq!(
        (&at["severity"]["code"], &at["owner_name"], &at["overdue"]),
        (&json!("critical"), &Value::Null, &json!(false))
    );
    let id = text(&at["problem_id"]);
    let page = desk.get(&format!("/problems/{id}")).await;
    let owners: Vec<&str> = page["owners"]
        .as_array()
        .unwrap()
        .iter()
        .map(|owner| owner["role"].as_str().unwrap())
        .collect();
    assert_eq!(owners, ["helper", "captain", "member"]);

    let form = json!({ "step": "assign", "owner_id": ANA, "due": "2026-11-25" });
    let (status, page) = desk.moved(&id, form).await;
    assert_eq!(
        (status, &page["problem"]["state"]["code"]),
        (200, &json!("assigned"))
    );
    // The county does it for the unit, so another must judge it.
    let form = json!({ "step": "finish", "photo_waiver": "单位报来", "result": "接通了" });
    let (_, page) = desk.moved(&id, form).await;
    assert_eq!(page["round"], 1);
    let own = json!({ "step": "verify", "round": 1, "on_site": true });
    let (status, refused) = desk.moved(&id, own).await;
    assert_eq!((status, &refused["code"]), (400, &json!("own_work")));
    let verify = json!({ "step": "verify", "round": 1, "on_site": true });
    let change = step(&mut cai, 9, &id, verify);
    accepted(&county.push_one(&cai, &change).await);
    assert_eq!(titles(&desk.ledger("to_sign_off").await), [WATER]);
    let (status, refused) = desk
        .moved(&id, json!({ "step": "sign_off", "round": 0 }))
        .await;
    assert_eq!((status, &refused["code"]), (409, &json!("stale")));
    // Whoever reported it does not sign it off either: the county's other hand does.
    let (status, refused) = desk
        .moved(&id, json!({ "step": "sign_off", "round": 1 }))
        .await;
    assert_eq!((status, &refused["code"]), (400, &json!("own_work")));
    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(
        (&mine["verified"], &mine["due"]),
        (&json!(true), &json!("2026-11-25"))
    );
    let other = bootstrap::create_admin(&county.opened(), "deputy", "钱副主任")
        .await
        .unwrap();
    let other = browser(&county, &other).await;
    let (status, page) = other
        .moved(&id, json!({ "step": "sign_off", "round": 1 }))
        .await;
    assert_eq!(
        (status, &page["problem"]["state"]["code"]),
        (200, &json!("closed"))
    );
}

#[tokio::test]
async fn what_was_approved_before_there_was_a_ledger_is_taken_in_once() {
    let mut county = County::new().await;
    let (ana, _) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let whole = titled(&county, &ana, WATER).await;
    let db = county.opened();
    for table in ["problem", "problem_step", "problem_year"] {
        let sql = format!("delete from {table}");
        db.db()
            .write(move |tx| tx.execute(&sql, &[]).map(drop))
            .await
            .unwrap();
    }
    drop(db);
    for _ in 0..2 {
        county.restart().await;
        let again = titled(&county, &ana, WATER).await;
        assert_eq!(again["number"], whole["number"]);
    }
    assert_eq!(county.count("select count(*) as n from problem").await, 1);
}

#[tokio::test]
async fn a_later_day_keeps_the_first_and_overdue_is_a_matter_of_dates() {
    let county = County::new().await;
    let (ana, _) = approved(&county, 1, json!([found("a", "critical", WATER)])).await;
    let id = text(&titled(&county, &ana, WATER).await["id"]);
    county.pass_ms(8 * DAY_MS);
    let town = captain(&county, TANG, "tang").await;
    assert_eq!(titles(&town.ledger("overdue").await), [WATER]);
    let early = json!({ "step": "extend", "reason": "管线长", "due": "2026-11-28" });
    let (status, refused) = town.moved(&id, early).await;
    assert_eq!((status, &refused["field"]), (400, &json!("due")));
    let later = json!({ "step": "extend", "reason": "管线长", "due": "2026-12-10" });
    let (_, page) = town.moved(&id, later).await;
    let row = &page["problem"];
    assert_eq!(
        (&row["due"], &row["first_due"], &row["overdue"]),
        (&json!("2026-12-10"), &json!("2026-11-29"), &json!(false))
    );
    let counts = &town.ledger("all").await["counts"];
    assert_eq!(
        (&counts["overdue"], &counts["unassigned"]),
        (&json!(0), &counts["open"])
    );
}

#[tokio::test]
async fn many_are_assigned_at_once_and_each_refusal_is_told() {
    let county = County::new().await;
    let two = json!([found("a", "minor", WATER), found("b", "minor", "水压低")]);
    let (ana, _) = approved(&county, 1, two).await;
    let first = text(&titled(&county, &ana, WATER).await["id"]);
    let second = text(&titled(&county, &ana, "水压低").await["id"]);
    let desk = boss(&county).await;
    let cancel = json!({ "step": "cancel", "reason": "看错" });
    assert_eq!(desk.moved(&second, cancel).await.0, 200);
    let form = json!({ "problem_ids": [first, second, "nonsense"], "to_helpers": true,
        "form": { "step": "assign" } });
    let (_, moved) = desk.ask(Method::POST, "/problems/moves", Some(form)).await;
    assert_eq!(moved["moved"], 1);
    let refused: Vec<&str> = moved["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    assert_eq!(refused, ["not_from_here", "not_found"]);
    assert_eq!(titled(&county, &ana, WATER).await["owner_name"], "Ana");
}

#[tokio::test]
async fn two_that_are_one_are_merged_and_a_later_find_is_of_the_one_left() {
    let county = County::new().await;
    let two = json!([found("a", "minor", WATER), found("b", "minor", "水压低")]);
    let (mut ana, mut cai) = approved(&county, 1, two).await;
    let first = text(&titled(&county, &ana, WATER).await["id"]);
    let second = text(&titled(&county, &ana, "水压低").await["id"]);
    let merge = |other: &str| json!({ "step": "merge", "other_id": other });
    let change = step(&mut cai, 5, &second, merge(&second));
    let refused = crate::problems_phone::refusal(county.push_one(&cai, &change).await);
    assert_eq!(
        refused,
        ("unknown_problem".into(), Some("edit.other_id".into()))
    );
    let change = step(&mut cai, 6, &second, merge(&first));
    accepted(&county.push_one(&cai, &change).await);
    visit(&county, &mut ana, 7, json!([found("b", "minor", "水压低")])).await;
    crate::problems_phone::approve(&county, &mut cai, 7).await;
    let desk = boss(&county).await;
    let page = desk.get(&format!("/problems/{first}")).await;
    assert_eq!(page["problem"]["seen"], 2);
    let merged = desk.get(&format!("/problems/{second}")).await;
    assert_eq!(merged["merged_into"]["problem_id"], json!(first));
}

#[tokio::test]
async fn a_complaint_is_put_down_at_a_screen_within_ones_own_area() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let form = |title: &str| {
        json!({ "household_id": BOS_HOUSE, "source": "hotline_12317", "category": "road",
            "severity": "major", "title": title, "role": "town_road" })
    };
    let raise = |title: &'static str| desk.ask(Method::POST, "/problems", Some(form(title)));
    let (status, refused) = raise(" ").await;
    assert_eq!(
        (status, &refused["code"], &refused["field"]),
        (400, &json!("empty"), &json!("title"))
    );
    let (_, page) = raise("路断了").await;
    assert_eq!(
        (&page["problem"]["state"]["code"], &page["problem"]["due"]),
        (&json!("registered"), &json!("2026-12-07"))
    );
    let bo = county.phone(BO).await;
    assert_eq!(titled(&county, &bo, "路断了").await["role"], "town_road");
    // The captain of another town finds nothing of it.
    let other = captain(&county, DING, "ding").await;
    let id = text(&page["problem"]["problem_id"]);
    let (status, _) = other
        .ask(Method::GET, &format!("/problems/{id}"), None)
        .await;
    assert_eq!(status, 404);
    assert_eq!(titles(&other.ledger("all").await), [""; 0]);
    let (status, _) = other.ask(Method::POST, "/problems", Some(form("x"))).await;
    assert_eq!(status, 404);
    let (status, _) = other.moved(&id, json!({ "step": "register" })).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn a_towns_units_are_named_by_the_county_and_stand_on_its_problems() {
    let county = County::new().await;
    let (ana, _) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let desk = boss(&county).await;
    let form = |town: &str| json!({ "town": town, "role": "village", "name": "山村村委会" });
    let set = |town: &'static str| desk.ask(Method::POST, "/units", Some(form(town)));
    assert_eq!(set("990101999").await.0, 404);
    let (status, list) = set("990101101").await;
    assert_eq!(status, 200);
    let units = list["units"].as_array().unwrap();
    let village = units.iter().find(|unit| unit["role"]["code"] == "village");
    assert_eq!(village.unwrap()["name"], "山村村委会");
    let id = text(&titled(&county, &ana, WATER).await["id"]);
    let page = desk.get(&format!("/problems/{id}")).await;
    assert_eq!(page["problem"]["unit"], "山村村委会");
    let town = captain(&county, CAI, "cai").await;
    let (status, _) = town
        .ask(Method::POST, "/units", Some(form("990101101")))
        .await;
    assert_eq!(status, 403);
    let of_house = json!({ "household_id": ANAS_HOUSE });
    let list = desk.search("problems", of_house).await;
    assert!(titles(&list).contains(&WATER));
}
