//! 一户一册 on paper: masked, within scope, written down.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{boss, captain};
use crate::support::{ANAS_HOUSE, CAI, County, FAR_HOUSE};

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
    let log = boss.get("/audit").await.to_string();
    assert!(log.contains("household_book_read") && log.contains(ANAS_HOUSE));
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
