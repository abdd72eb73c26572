//! Code lists and county parameters: data, effective-dated elsewhere, never an enum here.

mod dated;
mod param;

pub use dated::{ALWAYS, Dated, DatedValue};
pub use param::{ParamError, ParamSpec, Takes};

use crate::checklist::{Reader, TemplateError, read_json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Larger than any real list file, small enough to refuse a mistake.
const MAX_CODES_BYTES: usize = 2 * 1024 * 1024;

/// The language a label is wanted in. Chinese is complete; English falls back to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl Language {
    /// The text in this language; Chinese where there is no English.
    #[must_use]
    pub fn pick<'a>(self, zh: &'a str, en: Option<&'a str>) -> &'a str {
        match (self, en) {
            (Self::En, Some(en)) => en,
            _ => zh,
        }
    }
}

/// One option: of a code list, or of an item with options of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionItem {
    /// What is stored.
    pub code: String,
    /// The Chinese label, which exports carry too.
    pub zh: String,
    /// The English label, where there is one.
    pub en: Option<String>,
    /// Choosing it excludes the rest.
    pub exclusive: bool,
    /// Yes-or-no attributes of the code, such as `insured` or `counts`.
    pub flags: BTreeMap<String, bool>,
    /// Of a severity: days until a problem is due, unless the county says otherwise.
    pub due_days: Option<u32>,
    /// Of a rank: households its people are to help at least. A notice, never a limit.
    pub min_households: Option<u32>,
}

impl OptionItem {
    /// The label in a language.
    #[must_use]
    pub fn label(&self, language: Language) -> &str {
        language.pick(&self.zh, self.en.as_deref())
    }

    /// A yes-or-no attribute; `None` where the list does not say.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.flags.get(name).copied()
    }

    pub(crate) fn read(reader: &Reader<'_>) -> Result<Self, TemplateError> {
        let mut flags = BTreeMap::new();
        for (name, value) in reader.object()? {
            if let Some(flag) = value.as_bool() {
                flags.insert(name.clone(), flag);
            }
        }
        Ok(Self {
            code: reader.text("code")?,
            zh: reader.text("zh")?,
            en: reader.optional_text("en")?,
            exclusive: reader.optional_bool("exclusive")?.unwrap_or(false),
            flags,
            due_days: reader.optional_count("default_due_days")?,
            min_households: reader.optional_count("min_households")?,
        })
    }
}

/// All code lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Codes {
    version: String,
    lists: BTreeMap<String, Vec<OptionItem>>,
    params: Vec<ParamSpec>,
    defaults: Params,
}

impl Codes {
    /// Reads `codes.json`.
    ///
    /// # Errors
    /// [`TemplateError`] with the path of the field that is wrong.
    pub fn parse(json: &str) -> Result<Self, TemplateError> {
        let value = read_json(json, MAX_CODES_BYTES)?;
        let root = Reader::root(&value);
        let mut codes = Self {
            version: root.child("_meta")?.text("version")?,
            ..Self::default()
        };
        for name in root.object()?.keys() {
            if name == "_meta" {
                continue;
            }
            let items = root.child(name)?.list("items")?;
            if name == "params" {
                for item in &items {
                    let spec = ParamSpec::read(item)?;
                    if let Some(value) = &spec.default {
                        codes.defaults.set(spec.key.clone(), value.clone());
                    }
                    codes.params.push(spec);
                }
                continue;
            }
            let mut options = Vec::with_capacity(items.len());
            for item in &items {
                let option = OptionItem::read(item)?;
                if options
                    .iter()
                    .any(|known: &OptionItem| known.code == option.code)
                {
                    return Err(TemplateError::Duplicate {
                        path: item.path(),
                        code: option.code,
                    });
                }
                options.push(option);
            }
            codes.lists.insert(name.clone(), options);
        }
        Ok(codes)
    }

    /// The version of the lists.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Names of all lists, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }

    /// The options of a list, in the order to show them.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<&[OptionItem]> {
        self.lists.get(name).map(Vec::as_slice)
    }

    /// One option of a list.
    #[must_use]
    pub fn find(&self, list: &str, code: &str) -> Option<&OptionItem> {
        self.list(list)?.iter().find(|option| option.code == code)
    }

    /// The label of a code, or `None` if the list does not hold it.
    #[must_use]
    pub fn label(&self, list: &str, code: &str, language: Language) -> Option<&str> {
        self.find(list, code).map(|option| option.label(language))
    }

    /// The code a Chinese label stands for: exports hold labels, and their numbers differ.
    #[must_use]
    pub fn code_of_label(&self, list: &str, zh: &str) -> Option<&str> {
        let option = self
            .list(list)?
            .iter()
            .find(|option| option.zh == zh.trim())?;
        Some(&option.code)
    }

    /// Days until a problem of this severity is due: the county's parameter `due_days_…`, or the
    /// list's default (DOMAIN §2.2). `None` where it is never due.
    #[must_use]
    pub fn due_days(&self, severity: &str, params: &Params) -> Option<u32> {
        let own = params.number(&format!("due_days_{severity}"));
        own.and_then(|days| u32::try_from(days).ok())
            .or_else(|| self.find("severity", severity)?.due_days)
    }

    /// Every parameter, in the order to show them.
    #[must_use]
    pub fn params(&self) -> &[ParamSpec] {
        &self.params
    }

    /// One parameter.
    #[must_use]
    pub fn param(&self, key: &str) -> Option<&ParamSpec> {
        self.params.iter().find(|spec| spec.key == key)
    }

    /// The parameters that `codes.json` gives a default for.
    #[must_use]
    pub fn default_params(&self) -> &Params {
        &self.defaults
    }

    /// The defaults, and 8,700 yuan as monitoring line (云南 2025), which every county sets
    /// for itself: what the demonstration county runs on.
    #[must_use]
    pub fn demo_params(&self) -> Params {
        let mut params = self.defaults.clone();
        params.set("monitor_line_yuan".into(), ParamValue::Number(8700));
        params
    }
}

/// One parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParamValue {
    /// A whole number; keys ending in `_yuan` are yuan.
    Number(i64),
    /// A word, such as a water region.
    Text(String),
}

/// County parameters by key. A missing one is null: its rule does not fire. Copies share them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Params(Arc<BTreeMap<String, ParamValue>>);

impl FromIterator<(String, ParamValue)> for Params {
    fn from_iter<I: IntoIterator<Item = (String, ParamValue)>>(values: I) -> Self {
        Self(Arc::new(values.into_iter().collect()))
    }
}

impl Params {
    /// All of them, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ParamValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    pub(crate) fn set(&mut self, key: String, value: ParamValue) {
        Arc::make_mut(&mut self.0).insert(key, value);
    }

    /// One parameter.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&ParamValue> {
        self.0.get(key)
    }

    /// A parameter that is a number.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<i64> {
        match self.0.get(key)? {
            ParamValue::Number(number) => Some(*number),
            ParamValue::Text(_) => None,
        }
    }

    /// A parameter that is a word.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.0.get(key)? {
            ParamValue::Text(text) => Some(text),
            ParamValue::Number(_) => None,
        }
    }

    /// These parameters over those: a county's own over the defaults.
    #[must_use]
    pub fn over(mut self, defaults: &Self) -> Self {
        for (key, value) in defaults.iter() {
            if self.get(key).is_none() {
                self.set(key.to_owned(), value.clone());
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::builtin;

    #[test]
    fn a_label_without_english_falls_back_to_chinese() {
        let local = r#"{"_meta":{"version":"1"},"fuel":{"items":[{"code":"straw","zh":"秸秆"}]}}"#;
        let codes = Codes::parse(local).unwrap();
        assert_eq!(codes.label("fuel", "straw", Language::En), Some("秸秆"));
    }

    #[test]
    fn a_label_comes_in_the_language_asked_for() {
        let codes = &builtin().1;
        assert_eq!(
            codes.label("visit_method", "phone", Language::En),
            Some("phone")
        );
        assert_eq!(
            codes.label("school_status", "g7", Language::En),
            Some("Grade 7")
        );
        assert_eq!(codes.label("school_status", "zz", Language::Zh), None);
        assert_eq!(
            codes.code_of_label("health_status", "长期慢性病"),
            Some("chronic")
        );
    }

    #[test]
    fn only_a_visit_at_the_dwelling_counts() {
        let codes = &builtin().1;
        let counting: Vec<_> = codes
            .list("visit_method")
            .unwrap()
            .iter()
            .filter(|method| method.flag("counts") == Some(true))
            .map(|method| method.code.as_str())
            .collect();
        assert_eq!(counting, ["on_site"]);
    }

    #[test]
    fn a_countys_own_parameter_beats_the_default() {
        let codes = &builtin().1;
        assert_eq!(codes.default_params().number("elderly_age"), Some(60));
        assert_eq!(codes.default_params().number("monitor_line_yuan"), None);
        assert_eq!(codes.demo_params().number("monitor_line_yuan"), Some(8700));
        let own = Params::from_iter([("water_region".into(), ParamValue::Text("scarce".into()))]);
        let all = own.over(codes.default_params());
        assert_eq!(all.text("water_region"), Some("scarce"));
        assert_eq!(all.text("school_year_cutoff"), Some("08-31"));
    }

    #[test]
    fn a_broken_list_names_the_field() {
        let broken =
            r#"{"_meta":{"version":"1"},"fuel":{"items":[{"code":"01","zh":"a"},{"code":"02"}]}}"#;
        let error = Codes::parse(broken).unwrap_err();
        assert_eq!(
            error,
            TemplateError::Missing {
                path: "fuel.items[1].zh".into()
            }
        );
    }
}
