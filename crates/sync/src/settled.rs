//! What became of changes that were set aside, asked by a phone the county gives no rows any
//! more: a revoked one must still learn when it can be handed in.

use protocol::settled::{MAX_ASKED, SettledRequest};
use store::settled;

use crate::control::{Meter, Point, count};
use crate::session::{Session, ask};
use crate::{Failure, Parties, Server, Summary};

pub(crate) async fn ask_settled<S: Server>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
    summary: &mut Summary,
) -> Result<(), Failure> {
    let changes = parties
        .store
        .read(|conn| settled::to_ask(conn, MAX_ASKED))?;
    if changes.is_empty() {
        return Ok(());
    }
    meter.check()?;
    let request = SettledRequest { changes };
    let reply = ask!(session, parties, meter, |token| parties
        .server
        .settled(&token, &request))?;
    meter.at(Point::BeforeSave);
    parties.store.write(|tx| {
        for state in &reply.settled {
            // One that cannot be checked is asked for again in the next round.
            settled::apply(tx, state)?;
        }
        Ok(())
    })?;
    meter.at(Point::AfterSave);
    summary.received += count(reply.settled.len());
    Ok(())
}
