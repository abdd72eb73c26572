//! Rescue files: this phone's work as a sealed file, and other phones' files carried to the
//! county. What the format is, `bundle` knows; who is asked, `sync`.

mod carry;
mod export;

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use store::bundle::{self as kept, Carried, Exported};
use store::{Connection, identity, roll};
use uuid::Uuid;

use crate::cards::{bytes, count};
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::views::Nothing;
use crate::views::bundle::{
    BundleProgress, BundleRef, CarriedBundle, CarriedState, ExportedBundle, Rescue,
};
use crate::{App, lock};
use protocol::bundle::BundleKeyV1;

/// Within the app's private data.
const EXPORT_FOLDER: &str = "exports";
const CARRY_FOLDER: &str = "carried";

/// Kept free for the phone's own work in words.
const RESERVE_BYTES: u64 = 100 * 1024 * 1024;

/// The file being written, and how a person stops it.
#[derive(Default)]
pub(crate) struct Exporting {
    progress: Mutex<Option<BundleProgress>>,
    cancelled: AtomicBool,
}

impl App {
    pub(crate) async fn rescue(&self, _: Nothing) -> Result<Rescue, CallError> {
        let exporting = *lock(&self.inner.exporting.progress);
        self.look(move |desk| {
            desk.read(|conn| {
                let contents = kept::contents(conn)?;
                Ok(Rescue {
                    changes: count(contents.changes.len()),
                    photos: count(contents.photos.len()),
                    bytes: bytes(contents.bytes),
                    can_export: county_key(conn)?.is_some(),
                    exporting,
                    exported: kept::exported(conn)?.iter().map(exported).collect(),
                    carried: kept::carried(conn)?.iter().map(carried).collect(),
                })
            })
        })
        .await
    }

    /// A person asks for what the county did not take to be sent again.
    pub(crate) async fn resend_bundle(&self, which: BundleRef) -> Result<Rescue, CallError> {
        let id = bundle_id(&which.bundle_id)?;
        self.change(move |desk| desk.write(|tx| Ok(kept::send_again(tx, id)?)))
            .await?;
        self.start_round_now();
        self.rescue(Nothing {}).await
    }
}

fn bundle_id(text: &str) -> Result<Uuid, CallError> {
    text.parse()
        .map_err(|_| CallError::new(ErrorCode::BadArguments).at("bundle_id"))
}

/// What to seal to: only a key that the county itself vouches for.
fn county_key(conn: &Connection) -> Result<Option<BundleKeyV1>, CallError> {
    let county = identity::county(conn)?;
    let key = roll::params(conn)?.and_then(|params| params.bundle_key);
    let (Some(county), Some(key)) = (county, key) else {
        return Ok(None);
    };
    let voucher = county
        .keys
        .iter()
        .find(|known| known.key_id == key.signed_by)
        .and_then(protocol::enrol::CountyKeyV1::verifying);
    let vouched = voucher.is_some_and(|voucher| key.verify(county.id, &voucher).is_ok());
    Ok(vouched.then_some(key))
}

/// Where a file made here lies.
fn export_path(desk: &Desk, file: &str) -> PathBuf {
    desk.data_dir.join(EXPORT_FOLDER).join(file)
}

fn carry_path(desk: &Desk, file: &str) -> PathBuf {
    desk.data_dir.join(CARRY_FOLDER).join(file)
}

/// Refuses what would leave too little room for the phone's own words.
fn needs_room(desk: &Desk, wanted: u64) -> Result<(), CallError> {
    match desk.platform.free_bytes(&desk.data_dir) {
        Some(free) if free < wanted.saturating_add(RESERVE_BYTES) => {
            Err(ErrorCode::DiskFull.into())
        }
        _ => Ok(()),
    }
}

fn exported(exported: &Exported) -> ExportedBundle {
    ExportedBundle {
        bundle_id: exported.bundle_id.to_string(),
        file_name: exported.file.clone(),
        made_ms: exported.made_ms,
        bytes: bytes(exported.bytes),
        changes: exported.changes,
        photos: exported.photos,
    }
}

fn carried(carried: &Carried) -> CarriedBundle {
    let all_asked = carried.proved + carried.refused >= carried.parts;
    let state = match carried {
        Carried {
            delivered_ms: Some(_),
            ..
        } => CarriedState::Delivered,
        Carried {
            complete: false, ..
        } if all_asked => CarriedState::Damaged,
        Carried { refused: 1.., .. } => CarriedState::Refused,
        Carried { proved: 0, .. } => CarriedState::Waiting,
        _ => CarriedState::Sending,
    };
    CarriedBundle {
        bundle_id: carried.bundle_id.to_string(),
        made_ms: carried.made_ms,
        arrived_ms: carried.arrived_ms,
        bytes: bytes(carried.bytes),
        changes: carried.changes,
        photos: carried.photos,
        state,
        proved: carried.proved,
        parts: carried.parts,
        code: carried.code.clone(),
    }
}
