//! The problem ledger: what a person sees of it and does with it.

use domain::id::ProblemId;
use protocol::edit::Edit;
use protocol::problem::ProblemStateV1;
use protocol::pull::PulledRow;
use protocol::row::{Role, kind};
use serde_json::{Value, json};
use store::outbox;
use uuid::Uuid;

use super::county::{LI, ZHANG, apply, person, receive_all, row, wang};
use super::phone::Phone;
use crate::ErrorCode;

pub fn problem_id(number: u128) -> ProblemId {
    ProblemId::from_uuid(Uuid::from_u128(0x700 + number))
}

/// A problem as the county shows it, with whatever else a test says of it.
pub fn problem(number: u128, stands: &str, more: Value) -> PulledRow {
    let mut body = json!({
        "id": problem_id(number), "number": format!("141123-2026-0000{number}"),
        "household_id": ZHANG, "head_name": "张三", "village": "李家湾村", "group": "三组",
        "source": "visit", "category": "water", "severity": "major", "title": "供水不足",
        "state": stands, "role": "town_water", "found_ms": 1, "version": 1,
        "steps": [{ "step": "raised", "state": "found", "by_name": "李梅", "at_ms": 2 }],
    });
    let whole = body.as_object_mut().unwrap();
    whole.extend(more.as_object().unwrap().clone());
    let body: ProblemStateV1 = serde_json::from_value(body).unwrap();
    row(kind::PROBLEM, body.id, &body)
}

pub fn mine() -> Value {
    json!({ "owner_id": person(1), "owner_name": "王芳" })
}

pub fn step(number: u128, step: &str, more: Value) -> Value {
    let mut input = json!({ "problem_id": problem_id(number), "step": step, "round": 0,
        "reason": "", "result": "", "photos": [], "photo_waiver": "", "on_site": false });
    let whole = input.as_object_mut().unwrap();
    whole.extend(more.as_object().unwrap().clone());
    input
}

pub fn raise(more: Value) -> Value {
    let mut input = json!({ "household_id": ZHANG, "member_id": null, "source": "",
        "category": "road", "severity": "minor", "title": " 门前路断了 ", "detail": "" });
    let whole = input.as_object_mut().unwrap();
    whole.extend(more.as_object().unwrap().clone());
    input
}

pub fn by_id(number: u128) -> Value {
    json!({ "problem_id": problem_id(number) })
}

pub fn steps_open(page: &Value) -> Vec<&str> {
    let moves = page["moves"].as_array().unwrap();
    moves
        .iter()
        .map(|one| one["step"].as_str().unwrap())
        .collect()
}

pub fn waiting(phone: &Phone) -> Vec<Edit> {
    let desk = phone.app.desk().unwrap();
    let waiting = desk.store.read(outbox::list).unwrap();
    waiting.iter().map(|one| one.edit().unwrap()).collect()
}

/// The county refuses whatever waits.
pub fn refuse_all(phone: &Phone, code: &str) {
    let desk = phone.app.desk().unwrap();
    desk.store
        .write(|tx| {
            for one in outbox::list(tx)? {
                outbox::park(tx, one.change_id, code, None)?;
            }
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn the_ledger_says_whose_move_it_is_and_how_pressing() {
    let mut wang = wang(Role::Cadre);
    let due = |day: &str| {
        let mut more = mine();
        more["due"] = json!(day);
        more
    };
    let others = json!({ "owner_id": person(LI), "owner_name": "李" });
    apply(
        &wang,
        &[
            problem(1, "assigned", due("2026-11-25")),
            problem(2, "returned", due("2026-11-20")),
            problem(3, "rectifying", others.clone()),
            problem(4, "to_verify", mine()),
            problem(
                5,
                "closed",
                json!({ "steps": [{ "step": "verify", "state": "closed",
                "by_name": "赵", "at_ms": super::phone::NOON }] }),
            ),
        ],
    );
    let list = wang.call("problems", json!({})).await;
    let numbers = |group: &str| -> Vec<String> {
        let cards = list[group].as_array().unwrap().iter();
        cards
            .map(|card| card["problem_id"].as_str().unwrap().to_owned())
            .collect()
    };
    let named = |numbers: &[u128]| -> Vec<String> {
        numbers
            .iter()
            .map(|one| problem_id(*one).to_string())
            .collect()
    };
    assert_eq!(numbers("to_do"), named(&[2, 1]), "overdue first");
    assert_eq!(numbers("others").len(), 2);
    assert!(numbers("to_verify").is_empty(), "a cadre verifies nothing");
    assert_eq!(numbers("closed"), named(&[5]));
    let late = &list["to_do"][0];
    assert_eq!(
        (&late["days_left"], &late["overdue"]),
        (&json!(-2), &json!(true))
    );
    assert_eq!(list["to_do"][1]["days_left"], 3);

    let today = wang.call("today", json!({})).await;
    assert_eq!(today["problems_total"], 2);
    assert_eq!(
        today["problems"][0]["problem_id"],
        problem_id(2).to_string()
    );
    let home = wang
        .call("household", json!({ "household_id": ZHANG }))
        .await;
    assert_eq!(home["problems"].as_array().unwrap().len(), 4);
    assert_eq!(home["problems_closed"], 1);
    let all = wang
        .call("household_problems", json!({ "household_id": ZHANG }))
        .await;
    assert_eq!(all[4]["open"], false, "open ones first");
}

#[tokio::test]
async fn a_move_lies_over_the_countys_row_until_it_has_heard_of_it() {
    let mut wang = wang(Role::Cadre);
    apply(&wang, &[problem(1, "assigned", mine())]);
    let page = wang.call("problem_page", by_id(1)).await;
    assert_eq!(steps_open(&page), ["start", "finish", "decline"]);
    assert_eq!(page["moves"][0]["main"], true);

    let page = wang.call("move_problem", step(1, "start", json!({}))).await;
    assert_eq!(page["card"]["state"]["code"], "rectifying");
    assert_eq!(page["card"]["on_its_way"], true);
    assert_eq!(page["steps"][1]["waiting"]["can_withdraw"], true);
    assert_eq!(page["steps"][1]["by_name"], "王芳");

    // On top of it, before anything was sent.
    let waived = json!({ "photo_waiver": "夜里拍不了", "result": " 换了水管 " });
    let page = wang.call("move_problem", step(1, "finish", waived)).await;
    assert_eq!(page["card"]["state"]["code"], "to_verify");
    assert_eq!(page["round"], 1);
    assert!(matches!(&waiting(&wang)[..],
        [Edit::MoveProblemV1(start), Edit::MoveProblemV1(finish)]
        if start.step == "start" && finish.result.as_deref() == Some("换了水管")));

    let me = wang.call("me", json!({})).await;
    assert_eq!(me["waiting"][1]["kind"], "move_problem_v1");
    assert_eq!(me["waiting"][1]["title"], "张三");
    assert_eq!(me["waiting"][1]["problem_id"], problem_id(1).to_string());

    receive_all(&wang);
    let page = wang.call("problem_page", by_id(1)).await;
    assert_eq!(page["card"]["on_its_way"], false);
}

#[tokio::test]
async fn a_refused_move_is_shown_and_changes_nothing() {
    let mut wang = wang(Role::Cadre);
    apply(&wang, &[problem(1, "assigned", mine())]);
    wang.call("move_problem", step(1, "start", json!({}))).await;
    refuse_all(&wang, "not_from_here");
    let page = wang.call("problem_page", by_id(1)).await;
    assert_eq!(page["card"]["state"]["code"], "assigned");
    assert_eq!(page["card"]["refused"], "not_from_here");
    assert_eq!(page["steps"][1]["waiting"]["code"], "not_from_here");
    let aside = wang.call("set_aside", json!({})).await;
    assert_eq!(aside["refused"][0]["change"]["kind"], "move_problem_v1");
    assert_eq!(aside["refused"][0]["change"]["title"], "张三");
    assert_eq!(aside["refused"][0]["editable"], false);
}

#[tokio::test]
async fn what_was_taken_back_is_in_its_form_again() {
    let mut wang = wang(Role::Cadre);
    apply(&wang, &[problem(1, "assigned", mine())]);
    let why = json!({ "reason": "不归我们管" });
    let page = wang.call("move_problem", step(1, "decline", why)).await;
    let change = page["steps"][1]["waiting"]["change_id"].clone();
    let back = wang
        .call("withdraw_problem_move", json!({ "change_id": change }))
        .await;
    assert_eq!(back["page"]["card"]["state"]["code"], "assigned");
    let moves = back["page"]["moves"].as_array().unwrap();
    let decline = moves.iter().find(|one| one["step"] == "decline").unwrap();
    assert_eq!(decline["draft"]["reason"], "不归我们管");
    assert!(waiting(&wang).is_empty());
}

#[tokio::test]
async fn what_is_typed_is_there_again_after_the_app_was_killed() {
    let mut wang = wang(Role::Cadre);
    apply(&wang, &[problem(1, "assigned", mine())]);
    let typed = |title: &str| {
        json!({ "draft": { "type": "raise", "value": raise(json!({ "title": title })) },
            "keep": true })
    };
    wang.call("keep_problem_draft", typed("门前")).await;
    wang.call("keep_problem_draft", typed("门前路")).await;
    let half = step(1, "finish", json!({ "result": "换了" }));
    let half = json!({ "draft": { "type": "move", "value": half }, "keep": true });
    wang.call("keep_problem_draft", half).await;
    wang.restart();
    let form = wang
        .call("raise_page", json!({ "household_id": ZHANG }))
        .await;
    assert_eq!(form["draft"]["title"], "门前路");
    assert_eq!(form["members"].as_array().unwrap().len(), 4);
    assert!(form["titles"].as_array().unwrap().len() > 20);
    let page = wang.call("problem_page", by_id(1)).await;
    assert_eq!(page["moves"][1]["draft"]["result"], "换了");
    let list = wang.call("problems", json!({})).await;
    assert_eq!(list["drafts"].as_array().unwrap().len(), 2);
    let hand_in = wang.call("hand_in", json!({})).await;
    assert_eq!(
        (&hand_in["safe"], &hand_in["outstanding"]),
        (&json!(false), &json!(2))
    );
    assert_eq!(hand_in["left"][0]["what"], "problem_draft");

    wang.call("raise_problem", raise(json!({}))).await;
    let give_up = json!({ "draft": { "type": "move", "value": step(1, "finish", json!({})) },
        "keep": false });
    wang.call("keep_problem_draft", give_up).await;
    let list = wang.call("problems", json!({})).await;
    assert!(list["drafts"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_problem_can_be_raised_without_a_visit_and_taken_back() {
    let mut wang = wang(Role::Cadre);
    let page = wang.call("raise_problem", raise(json!({}))).await;
    assert_eq!(page["card"]["title"], "门前路断了");
    assert_eq!(page["card"]["state"]["code"], "found");
    assert_eq!(page["card"]["number"], Value::Null);
    assert_eq!(page["card"]["head_name"], "张三");
    assert_eq!(page["source"]["code"], "screening");
    assert_eq!(
        steps_open(&page),
        ["fix_at_once"],
        "registering is a captain's"
    );
    assert!(matches!(&waiting(&wang)[..], [Edit::RaiseProblemV1(raised)]
        if raised.source == "screening" && raised.detail.is_none()));
    let me = wang.call("me", json!({})).await;
    assert_eq!(me["waiting"][0]["kind"], "raise_problem_v1");
    assert_eq!(me["waiting"][0]["title"], "张三");

    let change = page["steps"][0]["waiting"]["change_id"].clone();
    let back = wang
        .call("withdraw_problem_move", json!({ "change_id": change }))
        .await;
    assert_eq!(back["page"], Value::Null);
    let form = wang
        .call("raise_page", json!({ "household_id": ZHANG }))
        .await;
    assert_eq!(form["draft"]["category"], "road");
    let gone = json!({ "problem_id": page["card"]["problem_id"] });
    assert_eq!(
        wang.refusal("problem_page", gone).await,
        ErrorCode::NotFound
    );
}

#[tokio::test]
async fn a_form_whose_move_was_overtaken_can_still_be_given_up() {
    let mut wang = wang(Role::Cadre);
    apply(&wang, &[problem(1, "assigned", mine())]);
    let form = |keep: bool| {
        let half = step(1, "decline", json!({ "reason": "不归" }));
        json!({ "draft": { "type": "move", "value": half }, "keep": keep })
    };
    wang.call("keep_problem_draft", form(true)).await;
    let list = wang.call("problems", json!({})).await;
    assert_eq!(list["drafts"][0]["overtaken"], false);
    apply(&wang, &[problem(1, "closed", mine())]);
    let list = wang.call("problems", json!({})).await;
    assert_eq!(list["drafts"][0]["overtaken"], true);
    wang.call("keep_problem_draft", form(false)).await;
    let hand_in = wang.call("hand_in", json!({})).await;
    assert_eq!(hand_in["safe"], true);

    // Nothing is kept about what is not there, or it would stay for ever.
    let nowhere = step(9, "decline", json!({ "reason": "不归" }));
    let nowhere = json!({ "draft": { "type": "move", "value": nowhere }, "keep": true });
    assert_eq!(
        wang.refusal("keep_problem_draft", nowhere).await,
        ErrorCode::NotFound
    );
    let page = wang.call("raise_problem", raise(json!({}))).await;
    let mut half = step(1, "fix_at_once", json!({ "result": "改" }));
    half["problem_id"] = page["card"]["problem_id"].clone();
    let half = json!({ "draft": { "type": "move", "value": half }, "keep": true });
    wang.call("keep_problem_draft", half).await;
    let change = page["steps"][0]["waiting"]["change_id"].clone();
    wang.call("withdraw_problem_move", json!({ "change_id": change }))
        .await;
    let list = wang.call("problems", json!({})).await;
    assert_eq!(
        list["drafts"].as_array().unwrap().len(),
        1,
        "the raising itself"
    );
}
