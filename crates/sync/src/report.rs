//! What this phone still has, told to the county: the captain sees whose work has not arrived.
//! Said when it changed and at no other time, so that a round with nothing to do stays one request.

use domain::id::ChangeId;
use protocol::push::PushRequest;
use protocol::team::OutstandingV1;
use store::{Connection, told};

use crate::control::{Meter, Point};
use crate::session::{Session, ask};
use crate::{Failure, Parties, Server};

/// What goes with a batch of changes: work that stays behind must be known of even if the line
/// breaks next. Photos alone are told at the end of the round, when most of them are through.
pub(crate) fn beside(
    conn: &Connection,
    batch: &[ChangeId],
) -> store::Result<Option<OutstandingV1>> {
    let left = told::left_without(conn, batch)?;
    let last = told::last(conn)?;
    let has_words = |counts: OutstandingV1| counts.visits + counts.changes > 0;
    let is_news = Some(left) != last && (has_words(left) || last.is_some_and(has_words));
    Ok(is_news.then_some(left))
}

/// The end of a round. That it could not be said is no failure of the round: everything else is
/// done, and the next one says it.
pub(crate) async fn report<S: Server>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
) -> Result<(), Failure> {
    let (left, last) = parties
        .store
        .read(|conn| Ok((told::left(conn)?, told::last(conn)?)))?;
    if Some(left) == last {
        return Ok(());
    }
    meter.check()?;
    let request = PushRequest {
        changes: Vec::new(),
        outstanding: Some(left),
    };
    let answer = ask!(session, parties, meter, |token| parties
        .server
        .push(&token, &request));
    if let Err(failure) = answer {
        tracing::debug!(code = failure.code(), "What is left was not told");
        return Ok(());
    }
    meter.at(Point::BeforeSave);
    parties.store.write(|tx| told::note(tx, left))?;
    meter.at(Point::AfterSave);
    Ok(())
}
