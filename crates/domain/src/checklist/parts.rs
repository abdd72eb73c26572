//! Reads the parts of a checklist: sections, items, problems, conclusions.

use super::parse::Names;
use super::predicate::read_decimal;
use super::{
    AnswerType, Derived, Fact, Item, PhotoRule, Predicate, Raise, Reader, Scope, Section,
    Sensitivity, TableRow, TemplateError,
};
use crate::codes::{Codes, OptionItem};
use std::collections::{BTreeMap, HashSet};

/// What the parts are read against.
pub(super) struct Parsing<'a> {
    pub(super) codes: &'a Codes,
    pub(super) names: &'a Names,
}

impl Parsing<'_> {
    pub(super) fn section(&self, at: &Reader<'_>) -> Result<Section, TemplateError> {
        let code = at.text("code")?;
        let scope_at = at.child("scope")?;
        let scope = match scope_at.as_text()? {
            "visit" => Scope::Visit,
            "household" => Scope::Household,
            "member" => Scope::Member,
            other => return Err(scope_at.unknown(other)),
        };
        let raises = self.raises(at, &code)?;
        let items = at
            .list("items")?
            .iter()
            .map(|item| self.item(item))
            .collect::<Result<Vec<Item>, _>>()?;
        Ok(Section {
            title_zh: at.text("title_zh")?,
            title_en: at.text("title_en")?,
            scope,
            core: at.optional_bool("core")?.unwrap_or(false),
            hidden: at.optional_bool("hidden")?.unwrap_or(false)
                || !items.is_empty() && items.iter().all(|item| item.hidden),
            show_if: self.condition(at, "show_if", false)?,
            items,
            raises,
            before: 0,
            code,
        })
    }

    pub(super) fn item(&self, at: &Reader<'_>) -> Result<Item, TemplateError> {
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
            help_en: at.optional_text("help_en")?,
            answer_type,
            required: at.optional_bool("required")?.unwrap_or(false),
            hidden: at.optional_bool("hidden")?.unwrap_or(false),
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
            unit_en: at.optional_text("unit_en")?,
            sensitivity,
            computed: at.optional_text("computed")?,
            code,
        })
    }

    pub(super) fn options(
        &self,
        at: &Reader<'_>,
        kind: AnswerType,
    ) -> Result<Vec<OptionItem>, TemplateError> {
        let mut options = self.listed_options(at, kind)?;
        for own in at.optional_list("own_options")? {
            let own = OptionItem::read(&own)?;
            match options.iter_mut().find(|known| known.code == own.code) {
                // Other words for the same code; what else the list says of it stands.
                Some(known) => (known.zh, known.en) = (own.zh, own.en.or(known.en.take())),
                None => options.push(own),
            }
        }
        for gone in at.optional_list("hidden_options")? {
            let gone = gone.as_text()?;
            options.retain(|option| option.code != gone);
        }
        Ok(options)
    }

    fn listed_options(
        &self,
        at: &Reader<'_>,
        kind: AnswerType,
    ) -> Result<Vec<OptionItem>, TemplateError> {
        let plain = |code: &str, zh: &str, en: &str| OptionItem {
            code: code.into(),
            zh: zh.into(),
            en: Some(en.into()),
            exclusive: false,
            due_days: None,
            min_households: None,
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

    pub(super) fn photo(&self, at: &Reader<'_>) -> Result<PhotoRule, TemplateError> {
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

    pub(super) fn raise(&self, at: &Reader<'_>, from: &str) -> Result<Raise, TemplateError> {
        let mut when = Predicate::read(&at.child("when")?)?;
        self.settle(&at.child("when")?, &mut when, true)?;
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
            title_en: at.optional_text("title_en")?,
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

    pub(super) fn derived(&self, at: &Reader<'_>) -> Result<Derived, TemplateError> {
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
            title_en: at.optional_text("title_en")?,
            table,
            raises: self.raises(at, &code)?,
            rule: at.optional_text("rule")?,
            homes: Vec::new(),
            code,
        })
    }

    pub(super) fn condition(
        &self,
        at: &Reader<'_>,
        name: &str,
        derived_too: bool,
    ) -> Result<Option<Predicate>, TemplateError> {
        let Some(at) = at.optional(name) else {
            return Ok(None);
        };
        let mut predicate = Predicate::read(&at)?;
        self.settle(&at, &mut predicate, derived_too)?;
        Ok(Some(predicate))
    }

    /// Finds what the names of a rule stand for and refuses those nobody knows; visibility may not
    /// wait for conclusions, which wait for it.
    fn settle(
        &self,
        at: &Reader<'_>,
        rule: &mut Predicate,
        derived_too: bool,
    ) -> Result<(), TemplateError> {
        let mut unknown: Option<String> = None;
        rule.facts_mut(&mut |fact| {
            let (kind, name) = match fact {
                Fact::Item(item) => {
                    item.place = self.names.items.get(&item.code).copied();
                    if item.place.is_none() {
                        unknown.get_or_insert(format!("item.{}", item.code));
                    }
                    return;
                }
                Fact::Member(name) => ("member", name),
                Fact::Household(name) => ("household", name),
                Fact::Visit(name) => ("visit", name),
                Fact::Param(name) => ("param", name),
            };
            let known = self.names.facts.get(kind);
            if !known.is_some_and(|known| known.contains(name)) {
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
