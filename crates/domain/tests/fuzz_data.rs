//! A checklist or code list that arrives spoilt is refused in words, or is one: never a panic.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

#[path = "../../protocol/tests/mutate/mod.rs"]
mod mutate;

use domain::checklist::{Template, TemplateError};
use domain::codes::Codes;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;

const CHECKLIST: &str = include_str!("../../../data/checklist.json");
const CODES: &str = include_str!("../../../data/codes.json");

fn said(error: &TemplateError) -> bool {
    !error.to_string().is_empty()
}

#[test]
fn a_spoilt_checklist_is_refused_in_words() {
    let codes = Codes::parse(CODES).unwrap();
    assert!(Template::parse(CHECKLIST, &codes).is_ok());
    let whole: Value = serde_json::from_str(CHECKLIST).unwrap();
    TestRunner::new(mutate::cases(150))
        .run(&mutate::spoilt(vec![whole]), |bytes| {
            let text = String::from_utf8_lossy(&bytes);
            if let Err(error) = Template::parse(&text, &codes) {
                prop_assert!(said(&error));
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_spoilt_code_list_is_refused_in_words() {
    let whole: Value = serde_json::from_str(CODES).unwrap();
    TestRunner::new(mutate::cases(150))
        .run(&mutate::spoilt(vec![whole]), |bytes| {
            let text = String::from_utf8_lossy(&bytes);
            match Codes::parse(&text) {
                Err(error) => prop_assert!(said(&error)),
                // A list that parses may lack what the checklist names.
                Ok(codes) => {
                    if let Err(error) = Template::parse(CHECKLIST, &codes) {
                        prop_assert!(said(&error));
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}
