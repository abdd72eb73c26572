//! Pieces of console queries: numbered values, pages by key.

use crate::db::{Reader, Row, Value};
use crate::error::Error;

/// Rows on a page of a table.
pub(crate) const PAGE: usize = 50;

/// Values of a query that is put together from pieces.
pub(crate) struct Values(Vec<Value>);

impl Values {
    pub(crate) fn new(first: impl Into<Value>) -> Self {
        Self(vec![first.into()])
    }

    /// Adds a value; its placeholder.
    pub(crate) fn add(&mut self, value: impl Into<Value>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }

    /// Adds a list; `$4, $5, $6`.
    pub(crate) fn list(&mut self, values: &[String]) -> String {
        let places: Vec<String> = values.iter().map(|value| self.add(value)).collect();
        places.join(", ")
    }

    pub(crate) fn all(&self) -> &[Value] {
        &self.0
    }
}

/// A text to look for anywhere, for `lower(…) like … escape '!'`: PostgreSQL tells `A` from `a`.
pub(crate) fn anywhere(text: &str) -> String {
    let plain = text
        .trim()
        .to_ascii_lowercase()
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{plain}%")
}

/// Cuts the row asked for beyond the page; the key of the last one left, if there was one.
pub(crate) fn cut<T>(rows: &mut Vec<T>, key: impl Fn(&T) -> String) -> Option<String> {
    if rows.len() <= PAGE {
        return None;
    }
    rows.truncate(PAGE);
    rows.last().map(key)
}

/// A key that is a number; anything else begins at the top.
pub(crate) fn number(after: Option<&String>) -> i64 {
    after.and_then(|text| text.parse().ok()).unwrap_or(i64::MAX)
}

/// How many rows to ask for: a page, and one to know whether more come.
pub(crate) fn limit(values: &mut Values) -> String {
    values.add(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
}

/// One page of rows `table` that have a sequence, the newest first: `sql` so far, and the key of
/// the last row shown.
pub(crate) fn page<T>(
    reader: &mut Reader<'_>,
    mut sql: String,
    mut values: Values,
    table: &str,
    after: Option<&String>,
    row: impl Fn(&Row) -> Result<T, Error>,
) -> Result<(Vec<T>, Option<String>), Error> {
    let after = values.add(number(after));
    let limit = limit(&mut values);
    sql.push_str(&format!(
        " and {table}.sequence < {after} order by {table}.sequence desc limit {limit}"
    ));
    let mut rows = reader
        .query(&sql, values.all())?
        .iter()
        .map(|found| Ok((found.int("sequence")?, row(found)?)))
        .collect::<Result<Vec<_>, Error>>()?;
    let next = cut(&mut rows, |(sequence, _)| sequence.to_string());
    Ok((rows.into_iter().map(|(_, row)| row).collect(), next))
}
