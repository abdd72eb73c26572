//! One record's facts as a screen shows them.

use domain::codes::Language;
use domain::facts::{FIELDS, FactValue, Field, Shape};
use domain::mask::is_health_fact;
use protocol::facts::{ChoiceV1, FactRow, from_json};
use serde::de::DeserializeOwned;
use store::Connection;
use store::facts::{self, Pending};
use store::outbox::Delivery;

use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::views::facts as view;
use crate::words::{codes, labelled, list};

/// `row` is as this phone has it, with what is not sent yet.
pub(super) fn sheet<Row: FactRow + DeserializeOwned>(
    desk: &Desk,
    conn: &Connection,
    row: &Row,
    viewer: &super::Viewer,
    title: String,
    relation: Option<String>,
) -> Result<view::FactSheet, CallError> {
    let record = row.record();
    let county: Row = facts::county(conn, &record.id)?.ok_or(ErrorCode::NotFound)?;
    let pending = facts::pending(conn, &record)?;
    let shown = Shown {
        desk,
        row,
        county: &county,
        pending: &pending,
        owner: viewer.name.as_deref(),
    };
    Ok(view::FactSheet {
        kind: match Row::SUBJECT {
            domain::facts::Subject::Household => view::FactKind::Household,
            domain::facts::Subject::Member => view::FactKind::Member,
        },
        record_id: record.id,
        title,
        relation,
        version: u32::try_from(county.version()).unwrap_or(u32::MAX),
        fields: FIELDS
            .iter()
            .filter(|field| field.subject == Row::SUBJECT)
            .filter(|field| viewer.helps || !is_health_fact(field.name))
            .map(|field| shown.field(field))
            .collect(),
        changes: pending.iter().map(change).collect(),
    })
}

/// What one record's fields are shown from.
struct Shown<'a, Row> {
    desk: &'a Desk,
    row: &'a Row,
    county: &'a Row,
    pending: &'a [Pending],
    owner: Option<&'a str>,
}

impl<Row: FactRow> Shown<'_, Row> {
    fn field(&self, field: &Field) -> view::FactField {
        let language = self.desk.language;
        let value = self.row.fact(field.name).unwrap_or(FactValue::Nothing);
        let county = self.county.fact(field.name).unwrap_or(FactValue::Nothing);
        let last = self.pending.iter().rev().find(|one| {
            let mut fields = one.fields().unwrap_or_default().iter();
            fields.any(|said| said.field == field.name)
        });
        view::FactField {
            field: field.name.to_owned(),
            label: language.pick(field.zh, Some(field.en)).to_owned(),
            shape: shape(field, language),
            words: in_words(field, &value, language),
            county_words: (value != county).then(|| in_words(field, &county, language)),
            value: to_screen(&value),
            change_id: last.map(|one| one.change_id.to_string()),
            refused: last.and_then(|one| refused(one, field)),
            contest: self.contest(field),
        }
    }

    fn contest(&self, field: &Field) -> Option<view::FactContest> {
        let language = self.desk.language;
        let of_field = |contest: &&protocol::facts::ContestedV1| contest.field == field.name;
        let all: Vec<_> = self.county.contested().iter().filter(of_field).collect();
        let first = all.first()?;
        let decision = self.pending.iter().rev().find(|one| {
            one.decision()
                .is_some_and(|decision| decision.field == field.name)
        });
        let choice = decision
            .and_then(Pending::decision)
            .map(|decision| &decision.choice);
        let is_mine = |by: &Option<String>| self.owner.is_some() && by.as_deref() == self.owner;
        let words = |value: &serde_json::Value| {
            let value = from_json(field, value).unwrap_or(FactValue::Nothing);
            in_words(field, &value, language)
        };
        let mut values = vec![view::ContestedValue {
            contest_id: None,
            words: words(&first.kept),
            by_name: first.kept_by_name.clone(),
            at_ms: first.kept_at_ms,
            mine: is_mine(&first.kept_by_name),
            chosen: matches!(choice, Some(ChoiceV1::Kept)),
        }];
        values.extend(all.iter().map(|contest| view::ContestedValue {
            contest_id: Some(contest.contest_id.to_string()),
            words: words(&contest.other),
            by_name: contest.by_name.clone(),
            at_ms: Some(contest.at_ms),
            mine: is_mine(&contest.by_name),
            chosen: matches!(choice, Some(ChoiceV1::Other { contest_id })
                if *contest_id == contest.contest_id),
        }));
        Some(view::FactContest {
            values,
            change: decision.map(change),
        })
    }
}

fn change(one: &Pending) -> view::FactChange {
    view::FactChange {
        change_id: one.change_id.to_string(),
        is_decision: one.decision().is_some(),
        delivery: match one.delivery {
            None => view::FactDelivery::Confirmed,
            Some(Delivery::Queued | Delivery::Withdrawn) if one.behind => {
                view::FactDelivery::Behind
            }
            Some(Delivery::Queued | Delivery::Withdrawn) => view::FactDelivery::Queued,
            Some(Delivery::Held) => view::FactDelivery::Held,
            Some(Delivery::Quarantined) => view::FactDelivery::Quarantined,
            Some(Delivery::Parked) => view::FactDelivery::Parked,
        },
        code: one.code.clone(),
        can_undo: one.can_undo,
    }
}

/// Why the county refused this very field, as `edit.fields[2].mine` names it.
fn refused(one: &Pending, field: &Field) -> Option<String> {
    if one.delivery != Some(Delivery::Parked) {
        return None;
    }
    let place = one
        .fields()?
        .iter()
        .position(|said| said.field == field.name)?;
    let path = one.refused_field.as_deref()?;
    path.starts_with(&format!("edit.fields[{place}]"))
        .then(|| one.code.clone())?
}

fn shape(field: &Field, language: Language) -> view::FactShape {
    let small = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
    match field.shape {
        Shape::Text { most } => view::FactShape::Text {
            most: u32::try_from(most).unwrap_or(u32::MAX),
        },
        Shape::Phone => view::FactShape::Phone,
        Shape::Choice { list: name } => view::FactShape::Choice {
            options: list(name, language),
        },
        Shape::Choices { list: name } => view::FactShape::Choices {
            options: list(name, language),
            alone: codes()
                .list(name)
                .unwrap_or_default()
                .iter()
                .filter(|option| option.exclusive)
                .map(|option| option.code.clone())
                .collect(),
        },
        Shape::Number { least, most } => view::FactShape::Number {
            least: small(least),
            most: small(most),
        },
        Shape::Flag => view::FactShape::Flag,
        Shape::Place => view::FactShape::Place,
    }
}

fn to_screen(value: &FactValue) -> view::FactInput {
    match value {
        FactValue::Nothing => view::FactInput::Nothing,
        FactValue::Text(text) => view::FactInput::Text(text.clone()),
        FactValue::Codes(codes) => view::FactInput::Codes(codes.clone()),
        FactValue::Number(number) => {
            view::FactInput::Number(i32::try_from(*number).unwrap_or(i32::MAX))
        }
        FactValue::Flag(flag) => view::FactInput::Flag(*flag),
        FactValue::Place { .. } => match value.degrees() {
            Some((lat, lon)) => view::FactInput::Place { lat, lon },
            None => view::FactInput::Nothing,
        },
    }
}

/// Empty when there is nothing: the screen has a word for that.
fn in_words(field: &Field, value: &FactValue, language: Language) -> String {
    match (field.shape, value) {
        (Shape::Choice { list }, FactValue::Text(code)) => labelled(list, code, language).label,
        (Shape::Choices { list }, FactValue::Codes(codes)) => {
            let labels: Vec<String> = codes
                .iter()
                .map(|code| labelled(list, code, language).label)
                .collect();
            labels.join(language.pick("、", Some(", ")))
        }
        (_, FactValue::Text(text)) => text.clone(),
        (_, FactValue::Codes(codes)) => codes.join(" "),
        (_, FactValue::Number(number)) => number.to_string(),
        (_, FactValue::Flag(true)) => language.pick("是", Some("Yes")).to_owned(),
        (_, FactValue::Flag(false)) => language.pick("否", Some("No")).to_owned(),
        (_, FactValue::Place { .. }) => value
            .degrees()
            .map(|(lat, lon)| format!("{lat:.5}, {lon:.5}"))
            .unwrap_or_default(),
        (_, FactValue::Nothing) => String::new(),
    }
}
