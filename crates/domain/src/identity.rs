//! Numbers that name people: resident ID (GB 11643-1999), disability certificate, phone.
//!
//! A number that fails is a warning, not an error: history has typing errors, duplicates
//! and fifteen-digit cards. It is kept as it is and a person looks at it.

use crate::time::Date;
use std::fmt;

/// Sex as the number tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// Code `1`.
    Male,
    /// Code `2`.
    Female,
}

impl Gender {
    /// GB/T 2261.1 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
        }
    }
}

/// What a resident ID number says.
#[derive(Clone, PartialEq, Eq)]
pub struct IdFacts {
    /// The number as it should be stored.
    pub number: String,
    /// Birthday.
    pub birth: Date,
    /// Sex.
    pub gender: Gender,
    /// County of first registration, which may be far away.
    pub area6: String,
}

impl fmt::Debug for IdFacts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("IdFacts(..)")
    }
}

/// Result of checking a resident ID number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdCheck {
    /// In order.
    Valid(IdFacts),
    /// Fifteen digits, as before 1999: a warning.
    Legacy(IdFacts),
    /// Something is wrong.
    Failed(IdFault),
}

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdFault {
    /// Neither 15 nor 18 characters.
    Length,
    /// Not digits.
    Characters,
    /// Its birthday is not a day.
    Date,
    /// Its birthday has not come.
    Future,
    /// The check character does not fit.
    Checksum,
    /// A disability category or level that does not exist.
    Disability,
}

impl IdFault {
    /// The code that leaves the crate.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Characters => "characters",
            Self::Date => "date",
            Self::Future => "future",
            Self::Checksum => "checksum",
            Self::Disability => "disability",
        }
    }
}

/// Strips what spreadsheets add: spaces, a leading `G`, an apostrophe; `x` becomes `X`.
#[must_use]
pub fn normalise(text: &str) -> String {
    let plain = text.chars().filter(|letter| !letter.is_whitespace());
    let upper = plain.collect::<String>().to_ascii_uppercase();
    upper.trim_start_matches(['G', '\'']).to_owned()
}

/// Checks a resident ID number as of a day.
#[must_use]
pub fn check_id(text: &str, today: Date) -> IdCheck {
    let number = normalise(text);
    let result = match number.len() {
        18 => check_18(number, today).map(IdCheck::Valid),
        15 => check_15(number, today).map(IdCheck::Legacy),
        _ => Err(IdFault::Length),
    };
    result.unwrap_or_else(IdCheck::Failed)
}

/// The check character for seventeen digits; `None` if they are not digits.
#[must_use]
pub fn check_character(digits17: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHARACTERS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    if digits17.len() != WEIGHTS.len() {
        return None;
    }
    let mut sum = 0;
    for (digit, weight) in digits17.chars().zip(WEIGHTS) {
        sum += digit.to_digit(10)? * weight;
    }
    CHARACTERS.get(usize::try_from(sum % 11).ok()?).copied()
}

/// Builds a valid number for made-up people: area of six digits, birthday, sequence below
/// 1000 whose odd numbers are men. `None` where a part does not fit.
#[must_use]
pub fn make_id_number(area6: &str, birth: Date, sequence: u16) -> Option<String> {
    let digits = area6.len() == 6 && area6.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || sequence > 999 || birth.year() < 1000 {
        return None;
    }
    let (year, month, day) = (birth.year(), birth.month(), birth.day());
    let seventeen = format!("{area6}{year:04}{month:02}{day:02}{sequence:03}");
    let check = check_character(&seventeen)?;
    Some(format!("{seventeen}{check}"))
}

/// What a disability certificate says: the holder's ID, category and level.
#[derive(Clone, PartialEq, Eq)]
pub struct DisabilityFacts {
    /// The holder; people are told apart by these eighteen characters.
    pub id: IdFacts,
    /// Code of `disability_category`.
    pub category: char,
    /// Code of `disability_level`.
    pub level: char,
    /// Two more characters of a reissued certificate.
    pub reissue: Option<String>,
}

impl fmt::Debug for DisabilityFacts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DisabilityFacts(..)")
    }
}

/// Checks a disability certificate: ID, category, level, and two more when reissued.
///
/// # Errors
/// [`IdFault`].
pub fn check_disability(text: &str, today: Date) -> Result<DisabilityFacts, IdFault> {
    let number = normalise(text);
    if !number.is_ascii() {
        return Err(IdFault::Characters);
    }
    if number.len() != 20 && number.len() != 22 {
        return Err(IdFault::Length);
    }
    let (id, rest) = number.split_at(18);
    let id = check_18(id.to_owned(), today)?;
    let mut letters = rest.chars();
    let (category, level) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    if !('1'..='7').contains(&category) || !('1'..='4').contains(&level) {
        return Err(IdFault::Disability);
    }
    let reissue = letters.as_str();
    let reissue = (!reissue.is_empty()).then(|| reissue.to_owned());
    Ok(DisabilityFacts {
        id,
        category,
        level,
        reissue,
    })
}

/// A telephone number that is in order.
#[derive(Clone, PartialEq, Eq)]
pub enum Phone {
    /// A mobile of eleven digits.
    Mobile(String),
    /// A landline: households may have one, cadres may not.
    Landline(String),
}

impl fmt::Debug for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Mobile(_) => "Mobile(..)",
            Self::Landline(_) => "Landline(..)",
        })
    }
}

/// Checks a telephone number; spaces, hyphens and +86 are stripped.
#[must_use]
pub fn check_phone(text: &str) -> Option<Phone> {
    let plain = |letter: &char| !letter.is_whitespace() && *letter != '-';
    let bare: String = text.chars().filter(plain).collect();
    let bare = bare
        .strip_prefix("+86")
        .or_else(|| bare.strip_prefix("0086"))
        .unwrap_or(&bare);
    if bare.is_empty() || !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let second = bare.as_bytes().get(1).copied().unwrap_or(0);
    if bare.len() == 11 && bare.starts_with('1') && (b'3'..=b'9').contains(&second) {
        return Some(Phone::Mobile(bare.to_owned()));
    }
    let with_area = bare.starts_with('0') && (10..=12).contains(&bare.len());
    let local = (7..=8).contains(&bare.len()) && !bare.starts_with(['0', '1']);
    (with_area || local).then(|| Phone::Landline(bare.to_owned()))
}

fn check_18(number: String, today: Date) -> Result<IdFacts, IdFault> {
    let Some((digits, check)) = number.split_at_checked(17) else {
        return Err(IdFault::Characters);
    };
    let expected = check_character(digits).ok_or(IdFault::Characters)?;
    if check != "X" && !check.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(IdFault::Characters);
    }
    let birth = birthday(&digits[6..14], today)?;
    if !check.starts_with(expected) {
        return Err(IdFault::Checksum);
    }
    let (gender, area6) = (gender(digits), digits[..6].to_owned());
    Ok(IdFacts {
        birth,
        gender,
        area6,
        number,
    })
}

fn check_15(number: String, today: Date) -> Result<IdFacts, IdFault> {
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(IdFault::Characters);
    }
    let birth = birthday(&format!("19{}", &number[6..12]), today)?;
    let (gender, area6) = (gender(&number), number[..6].to_owned());
    Ok(IdFacts {
        birth,
        gender,
        area6,
        number,
    })
}

/// The last digit before the check: odd is male.
fn gender(digits: &str) -> Gender {
    let last = digits.bytes().last().unwrap_or(b'0');
    if (last - b'0') % 2 == 1 {
        Gender::Male
    } else {
        Gender::Female
    }
}

fn birthday(digits: &str, today: Date) -> Result<Date, IdFault> {
    let text = format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..8]);
    let birth = crate::time::parse_date(&text).ok_or(IdFault::Date)?;
    if birth > today {
        Err(IdFault::Future)
    } else {
        Ok(birth)
    }
}

#[cfg(test)]
mod tests;
