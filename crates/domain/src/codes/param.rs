//! What a county may set, and which values it takes.

use super::{Language, OptionItem, ParamValue};
use crate::checklist::{Reader, TemplateError};
use crate::time::parse_date;

/// More than any amount, age or count a county sets.
const LARGEST: i64 = 1_000_000_000;

/// A parameter as `codes.json` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamSpec {
    /// Permanent key; one that ends in `_yuan` is in yuan.
    pub key: String,
    /// Chinese name.
    pub zh: String,
    /// English name, where there is one.
    pub en: Option<String>,
    /// Which values it takes.
    pub takes: Takes,
    /// The unit to show.
    pub unit: Option<String>,
    /// The unit in English.
    pub unit_en: Option<String>,
    /// In force where the county says nothing.
    pub default: Option<ParamValue>,
    /// Where the default comes from.
    pub origin: Option<String>,
}

/// Which values a parameter takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    /// A whole number within limits.
    Number {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// One of these codes.
    Option(Vec<OptionItem>),
    /// A day of every year, `MM-DD`.
    MonthDay,
    /// Words.
    Text {
        /// Longest, in characters.
        max_length: u32,
    },
}

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamError {
    /// A number where words are wanted, or the other way round.
    WrongType,
    /// Outside the limits.
    OutOfRange,
    /// Not one of the options.
    UnknownOption,
    /// Not a day of every year.
    NotADay,
    /// Too long, or empty.
    BadText,
}

impl ParamError {
    /// The code that leaves the crate.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WrongType => "wrong_type",
            Self::OutOfRange => "out_of_range",
            Self::UnknownOption => "unknown_option",
            Self::NotADay => "not_a_date",
            Self::BadText => "bad_text",
        }
    }
}

impl ParamSpec {
    /// The name in a language; Chinese where there is no English.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        language.pick(&self.zh, self.en.as_deref())
    }

    /// Whether the parameter takes the value.
    ///
    /// # Errors
    /// [`ParamError`].
    pub fn check(&self, value: &ParamValue) -> Result<(), ParamError> {
        let holds = |holds: bool, error| if holds { Ok(()) } else { Err(error) };
        match (&self.takes, value) {
            (Takes::Number { min, max }, ParamValue::Number(number)) => {
                holds((*min..=*max).contains(number), ParamError::OutOfRange)
            }
            (Takes::Option(options), ParamValue::Text(code)) => holds(
                options.iter().any(|option| option.code == *code),
                ParamError::UnknownOption,
            ),
            // 2001 has no 29 February: the day must come every year.
            (Takes::MonthDay, ParamValue::Text(day)) => holds(
                parse_date(&format!("2001-{day}")).is_some(),
                ParamError::NotADay,
            ),
            (Takes::Text { max_length }, ParamValue::Text(text)) => {
                let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
                let fits = !text.trim().is_empty() && length <= *max_length;
                holds(fits, ParamError::BadText)
            }
            _ => Err(ParamError::WrongType),
        }
    }

    pub(super) fn read(at: &Reader<'_>) -> Result<Self, TemplateError> {
        let key = at.text("key")?;
        let default = at.optional("default");
        let number = |name| -> Result<Option<i64>, TemplateError> {
            let Some(field) = at.optional(name) else {
                return Ok(None);
            };
            let number = field.value().as_i64();
            number
                .map(Some)
                .ok_or_else(|| field.wrong("a whole number"))
        };
        let takes = if at.optional("options").is_some() {
            let options = at.list("options")?;
            let options = options.iter().map(OptionItem::read);
            Takes::Option(options.collect::<Result<_, _>>()?)
        } else if let Some(format) = at.optional("format") {
            match format.as_text()? {
                "MM-DD" => Takes::MonthDay,
                other => return Err(format.unknown(other)),
            }
        } else if let Some(max_length) = at.optional_count("max_length")? {
            Takes::Text { max_length }
        } else {
            Takes::Number {
                min: number("min")?.unwrap_or(0),
                max: number("max")?.unwrap_or(LARGEST),
            }
        };
        let spec = Self {
            zh: at.optional_text("zh")?.unwrap_or_else(|| key.clone()),
            en: at.optional_text("en")?,
            takes,
            unit: at.optional_text("unit")?,
            unit_en: at.optional_text("unit_en")?,
            default: default.as_ref().map(value).transpose()?,
            origin: at.optional_text("origin")?,
            key,
        };
        if let (Some(own), Some(at)) = (&spec.default, default)
            && spec.check(own).is_err()
        {
            return Err(at.wrong("a value the parameter takes"));
        }
        Ok(spec)
    }
}

fn value(at: &Reader<'_>) -> Result<ParamValue, TemplateError> {
    if let Some(number) = at.value().as_i64() {
        return Ok(ParamValue::Number(number));
    }
    match at.value().as_str() {
        Some(text) => Ok(ParamValue::Text(text.to_owned())),
        None => Err(at.wrong("a whole number or a text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::builtin;

    fn check(key: &str, value: ParamValue) -> Result<(), ParamError> {
        builtin().1.param(key).unwrap().check(&value)
    }

    fn text(text: &str) -> ParamValue {
        ParamValue::Text(text.to_owned())
    }

    #[test]
    fn each_parameter_takes_its_own_kind_of_value_within_its_limits() {
        use ParamError as Error;
        let table = [
            ("monitor_line_yuan", ParamValue::Number(8700), Ok(())),
            (
                "monitor_line_yuan",
                ParamValue::Number(870),
                Err(Error::OutOfRange),
            ),
            ("monitor_line_yuan", text("8700"), Err(Error::WrongType)),
            ("water_region", text("scarce"), Ok(())),
            ("water_region", text("dry"), Err(Error::UnknownOption)),
            ("water_region", ParamValue::Number(1), Err(Error::WrongType)),
            ("school_year_cutoff", text("09-01"), Ok(())),
            ("school_year_cutoff", text("02-29"), Err(Error::NotADay)),
            ("leave_approval", text("3 天以上报县委组织部"), Ok(())),
            ("leave_approval", text(" "), Err(Error::BadText)),
            (
                "leave_approval",
                text(&"长".repeat(201)),
                Err(Error::BadText),
            ),
        ];
        for (key, value, expected) in table {
            assert_eq!(check(key, value.clone()), expected, "{key} {value:?}");
        }
    }

    #[test]
    fn every_parameter_has_a_name_in_both_languages() {
        for spec in builtin().1.params() {
            assert!(spec.zh != spec.key, "{}", spec.key);
            assert!(spec.en.is_some(), "{}", spec.key);
            assert_eq!(spec.unit.is_some(), spec.unit_en.is_some(), "{}", spec.key);
        }
    }

    #[test]
    fn days_until_due_are_the_same_as_parameter_and_as_severity() {
        let codes = &builtin().1;
        for severity in codes.list("severity").unwrap() {
            let key = format!("due_days_{}", severity.code);
            let own = codes.default_params().number(&key);
            assert_eq!(own, severity.due_days.map(i64::from), "{key}");
        }
    }
}
