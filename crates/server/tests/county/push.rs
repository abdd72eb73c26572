use protocol::push::Outcome;
use protocol::receipt::Disposition;
use serde_json::{Value, json};

use crate::support::{
    ANA, ANAS_HOUSE, BO, CAI, County, FAR_HOUSE, TANG, change_id, visit_edit, visit_id,
};

fn code(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Accepted { .. } => "accepted",
        Outcome::Duplicate { .. } => "duplicate",
        Outcome::Merged { .. } => "merged",
        Outcome::Rejected(rejection) => &rejection.code,
        Outcome::Held { .. } => "held",
        Outcome::Quarantined { code, .. } => code,
        Outcome::RetryAfter { .. } => "retry_after",
        Outcome::Unknown => "unknown",
    }
}

#[tokio::test]
async fn a_change_sent_again_gets_the_same_receipt_to_the_byte() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);

    let Outcome::Accepted { receipt } = county.push_one(&ana, &change).await else {
        panic!()
    };
    county.pass_ms(60_000);
    let Outcome::Duplicate { receipt: again } = county.push_one(&ana, &change).await else {
        panic!()
    };

    assert_eq!(receipt, again);
    let edit = serde_json::to_string(&change["edit"]).unwrap();
    let id = change_id(1).parse().unwrap();
    receipt
        .verify(ana.reply.county.id, id, edit.as_bytes(), &ana.county_key())
        .unwrap();
    assert!(
        receipt
            .verify(ana.reply.county.id, id, b"other", &ana.county_key())
            .is_err()
    );
    assert_eq!(
        county
            .count("select count(*) as n from visit_revision")
            .await,
        1
    );
}

#[tokio::test]
async fn an_id_used_again_for_other_bytes_changes_nothing() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    county.push_one(&ana, &change).await;
    let mut other = change.clone();
    other["edit"]["photo_waiver"] = "another reason".into();

    assert_eq!(
        code(&county.push_one(&ana, &other).await),
        "change_id_reused"
    );
    assert_eq!(code(&county.push_one(&ana, &change).await), "duplicate");
}

#[tokio::test]
async fn a_change_that_came_too_early_is_held_and_applied_in_its_turn() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let visit = visit_id(1);
    let first = ana.visit(1, &visit, ANAS_HOUSE, 1);
    let mut second = ana.change(
        2,
        ("visit", &visit),
        json!({ "kind": "void_visit_v1", "visit_id": visit, "revision": 1, "reason": "wrong house" }),
    );
    second["after"] = change_id(1).into();

    let Outcome::Held { receipt, missing } = county.push_one(&ana, &second).await else {
        panic!()
    };
    assert_eq!(missing.to_string(), change_id(1));
    assert_eq!(receipt.disposition, Disposition::Held);
    assert_eq!(code(&county.push_one(&ana, &second).await), "held");
    assert_eq!(code(&county.push_one(&ana, &first).await), "accepted");

    let voided = "select count(*) as n from visit where state = 'voided'";
    assert_eq!(county.count(voided).await, 1);
    let Outcome::Duplicate { receipt } = county.push_one(&ana, &second).await else {
        panic!()
    };
    assert_eq!(receipt.disposition, Disposition::Applied);
}

#[tokio::test]
async fn what_cannot_be_used_is_kept_to_the_byte_for_a_person() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let cases: Vec<(&str, (&str, Value))> = vec![
        (
            "unknown_kind",
            (
                "visit",
                json!({ "kind": "save_visit_v9", "weather": "rain" }),
            ),
        ),
        (
            "wrong_person",
            ("visit", visit_edit(&visit_id(2), BO, ANAS_HOUSE, 1)),
        ),
        (
            "no_assignment",
            ("visit", visit_edit(&visit_id(3), ANA, FAR_HOUSE, 1)),
        ),
        (
            "unknown_household",
            ("visit", visit_edit(&visit_id(4), ANA, &visit_id(4), 1)),
        ),
    ];
    for (number, (expected, (kind, edit))) in (1u32..).zip(cases) {
        let id = edit["id"].as_str().unwrap_or("x").to_owned();
        let change = ana.change(number, (kind, &id), edit.clone());
        let outcome = county.push_one(&ana, &change).await;
        assert_eq!(code(&outcome), expected);
        let Outcome::Quarantined { receipt, .. } = outcome else {
            panic!("{expected}")
        };
        let bytes = edit.to_string();
        let key = ana.county_key();
        let change_id = change_id(number).parse().unwrap();
        receipt
            .verify(ana.reply.county.id, change_id, bytes.as_bytes(), &key)
            .unwrap();
    }
    let kept = "select count(*) as n from change where disposition = 'quarantined'
                and length(edit) > 20";
    assert_eq!(county.count(kept).await, 4);
    assert_eq!(county.count("select count(*) as n from visit").await, 0);
}

#[tokio::test]
async fn what_follows_a_change_in_quarantine_goes_there_too() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let visit = visit_id(1);
    let first = ana.visit(1, &visit, FAR_HOUSE, 1);
    let mut held = ana.visit(2, &visit, FAR_HOUSE, 2);
    held["after"] = change_id(1).into();
    let mut late = ana.visit(3, &visit, FAR_HOUSE, 3);
    late["after"] = change_id(2).into();
    assert_eq!(code(&county.push_one(&ana, &held).await), "held");
    assert_eq!(code(&county.push_one(&ana, &first).await), "no_assignment");
    assert_eq!(
        code(&county.push_one(&ana, &held).await),
        "predecessor_quarantined"
    );
    assert_eq!(
        code(&county.push_one(&ana, &late).await),
        "predecessor_quarantined"
    );
}

#[tokio::test]
async fn a_revoked_phone_hands_in_what_it_holds_and_sees_nothing_more() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let device = ana.reply.device_id;
    server::bootstrap::revoke_device(&county.opened(), device)
        .await
        .unwrap();

    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    assert_eq!(
        code(&county.push_one(&ana, &change).await),
        "device_revoked"
    );
    assert_eq!(
        county.get(&ana, "/v1/pull?after=0&limit=1").await.status(),
        403
    );
}

#[tokio::test]
async fn a_stale_review_is_refused_with_the_current_state() {
    let county = County::new().await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let visit = visit_id(1);
    let first = ana.visit(1, &visit, ANAS_HOUSE, 1);
    county.push_one(&ana, &first).await;
    let back = cai.review(2, &visit, 1, "return");
    assert_eq!(code(&county.push_one(&cai, &back).await), "accepted");
    let again = ana.visit(3, &visit, ANAS_HOUSE, 2);
    assert_eq!(code(&county.push_one(&ana, &again).await), "accepted");

    let stale = cai.review(4, &visit, 1, "approve");
    let Outcome::Rejected(rejection) = county.push_one(&cai, &stale).await else {
        panic!()
    };
    assert_eq!(rejection.code, "stale");
    let current = rejection.current.unwrap();
    assert_eq!((current.state.as_str(), current.revision), ("submitted", 2));
    assert_eq!(
        county
            .count("select count(*) as n from visit_revision")
            .await,
        2
    );
}

#[tokio::test]
async fn nobody_reviews_his_own_visit_but_the_town_captain_does() {
    let county = County::new().await;
    let (mut cai, mut tang, mut ana) = (
        county.phone(CAI).await,
        county.phone(TANG).await,
        county.phone(ANA).await,
    );
    let visit = visit_id(1);
    let own = cai.visit(1, &visit, ANAS_HOUSE, 1);
    assert_eq!(code(&county.push_one(&cai, &own).await), "accepted");

    let by_self = cai.review(2, &visit, 1, "approve");
    assert_eq!(code(&county.push_one(&cai, &by_self).await), "own_visit");
    let by_cadre = ana.review(3, &visit, 1, "approve");
    assert_eq!(code(&county.push_one(&ana, &by_cadre).await), "wrong_role");
    let pulled = county.pull(&tang, 0).await;
    assert!(
        pulled
            .rows
            .iter()
            .any(|row| row.id == visit && row.body.is_some())
    );
    let by_town = tang.review(4, &visit, 1, "approve");
    assert_eq!(code(&county.push_one(&tang, &by_town).await), "accepted");
}

#[tokio::test]
async fn a_bad_change_does_not_keep_its_neighbours_back() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let good = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    let mut bad = ana.visit(2, &visit_id(2), ANAS_HOUSE, 1);
    bad["edit"]["ended_ms"] = 1.into();
    let mut after_bad = ana.visit(3, &visit_id(2), ANAS_HOUSE, 2);
    after_bad["after"] = change_id(2).into();
    let last = ana.visit(4, &visit_id(4), ANAS_HOUSE, 1);

    let outcomes = county.push(&ana, &[good, bad, after_bad, last]).await;
    let codes: Vec<&str> = outcomes.iter().map(code).collect();
    assert_eq!(
        codes,
        ["accepted", "out_of_range", "retry_after", "accepted"]
    );
    assert_eq!(county.count("select count(*) as n from change").await, 2);
}

#[tokio::test]
async fn the_server_runs_the_rules_again_and_marks_what_differs() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    change["edit"]["problems"] = json!([{ "key": "made up", "from": "x", "category": "water",
        "severity": "minor", "title": "无中生有" }]);
    assert_eq!(code(&county.push_one(&ana, &change).await), "accepted");
    let made_up = "select count(*) as n from visit_problem
                   where differs = 1 and problem_key = 'made up'";
    assert_eq!(county.count(made_up).await, 1);
    // What the phone did not report stands beside it.
    let own = "select count(*) as n from visit_problem
               where differs = 1 and problem_key <> 'made up'";
    assert!(county.count(own).await > 0);
    let flagged = "select count(*) as n from visit where flags like '%rules_differ%'";
    assert_eq!(county.count(flagged).await, 1);
}

#[tokio::test]
async fn a_phone_that_thinks_it_is_2021_still_counts_for_this_half_year() {
    const FIVE_YEARS: i64 = 5 * 365 * 24 * 60 * 60 * 1000;
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    for field in ["started_ms", "ended_ms"] {
        let said = change["edit"][field].as_i64().unwrap() - FIVE_YEARS;
        change["edit"][field] = said.into();
    }
    let wall = change["edit"]["clock"]["wall_ms"].as_i64().unwrap() - FIVE_YEARS;
    change["edit"]["clock"]["wall_ms"] = wall.into();
    change["edit"]["clock"]["server_offset_ms"] = FIVE_YEARS.into();
    assert_eq!(code(&county.push_one(&ana, &change).await), "accepted");
    let counted = "select count(*) as n from visit where period = '2026-H2'
                   and flags like '%clock_off%'";
    assert_eq!(county.count(counted).await, 1);
}

#[tokio::test]
async fn a_clock_off_beyond_all_numbers_keeps_nobody_back() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let mut absurd = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    absurd["edit"]["clock"]["server_offset_ms"] = i64::MIN.into();
    let good = ana.visit(2, &visit_id(2), ANAS_HOUSE, 1);

    let outcomes = county.push(&ana, &[absurd, good]).await;
    let codes: Vec<&str> = outcomes.iter().map(code).collect();
    assert_eq!(codes, ["accepted", "accepted"]);
    let flagged = "select count(*) as n from visit where flags like '%clock_off%'";
    assert_eq!(county.count(flagged).await, 1);
}

#[tokio::test]
async fn a_change_cannot_wait_for_itself_for_ever() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    change["after"] = change_id(1).into();
    let Outcome::Rejected(rejection) = county.push_one(&ana, &change).await else {
        panic!()
    };
    assert_eq!(rejection.field.as_deref(), Some("after"));
}

#[tokio::test]
async fn a_visit_with_required_answers_missing_is_kept_and_shown_as_incomplete() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    assert_eq!(code(&county.push_one(&ana, &change).await), "accepted");
    let flagged = "select count(*) as n from visit where flags like '%incomplete%'";
    assert_eq!(county.count(flagged).await, 1);
}
