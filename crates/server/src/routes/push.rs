//! Changes come up; each gets its own outcome.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use domain::id::ChangeId;
use protocol::push::{ChangeOutcome, ChangeV1, MAX_CHANGES, PushReply, PushRequest};
use protocol::team::OutstandingV1;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::auth::Phone;
use super::extract;
use crate::app::Shared;
use crate::change::{self, Came, Device, Incoming, Pace, Seen};
use crate::error::Error;
use crate::team;

/// Bytes of pushes that are read and written at the same time: enough to fill a commit, and
/// hundreds of phones at once do not fill the memory.
pub const PUSH_ROOM: usize = 2 * 1024 * 1024;

/// The request with each change still unread, so that a broken one spoils only itself.
#[derive(Deserialize)]
struct Unread<'a> {
    #[serde(borrow)]
    changes: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    outstanding: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct IdOnly {
    change_id: ChangeId,
}

#[utoipa::path(post, path = "/v1/push", tag = "phone", security(("device" = [])),
    request_body(content = serde_json::Value, description = "protocol::push::PushRequest"),
    responses((status = 200, body = serde_json::Value, description = "protocol::push::PushReply"),
        (status = 400, description = "bad_json, too_many"), (status = 401, description = "signed_out"),
        (status = 413, description = "too_large")))]
pub async fn push(
    State(app): State<Shared>,
    Phone(device): Phone,
    request: Request,
) -> Result<Json<PushReply>, Error> {
    let body = extract::body(request, &()).await?;
    let room = body.len().min(PUSH_ROOM) as u32;
    let _room = app.push_room.acquire_many(room).await;
    let (changes, outstanding) = asked(&body)?;
    drop(body);
    let (came, now) = ((Arc::new(changes), outstanding), app.now());
    let outcomes = match store(&app, device, &came, (Pace::Together, now)).await {
        // What spoils the whole must not spoil the rest of it.
        Err(error) if error.may_be_of_one() => {
            store(&app, device, &came, (Pace::OneByOne, now)).await?
        }
        other => other?,
    };
    // A visit may declare a photo the county has.
    app.reuse.wake();
    let outcomes = outcomes
        .into_iter()
        .map(|ChangeOutcome { change_id, outcome }| ChangeOutcome {
            change_id,
            outcome: change::signed(&app.county, outcome),
        })
        .collect();
    Ok(Json(PushReply {
        outcomes,
        server_ms: now,
    }))
}

async fn store(
    app: &Shared,
    device: Device,
    (changes, outstanding): &(Arc<Vec<Came>>, Option<OutstandingV1>),
    (pace, now): (Pace, i64),
) -> Result<Vec<ChangeOutcome>, Error> {
    let seen = match pace {
        Pace::Together => seen(app, device, changes, now).await,
        Pace::OneByOne => None,
    };
    let (county, changes, outstanding) = (app.county.clone(), changes.clone(), *outstanding);
    app.db
        .write(move |tx| {
            tx.execute(
                "update device set contact_ms = $3 where county_id = $1 and device_id = $2",
                &[county.id.into(), device.id.into(), now.into()],
            )?;
            if let Some(outstanding) = outstanding {
                team::report(tx, county.id, device.id, outstanding, now)?;
            }
            let changes = (changes.as_slice(), seen.as_ref());
            change::receive_all(tx, &county, device, changes, (pace, now))
        })
        .await
}

/// Looks at the new visits before it is the request's turn to be written. Whatever goes wrong with
/// that goes wrong again then, and is said there.
async fn seen(app: &Shared, device: Device, changes: &Arc<Vec<Came>>, now: i64) -> Option<Seen> {
    let (county, changes) = (app.county.clone(), changes.clone());
    let seen = app
        .db
        .read(move |reader| Seen::among(reader, &county, device, &changes, now))
        .await;
    seen.unwrap_or_else(|error: Error| {
        tracing::warn!(%error, "New visits could not be looked at ahead");
        None
    })
}

fn asked(body: &[u8]) -> Result<(Vec<Came>, Option<OutstandingV1>), Error> {
    // Nearly always all of them can be read, and at once.
    if let Ok(PushRequest {
        changes,
        outstanding,
    }) = serde_json::from_slice(body)
        && changes.len() <= MAX_CHANGES
    {
        let whole = |change| Came::Whole(Box::new(Incoming::read(change)));
        return Ok((changes.into_iter().map(whole).collect(), outstanding));
    }
    let Unread {
        changes,
        outstanding,
    } = extract::read(body, "")?;
    if changes.len() > MAX_CHANGES {
        return Err(Error::bad("too_many", "changes"));
    }
    let each = changes.iter().enumerate();
    let changes = each
        .map(|(place, raw)| read(place, raw))
        .collect::<Result<_, Error>>()?;
    // A count that cannot be read spoils nothing: it is said again when it changes.
    let outstanding = outstanding.and_then(|raw| serde_json::from_str(raw.get()).ok());
    Ok((changes, outstanding))
}

fn read(place: usize, raw: &RawValue) -> Result<Came, Error> {
    let text = raw.get().as_bytes();
    match extract::read::<ChangeV1>(text, "") {
        Ok(change) => Ok(Came::Whole(Box::new(Incoming::read(change)))),
        Err(Error::Refused(refusal)) => {
            // Without an id there is nobody to answer to.
            let only: IdOnly = extract::read(text, &format!("changes[{place}]."))?;
            Ok(Came::Broken(
                only.change_id,
                refusal.field.unwrap_or_default(),
            ))
        }
        Err(other) => Err(other),
    }
}
