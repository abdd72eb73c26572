//! SQLite: one writer thread that commits what is queued together, a few readers beside it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio::sync::{Semaphore, oneshot};

use super::{Connection, Error, Fuse, Reader, Row, Tx, Value, many, migrate};

/// Waiting writers beyond this are told to come back: better than minutes of silence.
const QUEUE: usize = 1024;

/// Changes in one commit: one disk flush for all of them, and still a few milliseconds.
const GROUP: usize = 64;

/// So many statements are worth a disk flush of their own, and nobody waits longer than for these.
const LARGE: u32 = 4000;

/// Reads are short; more connections only cost memory.
const READERS: usize = 4;

/// A day's worth of different statements, so that none is parsed twice.
const STATEMENTS: usize = 256;

/// Whether what was written is on disk now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stored {
    Yes,
    No,
    DiskFull,
}

type Answer = Box<dyn FnOnce(Stored) + Send>;

/// Does its work, says whether to keep it, and how to answer once that is on disk.
type Job = Box<dyn FnOnce(&mut Tx<'_>) -> (bool, Answer) + Send>;

#[derive(Clone)]
pub(super) struct Sqlite {
    file: Arc<PathBuf>,
    writer: Arc<Mutex<Option<SyncSender<Job>>>>,
    thread: Arc<Mutex<Option<std::thread::JoinHandle<()>>>>,
    readers: Arc<Mutex<Vec<Watched>>>,
    turn: Arc<Semaphore>,
    fuse: Given,
}

type Given = Option<Arc<dyn Fuse>>;

/// A connection whose every statement a test may make the last one.
struct Watched {
    sqlite: rusqlite::Connection,
    fuse: Given,
}

impl Sqlite {
    pub(super) fn open(file: &Path, fuse: Given) -> Result<Self, Error> {
        let mut connection = connect(file, fuse.clone())?;
        // The writer alone touches pages again and again: it keeps more of them, and lets the log
        // grow to 32 MB before it copies each page back once.
        connection.sqlite.execute_batch(
            "pragma cache_size = -10000; pragma wal_autocheckpoint = 8000;
             pragma journal_size_limit = 67108864;",
        )?;
        connection.batch("begin immediate")?;
        match migrate::migrate(&mut connection, migrate::for_sqlite) {
            Ok(()) => connection.batch("commit")?,
            Err(error) => {
                connection.batch("rollback")?;
                return Err(error);
            }
        }
        let (sender, receiver) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("county-writer".into())
            .spawn(move || write_all(connection, &receiver))?;
        Ok(Self {
            file: Arc::new(file.to_owned()),
            writer: Arc::new(Mutex::new(Some(sender))),
            thread: Arc::new(Mutex::new(Some(thread))),
            readers: Arc::default(),
            turn: Arc::new(Semaphore::new(READERS)),
            fuse,
        })
    }

    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (send, receive) = oneshot::channel();
        let job: Job = Box::new(move |tx| {
            let result = work(tx);
            let keep = result.is_ok();
            let answer: Answer = Box::new(move |stored| {
                let result = match stored {
                    Stored::No if keep => Err(Error::Commit.into()),
                    Stored::DiskFull if keep => Err(Error::Full.into()),
                    _ => result,
                };
                // Nobody waits any more when the request was dropped; what is stored is stored.
                let _ = send.send(result);
            });
            (keep, answer)
        });
        let sender = lock(&self.writer).clone().ok_or(Error::Closed)?;
        sender.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => Error::Busy,
            TrySendError::Disconnected(_) => Error::Closed,
        })?;
        drop(sender);
        receive.await.map_err(|_| Error::Closed)?
    }

    pub(super) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let _turn = self.turn.acquire().await.map_err(|_| Error::Closed)?;
        let (readers, file, fuse) = (self.readers.clone(), self.file.clone(), self.fuse.clone());
        let done = tokio::task::spawn_blocking(move || {
            let waiting = lock(&readers).pop();
            let mut connection = match waiting {
                Some(connection) => connection,
                None => {
                    let mut connection = connect(&file, fuse)?;
                    connection.batch("pragma query_only = on")?;
                    connection
                }
            };
            connection.batch("begin")?;
            let result = work(&mut Reader {
                connection: &mut connection,
            });
            connection.batch("rollback")?;
            lock(&readers).push(connection);
            result
        });
        done.await.map_err(|_| Error::Closed)?
    }

    pub(super) async fn close(&self) {
        lock(&self.writer).take();
        let thread = lock(&self.thread).take();
        let readers = self.readers.clone();
        let done = tokio::task::spawn_blocking(move || {
            if let Some(thread) = thread {
                // A writer that panicked has already answered its callers.
                let _ = thread.join();
            }
            lock(&readers).clear();
        });
        // Only fails while the runtime is going down, when there is nothing left to do.
        let _ = done.await;
    }
}

fn connect(file: &Path, fuse: Given) -> Result<Watched, Error> {
    let connection = rusqlite::Connection::open(file)?;
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
         pragma busy_timeout = 10000; pragma cache_size = -1000; pragma temp_store = memory;",
    )?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    if fuse.is_some() {
        // A killed process leaves its write-ahead log behind.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    }
    Ok(Watched {
        sqlite: connection,
        fuse,
    })
}

/// Takes what is queued, one savepoint each, one commit for all, then answers all.
fn write_all(mut connection: Watched, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let begun = connection
            .fit_disk()
            .and_then(|()| connection.batch("begin immediate"));
        if let Err(error) = begun {
            tracing::error!(%error, "No transaction could be begun");
            // Dropping the job answers its caller that nothing was stored.
            continue;
        }
        let mut answers = Vec::new();
        let mut is_lost = false;
        let mut next = Some(first);
        let mut is_first = true;
        while let Some(job) = next {
            let (answer, lost, writes) = run(&mut connection, job, is_first);
            answers.extend(answer);
            is_lost = lost;
            is_first = false;
            next = if answers.len() < GROUP && writes < LARGE && !is_lost {
                jobs.try_recv().ok()
            } else {
                None
            };
        }
        if is_lost {
            // A full disk ends the whole transaction, and what was written before the last
            // statement is undone with it.
            for answer in answers {
                answer(Stored::DiskFull);
            }
            continue;
        }
        let stored = match connection.batch("commit") {
            Ok(()) => Stored::Yes,
            Err(error) => {
                tracing::error!(%error, "A commit failed");
                // Fails only if the engine has rolled back by itself.
                let _ = connection.batch("rollback");
                if error.is_full() {
                    Stored::DiskFull
                } else {
                    Stored::No
                }
            }
        };
        for answer in answers {
            answer(stored);
        }
    }
}

/// Does one job. Also says whether the engine has undone the whole transaction by itself, as it
/// does when the disk is full.
///
/// The first of a group is undone with the transaction, which holds nothing else: a savepoint
/// around a large job makes SQLite keep a copy of every page it touches, and walk through them
/// again at each savepoint within.
fn run(connection: &mut Watched, job: Job, is_first: bool) -> (Option<Answer>, bool, u32) {
    if !is_first && let Err(error) = connection.batch("savepoint job") {
        tracing::error!(%error, "A savepoint failed");
        return (None, connection.sqlite.is_autocommit(), 0);
    }
    let mut writes = 0;
    let done = catch_unwind(AssertUnwindSafe(|| {
        let mut tx = Tx::new(connection);
        let done = job(&mut tx);
        writes = tx.writes();
        done
    }));
    if connection.sqlite.is_autocommit() {
        tracing::error!("The disk is full");
        return (done.ok().map(|(_, answer)| answer), true, writes);
    }
    let keep = matches!(done, Ok((true, _)));
    let end = match (is_first, keep) {
        (true, true) => Ok(()),
        (true, false) => connection.batch("rollback; begin immediate"),
        (false, true) => connection.batch("release job"),
        (false, false) => connection.batch("rollback to job; release job"),
    };
    if let Err(error) = end {
        tracing::error!(%error, "A job could not be ended");
        return (None, connection.sqlite.is_autocommit(), writes);
    }
    match done {
        Ok((_, answer)) => (Some(answer), false, writes),
        Err(_) => {
            tracing::error!("A writer panicked; its work was undone");
            (None, false, writes)
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // What is behind these locks is whole between two statements; a panic cannot tear it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Watched {
    fn check(&self) -> Result<(), Error> {
        match &self.fuse {
            Some(fuse) if !fuse.holds() => Err(Error::Closed),
            _ => Ok(()),
        }
    }

    /// SQLite's own limit on the file is the size of a test's disk.
    fn fit_disk(&self) -> Result<(), Error> {
        let Some(fuse) = &self.fuse else {
            return Ok(());
        };
        // Never less than the file has already; the largest number is what SQLite begins with.
        let pages: u32 = if fuse.is_disk_full() {
            1
        } else {
            4_294_967_294
        };
        let limit = format!("pragma max_page_count = {pages}");
        Ok(self.sqlite.query_row(&limit, [], |_| Ok(()))?)
    }
}

impl Connection for Watched {
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Error> {
        self.check()?;
        let mut statement = self.sqlite.prepare_cached(&numbered(sql))?;
        Ok(statement.execute(rusqlite::params_from_iter(values))? as u64)
    }

    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
        self.check()?;
        let mut statement = self.sqlite.prepare_cached(&numbered(sql))?;
        let columns: Arc<[String]> = statement
            .column_names()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let mut values = Vec::with_capacity(columns.len());
            for place in 0..columns.len() {
                values.push(match row.get_ref(place)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => Value::Int(number),
                    ValueRef::Real(number) => Value::Real(number),
                    ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                });
            }
            found.push(Row {
                columns: columns.clone(),
                values,
            });
        }
        Ok(found)
    }

    /// One at a time: for more than one, SQLite keeps a copy of each page it touches, to undo them
    /// together.
    fn insert(&mut self, head: &str, rows: Vec<Vec<Value>>, tail: &str) -> Result<(), Error> {
        let width = rows.first().map_or(0, Vec::len);
        let sql = numbered(&many::insert_of_one(head, width, tail));
        let mut statement = self.sqlite.prepare_cached(&sql)?;
        for row in &rows {
            self.check()?;
            statement.execute(rusqlite::params_from_iter(row))?;
        }
        Ok(())
    }

    fn update(
        &mut self,
        sql: &str,
        fixed: &[Value],
        types: &[&str],
        rows: Vec<Vec<Value>>,
    ) -> Result<(), Error> {
        let sql = numbered(&many::update_of_one(sql, fixed.len(), types.len()));
        let mut statement = self.sqlite.prepare_cached(&sql)?;
        for row in &rows {
            self.check()?;
            statement.execute(rusqlite::params_from_iter(fixed.iter().chain(row)))?;
        }
        Ok(())
    }

    fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.check()?;
        Ok(self.sqlite.execute_batch(sql)?)
    }
}

/// `$1` is a name to SQLite, counted by first appearance; `?1` is the place itself.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}
