//! Whose phone this is: county, device, token, settings.

use domain::id::{CountyId, DeviceId, PersonId};
use protocol::enrol::{CountyKeyV1, CountyV1, EnrolReply, TokenReply};
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use crate::{Error, Result, column};

/// An enrolled phone.
#[derive(Clone)]
pub struct Device {
    pub device_id: DeviceId,
    pub person_id: PersonId,
    pub server_url: String,
    pub token: Option<String>,
    /// By the server's clock.
    pub token_expires_ms: Option<i64>,
}

// A token is a key to a county.
impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Device({})", self.device_id)
    }
}

/// The phone's device, once it has enrolled.
pub fn device(conn: &Connection) -> Result<Option<Device>> {
    let found = conn
        .query_row(
            "select * from device where device_id is not null",
            [],
            |row| {
                Ok(Device {
                    device_id: column::id(row, "device_id")?,
                    person_id: column::id(row, "person_id")?,
                    server_url: row.get("server_url")?,
                    token: row.get("token")?,
                    token_expires_ms: row.get("token_expires_ms")?,
                })
            },
        )
        .optional()?;
    Ok(found)
}

/// The phone's county and the keys its receipts are checked with.
pub fn county(conn: &Connection) -> Result<Option<CountyV1>> {
    let found = conn
        .query_row("select * from county", [], |row| {
            Ok((column::id::<CountyId>(row, "county_id")?, row.get("name")?))
        })
        .optional()?;
    let Some((id, name)) = found else {
        return Ok(None);
    };
    let keys = conn
        .prepare_cached("select key_id, public_key from county_key order by key_id")?
        .query_map([], |row| {
            Ok(CountyKeyV1 {
                key_id: row.get("key_id")?,
                public_key: row.get("public_key")?,
                introduced_by: None,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Some(CountyV1 { id, name, keys }))
}

/// Saves an enrolment. Enrolling again is fine for the same person in the same county; a store
/// with one person's households and unsent visits is never handed to another.
pub fn save_enrolment(tx: &Transaction<'_>, server_url: &str, reply: &EnrolReply) -> Result<()> {
    let EnrolReply {
        device_id,
        person_id,
        county,
        token,
    } = reply;
    if device(tx)?.is_some_and(|known| known.person_id != *person_id) {
        return Err(Error::AnotherPerson);
    }
    if self::county(tx)?.is_some_and(|known| known.id != county.id) {
        return Err(Error::AnotherCounty);
    }
    tx.execute(
        "insert into county (county_id, name) values (?1, ?2)
         on conflict (county_id) do update set name = excluded.name",
        (county.id.to_string(), &county.name),
    )?;
    save_keys(tx, &county.keys)?;
    tx.execute(
        "update device set device_id = :device_id, person_id = :person_id,
             server_url = :server_url, token = :token, token_expires_ms = :expires_ms",
        named_params! {
            ":device_id": device_id.to_string(),
            ":person_id": person_id.to_string(),
            ":server_url": server_url,
            ":token": token.token,
            ":expires_ms": token.expires_ms,
        },
    )?;
    Ok(())
}

/// Follows what the county says of itself: its name, and those of its keys that a trusted one
/// vouches for. Answers the new ones; old keys stay for ever, or old receipts would prove nothing.
pub fn follow_county(tx: &Transaction<'_>, said: &CountyV1) -> Result<Vec<CountyKeyV1>> {
    let Some(known) = county(tx)?.filter(|known| known.id == said.id) else {
        return Ok(Vec::new());
    };
    let new = protocol::county::introduced(known.id, &known.keys, &said.keys);
    save_keys(tx, &new)?;
    if known.name != said.name {
        tx.execute("update county set name = ?1", [&said.name])?;
    }
    Ok(new)
}

/// Adds keys; a key id once known keeps its key for good.
pub fn save_keys(tx: &Transaction<'_>, keys: &[CountyKeyV1]) -> Result<()> {
    for key in keys {
        tx.execute(
            "insert into county_key (key_id, public_key) values (?1, ?2)
             on conflict (key_id) do nothing",
            (&key.key_id, &key.public_key),
        )?;
    }
    Ok(())
}

pub fn save_token(tx: &Transaction<'_>, token: &TokenReply) -> Result<()> {
    tx.execute(
        "update device set token = ?1, token_expires_ms = ?2",
        (&token.token, token.expires_ms),
    )?;
    Ok(())
}

/// The next number of this phone's changes, given out once.
pub(crate) fn take_sequence(tx: &Transaction<'_>) -> Result<i64> {
    Ok(tx.query_row(
        "update device set next_sequence = next_sequence + 1 returning next_sequence - 1",
        [],
        |row| row.get(0),
    )?)
}

pub fn setting(conn: &Connection, key: &str) -> Result<Option<String>> {
    Ok(conn
        .query_row("select value from setting where key = ?1", [key], |row| {
            row.get(0)
        })
        .optional()?)
}

pub fn save_setting(tx: &Transaction<'_>, key: &str, value: &str) -> Result<()> {
    tx.execute(
        "insert into setting (key, value) values (?1, ?2)
         on conflict (key) do update set value = excluded.value",
        (key, value),
    )?;
    Ok(())
}
