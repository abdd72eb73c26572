//! Values going in, rows coming out.

use std::sync::Arc;

use super::Error;

/// One value, of the five kinds both databases know.
#[derive(Clone, PartialEq)]
pub enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl std::fmt::Debug for Value {
    /// The kind only: rows are about people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Int(_) => "Int",
            Self::Real(_) => "Real",
            Self::Text(_) => "Text",
            Self::Bytes(_) => "Bytes",
        })
    }
}

macro_rules! from {
    ($($type:ty => |$value:ident| $made:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $made
            }
        }
    )*};
}

from! {
    i64 => |value| Self::Int(value);
    u32 => |value| Self::Int(i64::from(value));
    bool => |value| Self::Int(i64::from(value));
    f64 => |value| Self::Real(value);
    String => |value| Self::Text(value);
    &String => |value| Self::Text(value.clone());
    &str => |value| Self::Text(value.to_owned());
    Vec<u8> => |value| Self::Bytes(value);
    &[u8] => |value| Self::Bytes(value.to_vec());
}

macro_rules! from_ids {
    ($($id:ident)*) => {$(
        impl From<domain::id::$id> for Value {
            fn from(id: domain::id::$id) -> Self {
                Self::Text(id.to_string())
            }
        }
    )*};
}

from_ids! { CountyId PersonId DeviceId HouseholdId MemberId VisitId PhotoId BatchId ChangeId
ReviewId AssignmentId TeamId ProblemId ProblemStepId EntryId EntryStepId CampaignId }

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The name of one column of an answer.
pub(super) type Column = String;

/// One row, read by column name.
pub struct Row {
    pub(super) columns: Arc<[Column]>,
    pub(super) values: Vec<Value>,
}

impl Row {
    fn value(&self, column: &'static str) -> Result<&Value, Error> {
        self.columns
            .iter()
            .position(|name| name == column)
            .and_then(|place| self.values.get(place))
            .ok_or(Error::Column { column })
    }

    /// A text that is there.
    ///
    /// # Errors
    /// When the column is missing, null or of another type.
    pub fn text(&self, column: &'static str) -> Result<String, Error> {
        Ok(self.str(column)?.to_owned())
    }

    /// A text, or null.
    ///
    /// # Errors
    /// When the column is missing or of another type.
    pub fn optional_text(&self, column: &'static str) -> Result<Option<String>, Error> {
        Ok(self.optional_str(column)?.map(str::to_owned))
    }

    fn optional_str(&self, column: &'static str) -> Result<Option<&str>, Error> {
        match self.value(column)? {
            Value::Text(text) => Ok(Some(text)),
            Value::Null => Ok(None),
            _ => Err(Error::Column { column }),
        }
    }

    fn str(&self, column: &'static str) -> Result<&str, Error> {
        self.optional_str(column)?.ok_or(Error::Column { column })
    }

    /// A whole number that is there.
    ///
    /// # Errors
    /// When the column is missing, null or of another type.
    pub fn int(&self, column: &'static str) -> Result<i64, Error> {
        self.optional_int(column)?.ok_or(Error::Column { column })
    }

    /// A whole number, or null.
    ///
    /// # Errors
    /// When the column is missing or of another type.
    pub fn optional_int(&self, column: &'static str) -> Result<Option<i64>, Error> {
        match self.value(column)? {
            Value::Int(number) => Ok(Some(*number)),
            Value::Null => Ok(None),
            _ => Err(Error::Column { column }),
        }
    }

    /// A number with a fraction that is there.
    ///
    /// # Errors
    /// When the column is missing, null or of another type.
    pub fn real(&self, column: &'static str) -> Result<f64, Error> {
        match self.value(column)? {
            Value::Real(number) => Ok(*number),
            _ => Err(Error::Column { column }),
        }
    }

    /// A count; anything negative is none.
    ///
    /// # Errors
    /// When the column is missing, null or of another type.
    pub fn count(&self, column: &'static str) -> Result<u32, Error> {
        Ok(u32::try_from(self.int(column)?).unwrap_or(0))
    }

    /// A flag stored as 0 or 1.
    ///
    /// # Errors
    /// When the column is missing, null or of another type.
    pub fn flag(&self, column: &'static str) -> Result<bool, Error> {
        Ok(self.int(column)? != 0)
    }

    /// Bytes that are there.
    ///
    /// # Errors
    /// When the column is missing, null or of another type.
    pub fn bytes(&self, column: &'static str) -> Result<Vec<u8>, Error> {
        self.optional_bytes(column)?.ok_or(Error::Column { column })
    }

    /// Bytes, or null.
    ///
    /// # Errors
    /// When the column is missing or of another type.
    pub fn optional_bytes(&self, column: &'static str) -> Result<Option<Vec<u8>>, Error> {
        match self.value(column)? {
            Value::Bytes(bytes) => Ok(Some(bytes.clone())),
            Value::Null => Ok(None),
            _ => Err(Error::Column { column }),
        }
    }

    /// An id that is there.
    ///
    /// # Errors
    /// When the column is missing or holds no id.
    pub fn id<T: std::str::FromStr>(&self, column: &'static str) -> Result<T, Error> {
        self.str(column)?
            .parse()
            .map_err(|_| Error::Column { column })
    }

    /// A stored JSON body.
    ///
    /// # Errors
    /// When the column is missing or holds something else.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Result<T, Error> {
        serde_json::from_str(self.str(column)?).map_err(|_| Error::Column { column })
    }
}
