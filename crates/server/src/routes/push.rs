//! Changes come up; each gets its own outcome.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use domain::id::ChangeId;
use protocol::push::{ChangeOutcome, ChangeV1, MAX_CHANGES, PushReply};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::auth::Phone;
use super::extract;
use crate::app::Shared;
use crate::change::{self, Came, Device, Incoming, Pace};
use crate::error::Error;

/// The request with each change still unread, so that a broken one spoils only itself.
#[derive(Deserialize)]
pub struct Unread {
    changes: Vec<Box<RawValue>>,
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
    extract::Json(request): extract::Json<Unread>,
) -> Result<Json<PushReply>, Error> {
    if request.changes.len() > MAX_CHANGES {
        return Err(Error::bad("too_many", "changes"));
    }
    let changes = request
        .changes
        .into_iter()
        .enumerate()
        // Each text is let go once it is read: many requests wait for the disk at the same time.
        .map(|(place, raw)| read(place, &raw))
        .collect::<Result<Vec<_>, _>>()?;
    let (changes, now) = (Arc::new(changes), app.now());
    let outcomes = match store(&app, device, &changes, (Pace::Together, now)).await {
        // What spoils the whole must not spoil the rest of it.
        Err(error) if error.may_be_of_one() => {
            store(&app, device, &changes, (Pace::OneByOne, now)).await?
        }
        other => other?,
    };
    Ok(Json(PushReply {
        outcomes,
        server_ms: now,
    }))
}

async fn store(
    app: &Shared,
    device: Device,
    changes: &Arc<Vec<Came>>,
    (pace, now): (Pace, i64),
) -> Result<Vec<ChangeOutcome>, Error> {
    let (county, changes) = (app.county.clone(), changes.clone());
    app.db
        .write(move |tx| {
            tx.execute(
                "update device set contact_ms = $3 where county_id = $1 and device_id = $2",
                &[county.id.into(), device.id.into(), now.into()],
            )?;
            change::receive_all(tx, &county, device, &changes, (pace, now))
        })
        .await
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
