//! Between the domain's values and those of the wire and the screens, where `protocol::rules` has
//! not done it. Fields are taken apart, so that a new one does not compile until somebody has
//! thought of it.

use domain::checklist::AnswerValue;
use domain::geo::{self, GeoFix, Mock, Point};
use protocol::visit::GeoV1;

use crate::error::{CallError, ErrorCode};
use crate::views::visit::AnswerInputValue;

/// What was typed, as the domain takes it.
pub(crate) fn from_screen(value: AnswerInputValue) -> Result<AnswerValue, CallError> {
    Ok(match value {
        AnswerInputValue::Text(text) => AnswerValue::Text(text),
        AnswerInputValue::Choice(code) => AnswerValue::Choice(code),
        AnswerInputValue::Choices(codes) => AnswerValue::Choices(codes),
        AnswerInputValue::Integer(number) => AnswerValue::Integer(number),
        AnswerInputValue::Decimal(text) => AnswerValue::Decimal(text.trim().to_owned()),
        AnswerInputValue::Money(fen) => AnswerValue::Money(fen),
        AnswerInputValue::Date(text) => AnswerValue::Date(text),
        AnswerInputValue::Member(id) => {
            AnswerValue::Member(id.parse().map_err(|_| ErrorCode::AnswerNotAMember)?)
        }
    })
}

/// An answer for the screen; photos are shown by their cards.
pub(crate) fn to_screen(value: &AnswerValue) -> Option<AnswerInputValue> {
    Some(match value {
        AnswerValue::Text(text) => AnswerInputValue::Text(text.clone()),
        AnswerValue::Choice(code) => AnswerInputValue::Choice(code.clone()),
        AnswerValue::Choices(codes) => AnswerInputValue::Choices(codes.clone()),
        AnswerValue::Integer(number) => AnswerInputValue::Integer(*number),
        AnswerValue::Decimal(text) => AnswerInputValue::Decimal(text.clone()),
        AnswerValue::Money(fen) => AnswerInputValue::Money(*fen),
        AnswerValue::Date(text) => AnswerInputValue::Date(text.clone()),
        AnswerValue::Member(id) => AnswerInputValue::Member(id.to_string()),
        AnswerValue::Photos(_) => return None,
    })
}

/// A fix as the wire carries it: seven decimals, always with its datum.
pub(crate) fn fix_to_wire(fix: &GeoFix) -> GeoV1 {
    let GeoFix {
        at: Point { lat, lon },
        accuracy_m,
        altitude_m,
        provider,
        mock,
        fix_time,
        fix_age_s,
        // Worked out again wherever they are shown.
        fence: _,
        fence_distance_m: _,
        quality: _,
    } = fix;
    GeoV1::At {
        lat: seven(*lat),
        lon: seven(*lon),
        datum: geo::DATUM.to_owned(),
        accuracy_m: *accuracy_m,
        altitude_m: *altitude_m,
        provider: provider.clone(),
        mock: match mock {
            Mock::Yes => "yes",
            Mock::No => "no",
            Mock::Unknown => "unknown",
        }
        .to_owned(),
        fix_ms: fix_time.as_ms(),
        age_s: f64::from(*fix_age_s),
    }
}

/// Whether the platform said the place was made up.
pub(crate) fn is_mock(mock: &str) -> bool {
    mock == "yes"
}

/// A centimetre: finer is noise.
pub(crate) fn seven(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}
