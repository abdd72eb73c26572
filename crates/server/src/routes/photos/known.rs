//! What the county knows of a photo, from its announcement to its receipt.

use axum::http::StatusCode;
use domain::id::VisitId;
use domain::{CountyId, DeviceId};
use protocol::receipt::PhotoReceiptV1;

use crate::app::App;
use crate::clock::date_text;
use crate::db::Reader;
use crate::disk::FULL_RETRY_S;
use crate::error::{Error, Refusal};
use crate::photos::{Photos, Spoilt};
use crate::{reuse, visit};

/// A photo that was announced.
pub(super) struct Known {
    pub bytes: u64,
    /// How many of them have arrived.
    pub here: u64,
    pub receipt: Option<PhotoReceiptV1>,
}

pub(super) async fn known(app: &App, sha256: &str) -> Result<Option<Known>, Error> {
    let (county, name) = (app.county.id, sha256.to_owned());
    let known = app
        .db
        .read(move |reader| -> Result<_, Error> {
            let values = [county.into(), name.into()];
            let photo = reader.first(
                "select bytes, receipt from photo where county_id = $1 and sha256 = $2",
                &values,
            )?;
            if let Some(row) = photo {
                let bytes = u64::try_from(row.int("bytes")?).unwrap_or(0);
                return Ok(Some(Known {
                    bytes,
                    here: bytes,
                    receipt: Some(row.json("receipt")?),
                }));
            }
            let upload = reader.first(
                "select bytes from upload where county_id = $1 and sha256 = $2",
                &values,
            )?;
            let Some(row) = upload else { return Ok(None) };
            let bytes = u64::try_from(row.int("bytes")?).unwrap_or(0);
            Ok(Some(Known {
                bytes,
                here: 0,
                receipt: None,
            }))
        })
        .await?;
    match known {
        Some(known) if known.receipt.is_none() => {
            let here = arrived(app, sha256, known.bytes).await?;
            Ok(Some(Known { here, ..known }))
        }
        known => Ok(known),
    }
}

/// How much of a photo of `whole` bytes is here.
async fn arrived(app: &App, sha256: &str, whole: u64) -> Result<u64, Error> {
    on_disk(app, sha256, move |photos, sha256| {
        let arrived = photos.arrived(sha256)?;
        // At rest already, but the server stopped before it could say so.
        if arrived == 0 && photos.holds(sha256)? {
            Ok(whole)
        } else {
            Ok(arrived)
        }
    })
    .await
}

pub(super) async fn on_disk<T: Send + 'static>(
    app: &App,
    sha256: &str,
    work: impl FnOnce(&Photos, &str) -> std::io::Result<T> + Send + 'static,
) -> Result<T, Error> {
    let (photos, sha256) = (app.photos.clone(), sha256.to_owned());
    let done = tokio::task::spawn_blocking(move || work(&photos, &sha256)).await;
    done.map_err(|_| Error::Task)?.map_err(Error::Blobs)
}

/// Writes down that a photo is coming: from then on what arrives of it stays. At `most` so many
/// of one phone may be unfinished.
pub(super) async fn begin(
    app: &App,
    device: DeviceId,
    sha256: &str,
    bytes: u64,
    most: Option<i64>,
) -> Result<(), Error> {
    let (county, now, name) = (app.county.id, app.now(), sha256.to_owned());
    let length = i64::try_from(bytes).unwrap_or(i64::MAX);
    app.db
        .write(move |tx| -> Result<(), Error> {
            if let Some(most) = most {
                bounded(tx, county, device, most)?;
            }
            tx.execute(
                "insert into upload (county_id, sha256, bytes, device_id, made_ms)
                 values ($1, $2, $3, $4, $5)
                 on conflict (county_id, sha256) do update set bytes = excluded.bytes",
                &[
                    county.into(),
                    name.into(),
                    length.into(),
                    device.into(),
                    now.into(),
                ],
            )?;
            Ok(())
        })
        .await
}

/// No phone begins photos without end.
fn bounded(
    reader: &mut Reader<'_>,
    county: CountyId,
    device: DeviceId,
    most: i64,
) -> Result<(), Error> {
    let begun = reader.count(
        "select count(*) as n from upload where county_id = $1 and device_id = $2",
        &[county.into(), device.into()],
    )?;
    if begun < most {
        return Ok(());
    }
    Err(Error::Refused(Refusal {
        status: StatusCode::TOO_MANY_REQUESTS,
        code: "too_many_uploads".into(),
        field: None,
        retry_after_s: Some(FULL_RETRY_S),
    }))
}

/// Verifies and keeps a photo whose last byte is here.
pub(super) async fn finish_if_whole(
    app: &App,
    device: DeviceId,
    sha256: &str,
    known: Known,
) -> Result<Known, Error> {
    if known.receipt.is_some() || known.here < known.bytes {
        return Ok(known);
    }
    let kept = on_disk(app, sha256, |photos, sha256| photos.keep(sha256)).await?;
    verified(app, device, sha256, known.bytes, kept).await
}

/// Verifies and keeps a photo that came all at once.
pub(super) async fn finish_whole(
    app: &App,
    device: DeviceId,
    sha256: &str,
    photo: Vec<u8>,
) -> Result<Known, Error> {
    let bytes = photo.len() as u64;
    let kept = on_disk(app, sha256, move |photos, sha256| {
        photos.keep_whole(sha256, photo)
    })
    .await?;
    verified(app, device, sha256, bytes, kept).await
}

/// Signs for a photo that is safe on the disk, once.
async fn verified(
    app: &App,
    device: DeviceId,
    sha256: &str,
    bytes: u64,
    kept: Result<(), Spoilt>,
) -> Result<Known, Error> {
    if let Err(spoilt) = kept {
        return Err(Error::refused(
            StatusCode::UNPROCESSABLE_ENTITY,
            spoilt.code(),
        ));
    }
    let now = app.now();
    let receipt = app.county.photo_receipt(sha256, bytes, now);
    let text = serde_json::to_string(&receipt).map_err(|_| Error::Stored { what: "a receipt" })?;
    let (county, sha256) = (app.county.id, sha256.to_owned());
    let length = i64::try_from(bytes).unwrap_or(i64::MAX);
    let receipt = app
        .db
        .write(move |tx| -> Result<PhotoReceiptV1, Error> {
            tx.execute(
                "insert into photo (county_id, sha256, bytes, verified_ms, verified_date,
                     device_id, receipt)
                 values ($1, $2, $3, $4, $5, $6, $7) on conflict (county_id, sha256) do nothing",
                &[
                    county.into(),
                    (&sha256).into(),
                    length.into(),
                    now.into(),
                    date_text(now).into(),
                    device.into(),
                    text.into(),
                ],
            )?;
            tx.execute(
                "delete from upload where county_id = $1 and sha256 = $2",
                &[county.into(), (&sha256).into()],
            )?;
            reuse::leave(tx, county, &sha256)?;
            let visits = tx.query(
                "select distinct visit_id from visit_photo where county_id = $1 and sha256 = $2",
                &[county.into(), (&sha256).into()],
            )?;
            for row in visits {
                visit::refresh(tx, county, row.id::<VisitId>("visit_id")?)?;
            }
            // Another server may have been first: a photo has one receipt.
            let kept = tx.first(
                "select receipt from photo where county_id = $1 and sha256 = $2",
                &[county.into(), sha256.into()],
            )?;
            kept.ok_or(Error::Stored { what: "a photo" })?
                .json("receipt")
                .map_err(Error::from)
        })
        .await?;
    app.reuse.wake();
    Ok(Known {
        bytes,
        here: bytes,
        receipt: Some(receipt),
    })
}
