//! People and teams kept at a screen: phones follow, and nothing is left to nobody.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss, captain};
use crate::support::{ANA, ANAS_HOUSE, BO, CAI, County, roster};
use server::bootstrap;

const VILLAGE: &str = "990101101200";

fn facts(name: &str, roles: &Value) -> Value {
    json!({ "name": name, "unit": "县水务局", "phone": null, "roles": roles })
}

fn cadre() -> Value {
    json!([{ "role": "cadre", "area": VILLAGE }])
}

async fn change(boss: &Browser<'_>, id: &str, seen: &Value, wanted: &Value) -> (u16, Value) {
    let body = json!({ "seen": seen, "wanted": wanted });
    boss.ask(Method::POST, &format!("/people/{id}"), Some(body))
        .await
}

#[tokio::test]
async fn a_person_made_at_the_screen_gets_a_phone_and_the_rows_of_his_role() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let wanted = facts("苗青", &json!([{ "role": "captain", "area": VILLAGE }]));
    let form = json!({ "seen": null, "wanted": wanted });
    let (status, page) = boss.ask(Method::POST, "/people", Some(form)).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["role_areas"], json!(["东镇 · 山村"]));
    let id = page["person_id"].as_str().unwrap();
    let phone = county.phone(id).await;
    let rows = county.pull(&phone, 0).await.rows;
    assert!(rows.iter().any(|row| row.kind == "household"));

    // The role goes, and with it what only the role showed.
    let wanted = facts("苗青", &cadre());
    let (status, page) = change(&boss, id, &page["facts"], &wanted).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["history"][0]["was_zh"], "队长（东镇 · 山村）");
    assert_eq!(page["history"][0]["by_name"], "郭主任");
    let rows = county.pull(&phone, 0).await.rows;
    let seen = |kind: &str| {
        rows.iter()
            .any(|row| row.kind == kind && row.body.is_some())
    };
    assert!(!seen("household"));

    let stale = facts("苗青", &json!([]));
    let (status, error) = change(&boss, id, &stale, &wanted).await;
    assert_eq!((status, &error["code"]), (409, &json!("stale")));
    for (wanted, code, field) in [
        (facts(" ", &cadre()), "empty", "name"),
        (
            facts("苗青", &json!([{ "role": "captain", "area": "990101101" }])),
            "unknown_area",
            "roles[0]",
        ),
        (
            facts("苗青", &json!([{ "role": "emperor", "area": VILLAGE }])),
            "unknown_option",
            "roles[0]",
        ),
    ] {
        let (status, error) = change(&boss, id, &page["facts"], &wanted).await;
        assert_eq!((status, &error["code"]), (400, &json!(code)), "{error}");
        assert_eq!(error["field"], field);
    }
    let cai = captain(&county, CAI, "cai").await;
    assert_eq!(change(&cai, id, &page["facts"], &wanted).await.0, 403);
}

#[tokio::test]
async fn the_last_administrator_cannot_be_locked_out() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let me = boss.get("/me").await;
    let id = me["person_id"].as_str().unwrap();
    let page = boss.get(&format!("/people/{id}")).await;
    let mut wanted = page["facts"].clone();
    wanted["roles"] = json!([{ "role": "county", "area": "990101" }]);
    let (status, error) = change(&boss, id, &page["facts"], &wanted).await;
    assert_eq!(
        (status, &error["code"]),
        (409, &json!("last_administrator"))
    );
    for (path, body) in [
        ("end", Some(json!({ "reason": "调走" }))),
        ("sign-in/remove", None),
    ] {
        let path = format!("/people/{id}/{path}");
        let (status, error) = boss.ask(Method::POST, &path, body).await;
        assert_eq!(
            (status, &error["code"]),
            (409, &json!("last_administrator"))
        );
    }
    assert_eq!(boss.get("/me").await["person_id"], id);
}

#[tokio::test]
async fn somebody_who_answers_for_households_is_not_ended_before_they_are_handed_over() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let ana = county.phone(ANA).await;
    let end = |person: &'static str| {
        let form = json!({ "reason": "调到县里" });
        let path = format!("/people/{person}/end");
        let boss = &boss;
        async move { boss.ask(Method::POST, &path, Some(form)).await }
    };
    for person in [ANA, CAI] {
        let (status, error) = end(person).await;
        assert_eq!((status, &error["code"]), (409, &json!("has_open_work")));
    }
    let page = boss.get(&format!("/people/{ANA}")).await;
    assert_eq!(page["work"]["households"], 1);
    assert_eq!(page["work"]["phones"], 1);

    let line = json!({ "row": "assignment", "id": "00000000-0000-7000-8000-000000000301",
        "household_id": ANAS_HOUSE, "person_id": ANA, "kind": "primary", "from": "2026-01-01",
        "to": "2026-11-20" });
    let reply = bootstrap::import_roster(&county.opened(), line.to_string())
        .await
        .unwrap();
    assert_eq!(reply.refused, []);
    let (status, page) = end(ANA).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["ended_on"], "2026-11-22");
    assert_eq!(page["teams"], json!([]));
    assert_eq!(page["facts"]["roles"], json!([]));
    // The phone still speaks to the county: what it holds may come in.
    let rows = county.pull(&ana, 0).await.rows;
    assert!(
        !rows
            .iter()
            .any(|row| row.kind == "household" && row.body.is_some())
    );

    // The roster follows months later, and does not bring her back.
    let reply = bootstrap::import_roster(&county.opened(), roster())
        .await
        .unwrap();
    let codes: Vec<&str> = reply.refused.iter().map(|one| one.code.as_str()).collect();
    assert!(codes.contains(&"person_ended"), "{codes:?}");
    let left = boss.search("people", json!({ "state": "left" })).await;
    assert_eq!(left["people"][0]["person_id"], ANA);
    let (status, _) = boss
        .ask(
            Method::POST,
            "/enrolments",
            Some(json!({ "person_id": ANA, "hours": null })),
        )
        .await;
    assert_eq!(status, 404);
    let path = format!("/people/{ANA}/bring-back");
    let (status, page) = boss.ask(Method::POST, &path, None).await;
    assert_eq!(status, 200);
    assert_eq!(page["ended_on"], json!(null));
}

#[tokio::test]
async fn a_team_changed_at_the_screen_stands_while_the_roster_repeats_itself() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let ana = county.phone(ANA).await;
    let list = boss.get("/teams").await;
    let team = &list["teams"][0];
    let id = team["team_id"].as_str().unwrap();
    let seen = json!({ "village_code": VILLAGE, "captain_id": CAI, "members": [CAI, ANA, BO] });
    let wanted = json!({ "village_code": VILLAGE, "captain_id": BO, "members": [ANA, BO] });
    let form = json!({ "team_id": id, "seen": seen, "wanted": wanted });
    let (status, list) = boss.ask(Method::POST, "/teams", Some(form.clone())).await;
    assert_eq!(status, 200, "{list}");
    assert_eq!(list["teams"][0]["captain_id"], BO);
    let (status, error) = boss.ask(Method::POST, "/teams", Some(form)).await;
    assert_eq!((status, &error["code"]), (409, &json!("stale")));
    let rows = county.pull(&ana, 0).await.rows;
    let body = rows.iter().find(|row| row.kind == "team").unwrap();
    assert!(body.body.as_ref().unwrap().get().contains(BO));

    bootstrap::import_roster(&county.opened(), roster())
        .await
        .unwrap();
    let list = boss.get("/teams").await;
    assert_eq!(list["teams"][0]["captain_id"], BO);
    assert_eq!(list["teams"][0]["members"].as_array().unwrap().len(), 2);
    let history = boss.get(&format!("/teams/{id}/history")).await;
    assert_eq!(history["steps"].as_array().unwrap().len(), 2, "{history}");

    let made = json!({ "team_id": null, "seen": null, "wanted": {
        "village_code": "990101102200", "captain_id": CAI, "members": [] } });
    let (status, list) = boss.ask(Method::POST, "/teams", Some(made)).await;
    assert_eq!(status, 200, "{list}");
    assert_eq!(list["teams"][1]["members"][0]["person_id"], CAI);
}

#[tokio::test]
async fn a_new_name_shows_in_the_team_and_beside_the_household() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let page = boss.get(&format!("/people/{ANA}")).await;
    let mut wanted = page["facts"].clone();
    wanted["name"] = "安娜".into();
    let (status, page) = change(&boss, ANA, &page["facts"], &wanted).await;
    assert_eq!(status, 200, "{page}");
    let teams = boss.get("/teams").await.to_string();
    assert!(teams.contains("安娜"));
    let homes = boss.search("households", json!({ "text": "1001" })).await;
    assert_eq!(homes["households"][0]["helper_name"], "安娜");
    // The same roster once more must not undo it.
    bootstrap::import_roster(&county.opened(), roster())
        .await
        .unwrap();
    let page = boss.get(&format!("/people/{ANA}")).await;
    assert_eq!(page["facts"]["name"], "安娜");
}
