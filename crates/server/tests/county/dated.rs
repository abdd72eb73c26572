//! Parameters with the day they begin: each visit is judged by those of its own day.

use domain::checklist::builtin;
use protocol::push::Outcome;
use protocol::row::ParamsV1;
use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss};
use crate::overlay::{answered, titles};
use crate::support::{ANA, BO, County, NOW, visit_id};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn told(rows: &[protocol::pull::PulledRow]) -> ParamsV1 {
    let row = rows.iter().rfind(|row| row.kind == "params").unwrap();
    serde_json::from_str(row.body.as_ref().unwrap().get()).unwrap()
}

async fn set(boss: &Browser<'_>, key: &str, value: &str, from: &str) -> (u16, Value) {
    let form = json!({ "key": key, "value": value, "from": from, "basis": "县办〔2026〕1号" });
    boss.ask(Method::POST, "/params", Some(form)).await
}

fn row<'a>(list: &'a Value, key: &str) -> &'a Value {
    let mut rows = list["params"].as_array().unwrap().iter();
    rows.find(|row| row["key"] == key).unwrap()
}

#[tokio::test]
async fn a_visit_is_judged_by_the_parameters_of_its_own_day() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let first = county.pull(&ana, 0).await;
    assert_eq!(told(&first.rows).values["monitor_line_yuan"], 8700);
    let boss = boss(&county).await;
    let (status, list) = set(&boss, "monitor_line_yuan", "12000", "2026-11-22").await;
    assert_eq!(status, 200, "{list}");
    let (status, list) = set(&boss, "monitor_line_yuan", "15000", "2027-01-01").await;
    assert_eq!(status, 200, "{list}");
    let line = row(&list, "monitor_line_yuan");
    assert_eq!(
        (&line["now"], &line["by_default"]),
        (&json!("12000"), &json!(false))
    );
    let states: Vec<_> = line["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["value"].as_str().unwrap(),
                one["from"].clone(),
                one["state"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            ("15000", json!("2027-01-01"), "future"),
            ("12000", json!("2026-11-22"), "in_force"),
            ("8700", Value::Null, "past"),
        ]
    );
    assert_eq!(line["values"][0]["set_by"], "郭主任");
    let audit = boss.search("audit", json!({})).await.to_string();
    assert!(audit.contains("monitor_line_yuan 15000 2027-01-01"));

    let then = told(&county.pull(&ana, first.cursor).await.rows);
    assert_eq!(then.values["monitor_line_yuan"], 12000);
    let known: Vec<_> = then.dated.iter().map(|one| one.from.as_str()).collect();
    assert_eq!(known, ["0001-01-01", "2026-11-22", "2027-01-01"]);

    let base = builtin().0.version.as_str();
    let income = [(
        "percap_income_est",
        json!({ "type": "money", "value": 1_000_000 }),
    )];
    let today = answered(&mut ana, 1, base, &income, NOW - 600_000);
    let yesterday = answered(&mut ana, 2, base, &income, NOW - DAY_MS);
    for change in [today, yesterday] {
        let outcome = county.push_one(&ana, &change).await;
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    }
    let found = |number| {
        let boss = &boss;
        async move {
            let page = boss.get(&format!("/visits/{}", visit_id(number))).await;
            let income = |title: &String| title.contains("监测");
            titles(&page).iter().filter(|title| income(title)).count()
        }
    };
    // 10,000 yuan a head: under today's line, over yesterday's.
    assert_eq!((found(1).await, found(2).await), (1, 0));
}

#[tokio::test]
async fn a_parameter_takes_what_it_is_made_for_and_a_missing_one_is_pointed_out() {
    let county = County::new().await;
    let boss = boss(&county).await;
    for (key, value, from, code, field) in [
        ("shoe_size", "42", "2026-12-01", "unknown_param", "key"),
        (
            "monitor_line_yuan",
            "87",
            "2026-12-01",
            "out_of_range",
            "value",
        ),
        (
            "monitor_line_yuan",
            "many",
            "2026-12-01",
            "wrong_type",
            "value",
        ),
        (
            "water_region",
            "dry",
            "2026-12-01",
            "unknown_option",
            "value",
        ),
        (
            "school_year_cutoff",
            "02-30",
            "2026-12-01",
            "not_a_date",
            "value",
        ),
        ("leave_approval", " ", "2026-12-01", "bad_text", "value"),
        (
            "monitor_line_yuan",
            "9000",
            "tomorrow",
            "not_a_date",
            "from",
        ),
        (
            "monitor_line_yuan",
            "9000",
            "1875-01-01",
            "out_of_range",
            "from",
        ),
    ] {
        let (status, told) = set(&boss, key, value, from).await;
        let found = (status, told["code"].as_str(), told["field"].as_str());
        assert_eq!(
            found,
            (400, Some(code), Some(field)),
            "{key} {value} {from}"
        );
    }
    let form = json!({ "key": "elderly_age", "value": "65", "from": "2026-12-01", "basis": " " });
    let (status, told) = boss.ask(Method::POST, "/params", Some(form)).await;
    assert_eq!((status, &told["field"]), (400, &json!("basis")));

    // What was mistyped is corrected, and stays to be seen.
    for value in ["66", "67", "65"] {
        assert_eq!(set(&boss, "elderly_age", value, "2026-12-01").await.0, 200);
    }
    let list = boss.get("/params").await;
    let values = row(&list, "elderly_age")["values"].as_array().unwrap();
    let states: Vec<_> = values
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["future", "corrected", "corrected"]);
    assert_eq!(row(&list, "elderly_age")["now"], "60");
    assert_eq!(list["lacking"], json!([]));

    county
        .opened()
        .db()
        .write(|tx| {
            tx.execute(
                "delete from param_value where name = 'monitor_line_yuan'",
                &[],
            )
        })
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
    let list = boss.get("/params").await;
    assert_eq!(list["lacking"][0]["key"], "monitor_line_yuan");
    assert_eq!(list["lacking"][0]["rules"][0]["code"], "percap_income_est");
    assert_eq!(row(&list, "monitor_line_yuan")["now"], Value::Null);
}

#[tokio::test]
async fn a_day_that_comes_changes_what_phones_are_told() {
    let county = County::new().await;
    let ana = county.phone(ANA).await;
    {
        let boss = boss(&county).await;
        assert_eq!(
            set(&boss, "photo_budget_kb", "120", "2026-11-25").await.0,
            200
        );
    }
    let before = county.pull(&ana, 0).await;
    assert_eq!(told(&before.rows).values["photo_budget_kb"], 250);
    county.pass_ms(4 * DAY_MS);
    county.opened().keep_house().await.unwrap();
    let bo = county.phone(BO).await;
    let after = county.pull(&bo, 0).await;
    assert_eq!(told(&after.rows).values["photo_budget_kb"], 120);
}
