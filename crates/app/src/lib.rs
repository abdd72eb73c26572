//! What a person can ask of the phone: one command each, and the views that answer.
//!
//! Knows no window, no HTTP, no SQL and no clock: [`Platform`] brings the machine, `store` the
//! rows, `domain` the rules. Start at `commands.rs`, the list of everything that can be asked;
//! every command lives in the file named after what the person is doing.

mod batch;
mod bundles;
mod cards;
mod commands;
mod convert;
mod desk;
mod enrol;
mod entries;
mod error;
mod facts;
mod files;
mod hand_in;
mod households;
mod keys;
mod line;
mod me;
mod platform;
mod policies;
mod problems;
mod retention;
mod review;
mod room;
mod rounds;
mod schedule;
mod seen;
mod session;
mod set_aside;
mod settings;
mod status;
mod tasks;
mod team;
mod templates;
mod today;
#[cfg(test)]
mod typescript;
pub mod views;
mod visit;
mod words;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

pub use error::{CallError, ErrorCode};
pub use platform::{HandOverError, LocateError, Platform, SecretError};

use rounds::Rounds;
use session::Session;

/// Where an app keeps its data and what it runs on.
#[derive(Clone)]
pub struct Config {
    /// Holds the database and the photos; private to the app.
    pub data_dir: PathBuf,
    pub platform: Arc<dyn Platform>,
}

/// Why the app could not start. Nothing is ever deleted.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the data folder cannot be used")]
    Folder(#[source] std::io::Error),
    #[error("the key store failed")]
    Secret(#[from] SecretError),
    /// There is a database, and nothing to open it with.
    #[error("the key of the database is gone")]
    KeyLost,
    #[error("the database did not open")]
    Store(#[from] store::OpenError),
}

/// One phone. Cheap to clone; all clones are the same phone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    session: Mutex<Session>,
    /// Held while a PIN is tried.
    pin: tokio::sync::Mutex<()>,
    rounds: Rounds,
    exporting: bundles::Exporting,
    fetching: seen::Fetching,
    /// Versions of the checklist that were read.
    shelf: Arc<domain::checklist::Shelf>,
    changed: Mutex<Vec<Listener>>,
    progress: Mutex<Vec<ProgressListener>>,
}

/// Told that stored data changed.
pub type Listener = Box<dyn Fn() + Send + Sync>;
/// Told how far a round is.
pub type ProgressListener = Box<dyn Fn(serde_json::Value) + Send + Sync>;

impl App {
    /// Opens the phone kept in `config.data_dir`, or makes a new one there.
    pub fn open(config: Config) -> Result<Self, OpenError> {
        std::fs::create_dir_all(&config.data_dir).map_err(OpenError::Folder)?;
        let session = Session::start(&config)?;
        Ok(Self {
            inner: Arc::new(Inner {
                config,
                session: Mutex::new(session),
                pin: tokio::sync::Mutex::new(()),
                rounds: Rounds::default(),
                exporting: bundles::Exporting::default(),
                fetching: seen::Fetching::default(),
                shelf: Arc::default(),
                changed: Mutex::new(Vec::new()),
                progress: Mutex::new(Vec::new()),
            }),
        })
    }

    /// Runs `listener` after stored data changed, on any thread.
    pub fn on_changed(&self, listener: Listener) {
        lock(&self.inner.changed).push(listener);
    }

    /// Runs `listener` with each [`views::me::SyncProgress`], at most ten times a second.
    pub fn on_progress(&self, listener: ProgressListener) {
        lock(&self.inner.progress).push(listener);
    }
}

/// A poisoned lock still guards whole values here: nothing is left half-written under it.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
