//! The county server: phones push, pull and send photos; people at the county decide in the
//! console.
//!
//! Knows no screens and no phone database. What a visit may become is `domain`'s to say, what
//! travels is `protocol`'s. Start with [`start`]; then [`change`] for what becomes of a change,
//! [`feed`] for who may see what, and `routes` and `console` for the two doors.

mod app;
mod assignment;
mod attempt;
mod backups;
pub mod bootstrap;
mod bundles;
mod campaign;
pub mod change;
mod checklist;
pub mod clock;
mod compliance;
mod console;
pub mod county;
pub mod db;
mod disk;
mod entry;
pub mod error;
mod facts;
mod feed;
mod helping_unit;
mod history;
mod housekeeping;
mod http;
mod import;
mod job;
mod keys;
mod map;
mod params;
mod people;
pub mod photos;
mod problem;
mod reports;
mod reuse;
mod roster;
mod routes;
mod secret;
mod spot;
mod tally;
mod team;
pub mod trusted;
pub mod upkeep;
pub mod visit;
mod words;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

pub use clock::{Clock, SystemClock};
pub use county::CountySeed;
pub use error::Error;

use app::{App, Shared};
use db::{Db, Place};
use disk::Disk;
use photos::Photos;
pub use photos::{BlobPlace, BlobsError, S3Place};

/// Passwords checked at once, each of them with tens of megabytes.
const PASSWORD_TURNS: usize = 2;

/// Which database.
#[derive(Clone)]
pub enum Database {
    /// A file in the data folder.
    Sqlite,
    /// A `postgres://` address.
    Postgres(String),
}

/// How to run a county.
#[derive(Clone)]
pub struct Config {
    /// Database, photos and what is on its way; made if need be.
    pub data_dir: PathBuf,
    /// Port 0 takes any free one.
    pub listen: SocketAddr,
    pub database: Database,
    pub blobs: BlobPlace,
    pub county: CountySeed,
    pub clock: Arc<dyn Clock>,
}

/// A server that runs.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    app: Shared,
    stop: tokio::sync::watch::Sender<bool>,
    served: tokio::task::JoinHandle<()>,
}

/// A county opened, without a door to the network: what [`bootstrap`] works on.
#[derive(Clone)]
pub struct Opened(pub(crate) Shared);

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the county cannot be opened")]
    County(#[from] Error),
    #[error("the data folder cannot be used")]
    Folder(#[source] std::io::Error),
    #[error("photos cannot be kept")]
    Blobs(#[from] BlobsError),
    #[error("{address} cannot be listened on")]
    Listen {
        address: SocketAddr,
        #[source]
        cause: std::io::Error,
    },
}

/// Opens a county: folders, database, schema, signing key.
///
/// # Errors
/// [`StartError`].
pub async fn open(config: &Config) -> Result<Opened, StartError> {
    open_with(config, None).await
}

/// The same, with a fuse that a test may blow.
///
/// # Errors
/// [`StartError`].
pub async fn open_with(
    config: &Config,
    fuse: Option<Arc<dyn db::Fuse>>,
) -> Result<Opened, StartError> {
    let Config {
        data_dir,
        database,
        blobs,
        county,
        clock,
        ..
    } = config.clone();
    let sqlite_dir = matches!(database, Database::Sqlite).then(|| data_dir.clone());
    let place = match database {
        Database::Sqlite => Place::Sqlite(data_dir.join(upkeep::SQLITE_FILE)),
        Database::Postgres(url) => Place::Postgres(url, county.code.parse().unwrap_or_default()),
    };
    let folder = data_dir.clone();
    let disk = Disk::of(&data_dir, matches!(blobs, BlobPlace::Folder));
    let map_file = data_dir.join("map.pmtiles");
    let db = tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(&folder).map_err(StartError::Folder)?;
        Ok::<_, StartError>(Db::open_with(&place, fuse).map_err(Error::from)?)
    })
    .await
    .map_err(|_| Error::Task)??;
    let now = clock.now_ms();
    let county = db.write(move |tx| county::open(tx, &county, now)).await?;
    // Counties may share a bucket: each has a part of its own.
    let id = county.id.to_string();
    let photos = tokio::task::spawn_blocking(move || Photos::open(&blobs, &data_dir, &id))
        .await
        .map_err(|_| Error::Task)?;
    let photos = match photos {
        Ok(photos) => photos,
        Err(error) => {
            db.close().await;
            return Err(error.into());
        }
    };
    let password_turn = tokio::sync::Semaphore::new(PASSWORD_TURNS);
    Ok(Opened(Arc::new(App {
        db,
        county: Arc::new(county),
        clock,
        photos,
        disk,
        map_file,
        sqlite_dir,
        reuse: reuse::Reuse::default(),
        password_turn,
        export_turn: tokio::sync::Semaphore::new(job::TURNS),
        push_room: tokio::sync::Semaphore::new(routes::push::PUSH_ROOM),
    })))
}

/// Opens a county and serves it.
///
/// # Errors
/// [`StartError`].
pub async fn start(config: Config) -> Result<Running, StartError> {
    let Opened(app) = open(&config).await?;
    let failed = |cause| StartError::Listen {
        address: config.listen,
        cause,
    };
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .map_err(failed)?;
    let addr = listener.local_addr().map_err(failed)?;
    if let Err(error) = job::interrupted(&app).await {
        // A full disk is no reason to turn phones away.
        tracing::error!(%error, "Work cut off by a restart was not written down");
    }
    let router = http::router(app.clone());
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let served = tokio::spawn(http::serve(listener, router, stopped.clone()));
    tokio::spawn(keys::follow(app.clone(), stopped.clone()));
    tokio::spawn(housekeeping::keep_house(app.clone(), stopped.clone()));
    tokio::spawn(reuse::follow(app.clone(), stopped.clone()));
    tokio::spawn(roster::close_ended_assignments(app.clone(), stopped));
    tracing::info!(%addr, county = %app.county.id, "Serving");
    Ok(Running {
        addr,
        app,
        stop,
        served,
    })
}

impl Running {
    /// The county, for seeding.
    pub fn opened(&self) -> Opened {
        Opened(self.app.clone())
    }

    /// Lets requests under way finish, then closes the database.
    pub async fn stop(self) {
        // Nobody listening any more is what is wanted.
        let _ = self.stop.send(true);
        let _ = self.served.await;
        self.app.db.close().await;
    }
}

impl Opened {
    /// The county's id.
    pub fn county_id(&self) -> domain::CountyId {
        self.0.county.id
    }

    /// The doors without the network, for whoever carries requests himself.
    pub fn router(&self) -> axum::Router {
        http::router(self.0.clone())
    }

    /// The database, for tests that look behind the doors.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Throws away what has run out, as the server does every hour.
    ///
    /// # Errors
    /// When the database or the photos failed.
    pub async fn keep_house(&self) -> Result<(), Error> {
        housekeeping::once(&self.0).await
    }

    /// Compares the photos that arrived with all others, as the server does a moment after.
    ///
    /// # Errors
    /// When the database failed.
    pub async fn compare_photos(&self) -> Result<(), Error> {
        reuse::compare(&self.0).await
    }

    /// Closes the database of a county that is not served.
    pub async fn close(self) {
        self.0.db.close().await;
    }
}
