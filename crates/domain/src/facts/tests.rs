use super::*;
use crate::checklist::builtin;

fn text(text: &str) -> FactValue {
    FactValue::Text(text.to_owned())
}

fn checked(subject: Subject, name: &str, value: FactValue) -> Result<FactValue, BadFact> {
    check(find(subject, name).unwrap(), value, &builtin().1)
}

#[test]
fn nobody_edits_what_classifies_a_household_or_names_a_person() {
    for name in [
        "monitor_category",
        "monitor_since",
        "base_type",
        "risk_types",
        "risk_eliminated",
        "head_name",
        "number",
        "area_code",
        "net_income_fen",
        "welfare_tags",
    ] {
        assert!(find(Subject::Household, name).is_none(), "{name}");
    }
    for name in [
        "name",
        "number",
        "id_number_masked",
        "birth",
        "gender",
        "active",
    ] {
        assert!(find(Subject::Member, name).is_none(), "{name}");
    }
}

#[test]
fn every_list_exists_in_both_languages() {
    for field in FIELDS {
        let (Shape::Choice { list } | Shape::Choices { list }) = field.shape else {
            continue;
        };
        for option in builtin().1.list(list).unwrap() {
            assert!(option.en.is_some(), "{list} {}", option.code);
        }
    }
}

#[test]
fn what_a_fact_may_not_hold_is_refused_with_its_reason() {
    use Subject::{Household, Member};
    let refused = [
        (Household, "phone", text("12345"), BadFact::NotAPhone),
        (Household, "group", FactValue::Nothing, BadFact::Empty),
        (Household, "group", text("  "), BadFact::Empty),
        (
            Household,
            "address",
            text(&"长".repeat(301)),
            BadFact::TooLong,
        ),
        (
            Household,
            "address",
            FactValue::Number(1),
            BadFact::WrongType,
        ),
        (
            Household,
            "annual_family_size",
            FactValue::Number(0),
            BadFact::OutOfRange,
        ),
        (
            Member,
            "work_months",
            FactValue::Number(13),
            BadFact::OutOfRange,
        ),
        (Member, "education", text("phd"), BadFact::UnknownOption),
        (
            Member,
            "health",
            FactValue::Codes(vec!["healthy".into(), "chronic".into()]),
            BadFact::Exclusive,
        ),
    ];
    for (subject, name, value, why) in refused {
        assert_eq!(checked(subject, name, value), Err(why), "{name}");
    }
}

#[test]
fn the_same_fact_said_differently_is_the_same_value() {
    let one = FactValue::Codes(vec!["disabled".into(), "chronic".into(), "chronic".into()]);
    let other = FactValue::Codes(vec!["chronic".into(), "disabled".into()]);
    assert_eq!(checked(Subject::Member, "health", one), Ok(other));
    assert_eq!(
        checked(Subject::Household, "phone", text("+86 138 0000 1234")),
        Ok(text("13800001234"))
    );
    assert_eq!(
        FactValue::place(34.581_234_51, 105.721_234_49),
        FactValue::place(34.581_234_5, 105.721_234_5)
    );
    assert_eq!(FactValue::place(91.0, 0.0), None);
}
