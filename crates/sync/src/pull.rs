//! Down: what changed since the cursor, a page at a time.

use protocol::pull::{PAGE_ROWS, PullRequest};
use store::journal::{self, Entry};
use store::{pull as pages, sync_state};

use crate::control::{Meter, Point, Step, count};
use crate::session::{Session, ask};
use crate::{Failure, Parties, Server, Summary};

pub(crate) async fn pull<S: Server>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
    summary: &mut Summary,
) -> Result<(), Failure> {
    meter.begin(Step::Pull, 0)?;
    let mut after = parties.store.read(sync_state::get)?.cursor;
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
        // A page that leads nowhere would be asked for until the battery is empty.
        if reply.cursor < after || (reply.more && reply.cursor == after) {
            return Err(Failure::BadReply { what: "cursor" });
        }
        let now_ms = (parties.now)().as_ms();
        received += reply.rows.len();
        meter.at(Point::BeforeSave);
        parties.store.write(|tx| {
            pages::apply_page(tx, &reply.rows, reply.cursor, now_ms)?;
            sync_state::set_server_offset(tx, reply.server_ms.saturating_sub(now_ms))?;
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
            return Ok(());
        }
    }
}
