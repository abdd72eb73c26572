//! The ledgers beside visits and problems: written without a network, kept as they are typed.

use domain::id::EntryId;
use protocol::edit::Edit;
use protocol::entry::EntryStateV1;
use protocol::pull::PulledRow;
use protocol::row::{Role, kind};
use serde_json::{Value, json};
use store::outbox;
use uuid::Uuid;

use super::county::{LI, ZHANG, apply, person, row, wang};
use super::phone::Phone;
use super::problems::waiting;
use crate::ErrorCode;

fn entry_id(number: u128) -> EntryId {
    EntryId::from_uuid(Uuid::from_u128(0x900 + number))
}

/// An entry of the Zhang household as the county shows it.
fn entry(number: u128, ledger: &str, state: &str, author: u128, fields: Value) -> PulledRow {
    let body: EntryStateV1 = serde_json::from_value(json!({
        "id": entry_id(number), "ledger": ledger, "household_id": ZHANG,
        "area_code": "141123100201", "head_name": "张三", "village": "李家湾村",
        "author_id": person(author), "author_name": "李梅", "state": state, "fields": fields,
        "made_ms": 5, "version": 1,
        "steps": [{ "step": "saved", "state": state, "by_name": "李梅", "at_ms": 5 }],
    }))
    .unwrap();
    row(kind::ENTRY, body.id, &body)
}

fn new(ledger: &str) -> Value {
    json!({ "ledger": ledger, "household_id": ZHANG, "entry_id": null, "step": null })
}

fn step(number: u128, ledger: &str, step: &str) -> Value {
    json!({ "ledger": ledger, "household_id": null, "entry_id": entry_id(number), "step": step })
}

fn input(target: Value, values: Value) -> Value {
    json!({ "target": target, "values": values, "reason": "" })
}

fn deed(text: &str) -> Value {
    let values = json!({ "category": "labor", "done_on": "2026-11-20", "text": text });
    input(new("good_deed"), values)
}

fn moves(page: &Value) -> Vec<&str> {
    let moves = page["moves"].as_array().unwrap().iter();
    moves
        .map(|one| one["step"]["code"].as_str().unwrap())
        .collect()
}

async fn failure(phone: &mut Phone, command: &str, args: Value) -> (ErrorCode, String) {
    let error = phone.try_call(command, args).await.unwrap_err();
    (error.code, error.field.unwrap_or_default())
}

#[tokio::test]
async fn a_good_deed_is_one_line_in_the_outbox_however_often_it_is_corrected_before_it_leaves() {
    let mut wang = wang(Role::Cadre);
    let page = wang.call("save_entry", deed("帮收玉米")).await;
    assert_eq!(page["card"]["title"], "帮收玉米");
    assert_eq!(page["card"]["on_its_way"], true);
    assert_eq!(page["may_correct"], true);

    let id = page["card"]["entry_id"].clone();
    let correct =
        json!({ "ledger": "good_deed", "household_id": null, "entry_id": id, "step": null });
    let form = wang.call("entry_form", correct.clone()).await;
    assert_eq!(form["values"]["text"], "帮收玉米");
    let mut values = form["values"].clone();
    values["text"] = json!("帮收玉米两亩");
    wang.call("save_entry", input(correct, values)).await;

    let all = waiting(&wang);
    assert_eq!(all.len(), 1);
    let Edit::SaveEntryV1(saved) = &all[0] else {
        panic!()
    };
    assert_eq!(saved.base_version, 0);
    assert_eq!(saved.fields.len(), 3);
    let list = wang
        .call(
            "entries",
            json!({ "ledger": "good_deed", "household_id": ZHANG }),
        )
        .await;
    assert_eq!(list["settled"][0]["title"], "帮收玉米两亩");
    assert_eq!(list["can_add"], true);
}

#[tokio::test]
async fn a_correction_of_what_the_county_has_says_what_was_seen_and_what_it_should_be() {
    let mut wang = wang(Role::Cadre);
    let fields = json!({ "category": "industry", "project": "养羊", "start_on": "2026-03-01" });
    apply(&wang, &[entry(1, "measure", "planned", 1, fields)]);
    let target =
        json!({ "ledger": "measure", "household_id": null, "entry_id": entry_id(1), "step": null });
    let form = wang.call("entry_form", target.clone()).await;
    let mut values = form["values"].clone();
    values["project"] = json!("养羊十只");
    let page = wang.call("save_entry", input(target, values)).await;
    assert_eq!(page["card"]["title"], "养羊十只");
    let Edit::SaveEntryV1(saved) = &waiting(&wang)[0] else {
        panic!()
    };
    assert_eq!((saved.base_version, saved.fields.len()), (1, 1));
}

#[tokio::test]
async fn an_income_survey_asks_nothing_that_is_known_and_adds_up_as_it_is_typed() {
    let mut wang = wang(Role::Cadre);
    let form = wang.call("entry_form", new("income")).await;
    // An exited household: October to September, the people of the year (DOMAIN §2.3).
    assert_eq!(form["values"]["window"], "exited");
    assert_eq!(form["values"]["from"], "2025-10-01");
    assert_eq!(form["values"]["to"], "2026-09-30");
    assert_eq!(form["values"]["annual_family_size"], 4);
    let mut values = form["values"].clone();
    values["wage_migrant"] = json!(2_000_050);
    let kept = json!({ "input": input(new("income"), values.clone()), "keep": true });
    let reckoned = wang.call("keep_entry_draft", kept).await;
    let lines = reckoned["lines"].to_string();
    assert!(lines.contains("20,000.50 ÷ 4 = 5,000.13"), "{lines}");
    assert_eq!(reckoned["lines"][3]["group"], "纯收入");
    assert_eq!(reckoned["lines"][4]["group"], "监测参考");
    // No county has said what its line is: nothing is held against one.
    assert!(!lines.contains("监测范围"), "{lines}");

    wang.call("save_entry", input(new("income"), values.clone()))
        .await;
    let again = failure(&mut wang, "save_entry", input(new("income"), values)).await;
    assert_eq!(again, (ErrorCode::EntryTwice, "to".to_owned()));
}

#[tokio::test]
async fn a_number_of_a_paper_that_does_not_check_is_said_while_it_is_typed_and_saved_all_the_same()
{
    let mut wang = wang(Role::Cadre);
    let born = json!({
        "kind": "birth", "on": "2026-01-01", "name": "王小宝", "relation": "之子", "gender": "1",
        "birth": "2026-01-01", "id_number": "110105194912310021",
    });
    let kept = json!({ "input": input(new("member_change"), born.clone()), "keep": true });
    let reckoned = wang.call("keep_entry_draft", kept).await;
    let notices = reckoned["notices"].to_string();
    assert!(notices.contains("证件号码"), "{notices}");
    wang.call("save_entry", input(new("member_change"), born))
        .await;
    assert_eq!(waiting(&wang).len(), 1);
}

#[tokio::test]
async fn what_was_typed_is_there_again_after_the_app_was_killed() {
    let mut wang = wang(Role::Cadre);
    let kept = json!({ "input": deed("只写了一半"), "keep": true });
    wang.call("keep_entry_draft", kept).await;
    wang.restart();
    let form = wang.call("entry_form", new("good_deed")).await;
    assert_eq!(form["restored"], true);
    assert_eq!(form["values"]["text"], "只写了一半");
    let shelf = wang.call("ledgers", json!({})).await;
    assert_eq!(shelf["drafts"][0]["head_name"], "张三");
    let hand_in = wang.call("hand_in", json!({})).await;
    assert_eq!(
        (hand_in["safe"].clone(), hand_in["left"][0]["what"].clone()),
        (json!(false), json!("entry_draft"))
    );
    wang.call("save_entry", deed("写完了")).await;
    let form = wang.call("entry_form", new("good_deed")).await;
    assert_eq!(form["restored"], false);
}

#[tokio::test]
async fn each_fault_is_told_at_its_field() {
    let mut wang = wang(Role::Cadre);
    let table = [
        (json!({ "text": "" }), ErrorCode::FactEmpty, "text"),
        (
            json!({ "category": "dance" }),
            ErrorCode::AnswerNotAnOption,
            "category",
        ),
        (
            json!({ "done_on": "2026-13-01" }),
            ErrorCode::AnswerNotADate,
            "done_on",
        ),
        (
            json!({ "done_on": "2027-01-01" }),
            ErrorCode::DateInFuture,
            "done_on",
        ),
        (json!({ "value": -1 }), ErrorCode::FactOutOfRange, "value"),
        (
            json!({ "member": Uuid::from_u128(77) }),
            ErrorCode::AnswerNotAMember,
            "member",
        ),
        (
            json!({ "text": "字".repeat(301) }),
            ErrorCode::AnswerTooLong,
            "text",
        ),
        (
            json!({ "colour": "red" }),
            ErrorCode::BadArguments,
            "colour",
        ),
    ];
    for (more, code, field) in table {
        let mut args = deed("帮收玉米");
        args["values"]
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        assert_eq!(
            failure(&mut wang, "save_entry", args).await,
            (code, field.to_owned())
        );
    }
    assert!(waiting(&wang).is_empty());
    let off = failure(
        &mut wang,
        "entry_form",
        json!({ "ledger": "attendance", "household_id": null, "entry_id": null, "step": null }),
    )
    .await;
    assert_eq!(off.0, ErrorCode::LedgerOff);
    let homeless =
        json!({ "ledger": "good_deed", "household_id": null, "entry_id": null, "step": null });
    assert_eq!(
        failure(&mut wang, "entry_form", homeless).await.1,
        "household_id"
    );
}

#[tokio::test]
async fn a_captain_is_asked_for_others_plans_and_never_for_his_own() {
    let mut zhao = wang(Role::Captain);
    let plan = json!({ "year_from": "2026-01-01", "year_to": "2026-12-31", "goal": "稳定增收" });
    apply(
        &zhao,
        &[
            entry(1, "plan", "submitted", LI, plan.clone()),
            entry(2, "plan", "submitted", 1, plan),
        ],
    );
    let today = zhao.call("today", json!({})).await;
    assert_eq!(today["entries_total"], 1);
    assert_eq!(today["entries"][0]["entry_id"], entry_id(1).to_string());
    let own = zhao
        .call("entry_page", json!({ "entry_id": entry_id(2) }))
        .await;
    assert_eq!(moves(&own), ["void"]);
    let page = zhao
        .call("move_entry", input(step(1, "plan", "approve"), json!({})))
        .await;
    assert_eq!(page["card"]["state"]["code"], "approved");
    let Edit::MoveEntryV1(moved) = &waiting(&zhao)[0] else {
        panic!()
    };
    assert_eq!(
        (moved.step.as_str(), moved.seen_state.as_str()),
        ("approve", "submitted")
    );
    // Sent back without a word why: not at all.
    let refused = failure(
        &mut zhao,
        "move_entry",
        input(step(2, "plan", "send_back"), json!({})),
    )
    .await;
    assert_eq!(refused.0, ErrorCode::EntryMoved);
}

#[tokio::test]
async fn what_the_county_refused_can_be_taken_back_and_is_in_its_form_again() {
    let mut wang = wang(Role::Cadre);
    let page = wang.call("save_entry", deed("帮收玉米")).await;
    let desk = wang.app.desk().unwrap();
    desk.store
        .write(|tx| {
            for one in outbox::list(tx)? {
                outbox::park(tx, one.change_id, "entry_twice", None)?;
            }
            Ok(())
        })
        .unwrap();
    drop(desk);
    let id = json!({ "entry_id": page["card"]["entry_id"] });
    let page = wang.call("entry_page", id).await;
    assert_eq!(page["card"]["refused"], "entry_twice");
    assert!(moves(&page).is_empty());
    let back = json!({ "change_id": page["withdrawable"] });
    let taken = wang.call("withdraw_entry", back).await;
    assert!(waiting(&wang).is_empty());
    let form = wang.call("entry_form", taken["target"].clone()).await;
    assert_eq!(form["values"]["text"], "帮收玉米");
}

#[tokio::test]
async fn household_dynamics_keep_to_their_procedure_without_a_network_too() {
    let mut zhao = wang(Role::Captain);
    let case = json!({ "kind": "identify", "source": "screening", "found_on": "2026-11-10",
        "risk_types": ["illness"], "text": "大病支出" });
    apply(&zhao, &[entry(1, "case", "lead", LI, case)]);
    let check = json!({ "checked_on": "2026-11-12", "authorised": "no", "finding": "属实" });
    zhao.call("move_entry", input(step(1, "case", "check"), check))
        .await;
    let vote =
        json!({ "voted_on": "2026-11-13", "attended": 20, "in_favour": 18, "conflict": "none" });
    let refused = failure(
        &mut zhao,
        "move_entry",
        input(step(1, "case", "vote"), vote),
    )
    .await;
    assert_eq!(
        refused,
        (ErrorCode::AuthorisationNeeded, "authorised".to_owned())
    );
    let page = zhao
        .call("entry_page", json!({ "entry_id": entry_id(1) }))
        .await;
    assert_eq!(page["card"]["state"]["code"], "checked");
}

#[tokio::test]
async fn a_villages_ledger_says_whose_village() {
    let mut wang = wang(Role::Cadre);
    let target =
        json!({ "ledger": "activity", "household_id": null, "entry_id": null, "step": null });
    let form = wang.call("entry_form", target.clone()).await;
    assert_eq!(form["values"]["times"], 1);
    let mut values = form["values"].clone();
    values["type"] = json!("mass_meeting");
    values["text"] = json!("院坝会讲政策");
    wang.call("save_entry", input(target, values)).await;
    let Edit::SaveEntryV1(saved) = &waiting(&wang)[0] else {
        panic!()
    };
    assert_eq!(saved.area_code.as_deref(), Some("141123100201"));
    let shelf = wang.call("ledgers", json!({})).await;
    let activity = shelf["village"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["ledger"]["code"] == "activity");
    assert_eq!(
        activity.unwrap()["total"],
        0,
        "settled and not at the county: only the list shows it"
    );
}
