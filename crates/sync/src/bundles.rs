//! After the phone's own work: rescue files it carries for others, part by part. It cannot read
//! them; it can prove that they arrived.

use std::collections::HashMap;

use bundle::{Found, Part, Scanner};
use protocol::bundle::{PART_BYTES, PartOutcomeV1};
use store::bundle::{self as kept, Carried};
use store::journal::{self, Entry};

use crate::control::{Meter, Point};
use crate::session::{Session, ask};
use crate::{Failure, Files, Parties, Server};

/// Read from a file at a time.
const CHUNK: usize = 128 * 1024;

/// A county that keeps missing what it had is left for the next round.
const MAX_RESTARTS: u32 = 2;

/// What a delivery did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Parts the county proved to hold.
    pub parts: u32,
    /// Bundles of which it now holds everything.
    pub bundles: u32,
}

/// Sends what the county lacks of every bundle in `files`. Any line may be its last: parts that
/// were proved are not sent again, and sending one twice is harmless.
pub async fn deliver_bundles<S: Server>(
    parties: &Parties<'_, S>,
    files: &dyn Files,
) -> Result<Delivered, Failure> {
    let mut delivered = Delivered::default();
    let waiting = parties.store.read(kept::to_send)?;
    if waiting.is_empty() {
        return Ok(delivered);
    }
    let mut session = Session::open(parties)?;
    let mut meter = Meter::new(parties.control);
    for carried in waiting {
        if carried.photos > 0 && !parties.send_photos {
            // They wait for a better line, as one's own do.
            continue;
        }
        match deliver(
            parties,
            &mut session,
            &mut meter,
            files,
            carried,
            &mut delivered,
        )
        .await
        {
            // One file that cannot be read or taken holds up no other.
            Err(Failure::Refused { .. } | Failure::File(_)) => {}
            other => other?,
        }
    }
    Ok(delivered)
}

async fn deliver<S: Server>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
    files: &dyn Files,
    mut carried: Carried,
    delivered: &mut Delivered,
) -> Result<(), Failure> {
    let Some(file) = carried.file.clone() else {
        return Ok(());
    };
    let mut restarts = 0;
    loop {
        meter.check()?;
        let parts = next_parts(files, &file, carried.sent_to)?;
        if parts.is_empty() {
            return Ok(());
        }
        let mut body = Vec::new();
        for part in &parts {
            body.extend(range(files, &file, part.at, part.end)?);
        }
        let reply = ask!(session, parties, meter, |token| parties
            .server
            .bundle_send(&token, body.clone()))?;
        let outcomes: HashMap<_, _> = reply
            .parts
            .iter()
            .map(|outcome| ((outcome.bundle_id, outcome.number), outcome))
            .collect();
        let before = carried.proved;
        let mut next = Next::On;
        for part in &parts {
            let outcome = outcomes.get(&(part.head.bundle_id, part.head.number));
            let may_restart = carried.complete && restarts < MAX_RESTARTS;
            next = settle(session, &mut carried, part, outcome.copied(), may_restart);
            if next != Next::On {
                break;
            }
        }
        save(parties, meter, &carried)?;
        delivered.parts += carried.proved.saturating_sub(before);
        match next {
            Next::On => {}
            Next::Later => return Ok(()),
            Next::FromTheStart => restarts += 1,
        }
        if carried.complete && carried.proved >= carried.parts && carried.refused == 0 {
            delivered.bundles += 1;
            return Ok(());
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    On,
    Later,
    FromTheStart,
}

fn settle(
    session: &Session,
    carried: &mut Carried,
    part: &Part,
    outcome: Option<&PartOutcomeV1>,
    may_restart: bool,
) -> Next {
    let Some(outcome) = outcome else {
        return Next::Later;
    };
    if let Some(receipt) = &outcome.receipt {
        if session.check_part(receipt, &part.head).is_err() {
            // Not delivered, whatever it says.
            tracing::warn!(bundle = %part.head.bundle_id, "A part's receipt proves nothing");
            return Next::Later;
        }
        carried.proved += 1;
        carried.sent_to = part.end;
        if carried.refused == 0 {
            carried.code = None;
        }
        return Next::On;
    }
    carried.code.clone_from(&outcome.code);
    match outcome.code.as_deref() {
        // The county had the photo's beginning and lost it; a spoilt file never had it.
        Some("photo_gap") if may_restart => {
            (carried.proved, carried.refused, carried.sent_to) = (0, 0, 0);
            Next::FromTheStart
        }
        None | Some("retry") => Next::Later,
        // No other try will help; the parts behind it may still get through.
        Some(_) => {
            carried.refused += 1;
            carried.sent_to = part.end;
            Next::On
        }
    }
}

fn save<S: Server>(
    parties: &Parties<'_, S>,
    meter: &mut Meter<'_>,
    carried: &Carried,
) -> Result<(), Failure> {
    let now_ms = (parties.now)().as_ms();
    meter.at(Point::BeforeSave);
    parties.store.write(|tx| {
        kept::save_progress(tx, carried, now_ms)?;
        let done = carried.proved + carried.refused >= carried.parts;
        if done {
            let event = if carried.refused == 0 && carried.complete {
                "bundle_delivered"
            } else {
                "bundle_refused"
            };
            let mut entry = Entry::new(now_ms, event).about(carried.bundle_id);
            entry.code.clone_from(&carried.code);
            journal::write(tx, &entry)?;
        }
        Ok(())
    })?;
    meter.at(Point::AfterSave);
    Ok(())
}

/// The parts that begin at `from`: one, or as many as are small.
fn next_parts(files: &dyn Files, file: &str, from: u64) -> Result<Vec<Part>, Failure> {
    let mut scanner = Scanner::from(from);
    let (mut parts, mut bytes) = (Vec::new(), 0);
    let (mut at, mut ended) = (from, false);
    loop {
        while let Some(found) = scanner.find() {
            if let Found::Part(part) = found {
                let length = part.sealed.len();
                if !parts.is_empty() && bytes + length > PART_BYTES {
                    return Ok(parts);
                }
                bytes += length;
                parts.push(part);
            }
        }
        let chunk = files.read_chunk(file, at, CHUNK).map_err(Failure::File)?;
        match (chunk.is_empty(), ended) {
            (true, true) => return Ok(parts),
            (true, false) => {
                scanner.end();
                ended = true;
            }
            (false, _) => {
                at += chunk.len() as u64;
                scanner.push(&chunk);
            }
        }
    }
}

fn range(files: &dyn Files, file: &str, from: u64, to: u64) -> Result<Vec<u8>, Failure> {
    let length = usize::try_from(to - from).unwrap_or(usize::MAX);
    let bytes = files
        .read_chunk(file, from, length)
        .map_err(Failure::File)?;
    if bytes.len() == length {
        Ok(bytes)
    } else {
        Err(Failure::File(std::io::ErrorKind::UnexpectedEof.into()))
    }
}
