//! The list of households.

use protocol::row::{HouseholdV1, MemberV1, Role, kind};
use serde_json::{Value, json};
use uuid::Uuid;

use super::county::{self, ZHANG, row, wang};
use super::phone::Phone;

fn query(more: &Value) -> Value {
    let mut query = json!({ "text": "", "filter": "all", "skip": 0 });
    for (name, value) in more.as_object().unwrap() {
        query[name] = value.clone();
    }
    query
}

async fn heads(phone: &mut Phone, more: Value) -> Vec<String> {
    let list = phone.call("list_households", query(&more)).await;
    let found = list["households"].as_array().unwrap().iter();
    found
        .map(|card| card["head_name"].as_str().unwrap().to_owned())
        .collect()
}

/// A neighbour nobody on this phone helps, and nobody visited.
fn neighbour(phone: &Phone) -> Uuid {
    let desk = phone.app.desk().unwrap();
    let zhang = desk
        .store
        .read(|conn| store::household::get(conn, ZHANG.parse().unwrap()))
        .unwrap()
        .unwrap();
    let id = Uuid::from_u128(0x700);
    let bai = HouseholdV1 {
        id: domain::id::HouseholdId::from_uuid(id),
        head_name: "白石".to_owned(),
        number: "14112310020100099".to_owned(),
        risk_types: vec!["illness".to_owned(), "schooling".to_owned()],
        welfare_tags: vec!["dibao".to_owned()],
        ..zhang
    };
    let own = desk
        .store
        .read(|conn| store::member::of_household(conn, ZHANG.parse().unwrap()))
        .unwrap();
    let member = Uuid::from_u128(0x701);
    let one = MemberV1 {
        id: domain::id::MemberId::from_uuid(member),
        household_id: bai.id,
        name: "白石".to_owned(),
        ..own[0].clone()
    };
    county::apply(
        phone,
        &[
            row(kind::HOUSEHOLD, id, &bai),
            row(kind::MEMBER, member, &one),
        ],
    );
    id
}

#[tokio::test]
async fn households_are_told_apart_by_tags_and_sorted_as_wanted() {
    let mut wang = wang(Role::Captain);
    neighbour(&wang);
    let tags = wang.call("household_tags", json!({})).await;
    let tags = tags.as_array().unwrap();
    let named = |tag: &str| tags.iter().find(|one| one["tag"] == tag);
    assert_eq!(named("welfare.dibao").unwrap()["label"], "低保");
    assert_eq!(named("welfare.dibao").unwrap()["households"], 1);
    assert!(named("risk.schooling").is_some());
    assert!(
        named("risk.illness").is_none(),
        "not of another's household"
    );
    assert_eq!(
        heads(&mut wang, json!({ "tags": ["welfare.dibao"] })).await,
        ["白石"]
    );
    assert_eq!(heads(&mut wang, json!({ "text": "低保" })).await, ["白石"]);
    assert_eq!(
        heads(&mut wang, json!({ "text": "subsistence" })).await,
        ["白石"],
        "in either language"
    );
    assert!(heads(&mut wang, json!({ "text": "因病" })).await.is_empty());
    assert_eq!(
        heads(&mut wang, json!({ "order": "place" })).await,
        ["张三", "白石"]
    );
    assert_eq!(
        heads(&mut wang, json!({ "order": "name" })).await,
        ["白石", "张三"]
    );
    wang.visit(ZHANG, "routine").await;
    assert_eq!(
        heads(&mut wang, json!({ "order": "due" })).await,
        ["白石", "张三"]
    );
    assert_eq!(
        heads(&mut wang, json!({ "order": "last_visit" })).await,
        ["张三", "白石"]
    );
}

#[tokio::test]
async fn illness_is_shown_to_the_helper_and_counted_for_everybody_else() {
    let mut wang = wang(Role::Captain);
    let neighbour = neighbour(&wang);
    let own = wang
        .call("household", json!({ "household_id": ZHANG }))
        .await;
    assert_eq!(own["shows_health"], true);
    assert_eq!(own["helpers"][0]["name"], "王芳");
    let other = wang
        .call("household", json!({ "household_id": neighbour }))
        .await;
    assert_eq!(other["shows_health"], false);
    assert_eq!(other["risks"].as_array().unwrap().len(), 1);
    assert_eq!(other["risks"][0]["code"], "schooling");
    assert_eq!(other["risks_hidden"], 1);
    assert_eq!(other["helpers"], json!([]));

    // Nor are facts that tell of health open to correction by whoever is not told them.
    for (id, told) in [(ZHANG.to_owned(), true), (neighbour.to_string(), false)] {
        let facts = wang
            .call("household_facts", json!({ "household_id": id }))
            .await;
        let member = facts["sheets"][1]["fields"].as_array().unwrap();
        let health = member.iter().any(|field| field["field"] == "health");
        assert_eq!((health, member.len() > 2), (told, true));
    }
}

#[tokio::test]
async fn a_household_tells_what_happened_the_latest_first() {
    let mut wang = wang(Role::Cadre);
    wang.visit(ZHANG, "routine").await;
    wang.machine.advance(60_000);
    let input = json!({ "household_id": ZHANG, "kind": "household", "record_id": ZHANG,
        "fields": [{ "field": "address",
            "value": { "type": "text", "value": "李家湾村 9 号" } }] });
    wang.call("save_facts", input).await;
    let page = wang
        .call("household", json!({ "household_id": ZHANG }))
        .await;
    let history = page["history"].as_array().unwrap();
    let kinds: Vec<&str> = history
        .iter()
        .map(|line| line["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["facts", "visit"]);
    assert_eq!(history[1]["of"], "王芳");
    assert_eq!(page["photos"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_hand_over_under_way_shows_both_with_their_days_and_takes_nothing_away_early() {
    let mut wang = wang(Role::Cadre);
    let page = json!({ "household_id": ZHANG });
    let helps = |id: u128, person: u128, kind: &str, from: &str, to: Option<&str>| {
        let body = protocol::row::AssignmentV1 {
            id: domain::id::AssignmentId::from_uuid(Uuid::from_u128(id)),
            household_id: ZHANG.parse().unwrap(),
            person_id: domain::id::PersonId::from_uuid(Uuid::from_u128(person)),
            kind: kind.to_owned(),
            from: from.to_owned(),
            to: to.map(str::to_owned),
        };
        row(kind::ASSIGNMENT, body.id, &body)
    };
    let me = 1;
    county::apply(
        &wang,
        &[
            helps(300, me, "primary", "2025-01-01", Some("2026-11-30")),
            helps(301, 77, "primary", "2026-12-01", None),
            helps(302, me, "co", "2026-12-01", Some("2026-12-07")),
            helps(303, 78, "co", "2026-12-02", Some("2026-12-01")),
            helps(304, 79, "primary", "2020-01-01", Some("2024-12-31")),
        ],
    );
    let shown = wang.call("household", page).await;
    let told: Vec<_> = shown["helpers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["primary"], one["planned"], one["from"], one["to"]]))
        .collect();
    assert_eq!(
        told,
        [
            json!([true, false, "2025-01-01", "2026-11-30"]),
            json!([true, true, "2026-12-01", null]),
            json!([false, true, "2026-12-01", "2026-12-07"]),
        ]
    );
    // It is hers until the last day: with what only the helper sees, and since when she helps.
    assert_eq!(shown["shows_health"], true);
    let desk = wang.app.desk().unwrap();
    let day = |today: domain::Date| {
        let id = ZHANG.parse().unwrap();
        let found = desk
            .store
            .read(|conn| store::standing::household(conn, id, &today.to_string()))
            .unwrap();
        found.unwrap().standing.assigned_from
    };
    let since = |year, month, date| day(domain::Date::constant(year, month, date));
    assert_eq!(since(2026, 11, 30).as_deref(), Some("2025-01-01"));
    assert_eq!(since(2026, 12, 1).as_deref(), Some("2026-12-01"));
}

#[tokio::test]
async fn a_household_is_found_by_initials_and_shows_its_visits() {
    let mut wang = wang(Role::Cadre);
    wang.visit(ZHANG, "routine").await;
    for text in [
        "zs",
        "ZhangSan",
        "张三",
        "00017",
        "三组 lm",
        "脱贫户 zs",
        "",
    ] {
        let query = json!({ "text": text, "filter": "all", "skip": 0 });
        let list = wang.call("list_households", query).await;
        assert_eq!(list["total"], 1, "{text}");
    }
    let page = wang
        .call("household", json!({ "household_id": ZHANG }))
        .await;
    assert_eq!(page["card"]["task"], "done");
    assert_eq!(page["visits"].as_array().unwrap().len(), 1);
    assert_eq!(page["phone_masked"], "138****1234");
    assert_eq!(page["percap_fen"], 1_600_000);
    let visited = json!({ "text": "", "filter": "visited", "skip": 0 });
    assert_eq!(wang.call("list_households", visited).await["total"], 1);
}
