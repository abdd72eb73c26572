//! Changes come up; each gets its own outcome.

use std::collections::HashSet;

use axum::Json;
use axum::extract::State;
use domain::id::ChangeId;
use protocol::push::{ChangeOutcome, ChangeV1, MAX_CHANGES, Outcome, PushReply, Rejection};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::auth::Phone;
use super::extract;
use crate::app::Shared;
use crate::change;
use crate::error::Error;

/// Seconds until a change is tried again whose predecessor was refused beside it.
const WAIT_FOR_PREDECESSOR_S: u32 = 60;

/// The request with each change still unread, so that a broken one spoils only itself.
#[derive(Deserialize)]
pub struct Unread {
    changes: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct IdOnly {
    change_id: ChangeId,
}

enum Read {
    Whole(Box<ChangeV1>),
    Broken(ChangeId, String),
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
        .iter()
        .enumerate()
        .map(|(place, raw)| read(place, raw))
        .collect::<Result<Vec<_>, _>>()?;
    let (county, now) = (app.county.clone(), app.now());
    let outcomes = app
        .db
        .write(move |tx| {
            tx.execute(
                "update device set contact_ms = $3 where county_id = $1 and device_id = $2",
                &[county.id.into(), device.id.into(), now.into()],
            )?;
            let mut refused = HashSet::new();
            let mut outcomes = Vec::with_capacity(changes.len());
            for change in &changes {
                let (change_id, outcome) = match change {
                    Read::Broken(id, field) => (*id, malformed(field)),
                    Read::Whole(change)
                        if change.after.is_some_and(|after| refused.contains(&after)) =>
                    {
                        let seconds = WAIT_FOR_PREDECESSOR_S;
                        (change.change_id, Outcome::RetryAfter { seconds })
                    }
                    Read::Whole(change) => (
                        change.change_id,
                        change::receive(tx, &county, device, change, now),
                    ),
                };
                if matches!(outcome, Outcome::Rejected(_) | Outcome::RetryAfter { .. }) {
                    refused.insert(change_id);
                }
                outcomes.push(ChangeOutcome { change_id, outcome });
            }
            Ok::<_, Error>(outcomes)
        })
        .await?;
    Ok(Json(PushReply {
        outcomes,
        server_ms: now,
    }))
}

fn read(place: usize, raw: &RawValue) -> Result<Read, Error> {
    let text = raw.get().as_bytes();
    match extract::read::<ChangeV1>(text, "") {
        Ok(change) => Ok(Read::Whole(Box::new(change))),
        Err(Error::Refused(refusal)) => {
            // Without an id there is nobody to answer to.
            let only: IdOnly = extract::read(text, &format!("changes[{place}]."))?;
            Ok(Read::Broken(
                only.change_id,
                refusal.field.unwrap_or_default(),
            ))
        }
        Err(other) => Err(other),
    }
}

fn malformed(field: &str) -> Outcome {
    Outcome::Rejected(Rejection {
        code: "malformed".to_owned(),
        field: Some(field.to_owned()),
        current: None,
    })
}
