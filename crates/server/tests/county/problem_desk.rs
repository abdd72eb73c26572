//! The ledger's desk work: filters, filters kept under a name, many at once, the four lists.

use reqwest::Method;
use serde_json::{Value, json};
use server::bootstrap;

use crate::console::{Browser, boss, browser, captain};
use crate::problems_phone::{WATER, approved, found, titled};
use crate::reports::sql;
use crate::support::{ANA, ANAS_HOUSE, CAI, County, TANG};

const DAY_MS: i64 = 86_400_000;

impl Browser<'_> {
    async fn problem_titles(&self, search: Value) -> Vec<String> {
        let list = self.search("problems", search).await;
        let rows = list["problems"].as_array().unwrap().iter();
        rows.map(|row| row["title"].as_str().unwrap().to_owned())
            .collect()
    }

    async fn moved_many(&self, form: Value) -> (u16, Value) {
        self.ask(Method::POST, "/problems/moves", Some(form)).await
    }

    async fn kept_filter(&self, form: Value) -> (u16, Value) {
        self.ask(Method::POST, "/problem-filters", Some(form)).await
    }
}

fn codes(moved: &Value) -> Vec<&str> {
    let refused = moved["refused"].as_array().unwrap().iter();
    refused.map(|one| one["code"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_ledger_is_narrowed_by_owner_unit_source_age_and_days() {
    let county = County::new().await;
    let both = json!([found("a", "critical", WATER), found("b", "minor", "水压低")]);
    let (ana, _) = approved(&county, 1, both).await;
    let desk = boss(&county).await;
    let water = titled(&county, &ana, WATER).await["id"].clone();
    let form = json!({ "problem_ids": [water], "form": { "step": "assign", "owner_id": ANA,
        "unit": "东镇水管站", "due": "2026-11-25" } });
    assert_eq!(desk.moved_many(form).await.1["moved"], 1);
    for (search, titles) in [
        (json!({ "owner_id": ANA }), vec![WATER]),
        (json!({ "owner_id": "nobody" }), vec!["水压低"]),
        (json!({ "unit": "东镇水管站" }), vec![WATER]),
        (json!({ "source": "visit" }), vec!["水压低", WATER]),
        (json!({ "source": "spot_check" }), vec![]),
        (
            json!({ "due_from": "2026-11-25", "due_to": "2026-11-25" }),
            vec![WATER],
        ),
        (json!({ "due_from": "2026-11-26" }), vec!["水压低"]),
        (json!({ "older_than": 1 }), vec![]),
        (json!({ "sort": "due" }), vec![WATER, "水压低"]),
        (
            json!({ "sort": "due", "after": "2026-11-25 99999999" }),
            vec!["水压低"],
        ),
    ] {
        assert_eq!(
            desk.problem_titles(search.clone()).await,
            titles,
            "{search}"
        );
    }
    for (search, code) in [
        (json!({ "due_from": "soon" }), "not_a_date"),
        (json!({ "sort": "colour" }), "unknown_option"),
        (json!({ "older_than": 99999 }), "out_of_range"),
    ] {
        let (status, refused) = desk
            .ask(Method::POST, "/problems/search", Some(search))
            .await;
        assert_eq!((status, &refused["code"]), (400, &json!(code)));
    }
    let choices = desk.get("/problems/choices").await;
    assert_eq!(choices["owners"][0]["name"], "Ana");
    assert!(
        choices["units"]
            .as_array()
            .unwrap()
            .contains(&json!("东镇水管站"))
    );
    county.pass_ms(2 * DAY_MS);
    let later = captain(&county, TANG, "tang").await;
    assert_eq!(
        later.problem_titles(json!({ "older_than": 1 })).await.len(),
        2
    );
}

#[tokio::test]
async fn many_are_verified_at_once_but_never_ones_own_nor_an_older_report() {
    let county = County::new().await;
    let all = json!([
        found("a", "minor", "水压低"),
        found("b", "minor", "门坏"),
        found("c", "critical", WATER)
    ]);
    let (ana, _) = approved(&county, 1, all).await;
    let mut ids = Vec::new();
    for title in ["水压低", "门坏", WATER] {
        ids.push(titled(&county, &ana, title).await["id"].clone());
    }
    let desk = boss(&county).await;
    let form = json!({ "problem_ids": ids, "form": { "step": "assign", "due": "2026-12-20" },
        "to_helpers": true });
    assert_eq!(desk.moved_many(form).await.1["moved"], 3);
    // The boss reports the first for the unit; another hand the rest.
    let other = bootstrap::create_admin(&county.opened(), "deputy", "钱副主任")
        .await
        .unwrap();
    let other = browser(&county, &other).await;
    let finish = |ids: &[Value]| {
        json!({ "problem_ids": ids,
        "form": { "step": "finish", "photo_waiver": "单位报来", "result": "修好了" } })
    };
    assert_eq!(desk.moved_many(finish(&ids[..1])).await.1["moved"], 1);
    assert_eq!(other.moved_many(finish(&ids[1..])).await.1["moved"], 2);
    let verify = |rounds: Value| {
        json!({ "problem_ids": ids, "rounds": rounds,
        "form": { "step": "verify" } })
    };
    let (status, refused) = desk.moved_many(verify(json!([]))).await;
    assert_eq!((status, &refused["code"]), (400, &json!("missing")));
    let (_, moved) = desk.moved_many(verify(json!([1, 0, 1]))).await;
    assert_eq!(
        (&moved["moved"], codes(&moved)),
        (&json!(0), vec!["own_work", "stale", "on_site_needed"])
    );
    let (_, moved) = desk.moved_many(verify(json!([1, 1, 1]))).await;
    assert_eq!(
        (&moved["moved"], codes(&moved)),
        (&json!(1), vec!["own_work", "on_site_needed"])
    );
    assert_eq!(
        desk.problem_titles(json!({ "group": "closed" })).await,
        ["门坏"]
    );
    // A county's sign-off of many asks for the same.
    let sign = json!({ "problem_ids": ids, "rounds": [1, 1, 1], "form": { "step": "sign_off" } });
    let (_, moved) = other.moved_many(sign).await;
    assert_eq!(codes(&moved), ["not_verified", "not_from_here", "own_work"]);
}

#[tokio::test]
async fn putting_many_off_keeps_the_first_day_in_the_four_lists() {
    let county = County::new().await;
    let (ana, _) = approved(&county, 1, json!([found("a", "critical", WATER)])).await;
    let id = titled(&county, &ana, WATER).await["id"].clone();
    let desk = boss(&county).await;
    let form = json!({ "problem_ids": [id], "to_helpers": true, "form": { "step": "assign",
        "measure": "换管", "mode": "immediate" } });
    let moved = desk.moved_many(form).await.1;
    assert_eq!(moved["moved"], 1, "{moved}");
    let later = json!({ "problem_ids": [id], "form": { "step": "extend", "due": "2026-12-20",
        "reason": "等材料" } });
    assert_eq!(desk.moved_many(later).await.1["moved"], 1);
    let (status, lines) = desk
        .ask(
            Method::POST,
            "/problems/lines",
            Some(json!({ "sort": "due" })),
        )
        .await;
    assert_eq!(status, 200, "{lines}");
    let line = &lines["lines"][0];
    assert_eq!(
        (
            &line["problem"]["first_due"],
            &line["problem"]["due"],
            &line["extended"]
        ),
        (&json!("2026-11-29"), &json!("2026-12-20"), &json!(1))
    );
    assert_eq!(
        (
            &line["household_number"],
            &line["measure"],
            &line["registered_on"]
        ),
        (&json!("1001"), &json!("换管"), &json!("2026-11-22"))
    );
    let page = desk
        .get(&format!("/problems/{}", id.as_str().unwrap()))
        .await;
    let steps: Vec<_> = page["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            (
                step["step"].as_str().unwrap(),
                !step["by_name"].as_str().unwrap().is_empty(),
            )
        })
        .collect();
    assert_eq!(
        steps,
        [
            ("raised", true),
            ("register", true),
            ("assign", true),
            ("extend", true)
        ]
    );
    assert_eq!(page["steps"][2]["mode"]["code"], "immediate");
    assert_eq!(page["steps"][3]["reason"], "等材料");
}

#[tokio::test]
async fn the_due_order_has_a_key_that_loses_nothing_and_repeats_nothing() {
    let county = County::new().await;
    let finds: Vec<Value> = (0..60)
        .map(|number| {
            let severity = if number % 3 == 0 { "critical" } else { "minor" };
            found(&format!("k{number}"), severity, &format!("问题{number:02}"))
        })
        .collect();
    approved(&county, 1, json!(finds)).await;
    let desk = boss(&county).await;
    for sort in ["due", "newest"] {
        let mut seen = Vec::new();
        let mut after = Value::Null;
        loop {
            let page = desk
                .search("problems", json!({ "sort": sort, "after": after }))
                .await;
            let rows = page["problems"].as_array().unwrap();
            seen.extend(
                rows.iter()
                    .map(|row| row["title"].as_str().unwrap().to_owned()),
            );
            after = page["next"].clone();
            if after.is_null() {
                break;
            }
        }
        seen.sort_unstable();
        let before = seen.len();
        seen.dedup();
        assert_eq!((before, seen.len()), (60, 60), "{sort}");
    }
}

#[tokio::test]
async fn a_filter_is_ones_own_until_it_is_shared_and_its_name_is_there_once() {
    let county = County::new().await;
    let (desk, tang) = (boss(&county).await, captain(&county, TANG, "tang").await);
    let form = |name: &str, shared: bool| {
        json!({ "name": name, "shared": shared,
            "search": { "group": "overdue", "severity": "critical" } })
    };
    let (status, list) = desk.kept_filter(form(" 重大逾期 ", false)).await;
    assert_eq!(
        (status, &list["filters"][0]["name"]),
        (200, &json!("重大逾期"))
    );
    assert_eq!(list["filters"][0]["search"]["severity"], "critical");
    assert_eq!(tang.get("/problem-filters").await["filters"], json!([]));
    let id = list["filters"][0]["filter_id"].clone();
    let (status, refused) = desk.kept_filter(form("重大逾期", true)).await;
    assert_eq!(
        (status, &refused["code"], &refused["field"]),
        (409, &json!("name_taken"), &json!("name"))
    );
    for (name, code) in [
        ("", "empty"),
        (&"长".repeat(41), "too_long"),
        ("a\u{7}b", "malformed"),
    ] {
        let (status, refused) = desk.kept_filter(form(name, false)).await;
        assert_eq!((status, &refused["code"]), (400, &json!(code)));
    }
    let mut shared = form("重大逾期", true);
    shared["filter_id"] = id.clone();
    assert_eq!(desk.kept_filter(shared.clone()).await.0, 200);
    let of_a_name = json!({ "name": "重大逾期", "shared": true, "filter_id": id,
        "search": { "severity": "critical", "text": "张三", "household_id": ANAS_HOUSE } });
    let (_, kept) = desk.kept_filter(of_a_name).await;
    let search = &kept["filters"][0]["search"];
    assert_eq!(
        (
            &search["severity"],
            &search["text"],
            &search["household_id"]
        ),
        (&json!("critical"), &Value::Null, &Value::Null)
    );
    let named = r#"{"text":"张三"}"#;
    sql(&county, format!("update saved_filter set body = '{named}'")).await;
    let seen = tang.get("/problem-filters").await;
    assert_eq!(seen["filters"][0]["search"]["text"], Value::Null);
    assert_eq!(desk.kept_filter(shared.clone()).await.0, 200);
    let seen = tang.get("/problem-filters").await;
    assert_eq!(
        (
            &seen["filters"][0]["mine"],
            &seen["filters"][0]["owner_name"]
        ),
        (&json!(false), &json!("郭主任"))
    );
    // Another keeps his own of the same name, and changes nobody else's.
    assert_eq!(tang.kept_filter(shared).await.0, 404);
    assert_eq!(tang.kept_filter(form("重大逾期", false)).await.0, 200);
    let delete = format!("/problem-filters/{}/delete", id.as_str().unwrap());
    assert_eq!(tang.ask(Method::POST, &delete, None).await.0, 404);
    let (status, left) = desk.ask(Method::POST, &delete, None).await;
    assert_eq!((status, &left["filters"]), (200, &json!([])));
    let cai = captain(&county, CAI, "cai").await;
    assert_eq!(cai.get("/problem-filters").await["filters"], json!([]));
}
