//! The ledgers beside visits and problems as phones meet them: entries come in, are corrected and
//! moved by the rules, and are shown to whoever has to do with them.

use protocol::push::Outcome;
use serde_json::{Value, json};

use crate::problems_phone::{accepted, refusal};
use crate::support::{ANA, ANAS_HOUSE, BO, CAI, County, DING, MEMBER, NOW, Phone, TANG, change_id};

pub const VILLAGE: &str = "990101101200";

pub fn entry_id(id: u32) -> String {
    format!("00000000-0000-7000-8000-0000000e{id:04}")
}

/// Where an entry belongs.
pub fn of_house(household: &str) -> Value {
    json!({ "household_id": household })
}

pub fn of_village() -> Value {
    json!({ "area_code": VILLAGE })
}

pub fn own() -> Value {
    json!({})
}

/// A new entry as a phone saves it.
pub fn saved(phone: &mut Phone, id: u32, ledger: &str, place: &Value, fields: Value) -> Value {
    let fields: Vec<Value> = fields
        .as_object()
        .unwrap()
        .iter()
        .map(|(field, mine)| json!({ "field": field, "mine": mine }))
        .collect();
    let mut edit = json!({ "kind": "save_entry_v1", "id": entry_id(id), "ledger": ledger,
        "fields": fields, "saved_ms": NOW });
    for (name, value) in place.as_object().unwrap() {
        edit[name] = value.clone();
    }
    phone.change(id, ("entry", &entry_id(id)), edit)
}

/// A correction: each field as it was seen and as it should be.
pub fn corrected(
    phone: &mut Phone,
    change: u32,
    (id, ledger, version): (u32, &str, u32),
    fields: &[(&str, Value, Value)],
) -> Value {
    let fields: Vec<Value> = fields
        .iter()
        .map(|(field, base, mine)| {
            let mut one = json!({ "field": field });
            for (name, value) in [("base", base), ("mine", mine)] {
                if !value.is_null() {
                    one[name] = value.clone();
                }
            }
            one
        })
        .collect();
    let edit = json!({ "kind": "save_entry_v1", "id": entry_id(id), "ledger": ledger,
        "household_id": ANAS_HOUSE, "fields": fields, "base_version": version, "saved_ms": NOW });
    phone.change(change, ("entry", &entry_id(id)), edit)
}

/// A step of an entry from where it was seen.
pub fn step(
    phone: &mut Phone,
    change: u32,
    (id, step, seen): (&str, &str, &str),
    said: Value,
) -> Value {
    let mut edit = json!({ "kind": "move_entry_v1", "id": change_id(change + 6000), "entry_id": id,
        "step": step, "seen_state": seen, "moved_ms": NOW });
    for (name, value) in said.as_object().unwrap() {
        edit[name] = value.clone();
    }
    phone.change(change, ("entry", id), edit)
}

/// Entries this phone has, by id.
pub async fn entries(county: &County, phone: &Phone) -> Vec<Value> {
    let page = county.pull(phone, 0).await;
    let rows = page.rows.iter().filter(|row| row.kind == "entry");
    let bodies = rows.filter_map(|row| row.body.as_ref());
    let mut found: Vec<Value> = bodies
        .map(|body| serde_json::from_str(body.get()).unwrap())
        .collect();
    found.sort_by_key(|entry| entry["id"].as_str().map(str::to_owned));
    found
}

pub async fn entry(county: &County, phone: &Phone, id: u32) -> Option<Value> {
    let all = entries(county, phone).await;
    all.into_iter().find(|one| one["id"] == entry_id(id))
}

pub fn deed() -> Value {
    json!({ "category": "labor", "done_on": "2026-11-20", "text": "帮收玉米" })
}

/// Saves an entry of Ana's house.
pub async fn put(county: &County, phone: &mut Phone, id: u32, ledger: &str, fields: Value) {
    let change = saved(phone, id, ledger, &of_house(ANAS_HOUSE), fields);
    accepted(&county.push_one(phone, &change).await);
}

#[tokio::test]
async fn each_ledger_is_saved_and_shown_to_whoever_has_to_do_with_it_and_to_nobody_else() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let house = of_house(ANAS_HOUSE);
    let yes = |codes: &[&str], code: &str| -> Value {
        let fields = codes.iter().map(|field| ((*field).to_owned(), json!(code)));
        Value::Object(fields.collect())
    };
    let mut clean = yes(
        &[
            "around_house",
            "yard",
            "poultry",
            "road",
            "ditch",
            "green",
            "public",
            "waterside",
            "threshing",
            "field",
        ],
        "yes",
    );
    clean["on"] = json!("2026-11-20");
    let mut sieves = yes(
        &[
            "income",
            "education",
            "medical",
            "water",
            "housing",
            "relocation",
            "industry",
            "road",
            "subsistence",
            "environment",
            "policy_knowledge",
            "funds",
            "dynamic_mgmt",
            "helping_duty",
        ],
        "clear",
    );
    sieves["on"] = json!("2026-11-20");
    let all: Vec<(&str, Value, Value)> = vec![
        ("good_deed", house.clone(), deed()),
        (
            "no_visit",
            house.clone(),
            json!({ "tried_on": "2026-11-20", "reason": "other", "what": "村口修桥" }),
        ),
        (
            "measure",
            house.clone(),
            json!({ "category": "industry", "project": "养羊", "start_on": "2026-11-01", "amount": 500_000 }),
        ),
        (
            "plan",
            house.clone(),
            json!({ "year_from": "2026-01-01", "year_to": "2026-12-31", "goal": "增收" }),
        ),
        (
            "plan_task",
            house.clone(),
            json!({ "text": "买羊", "due_on": "2026-12-01" }),
        ),
        (
            "income",
            house.clone(),
            json!({ "window": "calendar", "from": "2026-01-01", "to": "2026-12-31", "annual_family_size": 3 }),
        ),
        (
            "member_change",
            house.clone(),
            json!({ "kind": "death", "on": "2026-11-01", "member": MEMBER }),
        ),
        (
            "household_change",
            house.clone(),
            json!({ "kind": "extinct", "on": "2026-11-01", "text": "全家迁走" }),
        ),
        (
            "case",
            house.clone(),
            json!({ "kind": "identify", "source": "self", "found_on": "2026-11-20", "risk_types": ["illness"], "text": "大病" }),
        ),
        (
            "data_check",
            house.clone(),
            json!({ "kind": "systems", "found_on": "2026-11-20" }),
        ),
        (
            "activity",
            of_village(),
            json!({ "type": "training", "training_type": "skill", "on": "2026-11-20", "times": 1, "text": "学政策" }),
        ),
        (
            "project",
            of_village(),
            json!({ "name": "修路", "source": "county", "budget": 100, "start_on": "2026-11-01", "end_on": "2027-01-01", "text": "三公里" }),
        ),
        (
            "aid",
            of_village(),
            json!({ "source": "donation", "form": "cash", "on": "2026-11-20", "amount": 100, "text": "助学", "for_household": ANAS_HOUSE }),
        ),
        ("ten_clean", of_village(), clean),
        ("sieves", of_village(), sieves),
        (
            "stationed",
            own(),
            json!({ "month_on": "2026-11-01", "days": 20 }),
        ),
        (
            "appraisal",
            own(),
            json!({ "voted_on": "2026-11-20", "very_satisfied": 30, "satisfied": 8, "neutral": 2,
                "dissatisfied": 0, "very_dissatisfied": 0 }),
        ),
        (
            "leave",
            own(),
            json!({ "type": "leave_sick", "from": "2026-11-20", "to": "2026-11-21", "halfdays": 4 }),
        ),
        (
            "suggestion",
            own(),
            json!({ "kind": "idea", "text": "少填一张表" }),
        ),
    ];
    let known = domain::ledger::ledgers().all();
    // Attendance has a switch of its own.
    assert_eq!(all.len() + 1, known.len());
    for (id, (ledger, place, fields)) in (1..).zip(&all) {
        let change = saved(&mut ana, id, ledger, place, fields.clone());
        let outcome = county.push_one(&ana, &change).await;
        assert!(
            matches!(outcome, Outcome::Accepted { .. }),
            "{ledger} {outcome:?}"
        );
        let again = county.push_one(&ana, &change).await;
        assert!(
            matches!(again, Outcome::Duplicate { .. }),
            "{ledger} {again:?}"
        );
    }
    let sees = |place: &Value, person: &str| match person {
        ANA | CAI | TANG => true,
        // In the same team, helping another household.
        BO => place["area_code"].is_string(),
        _ => false,
    };
    for person in [ANA, BO, CAI, TANG, DING] {
        let phone = county.phone(person).await;
        let here = entries(&county, &phone).await;
        let expected: Vec<&str> = all
            .iter()
            // What is said to the county is nobody else's.
            .filter(|(ledger, place, _)| {
                sees(place, person) && (*ledger != "suggestion" || person == ANA)
            })
            .map(|(ledger, ..)| *ledger)
            .collect();
        let found: Vec<&str> = here
            .iter()
            .map(|entry| entry["ledger"].as_str().unwrap())
            .collect();
        assert_eq!(found, expected, "{person}");
        for entry in here {
            assert_eq!(entry["author_name"], "Ana");
            assert_eq!(entry["steps"][0]["step"], "saved");
            let village = if entry["ledger"] == "suggestion" {
                ""
            } else {
                VILLAGE
            };
            assert_eq!(entry["area_code"].as_str().unwrap_or_default(), village);
        }
    }
}

#[tokio::test]
async fn a_plan_goes_to_the_captain_and_back_and_nobody_judges_his_own() {
    let county = County::new().await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let plan = json!({ "year_from": "2026-01-01", "year_to": "2026-12-31", "goal": "增收" });
    put(&county, &mut ana, 1, "plan", plan).await;
    let id = entry_id(1);
    let none = json!({});
    let change = step(&mut ana, 2, (&id, "submit", "draft"), none.clone());
    accepted(&county.push_one(&ana, &change).await);
    let mine = entry(&county, &ana, 1).await.unwrap();
    assert_eq!(
        (&mine["state"], &mine["version"]),
        (&json!("submitted"), &json!(2))
    );

    let own = step(&mut ana, 3, (&id, "approve", "submitted"), none.clone());
    assert_eq!(
        refusal(county.push_one(&ana, &own).await),
        ("wrong_role".into(), Some("edit.step".into()))
    );
    let bare = step(
        &mut cai,
        4,
        (&id, "send_back", "submitted"),
        json!({ "reason": " " }),
    );
    assert_eq!(
        refusal(county.push_one(&cai, &bare).await),
        ("reason_needed".into(), Some("edit.reason".into()))
    );
    let back = step(
        &mut cai,
        5,
        (&id, "send_back", "submitted"),
        json!({ "reason": "太空" }),
    );
    accepted(&county.push_one(&cai, &back).await);
    // Two captains, or one with two phones: the second decided on what is no longer so.
    let late = step(&mut cai, 6, (&id, "approve", "submitted"), none.clone());
    match county.push_one(&cai, &late).await {
        Outcome::Rejected(rejection) => {
            assert_eq!(rejection.code, "stale");
            assert_eq!(rejection.current.unwrap().state, "returned");
        }
        other => panic!("{other:?}"),
    }
    let nowhere = step(&mut cai, 7, (&id, "complete", "returned"), none.clone());
    assert_eq!(
        refusal(county.push_one(&cai, &nowhere).await).0,
        "not_from_here"
    );
    let mine = entry(&county, &ana, 1).await.unwrap();
    let last = mine["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["step"], &last["by_name"], &last["reason"]),
        (&json!("send_back"), &json!("Cai"), &json!("太空"))
    );

    // The captain's own is for the town.
    let plan = json!({ "year_from": "2027-01-01", "year_to": "2027-12-31", "goal": "增收" });
    put(&county, &mut cai, 8, "plan", plan).await;
    let id = entry_id(8);
    let change = step(&mut cai, 9, (&id, "submit", "draft"), none.clone());
    accepted(&county.push_one(&cai, &change).await);
    let own = step(&mut cai, 10, (&id, "approve", "submitted"), none.clone());
    assert_eq!(refusal(county.push_one(&cai, &own).await).0, "own_work");
    let mut tang = county.phone(TANG).await;
    let change = step(&mut tang, 11, (&id, "approve", "submitted"), none);
    accepted(&county.push_one(&tang, &change).await);
}
