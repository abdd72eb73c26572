//! Up: what waits, in order, each change answered by one outcome.

use std::collections::HashSet;

use domain::id::ChangeId;
use protocol::push::{
    ChangeOutcome, ChangeV1, MAX_CHANGES, Outcome, PushReply, PushRequest, Rejection,
};
use protocol::receipt::{Disposition, ReceiptV1};
use protocol::team::OutstandingV1;
use store::journal::{self, Entry};
use store::outbox::{self, Waiting};
use store::{Connection, Transaction, contact, receipt, told, versions};

use crate::control::{Meter, Point, Step, count};
use crate::session::{Session, ask};
use crate::{Failure, Parties, Server, Summary, report};

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
    meter.progress.bytes_total = waiting
        .iter()
        .filter(|one| one.delivery == outbox::Delivery::Queued)
        .map(size)
        .sum();
    session.place(parties, meter).await?;
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
        let ids: Vec<ChangeId> = batch.iter().map(|waiting| waiting.change_id).collect();
        let (changes, outstanding) = parties
            .store
            .read(|conn| Ok((changes(conn, &batch)?, report::beside(conn, &ids)?)))?;
        let request = PushRequest {
            changes,
            outstanding,
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
                done(meter, &batch);
            }
            Err(failure) => return Err(failure),
            Ok(reply) => {
                tried.extend(batch.iter().map(|waiting| waiting.change_id));
                let names: Vec<String> = signed_by(&reply.outcomes).collect();
                session.meet(parties, meter, &names).await?;
                let delayed_before = summary.delayed;
                settle(
                    parties,
                    session,
                    meter,
                    summary,
                    &batch,
                    (&reply, outstanding),
                )?;
                done(meter, &batch);
                // Some of them had bad luck, and the rest goes on. All of them: the county can
                // take nothing now.
                if summary.delayed - delayed_before >= count(batch.len()) {
                    return Ok(());
                }
            }
        }
    }
}

/// The batch on the wire, each change with what is known of the county's time around it.
fn changes(conn: &Connection, batch: &[Waiting]) -> store::Result<Vec<ChangeV1>> {
    batch
        .iter()
        .map(|waiting| {
            let mut change = waiting.to_change();
            change.contacts = contact::around(conn, &waiting.made_at, waiting.device_sequence)?;
            Ok(change)
        })
        .collect()
}

fn size(waiting: &Waiting) -> u64 {
    u64::try_from(waiting.edit.get().len()).unwrap_or(u64::MAX)
}

fn done(meter: &mut Meter<'_>, batch: &[Waiting]) {
    let progress = &mut meter.progress;
    progress.bytes_done += batch.iter().map(size).sum::<u64>();
    progress.bytes_total = progress.bytes_total.max(progress.bytes_done);
    meter.done(batch.len());
}

/// Which of the county's keys signed the receipts of an answer.
fn signed_by(outcomes: &[ChangeOutcome]) -> impl Iterator<Item = String> {
    outcomes.iter().filter_map(|one| match &one.outcome {
        Outcome::Accepted { receipt }
        | Outcome::Duplicate { receipt }
        | Outcome::Merged { receipt, .. }
        | Outcome::Held { receipt, .. }
        | Outcome::Quarantined { receipt, .. } => Some(receipt.key_id.clone()),
        Outcome::Rejected(_) | Outcome::RetryAfter { .. } | Outcome::Unknown => None,
    })
}

/// Saves what became of each change of a batch. All of it in one transaction: a phone that dies
/// here sends the batch again and hears the same.
fn settle<S: Server>(
    parties: &Parties<'_, S>,
    session: &Session,
    meter: &mut Meter<'_>,
    summary: &mut Summary,
    batch: &[Waiting],
    (reply, said): (&PushReply, Option<OutstandingV1>),
) -> Result<(), Failure> {
    let outcomes = &reply.outcomes;
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
        session.heard(parties, tx, reply.server_ms, now_ms)?;
        if let Some(said) = said {
            told::note(tx, said)?;
        }
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
        // A newer county says something this app cannot read: the change stays where it is.
        Outcome::Unknown => {
            summary.unproved += 1;
            versions::met_unknown(tx)?;
            return if waiting.attempts == 0 {
                let entry = Entry::new(now_ms, "outcome_unknown").about(waiting.change_id);
                journal::write(tx, &entry)
            } else {
                Ok(())
            };
        }
        Outcome::RetryAfter { seconds } => {
            summary.delayed += 1;
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
        // Settled: the county keeps it, and it will not take effect.
        Disposition::Voided => {
            summary.sent += 1;
            outbox::confirm(tx, receipt, contested)?;
            journal::write(tx, &entry("voided_by_county"))
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
