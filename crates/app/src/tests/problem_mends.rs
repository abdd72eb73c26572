//! The ledger on the phone where things are taken back, refused, gone, or nobody's household's.

use domain::id::TeamId;
use protocol::edit::Edit;
use protocol::pull::PulledRow;
use protocol::row::{Role, TeamV1, kind};
use serde_json::{Value, json};
use store::{epoch, outbox};
use uuid::Uuid;

use super::county::{ZHANG, apply, person, row, wang};
use super::phone::Phone;
use super::problems::{
    by_id, mine, problem, problem_id, raise, refuse_all, step, steps_open, waiting,
};
use crate::ErrorCode;

const VILLAGE: &str = "141123100201";

fn team(code: &str) -> PulledRow {
    let team = TeamV1 {
        id: TeamId::from_uuid(Uuid::from_u128(400)),
        village_code: code.to_owned(),
        village: "李家湾村".to_owned(),
        town: "蔚汾镇".to_owned(),
        captain_id: person(1),
        members: Vec::new(),
    };
    row(kind::TEAM, team.id, &team)
}

async fn withdraw(phone: &mut Phone, waiting: &Value) -> Value {
    let change = json!({ "change_id": waiting["change_id"] });
    phone.call("withdraw_problem_move", change).await
}

fn typed(form: Value, kind: &str) -> Value {
    json!({ "draft": { "type": kind, "value": form }, "keep": true })
}

fn draft_of<'a>(page: &'a Value, step: &str) -> &'a Value {
    let moves = page["moves"].as_array().unwrap();
    &moves.iter().find(|one| one["step"] == step).unwrap()["draft"]
}

#[tokio::test]
async fn the_villages_code_decides_who_is_captain_and_not_its_name() {
    let mut captain = wang(Role::Captain);
    apply(&captain, &[team(VILLAGE)]);
    // Both households are elsewhere; both villages have the same name.
    let of = |code: &str| {
        json!({ "household_id": Uuid::from_u128(900), "round": 1, "village": "李家湾村",
            "area_code": code })
    };
    apply(
        &captain,
        &[
            problem(1, "to_verify", of(VILLAGE)),
            problem(2, "to_verify", of("141123999201")),
        ],
    );
    let page = captain.call("problem_page", by_id(1)).await;
    assert_eq!(steps_open(&page), ["verify", "send_back"]);
    let page = captain.call("problem_page", by_id(2)).await;
    assert!(steps_open(&page).is_empty());
}

#[tokio::test]
async fn taking_back_a_step_loses_no_word_of_the_next_one() {
    let mut wang = wang(Role::Cadre);
    apply(&wang, &[problem(1, "assigned", mine())]);
    wang.call("move_problem", step(1, "start", json!({}))).await;
    let done = json!({ "photo_waiver": "天黑", "result": "换了水管" });
    let page = wang.call("move_problem", step(1, "finish", done)).await;
    let back = withdraw(&mut wang, &page["steps"][1]["waiting"]).await;
    assert_eq!(back["page"]["card"]["state"]["code"], "assigned");
    assert_eq!(draft_of(&back["page"], "finish")["result"], "换了水管");
    assert!(waiting(&wang).is_empty());

    // Refused, the first gives way to another; what stood behind it is in its form again.
    wang.call("move_problem", step(1, "start", json!({}))).await;
    let done = json!({ "photo_waiver": "天黑", "result": "又换了" });
    wang.call("move_problem", step(1, "finish", done)).await;
    let desk = wang.app.desk().unwrap();
    desk.store
        .write(|tx| {
            let first = outbox::list(tx)?.remove(0);
            outbox::park(tx, first.change_id, "not_from_here", None)
        })
        .unwrap();
    let page = wang
        .call(
            "move_problem",
            step(1, "decline", json!({ "reason": "不归我们管" })),
        )
        .await;
    assert_eq!(page["card"]["state"]["code"], "declined");
    assert!(matches!(&waiting(&wang)[..], [Edit::MoveProblemV1(only)] if only.step == "decline"));
    let list = wang.call("problems", json!({})).await;
    assert_eq!(list["drafts"][0]["step"], "finish");
}

#[tokio::test]
async fn a_report_taken_back_keeps_the_words_of_what_was_done_on_top() {
    let mut wang = wang(Role::Cadre);
    let page = wang
        .call("raise_problem", raise(json!({ "detail": "塌了半边" })))
        .await;
    let mut fixed = step(
        1,
        "fix_at_once",
        json!({ "photo_waiver": "天黑", "result": "填平了" }),
    );
    fixed["problem_id"] = page["card"]["problem_id"].clone();
    wang.call("move_problem", fixed).await;
    let back = withdraw(&mut wang, &page["steps"][0]["waiting"]).await;
    assert_eq!(back["household_id"], ZHANG);
    let form = wang
        .call("raise_page", json!({ "household_id": ZHANG }))
        .await;
    assert_eq!(form["draft"]["detail"], "塌了半边\n填平了\n天黑");
    assert!(waiting(&wang).is_empty());
}

#[tokio::test]
async fn a_refused_report_set_aside_is_taken_back_with_its_steps() {
    let mut captain = wang(Role::Captain);
    let page = captain.call("raise_problem", raise(json!({}))).await;
    let id = page["card"]["problem_id"].clone();
    let mut register = step(1, "register", json!({}));
    register["problem_id"] = id.clone();
    captain.call("move_problem", register).await;
    let desk = captain.app.desk().unwrap();
    desk.store
        .write(|tx| {
            let first = outbox::list(tx)?.remove(0);
            outbox::park(tx, first.change_id, "unknown_option", None)
        })
        .unwrap();
    let aside = captain.call("set_aside", json!({})).await;
    let report = &aside["refused"][0]["change"]["change_id"];
    let aside = captain
        .call(
            "take_back",
            json!({ "change_id": report, "reason": "记重了" }),
        )
        .await;
    assert!(waiting(&captain).is_empty(), "no step waits for ever");
    assert_eq!(aside["taken_back"].as_array().unwrap().len(), 1);
    assert_eq!(aside["taken_back"][0]["change"]["title"], "张三");
    captain
        .call("put_back", json!({ "change_id": report }))
        .await;
    assert_eq!(waiting(&captain).len(), 2);
}

#[tokio::test]
async fn a_form_in_which_nothing_is_said_holds_up_nothing() {
    let mut wang = wang(Role::Cadre);
    apply(&wang, &[problem(1, "assigned", mine())]);
    let tapped = raise(json!({ "title": " ", "category": "water" }));
    wang.call("keep_problem_draft", typed(raise(json!({})), "raise"))
        .await;
    wang.call("keep_problem_draft", typed(tapped, "raise"))
        .await;
    let blank = step(1, "decline", json!({ "reason": "  " }));
    wang.call("keep_problem_draft", typed(blank, "move")).await;
    let hand_in = wang.call("hand_in", json!({})).await;
    assert_eq!(hand_in["safe"], true, "{hand_in}");
}

#[tokio::test]
async fn the_form_of_a_problem_that_left_is_found_and_given_up() {
    let mut wang = wang(Role::Cadre);
    apply(&wang, &[problem(1, "assigned", mine())]);
    let half = step(1, "decline", json!({ "reason": "不归" }));
    wang.call("keep_problem_draft", typed(half.clone(), "move"))
        .await;
    let gone = PulledRow {
        body: None,
        ..problem(1, "assigned", mine())
    };
    apply(&wang, &[gone]);
    let list = wang.call("problems", json!({})).await;
    assert_eq!(
        (&list["drafts"][0]["title"], &list["drafts"][0]["overtaken"]),
        (&json!("供水不足"), &json!(true))
    );
    let page = wang.call("problem_page", by_id(1)).await;
    assert!(steps_open(&page).is_empty(), "the county would take none");

    // Not even the problem is here any more.
    let desk = wang.app.desk().unwrap();
    desk.store
        .write(|tx| {
            tx.execute("delete from problem", [])?;
            epoch::get(tx).map(drop)
        })
        .unwrap();
    let list = wang.call("problems", json!({})).await;
    assert_eq!(list["drafts"][0]["problem_id"], problem_id(1).to_string());
    assert_eq!(list["drafts"][0]["overtaken"], true);
    let mut give_up = typed(half, "move");
    give_up["keep"] = json!(false);
    wang.call("keep_problem_draft", give_up).await;
    let hand_in = wang.call("hand_in", json!({})).await;
    assert_eq!(hand_in["safe"], true);
}

#[tokio::test]
async fn opened_again_it_is_not_overdue_at_once() {
    let mut wang = wang(Role::Cadre);
    let long_ago = json!({ "due": "2026-01-31", "first_due": "2026-01-31" });
    apply(&wang, &[problem(1, "closed", long_ago)]);
    let again = step(1, "reopen", json!({ "reason": "又断水了" }));
    let page = wang.call("move_problem", again).await;
    assert_eq!(page["card"]["state"]["code"], "reopened");
    // Major: fifteen days.
    assert_eq!(
        (&page["card"]["overdue"], &page["card"]["days_left"]),
        (&json!(false), &json!(15))
    );
    assert_eq!(page["first_due"], Value::Null, "no day before it counts");
}

#[tokio::test]
async fn a_captain_reports_about_his_village_and_a_cadre_does_not() {
    let mut captain = wang(Role::Captain);
    apply(&captain, &[team(VILLAGE)]);
    let list = captain.call("problems", json!({})).await;
    assert_eq!(
        list["villages"],
        json!([{ "area_code": VILLAGE, "name": "李家湾村" }])
    );
    let about = json!({ "area_code": VILLAGE });
    let form = captain.call("raise_page", about.clone()).await;
    assert_eq!(
        (&form["household_id"], &form["place_name"], &form["members"]),
        (&Value::Null, &json!("李家湾村"), &json!([]))
    );
    let of_village =
        |title: &str| raise(json!({ "household_id": null, "area_code": VILLAGE, "title": title }));
    captain
        .call("keep_problem_draft", typed(of_village("广场"), "raise"))
        .await;
    let list = captain.call("problems", json!({})).await;
    assert_eq!(
        (
            &list["drafts"][0]["area_code"],
            &list["drafts"][0]["head_name"]
        ),
        (&json!(VILLAGE), &json!("李家湾村"))
    );
    let page = captain
        .call("raise_problem", of_village("广场没有建"))
        .await;
    assert_eq!(
        (&page["card"]["household_id"], &page["card"]["place_name"]),
        (&Value::Null, &json!("李家湾村"))
    );
    assert_eq!(steps_open(&page), ["register", "fix_at_once", "cancel"]);
    assert!(
        matches!(&waiting(&captain)[..], [Edit::RaiseProblemV1(raised)]
        if raised.household_id.is_none() && raised.area_code.as_deref() == Some(VILLAGE))
    );
    let me = captain.call("me", json!({})).await;
    assert_eq!(me["waiting"][0]["title"], "李家湾村");
    let list = captain.call("problems", json!({})).await;
    assert_eq!(list["to_do"].as_array().unwrap().len(), 1);
    assert_eq!(list["drafts"], json!([]));
    refuse_all(&captain, "unknown_village");
    let back = withdraw(&mut captain, &page["steps"][0]["waiting"]).await;
    assert_eq!(back["area_code"], VILLAGE);
    let form = captain.call("raise_page", about.clone()).await;
    assert_eq!(form["draft"]["title"], "广场没有建");

    for area in [json!("141123"), Value::Null] {
        let nowhere = raise(json!({ "household_id": null, "area_code": area }));
        let error = captain
            .try_call("raise_problem", nowhere)
            .await
            .unwrap_err();
        assert_eq!(error.code, ErrorCode::BadArguments);
        assert_eq!(error.field.as_deref(), Some("area_code"));
    }
    let mut cadre = wang(Role::Cadre);
    assert_eq!(
        cadre.refusal("raise_page", about).await,
        ErrorCode::ProblemNotYours
    );
    let refused = cadre.refusal("raise_problem", of_village("广场")).await;
    assert_eq!(refused, ErrorCode::ProblemNotYours);
}

#[tokio::test]
async fn photos_of_visits_in_the_village_show_its_problem() {
    let mut captain = wang(Role::Captain);
    apply(&captain, &[team(VILLAGE)]);
    let visit = captain.visit(ZHANG, "routine").await;
    let seen = super::county::sealed(&captain, &visit.visit_id);
    let of_village = json!({ "household_id": null, "area_code": VILLAGE, "head_name": "",
        "found_ms": seen.ended_ms - 1 });
    apply(&captain, &[problem(1, "registered", of_village)]);
    let page = captain.call("problem_page", by_id(1)).await;
    assert_eq!(
        page["evidence"][0]["photo"]["photo_id"],
        json!(seen.photos[0].id)
    );
    assert_eq!(page["household_here"], false);
}
