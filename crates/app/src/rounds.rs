//! Rounds with the county: one at a time, when one is due, or when a person asks. Saving never
//! waits for one. When one is due is [`schedule`]'s to say; [`App::keep_rounds`] only waits.

mod shown;
mod work;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use store::{Connection, contact, identity, sync_state, versions};
use sync::{Boot, Control, Folder, HttpServer, Parties, Progress, Summary};

use crate::cards::{bytes, count};
use crate::desk::Desk;
use crate::enrol::device_key;
use crate::error::{CallError, ErrorCode};
use crate::schedule::{Line, Outlook, next_round};
use crate::views::Nothing;
use crate::views::me::{NetworkNews, SyncProgress, SyncStep, SyncSummary};
use crate::visit::PHOTO_FOLDER;
use crate::{App, lock, retention, seen, team};
use shown::Shown;
pub(crate) use work::Work;
use work::may_send_photos;

/// A moment to take a seal back before it leaves.
const GRACE_MS: i64 = 5_000;

/// A village whose mast comes back does not ask all at once.
const RETURN_SPREAD_MS: i64 = 3_000;

/// The app coming to the front so soon after a round needs no other.
const FRONT_PAUSE_MS: i64 = 60_000;

/// A full disk at the county is not emptied in a minute: begin where a photo that failed this
/// often would.
const FULL_LEFTOVERS: u32 = 5;

/// The round that runs, and the one about to.
#[derive(Default)]
pub(crate) struct Rounds {
    /// Held while a round runs.
    turn: tokio::sync::Mutex<()>,
    running: AtomicBool,
    cancelled: AtomicBool,
    /// A person waits for a round.
    asked: AtomicBool,
    plan: Mutex<Plan>,
    /// Tells whoever waits for the next round to look again.
    wake: tokio::sync::Notify,
}

/// What happened since the app was opened, by the monotonic clock: it lives no longer than that
/// clock's boot.
#[derive(Clone, Copy, Default)]
struct Plan {
    called_ms: Option<i64>,
    last_ms: Option<i64>,
    heard_ms: Option<i64>,
    /// Whether the last round found the county.
    reached: Option<bool>,
    leftovers: u32,
    line: Line,
    jitter: f64,
}

impl Rounds {
    pub(crate) fn is_running(&self) -> bool {
        self.running.load(Ordering::Relaxed)
    }

    pub(crate) fn reached(&self) -> Option<bool> {
        lock(&self.plan).reached
    }

    /// Something happened that asks for a round.
    fn call(&self, at_ms: i64) {
        lock(&self.plan).called_ms = Some(at_ms);
        self.wake.notify_one();
    }

    /// The moment of the next round by the monotonic clock, if there is to be one.
    pub(crate) fn next(&self, desk: &Desk, conn: &Connection) -> Result<Option<i64>, CallError> {
        let plan = *lock(&self.plan);
        let state = sync_state::get(conn)?;
        let boot_id = desk.platform.boot_id();
        let outlook = Outlook {
            ready: identity::device(conn)?.is_some(),
            line: plan.line,
            waiting: Work::find(desk, conn)?.any(),
            called_ms: plan.called_ms,
            last_ms: plan.last_ms,
            heard_ms: plan.heard_ms.max(contact::last_heard(conn, &boot_id)?),
            failures: state.failures,
            leftovers: plan.leftovers,
            needs_person: state.last_error.as_deref().is_some_and(needs_person),
            patience_ms: state
                .patience
                .filter(|patience| patience.boot_id == boot_id)
                .map(|patience| patience.monotonic_ms),
        };
        Ok(next_round(
            &outlook,
            desk.platform.monotonic_ms(),
            plan.jitter,
        ))
    }
}

/// What no further try cures.
pub(crate) fn needs_person(code: &str) -> bool {
    matches!(
        code,
        "signed_out" | "upgrade_needed" | "bad_address" | "store_corrupt"
    )
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

    /// Asks for a round after a moment, in which a seal can still be taken back.
    pub(crate) fn start_round(&self) {
        self.call_round(GRACE_MS);
    }

    pub(crate) fn start_round_now(&self) {
        self.call_round(0);
    }

    fn call_round(&self, after_ms: i64) {
        let now_ms = self.inner.config.platform.monotonic_ms();
        self.inner.rounds.call(now_ms.saturating_add(after_ms));
    }

    /// The shell heard that the network came or went. Only a hint: what a round comes to is the
    /// truth.
    pub fn network_changed(&self, is_up: bool) {
        let rounds = &self.inner.rounds;
        let jitter = {
            let mut plan = lock(&rounds.plan);
            plan.line = if is_up { Line::Up } else { Line::Down };
            plan.jitter
        };
        if is_up {
            #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
            let spread = (RETURN_SPREAD_MS as f64 * jitter) as i64;
            self.call_round(spread);
        }
        self.changed();
    }

    /// The app came to the front.
    pub fn woken(&self) {
        let now_ms = self.inner.config.platform.monotonic_ms();
        let last = lock(&self.inner.rounds.plan).last_ms;
        if last.is_none_or(|last| now_ms.saturating_sub(last) >= FRONT_PAUSE_MS) {
            self.call_round(0);
        } else {
            self.inner.rounds.wake.notify_one();
        }
    }

    #[allow(clippy::unused_async)] // every command is asked the same way
    pub(crate) async fn network(&self, network: NetworkNews) -> Result<Nothing, CallError> {
        self.network_changed(network.up);
        Ok(Nothing {})
    }

    #[allow(clippy::unused_async)] // every command is asked the same way
    pub(crate) async fn front(&self, _: Nothing) -> Result<Nothing, CallError> {
        self.woken();
        Ok(Nothing {})
    }

    /// Runs every round that becomes due, for as long as the app is open. The shell starts it
    /// once. Between rounds it sleeps; with nothing to be up for, until something happens.
    pub async fn keep_rounds(self) {
        lock(&self.inner.rounds.plan).jitter = jitter();
        self.start_round_now();
        loop {
            let wake = self.inner.rounds.wake.notified();
            match self.run_due_round().await {
                Some(wait) => {
                    // Either way it looks again.
                    let _ = tokio::time::timeout(wait, wake).await;
                }
                None => wake.await,
            }
        }
    }

    /// Runs the round whose time has come, if it has. Answers how long until the next, or `None`
    /// when nothing but an event will bring one.
    pub async fn run_due_round(&self) -> Option<Duration> {
        let mut wait = self.next_wait().await;
        if wait == Some(Duration::ZERO) {
            let turn = self.inner.rounds.turn.lock().await;
            // The person's own round may have been it.
            if self.next_wait().await == Some(Duration::ZERO) {
                // How it went is written down by the round itself and shown under Me.
                let _ = self.round_in(turn).await;
            }
            wait = self.next_wait().await;
        }
        // A round that could not even be noted down, on a full disk say, is not tried in a circle.
        wait.map(|wait| wait.max(Duration::from_secs(1)))
    }

    async fn next_wait(&self) -> Option<Duration> {
        let app = self.clone();
        let next = self
            .look(move |desk| desk.read(|conn| app.inner.rounds.next(desk, conn)))
            .await
            .ok()
            .flatten()?;
        let left = next.saturating_sub(self.inner.config.platform.monotonic_ms());
        Some(Duration::from_millis(u64::try_from(left).unwrap_or(0)))
    }

    async fn round(&self) -> Result<SyncSummary, CallError> {
        let turn = self.inner.rounds.turn.lock().await;
        self.round_in(turn).await
    }

    async fn round_in(
        &self,
        _turn: tokio::sync::MutexGuard<'_, ()>,
    ) -> Result<SyncSummary, CallError> {
        let rounds = &self.inner.rounds;
        let desk = self.desk()?;
        let called_before = lock(&rounds.plan).called_ms;
        rounds.cancelled.store(false, Ordering::Relaxed);
        rounds.running.store(true, Ordering::Relaxed);
        let running = Lowered(&rounds.running);
        self.changed();
        let result = self.run_round(&desk).await;
        drop(running);
        self.note_round(called_before, &result);
        self.tell(&SyncProgress {
            step: SyncStep::Done,
            done: 0,
            total: 0,
            bytes_done: 0,
            bytes_total: 0,
        });
        if result.is_ok() {
            // The county was heard just now: a new desk knows its time.
            let desk = self.desk()?;
            self.off_runtime(move || {
                retention::let_go(&desk)?;
                seen::let_go(&desk)
            })
            .await?;
        }
        self.changed();
        result.map(|summary| summarise(&summary))
    }

    /// What the next round follows from.
    fn note_round(&self, called_before: Option<i64>, result: &Result<Summary, CallError>) {
        let now_ms = self.inner.config.platform.monotonic_ms();
        let mut plan = lock(&self.inner.rounds.plan);
        // What asked for a round while this one ran asks for the next.
        if plan.called_ms == called_before {
            plan.called_ms = None;
        }
        plan.last_ms = Some(now_ms);
        plan.jitter = jitter();
        plan.reached = Some(!matches!(result, Err(error) if error.code == ErrorCode::Offline));
        match result {
            Ok(summary) => {
                plan.heard_ms = Some(now_ms);
                let left = summary.delayed + summary.photos_failed + summary.unproved > 0;
                plan.leftovers = match left {
                    true if summary.no_room_for_photos => FULL_LEFTOVERS.max(plan.leftovers + 1),
                    true => plan.leftovers + 1,
                    false => 0,
                };
            }
            Err(_) => plan.leftovers = 0,
        }
    }

    async fn run_round(&self, desk: &Desk) -> Result<Summary, CallError> {
        let Some(device) = desk.read(|conn| Ok(identity::device(conn)?))? else {
            return Err(ErrorCode::NotEnrolled.into());
        };
        let platform = desk.platform.clone();
        if !platform.network_allowed() {
            desk.write(|tx| Ok(sync_state::failed(tx, desk.wall.as_ms(), "offline")?))?;
            return Err(ErrorCode::Offline.into());
        }
        let app_version = platform.app_version();
        if desk.read(|conn| Ok(versions::app(conn)?))?.as_ref() != Some(&app_version) {
            desk.write(|tx| Ok(versions::note_app(tx, &app_version)?))?;
        }
        let key = device_key(&*platform)?;
        let server = HttpServer::new(&device.server_url)?;
        let files = Folder(desk.data_dir.join(PHOTO_FOLDER));
        let boot_id = platform.boot_id();
        let monotonic_ms = || platform.monotonic_ms();
        let now = || platform.now();
        let shown = Shown::default();
        let progress = |progress: &Progress| {
            if let Some(view) = shown.take(progress, platform.monotonic_ms()) {
                self.tell(&view);
            }
        };
        let parties = Parties {
            server: &server,
            store: &desk.store,
            files: &files,
            key: &key,
            now: &now,
            control: Control {
                progress: &progress,
                cancelled: &self.inner.rounds.cancelled,
            },
            send_photos: may_send_photos(desk),
            boot: Some(Boot {
                id: &boot_id,
                monotonic_ms: &monotonic_ms,
            }),
        };
        let summary = sync::round(&parties).await?;
        team::refresh(desk, &parties).await?;
        // Others' work comes after one's own. It may be the county's news for this very phone:
        // what an old phone left behind.
        if self.deliver_carried(desk, &parties).await? {
            self.start_round_now();
        }
        Ok(summary)
    }

    pub(crate) fn tell(&self, progress: &SyncProgress) {
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

/// Between 0 and 1. Without random bytes all phones wait alike, which costs nothing else.
fn jitter() -> f64 {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_ne_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 0.5,
    }
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
