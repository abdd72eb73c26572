//! Options an overlay words anew, adds or leaves out.

use super::Faults;
use super::fault::{Fault, FaultCode};
use super::fields;
use crate::checklist::Reader;
use crate::codes::Codes;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// An option the item has: its code and Chinese label.
pub(super) type Known = Vec<(String, String)>;

/// What an item of the base lets choose from.
pub(super) fn known(item: &Value, codes: &Codes) -> Known {
    let plain = |list: &[(&str, &str)]| {
        let pairs = list.iter();
        pairs
            .map(|(code, zh)| ((*code).to_owned(), (*zh).to_owned()))
            .collect()
    };
    match item["type"].as_str() {
        Some("yes_no") => return plain(&[("yes", "是"), ("no", "否")]),
        Some("yes_no_na") => return plain(&[("yes", "是"), ("no", "否"), ("na", "不适用")]),
        _ => {}
    }
    if let Some(list) = item["options_ref"].as_str() {
        let options = codes.list(list).unwrap_or_default().iter();
        return options
            .map(|one| (one.code.clone(), one.zh.clone()))
            .collect();
    }
    let options = item["options"].as_array().into_iter().flatten();
    options
        .filter_map(|one| Some((one["code"].as_str()?.into(), one["zh"].as_str()?.into())))
        .collect()
}

/// What becomes of the options of an item the base has: with words of the overlay's own, and
/// left out.
pub(super) fn edited(
    at: &Reader<'_>,
    kind: &str,
    known: &Known,
    faults: &mut Faults,
) -> (Vec<Value>, Vec<Value>) {
    let (mut own, mut hidden) = (Vec::new(), Vec::new());
    let Some(list) = at.optional("options") else {
        return (own, hidden);
    };
    let may_change = matches!(kind, "enum" | "multi_enum");
    if !may_change && known.is_empty() {
        faults.push(Fault::new(list.path(), FaultCode::LimitUnwanted, "options"));
        return (own, hidden);
    }
    let mut seen = BTreeSet::new();
    for option in faults.take(list.elements()).into_iter().flatten() {
        let Some((code, hide, is_new)) = head(&option, &mut seen, faults) else {
            continue;
        };
        let zh = known.iter().find(|(one, _)| *one == code);
        match zh {
            None if is_new && may_change => {
                if let Some(option) = whole(&option, faults) {
                    own.push(option);
                }
            }
            Some(_) if is_new => {
                faults.push(Fault::new(option.path(), FaultCode::DuplicateCode, &code).at("code"))
            }
            None => {
                faults.push(Fault::new(option.path(), FaultCode::UnknownOption, &code).at("code"))
            }
            // To answer yes or no, both must be there.
            Some(_) if hide && !may_change => {
                faults.push(Fault::new(option.path(), FaultCode::NotChangeable, &code).at("hide"));
            }
            Some(_) if hide => hidden.push(code.into()),
            Some((_, zh)) => {
                if option.optional("exclusive").is_some() {
                    let fault = Fault::new(option.path(), FaultCode::NotChangeable, "exclusive");
                    faults.push(fault.at("exclusive"));
                }
                let mut worded = Map::new();
                worded.insert("code".into(), code.into());
                worded.insert("zh".into(), zh.clone().into());
                for name in ["zh", "en"] {
                    let word = faults.take(option.optional_text(name)).flatten();
                    if let Some(word) = word {
                        worded.insert(name.into(), word.into());
                    }
                }
                own.push(Value::Object(worded));
            }
        }
    }
    (own, hidden)
}

/// The options a new item lists, and which of them are left out: a code that was once used stays
/// listed.
pub(super) fn listed(at: &Reader<'_>, faults: &mut Faults) -> (Vec<Value>, Vec<Value>) {
    let (mut all, mut hidden) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for option in faults
        .take(at.optional_list("options"))
        .into_iter()
        .flatten()
    {
        let Some((code, hide, _)) = head(&option, &mut seen, faults) else {
            continue;
        };
        if let Some(option) = whole(&option, faults) {
            all.push(option);
        }
        if hide {
            hidden.push(code.into());
        }
    }
    (all, hidden)
}

/// Its code, whether it is left out, and whether it says that it is new.
fn head(
    option: &Reader<'_>,
    seen: &mut BTreeSet<String>,
    faults: &mut Faults,
) -> Option<(String, bool, bool)> {
    if !fields::check(option, fields::OPTION, &[], faults) {
        return None;
    }
    let code = faults.take(option.text("code"))?;
    if !seen.insert(code.clone()) {
        faults.push(Fault::new(option.path(), FaultCode::DuplicateCode, &code).at("code"));
        return None;
    }
    let mut flag = |name| faults.take(option.optional_bool(name)).flatten() == Some(true);
    Some((code, flag("hide"), flag("new")))
}

/// An option with all its words.
fn whole(option: &Reader<'_>, faults: &mut Faults) -> Option<Value> {
    let mut made = Map::new();
    for name in ["code", "zh", "en"] {
        let word = faults.take(option.text(name))?;
        if word.trim().is_empty() {
            faults.push(Fault::new(option.path(), FaultCode::Missing, name).at(name));
            return None;
        }
        made.insert(name.into(), word.into());
    }
    if let Some(exclusive) = faults.take(option.optional_bool("exclusive")).flatten() {
        made.insert("exclusive".into(), exclusive.into());
    }
    Some(Value::Object(made))
}
