//! The county itself: its id, its signing key, its sequence numbers, its audit log.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::codes::{ParamValue, Params};
use domain::id::{ChangeId, CountyId, PersonId};
use ed25519_dalek::SigningKey;
use protocol::enrol::{CountyKeyV1, CountyV1};
use protocol::receipt::{Disposition, PhotoReceiptV1, ReceiptV1};
use protocol::row::{ParamsV1, kind};

use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::{feed, secret};

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
    key_id: String,
    key: SigningKey,
}

impl std::fmt::Debug for County {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "County({})", self.id)
    }
}

impl County {
    /// What a phone must know to check receipts.
    pub fn public(&self) -> CountyV1 {
        CountyV1 {
            id: self.id,
            name: self.name.clone(),
            keys: vec![CountyKeyV1 {
                key_id: self.key_id.clone(),
                public_key: STANDARD.encode(self.key.verifying_key().to_bytes()),
                introduced_by: None,
            }],
        }
    }

    /// Signed proof that the county holds a change.
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
            key_id: self.key_id.clone(),
            change_id,
            digest: digest.to_owned(),
            server_sequence,
            received_ms,
            disposition,
            signature: String::new(),
        }
        .signed(&self.key)
    }

    /// Signed proof that the county holds a photo whole.
    pub fn photo_receipt(&self, sha256: &str, bytes: u64, verified_ms: i64) -> PhotoReceiptV1 {
        PhotoReceiptV1 {
            county_id: self.id,
            key_id: self.key_id.clone(),
            sha256: sha256.to_owned(),
            bytes,
            verified_ms,
            signature: String::new(),
        }
        .signed(&self.key)
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
    let (key_id, key) = signing_key(tx, id, now)?;
    let params = ParamsV1::from(&params(tx, id)?);
    if feed::put(tx, id, kind::PARAMS, &id.to_string(), &params)? {
        feed::publish_params(tx, id)?;
    }
    Ok(County {
        id,
        code,
        name,
        key_id,
        key,
    })
}

fn signing_key(tx: &mut Tx<'_>, id: CountyId, now: i64) -> Result<(String, SigningKey), Error> {
    let found = tx.first(
        "select key_id, secret from county_key where county_id = $1
         order by made_ms desc, key_id limit 1",
        &[id.into()],
    )?;
    if let Some(row) = found {
        let secret: [u8; 32] = row.bytes("secret")?.try_into().map_err(|_| Error::Stored {
            what: "a signing key",
        })?;
        return Ok((row.text("key_id")?, SigningKey::from_bytes(&secret)));
    }
    let secret = secret::random::<32>()?;
    let key = SigningKey::from_bytes(&secret);
    let key_id = protocol::digest(key.verifying_key().as_bytes())[..16].to_owned();
    tx.execute(
        "insert into county_key (county_id, key_id, secret, made_ms) values ($1, $2, $3, $4)",
        &[
            id.into(),
            (&key_id).into(),
            secret.to_vec().into(),
            now.into(),
        ],
    )?;
    Ok((key_id, key))
}

/// The next sequence number. Given out while the county's only writer writes, so that numbers
/// become visible in the order they count.
pub fn next_sequence(tx: &mut Tx<'_>, county: CountyId) -> Result<i64, Error> {
    let row = tx.first(
        "update county set next_sequence = next_sequence + 1 where county_id = $1
         returning next_sequence",
        &[county.into()],
    )?;
    Ok(row
        .ok_or(Error::Stored { what: "a county" })?
        .int("next_sequence")?)
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
    tx.execute(
        "insert into audit (county_id, position, at_ms, actor_id, action, subject)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            county.into(),
            position.into(),
            now.into(),
            actor.into(),
            action.into(),
            subject.into(),
        ],
    )?;
    Ok(())
}

/// The parameters in force: this county's own over the defaults.
pub fn params(reader: &mut Reader<'_>, county: CountyId) -> Result<Params, Error> {
    let rows = reader.query(
        "select name, json from param where county_id = $1",
        &[county.into()],
    )?;
    let mut own = BTreeMap::new();
    for row in rows {
        let value = match row.json::<serde_json::Value>("json")? {
            serde_json::Value::String(text) => ParamValue::Text(text),
            value => match value.as_i64() {
                Some(number) => ParamValue::Number(number),
                None => continue,
            },
        };
        own.insert(row.text("name")?, value);
    }
    // Until a county sets its own monitoring line, the demonstration's stands in for it.
    Ok(Params(own).over(&domain::checklist::builtin().1.demo_params()))
}
