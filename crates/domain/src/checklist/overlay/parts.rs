//! Each new or changed part looked at by itself, so that one faulty part does not hide another's
//! fault.

use super::fault::{Fault, FaultCode};
use super::{Faults, Origins};
use crate::checklist::parse::Names;
use crate::checklist::parts::Parsing;
use crate::checklist::predicate::read_decimal;
use crate::checklist::{AnswerType, Reader, TemplateError};
use crate::codes::Codes;
use serde_json::Value;
use std::collections::BTreeSet;

/// Lets rules of the document name every parameter there is, of those it does name.
pub(super) fn name_params(document: &mut Value, codes: &Codes) {
    let mut named = BTreeSet::new();
    params(&document["sections"], &mut named);
    if let Some(known) = document["facts"]["param"].as_array_mut() {
        for name in named {
            if codes.param(&name).is_some() && !known.iter().any(|one| *one == name) {
                known.push(name.into());
            }
        }
    }
}

fn params(value: &Value, named: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            let fact = fields.get("fact").and_then(Value::as_str);
            if let Some(param) = fact.and_then(|fact| fact.strip_prefix("param.")) {
                named.insert(param.to_owned());
            }
            fields.values().for_each(|value| params(value, named));
        }
        Value::Array(list) => list.iter().for_each(|value| params(value, named)),
        _ => {}
    }
}

/// Looks at every part the overlay mentions.
pub(super) fn check(document: &Value, codes: &Codes, origins: &Origins, faults: &mut Faults) {
    let mut found = Faults::default();
    if let Err(error) = look(document, codes, origins, &mut found) {
        found.push(Fault::of(error));
    }
    for fault in found.0 {
        faults.push(origins.translate(document, fault));
    }
}

fn look(
    document: &Value,
    codes: &Codes,
    origins: &Origins,
    faults: &mut Faults,
) -> Result<(), TemplateError> {
    let root = Reader::root(document);
    let sections = root.list("sections")?;
    let names = Names::collect(&root, &sections, &root.optional_list("derived")?)?;
    let parsing = Parsing {
        codes,
        names: &names,
    };
    for section in &sections {
        if origins.sections.contains_key(&section.text("code")?) {
            words(section, &["title_zh", "title_en"], faults);
            faults.take(parsing.condition(section, "show_if", false));
        }
        for item in section.list("items")? {
            if origins.items.contains_key(&item.text("code")?) {
                one(&parsing, &item, faults);
            }
        }
    }
    Ok(())
}

fn one(parsing: &Parsing<'_>, item: &Reader<'_>, faults: &mut Faults) {
    words(item, &["label_zh", "label_en"], faults);
    let kind = item.text("type").unwrap_or_default();
    let types = AnswerType::ALL.into_iter();
    let Some(kind) = types.clone().find(|known| known.as_str() == kind) else {
        return;
    };
    faults.take(parsing.condition(item, "show_if", false));
    if let Some(photo) = item.optional("photo") {
        let rule = faults.take(parsing.photo(&photo));
        if rule.is_some_and(|rule| rule.min > rule.max) {
            faults.push(Fault::new(photo.path(), FaultCode::MinOverMax, ""));
        }
    }
    let code = item.text("code").unwrap_or_default();
    for raise in faults
        .take(item.optional_list("raises"))
        .into_iter()
        .flatten()
    {
        faults.take(parsing.raise(&raise, &code));
        words(&raise, &["title_zh", "title_en"], faults);
    }
    let options = faults.take(parsing.options(item, kind));
    let chooses = matches!(kind, AnswerType::Enum | AnswerType::MultiEnum);
    if chooses && options.is_some_and(|options| options.is_empty()) {
        faults.push(Fault::new(item.path(), FaultCode::EmptyOptions, "").at("options"));
    }
    limits(item, kind, faults);
    faults.take(parsing.item(item));
}

/// Both languages are said.
fn words(at: &Reader<'_>, names: &[&str], faults: &mut Faults) {
    for name in names {
        let said = faults.take(at.text(name));
        if said.is_some_and(|said| said.trim().is_empty()) {
            faults.push(Fault::new(at.path(), FaultCode::Missing, *name).at(name));
        }
    }
}

fn limits(item: &Reader<'_>, kind: AnswerType, faults: &mut Faults) {
    let is_number = matches!(
        kind,
        AnswerType::Integer | AnswerType::Number | AnswerType::Money
    );
    let lists = matches!(kind, AnswerType::Enum | AnswerType::MultiEnum);
    let unwanted = [
        ("min", is_number),
        ("max", is_number),
        ("decimals", kind == AnswerType::Number),
        ("max_length", kind == AnswerType::Text),
        ("options", lists),
        ("options_ref", lists),
    ];
    for (name, _) in unwanted.iter().filter(|(_, wanted)| !wanted) {
        if let Some(field) = item.optional(name) {
            faults.push(Fault::new(field.path(), FaultCode::LimitUnwanted, *name));
        }
    }
    let mut limit = |name| {
        let field = item.optional(name)?;
        faults.take(read_decimal(&field))
    };
    if let (Some(least), Some(most)) = (limit("min"), limit("max"))
        && least > most
    {
        faults.push(Fault::new(item.path(), FaultCode::MinOverMax, "").at("min"));
    }
}
