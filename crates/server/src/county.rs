//! The county itself: its id, the key it signs with, its sequence numbers, its audit log. How keys
//! follow one another is in [`crate::keys`].

use std::sync::{Arc, PoisonError, RwLock};

use domain::checklist::Shelf;
use domain::id::{ChangeId, CountyId, PersonId};
use protocol::enrol::CountyV1;
use protocol::receipt::{Disposition, PhotoReceiptV1, ReceiptV1};

use crate::db::{Reader, Tx, Value};
use crate::entry::doubt;
use crate::error::Error;
use crate::keys::{self, Live};
use crate::problem::ledger;
use crate::{campaign, checklist, params, secret, tally, words};

/// What a county is called and where; it is made from this at the first start.
#[derive(Clone, Debug)]
pub struct CountySeed {
    pub name: String,
    /// Six digits of GB/T 2260.
    pub code: String,
}

impl Default for CountySeed {
    fn default() -> Self {
        Self {
            name: "示范县".to_owned(),
            code: "990101".to_owned(),
        }
    }
}

/// The county and the key it signs with.
#[derive(Clone)]
pub struct County {
    pub id: CountyId,
    pub code: String,
    pub name: String,
    /// Versions of the checklist that were read.
    pub shelf: Arc<Shelf>,
    /// What may change while the server runs, here or in another process beside it.
    live: Arc<RwLock<Arc<Live>>>,
}

impl std::fmt::Debug for County {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "County({})", self.id)
    }
}

impl County {
    /// What a phone must know to check receipts.
    pub fn public(&self) -> CountyV1 {
        keys::public(self.id, &self.name, &self.live())
    }

    /// The keys and the epoch as last looked at.
    pub fn live(&self) -> Arc<Live> {
        let live = self.live.read().unwrap_or_else(PoisonError::into_inner);
        live.clone()
    }

    /// From here on, receipts are signed as `live` says.
    pub(crate) fn follow(&self, live: Live) {
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(live);
    }

    /// Proof that the county holds a change, once it is signed.
    pub fn receipt(
        &self,
        change_id: ChangeId,
        digest: &str,
        server_sequence: i64,
        received_ms: i64,
        disposition: Disposition,
    ) -> ReceiptV1 {
        ReceiptV1 {
            county_id: self.id,
            key_id: self.live().key_id.clone(),
            change_id,
            digest: digest.to_owned(),
            server_sequence,
            received_ms,
            disposition,
            signature: String::new(),
        }
    }

    /// The receipt with the signature of the key it names, if it has none yet: the same bytes each
    /// time, as Ed25519 has it.
    pub fn sign(&self, mut receipt: ReceiptV1) -> ReceiptV1 {
        if !receipt.signature.is_empty() {
            return receipt;
        }
        let live = self.live();
        let (key_id, key) = live.named(&receipt.key_id);
        key_id.clone_into(&mut receipt.key_id);
        receipt.signed(key)
    }

    /// Signed proof that the county holds a photo whole.
    pub fn photo_receipt(&self, sha256: &str, bytes: u64, verified_ms: i64) -> PhotoReceiptV1 {
        let live = self.live();
        PhotoReceiptV1 {
            county_id: self.id,
            key_id: live.key_id.clone(),
            sha256: sha256.to_owned(),
            bytes,
            verified_ms,
            signature: String::new(),
        }
        .signed(&live.key)
    }
}

/// The county of this code, made with a key of its own if it is not there yet.
pub fn open(tx: &mut Tx<'_>, seed: &CountySeed, now: i64) -> Result<County, Error> {
    let mut found = tx.first(
        "select county_id, code, name from county where code = $1",
        &[(&seed.code).into()],
    )?;
    if found.is_none() && seed.code == CountySeed::default().code {
        // Started without being told which: whichever is there, or a restart with one flag
        // forgotten would serve an empty county and turn every phone away.
        found = tx.first(
            "select county_id, code, name from county order by made_ms limit 1",
            &[],
        )?;
    }
    let is_new = found.is_none();
    let (id, code, name) = match found {
        Some(row) => (row.id("county_id")?, row.text("code")?, row.text("name")?),
        None => {
            let id = CountyId::from_uuid(secret::id(now)?);
            tx.execute(
                "insert into county (county_id, code, name, next_sequence, made_ms)
                 values ($1, $2, $3, 0, $4)",
                &[
                    id.into(),
                    (&seed.code).into(),
                    (&seed.name).into(),
                    now.into(),
                ],
            )?;
            tx.execute(
                "insert into area (county_id, code, name) values ($1, $2, $3)",
                &[id.into(), (&seed.code).into(), (&seed.name).into()],
            )?;
            (id, seed.code.clone(), seed.name.clone())
        }
    };
    let live = keys::open(tx, id, &name, now)?;
    if is_new && code == CountySeed::default().code {
        params::demonstrate(tx, id)?;
    }
    params::tell(tx, id, &live, now)?;
    checklist::open(tx, id, now)?;
    ledger::catch_up(tx, id, now)?;
    doubt::catch_up(tx, id, now)?;
    campaign::fill::catch_up(tx, id)?;
    tally::catch_up(tx, id)?;
    Ok(County {
        id,
        code,
        name,
        shelf: Arc::default(),
        live: Arc::new(RwLock::new(Arc::new(live))),
    })
}

/// The next sequence number. Given out while the county's only writer writes, so that numbers
/// become visible in the order they count.
pub fn next_sequence(tx: &mut Tx<'_>, county: CountyId) -> Result<i64, Error> {
    sequences(tx, county, 1)
}

/// The first of the next `count` sequence numbers.
pub fn sequences(tx: &mut Tx<'_>, county: CountyId, count: usize) -> Result<i64, Error> {
    number(
        tx,
        county,
        count,
        "update county set next_sequence = next_sequence + $2 where county_id = $1
         returning next_sequence",
    )
}

/// The first of the next `count` sequence numbers, for visits that come together (see
/// [`standing`]).
pub fn visit_sequences(tx: &mut Tx<'_>, county: CountyId, count: usize) -> Result<i64, Error> {
    number(
        tx,
        county,
        count,
        "update county set next_sequence = next_sequence + $2, visit_numbers = visit_numbers + $2
         where county_id = $1 returning next_sequence",
    )
}

/// A number that moves whenever anything is written but visits that come together: households,
/// people, who helps whom, parameters.
pub fn standing(reader: &mut Reader<'_>, county: CountyId) -> Result<i64, Error> {
    let row = reader.first(
        "select next_sequence - visit_numbers as n from county where county_id = $1",
        &[county.into()],
    )?;
    Ok(row.ok_or(Error::Stored { what: "a county" })?.int("n")?)
}

/// Moves the county's numbers on by `count`, and answers the first of them.
fn number(tx: &mut Tx<'_>, county: CountyId, count: usize, sql: &str) -> Result<i64, Error> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let row = tx.first(sql, &[county.into(), count.into()])?;
    let last = row
        .ok_or(Error::Stored { what: "a county" })?
        .int("next_sequence")?;
    Ok(last - count + 1)
}

/// Adds a line to the audit log.
pub fn audit(
    tx: &mut Tx<'_>,
    county: CountyId,
    now: i64,
    actor: Option<PersonId>,
    action: &str,
    subject: &str,
) -> Result<(), Error> {
    let position = next_sequence(tx, county)?;
    let row = audit_row(county, (position, now), actor, action, subject);
    Ok(tx.insert_many(AUDIT, vec![row], "")?)
}

/// The columns of a line of the audit log.
pub(crate) const AUDIT: &str =
    "insert into audit (county_id, position, at_ms, actor_id, action, subject)";

pub(crate) fn audit_row(
    county: CountyId,
    (position, now): (i64, i64),
    actor: Option<PersonId>,
    action: &str,
    subject: &str,
) -> Vec<Value> {
    // Whoever adds an action meets this in its first test.
    debug_assert!(words::of_action(action).is_some(), "{action} has no words");
    vec![
        county.into(),
        position.into(),
        now.into(),
        actor.into(),
        action.into(),
        subject.into(),
    ]
}
