//! What may not be done with a problem, and what is needed for what may.

use protocol::edit::Edit;
use protocol::row::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::county::{ZHANG, apply, person, receive_all, sealed, state, wang};
use super::problems::{by_id, mine, problem, raise, step, steps_open, waiting};
use crate::ErrorCode;

#[tokio::test]
async fn bad_input_is_refused_with_a_code_and_the_field() {
    let mut wang = wang(Role::Cadre);
    apply(&wang, &[problem(1, "assigned", mine())]);
    let long = "长".repeat(1001);
    let stranger = Uuid::from_u128(77);
    for (input, code, field) in [
        (
            json!({ "category": "weather" }),
            ErrorCode::AnswerNotAnOption,
            "category",
        ),
        (
            json!({ "severity": "" }),
            ErrorCode::AnswerNotAnOption,
            "severity",
        ),
        (
            json!({ "source": "hotline_12317" }),
            ErrorCode::AnswerNotAnOption,
            "source",
        ),
        (json!({ "title": "  " }), ErrorCode::FactEmpty, "title"),
        (
            json!({ "title": "长".repeat(201) }),
            ErrorCode::AnswerTooLong,
            "title",
        ),
        (
            json!({ "title": "a\u{0}b" }),
            ErrorCode::BadArguments,
            "title",
        ),
        (
            json!({ "detail": long }),
            ErrorCode::AnswerTooLong,
            "detail",
        ),
        (
            json!({ "member_id": stranger }),
            ErrorCode::AnswerNotAMember,
            "member_id",
        ),
        (
            json!({ "household_id": stranger }),
            ErrorCode::NotFound,
            "household_id",
        ),
    ] {
        let error = wang
            .try_call("raise_problem", raise(input))
            .await
            .unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (code, Some(field)));
    }
    let photo = json!({ "visit_id": stranger, "photo_id": stranger });
    for (name, input, code, field) in [
        ("fly", json!({}), ErrorCode::AnswerNotAnOption, "step"),
        ("assign", json!({}), ErrorCode::ProblemAtConsole, "step"),
        ("verify", json!({}), ErrorCode::ProblemMoved, "step"),
        (
            "cancel",
            json!({ "reason": "x" }),
            ErrorCode::ProblemNotYours,
            "step",
        ),
        (
            "decline",
            json!({ "reason": " " }),
            ErrorCode::ReasonMissing,
            "reason",
        ),
        (
            "decline",
            json!({ "reason": long }),
            ErrorCode::AnswerTooLong,
            "reason",
        ),
        (
            "decline",
            json!({ "reason": "\u{0}" }),
            ErrorCode::BadArguments,
            "reason",
        ),
        ("finish", json!({}), ErrorCode::ProblemNoEvidence, "photos"),
        (
            "finish",
            json!({ "photos": [photo] }),
            ErrorCode::NotFound,
            "photos",
        ),
    ] {
        let error = wang
            .try_call("move_problem", step(1, name, input))
            .await
            .unwrap_err();
        assert_eq!(
            (error.code, error.field.as_deref()),
            (code, Some(field)),
            "{name}"
        );
    }
    assert!(waiting(&wang).is_empty());
}

#[tokio::test]
async fn a_cadre_cannot_verify_and_a_captain_not_his_own_rectification() {
    let mut cadre = wang(Role::Cadre);
    apply(&cadre, &[problem(1, "to_verify", json!({ "round": 1 }))]);
    let verify = step(1, "verify", json!({ "round": 1 }));
    let refused = cadre.refusal("move_problem", verify.clone()).await;
    assert_eq!(refused, ErrorCode::ProblemNotYours);

    let mut captain = wang(Role::Captain);
    let own = json!({ "round": 1, "rectifier_id": person(1) });
    apply(
        &captain,
        &[
            problem(1, "to_verify", json!({ "round": 1 })),
            problem(2, "to_verify", own),
        ],
    );
    let list = captain.call("problems", json!({})).await;
    assert_eq!(list["to_verify"].as_array().unwrap().len(), 1);
    let own = step(2, "verify", json!({ "round": 1 }));
    assert_eq!(
        captain.refusal("move_problem", own).await,
        ErrorCode::ProblemOwnWork
    );
    let older = step(1, "verify", json!({ "round": 0 }));
    assert_eq!(
        captain.refusal("move_problem", older).await,
        ErrorCode::Stale
    );
    let page = captain.call("move_problem", verify).await;
    assert_eq!(page["card"]["open"], false);

    // What he put right here a moment ago is his own as well.
    apply(&captain, &[problem(3, "registered", json!({}))]);
    let waived = json!({ "photo_waiver": "已当场处理" });
    let page = captain
        .call("move_problem", step(3, "fix_at_once", waived))
        .await;
    assert!(!steps_open(&page).contains(&"verify"));
}

#[tokio::test]
async fn a_critical_problem_is_verified_on_the_spot_and_waits_for_the_county() {
    let mut captain = wang(Role::Captain);
    let critical = json!({ "severity": "critical", "round": 1 });
    apply(&captain, &[problem(1, "to_verify", critical)]);
    let from_desk = step(1, "verify", json!({ "round": 1 }));
    let error = captain
        .try_call("move_problem", from_desk)
        .await
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::ProblemNotOnSite);
    assert_eq!(error.field.as_deref(), Some("on_site"));
    let there = step(1, "verify", json!({ "round": 1, "on_site": true }));
    let page = captain.call("move_problem", there).await;
    assert_eq!(page["card"]["state"]["code"], "to_verify");
    assert_eq!(page["waits_for_county"], true);
    assert!(!steps_open(&page).contains(&"verify"), "once is enough");
}

#[tokio::test]
async fn evidence_is_chosen_from_visits_made_since() {
    let mut wang = wang(Role::Cadre);
    let finding = wang.visit(ZHANG, "routine").await;
    let found = sealed(&wang, &finding.visit_id);
    receive_all(&wang);
    apply(
        &wang,
        &[state(found.clone(), "captain_approved", Vec::new())],
    );
    wang.machine.advance(86_400_000);
    let later = wang.visit(ZHANG, "routine").await;
    let seen = sealed(&wang, &later.visit_id);
    let mut more = mine();
    more["visit_id"] = json!(found.id);
    more["found_ms"] = json!(found.ended_ms);
    apply(&wang, &[problem(1, "assigned", more)]);

    let page = wang.call("problem_page", by_id(1)).await;
    let ids = |group: &str| -> Vec<Value> {
        let photos = page[group].as_array().unwrap().iter();
        photos.map(|one| one["photo"]["photo_id"].clone()).collect()
    };
    assert_eq!(ids("before"), [json!(found.photos[0].id)]);
    assert_eq!(ids("evidence"), [json!(seen.photos[0].id)]);
    let old = json!({ "photos": [{ "visit_id": found.id, "photo_id": found.photos[0].id }] });
    let refused = wang.refusal("move_problem", step(1, "finish", old)).await;
    assert_eq!(refused, ErrorCode::NotFound);
    let photos = json!({ "photos": [{ "visit_id": seen.id, "photo_id": seen.photos[0].id }],
        "photo_waiver": "多余的话" });
    let page = wang.call("move_problem", step(1, "finish", photos)).await;
    assert_eq!(
        page["after"][0]["photo"]["photo_id"],
        json!(seen.photos[0].id)
    );
    let edits = waiting(&wang);
    assert!(matches!(edits.last(), Some(Edit::MoveProblemV1(moved))
        if moved.photos.len() == 1 && moved.photo_waiver.is_none()));
}

#[tokio::test]
async fn a_town_captain_is_sent_to_the_console_for_what_is_done_there() {
    let mut town = wang(Role::TownCaptain);
    apply(&town, &[problem(1, "registered", json!({}))]);
    let page = town.call("problem_page", by_id(1)).await;
    assert_eq!(page["at_console"], true);
    assert_eq!(steps_open(&page), ["fix_at_once", "cancel"]);
    let mut cadre = wang(Role::Cadre);
    apply(&cadre, &[problem(1, "registered", json!({}))]);
    let page = cadre.call("problem_page", by_id(1)).await;
    assert_eq!(page["at_console"], false);
}

#[tokio::test]
async fn a_problem_of_a_household_elsewhere_can_be_acted_on() {
    let mut wang = wang(Role::Cadre);
    let mut more = mine();
    more["household_id"] = json!(Uuid::from_u128(900));
    more["village"] = json!("远村");
    apply(&wang, &[problem(1, "rectifying", more)]);
    let page = wang.call("problem_page", by_id(1)).await;
    assert_eq!(page["card"]["head_name"], "张三");
    assert_eq!(page["household_here"], false);
    let waived = json!({ "photo_waiver": "在外地" });
    let page = wang.call("move_problem", step(1, "finish", waived)).await;
    assert_eq!(page["card"]["state"]["code"], "to_verify");
}

/// A newer county may know more than this app.
#[tokio::test]
async fn a_state_nobody_knows_yet_is_shown_and_nothing_is_offered() {
    let mut wang = wang(Role::Captain);
    apply(&wang, &[problem(1, "sleeping", mine())]);
    let page = wang.call("problem_page", by_id(1)).await;
    assert_eq!(page["card"]["state"]["label"], "sleeping");
    assert!(steps_open(&page).is_empty());
    assert_eq!(page["card"]["open"], true);
}
