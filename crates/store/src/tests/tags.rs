use protocol::row::kind;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::search::{Ages, Names, Order, Wanted, Word};
use crate::testing::{Phone, ana, household, household_id, row};
use crate::{pull, tag};

const AGES: Ages<'_> = Ages {
    child_after: "2008-11-29",
    elder_until: "1966-11-29",
};

fn home(number: u128, head: &str, more: Value) -> Value {
    let mut body = household(number, head);
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn member(number: u128, home: u128, birth: &str, health: &[&str]) -> Value {
    json!({ "id": member_id(number), "household_id": household_id(home), "number": "1",
        "name": "赵六", "id_number_masked": "", "gender": "1", "birth": birth, "relation": "之子",
        "school_status": "not_student", "health": health, "active": true,
        "work_months": if number == 1 { 8 } else { 0 } })
}

fn member_id(number: u128) -> String {
    format!("00000000-0000-0000-0000-0000000009{number:02}")
}

/// Two households of a village; ana helps the first.
fn village() -> Phone {
    let phone = ana();
    let ill = json!({ "risk_types": ["illness", "schooling"], "welfare_tags": ["dibao"],
        "monitor_category": "sudden", "relocated": true });
    let other = json!({ "risk_types": ["illness"], "welfare_tags": ["none"], "no_labor": true });
    let page = [
        row(1, kind::HOUSEHOLD, household_id(1), home(1, "张三", ill)),
        row(2, kind::HOUSEHOLD, household_id(2), home(2, "艾青", other)),
        row(
            3,
            kind::MEMBER,
            member_id(1),
            member(1, 1, "2008-11-30", &["chronic"]),
        ),
        row(
            4,
            kind::MEMBER,
            member_id(2),
            member(2, 2, "2008-11-29", &["disabled"]),
        ),
        row(
            5,
            kind::MEMBER,
            member_id(3),
            member(3, 2, "1966-11-29", &["healthy"]),
        ),
        row(
            6,
            kind::ASSIGNMENT,
            "00000000-0000-0000-0000-000000000801",
            json!({ "id": "00000000-0000-0000-0000-000000000801", "kind": "primary",
                "household_id": household_id(1), "from": "2026-01-01",
                "person_id": "00000000-0000-0000-0000-000000000001" }),
        ),
    ];
    phone
        .store
        .write(|tx| pull::apply_page(tx, &page, 6, 1))
        .unwrap();
    phone
}

fn heads(conn: &Connection, names: &Names, wanted: &Wanted<'_>) -> Vec<String> {
    let rows: Vec<i64> = names.find(wanted).iter().map(|home| home.row).collect();
    let rows = crate::household::of_rows(conn, &rows).unwrap();
    rows.into_iter().map(|row| row.head_name).collect()
}

fn with(phone: &Phone, wanted: &Wanted<'_>) -> Vec<String> {
    phone
        .store
        .read(|conn| Ok(heads(conn, phone.store.names(conn)?.as_ref(), wanted)))
        .unwrap()
}

fn tagged<'a>(groups: &[&[&'a str]]) -> Wanted<'a> {
    Wanted {
        tags: groups.iter().map(|tags| tags.to_vec()).collect(),
        ages: AGES,
        ..Wanted::default()
    }
}

#[test]
fn a_household_is_found_by_what_it_is() {
    let phone = village();
    for (tag, found) in [
        ("welfare.dibao", vec!["张三"]),
        ("welfare.none", vec![]),
        ("monitor.sudden", vec!["张三"]),
        ("risk.schooling", vec!["张三"]),
        ("risk.school", vec![]),
        ("home.relocated", vec!["张三"]),
        ("home.no_labor", vec!["艾青"]),
        ("base.general", vec!["张三", "艾青"]),
        (tag::AWAY, vec!["张三"]),
        // Of age on the day itself.
        (tag::CHILD, vec!["张三"]),
        (tag::ELDER, vec!["艾青"]),
    ] {
        assert_eq!(with(&phone, &tagged(&[&[tag]])), found, "{tag}");
    }
    let either: &[&str] = &["welfare.dibao", "welfare.tekun_central"];
    assert_eq!(
        with(&phone, &tagged(&[either, &["risk.schooling"]])),
        ["张三"]
    );
    assert!(with(&phone, &tagged(&[either, &["home.no_labor"]])).is_empty());
    let called = Wanted {
        words: vec![Word {
            text: "低保",
            tags: vec!["welfare.dibao"],
        }],
        ..Wanted::default()
    };
    assert_eq!(with(&phone, &called), ["张三"]);
    let by_name = Wanted {
        order: Order::Name,
        ..Wanted::default()
    };
    assert_eq!(with(&phone, &by_name), ["艾青", "张三"], "ai before zhang");
}

/// DOMAIN §3.1: the category for the household's own helper, nobody's list.
#[test]
fn nobody_but_the_helper_finds_households_by_illness() {
    let phone = village();
    for tag in ["risk.illness", "health.chronic"] {
        assert_eq!(with(&phone, &tagged(&[&[tag]])), ["张三"], "{tag}");
    }
    assert!(with(&phone, &tagged(&[&["health.disabled"]])).is_empty());
    let counted = |phone: &Phone| {
        phone
            .store
            .read(|conn| {
                let names = phone.store.names(conn)?;
                let tags = names.tags(&AGES);
                Ok(tags.get("risk.illness").copied())
            })
            .unwrap()
    };
    assert_eq!(counted(&phone), Some(1));
    // When the helping ends, so does the seeing.
    let gone = row(
        7,
        kind::ASSIGNMENT,
        "00000000-0000-0000-0000-000000000801",
        Value::Null,
    );
    phone
        .store
        .write(|tx| pull::apply_page(tx, &[gone], 7, 1))
        .unwrap();
    assert!(with(&phone, &tagged(&[&["risk.illness"]])).is_empty());
    assert_eq!(counted(&phone), None);
}

/// What the migration makes of rows that lie here already is what a pull makes of them.
#[test]
fn rows_from_before_have_the_tags_a_pull_gives() {
    let phone = village();
    let read = |conn: &Connection| -> Vec<(String, String)> {
        let sql = "select tags, '' as birth from household
             union all select tags, birth from member order by 1, 2";
        let mut asked = conn.prepare(sql).unwrap();
        let rows = asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.unwrap().map(Result::unwrap).collect()
    };
    let pulled = phone.store.read(|conn| Ok(read(conn))).unwrap();
    let step = include_str!("../../../../migrations/device/0020_tags.sql");
    let fill: String = step
        .split_inclusive(";\n")
        .filter(|part| !part.contains("alter table"))
        .collect();
    let again = phone
        .store
        .write(|tx| {
            tx.execute_batch(
                "update household set tags = ''; update member set tags = '', birth = '';",
            )?;
            tx.execute_batch(&fill)?;
            Ok(read(tx))
        })
        .unwrap();
    assert_eq!(again, pulled);
    assert!(
        pulled
            .iter()
            .any(|(tags, _)| tags.contains("|risk.illness|risk.schooling|"))
    );
}
