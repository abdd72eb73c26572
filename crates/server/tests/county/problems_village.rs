//! Problems of a village that are nobody's household's: a square, an unpaid subsidy, a road (S2).

use protocol::push::Outcome;
use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{boss, captain};
use crate::problems_phone::{accepted, problems, raised, refusal, step, titled, visit};
use crate::support::{ANA, ANAS_HOUSE, BO, CAI, County, DING, TANG, change_id, photo, visit_id};

const VILLAGE: &str = "990101101200";
const SQUARE: &str = "文化广场奖补10万只拨了4万";

fn of_village() -> Value {
    json!({ "household_id": null, "area_code": VILLAGE, "title": SQUARE, "severity": "major" })
}

#[tokio::test]
async fn a_captain_reports_about_his_village_and_those_see_it_who_have_to_do_with_it() {
    let county = County::new().await;
    let mut cai = county.phone(CAI).await;
    let change = raised(&mut cai, 1, of_village());
    accepted(&county.push_one(&cai, &change).await);
    let mine = titled(&county, &cai, SQUARE).await;
    assert_eq!(
        (&mine["household_id"], &mine["area_code"], &mine["village"]),
        (&Value::Null, &json!(VILLAGE), &json!("山村"))
    );
    let id = mine["id"].as_str().unwrap().to_owned();
    let tang = county.phone(TANG).await;
    titled(&county, &tang, SQUARE).await;
    let mut ana = county.phone(ANA).await;
    for phone in [&ana, &county.phone(DING).await] {
        assert_eq!(problems(&county, phone).await, [] as [Value; 0]);
    }

    // Whoever answers for it sees it, and reports with photos of any visit in the village.
    let town = captain(&county, TANG, "tang").await;
    for form in [
        json!({ "step": "register" }),
        json!({ "step": "assign", "owner_id": ANA }),
    ] {
        let path = format!("/problems/{id}/move");
        let (status, _) = town.ask(Method::POST, &path, Some(form)).await;
        assert_eq!(status, 200);
    }
    assert_eq!(titled(&county, &ana, SQUARE).await["owner_name"], "Ana");
    let mut change = ana.visit(2, &visit_id(2), ANAS_HOUSE, 1);
    let shown = photo(&"a".repeat(64), 9);
    change["edit"]["photos"] = json!([shown]);
    accepted(&county.push_one(&ana, &change).await);
    let done = json!({ "step": "finish",
        "photos": [{ "visit_id": visit_id(2), "photo_id": shown["id"] }] });
    let change = step(&mut ana, 3, &id, done);
    accepted(&county.push_one(&ana, &change).await);
    let change = step(&mut cai, 4, &id, json!({ "step": "verify", "round": 1 }));
    accepted(&county.push_one(&cai, &change).await);
    assert_eq!(titled(&county, &ana, SQUARE).await["state"], "closed");
}

#[tokio::test]
async fn a_villages_problem_is_its_captains_to_report_and_names_a_village() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let change = raised(&mut ana, 1, of_village());
    match county.push_one(&ana, &change).await {
        Outcome::Quarantined { code, .. } => assert_eq!(code, "out_of_scope"),
        other => panic!("{other:?}"),
    }
    let mut cai = county.phone(CAI).await;
    for (at, area, code) in [
        (2, Value::Null, "malformed"),
        (3, json!("990101101999"), "unknown_village"),
        (4, json!("990101101"), "unknown_village"),
    ] {
        let mut fields = of_village();
        fields["area_code"] = area;
        let change = raised(&mut cai, at, fields);
        let refused = refusal(county.push_one(&cai, &change).await);
        assert_eq!(refused, (code.into(), Some("edit.area_code".into())));
    }
    let mut fields = of_village();
    fields["member"] = json!(change_id(1));
    let change = raised(&mut cai, 5, fields);
    assert_eq!(
        refusal(county.push_one(&cai, &change).await).0,
        "unknown_member"
    );
    let mut tang = county.phone(TANG).await;
    let change = raised(&mut tang, 6, of_village());
    accepted(&county.push_one(&tang, &change).await);
}

#[tokio::test]
async fn the_county_keeps_a_villages_problems_beside_those_of_households() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let choices = desk.get("/problems/choices").await;
    assert_eq!(
        choices["villages"],
        json!([
            { "code": VILLAGE, "name": "山村", "town": "东镇", "households": 2 },
            { "code": "990101102200", "name": "河村", "town": "西镇", "households": 1 },
        ])
    );
    let form = |area: &str, title: &str| {
        json!({ "area_code": area, "source": "inspection", "category": "road",
            "severity": "major", "title": title, "role": "town_road" })
    };
    let raise = async |desk: &crate::console::Browser<'_>, area: &str, title: &str| {
        desk.ask(Method::POST, "/problems", Some(form(area, title)))
            .await
    };
    let (status, refused) = raise(&desk, "", "路灯").await;
    assert_eq!((status, &refused["field"]), (400, &json!("area_code")));
    assert_eq!(raise(&desk, "990101101999", "路灯").await.0, 404);
    let other = captain(&county, DING, "ding").await;
    let choices = other.get("/problems/choices").await;
    assert_eq!(choices["villages"][0]["name"], "河村");
    assert_eq!(raise(&other, VILLAGE, "路灯").await.0, 404);
    let (status, page) = raise(&desk, VILLAGE, "路灯").await;
    assert_eq!(status, 200, "{page}");
    let row = &page["problem"];
    assert_eq!(
        (&row["household_id"], &row["village"], &row["state"]["code"]),
        (&Value::Null, &json!("山村"), &json!("registered"))
    );
    let owners = page["owners"].as_array().unwrap().iter();
    let roles: Vec<&str> = owners.map(|one| one["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["captain", "member", "member"]);
    let id = row["problem_id"].as_str().unwrap().to_owned();

    // One of a household beside it.
    let mut ana = county.phone(ANA).await;
    let change = raised(&mut ana, 1, json!({}));
    accepted(&county.push_one(&ana, &change).await);
    for (of, text, count) in [
        ("village", "", 1),
        ("household", "", 1),
        ("", "", 2),
        ("", "路灯", 1),
    ] {
        let list = desk
            .search("problems", json!({ "of": of, "text": text }))
            .await;
        assert_eq!(list["counts"]["all"], count, "{of} {text}");
    }

    // Two of the village are one; one of a household is not.
    let (_, twin) = raise(&desk, VILLAGE, "路灯不亮").await;
    let others = twin["others"].as_array().unwrap();
    assert_eq!((others.len(), &others[0]["problem_id"]), (1, &json!(id)));
    let merge = |into: &Value| json!({ "step": "merge", "other_id": into });
    let path = format!(
        "/problems/{}/move",
        twin["problem"]["problem_id"].as_str().unwrap()
    );
    let (status, _) = desk
        .ask(Method::POST, &path, Some(merge(&change["edit"]["id"])))
        .await;
    assert_eq!(status, 400);
    let (status, _) = desk.ask(Method::POST, &path, Some(merge(&json!(id)))).await;
    assert_eq!(status, 200);

    // "To the helpers": of a village that is its captain.
    let form = json!({ "problem_ids": [id], "to_helpers": true, "form": { "step": "assign" } });
    let (_, told) = desk.ask(Method::POST, "/problems/moves", Some(form)).await;
    assert_eq!(told["moved"], 1);
    let cai = county.phone(CAI).await;
    assert_eq!(titled(&county, &cai, "路灯").await["owner_id"], CAI);
    let mut bo = county.phone(BO).await;
    visit(&county, &mut ana, 9, json!([])).await;
    let change = step(&mut bo, 3, &id, json!({ "step": "start" }));
    assert!(matches!(
        county.push_one(&bo, &change).await,
        Outcome::Quarantined { .. }
    ));
}
