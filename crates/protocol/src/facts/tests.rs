use domain::facts::FIELDS;
use uuid::Uuid;

use super::*;
use crate::edit::Edit;

const ONE: Uuid = Uuid::from_u128(1);
const ID: &str = "00000000-0000-0000-0000-000000000001";

fn clock() -> ClockV1 {
    ClockV1 {
        wall_ms: 5,
        monotonic_ms: 6,
        boot_id: "b".to_owned(),
        server_offset_ms: None,
    }
}

fn same(edit: &Edit, line: &str) {
    assert_eq!(serde_json::to_string(edit).unwrap(), line);
    assert_eq!(&serde_json::from_str::<Edit>(line).unwrap(), edit);
}

/// Phones in the field speak exactly these lines.
#[test]
fn corrections_of_facts_are_frozen() {
    let facts = FactsV1 {
        id: HouseholdId::from_uuid(ONE),
        base_version: 3,
        fields: vec![FieldV1 {
            field: "phone".to_owned(),
            base: Value::Null,
            mine: json!("1"),
        }],
        clock: clock(),
    };
    let clock = r#"{"wall_ms":5,"monotonic_ms":6,"boot_id":"b"}"#;
    same(
        &Edit::SaveHouseholdV1(facts.clone()),
        &format!(
            r#"{{"kind":"save_household_v1","id":"{ID}","base_version":3,"fields":[{{"field":"phone","base":null,"mine":"1"}}],"clock":{clock}}}"#
        ),
    );
    same(
        &Edit::SaveMemberV1(FactsV1 {
            id: MemberId::from_uuid(ONE),
            base_version: 0,
            fields: facts.fields,
            clock: facts.clock.clone(),
        }),
        &format!(
            r#"{{"kind":"save_member_v1","id":"{ID}","base_version":0,"fields":[{{"field":"phone","base":null,"mine":"1"}}],"clock":{clock}}}"#
        ),
    );
    let resolve = ResolveFactV1 {
        record: RecordRef::member(MemberId::from_uuid(ONE)),
        field: "labor".to_owned(),
        seen: SeenV1 {
            kept: json!("weak"),
            others: vec![ChangeId::from_uuid(ONE)],
        },
        choice: ChoiceV1::Other {
            contest_id: ChangeId::from_uuid(ONE),
        },
        clock: facts.clock,
    };
    same(
        &Edit::ResolveFactV1(resolve),
        &format!(
            r#"{{"kind":"resolve_fact_v1","record":{{"kind":"member","id":"{ID}"}},"field":"labor","seen":{{"kept":"weak","others":["{ID}"]}},"choice":{{"pick":"other","contest_id":"{ID}"}},"clock":{clock}}}"#
        ),
    );
    assert_eq!(
        serde_json::to_string(&ChoiceV1::Kept).unwrap(),
        r#"{"pick":"kept"}"#
    );
}

fn household() -> HouseholdV1 {
    serde_json::from_value(json!({
        "id": ID, "number": "n", "area_code": "a", "county": "c", "town": "t", "village": "v",
        "group": "g", "head_name": "h", "base_type": "general", "annual_family_size": 3,
        "lat": 34.5812345, "lon": 105.7,
    }))
    .unwrap()
}

fn member() -> MemberV1 {
    serde_json::from_value(json!({
        "id": ID, "household_id": ID, "number": "n", "name": "m", "id_number_masked": "",
        "gender": "1", "birth": "1990-01-01", "relation": "户主", "school_status": "",
        "active": true,
    }))
    .unwrap()
}

#[test]
fn contested_facts_in_a_row_are_frozen() {
    let mut row = household();
    let without = serde_json::to_string(&row).unwrap();
    assert!(!without.contains("version") && !without.contains("contested"));
    row.set_standing(
        2,
        vec![ContestedV1 {
            contest_id: ChangeId::from_uuid(ONE),
            field: "group".to_owned(),
            kept: json!("g"),
            other: json!("x"),
            by_name: Some("n".to_owned()),
            at_ms: 4,
            kept_by_name: None,
            kept_at_ms: None,
        }],
    );
    let line = serde_json::to_string(&row).unwrap();
    let tail = format!(
        r#","version":2,"contested":[{{"contest_id":"{ID}","field":"group","kept":"g","other":"x","by_name":"n","at_ms":4}}]}}"#
    );
    assert!(line.ends_with(&tail), "{line}");
    assert!(serde_json::from_str::<HouseholdV1>(&line).unwrap() == row);
}

/// A value of the field that is not what the rows above hold.
fn another(field: &Field) -> FactValue {
    match field.shape {
        Shape::Text { .. } => FactValue::text("x"),
        Shape::Phone => FactValue::text("13800001234"),
        Shape::Choice { .. } => FactValue::text("home"),
        Shape::Choices { .. } => FactValue::codes(vec!["chronic".to_owned()]),
        Shape::Number { .. } => FactValue::Number(7),
        Shape::Flag => FactValue::Flag(true),
        Shape::Place => FactValue::place(1.0, 2.0).unwrap(),
    }
}

fn takes<Row: FactRow>(mut row: Row) {
    for field in FIELDS.iter().filter(|field| field.subject == Row::SUBJECT) {
        let name = field.name;
        let before = row.fact(name).expect(name);
        let wire = to_json(&before);
        assert_eq!(from_json(field, &wire).expect(name), before, "{name}");

        let after = another(field);
        assert_ne!(after, before, "{name}");
        row.set_fact(name, after.clone());
        assert_eq!(row.fact(name), Some(after.clone()), "{name}");
        let wire = to_json(&after);
        assert_eq!(from_json(field, &wire).expect(name), after, "{name}");
        if !field.required {
            row.set_fact(name, FactValue::Nothing);
            assert_eq!(row.fact(name), Some(FactValue::Nothing), "{name}");
        }
    }
    assert!(row.fact("name").is_none());
}

#[test]
fn every_fact_can_be_read_and_written_in_its_row() {
    takes(household());
    takes(member());
}

#[test]
fn a_correction_does_not_show_what_it_says() {
    let field = FieldV1 {
        field: "address".to_owned(),
        base: json!("旧地址"),
        mine: json!("新地址"),
    };
    let edit = Edit::SaveHouseholdV1(FactsV1 {
        id: HouseholdId::from_uuid(ONE),
        base_version: 1,
        fields: vec![field],
        clock: clock(),
    });
    assert!(!format!("{edit:?}").contains("地址"));
}
