//! The county's database: SQLite or PostgreSQL behind one door, one SQL text for both.
//!
//! Work happens in synchronous closures over a transaction: [`Db::write`] gets a [`Tx`],
//! [`Db::read`] a [`Reader`]. Placeholders are `$1`, `$2` …; sums are cast to `bigint`,
//! because PostgreSQL widens them. Knows no visits and no HTTP.

pub mod backup;
mod many;
mod migrate;
mod postgres;
mod sqlite;
mod value;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

pub use value::{Row, Value};

/// What went wrong below the rules. Never holds what was stored.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("sqlite failed")]
    Sqlite(#[from] rusqlite::Error),
    /// The driver's own text can repeat stored values, so only its code is kept.
    #[error("postgresql failed with {code}")]
    Postgres { code: String },
    #[error("column {column} is missing or of another type")]
    Column { column: &'static str },
    #[error("the database is of schema {found}, this program knows {known}")]
    TooNew { found: i64, known: i64 },
    #[error("the database folder cannot be used")]
    Folder(#[from] std::io::Error),
    #[error("what was written could not be committed")]
    Commit,
    #[error("the disk is full")]
    Full,
    #[error("too much is waiting to be written")]
    Busy,
    #[error("the database has been closed")]
    Closed,
    #[error("the work panicked and was undone")]
    Panicked,
    #[error("the file is no sound backup of a county")]
    NotABackup,
    #[error("a server has the database open: stop it first")]
    InUse,
    #[error("this is for SQLite: PostgreSQL has tools of its own, run new-epoch after them")]
    NotSqlite,
}

impl Error {
    /// Whether it is for want of room on the disk. Nothing of the transaction is stored then.
    pub fn is_full(&self) -> bool {
        match self {
            Self::Full => true,
            Self::Sqlite(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            // The class of "insufficient resources": the disk.
            Self::Postgres { code } => code == "53100",
            Self::Folder(error) => is_storage_full(error),
            _ => false,
        }
    }
}

/// A full disk, or the user's share of it.
pub fn is_storage_full(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded
    )
}

/// A test's way to end the process at any statement: once it has blown, no statement runs, and
/// the county is opened again from its files. A real county has none.
pub trait Fuse: Send + Sync {
    /// Asked before every statement.
    fn holds(&self) -> bool;

    /// Whether the disk has no page left.
    fn is_disk_full(&self) -> bool;
}

/// Where the rows are.
#[derive(Clone)]
pub enum Place {
    /// A file; its folder exists.
    Sqlite(PathBuf),
    /// A `postgres://` address, and the code of the county whose writers take turns.
    Postgres(String, i32),
}

/// One county's database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Db {
    /// Opens the database and brings its schema up to date. Blocks.
    ///
    /// # Errors
    /// When it cannot be opened, or was written by a newer program.
    pub fn open(place: &Place) -> Result<Self, Error> {
        Self::open_with(place, None)
    }

    /// The same, with a fuse that a test may blow; PostgreSQL takes none.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_with(place: &Place, fuse: Option<Arc<dyn Fuse>>) -> Result<Self, Error> {
        let kind = match place {
            Place::Sqlite(file) => Kind::Sqlite(sqlite::Sqlite::open(file, fuse)?),
            Place::Postgres(url, county) => Kind::Postgres(postgres::Postgres::open(url, *county)?),
        };
        Ok(Self { kind })
    }

    /// Runs `work` in a transaction of its own: all of it is stored, or none. Writers of one
    /// county run one after another, so sequence numbers become visible in order (law 7).
    ///
    /// # Errors
    /// Whatever `work` says, or that the database failed.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.kind {
            Kind::Sqlite(sqlite) => sqlite.write(work).await,
            Kind::Postgres(postgres) => postgres.write(work).await,
        }
    }

    /// Runs `work` over one consistent view of the rows.
    ///
    /// # Errors
    /// Whatever `work` says, or that the database failed.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.kind {
            Kind::Sqlite(sqlite) => sqlite.read(work).await,
            Kind::Postgres(postgres) => postgres.read(work).await,
        }
    }

    /// Whether no other server works on it: a file has one.
    pub fn is_one_servers(&self) -> bool {
        matches!(self.kind, Kind::Sqlite(_))
    }

    /// Lets PostgreSQL see how much these tables hold by now: it plans by what it saw last, and what
    /// comes in within seconds it sees a minute later. SQLite plans without.
    ///
    /// # Errors
    /// When the database failed.
    pub async fn look_again(&self, tables: &'static str) -> Result<(), Error> {
        match &self.kind {
            Kind::Sqlite(_) => Ok(()),
            Kind::Postgres(_) => {
                self.write(move |tx| tx.execute(&format!("analyze {tables}"), &[]).map(drop))
                    .await
            }
        }
    }

    /// Waits for what is being written and lets go of the database.
    pub async fn close(&self) {
        match &self.kind {
            Kind::Sqlite(sqlite) => sqlite.close().await,
            Kind::Postgres(postgres) => postgres.close().await,
        }
    }
}

/// One connection, whichever database.
trait Connection {
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Error>;
    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error>;
    /// Inserts rows of the same width.
    fn insert(&mut self, head: &str, rows: Vec<Vec<Value>>, tail: &str) -> Result<(), Error>;
    /// Changes rows by a list of new values (see [`Tx::update_many`]).
    fn update(
        &mut self,
        sql: &str,
        fixed: &[Value],
        types: &[&str],
        rows: Vec<Vec<Value>>,
    ) -> Result<(), Error>;
    fn batch(&mut self, sql: &str) -> Result<(), Error>;
}

/// Reads rows.
pub struct Reader<'a> {
    connection: &'a mut dyn Connection,
}

impl Reader<'_> {
    /// All rows of a query.
    ///
    /// # Errors
    /// When the database failed.
    pub fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
        self.connection.query(sql, values)
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// When the database failed.
    pub fn first(&mut self, sql: &str, values: &[Value]) -> Result<Option<Row>, Error> {
        Ok(self.connection.query(sql, values)?.into_iter().next())
    }

    /// The number a query counts; its column is called `n`.
    ///
    /// # Errors
    /// When the database failed.
    pub fn count(&mut self, sql: &str, values: &[Value]) -> Result<i64, Error> {
        match self.first(sql, values)? {
            Some(row) => row.int("n"),
            None => Ok(0),
        }
    }
}

/// Writes rows; everything a [`Reader`] can, too.
pub struct Tx<'a> {
    reader: Reader<'a>,
    depth: u32,
    writes: u32,
}

impl<'a> std::ops::Deref for Tx<'a> {
    type Target = Reader<'a>;

    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

impl std::ops::DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        // The lifetimes of the target are those of the connection it borrows.
        &mut self.reader
    }
}

impl<'a> Tx<'a> {
    fn new(connection: &'a mut dyn Connection) -> Self {
        Tx {
            reader: Reader { connection },
            depth: 0,
            writes: 0,
        }
    }

    /// Statements run so far that may have written something.
    fn writes(&self) -> u32 {
        self.writes
    }

    /// Runs one statement; how many rows it touched.
    ///
    /// # Errors
    /// When the database failed.
    pub fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Error> {
        self.writes = self.writes.saturating_add(1);
        self.reader.connection.execute(sql, values)
    }

    /// Runs `work` so that its failure undoes it alone: one bad change never blocks another, not
    /// even one that panics.
    ///
    /// # Errors
    /// Whatever `work` says, that it panicked, or that the database failed.
    pub fn savepoint<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let outer = self.depth;
        self.depth += 1;
        let name = format!("inner_{}", self.depth);
        self.reader.connection.batch(&format!("savepoint {name}"))?;
        // What a panic leaves half done is in the transaction, and goes with the savepoint.
        let result = catch_unwind(AssertUnwindSafe(|| work(self)))
            .unwrap_or_else(|_| Err(Error::Panicked.into()));
        let end = match &result {
            Ok(_) => format!("release savepoint {name}"),
            Err(_) => format!("rollback to savepoint {name}; release savepoint {name}"),
        };
        self.reader.connection.batch(&end)?;
        self.depth = outer;
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_change_that_panics_is_undone_alone() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&Place::Sqlite(folder.path().join("county.sqlite"))).unwrap();
        let insert = "insert into county (county_id, code, name, next_sequence, made_ms)
             values ($1, $1, '', 0, 0)";
        db.write(move |tx| {
            tx.execute(insert, &["before".into()])?;
            let panicked = tx.savepoint(|tx| -> Result<(), Error> {
                tx.execute(insert, &["within".into()])?;
                panic!("as a slip would")
            });
            assert!(matches!(panicked, Err(Error::Panicked)));
            tx.savepoint(|tx| tx.execute(insert, &["after".into()]))
        })
        .await
        .unwrap();
        let left = db
            .read(|reader| reader.query("select code from county order by code", &[]))
            .await
            .unwrap();
        let left: Vec<String> = left.iter().map(|row| row.text("code").unwrap()).collect();
        assert_eq!(left, ["after", "before"]);
        db.close().await;
    }
}
