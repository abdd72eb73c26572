//! Tasks: what a household is owed, what counts, and campaigns.

use domain::id::{AssignmentId, CampaignId, HouseholdId};
use protocol::row::{AssignmentV1, HouseholdV1, ParamsV1, Role, kind};
use serde_json::{Value, json};
use uuid::Uuid;

use super::county::{LI, ZHANG, apply, person, row, sealed, state, wang};
use super::phone::{NOON, Phone};
use crate::ErrorCode;

const BAI: u128 = 0x700;
const DAY_MS: i64 = 86_400_000;

fn home(number: u128) -> String {
    Uuid::from_u128(number).to_string()
}

/// Another household of the village, as it is told about.
fn neighbour(phone: &Phone, change: impl FnOnce(&mut HouseholdV1)) {
    let desk = phone.app.desk().unwrap();
    let zhang = desk
        .store
        .read(|conn| store::household::get(conn, ZHANG.parse().unwrap()));
    let mut bai = zhang.unwrap().unwrap();
    bai.id = HouseholdId::from_uuid(Uuid::from_u128(BAI));
    bai.head_name = "白石".to_owned();
    change(&mut bai);
    let head = json!({ "id": Uuid::from_u128(0x701), "household_id": bai.id, "number": "1",
        "name": "白石", "id_number_masked": "", "gender": "1", "birth": "1970-01-01",
        "relation": "户主", "school_status": "not_student", "active": true });
    let rows = [
        row(kind::HOUSEHOLD, bai.id, &bai),
        row(kind::MEMBER, Uuid::from_u128(0x701), &head),
    ];
    apply(phone, &rows);
}

fn assigned(phone: &Phone, who: u128, from: &str) {
    let assignment = AssignmentV1 {
        id: AssignmentId::from_uuid(Uuid::from_u128(301)),
        household_id: HouseholdId::from_uuid(Uuid::from_u128(BAI)),
        person_id: person(who),
        kind: "primary".to_owned(),
        from: from.to_owned(),
        to: None,
    };
    apply(phone, &[row(kind::ASSIGNMENT, assignment.id, &assignment)]);
}

fn campaign(phone: &Phone, change: Value) -> String {
    let id = CampaignId::from_uuid(Uuid::from_u128(0xca));
    let mut body = json!({ "id": id, "title": "冬季大走访", "starts": "2026-11-01",
        "ends": "2026-12-10", "scope": { "areas": ["141123100"], "groups": ["exited"] },
        "profile": "routine", "required_coverage": 95, "legal_basis": "兴县农发〔2026〕12号",
        "stages": [{ "title": "入户", "ends": "2026-11-30" }] });
    for (name, value) in change.as_object().unwrap() {
        body[name] = value.clone();
    }
    apply(phone, &[row(kind::CAMPAIGN, id, &body)]);
    id.to_string()
}

async fn page(phone: &mut Phone, household: &str) -> Value {
    let wanted = json!({ "household_id": household });
    phone.call("household", wanted).await
}

/// The task of a kind on a household's page.
async fn task(phone: &mut Phone, household: &str, kind: &str) -> Value {
    let page = page(phone, household).await;
    let tasks = page["tasks"].as_array().unwrap();
    let found = tasks.iter().find(|task| task["kind"] == kind);
    found.cloned().unwrap_or(Value::Null)
}

fn new(ledger: &str, values: Value) -> Value {
    json!({ "target": { "ledger": ledger, "household_id": ZHANG, "entry_id": null, "step": null },
        "values": values, "reason": "" })
}

#[tokio::test]
async fn a_household_is_due_by_its_group_and_done_once_its_helper_was_there() {
    let mut wang = wang(Role::Cadre);
    neighbour(&wang, |bai| "general".clone_into(&mut bai.base_type));
    let visit = task(&mut wang, ZHANG, "visit").await;
    assert_eq!(visit["state"], "overdue");
    assert_eq!(visit["until"], "2026-12-31");
    assert_eq!(visit["days_left"], 39);
    let other = task(&mut wang, &home(BAI), "visit").await;
    assert_eq!(other["state"], "cancelled");
    assert_eq!(other["reason"], "no_cadence");
    assert_eq!(task(&mut wang, &home(BAI), "good_deed").await, Value::Null);
    let today = wang.call("today", json!({})).await;
    assert_eq!(today["due_total"], 1);
    assert_eq!((&today["owed"], &today["visited"]), (&json!(1), &json!(0)));

    wang.visit(ZHANG, "routine").await;
    let visit = task(&mut wang, ZHANG, "visit").await;
    assert_eq!(visit["state"], "done");
    assert_eq!(visit["done_on"], "2026-11-22");
    let today = wang.call("today", json!({})).await;
    assert_eq!((&today["owed"], &today["visited"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn a_visit_by_who_does_not_help_the_household_leaves_it_to_be_visited() {
    let mut wang = wang(Role::Captain);
    neighbour(&wang, |_| {});
    assigned(&wang, LI, "2026-01-01");
    let form = wang.visit(&home(BAI), "routine").await;
    let visit = task(&mut wang, &home(BAI), "visit").await;
    assert_eq!(visit["state"], "overdue");
    // The county has it, and still it is nobody's of this household.
    let visited = sealed(&wang, &form.visit_id);
    apply(&wang, &[state(visited.clone(), "submitted", Vec::new())]);
    assert_eq!(
        task(&mut wang, &home(BAI), "visit").await["state"],
        "overdue"
    );
    let mut of_li = visited;
    of_li.visitor_id = person(LI);
    apply(&wang, &[state(of_li, "submitted", Vec::new())]);
    assert_eq!(task(&mut wang, &home(BAI), "visit").await["state"], "done");
}

#[tokio::test]
async fn who_is_assigned_in_the_last_weeks_owes_nothing_and_a_household_that_ended_neither() {
    let mut wang = wang(Role::Cadre);
    neighbour(&wang, |_| {});
    assigned(&wang, 1, "2026-12-05");
    let visit = task(&mut wang, &home(BAI), "visit").await;
    assert_eq!(visit["reason"], "assigned_too_late");
    neighbour(&wang, |bai| bai.ended_on = Some("2026-11-01".to_owned()));
    let visit = task(&mut wang, &home(BAI), "visit").await;
    assert_eq!(visit["reason"], "household_ended");
    assert_eq!(visit["until"], Value::Null);
}

#[tokio::test]
async fn the_county_s_parameters_decide_from_their_own_day_on() {
    let mut wang = wang(Role::Cadre);
    let params: ParamsV1 = serde_json::from_value(json!({ "values": { "good_deed_min": 0 },
        "dated": [
            { "key": "cadence_exited", "from": "0001-01-01", "value": "half_year" },
            { "key": "cadence_exited", "from": "2026-11-01", "value": "month" },
            { "key": "cadence_exited", "from": "2026-12-01", "value": "none" },
        ] }))
    .unwrap();
    apply(&wang, &[row(kind::PARAMS, "c", &params)]);
    let visit = task(&mut wang, ZHANG, "visit").await;
    assert_eq!(
        (&visit["from"], &visit["state"]),
        (&json!("2026-11-01"), &json!("due"))
    );
    assert_eq!(task(&mut wang, ZHANG, "good_deed").await, Value::Null);
    wang.machine.advance(10 * DAY_MS);
    let visit = task(&mut wang, ZHANG, "visit").await;
    assert_eq!(visit["reason"], "no_cadence");
}

#[tokio::test]
async fn a_visit_that_could_not_be_made_is_remembered_and_the_task_stays() {
    let mut wang = wang(Role::Cadre);
    let id = campaign(&wang, json!({}));
    let form = wang
        .call("entry_form", new("no_visit", json!({}))["target"].clone())
        .await;
    assert_eq!(form["values"]["tried_on"], "2026-11-22");
    let other = json!({ "tried_on": "2026-11-20", "reason": "other" });
    let error = wang.try_call("save_entry", new("no_visit", other)).await;
    assert_eq!(
        error.unwrap_err().field.as_deref(),
        Some("what"),
        "another reason says which"
    );
    for (on, reason) in [
        ("2026-11-20", "nobody_home"),
        ("2026-11-15", "hospital"),
        ("2026-06-30", "refused"),
    ] {
        let values = json!({ "tried_on": on, "reason": reason });
        wang.call("save_entry", new("no_visit", values)).await;
    }
    let visit = task(&mut wang, ZHANG, "visit").await;
    assert_eq!(visit["state"], "overdue");
    assert_eq!(visit["could_not"]["on"], "2026-11-20");
    assert_eq!(visit["could_not"]["reason"]["label"], "家中无人");
    let page = wang.call("campaign", json!({ "campaign_id": id })).await;
    assert_eq!(
        page["waiting"][0]["could_not"]["reason"]["code"],
        "nobody_home"
    );
    // Taken out, the one before it is the last.
    let taken = json!({ "target": { "ledger": "no_visit", "household_id": null,
        "entry_id": visit["could_not"]["entry_id"], "step": "void" },
        "values": {}, "reason": "记错了户" });
    wang.call("move_entry", taken).await;
    let visit = task(&mut wang, ZHANG, "visit").await;
    assert_eq!(visit["could_not"]["on"], "2026-11-15");
    // The visit is made: the task is done all the same.
    wang.visit(ZHANG, "routine").await;
    assert_eq!(task(&mut wang, ZHANG, "visit").await["state"], "done");
}

#[tokio::test]
async fn a_good_deed_of_this_half_year_is_the_task_done() {
    let mut wang = wang(Role::Cadre);
    let deed = |on: &str| {
        let values = json!({ "category": "labor", "done_on": on, "text": "帮收玉米" });
        new("good_deed", values)
    };
    wang.call("save_entry", deed("2026-06-30")).await;
    let task_now = task(&mut wang, ZHANG, "good_deed").await;
    assert_eq!(
        (&task_now["state"], &task_now["done"]),
        (&json!("due"), &json!(0))
    );
    let today = wang.call("today", json!({})).await;
    assert_eq!(today["deeds_due"], 1);
    let query = json!({ "text": "", "filter": "deed", "skip": 0 });
    let list = wang.call("list_households", query.clone()).await;
    assert_eq!(list["households"][0]["household_id"], ZHANG);
    wang.call("save_entry", deed("2026-11-21")).await;
    let today = wang.call("today", json!({})).await;
    assert_eq!(today["deeds_due"], 0);
    let list = wang.call("list_households", query).await;
    assert_eq!(list["total"], 0);
    let task_now = task(&mut wang, ZHANG, "good_deed").await;
    assert_eq!(
        (&task_now["state"], &task_now["done"]),
        (&json!("done"), &json!(1))
    );
    assert_eq!(task_now["done_on"], "2026-11-21");
}

#[tokio::test]
async fn a_campaign_counts_visits_at_the_dwelling_within_its_days_whoever_made_them() {
    let mut wang = wang(Role::Captain);
    neighbour(&wang, |_| {});
    assigned(&wang, LI, "2026-01-01");
    let id = campaign(&wang, json!({}));
    let today = wang.call("today", json!({})).await;
    let card = &today["campaigns"][0];
    assert_eq!(card["title"], "冬季大走访");
    assert_eq!(
        (&card["households"], &card["visited"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(card["days_left"], 18);
    // Not his to help, and a visit for the campaign.
    let form = wang.visit(&home(BAI), "routine").await;
    let page = wang.call("campaign", json!({ "campaign_id": id })).await;
    assert_eq!(
        (&page["card"]["households"], &page["card"]["visited"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(page["visited"][0]["household"]["head_name"], "白石");
    assert_eq!(page["visited"][0]["visited_on"], "2026-11-22");
    assert_eq!(page["waiting"][0]["household"]["head_name"], "张三");
    assert_eq!(page["stages"][0]["days_left"], 8);
    assert_eq!(
        task(&mut wang, &home(BAI), "campaign").await["state"],
        "done"
    );
    assert_eq!(task(&mut wang, ZHANG, "campaign").await["state"], "due");

    // One before its first day does not count, nor one with a shorter list than was asked for.
    let visited = sealed(&wang, &form.visit_id);
    let mut earlier = visited.clone();
    earlier.ended_ms = NOON - 25 * DAY_MS;
    apply(&wang, &[state(earlier, "submitted", Vec::new())]);
    assert_eq!(
        task(&mut wang, &home(BAI), "campaign").await["state"],
        "due"
    );
    apply(&wang, &[state(visited, "submitted", Vec::new())]);
    assert_eq!(
        task(&mut wang, &home(BAI), "campaign").await["state"],
        "done"
    );
    campaign(&wang, json!({ "profile": "full" }));
    assert_eq!(
        task(&mut wang, &home(BAI), "campaign").await["state"],
        "due"
    );

    // It is not about others, and a withdrawn one is nobody's task.
    campaign(&wang, json!({ "scope": { "groups": ["monitored"] } }));
    let today = wang.call("today", json!({})).await;
    assert_eq!(today["campaigns"], json!([]));
    campaign(&wang, json!({ "cancelled": true }));
    assert_eq!(task(&mut wang, ZHANG, "campaign").await, Value::Null);
    let page = wang.call("campaign", json!({ "campaign_id": id })).await;
    assert_eq!(page["cancelled"], true, "a link to it still opens");
    let wrong = json!({ "campaign_id": "x" });
    assert_eq!(
        wang.refusal("campaign", wrong).await,
        ErrorCode::BadArguments
    );
    let unknown = json!({ "campaign_id": home(5) });
    assert_eq!(wang.refusal("campaign", unknown).await, ErrorCode::NotFound);
}

#[tokio::test]
async fn an_ended_campaign_stays_in_sight_for_a_week_while_households_are_left() {
    let mut wang = wang(Role::Cadre);
    campaign(&wang, json!({ "ends": "2026-11-22" }));
    let left = |today: &Value| today["campaigns"][0]["days_left"].clone();
    assert_eq!(left(&wang.call("today", json!({})).await), 0);
    wang.machine.advance(7 * DAY_MS);
    assert_eq!(left(&wang.call("today", json!({})).await), -7);
    assert_eq!(task(&mut wang, ZHANG, "campaign").await["state"], "missed");
    wang.machine.advance(DAY_MS);
    assert_eq!(wang.call("today", json!({})).await["campaigns"], json!([]));
}
