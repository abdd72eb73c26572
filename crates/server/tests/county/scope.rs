use protocol::pull::PullReply;
use protocol::push::Outcome;
use serde_json::json;

use crate::support::{
    ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County, DING, FAR_HOUSE, MEMBER, TANG, member, visit_id,
};
use server::bootstrap;

fn shows(page: &PullReply, id: &str) -> bool {
    page.rows
        .iter()
        .any(|row| row.id == id && row.body.is_some())
}

#[tokio::test]
async fn a_cadre_pulls_his_own_households_and_nobody_elses() {
    let county = County::new().await;
    let (ana, bo, cai, ding) = (
        county.phone(ANA).await,
        county.phone(BO).await,
        county.phone(CAI).await,
        county.phone(DING).await,
    );
    let mine = county.pull(&ana, 0).await;
    assert!(shows(&mine, ANAS_HOUSE) && shows(&mine, MEMBER) && shows(&mine, ANA));
    assert!(mine.rows.iter().any(|row| row.kind == "params"));
    assert!(mine.rows.iter().any(|row| row.kind == "team"));
    assert!(!shows(&mine, BOS_HOUSE) && !shows(&mine, FAR_HOUSE) && !shows(&mine, BO));

    let his = county.pull(&bo, 0).await;
    assert!(shows(&his, BOS_HOUSE) && !shows(&his, ANAS_HOUSE) && !shows(&his, MEMBER));
    let captains = county.pull(&cai, 0).await;
    assert!(shows(&captains, ANAS_HOUSE) && shows(&captains, BOS_HOUSE));
    assert!(!shows(&captains, FAR_HOUSE));
    assert!(!shows(&county.pull(&ding, 0).await, FAR_HOUSE));
}

#[tokio::test]
async fn no_full_id_number_ever_leaves_the_county() {
    let county = County::new().await;
    let ana = county.phone(ANA).await;
    let text = county
        .get(&ana, "/v1/pull?after=0&limit=500")
        .await
        .text()
        .await
        .unwrap();
    assert!(text.contains("110105********002X"));
    assert!(!text.contains("11010519491231002X"));
}

#[tokio::test]
async fn a_household_leaves_the_phone_when_the_assignment_ends() {
    let county = County::new().await;
    let ana = county.phone(ANA).await;
    let cursor = county.pull(&ana, 0).await.cursor;
    let ended = json!({ "row": "assignment", "id": "00000000-0000-7000-8000-000000000301",
        "household_id": ANAS_HOUSE, "person_id": ANA, "kind": "primary",
        "from": "2026-01-01", "to": "2026-10-31" });
    bootstrap::import_roster(&county.opened(), ended.to_string())
        .await
        .unwrap();

    let page = county.pull(&ana, cursor).await;
    for id in [ANAS_HOUSE, MEMBER] {
        assert!(
            page.rows
                .iter()
                .any(|row| row.id == id && row.body.is_none()),
            "{id}"
        );
    }
    assert!(page.rows.iter().all(|row| row.body.is_none()));
}

#[tokio::test]
async fn pages_join_without_a_gap_and_an_empty_one_is_small() {
    let county = County::new().await;
    let cai = county.phone(CAI).await;
    let whole = county.pull(&cai, 0).await;
    let (mut after, mut ids) = (0, Vec::new());
    loop {
        let path = format!("/v1/pull?after={after}&limit=2");
        let page: PullReply = county.get(&cai, &path).await.json().await.unwrap();
        assert!(page.rows.len() <= 2);
        ids.extend(page.rows.iter().map(|row| row.id.clone()));
        after = page.cursor;
        if !page.more {
            break;
        }
    }
    let expected: Vec<String> = whole.rows.iter().map(|row| row.id.clone()).collect();
    assert_eq!(ids, expected);

    let empty = county
        .get(&cai, &format!("/v1/pull?after={after}&limit=200"))
        .await;
    let headers: usize = empty
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    assert!(headers + empty.bytes().await.unwrap().len() < 1024);
}

#[tokio::test]
async fn a_roster_line_that_is_wrong_is_refused_alone_and_twice_is_once() {
    let county = County::new().await;
    let opened = county.opened();
    let lines = [
        "{\"row\":\"area\",\"code\":\"990101103\",\"name\":\"北镇\"}".to_owned(),
        "{\"row\":\"area\",\"code\":\"99".to_owned(),
        json!({ "row": "area", "code": "12", "name": "x" }).to_string(),
        json!({ "row": "tractor" }).to_string(),
        json!({ "row": "household", "id": "no id" }).to_string(),
        String::new(),
        member("110105194912310021").to_string(),
    ]
    .join("\n");
    let reply = bootstrap::import_roster(&opened, &lines).await.unwrap();
    let refused: Vec<(u32, &str, Option<&str>)> = reply
        .refused
        .iter()
        .map(|line| (line.line, line.code.as_str(), line.field.as_deref()))
        .collect();
    assert_eq!(
        refused,
        [
            (2, "bad_json", Some("code")),
            (3, "bad_area", Some("code")),
            (4, "unknown_row", Some("row")),
            (5, "bad_json", Some("id")),
        ]
    );
    // A wrong check digit is history, not a reason to refuse.
    assert_eq!(reply.stored, 2);
    let failed = "select count(*) as n from member where id_check = 'fail'";
    assert_eq!(county.count(failed).await, 1);

    let before = county.count("select next_sequence as n from county").await;
    let again = bootstrap::import_roster(&opened, &lines).await.unwrap();
    assert_eq!((again.stored, again.unchanged), (0, 2));
    assert_eq!(
        county.count("select next_sequence as n from county").await,
        before
    );
}

#[tokio::test]
async fn a_visit_is_seen_by_its_visitor_and_captain_and_by_no_stranger() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let visit = visit_id(1);
    let change = ana.visit(1, &visit, ANAS_HOUSE, 1);
    county.push_one(&ana, &change).await;
    for (person, sees) in [
        (ANA, true),
        (CAI, true),
        (BO, false),
        (TANG, false),
        (DING, false),
    ] {
        let phone = county.phone(person).await;
        assert_eq!(
            shows(&county.pull(&phone, 0).await, &visit),
            sees,
            "{person}"
        );
    }
}

#[tokio::test]
async fn a_stranger_is_not_told_where_a_visit_stands() {
    let county = County::new().await;
    let (mut ana, mut ding) = (county.phone(ANA).await, county.phone(DING).await);
    let visit = visit_id(1);
    let change = ana.visit(1, &visit, ANAS_HOUSE, 1);
    county.push_one(&ana, &change).await;
    let guess = ding.review(2, &visit, 9, "approve");
    let Outcome::Rejected(rejection) = county.push_one(&ding, &guess).await else {
        panic!()
    };
    assert_eq!(rejection.code, "wrong_role");
    assert_eq!(rejection.current, None);
}
