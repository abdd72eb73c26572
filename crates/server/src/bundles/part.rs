//! One part: who made it, what is in it, and the same doors as any phone's work.

use bundle::{Entry, Identity, Part, Unopened};
use ed25519_dalek::VerifyingKey;
use protocol::bundle::{EntryKind, PartCountsV1, PartHeadV1, PartOutcomeV1, PartReceiptV1};
use protocol::push::{ChangeV1, Outcome};

use super::{Via, key, record};
use crate::app::App;
use crate::change::{Device, carried};
use crate::error::Error;
use crate::routes::photos::carried::{Announced, Piece, piece};

/// Everything a part's head leads to.
struct Known {
    device: Device,
    public_key: Vec<u8>,
    identity: Option<Identity>,
}

/// What came of the entries, and why some did not go in.
#[derive(Default)]
struct Tally {
    counts: PartCountsV1,
    code: Option<&'static str>,
}

impl Tally {
    /// The gravest reason stays: what may pass later hides nothing that never will.
    fn fails(&mut self, code: &'static str) {
        let may_pass = |code| matches!(code, "retry" | "photo_gap");
        if self.code.is_none_or(may_pass) {
            self.code = Some(code);
        }
    }
}

/// Takes in one part. A refusal is in the outcome; an error is the county's own.
pub(super) async fn take(app: &App, via: Via, part: Part) -> Result<PartOutcomeV1, Error> {
    let Part { head, sealed, .. } = part;
    if head.county_id != app.county.id {
        return Ok(refused(&head, "bundle_county"));
    }
    let Some(known) = look_up(app, &head).await? else {
        return Ok(refused(&head, "bundle_device"));
    };
    let key = <[u8; 32]>::try_from(known.public_key.as_slice())
        .ok()
        .and_then(|key| VerifyingKey::from_bytes(&key).ok());
    if key.is_none_or(|key| head.verify(&key).is_err()) {
        return Ok(refused(&head, "bundle_signature"));
    }
    let Some(identity) = known.identity else {
        return Ok(refused(&head, "bundle_key"));
    };
    let opened = tokio::task::spawn_blocking(move || identity.open(&sealed)).await;
    let entries = match opened.map_err(|_| Error::Task)? {
        Ok(entries) => entries,
        Err(Unopened::Sealed) => return Ok(refused(&head, "bundle_key")),
        Err(Unopened::Malformed) => return Ok(refused(&head, "bundle_malformed")),
    };
    let mut tally = Tally::default();
    let pieces = changes(app, known.device, entries, &mut tally).await?;
    for entry in pieces {
        photo(app, known.device, entry, &mut tally).await?;
    }
    let receipt = match tally.code {
        Some(_) => None,
        None => Some(prove(app, &head)),
    };
    if receipt.is_some() {
        record::part(app, via, known.device, &head, tally.counts).await?;
    }
    Ok(PartOutcomeV1 {
        bundle_id: head.bundle_id,
        number: head.number,
        receipt,
        code: tally.code.map(str::to_owned),
        counts: tally.counts,
    })
}

fn refused(head: &PartHeadV1, code: &str) -> PartOutcomeV1 {
    PartOutcomeV1 {
        bundle_id: head.bundle_id,
        number: head.number,
        receipt: None,
        code: Some(code.to_owned()),
        counts: PartCountsV1::default(),
    }
}

/// Signed proof for whoever carried the part, who cannot read it.
fn prove(app: &App, head: &PartHeadV1) -> PartReceiptV1 {
    let live = app.county.live();
    PartReceiptV1 {
        county_id: app.county.id,
        key_id: live.key_id.clone(),
        bundle_id: head.bundle_id,
        number: head.number,
        sha256: head.sha256.clone(),
        received_ms: app.now(),
        signature: String::new(),
    }
    .signed(&live.key)
}

async fn look_up(app: &App, head: &PartHeadV1) -> Result<Option<Known>, Error> {
    let (county, device, key_id) = (app.county.id, head.device_id, head.key_id.clone());
    app.db
        .read(move |reader| {
            let row = reader.first(
                "select person_id, public_key, revoked_ms from device
                 where county_id = $1 and device_id = $2",
                &[county.into(), device.into()],
            )?;
            let Some(row) = row else { return Ok(None) };
            Ok(Some(Known {
                device: Device {
                    id: device,
                    person: row.id("person_id")?,
                    revoked: row.optional_int("revoked_ms")?.is_some(),
                },
                public_key: row.bytes("public_key")?,
                identity: key::named(reader, county, &key_id)?,
            }))
        })
        .await
}

/// Hands the changes in, and gives back what is left: pieces of photos, which come after all text.
async fn changes(
    app: &App,
    device: Device,
    entries: Vec<Entry>,
    tally: &mut Tally,
) -> Result<Vec<Entry>, Error> {
    let (changes, pieces): (Vec<_>, Vec<_>) = entries
        .into_iter()
        .partition(|entry| entry.what == EntryKind::Change);
    let mut read = Vec::with_capacity(changes.len());
    for entry in &changes {
        match serde_json::from_slice::<ChangeV1>(&entry.bytes) {
            Ok(change) => read.push(change),
            Err(_) => tally.fails("bundle_malformed"),
        }
    }
    if read.is_empty() {
        return Ok(pieces);
    }
    let (county, now) = (app.county.clone(), app.now());
    let outcomes = app
        .db
        .write(move |tx| {
            read.iter()
                .map(|change| carried::receive(tx, &county, device, change, now))
                .collect::<Result<Vec<_>, Error>>()
        })
        .await?;
    for (was_here, outcome) in outcomes {
        match outcome {
            Outcome::RetryAfter { .. } | Outcome::Unknown => tally.fails("retry"),
            Outcome::Rejected(_) => tally.fails("change_id_reused"),
            _ if was_here => tally.counts.known += 1,
            Outcome::Accepted { .. } | Outcome::Merged { .. } | Outcome::Duplicate { .. } => {
                tally.counts.new += 1;
            }
            Outcome::Held { .. } | Outcome::Quarantined { .. } => tally.counts.aside += 1,
        }
    }
    Ok(pieces)
}

async fn photo(app: &App, device: Device, entry: Entry, tally: &mut Tally) -> Result<(), Error> {
    let EntryKind::Photo {
        photo_sha256,
        photo_bytes,
        offset,
        ..
    } = entry.what
    else {
        tally.fails("bundle_malformed");
        return Ok(());
    };
    let photo = Announced {
        sha256: photo_sha256,
        bytes: photo_bytes,
    };
    match piece(app, device.id, &photo, offset, entry.bytes).await? {
        Piece::Taken => {}
        Piece::Whole => tally.counts.photos_new += 1,
        Piece::Known => tally.counts.photos_known += u32::from(offset == 0),
        Piece::Gap => tally.fails("photo_gap"),
        Piece::Locked => tally.fails("retry"),
        Piece::Unfit => tally.fails("photo_unfit"),
    }
    Ok(())
}
