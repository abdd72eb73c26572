//! 一户一册 for printing: everything about one household on a few sheets of paper (DOMAIN S1), and
//! the sheets of 户码. Reading them is written down, as whoever holds the paper can read on.

use axum::Json;
use axum::extract::{Path, State};
use domain::income::per_capita;
use domain::ledger::VOIDED;
use domain::mask;
use domain::time::{Date, Timestamp, full_years, parse_date};
use domain::{CountyId, HouseholdId};
use protocol::row::{HouseholdV1, MemberV1};

use super::query::Values;
use super::session::Signed;
use super::views::{
    BookMember, BookPerson, BookProblem, CodeSheet, CodeSheetForm, EntryRow, HouseholdBook,
    HouseholdCode, Labelled,
};
use super::{entries, households, labels, visit_page, visits};
use crate::app::Shared;
use crate::county::audit;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::routes::extract;

#[utoipa::path(post, path = "/v1/console/households/{id}/book", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = HouseholdBook), (status = 404, description = "not_found")))]
pub async fn book(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<HouseholdBook>, Error> {
    let (county, now) = (app.county.id, app.now());
    let book = app
        .db
        .write(move |tx| {
            let book = read(tx, county, &signed, &id, now)?;
            // Shown only if it is written down that it was.
            let by = Some(signed.person);
            audit(
                tx,
                county,
                now,
                by,
                "household_book_read",
                &book.household_id,
            )?;
            Ok::<_, Error>(book)
        })
        .await?;
    Ok(Json(book))
}

fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    id: &str,
    now: i64,
) -> Result<HouseholdBook, Error> {
    let page = households::read(reader, county, signed, id)?;
    let family = visit_page::family(reader, county, id)?;
    let body = family.household.ok_or_else(Error::not_found)?;
    let shows_health = helps(reader, county, signed, id)?;
    let today = Timestamp::from_ms(now).shanghai_date();
    let HouseholdV1 {
        id: household_id,
        number,
        area_code,
        county: county_name,
        town,
        village,
        group,
        head_name,
        base_type,
        monitor_category,
        monitor_since,
        risk_types,
        risk_eliminated,
        eliminated_on: _,
        elimination_mode: _,
        ended_on: _,
        ended_reason: _,
        welfare_tags,
        relocated,
        no_labor,
        annual_family_size,
        net_income_fen,
        phone,
        address,
        lat: _,
        lon: _,
        version: _,
        contested: _,
    } = body;
    let (risks, hidden): (Vec<_>, Vec<_>) = risk_types
        .iter()
        .partition(|risk| shows_health || !mask::is_health_risk(risk));
    let welfare = welfare_tags.iter().filter(|tag| *tag != "none");
    Ok(HouseholdBook {
        household_id: household_id.to_string(),
        number,
        county: county_name,
        town,
        village,
        group,
        head_name,
        printed_ms: now,
        printed_by: name(reader, county, signed)?,
        base_type: labels::labelled("household_type", &base_type),
        category: coded("household_type", &monitor_category),
        monitor_since,
        risks: risks
            .into_iter()
            .map(|risk| labels::labelled("risk_type", risk))
            .collect(),
        risks_hidden: count(hidden.len()),
        risk_eliminated,
        welfare: welfare
            .map(|tag| labels::labelled("welfare_status", tag))
            .collect(),
        relocated,
        no_labor,
        size: page.household.size,
        address,
        phone_masked: phone.as_deref().map(mask::phone),
        net_income_fen,
        percap_fen: net_income_fen.and_then(|net| per_capita(net, annual_family_size).ok()),
        members_ill: households::ill(&family.members),
        members: family
            .members
            .iter()
            .map(|one| member(one, shows_health, today))
            .collect(),
        shows_health,
        helpers: helpers(reader, county, id)?,
        captain: captain(reader, county, &area_code)?,
        visits: visits::of_household(reader, county, signed, id)?,
        problems: problems(reader, county, household_id)?,
        entries: ledger_entries(reader, county, household_id, today)?,
    })
}

fn member(member: &MemberV1, shows_health: bool, today: Date) -> BookMember {
    let health = member.health.iter().filter(|_| shows_health);
    BookMember {
        name: member.name.clone(),
        relation: member.relation.clone(),
        gender: labels::labelled("gender_gb2261_1", &member.gender),
        age: parse_date(&member.birth).and_then(|birth| full_years(birth, today)),
        id_number_masked: member.id_number_masked.clone(),
        education: coded("education_export", &member.education),
        school: (!member.school_status.is_empty())
            .then(|| labels::labelled("school_status", &member.school_status)),
        health: health
            .map(|code| labels::labelled("health_status", code))
            .collect(),
        labor: coded("labor_skill", &member.labor),
        work: coded("work_place", &member.work_place),
        work_months: member.work_months,
        active: member.active,
    }
}

pub(super) fn coded(list: &str, code: &Option<String>) -> Option<Labelled> {
    code.as_deref().map(|code| labels::labelled(list, code))
}

/// Whether the household is the signed-in person's own to help.
pub(super) fn helps(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    id: &str,
) -> Result<bool, Error> {
    let own = reader.count(
        "select count(*) as n from assignment
         where county_id = $1 and household_id = $2 and person_id = $3 and active = 1",
        &[county.into(), id.into(), signed.person.into()],
    )?;
    Ok(own > 0)
}

fn name(reader: &mut Reader<'_>, county: CountyId, signed: &Signed) -> Result<String, Error> {
    let found = reader.first(
        "select name from person where county_id = $1 and person_id = $2",
        &[county.into(), signed.person.into()],
    )?;
    found.map_or_else(|| Ok(String::new()), |row| Ok(row.text("name")?))
}

fn helpers(reader: &mut Reader<'_>, county: CountyId, id: &str) -> Result<Vec<BookPerson>, Error> {
    let found = reader.query(
        "select p.name, p.unit, p.phone, a.kind, a.starts from assignment a
         join person p on p.county_id = a.county_id and p.person_id = a.person_id
         where a.county_id = $1 and a.household_id = $2 and a.active = 1
         order by a.kind desc, a.starts, p.name",
        &[county.into(), id.into()],
    )?;
    found
        .iter()
        .map(|row| {
            Ok(BookPerson {
                primary: row.text("kind")? == "primary",
                from: row.text("starts")?,
                ..person(row)?
            })
        })
        .collect()
}

/// Who leads the village's team.
fn captain(
    reader: &mut Reader<'_>,
    county: CountyId,
    village: &str,
) -> Result<Option<BookPerson>, Error> {
    let found = reader.first(
        "select p.name, p.unit, p.phone from team t
         join person p on p.county_id = t.county_id and p.person_id = t.captain_id
         where t.county_id = $1 and t.village_code = $2 order by t.team_id limit 1",
        &[county.into(), village.into()],
    )?;
    found.as_ref().map(person).transpose()
}

fn person(row: &Row) -> Result<BookPerson, Error> {
    Ok(BookPerson {
        name: row.text("name")?,
        unit: row.text("unit")?,
        phone: row.optional_text("phone")?,
        primary: false,
        from: String::new(),
    })
}

/// What the folder of a household holds besides: plan and tasks, measures, good deeds, income.
fn ledger_entries(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: HouseholdId,
    today: Date,
) -> Result<Vec<EntryRow>, Error> {
    let sql = format!(
        "{} and e.household_id = $3 and e.state <> '{VOIDED}'
             and e.ledger in ('plan', 'plan_task', 'measure', 'good_deed', 'income')
         order by coalesce(e.day, '') desc, e.sequence desc",
        entries::SELECT
    );
    let values = [county.into(), today.to_string().into(), id.into()];
    let found = reader.query(&sql, &values)?;
    found.iter().map(entries::row).collect()
}

fn problems(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: HouseholdId,
) -> Result<Vec<BookProblem>, Error> {
    let found = reader.query(
        "select number, title, state, unit, found_ms, due, closed_ms from problem
         where county_id = $1 and household_id = $2 order by sequence desc",
        &[county.into(), id.into()],
    )?;
    found
        .iter()
        .map(|row| {
            Ok(BookProblem {
                number: row.optional_text("number")?,
                title: row.text("title")?,
                state: labels::labelled("problem_state", &row.text("state")?),
                unit: row.text("unit")?,
                found_ms: row.int("found_ms")?,
                due: row.optional_text("due")?,
                closed_ms: row.optional_int("closed_ms")?,
            })
        })
        .collect()
}

#[utoipa::path(post, path = "/v1/console/household-codes", tag = "console",
    security(("console" = [])), request_body = CodeSheetForm,
    responses((status = 200, body = CodeSheet), (status = 404, description = "not_found")))]
pub async fn codes(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<CodeSheetForm>,
) -> Result<Json<CodeSheet>, Error> {
    let (county, now) = (app.county.id, app.now());
    let sheet = app
        .db
        .write(move |tx| {
            let mut values = Values::new(county);
            let village = values.add(&form.village);
            let scope = signed.scope.clause("h", &mut values);
            let found = tx.query(
                &format!(
                    "select r.body from household h
                     join record r on r.county_id = h.county_id and r.kind = 'household'
                         and r.record_id = h.household_id
                     where h.county_id = $1 and h.area_code = {village}{scope}
                     order by h.number, h.household_id"
                ),
                values.all(),
            )?;
            let mut homes = found
                .iter()
                .map(|row| row.json("body"))
                .collect::<Result<Vec<HouseholdV1>, _>>()?;
            // Groups as they hang together in the village; within one the order of numbers.
            homes.sort_by(|one, other| one.group.cmp(&other.group));
            let first = homes.first().ok_or_else(Error::not_found)?;
            let sheet = CodeSheet {
                county: first.county.clone(),
                town: first.town.clone(),
                village: first.village.clone(),
                codes: homes.iter().map(code).collect(),
            };
            let by = Some(signed.person);
            audit(tx, county, now, by, "household_codes_read", &form.village)?;
            Ok::<_, Error>(sheet)
        })
        .await?;
    Ok(Json(sheet))
}

fn code(home: &HouseholdV1) -> HouseholdCode {
    HouseholdCode {
        household_id: home.id.to_string(),
        head_masked: mask::name(&home.head_name),
        number_tail: mask::tail(&home.number),
        group: home.group.clone(),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
