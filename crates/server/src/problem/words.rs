//! Whether what people say about a problem is well formed. Pure.

use domain::checklist::builtin;
use domain::problem::ProblemMove;
use protocol::problem::MoveProblemV1;

use super::Current;
use crate::change::Stop;
use crate::error::Error;

/// Characters in a reason, measure, cause or result.
const MAX_WORDS: usize = 1000;
/// Characters in a title.
const MAX_TITLE: usize = 200;
/// Units that help with one problem.
const MAX_UNITS: usize = 10;
/// Characters in the name of one.
const MAX_UNIT: usize = 100;
/// Photos with one step.
const MAX_PHOTOS: usize = 30;

/// Words must end somewhere, and codes must be known.
pub(super) fn fit(said: &MoveProblemV1) -> Result<(), Stop> {
    for (field, text) in [
        ("reason", &said.reason),
        ("photo_waiver", &said.photo_waiver),
        ("unit", &said.unit),
        ("measure", &said.measure),
        ("cause", &said.cause),
        ("result", &said.result),
    ] {
        text_ends(text.as_deref(), field)?;
    }
    units_fit(said.cooperating_units.as_deref().unwrap_or_default())?;
    if said.photos.len() > MAX_PHOTOS {
        return Err(Stop::reject("too_many", "edit.photos"));
    }
    match &said.mode {
        Some(mode) if builtin().1.find("rectify_mode", mode).is_none() => {
            Err(Stop::reject("unknown_option", "edit.mode"))
        }
        _ => Ok(()),
    }
}

/// Who answers, until when and what it is one with are not everybody's to say: such words come
/// only with the moves that ask for them.
pub(super) fn belong(to_do: ProblemMove, said: &MoveProblemV1) -> Result<(), Stop> {
    use ProblemMove as Move;
    let asked: [(bool, &str, &[Move]); 5] = [
        (said.due.is_some(), "due", &[Move::Assign, Move::Extend]),
        (said.owner_id.is_some(), "owner_id", &[Move::Assign]),
        (said.unit.is_some(), "unit", &[Move::Assign]),
        (
            said.cooperating_units.is_some(),
            "cooperating_units",
            &[Move::Assign],
        ),
        (said.other_id.is_some(), "other_id", &[Move::Merge]),
    ];
    for (is_said, field, moves) in asked {
        if is_said && !moves.contains(&to_do) {
            return Err(Stop::reject("malformed", format!("edit.{field}")));
        }
    }
    Ok(())
}

fn units_fit(units: &[String]) -> Result<(), Stop> {
    if units.len() > MAX_UNITS {
        return Err(Stop::reject("too_many", "edit.cooperating_units"));
    }
    for (place, unit) in units.iter().enumerate() {
        let field = format!("cooperating_units[{place}]");
        text_ends(Some(unit), &field)?;
        let code = match unit.trim() {
            "" => "empty",
            unit if unit.chars().count() > MAX_UNIT => "too_long",
            _ => continue,
        };
        return Err(Stop::reject(code, format!("edit.{field}")));
    }
    Ok(())
}

/// The units that help after an assignment, as they are kept: each once, and never the responsible
/// one, which may be another for each of many problems assigned together.
pub(super) fn cooperating(said: &MoveProblemV1, current: &Current) -> Result<String, Error> {
    let responsible = said.unit.as_deref().unwrap_or(&current.unit).trim();
    let named = said.cooperating_units.as_ref();
    let mut units: Vec<&str> = Vec::new();
    for unit in named.unwrap_or(&current.cooperating) {
        let unit = unit.trim();
        if unit != responsible && !units.contains(&unit) {
            units.push(unit);
        }
    }
    serde_json::to_string(&units).map_err(|_| Error::Stored { what: "units" })
}

/// Whether a title says something, and is a title.
pub fn title_fits(title: &str) -> Result<(), Stop> {
    if title.trim().is_empty() {
        return Err(Stop::reject("empty", "edit.title"));
    }
    if title.chars().count() > MAX_TITLE {
        return Err(Stop::reject("too_long", "edit.title"));
    }
    text_ends(Some(title), "title")
}

/// Whether a text of a person is one both databases keep, and not too long.
pub fn text_ends(text: Option<&str>, field: &str) -> Result<(), Stop> {
    let Some(text) = text else { return Ok(()) };
    // PostgreSQL keeps no such text, and nobody types one.
    if text.contains('\0') {
        return Err(Stop::reject("malformed", format!("edit.{field}")));
    }
    if text.chars().count() > MAX_WORDS {
        return Err(Stop::reject("too_long", format!("edit.{field}")));
    }
    Ok(())
}
