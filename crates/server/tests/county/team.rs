//! Whose work has not arrived, as captains are told; and who is told when two decide.

use protocol::push::Outcome;
use protocol::team::TeamReply;
use reqwest::Method;
use serde_json::{Value, json};
use server::bootstrap;

use crate::console::{boss, captain};
use crate::photos::picture;
use crate::reuse::{SCENE, only_pair, two_visits};
use crate::support::{
    ANA, ANAS_HOUSE, BO, CAI, County, DING, NOW, Phone, TANG, photo, visit_edit, visit_id,
};

/// Pushes with what the phone says it still has.
async fn push_with(county: &County, phone: &Phone, changes: &[Value], outstanding: Value) -> u16 {
    let answer = county
        .http
        .post(county.url("/v1/push"))
        .bearer_auth(&phone.reply.token.token)
        .json(&json!({ "changes": changes, "outstanding": outstanding }))
        .send()
        .await
        .unwrap();
    answer.status().as_u16()
}

async fn team_of(county: &County, phone: &Phone) -> TeamReply {
    let answer = county.get(phone, "/v1/team").await;
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

#[tokio::test]
async fn a_captain_is_told_what_each_phone_said_and_since_when_and_others_are_not() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let cai = county.phone(CAI).await;
    let left = json!({ "visits": 3, "changes": 1, "photos": 7 });
    assert_eq!(push_with(&county, &ana, &[], left).await, 200);
    let mut edit = visit_edit(&visit_id(1), ANA, ANAS_HOUSE, 1);
    edit["photos"] = json!([photo(&"ab".repeat(32), 10)]);
    let one_visit = visit_id(1);
    let change = ana.change(1, ("visit", one_visit.as_str()), edit);
    assert!(matches!(
        county.push_one(&ana, &change).await,
        Outcome::Accepted { .. }
    ));
    county.pass_ms(60_000);

    let reply = team_of(&county, &cai).await;
    let [team] = &reply.teams[..] else {
        panic!("{reply:?}")
    };
    assert_eq!(
        (team.village.as_str(), &team.reviewers[..]),
        ("山村", &["Tang".to_owned()][..])
    );
    assert_eq!(reply.server_ms, NOW + 60_000);
    let names: Vec<&str> = team.members.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Ana", "Bo", "Cai"]);
    let of_ana = &team.members[0];
    let said = of_ana.reported.unwrap();
    // A push that says nothing of it leaves what was said before.
    assert_eq!(
        (said.outstanding.visits, said.outstanding.photos, said.at_ms),
        (3, 7, NOW)
    );
    assert_eq!((of_ana.contact_ms, of_ana.phones), (Some(NOW), 1));
    assert_eq!((of_ana.photos_missing, of_ana.to_review), (1, 1));
    let of_bo = &team.members[1];
    assert_eq!(
        (of_bo.contact_ms, of_bo.reported, of_bo.phones),
        (None, None, 0)
    );
    assert!(team.members[2].captain);

    let tang = county.phone(TANG).await;
    assert_eq!(team_of(&county, &tang).await.teams.len(), 1);
    let ding = county.phone(DING).await;
    for phone in [&ana, &ding] {
        assert_eq!(county.get(phone, "/v1/team").await.status(), 403);
    }
}

#[tokio::test]
async fn a_captain_is_told_how_far_the_half_year_is_in_each_village() {
    let county = County::new().await;
    let tang = county.phone(TANG).await;
    let of = async || {
        let told = team_of(&county, &tang).await.teams.remove(0).coverage;
        told.map(|one| (one.period, one.due, one.visited, one.approved))
    };
    let half = || "2026-H2".to_owned();
    let Some((period, due, 0, 0)) = of().await else {
        panic!("nobody is visited yet")
    };
    assert_eq!(period, half());
    // Ana’s and Bo’s; the third household lies in another town.
    assert_eq!(due, 2);
    let mut ana = county.phone(ANA).await;
    let visit = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    assert_eq!(push_with(&county, &ana, &[visit], json!({})).await, 200);
    assert_eq!(of().await, Some((half(), due, 1, 0)));
    let mut cai = county.phone(CAI).await;
    crate::problems_phone::approve(&county, &mut cai, 1).await;
    assert_eq!(of().await, Some((half(), due, 1, 1)));
}

#[tokio::test]
async fn a_count_that_cannot_be_read_spoils_no_change_and_a_broken_change_no_count() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let visit = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    assert_eq!(push_with(&county, &ana, &[visit], json!("many")).await, 200);
    assert_eq!(county.count("select count(*) as n from visit").await, 1);
    assert_eq!(
        county.count("select count(*) as n from outstanding").await,
        0
    );
    let broken = json!({ "change_id": visit_id(9), "device_sequence": "?" });
    let left = json!({ "visits": 2, "changes": 0, "photos": 0 });
    assert_eq!(push_with(&county, &ana, &[broken], left).await, 200);
    assert_eq!(county.count("select visits as n from outstanding").await, 2);
}

#[tokio::test]
async fn a_browser_shows_a_captain_his_team_and_no_other() {
    let county = County::new().await;
    let ana = county.phone(ANA).await;
    let left = json!({ "visits": 2, "changes": 0, "photos": 5 });
    push_with(&county, &ana, &[], left).await;
    let cai = captain(&county, CAI, "cai").await;
    let list = cai.search("team-sync", json!({})).await;
    assert_eq!(list["teams"][0]["village"], "山村");
    let said = &list["teams"][0]["members"][0]["reported"];
    assert_eq!(
        (&said["visits"], &said["photos"], &said["at_ms"]),
        (&json!(2), &json!(5), &json!(NOW))
    );
    let ding = captain(&county, DING, "ding").await;
    assert_eq!(
        ding.search("team-sync", json!({})).await["teams"],
        json!([])
    );
    let boss = boss(&county).await;
    let found = |text: &'static str| json!({ "text": text });
    assert_eq!(
        boss.search("team-sync", found("山")).await["teams"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        boss.search("team-sync", found("河")).await["teams"],
        json!([])
    );
    let (status, _) = boss.ask(Method::GET, "/team-sync/search", None).await;
    assert_eq!(status, 405);
}

#[tokio::test]
async fn of_two_captains_who_decide_the_first_counts_and_the_other_is_told() {
    let county = County::new().await;
    let second = json!({ "row": "person", "id": BO, "name": "Bo", "unit": "县水务局",
        "roles": [{ "role": "captain", "area": "990101101200" }] });
    bootstrap::import_roster(&county.opened(), second.to_string())
        .await
        .unwrap();
    let mut ana = county.phone(ANA).await;
    let (mut cai, mut bo) = (county.phone(CAI).await, county.phone(BO).await);
    let id = visit_id(1);
    let visit = ana.visit(1, &id, ANAS_HOUSE, 1);
    county.push_one(&ana, &visit).await;

    let mut approve = cai.review(2, &id, 1, "approve");
    approve["edit"]["seen"] = json!("submitted");
    assert!(matches!(
        county.push_one(&cai, &approve).await,
        Outcome::Accepted { .. }
    ));
    // He saw it before it was approved: his return would undo what he never saw.
    let mut back = bo.review(3, &id, 1, "return");
    back["edit"]["seen"] = json!("submitted");
    match county.push_one(&bo, &back).await {
        Outcome::Rejected(rejection) => {
            assert_eq!(rejection.code, "stale");
            assert_eq!(rejection.current.unwrap().state, "captain_approved");
        }
        other => panic!("{other:?}"),
    }
    let mut too = bo.review(4, &id, 1, "approve");
    too["edit"]["seen"] = json!("submitted");
    assert!(matches!(county.push_one(&bo, &too).await,
        Outcome::Rejected(rejection) if rejection.code == "stale"));
    let pulled = county.pull(&bo, 0).await;
    let row = pulled.rows.iter().find(|row| row.kind == "visit").unwrap();
    let state: Value = serde_json::from_str(row.body.as_ref().unwrap().get()).unwrap();
    assert_eq!(state["reviews"][0]["reviewer_name"], "Cai");
    assert_eq!(state["reviews"].as_array().unwrap().len(), 1);

    // Who has seen the approval may call the visit back.
    let mut seen = bo.review(5, &id, 1, "return");
    seen["edit"]["seen"] = json!("captain_approved");
    assert!(matches!(
        county.push_one(&bo, &seen).await,
        Outcome::Accepted { .. }
    ));
}

/// Photos of a visit that a captain is told may have served before.
async fn repeated(county: &County, captain: &Phone, visit: u32) -> usize {
    let pulled = county.pull(captain, 0).await;
    let mut rows = pulled.rows.iter();
    let row = rows
        .find(|row| row.kind == "visit" && row.id == visit_id(visit))
        .unwrap();
    let state: Value = serde_json::from_str(row.body.as_ref().unwrap().get()).unwrap();
    state["repeated"].as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn a_captain_is_told_of_a_photo_that_served_before_until_somebody_finds_it_fair() {
    let county = County::new().await;
    let cai = county.phone(CAI).await;
    two_visits(&county, (&picture(1), SCENE), (&picture(2), SCENE)).await;
    assert_eq!(repeated(&county, &cai, 1).await, 0);
    assert_eq!(repeated(&county, &cai, 2).await, 1);
    let id = only_pair(&county).await["match_id"].clone();
    let fair = json!({ "seen": "open", "outcome": "fair", "reason": "同一天补拍" });
    let path = format!("/photo-matches/{id}/settle");
    let (status, _) = boss(&county)
        .await
        .ask(Method::POST, &path, Some(fair))
        .await;
    assert_eq!(status, 200);
    assert_eq!(repeated(&county, &cai, 2).await, 0);
}
