//! Those drawn for a spot check: the call or visit, and its results.

use axum::Json;
use axum::extract::{Path, State};
use domain::id::CountyId;

use super::problems::choices_of;
use super::query::{PAGE, cut};
use super::session::Signed;
use super::views::{
    SpotItemList, SpotItemPage, SpotItemRow, SpotItemSearch, SpotOther, SpotResultForm,
    SpotResultRow, SpotScores,
};
use super::{labels, problems, spots};
use crate::app::Shared;
use crate::clock::date_text;
use crate::db::Reader;
use crate::error::Error;
use crate::routes::extract;
use crate::spot::result::{self, How, Item, Said, Scores};
use crate::spot::{self, SpotRow, Wanted, rows};

#[utoipa::path(post, path = "/v1/console/spot-checks/{id}/search", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = SpotItemSearch,
    responses((status = 200, body = SpotItemList), (status = 400, description = "unknown_option"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found")))]
pub async fn search(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(asked): extract::Json<SpotItemSearch>,
) -> Result<Json<SpotItemList>, Error> {
    signed.needs_county()?;
    const GROUPS: [&str; 5] = ["all", "waiting", "checked", "unreached", "problem"];
    let group = asked.group.as_deref().unwrap_or("all");
    if !GROUPS.contains(&group) {
        return Err(Error::bad("unknown_option", "group"));
    }
    let (county, group) = (app.county.id, group.to_owned());
    let list = app
        .db
        .read(move |reader| {
            let check = spot::find(reader, county, &id)?;
            let after = asked.after.as_deref().and_then(|after| after.parse().ok());
            let wanted = Wanted {
                check: Some(&check.id),
                town: asked.town.as_deref().filter(|town| !town.is_empty()),
                group: Some(&group),
                after: after.map(|position| (check.sequence, position)),
                limit: Some(PAGE + 1),
                cancelled: true,
                ..Wanted::default()
            };
            let found = rows(reader, county, &wanted)?;
            let mut items: Vec<SpotItemRow> = found.into_iter().map(row).collect();
            let next = cut(&mut items, |item| item.position.to_string());
            Ok::<_, Error>(SpotItemList { items, next })
        })
        .await?;
    Ok(Json(list))
}

#[utoipa::path(get, path = "/v1/console/spot-items/{id}", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = SpotItemPage), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<SpotItemPage>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .read(move |reader| read(reader, county, &id, now))
        .await?;
    Ok(Json(page))
}

#[utoipa::path(post, path = "/v1/console/spot-items/{id}/result", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = SpotResultForm,
    responses((status = 200, body = SpotItemPage),
        (status = 400, description = "empty, unknown_option, out_of_range, not_a_date, in_the_future, before_the_start, not_together, too_long, reason_needed, person_left"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale, check_cancelled")))]
pub async fn record(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<SpotResultForm>,
) -> Result<Json<SpotItemPage>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let how = How::of(&form.how)?;
    let page = app
        .db
        .write(move |tx| {
            let said = Said {
                reached: form.reached,
                in_village: form.in_village,
                scores: form.scores.map(Scores::from),
                notes: form.notes.trim().to_owned(),
                checked_on: form.checked_on,
            };
            let reason = form.reason.unwrap_or_default();
            let as_seen = (how, form.version, reason.as_str());
            result::record(tx, county, &id, as_seen, &said, (signed.person, now))?;
            read(tx, county, &id, now)
        })
        .await?;
    Ok(Json(page))
}

impl From<SpotScores> for Scores {
    fn from(scores: SpotScores) -> Self {
        let SpotScores {
            facts,
            policy,
            action,
            role,
            support,
        } = scores;
        Self {
            facts,
            policy,
            action,
            role,
            support,
        }
    }
}

impl From<Scores> for SpotScores {
    fn from(scores: Scores) -> Self {
        let Scores {
            facts,
            policy,
            action,
            role,
            support,
        } = scores;
        Self {
            facts,
            policy,
            action,
            role,
            support,
        }
    }
}

fn row(row: SpotRow) -> SpotItemRow {
    SpotItemRow {
        item_id: row.item_id,
        position: row.position,
        town: row.town,
        village: row.village,
        captain: row.team,
        asked: row.asked,
        unit: row.unit,
        household_id: row.household_id,
        alerted: row.is_alerted,
        reached: row.reached,
        in_village: row.in_village,
        scores: row.scores.map(SpotScores::from),
        total: row.scores.map(Scores::total),
        notes: row.notes,
        checked_on: row.checked_date,
        checked_by: row.checked_by,
        version: row.version,
        problem_number: row.problem_number,
        problem_id: row.problem_id,
        problem_title: row.problem,
        problem_due: row.due,
        problem_state: row
            .problem_state
            .map(|state| labels::labelled("problem_state", &state)),
        problem_result: row.outcome,
    }
}

pub(super) fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: &str,
    now: i64,
) -> Result<SpotItemPage, Error> {
    let item = result::item(reader, county, id)?;
    let check = spot::find(reader, county, &item.check_id)?;
    let wanted = Wanted {
        item: Some(id),
        cancelled: true,
        ..Wanted::default()
    };
    let found = rows(reader, county, &wanted)?.into_iter().next();
    let found = found.ok_or_else(Error::not_found)?;
    let seed = found.seed.clone();
    let shown = row(found);
    let same = Wanted {
        subject: Some(&item.subject_id),
        ..Wanted::default()
    };
    let others = rows(reader, county, &same)?;
    let others = others.into_iter().filter(|other| other.item_id != id);
    let today = date_text(now);
    let results = result::past(reader, county, id)?;
    Ok(SpotItemPage {
        phone: phone(reader, county, &item)?,
        left: result::has_left(reader, county, &item, &today)?,
        areas: choices_of("spot_check_area"),
        drawn_on: check.made_date.clone(),
        results: results.into_iter().map(past).collect(),
        others: others.map(other).collect(),
        seed,
        problem: problem(reader, county, shown.problem_id.as_deref(), &today)?,
        next_id: next(reader, county, &item.check_id, shown.position)?,
        check: spots::row(reader, county, &check)?,
        item: shown,
        today,
    })
}

fn other(row: SpotRow) -> SpotOther {
    SpotOther {
        item_id: row.item_id,
        number: row.number,
        method: row.method,
        reached: row.reached,
        total: row.scores.map(Scores::total),
        checked_on: row.checked_date,
    }
}

fn past(past: result::Past) -> SpotResultRow {
    SpotResultRow {
        version: past.version,
        how: past.how,
        reason: past.reason,
        reached: past.said.reached,
        in_village: past.said.in_village,
        scores: past.said.scores.map(SpotScores::from),
        total: past.said.scores.map(Scores::total),
        notes: past.said.notes,
        checked_on: past.said.checked_on,
        by_name: past.by_name,
        at_ms: past.at_ms,
    }
}

fn phone(reader: &mut Reader<'_>, county: CountyId, item: &Item) -> Result<Option<String>, Error> {
    let Some(person) = item.person_id.as_ref() else {
        return Ok(None);
    };
    let row = reader.first(
        "select phone from person where county_id = $1 and person_id = $2",
        &[county.into(), person.into()],
    )?;
    match row {
        Some(row) => Ok(row
            .optional_text("phone")?
            .filter(|phone| !phone.is_empty())),
        None => Ok(None),
    }
}

fn problem(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: Option<&str>,
    today: &str,
) -> Result<Option<super::views::ProblemRow>, Error> {
    let Some(id) = id else { return Ok(None) };
    let sql = format!("{} and p.problem_id = $3", problems::SELECT);
    let found = reader.first(&sql, &[county.into(), today.into(), id.into()])?;
    found.as_ref().map(problems::row).transpose()
}

/// The next one of the draw that waits; after the last, the first that was passed over.
fn next(
    reader: &mut Reader<'_>,
    county: CountyId,
    check: &str,
    position: u32,
) -> Result<Option<String>, Error> {
    let row = reader.first(
        "select item_id from spot_item
         where county_id = $1 and check_id = $2 and is_open = 1 and position <> $3
         order by case when position > $3 then 0 else 1 end, position limit 1",
        &[county.into(), check.into(), position.into()],
    )?;
    Ok(row.map(|row| row.text("item_id")).transpose()?)
}
