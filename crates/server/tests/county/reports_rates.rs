//! Rankings and attendance: refused until somebody answers for them, and worked out by hand.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::boss;
use crate::problems_phone::accepted;
use crate::reports::{asked, entry, problem, rows, sql, switch_on};
use crate::support::{ANA, ANAS_HOUSE, BOS_HOUSE, CAI, County, visit_id};

#[tokio::test]
async fn a_ranking_needs_its_legal_basis_and_says_what_was_reached() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let quarter = json!({ "from": "2026-10-01", "to": "2026-12-31" });
    let (status, refused) = asked(&desk, "quarter", quarter.clone()).await;
    assert_eq!((status, &refused["code"]), (409, &json!("compliance_off")));
    let export = json!({ "ask": quarter, "made": "workbook" });
    let (status, refused) = desk
        .ask(Method::POST, "/reports/quarter/export", Some(export))
        .await;
    assert_eq!((status, &refused["code"]), (409, &json!("compliance_off")));
    let (status, _) = asked(&desk, "attendance", quarter.clone()).await;
    assert_eq!(status, 409);
    let list = desk.get("/reports").await;
    assert_eq!(list["reports"][8]["is_on"], false);
    assert_eq!(list["reports"][0]["is_on"], true);
    assert_eq!(county.count("select count(*) as n from job").await, 0);

    switch_on(&county, "ranking").await;
    // Due in the days: done in time, done late, not done; what was untrue and what is due in
    // December, which has not come, are left out.
    problem(
        &county,
        1,
        "990101101200",
        ["closed", "2026-11-10", "2026-11-10"],
    )
    .await;
    problem(
        &county,
        2,
        "990101101200",
        ["closed", "2026-11-10", "2026-11-11"],
    )
    .await;
    problem(&county, 3, "990101101200", ["rectifying", "2026-11-20", ""]).await;
    problem(&county, 4, "990101101200", ["cancelled", "2026-11-10", ""]).await;
    problem(&county, 5, "990101101200", ["rectifying", "2026-12-20", ""]).await;
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    accepted(&county.push_one(&ana, &change).await);
    let all = rows(&desk, "quarter", quarter.clone()).await;
    let east = all.iter().find(|row| row[0] == "东镇").unwrap();
    // 1 of 2 households, 1 of 3 problems; the mean of 50 % and 33.33 %; two towns get no places.
    assert_eq!(east[1], 0.5);
    assert_eq!(east[2], json!(1.0 / 3.0));
    assert_eq!((&east[3], &east[4]), (&Value::Null, &Value::Null));
    assert_eq!(east[5], 0.4167);
    assert!(all.iter().all(|row| row[6].is_null()));
}

#[tokio::test]
async fn places_are_shared_by_equals_and_the_next_is_left_out() {
    let county = County::new().await;
    let desk = boss(&county).await;
    switch_on(&county, "ranking").await;
    // Five villages with one household each, two of them visited.
    for number in 1..=3 {
        sql(&county, format!("insert into area (county_id, code, name) select county_id, '99010110121{number}', '村{number}' from county")).await;
        sql(&county, format!(
            "insert into household (county_id, household_id, number, area_code, town_code, head_name, home_group)
             select county_id, '00000000-0000-7000-8000-00000000091{number}', '301{number}', '99010110121{number}', '990101101', '李四', 'exited' from county"
        )).await;
    }
    sql(&county, "insert into area (county_id, code, name) select county_id, '990101101219', '村9' from county").await;
    sql(
        &county,
        format!(
            "update household set area_code = '990101101219' where household_id = '{BOS_HOUSE}'"
        ),
    )
    .await;
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    accepted(&county.push_one(&ana, &change).await);
    sql(&county, "insert into visit (county_id, visit_id, household_id, visitor_id, by_captain, area_code, town_code, revision, state, counts, period, ended_ms, received_ms, received_date, problems, photos, photos_verified, flags, sequence, profile)
        select county_id, '00000000-0000-7000-8000-0000000a0009', '00000000-0000-7000-8000-000000000912', visitor_id, 0, '990101101212', '990101101', 1, 'submitted', 1, period, ended_ms, received_ms, received_date, 0, 0, 0, '', 900, profile from visit where visit_id = '00000000-0000-7000-8000-0000000a0001'").await;
    let ask = json!({ "from": "2026-10-01", "to": "2026-12-31", "town": "990101101" });
    let all = rows(&desk, "quarter", ask).await;
    let places: Vec<_> = all.iter().map(|row| row[6].as_i64().unwrap()).collect();
    assert_eq!(places, [1, 1, 3, 3, 3]);
}

#[tokio::test]
async fn presence_is_worked_out_of_half_days() {
    let county = County::new().await;
    let desk = boss(&county).await;
    switch_on(&county, "attendance").await;
    let half = |kind: &'static str, day: &'static str, slot: &'static str| {
        (
            kind,
            day,
            format!(r#"{{"on":"{day}","slot":"{slot}","type":"{kind}"}}"#),
        )
    };
    // Ana: two days there, half a day added later and confirmed, half a day added and not, a
    // morning of training, an afternoon missing, a day of rest.
    let all = [
        half("present", "2026-11-02", "am"),
        half("present", "2026-11-02", "pm"),
        half("present", "2026-11-03", "am"),
        half("present", "2026-11-03", "pm"),
        half("makeup", "2026-11-04", "am"),
        half("makeup", "2026-11-04", "pm"),
        half("training", "2026-11-05", "am"),
        half("absent", "2026-11-05", "pm"),
        half("rest", "2026-11-07", "am"),
        half("rest", "2026-11-07", "pm"),
        // Another month.
        half("present", "2026-10-30", "am"),
    ];
    for (number, (kind, day, body)) in (1u32..).zip(&all) {
        let state = if number == 5 { "confirmed" } else { "recorded" };
        entry(&county, number, "attendance", ANA, [state, kind, day, body]).await;
    }
    // Two days of leave that was granted, one that was not.
    let leave = r#"{"type":"leave_sick","from":"2026-11-09","to":"2026-11-10","halfdays":4}"#;
    entry(
        &county,
        50,
        "leave",
        ANA,
        ["approved", "leave_sick", "2026-11-09", leave],
    )
    .await;
    let asked_only =
        r#"{"type":"leave_annual","from":"2026-11-12","to":"2026-11-12","halfdays":2}"#;
    entry(
        &county,
        51,
        "leave",
        ANA,
        ["requested", "leave_annual", "2026-11-12", asked_only],
    )
    .await;
    let stationed = r#"{"month_on":"2026-10-01","days":20,"counted":2}"#;
    entry(
        &county,
        60,
        "stationed",
        ANA,
        ["confirmed", "", "2026-10-01", stationed],
    )
    .await;

    let month = json!({ "from": "2026-11-01", "to": "2026-11-30" });
    let all = rows(&desk, "attendance", month.clone()).await;
    let row = all.iter().find(|row| row[4] == "Ana").unwrap();
    assert_eq!(row[3], "山村驻村工作队");
    // Required 12 halves = 6 days; (4 present + 1 confirmed + 1 training) ÷ (12 − 4 of leave).
    assert_eq!(
        Value::from(row[7..18].to_vec()),
        json!([6, 2.0, 1.0, 0.5, 0.0, 2.0, 0.0, 0.0, 0.5, 0.75, 22])
            .as_array()
            .map(|all| {
                let mut all = all.clone();
                all[0] = json!(6.0);
                Value::from(all)
            })
            .unwrap()
    );
    let captains = all.iter().filter(|row| row[6] == "队长").count();
    assert_eq!((all.len(), captains), (3, 1));
}

#[tokio::test]
async fn who_was_never_there_owes_the_days_the_county_asks_for() {
    let county = County::new().await;
    let desk = boss(&county).await;
    for name in ["attendance", "ranking"] {
        switch_on(&county, name).await;
    }
    let asked = json!({ "key": "station_days_per_month", "value": "20", "from": "2026-01-01",
        "basis": "县委办〔2026〕7号" });
    let (status, answer) = desk.ask(Method::POST, "/params", Some(asked)).await;
    assert_eq!(status, 200, "{answer}");
    let day = r#"{"on":"2026-11-02","slot":"am","type":"present"}"#;
    let row = ["recorded", "present", "2026-11-02", day];
    entry(&county, 1, "attendance", ANA, row).await;
    let month = json!({ "from": "2026-11-01", "to": "2026-11-30" });
    let all = rows(&desk, "attendance", month.clone()).await;
    assert_eq!(all.len(), 3);
    for row in &all {
        // Half a day of Ana's; nothing is known of the others, and nothing is not well.
        let there = if row[4] == "Ana" { 0.5 / 20.0 } else { 0.0 };
        assert_eq!(
            (&row[7], &row[16]),
            (&json!(20.0), &json!(there)),
            "{row:?}"
        );
    }
    let all = rows(&desk, "quarter", month).await;
    let east = all.iter().find(|row| row[0] == "东镇").unwrap();
    assert_eq!(east[3], 0.5 / 60.0);
}

#[tokio::test]
async fn an_absence_is_a_day_however_much_of_it_was_missed() {
    let county = County::new().await;
    let desk = boss(&county).await;
    switch_on(&county, "attendance").await;
    // Ana missed two mornings; Cai a whole day.
    let missed = [
        (ANA, "2026-11-02", "am"),
        (ANA, "2026-11-09", "am"),
        (CAI, "2026-11-04", "am"),
        (CAI, "2026-11-04", "pm"),
    ];
    for (number, (who, day, slot)) in (1u32..).zip(missed) {
        let body = format!(r#"{{"on":"{day}","slot":"{slot}","type":"absent"}}"#);
        let row = ["confirmed", "absent", day, &body];
        entry(&county, number, "attendance", who, row).await;
    }
    let year = json!({ "from": "2026-01-01", "to": "2026-12-31" });
    let all = rows(&desk, "year", year).await;
    let of = |name: &str| all.iter().find(|row| row[0] == name).unwrap();
    let said = |name: &str| (of(name)[8].clone(), of(name)[9].clone());
    assert_eq!(said("Ana"), (json!("缺勤 2 次"), json!("基本称职")));
    assert_eq!(said("Cai"), (json!("缺勤 1 次"), json!("称职（不评优秀）")));
}

#[tokio::test]
async fn the_villagers_vote_counts_once_the_town_has_confirmed_it() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let year = json!({ "from": "2026-01-01", "to": "2026-12-31" });
    let satisfied = async || {
        let all = rows(&desk, "year", year.clone()).await;
        let row = all.iter().find(|row| row[0] == "Ana").unwrap().clone();
        row[7].clone()
    };
    let vote = |five: u32, invalid: u32| {
        format!(
            r#"{{"very_satisfied":{five},"satisfied":30,"neutral":5,"dissatisfied":4,
                "very_dissatisfied":1,"invalid":{invalid}}}"#
        )
    };
    let (last, spring) = (vote(40, 9), vote(10, 0));
    let kept = async |number, state: &str, day: &str, body: &str| {
        entry(&county, number, "appraisal", ANA, [state, "", day, body]).await;
    };
    kept(70, "recorded", "2026-11-20", &last).await;
    assert_eq!(satisfied().await, Value::Null, "he wrote it himself");
    kept(71, "confirmed", "2026-03-20", &spring).await;
    kept(72, "confirmed", "2025-12-20", &last).await;
    assert_eq!(satisfied().await, json!(0.8), "(10 + 30) of 50");
    kept(73, "confirmed", "2026-10-20", &last).await;
    assert_eq!(satisfied().await, json!(0.875), "the newest of the year");
}
