//! Ways out for what was set aside: nothing is lost, nothing takes effect twice.

use protocol::push::Outcome;
use protocol::receipt::Disposition;
use protocol::settled::{ChangeStateV1, SettledReply};
use reqwest::Method;
use serde_json::{Value, json};
use server::bootstrap;

use crate::console::{Browser, boss, captain};
use crate::facts;
use crate::support::{ANA, ANAS_HOUSE, BO, CAI, County, Phone, change_id, visit_id};

/// What the list shows of these changes, as the form of a decision wants it.
async fn seen(boss: &Browser<'_>, ids: &[u32]) -> Value {
    let mut seen = Vec::new();
    for id in ids {
        let page = boss.get(&format!("/aside/{}", change_id(*id))).await;
        seen.push(json!({ "change_id": change_id(*id), "sequence": page["change"]["sequence"] }));
    }
    seen.into()
}

fn form(decision: u32, action: &str, changes: &Value) -> Value {
    json!({
        "decision_id": change_id(decision), "action": action, "reason": "看过了", "person_id": null,
        "changes": changes,
    })
}

async fn decide(boss: &Browser<'_>, form: &Value) -> Vec<Option<String>> {
    let (status, body) = boss
        .ask(Method::POST, "/aside-decisions", Some(form.clone()))
        .await;
    assert_eq!(status, 200, "{body}");
    body["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["refused"].as_str().map(str::to_owned))
        .collect()
}

async fn disposition(boss: &Browser<'_>, id: u32) -> String {
    let page = boss.get(&format!("/aside/{}", change_id(id))).await;
    page["change"]["disposition"].as_str().unwrap().to_owned()
}

/// The decision about a change, as the phones of a person pull it.
async fn told(county: &County, phone: &Phone, id: u32) -> Option<ChangeStateV1> {
    let page = county.pull(phone, 0).await;
    let row = page
        .rows
        .into_iter()
        .find(|row| row.kind == "change" && row.id == change_id(id))?;
    serde_json::from_str(row.body?.get()).unwrap()
}

/// What became of these changes, as a phone asks that pulls nothing any more.
async fn settled(county: &County, phone: &Phone, asked: &Value) -> SettledReply {
    let asking = county.http.post(county.url("/v1/settled"));
    let answer = asking
        .bearer_auth(&phone.reply.token.token)
        .json(asked)
        .send();
    answer.await.unwrap().json().await.unwrap()
}

async fn revoke(county: &County, phone: &Phone) {
    bootstrap::revoke_device(&county.opened(), phone.reply.device_id)
        .await
        .unwrap();
}

fn after(mut change: Value, id: u32) -> Value {
    change["after"] = change_id(id).into();
    change
}

#[tokio::test]
async fn a_late_phone_is_released_in_order_and_hears_of_it_though_revoked() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let mut late = county.phone(ANA).await;
    let fresh = county.phone(ANA).await;
    revoke(&county, &late).await;
    let visit = visit_id(1);
    let first = late.visit(1, &visit, ANAS_HOUSE, 1);
    let void =
        json!({ "kind": "void_visit_v1", "visit_id": visit, "revision": 1, "reason": "走错" });
    let second = after(late.change(2, ("visit", &visit), void), 1);
    for outcome in county.push(&late, &[first, second]).await {
        assert!(matches!(outcome, Outcome::Quarantined { code, .. } if code == "device_revoked"));
    }
    let list = boss.get("/aside").await;
    assert_eq!(
        (&list["quarantined"], &list["held"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(list["changes"][0]["reason"], "device_revoked");
    assert_eq!(
        list["reasons"][0],
        json!({ "reason": "device_revoked", "changes": 2 })
    );
    let page = boss.get(&format!("/aside/{}", change_id(1))).await;
    assert_eq!(page["followers"][0]["change_id"], change_id(2));
    assert_eq!(page["actions"], json!(["release", "assign", "void"]));

    // The later one first, as a person might click them.
    let chosen = seen(&boss, &[2, 1]).await;
    assert_eq!(
        decide(&boss, &form(70, "release", &chosen)).await,
        [None, None]
    );
    assert_eq!(boss.get("/visits").await["visits"][0]["state"], "voided");
    assert_eq!(boss.get("/aside").await["changes"], json!([]));

    // The revoked phone pulls nothing, and still learns that all is well.
    assert_eq!(county.get(&late, "/v1/pull").await.status(), 403);
    let asked = json!({ "changes": [change_id(1), change_id(2), change_id(3)] });
    let reply = settled(&county, &late, &asked).await;
    assert_eq!(reply.settled.len(), 2);
    for state in &reply.settled {
        assert_eq!(state.receipt.disposition, Disposition::Applied);
    }
    // So does the new phone of the same person.
    let state = told(&county, &fresh, 1).await.unwrap();
    assert_eq!(state.note.as_deref(), Some("看过了"));
    // Another phone is told nothing of it.
    let other = county.phone(BO).await;
    let reply = settled(&county, &other, &asked).await;
    assert!(reply.settled.is_empty());
}

#[tokio::test]
async fn a_second_click_decides_nothing_twice_and_a_stale_screen_nothing_at_all() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let mut late = county.phone(ANA).await;
    revoke(&county, &late).await;
    let change = late.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    county.push_one(&late, &change).await;
    let chosen = seen(&boss, &[1]).await;

    let void = form(70, "void", &chosen);
    assert_eq!(decide(&boss, &void).await, [None]);
    assert_eq!(decide(&boss, &void).await, [None], "the same click");
    assert_eq!(disposition(&boss, 1).await, "voided");
    let (late_screen, restored) = (form(71, "release", &chosen), seen(&boss, &[1]).await);
    assert_eq!(
        decide(&boss, &late_screen).await,
        [Some("stale".to_owned())]
    );
    assert_eq!(disposition(&boss, 1).await, "voided");

    assert_eq!(
        decide(&boss, &form(72, "release", &restored)).await,
        [Some("not_from_here".into())]
    );
    let restored = seen(&boss, &[1]).await;
    assert_eq!(decide(&boss, &form(73, "restore", &restored)).await, [None]);
    assert_eq!(disposition(&boss, 1).await, "quarantined");
    let page = boss.get(&format!("/aside/{}", change_id(1))).await;
    assert_eq!(page["change"]["reason"], "device_revoked", "where it was");
    assert_eq!(page["decisions"].as_array().unwrap().len(), 3);
    assert_eq!(county.count("select count(*) as n from visit").await, 0);

    let mut empty = form(74, "void", &restored);
    empty["reason"] = "  ".into();
    let (status, body) = boss
        .ask(Method::POST, "/aside-decisions", Some(empty))
        .await;
    assert_eq!((status, &body["code"]), (400, &json!("reason_needed")));
}

#[tokio::test]
async fn a_voided_change_is_told_with_a_signed_receipt_and_keeps_its_bytes() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let mut ana = county.phone(ANA).await;
    let change = after(ana.visit(2, &visit_id(1), ANAS_HOUSE, 1), 1);
    assert!(matches!(
        county.push_one(&ana, &change).await,
        Outcome::Held { .. }
    ));
    let follower = after(ana.visit(3, &visit_id(1), ANAS_HOUSE, 2), 2);
    assert!(matches!(
        county.push_one(&ana, &follower).await,
        Outcome::Held { .. }
    ));
    let chosen = seen(&boss, &[2]).await;
    assert_eq!(decide(&boss, &form(70, "void", &chosen)).await, [None]);

    let state = told(&county, &ana, 2).await.unwrap();
    let edit = change["edit"].to_string();
    state
        .receipt
        .verify(
            ana.reply.county.id,
            change_id(2).parse().unwrap(),
            edit.as_bytes(),
            &ana.county_key(),
        )
        .unwrap();
    assert_eq!(state.receipt.disposition, Disposition::Voided);
    // What followed it is before a person, not waiting for ever.
    let page = boss.get(&format!("/aside/{}", change_id(3))).await;
    assert_eq!(page["change"]["reason"], "predecessor_voided");
    // A phone of any age can still read the answer to a retry.
    let again = serde_json::to_value(county.push_one(&ana, &change).await).unwrap();
    assert_eq!(again["outcome"], "held");
    let kept = county.count("select count(*) as n from change where length(edit) > 0");
    assert_eq!(kept.await, 2);
}

#[tokio::test]
async fn a_held_change_is_released_without_its_predecessor_and_what_waits_follows_in_order() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let mut ana = county.phone(ANA).await;
    let visit = visit_id(1);
    let lost = ana.visit(1, &visit, ANAS_HOUSE, 1);
    let held = after(ana.visit(2, &visit, ANAS_HOUSE, 1), 1);
    let void =
        json!({ "kind": "void_visit_v1", "visit_id": visit, "revision": 1, "reason": "重复" });
    let last = after(ana.change(3, ("visit", &visit), void), 2);
    county.push(&ana, &[held, last]).await;
    // Three days ago, without signing everybody out.
    county
        .opened()
        .db()
        .write(|tx| {
            tx.execute(
                "update change set received_ms = received_ms - 259200000",
                &[],
            )
        })
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
    let old = boss.get("/aside?disposition=held&days=2").await;
    assert_eq!(old["changes"].as_array().unwrap().len(), 2);
    assert_eq!(old["changes"][0]["reason"], "predecessor_missing");
    assert_eq!(boss.get("/aside?days=9").await["changes"], json!([]));

    let chosen = seen(&boss, &[2]).await;
    assert_eq!(decide(&boss, &form(70, "release", &chosen)).await, [None]);
    assert_eq!(disposition(&boss, 3).await, "applied");
    assert_eq!(boss.get("/visits").await["visits"][0]["state"], "voided");
    assert!(told(&county, &ana, 3).await.is_some());

    // The lost one comes after all: the same visit is not there twice.
    let outcome = county.push_one(&ana, &lost).await;
    assert!(matches!(outcome, Outcome::Rejected(_)));
    assert_eq!(
        county
            .count("select count(*) as n from visit_revision")
            .await,
        1
    );
}

#[tokio::test]
async fn a_visit_is_assigned_to_who_answers_for_it_and_keeps_its_visitor() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let (mut ana, mut bo, mut cai) = (
        county.phone(ANA).await,
        county.phone(BO).await,
        county.phone(CAI).await,
    );
    let visit = visit_id(1);
    // Bo does not help this household.
    let change = bo.visit(1, &visit, ANAS_HOUSE, 1);
    let outcome = county.push_one(&bo, &change).await;
    assert!(matches!(outcome, Outcome::Quarantined { code, .. } if code == "no_assignment"));
    let chosen = seen(&boss, &[1]).await;
    let refused = decide(&boss, &form(70, "release", &chosen)).await;
    assert_eq!(refused, [Some("no_assignment".to_owned())]);
    assert_eq!(disposition(&boss, 1).await, "quarantined", "kept");

    let page = boss.get(&format!("/aside/{}", change_id(1))).await;
    let names: Vec<&str> = page["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Ana", "Cai"]);
    let mut assign = form(71, "assign", &chosen);
    assign["person_id"] = ANA.into();
    assert_eq!(decide(&boss, &assign).await, [None]);
    let shown = boss.get(&format!("/visits/{visit}")).await;
    assert_eq!(shown["visit"]["visitor_name"], "Bo");

    // It comes back to whoever answers for it, and that person mends it.
    let back = cai.review(2, &visit, 1, "return");
    let outcome = county.push_one(&cai, &back).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    let mut rows = county.pull(&ana, 0).await.rows.into_iter();
    let row = rows.rfind(|row| row.kind == "visit").unwrap();
    let state: Value = serde_json::from_str(row.body.unwrap().get()).unwrap();
    assert_eq!(
        (&state["answerable_id"], &state["state"]),
        (&json!(ANA), &json!("returned"))
    );
    let mut mended = ana.visit(3, &visit, ANAS_HOUSE, 2);
    mended["edit"]["visitor_id"] = BO.into();
    let outcome = county.push_one(&ana, &mended).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    // Nobody reviews what he answers for.
    let other = boss.get("/aside").await;
    assert_eq!(other["changes"], json!([]));
}

#[tokio::test]
async fn only_the_county_sees_the_bytes_and_every_look_is_written_down() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let cai = captain(&county, CAI, "cai").await;
    let mut late = county.phone(ANA).await;
    revoke(&county, &late).await;
    let change = late.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    county.push_one(&late, &change).await;
    let path = format!("/aside/{}", change_id(1));
    for (method, path) in [
        (Method::GET, "/aside".to_owned()),
        (Method::GET, path.clone()),
        (Method::POST, format!("{path}/content")),
        (Method::POST, format!("{path}/export")),
        (Method::POST, "/devices/search".to_owned()),
    ] {
        let (status, _) = cai.ask(method, &path, Some(json!({}))).await;
        assert_eq!(status, 403, "{path}");
    }
    let (status, content) = boss
        .ask(Method::POST, &format!("{path}/content"), None)
        .await;
    assert_eq!(status, 200);
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(content["base64"].as_str().unwrap())
        .unwrap();
    assert_eq!(bytes, change["edit"].to_string().as_bytes(), "to the byte");
    let first = &content["sections"][0]["groups"][0]["answers"][0];
    assert_eq!(first["answer_zh"], "入户走访");
    let (_, export) = boss
        .ask(Method::POST, &format!("{path}/export"), None)
        .await;
    assert_eq!(export["edit_base64"], content["base64"]);
    // Corrections are read by the names of their fields, not as they travel.
    let house = ("household", ANAS_HOUSE);
    let fields = facts::field("phone", "13800001234", "13900000001");
    let correction = facts::facts(&mut late, 2, house, fields);
    county.push_one(&late, &correction).await;
    let correction_path = format!("/aside/{}/content", change_id(2));
    let (_, content) = boss.ask(Method::POST, &correction_path, None).await;
    let answer = &content["sections"][0]["groups"][0]["answers"][0];
    assert_eq!(
        (&answer["zh"], &answer["before_zh"], &answer["answer_zh"]),
        (
            &json!("联系电话"),
            &json!("13800001234"),
            &json!("13900000001")
        )
    );
    let looks = "select count(*) as n from audit
         where action in ('change_shown', 'change_exported')";
    assert_eq!(county.count(looks).await, 3);
}
