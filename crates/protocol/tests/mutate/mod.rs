//! Spoils valid messages as a broken or hostile machine would: their structure first, then their
//! bytes. Shared by the tests of whoever reads such messages.

#![allow(dead_code)] // each of them needs a part of it

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::Config;
use serde_json::{Value, json};

/// What happens to one place in a message.
#[derive(Clone, Debug)]
enum Change {
    Put(Value),
    Gone(Index),
    Twice,
    Renamed(String),
    Deep(usize),
}

/// What happens to the bytes on the way.
#[derive(Clone, Debug)]
enum Accident {
    Flip(Index, u8),
    Cut(Index),
    Insert(Index, Vec<u8>),
}

/// So many cases, unless PROPTEST_CASES says otherwise. Nothing is written beside the tests.
pub fn cases(usual: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok();
    Config {
        cases: asked.and_then(|text| text.parse().ok()).unwrap_or(usual),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    }
}

/// One of `valid`, spoilt a little or a lot; or no message at all.
pub fn spoilt(valid: Vec<Value>) -> impl Strategy<Value = Vec<u8>> {
    let structured = (
        proptest::sample::select(valid),
        proptest::collection::vec((any::<Index>(), change()), 0..4),
        proptest::collection::vec(accident(), 0..3),
        0..4_u8,
    )
        .prop_map(|(mut message, changes, accidents, often)| {
            for (place, change) in changes {
                apply(&mut message, place, change);
            }
            let mut bytes = message.to_string().into_bytes();
            // Most stay readable, or nothing behind the parser would be reached.
            if often == 0 {
                accidents
                    .into_iter()
                    .for_each(|accident| happen(&mut bytes, accident));
            }
            bytes
        });
    prop_oneof![
        9 => structured,
        1 => proptest::collection::vec(any::<u8>(), 0..200),
    ]
}

/// Bytes as they come off a bad line.
pub fn damaged(bytes: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(accident(), 0..4).prop_map(move |accidents| {
        let mut bytes = bytes.clone();
        accidents
            .into_iter()
            .for_each(|accident| happen(&mut bytes, accident));
        bytes
    })
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        5 => leaf().prop_map(Change::Put),
        2 => any::<Index>().prop_map(Change::Gone),
        1 => Just(Change::Twice),
        1 => ".{0,12}".prop_map(Change::Renamed),
        1 => (1..300_usize).prop_map(Change::Deep),
    ]
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => proptest::sample::select(vec![
            Value::Null, json!(true), json!(0), json!(-1), json!(1), json!(i64::MAX),
            json!(i64::MIN), json!(u64::MAX), json!(u32::MAX), json!(1e308), json!(-0.5),
            json!(""), json!([]), json!({}), json!("\0"), json!("a\0b"), json!("\u{202e}"),
            json!("x".repeat(70_000)), json!("00000000-0000-7000-8000-000000000001"),
            json!("9".repeat(400)), json!("2026-02-30"), json!("-1e999"), json!([[[]]]),
        ]),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => any::<String>().prop_map(Value::from),
    ]
}

fn accident() -> impl Strategy<Value = Accident> {
    prop_oneof![
        (any::<Index>(), 1..=255_u8).prop_map(|(at, bits)| Accident::Flip(at, bits)),
        any::<Index>().prop_map(Accident::Cut),
        (any::<Index>(), proptest::collection::vec(any::<u8>(), 1..9))
            .prop_map(|(at, bytes)| Accident::Insert(at, bytes)),
    ]
}

fn happen(bytes: &mut Vec<u8>, accident: Accident) {
    if bytes.is_empty() {
        return;
    }
    match accident {
        Accident::Flip(at, bits) => {
            let at = at.index(bytes.len());
            bytes[at] ^= bits;
        }
        Accident::Cut(at) => bytes.truncate(at.index(bytes.len())),
        Accident::Insert(at, new) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, new);
        }
    }
}

fn apply(message: &mut Value, place: Index, change: Change) {
    let mut at = place.index(count(message));
    let Some(node) = nth(message, &mut at) else {
        return;
    };
    match (change, &mut *node) {
        (Change::Put(value), _) => *node = value,
        (Change::Gone(which), Value::Object(fields)) if !fields.is_empty() => {
            let name = fields.keys().nth(which.index(fields.len())).cloned();
            name.and_then(|name| fields.remove(&name));
        }
        (Change::Gone(which), Value::Array(items)) if !items.is_empty() => {
            items.remove(which.index(items.len()));
        }
        (Change::Gone(_), _) => *node = Value::Null,
        (Change::Twice, Value::Array(items)) => items.extend(items.clone()),
        (Change::Renamed(to), Value::Object(fields)) if !fields.is_empty() => {
            let name = fields.keys().next().cloned();
            if let Some(value) = name.and_then(|name| fields.remove(&name)) {
                fields.insert(to, value);
            }
        }
        (Change::Deep(levels), _) => {
            for _ in 0..levels {
                *node = Value::Array(vec![node.take()]);
            }
        }
        (Change::Twice | Change::Renamed(_), _) => {}
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// The n-th place, counted from the outside in.
fn nth<'a>(value: &'a mut Value, at: &mut usize) -> Option<&'a mut Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, at)),
        Value::Object(fields) => fields.values_mut().find_map(|field| nth(field, at)),
        _ => None,
    }
}
