//! The problem ledger (DOMAIN §5.2) as phones meet it: problems come in with an approved visit or
//! by somebody's word, move by the rules, and are shown to whoever has to do with them.

use protocol::push::Outcome;
use serde_json::{Value, json};
use server::bootstrap;

use crate::support::{
    ANA, ANAS_HOUSE, BO, CAI, County, DING, NOW, Phone, TANG, change_id, visit_id,
};

pub const WATER: &str = "饮水水质不达标";

/// A problem of Ana's house, as a visit carries it.
pub fn found(from: &str, severity: &str, title: &str) -> Value {
    json!({ "key": format!("{ANAS_HOUSE}/{from}/-/{title}"), "from": from, "category": "water",
        "severity": severity, "title": title })
}

/// A visit of Ana's with these problems, received and approved by Cai.
pub async fn approved(county: &County, id: u32, problems: Value) -> (Phone, Phone) {
    let mut ana = county.phone(ANA).await;
    let mut cai = county.phone(CAI).await;
    visit(county, &mut ana, id, problems).await;
    approve(county, &mut cai, id).await;
    (ana, cai)
}

pub async fn visit(county: &County, ana: &mut Phone, id: u32, problems: Value) {
    let mut change = ana.visit(id, &visit_id(id), ANAS_HOUSE, 1);
    change["edit"]["problems"] = problems;
    accepted(&county.push_one(ana, &change).await);
}

pub async fn approve(county: &County, cai: &mut Phone, id: u32) {
    let change = cai.review(100 + id, &visit_id(id), 1, "approve");
    accepted(&county.push_one(cai, &change).await);
}

pub fn accepted(outcome: &Outcome) {
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
}

/// The code and the field of a refusal.
pub fn refusal(outcome: Outcome) -> (String, Option<String>) {
    match outcome {
        Outcome::Rejected(rejection) => (rejection.code, rejection.field),
        other => panic!("{other:?}"),
    }
}

/// Problems this phone has, as it would show them.
pub async fn problems(county: &County, phone: &Phone) -> Vec<Value> {
    let page = county.pull(phone, 0).await;
    let rows = page.rows.iter().filter(|row| row.kind == "problem");
    let bodies = rows.filter_map(|row| row.body.as_ref());
    let mut found: Vec<Value> = bodies
        .map(|body| serde_json::from_str(body.get()).unwrap())
        .collect();
    found.sort_by_key(|problem| problem["found_ms"].as_i64());
    found
}

/// The one of this title.
pub async fn titled(county: &County, phone: &Phone, title: &str) -> Value {
    let all = problems(county, phone).await;
    all.into_iter()
        .find(|one| one["title"] == title)
        .expect("there is such a problem")
}

pub fn step(phone: &mut Phone, id: u32, problem: &str, said: Value) -> Value {
    let mut edit = json!({ "kind": "move_problem_v1", "id": change_id(id + 7000),
        "problem_id": problem, "round": 0, "moved_ms": NOW });
    for (name, value) in said.as_object().unwrap() {
        edit[name] = value.clone();
    }
    phone.change(id, ("problem", problem), edit)
}

pub fn raised(phone: &mut Phone, id: u32, fields: Value) -> Value {
    let problem = format!("00000000-0000-7000-8000-0000000d{id:04}");
    let mut edit = json!({ "kind": "raise_problem_v1", "id": problem, "household_id": ANAS_HOUSE,
        "source": "screening", "category": "road", "severity": "minor", "title": "门口路断了",
        "found_ms": NOW });
    for (name, value) in fields.as_object().unwrap() {
        edit[name] = value.clone();
    }
    phone.change(id, ("problem", &problem), edit)
}

/// Its steps, each with the state after it.
pub fn words(problem: &Value) -> Vec<String> {
    let steps = problem["steps"].as_array().unwrap().iter();
    steps
        .map(|step| {
            format!(
                "{} {}",
                step["step"].as_str().unwrap(),
                step["state"].as_str().unwrap()
            )
        })
        .collect()
}

#[tokio::test]
async fn a_captains_approval_takes_what_the_visit_found_into_the_ledger() {
    let county = County::new().await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let mut dismissed = found("b", "minor", "小事");
    dismissed["dismissed"] = json!("看错了");
    let both = json!([found("a", "critical", WATER), dismissed]);
    visit(&county, &mut ana, 1, both).await;
    assert_eq!(problems(&county, &ana).await, [] as [Value; 0]);
    approve(&county, &mut cai, 1).await;

    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(mine["number"], "990101-2026-00001");
    assert_eq!(
        (&mine["state"], &mine["due"], &mine["head_name"]),
        (&json!("registered"), &json!("2026-11-29"), &json!("张三"))
    );
    assert_eq!(words(&mine), ["raised found", "register registered"]);
    let titles = problems(&county, &ana).await;
    assert!(titles.iter().all(|one| one["title"] != "小事"));
    // Whoever leads the village or the town sees it; another helper does not.
    for person in [CAI, TANG] {
        let phone = county.phone(person).await;
        assert_eq!(titled(&county, &phone, WATER).await, mine);
    }
    for person in [BO, DING] {
        let phone = county.phone(person).await;
        assert_eq!(problems(&county, &phone).await, [] as [Value; 0]);
    }
}

#[tokio::test]
async fn what_a_later_visit_finds_again_is_the_same_problem() {
    let county = County::new().await;
    let water = json!([found("a", "minor", WATER)]);
    let (mut ana, mut cai) = approved(&county, 1, water.clone()).await;
    visit(&county, &mut ana, 2, water.clone()).await;
    approve(&county, &mut cai, 2).await;
    let mine = titled(&county, &ana, WATER).await;
    let id = mine["id"].as_str().unwrap().to_owned();
    assert_eq!(
        words(&mine),
        ["raised found", "register registered", "seen registered"]
    );

    // Settled, and there again: it is opened again, under its old number.
    let change = step(
        &mut cai,
        3,
        &id,
        json!({ "step": "cancel", "reason": "看错" }),
    );
    accepted(&county.push_one(&cai, &change).await);
    visit(&county, &mut ana, 4, water).await;
    approve(&county, &mut cai, 4).await;
    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(mine["state"], "reopened");
    assert_eq!(mine["number"], "990101-2026-00001");
    assert_eq!(problems(&county, &ana).await.len(), 1);
}

#[tokio::test]
async fn a_problem_goes_from_hand_to_hand_until_it_is_closed() {
    let county = County::new().await;
    let (mut ana, mut cai) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let mut tang = county.phone(TANG).await;
    let id = titled(&county, &ana, WATER).await["id"]
        .as_str()
        .unwrap()
        .to_owned();

    // Nobody answers for it yet, and only the town or the county says who does.
    let assign = json!({ "step": "assign", "owner_id": ANA, "unit": "镇水务站" });
    let change = step(&mut cai, 2, &id, assign.clone());
    let (code, _) = refusal(county.push_one(&cai, &change).await);
    assert_eq!(code, "wrong_role");
    let change = step(&mut tang, 3, &id, assign);
    accepted(&county.push_one(&tang, &change).await);
    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(
        (&mine["state"], &mine["owner_name"], &mine["unit"]),
        (&json!("assigned"), &json!("Ana"), &json!("镇水务站"))
    );

    let bare = step(&mut ana, 4, &id, json!({ "step": "finish" }));
    assert_eq!(
        refusal(county.push_one(&ana, &bare).await),
        ("evidence_needed".into(), Some("edit.photos".into()))
    );
    let done = json!({ "step": "finish", "photo_waiver": "相机坏了", "result": "换了滤芯" });
    let change = step(&mut ana, 5, &id, done);
    accepted(&county.push_one(&ana, &change).await);
    // Asked again, the same receipt and nothing twice.
    let again = county.push_one(&ana, &change).await;
    assert!(matches!(again, Outcome::Duplicate { .. }), "{again:?}");
    let mine = titled(&county, &cai, WATER).await;
    assert_eq!(
        (&mine["state"], &mine["round"]),
        (&json!("to_verify"), &json!(1))
    );

    let own = step(&mut ana, 6, &id, json!({ "step": "verify", "round": 1 }));
    assert_eq!(refusal(county.push_one(&ana, &own).await).0, "wrong_role");
    let stale = step(&mut cai, 7, &id, json!({ "step": "verify", "round": 0 }));
    match county.push_one(&cai, &stale).await {
        Outcome::Rejected(rejection) => {
            assert_eq!(rejection.code, "stale");
            assert_eq!(rejection.current.unwrap().state, "to_verify");
        }
        other => panic!("{other:?}"),
    }
    let change = step(&mut cai, 8, &id, json!({ "step": "verify", "round": 1 }));
    accepted(&county.push_one(&cai, &change).await);
    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(mine["state"], "closed");
    assert_eq!(
        words(&mine)[2..],
        ["assign assigned", "finish to_verify", "verify closed"]
    );
}

#[tokio::test]
async fn a_critical_problem_is_verified_on_site_and_waits_for_the_county() {
    let county = County::new().await;
    let (mut ana, mut cai) = approved(&county, 1, json!([found("a", "critical", WATER)])).await;
    let id = titled(&county, &ana, WATER).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let fixed = json!({ "step": "fix_at_once", "photo_waiver": "天黑了" });
    let change = step(&mut ana, 2, &id, fixed);
    accepted(&county.push_one(&ana, &change).await);
    let afar = step(&mut cai, 3, &id, json!({ "step": "verify", "round": 1 }));
    assert_eq!(
        refusal(county.push_one(&cai, &afar).await),
        ("on_site_needed".into(), Some("edit.on_site".into()))
    );
    let there = json!({ "step": "verify", "round": 1, "on_site": true });
    let change = step(&mut cai, 4, &id, there);
    accepted(&county.push_one(&cai, &change).await);
    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(
        (&mine["state"], &mine["verified"]),
        (&json!("to_verify"), &json!(true))
    );
    let sign = step(&mut cai, 5, &id, json!({ "step": "sign_off", "round": 1 }));
    assert_eq!(refusal(county.push_one(&cai, &sign).await).0, "wrong_role");
}

#[tokio::test]
async fn whoever_has_nothing_to_do_with_it_is_kept_apart_and_told_nothing() {
    let county = County::new().await;
    let (ana, _) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let id = titled(&county, &ana, WATER).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut bo = county.phone(BO).await;
    let change = step(&mut bo, 2, &id, json!({ "step": "reopen", "reason": "x" }));
    match county.push_one(&bo, &change).await {
        Outcome::Quarantined { code, .. } => assert_eq!(code, "out_of_scope"),
        other => panic!("{other:?}"),
    }
    let nobody = "00000000-0000-7000-8000-0000000d9999";
    let change = step(&mut bo, 3, nobody, json!({ "step": "start" }));
    match county.push_one(&bo, &change).await {
        Outcome::Quarantined { code, .. } => assert_eq!(code, "unknown_problem"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_problem_goes_with_the_household_when_its_helper_changes() {
    let county = County::new().await;
    let (ana, _) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let after = county.pull(&ana, 0).await.cursor;
    let ended = json!({ "row": "assignment", "id": "00000000-0000-7000-8000-000000000301",
        "household_id": ANAS_HOUSE, "person_id": ANA, "kind": "primary",
        "from": "2026-01-01", "to": "2026-11-01" });
    let begun = json!({ "row": "assignment", "id": "00000000-0000-7000-8000-000000000309",
        "household_id": ANAS_HOUSE, "person_id": BO, "kind": "primary", "from": "2026-11-02" });
    let reply = bootstrap::import_roster(&county.opened(), format!("{ended}\n{begun}"))
        .await
        .unwrap();
    assert_eq!(reply.refused, []);
    let page = county.pull(&ana, after).await;
    let gone = page.rows.iter().find(|row| row.kind == "problem").unwrap();
    assert!(gone.body.is_none());
    let bo = county.phone(BO).await;
    assert_eq!(titled(&county, &bo, WATER).await["title"], WATER);
}

#[tokio::test]
async fn somebody_may_report_what_no_checklist_found() {
    let county = County::new().await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let change = raised(&mut ana, 1, json!({ "detail": "雨后塌了半边" }));
    accepted(&county.push_one(&ana, &change).await);
    let mine = titled(&county, &cai, "门口路断了").await;
    assert_eq!(
        (&mine["state"], &mine["number"]),
        (&json!("found"), &Value::Null)
    );
    let id = mine["id"].as_str().unwrap().to_owned();
    // Settled before anybody took it up, it has no number; there again, it gets one.
    let settled = json!({ "step": "cancel", "reason": "修了" });
    let change = step(&mut cai, 2, &id, settled);
    accepted(&county.push_one(&cai, &change).await);
    let mine = titled(&county, &cai, "门口路断了").await;
    assert_eq!(mine["number"], Value::Null);
    let again = json!({ "step": "reopen", "reason": "又断了" });
    let change = step(&mut ana, 3, &id, again);
    accepted(&county.push_one(&ana, &change).await);
    let mine = titled(&county, &ana, "门口路断了").await;
    assert_eq!(mine["number"], "990101-2026-00001");

    let change = raised(&mut ana, 4, json!({ "title": "桥塌了" }));
    accepted(&county.push_one(&ana, &change).await);
    let id = titled(&county, &cai, "桥塌了").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let change = step(&mut cai, 5, &id, json!({ "step": "register" }));
    accepted(&county.push_one(&cai, &change).await);
    let mine = titled(&county, &ana, "桥塌了").await;
    assert_eq!(
        (&mine["state"], &mine["number"], &mine["due"]),
        (
            &json!("registered"),
            &json!("990101-2026-00002"),
            &json!("2026-12-22")
        )
    );
}
