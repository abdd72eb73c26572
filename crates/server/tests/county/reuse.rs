//! Photos that serve twice are found as they arrive, and a person settles it.

use domain::fingerprint::Fingerprint;
use protocol::row::ParamsV1;
use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{boss, captain};
use crate::photos::{create, patch, picture};
use crate::support::{
    ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County, DING, NOW, Phone, TANG, photo, visit_id,
};

pub const SCENE: Fingerprint = Fingerprint {
    phash: 0x3a5c_91e7_04d2_8b6f,
    dhash: 0xc3a9_5e17_72d4_6b80,
};

/// The scene with so many bits of its hash gone.
fn off_by(bits: u32) -> Fingerprint {
    Fingerprint {
        phash: SCENE.phash ^ ((1 << bits) - 1),
        ..SCENE
    }
}

/// A photo of a visit: its own number, which bytes, and how it looks.
pub fn shot(number: u32, bytes: &[u8], looks: Fingerprint) -> Value {
    let sha256 = protocol::digest(bytes);
    let mut photo = photo(&sha256, bytes.len());
    photo["id"] = format!("00000000-0000-7000-8000-0000000f{number:04}").into();
    photo["phash"] = format!("{:016x}", looks.phash).into();
    photo["dhash"] = format!("{:016x}", looks.dhash).into();
    photo
}

pub async fn visit(county: &County, phone: &mut Phone, number: u32, photos: &[Value]) {
    let house = if phone.person == ANA {
        ANAS_HOUSE
    } else {
        BOS_HOUSE
    };
    let mut change = phone.visit(number, &visit_id(number), house, 1);
    change["edit"]["photos"] = json!(photos);
    let outcome = serde_json::to_value(county.push_one(phone, &change).await).unwrap();
    assert_eq!(outcome["outcome"], "accepted", "{outcome}");
}

pub async fn upload(county: &County, phone: &Phone, bytes: &[u8]) {
    let sha256 = protocol::digest(bytes);
    create(county, phone, &sha256, bytes.len() as u64).await;
    assert_eq!(patch(county, phone, &sha256, 0, bytes).await.status(), 204);
}

/// Ana's visit with this picture, then Bo's.
pub async fn two_visits(county: &County, ana: (&[u8], Fingerprint), bo: (&[u8], Fingerprint)) {
    let (mut anas, mut bos) = (county.phone(ANA).await, county.phone(BO).await);
    visit(county, &mut anas, 1, &[shot(1, ana.0, ana.1)]).await;
    upload(county, &anas, ana.0).await;
    county.opened().compare_photos().await.unwrap();
    visit(county, &mut bos, 2, &[shot(2, bo.0, bo.1)]).await;
    if bo.0 != ana.0 {
        upload(county, &bos, bo.0).await;
    }
    county.opened().compare_photos().await.unwrap();
}

pub const ROWS: &str = "select count(*) as n from photo_match";

pub async fn only_pair(county: &County) -> Value {
    let list = boss(county).await.get("/photo-matches").await;
    assert_eq!(list["matches"].as_array().unwrap().len(), 1, "{list}");
    list["matches"][0].clone()
}

#[tokio::test]
async fn the_same_bytes_in_a_second_visit_are_found_though_they_travelled_once() {
    let county = County::new().await;
    let plain = Fingerprint { phash: 0, dhash: 0 };
    two_visits(&county, (&picture(1), plain), (&picture(1), plain)).await;
    let pair = only_pair(&county).await;
    assert_eq!(pair["kind"], "exact");
    assert_eq!(pair["later"]["visit"]["visit_id"], visit_id(2));
    assert_eq!(pair["earlier"]["visit"]["visit_id"], visit_id(1));
}

#[tokio::test]
async fn the_cameras_own_bytes_under_another_stamp_are_found() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let plain = Fingerprint { phash: 0, dhash: 0 };
    // Twice in one visit, for two items: stamped anew, so that the copies differ.
    let mut twice = [shot(1, &picture(1), plain), shot(2, &picture(2), plain)];
    for one in &mut twice {
        one["original_sha256"] = protocol::digest(b"camera").into();
    }
    visit(&county, &mut ana, 1, &twice).await;
    upload(&county, &ana, &picture(1)).await;
    upload(&county, &ana, &picture(2)).await;
    county.opened().compare_photos().await.unwrap();
    let pair = only_pair(&county).await;
    assert_eq!(
        (&pair["kind"], &pair["distance"]),
        (&json!("exact"), &json!(0))
    );
    assert_eq!(
        pair["later"]["visit"]["visit_id"],
        pair["earlier"]["visit"]["visit_id"]
    );
}

#[tokio::test]
async fn a_near_copy_is_found_with_its_distance_and_flags_both_visits() {
    let county = County::new().await;
    two_visits(&county, (&picture(1), SCENE), (&picture(2), off_by(12))).await;
    let pair = only_pair(&county).await;
    assert_eq!(pair["kind"], "alike");
    assert_eq!(pair["distance"], 12);
    assert_eq!(pair["turned"], "as_taken");
    let boss = boss(&county).await;
    let rows = boss.get("/visits").await["visits"].clone();
    for row in rows.as_array().unwrap() {
        let flags = row["flags"].as_array().unwrap();
        assert!(flags.contains(&json!("photo_repeated")), "{row}");
    }
    for visit in [1, 2] {
        let page = boss.get(&format!("/visits/{}", visit_id(visit))).await;
        let matches = page["photos"][0]["matches"].as_array().unwrap();
        assert_eq!(matches.len(), 1, "{page}");
    }
}

#[tokio::test]
async fn a_distant_likeness_asks_for_a_look_and_flags_nothing() {
    let county = County::new().await;
    two_visits(&county, (&picture(1), SCENE), (&picture(2), off_by(27))).await;
    assert_eq!(only_pair(&county).await["kind"], "look");
    let rows = boss(&county).await.get("/visits").await;
    assert!(!rows.to_string().contains("photo_repeated"));
}

#[tokio::test]
async fn mirrored_and_turned_copies_are_found_and_said_to_be() {
    for (turn, said) in [(1, "turned"), (2, "mirrored"), (6, "turned")] {
        let county = County::new().await;
        let copy = off_by(5).turns()[turn];
        two_visits(&county, (&picture(1), SCENE), (&picture(2), copy)).await;
        let pair = only_pair(&county).await;
        assert_eq!(pair["turned"], said);
        assert_eq!(pair["distance"], 5);
    }
}

#[tokio::test]
async fn different_pictures_and_pictures_of_one_visit_are_left_in_peace() {
    let county = County::new().await;
    two_visits(&county, (&picture(1), SCENE), (&picture(2), off_by(29))).await;
    let mut bo = county.phone(BO).await;
    let far = Fingerprint {
        phash: !SCENE.phash >> 1,
        dhash: SCENE.dhash ^ 0xffff_0000,
    };
    let room = [shot(3, &picture(3), far), shot(4, &picture(4), far)];
    visit(&county, &mut bo, 3, &room).await;
    upload(&county, &bo, &picture(3)).await;
    upload(&county, &bo, &picture(4)).await;
    county.opened().compare_photos().await.unwrap();
    assert_eq!(county.count(ROWS).await, 0);
    assert_eq!(
        county.count("select count(*) as n from photo_print").await,
        4
    );
}

#[tokio::test]
async fn a_stop_between_verifying_and_searching_loses_no_search_and_finds_nothing_twice() {
    let mut county = County::new().await;
    two_visits(&county, (&picture(1), SCENE), (&picture(2), SCENE)).await;
    assert_eq!(county.count(ROWS).await, 1);
    // As a server leaves it that stopped after numbering, before it wrote down what it found.
    county
        .opened()
        .db()
        .write(|tx| -> Result<(), server::Error> {
            tx.execute("delete from photo_match", &[])?;
            tx.execute(
                "insert into photo_pending (county_id, visit_id, photo_id)
                 select county_id, visit_id, photo_id from photo_print",
                &[],
            )?;
            Ok(())
        })
        .await
        .unwrap();
    county.restart().await;
    county.opened().compare_photos().await.unwrap();
    assert_eq!(county.count(ROWS).await, 1);
    assert_eq!(
        county
            .count("select count(*) as n from photo_pending")
            .await,
        0
    );
    assert_eq!(only_pair(&county).await["distance"], 0);

    // Another photo, and a stop before anything of it was searched.
    let mut ana = county.phone(ANA).await;
    visit(&county, &mut ana, 3, &[shot(3, &picture(3), off_by(3))]).await;
    upload(&county, &ana, &picture(3)).await;
    county.restart().await;
    county.opened().compare_photos().await.unwrap();
    assert_eq!(county.count(ROWS).await, 3);
}

#[tokio::test]
async fn a_running_server_searches_by_itself() {
    let county = County::new().await;
    let (mut ana, mut bo) = (county.phone(ANA).await, county.phone(BO).await);
    visit(&county, &mut ana, 1, &[shot(1, &picture(1), SCENE)]).await;
    visit(&county, &mut bo, 2, &[shot(2, &picture(2), SCENE)]).await;
    upload(&county, &ana, &picture(1)).await;
    upload(&county, &bo, &picture(2)).await;
    found_by_itself(&county).await;
}

/// Waits for the running server to find a pair.
pub async fn found_by_itself(county: &County) {
    for _ in 0..100 {
        if county.count(ROWS).await == 1 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("nobody compared the photos");
}

fn settled(outcome: &str, seen: &str) -> Option<Value> {
    Some(json!({ "seen": seen, "outcome": outcome, "reason": "同一天补拍" }))
}

#[tokio::test]
async fn a_person_settles_a_pair_with_a_reason_and_the_audit_log_says_so() {
    let county = County::new().await;
    two_visits(&county, (&picture(1), SCENE), (&picture(2), SCENE)).await;
    let id = only_pair(&county).await["match_id"].clone();
    let path = format!("/photo-matches/{id}/settle");
    let boss = boss(&county).await;
    let wordless = json!({ "seen": "open", "outcome": "fair", "reason": "  " });
    let (status, body) = boss.ask(Method::POST, &path, Some(wordless)).await;
    assert_eq!((status, &body["code"]), (400, &json!("reason_needed")));

    let (status, pair) = boss.ask(Method::POST, &path, settled("fair", "open")).await;
    assert_eq!((status, &pair["outcome"]), (200, &json!("fair")), "{pair}");
    assert_eq!(pair["settled_by"], "郭主任");
    let (status, body) = boss
        .ask(Method::POST, &path, settled("reused", "open"))
        .await;
    assert_eq!((status, &body["code"]), (409, &json!("stale")));

    let open = boss.get("/photo-matches").await;
    assert_eq!((&open["open"], &open["settled"]), (&json!(0), &json!(1)));
    assert_eq!(open["matches"], json!([]));
    let done = boss.get("/photo-matches?state=settled").await;
    assert_eq!(done["matches"][0]["reason"], "同一天补拍");
    assert!(
        !boss
            .get("/visits")
            .await
            .to_string()
            .contains("photo_repeated")
    );
    let audit = boss.search("audit", json!({})).await;
    let lines = audit["entries"].as_array().unwrap();
    let settled: Vec<_> = lines
        .iter()
        .filter(|line| line["action"] == "photo_match_settled")
        .collect();
    assert_eq!(settled.len(), 1, "{audit}");
    assert!(settled[0]["subject"].as_str().unwrap().starts_with("fair "));
}

#[tokio::test]
async fn only_who_decides_about_both_visits_settles_and_nobody_his_own() {
    let county = County::new().await;
    two_visits(&county, (&picture(1), SCENE), (&picture(2), SCENE)).await;
    let id = only_pair(&county).await["match_id"].clone();
    let path = format!("/photo-matches/{id}/settle");

    let ding = captain(&county, DING, "ding").await;
    assert_eq!(ding.get("/photo-matches").await["matches"], json!([]));
    let (status, _) = ding.ask(Method::POST, &path, settled("fair", "open")).await;
    assert_eq!(status, 404);

    let cai = captain(&county, CAI, "cai").await;
    let tang = captain(&county, TANG, "tang").await;
    assert_eq!(
        tang.get("/photo-matches").await["matches"][0]["may_settle"],
        true
    );
    let (status, pair) = cai
        .ask(Method::POST, &path, settled("reused", "open"))
        .await;
    assert_eq!(
        (status, &pair["outcome"]),
        (200, &json!("reused")),
        "{pair}"
    );

    // Once one of the visits is his to answer for, it is no longer his to judge.
    county
        .opened()
        .db()
        .write(|tx| -> Result<(), server::Error> {
            tx.execute(
                "update visit set answerable_id = $1 where visit_id = $2",
                &[TANG.into(), visit_id(1).into()],
            )?;
            Ok(())
        })
        .await
        .unwrap();
    let (status, body) = tang
        .ask(Method::POST, &path, settled("fair", "reused"))
        .await;
    assert_eq!((status, &body["code"]), (409, &json!("own_visit")));
}

#[tokio::test]
async fn a_pair_across_towns_shows_each_captain_his_own_side_only() {
    let county = County::new().await;
    two_visits(&county, (&picture(1), SCENE), (&picture(2), SCENE)).await;
    county
        .opened()
        .db()
        .write(|tx| -> Result<(), server::Error> {
            tx.execute(
                "update visit set town_code = '990101102', area_code = '990101102200'
                 where visit_id = $1",
                &[visit_id(2).into()],
            )?;
            Ok(())
        })
        .await
        .unwrap();
    let ding = captain(&county, DING, "ding").await;
    let pair = ding.get("/photo-matches").await["matches"][0].clone();
    assert_eq!(pair["later"]["visit"]["visit_id"], visit_id(2));
    assert_eq!(pair["earlier"]["visit"], Value::Null);
    assert_eq!(pair["earlier"]["sha256"], Value::Null);
    assert_eq!(pair["earlier"]["town"], "东镇");
    assert_eq!(pair["may_settle"], false);
    let (status, _) = ding
        .ask(
            Method::POST,
            &format!("/photo-matches/{}/settle", pair["match_id"]),
            settled("fair", "open"),
        )
        .await;
    assert_eq!(status, 403);
}

#[tokio::test]
async fn what_the_county_asks_of_photos_reaches_the_phones_with_their_next_pull() {
    let county = County::new().await;
    let ana = county.phone(ANA).await;
    let first = county.pull(&ana, 0).await;
    let params = |reply: &protocol::pull::PullReply| -> Option<ParamsV1> {
        let row = reply.rows.iter().find(|row| row.kind == "params")?;
        serde_json::from_str(row.body.as_ref()?.get()).ok()
    };
    let told = params(&first).unwrap();
    assert_eq!(told.values["photo_budget_kb"], 250);
    assert_eq!(told.values["gallery_allowed"], 0);

    let boss = boss(&county).await;
    let wish = |kb: u32| Some(json!({ "budget_kb": kb }));
    for kb in [59, 801] {
        let (status, body) = boss.ask(Method::POST, "/photo-settings", wish(kb)).await;
        assert_eq!((status, &body["code"]), (400, &json!("out_of_range")));
    }
    let (status, settings) = boss.ask(Method::POST, "/photo-settings", wish(120)).await;
    assert_eq!(status, 200, "{settings}");
    assert_eq!(settings["set_by"], "郭主任");
    assert_eq!(settings["set_ms"], NOW);

    let then = county.pull(&ana, first.cursor).await;
    let told = params(&then).unwrap();
    assert_eq!(told.values["photo_budget_kb"], 120);
    assert!(told.bundle_key.is_some());
    let audit = boss.search("audit", json!({})).await.to_string();
    assert!(audit.contains("photo_budget_kb 120"));

    let tang = captain(&county, TANG, "tang").await;
    let (status, _) = tang.ask(Method::POST, "/photo-settings", wish(200)).await;
    assert_eq!(status, 403);
}
