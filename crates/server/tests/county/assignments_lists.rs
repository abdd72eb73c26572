//! Coverage both ways, loads, what is planned, terms, and many households moved at once.

use reqwest::Method;
use serde_json::{Value, json};

use crate::assignments::{change, helpers, import, monitor, row_of};
use crate::campaigns::visits;
use crate::console::{Browser, boss};
use crate::support::{ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County, FAR_HOUSE, TANG, household};

async fn post(desk: &Browser<'_>, path: &str, form: Value) -> Value {
    let (status, body) = desk.ask(Method::POST, path, Some(form)).await;
    assert_eq!(status, 200, "{path} {body}");
    body
}

async fn unhelped(desk: &Browser<'_>, after: Value) -> Value {
    post(
        desk,
        "/helpers/unhelped",
        json!({ "after": after, "town": null }),
    )
    .await
}

async fn people(desk: &Browser<'_>, group: &str) -> Vec<String> {
    let form = json!({ "after": null, "group": group, "text": null, "town": null });
    let list = post(desk, "/helpers/search", form).await;
    let people = list["people"].as_array().unwrap();
    assert_eq!(list["total"], people.len());
    let name = |one: &Value| one["name"].as_str().unwrap().to_owned();
    people.iter().map(name).collect()
}

fn person(id: &str, name: &str, rank: &str) -> Value {
    json!({ "row": "person", "id": id, "name": name, "unit": "县水务局", "login": name.to_lowercase(),
        "roles": [{ "role": "cadre", "area": "990101101200" }], "rank": rank })
}

#[tokio::test]
async fn households_without_a_helper_come_the_monitored_first_page_by_page() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let list = unhelped(&desk, Value::Null).await;
    assert_eq!((&list["total"], &list["monitored"]), (&json!(1), &json!(0)));
    assert_eq!(list["households"][0]["household_id"], FAR_HOUSE);
    for number in 0..55 {
        let id = format!("00000000-0000-7000-8000-0000000005{number:02}");
        import(
            &county,
            household(&id, &format!("50{number:02}"), "990101102200"),
        )
        .await;
    }
    monitor(&county, FAR_HOUSE, "9999", "990101102200").await;
    let first = unhelped(&desk, Value::Null).await;
    assert_eq!(
        (&first["total"], &first["monitored"]),
        (&json!(56), &json!(1))
    );
    assert_eq!(first["households"][0]["household_id"], FAR_HOUSE);
    let second = unhelped(&desk, first["next"].clone()).await;
    let ids = |list: &Value| {
        let rows = list["households"].as_array().unwrap();
        let id = |row: &Value| row["household_id"].as_str().unwrap().to_owned();
        rows.iter().map(id).collect::<Vec<_>>()
    };
    let mut all = [ids(&first), ids(&second)].concat();
    assert_eq!((all.len(), &second["next"]), (56, &Value::Null));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 56);
    // Whoever is to come is told, and gone from the list once he answers for it.
    let assign =
        |day: &str| json!({ "step": "assign", "person_id": BO, "kind": "primary", "day": day });
    assert_eq!(change(&desk, FAR_HOUSE, assign("2026-12-01")).await.0, 200);
    let list = unhelped(&desk, Value::Null).await;
    assert_eq!(list["households"][0]["planned_from"], "2026-12-01");
    let planned = helpers(&desk, FAR_HOUSE).await["helpers"][0]["assignment_id"].clone();
    let back = json!({ "step": "withdraw", "assignment_id": planned });
    assert_eq!(change(&desk, FAR_HOUSE, back).await.0, 200);
    assert_eq!(change(&desk, FAR_HOUSE, assign("2026-11-22")).await.0, 200);
    let list = unhelped(&desk, Value::Null).await;
    assert_eq!(
        (&list["total"], &list["monitored"]),
        (&json!(55), &json!(0))
    );
}

#[tokio::test]
async fn helpers_without_a_household_and_over_or_under_their_quota_are_listed_and_only_listed() {
    let county = County::new().await;
    let desk = boss(&county).await;
    assert_eq!(people(&desk, "all").await, ["Ana", "Bo"]);
    assert_eq!(people(&desk, "idle").await, Vec::<String>::new());
    import(
        &county,
        person(
            "00000000-0000-7000-8000-000000000006",
            "Eve",
            "village_committee",
        ),
    )
    .await;
    import(&county, person(ANA, "Ana", "staff")).await;
    assert_eq!(people(&desk, "idle").await, ["Eve"]);
    assert_eq!(people(&desk, "under_quota").await, ["Ana", "Eve"]);
    let form = json!({ "after": null, "group": "all", "text": "an", "town": "990101101" });
    let ana = post(&desk, "/helpers/search", form).await["people"][0].clone();
    assert_eq!((&ana["households"], &ana["quota"]), (&json!(1), &json!(6)));
    assert_eq!(ana["load"], "under_quota");
    // A quota refuses nothing: she gets fewer, and one more than anybody should have.
    let row = row_of(&desk, ANAS_HOUSE, ANA).await;
    let form = json!({ "step": "hand_over", "assignment_id": row, "person_id": BO,
        "day": "2026-11-22", "overlap_days": 1 });
    let (status, page) = change(&desk, ANAS_HOUSE, form).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["notices"][0]["load"], "under_quota");
    assert_eq!(page["notices"][0]["households"], 0);
    let basis = json!({ "key": "helper_most_households", "from": "2026-11-01", "value": "1",
        "basis": "县里定的" });
    post(&desk, "/params", basis).await;
    assert_eq!(people(&desk, "over_quota").await, ["Bo"]);
    let form = json!({ "after": null, "group": "best", "text": null, "town": null });
    let (status, refused) = desk.ask(Method::POST, "/helpers/search", Some(form)).await;
    assert_eq!((status, &refused["field"]), (400, &json!("group")));
}

#[tokio::test]
async fn what_the_preview_says_is_what_is_done_all_or_none() {
    let county = County::new().await;
    let desk = boss(&county).await;
    // Bo gets a second household, and helps Ana with hers: that one cannot go to Bo as co.
    let assign = |kind: &str| json!({ "step": "assign", "person_id": ANA, "kind": kind, "day": "2026-11-22" });
    assert_eq!(change(&desk, FAR_HOUSE, assign("primary")).await.0, 200);
    assert_eq!(change(&desk, BOS_HOUSE, assign("co")).await.0, 200);
    let form = |households: Value, day: &str| {
        json!({ "from_person_id": ANA, "to_person_id": BO, "day": day, "overlap_days": 7,
            "reason": "轮换", "households": households })
    };
    let preview = post(
        &desk,
        "/helpers/move-preview",
        form(Value::Null, "2026-11-23"),
    )
    .await;
    assert_eq!(
        (&preview["can"], &preview["cannot"]),
        (&json!(2), &json!(1)),
        "{preview}"
    );
    let rows = preview["households"].as_array().unwrap();
    let (stay, go): (Vec<&Value>, Vec<&Value>) =
        rows.iter().partition(|row| row["refused"] != Value::Null);
    assert_eq!(
        (&stay[0]["household_id"], &stay[0]["refused"]),
        (&json!(BOS_HOUSE), &json!("same_person"))
    );
    let chosen = |rows: &[&Value]| -> Value {
        rows.iter()
            .map(|row| json!({ "household_id": row["household_id"], "seen": row["seen"] }))
            .collect()
    };
    // With one that cannot go, nothing goes.
    let all: Vec<&Value> = rows.iter().collect();
    let (status, refused) = desk
        .ask(
            Method::POST,
            "/helpers/move",
            Some(form(chosen(&all), "2026-11-23")),
        )
        .await;
    assert_eq!((status, &refused["code"]), (400, &json!("same_person")));
    assert_eq!(
        row_of(&desk, FAR_HOUSE, ANA).await,
        helpers(&desk, FAR_HOUSE).await["helpers"][0]["assignment_id"]
    );
    let moved = post(&desk, "/helpers/move", form(chosen(&go), "2026-11-23")).await;
    assert_eq!(moved["moved"], preview["can"]);
    for row in &go {
        let page = helpers(&desk, row["household_id"].as_str().unwrap()).await;
        let next = page["helpers"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["standing"] == "planned")
            .unwrap();
        assert_eq!(
            (&next["name"], &next["from"]),
            (&json!("Bo"), &json!("2026-11-23"))
        );
    }
    // Once more with the same preview: the desk is late.
    let (status, refused) = desk
        .ask(
            Method::POST,
            "/helpers/move",
            Some(form(chosen(&go), "2026-11-24")),
        )
        .await;
    assert_eq!((status, &refused["code"]), (409, &json!("stale")));
    let upcoming = post(
        &desk,
        "/helpers/upcoming",
        json!({ "after": null, "town": null }),
    )
    .await;
    let days: Vec<&Value> = upcoming["households"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["day"])
        .collect();
    assert_eq!(days, ["2026-11-22", "2026-11-22"]);
    for (form, code, field) in [
        (
            json!({ "from_person_id": ANA, "to_person_id": ANA, "day": "2026-11-23", "overlap_days": 1 }),
            "same_person",
            "to_person_id",
        ),
        (
            json!({ "from_person_id": ANA, "to_person_id": "x", "day": "2026-11-23", "overlap_days": 1 }),
            "bad_id",
            "to_person_id",
        ),
        (
            json!({ "from_person_id": ANA, "to_person_id": BO, "day": "soon", "overlap_days": 1 }),
            "not_a_date",
            "day",
        ),
        (
            json!({ "from_person_id": ANA, "to_person_id": BO, "day": "2026-11-23", "overlap_days": 1, "households": [] }),
            "missing",
            "households",
        ),
    ] {
        let (status, refused) = desk.ask(Method::POST, "/helpers/move", Some(form)).await;
        assert_eq!(
            (status, &refused["code"], &refused["field"]),
            (400, &json!(code), &json!(field))
        );
    }
}

#[tokio::test]
async fn terms_near_their_end_are_shown_and_leaving_without_a_successor_is_warned_of() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let terms = |group: &str| json!({ "after": null, "group": group, "town": null });
    let all = post(&desk, "/helpers/terms", terms("all")).await;
    assert_eq!(
        (&all["total"], &all["rotation_months"], &all["alert_days"]),
        (&json!(3), &json!(24), &json!(90))
    );
    assert!(
        all["terms"]
            .as_array()
            .unwrap()
            .iter()
            .all(|term| term["state"] == "unknown")
    );
    let none = json!({ "rank": null, "post_start": null, "post_end": null });
    let set = |who: &str, seen: &Value, wanted: Value| {
        let (path, form) = (
            format!("/people/{who}/post"),
            json!({ "seen": seen, "wanted": wanted }),
        );
        let desk = &desk;
        async move { desk.ask(Method::POST, &path, Some(form)).await }
    };
    let anas = json!({ "rank": "staff", "post_start": "2024-12-20", "post_end": null });
    let (status, saved) = set(ANA, &none, anas.clone()).await;
    assert_eq!(
        (status, &saved["lacks_successor"]),
        (200, &json!(true)),
        "{saved}"
    );
    let (status, refused) = set(ANA, &none, anas).await;
    assert_eq!((status, &refused["code"]), (409, &json!("stale")));
    let due = post(&desk, "/helpers/terms", terms("due")).await;
    let term = &due["terms"][0];
    assert_eq!(
        (&term["name"], &term["ends"], &term["days_left"]),
        (&json!("Ana"), &json!("2026-12-19"), &json!(27))
    );
    assert_eq!(
        (&term["state"], &term["lacks_successor"]),
        (&json!("ends_soon"), &json!(true))
    );
    // Bo comes before she leaves.
    let bos = json!({ "rank": null, "post_start": "2026-12-01", "post_end": null });
    assert_eq!(set(BO, &none, bos).await.0, 200);
    let due = post(&desk, "/helpers/terms", terms("due")).await;
    assert_eq!(due["terms"][0]["successor_name"], "Bo");
    assert_eq!(due["terms"][0]["lacks_successor"], false);
    for (wanted, code, field) in [
        (
            json!({ "rank": "king", "post_start": null, "post_end": null }),
            "unknown_option",
            "rank",
        ),
        (
            json!({ "rank": null, "post_start": "2026-13-01", "post_end": null }),
            "not_a_date",
            "post_start",
        ),
        (
            json!({ "rank": null, "post_start": "2026-02-01", "post_end": "2026-01-01" }),
            "before_the_start",
            "post_end",
        ),
    ] {
        let (status, refused) = set(CAI, &none, wanted).await;
        assert_eq!(
            (status, &refused["code"], &refused["field"]),
            (400, &json!(code), &json!(field))
        );
    }
    assert!(
        desk.search("audit", json!({}))
            .await
            .to_string()
            .contains("post_set")
    );
    assert_eq!(set(TANG, &none, none.clone()).await.0, 200);
}

#[tokio::test]
async fn only_a_helpers_own_visit_is_what_the_cadence_asks_for() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let visited = async || {
        let list = desk
            .search("households", json!({ "filter": "visited" }))
            .await;
        let rows = list["households"].as_array().unwrap().iter();
        rows.map(|row| row["household_id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let mut cai = county.phone(CAI).await;
    visits(&county, &mut cai, 1, ANAS_HOUSE, json!({})).await;
    assert_eq!(visited().await, [] as [&str; 0], "her captain's is his own");
    let mut ana = county.phone(ANA).await;
    visits(&county, &mut ana, 2, ANAS_HOUSE, json!({})).await;
    assert_eq!(visited().await, [ANAS_HOUSE]);
    // Where nobody helps, anybody's is one.
    let alone = "delete from assignment where household_id = $1";
    let values = [BOS_HOUSE.into()];
    county
        .opened()
        .db()
        .write(move |tx| tx.execute(alone, &values))
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
    visits(&county, &mut cai, 3, BOS_HOUSE, json!({})).await;
    assert_eq!(visited().await.len(), 2);
}
