//! Opening the phone's database, and never destroying one.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use rusqlite_migration::{M, Migrations};

use crate::search::Names;
use crate::{Result, fuse};

/// Append only: a released step is never edited. The schema version is how many there are.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/device/0001_identity.sql"),
    include_str!("../../../migrations/device/0002_county.sql"),
    include_str!("../../../migrations/device/0003_work.sql"),
    include_str!("../../../migrations/device/0004_sync.sql"),
    include_str!("../../../migrations/device/0005_contact.sql"),
    include_str!("../../../migrations/device/0006_facts.sql"),
    include_str!("../../../migrations/device/0007_aside.sql"),
    include_str!("../../../migrations/device/0008_bundle.sql"),
    include_str!("../../../migrations/device/0009_keys.sql"),
    include_str!("../../../migrations/device/0010_in_order.sql"),
    include_str!("../../../migrations/device/0011_cover.sql"),
    include_str!("../../../migrations/device/0012_exif.sql"),
    include_str!("../../../migrations/device/0013_standing.sql"),
    include_str!("../../../migrations/device/0014_problem.sql"),
    include_str!("../../../migrations/device/0015_names.sql"),
    include_str!("../../../migrations/device/0021_entry.sql"),
    include_str!("../../../migrations/device/0016_problem_mends.sql"),
    include_str!("../../../migrations/device/0019_overlay.sql"),
    include_str!("../../../migrations/device/0020_tags.sql"),
    include_str!("../../../migrations/device/0020_policy_card.sql"),
    include_str!("../../../migrations/device/0022_campaign.sql"),
    include_str!("../../../migrations/device/0031_captain.sql"),
];

/// Longer than any transaction of ours; two processes on one store are not a normal day.
const BUSY: Duration = Duration::from_secs(5);

/// The ciphers are made in a millisecond; a second of trying is a sick machine, which the opening
/// itself then tells.
const CIPHER_TRIES: u32 = 200;
const CIPHER_WAIT: Duration = Duration::from_millis(5);

/// Statements kept ready: about as many as there are.
const STATEMENTS: usize = 128;

/// SQLCipher's page, the smallest a sealed database can be.
const PAGE_BYTES: u64 = 4096;

/// The 32 random bytes that seal the store. Kept by the platform's key store, never here.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A raw key, written so that SQLCipher derives nothing and opens in milliseconds.
    fn pragma(&self) -> String {
        let mut text = String::from("pragma key = \"x'");
        for byte in self.0 {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push_str("'\"");
        text
    }

    /// Tells a wrong key from a damaged file, and nothing about the key: it is 256 random bits.
    fn fingerprint(&self) -> String {
        protocol::digest(&[b"ruhu store key 1\n".as_slice(), &self.0].concat())
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

/// Why a store did not open. The file is always left exactly where and as it was.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another key, or none, sealed this file.
    #[error("the key does not open this database")]
    WrongKey,
    /// Written by a newer app: install that one.
    #[error("the database has schema {found}, this app knows {known}")]
    TooNew { found: i64, known: i64 },
    /// The key is right and the file is not. See [`set_aside`].
    #[error("the database is damaged")]
    Corrupt,
    #[error("the database cannot be read or written")]
    Io(#[from] std::io::Error),
    #[error("the database failed to open")]
    Sqlite(#[source] rusqlite::Error),
    #[error("the database could not be brought up to date")]
    Migration(#[source] rusqlite_migration::Error),
}

impl OpenError {
    /// The stable name of this failure.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKey => "wrong_key",
            Self::TooNew { .. } => "store_too_new",
            Self::Corrupt => "store_corrupt",
            Self::Io(_) | Self::Sqlite(_) | Self::Migration(_) => "store_failed",
        }
    }
}

/// SQLite calls itself ready before SQLCipher has made its ciphers: who opens a database while
/// another thread opens the first of the process would be told that no key can be used.
fn wait_for_ciphers() {
    static READY: Once = Once::new();
    READY.call_once(|| {
        for _ in 0..CIPHER_TRIES {
            let sealed = Connection::open_in_memory()
                .and_then(|memory| memory.execute_batch(&Key([1; 32]).pragma()));
            if sealed.is_ok() {
                return;
            }
            std::thread::sleep(CIPHER_WAIT);
        }
    });
}

/// The phone's database: one writer, one reader beside it.
pub struct Store {
    path: PathBuf,
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
    fuse: fuse::Given,
    /// What households are searched by, once somebody searched.
    names: Mutex<Option<Arc<Names>>>,
}

impl Store {
    /// Opens the database at `path`, making it if nothing is there.
    pub fn open(path: &Path, key: &Key) -> Result<Self, OpenError> {
        Self::open_with(path, key, None)
    }

    /// The same, with a fuse that a test may blow.
    pub fn open_with(
        path: &Path,
        key: &Key,
        fuse: Option<Arc<dyn fuse::Fuse>>,
    ) -> Result<Self, OpenError> {
        wait_for_ciphers();
        let fingerprint_path = beside(path, ".key");
        let is_new = std::fs::metadata(path).map_or(true, |file| file.len() == 0);
        if is_new {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            // Before the database: a file without its fingerprint could not be told from damage.
            std::fs::write(&fingerprint_path, key.fingerprint())?;
        }
        let opened = connect(path, key).and_then(|mut writer| {
            migrate(&mut writer)?;
            fuse::watch(&writer, &fuse).map_err(OpenError::Sqlite)?;
            // A page of the pull in one piece, and the log copied back less often than it would
            // be: each page of the file then once for many changes.
            writer
                .execute_batch(
                    "pragma cache_size = -8000; pragma wal_autocheckpoint = 4000;
                     pragma journal_size_limit = 16777216;",
                )
                .map_err(OpenError::Sqlite)?;
            let reader = connect(path, key)?;
            reader
                .pragma_update(None, "query_only", true)
                .map_err(OpenError::Sqlite)?;
            Ok(Self {
                path: path.to_owned(),
                writer: writer.into(),
                reader: reader.into(),
                fuse,
                names: Mutex::default(),
            })
        });
        match opened {
            // SQLCipher says "not a database" to a wrong key and to damage alike.
            Err(OpenError::Sqlite(cause)) if is_unreadable(&cause) => {
                let known = std::fs::read_to_string(&fingerprint_path).ok();
                Err(match known {
                    Some(known) if known == key.fingerprint() => OpenError::Corrupt,
                    Some(_) => OpenError::WrongKey,
                    None if std::fs::metadata(path)?.len() % PAGE_BYTES != 0 => OpenError::Corrupt,
                    None => OpenError::WrongKey,
                })
            }
            other => other,
        }
    }

    /// Runs `work` in a transaction: all of it happens, or none.
    pub fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        // A panic in `work` rolled its transaction back, so the connection is as good as ever.
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.transact(&mut writer, work)
    }

    fn transact<T>(
        &self,
        writer: &mut Connection,
        work: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        fuse::check(&self.fuse)?;
        fuse::fit_disk(writer, &self.fuse)?;
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let answer = work(&tx)?;
        fuse::check(&self.fuse)?;
        tx.commit()?;
        fuse::check(&self.fuse)?;
        Ok(answer)
    }

    /// Runs `work` in a transaction like [`Store::write`], without waiting for the disk: a dead
    /// battery may undo it, alone and whole. For what is found out again, such as the time of a
    /// round that had nothing to do; never for anything a person did or the county said.
    pub fn jot<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.execute_batch("pragma synchronous = normal")?;
        // Whatever happens within, the next one waits for the disk again.
        let done = catch_unwind(AssertUnwindSafe(|| self.transact(&mut writer, work)));
        writer.execute_batch("pragma synchronous = full")?;
        done.unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Runs `work` on one unchanging view of the data; never waits for the writer.
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        fuse::check(&self.fuse)?;
        let tx = reader.transaction()?;
        work(&tx)
    }

    /// What households are searched by, as it stands for `conn`; kept until it changes.
    pub fn names(&self, conn: &Connection) -> Result<Arc<Names>> {
        let mut kept = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(names) if names.are_current(conn)? => Ok(names.clone()),
            _ => Ok(kept.insert(Arc::new(Names::read(conn)?)).clone()),
        }
    }

    /// Bytes on disk, the write-ahead log included.
    pub fn bytes(&self) -> u64 {
        [self.path.clone(), beside(&self.path, "-wal")]
            .iter()
            .filter_map(|path| std::fs::metadata(path).ok())
            .map(|file| file.len())
            .sum()
    }

    /// Reads every page and its seal; false when one of them is damaged.
    pub fn is_sound(&self) -> Result<bool> {
        self.read(|conn| {
            let mut check = conn.prepare("pragma cipher_integrity_check")?;
            if check.exists([])? {
                return Ok(false);
            }
            Ok(conn.query_row("pragma quick_check", [], |row| row.get::<_, String>(0))? == "ok")
        })
    }
}

/// Moves a damaged or too new database out of the way, whole, and says where it is now. Only a
/// person may ask for this: unsent visits exist nowhere else.
pub fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let mut number = 1;
    let aside = loop {
        let aside = beside(path, &format!(".aside-{number}"));
        if !aside.exists() {
            break aside;
        }
        number += 1;
    };
    // The database last: killed half-way, doing it again finishes under the same number.
    for suffix in ["-wal", "-shm", ".key"] {
        match std::fs::rename(beside(path, suffix), beside(&aside, suffix)) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => return Err(cause),
            _ => {}
        }
    }
    std::fs::rename(path, &aside)?;
    Ok(aside)
}

fn connect(path: &Path, key: &Key) -> Result<Connection, OpenError> {
    let conn = Connection::open(path).map_err(OpenError::Sqlite)?;
    let prepare = || -> rusqlite::Result<()> {
        conn.busy_timeout(BUSY)?;
        // What fails is in the error that comes back; the cipher's own lines go nowhere useful.
        conn.execute_batch("pragma cipher_log_level = none")?;
        // The key comes before anything that reads the file.
        conn.execute_batch(&key.pragma())?;
        conn.query_row("select count(*) from sqlite_master", [], |row| {
            row.get::<_, i64>(0)
        })?;
        Ok(())
    };
    prepare().map_err(OpenError::Sqlite)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    // Before the first write, so that a newer database is left as it was.
    let found: i64 = conn
        .query_row("pragma user_version", [], |row| row.get(0))
        .map_err(OpenError::Sqlite)?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(OpenError::TooNew { found, known });
    }
    conn.execute_batch(
        "pragma journal_mode = wal;
         pragma synchronous = full;   -- a dead battery loses nothing that was said to be saved
         pragma foreign_keys = on;
         pragma temp_store = memory;  -- nothing unencrypted on disk",
    )
    .map_err(OpenError::Sqlite)?;
    Ok(conn)
}

fn migrate(conn: &mut Connection) -> Result<(), OpenError> {
    let steps = Migrations::new(MIGRATIONS.iter().map(|sql| M::up(sql)).collect());
    steps.to_latest(conn).map_err(|cause| match cause {
        rusqlite_migration::Error::RusqliteError { err, .. } if is_unreadable(&err) => {
            OpenError::Sqlite(err)
        }
        other => OpenError::Migration(other),
    })
}

fn is_unreadable(cause: &rusqlite::Error) -> bool {
    matches!(
        cause.sqlite_error_code(),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
    )
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
