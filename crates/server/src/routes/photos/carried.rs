//! Pieces of photos that came in a bundle: the same file, the same hash, the same receipt as if
//! the phone had sent them, and whatever arrived by either way counts for both.

use axum::http::StatusCode;
use domain::id::DeviceId;
use protocol::photo::MAX_PHOTO_BYTES;

use super::arriving::add;
use super::known::{Known, begin, finish_if_whole, known, on_disk};
use crate::app::App;
use crate::change::is_digest;
use crate::error::{Error, Refusal};

/// The photo a piece is of.
pub(crate) struct Announced {
    pub sha256: String,
    pub bytes: u64,
}

/// What became of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Taken,
    /// The photo became whole with it.
    Whole,
    /// The county has the photo.
    Known,
    /// An earlier piece is missing here.
    Gap,
    /// Somebody else works on the photo.
    Locked,
    /// No photo the county keeps, whatever comes after it.
    Unfit,
}

/// Adds what is missing of a photo.
pub(crate) async fn piece(
    app: &App,
    device: DeviceId,
    photo: &Announced,
    offset: u64,
    mut bytes: Vec<u8>,
) -> Result<Piece, Error> {
    let sha256 = photo.sha256.as_str();
    let fits = offset
        .checked_add(bytes.len() as u64)
        .is_some_and(|end| end <= photo.bytes);
    if !is_digest(sha256) || !(1..=MAX_PHOTO_BYTES).contains(&photo.bytes) || !fits {
        return Ok(Piece::Unfit);
    }
    let Some(_turn) = app.photos.turn(sha256) else {
        return Ok(Piece::Locked);
    };
    let found = match known(app, sha256).await? {
        Some(found) if found.receipt.is_some() => return Ok(Piece::Known),
        Some(found) if found.bytes == photo.bytes => found,
        other => {
            if other.is_some() {
                on_disk(app, sha256, |photos, sha256| photos.reset(sha256)).await?;
            }
            begin(app, device, sha256, photo.bytes, None).await?;
            Known {
                bytes: photo.bytes,
                here: 0,
                receipt: None,
            }
        }
    };
    let Some(skip) = found.here.checked_sub(offset) else {
        return Ok(Piece::Gap);
    };
    let skip = usize::try_from(skip).unwrap_or(usize::MAX).min(bytes.len());
    let rest = bytes.split_off(skip);
    let added = add(app, sha256, found.here, rest).await?;
    let found = Known {
        here: found.here + added,
        ..found
    };
    match finish_if_whole(app, device, sha256, found).await {
        Ok(found) if found.receipt.is_some() => Ok(Piece::Whole),
        Ok(_) => Ok(Piece::Taken),
        Err(Error::Refused(Refusal {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..
        })) => Ok(Piece::Unfit),
        Err(other) => Err(other),
    }
}
