//! A county's own checklist: published at the desk, followed by phones, and every visit judged and
//! shown with the version it was answered under.

use domain::checklist::{Template, builtin};
use protocol::push::Outcome;
use protocol::row::TemplateV1;
use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss, captain};
use crate::support::{ANA, ANAS_HOUSE, CAI, County, NOW, Phone, TANG, visit_edit, visit_id};

fn overlay(version: &str, label: &str) -> String {
    json!({
        "schema_version": 1, "base": builtin().0.version, "version": version,
        "sections": [{ "code": "basic_living", "items": [
            { "code": "grain_sufficient", "label_zh": label, "label_en": "Enough to eat" },
            { "code": "local_heating", "new": true, "type": "enum", "label_zh": "取暖方式",
              "label_en": "Heating", "required": true, "options": [
                { "code": "stove", "zh": "煤炉", "en": "Coal stove" },
                { "code": "none", "zh": "无", "en": "None" }],
              "raises": [{ "when": { "fact": "item.local_heating", "op": "eq", "value": "none" },
                "category": "housing", "severity": "minor", "unit_role": "town_civil",
                "title_zh": "冬季无取暖", "title_en": "No heating in winter" }] },
        ]}],
    })
    .to_string()
}

async fn publish(boss: &Browser<'_>, overlay: &str, from: &str) -> (u16, Value) {
    let form = json!({ "overlay": overlay, "from": from, "note": "冬季取暖" });
    boss.ask(Method::POST, "/checklists/publish", Some(form))
        .await
}

/// A visit under a version, with more answers than the smallest has.
pub fn answered(
    phone: &mut Phone,
    number: u32,
    version: &str,
    answers: &[(&str, Value)],
    ended_ms: i64,
) -> Value {
    let visit = visit_id(number);
    let mut edit = visit_edit(&visit, &phone.person.clone(), ANAS_HOUSE, 1);
    edit["template_version"] = version.into();
    edit["started_ms"] = (ended_ms - 600_000).into();
    edit["ended_ms"] = ended_ms.into();
    for (item, value) in answers {
        edit["answers"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "item": item, "value": value }));
    }
    phone.change(number, ("visit", &visit), edit)
}

fn choice(code: &str) -> Value {
    json!({ "type": "choice", "value": code })
}

fn templates(rows: &[protocol::pull::PulledRow]) -> Vec<TemplateV1> {
    let own = rows.iter().filter(|row| row.kind == "template");
    own.map(|row| serde_json::from_str(row.body.as_ref().unwrap().get()).unwrap())
        .collect()
}

pub fn titles(page: &Value) -> Vec<String> {
    let problems = page["problems"].as_array().unwrap().iter();
    problems
        .map(|one| format!("{}/{}", one["title"].as_str().unwrap(), one["title_en"]))
        .collect()
}

/// What a section's first answer is called on the page of a visit.
fn label(page: &Value, item: &str) -> Value {
    let sections = page["sections"].as_array().unwrap().iter();
    let groups = sections.flat_map(|section| section["groups"].as_array().unwrap());
    let mut answers = groups.flat_map(|group| group["answers"].as_array().unwrap());
    answers.find(|one| one["item"] == item).unwrap()["zh"].clone()
}

#[tokio::test]
async fn a_visit_is_judged_and_shown_with_the_version_it_was_answered_under() {
    let mut county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let first = county.pull(&ana, 0).await;
    assert!(templates(&first.rows).is_empty(), "phones have the base");
    let base = builtin().0.version.as_str();
    let version = format!("{base}+990101.1");
    {
        let boss = boss(&county).await;
        let list = boss.get("/checklists").await;
        assert_eq!(
            (&list["in_force"], &list["next"]),
            (&json!(base), &json!("990101.1"))
        );
        let (status, list) = publish(&boss, &overlay("990101.1", "粮食够不够"), "2026-11-22").await;
        assert_eq!(status, 200, "{list}");
        assert_eq!(list["in_force"], version.as_str());
        let audit = boss.search("audit", json!({})).await.to_string();
        assert!(audit.contains("checklist_published") && audit.contains(&version));
    }

    let then = county.pull(&ana, first.cursor).await;
    let told = templates(&then.rows);
    assert_eq!(
        (told.len(), told[0].version.as_str()),
        (1, version.as_str())
    );
    assert_eq!(
        (told[0].base.as_str(), told[0].from.as_str()),
        (base, "2026-11-22")
    );
    let template = Template::parse(told[0].document.get(), &builtin().1).unwrap();
    assert!(template.item("local_heating").is_some());

    let (grain, cold) = (
        ("grain_sufficient", choice("yes")),
        ("local_heating", choice("none")),
    );
    let old = answered(
        &mut ana,
        1,
        base,
        std::slice::from_ref(&grain),
        NOW - 600_000,
    );
    let new = answered(&mut ana, 2, &version, &[grain, cold.clone()], NOW - 600_000);
    // The base knows no such item.
    let mixed = answered(&mut ana, 3, base, &[cold], NOW - 600_000);
    let outcomes = county.push(&ana, &[old, new, mixed]).await;
    assert!(
        matches!(&outcomes[0], Outcome::Accepted { .. }),
        "{outcomes:?}"
    );
    assert!(
        matches!(&outcomes[1], Outcome::Accepted { .. }),
        "{outcomes:?}"
    );
    let Outcome::Rejected(why) = &outcomes[2] else {
        panic!("{outcomes:?}");
    };
    assert_eq!(why.code, "unknown_item");

    // Also by a server that starts anew, and one by one.
    county.restart().await;
    let boss = captain(&county, CAI, "cai").await;
    let page = |number| {
        let path = format!("/visits/{}", visit_id(number));
        let boss = &boss;
        async move { boss.get(&path).await }
    };
    let (old, new) = (page(1).await, page(2).await);
    assert_eq!(label(&new, "grain_sufficient"), "粮食够不够");
    assert_ne!(label(&old, "grain_sufficient"), "粮食够不够");
    let cold = "冬季无取暖/\"No heating in winter\"".to_owned();
    assert!(titles(&new).contains(&cold), "{:?}", titles(&new));
    assert!(!titles(&old).contains(&cold));
    assert_eq!(new["template_version"], version.as_str());

    // A problem of the county's own rule enters the ledger with that rule's unit.
    let mut cai = county.phone(CAI).await;
    let approve = cai.review(50, &visit_id(2), 1, "approve");
    assert!(matches!(
        county.push_one(&cai, &approve).await,
        Outcome::Accepted { .. }
    ));
    let role = "select count(*) as n from problem where title = '冬季无取暖'
         and unit_role = 'town_civil' and state <> 'found'";
    assert_eq!(county.count(role).await, 1);

    let unknown = answered(&mut ana, 4, "2026.11.0+990101.9", &[], NOW - 600_000);
    let outcome = county.push_one(&ana, &unknown).await;
    assert!(
        matches!(outcome, Outcome::Quarantined { .. }),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_version_is_published_by_an_administrator_without_a_fault_and_never_twice() {
    let county = County::new().await;
    let tang = captain(&county, TANG, "tang").await;
    let good = overlay("990101.1", "粮食");
    let check = |overlay: &str| Some(json!({ "overlay": overlay }));
    for (path, body) in [
        ("/checklists", None),
        ("/checklists/check", check(&good)),
        (
            "/checklists/publish",
            Some(json!({ "overlay": good, "from": "2026-12-01", "note": "" })),
        ),
        ("/params", None),
    ] {
        let method = if body.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        assert_eq!(tang.ask(method, path, body).await.0, 403, "{path}");
    }
    let boss = boss(&county).await;
    let faulty = good
        .replace("\"minor\"", "\"grave\"")
        .replace("grain_sufficient", "grain");
    let (status, told) = boss
        .ask(Method::POST, "/checklists/check", check(&faulty))
        .await;
    assert_eq!((status, &told["version"]), (200, &Value::Null));
    let faults: Vec<_> = told["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            assert!(
                !one["zh"].as_str().unwrap().is_ascii() && one["en"].as_str().unwrap().is_ascii()
            );
            (one["code"].as_str().unwrap(), one["path"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        faults,
        [
            ("unknown_item", "sections[0].items[0].code"),
            ("unknown_code", "sections[0].items[1].raises[0].severity"),
        ]
    );
    let (status, told) = publish(&boss, &faulty, "2026-12-01").await;
    assert_eq!((status, &told["code"]), (400, &json!("overlay_faulty")));
    assert_eq!(told["field"], "sections[0].items[0].code");

    let (_, told) = boss
        .ask(Method::POST, "/checklists/check", check(&good))
        .await;
    assert_eq!(told["version"], format!("{}+990101.1", builtin().0.version));
    let living = told["sections"].as_array().unwrap().iter();
    let living = living
        .clone()
        .find(|one| one["code"] == "basic_living")
        .unwrap();
    let items = living["items"].as_array().unwrap().iter();
    let changes: Vec<_> = items
        .filter(|one| one["change"] != "same")
        .map(|one| {
            (
                one["code"].as_str().unwrap(),
                one["change"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        changes,
        [("grain_sufficient", "changed"), ("local_heating", "new")]
    );

    for (from, code) in [("2026-11-21", "in_the_past"), ("soon", "not_a_date")] {
        let (status, told) = publish(&boss, &good, from).await;
        assert_eq!((status, &told["code"]), (400, &json!(code)), "{from}");
    }
    let (status, list) = publish(&boss, &good, "2026-12-01").await;
    assert_eq!(
        (status, &list["in_force"]),
        (200, &json!(builtin().0.version))
    );
    assert_eq!(list["versions"][0]["state"], "future");
    assert_eq!(list["versions"][0]["published_by"], "郭主任");
    let (status, told) = publish(&boss, &good, "2026-12-01").await;
    assert_eq!((status, &told["field"]), (400, &json!("version")));
    // A code that was used keeps its meaning, though the new overlay alone would be in order.
    let reused = overlay("990101.2", "粮食").replace("\"enum\"", "\"multi_enum\"");
    let (_, told) = boss
        .ask(Method::POST, "/checklists/check", check(&reused))
        .await;
    assert_eq!(told["faults"][0]["code"], "changed_type");

    let now = overlay("990101.2", "主食");
    let (status, list) = publish(&boss, &now, "2026-11-22").await;
    assert_eq!(status, 200, "{list}");
    assert_eq!(
        list["in_force"],
        format!("{}+990101.2", builtin().0.version)
    );
    let states = list["versions"].as_array().unwrap().iter();
    let states: Vec<_> = states.map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["in_force", "future", "replaced"]);
    let page = boss
        .get(&format!("/checklists/{}%2B990101.1", builtin().0.version))
        .await;
    assert_eq!(page["overlay"], good);
    // Somebody new is told of it too.
    let ana = county.phone(ANA).await;
    assert_eq!(templates(&county.pull(&ana, 0).await.rows).len(), 2);
}
