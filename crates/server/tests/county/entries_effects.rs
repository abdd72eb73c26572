//! What confirmed entries change: members, households, monitoring, income. Everything stays
//! readable, and the roster's next edition undoes nothing.

use protocol::push::Outcome;
use serde_json::{Value, json};
use server::bootstrap;

use crate::console::Browser;
use crate::entries_phone::{corrected, entries, entry_id, of_house, put, saved, step};
use crate::problems_phone::{accepted, refusal};
use crate::support::{ANA, ANAS_HOUSE, CAI, County, MEMBER, Phone, household, member};

pub const WIFE: &str = "00000000-0000-7000-8000-000000000202";
pub const SON: &str = "00000000-0000-7000-8000-000000000203";

/// Imports lines that must all be taken.
pub async fn import(county: &County, lines: &[Value]) {
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let reply = bootstrap::import_roster(&county.opened(), lines.join("\n"))
        .await
        .unwrap();
    assert_eq!(reply.refused, []);
}

pub fn person(id: &str, name: &str, relation: &str, id_number: &str) -> Value {
    let mut row = member(id_number);
    for (field, value) in [
        ("id", id),
        ("name", name),
        ("relation", relation),
        ("number", id),
    ] {
        row[field] = json!(value);
    }
    row
}

/// Ana's house with three people.
pub async fn family() -> (County, Phone, Phone) {
    let county = County::new().await;
    import(
        &county,
        &[
            person(WIFE, "李四", "配偶", ""),
            person(SON, "张小", "之子", ""),
        ],
    )
    .await;
    let (ana, cai) = (county.phone(ANA).await, county.phone(CAI).await);
    (county, ana, cai)
}

/// Rows of a kind a phone has, by id.
pub async fn rows(county: &County, phone: &Phone, kind: &str) -> Vec<Value> {
    let page = county.pull(phone, 0).await;
    let rows = page.rows.iter().filter(|row| row.kind == kind);
    let bodies = rows.filter_map(|row| row.body.as_ref());
    bodies
        .map(|body| serde_json::from_str(body.get()).unwrap())
        .collect()
}

pub async fn row(county: &County, phone: &Phone, kind: &str, id: &str) -> Value {
    let all = rows(county, phone, kind).await;
    all.into_iter()
        .find(|one| one["id"] == id)
        .unwrap_or(Value::Null)
}

/// What Ana reported, confirmed by Cai.
pub async fn confirmed(county: &County, ana: &mut Phone, cai: &mut Phone, id: u32, fields: Value) {
    put(county, ana, id, "member_change", fields).await;
    let seen = (entry_id(id), "confirm", "reported");
    let change = step(cai, id + 1, (&seen.0, seen.1, seen.2), json!({}));
    accepted(&county.push_one(cai, &change).await);
}

/// A step at the county's desk.
pub async fn decide(desk: &Browser<'_>, id: u32, form: Value) -> (u16, Value) {
    let path = format!("/entries/{}/moves", entry_id(id));
    desk.ask(reqwest::Method::POST, &path, Some(form)).await
}

#[tokio::test]
async fn whoever_died_is_no_longer_active_whatever_the_roster_repeats() {
    let (county, mut ana, mut cai) = family().await;
    let death = json!({ "kind": "death", "on": "2026-11-01", "member": MEMBER });
    put(&county, &mut ana, 1, "member_change", death).await;
    assert_eq!(row(&county, &ana, "member", MEMBER).await["active"], true);
    let own = step(
        &mut ana,
        2,
        (&entry_id(1), "confirm", "reported"),
        json!({}),
    );
    assert_eq!(refusal(county.push_one(&ana, &own).await).0, "wrong_role");
    let change = step(
        &mut cai,
        3,
        (&entry_id(1), "confirm", "reported"),
        json!({}),
    );
    accepted(&county.push_one(&cai, &change).await);
    let again = county.push_one(&cai, &change).await;
    assert!(matches!(again, Outcome::Duplicate { .. }), "{again:?}");
    let dead = row(&county, &ana, "member", MEMBER).await;
    assert_eq!(
        (&dead["active"], &dead["version"]),
        (&json!(false), &json!(2))
    );
    let change = |row: &Value| (row["change_type"].clone(), row["changed_on"].clone());
    assert_eq!(change(&dead), (json!("death"), json!("2026-11-01")));
    // The national system learns of it weeks later.
    import(
        &county,
        &[person(MEMBER, "张三", "户主", "11010519491231002X")],
    )
    .await;
    let still = row(&county, &ana, "member", MEMBER).await;
    assert_eq!(still["active"], false);
    assert_eq!(change(&still), change(&dead));
    // It took effect: it cannot be taken out like a slip of the pen, nor be done twice.
    let void = step(
        &mut cai,
        4,
        (&entry_id(1), "void", "confirmed"),
        json!({ "reason": "x" }),
    );
    assert_eq!(
        refusal(county.push_one(&cai, &void).await).0,
        "not_from_here"
    );
    let death = json!({ "kind": "move_out", "on": "2026-11-02", "member": MEMBER });
    put(&county, &mut ana, 5, "member_change", death).await;
    let change = step(
        &mut cai,
        6,
        (&entry_id(5), "confirm", "reported"),
        json!({}),
    );
    assert_eq!(
        refusal(county.push_one(&cai, &change).await),
        ("already_gone".into(), Some("edit.fields.member".into()))
    );
    // 参军保留.
    let army = json!({ "kind": "enlist", "on": "2026-11-02", "member": SON });
    confirmed(&county, &mut ana, &mut cai, 7, army).await;
    assert_eq!(row(&county, &ana, "member", SON).await["active"], true);
}

#[tokio::test]
async fn a_child_is_born_once_though_the_roster_brings_it_later() {
    let (county, mut ana, mut cai) = family().await;
    let birth = json!({ "kind": "birth", "on": "2026-11-10", "name": "张新", "relation": "之孙女",
        "gender": "2", "birth": "2026-11-10" });
    confirmed(&county, &mut ana, &mut cai, 1, birth).await;
    let all = rows(&county, &ana, "member").await;
    let child = all.iter().find(|one| one["name"] == "张新").unwrap();
    assert_eq!(
        (
            &child["school_status"],
            &child["number"],
            &child["relation"],
            &child["active"]
        ),
        (
            &json!("pre_age"),
            &json!(""),
            &json!("之孙女"),
            &json!(true)
        )
    );
    let roster = "00000000-0000-7000-8000-000000000299";
    let mut line = person(roster, "张新", "之孙女", "99010120261110002X");
    line["birth"] = json!("2026-11-10");
    line["gender"] = json!("2");
    for _ in 0..2 {
        import(&county, &[line.clone()]).await;
        let after = rows(&county, &ana, "member").await;
        assert_eq!(after.len(), all.len());
        let same = after.iter().find(|one| one["name"] == "张新").unwrap();
        assert_eq!(
            (&same["id"], &same["number"]),
            (&child["id"], &json!(roster))
        );
    }
}

#[tokio::test]
async fn a_number_that_does_not_check_is_kept_masked_and_looked_into() {
    let (county, mut ana, mut cai) = family().await;
    let wrong = "110105194912310021";
    let marriage = json!({ "kind": "marry_in", "on": "2026-11-10", "name": "王五",
        "relation": "之儿媳", "gender": "2", "birth": "1998-01-01", "id_number": wrong });
    put(&county, &mut ana, 1, "member_change", marriage).await;
    let all = entries(&county, &ana).await;
    let mine = all.iter().find(|one| one["id"] == entry_id(1)).unwrap();
    assert_eq!(mine["fields"]["id_number"], "110105********0021");
    let doubt = all
        .iter()
        .find(|one| one["ledger"] == "data_check")
        .unwrap();
    assert_eq!(
        (&doubt["of_id"], &doubt["fields"]["kind"], &doubt["due"]),
        (
            &json!(entry_id(1)),
            &json!("id_check"),
            &json!("2026-12-22")
        )
    );
    // The masked number comes back as it was shown: nobody changed it.
    let fix = [
        (
            "id_number",
            json!("110105********0021"),
            json!("110105********0021"),
        ),
        ("name", json!("王五"), json!("王五妹")),
    ];
    let change = corrected(&mut ana, 2, (1, "member_change", 1), &fix);
    accepted(&county.push_one(&ana, &change).await);
    // And typed anew it is a change like any other, though the old one was seen masked.
    let fix = [(
        "id_number",
        json!("110105********0021"),
        json!("11010519491231002x"),
    )];
    let change = corrected(&mut ana, 3, (1, "member_change", 2), &fix);
    accepted(&county.push_one(&ana, &change).await);
    let change = step(
        &mut cai,
        4,
        (&entry_id(1), "confirm", "reported"),
        json!({}),
    );
    accepted(&county.push_one(&cai, &change).await);
    let wife = rows(&county, &ana, "member").await;
    let wife = wife.iter().find(|one| one["name"] == "王五妹").unwrap();
    assert_eq!(wife["id_number_masked"], "110105********002X");
    // It is the head's own: two people have one number.
    let all = entries(&county, &ana).await;
    let kinds: Vec<&str> = all
        .iter()
        .filter(|one| one["ledger"] == "data_check")
        .map(|one| one["fields"]["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds.len(), 2);
    assert!(kinds.contains(&"id_twice"));
    let everything = serde_json::to_string(&county.pull(&ana, 0).await).unwrap();
    for number in [wrong, "11010519491231002X"] {
        assert!(!everything.contains(number));
    }
}

#[tokio::test]
async fn the_roster_has_a_failing_number_looked_into_once_and_stops_nothing() {
    let county = County::new().await;
    let bad = person(WIFE, "李四", "配偶", "110105194912310021");
    for _ in 0..2 {
        import(&county, std::slice::from_ref(&bad)).await;
    }
    let ana = county.phone(ANA).await;
    let all = entries(&county, &ana).await;
    assert_eq!(all.len(), 1);
    assert_eq!(
        (&all[0]["fields"]["member"], &all[0]["author_name"]),
        (&json!(WIFE), &json!(""))
    );
    // Another number, as wrong: it is being looked into already.
    import(
        &county,
        &[person(WIFE, "李四", "配偶", "110105194912310022")],
    )
    .await;
    assert_eq!(entries(&county, &ana).await.len(), 1);
}

#[tokio::test]
async fn income_follows_the_latest_survey_and_goes_back_with_it() {
    let (county, mut ana, mut cai) = family().await;
    let mut home = household(ANAS_HOUSE, "1001", "990101101200");
    home["net_income_fen"] = json!(900_000);
    import(&county, &[home.clone()]).await;
    let survey = |to: &str, people: u32, wage: u64| {
        json!({ "window": "calendar", "from": "2020-01-01", "to": to,
            "annual_family_size": people, "wage_migrant": wage })
    };
    let figures = async |phone: &Phone| {
        let home = row(&county, phone, "household", ANAS_HOUSE).await;
        (
            home["net_income_fen"].clone(),
            home["annual_family_size"].clone(),
        )
    };
    put(
        &county,
        &mut ana,
        1,
        "income",
        survey("2026-09-30", 4, 3_000_000),
    )
    .await;
    assert_eq!(figures(&ana).await, (json!(3_000_000), json!(4)));
    // An older one changes nothing, a second of the same year is refused.
    put(
        &county,
        &mut ana,
        2,
        "income",
        survey("2025-09-30", 5, 1_000_000),
    )
    .await;
    assert_eq!(figures(&ana).await, (json!(3_000_000), json!(4)));
    let twice = saved(
        &mut ana,
        3,
        "income",
        &of_house(ANAS_HOUSE),
        survey("2026-09-30", 4, 1),
    );
    assert_eq!(
        refusal(county.push_one(&ana, &twice).await),
        ("entry_twice".into(), Some("edit.fields.to".into()))
    );
    // The roster repeats itself: the survey stands.
    import(&county, &[home.clone()]).await;
    assert_eq!(figures(&ana).await, (json!(3_000_000), json!(4)));
    for (id, left) in [
        (1, (json!(1_000_000), json!(5))),
        (2, (json!(900_000), json!(3))),
    ] {
        let void = json!({ "reason": "重复" });
        let change = step(&mut cai, 10 + id, (&entry_id(id), "void", "recorded"), void);
        accepted(&county.push_one(&cai, &change).await);
        assert_eq!(figures(&ana).await, left);
    }
    // A figure that is new in the roster counts.
    put(
        &county,
        &mut ana,
        4,
        "income",
        survey("2026-09-30", 4, 3_000_000),
    )
    .await;
    home["net_income_fen"] = json!(950_000);
    import(&county, &[home]).await;
    assert_eq!(figures(&ana).await.0, json!(950_000));
}
