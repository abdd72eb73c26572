//! Entries that are corrected by two, and those the county does not take: each with its code and
//! the field to look at, and nothing is lost.

use protocol::push::Outcome;
use serde_json::{Value, json};

use crate::entries_phone::{
    corrected, deed, entries, entry, entry_id, of_house, of_village, own, put, saved, step,
};
use crate::problems_phone::{accepted, refusal};
use crate::support::{ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County, DING, FAR_HOUSE, TANG};

fn aside(outcome: Outcome) -> String {
    match outcome {
        Outcome::Quarantined { code, .. } => code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_correction_is_merged_field_by_field_and_what_two_meant_is_kept() {
    let county = County::new().await;
    // Ana has two phones, and works on both without signal.
    let mut ana = county.phone(ANA).await;
    put(&county, &mut ana, 1, "good_deed", deed()).await;
    let first = [("text", json!("帮收玉米"), json!("帮收玉米两天"))];
    let change = corrected(&mut ana, 2, (1, "good_deed", 1), &first);
    accepted(&county.push_one(&ana, &change).await);
    let second = [
        ("text", json!("帮收玉米"), json!("帮收小麦")),
        ("value", Value::Null, json!(5000)),
        ("done_on", json!("2026-11-20"), json!("2026-11-19")),
    ];
    let change = corrected(&mut ana, 3, (1, "good_deed", 1), &second);
    accepted(&county.push_one(&ana, &change).await);
    let again = county.push_one(&ana, &change).await;
    assert!(matches!(again, Outcome::Duplicate { .. }), "{again:?}");

    let mine = entry(&county, &ana, 1).await.unwrap();
    assert_eq!(
        mine["fields"],
        json!({ "category": "labor", "done_on": "2026-11-19", "text": "帮收玉米两天",
            "value": 5000 })
    );
    let steps = mine["steps"].as_array().unwrap();
    let names: Vec<&str> = steps
        .iter()
        .map(|line| line["step"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["saved", "corrected", "corrected"]);
    // What stood first can still be read.
    assert_eq!(steps[0]["fields"]["text"], "帮收玉米");
    assert_eq!(steps[2]["contested"], json!(["text"]));
    assert_eq!(steps[2]["fields"]["text"], "帮收小麦");
    assert_eq!(mine["version"], 3);

    // The same again says nothing new, and a field may be emptied.
    let same = [("value", json!(1), json!(5000))];
    let change = corrected(&mut ana, 4, (1, "good_deed", 1), &same);
    accepted(&county.push_one(&ana, &change).await);
    let emptied = [("value", json!(5000), Value::Null)];
    let change = corrected(&mut ana, 5, (1, "good_deed", 3), &emptied);
    accepted(&county.push_one(&ana, &change).await);
    let mine = entry(&county, &ana, 1).await.unwrap();
    assert_eq!(
        (&mine["version"], &mine["fields"]["value"]),
        (&json!(4), &Value::Null)
    );
}

#[tokio::test]
async fn only_its_author_corrects_an_entry_and_only_while_it_is_his() {
    let county = County::new().await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let plan = json!({ "year_from": "2026-01-01", "year_to": "2026-12-31", "goal": "增收" });
    put(&county, &mut ana, 1, "plan", plan).await;
    let goal = [("goal", json!("增收"), json!("增收三千"))];
    let change = corrected(&mut cai, 2, (1, "plan", 1), &goal);
    assert_eq!(
        refusal(county.push_one(&cai, &change).await),
        ("wrong_role".into(), Some("edit.id".into()))
    );
    let change = step(&mut ana, 3, (&entry_id(1), "submit", "draft"), json!({}));
    accepted(&county.push_one(&ana, &change).await);
    let change = corrected(&mut ana, 4, (1, "plan", 1), &goal);
    match county.push_one(&ana, &change).await {
        Outcome::Rejected(rejection) => {
            assert_eq!(rejection.code, "not_editable");
            assert_eq!(rejection.current.unwrap().state, "submitted");
        }
        other => panic!("{other:?}"),
    }
    let other = corrected(&mut ana, 5, (1, "good_deed", 1), &goal);
    assert_eq!(
        refusal(county.push_one(&ana, &other).await),
        ("malformed".into(), Some("edit.ledger".into()))
    );
}

#[tokio::test]
async fn bad_fields_have_a_code_and_their_name_and_harm_nothing() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let with = |field: &str, value: Value| {
        let mut fields = deed();
        fields[field] = value;
        fields
    };
    let house = of_house(ANAS_HOUSE);
    let change = json!({ "kind": "merge", "on": "2026-11-01", "text": "合" });
    let merge = |other: &str| {
        let mut fields = change.clone();
        fields["other_household"] = json!(other);
        fields
    };
    let leave = json!({ "type": "leave_sick", "from": "2026-11-20", "to": "2026-11-19",
        "halfdays": 2 });
    let table: Vec<(&str, Value, Value, &str, &str)> = vec![
        (
            "good_deed",
            house.clone(),
            with("text", json!(" ")),
            "empty",
            "text",
        ),
        (
            "good_deed",
            house.clone(),
            with("text", json!("a\u{0}b")),
            "malformed",
            "text",
        ),
        (
            "good_deed",
            house.clone(),
            with("text", json!("长".repeat(301))),
            "too_long",
            "text",
        ),
        (
            "good_deed",
            house.clone(),
            with("value", json!(-1)),
            "out_of_range",
            "value",
        ),
        (
            "good_deed",
            house.clone(),
            with("done_on", json!("2026-11-23")),
            "in_the_future",
            "done_on",
        ),
        (
            "good_deed",
            house.clone(),
            with("category", json!("dance")),
            "unknown_option",
            "category",
        ),
        (
            "good_deed",
            house.clone(),
            with("colour", json!("red")),
            "unknown_field",
            "colour",
        ),
        (
            "good_deed",
            house.clone(),
            with("member", json!(FAR_HOUSE)),
            "unknown_member",
            "member",
        ),
        (
            "household_change",
            house.clone(),
            merge(ANA),
            "unknown_household",
            "other_household",
        ),
        (
            "household_change",
            house.clone(),
            merge(ANAS_HOUSE),
            "same_household",
            "other_household",
        ),
        ("leave", own(), leave, "before_the_start", "to"),
    ];
    for (id, (ledger, place, fields, code, field)) in (1..).zip(table) {
        let change = saved(&mut ana, id, ledger, &place, fields);
        let refused = refusal(county.push_one(&ana, &change).await);
        assert_eq!(refused, (code.into(), Some(format!("edit.fields.{field}"))));
    }
    let mut twice = saved(&mut ana, 20, "good_deed", &house, deed());
    let fields = twice["edit"]["fields"].as_array_mut().unwrap();
    fields.push(fields[0].clone());
    assert_eq!(
        refusal(county.push_one(&ana, &twice).await),
        ("repeated".into(), Some("edit.fields.category".into()))
    );
    assert_eq!(entries(&county, &ana).await, [] as [Value; 0]);
    assert_eq!(county.count("select count(*) as n from entry").await, 0);
}

#[tokio::test]
async fn an_entry_says_whose_it_is_as_its_ledger_asks_and_no_more() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let activity = json!({ "type": "clean_up", "on": "2026-11-20", "times": 1, "text": "扫街" });
    let area = |code: &str| json!({ "area_code": code });
    let days = json!({ "month_on": "2026-11-01", "days": 20 });
    for (id, (ledger, place, fields, code, field)) in (1..).zip([
        ("good_deed", own(), deed(), "empty", "edit.household_id"),
        (
            "activity",
            of_house(ANAS_HOUSE),
            activity.clone(),
            "malformed",
            "edit.household_id",
        ),
        (
            "activity",
            own(),
            activity.clone(),
            "empty",
            "edit.area_code",
        ),
        (
            "activity",
            area("99010"),
            activity.clone(),
            "malformed",
            "edit.area_code",
        ),
        (
            "stationed",
            of_village(),
            days,
            "malformed",
            "edit.area_code",
        ),
    ]) {
        let change = saved(&mut ana, id, ledger, &place, fields);
        let refused = refusal(county.push_one(&ana, &change).await);
        assert_eq!(refused, (code.into(), Some(field.into())), "{ledger}");
    }
    let nowhere = saved(&mut ana, 10, "good_deed", &of_house(ANA), deed());
    assert_eq!(
        aside(county.push_one(&ana, &nowhere).await),
        "unknown_household"
    );
    let far = saved(&mut ana, 11, "activity", &area("990101102200"), activity);
    assert_eq!(aside(county.push_one(&ana, &far).await), "out_of_scope");
    let newer = saved(&mut ana, 12, "weather", &own(), json!({}));
    assert_eq!(aside(county.push_one(&ana, &newer).await), "unknown_kind");
}

#[tokio::test]
async fn whoever_has_nothing_to_do_with_an_entry_is_kept_apart_and_told_nothing() {
    let county = County::new().await;
    let (mut ana, mut bo) = (county.phone(ANA).await, county.phone(BO).await);
    let measure = json!({ "category": "industry", "project": "养羊", "start_on": "2026-11-01" });
    put(&county, &mut ana, 1, "measure", measure).await;
    let change = step(&mut bo, 2, (&entry_id(1), "start", "done"), json!({}));
    assert_eq!(aside(county.push_one(&bo, &change).await), "out_of_scope");
    let mut ding = county.phone(DING).await;
    let change = corrected(&mut ding, 3, (1, "measure", 1), &[]);
    assert_eq!(aside(county.push_one(&ding, &change).await), "out_of_scope");
    // Bo may not hang an entry of his own household onto one of Ana's.
    let mut task = saved(
        &mut bo,
        4,
        "plan_task",
        &of_house(BOS_HOUSE),
        json!({ "text": "买羊", "due_on": "2026-12-01" }),
    );
    task["edit"]["of_id"] = json!(entry_id(1));
    assert_eq!(
        refusal(county.push_one(&bo, &task).await),
        ("unknown_entry".into(), Some("edit.of_id".into()))
    );
}

#[tokio::test]
async fn a_step_of_an_entry_that_is_not_here_yet_waits_for_it() {
    let county = County::new().await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let early = step(
        &mut cai,
        1,
        (&entry_id(5), "drop", "planned"),
        json!({ "reason": "重复" }),
    );
    assert_eq!(aside(county.push_one(&cai, &early).await), "unknown_entry");
    let fix = [("project", json!("养羊"), json!("养牛"))];
    let later = corrected(&mut ana, 2, (5, "measure", 1), &fix);
    assert_eq!(aside(county.push_one(&ana, &later).await), "unknown_entry");
    let measure = json!({ "category": "industry", "project": "养羊", "start_on": "2026-11-01" });
    put(&county, &mut ana, 5, "measure", measure).await;
    let mine = entry(&county, &ana, 5).await.unwrap();
    assert_eq!(mine["state"], "dropped");
    let steps = mine["steps"].as_array().unwrap();
    assert_eq!(steps.last().unwrap()["by_name"], "Cai");
}

#[tokio::test]
async fn long_leave_is_the_countys_to_grant_and_attendance_waits_for_its_switch() {
    let county = County::new().await;
    let (mut ana, mut tang) = (county.phone(ANA).await, county.phone(TANG).await);
    let leave = |halfdays: u32| {
        json!({ "type": "leave_sick", "from": "2026-11-20", "to": "2026-11-30",
            "halfdays": halfdays })
    };
    for (id, halfdays) in [(1, 10), (2, 11)] {
        let change = saved(&mut ana, id, "leave", &own(), leave(halfdays));
        accepted(&county.push_one(&ana, &change).await);
    }
    let short = step(
        &mut tang,
        3,
        (&entry_id(1), "approve", "requested"),
        json!({}),
    );
    accepted(&county.push_one(&tang, &short).await);
    let long = step(
        &mut tang,
        4,
        (&entry_id(2), "approve", "requested"),
        json!({}),
    );
    assert_eq!(
        refusal(county.push_one(&tang, &long).await),
        ("longer_needs_county".into(), Some("edit.step".into()))
    );
    let day = json!({ "on": "2026-11-20", "slot": "am", "type": "present" });
    let change = saved(&mut ana, 5, "attendance", &own(), day);
    assert_eq!(
        refusal(county.push_one(&ana, &change).await),
        ("ledger_off".into(), Some("edit.ledger".into()))
    );
}
