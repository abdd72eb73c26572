//! The overview: each figure is as long as the list it leads to, and what depends on the day does
//! so by itself.

use reqwest::Method;
use serde_json::{Value, json};

use crate::campaigns::made;
use crate::console::{Browser, boss, captain};
use crate::problems_phone::{approve, found, visit};
use crate::support::{
    ANA, BO, BOS_HOUSE, CAI, County, DING, FAR_HOUSE, NOW, TANG, change_id, household, photo,
    visit_id,
};

const DAY: i64 = 24 * 60 * 60 * 1000;
const VILLAGE: &str = "990101101200";

/// How many rows a list has, page after page.
async fn rows(desk: &Browser<'_>, path: &str, list: &str) -> u64 {
    let (mut total, mut after) = (0, String::new());
    loop {
        let page = desk.get(&format!("{path}&after={after}")).await;
        total += page[list].as_array().unwrap().len() as u64;
        match page["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => return total,
        }
    }
}

async fn homes(desk: &Browser<'_>, form: Value) -> u64 {
    desk.search("households", form).await["total"]
        .as_u64()
        .unwrap()
}

async fn problems(desk: &Browser<'_>, form: Value) -> u64 {
    let group = form["group"].as_str().unwrap().to_owned();
    let list = desk.search("problems", form).await;
    let shown = list["problems"].as_array().unwrap().len() as u64;
    assert_eq!(list["counts"][&group], shown);
    shown
}

/// A county in which something stands at every figure.
async fn busy(county: &County) {
    let (mut ana, mut bo, mut cai) = (
        county.phone(ANA).await,
        county.phone(BO).await,
        county.phone(CAI).await,
    );
    let water = json!([
        found("water", "major", "水"),
        found("roof", "critical", "屋顶")
    ]);
    visit(county, &mut ana, 1, water).await;
    approve(county, &mut cai, 1).await;
    let visits = vec![protocol::edit::BatchVisitV1 {
        visit_id: visit_id(1).parse().unwrap(),
        revision: 1,
    }];
    let batch = change_id(900);
    let edit = json!({ "kind": "send_batch_v1", "id": batch, "visits": visits,
        "manifest_sha256": protocol::edit::BatchV1::manifest(&visits), "sent_ms": NOW });
    let send = cai.change(500, ("batch", &batch), edit);
    county.push_one(&cai, &send).await;
    let mut missing = bo.visit(2, &visit_id(2), BOS_HOUSE, 1);
    missing["edit"]["photos"] = json!([photo(&"a".repeat(64), 1000)]);
    let second = bo.visit(3, &visit_id(3), BOS_HOUSE, 1);
    county.push(&bo, &[missing, second]).await;
    let back = cai.review(600, &visit_id(3), 1, "return");
    county.push_one(&cai, &back).await;
    let mut monitored = household(FAR_HOUSE, "2001", "990101102200");
    monitored["monitor_category"] = json!("exited_unstable");
    monitored["monitor_since"] = json!("202001");
    let opened = county.opened();
    let imported = server::bootstrap::import_roster(&opened, monitored.to_string()).await;
    assert_eq!(imported.unwrap().refused, []);
}

async fn every_figure_has_its_list(desk: &Browser<'_>, areas: &[Value]) {
    for area in areas {
        let code = area["code"].as_str().unwrap_or_default().to_owned();
        let within = |mut form: Value| {
            form[if code.len() == 12 { "village" } else { "town" }] = json!(code);
            form
        };
        for (figure, filter) in [
            ("households", "there"),
            ("visited_submitted", "visited"),
            ("visited_approved", "approved"),
            ("not_visited", "due"),
            ("overdue", "overdue"),
        ] {
            let list = homes(desk, within(json!({ "filter": filter }))).await;
            assert_eq!(area[figure], list, "{figure} of {code}");
        }
        for (figure, group) in [("problems_open", "open"), ("problems_overdue", "overdue")] {
            let list = problems(desk, within(json!({ "group": group }))).await;
            assert_eq!(area[figure], list, "{figure} of {code}");
        }
        let place = if code.len() == 12 { "village" } else { "town" };
        for (figure, state) in [
            ("waiting_captain", "waiting_captain"),
            ("waiting_county", "batched"),
        ] {
            let list = rows(
                desk,
                &format!("/visits?state={state}&{place}={code}"),
                "visits",
            )
            .await;
            assert_eq!(area[figure], list, "{figure} of {code}");
        }
    }
}

#[tokio::test]
async fn every_figure_is_as_long_as_the_list_it_leads_to() {
    let county = County::new().await;
    busy(&county).await;
    let desk = boss(&county).await;
    let (id, _) = made(&desk, json!({})).await;
    // Ten days later: problems have an age, some are overdue, a phone is silent.
    county.pass_ms(9 * DAY);
    let desk = boss_again(&county, &desk).await;
    county.phone(ANA).await;
    let whole = desk.get("/overview").await;
    for figure in [
        "households",
        "visited_submitted",
        "visited_approved",
        "not_visited",
        "overdue",
        "problems_open",
        "problems_overdue",
        "waiting_captain",
        "waiting_county",
        "returned",
        "photos_outstanding",
    ] {
        assert!(
            whole[figure].as_u64().unwrap() > 0,
            "nothing stands at {figure}"
        );
    }
    every_figure_has_its_list(&desk, std::slice::from_ref(&whole)).await;
    let towns = whole["towns"].as_array().unwrap();
    let codes: Vec<_> = towns.iter().map(|town| town["code"].clone()).collect();
    assert_eq!(codes, [json!("990101101"), json!("990101102")]);
    every_figure_has_its_list(&desk, towns).await;
    for code in ["990101101", "990101102"] {
        let villages = desk.get(&format!("/overview/{code}")).await;
        every_figure_has_its_list(&desk, villages["areas"].as_array().unwrap()).await;
    }

    let figures = &whole["problems"];
    for group in [
        "open",
        "unassigned",
        "under_way",
        "to_verify",
        "to_sign_off",
        "overdue",
    ] {
        let list = problems(&desk, json!({ "group": group })).await;
        assert_eq!(figures[group], list, "{group}");
    }
    for age in ["week", "fortnight", "month", "older"] {
        let list = problems(&desk, json!({ "group": "open", "age": age })).await;
        assert_eq!(figures[age], list, "{age}");
    }
    assert_eq!(figures["fortnight"], 2);

    let list = |path: &'static str, name: &'static str| rows(&desk, path, name);
    assert_eq!(
        whole["returned"],
        list("/visits?state=returned", "visits").await
    );
    assert_eq!(
        whole["visits_missing_photos"],
        list("/visits?missing_photos=true", "visits").await
    );
    assert_eq!(
        whole["batches"]["waiting"],
        list("/batches?state=waiting", "batches").await
    );
    assert_eq!(whole["batches"]["oldest_ms"], NOW);
    let day = &whole["days"][4];
    assert_eq!(
        (&day["date"], &day["visits"]),
        (&json!("2026-11-22"), &json!(3))
    );
    assert_eq!(list("/visits?came=2026-11-22", "visits").await, 3);
    for (figure, state) in [("day", "day"), ("week", "week"), ("silent", "silent")] {
        let phones = desk.search("devices", json!({ "state": state })).await;
        let shown = phones["devices"].as_array().unwrap().len();
        assert_eq!(whole["phones"][figure], shown, "{figure}");
    }
    assert_eq!(whole["phones"]["silent"], 3);

    // The campaign ended yesterday; on its last day it stood here as its own page has it.
    assert_eq!(whole["campaigns"], json!([]));
    let page = desk.get(&format!("/campaigns/{id}")).await;
    assert_eq!(page["campaign"]["coverage"]["submitted"], 2);
}

/// The session of ten days ago has ended; the account has not.
async fn boss_again<'a>(county: &'a County, _before: &Browser<'_>) -> Browser<'a> {
    let admin = server::bootstrap::create_admin(&county.opened(), "second", "郭副主任").await;
    crate::console::browser(county, &admin.unwrap()).await
}

#[tokio::test]
async fn a_running_campaign_stands_as_on_its_own_page() {
    let county = County::new().await;
    busy(&county).await;
    let desk = boss(&county).await;
    let (id, page) = made(&desk, json!({})).await;
    let overview = desk.get("/overview").await;
    let (shown, counted) = (&overview["campaigns"][0], &page["campaign"]["coverage"]);
    assert_eq!(shown["campaign_id"], id);
    for (own, theirs) in [
        ("households", "households"),
        ("visited_submitted", "submitted"),
        ("visited_approved", "approved"),
    ] {
        assert_eq!(shown[own], counted[theirs], "{own}");
    }
    assert_eq!(shown["visited_submitted"], 2);
    let (status, _) = desk
        .ask(
            Method::POST,
            &format!("/campaigns/{id}/cancel"),
            Some(json!({ "version": page["version"], "reason": "改期" })),
        )
        .await;
    assert_eq!(status, 200);
    assert_eq!(desk.get("/overview").await["campaigns"], json!([]));
}

#[tokio::test]
async fn a_captain_is_told_of_his_own_area_only() {
    let county = County::new().await;
    busy(&county).await;
    let (tang, ding) = (
        captain(&county, TANG, "tang").await,
        captain(&county, DING, "ding").await,
    );
    let near = tang.get("/overview").await;
    assert_eq!(
        (&near["households"], &near["problems"]["open"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(near["towns"].as_array().unwrap().len(), 1);
    assert_eq!(near["batches"]["waiting"], 1);
    every_figure_has_its_list(&tang, std::slice::from_ref(&near)).await;
    let far = ding.get("/overview").await;
    assert_eq!(
        (&far["households"], &far["problems"]["open"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(far["days"][13]["visits"], 0);
    // Another's town is as if it were not there.
    assert_eq!(ding.get("/overview/990101101").await["areas"], json!([]));
    assert_eq!(
        tang.get("/overview/990101101").await["areas"][0]["code"],
        VILLAGE
    );
}

#[tokio::test]
async fn households_become_overdue_overnight_without_anything_being_written() {
    let county = County::new().await;
    busy(&county).await;
    let overdue = async |desk: &Browser<'_>| desk.get("/overview").await["overdue"].clone();
    let desk = boss(&county).await;
    // The monitored one was never visited; of the others a visit a half-year is asked.
    assert_eq!(overdue(&desk).await, 1);
    // Seen this half-year, nobody misses anything in the next one: only in the one after.
    county.pass_ms(60 * DAY);
    let desk = boss_again(&county, &desk).await;
    assert_eq!(overdue(&desk).await, 1);
    county.pass_ms(181 * DAY);
    let admin = server::bootstrap::create_admin(&county.opened(), "third", "郭副主任").await;
    let desk = crate::console::browser(&county, &admin.unwrap()).await;
    assert_eq!(overdue(&desk).await, 3);
    assert_eq!(homes(&desk, json!({ "filter": "overdue" })).await, 3);
}
