//! Facts of a household and its members are corrected at a screen, by the rules a phone's
//! corrections meet; and who changed what.

use std::collections::HashSet;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::checklist::builtin;
use domain::facts::{FIELDS, FactValue, Field, Shape, check};
use domain::id::{ChangeId, CountyId, HouseholdId};
use domain::mask;
use protocol::facts::{FactRow, MAX_FIELDS, from_json, to_json};
use protocol::row::{HouseholdV1, MemberV1};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::facts::{may_decide, may_see_health};
use super::session::Signed;
use super::step_words::{self, Place};
use super::views::{
    EditHistory, FactField, FactForm, FactRecord, FactSaveForm, HouseholdPage, Labelled,
};
use super::{households, labels, visit_page};
use crate::app::Shared;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::facts::{self, Correction, Source};
use crate::routes::extract;
use crate::{history, secret};

/// Opens the form. Whole phone numbers are in it, so that it was opened is written down.
#[utoipa::path(post, path = "/v1/console/households/{id}/facts", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = FactForm), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn open(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<FactForm>, Error> {
    let (county, now) = (app.county.id, app.now());
    let form = app
        .db
        .write(move |tx| {
            let household: HouseholdId = id.parse().map_err(|_| Error::not_found())?;
            if !may_decide(tx, county, &signed, household)? {
                return Err(Error::not_allowed());
            }
            let family = visit_page::family(tx, county, &id)?;
            let body = family.household.ok_or_else(Error::not_found)?;
            let shows_health = may_see_health(tx, county, &signed, &id)?;
            let mut records = vec![record(&body, "household", &body.head_name, true)];
            records.extend(
                family
                    .members
                    .iter()
                    .filter(|member| member.active)
                    .map(|member| record(member, "member", &member.name, shows_health)),
            );
            audit(tx, county, now, Some(signed.person), "facts_opened", &id)?;
            Ok(FactForm { records })
        })
        .await?;
    Ok(Json(form))
}

#[utoipa::path(post, path = "/v1/console/facts/save", tag = "console",
    security(("console" = [])), request_body = FactSaveForm,
    responses((status = 200, body = HouseholdPage),
        (status = 400, description = "empty, malformed, unknown_field, unknown_option, not_together, too_long, out_of_range, not_a_phone, repeated, too_many"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale")))]
pub async fn save(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<FactSaveForm>,
) -> Result<Json<HouseholdPage>, Error> {
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .write(move |tx| {
            let household = match form.kind.as_str() {
                "household" => take::<HouseholdV1>(tx, county, &signed, &form, now)?,
                "member" => take::<MemberV1>(tx, county, &signed, &form, now)?,
                _ => return Err(Error::bad("unknown_option", "kind")),
            };
            households::read(tx, county, &signed, &household.to_string())
        })
        .await?;
    Ok(Json(page))
}

#[utoipa::path(get, path = "/v1/console/households/{id}/history", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = EditHistory), (status = 404, description = "not_found")))]
pub async fn changes(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<EditHistory>, Error> {
    let county = app.county.id;
    let steps = app
        .db
        .read(move |reader| {
            let page = households::read(reader, county, &signed, &id)?;
            let own = history::of(reader, county, "household", &id)?;
            let mut all = step_words::rows(reader, county, Place::Household, "", own)?;
            for member in &page.members {
                let own = history::of(reader, county, "member", &member.member_id)?;
                let rows = step_words::rows(reader, county, Place::Member, &member.name, own)?;
                all.extend(rows);
            }
            if !page.shows_health {
                all.retain(|row| !mask::is_health_fact(&row.field.code));
            }
            all.sort_by_key(|row| std::cmp::Reverse(row.sequence));
            Ok::<_, Error>(all)
        })
        .await?;
    Ok(Json(EditHistory { steps }))
}

fn record<Row: FactRow>(row: &Row, kind: &str, name: &str, shows_health: bool) -> FactRecord {
    let fields = FIELDS
        .iter()
        .filter(|field| field.subject == Row::SUBJECT)
        .filter(|field| shows_health || !mask::is_health_fact(field.name));
    FactRecord {
        kind: kind.to_owned(),
        record_id: row.record().id,
        name: name.to_owned(),
        version: u32::try_from(row.version()).unwrap_or(u32::MAX),
        fields: fields.map(|field| one(row, field)).collect(),
    }
}

fn one<Row: FactRow>(row: &Row, field: &'static Field) -> FactField {
    let characters = |most: usize| i64::try_from(most).unwrap_or(i64::MAX);
    let (shape, least, most, list) = match field.shape {
        Shape::Text { most } => ("text", None, Some(characters(most)), None),
        Shape::Phone => ("phone", None, None, None),
        Shape::Choice { list } => ("choice", None, None, Some(list)),
        Shape::Choices { list } => ("choices", None, None, Some(list)),
        Shape::Number { least, most } => ("number", Some(least), Some(most), None),
        Shape::Flag => ("flag", None, None, None),
        Shape::Place => ("place", None, None, None),
    };
    let options = list.and_then(|list| builtin().1.list(list));
    FactField {
        field: Labelled {
            code: field.name.to_owned(),
            zh: field.zh.to_owned(),
            en: field.en.to_owned(),
        },
        shape: shape.to_owned(),
        least,
        most,
        required: field.required,
        options: options
            .unwrap_or_default()
            .iter()
            .map(|option| Labelled {
                code: option.code.clone(),
                zh: option.zh.clone(),
                en: labels::english(option),
            })
            .collect(),
        value: to_json(&row.fact(field.name).unwrap_or(FactValue::Nothing)),
        contested: row
            .contested()
            .iter()
            .any(|contest| contest.field == field.name),
    }
}

fn take<Row: FactRow + Serialize + DeserializeOwned>(
    tx: &mut Tx<'_>,
    county: CountyId,
    signed: &Signed,
    form: &FactSaveForm,
    now: i64,
) -> Result<HouseholdId, Error> {
    let row: Row = facts::load(tx, county, &form.record_id)?.ok_or_else(Error::not_found)?;
    let household = row.household();
    if !may_decide(tx, county, signed, household)? {
        return Err(Error::not_allowed());
    }
    // The form shows each value as of one version: an older one may have other values in it.
    if row.version() != u64::from(form.version) {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    }
    let corrections = corrections(tx, county, signed, &row, form)?;
    let source = Source {
        author: Some(signed.person),
        contest_id: ChangeId::from_uuid(secret::id(now)?),
        base_version: row.version(),
        at_ms: now,
    };
    facts::merge(tx, county, row, &source, &corrections)?;
    let by = Some(signed.person);
    audit(tx, county, now, by, "facts_changed", &form.record_id)?;
    Ok(household)
}

fn corrections<Row: FactRow>(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    row: &Row,
    form: &FactSaveForm,
) -> Result<Vec<Correction>, Error> {
    if form.fields.is_empty() {
        return Err(Error::bad("empty", "fields"));
    }
    if form.fields.len() > MAX_FIELDS {
        return Err(Error::bad("too_many", "fields"));
    }
    let household = row.household().to_string();
    let shows_health = may_see_health(reader, county, signed, &household)?;
    let mut seen = HashSet::new();
    let mut all = Vec::with_capacity(form.fields.len());
    for saved in &form.fields {
        let at = saved.field.as_str();
        let field = facts::field::<Row>(at)
            .filter(|field| shows_health || !mask::is_health_fact(field.name))
            .ok_or_else(|| Error::bad("unknown_field", at))?;
        if !seen.insert(field.name) {
            return Err(Error::bad("repeated", at));
        }
        let mine = from_json(field, &saved.value).ok_or_else(|| Error::bad("malformed", at))?;
        let mine =
            check(field, mine, &builtin().1).map_err(|fault| Error::bad(fault.code(), at))?;
        let base = row.fact(field.name).unwrap_or(FactValue::Nothing);
        all.push(Correction { field, base, mine });
    }
    Ok(all)
}
