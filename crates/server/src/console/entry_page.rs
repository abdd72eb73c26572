//! One entry whole: its fields, its history, and what may be done with it.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use domain::id::{CountyId, EntryId};
use domain::ledger::Ledger;
use domain::ledger::income::{Family, is_income, notices, reckon};
use domain::ledger::{EntryActor, EntryRole, EntryValue, Field, Shape, Values, may_correct, moves};
use protocol::row::{HouseholdV1, MemberV1};

use super::ledgers as words;
use super::session::{Scope, Signed};
use super::views::{EntryFieldValue, EntryMember, EntryPage, EntryStepRow, IncomeFigures};
use super::{entries, visit_page};
use crate::app::Shared;
use crate::clock::date_text;
use crate::db::Reader;
use crate::entry::place::{self, Place};
use crate::entry::{self, Current};
use crate::error::Error;
use crate::facts;
use crate::params;

#[utoipa::path(get, path = "/v1/console/entries/{id}", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = EntryPage), (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<EntryPage>, Error> {
    let (county, now) = (app.county.id, app.now());
    let id: EntryId = id.parse().map_err(|_| Error::not_found())?;
    let page = app
        .db
        .read(move |reader| read(reader, county, &signed, id, now))
        .await?;
    Ok(Json(page))
}

/// Whether a place is within what the person sees.
pub(super) fn sees(signed: &Signed, place: &Place) -> bool {
    match &signed.scope {
        Scope::County => true,
        Scope::Areas { towns, villages } => {
            towns.contains(&place.town_code)
                || villages.contains(&place.area_code)
                || place.author == Some(signed.person)
        }
    }
}

/// An entry the person may see.
pub(super) fn within(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    id: EntryId,
) -> Result<Current, Error> {
    let current = entry::find(reader, county, id)?.ok_or_else(Error::not_found)?;
    if sees(signed, &Place::of(&current)) {
        Ok(current)
    } else {
        Err(Error::not_found())
    }
}

/// In what capacity the signed-in person stands there: the county's first.
pub(super) fn role(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    place: &Place,
) -> Result<EntryRole, Error> {
    if signed.is_county() {
        return Ok(EntryRole::County);
    }
    place::role(reader, county, signed.person, place)?.ok_or_else(Error::not_allowed)
}

/// The signed-in person before an entry.
pub(super) fn actor(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    current: &Current,
) -> Result<EntryActor, Error> {
    let role = role(reader, county, signed, &Place::of(current))?;
    Ok(place::actor(role, signed.person, current))
}

/// One entry's page, as far as this person sees.
pub(super) fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    id: EntryId,
    now: i64,
) -> Result<EntryPage, Error> {
    let current = within(reader, county, signed, id)?;
    let ledger = current.ledger;
    let sql = format!("{} and e.entry_id = $3", entries::SELECT);
    let values = [county.into(), date_text(now).into(), id.into()];
    let found = reader.first(&sql, &values)?.ok_or_else(Error::not_found)?;
    // An administrator looks on: there is nothing he may do.
    let actor = actor(reader, county, signed, &current).ok();
    let open = actor.map_or_else(Vec::new, |actor| moves(ledger, &current.state, actor));
    let family = match current.household_id {
        Some(home) => visit_page::family(reader, county, &home.to_string())?,
        None => visit_page::Family {
            household: None,
            members: Vec::new(),
        },
    };
    let (income, odd) = figures(reader, county, &current, &family, now)?;
    let steps = entry::steps(reader, county, id)?;
    let steps = entry::told(ledger, &steps);
    let unsigned = ledger.is_unsigned(&current.values);
    let mut names = BTreeMap::new();
    name_all(reader, county, &ledger.fields, &current.values, &mut names)?;
    for step in &steps {
        let known = ledger.step(&step.step);
        let fields = known.map_or(ledger.fields.as_slice(), |step| step.fields.as_slice());
        name_all(reader, county, fields, &step.fields, &mut names)?;
    }
    Ok(EntryPage {
        row: entries::row(&found)?,
        values: shown(&entry::masked(&ledger.fields, &current.values)),
        names,
        members: family.members.iter().filter_map(member).collect(),
        steps: steps
            .into_iter()
            .map(|line| EntryStepRow {
                step: words::step(ledger, &line.step),
                state: words::state(ledger, &line.state),
                by_name: if unsigned && !of_county(ledger, &line.step) {
                    String::new()
                } else {
                    line.by_name
                },
                at_ms: line.at_ms,
                reason: line.reason,
                values: shown(&line.fields),
                contested: line.contested,
            })
            .collect(),
        moves: open.into_iter().map(str::to_owned).collect(),
        may_correct: actor.is_some_and(|actor| may_correct(ledger, &current.state, actor)),
        income,
        notices: odd.into_iter().map(words::notice).collect(),
    })
}

/// Whether a step is the county's, whose name is no secret of the author's.
fn of_county(ledger: &Ledger, step: &str) -> bool {
    let step = ledger.step(step);
    step.is_some_and(|step| step.by == EntryRole::County)
}

fn member(member: &MemberV1) -> Option<EntryMember> {
    member.active.then(|| EntryMember {
        member_id: member.id.to_string(),
        name: member.name.clone(),
    })
}

fn shown(values: &Values) -> BTreeMap<String, EntryFieldValue> {
    let value = |value: &EntryValue| match value {
        EntryValue::Text(text) => EntryFieldValue::Text(text.clone()),
        EntryValue::Number(number) => EntryFieldValue::Number(*number),
        EntryValue::List(list) => EntryFieldValue::List(list.clone()),
    };
    let all = values.iter();
    all.map(|(code, one)| (code.clone(), value(one))).collect()
}

/// Names of the members, households and villages that fields refer to.
fn name_all(
    reader: &mut Reader<'_>,
    county: CountyId,
    fields: &[Field],
    values: &Values,
    names: &mut BTreeMap<String, String>,
) -> Result<(), Error> {
    for (code, value) in values {
        let Some(field) = fields.iter().find(|field| field.code == *code) else {
            continue;
        };
        let ids: Vec<&str> = match value {
            EntryValue::Text(text) => vec![text],
            EntryValue::List(list) => list.iter().map(String::as_str).collect(),
            EntryValue::Number(_) => continue,
        };
        for id in ids {
            if names.contains_key(id) {
                continue;
            }
            let name = match field.shape {
                Shape::Member | Shape::Members => {
                    facts::load::<MemberV1>(reader, county, id)?.map(|member| member.name)
                }
                Shape::Household => {
                    facts::load::<HouseholdV1>(reader, county, id)?.map(|home| home.head_name)
                }
                Shape::Area => Some(place::name(reader, county, id)?),
                _ => continue,
            };
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                names.insert(id.to_owned(), name);
            }
        }
    }
    Ok(())
}

/// What an income survey comes to, and what in it looks odd.
fn figures(
    reader: &mut Reader<'_>,
    county: CountyId,
    current: &Current,
    family: &visit_page::Family,
    now: i64,
) -> Result<(Option<IncomeFigures>, Vec<&'static str>), Error> {
    if !is_income(current.ledger) {
        return Ok((None, Vec::new()));
    }
    let Ok(reckoned) = reckon(&current.values) else {
        return Ok((None, Vec::new()));
    };
    let known = Family {
        works: family
            .members
            .iter()
            .any(|member| member.active && member.work_months > 0),
        dibao: family
            .household
            .as_ref()
            .is_some_and(|home| home.welfare_tags.iter().any(|tag| tag == "dibao")),
    };
    let survey = &reckoned.survey;
    let line = params::at(reader, county, now)?.number("monitor_line_yuan");
    let figures = IncomeFigures {
        wage: survey.wage,
        business: survey.business,
        property: survey.property,
        transfer: survey.transfer,
        expense: survey.expense,
        claim: survey.claim,
        out_of_pocket: survey.out_of_pocket,
        people: survey.annual_family_size,
        net: reckoned.net,
        per_capita_net: reckoned.per_capita_net,
        reference: reckoned.reference,
        per_capita_reference: reckoned.per_capita_reference,
        line_fen: line.and_then(|yuan| yuan.checked_mul(100)),
    };
    let odd = notices(&reckoned, &current.values, known);
    Ok((Some(figures), odd))
}
