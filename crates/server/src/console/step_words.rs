//! Steps of [`history`](crate::history) in words.

use domain::facts::{FactValue, Subject, find};
use domain::id::CountyId;
use domain::mask;
use protocol::facts::from_json;
use protocol::row::RoleV1;
use serde_json::Value;

use super::facts;
use super::person_page::area;
use super::views::{EditStepRow, Labelled};
use crate::db::Reader;
use crate::error::Error;
use crate::history::Step;

/// What the steps are of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Person,
    Team,
    Household,
    Member,
}

/// Steps as rows of a list; `of` says whose they are where a list mixes them.
pub(super) fn rows(
    reader: &mut Reader<'_>,
    county: CountyId,
    place: Place,
    of: &str,
    steps: Vec<Step>,
) -> Result<Vec<EditStepRow>, Error> {
    let mut rows = Vec::with_capacity(steps.len());
    for step in steps {
        let (was_zh, was_en) = words(reader, county, place, &step.field, &step.was)?;
        let (became_zh, became_en) = words(reader, county, place, &step.field, &step.became)?;
        rows.push(EditStepRow {
            sequence: step.sequence,
            of: of.to_owned(),
            field: field(place, &step.field),
            was_zh,
            was_en,
            became_zh,
            became_en,
            by_name: step.by_name,
            at_ms: step.at_ms,
        });
    }
    Ok(rows)
}

/// A role's name on the wire.
pub(super) fn role_name(role: &RoleV1) -> String {
    match serde_json::to_value(role.role) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

fn field(place: Place, code: &str) -> Labelled {
    let (zh, en) = match (place, code) {
        (Place::Person, "name") => ("姓名", "Name"),
        (Place::Person, "unit") => ("单位", "Unit"),
        (Place::Person, "phone") => ("电话", "Phone"),
        (Place::Person, "roles") => ("角色", "Roles"),
        (Place::Person, "ended_on") => ("离开日期", "Left on"),
        (Place::Team, "village") => ("村", "Village"),
        (Place::Team, "captain") => ("队长", "Captain"),
        (Place::Team, "members") => ("队员", "Members"),
        (Place::Household | Place::Member, _) => {
            let subject = subject(place);
            find(subject, code).map_or((code, code), |field| (field.zh, field.en))
        }
        _ => (code, code),
    };
    Labelled {
        code: code.to_owned(),
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn subject(place: Place) -> Subject {
    match place {
        Place::Member => Subject::Member,
        _ => Subject::Household,
    }
}

fn words(
    reader: &mut Reader<'_>,
    county: CountyId,
    place: Place,
    code: &str,
    value: &Value,
) -> Result<(String, String), Error> {
    let both = |text: String| (text.clone(), text);
    Ok(match (place, code) {
        (Place::Household | Place::Member, _) => match find(subject(place), code) {
            Some(field) => {
                let fact = from_json(field, value).unwrap_or(FactValue::Nothing);
                let fact = match (code, fact) {
                    // Looking at who changed what is no reason to see a number whole.
                    ("phone", FactValue::Text(number)) => FactValue::Text(mask::phone(&number)),
                    (_, fact) => fact,
                };
                facts::words(field, &fact)
            }
            None => both(value.to_string()),
        },
        (Place::Person, "roles") => roles(reader, county, value)?,
        (Place::Team, "village") => match value.as_str() {
            Some(code) => both(area(reader, county, code)?),
            None => both(String::new()),
        },
        (Place::Team, "captain" | "members") => {
            let mut names = Vec::new();
            for id in value.as_array().into_iter().flatten() {
                let row = reader.first(
                    "select name from person where county_id = $1 and person_id = $2",
                    &[county.into(), id.as_str().unwrap_or_default().into()],
                )?;
                names.push(
                    row.map(|row| row.text("name"))
                        .transpose()?
                        .unwrap_or_default(),
                );
            }
            (names.join("、"), names.join(", "))
        }
        _ => both(value.as_str().unwrap_or_default().to_owned()),
    })
}

fn roles(
    reader: &mut Reader<'_>,
    county: CountyId,
    value: &Value,
) -> Result<(String, String), Error> {
    let roles: Vec<RoleV1> = serde_json::from_value(value.clone()).unwrap_or_default();
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for role in roles {
        let place = area(reader, county, &role.area)?;
        let (in_zh, in_en) = match role_name(&role).as_str() {
            "cadre" => ("帮扶干部", "Cadre"),
            "captain" => ("队长", "Captain"),
            "town_captain" => ("镇总队长", "Town captain"),
            "county" => ("县帮扶办", "County staff"),
            "administrator" => ("管理员", "Administrator"),
            _ => ("未知", "Unknown"),
        };
        zh.push(format!("{in_zh}（{place}）"));
        en.push(format!("{in_en} ({place})"));
    }
    Ok((zh.join("、"), en.join(", ")))
}
