//! Versions of the checklist (DOMAIN §2.1): each is kept for good, and every phone is sent those
//! it was not built with.

pub mod publish;

use std::sync::Arc;

use domain::checklist::{Raise, Template, base, builtin, builtin_document};
use domain::id::{CountyId, VisitId};
use domain::time::Date;
use protocol::row::{TemplateV1, kind};
use serde_json::value::RawValue;

use crate::county::County;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::{feed, visit};

/// The version of this name, if it was ever in force here.
pub fn template(
    reader: &mut Reader<'_>,
    county: &County,
    version: &str,
) -> Result<Option<Arc<Template>>, Error> {
    if let Some(known) = county.shelf.get(version) {
        return Ok(Some(known));
    }
    let row = reader.first(
        "select document from checklist where county_id = $1 and version = $2",
        &[county.id.into(), version.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    match county.shelf.put(&row.text("document")?) {
        Ok(template) => Ok(Some(template)),
        Err(error) => {
            tracing::error!(%error, "A version of the checklist cannot be read");
            Ok(None)
        }
    }
}

/// The version to show a visit with: its own, or the base where nobody has that any more.
pub fn to_show(
    reader: &mut Reader<'_>,
    county: &County,
    version: &str,
) -> Result<Arc<Template>, Error> {
    Ok(template(reader, county, version)?.unwrap_or_else(base))
}

/// The rule that raised a problem of a visit: the base's, or one that the county added in the
/// visit's own version.
pub fn raise(
    reader: &mut Reader<'_>,
    county: CountyId,
    visit: VisitId,
    origin: &str,
    title: &str,
) -> Result<Option<Raise>, Error> {
    // A county changes nothing about the base's rules.
    if let Some(rule) = builtin().0.raise(origin, title) {
        return Ok(Some(rule.clone()));
    }
    let Some(current) = visit::find(reader, county, visit)? else {
        return Ok(None);
    };
    let visit = visit::sealed(reader, county, visit, current.revision)?;
    let row = reader.first(
        "select document from checklist where county_id = $1 and version = $2",
        &[county.into(), (&visit.template_version).into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let template = Template::parse(&row.text("document")?, &builtin().1);
    Ok(template
        .ok()
        .and_then(|template| template.raise(origin, title).cloned()))
}

/// The version visits are begun under on a day: what the county published last for it, or the
/// base.
pub fn in_force(
    reader: &mut Reader<'_>,
    county: &County,
    day: Date,
) -> Result<Arc<Template>, Error> {
    let row = reader.first(
        "select version from checklist
         where county_id = $1 and overlay is not null and starts <= $2
         order by starts desc, published_ms desc, version desc limit 1",
        &[county.id.into(), day.to_string().into()],
    )?;
    match row {
        Some(row) => to_show(reader, county, &row.text("version")?),
        None => Ok(base()),
    }
}

/// Keeps the base this program was built with. When it is not the first, phones may be built with
/// another, and all are sent.
pub fn open(tx: &mut Tx<'_>, county: CountyId, now: i64) -> Result<(), Error> {
    let own = base();
    let added = tx.execute(
        "insert into checklist (county_id, version, base, document, starts, published_ms)
         values ($1, $2, $2, $3, $4, $5) on conflict (county_id, version) do nothing",
        &[
            county.into(),
            (&own.version).into(),
            builtin_document().into(),
            (&own.effective_from).into(),
            now.into(),
        ],
    )?;
    if added == 0 {
        return Ok(());
    }
    let bases = tx.query(
        "select version from checklist where county_id = $1 and overlay is null",
        &[county.into()],
    )?;
    if bases.len() > 1 {
        for row in bases {
            show(tx, county, &row.text("version")?)?;
        }
    }
    Ok(())
}

/// Sends a version to every phone.
fn show(tx: &mut Tx<'_>, county: CountyId, version: &str) -> Result<(), Error> {
    let row = tx.first(
        "select base, document, starts, published_ms from checklist
         where county_id = $1 and version = $2",
        &[county.into(), version.into()],
    )?;
    let row = row.ok_or(Error::Stored { what: "a version" })?;
    let body = TemplateV1 {
        version: version.to_owned(),
        base: row.text("base")?,
        from: row.text("starts")?,
        published_ms: row.int("published_ms")?,
        document: RawValue::from_string(row.text("document")?)
            .map_err(|_| Error::Stored { what: "a version" })?,
    };
    if feed::put(tx, county, kind::TEMPLATE, version, &body)? {
        feed::publish_to_everybody(tx, county, kind::TEMPLATE, version)?;
    }
    Ok(())
}
