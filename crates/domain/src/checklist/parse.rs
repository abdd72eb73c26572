//! Reads a checklist and refuses one whose rules could not run.

use super::predicate::read_decimal;
use super::{
    AnswerType, Derived, Fact, Item, PhotoRule, Predicate, Profile, ProfileMode, Raise, Reader,
    Scope, Section, Sensitivity, TableRow, Template, TemplateError, read_json,
};
use crate::codes::{Codes, OptionItem};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Larger than any real checklist, small enough to refuse a mistake.
const MAX_TEMPLATE_BYTES: usize = 4 * 1024 * 1024;
/// The one shape of checklist this program reads.
const SCHEMA_VERSION: i64 = 1;

impl Template {
    /// Reads a checklist. Option lists come from `codes`.
    ///
    /// # Errors
    /// [`TemplateError`] with the path of the field that is wrong.
    pub fn parse(json: &str, codes: &Codes) -> Result<Self, TemplateError> {
        let value = read_json(json, MAX_TEMPLATE_BYTES)?;
        let root = Reader::root(&value);
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
            places: HashMap::new(),
            order: Vec::new(),
        };
        for profile in root.list("profiles")? {
            template
                .profiles
                .push(read_profile(&profile, &template.sections)?);
        }
        template.find_places();
        template.find_order()?;
        template.find_homes();
        Ok(template)
    }

    fn find_places(&mut self) {
        for (at, section) in self.sections.iter().enumerate() {
            for (within, item) in section.items.iter().enumerate() {
                self.places.insert(item.code.clone(), (at, within));
            }
        }
    }

    /// Orders items so that what visibility depends on is settled first.
    fn find_order(&mut self) -> Result<(), TemplateError> {
        let mut waiting: Vec<((usize, usize), HashSet<(usize, usize)>)> = Vec::new();
        for (at, section) in self.sections.iter().enumerate() {
            for (within, item) in section.items.iter().enumerate() {
                let mut needs = HashSet::new();
                for condition in section.show_if.iter().chain(&item.show_if) {
                    condition.facts(&mut |fact| {
                        if let Fact::Item(code) = fact {
                            needs.extend(self.places.get(code).copied());
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
                    if let Fact::Item(code) = fact {
                        homes.extend(self.places.get(code).map(|(section, _)| *section));
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
struct Names {
    items: HashSet<String>,
    derived: HashSet<String>,
    facts: BTreeMap<&'static str, HashSet<String>>,
}

impl Names {
    fn collect(
        root: &Reader<'_>,
        sections: &[Reader<'_>],
        derived: &[Reader<'_>],
    ) -> Result<Self, TemplateError> {
        let mut names = Self {
            items: HashSet::new(),
            derived: HashSet::new(),
            facts: BTreeMap::new(),
        };
        let mut section_codes = HashSet::new();
        for section in sections {
            unique(&section.child("code")?, &mut section_codes)?;
            for item in section.list("items")? {
                unique(&item.child("code")?, &mut names.items)?;
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

/// Takes a code that nobody has yet. A dot would collide with the codes of an item's photos.
fn unique(reader: &Reader<'_>, taken: &mut HashSet<String>) -> Result<(), TemplateError> {
    let code = reader.as_text()?;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if code.is_empty() || !code.bytes().all(plain) {
        return Err(reader.wrong("a code of small letters, digits and _"));
    }
    if taken.insert(code.to_owned()) {
        return Ok(());
    }
    Err(TemplateError::Duplicate {
        path: reader.path(),
        code: code.to_owned(),
    })
}

struct Parsing<'a> {
    codes: &'a Codes,
    names: &'a Names,
}

impl Parsing<'_> {
    fn section(&self, at: &Reader<'_>) -> Result<Section, TemplateError> {
        let code = at.text("code")?;
        let scope_at = at.child("scope")?;
        let scope = match scope_at.as_text()? {
            "visit" => Scope::Visit,
            "household" => Scope::Household,
            "member" => Scope::Member,
            other => return Err(scope_at.unknown(other)),
        };
        let raises = self.raises(at, &code)?;
        let items = at.list("items")?;
        Ok(Section {
            title_zh: at.text("title_zh")?,
            title_en: at.text("title_en")?,
            scope,
            core: at.optional_bool("core")?.unwrap_or(false),
            show_if: self.condition(at, "show_if", false)?,
            items: items
                .iter()
                .map(|item| self.item(item))
                .collect::<Result<_, _>>()?,
            raises,
            code,
        })
    }

    fn item(&self, at: &Reader<'_>) -> Result<Item, TemplateError> {
        let code = at.text("code")?;
        let type_at = at.child("type")?;
        let type_name = type_at.as_text()?;
        let answer_type = AnswerType::ALL
            .into_iter()
            .find(|known| known.as_str() == type_name);
        let answer_type = answer_type.ok_or_else(|| type_at.unknown(type_name))?;
        let decimal = |name| {
            at.optional(name)
                .map(|limit| read_decimal(&limit))
                .transpose()
        };
        let sensitivity = match at.optional("sensitivity") {
            None => None,
            Some(level) => match level.as_text()? {
                "pii" => Some(Sensitivity::Personal),
                "spi" => Some(Sensitivity::Sensitive),
                other => return Err(level.unknown(other)),
            },
        };
        let raises = self.raises(at, &code)?;
        Ok(Item {
            none_is_answer: raises.iter().any(|raise| raise.when.counts(&code)),
            label_zh: at.text("label_zh")?,
            label_en: at.text("label_en")?,
            help_zh: at.optional_text("help_zh")?,
            answer_type,
            required: at.optional_bool("required")?.unwrap_or(false),
            options: self.options(at, answer_type)?,
            options_ref: at.optional_text("options_ref")?,
            show_if: self.condition(at, "show_if", false)?,
            raises,
            photo: at
                .optional("photo")
                .map(|photo| self.photo(&photo))
                .transpose()?,
            waiver_reason: at.optional_bool("waiver_reason")?.unwrap_or(false),
            carry_forward: at.optional_bool("carry_forward")?.unwrap_or(false),
            min: decimal("min")?,
            max: decimal("max")?,
            decimals: at
                .optional_count("decimals")?
                .and_then(|count| u8::try_from(count).ok()),
            max_length: at.optional_count("max_length")?,
            unit: at.optional_text("unit")?,
            sensitivity,
            computed: at.optional_text("computed")?,
            code,
        })
    }

    fn options(&self, at: &Reader<'_>, kind: AnswerType) -> Result<Vec<OptionItem>, TemplateError> {
        let plain = |code: &str, zh: &str, en: &str| OptionItem {
            code: code.into(),
            zh: zh.into(),
            en: Some(en.into()),
            exclusive: false,
            flags: BTreeMap::new(),
        };
        match kind {
            AnswerType::YesNo => Ok(vec![plain("yes", "是", "Yes"), plain("no", "否", "No")]),
            AnswerType::YesNoNa => Ok(vec![
                plain("yes", "是", "Yes"),
                plain("no", "否", "No"),
                plain("na", "不适用", "Not applicable"),
            ]),
            AnswerType::Enum | AnswerType::MultiEnum => match at.optional("options_ref") {
                Some(name) => {
                    let list = name.as_text()?;
                    let options = self.codes.list(list).ok_or_else(|| name.unknown(list))?;
                    Ok(options.to_vec())
                }
                None => {
                    let mut taken = HashSet::new();
                    let mut options = Vec::new();
                    for option in at.list("options")? {
                        let read = OptionItem::read(&option)?;
                        if !taken.insert(read.code.clone()) {
                            return Err(TemplateError::Duplicate {
                                path: option.path(),
                                code: read.code,
                            });
                        }
                        options.push(read);
                    }
                    Ok(options)
                }
            },
            _ => Ok(Vec::new()),
        }
    }

    fn photo(&self, at: &Reader<'_>) -> Result<PhotoRule, TemplateError> {
        let kind = at.child("kind")?;
        let code = kind.as_text()?;
        if self.codes.find("photo_kind", code).is_none() {
            return Err(kind.unknown(code));
        }
        Ok(PhotoRule {
            kind: code.to_owned(),
            min: at.optional_count("min")?.unwrap_or(0),
            max: at.optional_count("max")?.unwrap_or(u32::MAX),
            when: self.condition(at, "when", false)?,
        })
    }

    fn raises(&self, at: &Reader<'_>, from: &str) -> Result<Vec<Raise>, TemplateError> {
        at.optional_list("raises")?
            .iter()
            .map(|raise| self.raise(raise, from))
            .collect()
    }

    fn raise(&self, at: &Reader<'_>, from: &str) -> Result<Raise, TemplateError> {
        let when = Predicate::read(&at.child("when")?)?;
        self.check(&at.child("when")?, &when, true)?;
        let mut drawn = Vec::new();
        when.conclusions(&mut |code| drawn.push(code.to_owned()));
        let coded = |name: &'static str, list: &str| -> Result<String, TemplateError> {
            let field = at.child(name)?;
            let code = field.as_text()?;
            let found = self
                .codes
                .find(list, code)
                .map(|option| option.code.clone());
            found.ok_or_else(|| field.unknown(code))
        };
        Ok(Raise {
            category: coded("category", "problem_category")?,
            severity: coded("severity", "severity")?,
            unit_role: coded("unit_role", "unit_role")?,
            title_zh: at.text("title_zh")?,
            risk_lead: match at.optional("risk_lead") {
                Some(_) => Some(coded("risk_lead", "risk_type")?),
                None => None,
            },
            rectify_mode: match at.optional("rectify_mode") {
                Some(_) => Some(coded("rectify_mode", "rectify_mode")?),
                None => None,
            },
            report_within_hours: at.optional_count("report_within_hours")?,
            is_derived: !drawn.is_empty(),
            from: drawn.into_iter().next().unwrap_or_else(|| from.to_owned()),
            when,
        })
    }

    fn derived(&self, at: &Reader<'_>) -> Result<Derived, TemplateError> {
        let code = at.text("code")?;
        let mut table = Vec::new();
        for row in at.optional_list("table")? {
            let when = self.condition(&row, "when", false)?;
            let then = if when.is_some() {
                row.text("then")?
            } else {
                row.text("else")?
            };
            table.push(TableRow { when, then });
        }
        if table.is_empty() && !super::derived::is_written(&code) {
            return Err(at.unknown(&code));
        }
        Ok(Derived {
            title_zh: at.text("title_zh")?,
            table,
            raises: self.raises(at, &code)?,
            rule: at.optional_text("rule")?,
            homes: Vec::new(),
            code,
        })
    }

    fn condition(
        &self,
        at: &Reader<'_>,
        name: &str,
        derived_too: bool,
    ) -> Result<Option<Predicate>, TemplateError> {
        let Some(at) = at.optional(name) else {
            return Ok(None);
        };
        let predicate = Predicate::read(&at)?;
        self.check(&at, &predicate, derived_too)?;
        Ok(Some(predicate))
    }

    /// Refuses names nobody knows; visibility may not wait for conclusions, which wait for it.
    fn check(
        &self,
        at: &Reader<'_>,
        rule: &Predicate,
        derived_too: bool,
    ) -> Result<(), TemplateError> {
        let mut unknown: Option<String> = None;
        rule.facts(&mut |fact| {
            let (kind, name) = match fact {
                Fact::Item(name) => ("item", name),
                Fact::Member(name) => ("member", name),
                Fact::Household(name) => ("household", name),
                Fact::Visit(name) => ("visit", name),
                Fact::Param(name) => ("param", name),
            };
            let known = match self.names.facts.get(kind) {
                Some(known) => known.contains(name),
                None => self.names.items.contains(name),
            };
            if !known {
                unknown.get_or_insert(format!("{kind}.{name}"));
            }
        });
        rule.conclusions(&mut |code| {
            if !derived_too || !self.names.derived.contains(code) {
                unknown.get_or_insert(code.to_owned());
            }
        });
        unknown.map_or(Ok(()), |code| Err(at.unknown(&code)))
    }
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
        sections: codes,
        mode: if carries {
            ProfileMode::CarryForward
        } else {
            ProfileMode::Prefill
        },
    })
}
