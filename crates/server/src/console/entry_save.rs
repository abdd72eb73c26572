//! Entries are written, corrected and moved at a screen. The rules are a phone's.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use domain::id::{CountyId, EntryId, HouseholdId};
use domain::ledger::{EntryValue, Ledger, Scope, Shape, Values};
use protocol::entry::{EntryFieldV1, MoveEntryV1};

use super::entries::named;
use super::entry_page::{actor, read, role, sees, within};
use super::session::Signed;
use super::views::{EntryFieldValue, EntryMoveForm, EntryPage, EntrySaveForm};
use crate::app::Shared;
use crate::change::Stop;
use crate::db::{Reader, Tx};
use crate::entry::correct;
use crate::entry::place::{self, Place};
use crate::entry::save::{self, New};
use crate::entry::step::{self, Step};
use crate::entry::{Current, masked, step_id};
use crate::error::Error;
use crate::problem::ledger::Clerk;
use crate::routes::extract;
use crate::secret;

#[utoipa::path(post, path = "/v1/console/entries", tag = "console", security(("console" = [])),
    request_body = EntrySaveForm,
    responses((status = 200, body = EntryPage),
        (status = 400, description = "empty, malformed, unknown_option, not_together, too_long, out_of_range, not_a_date, in_the_future, before_the_start, unknown_member, unknown_field, unknown_household, unknown_area, entry_twice, ledger_off, wrong_role"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "not_editable")))]
pub async fn save(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<EntrySaveForm>,
) -> Result<Json<EntryPage>, Error> {
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .write(move |tx| {
            let ledger = named(&form.ledger)?;
            let clerk = signed.clerk(county, now);
            let id = match &form.entry_id {
                Some(id) => {
                    let id: EntryId = id.parse().map_err(|_| Error::not_found())?;
                    let current = within(tx, county, &signed, id)?;
                    let actor = actor(tx, county, &signed, &current)?;
                    let fields = corrections(&current, &form.values);
                    correct::correct(tx, clerk, actor, &current, &fields)
                        .map_err(Stop::into_error)?;
                    id
                }
                None => add(tx, clerk, &signed, ledger, &form)?,
            };
            read(tx, county, &signed, id, now)
        })
        .await?;
    Ok(Json(page))
}

fn add(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    signed: &Signed,
    ledger: &'static Ledger,
    form: &EntrySaveForm,
) -> Result<EntryId, Error> {
    let place = place_of(tx, clerk.county, signed, ledger, form)?;
    if role(tx, clerk.county, signed, &place)? < ledger.authors {
        return Err(Error::bad("wrong_role", "ledger"));
    }
    let new = New {
        id: EntryId::from_uuid(secret::id(clerk.now)?),
        ledger,
        place,
        author: Some(signed.person),
        of_id: None,
        member: None,
    };
    save::add(tx, clerk, &new, &values(&form.values)).map_err(Stop::into_error)?;
    Ok(new.id)
}

/// Where a new entry belongs, within what the person sees.
fn place_of(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    ledger: &Ledger,
    form: &EntrySaveForm,
) -> Result<Place, Error> {
    let place = match ledger.scope {
        Scope::Person => return place::own(reader, county, signed.person, ledger),
        Scope::Household => {
            let id = form.household_id.as_deref().unwrap_or_default();
            if id.is_empty() {
                return Err(Error::bad("empty", "household_id"));
            }
            let id: HouseholdId = id.parse().map_err(|_| Error::not_found())?;
            place::household(reader, county, id)?
        }
        Scope::Village => {
            let area = form.area_code.as_deref().unwrap_or_default();
            if area.is_empty() {
                return Err(Error::bad("empty", "area_code"));
            }
            let known = area.len() == 12 && !place::name(reader, county, area)?.is_empty();
            known.then(|| place::village(area))
        }
    };
    place
        .filter(|place| sees(signed, place))
        .ok_or_else(Error::not_found)
}

fn values(form: &BTreeMap<String, EntryFieldValue>) -> Values {
    let all = form.iter();
    all.map(|(code, one)| (code.clone(), value(one))).collect()
}

fn value(value: &EntryFieldValue) -> EntryValue {
    match value {
        EntryFieldValue::Text(text) => EntryValue::Text(text.clone()),
        EntryFieldValue::Number(number) => EntryValue::Number(*number),
        EntryFieldValue::List(list) => EntryValue::List(list.clone()),
    }
}

/// What a form changes. It holds all fields but ID numbers, which are shown masked and typed anew
/// or left alone.
fn corrections(current: &Current, form: &BTreeMap<String, EntryFieldValue>) -> Vec<EntryFieldV1> {
    let stands = masked(&current.ledger.fields, &current.values);
    let form = values(form);
    let codes = current.ledger.fields.iter().filter_map(|field| {
        let (mine, base) = (form.get(&field.code), stands.get(&field.code));
        let left_alone = mine.is_none() && field.shape == Shape::IdNumber;
        (mine != base && !left_alone).then(|| EntryFieldV1 {
            field: field.code.clone(),
            base: base.cloned(),
            mine: mine.cloned(),
        })
    });
    // What the ledger has not is told apart by the rules.
    let unknown = form
        .iter()
        .filter(|(code, _)| current.ledger.field(code).is_none())
        .map(|(code, mine)| EntryFieldV1 {
            field: code.clone(),
            base: None,
            mine: Some(mine.clone()),
        });
    codes.chain(unknown).collect()
}

#[utoipa::path(post, path = "/v1/console/entries/{id}/moves", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = EntryMoveForm,
    responses((status = 200, body = EntryPage),
        (status = 400, description = "wrong_role, own_work, reason_needed, longer_needs_county, household_ended, already_gone, nobody_left, head_leaves, head_not_among, number_taken, same_village, authorisation_needed, notice_too_short, notice_running, exits_first, category_needed, already_monitored, not_monitored, too_soon, no_labor"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale, not_from_here")))]
pub async fn moved(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<EntryMoveForm>,
) -> Result<Json<EntryPage>, Error> {
    let (county, now) = (app.county.id, app.now());
    let id: EntryId = id.parse().map_err(|_| Error::not_found())?;
    let page = app
        .db
        .write(move |tx| {
            let current = within(tx, county, &signed, id)?;
            let said = MoveEntryV1 {
                id: step_id(now)?,
                entry_id: id,
                step: form.step.clone(),
                seen_state: form.seen_state.clone(),
                reason: form.reason.clone(),
                fields: values(&form.values),
                moved_ms: now,
            };
            let step = Step {
                clerk: signed.clerk(county, now),
                actor: actor(tx, county, &signed, &current)?,
                said: &said,
            };
            step::take(tx, &step, &current).map_err(Stop::into_error)?;
            read(tx, county, &signed, id, now)
        })
        .await?;
    Ok(Json(page))
}
