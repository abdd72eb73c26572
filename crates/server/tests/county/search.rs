//! The console's lists: what is looked for is found, and no more; no name is in an address.

use reqwest::Method;
use serde_json::json;
use server::bootstrap;

use crate::console::{boss, captain};
use crate::facts;
use crate::reports::sql;
use crate::support::{ANA, ANAS_HOUSE, CAI, County, DING, household, visit_id};

#[tokio::test]
async fn a_name_is_looked_for_in_a_form_and_an_address_with_one_finds_nothing() {
    let county = County::new().await;
    let boss = boss(&county).await;
    for (list, text) in [
        ("households", "张三"),
        ("people", "Ana"),
        ("devices", "Ana"),
    ] {
        let (status, _) = boss
            .ask(Method::GET, &format!("/{list}?text={text}"), None)
            .await;
        assert!(matches!(status, 404 | 405), "{list} {status}");
    }
    let homes = boss.search("households", json!({ "text": "1002" })).await;
    assert_eq!(homes["total"], 1);
    let none = boss.search("households", json!({ "text": "李" })).await;
    assert_eq!(none["households"], json!([]));
    let people = boss.search("people", json!({ "text": "an" })).await;
    let names: Vec<_> = people["people"].as_array().unwrap().iter().collect();
    assert!(names.iter().any(|person| person["person_id"] == ANA));
    county.phone(ANA).await;
    let found = boss.search("devices", json!({ "text": "Ana" })).await;
    assert_eq!(found["devices"].as_array().unwrap().len(), 1);
    let found = boss.search("devices", json!({ "text": "Cai" })).await;
    assert_eq!(found["devices"], json!([]));
}

#[tokio::test]
async fn the_figure_of_what_waits_for_captains_opens_a_list_of_all_of_it() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let mut ana = county.phone(ANA).await;
    for number in [1, 2] {
        let visit = ana.visit(number, &visit_id(number), ANAS_HOUSE, 1);
        county.push_one(&ana, &visit).await;
    }
    county
        .opened()
        .db()
        .write(|tx| {
            tx.execute(
                "update visit set state = 'returned_to_captain' where visit_id = $1",
                &[visit_id(2).into()],
            )
        })
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
    assert_eq!(boss.get("/overview").await["waiting_captain"], 2);
    let list = boss.get("/visits?state=waiting_captain").await;
    assert_eq!(list["visits"].as_array().unwrap().len(), 2);
    let list = boss.get("/visits?state=submitted").await;
    assert_eq!(list["visits"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_household_of_which_two_people_say_differently_is_on_the_first_page() {
    let county = County::new().await;
    let boss = boss(&county).await;
    assert_eq!(boss.get("/overview").await["contested"], 0);
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    for (id, phone, mine) in [(1, &mut ana, "二组"), (2, &mut cai, "三组")] {
        let group = facts::field("group", "一组", mine);
        let change = facts::facts(phone, id, ("household", ANAS_HOUSE), group);
        county.push_one(phone, &change).await;
    }
    assert_eq!(boss.get("/overview").await["contested"], 1);
    let list = boss
        .search("households", json!({ "filter": "contested" }))
        .await;
    assert_eq!(list["households"][0]["household_id"], ANAS_HOUSE);
    // Another town is told nothing of it.
    let ding = captain(&county, DING, "ding").await;
    assert_eq!(ding.get("/overview").await["contested"], 0);
}

#[tokio::test]
async fn every_page_of_a_search_by_name_or_without_one_shows_each_household_once() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let lines: Vec<String> = (0..120)
        .map(|at| {
            let id = format!("01900000-0000-7000-8000-0000000f{at:04}");
            let mut line = household(&id, &format!("70{:04}", at * 7919 % 1000), "990101101200");
            line["head_name"] = json!(format!("诸葛{at}"));
            line.to_string()
        })
        .collect();
    let stored = bootstrap::import_roster(&county.opened(), lines.join("\n")).await;
    assert_eq!(stored.unwrap().stored, 120);
    for (text, all) in [(Some("诸葛"), 120), (Some("诸葛11"), 11), (None, 123)] {
        let (mut seen, mut after, mut total) = (Vec::new(), None::<String>, None);
        loop {
            let page = boss
                .search("households", json!({ "text": text, "after": after }))
                .await;
            total = total.or_else(|| page["total"].as_u64());
            for home in page["households"].as_array().unwrap() {
                seen.push(home["number"].as_str().unwrap().to_owned());
            }
            after = page["next"].as_str().map(str::to_owned);
            if after.is_none() {
                break;
            }
        }
        assert_eq!((seen.len(), total), (all, Some(all as u64)), "{text:?}");
        assert!(seen.is_sorted(), "{text:?}");
        seen.dedup();
        assert_eq!(seen.len(), all, "{text:?}");
    }
}

#[tokio::test]
async fn the_next_page_goes_on_where_the_last_household_stood_though_it_was_visited_meanwhile() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let mut lines = Vec::new();
    for number in 0..60 {
        let id = format!("00000000-0000-7000-8000-0000000099{number:02}");
        let mut line = household(&id, &format!("70{number:02}"), "990101101200");
        line["head_name"] = json!("欧阳四");
        lines.push(line.to_string());
    }
    let reply = bootstrap::import_roster(&county.opened(), lines.join("\n")).await;
    assert_eq!(reply.unwrap().refused, []);
    let mut asked = json!({ "text": "欧阳", "filter": "due" });
    let first = boss.search("households", asked.clone()).await;
    let shown = first["households"].as_array().unwrap();
    assert_eq!((&first["total"], shown.len()), (&json!(60), 50));
    let visited = "update household set last_counting_period = '2026-H2'
        where household_id = '00000000-0000-7000-8000-000000009949'";
    sql(&county, visited).await;
    asked["after"] = first["next"].clone();
    assert_eq!(asked["after"], shown[49]["household_id"]);
    let second = boss.search("households", asked).await;
    let numbers = second["households"].as_array().unwrap().iter();
    let numbers: Vec<_> = numbers
        .map(|home| home["number"].as_str().unwrap())
        .collect();
    assert_eq!((numbers.len(), numbers[0]), (10, "7050"));
}
