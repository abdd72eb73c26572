//! What a database does with as many rows and nothing else about them, through the same driver.

use std::path::Path;

use server::Database;
use server::db::{Db, Place, Value};

use crate::bench::Error;
use crate::bench::times::Times;

/// Rows in one transaction, as an import writes them.
const TOGETHER: usize = 250;

/// A county nobody has.
const COUNTY: i32 = 629_999;

/// As long as a household with a few facts.
const BODY: usize = 700;

/// Seconds for so many rows.
pub(super) async fn insert(dir: &Path, database: &Database, rows: usize) -> Result<f64, Error> {
    let place = match database {
        Database::Sqlite => Place::Sqlite(dir.join("bare.sqlite")),
        Database::Postgres(url) => Place::Postgres(url.clone(), COUNTY),
    };
    let opened = tokio::task::spawn_blocking(move || Db::open(&place)).await;
    let opened = opened.map_err(|_| Error::Wrong("a database did not open"))?;
    let db = opened.map_err(server::Error::from)?;
    let begun = Times::begin();
    for from in (0..rows).step_by(TOGETHER) {
        let until = (from + TOGETHER).min(rows);
        let written: Result<(), server::Error> = db
            .write(move |tx| {
                let row = |at: usize| {
                    vec![
                        "bare".into(),
                        "bare".into(),
                        format!("{at:036}").into(),
                        "x".repeat(BODY).into(),
                        Value::Null,
                    ]
                };
                let head = "insert into record (county_id, kind, record_id, body, sealed)";
                Ok(tx.insert_many(head, (from..until).map(row).collect(), "")?)
            })
            .await;
        written?;
    }
    let mut took = Times::default();
    begun.end(&mut took);
    db.close().await;
    Ok(took.middle() / 1000.0)
}
