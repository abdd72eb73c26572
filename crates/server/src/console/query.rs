//! Pieces of console queries: numbered values, pages by key.

use crate::db::Value;

/// Rows on a page of a table.
pub(super) const PAGE: usize = 50;

/// Values of a query that is put together from pieces.
pub(super) struct Values(Vec<Value>);

impl Values {
    pub(super) fn new(first: impl Into<Value>) -> Self {
        Self(vec![first.into()])
    }

    /// Adds a value; its placeholder.
    pub(super) fn add(&mut self, value: impl Into<Value>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }

    /// Adds a list; `$4, $5, $6`.
    pub(super) fn list(&mut self, values: &[String]) -> String {
        let places: Vec<String> = values.iter().map(|value| self.add(value)).collect();
        places.join(", ")
    }

    pub(super) fn all(&self) -> &[Value] {
        &self.0
    }
}

/// A text to look for anywhere, for `like … escape '!'`.
pub(super) fn anywhere(text: &str) -> String {
    let plain = text
        .trim()
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{plain}%")
}

/// Cuts the row asked for beyond the page; the key of the last one left, if there was one.
pub(super) fn cut<T>(rows: &mut Vec<T>, key: impl Fn(&T) -> String) -> Option<String> {
    if rows.len() <= PAGE {
        return None;
    }
    rows.truncate(PAGE);
    rows.last().map(key)
}

/// A key that is a number; anything else begins at the top.
pub(super) fn number(after: Option<&String>) -> i64 {
    after.and_then(|text| text.parse().ok()).unwrap_or(i64::MAX)
}
