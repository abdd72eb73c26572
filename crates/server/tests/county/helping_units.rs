//! Units that help villages: written, ended with what becomes of their people, and people brought
//! to them; who guides a newcomer; and rosters from before the county kept what they said.

use reqwest::Method;
use serde_json::{Value, json};
use server::bootstrap;

use crate::console::{Browser, boss, captain};
use crate::support::{ANA, BO, CAI, County, roster};

const VILLAGE: &str = "990101101200";
const FAR: &str = "990101102200";

fn unit(name: &str, villages: &Value) -> Value {
    json!({ "name": name, "level": "county", "kind": "gov", "class": null, "head_name": "钱局长",
        "head_phone": "13800001234", "villages": villages })
}

fn helped(village: &str) -> Value {
    json!([{ "village_code": village, "from": "2026-01-01", "to": null }])
}

impl Browser<'_> {
    async fn save_unit(
        &self,
        id: Option<&str>,
        seen: Option<&Value>,
        wanted: &Value,
    ) -> (u16, Value) {
        let form = json!({ "helping_unit_id": id, "seen": seen, "wanted": wanted });
        self.ask(Method::POST, "/helping-units", Some(form)).await
    }

    async fn made(&self, wanted: Value) -> Value {
        let (status, page) = self.save_unit(None, None, &wanted).await;
        assert_eq!(status, 200, "{page}");
        page
    }

    async fn units(&self) -> Value {
        self.search("helping-units", json!({ "state": "current" }))
            .await
    }

    async fn end_unit(&self, page: &Value, more: Value) -> (u16, Value) {
        let mut form = json!({ "seen": page["facts"], "day": "2026-11-22", "reason": "机构改革",
            "people": null, "villages": null, "successor_id": null });
        for (name, value) in more.as_object().unwrap() {
            form[name] = value.clone();
        }
        let path = format!("/helping-units/{}/end", id(page));
        self.ask(Method::POST, &path, Some(form)).await
    }
}

fn id(page: &Value) -> &str {
    page["unit"]["helping_unit_id"].as_str().unwrap()
}

#[tokio::test]
async fn people_who_name_a_unit_belong_to_it_and_follow_its_new_name() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let list = desk.units().await;
    assert_eq!(
        list["unlisted"],
        json!([{ "unit": "县水务局", "people": 5 }])
    );
    let page = desk.made(unit("水务局", &helped(VILLAGE))).await;
    assert_eq!(page["unit"]["people"], 0);
    assert_eq!(page["village_names"], json!(["东镇 · 山村"]));
    let path = format!("/helping-units/{}/link", id(&page));
    let link = json!({ "unit": "县水务局" });
    let (status, done) = desk.ask(Method::POST, &path, Some(link.clone())).await;
    assert_eq!((status, &done["people"]), (200, &json!(5)));
    assert_eq!(desk.ask(Method::POST, &path, Some(link)).await.0, 409);
    let list = desk.units().await;
    let row = &list["units"][0];
    assert_eq!(
        (&row["people"], &row["villages"], &row["households"]),
        (&json!(5), &json!(1), &json!(2))
    );
    assert_eq!(row["head_phone"], "138****1234");
    assert_eq!(list["unlisted"], json!([]));

    let mut wanted = page["facts"].clone();
    wanted["name"] = json!("县水利局");
    let (status, page) = desk
        .save_unit(Some(id(&page)), Some(&page["facts"]), &wanted)
        .await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["unit"]["people"], 5);
    let ana = desk.get(&format!("/people/{ANA}")).await;
    assert_eq!(ana["facts"]["unit"], "县水利局");
    assert_eq!(ana["helping_unit_id"], page["unit"]["helping_unit_id"]);
    assert_eq!(ana["history"][0]["was_zh"], "水务局");
    // The roster goes on saying what it said, and changes nothing.
    bootstrap::import_roster(&county.opened(), roster())
        .await
        .unwrap();
    let ana = desk.get(&format!("/people/{ANA}")).await;
    assert_eq!(ana["facts"]["unit"], "县水利局");
    let cai = captain(&county, CAI, "cai").await;
    assert_eq!(cai.save_unit(None, None, &wanted).await.0, 403);
}

#[tokio::test]
async fn what_is_wrong_with_a_unit_is_said_at_its_field() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let page = desk.made(unit("县水务局", &helped(VILLAGE))).await;
    let good = unit("县农业局", &helped(FAR));
    let with = |field: &str, value: Value| {
        let mut wanted = good.clone();
        wanted[field] = value;
        wanted
    };
    let twice = json!([
        { "village_code": FAR, "from": "2025-01-01", "to": null },
        { "village_code": FAR, "from": "2026-01-01", "to": null },
    ]);
    let back = json!([{ "village_code": FAR, "from": "2026-02-01", "to": "2026-01-01" }]);
    for (wanted, code, field) in [
        (with("name", json!(" ")), "empty", "name"),
        (with("name", json!("县水务局")), "unit_name_taken", "name"),
        (with("level", json!("galactic")), "unknown_option", "level"),
        (with("class", json!("1")), "not_an_enterprise", "class"),
        (with("head_phone", json!("12")), "not_a_phone", "head_phone"),
        (
            with("villages", helped("990101101")),
            "unknown_area",
            "villages[0]",
        ),
        (with("villages", twice), "repeated", "villages[1]"),
        (with("villages", back), "before_the_start", "villages[0]"),
    ] {
        let (status, error) = desk.save_unit(None, None, &wanted).await;
        assert_eq!((status, &error["code"]), (400, &json!(code)), "{wanted}");
        assert_eq!(error["field"], field);
    }
    let (status, error) = desk.save_unit(Some(id(&page)), Some(&good), &good).await;
    assert_eq!((status, &error["code"]), (409, &json!("stale")));
    let mut factory = with("kind", json!("private"));
    factory["class"] = json!("2");
    let page = desk.made(factory).await;
    assert_eq!(page["unit"]["quota"], 30);
}

#[tokio::test]
async fn a_unit_is_not_ended_before_it_is_said_what_becomes_of_people_and_villages() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let water = desk.made(unit("县水务局", &helped(VILLAGE))).await;
    let farms = desk.made(unit("县农业局", &json!([]))).await;
    let heir = farms["unit"]["helping_unit_id"].clone();
    for (more, code, field) in [
        (json!({}), "people_undecided", "people"),
        (
            json!({ "people": "left" }),
            "villages_undecided",
            "villages",
        ),
        (
            json!({ "people": "moved", "villages": "left" }),
            "successor_needed",
            "successor_id",
        ),
        (json!({ "day": "2027-01-01" }), "date_too_far", "day"),
        (json!({ "reason": " " }), "reason_needed", "reason"),
    ] {
        let (status, error) = desk.end_unit(&water, more).await;
        assert_eq!((status, &error["code"]), (400, &json!(code)), "{error}");
        assert_eq!(error["field"], field);
    }
    let how = json!({ "people": "moved", "villages": "moved", "successor_id": heir });
    let (status, page) = desk.end_unit(&water, how.clone()).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["unit"]["ended_on"], "2026-11-22");
    assert_eq!(page["facts"]["villages"][0]["to"], "2026-11-22");
    let page = desk
        .get(&format!("/helping-units/{}", heir.as_str().unwrap()))
        .await;
    assert_eq!(page["unit"]["people"], 5);
    // Whoever takes over begins on the last day of the one before: no day is without help.
    assert_eq!(page["facts"]["villages"][0]["from"], "2026-11-22");
    let (status, error) = desk.end_unit(&water, how).await;
    assert_eq!((status, &error["code"]), (409, &json!("unit_ended")));
    // Its name is free again, for another of that name.
    desk.made(unit("县水务局", &json!([]))).await;
}

#[tokio::test]
async fn somebody_new_without_a_mentor_is_found_until_somebody_guides_him() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let lacking = || async {
        let list = desk
            .search("people", json!({ "state": "without_mentor" }))
            .await;
        let people = list["people"].as_array().unwrap().iter();
        let names = people.map(|one| one["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(lacking().await, [""; 0]);
    for (person, day) in [(ANA, "2026-10-08"), (BO, "2026-05-01")] {
        let none = json!({ "rank": null, "post_start": null, "post_end": null });
        let form = json!({ "seen": none,
            "wanted": { "rank": "staff", "post_start": day, "post_end": null } });
        let path = format!("/people/{person}/post");
        let (status, saved) = desk.ask(Method::POST, &path, Some(form)).await;
        assert_eq!(status, 200, "{saved}");
    }
    assert_eq!(lacking().await, ["Ana"]);
    let path = format!("/people/{ANA}/mentor");
    let named = |mentor: &str, from: &str, to: Value| json!({ "mentor_id": mentor, "from": from, "to": to });
    let good = named(BO, "2026-10-08", Value::Null);
    for (wanted, code) in [
        (named(ANA, "2026-10-08", Value::Null), "same_person"),
        (named("x", "2026-10-08", Value::Null), "bad_id"),
        (named(BO, "soon", Value::Null), "not_a_date"),
        (
            named(BO, "2026-10-08", json!("2026-10-01")),
            "before_the_start",
        ),
    ] {
        let form = json!({ "seen": null, "wanted": wanted });
        let (status, error) = desk.ask(Method::POST, &path, Some(form)).await;
        assert_eq!((status, &error["code"]), (400, &json!(code)), "{error}");
    }
    let form = json!({ "seen": null, "wanted": good });
    let (status, page) = desk.ask(Method::POST, &path, Some(form.clone())).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["mentor"]["name"], "Bo");
    assert_eq!(page["history"][0]["became_zh"], "Bo 2026-10-08–");
    assert_eq!(lacking().await, [""; 0]);
    assert_eq!(desk.ask(Method::POST, &path, Some(form)).await.0, 409);
    let bo = desk.get(&format!("/people/{BO}")).await;
    assert_eq!(bo["guides"][0]["name"], "Ana");
}

#[tokio::test]
async fn a_roster_of_before_the_county_kept_what_it_said_does_not_undo_a_screen() {
    let county = County::new().await;
    county
        .opened()
        .db()
        .write(|tx| {
            tx.execute("update person set said = null", &[])?;
            tx.execute("update team set said = null", &[])
        })
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
    let desk = boss(&county).await;
    let page = desk.get(&format!("/people/{ANA}")).await;
    let mut wanted = page["facts"].clone();
    wanted["name"] = json!("安娜");
    let form = json!({ "seen": page["facts"], "wanted": wanted });
    let path = format!("/people/{ANA}");
    assert_eq!(desk.ask(Method::POST, &path, Some(form)).await.0, 200);
    let seen = json!({ "village_code": VILLAGE, "captain_id": CAI, "members": [CAI, ANA, BO] });
    let wanted = json!({ "village_code": VILLAGE, "captain_id": BO, "members": [ANA, BO] });
    let team = desk.get("/teams").await["teams"][0]["team_id"].clone();
    let form = json!({ "team_id": team, "seen": seen, "wanted": wanted });
    assert_eq!(desk.ask(Method::POST, "/teams", Some(form)).await.0, 200);
    for _ in 0..2 {
        bootstrap::import_roster(&county.opened(), roster())
            .await
            .unwrap();
        assert_eq!(desk.get(&path).await["facts"]["name"], "安娜");
        assert_eq!(desk.get("/teams").await["teams"][0]["captain_id"], BO);
    }
    // Something new that the roster says counts.
    let line = json!({ "row": "person", "id": ANA, "name": "安娜娜", "unit": "县水务局",
        "roles": [{ "role": "cadre", "area": VILLAGE }], "login": "ana" });
    bootstrap::import_roster(&county.opened(), line.to_string())
        .await
        .unwrap();
    assert_eq!(desk.get(&path).await["facts"]["name"], "安娜娜");
}
