//! Facts of which two people say differently: shown, and decided by somebody who may.

use axum::Json;
use axum::extract::State;
use domain::codes::Language;
use domain::facts::{FactValue, Field, Shape, Subject, find};
use domain::id::{ChangeId, CountyId, HouseholdId, MemberId};
use domain::mask;
use protocol::facts::{FactRow, FieldV1, from_json};
use protocol::row::{HouseholdV1, MemberV1};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::session::{Scope, Signed};
use super::views::{
    AnsweredGroup, AnsweredItem, AnsweredSection, ContestedFact, FactValueRow, HouseholdPage,
    Labelled, ResolveFactForm,
};
use super::{household_book, households, labels};
use crate::app::Shared;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::facts::{self, Decision, Resolved};
use crate::routes::extract;

#[utoipa::path(post, path = "/v1/console/facts/resolve", tag = "console",
    security(("console" = [])), request_body = ResolveFactForm,
    responses((status = 200, body = HouseholdPage), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found"), (status = 409, description = "stale")))]
pub async fn resolve(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<ResolveFactForm>,
) -> Result<Json<HouseholdPage>, Error> {
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .write(move |tx| {
            let household = match form.kind.as_str() {
                "household" => {
                    let _: HouseholdId = id(&form.record_id)?;
                    take::<HouseholdV1>(tx, county, &signed, &form, now)?
                }
                "member" => {
                    let _: MemberId = id(&form.record_id)?;
                    take::<MemberV1>(tx, county, &signed, &form, now)?
                }
                _ => return Err(Error::bad("unknown_option", "kind")),
            };
            households::read(tx, county, &signed, &household.to_string())
        })
        .await?;
    Ok(Json(page))
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::not_found())
}

fn take<Row: FactRow + Serialize + DeserializeOwned>(
    tx: &mut Tx<'_>,
    county: CountyId,
    signed: &Signed,
    form: &ResolveFactForm,
    now: i64,
) -> Result<HouseholdId, Error> {
    let row: Row = facts::load(tx, county, &form.record_id)?.ok_or_else(Error::not_found)?;
    let household = row.household();
    if !may_decide(tx, county, signed, household)? {
        return Err(Error::not_allowed());
    }
    // Whoever is not told what the values are decides about none.
    let shows_health = may_see_health(tx, county, signed, &household.to_string())?;
    let field = facts::field::<Row>(&form.field)
        .filter(|field| shows_health || !mask::is_health_fact(field.name))
        .ok_or_else(|| Error::bad("unknown_field", "field"))?;
    let stale = || Error::refused(axum::http::StatusCode::CONFLICT, "stale");
    if row.version() != u64::from(form.version) {
        return Err(stale());
    }
    let seen_others: Vec<ChangeId> = row
        .contested()
        .iter()
        .filter(|contest| contest.field == form.field)
        .map(|contest| contest.contest_id)
        .collect();
    let decision = Decision {
        field,
        seen_kept: row.fact(field.name).unwrap_or(FactValue::Nothing),
        seen_others,
        chosen: form.contest_id.as_deref().map(id).transpose()?,
        by: signed.person,
        now,
    };
    match facts::resolve(tx, county, row, &decision)? {
        Resolved::Done | Resolved::Already => {}
        Resolved::Stale => return Err(stale()),
    }
    let by = Some(signed.person);
    audit(tx, county, now, by, "fact_resolved", &form.record_id)?;
    Ok(household)
}

/// County staff, and whoever leads the village: the same people who may correct it.
///
/// # Errors
/// `not_found` for a household beyond what the person sees, whether there is one or not.
pub(super) fn may_decide(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    household: HouseholdId,
) -> Result<bool, Error> {
    match &signed.scope {
        Scope::County => Ok(signed.needs_county().is_ok()),
        Scope::Areas { villages, .. } => {
            let found = reader.first(
                "select area_code from household where county_id = $1 and household_id = $2",
                &[county.into(), household.into()],
            )?;
            let village = found.map(|row| row.text("area_code")).transpose()?;
            let village = village.filter(|code| signed.scope.sees_village(code));
            Ok(villages.contains(&village.ok_or_else(Error::not_found)?))
        }
    }
}

/// Captains are told how many are concerned; the county, and whoever helps the household, what each
/// is (DOMAIN §3.1).
pub(super) fn may_see_health(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    household: &str,
) -> Result<bool, Error> {
    Ok(signed.is_county() || household_book::helps(reader, county, signed, household)?)
}

/// Every contested fact of a household and its members.
pub(super) fn contested(household: &HouseholdV1, members: &[MemberV1]) -> Vec<ContestedFact> {
    let mut all = of_row(household, "household", &household.head_name);
    for member in members {
        all.extend(of_row(member, "member", &member.name));
    }
    all
}

/// Corrections as a person reads them: each field with the value seen and the value given.
pub(super) fn corrections(subject: Subject, fields: &[FieldV1]) -> AnsweredSection {
    let answers = fields.iter().filter_map(|one| {
        let field = find(subject, &one.field)?;
        let value = |json| words(field, &from_json(field, json).unwrap_or(FactValue::Nothing));
        let ((answer_zh, answer_en), (before_zh, before_en)) = (value(&one.mine), value(&one.base));
        Some(AnsweredItem {
            item: field.name.to_owned(),
            zh: field.zh.to_owned(),
            en: field.en.to_owned(),
            answer_zh,
            answer_en,
            unchanged: false,
            before_zh: Some(before_zh).filter(|text| !text.is_empty()),
            before_en: Some(before_en).filter(|text| !text.is_empty()),
            raised: false,
        })
    });
    AnsweredSection {
        code: "facts".to_owned(),
        zh: "修改的信息".to_owned(),
        en: "Corrected facts".to_owned(),
        groups: vec![AnsweredGroup {
            member_id: None,
            member_name: None,
            answers: answers.collect(),
        }],
    }
}

fn of_row<Row: FactRow>(row: &Row, kind: &str, of: &str) -> Vec<ContestedFact> {
    let mut all: Vec<ContestedFact> = Vec::new();
    for contest in row.contested() {
        let Some(field) = find(Row::SUBJECT, &contest.field) else {
            continue;
        };
        let value = |json: &serde_json::Value| {
            words(field, &from_json(field, json).unwrap_or(FactValue::Nothing))
        };
        let other = value_row(
            Some(contest.contest_id.to_string()),
            value(&contest.other),
            contest.by_name.clone(),
            Some(contest.at_ms),
        );
        match all.last_mut().filter(|fact| fact.field.code == field.name) {
            Some(fact) => fact.values.push(other),
            None => all.push(ContestedFact {
                kind: kind.to_owned(),
                record_id: row.record().id,
                of: of.to_owned(),
                version: u32::try_from(row.version()).unwrap_or(u32::MAX),
                field: Labelled {
                    code: field.name.to_owned(),
                    zh: field.zh.to_owned(),
                    en: field.en.to_owned(),
                },
                values: vec![
                    value_row(
                        None,
                        value(&contest.kept),
                        contest.kept_by_name.clone(),
                        contest.kept_at_ms,
                    ),
                    other,
                ],
            }),
        }
    }
    all
}

fn value_row(
    contest_id: Option<String>,
    (zh, en): (String, String),
    by_name: Option<String>,
    at_ms: Option<i64>,
) -> FactValueRow {
    FactValueRow {
        contest_id,
        zh,
        en,
        by_name,
        at_ms,
    }
}

/// A value in both languages; empty when there is none.
pub(super) fn words(field: &Field, value: &FactValue) -> (String, String) {
    let both = |text: String| (text.clone(), text);
    match (field.shape, value) {
        (Shape::Choice { list }, FactValue::Text(code)) => {
            let Labelled { zh, en, .. } = labels::labelled(list, code);
            (zh, en)
        }
        (Shape::Choices { list }, FactValue::Codes(codes)) => {
            let all: Vec<Labelled> = codes
                .iter()
                .map(|code| labels::labelled(list, code))
                .collect();
            let joined = |language: Language, mark: &str| {
                let words: Vec<&str> = all
                    .iter()
                    .map(|one| language.pick(&one.zh, Some(&one.en)))
                    .collect();
                words.join(mark)
            };
            (joined(Language::Zh, "、"), joined(Language::En, ", "))
        }
        (_, FactValue::Flag(true)) => ("是".to_owned(), "Yes".to_owned()),
        (_, FactValue::Flag(false)) => ("否".to_owned(), "No".to_owned()),
        (_, FactValue::Text(text)) => both(text.clone()),
        (_, FactValue::Codes(codes)) => both(codes.join(" ")),
        (_, FactValue::Number(number)) => both(number.to_string()),
        (_, FactValue::Place { .. }) => both(
            value
                .degrees()
                .map(|(lat, lon)| format!("{lat:.5}, {lon:.5}"))
                .unwrap_or_default(),
        ),
        (_, FactValue::Nothing) => both(String::new()),
    }
}
