//! Writing a rescue file: a copy of everything without a receipt, sealed to the county.

use std::fs::File;
use std::io::{BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::atomic::Ordering;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bundle::{Origin, PhotoPiece, Sealer};
use store::bundle::{self as kept, Contents, Exported, PhotoPlan};
use store::identity;
use sync::DeviceKey;

use super::{EXPORT_FOLDER, bundle_id, county_key, export_path, needs_room};
use crate::cards::{bytes, count};
use crate::desk::{Desk, device, new_id};
use crate::enrol::device_key;
use crate::error::{CallError, ErrorCode};
use crate::views::Nothing;
use crate::views::bundle::{
    BundlePiece, BundlePieceRef, BundleProgress, BundleRef, HandedOver, Rescue,
};
use crate::visit::PHOTO_FOLDER;
use crate::{App, lock};

/// Of a photo read and sealed at a time.
const PIECE_BYTES: usize = 128 * 1024;

/// Of a finished file handed to the screen at a time.
const DOWNLOAD_BYTES: u64 = 1024 * 1024;

impl App {
    /// Writes a rescue file. The work in it stays where it is and is sent as ever.
    pub(crate) async fn export_bundle(&self, _: Nothing) -> Result<Rescue, CallError> {
        {
            let mut progress = lock(&self.inner.exporting.progress);
            if progress.is_some() {
                return Err(ErrorCode::Busy.into());
            }
            *progress = Some(BundleProgress {
                bytes_done: 0,
                bytes_total: 0,
            });
        }
        self.inner
            .exporting
            .cancelled
            .store(false, Ordering::Relaxed);
        let app = self.clone();
        let written = self.look(move |desk| app.write_bundle(desk)).await;
        *lock(&self.inner.exporting.progress) = None;
        self.changed();
        written?;
        self.rescue(Nothing {}).await
    }

    #[allow(clippy::unused_async)] // every command is asked the same way
    pub(crate) async fn cancel_export(&self, _: Nothing) -> Result<Nothing, CallError> {
        self.inner
            .exporting
            .cancelled
            .store(true, Ordering::Relaxed);
        Ok(Nothing {})
    }

    /// Takes a finished file out of the app, as this machine does such things.
    pub(crate) async fn hand_over_bundle(&self, which: BundleRef) -> Result<HandedOver, CallError> {
        let id = bundle_id(&which.bundle_id)?;
        self.look(move |desk| {
            let exported = find(desk, id)?;
            let path = export_path(desk, &exported.file);
            if !path.exists() {
                return Err(ErrorCode::NotFound.into());
            }
            match desk.platform.hand_over(&path) {
                Ok(Some(handed)) => Ok(handed),
                Ok(None) => Ok(HandedOver::Download {
                    file_name: exported.file,
                    bytes: bytes(exported.bytes),
                }),
                Err(error) => Err(error.into()),
            }
        })
        .await
    }

    pub(crate) async fn bundle_piece(
        &self,
        piece: BundlePieceRef,
    ) -> Result<BundlePiece, CallError> {
        let id = bundle_id(&piece.bundle_id)?;
        self.look(move |desk| {
            let exported = find(desk, id)?;
            let mut file = File::open(export_path(desk, &exported.file))?;
            file.seek(SeekFrom::Start(u64::from(piece.offset)))?;
            let mut data = Vec::new();
            file.take(DOWNLOAD_BYTES).read_to_end(&mut data)?;
            Ok(BundlePiece {
                data: STANDARD.encode(data),
            })
        })
        .await
    }

    /// Removes a file made here. It was a copy.
    pub(crate) async fn delete_export(&self, which: BundleRef) -> Result<Rescue, CallError> {
        let id = bundle_id(&which.bundle_id)?;
        self.change(move |desk| {
            let exported = find(desk, id)?;
            match std::fs::remove_file(export_path(desk, &exported.file)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error.into());
                }
                _ => {}
            }
            desk.write(|tx| Ok(kept::forget_exported(tx, id)?))
        })
        .await?;
        self.rescue(Nothing {}).await
    }

    fn write_bundle(&self, desk: &Desk) -> Result<(), CallError> {
        let key = device_key(&*desk.platform)?;
        let now_ms = desk.now.as_ms();
        let (contents, origin, county_key) = desk.write(|tx| {
            let contents = kept::contents(tx)?;
            let device = device(tx)?;
            let county = identity::county(tx)?.ok_or(ErrorCode::NotEnrolled)?;
            let key = county_key(tx)?.ok_or(ErrorCode::BundleNoKey)?;
            // Before the first byte is written: from here on it may be anywhere.
            kept::mark_left(tx, &contents.changes, now_ms)?;
            let origin = Origin {
                bundle_id: new_id(),
                county_id: county.id,
                device_id: device.device_id,
                made_ms: now_ms,
            };
            Ok((contents, origin, key))
        })?;
        needs_room(desk, contents.bytes + contents.bytes / 8)?;
        std::fs::create_dir_all(desk.data_dir.join(EXPORT_FOLDER))?;
        // No name of anybody: a day, and enough of the id to tell two files apart.
        let id = origin.bundle_id.simple().to_string();
        let day = desk.today().to_string().replace('-', "");
        let file = format!("ruhu-{day}-{}.ruhu", &id[id.len() - 6..]);
        let path = export_path(desk, &file);
        let beside = path.with_extension("part");
        let written = self.write_parts(desk, &beside, &contents, origin, &county_key, &key);
        let exported = match written {
            Ok((changes, photos, bytes)) => Exported {
                bundle_id: origin.bundle_id,
                file,
                made_ms: now_ms,
                bytes,
                changes,
                photos,
            },
            Err(error) => {
                // Half a copy helps nobody; the work itself is where it was.
                let _ = std::fs::remove_file(&beside);
                return Err(error);
            }
        };
        std::fs::rename(&beside, &path)?;
        desk.write(|tx| Ok(kept::add_exported(tx, &exported)?))
    }

    /// Answers how many changes, photos and bytes were written.
    fn write_parts(
        &self,
        desk: &Desk,
        path: &std::path::Path,
        contents: &Contents,
        origin: Origin,
        county_key: &protocol::bundle::BundleKeyV1,
        key: &DeviceKey,
    ) -> Result<(u32, u32, u64), CallError> {
        let sign = |bytes: &[u8]| key.sign(bytes);
        let out = BufWriter::new(File::create(path)?);
        let meant = (count(contents.changes.len()), count(contents.photos.len()));
        let mut sealer = Sealer::begin(out, origin, county_key, meant, &sign)?;
        let (mut changes, mut photos, mut done) = (0, 0, 0);
        for id in &contents.changes {
            self.goes_on(done, contents.bytes)?;
            // What was proved meanwhile need not travel.
            if let Some(change) = desk.read(|conn| Ok(kept::change(conn, *id)?))? {
                sealer.change(&change)?;
                changes += 1;
                done += change.edit.get().len() as u64;
            }
        }
        for photo in &contents.photos {
            if self.write_photo(desk, &mut sealer, photo, &mut done, contents.bytes)? {
                photos += 1;
            }
        }
        let (mut out, made) = sealer.finish()?;
        out.flush()?;
        out.into_inner()
            .map_err(|error| CallError::from(error.into_error()))?
            .sync_all()?;
        Ok((changes, photos, made.bytes))
    }

    /// False when the photo's file is gone: the rest still goes.
    fn write_photo<W: std::io::Write>(
        &self,
        desk: &Desk,
        sealer: &mut Sealer<'_, W>,
        photo: &PhotoPlan,
        done: &mut u64,
        total: u64,
    ) -> Result<bool, CallError> {
        let path = desk.data_dir.join(PHOTO_FOLDER).join(&photo.sent_path);
        let Ok(mut file) = File::open(path) else {
            tracing::warn!(photo = %photo.photo_id, "A photo's file cannot be read");
            return Ok(false);
        };
        let mut offset = 0;
        loop {
            self.goes_on(*done, total)?;
            let mut piece = Vec::with_capacity(PIECE_BYTES);
            (&mut file)
                .take(PIECE_BYTES as u64)
                .read_to_end(&mut piece)?;
            if piece.is_empty() {
                return Ok(true);
            }
            let place = PhotoPiece {
                photo_id: photo.photo_id,
                sha256: &photo.sha256,
                photo_bytes: photo.bytes,
                offset,
            };
            sealer.photo(&place, &piece)?;
            offset += piece.len() as u64;
            *done += piece.len() as u64;
        }
    }

    fn goes_on(&self, done: u64, total: u64) -> Result<(), CallError> {
        if self.inner.exporting.cancelled.load(Ordering::Relaxed) {
            return Err(ErrorCode::Cancelled.into());
        }
        *lock(&self.inner.exporting.progress) = Some(BundleProgress {
            bytes_done: bytes(done),
            bytes_total: bytes(total),
        });
        Ok(())
    }
}

fn find(desk: &Desk, id: uuid::Uuid) -> Result<Exported, CallError> {
    desk.read(|conn| {
        kept::exported(conn)?
            .into_iter()
            .find(|exported| exported.bundle_id == id)
            .ok_or_else(|| ErrorCode::NotFound.into())
    })
}
