//! Work that outlasts a request: imports, exports, checks of a whole county. It runs on when the
//! browser goes away, says how far it is, can be stopped, and leaves a file or a result for a day.
//!
//! Everything about it is in the database, so any server of the county can tell of it and hand out
//! its file. Knows no kind of work from inside. Start with [`begin`].

mod file;
mod rows;

use std::sync::{Arc, Mutex, PoisonError};

use domain::id::PersonId;
use uuid::Uuid;

use crate::app::Shared;
use crate::db::Tx;
use crate::error::Error;

pub(crate) use file::{give, given, stream};
pub(crate) use rows::{Found, find, forget, latest, stop};

/// What is being done. Some kinds exclude one another ([`Kind::alone`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A report of DOMAIN §6 as a file.
    Report,
    /// A roster looked through, nothing written.
    ImportCheck,
    /// A roster written.
    Import,
    /// A written roster taken back.
    ImportUndo,
    /// A copy of the whole database.
    Backup,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::ImportCheck => "import_check",
            Self::Import => "import",
            Self::ImportUndo => "import_undo",
            Self::Backup => "backup",
        }
    }

    /// The kinds that may not run beside it anywhere in the county.
    fn alone(self) -> &'static [Kind] {
        match self {
            Self::Report | Self::ImportCheck => &[],
            Self::Import | Self::ImportUndo => &[Self::Import, Self::ImportUndo],
            Self::Backup => &[Self::Backup],
        }
    }

    /// Whether a person begins one at a time, and all of a server wait for a turn
    /// ([`TURNS`]): a large export is minutes of a processor and hundreds of megabytes.
    fn takes_turns(self) -> bool {
        matches!(self, Self::Report)
    }
}

/// Exports a server makes at once. Others have begun for whoever asked, and wait.
pub(crate) const TURNS: usize = 2;

/// How soon work that waits for its turn hears that it shall stop.
const WAITS: std::time::Duration = std::time::Duration::from_millis(500);

/// How often progress is written down: each is a commit, and people do not read faster.
const TELL_EVERY_MS: i64 = 500;

/// How often work under way is heard of, whether or not it has something to tell: packing a large
/// workbook takes minutes on a small server.
const HEARD_EVERY: std::time::Duration = std::time::Duration::from_secs(15);

/// A running job not heard of for so long died with its server.
pub(crate) const SILENT_MS: i64 = 60_000;

/// How long a job and its file are kept after it ended.
pub(crate) const KEPT_MS: i64 = 24 * 60 * 60 * 1000;

/// What the work holds: tells how far it is, hears that it shall stop, leaves its file.
pub(crate) struct Job {
    pub app: Shared,
    pub id: Uuid,
    pub person: PersonId,
    told: Mutex<i64>,
}

/// What work leaves behind when it went well.
#[derive(Default)]
pub(crate) struct Outcome {
    /// Of the kind's own shape.
    pub result: Option<serde_json::Value>,
    pub file: Option<MadeFile>,
}

/// A file for the person to take away.
pub(crate) struct MadeFile {
    /// Never a person's or a place's name in it: it ends up in logs of browsers and on sticks.
    pub name: String,
    pub media: &'static str,
    pub bytes: tempfile::NamedTempFile,
}

/// What became of work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Ended {
    /// The person stopped it; what it had written is undone by the work itself before it says so.
    #[error("stopped")]
    Stopped,
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<crate::db::Error> for Ended {
    fn from(error: crate::db::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Begins work and answers its id at once. `prepare` runs in the transaction that writes the job
/// down, for what must be true or stored with it.
///
/// # Errors
/// `job_running` while a kind that excludes it runs; `export_running` while the person has one
/// already; whatever `prepare` says.
pub(crate) async fn begin<P, W, F>(
    app: &Shared,
    kind: Kind,
    person: PersonId,
    prepare: P,
    work: W,
) -> Result<Uuid, Error>
where
    P: FnOnce(&mut Tx<'_>, Uuid) -> Result<(), Error> + Send + 'static,
    W: FnOnce(Arc<Job>) -> F + Send + 'static,
    F: Future<Output = Result<Outcome, Ended>> + Send + 'static,
{
    let id = Uuid::now_v7();
    let (county, now) = (app.county.id, app.now());
    app.db
        .write(move |tx| {
            rows::add(tx, county, id, person, kind, now)?;
            prepare(tx, id)
        })
        .await?;
    let job = Arc::new(Job {
        app: app.clone(),
        id,
        person,
        told: Mutex::new(now),
    });
    let doing = job.clone();
    let doing = async move {
        let _turn = if kind.takes_turns() {
            Some(turn(&doing).await?)
        } else {
            None
        };
        work(doing.clone()).await
    };
    let doing = tokio::spawn(finish(job.clone(), doing));
    tokio::spawn(beside(job, doing));
    Ok(id)
}

/// Waits until the server has room for one more export; those that wait can be stopped.
async fn turn(job: &Job) -> Result<tokio::sync::SemaphorePermit<'_>, Ended> {
    let mut turn = std::pin::pin!(job.app.export_turn.acquire());
    loop {
        tokio::select! {
            turn = &mut turn => return turn.map_err(|_| Error::Task.into()),
            () = tokio::time::sleep(WAITS) => job.tell(0, 0).await?,
        }
    }
}

/// The work, and how it ended.
async fn finish<F>(job: Arc<Job>, work: F)
where
    F: Future<Output = Result<Outcome, Ended>> + Send + 'static,
{
    // A panic of the work must not leave a job that seems to run.
    let ended = tokio::spawn(work).await;
    let ended = ended.unwrap_or(Err(Ended::Failed(Error::Task)));
    if let Err(error) = end(&job, ended).await {
        tracing::error!(%error, job = %job.id, "A job's end was not written down");
    }
}

/// Says that work is under way, for as long as it is.
async fn beside(job: Arc<Job>, mut doing: tokio::task::JoinHandle<()>) {
    let (county, id) = (job.app.county.id, job.id);
    loop {
        tokio::select! {
            _ = &mut doing => return,
            () = tokio::time::sleep(HEARD_EVERY) => {}
        }
        let now = job.app.now();
        let heard = job.app.db.write(move |tx| rows::heard(tx, county, id, now));
        if let Err(error) = heard.await {
            // It is said again in a moment.
            tracing::warn!(%error, job = %job.id, "A job under way was not heard of");
        }
    }
}

/// What runs nowhere any more, because its server was stopped: of a database that one server has to
/// itself, everything that seems to run when that server begins.
///
/// # Errors
/// When the database failed.
pub(crate) async fn interrupted(app: &Shared) -> Result<(), Error> {
    if !app.db.is_one_servers() {
        return Ok(());
    }
    let (county, now) = (app.county.id, app.now());
    app.db
        .write(move |tx| rows::bury(tx, county, i64::MAX, now))
        .await
}

impl Job {
    /// Says how far it is: `done` of `total`, 0 while nobody knows. Cheap to call often.
    ///
    /// # Errors
    /// [`Ended::Stopped`] when the person asked for that.
    pub async fn tell(&self, done: u64, total: u64) -> Result<(), Ended> {
        let now = self.app.now();
        {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            if now - *told < TELL_EVERY_MS {
                return Ok(());
            }
            *told = now;
        }
        let (county, id) = (self.app.county.id, self.id);
        let asked = self
            .app
            .db
            .write(move |tx| rows::tell(tx, county, id, (done, total), now))
            .await?;
        if asked { Err(Ended::Stopped) } else { Ok(()) }
    }
}

async fn end(job: &Job, ended: Result<Outcome, Ended>) -> Result<(), Error> {
    let (state, code, outcome) = match ended {
        Ok(outcome) => ("done", None, outcome),
        Err(Ended::Stopped) => ("stopped", None, Outcome::default()),
        Err(Ended::Failed(error)) => {
            let code = code_of(&error, job.id);
            ("failed", Some(code), Outcome::default())
        }
    };
    let stored = match outcome.file {
        Some(file) => match file::store_made(job, file).await {
            Ok(stored) => Some(stored),
            Err(error) => {
                // What had been written of it goes with this.
                let code = code_of(&error, job.id);
                return rows::end(job, "failed", Some(code), None, None).await;
            }
        },
        None => None,
    };
    rows::end(job, state, code, outcome.result, stored).await
}

/// The code a person is told; the cause stays in the log.
fn code_of(error: &Error, id: Uuid) -> String {
    match error {
        Error::Refused(refusal) => refusal.code.clone().into_owned(),
        full if full.is_disk_full() => "disk_full".to_owned(),
        other => {
            let cause = std::error::Error::source(other).map(ToString::to_string);
            tracing::error!(error = %other, cause, job = %id, "A job failed");
            "internal".to_owned()
        }
    }
}
