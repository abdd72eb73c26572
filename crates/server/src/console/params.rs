//! Parameters with the day they begin: an administrator adds values, and none is taken back.

use axum::Json;
use axum::extract::State;
use domain::checklist::builtin;
use domain::codes::{ALWAYS, ParamSpec, ParamValue, Takes};
use domain::time::{Date, Timestamp, parse_date};

use super::session::Signed;
use super::views::{Labelled, ParamDated, ParamForm, ParamLacking, ParamList, ParamRow};
use crate::app::Shared;
use crate::checklist;
use crate::compliance;
use crate::county::County;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::params::{self, New};
use crate::routes::extract;

/// Characters in a reason.
const MAX_WORDS: usize = 500;
/// Days outside are slips of the finger.
const DAYS: std::ops::Range<Date> = Date::constant(1990, 1, 1)..Date::constant(2100, 1, 1);

#[utoipa::path(get, path = "/v1/console/params", tag = "console", security(("console" = [])),
    responses((status = 200, body = ParamList), (status = 403, description = "not_allowed")))]
pub async fn list(State(app): State<Shared>, signed: Signed) -> Result<Json<ParamList>, Error> {
    signed.needs_administrator()?;
    let (county, now) = (app.county.clone(), app.now());
    let list = app
        .db
        .read(move |reader| read(reader, &county, now))
        .await?;
    Ok(Json(list))
}

#[utoipa::path(post, path = "/v1/console/params", tag = "console", security(("console" = [])),
    request_body = ParamForm,
    responses((status = 200, body = ParamList),
        (status = 400, description = "unknown_param, basis_needed, wrong_type, out_of_range, unknown_option, not_a_date, bad_text, missing, too_long"),
        (status = 403, description = "not_allowed")))]
pub async fn add(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(wanted): extract::Json<ParamForm>,
) -> Result<Json<ParamList>, Error> {
    signed.needs_administrator()?;
    let spec = builtin().1.param(&wanted.key);
    let spec = spec.ok_or_else(|| Error::bad("unknown_param", "key"))?;
    if compliance::of_param(&spec.key).is_some() {
        // It is turned on another page, with its legal basis.
        return Err(Error::bad("basis_needed", "key"));
    }
    let value = value(spec, &wanted.value)?;
    words(&wanted.value, "value")?;
    spec.check(&value)
        .map_err(|error| Error::bad(error.as_str(), "value"))?;
    let from = parse_date(&wanted.from).ok_or_else(|| Error::bad("not_a_date", "from"))?;
    if !DAYS.contains(&from) {
        return Err(Error::bad("out_of_range", "from"));
    }
    if wanted.basis.trim().is_empty() {
        return Err(Error::bad("missing", "basis"));
    }
    words(&wanted.basis, "basis")?;
    let (county, live, now) = (app.county.clone(), app.county.live(), app.now());
    let list = app
        .db
        .write(move |tx| {
            let new = New {
                key: &spec.key,
                from,
                value: value.clone(),
                basis: wanted.basis.trim(),
            };
            params::add(tx, county.id, Some(signed.person), &new, now)?;
            params::tell(tx, county.id, &live, now)?;
            read(tx, &county, now)
        })
        .await?;
    Ok(Json(list))
}

/// Whether a text is not too long.
pub(super) fn words(text: &str, field: &'static str) -> Result<(), Error> {
    if text.chars().count() > MAX_WORDS {
        return Err(Error::bad("too_long", field));
    }
    Ok(())
}

/// What was typed, as the parameter takes it.
fn value(spec: &ParamSpec, typed: &str) -> Result<ParamValue, Error> {
    let typed = typed.trim();
    match spec.takes {
        Takes::Number { .. } => typed
            .parse()
            .map(ParamValue::Number)
            .map_err(|_| Error::bad("wrong_type", "value")),
        _ => Ok(ParamValue::Text(typed.to_owned())),
    }
}

fn read(reader: &mut Reader<'_>, county: &County, now: i64) -> Result<ParamList, Error> {
    let today = Timestamp::from_ms(now).shanghai_date();
    let in_force = params::dated(reader, county.id)?.on(today);
    let template = checklist::in_force(reader, county, today)?;
    let mut lacking: Vec<ParamLacking> = Vec::new();
    for one in template.lacking(&in_force) {
        let rule = Labelled {
            code: one.of.to_owned(),
            zh: one.zh.to_owned(),
            en: one.en.to_owned(),
        };
        match lacking.iter_mut().find(|known| known.key == one.key) {
            Some(known) => known.rules.push(rule),
            None => lacking.push(ParamLacking {
                key: one.key.to_owned(),
                rules: vec![rule],
            }),
        }
    }
    let rows = reader.query(
        "select v.name, v.starts, v.json, v.basis, v.set_ms, p.name as set_by
         from param_value v
         left join person p on p.county_id = v.county_id and p.person_id = v.set_by
         where v.county_id = $1 order by v.name, v.starts desc, v.sequence desc",
        &[county.id.into()],
    )?;
    let specs = builtin().1.params().iter();
    let params = specs
        .map(|spec| {
            let own = rows.iter().map(|row| Ok((row.text("name")?, row)));
            let own = own.collect::<Result<Vec<_>, Error>>()?;
            let own = own.into_iter().filter(|(name, _)| *name == spec.key);
            let values = values(own.map(|(_, row)| row), today)?;
            Ok(row(spec, in_force.get(&spec.key), values))
        })
        .collect::<Result<_, Error>>()?;
    Ok(ParamList {
        today: today.to_string(),
        params,
        lacking,
    })
}

/// A parameter's values, from the one that begins last.
fn values<'r>(rows: impl Iterator<Item = &'r Row>, today: Date) -> Result<Vec<ParamDated>, Error> {
    let mut values: Vec<ParamDated> = Vec::new();
    let (mut last, mut is_in_force) = (None, false);
    for row in rows {
        let starts = row.text("starts")?;
        let from = parse_date(&starts).unwrap_or(ALWAYS);
        let state = if last.as_ref() == Some(&starts) {
            "corrected"
        } else if from > today {
            "future"
        } else if is_in_force {
            "past"
        } else {
            is_in_force = true;
            "in_force"
        };
        last = Some(starts.clone());
        let set_ms = row.int("set_ms")?;
        values.push(ParamDated {
            value: text(&row.json::<serde_json::Value>("json")?),
            from: (from > ALWAYS).then_some(starts),
            state: state.to_owned(),
            basis: row.text("basis")?,
            set_ms: (set_ms > 0).then_some(set_ms),
            set_by: row.optional_text("set_by")?,
        });
    }
    Ok(values)
}

fn text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn row(spec: &ParamSpec, now: Option<&ParamValue>, values: Vec<ParamDated>) -> ParamRow {
    let (kind, min, max, max_length) = match &spec.takes {
        Takes::Number { min, max } => ("number", Some(*min), Some(*max), None),
        Takes::Option(_) => ("option", None, None, None),
        Takes::MonthDay => ("month_day", None, None, None),
        Takes::Text { max_length } => ("text", None, None, Some(*max_length)),
    };
    let options = match &spec.takes {
        Takes::Option(options) => options.as_slice(),
        _ => &[],
    };
    ParamRow {
        key: spec.key.clone(),
        zh: spec.zh.clone(),
        en: spec.en.clone().unwrap_or_else(|| spec.zh.clone()),
        unit_zh: spec.unit.clone(),
        unit_en: spec.unit_en.clone(),
        kind: kind.to_owned(),
        min,
        max,
        max_length,
        options: options
            .iter()
            .map(|option| Labelled {
                code: option.code.clone(),
                zh: option.zh.clone(),
                en: option.en.clone().unwrap_or_else(|| option.zh.clone()),
            })
            .collect(),
        now: now.map(|value| text(&protocol::rules::param_json(value))),
        by_default: !values.iter().any(|value| value.state == "in_force"),
        values,
    }
}
