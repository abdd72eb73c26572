mod household_dynamics;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::codes::{ParamValue, Params};
use crate::id::MemberId;
use crate::time::Date;

const TODAY: Date = date(2026, 11, 29);

fn ground<'a>() -> Ground<'a> {
    Ground {
        today: TODAY,
        codes: &builtin().1,
        members: None,
    }
}

fn values(pairs: &[(&str, EntryValue)]) -> Values {
    pairs
        .iter()
        .map(|(code, value)| ((*code).to_owned(), value.clone()))
        .collect()
}

fn text(text: &str) -> EntryValue {
    EntryValue::Text(text.to_owned())
}

fn ledger(code: &str) -> &'static Ledger {
    ledgers().find(code).unwrap()
}

fn actor(role: EntryRole, is_author: bool) -> EntryActor {
    EntryActor { role, is_author }
}

fn faults(ledger: &Ledger, given: &[(&str, EntryValue)]) -> Vec<(String, &'static str)> {
    check(&ledger.fields, &values(given), &ground())
        .faults
        .into_iter()
        .map(|fault| (fault.field, fault.code))
        .collect()
}

#[test]
fn every_ledger_can_be_filled_settled_and_names_its_parts_in_both_languages() {
    assert_eq!(ledgers().all().len(), 20);
    for ledger in ledgers().all() {
        let name = &ledger.code;
        assert!(!ledger.zh.is_empty() && !ledger.en.is_empty(), "{name}");
        assert!(!ledger.title.is_empty(), "{name} has no title");
        // From where it begins, its moves lead to a settled state.
        let mut reached = vec![ledger.first_state()];
        let mut at = 0;
        while at < reached.len() {
            for step in &ledger.moves {
                if step.from.iter().any(|from| from == reached[at])
                    && !reached.contains(&step.to.as_str())
                {
                    reached.push(&step.to);
                }
            }
            at += 1;
        }
        assert_eq!(
            reached.len(),
            ledger.states.len(),
            "{name}: a state nobody reaches"
        );
        assert!(
            reached.iter().any(|state| ledger.is_settled(state)),
            "{name}"
        );
    }
}

#[test]
fn a_form_says_what_is_wrong_with_each_field() {
    let deed = ledger("good_deed");
    let good = [
        ("category", text("labor")),
        ("done_on", text("2026-11-28")),
        ("text", text("  帮收玉米 ")),
    ];
    let checked = check(&deed.fields, &values(&good), &ground());
    assert_eq!(checked.faults, []);
    assert_eq!(checked.values["text"], text("帮收玉米"));

    let long = "字".repeat(301);
    let table: &[(&str, EntryValue, &str)] = &[
        ("category", text("dance"), "unknown_option"),
        ("category", EntryValue::Number(1), "malformed"),
        ("done_on", text("2026-11-30"), "in_the_future"),
        ("done_on", text("2026-02-30"), "not_a_date"),
        ("done_on", text("1780-01-01"), "out_of_range"),
        ("text", text(&long), "too_long"),
        ("text", text("a\0b"), "malformed"),
        ("text", text("   "), "empty"),
        ("value", EntryValue::Number(-1), "out_of_range"),
        ("value", text("12"), "malformed"),
        ("member", text("nobody"), "malformed"),
        ("colour", text("red"), "unknown_field"),
    ];
    for (field, value, code) in table {
        let mut given = good.to_vec();
        given.retain(|(name, _)| name != field);
        given.push((field, value.clone()));
        assert_eq!(
            faults(deed, &given),
            [((*field).to_owned(), *code)],
            "{field}"
        );
    }
}

#[test]
fn what_is_hidden_is_neither_asked_for_nor_kept() {
    let change = ledger("member_change");
    let death = [
        ("kind", text("death")),
        ("on", text("2026-11-01")),
        ("member", text("00000000-0000-0000-0000-000000000001")),
        ("name", text("left over from another kind")),
    ];
    let checked = check(&change.fields, &values(&death), &ground());
    assert_eq!(checked.faults, []);
    assert!(!checked.values.contains_key("name"));
    let birth = [("kind", text("birth")), ("on", text("2026-11-01"))];
    let missing = ["name", "relation", "gender", "birth"].map(|field| (field.to_owned(), "empty"));
    assert_eq!(faults(change, &birth), missing);
}

#[test]
fn an_id_number_that_does_not_check_is_kept_and_looked_at() {
    let field = ledger("member_change").field("id_number").unwrap().clone();
    let shown = Field {
        show_if: None,
        ..field
    };
    for (number, doubtful) in [
        ("11010519491231002X", false),
        ("110105194912310021", true),
        ("123", true),
    ] {
        let given = values(&[("id_number", text(number))]);
        let checked = check(std::slice::from_ref(&shown), &given, &ground());
        assert_eq!(checked.faults, [], "{number}");
        assert_eq!(!checked.doubtful_ids.is_empty(), doubtful, "{number}");
    }
}

#[test]
fn a_member_of_another_household_is_refused() {
    let own = MemberId::from_uuid(uuid::Uuid::from_u128(1));
    let members = [own];
    let ground = Ground {
        members: Some(&members),
        ..ground()
    };
    let other = MemberId::from_uuid(uuid::Uuid::from_u128(2));
    let fields = &ledger("good_deed").fields;
    let member = |id: MemberId| values(&[("member", text(&id.to_string()))]);
    let codes = |id| {
        check(fields, &member(id), &ground)
            .faults
            .into_iter()
            .map(|fault| fault.code)
            .collect::<Vec<_>>()
    };
    assert!(!codes(own).contains(&"unknown_member"));
    assert!(codes(other).contains(&"unknown_member"));
}

#[test]
fn nobody_approves_his_own_plan_and_only_the_captain_approves_at_all() {
    let plan = ledger("plan");
    let table = [
        (EntryRole::Anyone, true, "submit", "draft", Ok("submitted")),
        (
            EntryRole::Anyone,
            false,
            "approve",
            "submitted",
            Err(EntryRefused::WrongRole),
        ),
        (
            EntryRole::Captain,
            true,
            "approve",
            "submitted",
            Err(EntryRefused::OwnWork),
        ),
        (
            EntryRole::Captain,
            false,
            "approve",
            "submitted",
            Ok("approved"),
        ),
        (
            EntryRole::Captain,
            false,
            "approve",
            "draft",
            Err(EntryRefused::NotFromHere),
        ),
        (
            EntryRole::Captain,
            false,
            "send_back",
            "submitted",
            Err(EntryRefused::ReasonNeeded),
        ),
        (
            EntryRole::Anyone,
            true,
            "void",
            "draft",
            Err(EntryRefused::ReasonNeeded),
        ),
        (
            EntryRole::Anyone,
            true,
            "fly",
            "draft",
            Err(EntryRefused::NotFromHere),
        ),
    ];
    for (role, is_author, step, state, expected) in table {
        assert_eq!(
            decide(plan, state, step, actor(role, is_author), false),
            expected,
            "{step} {role:?}"
        );
    }
    let voided = |role, is_author, state| decide(plan, state, VOID, actor(role, is_author), true);
    assert_eq!(voided(EntryRole::Anyone, true, "draft"), Ok(VOIDED));
    assert_eq!(
        voided(EntryRole::Anyone, true, "approved"),
        Err(EntryRefused::WrongRole)
    );
    assert_eq!(voided(EntryRole::Captain, false, "approved"), Ok(VOIDED));
    assert_eq!(
        voided(EntryRole::County, false, VOIDED),
        Err(EntryRefused::NotFromHere)
    );
}

#[test]
fn what_changed_other_records_is_not_taken_out_again() {
    let change = ledger("member_change");
    let county = actor(EntryRole::County, false);
    assert_eq!(
        decide(change, "confirmed", VOID, county, true),
        Err(EntryRefused::NotFromHere)
    );
    assert_eq!(decide(change, "reported", VOID, county, true), Ok(VOIDED));
}

#[test]
fn only_its_author_corrects_an_entry_and_only_while_it_is_his() {
    let plan = ledger("plan");
    assert!(may_correct(plan, "draft", actor(EntryRole::Anyone, true)));
    assert!(!may_correct(
        plan,
        "submitted",
        actor(EntryRole::Anyone, true)
    ));
    assert!(!may_correct(
        plan,
        "draft",
        actor(EntryRole::Captain, false)
    ));
    assert!(may_correct(plan, "draft", actor(EntryRole::County, false)));
}

#[test]
fn a_lead_is_due_in_the_countys_days_and_nothing_settled_is_due() {
    let case = ledger("case");
    let lead = values(&[("kind", text("identify")), ("found_on", text("2026-11-01"))]);
    let none = Params::default();
    assert_eq!(due(case, "lead", &lead, &none), Some(date(2026, 11, 1)));
    let params = &builtin().1.default_params().clone();
    assert_eq!(due(case, "lead", &lead, params), Some(date(2026, 11, 16)));
    let own = Params::from_iter([("identify_max_days".to_owned(), ParamValue::Number(20))]);
    assert_eq!(due(case, "lead", &lead, &own), Some(date(2026, 11, 21)));
    assert_eq!(due(case, "decided", &lead, params), None);
    let removal = values(&[("kind", text("remove")), ("found_on", text("2026-11-01"))]);
    assert_eq!(due(case, "lead", &removal, params), None);
}

#[test]
fn an_income_survey_is_added_up_to_the_fen_and_odd_things_are_noticed() {
    let given = values(&[
        ("annual_family_size", EntryValue::Number(4)),
        ("wage_migrant", EntryValue::Number(2_000_000)),
        ("biz_crop", EntryValue::Number(500_001)),
        ("trf_dibao", EntryValue::Number(100_000)),
        ("oop_total", EntryValue::Number(300_000)),
        ("claim_total", EntryValue::Number(50_000)),
    ]);
    let reckoned = income::reckon(&given).unwrap();
    assert_eq!(reckoned.net, 2_600_001);
    assert_eq!(reckoned.per_capita_net, 650_000); // 650000.25
    assert_eq!(reckoned.reference, 2_350_001);
    assert_eq!(reckoned.per_capita_reference, 587_500); // 587500.25
    let family = income::Family {
        works: false,
        dibao: true,
    };
    assert_eq!(
        income::notices(&reckoned, &given, family),
        ["biz_without_expense", "wage_no_worker"]
    );
    assert!(income::reckon(&Values::new()).is_err());
}

#[test]
fn definitions_that_contradict_themselves_are_refused_with_their_place() {
    let whole = include_str!("../../../../data/ledgers.json");
    for (from, to, path) in [
        (
            r#""list": "good_deed_category""#,
            r#""list": "nothing""#,
            "ledgers[0].fields[0].list",
        ),
        (
            r#""min": 0, "max": 100000000}"#,
            r#""min": 2, "max": 1}"#,
            "ledgers[0].fields[4].min",
        ),
        (r#""day": "done_on""#, r#""day": "never""#, "ledgers[0].day"),
        (
            r#""authors": "anyone""#,
            r#""authors": "king""#,
            "ledgers[0].authors",
        ),
    ] {
        let broken = whole.replacen(from, to, 1);
        assert_ne!(broken, whole);
        let error = Ledgers::parse(&broken, &builtin().1)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(path), "{error}");
    }
}

fn any_value() -> impl Strategy<Value = EntryValue> {
    prop_oneof![
        ".{0,12}".prop_map(EntryValue::Text),
        Just(text("2026-11-01")),
        Just(text("identify")),
        any::<i64>().prop_map(EntryValue::Number),
        proptest::collection::vec(".{0,6}", 0..4).prop_map(EntryValue::List),
    ]
}

proptest! {
    #[test]
    fn whatever_is_typed_what_is_kept_is_right_when_checked_again(
        which in 0..18_usize,
        typed in proptest::collection::btree_map(0..40_usize, any_value(), 0..20),
    ) {
        let ledger = &ledgers().all()[which];
        let given: Values = typed.into_iter()
            .filter_map(|(at, value)| Some((ledger.fields.get(at)?.code.clone(), value)))
            .collect();
        let once = check(&ledger.fields, &given, &ground());
        let again = check(&ledger.fields, &once.values, &ground());
        prop_assert_eq!(&once.values, &again.values);
        for fault in &again.faults {
            prop_assert!(["empty", "before_the_start", "out_of_range"].contains(&fault.code), "{}", fault.code);
        }
    }
}
