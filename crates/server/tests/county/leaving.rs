//! Somebody leaves and hands over in one go: looked at, done as it was seen, and nothing of what is
//! on his phone is lost.

use reqwest::Method;
use serde_json::{Value, json};
use server::bootstrap;

use crate::assignments::{DAY_MS, helpers, monitor};
use crate::console::{Browser, boss, browser, captain};
use crate::problems_phone::{WATER, accepted, approved, found, titled};
use crate::support::{ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County, NOW, TANG, change_id, visit_id};

const VILLAGE: &str = "990101101200";

pub fn form(last_day: &str, successor: Option<&str>) -> Value {
    json!({ "first_day": "2026-11-22", "last_day": last_day, "successor_id": successor,
        "by_village": [], "reason": "调到县里", "seen": null })
}

impl Browser<'_> {
    pub async fn leave_preview(&self, person: &str, form: &Value) -> (u16, Value) {
        let path = format!("/people/{person}/leave-preview");
        self.ask(Method::POST, &path, Some(form.clone())).await
    }

    pub async fn leave(&self, person: &str, form: &Value, seen: &Value) -> (u16, Value) {
        let mut form = form.clone();
        form["seen"] = seen.clone();
        let path = format!("/people/{person}/leave");
        self.ask(Method::POST, &path, Some(form)).await
    }
}

/// Her household is monitored, and she is to rectify what a visit found there.
async fn anas_work(county: &County, desk: &Browser<'_>) -> (crate::support::Phone, Value) {
    monitor(county, ANAS_HOUSE, "1001", VILLAGE).await;
    let (ana, _) = approved(county, 1, json!([found("a", "critical", WATER)])).await;
    let water = titled(county, &ana, WATER).await["id"].clone();
    for (step, more) in [("assign", json!({ "owner_id": ANA })), ("start", json!({}))] {
        let mut form = json!({ "step": step });
        if let Some(owner) = more.get("owner_id") {
            form["owner_id"] = owner.clone();
        }
        let path = format!("/problems/{}/move", water.as_str().unwrap());
        let (status, page) = desk.ask(Method::POST, &path, Some(form)).await;
        assert_eq!(status, 200, "{page}");
    }
    (ana, water)
}

pub fn standing(page: &Value) -> Vec<String> {
    let rows = page["helpers"].as_array().unwrap().iter();
    let lines = rows.map(|row| {
        let kind = if row["primary"] == true {
            "primary"
        } else {
            "co"
        };
        let to = row["to"].as_str().unwrap_or_default();
        format!(
            "{} {kind} {}..{to}",
            row["name"].as_str().unwrap(),
            row["from"].as_str().unwrap()
        )
    });
    // Of rows of one day, either may come first.
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

#[tokio::test]
async fn what_somebody_answers_for_goes_to_another_in_one_go_and_her_phone_is_not_cut_off() {
    let mut county = County::new().await;
    let (mut ana, water);
    {
        let desk = boss(&county).await;
        (ana, water) = anas_work(&county, &desk).await;
        let asked = form("2026-11-28", None);
        let (status, seen) = desk.leave_preview(ANA, &asked).await;
        assert_eq!(status, 200, "{seen}");
        assert_eq!(seen["can"], false);
        assert_eq!(seen["households"][0]["refused"], "successor_needed");
        assert_eq!(seen["problems"][0]["refused"], "successor_needed");
        assert_eq!(seen["villages"][0]["code"], VILLAGE);
        assert_eq!(seen["phones"].as_array().unwrap().len(), 1);
        let (status, error) = desk.leave(ANA, &asked, &seen["seen"]).await;
        assert_eq!((status, &error["code"]), (409, &json!("has_open_work")));

        let asked = form("2026-11-28", Some(BO));
        let seen = desk.leave_preview(ANA, &asked).await.1;
        assert_eq!(seen["can"], true, "{seen}");
        assert_eq!(seen["households"][0]["becomes"], "handed_over");
        let gain = json!([{ "person_id": BO, "name": "Bo", "households": 1, "co_households": 0,
            "problems": 1, "teams": 0 }]);
        assert_eq!(seen["gains"], gain);
        let (status, page) = desk.leave(ANA, &asked, &seen["seen"]).await;
        assert_eq!(status, 200, "{page}");
        assert_eq!(page["leaves_on"], "2026-11-28");
        assert_eq!(page["ended_on"], json!(null));
        assert_eq!(
            standing(&helpers(&desk, ANAS_HOUSE).await),
            [
                "Ana co 2026-11-22..2026-11-28",
                "Ana primary 2026-01-01..2026-11-21",
                "Bo primary 2026-11-22..",
            ]
        );
        let path = format!("/problems/{}", water.as_str().unwrap());
        let problem = desk.get(&path).await;
        assert_eq!(problem["problem"]["owner_name"], "Bo", "{problem}");
        assert_eq!(problem["problem"]["state"]["code"], "rectifying");
        assert!(!problem.to_string().contains("调到县里"));
        // Until her last day she helps beside him, and her phone has the household.
        let rows = county.pull(&ana, 0).await.rows;
        let has = |id: &str| rows.iter().any(|row| row.id == id && row.body.is_some());
        assert!(has(ANAS_HOUSE));
        let change = ana.visit(51, &visit_id(51), ANAS_HOUSE, 1);
        accepted(&county.push_one(&ana, &change).await);
    }
    county.pass_ms(7 * DAY_MS);
    county.restart().await;
    county.opened().keep_house().await.unwrap();
    let ended = "select count(*) as n from person where ended_on = '2026-11-28'";
    assert_eq!(county.count(ended).await, 1);
    let roles = "select count(*) as n from role r join person p on p.person_id = r.person_id
        where p.ended_on is not null";
    assert_eq!(county.count(roles).await, 0);
}

#[tokio::test]
async fn nothing_is_handed_over_that_is_not_as_it_was_seen() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let (_ana, water) = anas_work(&county, &desk).await;
    let asked = form("2026-11-22", Some(BO));
    let seen = desk.leave_preview(ANA, &asked).await.1;
    // Another choice than the one looked at.
    let other = form("2026-11-22", Some(CAI));
    let (status, error) = desk.leave(ANA, &other, &seen["seen"]).await;
    assert_eq!((status, &error["code"]), (409, &json!("stale")));
    // Something moved meanwhile.
    let path = format!("/problems/{}/move", water.as_str().unwrap());
    let later = json!({ "step": "extend", "due": "2027-01-31", "reason": "下雪" });
    assert_eq!(desk.ask(Method::POST, &path, Some(later)).await.0, 200);
    let (status, error) = desk.leave(ANA, &asked, &seen["seen"]).await;
    assert_eq!((status, &error["code"]), (409, &json!("stale")));
    let of_ana = "select count(*) as n from assignment where ends is not null";
    assert_eq!(county.count(of_ana).await, 0);

    for (asked, code, field) in [
        (form("2026-11-21", Some(BO)), "date_in_past", "last_day"),
        (form("2027-11-21", Some(BO)), "date_too_far", "last_day"),
        (form("soon", Some(BO)), "not_a_date", "last_day"),
        (form("2026-11-22", Some(ANA)), "same_person", "successor_id"),
        (
            form("2026-11-22", Some(visit_id(1).as_str())),
            "unknown_person",
            "successor_id",
        ),
    ] {
        let (status, error) = desk.leave_preview(ANA, &asked).await;
        assert_eq!((status, &error["code"]), (400, &json!(code)), "{error}");
        assert_eq!(error["field"], field);
    }
    let cai = captain(&county, CAI, "cai").await;
    assert_eq!(cai.leave_preview(ANA, &asked).await.0, 403);
}

#[tokio::test]
async fn a_captain_leaves_his_team_and_village_to_whom_he_names_there() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut asked = form("2026-11-22", None);
    let seen = desk.leave_preview(CAI, &asked).await.1;
    assert_eq!(seen["teams"][0]["refused"], "successor_needed", "{seen}");
    asked["by_village"] = json!([{ "village_code": VILLAGE, "person_id": BO }]);
    let seen = desk.leave_preview(CAI, &asked).await.1;
    assert_eq!(seen["can"], true, "{seen}");
    assert_eq!(seen["roles"][0]["successor_name"], "Bo");
    let (status, page) = desk.leave(CAI, &asked, &seen["seen"]).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["ended_on"], "2026-11-22");
    let teams = desk.get("/teams").await;
    assert_eq!(teams["teams"][0]["captain_id"], BO);
    assert_eq!(teams["teams"][0]["members"].as_array().unwrap().len(), 2);
    assert!(
        desk.search("audit", json!({}))
            .await
            .to_string()
            .contains("person_ended")
    );
}

#[tokio::test]
async fn somebody_who_was_to_leave_can_stay_and_what_came_to_him_since_keeps_him() {
    let mut county = County::new().await;
    {
        let desk = boss(&county).await;
        let asked = form("2026-11-25", Some(TANG));
        let seen = desk.leave_preview(BO, &asked).await.1;
        assert_eq!(seen["can"], true, "{seen}");
        assert_eq!(desk.leave(BO, &asked, &seen["seen"]).await.0, 200);
        let path = format!("/people/{BO}/stay");
        let (status, page) = desk.ask(Method::POST, &path, None).await;
        assert_eq!((status, &page["leaves_on"]), (200, &json!(null)));
        let (status, error) = desk.ask(Method::POST, &path, None).await;
        assert_eq!((status, &error["code"]), (409, &json!("stale")));
        // Going back is a hand-over of its own: the household is not his by that.
        let rows = standing(&helpers(&desk, BOS_HOUSE).await);
        assert_eq!(rows[2], "Tang primary 2026-11-22..");
        let seen = desk.leave_preview(BO, &asked).await.1;
        let (status, page) = desk.leave(BO, &asked, &seen["seen"]).await;
        assert_eq!(status, 200, "{page}");
        let row = json!({ "step": "assign", "person_id": BO, "kind": "co", "day": "2026-11-22" });
        let (status, page) = crate::assignments::change(&desk, ANAS_HOUSE, row).await;
        assert_eq!(status, 200, "{page}");
    }
    county.pass_ms(5 * DAY_MS);
    county.restart().await;
    county.opened().keep_house().await.unwrap();
    let ended = "select count(*) as n from person where ended_on is not null";
    assert_eq!(county.count(ended).await, 0);
}

#[tokio::test]
async fn what_comes_from_the_phone_of_somebody_who_left_is_taken_or_shown_and_never_lost() {
    let mut county = County::new().await;
    let mut ana = county.phone(ANA).await;
    // Sealed on her last day, without a line.
    let mine = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    {
        let desk = boss(&county).await;
        let asked = form("2026-11-22", Some(BO));
        let seen = desk.leave_preview(ANA, &asked).await.1;
        let (status, page) = desk.leave(ANA, &asked, &seen["seen"]).await;
        assert_eq!((status, &page["ended_on"]), (200, &json!("2026-11-22")));
    }
    county.pass_ms(3 * DAY_MS);
    county.restart().await;
    ana.refresh(&county, "0123456789abcdef").await;
    accepted(&county.push_one(&ana, &mine).await);
    // The captain has it before him, under her name, and it counts for the household.
    let cai = county.phone(CAI).await;
    let rows = county.pull(&cai, 0).await.rows;
    let shown = rows
        .iter()
        .find(|row| row.id == visit_id(1) && row.kind == "visit");
    let body: Value = serde_json::from_str(shown.unwrap().body.as_ref().unwrap().get()).unwrap();
    assert_eq!(body["visitor_name"], "Ana", "{body}");
    let counts = "select count(*) as n from visit where by_helper = 1 and state = 'submitted'";
    assert_eq!(county.count(counts).await, 1);

    // Of a day after, she helped no longer: set aside with its bytes, for a person to decide.
    let mut late = ana.visit(2, &visit_id(2), ANAS_HOUSE, 1);
    for field in ["started_ms", "ended_ms"] {
        late["edit"][field] = json!(NOW + 3 * DAY_MS - 600_000);
    }
    late["made_at"]["wall_ms"] = json!(NOW + 3 * DAY_MS);
    late["edit"]["clock"]["wall_ms"] = json!(NOW + 3 * DAY_MS);
    let outcome = serde_json::to_value(county.push_one(&ana, &late).await).unwrap();
    assert_eq!(
        (&outcome["outcome"], &outcome["code"]),
        (&json!("quarantined"), &json!("assignment_closed"))
    );
    let another = bootstrap::create_admin(&county.opened(), "another", "何主任").await;
    let desk = browser(&county, &another.unwrap()).await;
    let path = format!("/aside/{}/export", change_id(2));
    let (status, kept) = desk.ask(Method::POST, &path, None).await;
    assert_eq!(status, 200, "{kept}");
    assert!(kept["edit_base64"].as_str().unwrap().len() > 100);
    // And it can be taken all the same.
    let page = desk.get(&format!("/aside/{}", change_id(2))).await;
    let actions = page["actions"].as_array().unwrap();
    assert!(actions.contains(&json!("release")), "{page}");
}
