//! Up: what waits, in order, each change answered by one outcome.

use std::collections::HashSet;

use domain::id::ChangeId;
use protocol::push::{ChangeOutcome, MAX_CHANGES, Outcome, PushRequest, Rejection};
use protocol::receipt::{Disposition, ReceiptV1};
use store::journal::{self, Entry};
use store::outbox::{self, Waiting};
use store::{Transaction, receipt};

use crate::control::{Meter, Point, Step, count};
use crate::session::{Session, ask};
use crate::{Failure, Parties, Server, Summary};

/// Small enough to finish in a patch of signal, even before it is packed.
const BATCH_BYTES: usize = 256 * 1024;

pub(crate) async fn push<S: Server>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
    summary: &mut Summary,
) -> Result<(), Failure> {
    let waiting = parties.store.read(outbox::list)?;
    let total = waiting
        .iter()
        .filter(|one| one.delivery == outbox::Delivery::Queued)
        .count();
    if total == 0 {
        return Ok(());
    }
    meter.begin(Step::Push, total)?;
    let mut tried: HashSet<ChangeId> = HashSet::new();
    let mut limit = MAX_CHANGES;
    loop {
        meter.check()?;
        let now_ms = (parties.now)().as_ms();
        meter.at(Point::BeforeSave);
        // Noted before it leaves: from then on nobody may take these changes back.
        let batch = parties.store.write(|tx| {
            let batch = outbox::next_batch(tx, limit, BATCH_BYTES, &tried)?;
            outbox::mark_attempt(tx, &batch, now_ms)?;
            Ok(batch)
        })?;
        meter.at(Point::AfterSave);
        if batch.is_empty() {
            return Ok(());
        }
        let request = PushRequest {
            changes: batch.iter().map(Waiting::to_change).collect(),
        };
        let answer = ask!(session, parties, meter, |token| parties
            .server
            .push(&token, &request));
        match answer {
            // One of them spoils the rest: each goes alone from here on.
            Err(failure) if failure.is_final() && batch.len() > 1 => limit = 1,
            Err(failure) if failure.is_final() => {
                let Failure::Refused { code, field, .. } = failure else {
                    return Err(failure);
                };
                let rejection = Rejection {
                    code,
                    field,
                    current: None,
                };
                meter.at(Point::BeforeSave);
                parties.store.write(|tx| {
                    batch
                        .iter()
                        .try_for_each(|waiting| park(tx, waiting, &rejection, now_ms))
                })?;
                meter.at(Point::AfterSave);
                tried.extend(batch.iter().map(|waiting| waiting.change_id));
                summary.refused += count(batch.len());
                meter.done(batch.len());
            }
            Err(failure) => return Err(failure),
            Ok(reply) => {
                tried.extend(batch.iter().map(|waiting| waiting.change_id));
                settle(parties, session, meter, summary, &batch, &reply.outcomes)?;
                meter.done(batch.len());
                if summary.retry_after_s.is_some() {
                    return Ok(());
                }
            }
        }
    }
}

/// Saves what became of each change of a batch. All of it in one transaction: a phone that dies
/// here sends the batch again and hears the same.
fn settle<S: Server>(
    parties: &Parties<'_, S>,
    session: &Session,
    meter: &mut Meter<'_>,
    summary: &mut Summary,
    batch: &[Waiting],
    outcomes: &[ChangeOutcome],
) -> Result<(), Failure> {
    // By id, not by place: an answer to another change is no answer.
    let answered = |waiting: &Waiting| {
        outcomes
            .iter()
            .find(|one| one.change_id == waiting.change_id)
            .map(|one| &one.outcome)
    };
    if outcomes.len() != batch.len() || !batch.iter().all(|waiting| answered(waiting).is_some()) {
        return Err(Failure::BadReply { what: "outcomes" });
    }
    let now_ms = (parties.now)().as_ms();
    let mut tally = summary.clone();
    meter.at(Point::BeforeSave);
    parties.store.write(|tx| {
        for waiting in batch {
            if let Some(outcome) = answered(waiting) {
                settle_one(tx, session, &mut tally, waiting, outcome, now_ms)?;
            }
        }
        Ok(())
    })?;
    meter.at(Point::AfterSave);
    *summary = tally;
    Ok(())
}

fn settle_one(
    tx: &Transaction<'_>,
    session: &Session,
    summary: &mut Summary,
    waiting: &Waiting,
    outcome: &Outcome,
    now_ms: i64,
) -> store::Result<()> {
    let (receipt, contested, missing, code) = match outcome {
        Outcome::Accepted { receipt } | Outcome::Duplicate { receipt } => {
            (receipt, [].as_slice(), None, "")
        }
        Outcome::Merged { receipt, contested } => (receipt, contested.as_slice(), None, ""),
        Outcome::Held { receipt, missing } => (receipt, [].as_slice(), Some(*missing), ""),
        Outcome::Quarantined { receipt, code } => (receipt, [].as_slice(), None, code.as_str()),
        Outcome::Rejected(rejection) => {
            summary.refused += 1;
            return park(tx, waiting, rejection, now_ms);
        }
        Outcome::RetryAfter { seconds } => {
            summary.retry_after_s = Some(summary.retry_after_s.unwrap_or(0).max(*seconds));
            return Ok(());
        }
    };
    let entry = |event| Entry::new(now_ms, event).about(waiting.change_id);
    if session.check(receipt, waiting).is_err() {
        // Not delivered, whatever it says: the change stays where it is.
        tracing::warn!(change = %waiting.change_id, "A receipt proves nothing");
        summary.unproved += 1;
        return journal::write(tx, &entry("bad_receipt"));
    }
    // The signature covers where the county put the change; the word around it is not signed.
    match receipt.disposition {
        Disposition::Applied => {
            summary.sent += 1;
            outbox::confirm(tx, receipt, contested)?;
            let entry = if contested.is_empty() {
                entry("confirmed")
            } else {
                entry("merged").count(contested.len())
            };
            journal::write(tx, &entry)
        }
        Disposition::Held => {
            summary.set_aside += 1;
            hold(tx, receipt, missing)?;
            journal::write(tx, &entry("held"))
        }
        Disposition::Quarantined => {
            summary.set_aside += 1;
            outbox::quarantine(tx, receipt, code)?;
            journal::write(tx, &entry("quarantined").code(code))
        }
    }
}

/// The county keeps the change. What it misses is sent again if it was proved once: the county
/// was set back to an old backup.
fn hold(tx: &Transaction<'_>, held: &ReceiptV1, missing: Option<ChangeId>) -> store::Result<()> {
    outbox::hold(tx, held)?;
    if let Some(missing) = missing
        && receipt::get(tx, missing)?.is_some()
    {
        outbox::requeue_confirmed(tx, missing)?;
    }
    Ok(())
}

fn park(
    tx: &Transaction<'_>,
    waiting: &Waiting,
    rejection: &Rejection,
    now_ms: i64,
) -> store::Result<()> {
    let Rejection {
        code,
        field,
        current: _,
    } = rejection;
    outbox::park(tx, waiting.change_id, code, field.as_deref())?;
    journal::write(
        tx,
        &Entry::new(now_ms, "refused")
            .about(waiting.change_id)
            .code(code),
    )
}
