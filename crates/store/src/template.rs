//! Versions of the checklist: those the county sent, and the one a visit was begun under before a
//! newer app brought another.

use protocol::row::TemplateV1;
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use crate::Result;

/// Saves what the county sent.
pub(crate) fn apply(tx: &Transaction<'_>, template: &TemplateV1) -> Result<()> {
    tx.execute(
        "insert or replace into template (version, base, starts, published_ms, source, document)
         values (:version, :base, :starts, :published_ms, 'county', :document)",
        named_params! {
            ":version": template.version,
            ":base": template.base,
            ":starts": template.from,
            ":published_ms": template.published_ms,
            ":document": template.document.get(),
        },
    )?;
    Ok(())
}

/// The county takes the version back. As long as a visit was answered under it, it stays to show
/// that visit with.
pub(crate) fn remove(tx: &Transaction<'_>, version: &str) -> Result<()> {
    let is_used = tx
        .prepare(
            "select 1 from visit where template_version = ?1
             union all
             select 1 from county_visit
             where json_extract(body, '$.visit.template_version') = ?1",
        )?
        .exists([version])?;
    tx.execute(
        if is_used {
            "update template set source = 'kept' where version = ?1"
        } else {
            "delete from template where version = ?1"
        },
        [version],
    )?;
    Ok(())
}

/// Keeps the version a visit is begun under: the app may be replaced by one built with another.
pub fn keep(tx: &Transaction<'_>, version: &str, document: &str) -> Result<()> {
    tx.execute(
        "insert or ignore into template (version, base, starts, published_ms, source, document)
         values (?1, ?1, '', 0, 'built_in', ?2)",
        (version, document),
    )?;
    Ok(())
}

/// What a version is read from.
pub fn document(conn: &Connection, version: &str) -> Result<Option<String>> {
    Ok(conn
        .prepare_cached("select document from template where version = ?1")?
        .query_row([version], |row| row.get("document"))
        .optional()?)
}

/// Every version that is here.
pub fn versions(conn: &Connection) -> Result<Vec<String>> {
    names(
        conn,
        "select version from template where ?1 is not null order by version",
        "",
    )
}

/// Versions the county made of a base that are in force on a day (`YYYY-MM-DD`), the one that
/// counts first.
pub fn in_force(conn: &Connection, day: &str) -> Result<Vec<String>> {
    names(
        conn,
        "select version from template
         where source = 'county' and base <> version and starts <= ?1
         order by starts desc, published_ms desc, version desc",
        day,
    )
}

fn names(conn: &Connection, sql: &str, value: &str) -> Result<Vec<String>> {
    Ok(conn
        .prepare_cached(sql)?
        .query_map([value], |row| row.get("version"))?
        .collect::<rusqlite::Result<_>>()?)
}
