//! Somebody leaves whose households are promised to others already: what was planned in time goes as
//! it was planned, and a person chooses what becomes of what was planned for later.

use serde_json::{Value, json};

use crate::assignments::{DAY_MS, change, helpers, monitor, row_of};
use crate::console::{Browser, boss};
use crate::leaving::{form, standing};
use crate::support::{ANA, ANAS_HOUSE, BO, CAI, County};

const VILLAGE: &str = "990101101200";

/// Ana's household is monitored, and is to be Bo's from a day on; both help for two weeks then.
async fn promised(county: &County, desk: &Browser<'_>, day: &str) {
    monitor(county, ANAS_HOUSE, "1001", VILLAGE).await;
    let row = row_of(desk, ANAS_HOUSE, ANA).await;
    let plan = json!({ "step": "hand_over", "assignment_id": row, "person_id": BO, "day": day,
        "overlap_days": 14 });
    let (status, page) = change(desk, ANAS_HOUSE, plan).await;
    assert_eq!(status, 200, "{page}");
}

async fn left(desk: &Browser<'_>, asked: &Value) -> Value {
    let (_, seen) = desk.leave_preview(ANA, asked).await;
    assert_eq!(seen["can"], true, "{seen}");
    let (status, page) = desk.leave(ANA, asked, &seen["seen"]).await;
    assert_eq!(status, 200, "{page}");
    seen
}

#[tokio::test]
async fn a_hand_over_planned_in_time_needs_nobody_else() {
    // Within her last days, on the last one, and on the day after it.
    for (day, becomes, rows) in [
        (
            "2026-11-24",
            "as_planned",
            vec![
                "Ana co 2026-11-24..2026-11-28",
                "Ana primary 2026-01-01..2026-11-23",
                "Bo primary 2026-11-24..",
            ],
        ),
        (
            "2026-11-28",
            "as_planned",
            vec![
                "Ana co 2026-11-28..2026-11-28",
                "Ana primary 2026-01-01..2026-11-27",
                "Bo primary 2026-11-28..",
            ],
        ),
        (
            "2026-11-29",
            "as_planned",
            vec![
                "Ana primary 2026-01-01..2026-11-28",
                "Bo primary 2026-11-29..",
            ],
        ),
    ] {
        let county = County::new().await;
        let desk = boss(&county).await;
        promised(&county, &desk, day).await;
        let seen = left(&desk, &form("2026-11-28", None)).await;
        let home = &seen["households"][0];
        assert_eq!(
            (&home["becomes"], &home["planned"]),
            (&json!(becomes), &json!({ "name": "Bo", "from": day }))
        );
        assert_eq!(seen["gains"], json!([]), "nobody gains by this leaving");
        let page = helpers(&desk, ANAS_HOUSE).await;
        let stands = standing(&page).into_iter();
        let stands: Vec<_> = stands.filter(|row| !withdrawn(row)).collect();
        assert_eq!(stands, rows, "{day}");
        county.pass_ms(7 * DAY_MS);
        county.opened().keep_house().await.unwrap();
        let ended = "select count(*) as n from person where ended_on = '2026-11-28'";
        assert_eq!(county.count(ended).await, 1, "{day}");
    }
}

/// Whether a row was taken back before it began.
fn withdrawn(row: &str) -> bool {
    let days = row.rsplit(' ').next().unwrap();
    let (from, to) = days.split_once("..").unwrap();
    !to.is_empty() && to < from
}

#[tokio::test]
async fn a_hand_over_planned_for_later_is_named_and_a_person_chooses_who_takes_over() {
    for (choice, heir) in [("keep", "Bo"), ("replace", "Cai")] {
        let county = County::new().await;
        let desk = boss(&county).await;
        promised(&county, &desk, "2026-12-10").await;
        let mut asked = form("2026-11-28", Some(CAI));
        let (_, seen) = desk.leave_preview(ANA, &asked).await;
        let home = &seen["households"][0];
        assert_eq!(
            (&seen["can"], &home["refused"]),
            (&json!(false), &json!("planned_to_another"))
        );
        assert_eq!(
            home["planned"],
            json!({ "name": "Bo", "from": "2026-12-10" })
        );
        assert_eq!(home["number"], "1001");

        asked["planned"] = json!(choice);
        let seen = left(&desk, &asked).await;
        assert_eq!(seen["households"][0]["successor_name"], heir);
        assert_eq!(seen["gains"][0]["name"], heir);
        let page = helpers(&desk, ANAS_HOUSE).await;
        let stands = standing(&page).into_iter();
        let stands: Vec<_> = stands.filter(|row| !withdrawn(row)).collect();
        assert_eq!(
            stands,
            [
                "Ana co 2026-11-22..2026-11-28".to_owned(),
                "Ana primary 2026-01-01..2026-11-21".to_owned(),
                format!("{heir} primary 2026-11-22.."),
            ]
        );
    }
}

#[tokio::test]
async fn a_plan_that_is_kept_needs_no_other_and_an_unknown_choice_is_refused() {
    let county = County::new().await;
    let desk = boss(&county).await;
    promised(&county, &desk, "2026-12-10").await;
    let mut asked = form("2026-11-28", None);
    asked["planned"] = json!("replace");
    let (_, seen) = desk.leave_preview(ANA, &asked).await;
    assert_eq!(seen["households"][0]["refused"], "successor_needed");
    asked["planned"] = json!("perhaps");
    let (status, error) = desk.leave_preview(ANA, &asked).await;
    assert_eq!((status, &error["field"]), (400, &json!("planned")));
    asked["planned"] = json!("keep");
    left(&desk, &asked).await;
}
