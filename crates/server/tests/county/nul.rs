//! A NUL, which PostgreSQL keeps in no text, is refused wherever it comes in, with its place.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::boss;
use crate::support::{ANA, ANAS_HOUSE, County};

#[tokio::test]
async fn a_letter_no_database_keeps_is_refused_where_it_was_typed() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let text = || json!({ "text": "a\0" });
    let person = json!({ "name": "a\0", "unit": "", "phone": null, "roles": [] });
    let unit = json!({ "name": "a", "level": "county", "kind": "gov", "class": null,
        "head_name": "a\0", "head_phone": "", "villages": [] });
    let asked = json!({ "from": "2026-07-01", "to": "2026-12-31", "town": "\0" });
    for (path, form, field) in [
        ("/households/search", text(), "text"),
        ("/people/search", text(), "text"),
        ("/devices/search", text(), "text"),
        ("/problems/search", text(), "text"),
        ("/problems/lines", text(), "text"),
        ("/helping-units/search", text(), "text"),
        ("/team-sync/search", text(), "text"),
        (
            "/entries/search",
            json!({ "ledger": "good_deed", "town": "\0" }),
            "town",
        ),
        ("/audit/search", json!({ "subject": "\0" }), "subject"),
        ("/photo-desk/missing", json!({ "town": "\0" }), "town"),
        ("/reports/problems/rows", asked, "town"),
        ("/people", json!({ "wanted": person }), "wanted.name"),
        (
            "/helping-units",
            json!({ "wanted": unit }),
            "wanted.head_name",
        ),
        (
            "/problems/moves",
            json!({ "problem_ids": ["a", "\0"], "form": { "step": "start" } }),
            "problem_ids[1]",
        ),
    ] {
        let (status, refused) = desk.ask(Method::POST, path, Some(form)).await;
        let bad = matches!(refused["code"].as_str(), Some("malformed"));
        assert!(bad && status == 400, "{path} {status} {refused}");
        assert_eq!(refused["field"], field, "{path}");
    }
    for (path, field) in [
        ("/batches?state=a%00", "state"),
        ("/visits?state=submitted&village=%00", "village"),
        ("/units?town=%00", "town"),
    ] {
        let (status, refused) = desk.ask(Method::GET, path, None).await;
        let told = (status, &refused["code"], &refused["field"]);
        assert_eq!(told, (400, &json!("malformed"), &json!(field)), "{path}");
    }
    for path in [
        format!("/households/{ANAS_HOUSE}%00"),
        "/batches/%00".to_owned(),
        "/visits/a%00b".to_owned(),
        format!("/people/{ANA}%00"),
    ] {
        let (status, refused) = desk.ask(Method::GET, &path, None).await;
        let told = (status, &refused["code"]);
        assert_eq!(told, (404, &json!("not_found")), "{path}");
    }
}

#[tokio::test]
async fn a_phone_with_one_in_its_name_is_told_before_anything_is_stored() {
    let county = County::new().await;
    let form = json!({ "code": "x", "device_name": "a\0", "app_version": "1", "device_key": "" });
    let answer = county.http.post(county.url("/v1/enrol")).json(&form);
    let refused: Value = answer.send().await.unwrap().json().await.unwrap();
    assert_eq!(
        (&refused["code"], &refused["field"]),
        (&json!("malformed"), &json!("device_name"))
    );
}
