//! Coverage both ways (S1: 人人有…户户有; 不漏一户、不落一人): households without a primary helper,
//! helpers without a household, and how many each has.

use axum::Json;
use axum::extract::State;
use domain::assignment::{load, quota};
use domain::checklist::builtin;
use domain::id::CountyId;
use protocol::row::HouseholdV1;

use super::helper_load;
use super::labels;
use super::query::{Values, anywhere, cut, limit};
use super::session::{Scope, Signed};
use super::views::{
    HelperList, HelperLoad, HelperSearch, UnhelpedList, UnhelpedRow, UnhelpedSearch,
};
use crate::app::Shared;
use crate::clock::date_text;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::params;
use crate::routes::extract;

/// Households that are still there and for which nobody answers, as the index
/// `household_unhelped` says it.
const UNHELPED: &str = "
    from household h
    where h.county_id = $1 and h.has_helper = 0 and h.ended_on is null";

/// The monitored first; so does the index.
const PLACE: &str = "(case when h.category is null then 1 else 0 end)";

#[utoipa::path(post, path = "/v1/console/helpers/unhelped", tag = "console",
    security(("console" = [])), request_body = UnhelpedSearch,
    responses((status = 200, body = UnhelpedList), (status = 403, description = "not_allowed")))]
pub async fn unhelped(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<UnhelpedSearch>,
) -> Result<Json<UnhelpedList>, Error> {
    signed.needs_town()?;
    let (county, today) = (app.county.id, date_text(app.now()));
    let list = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            let mut filter = signed.scope.clause("h", &mut values);
            if let Some(town) = asked.town.as_ref().filter(|town| !town.is_empty()) {
                let town = values.add(town);
                filter.push_str(&format!(" and h.town_code = {town}"));
            }
            let counted = match asked.after {
                None => reader.first(
                    &format!(
                        "select count(*) as households,
                             cast(coalesce(sum(1 - {PLACE}), 0) as bigint) as monitored
                         {UNHELPED}{filter}"
                    ),
                    values.all(),
                )?,
                Some(_) => None,
            };
            let count = |column| counted.as_ref().map(|row| row.count(column)).transpose();
            let (total, monitored) = (count("households")?, count("monitored")?);
            let (households, next) = unhelped_rows(reader, values, &today, &filter, asked.after)?;
            Ok::<_, Error>(UnhelpedList {
                households,
                next,
                total,
                monitored,
            })
        })
        .await?;
    Ok(Json(list))
}

fn unhelped_rows(
    reader: &mut Reader<'_>,
    mut values: Values,
    today: &str,
    filter: &str,
    after: Option<String>,
) -> Result<(Vec<UnhelpedRow>, Option<String>), Error> {
    let today = values.add(today);
    let mut sql = format!(
        "select h.household_id, h.number, h.head_name,
             (select r.body from record r where r.county_id = h.county_id
                 and r.kind = 'household' and r.record_id = h.household_id) as body,
             (select t.name from area t where t.county_id = h.county_id
                 and t.code = h.town_code) as town,
             (select v.name from area v where v.county_id = h.county_id
                 and v.code = h.area_code) as village,
             (select count(*) from assignment c where c.county_id = h.county_id
                 and c.household_id = h.household_id and c.active = 1) as helped,
             (select min(c.starts) from assignment c where c.county_id = h.county_id
                 and c.household_id = h.household_id and c.kind = 'primary'
                 and c.starts > {today} and (c.ends is null or c.ends >= c.starts)) as planned
         {UNHELPED}{filter}"
    );
    let county = values.all()[0].clone();
    let last = match &after {
        Some(id) => reader.first(
            &format!(
                "select h.number, {PLACE} as place
                 from household h where h.county_id = $1 and h.household_id = $2"
            ),
            &[county, id.into()],
        )?,
        None => None,
    };
    if let (Some(last), Some(id)) = (last, &after) {
        let place = values.add(last.int("place")?);
        let (number, id) = (values.add(last.text("number")?), values.add(id));
        sql.push_str(&format!(
            " and ({PLACE}, h.number, h.household_id) > ({place}, {number}, {id})"
        ));
    }
    let limit = limit(&mut values);
    sql.push_str(&format!(
        " order by {PLACE}, h.number, h.household_id limit {limit}"
    ));
    let rows = reader.query(&sql, values.all())?;
    let mut rows = rows
        .iter()
        .map(unhelped_row)
        .collect::<Result<Vec<_>, _>>()?;
    let next = cut(&mut rows, |row| row.household_id.clone());
    Ok((rows, next))
}

fn unhelped_row(row: &Row) -> Result<UnhelpedRow, Error> {
    let body: HouseholdV1 = row.json("body")?;
    Ok(UnhelpedRow {
        household_id: row.text("household_id")?,
        number: row.text("number")?,
        head_name: row.text("head_name")?,
        town: row.optional_text("town")?.unwrap_or(body.town),
        village: row.optional_text("village")?.unwrap_or(body.village),
        category: body
            .monitor_category
            .as_deref()
            .map(|code| labels::labelled("household_type", code)),
        risk_eliminated: body.risk_eliminated,
        co_helpers: row.count("helped")?,
        planned_from: row.optional_text("planned")?,
    })
}

/// People who are to help, or do, with how many households each answers for and helps beside.
const PEOPLE: &str = "
    from (select p.*,
            (select count(*) from assignment a where a.county_id = p.county_id
                and a.person_id = p.person_id and a.active = 1 and a.kind = 'primary') as own,
            (select count(*) from assignment a where a.county_id = p.county_id
                and a.person_id = p.person_id and a.active = 1 and a.kind <> 'primary') as beside
        from person p
        where p.county_id = $1 and p.ended_on is null
            and (exists (select 1 from assignment a where a.county_id = p.county_id
                    and a.person_id = p.person_id and a.active = 1)
                or exists (select 1 from role r where r.county_id = p.county_id
                    and r.person_id = p.person_id and r.role = 'cadre'))) p
    where p.county_id = $1";

#[utoipa::path(post, path = "/v1/console/helpers/search", tag = "console",
    security(("console" = [])), request_body = HelperSearch,
    responses((status = 200, body = HelperList), (status = 400, description = "unknown_option"),
        (status = 403, description = "not_allowed")))]
pub async fn people(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<HelperSearch>,
) -> Result<Json<HelperList>, Error> {
    signed.needs_town()?;
    let (county, now) = (app.county.id, app.now());
    let list = app
        .db
        .read(move |reader| {
            let most = helper_load::most(&params::at(reader, county, now)?);
            let mut values = Values::new(county);
            let mut filter = at_towns(&signed, asked.town.as_ref(), &mut values);
            filter.push_str(&group(&asked.group, most, &mut values)?);
            if let Some(text) = asked.text.as_ref().filter(|text| !text.trim().is_empty()) {
                let like = values.add(anywhere(text));
                filter.push_str(&format!(
                    " and (lower(p.name) like {like} escape '!'
                         or lower(p.unit) like {like} escape '!')"
                ));
            }
            let total = match asked.after {
                None => Some(reader.count(
                    &format!("select count(*) as n {PEOPLE}{filter}"),
                    values.all(),
                )?),
                Some(_) => None,
            };
            let (people, next) = people_rows(reader, county, values, &filter, asked.after, most)?;
            Ok::<_, Error>(HelperList {
                people,
                next,
                total: total.and_then(|total| u32::try_from(total).ok()),
                most,
            })
        })
        .await?;
    Ok(Json(list))
}

fn people_rows(
    reader: &mut Reader<'_>,
    county: CountyId,
    mut values: Values,
    filter: &str,
    after: Option<String>,
    most: Option<u32>,
) -> Result<(Vec<HelperLoad>, Option<String>), Error> {
    let mut sql = format!(
        "select p.person_id, p.name, p.unit, p.rank, p.post_start, p.post_end, p.own, p.beside
         {PEOPLE}{filter}"
    );
    let last = match &after {
        Some(id) => reader.first(
            "select name from person where county_id = $1 and person_id = $2",
            &[county.into(), id.into()],
        )?,
        None => None,
    };
    if let (Some(last), Some(id)) = (last, &after) {
        let (name, id) = (values.add(last.text("name")?), values.add(id));
        sql.push_str(&format!(" and (p.name, p.person_id) > ({name}, {id})"));
    }
    let limit = limit(&mut values);
    sql.push_str(&format!(" order by p.name, p.person_id limit {limit}"));
    let rows = reader.query(&sql, values.all())?;
    let mut people = rows
        .iter()
        .map(|row| person(row, most))
        .collect::<Result<Vec<_>, _>>()?;
    let next = cut(&mut people, |person| person.person_id.clone());
    Ok((people, next))
}

fn person(row: &Row, most: Option<u32>) -> Result<HelperLoad, Error> {
    let rank = row.optional_text("rank")?;
    let households = row.count("own")?;
    let quota = quota(&builtin().1, rank.as_deref());
    Ok(HelperLoad {
        person_id: row.text("person_id")?,
        name: row.text("name")?,
        unit: row.text("unit")?,
        rank: rank.map(|code| labels::labelled("cadre_rank_quota", &code)),
        households,
        co_households: row.count("beside")?,
        quota,
        load: load(households, quota, most).as_str().to_owned(),
        post_start: row.optional_text("post_start")?,
        post_end: row.optional_text("post_end")?,
    })
}

fn group(name: &str, most: Option<u32>, values: &mut Values) -> Result<String, Error> {
    Ok(match name {
        "all" => String::new(),
        "idle" => " and p.own = 0 and p.beside = 0".to_owned(),
        "under_quota" => {
            let quota = helper_load::quota_of_rank(values);
            format!(" and p.own < ({quota})")
        }
        "over_quota" => match most {
            None => " and 1 = 0".to_owned(),
            Some(most) => {
                let most = values.add(most);
                let quota = helper_load::quota_of_rank(values);
                format!(" and p.own > {most} and p.own > coalesce(({quota}), 0)")
            }
        },
        _ => return Err(Error::bad("unknown_option", "group")),
    })
}

/// People `p` who work in the towns a person sees, or in the one asked for: by role, on a team, or
/// with a household there.
pub(super) fn at_towns(signed: &Signed, town: Option<&String>, values: &mut Values) -> String {
    let mut sql = String::new();
    let mut within = |towns: &[String]| {
        if towns.is_empty() {
            sql.push_str(" and 1 = 0");
            return;
        }
        let towns = values.list(towns);
        sql.push_str(&format!(
            " and (exists (select 1 from role w where w.county_id = p.county_id
                    and w.person_id = p.person_id and substr(w.area, 1, 9) in ({towns}))
                or exists (select 1 from team_member m
                    join team t on t.county_id = m.county_id and t.team_id = m.team_id
                    where m.county_id = p.county_id and m.person_id = p.person_id
                        and substr(t.village_code, 1, 9) in ({towns}))
                or exists (select 1 from assignment w
                    join household h on h.county_id = w.county_id
                        and h.household_id = w.household_id
                    where w.county_id = p.county_id and w.person_id = p.person_id
                        and w.active = 1 and h.town_code in ({towns})))"
        ));
    };
    if let Scope::Areas { towns, .. } = &signed.scope {
        within(towns);
    }
    if let Some(town) = town.filter(|town| !town.is_empty()) {
        within(std::slice::from_ref(town));
    }
    sql
}
