//! One household's helpers: who helps, who did, who will, and each change of it.

use axum::Json;
use axum::extract::{Path, State};
use domain::assignment::{Assigned, Change, Kind, day, plan};
use domain::id::{AssignmentId, CountyId, HouseholdId, PersonId};
use domain::time::{Date, Timestamp};
use protocol::row::HouseholdV1;

use super::params::words;
use super::query::Values;
use super::session::Signed;
use super::views::{HelperForm, HelperRow, HouseholdHelpers, LoadNotice};
use super::{helper_load, labels};
use crate::app::Shared;
use crate::assignment::write::{self, Wanted, refused};
use crate::assignment::{self, home};
use crate::db::Reader;
use crate::error::Error;
use crate::facts;
use crate::problem::ledger::Clerk;
use crate::routes::extract;

#[utoipa::path(get, path = "/v1/console/households/{id}/helpers", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = HouseholdHelpers), (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<HouseholdHelpers>, Error> {
    let (county, now) = (app.county.id, app.now());
    let id: HouseholdId = id.parse().map_err(|_| Error::not_found())?;
    let page = app
        .db
        .read(move |reader| read(reader, county, &signed, id, now))
        .await?;
    Ok(Json(page))
}

#[utoipa::path(post, path = "/v1/console/households/{id}/helpers", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = HelperForm,
    responses((status = 200, body = HouseholdHelpers),
        (status = 400, description = "primary_exists, no_overlap, gap, date_in_past, date_too_far, same_person, household_ended, not_a_date, before_the_start, not_in_force, reason_needed, out_of_range, unknown_person, unknown_option, bad_id, missing, too_long"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale")))]
pub async fn change(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<HelperForm>,
) -> Result<Json<HouseholdHelpers>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let id: HouseholdId = id.parse().map_err(|_| Error::not_found())?;
    let change = wanted(&form)?;
    let page = app
        .db
        .write(move |tx| {
            let clerk = signed.clerk(county, now);
            let before = assignment::rows(tx, county, id)?;
            let wanted = Wanted {
                household: id,
                seen: &form.seen,
                change,
                reason: form.reason.as_deref().unwrap_or_default(),
            };
            write::take(tx, clerk, &wanted)?;
            let mut page = read(tx, county, &signed, id, now)?;
            page.notices = notices(tx, clerk, id, &before)?;
            Ok::<_, Error>(page)
        })
        .await?;
    Ok(Json(page))
}

/// Of everybody whose rows are not what they were.
fn notices(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    id: HouseholdId,
    before: &[Assigned],
) -> Result<Vec<LoadNotice>, Error> {
    let rows = assignment::rows(reader, clerk.county, id)?;
    let mut people: Vec<PersonId> = Vec::new();
    for row in rows.iter().filter(|row| !before.contains(row)) {
        if !people.contains(&row.person) {
            people.push(row.person);
        }
    }
    helper_load::notices(reader, clerk, &people)
}

/// Reads the form: which change it is of.
fn wanted(form: &HelperForm) -> Result<Change, Error> {
    words(form.reason.as_deref().unwrap_or_default(), "reason")?;
    let on = || day(needed(&form.day, "day")?).map_err(refused);
    let person = || -> Result<PersonId, Error> {
        let id = needed(&form.person_id, "person_id")?;
        id.parse().map_err(|_| Error::bad("bad_id", "person_id"))
    };
    let row = || -> Result<AssignmentId, Error> {
        let id = needed(&form.assignment_id, "assignment_id")?;
        id.parse()
            .map_err(|_| Error::bad("bad_id", "assignment_id"))
    };
    Ok(match form.step.as_str() {
        "assign" => Change::Assign {
            person: person()?,
            kind: needed(&form.kind, "kind")?
                .parse()
                .map_err(|()| Error::bad("unknown_option", "kind"))?,
            day: on()?,
        },
        "hand_over" => Change::HandOver {
            row: row()?,
            person: person()?,
            day: on()?,
            overlap_days: form
                .overlap_days
                .ok_or_else(|| Error::bad("missing", "overlap_days"))?,
        },
        "end" => {
            let reason = form.reason.as_deref().unwrap_or_default();
            Change::End {
                row: row()?,
                day: on()?,
                has_reason: !reason.trim().is_empty(),
            }
        }
        "withdraw" => Change::Withdraw { row: row()? },
        _ => return Err(Error::bad("unknown_option", "step")),
    })
}

fn needed<'a>(text: &'a Option<String>, field: &'static str) -> Result<&'a str, Error> {
    match text.as_deref().map(str::trim) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(Error::bad("missing", field)),
    }
}

fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    id: HouseholdId,
    now: i64,
) -> Result<HouseholdHelpers, Error> {
    let mut values = Values::new(county);
    let key = values.add(id.to_string());
    let scope = signed.scope.clause("h", &mut values);
    let sql = format!(
        "select t.name as town, a.name as village from household h
         left join area t on t.county_id = h.county_id and t.code = h.town_code
         left join area a on a.county_id = h.county_id and a.code = h.area_code
         where h.county_id = $1 and h.household_id = {key}{scope}"
    );
    let place = reader.first(&sql, values.all())?;
    let place = place.ok_or_else(Error::not_found)?;
    let body: HouseholdV1 =
        facts::load(reader, county, &id.to_string())?.ok_or_else(Error::not_found)?;
    let today = Timestamp::from_ms(now).shanghai_date();
    let may_change = signed.needs_county().is_ok();
    let rows = assignment::rows(reader, county, id)?;
    let home = home(&body);
    Ok(HouseholdHelpers {
        household_id: id.to_string(),
        town: place.optional_text("town")?.unwrap_or(body.town),
        village: place.optional_text("village")?.unwrap_or(body.village),
        head_name: body.head_name,
        number: body.number,
        category: body
            .monitor_category
            .as_deref()
            .map(|code| labels::labelled("household_type", code)),
        monitored: home.monitored,
        ended: home.ended,
        today: today.to_string(),
        seen: assignment::seen(&rows),
        may_change,
        helpers: {
            let moves = |row: &Assigned| match may_change {
                true => moves(home, &rows, row, today),
                false => Vec::new(),
            };
            helpers(reader, county, id, today, moves)?
        },
        notices: Vec::new(),
    })
}

/// All of a household's rows with their people: in force, planned, over.
pub(super) fn helpers(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: HouseholdId,
    today: Date,
    moves: impl Fn(&Assigned) -> Vec<String>,
) -> Result<Vec<HelperRow>, Error> {
    let found = reader.query(
        "select a.assignment_id, a.person_id, a.kind, a.starts, a.ends, a.end_reason, p.name,
             p.unit
         from assignment a
         join person p on p.county_id = a.county_id and p.person_id = a.person_id
         where a.county_id = $1 and a.household_id = $2
         order by a.starts desc, a.assignment_id",
        &[county.into(), id.into()],
    )?;
    let mut helpers = Vec::with_capacity(found.len());
    for row in &found {
        let held = assignment::assigned(row)?;
        helpers.push(HelperRow {
            assignment_id: held.id.to_string(),
            person_id: held.person.to_string(),
            name: row.text("name")?,
            unit: row.text("unit")?,
            primary: held.kind == Kind::Primary,
            from: held.from.to_string(),
            to: held.to.map(|to| to.to_string()),
            standing: standing(&held, today).to_owned(),
            reason: row.optional_text("end_reason")?,
            moves: moves(&held),
        });
    }
    let place = |one: &HelperRow| match one.standing.as_str() {
        "now" => (0, !one.primary),
        "planned" => (1, !one.primary),
        "past" => (2, false),
        _ => (3, false),
    };
    helpers.sort_by_key(place);
    Ok(helpers)
}

fn standing(row: &Assigned, today: Date) -> &'static str {
    if row.is_withdrawn() {
        "withdrawn"
    } else if row.holds(today) {
        "now"
    } else if row.from > today {
        "planned"
    } else {
        "past"
    }
}

/// What the rules allow with a row today. Whom it is handed to they ask when it is.
fn moves(
    home: domain::assignment::Home,
    rows: &[Assigned],
    row: &Assigned,
    today: Date,
) -> Vec<String> {
    let mut moves = Vec::new();
    let lives = !row.is_withdrawn() && row.to.is_none_or(|to| to >= today);
    if lives && row.to.is_none() && !home.ended {
        moves.push("hand_over");
    }
    let may = |change: &Change| plan(home, rows, change, today).is_ok();
    if lives && row.from <= today {
        let end = Change::End {
            row: row.id,
            day: today,
            has_reason: true,
        };
        if may(&end) {
            moves.push("end");
        }
    }
    if may(&Change::Withdraw { row: row.id }) {
        moves.push("withdraw");
    }
    moves.into_iter().map(str::to_owned).collect()
}
