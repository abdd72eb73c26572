//! Many households from one helper to another: looked at first, then done as it was seen, all or
//! none. Each goes by the same rules as one alone.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::assignment::{Change, day};
use domain::id::{HouseholdId, PersonId};
use domain::time::Date;

use super::helper_load;
use super::params::words;
use super::session::Signed;
use super::views::{BulkMoveForm, BulkMovePreview, BulkMoveRow, BulkMoved};
use crate::app::Shared;
use crate::assignment;
use crate::assignment::write::{self, Wanted, held_by, refused, today};
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::problem::ledger::Clerk;
use crate::routes::extract;

/// Households moved with one request.
const MAX_HOUSEHOLDS: usize = 500;

/// A form that could be read.
struct Asked {
    from: PersonId,
    to: PersonId,
    day: Date,
    overlap_days: u32,
    reason: String,
    chosen: Option<Vec<(HouseholdId, String)>>,
}

#[utoipa::path(post, path = "/v1/console/helpers/move-preview", tag = "console",
    security(("console" = [])), request_body = BulkMoveForm,
    responses((status = 200, body = BulkMovePreview),
        (status = 400, description = "bad_id, not_a_date, same_person, unknown_person, too_many, too_long"),
        (status = 403, description = "not_allowed")))]
pub async fn preview(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<BulkMoveForm>,
) -> Result<Json<BulkMovePreview>, Error> {
    signed.needs_county()?;
    let asked = read(&form)?;
    let clerk = signed.clerk(app.county.id, app.now());
    let preview = app
        .db
        .read(move |reader| {
            let mut households = Vec::new();
            for home in homes(reader, clerk, &asked)? {
                households.push(look(reader, clerk, &asked, &home)?);
            }
            let can = households.iter().filter(|row| row.refused.is_none());
            let own = can.clone().filter(|row| row.primary).count();
            let (can, all) = (number(can.count()), number(households.len()));
            Ok::<_, Error>(BulkMovePreview {
                households,
                can,
                cannot: all - can,
                notices: expected(reader, clerk, &asked, number(own))?,
            })
        })
        .await?;
    Ok(Json(preview))
}

#[utoipa::path(post, path = "/v1/console/helpers/move", tag = "console",
    security(("console" = [])), request_body = BulkMoveForm,
    responses((status = 200, body = BulkMoved),
        (status = 400, description = "missing, too_many, and what one hand-over is refused with"),
        (status = 403, description = "not_allowed"), (status = 409, description = "stale")))]
pub async fn carry_out(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<BulkMoveForm>,
) -> Result<Json<BulkMoved>, Error> {
    signed.needs_county()?;
    let asked = read(&form)?;
    let clerk = signed.clerk(app.county.id, app.now());
    let moved = app
        .db
        .write(move |tx| {
            let chosen = asked.chosen.as_deref().unwrap_or_default();
            if chosen.is_empty() {
                return Err(Error::bad("missing", "households"));
            }
            // All or none: what is done is what the preview said.
            for (household, seen) in chosen {
                let change = hand_over(tx, clerk, &asked, *household)?;
                let change = change
                    .ok_or_else(|| Error::refused(StatusCode::CONFLICT, "stale"))?
                    .0;
                let wanted = Wanted {
                    household: *household,
                    seen,
                    change,
                    reason: &asked.reason,
                };
                write::take(tx, clerk, &wanted)?;
            }
            Ok::<_, Error>(BulkMoved {
                moved: number(chosen.len()),
                notices: helper_load::notices(tx, clerk, &[asked.to, asked.from])?,
            })
        })
        .await?;
    Ok(Json(moved))
}

fn read(form: &BulkMoveForm) -> Result<Asked, Error> {
    let person = |id: &str, field: &'static str| -> Result<PersonId, Error> {
        id.parse().map_err(|_| Error::bad("bad_id", field))
    };
    let from = person(&form.from_person_id, "from_person_id")?;
    let to = person(&form.to_person_id, "to_person_id")?;
    if from == to {
        return Err(Error::bad("same_person", "to_person_id"));
    }
    let reason = form.reason.clone().unwrap_or_default();
    words(&reason, "reason")?;
    let mut chosen = None;
    if let Some(households) = &form.households {
        if households.len() > MAX_HOUSEHOLDS {
            return Err(Error::bad("too_many", "households"));
        }
        let mut all = Vec::with_capacity(households.len());
        for (place, one) in households.iter().enumerate() {
            let id = one.household_id.parse();
            let id = id.map_err(|_| Error::bad("bad_id", format!("households[{place}]")))?;
            all.push((id, one.seen.clone()));
        }
        chosen = Some(all);
    }
    Ok(Asked {
        from,
        to,
        day: day(form.day.trim()).map_err(refused)?,
        overlap_days: form.overlap_days,
        reason,
        chosen,
    })
}

/// A household the one who leaves helps.
struct Home {
    id: HouseholdId,
    number: String,
    head_name: String,
    village: String,
}

/// All that the one who leaves helps today, or those chosen.
fn homes(reader: &mut Reader<'_>, clerk: Clerk, asked: &Asked) -> Result<Vec<Home>, Error> {
    let rows = reader.query(
        "select h.household_id, h.number, h.head_name, v.name as village from household h
         left join area v on v.county_id = h.county_id and v.code = h.area_code
         where h.county_id = $1 and exists (select 1 from assignment a
             where a.county_id = h.county_id and a.household_id = h.household_id
                 and a.person_id = $2 and a.starts <= $3 and (a.ends is null or a.ends >= $3))
         order by h.number, h.household_id",
        &[
            clerk.county.into(),
            asked.from.into(),
            today(clerk).to_string().into(),
        ],
    )?;
    let mut homes = rows.iter().map(home).collect::<Result<Vec<_>, _>>()?;
    if let Some(chosen) = &asked.chosen {
        homes.retain(|home| chosen.iter().any(|(id, _)| *id == home.id));
    }
    if homes.len() > MAX_HOUSEHOLDS {
        return Err(Error::bad("too_many", "households"));
    }
    Ok(homes)
}

fn home(row: &Row) -> Result<Home, Error> {
    Ok(Home {
        id: row.id("household_id")?,
        number: row.text("number")?,
        head_name: row.text("head_name")?,
        village: row.optional_text("village")?.unwrap_or_default(),
    })
}

/// The hand-over of what somebody holds of a household, whether he answers for it, and what was
/// seen; `None` if he no longer helps it.
fn hand_over(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    asked: &Asked,
    household: HouseholdId,
) -> Result<Option<(Change, bool, String)>, Error> {
    let rows = assignment::rows(reader, clerk.county, household)?;
    let held = held_by(&rows, asked.from, today(clerk));
    Ok(held.map(|row| {
        let change = Change::HandOver {
            row: row.id,
            person: asked.to,
            day: asked.day,
            overlap_days: asked.overlap_days,
        };
        let primary = row.kind == domain::assignment::Kind::Primary;
        (change, primary, assignment::seen(&rows))
    }))
}

fn look(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    asked: &Asked,
    home: &Home,
) -> Result<BulkMoveRow, Error> {
    let found = hand_over(reader, clerk, asked, home.id)?;
    let (change, primary, seen) = found.ok_or(Error::Stored {
        what: "an assignment",
    })?;
    let wanted = Wanted {
        household: home.id,
        seen: &seen,
        change,
        reason: "",
    };
    let refused = match write::look(reader, clerk, &wanted) {
        Ok(_) => None,
        // It is of the whole move, not of one household.
        Err(Error::Refused(refusal)) if refusal.code == "unknown_person" => {
            return Err(Error::bad("unknown_person", "to_person_id"));
        }
        Err(Error::Refused(refusal)) => Some(refusal.code.into_owned()),
        Err(other) => return Err(other),
    };
    Ok(BulkMoveRow {
        household_id: home.id.to_string(),
        number: home.number.clone(),
        head_name: home.head_name.clone(),
        village: home.village.clone(),
        primary,
        seen,
        refused,
    })
}

/// What would be said of both people afterwards.
fn expected(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    asked: &Asked,
    moving: u32,
) -> Result<Vec<super::views::LoadNotice>, Error> {
    let most = helper_load::most(&crate::params::at(reader, clerk.county, clerk.now)?);
    let mut notices = Vec::new();
    for (person, gains) in [(asked.to, true), (asked.from, false)] {
        let (name, rank, has) = helper_load::of(reader, clerk, person)?;
        let households = if gains {
            has.saturating_add(moving)
        } else {
            has.saturating_sub(moving)
        };
        let rank = rank.as_deref();
        notices.extend(helper_load::notice(person, name, households, rank, most));
    }
    Ok(notices)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
