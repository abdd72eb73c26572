//! One round: push, then pull, then photos.

use domain::Timestamp;
use store::journal::{self, Entry};
use store::{Store, Transaction, household, pull as kept, sync_state};

use crate::control::{Meter, Point, Step};
use crate::pull::Pulled;
use crate::session::Session;
use crate::{
    Control, DeviceKey, Failure, Files, Pace, Server, Traffic, photos, pull, push, recover, report,
    settled,
};

/// Everyone a round has to do with.
pub struct Parties<'a, S: Server> {
    pub server: &'a S,
    pub store: &'a Store,
    pub files: &'a dyn Files,
    pub key: &'a DeviceKey,
    pub now: &'a (dyn Fn() -> Timestamp + Send + Sync),
    pub control: Control<'a>,
    /// False to leave photos for a better line.
    pub send_photos: bool,
    /// The clock that nobody can set; without it only the wall clock places what was done.
    pub boot: Option<Boot<'a>>,
}

/// This start of the phone.
pub struct Boot<'a> {
    pub id: &'a str,
    /// Milliseconds since it.
    pub monotonic_ms: &'a (dyn Fn() -> i64 + Send + Sync),
}

impl<S: Server> Parties<'_, S> {
    /// 0 for a phone without such a clock: nothing is told from it then.
    pub(crate) fn monotonic_ms(&self) -> i64 {
        self.boot.as_ref().map_or(0, |boot| (boot.monotonic_ms)())
    }

    /// A piece of `size` that was begun then is through. A phone that cannot tell how long that
    /// took goes on as it began.
    pub(crate) fn keep_pace(&self, pace: &mut Pace, size: usize, began_ms: i64) {
        if self.boot.is_some() {
            pace.took(size, self.monotonic_ms().saturating_sub(began_ms));
        }
    }
}

/// What a round did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Changes the county proved to hold.
    pub sent: u32,
    /// Changes parked, for a person here.
    pub refused: u32,
    /// Changes the county has aside, proved.
    pub set_aside: u32,
    /// Answers whose receipt proved nothing; their changes still wait.
    pub unproved: u32,
    /// Rows saved.
    pub received: u32,
    /// Photos the county proved to hold.
    pub photos: u32,
    /// Photos that could not be sent this time.
    pub photos_failed: u32,
    pub bytes_up: u64,
    pub bytes_down: u64,
    pub requests: u64,
    pub ms: i64,
    /// The county has no room for photos now; it may still have some for words.
    pub no_room_for_photos: bool,
    /// Changes the county could not take now, though nothing is wrong with them.
    pub delayed: u32,
    /// The county asked for this much patience with them.
    pub retry_after_s: Option<u32>,
}

impl Summary {
    /// Whether there was nothing to do.
    fn did_nothing(&self) -> bool {
        let asked = Self {
            bytes_up: self.bytes_up,
            bytes_down: self.bytes_down,
            requests: self.requests,
            ms: self.ms,
            ..Self::default()
        };
        *self == asked
    }
}

/// Runs a round. Whatever it answers, and wherever it dies, running it again is safe.
pub async fn round<S: Server>(parties: &Parties<'_, S>) -> Result<Summary, Failure> {
    let began = (parties.now)();
    let before = parties.server.traffic();
    let mut meter = Meter::new(parties.control);
    let mut summary = Summary::default();
    let result = steps(parties, &mut meter, &mut summary).await;

    let Traffic { up, down, requests } = parties.server.traffic();
    summary.bytes_up = up.saturating_sub(before.up);
    summary.bytes_down = down.saturating_sub(before.down);
    summary.requests = requests.saturating_sub(before.requests);
    let ended = (parties.now)();
    summary.ms = ended.ms_since(began);
    let noted = note(
        parties,
        &mut meter,
        &summary,
        ended.as_ms(),
        result.as_ref().err(),
    );
    // A failure of the round says more than a failure to note it.
    result?;
    noted?;
    meter.begin(Step::Done, 0).or_else(ignore_cancelled)?;
    Ok(summary)
}

async fn steps<S: Server>(
    parties: &Parties<'_, S>,
    meter: &mut Meter<'_>,
    summary: &mut Summary,
) -> Result<(), Failure> {
    let mut session = Session::open(parties)?;
    if parties.store.read(kept::has_kept)? {
        parties.store.write(kept::replay_kept)?;
    }
    // A round that died after it learnt that the county was set back.
    match recover::recover(parties, &mut session, meter).await {
        // It cannot be asked; it goes on taking work in.
        Ok(()) | Err(Failure::ServerTooOld) => {}
        Err(other) => return Err(other),
    }
    push::push(parties, &mut session, meter, summary).await?;
    let pulled = pull_through(parties, &mut session, meter, summary).await;
    match &pulled {
        Ok(()) => {}
        // A phone that may no longer see anything may still hand in what it holds, and so may an
        // app that is too old for what it would see; both hear what became of it.
        Err(Failure::Refused { .. } | Failure::AppTooOld) => {
            settled::ask_settled(parties, &mut session, meter, summary).await?;
        }
        Err(_) => return pulled,
    }
    if parties.send_photos {
        photos::photos(parties, &mut session, meter, summary).await?;
    }
    report::report(parties, &mut session, meter).await?;
    pulled
}

/// Pulls to the end. A county that was set back to a backup first gets what it lacks again.
async fn pull_through<S: Server>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
    summary: &mut Summary,
) -> Result<(), Failure> {
    if pull::pull(parties, session, meter, summary).await? == Pulled::Through {
        return Ok(());
    }
    recover::recover(parties, session, meter).await?;
    push::push(parties, session, meter, summary).await?;
    match pull::pull(parties, session, meter, summary).await? {
        Pulled::Through => Ok(()),
        // Twice in one round: whoever answers does not know which county it is.
        Pulled::BeginAgain => Err(Failure::BadReply { what: "epoch" }),
    }
}

/// Writes down how the round went. Nothing is journalled of a round that did nothing, nor of the
/// same failure over and over: a phone is offline all day.
fn note<S: Server>(
    parties: &Parties<'_, S>,
    meter: &mut Meter<'_>,
    summary: &Summary,
    now_ms: i64,
    failure: Option<&Failure>,
) -> Result<(), Failure> {
    meter.at(Point::BeforeSave);
    let moved = summary.sent + summary.received + summary.photos;
    let write = |tx: &Transaction<'_>| {
        household::sweep(tx)?;
        match failure {
            None => sync_state::succeeded(tx, now_ms)?,
            Some(failure) => {
                let code = failure.code();
                if sync_state::get(tx)?.last_error.as_deref() != Some(code) {
                    journal::write(tx, &Entry::new(now_ms, "round_failed").code(code))?;
                }
                sync_state::failed(tx, now_ms, code)?;
            }
        }
        if let (Some(boot), Some(seconds)) = (&parties.boot, patience(summary, failure)) {
            let until = sync_state::Patience {
                boot_id: boot.id.to_owned(),
                monotonic_ms: (boot.monotonic_ms)().saturating_add(i64::from(seconds) * 1000),
            };
            sync_state::set_patience(tx, &until)?;
        }
        if failure.is_none() && moved > 0 {
            let done = usize::try_from(moved).unwrap_or(usize::MAX);
            journal::write(tx, &Entry::new(now_ms, "round_done").count(done))?;
        }
        Ok(())
    };
    // What a dead battery undoes of a round that did nothing, the next one says again.
    if failure.is_none() && summary.did_nothing() {
        parties.store.jot(write)?;
    } else {
        parties.store.write(write)?;
    }
    meter.at(Point::AfterSave);
    Ok(())
}

/// How long the county wants to be left alone.
fn patience(summary: &Summary, failure: Option<&Failure>) -> Option<u32> {
    match failure {
        Some(Failure::Busy { retry_after_s } | Failure::ServerFull { retry_after_s }) => {
            Some(*retry_after_s)
        }
        _ => summary.retry_after_s,
    }
}

fn ignore_cancelled(failure: Failure) -> Result<(), Failure> {
    match failure {
        Failure::Cancelled => Ok(()),
        other => Err(other),
    }
}
