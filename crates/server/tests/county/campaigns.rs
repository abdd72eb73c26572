//! Campaigns: whom they concern, what counts, and who is told.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss, captain};
use crate::entries_phone::{of_house, saved};
use crate::problems_phone::accepted;
use crate::support::{
    ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County, DING, FAR_HOUSE, NOW, Phone, TANG, household,
    visit_id,
};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A campaign of this month for everybody; today is 2026-11-22.
pub fn form(changes: &Value) -> Value {
    let mut form = json!({
        "version": null, "title": "冬季遍访", "starts": "2026-11-20", "ends": "2026-11-30",
        "areas": [], "groups": [], "profile": "routine", "required_coverage": 100,
        "stages": [], "legal_basis": "云溪县乡村振兴局通知〔2026〕18 号",
    });
    for (key, value) in changes.as_object().unwrap() {
        form[key] = value.clone();
    }
    form
}

pub async fn post(desk: &Browser<'_>, path: &str, body: Value) -> (u16, Value) {
    desk.ask(Method::POST, &format!("/campaigns{path}"), Some(body))
        .await
}

/// A campaign that was made; its id and page.
pub async fn made(desk: &Browser<'_>, changes: Value) -> (String, Value) {
    let (status, page) = post(desk, "", form(&changes)).await;
    assert_eq!(status, 200, "{page}");
    let id = page["campaign"]["campaign_id"].as_str().unwrap().to_owned();
    (id, page)
}

pub async fn coverage(desk: &Browser<'_>, id: &str) -> Value {
    let page = desk.get(&format!("/campaigns/{id}")).await;
    page["campaign"]["coverage"].clone()
}

async fn names(desk: &Browser<'_>, id: &str, show: &str) -> Vec<String> {
    let asked = json!({ "after": null, "area": null, "show": show });
    let (status, list) = post(desk, &format!("/{id}/households"), asked).await;
    assert_eq!(status, 200, "{list}");
    let rows = list["households"].as_array().unwrap();
    assert_eq!(list["total"], rows.len());
    let number = |row: &Value| row["number"].as_str().unwrap().to_owned();
    rows.iter().map(number).collect()
}

/// A visit with some of it changed.
pub async fn visits(county: &County, phone: &mut Phone, id: u32, house: &str, changes: Value) {
    let mut change = phone.visit(id, &visit_id(id), house, 1);
    for (key, value) in changes.as_object().unwrap() {
        change["edit"][key] = value.clone();
    }
    let outcome = serde_json::to_value(county.push_one(phone, &change).await).unwrap();
    assert_eq!(outcome["outcome"], "accepted", "{outcome}");
}

fn told(rows: &[protocol::pull::PulledRow]) -> Vec<Value> {
    let of_campaigns = rows.iter().filter(|row| row.kind == "campaign");
    of_campaigns
        .map(|row| serde_json::from_str(row.body.as_ref().unwrap().get()).unwrap())
        .collect()
}

async fn import(county: &County, lines: &[Value]) {
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    let reply = server::bootstrap::import_roster(&county.opened(), lines.join("\n")).await;
    assert_eq!(reply.unwrap().refused, []);
}

/// Bo stood before his household in vain.
async fn could_not(county: &County, bo: &mut Phone, entry: u32, day: &str, why: &str) {
    let fields = json!({ "tried_on": day, "reason": why });
    let change = saved(bo, entry, "no_visit", &of_house(BOS_HOUSE), fields);
    accepted(&county.push_one(bo, &change).await);
}

#[tokio::test]
async fn a_campaign_reaches_every_phone_also_one_that_comes_later() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let ana = county.phone(ANA).await;
    let after = county.pull(&ana, 0).await.cursor;
    let stages = json!([{ "title": "宣传发动", "ends": "2026-11-22" },
        { "title": "入户", "ends": "2026-11-30" }]);
    let (id, page) = made(&desk, json!({ "stages": stages, "title": " 冬季遍访 " })).await;
    assert_eq!(page["campaign"]["state"], "running");
    assert_eq!(page["campaign"]["days_left"], 8);
    let reply = county.pull(&ana, after).await;
    let rows = told(&reply.rows);
    assert_eq!(
        rows[0],
        json!({ "id": id, "title": "冬季遍访", "starts": "2026-11-20", "ends": "2026-11-30",
            "scope": {}, "profile": "routine", "required_coverage": 100, "stages": stages,
            "legal_basis": "云溪县乡村振兴局通知〔2026〕18 号" })
    );
    let late = "00000000-0000-7000-8000-000000000009";
    import(
        &county,
        &[
            json!({ "row": "person", "id": late, "name": "Li", "unit": "县水务局",
            "roles": [{ "role": "cadre", "area": "990101101200" }] }),
        ],
    )
    .await;
    let li = county.phone(late).await;
    assert_eq!(told(&county.pull(&li, 0).await.rows).len(), 1);

    // Changed, then cancelled: the row says so.
    let mut changed = form(&json!({ "stages": stages, "ends": "2026-12-05", "version": 1 }));
    let (status, page) = post(&desk, &format!("/{id}/change"), changed.clone()).await;
    assert_eq!((status, &page["version"]), (200, &json!(2)), "{page}");
    let (status, error) = post(&desk, &format!("/{id}/change"), changed.clone()).await;
    assert_eq!((status, &error["code"]), (409, &json!("stale")));
    let cancel = json!({ "version": 2, "reason": "与省里安排重复" });
    let (status, page) = post(&desk, &format!("/{id}/cancel"), cancel).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["campaign"]["state"], "cancelled");
    assert_eq!(page["cancel_reason"], "与省里安排重复");
    let rows = told(&county.pull(&ana, reply.cursor).await.rows);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["ends"], "2026-12-05");
    assert_eq!(rows[0]["cancelled"], true);
    changed["version"] = 3.into();
    let (status, error) = post(&desk, &format!("/{id}/change"), changed).await;
    assert_eq!(
        (status, &error["code"]),
        (409, &json!("campaign_cancelled"))
    );
    let audit = desk.search("audit", json!({})).await.to_string();
    for action in [
        "campaign_made",
        "campaign_started",
        "campaign_changed",
        "campaign_cancelled",
    ] {
        assert!(audit.contains(action), "{action}");
    }
}

#[tokio::test]
async fn its_households_stay_those_of_the_first_day_and_later_ones_are_shown_apart() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let monitored = |id: &str, number: &str, village: &str| {
        let mut line = household(id, number, village);
        line["monitor_category"] = "exited_unstable".into();
        line
    };
    import(&county, &[monitored(ANAS_HOUSE, "1001", "990101101200")]).await;
    let scope = json!({ "areas": ["990101101", "990101101200"], "groups": ["monitored"] });
    let (status, preview) = post(&desk, "/preview", scope).await;
    assert_eq!(status, 200, "{preview}");
    assert_eq!(
        preview,
        json!({ "households": 1, "towns": [{ "code": "990101101", "name": "东镇", "households": 1 }] })
    );
    let (id, page) = made(
        &desk,
        json!({ "areas": ["990101101"], "groups": ["monitored"], "starts": "2026-11-24" }),
    )
    .await;
    assert_eq!(page["campaign"]["state"], "upcoming");
    assert_eq!(page["campaign"]["days_left"], 2);
    assert_eq!(page["frozen_ms"], Value::Null);
    assert_eq!(page["campaign"]["coverage"]["households"], 1, "as of now");
    // Before its first day the household goes and another comes.
    county.opened().keep_house().await.unwrap();
    import(
        &county,
        &[
            household(ANAS_HOUSE, "1001", "990101101200"),
            monitored(BOS_HOUSE, "1002", "990101101200"),
            monitored(FAR_HOUSE, "2001", "990101102200"),
        ],
    )
    .await;
    county.pass_ms(2 * DAY);
    // A session lasts for a day; the town sees the same.
    let desk = captain(&county, TANG, "tang").await;
    county.opened().keep_house().await.unwrap();
    let mut ana = county.phone(ANA).await;
    let page = desk.get(&format!("/campaigns/{id}")).await;
    assert!(page["frozen_ms"].is_number());
    assert_eq!(names(&desk, &id, "not_visited").await, ["1002"]);
    // Afterwards: the first one is monitored no more and stays; the other is, and is shown apart.
    import(
        &county,
        &[
            monitored(ANAS_HOUSE, "1001", "990101101200"),
            household(BOS_HOUSE, "1002", "990101101200"),
        ],
    )
    .await;
    county.opened().keep_house().await.unwrap();
    county.opened().keep_house().await.unwrap();
    let figures = coverage(&desk, &id).await;
    assert_eq!(figures["households"], 1);
    assert_eq!(figures["added"], 1);
    assert_eq!(names(&desk, &id, "added").await, ["1001"]);
    let today = json!({ "started_ms": NOW + 2 * DAY - 1_200_000,
        "ended_ms": NOW + 2 * DAY - 600_000,
        "clock": { "wall_ms": NOW + 2 * DAY, "monotonic_ms": 5, "boot_id": "b" } });
    visits(&county, &mut ana, 1, ANAS_HOUSE, today).await;
    let figures = coverage(&desk, &id).await;
    assert_eq!(figures["submitted"], 0, "in none of the other figures");
    assert_eq!(figures["added_submitted"], 1);
    // Whatever is no more is in neither part of the figure.
    let mut gone = household(BOS_HOUSE, "1002", "990101101200");
    gone["ended_on"] = "2026-11-24".into();
    gone["ended_reason"] = "extinct".into();
    import(&county, &[gone]).await;
    let figures = coverage(&desk, &id).await;
    assert_eq!(figures["households"], 0);
    assert_eq!(names(&desk, &id, "not_visited").await, [""; 0]);
}

#[tokio::test]
async fn what_counts_is_a_visit_at_the_dwelling_of_its_kind_within_its_days_and_once() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let (mut ana, mut bo) = (county.phone(ANA).await, county.phone(BO).await);
    let mut cai = county.phone(CAI).await;
    let (routine, _) = made(&desk, json!({})).await;
    let (full, _) = made(&desk, json!({ "profile": "full", "title": "回头看" })).await;
    let (earlier, _) = made(&desk, json!({ "starts": "2026-11-23", "title": "明天起" })).await;
    let by_phone = json!({ "answers": [
        { "item": "visit_method", "value": { "type": "choice", "value": "phone" } }] });
    visits(&county, &mut ana, 1, ANAS_HOUSE, by_phone).await;
    let before = NOW - 4 * DAY;
    let outside = json!({ "started_ms": before - 600_000, "ended_ms": before });
    visits(&county, &mut bo, 2, BOS_HOUSE, outside).await;
    for id in [&routine, &full, &earlier] {
        assert_eq!(coverage(&desk, id).await["submitted"], 0, "{id}");
    }
    visits(&county, &mut ana, 3, ANAS_HOUSE, json!({})).await;
    visits(&county, &mut cai, 4, ANAS_HOUSE, json!({})).await;
    let figures = coverage(&desk, &routine).await;
    assert_eq!(figures["households"], 3);
    assert_eq!(
        figures["submitted"], 1,
        "two visits of one household are one"
    );
    assert_eq!(figures["percent"], 33);
    assert_eq!(
        (&figures["people"], &figures["people_visited"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        coverage(&desk, &full).await["submitted"],
        0,
        "a routine visit is no full one"
    );
    assert_eq!(coverage(&desk, &earlier).await["submitted"], 0, "not begun");
    visits(&county, &mut bo, 5, BOS_HOUSE, json!({ "profile": "full" })).await;
    assert_eq!(coverage(&desk, &full).await["submitted"], 1);
    assert_eq!(
        coverage(&desk, &routine).await["submitted"],
        2,
        "a full visit is a routine one"
    );

    let approve = cai.review(10, &visit_id(5), 1, "approve");
    county.push_one(&cai, &approve).await;
    let figures = coverage(&desk, &full).await;
    assert_eq!(
        (&figures["submitted"], &figures["approved"]),
        (&json!(1), &json!(1))
    );
    let void = json!({ "kind": "void_visit_v1", "visit_id": visit_id(5), "revision": 1,
        "reason": "误录" });
    let void = cai.change(11, ("visit", &visit_id(5)), void);
    let outcome = serde_json::to_value(county.push_one(&cai, &void).await).unwrap();
    assert_eq!(outcome["outcome"], "accepted", "{outcome}");
    let figures = coverage(&desk, &full).await;
    assert_eq!(
        (&figures["submitted"], &figures["approved"]),
        (&json!(0), &json!(0))
    );

    // The last day is over.
    county.pass_ms(9 * DAY);
    let page = captain(&county, CAI, "cai").await;
    let page = page.get(&format!("/campaigns/{full}")).await;
    assert_eq!(page["campaign"]["state"], "ended");
    assert_eq!(page["campaign"]["coverage"]["overdue"], 2);
}

#[tokio::test]
async fn everybody_sees_his_own_area_and_the_county_alone_decides() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut ana = county.phone(ANA).await;
    let (id, page) = made(&desk, json!({})).await;
    assert_eq!(page["campaign"]["coverage"]["households"], 3);
    assert_eq!(page["towns"][0]["responsible"], json!(["Tang"]));
    assert_eq!(
        page["towns"][0]["villages"][0]["responsible"],
        json!(["Cai"])
    );
    visits(&county, &mut ana, 1, ANAS_HOUSE, json!({})).await;
    for (person, login, households, towns) in [
        (CAI, "cai", 2, 1),
        (TANG, "tang", 2, 1),
        (DING, "ding", 1, 1),
    ] {
        let captain = captain(&county, person, login).await;
        let list = captain.get("/campaigns").await;
        assert_eq!(list["campaigns"][0]["coverage"]["households"], households);
        assert_eq!(list["may_edit"], false);
        let page = captain.get(&format!("/campaigns/{id}")).await;
        assert_eq!(page["towns"].as_array().unwrap().len(), towns);
        let seen = names(&captain, &id, "not_visited").await;
        let expected: &[&str] = if person == DING { &["2001"] } else { &["1002"] };
        assert_eq!(seen, expected);
        for (path, body) in [
            (String::new(), form(&json!({}))),
            ("/preview".to_owned(), json!({ "areas": [], "groups": [] })),
            (format!("/{id}/change"), form(&json!({ "version": 1 }))),
            (
                format!("/{id}/cancel"),
                json!({ "version": 1, "reason": "不办了" }),
            ),
        ] {
            let (status, error) = post(&captain, &path, body).await;
            assert_eq!(
                (status, &error["code"]),
                (403, &json!("not_allowed")),
                "{path}"
            );
        }
    }
    let asked = json!({ "after": null, "area": "990101101200", "show": "visited" });
    let (_, list) = post(&desk, &format!("/{id}/households"), asked).await;
    assert_eq!(list["households"][0]["helper_name"], "Ana");
    assert_eq!(list["households"][0]["visit_id"], visit_id(1));
    assert_eq!(list["households"][0]["visit_state"], "submitted");
    // Why it could not be made, as far as it was tried within the campaign's days.
    let mut bo = county.phone(BO).await;
    for (entry, day, why) in [
        (1001, "2026-11-21", "nobody_home"),
        (1002, "2026-11-22", "working_away"),
        (1003, "2026-11-19", "hospital"),
    ] {
        could_not(&county, &mut bo, entry, day, why).await;
    }
    let asked = json!({ "after": null, "area": "990101101", "show": "not_visited" });
    let (_, list) = post(&desk, &format!("/{id}/households"), asked).await;
    assert_eq!(list["households"][0]["hindered_on"], "2026-11-22");
    assert_eq!(list["households"][0]["hindered_by"]["code"], "working_away");
    for (area, show, code) in [
        (json!("99010110120x"), "visited", "unknown_area"),
        (json!("990101101200\u{0}"), "visited", "malformed"),
        (json!(null), "late", "unknown_option"),
    ] {
        let asked = json!({ "after": null, "area": area, "show": show });
        let (status, error) = post(&desk, &format!("/{id}/households"), asked).await;
        assert_eq!((status, &error["code"]), (400, &json!(code)));
    }
    let (status, _) = desk.ask(Method::GET, "/campaigns/none", None).await;
    assert_eq!(status, 404);
}
