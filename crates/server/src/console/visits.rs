//! Visits as rows.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{self, Values};
use super::session::Signed;
use super::views::{VisitList, VisitRow};
use crate::app::Shared;
use crate::change::town_code;
use crate::db::{Reader, Row};
use crate::error::Error;

/// What waits for a captain, whoever gave it to him.
pub(super) const WAITING_CAPTAIN: [&str; 2] = ["submitted", "returned_to_captain"];

/// Everything a row shows, of visits `v`. Conditions follow.
pub(super) const SELECT: &str = "
    select v.visit_id, v.revision, v.state, v.household_id,
        coalesce(v.trusted_ended_ms, v.ended_ms) as ended_ms, v.received_ms,
        v.problems, v.photos, v.photos_verified, v.flags, v.sequence,
        h.head_name, p.name as visitor_name, t.name as town, a.name as village,
        (select count(*) from photo_match m where m.county_id = v.county_id
             and m.visit_id = v.visit_id and m.kind <> 'look' and m.outcome <> 'fair')
        + (select count(*) from photo_match m where m.county_id = v.county_id
             and m.other_visit_id = v.visit_id and m.kind <> 'look' and m.outcome <> 'fair')
             as reused
    from visit v
    left join household h on h.county_id = v.county_id and h.household_id = v.household_id
    left join person p on p.county_id = v.county_id and p.person_id = v.visitor_id
    left join area t on t.county_id = v.county_id and t.code = v.town_code
    left join area a on a.county_id = v.county_id and a.code = v.area_code
    where v.county_id = $1";

pub(super) fn row(row: &Row) -> Result<VisitRow, Error> {
    let named = |column| Ok::<_, Error>(row.optional_text(column)?.unwrap_or_default());
    let mut flags: Vec<String> = row
        .text("flags")?
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    // Not kept with the others: it comes after the visit and goes when somebody settles it.
    if row.int("reused")? > 0 {
        flags.push("photo_repeated".to_owned());
    }
    Ok(VisitRow {
        visit_id: row.text("visit_id")?,
        revision: row.count("revision")?,
        state: row.text("state")?,
        household_id: row.text("household_id")?,
        head_name: named("head_name")?,
        town: named("town")?,
        village: named("village")?,
        visitor_name: named("visitor_name")?,
        ended_ms: row.int("ended_ms")?,
        received_ms: row.int("received_ms")?,
        problems: row.count("problems")?,
        photos: row.count("photos")?,
        photos_verified: row.count("photos_verified")?,
        flags,
    })
}

/// Visits of a household the person may see, newest first.
pub(super) fn of_household(
    reader: &mut Reader<'_>,
    county: domain::CountyId,
    signed: &Signed,
    household: &str,
) -> Result<Vec<VisitRow>, Error> {
    let mut values = Values::new(county);
    let key = values.add(household);
    let scope = signed.scope.clause("v", &mut values);
    let sql = format!(
        "{SELECT} and v.household_id = {key}{scope} order by coalesce(v.trusted_ended_ms, v.ended_ms) desc limit 200"
    );
    reader.query(&sql, values.all())?.iter().map(row).collect()
}

#[derive(Deserialize, IntoParams)]
pub struct Asked {
    after: Option<String>,
    /// A name of the review states, or `waiting_captain` for both that wait for one.
    state: Option<String>,
    /// Nine digits.
    town: Option<String>,
    /// Twelve digits.
    village: Option<String>,
    /// `YYYY-MM-DD`: the day it came, or the day the county accepted it. Without the voided.
    came: Option<String>,
    accepted: Option<String>,
    /// Those that miss photos they tell of.
    missing_photos: Option<bool>,
}

#[utoipa::path(get, path = "/v1/console/visits", tag = "console", security(("console" = [])),
    params(Asked), responses((status = 200, body = VisitList)))]
pub async fn list(
    State(app): State<Shared>,
    signed: Signed,
    Query(asked): Query<Asked>,
) -> Result<Json<VisitList>, Error> {
    let county = app.county.id;
    let list = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            let mut sql = format!("{SELECT}{}", signed.scope.clause("v", &mut values));
            match asked.state.as_deref().unwrap_or_default() {
                "" => {}
                "waiting_captain" => {
                    let states = WAITING_CAPTAIN.map(|state| values.add(state)).join(", ");
                    sql.push_str(&format!(" and v.state in ({states})"));
                }
                state => sql.push_str(&format!(" and v.state = {}", values.add(state))),
            }
            if let Some(town) = asked.town.filter(|town| !town.is_empty()) {
                sql.push_str(&format!(" and v.town_code = {}", values.add(town)));
            }
            let given = |asked: Option<String>| asked.filter(|text| !text.is_empty());
            if let Some(village) = given(asked.village) {
                let town = values.add(town_code(&village));
                let village = values.add(village);
                sql.push_str(&format!(
                    " and v.town_code = {town} and v.area_code = {village}"
                ));
            }
            if let Some(day) = given(asked.came) {
                let day = values.add(day);
                sql.push_str(&format!(
                    " and v.received_date = {day} and v.state <> 'voided'"
                ));
            }
            if let Some(day) = given(asked.accepted) {
                let day = values.add(day);
                sql.push_str(&format!(
                    " and v.accepted_date = {day} and v.state = 'county_accepted'"
                ));
            }
            if asked.missing_photos == Some(true) {
                sql.push_str(" and v.photos > v.photos_verified and v.state <> 'voided'");
            }
            let (visits, next) = query::page(reader, sql, values, "v", asked.after.as_ref(), row)?;
            Ok::<_, Error>(VisitList { visits, next })
        })
        .await?;
    Ok(Json(list))
}
