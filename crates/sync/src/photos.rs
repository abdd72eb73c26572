//! Last: photos, one after the other, in chunks that survive a dropped line.

use protocol::photo::{CHUNK_BYTES, MAX_CHUNK_BYTES};
use store::journal::{self, Entry};
use store::photo::{self, PhotoRow};

use crate::control::{Meter, Point, Step};
use crate::server::{PhotoAt, PhotoName};
use crate::session::{Session, ask};
use crate::{Failure, Pace, Parties, Server, Summary};

/// A photo the server keeps losing is left for the next round.
const MAX_CREATIONS: u32 = 3;

/// A photo that arrives spoilt this often is spoilt on the phone.
const MAX_MISMATCHES: u32 = 3;

pub(crate) async fn photos<S: Server>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
    summary: &mut Summary,
) -> Result<(), Failure> {
    let pending = parties.store.read(photo::pending)?;
    if pending.is_empty() {
        return Ok(());
    }
    meter.begin(Step::Photos, pending.len())?;
    meter.progress.bytes_total = pending.iter().map(|row| row.photo.bytes).sum();
    let mut pace = Pace::between(CHUNK_BYTES, MAX_CHUNK_BYTES);
    let mut bytes_before = 0;
    for row in &pending {
        meter.check()?;
        meter.progress.bytes_done = bytes_before;
        match send(parties, session, meter, &mut pace, row).await {
            Ok(()) => summary.photos += 1,
            // A stuck photo holds up nothing.
            Err(failure) if failure.is_about_one_photo() => {
                note_failure(parties, meter, row, &failure)?;
                summary.photos_failed += 1;
            }
            // Nor does a county without room for pictures fail a round that delivered its words.
            Err(failure @ Failure::ServerFull { .. }) => {
                note_failure(parties, meter, row, &failure)?;
                summary.photos_failed += 1;
                summary.no_room_for_photos = true;
                return Ok(());
            }
            Err(failure) => return Err(failure),
        }
        bytes_before += row.photo.bytes;
        meter.progress.bytes_done = bytes_before;
        meter.done(1);
    }
    Ok(())
}

/// Sends what the server lacks of one photo, until a receipt proves that it lacks nothing.
async fn send<S: Server>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
    pace: &mut Pace,
    row: &PhotoRow,
) -> Result<(), Failure> {
    let sha256 = &row.photo.sha256;
    let bytes_before = meter.progress.bytes_done;
    let mut creations = 0;
    let mut here = if row.upload_url.is_some() {
        ask!(session, parties, meter, |token| parties
            .server
            .photo_offset(&token, sha256))?
    } else {
        None
    };
    loop {
        meter.check()?;
        let at = match here {
            Some(at) => at,
            // Never created, or lost by the server: from the start.
            None if creations < MAX_CREATIONS => {
                creations += 1;
                create(parties, session, meter, pace, row).await?
            }
            None => return Err(Failure::BadReply { what: "photo lost" }),
        };
        if let Some(receipt) = &at.receipt {
            let name = std::slice::from_ref(&receipt.key_id);
            session.meet(parties, meter, name).await?;
            session
                .check_photo(receipt, sha256)
                .map_err(|_| Failure::BadReply {
                    what: "photo receipt",
                })?;
            let now_ms = (parties.now)().as_ms();
            meter.at(Point::BeforeSave);
            parties.store.write(|tx| {
                photo::set_receipt(tx, row.photo.id, receipt)?;
                journal::write(
                    tx,
                    &Entry::new(now_ms, "photo_verified").about(row.photo.id),
                )
            })?;
            meter.at(Point::AfterSave);
            return Ok(());
        }
        if at.offset >= row.photo.bytes {
            return Err(Failure::BadReply {
                what: "photo without receipt",
            });
        }
        meter.progress.bytes_done = bytes_before + at.offset;
        let chunk = parties
            .files
            .read_chunk(&row.sent_path, at.offset, pace.size())
            .map_err(Failure::File)?;
        if chunk.is_empty() {
            return Err(Failure::File(std::io::ErrorKind::UnexpectedEof.into()));
        }
        let (length, asked_ms) = (chunk.len(), parties.monotonic_ms());
        let sent = u64::try_from(length).unwrap_or(u64::MAX);
        here = ask!(session, parties, meter, |token| parties.server.photo_send(
            &token,
            sha256,
            at.offset,
            chunk.clone()
        ))?;
        parties.keep_pace(pace, length, asked_ms);
        match &here {
            Some(next) if next.receipt.is_none() && next.offset <= at.offset => {
                return Err(Failure::BadReply {
                    what: "upload offset",
                });
            }
            Some(next) => {
                save_progress(parties, meter, row, Some(sha256), next.offset)?;
                meter.progress.bytes_done = bytes_before + at.offset + sent;
                // The last bytes are there and the proof is not: ask for it once.
                if next.receipt.is_none() && next.offset >= row.photo.bytes {
                    here = ask!(session, parties, meter, |token| parties
                        .server
                        .photo_offset(&token, sha256))?;
                }
            }
            // It stands elsewhere or knows nothing: ask where.
            None => {
                here = ask!(session, parties, meter, |token| parties
                    .server
                    .photo_offset(&token, sha256))?;
                creations += 1;
            }
        }
        if creations > MAX_CREATIONS {
            return Err(Failure::BadReply { what: "photo lost" });
        }
    }
}

/// Announces a photo with as much of it as the line is good for: over a quick one that is all.
async fn create<S: Server>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
    pace: &mut Pace,
    row: &PhotoRow,
) -> Result<PhotoAt, Failure> {
    let name = PhotoName {
        photo_id: row.photo.id,
        sha256: row.photo.sha256.clone(),
        bytes: row.photo.bytes,
    };
    // A file that cannot be read is noticed when its bytes are asked for: perhaps they are not.
    let first = parties
        .files
        .read_chunk(&row.sent_path, 0, pace.size())
        .unwrap_or_default();
    let (length, asked_ms) = (first.len(), parties.monotonic_ms());
    let at = ask!(session, parties, meter, |token| parties
        .server
        .photo_create(&token, &name, first.clone()))?;
    parties.keep_pace(pace, length, asked_ms);
    // With a receipt there is nothing to go on with.
    if at.receipt.is_none() {
        save_progress(parties, meter, row, Some(&name.sha256), at.offset)?;
    }
    Ok(at)
}

fn save_progress<S: Server>(
    parties: &Parties<'_, S>,
    meter: &mut Meter<'_>,
    row: &PhotoRow,
    sha256: Option<&str>,
    offset: u64,
) -> Result<(), Failure> {
    let url = sha256.map(|sha256| format!("/v1/photos/{sha256}"));
    meter.at(Point::BeforeSave);
    parties
        .store
        .write(|tx| photo::set_progress(tx, row.photo.id, url.as_deref(), offset))?;
    meter.at(Point::AfterSave);
    Ok(())
}

/// Leaves the photo for a later round, or for a person when no round will help.
fn note_failure<S: Server>(
    parties: &Parties<'_, S>,
    meter: &mut Meter<'_>,
    row: &PhotoRow,
    failure: &Failure,
) -> Result<(), Failure> {
    let code = match failure {
        Failure::Refused { code, .. } => code.as_str(),
        Failure::File(_) => "photo_missing",
        other => other.code(),
    };
    // Bytes may have been spoilt on the way or at the server: some rounds' patience first.
    let may_pass = matches!(failure, Failure::Refused { code, .. } if code == "digest_mismatch")
        && row.attempts < MAX_MISMATCHES;
    let needs_person = (failure.is_final() && !may_pass) || matches!(failure, Failure::File(_));
    let now_ms = (parties.now)().as_ms();
    meter.at(Point::BeforeSave);
    parties.store.write(|tx| {
        if needs_person {
            photo::park(tx, row.photo.id, code)?;
        } else {
            photo::note_failure(tx, row.photo.id)?;
        }
        // A refused upload begins anew.
        if failure.is_final() {
            photo::set_progress(tx, row.photo.id, None, 0)?;
        }
        let entry = Entry::new(now_ms, "photo_failed")
            .about(row.photo.id)
            .code(code);
        journal::write(tx, &entry)
    })?;
    meter.at(Point::AfterSave);
    Ok(())
}
