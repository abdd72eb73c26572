//! Whether a form may be saved: every field in its shape, what is hidden left out.

use super::definition::{Field, Shape};
use super::value::{EntryValue, Values};
use crate::codes::Codes;
use crate::id::{HouseholdId, MemberId};
use crate::identity::{IdCheck, check_id, normalise};
use crate::time::{Date, parse_date};

/// The earliest day anybody records: nobody alive was born before.
const EARLIEST: Date = jiff::civil::date(1900, 1, 1);
/// The latest: no plan reaches further.
const LATEST: Date = jiff::civil::date(2099, 12, 31);
/// Longer than any number of a paper.
const MOST_ID_CHARACTERS: usize = 30;

/// What a form is checked against.
pub struct Ground<'a> {
    /// The day it is.
    pub today: Date,
    /// All code lists.
    pub codes: &'a Codes,
    /// Members of the household, where they are known.
    pub members: Option<&'a [MemberId]>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// Its code.
    pub field: String,
    /// `empty`, `malformed`, `unknown_option`, `not_together`, `too_long`, `out_of_range`,
    /// `not_a_date`, `in_the_future`, `before_the_start`, `unknown_member`, `unknown_field`.
    pub code: &'static str,
}

/// A form as it would be kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// What is shown and filled, in one shape whoever typed it.
    pub values: Values,
    /// What is wrong; nothing may be saved unless it is empty.
    pub faults: Vec<FieldFault>,
    /// Fields whose ID number does not check: kept, and looked at by a person.
    pub doubtful_ids: Vec<String>,
}

/// Whether a field is shown beside these values.
#[must_use]
pub fn is_shown(field: &Field, values: &Values) -> bool {
    let Some((on, codes)) = &field.show_if else {
        return true;
    };
    let chosen = values.get(on).and_then(EntryValue::text);
    chosen.is_some_and(|chosen| codes.iter().any(|code| code == chosen))
}

/// Checks what was typed into these fields.
#[must_use]
pub fn check(fields: &[Field], given: &Values, ground: &Ground<'_>) -> Checked {
    let mut checked = Checked::default();
    for code in given.keys() {
        if !fields.iter().any(|field| field.code == *code) {
            checked.fault(code, "unknown_field");
        }
    }
    for field in fields {
        if !is_shown(field, &checked.values) {
            continue;
        }
        match given
            .get(&field.code)
            .map(|value| one(field, value, ground, &mut checked.doubtful_ids))
        {
            Some(Err(code)) => checked.fault(&field.code, code),
            Some(Ok(Some(value))) => {
                checked.values.insert(field.code.clone(), value);
            }
            Some(Ok(None)) | None if field.required => checked.fault(&field.code, "empty"),
            Some(Ok(None)) | None => {}
        }
    }
    in_order(&mut checked);
    checked
}

impl Checked {
    fn fault(&mut self, field: &str, code: &'static str) {
        self.faults.push(FieldFault {
            field: field.to_owned(),
            code,
        });
    }

    fn date(&self, field: &str) -> Option<Date> {
        parse_date(self.values.get(field)?.text()?)
    }
}

/// What ends does not end before it begins, and no more agree than were there.
fn in_order(checked: &mut Checked) {
    for (from, to) in [
        ("from", "to"),
        ("start_on", "end_on"),
        ("year_from", "year_to"),
        ("notice_from", "notice_to"),
    ] {
        if let (Some(from), Some(end)) = (checked.date(from), checked.date(to))
            && end < from
        {
            checked.fault(to, "before_the_start");
        }
    }
    let number = |code: &str| checked.values.get(code).and_then(EntryValue::number);
    if let (Some(all), Some(some)) = (number("attended"), number("in_favour"))
        && some > all
    {
        checked.fault("in_favour", "out_of_range");
    }
}

/// The value as it is kept; nothing for an empty one.
fn one(
    field: &Field,
    value: &EntryValue,
    ground: &Ground<'_>,
    doubtful: &mut Vec<String>,
) -> Result<Option<EntryValue>, &'static str> {
    match (&field.shape, value) {
        (Shape::Money { min, max } | Shape::Integer { min, max }, EntryValue::Number(number)) => {
            if (*min..=*max).contains(number) {
                Ok(Some(value.clone()))
            } else {
                Err("out_of_range")
            }
        }
        (Shape::Choices { .. }, EntryValue::List(chosen)) => choices(field, chosen, ground),
        (Shape::Members, EntryValue::List(chosen)) => {
            let mut chosen = chosen.clone();
            chosen.sort_unstable();
            chosen.dedup();
            for member in &chosen {
                is_member(member, ground)?;
            }
            Ok((!chosen.is_empty()).then_some(EntryValue::List(chosen)))
        }
        (_, EntryValue::Text(text)) => {
            let text = text.trim();
            if text.is_empty() {
                return Ok(None);
            }
            // PostgreSQL keeps no such text, and nobody types one.
            if text.contains('\0') {
                return Err("malformed");
            }
            let kept = words(field, text, ground, doubtful)?;
            Ok(Some(EntryValue::Text(kept)))
        }
        (_, EntryValue::List(list)) if list.is_empty() => Ok(None),
        _ => Err("malformed"),
    }
}

fn words(
    field: &Field,
    text: &str,
    ground: &Ground<'_>,
    doubtful: &mut Vec<String>,
) -> Result<String, &'static str> {
    match &field.shape {
        Shape::Text { most } if text.chars().count() > *most => return Err("too_long"),
        Shape::Text { .. } => {}
        Shape::Date => {
            let day = parse_date(text).ok_or("not_a_date")?;
            if !(EARLIEST..=LATEST).contains(&day) {
                return Err("out_of_range");
            }
            if field.past && day > ground.today {
                return Err("in_the_future");
            }
        }
        Shape::Choice { .. } | Shape::Own { .. } => {
            let options = field.options(ground.codes);
            if !options.iter().any(|option| option.code == text) {
                return Err("unknown_option");
            }
        }
        Shape::Member => is_member(text, ground)?,
        Shape::Household => {
            text.parse::<HouseholdId>().map_err(|_| "malformed")?;
        }
        Shape::Area => {
            if text.len() != 12 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err("malformed");
            }
        }
        Shape::IdNumber => {
            let number = normalise(text);
            if number.chars().count() > MOST_ID_CHARACTERS {
                return Err("too_long");
            }
            if !matches!(check_id(&number, ground.today), IdCheck::Valid(_)) {
                doubtful.push(field.code.clone());
            }
            return Ok(number);
        }
        Shape::Money { .. } | Shape::Integer { .. } | Shape::Choices { .. } | Shape::Members => {
            return Err("malformed");
        }
    }
    Ok(text.to_owned())
}

fn is_member(text: &str, ground: &Ground<'_>) -> Result<(), &'static str> {
    let id: MemberId = text.parse().map_err(|_| "malformed")?;
    match ground.members {
        Some(members) if !members.contains(&id) => Err("unknown_member"),
        _ => Ok(()),
    }
}

fn choices(
    field: &Field,
    chosen: &[String],
    ground: &Ground<'_>,
) -> Result<Option<EntryValue>, &'static str> {
    let options = field.options(ground.codes);
    let mut kept: Vec<String> = Vec::new();
    for code in chosen {
        let option = options.iter().find(|option| option.code == *code);
        let option = option.ok_or("unknown_option")?;
        if option.exclusive && chosen.len() > 1 {
            return Err("not_together");
        }
        // Risks are in order of weight: the order they were chosen in is kept.
        if !kept.contains(code) {
            kept.push(code.clone());
        }
    }
    Ok((!kept.is_empty()).then_some(EntryValue::List(kept)))
}
