//! Whether this phone may be handed in: everything ever recorded on it, against the receipts the
//! county signed. No flag is believed; every signature is checked again, with the keys kept here.

use domain::id::{ChangeId, PhotoId, VisitId};
use protocol::keyring::CountyKeys;
use protocol::receipt::{PhotoReceiptV1, ReceiptV1};
use rusqlite::{Connection, Transaction};

use crate::entry_draft;
use crate::problem_draft::{self, Draft};
use crate::waiting::{self, Waiting};
use crate::{Result, column, identity};

/// What the receipts prove.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    pub changes: u32,
    pub changes_verified: u32,
    /// Of sealed visits; those of drafts go with their drafts.
    pub photos: u32,
    pub photos_verified: u32,
    pub drafts: Vec<VisitId>,
    /// Forms about problems that were typed and not sent.
    pub problem_drafts: Vec<Draft>,
    /// Forms of ledgers that were typed and not saved.
    pub entry_drafts: Vec<entry_draft::Draft>,
    pub waiting: Vec<Waiting>,
    pub photos_outstanding: Vec<PhotoLeft>,
    /// Confirmed once, with a receipt that proves nothing now.
    pub unproved: Vec<ChangeId>,
}

/// A photo the county does not prove to hold.
#[derive(Clone, Debug)]
pub struct PhotoLeft {
    pub photo_id: PhotoId,
    pub visit_id: VisitId,
    /// Refused: waits for a person.
    pub parked_code: Option<String>,
}

impl Proof {
    pub fn recorded(&self) -> u32 {
        self.changes
            + self.photos
            + size(self.drafts.len())
            + size(self.problem_drafts.len())
            + size(self.entry_drafts.len())
    }

    pub fn verified(&self) -> u32 {
        self.changes_verified + self.photos_verified
    }

    pub fn outstanding(&self) -> u32 {
        self.recorded().saturating_sub(self.verified())
    }

    /// Nothing exists on this phone alone.
    pub fn is_safe(&self) -> bool {
        self.outstanding() == 0
    }
}

/// Checks everything, over one view of the store. `progress` hears how many of how many.
pub fn prove(conn: &Connection, progress: &mut dyn FnMut(u32, u32)) -> Result<Proof> {
    let waiting = waiting::list(conn)?;
    let confirmed: u32 = conn.query_row("select count(*) from receipt", [], |row| row.get(0))?;
    let photos: u32 = conn.query_row(
        "select count(*) from photo where change_id is not null",
        [],
        |row| row.get(0),
    )?;
    let total = confirmed + photos;
    let mut proof = Proof {
        changes: confirmed + size(waiting.len()),
        photos,
        drafts: drafts(conn)?,
        problem_drafts: problem_draft::list(conn)?,
        entry_drafts: entry_draft::list(conn)?,
        waiting,
        ..Proof::default()
    };
    // Without a county there is nobody to have proved anything.
    let keys = identity::county(conn)?.map(|county| CountyKeys::of(&county));
    let mut done = 0;
    let mut changes = conn.prepare("select change_id, edit, body from receipt")?;
    let mut rows = changes.query([])?;
    while let Some(row) = rows.next()? {
        let change: ChangeId = column::id(row, "change_id")?;
        let edit: String = row.get("edit")?;
        let receipt: Option<ReceiptV1> = serde_json::from_str(&row.get::<_, String>("body")?).ok();
        let holds = keys
            .as_ref()
            .zip(receipt)
            .is_some_and(|(keys, receipt)| keys.check(&receipt, change, edit.as_bytes()).is_ok());
        if holds {
            proof.changes_verified += 1;
        } else {
            proof.unproved.push(change);
        }
        done += 1;
        progress(done, total);
    }
    let mut declared = conn.prepare(
        "select photo_id, visit_id, sha256, receipt, parked_code from photo
         where change_id is not null order by taken_ms, photo_id",
    )?;
    let mut rows = declared.query([])?;
    while let Some(row) = rows.next()? {
        let sha256: String = row.get("sha256")?;
        let receipt: Option<PhotoReceiptV1> = row
            .get::<_, Option<String>>("receipt")?
            .and_then(|text| serde_json::from_str(&text).ok());
        let holds = keys
            .as_ref()
            .zip(receipt)
            .is_some_and(|(keys, receipt)| keys.check_photo(&receipt, &sha256).is_ok());
        if holds {
            proof.photos_verified += 1;
        } else {
            proof.photos_outstanding.push(PhotoLeft {
                photo_id: column::id(row, "photo_id")?,
                visit_id: column::id(row, "visit_id")?,
                parked_code: row.get("parked_code")?,
            });
        }
        done += 1;
        progress(done, total);
    }
    Ok(proof)
}

/// Where the last proof that all was safe is written down.
const PROVED: &str = "hand_in_proved";

/// When everything was last proved, and how much that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Proved {
    pub at_ms: i64,
    pub recorded: u32,
}

pub fn last_proved(conn: &Connection) -> Result<Option<Proved>> {
    Ok(identity::setting(conn, PROVED)?.and_then(|text| serde_json::from_str(&text).ok()))
}

pub fn save_proved(tx: &Transaction<'_>, proved: &Proved) -> Result<()> {
    identity::save_setting(tx, PROVED, &column::to_json(proved)?)
}

fn drafts(conn: &Connection) -> Result<Vec<VisitId>> {
    Ok(conn
        .prepare_cached("select visit_id from visit where phase = 'draft' order by started_ms")?
        .query_map([], |row| column::id(row, "visit_id"))?
        .collect::<rusqlite::Result<_>>()?)
}

fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
