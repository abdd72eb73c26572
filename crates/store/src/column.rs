//! Columns that hold more than SQLite's own types.

use std::str::FromStr;

use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Result;

/// A column that holds an id.
pub(crate) fn id<T>(row: &Row<'_>, name: &str) -> rusqlite::Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    parse(row.get::<_, String>(name)?)
}

/// A column that may hold an id.
pub(crate) fn maybe_id<T>(row: &Row<'_>, name: &str) -> rusqlite::Result<Option<T>>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    // '' stands for "about nobody in particular" where a key may not be null.
    row.get::<_, Option<String>>(name)?
        .filter(|text| !text.is_empty())
        .map(parse)
        .transpose()
}

/// A column that holds JSON.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, name: &str) -> rusqlite::Result<T> {
    from_json(&row.get::<_, String>(name)?)
}

/// A column that may hold JSON.
pub(crate) fn maybe_json<T: DeserializeOwned>(
    row: &Row<'_>,
    name: &str,
) -> rusqlite::Result<Option<T>> {
    row.get::<_, Option<String>>(name)?
        .as_deref()
        .map(from_json)
        .transpose()
}

/// The text of a JSON column.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value)?)
}

fn parse<T>(text: String) -> rusqlite::Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse()
        .map_err(|cause| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(cause)))
}

fn from_json<T: DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text)
        .map_err(|cause| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(cause)))
}

/// A column that holds a bare name of an enum, as the wire spells it.
pub(crate) fn tag<T: DeserializeOwned>(row: &Row<'_>, name: &str) -> rusqlite::Result<T> {
    let text = row.get::<_, String>(name)?;
    T::deserialize(serde::de::value::StringDeserializer::<serde_json::Error>::new(text))
        .map_err(|cause| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(cause)))
}
