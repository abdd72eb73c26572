//! Steps of [`history`](crate::history) in words.

use domain::facts::{FactValue, Subject, find};
use domain::id::CountyId;
use domain::mask;
use protocol::facts::from_json;
use protocol::row::RoleV1;
use serde_json::Value;

use super::facts;
use super::labels;
use super::person_page::area;
use super::views::{EditStepRow, Labelled};
use crate::db::Reader;
use crate::error::Error;
use crate::helping_unit::Helped;
use crate::history::Step;
use crate::problem;

/// What the steps are of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Person,
    Team,
    Household,
    Member,
    HelpingUnit,
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
        (Place::Person, "rank") => ("职级", "Rank"),
        (Place::Person, "post_start") => ("到岗日期", "Posted from"),
        (Place::Person, "post_end") => ("离岗日期", "Posted until"),
        (Place::Person, "ended_on") => ("离开日期", "Left on"),
        (Place::Person, "mentor") => ("帮带人", "Mentor"),
        (Place::Person, "leaves_on") => ("计划离开日期", "To leave on"),
        (Place::Team, "village") => ("村", "Village"),
        (Place::Team, "captain") => ("队长", "Captain"),
        (Place::Team, "members") => ("队员", "Members"),
        (Place::HelpingUnit, "name") => ("名称", "Name"),
        (Place::HelpingUnit, "level") => ("级别", "Level"),
        (Place::HelpingUnit, "kind") => ("类型", "Type"),
        (Place::HelpingUnit, "class") => ("企业类别", "Enterprise class"),
        (Place::HelpingUnit, "head_name") => ("主要负责人", "Head"),
        (Place::HelpingUnit, "head_phone") => ("负责人电话", "Head’s phone"),
        (Place::HelpingUnit, "villages") => ("帮扶村", "Villages helped"),
        (Place::HelpingUnit, "ended_on") => ("结束日期", "Ended on"),
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
        (Place::Person, "mentor") => both(mentor(reader, county, value)?),
        (Place::Person, "rank") => match value.as_str() {
            Some(code) => {
                let rank = labels::labelled("cadre_rank_quota", code);
                (rank.zh, rank.en)
            }
            None => both(String::new()),
        },
        (Place::HelpingUnit, _) => unit_words(reader, county, code, value)?,
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

fn mentor(reader: &mut Reader<'_>, county: CountyId, value: &Value) -> Result<String, Error> {
    let text = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default();
    let Ok(id) = text("id").parse() else {
        return Ok(String::new());
    };
    let name = problem::name(reader, county, id)?;
    Ok(format!("{name} {}–{}", text("from"), text("to")))
}

fn unit_words(
    reader: &mut Reader<'_>,
    county: CountyId,
    code: &str,
    value: &Value,
) -> Result<(String, String), Error> {
    let text = value.as_str().unwrap_or_default();
    let list = match code {
        "level" => "unit_level",
        "kind" => "unit_type",
        "class" => "enterprise_class_quota",
        "villages" => {
            let helped: Vec<Helped> = serde_json::from_value(value.clone()).unwrap_or_default();
            let mut lines = Vec::with_capacity(helped.len());
            for one in helped {
                let place = area(reader, county, &one.village_code)?;
                let to = one.to.unwrap_or_default();
                lines.push(format!("{place} {}–{to}", one.from).trim_end().to_owned());
            }
            return Ok((lines.join("、"), lines.join(", ")));
        }
        "head_phone" => return Ok((mask::phone(text), mask::phone(text))),
        _ => return Ok((text.to_owned(), text.to_owned())),
    };
    if text.is_empty() {
        return Ok((String::new(), String::new()));
    }
    let labelled = labels::labelled(list, text);
    Ok((labelled.zh, labelled.en))
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
