//! Sealed visits, ready to leave: what phones would push, packed as phones pack.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::id::ChangeId;
use ed25519_dalek::VerifyingKey;
use fastrand::Rng;
use protocol::clock::{ClockV1, ContactV1, ContactsV1};
use protocol::edit::Edit;
use protocol::push::{ChangeV1, Outcome, PushReply, PushRequest};
use serde_json::value::RawValue;
use tokio::sync::Barrier;

use super::Error;
use super::ground::Ground;
use super::pattern::{Pattern, id_at};
use super::wire::{Answer, Line, pack, request};

/// As `sync` packs: below this, packing gains nothing.
const PACK_FROM: usize = 1024;

/// One phone's requests, in order.
pub struct Phone {
    requests: Vec<Vec<u8>>,
    changes: Vec<Sealed>,
}

/// What a receipt must prove.
pub struct Sealed {
    pub change_id: ChangeId,
    pub edit: Box<RawValue>,
}

/// A visit as a change of a phone's outbox.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn change(
    rng: &mut Rng,
    visit: protocol::visit::VisitV1,
    sequence: usize,
) -> Result<ChangeV1, Error> {
    let made_at: ClockV1 = visit.clock.clone();
    let visit_ms = visit.ended_ms;
    let edit = Edit::SaveVisitV1(visit);
    Ok(ChangeV1 {
        change_id: ChangeId::from_uuid(id_at(rng, visit_ms)),
        device_sequence: i64::try_from(sequence).unwrap_or(i64::MAX),
        record: edit.record(),
        after: None,
        contacts: Some(ContactsV1 {
            near: Some(ContactV1 {
                monotonic_ms: made_at.monotonic_ms - rng.i64(60_000..7_000_000),
                round_trip_ms: rng.i64(20..400),
                server_ms: visit_ms - rng.i64(60_000..7_000_000),
            }),
            after_ms: Some(visit_ms - rng.i64(7_000_000..90_000_000)),
            before_ms: None,
        }),
        made_at,
        edit: serde_json::value::to_raw_value(&edit)?,
    })
}

/// `visits` visits spread over the first `phones` cadres, `batch` in a request.
///
/// # Errors
/// When they cannot be written as JSON.
pub fn phones(
    rng: &mut Rng,
    ground: &Ground,
    patterns: &[Pattern],
    (phones, visits, batch): (usize, usize, usize),
    now: i64,
) -> Result<Vec<Phone>, Error> {
    let mut made = Vec::with_capacity(phones);
    for (at, cadre) in ground.cadres.iter().take(phones).enumerate() {
        let mine = ground
            .families
            .iter()
            .filter(|family| family.visitor == cadre.reply.person_id);
        let count = visits / phones + usize::from(at < visits % phones);
        let mut changes = Vec::with_capacity(count);
        for family in mine.cycle().take(count) {
            let visit = family.visit(rng, patterns, now)?;
            changes.push(change(rng, visit, changes.len() + 1)?);
        }
        let mut phone = Phone {
            requests: Vec::new(),
            changes: Vec::new(),
        };
        while !changes.is_empty() {
            let some = changes.drain(..batch.min(changes.len())).collect();
            let push = PushRequest {
                changes: some,
                outstanding: None,
            };
            phone.requests.push(packed(
                &cadre.reply.token.token,
                &serde_json::to_vec(&push)?,
            )?);
            phone
                .changes
                .extend(push.changes.into_iter().map(|change| Sealed {
                    change_id: change.change_id,
                    edit: change.edit,
                }));
        }
        made.push(phone);
    }
    Ok(made)
}

fn packed(token: &str, json: &[u8]) -> Result<Vec<u8>, Error> {
    let kind = "content-type: application/json\r\n";
    Ok(if json.len() < PACK_FROM {
        request("POST", "/v1/push", token, kind, json)
    } else {
        let more = format!("{kind}content-encoding: gzip\r\n");
        request("POST", "/v1/push", token, &more, &pack(json)?)
    })
}

/// How a load went.
pub struct Done {
    pub visits: usize,
    pub took: Duration,
    pub up: u64,
    pub down: u64,
}

impl Done {
    /// Visits a second.
    pub fn rate(&self) -> f64 {
        self.visits as f64 / self.took.as_secs_f64()
    }
}

/// Sends everything from all phones at once. Every visit must be accepted, with a receipt that
/// verifies; that is checked after the clock has stopped.
///
/// # Errors
/// When one request fails or one receipt proves nothing.
pub async fn push(server: SocketAddr, phones: Vec<Phone>, ground: &Ground) -> Result<Done, Error> {
    let together = Arc::new(Barrier::new(phones.len() + 1));
    let mut lanes = Vec::with_capacity(phones.len());
    for phone in phones {
        let together = together.clone();
        lanes.push(tokio::spawn(async move {
            let mut line = Line::to(server).await?;
            together.wait().await;
            let mut answers = Vec::with_capacity(phone.requests.len());
            for request in &phone.requests {
                answers.push(line.ask(request).await?);
            }
            Ok::<_, Error>((phone, answers, line.up, line.down))
        }));
    }
    together.wait().await;
    let began = Instant::now();
    let mut ended = Vec::with_capacity(lanes.len());
    for lane in lanes {
        ended.push(lane.await.map_err(|_| Error::Wrong("a lane panicked"))??);
    }
    let mut done = Done {
        visits: 0,
        took: began.elapsed(),
        up: 0,
        down: 0,
    };
    for (phone, answers, up, down) in ended {
        done.visits += proved(phone, answers, ground.captain.reply.county.id, &ground.key)?;
        done.up += up;
        done.down += down;
    }
    Ok(done)
}

fn proved(
    phone: Phone,
    answers: Vec<Answer>,
    county: domain::CountyId,
    key: &VerifyingKey,
) -> Result<usize, Error> {
    let mut changes = phone.changes.iter();
    let mut proved = 0;
    for answer in answers {
        let body = answer.success("a push")?.unpacked()?;
        let reply: PushReply = serde_json::from_slice(&body)?;
        for one in reply.outcomes {
            let sealed = changes.next().ok_or(Error::Wrong("too many outcomes"))?;
            let Outcome::Accepted { receipt } = one.outcome else {
                return Err(Error::Wrong("a visit was not accepted"));
            };
            let edit = sealed.edit.get().as_bytes();
            receipt
                .verify(county, sealed.change_id, edit, key)
                .map_err(|_| Error::Wrong("a receipt proves nothing"))?;
            proved += 1;
        }
    }
    if changes.next().is_some() {
        return Err(Error::Wrong("too few outcomes"));
    }
    Ok(proved)
}
