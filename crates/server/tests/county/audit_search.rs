//! The audit log answers who did what to whom on which days, page by page, and as a file.

use reqwest::Method;
use serde_json::{Value, json};

use crate::admin_backup::ended;
use crate::console::{boss, captain};
use crate::support::{ANA, BO, CAI, County, MEMBER};

const DAY: i64 = 24 * 60 * 60 * 1000;

#[tokio::test]
async fn the_log_is_found_by_person_action_subject_and_days() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let me = boss.get("/me").await["person_id"].clone();
    for _ in 0..60 {
        let path = format!("/members/{MEMBER}/id-number");
        boss.ask(Method::POST, &path, None).await;
    }
    county.pass_ms(DAY / 4);
    for person in [ANA, BO] {
        county.phone(person).await;
    }
    let find = |form: Value| boss.search("audit", form);
    let count = |page: &Value| page["entries"].as_array().unwrap().len();
    let shown = find(json!({ "action": "id_number_shown" })).await;
    assert_eq!(count(&shown), 50);
    let form = json!({ "action": "id_number_shown", "after": shown["next"] });
    let rest = find(form).await;
    assert_eq!((count(&rest), &rest["next"]), (10, &Value::Null));
    let of = find(json!({ "subject": MEMBER, "person_id": me })).await;
    assert_eq!(count(&of), 50);
    assert_eq!(count(&find(json!({ "person_id": ANA })).await), 1);
    let today = json!({ "from": "2026-11-22", "to": "2026-11-22", "action": "enrolment_issued" });
    assert_eq!(count(&find(today).await), 2);
    let later = json!({ "from": "2026-11-23" });
    assert_eq!(count(&find(later).await), 0);
    let before = json!({ "to": "2026-11-21" });
    assert_eq!(count(&find(before).await), 0);
    let (status, error) = boss
        .ask(
            Method::POST,
            "/audit/search",
            Some(json!({ "from": "yesterday" })),
        )
        .await;
    assert_eq!((status, &error["code"]), (400, &json!("not_a_date")));
}

#[tokio::test]
async fn whoever_takes_the_log_away_is_in_it() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let form = Some(json!({ "action": "signed_in" }));
    let (status, begun) = boss.ask(Method::POST, "/audit/export", form).await;
    assert_eq!(status, 200, "{begun}");
    let job = ended(&boss, begun["job_id"].as_str().unwrap()).await;
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(job["result"]["lines"], 1);
    let text = county
        .http
        .get(county.url(&format!(
            "/v1/console/jobs/{}/file",
            job["job_id"].as_str().unwrap()
        )))
        .header("cookie", &boss.cookie)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        text.contains(",signed_in,登录,") && text.contains("郭主任"),
        "{text}"
    );
    let log = boss
        .search("audit", json!({ "action": "audit_exported" }))
        .await;
    assert_eq!(log["entries"][0]["actor_name"], "郭主任");
    let cai = captain(&county, CAI, "cai").await;
    for path in ["/audit/search", "/audit/export"] {
        assert_eq!(cai.ask(Method::POST, path, Some(json!({}))).await.0, 403);
    }
}
