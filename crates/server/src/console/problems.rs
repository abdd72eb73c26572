//! The problem ledger as a list; and how a problem comes into it at a screen.

use axum::Json;
use axum::extract::State;
use domain::checklist::builtin;
use domain::id::{CountyId, HouseholdId, ProblemId};
use domain::problem::ProblemMove;
use domain::time::Timestamp;
use std::borrow::Cow;

use super::area_figures::{AGES, found_from};
use super::query::{self, Values, anywhere};
use super::session::Signed;
use super::views::{
    Labelled, ProblemChoices, ProblemCounts, ProblemList, ProblemPage, ProblemRow, ProblemSearch,
    RaiseProblemForm,
};
use super::{labels, problem_move, problem_page, villages};
use crate::app::Shared;
use crate::change::Stop;
use crate::clock::date_text;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::problem::ledger::{self, New};
use crate::problem::step::{self, Step};
use crate::problem::words;
use crate::routes::extract;
use crate::secret;

/// Everything a row shows, of problems `p`; $2 is today. Conditions follow.
pub(super) const SELECT: &str = "
    select p.problem_id, p.number, p.state, p.verified, p.severity, p.category, p.source, p.title,
        p.household_id, h.head_name, t.name as town, a.name as village, p.unit_role, p.unit,
        o.name as owner_name, p.found_ms, p.due, p.first_due, p.seen, p.sequence,
        case when p.is_open = 1 and p.due < $2 then 1 else 0 end as overdue
    from problem p
    left join household h on h.county_id = p.county_id and h.household_id = p.household_id
    left join person o on o.county_id = p.county_id and o.person_id = p.owner_id
    left join area t on t.county_id = p.county_id and t.code = p.town_code
    left join area a on a.county_id = p.county_id and a.code = p.area_code
    where p.county_id = $1";

pub(super) fn row(row: &Row) -> Result<ProblemRow, Error> {
    let named = |column| Ok::<_, Error>(row.optional_text(column)?.unwrap_or_default());
    let coded = |list, column| Ok::<_, Error>(labels::labelled(list, &row.text(column)?));
    Ok(ProblemRow {
        problem_id: row.text("problem_id")?,
        number: row.optional_text("number")?,
        state: coded("problem_state", "state")?,
        verified: row.flag("verified")?,
        severity: coded("severity", "severity")?,
        category: coded("problem_category", "category")?,
        source: coded("problem_source", "source")?,
        title: row.text("title")?,
        household_id: row.optional_text("household_id")?,
        head_name: named("head_name")?,
        town: named("town")?,
        village: named("village")?,
        role: coded("unit_role", "unit_role")?,
        unit: row.text("unit")?,
        owner_name: row.optional_text("owner_name")?,
        found_ms: row.int("found_ms")?,
        due: row.optional_text("due")?,
        first_due: row.optional_text("first_due")?,
        overdue: row.flag("overdue")?,
        seen: row.count("seen")?,
    })
}

/// The groups of a ledger, as conditions on problems `p`; $2 is today.
fn group(name: &str) -> Option<&'static str> {
    Some(match name {
        "open" => "p.is_open = 1",
        "unassigned" => "p.state in ('found', 'registered', 'declined', 'reopened')",
        "under_way" => {
            "p.is_open = 1 and p.state not in ('found', 'registered', 'declined', 'reopened',
                'to_verify')"
        }
        "overdue" => "p.is_open = 1 and p.due < $2",
        "to_verify" => "p.state = 'to_verify' and p.verified = 0",
        "to_sign_off" => "p.state = 'to_verify' and p.verified = 1",
        "closed" => "p.is_open = 0",
        "all" | "" => "1 = 1",
        _ => return None,
    })
}

#[utoipa::path(post, path = "/v1/console/problems/search", tag = "console",
    security(("console" = [])), request_body = ProblemSearch,
    responses((status = 200, body = ProblemList), (status = 400, description = "unknown_option")))]
pub async fn search(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<ProblemSearch>,
) -> Result<Json<ProblemList>, Error> {
    let (county, now) = (app.county.id, app.now());
    let today = date_text(now);
    let list = app
        .db
        .read(move |reader| {
            let of = asked.group.as_deref().unwrap_or("all");
            let of = group(of).ok_or_else(|| Error::bad("unknown_option", "group"))?;
            let mut values = Values::new(county);
            values.add(&today);
            let conditions = conditions(&signed, &asked, now, &mut values)?;
            let counts = counts(reader, &conditions, &values)?;
            let sql = format!("{SELECT}{conditions} and {of}");
            let (problems, next) =
                query::page(reader, sql, values, "p", asked.after.as_ref(), row)?;
            Ok::<_, Error>(ProblemList {
                problems,
                counts,
                next,
            })
        })
        .await?;
    Ok(Json(list))
}

/// Everything that was asked but the group.
fn conditions(
    signed: &Signed,
    asked: &ProblemSearch,
    now: i64,
    values: &mut Values,
) -> Result<String, Error> {
    let mut sql = signed.scope.clause("p", values);
    for (column, value) in [
        ("severity", &asked.severity),
        ("category", &asked.category),
        ("town_code", &asked.town),
        ("area_code", &asked.village),
        ("household_id", &asked.household_id),
    ] {
        if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
            sql.push_str(&format!(" and p.{column} = {}", values.add(value)));
        }
    }
    match asked.of.as_deref() {
        Some("household") => sql.push_str(" and p.household_id is not null"),
        Some("village") => sql.push_str(" and p.household_id is null"),
        _ => {}
    }
    if let Some(age) = asked.age.as_ref().filter(|age| !age.is_empty()) {
        sql.push_str(&found_within(age, now, values)?);
    }
    if let Some(text) = asked.text.as_ref().filter(|text| !text.trim().is_empty()) {
        let like = values.add(anywhere(text));
        sql.push_str(&format!(
            " and (lower(coalesce(p.number, '')) like {like} escape '!'
                or lower(p.title) like {like} escape '!'
                or lower(coalesce(h.head_name, '')) like {like} escape '!')"
        ));
    }
    Ok(sql)
}

/// Of an age, in days since it was found, as the overview counts them.
fn found_within(age: &str, now: i64, values: &mut Values) -> Result<String, Error> {
    let today = Timestamp::from_ms(now).shanghai_date();
    let place = AGES.iter().position(|(name, _)| *name == age);
    let place = match (place, age) {
        (Some(place), _) => place,
        (None, "older") => AGES.len(),
        _ => return Err(Error::bad("unknown_option", "age")),
    };
    let mut sql = String::new();
    if let Some((_, days)) = AGES.get(place) {
        let from = values.add(found_from(today, *days));
        sql.push_str(&format!(" and p.found_ms >= {from}"));
    }
    if let Some((_, days)) = place.checked_sub(1).and_then(|younger| AGES.get(younger)) {
        let before = values.add(found_from(today, *days));
        sql.push_str(&format!(" and p.found_ms < {before}"));
    }
    Ok(sql)
}

fn counts(
    reader: &mut Reader<'_>,
    conditions: &str,
    values: &Values,
) -> Result<ProblemCounts, Error> {
    const GROUPS: [&str; 8] = [
        "open",
        "unassigned",
        "under_way",
        "overdue",
        "to_verify",
        "to_sign_off",
        "closed",
        "all",
    ];
    let sums: Vec<String> = GROUPS
        .iter()
        .map(|name| {
            let condition = group(name).unwrap_or("1 = 1");
            format!(
                "cast(coalesce(sum(case when {condition} then 1 else 0 end), 0) as bigint) as n_{name}"
            )
        })
        .collect();
    let sql = format!(
        "select {} from problem p
         left join household h on h.county_id = p.county_id and h.household_id = p.household_id
         where p.county_id = $1{conditions}",
        sums.join(", ")
    );
    let found = reader.first(&sql, values.all())?;
    let found = found.ok_or(Error::Stored { what: "a count" })?;
    Ok(ProblemCounts {
        open: found.count("n_open")?,
        unassigned: found.count("n_unassigned")?,
        under_way: found.count("n_under_way")?,
        overdue: found.count("n_overdue")?,
        to_verify: found.count("n_to_verify")?,
        to_sign_off: found.count("n_to_sign_off")?,
        closed: found.count("n_closed")?,
        all: found.count("n_all")?,
    })
}

/// A list of codes with its words.
pub(super) fn choices_of(list: &str) -> Vec<Labelled> {
    let options = builtin().1.list(list).unwrap_or_default().iter();
    options
        .map(|option| labels::labelled(list, &option.code))
        .collect()
}

#[utoipa::path(get, path = "/v1/console/problems/choices", tag = "console",
    security(("console" = [])), responses((status = 200, body = ProblemChoices)))]
pub async fn choices(
    State(app): State<Shared>,
    signed: Signed,
) -> Result<Json<ProblemChoices>, Error> {
    let county = app.county.id;
    let villages = app
        .db
        .read(move |reader| villages::read(reader, county, &signed))
        .await?;
    Ok(Json(ProblemChoices {
        sources: choices_of("problem_source"),
        categories: choices_of("problem_category"),
        severities: choices_of("severity"),
        roles: choices_of("unit_role"),
        villages,
    }))
}

#[utoipa::path(post, path = "/v1/console/problems", tag = "console", security(("console" = [])),
    request_body = RaiseProblemForm,
    responses((status = 200, body = ProblemPage), (status = 400, description = "empty, too_long, unknown_option"),
        (status = 404, description = "not_found")))]
pub async fn raise(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<RaiseProblemForm>,
) -> Result<Json<ProblemPage>, Error> {
    let (county, now) = (app.county.id, app.now());
    check(&form)?;
    let given = |id: &Option<String>| id.clone().filter(|id| !id.trim().is_empty());
    let household: Option<HouseholdId> = given(&form.household_id)
        .map(|id| id.parse())
        .transpose()
        .map_err(|_| Error::bad("bad_id", "household_id"))?;
    let village = given(&form.area_code);
    let page = app
        .db
        .write(move |tx| {
            let village = match (household, village) {
                (Some(household), _) => village_of(tx, county, &signed, household)?,
                (None, Some(village)) => within(tx, county, &signed, village)?,
                (None, None) => return Err(Error::bad("empty", "area_code")),
            };
            let id = ProblemId::from_uuid(secret::id(now)?);
            let clerk = signed.clerk(county, now);
            let new = New {
                id,
                // Reported by people, it is itself only.
                key: id.to_string(),
                household_id: household,
                member_id: None,
                area_code: village,
                source: form.source,
                category: form.category,
                severity: form.severity,
                title: form.title.trim().to_owned(),
                detail: form.detail.unwrap_or_default().trim().to_owned(),
                role: form.role,
                mode: String::new(),
                found_ms: now,
                visit_id: None,
            };
            ledger::add(tx, clerk, &new)?;
            // Whoever puts it down here is a clerk of the ledger already.
            let current = crate::problem::find(tx, county, id)?.ok_or_else(Error::not_found)?;
            let said = step::empty(id, ProblemMove::Register, now)?;
            let actor = problem_move::actor(tx, county, &signed, &current)?;
            let step = Step {
                clerk,
                actor,
                to_do: ProblemMove::Register,
                said: Cow::Owned(said),
                done_ms: now,
            };
            step::take(tx, &step).map_err(Stop::into_error)?;
            problem_page::read(tx, county, &signed, id, now)
        })
        .await?;
    Ok(Json(page))
}

fn check(form: &RaiseProblemForm) -> Result<(), Error> {
    for (list, code, field) in [
        ("problem_source", &form.source, "source"),
        ("problem_category", &form.category, "category"),
        ("severity", &form.severity, "severity"),
        ("unit_role", &form.role, "role"),
    ] {
        if builtin().1.find(list, code).is_none() {
            return Err(Error::bad("unknown_option", field));
        }
    }
    words::title_fits(&form.title).map_err(Stop::into_error)?;
    words::text_ends(form.detail.as_deref(), "detail").map_err(Stop::into_error)
}

/// The village of a household the person may see.
fn village_of(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    household: HouseholdId,
) -> Result<String, Error> {
    let mut values = Values::new(county);
    let key = values.add(household);
    let scope = signed.scope.clause("h", &mut values);
    let sql = format!(
        "select h.area_code from household h where h.county_id = $1 and h.household_id = {key}{scope}"
    );
    let found = reader.first(&sql, values.all())?;
    Ok(found.ok_or_else(Error::not_found)?.text("area_code")?)
}

/// A village the person may see.
fn within(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    village: String,
) -> Result<String, Error> {
    let is_there = crate::problem::is_village(reader, county, &village)?;
    if is_there && signed.scope.sees_village(&village) {
        Ok(village)
    } else {
        Err(Error::not_found())
    }
}
