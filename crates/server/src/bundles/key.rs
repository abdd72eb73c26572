//! The keys that bundles are sealed to: the newest is given out, every one opens.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bundle::Identity;
use domain::id::CountyId;
use ed25519_dalek::Signer as _;
use protocol::bundle::BundleKeyV1;

use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::keys::Live;
use crate::params;

/// The key phones seal to now, made with the county if there is none, vouched for by the key the
/// county signs with.
pub(crate) fn current(
    tx: &mut Tx<'_>,
    county: CountyId,
    live: &Live,
    now: i64,
) -> Result<BundleKeyV1, Error> {
    let found = tx.first(
        "select identity from bundle_key where county_id = $1 order by position desc limit 1",
        &[county.into()],
    )?;
    let identity = match found {
        Some(row) => read(&row.text("identity")?)?,
        None => add(tx, county, now)?,
    };
    let mut key = BundleKeyV1 {
        key_id: identity.key_id(),
        recipient: identity.recipient(),
        signed_by: live.key_id.clone(),
        signature: String::new(),
    };
    key.signature = STANDARD.encode(live.key.sign(&key.signed_bytes(county)).to_bytes());
    Ok(key)
}

/// Makes the key that bundles are sealed to from now on, and tells the phones.
pub(crate) fn replace(
    tx: &mut Tx<'_>,
    county: CountyId,
    live: &Live,
    now: i64,
) -> Result<(), Error> {
    let identity = add(tx, county, now)?;
    params::tell(tx, county, live, now)?;
    audit(
        tx,
        county,
        now,
        None,
        "bundle_key_replaced",
        &identity.key_id(),
    )
}

fn add(tx: &mut Tx<'_>, county: CountyId, now: i64) -> Result<Identity, Error> {
    let identity = Identity::generate();
    tx.execute(
        "insert into bundle_key (county_id, key_id, identity, position, made_ms)
         select $1, $2, $3, coalesce(max(position), 0) + 1, $4 from bundle_key
         where county_id = $1",
        &[
            county.into(),
            identity.key_id().into(),
            identity.secret_text().into(),
            now.into(),
        ],
    )?;
    Ok(identity)
}

/// The key of this name, current or replaced.
pub(super) fn named(
    reader: &mut Reader<'_>,
    county: CountyId,
    key_id: &str,
) -> Result<Option<Identity>, Error> {
    let row = reader.first(
        "select identity from bundle_key where county_id = $1 and key_id = $2",
        &[county.into(), key_id.into()],
    )?;
    row.map(|row| read(&row.text("identity")?)).transpose()
}

fn read(text: &str) -> Result<Identity, Error> {
    text.parse().map_err(|_| Error::Stored {
        what: "a bundle key",
    })
}
