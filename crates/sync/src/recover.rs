//! After the county was set back to a backup: it is asked what it lacks, and that is sent again.

use domain::id::ChangeId;
use protocol::have::{HaveReply, HaveRequest, MAX_ASKED};
use store::epoch;
use store::journal::{self, Entry};

use crate::control::{Meter, Point};
use crate::session::{Session, ask};
use crate::{Failure, Parties, Server};

/// Asks for everything this phone has receipts for. Dying on the way is harmless: it is all asked
/// again, and what is queued already is queued.
pub(crate) async fn recover<S: Server>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
) -> Result<(), Failure> {
    if !parties.store.read(epoch::get)?.recovering {
        return Ok(());
    }
    let aside = parties.store.read(epoch::aside)?;
    for changes in aside.chunks(MAX_ASKED) {
        ask_for(parties, session, meter, changes.to_vec(), Vec::new()).await?;
    }
    let mut after = i64::MIN;
    loop {
        let page = parties
            .store
            .read(|conn| epoch::confirmed(conn, after, MAX_ASKED))?;
        let Some((last, _)) = page.last() else { break };
        after = *last;
        let changes = page.into_iter().map(|(_, change)| change).collect();
        ask_for(parties, session, meter, changes, Vec::new()).await?;
    }
    let mut after = String::new();
    loop {
        let photos = parties
            .store
            .read(|conn| epoch::photos(conn, &after, MAX_ASKED))?;
        let Some(last) = photos.last() else { break };
        after.clone_from(last);
        ask_for(parties, session, meter, Vec::new(), photos).await?;
    }
    meter.at(Point::BeforeSave);
    parties.store.write(epoch::recovered)?;
    meter.at(Point::AfterSave);
    Ok(())
}

async fn ask_for<S: Server>(
    parties: &Parties<'_, S>,
    session: &mut Session,
    meter: &mut Meter<'_>,
    changes: Vec<ChangeId>,
    photos: Vec<String>,
) -> Result<(), Failure> {
    meter.check()?;
    let request = HaveRequest { changes, photos };
    let HaveReply {
        missing_changes,
        missing_photos,
    } = ask!(session, parties, meter, |token| parties
        .server
        .have(&token, &request))?;
    if missing_changes.is_empty() && missing_photos.is_empty() {
        return Ok(());
    }
    let now_ms = (parties.now)().as_ms();
    meter.at(Point::BeforeSave);
    parties.store.write(|tx| {
        let (mut changes, mut photos) = (0, 0);
        // Only what was asked for: nothing else is this answer's to say.
        for change in missing_changes
            .iter()
            .filter(|id| request.changes.contains(id))
        {
            changes += usize::from(epoch::send_again(tx, *change)?);
        }
        for sha256 in missing_photos
            .iter()
            .filter(|name| request.photos.contains(name))
        {
            photos += epoch::send_photo_again(tx, sha256)?;
        }
        for (event, count) in [("sent_again", changes), ("photos_again", photos)] {
            if count > 0 {
                journal::write(tx, &Entry::new(now_ms, event).count(count))?;
            }
        }
        Ok(())
    })?;
    meter.at(Point::AfterSave);
    Ok(())
}
