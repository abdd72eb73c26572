//! Reads a checklist and refuses one whose rules could not run.

use super::heard::Place;
use super::parts::Parsing;
use super::{Fact, Profile, ProfileMode, Reader, Section, Template, TemplateError, read_json};
use crate::codes::Codes;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Larger than any real checklist, small enough to refuse a mistake.
pub(super) const MAX_TEMPLATE_BYTES: usize = 4 * 1024 * 1024;

/// The one shape of checklist this program reads.
const SCHEMA_VERSION: i64 = 1;

impl Template {
    /// Reads a checklist. Option lists come from `codes`.
    ///
    /// # Errors
    /// [`TemplateError`] with the path of the field that is wrong.
    pub fn parse(json: &str, codes: &Codes) -> Result<Self, TemplateError> {
        Self::read(&read_json(json, MAX_TEMPLATE_BYTES)?, codes)
    }

    pub(super) fn read(value: &Value, codes: &Codes) -> Result<Self, TemplateError> {
        let root = Reader::root(value);
        let version = root.child("schema_version")?;
        let found = version
            .value()
            .as_i64()
            .ok_or_else(|| version.wrong("a whole number"))?;
        if found != SCHEMA_VERSION {
            return Err(TemplateError::SchemaVersion {
                found,
                known: SCHEMA_VERSION,
            });
        }
        let sections = root.list("sections")?;
        let derived = root.optional_list("derived")?;
        let names = Names::collect(&root, &sections, &derived)?;
        let scope = Parsing {
            codes,
            names: &names,
        };
        let mut template = Self {
            id: root.text("template_id")?,
            version: root.text("version")?,
            title_zh: root.text("title_zh")?,
            title_en: root.text("title_en")?,
            effective_from: root.text("effective_from")?,
            profiles: Vec::new(),
            sections: sections
                .iter()
                .map(|at| scope.section(at))
                .collect::<Result<_, _>>()?,
            derived: derived
                .iter()
                .map(|at| scope.derived(at))
                .collect::<Result<_, _>>()?,
            places: names.items,
            order: Vec::new(),
        };
        for profile in root.list("profiles")? {
            template
                .profiles
                .push(read_profile(&profile, &template.sections)?);
        }
        template.count_items();
        template.find_order()?;
        template.find_homes();
        Ok(template)
    }

    fn count_items(&mut self) {
        let mut before = 0;
        for section in &mut self.sections {
            section.before = before;
            before += section.items.len();
        }
    }

    /// Orders items so that what visibility depends on is settled first.
    fn find_order(&mut self) -> Result<(), TemplateError> {
        let mut waiting: Vec<(Place, HashSet<Place>)> = Vec::new();
        for (at, section) in self.sections.iter().enumerate() {
            for (within, item) in section.items.iter().enumerate() {
                let mut needs = HashSet::new();
                for condition in section.show_if.iter().chain(&item.show_if) {
                    condition.facts(&mut |fact| {
                        if let Fact::Item(item) = fact {
                            needs.extend(item.place);
                        }
                    });
                }
                waiting.push(((at, within), needs));
            }
        }
        let mut settled = HashSet::new();
        let mut order = Vec::with_capacity(waiting.len());
        while !waiting.is_empty() {
            let before = order.len();
            waiting.retain(|(place, needs)| {
                let ready = needs.iter().all(|need| settled.contains(need));
                if ready {
                    settled.insert(*place);
                    order.push(*place);
                }
                !ready
            });
            if order.len() == before {
                let (at, within) = waiting.first().map_or((0, 0), |(place, _)| *place);
                let path = format!("sections[{at}].items[{within}].show_if");
                return Err(TemplateError::Cycle { path });
            }
        }
        self.order = order;
        Ok(())
    }

    /// Notes which sections each conclusion is drawn from.
    fn find_homes(&mut self) {
        for derived in &mut self.derived {
            let mut homes: Vec<usize> = Vec::new();
            for row in derived.table.iter().filter_map(|row| row.when.as_ref()) {
                row.facts(&mut |fact| {
                    if let Fact::Item(item) = fact {
                        homes.extend(item.place.map(|(section, _)| section));
                    }
                });
            }
            for code in super::derived::written_homes(&derived.code) {
                homes.extend(
                    self.sections
                        .iter()
                        .position(|section| section.code == *code),
                );
            }
            homes.sort_unstable();
            homes.dedup();
            derived.homes = homes;
        }
    }
}

/// Every name a rule may use.
pub(super) struct Names {
    pub(super) items: HashMap<String, Place>,
    pub(super) derived: HashSet<String>,
    pub(super) facts: BTreeMap<&'static str, HashSet<String>>,
}

impl Names {
    pub(super) fn collect(
        root: &Reader<'_>,
        sections: &[Reader<'_>],
        derived: &[Reader<'_>],
    ) -> Result<Self, TemplateError> {
        let mut names = Self {
            items: HashMap::new(),
            derived: HashSet::new(),
            facts: BTreeMap::new(),
        };
        let (mut section_codes, mut item_codes) = (HashSet::new(), HashSet::new());
        for (at, section) in sections.iter().enumerate() {
            unique(&section.child("code")?, &mut section_codes)?;
            for (within, item) in section.list("items")?.iter().enumerate() {
                let code = unique(&item.child("code")?, &mut item_codes)?;
                names.items.insert(code, (at, within));
            }
        }
        for rule in derived {
            unique(&rule.child("code")?, &mut names.derived)?;
        }
        let facts = root.child("facts")?;
        for kind in ["member", "household", "visit", "param"] {
            let mut known = HashSet::new();
            for name in facts.list(kind)? {
                known.insert(name.as_text()?.to_owned());
            }
            names.facts.insert(kind, known);
        }
        Ok(names)
    }
}

/// Small letters, digits and `_`.
pub(super) fn is_code(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !code.is_empty() && code.bytes().all(plain)
}

/// Takes a code that nobody has yet. A dot would collide with the codes of an item's photos.
fn unique(reader: &Reader<'_>, taken: &mut HashSet<String>) -> Result<String, TemplateError> {
    let code = reader.as_text()?;
    if !is_code(code) {
        return Err(reader.wrong("a code of small letters, digits and _"));
    }
    if taken.insert(code.to_owned()) {
        return Ok(code.to_owned());
    }
    Err(TemplateError::Duplicate {
        path: reader.path(),
        code: code.to_owned(),
    })
}

fn read_profile(at: &Reader<'_>, sections: &[Section]) -> Result<Profile, TemplateError> {
    let list = at.child("sections")?;
    let codes = if list.value() == "all" {
        None
    } else {
        let mut codes = Vec::new();
        for code in list.elements()? {
            let name = code.as_text()?;
            if !sections.iter().any(|section| section.code == name) {
                return Err(code.unknown(name));
            }
            codes.push(name.to_owned());
        }
        Some(codes)
    };
    let mode = at.optional_text("mode")?.unwrap_or_default();
    let carries = mode.starts_with("carry_forward");
    Ok(Profile {
        code: at.text("code")?,
        zh: at.text("zh")?,
        en: at.optional_text("en")?,
        sections: codes,
        mode: if carries {
            ProfileMode::CarryForward
        } else {
            ProfileMode::Prefill
        },
    })
}
