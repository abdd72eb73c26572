//! Filters of the problem ledger that somebody keeps under a name, and may share.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::id::CountyId;

use super::session::Signed;
use super::views::{ProblemSearch, SavedFilter, SavedFilterForm, SavedFilterList};
use crate::app::Shared;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::routes::extract;
use crate::secret;

/// Characters in a name.
const MAX_NAME: usize = 40;
/// Filters somebody keeps: what is longer is not a list to choose from.
const MAX_FILTERS: i64 = 50;
/// Bytes of a search: room for every field and a long text.
const MAX_BODY: usize = 4000;

#[utoipa::path(get, path = "/v1/console/problem-filters", tag = "console",
    security(("console" = [])), responses((status = 200, body = SavedFilterList)))]
pub async fn list(
    State(app): State<Shared>,
    signed: Signed,
) -> Result<Json<SavedFilterList>, Error> {
    let county = app.county.id;
    let list = app
        .db
        .read(move |reader| read(reader, county, &signed))
        .await?;
    Ok(Json(list))
}

#[utoipa::path(post, path = "/v1/console/problem-filters", tag = "console",
    security(("console" = [])), request_body = SavedFilterForm,
    responses((status = 200, body = SavedFilterList),
        (status = 400, description = "empty, too_long, malformed, too_many"),
        (status = 404, description = "not_found"), (status = 409, description = "name_taken")))]
pub async fn save(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<SavedFilterForm>,
) -> Result<Json<SavedFilterList>, Error> {
    let (county, now) = (app.county.id, app.now());
    let name = named(&form.name)?;
    let search = ProblemSearch {
        after: None,
        ..form.search
    };
    let search = if form.shared {
        without_people(search)
    } else {
        search
    };
    let body = serde_json::to_string(&search).map_err(|_| Error::Stored { what: "a filter" })?;
    if body.len() > MAX_BODY {
        return Err(Error::bad("too_long", "search"));
    }
    let list = app
        .db
        .write(move |tx| {
            let same = tx.first(
                "select filter_id from saved_filter
                 where county_id = $1 and person_id = $2 and name = $3",
                &[county.into(), signed.person.into(), (&name).into()],
            )?;
            let same = same.map(|row| row.text("filter_id")).transpose()?;
            if same.is_some() && same != form.filter_id {
                return Err(Error::Refused(crate::error::Refusal {
                    status: StatusCode::CONFLICT,
                    code: "name_taken".into(),
                    field: Some("name".to_owned()),
                    retry_after_s: None,
                }));
            }
            let id = match &form.filter_id {
                Some(id) => {
                    own(tx, county, &signed, id)?;
                    id.clone()
                }
                None => {
                    let kept = tx.count(
                        "select count(*) as n from saved_filter
                         where county_id = $1 and person_id = $2",
                        &[county.into(), signed.person.into()],
                    )?;
                    if kept >= MAX_FILTERS {
                        return Err(Error::bad("too_many", "name"));
                    }
                    secret::id(now)?.to_string()
                }
            };
            tx.execute(
                "insert into saved_filter (county_id, filter_id, person_id, name, is_shared, body,
                     made_ms)
                 values ($1, $2, $3, $4, $5, $6, $7)
                 on conflict (county_id, filter_id) do update set name = excluded.name,
                     is_shared = excluded.is_shared, body = excluded.body",
                &[
                    county.into(),
                    (&id).into(),
                    signed.person.into(),
                    name.into(),
                    form.shared.into(),
                    body.into(),
                    now.into(),
                ],
            )?;
            if form.shared {
                audit(tx, county, now, Some(signed.person), "filter_shared", &id)?;
            }
            read(tx, county, &signed)
        })
        .await?;
    Ok(Json(list))
}

#[utoipa::path(post, path = "/v1/console/problem-filters/{id}/delete", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = SavedFilterList), (status = 404, description = "not_found")))]
pub async fn delete(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<SavedFilterList>, Error> {
    let county = app.county.id;
    let list = app
        .db
        .write(move |tx| {
            own(tx, county, &signed, &id)?;
            tx.execute(
                "delete from saved_filter where county_id = $1 and filter_id = $2",
                &[county.into(), id.into()],
            )?;
            read(tx, county, &signed)
        })
        .await?;
    Ok(Json(list))
}

/// Text looked for may be somebody's name, a household is a family: neither goes to others.
fn without_people(search: ProblemSearch) -> ProblemSearch {
    ProblemSearch {
        text: None,
        household_id: None,
        ..search
    }
}

fn named(typed: &str) -> Result<String, Error> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(Error::bad("empty", "name"));
    }
    if name.chars().count() > MAX_NAME {
        return Err(Error::bad("too_long", "name"));
    }
    if name.chars().any(char::is_control) {
        return Err(Error::bad("malformed", "name"));
    }
    Ok(name.to_owned())
}

/// Only whoever keeps a filter changes it.
fn own(tx: &mut Tx<'_>, county: CountyId, signed: &Signed, id: &str) -> Result<(), Error> {
    let mine = tx.count(
        "select count(*) as n from saved_filter
         where county_id = $1 and filter_id = $2 and person_id = $3",
        &[county.into(), id.into(), signed.person.into()],
    )?;
    if mine == 0 {
        return Err(Error::not_found());
    }
    Ok(())
}

/// One's own by name, then those others share. What they find is bounded by whoever looks.
fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
) -> Result<SavedFilterList, Error> {
    let rows = reader.query(
        "select f.filter_id, f.name, f.is_shared, f.body, p.name as owner_name,
             case when f.person_id = $2 then 1 else 0 end as mine
         from saved_filter f
         left join person p on p.county_id = f.county_id and p.person_id = f.person_id
         where f.county_id = $1 and (f.person_id = $2 or f.is_shared = 1)
         order by mine desc, f.name, f.filter_id",
        &[county.into(), signed.person.into()],
    )?;
    let filters = rows
        .iter()
        .map(|row| {
            let (mine, search) = (row.flag("mine")?, row.json("body")?);
            Ok(SavedFilter {
                filter_id: row.text("filter_id")?,
                name: row.text("name")?,
                shared: row.flag("is_shared")?,
                mine,
                owner_name: row.optional_text("owner_name")?.unwrap_or_default(),
                // Some were shared before text was left out.
                search: if mine { search } else { without_people(search) },
            })
        })
        .collect::<Result<_, Error>>()?;
    Ok(SavedFilterList { filters })
}
