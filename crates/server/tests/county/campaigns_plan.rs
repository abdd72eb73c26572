//! Campaigns that cannot be as they were planned, and a county from before there were any.

use serde_json::json;

use crate::campaigns::{form, made, post, visits};
use crate::console::boss;
use crate::problems_phone::{WATER, approved, found, titled};
use crate::support::{ANA, ANAS_HOUSE, County};

#[tokio::test]
async fn a_plan_that_cannot_be_is_refused_at_its_field() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let stage = |title: &str, ends: &str| json!({ "title": title, "ends": ends });
    let refused = [
        (json!({ "title": " " }), "missing", "title"),
        (json!({ "title": "长".repeat(61) }), "too_long", "title"),
        (json!({ "title": "a\u{0}" }), "malformed", "title"),
        (json!({ "legal_basis": "" }), "missing", "legal_basis"),
        (
            json!({ "legal_basis": "长".repeat(501) }),
            "too_long",
            "legal_basis",
        ),
        (json!({ "starts": "2026-11-31" }), "not_a_date", "starts"),
        (json!({ "ends": "明天" }), "not_a_date", "ends"),
        (json!({ "ends": "2026-11-19" }), "backwards", "ends"),
        (
            json!({ "starts": "2026-11-01", "ends": "2026-11-21" }),
            "in_the_past",
            "ends",
        ),
        (json!({ "ends": "2027-12-25" }), "too_many_days", "ends"),
        (
            json!({ "starts": "2999-01-01", "ends": "2999-01-02" }),
            "out_of_range",
            "starts",
        ),
        (
            json!({ "profile": "everything" }),
            "unknown_option",
            "profile",
        ),
        (
            json!({ "required_coverage": 0 }),
            "out_of_range",
            "required_coverage",
        ),
        (
            json!({ "required_coverage": 101 }),
            "out_of_range",
            "required_coverage",
        ),
        (json!({ "areas": ["990101103"] }), "unknown_area", "areas"),
        (json!({ "areas": ["990101"] }), "unknown_area", "areas"),
        (json!({ "groups": ["elderly"] }), "unknown_option", "groups"),
        (json!({ "groups": ["monitored"] }), "no_households", "areas"),
        (
            json!({ "stages": [stage("", "2026-11-25")] }),
            "missing",
            "stages[0].title",
        ),
        (
            json!({ "stages": [stage("一", "2026-12-01")] }),
            "outside_dates",
            "stages[0].ends",
        ),
        (
            json!({ "stages": [stage("一", "2026-11-25"), stage("二", "2026-11-25")] }),
            "backwards",
            "stages[1].ends",
        ),
        (
            json!({ "stages": vec![stage("一", "2026-11-25"); 13] }),
            "too_many",
            "stages",
        ),
    ];
    for (changes, code, field) in refused {
        let (status, error) = post(&desk, "", form(&changes)).await;
        assert_eq!(
            (status, &error["code"], &error["field"]),
            (400, &json!(code), &json!(field)),
            "{changes}"
        );
    }
    assert_eq!(county.count("select count(*) as n from campaign").await, 0);
    let (id, _) = made(&desk, json!({})).await;
    for (changes, field) in [
        (json!({ "starts": "2026-11-21" }), "starts"),
        (json!({ "areas": ["990101101"] }), "areas"),
        (json!({ "groups": ["exited"] }), "groups"),
        (json!({ "profile": "full" }), "profile"),
    ] {
        let mut changed = form(&changes);
        changed["version"] = 1.into();
        let (status, error) = post(&desk, &format!("/{id}/change"), changed).await;
        assert_eq!(
            (status, &error["code"], &error["field"]),
            (400, &json!("begun"), &json!(field))
        );
    }
    let past = form(&json!({ "version": 1, "ends": "2026-11-21" }));
    let (status, error) = post(&desk, &format!("/{id}/change"), past).await;
    assert_eq!((status, &error["code"]), (400, &json!("in_the_past")));
    let silent = json!({ "version": 1, "reason": " " });
    let (status, error) = post(&desk, &format!("/{id}/cancel"), silent).await;
    assert_eq!((status, &error["code"]), (400, &json!("reason_needed")));
}

#[tokio::test]
async fn rows_from_before_are_filled_in_when_the_county_opens() {
    let mut county = County::new().await;
    let mut ana = county.phone(ANA).await;
    visits(
        &county,
        &mut ana,
        1,
        ANAS_HOUSE,
        json!({ "profile": "full" }),
    )
    .await;
    let forget = [
        "update visit set profile = null",
        "update household set home_group = null",
    ];
    county
        .opened()
        .db()
        .write(move |tx| -> Result<(), server::db::Error> {
            for sql in forget {
                tx.execute(sql, &[])?;
            }
            Ok(())
        })
        .await
        .unwrap();
    county.restart().await;
    for sql in [
        "select count(*) as n from visit where profile = 'full'",
        "select count(*) - 2 as n from household where home_group = 'exited'",
    ] {
        assert_eq!(county.count(sql).await, 1, "{sql}");
    }
}

#[tokio::test]
async fn what_is_found_in_a_campaign_is_put_right_by_its_end() {
    let county = County::new().await;
    let desk = boss(&county).await;
    made(&desk, json!({ "ends": "2026-11-26" })).await;
    made(&desk, json!({ "ends": "2026-12-10" })).await;
    let both = json!([found("a", "critical", WATER), found("b", "minor", "水压低")]);
    let (ana, _) = approved(&county, 1, both).await;
    for title in [WATER, "水压低"] {
        assert_eq!(titled(&county, &ana, title).await["due"], "2026-11-26");
    }
}
