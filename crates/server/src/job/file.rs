//! Files of jobs, in pieces in the database: any server of the county can go on with them.

use std::io::Read as _;

use axum::body::Body;
use domain::id::CountyId;
use uuid::Uuid;

use super::{Job, MadeFile};
use crate::app::Shared;
use crate::db::{Reader, Tx, Value};
use crate::error::Error;

/// One piece: a few hundred rows for a big file, and little in memory while it is handed out.
const PIECE: usize = 256 * 1024;

/// Pieces written in one transaction: phones get their turn between.
const TOGETHER: usize = 16;

const INSERT: &str = "insert into job_part (county_id, job_id, slot, position, bytes)";

/// What came in.
const GIVEN: &str = "given";
/// What goes out.
pub(super) const MADE: &str = "made";

/// How a stored file is called and how long it is.
pub(super) struct Stored {
    pub name: String,
    pub media: &'static str,
    pub bytes: i64,
}

/// Keeps what the person handed in beside the job that is written down in this transaction.
///
/// # Errors
/// When the database failed.
pub(crate) fn give(
    tx: &mut Tx<'_>,
    county: CountyId,
    job: Uuid,
    bytes: &[u8],
) -> Result<(), Error> {
    let pieces = (0i64..).zip(bytes.chunks(PIECE));
    let rows = pieces.map(|(position, piece)| row(county, job, GIVEN, position, piece));
    Ok(tx.insert_many(INSERT, rows.collect(), "")?)
}

/// What the person handed in; empty when nothing is left of it.
///
/// # Errors
/// When the database failed.
pub(crate) fn given(
    reader: &mut Reader<'_>,
    county: CountyId,
    job: Uuid,
) -> Result<Vec<u8>, Error> {
    let rows = reader.query(
        "select bytes from job_part where county_id = $1 and job_id = $2 and slot = $3
         order by position",
        &[county.into(), job.to_string().into(), GIVEN.into()],
    )?;
    let mut whole = Vec::new();
    for row in rows {
        whole.extend(row.bytes("bytes")?);
    }
    Ok(whole)
}

/// Keeps what the work made. Nobody is told of it before the last piece is there.
pub(super) async fn store_made(job: &Job, file: MadeFile) -> Result<Stored, Error> {
    let (county, id) = (job.app.county.id, job.id);
    let MadeFile { name, media, bytes } = file;
    let mut from = bytes.reopen().map_err(Error::Blobs)?;
    let (mut position, mut length) = (0i64, 0i64);
    loop {
        // The file is in the system's memory still: reading it does not hold others up.
        let mut rows = Vec::with_capacity(TOGETHER);
        while rows.len() < TOGETHER {
            let mut piece = Vec::with_capacity(PIECE);
            let read = (&mut from)
                .take(PIECE as u64)
                .read_to_end(&mut piece)
                .map_err(Error::Blobs)?;
            if read == 0 {
                break;
            }
            length += i64::try_from(read).unwrap_or(0);
            rows.push(row(county, id, MADE, position, &piece));
            position += 1;
        }
        if rows.is_empty() {
            return Ok(Stored {
                name,
                media,
                bytes: length,
            });
        }
        job.app
            .db
            .write(move |tx| Ok::<_, Error>(tx.insert_many(INSERT, rows, "")?))
            .await?;
    }
}

/// Bytes of the file a job made, a piece at a time: from the first one asked for, up to the one
/// that is not.
pub(crate) fn stream(app: Shared, job: Uuid, part: std::ops::Range<u64>) -> Body {
    let pieces = futures_util::stream::try_unfold(part.start, move |at| {
        let app = app.clone();
        async move {
            if at >= part.end {
                return Ok(None);
            }
            let (position, skip) = (at / PIECE as u64, at % PIECE as u64);
            let piece = piece(&app, job, i64::try_from(position).unwrap_or(i64::MAX)).await?;
            // Thrown away under the hands of whoever is fetching it: what came is no whole file.
            let mut piece = piece.ok_or_else(Error::not_found)?;
            piece.drain(..usize::try_from(skip).unwrap_or(0).min(piece.len()));
            piece.truncate(usize::try_from(part.end - at).unwrap_or(usize::MAX));
            if piece.is_empty() {
                return Err(Error::not_found());
            }
            let next = at + piece.len() as u64;
            Ok::<_, Error>(Some((piece, next)))
        }
    });
    Body::from_stream(pieces)
}

async fn piece(app: &Shared, job: Uuid, position: i64) -> Result<Option<Vec<u8>>, Error> {
    let county = app.county.id;
    app.db
        .read(move |reader| {
            let row = reader.first(
                "select bytes from job_part where county_id = $1 and job_id = $2 and slot = $3
                     and position = $4",
                &[
                    county.into(),
                    job.to_string().into(),
                    MADE.into(),
                    position.into(),
                ],
            )?;
            Ok(row.map(|row| row.bytes("bytes")).transpose()?)
        })
        .await
}

fn row(county: CountyId, job: Uuid, slot: &str, position: i64, bytes: &[u8]) -> Vec<Value> {
    vec![
        county.into(),
        job.to_string().into(),
        slot.into(),
        position.into(),
        bytes.into(),
    ]
}
