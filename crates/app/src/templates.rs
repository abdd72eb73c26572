//! Which checklist: the one in force for a visit that begins, its own for every other.

use std::sync::Arc;

use domain::checklist::{Template, base, builtin_document};
use store::{Connection, Transaction, template};

use crate::desk::Desk;
use crate::error::CallError;

/// The version of this name, if it is on this phone and this app can run it.
fn known(
    desk: &Desk,
    conn: &Connection,
    version: &str,
) -> Result<Option<Arc<Template>>, CallError> {
    if let Some(known) = desk.shelf.get(version) {
        return Ok(Some(known));
    }
    let Some(document) = template::document(conn, version)? else {
        return Ok(None);
    };
    match desk.shelf.put(&document) {
        Ok(template) => Ok(Some(template)),
        Err(error) => {
            tracing::warn!(%error, "A version of the checklist cannot be read");
            Ok(None)
        }
    }
}

/// The version to show a visit with: its own, or the base while that one has not come.
pub(crate) fn to_show(
    desk: &Desk,
    conn: &Connection,
    version: &str,
) -> Result<Arc<Template>, CallError> {
    Ok(known(desk, conn, version)?.unwrap_or_else(base))
}

/// The version a visit that begins now is answered under: what the county published last, or the
/// base.
pub(crate) fn in_force(desk: &Desk, conn: &Connection) -> Result<Arc<Template>, CallError> {
    for version in template::in_force(conn, &desk.today().to_string())? {
        // One that needs a newer app leaves the one before in force.
        if let Some(known) = known(desk, conn, &version)? {
            return Ok(known);
        }
    }
    Ok(base())
}

/// Keeps the version of a visit for as long as the visit.
pub(crate) fn keep(tx: &Transaction<'_>, template: &Template) -> Result<(), CallError> {
    if template.version == base().version && template::document(tx, &template.version)?.is_none() {
        template::keep(tx, &template.version, builtin_document())?;
    }
    Ok(())
}

/// The base, and every version the county made of it: problems of the ledger may come from any.
pub(crate) fn all(desk: &Desk, conn: &Connection) -> Result<Vec<Arc<Template>>, CallError> {
    let mut all = vec![base()];
    for version in template::versions(conn)? {
        if version != all[0].version {
            all.extend(known(desk, conn, &version)?);
        }
    }
    Ok(all)
}
