//! What rules on formalism forbid unless another rule asks for it (国办函〔2026〕12号, DESIGN §1.4):
//! off from the start, turned on only with the legal basis on record, off again at once.

use axum::http::StatusCode;
use domain::codes::ParamValue;
use domain::id::{CountyId, PersonId};
use domain::time::{Date, Timestamp, parse_date};

use crate::county::{audit, next_sequence};
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::keys::Live;
use crate::params;

/// A switch, and the parameter phones know it by.
pub(crate) struct Switch {
    pub name: &'static str,
    /// Absent for what happens at the county alone.
    pub param: Option<&'static str>,
}

/// All there are, in the order to show them.
pub(crate) const SWITCHES: &[Switch] = &[
    Switch {
        name: "ranking",
        param: None,
    },
    Switch {
        name: "attendance",
        param: Some("attendance_enabled"),
    },
    Switch {
        name: "gallery_import",
        param: Some("gallery_allowed"),
    },
];

/// Characters in the name or number of a document.
const MAX_NAME: usize = 200;

/// What allows it.
pub(crate) struct Basis {
    pub document: String,
    pub number: String,
    pub issued_on: Date,
}

/// Which way a switch is turned.
pub(crate) enum Turn {
    On(Basis),
    Off { reason: String },
}

/// Whether the county has turned it on.
///
/// # Errors
/// When the database failed.
pub(crate) fn is_on(reader: &mut Reader<'_>, county: CountyId, name: &str) -> Result<bool, Error> {
    let row = reader.first(
        "select is_on from compliance_switch where county_id = $1 and name = $2",
        &[county.into(), name.into()],
    )?;
    Ok(match row {
        Some(row) => row.int("is_on")? == 1,
        None => false,
    })
}

/// The switch a parameter belongs to: it is not to be set past it.
pub(crate) fn of_param(key: &str) -> Option<&'static Switch> {
    SWITCHES.iter().find(|switch| switch.param == Some(key))
}

/// The basis as typed.
///
/// # Errors
/// `empty`, `too_long`, `not_a_date`, `in_the_future`, at the field.
pub(crate) fn basis(
    document: &str,
    number: &str,
    issued_on: &str,
    now: i64,
) -> Result<Basis, Error> {
    let words = |text: &str, field: &'static str| {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::bad("empty", field));
        }
        if text.chars().count() > MAX_NAME {
            return Err(Error::bad("too_long", field));
        }
        Ok(text.to_owned())
    };
    let document = words(document, "document")?;
    let number = words(number, "number")?;
    let issued_on = parse_date(issued_on).ok_or_else(|| Error::bad("not_a_date", "issued_on"))?;
    if issued_on > Timestamp::from_ms(now).shanghai_date() {
        return Err(Error::bad("in_the_future", "issued_on"));
    }
    Ok(Basis {
        document,
        number,
        issued_on,
    })
}

/// Turns a switch. `seen` is how it stood on the screen.
///
/// # Errors
/// `unknown_option`, `stale`, or that the database failed.
pub(crate) fn turn(
    tx: &mut Tx<'_>,
    county: CountyId,
    live: &Live,
    (by, now): (PersonId, i64),
    (name, seen): (&str, bool),
    turn: &Turn,
) -> Result<(), Error> {
    let switch = SWITCHES.iter().find(|switch| switch.name == name);
    let switch = switch.ok_or_else(|| Error::bad("unknown_option", "name"))?;
    let wanted = matches!(turn, Turn::On(_));
    let current = is_on(tx, county, name)?;
    if current != seen || current == wanted {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    }
    let (document, number, issued_on, reason) = match turn {
        Turn::On(basis) => (
            basis.document.as_str(),
            basis.number.as_str(),
            basis.issued_on.to_string(),
            "",
        ),
        Turn::Off { reason } => ("", "", String::new(), reason.as_str()),
    };
    let said = match turn {
        Turn::On(_) => format!("《{document}》{number}（{issued_on}）"),
        Turn::Off { .. } => String::new(),
    };
    tx.execute(
        "insert into compliance_switch (county_id, name, is_on, legal_basis, changed_by, changed_ms)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (county_id, name) do update set is_on = excluded.is_on,
             legal_basis = excluded.legal_basis, changed_by = excluded.changed_by,
             changed_ms = excluded.changed_ms",
        &[
            county.into(),
            name.into(),
            wanted.into(),
            (&said).into(),
            by.into(),
            now.into(),
        ],
    )?;
    let sequence = next_sequence(tx, county)?;
    tx.execute(
        "insert into compliance_step (county_id, name, sequence, is_on, document, number,
             issued_on, reason, by_id, at_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            county.into(),
            name.into(),
            sequence.into(),
            wanted.into(),
            document.into(),
            number.into(),
            issued_on.into(),
            reason.into(),
            by.into(),
            now.into(),
        ],
    )?;
    if let Some(param) = switch.param {
        tell(tx, county, live, (by, now), param, (wanted, &said))?;
    }
    let action = if wanted {
        "compliance_on"
    } else {
        "compliance_off"
    };
    audit(tx, county, now, Some(by), action, name)
}

/// Phones hear of it as of a parameter, from today on. A value that was to begin later must not
/// bring back what was turned off.
fn tell(
    tx: &mut Tx<'_>,
    county: CountyId,
    live: &Live,
    (by, now): (PersonId, i64),
    key: &str,
    (wanted, basis): (bool, &str),
) -> Result<(), Error> {
    let today = Timestamp::from_ms(now).shanghai_date();
    let later = tx.query(
        "select distinct starts from param_value
         where county_id = $1 and name = $2 and starts > $3 order by starts",
        &[county.into(), key.into(), today.to_string().into()],
    )?;
    let mut days = vec![today];
    for row in later {
        days.extend(parse_date(&row.text("starts")?));
    }
    for from in days {
        let new = params::New {
            key,
            from,
            value: ParamValue::Number(wanted.into()),
            basis,
        };
        params::add(tx, county, Some(by), &new, now)?;
    }
    params::tell(tx, county, live, now)
}
