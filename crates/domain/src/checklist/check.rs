//! Whether one answer is of the kind its item takes.

use super::answers::CodeOf;
use super::{AnswerKey, AnswerType, AnswerValue, Decimal, Item, Scope, Template};
use crate::id::MemberId;

/// Longest text where the item sets no limit, in characters.
const LONGEST_TEXT: u32 = 2000;
/// Longest reason for having no photo, in characters.
const LONGEST_REASON: usize = 200;
/// Most photos of one item where the rule sets no limit.
const MOST_PHOTOS: usize = 20;

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerErrorCode {
    /// No such item.
    UnknownItem,
    /// About a member where it should not be, or the other way round.
    WrongScope,
    /// Another kind of answer.
    WrongType,
    /// Not one of the options.
    UnknownOption,
    /// An option that excludes the rest, beside the rest.
    ExclusiveOption,
    /// The same option or photo twice.
    Repeated,
    /// Not a number.
    NotANumber,
    /// More decimals than the item takes.
    TooManyDecimals,
    /// Below the smallest answer.
    TooSmall,
    /// Above the largest answer.
    TooLarge,
    /// Longer than the item takes.
    TooLong,
    /// Not a calendar day.
    NotADate,
    /// More photos than the item takes.
    TooManyPhotos,
    /// The item wants no photos.
    NoPhotosWanted,
}

impl AnswerErrorCode {
    /// The code that leaves the crate.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownItem => "unknown_item",
            Self::WrongScope => "wrong_scope",
            Self::WrongType => "wrong_type",
            Self::UnknownOption => "unknown_option",
            Self::ExclusiveOption => "exclusive_option",
            Self::Repeated => "repeated",
            Self::NotANumber => "not_a_number",
            Self::TooManyDecimals => "too_many_decimals",
            Self::TooSmall => "too_small",
            Self::TooLarge => "too_large",
            Self::TooLong => "too_long",
            Self::NotADate => "not_a_date",
            Self::TooManyPhotos => "too_many_photos",
            Self::NoPhotosWanted => "no_photos_wanted",
        }
    }
}

/// An answer its item does not take. Holds no answer: answers are about people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {}", code.as_str())]
pub struct AnswerError {
    /// What is wrong.
    pub code: AnswerErrorCode,
    /// The item.
    pub field: String,
}

impl Template {
    /// Checks an answer against the item its key names, scope included. Codes of attached
    /// photos and of reasons for having none are understood.
    ///
    /// # Errors
    /// [`AnswerError`].
    pub fn check(&self, key: &AnswerKey, value: &AnswerValue) -> Result<(), AnswerError> {
        self.check_of(&key.item, key.member, value)
    }

    /// The same for a code and a member that are not in one key.
    ///
    /// # Errors
    /// [`AnswerError`].
    pub fn check_of(
        &self,
        item: &str,
        member: Option<MemberId>,
        value: &AnswerValue,
    ) -> Result<(), AnswerError> {
        let refuse = |code| {
            Err(AnswerError {
                code,
                field: item.to_owned(),
            })
        };
        let code = CodeOf::read(item);
        let Some((section, item)) = self.item(code.item()) else {
            return refuse(AnswerErrorCode::UnknownItem);
        };
        if (section.scope == Scope::Member) != member.is_some() {
            return refuse(AnswerErrorCode::WrongScope);
        }
        match (code, value) {
            (CodeOf::Item(_), _) => check_answer(item, value),
            _ if item.photo.is_none() => refuse(AnswerErrorCode::NoPhotosWanted),
            (CodeOf::Photos(_), AnswerValue::Photos(_)) => {
                photos(item, value).map_or_else(refuse, |()| Ok(()))
            }
            (CodeOf::Waiver(_), AnswerValue::Text(reason)) => {
                if reason.chars().count() > LONGEST_REASON {
                    return refuse(AnswerErrorCode::TooLong);
                }
                Ok(())
            }
            _ => refuse(AnswerErrorCode::WrongType),
        }
    }
}

/// Checks an answer against its item: kind, options, limits.
///
/// # Errors
/// [`AnswerError`].
pub fn check_answer(item: &Item, value: &AnswerValue) -> Result<(), AnswerError> {
    check(item, value).map_err(|code| AnswerError {
        code,
        field: item.code.clone(),
    })
}

fn check(item: &Item, value: &AnswerValue) -> Result<(), AnswerErrorCode> {
    match (item.answer_type, value) {
        (AnswerType::YesNo | AnswerType::YesNoNa | AnswerType::Enum, AnswerValue::Choice(code)) => {
            item.option(code)
                .map(|_| ())
                .ok_or(AnswerErrorCode::UnknownOption)
        }
        (AnswerType::MultiEnum, AnswerValue::Choices(codes)) => choices(item, codes),
        (AnswerType::Integer, AnswerValue::Integer(number)) => within(
            item,
            Decimal::whole(*number)
                .ok_or(AnswerErrorCode::TooLarge)?
                .millionths(),
        ),
        (AnswerType::Number, AnswerValue::Decimal(text)) => {
            let number = Decimal::parse(text).ok_or(AnswerErrorCode::NotANumber)?;
            if item.decimals.is_some_and(|most| number.decimals() > most) {
                return Err(AnswerErrorCode::TooManyDecimals);
            }
            within(item, number.millionths())
        }
        // Limits of money are in yuan: a fen is ten thousand millionths.
        (AnswerType::Money, AnswerValue::Money(fen)) => within(item, i128::from(*fen) * 10_000),
        (AnswerType::Text, AnswerValue::Text(text)) => {
            let longest = usize::try_from(item.max_length.unwrap_or(LONGEST_TEXT));
            if text.chars().count() > longest.unwrap_or(usize::MAX) {
                return Err(AnswerErrorCode::TooLong);
            }
            Ok(())
        }
        (AnswerType::Date, AnswerValue::Date(text)) => crate::time::parse_date(text)
            .map(|_| ())
            .ok_or(AnswerErrorCode::NotADate),
        (AnswerType::Photo | AnswerType::Signature, AnswerValue::Photos(_)) => photos(item, value),
        (AnswerType::MemberRef, AnswerValue::Member(_)) => Ok(()),
        _ => Err(AnswerErrorCode::WrongType),
    }
}

fn choices(item: &Item, codes: &[String]) -> Result<(), AnswerErrorCode> {
    for (at, code) in codes.iter().enumerate() {
        let option = item.option(code).ok_or(AnswerErrorCode::UnknownOption)?;
        if option.exclusive && codes.len() > 1 {
            return Err(AnswerErrorCode::ExclusiveOption);
        }
        if codes.iter().take(at).any(|earlier| earlier == code) {
            return Err(AnswerErrorCode::Repeated);
        }
    }
    Ok(())
}

fn within(item: &Item, millionths: i128) -> Result<(), AnswerErrorCode> {
    if item
        .min
        .is_some_and(|least| millionths < least.millionths())
    {
        return Err(AnswerErrorCode::TooSmall);
    }
    if item.max.is_some_and(|most| millionths > most.millionths()) {
        return Err(AnswerErrorCode::TooLarge);
    }
    Ok(())
}

fn photos(item: &Item, value: &AnswerValue) -> Result<(), AnswerErrorCode> {
    let AnswerValue::Photos(ids) = value else {
        return Err(AnswerErrorCode::WrongType);
    };
    let most = item
        .photo
        .as_ref()
        .and_then(|rule| usize::try_from(rule.max).ok());
    if ids.len() > most.unwrap_or(MOST_PHOTOS).min(MOST_PHOTOS) {
        return Err(AnswerErrorCode::TooManyPhotos);
    }
    if ids
        .iter()
        .enumerate()
        .any(|(at, id)| ids[..at].contains(id))
    {
        return Err(AnswerErrorCode::Repeated);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{builtin, photo_code, waiver_code};
    use super::*;
    use crate::id::PhotoId;
    use uuid::Uuid;

    fn refused(item: &str, value: &AnswerValue) -> Option<AnswerErrorCode> {
        let (_, item) = builtin().0.item(item).unwrap();
        check_answer(item, value).err().map(|error| error.code)
    }

    #[test]
    fn each_kind_of_bad_answer_is_refused_by_its_own_code() {
        use AnswerErrorCode as Code;
        let choice = |code: &str| AnswerValue::Choice(code.into());
        let choices = |codes: &[&str]| {
            AnswerValue::Choices(codes.iter().map(|code| (*code).into()).collect())
        };
        let number = |text: &str| AnswerValue::Decimal(text.into());
        let photos = |ids: &[u128]| {
            AnswerValue::Photos(
                ids.iter()
                    .map(|id| PhotoId::from_uuid(Uuid::from_u128(*id)))
                    .collect(),
            )
        };
        let table = [
            ("enrolled", choice("yes"), None),
            ("enrolled", choice("na"), Some(Code::UnknownOption)),
            ("home_teaching", choice("na"), None),
            (
                "enrolled",
                AnswerValue::Text("yes".into()),
                Some(Code::WrongType),
            ),
            ("health_status", choices(&["chronic", "disabled"]), None),
            (
                "health_status",
                choices(&["healthy", "chronic"]),
                Some(Code::ExclusiveOption),
            ),
            (
                "health_status",
                choices(&["chronic", "chronic"]),
                Some(Code::Repeated),
            ),
            (
                "health_status",
                choices(&["cold"]),
                Some(Code::UnknownOption),
            ),
            ("work_months", AnswerValue::Integer(12), None),
            (
                "work_months",
                AnswerValue::Integer(13),
                Some(Code::TooLarge),
            ),
            (
                "work_months",
                AnswerValue::Integer(-1),
                Some(Code::TooSmall),
            ),
            (
                "work_months",
                AnswerValue::Integer(i64::MAX),
                Some(Code::TooLarge),
            ),
            ("housing_area_m2", number("85.5"), None),
            (
                "housing_area_m2",
                number("85.55"),
                Some(Code::TooManyDecimals),
            ),
            ("housing_area_m2", number("85,5"), Some(Code::NotANumber)),
            ("housing_area_m2", number("2000.1"), Some(Code::TooLarge)),
            ("edu_aid_amount", AnswerValue::Money(5_000_000), None),
            (
                "edu_aid_amount",
                AnswerValue::Money(5_000_001),
                Some(Code::TooLarge),
            ),
            ("percap_income_est", AnswerValue::Money(-1), None),
            ("visit_summary", AnswerValue::Text("好".repeat(1000)), None),
            (
                "visit_summary",
                AnswerValue::Text("好".repeat(1001)),
                Some(Code::TooLong),
            ),
            ("visit_scene_photo", photos(&[1, 2, 3, 4]), None),
            (
                "visit_scene_photo",
                photos(&[1, 2, 3, 4, 5]),
                Some(Code::TooManyPhotos),
            ),
            ("visit_scene_photo", photos(&[1, 1]), Some(Code::Repeated)),
        ];
        for (item, value, expected) in table {
            assert_eq!(refused(item, &value), expected, "{item}");
        }
    }

    #[test]
    fn an_answer_about_a_member_needs_the_member() {
        let template = &builtin().0;
        let yes = AnswerValue::Choice("yes".into());
        let member = MemberId::from_uuid(Uuid::from_u128(1));
        let code = |key: AnswerKey, value: &AnswerValue| {
            template.check(&key, value).err().map(|error| error.code)
        };
        assert_eq!(code(AnswerKey::about("enrolled", member), &yes), None);
        assert_eq!(
            code(AnswerKey::of("enrolled"), &yes),
            Some(AnswerErrorCode::WrongScope)
        );
        assert_eq!(
            code(AnswerKey::about("electricity", member), &yes),
            Some(AnswerErrorCode::WrongScope)
        );
        assert_eq!(
            code(AnswerKey::of("nothing"), &yes),
            Some(AnswerErrorCode::UnknownItem)
        );
    }

    #[test]
    fn photos_and_reasons_are_attached_only_where_photos_are_wanted() {
        let template = &builtin().0;
        let photos = AnswerValue::Photos(vec![PhotoId::from_uuid(Uuid::from_u128(1))]);
        let reason = AnswerValue::Text("refused".into());
        let code = |item: String, value: &AnswerValue| {
            template
                .check(&AnswerKey::of(item), value)
                .err()
                .map(|error| error.code)
        };
        assert_eq!(code(photo_code("visible_danger"), &photos), None);
        assert_eq!(code(waiver_code("visible_danger"), &reason), None);
        assert_eq!(
            code(waiver_code("visible_danger"), &photos),
            Some(AnswerErrorCode::WrongType)
        );
        assert_eq!(
            code(photo_code("electricity"), &photos),
            Some(AnswerErrorCode::NoPhotosWanted)
        );
    }
}
