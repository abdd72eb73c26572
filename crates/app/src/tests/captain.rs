//! The captain's desk: what he can take back, what somebody else decided first, whose work has
//! not arrived.

use domain::id::{PersonId, TeamId};
use protocol::row::{Role, TeamMemberV1, TeamV1, kind};
use protocol::team::{CoverageV1, MemberSyncV1, OutstandingV1, ReportedV1, TeamReply, TeamSyncV1};
use protocol::visit::VisitV1;
use serde_json::{Value, json};
use store::{outbox, team_news};
use uuid::Uuid;

use super::county::{
    LI, ZHANG, apply, owner, person, receive_all, returned, row, sealed, state, wang,
};
use super::phone::{NOON, Phone};
use crate::ErrorCode;

async fn lis_visit(number: u8) -> VisitV1 {
    let mut li = wang(Role::Cadre);
    li.machine.advance(i64::from(number) * 60_000);
    let form = li.visit(ZHANG, "routine").await;
    let mut visit = sealed(&li, &form.visit_id);
    visit.visitor_id = person(LI);
    visit
}

async fn decide(phone: &mut Phone, visit: &VisitV1, decision: &str) -> Value {
    let input = json!({ "visit_id": visit.id, "revision": 1, "decision": decision,
        "reasons": [], "comments": [], "note": "看过" });
    phone.call("decide", input).await
}

fn length(list: &Value) -> usize {
    list.as_array().unwrap().len()
}

fn team() -> TeamV1 {
    let member = |id: PersonId, name: &str| TeamMemberV1 {
        id,
        name: name.to_owned(),
        unit: "县水利局".to_owned(),
    };
    TeamV1 {
        id: TeamId::from_uuid(Uuid::from_u128(60)),
        village_code: "141123100201".to_owned(),
        village: "李家湾村".to_owned(),
        town: "蔚汾镇".to_owned(),
        captain_id: person(1),
        members: vec![
            member(person(1), "王芳"),
            member(person(LI), "李强"),
            member(person(7), "新来"),
        ],
    }
}

fn told(id: PersonId, name: &str, left: Option<u32>) -> MemberSyncV1 {
    MemberSyncV1 {
        id,
        name: name.to_owned(),
        unit: String::new(),
        captain: false,
        phones: 1,
        contact_ms: left.map(|_| NOON - 7_200_000),
        reported: left.map(|visits| ReportedV1 {
            outstanding: OutstandingV1 {
                visits,
                ..OutstandingV1::default()
            },
            at_ms: NOON - 7_200_000,
        }),
        photos_missing: 9,
        to_review: 9,
    }
}

fn hear_of_the_team(phone: &Phone) {
    apply(phone, &[row(kind::TEAM, team().id, &team())]);
    let news = TeamReply {
        teams: vec![TeamSyncV1 {
            id: team().id,
            village: team().village,
            town: team().town,
            reviewers: vec!["赵镇长".to_owned()],
            members: vec![
                told(person(LI), "李强", Some(3)),
                told(person(1), "王芳", Some(0)),
            ],
            coverage: Some(CoverageV1 {
                period: "2026-H2".to_owned(),
                due: 40,
                visited: 25,
                approved: 21,
            }),
        }],
        server_ms: NOON - 600_000,
    };
    let desk = phone.app.desk().unwrap();
    desk.store.write(|tx| team_news::keep(tx, &news)).unwrap();
}

#[tokio::test]
async fn a_decision_is_taken_back_until_it_leaves_and_no_longer() {
    let mut captain = wang(Role::Captain);
    let visit = lis_visit(1).await;
    apply(&captain, &[state(visit.clone(), "submitted", Vec::new())]);
    let queue = decide(&mut captain, &visit, "approve").await;
    assert_eq!(queue["decided"][0]["takes_back"], true);
    let change = queue["decided"][0]["change_id"].clone();
    let queue = captain
        .call("withdraw_decision", json!({ "change_id": change }))
        .await;
    assert_eq!(
        (length(&queue["waiting"]), length(&queue["decided"])),
        (1, 0)
    );
    assert_eq!(length(&queue["approved"]), 0);

    let queue = decide(&mut captain, &visit, "approve").await;
    let change = queue["decided"][0]["change_id"].clone();
    let desk = captain.app.desk().unwrap();
    desk.store
        .write(|tx| {
            let batch = outbox::list(tx)?;
            outbox::mark_attempt(tx, &batch, 1)
        })
        .unwrap();
    let page = captain
        .call("review_page", json!({ "visit_id": visit.id }))
        .await;
    assert_eq!(page["decided"]["takes_back"], false);
    let asked = json!({ "change_id": change });
    assert_eq!(
        captain.refusal("withdraw_decision", asked.clone()).await,
        ErrorCode::DecisionSent
    );
    receive_all(&captain);
    assert_eq!(
        captain.refusal("withdraw_decision", asked).await,
        ErrorCode::DecisionSent
    );
}

#[tokio::test]
async fn an_approval_stays_as_long_as_a_batch_with_it_waits() {
    let mut captain = wang(Role::Captain);
    let visit = lis_visit(1).await;
    apply(&captain, &[state(visit.clone(), "submitted", Vec::new())]);
    let queue = decide(&mut captain, &visit, "approve").await;
    let approval = json!({ "change_id": queue["decided"][0]["change_id"] });
    let queue = captain
        .call("send_batch", json!({ "visit_ids": [visit.id] }))
        .await;
    assert_eq!(queue["decided"][0]["takes_back"], false);
    assert_eq!(queue["decided"][0]["in_batch"], true);
    assert_eq!(
        captain.refusal("withdraw_decision", approval.clone()).await,
        ErrorCode::NotAllowed
    );
    let again = json!({ "visit_id": visit.id, "revision": 1, "decision": "return",
        "reasons": [], "comments": [], "note": "再看" });
    assert_eq!(
        captain.refusal("decide", again).await,
        ErrorCode::NotAllowed
    );

    let batch = json!({ "batch_id": queue["batches"][0]["batch_id"] });
    let page = captain.call("batch_page", batch.clone()).await;
    assert_eq!(
        (&page["takes_back"], &page["receipt"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(page["visits"][0]["outcome"], "waiting");
    let queue = captain
        .call(
            "withdraw_decision",
            json!({ "change_id": page["change_id"] }),
        )
        .await;
    assert_eq!(
        (length(&queue["batches"]), length(&queue["approved"])),
        (0, 1)
    );
    captain.call("withdraw_decision", approval).await;
}

#[tokio::test]
async fn a_batch_is_followed_from_its_receipt_to_the_answer_for_each_visit() {
    let mut captain = wang(Role::Captain);
    let (one, two) = (lis_visit(1).await, lis_visit(2).await);
    let approved = |visit: &VisitV1| state(visit.clone(), "captain_approved", Vec::new());
    apply(&captain, &[approved(&one), approved(&two)]);
    let queue = captain
        .call("send_batch", json!({ "visit_ids": [one.id, two.id] }))
        .await;
    let batch = json!({ "batch_id": queue["batches"][0]["batch_id"] });
    receive_all(&captain);
    let page = captain.call("batch_page", batch.clone()).await;
    assert_eq!(page["card"]["state"], "received");
    assert!(page["receipt"]["number"].as_i64().unwrap() > 0);
    let rows = [
        state(one.clone(), "county_accepted", Vec::new()),
        state(two.clone(), "returned_to_captain", Vec::new()),
    ];
    apply(&captain, &rows);
    let page = captain.call("batch_page", batch).await;
    let of = |visit: &VisitV1| {
        let visits = page["visits"].as_array().unwrap();
        let found = visits
            .iter()
            .find(|line| line["card"]["visit_id"] == json!(visit.id));
        found.unwrap()["outcome"].clone()
    };
    assert_eq!((of(&one), of(&two)), (json!("accepted"), json!("returned")));
}

#[tokio::test]
async fn a_captain_is_told_who_decided_before_him_until_he_has_read_it() {
    let mut captain = wang(Role::Captain);
    let visit = lis_visit(1).await;
    apply(&captain, &[state(visit.clone(), "submitted", Vec::new())]);
    decide(&mut captain, &visit, "approve").await;
    let desk = captain.app.desk().unwrap();
    desk.store
        .write(|tx| {
            let id = outbox::list(tx)?[0].change_id;
            outbox::park(tx, id, "not_from_here", None)
        })
        .unwrap();
    let reviews = returned(&visit, "visit_summary", "请补充");
    apply(&captain, &[state(visit.clone(), "returned", reviews)]);
    let queue = captain.call("review_queue", json!({})).await;
    let told = &queue["superseded"][0];
    assert_eq!(
        (&told["by"], &told["theirs"]),
        (&json!("赵队长"), &json!("return"))
    );
    assert_eq!(
        (&told["decision"], &told["newer_revision"]),
        (&json!("approve"), &Value::Null)
    );
    assert_eq!(
        (length(&queue["decided"]), length(&queue["waiting"])),
        (0, 0)
    );
    let read = json!({ "change_id": told["change_id"] });
    let queue = captain.call("withdraw_decision", read).await;
    assert_eq!(length(&queue["superseded"]), 0);
}

#[tokio::test]
async fn a_captains_own_visit_is_shown_with_whom_it_goes_to_and_never_as_his_to_decide() {
    let mut captain = wang(Role::Captain);
    hear_of_the_team(&captain);
    let form = captain.visit(ZHANG, "routine").await;
    let visit = sealed(&captain, &form.visit_id);
    receive_all(&captain);
    apply(&captain, &[state(visit.clone(), "submitted", Vec::new())]);
    let queue = captain.call("review_queue", json!({})).await;
    assert_eq!(length(&queue["waiting"]), 0);
    assert_eq!(queue["own"][0]["reviewers"], json!(["赵镇长"]));
    let page = captain
        .call("review_page", json!({ "visit_id": visit.id }))
        .await;
    assert_eq!((&page["own"], &page["moves"]), (&json!(true), &json!([])));
    assert_eq!(page["reviewers"], json!(["赵镇长"]));
}

#[tokio::test]
async fn a_captain_may_decide_again_after_a_refusal_and_sees_where_the_visit_was() {
    let mut captain = wang(Role::Captain);
    let visit = lis_visit(1).await;
    let mut shown = state(visit.clone(), "submitted", Vec::new());
    let body = shown.body.as_ref().unwrap().get().replacen(
        "\"visit\":{",
        &format!("\"repeated\":[\"{}\"],\"visit\":{{", visit.photos[0].id),
        1,
    );
    shown.body = Some(serde_json::value::RawValue::from_string(body).unwrap());
    apply(&captain, &[shown]);
    let page = captain
        .call("review_page", json!({ "visit_id": visit.id }))
        .await;
    assert_eq!(page["moves"], json!(["approve", "return"]));
    assert!(page["sketch"]["distance_m"].as_f64().unwrap() < 5.0);
    let flags = page["flags"].as_array().unwrap();
    assert!(flags.contains(&json!("reused_photo")), "{flags:?}");
    assert!(!flags.contains(&json!("rules_differ")), "{flags:?}");
    decide(&mut captain, &visit, "approve").await;
    let desk = captain.app.desk().unwrap();
    desk.store
        .write(|tx| {
            let id = outbox::list(tx)?[0].change_id;
            outbox::park(tx, id, "stale", None)
        })
        .unwrap();
    let page = captain
        .call("review_page", json!({ "visit_id": visit.id }))
        .await;
    assert_eq!(page["card"]["place"], "needs_person");
    assert_eq!(page["moves"], json!(["approve", "return"]));
}

#[tokio::test]
async fn the_team_page_says_what_is_known_of_each_and_guesses_nothing() {
    let mut captain = wang(Role::Captain);
    let page = captain.call("team", json!({})).await;
    assert_eq!(
        (length(&page["teams"]), &page["heard_ms"]),
        (0, &Value::Null)
    );
    hear_of_the_team(&captain);
    let visit = lis_visit(1).await;
    apply(&captain, &[state(visit, "submitted", Vec::new())]);
    captain.visit(ZHANG, "routine").await;
    let page = captain.call("team", json!({})).await;
    assert_eq!(page["heard_ms"], NOON - 600_000);
    let members = page["teams"][0]["members"].as_array().unwrap();
    let of = |name: &str| members.iter().find(|one| one["name"] == name).unwrap();
    assert_eq!(members.len(), 3);
    let li = of("李强");
    assert_eq!(li["reported"]["visits"], 3);
    // His village is on this phone: counted here, not as the county knew ten minutes ago.
    assert_eq!(
        (&li["to_review"], &li["photos_missing"]),
        (&json!(1), &json!(0))
    );
    let own = of("王芳");
    assert_eq!(
        (&own["me"], &own["reported"]["visits"]),
        (&json!(true), &json!(1))
    );
    let new = of("新来");
    assert_eq!(
        (&new["known"], &new["reported"]),
        (&json!(false), &Value::Null)
    );

    // He counts his village here; who leads the town is told what the county counted.
    assert_eq!(page["teams"][0]["coverage"], Value::Null);
    let mut town = wang(Role::TownCaptain);
    hear_of_the_team(&town);
    let lis = TeamV1 {
        captain_id: person(LI),
        ..team()
    };
    let mut me = owner(Role::TownCaptain, "王芳");
    for role in &mut me.roles {
        role.area = "141123100".to_owned();
    }
    let rows = [row(kind::PERSON, me.id, &me), row(kind::TEAM, lis.id, &lis)];
    apply(&town, &rows);
    let page = town.call("team", json!({})).await;
    assert_eq!(page["coverage"], Value::Null);
    assert_eq!(
        page["teams"][0]["coverage"],
        json!({ "period": "2026-H2", "due": 40, "visited": 25, "approved": 21 })
    );

    let mut cadre = wang(Role::Cadre);
    assert_eq!(
        cadre.refusal("team", json!({})).await,
        ErrorCode::NotAllowed
    );
}

#[tokio::test]
async fn every_household_is_in_one_part_of_the_coverage_and_its_list() {
    let mut captain = wang(Role::Captain);
    hear_of_the_team(&captain);
    let parts = |page: &Value| {
        let coverage = &page["coverage"];
        ["due", "approved", "submitted", "not_visited"].map(|part| coverage[part].as_u64().unwrap())
    };
    let page = captain.call("team", json!({})).await;
    assert_eq!(parts(&page), [1, 0, 0, 1]);
    let list = captain
        .call("covered", json!({ "part": "not_visited" }))
        .await;
    assert_eq!(
        (&list["total"], length(&list["households"])),
        (&json!(1), 1)
    );

    let form = captain.visit(ZHANG, "routine").await;
    let visit = sealed(&captain, &form.visit_id);
    let page = captain.call("team", json!({})).await;
    assert_eq!(parts(&page), [1, 0, 1, 0]);
    receive_all(&captain);
    apply(&captain, &[state(visit, "captain_approved", Vec::new())]);
    let page = captain.call("team", json!({})).await;
    assert_eq!(parts(&page), [1, 1, 0, 0]);
    let list = captain
        .call("covered", json!({ "part": "submitted" }))
        .await;
    assert_eq!(list["total"], 0);
}
