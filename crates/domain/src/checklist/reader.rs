//! Reads JSON by hand, so that every complaint names the field it is about.

use super::TemplateError;
use serde_json::{Map, Value};

/// A place in a JSON document.
#[derive(Clone)]
pub(crate) struct Reader<'a> {
    value: &'a Value,
    path: String,
}

/// Reads a document no larger than a limit.
pub(crate) fn read_json(json: &str, limit: usize) -> Result<Value, TemplateError> {
    if json.len() > limit {
        return Err(TemplateError::TooLarge {
            bytes: json.len(),
            limit,
        });
    }
    serde_json::from_str(json).map_err(|error| TemplateError::NotJson {
        line: error.line(),
        column: error.column(),
    })
}

impl<'a> Reader<'a> {
    pub(crate) fn root(value: &'a Value) -> Self {
        Self {
            value,
            path: String::new(),
        }
    }

    pub(crate) fn value(&self) -> &'a Value {
        self.value
    }

    pub(crate) fn path(&self) -> String {
        self.path.clone()
    }

    pub(crate) fn wrong(&self, expected: &'static str) -> TemplateError {
        TemplateError::WrongType {
            path: self.path(),
            expected,
        }
    }

    pub(crate) fn unknown(&self, code: &str) -> TemplateError {
        TemplateError::Unknown {
            path: self.path(),
            code: code.to_owned(),
        }
    }

    pub(crate) fn object(&self) -> Result<&'a Map<String, Value>, TemplateError> {
        self.value
            .as_object()
            .ok_or_else(|| self.wrong("an object"))
    }

    /// A field that is there and not null.
    pub(crate) fn optional(&self, name: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(name)?;
        if value.is_null() {
            return None;
        }
        let dot = if self.path.is_empty() { "" } else { "." };
        Some(Self {
            value,
            path: format!("{}{dot}{name}", self.path),
        })
    }

    pub(crate) fn child(&self, name: &str) -> Result<Self, TemplateError> {
        self.object()?;
        self.optional(name).ok_or_else(|| {
            let dot = if self.path.is_empty() { "" } else { "." };
            TemplateError::Missing {
                path: format!("{}{dot}{name}", self.path),
            }
        })
    }

    pub(crate) fn elements(&self) -> Result<Vec<Self>, TemplateError> {
        let list = self.value.as_array().ok_or_else(|| self.wrong("a list"))?;
        let elements = list.iter().enumerate();
        Ok(elements
            .map(|(at, value)| Self {
                value,
                path: format!("{}[{at}]", self.path),
            })
            .collect())
    }

    pub(crate) fn list(&self, name: &str) -> Result<Vec<Self>, TemplateError> {
        self.child(name)?.elements()
    }

    pub(crate) fn optional_list(&self, name: &str) -> Result<Vec<Self>, TemplateError> {
        self.optional(name)
            .map_or(Ok(Vec::new()), |child| child.elements())
    }

    pub(crate) fn as_text(&self) -> Result<&'a str, TemplateError> {
        self.value.as_str().ok_or_else(|| self.wrong("a text"))
    }

    pub(crate) fn text(&self, name: &str) -> Result<String, TemplateError> {
        self.child(name)?.as_text().map(str::to_owned)
    }

    pub(crate) fn optional_text(&self, name: &str) -> Result<Option<String>, TemplateError> {
        let child = self.optional(name);
        child
            .map(|child| child.as_text().map(str::to_owned))
            .transpose()
    }

    pub(crate) fn optional_bool(&self, name: &str) -> Result<Option<bool>, TemplateError> {
        let child = self.optional(name);
        child
            .map(|child| {
                child
                    .value
                    .as_bool()
                    .ok_or_else(|| child.wrong("true or false"))
            })
            .transpose()
    }

    pub(crate) fn optional_count(&self, name: &str) -> Result<Option<u32>, TemplateError> {
        let child = self.optional(name);
        child
            .map(|child| {
                let count = child
                    .value
                    .as_u64()
                    .and_then(|count| u32::try_from(count).ok());
                count.ok_or_else(|| child.wrong("a count"))
            })
            .transpose()
    }
}
