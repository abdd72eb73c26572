//! A county's changes to the base checklist: items added, left out, worded anew, limits moved
//! (DOMAIN §2.1; the format is in `docs/overlays.md`).
//!
//! [`apply`] makes a whole checklist of its own version out of base and overlay, or says
//! everything that is wrong. What it makes is kept as a document and read like any other: a phone
//! never lays an overlay over anything itself, so phone and county cannot differ.

mod edit;
mod fault;
mod fields;
mod needs;
mod options;
mod parts;
mod past;
mod seen;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod tests;

use super::{Reader, Template, TemplateError, read_json};
use crate::codes::Codes;
use crate::time::{Date, parse_date};
use edit::Edit;
pub use fault::{Fault, FaultCode};
pub use past::Past;
use serde_json::Value;
use std::collections::BTreeMap;

/// Larger than any real overlay, small enough to refuse a mistake.
const MAX_OVERLAY_BYTES: usize = 512 * 1024;
/// The one shape of overlay this program reads.
const SCHEMA_VERSION: i64 = 1;
/// Longest version, in characters: it travels in every visit.
const LONGEST_VERSION: usize = 40;
/// What the base document holds that a checklist is not read from.
const NOT_READ: [&str; 2] = ["source", "input"];
/// What a checklist is read from.
const READ: [&str; 10] = [
    "template_id",
    "version",
    "schema_version",
    "title_zh",
    "title_en",
    "effective_from",
    "facts",
    "profiles",
    "sections",
    "derived",
];

/// A checklist made from a base and an overlay.
#[derive(Debug)]
pub struct Built {
    /// Ready to run.
    pub template: Template,
    /// What [`Template::parse`] reads it from: kept, and sent to phones.
    pub document: String,
}

/// Lays an overlay over a base document. The version made is `<base>+<overlay>`; it applies from
/// a day on. `past` are the codes that already have a meaning.
///
/// # Errors
/// Everything that is wrong, in the order of the overlay.
pub fn apply(
    base: &str,
    overlay: &str,
    codes: &Codes,
    past: &Past,
    from: Date,
) -> Result<Built, Vec<Fault>> {
    let fault = |error: TemplateError| vec![Fault::of(error)];
    let base = trimmed(base).map_err(fault)?;
    let value = read_json(overlay, MAX_OVERLAY_BYTES).map_err(fault)?;
    let overlay = Reader::root(&value);
    let mut edit = Edit::new(base, codes, past);
    if fields::check(&overlay, fields::ROOT, &[], &mut edit.faults) {
        head(&overlay, &mut edit, from);
        edit.sections(&overlay);
    }
    let Edit {
        mut document,
        origins,
        mut faults,
        ..
    } = edit;
    parts::name_params(&mut document, codes);
    parts::check(&document, codes, &origins, &mut faults);
    match Template::read(&document, codes) {
        Ok(template) => {
            needs::check(&template, &origins, &mut faults);
            seen::check(&template, &origins, &mut faults);
            if faults.is_empty() {
                return Ok(Built {
                    template,
                    document: document.to_string(),
                });
            }
        }
        Err(error) => faults.push(origins.translate(&document, Fault::of(error))),
    }
    Err(faults.in_order())
}

/// A checklist's document without what no program reads.
///
/// # Errors
/// [`TemplateError`] if it is not JSON.
pub fn trim(document: &str) -> Result<String, TemplateError> {
    Ok(trimmed(document)?.to_string())
}

fn trimmed(document: &str) -> Result<Value, TemplateError> {
    let mut value = read_json(document, super::parse::MAX_TEMPLATE_BYTES)?;
    if let Some(root) = value.as_object_mut() {
        root.retain(|name, _| READ.contains(&name.as_str()));
    }
    drop_unread(&mut value);
    Ok(value)
}

fn drop_unread(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !NOT_READ.contains(&name.as_str()));
            fields.values_mut().for_each(drop_unread);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_unread),
        _ => {}
    }
}

/// What the overlay says of itself; the titles, version and day of what is made of it.
fn head(overlay: &Reader<'_>, edit: &mut Edit<'_>, from: Date) {
    if let Some(schema) = edit.faults.take(overlay.child("schema_version"))
        && schema.value().as_i64() != Some(SCHEMA_VERSION)
    {
        let said = schema.value().to_string();
        let fault = Fault::new("schema_version", FaultCode::UnknownSchema, said);
        edit.faults.push(fault);
    }
    let own = edit.document["version"].as_str().unwrap_or_default();
    let own = own.to_owned();
    if let Some(base) = edit.faults.take(overlay.text("base"))
        && base != own
    {
        let fault = Fault::new("base", FaultCode::OtherBase, &own);
        edit.faults.push(fault);
    }
    let version = edit.faults.take(overlay.text("version"));
    let version = version.unwrap_or_default();
    if !is_version(&version) && !version.is_empty() {
        let fault = Fault::new("version", FaultCode::BadVersion, &version);
        edit.faults.push(fault);
    }
    for name in ["title_zh", "title_en"] {
        let title = edit.faults.take(overlay.optional_text(name)).flatten();
        if let Some(title) = title {
            edit.document[name] = title.into();
        }
    }
    edit.document["version"] = format!("{own}+{version}").into();
    edit.document["effective_from"] = from.to_string().into();
}

fn is_version(text: &str) -> bool {
    let plain = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.' || byte == b'-'
    };
    !text.is_empty() && text.len() <= LONGEST_VERSION && text.bytes().all(plain)
}

impl Template {
    /// The first day it applies; `None` where the document says something else.
    #[must_use]
    pub fn applies_from(&self) -> Option<Date> {
        parse_date(&self.effective_from)
    }
}

/// Everything found so far.
#[derive(Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn push(&mut self, fault: Fault) {
        if !self.0.contains(&fault) {
            self.0.push(fault);
        }
    }

    /// What was read, or its fault noted.
    pub(super) fn take<T>(&mut self, read: Result<T, TemplateError>) -> Option<T> {
        read.map_err(|error| self.push(Fault::of(error))).ok()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn in_order(mut self) -> Vec<Fault> {
        self.0
            .sort_by_cached_key(|fault| (numbers(&fault.path), fault.clone()));
        self.0
    }
}

/// The counts in a path: `sections[10]` comes after `sections[9]`.
fn numbers(path: &str) -> Vec<usize> {
    let parts = path.split(['[', ']']);
    parts.filter_map(|part| part.parse().ok()).collect()
}

/// Which place of the overlay speaks of which section and item.
#[derive(Default)]
pub(super) struct Origins {
    sections: BTreeMap<String, String>,
    items: BTreeMap<String, String>,
}

impl Origins {
    /// Where the overlay mentions an item, or where the checklist has it.
    fn item(&self, template: &Template, place: super::heard::Place) -> String {
        let (at, within) = place;
        let section = template.sections.get(at);
        let item = section.and_then(|section| section.items.get(within));
        let own = item.and_then(|item| self.items.get(&item.code));
        own.cloned()
            .unwrap_or_else(|| format!("sections[{at}].items[{within}]"))
    }

    /// A fault in the document made, at the place of the overlay that caused it.
    fn translate(&self, document: &Value, fault: Fault) -> Fault {
        let Some((at, rest)) = index(&fault.path, "sections[") else {
            return fault;
        };
        let section = &document["sections"][at];
        let within = index(rest, ".items[").and_then(|(within, rest)| {
            let code = section["items"][within]["code"].as_str()?;
            Some((self.items.get(code)?, rest))
        });
        let home = section["code"]
            .as_str()
            .and_then(|code| self.sections.get(code));
        let path = match (within, home) {
            (Some((own, rest)), _) => format!("{own}{rest}"),
            (None, Some(own)) if !rest.starts_with(".items[") => format!("{own}{rest}"),
            _ => return fault,
        };
        Fault { path, ..fault }
    }
}

/// The number after a prefix, and what follows its bracket.
fn index<'p>(path: &'p str, prefix: &str) -> Option<(usize, &'p str)> {
    let (number, rest) = path.strip_prefix(prefix)?.split_once(']')?;
    Some((number.parse().ok()?, rest))
}
