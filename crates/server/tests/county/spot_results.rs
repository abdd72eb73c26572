//! What spot checks find: recorded, corrected, and put right by a day.

use serde_json::json;

use crate::console::boss;
use crate::spot::{DAY_MS, refused, result, wish};
use crate::support::County;

#[tokio::test]
async fn a_correction_keeps_the_former_values_and_says_why() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let page = desk.spot_drawn(wish("team", 1)).await;
    let item = desk.spot_items(&page, "all").await.remove(0);
    let (_, shown) = desk.spot_recorded(&item, result(0, "first")).await;
    assert_eq!(
        (&shown["item"]["total"], &shown["check"]["average"]),
        (&json!(80), &json!(80.0))
    );
    // Another screen saw it before.
    let answer = desk.spot_recorded(&item, result(0, "first")).await;
    assert_eq!(refused(&answer), (409, "stale", ""));
    let answer = desk.spot_recorded(&item, result(1, "correct")).await;
    assert_eq!(refused(&answer), (400, "reason_needed", "reason"));
    let mut better = result(1, "correct");
    better["scores"]["support"] = json!(20);
    better["reason"] = json!("保障一项记错");
    let (_, shown) = desk.spot_recorded(&item, better).await;
    let totals: Vec<_> = shown["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["how"].as_str().unwrap(), one["total"].as_u64().unwrap()))
        .collect();
    assert_eq!(totals, [("correct", 89), ("first", 80)]);
    assert_eq!(shown["results"][0]["reason"], "保障一项记错");
    assert_eq!(shown["item"]["version"], 2);
}

#[tokio::test]
async fn a_result_that_cannot_be_is_refused_at_its_field() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let page = desk.spot_drawn(wish("member", 3)).await;
    let items = desk.spot_items(&page, "all").await;
    for (part, code, field) in [
        (json!({ "reached": "maybe" }), "unknown_option", "reached"),
        (json!({ "scores": null }), "empty", "scores"),
        (json!({ "reached": "off" }), "not_together", "scores"),
        (
            json!({ "checked_on": "2026-11-23" }),
            "in_the_future",
            "checked_on",
        ),
        (
            json!({ "checked_on": "2026-11-21" }),
            "before_the_start",
            "checked_on",
        ),
        (json!({ "checked_on": "昨天" }), "not_a_date", "checked_on"),
        (json!({ "notes": "长".repeat(1001) }), "too_long", "notes"),
        (json!({ "how": "guess" }), "unknown_option", "how"),
        (
            json!({ "scores": { "facts": 21, "policy": 1, "action": 1, "role": 1, "support": 1 } }),
            "out_of_range",
            "scores.facts",
        ),
    ] {
        let mut form = result(0, "first");
        for (name, value) in part.as_object().unwrap() {
            form[name] = value.clone();
        }
        let answer = desk.spot_recorded(&items[0], form).await;
        assert_eq!(refused(&answer), (400, code, field), "{part}");
    }
    // Ana has left since the draw: what her successor knows is not hers.
    let ana = items.iter().find(|item| item["asked"] == "Ana").unwrap();
    county
        .opened()
        .db()
        .write(|tx| {
            tx.execute(
                "update person set post_end = '2026-11-21' where name = 'Ana'",
                &[],
            )
            .map(drop)
        })
        .await
        .unwrap();
    let answer = desk.spot_recorded(ana, result(0, "first")).await;
    assert_eq!(refused(&answer), (400, "person_left", "reached"));
    let left = json!({ "version": 0, "how": "first", "reached": "left",
        "checked_on": "2026-11-22" });
    let (status, shown) = desk.spot_recorded(ana, left).await;
    assert_eq!((status, &shown["left"]), (200, &json!(true)));
    assert_eq!(
        county.count("select count(*) as n from spot_result").await,
        1
    );
}

#[tokio::test]
async fn a_problem_of_a_check_is_in_the_ledger_with_its_day_and_once() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let page = desk.spot_drawn(wish("team", 1)).await;
    let item = desk.spot_items(&page, "all").await.remove(0);
    let path = format!("/spot-items/{}/problem", item["item_id"].as_str().unwrap());
    let order = json!({ "category": "helping_duty", "severity": "minor", "title": "政策不熟",
        "role": "town_relief", "due": "2026-12-05" });
    let answer = desk.spot_sent(&path, order.clone()).await;
    assert_eq!(refused(&answer), (409, "not_checked", ""));
    desk.spot_recorded(&item, result(0, "first")).await;
    let mut wrong = order.clone();
    wrong["due"] = json!("2026-11-01");
    assert_eq!(
        refused(&desk.spot_sent(&path, wrong).await),
        (400, "out_of_range", "due")
    );
    assert_eq!(county.count("select count(*) as n from problem").await, 0);
    let (status, shown) = desk.spot_sent(&path, order.clone()).await;
    assert_eq!(status, 200, "{shown}");
    let problem = &shown["problem"];
    assert_eq!(
        (
            &problem["source"]["code"],
            &problem["state"]["code"],
            &problem["due"],
            &problem["owner_name"]
        ),
        (
            &json!("spot_check"),
            &json!("assigned"),
            &json!("2026-12-05"),
            &json!("Cai")
        )
    );
    assert_eq!(
        refused(&desk.spot_sent(&path, order).await),
        (409, "already_raised", "")
    );
    let with = desk.spot_items(&page, "problem").await;
    assert_eq!(
        (&with[0]["problem_due"], &with[0]["problem_state"]["code"]),
        (&json!("2026-12-05"), &json!("assigned"))
    );
    // From here on its village has an alert: its team and people have two tickets.
    county.pass_ms(14 * DAY_MS);
    let desk = crate::console::browser(
        &county,
        &server::bootstrap::create_admin(&county.opened(), "later", "新主任")
            .await
            .unwrap(),
    )
    .await;
    let (_, preview) = desk
        .spot_sent("/spot-checks/preview", wish("member", 1))
        .await;
    assert_eq!(preview["towns"][0]["alerted"], 3);
}
