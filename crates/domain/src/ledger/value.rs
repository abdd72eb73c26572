//! What fields of entries hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The value of one field. On the wire a text, a whole number or a list of texts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum EntryValue {
    /// Words, a date, a code, an id.
    Text(String),
    /// A whole number; fen, for money.
    Number(i64),
    /// Codes or ids.
    List(Vec<String>),
}

/// The fields of an entry, by code.
pub type Values = BTreeMap<String, EntryValue>;

impl EntryValue {
    /// A text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A number.
    #[must_use]
    pub const fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A list.
    #[must_use]
    pub fn list(&self) -> Option<&[String]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }
}

// What people say of a household: `Debug` shows its kind only.
impl std::fmt::Debug for EntryValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text",
            Self::Number(_) => "Number",
            Self::List(_) => "List",
        })
    }
}
