//! Households: a row, the page, and a full ID number when somebody must see one. How they are
//! searched is in [`household_search`](super::household_search).

use axum::Json;
use axum::extract::{Path, State};
use domain::{CountyId, mask};
use protocol::row::MemberV1;

use super::facts::{self, may_decide, may_see_health};
use super::household_book::coded;
use super::query::Values;
use super::session::Signed;
use super::views::{HouseholdPage, HouseholdRow, IdNumber, Labelled, MemberRow};
use super::{labels, visit_page, visits};
use crate::app::Shared;
use crate::county::audit;
use crate::db::{Reader, Row};
use crate::error::Error;

pub(super) const FROM: &str = "
    from household h
    left join area t on t.county_id = h.county_id and t.code = h.town_code
    left join area a on a.county_id = h.county_id and a.code = h.area_code
    left join record r on r.county_id = h.county_id and r.kind = 'household'
        and r.record_id = h.household_id
    where h.county_id = $1";

pub(super) const COLUMNS: &str = "
    select h.household_id, h.number, h.head_name, h.category, h.helper_name, h.last_visit_ms,
        h.visits, h.contested, r.body, t.name as town, a.name as village,
        (select count(*) from member m where m.county_id = h.county_id
            and m.household_id = h.household_id) as size";

pub(super) fn row(row: &Row) -> Result<HouseholdRow, Error> {
    let body: protocol::row::HouseholdV1 = row.json("body")?;
    Ok(HouseholdRow {
        household_id: row.text("household_id")?,
        number: row.text("number")?,
        head_name: row.text("head_name")?,
        town: row.optional_text("town")?.unwrap_or(body.town),
        village: row.optional_text("village")?.unwrap_or(body.village),
        group: body.group,
        size: row.count("size")?,
        category: row
            .optional_text("category")?
            .map(|code| labels::labelled("household_type", &code)),
        helper_name: row.optional_text("helper_name")?,
        last_visit_ms: row.optional_int("last_visit_ms")?,
        visits: row.count("visits")?,
        contested: row.count("contested")?,
    })
}

/// One household's row, whoever asks: the caller has checked the scope.
pub(super) fn one(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: &str,
) -> Result<Option<HouseholdRow>, Error> {
    let sql = format!("{COLUMNS}{FROM} and h.household_id = $2");
    let found = reader.first(&sql, &[county.into(), id.into()])?;
    found.as_ref().map(row).transpose()
}

#[utoipa::path(get, path = "/v1/console/households/{id}", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = HouseholdPage), (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<HouseholdPage>, Error> {
    let county = app.county.id;
    let page = app
        .db
        .read(move |reader| read(reader, county, &signed, &id))
        .await?;
    Ok(Json(page))
}

/// One household's page, as far as this person sees.
pub(super) fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    id: &str,
) -> Result<HouseholdPage, Error> {
    let mut values = Values::new(county);
    let key = values.add(id);
    let scope = signed.scope.clause("h", &mut values);
    let sql = format!("{COLUMNS}{FROM} and h.household_id = {key}{scope}");
    let found = reader
        .first(&sql, values.all())?
        .ok_or_else(Error::not_found)?;
    let household = row(&found)?;
    let family = visit_page::family(reader, county, id)?;
    let body = family.household.ok_or_else(Error::not_found)?;
    let shows_health = may_see_health(reader, county, signed, id)?;
    let mut contested = if household.contested > 0 && may_decide(reader, county, signed, body.id)? {
        facts::contested(&body, &family.members)
    } else {
        Vec::new()
    };
    if !shows_health {
        contested.retain(|fact| !mask::is_health_fact(&fact.field.code));
    }
    let (risks, hidden): (Vec<_>, Vec<_>) = body
        .risk_types
        .into_iter()
        .partition(|risk| shows_health || !mask::is_health_risk(risk));
    Ok(HouseholdPage {
        household,
        phone_masked: body.phone.as_deref().map(mask::phone),
        address: body.address,
        base_type: labels::labelled("household_type", &body.base_type),
        monitor_since: body.monitor_since,
        risks: many("risk_type", &risks),
        risks_hidden: u32::try_from(hidden.len()).unwrap_or(u32::MAX),
        risk_eliminated: body.risk_eliminated,
        net_income_fen: body.net_income_fen,
        members_ill: ill(&family.members),
        members: family
            .members
            .iter()
            .map(|one| member(one, shows_health))
            .collect(),
        shows_health,
        visits: visits::of_household(reader, county, signed, id)?,
        contested,
    })
}

fn many(list: &str, codes: &[String]) -> Vec<Labelled> {
    codes
        .iter()
        .map(|code| labels::labelled(list, code))
        .collect()
}

/// How many members of the family are not in good health.
pub(super) fn ill(members: &[MemberV1]) -> u32 {
    let ill = members.iter().filter(|member| member.is_ill());
    u32::try_from(ill.count()).unwrap_or(u32::MAX)
}

fn member(member: &MemberV1, shows_health: bool) -> MemberRow {
    MemberRow {
        member_id: member.id.to_string(),
        name: member.name.clone(),
        id_number_masked: member.id_number_masked.clone(),
        relation: member.relation.clone(),
        gender: labels::labelled("gender_gb2261_1", &member.gender),
        birth: member.birth.clone(),
        health: if shows_health {
            many("health_status", &member.health)
        } else {
            Vec::new()
        },
        labor: coded("labor_skill", &member.labor),
        medins: coded("medins_type", &member.medins),
        pension: coded("pension_type", &member.pension),
        phone_masked: member.phone.as_deref().map(mask::phone),
        change: coded("member_change", &member.change_type),
        changed_on: member.changed_on.clone(),
        active: member.active,
    }
}

#[utoipa::path(post, path = "/v1/console/members/{id}/id-number", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = IdNumber), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn id_number(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<IdNumber>, Error> {
    // Captains' lists show it masked (DOMAIN §3.1).
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let id_number = app
        .db
        .write(move |tx| {
            let row = tx.first(
                "select id_number from member where county_id = $1 and member_id = $2",
                &[county.into(), (&id).into()],
            )?;
            let id_number = row.ok_or_else(Error::not_found)?.text("id_number")?;
            // Shown only if it is written down that it was.
            audit(tx, county, now, Some(signed.person), "id_number_shown", &id)?;
            Ok::<_, Error>(id_number)
        })
        .await?;
    Ok(Json(IdNumber { id_number }))
}
