//! Down: what changed since the cursor, a page at a time.

use protocol::pull::{PAGE_ROWS, PullRequest};
use store::journal::{self, Entry};
use store::{epoch, pull as pages, sync_state};

use crate::control::{Meter, Point, Step, count};
use crate::session::{Session, ask};
use crate::{Failure, Parties, Server, Summary};

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
    let (state, epoch) = parties
        .store
        .read(|conn| Ok((sync_state::get(conn)?, epoch::get(conn)?)))?;
    let mut after = state.cursor;
    let mut received = 0;
    loop {
        meter.check()?;
        let request = PullRequest {
            after,
            limit: PAGE_ROWS,
        };
        let reply = ask!(session, parties, meter, |token| parties
            .server
            .pull(&token, &request))?;
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
        let now_ms = (parties.now)().as_ms();
        received += reply.rows.len();
        meter.at(Point::BeforeSave);
        parties.store.write(|tx| {
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
        })?;
        meter.done(reply.rows.len());
        meter.at(Point::AfterSave);
        summary.received += count(reply.rows.len());
        after = reply.cursor;
        if !reply.more {
            return Ok(Pulled::Through);
        }
    }
}
