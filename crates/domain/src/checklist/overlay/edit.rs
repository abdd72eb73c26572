//! Lays an overlay over the base document. What is faulty is named and left out, so that one
//! look finds as many faults as there are.

use super::fault::{Fault, FaultCode};
use super::options;
use super::past::{Clash, Past};
use super::{Faults, Origins, fields};
use crate::checklist::parse::is_code;
use crate::checklist::{AnswerType, Reader, Scope};
use crate::codes::Codes;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// More than a person can be asked on top of the base.
const MOST_NEW_ITEMS: usize = 200;
/// Longest code, in characters: it is part of keys.
const LONGEST_CODE: usize = 60;

pub(super) struct Edit<'a> {
    pub(super) document: Value,
    pub(super) origins: Origins,
    pub(super) faults: Faults,
    pub(super) codes: &'a Codes,
    pub(super) past: &'a Past,
    added: usize,
}

impl<'a> Edit<'a> {
    pub(super) fn new(document: Value, codes: &'a Codes, past: &'a Past) -> Self {
        Self {
            document,
            origins: Origins::default(),
            faults: Faults::default(),
            codes,
            past,
            added: 0,
        }
    }

    pub(super) fn sections(&mut self, overlay: &Reader<'_>) {
        let mut seen = BTreeSet::new();
        for at in self
            .faults
            .take(overlay.optional_list("sections"))
            .into_iter()
            .flatten()
        {
            let Some(code) = self.faults.take(at.text("code")) else {
                continue;
            };
            let is_new = self.flag(&at, "new");
            let known = self.section_at(&code);
            if !seen.insert(code.clone()) || known.is_some() && is_new {
                self.fault(&at, "code", FaultCode::DuplicateCode, &code);
                continue;
            }
            match known {
                None if is_new => self.new_section(&at, &code),
                None => self.fault(&at, "code", FaultCode::UnknownSection, &code),
                Some(place) => self.edit_section(&at, &code, place),
            }
        }
        if self.added > MOST_NEW_ITEMS {
            let limit = MOST_NEW_ITEMS.to_string();
            self.faults
                .push(Fault::new("sections", FaultCode::TooMany, limit));
        }
    }

    fn edit_section(&mut self, at: &Reader<'_>, code: &str, place: usize) {
        if !fields::check(at, fields::SECTION, fields::NEW_SECTION, &mut self.faults) {
            return;
        }
        self.origins.sections.insert(code.to_owned(), at.path());
        let hide = self.flag(at, "hide");
        if let Some(section) = self.document["sections"][place].as_object_mut() {
            copy(at, section, &["title_zh", "title_en"]);
            if hide {
                section.insert("hidden".into(), true.into());
            }
        }
        self.items(at, place);
    }

    fn new_section(&mut self, at: &Reader<'_>, code: &str) {
        fields::check(at, fields::NEW_SECTION, fields::SECTION, &mut self.faults);
        let scope = self.faults.take(at.text("scope"));
        let Some(scope) = scope.and_then(|name| self.scope(at, &name)) else {
            return;
        };
        if !self.may_be_code(at, code) {
            return;
        }
        if !self.past.takes_section(code, scope) {
            self.fault(at, "code", FaultCode::ReusedCode, code);
            return;
        }
        let mut section = Map::new();
        let own = ["code", "scope", "core", "title_zh", "title_en", "show_if"];
        copy(at, &mut section, &own);
        section.insert("items".into(), json!([]));
        let Some(sections) = self.document["sections"].as_array() else {
            return;
        };
        let mut place = sections.len();
        if let Some(after) = self.faults.take(at.optional_text("after")).flatten() {
            match self.section_at(&after) {
                Some(found) => place = found + 1,
                None => self.fault(at, "after", FaultCode::UnknownSection, &after),
            }
        }
        if let Some(sections) = self.document["sections"].as_array_mut() {
            sections.insert(place, Value::Object(section));
        }
        self.origins.sections.insert(code.to_owned(), at.path());
        self.profiles(at, code);
        self.items(at, place);
        let items = self.document["sections"][place]["items"].as_array();
        if items.is_none_or(Vec::is_empty) {
            self.fault(at, "items", FaultCode::Missing, "items");
        }
    }

    /// Kinds of visit that ask the new section, besides those that ask everything.
    fn profiles(&mut self, at: &Reader<'_>, code: &str) {
        let wanted = self.faults.take(at.optional_list("profiles"));
        for wanted in wanted.into_iter().flatten() {
            let Some(name) = self.faults.take(wanted.as_text()) else {
                continue;
            };
            let profiles = self.document["profiles"].as_array_mut();
            let mut profiles = profiles.into_iter().flatten();
            match profiles.find(|profile| profile["code"] == name) {
                Some(profile) => {
                    if let Some(sections) = profile["sections"].as_array_mut() {
                        sections.push(code.into());
                    }
                }
                None => {
                    let fault = Fault::new(wanted.path(), FaultCode::UnknownProfile, name);
                    self.faults.push(fault);
                }
            }
        }
    }

    fn items(&mut self, section: &Reader<'_>, place: usize) {
        for at in self
            .faults
            .take(section.optional_list("items"))
            .into_iter()
            .flatten()
        {
            let Some(code) = self.faults.take(at.text("code")) else {
                continue;
            };
            let is_new = self.flag(&at, "new");
            if self.origins.items.contains_key(&code) {
                self.fault(&at, "code", FaultCode::DuplicateCode, &code);
                continue;
            }
            match (self.item_at(&code), is_new) {
                (Some(_), true) => self.fault(&at, "code", FaultCode::DuplicateCode, &code),
                (None, true) => self.new_item(&at, &code, place),
                (Some((home, within)), false) if home == place => {
                    self.edit_item(&at, &code, (home, within));
                }
                (_, false) => self.fault(&at, "code", FaultCode::UnknownItem, &code),
            }
        }
    }

    fn edit_item(&mut self, at: &Reader<'_>, code: &str, (section, within): (usize, usize)) {
        if !fields::check(at, fields::ITEM, fields::NEW_ITEM, &mut self.faults) {
            return;
        }
        self.origins.items.insert(code.to_owned(), at.path());
        let item = &self.document["sections"][section]["items"][within];
        let kind = item["type"].as_str().unwrap_or_default().to_owned();
        let wants_photos = item.get("photo").is_some();
        if let Some(said) = self.faults.take(at.optional_text("type")).flatten()
            && said != kind
        {
            self.fault(at, "type", FaultCode::ChangedType, &kind);
        }
        let photos = at.optional("photo");
        if let Some(photo) = &photos {
            fields::check(photo, fields::PHOTO, &["kind", "when"], &mut self.faults);
            if !wants_photos {
                self.fault(at, "photo", FaultCode::LimitUnwanted, "photo");
            }
        }
        let (hide, required) = (self.flag(at, "hide"), self.flag(at, "required"));
        if hide && required {
            self.fault(at, "required", FaultCode::RequiredHidden, code);
        }
        let worded = self.reworded(at, (section, within));
        if let Some(item) = self.document["sections"][section]["items"][within].as_object_mut() {
            copy(at, item, fields::TAKEN);
            if hide {
                item.insert("hidden".into(), true.into());
            }
            if let (Some(photo), Some(own)) = (photos, item.get_mut("photo"))
                && let Some(own) = own.as_object_mut()
            {
                copy(&photo, own, fields::PHOTO);
            }
            for (name, list) in worded {
                if !list.is_empty() {
                    item.insert(name.to_owned(), Value::Array(list));
                }
            }
        }
    }

    /// Options with other words, new ones, and those left out.
    fn reworded(
        &mut self,
        at: &Reader<'_>,
        (section, within): (usize, usize),
    ) -> [(&'static str, Vec<Value>); 2] {
        let item = &self.document["sections"][section]["items"][within];
        let known = options::known(item, self.codes);
        let kind = item["type"].as_str().unwrap_or_default();
        let (own, hidden) = options::edited(at, kind, &known, &mut self.faults);
        [("own_options", own), ("hidden_options", hidden)]
    }

    fn new_item(&mut self, at: &Reader<'_>, code: &str, place: usize) {
        fields::check(at, fields::NEW_ITEM, fields::ITEM, &mut self.faults);
        let Some(kind) = self.faults.take(at.text("type")) else {
            return;
        };
        let types = AnswerType::ALL.into_iter();
        let Some(answer_type) = types.clone().find(|known| known.as_str() == kind) else {
            self.fault(at, "type", FaultCode::UnknownType, &kind);
            return;
        };
        if !self.may_be_code(at, code) {
            return;
        }
        let scope = self.document["sections"][place]["scope"].as_str();
        let scope = scope.and_then(scope_named).unwrap_or(Scope::Household);
        let (listed, hidden) = options::listed(at, &mut self.faults);
        let all = listed.iter().filter_map(|one| one["code"].as_str());
        let all: BTreeSet<String> = all.map(str::to_owned).collect();
        let list = self.faults.take(at.optional_text("options_ref")).flatten();
        let clash = self
            .past
            .clash(code, scope, answer_type, list.as_deref(), &all);
        match clash {
            Some(Clash::Type(was)) => {
                self.fault(at, "type", FaultCode::ChangedType, was.as_str());
                return;
            }
            Some(Clash::Meaning) => {
                self.fault(at, "code", FaultCode::ReusedCode, code);
                return;
            }
            None => {}
        }
        let mut item = Map::new();
        copy(at, &mut item, fields::NEW_ITEM);
        for name in ["new", "after", "options"] {
            item.remove(name);
        }
        if at.optional("options").is_some() {
            item.insert("options".into(), Value::Array(listed));
        }
        if !hidden.is_empty() {
            item.insert("hidden_options".into(), Value::Array(hidden));
        }
        self.insert(at, place, item);
        self.origins.items.insert(code.to_owned(), at.path());
        self.added += 1;
    }

    fn insert(&mut self, at: &Reader<'_>, place: usize, item: Map<String, Value>) {
        let mut within = usize::MAX;
        if let Some(after) = self.faults.take(at.optional_text("after")).flatten() {
            match self.item_at(&after) {
                Some((section, found)) if section == place => within = found + 1,
                _ => self.fault(at, "after", FaultCode::UnknownItem, &after),
            }
        }
        if let Some(items) = self.document["sections"][place]["items"].as_array_mut() {
            items.insert(within.min(items.len()), Value::Object(item));
        }
    }

    /// Whether a new thing may have this code at all: it is one, and nothing else has it.
    fn may_be_code(&mut self, at: &Reader<'_>, code: &str) -> bool {
        if !is_code(code) || code.len() > LONGEST_CODE {
            self.fault(at, "code", FaultCode::BadCode, code);
            return false;
        }
        let derived = self.document["derived"].as_array().into_iter().flatten();
        let mut derived = derived.filter_map(|one| one["code"].as_str());
        // A problem is filed under the code of whatever raised it.
        if derived.any(|known| known == code)
            || self.section_at(code).is_some()
            || self.item_at(code).is_some()
        {
            self.fault(at, "code", FaultCode::DuplicateCode, code);
            return false;
        }
        true
    }

    fn scope(&mut self, at: &Reader<'_>, name: &str) -> Option<Scope> {
        let scope = scope_named(name);
        if scope.is_none() {
            self.fault(at, "scope", FaultCode::UnknownCode, name);
        }
        scope
    }

    fn section_at(&self, code: &str) -> Option<usize> {
        let mut sections = self.document["sections"].as_array()?.iter();
        sections.position(|section| section["code"] == code)
    }

    fn item_at(&self, code: &str) -> Option<(usize, usize)> {
        let sections = self.document["sections"].as_array()?.iter();
        sections.enumerate().find_map(|(at, section)| {
            let mut items = section["items"].as_array()?.iter();
            let within = items.position(|item| item["code"] == code)?;
            Some((at, within))
        })
    }

    fn flag(&mut self, at: &Reader<'_>, name: &str) -> bool {
        let flag = self.faults.take(at.optional_bool(name)).flatten();
        flag.unwrap_or(false)
    }

    fn fault(&mut self, at: &Reader<'_>, field: &str, code: FaultCode, subject: &str) {
        self.faults
            .push(Fault::new(at.path(), code, subject).at(field));
    }
}

fn scope_named(name: &str) -> Option<Scope> {
    match name {
        "visit" => Some(Scope::Visit),
        "household" => Some(Scope::Household),
        "member" => Some(Scope::Member),
        _ => None,
    }
}

/// Takes over fields that are said; null takes a field away.
fn copy(at: &Reader<'_>, into: &mut Map<String, Value>, names: &[&str]) {
    for name in names {
        if let Some(value) = at.value().get(*name) {
            into.insert((*name).to_owned(), value.clone());
        }
    }
}
