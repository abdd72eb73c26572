//! Which facts of a household and its members people may correct, and what each may hold.
//!
//! Never an ID number, a name, a category or a monitoring type: the app classifies nobody. Those
//! come with the county's roster alone.

mod fields;

use crate::codes::Codes;
use crate::identity::{Phone, check_phone};

pub use fields::FIELDS;

/// Whose fact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The household as a whole.
    Household,
    /// One person of it.
    Member,
}

/// What a fact holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Words, at most so many characters.
    Text {
        /// Characters.
        most: usize,
    },
    /// A mobile or landline number.
    Phone,
    /// One code of a list.
    Choice {
        /// A name of `codes.json`.
        list: &'static str,
    },
    /// Codes of a list, each once.
    Choices {
        /// A name of `codes.json`.
        list: &'static str,
    },
    /// A whole number within bounds.
    Number {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// Yes or no.
    Flag,
    /// Where the house is, WGS-84. One fact: half of each of two places is neither.
    Place,
}

/// One fact that people may correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Whose it is.
    pub subject: Subject,
    /// Its name on the wire.
    pub name: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// May not be emptied.
    pub required: bool,
}

/// The fact of this name.
#[must_use]
pub fn find(subject: Subject, name: &str) -> Option<&'static Field> {
    FIELDS
        .iter()
        .find(|field| field.subject == subject && field.name == name)
}

/// The value of a fact. Two are the same fact exactly when they are equal.
#[derive(Clone, PartialEq, Eq)]
pub enum FactValue {
    /// Not known, or cleared.
    Nothing,
    /// Words, a phone number, or one code.
    Text(String),
    /// Codes, as [`FactValue::codes`] orders them.
    Codes(Vec<String>),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// WGS-84 in ten-millionths of a degree: a centimetre, and no rounding to disagree about.
    Place {
        /// North.
        lat_e7: i64,
        /// East.
        lon_e7: i64,
    },
}

// What people say of a household: `Debug` shows its kind only.
impl std::fmt::Debug for FactValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Text(_) => "Text",
            Self::Codes(_) => "Codes",
            Self::Number(_) => "Number",
            Self::Flag(_) => "Flag",
            Self::Place { .. } => "Place",
        })
    }
}

impl FactValue {
    /// Words without the blanks around them; none of them is nothing.
    #[must_use]
    pub fn text(text: &str) -> Self {
        match text.trim() {
            "" => Self::Nothing,
            text => Self::Text(text.to_owned()),
        }
    }

    /// Codes, each once, in one order whoever chose them; none of them is nothing.
    #[must_use]
    pub fn codes(mut codes: Vec<String>) -> Self {
        codes.sort_unstable();
        codes.dedup();
        if codes.is_empty() {
            Self::Nothing
        } else {
            Self::Codes(codes)
        }
    }

    /// A place from degrees; `None` if it is none on earth.
    #[must_use]
    pub fn place(lat: f64, lon: f64) -> Option<Self> {
        let on_earth = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        on_earth.then(|| Self::Place {
            // At most 1.8e9: far within both types.
            lat_e7: (lat * 1e7).round() as i64,
            lon_e7: (lon * 1e7).round() as i64,
        })
    }

    /// A place in degrees.
    #[must_use]
    pub fn degrees(&self) -> Option<(f64, f64)> {
        match self {
            // Exact: both are whole numbers below 2^53.
            Self::Place { lat_e7, lon_e7 } => Some((*lat_e7 as f64 / 1e7, *lon_e7 as f64 / 1e7)),
            _ => None,
        }
    }
}

/// Why a value is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadFact {
    /// It may not be emptied.
    #[error("the fact may not be empty")]
    Empty,
    /// Of another type than the fact.
    #[error("the value is of another type")]
    WrongType,
    /// Not a code of its list.
    #[error("the code is not in its list")]
    UnknownOption,
    /// A code that stands alone together with others.
    #[error("a code that stands alone was chosen with others")]
    Exclusive,
    /// More characters than it may have.
    #[error("the words are too long")]
    TooLong,
    /// Outside its bounds.
    #[error("the number is out of range")]
    OutOfRange,
    /// Neither a mobile nor a landline number.
    #[error("not a phone number")]
    NotAPhone,
}

impl BadFact {
    /// Its name on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::WrongType => "malformed",
            Self::UnknownOption => "unknown_option",
            Self::Exclusive => "not_together",
            Self::TooLong => "too_long",
            Self::OutOfRange => "out_of_range",
            Self::NotAPhone => "not_a_phone",
        }
    }
}

/// The value as the county keeps it: codes in one order, a phone without blanks.
///
/// # Errors
/// When it is not what the fact may hold.
pub fn check(field: &Field, value: FactValue, codes: &Codes) -> Result<FactValue, BadFact> {
    let value = match (field.shape, value) {
        (_, FactValue::Nothing) => FactValue::Nothing,
        (Shape::Text { most }, FactValue::Text(text)) => {
            if text.contains('\0') {
                return Err(BadFact::WrongType);
            }
            if text.chars().count() > most {
                return Err(BadFact::TooLong);
            }
            FactValue::text(&text)
        }
        (Shape::Phone, FactValue::Text(text)) => match check_phone(&text) {
            Some(Phone::Mobile(number) | Phone::Landline(number)) => FactValue::Text(number),
            None => return Err(BadFact::NotAPhone),
        },
        (Shape::Choice { list }, FactValue::Text(code)) => {
            codes.find(list, &code).ok_or(BadFact::UnknownOption)?;
            FactValue::Text(code)
        }
        (Shape::Choices { list }, FactValue::Codes(chosen)) => choices(list, &chosen, codes)?,
        (Shape::Number { least, most }, FactValue::Number(number)) => {
            if !(least..=most).contains(&number) {
                return Err(BadFact::OutOfRange);
            }
            FactValue::Number(number)
        }
        (Shape::Flag, FactValue::Flag(flag)) => FactValue::Flag(flag),
        (Shape::Place, place @ FactValue::Place { lat_e7, lon_e7 }) => {
            if lat_e7.abs() > 900_000_000 || lon_e7.abs() > 1_800_000_000 {
                return Err(BadFact::OutOfRange);
            }
            place
        }
        _ => return Err(BadFact::WrongType),
    };
    if field.required && value == FactValue::Nothing {
        return Err(BadFact::Empty);
    }
    Ok(value)
}

fn choices(list: &str, chosen: &[String], codes: &Codes) -> Result<FactValue, BadFact> {
    let options = codes.list(list).unwrap_or_default();
    let known = |code: &String| options.iter().any(|option| option.code == *code);
    if !chosen.iter().all(known) {
        return Err(BadFact::UnknownOption);
    }
    let mut exclusive = options.iter().filter(|option| option.exclusive);
    let value = FactValue::codes(chosen.to_vec());
    match &value {
        FactValue::Codes(codes)
            if codes.len() > 1 && exclusive.any(|option| codes.contains(&option.code)) =>
        {
            Err(BadFact::Exclusive)
        }
        _ => Ok(value),
    }
}

#[cfg(test)]
mod tests;
