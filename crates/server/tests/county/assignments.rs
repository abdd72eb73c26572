//! Who answers for a household: each change, each refusal, and what phones see of it.

use protocol::pull::PullReply;
use protocol::push::Outcome;
use reqwest::Method;
use serde_json::{Value, json};
use server::bootstrap;

use crate::console::{Browser, boss, captain};
use crate::support::{
    ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County, DING, FAR_HOUSE, NOW, TANG, household, visit_id,
};

pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;

pub async fn import(county: &County, line: Value) {
    let reply = bootstrap::import_roster(&county.opened(), line.to_string())
        .await
        .unwrap();
    assert_eq!(reply.refused, []);
}

/// The household is monitored and not out of danger.
pub async fn monitor(county: &County, id: &str, number: &str, village: &str) {
    let mut line = household(id, number, village);
    line["monitor_category"] = json!("monitor_2020");
    line["monitor_since"] = json!("202601");
    import(county, line).await;
}

async fn anas_is_monitored(county: &County) {
    monitor(county, ANAS_HOUSE, "1001", "990101101200").await;
}

pub async fn helpers(desk: &Browser<'_>, household: &str) -> Value {
    desk.get(&format!("/households/{household}/helpers")).await
}

/// A change with what stands there now.
pub async fn change(desk: &Browser<'_>, household: &str, form: Value) -> (u16, Value) {
    let seen = helpers(desk, household).await["seen"].clone();
    change_seen(desk, household, &seen, form).await
}

async fn change_seen(
    desk: &Browser<'_>,
    household: &str,
    seen: &Value,
    mut form: Value,
) -> (u16, Value) {
    form["seen"] = seen.clone();
    let path = format!("/households/{household}/helpers");
    desk.ask(Method::POST, &path, Some(form)).await
}

/// The row somebody holds now.
pub async fn row_of(desk: &Browser<'_>, household: &str, person: &str) -> Value {
    let page = helpers(desk, household).await;
    let mut rows = page["helpers"].as_array().unwrap().iter();
    let found = rows.find(|row| row["person_id"] == person && row["standing"] == "now");
    found.map_or(Value::Null, |row| row["assignment_id"].clone())
}

fn hand_over(row: &Value, to: &str, day: &str, overlap: u32) -> Value {
    json!({ "step": "hand_over", "assignment_id": row, "person_id": to, "day": day,
        "overlap_days": overlap })
}

fn told(page: &Value) -> Vec<String> {
    let rows = page["helpers"].as_array().unwrap();
    rows.iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            let kind = if row["primary"] == true {
                "primary"
            } else {
                "co"
            };
            let (name, standing) = (text("name"), text("standing"));
            format!("{name} {kind} {}..{} {standing}", text("from"), text("to"))
        })
        .collect()
}

fn has(page: &PullReply, id: &str) -> bool {
    let row = page.rows.iter().find(|row| row.id == id);
    row.is_some_and(|row| row.body.is_some())
}

/// Whether the page takes the record from the phone.
fn takes(page: &PullReply, id: &str) -> bool {
    let row = page.rows.iter().find(|row| row.id == id);
    row.is_some_and(|row| row.body.is_none())
}

async fn one_primary(county: &County) {
    let twice = "select count(*) as n from (select household_id from assignment
        where active = 1 and kind = 'primary' group by household_id having count(*) > 1) t";
    assert_eq!(county.count(twice).await, 0);
}

#[tokio::test]
async fn both_phones_have_the_household_while_both_help_and_the_old_one_loses_it_after() {
    let mut county = County::new().await;
    anas_is_monitored(&county).await;
    let (mut ana, mut bo) = (county.phone(ANA).await, county.phone(BO).await);
    let (anas, bos) = (
        county.pull(&ana, 0).await.cursor,
        county.pull(&bo, 0).await.cursor,
    );
    {
        let desk = boss(&county).await;
        let row = row_of(&desk, ANAS_HOUSE, ANA).await;
        let form = hand_over(&row, BO, "2026-11-24", 2);
        let (status, page) = change(&desk, ANAS_HOUSE, form).await;
        assert_eq!(status, 200, "{page}");
        assert_eq!(
            told(&page),
            [
                "Ana primary 2026-01-01..2026-11-23 now",
                "Bo primary 2026-11-24.. planned",
                "Ana co 2026-11-24..2026-11-25 planned",
            ]
        );
        assert!(
            desk.search("audit", json!({}))
                .await
                .to_string()
                .contains("helper_handed_over")
        );
    }
    // Two days before, it is not Bo's yet, and Ana is told what is planned.
    assert!(!has(&county.pull(&bo, bos).await, ANAS_HOUSE));
    let page = county.pull(&ana, anas).await;
    let kinds: Vec<_> = page.rows.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds, ["assignment"; 3]);
    let anas = page.cursor;

    county.pass_ms(2 * DAY_MS);
    county.restart().await;
    ana.refresh(&county, "ana refreshes her token 1").await;
    bo.refresh(&county, "bo refreshes his token 1").await;
    one_primary(&county).await;
    assert!(has(&county.pull(&bo, bos).await, ANAS_HOUSE));
    let page = county.pull(&ana, anas).await;
    assert!(
        page.rows.iter().all(|row| row.body.is_some()),
        "nothing leaves"
    );
    let anas = page.cursor.max(anas);
    let primary = "select count(*) as n from household h join person p on p.name = h.helper_name
        where p.name = 'Bo' and h.number = '1001'";
    assert_eq!(county.count(primary).await, 1);

    // The day after the last on which both help.
    county.pass_ms(2 * DAY_MS);
    county.restart().await;
    ana.refresh(&county, "ana refreshes her token 2").await;
    bo.refresh(&county, "bo refreshes his token 2").await;
    one_primary(&county).await;
    assert!(takes(&county.pull(&ana, anas).await, ANAS_HOUSE));
    assert!(has(&county.pull(&bo, 0).await, ANAS_HOUSE));

    // Ana's visit of the day she still answered for it counts, though it comes only now.
    let visit = visit_id(1);
    let late = ana.visit(1, &visit, ANAS_HOUSE, 1);
    let outcome = county.push_one(&ana, &late).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    // One of a day after is set aside: she helped no longer.
    let visit = visit_id(2);
    let mut after = ana.visit(2, &visit, ANAS_HOUSE, 1);
    for field in ["started_ms", "ended_ms"] {
        after["edit"][field] = json!(NOW + 4 * DAY_MS - 600_000);
    }
    after["made_at"]["wall_ms"] = json!(NOW + 4 * DAY_MS);
    after["edit"]["clock"]["wall_ms"] = json!(NOW + 4 * DAY_MS);
    let outcome = serde_json::to_value(county.push_one(&ana, &after).await).unwrap();
    assert!(
        outcome.to_string().contains("assignment_closed"),
        "{outcome}"
    );
}

#[tokio::test]
async fn each_refusal_has_its_code_and_field_and_harms_nothing() {
    let county = County::new().await;
    anas_is_monitored(&county).await;
    let desk = boss(&county).await;
    let row = row_of(&desk, ANAS_HOUSE, ANA).await;
    let assign = |person: &str, kind: &str, day: &str| json!({ "step": "assign", "person_id": person, "kind": kind, "day": day });
    let end = |day: &str, reason: &str| json!({ "step": "end", "assignment_id": row, "day": day, "reason": reason });
    let nobody = "00000000-0000-7000-8000-000000000099";
    let before = helpers(&desk, ANAS_HOUSE).await;
    for (form, code, field) in [
        (
            assign(BO, "primary", "2026-11-22"),
            "primary_exists",
            "kind",
        ),
        (assign(ANA, "co", "2026-11-22"), "same_person", "person_id"),
        (assign(BO, "co", "2026-10-21"), "date_in_past", "day"),
        (assign(BO, "co", "2028-01-01"), "date_too_far", "day"),
        (assign(BO, "co", "2026-02-30"), "not_a_date", "day"),
        (assign(BO, "boss", "2026-11-22"), "unknown_option", "kind"),
        (
            assign(nobody, "co", "2026-11-22"),
            "unknown_person",
            "person_id",
        ),
        (assign("Bo", "co", "2026-11-22"), "bad_id", "person_id"),
        (
            json!({ "step": "assign", "kind": "co" }),
            "missing",
            "person_id",
        ),
        (json!({ "step": "dance" }), "unknown_option", "step"),
        (
            hand_over(&row, BO, "2026-11-24", 0),
            "no_overlap",
            "overlap_days",
        ),
        (
            hand_over(&row, BO, "2026-11-24", 93),
            "out_of_range",
            "overlap_days",
        ),
        (
            hand_over(&row, ANA, "2026-11-24", 1),
            "same_person",
            "person_id",
        ),
        (
            hand_over(&json!(nobody), BO, "2026-11-24", 1),
            "not_in_force",
            "assignment_id",
        ),
        (end("2026-11-22", "调走"), "gap", "day"),
        (end("2026-11-22", &"长".repeat(501)), "too_long", "reason"),
        (
            json!({ "step": "withdraw", "assignment_id": row }),
            "not_in_force",
            "assignment_id",
        ),
    ] {
        let (status, refused) = change(&desk, ANAS_HOUSE, form.clone()).await;
        assert_eq!(status, 400, "{form} {refused}");
        assert_eq!(
            (&refused["code"], &refused["field"]),
            (&json!(code), &json!(field)),
            "{form}"
        );
    }
    assert_eq!(helpers(&desk, ANAS_HOUSE).await, before);
    // Who is out of danger may be let go, with a reason.
    let row = row_of(&desk, BOS_HOUSE, BO).await;
    let mut form = json!({ "step": "end", "assignment_id": row, "day": "2026-11-22" });
    let (_, refused) = change(&desk, BOS_HOUSE, form.clone()).await;
    assert_eq!(refused["code"], "reason_needed");
    form["reason"] = json!("已脱贫");
    let (status, page) = change(&desk, BOS_HOUSE, form).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["helpers"][0]["reason"], "已脱贫");
    let gone = desk
        .ask(Method::GET, &format!("/households/{nobody}/helpers"), None)
        .await;
    assert_eq!(gone.0, 404);
}

#[tokio::test]
async fn of_two_desks_the_second_is_told_that_it_is_late() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let seen = helpers(&desk, ANAS_HOUSE).await["seen"].clone();
    let row = row_of(&desk, ANAS_HOUSE, ANA).await;
    let (first, second) = (
        hand_over(&row, BO, "2026-11-24", 1),
        hand_over(&row, CAI, "2026-11-25", 1),
    );
    let (status, _) = change_seen(&desk, ANAS_HOUSE, &seen, first).await;
    assert_eq!(status, 200);
    let (status, refused) = change_seen(&desk, ANAS_HOUSE, &seen, second).await;
    assert_eq!((status, &refused["code"]), (409, &json!("stale")));
    // What was planned is taken back whole.
    let page = helpers(&desk, ANAS_HOUSE).await;
    let planned = page["helpers"].as_array().unwrap().iter();
    let planned = planned.clone().find(|row| row["name"] == "Bo").unwrap();
    assert_eq!(planned["moves"], json!(["hand_over", "withdraw"]));
    let form = json!({ "step": "withdraw", "assignment_id": planned["assignment_id"] });
    let (status, page) = change(&desk, ANAS_HOUSE, form).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(told(&page)[0], "Ana primary 2026-01-01.. now");
}

#[tokio::test]
async fn the_roster_neither_undoes_a_hand_over_nor_makes_a_second_primary() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let row = row_of(&desk, ANAS_HOUSE, ANA).await;
    let form = hand_over(&row, BO, "2026-11-22", 1);
    assert_eq!(change(&desk, ANAS_HOUSE, form).await.0, 200);
    let after = helpers(&desk, ANAS_HOUSE).await;
    // The file of last month, once more.
    let reply = bootstrap::import_roster(&county.opened(), crate::support::roster())
        .await
        .unwrap();
    assert_eq!((reply.stored, reply.refused.len()), (0, 0));
    assert_eq!(helpers(&desk, ANAS_HOUSE).await, after);
    let second = json!({ "row": "assignment", "id": "00000000-0000-7000-8000-000000000388",
        "household_id": ANAS_HOUSE, "person_id": CAI, "kind": "primary", "from": "2026-11-01" });
    let reply = bootstrap::import_roster(&county.opened(), second.to_string())
        .await
        .unwrap();
    let refused: Vec<_> = reply
        .refused
        .iter()
        .map(|line| line.code.as_str())
        .collect();
    assert_eq!(refused, ["primary_exists"]);
    one_primary(&county).await;
    // In one file the line of who comes may stand before that of who leaves.
    let mut cai = second;
    cai["household_id"] = json!(BOS_HOUSE);
    let bo = json!({ "row": "assignment", "id": "00000000-0000-7000-8000-000000000302",
        "household_id": BOS_HOUSE, "person_id": BO, "kind": "primary", "from": "2026-01-01",
        "to": "2026-10-31" });
    let reply = bootstrap::import_roster(&county.opened(), format!("{cai}\n{bo}"))
        .await
        .unwrap();
    assert_eq!((reply.stored, reply.refused.len()), (2, 0));
    one_primary(&county).await;
}

#[tokio::test]
async fn the_county_writes_captains_of_towns_read_and_others_are_refused() {
    let county = County::new().await;
    let (tang, ding, cai) = (
        captain(&county, TANG, "tang").await,
        captain(&county, DING, "ding").await,
        captain(&county, CAI, "cai").await,
    );
    let page = helpers(&tang, ANAS_HOUSE).await;
    assert_eq!(page["may_change"], false);
    assert_eq!(page["helpers"][0]["moves"], json!([]));
    let path = format!("/households/{ANAS_HOUSE}/helpers");
    assert_eq!(ding.ask(Method::GET, &path, None).await.0, 404);
    let form = json!({ "step": "assign", "seen": page["seen"], "person_id": BO, "kind": "co",
        "day": "2026-11-22" });
    let bulk = json!({ "from_person_id": ANA, "to_person_id": BO, "day": "2026-11-22",
        "overlap_days": 1, "reason": null, "households": null });
    let post = json!({ "seen": { "rank": null, "post_start": null, "post_end": null },
        "wanted": { "rank": "staff", "post_start": null, "post_end": null } });
    for who in [&tang, &cai] {
        for (path, form) in [
            (path.clone(), &form),
            ("/helpers/move-preview".to_owned(), &bulk),
            ("/helpers/move".to_owned(), &bulk),
            (format!("/people/{ANA}/post"), &post),
        ] {
            let (status, refused) = who.ask(Method::POST, &path, Some(form.clone())).await;
            assert_eq!(
                (status, &refused["code"]),
                (403, &json!("not_allowed")),
                "{path}"
            );
        }
    }
    let lists = [
        ("/helpers/unhelped", json!({ "after": null, "town": null })),
        (
            "/helpers/search",
            json!({ "after": null, "group": "all", "text": null, "town": null }),
        ),
        ("/helpers/upcoming", json!({ "after": null, "town": null })),
        (
            "/helpers/terms",
            json!({ "after": null, "group": "all", "town": null }),
        ),
    ];
    for (path, form) in lists {
        let ask = |who| Browser::ask(who, Method::POST, path, Some(form.clone()));
        assert_eq!(ask(&cai).await.0, 403, "{path}");
        assert_eq!(ask(&tang).await.0, 200, "{path}");
    }
    let unhelped = json!({ "after": null, "town": null });
    let path = "/helpers/unhelped";
    let (_, of_ding) = ding.ask(Method::POST, path, Some(unhelped.clone())).await;
    assert_eq!(of_ding["households"][0]["household_id"], FAR_HOUSE);
    let (_, of_tang) = tang.ask(Method::POST, path, Some(unhelped)).await;
    assert_eq!(of_tang["total"], 0);
}
