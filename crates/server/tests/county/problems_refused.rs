//! What a phone says of a problem and cannot be is refused where it is wrong, and harms nothing.

use serde_json::json;

use crate::problems_phone::{
    WATER, approved, found, problems, raised, refusal, step, titled, words,
};
use crate::support::{BO, County, visit_id};

#[tokio::test]
async fn bad_input_has_a_code_and_a_field_and_harms_nothing() {
    let county = County::new().await;
    let (mut ana, _) = approved(&county, 1, json!([found("a", "minor", WATER)])).await;
    let id = titled(&county, &ana, WATER).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let photo = json!([{ "visit_id": visit_id(1), "photo_id": visit_id(9) }]);
    let long = "长".repeat(1001);
    let steps = [
        (json!({ "step": "dance" }), "unknown_option", "edit.step"),
        (
            json!({ "step": "cancel", "reason": long }),
            "too_long",
            "edit.reason",
        ),
        (
            json!({ "step": "reopen", "reason": "a\u{0}b" }),
            "malformed",
            "edit.reason",
        ),
        (
            json!({ "step": "fix_at_once", "photos": photo }),
            "unknown_photo",
            "edit.photos[0]",
        ),
        (
            json!({ "step": "fix_at_once", "photo_waiver": "x", "mode": "soon" }),
            "unknown_option",
            "edit.mode",
        ),
        (
            json!({ "step": "fix_at_once", "photo_waiver": "x", "due": "2031-01-01" }),
            "malformed",
            "edit.due",
        ),
        (
            json!({ "step": "fix_at_once", "photo_waiver": "x", "owner_id": BO }),
            "malformed",
            "edit.owner_id",
        ),
        (
            json!({ "step": "extend", "reason": "x", "due": "2026-02-30" }),
            "not_a_date",
            "edit.due",
        ),
        (
            json!({ "step": "extend", "reason": "x", "due": "2026-11-01" }),
            "out_of_range",
            "edit.due",
        ),
        (
            json!({ "step": "extend", "reason": "x", "due": "2099-01-01" }),
            "out_of_range",
            "edit.due",
        ),
    ];
    for (at, (said, code, field)) in (10..).zip(steps) {
        let change = step(&mut ana, at, &id, said);
        let refused = refusal(county.push_one(&ana, &change).await);
        assert_eq!(refused, (code.into(), Some(field.into())));
    }
    for (at, (fields, code, field)) in (30..).zip([
        (json!({ "title": "  " }), "empty", "edit.title"),
        (
            json!({ "title": "长".repeat(201) }),
            "too_long",
            "edit.title",
        ),
        (
            json!({ "category": "x" }),
            "unknown_option",
            "edit.category",
        ),
        (
            json!({ "severity": "x" }),
            "unknown_option",
            "edit.severity",
        ),
        (json!({ "source": "x" }), "unknown_option", "edit.source"),
        (json!({ "detail": "\u{0}" }), "malformed", "edit.detail"),
        (
            json!({ "member": visit_id(1) }),
            "unknown_member",
            "edit.member",
        ),
    ]) {
        let change = raised(&mut ana, at, fields);
        let refused = refusal(county.push_one(&ana, &change).await);
        assert_eq!(refused, (code.into(), Some(field.into())));
    }
    let mine = titled(&county, &ana, WATER).await;
    assert_eq!(words(&mine), ["raised found", "register registered"]);
    assert_eq!(problems(&county, &ana).await.len(), 1);
}
