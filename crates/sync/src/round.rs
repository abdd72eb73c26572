//! One round: push, then pull, then photos.

use domain::Timestamp;
use store::journal::{self, Entry};
use store::{Store, household, pull as kept, sync_state};

use crate::control::{Meter, Point, Step};
use crate::session::Session;
use crate::{Control, DeviceKey, Failure, Files, Server, Traffic, photos, pull, push};

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
    /// The county asked for this much patience.
    pub retry_after_s: Option<u32>,
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
    push::push(parties, &mut session, meter, summary).await?;
    let pulled = pull::pull(parties, &mut session, meter, summary).await;
    match pulled {
        // A phone that may no longer see anything may still hand in what it holds.
        Ok(()) | Err(Failure::Refused { .. }) => {}
        Err(other) => return Err(other),
    }
    if parties.send_photos {
        photos::photos(parties, &mut session, meter, summary).await?;
    }
    pulled
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
    parties.store.write(|tx| {
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
        let moved = summary.sent + summary.received + summary.photos;
        if failure.is_none() && moved > 0 {
            let done = usize::try_from(moved).unwrap_or(usize::MAX);
            journal::write(tx, &Entry::new(now_ms, "round_done").count(done))?;
        }
        Ok(())
    })?;
    meter.at(Point::AfterSave);
    Ok(())
}

fn ignore_cancelled(failure: Failure) -> Result<(), Failure> {
    match failure {
        Failure::Cancelled => Ok(()),
        other => Err(other),
    }
}
