//! Spot checks 抽查: drawn from a seed, proved, cancelled, and whose they are to see.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss, captain};
use crate::reports::rows;
use crate::support::{ANAS_HOUSE, BOS_HOUSE, CAI, County, TANG};

pub const DAY_MS: i64 = 86_400_000;
const WEST: &str = "990101102";

pub fn wish(kind: &str, count: u32) -> Value {
    json!({ "kind": kind, "method": "video", "towns": [], "days": 30, "count": count,
        "seed": "2026-11-29" })
}

impl Browser<'_> {
    pub async fn spot_sent(&self, path: &str, form: Value) -> (u16, Value) {
        self.ask(Method::POST, path, Some(form)).await
    }

    /// Looks at the preview and draws what it showed.
    pub async fn spot_drawn(&self, mut wish: Value) -> Value {
        let (status, preview) = self.spot_sent("/spot-checks/preview", wish.clone()).await;
        assert_eq!(status, 200, "{preview}");
        wish["frame_sha256"] = preview["frame_sha256"].clone();
        wish["seed"] = preview["seed"].clone();
        let (status, page) = self.spot_sent("/spot-checks", wish).await;
        assert_eq!(status, 200, "{page}");
        page
    }

    pub async fn spot_items(&self, page: &Value, group: &str) -> Vec<Value> {
        let id = page["check"]["check_id"].as_str().unwrap();
        let path = format!("spot-checks/{id}");
        let list = self.search(&path, json!({ "group": group })).await;
        list["items"].as_array().unwrap().clone()
    }

    pub async fn spot_recorded(&self, item: &Value, result: Value) -> (u16, Value) {
        let id = item["item_id"].as_str().unwrap();
        self.spot_sent(&format!("/spot-items/{id}/result"), result)
            .await
    }
}

pub fn refused(answer: &(u16, Value)) -> (u16, &str, &str) {
    let text = |field: &str| answer.1[field].as_str().unwrap_or_default();
    (answer.0, text("code"), text("field"))
}

pub fn result(version: u32, how: &str) -> Value {
    json!({ "version": version, "how": how, "reached": "yes", "in_village": true, "notes": "在村",
        "checked_on": "2026-11-22",
        "scores": { "facts": 18, "policy": 16, "action": 20, "role": 15, "support": 11 } })
}

fn names(items: &[Value]) -> Vec<&str> {
    let asked = items.iter().map(|item| item["asked"].as_str().unwrap());
    asked.collect()
}

#[tokio::test]
async fn the_same_seed_and_frame_draw_the_same_people_and_an_auditor_can_prove_it() {
    let (one, other) = (County::new().await, County::new().await);
    let (desk, twin) = (boss(&one).await, boss(&other).await);
    let (first, second) = (
        desk.spot_drawn(wish("member", 2)).await,
        twin.spot_drawn(wish("member", 2)).await,
    );
    let (drawn, again) = (
        desk.spot_items(&first, "all").await,
        twin.spot_items(&second, "all").await,
    );
    assert_eq!(names(&drawn), names(&again));
    assert_eq!(first["frame_sha256"], second["frame_sha256"]);
    assert_eq!(
        (
            &first["seed"],
            &first["check"]["number"],
            &first["frame_units"]
        ),
        (&json!("2026-11-29"), &json!("2026-001"), &json!(3))
    );
    let path = format!(
        "/spot-checks/{}/proof",
        first["check"]["check_id"].as_str().unwrap()
    );
    let (_, proof) = desk.spot_sent(&path, json!({})).await;
    assert_eq!(
        (&proof["frame_holds"], &proof["sample_holds"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(proof["frame"].as_str().unwrap().lines().count(), 3);
    // Whoever puts another in the place of one that was drawn is found out.
    one.opened()
        .db()
        .write(|tx| {
            tx.execute(
                "update spot_item set subject_id = 'somebody else' where position = 1",
                &[],
            )
            .map(drop)
        })
        .await
        .unwrap();
    let (_, proof) = desk.spot_sent(&path, json!({})).await;
    assert_eq!(
        (&proof["frame_holds"], &proof["sample_holds"]),
        (&json!(true), &json!(false))
    );
    let audited = "select count(*) as n from audit where action in ('spot_drawn', 'spot_proved')";
    assert_eq!(one.count(audited).await, 3);
}

#[tokio::test]
async fn a_preview_says_how_many_of_each_town_and_never_whom() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let (_, preview) = desk
        .spot_sent("/spot-checks/preview", wish("household", 2))
        .await;
    let towns = preview["towns"].as_array().unwrap();
    let figures: Vec<_> = towns
        .iter()
        .map(|town| {
            (
                town["town"].as_str().unwrap(),
                town["eligible"].as_u64().unwrap(),
                town["quota"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(figures, [("东镇", 2, 1), ("西镇", 1, 1)]);
    assert!(!preview.to_string().contains(ANAS_HOUSE), "{preview}");
    // A town without a team is shown with nobody in it.
    let (_, preview) = desk
        .spot_sent("/spot-checks/preview", wish("member", 1))
        .await;
    assert_eq!(preview["towns"][1]["units"], 0);
    // Without a seed there is one all the same.
    let mut unseeded = wish("member", 1);
    unseeded["seed"] = Value::Null;
    let (_, preview) = desk.spot_sent("/spot-checks/preview", unseeded).await;
    assert_eq!(preview["seed"].as_str().unwrap().len(), 14);
}

#[tokio::test]
async fn a_wish_that_cannot_be_drawn_says_why_and_where() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut cases = vec![
        (json!({ "count": 4 }), "sample_too_large", "count"),
        (json!({ "count": 0 }), "out_of_range", "count"),
        (
            json!({ "count": null, "percent": 101 }),
            "out_of_range",
            "percent",
        ),
        (json!({ "percent": 10 }), "not_together", "percent"),
        (json!({ "count": null }), "empty", "count"),
        (json!({ "towns": [WEST] }), "empty_frame", "towns"),
        (json!({ "towns": ["990101109"] }), "unknown_area", "towns"),
        (json!({ "kind": "dog" }), "unknown_option", "kind"),
        (json!({ "method": "letter" }), "unknown_option", "method"),
        (json!({ "days": 9999 }), "out_of_range", "days"),
        (json!({ "title": "长".repeat(61) }), "too_long", "title"),
        (json!({ "seed": "a\u{0}b" }), "malformed", "seed"),
    ];
    for seed in ["种子", "a b", "a'; drop table spot_check"] {
        cases.push((json!({ "seed": seed }), "bad_seed", "seed"));
    }
    for (part, code, field) in cases {
        let mut form = wish("member", 1);
        for (name, value) in part.as_object().unwrap() {
            form[name] = value.clone();
        }
        let answer = desk.spot_sent("/spot-checks/preview", form.clone()).await;
        assert_eq!(refused(&answer), (400, code, field), "{part}");
        let answer = desk.spot_sent("/spot-checks", form).await;
        assert!(answer.0 >= 400, "{part}");
    }
    assert_eq!(
        county.count("select count(*) as n from spot_check").await,
        0
    );
}

#[tokio::test]
async fn of_two_draws_at_once_the_second_is_told_and_nobody_is_drawn_twice() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let (_, preview) = desk
        .spot_sent("/spot-checks/preview", wish("member", 2))
        .await;
    let mut form = wish("member", 2);
    form["frame_sha256"] = preview["frame_sha256"].clone();
    let (one, other) = tokio::join!(
        desk.spot_sent("/spot-checks", form.clone()),
        desk.spot_sent("/spot-checks", form.clone())
    );
    let mut answers = [one.0, other.0];
    answers.sort_unstable();
    assert_eq!(answers, [200, 409]);
    let told = if one.0 == 409 { &one } else { &other };
    assert_eq!(told.1["code"], "frame_changed");
    assert_eq!(county.count("select count(*) as n from spot_item").await, 2);
    let (_, preview) = desk
        .spot_sent("/spot-checks/preview", wish("member", 1))
        .await;
    assert_eq!(
        (&preview["towns"][0]["waiting"], &preview["eligible"]),
        (&json!(2), &json!(1))
    );
}

#[tokio::test]
async fn whoever_was_reached_lately_is_left_out_until_the_days_are_over() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let page = desk.spot_drawn(wish("team", 1)).await;
    let item = desk.spot_items(&page, "waiting").await.remove(0);
    assert_eq!(
        (&item["asked"], &item["captain"]),
        (&json!("Cai"), &json!("Cai"))
    );
    // Nobody answered: he may be drawn again.
    let unheard = json!({ "version": 0, "how": "first", "reached": "no_answer",
        "checked_on": "2026-11-22" });
    assert_eq!(desk.spot_recorded(&item, unheard).await.0, 200);
    let (status, _) = desk
        .spot_sent("/spot-checks/preview", wish("team", 1))
        .await;
    assert_eq!(status, 200);
    assert_eq!(desk.spot_recorded(&item, result(1, "again")).await.0, 200);
    let answer = desk
        .spot_sent("/spot-checks/preview", wish("team", 1))
        .await;
    assert_eq!(refused(&answer), (400, "empty_frame", "towns"));
    county.pass_ms(30 * DAY_MS);
    let desk = crate::console::browser(
        &county,
        &server::bootstrap::create_admin(&county.opened(), "later", "新主任")
            .await
            .unwrap(),
    )
    .await;
    let (status, _) = desk
        .spot_sent("/spot-checks/preview", wish("team", 1))
        .await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_cancelled_check_stays_in_sight_and_lets_go_of_those_it_drew() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let page = desk.spot_drawn(wish("household", 3)).await;
    let houses = desk.spot_items(&page, "all").await;
    assert_eq!(houses.len(), 3);
    assert!(
        houses
            .iter()
            .any(|house| house["household_id"] == BOS_HOUSE)
    );
    let answer = desk
        .spot_sent("/spot-checks/preview", wish("household", 1))
        .await;
    assert_eq!(refused(&answer), (400, "empty_frame", "towns"));
    let path = format!(
        "/spot-checks/{}/cancel",
        page["check"]["check_id"].as_str().unwrap()
    );
    assert_eq!(
        refused(&desk.spot_sent(&path, json!({ "reason": " " })).await),
        (400, "reason_needed", "reason")
    );
    let (_, cancelled) = desk.spot_sent(&path, json!({ "reason": "乡镇选错" })).await;
    assert_eq!(cancelled["cancel_reason"], "乡镇选错");
    assert_eq!(
        refused(&desk.spot_sent(&path, json!({ "reason": "再来" })).await),
        (409, "stale", "")
    );
    let answer = desk.spot_recorded(&houses[0], result(0, "first")).await;
    assert_eq!(refused(&answer), (409, "check_cancelled", ""));
    let (status, _) = desk
        .spot_sent("/spot-checks/preview", wish("household", 3))
        .await;
    assert_eq!(status, 200);
    let again = desk.spot_drawn(wish("household", 1)).await;
    assert_eq!(again["check"]["number"], "2026-002");
    let list = desk.get("/spot-checks").await;
    let shown: Vec<_> = list["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["cancelled"].as_bool().unwrap())
        .collect();
    assert_eq!(shown, [false, true]);
}

#[tokio::test]
async fn only_the_county_draws_and_sees_spot_checks() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let page = desk.spot_drawn(wish("team", 1)).await;
    let item = desk.spot_items(&page, "all").await.remove(0);
    let (check, item) = (
        page["check"]["check_id"].as_str().unwrap(),
        item["item_id"].as_str().unwrap(),
    );
    for (person, login) in [(TANG, "tang"), (CAI, "cai")] {
        let other = captain(&county, person, login).await;
        for path in [
            "/spot-checks".to_owned(),
            format!("/spot-checks/{check}"),
            format!("/spot-items/{item}"),
        ] {
            assert_eq!(other.ask(Method::GET, &path, None).await.0, 403, "{path}");
        }
        for (path, form) in [
            ("/spot-checks/preview".to_owned(), wish("team", 1)),
            ("/spot-checks".to_owned(), wish("team", 1)),
            (format!("/spot-checks/{check}/search"), json!({})),
            (format!("/spot-checks/{check}/proof"), json!({})),
            (
                format!("/spot-checks/{check}/cancel"),
                json!({ "reason": "x" }),
            ),
            (format!("/spot-items/{item}/result"), result(0, "first")),
        ] {
            assert_eq!(other.spot_sent(&path, form).await.0, 403, "{path}");
        }
    }
}

#[tokio::test]
async fn the_report_tells_captains_of_a_check_when_it_is_over_for_them() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let page = desk.spot_drawn(wish("member", 3)).await;
    let cai = captain(&county, CAI, "cai").await;
    let days = json!({ "from": "2026-10-01", "to": "2026-12-31" });
    let told = async |browser: &Browser<'_>| {
        let rows = rows(browser, "spot", days.clone()).await;
        rows.into_iter()
            .map(|row| (row[1].clone(), row[5].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&desk).await.len(), 3);
    assert_eq!(told(&cai).await, []);
    let mut items = desk.spot_items(&page, "waiting").await;
    let first = items.remove(0);
    assert_eq!(desk.spot_recorded(&first, result(0, "first")).await.0, 200);
    // With the seed he could reckon who else is drawn.
    assert_eq!(told(&cai).await, [(Value::Null, first["asked"].clone())]);
    for item in &items {
        assert_eq!(desk.spot_recorded(item, result(0, "first")).await.0, 200);
    }
    let seeds = told(&cai).await;
    assert_eq!(seeds.len(), 3);
    assert!(seeds.iter().all(|(seed, _)| seed == "2026-11-29"));
}
