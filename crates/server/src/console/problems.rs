//! A problem of the ledger as a row; and how one comes into it at a screen. How the ledger is
//! searched is in [`problem_search`](super::problem_search).

use axum::Json;
use axum::extract::State;
use domain::checklist::builtin;
use domain::id::{CountyId, HouseholdId, ProblemId};
use domain::problem::ProblemMove;
use std::borrow::Cow;

use super::query::Values;
use super::session::Signed;
use super::views::{Labelled, ProblemChoices, ProblemPage, ProblemRow, RaiseProblemForm};
use super::{labels, problem_move, problem_page, problem_search, villages};
use crate::app::Shared;
use crate::change::Stop;
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
        o.name as owner_name, p.found_ms, p.due, p.first_due, p.seen, p.round, p.sequence,
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
        round: row.count("round")?,
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
    let choices = app
        .db
        .read(move |reader| {
            Ok::<_, Error>(ProblemChoices {
                sources: choices_of("problem_source"),
                categories: choices_of("problem_category"),
                severities: choices_of("severity"),
                roles: choices_of("unit_role"),
                villages: villages::read(reader, county, &signed)?,
                owners: problem_search::owners(reader, county, &signed)?,
                units: problem_search::units(reader, county, &signed)?,
            })
        })
        .await?;
    Ok(Json(choices))
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
    fits(
        [&form.source, &form.category, &form.severity, &form.role],
        (&form.title, form.detail.as_deref()),
    )?;
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

/// Whether a problem put down at a screen says what it must: source, category, severity and role by
/// their codes, a title, and details that end somewhere.
pub(super) fn fits(
    [source, category, severity, role]: [&str; 4],
    (title, detail): (&str, Option<&str>),
) -> Result<(), Error> {
    for (list, code, field) in [
        ("problem_source", source, "source"),
        ("problem_category", category, "category"),
        ("severity", severity, "severity"),
        ("unit_role", role, "role"),
    ] {
        if builtin().1.find(list, code).is_none() {
            return Err(Error::bad("unknown_option", field));
        }
    }
    words::title_fits(title).map_err(Stop::into_error)?;
    words::text_ends(detail, "detail").map_err(Stop::into_error)
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
