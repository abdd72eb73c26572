//! Taking another phone's rescue file along, and letting it go once the county has proved that it
//! holds everything in it.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bundle::{Found, Scanner};
use protocol::bundle::{MAX_BUNDLE_BYTES, PartHeadV1};
use store::bundle::{self as kept, Carried};
use store::identity;
use sync::{Folder, Parties, Server};
use uuid::Uuid;

use super::{CARRY_FOLDER, carry_path, needs_room};
use crate::App;
use crate::desk::{Desk, new_id};
use crate::error::{CallError, ErrorCode};
use crate::views::Nothing;
use crate::views::bundle::{ImportPiece, ImportRef, Imported};

/// The largest piece a screen may send.
const MAX_PIECE_BYTES: usize = 4 * 1024 * 1024;

/// Read from a file at a time.
const CHUNK_BYTES: u64 = 256 * 1024;

impl App {
    /// Adds a piece to a file that is being brought in.
    pub(crate) async fn import_piece(&self, piece: ImportPiece) -> Result<ImportRef, CallError> {
        let ImportPiece {
            import_id,
            offset,
            data,
        } = piece;
        if data.len() > MAX_PIECE_BYTES {
            return Err(CallError::new(ErrorCode::BadArguments).at("data"));
        }
        let bytes = STANDARD
            .decode(data)
            .map_err(|_| CallError::new(ErrorCode::BadArguments).at("data"))?;
        self.look(move |desk| {
            let offset = u64::from(offset);
            if offset + bytes.len() as u64 > MAX_BUNDLE_BYTES {
                return Err(ErrorCode::BundleTooLarge.into());
            }
            needs_room(desk, bytes.len() as u64)?;
            let id = match &import_id {
                Some(id) => super::bundle_id(id)?,
                None => {
                    sweep(desk);
                    new_id()
                }
            };
            std::fs::create_dir_all(desk.data_dir.join(CARRY_FOLDER))?;
            let mut file = OpenOptions::new()
                .create(import_id.is_none())
                .append(true)
                .open(coming(desk, id))?;
            // A piece sent twice would spoil what follows.
            if file.metadata()?.len() != offset {
                return Err(CallError::new(ErrorCode::BadArguments).at("offset"));
            }
            file.write_all(&bytes)?;
            Ok(ImportRef {
                import_id: id.to_string(),
            })
        })
        .await
    }

    /// The last piece is here: looks at the file and takes charge of it.
    pub(crate) async fn import_bundle(&self, import: ImportRef) -> Result<Imported, CallError> {
        let known = self
            .change(move |desk| {
                let id = super::bundle_id(&import.import_id)?;
                let path = coming(desk, id);
                let taken = take_charge(desk, &path);
                if taken.is_err() {
                    // It is somebody's copy, and no use to anybody here.
                    let _ = std::fs::remove_file(&path);
                }
                taken
            })
            .await?;
        self.start_round_now();
        Ok(Imported {
            known,
            rescue: self.rescue(Nothing {}).await?,
        })
    }

    /// Sends what is carried, and removes what was delivered. Answers whether the county has
    /// something new: it may be for this phone.
    pub(crate) async fn deliver_carried<S: Server>(
        &self,
        desk: &Desk,
        parties: &Parties<'_, S>,
    ) -> Result<bool, CallError> {
        let files = Folder(desk.data_dir.join(CARRY_FOLDER));
        let delivered = sync::deliver_bundles(parties, &files).await;
        for carried in desk.read(|conn| Ok(kept::carried(conn)?))? {
            if let (Some(_), Some(file)) = (carried.delivered_ms, &carried.file) {
                // The county answers for everything in it.
                let _ = std::fs::remove_file(carry_path(desk, file));
                desk.write(|tx| Ok(kept::forget_file(tx, carried.bundle_id)?))?;
            }
        }
        Ok(delivered?.parts > 0)
    }
}

fn coming(desk: &Desk, id: Uuid) -> PathBuf {
    carry_path(desk, &format!("{id}.coming"))
}

/// Removes what never became a whole import.
fn sweep(desk: &Desk) {
    let Ok(folder) = std::fs::read_dir(desk.data_dir.join(CARRY_FOLDER)) else {
        return;
    };
    for entry in folder.flatten() {
        if entry.path().extension().is_some_and(|end| end == "coming") {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// What a file turned out to be.
struct Seen {
    first: PartHeadV1,
    changes: u32,
    photos: u32,
    parts: u32,
    complete: bool,
}

/// Whether the bundle was here before.
fn take_charge(desk: &Desk, path: &Path) -> Result<bool, CallError> {
    let seen = look_at(path)?;
    let county = desk
        .read(|conn| Ok(identity::county(conn)?))?
        .ok_or(ErrorCode::NotEnrolled)?;
    if seen.first.county_id != county.id {
        return Err(ErrorCode::BundleOtherCounty.into());
    }
    let id = seen.first.bundle_id;
    let before = desk.read(|conn| Ok(kept::one_carried(conn, id)?))?;
    if let Some(before) = &before {
        let better = before.delivered_ms.is_none() && !before.complete && seen.complete;
        if !better {
            let _ = std::fs::remove_file(path);
            return Ok(true);
        }
    }
    let file = format!("{id}.ruhu");
    let bytes = std::fs::metadata(path)?.len();
    File::open(path)?.sync_all()?;
    std::fs::rename(path, carry_path(desk, &file))?;
    let carried = Carried {
        bundle_id: id,
        device_id: seen.first.device_id,
        file: Some(file),
        made_ms: seen.first.made_ms,
        arrived_ms: desk.now.as_ms(),
        bytes,
        changes: seen.changes,
        photos: seen.photos,
        parts: seen.parts,
        complete: seen.complete,
        proved: 0,
        refused: 0,
        sent_to: 0,
        code: None,
        delivered_ms: None,
    };
    desk.write(|tx| Ok(kept::carry(tx, &carried)?))?;
    Ok(before.is_some())
}

/// Reads a file through once, a part at a time. Who signed it is the county's to check.
fn look_at(path: &Path) -> Result<Seen, CallError> {
    let mut file = File::open(path)?;
    let mut scanner = Scanner::default();
    let (mut first, mut told, mut damaged) = (None::<PartHeadV1>, (0, 0), false);
    let (mut parts, mut last, mut ended) = (0, false, false);
    loop {
        while let Some(found) = scanner.find() {
            match found {
                Found::Version(_) => return Err(ErrorCode::BundleTooNew.into()),
                Found::Header(header) => told = (header.changes, header.photos),
                Found::Damage => damaged = true,
                Found::Part(part) => {
                    let same = first
                        .as_ref()
                        .is_none_or(|first| first.bundle_id == part.head.bundle_id);
                    parts += 1;
                    // Counted without a gap, or something in between is missing.
                    damaged |= !same || part.head.number != parts;
                    last = part.head.last;
                    first.get_or_insert(part.head);
                }
            }
        }
        let mut chunk = Vec::new();
        (&mut file).take(CHUNK_BYTES).read_to_end(&mut chunk)?;
        match (chunk.is_empty(), ended) {
            (true, true) => break,
            (true, false) => {
                scanner.end();
                ended = true;
            }
            (false, _) => scanner.push(&chunk),
        }
    }
    let first = first.ok_or(ErrorCode::BundleUnreadable)?;
    Ok(Seen {
        first,
        changes: told.0,
        photos: told.1,
        parts,
        complete: last && !damaged,
    })
}
