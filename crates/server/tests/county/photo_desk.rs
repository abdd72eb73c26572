//! The photo desk 照片台: what was announced and did not come, and what proves little.

use domain::fingerprint::Fingerprint;
use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss, captain};
use crate::photos::{create, patch, picture};
use crate::reuse::{SCENE, only_pair, shot, two_visits, upload, visit};
use crate::support::{ANA, BO, County, DING, visit_id};

impl Browser<'_> {
    async fn photo_desk(&self, tab: &str, form: Value) -> Value {
        let path = format!("/photo-desk/{tab}");
        let (status, page) = self.ask(Method::POST, &path, Some(form)).await;
        assert_eq!(status, 200, "{page}");
        page
    }
}

const PLAIN: Fingerprint = Fingerprint { phash: 0, dhash: 0 };

#[tokio::test]
async fn announced_photos_that_did_not_come_are_listed_with_their_visit_until_they_come() {
    let county = County::new().await;
    let (mut ana, mut bo) = (county.phone(ANA).await, county.phone(BO).await);
    let (one, two, three) = (picture(1), picture(2), picture(3));
    visit(
        &county,
        &mut ana,
        1,
        &[shot(1, &one, PLAIN), shot(2, &two, PLAIN)],
    )
    .await;
    county.pass_ms(60_000);
    visit(&county, &mut bo, 2, &[shot(3, &three, PLAIN)]).await;
    upload(&county, &ana, &one).await;
    // Begun, and cut off.
    create(&county, &ana, &protocol::digest(&two), two.len() as u64).await;
    patch(&county, &ana, &protocol::digest(&two), 0, &two[..10]).await;
    let desk = boss(&county).await;
    let page = desk.photo_desk("missing", json!({})).await;
    assert_eq!(page["counts"], json!({ "visits": 2, "photos": 2 }));
    let rows: Vec<_> = page["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let visit = row["visit"]["visit_id"].as_str().unwrap().to_owned();
            (
                visit,
                row["missing"].as_u64().unwrap(),
                row["arriving"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(rows, [(visit_id(1), 1, 1), (visit_id(2), 1, 0)]);
    // A later page reads its rows alone.
    let first = page["rows"][0]["visit"]["visit_id"].clone();
    let key = county.count("select min(sequence) as n from visit").await;
    let later = desk
        .photo_desk("missing", json!({ "after": key.to_string() }))
        .await;
    assert_eq!(later["counts"], Value::Null);
    assert_eq!(later["rows"].as_array().unwrap().len(), 1);
    assert_ne!(later["rows"][0]["visit"]["visit_id"], first);
    let people = desk.photo_desk("visitors", json!({})).await;
    let names: Vec<_> = people["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["name"])
        .collect();
    assert_eq!(names, ["Ana", "Bo"]);
    assert!(people["rows"][0]["contact_ms"].is_i64());
    let key = format!("{} {ANA}", people["rows"][0]["since_ms"]);
    let rest = desk.photo_desk("visitors", json!({ "after": key })).await;
    assert_eq!(rest["rows"].as_array().unwrap().len(), 1);
    let bos = desk
        .photo_desk("missing", json!({ "visitor_id": BO }))
        .await;
    assert_eq!(bos["rows"][0]["visit"]["visit_id"], visit_id(2));
    let waiting = desk
        .photo_desk("unverified", json!({ "reason": "arriving" }))
        .await;
    assert_eq!(
        (
            &waiting["counts"]["arriving"],
            waiting["rows"].as_array().unwrap().len()
        ),
        (&json!(1), 1)
    );
    upload(&county, &bo, &three).await;
    let page = desk.photo_desk("missing", json!({})).await;
    assert_eq!(page["counts"]["visits"], 1);
    // The other town's captain sees none of it.
    let ding = captain(&county, DING, "ding").await;
    let page = ding.photo_desk("missing", json!({})).await;
    assert_eq!(
        (&page["counts"]["visits"], &page["rows"]),
        (&json!(0), &json!([]))
    );
    assert_eq!(
        ding.photo_desk("visitors", json!({})).await["rows"],
        json!([])
    );
}

#[tokio::test]
async fn photos_that_prove_little_are_found_by_reason_and_told_one_by_one() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let mut picked = shot(1, &picture(1), PLAIN);
    picked["imported"] = json!(true);
    visit(&county, &mut ana, 1, &[picked, shot(2, &picture(2), PLAIN)]).await;
    let mut bo = county.phone(BO).await;
    visit(&county, &mut bo, 2, &[]).await;
    let desk = boss(&county).await;
    let page = desk.photo_desk("unverified", json!({})).await;
    // A visit without photos has nothing to doubt here, though it has no location either.
    assert_eq!(
        (
            &page["counts"]["imported"],
            &page["counts"]["no_location"],
            &page["counts"]["clock_off"]
        ),
        (&json!(1), &json!(1), &json!(0))
    );
    let photos: Vec<_> = page["rows"][0]["photos"]
        .as_array()
        .unwrap()
        .iter()
        .map(|photo| (&photo["imported"], &photo["here"], &photo["located"]))
        .collect();
    let (yes, no) = (json!(true), json!(false));
    assert_eq!(photos, [(&yes, &no, &no), (&no, &no, &no)]);
    let none = desk
        .photo_desk("unverified", json!({ "reason": "clock_off" }))
        .await;
    assert_eq!(none["rows"], json!([]));
    let (status, refused) = desk
        .ask(
            Method::POST,
            "/photo-desk/unverified",
            Some(json!({ "reason": "ugly" })),
        )
        .await;
    assert_eq!((status, &refused["code"]), (400, &json!("unknown_option")));
}

#[tokio::test]
async fn a_pair_says_what_its_two_visits_have_in_common() {
    let county = County::new().await;
    two_visits(&county, (&picture(1), SCENE), (&picture(1), SCENE)).await;
    let pair = only_pair(&county).await;
    assert_eq!(
        pair["facts"],
        json!({ "same_household": false, "same_visitor": false, "same_day": true,
            "same_village": true, "apart_m": null })
    );
    assert!(pair["later"]["taken_ms"].is_i64());
}
