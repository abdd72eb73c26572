//! Which versions meet: this app's and the county server's, and whether this one is too old for
//! what it is told.

use protocol::enrol::TokenReply;
use protocol::version::is_older;
use rusqlite::{Connection, Transaction};

use crate::{Result, identity};

/// The version of the app that wrote last.
const APP: &str = "app_version";

/// What is known of the two sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    pub app: Option<String>,
    /// Absent for servers that do not say.
    pub server: Option<String>,
    /// The county asks older apps to update.
    pub min_app: Option<String>,
    /// This app met something it cannot read, or the county asks for a newer one. Everything is
    /// kept meanwhile.
    pub update_wanted: bool,
}

pub fn get(conn: &Connection) -> Result<Versions> {
    let app = app(conn)?;
    let (server, min_app, met_unknown): (Option<String>, Option<String>, bool) = conn.query_row(
        "select server_version, min_app_version,
             met_unknown or exists (select 1 from unknown_row) as met_unknown
         from sync_state",
        [],
        |row| {
            Ok((
                row.get("server_version")?,
                row.get("min_app_version")?,
                row.get("met_unknown")?,
            ))
        },
    )?;
    let too_old = match (&app, &min_app) {
        (Some(app), Some(min)) => is_older(app, min),
        _ => false,
    };
    Ok(Versions {
        app,
        server,
        min_app,
        update_wanted: met_unknown || too_old,
    })
}

/// The app's version, once it was noted.
pub fn app(conn: &Connection) -> Result<Option<String>> {
    identity::setting(conn, APP)
}

/// Notes the version of this app. A new one may understand what the last did not, and tells the
/// county so with its next token.
pub fn note_app(tx: &Transaction<'_>, version: &str) -> Result<()> {
    identity::save_setting(tx, APP, version)?;
    tx.execute("update sync_state set met_unknown = 0", [])?;
    tx.execute("update device set token = null", [])?;
    Ok(())
}

/// Keeps what the county said of versions.
pub fn heard(tx: &Transaction<'_>, reply: &TokenReply) -> Result<()> {
    tx.execute(
        "update sync_state set server_version = ?1, min_app_version = ?2",
        (&reply.server_version, &reply.min_app_version),
    )?;
    Ok(())
}

/// An answer came that this version cannot read.
pub fn met_unknown(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("update sync_state set met_unknown = 1", [])?;
    Ok(())
}
