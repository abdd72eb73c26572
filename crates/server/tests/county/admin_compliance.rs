//! What needs a legal basis is off until an administrator records one, and off again at once.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{boss, captain};
use crate::support::{ANA, CAI, County};

fn on(name: &str) -> Value {
    json!({ "name": name, "seen": false, "on": true, "document": "关于驻村干部考勤的通知",
        "number": "云政发〔2026〕3号", "issued_on": "2026-03-01", "reason": "" })
}

fn off(name: &str) -> Value {
    json!({ "name": name, "seen": true, "on": false, "document": "", "number": "",
        "issued_on": "", "reason": "上级已取消" })
}

fn told(pulled: &protocol::pull::PullReply, key: &str) -> Option<Value> {
    let mut rows = pulled.rows.iter().filter(|row| row.kind == "params");
    let last = rows.next_back()?;
    let body: Value = serde_json::from_str(last.body.as_ref()?.get()).unwrap();
    Some(body["values"][key].clone())
}

#[tokio::test]
async fn attendance_is_off_until_its_legal_basis_is_recorded_and_phones_hear_of_both() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let ana = county.phone(ANA).await;
    let page = boss.get("/compliance").await;
    let switches = page["switches"].as_array().unwrap();
    assert_eq!(switches.len(), 3);
    for switch in switches {
        assert_eq!(switch["is_on"], false, "{switch}");
        assert_eq!(switch["steps"], json!([]));
    }
    let first = county.pull(&ana, 0).await;
    assert_ne!(told(&first, "attendance_enabled"), Some(json!(1)));

    let turn = |body: Value| boss.ask(Method::POST, "/compliance", Some(body));
    for (field, wrong, code) in [
        ("document", json!(" "), "empty"),
        ("number", json!(""), "empty"),
        ("issued_on", json!("2026-02-30"), "not_a_date"),
        ("issued_on", json!("2026-12-31"), "in_the_future"),
    ] {
        let mut form = on("attendance");
        form[field] = wrong;
        let (status, error) = turn(form).await;
        assert_eq!((status, &error["code"]), (400, &json!(code)), "{field}");
        assert_eq!(error["field"], field);
    }
    assert_eq!(turn(on("weather")).await.0, 400);

    let (status, page) = turn(on("attendance")).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["switches"][1]["is_on"], true);
    let step = &page["switches"][1]["steps"][0];
    assert_eq!(step["number"], "云政发〔2026〕3号");
    assert_eq!(step["by_name"], "郭主任");
    let pulled = county.pull(&ana, first.cursor).await;
    assert_eq!(told(&pulled, "attendance_enabled"), Some(json!(1)));
    let (status, error) = turn(on("attendance")).await;
    assert_eq!((status, &error["code"]), (409, &json!("stale")));

    let mut unexplained = off("attendance");
    unexplained["reason"] = " ".into();
    assert_eq!(turn(unexplained).await.0, 400);
    let (status, page) = turn(off("attendance")).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["switches"][1]["is_on"], false);
    assert_eq!(
        page["switches"][1]["steps"].as_array().unwrap().len(),
        2,
        "what it rested on stays on record"
    );
    let pulled = county.pull(&ana, pulled.cursor).await;
    assert_eq!(told(&pulled, "attendance_enabled"), Some(json!(0)));
    let audit = boss.search("audit", json!({})).await.to_string();
    assert!(audit.contains("compliance_on") && audit.contains("compliance_off"));
}

#[tokio::test]
async fn nobody_turns_a_switch_past_its_legal_basis() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let form = json!({ "key": "gallery_allowed", "value": "1", "from": "2026-11-22",
        "basis": "没有文件" });
    let (status, error) = boss.ask(Method::POST, "/params", Some(form)).await;
    assert_eq!((status, &error["code"]), (400, &json!("basis_needed")));
    let cai = captain(&county, CAI, "cai").await;
    let (status, _) = cai
        .ask(Method::POST, "/compliance", Some(on("ranking")))
        .await;
    assert_eq!(status, 403);
}
