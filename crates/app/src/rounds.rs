//! Rounds with the county: one at a time, in the background after work is saved, or when a person
//! asks. Saving never waits for one.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use store::{identity, photo, sync_state};
use sync::{Control, Folder, HttpServer, Parties, Progress, Step, Summary};

use crate::cards::{bytes, count};
use crate::desk::Desk;
use crate::enrol::device_key;
use crate::error::{CallError, ErrorCode};
use crate::views::Nothing;
use crate::views::me::{SyncProgress, SyncStep, SyncSummary};
use crate::visit::PHOTO_FOLDER;
use crate::{App, lock, seen, settings};

/// A moment to take a seal back before it leaves.
const GRACE: Duration = Duration::from_secs(5);

/// A screen need not be drawn more often than ten times a second.
const PROGRESS_EVERY_MS: i64 = 100;

/// How long originals stay after the county has accepted their visit (law 9).
const RETENTION_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// The round that runs, and the one about to.
#[derive(Default)]
pub(crate) struct Rounds {
    /// Held while a round runs.
    turn: tokio::sync::Mutex<()>,
    running: AtomicBool,
    cancelled: AtomicBool,
    /// A person waits for a round.
    asked: AtomicBool,
    /// A background round waits for its moment: one is enough.
    planned: AtomicBool,
}

impl Rounds {
    pub(crate) fn is_running(&self) -> bool {
        self.running.load(Ordering::Relaxed)
    }
}

impl App {
    pub(crate) async fn sync_now(&self, _: Nothing) -> Result<SyncSummary, CallError> {
        let rounds = &self.inner.rounds;
        // A second tap on the button; behind a round in the background one waits one's turn.
        if rounds.asked.swap(true, Ordering::SeqCst) {
            return Err(ErrorCode::Busy.into());
        }
        let app = self.clone();
        // On its own: a screen that goes away does not tear a round apart.
        let round = tokio::spawn(async move {
            let _asked = Lowered(&app.inner.rounds.asked);
            app.round().await
        });
        round.await.map_err(CallError::internal)?
    }

    /// Stops the running round at its next boundary; what arrived stays arrived.
    #[allow(clippy::unused_async)] // every command is asked the same way
    pub(crate) async fn cancel_sync(&self, _: Nothing) -> Result<Nothing, CallError> {
        self.inner.rounds.cancelled.store(true, Ordering::Relaxed);
        Ok(Nothing {})
    }

    /// Runs a round in the background, after a moment.
    pub(crate) fn start_round(&self) {
        self.plan_round(GRACE);
    }

    pub(crate) fn start_round_now(&self) {
        self.plan_round(Duration::ZERO);
    }

    fn plan_round(&self, wait: Duration) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        if self.inner.rounds.planned.swap(true, Ordering::SeqCst) {
            return;
        }
        let app = self.clone();
        runtime.spawn(async move {
            tokio::time::sleep(wait).await;
            app.inner.rounds.planned.store(false, Ordering::SeqCst);
            let enrolled = app
                .desk()
                .and_then(|desk| desk.read(|conn| Ok(identity::device(conn)?.is_some())));
            if enrolled.unwrap_or(false) && app.inner.config.platform.network_allowed() {
                // How it went is written down by the round itself and shown under Me.
                let _ = app.round().await;
            }
        });
    }

    async fn round(&self) -> Result<SyncSummary, CallError> {
        let rounds = &self.inner.rounds;
        let _turn = rounds.turn.lock().await;
        let desk = self.desk()?;
        rounds.cancelled.store(false, Ordering::Relaxed);
        rounds.running.store(true, Ordering::Relaxed);
        let running = Lowered(&rounds.running);
        self.changed();
        let result = self.run_round(&desk).await;
        drop(running);
        self.tell(&SyncProgress {
            step: SyncStep::Done,
            done: 0,
            total: 0,
            bytes_done: 0,
            bytes_total: 0,
        });
        if result.is_ok() {
            self.off_runtime(move || {
                let_go(&desk)?;
                seen::let_go(&desk)
            })
            .await?;
        }
        self.changed();
        result.map(|summary| summarise(&summary))
    }

    async fn run_round(&self, desk: &Desk) -> Result<Summary, CallError> {
        let Some(device) = desk.read(|conn| Ok(identity::device(conn)?))? else {
            return Err(ErrorCode::NotEnrolled.into());
        };
        let platform = desk.platform.clone();
        if !platform.network_allowed() {
            desk.write(|tx| Ok(sync_state::failed(tx, desk.now.as_ms(), "offline")?))?;
            return Err(ErrorCode::Offline.into());
        }
        let key = device_key(&*platform)?;
        let server = HttpServer::new(&device.server_url)?;
        let files = Folder(desk.data_dir.join(PHOTO_FOLDER));
        let wifi_only = settings::load(&desk.data_dir).photos_on_wifi_only;
        let now = || platform.now();
        let shown = Shown::default();
        let progress = |progress: &Progress| {
            if let Some(view) = shown.take(progress, platform.monotonic_ms()) {
                self.tell(&view);
            }
        };
        Ok(sync::round(&Parties {
            server: &server,
            store: &desk.store,
            files: &files,
            key: &key,
            now: &now,
            control: Control {
                progress: &progress,
                cancelled: &self.inner.rounds.cancelled,
            },
            send_photos: !(wifi_only && platform.metered()),
        })
        .await?)
    }

    fn tell(&self, progress: &SyncProgress) {
        let Ok(value) = serde_json::to_value(progress) else {
            return;
        };
        for listener in lock(&self.inner.progress).iter() {
            listener(value.clone());
        }
    }
}

/// A flag that comes down however its holder ends.
struct Lowered<'a>(&'a AtomicBool);

impl Drop for Lowered<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// What was shown last, and when.
#[derive(Default)]
struct Shown {
    at_ms: AtomicI64,
    step: Mutex<Option<Step>>,
}

impl Shown {
    /// The progress, if it is time to show it: a new step always, the rest ten times a second.
    fn take(&self, progress: &Progress, now_ms: i64) -> Option<SyncProgress> {
        let new_step = lock(&self.step).replace(progress.step) != Some(progress.step);
        let since = now_ms.saturating_sub(self.at_ms.load(Ordering::Relaxed));
        if !new_step && (0..PROGRESS_EVERY_MS).contains(&since) {
            return None;
        }
        self.at_ms.store(now_ms, Ordering::Relaxed);
        let step = match progress.step {
            Step::Push => SyncStep::Push,
            Step::Pull => SyncStep::Pull,
            Step::Photos => SyncStep::Photos,
            // Told once the round is over, whatever became of it.
            Step::Done => return None,
        };
        Some(SyncProgress {
            step,
            done: progress.done,
            total: progress.total,
            bytes_done: bytes(progress.bytes_done),
            bytes_total: bytes(progress.bytes_total),
        })
    }
}

/// Originals the phone may let go: verified, accepted, and long enough ago.
fn let_go(desk: &Desk) -> Result<(), CallError> {
    let prunable = desk.read(|conn| Ok(photo::prunable(conn, desk.now.as_ms(), RETENTION_MS)?))?;
    for row in prunable {
        let Some(path) = row.original_path else {
            continue;
        };
        match std::fs::remove_file(desk.data_dir.join(PHOTO_FOLDER).join(path)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error.into());
            }
            _ => desk.write(|tx| Ok(photo::forget_original(tx, row.photo.id)?))?,
        }
    }
    Ok(())
}

fn summarise(summary: &Summary) -> SyncSummary {
    SyncSummary {
        sent: summary.sent,
        refused: summary.refused,
        received: summary.received,
        photos: summary.photos,
        bytes_up: bytes(summary.bytes_up),
        bytes_down: bytes(summary.bytes_down),
        ms: count(usize::try_from(summary.ms.max(0)).unwrap_or(usize::MAX)),
    }
}
