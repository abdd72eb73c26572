//! A county's own version: checked as a whole, and published for a day to come.

use std::sync::Arc;

use domain::checklist::overlay::{Built, Fault, FaultCode, Past, apply};
use domain::checklist::{Template, base, builtin, builtin_document};
use domain::id::PersonId;
use domain::time::Date;

use super::{show, template};
use crate::county::{County, audit};
use crate::db::{Reader, Tx};
use crate::error::Error;

/// What a county wants published.
pub struct Wish<'a> {
    /// As it was written.
    pub overlay: &'a str,
    /// First day visits are begun under it.
    pub from: Date,
    pub note: &'a str,
}

/// Lays the overlay over the base, and looks at what comes of it.
pub fn look(
    reader: &mut Reader<'_>,
    county: &County,
    overlay: &str,
    from: Date,
) -> Result<Result<Built, Vec<Fault>>, Error> {
    let mut known: Vec<Arc<Template>> = vec![base()];
    let rows = reader.query(
        "select version from checklist where county_id = $1 order by published_ms, version",
        &[county.id.into()],
    )?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows {
        let version = row.text("version")?;
        known.extend(template(reader, county, &version)?);
        versions.push(version);
    }
    let past: Past = known.iter().map(Arc::as_ref).collect();
    let built = apply(builtin_document(), overlay, &builtin().1, &past, from);
    Ok(built.and_then(|built| {
        let version = &built.template.version;
        if versions.contains(version) {
            return Err(vec![Fault {
                path: "version".to_owned(),
                code: FaultCode::VersionTaken,
                subject: version.clone(),
            }]);
        }
        Ok(built)
    }))
}

/// Publishes it; nothing is stored if it has a fault.
pub fn publish(
    tx: &mut Tx<'_>,
    county: &County,
    by: PersonId,
    wish: &Wish<'_>,
    now: i64,
) -> Result<Result<String, Vec<Fault>>, Error> {
    let built = match look(tx, county, wish.overlay, wish.from)? {
        Ok(built) => built,
        Err(faults) => return Ok(Err(faults)),
    };
    let version = built.template.version.clone();
    tx.execute(
        "insert into checklist (county_id, version, base, overlay, document, starts, note,
             published_ms, published_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            county.id.into(),
            (&version).into(),
            (&base().version).into(),
            wish.overlay.into(),
            (&built.document).into(),
            wish.from.to_string().into(),
            wish.note.into(),
            now.into(),
            by.into(),
        ],
    )?;
    show(tx, county.id, &version)?;
    audit(
        tx,
        county.id,
        now,
        Some(by),
        "checklist_published",
        &version,
    )?;
    Ok(Ok(version))
}
