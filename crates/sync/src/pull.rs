//! Down: what changed since the cursor, a page at a time. While one is saved, the next is asked for.

use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

use protocol::pull::{MAX_PAGE_ROWS, PAGE_ROWS, PullReply, PullRequest};
use store::journal::{self, Entry};
use store::{epoch, pull as pages, sync_state};

use crate::control::{Meter, Point, Step, count};
use crate::session::{Session, ask};
use crate::{Failure, Pace, Parties, Server, Summary};

/// How a pull ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pulled {
    Through,
    /// The county was set back to a backup: the cursor is 0 again.
    BeginAgain,
}

pub(crate) async fn pull<S: Server>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
    summary: &mut Summary,
) -> Result<Pulled, Failure> {
    meter.begin(Step::Pull, 0)?;
    let (state, epoch, doubts) = parties.store.read(|conn| {
        Ok((
            sync_state::get(conn)?,
            epoch::get(conn)?,
            epoch::doubts(conn)?,
        ))
    })?;
    let mut pace = Pace::between(size(PAGE_ROWS), size(MAX_PAGE_ROWS));
    let mut after = state.cursor;
    let mut received = 0;
    let mut ahead = None;
    loop {
        meter.check()?;
        let asked_ms = parties.monotonic_ms();
        let reply = page(parties, session, meter, ahead.take(), after, pace.size()).await?;
        let other_epoch =
            matches!((&epoch.name, &reply.epoch), (Some(known), Some(said)) if known != said);
        if other_epoch || (reply.restart && after > 0) {
            let now_ms = (parties.now)().as_ms();
            meter.at(Point::BeforeSave);
            parties
                .store
                .write(|tx| epoch::begin_again(tx, reply.epoch.as_deref(), now_ms))?;
            meter.at(Point::AfterSave);
            return Ok(Pulled::BeginAgain);
        }
        // A page that leads nowhere would be asked for until the battery is empty.
        if reply.cursor < after || (reply.more && reply.cursor == after) {
            return Err(Failure::BadReply { what: "cursor" });
        }
        if reply.more {
            let limit = pace.size();
            ahead = Some(ask_ahead(parties, session, meter, reply.cursor, limit).await?);
        }
        let now_ms = (parties.now)().as_ms();
        received += reply.rows.len();
        meter.at(Point::BeforeSave);
        let save = |tx: &store::Transaction<'_>| {
            pages::apply_page(tx, &reply.rows, reply.cursor, now_ms)?;
            if let (None, Some(first)) = (&epoch.name, &reply.epoch) {
                epoch::adopt(tx, first)?;
            }
            if !reply.more {
                epoch::sweep(tx, now_ms)?;
            }
            session.heard(parties, tx, reply.server_ms, now_ms)?;
            if !reply.more && received > 0 {
                journal::write(tx, &Entry::new(now_ms, "received").count(received))?;
            }
            Ok(())
        };
        // Only the time of the contact is new: the next round hears it again.
        if reply.rows.is_empty() && reply.cursor == after && epoch.name.is_some() && !doubts {
            parties.store.jot(save)?;
        } else {
            parties.store.write(save)?;
        }
        parties.keep_pace(&mut pace, reply.rows.len(), asked_ms);
        meter.done(reply.rows.len());
        meter.at(Point::AfterSave);
        summary.received += count(reply.rows.len());
        after = reply.cursor;
        if !reply.more {
            return Ok(Pulled::Through);
        }
    }
}

/// A page that was asked for while the one before it was being saved.
struct Ahead<F> {
    asked_ms: i64,
    answer: Answer<F>,
}

enum Answer<F> {
    Coming(Pin<Box<F>>),
    Here(Result<PullReply, Failure>),
}

/// Asks for a page and waits for none of it. A round that dies before it is saved has only asked.
async fn ask_ahead<'a, S: Server>(
    parties: &'a Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
    after: i64,
    limit: usize,
) -> Result<Ahead<impl Future<Output = Result<PullReply, Failure>> + Send + use<'a, S>>, Failure> {
    let token = session.token(parties, meter).await?;
    meter.at(Point::BeforeRequest);
    let asked_ms = parties.monotonic_ms();
    let request = request(after, limit);
    let server = parties.server;
    let mut coming = Box::pin(async move { server.pull(&token, &request).await });
    let answer = std::future::poll_fn(|context| {
        Poll::Ready(match coming.as_mut().poll(context) {
            Poll::Ready(answer) => Some(answer),
            Poll::Pending => None,
        })
    })
    .await;
    Ok(Ahead {
        asked_ms,
        answer: match answer {
            Some(answer) => Answer::Here(answer),
            None => Answer::Coming(coming),
        },
    })
}

/// The page after `after`, asked for ahead or now.
async fn page<S, F>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
    ahead: Option<Ahead<F>>,
    after: i64,
    limit: usize,
) -> Result<PullReply, Failure>
where
    S: Server,
    F: Future<Output = Result<PullReply, Failure>>,
{
    if let Some(Ahead { asked_ms, answer }) = ahead {
        let answer = match answer {
            Answer::Here(answer) => answer,
            Answer::Coming(answer) => answer.await,
        };
        session.exchanged(asked_ms, parties.monotonic_ms());
        meter.at(Point::AfterRequest);
        // A token that ended meanwhile: asked again below, with another.
        if !matches!(answer, Err(Failure::SignedOut)) {
            return answer;
        }
    }
    let request = request(after, limit);
    ask!(session, parties, meter, |token| parties
        .server
        .pull(&token, &request))
}

fn request(after: i64, limit: usize) -> PullRequest {
    PullRequest {
        after,
        limit: count(limit),
    }
}

fn size(rows: u32) -> usize {
    usize::try_from(rows).unwrap_or(usize::MAX)
}
