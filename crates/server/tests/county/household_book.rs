//! 一户一册 on paper: masked, within scope, written down.

use reqwest::Method;
use serde_json::{Value, json};
use server::bootstrap;

use crate::console::{boss, captain};
use crate::entries_phone::{deed, entry_id, put, step};
use crate::problems_phone::accepted;
use crate::support::{ANA, ANAS_HOUSE, CAI, County, FAR_HOUSE, household, member};

#[tokio::test]
async fn a_book_shows_no_number_and_no_illness_and_reading_it_is_written_down() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let path = format!("/households/{ANAS_HOUSE}/book");
    let (status, book) = boss.ask(Method::POST, &path, None).await;
    assert_eq!(status, 200, "{book}");
    assert_eq!(book["household_id"], ANAS_HOUSE);
    assert_eq!(book["shows_health"], false);
    for member in book["members"].as_array().unwrap() {
        assert_eq!(member["health"], json!([]));
        assert!(
            member["id_number_masked"]
                .as_str()
                .unwrap()
                .contains("********")
        );
    }
    let risks = book["risks"].as_array().unwrap();
    assert!(
        risks
            .iter()
            .all(|risk| risk["code"] != "illness" && risk["code"] != "disability")
    );
    assert!(
        book["phone_masked"]
            .as_str()
            .is_none_or(|phone| phone.contains("****"))
    );
    assert_eq!(book["helpers"][0]["primary"], true);
    assert_eq!(book["entries"], json!([]));
    let log = boss.search("audit", json!({})).await.to_string();
    assert!(log.contains("household_book_read") && log.contains(ANAS_HOUSE));
}

#[tokio::test]
async fn what_the_folder_of_a_household_holds_is_printed_and_what_was_taken_out_is_not() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    put(&county, &mut ana, 1, "good_deed", deed()).await;
    let task = json!({ "text": "办慢病证", "category": "health", "due_on": "2026-12-01" });
    put(&county, &mut ana, 2, "plan_task", task).await;
    put(&county, &mut ana, 3, "good_deed", deed()).await;
    let void = step(
        &mut ana,
        4,
        (&entry_id(3), "void", "recorded"),
        json!({ "reason": "重复" }),
    );
    accepted(&county.push_one(&ana, &void).await);
    let boss = boss(&county).await;
    let path = format!("/households/{ANAS_HOUSE}/book");
    let (_, book) = boss.ask(Method::POST, &path, None).await;
    let held = book["entries"].as_array().unwrap().iter();
    let held: Vec<_> = held
        .map(|one| (&one["ledger"]["code"], &one["title"]))
        .collect();
    assert_eq!(
        held,
        [
            (&json!("plan_task"), &json!("办慢病证")),
            (&json!("good_deed"), &json!("帮收玉米"))
        ]
    );
}

#[tokio::test]
async fn a_captain_is_told_how_many_are_ill_and_the_county_who() {
    let county = County::new().await;
    let mut home = household(ANAS_HOUSE, "1001", "990101101200");
    home["risk_types"] = json!(["illness", "lack_labor"]);
    let mut ill = member("990101194912310019");
    ill["health"] = json!(["chronic"]);
    let lines = format!("{home}\n{ill}");
    let reply = bootstrap::import_roster(&county.opened(), lines)
        .await
        .unwrap();
    assert_eq!(reply.refused, []);
    let path = format!("/households/{ANAS_HOUSE}");
    let of = |page: &Value| {
        let risks = page["risks"].as_array().unwrap().len();
        let health = page["members"][0]["health"].as_array().unwrap().len();
        (
            risks,
            health,
            page["risks_hidden"].clone(),
            page["members_ill"].clone(),
        )
    };
    let cai = captain(&county, CAI, "cai").await.get(&path).await;
    assert_eq!(of(&cai), (1, 0, json!(1), json!(1)));
    let staff = boss(&county).await.get(&path).await;
    assert_eq!(of(&staff), (2, 1, json!(0), json!(1)));
}

#[tokio::test]
async fn what_a_roster_says_of_a_member_in_no_known_code_is_refused_at_its_field() {
    let county = County::new().await;
    for (field, bad) in [
        ("medins", "yes"),
        ("ethnicity", "99"),
        ("changed_on", "2026-02-30"),
    ] {
        let mut one = member("11010519491231002X");
        one[field] = json!(bad);
        let reply = bootstrap::import_roster(&county.opened(), one.to_string())
            .await
            .unwrap();
        let refused = &reply.refused[0];
        assert_eq!(refused.field.as_deref(), Some(field), "{}", refused.code);
    }
}

#[tokio::test]
async fn nobody_prints_beyond_his_scope() {
    let county = County::new().await;
    let cai = captain(&county, CAI, "cai").await;
    let ask = |path: String, body: Option<Value>| {
        let cai = &cai;
        async move { cai.ask(Method::POST, &path, body).await }
    };
    assert_eq!(
        ask(format!("/households/{ANAS_HOUSE}/book"), None).await.0,
        200
    );
    assert_eq!(
        ask(format!("/households/{FAR_HOUSE}/book"), None).await.0,
        404
    );
    let villages = cai.get("/villages").await;
    let own = villages["villages"].as_array().unwrap();
    assert_eq!(own.len(), 1);
    let sheet = |village: Value| {
        ask(
            "/household-codes".to_owned(),
            Some(json!({ "village": village })),
        )
    };
    let (status, codes) = sheet(own[0]["code"].clone()).await;
    assert_eq!(status, 200);
    let codes = codes["codes"].as_array().unwrap();
    assert_eq!(
        u64::try_from(codes.len()).unwrap(),
        own[0]["households"].as_u64().unwrap()
    );
    for code in codes {
        let head = code["head_masked"].as_str().unwrap();
        assert!(head.ends_with('*') && head.chars().count() == 2, "{head}");
        assert_eq!(code["number_tail"].as_str().unwrap().len(), 4);
    }
    let (status, _) = sheet(json!("990101999999")).await;
    assert_eq!(status, 404);
}
