//! A checklist that cannot run is refused, and the fault is named.

use super::*;
use crate::codes::Codes;

fn broken(change: impl FnOnce(&mut serde_json::Value)) -> TemplateError {
    let mut json: serde_json::Value =
        serde_json::from_str(include_str!("../../../../data/checklist.json")).unwrap();
    change(&mut json);
    let codes = Codes::parse(include_str!("../../../../data/codes.json")).unwrap();
    Template::parse(&json.to_string(), &codes).unwrap_err()
}

#[test]
fn a_broken_checklist_is_refused_with_the_path_to_the_fault() {
    let unknown = |path: &str, code: &str| TemplateError::Unknown {
        path: path.into(),
        code: code.into(),
    };
    assert_eq!(
        broken(|json| json["schema_version"] = 2.into()),
        TemplateError::SchemaVersion { found: 2, known: 1 }
    );
    assert_eq!(
        broken(|json| json["sections"][1]["items"][0]["label_zh"] = serde_json::Value::Null),
        TemplateError::Missing {
            path: "sections[1].items[0].label_zh".into()
        }
    );
    assert_eq!(
        broken(|json| json["sections"][1]["items"][0]["type"] = "essay".into()),
        unknown("sections[1].items[0].type", "essay")
    );
    assert_eq!(
        broken(|json| json["sections"][0]["items"][0]["options_ref"] = "nowhere".into()),
        unknown("sections[0].items[0].options_ref", "nowhere")
    );
    assert_eq!(
        broken(|json| json["sections"][1]["items"][0]["code"] = "visit_method".into()),
        TemplateError::Duplicate {
            path: "sections[1].items[0].code".into(),
            code: "visit_method".into()
        }
    );
    assert_eq!(
        broken(
            |json| json["sections"][1]["items"][0]["raises"][0]["when"]["fact"] =
                "member.shoe_size".into()
        ),
        unknown("sections[1].items[0].raises[0].when", "member.shoe_size")
    );
    assert_eq!(
        broken(|json| json["sections"][1]["items"][0]["raises"][0]["when"]["op"] = "like".into()),
        unknown("sections[1].items[0].raises[0].when.op", "like")
    );
    assert_eq!(
        broken(|json| json["sections"][1]["items"][0]["required"] = "very".into()),
        TemplateError::WrongType {
            path: "sections[1].items[0].required".into(),
            expected: "true or false"
        }
    );
    assert_eq!(
        broken(|json| {
            let on =
                |item: &str| serde_json::json!({"fact": format!("item.{item}"), "op": "not_null"});
            json["sections"][1]["items"][0]["show_if"] = on("seasonal_clothing");
            json["sections"][1]["items"][2]["show_if"] = on("grain_sufficient");
        }),
        TemplateError::Cycle {
            path: "sections[1].items[0].show_if".into()
        }
    );
    assert_eq!(
        broken(|json| json["profiles"][1]["sections"][0] = "attic".into()),
        unknown("profiles[1].sections[0]", "attic")
    );
}

#[test]
fn nonsense_and_oversized_files_are_refused_before_they_are_read() {
    let codes = &builtin().1;
    let not_json = Template::parse("{", codes).unwrap_err();
    assert!(matches!(not_json, TemplateError::NotJson { line: 1, .. }));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(
        Template::parse(&deep, codes),
        Err(TemplateError::NotJson { .. })
    ));
    let large = " ".repeat(5 * 1024 * 1024);
    assert!(matches!(
        Template::parse(&large, codes),
        Err(TemplateError::TooLarge { .. })
    ));
    assert_eq!(
        Template::parse("[]", codes).unwrap_err(),
        TemplateError::WrongType {
            path: String::new(),
            expected: "an object"
        }
    );
}
