//! The county's signing keys, one after the other, and the epoch of its database.
//!
//! A new key is introduced by a signature of the one before, so that phones can follow; an old one
//! is never deleted, so that a phone enrolled by any of them finds its way. Another process serving
//! the same county goes on signing with the key before until it looks again: both are the county's.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::id::{CountyId, PersonId};
use ed25519_dalek::SigningKey;
use protocol::county::IntroductionV1;
use protocol::enrol::{CountyKeyV1, CountyV1};
use protocol::row::kind;

use crate::app::Shared;
use crate::county::audit;
use crate::db::{Reader, Row, Tx};
use crate::error::Error;
use crate::{feed, secret, words};

/// How soon a process notices what another one changed.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// Begins the name of every epoch but a county's first.
const SET_BACK: &str = "r";

/// What may change while the server runs.
pub struct Live {
    /// Every key the county ever signed with, oldest first.
    pub keys: Vec<CountyKeyV1>,
    /// The one that signs now.
    pub key_id: String,
    pub(crate) key: SigningKey,
    /// Those that signed before, by name: a receipt is repeated to the letter.
    earlier: BTreeMap<String, SigningKey>,
    /// Another one after every restore from a backup.
    pub epoch: String,
    /// Apps older than this are asked to update.
    pub min_app_version: Option<String>,
}

impl Live {
    /// Whether this county was ever restored from a backup.
    pub fn was_set_back(&self) -> bool {
        self.epoch.starts_with(SET_BACK)
    }

    /// The key of this name; the one that signs now if there is none.
    pub(crate) fn named(&self, key_id: &str) -> (&str, &SigningKey) {
        let earlier = self.earlier.get_key_value(key_id);
        earlier.map_or((self.key_id.as_str(), &self.key), |(name, key)| {
            (name.as_str(), key)
        })
    }
}

/// A key as an administrator sees it.
pub struct KeyLine {
    pub key_id: String,
    pub made_ms: i64,
    pub introduced_by: Option<String>,
    pub reason: String,
}

/// What a phone must know of its county.
pub(crate) fn public(id: CountyId, name: &str, live: &Live) -> CountyV1 {
    CountyV1 {
        id,
        name: name.to_owned(),
        keys: live.keys.clone(),
    }
}

/// The keys and epoch of a county; made if there are none yet.
pub(crate) fn open(tx: &mut Tx<'_>, id: CountyId, name: &str, now: i64) -> Result<Live, Error> {
    let known = tx.count(
        "select count(*) as n from county_key where county_id = $1",
        &[id.into()],
    )?;
    if known == 0 {
        let key = SigningKey::from_bytes(&secret::random::<32>()?);
        let first = CountyKeyV1::first(&key.verifying_key());
        add(tx, id, &first, &key, "", now)?;
    }
    tx.execute(
        "update county set epoch = $2 where county_id = $1 and epoch = ''",
        &[id.into(), new_epoch()?.into()],
    )?;
    let live = look(tx, id)?;
    show(tx, id, name, &live)?;
    Ok(live)
}

/// Replaces the key that signs. Everything signed before stays proved.
///
/// # Errors
/// `reason_needed`, `too_long`, or that the database failed.
pub(crate) fn rotate(
    tx: &mut Tx<'_>,
    id: CountyId,
    name: &str,
    by: Option<PersonId>,
    reason: &str,
    now: i64,
) -> Result<Live, Error> {
    let reason = words::reason(reason)?;
    let before = look(tx, id)?;
    let key = SigningKey::from_bytes(&secret::random::<32>()?);
    let next = CountyKeyV1::next(id, &key.verifying_key(), &before.key, now);
    add(tx, id, &next, &key, &reason, now)?;
    let live = look(tx, id)?;
    show(tx, id, name, &live)?;
    audit(tx, id, now, by, "key_replaced", &live.key_id)?;
    Ok(live)
}

/// Names a new life of the database: every phone begins its pull again and sends what is missing.
pub(crate) fn renew_epoch(tx: &mut Tx<'_>, id: CountyId, now: i64) -> Result<(), Error> {
    let epoch = format!("{SET_BACK}{}", new_epoch()?);
    tx.execute(
        "update county set epoch = $2 where county_id = $1",
        &[id.into(), (&epoch).into()],
    )?;
    audit(tx, id, now, None, "epoch_renewed", &epoch)
}

/// The keys, oldest first.
pub(crate) fn lines(reader: &mut Reader<'_>, id: CountyId) -> Result<Vec<KeyLine>, Error> {
    let rows = reader.query(
        "select key_id, made_ms, introduced_by, reason from county_key where county_id = $1
         order by position, made_ms",
        &[id.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(KeyLine {
                key_id: row.text("key_id")?,
                made_ms: row.int("made_ms")?,
                introduced_by: introduction(row)?.map(|by| by.key_id),
                reason: row.text("reason")?,
            })
        })
        .collect()
}

/// Reads the keys and the epoch.
pub(crate) fn look(reader: &mut Reader<'_>, id: CountyId) -> Result<Live, Error> {
    let rows = reader.query(
        "select key_id, secret, introduced_by from county_key where county_id = $1
         order by position, made_ms",
        &[id.into()],
    )?;
    let mut keys = Vec::with_capacity(rows.len());
    let mut signs: Option<(String, SigningKey)> = None;
    let mut earlier = BTreeMap::new();
    for row in &rows {
        let secret: [u8; 32] = row.bytes("secret")?.try_into().map_err(|_| Error::Stored {
            what: "a signing key",
        })?;
        let key = SigningKey::from_bytes(&secret);
        let mut listed = CountyKeyV1::first(&key.verifying_key());
        listed.key_id = row.text("key_id")?;
        listed.introduced_by = introduction(row)?;
        earlier.extend(signs.replace((listed.key_id.clone(), key)));
        keys.push(listed);
    }
    let (key_id, key) = signs.ok_or(Error::Stored {
        what: "a signing key",
    })?;
    let county = reader
        .first(
            "select c.epoch, (select p.json from param p where p.county_id = c.county_id
                 and p.name = 'min_app_version') as min_app_version
             from county c where c.county_id = $1",
            &[id.into()],
        )?
        .ok_or(Error::Stored { what: "a county" })?;
    let min_app_version = county
        .optional_text("min_app_version")?
        .and_then(|json| serde_json::from_str(&json).ok());
    Ok(Live {
        keys,
        key_id,
        key,
        earlier,
        epoch: county.text("epoch")?,
        min_app_version,
    })
}

/// Says from which version on an app may pull; an empty one lifts it.
///
/// # Errors
/// When the database failed.
pub(crate) fn set_min_app_version(
    tx: &mut Tx<'_>,
    id: CountyId,
    version: &str,
    now: i64,
) -> Result<(), Error> {
    tx.execute(
        "delete from param where county_id = $1 and name = 'min_app_version'",
        &[id.into()],
    )?;
    if !version.is_empty() {
        let json = serde_json::Value::from(version).to_string();
        tx.execute(
            "insert into param (county_id, name, json) values ($1, 'min_app_version', $2)",
            &[id.into(), json.into()],
        )?;
    }
    audit(tx, id, now, None, "min_app_version_set", version)
}

/// Notices, now and then, what another process changed.
pub(crate) async fn follow(app: Shared, mut stopped: tokio::sync::watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        if let Err(error) = look_again(&app).await {
            tracing::warn!(%error, "The county's keys could not be looked at");
        }
    }
}

/// Signs as the database says from here on.
///
/// # Errors
/// When the database failed.
pub(crate) async fn look_again(app: &Shared) -> Result<(), Error> {
    let id = app.county.id;
    let live = app.db.read(move |reader| look(reader, id)).await?;
    app.county.follow(live);
    Ok(())
}

fn introduction(row: &Row) -> Result<Option<IntroductionV1>, Error> {
    let text = row.optional_text("introduced_by")?;
    text.map(|json| {
        serde_json::from_str(&json).map_err(|_| Error::Stored {
            what: "an introduction",
        })
    })
    .transpose()
}

fn add(
    tx: &mut Tx<'_>,
    id: CountyId,
    key: &CountyKeyV1,
    secret: &SigningKey,
    reason: &str,
    now: i64,
) -> Result<(), Error> {
    let introduced_by = key
        .introduced_by
        .as_ref()
        .map(serde_json::to_string)
        .transpose()
        .map_err(|_| Error::Stored {
            what: "an introduction",
        })?;
    tx.execute(
        "insert into county_key (county_id, key_id, secret, made_ms, introduced_by, position,
             reason)
         values ($1, $2, $3, $4, $5, (select count(*) from county_key where county_id = $1), $6)",
        &[
            id.into(),
            (&key.key_id).into(),
            secret.to_bytes().to_vec().into(),
            now.into(),
            introduced_by.into(),
            reason.into(),
        ],
    )?;
    Ok(())
}

/// Shows the county's own row to everybody, when it says something new.
fn show(tx: &mut Tx<'_>, id: CountyId, name: &str, live: &Live) -> Result<(), Error> {
    let body = public(id, name, live);
    if feed::put(tx, id, kind::COUNTY, &id.to_string(), &body)? {
        feed::publish_to_everybody(tx, id, kind::COUNTY, &id.to_string())?;
    }
    Ok(())
}

/// Short: it is in the answer to every pull.
fn new_epoch() -> Result<String, Error> {
    Ok(protocol::hex(&secret::random::<6>()?))
}
