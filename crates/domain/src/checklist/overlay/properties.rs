//! Whatever an overlay says, it is either refused with its faults or makes a checklist that runs.

use super::*;
use crate::checklist::{
    AnswerKey, AnswerValue, Answers, Facts, builtin, builtin_document, evaluate,
};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;

fn known() -> Vec<(String, Vec<String>)> {
    let sections = builtin().0.sections.iter();
    sections
        .map(|section| {
            let items = section.items.iter().map(|item| item.code.clone());
            (section.code.clone(), items.collect())
        })
        .collect()
}

/// A word that may stand anywhere: a code that exists, or nonsense.
fn word() -> impl Strategy<Value = String> {
    let codes: Vec<String> = known()
        .into_iter()
        .flat_map(|(section, items)| [vec![section], items].concat())
        .collect();
    let others = [
        "local_a",
        "local_b",
        "yes",
        "no",
        "enum",
        "integer",
        "yes_no",
        "member",
        "household",
        "routine",
        "unit_role",
        "fuel",
        "minor",
        "housing",
        "village",
        "house",
    ];
    prop_oneof![
        4 => proptest::sample::select(codes),
        4 => proptest::sample::select(others.map(str::to_owned).to_vec()),
        1 => "\\PC{0,8}",
    ]
}

fn rule() -> impl Strategy<Value = Value> {
    let facts = prop_oneof![
        6 => word().prop_map(|code| format!("item.{code}")),
        1 => Just("member.age".to_owned()),
        1 => Just("param.monitor_line_yuan".to_owned()),
        1 => Just("household.is_monitored".to_owned()),
        1 => "\\PC{0,8}",
    ];
    let op = "eq|ne|in|not_in|lt|le|gt|ge|is_null|not_null|contains_any|count_lt|like";
    let value = prop_oneof![
        word().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        proptest::collection::vec(word(), 0..3).prop_map(Value::from),
    ];
    let leaf = (facts, op, value)
        .prop_map(|(fact, op, value)| json!({"fact": fact, "op": op, "value": value}));
    leaf.prop_recursive(3, 8, 3, |inner| {
        let parts = proptest::collection::vec(inner.clone(), 0..3);
        prop_oneof![
            parts.clone().prop_map(|parts| json!({"all": parts})),
            parts.prop_map(|parts| json!({"any": parts})),
            inner.prop_map(|part| json!({"not": part})),
        ]
    })
}

/// Any value at all, now and then, where a field wants one of a kind.
fn odd(usual: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop_oneof![
        12 => usual,
        1 => Just(Value::Null),
        1 => any::<i64>().prop_map(Value::from),
        1 => Just(json!([])),
        1 => Just(json!({})),
    ]
}

fn option() -> impl Strategy<Value = Value> {
    (word(), word(), any::<[bool; 3]>()).prop_map(|(code, zh, flags)| {
        json!({"code": code, "zh": zh, "en": "x", "new": flags[0], "hide": flags[1],
            "exclusive": flags[2]})
    })
}

fn item(codes: Vec<String>) -> impl Strategy<Value = Value> {
    let fields: Vec<&str> = fields::NEW_ITEM
        .iter()
        .chain(&["hide", "what"])
        .copied()
        .collect();
    let number = (-50i32..2000).prop_map(Value::from);
    let value = move |name: &'static str| -> BoxedStrategy<Value> {
        match name {
            "new" | "hide" | "required" | "waiver_reason" | "carry_forward" => {
                odd(any::<bool>().prop_map(Value::from)).boxed()
            }
            "min" | "max" | "decimals" | "max_length" => odd(number.clone()).boxed(),
            "show_if" => odd(rule()).boxed(),
            "options" => {
                odd(proptest::collection::vec(option(), 0..4).prop_map(Value::from)).boxed()
            }
            "photo" => odd((0u32..4, 0u32..4)
                .prop_map(|(min, max)| json!({"kind": "house_outside", "min": min, "max": max})))
            .boxed(),
            "raises" => odd((rule(), word()).prop_map(|(when, title)| {
                json!([{"when": when,
                "category": "housing", "severity": "minor", "unit_role": "village",
                "title_zh": title, "title_en": "x"}])
            }))
            .boxed(),
            "type" => odd(proptest::sample::select(TYPES.to_vec()).prop_map(Value::from)).boxed(),
            _ => odd(word().prop_map(Value::from)).boxed(),
        }
    };
    let code = prop_oneof![
        6 => proptest::sample::select(codes),
        3 => Just("local_a".to_owned()),
        1 => word(),
    ];
    let chosen = proptest::sample::subsequence(fields, 0..6);
    (code, chosen).prop_flat_map(move |(code, names)| {
        let values: Vec<_> = names.iter().map(|name| value(name)).collect();
        (Just(code), Just(names), values).prop_map(|(code, names, values)| {
            let mut item = json!({"label_zh": "甲", "label_en": "A", "type": "yes_no"});
            if !code.starts_with("local") {
                item = json!({});
            }
            for (name, value) in names.into_iter().zip(values) {
                item[name] = value;
            }
            item["code"] = code.clone().into();
            if code.starts_with("local") {
                item["new"] = true.into();
            }
            item
        })
    })
}

const TYPES: [&str; 6] = ["yes_no", "enum", "multi_enum", "integer", "text", "money"];

fn overlay() -> impl Strategy<Value = Value> {
    let section = proptest::sample::select(known()).prop_flat_map(|(section, items)| {
        let items = proptest::collection::vec(item(items), 0..4);
        (Just(section), items, 0u8..12, rule(), word()).prop_map(
            |(code, items, kind, rule, word)| match kind {
                0 => json!({"code": code, "hide": true, "items": items}),
                1 => json!({"code": "local_s", "new": true, "scope": "household", "title_zh": word,
                    "title_en": "x", "show_if": rule, "items": items}),
                2 => json!({"code": word, "items": items}),
                _ => json!({"code": code, "items": items}),
            },
        )
    });
    let sections = proptest::collection::vec(section, 0..4);
    let odd = prop_oneof![9 => Just(None), 1 => "\\PC{0,8}".prop_map(Some)];
    (sections, odd).prop_map(|(sections, odd)| {
        let mut overlay = json!({"schema_version": 1, "base": builtin().0.version,
            "version": "620502.1", "sections": sections});
        if let Some(odd) = odd {
            overlay[odd.as_str()] = json!(1);
        }
        overlay
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn an_overlay_is_refused_by_name_or_makes_a_checklist_that_passes_its_own_checks(
        overlay in overlay(), answers in proptest::collection::vec((word(), word()), 0..20),
    ) {
        let past: Past = [&builtin().0].into_iter().collect();
        let codes = &builtin().1;
        let made = apply(builtin_document(), &overlay.to_string(), codes, &past, date(2027, 1, 1));
        match made {
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for fault in &faults {
                    prop_assert!(!fault.zh().is_empty() && !fault.en().is_empty());
                }
            }
            Ok(Built { template, document }) => {
                let again = Template::parse(&document, codes);
                prop_assert!(again.is_ok(), "{again:?}");
                let mut faults = Faults::default();
                needs::check(&template, &Origins::default(), &mut faults);
                seen::check(&template, &Origins::default(), &mut faults);
                prop_assert!(faults.is_empty(), "{:?}", faults.0);
                for section in &template.sections {
                    for item in &section.items {
                        let chooses = matches!(item.answer_type,
                            crate::checklist::AnswerType::Enum | crate::checklist::AnswerType::MultiEnum);
                        prop_assert!(!chooses || !item.options.is_empty());
                        prop_assert!(item.min.zip(item.max).is_none_or(|(min, max)| min <= max));
                    }
                }
                // Every code of the base is still taken, and means what it meant.
                let kept = [&template].into_iter().collect::<Past>();
                for (section, items) in known() {
                    let home = builtin().0.section(&section).map(|one| one.scope);
                    prop_assert!(home.is_some_and(|scope| kept.takes_section(&section, scope)));
                    for item in items {
                        prop_assert_eq!(
                            template.item(&item).map(|(_, item)| item.answer_type),
                            builtin().0.item(&item).map(|(_, item)| item.answer_type)
                        );
                    }
                }
                let answers: Answers = answers
                    .into_iter()
                    .map(|(item, code)| (AnswerKey::of(item), AnswerValue::Choice(code)))
                    .collect();
                let _ = evaluate(&template, "full", &Facts::default(), &answers);
            }
        }
    }

    #[test]
    fn any_text_is_refused_and_not_panicked_at(text in "\\PC{0,60}") {
        let codes = &builtin().1;
        let made = apply(builtin_document(), &text, codes, &Past::default(), date(2027, 1, 1));
        prop_assert!(made.is_err());
    }
}
